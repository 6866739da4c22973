//! What of the editor is kept on disk between two starts. Pure data; [`crate::workbench::terminal`] writes it.

use serde::{Deserialize, Serialize};

/// Question and context as they were left.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Draft {
    /// The ask.
    pub question: String,
    /// The private material.
    pub context: String,
    /// The scenario it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// The pattern that was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
}
