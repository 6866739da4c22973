//! A finished run as one JSON object (the contract of `run --json`) and as text for people.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::Exit;
use crate::boundary::restore::Note;
use crate::engine::event::{Failure, Status};
use crate::engine::ground::{Grounded, SlotSource};
use crate::engine::record::{Phase, RunEnd, RunRecord, StageRecord};
use crate::engine::refine::Refinement;

/// How a run ends the command.
#[must_use]
pub fn exit(end: &RunEnd) -> Exit {
    match (end.status, &end.failure) {
        (Status::Done | Status::Skipped, _) => Exit::Done,
        (Status::Cancelled, _) => Exit::Interrupted,
        (Status::Blocked, _) | (_, Some(Failure::Gate { .. })) => Exit::Blocked,
        (Status::Truncated, _) | (_, Some(Failure::Model { .. } | Failure::Contract { .. })) => Exit::Model,
        (Status::Failed, _) => Exit::Failed,
    }
}

/// The object `run --json` prints. Names are a contract; additions are free.
#[must_use]
pub fn json(record: &RunRecord) -> Value {
    let end = record.end.as_ref();
    json!({
        "run": record.id.0,
        "pattern": record.pattern.id,
        "status": end.map(|end| end.status),
        "simulated": record.simulated(),
        "models": {"local": record.local, "cloud": record.cloud},
        "policy": record.policy,
        "at": record.at,
        "answer": end.map(|end| end.answer.as_str()).unwrap_or_default(),
        "error": end.and_then(|end| end.failure.as_ref()).map(ToString::to_string),
        "notices": record.notices,
        "signals": record.signals.iter().map(|signal| json!({
            "id": signal.id, "value": signal.value, "detail": signal.detail,
        })).collect::<Vec<_>>(),
        "refinement": Refinement::of(record).map(refinement),
        "stages": record.stages.iter().map(stage).collect::<Vec<_>>(),
        "crossed": record.crossed.iter().map(|crossing| json!({
            "stage": crossing.stage, "destination": crossing.destination, "bytes": crossing.bytes,
            "sha256": crossing.sha256, "body": crossing.body,
        })).collect::<Vec<_>>(),
        "gate": record.gate.iter().map(|report| json!({
            "stage": report.stage, "verdict": report.verdict, "findings": report.findings, "groups": report.groups,
            "reason": report.reason,
        })).collect::<Vec<_>>(),
        "facts": record.facts.clone().unwrap_or_default(),
        "unsupported": record.unsupported.clone().unwrap_or_default(),
        "checks": record.checks.iter().map(|check| json!({
            "name": check.name, "pass": check.pass, "detail": check.detail,
        })).collect::<Vec<_>>(),
        "totals": {
            "ms": end.map(|end| end.ms),
            "cost_usd": end.and_then(|end| end.cost_usd),
            "cloud_only_usd": end.and_then(|end| end.cloud_only_usd),
            "cloud_only_estimated": true,
        },
    })
}

fn refinement(refinement: Refinement<'_>) -> Value {
    let change = refinement.revision().change();
    json!({
        "draft": refinement.draft.id, "refined": refinement.refined.id,
        "words": change.words, "changed_words": change.changed_words, "material": change.material,
        "draft_ms": refinement.draft_ms(), "refined_ms": refinement.refined_ms(), "cost_usd": refinement.cost_usd(),
    })
}

fn stage(stage: &StageRecord) -> Value {
    let result = stage.result.as_ref();
    let status = match stage.phase {
        Phase::Ended(status) => Some(status),
        _ => None,
    };
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("id", json!(stage.id));
    put("side", json!(stage.side));
    put("model", json!(stage.model));
    // A stage the run ended before is skipped: it did not run.
    put("status", json!(status.unwrap_or(Status::Skipped)));
    put("finish", json!(result.and_then(|result| result.finish)));
    put("text", json!(result.map_or(stage.text.as_str(), |result| result.text.as_str())));
    put("reply", result.and_then(|result| result.reply.clone()).unwrap_or_else(|| json!({})));
    put("usage", json!(result.map(|result| result.usage).unwrap_or_default()));
    put("estimated", json!(result.is_some_and(|result| result.estimated)));
    put("ms", json!(result.map(|result| result.ms).unwrap_or_default()));
    put("cost_usd", json!(result.map_or(Some(0.0), |result| result.cost_usd)));
    if let Some(restored) = result.and_then(|result| result.restored.as_ref()) {
        put("restored", json!(restored));
    }
    if let Some(reason) = &stage.skipped {
        put("skipped", json!(reason));
    }
    if let Some(failure) = result.and_then(|result| result.failure.as_ref()) {
        put("error", json!(failure.to_string()));
    }
    if let Some(result) = result.filter(|result| !result.notes.is_empty()) {
        put("restore_notes", json!(result.notes));
    }
    if !stage.failed.is_empty() {
        let attempts = stage.failed.iter().map(|attempt| json!({"text": attempt.text, "reason": attempt.reason}));
        put("failed_attempts", attempts.collect());
    }
    Value::Object(object)
}

