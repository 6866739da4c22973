//! What the gate noticed in a held request: how much of it passes, and one row for each group of facts and each value, with
//! the reason below the one looked at.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::approval::{ApprovalView, rows_of};
use super::approval_facts::flow;
use super::numbers;
use super::paint::{self, Piece};
use crate::text::{glyph, stream};
use crate::workbench::theme::{Role, Theme};

/// Columns a value is not shortened below while the kind can go instead.
const SHORT: u16 = 8;
/// Columns before the kinds of a group, more than those of its detail.
const GROUP: u16 = 11;
/// Columns before the kind: the cursor, and what becomes of it.
const FATE: u16 = 8;
/// Rows of the whole block below which the sum has one row.
const SHORT_OF_ROWS: u16 = 12;
/// Rows what is to be said of one row may take.
const DETAIL: usize = 6;

/// A row of the list.
#[derive(Debug, Clone)]
pub enum Row<'a> {
    /// Facts that point at one person together.
    Together(Together<'a>),
    /// A value.
    Value(Found<'a>),
}

/// A value the gate noticed.
#[derive(Debug, Clone)]
pub struct Found<'a> {
    /// What it is, in capitals.
    pub kind: &'a str,
    /// How often it stands there.
    pub count: usize,
    /// The value; empty where it stands outside the text.
    pub value: &'a str,
    /// What stands for it where it is masked; empty where it cannot be.
    pub placeholder: &'a str,
    /// Whether it is.
    pub masked: bool,
    /// Why it was found, by what, and where.
    pub detail: String,
}

/// Details that may point at one person when they stand together.
#[derive(Debug, Clone)]
pub struct Together<'a> {
    /// Their kinds, as words: `AGE, PLACE, ILLNESS`.
    pub kinds: String,
    /// Why.
    pub why: &'a str,
    /// Those that would go as written.
    pub open: &'a [String],
    /// What stands for the others.
    pub masked: &'a [String],
}

impl ApprovalView<'_> {
    /// How much would pass, in pieces.
    fn summary(&self) -> Vec<Piece> {
        let (count, passing) = (self.tally.values, self.tally.passing);
        let values = |count| numbers::count(count, "private value", "private values");
        let (text, role) = match (count, passing) {
            // What was edited was not looked at: nothing is said of it but that.
            (0, _) if self.edited => ("! edited: the gate has not looked at it yet".to_owned(), Role::Warning),
            // Of what was looked for nothing was found: that is all that can be said.
            (0, _) if self.groups > 0 => (String::new(), Role::Text),
            (0, _) if self.only_detectors => ("! nothing found, by detectors alone".to_owned(), Role::Warning),
            (0, _) => ("✓ nothing private found".to_owned(), Role::Ok),
            (_, 0) => (format!("✓ {} masked", values(count)), Role::Ok),
            _ if passing == count => (format!("✗ {} would pass", values(count)), Role::Error),
            _ => (format!("✗ {passing} of {} would pass", values(count)), Role::Error),
        };
        let groups = match self.groups {
            0 => String::new(),
            1 => "! 1 group of facts points at somebody".to_owned(),
            groups => format!("! {groups} groups of facts point at somebody"),
        };
        let quantities = match self.tally.quantities {
            0 => String::new(),
            _ if self.edited => String::new(),
            some => format!("{} reported", numbers::count(some, "quantity", "quantities")),
        };
        vec![Piece::new(text, role, 0), Piece::new(groups, Role::Warning, 1), Piece::new(quantities, Role::Dim, 2)]
    }

    /// The same on as many rows as it needs; short of rows on one, without what matters least.
    fn summary_in(&self, area: Rect) -> Vec<Vec<Piece>> {
        if area.height < SHORT_OF_ROWS {
            vec![paint::fit(self.summary(), 3, area.width)]
        } else {
            flow(self.summary(), area.width)
        }
    }

    pub(super) fn summary_rows(&self, area: Rect) -> u16 {
        rows_of(self.summary_in(area).len())
    }

    /// Rows of what is said below the row looked at.
    pub(super) fn detail_rows(&self, width: u16) -> u16 {
        let row = self.selected.checked_sub(self.rows.0).and_then(|at| self.rows.1.get(at));
        row.map_or(0, |row| rows_of(row.detail(width).len()))
    }

    /// Draws what was noticed: the sum, then the rows around the one looked at.
    pub(super) fn list(&self, side: Rect, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let mut y = area.y;
        for pieces in self.summary_in(side) {
            if y < area.bottom() {
                paint::put_pieces(buf, area.x, y, area.right(), &pieces, " · ", theme.style(Role::Dim), theme);
                y += 1;
            }
        }
        let room = area.bottom().saturating_sub(y);
        if room == 0 || self.count == 0 {
            return;
        }
        let detail = self.detail_rows(area.width);
        let all = rows_of(self.count).saturating_add(detail) <= room;
        // What does not fit is counted on a row of its own.
        let bottom = if all || room < 3 { area.bottom() } else { area.bottom() - 1 };
        let rows = usize::from(bottom - y).saturating_sub(usize::from(detail)).max(1);
        // The one looked at is in view with what is said of it; the list slides no further than that takes.
        let first = (self.selected + 1).saturating_sub(rows);
        let mut last = first;
        for (place, row) in (self.rows.0..).zip(&self.rows.1).skip_while(|(place, _)| *place < first) {
            if y >= bottom {
                break;
            }
            y = row.render(place == self.selected, Rect { y, height: bottom - y, ..area }, buf, theme);
            last = place + 1;
        }
        if bottom < area.bottom() {
            let (above, below) = (first, self.count.saturating_sub(last));
            let text = match (above, below) {
                (0, below) => format!("↓ {below} more"),
                (above, 0) => format!("↑ {above} more"),
                (above, below) => format!("↑ {above} · ↓ {below} more"),
            };
            let text = format!("{} of {} · {text}", self.selected + 1, self.count);
            paint::put(buf, area.x + 2, bottom, area.right(), &text, theme.style(Role::Dim));
        }
    }
}

