//! Writes a schedule down the way a cloud model would: what to do first, then what it costs and why.
//!
//! Only the load that is asked about gets a "start at": other loads get their span.

use std::fmt::Write as _;

use super::clock;
use super::problem::{Load, Problem};
use super::schedule::{self, Limit, Outcome, Slot};

/// A solved problem in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Advice {
    /// What a reasoning summary would say.
    pub(super) thinking: String,
    /// The answer.
    pub(super) answer: String,
}

/// Solves `problem` and writes it down.
pub(super) fn advise(problem: &Problem) -> Advice {
    let mut order: Vec<&Load> = problem.loads.iter().collect();
    if problem.target < order.len() {
        let asked = order.remove(problem.target);
        order.insert(0, asked);
    }
    let planned: Vec<(&Load, Outcome)> = order.iter().map(|load| (*load, schedule::plan(problem, load))).collect();
    let mut answer = String::new();
    for (index, (load, outcome)) in planned.iter().enumerate() {
        answer.push_str(&line(problem, load, outcome, index == 0));
        answer.push('\n');
        if index == 0 {
            answer.push_str(&why(problem, load, outcome));
            answer.push('\n');
        }
    }
    if problem.now.is_none() {
        answer.push_str("The problem gives no current time, so this counts from 00:00 and compares with nothing.\n");
    }
    Advice { thinking: thinking(problem, &planned), answer: answer.trim_end().to_owned() }
}

fn money(problem: &Problem, amount: f64) -> String {
    format!("{}{amount:.3}", problem.currency)
}

fn span(slot: Slot) -> String {
    format!("{}-{}", clock::format(slot.start), clock::format(slot.end))
}

fn limit(limit: Limit) -> String {
    let time = clock::format(limit.minute());
    match limit {
        Limit::Deadline(_) => format!("the {time} deadline"),
        Limit::CutOff(_) => format!("the {time} cut-off"),
        Limit::LatestStart(_) => format!("the latest time to begin, {time},"),
    }
}

/// `the dishwasher`, `the EV`, `load_A`.
fn spoken(problem: &Problem, load: &Load) -> String {
    if problem.ids {
        return load.name.clone();
    }
    let initials = load.name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    if initials { format!("the {}", load.name) } else { format!("the {}", load.name.to_lowercase()) }
}

fn cost(problem: &Problem, best: Slot, now: Option<Slot>) -> String {
    let Some(cost) = best.cost else { return "Its energy is not given, so this is by price per kWh only.".to_owned() };
    let mut text = format!("Cost {}", money(problem, cost));
    if let Some(now_cost) = now.filter(|now| now.start != best.start).and_then(|now| now.cost) {
        let _ = write!(text, " instead of {} now", money(problem, now_cost));
        if now_cost > cost {
            let _ = write!(text, ", saving {}", money(problem, now_cost - cost));
        }
    }
    text.push('.');
    text
}

fn line(problem: &Problem, load: &Load, outcome: &Outcome, asked: bool) -> String {
    let name = &load.name;
    match outcome {
        Outcome::Planned { best, now, .. } => {
            let cost = cost(problem, *best, *now);
            let (start, end) = (clock::format(best.start), clock::format(best.end));
            if !asked {
                return format!("{name}: run {}. {cost}", span(*best));
            }
            if problem.ids {
                return format!("{name}: start at {start}, end at {end}. {cost}");
            }
            let what = spoken(problem, load);
            if problem.now == Some(best.start) {
                format!("Run it now: start {what} at {start}; it ends at {end}. {cost}")
            } else {
                format!("Run it later: start {what} at {start}; it ends at {end}. {cost}")
            }
        }
        Outcome::Infeasible { limit: broken } => {
            let minutes = load.minutes.unwrap_or_default();
            let from = load.earliest.or(problem.now).map(|at| format!(" from {}", clock::format(at)));
            format!(
                "{name}: no time fits. It takes {minutes} min, and{} it cannot keep {}.",
                from.unwrap_or_default(),
                limit(*broken).trim_end_matches(',')
            )
        }
        Outcome::Incomplete(missing) => {
            format!("{name}: cannot be planned, because the problem does not give {missing}.")
        }
    }
}

fn why(problem: &Problem, load: &Load, outcome: &Outcome) -> String {
    let Outcome::Planned { best, same_until, ruled_out, .. } = outcome else {
        return "Why: every later or earlier time breaks a limit or lacks a fact.".to_owned();
    };
    let mut text = "Why: this is the cheapest time that keeps every limit".to_owned();
    let kept: Vec<String> = load
        .deadlines
        .iter()
        .map(|minute| Limit::Deadline(*minute))
        .chain(load.cut_off.map(Limit::CutOff))
        .map(limit)
        .collect();
    if !kept.is_empty() {
        let _ = write!(text, " ({})", kept.join(", "));
    }
    text.push('.');
    if *same_until > best.start {
        let _ = write!(text, " It costs the same up to {}.", clock::format(*same_until));
    }
    if let Some((slot, broken)) = ruled_out {
        let price = slot.cost.map(|cost| format!(" at {}", money(problem, cost))).unwrap_or_default();
        let _ = write!(
            text,
            " {}{price} would be cheaper, but breaks {}.",
            span(*slot),
            limit(*broken).trim_end_matches(',')
        );
    }
    text
}

fn thinking(problem: &Problem, planned: &[(&Load, Outcome)]) -> String {
    let mut text = "**Comparing the price periods**\n\n".to_owned();
    if let Some(now) = problem.now {
        let _ = writeln!(text, "It is {}; the tariff has {} periods.", clock::format(now), problem.tariff.len());
    }
    for (load, outcome) in planned {
        let facts = match (load.minutes, load.kwh) {
            (Some(minutes), Some(kwh)) => format!("{minutes} min, {kwh} kWh"),
            (Some(minutes), None) => format!("{minutes} min"),
            (None, Some(kwh)) => format!("{kwh} kWh"),
            (None, None) => "no numbers".to_owned(),
        };
        let _ = write!(text, "{} ({facts}): ", load.name);
        let _ = match outcome {
            Outcome::Planned { best, now, ruled_out, .. } => {
                let money =
                    |slot: &Slot| slot.cost.map_or_else(String::new, |cost| format!(" {}", money(problem, cost)));
                let mut tried: Vec<String> = Vec::new();
                tried.extend(now.iter().map(|slot| format!("{}{}", span(*slot), money(slot))));
                tried.extend(
                    ruled_out
                        .iter()
                        .map(|(slot, broken)| format!("{}{} but {}", span(*slot), money(slot), limit(*broken))),
                );
                tried.push(format!("{}{} fits", span(*best), money(best)));
                writeln!(text, "{}.", tried.join("; "))
            }
            Outcome::Infeasible { limit: broken } => writeln!(text, "nothing keeps {}.", limit(*broken)),
            Outcome::Incomplete(missing) => writeln!(text, "missing: {missing}."),
        };
    }
    text.trim_end().to_owned()
}
