//! The soft JSON contract of a local stage: how it is asked for, read and checked.
//!
//! Soft, because small models lose facts under a hard schema: the shape is asked for in the prompt, the reply is read
//! leniently and checked, and the engine tells the model what was wrong. Not for retrying: that is [`crate::engine`].

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::{FieldKind, ReplyContract};
use crate::text::soft_json;

/// Why a reply does not meet its contract, in words for the model and the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ContractError(pub String);

impl FieldKind {
    /// What the model is told to write.
    fn wanted(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Map => "an object that gives, for each id you introduced, the real name it stands for",
            Self::List => "a list of strings",
            Self::Number => "a number",
            Self::Bool => "true or false",
        }
    }

    /// Its place in the skeleton.
    fn skeleton(self) -> &'static str {
        match self {
            Self::Text => "\"…\"",
            Self::Map => "{\"id\": \"real name\"}",
            Self::List => "[\"…\"]",
            Self::Number => "0",
            Self::Bool => "true",
        }
    }

    /// The value in this kind, small slips of type forgiven; `None` if it is something else.
    fn accept(self, value: &Value) -> Option<Value> {
        match (self, value) {
            (Self::Text, Value::String(_)) | (Self::Number, Value::Number(_)) | (Self::Bool, Value::Bool(_)) => {
                Some(value.clone())
            }
            (Self::Text, Value::Number(_) | Value::Bool(_)) => Some(Value::from(value.to_string())),
            // Small models like to write a text as a list of lines.
            (Self::Text, Value::Array(lines)) => {
                let lines: Option<Vec<&str>> = lines.iter().map(Value::as_str).collect();
                lines.filter(|lines| !lines.is_empty()).map(|lines| Value::from(lines.join("\n")))
            }
            (Self::Map, Value::Object(map)) => {
                let map: Option<Map<String, Value>> =
                    map.iter().map(|(key, value)| Some((key.clone(), Self::Text.accept(value)?))).collect();
                map.map(|map| Value::Object(ids_first(map)))
            }
            (Self::List, Value::Array(items)) => {
                let items: Option<Vec<Value>> = items.iter().map(|item| Self::Text.accept(item)).collect();
                items.map(Value::Array)
            }
            (Self::List, Value::String(_)) => Some(Value::Array(vec![value.clone()])),
            (Self::Number, Value::String(text)) => text.trim().parse::<f64>().ok().map(Value::from),
            (Self::Bool, Value::String(text)) => match text.trim().to_lowercase().as_str() {
                "true" | "yes" => Some(Value::from(true)),
                "false" | "no" => Some(Value::from(false)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A mapping that was written the wrong way round (`"the curtains": "load_A"`) turned: its values would go into the vault
/// as private, and the ids would be masked while the names cross. Left alone unless every value looks like an id, no key
/// does, and nothing is lost by turning it.
fn ids_first(map: Map<String, Value>) -> Map<String, Value> {
    let is_id = |text: &str| {
        let (stem, tail) = text.rsplit_once('_').unwrap_or_default();
        let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        plain(stem) && plain(tail) && tail.len() <= 3
    };
    let turned: Map<String, Value> = map
        .iter()
        .filter(|(name, id)| !is_id(name) && id.as_str().is_some_and(is_id))
        .map(|(name, id)| (id.as_str().unwrap_or_default().to_owned(), Value::from(name.as_str())))
        .collect();
    if turned.len() == map.len() { turned } else { map }
}

/// What a JSON value is, for a message.
fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

impl ReplyContract {
    /// The instruction appended to the system prompt: one JSON object with these fields.
    #[must_use]
    pub fn instructions(&self) -> String {
        let mut text = String::from("Reply with one JSON object and nothing else. Its fields:\n");
        for (name, kind) in &self.fields {
            let _ = writeln!(text, "- \"{name}\": {}", kind.wanted());
        }
        let skeleton: Vec<String> =
            self.fields.iter().map(|(name, kind)| format!("\"{name}\": {}", kind.skeleton())).collect();
        let _ = write!(text, "Shape: {{{}}}", skeleton.join(", "));
        text
    }

    /// Reads a reply leniently (fences, prose around it, trailing commas) and checks every field's presence and type.
    ///
    /// Of several objects in the reply the last one that meets the contract counts. Fields nobody asked for are left
    /// out of the result, so that no template can use what no label covers.
    ///
    /// # Errors
    /// Names the field and what is wrong with it; suited to be told to the model. Never contains a value.
    pub fn read(&self, reply: &str) -> Result<Value, ContractError> {
        if reply.trim().is_empty() {
            return Err(ContractError("the reply is empty".to_owned()));
        }
        let (objects, _) = soft_json::objects(reply);
        if let Some(met) = objects.iter().rev().find_map(|object| self.check(object).ok()) {
            return Ok(met);
        }
        let object = soft_json::object(reply).map_err(ContractError)?;
        self.check(&object)
    }

    fn check(&self, object: &Value) -> Result<Value, ContractError> {
        let mut checked = Map::new();
        let mut wrong = Vec::new();
        for (name, kind) in &self.fields {
            let value = object.get(name).unwrap_or(&Value::Null);
            if value.is_null() {
                wrong.push(format!("the field \"{name}\" is missing: it has to be {}", kind.wanted()));
                continue;
            }
            match kind.accept(value) {
                None => {
                    wrong.push(format!("the field \"{name}\" is {}: it has to be {}", found(value), kind.wanted()));
                }
                Some(Value::String(text)) if text.trim().is_empty() => {
                    wrong.push(format!("the field \"{name}\" is empty"));
                }
                Some(value) => {
                    checked.insert(name.clone(), value);
                }
            }
        }
        if wrong.is_empty() { Ok(Value::Object(checked)) } else { Err(ContractError(wrong.join("; "))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn contract() -> ReplyContract {
        ReplyContract {
            fields: vec![
                ("problem".into(), FieldKind::Text),
                ("mapping".into(), FieldKind::Map),
                ("steps".into(), FieldKind::List),
                ("score".into(), FieldKind::Number),
                ("sure".into(), FieldKind::Bool),
            ],
            public: vec!["problem".into()],
        }
    }

    #[test]
    fn the_instructions_name_every_field_in_order() {
        let text = contract().instructions();
        let places: Vec<usize> =
            ["problem", "mapping", "steps", "score", "sure"].iter().map(|name| text.find(name).unwrap()).collect();
        assert!(places.is_sorted(), "{text}");
        assert!(text.starts_with("Reply with one JSON object and nothing else."));
    }

    #[test]
    fn the_skeleton_meets_the_contract() {
        let text = contract().instructions();
        let (_, skeleton) = text.split_once("Shape: ").unwrap();
        assert!(contract().read(skeleton).is_ok());
    }

    #[test]
    fn slips_of_type_are_forgiven_and_strangers_left_out() {
        let reply =
            "```json\n{\"problem\": [\"It is 18:30.\", \"load_A\"], \"mapping\": {\"n_1\": 4}, \"steps\": \"one\",
            \"score\": \"0.5\", \"sure\": \"no\", \"extra\": \"Maya\",}\n```";
        let read = contract().read(reply).unwrap();
        assert_eq!(
            read,
            json!({"problem": "It is 18:30.\nload_A", "mapping": {"n_1": "4"}, "steps": ["one"], "score": 0.5, "sure": false})
        );
    }

    #[test]
    fn errors_name_every_bad_field_and_no_value() {
        let error = contract()
            .read(r#"{"problem": " ", "mapping": ["Maya"], "steps": [], "score": "Maya", "sure": null}"#)
            .unwrap_err()
            .0;
        for part in ["\"problem\" is empty", "\"mapping\" is a list", "\"score\" is a string", "\"sure\" is missing"] {
            assert!(error.contains(part), "{error}");
        }
        assert!(!error.contains("Maya") && !error.contains("steps"), "{error}");
        assert_eq!(contract().read("  ").unwrap_err().0, "the reply is empty");
    }

    #[test]
    fn a_mapping_the_wrong_way_round_is_turned() {
        let small = ReplyContract { fields: vec![("m".into(), FieldKind::Map)], public: vec![] };
        for (reply, wanted) in [
            (r#"{"the curtains": "load_A", "Ana": "person_1"}"#, json!({"load_A": "the curtains", "person_1": "Ana"})),
            (r#"{"load_A": "the curtains"}"#, json!({"load_A": "the curtains"})),
            // A real name that looks like an id, and two names for one id: nothing is turned, nothing is lost.
            (r#"{"load_A": "model_X1"}"#, json!({"load_A": "model_X1"})),
            (r#"{"Ana": "person_A", "Anna": "person_A"}"#, json!({"Ana": "person_A", "Anna": "person_A"})),
            ("{}", json!({})),
        ] {
            assert_eq!(small.read(&format!("{{\"m\": {reply}}}")).unwrap()["m"], wanted, "{reply}");
        }
    }

    #[test]
    fn the_last_object_that_fits_counts() {
        let small = ReplyContract { fields: vec![("a".into(), FieldKind::Text)], public: vec![] };
        let reply = r#"{"a": "draft"} so {"a": "final"} as in {"b": 1}"#;
        assert_eq!(small.read(reply), Ok(json!({"a": "final"})));
    }
}
