//! The approval view: exactly what would leave, what the gate noticed in it and what becomes of that, and where it would
//! go.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::approval_list::Row;
use super::footer::Hint;
use super::frame;
use super::marks::Marked;
use super::numbers;
use super::overlay;
use super::paint::{self, Piece, Span};
use crate::text::stream;
use crate::workbench::theme::{Role, Theme};

/// The width from which text and findings stand side by side.
const SIDE_BY_SIDE: u16 = 96;
/// Rows of the question for a word without what is asked: a rule, and what was typed.
const WORD: u16 = 2;
/// Rows of what is asked.
const ASKED: usize = 2;
/// Rows of the block beside the text from which a blank one stands between its parts.
const AIRY: u16 = 24;
/// Rows of the text that stay in view above a long list.
const TEXT: u16 = 5;

/// A request that waits for a person.
#[derive(Debug, Clone)]
pub struct ApprovalView<'a> {
    /// The stage that wants to send it, and what would be edited.
    pub stage: String,
    /// The model it goes to.
    pub model: &'a str,
    /// Whether that model is simulated.
    pub simulated: bool,
    /// Where it would go.
    pub destination: &'a str,
    /// Where that address really is (`loopback`, `LAN`, `internet`), and through which proxy.
    pub reach: String,
    /// Headers, without the key.
    pub headers: &'a [(String, String)],
    /// SHA-256 of the body, hex; or what is to be said in its place.
    pub sha256: &'a str,
    /// Estimated input tokens.
    pub tokens: u64,
    /// What it may cost.
    pub cost: Cost,
    /// Private values the pattern declares it reveals.
    pub reveals: &'a [String],
    /// The text as it would go, with its marks.
    pub marked: &'a Marked,
    /// Whether no model abstracted it: detectors alone looked.
    pub only_detectors: bool,
    /// Whether a field was changed by hand since the gate looked.
    pub edited: bool,
    /// How many there are of what.
    pub tally: Tally,
    /// Rows of the list around the one looked at, and which of all rows the first of them is.
    pub rows: (usize, Vec<Row<'a>>),
    /// How many rows the whole list has.
    pub count: usize,
    /// How many of them are groups of facts; these come first.
    pub groups: usize,
    /// The row looked at.
    pub selected: usize,
    /// The bytes of each place in the text it is about, sorted.
    pub chosen: &'a [(usize, usize)],
    /// First row of the text shown.
    pub top: usize,
    /// A word has to be typed before private values pass.
    pub word: Option<Word<'a>>,
    /// What can be done.
    pub hints: Vec<Hint<'a>>,
}

/// What is counted of a held request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Values the gate acts on.
    pub values: usize,
    /// Those of them that would pass.
    pub passing: usize,
    /// Those of the passing that take a typed word.
    pub guarded: usize,
    /// Times, prices, amounts: reported, not acted on.
    pub quantities: usize,
    /// Bytes of the body as it would go, by the length of what is masked in it.
    pub bytes: usize,
}

/// What a request may cost, estimated.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cost {
    /// Its input, USD; `None` where the price is unknown.
    pub input: Option<f64>,
    /// Its answer, if it is as long as those before, USD.
    pub usual: Option<f64>,
    /// Its answer, if it is as long as the request allows, USD.
    pub most: Option<f64>,
    /// A million tokens of an answer, USD.
    pub per_million: Option<f64>,
}

/// The word that lets private values pass.
#[derive(Debug, Clone)]
pub struct Word<'a> {
    /// It.
    pub wanted: &'a str,
    /// What was typed so far.
    pub typed: &'a str,
    /// How many values would pass.
    pub count: usize,
    /// What they are: `PERSON` or `2 PERSON, 1 TOKEN`.
    pub kinds: String,
}

impl Word<'_> {
    /// What is asked and why, on as few rows as the area has room for.
    fn asks(&self, area: Rect) -> Vec<String> {
        let them = if self.count == 1 { "it" } else { "them" };
        let values = numbers::count(self.count, "private value", "private values");
        let texts = [
            format!("{values} would leave as written ({}). Type {} and Enter to send {them}.", self.kinds, self.wanted),
            format!("{values} would leave as written: type {} to send {them}.", self.wanted),
            format!("Type {} to let {} pass:", self.wanted, self.count),
        ];
        let most = if area.height < AIRY / 2 { 1 } else { ASKED };
        let rows = |text: &String| -> Vec<String> {
            let rows = stream::wrap(text, area.width).into_iter();
            rows.filter_map(|row| text.get(row.start..row.end).map(str::to_owned)).collect()
        };
        let fitting = texts.iter().map(rows).find(|rows| rows.len() <= most);
        fitting.unwrap_or_else(|| texts.last().map(rows).unwrap_or_default().into_iter().take(most).collect())
    }
}

