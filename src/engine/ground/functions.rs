//! The functions a plan may use: a short, fixed list, so that a plan can be checked before it is carried out. The prompt
//! that asks for a plan lists exactly these.

use std::sync::Arc;

use minijinja::value::Rest;
use minijinja::{Environment, Error, ErrorKind, Value};

use super::table::{DAY, Row, Table, length, same_name};

/// Longest stretch of time computed with, minutes: a week.
const WEEK: f64 = 7.0 * DAY;

/// Most rows of a table that a start is looked for in; every boundary of them is tried.
const MAX_PERIODS: usize = 200;

/// A function a plan may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// How it is written, with its inputs.
    pub form: &'static str,
    /// What it gives.
    pub gives: &'static str,
    /// Fewest inputs.
    pub least: usize,
    /// Most inputs; `None` = any number.
    pub most: Option<usize>,
}

const fn function(
    name: &'static str,
    form: &'static str,
    gives: &'static str,
    least: usize,
    most: Option<usize>,
) -> Function {
    Function { name, form, gives, least, most }
}

/// Every function.
pub const FUNCTIONS: [Function; 21] = [
    function("min", "min(a, b, ...) or min(table)", "the smallest number", 1, None),
    function("max", "max(a, b, ...) or max(table)", "the largest number", 1, None),
    function("sum", "sum(a, b, ...) or sum(table)", "the numbers added up", 1, None),
    function("average", "average(table)", "the mean of its numbers", 1, Some(1)),
    function("count", "count(table)", "how many rows it has", 1, Some(1)),
    function("abs", "abs(number)", "the number without its sign", 1, Some(1)),
    function("round", "round(number, places)", "the number rounded", 1, Some(2)),
    function("value_of", "value_of(table, name)", "the number of a name; rows of one name added up", 2, Some(2)),
    function("totals", "totals(table)", "a table with the rows of one name added up", 1, Some(1)),
    function("largest", "largest(table)", "the name with the largest number", 1, Some(1)),
    function("smallest", "smallest(table)", "the name with the smallest number", 1, Some(1)),
    function("above", "above(table, number)", "a table of the rows above the number", 2, Some(2)),
    function("add", "add(table, other)", "name by name; other is a table or a number", 2, Some(2)),
    function("subtract", "subtract(table, other)", "name by name; other is a table or a number", 2, Some(2)),
    function("multiply", "multiply(table, other)", "name by name; other is a table or a number", 2, Some(2)),
    function("divide", "divide(table, other)", "name by name; other is a table or a number", 2, Some(2)),
    function(
        "minutes_until",
        "minutes_until(from, to)",
        "minutes from one time of day to the next other one",
        2,
        Some(2),
    ),
    function("first_after", "first_after(now, a, b, ...)", "which of the times of day comes first after now", 2, None),
    function("value_at", "value_at(table, time)", "the number that holds at a time of day", 2, Some(2)),
    function(
        "cost",
        "cost(table, start, duration, amount)",
        "an amount used evenly over the duration, at the table's price for each minute",
        4,
        Some(4),
    ),
    function(
        "cheapest_start",
        "cheapest_start(table, duration, earliest, latest_end)",
        "the start time with the lowest price that ends by the next latest_end",
        4,
        Some(4),
    ),
];

