//! What each command does to the model. Keys are no business of this file: it gets the command the table found.

use crossterm::event::KeyCode;

use super::Model;
use super::action::Effect;
use super::approval::Held;
use super::asked;
use super::comparing;
use super::diff::DiffLook;
use super::editor::Field;
use super::gate;
use super::hunks;
use super::look::Focus;
use super::overlay::{Overlay, Prompt, Purpose, Question};
use super::params::Turn;
use super::picking::{Entry, Picking};
use super::run::{Run, Stand};
use super::scroll::{Scroll, Step};
use super::session::{Setup, Status};
use super::update::{focused_field, start_run};
use crate::engine::event::Decision;
use crate::workbench::keys::{Chord, Command, Context, table::key_of};
use crate::workbench::layout::Layout;

/// Does what a command says. `context` is where it was asked for, `chord` the key (it names the pane to focus).
pub(super) fn perform(model: &mut Model, context: Context, command: Command, chord: Chord) -> Vec<Effect> {
    match command {
        Command::Run => run(model),
        Command::Back if context == Context::Asked => asked::leave(model),
        Command::Back => back(model),
        Command::GiveValue => asked::give(model),
        Command::LookAway => asked::look_away(model),
        Command::Interrupt => interrupt(model),
        Command::Compare => comparing::open(model),
        Command::CompareStart => comparing::start(model),
        Command::CompareTick => comparing::tick(model),
        Command::CompareMore | Command::CompareLess => comparing::repeat(model, command == Command::CompareMore),
        Command::HoldNext => gate::hold_next(model),
        Command::Review => gate::review(model),
        Command::Policy => note(model, |model| {
            model.session.next_policy();
            format!("from the next run on the gate will {}", gate::policy_words(model))
        }),
        Command::Models => look_for_models(model),
        Command::Patterns => open_list(model, Overlay::Patterns(Picking::default())),
        Command::Params => params(model),
        Command::ResetValue => turn(model, Turn::Default),
        Command::Scenarios => open_list(model, scenarios(model)),
        Command::OpenFile => quiet(|| model.overlays.push(prompt(Purpose::OpenContext, ""))),
        Command::ExternalEditor => {
            let field = focused_field(model).unwrap_or(Field::Context);
            vec![Effect::OpenEditor { field, text: model.editor.text(field) }]
        }
        Command::Undo | Command::Redo => undo(model, context, command == Command::Undo),
        Command::EditInput => quiet(|| focus(model, Focus::Question)),
        Command::NextPane | Command::PreviousPane => next_pane(model, command == Command::NextPane),
        Command::FocusPane => focus_number(model, chord),
        Command::Zoom => quiet(|| model.look.zoom = !model.look.zoom),
        Command::Thinking => thinking(model),
        Command::Diff => diff(model),
        Command::Desk => super::desk::toggle(model),
        Command::NextChange | Command::PreviousChange if context == Context::Desk => {
            super::desk::jump(model, command == Command::NextChange)
        }
        Command::NextClaim
        | Command::PreviousClaim
        | Command::DeskPart
        | Command::Blind
        | Command::VoteLeft
        | Command::VoteRight
        | Command::VoteTie => super::desk::perform(model, command),
        Command::Changes => hunks::toggle(model),
        Command::AcceptChange => hunks::decide(model, hunks::Choice::Accepted, false),
        Command::RejectChange => hunks::decide(model, hunks::Choice::Rejected, false),
        Command::AcceptAll => hunks::decide(model, hunks::Choice::Accepted, true),
        Command::RejectAll => hunks::decide(model, hunks::Choice::Rejected, true),
        Command::NextChange | Command::PreviousChange if context == Context::Hunks => {
            hunks::jump(model, command == Command::NextChange)
        }
        Command::NextChange | Command::PreviousChange => {
            quiet(|| super::diff::jump(model, command == Command::NextChange))
        }
        Command::Copy => copy(model),
        Command::Save if context == Context::Compare => comparing::save(model),
        Command::Save => save(model),
        Command::Theme => note(model, |model| {
            model.look.next_theme();
            format!("theme {}", model.look.theme)
        }),
        Command::Mouse => mouse(model),
        Command::Help if context == Context::Help => quiet(|| drop(model.overlays.pop())),
        Command::Help => quiet(|| model.overlays.push(Overlay::Help { context, scroll: Scroll::START })),
        Command::Suspend => vec![Effect::Suspend],
        Command::Quit => quit(model),
        Command::Up => moved(model, context, Step::Up(1)),
        Command::Down => moved(model, context, Step::Down(1)),
        Command::PageUp => moved(model, context, Step::PageUp),
        Command::PageDown => moved(model, context, Step::PageDown),
        Command::Top => moved(model, context, Step::Top),
        Command::Follow => moved(model, context, Step::Follow),
        Command::NextValue => turn(model, Turn::Next),
        Command::PreviousValue => turn(model, Turn::Previous),
        Command::Choose => choose(model),
        Command::Yes => confirm(model),
        Command::No => quiet(|| drop(model.overlays.pop())),
        Command::SendRequest | Command::SubmitEdit => gate::send(model),
        Command::ToggleFinding => {
            let effects = gate::toggle(model);
            crate::workbench::view::overlay::reveal_finding(model);
            effects
        }
        Command::MaskRequest => gate::mask(model),
        Command::BlockRequest => gate::decide(model, Decision::Block),
        Command::EditRequest => gate::with_held(model, Held::open),
        Command::NextField | Command::PreviousField => {
            gate::with_held(model, |held| held.choose_field(command == Command::NextField))
        }
        Command::NextFinding | Command::PreviousFinding => {
            gate::with_held(model, |held| held.choose_row(command == Command::NextFinding));
            crate::workbench::view::overlay::reveal_finding(model);
            Vec::new()
        }
        Command::FindingsUp => gate::step(model, Step::PageUp),
        Command::FindingsDown => gate::step(model, Step::PageDown),
        Command::FirstFinding => gate::step(model, Step::Top),
        Command::LastFinding => gate::step(model, Step::Follow),
    }
}

