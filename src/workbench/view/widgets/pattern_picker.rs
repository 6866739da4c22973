//! The choice of a pattern: three questions with their answers, then the patterns, those that fit lit up.
//!
//! Its size depends on what there is to choose from, never on the cursor or the filter: nothing jumps.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::footer::Hint;
use super::overlay;
use super::paint::{self, Piece};
use crate::text::{glyph, stream};
use crate::workbench::theme::{Role, Theme};

/// Widest useful overlay.
const WIDEST: u16 = 112;
/// Columns inside from which questions are asked in full.
const FULL_QUESTIONS: u16 = 92;
/// Columns inside from which all answers of a question are shown.
const ALL_ANSWERS: u16 = 68;
/// Rows inside below which there is only one question at a time, and no room for more than the promise.
const TIGHT: u16 = 13;
/// Rows of the detail: more than this it seldom has to say.
const DETAIL: u16 = 7;
/// Rows of the detail that are worth the list's second lines.
const LEAST_DETAIL: u16 = 5;
const CALLS: u16 = 18;
const COST: u16 = 11;
const TIME: u16 = 9;

/// The overlay.
#[derive(Debug, Clone)]
pub struct PatternPicker<'a> {
    /// The questions, in the order they are asked.
    pub questions: Vec<Question<'a>>,
    /// The question under the cursor; `None` = the cursor is in the list.
    pub asked: Option<usize>,
    /// What was typed to narrow the list.
    pub filter: &'a str,
    /// The entries left.
    pub entries: Vec<Entry<'a>>,
    /// Entries there are without a filter.
    pub total: usize,
    /// The entry under the cursor.
    pub selected: Option<usize>,
    /// How many fit (`3 of 7 fit`).
    pub fitting: &'a str,
    /// About what is under the cursor: paragraphs, the most important first.
    pub detail: &'a str,
    /// Keys of the overlay.
    pub hints: Vec<Hint<'a>>,
}

/// A question with its answers.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// As it is asked.
    pub text: &'a str,
    /// In as few words as it can be asked.
    pub short: &'a str,
    /// The answers.
    pub answers: Vec<&'a str>,
    /// The one given.
    pub given: usize,
}

/// A pattern, or a file that does not check.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// Its name.
    pub name: &'a str,
    /// A word about it at its name (`yours`).
    pub badge: &'a str,
    /// Whether it is the one in force.
    pub current: bool,
    /// Whether it fits the answers.
    pub fits: bool,
    /// How many calls it makes.
    pub calls: String,
    /// Measured cost; empty where nothing was measured.
    pub cost: String,
    /// Measured time; empty where nothing was measured.
    pub time: String,
    /// What the cloud is told, or why the pattern does not fit.
    pub line: String,
    /// How that line is meant.
    pub role: Role,
}

/// Where everything stands inside the overlay.
struct Plan {
    questions: u16,
    rows: u16,
    entry_rows: u16,
    detail: u16,
}

impl Plan {
    fn of(questions: usize, total: usize, height: u16) -> Self {
        let total = u16::try_from(total).unwrap_or(u16::MAX).max(1);
        if height < TIGHT {
            let rows = height.saturating_sub(3);
            let detail = if rows >= 5 { 2 } else { 0 };
            return Self { questions: 2.min(height), rows: rows - detail, entry_rows: 1, detail };
        }
        let questions = u16::try_from(questions).unwrap_or(u16::MAX);
        let rest = height.saturating_sub(questions + 1);
        let entry_rows = if total.saturating_mul(2) + 1 + LEAST_DETAIL <= rest { 2 } else { 1 };
        let wanted = total.saturating_mul(entry_rows);
        let detail = rest.saturating_sub(wanted.saturating_add(1)).clamp(3, DETAIL);
        Self { questions, rows: wanted.min(rest.saturating_sub(detail + 1)), entry_rows, detail }
    }

    fn height(&self) -> u16 {
        self.questions + 1 + self.rows + 1 + self.detail
    }
}

