//! What the borders and the header say in numbers, from the record of a run. Text only; nothing is placed here.

use super::alarms;
use super::facts::{self, Where};
use super::widgets::numbers;
use super::widgets::paint::Piece;
use crate::boundary::finding::Verdict;
use crate::engine::event::Status;
use crate::engine::record::{RunEnd, RunRecord, StageRecord};
use crate::pattern::{Direction, FieldKind, Pattern, Purpose, Side, Trigger};
use crate::workbench::app::Session;
use crate::workbench::app::pane::Pane;
use crate::workbench::theme::Role;

/// Bytes per token where no usage record has arrived yet; always shown with `~`.
const BYTES_PER_TOKEN: u64 = 4;

/// Tokens in and out of a stage, and whether they are an estimate.
#[must_use]
pub fn tokens(stage: &StageRecord) -> Option<(u64, u64, bool)> {
    if let Some(result) = &stage.result {
        let empty = result.usage.input == 0 && result.usage.output == 0;
        return (!empty).then_some((result.usage.input, result.usage.output, result.estimated));
    }
    let input = stage.sent_bytes? as u64 / BYTES_PER_TOKEN;
    Some((input, written(stage) / BYTES_PER_TOKEN, true))
}

fn written(stage: &StageRecord) -> u64 {
    (stage.text.len() + stage.thinking.len()) as u64
}

/// Tokens of thinking, and whether they are an estimate.
#[must_use]
pub fn thinking_tokens(stage: &StageRecord, bytes: usize) -> (u64, bool) {
    match &stage.result {
        Some(result) if result.usage.reasoning > 0 && !result.estimated => (result.usage.reasoning, false),
        _ => (bytes as u64 / BYTES_PER_TOKEN, true),
    }
}

/// Milliseconds to the first piece, from the request on.
#[must_use]
pub fn first_ms(stage: &StageRecord) -> Option<u64> {
    match &stage.result {
        Some(result) => result.ms.first,
        None => stage.first_ms.map(|first| first.saturating_sub(stage.sent_ms.or(stage.started_ms).unwrap_or(first))),
    }
}

/// Tokens per second from the first piece on.
#[must_use]
pub fn rate(stage: &StageRecord) -> Option<(f64, bool)> {
    let (_, output, estimated) = tokens(stage)?;
    if !stage.further.is_empty() {
        // Tokens of several calls, with the waits between them: no rate of the model's.
        return None;
    }
    let until = stage.ended_ms.unwrap_or(stage.latest_ms);
    // Nobody writes while a person is asked.
    let ms = until.checked_sub(stage.first_ms?)?.checked_sub(stage.asked_late_ms)?;
    // Below a quarter of a second the number says more about the clock than about the model.
    (ms >= 250 && output > 0).then(|| (output as f64 * 1000.0 / ms as f64, estimated))
}

/// The counters of a pane that a model writes: time to first token, decode rate, cost, and how it ended if not well.
#[must_use]
pub fn stage_badges(stage: &StageRecord) -> Vec<Piece> {
    use crate::model::event::Finish;
    let mut badges = Vec::new();
    let finish = stage.result.as_ref().and_then(|result| result.finish);
    let ended = match finish {
        Some(Finish::Length) => Some("cut at the length limit"),
        Some(Finish::Filter) => Some("cut by a content filter"),
        Some(Finish::Refusal) => Some("refused"),
        Some(Finish::Stop) | None => None,
    };
    if let Some(ended) = ended {
        badges.push(Piece::new(format!("! {ended}"), Role::Warning, 0));
    }
    badges.extend(alarms::badge(stage));
    if let Some(first) = first_ms(stage) {
        badges.push(Piece::new(format!("first {}", numbers::seconds(first)), Role::Dim, 2));
    }
    if let Some((rate, estimated)) = rate(stage) {
        badges.push(Piece::new(numbers::estimated(&numbers::rate(rate), estimated), Role::Dim, 3));
    }
    if let Some(result) = &stage.result {
        let cost = numbers::usd_or_unknown(result.cost_usd);
        badges.push(Piece::new(
            numbers::estimated(&cost, result.estimated && result.cost_usd > Some(0.0)),
            Role::Dim,
            1,
        ));
    }
    badges
}

/// Private values that crossed: findings a policy acts on in requests that were sent with them.
#[must_use]
pub fn leaks(record: &RunRecord) -> usize {
    let sent = |verdict: Verdict| matches!(verdict, Verdict::Approved | Verdict::Allowed);
    let reports = record.gate.iter().filter(|report| sent(report.verdict));
    reports.flat_map(|report| &report.findings).filter(|finding| finding.class.acted_on()).count()
}

