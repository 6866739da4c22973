//! A draft with the changes of its refinement marked, and beside it, where there is room, what comes of them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame::{self, Frame};
use super::paint::{self, Piece, Span};
use crate::text::stream::StreamBuffer;
use crate::workbench::theme::{Role, Theme};

/// The width from which the result stands beside the changes.
pub const SIDE_BY_SIDE: u16 = 100;

/// The view of the changes.
#[derive(Debug, Clone)]
pub struct HunksView<'a> {
    /// Both texts in one, changes marked.
    pub marked: &'a StreamBuffer,
    /// What the marks mean; sorted by start, not overlapping.
    pub spans: &'a [Span],
    /// First row shown of it.
    pub top: usize,
    /// What comes of the changes as decided so far.
    pub merged: &'a StreamBuffer,
    /// Where in it the change looked at begins.
    pub merged_at: usize,
    /// In the top border.
    pub title: Vec<Piece>,
    /// In the bottom border.
    pub bottom: Vec<Piece>,
}

/// The insides for the changes and for the result; the second is empty where there is no room for it.
#[must_use]
pub fn columns(area: Rect) -> (Rect, Rect) {
    let (left, right) = frames(area);
    (frame::inner(left), if right.is_empty() { right } else { frame::inner(right) })
}

fn frames(area: Rect) -> (Rect, Rect) {
    if area.width < SIDE_BY_SIDE {
        return (area, Rect::new(area.right(), area.y, 0, 0));
    }
    let left = area.width.div_ceil(2);
    (Rect { width: left, ..area }, Rect { x: area.x + left, width: area.width - left, ..area })
}

/// Rows of the marked text and rows in view, in `area`.
#[must_use]
pub fn extent(marked: &StreamBuffer, area: Rect) -> (usize, u16) {
    let inside = columns(area).0;
    (marked.row_count(inside.width), inside.height)
}

impl HunksView<'_> {
    /// Draws it. A first row beyond the last full view is drawn as that one.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let area = area.intersection(buf.area);
        if area.width < 8 || area.height < 3 {
            return;
        }
        paint::clear(buf, area, theme);
        let (left, right) = frames(area);
        let (changes, result) = columns(area);
        let (rows, height) = extent(self.marked, area);
        let top = self.top.min(rows.saturating_sub(height.into()));
        let below = rows.saturating_sub(top + usize::from(height));
        let corner = if below > 0 { vec![Piece::new(format!("↓ {below}"), Role::Dim, 0)] } else { Vec::new() };
        let (title, bottom) = (self.title.clone(), self.bottom.clone());
        Frame { title, bottom, corner, thumb: None }.render(left, buf, theme, Role::HomeBorder);
        text(self.marked, self.spans, top, changes, buf, theme);
        if right.is_empty() {
            return;
        }
        let title = vec![Piece::new("What you get", Role::Home, 0)];
        Frame { title, ..Frame::default() }.render(right, buf, theme, Role::HomeBorder);
        let (rows, height) = (self.merged.row_count(result.width), usize::from(result.height));
        let at = self.merged.row_of(result.width, self.merged_at);
        let top = at.saturating_sub(height / 2).min(rows.saturating_sub(height));
        text(self.merged, &[], top, result, buf, theme);
    }
}

fn text(text: &StreamBuffer, spans: &[Span], top: usize, area: Rect, buf: &mut Buffer, theme: &Theme) {
    let rows = text.rows(area.width, top..top + usize::from(area.height));
    for (y, row) in (area.top()..area.bottom()).zip(rows) {
        paint::put_row(buf, area.x, y, area.right(), text.text(), row, spans, theme.base(), theme);
    }
}
