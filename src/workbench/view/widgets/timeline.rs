//! The timeline: one bar per stage on a common time axis, and the run's totals.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::numbers;
use super::paint::{self, Piece};
use crate::engine::event::Status;
use crate::pattern::Side;
use crate::text::glyph;
use crate::workbench::theme::{Role, Theme};

/// Eighths of a block, for bars finer than a column.
const EIGHTHS: [&str; 8] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
/// Bars narrower than this say nothing: the columns go to the numbers instead.
const SHORTEST_BAR: u16 = 16;
const FIRST_COLUMNS: u16 = 13;
const TOTAL_COLUMNS: u16 = 9;
const TOKENS_COLUMNS: u16 = 17;
const COST_COLUMNS: u16 = 10;

/// Bars and totals.
#[derive(Debug, Clone)]
pub struct Timeline<'a> {
    /// One row each, in the pattern's order.
    pub stages: Vec<Stage<'a>>,
    /// Where the axis ends, in milliseconds; grows in steps so that bars do not shrink with every frame (see [`axis`]).
    pub axis_ms: u64,
    /// The last row, joined by ` · `; the least important go first where room is short.
    pub totals: Vec<Piece>,
}

/// One stage's bar and counters. Times in milliseconds since the run started.
#[derive(Debug, Clone)]
pub struct Stage<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its side.
    pub side: Side,
    /// When it started.
    pub start: Option<u64>,
    /// When it got its first token.
    pub first: Option<u64>,
    /// When it ended; the present while it runs.
    pub end: Option<u64>,
    /// How much of it was spent waiting for a person, before the first token.
    pub waited: u64,
    /// How much was spent so after the first token, at the end.
    pub waited_late: u64,
    /// How it ended; `None` while it runs or before.
    pub status: Option<Status>,
    /// Tokens in and out.
    pub tokens: Option<(u64, u64)>,
    /// Whether these are estimates.
    pub estimated: bool,
    /// Cost in USD; `None` where it is not known (yet).
    pub cost_usd: Option<f64>,
    /// In place of the bar of a stage that did not run: why.
    pub note: &'a str,
}

/// The end of the time axis for a run that took `ms` so far: the next of 5, 10, 15, 20, 30, 45, 60 s, then whole minutes.
#[must_use]
pub fn axis(ms: u64) -> u64 {
    let steps = [5_000, 10_000, 15_000, 20_000, 30_000, 45_000, 60_000];
    steps.into_iter().find(|step| ms <= *step).unwrap_or_else(|| ms.div_ceil(60_000) * 60_000)
}

