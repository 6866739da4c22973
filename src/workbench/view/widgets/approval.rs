//! The approval view: exactly what would leave, what the gate noticed in it, and where it would go.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::footer::Hint;
use super::marks::Marked;
use super::numbers;
use super::overlay;
use super::paint::{self, Piece, Span};
use crate::boundary::finding::Finding;
use crate::text::{glyph, stream};
use crate::workbench::theme::{Role, Theme};

/// The width from which text and findings stand side by side.
const SIDE_BY_SIDE: u16 = 96;

/// A request that waits for a person.
#[derive(Debug, Clone)]
pub struct ApprovalView<'a> {
    /// The stage that wants to send it.
    pub stage: &'a str,
    /// The model it goes to.
    pub model: &'a str,
    /// Whether that model is simulated.
    pub simulated: bool,
    /// Where it would go.
    pub destination: &'a str,
    /// Headers, without the key.
    pub headers: &'a [(String, String)],
    /// Size of the body in bytes.
    pub bytes: u64,
    /// SHA-256 of the body, hex.
    pub sha256: &'a str,
    /// Estimated input tokens.
    pub tokens: u64,
    /// Estimated cost of the input.
    pub cost_usd: Option<f64>,
    /// Private values the pattern declares it reveals.
    pub reveals: &'a [String],
    /// The text with its marks.
    pub marked: &'a Marked,
    /// What the gate noticed, in the order of `marked.places`.
    pub findings: &'a [Finding],
    /// The finding looked at; only those acted on are listed.
    pub selected: usize,
    /// First row of the text shown.
    pub top: usize,
    /// What can be done.
    pub hints: Vec<Hint<'a>>,
}

