//! The last line: which keys do what here, and what just happened.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint;
use crate::text::glyph;
use crate::workbench::theme::{Role, Theme};

/// A key and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint<'a> {
    /// The key as shown (`^R`, `d`, `?`).
    pub key: &'a str,
    /// What it does, in a word or two.
    pub label: &'a str,
}

/// The footer line.
#[derive(Debug, Clone)]
pub struct Footer<'a> {
    /// Hints, most important first. What does not fit is left out whole, never cut.
    pub hints: Vec<Hint<'a>>,
    /// The hint that always stays (help); shown last.
    pub last: Option<Hint<'a>>,
    /// What just happened; takes the hints' place from the right.
    pub toast: Option<Toast<'a>>,
}

/// A short message about something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Toast<'a> {
    /// What it says.
    pub text: &'a str,
    /// [`Role::Ok`], [`Role::Warning`] or [`Role::Error`]; each has its own mark.
    pub role: Role,
}

impl Toast<'_> {
    fn mark(self) -> &'static str {
        match self.role {
            Role::Error | Role::Leak => "✗ ",
            Role::Warning => "! ",
            Role::Ok => "✓ ",
            _ => "",
        }
    }
}

/// Columns between two hints.
pub(super) const GAP: u16 = 3;
/// Columns from which a note shares the line with a key.
const ROOMY: u16 = 60;

impl Footer<'_> {
    /// Draws it into the first row of `area`.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let area = Rect { height: area.height.min(1), ..area }.intersection(buf.area);
        if area.width < 2 || area.height == 0 {
            return;
        }
        paint::clear(buf, area, theme);
        let mut room = area.width - 2;
        if let Some(toast) = self.toast {
            let text = format!("{}{}", toast.mark(), toast.text);
            // A note leaves the most useful key in sight: whoever reads it for the first time knows no other.
            let first = self.hints.first().map_or(0, |hint| width(*hint) + GAP);
            let kept = if toast.role == Role::Text && room >= ROOMY { first } else { 0 };
            let text = glyph::truncate(&text, room.saturating_sub(kept));
            paint::put_right(buf, area.x + 1, area.right() - 1, area.y, &text, theme.style(toast.role));
            room = room.saturating_sub(glyph::width(&text) + GAP);
        }
        let first_width = self.hints.first().map_or(0, |hint| width(*hint) + GAP);
        let last_width = self.last.map_or(0, width);
        // The way to the help before any key but the first.
        let last =
            self.last.filter(|_| last_width <= room && (self.toast.is_none() || first_width + last_width <= room));
        let mut shown: Vec<Hint<'_>> = Vec::new();
        let mut used = last.map_or(0, width);
        for hint in &self.hints {
            let more = width(*hint) + if used > 0 { GAP } else { 0 };
            if used + more > room {
                break;
            }
            used += more;
            shown.push(*hint);
        }
        shown.extend(last);
        put_hints(buf, area.x + 1, area.y, area.right(), &shown, theme);
    }
}

/// Puts hints side by side. Returns the column after the last.
pub fn put_hints(buf: &mut Buffer, x: u16, y: u16, right: u16, hints: &[Hint<'_>], theme: &Theme) -> u16 {
    let mut column = x;
    for (index, hint) in hints.iter().enumerate() {
        if index > 0 {
            column += GAP;
        }
        column = paint::put(buf, column, y, right, hint.key, theme.style(Role::Key));
        column = paint::put(buf, column + 1, y, right, hint.label, theme.style(Role::Dim));
    }
    column
}

/// Columns a hint takes.
#[must_use]
pub fn width(hint: Hint<'_>) -> u16 {
    glyph::width(hint.key) + 1 + glyph::width(hint.label)
}
