//! This run's private values with their placeholders. Never leaves the process, never logged, wiped on drop.
//!
//! Not for quantities: times, prices and amounts are what an abstraction is for. Only those the user gave as private values
//! ([`Origin::Given`]), or that a detector took for more than a quantity, are taken.

mod entry;
mod index;
mod person;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use zeroize::Zeroizing;

pub use self::entry::{Entry, Origin, Told};
pub(super) use self::person::is_part_of_name;

use self::entry::Spelling;
use self::index::Index;
use super::mapping;
use super::matcher::{How, Matcher, is_person};
use super::restore::shapes;
use super::view::fold::key;
use crate::text::quantity;

/// A place of a text where a private value stands.
pub(super) struct Hit<'v> {
    /// Bytes of the text.
    pub(super) bytes: Range<usize>,
    /// Without what grammar has put to it (a possessive, an elided word): what a placeholder takes the place of.
    pub(super) bare: Range<usize>,
    pub(super) entry: &'v Entry,
    /// Why, without the value.
    pub(super) reason: String,
    /// The entry's placeholder; `None` where it may be another's too.
    pub(super) placeholder: Option<String>,
}

/// The vault of one run. Same value -> same placeholder; numbering is fresh per run. A copy shares what it holds with the
/// first until one of them is changed.
#[derive(Default, Clone)]
pub struct Vault(Arc<Values>);

#[derive(Default)]
struct Values {
    entries: Vec<Entry>,
    index: Index,
    matcher: OnceLock<Looker>,
}

/// A copy is made to be changed: what looks for its values is built anew.
impl Clone for Values {
    fn clone(&self) -> Self {
        Self { entries: self.entries.clone(), index: self.index.clone(), matcher: OnceLock::new() }
    }
}

/// The matcher with, for each of its values, the index of its entry.
struct Looker {
    matcher: Matcher,
    entries: Vec<usize>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.0.entries).finish()
    }
}

impl Vault {
    /// Adds a value and returns its placeholder; a value already held (ignoring case, spaces, hyphens and diacritics) keeps
    /// its own. `None` for what is not taken: empty values, and, unless a detector found them, pure punctuation, single
    /// letters, bare quantities and short numbers. A single letter a detector found is masked where it was found and looked
    /// for nowhere else.
    pub fn add(&mut self, kind: &str, value: &str, origin: Origin) -> Option<String> {
        self.take(kind, None, value, origin, None)
    }

    /// Adds a value a detector found, with what it said of it.
    pub fn add_found(&mut self, kind: &str, value: &str, told: Told) -> Option<String> {
        self.take(kind, None, value, Origin::Detector, Some(told))
    }

    /// Adds a value under a placeholder chosen elsewhere (`PERSON_1` or `[PERSON_1]`); a name that is no placeholder becomes
    /// the kind of a new one. `None` for what is not taken, or if the placeholder stands for another value already.
    pub fn add_as(&mut self, placeholder: &str, value: &str, origin: Origin) -> Option<String> {
        self.add_found_as(placeholder, value, origin, None)
    }

    /// The same for a value a detector found, with what it said of it.
    pub(super) fn add_found_as(
        &mut self,
        placeholder: &str,
        value: &str,
        origin: Origin,
        told: Option<Told>,
    ) -> Option<String> {
        let name = placeholder.trim().trim_start_matches('[').trim_end_matches(']');
        let numbered = name.rsplit_once('_').and_then(|(kind, number)| Some((kind, number.parse::<usize>().ok()?)));
        let Some((kind, number)) = numbered else { return self.take(name, None, value, origin, told) };
        let kind = neutral(kind);
        let folded = folded(value.trim());
        let there = self.0.index.with_number(&kind, number).and_then(|place| self.0.entries.get(place));
        if there.is_some_and(|entry| *entry.key != *folded) {
            return None;
        }
        self.take(&kind, Some(number), value, origin, told)
    }

    fn take(
        &mut self,
        kind: &str,
        number: Option<usize>,
        value: &str,
        origin: Origin,
        told: Option<Told>,
    ) -> Option<String> {
        let value = value.trim();
        if value.is_empty() {
            return None;
        }
        let folded = folded(value);
        let mut letters = folded.chars().filter(|c| c.is_alphanumeric());
        let (first, second) = (letters.next(), letters.next());
        // A single letter, or signs alone.
        let is_sought = second.is_some() || first.is_some_and(|first| !first.is_ascii());
        if !is_sought && origin != Origin::Detector {
            return None;
        }
        if !matches!(origin, Origin::Detector | Origin::Given) && is_bare(value) {
            return None;
        }
        let kind = neutral(kind);
        let values = Arc::make_mut(&mut self.0);
        let held = values.index.with_key(&folded).iter().copied();
        let same = held.filter(|place| values.entries.get(*place).is_some_and(|entry| entry.has_key(&folded))).min();
        if let Some(entry) = same.and_then(|place| values.entries.get_mut(place)) {
            return Some(entry.placeholder());
        }
        // A value given with its placeholder keeps it.
        let person = origin != Origin::Given && is_sought && person::may_be_name(&kind, value);
        if person && let Some(place) = values.same_person(&kind, value) {
            return values.spelled(place, value, folded, origin);
        }
        let number = number.unwrap_or_else(|| values.index.free(&kind));
        let value = Zeroizing::new(value.to_owned());
        let entry = Entry { kind, number, origin, told, value, key: folded, spellings: Vec::new(), is_sought };
        Some(values.push(entry))
    }

