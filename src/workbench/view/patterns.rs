//! From the model to the overlay in which a pattern is chosen.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::widgets::footer::Hint;
use super::widgets::numbers;
use super::widgets::pattern_picker::{Entry as Row, PatternPicker, Question};
use super::{counters, params};
use crate::pattern::{Param, Pattern, Source};
use crate::workbench::app::Model;
use crate::workbench::app::axes::Axis;
use crate::workbench::app::picking::{Entry, Picking};
use crate::workbench::theme::{Role, Theme};

/// Draws it over `area`.
pub fn draw(model: &Model, picking: &Picking, hints: Vec<Hint<'_>>, area: Rect, buf: &mut Buffer, theme: &Theme) {
    let catalog = &model.catalog;
    let questions = Axis::ALL.iter().map(|axis| Question {
        text: axis.question(),
        short: axis.short(),
        answers: axis.answers().iter().map(|answer| answer.label).collect(),
        given: picking.place(*axis),
    });
    let fits = catalog.patterns.iter().filter(|pattern| picking.reasons(pattern).is_empty()).count();
    let detail = detail(model, picking);
    let entries = picking.entries(catalog);
    let picker = PatternPicker {
        questions: questions.collect(),
        asked: picking.question().map(|_| picking.at),
        filter: &picking.filter,
        entries: entries.iter().filter_map(|entry| row(model, picking, *entry)).collect(),
        total: catalog.patterns.len() + catalog.refused.len(),
        selected: picking.listed_at(),
        fitting: &format!("{fits} of {} fit", catalog.patterns.len()),
        detail: &detail,
        hints,
    };
    picker.render(area, buf, theme);
}

fn row<'a>(model: &'a Model, picking: &Picking, entry: Entry) -> Option<Row<'a>> {
    match entry {
        Entry::Pattern(place) => {
            let pattern = model.catalog.patterns.get(place)?;
            let reasons = picking.reasons(pattern);
            let measured = model.session.measured.of(pattern);
            let fits = reasons.is_empty();
            Some(Row {
                name: &pattern.name,
                badge: if pattern.source == Source::Builtin { "" } else { "yours" },
                current: pattern.id == model.pattern.id,
                fits,
                calls: calls(pattern),
                cost: measured.map(|summary| numbers::usd_or_unknown(summary.usd())).unwrap_or_default(),
                time: measured.map(|summary| numbers::seconds(summary.ms())).unwrap_or_default(),
                line: if fits { pattern.tells_cloud() } else { reasons.join(" · ") },
                role: if fits { Role::Text } else { Role::Dim },
            })
        }
        Entry::Refused(place) => {
            let file = model.catalog.refused.get(place)?;
            let first = file.reason.lines().find(|line| line.starts_with("line ")).unwrap_or("does not check");
            Some(Row {
                name: &file.name,
                badge: "",
                current: false,
                fits: false,
                calls: String::new(),
                cost: String::new(),
                time: String::new(),
                line: format!("✗ does not check: {first}"),
                role: Role::Error,
            })
        }
    }
}

/// `2 local  1 cloud`; what is not there leaves its place free, so that the numbers stand in columns.
fn calls(pattern: &Pattern) -> String {
    let (local, cloud) = pattern.model_calls();
    match (local, cloud) {
        (local, 0) => format!("{local} local {:>8}", ""),
        (0, cloud) => format!("{cloud} cloud"),
        (local, cloud) => format!("{local} local  {cloud} cloud"),
    }
}

/// What is said about the row under the cursor: what an answer means, or all there is to know about a pattern.
fn detail(model: &Model, picking: &Picking) -> String {
    if let Some(axis) = picking.question() {
        return picking.answer(axis).map(|answer| format!("{}: {}", answer.label, answer.meaning)).unwrap_or_default();
    }
    match picking.entry(&model.catalog) {
        Some(Entry::Pattern(place)) => {
            let Some(pattern) = model.catalog.patterns.get(place) else { return String::new() };
            about(model, pattern)
        }
        Some(Entry::Refused(place)) => {
            model.catalog.refused.get(place).map(|file| file.reason.clone()).unwrap_or_default()
        }
        None => String::new(),
    }
}

fn about(model: &Model, pattern: &Pattern) -> String {
    let mut text = format!("{}\n{}\n{}", pattern.tells_cloud(), counters::axes(pattern), pattern.summary);
    if !pattern.params.is_empty() {
        let params: Vec<String> =
            pattern.params.iter().map(|(name, param)| param_words(model, pattern, name, param)).collect();
        let _ = write!(text, "\nParams: {}", params.join("; "));
    }
    if let Some(summary) = model.session.measured.of(pattern) {
        let simulated = if summary.simulated { ", simulated" } else { "" };
        let _ = write!(
            text,
            "\nMeasured here: {} and {} a run, mean of {}{simulated}",
            numbers::usd_or_unknown(summary.usd()),
            numbers::seconds(summary.ms()),
            numbers::count(summary.runs as usize, "run", "runs"),
        );
    }
    if let Source::File(path) = &pattern.source {
        let _ = write!(text, "\n{}", path.display());
    }
    text
}

/// `threshold 0.6 (0 to 1)`, `mode both (both, check)`.
fn param_words(model: &Model, pattern: &Pattern, name: &str, param: &Param) -> String {
    let value = params::words(&model.session.params.value(pattern, name).unwrap_or_default());
    match param {
        Param::Number { min: Some(min), max: Some(max), .. } => format!("{name} {value} ({min} to {max})"),
        Param::Number { .. } => format!("{name} {value}"),
        Param::Choice { choices, .. } => format!("{name} {value} ({})", choices.join(", ")),
    }
}
