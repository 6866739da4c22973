//! Two texts in parallel rows: paired lines stay level, whatever each wraps to. Not for finding the pairs
//! (see [`super::diff::pairs`]) and not for painting.

use std::cell::RefCell;
use std::ops::Range;

use super::diff::Pair;
use super::stream::{self, Row};

/// How two texts are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Side by side, in columns of these widths.
    Columns(u16, u16),
    /// One below the other, line by line, at this width; equal lines once.
    Inline(u16),
}

/// One screen row: a row of the first text, of the second, of both or of neither (padding).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Row of the first text.
    pub a: Option<Row>,
    /// Row of the second text.
    pub b: Option<Row>,
    /// Whether both texts say the same here.
    pub same: bool,
    /// Whether a pair of lines, or a block of lines without partners, starts here.
    pub first: bool,
}

/// Two texts with their paired lines, and a memo of the rows in the layout last asked for.
#[derive(Debug, Clone)]
pub struct Parallel {
    a: String,
    b: String,
    pairs: Vec<Pair>,
    memo: RefCell<Option<(Layout, Vec<Line>)>>,
}

impl Parallel {
    /// Lays `a` and `b` out by `pairs`, which must be theirs.
    #[must_use]
    pub fn new(a: &str, b: &str, pairs: Vec<Pair>) -> Self {
        Self { a: a.to_owned(), b: b.to_owned(), pairs, memo: RefCell::default() }
    }

    /// The first text.
    #[must_use]
    pub fn a(&self) -> &str {
        &self.a
    }

    /// The second text.
    #[must_use]
    pub fn b(&self) -> &str {
        &self.b
    }

    /// How many rows a layout takes.
    #[must_use]
    pub fn row_count(&self, layout: Layout) -> usize {
        self.with_lines(layout, <[Line]>::len)
    }

    /// The rows `range` of a layout, as far as they exist.
    #[must_use]
    pub fn rows(&self, layout: Layout, range: Range<usize>) -> Vec<Line> {
        self.with_lines(layout, |lines| {
            let end = range.end.min(lines.len());
            lines.get(range.start.min(end)..end).unwrap_or_default().to_vec()
        })
    }

    /// The row at which the next difference after row `from` starts.
    #[must_use]
    pub fn next_difference(&self, layout: Layout, from: usize) -> Option<usize> {
        self.with_lines(layout, |lines| {
            let starts = starts(lines);
            starts.into_iter().find(|row| *row > from)
        })
    }

    /// The row that shows a byte: of the first text, or of the second.
    #[must_use]
    pub fn row_of(&self, layout: Layout, second: bool, byte: usize) -> Option<usize> {
        self.with_lines(layout, |lines| {
            let shows = |line: &Line| {
                // Inline, equal lines stand once, as those of the first text.
                let row = if second { line.b } else { line.a };
                row.is_some_and(|row| row.start <= byte && byte < row.end.max(row.start + 1))
            };
            lines.iter().position(shows)
        })
    }

    /// The row at which the last difference before row `from` starts.
    #[must_use]
    pub fn previous_difference(&self, layout: Layout, from: usize) -> Option<usize> {
        self.with_lines(layout, |lines| starts(lines).into_iter().rfind(|row| *row < from))
    }

    fn with_lines<T>(&self, layout: Layout, look: impl FnOnce(&[Line]) -> T) -> T {
        // The borrow ends inside this call and `look` is never given the texts, so it cannot be taken twice.
        let mut memo = self.memo.borrow_mut();
        if memo.as_ref().is_none_or(|(known, _)| *known != layout) {
            *memo = Some((layout, self.lay_out(layout)));
        }
        look(memo.as_ref().map_or(&[], |(_, lines)| lines))
    }