/// What people read on stderr after the answer: one line a stage, then what crossed, facts, checks and totals.
#[must_use]
pub fn summary(record: &RunRecord) -> String {
    let mut text = String::new();
    let mut line = |line: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{line}");
    };
    if record.simulated() {
        line(format!("SIMULATED: {}", simulated(record)));
    }
    for notice in &record.notices {
        line(format!("note       {notice}"));
    }
    for stage in &record.stages {
        line(stage_line(stage));
        if let Some(text) = grounded_line(&stage.grounded) {
            line(text);
        }
    }
    for signal in &record.signals {
        let value = signal.value.map_or_else(|| "  – ".to_owned(), |value| format!("{value:.2}"));
        line(format!("signal     {value} {}: {}", signal.id, signal.detail));
    }
    if let Some(refinement) = Refinement::of(record) {
        line(refined(refinement));
    }
    if record.crossed.is_empty() {
        line("crossed    nothing".into());
    }
    for crossing in &record.crossed {
        line(format!(
            "crossed    {} B to {} (sha256 {}…)",
            crossing.bytes,
            crossing.destination,
            crossing.sha256.get(..12).unwrap_or(&crossing.sha256)
        ));
    }
    for report in &record.gate {
        let acted_on = report.findings.iter().filter(|finding| finding.class.acted_on()).count();
        let quantities = report.findings.len() - acted_on;
        line(format!(
            "gate       {}: {}, {acted_on} finding(s), {quantities} quantities",
            report.stage,
            word(&report.verdict)
        ));
    }
    if let Some(facts) = &record.facts {
        line(format!(
            "facts      {} kept, {} altered, {} dropped{}",
            facts.kept.len(),
            facts.altered.len(),
            facts.dropped.len(),
            list(&[facts.altered.as_slice(), facts.dropped.as_slice()].concat())
        ));
    }
    if let Some(unsupported) = record.unsupported.as_ref().filter(|unsupported| !unsupported.is_empty()) {
        line(format!("unsupported in the answer{}", list(unsupported)));
    }
    for check in &record.checks {
        line(format!("check      {} {} ({})", if check.pass { "ok  " } else { "FAIL" }, check.name, check.detail));
    }
    for note in record.stages.iter().filter_map(|stage| stage.result.as_ref()).flat_map(|result| &result.notes) {
        line(match note {
            Note::Unknown { text } => format!("restore    unknown placeholder {text}: left as it is"),
            Note::Lenient { placeholder } => format!("restore    {placeholder} came back bent; restored"),
            Note::InAddress { placeholder } => {
                format!(
                    "restore    {placeholder} stands in an address: left as it is, so that following it tells nobody"
                )
            }
        });
    }
    if let Some(end) = &record.end {
        line(format!(
            "total      {:.1} s, {}, cloud-only ≈ {}",
            end.ms as f64 / 1000.0,
            usd(end.cost_usd),
            usd(end.cloud_only_usd)
        ));
        if let Some(failure) = &end.failure {
            line(format!("{}: {failure}", word(&end.status)));
        }
    }
    text
}

fn refined(refinement: Refinement<'_>) -> String {
    let change = refinement.revision().change();
    let seconds = |ms: u64| ms as f64 / 1000.0;
    let what = if change.material {
        format!("{} of {} words changed", change.changed_words, change.words)
    } else {
        format!("no material change ({} of {} words)", change.changed_words, change.words)
    };
    format!(
        "refined    {what}; draft after {:.1} s, refinement after {:.1} s for {}",
        seconds(refinement.draft_ms()),
        seconds(refinement.refined_ms()),
        usd(refinement.cost_usd())
    )
}

fn simulated(record: &RunRecord) -> &'static str {
    match (record.local.simulated, record.cloud.simulated) {
        (true, true) => "both models are rehearsal stand-ins",
        (true, false) => "the local model is a rehearsal stand-in",
        _ => "the cloud model is a rehearsal stand-in",
    }
}

/// How far a plan was carried out; `None` where there was none.
fn grounded_line(grounded: &Grounded) -> Option<String> {
    let (slots, steps) = (&grounded.slots, &grounded.steps);
    let names = |source: SlotSource| {
        let names: Vec<&str> =
            slots.iter().filter(|slot| slot.source == source).map(|slot| slot.slot.as_str()).collect();
        names.join(", ")
    };
    let given = slots.iter().filter(|slot| slot.value.is_some()).count();
    let done = steps.iter().filter(|step| step.value.is_some()).count();
    let mut text = format!("           {given} of {} values, {done} of {} steps", slots.len(), steps.len());
    let failed: Vec<String> =
        steps.iter().filter(|step| step.check == Some(false)).map(|step| step.id.to_string()).collect();
    let remarks = [
        ("missing", names(SlotSource::Missing)),
        ("not in the input as it stands", names(SlotSource::Unsupported)),
        ("check does not hold for step", failed.join(", ")),
    ];
    for (what, which) in remarks.iter().filter(|(_, which)| !which.is_empty()) {
        // Writing to a string cannot fail.
        let _ = write!(text, "; {what}: {which}");
    }
    (!slots.is_empty() || !steps.is_empty()).then_some(text)
}

fn stage_line(stage: &StageRecord) -> String {
    let Some(result) = &stage.result else {
        return format!(
            "{:<10} {:<5} skipped: {}",
            stage.id,
            stage.side,
            stage.skipped.as_deref().unwrap_or("not reached")
        );
    };
    let mark = if result.estimated { "~" } else { "" };
    let first = result.ms.first.map_or_else(String::new, |ms| format!(", first {:.1} s", ms as f64 / 1000.0));
    format!(
        "{:<10} {:<5} {}: {:.1} s{first}, {mark}{} -> {mark}{} tokens, {} ({})",
        stage.id,
        stage.side,
        word(&result.status),
        result.ms.total as f64 / 1000.0,
        result.usage.input,
        result.usage.output,
        usd(result.cost_usd),
        stage.model
    )
}

/// Dollars, with as many digits as small amounts need.
fn usd(amount: Option<f64>) -> String {
    match amount {
        None => "price unknown".into(),
        Some(0.0) => "$0".into(),
        Some(amount) => format!("${amount:.4}"),
    }
}

fn list(items: &[String]) -> String {
    if items.is_empty() { String::new() } else { format!(": {}", items.join(", ")) }
}

/// The word a serialisable enum has in the contract.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