impl PatternPicker<'_> {
    /// Draws it over `area`.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let width = area.width.saturating_sub(4).clamp(area.width.min(40), WIDEST);
        let inside = area.height.saturating_sub(2);
        let plan = Plan::of(self.questions.len(), self.total, inside);
        let height = if inside < TIGHT { area.height } else { plan.height() + 2 };
        let title = vec![
            Piece::new("Choose a pattern", Role::Focus, 0),
            Piece::new("start from the three questions", Role::Dim, 1),
        ];
        let inside = overlay::open(overlay::place(area, width, height), title, &self.hints, buf, theme);
        if inside.height < 3 || inside.width < 12 {
            return;
        }
        let mut y = self.questions(inside, plan.questions, buf, theme);
        self.rule(Rect { y, height: 1, ..inside }, buf, theme);
        y += 1;
        let rows = plan.rows.min(inside.bottom().saturating_sub(y));
        let below = self.list(Rect { y, height: rows, ..inside }, plan.entry_rows, buf, theme);
        let rule = y - 1;
        y += rows;
        let mut more = rule;
        if inside.height >= TIGHT {
            paint::fill(buf, Rect { y, height: 1, ..inside }, "─", theme.style(Role::Border));
            more = y;
            y += 1;
        }
        if below > 0 {
            let text = format!(" ↓ {below} more");
            paint::put_right(buf, inside.x, inside.right(), more, &text, theme.style(Role::Dim));
        }
        self.detail(Rect { y, height: inside.bottom().saturating_sub(y), ..inside }, buf, theme);
    }

    /// The questions, or where there is no room for three the one under the cursor. Returns the next free row.
    fn questions(&self, inside: Rect, rows: u16, buf: &mut Buffer, theme: &Theme) -> u16 {
        let right = inside.right();
        if usize::from(rows) < self.questions.len() {
            let (text, answer) = match self.asked.and_then(|at| self.questions.get(at)) {
                Some(question) => (question.text.to_owned(), question.chosen()),
                None => {
                    let given: Vec<&str> = self.questions.iter().map(Question::given).collect();
                    ("First, cloud, why:".to_owned(), given.join(" · "))
                }
            };
            let style = theme.style(if self.asked.is_some() { Role::Focus } else { Role::Dim });
            let x = paint::put(buf, inside.x, inside.y, right, &text, style);
            if let Some(at) = self.asked {
                let count = format!("{} of {}", at + 1, self.questions.len());
                paint::put_right(buf, x + 1, right, inside.y, &count, theme.style(Role::Dim));
            }
            paint::put(buf, inside.x, inside.y + 1, right, &answer, theme.style(Role::Text));
            return inside.y + rows;
        }
        let full = inside.width >= FULL_QUESTIONS;
        let text = |question: &Question<'_>| glyph::width(if full { question.text } else { question.short });
        let column = self.questions.iter().map(text).max().unwrap_or(0) + 4;
        for (at, (y, question)) in (inside.y..).zip(&self.questions).enumerate() {
            question.render(self.asked == Some(at), full, column, Rect { y, height: 1, ..inside }, buf, theme);
        }
        inside.y + rows
    }

    /// The rule above the list: how many fit, what was typed, and what the columns mean.
    fn rule(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let (y, right) = (area.y, area.right());
        paint::fill(buf, area, "─", theme.style(Role::Border));
        let x = paint::put(buf, area.x, y, right, self.fitting, theme.style(Role::Dim));
        let x = paint::put(buf, x, y, right, " ", theme.base());
        let left = if self.filter.is_empty() {
            paint::put(buf, x + 1, y, right, " type to filter ", theme.style(Role::Dim))
        } else {
            let x = paint::put(buf, x + 1, y, right, " › ", theme.style(Role::Focus));
            let x = paint::put(buf, x, y, right, self.filter, theme.style(Role::Text));
            paint::put(buf, x, y, right, "▏ ", theme.style(Role::Focus))
        };
        let [calls, cost, time] = columns(area);
        if calls > left {
            for (start, width, name) in [(calls, CALLS, "calls"), (cost, COST, "cost"), (time, TIME, "time")] {
                if width > 0 && start < right {
                    let end = start + width;
                    paint::put_right(buf, start, end, y, &format!(" {name}"), theme.style(Role::Dim));
                    paint::put(buf, end, y, right, " ", theme.base());
                }
            }
        }
    }

    /// Draws the entries; gives how many are below those in view.
    fn list(&self, area: Rect, entry_rows: u16, buf: &mut Buffer, theme: &Theme) -> usize {
        let shown = usize::from(area.height / entry_rows.max(1));
        let first = self.selected.map_or(0, |selected| (selected + 1).saturating_sub(shown));
        let mut y = area.y;
        for (place, entry) in self.entries.iter().enumerate().skip(first).take(shown) {
            let chosen = self.selected == Some(place);
            entry.render(chosen, Rect { y, height: entry_rows, ..area }, buf, theme);
            y += entry_rows;
        }
        if self.entries.is_empty() && area.height > 0 {
            paint::put(buf, area.x + 2, area.y, area.right(), "nothing matches", theme.style(Role::Dim));
        }
        self.entries.len().saturating_sub(first + shown)
    }

    fn detail(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        for (y, row) in (area.top()..area.bottom()).zip(stream::wrap(self.detail, area.width)) {
            paint::put_row(buf, area.x, y, area.right(), self.detail, row, &[], theme.style(Role::Text), theme);
        }
    }
}

