//! The approval view: exactly what would leave, what the gate noticed in it and what becomes of that, and where it would
//! go.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::footer::Hint;
use super::marks::Marked;
use super::numbers;
use super::overlay;
use super::paint::{self, Piece, Span};
use crate::text::{glyph, stream};
use crate::workbench::theme::{Role, Theme};

/// The width from which text and findings stand side by side.
const SIDE_BY_SIDE: u16 = 96;
/// Columns of a value in the list: enough to know it by.
const VALUE: u16 = 26;
/// Columns before the kind: the cursor, and what becomes of it.
const FATE: u16 = 8;
/// Rows of the question for a word: a rule, what is asked, what was typed.
const WORD: u16 = 3;

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
    /// Where that address really is (`loopback`, `LAN`, `internet`).
    pub reach: &'a str,
    /// Headers, without the key.
    pub headers: &'a [(String, String)],
    /// Size of the body in bytes, as it would go.
    pub bytes: u64,
    /// SHA-256 of the body, hex; or what is to be said in its place.
    pub sha256: &'a str,
    /// Estimated input tokens.
    pub tokens: u64,
    /// Estimated cost of the input.
    pub cost_usd: Option<f64>,
    /// Private values the pattern declares it reveals.
    pub reveals: &'a [String],
    /// The text as it would go, with its marks.
    pub marked: &'a Marked,
    /// What the gate noticed and acts on, one row a value.
    pub found: Vec<Found<'a>>,
    /// Times, prices, amounts: reported, not acted on.
    pub quantities: usize,
    /// Details that may point at one person when they stand together.
    pub together: Vec<Together<'a>>,
    /// The row looked at.
    pub selected: usize,
    /// First row of the text shown.
    pub top: usize,
    /// A word has to be typed before private values pass.
    pub word: Option<Word<'a>>,
    /// What can be done.
    pub hints: Vec<Hint<'a>>,
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
    /// The detector that found it.
    pub detector: &'a str,
    /// Why, and where.
    pub reason: String,
    /// The bytes of each place it stands at in the text.
    pub places: Vec<(usize, usize)>,
}

/// Details that may point at one person when they stand together.
#[derive(Debug, Clone)]
pub struct Together<'a> {
    /// Their kinds, as words: `AGE, PLACE, ILLNESS`.
    pub kinds: String,
    /// Why.
    pub why: &'a str,
}

/// The word that lets private values pass.
#[derive(Debug, Clone, Copy)]
pub struct Word<'a> {
    /// It.
    pub wanted: &'a str,
    /// What was typed so far.
    pub typed: &'a str,
    /// How many values would pass.
    pub count: usize,
}