    fn lay_out(&self, layout: Layout) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut pairs = self.pairs.as_slice();
        while let Some((pair, rest)) = pairs.split_first() {
            let start = lines.len();
            let (width_a, width_b) = match layout {
                Layout::Columns(a, b) => (a, b),
                Layout::Inline(width) => (width, width),
            };
            // Side by side, lines without a partner share rows with those of the other text.
            let alone = pairs.iter().take_while(|pair| pair.a.is_none() || pair.b.is_none()).count();
            let taken = if matches!(layout, Layout::Columns(..)) { alone.max(1) } else { 1 };
            let (block, rest) = pairs.split_at_checked(taken).unwrap_or((std::slice::from_ref(pair), rest));
            pairs = rest;
            let rows = |text: &str, of: fn(&Pair) -> Option<&Range<usize>>, width: u16| -> Vec<Row> {
                block.iter().flat_map(|pair| line_rows(text, of(pair), width)).collect()
            };
            let rows_a = rows(&self.a, |pair| pair.a.as_ref(), width_a);
            let rows_b = rows(&self.b, |pair| pair.b.as_ref(), width_b);
            let line = |a, b| Line { a, b, same: pair.same, first: false };
            match layout {
                Layout::Columns(..) => {
                    let height = rows_a.len().max(rows_b.len());
                    lines.extend((0..height).map(|row| line(rows_a.get(row).copied(), rows_b.get(row).copied())));
                }
                Layout::Inline(_) if pair.same => lines.extend(rows_a.into_iter().map(|row| line(Some(row), None))),
                Layout::Inline(_) => {
                    lines.extend(rows_a.into_iter().map(|row| line(Some(row), None)));
                    lines.extend(rows_b.into_iter().map(|row| line(None, Some(row))));
                }
            }
            if let Some(line) = lines.get_mut(start) {
                line.first = true;
            }
        }
        lines
    }
}

impl PartialEq for Parallel {
    fn eq(&self, other: &Self) -> bool {
        (&self.a, &self.b, &self.pairs) == (&other.a, &other.b, &other.pairs)
    }
}

/// Rows at which stretches of differing lines start.
fn starts(lines: &[Line]) -> Vec<usize> {
    let mut was_same = true;
    let mut starts = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        if !line.same && was_same {
            starts.push(row);
        }
        was_same = line.same;
    }
    starts
}

/// The wrapped rows of one line, as ranges of the whole text; an empty line is one empty row.
fn line_rows(text: &str, line: Option<&Range<usize>>, width: u16) -> Vec<Row> {
    let Some(line) = line else { return Vec::new() };
    let slice = text.get(line.clone()).unwrap_or_default();
    let mut rows = stream::wrap(slice, width);
    if rows.is_empty() {
        rows.push(Row { start: 0, end: 0, indent: 0, first: true });
    }
    for row in &mut rows {
        row.start += line.start;
        row.end += line.start;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::diff;
    use super::*;

    fn parallel(a: &str, b: &str) -> Parallel {
        Parallel::new(a, b, diff::pairs(a, b, &diff::words(a, b)))
    }

    fn shown(both: &Parallel, layout: Layout) -> Vec<(Option<&str>, Option<&str>)> {
        both.rows(layout, 0..usize::MAX)
            .iter()
            .map(|line| {
                let a = line.a.and_then(|row| both.a().get(row.start..row.end));
                (a, line.b.and_then(|row| both.b().get(row.start..row.end)))
            })
            .collect()
    }

    const A: &str = "same line\nload A runs for ninety minutes\nend";
    const B: &str = "same line\nload A runs now\nmore\nend";

    #[test]
    fn paired_lines_stay_level() {
        let both = parallel(A, B);
        assert_eq!(
            shown(&both, Layout::Columns(15, 15)),
            [
                (Some("same line"), Some("same line")),
                (Some("load A runs for"), Some("load A runs now")),
                (Some("ninety minutes"), None),
                (None, Some("more")),
                (Some("end"), Some("end")),
            ]
        );
    }

    #[test]
    fn inline_shows_equal_lines_once() {
        let both = parallel(A, B);
        assert_eq!(
            shown(&both, Layout::Inline(40)),
            [
                (Some("same line"), None),
                (Some("load A runs for ninety minutes"), None),
                (None, Some("load A runs now")),
                (None, Some("more")),
                (Some("end"), None),
            ]
        );
    }

    #[test]
    fn differences_are_stepped_through() {
        let both = parallel("a\nx\nb\ny\n", "a\n1\nb\n2\n");
        let layout = Layout::Columns(9, 9);
        let first = both.next_difference(layout, 0);
        assert_eq!(first, Some(1));
        let second = both.next_difference(layout, 1);
        assert_eq!(both.previous_difference(layout, second.unwrap()), first);
        assert_eq!(both.next_difference(layout, second.unwrap()), None);
    }
}
