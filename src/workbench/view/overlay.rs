//! What lies over the panes, from the model's overlays to the overlay widgets.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget as _;

use super::widgets::diff::DiffView;
use super::widgets::footer::Hint;
use super::widgets::help::{Help, Section};
use super::widgets::paint::Piece;
use super::widgets::picker::{Item, Picker};
use super::widgets::prompt::{Confirm, Prompt};
use super::widgets::{frame, numbers, overlay};
use super::{approval, params, patterns};
use crate::pattern::Side;
use crate::workbench::app::Model;
use crate::workbench::app::approval::Held;
use crate::workbench::app::overlay::{Overlay, Purpose, Question};
use crate::workbench::app::picking::Picking;
use crate::workbench::app::scroll::Scroll;
use crate::workbench::keys::{self, Command, Context};
use crate::workbench::layout::Layout;
use crate::workbench::theme::{Role, Theme};

/// Draws the overlay that has the keys; gives where the cursor belongs.
pub fn draw(model: &Model, body: Rect, buf: &mut Buffer, theme: &Theme) -> Option<Position> {
    match model.overlays.last()? {
        Overlay::Help { context, scroll } => {
            help(*context, *scroll, body, buf, theme);
            None
        }
        Overlay::Patterns(picking) => {
            let hints = pattern_hints(picking);
            patterns::draw(model, picking, borrowed(&hints), whole(model, body), buf, theme);
            None
        }
        Overlay::Params { chosen } => {
            let hints = value_hints(Context::Params, "done", "value");
            params::draw(model, *chosen, borrowed(&hints), body, buf, theme);
            None
        }
        Overlay::List { chosen, filter } => {
            list(model, *chosen, filter, body, buf, theme);
            None
        }
        Overlay::Prompt(prompt) => Some(path(prompt, body, buf, theme)),
        Overlay::Confirm(question) => {
            confirm(question, body, buf, theme);
            None
        }
        Overlay::Approval => held(model, body, buf, theme),
        Overlay::Asked => super::asked::draw(model, body, buf, theme),
        Overlay::Compare => {
            super::comparing::draw(model, body, buf, theme);
            None
        }
    }
}

/// Key and hint of a context's footer commands, but help.
pub(super) fn hints(context: Context) -> Vec<(String, &'static str)> {
    let rows = keys::footer(context).into_iter();
    let mut hints: Vec<_> =
        rows.filter(|(command, ..)| *command != Command::Help).map(|(_, key, hint)| (key, hint)).collect();
    hints.push((keys::table::key_of(context, Command::Back), "back"));
    hints
}

/// What Enter does depends on where the cursor is, and answers are there only for questions.
fn pattern_hints(picking: &Picking) -> Vec<(String, &'static str)> {
    if picking.question().is_some() {
        return value_hints(Context::Patterns, "next question", "answer");
    }
    let mut hints = hints(Context::Patterns);
    let turning = keys::table::key_of(Context::Patterns, Command::NextValue);
    hints.retain(|(key, _)| *key != turning);
    hints
}

/// The hints of an overlay in which values are turned: `enter` and `turn` say what Enter and the arrows do there.
fn value_hints(context: Context, enter: &'static str, turn: &'static str) -> Vec<(String, &'static str)> {
    let [next, previous, choose] = [Command::NextValue, Command::PreviousValue, Command::Choose]
        .map(|command| keys::table::key_of(context, command));
    let worded = hints(context).into_iter().map(|(key, hint)| match key {
        key if key == next => (format!("{previous} {key}"), turn),
        key if key == choose => (key, enter),
        key => (key, hint),
    });
    worded.collect()
}

/// Everything between header and footer.
fn whole(model: &Model, body: Rect) -> Rect {
    Rect { height: body.height + Layout::of(model).timeline.height, ..body }
}

