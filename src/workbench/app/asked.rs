//! A value a run asks the user for: what is asked, what has been written so far, and when it is given or left missing.
//!
//! What is written stays in the model until it is given: no event of the run touches it.

use tui_textarea::{CursorMove, TextArea};

use super::Model;
use super::action::Effect;
use super::command::quiet;
use super::editor::{area, edit};
use super::overlay::Overlay;
use super::session::Status;
use crate::engine::ground::Slot;
use crate::pattern::{Pattern, Side};
use crate::workbench::keys::{Chord, Command, Context, table::key_of};

/// A value the run waits for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The stage that asks.
    pub stage: String,
    /// Identifies it in an answer.
    pub id: u64,
    /// What is asked for.
    pub slot: Slot,
    /// Why.
    pub why: String,
    /// One line, as far as it is written.
    pub line: TextArea<'static>,
    /// Whether the next Esc leaves the value missing: one alone may come from a slow line.
    pub leaving: bool,
}

impl Asked {
    /// A value that is asked for; `before` is what was given for it last time and could not be read.
    #[must_use]
    pub fn new(stage: &str, id: u64, why: &str, slot: &Slot, before: &str) -> Self {
        let mut line = area(before);
        line.move_cursor(CursorMove::End);
        Self { stage: stage.to_owned(), id, slot: slot.clone(), why: why.to_owned(), line, leaving: false }
    }

    /// What is written.
    #[must_use]
    pub fn text(&self) -> String {
        self.line.lines().first().map(|line| line.trim().to_owned()).unwrap_or_default()
    }

    /// Types into it.
    pub fn key(&mut self, chord: Chord) {
        self.leaving = false;
        edit(&mut self.line, chord);
    }

    /// Pastes a text as one line; rows of a table are kept apart.
    pub fn paste(&mut self, text: &str) {
        self.leaving = false;
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        self.line.insert_str(lines.join("; "));
    }
}

/// Whether what grounding comes to stays home in this pattern: no cloud stage reveals it.
#[must_use]
pub fn stays_home(pattern: &Pattern, stage: &str) -> bool {
    let reveals = |name: &String| name == stage || name.strip_prefix(stage).is_some_and(|rest| rest.starts_with('.'));
    !pattern.stages.iter().any(|other| other.side == Side::Cloud && other.reveals.iter().any(reveals))
}

/// Types into the value that is asked for.
pub(super) fn key(model: &mut Model, chord: Chord) {
    if let Some(asked) = model.run.asked.first_mut() {
        asked.key(chord);
    }
}

/// Pastes into it.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(asked) = model.run.asked.first_mut() {
        asked.paste(text);
    }
}

/// Enter: what is written is given.
pub(super) fn give(model: &mut Model) -> Vec<Effect> {
    match model.run.asked.first_mut() {
        Some(asked) if asked.text().is_empty() => {
            asked.leaving = true;
            Vec::new()
        }
        Some(_) => answer(model, true),
        None => Vec::new(),
    }
}

/// Esc: the first one asks, the second leaves the value missing.
pub(super) fn leave(model: &mut Model) -> Vec<Effect> {
    match model.run.asked.first_mut() {
        Some(asked) if !asked.leaving => quiet(|| asked.leaving = true),
        Some(_) => answer(model, false),
        None => quiet(|| drop(model.overlays.pop())),
    }
}

fn answer(model: &mut Model, given: bool) -> Vec<Effect> {
    let (Some(run), false) = (model.run.id.clone(), model.run.asked.is_empty()) else { return Vec::new() };
    let asked = model.run.asked.remove(0);
    let text = if given { asked.text() } else { String::new() };
    model.run.given = given.then(|| (asked.slot.slot.clone(), text.clone()));
    close(model);
    vec![Effect::Answer { run, id: asked.id, text }]
}

/// Takes the overlay away when nothing is asked any more.
pub(super) fn close(model: &mut Model) {
    if model.run.asked.is_empty() {
        model.overlays.retain(|overlay| !matches!(overlay, Overlay::Asked));
    }
}

/// Looks away, to read what lies under it; what is written stays.
pub(super) fn look_away(model: &mut Model) -> Vec<Effect> {
    model.overlays.retain(|overlay| !matches!(overlay, Overlay::Asked));
    let review = key_of(model.context(), Command::Review);
    model.status = Some(Status::ask(format!("the run waits for a value: {review} to give it")));
    Vec::new()
}

/// A value is asked for. It opens by itself only where no key can be meant for something else.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    let busy = !model.overlays.is_empty() || (model.look.focus.writes() && model.session.typed);
    if !busy {
        model.overlays.push(Overlay::Asked);
    } else if !model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Asked)) {
        let review = key_of(Context::Editor, Command::Review);
        model.status = Some(Status::ask(format!("the run waits for a value: {review} to give it")));
    }
    vec![Effect::Bell]
}
