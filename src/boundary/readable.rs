//! From a text as it crossed to the same text as its reader sees it at home: which bytes of one are which of the other.
//!
//! A reviewer in the cloud quotes what it was shown, with placeholders; the quotation is marked where the user reads it.
//! Pure. Not for restoring a text while it streams: that is [`super::restore`].

use std::ops::Range;

use super::restore::Restorer;
use super::scan;
use super::vault::Vault;
use crate::text::diff;

/// A piece of both texts. Pieces in order cover both without gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    crossed: Range<usize>,
    readable: Range<usize>,
    /// Whether it stands letter for letter in both.
    same: bool,
}

/// How the bytes of a text that crossed lie in the text its reader sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alignment {
    /// From one text to the next; the last one is the readable one.
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    pieces: Vec<Piece>,
    end: usize,
}

impl Alignment {
    /// Aligns what crossed with what is read at home. Where the two differ by placeholders alone, exactly; else (a person
    /// edited the request) word by word, and what has no counterpart lies in the nearest change.
    #[must_use]
    pub fn new(crossed: &str, readable: &str, vault: &Vault) -> Self {
        let end = readable.len();
        if let Some(pieces) = exact(crossed, readable, vault) {
            return Self { steps: vec![Step { pieces, end }] };
        }
        // The values first, so that a placeholder beside an edit is no part of it.
        let (restored, pieces) = with_values(crossed, vault);
        let first = Step { pieces, end: restored.len() };
        Self { steps: vec![first, Step { pieces: by_words(&restored, readable), end }] }
    }

    /// Where a span of the text that crossed stands in the readable text. A span that cuts into a placeholder takes all of
    /// its value; an empty span stays empty.
    #[must_use]
    pub fn readable(&self, span: &Range<usize>) -> Range<usize> {
        self.steps.iter().fold(span.clone(), |span, step| step.map(&span))
    }
}

impl Step {
    fn map(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.pieces.iter().find(|piece| piece.crossed.end > span.start);
        let start = start.map_or(self.end, |piece| {
            let within = if piece.same { span.start.saturating_sub(piece.crossed.start) } else { 0 };
            piece.readable.start + within
        });
        if span.is_empty() {
            return start..start;
        }
        let end = self.pieces.iter().rfind(|piece| piece.crossed.start < span.end && !piece.crossed.is_empty());
        let end = end.map_or(0, |piece| {
            let past = if piece.same { piece.crossed.end.saturating_sub(span.end) } else { 0 };
            piece.readable.end - past
        });
        start..end.max(start)
    }
}

/// The text with the vault's values in the place of its placeholders, and how the two lie.
fn with_values(crossed: &str, vault: &Vault) -> (String, Vec<Piece>) {
    let mut restored = String::with_capacity(crossed.len());
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |from: Range<usize>, text: &str, same: bool| {
        let start = restored.len();
        restored.push_str(text);
        pieces.push(Piece { crossed: from, readable: start..restored.len(), same });
    };
    for (span, placeholder) in scan::placeholders(crossed, vault) {
        push(at..span.start, crossed.get(at..span.start).unwrap_or_default(), true);
        at = span.end;
        push(span, vault.value_of(&placeholder).unwrap_or_default(), false);
    }
    push(at..crossed.len(), crossed.get(at..).unwrap_or_default(), true);
    (restored, pieces)
}

/// Literal text must agree; between it each placeholder stands for a spelling of its value. `None` where it does not.
fn exact(crossed: &str, readable: &str, vault: &Vault) -> Option<Vec<Piece>> {
    let values = vault.find(readable);
    let mut pieces = Vec::new();
    let (mut at, mut home) = (0, 0);
    let literal = |from: usize, to: usize, home: usize| -> Option<Piece> {
        let length = to.checked_sub(from)?;
        let same = crossed.get(from..to)? == readable.get(home..home + length)?;
        same.then(|| Piece { crossed: from..to, readable: home..home + length, same: true })
    };
    for (span, placeholder) in scan::placeholders(crossed, vault) {
        let before = literal(at, span.start, home)?;
        home = before.readable.end;
        at = span.end;
        pieces.push(before);
        let here = values.iter().filter(|hit| hit.bare.start == home && hit.entry.placeholder() == placeholder);
        // As it is put back, or in another spelling of the same value.
        let put_back = vault
            .value_of(&placeholder)
            .filter(|value| readable.get(home..).is_some_and(|rest| rest.starts_with(*value)));
        let value = put_back.map(|value| home + value.len()).or_else(|| here.map(|hit| hit.bare.end).max());
        // What the cloud wrote may hold a placeholder that was not put back.
        let end = match value {
            Some(end) => end,
            None => literal(span.start, span.end, home)?.readable.end,
        };
        pieces.push(Piece { crossed: span, readable: home..end, same: value.is_none() });
        home = end;
    }
    let rest = literal(at, crossed.len(), home)?;
    let whole = rest.readable.end == readable.len();
    pieces.push(rest);
    whole.then_some(pieces)
}

fn by_words(crossed: &str, readable: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for segment in diff::words(crossed, readable) {
        let same = segment.kind == diff::Kind::Same;
        match pieces.last_mut().filter(|last| !last.same && !same) {
            // A removed stretch and the added one behind it are one change.
            Some(last) => {
                last.crossed.end = last.crossed.end.max(segment.a.end);
                last.readable.end = last.readable.end.max(segment.b.end);
            }
            None => pieces.push(Piece { crossed: segment.a, readable: segment.b, same }),
        }
    }
    pieces
}

