//! The params of patterns as the user turned them, and how far one turn goes. A value out of bounds cannot be had.
//!
//! Kept for the session, by pattern; not for drawing.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pattern::{Param, Pattern};

/// Turns it takes from one bound of a number to the other, about.
const TURNS: f64 = 20.0;
/// Smallest difference between two values of a number, as a part of a turn.
const SAME: f64 = 1e-6;

/// Which way a param is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// To the next value.
    Next,
    /// To the value before.
    Previous,
    /// To what the pattern says.
    Default,
}

/// What was turned away from its default, by pattern id and param.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Turned(BTreeMap<String, BTreeMap<String, Value>>);

impl Turned {
    /// Params of a pattern that are not at their default, with their values. What the pattern (its file may have changed)
    /// does not allow is not among them.
    #[must_use]
    pub fn of(&self, pattern: &Pattern) -> BTreeMap<String, Value> {
        let turned = self.0.get(&pattern.id);
        let values = pattern.params.iter().filter_map(|(name, param)| {
            let value = turned?.get(name)?;
            (allows(param, value) && *value != default(param)).then(|| (name.clone(), value.clone()))
        });
        values.collect()
    }

    /// The value a param has in the next run.
    #[must_use]
    pub fn value(&self, pattern: &Pattern, name: &str) -> Option<Value> {
        let param = pattern.params.get(name)?;
        let turned = self.0.get(&pattern.id).and_then(|params| params.get(name));
        Some(turned.filter(|value| allows(param, value)).cloned().unwrap_or_else(|| default(param)))
    }

    /// Turns a param by one step. At a bound nothing happens.
    pub fn turn(&mut self, pattern: &Pattern, name: &str, turn: Turn) {
        let (Some(param), Some(now)) = (pattern.params.get(name), self.value(pattern, name)) else { return };
        let value = match turn {
            Turn::Default => default(param),
            Turn::Next => turned(param, &now, true),
            Turn::Previous => turned(param, &now, false),
        };
        self.0.entry(pattern.id.clone()).or_default().insert(name.to_owned(), value);
    }
}

fn default(param: &Param) -> Value {
    match param {
        Param::Number { default, .. } => Value::from(*default),
        Param::Choice { default, .. } => Value::from(default.as_str()),
    }
}

fn allows(param: &Param, value: &Value) -> bool {
    match param {
        Param::Number { min, max, .. } => value.as_f64().is_some_and(|number| {
            number.is_finite() && min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max)
        }),
        Param::Choice { choices, .. } => value.as_str().is_some_and(|value| choices.iter().any(|known| known == value)),
    }
}

fn turned(param: &Param, now: &Value, forward: bool) -> Value {
    match param {
        Param::Choice { choices, .. } => {
            let at = choices.iter().position(|choice| now.as_str() == Some(choice)).unwrap_or(0);
            let to = if forward { at + 1 } else { at.saturating_sub(1) };
            choices.get(to).map_or_else(|| now.clone(), |choice| Value::from(choice.as_str()))
        }
        Param::Number { default, min, max, .. } => {
            let now = now.as_f64().unwrap_or(*default);
            let step = step(*default, *min, *max);
            let base = min.unwrap_or(0.0);
            let steps = (now - base) / step;
            let steps = if forward { (steps + SAME).floor() + 1.0 } else { (steps - SAME).ceil() - 1.0 };
            let to = rounded(base + steps * step, step).clamp(min.unwrap_or(f64::MIN), max.unwrap_or(f64::MAX));
            // What the pattern says is never jumped over.
            let passed = if forward { now < *default && *default < to } else { to < *default && *default < now };
            Value::from(if passed { *default } else { to })
        }
    }
}

/// How far one turn of a number goes: 1, 2 or 5 times a power of ten, and whole where the number is.
fn step(default: f64, min: Option<f64>, max: Option<f64>) -> f64 {
    let whole = [Some(default), min, max].into_iter().flatten().all(|number| number.fract() == 0.0);
    let step = match (min, max) {
        (Some(min), Some(max)) if whole && max - min >= 2.0 => round_step((max - min) / TURNS).max(1.0),
        (Some(min), Some(max)) if max > min => round_step((max - min) / TURNS),
        _ if whole && default.abs() >= 2.0 => round_step(default.abs() / TURNS).max(1.0),
        _ => round_step(default.abs().max(0.5) / TURNS),
    };
    if step.is_finite() && step > 0.0 { step } else { 1.0 }
}

/// The largest of 1, 2 and 5 times a power of ten that is not above `about` by more than rounding.
fn round_step(about: f64) -> f64 {
    let power = 10_f64.powf((about * (1.0 + SAME)).log10().floor());
    let digit = about / power * (1.0 + SAME);
    power * [5.0, 2.0].into_iter().find(|wanted| digit >= *wanted).unwrap_or(1.0)
}

