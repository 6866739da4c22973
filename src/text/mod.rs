//! Pure text work: cleaning control characters, wrapping, stream buffers, diffs, quantities. No IO, no terminal.

pub mod chars;
pub mod clean;
pub mod crossing;
pub mod diff;
pub mod glyph;
pub mod located;
pub mod parallel;
pub mod pattern;
pub mod quantity;
pub mod sentence;
pub mod soft_json;
pub mod stream;