impl ApprovalView<'_> {
    /// The area of the text within `area`, for scrolling: rows of content are `marked.text.row_count(width)`.
    #[must_use]
    pub fn text_area(&self, area: Rect) -> Rect {
        self.split(self.above_word(frame::inner(area))).0
    }

    /// Rows the list has in `area`, with the one looked at in it.
    #[must_use]
    pub fn list_height(&self, area: Rect) -> u16 {
        let side = self.split(self.above_word(frame::inner(area))).1;
        let facts = rows_of(self.facts(side.width, side.height).len());
        let air = u16::from(area.width >= SIDE_BY_SIDE && side.height > AIRY);
        side.height.saturating_sub(facts + air + self.summary_rows(side))
    }

    /// The row of the text at which what is looked at first stands.
    #[must_use]
    pub fn selected_row(&self, area: Rect) -> Option<usize> {
        let (start, _) = self.chosen.first()?;
        Some(self.marked.text.row_of(self.text_area(area).width, *start))
    }

    /// Draws it.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let title = vec![
            Piece::new("Send this to the cloud?", Role::Focus, 0),
            Piece::new(self.stage.as_str(), Role::Text, 3),
            Piece::new(self.model, Role::Cloud, 2),
            Piece::new(if self.simulated { "simulated" } else { "" }, Role::Simulated, 1),
        ];
        let whole = overlay::open(area, title, &self.hints, buf, theme);
        if whole.width < 8 || whole.height == 0 {
            return;
        }
        let inside = self.above_word(whole);
        let (text, side) = self.split(inside);
        let below = self.text(text, buf, theme);
        let more = match below {
            0 => String::new(),
            below => format!(" ↓ {} ", numbers::count(below, "more row", "more rows")),
        };
        if side.x > text.x {
            paint::fill(buf, Rect { x: side.x - 2, width: 1, ..inside }, "│", theme.style(Role::Border));
            // On a row of its own: nothing that goes out is painted over.
            paint::put_right(buf, text.x, text.right(), text.bottom(), more.trim_end(), theme.style(Role::Warning));
        } else if side.height > 0 {
            paint::fill(buf, Rect { y: side.y - 1, height: 1, ..inside }, "─", theme.style(Role::Border));
            paint::put_right(buf, text.x, text.right() - 1, side.y - 1, &more, theme.style(Role::Warning));
        }
        let y = self.draw_facts(side, buf, theme);
        let y = y + u16::from(side.x > text.x && side.height > AIRY);
        self.list(side, Rect { y, height: side.bottom().saturating_sub(y), ..side }, buf, theme);
        self.word(Rect { y: inside.bottom(), height: whole.height - inside.height, ..whole }, buf, theme);
    }

    fn above_word(&self, inside: Rect) -> Rect {
        let rows = self.word.as_ref().map_or(0, |word| WORD + rows_of(word.asks(inside).len())).min(inside.height);
        Rect { height: inside.height - rows, ..inside }
    }

    /// Asks for the word, under everything else.
    fn word(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let Some(word) = self.word.as_ref().filter(|_| area.height > 0) else { return };
        let lines = word.asks(area);
        let (right, mut y) = (area.right(), area.y);
        if usize::from(area.height) > lines.len() + 1 {
            paint::fill(buf, Rect { y, height: 1, ..area }, "─", theme.style(Role::Border));
            y += 1;
        }
        for line in &lines {
            if y < area.bottom() {
                paint::put(buf, area.x, y, right, line, theme.style(Role::Warning));
                y += 1;
            }
        }
        if y < area.bottom() {
            let x = paint::put(buf, area.x, y, right, "› ", theme.style(Role::Focus));
            let x = paint::put(buf, x, y, right, word.typed, theme.style(Role::Text));
            paint::put(buf, x, y, right, "▏", theme.style(Role::Focus));
        }
    }

    /// Text and the rest: side by side, or the rest below. Beside the rest the text has a row below it for how much more of
    /// it there is; above the rest that stands on the rule between them.
    fn split(&self, inside: Rect) -> (Rect, Rect) {
        if inside.width >= SIDE_BY_SIDE {
            let side = (inside.width * 2 / 5).min(56);
            let text = Rect { width: inside.width - side - 3, height: inside.height.saturating_sub(1), ..inside };
            (text, Rect { x: text.right() + 3, width: side, ..inside })
        } else {
            let facts = rows_of(self.facts(inside.width, inside.height).len());
            let detail = self.detail_rows(inside.width);
            let wanted = facts + self.summary_rows(inside) + rows_of(self.count).saturating_add(detail);
            // Short of rows the text gives way to the list down to a few rows, and never more than the list needs.
            let most = (inside.height * 3 / 5).max(inside.height.saturating_sub(TEXT * 2));
            let rows = wanted.min(most);
            let text = Rect { height: inside.height.saturating_sub(rows + 1), ..inside };
            (text, Rect { y: text.bottom() + 1, height: rows, ..inside })
        }
    }

    /// Draws the text; gives how many rows of it stand below.
    fn text(&self, area: Rect, buf: &mut Buffer, theme: &Theme) -> usize {
        let text = &self.marked.text;
        let rows = text.row_count(area.width);
        let top = self.top.min(rows.saturating_sub(area.height.into()));
        let shown = text.rows(area.width, top..top + usize::from(area.height));
        let (Some(first), Some(last)) = (shown.first(), shown.last()) else { return rows };
        let spans = self.spans(first.start, last.end);
        for (y, row) in (area.top()..area.bottom()).zip(&shown) {
            paint::put_row(buf, area.x, y, area.right(), text.text(), *row, &spans, theme.base(), theme);
        }
        rows.saturating_sub(top + usize::from(area.height))
    }

    /// The marks of a stretch of the text, with those of what is looked at laid over the others.
    fn spans(&self, from: usize, to: usize) -> Vec<Span> {
        let all = &self.marked.spans;
        let first = all.partition_point(|span| span.end <= from);
        let base: Vec<Span> = all.iter().skip(first).take_while(|span| span.start < to).copied().collect();
        let at = self.chosen.partition_point(|(_, end)| *end <= from);
        let chosen = self.chosen.iter().skip(at).take_while(|(start, _)| *start < to).map(|(start, end)| {
            let leaks = base.iter().any(|span| span.role == Role::Leak && span.start < *end && *start < span.end);
            Span { start: *start, end: *end, role: if leaks { Role::LeakChosen } else { Role::Selection } }
        });
        paint::over(&base, &chosen.collect::<Vec<_>>())
    }
}

/// A count of rows on the screen.
pub(super) fn rows_of(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
