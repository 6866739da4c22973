//! Values as models and people write them, read leniently into the type and unit a slot has.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

use super::table::{MAX_ROWS, Row, Table};
use super::{Slot, SlotKind, one_line};
use crate::text::quantity::{self, Measure, Quantity};

/// Signs of currencies that stand before an amount.
const SYMBOLS: [(&str, &str); 3] = [("USD", "$"), ("EUR", "€"), ("GBP", "£")];

/// The sign of a currency, where it is written before the amount.
pub(super) fn symbol(currency: &str) -> Option<&'static str> {
    SYMBOLS.iter().find(|(code, sign)| *code == currency || *sign == currency).map(|(_, sign)| *sign)
}

/// Whether a unit is a currency, a known one or the word for whichever the input uses.
pub(super) fn is_currency(unit: &str) -> bool {
    if unit.is_empty() {
        return false;
    }
    let one = quantity::find(&format!("1 {unit}"));
    unit.eq_ignore_ascii_case("currency")
        || symbol(unit).is_some()
        || matches!(one.as_slice(), [only] if only.measure == Measure::Money)
}

/// Words for "the text does not say".
const MISSING: [&str; 14] = [
    "",
    "null",
    "none",
    "unknown",
    "missing",
    "not given",
    "not stated",
    "not mentioned",
    "not specified",
    "not found",
    "n/a",
    "na",
    "-",
    "?",
];

/// Reads a value into the slot's type and unit: `Ok(None)` where it says that there is none.
///
/// # Errors
/// What was expected. Never contains the value.
pub fn read(slot: &Slot, value: &Value) -> Result<Option<Value>, String> {
    if is_missing(value) && slot.kind != SlotKind::Table {
        return Ok(None);
    }
    // `{"value": 90, "unit": "min"}`
    if let (Some(fields), true) = (value.as_object(), slot.kind != SlotKind::Table) {
        let inner = fields.get("value").ok_or_else(|| expected(slot))?;
        let unit = fields.get("unit").and_then(Value::as_str).unwrap_or_default();
        let joined = if inner.is_number() { json!(format!("{inner} {unit}").trim()) } else { inner.clone() };
        return read(slot, &joined);
    }
    let read = match slot.kind {
        SlotKind::Number | SlotKind::Money | SlotKind::Duration => in_unit(slot, value).map(Value::from),
        SlotKind::Time => value.as_str().and_then(time).map(Value::from),
        SlotKind::YesNo => yes_no(value).map(Value::from),
        SlotKind::Text => match value {
            Value::String(text) => Some(json!(one_line(text))),
            Value::Number(_) | Value::Bool(_) => Some(json!(value.to_string())),
            _ => None,
        },
        SlotKind::Table => return read_table(slot, value),
    };
    read.map(Some).ok_or_else(|| expected(slot))
}

fn is_missing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => MISSING.contains(&text.trim().trim_matches('"').to_lowercase().as_str()),
        _ => false,
    }
}

fn expected(slot: &Slot) -> String {
    let what = match slot.kind {
        SlotKind::Number => format!("a number{}", in_words(&slot.unit)),
        SlotKind::Money => format!("an amount of money{}", in_words(&slot.unit)),
        SlotKind::Duration => "a length of time with its unit, like `N min`".to_owned(),
        SlotKind::Time => "a time of day as HH:MM".to_owned(),
        SlotKind::YesNo => "true or false".to_owned(),
        SlotKind::Text => "a short text".to_owned(),
        SlotKind::Table => "a list of rows with `value` and either `name` or `from` and `to`".to_owned(),
    };
    format!("`{}` has to be {what}", slot.slot)
}

fn in_words(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" in {unit}") }
}

/// A number in the slot's unit; durations in minutes.
fn in_unit(slot: &Slot, value: &Value) -> Option<f64> {
    let hours = slot.kind == SlotKind::Duration && slot.unit.to_lowercase().starts_with('h');
    let scale = if hours { 60.0 } else { 1.0 };
    let finite = |number: &f64| number.is_finite();
    if let Some(number) = value.as_f64() {
        return Some(number * scale).filter(finite);
    }
    let text = value.as_str()?.trim();
    if let Some(number) = quantity::number(text) {
        return Some(number * scale).filter(finite);
    }
    let found = quantity::find(text);
    let signed = |quantity: &Quantity| Some(sign(text, quantity.start) * convert(quantity, slot)?);
    let converted: Vec<f64> = found.iter().filter_map(signed).collect();
    match converted.as_slice() {
        [one] => return Some(*one).filter(finite),
        [] => {}
        _ => return None,
    }
    // A unit nobody knows (`12 crates`): the number is the one that stands there, if there is one only.
    let numbers = numbers(text);
    match (numbers.as_slice(), found.is_empty()) {
        ([one], true) => Some(one * scale).filter(finite),
        _ => None,
    }
}

