//! Looks for every value of a vault in a text, through the views. Not for deciding what happens to a hit.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_normalization::char::is_combining_mark;

use super::view::{Fold, View, is_invisible, key};

/// A view's shortest needle that may be broken up by spaces or hyphens it does not have itself: `dish washer` is the
/// dishwasher, `e v` is hardly the EV.
const BREAKABLE: usize = 5;
/// Digits that make a value a number to be regrouped freely.
const NUMBER_DIGITS: usize = 6;

struct Needles {
    fold: Fold,
    automaton: AhoCorasick,
    /// For each pattern: the entry it stands for, and the separators the value itself has.
    rows: Vec<(usize, bool)>,
}

/// All values of a vault, ready to be looked for. Built once per state of the vault. The automaton holds folded values in
/// tables that are not wiped: it lives as long as the vault and never leaves the process.
pub(super) struct Matcher {
    needles: Vec<Needles>,
}

/// The automaton could not be built (too many or too long values).
#[derive(Debug, Clone, Copy)]
pub(super) struct TooLarge;

impl Matcher {
    /// Prepares to look for `values`, in order.
    pub(super) fn new(values: &[&str]) -> Result<Self, TooLarge> {
        let mut needles = Vec::new();
        for fold in [Fold::Words, Fold::Squashed] {
            let mut patterns = Vec::new();
            let mut rows = Vec::new();
            for (entry, value) in values.iter().enumerate() {
                let digits = value.chars().filter(|c| c.is_numeric()).count();
                let folded = key(fold, value);
                if folded.is_empty() || (fold == Fold::Squashed && digits < NUMBER_DIGITS) {
                    continue;
                }
                rows.push((entry, is_broken(value)));
                patterns.push(folded);
            }
            if patterns.is_empty() {
                continue;
            }
            let automaton = AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                .build(patterns.iter().map(|pattern| pattern.as_bytes()))
                .map_err(|_| TooLarge)?;
            needles.push(Needles { fold, automaton, rows });
        }
        Ok(Self { needles })
    }

    /// Every place a value stands at, as bytes of `text` with the entry's index; overlaps included.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        for needles in &self.needles {
            let view = View::new(needles.fold, text);
            for hit in needles.automaton.find_overlapping_iter(view.text()) {
                let Some((entry, broken)) = needles.rows.get(hit.pattern().as_usize()).copied() else { continue };
                let Some(span) = view.back(hit.range()) else { continue };
                let Some(inside) = text.get(span.clone()) else { continue };
                let whole = broken || hit.len() >= BREAKABLE || !is_broken(inside);
                if whole && stands_alone(text, &span) {
                    found.push((span, entry));
                }
            }
        }
        found.sort_by_key(|(span, entry)| (span.start, span.end, *entry));
        found.dedup();
        found
    }
}

/// Whether a value has visible separators in it.
fn is_broken(value: &str) -> bool {
    value.chars().any(|c| c.is_whitespace() || c == '-' || c == '_')
}

/// Whether a span is a word of its own, plural or possessive `s` allowed behind it.
fn stands_alone(text: &str, span: &Range<usize>) -> bool {
    let (Some(before), Some(inside), Some(after)) =
        (text.get(..span.start), text.get(span.clone()), text.get(span.end..))
    else {
        return false;
    };
    let shown = |c: &char| !is_invisible(*c) && !is_combining_mark(*c);
    let first = inside.chars().find(shown);
    let last = inside.chars().rev().find(shown);
    let free_before = !joins(before.chars().rev().find(shown), first);
    let mut ahead = after.chars().filter(shown);
    let next = ahead.next();
    let free_after =
        !joins(last, next) || (matches!(next, Some('s' | 'S')) && !ahead.next().is_some_and(char::is_alphanumeric));
    free_before && free_after
}

/// Whether two neighbours belong to one word. Scripts written without spaces have no such words.
fn joins(left: Option<char>, right: Option<char>) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c));
    word(left) && word(right)
}

/// Scripts that do not put spaces between words: Han, kana, Hangul (particles are glued), Thai, Lao, Khmer, Burmese.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn hits(values: &[&str], text: &str) -> Vec<String> {
        let matcher = Matcher::new(values).unwrap();
        matcher.find(text).into_iter().map(|(span, _)| text[span].to_owned()).collect()
    }

    #[test]
    fn finds_a_value_however_it_is_written() {
        let table: &[(&str, &str, &str)] = &[
            ("vacuum", "Vacuum, docked", "Vacuum"),
            ("vacuum", "two vacuums.", "vacuum"),
            ("vacuum", "the vacuum's dock", "vacuum"),
            ("EV", "the EV.", "EV"),
            ("EV", "EVs and", "EV"),
            ("robot vacuum", "a robot-vacuum here", "robot-vacuum"),
            ("robot vacuum", "a ROBOT\n  VACUUM", "ROBOT\n  VACUUM"),
            ("robot vacuum", "robot_vacuum", "robot_vacuum"),
            ("dishwasher", "dish washer", "dish washer"),
            ("dishwasher", "dish\u{200b}washer", "dish\u{200b}washer"),
            ("Maya", "M\u{200b}aya is", "M\u{200b}aya"),
            ("Müller", "Frau MULLER kam", "MULLER"),
            ("Muller", "Frau Mu\u{308}ller kam", "Mu\u{308}ller"),
            ("Straße 5", "STRASSE 5", "STRASSE 5"),
            ("松本", "それは松本さんです", "松本"),
            ("+49 30 1234567", "ring 0049 (30) 123-4567? no: +493012.34567", "493012.34567"),
            ("4111 1111 1111 1111", "card 4111-1111.1111/1111", "4111-1111.1111/1111"),
            ("Mark", "mark_ev", "mark"),
            ("anna@example.com", "ANNA@EXAMPLE.COM", "ANNA@EXAMPLE.COM"),
        ];
        for (value, text, expected) in table {
            let found = hits(&[value], text);
            assert!(found.iter().any(|hit| hit == expected), "{value} in {text:?}: {found:?}");
        }
    }

    #[test]
    fn leaves_other_words_alone() {
        for (value, text) in [
            ("EV", "every level, revenue, EVA"),
            ("EV", "the V8 and e v and E-vitamin"),
            ("Mark", "market, remark, Denmark, Markus"),
            ("Anna", "an nature; Annas2"),
            ("Maya", "Mayan"),
            ("an", "â\u{301}nd"),
            ("123456", "91234567"),
        ] {
            assert_eq!(hits(&[value], text), Vec::<String>::new(), "{value} in {text:?}");
        }
    }
}
