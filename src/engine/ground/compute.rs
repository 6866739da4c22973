//! The steps of a plan, computed. By code alone: a model that filled a slot never does the arithmetic.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::Value as Jinja;
use serde_json::Value;

use super::expression::Expression;
use super::table::{DAY, MAX_ROWS, Table};
use super::{Computed, Filled, Plan, SlotKind, Step, show};

/// Whether the plan can do without a slot: every step that uses it says what to take instead, or none uses it.
#[must_use]
pub fn is_optional(plan: &Plan, slot: &str) -> bool {
    needed_by(plan, slot).is_empty()
}

/// The steps that cannot be computed without a slot, not counting those that need their results.
#[must_use]
pub fn needed_by<'p>(plan: &'p Plan, slot: &str) -> Vec<&'p Step> {
    let needs = |step: &&Step| {
        Expression::read(&step.operation).is_ok_and(|read| read.slots.contains(slot) && !read.optional.contains(slot))
    };
    plan.steps.iter().filter(needs).collect()
}

/// Computes the steps of a checked plan in order.
#[must_use]
pub fn compute(plan: &Plan, slots: &[Filled]) -> Vec<Computed> {
    let mut known: BTreeMap<String, Jinja> = BTreeMap::new();
    for filled in slots {
        if let Some(value) = &filled.value {
            known.insert(filled.slot.clone(), to_jinja(value));
        }
    }
    let mut computed: Vec<Computed> = Vec::with_capacity(plan.steps.len());
    for step in &plan.steps {
        let done = one(step, &known);
        if let Some(value) = &done.value {
            known.insert(format!("${}", step.id), to_jinja(value));
        }
        computed.push(done);
    }
    computed
}

fn one(step: &Step, known: &BTreeMap<String, Jinja>) -> Computed {
    match result(step, known) {
        Err(problem) => {
            Computed { id: step.id, value: None, shown: String::new(), check: None, problem: Some(problem) }
        }
        Ok(value) => {
            let shown = show::shown(step.kind, &step.unit, &value);
            let (check, problem) = match checked(step, known, &value) {
                Ok(check) => (check, None),
                Err(problem) => (None, Some(format!("its check cannot be made: {problem}"))),
            };
            Computed { id: step.id, value: Some(value), shown, check, problem }
        }
    }
}

fn result(step: &Step, known: &BTreeMap<String, Jinja>) -> Result<Value, String> {
    let read = Expression::read(&step.operation)?;
    let slots = read.slots.iter().filter(|slot| !read.optional.contains(*slot)).cloned();
    let steps = read.steps.iter().map(|id| format!("${id}"));
    let missing: Vec<String> =
        slots.chain(steps).filter(|name| !known.contains_key(name)).map(|name| format!("`{name}`")).collect();
    if !missing.is_empty() {
        let verb = if missing.len() == 1 { "is" } else { "are" };
        return Err(format!("left out: it needs {}, which {verb} missing", missing.join(" and ")));
    }
    let value = read.eval(|name| known.get(name).cloned())?;
    typed(step.kind, &value)
}

fn checked(step: &Step, known: &BTreeMap<String, Jinja>, value: &Value) -> Result<Option<bool>, String> {
    if step.check.trim().is_empty() {
        return Ok(None);
    }
    let own = format!("${}", step.id);
    let result = to_jinja(value);
    let held = Expression::read(&step.check)?
        .eval(|name| if name == "result" || name == own { Some(result.clone()) } else { known.get(name).cloned() })?;
    match bool::try_from(held) {
        Ok(held) => Ok(Some(held)),
        Err(_) => Err("it is neither true nor false".to_owned()),
    }
}

fn to_jinja(value: &Value) -> Jinja {
    match value {
        Value::Bool(flag) => Jinja::from(*flag),
        Value::Number(number) => Jinja::from(number.as_f64().unwrap_or_default()),
        Value::String(text) => Jinja::from(text.as_str()),
        table => Table::of(table).map_or_else(Jinja::default, |table| Jinja::from_dyn_object(Arc::new(table))),
    }
}