/// -1 where a minus stands before a quantity (`-€2,600`) that is neither a dash in a range nor a mark of a list.
pub(super) fn sign(text: &str, start: usize) -> f64 {
    let before = text.get(..start).unwrap_or_default();
    let Some(rest) = before.strip_suffix(['-', '−']) else { return 1.0 };
    if rest.is_empty() || rest.ends_with([' ', '(', '|', '\t', '\n', ':', '"']) { -1.0 } else { 1.0 }
}

/// A quantity in a slot's unit; `None` where it measures something else.
pub(super) fn convert(quantity: &Quantity, slot: &Slot) -> Option<f64> {
    let (number, unit) = split(&quantity.canonical)?;
    match slot.kind {
        SlotKind::Duration => (quantity.measure == Measure::Duration).then_some(number),
        SlotKind::Money => {
            // What it is paid per may be left out in either.
            (quantity.measure == Measure::Money).then_some(number)
        }
        SlotKind::Number | SlotKind::Table => {
            let one = quantity::find(&format!("1 {}", slot.unit));
            let [one] = one.as_slice() else { return None };
            let (base, of) = split(&one.canonical)?;
            let head = |unit: &str| unit.split('/').next().unwrap_or_default().to_owned();
            let same = of == unit || (quantity.measure == Measure::Money && head(of) == head(unit));
            (same && one.measure == quantity.measure && base != 0.0).then_some(number / base)
        }
        SlotKind::Time | SlotKind::YesNo | SlotKind::Text => None,
    }
}

/// `1.2 kWh` -> number and unit; fractions that do not end stand as `1/3`.
fn split(canonical: &str) -> Option<(f64, &str)> {
    let (number, unit) = canonical.split_once(' ')?;
    let number = match number.split_once('/') {
        Some((over, under)) => over.parse::<f64>().ok()? / under.parse::<f64>().ok()?,
        None => number.parse().ok()?,
    };
    Some((number, unit))
}

