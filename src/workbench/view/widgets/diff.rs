//! Two texts compared: side by side with level rows where there is room, line under line where there is not.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame::{self, Frame};
use super::numbers;
use super::paint::{self, Piece, Span};
use crate::pattern::Side;
use crate::text::crossing::{self, Crossing, Fate};
use crate::text::diff::{self, Kind};
use crate::text::glyph;
use crate::text::parallel::{Layout, Line, Parallel};
use crate::workbench::theme::{Role, Theme};

/// The width from which two texts stand side by side.
pub const SIDE_BY_SIDE: u16 = 100;
/// Columns between the two frames.
const GUTTER: u16 = 3;

/// A comparison, made once when the texts change and drawn many times.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    texts: Parallel,
    spans_a: Vec<Span>,
    spans_b: Vec<Span>,
    about: About,
    /// What is said of facts in the first text's border: the most of it that there is room for.
    facts: Vec<Vec<Piece>>,
}

#[derive(Debug, Clone, PartialEq)]
enum About {
    Changes { removed: usize, added: usize },
    Crossing(Crossing),
}

impl Comparison {
    /// Compares two versions: what was removed, what was added.
    #[must_use]
    pub fn changes(a: &str, b: &str) -> Self {
        let segments = diff::words(a, b);
        let spans = |kind: Kind, role: Role, range: fn(&diff::Segment) -> std::ops::Range<usize>| -> Vec<Span> {
            let changed = segments.iter().filter(|segment| segment.kind == kind).map(range);
            changed.map(|range| Span { start: range.start, end: range.end, role }).collect()
        };
        let spans_a = spans(Kind::Removed, Role::Removed, |segment| segment.a.clone());
        let spans_b = spans(Kind::Added, Role::Added, |segment| segment.b.clone());
        let about = About::Changes { removed: spans_a.len(), added: spans_b.len() };
        let texts = Parallel::new(a, b, diff::pairs(a, b, &segments));
        Self { texts, spans_a, spans_b, about, facts: Vec::new() }
    }

    /// Compares the raw prompt with what crossed: what stayed home, what crossed verbatim, what was rewritten.
    #[must_use]
    pub fn crossing(raw: &str, sent: &str) -> Self {
        let crossing = crossing::compare(raw, sent);
        let spans = |stretches: &[crossing::Stretch]| -> Vec<Span> {
            let role = |fate| match fate {
                Fate::Stayed => Role::Stayed,
                Fate::Crossed => Role::Crossed,
                Fate::Rewritten => Role::Rewritten,
            };
            let span = |stretch: &crossing::Stretch| Span {
                start: stretch.range.start,
                end: stretch.range.end,
                role: role(stretch.fate),
            };
            stretches.iter().map(span).collect()
        };
        let texts = Parallel::new(raw, sent, diff::pairs(raw, sent, &diff::words(raw, sent)));
        let (spans_a, spans_b) = (spans(&crossing.raw), spans(&crossing.sent));
        Self { texts, spans_a, spans_b, about: About::Crossing(crossing), facts: Vec::new() }
    }

    /// With facts marked over everything else (sorted, not overlapping), and what is said of them: in full,
    /// then in fewer words.
    #[must_use]
    pub fn with_facts(self, a: &[Span], b: &[Span], facts: Vec<Vec<Piece>>) -> Self {
        Self { spans_a: paint::over(&self.spans_a, a), spans_b: paint::over(&self.spans_b, b), facts, ..self }
    }

    /// Rows of content and of room in `area`.
    #[must_use]
    pub fn extent(&self, area: Rect) -> (usize, u16) {
        (self.texts.row_count(layout(area)), area.height.saturating_sub(2))
    }

    /// The row of the next difference (or the previous one) as seen from `row`, in `area`.
    #[must_use]
    pub fn step(&self, area: Rect, row: usize, forward: bool) -> Option<usize> {
        let layout = layout(area);
        if forward { self.texts.next_difference(layout, row) } else { self.texts.previous_difference(layout, row) }
    }

