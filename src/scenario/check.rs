//! Deciding a scenario's expectations: pure, over the answer and the bodies that crossed.
//!
//! Where nothing crossed (local-only, a run blocked at the gate), "no term crossed" holds and says so, and "facts kept" is
//! about something that did not happen: it passes as *not applicable*. The answer is checked all the same.

use std::sync::LazyLock;

use regex::Regex;

use super::Expectation;
use crate::boundary::request::texts;
use crate::text::quantity;

/// A decided expectation: its name, whether it holds, and what was found.
pub type Outcome = (String, bool, String);

/// Longest piece of an answer quoted in a detail, characters.
const QUOTE: usize = 60;

/// Decides each expectation, in order.
///
/// `crossed` holds the JSON bodies as sent; their strings are decoded first, so that an escape hides nothing. A detail
/// names times, quantities, the user's own terms, or a short piece of the answer.
#[must_use]
pub fn evaluate(expectations: &[Expectation], terms: &[String], answer: &str, crossed: &[String]) -> Vec<Outcome> {
    let crossed: Vec<String> = crossed.iter().map(|body| decoded(body)).collect();
    expectations
        .iter()
        .map(|expectation| {
            let (pass, detail) = match expectation {
                Expectation::TimeBetween { pattern, unless, from, to, .. } => {
                    time_between(answer, pattern, unless.as_deref(), from, to)
                }
                Expectation::Answer { pattern, absent, .. } => matches(answer, pattern, *absent),
                Expectation::NoTermCrossed { .. } => no_term(terms, &crossed),
                Expectation::FactsKept { facts, .. } => facts_kept(facts, &crossed),
            };
            (expectation.name().to_owned(), pass, detail)
        })
        .collect()
}

/// All that a JSON body says (strings, keys, numbers), one piece a line; what is not JSON stands as it is.
fn decoded(body: &str) -> String {
    let pieces = serde_json::from_str(body).ok().and_then(|value| texts(&value));
    pieces.map_or_else(|| body.to_owned(), |pieces| pieces.join("\n"))
}

/// Minutes since midnight of a clock time: `20:00`, `8.15`, `8 pm`, `8:15 p.m.`.
pub(super) fn clock(text: &str) -> Option<u32> {
    static TIME: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?i)^\s*(\d{1,2})(?:[:.](\d{2}))?\s*(?:([ap])\.?\s?m\.?)?\s*$").ok());
    let found = TIME.as_ref()?.captures(text)?;
    let number = |group: usize| found.get(group).and_then(|group| group.as_str().parse::<u32>().ok());
    let (mut hour, minute) = (number(1)?, number(2));
    match found.get(3).map(|half| half.as_str().to_lowercase()) {
        None if minute.is_none() => return None,
        None => {}
        Some(_) if hour == 0 || hour > 12 => return None,
        Some(half) => hour = hour % 12 + if half == "p" { 12 } else { 0 },
    }
    let minute = minute.unwrap_or_default();
    // 24:00 is midnight.
    (hour < 24 && minute < 60 || hour == 24 && minute == 0).then_some(hour % 24 * 60 + minute)
}

fn time_between(answer: &str, pattern: &str, unless: Option<&str>, from: &str, to: &str) -> (bool, String) {
    let (Ok(pattern), Some(from_at), Some(to_at)) = (Regex::new(pattern), clock(from), clock(to)) else {
        return (false, "the expectation itself cannot be read".to_owned());
    };
    let unless = unless.and_then(|unless| Regex::new(unless).ok());
    let mut inside: Vec<&str> = Vec::new();
    let mut outside: Vec<&str> = Vec::new();
    for found in pattern.captures_iter(answer) {
        let (Some(whole), Some(time)) = (found.get(0), found.get(1)) else { continue };
        let Some(at) = clock(time.as_str()) else { continue };
        if unless.as_ref().is_some_and(|unless| unless.is_match(clause(answer, whole.start(), whole.end()))) {
            continue;
        }
        let within = if from_at <= to_at { (from_at..=to_at).contains(&at) } else { at >= from_at || at <= to_at };
        let list = if within { &mut inside } else { &mut outside };
        if !list.contains(&time.as_str()) {
            list.push(time.as_str());
        }
    }
    match (inside.is_empty(), outside.is_empty()) {
        (_, false) => (false, format!("{} is outside {from}-{to}", outside.join(", "))),
        (true, true) => (false, "the answer names no such time".to_owned()),
        (false, true) => (true, inside.join(", ")),
    }
}

/// The clause that ends with a match: from the punctuation, line break, `and` or `but` before it.
fn clause(text: &str, start: usize, end: usize) -> &str {
    static BREAK: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?i)[.;:,!?]\s|\n|\band\b|\bbut\b|\s[–—-]\s").ok());
    let before = text.get(..start).unwrap_or_default();
    let begin = BREAK.as_ref().and_then(|regex| regex.find_iter(before).last()).map_or(0, |found| found.end());
    text.get(begin..end).unwrap_or_default()
}

fn matches(answer: &str, pattern: &str, absent: bool) -> (bool, String) {
    let Ok(pattern) = Regex::new(pattern) else {
        return (false, "the expectation itself cannot be read".to_owned());
    };
    match (pattern.find(answer), absent) {
        (None, true) => (true, "not in the answer".to_owned()),
        (None, false) => (false, "not in the answer".to_owned()),
        (Some(found), absent) => (!absent, quote(found.as_str())),
    }
}

fn quote(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(QUOTE).collect();
    if short.len() < line.len() { format!("{short}…") } else { line }
}

fn no_term(terms: &[String], crossed: &[String]) -> (bool, String) {
    if crossed.is_empty() {
        return (true, "nothing crossed".to_owned());
    }
    let found: Vec<&str> = terms
        .iter()
        .map(String::as_str)
        .filter(|term| {
            let Some(word) = whole_word(term) else { return false };
            crossed.iter().any(|body| word.is_match(body))
        })
        .collect();
    if found.is_empty() {
        (true, format!("none of {} terms", terms.len()))
    } else {
        (false, format!("crossed: {}", found.join(", ")))
    }
}

/// A term as a whole word, case and kind of white space ignored. `None` for a blank term, which is nowhere.
fn whole_word(term: &str) -> Option<Regex> {
    let words: Vec<String> = term.split_whitespace().map(regex::escape).collect();
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let trimmed = term.trim();
    // A term that begins or ends with a mark (`+44`) has no word boundary there.
    let before = if is_word(trimmed.chars().next()) { r"\b" } else { "" };
    let after = if is_word(trimmed.chars().last()) { r"\b" } else { "" };
    (!words.is_empty()).then(|| Regex::new(&format!("(?i){before}{}{after}", words.join(r"\s+"))).ok())?
}

fn facts_kept(facts: &[String], crossed: &[String]) -> (bool, String) {
    if crossed.is_empty() {
        return (true, "not applicable: nothing crossed".to_owned());
    }
    let there: Vec<String> =
        crossed.iter().flat_map(|body| quantity::find(body)).map(|quantity| quantity.canonical).collect();
    let missing: Vec<&str> = facts
        .iter()
        .filter(|fact| !quantity::find(fact).iter().all(|quantity| there.contains(&quantity.canonical)))
        .map(String::as_str)
        .collect();
    if missing.is_empty() {
        (true, facts.join(", "))
    } else {
        (false, format!("did not cross: {}", missing.join(", ")))
    }
}

#[cfg(test)]
mod tests;
