//! What the stand-ins do for a prompt that nobody scripted: the local one masks with the built-in detectors where an
//! abstraction is asked for, and puts names back where a solution is to be passed on. Both are real functions; neither
//! pretends that a model has read anything.

use serde_json::{Map, Value, json};

use super::mind::{Asked, Spoken, Voice};
use crate::boundary::gate::Gate;
use crate::boundary::vault::Vault;

/// The reply, where the request is one of the two kinds.
pub(super) fn speak(asked: &Asked) -> Option<Spoken> {
    if asked.voice != Voice::Local {
        return None;
    }
    let all = format!("{}\n{}", asked.system, asked.prompt());
    if all.contains("JSON") {
        let fields = fields(&all);
        if !fields.is_empty() {
            return abstracted(asked.prompt(), &fields);
        }
    }
    passed_on(asked.prompt())
}

/// The fields a soft contract asks for, as `- "name": kind` lines, or the three of an abstraction where only their
/// names are told.
fn fields(text: &str) -> Vec<(String, String)> {
    let listed: Vec<(String, String)> = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- \"")?.split_once("\":"))
        .map(|(name, kind)| (name.to_owned(), kind.trim().to_owned()))
        .collect();
    if listed.is_empty() && text.contains("mapping") {
        let field = |name: &str, kind: &str| (name.to_owned(), kind.to_owned());
        return vec![field("problem", "a string"), field("target", "a string"), field("mapping", "an object")];
    }
    listed
}

/// The text between a heading line and the next one of `ends` (or the end).
fn section<'t>(text: &'t str, heading: &str, ends: &[&str]) -> Option<&'t str> {
    let (_, rest) = text.split_once(heading)?;
    let end = ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    rest.get(..end).map(str::trim)
}

fn abstracted(prompt: &str, fields: &[(String, String)]) -> Option<Spoken> {
    let question = section(prompt, "Question:", &["Private context:", "Context:"]);
    let context = section(prompt, "Private context:", &[]).or_else(|| section(prompt, "Context:", &[]));
    let (question, context) = match (question, context) {
        (Some(question), Some(context)) => (question, context),
        _ => prompt.split_once("\n\n").unwrap_or((prompt, "")),
    };
    let gate = Gate::default();
    let mut vault = Vault::default();
    let target = gate.mask_text(question.trim(), &mut vault).ok()?;
    let problem = gate.mask_text(context.trim(), &mut vault).ok()?;
    // Ids as a model would write them: the bracketed form belongs to the gate of the run.
    let ids: Vec<(String, String, &str)> = vault
        .entries()
        .iter()
        .map(|entry| (entry.placeholder(), format!("{}_{}", entry.kind.to_lowercase(), entry.number), entry.value()))
        .collect();
    let named = |text: String| ids.iter().fold(text, |text, (from, to, _)| text.replace(from, to));
    let (target, problem) = (named(target), named(problem));
    // The contract wants a text, and a question without context is its own problem.
    let problem = if problem.is_empty() { target.clone() } else { problem };
    let mapping: Map<String, Value> = ids.iter().map(|(_, id, value)| (id.clone(), json!(value))).collect();
    let count = mapping.len();
    let value = |name: &str, kind: &str| {
        if kind.starts_with("an object") {
            Value::Object(mapping.clone())
        } else if kind.starts_with("a list") {
            json!([])
        } else if kind.starts_with("a number") {
            json!(0)
        } else if kind.starts_with("true") {
            json!(false)
        } else if matches!(name, "target" | "question" | "ask" | "wanted") {
            json!(target)
        } else {
            json!(problem)
        }
    };
    let reply: Map<String, Value> = fields.iter().map(|(name, kind)| (name.clone(), value(name, kind))).collect();
    Some(Spoken {
        thinking: format!(
            "Nobody scripted this prompt, and no model has read it: the built-in detectors masked {count} value(s). The \
             rest stands as it was written."
        ),
        answer: Value::Object(reply).to_string(),
        contract: true,
        ..Spoken::default()
    })
}

