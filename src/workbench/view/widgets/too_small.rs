//! What is shown where nothing else fits.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint;
use crate::text::{glyph, stream};
use crate::workbench::theme::{Role, Theme};

/// Draws how large the terminal has to be. The run goes on meanwhile.
pub fn render(area: Rect, needed: (u16, u16), buf: &mut Buffer, theme: &Theme) {
    paint::clear(buf, area, theme);
    let text = format!("fogline needs {}x{}\nhere: {}x{}", needed.0, needed.1, area.width, area.height);
    let rows = stream::wrap(&text, area.width);
    let first = area.y + area.height.saturating_sub(u16::try_from(rows.len()).unwrap_or(0)) / 2;
    for (y, row) in (first..area.bottom()).zip(rows) {
        let line = text.get(row.start..row.end).unwrap_or_default();
        let x = area.x + area.width.saturating_sub(glyph::width(line)) / 2;
        let role = if row.start == 0 { Role::Text } else { Role::Dim };
        paint::put(buf, x, y, area.right(), line, theme.style(role));
    }
}