/// `value` without the dust that adding steps leaves.
fn rounded(value: f64, step: f64) -> f64 {
    let decimals = (2.0 - step.log10().floor()).clamp(0.0, 12.0) as usize;
    format!("{value:.decimals$}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::workbench::app::testing::sanitize;

    fn with(param: Param) -> Pattern {
        Pattern { params: BTreeMap::from([("knob".to_owned(), param)]), ..sanitize() }
    }

    fn number(default: f64, min: f64, max: f64) -> Pattern {
        with(Param::Number { default, min: Some(min), max: Some(max), doc: None })
    }

    fn walk(pattern: &Pattern, turn: Turn, times: usize) -> Vec<f64> {
        let mut turned = Turned::default();
        (0..times)
            .map(|_| {
                turned.turn(pattern, "knob", turn);
                turned.value(pattern, "knob").unwrap().as_f64().unwrap()
            })
            .collect()
    }

    #[test]
    fn numbers_go_in_even_steps_and_stop_at_their_bounds() {
        assert_eq!(walk(&number(0.6, 0.0, 1.0), Turn::Next, 3), [0.65, 0.7, 0.75]);
        assert_eq!(walk(&number(0.9, 0.0, 1.0), Turn::Next, 4), [0.95, 1.0, 1.0, 1.0]);
        assert_eq!(walk(&number(0.1, 0.0, 1.0), Turn::Previous, 3), [0.05, 0.0, 0.0]);
        assert_eq!(walk(&number(3.0, 1.0, 5.0), Turn::Next, 3), [4.0, 5.0, 5.0]);
        assert_eq!(walk(&number(50.0, 0.0, 200.0), Turn::Previous, 2), [40.0, 30.0]);
        assert_eq!(
            walk(&with(Param::Number { default: 4.0, min: None, max: None, doc: None }), Turn::Next, 2),
            [5.0, 6.0]
        );
    }

    #[test]
    fn the_default_is_never_jumped_over() {
        let pattern = number(0.62, 0.0, 1.0);
        let mut turned = Turned::default();
        turned.turn(&pattern, "knob", Turn::Next);
        assert_eq!(turned.of(&pattern)["knob"], 0.65);
        turned.turn(&pattern, "knob", Turn::Previous);
        assert_eq!(turned.of(&pattern), BTreeMap::new(), "at the default nothing is said");
        turned.turn(&pattern, "knob", Turn::Previous);
        assert_eq!(turned.of(&pattern)["knob"], 0.6);
        turned.turn(&pattern, "knob", Turn::Default);
        assert_eq!(turned.of(&pattern), BTreeMap::new());
    }

    #[test]
    fn choices_stop_at_both_ends() {
        let choices = ["both".to_owned(), "check".to_owned()].to_vec();
        let pattern = with(Param::Choice { default: "both".to_owned(), choices, doc: None });
        let mut turned = Turned::default();
        for (turn, value) in [(Turn::Previous, "both"), (Turn::Next, "check"), (Turn::Next, "check")] {
            turned.turn(&pattern, "knob", turn);
            assert_eq!(turned.value(&pattern, "knob").unwrap(), value);
        }
    }

    #[test]
    fn what_an_edited_file_no_longer_allows_falls_back_to_its_default() {
        let mut turned = Turned::default();
        for _ in 0..4 {
            turned.turn(&number(0.6, 0.0, 1.0), "knob", Turn::Next);
        }
        assert_eq!(turned.value(&number(0.2, 0.0, 0.5), "knob").unwrap(), 0.2);
        assert_eq!(turned.of(&number(0.2, 0.0, 0.5)), BTreeMap::new());
        assert_eq!(turned.of(&sanitize()), BTreeMap::new());
    }

    proptest! {
        #[test]
        fn no_turn_leaves_the_bounds(low in -1e6f64..1e6, span in 0.0f64..1e6, at in 0.0f64..=1.0, turns in prop::collection::vec(any::<bool>(), 0..60)) {
            let (min, max) = (low, low + span);
            let pattern = number((min + at * span).clamp(min, max), min, max);
            let mut turned = Turned::default();
            for forward in turns {
                turned.turn(&pattern, "knob", if forward { Turn::Next } else { Turn::Previous });
                let value = turned.value(&pattern, "knob").unwrap().as_f64().unwrap();
                prop_assert!((min..=max).contains(&value), "{value} of {min}..{max}");
                prop_assert!(allows(&pattern.params["knob"], &Value::from(value)));
            }
        }
    }
}
