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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::engine::event::{Failure, Input, RunEvent, RunId, StageResult, Stamped};
    use crate::engine::stage;
    use crate::model::client::ModelInfo;
    use crate::pattern::{Source, file};

    const PATTERN: &str = r#"
id = "e"
name = "E"
direction = "local-first"
trigger = "conditional"
answer = ["check", "ask", "attempt"]
[params]
threshold = 0.5
[[signal]]
id = "hard"
kind = "rule"
expr = "0.6"
[[stage]]
id = "attempt"
side = "local"
prompt = "{{ question }}"
[[stage]]
id = "ask"
side = "cloud"
needs = ["attempt"]
when = "signals.hard >= params.threshold"
prompt = "x"
[[stage]]
id = "check"
side = "local"
when = "'sure' not in ask.text"
prompt = "{{ ask.text }}"
"#;

    /// A run that stayed at home: its threshold was 0.7, and the question was 0.6 hard.
    fn stayed() -> RunRecord {
        let pattern = file::parse("e.toml", PATTERN, Source::Builtin).unwrap();
        let info = ModelInfo {
            name: "m".to_owned(),
            provider: "ollama".to_owned(),
            place: "127.0.0.1:11434".to_owned(),
            reach: None,
            simulated: true,
            proxied: false,
        };
        let empty = stage::failed(Failure::Pattern { reason: String::new() });
        let result = StageResult { status: Status::Done, failure: None, ..empty };
        let skipped = |stage: &str| RunEvent::StageSkipped { stage: stage.to_owned(), reason: "x".to_owned() };
        let events = [
            RunEvent::RunStarted {
                pattern: Box::new(pattern),
                input: Input::default(),
                local: info.clone(),
                cloud: info,
                usd_per_million: None,
                policy: crate::boundary::finding::Policy::Mask,
                params: BTreeMap::from([("threshold".to_owned(), json!(0.7))]),
                at: "2026-01-05T18:30:00Z".parse().unwrap(),
            },
            RunEvent::Signal { id: "hard".to_owned(), value: Some(0.6), detail: String::new() },
            RunEvent::StageFinished { stage: "attempt".to_owned(), result: Box::new(result) },
            skipped("ask"),
            skipped("check"),
        ];
        let log: Vec<Arc<Stamped>> = events
            .into_iter()
            .zip(0..)
            .map(|(event, seq)| Arc::new(Stamped { run: RunId("a".to_owned()), seq, ms: seq, event }))
            .collect();
        RunRecord::replay(&log).unwrap()
    }

    #[test]
    fn another_threshold_is_judged_over_the_same_signals() {
        let record = stayed();
        let would = |threshold: f64| would_run(&record, &BTreeMap::from([("threshold".to_owned(), json!(threshold))]));
        assert_eq!(would(0.6)[1].1, Would::Run);
        assert!(matches!(&would(0.61)[1].1, Would::Stay(reason) if reason.contains("hard 0.60; threshold 0.61")));
        assert_eq!(would_run(&record, &BTreeMap::new())[1].1, would(0.7)[1].1);
    }

    #[test]
    fn what_hangs_on_an_answer_never_asked_for_is_unknown() {
        let record = stayed();
        let would = would_run(&record, &BTreeMap::from([("threshold".to_owned(), json!(0.5))]));
        assert!(matches!(&would[2].1, Would::Unknown(reason) if reason.contains("`ask` would have said")), "{would:?}");
        let would = would_run(&record, &BTreeMap::new());
        assert!(matches!(&would[2].1, Would::Stay(reason) if reason.contains("needs `ask`")), "{would:?}");
    }
}
