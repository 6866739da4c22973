//! Whether the input holds a value, decided by code: a local model may conclude or make up what nobody wrote.

use std::collections::BTreeSet;

use serde_json::Value;

use super::table::Table;
use super::value::{convert, is_currency, minute_of, numbers, sign};
use super::{Slot, SlotKind};
use crate::text::quantity::{self, Measure, Quantity};

/// The input, read once.
#[derive(Debug, Clone)]
pub struct Source {
    /// With their signs.
    quantities: Vec<(f64, Quantity)>,
    numbers: Vec<f64>,
    words: String,
    currencies: Vec<String>,
}

impl Source {
    /// Reads a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let quantities = quantity::find(text);
        let currencies: BTreeSet<&str> = quantities
            .iter()
            .filter(|quantity| quantity.measure == Measure::Money)
            .filter_map(|quantity| quantity.canonical.split_once(' '))
            .map(|(_, unit)| unit.split('/').next().unwrap_or_default())
            .collect();
        let currencies = currencies.into_iter().map(str::to_owned).collect();
        let quantities = quantities.into_iter().map(|quantity| (sign(text, quantity.start), quantity)).collect();
        Self { numbers: numbers(text), words: plain(text), currencies, quantities }
    }

    /// The one currency it uses; `None` where it uses none or several.
    #[must_use]
    pub fn currency(&self) -> Option<&str> {
        if let [only] = self.currencies.as_slice() { Some(only) } else { None }
    }

    /// Whether it holds a slot's value; for tables how many of the rows it does not hold.
    ///
    /// # Errors
    /// What it does not hold, without the value.
    pub fn holds(&self, slot: &Slot, value: &Value) -> Result<(), String> {
        let unit = slot.unit.split('/').next().unwrap_or_default().trim();
        if self.currencies.len() > 1 && (slot.kind == SlotKind::Money || is_currency(unit)) {
            return Err("the input uses several currencies, and nothing is converted".to_owned());
        }
        let held = match slot.kind {
            SlotKind::Number | SlotKind::Money | SlotKind::Duration => {
                value.as_f64().is_none_or(|number| self.number(slot, number))
            }
            SlotKind::Time => value.as_f64().is_none_or(|minute| self.time(minute)),
            SlotKind::Text => value.as_str().is_none_or(|text| self.words.contains(&plain(text))),
            // A conclusion by nature: nothing in the text has to say it.
            SlotKind::YesNo => true,
            SlotKind::Table => {
                let Some(table) = Table::of(value) else { return Ok(()) };
                let missing = table.0.iter().filter(|row| {
                    let named = row.name.as_ref().is_none_or(|name| self.words.contains(&plain(name)));
                    let timed = row.period.is_none_or(|(from, to)| self.time(from) && self.time(to));
                    !(named && timed && self.number(slot, row.value))
                });
                return match missing.count() {
                    0 => Ok(()),
                    count => Err(format!("the input does not hold {count} of its {} rows", table.0.len())),
                };
            }
        };
        if held { Ok(()) } else { Err("the input does not hold it as it stands".to_owned()) }
    }

    fn number(&self, slot: &Slot, number: f64) -> bool {
        let same = |other: f64| (other - number).abs() <= 1e-9 * number.abs().max(1.0);
        let in_slot = if slot.kind == SlotKind::Duration && slot.unit.to_lowercase().starts_with('h') {
            number / 60.0
        } else {
            number
        };
        let bare = |other: &f64| (other - in_slot).abs() <= 1e-9 * in_slot.abs().max(1.0);
        let mut known = self.quantities.iter().filter_map(|(sign, quantity)| Some(sign * convert(quantity, slot)?));
        self.numbers.iter().any(bare) || known.any(same)
    }

    fn time(&self, minute: f64) -> bool {
        let times = self.quantities.iter().map(|(_, quantity)| quantity);
        times
            .filter(|quantity| quantity.measure == Measure::Time)
            .filter_map(minute_of)
            .any(|known| (known - minute).abs() < 0.5)
    }
}

fn plain(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_that_stand_in_the_input_are_told_from_others() {
        let source = Source::of("It is 6:30 pm. One cycle takes 1.5 h and uses 1.2 kWh.\n17:00-20:00 $0.45\nHalle B");
        let slot = |kind, unit: &str| Slot { slot: "x".into(), kind, unit: unit.into(), meaning: String::new() };
        for (kind, unit, value, holds) in [
            (SlotKind::Time, "", json!(1110), true),
            (SlotKind::Time, "", json!(1111), false),
            (SlotKind::Duration, "min", json!(90), true),
            (SlotKind::Duration, "h", json!(90), true),
            (SlotKind::Duration, "min", json!(91), false),
            (SlotKind::Number, "kWh", json!(1.2), true),
            (SlotKind::Number, "Wh", json!(1200), true),
            (SlotKind::Number, "kWh", json!(1.3), false),
            (SlotKind::Money, "USD/kWh", json!(0.45), true),
            (SlotKind::Text, "", json!("halle  b"), true),
            (SlotKind::Text, "", json!("Halle C"), false),
            (SlotKind::Table, "USD/kWh", json!([{"from": 1020, "to": 1200, "value": 0.45}]), true),
            (SlotKind::Table, "USD/kWh", json!([{"from": 1020, "to": 1260, "value": 0.45}]), false),
        ] {
            assert_eq!(source.holds(&slot(kind, unit), &value).is_ok(), holds, "{kind:?} {value}");
        }
        assert_eq!(source.currency(), Some("USD"));
        let two = Source::of("$5 and 4 €");
        assert_eq!(two.currency(), None);
        let mixed = two.holds(&slot(SlotKind::Money, "USD"), &json!(5));
        assert!(mixed.unwrap_err().contains("several currencies"), "dollars and euros are not added up unnoticed");
    }
}