impl Row<'_> {
    /// What is said below it: lines, each with what it means.
    fn detail(&self, width: u16) -> Vec<(String, Role)> {
        let width = width.saturating_sub(indent(width)).max(1);
        let mut lines: Vec<(String, Role)> = Vec::new();
        let mut say = |text: &str, role: Role| {
            for row in stream::wrap(text, width) {
                lines.push((text.get(row.start..row.end).unwrap_or_default().to_owned(), role));
            }
        };
        match self {
            Self::Value(found) => say(&found.detail, Role::Dim),
            Self::Together(group) => {
                if glyph::width(&group.kinds) > width.saturating_sub(GROUP) {
                    say(&group.kinds, Role::Text);
                }
                say(group.why, Role::Dim);
                say(&format!("as written: {}", group.open.join(" · ")), Role::Text);
                if !group.masked.is_empty() {
                    say(&format!("masked: {}", group.masked.join(" ")), Role::Placeholder);
                }
            }
        }
        if lines.len() > DETAIL {
            lines.truncate(DETAIL);
            if let Some((last, _)) = lines.last_mut() {
                *last = format!("{} …", glyph::truncate(last, width.saturating_sub(2)));
            }
        }
        lines
    }

    /// One row, with what is said of it below where it is looked at. Returns the next free row.
    fn render(&self, chosen: bool, area: Rect, buf: &mut Buffer, theme: &Theme) -> u16 {
        let (y, right) = (area.y, area.right());
        if chosen {
            paint::fill(buf, Rect { height: 1, ..area }, " ", theme.style(Role::Selection));
        }
        paint::put(
            buf,
            area.x,
            y,
            right,
            if chosen { "▸ " } else { "  " },
            theme.style(if chosen { Role::Selection } else { Role::Text }),
        );
        match self {
            Self::Value(found) => found.render(chosen, area, buf, theme),
            Self::Together(group) => group.render(chosen, area, buf, theme),
        }
        let mut next = y + 1;
        if chosen {
            let x = area.x + indent(area.width);
            for (y, (line, role)) in (next..area.bottom()).zip(self.detail(area.width)) {
                paint::put(buf, x, y, right, &line, theme.style(role));
                next = y + 1;
            }
        }
        next
    }
}

/// Columns the detail of a row is set in.
fn indent(width: u16) -> u16 {
    if width >= 50 { FATE } else { 2 }
}

impl Together<'_> {
    fn render(&self, chosen: bool, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let style = |role: Role| theme.style(if chosen { Role::Selection } else { role });
        let (y, right) = (area.y, area.right());
        let x = paint::put(buf, area.x + 2, y, right, "! together ", style(Role::Warning));
        let room = right.saturating_sub(x);
        let x = paint::put(buf, x, y, right, &glyph::truncate(&self.kinds, room), style(Role::Text));
        let hidden = format!("  {} masked", self.masked.len());
        if !self.masked.is_empty() && x + glyph::width(&hidden) <= right {
            paint::put(buf, x, y, right, &hidden, style(Role::Placeholder));
        }
    }
}

impl Found<'_> {
    fn render(&self, chosen: bool, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let (y, right) = (area.y, area.right());
        let style = |role: Role| theme.style(if chosen { Role::Selection } else { role });
        let (fate, role) = if self.masked { ("mask", Role::Placeholder) } else { ("PASS", Role::Leak) };
        paint::put(buf, area.x + 2, y, right, fate, if self.masked { style(role) } else { theme.style(role) });
        let becomes = if self.masked { format!(" → {}", self.placeholder) } else { String::new() };
        let times = if self.count > 1 { format!(" ×{}", self.count) } else { String::new() };
        let x = area.x + FATE;
        // The placeholder is what goes: it stays whole. Before the value is cut to nothing, the kind goes, which the
        // placeholder says too.
        let room = right.saturating_sub(x + glyph::width(&becomes));
        let kinds = [format!("{}{times}  ", self.kind), times.trim_start().to_owned() + "  ", String::new()];
        let fits = |kind: &&String| glyph::width(kind) + SHORT.min(glyph::width(self.value)) <= room;
        let kind = kinds.iter().take(if self.masked { 3 } else { 1 }).find(fits).map_or("", |kind| kind.as_str());
        let kind = if kind.trim().is_empty() { "" } else { kind };
        let kind = if self.masked || !kind.is_empty() { kind } else { kinds.first().map_or("", String::as_str) };
        let x = paint::put(buf, x, y, right, kind, style(Role::Text));
        let value = self.value.replace('\n', " ");
        let room = right.saturating_sub(x + glyph::width(&becomes));
        let x = paint::put(buf, x, y, right, &glyph::truncate(&value, room), style(Role::Private));
        paint::put(buf, x, y, right, &becomes, style(Role::Placeholder));
    }
}
