//! What a pattern is: the file format, the stage graph, templates and labels (what may flow where).
//!
//! Pure: no models, no clock, and no IO but [`library`] reading the user's files. It does not run anything;
//! [`crate::engine`] does.

pub mod contract;
mod describe;
pub mod file;
pub mod flow;
pub mod graph;
pub mod library;
pub mod template;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::call::{Effort, Think, Verbosity};

/// Which side of the fog line a stage runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The user's own machine, or one they named as theirs.
    Local,
    /// A model somebody else runs.
    Cloud,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Local => "local",
            Self::Cloud => "cloud",
        })
    }
}

/// Axis 1: who acts first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The local model acts first.
    LocalFirst,
    /// The cloud model acts first.
    CloudFirst,
    /// Both act independently.
    Both,
}

/// Axis 2: when the cloud is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// On every run.
    Always,
    /// Only when a condition holds.
    Conditional,
    /// In the background, if at all.
    Optional,
}

/// Axis 3: why the work is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Private data stays home.
    Privacy,
    /// Fewer paid tokens.
    Cost,
    /// Less waiting.
    Latency,
    /// More trust in the answer.
    Reliability,
}

/// What a stage does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StageKind {
    /// One model call.
    #[default]
    Call,
    /// A review of candidate answers, one call per order.
    Judge,
    /// Filling a plan's slots with private values.
    Ground,
}

/// What the model-less local side ([`crate::model::builtin`]) does for a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BuiltinAct {
    /// Replace what the detectors find by placeholders.
    Mask,
    /// Put the private values back into the cloud's answer.
    Restore,
}

/// The type of one field of a soft JSON contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// A string.
    Text,
    /// An object of strings; also fills the vault.
    Map,
    /// A list of strings.
    List,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
}

/// A soft JSON contract: asked for in the prompt, parsed leniently, validated, retried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyContract {
    /// Field names and types in file order.
    pub fields: Vec<(String, FieldKind)>,
    /// The fields that may cross the line.
    pub public: Vec<String>,
}

/// A knob the user can turn, usable in `when` and in templates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Param {
    /// A number within bounds.
    Number {
        /// Value when nothing is said.
        default: f64,
        /// Smallest value allowed.
        min: Option<f64>,
        /// Largest value allowed.
        max: Option<f64>,
        /// What it does, one line.
        doc: Option<String>,
    },
    /// One of a list.
    Choice {
        /// Value when nothing is said.
        default: String,
        /// Every value allowed.
        choices: Vec<String>,
        /// What it does, one line.
        doc: Option<String>,
    },
}

/// How a signal is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalKind {
    /// A low quantile of the answer's token log-probabilities.
    LogprobQuantile,
    /// Agreement of several samples.
    Agreement,
    /// The local model's judgement of its own answer.
    SelfCheck,
    /// An expression over the input.
    Rule,
}

/// One hardness signal, scaled 0..1, higher = harder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignalSpec {
    /// Name used in `when`.
    pub id: String,
    /// How it is computed.
    pub kind: SignalKind,
    /// The stage whose output is measured.
    pub of: String,
    /// Settings of this kind, as written in the file.
    pub settings: BTreeMap<String, Value>,
}

/// One stage of a pattern, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Identifier, `[a-z][a-z0-9_]*`.
    pub id: String,
    /// What the screen calls it.
    pub title: String,
    /// Which side of the line it runs on.
    pub side: Side,
    /// What it does.
    pub kind: StageKind,
    /// Template of the system prompt.
    pub system: Option<String>,
    /// Template of the prompt.
    pub prompt: String,
    /// The stages whose output it uses: as declared, else inferred from the templates. In file order.
    pub needs: Vec<String>,
    /// Condition (an expression); absent = always.
    pub when: Option<String>,
    /// Runs behind the first answer (Draft-then-Refine).
    pub background: bool,
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
    /// How many samples to draw.
    pub samples: Option<u32>,
    /// Whether token log-probabilities are wanted.
    pub logprobs: bool,
    /// Private values a cloud stage uses all the same, e.g. `question`, `attempt.text`.
    pub reveals: Vec<String>,
    /// Soft JSON contract (local stages).
    pub reply: Option<ReplyContract>,
    /// Strict JSON schema (cloud stages).
    pub schema: Option<Value>,
    /// The public field shown while the reply streams.
    pub pane: Option<String>,
    /// What the model-less local side does here; absent = it refuses with a reason.
    pub builtin: Option<BuiltinAct>,
    /// `judge`: the two answers that are compared. Each is a list of stages of which the first that ran counts.
    pub candidates: Vec<Vec<String>>,
    /// `judge`: what to score, one line each.
    pub rubric: Vec<String>,
    /// `ground`: the stage whose plan is carried out.
    pub plan: Option<String>,
}

/// Where a pattern came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Embedded in the binary.
    Builtin,
    /// A user's file.
    File(PathBuf),
}

/// A checked pattern: a directed acyclic graph of stages with labels that hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pattern {
    /// Identifier; may carry hyphens.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// One or two sentences on what it is for.
    pub summary: String,
    /// Who acts first.
    pub direction: Direction,
    /// When the cloud is called; `None` where it never is (local-only).
    pub trigger: Option<Trigger>,
    /// Why the work is split; empty for baselines.
    pub purpose: Vec<Purpose>,
    /// The stages whose text the user reads; the first one that ran counts.
    pub answer: Vec<String>,
    /// The stage whose text is shown first (Draft-then-Refine).
    pub first_answer: Option<String>,
    /// Knobs by name.
    pub params: BTreeMap<String, Param>,
    /// Hardness signals.
    pub signals: Vec<SignalSpec>,
    /// The stages in file order.
    pub stages: Vec<Stage>,
    /// Where it came from.
    pub source: Source,
}
