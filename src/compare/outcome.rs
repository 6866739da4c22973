//! What one run came to, as far as it is compared: read off its record.

use serde::{Deserialize, Serialize};

use super::Cell;
use crate::boundary::finding::Verdict;
use crate::engine::event::Status;
use crate::engine::record::RunRecord;
use crate::pattern::Side;

/// Some of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Share {
    /// How many.
    pub part: usize,
    /// Out of how many.
    pub of: usize,
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Which run of the comparison.
    #[serde(flatten)]
    pub cell: Cell,
    /// The run's identifier.
    pub run: String,
    /// How it ended.
    pub status: Status,
    /// The answer.
    pub answer: String,
    /// Whether any model was a stand-in.
    pub simulated: bool,
    /// Milliseconds until the first whole answer somebody can use was there: the draft of a pattern that shows one, else
    /// the answer. `None` where there was none.
    pub first_useful_ms: Option<u64>,
    /// Milliseconds of the whole run, without waiting for a person.
    pub total_ms: u64,
    /// Tokens read and written by the cloud model, from its usage record.
    pub cloud_tokens: u64,
    /// Whether a part of `cloud_tokens` is an estimate.
    pub estimated: bool,
    /// Bytes of the requests that crossed.
    pub bytes: u64,
    /// Cost in USD; `None` where a price is unknown.
    pub cost_usd: Option<f64>,
    /// Findings the policies act on in requests that were sent as they were.
    pub leaks: usize,
    /// Facts of the input that crossed; `None` where nothing crossed.
    pub facts: Option<Share>,
    /// Checks passed.
    pub checks: Share,
    /// The gravest verdict of the gate; `None` where no request came to it.
    pub verdict: Option<Verdict>,
    /// Why it did not end well.
    pub error: Option<String>,
}

/// Graver is larger.
fn gravity(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Cleared => 0,
        Verdict::Masked => 1,
        Verdict::Approved => 2,
        Verdict::Allowed => 3,
        Verdict::Blocked => 4,
    }
}

impl Outcome {
    /// Reads it off a record; `None` while the run has not ended.
    #[must_use]
    pub fn of(cell: Cell, record: &RunRecord) -> Option<Self> {
        let end = record.end.as_ref()?;
        let results = |side: Side| {
            let stages = record.stages.iter().filter(move |stage| stage.side == side);
            stages.filter_map(|stage| stage.result.as_ref())
        };
        let sent_as_is = |verdict: Verdict| matches!(verdict, Verdict::Allowed | Verdict::Approved);
        let leaks = record.gate.iter().filter(|report| sent_as_is(report.verdict)).flat_map(|report| &report.findings);
        let facts = record.facts.as_ref().map(|facts| Share {
            part: facts.kept.len(),
            of: facts.kept.len() + facts.altered.len() + facts.dropped.len(),
        });
        Some(Self {
            cell,
            run: record.id.0.clone(),
            status: end.status,
            answer: end.answer.clone(),
            simulated: record.simulated(),
            first_useful_ms: first_useful(record),
            total_ms: end.ms,
            cloud_tokens: results(Side::Cloud).map(|result| result.usage.input + result.usage.output).sum(),
            estimated: results(Side::Cloud).any(|result| result.estimated),
            bytes: record.crossed.iter().map(|crossing| crossing.bytes as u64).sum(),
            cost_usd: end.cost_usd,
            leaks: leaks.filter(|finding| finding.class.acted_on()).count(),
            facts: facts.filter(|_| !record.crossed.is_empty()),
            checks: Share { part: record.checks.iter().filter(|check| check.pass).count(), of: record.checks.len() },
            verdict: record.gate.iter().map(|report| report.verdict).max_by_key(|verdict| gravity(*verdict)),
            error: end.failure.as_ref().map(ToString::to_string),
        })
    }
}

/// When the first whole answer was there, ms after the start.
fn first_useful(record: &RunRecord) -> Option<u64> {
    let pattern = &record.pattern;
    let mut stages = pattern.first_answer.iter().chain(&pattern.answer).filter_map(|id| record.stage(id));
    let done = stages.find(|stage| stage.result.as_ref().is_some_and(|result| result.status == Status::Done))?;
    // Waiting for a person counts in no timing.
    let asked: u64 = record.stages.iter().filter(|stage| stage.ended_ms <= done.ended_ms).map(|s| s.asked_ms).sum();
    done.ended_ms.map(|ms| ms.saturating_sub(asked))
}
