//! JSON as models write it: found in prose and fences, trailing commas forgiven; and one field of it while it streams.

use serde_json::Value;

/// The first JSON object in `text`, read leniently.
///
/// # Errors
/// What is wrong, in words suited to be told to the model; never echoes the text.
pub fn object(text: &str) -> Result<Value, String> {
    let _ = text;
    todo!()
}

/// Extracts one top-level string field of an object while its text streams in.
#[derive(Debug, Clone)]
pub struct FieldStream {}

impl FieldStream {
    /// Watches the top-level field `name`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let _ = name;
        todo!()
    }

    /// Feeds a piece; returns the newly known decoded text of the field.
    pub fn push(&mut self, piece: &str) -> String {
        let _ = piece;
        todo!()
    }
}