pub(super) fn quiet(change: impl FnOnce()) -> Vec<Effect> {
    change();
    Vec::new()
}

pub(super) fn note(model: &mut Model, change: impl FnOnce(&mut Model) -> String) -> Vec<Effect> {
    let text = change(model);
    model.status = Some(Status::note(text));
    Vec::new()
}

fn prompt(purpose: Purpose, suggestion: &str) -> Overlay {
    Overlay::Prompt(Box::new(Prompt::new(purpose, suggestion)))
}

fn run(model: &mut Model) -> Vec<Effect> {
    if model.run.is_on() && model.run.refining().is_some() && model.run.stand != Stand::Stopping {
        return quiet(|| model.overlays.push(Overlay::Confirm(Question::StartOver)));
    }
    if model.run.is_on() {
        return note(model, |_| "a run is on: Esc stops it".to_owned());
    }
    if model.comparing.is_on() {
        let look = key_of(model.context(), Command::Compare);
        return note(model, |_| format!("a comparison is on: {look} shows it, and stops it"));
    }
    if model.editor.bytes(Field::Question) == 0 {
        focus(model, Focus::Question);
        return note(model, |_| "write a question first, or load an example with ^E".to_owned());
    }
    start_run(model)
}

/// One step back, the nearest first. Never quits and never stops anything without asking: slow lines make lone Escs.
fn back(model: &mut Model) -> Vec<Effect> {
    if let Some(held) = model.run.held.first_mut()
        && held.writing.is_some()
        && matches!(model.overlays.last(), Some(Overlay::Approval))
    {
        held.close();
    } else if let Some(held) = model.run.held.first_mut()
        && matches!(model.overlays.last(), Some(Overlay::Approval))
        && held.typing.take().is_some()
    {
    } else if let Some(overlay) = model.overlays.pop() {
        if matches!(overlay, Overlay::Approval) {
            let review = key_of(model.context(), Command::Review);
            model.status = Some(Status::ask(format!("the request is still held: {review} to look again")));
        }
    } else if model.look.diff.take().is_some() || model.look.desk.take().is_some() || model.look.hunks.take().is_some()
    {
    } else if model.look.zoom {
        model.look.zoom = false;
    } else if model.run.is_on() {
        model.overlays.push(Overlay::Confirm(Question::StopRun));
    } else if model.look.focus.writes() {
        let answer = model.run.answer_pane(&model.pattern);
        let pane = model.look.last_pane.filter(|pane| *pane < model.run.panes.len()).unwrap_or(answer);
        focus(model, Focus::Pane(pane));
    }
    Vec::new()
}

