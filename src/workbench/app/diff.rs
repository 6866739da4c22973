//! The diff as it is being looked at. Not for computing it: that is [`crate::text::crossing`].

use super::Model;
use super::editor::Field;
use super::scroll::{Scroll, Step};
use super::update::crossing_with_text;
use crate::workbench::layout::Layout;
use crate::workbench::view::facts;
use crate::workbench::view::widgets::diff::Comparison;

/// The diff, where it fills the body; made once when it is opened.
#[derive(Debug, Clone)]
pub struct DiffLook {
    /// The raw prompt of the run against what crosses.
    pub comparison: Comparison,
    /// What the second text is called.
    pub title: String,
    /// Where it is looked at.
    pub scroll: Scroll,
}

impl DiffLook {
    /// Compares the run's input with what crosses; `None` where nothing is there to compare.
    #[must_use]
    pub fn of(model: &Model) -> Option<Self> {
        let pane = model.run.panes.get(crossing_with_text(model)?)?;
        let (question, context) = match &model.run.record {
            Some(record) => (record.input.question.clone(), record.input.context.clone()),
            None => (model.editor.text(Field::Question), model.editor.text(Field::Context)),
        };
        let raw = if context.is_empty() { question.clone() } else { format!("{question}\n\n{context}") };
        let state = match (pane.sent, pane.instructions.is_empty()) {
            (true, true) => "all the cloud saw",
            (true, false) => "the prompt as sent",
            (false, _) => "preview, not sent",
        };
        let mut comparison = Comparison::crossing(&raw, pane.body());
        if let Some(facts) = pane.facts.as_ref().filter(|_| pane.sent) {
            let (in_raw, in_sent) = facts::spans(facts, &question, &context, pane.body());
            comparison = comparison.with_facts(&in_raw, &in_sent, facts::legend(facts));
        }
        Some(Self { comparison, title: format!("{} ─ {state}", pane.title), scroll: Scroll::START })
    }
}

/// Scrolls both texts.
pub(super) fn scroll(model: &mut Model, step: Step) {
    let area = Layout::of(model).body;
    if let Some(diff) = &mut model.look.diff {
        let (rows, height) = diff.comparison.extent(area);
        diff.scroll.step(step, rows, height.into());
    }
}

/// Goes to the next difference, or the one before.
pub(super) fn jump(model: &mut Model, forward: bool) {
    let area = Layout::of(model).body;
    if let Some(diff) = &mut model.look.diff {
        let (rows, height) = diff.comparison.extent(area);
        let top = diff.scroll.top(rows, height.into());
        if let Some(row) = diff.comparison.step(area, top, forward) {
            diff.scroll = Scroll::at(row);
        }
    }
}
