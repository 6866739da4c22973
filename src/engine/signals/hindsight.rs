//! What a run would have done under other params: its log read again, nothing asked again. Pure.
//!
//! "Under a threshold of 0.7 this run would have stayed at home."

use std::collections::BTreeMap;

use serde_json::Value;

use crate::engine::condition::{Need, WhyNot, why_not};
use crate::engine::event::Status;
use crate::engine::record::{RunRecord, StageRecord};
use crate::pattern::Stage;
use crate::pattern::template::{StageValue, Values};

/// Whether a stage would have run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Would {
    /// It would have run.
    Run,
    /// It would not; why.
    Stay(String),
    /// That hangs on something this run never had (the output of a stage that it skipped); what.
    Unknown(String),
}

/// For each stage in pattern order whether it would have run, had `params` been set (others as they were): the pattern's
/// conditions judged anew over the signals and texts of the log.
#[must_use]
pub fn would_run(record: &RunRecord, params: &BTreeMap<String, Value>) -> Vec<(String, Would)> {
    let pattern = &record.pattern;
    let mut values = Values {
        question: record.input.question.clone(),
        context: record.input.context.clone(),
        params: record.params.clone(),
        signals: record.signals.iter().filter_map(|signal| Some((signal.id.clone(), signal.value?))).collect(),
        ..Values::default()
    };
    values.params.extend(params.clone());
    let mut verdicts: BTreeMap<&str, Would> = BTreeMap::new();
    for stage in pattern.order() {
        let verdict = judge(record, stage, &values, &verdicts);
        if verdict == Would::Run
            && let Some(value) = value(record.stage(&stage.id))
        {
            values.stages.insert(stage.id.clone(), value);
        }
        verdicts.insert(&stage.id, verdict);
    }
    pattern.stages.iter().filter_map(|stage| Some((stage.id.clone(), verdicts.remove(stage.id.as_str())?))).collect()
}

fn judge(record: &RunRecord, stage: &Stage, values: &Values, verdicts: &BTreeMap<&str, Would>) -> Would {
    // A need nobody knows about, or one that would have run now but never did.
    let mut unheard = None;
    for need in &stage.needs {
        match verdicts.get(need.as_str()) {
            Some(Would::Unknown(reason)) => return Would::Unknown(reason.clone()),
            Some(Would::Run) if record.stage(need).is_none_or(|stage| stage.result.is_none()) => unheard = Some(need),
            _ => {}
        }
    }
    let need = |id: &str| match verdicts.get(id) {
        Some(Would::Run) => match record.stage(id).and_then(|stage| stage.result.as_ref()) {
            Some(result) if result.status != Status::Done => Need::Unfinished,
            _ => Need::Done,
        },
        _ => Need::Skipped,
    };
    match (why_not(&record.pattern, stage, values, need), unheard) {
        (None, _) => Would::Run,
        (Some(WhyNot::Unjudged(_)), Some(id)) => {
            Would::Unknown(format!("it hangs on what `{id}` would have said, and this run never asked it"))
        }
        (Some(WhyNot::Not(reason) | WhyNot::Unjudged(reason)), _) => Would::Stay(reason),
    }
}

fn value(stage: Option<&StageRecord>) -> Option<StageValue> {
    let stage = stage?;
    let result = stage.result.as_ref().filter(|result| result.status == Status::Done)?;
    Some(StageValue::of(stage.side, result))
}