    /// Adds the user's own private words. Returns those that were not taken, by index, so that the user can be told.
    pub fn set_terms<T: AsRef<str>>(&mut self, terms: &[T]) -> Vec<usize> {
        let mut refused = Vec::new();
        for (index, term) in terms.iter().enumerate() {
            if self.add("TERM", term.as_ref(), Origin::Term).is_none() {
                refused.push(index);
            }
        }
        refused
    }

    /// Adds what a local model's mapping says stands behind its neutral ids: `{"load_A": "dishwasher"}`. Values may be
    /// strings, lists or objects. Keys are ids and never private; notes, quantities, sentences and words that identify
    /// nobody are left out.
    pub fn add_mapping(&mut self, mapping: &serde_json::Value) {
        for (kind, value) in mapping::private_values(mapping) {
            let value = Zeroizing::new(value);
            self.add(kind, &value, Origin::Mapping);
        }
    }

    /// Keeps every number whose placeholder stands in a text, and is none of this vault's, from being given to a value: in
    /// `Template [PERSON_1] for Anna` Anna is somebody else.
    pub fn reserve(&mut self, text: &str) {
        let strange: Vec<(String, usize)> = shapes(text)
            .filter(|(_, kind, number)| self.0.index.with_number(kind, *number).is_none())
            .map(|(_, kind, number)| (kind.to_owned(), number))
            .filter(|(kind, number)| !self.0.index.is_reserved(kind, *number))
            .collect();
        if strange.is_empty() {
            return;
        }
        let values = Arc::make_mut(&mut self.0);
        for (kind, number) in strange {
            values.index.reserve(&kind, number);
        }
    }

    /// Whether a placeholder stands in a text of this run without being one of this vault.
    pub(super) fn is_reserved(&self, kind: &str, number: usize) -> bool {
        self.0.index.is_reserved(kind, number)
    }

    /// Every entry, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.0.entries
    }

    /// The value behind a placeholder (`[PERSON_1]`), if this vault minted it.
    #[must_use]
    pub fn value_of(&self, placeholder: &str) -> Option<&str> {
        self.entry_of(placeholder).map(Entry::value)
    }

    /// The entry of a placeholder.
    pub(super) fn entry_of(&self, placeholder: &str) -> Option<&Entry> {
        let (kind, number) = placeholder.strip_prefix('[')?.strip_suffix(']')?.rsplit_once('_')?;
        let plain = number.bytes().all(|byte| byte.is_ascii_digit()) && (number == "0" || !number.starts_with('0'));
        let place = self.0.index.with_number(kind, number.parse().ok().filter(|_| plain)?)?;
        self.0.entries.get(place)
    }

    /// Every place one of the values stands at, in whatever disguise; overlaps included.
    pub(super) fn find(&self, text: &str) -> Vec<Hit<'_>> {
        let values = &*self.0;
        if values.entries.is_empty() {
            return Vec::new();
        }
        let looker = values.matcher.get_or_init(|| values.looker());
        let mut hits: Vec<(Hit<'_>, bool)> = Vec::new();
        for found in looker.matcher.find(text) {
            let index = looker.entries.get(found.entry);
            let Some(entry) = index.and_then(|index| values.entries.get(*index)) else { continue };
            let said = text.get(found.bare.clone()).unwrap_or_default();
            // Names on two sides of a separator are two mentions, not one with its parts the other way round.
            if found.how == How::Order && said.contains([';', '/', '|', '\n']) {
                continue;
            }
            // They come sorted by where they stand.
            if let Some((hit, part)) = hits.last_mut().filter(|(hit, _)| hit.bytes == found.bytes) {
                if std::ptr::eq(entry, hit.entry) {
                    continue;
                }
                // A login with an initial says the name, not the address it is cut from.
                let people = (is_person(&hit.entry.kind), is_person(&entry.kind));
                if *part && found.part && people == (true, false) {
                    continue;
                }
                if *part && found.part && people.0 == people.1 {
                    hit.placeholder = None;
                    "part of more than one private name of this run".clone_into(&mut hit.reason);
                    continue;
                }
                if !*part {
                    continue;
                }
                // The whole of one value beats a part of another.
                hit.entry = entry;
                hit.bare = found.bare.clone();
                *part = found.part;
                hit.placeholder = Some(entry.placeholder());
                hit.reason = entry.reason(found.how, said);
                continue;
            }
            let hit = Hit {
                reason: entry.reason(found.how, said),
                placeholder: Some(entry.placeholder()),
                bytes: found.bytes,
                bare: found.bare.clone(),
                entry,
            };
            hits.push((hit, found.part));
        }
        hits.into_iter().map(|(hit, _)| hit).collect()
    }
}