fn interrupt(model: &mut Model) -> Vec<Effect> {
    if model.comparing.stand == comparing::Stand::On {
        return comparing::stop(model);
    }
    if model.run.is_on() && model.run.stand != Stand::Stopping {
        return stop(model);
    }
    if std::mem::replace(&mut model.session.quit_armed, true) {
        return vec![Effect::Quit];
    }
    note(model, |model| {
        let kept = if model.session.keep_drafts { "; what you wrote is kept" } else { "" };
        format!("^C again quits{kept}")
    })
}

fn stop(model: &mut Model) -> Vec<Effect> {
    model.overlays.retain(|overlay| !matches!(overlay, Overlay::Confirm(_) | Overlay::Approval | Overlay::Asked));
    match (model.run.stand, model.run.id.clone()) {
        (Stand::WaitingForModels, _) => quiet(|| model.run.stand = Stand::Ended),
        (_, Some(id)) => {
            model.run.stand = Stand::Stopping;
            model.status = Some(Status::note("stopping"));
            vec![Effect::Cancel(id)]
        }
        (_, None) => quiet(|| model.run.stand = Stand::Stopping),
    }
}

fn quit(model: &mut Model) -> Vec<Effect> {
    if model.run.is_on() || model.comparing.is_on() {
        model.overlays.push(Overlay::Confirm(Question::QuitWhileRunning));
    } else if !model.session.keep_drafts && !model.editor.is_pristine() {
        model.overlays.push(Overlay::Confirm(Question::QuitUnsaved));
    } else {
        return vec![Effect::Quit];
    }
    Vec::new()
}

fn confirm(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Confirm(question)) = model.overlays.pop() else { return Vec::new() };
    match question {
        Question::StopRun => stop(model),
        // It starts when the other has ended, so that what that one spent is counted.
        Question::StartOver => {
            model.run.again = true;
            stop(model)
        }
        Question::QuitWhileRunning => {
            let mut effects = if model.run.is_on() { stop(model) } else { comparing::stop(model) };
            effects.push(Effect::Quit);
            effects
        }
        Question::QuitUnsaved => vec![Effect::Quit],
        // What was asked for goes on.
        Question::FarHome { place, .. } => {
            model.session.far_agreed = Some(place);
            match model.overlays.last() {
                Some(Overlay::Compare) => comparing::start(model),
                _ => start_run(model),
            }
        }
        Question::Replace { path, text } => vec![Effect::Save { path, text, replace: true }],
    }
}

fn look_for_models(model: &mut Model) -> Vec<Effect> {
    if model.run.is_on() || model.comparing.is_on() {
        return note(model, |_| "a run is on: its models stay".to_owned());
    }
    model.setup = Setup::Choosing;
    model.status = Some(Status::note("looking for models"));
    vec![Effect::ChooseModels]
}

fn scenarios(model: &Model) -> Overlay {
    let loaded = model.editor.scenario.as_ref();
    let chosen = loaded.and_then(|loaded| model.catalog.scenarios.iter().position(|scenario| scenario.id == loaded.id));
    Overlay::List { chosen: chosen.unwrap_or(0), filter: String::new() }
}

