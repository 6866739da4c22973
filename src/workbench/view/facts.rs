//! Facts of the input that crossed with another value or not at all, as they are named: among the counters of what crossed,
//! at the bottom of its pane, and in the diff. What was altered is said by name: an answer to it answers another question.

use super::widgets::paint::{Piece, Span};
use crate::boundary::facts::{Facts, Fate, Place, Source};
use crate::workbench::theme::Role;

/// How much is said of where a fact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// Nothing.
    Unsaid,
    /// The line.
    Line,
    /// The line and the character in it.
    Character,
}

/// The counter: how many were kept, altered, dropped.
#[must_use]
pub fn count(facts: &Facts) -> Piece {
    let (kept, altered, dropped) = (facts.kept.len(), facts.altered.len(), facts.dropped.len());
    let (text, role) = match (altered, dropped) {
        (0, 0) => (format!("all {kept} facts kept"), Role::Dim),
        (0, _) => (format!("facts {kept} kept 0 altered {dropped} dropped"), Role::Dim),
        _ => (format!("facts {kept} kept {altered} altered {dropped} dropped"), Role::Warning),
    };
    Piece::new(text, role, 2)
}

/// What was altered: `22:30 → 23:30`, each with its place.
#[must_use]
pub fn altered(facts: &Facts, places: Where) -> Vec<String> {
    let with = |text: &str, place: Option<&Place>| format!("{text}{}", said(place, places));
    let mut located = facts.places.iter().filter(|place| place.fate == Fate::Altered);
    let named = facts.altered.iter().map(|text| with(&text.replace(" -> ", " → "), located.next()));
    named.collect()
}

/// What did not cross, each with its place.
#[must_use]
pub fn dropped(facts: &Facts, places: Where) -> Vec<String> {
    let mut located = facts.places.iter().filter(|place| place.fate == Fate::Dropped);
    facts.dropped.iter().map(|text| format!("{text}{}", said(located.next(), places))).collect()
}

fn said(place: Option<&Place>, places: Where) -> String {
    let Some(place) = place.filter(|_| places != Where::Unsaid) else { return String::new() };
    let source = if place.source == Source::Question { "question" } else { "context" };
    let column = if places == Where::Character { format!(":{}", place.column + 1) } else { String::new() };
    format!(" ({source} line {}{column})", place.line)
}

/// What is pinned to the pane of what crossed, where a fact crossed altered; with room, what did not cross, too.
#[must_use]
pub fn words(facts: &Facts, roomy: bool) -> Option<(String, String)> {
    let places = if roomy { Where::Character } else { Where::Line };
    let altered = altered(facts, places);
    let dropped = if roomy { dropped(facts, places) } else { Vec::new() };
    match (altered.as_slice(), dropped.as_slice()) {
        ([], []) => None,
        ([], dropped) => Some(("not in what crossed".to_owned(), dropped.join(", "))),
        (altered, []) => Some(("crossed altered".to_owned(), altered.join(", "))),
        (altered, dropped) => {
            let detail = format!("{}; not in what crossed: {}", altered.join(", "), dropped.join(", "));
            Some(("crossed altered".to_owned(), detail))
        }
    }
}

/// Where altered and dropped facts stand in question and context, laid one below the other as the diff has them, and where
/// what became of the altered ones stands in what crossed.
#[must_use]
pub fn spans(facts: &Facts, question: &str, context: &str, crossed: &str) -> (Vec<Span>, Vec<Span>) {
    let base = if context.is_empty() { 0 } else { question.len() + "\n\n".len() };
    let (mut raw, mut sent): (Vec<Span>, Vec<Span>) = (Vec::new(), Vec::new());
    for place in facts.places.iter().filter(|place| place.fate != Fate::Kept) {
        let role = if place.fate == Fate::Altered { Role::Warning } else { Role::Removed };
        let (text, base) = if place.source == Source::Question { (question, 0) } else { (context, base) };
        if let Some(start) = byte_of(text, place).map(|byte| base + byte) {
            raw.push(Span { start, end: start + place.fact.len(), role });
        }
        let became = place.became.as_deref().filter(|became| !became.is_empty());
        if let Some(became) = became
            && let Some(start) = whole(crossed, became)
        {
            sent.push(Span { start, end: start + became.len(), role });
        }
    }
    raw.sort_by_key(|span| span.start);
    sent.sort_by_key(|span| span.start);
    (raw, sent)
}

