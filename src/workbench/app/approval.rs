//! A cloud request that waits for a person: what is shown, what is being edited, what is decided.
//!
//! The gate looks again at whatever is edited; nothing here decides what is private.

use tui_textarea::TextArea;

use super::editor::{area, edit};
use super::scroll::Scroll;
use crate::boundary::finding::Finding;
use crate::engine::event::{Approval, Decision, Field};
use crate::workbench::keys::Chord;
use crate::workbench::view::widgets::marks::{Marked, field_name, mark};

/// A request that waits for a person.
#[derive(Debug, Clone)]
pub struct Held {
    /// The stage it belongs to.
    pub stage: String,
    /// What the gate says about it.
    pub approval: Approval,
    /// Its text fields as they stand now.
    pub fields: Vec<Field>,
    /// They as one text, with what the gate noticed marked in fields that were not edited.
    pub marked: Marked,
    /// The chosen finding, among those a policy acts on.
    pub finding: usize,
    /// The field that is edited next.
    pub field: usize,
    /// That field while it is being written.
    pub writing: Option<Box<TextArea<'static>>>,
    /// Where the request is looked at.
    pub scroll: Scroll,
}

impl Held {
    /// A request as the gate holds it.
    #[must_use]
    pub fn new(stage: &str, approval: &Approval) -> Self {
        let fields = approval.fields.clone();
        let mut held = Self {
            stage: stage.to_owned(),
            approval: approval.clone(),
            marked: mark(&fields, &approval.findings),
            // The prompt comes last; without a finding it is what a person most likely wants to change.
            field: fields.len().saturating_sub(1),
            fields,
            finding: 0,
            writing: None,
            scroll: Scroll::START,
        };
        held.follow_finding();
        held
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

    /// Whether a field was changed.
    #[must_use]
    pub fn is_field_edited(&self, place: usize) -> bool {
        self.fields.get(place) != self.approval.fields.get(place)
    }

    /// Whether any field was changed.
    #[must_use]
    pub fn is_edited(&self) -> bool {
        self.fields != self.approval.fields
    }

    /// The name of the field that is edited next.
    #[must_use]
    pub fn field_name(&self) -> &str {
        self.fields.get(self.field).map_or("", |field| field_name(&field.pointer))
    }

    /// Chooses the next field to edit, or the one before.
    pub fn choose_field(&mut self, forward: bool) {
        self.field = around(self.field, self.fields.len(), forward);
    }

    /// Chooses the next finding, or the one before, and its field.
    pub fn choose_finding(&mut self, forward: bool) {
        self.finding = around(self.finding, self.acted_on().count(), forward);
        self.follow_finding();
    }

    fn follow_finding(&mut self) {
        let pointer = self.acted_on().nth(self.finding).map(|finding| finding.field.clone());
        if let Some(place) = pointer.and_then(|pointer| self.fields.iter().position(|field| field.pointer == pointer)) {
            self.field = place;
        }
    }

    /// Opens the chosen field for writing.
    pub fn open(&mut self) {
        if let Some(field) = self.fields.get(self.field) {
            self.writing = Some(Box::new(area(&field.text)));
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

    /// Closes the open field; what was written stays.
    pub fn close(&mut self) {
        let Some(area) = self.writing.take() else { return };
        if let Some(field) = self.fields.get_mut(self.field) {
            field.text = area.lines().join("\n");
        }
        // Where a text changed, what the gate noticed in it stands elsewhere now, or nowhere.
        let findings: Vec<Finding> =
            self.approval.findings.iter().filter(|found| !self.touches(found)).cloned().collect();
        self.marked = mark(&self.fields, &findings);
    }

    /// Whether a finding lies in a field that was edited.
    fn touches(&self, finding: &Finding) -> bool {
        let place = self.fields.iter().position(|field| field.pointer == finding.field);
        place.is_some_and(|place| self.is_field_edited(place))
    }

    /// What the gate noticed in what is shown now.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.approval.findings.iter().filter(|finding| !self.touches(finding)).cloned().collect()
    }

    /// What "send" means now: the request as shown, or the edited fields, which the gate looks at first.
    #[must_use]
    pub fn send(&self) -> Decision {
        let changed = (0..self.fields.len()).filter(|place| self.is_field_edited(*place));
        let fields: Vec<Field> = changed.filter_map(|place| self.fields.get(place).cloned()).collect();
        if fields.is_empty() { Decision::Send } else { Decision::Edit { fields } }
    }
}

fn around(at: usize, count: usize, forward: bool) -> usize {
    let count = count.max(1);
    if forward { (at + 1) % count } else { (at + count - 1) % count }
}
