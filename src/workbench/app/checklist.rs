//! A plan as text for its panes: as the cloud wrote it, and as a checklist that fills in at home.
//!
//! Values stand in the home pane only. Pure; marks say what each part is, the view gives them a style.

use std::fmt::Write as _;

use serde_json::Value;

use super::pane::{Mark, Part};
use crate::engine::ground::{Computed, Filled, Plan, Slot, SlotKind, SlotSource, Step};
use crate::engine::record::{Phase, RunRecord, StageRecord};
use crate::pattern::{Pattern, StageKind};
use crate::text::glyph;

/// Text and what its parts are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checklist {
    /// The lines.
    pub text: String,
    /// Parts that are more than plain text, in order.
    pub marks: Vec<Mark>,
}

impl Checklist {
    fn put(&mut self, text: &str, part: Option<Part>) {
        let start = self.text.len();
        let lead: String = text.chars().take_while(|c| *c == ' ').collect();
        self.text.push_str(&lead);
        self.text.push_str(&crate::text::clean::clean(text.trim_start_matches(' ')).replace(['\n', '\t'], " "));
        if let Some(part) = part {
            self.marks.push(Mark { start, end: self.text.len(), part });
        }
    }

    fn end_line(&mut self) {
        self.text.push('\n');
    }
}

/// Slots and steps of a plan, as far as it has been written: a plan that is still arriving has fewer.
#[must_use]
pub fn slots_and_steps(text: &str) -> (Vec<Slot>, Vec<Step>, Option<Value>) {
    let whole: Option<Value> = serde_json::from_str(text).ok();
    // What stands before the last closed object is complete: closing the list and the plan behind it makes it whole.
    let part = || serde_json::from_str(&format!("{}]}}", text.get(..=text.rfind('}')?)?)).ok();
    let Some(plan) = whole.clone().or_else(part) else { return (Vec::new(), Vec::new(), None) };
    let list = |name: &str| plan.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    // What JSON escapes bring in is cleaned where it is shown.
    let slots = list("needs").into_iter().filter_map(|slot| serde_json::from_value(slot).ok()).collect();
    let steps = list("steps").into_iter().filter_map(|step| serde_json::from_value(step).ok()).collect();
    (slots, steps, whole)
}

fn kind(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Number => "number",
        SlotKind::Money => "money",
        SlotKind::Duration => "duration",
        SlotKind::Time => "time of day",
        SlotKind::YesNo => "yes or no",
        SlotKind::Text => "text",
        SlotKind::Table => "table",
    }
}

/// The plan as the cloud wrote it so far. Types and words, no values: the cloud has none.
#[must_use]
pub fn of_plan(text: &str) -> Checklist {
    let (slots, steps, whole) = slots_and_steps(text);
    let mut list = Checklist::default();
    if !slots.is_empty() {
        list.put("Values it needs", Some(Part::Heading));
        list.end_line();
    }
    for slot in &slots {
        let unit = if slot.unit.is_empty() { String::new() } else { format!(", {}", slot.unit) };
        list.put(&format!("{}: ", slot.slot), None);
        list.put(&format!("{}{unit}", kind(slot.kind)), Some(Part::Faint));
        list.end_line();
        list.put(&format!("  {}", slot.meaning), None);
        list.end_line();
    }
    if !steps.is_empty() {
        list.end_line();
        list.put("Steps", Some(Part::Heading));
        list.end_line();
    }
    for step in &steps {
        list.put(&format!("{} {}", step.id, step.output), None);
        list.end_line();
        list.put(&format!("  {}", step.operation), Some(Part::Faint));
        list.end_line();
        if !step.check.trim().is_empty() {
            list.put(&format!("  check: {}", step.check), Some(Part::Faint));
            list.end_line();
        }
    }
    let said = |name: &str| {
        let value = whole.as_ref()?.get(name)?.as_str()?;
        Some(value.to_owned()).filter(|text| !text.trim().is_empty())
    };
    if let Some(what) = said("if_missing") {
        list.end_line();
        list.put(&format!("A value nobody finds: {what}"), Some(Part::Faint));
        list.end_line();
    }
    if let Some(goal) = said("goal") {
        list.put(&format!("Finds out: {goal}"), None);
        list.end_line();
    }
    list
}

/// The plan at home, with what is known so far. `asked` is the slot the user is being asked for.
#[must_use]
pub fn at_home(plan: &Plan, stage: &StageRecord, asked: Option<&str>) -> Checklist {
    let grounded = &stage.grounded;
    let ended = matches!(stage.phase, Phase::Ended(_));
    let mut list = Checklist::default();
    for attempt in &stage.failed {
        list.put(&format!("attempt again: {}", attempt.reason), Some(Part::Note));
        list.end_line();
    }
    let known = grounded.slots.iter().filter(|slot| slot.value.is_some()).count();
    list.put(&format!("Values {known} of {}", plan.needs.len()), Some(Part::Heading));
    list.end_line();
    let column = plan.needs.iter().map(|slot| glyph::width(&slot.slot)).max().unwrap_or_default().min(16);
    for slot in &plan.needs {
        let filled = grounded.slots.iter().find(|filled| filled.slot == slot.slot);
        slot_line(&mut list, slot, filled, asked == Some(&slot.slot), ended, column);
    }
    let done = grounded.steps.iter().filter(|step| step.value.is_some()).count();
    let held = grounded.steps.iter().filter(|step| step.check == Some(true)).count();
    let checks = if held == 0 { String::new() } else { format!(", {held} checks hold") };
    list.end_line();
    list.put(&format!("Steps {done} of {}{checks}", plan.steps.len()), Some(Part::Heading));
    list.end_line();
    for step in &plan.steps {
        let computed = grounded.steps.iter().find(|computed| computed.id == step.id);
        step_line(&mut list, step, computed, ended);
    }
    list
}

