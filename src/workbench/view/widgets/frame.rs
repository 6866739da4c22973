//! The thin rounded border that carries titles and counters, so that they cost no row of text.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{self, Piece};
use crate::workbench::theme::{Role, Theme};

/// A border with words in it.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// In the top border, from the left.
    pub title: Vec<Piece>,
    /// In the bottom border, from the left.
    pub bottom: Vec<Piece>,
    /// In the bottom border, at the right.
    pub corner: Vec<Piece>,
    /// Which rows of the inside a scroll thumb marks on the right border: first and how many.
    pub thumb: Option<(u16, u16)>,
}

/// The inside of a framed area: without border and one column of air at each side.
#[must_use]
pub fn inner(area: Rect) -> Rect {
    Rect {
        x: area.x.saturating_add(2).min(area.right()),
        y: area.y.saturating_add(1).min(area.bottom()),
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    }
}

/// Columns the title has in a frame over `area`. One rule cell stays between the words and the corner.
#[must_use]
pub fn title_room(area: Rect) -> u16 {
    area.width.saturating_sub(5)
}

impl Frame {
    /// Draws the border in the style of `line`. An area of one or two rows shows a rule with the title only.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme, line: Role) {
        let area = area.intersection(buf.area);
        if area.width < 4 || area.height == 0 {
            return;
        }
        let style = theme.style(line);
        let (left, right) = (area.left(), area.right() - 1);
        let (top, bottom) = (area.top(), area.bottom() - 1);
        let rule = |y: u16, buf: &mut Buffer| paint::fill(buf, Rect { y, height: 1, ..area }, "─", style);
        rule(top, buf);
        if area.height >= 3 {
            rule(bottom, buf);
            for y in top + 1..bottom {
                paint::put(buf, left, y, left + 1, "│", style);
                paint::put(buf, right, y, right + 1, "│", style);
            }
            for (x, y, corner) in [(left, top, "╭"), (right, top, "╮"), (left, bottom, "╰"), (right, bottom, "╯")]
            {
                paint::put(buf, x, y, x + 1, corner, style);
            }
            self.thumb(area, buf, theme, line);
            self.bottom(area, buf, theme, line);
        }
        let room = title_room(area);
        words(buf, left + 1, top, right, &paint::fit(self.title.clone(), 3, room), " ─ ", line, theme);
    }

    fn thumb(&self, area: Rect, buf: &mut Buffer, theme: &Theme, line: Role) {
        let Some((first, rows)) = self.thumb else { return };
        let right = area.right() - 1;
        for y in (area.top() + 1 + first..area.bottom() - 1).take(rows.into()) {
            paint::put(buf, right, y, right + 1, "┃", theme.style(line));
        }
    }

    fn bottom(&self, area: Rect, buf: &mut Buffer, theme: &Theme, line: Role) {
        let (left, right, y) = (area.left(), area.right() - 1, area.bottom() - 1);
        let room = area.width.saturating_sub(4);
        let corner = paint::fit(self.corner.clone(), 3, room);
        let corner_width = if corner.is_empty() { 0 } else { paint::joined_width(&corner, 3) + 3 };
        let badges = paint::fit(self.bottom.clone(), 3, room.saturating_sub(corner_width));
        words(buf, left + 1, y, right, &badges, " · ", line, theme);
        if corner_width > 0 {
            words(buf, right.saturating_sub(corner_width), y, right, &corner, " · ", line, theme);
        }
    }
}

/// Words in a border: a blank before and after, `separator` between them, a rule-coloured one where it is a rule.
#[expect(clippy::too_many_arguments, reason = "the place, the words and their looks")]
fn words(buf: &mut Buffer, x: u16, y: u16, right: u16, pieces: &[Piece], separator: &str, line: Role, theme: &Theme) {
    if pieces.is_empty() {
        return;
    }
    let between = if separator.contains('─') { theme.style(line) } else { theme.style(Role::Dim) };
    // The mark of the focus takes the place of the blank, so that titles do not move with it.
    let blank = if pieces.first().is_some_and(|piece| piece.text.starts_with('▸')) { "" } else { " " };
    let column = paint::put(buf, x, y, right, blank, theme.base());
    let column = paint::put_pieces(buf, column, y, right, pieces, separator, between, theme);
    paint::put(buf, column, y, right, " ", theme.base());
}
