//! How the local model is asked for a plan's values, and how its reply is read: one field per slot, in plain words.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::{Plan, Slot, SlotKind, value};
use crate::text::soft_json;

/// What a reply gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The value of every slot; null where the reply says that there is none, or where it could not be read.
    pub values: Map<String, Value>,
    /// Why values could not be read, each naming its slot. Without the values.
    pub faults: Vec<String>,
}

impl SlotKind {
    fn wanted(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Money => "an amount of money",
            Self::Duration => "a length of time",
            Self::Time => "a time of day",
            Self::YesNo => "true or false",
            Self::Text => "a short text",
            Self::Table => {
                "a list of all its rows, in order, each {\"from\": …, \"to\": …, \"value\": …} where a value holds from one \
                 time of day to another, else {\"name\": …, \"value\": …}"
            }
        }
    }

    fn skeleton(self) -> &'static str {
        match self {
            Self::Table => "[{…}, …]",
            Self::YesNo => "true",
            _ => "\"…\"",
        }
    }
}

fn line(slot: &Slot) -> String {
    let unit = match (slot.kind, slot.unit.trim()) {
        (SlotKind::Time | SlotKind::YesNo | SlotKind::Text, _) | (_, "" | "currency") => String::new(),
        (_, unit) => format!(" in {unit}"),
    };
    let meaning = if slot.meaning.is_empty() { slot.slot.replace('_', " ") } else { slot.meaning.clone() };
    format!("- \"{}\": {}{unit}: {meaning}", slot.slot, slot.kind.wanted())
}

/// The instruction appended to the system prompt: one JSON object with a field for each slot.
#[must_use]
pub fn instructions(plan: &Plan) -> String {
    let mut text = String::from(
        "Reply with one JSON object and nothing else. Copy each value as the text writes it, with its unit; write null \
         where the text does not say. Its fields:\n",
    );
    for slot in &plan.needs {
        let _ = writeln!(text, "{}", line(slot));
    }
    let skeleton: Vec<String> =
        plan.needs.iter().map(|slot| format!("\"{}\": {}", slot.slot, slot.kind.skeleton())).collect();
    let _ = write!(text, "Shape: {{{}}}", skeleton.join(", "));
    text
}

/// Reads a reply leniently. Of several objects the last one with any of the slots counts.
///
/// # Errors
/// When there is no such object; suited to be told to the model.
pub fn read(plan: &Plan, reply: &str) -> Result<Reading, String> {
    let (objects, complaint) = soft_json::objects(reply);
    let fits = |object: &&Value| plan.needs.iter().any(|slot| object.get(&slot.slot).is_some());
    let Some(object) = objects.iter().rev().find(fits) else {
        return Err(complaint.unwrap_or_else(|| "there is no JSON object with the fields asked for.".to_owned()));
    };
    let mut reading = Reading::default();
    for slot in &plan.needs {
        let value = match object.get(&slot.slot) {
            Some(value) => {
                value::read(slot, value).map_err(|fault| format!("{fault}, or null where the text does not say"))
            }
            None => Err(format!("`{}` is missing: write null where the text does not say", slot.slot)),
        };
        let value = value.unwrap_or_else(|fault| {
            reading.faults.push(fault);
            None
        });
        reading.values.insert(slot.slot.clone(), value.unwrap_or_default());
    }
    Ok(reading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn plan() -> Plan {
        serde_json::from_value(json!({
            "needs": [
                {"slot": "runs", "type": "duration", "unit": "min", "meaning": "how long one run takes"},
                {"slot": "due", "type": "time", "unit": "", "meaning": "when it has to be done"},
            ],
            "steps": [], "if_missing": "ask",
        }))
        .unwrap()
    }

    #[test]
    fn every_slot_is_asked_for_in_plain_words_with_its_unit() {
        let asked = instructions(&plan());
        assert!(asked.contains("- \"runs\": a length of time in min: how long one run takes"), "{asked}");
        assert!(asked.contains("- \"due\": a time of day: when it has to be done"), "{asked}");
    }

    #[test]
    fn a_reply_is_read_leniently_and_its_faults_are_named() {
        let reading = read(&plan(), "Sure:\n```json\n{\"runs\": \"1.5 h\", \"due\": null, \"more\": 1,}\n```").unwrap();
        assert_eq!(Value::Object(reading.values), json!({"runs": 90.0, "due": null}));
        assert!(reading.faults.is_empty());
        let reading = read(&plan(), "{\"runs\": \"a while\"}").unwrap();
        assert_eq!(Value::Object(reading.values), json!({"runs": null, "due": null}));
        assert_eq!(reading.faults.len(), 2);
        assert!(read(&plan(), "I cannot say.").is_err());
    }
}
