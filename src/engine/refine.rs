//! A draft and its refinement: what changed, whether it matters, and the text that accepted hunks make. Pure.
//!
//! Not for drawing, and not for keeping what a person decided: that is an annotation beside the run.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::event::Status;
use super::record::{RunRecord, StageRecord};
use super::signals::agreement::{is_denial, values};
use crate::text::diff::{self, Kind};

/// Of a hundred words, how many have to change for a refinement to be material by their number alone.
const MATERIAL_PERCENT: usize = 5;

/// A piece of the merge, in order. Ranges are bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both texts; its place in the draft.
    Same(Range<usize>),
    /// Changed: its place in the draft and in the refinement. One of them may be empty, never both.
    Hunk {
        /// Bytes of the draft it replaces.
        draft: Range<usize>,
        /// Bytes of the refinement that take their place.
        refined: Range<usize>,
    },
}

/// A draft with its refinement, aligned word by word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    draft: String,
    refined: String,
    pieces: Vec<Piece>,
}

/// How much a refinement changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Change {
    /// Words of the draft.
    pub words: usize,
    /// Words that were replaced, removed or added; another spelling of capitals does not count.
    pub changed_words: usize,
    /// Whether it matters: see [`Revision::change`].
    pub material: bool,
}

impl Revision {
    /// Aligns a draft with its refinement.
    #[must_use]
    pub fn new(draft: impl Into<String>, refined: impl Into<String>) -> Self {
        let (draft, refined) = (draft.into(), refined.into());
        let mut pieces: Vec<Piece> = Vec::new();
        for segment in diff::words(&draft, &refined) {
            match (segment.kind, pieces.last_mut()) {
                (Kind::Same, _) => pieces.push(Piece::Same(segment.a)),
                (_, Some(Piece::Hunk { draft, refined })) => {
                    draft.end = segment.a.end;
                    refined.end = segment.b.end;
                }
                _ => pieces.push(Piece::Hunk { draft: segment.a, refined: segment.b }),
            }
        }
        let pieces = pieces.into_iter().flat_map(|piece| tightened(piece, &draft, &refined)).collect();
        Self { draft, refined, pieces }
    }

    /// The draft.
    #[must_use]
    pub fn draft(&self) -> &str {
        &self.draft
    }

    /// The refinement.
    #[must_use]
    pub fn refined(&self) -> &str {
        &self.refined
    }

    /// What is the same and what changed, in order; covers both texts without gaps.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The changed places of draft and refinement, in order.
    pub fn hunks(&self) -> impl Iterator<Item = (&Range<usize>, &Range<usize>)> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Same(_) => None,
            Piece::Hunk { draft, refined } => Some((draft, refined)),
        })
    }

    /// The draft with the hunks that `accepts` takes by number (from 0). With none it is the draft, byte for byte; with
    /// all the refinement.
    #[must_use]
    pub fn merge(&self, accepts: impl Fn(usize) -> bool) -> String {
        let mut merged = String::with_capacity(self.draft.len().max(self.refined.len()));
        let mut number = 0;
        for piece in &self.pieces {
            let text = match piece {
                Piece::Same(range) => self.draft.get(range.clone()),
                Piece::Hunk { draft, refined } => {
                    number += 1;
                    if accepts(number - 1) { self.refined.get(refined.clone()) } else { self.draft.get(draft.clone()) }
                }
            };
            merged.push_str(text.unwrap_or_default());
        }
        merged
    }

    /// How much changed. Material is what could make a reader act differently: a number, time or amount changed, a
    /// denial came or went, or at least 5 of 100 words changed. Punctuation, white space and capitals are not.
    #[must_use]
    pub fn change(&self) -> Change {
        let mut changed_words = 0;
        let mut weighty = false;
        for (draft, refined) in self.hunks() {
            let before = self.draft.get(draft.clone()).unwrap_or_default();
            let after = self.refined.get(refined.clone()).unwrap_or_default();
            let (words_before, words_after) = (words(before), words(after));
            if words_before == words_after {
                continue;
            }
            changed_words += words_before.len().max(words_after.len());
            weighty |= denials(&words_before) != denials(&words_after);
        }
        // Over whole texts: a hunk may hold the number and not its unit, and what only moved is the same.
        weighty |= values(&self.draft) != values(&self.refined);
        let words = words(&self.draft).len();
        let many = changed_words * 100 >= words * MATERIAL_PERCENT;
        Change { words, changed_words, material: changed_words > 0 && (weighty || many) }
    }
}

/// A piece without the white space that both its sides end with: that is no part of the change.
fn tightened(piece: Piece, of_draft: &str, of_refined: &str) -> Vec<Piece> {
    let Piece::Hunk { draft, refined } = piece else { return vec![piece] };
    let before = of_draft.get(draft.clone()).unwrap_or_default();
    let after = of_refined.get(refined.clone()).unwrap_or_default();
    let ends = before.chars().rev().zip(after.chars().rev());
    let same: usize = ends.take_while(|(a, b)| a == b && a.is_whitespace()).map(|(c, _)| c.len_utf8()).sum();
    let hunk = Piece::Hunk { draft: draft.start..draft.end - same, refined: refined.start..refined.end - same };
    let rest = (same > 0).then(|| Piece::Same(draft.end - same..draft.end));
    std::iter::once(hunk).chain(rest).collect()
}

fn words(text: &str) -> Vec<String> {
    text.unicode_words().map(str::to_lowercase).collect()
}

fn denials(words: &[String]) -> usize {
    words.iter().filter(|word| is_denial(word)).count()
}

