//! The params of a pattern: what each is set to, between which bounds, and what it does.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::footer::Hint;
use super::overlay;
use super::paint::{self, Piece};
use crate::text::{glyph, stream};
use crate::workbench::theme::{Role, Theme};

/// Columns of the bar that shows where a number stands between its bounds.
const BAR: u16 = 23;
/// Rows for what the chosen param does.
const DOC: u16 = 2;

/// The overlay.
#[derive(Debug, Clone)]
pub struct Params<'a> {
    /// Whose they are.
    pub pattern: &'a str,
    /// The params.
    pub rows: Vec<Row<'a>>,
    /// The chosen one.
    pub selected: usize,
    /// Keys of the overlay.
    pub hints: Vec<Hint<'a>>,
}

/// A param.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is set to.
    pub value: String,
    /// What it is set to where nothing is said; empty where that is what it is set to.
    pub default: String,
    /// What it can be.
    pub range: Range<'a>,
    /// What it does.
    pub doc: &'a str,
}

/// What a param can be.
#[derive(Debug, Clone)]
pub enum Range<'a> {
    /// A number; where both bounds are known, how far along it stands, 0 to 1, and the bounds as words.
    Number(Option<(f64, String)>),
    /// One of these.
    Choices(Vec<&'a str>),
}

impl Params<'_> {
    /// Draws it over `area`.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        let height = rows.saturating_add(DOC + 3).min(area.height);
        let title = vec![Piece::new(format!("Params of {}", self.pattern), Role::Focus, 0)];
        let place = overlay::place(area, 84.min(area.width), height);
        let inside = overlay::open(place, title, &self.hints, buf, theme);
        if inside.height == 0 || inside.width < 12 {
            return;
        }
        let doc = if inside.height > DOC + 1 { DOC + 1 } else { 0 };
        let shown = usize::from(inside.height - doc);
        let first = (self.selected + 1).saturating_sub(shown);
        let name = self.rows.iter().map(|row| glyph::width(row.name)).max().unwrap_or(0).min(inside.width / 3);
        let value = self.rows.iter().map(|row| glyph::width(&row.value)).max().unwrap_or(0).max(4);
        for (y, (place, row)) in (inside.y..).zip(self.rows.iter().enumerate().skip(first).take(shown)) {
            row.render(place == self.selected, (name, value), Rect { y, height: 1, ..inside }, buf, theme);
        }
        if doc > 0 {
            let y = inside.bottom() - doc;
            paint::fill(buf, Rect { y, height: 1, ..inside }, "─", theme.style(Role::Border));
            let text = self.rows.get(self.selected).map(|row| row.doc).unwrap_or_default();
            for (y, line) in (y + 1..inside.bottom()).zip(stream::wrap(text, inside.width)) {
                paint::put_row(buf, inside.x, y, inside.right(), text, line, &[], theme.style(Role::Text), theme);
            }
        }
    }
}

impl Row<'_> {
    fn render(&self, chosen: bool, columns: (u16, u16), area: Rect, buf: &mut Buffer, theme: &Theme) {
        let (y, right) = (area.y, area.right());
        let (name, value) = columns;
        let focus = theme.style(Role::Focus);
        paint::put(buf, area.x, y, right, if chosen { "▸ " } else { "  " }, focus);
        let style = if chosen { focus } else { theme.style(Role::Text) };
        paint::put(buf, area.x + 2, y, right, &glyph::truncate(self.name, name), style);
        let x = area.x + 2 + name + 2;
        let given = theme.style(if chosen { Role::Selection } else { Role::Title });
        let default = if self.default.is_empty() { String::new() } else { format!("default {}", self.default) };
        let free = match &self.range {
            Range::Choices(choices) => {
                let wanted = choices.iter().map(|choice| glyph::width(choice) + 4).sum::<u16>();
                if x + wanted > right.saturating_sub(glyph::width(&default)) {
                    paint::put(buf, x, y, right, &format!("‹ {} ›", self.value), given)
                } else {
                    choices.iter().fold(x, |x, choice| {
                        let is_given = *choice == self.value;
                        let mark = if is_given { "●" } else { "○" };
                        let style = if is_given { given } else { theme.style(Role::Dim) };
                        paint::put(buf, x, y, right, &format!("{mark} {choice}"), style) + 2
                    })
                }
            }
            Range::Number(bounds) => {
                paint::put(buf, x, y, right, "‹ ", theme.style(Role::Dim));
                paint::put_right(buf, x + 2, (x + 2 + value).min(right), y, &self.value, given);
                let x = paint::put(buf, x + 2 + value, y, right, " ›", theme.style(Role::Dim)) + 2;
                match bounds {
                    Some((along, words)) if x + BAR + 2 + glyph::width(words) <= right => {
                        bar(*along, Rect { x, width: BAR, ..area }, buf, theme);
                        paint::put(buf, x + BAR + 2, y, right, words, theme.style(Role::Dim))
                    }
                    Some((_, words)) => paint::put(buf, x, y, right, words, theme.style(Role::Dim)),
                    None => x,
                }
            }
        };
        if free + 2 + glyph::width(&default) <= right {
            paint::put_right(buf, free, right, y, &default, theme.style(Role::Dim));
        }
    }
}

/// Where a number stands between its bounds.
fn bar(along: f64, area: Rect, buf: &mut Buffer, theme: &Theme) {
    let (y, right) = (area.y, area.right());
    paint::fill(buf, Rect { height: 1, ..area }, "─", theme.style(Role::Track));
    paint::put(buf, area.x, y, right, "├", theme.style(Role::Track));
    paint::put(buf, right - 1, y, right, "┤", theme.style(Role::Track));
    let inner = f64::from(area.width - 3);
    let at = area.x + 1 + (along.clamp(0.0, 1.0) * inner).round() as u16;
    paint::put(buf, at, y, right, "●", theme.style(Role::Title));
}
