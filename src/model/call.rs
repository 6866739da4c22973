//! What is asked of a model, free of any provider's spelling.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Thinking of a local model (Ollama's `think`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Think {
    /// `think: false`.
    Off,
    /// `think: true`.
    On,
    /// Level `low`.
    Low,
    /// Level `medium`.
    Medium,
    /// Level `high`.
    High,
}

/// Reasoning effort of a cloud model (Responses `reasoning.effort`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effort {
    /// No reasoning.
    None,
    /// As little as possible.
    Minimal,
    /// Little.
    Low,
    /// Some.
    Medium,
    /// Much.
    High,
    /// Very much.
    Xhigh,
    /// All there is.
    Max,
}

/// Length of a cloud answer (Responses `text.verbosity`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verbosity {
    /// Short.
    Low,
    /// Medium.
    Medium,
    /// Long.
    High,
}

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The person, or the pattern on their behalf.
    User,
    /// The model (an earlier attempt, when a contract is retried).
    Assistant,
}

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Who wrote it.
    pub role: Role,
    /// Its text.
    pub content: String,
}

/// A strict JSON schema the reply must satisfy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// Name of the schema, `[a-zA-Z0-9_-]{1,64}`.
    pub name: String,
    /// The schema itself.
    pub schema: Value,
}

/// One call: everything a provider needs beside the model's name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Call {
    /// System prompt (`instructions` in Responses).
    pub system: Option<String>,
    /// The conversation, oldest first; at least one user message.
    pub messages: Vec<Message>,
    /// Thinking of a local model.
    pub think: Option<Think>,
    /// Reasoning effort of a cloud model.
    pub effort: Option<Effort>,
    /// Length of a cloud answer.
    pub verbosity: Option<Verbosity>,
    /// Sampling temperature.
    pub temperature: Option<f64>,
    /// Sampling seed.
    pub seed: Option<i64>,
    /// Upper bound of output tokens, reasoning included.
    pub max_output_tokens: Option<u32>,
    /// Strict schema of the reply.
    pub schema: Option<Schema>,
    /// Number of top log-probabilities wanted per token; `None` = no log-probabilities.
    pub top_logprobs: Option<u8>,
}
