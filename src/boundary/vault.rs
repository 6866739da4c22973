//! This run's private values with their placeholders. Never leaves the process, never logged, wiped on drop.
//!
//! Not for quantities: times, prices and amounts are what an abstraction is for.

use std::ops::Range;
use std::sync::OnceLock;

use zeroize::Zeroizing;

use super::mapping;
use super::matcher::{Matcher, TooLarge};
use super::view::{Fold, key};
use crate::text::quantity;

/// Where a vault value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The user's own list of private words (or the scenario's).
    Term,
    /// The local model's mapping.
    Mapping,
    /// A detector, on question or context.
    Detector,
}

/// One private value. `Debug` never shows it.
pub struct Entry {
    /// Its kind, in capitals: `PERSON`, `EMAIL`, `TERM`.
    pub kind: String,
    /// The number of its placeholder.
    pub number: usize,
    /// Where it came from.
    pub origin: Origin,
    value: Zeroizing<String>,
    /// The value folded: what makes two spellings the same value.
    key: Zeroizing<String>,
}

/// The vault of one run. Same value -> same placeholder; numbering is fresh per run.
#[derive(Default)]
pub struct Vault {
    entries: Vec<Entry>,
    matcher: OnceLock<Result<Matcher, TooLarge>>,
}

impl Entry {
    /// The placeholder, e.g. `[PERSON_1]`.
    #[must_use]
    pub fn placeholder(&self) -> String {
        format!("[{}_{}]", self.kind, self.number)
    }

    /// The private value itself.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry({}, {:?})", self.placeholder(), self.origin)
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.entries).finish()
    }
}

impl Vault {
    /// Adds a value and returns its placeholder; a value already held (ignoring case, spaces, hyphens and diacritics) keeps
    /// its own. `None` for what is not taken: empty values, pure punctuation, single letters, and, unless a detector found
    /// them, bare quantities and short numbers.
    pub fn add(&mut self, kind: &str, value: &str, origin: Origin) -> Option<String> {
        let kind = neutral(kind);
        let number =
            self.entries.iter().filter(|entry| entry.kind == kind).map(|entry| entry.number).max().unwrap_or(0);
        self.insert(kind, number + 1, value, origin)
    }

    /// Adds a value under a placeholder chosen elsewhere (`PERSON_1` or `[PERSON_1]`); a name that is no placeholder becomes
    /// the kind of a new one. `None` for what is not taken, or if the placeholder stands for another value already.
    pub fn add_as(&mut self, placeholder: &str, value: &str, origin: Origin) -> Option<String> {
        let name = placeholder.trim().trim_start_matches('[').trim_end_matches(']');
        let numbered = name.rsplit_once('_').and_then(|(kind, number)| Some((kind, number.parse::<usize>().ok()?)));
        let Some((kind, number)) = numbered else { return self.add(name, value, origin) };
        let kind = neutral(kind);
        let folded = key(Fold::Words, value.trim());
        let taken =
            self.entries.iter().any(|entry| entry.kind == kind && entry.number == number && *entry.key != *folded);
        if taken { None } else { self.insert(kind, number, value, origin) }
    }