fn open_list(model: &mut Model, list: Overlay) -> Vec<Effect> {
    if model.run.is_on() {
        return note(model, |_| "a run is on: choose when it has ended, or stop it with Esc".to_owned());
    }
    model.overlays.push(list);
    // What is known is shown at once; what was edited meanwhile takes its place as soon as it is read.
    vec![Effect::ReadCatalog]
}

fn choose(model: &mut Model) -> Vec<Effect> {
    match model.overlays.last_mut() {
        Some(Overlay::Patterns(picking)) if picking.question().is_some() => quiet(|| picking.go_on(&model.catalog)),
        Some(Overlay::Patterns(picking)) => match picking.entry(&model.catalog) {
            None => note(model, |_| "nothing matches: Backspace widens the list".to_owned()),
            Some(Entry::Refused(_)) => {
                note(model, |_| "this file does not check yet: mend it, then open the list again".to_owned())
            }
            Some(Entry::Pattern(place)) => {
                model.overlays.pop();
                choose_pattern(model, place)
            }
        },
        Some(Overlay::List { chosen, filter }) => {
            let (chosen, filter) = (*chosen, filter.clone());
            let Some(chosen) = model.listed(&filter).get(chosen).copied() else {
                return note(model, |_| "nothing matches: Backspace widens the list".to_owned());
            };
            model.overlays.pop();
            choose_scenario(model, chosen)
        }
        Some(Overlay::Approval) => gate::send(model),
        Some(Overlay::Params { .. }) => quiet(|| drop(model.overlays.pop())),
        Some(Overlay::Prompt(prompt)) => {
            let path = prompt.path();
            if path.is_empty() {
                prompt.error = Some("write a path; ~ is your home directory".to_owned());
                return Vec::new();
            }
            match &prompt.purpose {
                Purpose::OpenContext => vec![Effect::ReadFile(path)],
                Purpose::SavePane { text, .. } => {
                    vec![Effect::Save { path: path.into(), text: text.clone(), replace: false }]
                }
            }
        }
        _ => Vec::new(),
    }
}

fn params(model: &mut Model) -> Vec<Effect> {
    if model.pattern.params.is_empty() {
        return note(model, |model| format!("{} has no params", model.pattern.name));
    }
    quiet(|| model.overlays.push(Overlay::Params { chosen: 0 }))
}

/// Another answer to a question, or another value of a param.
fn turn(model: &mut Model, turn: Turn) -> Vec<Effect> {
    match model.overlays.last_mut() {
        Some(Overlay::Patterns(picking)) => picking.turn(turn == Turn::Next),
        Some(Overlay::Params { chosen }) => {
            if let Some(name) = model.pattern.params.keys().nth(*chosen) {
                model.session.params.turn(&model.pattern, name, turn);
            }
        }
        _ => {}
    }
    Vec::new()
}

fn choose_pattern(model: &mut Model, chosen: usize) -> Vec<Effect> {
    let Some(pattern) = model.catalog.patterns.get(chosen).cloned() else { return Vec::new() };
    if pattern.id != model.pattern.id {
        let hold_next = model.run.hold_next;
        model.run = Run { hold_next, ..Run::idle(&pattern) };
        model.look.desk = None;
        model.look.desk = None;
        model.look.last_pane = None;
        model.look.spotlight = None;
        if let Focus::Pane(_) = model.look.focus {
            model.look.focus = Focus::Question;
        }
        model.pattern = pattern;
        if model.session.keep_drafts {
            return vec![Effect::DraftChanged];
        }
    }
    Vec::new()
}