/// Every number that stands in a text by itself or with a unit, in any notation.
pub(super) fn numbers(text: &str) -> Vec<f64> {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[-−]?\d+(?:[.,'’\x{a0}\x{202f}]\d+)*").ok());
    let Some(regex) = NUMBER.as_ref() else { return Vec::new() };
    regex.find_iter(text).filter_map(|found| quantity::number(found.as_str())).collect()
}

/// A time of day in minutes after midnight.
fn time(text: &str) -> Option<f64> {
    let found = quantity::find(text);
    let mut times = found.iter().filter(|quantity| quantity.measure == Measure::Time);
    let (first, more) = (times.next()?, times.next());
    if more.is_some() {
        return None;
    }
    minute_of(first)
}

/// Minutes after midnight of a clock time.
pub(super) fn minute_of(quantity: &Quantity) -> Option<f64> {
    let mut parts = quantity.canonical.split(':');
    let hours: f64 = parts.next()?.parse().ok()?;
    let minutes: f64 = parts.next()?.parse().ok()?;
    (hours < 24.0 && minutes < 60.0).then_some(hours * 60.0 + minutes)
}

fn yes_no(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => {
            let text = text.trim().to_lowercase();
            let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            match word {
                "true" | "yes" | "y" => Some(true),
                "false" | "no" | "n" => Some(false),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Rows as a list of objects, as lines of text, or as an object of names.
fn read_table(slot: &Slot, value: &Value) -> Result<Option<Value>, String> {
    let rows: Option<Vec<Row>> = match value {
        Value::Null => return Ok(None),
        Value::String(text) if is_missing(value) || text.trim().is_empty() => return Ok(None),
        Value::String(text) => {
            text.split(['\n', ';']).filter(|line| !line.trim().is_empty()).map(|line| row_of_text(slot, line)).collect()
        }
        Value::Array(rows) if rows.is_empty() => return Ok(None),
        Value::Array(rows) => rows
            .iter()
            .map(|row| match row {
                Value::String(line) => row_of_text(slot, line),
                Value::Object(_) => row_of_object(slot, row),
                Value::Array(cells) => {
                    let cells: Vec<String> = cells.iter().map(written).collect();
                    row_of_text(slot, &cells.join(" "))
                }
                _ => None,
            })
            .collect(),
        Value::Object(fields) => {
            let list = fields.values().next().filter(|inner| inner.is_array() && fields.len() == 1);
            if let Some(list) = list {
                return read_table(slot, list);
            }
            fields.iter().map(|(name, value)| row_of_text(slot, &format!("{name} {}", written(value)))).collect()
        }
        _ => None,
    };
    let rows = rows.filter(|rows| rows.len() <= MAX_ROWS);
    rows.map(|rows| Some(Table(rows).json())).ok_or_else(|| expected(slot))
}

fn written(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A number of a row, in the unit of its table.
fn row_number(slot: &Slot, value: &Value) -> Option<f64> {
    let kind = if is_currency(slot.unit.split('/').next().unwrap_or_default().trim()) {
        SlotKind::Money
    } else {
        SlotKind::Number
    };
    in_unit(&Slot { kind, ..slot.clone() }, value)
}

fn row_of_object(slot: &Slot, row: &Value) -> Option<Row> {
    let fields = row.as_object()?;
    let field = |names: &[&str]| {
        let known = |name: &&String| names.contains(&name.to_lowercase().as_str());
        fields.iter().find(|(name, _)| known(name)).map(|(_, value)| value).filter(|value| !value.is_null())
    };
    let minute = |value: &Value| value.as_str().and_then(time);
    let period =
        field(&["from", "start", "begin"]).and_then(minute).zip(field(&["to", "until", "end"]).and_then(minute));
    let name = field(&["name", "label", "what", "key"]).map(|name| one_line(&written(name)));
    let value = field(&["value", "price", "amount", "rate", "cost", "number", "total"]);
    let value = value.and_then(|value| row_number(slot, value));
    if let Some(value) = value.filter(|_| name.is_some() || period.is_some()) {
        return Some(Row { name, period, value });
    }
    // Other names for the same things: words, then times, then the number.
    let mut line: Vec<String> = fields.values().map(written).collect();
    line.sort_by_key(|cell| {
        let timed = quantity::find(cell).iter().any(|quantity| quantity.measure == Measure::Time);
        if timed { 1 } else { 2 * i32::from(cell.bytes().any(|byte| byte.is_ascii_digit())) }
    });
    row_of_text(slot, &line.join(" "))
}

/// `17:00-20:00 $0.45`, `Marketing: $12,000`.
fn row_of_text(slot: &Slot, line: &str) -> Option<Row> {
    let line = line.trim().trim_start_matches(['-', '*', '•', '|']).trim();
    let found = quantity::find(line);
    let times: Vec<&Quantity> = found.iter().filter(|quantity| quantity.measure == Measure::Time).collect();
    let period = match times.as_slice() {
        [from, to] => Some((minute_of(from)?, minute_of(to)?)),
        [] => None,
        _ => return None,
    };
    let behind = times.last().map_or(0, |last| last.end);
    let rest = line.get(behind..)?;
    let number_at = rest.find(|c: char| c.is_ascii_digit() || "$€£".contains(c))?;
    let (words, number) = rest.split_at_checked(number_at)?;
    // `Marketing -€2,600` is less than nothing, `Marketing - €2,600` is not.
    let minus = words.ends_with(['-', '−']) && (period.is_none() || words.trim().len() == 1);
    let sign = if minus && !words.trim_end_matches(['-', '−']).ends_with(char::is_alphanumeric) { "-" } else { "" };
    let value = row_number(slot, &json!(format!("{sign}{}", number.trim())))?;
    let name = words.trim().trim_end_matches([':', '=', '-', '–', '−', '|', ',', ' ']);
    let name = (!name.is_empty()).then(|| one_line(name));
    (name.is_some() || period.is_some()).then_some(Row { name, period, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(kind: SlotKind, unit: &str) -> Slot {
        Slot { slot: "x".into(), kind, unit: unit.into(), meaning: String::new() }
    }

    #[test]
    fn values_are_read_as_people_write_them() {
        for (kind, unit, value, expected) in [
            (SlotKind::Duration, "min", json!("90 min"), json!(90.0)),
            (SlotKind::Duration, "min", json!("1.5 h"), json!(90.0)),
            (SlotKind::Duration, "min", json!(90), json!(90.0)),
            (SlotKind::Duration, "h", json!(1.5), json!(90.0)),
            (SlotKind::Duration, "min", json!("one cycle takes 90 minutes"), json!(90.0)),
            (SlotKind::Time, "", json!("18:30"), json!(1110.0)),
            (SlotKind::Time, "", json!("6:30 pm"), json!(1110.0)),
            (SlotKind::Time, "", json!("at about 06:30"), json!(390.0)),
            (SlotKind::Money, "USD", json!("$0.45"), json!(0.45)),
            (SlotKind::Money, "USD/kWh", json!("0.45 USD/kWh"), json!(0.45)),
            (SlotKind::Money, "USD/kWh", json!("45 ¢/kWh"), json!(0.45)),
            (SlotKind::Money, "EUR", json!("1.234,50 €"), json!(1234.5)),
            (SlotKind::Money, "EUR", json!("-€2,600"), json!(-2600.0)),
            (SlotKind::Money, "EUR", json!("€-2,600"), json!(-2600.0)),
            (SlotKind::Number, "kWh", json!("1200 Wh"), json!(1.2)),
            (SlotKind::Number, "kWh", json!({"value": 1.2, "unit": "kWh"}), json!(1.2)),
            (SlotKind::Number, "crates", json!("12 crates"), json!(12.0)),
            (SlotKind::Number, "%", json!("78 %"), json!(78.0)),
            (SlotKind::YesNo, "", json!("Yes."), json!(true)),
            (SlotKind::Text, "", json!(" Halle B "), json!("Halle B")),
            (
                SlotKind::Table,
                "USD/kWh",
                json!([{"from": "17:00", "to": "20:00", "value": 0.45}, "20:00-00:00 $0.22", {"period": "00:00-06:00", "price": "$0.12"}]),
                json!([{"from": 1020.0, "to": 1200.0, "value": 0.45}, {"from": 1200.0, "to": 0.0, "value": 0.22}, {"from": 0.0, "to": 360.0, "value": 0.12}]),
            ),
            (
                SlotKind::Table,
                "USD",
                json!({"Marketing": "$12,000", "Field ops": 9000}),
                json!([{"name": "Field ops", "value": 9000.0}, {"name": "Marketing", "value": 12000.0}]),
            ),
            (
                SlotKind::Table,
                "USD",
                json!("- Marketing: $12,000\n- Field ops - $9,000\n- Back office: -$50"),
                json!([
                    {"name": "Marketing", "value": 12000.0}, {"name": "Field ops", "value": 9000.0},
                    {"name": "Back office", "value": -50.0},
                ]),
            ),
            (
                SlotKind::Table,
                "EUR",
                json!([{"team": "Marketing", "amount": "€12,000.50"}]),
                json!([{"name": "Marketing", "value": 12000.5}]),
            ),
        ] {
            assert_eq!(read(&slot(kind, unit), &value), Ok(Some(expected)), "{value}");
        }
    }

    #[test]
    fn what_says_nothing_is_missing() {
        for value in [json!(null), json!(""), json!("null"), json!("Unknown"), json!("not given"), json!("n/a")] {
            for kind in [SlotKind::Number, SlotKind::Time, SlotKind::Text, SlotKind::Table] {
                assert_eq!(read(&slot(kind, ""), &value), Ok(None), "{value}");
            }
        }
        assert_eq!(read(&slot(SlotKind::Table, "USD"), &json!([])), Ok(None));
    }

    #[test]
    fn what_cannot_be_read_is_refused_without_its_value() {
        for (kind, unit, value) in [
            (SlotKind::Time, "", json!("after supper at Maya's")),
            (SlotKind::Time, "", json!("18:30 or 19:30")),
            (SlotKind::Duration, "min", json!("a while")),
            (SlotKind::Number, "kWh", json!("90 min")),
            (SlotKind::Number, "kWh", json!([1])),
            (SlotKind::YesNo, "", json!("perhaps")),
            (SlotKind::Table, "USD", json!(["nothing in it"])),
            (SlotKind::Number, "", json!({"amount": 1})),
        ] {
            let error = read(&slot(kind, unit), &value).unwrap_err();
            assert!(error.contains("`x` has to be") && !error.contains("Maya"), "{error}");
        }
    }
}