impl Timeline<'_> {
    /// Rows it takes in full.
    #[must_use]
    pub fn height(&self) -> u16 {
        u16::try_from(self.stages.len() + 1).unwrap_or(u16::MAX)
    }

    /// Draws it. In an area with fewer rows the totals stay, and of the stages the latest that are over or under way.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let area = area.intersection(buf.area);
        if area.height == 0 || area.width < 8 {
            return;
        }
        paint::clear(buf, area, theme);
        let rows = usize::from(area.height - 1);
        let reached = self.stages.iter().rposition(|stage| stage.start.is_some() || stage.status.is_some());
        let skip = reached.map_or(0, |last| (last + 1).saturating_sub(rows));
        let columns = self.columns(area.width);
        for (y, stage) in (area.top()..).zip(self.stages.iter().skip(skip)) {
            self.stage(stage, Rect { y, height: 1, ..area }, columns, buf, theme);
        }
        let y = area.top() + u16::try_from(self.stages.len().min(rows)).unwrap_or(0);
        let pieces = paint::fit(self.totals.clone(), 3, area.width.saturating_sub(2));
        let between = theme.style(Role::Dim);
        paint::put_pieces(buf, area.x + 1, y, area.right(), &pieces, " · ", between, theme);
    }

    fn stage(&self, stage: &Stage<'_>, area: Rect, columns: Columns, buf: &mut Buffer, theme: &Theme) {
        let (y, right) = (area.y, area.right());
        let (side, side_role) = match stage.side {
            Side::Local => ("local", Role::Home),
            Side::Cloud => ("cloud", Role::Cloud),
        };
        let name_end = area.x + 1 + columns.name;
        paint::put(buf, area.x + 1, y, name_end, &glyph::truncate(stage.name, columns.name), theme.style(Role::Text));
        paint::put(buf, name_end + 1, y, right, side, theme.style(side_role));
        let bar = Rect { x: name_end + 7, width: columns.bar, ..area };
        if columns.bar > 0 {
            self.bar(stage, bar, buf, theme);
        }
        let mut x = bar.right();
        let mut cell = |width: u16, text: &str, role: Role, buf: &mut Buffer| {
            if width > 0 {
                paint::put_right(buf, x, x + width, y, text, theme.style(role));
                x += width;
            }
        };
        let elapsed = |end: Option<u64>| Some(end?.saturating_sub(stage.start?).saturating_sub(stage.waited));
        let (outcome, outcome_role) = outcome(stage);
        let first = elapsed(stage.first).map(|ms| format!("{} first", numbers::seconds(ms))).unwrap_or_default();
        cell(columns.first, &first, Role::Dim, buf);
        let total = elapsed(stage.end).map(|ms| numbers::seconds(ms.saturating_sub(stage.waited_late)));
        let total = total.unwrap_or_default();
        cell(columns.total, &total, Role::Text, buf);
        let tokens = stage.tokens.map(|(input, output)| {
            let counts = format!("{}→{} tok", numbers::tokens(input), numbers::tokens(output));
            numbers::estimated(&counts, stage.estimated)
        });
        cell(columns.tokens, &tokens.unwrap_or_default(), Role::Dim, buf);
        let cost = stage.cost_usd.map(|cost| numbers::estimated(&numbers::usd(cost), stage.estimated && cost > 0.0));
        let cost = if stage.start.is_some() { cost.unwrap_or_default() } else { String::new() };
        cell(columns.cost, &cost, Role::Text, buf);
        cell(columns.outcome, &glyph::truncate(outcome, columns.outcome.saturating_sub(1)), outcome_role, buf);
    }

    fn bar(&self, stage: &Stage<'_>, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let track = theme.style(Role::Track);
        let (left, right, y) = (area.left() + 1, area.right() - 1, area.y);
        paint::put(buf, area.left(), y, left, "▕", track);
        paint::put(buf, right, y, right + 1, "▏", track);
        let (Some(start), Some(end)) = (stage.start, stage.end) else {
            let note = glyph::truncate(stage.note, area.width.saturating_sub(3));
            paint::put(buf, left + 1, y, right, &note, theme.style(Role::Dim));
            return;
        };
        let columns = u64::from(right - left);
        let eighths = |ms: u64| (ms.min(self.axis_ms) * columns * 8) / self.axis_ms.max(1);
        let first = stage.first.unwrap_or(end).clamp(start, end.max(start));
        let waited = (start + stage.waited).min(first);
        let written = end.saturating_sub(stage.waited_late).max(first);
        let parts =
            [(start, waited, Role::Wait, "╌"), (waited, first, Role::Prefill, "▒"), (written, end, Role::Wait, "╌")];
        for (from, to, role, symbol) in parts {
            // A part that happened is seen, however short.
            let from_column = left + u16::try_from(eighths(from) / 8).unwrap_or(0);
            let to_column = left + u16::try_from(eighths(to).div_ceil(8)).unwrap_or(0);
            if to > from {
                for x in from_column..to_column.min(right) {
                    paint::put(buf, x, y, right, symbol, theme.style(role));
                }
            }
        }
        if stage.first.is_some() {
            let decode = theme.style(Role::Decode);
            let from = left + u16::try_from(eighths(first).div_ceil(8)).unwrap_or(0);
            let whole = left + u16::try_from(eighths(written) / 8).unwrap_or(0);
            for x in from..whole.min(right) {
                paint::put(buf, x, y, right, "█", decode);
            }
            let rest = EIGHTHS.get(usize::try_from(eighths(written) % 8).unwrap_or(0)).copied().unwrap_or(" ");
            if rest != " " && whole >= from && whole < right {
                paint::put(buf, whole, y, right, rest, decode);
            }
        }
    }

    fn columns(&self, width: u16) -> Columns {
        let name = self.stages.iter().map(|stage| glyph::width(stage.name)).max().unwrap_or(0).min(14);
        let outcome = self.stages.iter().map(|stage| glyph::width(outcome(stage).0)).max().unwrap_or(0);
        let mut columns = Columns {
            name,
            bar: 0,
            first: FIRST_COLUMNS,
            total: TOTAL_COLUMNS,
            tokens: TOKENS_COLUMNS,
            cost: COST_COLUMNS,
            outcome: if outcome > 0 { outcome + 2 } else { 0 },
        };
        // What may go, least important first, until the bars say something.
        let mut spare: [fn(&mut Columns); 4] =
            [|c| c.first = 0, |c| c.tokens = 0, |c| c.cost = 0, |c| c.outcome = c.outcome.min(3)];
        let mut spare = spare.iter_mut();
        loop {
            let taken = 1 + columns.name + 1 + 5 + 1 + columns.numbers() + 1;
            columns.bar = width.saturating_sub(taken);
            if columns.bar >= SHORTEST_BAR + 2 {
                return columns;
            }
            let Some(drop) = spare.next() else { break };
            drop(&mut columns);
        }
        columns.bar = if columns.bar >= 4 { columns.bar } else { 0 };
        columns
    }
}

#[derive(Clone, Copy)]
struct Columns {
    name: u16,
    bar: u16,
    first: u16,
    total: u16,
    tokens: u16,
    cost: u16,
    outcome: u16,
}

impl Columns {
    fn numbers(self) -> u16 {
        self.first + self.total + self.tokens + self.cost + self.outcome
    }
}

/// What is worth saying about how a stage ended.
fn outcome(stage: &Stage<'_>) -> (&'static str, Role) {
    match stage.status {
        None | Some(Status::Done) => ("", Role::Ok),
        Some(Status::Skipped) => ("skipped", Role::Dim),
        Some(Status::Blocked) => ("✗ blocked", Role::Error),
        Some(Status::Failed) => ("✗ failed", Role::Error),
        Some(Status::Truncated) => ("✗ cut", Role::Warning),
        Some(Status::Cancelled) => ("cancelled", Role::Warning),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_grows_in_steps() {
        assert_eq!([0, 5_000, 5_001, 44_000, 61_000].map(axis), [5_000, 5_000, 10_000, 45_000, 120_000]);
    }
}