/// The function of this name.
pub(super) fn named(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

type Given<'a> = &'a [Value];

/// Makes every function known under `fn_` and its name.
pub(super) fn add_to(environment: &mut Environment<'static>) {
    let mut add = |name: &'static str, call: fn(Given<'_>) -> Result<Value, Error>| {
        environment.add_function(format!("fn_{name}"), move |given: Rest<Value>| call(&given));
    };
    add("min", |given| fold(given, "min", f64::min));
    add("max", |given| fold(given, "max", f64::max));
    add("sum", |given| Ok(Value::from(numbers(given, "sum")?.iter().sum::<f64>())));
    add("average", |given| {
        let table = filled_table(given, 0, "average")?;
        Ok(Value::from(table.0.iter().map(|row| row.value).sum::<f64>() / table.0.len() as f64))
    });
    add("count", |given| Ok(Value::from(table(given, 0, "count")?.0.len())));
    add("abs", |given| Ok(Value::from(number(given, 0, "abs")?.abs())));
    add("round", |given| {
        let places = if given.len() > 1 { number(given, 1, "round")?.clamp(0.0, 9.0) } else { 0.0 };
        let scale = 10_f64.powi(places as i32);
        Ok(Value::from((number(given, 0, "round")? * scale).round() / scale))
    });
    add("value_of", |given| {
        let wanted = text(given, 1, "value_of")?;
        let rows = table(given, 0, "value_of")?.totals();
        let row = rows.0.into_iter().find(|row| row.name.as_ref().is_some_and(|name| same_name(name, &wanted)));
        row.map(|row| Value::from(row.value)).ok_or_else(|| wrong(format!("the table has no row `{wanted}`")))
    });
    add("totals", |given| Ok(Value::from_object(table(given, 0, "totals")?.totals())));
    add("largest", |given| extreme(given, "largest", |a, b| a > b));
    add("smallest", |given| extreme(given, "smallest", |a, b| a < b));
    add("above", |given| {
        let (rows, bound) = (table(given, 0, "above")?, number(given, 1, "above")?);
        let above = rows.0.iter().filter(|row| row.value > bound).cloned().collect();
        Ok(Value::from_object(Table(above)))
    });
    add("add", |given| by_name(given, "add", |a, b| a + b));
    add("subtract", |given| by_name(given, "subtract", |a, b| a - b));
    add("multiply", |given| by_name(given, "multiply", |a, b| a * b));
    add("divide", |given| by_name(given, "divide", |a, b| a / b));
    add("minutes_until", |given| {
        let (from, to) = (number(given, 0, "minutes_until")?, number(given, 1, "minutes_until")?);
        Ok(Value::from((to - from).rem_euclid(DAY)))
    });
    add("first_after", |given| {
        let now = number(given, 0, "first_after")?;
        let mut first: Option<f64> = None;
        for place in 1..given.len() {
            let time = number(given, place, "first_after")?;
            if first.is_none_or(|first| length(now, time) < length(now, first)) {
                first = Some(time);
            }
        }
        first.map(Value::from).ok_or_else(|| wrong("`first_after` needs at least one time"))
    });
    add("value_at", |given| {
        let (rows, minute) = (table(given, 0, "value_at")?, number(given, 1, "value_at")?);
        rows.at(minute).map(|row| Value::from(row.value)).ok_or_else(|| no_value_at(minute))
    });
    add("cost", |given| {
        let (rows, start) = (table(given, 0, "cost")?, number(given, 1, "cost")?);
        let (minutes, amount) = (stretch(given, 2, "cost")?, number(given, 3, "cost")?);
        Ok(Value::from(price(&rows, start, minutes)? / minutes * amount))
    });
    add("cheapest_start", cheapest_start);
}

fn wrong(detail: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, detail.into())
}

fn no_value_at(minute: f64) -> Error {
    wrong(format!("the table has no row for {}", super::show::clock(minute)))
}

/// The number at a place, from 0.
fn number(given: Given<'_>, place: usize, function: &str) -> Result<f64, Error> {
    let value = given.get(place);
    let number = value.filter(|value| value.is_number()).and_then(|value| f64::try_from(value.clone()).ok());
    number.filter(|number| number.is_finite()).ok_or_else(|| {
        let missing = value.is_none_or(|value| value.is_undefined() || value.is_none());
        let why = if missing { "is missing" } else { "is not a number" };
        wrong(format!("input {} of `{function}` {why}", place + 1))
    })
}

fn text(given: Given<'_>, place: usize, function: &str) -> Result<String, Error> {
    let text = given.get(place).and_then(|value| value.as_str().map(str::to_owned));
    text.ok_or_else(|| wrong(format!("input {} of `{function}` is not a name", place + 1)))
}

fn table(given: Given<'_>, place: usize, function: &str) -> Result<Arc<Table>, Error> {
    let table = given.get(place).and_then(Table::behind);
    table.ok_or_else(|| wrong(format!("input {} of `{function}` is not a table", place + 1)))
}

fn filled_table(given: Given<'_>, place: usize, function: &str) -> Result<Arc<Table>, Error> {
    let table = table(given, place, function)?;
    if table.0.is_empty() { Err(wrong(format!("the table that `{function}` looks at is empty"))) } else { Ok(table) }
}

/// A length of time in minutes: more than none, at most a week.
fn stretch(given: Given<'_>, place: usize, function: &str) -> Result<f64, Error> {
    let minutes = number(given, place, function)?;
    if minutes > 0.0 && minutes <= WEEK {
        Ok(minutes)
    } else {
        Err(wrong(format!("the duration of `{function}` has to be more than nothing and at most a week")))
    }
}

/// Numbers, or those of the one table.
fn numbers(given: Given<'_>, function: &str) -> Result<Vec<f64>, Error> {
    match given {
        [one] if Table::behind(one).is_some() => {
            Ok(filled_table(given, 0, function)?.0.iter().map(|row| row.value).collect())
        }
        _ => (0..given.len()).map(|place| number(given, place, function)).collect(),
    }
}

