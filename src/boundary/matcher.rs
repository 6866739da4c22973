//! Looks for every value of a vault in a text, in every disguise the views know. Not for deciding what happens to a hit.

mod given;
mod inflect;
mod lists;
mod needle;
mod place;
mod slip;
mod table;
mod typo;

use std::collections::HashSet;
use std::ops::Range;

use self::given::{Given, Readings};
use self::needle::{Known, Needle};
use self::place::Place;
use self::table::Table;
use self::typo::Typos;
use super::covered::Covered;
use super::view::fold::{fold, is_invisible};
use super::view::{Derived, Reading, View, alphabet, decode, measure, signs, spoken};

pub(crate) use self::lists::TITLES;
pub(crate) use self::needle::{is_person, words};

/// Texts in texts in texts are looked into this deep.
const DEEPEST: usize = 2;
/// What was decoded from a run of characters is looked for values of at least as many letters.
const SHORTEST_DECODED: usize = 4;

/// How what stands in a text differs from the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Not at all, or in ways that [`How::reason`] tells from the text.
    Same,
    /// Only a part of it stands there.
    Part,
    /// A name with an initial.
    Initial,
    /// Its words in another order.
    Order,
    /// Read from the end.
    Reversed,
    /// Letters thirteen places on.
    Rotated,
    /// Digits and signs for letters.
    Leet,
    /// Mistyped.
    Typo,
    /// Numbers in words.
    Spoken,
    /// Words for letters.
    Spelled,
    /// The same amount, date, time or number written in another way.
    Quantity,
    /// Behind an encoding.
    Decoded(decode::Code),
}

impl How {
    /// The difference in words a person understands, from the value and what stands in the text. Names neither.
    pub(super) fn reason(self, value: &str, found: &str) -> &'static str {
        match self {
            Self::Part => "a part of it",
            Self::Initial => "with an initial",
            Self::Order => "its parts in another order",
            Self::Reversed => "written backwards",
            Self::Rotated => "letters shifted by thirteen places",
            Self::Leet => "letters replaced by digits or signs",
            Self::Typo => "with a slip of the keyboard",
            Self::Spoken => "numbers written as words",
            Self::Spelled => "spelled with words for letters",
            Self::Quantity => "the same quantity written in another way",
            Self::Decoded(code) => code.reason(),
            Self::Same if value == found => "",
            Self::Same if found.chars().any(is_invisible) => "with invisible characters in it",
            Self::Same if value.to_lowercase() == found.to_lowercase() => "in other case",
            Self::Same => {
                let plain =
                    |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
                let letters = |text: &str| text.chars().any(char::is_alphabetic);
                if plain(value) == plain(found) {
                    if letters(value) { "spaced or punctuated in another way" } else { "grouped in another way" }
                } else if !found.is_ascii() && fold(value) == fold(found) {
                    "letters replaced by look-alikes, or other accents"
                } else if fold(value) == fold(found) {
                    "without its accents"
                } else {
                    "written in another way"
                }
            }
        }
    }
}

/// One place of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Bytes of the text, with an ending of the word it stands in.
    pub(super) bytes: Range<usize>,
    /// Without that.
    pub(super) bare: Range<usize>,
    /// Index of the entry.
    pub(super) entry: usize,
    pub(super) how: How,
    /// Only a part of the value stands there: it may be another's too.
    pub(super) part: bool,
}

/// All values of a vault, ready to be looked for. Built once per state of the vault; everything that spells a value is wiped
/// when it is dropped.
pub(super) struct Matcher {
    plain: Table,
    leet: Table,
    typos: Typos,
    known: Vec<Known>,
    given: Vec<Given>,
}

/// What a text is to the one that is searched.
#[derive(Clone, Copy)]
struct Layer {
    depth: usize,
    spoken: bool,
    /// Its spelling words were read as letters.
    spelled: bool,
    /// Its words for signs were read as signs.
    signs: bool,
    code: Option<decode::Code>,
}