/// The result in the type the step declares.
fn typed(kind: SlotKind, value: &Jinja) -> Result<Value, String> {
    let number = || {
        let number = Some(value).filter(|value| value.is_number()).and_then(|value| f64::try_from(value.clone()).ok());
        let number = number.ok_or("its result is not a number, as the plan says it is")?;
        if number.is_finite() { Ok(number) } else { Err("it divides by zero, or its result is too large") }
    };
    match kind {
        SlotKind::Number | SlotKind::Money | SlotKind::Duration => Ok(Value::from(number()?)),
        SlotKind::Time => Ok(Value::from(number()?.rem_euclid(DAY))),
        SlotKind::YesNo => {
            bool::try_from(value.clone()).map(Value::from).map_err(|_| "its result is neither yes nor no".to_owned())
        }
        SlotKind::Text => match value.as_str() {
            Some(text) => Ok(Value::from(text)),
            None if value.is_number() => Ok(Value::from(number()?.to_string())),
            None => Err("its result is not a text, as the plan says it is".to_owned()),
        },
        SlotKind::Table => {
            let table = Table::behind(value).ok_or("its result is not a table, as the plan says it is")?;
            if table.0.len() <= MAX_ROWS { Ok(table.json()) } else { Err("its result has too many rows".to_owned()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ground::SlotSource;
    use serde_json::json;

    fn plan(steps: &[(&str, &str, &str, &str)]) -> Plan {
        let steps: Vec<Value> = steps
            .iter()
            .enumerate()
            .map(|(index, (operation, kind, unit, check))| {
                json!({"id": index + 1, "operation": operation, "inputs": [], "output": "x", "type": kind, "unit": unit, "check": check})
            })
            .collect();
        serde_json::from_value(json!({"goal": "", "needs": [], "steps": steps, "if_missing": "skip"})).unwrap()
    }

    fn filled(slots: &[(&str, Value)]) -> Vec<Filled> {
        let one = |(slot, value): &(&str, Value)| Filled {
            slot: (*slot).to_owned(),
            value: (!value.is_null()).then(|| value.clone()),
            shown: String::new(),
            source: SlotSource::Context,
            note: None,
        };
        slots.iter().map(one).collect()
    }

    fn tariff() -> Value {
        json!([
            {"from": 1020, "to": 1200, "value": 0.45}, {"from": 1200, "to": 0, "value": 0.22},
            {"from": 0, "to": 360, "value": 0.12}, {"from": 360, "to": 1020, "value": 0.25},
        ])
    }

    fn shown(steps: &[(&str, &str, &str, &str)], slots: &[(&str, Value)]) -> Vec<String> {
        let done = compute(&plan(steps), &filled(slots));
        done.into_iter().map(|step| step.problem.unwrap_or(step.shown)).collect()
    }

    #[test]
    fn the_cheapest_start_keeps_to_the_first_limit() {
        let steps = [
            ("first_after(now, ready|default(now), quiet|default(now))", "time", "", ""),
            ("cheapest_start(tariff, runs, now, $1)", "time", "", ""),
            ("cost(tariff, $2, runs, energy)", "money", "USD", "result <= cost(tariff, now, runs, energy)"),
            ("$2 + runs", "time", "", "minutes_until(now, result) <= minutes_until(now, $1)"),
            ("$2 != now", "yes_no", "", ""),
        ];
        let slots = |quiet: Value, minutes: i64| {
            vec![
                ("now", json!(1110)),
                ("ready", json!(390)),
                ("quiet", quiet),
                ("runs", json!(minutes)),
                ("energy", json!(1.2)),
                ("tariff", tariff()),
            ]
        };
        assert_eq!(shown(&steps, &slots(json!(1350), 90)), ["22:30", "20:00", "$0.264", "21:30", "yes"]);
        // Without the cut-off midnight is best; with a shorter window there is one start left; with none it is said.
        assert_eq!(shown(&steps, &slots(Value::Null, 90)), ["06:30", "00:00", "$0.144", "01:30", "yes"]);
        assert_eq!(
            shown(&steps, &slots(json!(1350), 240)).get(..2),
            Some(&["22:30".to_owned(), "18:30".to_owned()][..])
        );
        let too_long = shown(&steps, &slots(json!(1350), 300));
        assert!(too_long[1].contains("from 18:30 to 22:30 is too short"), "{too_long:?}");
        assert!(too_long[2].contains("left out: it needs `$2`"), "{too_long:?}");
    }

    #[test]
    fn tables_by_name_are_added_up_and_compared() {
        let spent = json!([
            {"name": "Marketing", "value": 30000}, {"name": "Field ops", "value": 9000}, {"name": "marketing", "value": 15000},
        ]);
        let budget = json!([{"name": "Field ops", "value": 10000}, {"name": "Marketing", "value": 40000}]);
        let steps = [
            ("subtract(spent, budget)", "table", "EUR", ""),
            ("largest($1)", "text", "", ""),
            ("value_of($1, $2)", "money", "EUR", "result == max($1)"),
            ("count(above($1, 0))", "number", "", ""),
            ("value_of($1, \"Legal\")", "money", "EUR", ""),
        ];
        assert_eq!(
            shown(&steps, &[("spent", spent), ("budget", budget)]),
            ["Marketing €5,000; Field ops -€1,000", "Marketing", "€5,000", "1", "the table has no row `Legal`"]
        );
    }

    #[test]
    fn what_cannot_be_computed_says_why_and_the_rest_goes_on() {
        let steps = [
            ("a / b", "number", "", ""),
            ("a + 1", "number", "", "result > 5"),
            ("a", "text", "", ""),
            ("gone + $1", "number", "", ""),
        ];
        let done = compute(&plan(&steps), &filled(&[("a", json!(2)), ("b", json!(0)), ("gone", Value::Null)]));
        assert!(done[0].problem.as_deref().unwrap().contains("divides by zero"), "{:?}", done[0]);
        assert_eq!((done[1].shown.as_str(), done[1].check), ("3", Some(false)));
        assert_eq!(done[2].shown, "2");
        assert!(done[3].problem.as_deref().unwrap().contains("`gone` and `$1`"), "{:?}", done[3]);
    }

    #[test]
    fn a_slot_that_every_step_can_do_without_is_optional() {
        let plan = plan(&[("a|default(1) + b", "number", "", ""), ("b if c is defined else 2", "number", "", "")]);
        assert!(is_optional(&plan, "a") && is_optional(&plan, "c") && is_optional(&plan, "unused"));
        assert_eq!(needed_by(&plan, "b").len(), 2);
    }
}
