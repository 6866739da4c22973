//! The events of a run. **A run is this list**: screen, JSON, recordings and replay consume nothing else.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ground::{Computed, Filled, Slot};
use super::judge::Review;
use crate::boundary::facts::Facts;
use crate::boundary::finding::{Finding, Policy, Verdict};
use crate::boundary::group::Group;
use crate::boundary::restore::Note;
use crate::model::client::ModelInfo;
use crate::model::event::{Finish, ModelError, TokenLogprob, Usage};
use crate::pattern::{Pattern, Side};
use crate::scenario::Scenario;

/// A run's short identifier.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(pub String);

impl std::fmt::Display for RunId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// An event with its place in the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stamped {
    /// The run it belongs to.
    pub run: RunId,
    /// Its index in the log, from 0.
    pub seq: u64,
    /// Milliseconds since the run started, taken where the bytes were read.
    pub ms: u64,
    /// What happened.
    #[serde(flatten)]
    pub event: RunEvent,
}

/// What a user gives a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Input {
    /// The ask.
    pub question: String,
    /// The private material; may be empty.
    pub context: String,
    /// The user's own private words.
    pub terms: Vec<String>,
    /// The scenario it came from, if any.
    pub scenario: Option<String>,
}

impl From<&Scenario> for Input {
    fn from(scenario: &Scenario) -> Self {
        Self {
            question: scenario.question.clone(),
            context: scenario.context.clone(),
            terms: scenario.terms.clone(),
            scenario: Some(scenario.id.clone()),
        }
    }
}

/// What a delta is a piece of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// The answer as received (with placeholders on the cloud side).
    Answer,
    /// Thinking, or a reasoning summary.
    Thinking,
    /// The declared public field of a soft-JSON reply while it streams: a preview, not sent.
    Preview,
    /// A cloud answer with the private values put back; for display at home only. Sent only where placeholders crossed.
    Restored,
}

/// One text field of a request, as shown for approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// JSON pointer into the body.
    pub pointer: String,
    /// Its text.
    pub text: String,
}

/// A request a person has to decide on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// Identifies it in [`crate::engine::RunHandle::decide`]; grows with every new wanting (an edit asks again).
    pub id: u64,
    /// Where it would go.
    pub destination: String,
    /// Headers, without the key.
    pub headers: Vec<(String, String)>,
    /// The text fields, in reading order.
    pub fields: Vec<Field>,
    /// The serialised body, as it would go.
    pub body: String,
    /// Its size in bytes.
    pub bytes: usize,
    /// Its SHA-256, lower-case hex.
    pub sha256: String,
    /// What the gate noticed.
    pub findings: Vec<Finding>,
    /// Facts that point at somebody only together, with nothing masked: see [`Group::without`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Whether no model made an abstraction of it: detectors alone masked what they found. That nothing was found does not
    /// mean that nothing private is in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_detectors: bool,
    /// The private values the pattern declares it reveals (`question` …).
    pub reveals: Vec<String>,
    /// Estimated input tokens.
    pub tokens: u64,
    /// Estimated cost of the input in USD, where the price is known.
    pub cost_usd: Option<f64>,
}

/// What a person decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "lowercase")]
pub enum Decision {
    /// Send it exactly as shown.
    Send,
    /// Mask what was found, then send.
    Mask,
    /// Mask only these findings, then send; the others pass. Where masking does not give the text that was seen, or
    /// something else is noticed in it, the person is asked again.
    #[serde(rename = "mask_some")]
    MaskSome {
        /// Places in [`Approval::findings`].
        findings: Vec<usize>,
        /// The text fields as they were seen, with the placeholders in place.
        fields: Vec<Field>,
    },
    /// Replace these fields; the gate looks again, and the edited request is shown again: what is sent is what was seen.
    Edit {
        /// The fields with their new text.
        fields: Vec<Field>,
    },
    /// Do not send; the run ends as blocked.
    Block,
}

/// How a stage or run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Complete.
    Done,
    /// Its condition did not hold, or it was not needed.
    Skipped,
    /// The gate or a person kept it home.
    Blocked,
    /// It failed.
    Failed,
    /// Its stream ended without the terminal record.
    Truncated,
    /// The user stopped it.
    Cancelled,
}

