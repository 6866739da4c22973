//! Takes the private values out of a local model's mapping (`{"load_A": "dishwasher", "person_A": "Mark (leaves 07:00)"}`).
//!
//! Small models decorate such maps with notes, quantities, sentences and whole objects, and some write them the wrong way
//! round. A value that is not worth protecting, or that would block harmless words, is left out.

use serde_json::Value;

use crate::text::quantity;

/// Longer values are prose, not names.
const MOST_CHARACTERS: usize = 80;
/// As are values of more words.
const MOST_WORDS: usize = 5;

/// Words a model writes into a mapping that identify nobody.
const GENERIC: &[&str] = &[
    "user",
    "person",
    "people",
    "everyone",
    "someone",
    "somebody",
    "nobody",
    "anyone",
    "me",
    "i",
    "you",
    "we",
    "us",
    "he",
    "she",
    "they",
    "it",
    "him",
    "her",
    "them",
    "self",
    "owner",
    "customer",
    "client",
    "patient",
    "doctor",
    "friend",
    "family",
    "household",
    "home",
    "house",
    "room",
    "place",
    "location",
    "city",
    "country",
    "company",
    "device",
    "appliance",
    "machine",
    "item",
    "object",
    "thing",
    "load",
    "task",
    "job",
    "event",
    "activity",
    "vehicle",
    "car",
    "name",
    "value",
    "unknown",
    "none",
    "null",
    "n/a",
    "na",
    "tbd",
    "yes",
    "no",
    "true",
    "false",
    "now",
    "later",
    "today",
    "tomorrow",
    "morning",
    "noon",
    "evening",
    "night",
    "time",
    "date",
    "start",
    "end",
    "deadline",
    "duration",
    "price",
    "cost",
    "tariff",
    "rate",
    "energy",
    "power",
    "battery",
    "peak",
    "off-peak",
    "current",
    "question",
    "answer",
    "context",
    "private",
    "redacted",
    "not specified",
    "unspecified",
    "same as above",
    "done",
    "finished",
    "constraint",
    "target",
    "problem",
];

const ARTICLES: &[&str] = &[
    "the", "a", "an", "my", "our", "his", "her", "their", "der", "die", "das", "ein", "eine", "mein", "meine", "unser",
    "unsere", "le", "la", "les", "un", "une", "mon", "ma", "mes",
];

/// Words that hang in the air once the quantity behind them is cut off.
const CONNECTORS: &[&str] = &[
    "at", "by", "for", "in", "on", "of", "until", "before", "after", "from", "to", "with", "uses", "takes", "leaves",
    "and", "is", "um", "bis", "vor", "nach", "mit", "und", "à", "avant", "après", "et",
];

/// The private values of a mapping with the kind each one gets, in order.
pub(super) fn private_values(mapping: &Value) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    match mapping {
        Value::Object(map) => {
            for (id, value) in map {
                collect(id, value, 0, &mut found);
            }
        }
        // Some models write a list of objects instead.
        Value::Array(items) => {
            for item in items {
                found.extend(private_values(item));
            }
        }
        _ => {}
    }
    found
}

fn collect(id: &str, value: &Value, depth: usize, found: &mut Vec<(&'static str, String)>) {
    match value {
        // The wrong way round: `{"dishwasher": "load_A"}`.
        Value::String(text) if is_id(text) && !is_id(id) && depth == 0 => take(text, id, found),
        Value::String(text) => take(id, text, found),
        Value::Array(items) if depth < 8 => items.iter().for_each(|item| collect(id, item, depth + 1, found)),
        Value::Object(map) if depth < 8 => map.values().for_each(|value| collect(id, value, depth + 1, found)),
        _ => {}
    }
}

/// Whether a text is a neutral id such as `load_A`, `person_2`, `[TERM_1]` or `X`.
fn is_id(text: &str) -> bool {
    let text = text.trim().trim_matches(['[', ']', '<', '>', '{', '}']);
    match text.rsplit_once(['_', ' ', '-']) {
        Some((stem, mark)) => {
            let short = mark.chars().count() <= 2 && mark.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
            short
                && !mark.is_empty()
                && stem.chars().all(|c| c.is_ascii_alphabetic() || c == '_')
                && (text.contains('_') || kind_of(stem) != "TERM")
        }
        None => text.chars().count() == 1,
    }
}

/// The stem of an id: `load` of `load_A`.
fn stem(id: &str) -> &str {
    let id = id.trim().trim_matches(['[', ']', '<', '>', '{', '}']);
    id.split(['_', '-', ' ']).next().unwrap_or(id).trim_end_matches(|c: char| c.is_ascii_digit())
}

/// A kind that tells nothing more than what sort of thing it is. What a model calls its ids may itself be private.
fn kind_of(stem: &str) -> &'static str {
    match stem.to_lowercase().as_str() {
        "person" | "people" | "name" | "user" | "resident" | "member" | "patient" | "doctor" | "child" | "adult"
        | "client" | "customer" | "employee" => "PERSON",
        "place" | "city" | "location" | "address" | "site" | "room" | "country" | "area" | "region" => "PLACE",
        "org" | "organisation" | "organization" | "company" | "employer" | "bank" | "hospital" | "school" | "firm" => {
            "ORG"
        }
        "device" | "appliance" | "load" | "machine" | "vehicle" | "car" => "DEVICE",
        "account" | "card" | "iban" => "ACCOUNT",
        "project" | "product" => "PROJECT",
        "item" | "object" | "thing" => "ITEM",
        _ => "TERM",
    }
}

