//! Templates and conditions (minijinja), rendered with a context that *contains* only what the stage may see.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Pattern, Side, Stage};

/// What a finished stage left for later templates.
#[derive(Debug, Clone, PartialEq)]
pub struct StageValue {
    /// Its side.
    pub side: Side,
    /// The answer as received.
    pub text: String,
    /// A cloud answer with private values put back; local stages see this one as `text`.
    pub restored: Option<String>,
    /// The parsed reply (contract or schema).
    pub reply: Option<Value>,
}

/// Everything a run knows when a stage is rendered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Values {
    /// The ask.
    pub question: String,
    /// The private material.
    pub context: String,
    /// Values of the params.
    pub params: BTreeMap<String, Value>,
    /// Values of signals that could be had.
    pub signals: BTreeMap<String, f64>,
    /// Finished stages.
    pub stages: BTreeMap<String, StageValue>,
}

/// A rendered stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// System prompt, contract instructions not included.
    pub system: Option<String>,
    /// Prompt.
    pub prompt: String,
}

/// Why a template or condition failed. Never contains a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("stage `{stage}`, {part}: {detail}")]
pub struct TemplateError {
    /// The stage.
    pub stage: String,
    /// `prompt`, `system` or `when`.
    pub part: String,
    /// What was wrong.
    pub detail: String,
}

/// Renders a stage's templates. A cloud stage gets a context with public and revealed values only.
///
/// # Errors
/// On undefined values, exhausted fuel, or anything else minijinja refuses.
pub fn render(pattern: &Pattern, stage: &Stage, values: &Values) -> Result<Rendered, TemplateError> {
    let _ = (pattern, stage, values);
    todo!()
}

/// Evaluates a stage's `when`; a stage without one always runs. Sees everything (its outcome is one bit, decided at home).
///
/// # Errors
/// As [`render`].
pub fn condition(pattern: &Pattern, stage: &Stage, values: &Values) -> Result<bool, TemplateError> {
    let _ = (pattern, stage, values);
    todo!()
}
