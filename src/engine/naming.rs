//! Before the first stage, where the settings want it: the local model lists people, organisations and places of the input
//! for the vault. Small models list far better than they rewrite.
//!
//! Adds to terms, detectors and the names model. What it says that does not stand in the input is left out, and its failure
//! stops nothing: the gate looks at every request all the same.

use futures::StreamExt;
use serde_json::{Value, json};

use super::context::Context;
use super::event::RunEvent;
use super::stage::Form;
use crate::boundary::vault::Vault;
use crate::model::call::{Call, Message, Role};
use crate::model::client::LocalModel;
use crate::model::event::ModelEvent;
use crate::pattern::{FieldKind, ReplyContract};

/// The lists asked for, with the stem that gives their values a kind in the vault.
const LISTS: [(&str, &str); 4] =
    [("people", "person"), ("organisations", "organisation"), ("places", "place"), ("other", "term")];

const SYSTEM: &str = "You list private names. Copy every name exactly as it is written in the text, each once; do not \
    explain, do not invent, leave a list empty if there is nothing for it. people: names of persons. organisations: names \
    of companies, schools, clinics, authorities. places: towns, streets, houses. other: names of projects, products, pets, \
    accounts. Times, prices and amounts are no names.";

/// Asks, and fills the vault.
pub(super) async fn ask(context: &Context) {
    let LocalModel::Served(client) = &context.request.models.local else {
        return notice(context, "names are not listed: there is no local model (`gate.local_names`)".to_owned());
    };
    notice(context, "first the local model lists the names of the input (`gate.local_names`)".to_owned());
    let input = &context.request.input;
    let text = format!("{}\n\n{}", input.question.trim(), input.context.trim());
    let form = Form::from(&contract());
    let mut call = Call {
        system: Some(SYSTEM.to_owned()),
        messages: vec![Message { role: Role::User, content: format!("Text:\n{}", text.trim()) }],
        temperature: Some(0.0),
        seed: context.request.seed,
        ..Call::default()
    };
    form.join(&mut call);
    let mut stream = client.send(client.draft(&call));
    let mut reply = String::new();
    while let Some(item) = stream.next().await {
        match item {
            Ok(timed) => {
                if let ModelEvent::Answer(piece) = timed.event {
                    reply.push_str(&piece);
                }
            }
            Err(error) => {
                let error = error.rewritten(|words| context.without_vault(words));
                return failed(context, &error.to_string());
            }
        }
    }
    let listed = match (form.read)(&reply) {
        Ok(listed) => listed,
        Err(why) => return failed(context, &why),
    };
    let (values, left_out) = standing_in(&text, &listed);
    let learnt = context
        .with_vault(move |vault: &mut Vault| {
            let before = vault.entries().len();
            vault.add_mapping(&values);
            vault.entries().len() - before
        })
        .await;
    match learnt {
        Ok(learnt) => notice(
            context,
            format!(
                "the local model named {learnt} private value(s) that were not known; {left_out} do not stand in the input"
            ),
        ),
        Err(why) => failed(context, &why),
    }
}

fn notice(context: &Context, text: String) {
    context.emit(RunEvent::Notice { text });
}

fn failed(context: &Context, why: &str) {
    notice(
        context,
        format!("the local model could not list names ({why}); your own words and the detectors still hold"),
    );
}

fn contract() -> ReplyContract {
    let fields = LISTS.iter().map(|(name, _)| ((*name).to_owned(), FieldKind::List)).collect();
    ReplyContract { fields, public: Vec::new() }
}

/// The lists as a mapping, without what does not stand in the text; how many those were.
fn standing_in(text: &str, listed: &Value) -> (Value, usize) {
    let text = text.to_lowercase();
    let mut left_out = 0;
    let mut mapping = serde_json::Map::new();
    for (name, stem) in LISTS {
        let values = listed.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let mut kept = Vec::new();
        for value in values.map(str::trim).filter(|value| !value.is_empty()) {
            if text.contains(&value.to_lowercase()) {
                kept.push(json!(value));
            } else {
                left_out += 1;
            }
        }
        mapping.insert(stem.to_owned(), Value::Array(kept));
    }
    (Value::Object(mapping), left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_stands_in_the_text() {
        let listed =
            json!({"people": ["Anna", "Bob", " "], "organisations": ["acme widgets"], "places": [], "other": []});
        let (values, left_out) = standing_in("Anna works at Acme Widgets.", &listed);
        assert_eq!(values["person"], json!(["Anna"]));
        assert_eq!(values["organisation"], json!(["acme widgets"]));
        assert_eq!(left_out, 1);
    }
}