/// The draft of a run and what was made of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Refinement<'a> {
    /// The stage whose text was shown first.
    pub draft: &'a StageRecord,
    /// The stage that refined it.
    pub refined: &'a StageRecord,
}

impl<'a> Refinement<'a> {
    /// The refinement of a run, once both texts are there: its pattern has a first answer, and another answer stage that
    /// builds on it is done.
    #[must_use]
    pub fn of(record: &'a RunRecord) -> Option<Self> {
        let pattern = &record.pattern;
        let first = pattern.first_answer.as_deref()?;
        let done = |id: &str| {
            record.stage(id).filter(|stage| stage.result.as_ref().is_some_and(|result| result.status == Status::Done))
        };
        let draft = done(first)?;
        let later = pattern.answer.iter().filter(|id| *id != first && pattern.ancestors(id).contains(first));
        later.into_iter().find_map(|id| done(id)).map(|refined| Self { draft, refined })
    }

    /// Draft and refinement as they are read at home, aligned.
    #[must_use]
    pub fn revision(&self) -> Revision {
        Revision::new(read(self.draft), read(self.refined))
    }

    /// Milliseconds from the run's start until the draft could be read in full, without waiting for a person.
    #[must_use]
    pub fn draft_ms(&self) -> u64 {
        reached(self.draft)
    }

    /// Milliseconds from the run's start until the refinement was there, without waiting for a person.
    #[must_use]
    pub fn refined_ms(&self) -> u64 {
        reached(self.refined).saturating_sub(self.draft.asked_ms)
    }

    /// What the refinement cost in USD; `None` where the price is unknown.
    #[must_use]
    pub fn cost_usd(&self) -> Option<f64> {
        self.refined.result.as_ref().and_then(|result| result.cost_usd)
    }
}

fn reached(stage: &StageRecord) -> u64 {
    stage.ended_ms.unwrap_or(stage.latest_ms).saturating_sub(stage.asked_ms)
}

fn read(stage: &StageRecord) -> &str {
    let result = stage.result.as_ref();
    result.map(|result| result.restored.as_deref().unwrap_or(&result.text)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use proptest::prelude::*;

    use super::*;

    const DRAFT: &str = "Dear Ms Lindqvist,\n\nI can't pay the 1,240 euro by Friday. I need two more weeks.\n";

    fn change(draft: &str, refined: &str) -> Change {
        Revision::new(draft, refined).change()
    }

    #[test]
    fn a_hunk_is_taken_or_left_by_itself() {
        let refined =
            DRAFT.replace("I need two more weeks", "I ask for two more weeks").replace("Dear", "Good morning");
        let revision = Revision::new(DRAFT, refined);
        assert_eq!(revision.hunks().count(), 2);
        assert!(revision.merge(|hunk| hunk == 1).starts_with("Dear Ms Lindqvist"));
        assert!(revision.merge(|hunk| hunk == 1).contains("I ask for two more weeks"));
        assert!(revision.merge(|hunk| hunk == 0).contains("I need two more weeks"));
    }

    #[test]
    fn white_space_at_the_end_of_both_sides_is_no_change() {
        let revision = Revision::new("We can pay.", "As a sign, we can pay.");
        let (draft, refined) = revision.hunks().next().unwrap();
        assert_eq!((&revision.draft()[draft.clone()], &revision.refined()[refined.clone()]), ("We", "As a sign, we"));
    }

    #[test]
    fn material_is_what_could_make_a_reader_act_differently() {
        let long = "The quick brown fox jumps over the lazy dog while forty other animals of the wood look on in awe and say \
                    that it does not matter where the river bends or how the moss grows on the old stones by the mill.";
        for (refined, material) in [
            (long.to_owned(), false),
            (long.replace("The quick", "the  quick").replace('.', ";"), false),
            (long.replace("awe", "wonder"), false),
            (long.replace("does not matter", "does matter"), true),
            (long.replace("forty", "14"), true),
            (long.replace("The quick brown fox", "A slow red hen"), true),
        ] {
            let change = change(long, &refined);
            assert_eq!(change.material, material, "{refined}: {change:?}");
        }
        assert_eq!(change(DRAFT, DRAFT), Change { words: 16, changed_words: 0, material: false });
        assert_eq!(change("Pay 5 euro.", "Pay 6 euro.").changed_words, 1);
        assert_eq!(change("", "").material, change(" ", "\n").material);
    }

    proptest! {
        #[test]
        fn none_is_the_draft_and_all_is_the_refinement(a in "[ab ,.\\n€é]{0,60}", b in "[ab ,.\\n€é]{0,60}", mask in any::<u64>()) {
            let revision = Revision::new(a.clone(), b.clone());
            prop_assert_eq!(revision.merge(|_| false), a.clone());
            prop_assert_eq!(revision.merge(|_| true), b.clone());
            // What is taken and what is left make up both texts.
            let taken = |hunk: usize| mask >> (hunk % 64) & 1 == 1;
            let (one, other) = (revision.merge(taken), revision.merge(|hunk| !taken(hunk)));
            prop_assert_eq!(one.len() + other.len(), a.len() + b.len());
        }

        #[test]
        fn it_holds_for_texts_of_any_script(a in "\\PC{0,40}", b in "\\PC{0,40}") {
            let revision = Revision::new(a.clone(), b.clone());
            prop_assert_eq!(revision.merge(|_| false), a);
            prop_assert_eq!(revision.merge(|_| true), b);
            prop_assert!(revision.hunks().all(|(draft, refined)| !(draft.is_empty() && refined.is_empty())));
        }
    }
}