fn take(id: &str, text: &str, found: &mut Vec<(&'static str, String)>) {
    let note = text.find(['(', '[', '{', '\n', ';']).and_then(|at| text.get(..at)).unwrap_or(text);
    // What stands before the first quantity; behind it only if nothing does (`90 min dishwasher`).
    let note = match quantity::find(note).first() {
        Some(first) => match note.get(..first.start).filter(|before| before.chars().any(char::is_alphanumeric)) {
            Some(before) => before,
            None => note.get(first.end..).unwrap_or_default(),
        },
        None => note,
    };
    for (place, piece) in note.split([',', ':']).enumerate() {
        // `Anna, Bob` is two names; `dishwasher, must finish early` is one and a note.
        let name = piece.trim_start().chars().next().is_some_and(char::is_uppercase);
        if place > 0 && !(name && piece.split_whitespace().count() <= 3) {
            continue;
        }
        let value = tidy(piece);
        if is_worth_it(id, value) {
            found.push((kind_of(stem(id)), value.to_owned()));
        }
    }
}

/// The value without connecting words behind it, articles before it and marks around it.
fn tidy(piece: &str) -> &str {
    let marks: &[char] = &['"', '\'', '“', '”', '„', '«', '»', '`', '*', '.', '-', '–', '—', '=', '~', ' ', '\t'];
    let mut value = piece.trim_matches(marks);
    while let Some((rest, last)) = value.rsplit_once(char::is_whitespace) {
        if !CONNECTORS.contains(&last.to_lowercase().as_str()) {
            break;
        }
        value = rest.trim_end_matches(marks);
    }
    while let Some((first, rest)) = value.split_once(char::is_whitespace) {
        if !ARTICLES.contains(&first.to_lowercase().as_str()) {
            break;
        }
        value = rest.trim_start();
    }
    value
}

fn is_worth_it(id: &str, value: &str) -> bool {
    let lower = value.to_lowercase();
    let same_as_id = lower == id.trim().to_lowercase() || lower == stem(id).to_lowercase();
    value.chars().any(char::is_alphanumeric)
        && value.chars().count() <= MOST_CHARACTERS
        && value.split_whitespace().count() <= MOST_WORDS
        && !GENERIC.contains(&lower.as_str())
        && !same_as_id
        && !is_id(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn takes_values_and_leaves_notes() {
        let table = [
            (
                json!({"load_A": "dishwasher", "person_A": "Mark (leaves 07:00)"}),
                vec![("DEVICE", "dishwasher"), ("PERSON", "Mark")],
            ),
            (json!({"load_A": "The dishwasher, 90 min, 1.2 kWh"}), vec![("DEVICE", "dishwasher")]),
            (json!({"load_B": "Mark's EV - 120 min"}), vec![("DEVICE", "Mark's EV")]),
            (json!({"person_A": "Mark leaves at 07:00"}), vec![("PERSON", "Mark")]),
            (json!({"load_A": "90 min dishwasher"}), vec![("DEVICE", "dishwasher")]),
            (json!({"person_A": ["Anna", "Bob"]}), vec![("PERSON", "Anna"), ("PERSON", "Bob")]),
            (json!({"person_A": "Anna, Bob"}), vec![("PERSON", "Anna"), ("PERSON", "Bob")]),
            (
                json!({"load_A": {"name": "robot vacuum", "duration": "90 min", "kwh": 1.2}}),
                vec![("DEVICE", "robot vacuum")],
            ),
            (json!({"dishwasher": "load_A"}), vec![("DEVICE", "dishwasher")]),
            (json!([{"person_A": "Maya"}]), vec![("PERSON", "Maya")]),
            (json!({"hiv_patient_A": "Jane Roe"}), vec![("TERM", "Jane Roe")]),
        ];
        for (mapping, expected) in table {
            let got = private_values(&mapping);
            let got: Vec<_> = got.iter().map(|(kind, value)| (*kind, value.as_str())).collect();
            assert_eq!(got, expected, "{mapping}");
        }
    }

    #[test]
    fn leaves_out_what_is_not_private() {
        for mapping in [
            json!({"time_A": "22:30"}),
            json!({"load_A": "load"}),
            json!({"load_A": "load_A"}),
            json!({"person_A": "the user"}),
            json!({"limit": "must not still be running once everyone is in bed"}),
            json!({"x": ""}),
            json!({"x": "…"}),
            json!({"x": null, "y": 4, "z": true}),
            json!("dishwasher"),
            json!({"note": "x".repeat(81)}),
        ] {
            assert_eq!(private_values(&mapping), vec![], "{mapping}");
        }
    }
}
