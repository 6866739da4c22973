//! Cleaning on arrival: nothing a model, server or file says may steer a terminal.

use std::borrow::Cow;

/// The text with ESC, C0 (but newline and tab), C1, DEL, bidi controls, zero-width and tag characters made harmless; CR LF
/// and lone CR become newline. Idempotent.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    let _ = text;
    todo!()
}

/// Cleans a stream piece by piece, CR LF split across pieces included.
#[derive(Debug, Clone, Default)]
pub struct Cleaner {}

impl Cleaner {
    /// Feeds a piece, returns it cleaned.
    pub fn push(&mut self, piece: &str) -> String {
        let _ = piece;
        todo!()
    }
}
