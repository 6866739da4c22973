//! [`update()`]: one action in, the model changed, effects out.

use std::sync::Arc;

use crossterm::event::KeyCode;

use super::Model;
use super::action::{Action, Effect, RunSpec, SaveError, Sides};
use super::editor::Field;
use super::look::Focus;
use super::overlay::{Overlay, Purpose, Question};
use super::pane::{Problem, Role};
use super::run::{Outcome, Stand};
use super::scroll::Step;
use super::session::{Setup, Status};
use super::{asked, catalog, command, comparing};
use crate::engine::event::{Input, RunId, Stamped, Status as End};
use crate::scenario::Expectation;
use crate::workbench::keys::{Chord, lookup, table::key_of};
use crate::workbench::keys::{Command, Context};
use crate::workbench::layout::{Layout, Shape};

/// Rows per turn of the wheel.
const WHEEL: usize = 3;

/// Changes the model by what happened; what it asks of the world comes back. Pure.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    let revision = model.editor.revision;
    let mut effects = match action {
        Action::Key(chord) => key(model, chord),
        Action::Paste(text) => paste(model, &text),
        Action::Resize { width, height } => {
            (model.look.width, model.look.height) = (width, height);
            Vec::new()
        }
        Action::Wheel { up, column, row } => wheel(model, up, column, row),
        Action::Click { column, row } => click(model, column, row),
        Action::RunStarted(id) => model.run.started(id),
        Action::RunRefused(reason) => refused(model, &reason),
        Action::Engine(run, event) => engine(model, &run, &event),
        Action::Tick { run, ms } => {
            if model.run.id.as_ref() == Some(&run) && model.run.is_on() {
                model.run.now_ms = model.run.now_ms.max(ms);
            }
            Vec::new()
        }
        Action::ModelsChosen(result) => models_chosen(model, result),
        Action::Compared(progress) => {
            comparing::progress(model, progress);
            Vec::new()
        }
        Action::CompareEnded => {
            comparing::ended(model, None);
            Vec::new()
        }
        Action::CompareRefused(reason) => {
            comparing::ended(model, Some(reason));
            Vec::new()
        }
        Action::CatalogRead(catalog) => {
            catalog::take(model, *catalog);
            Vec::new()
        }
        Action::FileRead { path, result } => file_read(model, &path, result),
        Action::Saved { path, result } => saved(model, path, result),
        Action::Edited { field, result } => edited(model, field, result),
        Action::Notice(text) => {
            model.status = Some(Status::note(text));
            Vec::new()
        }
        Action::Trouble(text) => {
            model.status = Some(Status::trouble(text));
            Vec::new()
        }
    };
    if model.editor.revision != revision && model.session.keep_drafts {
        effects.push(Effect::DraftChanged);
    }
    effects
}

fn key(model: &mut Model, chord: Chord) -> Vec<Effect> {
    model.status = None;
    let context = model.context();
    let command = lookup(context, chord);
    if command != Some(Command::Interrupt) {
        model.session.quit_armed = false;
    }
    if let Some(command) = command {
        return command::perform(model, context, command, chord);
    }
    if context.takes_text() {
        type_key(model, context, chord);
    }
    Vec::new()
}

fn type_key(model: &mut Model, context: Context, chord: Chord) {
    match (context, model.overlays.last_mut()) {
        (Context::Prompt, Some(Overlay::Prompt(prompt))) => prompt.key(chord),
        (Context::Patterns, Some(Overlay::Patterns(picking))) => match chord.code {
            KeyCode::Char(letter) if chord.is_typing() => picking.typed(Some(letter), &model.catalog),
            KeyCode::Backspace => picking.typed(None, &model.catalog),
            _ => {}
        },
        (Context::List, Some(Overlay::List { chosen, filter })) => {
            match chord.code {
                KeyCode::Char(letter) if chord.is_typing() => filter.push(letter),
                KeyCode::Backspace => drop(filter.pop()),
                _ => return,
            }
            *chosen = 0;
        }
        (Context::ApprovalEdit | Context::ApprovalWord, _) => {
            if let Some(held) = model.run.held.first_mut() {
                held.key(chord);
            }
        }
        (Context::Asked, _) => asked::key(model, chord),
        _ => {
            if let Some(field) = focused_field(model) {
                model.look.spotlight = None;
                model.session.typed = true;
                model.editor.key(field, chord);
            }
        }
    }
}

