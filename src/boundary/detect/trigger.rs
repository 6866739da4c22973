//! What has to stand in a text before a detector is worth running: one pass over the text answers it for all of them.
//!
//! A detector that is not worth running is not compiled either, which is what keeps a cold start short.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

/// Something without which a detector cannot match.
#[derive(Debug, Clone, Copy)]
pub(super) enum Need {
    /// So many digits with at most three other ASCII characters between one and the next.
    Digits(usize),
    /// This ASCII character.
    Byte(u8),
    /// One of these, in any case as far as they are ASCII, also inside a word.
    Words(&'static [&'static str]),
}

/// The words of all detectors as one automaton. It knows lower case alone: with both it would take twice as long to build, which
/// is a good part of a cold start.
pub(super) struct Triggers {
    automaton: AhoCorasick,
    /// For each distinct word the places (of the list given to [`Triggers::new`]) that wait for it.
    waiting: Vec<Vec<usize>>,
}

/// What one pass saw.
pub(super) struct Sight {
    bytes: [bool; 256],
    digits: usize,
    /// Whether a word of each place stands in the text, and the places where one does, in no order.
    words: Vec<bool>,
    worded: Vec<usize>,
    /// Every whole word found for a place that wants to know where, in reading order of their ends.
    cues: Vec<(usize, Range<usize>)>,
}

impl Triggers {
    /// An automaton over the words of each place, in lower case as far as they are ASCII. `None` if there are too many.
    pub(super) fn new(places: &[Vec<&'static str>]) -> Option<Self> {
        let mut words: Vec<(&'static str, usize)> =
            places.iter().enumerate().flat_map(|(place, words)| words.iter().map(move |word| (*word, place))).collect();
        words.sort_unstable();
        let mut distinct: Vec<&'static str> = Vec::new();
        let mut waiting: Vec<Vec<usize>> = Vec::new();
        for (word, place) in words {
            if distinct.last() != Some(&word) {
                distinct.push(word);
                waiting.push(Vec::new());
            }
            if let Some(places) = waiting.last_mut() {
                places.push(place);
            }
        }
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .kind(Some(aho_corasick::AhoCorasickKind::ContiguousNFA))
            .build(&distinct)
            .ok()?;
        Some(Self { automaton, waiting })
    }

    /// Looks at a text. `places` is how many there are; `wants_where` tells which of them want positions.
    pub(super) fn look(&self, text: &str, places: usize, wants_where: impl Fn(usize) -> bool) -> Sight {
        let mut sight =
            Sight { bytes: [false; 256], digits: 0, words: vec![false; places], worded: Vec::new(), cues: Vec::new() };
        let (mut chain, mut gap) = (0, 0);
        for byte in text.bytes() {
            if let Some(seen) = sight.bytes.get_mut(usize::from(byte)) {
                *seen = true;
            }
            if byte.is_ascii_digit() {
                chain += 1;
                gap = 0;
                sight.digits = sight.digits.max(chain);
            } else {
                gap += 1;
                // Three characters, or one or two that are not ASCII (a no-break space).
                if gap > 4 {
                    chain = 0;
                }
            }
        }
        // Lower case of ASCII alone moves nothing.
        for found in self.automaton.find_overlapping_iter(&text.to_ascii_lowercase()) {
            let Some(waiting) = self.waiting.get(found.pattern().as_usize()) else { continue };
            let mut whole = None;
            for place in waiting {
                if let Some(seen) = sight.words.get_mut(*place).filter(|seen| !**seen) {
                    *seen = true;
                    sight.worded.push(*place);
                }
                if wants_where(*place) && *whole.get_or_insert_with(|| is_whole(text, found.range())) {
                    sight.cues.push((*place, found.range()));
                }
            }
        }
        sight
    }
}

impl Sight {
    /// Whether a need is met for a place.
    pub(super) fn meets(&self, place: usize, need: Need) -> bool {
        match need {
            Need::Digits(least) => self.digits >= least,
            Need::Byte(byte) => self.bytes.get(usize::from(byte)).copied().unwrap_or(false),
            Need::Words(_) => self.words.get(place).copied().unwrap_or(false),
        }
    }

    /// The places with a word in the text, in no order.
    pub(super) fn worded(&self) -> &[usize] {
        &self.worded
    }

    /// Whole words with their places.
    pub(super) fn cues(&self) -> &[(usize, Range<usize>)] {
        &self.cues
    }
}

/// Whether no letter or digit touches a span. An underscore does not count: `patient_name` ends with `name`.
fn is_whole(text: &str, span: Range<usize>) -> bool {
    let before = text.get(..span.start).and_then(|head| head.chars().next_back());
    let after = text.get(span.end..).and_then(|tail| tail.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pass_answers_every_need() {
        let triggers = Triggers::new(&[vec!["name", "patient"], vec!["name"], vec!["zip"]]).unwrap();
        let sight = triggers.look("Patient_Name, surname; 12-34\u{a0}(56)", 3, |place| place == 0);
        assert!(sight.meets(0, Need::Words(&[])) && sight.meets(1, Need::Words(&[])));
        assert!(!sight.meets(2, Need::Words(&[])));
        assert!(sight.meets(0, Need::Digits(6)) && !sight.meets(0, Need::Digits(7)));
        assert!(sight.meets(0, Need::Byte(b'(')) && !sight.meets(0, Need::Byte(b'@')));
        let cues: Vec<_> = sight.cues().iter().map(|(_, span)| span.clone()).collect();
        assert_eq!(cues, [0..7, 8..12], "whole words only");
    }
}
