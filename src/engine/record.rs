//! A run folded from its log: what headless JSON and the screen read.
//!
//! The fold is pure and cheap: each event costs its own size, never the size of the run.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::event::{Approval, Channel, Failure, Input, RunEvent, RunId, StageResult, Stamped, Status};
use super::ground::{Grounded, Slot};
use super::judge::Review;
use crate::boundary::facts::Facts;
use crate::boundary::finding::{Finding, Policy, Verdict};
use crate::boundary::group::Group;
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
    /// Facts of what goes that point at somebody only together, as places of `findings`.
    pub groups: Vec<Group>,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedAttempt {
    /// What the model wrote.
    pub text: String,
    /// Why it did not do.
    pub reason: String,
}

/// The latest retry of the transport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    /// 1 for the first.
    pub number: u32,
    /// Milliseconds it waits before.
    pub wait_ms: u64,
    /// The server's own words.
    pub reason: String,
}

/// A hardness signal, folded.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalRecord {
    /// Its name in the pattern.
    pub id: String,
    /// 0..1, higher = harder; `None` where it could not be had.
    pub value: Option<f64>,
    /// How it came about, or why it could not be had.
    pub detail: String,
}

/// A value the user is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputRecord {
    /// The stage that asks.
    pub stage: String,
    /// Identifies it in [`crate::engine::RunHandle::answer`].
    pub id: u64,
    /// Why it is asked for.
    pub prompt: String,
    /// What is asked for. Private.
    pub slot: Slot,
}

/// Most further calls of a stage that are told apart; a log that claims more (it may be a file) folds into the last.
const FURTHER: u32 = 63;

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
    /// Size of the latest request sent, bytes.
    pub sent_bytes: Option<usize>,
    /// Log time of the first piece of anything, ms.
    pub first_ms: Option<u64>,
    /// Log time of the latest event, ms.
    pub latest_ms: u64,
    /// Log time of its end, ms.
    pub ended_ms: Option<u64>,
    /// Log time spent waiting for a person so far, ms.
    pub asked_ms: u64,
    /// Of that, what came after the first piece of a reply (a value was asked for), ms.
    pub asked_late_ms: u64,
    /// Since when a person is asked, ms.
    pub asking_since_ms: Option<u64>,
    /// The answer of the current attempt as received.
    pub text: String,
    /// Thinking of the current attempt.
    pub thinking: String,
    /// The preview of the current attempt.
    pub preview: String,
    /// The restored answer.
    pub restored: String,
    /// What the stage's further calls wrote (samples, the other order of a review): call 1 first.
    pub further: Vec<String>,
    /// What grounding a plan came to so far; empty for other kinds.
    pub grounded: Grounded,
    /// Reviews so far, in the order they came in; empty for other kinds.
    pub reviews: Vec<Review>,
    /// Attempts that did not do.
    pub failed: Vec<FailedAttempt>,
    /// Why it was skipped.
    pub skipped: Option<String>,
    /// Latest retry, until something arrives.
    pub retry: Option<Retry>,
    /// Its end.
    pub result: Option<StageResult>,
}

impl StageRecord {
    fn new(id: &str, side: Side) -> Self {
        Self {
            id: id.to_owned(),
            side,
            model: String::new(),
            phase: Phase::Waiting,
            started_ms: None,
            sent_ms: None,
            sent_bytes: None,
            first_ms: None,
            latest_ms: 0,
            ended_ms: None,
            asked_ms: 0,
            asked_late_ms: 0,
            asking_since_ms: None,
            text: String::new(),
            thinking: String::new(),
            preview: String::new(),
            restored: String::new(),
            further: Vec::new(),
            grounded: Grounded::default(),
            reviews: Vec::new(),
            failed: Vec::new(),
            skipped: None,
            retry: None,
            result: None,
        }
    }

    fn attempt(&mut self, call: u32, reason: Option<&String>) {
        if call > 0 {
            self.further_text(call).clear();
            return;
        }
        if let Some(reason) = reason {
            self.failed.push(FailedAttempt { text: std::mem::take(&mut self.text), reason: reason.clone() });
        }
        self.text.clear();
        self.thinking.clear();
        self.preview.clear();
        self.restored.clear();
        self.phase = Phase::Prefill;
    }

    /// What a call after the first wrote so far.
    fn further_text(&mut self, call: u32) -> &mut String {
        let at = call.saturating_sub(1).min(FURTHER) as usize;
        if self.further.len() <= at {
            self.further.resize(at + 1, String::new());
        }
        // It is there: the list was made long enough just now.
        self.further.get_mut(at).unwrap_or(&mut self.text)
    }