impl Matcher {
    /// Prepares to look for values, each with its kind (`PERSON`), in order.
    pub(super) fn new(values: &[(&str, &str)]) -> Self {
        let mut needles: Vec<Needle> = Vec::new();
        let mut known = Vec::with_capacity(values.len());
        let mut given = Vec::new();
        for (entry, (kind, value)) in values.iter().enumerate() {
            if let Some(quantity) = Given::read(entry, kind, value) {
                let spelled = quantity.has_spelling(value);
                given.push(quantity);
                known.push(if spelled { needle::add(entry, kind, value, &mut needles) } else { Known::quantity() });
            } else {
                known.push(needle::add(entry, kind, value, &mut needles));
            }
        }
        Self {
            plain: Table::new(&needles),
            leet: Table::new(&needle::leets(&needles)),
            typos: Typos::new(&known),
            known,
            given,
        }
    }

    /// Every place a value stands at; overlaps included, in reading order.
    pub(super) fn find(&self, text: &str) -> Vec<Found> {
        let mut found = Vec::new();
        self.look(text, Layer { depth: 0, spoken: false, spelled: false, signs: false, code: None }, &mut found);
        // The whole of a value before its parts.
        found.sort_by(|a, b| {
            (a.bytes.start, a.bytes.end, a.entry, a.part).cmp(&(b.bytes.start, b.bytes.end, b.entry, b.part))
        });
        found.dedup_by(|a, b| a.bytes == b.bytes && a.entry == b.entry);
        // Two mentions side by side (`Ana Ruiz, Ana Ruiz`) are two, not one with its parts the other way round.
        if found.iter().any(|found| found.how == How::Order) {
            let straight = found.iter().filter(|found| found.how != How::Order && !found.part);
            let straight = Covered::new(straight.map(|found| (found.entry, found.bytes.clone())));
            found.retain(|found| found.how != How::Order || !straight.touches(&found.entry, &found.bytes));
        }
        found
    }

    fn look(&self, text: &str, layer: Layer, found: &mut Vec<Found>) {
        let view = View::new(Reading::Plain, text);
        self.search(&self.plain, &view, text, layer, found);
        if !layer.spoken {
            let sign = |byte: u8| {
                byte.is_ascii_digit()
                    || matches!(byte, b'@' | b'$' | b'!' | b'|' | b'I' | b'+' | b'(' | b'\\' | 0xc2 | 0xe2)
            };
            if text.bytes().any(sign) || text.contains("vv") || text.contains("VV") {
                self.search(&self.leet, &View::new(Reading::Leet, text), text, layer, found);
            }
            self.typos.find(&view, text, &self.known, found);
            slip::find(text, &self.known, found);
        }
        if !self.given.is_empty() {
            let readings = Readings::new(text, layer.spoken);
            for given in &self.given {
                given.find(&readings, found);
            }
            if let Some(derived) = measure::read(text) {
                self.measures(&derived, layer, found);
            }
        }
        if layer.spoken {
            return;
        }
        let mut inner = Vec::new();
        for letter in [false, true] {
            // An O among numbers is a nought, or the letter of a case number: `fourteen O three`.
            if letter && !spoken::has_o(text) {
                continue;
            }
            let Some(derived) = spoken::read(text, &view, letter) else { break };
            self.derived(&derived, Layer { spoken: true, ..layer }, &mut inner);
            let same: HashSet<(usize, usize, usize)> =
                found.iter().map(|other| (other.entry, other.bytes.start, other.bytes.end)).collect();
            inner.retain(|hit| {
                let said = text.get(hit.bytes.clone()).unwrap_or_default();
                let digits = said.bytes().filter(u8::is_ascii_digit).count();
                !same.contains(&(hit.entry, hit.bytes.start, hit.bytes.end)) && digits < said.len()
            });
            found.append(&mut inner);
        }
        if !layer.spelled
            && let Some(derived) = alphabet::read(text, &view)
        {
            self.derived(&derived, Layer { depth: DEEPEST, spelled: true, ..layer }, &mut inner);
            found.append(&mut inner);
        }
        if !layer.signs
            && let Some(derived) = signs::read(text, &view)
        {
            self.derived(&derived, Layer { depth: DEEPEST, signs: true, ..layer }, &mut inner);
            found.append(&mut inner);
        }
        if layer.depth >= DEEPEST {
            return;
        }
        let mut covered: Option<Covered<usize>> = None;
        for (code, derived) in decode::all(text) {
            self.derived(
                &derived,
                Layer { depth: layer.depth + 1, spoken: false, spelled: false, signs: false, code: Some(code) },
                &mut inner,
            );
            if inner.is_empty() {
                continue;
            }
            // What stands there undecoded was found already.
            let covered =
                covered.get_or_insert_with(|| Covered::new(found.iter().map(|hit| (hit.entry, hit.bytes.clone()))));
            inner.retain(|hit| !covered.holds(&hit.entry, &hit.bytes));
            found.append(&mut inner);
        }
    }

