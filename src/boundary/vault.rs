//! This run's private values with their placeholders. Never leaves the process, never logged, wiped on drop.
//!
//! Not for quantities: times, prices and amounts are what an abstraction is for. Only those the user gave as private values
//! ([`Origin::Given`]), or that a detector took for more than a quantity, are taken.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use zeroize::Zeroizing;

use super::mapping;
use super::matcher::{How, Matcher, TITLES, is_person, words};
use super::view::fold::key;
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
    /// Given by the user as it is, quantities included.
    Given,
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
    /// Other spellings of the same person that came up.
    spellings: Vec<Spelling>,
}

struct Spelling {
    value: Zeroizing<String>,
    key: Zeroizing<String>,
}

/// A place of a text where a private value stands.
pub(super) struct Hit<'v> {
    /// Bytes of the text.
    pub(super) bytes: Range<usize>,
    pub(super) entry: &'v Entry,
    /// Why, without the value.
    pub(super) reason: String,
    /// The entry's placeholder; `None` where it may be another's too.
    pub(super) placeholder: Option<String>,
}

/// The vault of one run. Same value -> same placeholder; numbering is fresh per run.
#[derive(Default)]
pub struct Vault {
    entries: Vec<Entry>,
    matcher: OnceLock<Looker>,
}

/// The matcher with, for each of its values, the index of its entry.
struct Looker {
    matcher: Matcher,
    entries: Vec<usize>,
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

    /// Why a place of a text is this value, without the value.
    fn reason(&self, how: How, said: &str) -> String {
        let spellings = std::iter::once(&self.value).chain(self.spellings.iter().map(|spelling| &spelling.value));
        let placeholder = self.placeholder();
        let difference = spellings.map(|value| how.reason(value, said)).find(|reason| reason.is_empty());
        match difference.unwrap_or_else(|| how.reason(&self.value, said)) {
            "" => format!("a private value of this run, {placeholder}"),
            difference => format!("the same as {placeholder}, {difference}"),
        }
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
        let folded = Zeroizing::new(key(value.trim()));
        let taken =
            self.entries.iter().any(|entry| entry.kind == kind && entry.number == number && *entry.key != *folded);
        if taken { None } else { self.insert(kind, number, value, origin) }
    }

    fn insert(&mut self, kind: String, number: usize, value: &str, origin: Origin) -> Option<String> {
        let value = value.trim();
        let folded = Zeroizing::new(key(value));
        let mut letters = folded.chars().filter(|c| c.is_alphanumeric());
        let (first, second) = (letters.next()?, letters.next());
        if second.is_none() && first.is_ascii() {
            return None;
        }
        if !matches!(origin, Origin::Detector | Origin::Given) && is_bare(value) {
            return None;
        }
        let same = |entry: &&Entry| *entry.key == *folded || entry.spellings.iter().any(|other| *other.key == *folded);
        if let Some(entry) = self.entries.iter().find(same) {
            return Some(entry.placeholder());
        }
        // A value given with its placeholder keeps it.
        if origin != Origin::Given
            && is_person(&kind)
            && let Some(entry) = self.same_person(value)
        {
            // The fullest spelling is what an answer gets back.
            let mut spelling = Spelling { value: Zeroizing::new(value.to_owned()), key: folded };
            if named(value).len() > named(&entry.value).len() || longer_names(value, &entry.value) {
                std::mem::swap(&mut spelling.value, &mut entry.value);
                std::mem::swap(&mut spelling.key, &mut entry.key);
            }
            entry.spellings.push(spelling);
            let placeholder = entry.placeholder();
            self.matcher = OnceLock::new();
            return Some(placeholder);
        }
        let value = Zeroizing::new(value.to_owned());
        let entry = Entry { kind, number, origin, value, key: folded, spellings: Vec::new() };
        let placeholder = entry.placeholder();
        self.entries.push(entry);
        self.matcher = OnceLock::new();
        Some(placeholder)
    }

