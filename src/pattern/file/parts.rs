//! Params, signals, reply contracts and schemas of a pattern file.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::pattern::graph::bad_id;
use crate::pattern::template::{Kind, paths};
use crate::pattern::{FieldKind, Param, ReplyContract, SignalKind, SignalSpec};
use crate::text::located::{Table, as_json, as_number, one_of, suggestion};

/// `[params]`: `name = 0.5`, or a table with `default` and `min`/`max` or `choices`, and `doc`.
pub(super) fn params(root: &Table<'_, '_>) -> BTreeMap<String, Param> {
    let Some(table) = root.table("params") else { return BTreeMap::new() };
    let mut params = BTreeMap::new();
    for (name, value) in table.entries() {
        let what = format!("param `{}`", name.get_ref());
        if let Some(wrong) = bad_id(name.get_ref()) {
            table.complain(name.span(), wrong);
        }
        let param = if let Some(default) = as_number(value.get_ref()) {
            Some(Param::Number { default, min: None, max: None, doc: None })
        } else if let Some(table) = table.below(value, what) {
            let param = param(&table);
            table.finish();
            param
        } else {
            let message = "a param is a number or a table: `{ default = …, choices = […] }` or `{ default = …, min = …, max = … }`";
            table.complain(value.span(), message);
            None
        };
        // One that cannot be read is there all the same: what is wrong is told once, and not at every use of it again.
        let param = param.unwrap_or(Param::Number { default: 0.0, min: None, max: None, doc: None });
        params.insert(name.into_inner(), param);
    }
    params
}

fn param(table: &Table<'_, '_>) -> Option<Param> {
    const ANY: (f64, f64) = (f64::MIN, f64::MAX);
    if !table.has("default") {
        table.complain(table.span(), "`default` is missing");
        return None;
    }
    let doc = table.text("doc");
    if table.has("choices") {
        let default = table.text("default")?;
        let choices: Vec<String> = table.list("choices")?.into_iter().map(toml::Spanned::into_inner).collect();
        if !choices.contains(&default) {
            let known: Vec<&str> = choices.iter().map(String::as_str).collect();
            table.complain_about("default", format!("`default` has to be one of the choices, {}", one_of(&known)));
        }
        return Some(Param::Choice { default, choices, doc });
    }
    let min = table.number("min", ANY.0, ANY.1);
    let max = table.number("max", ANY.0, ANY.1);
    let default = table.number("default", min.unwrap_or(ANY.0), max.unwrap_or(ANY.1))?;
    Some(Param::Number { default, min, max, doc })
}

/// `[[signal]]`.
pub(super) fn signals(root: &Table<'_, '_>) -> Vec<SignalSpec> {
    let mut signals: Vec<SignalSpec> = Vec::new();
    for mut table in root.tables("signal") {
        let id = table.required_text("id", "conditions name signals by it").unwrap_or_default();
        table.call(format!("signal `{id}`"));
        if signals.iter().any(|signal| signal.id == id) {
            table.complain_about("id", format!("there are two signals `{id}`"));
        }
        let words = [
            ("logprob_quantile", SignalKind::LogprobQuantile),
            ("agreement", SignalKind::Agreement),
            ("self_check", SignalKind::SelfCheck),
            ("rule", SignalKind::Rule),
        ];
        if !table.has("kind") {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            table.complain(table.span(), format!("`kind` is missing: it has to be {}", one_of(&known)));
        }
        let kind = table.word("kind", &words);
        let of = table.text("of");
        if let Some(kind) = kind {
            if of.is_none() && kind != SignalKind::Rule {
                table.complain(table.span(), "`of` is missing: which stage's output is measured?");
            }
            let settings = settings(&table, kind);
            signals.push(SignalSpec { id, kind, of: of.unwrap_or_default(), settings });
            table.finish();
        } else {
            // As for params: told once.
            signals.push(SignalSpec { id, kind: SignalKind::Rule, of: String::new(), settings: BTreeMap::new() });
        }
    }
    signals
}

