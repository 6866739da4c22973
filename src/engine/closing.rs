//! The end of a run: its answer, its checks, its totals.

use std::collections::BTreeSet;

use super::context::Context;
use super::event::{Failure, RunEvent, StageResult, Status, Timings};
use super::log::millis;
use super::record::{Phase, RunRecord, StageRecord};
use super::scheduler::Ended;
use crate::boundary::facts;
use crate::model::event::Usage;
use crate::pattern::{Side, Stage, StageKind, flow};
use crate::scenario::{Expectation, check};

/// Ends a run that never began.
pub(super) fn refuse(context: &Context, failure: Failure) {
    let status = if matches!(failure, Failure::Gate { .. }) { Status::Blocked } else { Status::Failed };
    end(context, status, String::new(), Some(failure), Some(0.0));
}

/// Ends a run whose stages have all ended.
pub(super) fn finish(context: &Context, ended: &Ended, skipped: &BTreeSet<String>) {
    let pattern = &context.request.pattern;
    let done = |id: &String| ended.get(id).filter(|result| result.status == Status::Done);
    let answered = pattern.answer.iter().find_map(|id| Some((id, done(id)?)));
    let in_order = pattern.stages.iter().filter_map(|stage| Some((stage.id.as_str(), ended.get(&stage.id)?)));
    let failure = in_order.clone().find(|(_, result)| result.status != Status::Done);
    let cost = sum(in_order.map(|(_, result)| result.cost_usd));
    let Some((id, result)) = answered else {
        let (status, failure) = failure.map_or_else(
            || {
                let names: Vec<&str> = skipped.iter().map(String::as_str).collect();
                let reason = format!("no stage with the answer ran; skipped: {}", names.join(", "));
                (Status::Failed, Some(Failure::Pattern { reason }))
            },
            |(_, result)| (result.status, result.failure.clone()),
        );
        end(context, status, partial_answer(context, ended), failure, cost);
        return;
    };
    let answer = shown(result);
    if let Some(stage) = pattern.stage(id) {
        report_unsupported(context, stage, &answer, ended);
    }
    // An answer from another stage does not hide a failure: the run has both, and says so.
    let (status, failure) = failure.map_or((Status::Done, None), |(failed, result)| {
        context.emit(RunEvent::Notice { text: fallback(failed, result.status, id) });
        (result.status, result.failure.clone())
    });
    run_checks(context, &answer);
    end(context, status, answer, failure, cost);
}

/// Tells that the answer is there although a stage is not.
fn fallback(failed: &str, status: Status, answered: &str) -> String {
    let became = match status {
        Status::Blocked => "was kept home",
        Status::Truncated => "was cut off",
        Status::Cancelled => "was stopped",
        Status::Failed | Status::Done | Status::Skipped => "failed",
    };
    format!("`{failed}` {became}; the answer is what `{answered}` wrote")
}

/// Ends a run that was stopped: stages under way are closed with what they had.
pub(super) fn cancelled(context: &Context) {
    let Some(record) = RunRecord::replay(&context.log.since(0)) else { return };
    let under_way = |stage: &&StageRecord| stage.started_ms.is_some() && !matches!(stage.phase, Phase::Ended(_));
    let mut costs: Vec<Option<f64>> =
        record.stages.iter().filter_map(|stage| Some(stage.result.as_ref()?.cost_usd)).collect();
    for stage in record.stages.iter().filter(under_way) {
        let result = interrupted(context, stage);
        costs.push(result.cost_usd);
        context.emit(RunEvent::StageFinished { stage: stage.id.clone(), result: Box::new(result) });
    }
    // A whole draft before a piece of its refinement.
    let answers = || context.request.pattern.answer.iter().filter_map(|id| record.stage(id));
    let done = |stage: &&StageRecord| stage.phase == Phase::Ended(Status::Done);
    let partial = answers().find(done).or_else(|| answers().find(|stage| !stage.text.is_empty()));
    let partial =
        partial.map(|stage| if stage.restored.is_empty() { stage.text.clone() } else { stage.restored.clone() });
    end(context, Status::Cancelled, partial.unwrap_or_default(), None, sum(costs.into_iter()));
}

/// What stages cost together; unknown where one of them is. Nothing costs zero, not the minus zero of an empty sum.
fn sum(costs: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    costs.sum::<Option<f64>>().map(|usd| usd + 0.0)
}