/// The byte of a place, if the fact stands there.
fn byte_of(text: &str, place: &Place) -> Option<usize> {
    let start: usize = text.split('\n').take(place.line.checked_sub(1)?).map(|line| line.len() + 1).sum();
    let rest = text.get(start..)?;
    let column = rest.char_indices().nth(place.column).map_or(rest.len(), |(byte, _)| byte);
    let at = start + column;
    text.get(at..)?.starts_with(&place.fact).then_some(at)
}

/// Where a quantity stands first that is no part of a longer one.
fn whole(text: &str, quantity: &str) -> Option<usize> {
    let apart = |at: &usize| {
        let before = text.get(..*at).and_then(|head| head.chars().next_back());
        let after = text.get(at + quantity.len()..).and_then(|tail| tail.chars().next());
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    };
    text.match_indices(quantity).map(|(at, _)| at).find(apart)
}

/// The words of the diff's border: with places, then without, then what was altered alone.
#[must_use]
pub fn legend(facts: &Facts) -> Vec<Vec<Piece>> {
    let pieces = |places: Where, all: bool| {
        let altered = altered(facts, places).join(", ");
        let dropped = if all { dropped(facts, places).join(", ") } else { String::new() };
        let said = |words: &str, list: String, role, priority| {
            (!list.is_empty()).then(|| Piece::new(format!("{words} {list}"), role, priority))
        };
        let pieces = [said("! altered", altered, Role::Warning, 0), said("dropped", dropped, Role::Removed, 3)];
        pieces.into_iter().flatten().collect::<Vec<_>>()
    };
    vec![
        pieces(Where::Line, true),
        pieces(Where::Unsaid, true),
        pieces(Where::Line, false),
        pieces(Where::Unsaid, false),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary::facts::compare;

    const QUESTION: &str = "Wann, um 18:30?";
    const CONTEXT: &str = "früh: 07:00\nnot after 22:30, 78 %";
    const CROSSED: &str = "18:30; not after 23:30 (a123:30 is none)";

    #[test]
    fn altered_and_dropped_facts_are_named_with_their_places() {
        let facts = compare(QUESTION, CONTEXT, CROSSED);
        assert_eq!(altered(&facts, Where::Unsaid), ["22:30 → 23:30"]);
        assert_eq!(altered(&facts, Where::Line), ["22:30 → 23:30 (context line 2)"]);
        assert_eq!(dropped(&facts, Where::Character), ["07:00 (context line 1:7)", "78 % (context line 2:18)"]);
        let (what, detail) = words(&facts, false).unwrap();
        assert_eq!((what.as_str(), detail.as_str()), ("crossed altered", "22:30 → 23:30 (context line 2)"));
        assert!(words(&facts, true).unwrap().1.contains("not in what crossed: 07:00"));
        let old = Facts { places: Vec::new(), ..facts };
        assert_eq!(altered(&old, Where::Line), ["22:30 → 23:30"], "runs saved without places");
        assert_eq!(words(&compare("", "18:30", "18:30"), true), None);
    }

    #[test]
    fn their_places_are_found_in_both_texts() {
        let facts = compare(QUESTION, CONTEXT, CROSSED);
        let (raw, sent) = spans(&facts, QUESTION, CONTEXT, CROSSED);
        let whole = format!("{QUESTION}\n\n{CONTEXT}");
        let texts: Vec<&str> = raw.iter().map(|span| whole.get(span.start..span.end).unwrap()).collect();
        assert_eq!(texts, ["07:00", "22:30", "78 %"]);
        let texts: Vec<&str> = sent.iter().map(|span| CROSSED.get(span.start..span.end).unwrap()).collect();
        assert_eq!(texts, ["23:30"]);
    }
}
