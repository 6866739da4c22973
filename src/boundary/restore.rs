//! Puts private values back into an answer while it streams.

use super::vault::Vault;

/// Something restore has to tell.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// A placeholder form this run never minted.
    Unknown {
        /// As it stood in the answer.
        text: String,
    },
    /// A placeholder that was minted but came back bent (case, missing bracket); restored all the same.
    Lenient {
        /// The placeholder as minted.
        placeholder: String,
    },
}

/// Streaming restore over the placeholders that crossed. Holds back only the longest suffix that could still become one.
#[derive(Debug)]
pub struct Restorer {}

impl Restorer {
    /// Restores only `placeholders` (those of [`super::gate::Cleared::placeholders`]) with the vault's values.
    #[must_use]
    pub fn new(vault: &Vault, placeholders: &[String]) -> Self {
        let _ = (vault, placeholders);
        todo!()
    }

    /// Feeds a piece of the answer as received; returns the restored text that is certain so far.
    pub fn push(&mut self, piece: &str) -> String {
        let _ = piece;
        todo!()
    }

    /// Ends the stream; returns the rest and everything there is to tell.
    #[must_use]
    pub fn finish(self) -> (String, Vec<Note>) {
        todo!()
    }
}