/// What a stopped stage leaves: its text so far, and an estimate of what it used.
fn interrupted(context: &Context, stage: &StageRecord) -> StageResult {
    let ratios = &context.request.ratios;
    let further = stage.further.iter().map(|text| text.chars().count()).sum::<usize>();
    let written = stage.text.chars().count() + stage.thinking.chars().count() + further;
    // A request that was never sent used nothing.
    let usage = stage.sent_ms.map_or_else(Usage::default, |_| Usage {
        input: stage.sent_bytes.map_or(0, |bytes| ratios.tokens(&stage.model, bytes)),
        output: ratios.tokens(&stage.model, written),
        ..Usage::default()
    });
    let total = stage_ms(stage);
    StageResult {
        status: Status::Cancelled,
        finish: None,
        text: stage.text.clone(),
        restored: (!stage.restored.is_empty()).then(|| stage.restored.clone()),
        reply: None,
        usage,
        estimated: true,
        ms: Timings {
            first: stage.first_ms.zip(stage.sent_ms).map(|(first, sent)| first.saturating_sub(sent)),
            first_answer: None,
            total,
        },
        cost_usd: context.cost(stage.side, usage, None, total),
        failure: None,
        notes: Vec::new(),
    }
}

fn stage_ms(stage: &StageRecord) -> u64 {
    let until = stage.latest_ms;
    until.saturating_sub(stage.started_ms.unwrap_or(until)).saturating_sub(stage.asked_ms)
}

/// What the user reads of a stage.
fn shown(result: &StageResult) -> String {
    result.restored.clone().unwrap_or_else(|| result.text.clone())
}

/// The text of an answer stage that did not end well, as far as it came.
fn partial_answer(context: &Context, ended: &Ended) -> String {
    context.request.pattern.answer.iter().find_map(|id| ended.get(id)).map(shown).unwrap_or_default()
}

/// Quantities a local model brought in from nowhere: only where it passes a cloud answer on.
fn report_unsupported(context: &Context, stage: &Stage, answer: &str, ended: &Ended) {
    let pattern = &context.request.pattern;
    // What code computed is a source like a cloud answer.
    let is_source = |id: &&String| {
        pattern.stage(id).is_some_and(|stage| stage.side == Side::Cloud || stage.kind == StageKind::Ground)
    };
    let cloud: Vec<String> = stage.needs.iter().filter(is_source).filter_map(|id| ended.get(id)).map(shown).collect();
    if stage.side == Side::Cloud || cloud.is_empty() {
        return;
    }
    let input = &context.request.input;
    let mut sources: Vec<&str> = cloud.iter().map(String::as_str).collect();
    sources.extend([input.question.as_str(), input.context.as_str()]);
    let quantities = facts::unsupported(answer, &sources);
    context.emit(RunEvent::Unsupported { stage: stage.id.clone(), quantities });
}

fn run_checks(context: &Context, answer: &str) {
    let crossed: Vec<String> = context
        .log
        .since(0)
        .iter()
        .filter_map(|stamped| match &stamped.event {
            RunEvent::RequestSent { side: Side::Cloud, body: Some(body), .. } => Some(body.clone()),
            _ => None,
        })
        .collect();
    let request = &context.request;
    let mut clouds = request.pattern.stages.iter().filter(|stage| stage.side == Side::Cloud);
    let none_to_cross = !crossed.is_empty() && clouds.all(|stage| !flow::carries_context(&request.pattern, stage));
    let outcomes = check::evaluate(&request.expectations, &request.input.terms, answer, &crossed);
    for ((name, pass, detail), expectation) in outcomes.into_iter().zip(&request.expectations) {
        let about_facts = matches!(expectation, Expectation::FactsKept { .. });
        let (pass, detail) = if about_facts && none_to_cross {
            (true, "not applicable: nothing of the context was to cross".to_owned())
        } else {
            (pass, detail)
        };
        context.emit(RunEvent::Check { name, pass, detail });
    }
}

fn end(context: &Context, status: Status, answer: String, failure: Option<Failure>, cost_usd: Option<f64>) {
    let elapsed = context.log.started().elapsed().saturating_sub(context.desk.stood());
    let cloud = context.model(Side::Cloud);
    let ratios = &context.request.ratios;
    let input = &context.request.input;
    let whole = Usage {
        input: ratios.tokens(&cloud.name, input.question.chars().count() + input.context.chars().count()),
        output: ratios.tokens(&cloud.name, answer.chars().count()),
        ..Usage::default()
    };
    let cloud_only_usd = context.cost(Side::Cloud, whole, None, 0);
    let total_ms = millis(elapsed);
    context.emit(RunEvent::RunFinished { status, answer, failure, total_ms, cost_usd, cloud_only_usd });
}