fn choose_scenario(model: &mut Model, chosen: usize) -> Vec<Effect> {
    let Some(scenario) = model.catalog.scenarios.get(chosen).cloned() else { return Vec::new() };
    let written = !model.editor.is_pristine();
    model.editor.load(&scenario);
    focus(model, Focus::Question);
    if written {
        let undo = key_of(Context::Editor, Command::Undo);
        model.status = Some(Status::note(format!("{} loaded; {undo} brings your text back", scenario.name)));
    }
    let pattern = model.catalog.patterns.iter().position(|pattern| pattern.id == scenario.pattern);
    pattern.map(|pattern| choose_pattern(model, pattern)).unwrap_or_default()
}

fn undo(model: &mut Model, context: Context, undo: bool) -> Vec<Effect> {
    if context == Context::Asked {
        if let Some(asked) = model.run.asked.first_mut() {
            let _ = if undo { asked.line.undo() } else { asked.line.redo() };
        }
        return Vec::new();
    }
    if context == Context::ApprovalEdit {
        if let Some(area) = model.run.held.first_mut().and_then(|held| held.writing.as_mut()) {
            let _ = if undo { area.undo() } else { area.redo() };
        }
        return Vec::new();
    }
    let Some(field) = focused_field(model) else { return Vec::new() };
    let changed = if undo { model.editor.undo(field) } else { model.editor.redo(field) };
    if !changed {
        model.status = Some(Status::note(if undo { "nothing to undo here" } else { "nothing to redo here" }));
    }
    Vec::new()
}

/// The next pane, or the one before; those of skipped stages are passed by (their number still leads to them).
fn next_pane(model: &mut Model, forward: bool) -> Vec<Effect> {
    let count = model.run.panes.len();
    let mut next = model.look.focus.step(count, forward);
    for _ in 0..count {
        let skipped = |place: usize| model.run.member(place).is_some_and(|member| member.skipped);
        if !matches!(next, Focus::Pane(place) if skipped(place)) {
            break;
        }
        next = next.step(count, forward);
    }
    quiet(|| focus(model, next))
}

/// Gives something the focus.
pub(super) fn focus(model: &mut Model, focus: Focus) {
    if let Focus::Pane(pane) = focus {
        model.look.last_pane = Some(pane);
    }
    model.look.focus = focus;
    model.look.spotlight = None;
}

fn focus_number(model: &mut Model, chord: Chord) -> Vec<Effect> {
    let KeyCode::Char(digit) = chord.code else { return Vec::new() };
    let number = digit.to_digit(10).unwrap_or(0) as usize;
    model.look.diff = None;
    model.look.hunks = None;
    match number {
        1 => focus(model, Focus::Question),
        number if (2..=model.run.panes.len()).contains(&number) => focus(model, Focus::Pane(number - 1)),
        _ => model.status = Some(Status::note(format!("there are panes 1 to {}", model.run.panes.len()))),
    }
    Vec::new()
}

fn thinking(model: &mut Model) -> Vec<Effect> {
    let shown = model.look.shown();
    if shown == 0 {
        // The raw prompt thinks nothing: the key means all panes.
        let unfold = !model.run.panes.iter().any(|pane| pane.unfolded);
        model.run.panes.iter_mut().for_each(|pane| pane.unfolded = unfold);
    } else if let Some(pane) = model.run.panes.get_mut(shown) {
        pane.unfolded = !pane.unfolded;
    }
    Vec::new()
}

fn diff(model: &mut Model) -> Vec<Effect> {
    if model.look.diff.take().is_some() {
        return Vec::new();
    }
    model.look.hunks = None;
    match DiffLook::of(model) {
        Some(diff) => quiet(|| {
            model.look.desk = None;
            model.look.diff = Some(diff);
        }),
        None => note(model, |_| "nothing has crossed yet: there is nothing to compare".to_owned()),
    }
}

