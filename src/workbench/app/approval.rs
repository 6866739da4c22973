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
use super::passed::{self, Passed};
use super::scroll::{Scroll, Step};
use super::together::{self, Outgoing, Together};
use crate::boundary::finding::Finding;
use crate::engine::event::{Approval, Decision, Field};
use crate::workbench::keys::Chord;
use crate::workbench::view::widgets::approval::Tally;
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
    /// Facts that point at somebody only together, as long as they do: the first rows of the list.
    pub together: Vec<Together>,
    /// What the gate noticed and acts on, the same values together: the rows below.
    pub found: Vec<Found>,
    /// The request as it would go, with what the gate noticed marked in fields that were not edited.
    pub marked: Marked,
    /// Which row of the list is looked at.
    pub row: usize,
    /// Where what it is about stands in the text that is shown, in bytes, sorted.
    pub chosen: Vec<(usize, usize)>,
    /// The field that is edited next.
    pub field: usize,
    /// That field while it is being written.
    pub writing: Option<Box<TextArea<'static>>>,
    /// What was typed to let guarded values pass, while that is asked.
    pub typing: Option<String>,
    /// Where the request is looked at.
    pub scroll: Scroll,
    /// How many there are of what; kept so that no frame counts.
    pub tally: Tally,
    /// Values that were let pass in fields edited since.
    passed: Vec<Passed>,
    /// Which fields were changed by hand.
    edited: Vec<bool>,
    /// The most output tokens the request allows.
    pub max_output_tokens: Option<u64>,
    /// The rest: where to, headers, and everything in the body but the text fields.
    rest: String,
}