    /// The one person of the vault that a name is another spelling of. `None` if it is nobody's, or may be that of two.
    fn same_person(&mut self, value: &str) -> Option<&mut Entry> {
        let name = named(value);
        let fits = |entry: &Entry| {
            is_person(&entry.kind)
                && entry.origin != Origin::Given
                && std::iter::once(&entry.value)
                    .chain(entry.spellings.iter().map(|spelling| &spelling.value))
                    .max_by_key(|spelling| spelling.len())
                    .is_some_and(|full| are_one(&named(full), &name))
        };
        let mut found = self.entries.iter_mut().filter(|entry| fits(entry));
        let first = found.next();
        if found.next().is_some() { None } else { first }
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

    /// Every place one of the values stands at, in whatever disguise; overlaps included.
    pub(super) fn find(&self, text: &str) -> Vec<Hit<'_>> {
        if self.entries.is_empty() {
            return Vec::new();
        }
        let looker = self.matcher.get_or_init(|| self.looker());
        let mut hits: Vec<(Hit<'_>, bool)> = Vec::new();
        for found in looker.matcher.find(text) {
            let Some((index, entry)) =
                looker.entries.get(found.entry).and_then(|index| Some((*index, self.entries.get(*index)?)))
            else {
                continue;
            };
            // In reading order: only the last one can have the same bytes.
            if let Some((hit, part)) = hits.last_mut().filter(|(hit, _)| hit.bytes == found.bytes) {
                if self.entries.get(index).is_some_and(|other| std::ptr::eq(other, hit.entry)) {
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
                *part = found.part;
                hit.placeholder = Some(entry.placeholder());
                hit.reason = entry.reason(found.how, text.get(found.bare.clone()).unwrap_or_default());
                continue;
            }
            let said = text.get(found.bare.clone()).unwrap_or_default();
            let hit = Hit {
                reason: entry.reason(found.how, said),
                placeholder: Some(entry.placeholder()),
                bytes: found.bytes,
                entry,
            };
            hits.push((hit, found.part));
        }
        hits.into_iter().map(|(hit, _)| hit).collect()
    }

    /// The places of values with a grammatical ending or an elided word, and where the value alone stands in each: a
    /// placeholder takes the value's place, and what grammar has put to it stays.
    pub(super) fn inflected(&self, text: &str) -> HashMap<Range<usize>, Range<usize>> {
        if self.entries.is_empty() {
            return HashMap::new();
        }
        let found = self.matcher.get_or_init(|| self.looker()).matcher.find(text);
        found.into_iter().filter(|found| found.bare != found.bytes).map(|found| (found.bytes, found.bare)).collect()
    }

    fn looker(&self) -> Looker {
        let mut entries = Vec::new();
        let mut values: Vec<(&str, &str)> = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            for value in std::iter::once(&entry.value).chain(entry.spellings.iter().map(|spelling| &spelling.value)) {
                entries.push(index);
                values.push((&entry.kind, value));
            }
        }
        Looker { matcher: Matcher::new(&values), entries }
    }
}

/// The words of a name, without titles.
fn named(name: &str) -> Vec<Zeroizing<String>> {
    let all = words(name).into_iter().map(|(word, _)| Zeroizing::new(word));
    all.filter(|word| !TITLES.contains(&word.as_str())).collect()
}

/// Whether the first of two spellings has more letters in its names, as `Marta Kowalski` has before `M. Kowalski`.
fn longer_names(a: &str, b: &str) -> bool {
    let letters = |name: &str| named(name).iter().map(|word| word.len()).sum::<usize>();
    named(a).len() == named(b).len() && letters(a) > letters(b)
}

/// Whether two names can be one person's: every word of the shorter one stands in the longer one, in the same order, in full
/// or as an initial; and at least one of them in full.
fn are_one(a: &[Zeroizing<String>], b: &[Zeroizing<String>]) -> bool {
    let letters = |name: &[Zeroizing<String>]| name.iter().map(|word| word.len()).sum::<usize>();
    let (long, short) = if (a.len(), letters(a)) >= (b.len(), letters(b)) { (a, b) } else { (b, a) };
    if short.is_empty() {
        return false;
    }
    let mut full = false;
    let mut rest = long.iter();
    for word in short {
        let initial = word.len() == 1;
        let mut fits = false;
        for other in rest.by_ref() {
            if other == word
                || (initial && other.starts_with(word.as_str()))
                || (other.len() == 1 && word.starts_with(other.as_str()))
            {
                full |= other == word && !initial;
                fits = true;
                break;
            }
        }
        if !fits {
            return false;
        }
    }
    full
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
        assert_eq!(vault.find("Mark and Maya").len(), 1);
        vault.add("PERSON", "Maya", Origin::Term);
        assert_eq!(vault.find("Mark and Maya").len(), 2);
    }

