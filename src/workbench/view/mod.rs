//! Drawing: props in, cells out. Nothing here knows the model, the run log or the keys.

pub mod dump;
mod shape;
pub mod svg;
pub mod widgets;