    fn insert(&mut self, kind: String, number: usize, value: &str, origin: Origin) -> Option<String> {
        let value = value.trim();
        let folded = key(Fold::Words, value);
        let mut letters = folded.chars().filter(|c| c.is_alphanumeric());
        let (first, second) = (letters.next()?, letters.next());
        if second.is_none() && first.is_ascii() {
            return None;
        }
        if origin != Origin::Detector && is_bare(value) {
            return None;
        }
        if let Some(entry) = self.entries.iter().find(|entry| *entry.key == *folded) {
            return Some(entry.placeholder());
        }
        let entry = Entry { kind, number, origin, value: Zeroizing::new(value.to_owned()), key: folded };
        let placeholder = entry.placeholder();
        self.entries.push(entry);
        self.matcher = OnceLock::new();
        Some(placeholder)
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

    /// Every entry, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The value behind a placeholder (`[PERSON_1]`), if this vault minted it.
    #[must_use]
    pub fn value_of(&self, placeholder: &str) -> Option<&str> {
        let (kind, number) = placeholder.strip_prefix('[')?.strip_suffix(']')?.rsplit_once('_')?;
        let same = |entry: &&Entry| entry.kind == kind && entry.number.to_string() == number;
        self.entries.iter().find(same).map(Entry::value)
    }

    /// Every place one of the values stands at, as bytes of `text` with its entry; overlaps included.
    pub(super) fn find(&self, text: &str) -> Result<Vec<(Range<usize>, &Entry)>, TooLarge> {
        if self.entries.is_empty() {
            return Ok(Vec::new());
        }
        let matcher = self
            .matcher
            .get_or_init(|| Matcher::new(&self.entries.iter().map(Entry::value).collect::<Vec<_>>()))
            .as_ref()
            .map_err(|e| *e)?;
        let found = matcher.find(text).into_iter();
        Ok(found.filter_map(|(span, index)| Some((span, self.entries.get(index)?))).collect())
    }
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
mod tests {
    use super::*;

    #[test]
    fn numbers_that_reach_somebody_are_no_quantities() {
        let taken = |value: &str| Vault::default().add("term", value, Origin::Term).is_some();
        for value in ["+44 1632 960417", "+4930123456", "44710926", "MRN-44710926"] {
            assert!(taken(value), "{value}");
        }
        for value in ["90", "18:30", "1.2 kWh", "$0.45", "+12.5", "2026-11-22", "78 %"] {
            assert!(!taken(value), "{value}");
        }
    }

    #[test]
    fn same_value_same_placeholder() {
        let mut vault = Vault::default();
        assert_eq!(vault.add("person", "Mark", Origin::Term).as_deref(), Some("[PERSON_1]"));
        assert_eq!(vault.add("PERSON", " mark ", Origin::Mapping).as_deref(), Some("[PERSON_1]"));
        assert_eq!(vault.add("PERSON", "Maya", Origin::Mapping).as_deref(), Some("[PERSON_2]"));
        assert_eq!(vault.add("DEVICE", "robot vacuum", Origin::Term).as_deref(), Some("[DEVICE_1]"));
        assert_eq!(vault.add("TERM", "Robot  Vacuum", Origin::Term).as_deref(), Some("[DEVICE_1]"));
        assert_eq!(vault.add("e-mail", "a@b.co", Origin::Detector).as_deref(), Some("[E_MAIL_1]"));
        assert_eq!(vault.add("état!", "Elise", Origin::Term).as_deref(), Some("[TAT_1]"));
        assert_eq!(vault.add("42", "Paul", Origin::Term).as_deref(), Some("[TERM_1]"));
        assert_eq!(vault.value_of("[PERSON_1]"), Some("Mark"));
        assert_eq!(vault.value_of("[PERSON_3]"), None);
        assert_eq!(vault.value_of("PERSON_1"), None);
        assert_eq!(vault.entries().len(), 6);
    }

    #[test]
    fn refuses_what_would_hide_an_abstraction() {
        let mut vault = Vault::default();
        for value in
            ["", "  ", "…", "--", "22:30", "90 min", "$0.45", "42", "1,234", "78 %", "A", "2026-11-22", "17:00-20:00"]
        {
            assert_eq!(vault.add("TERM", value, Origin::Term), None, "{value}");
        }
        assert!(vault.add("ID", "4711893", Origin::Term).is_some());
        assert!(vault.add("BIRTHDATE", "1980-02-03", Origin::Detector).is_some(), "a detector knows what it found");
        assert_eq!(vault.set_terms(&["Maya", "22:30", "EV"]), [1]);
    }

    #[test]
    fn keeps_given_placeholders() {
        let mut vault = Vault::default();
        assert_eq!(vault.add_as("PERSON_7", "Anna", Origin::Term).as_deref(), Some("[PERSON_7]"));
        assert_eq!(vault.add_as("[PERSON_2]", "Bob", Origin::Term).as_deref(), Some("[PERSON_2]"));
        assert_eq!(vault.add_as("PERSON_2", "Carl", Origin::Term), None);
        assert_eq!(vault.add("PERSON", "Dora", Origin::Term).as_deref(), Some("[PERSON_8]"));
        assert_eq!(vault.add_as("city", "Oslo", Origin::Term).as_deref(), Some("[CITY_1]"));
    }

    #[test]
    fn debug_shows_no_value() {
        let mut vault = Vault::default();
        vault.add("PERSON", "Zebulon", Origin::Term);
        let _ = vault.find("Zebulon");
        let shown = format!("{vault:?} {:?}", vault.entries());
        assert!(shown.contains("[PERSON_1]") && !shown.to_lowercase().contains("zebulon"), "{shown}");
    }

    #[test]
    fn looks_again_after_an_addition() {
        let mut vault = Vault::default();
        vault.add("PERSON", "Mark", Origin::Term);
        assert_eq!(vault.find("Mark and Maya").unwrap().len(), 1);
        vault.add("PERSON", "Maya", Origin::Term);
        assert_eq!(vault.find("Mark and Maya").unwrap().len(), 2);
    }
}
