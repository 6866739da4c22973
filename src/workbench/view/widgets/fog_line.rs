//! The fog line: the column between home and cloud that carries what crossed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::numbers;
use super::paint;
use crate::text::glyph;
use crate::workbench::theme::{Role, Theme};

/// Digits of a hash that are shown: enough to tell two requests apart.
const HASH: usize = 6;

/// The vertical line. At least three columns: an arrow, a number of at most three digits and its unit below each other.
#[derive(Debug, Clone)]
pub struct FogLine {
    /// What crosses, from top to bottom.
    pub crossings: Vec<Crossing>,
}

/// One stream over the line.
#[derive(Debug, Clone)]
pub struct Crossing {
    /// The row of its arrow, counted from the top of the area.
    pub row: u16,
    /// From home to the cloud, or back.
    pub outward: bool,
    /// Bytes so far; `None` before anything crossed.
    pub bytes: Option<u64>,
    /// SHA-256 of what crossed, hex; its first digits are shown where they fit.
    pub sha256: Option<String>,
    /// Whether bytes are moving now.
    pub moving: bool,
    /// Whether a private value crossed with it.
    pub leak: bool,
}

impl FogLine {
    /// Draws it.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let area = area.intersection(buf.area);
        if area.width == 0 {
            return;
        }
        paint::clear(buf, area, theme);
        let middle = area.x + area.width / 2;
        paint::fill(buf, Rect { x: middle, width: 1, ..area }, "░", theme.style(Role::Fog));
        for crossing in &self.crossings {
            crossing.render(area, buf, theme);
        }
    }
}

impl Crossing {
    fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let role = match (self.leak, self.bytes.is_some()) {
            (true, _) => Role::Error,
            (false, true) => Role::Crossing,
            (false, false) => Role::Dim,
        };
        let arrow = match (area.width >= 3, self.outward, self.moving) {
            (true, true, true) => "━━▶",
            (true, true, false) => "──▸",
            (true, false, true) => "◀━━",
            (true, false, false) => "◂──",
            (false, true, _) => "▸",
            (false, false, _) => "◂",
        };
        let mut lines = vec![arrow.to_owned()];
        if let Some(bytes) = self.bytes {
            let (number, unit) = numbers::bytes_parts(bytes);
            if area.width >= 6 {
                lines.push(format!("{number} {unit}"));
            } else if area.width >= 3 {
                lines.push(number);
                lines.push(unit.to_owned());
            }
        }
        if let Some(digits) = self.sha256.as_ref().and_then(|hash| hash.get(..HASH))
            && area.width > HASH as u16
        {
            lines.push(digits.to_owned());
        }
        if self.leak {
            lines.push("✗".to_owned());
        }
        let rows = area.top().saturating_add(self.row)..area.bottom();
        for (index, (y, text)) in rows.zip(&lines).enumerate() {
            let width = glyph::width(text);
            // Numbers and units end in one column of a block of three, so that they do not jump as they grow; the rest is
            // centred.
            let stacked = matches!(index, 1 | 2) && self.bytes.is_some() && area.width < 6;
            let block = if stacked { 3.max(width) } else { width };
            let x = area.x + area.width.saturating_sub(block).div_ceil(2) + (block - width);
            paint::clear(buf, Rect { y, height: 1, ..area }, theme);
            let quiet = index == 0 && !self.leak && !self.moving;
            let hash = self.sha256.as_ref().is_some_and(|hash| hash.starts_with(text.as_str()));
            let style = if quiet || hash { theme.style(Role::Dim) } else { theme.style(role) };
            paint::put(buf, x, y, area.right(), text, style);
        }
    }
}
