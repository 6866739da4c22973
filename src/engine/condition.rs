//! Whether a stage runs: its needs and its `when`. Pure, so that the scheduler and hindsight decide alike.

use crate::pattern::template::{self, Values, paths};
use crate::pattern::{Pattern, Stage};

/// How a stage that another one needs came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// It ran and is done.
    Done,
    /// It ran, and failed or was stopped.
    Unfinished,
    /// It did not run.
    Skipped,
}

/// Why a stage does not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WhyNot {
    /// It is not meant to: a need did not run, or its condition does not hold.
    Not(String),
    /// Its condition cannot be judged; that keeps the run at home.
    Unjudged(String),
}

/// Why a stage whose needs are settled does not run; `None` = it runs.
pub(super) fn why_not(
    pattern: &Pattern,
    stage: &Stage,
    values: &Values,
    need: impl Fn(&str) -> Need,
) -> Option<WhyNot> {
    for entry in &stage.candidates {
        if !entry.iter().any(|id| need(id) == Need::Done) {
            let names: Vec<String> = entry.iter().map(|id| format!("`{id}`")).collect();
            return Some(WhyNot::Not(format!("it compares {}, which did not run or finish", names.join(" or "))));
        }
    }
    let compared = |id: &String| stage.candidates.iter().flatten().any(|other| other == id);
    for id in stage.needs.iter().filter(|id| !compared(id)) {
        match need(id) {
            Need::Done => {}
            Need::Skipped => return Some(WhyNot::Not(format!("it needs `{id}`, which did not run"))),
            Need::Unfinished => return Some(WhyNot::Not(format!("it needs `{id}`, which did not finish"))),
        }
    }
    match template::condition(pattern, stage, values) {
        Ok(true) => None,
        Ok(false) => {
            let condition = stage.when.as_deref().unwrap_or_default();
            let with = judged_with(pattern, condition, values);
            let condition = condition.split_whitespace().collect::<Vec<_>>().join(" ");
            Some(WhyNot::Not(format!("its condition does not hold{with}: {condition}")))
        }
        Err(error) => Some(WhyNot::Unjudged(format!("its condition cannot be judged, so it stays home: {error}"))),
    }
}

/// What a condition was judged with: the signals and params it names, `(doubt 0.11, self_check none; threshold 0.5)`.
fn judged_with(pattern: &Pattern, condition: &str, values: &Values) -> String {
    let used = paths(condition, template::Kind::Expression).unwrap_or_default();
    let signals = pattern.signals.iter().filter(|signal| used.contains(&format!("signals.{}", signal.id)));
    let signals: Vec<String> = signals
        .map(|signal| match values.signals.get(&signal.id) {
            Some(value) => format!("{} {value:.2}", signal.id),
            None => format!("{} none", signal.id),
        })
        .collect();
    let params = values.params.iter().filter(|(name, _)| used.contains(&format!("params.{name}")));
    let params: Vec<String> = params.map(|(name, value)| format!("{name} {value}")).collect();
    let parts: Vec<String> =
        [signals, params].into_iter().filter(|part| !part.is_empty()).map(|part| part.join(", ")).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) }
}
