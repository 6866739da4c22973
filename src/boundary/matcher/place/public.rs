//! Whether a part of a name stands in another name: of a place, a street, a house everybody knows, or a piece of code.
//!
//! Asked only for words that are everyday words or names of many. A rare one is its bearer's wherever it stands.

use std::ops::Range;

use super::Place;
use super::neighbour::{Join, Neighbour, neighbours_after, neighbours_before};
use crate::boundary::matcher::lists::{HOLDERS, NAMED_AFTER, NAMED_BEFORE, SAINTS, TITLES};
use crate::boundary::view::fold::fold;
use crate::boundary::words::is_common;

/// What stands in front of a word for a place to make a name of it.
#[rustfmt::skip]
const APART: &[&str] = &[
    "central", "national", "city", "state", "theme", "business", "science", "industrial", "olympic", "public", "silicon", "great",
    "upper", "lower", "north", "south", "east", "west", "northern", "southern", "eastern", "western",
];

impl Place<'_> {
    /// Whether the words beside it make it the name of a place: `Santa Clara`, `Heron Island`, `rue Marchand`.
    pub(super) fn is_in_a_place_name(&self, bytes: &Range<usize>) -> bool {
        let before = neighbours_before(self.text, bytes.start);
        let after = neighbours_after(self.text, bytes.end);
        let titled = |word: &Neighbour<'_>| TITLES.contains(&word.folded.as_str()) && word.join == Join::Space;
        if let Some(word) = before.first() {
            if word.capital && SAINTS.contains(&word.folded.as_str()) {
                return true;
            }
            // `rue Marchand`, but `M. Marchand`.
            if NAMED_BEFORE.contains(&word.folded.as_str()) && !titled(word) {
                return true;
            }
        }
        // `Central Park`, but `Officer Park`: the name is what the word in front tells apart.
        let said = self.view.text().get(self.span.clone()).unwrap_or_default();
        if NAMED_AFTER.contains(&said)
            && before
                .first()
                .is_some_and(|word| word.capital && word.join == Join::Space && APART.contains(&word.folded.as_str()))
        {
            return true;
        }
        after.first().is_some_and(|word| {
            word.capital && NAMED_AFTER.contains(&word.folded.as_str()) && !before.first().is_some_and(titled)
        })
    }

    /// Whether it stands in the name of a place that is nobody's, however rare the name: `Schloss Rheinsberg`, `Kettering
    /// University`.
    pub(super) fn is_public(&self, bytes: &Range<usize>) -> bool {
        let before = neighbours_before(self.text, bytes.start);
        let after = neighbours_after(self.text, bytes.end);
        let is = |word: Option<&Neighbour<'_>>, list: &[&str]| {
            word.is_some_and(|word| word.capital && word.join == Join::Space && list.contains(&word.folded.as_str()))
        };
        is(before.first(), &["schloss", "burg", "mount", "lake", "lac", "mont", "chateau", "castle", "fort", "cape"])
            || is(
                after.first(),
                &[
                    "island",
                    "islands",
                    "university",
                    "castle",
                    "county",
                    "airport",
                    "museum",
                    "bay",
                    "lake",
                    "river",
                    "abbey",
                    "cathedral",
                    "stadium",
                    "valley",
                    "mountain",
                    "mountains",
                    "beach",
                    "falls",
                    "creek",
                    "national",
                    "heath",
                    "moor",
                    "moors",
                    "forest",
                    "hills",
                    "marsh",
                    "marshes",
                    "reserve",
                ],
            ) && !before.first().is_some_and(|word| TITLES.contains(&word.folded.as_str()))
    }

    /// Whether a town is meant that happens to be called so: `in Velden am Wörthersee`, `near Winterbourne Stoke`.
    pub(super) fn is_a_town(&self, bytes: &Range<usize>) -> bool {
        const TIMES: &[&str] = &[
            "montag",
            "dienstag",
            "mittwoch",
            "donnerstag",
            "freitag",
            "samstag",
            "sonnabend",
            "sonntag",
            "morgen",
            "abend",
            "mittag",
            "nachmittag",
            "vormittag",
            "wochenende",
            "telefon",
            "apparat",
            "anfang",
            "ende",
        ];
        let before = neighbours_before(self.text, bytes.start);
        let led = before.first().is_some_and(|word| {
            word.join == Join::Space
                && matches!(
                    word.folded.as_str(),
                    "in" | "near"
                        | "through"
                        | "via"
                        | "nach"
                        | "aus"
                        | "durch"
                        | "a"
                        | "en"
                        | "vers"
                        | "visited"
                        | "around"
                )
        });
        if !led {
            return false;
        }
        let after = neighbours_after(self.text, bytes.end);
        let own = |word: &Neighbour<'_>| self.known.has_case(&word.folded) || TITLES.contains(&word.folded.as_str());
        match after.as_slice() {
            [beside, place, ..] if !beside.capital => {
                matches!(
                    beside.folded.as_str(),
                    "am" | "an" | "im" | "ob" | "sur" | "sous" | "les" | "lez" | "upon" | "under" | "bei"
                ) && place.capital
                    && !TIMES.contains(&place.folded.as_str())
            }
            [next, ..] => {
                next.join == Join::Space
                    && next.capital
                    && next.folded.len() > 3
                    && !own(next)
                    && !TIMES.contains(&next.folded.as_str())
                    && !is_common(&next.folded)
            }
            [] => false,
        }
    }

    /// Where letters, digits or underscores touch the place: whether the rest of the identifier says that the name is meant.
    /// `None` if nothing touches it.
    pub(super) fn identifier(&self, bytes: &Range<usize>) -> Option<bool> {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        let (before, after) = (self.text.get(..bytes.start)?, self.text.get(bytes.end..)?);
        let touched = before.chars().next_back().is_some_and(part) || after.chars().next().is_some_and(part);
        if !touched {
            return None;
        }
        let head = before.trim_end_matches(part);
        let tail = after.trim_start_matches(part);
        // A login, or an address.
        if head.ends_with(['@', '~']) || tail.starts_with('@') {
            return Some(true);
        }
        let (left, right) = (before.get(head.len()..)?, after.get(..after.len() - tail.len())?);
        let own = |piece: &str| {
            let piece = fold(piece);
            !piece.is_empty()
                && (self.known.has(&piece) || TITLES.contains(&piece.as_str()) || HOLDERS.contains(&piece.as_str()))
        };
        Some(pieces(left).chain(pieces(right)).any(own))
    }
}

/// The words of an identifier: between underscores, digits and humps.
fn pieces(identifier: &str) -> impl Iterator<Item = &str> {
    let mut rest = identifier;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphabetic());
        if rest.is_empty() {
            return None;
        }
        let mut last = true;
        let end = rest
            .char_indices()
            .find(|(at, c)| {
                let hump = *at > 0 && c.is_uppercase() && !last;
                last = c.is_uppercase();
                hump || !c.is_alphabetic()
            })
            .map_or(rest.len(), |(at, _)| at);
        let (piece, tail) = rest.split_at_checked(end)?;
        rest = tail;
        Some(piece)
    })
}