/// Whether private values were known, by the user's words or by what the local model mapped: else only detectors looked.
fn knew_values(record: &RunRecord) -> bool {
    let maps = |stage: &crate::pattern::Stage| {
        let fields = stage.reply.iter().flat_map(|reply| &reply.fields);
        stage.side == Side::Local && fields.into_iter().any(|(_, kind)| *kind == FieldKind::Map)
    };
    !record.input.terms.is_empty() || record.pattern.stages.iter().any(maps)
}

/// The counters of a pane that shows what crosses: leaks, groups of facts, facts, size.
#[must_use]
pub fn crossing_badges(record: &RunRecord, consumer: &str, pane: &Pane) -> Vec<Piece> {
    let facts = pane.facts.as_ref();
    let mut badges = Vec::new();
    let crossed: Vec<_> = record.crossed.iter().filter(|crossing| crossing.stage == consumer).collect();
    if let Some(last) = crossed.last() {
        let decided = pane.decided.unwrap_or_default();
        let masked = decided.masked
            + record
                .gate
                .iter()
                .filter(|report| report.stage == consumer && report.verdict == Verdict::Masked)
                .flat_map(|report| &report.findings)
                .filter(|finding| finding.class.acted_on())
                .count();
        // No more is said than is known: where only detectors looked, that they found nothing.
        let (text, role) = match (leaks(record), knew_values(record)) {
            (0, true) => ("✓ 0 leaks".to_owned(), Role::Ok),
            (0, false) if masked > 0 => (String::new(), Role::Ok),
            (0, false) => ("✓ nothing found".to_owned(), Role::Ok),
            (count, _) => (format!("✗ {}", numbers::count(count, "leak", "leaks")), Role::Leak),
        };
        let sign = if text.is_empty() { "✓ " } else { "" };
        badges.push(Piece::new(text, role, 0));
        if masked > 0 {
            badges.push(Piece::new(format!("{sign}{masked} masked"), Role::Placeholder, 1));
        }
        let groups =
            record.gate.iter().rev().find(|report| report.stage == consumer && report.verdict != Verdict::Blocked);
        let groups = groups.map_or(0, |report| report.groups.len());
        if groups > 0 {
            let text = format!("! {}", numbers::count(groups, "group of facts", "groups of facts"));
            badges.push(Piece::new(text, Role::Warning, 1));
        }
        badges.extend(facts.map(facts::count));
        let altered = facts.map(|facts| facts::altered(facts, Where::Unsaid).join(", ")).unwrap_or_default();
        if !altered.is_empty() {
            badges.push(Piece::new(format!("! {altered}"), Role::Warning, 3));
        }
        let dropped = facts.map(|facts| facts.dropped.join(", ")).unwrap_or_default();
        if !dropped.is_empty() {
            badges.push(Piece::new(format!("stayed home: {dropped}"), Role::Dim, 3));
        }
        badges.push(Piece::new(format!("sha {}", last.sha256.get(..8).unwrap_or_default()), Role::Dim, 4));
    }
    badges
}

/// The last row of the timeline: what the run cost in time and money, against the cloud alone, and what was checked.
#[must_use]
pub fn totals(record: &RunRecord, now_ms: u64) -> Vec<Piece> {
    let mut pieces = Vec::new();
    // The time a person takes is not the run's, neither afterwards nor while the request is held.
    let asking = |stage: &StageRecord| stage.asking_since_ms.map_or(0, |since| now_ms.saturating_sub(since));
    let asked: u64 = record.stages.iter().map(|stage| stage.asked_ms + asking(stage)).sum();
    let Some(end) = &record.end else {
        pieces.push(Piece::new(format!("total {}", numbers::seconds(now_ms.saturating_sub(asked))), Role::Text, 0));
        let known: f64 = record.stages.iter().filter_map(|stage| stage.result.as_ref()?.cost_usd).sum();
        if known > 0.0 {
            pieces.push(Piece::new(format!("~{} so far", numbers::usd(known)), Role::Text, 1));
        }
        return pieces;
    };
    pieces.push(Piece::new(format!("total {}", numbers::seconds(end.ms)), Role::Text, 0));
    let guessed = |stage: &StageRecord| {
        stage.result.as_ref().is_some_and(|result| result.estimated && result.cost_usd > Some(0.0))
    };
    let cost = numbers::estimated(&numbers::usd_or_unknown(end.cost_usd), record.stages.iter().any(guessed));
    pieces.push(Piece::new(cost, Role::Text, 1));
    if let Some(text) = against_cloud_only(record, end) {
        pieces.push(text);
    }
    if !record.checks.is_empty() {
        let failed: Vec<&str> =
            record.checks.iter().filter(|check| !check.pass).map(|check| check.name.as_str()).collect();
        let total = record.checks.len();
        pieces.push(match failed.as_slice() {
            [] => Piece::new(format!("✓ {total} of {total} checks"), Role::Ok, 2),
            [name] => Piece::new(format!("✗ check failed: {name}"), Role::Error, 0),
            names => Piece::new(format!("✗ {} of {total} checks failed", names.len()), Role::Error, 0),
        });
    }
    pieces.extend(alarms::of_run(record));
    if let Some(unsupported) = record.unsupported.as_ref().filter(|quantities| !quantities.is_empty()) {
        let text = format!("! not in any source: {}", unsupported.join(", "));
        pieces.push(Piece::new(text, Role::Warning, 3));
    }
    if record.simulated() {
        pieces.push(Piece::new("simulated", Role::Simulated, 1));
    }
    pieces
}

