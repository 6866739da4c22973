//! Carrying a cloud's plan out at home: what a plan is, which values fill its slots, and what its steps come to.
//!
//! Pure. The plan's slots are filled by the local model (or the user), its steps are computed by code, never by a model.
//! Not for calling models: that is the engine's stage of kind `ground`.

mod check;
mod compute;
mod expression;
mod fill;
mod found;
mod functions;
mod show;
mod table;
mod value;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use check::{Fault, check};
pub use compute::{compute, is_optional, needed_by};
pub use fill::{Reading, instructions, read};
pub use found::Source;
pub use functions::{FUNCTIONS, Function};
pub use show::{prose, shown};
pub use value::read as read_value;

/// The type of a value: how it is read from the context, what a step may do with it, and how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// A plain number in the slot's unit.
    Number,
    /// An amount of money in the slot's unit (currency).
    Money,
    /// A length of time, in minutes.
    Duration,
    /// A time of day, in minutes after midnight.
    Time,
    /// `true` or `false`.
    YesNo,
    /// A word or a sentence; steps may compare it, not compute with it.
    Text,
    /// Rows `{from, to, value}`: what holds from one time of day to another (prices, rates, opening hours), or
    /// `{name, value}`: one number for each of several things.
    Table,
}

/// One value the plan needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Its name: `[a-z][a-z0-9_]*`; steps use it.
    pub slot: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: SlotKind,
    /// Its unit (`min`, `kWh`, `USD`); empty where it has none. `currency` is whichever one the input uses.
    #[serde(default)]
    pub unit: String,
    /// What it is, in words the local model can look for.
    #[serde(default)]
    pub meaning: String,
}

/// One step, computed by code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Strictly increasing from 1.
    pub id: u32,
    /// An expression over its inputs: `energy * $2`.
    pub operation: String,
    /// The slots and the results of earlier steps (`$2`) it uses.
    pub inputs: Vec<String>,
    /// What the result is, in words.
    pub output: String,
    /// The type of the result.
    #[serde(rename = "type")]
    pub kind: SlotKind,
    /// Its unit, as for slots.
    #[serde(default)]
    pub unit: String,
    /// A condition the result must meet, over `result`, slots and earlier steps (`result > 0`); empty = none.
    #[serde(default)]
    pub check: String,
}

/// What is done about a slot the context does not hold, where no step says what to take instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IfMissing {
    /// The user is asked for the value; where nobody can be asked, the run ends.
    Ask,
    /// Steps that need it are left out, and those that need them.
    Skip,
    /// The run ends: without the value there is no answer.
    Stop,
}

/// A plan as the cloud wrote it: made of types and units, never of private values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What carrying it out finds out, or why there can be no plan.
    #[serde(default)]
    pub goal: String,
    /// The values it needs.
    pub needs: Vec<Slot>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What to do about a missing value.
    pub if_missing: IfMissing,
}

/// Where a slot's value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotSource {
    /// The local model gave it, and code found it in the input.
    Context,
    /// The local model gave it, and the input does not hold it as it stands: it may be a conclusion, or made up.
    Unsupported,
    /// The user gave it.
    User,
    /// Nobody had it.
    Missing,
}

/// A slot that was filled, or could not be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filled {
    /// The slot's name.
    pub slot: String,
    /// Its value in the slot's unit; times in minutes after midnight.
    pub value: Option<Value>,
    /// The value as people write it (`22:30`, `1.2 kWh`). Private.
    pub shown: String,
    /// Where it came from.
    pub source: SlotSource,
    /// What a reader has to know about it: why it is missing, or which part of it the input does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A step that was computed, or could not be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Computed {
    /// The step's id.
    pub id: u32,
    /// Its result; `None` where it was left out or failed.
    pub value: Option<Value>,
    /// The result as people write it. Private.
    pub shown: String,
    /// Whether the step's check holds; `None` where it has none or there is no result.
    pub check: Option<bool>,
    /// Why there is no result, or why the check could not be made. Private.
    pub problem: Option<String>,
}

/// What grounding a plan came to: the `reply` of a stage of kind `ground`. Private as a whole.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Grounded {
    /// Every slot.
    pub slots: Vec<Filled>,
    /// Every step.
    pub steps: Vec<Computed>,
}

/// A text on one line and without control characters. JSON escapes bring in what was cleaned away on arrival, and a line
/// break would let a plan write lines of its own into a prompt or a checklist.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    crate::text::clean::clean(&words.join(" ")).into_owned()
}

impl Plan {
    /// Every text of the plan on one line and clean, as it came from elsewhere.
    pub fn tidy(&mut self) {
        let tidy = |text: &mut String| *text = one_line(text);
        tidy(&mut self.goal);
        for slot in &mut self.needs {
            [&mut slot.slot, &mut slot.unit, &mut slot.meaning].into_iter().for_each(tidy);
        }
        for step in &mut self.steps {
            [&mut step.operation, &mut step.output, &mut step.unit, &mut step.check].into_iter().for_each(tidy);
            step.inputs.iter_mut().for_each(tidy);
        }
    }

    /// Every word of the plan, changed: how placeholders become the user's own words at home. What stands in quotes in an
    /// operation or a check is changed too, and stays one text.
    pub fn each_text(&mut self, mut change: impl FnMut(&str) -> String) {
        self.goal = change(&self.goal);
        for slot in &mut self.needs {
            slot.meaning = change(&slot.meaning);
        }
        for step in &mut self.steps {
            step.output = change(&step.output);
            step.operation = expression::each_quoted(&step.operation, &mut change);
            step.check = expression::each_quoted(&step.check, &mut change);
        }
    }

    /// Puts the one currency the input uses in the place of the plan's: the plan was made without seeing it.
    pub fn settle_currency(&mut self, source: &Source) {
        let Some(currency) = source.currency() else { return };
        let settle = |kind: SlotKind, unit: &mut String| {
            let (head, per) = unit.split_once('/').map_or((unit.as_str(), None), |(head, per)| (head, Some(per)));
            let head = head.trim();
            let is_money = value::is_currency(head) || (kind == SlotKind::Money && head.is_empty());
            if is_money {
                *unit = per.map_or_else(|| currency.to_owned(), |per| format!("{currency}/{}", per.trim()));
            }
        };
        self.needs.iter_mut().for_each(|slot| settle(slot.kind, &mut slot.unit));
        self.steps.iter_mut().for_each(|step| settle(step.kind, &mut step.unit));
    }
}