/// The placeholders of this vault that stand in `text`, each once, in reading order.
#[must_use]
pub fn placeholders(text: &str, vault: &Vault) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for (_, placeholder) in scan::placeholders(text, vault) {
        if !known.contains(&placeholder) {
            known.push(placeholder);
        }
    }
    known
}

/// A whole text with the private values put back for `placeholders`: those that crossed.
#[must_use]
pub fn restore(text: &str, vault: &Vault, placeholders: &[String]) -> String {
    let mut restorer = Restorer::new(vault, placeholders);
    let mut whole = restorer.push(text);
    whole.push_str(&restorer.finish().0);
    whole
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::boundary::gate::Gate;

    fn vault() -> Vault {
        let mut vault = Vault::default();
        vault.set_terms(&["Maya", "dishwasher", "Priya Nair", "EV"]);
        vault
    }

    fn mapped(readable: &str, quote: &str) -> String {
        let mut vault = vault();
        let crossed = Gate::default().mask_text(readable, &mut vault).unwrap();
        let start = crossed.find(quote).unwrap_or_else(|| panic!("{crossed}"));
        let span = Alignment::new(&crossed, readable, &vault).readable(&(start..start + quote.len()));
        readable.get(span).unwrap().to_owned()
    }

    #[test]
    fn a_quotation_with_placeholders_is_found_in_the_readers_words() {
        let readable = "Start the Dishwasher at 20:00: Maya sleeps, and MAYA's EV is full.";
        assert_eq!(mapped(readable, "[TERM_2] at 20:00"), "Dishwasher at 20:00");
        assert_eq!(mapped(readable, "[TERM_1]'s [TERM_4]"), "MAYA's EV");
        assert_eq!(mapped(readable, "ERM_2"), "Dishwasher", "a cut into a placeholder takes all of its value");
        assert_eq!(mapped(readable, "full."), "full.");
    }

    #[test]
    fn a_value_two_ways_and_side_by_side() {
        assert_eq!(mapped("priya  nair Maya", "[TERM_3] [TERM_1]"), "priya  nair Maya");
        assert_eq!(mapped("priya  nair Maya", "[TERM_3]"), "priya  nair");
        assert_eq!(mapped("priya  nair Maya", "[TERM_1]"), "Maya");
    }

    #[test]
    fn an_edited_request_is_aligned_word_by_word() {
        let vault = vault();
        let readable = "The dishwasher starts at 20:00, says Maya.";
        let crossed = "The machine starts at 20:00.";
        let alignment = Alignment::new(crossed, readable, &vault);
        let span = |quote: &str| {
            let start = crossed.find(quote).unwrap();
            readable.get(alignment.readable(&(start..start + quote.len()))).unwrap()
        };
        assert_eq!(span("starts at 20:00"), "starts at 20:00");
        assert_eq!(span("machine"), "dishwasher");
        let crossed = "Left out. [TERM_1] sleeps.";
        let readable = "Start the dishwasher at 20:00. Maya sleeps.";
        let start = crossed.find("[TERM_1]").unwrap();
        let span = Alignment::new(crossed, readable, &vault).readable(&(start..start + "[TERM_1] sleeps".len()));
        assert_eq!(readable.get(span), Some("Maya sleeps"), "a placeholder beside the edit is no part of it");
    }

    proptest! {
        #[test]
        fn any_span_maps_to_what_it_restores_to(
            words in prop::collection::vec(
                prop::sample::select(vec!["Maya", "dishwasher", "Priya Nair", "EV", "at", "20:00", "→", "«runs»", "e.g.", "\n", "a@b.example"]),
                0..14,
            ),
            cut in (0usize..400, 0usize..400),
        ) {
            let readable = words.join("; ");
            let mut vault = vault();
            let crossed = Gate::default().mask_text(&readable, &mut vault).unwrap();
            let alignment = Alignment::new(&crossed, &readable, &vault);
            let inside = |at: usize| scan::placeholders(&crossed, &vault).iter().any(|(span, _)| span.start < at && at < span.end);
            let near = |at: usize| (0..=at.min(crossed.len())).rev().find(|at| crossed.is_char_boundary(*at) && !inside(*at)).unwrap();
            let (from, to) = (near(cut.0.min(cut.1)), near(cut.0.max(cut.1)));
            let span = alignment.readable(&(from..to));
            let known = placeholders(&crossed, &vault);
            let parts = |from: usize, to: usize| restore(crossed.get(from..to).unwrap(), &vault, &known);
            prop_assert_eq!(readable.get(span.clone()).unwrap(), parts(from, to));
            prop_assert_eq!(readable.get(..span.start).unwrap(), parts(0, from), "and it is this occurrence");
        }

        #[test]
        fn whatever_the_texts_spans_lie_in_them(crossed in "\\PC{0,60}", readable in "\\PC{0,60}", cut in (0usize..60, 0usize..60)) {
            let alignment = Alignment::new(&crossed, &readable, &vault());
            let near = |at: usize| (0..=at.min(crossed.len())).rev().find(|at| crossed.is_char_boundary(*at)).unwrap();
            let (from, to) = (near(cut.0.min(cut.1)), near(cut.0.max(cut.1)));
            prop_assert!(readable.get(alignment.readable(&(from..to))).is_some());
        }
    }
}
