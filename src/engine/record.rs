//! A run folded from its log: what headless JSON, the screen and later the notebook read.

use std::collections::BTreeMap;

use serde_json::Value;

use super::event::{Approval, Channel, Failure, Input, RunEvent, RunId, StageResult, Stamped, Status};
use crate::boundary::facts::Facts;
use crate::boundary::finding::{Finding, Policy, Verdict};
use crate::model::client::ModelInfo;
use crate::pattern::{Pattern, Side};

/// What crossed the line.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossing {
    /// The stage that sent it.
    pub stage: String,
    /// Where it went.
    pub destination: String,
    /// Size in bytes.
    pub bytes: usize,
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// The body.
    pub body: String,
}

/// One gate report.
#[derive(Debug, Clone, PartialEq)]
pub struct GateReport {
    /// The stage.
    pub stage: String,
    /// What became of the request.
    pub verdict: Verdict,
    /// What was noticed.
    pub findings: Vec<Finding>,
    /// Why it was blocked.
    pub reason: Option<String>,
}

/// What stands between a stage's start and its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Not started.
    Waiting,
    /// Started, nothing received yet.
    Prefill,
    /// Thinking is arriving.
    Thinking,
    /// The answer is arriving.
    Answering,
    /// A person is asked.
    Asking,
    /// The transport waits before it tries again.
    Retrying,
    /// Ended.
    Ended(Status),
}

/// One attempt at a stage that did not do, kept visible.
#[derive(Debug, Clone, PartialEq)]
pub struct FailedAttempt {
    /// What the model wrote.
    pub text: String,
    /// Why it did not do.
    pub reason: String,
}

/// A stage, folded.
#[derive(Debug, Clone, PartialEq)]
pub struct StageRecord {
    /// Its identifier.
    pub id: String,
    /// Its side.
    pub side: Side,
    /// The model's name; empty before it starts.
    pub model: String,
    /// Where it stands.
    pub phase: Phase,
    /// Log time of its start, ms.
    pub started_ms: Option<u64>,
    /// Log time of the latest request sent, ms.
    pub sent_ms: Option<u64>,
    /// Log time of the first piece of anything, ms.
    pub first_ms: Option<u64>,
    /// Log time of its end, ms.
    pub ended_ms: Option<u64>,
    /// Log time spent waiting for a person so far, ms.
    pub asked_ms: u64,
    /// The answer of the current attempt as received.
    pub text: String,
    /// Thinking of the current attempt.
    pub thinking: String,
    /// The preview of the current attempt.
    pub preview: String,
    /// The restored answer.
    pub restored: String,
    /// Attempts that did not do.
    pub failed: Vec<FailedAttempt>,
    /// Why it was skipped.
    pub skipped: Option<String>,
    /// Latest retry, until something arrives: its number, wait and reason.
    pub retry: Option<(u32, u64, String)>,
    /// Its end.
    pub result: Option<StageResult>,
}

/// A run, folded so far.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRecord {
    /// Its identifier.
    pub id: RunId,
    /// The pattern.
    pub pattern: Pattern,
    /// The input.
    pub input: Input,
    /// The home side.
    pub local: ModelInfo,
    /// The cloud side.
    pub cloud: ModelInfo,
    /// The policy.
    pub policy: Policy,
    /// Params.
    pub params: BTreeMap<String, Value>,
    /// When it started.
    pub at: jiff::Timestamp,
    /// Stages in pattern order.
    pub stages: Vec<StageRecord>,
    /// What crossed, in order.
    pub crossed: Vec<Crossing>,
    /// What the gate did, in order.
    pub gate: Vec<GateReport>,
    /// The approval wanted now, with its stage.
    pub approval: Option<(String, Approval)>,
    /// Facts of the latest cloud request.
    pub facts: Option<Facts>,
    /// Unsupported quantities of the answer.
    pub unsupported: Vec<String>,
    /// Checks.
    pub checks: Vec<(String, bool, String)>,
    /// Log time of the latest event, ms.
    pub now_ms: u64,
    /// The end: status, answer, failure, ms, cost, cloud-only estimate.
    pub end: Option<RunEnd>,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq)]
pub struct RunEnd {
    /// How.
    pub status: Status,
    /// The answer.
    pub answer: String,
    /// The first failure.
    pub failure: Option<Failure>,
    /// Milliseconds without waiting for a person.
    pub ms: u64,
    /// Cost; `None` where a price is unknown.
    pub cost_usd: Option<f64>,
    /// Cloud-only estimate.
    pub cloud_only_usd: Option<f64>,
}

impl RunRecord {
    /// Begins with the first event of a log; `None` if it is not `RunStarted`.
    #[must_use]
    pub fn begin(first: &Stamped) -> Option<Self> {
        let _ = first;
        todo!()
    }

    /// Folds one more event. Cost is proportional to the event, not to the run. Events of other runs are ignored.
    pub fn apply(&mut self, event: &Stamped) {
        let _ = (event, Channel::Answer, std::mem::size_of::<RunEvent>());
        todo!()
    }

    /// Whether any side was a rehearsal stand-in.
    #[must_use]
    pub fn simulated(&self) -> bool {
        self.local.simulated || self.cloud.simulated
    }

    /// The stage of this name.
    #[must_use]
    pub fn stage(&self, id: &str) -> Option<&StageRecord> {
        self.stages.iter().find(|stage| stage.id == id)
    }
}
