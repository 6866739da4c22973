//! A request on its way to a cloud: drafted by a provider, cleared by the gate.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use url::Url;

/// A request as a provider would send it. It has not been looked at and cannot be sent to a cloud.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Where it would go.
    pub destination: Url,
    /// Every header but the key, lower-case names.
    pub headers: Vec<(String, String)>,
    /// The JSON body.
    pub body: Value,
    /// JSON pointers of the text a person or a model wrote, in reading order: what the gate may rewrite. Findings
    /// anywhere else cannot be masked, only blocked or allowed.
    pub text_fields: Vec<String>,
}

/// SHA-256 of bytes, lower-case hex (FIPS 180-4).
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

impl Draft {
    /// What a person or a model wrote in it: the text fields, in reading order, a blank line between them. For comparing
    /// facts, not for looking for leaks (the gate looks at everything).
    #[must_use]
    pub fn text(&self) -> String {
        let fields = self.text_fields.iter().filter_map(|pointer| self.body.pointer(pointer)?.as_str());
        fields.collect::<Vec<_>>().join("\n\n")
    }
}

/// Everything a JSON body says: its strings, keys and numbers, as the gate reads them. `None` where it is nested deeper
/// than the gate looks.
#[must_use]
pub fn texts(body: &Value) -> Option<Vec<String>> {
    let parts = super::walk::body_parts(body).ok()?;
    Some(parts.into_iter().map(|part| part.text).collect())
}

/// Bytes as lower-case hex digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