    /// Looks for quantities in a text whose phrases are figures.
    fn measures(&self, derived: &Derived, layer: Layer, found: &mut Vec<Found>) {
        let readings = Readings::new(&derived.text, layer.spoken);
        let mut inner = Vec::new();
        for given in &self.given {
            given.find(&readings, &mut inner);
        }
        if inner.is_empty() {
            return;
        }
        let same: HashSet<(usize, usize, usize)> =
            found.iter().map(|other| (other.entry, other.bytes.start, other.bytes.end)).collect();
        for hit in inner {
            let Some(bytes) = derived.back(&hit.bytes) else { continue };
            if !same.contains(&(hit.entry, bytes.start, bytes.end)) {
                found.push(Found { bare: bytes.clone(), bytes, ..hit });
            }
        }
    }

    /// Looks into a text that another says, and leads back what is found.
    fn derived(&self, derived: &Derived, layer: Layer, found: &mut Vec<Found>) {
        let mut inner = Vec::new();
        self.look(&derived.text, layer, &mut inner);
        for hit in inner {
            let Some(said) = derived.text.get(hit.bytes.clone()) else { continue };
            if layer.code.is_some_and(decode::Code::is_opaque) && said.chars().count() < SHORTEST_DECODED {
                continue;
            }
            let Some(bytes) = derived.back(&hit.bytes) else { continue };
            // Nothing of it was said otherwise: it is judged where it stands.
            let unread = layer.spoken || (layer.spelled || layer.signs) && layer.code.is_none();
            if unread && hit.how != How::Quantity && bytes.len() == hit.bytes.len() {
                continue;
            }
            let how = match (layer.code, hit.how) {
                // Base64 inside escapes is Base64: what was read last says how the value itself is written.
                (Some(_), how @ How::Decoded(_)) if !layer.spoken => how,
                (Some(code), _) if !layer.spoken => How::Decoded(code),
                (_, how @ How::Quantity) => how,
                _ if layer.spelled => How::Spelled,
                _ => How::Spoken,
            };
            let bare = derived.back(&hit.bare).unwrap_or_else(|| bytes.clone());
            found.push(Found { bytes, bare, how, ..hit });
        }
    }

    fn search(&self, table: &Table, view: &View, text: &str, layer: Layer, found: &mut Vec<Found>) {
        table.find(view, |span, row| {
            let Some(known) = self.known.get(row.entry) else { return };
            let place = Place {
                text,
                view,
                span,
                breaks: row.breaks,
                rule: row.rule,
                known,
                spoken: layer.spoken,
                decoded: layer.code.is_some_and(decode::Code::is_opaque),
            };
            if let Some((bare, bytes)) = place.judge() {
                found.push(Found { bytes, bare, entry: row.entry, how: row.rule.how, part: row.rule.part });
            }
        });
    }
}

#[cfg(test)]
mod tests;
