//! Text work: cleaning control characters, wrapping, stream buffers, diffs, quantities, and reading text files with good
//! errors. No terminal, no network.

pub mod clean;
pub mod files;
pub mod located;
pub mod quantity;
pub mod soft_json;