    fn delta(&mut self, ms: u64, call: u32, channel: Channel, text: &str) {
        self.first_ms.get_or_insert(ms);
        self.retry = None;
        if call > 0 {
            if channel == Channel::Answer {
                self.further_text(call).push_str(text);
            }
            return;
        }
        let (target, phase) = match channel {
            Channel::Answer => (&mut self.text, Some(Phase::Answering)),
            Channel::Thinking => (&mut self.thinking, Some(Phase::Thinking)),
            Channel::Preview => (&mut self.preview, None),
            Channel::Restored => (&mut self.restored, None),
        };
        target.push_str(text);
        self.phase = phase.unwrap_or(self.phase);
    }

    fn asked(&mut self, ms: u64) {
        self.phase = Phase::Asking;
        self.asking_since_ms = Some(ms);
    }

    fn decided(&mut self, ms: u64) {
        if let Some(since) = self.asking_since_ms.take() {
            let waited = ms.saturating_sub(since);
            self.asked_ms += waited;
            if self.first_ms.is_some() {
                self.asked_late_ms += waited;
            }
        }
        self.phase = Phase::Prefill;
    }
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

/// One check on the outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckRecord {
    /// Its name.
    pub name: String,
    /// Whether it holds.
    pub pass: bool,
    /// What was found.
    pub detail: String,
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
    /// List price of the cloud model, USD per million input and output tokens.
    pub usd_per_million: Option<(f64, f64)>,
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
    /// The approvals wanted now, oldest first, each with its stage.
    pub approvals: Vec<(String, Approval)>,
    /// The values the user is asked for now, oldest first.
    pub inputs: Vec<InputRecord>,
    /// Signals so far, in the order they came in.
    pub signals: Vec<SignalRecord>,
    /// Facts of the latest cloud request.
    pub facts: Option<Facts>,
    /// Quantities of the answer found in no source; `None` where that was not looked at.
    pub unsupported: Option<Vec<String>>,
    /// What the user has to know about their input.
    pub notices: Vec<String>,
    /// Checks.
    pub checks: Vec<CheckRecord>,
    /// Log time of the latest event, ms.
    pub now_ms: u64,
    /// The end.
    pub end: Option<RunEnd>,
}

impl RunRecord {
    /// Begins with the first event of a log; `None` if it is not `RunStarted`.
    #[must_use]
    pub fn begin(first: &Stamped) -> Option<Self> {
        let RunEvent::RunStarted { pattern, input, local, cloud, usd_per_million, policy, params, at } = &first.event
        else {
            return None;
        };
        Some(Self {
            id: first.run.clone(),
            stages: pattern.stages.iter().map(|stage| StageRecord::new(&stage.id, stage.side)).collect(),
            pattern: (**pattern).clone(),
            input: input.clone(),
            local: local.clone(),
            cloud: cloud.clone(),
            usd_per_million: *usd_per_million,
            policy: *policy,
            params: params.clone(),
            at: *at,
            crossed: Vec::new(),
            gate: Vec::new(),
            approvals: Vec::new(),
            inputs: Vec::new(),
            signals: Vec::new(),
            facts: None,
            unsupported: None,
            notices: Vec::new(),
            checks: Vec::new(),
            now_ms: first.ms,
            end: None,
        })
    }

    /// Folds a whole log; `None` if it does not begin with `RunStarted`.
    #[must_use]
    pub fn replay(log: &[Arc<Stamped>]) -> Option<Self> {
        let (first, rest) = log.split_first()?;
        let mut record = Self::begin(first)?;
        for event in rest {
            record.apply(event);
        }
        Some(record)
    }

