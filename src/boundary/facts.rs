//! Facts: the quantities of the input that an abstraction keeps, alters or drops.

use serde::{Deserialize, Serialize};

/// Facts of an input against what crossed. Each fact as written in the input, in reading order, once per value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Same value in what crossed.
    pub kept: Vec<String>,
    /// The same kind of quantity stands there with another value (`"22:30 -> 23:30"`).
    pub altered: Vec<String>,
    /// Not there.
    pub dropped: Vec<String>,
}

/// Compares the quantities of `input` with those of `crossed`.
#[must_use]
pub fn compare(input: &str, crossed: &str) -> Facts {
    let _ = (input, crossed);
    todo!()
}

/// Quantities of `answer`, as written, that occur in none of `sources`.
#[must_use]
pub fn unsupported(answer: &str, sources: &[&str]) -> Vec<String> {
    let _ = (answer, sources);
    todo!()
}