/// Title and text of the focused pane.
fn focused_text(model: &Model) -> Option<(String, String)> {
    if model.look.hunks.is_some() {
        return hunks::result(model);
    }
    let shown = model.look.shown();
    if shown == 0 {
        let (question, context) = (model.editor.text(Field::Question), model.editor.text(Field::Context));
        let text = if context.is_empty() { question } else { format!("{question}\n\n{context}") };
        return (!text.is_empty()).then(|| ("raw prompt".to_owned(), text));
    }
    let pane = model.run.panes.get(shown)?;
    let text = pane.whole();
    (!text.is_empty()).then(|| (pane.title.to_lowercase(), text))
}

fn copy(model: &mut Model) -> Vec<Effect> {
    let Some((title, text)) = focused_text(model) else {
        return note(model, |_| "there is no text in this pane yet".to_owned());
    };
    let count = text.chars().count();
    model.status = Some(Status::note(format!("{title}: {count} characters sent to the terminal's clipboard")));
    vec![Effect::Copy(text)]
}

fn save(model: &mut Model) -> Vec<Effect> {
    let Some((title, text)) = focused_text(model) else {
        return note(model, |_| "there is no text in this pane yet".to_owned());
    };
    let suggestion = format!("fogline-{}.txt", title.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
    quiet(|| model.overlays.push(prompt(Purpose::SavePane { text, title }, &suggestion)))
}

fn mouse(model: &mut Model) -> Vec<Effect> {
    model.look.mouse = !model.look.mouse;
    let text = if model.look.mouse {
        "the mouse scrolls and focuses panes (Shift selects text in most terminals)"
    } else {
        "the mouse belongs to the terminal again"
    };
    model.status = Some(Status::note(text));
    vec![Effect::Mouse(model.look.mouse)]
}

fn moved(model: &mut Model, context: Context, step: Step) -> Vec<Effect> {
    quiet(|| scroll(model, context, step))
}

/// Scrolls what has the keys.
pub(super) fn scroll(model: &mut Model, context: Context, step: Step) {
    match context {
        Context::Patterns => {
            if let Some(Overlay::Patterns(picking)) = model.overlays.last_mut() {
                picking.step(step, &model.catalog);
            }
        }
        Context::Compare => comparing::step(model, step),
        Context::List | Context::Params => move_choice(model, step),
        Context::Help | Context::Approval => scroll_overlay(model, step),
        Context::Diff => super::diff::scroll(model, step),
        Context::Desk => super::desk::scroll(model, step),
        Context::Hunks => hunks::scroll(model, step),
        _ => {
            let pane = model.look.focus.pane();
            scroll_pane(model, pane, step);
        }
    }
}

fn move_choice(model: &mut Model, step: Step) {
    let count = match model.overlays.last() {
        Some(Overlay::List { filter, .. }) => model.listed(filter).len(),
        Some(Overlay::Params { .. }) => model.pattern.params.len(),
        _ => return,
    };
    let Some(Overlay::List { chosen, .. } | Overlay::Params { chosen }) = model.overlays.last_mut() else { return };
    let last = count.saturating_sub(1);
    *chosen = match step {
        Step::Up(by) => chosen.saturating_sub(by),
        Step::Down(by) => (*chosen + by).min(last),
        Step::PageUp | Step::Top => 0,
        Step::PageDown | Step::Follow => last,
    };
}

fn scroll_overlay(model: &mut Model, step: Step) {
    let (rows, height) = crate::workbench::view::overlay::extent(model);
    match model.overlays.last_mut() {
        Some(Overlay::Help { scroll, .. }) => scroll.step(step, rows, height),
        Some(Overlay::Approval) => {
            if let Some(held) = model.run.held.first_mut() {
                held.scroll.step(step, rows, height);
            }
        }
        _ => {}
    }
}

/// Scrolls a pane that is shown with its text.
pub(super) fn scroll_pane(model: &mut Model, place: usize, step: Step) {
    let Some(shown) = Layout::of(model).full(place) else { return };
    let (rows, height) = crate::workbench::view::panes::extent(model, place, shown.area);
    if let Some(pane) = model.run.panes.get_mut(place) {
        pane.scroll.step(step, rows, height);
    }
}