    /// Folds one more event. Events of other runs are ignored.
    pub fn apply(&mut self, stamped: &Stamped) {
        if stamped.run != self.id {
            return;
        }
        let ms = stamped.ms;
        self.now_ms = ms;
        match &stamped.event {
            RunEvent::Notice { text } => self.notices.push(text.clone()),
            RunEvent::RunStarted { .. } | RunEvent::Logprobs { .. } => {}
            RunEvent::InputWanted { stage, id, prompt, slot } => {
                let (stage, prompt, slot) = (stage.clone(), prompt.clone(), slot.clone());
                self.inputs.push(InputRecord { stage: stage.clone(), id: *id, prompt, slot });
                let stage = &stage;
                self.with(ms, stage, |record| record.asked(ms));
            }
            RunEvent::InputGiven { stage, id, .. } => {
                self.inputs.retain(|input| input.id != *id);
                self.with(ms, stage, |record| record.decided(ms));
            }
            RunEvent::Signal { id, value, detail } => {
                self.signals.retain(|signal| signal.id != *id);
                self.signals.push(SignalRecord { id: id.clone(), value: *value, detail: detail.clone() });
            }
            RunEvent::Slot { stage, filled } => {
                self.with(ms, stage, |record| record.grounded.slots.push(filled.clone()));
            }
            RunEvent::Step { stage, computed } => {
                self.with(ms, stage, |record| record.grounded.steps.push(computed.clone()));
            }
            RunEvent::Review { stage, review, .. } => {
                self.with(ms, stage, |record| record.reviews.push((**review).clone()));
            }
            RunEvent::StageStarted { stage, model, .. } => self.with(ms, stage, |record| {
                record.started_ms = Some(ms);
                record.phase = Phase::Prefill;
                record.model.clone_from(model);
            }),
            RunEvent::StageSkipped { stage, reason } => self.with(ms, stage, |record| {
                record.phase = Phase::Ended(Status::Skipped);
                record.skipped = Some(reason.clone());
            }),
            RunEvent::Attempt { stage, call, reason, .. } => {
                self.with(ms, stage, |record| record.attempt(*call, reason.as_ref()));
            }
            RunEvent::Gate { stage, verdict, findings, groups, reason } => self.gate.push(GateReport {
                stage: stage.clone(),
                verdict: *verdict,
                findings: findings.clone(),
                groups: groups.clone(),
                reason: reason.clone(),
            }),
            RunEvent::ApprovalWanted { stage, approval } => {
                self.approvals.push((stage.clone(), (**approval).clone()));
                self.with(ms, stage, |record| record.asked(ms));
            }
            RunEvent::ApprovalDecided { stage, id, .. } => {
                self.approvals.retain(|(_, approval)| approval.id != *id);
                self.with(ms, stage, |record| record.decided(ms));
            }
            RunEvent::RequestSent { stage, call, side, destination, bytes, sha256, body, .. } => {
                if *side == Side::Cloud {
                    self.crossed.push(Crossing {
                        stage: stage.clone(),
                        destination: destination.clone(),
                        bytes: *bytes,
                        sha256: sha256.clone(),
                        body: body.clone().unwrap_or_default(),
                    });
                }
                self.with(ms, stage, |record| {
                    // Further calls (samples, reviews) leave the stage's own standing as it is.
                    if *call == 0 {
                        record.sent_ms = Some(ms);
                        record.sent_bytes = Some(*bytes);
                        record.phase = Phase::Prefill;
                    }
                });
            }
            RunEvent::Retry { stage, retry, wait_ms, reason } => self.with(ms, stage, |record| {
                record.phase = Phase::Retrying;
                record.retry = Some(Retry { number: *retry, wait_ms: *wait_ms, reason: reason.clone() });
            }),
            RunEvent::Delta { stage, call, channel, text, .. } => {
                self.with(ms, stage, |record| record.delta(ms, *call, *channel, text));
            }
            RunEvent::Facts { facts, .. } => self.facts = Some(facts.clone()),
            RunEvent::Unsupported { quantities, .. } => self.unsupported = Some(quantities.clone()),
            RunEvent::Check { name, pass, detail } => {
                self.checks.push(CheckRecord { name: name.clone(), pass: *pass, detail: detail.clone() });
            }
            RunEvent::StageFinished { stage, result } => {
                self.approvals.retain(|(asking, _)| asking != stage);
                self.inputs.retain(|input| input.stage != *stage);
                self.with(ms, stage, |record| {
                    record.phase = Phase::Ended(result.status);
                    record.ended_ms = Some(ms);
                    record.result = Some((**result).clone());
                });
            }
            RunEvent::RunFinished { status, answer, failure, total_ms, cost_usd, cloud_only_usd } => {
                self.approvals.clear();
                self.inputs.clear();
                self.end = Some(RunEnd {
                    status: *status,
                    answer: answer.clone(),
                    failure: failure.clone(),
                    ms: *total_ms,
                    cost_usd: *cost_usd,
                    cloud_only_usd: *cloud_only_usd,
                });
            }
        }
    }

    fn with(&mut self, ms: u64, id: &str, change: impl FnOnce(&mut StageRecord)) {
        if let Some(stage) = self.stages.iter_mut().find(|stage| stage.id == id) {
            stage.latest_ms = ms;
            change(stage);
        }
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