impl Values {
    /// Adds an entry; its placeholder.
    fn push(&mut self, entry: Entry) -> String {
        let (place, placeholder) = (self.entries.len(), entry.placeholder());
        self.index.number(&entry.kind, entry.number, place);
        self.note(&entry.kind, &entry.value, &entry.key, place);
        self.entries.push(entry);
        self.matcher = OnceLock::new();
        placeholder
    }

    fn note(&mut self, kind: &str, value: &str, key: &str, place: usize) {
        self.index.key(key, place);
        if person::may_be_name(kind, value) {
            for word in person::named(value) {
                self.index.word(&word, place);
            }
        }
    }

    /// Adds another spelling of the person at a place; the placeholder of both.
    fn spelled(&mut self, place: usize, value: &str, key: Zeroizing<String>, origin: Origin) -> Option<String> {
        let entry = self.entries.get_mut(place)?;
        let mut spelling = Spelling { value: Zeroizing::new(value.to_owned()), key };
        let (kind, key) = (entry.kind.clone(), spelling.key.clone());
        // The fullest spelling is what an answer gets back.
        if person::is_fuller(value, &entry.value) {
            std::mem::swap(&mut spelling.value, &mut entry.value);
            std::mem::swap(&mut spelling.key, &mut entry.key);
        }
        // What the user or the local model called private stays so, whoever found it first.
        if entry.origin == Origin::Detector {
            entry.origin = origin;
        }
        entry.spellings.push(spelling);
        let placeholder = entry.placeholder();
        self.note(&kind, value, &key, place);
        self.matcher = OnceLock::new();
        Some(placeholder)
    }

    /// The one person a name is another spelling of. `None` if it is nobody's, or may be that of two. Two terms are never
    /// one: they are what the user says they are.
    fn same_person(&self, kind: &str, value: &str) -> Option<usize> {
        let name = person::named(value);
        let mut places: Vec<usize> = name.iter().flat_map(|word| self.index.with_word(word)).copied().collect();
        places.sort_unstable();
        places.dedup();
        let fits = |place: &usize| {
            self.entries.get(*place).is_some_and(|entry| {
                let full = entry.spelled().max_by_key(|spelling| spelling.len());
                entry.origin != Origin::Given
                    && (is_person(&entry.kind) || is_person(kind))
                    && full.is_some_and(|full| {
                        person::may_be_name(&entry.kind, full) && person::are_one(&person::named(full), &name)
                    })
            })
        };
        places.retain(fits);
        // Given and family name as two terms: the full name is the family name's.
        let is_term = |place: &usize| self.entries.get(*place).is_some_and(|entry| entry.kind == "TERM");
        if is_person(kind) && places.len() > 1 && places.iter().all(is_term) {
            let family = |place: &usize| {
                let words = self.entries.get(*place).map(|entry| person::named(&entry.value)).unwrap_or_default();
                words.last().is_some_and(|last| Some(last) == name.last())
            };
            places.retain(family);
        }
        match places.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    fn looker(&self) -> Looker {
        let mut entries = Vec::new();
        let mut values: Vec<(&str, &str)> = Vec::new();
        for (index, entry) in self.entries.iter().enumerate().filter(|(_, entry)| entry.is_sought) {
            for value in entry.spelled() {
                entries.push(index);
                values.push((&entry.kind, value));
            }
        }
        Looker { matcher: Matcher::new(&values), entries }
    }
}

/// What makes two spellings the same value. Signs alone, which folding may drop, are what they are.
fn folded(value: &str) -> Zeroizing<String> {
    let folded = Zeroizing::new(key(value));
    if folded.chars().any(char::is_alphanumeric) { folded } else { Zeroizing::new(value.to_owned()) }
}

/// A kind in the shape of placeholders: capitals, digits and underscores, a capital first.
fn neutral(kind: &str) -> String {
    let mut shaped = String::new();
    for c in kind.chars() {
        if c.is_ascii_alphanumeric() {
            shaped.push(c.to_ascii_uppercase());
        } else if !shaped.is_empty() && !shaped.ends_with('_') {
            shaped.push('_');
        }
    }
    let shaped = shaped.trim_end_matches('_').trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
    if shaped.is_empty() { "TERM".to_owned() } else { shaped.to_owned() }
}

/// Whether a value is a quantity or a number and nothing else. Long plain numbers are more likely account or customer
/// numbers, and those with a plus and a country code phone numbers.
fn is_bare(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let written = |plain: fn(char) -> bool| value.chars().all(|c| c.is_ascii_digit() || plain(c));
    let account = digits >= 5 && written(|_| false);
    let phone = digits >= 7 && value.starts_with('+') && written(|c| matches!(c, '+' | ' ' | '-' | '(' | ')' | '/'));
    !account && !phone && (quantity::is_bare(value) || quantity::is_number(value))
}

#[cfg(test)]
mod tests;