/// Whose fault a failure is; decides the exit code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum Failure {
    /// A model or its server failed.
    Model {
        /// The error.
        error: ModelError,
    },
    /// The local model's replies never met the contract.
    Contract {
        /// What was wrong with the last reply.
        detail: String,
        /// Attempts made; 0 where what is wrong is not the form of the reply (a plan that cannot be carried out).
        attempts: u32,
    },
    /// The gate did not let a request pass.
    Gate {
        /// Why, without the value found.
        reason: String,
    },
    /// A spend cap would have been exceeded.
    Spend {
        /// Which cap, how much was spent, how much the request may cost.
        reason: String,
    },
    /// A value the run cannot do without is not in the input.
    Input {
        /// Which, by its name, and what to do. Without private values.
        reason: String,
    },
    /// The pattern cannot run: a template failed, a kind is not supported, the model-less side has no act for a stage.
    Pattern {
        /// Why, and what to do.
        reason: String,
    },
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Model { error } => error.fmt(f),
            Self::Contract { detail, attempts: 0 } => f.write_str(detail),
            Self::Contract { detail, attempts } => {
                write!(f, "the reply never met the contract in {attempts} attempts: {detail}")
            }
            Self::Gate { reason } | Self::Spend { reason } | Self::Input { reason } | Self::Pattern { reason } => {
                f.write_str(reason)
            }
        }
    }
}

/// Timings of a stage in milliseconds; time spent waiting for a person is in none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Timings {
    /// From request to the first piece of anything (thinking counts).
    pub first: Option<u64>,
    /// From request to the first piece of the answer.
    pub first_answer: Option<u64>,
    /// From stage start to stage end.
    pub total: u64,
}

/// Everything a stage left behind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StageResult {
    /// How it ended.
    pub status: Status,
    /// Why the model stopped.
    pub finish: Option<Finish>,
    /// The answer as received; partial where the stage did not end as done.
    pub text: String,
    /// A cloud answer with private values put back, where placeholders crossed.
    pub restored: Option<String>,
    /// The parsed reply, where a contract was met.
    pub reply: Option<Value>,
    /// Token counts, summed over attempts.
    pub usage: Usage,
    /// Whether `usage` is an estimate (the server gave none).
    pub estimated: bool,
    /// Timings.
    pub ms: Timings,
    /// Cost; `None` where the price is unknown.
    pub cost_usd: Option<f64>,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// What restore had to tell.
    pub notes: Vec<Note>,
}

