//! A one-line question to the user, and a yes-or-no one.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::footer::Hint;
use super::overlay;
use super::paint::{self, Piece};
use crate::text::{glyph, stream};
use crate::workbench::theme::{Role, Theme};

/// A line to fill in.
#[derive(Debug, Clone)]
pub struct Prompt<'a> {
    /// What is asked for.
    pub title: &'a str,
    /// What was typed.
    pub value: &'a str,
    /// The byte the cursor stands at.
    pub cursor: usize,
    /// Shown while nothing is typed.
    pub placeholder: &'a str,
    /// Why the value will not do.
    pub error: Option<&'a str>,
    /// Keys of the overlay.
    pub hints: Vec<Hint<'a>>,
}

impl Prompt<'_> {
    /// Draws it over `area`. Returns where the terminal's cursor belongs.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) -> Position {
        let width = 64.min(area.width.saturating_sub(2));
        let error = self.error.map(|error| format!("✗ {error}")).unwrap_or_default();
        let rows = stream::wrap(&error, width.saturating_sub(4));
        let height = u16::try_from(rows.len()).unwrap_or(0) + 3;
        let area = overlay::place(area, width, height);
        let inside = overlay::open(area, vec![Piece::new(self.title, Role::Focus, 0)], &self.hints, buf, theme);
        let line = Line { value: self.value, cursor: self.cursor, placeholder: self.placeholder };
        let cursor = line.render(inside, buf, theme);
        for (y, row) in (inside.y + 1..inside.bottom()).zip(rows) {
            paint::put_row(buf, inside.x, y, inside.right(), &error, row, &[], theme.style(Role::Error), theme);
        }
        cursor
    }
}

/// A line being written.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// What was typed.
    pub value: &'a str,
    /// The byte the cursor stands at.
    pub cursor: usize,
    /// Shown while nothing is typed.
    pub placeholder: &'a str,
}

impl Line<'_> {
    /// Draws it into the first row of `area`. Returns where the terminal's cursor belongs.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) -> Position {
        let (y, right) = (area.y, area.right());
        if area.is_empty() {
            return Position { x: area.x, y };
        }
        let x = paint::put(buf, area.x, y, right, "› ", theme.style(Role::Focus));
        let before = glyph::width(self.value.get(..self.cursor).unwrap_or(self.value));
        // A long value slides left so that the cursor stays in view.
        let room = right.saturating_sub(x + 1);
        let skip = before.saturating_sub(room);
        if self.value.is_empty() {
            paint::put(buf, x, y, right, self.placeholder, theme.style(Role::Dim));
        } else {
            paint::put(buf, x, y, right, skip_columns(self.value, skip), theme.style(Role::Text));
        }
        Position { x: (x + before - skip).min(right.saturating_sub(1)), y }
    }
}

fn skip_columns(text: &str, columns: u16) -> &str {
    let mut column = 0;
    let start = glyph::glyphs(text).find_map(|glyph| {
        let here = column;
        column += glyph::advance(&glyph, column);
        (here >= columns).then_some(glyph.byte)
    });
    text.get(start.unwrap_or(text.len())..).unwrap_or_default()
}

/// A yes-or-no question.
#[derive(Debug, Clone)]
pub struct Confirm<'a> {
    /// The question, in a few words.
    pub title: &'a str,
    /// How the question is meant: [`Role::Focus`], or [`Role::Error`] where yes gives something away.
    pub role: Role,
    /// What would happen.
    pub text: &'a str,
    /// The answers.
    pub hints: Vec<Hint<'a>>,
}

impl Confirm<'_> {
    /// Draws it over `area`.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let width = 56.min(area.width.saturating_sub(2));
        let rows = stream::wrap(self.text, width.saturating_sub(4));
        let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(2);
        let area = overlay::place(area, width, height.max(3));
        let inside = overlay::open(area, vec![Piece::new(self.title, self.role, 0)], &self.hints, buf, theme);
        for (y, row) in (inside.top()..inside.bottom()).zip(rows) {
            paint::put_row(buf, inside.x, y, inside.right(), self.text, row, &[], theme.style(Role::Text), theme);
        }
    }
}
