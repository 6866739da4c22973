//! The parts of the screen, each a struct of plain view data with `render`. They keep no state and know no keys.

pub mod fog_line;
pub mod footer;
pub mod frame;
pub mod header;
pub mod numbers;
pub mod paint;
pub mod pane;
pub mod timeline;
