//! Drawing. [`widgets`] are props in, cells out, and know neither model nor keys; [`screen`] composes them from the model.

mod alarms;
pub mod approval;
mod asked;
pub mod comparing;
pub mod counters;
pub mod dump;
pub mod facts;
pub mod gauges;
pub mod highlight;
pub mod hunks;
pub mod overlay;
pub mod panes;
pub mod params;
pub mod patterns;
pub mod raw;
pub mod screen;
mod shape;
pub mod svg;
pub mod widgets;

pub use screen::draw;

#[cfg(test)]
mod tests;
