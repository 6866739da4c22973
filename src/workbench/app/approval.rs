//! A cloud request that waits for a person: what is shown, what is masked or edited, what is decided.
//!
//! What can be masked is, until the user lets it pass. The gate looks again at whatever is edited; nothing here decides
//! what is private.

use std::fmt::Write as _;

use crossterm::event::KeyCode;
use serde_json::Value;
use tui_textarea::TextArea;

use super::editor::{area, edit, put_cursor};
use super::found::{Found, as_masked, grouped};
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
    /// Its text fields as they stand now, nothing masked.
    pub fields: Vec<Field>,
    /// What the gate noticed and acts on, the same values together.
    pub found: Vec<Found>,
    /// The request as it would go, with what the gate noticed marked in fields that were not edited.
    pub marked: Marked,
    /// Which of `found` is looked at.
    pub finding: usize,
    /// The field that is edited next.
    pub field: usize,
    /// That field while it is being written.
    pub writing: Option<Box<TextArea<'static>>>,
    /// What was typed to let guarded values pass, while that is asked.
    pub typing: Option<String>,
    /// Where the request is looked at.
    pub scroll: Scroll,
    /// The rest of the body: everything but the text fields.
    rest: String,
}

/// What sending comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sending {
    /// This is decided.
    Decided(Decision),
    /// First a word has to be typed.
    Asks,
}

impl Held {
    /// A request as the gate holds it.
    #[must_use]
    pub fn new(stage: &str, approval: &Approval) -> Self {
        let fields = approval.fields.clone();
        let mut held = Self {
            stage: stage.to_owned(),
            found: grouped(&fields, &approval.findings),
            rest: rest_of(approval),
            approval: approval.clone(),
            marked: mark(&[], &[], &[], ""),
            // The prompt comes last; without a finding it is what a person most likely wants to change.
            field: fields.len().saturating_sub(1),
            fields,
            finding: 0,
            writing: None,
            typing: None,
            scroll: Scroll::START,
        };
        held.follow_finding();
        held.refresh();
        held
    }

