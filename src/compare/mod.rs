//! Comparing patterns and baselines on one input: which runs there are to make, what each came to, and one table of it.
//!
//! Runs are made by [`crate::engine`]; this module says which, how many at once, and what of their records is compared.
//! Not for printing to a terminal or a screen: [`crate::headless`] and the workbench do that.

mod outcome;
pub mod state;
mod stats;
pub mod table;
mod work;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use outcome::{Outcome, Share};
pub use stats::Spread;
pub use work::{Maker, Progress, start};

use crate::config::Settings;
use crate::engine::RunRequest;
use crate::engine::event::Input;
use crate::model::client::Models;
use crate::pattern::Pattern;
use crate::scenario::Expectation;

/// One run of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cell {
    /// The pattern's id.
    pub pattern: String,
    /// Which repetition, from 1.
    pub repeat: u32,
}

/// What is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The patterns, in the order of the table.
    pub patterns: Vec<Arc<Pattern>>,
    /// How often each is run; at least 1.
    pub repeat: u32,
    /// The input all of them get.
    pub input: Input,
    /// Values of params, each used by the patterns that have it.
    pub params: BTreeMap<String, Value>,
    /// What is checked on the outcomes.
    pub expectations: Vec<Expectation>,
}

impl Comparison {
    /// Every run there is to make, one repetition of all patterns after the other: a comparison that is stopped early has
    /// treated all patterns alike.
    #[must_use]
    pub fn cells(&self) -> Vec<Cell> {
        let round = |repeat| self.patterns.iter().map(move |pattern| Cell { pattern: pattern.id.clone(), repeat });
        (1..=self.repeat.max(1)).flat_map(round).collect()
    }

    /// The run of a cell, as it is made in earnest, with nobody there to be asked; policy and seed are left to the caller.
    /// `spent_usd` is what the session has spent so far, `jobs` how many runs share the rest of its cap. `None` where the
    /// pattern is not compared.
    #[must_use]
    pub fn request(
        &self,
        cell: &Cell,
        models: &Models,
        settings: &Settings,
        (spent_usd, jobs): (f64, u32),
    ) -> Option<RunRequest> {
        let pattern = self.patterns.iter().find(|pattern| pattern.id == cell.pattern)?;
        let params = self.params.iter().filter(|(name, _)| pattern.params.contains_key(*name));
        let params = params.map(|(name, value)| (name.clone(), value.clone())).collect();
        let request = RunRequest::new(Arc::clone(pattern), self.input.clone(), models.clone()).with_settings(settings);
        let limits = request.limits.after(spent_usd, jobs);
        Some(RunRequest { params, limits, expectations: self.expectations.clone(), ask_always: false, ..request })
    }
}
