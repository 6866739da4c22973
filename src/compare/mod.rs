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

use crate::engine::event::Input;
use crate::pattern::Pattern;

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
}

impl Comparison {
    /// Every run there is to make, one repetition of all patterns after the other: a comparison that is stopped early has
    /// treated all patterns alike.
    #[must_use]
    pub fn cells(&self) -> Vec<Cell> {
        let round = |repeat| self.patterns.iter().map(move |pattern| Cell { pattern: pattern.id.clone(), repeat });
        (1..=self.repeat.max(1)).flat_map(round).collect()
    }

    /// The pattern of a cell.
    #[must_use]
    pub fn pattern(&self, cell: &Cell) -> Option<&Arc<Pattern>> {
        self.patterns.iter().find(|pattern| pattern.id == cell.pattern)
    }
}