/// What happens in a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RunEvent {
    /// The snapshot a run starts from.
    RunStarted {
        /// The pattern as it was.
        pattern: Box<Pattern>,
        /// The user's input.
        input: Input,
        /// The home side.
        local: ModelInfo,
        /// The cloud side.
        cloud: ModelInfo,
        /// List price of the cloud model when the run started, USD per million input and output tokens; `None` where
        /// unknown.
        usd_per_million: Option<(f64, f64)>,
        /// Policy of the gate.
        policy: Policy,
        /// Values of the pattern's params.
        params: BTreeMap<String, Value>,
        /// When it started.
        at: Timestamp,
    },
    /// Something the user has to know about their own input. Never contains a value.
    Notice {
        /// One sentence.
        text: String,
    },
    /// A stage began.
    StageStarted {
        /// The stage.
        stage: String,
        /// Its side.
        side: Side,
        /// The model's name.
        model: String,
    },
    /// A stage will not run.
    StageSkipped {
        /// The stage.
        stage: String,
        /// Why.
        reason: String,
    },
    /// A call to a model begins. Attempt 1 is the first; later ones say why.
    Attempt {
        /// The stage.
        stage: String,
        /// Which call of the stage, from 0.
        call: u32,
        /// Which attempt of the call, from 1.
        attempt: u32,
        /// Why the attempt before did not do; absent for the first.
        reason: Option<String>,
    },
    /// What the gate saw and did.
    Gate {
        /// The stage.
        stage: String,
        /// What became of the request.
        verdict: Verdict,
        /// What was noticed.
        findings: Vec<Finding>,
        /// Facts of what goes that point at somebody only together, as places of `findings`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<Group>,
        /// Why it was blocked.
        reason: Option<String>,
    },
    /// A person is asked.
    ApprovalWanted {
        /// The stage.
        stage: String,
        /// The request.
        approval: Box<Approval>,
    },
    /// A person decided.
    ApprovalDecided {
        /// The stage.
        stage: String,
        /// Which approval.
        id: u64,
        /// What they decided.
        decision: Decision,
    },
    /// The user is asked for a value the input does not hold.
    InputWanted {
        /// The stage.
        stage: String,
        /// Identifies it in [`crate::engine::RunHandle::answer`].
        id: u64,
        /// Why it is asked for.
        prompt: String,
        /// What is asked for. Private: its meaning is in the user's own words.
        slot: Slot,
    },
    /// The user gave it; empty = they left it missing. Private.
    InputGiven {
        /// The stage.
        stage: String,
        /// Which wanting.
        id: u64,
        /// The value.
        text: String,
    },
    /// A request left for a server.
    RequestSent {
        /// The stage.
        stage: String,
        /// Which call.
        call: u32,
        /// Which attempt.
        attempt: u32,
        /// Which side it went to.
        side: Side,
        /// Where it went.
        destination: String,
        /// Size of the body in bytes.
        bytes: usize,
        /// SHA-256 of the body, lower-case hex.
        sha256: String,
        /// The body itself: always for the cloud (it is what crossed), never for local requests.
        body: Option<String>,
    },
    /// The transport tries again.
    Retry {
        /// The stage.
        stage: String,
        /// 1 for the first retry.
        retry: u32,
        /// Milliseconds it waits before.
        wait_ms: u64,
        /// The server's own words.
        reason: String,
    },
    /// A piece of text.
    Delta {
        /// The stage.
        stage: String,
        /// Which call.
        call: u32,
        /// Which attempt.
        attempt: u32,
        /// What it is a piece of.
        channel: Channel,
        /// The text.
        text: String,
    },
    /// Log-probabilities of the answer's tokens, where asked for.
    Logprobs {
        /// The stage.
        stage: String,
        /// Which call.
        call: u32,
        /// The tokens.
        tokens: Vec<TokenLogprob>,
    },
    /// A hardness signal.
    Signal {
        /// The signal.
        id: String,
        /// 0..1, higher = harder; `None` where it could not be had.
        value: Option<f64>,
        /// How it came about.
        detail: String,
    },
    /// A slot of a plan was filled, or could not be. Private.
    Slot {
        /// The stage that grounds the plan.
        stage: String,
        /// The slot.
        filled: Filled,
    },
    /// A step of a plan was computed, or could not be. Private.
    Step {
        /// The stage that grounds the plan.
        stage: String,
        /// The step.
        computed: Computed,
    },
    /// One review of two answers is in.
    Review {
        /// The stage that judges.
        stage: String,
        /// Which call of the stage it came from.
        call: u32,
        /// The review.
        review: Box<Review>,
    },
    /// Quantities of the input against what crossed.
    Facts {
        /// The cloud stage whose request it is.
        stage: String,
        /// The comparison.
        facts: Facts,
    },
    /// Quantities of the answer found in neither the cloud answer nor the input.
    Unsupported {
        /// The stage.
        stage: String,
        /// As written.
        quantities: Vec<String>,
    },
    /// One expectation of the scenario.
    Check {
        /// Its name.
        name: String,
        /// Whether it holds.
        pass: bool,
        /// What was found.
        detail: String,
    },
    /// A stage ended.
    StageFinished {
        /// The stage.
        stage: String,
        /// What it left behind.
        result: Box<StageResult>,
    },
    /// The run ended. Last event of every log.
    RunFinished {
        /// How.
        status: Status,
        /// The answer the user reads; partial or empty where not done.
        answer: String,
        /// The first failure.
        failure: Option<Failure>,
        /// Milliseconds from start to end, without waiting for a person.
        total_ms: u64,
        /// Cost of all stages; `None` where a price is unknown.
        cost_usd: Option<f64>,
        /// Estimated cost of one cloud prompt of question and context with an answer as long as this run's.
        cloud_only_usd: Option<f64>,
    },
}