    fn legend(&self, room: u16) -> (Vec<Piece>, Vec<Piece>) {
        match &self.about {
            About::Changes { removed, added } => (
                vec![Piece::new(numbers::count(*removed, "place removed", "places removed"), Role::Dim, 0)],
                vec![Piece::new(numbers::count(*added, "place added", "places added"), Role::Dim, 0)],
            ),
            About::Crossing(crossing) => {
                let crossed = |percent: usize| Piece::new(format!("crossed verbatim {percent} %"), Role::Crossed, 2);
                let stayed_percent = crossing.stayed_percent();
                let rewritten_percent = crossing.rewritten_percent();
                let rest = |words: usize, percent: usize| if words == 0 { 0 } else { 100 - percent };
                let stayed =
                    format!("stayed home {} {stayed_percent} %", numbers::count(crossing.stayed, "word", "words"));
                let rewritten =
                    format!("rewritten {} {rewritten_percent} %", numbers::count(crossing.rewritten, "word", "words"));
                let mut left =
                    vec![Piece::new(stayed, Role::Stayed, 1), crossed(rest(crossing.crossed, stayed_percent))];
                let told = |pieces: &&Vec<Piece>| {
                    let first = left.first().map_or(0, |piece| glyph::width(&piece.text) + 3);
                    first + paint::joined_width(pieces, 3) <= room
                };
                let told = self.facts.iter().find(told).or(self.facts.last()).cloned();
                left.extend(told.into_iter().flatten());
                (
                    left,
                    vec![
                        Piece::new(rewritten, Role::Rewritten, 1),
                        crossed(rest(crossing.verbatim, rewritten_percent)),
                    ],
                )
            }
        }
    }
}