/// A row of the list.
#[derive(Debug, Clone, Copy)]
pub enum Row<'a> {
    /// Facts that point at somebody only together.
    Together(&'a Together),
    /// A value.
    Value(&'a Found),
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
        let body: Option<Value> = serde_json::from_str(&approval.body).ok();
        let mut held = Self {
            stage: stage.to_owned(),
            found: grouped(&fields, &approval.findings),
            together: Vec::new(),
            rest: rest_of(approval, body.as_ref()),
            max_output_tokens: body.as_ref().and_then(max_output_tokens),
            approval: approval.clone(),
            marked: mark(&[], &[], &[], 0, ""),
            // The prompt comes last; without a finding it is what a person most likely wants to change.
            field: fields.len().saturating_sub(1),
            edited: vec![false; fields.len()],
            fields,
            row: 0,
            chosen: Vec::new(),
            writing: None,
            typing: None,
            scroll: Scroll::START,
            tally: Tally::default(),
            passed: Vec::new(),
        };
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
        self.edited.get(place).copied().unwrap_or_default()
    }

    /// Whether any field was changed by hand.
    #[must_use]
    pub fn is_edited(&self) -> bool {
        self.edited.contains(&true)
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

    /// How many rows the list has.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.together.len() + self.found.len()
    }

    /// A row of the list.
    #[must_use]
    pub fn at(&self, row: usize) -> Option<Row<'_>> {
        match row.checked_sub(self.together.len()) {
            None => self.together.get(row).map(Row::Together),
            Some(place) => self.found.get(place).map(Row::Value),
        }
    }

    /// Chooses the next row, or the one before, and its field.
    pub fn choose_row(&mut self, forward: bool) {
        self.row = around(self.row, self.rows(), forward);
        self.follow_row();
    }

    /// Moves in the list, of which `height` rows are shown. Returns whether there is anywhere to go.
    pub fn step(&mut self, step: Step, height: usize) -> bool {
        let last = self.rows().saturating_sub(1);
        let page = height.saturating_sub(1).max(1);
        self.row = match step {
            Step::Up(by) => self.row.saturating_sub(by),
            Step::Down(by) => (self.row + by).min(last),
            Step::PageUp => self.row.saturating_sub(page),
            Step::PageDown => (self.row + page).min(last),
            Step::Top => 0,
            Step::Follow => last,
        };
        self.follow_row();
        last > 0
    }

    /// Where what is looked at first stands: the field, and the character in it as it was before anything was masked.
    fn looked_at(&self) -> Option<(&str, usize)> {
        let finding = |place: usize| self.approval.findings.get(place);
        match self.at(self.row)? {
            Row::Value(found) => finding(*found.places.first()?).map(|found| (found.field.as_str(), found.start)),
            Row::Together(together) => {
                let group = self.approval.groups.get(together.place)?;
                group.spans.first().map(|(start, _)| (group.field.as_str(), *start))
            }
        }
    }

    fn follow_row(&mut self) {
        let pointer = self.looked_at().map(|(pointer, _)| pointer.to_owned());
        if let Some(place) = pointer.and_then(|pointer| self.fields.iter().position(|field| field.pointer == pointer)) {
            self.field = place;
        }
        let places = &self.marked.places;
        let mut chosen: Vec<(usize, usize)> = match self.at(self.row) {
            Some(Row::Value(found)) => {
                found.places.iter().filter_map(|place| places.get(*place).copied().flatten()).collect()
            }
            // The places of the groups follow those of the findings, group by group.
            Some(Row::Together(_)) => {
                let before: usize = self.together.iter().take(self.row).map(|group| group.spans.len()).sum();
                let here = self.together.get(self.row).map_or(0, |group| group.spans.len());
                let from = self.approval.findings.len() + before;
                places.get(from..from + here).unwrap_or_default().iter().flatten().copied().collect()
            }
            None => Vec::new(),
        };
        chosen.sort_unstable();
        self.chosen = chosen;
    }

    /// Masks the value looked at, or lets it pass. Returns whether that could be done.
    pub fn toggle(&mut self) -> bool {
        let Some(Row::Value(_)) = self.at(self.row) else { return false };
        let place = self.row - self.together.len();
        let Some(found) = self.found.get_mut(place).filter(|found| found.can_be_masked()) else { return false };
        found.masked = !found.masked;
        self.refresh();
        // Groups may have come or gone above it.
        self.row = self.together.len() + place;
        self.follow_row();
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

    /// Lays the request out anew as it would go. Costs the text and the findings once; called when one of them changed.
    fn refresh(&mut self) {
        self.edited = (0..self.fields.len()).map(|at| self.fields.get(at) != self.approval.fields.get(at)).collect();
        // Where a text was edited, what the gate noticed in it stands elsewhere now, or nowhere.
        let edited: Vec<&str> = self
            .fields
            .iter()
            .zip(&self.edited)
            .filter(|(_, edited)| **edited)
            .map(|(field, _)| field.pointer.as_str())
            .collect();
        let findings = &self.approval.findings;
        let touched = |finding: &Finding| edited.contains(&finding.field.as_str());
        let stale = |place: &usize| findings.get(*place).is_some_and(touched);
        self.passed
            .extend(self.found.iter().filter(|found| !found.masked && found.places.iter().any(stale)).map(Passed::of));
        self.found.retain(|found| !found.places.iter().any(stale));
        let masked = self.masked();
        let (fields, mut moved) = as_masked(&self.fields, findings, &masked);
        for finding in moved.iter_mut().filter(|finding| touched(finding)) {
            // An empty span marks nothing.
            finding.end = finding.start;
        }
        let request = Outgoing { fields: &self.fields, findings, masked: &masked, moved: &moved };
        let groups = &self.approval.groups;
        let mut together = together::groups(groups, request);
        together.retain(|shown| groups.get(shown.place).is_some_and(|group| !edited.contains(&group.field.as_str())));
        let listed = moved.len();
        moved.extend(together.iter().flat_map(|shown| shown.spans.iter().cloned()));
        self.marked = mark(&fields, &moved, &masked, listed, &self.rest);
        let written = |fields: &[Field]| -> usize {
            let lengths = fields.iter().map(|field| serde_json::to_string(&field.text).map_or(0, |text| text.len()));
            lengths.sum()
        };
        let bytes = (self.approval.bytes + written(&fields)).saturating_sub(written(&self.approval.fields));
        self.together = together;
        self.row = self.row.min(self.rows().saturating_sub(1));
        let passing = self.found.iter().filter(|found| !found.masked);
        self.tally = Tally {
            values: self.found.len(),
            passing: passing.clone().count(),
            guarded: passing.filter(|found| found.guarded).count(),
            quantities: self.approval.findings.iter().filter(|finding| !finding.class.acted_on()).count(),
            bytes,
        };
        self.follow_row();
    }

    /// Opens the chosen field for writing, at the finding looked at where that is in it.
    pub fn open(&mut self) {
        let Some(field) = self.fields.get(self.field) else { return };
        let mut writing = area(&field.text);
        if let Some((_, start)) = self.looked_at().filter(|(pointer, _)| *pointer == field.pointer) {
            let before: String = field.text.chars().take(start).collect();
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

    /// What was let pass, edited fields included: what an edit must not reset without a word.
    #[must_use]
    pub fn passes(&self) -> Vec<Passed> {
        let passing = self.found.iter().filter(|found| !found.masked && found.can_be_masked()).map(Passed::of);
        self.passed.iter().cloned().chain(passing).collect()
    }

    /// Lets pass again what was let pass before an edit and stands there unchanged. Says what became of these decisions;
    /// nothing where there were none.
    pub fn pass_again(&mut self, passes: &[Passed]) -> Option<String> {
        let (mut kept, mut reset) = (0, Vec::new());
        for found in &mut self.found {
            let Some(before) = passes.iter().find(|before| before.is_about(found)) else { continue };
            if before.is_still(found) {
                found.masked = false;
                kept += 1;
            } else {
                reset.push(before);
            }
        }
        self.refresh();
        passed::told(kept, &reset)
    }

    /// Values that would pass although they are guarded.
    pub fn passing(&self) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(|found| !found.masked && found.guarded)
    }

    /// What would pass although it is guarded: `PERSON`, or `2 PERSON, 1 TOKEN`.
    #[must_use]
    pub fn passing_kinds(&self) -> String {
        let mut kinds: Vec<(&str, usize)> = Vec::new();
        for found in self.passing() {
            match kinds.iter_mut().find(|(kind, _)| *kind == found.kind) {
                Some((_, count)) => *count += 1,
                None => kinds.push((&found.kind, 1)),
            }
        }
        match kinds.as_slice() {
            [(kind, 1)] => (*kind).to_owned(),
            kinds => kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect::<Vec<_>>().join(", "),
        }
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

/// The first line of the request, its headers, and everything in the body that is no text field: what else goes.
fn rest_of(approval: &Approval, body: Option<&Value>) -> String {
    let mut text = format!("POST {}\n", approval.destination);
    for (name, value) in &approval.headers {
        let _ = writeln!(text, "{name}: {value}");
    }
    let Some(mut body) = body.cloned() else { return text };
    for field in &approval.fields {
        if let Some(value) = body.pointer_mut(&field.pointer) {
            *value = Value::from("…");
        }
    }
    text.push_str(&serde_json::to_string_pretty(&body).unwrap_or_default());
    text
}

/// The bound on the answer, in the words of the protocols.
fn max_output_tokens(body: &Value) -> Option<u64> {
    let names = ["max_output_tokens", "max_completion_tokens", "max_tokens"];
    names.iter().find_map(|name| body.get(*name)?.as_u64())
}

fn around(at: usize, count: usize, forward: bool) -> usize {
    let count = count.max(1);
    if forward { (at + 1) % count } else { (at + count - 1) % count }
}