impl ApprovalView<'_> {
    /// The area of the text within `area`, for scrolling: rows of content are `marked.text.row_count(width)`.
    #[must_use]
    pub fn text_area(&self, area: Rect) -> Rect {
        self.split(self.above_word(super::frame::inner(area))).0
    }

    /// The row of the text at which what is looked at first stands.
    #[must_use]
    pub fn selected_row(&self, area: Rect) -> Option<usize> {
        let (start, _) = self.found.get(self.selected)?.places.first()?;
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
        self.text(text, buf, theme);
        if side.x > text.x {
            paint::fill(buf, Rect { x: side.x - 2, width: 1, ..inside }, "│", theme.style(Role::Border));
        } else if side.height > 0 {
            paint::fill(buf, Rect { y: side.y - 1, height: 1, ..inside }, "─", theme.style(Role::Border));
        }
        let y = self.facts(side, buf, theme);
        self.findings(Rect { y, height: side.bottom().saturating_sub(y), ..side }, buf, theme);
        self.word(Rect { y: inside.bottom(), height: whole.height - inside.height, ..whole }, buf, theme);
    }

    fn above_word(&self, inside: Rect) -> Rect {
        let rows = if self.word.is_some() { WORD.min(inside.height) } else { 0 };
        Rect { height: inside.height - rows, ..inside }
    }

    /// Asks for the word, under everything else.
    fn word(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let Some(word) = self.word.filter(|_| area.height > 0) else { return };
        let (right, mut y) = (area.right(), area.bottom() - area.height.min(2));
        if area.height >= WORD {
            paint::fill(buf, Rect { y: area.y, height: 1, ..area }, "─", theme.style(Role::Border));
        }
        let values = numbers::count(word.count, "private value", "private values");
        let them = if word.count == 1 { "it" } else { "them" };
        let full = format!("{values} would leave as written. Type {} and Enter to send {them}.", word.wanted);
        let short = format!("Type {} to let {} pass:", word.wanted, word.count);
        let text = if glyph::width(&full) <= area.width { full } else { short };
        paint::put(buf, area.x, y, right, &text, theme.style(Role::Warning));
        y += 1;
        if y < area.bottom() {
            let x = paint::put(buf, area.x, y, right, "› ", theme.style(Role::Focus));
            let x = paint::put(buf, x, y, right, word.typed, theme.style(Role::Text));
            paint::put(buf, x, y, right, "▏", theme.style(Role::Focus));
        }
    }

    /// Text and the rest: side by side, or the rest below.
    fn split(&self, inside: Rect) -> (Rect, Rect) {
        if inside.width >= SIDE_BY_SIDE {
            let side = (inside.width * 2 / 5).min(56);
            let text = Rect { width: inside.width - side - 3, ..inside };
            (text, Rect { x: text.right() + 3, width: side, ..inside })
        } else {
            let rows = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
            let (listed, together) = (rows(self.found.len()).min(4), rows(self.together.len()).min(2));
            // Where to, how large, how many findings; the one looked at has its reason below it.
            let reason = u16::from(listed > 0);
            let wanted = 3 + listed + reason + together + u16::from(!self.reveals.is_empty());
            let rows = wanted.min(inside.height * 3 / 5);
            let text = Rect { height: inside.height.saturating_sub(rows + 1), ..inside };
            (text, Rect { y: text.bottom() + 1, height: rows, ..inside })
        }
    }

    fn text(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let chosen = self.found.get(self.selected).map(|found| found.places.as_slice()).unwrap_or_default();
        let spans: Vec<Span> = self
            .marked
            .spans
            .iter()
            .map(|span| {
                let is_chosen = chosen.contains(&(span.start, span.end));
                let role = match (is_chosen, span.role) {
                    (true, Role::Leak) => Role::LeakChosen,
                    (true, _) => Role::Selection,
                    (false, role) => role,
                };
                Span { role, ..*span }
            })
            .collect();
        let text = &self.marked.text;
        let rows = text.row_count(area.width);
        let top = self.top.min(rows.saturating_sub(area.height.into()));
        for (y, row) in (area.top()..area.bottom()).zip(text.rows(area.width, top..top + usize::from(area.height))) {
            paint::put_row(buf, area.x, y, area.right(), text.text(), row, &spans, theme.base(), theme);
        }
        let below = rows.saturating_sub(top + usize::from(area.height));
        if below > 0 && area.height > 0 {
            let more = format!(" ↓ {below} more rows");
            paint::put_right(buf, area.x, area.right(), area.bottom() - 1, &more, theme.style(Role::Warning));
        }
    }

    /// Where it goes and what it weighs. Returns the next free row.
    fn facts(&self, area: Rect, buf: &mut Buffer, theme: &Theme) -> u16 {
        let size = format!(
            "{} · ~{} tok · {}",
            numbers::bytes(self.bytes),
            numbers::tokens(self.tokens),
            self.cost_usd.map_or_else(|| "price unknown".to_owned(), |cost| format!("~{}", numbers::usd(cost)))
        );
        let hash = match (self.sha256.get(..8), self.sha256.get(self.sha256.len().saturating_sub(8)..)) {
            (Some(head), Some(tail)) if self.sha256.len() > 32 => format!("{head}…{tail}"),
            _ => self.sha256.to_owned(),
        };
        let headers: Vec<String> = self.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let roomy = area.height >= 14;
        // Where the address really is comes before the end of its path.
        let room = area.width.saturating_sub(9 + 3 + glyph::width(self.reach));
        let to = Piece::new(glyph::truncate(self.destination, room), Role::Cloud, 0);
        let mut rows = vec![("to", vec![to, Piece::new(self.reach, Role::Warning, 1)])];
        rows.push(("size", vec![Piece::new(size, Role::Text, 0)]));
        if roomy {
            rows.push(("sha256", vec![Piece::new(hash, Role::Dim, 0)]));
            rows.push((
                "headers",
                vec![Piece::new(headers.join(", "), Role::Dim, 0), Piece::new("key not shown", Role::Dim, 1)],
            ));
        }
        rows.push(("reveals", vec![Piece::new(self.reveals.join(", "), Role::Private, 0)]));
        // The findings come before the facts: one row of them is always to be seen, with its reason where there is room.
        let kept = 1 + u16::try_from(self.found.len()).unwrap_or(u16::MAX).min(2);
        let room = usize::from(area.height.saturating_sub(kept).max(1));
        for label in ["size", "reveals"] {
            if rows.iter().filter(|(_, pieces)| says_something(pieces)).count() > room {
                rows.retain(|(known, _)| *known != label);
            }
        }
        let mut y = area.y;
        for (label, pieces) in rows {
            let x = area.x + 9;
            let pieces = paint::fit(pieces, 3, area.right().saturating_sub(x));
            if y < area.bottom() && !pieces.is_empty() {
                paint::put(buf, area.x, y, area.right(), label, theme.style(Role::Dim));
                paint::put_pieces(buf, x, y, area.right(), &pieces, " · ", theme.style(Role::Dim), theme);
                y += 1;
            }
        }
        if roomy { y + 1 } else { y }
    }

    fn findings(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        if area.height == 0 {
            return;
        }
        let count = self.found.len();
        let passing = self.found.iter().filter(|found| !found.masked).count();
        let values = |count| numbers::count(count, "private value", "private values");
        let (text, role) = match (count, passing) {
            (0, _) => ("✓ nothing private found".to_owned(), Role::Ok),
            (_, 0) => (format!("✓ {} masked", values(count)), Role::Ok),
            _ if passing == count => (format!("✗ {} would pass", values(count)), Role::Error),
            _ => (format!("✗ {passing} of {} would pass", values(count)), Role::Error),
        };
        let rest = if self.quantities == 0 {
            String::new()
        } else {
            format!(" · {} reported", numbers::count(self.quantities, "quantity", "quantities"))
        };
        let right = area.right();
        let x = paint::put(buf, area.x, area.y, right, &text, theme.style(role));
        if x + glyph::width(&rest) <= right {
            paint::put(buf, x, area.y, right, &rest, theme.style(Role::Dim));
        }
        let together = u16::try_from(self.together.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(3));
        let room = area.height - 1 - together;
        let bottom = area.y + 1 + room;
        // The one looked at shows its reason below it; the list slides so that it stays in view.
        let first = (self.selected + 3).saturating_sub(room.into()).min(self.selected);
        let mut y = area.y + 1;
        for (place, found) in self.found.iter().enumerate().skip(first) {
            if y >= bottom {
                break;
            }
            y = found.render(place == self.selected, Rect { y, height: bottom - y, ..area }, buf, theme);
        }
        for (y, together) in (y..area.bottom()).zip(&self.together) {
            let x = paint::put(buf, area.x, y, right, "! together ", theme.style(Role::Warning));
            let text = format!("{}: {}", together.kinds, together.why);
            let text = glyph::truncate(&text, right.saturating_sub(x)).into_owned();
            paint::put(buf, x, y, right, &text, theme.style(Role::Text));
        }
    }
}

