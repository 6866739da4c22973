//! Where the entries of a vault stand, so that adding one costs no walk over all others. Keeps hashes, never values.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

/// Places of entries by what they are asked for. Hashes may meet: whoever asks compares what stands at a place.
#[derive(Clone, Default)]
pub(super) struct Index {
    hasher: RandomState,
    by_key: HashMap<u64, Vec<usize>>,
    by_word: HashMap<u64, Vec<usize>>,
    by_number: HashMap<String, HashMap<usize, usize>>,
    highest: HashMap<String, usize>,
    /// Numbers that stand in a text of this run already: no placeholder of this vault.
    reserved: HashMap<String, HashSet<usize>>,
}

impl Index {
    /// Notes an entry at its place.
    pub(super) fn number(&mut self, kind: &str, number: usize, place: usize) {
        self.by_number.entry(kind.to_owned()).or_default().insert(number, place);
        let highest = self.highest.entry(kind.to_owned()).or_default();
        *highest = number.max(*highest);
    }

    /// Notes one spelling of the entry at a place, folded.
    pub(super) fn key(&mut self, key: &str, place: usize) {
        self.by_key.entry(self.hasher.hash_one(key)).or_default().push(place);
    }

    /// Notes a word of a name of the entry at a place.
    pub(super) fn word(&mut self, word: &str, place: usize) {
        let places = self.by_word.entry(self.hasher.hash_one(word)).or_default();
        if places.last() != Some(&place) {
            places.push(place);
        }
    }

    /// Entries that may have this spelling.
    pub(super) fn with_key(&self, key: &str) -> &[usize] {
        self.by_key.get(&self.hasher.hash_one(key)).map_or(&[], Vec::as_slice)
    }

    /// Entries that may have this word in a name.
    pub(super) fn with_word(&self, word: &str) -> &[usize] {
        self.by_word.get(&self.hasher.hash_one(word)).map_or(&[], Vec::as_slice)
    }

    /// The entry of a placeholder.
    pub(super) fn with_number(&self, kind: &str, number: usize) -> Option<usize> {
        self.by_number.get(kind)?.get(&number).copied()
    }

    /// A number no entry of this kind has, and no text of this run.
    pub(super) fn free(&self, kind: &str) -> usize {
        let mut number = self.highest.get(kind).copied().unwrap_or(0).saturating_add(1);
        while self.is_reserved(kind, number) {
            number = number.saturating_add(1);
        }
        number
    }

    /// Keeps a number from being given.
    pub(super) fn reserve(&mut self, kind: &str, number: usize) {
        self.reserved.entry(kind.to_owned()).or_default().insert(number);
    }

    pub(super) fn is_reserved(&self, kind: &str, number: usize) -> bool {
        self.reserved.get(kind).is_some_and(|numbers| numbers.contains(&number))
    }
}
