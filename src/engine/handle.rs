//! Starting a run, and the way back in.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::event::{Decision, Input, RunId};
use super::log::RunLog;
use crate::boundary::finding::Policy;
use crate::boundary::gate::Gate;
use crate::model::client::Models;
use crate::pattern::Pattern;
use crate::scenario::Expectation;

/// Limits of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// A stage with no byte for this long fails (local: model load is silent).
    pub idle_local: Duration,
    /// The same for the cloud.
    pub idle_cloud: Duration,
    /// Most a run may spend, USD.
    pub run_usd: Option<f64>,
    /// What is left of the session's cap, USD.
    pub session_usd: Option<f64>,
    /// Attempts at a soft JSON contract.
    pub attempts: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            idle_local: Duration::from_mins(5),
            idle_cloud: Duration::from_mins(2),
            run_usd: None,
            session_usd: None,
            attempts: 3,
        }
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
    /// Limits.
    pub limits: Limits,
}

/// A run under way.
#[derive(Debug, Clone)]
pub struct RunHandle {
    /// Its identifier.
    pub id: RunId,
    /// Its log.
    pub log: RunLog,
}

impl RunHandle {
    /// Decides on an [`super::event::Approval`]. A decision on one that is no longer wanted is ignored.
    pub fn decide(&self, id: u64, decision: Decision) {
        let _ = (id, decision);
        todo!()
    }
    /// Answers an input wanted.
    pub fn answer(&self, id: u64, text: String) {
        let _ = (id, text);
        todo!()
    }
    /// Under `ask`: holds the next cloud request for a person even when nothing was found.
    pub fn hold_next(&self) {
        todo!()
    }
    /// Stops the run: aborts its stages and closes their sockets. The log ends with a cancelled `RunFinished`.
    pub fn cancel(&self) {
        todo!()
    }
}

/// Starts a run on the current tokio runtime.
#[must_use]
pub fn start(request: RunRequest) -> RunHandle {
    let _ = request;
    todo!()
}
