//! Hardness: signals of how sure the home side can be of its own answer, each 0 (easy) to 1 (hard).
//!
//! The computations ([`agreement`], [`logprob`], [`rule`], [`hindsight`]) are pure; `measure` gets them what they need
//! from the log and from further calls of the stage they measure. A signal that cannot be had is absent, and says why;
//! it is never guessed. Not for deciding: a pattern's `when` does that.

pub mod agreement;
pub mod hindsight;
pub mod logprob;
mod measure;
pub mod rule;

pub(super) use measure::{measure, of_input};
