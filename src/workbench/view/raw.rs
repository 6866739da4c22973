//! The raw prompt: question and context in one pane, each in its text area.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget as _;

use super::highlight;
use super::widgets::frame::{self, Frame};
use super::widgets::numbers;
use super::widgets::paint::{self, Piece};
use crate::text::{glyph, stream};
use crate::workbench::app::{Field, Focus, Model};
use crate::workbench::theme::{Role, Theme};

/// A question longer than this is not measured: it gets the most rows it may have.
const MEASURED: usize = 4_000;

/// Draws it; gives where the cursor is while one of the two is written.
pub fn draw(model: &Model, area: Rect, buf: &mut Buffer, theme: &Theme) -> Option<Position> {
    let writes = model.look.focus.writes();
    let focused = writes || model.look.focus == Focus::Pane(0);
    paint::clear(buf, area, theme);
    let line = if focused { Role::Focus } else { Role::HomeBorder };
    pane_frame(model, focused, frame::title_room(area)).render(area, buf, theme, line);
    let inside = frame::inner(area);
    if inside.is_empty() {
        return None;
    }
    let inside = notices(model, inside, buf, theme);
    let (question, rule, context) = rows(model, inside);
    (&model.editor.question).render(question, buf);
    (&model.editor.context).render(context, buf);
    placeholder(model, Field::Question, question, buf, theme, "Ask something.");
    let far = super::screen::home_words(model).1 == Role::Error;
    let needed =
        if far { "What the answer needs to know." } else { "What the answer needs to know: private, stays here." };
    placeholder(model, Field::Context, context, buf, theme, &format!("{needed} ^O opens a file."));
    let label = " context ";
    paint::fill(buf, rule, "─", theme.style(Role::Border));
    if rule.width > 14 {
        paint::put(buf, rule.x + 2, rule.y, rule.right(), label, theme.style(Role::Dim));
    }
    let words = private_words(model);
    for part in [question, context] {
        highlight::terms(buf, part, &words, theme.style(Role::Private));
    }
    let area = match model.look.focus {
        Focus::Question => &model.editor.question,
        Focus::Context => &model.editor.context,
        Focus::Pane(_) => return None,
    };
    area.rendered_cursor_position()
}

fn pane_frame(model: &Model, focused: bool, room: u16) -> Frame {
    let name = if focused { "▸1 Raw prompt" } else { "1 Raw prompt" };
    let (mut words, role) = super::screen::home_words(model);
    if role == Role::Error && glyph::width(name) + 3 + glyph::width(&words) > room {
        "goes to the internet".clone_into(&mut words);
    }
    let mut title = vec![
        Piece::new(name, if focused { Role::Focus } else { Role::Home }, 0),
        Piece::new(words, role, if role == Role::Error { 1 } else { 2 }),
    ];
    if let Some(scenario) = &model.editor.scenario {
        title.push(Piece::new(scenario.name.clone(), Role::Dim, 3));
    }
    let bytes = (model.editor.bytes(Field::Question) + model.editor.bytes(Field::Context)) as u64;
    let mut bottom = vec![Piece::new(numbers::bytes(bytes), Role::Dim, 2)];
    if model.is_edited_since_run() {
        bottom.insert(0, Piece::new("! edited since this run", Role::Warning, 0));
    }
    if bytes > 0 && model.editor.scenario.is_some() && !model.editor.expectations_apply() {
        bottom.push(Piece::new("another question: no checks", Role::Dim, 1));
    }
    Frame { title, bottom, ..Frame::default() }
}

/// What the run has to tell about this input, at the bottom of the pane; gives the rest of the inside.
fn notices(model: &Model, inside: Rect, buf: &mut Buffer, theme: &Theme) -> Rect {
    let notices = model.run.record.as_ref().map(|record| record.notices.as_slice()).unwrap_or_default();
    if notices.is_empty() {
        return inside;
    }
    let text = notices.iter().map(|notice| format!("! {notice}")).collect::<Vec<_>>().join("\n");
    let rows = stream::wrap(&text, inside.width);
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).min(inside.height / 3);
    let rest = Rect { height: inside.height - height, ..inside };
    let style = theme.style(Role::Warning);
    let cut = rows.len() > usize::from(height);
    for (y, row) in (rest.bottom()..inside.bottom()).zip(rows) {
        paint::put_row(buf, inside.x, y, inside.right(), &text, row, &[], style, theme);
    }
    if cut && height > 0 {
        paint::put_right(buf, inside.x, inside.right(), inside.bottom() - 1, " …", style);
    }
    rest
}

/// The question's rows, the rule and the context's rows.
fn rows(model: &Model, inside: Rect) -> (Rect, Rect, Rect) {
    let most = (inside.height / 3).max(2).min(inside.height);
    // The text area keeps the last column for the cursor.
    let width = inside.width.saturating_sub(1).max(1);
    let wanted = if model.editor.bytes(Field::Question) > MEASURED {
        most
    } else {
        let rows: usize = model.editor.question.lines().iter().map(|line| stream::wrap(line, width).len().max(1)).sum();
        u16::try_from(rows).unwrap_or(u16::MAX)
    };
    let height = wanted.clamp(1, most);
    let question = Rect { height, ..inside };
    let rest = inside.height - height;
    let rule = Rect { y: question.bottom(), height: 1.min(rest), ..inside };
    let context = Rect { y: rule.bottom(), height: rest.saturating_sub(1), ..inside };
    (question, rule, context)
}

fn placeholder(model: &Model, field: Field, area: Rect, buf: &mut Buffer, theme: &Theme, text: &str) {
    if model.editor.bytes(field) == 0 {
        for (y, row) in (area.top()..area.bottom()).zip(stream::wrap(text, area.width)) {
            paint::put_row(buf, area.x, y, area.right(), text, row, &[], theme.style(Role::Dim), theme);
        }
    }
}

/// The user's private words and the scenario's.
fn private_words(model: &Model) -> Vec<String> {
    let scenario = model.editor.scenario.as_ref().map(|scenario| scenario.terms.as_slice()).unwrap_or_default();
    model.session.terms.iter().chain(scenario).cloned().collect()
}