/// The lines `- id: name` under the heading the reframe prompt gives them.
fn mapping(prompt: &str) -> Vec<(&str, &str)> {
    let list = section(prompt, "What the ids mean:", &["Solution:", "\n\n\n"]).unwrap_or_default();
    let mut pairs: Vec<(&str, &str)> = list
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- ")?.split_once(": "))
        .map(|(id, name)| (id.trim(), name.trim()))
        .filter(|(id, _)| !id.is_empty())
        .collect();
    pairs.sort_by_key(|(id, _)| std::cmp::Reverse(id.len()));
    pairs
}

/// Puts the names in the place of ids that stand as whole words.
fn restore(text: &str, mapping: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    let mut previous = ' ';
    let word = |c: char| c.is_alphanumeric() || c == '_';
    while let Some(c) = rest.chars().next() {
        let hit = mapping.iter().find(|(id, _)| {
            let bounded =
                |tail: &str| !tail.chars().next().is_some_and(word) || !id.chars().next_back().is_some_and(word);
            rest.strip_prefix(id).is_some_and(bounded) && (!word(previous) || !id.chars().next().is_some_and(word))
        });
        if let Some((id, name)) = hit {
            out.push_str(name);
            previous = id.chars().next_back().unwrap_or(' ');
            rest = rest.get(id.len()..).unwrap_or_default();
        } else {
            out.push(c);
            previous = c;
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

fn passed_on(prompt: &str) -> Option<Spoken> {
    let solution = section(prompt, "<<<", &[">>>"])?;
    if !prompt.contains("Solution") {
        return None;
    }
    let mapping = mapping(prompt);
    Some(Spoken {
        thinking: "Nobody scripted this prompt: the solution is passed on with the names put back.".to_owned(),
        answer: format!(
            "{}\n\n(Passed on by a rehearsal stand-in, which only put the names back: no local model has read this.)",
            restore(solution, &mapping)
        ),
        ..Spoken::default()
    })
}

/// A value that satisfies the usual strict schemas: the answer in the first text, the rest empty. A stand-in cannot do
/// more, and says no more.
pub(super) fn fit(schema: &Value, answer: &str) -> Value {
    fn value(schema: &Value, answer: &mut Option<String>) -> Value {
        if let Some(first) = schema.get("enum").and_then(Value::as_array).and_then(|choices| choices.first()) {
            return first.clone();
        }
        let kind = schema.get("type").map(|kind| match kind {
            Value::Array(kinds) => kinds.first().and_then(Value::as_str).unwrap_or("null").to_owned(),
            other => other.as_str().unwrap_or("null").to_owned(),
        });
        match kind.as_deref() {
            Some("object") => {
                let properties = schema.get("properties").and_then(Value::as_object);
                let fields = properties.into_iter().flatten();
                Value::Object(fields.map(|(name, inner)| (name.clone(), value(inner, answer))).collect())
            }
            Some("string") => json!(answer.take().unwrap_or_default()),
            Some("array") => json!([]),
            Some("integer" | "number") => json!(0),
            Some("boolean") => json!(false),
            _ => Value::Null,
        }
    }
    value(schema, &mut Some(answer.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_restored_as_whole_words_longest_first() {
        let mapping = [("load_A1", "oven"), ("load_A", "dishwasher"), ("[TERM_1]", "Maya")];
        assert_eq!(
            restore("load_A at 20:00, load_A1 later, xload_A not; [TERM_1]'s", &mapping),
            "dishwasher at 20:00, oven later, xload_A not; Maya's"
        );
    }

    #[test]
    fn a_schema_gets_the_answer_in_its_first_text() {
        let schema = json!({"type":"object","properties":{"a":{"type":"string"},"b":{"type":"array"},
            "c":{"type":["number","null"]},"d":{"enum":["x","y"]}}});
        assert_eq!(fit(&schema, "hello"), json!({"a":"hello","b":[],"c":0,"d":"x"}));
    }
}
