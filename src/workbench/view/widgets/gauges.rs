//! Signals as bars from 0 (easy) to 1 (hard), with the threshold marked on each.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame::{self, Frame};
use super::paint::{self, Piece};
use crate::text::glyph;
use crate::workbench::theme::{Role, Theme};

/// Longest name shown, columns.
const NAME: u16 = 14;
/// Columns of a bar at its widest and its narrowest.
const BAR: (u16, u16) = (20, 8);

/// Columns from which bar and detail share a row with ease.
const ROOMY: u16 = 76;

/// What a signal came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    /// 0..1, higher = harder.
    Value(f64),
    /// It could not be had.
    Absent,
    /// It is not measured yet.
    Pending,
}

/// One signal.
#[derive(Debug, Clone, PartialEq)]
pub struct Gauge<'a> {
    /// Its name in the pattern.
    pub name: &'a str,
    /// What it came to.
    pub reading: Reading,
    /// How it came about, or why it could not be had.
    pub detail: &'a str,
}

/// The signals of a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Gauges<'a> {
    /// In pattern order.
    pub gauges: Vec<Gauge<'a>>,
    /// From where on a value counts as hard; marked on every bar. `None` = the pattern has no such number.
    pub threshold: Option<f64>,
    /// In the top border, after the heading.
    pub title: Vec<Piece>,
}

impl Gauges<'_> {
    /// Rows taken with each detail on the row of its bar.
    #[must_use]
    pub fn rows(&self) -> u16 {
        self.gauges.len() as u16 + 2
    }

    /// Rows taken at this width where details that have no room beside their bars get rows of their own.
    #[must_use]
    pub fn tall_rows(&self, width: u16) -> u16 {
        let each = if width < ROOMY { 2 } else { 1 };
        each * self.gauges.len() as u16 + 2
    }

    /// Draws them; details get a row of their own where the area is high enough.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let area = area.intersection(buf.area);
        if area.width < 12 || area.height < 3 {
            return;
        }
        paint::clear(buf, area, theme);
        let mut title = vec![Piece::new("How hard", Role::Home, 0)];
        title.extend(self.title.iter().cloned());
        Frame { title, ..Frame::default() }.render(area, buf, theme, Role::HomeBorder);
        let inside = frame::inner(area);
        let step = if area.width < ROOMY && area.height >= self.tall_rows(area.width) { 2 } else { 1 };
        let name = self.gauges.iter().map(|gauge| glyph::width(gauge.name)).max().unwrap_or_default().min(NAME);
        let bar = (inside.width / 4).clamp(BAR.1, BAR.0);
        for (y, gauge) in (inside.top()..inside.bottom()).step_by(step).zip(&self.gauges) {
            let right = inside.right();
            paint::put(buf, inside.x, y, inside.x + name, gauge.name, theme.style(Role::Text));
            let x = inside.x + name + 1;
            let after = self.bar(gauge, x, y, bar.min(right.saturating_sub(x)), buf, theme);
            let after = paint::put(buf, after + 1, y, right, &self.value(gauge), theme.style(self.role(gauge)));
            let (x, y) = if step == 2 { (x, y + 1) } else { (after + 1, y) };
            let room = right.saturating_sub(x);
            let role = if gauge.reading == Reading::Absent { Role::Warning } else { Role::Dim };
            paint::put(buf, x, y, right, &glyph::truncate(gauge.detail, room), theme.style(role));
        }
    }

    fn is_hard(&self, value: f64) -> bool {
        self.threshold.is_some_and(|threshold| value >= threshold)
    }

    fn role(&self, gauge: &Gauge<'_>) -> Role {
        match gauge.reading {
            Reading::Value(value) if self.is_hard(value) => Role::Warning,
            Reading::Value(_) => Role::Ok,
            Reading::Absent | Reading::Pending => Role::Dim,
        }
    }

    /// The number; a sign says what the colour says.
    fn value(&self, gauge: &Gauge<'_>) -> String {
        match gauge.reading {
            Reading::Value(value) => format!("{value:.2}{}", if self.is_hard(value) { " ▲" } else { "  " }),
            Reading::Absent => "none  ".to_owned(),
            Reading::Pending => "…     ".to_owned(),
        }
    }

    /// Draws the bar; the column after it.
    fn bar(&self, gauge: &Gauge<'_>, x: u16, y: u16, width: u16, buf: &mut Buffer, theme: &Theme) -> u16 {
        let filled = match gauge.reading {
            Reading::Value(value) => (value.clamp(0.0, 1.0) * f64::from(width)).round() as u16,
            Reading::Absent | Reading::Pending => 0,
        };
        let track = if gauge.reading == Reading::Absent { "┄" } else { "─" };
        paint::fill(buf, Rect::new(x, y, width, 1), track, theme.style(Role::Track));
        paint::fill(buf, Rect::new(x, y, filled.min(width), 1), "█", theme.style(self.role(gauge)));
        if let Some(threshold) = self.threshold.filter(|_| width > 0) {
            let at = x + ((threshold.clamp(0.0, 1.0) * f64::from(width)) as u16).min(width - 1);
            paint::put(buf, at, y, at + 1, "┃", theme.style(Role::Text));
        }
        x + width
    }
}