pub(super) fn borrowed<'a>(hints: &'a [(String, &'a str)]) -> Vec<Hint<'a>> {
    hints.iter().map(|(key, label)| Hint { key, label }).collect()
}

fn help(context: Context, scroll: Scroll, body: Rect, buf: &mut Buffer, theme: &Theme) {
    let sections = keys::help(context);
    let hints = hints(Context::Help);
    let help = Help {
        sections: sections
            .iter()
            .map(|(title, rows)| Section {
                title,
                entries: rows.iter().map(|(key, doc)| Hint { key, label: doc }).collect(),
            })
            .collect(),
        top: scroll.offset(),
        hints: borrowed(&hints),
    };
    help.render(body, buf, theme);
}

fn list(model: &Model, chosen: usize, filter: &str, body: Rect, buf: &mut Buffer, theme: &Theme) {
    let hints = hints(Context::List);
    let places = model.listed(filter);
    let scenario = |place: &usize| model.catalog.scenarios.get(*place);
    let loaded = model.editor.scenario.as_ref().map(|scenario| scenario.id.as_str());
    let detail = places.get(chosen).and_then(scenario).map(|scenario| {
        let checks = numbers::count(scenario.expectations.len(), "check", "checks");
        format!("{}\n\n{}\n\n{checks} on the outcome", scenario.summary, scenario.question)
    });
    let items = places.iter().filter_map(scenario).map(|scenario| Item {
        name: &scenario.name,
        note: &scenario.pattern,
        current: Some(scenario.id.as_str()) == loaded,
        enabled: true,
    });
    let picker = Picker {
        title: "Examples",
        filter,
        items: items.collect(),
        selected: chosen,
        detail: &detail.unwrap_or_default(),
        empty: "nothing matches",
        hints: borrowed(&hints),
    };
    picker.render(body, buf, theme);
}

fn path(prompt: &crate::workbench::app::overlay::Prompt, body: Rect, buf: &mut Buffer, theme: &Theme) -> Position {
    let hints = hints(Context::Prompt);
    let value = prompt.line.lines().first().map(String::as_str).unwrap_or_default();
    let column = prompt.line.cursor().1;
    let cursor = value.char_indices().nth(column).map_or(value.len(), |(byte, _)| byte);
    let title = match &prompt.purpose {
        Purpose::OpenContext => "Open a file as context".to_owned(),
        Purpose::SavePane { title, .. } => format!("Save {title} to a file"),
    };
    let widget = Prompt {
        title: &title,
        value,
        cursor,
        placeholder: "path of a text file, ~ is your home",
        error: prompt.error.as_deref(),
        hints: borrowed(&hints),
    };
    widget.render(body, buf, theme)
}

fn confirm(question: &Question, body: Rect, buf: &mut Buffer, theme: &Theme) {
    let hints = hints(Context::Confirm);
    let text = question.text();
    let title = match question {
        Question::StopRun => "Stop",
        Question::StartOver => "Run again",
        Question::QuitWhileRunning | Question::QuitUnsaved => "Quit",
        Question::Replace { .. } => "Replace",
        Question::FarHome { .. } => "✗ Home is on the internet",
    };
    let role = if matches!(question, Question::FarHome { .. }) { Role::Error } else { Role::Focus };
    Confirm { title, role, text: &text, hints: borrowed(&hints) }.render(body, buf, theme);
}

fn held(model: &Model, body: Rect, buf: &mut Buffer, theme: &Theme) -> Option<Position> {
    let held = model.run.held.first()?;
    if let Some(area) = &held.writing {
        let hints = hints(Context::ApprovalEdit);
        let title = vec![
            Piece::new("Edit the request", Role::Focus, 0),
            Piece::new(held.field_name(), Role::Text, 1),
            Piece::new("the gate looks again before anything is sent", Role::Dim, 2),
        ];
        let inside = overlay::open(body, title, &borrowed(&hints), buf, theme);
        (&**area).render(inside, buf);
        return area.rendered_cursor_position();
    }
    let hints = approval_hints(held);
    approval::view(model, held, borrowed(&hints)).render(body, buf, theme);
    None
}

fn approval_hints(held: &Held) -> Vec<(String, &'static str)> {
    if held.typing.is_some() {
        return value_hints(Context::ApprovalWord, "send", "");
    }
    let edited = held.is_edited();
    let masks = held.tally.passing < held.tally.values;
    let back = (keys::table::key_of(Context::Approval, Command::Back), "look away");
    keys::footer(Context::Approval)
        .into_iter()
        .filter(|(command, ..)| match command {
            Command::MaskRequest | Command::ToggleFinding => !held.found.is_empty() && !edited,
            Command::NextFinding => held.rows() > 1,
            Command::NextField => held.fields.len() > 1,
            Command::Help => false,
            _ => true,
        })
        .map(|(command, key, hint)| match command {
            Command::SendRequest if edited => (key, "hand the edit to the gate"),
            Command::SendRequest if masks && held.tally.passing == 0 => (key, "send masked"),
            Command::SendRequest if masks => (key, "send as shown"),
            _ => (key, hint),
        })
        .chain([back])
        .collect()
}

/// Rows of the overlay that has the keys, and rows in view.
#[must_use]
pub fn extent(model: &Model) -> (usize, usize) {
    let body = Layout::of(model).body;
    match model.overlays.last() {
        Some(Overlay::Help { context, .. }) => {
            // As many rows as it has in one column; drawing stops at the last full view by itself.
            let rows: usize = keys::help(*context).iter().map(|(_, rows)| rows.len() + 2).sum();
            (rows, frame::inner(body).height.into())
        }
        Some(Overlay::Approval) => {
            let Some(held) = model.run.held.first() else { return (0, 0) };
            let text = approval::view(model, held, Vec::new()).text_area(body);
            (held.marked.text.row_count(text.width), text.height.into())
        }
        _ => (0, 0),
    }
}

/// Rows of the list of what was found in a held request.
#[must_use]
pub fn list_height(model: &Model) -> usize {
    let body = Layout::of(model).body;
    model.run.held.first().map_or(0, |held| approval::view(model, held, Vec::new()).list_height(body).into())
}

/// Hints of the held request that its frame has no room for.
pub(super) fn more_hints(model: &Model) -> Vec<(String, &'static str)> {
    let (Some(Overlay::Approval), Some(held)) = (model.overlays.last(), model.run.held.first()) else {
        return Vec::new();
    };
    if held.writing.is_some() {
        return Vec::new();
    }
    let mut hints = approval_hints(held);
    let shown = overlay::fitting(Layout::of(model).body, &borrowed(&hints));
    hints.split_off(shown)
}

/// Scrolls the held request so that its chosen finding can be seen.
pub fn reveal_finding(model: &mut Model) {
    let body = Layout::of(model).body;
    let Some(held) = model.run.held.first() else { return };
    let view = approval::view(model, held, Vec::new());
    let (row, height) = (view.selected_row(body), view.text_area(body).height);
    if let (Some(row), Some(held)) = (row, model.run.held.first_mut()) {
        let top = held.scroll.offset();
        if !(top..top + usize::from(height)).contains(&row) {
            held.scroll = Scroll::at(row.saturating_sub(usize::from(height) / 3));
        }
    }
}

/// Draws the diff into the body.
pub fn diff(model: &Model, body: Rect, buf: &mut Buffer, theme: &Theme) {
    let Some(diff) = &model.look.diff else { return };
    let title = format!("Raw prompt ─ {}", super::screen::home_words(model).0);
    let view = DiffView {
        comparison: &diff.comparison,
        a: (&title, Side::Local),
        b: (&diff.title, Side::Cloud),
        top: diff.scroll.offset(),
    };
    view.render(body, buf, theme);
}
