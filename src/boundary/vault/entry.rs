//! One private value of a run: what it is, where it came from, how it is spelled. `Debug` shows no value.

use zeroize::Zeroizing;

use crate::boundary::matcher::How;

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

/// What a detector said of a value when it found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The detector.
    pub detector: String,
    /// Why, in words a person understands; never contains the value.
    pub reason: String,
    /// Whether it is a secret, or holds what the user called private: letting it pass takes more than one key.
    pub is_guarded: bool,
    /// Whether it stood in the user's input, and not in a request made of it.
    pub in_input: bool,
}

/// One private value. `Debug` never shows it.
#[derive(Clone)]
pub struct Entry {
    /// Its kind, in capitals: `PERSON`, `EMAIL`, `TERM`.
    pub kind: String,
    /// The number of its placeholder.
    pub number: usize,
    /// Where it came from.
    pub origin: Origin,
    /// What a detector said of it, if one found it.
    pub told: Option<Told>,
    pub(super) value: Zeroizing<String>,
    /// The value folded: what makes two spellings the same value.
    pub(super) key: Zeroizing<String>,
    /// Other spellings of the same person that came up.
    pub(super) spellings: Vec<Spelling>,
    /// Whether it is looked for in texts. A single letter stands for somebody only where a detector says so.
    pub(super) is_sought: bool,
}

#[derive(Clone)]
pub(super) struct Spelling {
    pub(super) value: Zeroizing<String>,
    pub(super) key: Zeroizing<String>,
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

    /// Whether nobody but a detector called it private, and it is no secret.
    #[must_use]
    pub fn is_only_detected(&self) -> bool {
        self.origin == Origin::Detector && !self.told.as_ref().is_some_and(|told| told.is_guarded)
    }

    /// All its spellings, the one that is put back first.
    pub(super) fn spelled(&self) -> impl Iterator<Item = &Zeroizing<String>> {
        std::iter::once(&self.value).chain(self.spellings.iter().map(|spelling| &spelling.value))
    }

    pub(super) fn has_key(&self, key: &str) -> bool {
        *self.key == key || self.spellings.iter().any(|spelling| *spelling.key == key)
    }

    /// Why a place of a text is this value, without the value.
    pub(super) fn reason(&self, how: How, said: &str) -> String {
        let placeholder = self.placeholder();
        let difference = self.spelled().map(|value| how.reason(value, said)).find(|reason| reason.is_empty());
        let difference = difference.unwrap_or_else(|| how.reason(&self.value, said));
        match (difference, self.found()) {
            ("", Some(found)) => found,
            ("", None) => format!("a private value of this run, {placeholder}"),
            (difference, Some(found)) => format!("the same as {placeholder}, {difference}; {found}"),
            (difference, None) => format!("the same as {placeholder}, {difference}"),
        }
    }

    /// Who found it and where, for what detectors alone call private.
    fn found(&self) -> Option<String> {
        let told = self.told.as_ref().filter(|told| self.origin == Origin::Detector && !told.reason.is_empty())?;
        let place = if told.in_input { "in your input" } else { "in this run" };
        Some(format!("found {place}: {}", told.reason))
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry({}, {:?})", self.placeholder(), self.origin)
    }
}
