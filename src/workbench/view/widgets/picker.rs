//! A list to choose from, with a filter line and the details of the chosen row.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::footer::Hint;
use super::overlay;
use super::paint::{self, Piece};
use crate::text::{glyph, stream};
use crate::workbench::theme::{Role, Theme};

/// The list overlay.
#[derive(Debug, Clone)]
pub struct Picker<'a> {
    /// What is chosen.
    pub title: &'a str,
    /// What was typed to narrow the list.
    pub filter: &'a str,
    /// The rows left.
    pub items: Vec<Item<'a>>,
    /// The chosen row.
    pub selected: usize,
    /// About the chosen row: paragraphs.
    pub detail: &'a str,
    /// Shown where no row is left.
    pub empty: &'a str,
    /// Keys of the overlay.
    pub hints: Vec<Hint<'a>>,
}

/// A row.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// Its name.
    pub name: &'a str,
    /// A word or two at the right.
    pub note: &'a str,
    /// Whether it is the one in force.
    pub current: bool,
    /// Whether it can be chosen.
    pub enabled: bool,
}

impl Picker<'_> {
    /// Draws it over `area`.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let wide = area.width >= 76 && !self.detail.is_empty();
        let widest = self.items.iter().map(|item| glyph::width(item.name) + glyph::width(item.note) + 6).max();
        let list = widest.unwrap_or(0).clamp(28, 48);
        let width = if wide { (list + 3 + 46).min(area.width.saturating_sub(4)) } else { 60 } + 4;
        let below = if wide || self.detail.is_empty() { 0 } else { 5 };
        let detail_rows = stream::wrap(self.detail, width.saturating_sub(list + 7)).len();
        let rows = self.items.len().max(if wide { detail_rows } else { 1 }).max(3);
        let height = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(4 + below);
        let area = overlay::place(area, width, height.min(area.height.saturating_sub(2).max(6)));
        let inside = overlay::open(area, vec![Piece::new(self.title, Role::Focus, 0)], &self.hints, buf, theme);
        if inside.height < 2 || inside.width < 8 {
            return;
        }
        self.filter_line(inside, buf, theme);
        let body = Rect { y: inside.y + 2, height: inside.height.saturating_sub(2), ..inside };
        if wide {
            self.list(Rect { width: list, ..body }, buf, theme);
            let rule = body.x + list + 1;
            paint::fill(buf, Rect { x: rule, width: 1, ..body }, "│", theme.style(Role::Border));
            let x = rule + 2;
            self.detail(Rect { x, width: body.right().saturating_sub(x), ..body }, buf, theme);
        } else {
            let below = below.min(body.height / 2);
            self.list(Rect { height: body.height - below, ..body }, buf, theme);
            if below > 1 {
                let y = body.bottom() - below;
                paint::fill(buf, Rect { y, height: 1, ..body }, "─", theme.style(Role::Border));
                self.detail(Rect { y: y + 1, height: below - 1, ..body }, buf, theme);
            }
        }
    }

    fn filter_line(&self, inside: Rect, buf: &mut Buffer, theme: &Theme) {
        let (y, right) = (inside.y, inside.right());
        let x = paint::put(buf, inside.x, y, right, "› ", theme.style(Role::Focus));
        if self.filter.is_empty() {
            paint::put(buf, x, y, right, "type to filter", theme.style(Role::Dim));
        } else {
            let x = paint::put(buf, x, y, right, self.filter, theme.style(Role::Text));
            paint::put(buf, x, y, right, "▏", theme.style(Role::Focus));
        }
        paint::fill(buf, Rect { y: y + 1, height: 1, ..inside }, "─", theme.style(Role::Border));
    }

    fn list(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let rows = usize::from(area.height);
        let first = (self.selected + 1).saturating_sub(rows);
        for (index, (y, item)) in (area.top()..area.bottom()).zip(self.items.iter().skip(first)).enumerate() {
            let chosen = first + index == self.selected;
            let line = Rect { y, height: 1, ..area };
            if chosen {
                paint::fill(buf, line, " ", theme.style(Role::Selection));
            }
            let role = if item.enabled { Role::Text } else { Role::Dim };
            let style = if chosen { theme.style(Role::Selection) } else { theme.style(role) };
            let mark = if chosen { "▸ " } else { "  " };
            let x = paint::put(buf, area.x, y, area.right(), mark, style);
            let right = area.right().saturating_sub(1);
            let note = glyph::truncate(item.note, (right - x.min(right)) / 2);
            let note_style = if chosen { style } else { theme.style(Role::Dim) };
            let note_x = paint::put_right(buf, x, right, y, &note, note_style);
            let current = if item.current { " ✓" } else { "" };
            let room = note_x.saturating_sub(x + 1 + glyph::width(current));
            let x = paint::put(buf, x, y, right, &glyph::truncate(item.name, room), style);
            paint::put(buf, x, y, right, current, if chosen { style } else { theme.style(Role::Ok) });
        }
        if self.items.is_empty() {
            paint::put(buf, area.x + 2, area.y, area.right(), self.empty, theme.style(Role::Dim));
        }
    }

    fn detail(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        for (y, row) in (area.top()..area.bottom()).zip(stream::wrap(self.detail, area.width)) {
            paint::put_row(buf, area.x, y, area.right(), self.detail, row, &[], theme.style(Role::Text), theme);
        }
    }
}
