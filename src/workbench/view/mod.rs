//! Drawing: props in, cells out.

pub mod widgets;