/// A paste is text and nothing else: no line of it is ever a command, and it never starts a run.
fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    model.status = None;
    model.session.quit_armed = false;
    match (model.context(), model.overlays.last_mut()) {
        (Context::Prompt, Some(Overlay::Prompt(prompt))) => prompt.paste(text),
        (Context::ApprovalEdit, _) => {
            if let Some(held) = model.run.held.first_mut() {
                held.paste(text);
            }
        }
        (Context::Asked, _) => asked::paste(model, text),
        (Context::Editor, _) => {
            if let Some(field) = focused_field(model) {
                model.look.spotlight = None;
                model.session.typed = true;
                model.editor.paste(field, text);
            }
        }
        _ => model.status = Some(Status::note("nothing is being written here: press i to write, then paste")),
    }
    Vec::new()
}

/// The field that is being written.
pub(super) fn focused_field(model: &Model) -> Option<Field> {
    match model.look.focus {
        Focus::Question => Some(Field::Question),
        Focus::Context => Some(Field::Context),
        Focus::Pane(_) => None,
    }
}

fn wheel(model: &mut Model, up: bool, column: u16, row: u16) -> Vec<Effect> {
    let step = if up { Step::Up(WHEEL) } else { Step::Down(WHEEL) };
    let filled = model.look.diff.is_some() || model.look.desk.is_some() || model.look.hunks.is_some();
    if !model.overlays.is_empty() || filled {
        let context = model.context();
        command::scroll(model, context, step);
    } else if let Some(place) = Layout::of(model).at(column, row)
        && place.shape == Shape::Full
    {
        command::scroll_pane(model, place.pane, step);
    }
    Vec::new()
}

fn click(model: &mut Model, column: u16, row: u16) -> Vec<Effect> {
    if model.overlays.is_empty()
        && model.look.diff.is_none()
        && model.look.desk.is_none()
        && model.look.hunks.is_none()
        && let Some(place) = Layout::of(model).at(column, row)
    {
        command::focus(model, if place.pane == 0 { Focus::Question } else { Focus::Pane(place.pane) });
    }
    Vec::new()
}

/// Begins a run of what is written, or waits for the models first.
pub(super) fn start_run(model: &mut Model) -> Vec<Effect> {
    let ready = match &model.setup {
        Setup::Chosen(_) => true,
        Setup::Choosing => false,
        Setup::Failed(reason) => {
            let again = key_of(model.context(), Command::Models);
            model.status = Some(Status::trouble(format!("{reason} ({again} looks again)")));
            return Vec::new();
        }
    };
    if asks_about_home(model) {
        return Vec::new();
    }
    let pattern = Arc::clone(&model.pattern);
    model.run.prepare(&pattern, model.editor.revision);
    model.look.diff = None;
    model.look.desk = None;
    model.look.hunks = None;
    model.session.typed = false;
    model.look.spotlight = None;
    if let Focus::Pane(pane) = model.look.focus
        && pane >= model.run.panes.len()
    {
        model.look.focus = Focus::Question;
    }
    if ready {
        vec![Effect::StartRun(Box::new(spec(model)))]
    } else {
        model.run.stand = Stand::WaitingForModels;
        Vec::new()
    }
}

/// Asks before the first run with a home side on the internet; returns whether it had to.
pub(super) fn asks_about_home(model: &mut Model) -> bool {
    let Some((sides, place)) = model.setup.sides().and_then(|sides| Some((sides, sides.ways.far.as_ref()?))) else {
        return false;
    };
    if model.session.far_agreed.as_ref() == Some(place) {
        return false;
    }
    let question = Question::FarHome { model: sides.local.name.clone(), place: place.clone() };
    model.overlays.push(Overlay::Confirm(question));
    true
}