fn slot_line(list: &mut Checklist, slot: &Slot, filled: Option<&Filled>, asked: bool, ended: bool, column: u16) {
    let (mark, part) = match filled.map(|filled| filled.source) {
        Some(SlotSource::Context | SlotSource::User) => ("✓", Part::Good),
        Some(SlotSource::Unsupported) => ("!", Part::Note),
        Some(SlotSource::Missing) => ("–", Part::Note),
        None if asked => ("?", Part::Note),
        None => ("·", Part::Faint),
    };
    list.put(mark, Some(part));
    let pad = usize::from(column.saturating_sub(glyph::width(&slot.slot)));
    list.put(&format!(" {}{}  ", slot.slot, " ".repeat(pad)), None);
    match filled {
        Some(filled) if filled.source != SlotSource::Missing => {
            list.put(&filled.shown, None);
            match filled.source {
                SlotSource::User => list.put("  given by you", Some(Part::Faint)),
                SlotSource::Unsupported => {
                    let note = filled.note.as_deref().unwrap_or("not in your input");
                    list.put(&format!("  {note}"), Some(Part::Note));
                }
                _ => {}
            }
        }
        Some(filled) => {
            let note = filled.note.as_deref().map(|note| format!(": {note}")).unwrap_or_default();
            list.put(&format!("missing{note}"), Some(Part::Note));
        }
        None if asked => list.put("you are asked", Some(Part::Note)),
        None if ended => list.put("not looked up", Some(Part::Faint)),
        None => list.put(&slot.meaning, Some(Part::Faint)),
    }
    list.end_line();
}

fn step_line(list: &mut Checklist, step: &Step, computed: Option<&Computed>, ended: bool) {
    let (mark, part) = match computed {
        Some(computed) if computed.value.is_none() => ("–", Part::Note),
        Some(computed) if computed.check == Some(false) => ("✗", Part::Bad),
        Some(_) => ("✓", Part::Good),
        None => ("·", Part::Faint),
    };
    list.put(mark, Some(part));
    let mut line = format!(" {} {}", step.id, step.output);
    match computed {
        Some(computed) if computed.value.is_some() => {
            let _ = write!(line, ": {}", computed.shown);
            list.put(&line, None);
            match (computed.check, &computed.problem) {
                (Some(false), _) => list.put(&format!("  check does not hold: {}", step.check), Some(Part::Bad)),
                (_, Some(problem)) => list.put(&format!("  {problem}"), Some(Part::Note)),
                _ => {}
            }
        }
        Some(computed) => {
            list.put(&line, None);
            let problem = computed.problem.as_deref().unwrap_or("not computed");
            list.put(&format!("  {problem}"), Some(Part::Note));
        }
        None => {
            list.put(&line, Some(Part::Faint));
            if ended {
                list.put("  not computed", Some(Part::Faint));
            }
        }
    }
    list.end_line();
}

/// Whether a stage of the cloud writes a plan that another one carries out.
#[must_use]
pub fn is_plan(pattern: &Pattern, stage: &str) -> bool {
    pattern.stages.iter().any(|other| other.plan.as_deref() == Some(stage))
}

/// Longest plan that is read while it arrives, bytes; a longer one is read once, when it is whole.
const ARRIVING: usize = 16 * 1024;

/// What the pane of a stage shows, where it writes a plan or carries one out; `None` where it stays as it is.
#[must_use]
pub fn of_stage(record: &RunRecord, stage: &str) -> Option<Checklist> {
    let written = record.stage(stage)?;
    if is_plan(&record.pattern, stage) {
        let ended = matches!(written.phase, Phase::Ended(_));
        if !ended && written.text.len() > ARRIVING {
            return None;
        }
        let list = of_plan(&written.text);
        // A reply that is no plan is shown as it came.
        let plain = || Checklist { text: written.text.clone(), marks: Vec::new() };
        return if list.text.is_empty() && ended { Some(plain()) } else { Some(list) };
    }
    let spec = record.pattern.stages.iter().find(|spec| spec.id == stage && spec.kind == StageKind::Ground)?;
    let planned = record.stage(spec.plan.as_deref()?)?;
    // In the user's own words, where placeholders crossed.
    let parsed = |text: &str| serde_json::from_str::<Plan>(text).ok();
    let restored = planned.result.as_ref().and_then(|result| result.restored.as_deref()).and_then(parsed);
    let plan = restored.or_else(|| parsed(&planned.text))?;
    let asked = record.inputs.iter().find(|input| input.stage == stage).map(|input| input.slot.slot.as_str());
    Some(at_home(&plan, written, asked))
}
