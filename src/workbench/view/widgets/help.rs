//! The help overlay: every command by section, in as many columns as fit.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::footer::Hint;
use super::overlay;
use super::paint::{self, Piece};
use crate::text::glyph;
use crate::workbench::theme::{Role, Theme};

/// Columns between two columns of entries.
const GUTTER: u16 = 3;

/// The help overlay.
#[derive(Debug, Clone)]
pub struct Help<'a> {
    /// Sections in order.
    pub sections: Vec<Section<'a>>,
    /// First row shown.
    pub top: usize,
    /// Keys of the overlay itself.
    pub hints: Vec<Hint<'a>>,
}

/// Commands that belong together.
#[derive(Debug, Clone)]
pub struct Section<'a> {
    /// Its heading.
    pub title: &'a str,
    /// Key and what it does.
    pub entries: Vec<Hint<'a>>,
}

enum Line<'a> {
    Heading(&'a str),
    Entry(Hint<'a>),
    Blank,
}

impl Help<'_> {
    /// Draws it over `area`. Returns the largest first row that still fills the view.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) -> usize {
        let (keys, labels) = self.widths();
        let column = keys + 2 + labels;
        let columns = (area.width.saturating_sub(4) + GUTTER).checked_div(column + GUTTER).unwrap_or(1).clamp(1, 3);
        let lines = self.columns(columns.into());
        let rows = lines.iter().map(Vec::len).max().unwrap_or(0);
        let used = u16::try_from(lines.len()).unwrap_or(columns);
        let width = (used * (column + GUTTER)).saturating_sub(GUTTER) + 4;
        let height = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
        let area = overlay::place(area, width, height);
        let inside = overlay::open(area, vec![Piece::new("Help", Role::Focus, 0)], &self.hints, buf, theme);
        let last_top = rows.saturating_sub(inside.height.into());
        let top = self.top.min(last_top);
        for (index, lines) in (0u16..).zip(&lines) {
            let x = inside.x + index * (column + GUTTER);
            let right = (x + column).min(inside.right());
            for (y, line) in (inside.top()..inside.bottom()).zip(lines.iter().skip(top)) {
                match line {
                    Line::Heading(title) => drop(paint::put(buf, x, y, right, title, theme.style(Role::Title))),
                    Line::Entry(hint) => {
                        paint::put(buf, x, y, right, hint.key, theme.style(Role::Key));
                        let x = x + keys + 2;
                        let label = glyph::truncate(hint.label, right.saturating_sub(x));
                        paint::put(buf, x, y, right, &label, theme.style(Role::Text));
                    }
                    Line::Blank => {}
                }
            }
        }
        if last_top > top && inside.width > 0 && area.height >= 3 {
            let more = format!(" ↓ {} more ", last_top - top);
            paint::put_right(buf, area.x, area.right() - 2, area.bottom() - 1, &more, theme.style(Role::Dim));
        }
        last_top
    }

    fn widths(&self) -> (u16, u16) {
        let entries = || self.sections.iter().flat_map(|section| &section.entries);
        let widest = |text: fn(&Hint<'_>) -> u16| entries().map(text).max().unwrap_or(0);
        (widest(|hint| glyph::width(hint.key)), widest(|hint| glyph::width(hint.label)).min(44))
    }

    /// Whole sections, spread over columns in reading order so that the columns are about equally long.
    fn columns(&self, count: usize) -> Vec<Vec<Line<'_>>> {
        let total: usize = self.sections.iter().map(|section| section.entries.len() + 2).sum();
        let share = total.div_ceil(count.max(1));
        let mut columns: Vec<Vec<Line<'_>>> = vec![Vec::new()];
        for section in &self.sections {
            let here = columns.last().map_or(0, Vec::len);
            if here > 0 && here + section.entries.len() / 2 + 1 > share && columns.len() < count {
                columns.push(Vec::new());
            }
            let Some(column) = columns.last_mut() else { continue };
            if !column.is_empty() {
                column.push(Line::Blank);
            }
            column.push(Line::Heading(section.title));
            column.extend(section.entries.iter().map(|entry| Line::Entry(*entry)));
        }
        columns
    }
}
