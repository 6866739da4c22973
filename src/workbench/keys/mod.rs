//! The keys: one [`table`] of commands from which dispatch, help, footer and the keymap page are made.
//!
//! Not for what a command does: that is [`super::app`]. Nothing here knows the model.

pub mod chord;
pub mod docs;
pub mod table;

pub use chord::Chord;
pub use table::{Command, Context, Row, Section, footer, help, lookup, rows};
