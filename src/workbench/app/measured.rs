//! What the session's finished runs cost and took, per pattern: a small summary that the choice of a pattern shows.
//!
//! Not a history: runs made with other models than the latest one are forgotten.

use std::collections::BTreeMap;

use crate::engine::event::Status;
use crate::engine::record::RunRecord;
use crate::pattern::Pattern;

/// The finished runs of one pattern, with the models of the latest one.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// How many.
    pub runs: u32,
    /// Whether a model they used is simulated.
    pub simulated: bool,
    /// Milliseconds of all of them, without waiting for a person.
    total_ms: u64,
    /// USD of all of them; `None` where a price is unknown.
    total_usd: Option<f64>,
    /// Output tokens of each stage, all runs together, and how many of them had it.
    output: BTreeMap<String, (u64, u64)>,
    models: (String, String),
    pattern: Pattern,
}

impl Summary {
    /// Mean time of a run, milliseconds.
    #[must_use]
    pub fn ms(&self) -> u64 {
        self.total_ms / u64::from(self.runs.max(1))
    }

    /// Mean output tokens of a stage; `None` where it has not run.
    #[must_use]
    pub fn output_tokens(&self, stage: &str) -> Option<u64> {
        self.output.get(stage).map(|(tokens, runs)| tokens / (*runs).max(1))
    }

    /// Mean cost of a run in USD; `None` where a price is unknown.
    #[must_use]
    pub fn usd(&self) -> Option<f64> {
        Some(self.total_usd? / f64::from(self.runs.max(1)))
    }
}

/// Summaries by pattern id.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measured(BTreeMap<String, Summary>);

impl Measured {
    /// Takes a run that has ended; one that did not finish tells nothing about its pattern.
    pub fn take(&mut self, record: &RunRecord) {
        let Some(end) = record.end.as_ref().filter(|end| end.status == Status::Done) else { return };
        let models = (record.local.name.clone(), record.cloud.name.clone());
        let counted = record.stages.iter().filter_map(|stage| {
            let usage = stage.result.as_ref().filter(|result| result.status == Status::Done)?.usage;
            (usage.output > 0).then(|| (stage.id.clone(), (usage.output, 1)))
        });
        let fresh = Summary {
            output: counted.collect(),
            runs: 1,
            simulated: record.simulated(),
            total_ms: end.ms,
            total_usd: end.cost_usd,
            models,
            pattern: record.pattern.clone(),
        };
        let key = &record.pattern.id;
        match self.0.get_mut(key).filter(|held| held.models == fresh.models && held.pattern == fresh.pattern) {
            Some(held) => {
                held.runs += 1;
                held.total_ms = held.total_ms.saturating_add(fresh.total_ms);
                for (stage, (tokens, runs)) in fresh.output {
                    let sum = held.output.entry(stage).or_default();
                    *sum = (sum.0.saturating_add(tokens), sum.1 + runs);
                }
                held.total_usd = held.total_usd.zip(fresh.total_usd).map(|(a, b)| a + b);
            }
            None => {
                self.0.insert(key.clone(), fresh);
            }
        }
    }

    /// What was measured of a pattern, as it is now.
    #[must_use]
    pub fn of(&self, pattern: &Pattern) -> Option<&Summary> {
        self.0.get(&pattern.id).filter(|summary| summary.pattern == *pattern)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::event::RunEvent;
    use crate::workbench::app::testing::*;

    fn run(model: &mut crate::workbench::app::Model, id: &str, end: RunEvent) {
        let run = begin(model, id);
        let mut events = whole();
        events.pop();
        events.push(end);
        feed(model, &run, events);
    }

    #[test]
    fn finished_runs_are_averaged_and_others_do_not_count() {
        let mut model = model();
        run(&mut model, "a", finished(Status::Done));
        run(&mut model, "b", finished(Status::Cancelled));
        let RunEvent::RunFinished { status, answer, failure, cloud_only_usd, .. } = finished(Status::Done) else {
            return;
        };
        let slower =
            RunEvent::RunFinished { total_ms: 14_100, cost_usd: Some(0.0041), status, answer, failure, cloud_only_usd };
        run(&mut model, "c", slower);
        let summary = model.session.measured.of(&sanitize()).unwrap();
        assert_eq!((summary.runs, summary.ms(), summary.simulated), (2, 13_000, true));
        assert!((summary.usd().unwrap() - 0.004).abs() < 1e-9);
        assert_eq!(model.session.measured.of(&local_only()), None);
    }

    #[test]
    fn a_pattern_that_was_edited_was_never_measured() {
        let mut model = model();
        run(&mut model, "a", finished(Status::Done));
        let edited = Pattern { summary: "edited".to_owned(), ..sanitize() };
        assert_eq!(model.session.measured.of(&edited), None);
    }
}