/// What a run is about: the prompt as written, and what is checked on its outcome.
pub(super) fn run_input(model: &Model) -> (Input, Vec<Expectation>) {
    let scenario = model.editor.scenario.as_ref();
    let mut terms = model.session.terms.clone();
    for term in scenario.map(|scenario| scenario.terms.as_slice()).unwrap_or_default() {
        if !terms.contains(term) {
            terms.push(term.clone());
        }
    }
    let checked = scenario.filter(|_| model.editor.expectations_apply());
    let input = Input {
        question: model.editor.text(Field::Question),
        context: model.editor.text(Field::Context),
        terms,
        scenario: checked.map(|scenario| scenario.id.clone()),
    };
    (input, checked.map(|scenario| scenario.expectations.clone()).unwrap_or_default())
}

fn spec(model: &Model) -> RunSpec {
    let (input, expectations) = run_input(model);
    RunSpec {
        pattern: Arc::clone(&model.pattern),
        input,
        expectations,
        params: model.session.params.of(&model.pattern),
        policy: model.session.policy,
        hold: model.run.hold_next,
        spent_usd: model.session.spent_usd,
    }
}

fn models_chosen(model: &mut Model, result: Result<Sides, String>) -> Vec<Effect> {
    let waiting = model.run.stand == Stand::WaitingForModels;
    match result {
        Ok(sides) => {
            if model.setup != Setup::Choosing || model.status.is_none() {
                model.status = sides.notes.first().map(Status::note);
            }
            model.setup = Setup::Chosen(sides);
            if waiting && asks_about_home(model) {
                model.run.stand = Stand::Idle;
            } else if waiting {
                model.run.stand = Stand::Starting;
                return vec![Effect::StartRun(Box::new(spec(model)))];
            }
        }
        Err(reason) => {
            model.setup = Setup::Failed(reason.clone());
            if waiting {
                return refused(model, &reason);
            }
            model.status = Some(Status::trouble(reason));
        }
    }
    Vec::new()
}

/// A run that could not be started says so where its answer would have been.
fn refused(model: &mut Model, reason: &str) -> Vec<Effect> {
    model.run.stand = Stand::Ended;
    let place = model.run.answer_pane(&model.pattern);
    if let Some(pane) = model.run.panes.get_mut(place) {
        pane.problem = Some(Problem { what: "not started", detail: reason.to_owned(), partial: false });
    }
    model.status = Some(Status::trouble("the run could not be started"));
    Vec::new()
}

fn engine(model: &mut Model, run: &RunId, event: &Arc<Stamped>) -> Vec<Effect> {
    let Some(outcome) = model.run.apply(run, event) else { return Vec::new() };
    super::desk::refresh(model, &event.event);
    let Outcome { spent, asks, told, wants, began, offers, ended } = outcome;
    if let Some((usd, simulated)) = spent {
        model.session.spend(usd, simulated);
    }
    if let Some(pane) = began
        && !model.session.typed
        && model.look.focus.writes()
    {
        model.look.spotlight = Some(pane);
    }
    let mut effects = Vec::new();
    if asks {
        effects.extend(ask(model));
        if let Some(told) = told {
            model.status = Some(Status::ask(told));
        }
    }
    if wants {
        effects.extend(asked::ask(model));
    }
    asked::close(model);
    if model.run.held.is_empty() {
        model.overlays.retain(|overlay| !matches!(overlay, Overlay::Approval));
    }
    if offers {
        offered(model);
    }
    if let Some(status) = ended {
        let again = model.run.again;
        finish(model, status);
        if again {
            effects.extend(start_run(model));
        }
    }
    effects
}

/// A refinement is there: said, and nothing else. What is being read stays.
fn offered(model: &mut Model) {
    if let Some(offer) = &model.run.offer {
        let key = key_of(model.context(), Command::Changes);
        let look = if offer.choices.is_empty() { String::new() } else { format!("; {key} shows them") };
        let changed = crate::workbench::view::hunks::changed(offer);
        model.status = Some(Status::note(format!("the refinement is ready: {changed}{look}")));
    }
}

/// A request waits for the user. It opens by itself only where no key can be meant for something else.
fn ask(model: &mut Model) -> Vec<Effect> {
    // A draft that is being read is not covered by the request of its refinement.
    let behind = model.run.held.last().is_some_and(|held| model.run.is_background(&held.stage));
    let busy = behind || !model.overlays.is_empty() || (model.look.focus.writes() && model.session.typed);
    if busy {
        let already = model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Approval));
        if !already {
            let review = key_of(Context::Editor, Command::Review);
            model.status = Some(Status::ask(format!("a request is held at the line: {review} to look at it")));
        }
        return vec![Effect::Bell];
    }
    model.overlays.push(Overlay::Approval);
    crate::workbench::view::overlay::reveal_finding(model);
    vec![Effect::Bell]
}

