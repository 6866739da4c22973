//! Runs a pattern: a scheduler over the stage graph that appends to one lossless log of [`event::RunEvent`]s.
//!
//! Knows patterns, the boundary and the models; knows nothing of a screen. The log is its only output; [`RunHandle`] is
//! the way back in.

mod closing;
mod condition;
mod context;
mod crossing;
mod desk;
pub mod event;
pub mod ground;
mod grounding;
pub mod handle;
pub mod judge;
mod judging;
pub mod log;
mod naming;
pub mod record;
pub mod refine;
mod reply;
mod scheduler;
pub mod signals;
mod spend;
mod stage;
mod together;
pub mod tokens;

pub use handle::{Limits, RunHandle, RunRequest, start};