impl ApprovalView<'_> {
    /// The area of the text within `area`, for scrolling: rows of content are `marked.text.row_count(width)`.
    #[must_use]
    pub fn text_area(&self, area: Rect) -> Rect {
        self.split(super::frame::inner(area)).0
    }

    /// The row of the text at which the selected finding stands.
    #[must_use]
    pub fn selected_row(&self, area: Rect) -> Option<usize> {
        let (start, _) = self.selected_place()?;
        Some(self.marked.text.row_of(self.text_area(area).width, start))
    }

    /// Draws it.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let title = vec![
            Piece::new("Send this to the cloud?", Role::Focus, 0),
            Piece::new(self.stage, Role::Text, 3),
            Piece::new(self.model, Role::Cloud, 2),
            Piece::new(if self.simulated { "simulated" } else { "" }, Role::Simulated, 1),
        ];
        let inside = overlay::open(area, title, &self.hints, buf, theme);
        if inside.width < 8 || inside.height == 0 {
            return;
        }
        let (text, side) = self.split(inside);
        self.text(text, buf, theme);
        if side.x > text.x {
            paint::fill(buf, Rect { x: side.x - 2, width: 1, ..inside }, "│", theme.style(Role::Border));
        } else if side.height > 0 {
            paint::fill(buf, Rect { y: side.y - 1, height: 1, ..inside }, "─", theme.style(Role::Border));
        }
        let y = self.facts(side, buf, theme);
        self.findings(Rect { y, height: side.bottom().saturating_sub(y), ..side }, buf, theme);
    }

    /// Text and the rest: side by side, or the rest below.
    fn split(&self, inside: Rect) -> (Rect, Rect) {
        if inside.width >= SIDE_BY_SIDE {
            let side = (inside.width * 2 / 5).min(56);
            let text = Rect { width: inside.width - side - 3, ..inside };
            (text, Rect { x: text.right() + 3, width: side, ..inside })
        } else {
            let listed = u16::try_from(self.acted_on().count()).unwrap_or(u16::MAX).min(4);
            // Where to, how large, how many findings; the chosen one has its reason below it.
            let wanted = 3 + listed + u16::from(listed > 0) + u16::from(!self.reveals.is_empty());
            let rows = wanted.min(inside.height * 3 / 5);
            let text = Rect { height: inside.height.saturating_sub(rows + 1), ..inside };
            (text, Rect { y: text.bottom() + 1, height: rows, ..inside })
        }
    }

    fn acted_on(&self) -> impl Iterator<Item = (usize, &Finding)> {
        self.findings.iter().enumerate().filter(|(_, finding)| finding.class.acted_on())
    }

    fn selected_place(&self) -> Option<(usize, usize)> {
        let (index, _) = self.acted_on().nth(self.selected)?;
        self.marked.places.get(index).copied().flatten()
    }

    fn text(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let chosen = self.selected_place();
        let spans: Vec<Span> = self
            .marked
            .spans
            .iter()
            .map(|span| {
                let is_chosen = chosen == Some((span.start, span.end));
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
            (Some(head), Some(tail)) if self.sha256.len() > 16 => format!("{head}…{tail}"),
            _ => self.sha256.to_owned(),
        };
        let headers: Vec<String> = self.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let roomy = area.height >= 14;
        let mut rows = vec![("to", self.destination.to_owned(), Role::Cloud), ("size", size, Role::Text)];
        if roomy {
            rows.push(("sha256", hash, Role::Dim));
            rows.push(("headers", headers.join(", "), Role::Dim));
        }
        if !self.reveals.is_empty() {
            rows.push(("reveals", self.reveals.join(", "), Role::Private));
        }
        let mut y = area.y;
        for (label, value, role) in rows.into_iter().filter(|(_, value, _)| !value.is_empty()) {
            if y < area.bottom() {
                paint::put(buf, area.x, y, area.right(), label, theme.style(Role::Dim));
                let x = area.x + 9;
                let shown = glyph::truncate(&value, area.right().saturating_sub(x));
                paint::put(buf, x, y, area.right(), &shown, theme.style(role));
                y += 1;
            }
        }
        if roomy { y + 1 } else { y }
    }

    fn findings(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let count = self.acted_on().count();
        let quantities = self.findings.len() - count;
        let (mark, role) = if count == 0 { ("✓", Role::Ok) } else { ("✗", Role::Error) };
        let private = if count == 0 {
            "nothing private found".to_owned()
        } else {
            numbers::count(count, "private value found", "private values found")
        };
        let rest = if quantities == 0 {
            String::new()
        } else {
            format!(" · {} reported", numbers::count(quantities, "quantity", "quantities"))
        };
        if area.height == 0 {
            return;
        }
        let x = paint::put(buf, area.x, area.y, area.right(), &format!("{mark} {private}"), theme.style(role));
        if x + glyph::width(&rest) <= area.right() {
            paint::put(buf, x, area.y, area.right(), &rest, theme.style(Role::Dim));
        }
        let room = usize::from(area.height - 1);
        // The chosen one shows its reason below it; the list slides so that it stays in view.
        let first = (self.selected + 3).saturating_sub(room).min(self.selected);
        let mut y = area.y + 1;
        for (row, (_, finding)) in self.acted_on().enumerate().skip(first) {
            if y >= area.bottom() {
                return;
            }
            y = put_finding(finding, row == self.selected, Rect { y, height: area.bottom() - y, ..area }, buf, theme);
        }
    }
}

/// One finding, with its reason below it where it is the chosen one. Returns the next free row.
fn put_finding(finding: &Finding, chosen: bool, area: Rect, buf: &mut Buffer, theme: &Theme) -> u16 {
    let style = if chosen { theme.style(Role::Selection) } else { theme.style(Role::Text) };
    if chosen {
        paint::fill(buf, Rect { height: 1, ..area }, " ", style);
    }
    let mark = if chosen { "▸ " } else { "  " };
    let name = finding
        .placeholder
        .as_ref()
        .map_or_else(|| finding.kind.clone(), |placeholder| format!("{} → {placeholder}", finding.kind));
    let right = area.right();
    let detector_style = if chosen { style } else { theme.style(Role::Dim) };
    let x = paint::put_right(buf, area.x + 2, right, area.y, &finding.detector, detector_style);
    let name = glyph::truncate(&name, x.saturating_sub(area.x + 3)).into_owned();
    paint::put(buf, area.x, area.y, right, &format!("{mark}{name}"), style);
    let mut y = area.y + 1;
    if chosen {
        let place = if finding.field.is_empty() { String::new() } else { format!(" ({})", finding.field) };
        let reason = format!("{}{place}", finding.reason);
        for (row_y, row) in (y..area.bottom()).zip(stream::wrap(&reason, area.width.saturating_sub(2))) {
            paint::put_row(buf, area.x + 2, row_y, right, &reason, row, &[], theme.style(Role::Dim), theme);
            y = row_y + 1;
        }
    }
    y
}
