//! This run's private values with their placeholders. Never leaves the process, never logged, wiped on drop.

use zeroize::Zeroizing;

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
}

/// The vault of one run. Same value -> same placeholder; numbering is fresh per run.
#[derive(Default)]
pub struct Vault {
    entries: Vec<Entry>,
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
    /// Adds a value and returns its placeholder; a value already held (ignoring case and surrounding space) keeps its
    /// own. Empty values and bare quantities are not taken (`None`).
    pub fn add(&mut self, kind: &str, value: &str, origin: Origin) -> Option<String> {
        let _ = (kind, value, origin);
        todo!()
    }

    /// Every entry, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The value behind a placeholder (`[PERSON_1]`), if this vault minted it.
    #[must_use]
    pub fn value_of(&self, placeholder: &str) -> Option<&str> {
        self.entries.iter().find(|entry| entry.placeholder() == placeholder).map(Entry::value)
    }
}