/// The settings each kind of signal takes.
fn settings(table: &Table<'_, '_>, kind: SignalKind) -> BTreeMap<String, Value> {
    let mut settings = BTreeMap::new();
    let mut keep = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            settings.insert(name.to_owned(), value);
        }
    };
    let source = |key: &'static str, kind: Kind| {
        let text = table.text(key)?;
        if let Err(syntax) = paths(&text, kind) {
            table.complain_about(key, syntax.message);
        }
        Some(Value::from(text))
    };
    match kind {
        SignalKind::LogprobQuantile => {
            keep("quantile", table.number("quantile", 0.0, 1.0).map(Value::from));
            keep("floor", table.number("floor", -100.0, 0.0).map(Value::from));
        }
        SignalKind::Agreement => keep("samples", table.whole("samples", 2, 16).map(Value::from)),
        SignalKind::SelfCheck => keep("prompt", source("prompt", Kind::Template)),
        SignalKind::Rule => {
            if !table.has("expr") {
                table.complain(table.span(), "`expr` is missing: an expression that gives 0 (easy) to 1 (hard)");
            }
            keep("expr", source("expr", Kind::Expression));
        }
    }
    settings
}

/// `candidates`: each entry a stage, or a list of stages of which the first that ran counts.
pub(super) fn candidates(stage: &Table<'_, '_>) -> Vec<Vec<String>> {
    let entries = stage.nested("candidates").unwrap_or_default();
    entries.into_iter().map(|entry| entry.into_iter().map(toml::Spanned::into_inner).collect()).collect()
}

/// `[stage.reply]`: field = kind, in file order, and `public`.
pub(super) fn reply(stage: &Table<'_, '_>) -> Option<ReplyContract> {
    let table = stage.table("reply")?;
    let public = table.list("public").unwrap_or_default();
    let mut fields: Vec<(String, FieldKind)> = Vec::new();
    for (name, value) in table.entries() {
        if name.get_ref() == "public" {
            continue;
        }
        if let Some(wrong) = bad_id(name.get_ref()) {
            table.complain(name.span(), wrong);
        }
        let word = value.get_ref().as_str().unwrap_or_default();
        if let Some((_, kind)) = FieldKind::WORDS.iter().find(|(known, _)| *known == word) {
            fields.push((name.into_inner(), *kind));
        } else {
            let known = FieldKind::WORDS.map(|(word, _)| word);
            table.complain(value.span(), format!("the field `{}` has to be {}", name.get_ref(), one_of(&known)));
        }
    }
    if fields.is_empty() {
        table.complain(table.span(), "the contract has no field: write `answer = \"text\"` or leave it out");
    }
    for name in &public {
        let known: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
        match fields.iter().find(|(field, _)| field == name.get_ref()) {
            None => {
                let hint = suggestion(name.get_ref(), &known);
                table.complain(name.span(), format!("`public` names `{}`, which is no field{hint}", name.get_ref()));
            }
            Some((_, FieldKind::Map)) => {
                let message = format!(
                    "`{}` is a map: it fills the vault with private values and can never be public",
                    name.get_ref()
                );
                table.complain(name.span(), message);
            }
            Some(_) => {}
        }
    }
    Some(ReplyContract { fields, public: public.into_iter().map(toml::Spanned::into_inner).collect() })
}

/// `[stage.schema]`: a strict JSON schema. What strict mode demands of every object and leaves no choice about
/// (`additionalProperties: false`, all properties `required`) is filled in.
pub(super) fn schema(stage: &Table<'_, '_>) -> Option<Value> {
    let table = stage.table("schema")?;
    let mut schema = Map::new();
    for (name, value) in table.entries() {
        schema.insert(name.into_inner(), as_json(value.get_ref()));
    }
    let mut schema = Value::Object(schema);
    if schema.get("type") != Some(&json!("object")) || !schema.get("properties").is_some_and(Value::is_object) {
        table.complain(table.span(), "a strict schema begins with `type = \"object\"` and has `properties`");
        return None;
    }
    make_strict(&mut schema);
    Some(schema)
}

fn make_strict(schema: &mut Value) {
    if let Value::Object(map) = schema {
        let names: Option<Vec<String>> =
            map.get("properties").and_then(Value::as_object).map(|properties| properties.keys().cloned().collect());
        if let Some(names) = names {
            map.insert("additionalProperties".to_owned(), Value::from(false));
            map.insert("required".to_owned(), Value::from(names));
        }
        map.values_mut().for_each(make_strict);
    } else if let Value::Array(items) = schema {
        items.iter_mut().for_each(make_strict);
    }
}
