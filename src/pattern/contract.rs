//! The soft JSON contract of a local stage: how it is asked for, read and checked.

use serde_json::Value;

use super::ReplyContract;

/// Why a reply does not meet its contract, in words for the model and the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ContractError(pub String);

impl ReplyContract {
    /// The instruction appended to the system prompt: one JSON object with these fields.
    #[must_use]
    pub fn instructions(&self) -> String {
        todo!()
    }

    /// Reads a reply leniently (fences, prose around it, trailing commas) and checks every field's presence and type.
    ///
    /// # Errors
    /// Names the field and what is wrong with it; suited to be told to the model.
    pub fn read(&self, reply: &str) -> Result<Value, ContractError> {
        let _ = reply;
        todo!()
    }
}
