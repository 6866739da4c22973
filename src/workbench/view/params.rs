//! From the model to the overlay of a pattern's params, and what the header says of those that were turned.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use serde_json::Value;

use super::widgets::footer::Hint;
use super::widgets::params::{Params, Range, Row};
use crate::pattern::Param;
use crate::workbench::app::Model;
use crate::workbench::theme::Theme;

/// Draws the overlay over `area`.
pub fn draw(model: &Model, selected: usize, hints: Vec<Hint<'_>>, area: Rect, buf: &mut Buffer, theme: &Theme) {
    let pattern = &model.pattern;
    let rows = pattern.params.iter().map(|(name, param)| {
        let value = model.session.params.value(pattern, name).unwrap_or_default();
        let (default, range, doc) = match param {
            Param::Number { default, min, max, doc } => {
                let along = |min: f64, max: f64| {
                    let number = value.as_f64().unwrap_or(*default);
                    if max > min { (number - min) / (max - min) } else { 0.0 }
                };
                let bounds = min.zip(*max).map(|(min, max)| (along(min, max), format!("{min} to {max}")));
                (Value::from(*default), Range::Number(bounds), doc)
            }
            Param::Choice { default, choices, doc } => {
                let choices = choices.iter().map(String::as_str).collect();
                (Value::from(default.as_str()), Range::Choices(choices), doc)
            }
        };
        Row {
            name,
            default: if default == value { String::new() } else { words(&default) },
            value: words(&value),
            range,
            doc: doc.as_deref().unwrap_or_default(),
        }
    });
    Params { pattern: &pattern.name, rows: rows.collect(), selected, hints }.render(area, buf, theme);
}

/// A param's value as a person writes it.
#[must_use]
pub fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string()),
        other => other.to_string(),
    }
}

/// Every value that is not at its default: `threshold 0.7 · mode check`.
#[must_use]
pub fn turned<'a>(values: impl Iterator<Item = (&'a String, &'a Value)>) -> String {
    let values: Vec<String> = values.map(|(name, value)| format!("{name} {}", words(value))).collect();
    values.join(" · ")
}
