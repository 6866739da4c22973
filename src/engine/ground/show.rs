//! Values as people write them, with their units, and what grounding came to as readable prose.

use std::fmt::Write as _;

use serde_json::Value;

use super::table::Table;
use super::{Grounded, Plan, SlotKind, SlotSource};

/// `HH:MM` of a minute; days are folded away.
pub(super) fn clock(minute: f64) -> String {
    let minute = minute.rem_euclid(super::table::DAY).round() as u64 % 1440;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A value of this type in this unit, as people write it: `20:00`, `$0.264`, `1.2 kWh`.
#[must_use]
pub fn shown(kind: SlotKind, unit: &str, value: &Value) -> String {
    let number = value.as_f64();
    match (kind, number) {
        (SlotKind::Number, Some(number)) => with_unit(&plain(number, 3), unit),
        (SlotKind::Money, Some(number)) => money(number, unit),
        (SlotKind::Duration, Some(minutes)) if unit.starts_with('h') => with_unit(&plain(minutes / 60.0, 3), "h"),
        (SlotKind::Duration, Some(minutes)) => with_unit(&plain(minutes, 1), "min"),
        (SlotKind::Time, Some(minute)) => clock(minute),
        (SlotKind::YesNo, _) => if value.as_bool().unwrap_or_default() { "yes" } else { "no" }.to_owned(),
        (SlotKind::Table, _) => Table::of(value).map(|table| rows(&table, unit)).unwrap_or_default(),
        (_, _) => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
    }
}

fn rows(table: &Table, unit: &str) -> String {
    let is_money = super::value::is_currency(unit.split('/').next().unwrap_or_default().trim());
    let kind = if is_money { SlotKind::Money } else { SlotKind::Number };
    let row = |row: &super::table::Row| {
        let value = shown(kind, unit, &Value::from(row.value));
        let period = row.period.map(|(from, to)| format!("{}-{}", clock(from), clock(to)));
        let parts: Vec<String> = row.name.iter().cloned().chain(period).chain([value]).collect();
        parts.join(" ")
    };
    if table.0.is_empty() { "none".to_owned() } else { table.0.iter().map(row).collect::<Vec<_>>().join("; ") }
}

/// At most `places` decimals, none that are zero at the end, thousands apart.
fn plain(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let whole = grouped(whole, 5);
    let whole = if whole == "-0" && fraction.is_empty() { "0".to_owned() } else { whole };
    if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") }
}

/// Thousands apart, from so many digits on.
fn grouped(whole: &str, from: usize) -> String {
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    if digits.len() < from {
        return whole.to_owned();
    }
    let mut out = String::from(sign);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn with_unit(number: &str, unit: &str) -> String {
    if unit.is_empty() { number.to_owned() } else { format!("{number} {unit}") }
}

/// Two decimals, three where two would round a small amount; none for whole hundreds and more.
fn money(number: f64, unit: &str) -> String {
    let (currency, per) = unit.split_once('/').map_or((unit.trim(), ""), |(head, per)| (head.trim(), per.trim()));
    // The word for whichever currency the input uses, where it uses none.
    let currency = if currency.eq_ignore_ascii_case("currency") { "" } else { currency };
    let size = number.abs();
    let places = if (0.001..10.0).contains(&size) && (size * 100.0 - (size * 100.0).round()).abs() > 1e-6 {
        3
    } else if size >= 100.0 && (size - size.round()).abs() < 1e-9 {
        0
    } else {
        2
    };
    let digits = format!("{size:.places$}");
    let (whole, fraction) = digits.split_once('.').map_or((digits.as_str(), ""), |(whole, fraction)| (whole, fraction));
    // Money is grouped from a thousand on; other numbers from ten thousand.
    let whole = grouped(whole, 4);
    let digits = if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") };
    let sign = if number < 0.0 && digits.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { "-" } else { "" };
    let amount = match super::value::symbol(currency) {
        Some(symbol) => format!("{sign}{symbol}{digits}"),
        None => with_unit(&format!("{sign}{digits}"), currency),
    };
    if per.is_empty() { amount } else { format!("{amount}/{per}") }
}

/// Slots and steps in lines, for the model that words the answer and for the pane.
#[must_use]
pub fn prose(plan: &Plan, grounded: &Grounded) -> String {
    let mut text = String::from("Values\n");
    for slot in &plan.needs {
        let filled = grounded.slots.iter().find(|filled| filled.slot == slot.slot);
        let what = if slot.meaning.is_empty() { &slot.slot } else { &slot.meaning };
        let value = filled.and_then(|filled| {
            let note = match filled.source {
                SlotSource::Missing => return None,
                SlotSource::Context => "",
                SlotSource::User => " (given when asked)",
                SlotSource::Unsupported => " (not found in the input as it stands)",
            };
            Some(format!("{}{note}", filled.shown))
        });
        let _ = writeln!(text, "- {what}: {}", value.unwrap_or_else(|| "missing".to_owned()));
    }
    text.push_str("\nComputed\n");
    for step in &plan.steps {
        let Some(computed) = grounded.steps.iter().find(|computed| computed.id == step.id) else { continue };
        let value = match (&computed.value, &computed.problem) {
            (None, Some(problem)) => format!("not computed, {problem}"),
            (None, None) => "not computed".to_owned(),
            (Some(_), _) => computed.shown.clone(),
        };
        let check = match computed.check {
            Some(false) => " (its check does not hold)",
            _ => "",
        };
        let _ = writeln!(text, "- {}: {value}{check}", step.output);
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_carry_their_units() {
        for (kind, unit, value, expected) in [
            (SlotKind::Time, "", json!(1200), "20:00"),
            (SlotKind::Time, "", json!(1530.0), "01:30"),
            (SlotKind::Money, "USD", json!(0.264_000_000_000_000_06), "$0.264"),
            (SlotKind::Money, "USD", json!(0.54), "$0.54"),
            (SlotKind::Money, "currency", json!(0.5), "0.50"),
            (SlotKind::Money, "EUR/kWh", json!(0.2), "€0.20/kWh"),
            (SlotKind::Money, "CHF", json!(-1250.5), "-1,250.50 CHF"),
            (SlotKind::Money, "USD", json!(48200), "$48,200"),
            (SlotKind::Money, "USD", json!(1_250_000.0), "$1,250,000"),
            (SlotKind::Money, "USD", json!(-0.000_000_1), "$0.00"),
            (SlotKind::Number, "kWh", json!(1.20), "1.2 kWh"),
            (SlotKind::Number, "", json!(12345), "12,345"),
            (SlotKind::Duration, "min", json!(90), "90 min"),
            (SlotKind::Duration, "h", json!(90), "1.5 h"),
            (SlotKind::YesNo, "", json!(true), "yes"),
            (
                SlotKind::Table,
                "USD/kWh",
                json!([{"from": 1020, "to": 1200, "value": 0.45}, {"name": "flat", "value": 0.3}]),
                "17:00-20:00 $0.45/kWh; flat $0.30/kWh",
            ),
        ] {
            assert_eq!(shown(kind, unit, &value), expected);
        }
    }
}
