//! Whether a plan can be carried out, before anything private is looked at: every fault, each with its place, what is wrong
//! and what would be right. A fault is told in the plan's own words; a plan holds no private value.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::expression::Expression;
use super::{Plan, Step};
use crate::text::located::suggestion;

/// Most slots and most steps of a plan.
const MAX: usize = 60;

/// Longest piece of what the cloud says instead of a plan, characters.
const SAID: usize = 240;

/// What is wrong with a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: ``slot `x` ``, `step 3`, or the plan as a whole.
    pub place: String,
    /// What is wrong, and what would be right.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Words that a slot cannot be called by.
const TAKEN: [&str; 13] =
    ["and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "result", "default", "defined"];

/// Everything wrong with a plan, in its own order; empty = it can be carried out.
#[must_use]
pub fn check(plan: &Plan) -> Vec<Fault> {
    let mut faults = Faults(Vec::new());
    if plan.steps.is_empty() {
        let said: String = plan.goal.trim().chars().take(SAID).collect();
        let said = if said.is_empty() { String::new() } else { format!("; it says: {said}") };
        faults.add("as a whole".to_owned(), format!("it has no steps, so there is nothing to carry out{said}"));
    }
    for (what, count) in [("values", plan.needs.len()), ("steps", plan.steps.len())] {
        if count > MAX {
            faults.add("as a whole".to_owned(), format!("it has {count} {what}, and {MAX} is the most"));
        }
    }
    let slots = check_slots(plan, &mut faults);
    let ids = check_ids(plan, &mut faults);
    let uses = uses(plan);
    for step in &plan.steps {
        check_step(step, &slots, &ids, &uses, &mut faults);
    }
    faults.0
}

struct Faults(Vec<Fault>);

impl Faults {
    /// Said once, however often it is met.
    fn add(&mut self, place: String, what: String) {
        let fault = Fault { place, what };
        if !self.0.contains(&fault) {
            self.0.push(fault);
        }
    }
}

fn check_slots<'p>(plan: &'p Plan, faults: &mut Faults) -> BTreeSet<&'p str> {
    let mut slots = BTreeSet::new();
    for slot in &plan.needs {
        let name = slot.slot.as_str();
        let place = format!("slot `{name}`");
        let fine = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !fine {
            faults.add(place, "a name is small letters, digits and `_`, a letter first".to_owned());
        } else if TAKEN.contains(&name) {
            faults.add(place, "that word means something in expressions: choose another name".to_owned());
        } else if !slots.insert(name) {
            faults.add(place, "there are two of this name: give each value a name of its own".to_owned());
        }
    }
    slots
}

fn check_ids(plan: &Plan, faults: &mut Faults) -> Vec<u32> {
    let mut ids: Vec<u32> = Vec::new();
    for step in &plan.steps {
        let place = format!("step {}", step.id);
        match ids.iter().max() {
            _ if ids.contains(&step.id) => faults.add(place, "there are two steps of this number".to_owned()),
            Some(last) if *last > step.id => {
                faults.add(place, format!("it stands behind step {last}: the numbers have to grow"));
            }
            _ if step.id == 0 => faults.add(place, "numbers begin with 1".to_owned()),
            _ => {}
        }
        ids.push(step.id);
    }
    ids
}

/// What each step uses, as far as it can be read.
fn uses(plan: &Plan) -> BTreeMap<u32, BTreeSet<u32>> {
    let of = |step: &Step| {
        let mut used = Expression::read(&step.operation).map(|read| read.steps).unwrap_or_default();
        used.extend(step.inputs.iter().filter_map(|input| input.trim().strip_prefix('$')?.parse::<u32>().ok()));
        (step.id, used)
    };
    plan.steps.iter().map(of).collect()
}

fn check_step(
    step: &Step,
    slots: &BTreeSet<&str>,
    ids: &[u32],
    uses: &BTreeMap<u32, BTreeSet<u32>>,
    faults: &mut Faults,
) {
    let place = || format!("step {}", step.id);
    let unbound = |name: &str| {
        let known: Vec<&str> = slots.iter().copied().collect();
        let hint = suggestion(name, &known);
        format!("uses `{name}`, which no slot of `needs` gives{hint}: add the slot, or use one that is there")
    };
    for input in &step.inputs {
        let input = input.trim();
        match input.strip_prefix('$') {
            Some(digits) => match digits.parse::<u32>() {
                Ok(id) => check_reference(step, id, ids, uses, faults),
                Err(_) => faults.add(place(), format!("`{input}` is no input: write `$1` for the result of step 1")),
            },
            None if !slots.contains(input) => faults.add(place(), unbound(input)),
            None => {}
        }
    }
    match Expression::read(&step.operation) {
        Err(what) => faults.add(place(), format!("its operation cannot be computed: {what}")),
        Ok(read) => {
            if read.result {
                faults.add(place(), "its operation uses `result`, which only checks know: use `$1`".to_owned());
            }
            read.slots
                .iter()
                .filter(|slot| !slots.contains(slot.as_str()))
                .for_each(|s| faults.add(place(), unbound(s)));
            read.steps.iter().for_each(|id| check_reference(step, *id, ids, uses, faults));
        }
    }
    if step.check.trim().is_empty() {
        return;
    }
    match Expression::read(&step.check) {
        Err(what) => faults.add(place(), format!("its check cannot be computed: {what}")),
        Ok(read) => {
            read.slots
                .iter()
                .filter(|slot| !slots.contains(slot.as_str()))
                .for_each(|s| faults.add(place(), unbound(s)));
            let others = read.steps.iter().filter(|id| **id != step.id);
            others.for_each(|id| check_reference(step, *id, ids, uses, faults));
        }
    }
}