    /// Identifies it in a decision.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.approval.id
    }

    /// Whether a field was changed by hand.
    #[must_use]
    pub fn is_field_edited(&self, place: usize) -> bool {
        self.fields.get(place) != self.approval.fields.get(place)
    }

    /// Whether any field was changed by hand.
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
        self.finding = around(self.finding, self.found.len(), forward);
        self.follow_finding();
    }

    /// The first finding of those looked at.
    fn looked_at(&self) -> Option<&Finding> {
        self.approval.findings.get(*self.found.get(self.finding)?.places.first()?)
    }

    fn follow_finding(&mut self) {
        let pointer = self.looked_at().map(|finding| finding.field.clone());
        if let Some(place) = pointer.and_then(|pointer| self.fields.iter().position(|field| field.pointer == pointer)) {
            self.field = place;
        }
    }

    /// Masks the value looked at, or lets it pass. Returns whether that could be done.
    pub fn toggle(&mut self) -> bool {
        let Some(found) = self.found.get_mut(self.finding).filter(|found| found.can_be_masked()) else { return false };
        found.masked = !found.masked;
        self.refresh();
        true
    }

    /// Masks everything that can be; returns whether that is everything.
    pub fn mask_all(&mut self) -> bool {
        for found in &mut self.found {
            found.masked = found.can_be_masked();
        }
        self.refresh();
        self.found.iter().all(|found| found.masked)
    }

    /// Places of the findings that go as their placeholders, sorted.
    fn masked(&self) -> Vec<usize> {
        let masked = self.found.iter().filter(|found| found.masked);
        let mut places: Vec<usize> = masked.flat_map(|found| found.places.iter().copied()).collect();
        places.sort_unstable();
        places
    }

    /// The text fields as they would go.
    #[must_use]
    pub fn outgoing(&self) -> Vec<Field> {
        as_masked(&self.fields, &self.approval.findings, &self.masked()).0
    }

    /// Bytes of the body as it would go, by the length of what is masked in it.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let written = |fields: &[Field]| -> usize {
            let lengths = fields.iter().map(|field| serde_json::to_string(&field.text).map_or(0, |text| text.len()));
            lengths.sum()
        };
        (self.approval.bytes + written(&self.outgoing())).saturating_sub(written(&self.approval.fields))
    }

    /// Lays the request out anew as it would go.
    fn refresh(&mut self) {
        // Where a text was edited, what the gate noticed in it stands elsewhere now, or nowhere.
        let edited: Vec<&str> = (0..self.fields.len())
            .filter(|place| self.is_field_edited(*place))
            .filter_map(|place| self.fields.get(place).map(|field| field.pointer.as_str()))
            .collect();
        let findings = &self.approval.findings;
        let touched = |finding: &Finding| edited.contains(&finding.field.as_str());
        let stale = |place: &usize| findings.get(*place).is_some_and(touched);
        self.found.retain(|found| !found.places.iter().any(stale));
        self.finding = self.finding.min(self.found.len().saturating_sub(1));
        let masked = self.masked();
        let (fields, mut moved) = as_masked(&self.fields, findings, &masked);
        for finding in moved.iter_mut().filter(|finding| touched(finding)) {
            // An empty span marks nothing.
            finding.end = finding.start;
        }
        self.marked = mark(&fields, &moved, &masked, &self.rest);
    }

    /// Opens the chosen field for writing, at the finding looked at where that is in it.
    pub fn open(&mut self) {
        let Some(field) = self.fields.get(self.field) else { return };
        let mut writing = area(&field.text);
        if let Some(finding) = self.looked_at().filter(|finding| finding.field == field.pointer) {
            let before: String = field.text.chars().take(finding.start).collect();
            let row = before.matches('\n').count();
            let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
            put_cursor(&mut writing, row, column);
        }
        self.writing = Some(Box::new(writing));
    }

    /// Types into the open field, or the word that lets values pass.
    pub fn key(&mut self, chord: Chord) {
        if let Some(area) = &mut self.writing {
            edit(area, chord);
        } else if let Some(word) = &mut self.typing {
            match chord.code {
                KeyCode::Char(letter) if chord.is_typing() => word.push(letter),
                KeyCode::Backspace => drop(word.pop()),
                _ => {}
            }
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
        self.refresh();
    }

    /// Values that would pass although they are guarded.
    pub fn passing(&self) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(|found| !found.masked && found.guarded)
    }

    /// The word that lets them pass: their kind, or for several kinds `send`.
    #[must_use]
    pub fn word(&self) -> &str {
        let mut kinds = self.passing().map(|found| found.kind.as_str());
        let first = kinds.next().unwrap_or("send");
        if kinds.all(|kind| kind == first) { first } else { "send" }
    }

    /// What "send" means now: the request as shown; edited fields, which the gate looks at first; or a question.
    #[must_use]
    pub fn send(&self) -> Sending {
        let changed = (0..self.fields.len()).filter(|place| self.is_field_edited(*place));
        let fields: Vec<Field> = changed.filter_map(|place| self.fields.get(place).cloned()).collect();
        if !fields.is_empty() {
            return Sending::Decided(Decision::Edit { fields });
        }
        let typed = self.typing.as_ref().is_some_and(|typed| typed.trim().eq_ignore_ascii_case(self.word()));
        if self.passing().next().is_some() && !typed {
            return Sending::Asks;
        }
        let findings = self.masked();
        Sending::Decided(if findings.is_empty() {
            Decision::Send
        } else {
            Decision::MaskSome { findings, fields: self.outgoing() }
        })
    }
}

/// Headers, and everything in the body that is no text field: what else goes.
fn rest_of(approval: &Approval) -> String {
    let mut text = String::new();
    for (name, value) in &approval.headers {
        let _ = writeln!(text, "{name}: {value}");
    }
    let Ok(mut body) = serde_json::from_str::<Value>(&approval.body) else { return text };
    for field in &approval.fields {
        if let Some(value) = body.pointer_mut(&field.pointer) {
            *value = Value::from("…");
        }
    }
    text.push_str(&serde_json::to_string_pretty(&body).unwrap_or_default());
    text
}

fn around(at: usize, count: usize, forward: bool) -> usize {
    let count = count.max(1);
    if forward { (at + 1) % count } else { (at + count - 1) % count }
}