/// Where the columns of numbers start; a column that does not fit starts at the right edge.
fn columns(area: Rect) -> [u16; 3] {
    let right = area.right();
    if area.width >= ALL_ANSWERS {
        [right - TIME - COST - CALLS, right - TIME - COST, right - TIME]
    } else {
        [right; 3]
    }
}

impl Question<'_> {
    fn given(&self) -> &str {
        self.answers.get(self.given).copied().unwrap_or_default()
    }

    /// The answer given, with arrows where there are others.
    fn chosen(&self) -> String {
        let before = if self.given > 0 { "‹" } else { " " };
        let after = if self.given + 1 < self.answers.len() { "›" } else { " " };
        format!("{before} {} {after}", self.given())
    }

    fn render(&self, asked: bool, full: bool, column: u16, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let (y, right) = (area.y, area.right());
        if asked {
            paint::put(buf, area.x, y, right, "▸ ", theme.style(Role::Focus));
        }
        let text = if full { self.text } else { self.short };
        let style = theme.style(if asked { Role::Focus } else { Role::Text });
        paint::put(buf, area.x + 2, y, right, text, style);
        let mut x = area.x + column;
        if area.width < ALL_ANSWERS {
            paint::put(buf, x, y, right, &self.chosen(), theme.style(Role::Text));
            return;
        }
        for (place, answer) in self.answers.iter().enumerate() {
            let given = place == self.given;
            let mark = if given { "●" } else { "○" };
            let role = match (given, asked) {
                (true, true) => Role::Selection,
                (true, false) => Role::Title,
                (false, _) => Role::Dim,
            };
            x = paint::put(buf, x, y, right, &format!("{mark} {answer}"), theme.style(role)) + 2;
        }
    }
}

impl Entry<'_> {
    fn render(&self, chosen: bool, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let (y, right) = (area.y, area.right());
        if chosen {
            paint::fill(buf, Rect { height: 1, ..area }, " ", theme.style(Role::Selection));
        }
        let style = |role: Role| theme.style(if chosen { Role::Selection } else { role });
        let [calls, cost, time] = columns(area);
        let narrow = area.height < 2;
        let x = paint::put(buf, area.x, y, right, if chosen { "▸ " } else { "  " }, style(Role::Text));
        // On one row the reason stands where the numbers would: they do not matter for what does not fit.
        let reason = narrow && self.role != Role::Text && !self.fits;
        let name_end = if reason { right } else { calls };
        let badge = if self.badge.is_empty() { String::new() } else { format!("  {}", self.badge) };
        let current = if self.current { " ✓" } else { "" };
        let kept = glyph::width(&badge) + glyph::width(current) + 1;
        let name = glyph::truncate(self.name, name_end.saturating_sub(x + kept));
        let role = if self.fits { Role::Title } else { Role::Dim };
        let x = paint::put(buf, x, y, right, &name, style(role));
        let x = paint::put(buf, x, y, name_end, current, style(Role::Ok));
        let x = paint::put(buf, x, y, name_end, &badge, style(Role::Dim));
        if reason {
            let line = glyph::truncate(&self.line, right.saturating_sub(x + 2));
            paint::put_right(buf, x + 2, right, y, &line, style(self.role));
        } else if calls < right {
            paint::put_right(buf, calls, calls + CALLS, y, &self.calls, style(Role::Dim));
            paint::put_right(buf, cost, cost + COST, y, &self.cost, style(Role::Text));
            paint::put_right(buf, time, time + TIME, y, &self.time, style(Role::Text));
        }
        if !narrow {
            let line = glyph::truncate(&self.line, right.saturating_sub(area.x + 4));
            paint::put(buf, area.x + 4, y + 1, right, &line, theme.style(self.role));
        }
    }
}
