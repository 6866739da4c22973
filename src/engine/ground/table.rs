//! Tables as a plan's steps see them: opaque to the expression language, so that no operator of it can make one larger.

use std::fmt;
use std::sync::Arc;

use minijinja::Value as Jinja;
use minijinja::value::{Object, ObjectRepr};
use serde_json::{Map, Value, json};

/// Minutes of a day.
pub(super) const DAY: f64 = 1440.0;

/// Most rows a table may have.
pub(super) const MAX_ROWS: usize = 2000;

/// A row: what holds in a period of the day, or for a name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// Of what.
    pub(super) name: Option<String>,
    /// First minute of the day and the minute after the last; `to` at or before `from` runs over midnight.
    pub(super) period: Option<(f64, f64)>,
    /// The number.
    pub(super) value: f64,
}

/// Rows of one kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table(pub(super) Vec<Row>);

impl Object for Table {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("table")
    }
}

impl Table {
    /// Reads the form a slot's value has; `None` if it is another.
    pub(super) fn of(value: &Value) -> Option<Self> {
        let rows = value.as_array().filter(|rows| rows.len() <= MAX_ROWS)?;
        let row = |row: &Value| {
            let row = row.as_object()?;
            let number = |key: &str| row.get(key).and_then(Value::as_f64);
            Some(Row {
                name: row.get("name").and_then(Value::as_str).map(str::to_owned),
                period: number("from").zip(number("to")),
                value: number("value")?,
            })
        };
        rows.iter().map(row).collect::<Option<Vec<Row>>>().map(Self)
    }

    /// The form a slot's value has.
    pub(super) fn json(&self) -> Value {
        let row = |row: &Row| {
            let mut fields = Map::new();
            if let Some(name) = &row.name {
                fields.insert("name".to_owned(), json!(name));
            }
            if let Some((from, to)) = row.period {
                fields.insert("from".to_owned(), json!(from));
                fields.insert("to".to_owned(), json!(to));
            }
            fields.insert("value".to_owned(), json!(row.value));
            Value::Object(fields)
        };
        Value::Array(self.0.iter().map(row).collect())
    }

    /// The table behind a value of the expression language.
    pub(super) fn behind(value: &Jinja) -> Option<Arc<Self>> {
        value.downcast_object::<Self>()
    }

    /// The row in force at a minute of the day: the last one that covers it, as a later line refines an earlier one.
    pub(super) fn at(&self, minute: f64) -> Option<&Row> {
        let minute = minute.rem_euclid(DAY);
        self.0.iter().rev().find(|row| {
            row.period.is_some_and(|(from, to)| {
                let length = length(from, to);
                (minute - from).rem_euclid(DAY) < length
            })
        })
    }

    /// Rows of the same name as one, their values added up, in order of first appearance.
    pub(super) fn totals(&self) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        for row in &self.0 {
            let known = rows.iter_mut().find(|known| match (&known.name, &row.name) {
                (Some(a), Some(b)) => same_name(a, b),
                _ => false,
            });
            match known {
                Some(known) => known.value += row.value,
                None => rows.push(row.clone()),
            }
        }
        Self(rows)
    }
}

/// Minutes from one time of day to the next occurrence of another; a whole day where they are the same.
pub(super) fn length(from: f64, to: f64) -> f64 {
    let length = (to - from).rem_euclid(DAY);
    if length <= 0.0 { DAY } else { length }
}

/// Names are the same in any case and spacing.
pub(super) fn same_name(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    plain(a) == plain(b)
}