/// A step may use the results of earlier ones only.
fn check_reference(step: &Step, id: u32, ids: &[u32], uses: &BTreeMap<u32, BTreeSet<u32>>, faults: &mut Faults) {
    let place = format!("step {}", step.id);
    if !ids.contains(&id) {
        let known: Vec<String> = ids.iter().map(|id| format!("${id}")).collect();
        faults.add(place, format!("uses `${id}`, and there is no step {id}: there are {}", known.join(", ")));
    } else if id == step.id {
        faults.add(place, format!("uses its own result `${id}`, a cycle: use the results of earlier steps only"));
    } else if id > step.id {
        let what = match way(id, step.id, uses) {
            Some(way) => {
                let way: Vec<String> = way.iter().map(|id| format!("step {id}")).collect();
                format!("uses `${id}`, a cycle: step {} waits for {}", step.id, way.join(", which waits for "))
            }
            None => format!("uses `${id}`, which comes later: use the results of earlier steps only"),
        };
        faults.add(place, what);
    }
}

/// The steps from one to another along what they use, ends included; `None` if there is no way.
fn way(from: u32, to: u32, uses: &BTreeMap<u32, BTreeSet<u32>>) -> Option<Vec<u32>> {
    let mut open = vec![vec![from]];
    let mut seen = BTreeSet::from([from]);
    while let Some(path) = open.pop() {
        let last = *path.last()?;
        if last == to {
            return Some(path);
        }
        for next in uses.get(&last).into_iter().flatten() {
            if seen.insert(*next) {
                open.push(path.iter().copied().chain([*next]).collect());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn step(id: u32, operation: &str, inputs: &[&str], check: &str) -> serde_json::Value {
        json!({"id": id, "operation": operation, "inputs": inputs, "output": "a result", "type": "number", "unit": "", "check": check})
    }

    fn faults(needs: &[&str], steps: &[serde_json::Value]) -> Vec<String> {
        let needs: Vec<_> =
            needs.iter().map(|slot| json!({"slot": slot, "type": "number", "unit": "", "meaning": ""})).collect();
        let plan = json!({"goal": "", "needs": needs, "steps": steps, "if_missing": "ask"});
        let plan: Plan = serde_json::from_value(plan).unwrap();
        check(&plan).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_sound_plan_has_no_fault() {
        let steps =
            vec![step(1, "a * 2", &["a"], "result > 0"), step(3, "min($1, b|default(a))", &["$1", "b"], "$3 <= $1")];
        assert_eq!(faults(&["a", "b"], &steps), Vec::<String>::new());
    }

    #[test]
    fn every_fault_is_named_with_its_place() {
        for (needs, steps, expected) in [
            (vec!["a"], vec![step(1, "a + price", &["a"], "")], "step 1: uses `price`, which no slot of `needs` gives"),
            (vec!["amount"], vec![step(1, "amont + 1", &[], "")], "did you mean `amount`?"),
            (vec!["a"], vec![step(1, "a", &["a", "b"], "")], "step 1: uses `b`, which no slot"),
            (
                vec!["a"],
                vec![step(1, "a", &[], ""), step(2, "$1 + $7", &[], "")],
                "step 2: uses `$7`, and there is no step 7: there are $1, $2",
            ),
            (vec!["a"], vec![step(1, "a + $1", &[], "")], "step 1: uses its own result `$1`, a cycle"),
            (
                vec!["a"],
                vec![step(1, "a + $3", &[], ""), step(2, "$1", &[], ""), step(3, "$2", &[], "")],
                "step 1: uses `$3`, a cycle: step 1 waits for step 3, which waits for step 2, which waits for step 1",
            ),
            (vec!["a"], vec![step(1, "$2", &[], ""), step(2, "a", &[], "")], "step 1: uses `$2`, which comes later"),
            (vec!["a"], vec![step(2, "a", &[], ""), step(1, "a", &[], "")], "step 1: it stands behind step 2"),
            (
                vec!["a"],
                vec![step(1, "a", &[], ""), step(1, "a", &[], "")],
                "step 1: there are two steps of this number",
            ),
            (vec!["a", "a"], vec![step(1, "a", &[], "")], "slot `a`: there are two of this name"),
            (vec!["Total sum"], vec![step(1, "1", &[], "")], "slot `Total sum`: a name is small letters"),
            (vec!["result"], vec![step(1, "1", &[], "")], "slot `result`: that word means something"),
            (
                vec!["a"],
                vec![step(1, "sqrt(a)", &[], "")],
                "step 1: its operation cannot be computed: there is no function `sqrt`",
            ),
            (vec!["a"], vec![step(1, "a +", &[], "")], "step 1: its operation cannot be computed: it is no expression"),
            (vec!["a"], vec![step(1, "a", &[], "result >")], "step 1: its check cannot be computed"),
            (vec!["a"], vec![step(1, "a", &[], "result > limit")], "step 1: uses `limit`"),
            (vec!["a"], vec![step(1, "result + 1", &[], "")], "step 1: its operation uses `result`"),
            (vec!["a"], vec![], "as a whole: it has no steps"),
        ] {
            let found = faults(&needs, &steps);
            assert!(found.iter().any(|fault| fault.contains(expected)), "{expected}: {found:?}");
        }
    }
}