    #[test]
    fn spellings_of_one_person_share_a_placeholder() {
        let mut vault = Vault::default();
        let one = vault.add("PERSON", "M. Kowalski", Origin::Detector);
        for spelling in ["Marta Kowalski", "Ms Kowalski", "Marta", "KOWALSKI", "Dr. Marta Kowalski"] {
            assert_eq!(vault.add("PERSON", spelling, Origin::Detector), one, "{spelling}");
        }
        assert_eq!(vault.entries().len(), 1);
        assert_eq!(vault.value_of("[PERSON_1]"), Some("Marta Kowalski"), "the fullest name is put back");
    }

    #[test]
    fn two_people_with_one_name_do_not_collapse() {
        let mut vault = Vault::default();
        assert_eq!(vault.add("PERSON", "Marta Kowalski", Origin::Detector).as_deref(), Some("[PERSON_1]"));
        assert_eq!(vault.add("PERSON", "Piotr Kowalski", Origin::Detector).as_deref(), Some("[PERSON_2]"));
        assert_eq!(vault.add("PERSON", "Marta Schmidt", Origin::Detector).as_deref(), Some("[PERSON_3]"));
        assert_eq!(vault.add("PERSON", "P. Kowalski", Origin::Detector).as_deref(), Some("[PERSON_2]"));
        assert_eq!(
            vault.add("PERSON", "Kowalski", Origin::Detector).as_deref(),
            Some("[PERSON_4]"),
            "it may be either's"
        );
        // Terms are what the user says they are.
        let mut vault = Vault::default();
        vault.set_terms(&["Marta", "Marta Kowalski"]);
        assert_eq!(vault.entries().len(), 2);
    }

    #[test]
    fn a_part_of_two_names_has_no_placeholder_of_its_own() {
        let mut vault = Vault::default();
        vault.add("PERSON", "Marta Kowalski", Origin::Given);
        vault.add("PERSON", "Piotr Kowalski", Origin::Given);
        let text = "Ask Kowalski, or Marta.";
        let hits = vault.find(text);
        let got: Vec<_> =
            hits.iter().map(|hit| (text.get(hit.bytes.clone()).unwrap(), hit.placeholder.as_deref())).collect();
        assert_eq!(got, [("Kowalski", None), ("Marta", Some("[PERSON_1]"))]);
    }

    #[test]
    fn what_the_user_gives_is_taken_as_it_is() {
        let mut vault = Vault::default();
        for (placeholder, value) in [("MONEY_1", "0.31 EUR/kWh"), ("DATE_1", "1980-02-03"), ("TIME_1", "07:45")] {
            assert!(vault.add_as(placeholder, value, Origin::Given).is_some(), "{value}");
        }
        let text = "31 cents per kWh since 3 Feb 1980, 7.45 am";
        let found: Vec<_> = vault.find(text).into_iter().filter_map(|hit| hit.placeholder).collect();
        assert_eq!(found, ["[MONEY_1]", "[DATE_1]", "[TIME_1]"]);
    }

    #[test]
    fn reasons_name_the_placeholder_alone() {
        let mut vault = Vault::default();
        vault.add("PERSON", "Marta Kowalski", Origin::Term);
        let hits = vault.find("Маrtа Kоwаlѕki, MARTA KOWALSKI");
        let reasons: Vec<&str> = hits.iter().map(|hit| hit.reason.as_str()).collect();
        assert!(
            reasons.contains(&"the same as [PERSON_1], letters replaced by look-alikes, or other accents"),
            "{reasons:?}"
        );
        assert!(reasons.iter().all(|reason| !reason.to_lowercase().contains("marta")), "{reasons:?}");
    }
}
