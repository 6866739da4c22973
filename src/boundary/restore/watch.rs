//! Watches what is passed on as it was received for placeholders that were not put back: none of this run, or one that
//! stands where nothing is put back. Reads them in any of the bent forms restoring knows.

use std::collections::HashSet;
use std::ops::Range;

use crate::boundary::vault::Vault;

/// Kinds that are the gate's whatever this run's vault holds; of a bent form only a kind tells it from ordinary brackets.
const KINDS: &[&str] = &["PERSON", "EMAIL", "PHONE", "ADDRESS", "IBAN", "ORG", "CITY", "TERM", "BIRTHDATE", "POSTCODE"];

/// What was seen: the placeholder as the vault would write it, and as it stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) kind: String,
    pub(super) number: usize,
    pub(super) text: String,
    /// Whether it began inside an address.
    pub(super) inside: bool,
}

/// See the module.
#[derive(Default)]
pub(super) struct Watch {
    kinds: HashSet<String>,
    shape: String,
    /// Whether it began inside an address.
    inside: bool,
    /// What stood before the shape.
    last: Option<char>,
}

impl Watch {
    /// Longer names in brackets are something else.
    const LONGEST: usize = 48;

    /// Knows the kinds of a vault.
    pub(super) fn new(vault: &Vault) -> Self {
        let kinds = vault.entries().iter().map(|entry| entry.kind.clone());
        let kinds = kinds.chain(KINDS.iter().map(|kind| (*kind).to_owned())).collect();
        Self { kinds, ..Self::default() }
    }

    /// Something was put back here: what came before is no part of a placeholder.
    pub(super) fn reset(&mut self) {
        self.shape.clear();
        self.last = Some(']');
    }

    /// Feeds a character, and whether it stands inside an address; returns a placeholder when it ends before it, or with it.
    pub(super) fn push(&mut self, c: char, inside: bool) -> Option<Seen> {
        if self.shape.is_empty() {
            return self.begin(c, inside);
        }
        if self.shape.starts_with('[') {
            if c == ']' {
                self.shape.push(c);
                return self.end(c);
            }
            let goes_on = c != '[' && c != '\n' && self.shape.len() < Self::LONGEST;
            if goes_on && (self.digits_begun() || c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '\\')) {
                self.shape.push(c);
                return None;
            }
        } else if c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_' || c == '\\' {
            if self.shape.len() < Self::LONGEST {
                self.shape.push(c);
                return None;
            }
        } else if c.is_alphanumeric() && c != 's' {
            // `PERSON_9x` is a word of its own.
            self.shape.clear();
            self.last = Some(c);
            return None;
        }
        let seen = self.end(c);
        self.last = self.shape.is_empty().then_some(self.last).flatten();
        let _ = self.begin(c, inside);
        seen
    }

    /// The text ends.
    pub(super) fn finish(&mut self) -> Option<Seen> {
        if self.shape.is_empty() { None } else { self.end('\n') }
    }

    fn digits_begun(&self) -> bool {
        self.shape.ends_with(|c: char| !c.is_alphabetic()) && self.shape.contains(|c: char| c.is_ascii_digit())
    }

    fn begin(&mut self, c: char, inside: bool) -> Option<Seen> {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        if c == '[' || (c.is_ascii_uppercase() && !self.last.is_some_and(word)) {
            self.shape.push(c);
            self.inside = inside;
        } else {
            self.last = Some(c);
        }
        None
    }

    /// Judges the shape, which ends before `next` (or with it).
    fn end(&mut self, next: char) -> Option<Seen> {
        let shape = std::mem::take(&mut self.shape);
        self.last = shape.chars().next_back();
        let exact = shapes(&shape).find(|(span, ..)| *span == (0..shape.len()));
        if let Some((kind, number)) = exact.map(|(_, kind, number)| (kind.to_owned(), number)) {
            return Some(Seen { kind, number, text: shape, inside: self.inside });
        }
        let (kind, number, length) = bent(&shape)?;
        let behind = shape.get(length..).and_then(|rest| rest.chars().next()).unwrap_or(next);
        let ends = !behind.is_alphanumeric() && behind != '_' || (behind == 's' && length == shape.len());
        let known = ends && self.kinds.contains(&kind);
        let closed = shape.strip_suffix(']').is_some_and(|inner| inner.len() <= length + 3);
        let text = if closed { shape } else { shape.get(..length)?.to_owned() };
        known.then_some(Seen { kind, number, text, inside: self.inside })
    }
}

/// A bent placeholder at the beginning of a text: its kind and number as they were minted, and the length up to the number.
fn bent(shape: &str) -> Option<(String, usize, usize)> {
    let bracket = shape.starts_with('[');
    let inner = shape.trim_start_matches('[').trim_start_matches('\\');
    let from = shape.len() - inner.len();
    let begins = |(at, c): &(usize, char)| {
        c.is_ascii_digit() && inner.get(..*at).is_some_and(|head| head.ends_with(['_', ' ', '-']))
    };
    let (at, _) = inner.char_indices().find(begins)?;
    let name = inner.get(..at)?.trim_end_matches(['_', ' ', '-', '\\']);
    let digits = inner.get(at..)?;
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let kind: String =
        name.chars().filter(|c| *c != '\\').map(|c| if matches!(c, ' ' | '-') { '_' } else { c }).collect();
    let plain = kind.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    // Without a bracket only the exact spelling counts.
    if !plain || (!bracket && kind.chars().any(|c| c.is_ascii_lowercase())) {
        return None;
    }
    Some((kind.to_ascii_uppercase(), digits.get(..length)?.parse().ok()?, from + at + length))
}

/// Every exact placeholder of a text (`[KIND_1]`), whoever minted it: where it stands, its kind and its number.
pub(in crate::boundary) fn shapes(text: &str) -> impl Iterator<Item = (Range<usize>, &str, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + text.get(at..)?.find('[')?;
            at = open + 1;
            let rest = text.get(at..)?;
            let inner = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
            let length = rest.bytes().take_while(inner).count();
            if rest.as_bytes().get(length) != Some(&b']') {
                continue;
            }
            let Some((kind, number)) = rest.get(..length).and_then(|name| name.rsplit_once('_')) else { continue };
            let Ok(number) = number.parse::<usize>() else { continue };
            if kind.starts_with(|c: char| c.is_ascii_uppercase()) {
                at += length + 1;
                return Some((open..at, kind, number));
            }
        }
    })
}
