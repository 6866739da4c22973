//! The parts of the screen, each a struct of plain view data with `render`. They keep no state and know no keys.

pub mod numbers;
pub mod paint;