fn finish(model: &mut Model, status: End) {
    model.session.runs += 1;
    if let Some(record) = &model.run.record {
        model.session.measured.take(record);
    }
    model.overlays.retain(|overlay| !matches!(overlay, Overlay::Confirm(Question::StopRun | Question::StartOver)));
    if model.look.spotlight.is_some() {
        // What failed behind the first answer does not push it aside: its own line says so.
        let behind = |stage: &str| model.run.is_background(stage);
        let failed =
            model.run.panes.iter().position(|pane| pane.problem.is_some() && !pane.stage().is_some_and(behind));
        let answer = model.run.answer_pane(&model.pattern);
        model.look.spotlight = Some(failed.unwrap_or(answer));
    }
    model.status = match status {
        End::Done | End::Skipped => model.status.take(),
        End::Cancelled => Some(Status::note("stopped; what had arrived is kept")),
        End::Blocked => Some(Status::trouble("kept home: the request was not sent")),
        End::Failed | End::Truncated => Some(Status::trouble("the run did not finish: the pane says why")),
    };
}

fn file_read(model: &mut Model, path: &str, result: Result<String, String>) -> Vec<Effect> {
    let asked =
        |overlay: &Overlay| matches!(overlay, Overlay::Prompt(prompt) if prompt.purpose == Purpose::OpenContext);
    match result {
        Ok(text) => {
            model.overlays.retain(|overlay| !asked(overlay));
            model.editor.replace(Field::Context, &text);
            model.look.focus = Focus::Context;
            model.look.spotlight = None;
            let undo = key_of(Context::Editor, Command::Undo);
            model.status = Some(Status::note(format!("{path} is the context now; {undo} takes it back")));
        }
        Err(reason) => match model.overlays.last_mut() {
            Some(Overlay::Prompt(prompt)) if prompt.purpose == Purpose::OpenContext => prompt.error = Some(reason),
            _ => model.status = Some(Status::trouble(reason)),
        },
    }
    Vec::new()
}

fn saved(model: &mut Model, path: std::path::PathBuf, result: Result<usize, SaveError>) -> Vec<Effect> {
    let prompt = model.overlays.iter_mut().rev().find_map(|overlay| match overlay {
        Overlay::Prompt(prompt) => Some(prompt),
        _ => None,
    });
    match (result, prompt) {
        (Ok(bytes), _) => {
            model.overlays.retain(|overlay| !matches!(overlay, Overlay::Prompt(_)));
            model.status = Some(Status::note(format!("{bytes} bytes saved to {}", path.display())));
        }
        (Err(SaveError::Exists), Some(prompt)) => {
            if let Purpose::SavePane { text, .. } = &prompt.purpose {
                let text = text.clone();
                model.overlays.push(Overlay::Confirm(Question::Replace { path, text }));
            }
        }
        (Err(SaveError::Exists), None) => {
            model.status = Some(Status::trouble(format!("{} is there already: nothing was written", path.display())));
        }
        (Err(SaveError::Failed(reason)), Some(prompt)) => prompt.error = Some(reason),
        (Err(SaveError::Failed(reason)), None) => model.status = Some(Status::trouble(reason)),
    }
    Vec::new()
}

fn edited(model: &mut Model, field: Field, result: Result<Option<String>, String>) -> Vec<Effect> {
    match result {
        Ok(Some(text)) => {
            model.editor.replace(field, &text);
            model.session.typed = true;
        }
        Ok(None) => {}
        Err(reason) => model.status = Some(Status::trouble(reason)),
    }
    Vec::new()
}

/// The crossing pane a diff is made of: the first one with text.
pub(super) fn crossing_with_text(model: &Model) -> Option<usize> {
    model.run.panes.iter().position(|pane| matches!(pane.role, Role::Crossing { .. }) && !pane.body().is_empty())
}