fn fold(given: Given<'_>, function: &str, pick: fn(f64, f64) -> f64) -> Result<Value, Error> {
    let picked = numbers(given, function)?.into_iter().reduce(pick);
    picked.map(Value::from).ok_or_else(|| wrong(format!("`{function}` has nothing to choose from")))
}

fn extreme(given: Given<'_>, function: &str, better: fn(f64, f64) -> bool) -> Result<Value, Error> {
    let rows = filled_table(given, 0, function)?.totals();
    let mut best: Option<&Row> = None;
    for row in &rows.0 {
        if best.is_none_or(|best| better(row.value, best.value)) {
            best = Some(row);
        }
    }
    let name = best.and_then(|row| row.name.clone());
    name.map(Value::from).ok_or_else(|| wrong(format!("the rows of the table `{function}` looks at have no names")))
}

/// Name by name with another table, or every row with one number. A name the other table lacks is an error: nothing is
/// assumed about it.
fn by_name(given: Given<'_>, function: &str, apply: fn(f64, f64) -> f64) -> Result<Value, Error> {
    let rows = table(given, 0, function)?.totals();
    let other = given.get(1).and_then(Table::behind).map(|table| table.totals());
    let number = if other.is_none() { Some(number(given, 1, function)?) } else { None };
    let mut results = Vec::with_capacity(rows.0.len());
    for row in rows.0 {
        let operand = match (&other, number) {
            (Some(other), _) => other.0.iter().find(|candidate| is_of(candidate, &row)).map(|row| row.value),
            (None, number) => number,
        };
        let Some(operand) = operand else {
            let name = row.name.unwrap_or_else(|| "without a name".to_owned());
            return Err(wrong(format!("the second table of `{function}` has no row `{name}`")));
        };
        let value = apply(row.value, operand);
        if !value.is_finite() {
            return Err(wrong(format!("`{function}` divides by zero")));
        }
        results.push(Row { value, ..row });
    }
    Ok(Value::from_object(Table(results)))
}

fn is_of(candidate: &Row, row: &Row) -> bool {
    match (&candidate.name, &row.name) {
        (Some(a), Some(b)) => same_name(a, b),
        (None, None) => candidate.period.is_some() && candidate.period == row.period,
        _ => false,
    }
}

/// Price times minutes over a stretch of time.
fn price(rows: &Table, start: f64, minutes: f64) -> Result<f64, Error> {
    let mut total = 0.0;
    let mut gone = 0.0;
    while gone < minutes {
        let at = start + gone;
        let row = rows.at(at).ok_or_else(|| no_value_at(at))?;
        // To the next boundary of any row: a later line may refine an earlier one from there on.
        let next = rows.0.iter().filter_map(|row| row.period).flat_map(|(from, to)| [length(at, from), length(at, to)]);
        let step = next.fold(DAY, f64::min).min(minutes - gone);
        total += row.value * step;
        gone += step;
    }
    Ok(total)
}

/// The price is constant between the rows' boundaries, so the best start is one where the start or the end meets one, or
/// an end of the window. Of equal ones the earliest.
fn cheapest_start(given: Given<'_>) -> Result<Value, Error> {
    let name = "cheapest_start";
    let (rows, minutes) = (filled_table(given, 0, name)?, stretch(given, 1, name)?);
    if rows.0.len() > MAX_PERIODS {
        return Err(wrong(format!("the table of `{name}` has more than {MAX_PERIODS} rows")));
    }
    let (earliest, latest) = (number(given, 2, name)?, number(given, 3, name)?);
    let window = length(earliest, latest);
    let room = window - minutes;
    if room < 0.0 {
        return Err(wrong(format!(
            "from {} to {} is too short for {minutes} min",
            super::show::clock(earliest),
            super::show::clock(latest)
        )));
    }
    let mut offsets = vec![0.0, room];
    for (from, to) in rows.0.iter().filter_map(|row| row.period) {
        for boundary in [from, to] {
            let offset = (boundary - earliest).rem_euclid(DAY);
            offsets.extend([offset, offset - minutes, offset + DAY - minutes]);
        }
    }
    offsets.retain(|offset| (0.0..=room).contains(offset));
    offsets.sort_by(f64::total_cmp);
    let mut best: Option<(f64, f64)> = None;
    for offset in offsets {
        let total = price(&rows, earliest + offset, minutes)?;
        if best.is_none_or(|(_, least)| total < least - 1e-9) {
            best = Some((offset, total));
        }
    }
    let (offset, _) = best.ok_or_else(|| wrong("the table has no rows for the time of day"))?;
    Ok(Value::from((earliest + offset).rem_euclid(DAY)))
}