/// What the run cost against one cloud prompt with everything in it; `None` where there is nothing to compare: a run that did
/// not finish, a price that is unknown, a pattern that is the cloud alone. An estimate, and marked as one.
fn against_cloud_only(record: &RunRecord, end: &RunEnd) -> Option<Piece> {
    let alone = end.cloud_only_usd.filter(|alone| *alone > 0.0 && end.status == Status::Done)?;
    let cost = end.cost_usd.filter(|_| record.pattern.stages.iter().any(|stage| stage.side == Side::Local))?;
    let price = numbers::usd(alone);
    let percent = (cost / alone - 1.0) * 100.0;
    let (text, role) = match percent.round() {
        percent if percent <= -100.0 => (format!("saved all of cloud-only ~{price}"), Role::Ok),
        percent if percent < 0.0 => (format!("saved ~{:.0} % of cloud-only ~{price}", -percent), Role::Ok),
        0.0 => (format!("as much as cloud-only ~{price}"), Role::Dim),
        // Beyond double, a factor is read more easily than a percentage.
        percent if percent > 100.0 => (format!("~{:.1} x cloud-only ~{price}", cost / alone), Role::Dim),
        percent => (format!("~{percent:.0} % more than cloud-only ~{price}"), Role::Dim),
    };
    Some(Piece::new(text, role, 4))
}

/// What the checks that do not hold found: how many, and each with its name, one per line. `None` where all hold.
#[must_use]
pub fn failed_checks(record: &RunRecord) -> Option<(String, String)> {
    let failed: Vec<String> = record
        .checks
        .iter()
        .filter(|check| !check.pass)
        .map(|check| {
            let found = if check.detail.is_empty() { String::new() } else { format!(": {}", check.detail) };
            format!("wanted {}{found}", check.name)
        })
        .collect();
    let what = if failed.len() == 1 { "check failed".to_owned() } else { format!("{} checks failed", failed.len()) };
    (!failed.is_empty()).then(|| (what, failed.join("\n")))
}

/// The axes of a pattern: `local-first · always · privacy`.
#[must_use]
pub fn axes(pattern: &Pattern) -> String {
    let direction = match pattern.direction {
        Direction::LocalFirst => "local-first",
        Direction::CloudFirst => "cloud-first",
        Direction::Both => "both",
    };
    let trigger = match pattern.trigger {
        Some(Trigger::Always) => "always",
        Some(Trigger::Conditional) => "conditional",
        Some(Trigger::Optional) => "optional",
        None => "never the cloud",
    };
    let purpose = pattern.purpose.iter().map(|purpose| match purpose {
        Purpose::Privacy => "privacy",
        Purpose::Cost => "cost",
        Purpose::Latency => "latency",
        Purpose::Reliability => "reliability",
    });
    let purpose: Vec<&str> = purpose.collect();
    if purpose.is_empty() {
        format!("{direction} · {trigger} · baseline")
    } else {
        format!("{direction} · {trigger} · {}", purpose.join(", "))
    }
}

/// What the session cost: `session $0.0142`. What simulated models would have cost is said as such; a request that will be
/// held comes first.
#[must_use]
pub fn session(session: &Session) -> String {
    if session.simulated_usd > 0.0 && session.spent_usd == 0.0 {
        format!("session {} simulated", numbers::usd(session.simulated_usd))
    } else {
        format!("session {}", numbers::usd(session.spent_usd))
    }
}
