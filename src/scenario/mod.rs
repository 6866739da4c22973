//! Scenarios: a question, a context, the user's private terms and machine-checkable expectations, as TOML files.
//!
//! Shipped ones live in `assets/scenarios` and are embedded; a user's own files in the config directory join them.
//! [`check`] decides the expectations on a finished run's answer and crossed bodies. Not for running anything.

pub mod check;
mod file;
mod library;

pub use file::parse;
pub use library::{Library, directory};

use serde::{Deserialize, Serialize};

/// What is checked on a finished run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case")]
pub enum Expectation {
    /// A clock time captured from the answer lies in a range.
    TimeBetween {
        /// What the screen calls it.
        name: String,
        /// Regular expression over the answer; group 1 is the time (`20:00`, `8 pm`). Every match must lie in the
        /// range, and there must be one.
        pattern: String,
        /// Regular expression over the clause a match stands in, up to the match's end: where it matches, the time is about
        /// something else ("starting *now* at 18:30 would cost …") and does not count.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unless: Option<String>,
        /// Earliest, `HH:MM`.
        from: String,
        /// Latest, `HH:MM`. Before `from` = on the next day.
        to: String,
    },
    /// The answer matches a regular expression (or must not).
    Answer {
        /// What the screen calls it.
        name: String,
        /// Regular expression.
        pattern: String,
        /// Whether it must *not* match.
        #[serde(default)]
        absent: bool,
    },
    /// None of the terms stands in any body that crossed.
    NoTermCrossed {
        /// What the screen calls it.
        name: String,
    },
    /// These quantities stand in the bodies that crossed (in any notation).
    FactsKept {
        /// What the screen calls it.
        name: String,
        /// The quantities.
        facts: Vec<String>,
    },
}

impl Expectation {
    /// What the screen calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::TimeBetween { name, .. }
            | Self::Answer { name, .. }
            | Self::NoTermCrossed { name }
            | Self::FactsKept { name, .. } => name,
        }
    }
}

/// A scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// Identifier.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// One or two sentences.
    pub summary: String,
    /// The pattern it demonstrates.
    pub pattern: String,
    /// The ask.
    pub question: String,
    /// The private material.
    pub context: String,
    /// The user's private words.
    pub terms: Vec<String>,
    /// What is checked.
    pub expectations: Vec<Expectation>,
}
