//! Text work: cleaning control characters, wrapping, stream buffers, diffs, quantities, and reading text files with good
//! errors. No terminal, no network.

pub mod clean;
pub mod crossing;
pub mod diff;
pub mod files;
pub mod glyph;
pub mod located;
pub mod parallel;
pub mod quantity;
pub mod soft_json;
pub mod stream;
