//! Starting a run, and the way back in.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::desk::Desk;
use super::event::{Decision, Input, RunId};
use super::log::RunLog;
use super::scheduler;
use super::tokens::Ratios;
use crate::boundary::finding::Policy;
use crate::boundary::gate::Gate;
use crate::boundary::request::hex;
use crate::config::Settings;
use crate::model::client::Models;
use crate::pattern::Pattern;
use crate::scenario::Expectation;

/// Limits of a run. Silence of a server is the clients' business (they know the socket).
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Most a run may spend, USD.
    pub run_usd: Option<f64>,
    /// What is left of the session's cap, USD.
    pub session_usd: Option<f64>,
    /// Attempts at a soft JSON contract; at least 1.
    pub attempts: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { run_usd: None, session_usd: None, attempts: 3 }
    }
}

impl Limits {
    /// The same with what is left of the session's cap after `spent_usd`, shared by `runs` runs at once.
    #[must_use]
    pub fn after(&self, spent_usd: f64, runs: u32) -> Self {
        let left = |cap: f64| (cap - spent_usd).max(0.0) / f64::from(runs.max(1));
        Self { session_usd: self.session_usd.map(left), ..self.clone() }
    }
}

/// Everything a run needs.
#[derive(Debug, Clone)]
pub struct RunRequest {
    /// The pattern, checked.
    pub pattern: Arc<Pattern>,
    /// The user's input.
    pub input: Input,
    /// Expectations on the outcome (a scenario's).
    pub expectations: Vec<Expectation>,
    /// Values of the pattern's params that differ from the defaults.
    pub params: BTreeMap<String, Value>,
    /// A seed for every call that has none of its own.
    pub seed: Option<i64>,
    /// Both sides.
    pub models: Models,
    /// The gate.
    pub gate: Gate,
    /// What the gate does with findings.
    pub policy: Policy,
    /// Under `ask`: ask even when nothing was found.
    pub ask_always: bool,
    /// Whether the local model lists the names of the input before the first stage.
    pub local_names: bool,
    /// Hold the first cloud request for a person, whatever the policy.
    pub hold: bool,
    /// Whether somebody is there who can be asked for a value the input does not hold.
    pub attended: bool,
    /// Limits.
    pub limits: Limits,
    /// Power draw of the local machine while it answers, watts, and price per kWh in USD.
    pub electricity: Option<(f64, f64)>,
    /// Characters per token, learnt per model; shared by the runs of a session.
    pub ratios: Ratios,
}

impl RunRequest {
    /// A run with every setting at its default: policy `block`, nothing held, no caps, a gate without the names model.
    #[must_use]
    pub fn new(pattern: Arc<Pattern>, input: Input, models: Models) -> Self {
        Self {
            pattern,
            input,
            models,
            expectations: Vec::new(),
            params: BTreeMap::new(),
            seed: None,
            gate: Gate::default(),
            policy: Policy::Block,
            ask_always: false,
            local_names: false,
            hold: false,
            attended: false,
            limits: Limits::default(),
            electricity: None,
            ratios: Ratios::default(),
        }
    }

    /// The same as it is run in earnest: with what the settings say about caps, attempts and electricity, and the whole gate.
    #[must_use]
    pub fn with_settings(self, settings: &Settings) -> Self {
        let limits =
            Limits { run_usd: settings.run_usd, session_usd: settings.session_usd, attempts: settings.attempts };
        let (electricity, ask_always, local_names) = (settings.electricity, settings.ask_always, settings.local_names);
        Self { limits, electricity, ask_always, local_names, gate: Gate::standard(), ..self }
    }
}

/// A run under way.
#[derive(Debug, Clone)]
pub struct RunHandle {
    /// Its identifier.
    pub id: RunId,
    /// Its log.
    pub log: RunLog,
    desk: Arc<Desk>,
}

impl RunHandle {
    /// Decides on an [`super::event::Approval`]. A decision on one that is no longer wanted is ignored.
    pub fn decide(&self, id: u64, decision: Decision) {
        self.desk.decide(id, decision);
    }

    /// Answers an [`super::event::RunEvent::InputWanted`]. An answer to one that is no longer wanted is ignored.
    pub fn answer(&self, id: u64, text: String) {
        self.desk.answer(id, text);
    }

    /// Holds the next cloud request for a person, whatever the policy and even when nothing was found; calling it again
    /// changes nothing.
    pub fn hold_next(&self) {
        self.desk.hold(true);
    }

    /// Takes [`RunHandle::hold_next`] back.
    pub fn release(&self) {
        self.desk.hold(false);
    }

    /// Stops the run: aborts its stages and closes their sockets. The log ends with a cancelled `RunFinished`.
    pub fn cancel(&self) {
        self.desk.cancel();
    }
}

/// Starts a run on the current tokio runtime.
#[must_use]
pub fn start(request: RunRequest) -> RunHandle {
    let id = new_id();
    let log = RunLog::new(id.clone(), Instant::now());
    let desk = Arc::new(Desk::new(request.hold));
    tokio::spawn(scheduler::run(request, log.clone(), Arc::clone(&desk)));
    RunHandle { id, log, desk }
}

/// Eight hex digits from clock, process and a counter: unique enough to name a run, and telling nothing.
fn new_id() -> RunId {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let mut hash = Sha256::new();
    hash.update(jiff::Timestamp::now().as_nanosecond().to_le_bytes());
    hash.update(std::process::id().to_le_bytes());
    hash.update(COUNTER.fetch_add(1, Ordering::Relaxed).to_le_bytes());
    RunId(hex(hash.finalize().get(..4).unwrap_or_default()))
}
