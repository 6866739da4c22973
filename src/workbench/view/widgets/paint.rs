//! Putting text into cells: the only code here that touches them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text::glyph::{self, Kind};
use crate::text::stream::Row;
use crate::workbench::theme::{Role, Theme};

/// A range of bytes of a text that means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it means.
    pub role: Role,
}

/// Spans with others laid over them; all sorted and apart, before and after.
#[must_use]
pub fn over(below: &[Span], above: &[Span]) -> Vec<Span> {
    let mut spans: Vec<Span> = above.iter().filter(|span| span.start < span.end).copied().collect();
    for span in below {
        let mut start = span.start;
        let first = above.partition_point(|other| other.end <= span.start);
        for other in above.iter().skip(first).take_while(|other| other.start < span.end) {
            spans.push(Span { start, end: other.start.max(start), ..*span });
            start = other.end.max(start);
        }
        spans.push(Span { start, end: span.end.max(start), ..*span });
    }
    spans.retain(|span| span.start < span.end);
    spans.sort_by_key(|span| span.start);
    spans
}

/// A piece of a line that may be left out where room is short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// How it looks.
    pub role: Role,
    /// 0 stays longest; the highest goes first, of equals the last one.
    pub priority: u8,
}

impl Piece {
    /// A piece.
    #[must_use]
    pub fn new(text: impl Into<String>, role: Role, priority: u8) -> Self {
        Self { text: text.into(), role, priority }
    }
}

/// Puts one line of text at (`x`, `y`), cut at column `right` (exclusive) and at the buffer's edge. Returns the column after it.
pub fn put(buf: &mut Buffer, x: u16, y: u16, right: u16, text: &str, style: Style) -> u16 {
    let right = right.min(buf.area.right());
    let mut column = x;
    for glyph in glyph::glyphs(text) {
        if glyph.kind == Kind::Newline {
            break;
        }
        let width = glyph::advance(&glyph, column - x);
        if width == 0 {
            continue;
        }
        if column.saturating_add(width) > right {
            break;
        }
        cell(buf, column, y, &glyph, width, style);
        column += width;
    }
    column
}

/// Puts text so that it ends before column `right`. Returns the column it starts at.
pub fn put_right(buf: &mut Buffer, left: u16, right: u16, y: u16, text: &str, style: Style) -> u16 {
    let x = right.saturating_sub(glyph::width(text)).max(left);
    put(buf, x, y, right, text, style);
    x
}

/// Puts one wrapped row of `source` at (`x`, `y`), with `spans` (sorted by start, not overlapping) laid over `style`.
#[expect(clippy::too_many_arguments, reason = "the place, the text and its looks")]
pub fn put_row(
    buf: &mut Buffer,
    x: u16,
    y: u16,
    right: u16,
    source: &str,
    row: Row,
    spans: &[Span],
    style: Style,
    theme: &Theme,
) {
    let mut next = spans.partition_point(|span| span.end <= row.start);
    put_row_by(buf, (x, y), right, source, row, |byte| {
        while spans.get(next).is_some_and(|span| span.end <= byte) {
            next += 1;
        }
        let over = spans.get(next).filter(|span| span.start <= byte);
        over.map_or(style, |span| style.patch(theme.style(span.role)))
    });
}

/// Puts one wrapped row of `source` at `at` (column, row), each character in the style of its byte; bytes are asked for in
/// rising order.
pub fn put_row_by(
    buf: &mut Buffer,
    (x, y): (u16, u16),
    right: u16,
    source: &str,
    row: Row,
    mut style: impl FnMut(usize) -> Style,
) {
    let mut column = row.indent;
    let right = right.min(buf.area.right());
    let mut byte = row.start;
    while let Some(glyph) = glyph::at(source, byte).filter(|glyph| glyph.byte < row.end) {
        byte = glyph.end();
        let width = glyph::advance(&glyph, column);
        let at = x.saturating_add(column);
        if width == 0 {
            continue;
        }
        if at.saturating_add(width) > right {
            break;
        }
        cell(buf, at, y, &glyph, width, style(glyph.byte));
        column += width;
    }
}

fn cell(buf: &mut Buffer, x: u16, y: u16, glyph: &glyph::Glyph<'_>, width: u16, style: Style) {
    let symbol = glyph.symbol();
    for offset in 0..width {
        if let Some(cell) = buf.cell_mut((x + offset, y)) {
            let show = if offset > 0 || glyph.kind != Kind::Ink { " " } else { symbol.as_ref() };
            cell.set_symbol(show).set_style(style);
        }
    }
}

/// Fills an area with one symbol.
pub fn fill(buf: &mut Buffer, area: Rect, symbol: &str, style: Style) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.set_symbol(symbol).set_style(style);
            }
        }
    }
}

/// Empties an area to the theme's background, whatever stood there.
pub fn clear(buf: &mut Buffer, area: Rect, theme: &Theme) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(theme.base());
            }
        }
    }
}