fn says_something(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| !piece.text.is_empty())
}

impl Found<'_> {
    /// One row, with the reason below it where it is looked at. Returns the next free row.
    fn render(&self, chosen: bool, area: Rect, buf: &mut Buffer, theme: &Theme) -> u16 {
        let (y, right) = (area.y, area.right());
        if chosen {
            paint::fill(buf, Rect { height: 1, ..area }, " ", theme.style(Role::Selection));
        }
        let style = |role: Role| theme.style(if chosen { Role::Selection } else { role });
        paint::put(buf, area.x, y, right, if chosen { "▸ " } else { "  " }, style(Role::Text));
        let (fate, role) = if self.masked { ("mask", Role::Placeholder) } else { ("PASS", Role::Leak) };
        paint::put(buf, area.x + 2, y, right, fate, if self.masked { style(role) } else { theme.style(role) });
        let times = if self.count > 1 { format!(" ×{}", self.count) } else { String::new() };
        let kind = format!("{}{times}  ", self.kind);
        let x = paint::put(buf, area.x + FATE, y, right, &kind, style(Role::Text));
        let value = self.value.replace('\n', " ");
        let x = paint::put(buf, x, y, right, &glyph::truncate(&value, VALUE), style(Role::Private));
        let becomes = if self.masked { format!(" → {}", self.placeholder) } else { String::new() };
        let room = right.saturating_sub(x);
        let x = paint::put(buf, x, y, right, &glyph::truncate(&becomes, room), style(Role::Placeholder));
        if x + 2 + glyph::width(self.detector) <= right {
            paint::put_right(buf, x, right, y, self.detector, style(Role::Dim));
        }
        let mut next = y + 1;
        if chosen {
            let indent = if area.width >= 50 { FATE } else { 2 };
            let width = area.width.saturating_sub(indent);
            for (y, row) in (next..area.bottom()).zip(stream::wrap(&self.reason, width)) {
                paint::put_row(buf, area.x + indent, y, right, &self.reason, row, &[], theme.style(Role::Dim), theme);
                next = y + 1;
            }
        }
        next
    }
}
