//! Runs a pattern: a scheduler over the stage graph that appends to one lossless log of [`event::RunEvent`]s.
//!
//! Knows patterns, the boundary and the models; knows nothing of a screen. The log is its only output; [`RunHandle`] is
//! the way back in.

mod closing;
mod context;
mod crossing;
mod desk;
pub mod event;
pub mod ground;
pub mod handle;
pub mod judge;
pub mod log;
mod naming;
pub mod record;
mod reply;
mod scheduler;
mod spend;
mod stage;
pub mod tokens;

pub use handle::{Limits, RunHandle, RunRequest, start};