/// The comparison on the screen.
#[derive(Debug, Clone)]
pub struct DiffView<'a> {
    /// What is compared.
    pub comparison: &'a Comparison,
    /// Title and side of the first text.
    pub a: (&'a str, Side),
    /// Title and side of the second text.
    pub b: (&'a str, Side),
    /// First row shown.
    pub top: usize,
}

/// Two columns alike with a gutter between them.
pub(super) fn columns(area: Rect) -> (Rect, Rect, Rect) {
    let left = (area.width - GUTTER) / 2;
    let a = Rect { width: left, ..area };
    let gutter = Rect { x: a.right(), width: GUTTER, ..area };
    let b = Rect { x: gutter.right(), width: area.width - left - GUTTER, ..area };
    (a, gutter, b)
}

fn layout(area: Rect) -> Layout {
    if area.width >= SIDE_BY_SIDE {
        let (a, _, b) = columns(area);
        Layout::Columns(frame::inner(a).width, frame::inner(b).width)
    } else {
        // Two columns for the marks.
        Layout::Inline(frame::inner(area).width.saturating_sub(2))
    }
}

impl DiffView<'_> {
    /// Draws it. A first row beyond the last full view is drawn as that one.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let area = area.intersection(buf.area);
        if area.width < 8 || area.height < 3 {
            return;
        }
        paint::clear(buf, area, theme);
        let (rows, height) = self.comparison.extent(area);
        let height = usize::from(height);
        let last_top = rows.saturating_sub(height);
        let top = self.top.min(last_top);
        let lines = self.comparison.texts.rows(layout(area), top..top + height);
        let below = rows.saturating_sub(top + height);
        let corner = if below > 0 { vec![Piece::new(format!("↓ {below}"), Role::Dim, 0)] } else { Vec::new() };
        if area.width >= SIDE_BY_SIDE {
            self.side_by_side(area, &lines, corner, buf, theme);
        } else {
            self.inline(area, &lines, corner, buf, theme);
        }
    }

    fn side_by_side(&self, area: Rect, lines: &[Line], corner: Vec<Piece>, buf: &mut Buffer, theme: &Theme) {
        let (area_a, gutter, area_b) = columns(area);
        let (legend_a, legend_b) = self.comparison.legend(area_a.width.saturating_sub(4));
        let frame = |(title, side): (&str, Side), bottom: Vec<Piece>, corner: Vec<Piece>| {
            (Frame { title: vec![Piece::new(title, side_role(side), 0)], bottom, corner, thumb: None }, border(side))
        };
        let (frame_a, line_a) = frame(self.a, legend_a, Vec::new());
        let (frame_b, line_b) = frame(self.b, legend_b, corner);
        frame_a.render(area_a, buf, theme, line_a);
        frame_b.render(area_b, buf, theme, line_b);
        let crossing = matches!(self.comparison.about, About::Crossing(_));
        let middle = Rect { x: gutter.x + 1, width: 1, ..gutter };
        if crossing {
            paint::fill(buf, middle, "░", theme.style(Role::Fog));
        }
        let (inside_a, inside_b) = (frame::inner(area_a), frame::inner(area_b));
        for (y, line) in (inside_a.top()..inside_a.bottom()).zip(lines) {
            self.row_a(line, inside_a.x, y, inside_a.right(), buf, theme);
            self.row_b(line, inside_b.x, y, inside_b.right(), buf, theme);
            if !crossing && line.first && !line.same {
                paint::put(buf, middle.x, y, middle.right(), "≠", theme.style(Role::Dim));
            }
        }
    }

    fn inline(&self, area: Rect, lines: &[Line], corner: Vec<Piece>, buf: &mut Buffer, theme: &Theme) {
        let (mut bottom, legend_b) = self.comparison.legend(area.width.saturating_sub(4));
        bottom.extend(legend_b);
        // What crossed is one number on a single line: the raw text's share.
        let mut seen = false;
        bottom.retain(|piece| piece.role != Role::Crossed || !std::mem::replace(&mut seen, true));
        let title = vec![Piece::new(self.a.0, side_role(self.a.1), 0), Piece::new(self.b.0, side_role(self.b.1), 1)];
        Frame { title, bottom, corner, thumb: None }.render(area, buf, theme, Role::Border);
        let crossing = matches!(self.comparison.about, About::Crossing(_));
        let inside = frame::inner(area);
        for (y, line) in (inside.top()..inside.bottom()).zip(lines) {
            let (mark, role) = match (line.same, line.a.is_some(), crossing) {
                (true, ..) => ("=", Role::Dim),
                (false, true, true) => (" ", Role::Home),
                (false, false, true) => ("→", Role::Cloud),
                (false, true, false) => ("-", Role::Removed),
                (false, false, false) => ("+", Role::Added),
            };
            paint::put(buf, inside.x, y, inside.right(), mark, theme.style(role));
            let x = inside.x + 2;
            self.row_a(line, x, y, inside.right(), buf, theme);
            self.row_b(line, x, y, inside.right(), buf, theme);
        }
    }

    fn row_a(&self, line: &Line, x: u16, y: u16, right: u16, buf: &mut Buffer, theme: &Theme) {
        let Some(row) = line.a else { return };
        let (text, spans) = (self.comparison.texts.a(), &self.comparison.spans_a);
        paint::put_row(buf, x, y, right, text, row, spans, theme.base(), theme);
    }

    fn row_b(&self, line: &Line, x: u16, y: u16, right: u16, buf: &mut Buffer, theme: &Theme) {
        let Some(row) = line.b else { return };
        let (text, spans) = (self.comparison.texts.b(), &self.comparison.spans_b);
        paint::put_row(buf, x, y, right, text, row, spans, theme.base(), theme);
    }
}

fn side_role(side: Side) -> Role {
    if side == Side::Local { Role::Home } else { Role::Cloud }
}

fn border(side: Side) -> Role {
    if side == Side::Local { Role::HomeBorder } else { Role::CloudBorder }
}
