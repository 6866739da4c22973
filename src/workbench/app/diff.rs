//! The diff as it is being looked at. Not for computing it: that is [`crate::text::crossing`].

use super::Model;
use super::editor::Field;
use super::scroll::{Scroll, Step};
use super::update::crossing_with_text;
use crate::text::crossing::{Crossing, compare};
use crate::text::stream::StreamBuffer;

/// The diff, where it fills the body: both texts and what became of their words, made once when it is opened.
#[derive(Debug, Clone)]
pub struct DiffLook {
    /// The raw prompt of the run.
    pub raw: StreamBuffer,
    /// What crossed, or is about to.
    pub sent: StreamBuffer,
    /// Whether it did cross.
    pub crossed: bool,
    /// What became of the words.
    pub words: Crossing,
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
        let raw = if context.is_empty() { question } else { format!("{question}\n\n{context}") };
        let words = compare(&raw, pane.body());
        Some(Self {
            raw: StreamBuffer::from(raw.as_str()),
            sent: StreamBuffer::from(pane.body()),
            crossed: pane.sent,
            words,
            scroll: Scroll::START,
        })
    }
}

/// Scrolls both texts.
pub(super) fn scroll(model: &mut Model, step: Step) {
    let (rows, height) = crate::workbench::view::overlay::diff_extent(model);
    if let Some(diff) = &mut model.look.diff {
        diff.scroll.step(step, rows, height);
    }
}
