//! The prompt for a value that a run asks the user for.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::footer::Hint;
use super::overlay;
use super::paint::{self, Piece};
use super::prompt::Line;
use crate::text::stream;
use crate::workbench::theme::{Role, Theme};

/// A value to fill in.
#[derive(Debug, Clone)]
pub struct AskedView<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is and in which unit.
    pub what: &'a str,
    /// Why it is asked for.
    pub why: &'a str,
    /// What becomes of what is typed.
    pub promise: &'a str,
    /// Whether the promise is a warning.
    pub leaves_home: bool,
    /// What was typed.
    pub value: &'a str,
    /// The byte the cursor stands at.
    pub cursor: usize,
    /// An example, shown while nothing is typed.
    pub placeholder: &'a str,
    /// What the next Esc does, once it has been asked for.
    pub warning: Option<&'a str>,
    /// Keys of the overlay.
    pub hints: Vec<Hint<'a>>,
}

impl AskedView<'_> {
    /// Draws it over `area`. Returns where the terminal's cursor belongs.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) -> Position {
        let width = 72.min(area.width.saturating_sub(2));
        let inner = width.saturating_sub(4);
        let promise = if self.leaves_home { Role::Warning } else { Role::Home };
        // In the place of the reason, so that it stands where the eye is and is not the first to be cut off.
        let why = self.warning.map_or((self.why, Role::Dim), |warning| (warning, Role::Warning));
        let blocks = [(self.what, Role::Text), why, ("", Role::Text), (self.promise, promise)];
        let rows: u16 = blocks.iter().map(|(text, _)| rows(text, inner)).sum();
        let area = overlay::place(area, width, rows + 3);
        let title = vec![Piece::new("A value is missing", Role::Focus, 0), Piece::new(self.name, Role::Text, 1)];
        let inside = overlay::open(area, title, &self.hints, buf, theme);
        let mut y = inside.y;
        let mut cursor = Position { x: inside.x, y };
        for (place, (text, role)) in blocks.iter().enumerate() {
            if place == 2 {
                if y < inside.bottom() {
                    let line = Line { value: self.value, cursor: self.cursor, placeholder: self.placeholder };
                    cursor = line.render(Rect { y, height: 1, ..inside }, buf, theme);
                }
                y += 1;
                continue;
            }
            for row in stream::wrap(text, inner) {
                if y < inside.bottom() && !text.is_empty() {
                    paint::put_row(buf, inside.x, y, inside.right(), text, row, &[], theme.style(*role), theme);
                    y += 1;
                }
            }
        }
        cursor
    }
}

/// Rows of a text; none of an empty one.
fn rows(text: &str, width: u16) -> u16 {
    if text.is_empty() { 0 } else { u16::try_from(stream::wrap(text, width).len()).unwrap_or(u16::MAX) }
}