/// The pieces that fit into `columns` when joined by a separator of `gap` columns. The last one standing is cut if it must.
#[must_use]
pub fn fit(pieces: Vec<Piece>, gap: u16, columns: u16) -> Vec<Piece> {
    let kept = kept(&pieces, gap, columns);
    let mut kept: Vec<Piece> = pieces.into_iter().zip(kept).filter_map(|(piece, keep)| keep.then_some(piece)).collect();
    if let [only] = kept.as_mut_slice() {
        only.text = glyph::truncate(&only.text, columns).into_owned();
    }
    kept.retain(|piece| !piece.text.is_empty());
    kept
}

/// Which of the pieces stay when they must fit into `columns`: at least one, even if it has to be cut.
#[must_use]
pub fn kept(pieces: &[Piece], gap: u16, columns: u16) -> Vec<bool> {
    let mut keep: Vec<bool> = pieces.iter().map(|piece| !piece.text.is_empty()).collect();
    loop {
        let stay = || pieces.iter().enumerate().filter(|(index, _)| keep.get(*index) == Some(&true));
        let width = stay().map(|(_, piece)| glyph::width(&piece.text).saturating_add(gap)).fold(0, u16::saturating_add);
        // `max_by_key` gives the last of equals, which is the one to go.
        let worst = stay().max_by_key(|(_, piece)| piece.priority).map(|(index, _)| index);
        if width.saturating_sub(gap) <= columns || stay().count() <= 1 {
            return keep;
        }
        if let Some(flag) = worst.and_then(|index| keep.get_mut(index)) {
            *flag = false;
        }
    }
}

/// Columns that pieces take when joined.
#[must_use]
pub fn joined_width(pieces: &[Piece], gap: u16) -> u16 {
    let gaps = gap.saturating_mul(u16::try_from(pieces.len().saturating_sub(1)).unwrap_or(u16::MAX));
    pieces.iter().map(|piece| glyph::width(&piece.text)).fold(gaps, u16::saturating_add)
}

/// Puts pieces with `separator` between them. Returns the column after the last.
#[expect(clippy::too_many_arguments, reason = "the place, the pieces and their looks")]
pub fn put_pieces(
    buf: &mut Buffer,
    x: u16,
    y: u16,
    right: u16,
    pieces: &[Piece],
    separator: &str,
    between: Style,
    theme: &Theme,
) -> u16 {
    let mut column = x;
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            column = put(buf, column, y, right, separator, between);
        }
        column = put(buf, column, y, right, &piece.text, theme.style(piece.role));
    }
    column
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pieces: &[Piece]) -> Vec<&str> {
        pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn the_least_important_pieces_go_first() {
        let pieces = || {
            vec![
                Piece::new("leaks", Role::Ok, 0),
                Piece::new("facts", Role::Dim, 1),
                Piece::new("", Role::Dim, 0),
                Piece::new("tok", Role::Dim, 2),
            ]
        };
        assert_eq!(texts(&fit(pieces(), 3, 19)), ["leaks", "facts", "tok"]);
        assert_eq!(texts(&fit(pieces(), 3, 18)), ["leaks", "facts"]);
        assert_eq!(texts(&fit(pieces(), 3, 12)), ["leaks"]);
        assert_eq!(texts(&fit(pieces(), 3, 3)), ["le…"]);
        assert_eq!(texts(&fit(pieces(), 3, 0)), Vec::<&str>::new());
    }

    #[test]
    fn spans_laid_over_others_leave_what_stands_out_of_them() {
        let span = |start, end, role| Span { start, end, role };
        let below = [span(0, 10, Role::Stayed), span(10, 20, Role::Crossed), span(25, 30, Role::Stayed)];
        let above = [span(3, 5, Role::Warning), span(8, 12, Role::Warning), span(20, 22, Role::Warning)];
        let all: Vec<_> = over(&below, &above).iter().map(|span| (span.start, span.end, span.role)).collect();
        let (s, c, w) = (Role::Stayed, Role::Crossed, Role::Warning);
        assert_eq!(all, [(0, 3, s), (3, 5, w), (5, 8, s), (8, 12, w), (12, 20, c), (20, 22, w), (25, 30, s)]);
    }

    #[test]
    fn text_is_cut_at_the_edge_and_wide_characters_are_whole() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 6, 1));
        assert_eq!(put(&mut buf, 1, 0, 5, "a日本", Style::new()), 4);
        assert_eq!(buf, Buffer::with_lines([" a日  "]));
    }

    #[test]
    fn spans_are_laid_over_rows() {
        let theme = Theme::fog(crate::workbench::theme::Depth::True);
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
        let source = "for Maya now";
        let row = Row { start: 4, end: 12, indent: 2, first: false };
        let spans = [Span { start: 0, end: 3, role: Role::Leak }, Span { start: 4, end: 8, role: Role::Private }];
        put_row(&mut buf, 0, 0, 12, source, row, &spans, Style::new(), &theme);
        assert_eq!(buf.content().iter().map(ratatui::buffer::Cell::symbol).collect::<String>(), "  Maya now  ");
        assert_eq!(buf.cell((2, 0)).unwrap().fg, theme.style(Role::Private).fg.unwrap());
        assert_eq!(buf.cell((7, 0)).unwrap().fg, ratatui::style::Color::Reset);
    }
}
