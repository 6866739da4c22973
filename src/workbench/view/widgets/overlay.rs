//! The frame of everything that lies over the panes: placed, cleared, bordered, with its keys in the bottom border.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::footer::{self, Hint};
use super::frame::{self, Frame};
use super::paint::{self, Piece};
use crate::workbench::theme::{Role, Theme};

/// An area of at most `width` x `height` in the middle of `area`, a third of the free rows above it.
#[must_use]
pub fn place(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height }
}

/// Draws the frame with a focused border, a title, and hints in the bottom border; what does not fit is left out whole.
/// Returns the inside.
pub fn open(area: Rect, title: Vec<Piece>, hints: &[Hint<'_>], buf: &mut Buffer, theme: &Theme) -> Rect {
    paint::clear(buf, area, theme);
    Frame { title, ..Frame::default() }.render(area, buf, theme, Role::Focus);
    if area.height >= 3 {
        bottom_hints(area, hints, buf, theme);
    }
    frame::inner(area)
}

/// How many of the hints, from the first on, the bottom border of an overlay over `area` has room for.
#[must_use]
pub fn fitting(area: Rect, hints: &[Hint<'_>]) -> usize {
    let room = area.width.saturating_sub(5);
    let mut used = 0;
    let fits = |hint: &&Hint<'_>| {
        used += footer::width(**hint) + if used > 0 { footer::GAP } else { 0 };
        used <= room
    };
    hints.iter().take_while(fits).count()
}

fn bottom_hints(area: Rect, hints: &[Hint<'_>], buf: &mut Buffer, theme: &Theme) {
    let fitting = hints.get(..fitting(area, hints)).unwrap_or_default();
    if fitting.is_empty() {
        return;
    }
    let y = area.bottom() - 1;
    let width = fitting.iter().map(|hint| footer::width(*hint) + footer::GAP).sum::<u16>() - footer::GAP;
    paint::clear(buf, Rect { x: area.x + 1, y, width: width + 2, height: 1 }, theme);
    footer::put_hints(buf, area.x + 2, y, area.right() - 1, fitting, theme);
}
