//! A cloud request that waits for a person: what is shown, what is being edited, what is decided.
//!
//! The gate looks again at whatever is edited; nothing here decides what is private.

use tui_textarea::TextArea;

use super::editor::{area, edit};
use super::scroll::Scroll;
use crate::boundary::finding::Finding;
use crate::engine::event::{Approval, Decision, Field};
use crate::text::stream::StreamBuffer;
use crate::workbench::keys::Chord;

/// One field of a held request.
#[derive(Debug, Clone)]
pub struct HeldField {
    /// JSON pointer into the body.
    pub pointer: String,
    /// Its text as the gate holds it.
    pub original: String,
    /// Its text as it stands now, for display.
    pub shown: StreamBuffer,
}

impl HeldField {
    /// Whether the user changed it.
    #[must_use]
    pub fn is_edited(&self) -> bool {
        self.shown.text() != self.original
    }
}

/// A request that waits for a person.
#[derive(Debug, Clone)]
pub struct Held {
    /// The stage it belongs to.
    pub stage: String,
    /// What the gate says about it.
    pub approval: Approval,
    /// Its text fields.
    pub fields: Vec<HeldField>,
    /// The chosen field.
    pub chosen: usize,
    /// The chosen field while it is being written.
    pub writing: Option<Box<TextArea<'static>>>,
    /// Where the request is looked at.
    pub scroll: Scroll,
}

impl Held {
    /// A request as the gate holds it.
    #[must_use]
    pub fn new(stage: &str, approval: &Approval) -> Self {
        let fields = approval.fields.iter().map(|field| HeldField {
            pointer: field.pointer.clone(),
            original: field.text.clone(),
            shown: StreamBuffer::from(field.text.as_str()),
        });
        let fields: Vec<HeldField> = fields.collect();
        // What a person most likely wants to look at and edit: the first field with a finding, else the prompt.
        let chosen = fields
            .iter()
            .position(|field| {
                approval.findings.iter().any(|found| found.class.acted_on() && found.field == field.pointer)
            })
            .unwrap_or(fields.len().saturating_sub(1));
        Self {
            stage: stage.to_owned(),
            approval: approval.clone(),
            fields,
            chosen,
            writing: None,
            scroll: Scroll::START,
        }
    }

    /// Identifies it in a decision.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.approval.id
    }

    /// Findings a policy acts on.
    pub fn acted_on(&self) -> impl Iterator<Item = &Finding> {
        self.approval.findings.iter().filter(|finding| finding.class.acted_on())
    }

    /// Whether any field was changed.
    #[must_use]
    pub fn is_edited(&self) -> bool {
        self.fields.iter().any(HeldField::is_edited)
    }

    /// Chooses the next field, or the one before.
    pub fn choose(&mut self, forward: bool) {
        let count = self.fields.len().max(1);
        self.chosen = if forward { (self.chosen + 1) % count } else { (self.chosen + count - 1) % count };
    }

    /// Opens the chosen field for writing.
    pub fn open(&mut self) {
        if let Some(field) = self.fields.get(self.chosen) {
            self.writing = Some(Box::new(area(field.shown.text())));
        }
    }

    /// Types into the open field.
    pub fn key(&mut self, chord: Chord) {
        if let Some(area) = &mut self.writing {
            edit(area, chord);
        }
    }

    /// Pastes into the open field.
    pub fn paste(&mut self, text: &str) {
        if let Some(area) = &mut self.writing {
            area.insert_str(text);
        }
    }

    /// Closes the open field; what was written stays, marked as edited.
    pub fn close(&mut self) {
        if let (Some(area), Some(field)) = (self.writing.take(), self.fields.get_mut(self.chosen)) {
            field.shown = StreamBuffer::from(area.lines().join("\n").as_str());
        }
    }

    /// What "send" means now: the request as shown, or the edited fields, which the gate looks at first.
    #[must_use]
    pub fn send(&self) -> Decision {
        let fields: Vec<Field> = self
            .fields
            .iter()
            .filter(|field| field.is_edited())
            .map(|field| Field { pointer: field.pointer.clone(), text: field.shown.text().to_owned() })
            .collect();
        if fields.is_empty() { Decision::Send } else { Decision::Edit { fields } }
    }
}
