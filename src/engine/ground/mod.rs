//! Carrying a cloud's plan out at home: what a plan is, which values fill its slots, and what its steps come to.
//!
//! Pure. The plan's slots are filled by the local model (or the user), its steps are computed by code, never by a model.
//! Not for calling models: that is the engine's stage of kind `ground`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The type of a slot: how its value is read from the context, and what a step may do with it.
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
    /// Its unit (`min`, `kWh`, `USD`); empty where it has none.
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
    /// What the result is: a name and, in brackets, its unit.
    pub output: String,
    /// A condition the result must meet, over `result` and the inputs (`result > 0`); empty = none.
    #[serde(default)]
    pub check: String,
}

/// What is done about a slot the context does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IfMissing {
    /// The user is asked for the value.
    Ask,
    /// Steps that need it are left out, and those that need them.
    Skip,
    /// The run ends: without the value there is no answer.
    Stop,
}

/// A plan as the cloud wrote it: made of types and units, never of private values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
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
    /// The local model found it in the context.
    Context,
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
    /// Why there is no result.
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
