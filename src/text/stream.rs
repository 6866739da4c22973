//! A text that grows at its end, and its word-wrapped rows.
//!
//! Built for transcripts that stream: appending costs the piece, wrapping costs what was appended since the last look
//! (finished rows are kept per width), asking for rows costs the rows asked for. The source text is kept, so another width
//! wraps again from it. Rows are byte ranges of the source, so that callers can lay styled spans over them.
//! Not for editing (nothing but the end changes) and not for painting.

use std::cell::RefCell;
use std::ops::Range;

use super::glyph::{self, Kind};

/// Rows that an appended piece can still change. The last grapheme cluster may grow with it, and whether it fitted may
/// have decided where the row before ended, and, where a hanging indent narrows the next row, the one before that.
const UNSETTLED_ROWS: usize = 3;

/// A text that only grows, with a memo of its rows at the width last asked for.
#[derive(Debug, Clone, Default)]
pub struct StreamBuffer {
    text: String,
    memo: RefCell<Memo>,
}

/// One row on the screen: a byte range of the text and where it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// First byte shown.
    pub start: usize,
    /// Byte after the last one shown; white space at the row's end is left out.
    pub end: usize,
    /// Columns to leave free on the left: list items and indented lines hang.
    pub indent: u16,
    /// Whether a line of the text starts here (and not only a row of it).
    pub first: bool,
}

#[derive(Debug, Clone, Default)]
struct Memo {
    width: u16,
    rows: Vec<Row>,
    wrapped: usize,
}

impl StreamBuffer {
    /// An empty buffer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a piece. It may end anywhere, even between the scalars of one grapheme cluster.
    pub fn push(&mut self, piece: &str) {
        self.text.push_str(piece);
    }

    /// Empties it.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing was appended yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// How many rows the text takes at `width` columns. A newline at the very end opens no row.
    #[must_use]
    pub fn row_count(&self, width: u16) -> usize {
        self.with_rows(width, <[Row]>::len)
    }

    /// The rows `range` at `width` columns, as far as they exist.
    #[must_use]
    pub fn rows(&self, width: u16, range: Range<usize>) -> Vec<Row> {
        self.with_rows(width, |rows| {
            let end = range.end.min(rows.len());
            rows.get(range.start.min(end)..end).unwrap_or_default().to_vec()
        })
    }

    /// The row that shows the byte at `offset`, or the last one before it.
    #[must_use]
    pub fn row_of(&self, width: u16, offset: usize) -> usize {
        self.with_rows(width, |rows| rows.partition_point(|row| row.start <= offset).saturating_sub(1))
    }

    /// What `row` shows.
    #[must_use]
    pub fn slice(&self, row: Row) -> &str {
        self.text.get(row.start..row.end).unwrap_or_default()
    }

    fn with_rows<T>(&self, width: u16, look: impl FnOnce(&[Row]) -> T) -> T {
        // The borrow ends inside this call and `look` is never given the buffer, so it cannot be taken twice.
        let mut memo = self.memo.borrow_mut();
        memo.refresh(&self.text, width.max(1));
        look(&memo.rows)
    }
}

impl From<&str> for StreamBuffer {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), memo: RefCell::default() }
    }
}

impl PartialEq for StreamBuffer {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Memo {
    fn refresh(&mut self, text: &str, width: u16) {
        if self.width != width {
            *self = Self { width, ..Self::default() };
        }
        if self.wrapped == text.len() {
            return;
        }
        let settled = self.rows.len().saturating_sub(UNSETTLED_ROWS);
        let resume = self.rows.get(settled).copied();
        self.rows.truncate(settled);
        self.rows.extend(Wrap::new(text, width, resume));
        self.wrapped = text.len();
    }
}

/// Every row of `text` at `width` columns, without a memo: for texts that are shown once.
#[must_use]
pub fn wrap(text: &str, width: u16) -> Vec<Row> {
    Wrap::new(text, width.max(1), None).collect()
}

/// Wraps row by row. Where a row ends depends on the text from its start, its indent and nothing else, which is what lets
/// the memo resume at any row.
struct Wrap<'a> {
    text: &'a str,
    width: u16,
    start: usize,
    indent: u16,
    first: bool,
}

/// Where a row ends and why.
struct End {
    shown: usize,
    next: usize,
    newline: bool,
}

impl<'a> Wrap<'a> {
    fn new(text: &'a str, width: u16, resume: Option<Row>) -> Self {
        let (start, indent, first) = resume.map_or((0, 0, true), |row| (row.start, row.indent, row.first));
        Self { text, width, start, indent, first }
    }

    fn row(&self) -> End {
        let mut column = self.indent;
        let mut shown = self.start;
        let mut at = self.start;
        let mut break_at: Option<End> = None;
        let mut after_space = false;
        let mut after_wide = false;
        while let Some(glyph) = glyph::at(self.text, at) {
            match glyph.kind {
                Kind::Newline => return End { shown, next: glyph.end(), newline: true },
                // White space never starts a new row: what does not fit hangs out of sight.
                Kind::Space | Kind::Tab => {
                    column = column.saturating_add(glyph::advance(&glyph, column));
                    after_space = true;
                    after_wide = false;
                }
                Kind::Ink => {
                    let wide = glyph.width > 1;
                    let may_break = after_space || ((wide || after_wide) && !sticks_to_the_left(glyph.text));
                    if at > self.start && may_break {
                        break_at = Some(End { shown, next: at, newline: false });
                    }
                    let end = column.saturating_add(glyph.width);
                    if end > self.width && glyph.width > 0 && at > self.start {
                        return break_at.unwrap_or(End { shown, next: at, newline: false });
                    }
                    column = end;
                    shown = glyph.end();
                    after_space = false;
                    after_wide = wide;
                }
            }
            at = glyph.end();
        }
        End { shown, next: at, newline: false }
    }
}

impl Iterator for Wrap<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        if self.start >= self.text.len() {
            return None;
        }
        let end = self.row();
        let row = Row { start: self.start, end: end.shown, indent: self.indent, first: self.first };
        if end.newline {
            (self.indent, self.first) = (0, true);
        } else if self.first {
            let line = self.text.get(row.start..row.end).unwrap_or_default();
            (self.indent, self.first) = (hang(line).min(self.width / 3), false);
        }
        self.start = end.next;
        Some(row)
    }
}

/// Columns that the rows after the first one of a line hang: its leading white space and its list marker.
fn hang(line: &str) -> u16 {
    let body = line.trim_start_matches([' ', '\t']);
    let digits = body.len() - body.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = body.get(digits..).unwrap_or_default();
    let marker = if (1..=3).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") ")) {
        digits + 2
    } else if let Some(bullet) = ["- ", "* ", "+ ", "• ", "> "].iter().find(|bullet| body.starts_with(**bullet)) {
        bullet.len()
    } else {
        0
    };
    let head = line.len() - body.len() + marker;
    glyph::width(line.get(..head).unwrap_or_default())
}

/// Closing marks that must not start a row (the short list of the Japanese and Chinese line-breaking rules).
fn sticks_to_the_left(cluster: &str) -> bool {
    cluster.starts_with([
        '、', '。', '，', '．', '！', '？', '：', '；', '）', '」', '』', '】', '〉', '》', ',', '.', '!', '?', ':',
        ';', ')', ']', '}', '”', '’', '%', '…',
    ])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, width: u16) -> Vec<String> {
        let buffer = StreamBuffer::from(text);
        let count = buffer.row_count(width);
        let rows = buffer.rows(width, 0..count);
        rows.iter().map(|row| format!("{}{}", " ".repeat(row.indent.into()), buffer.slice(*row))).collect()
    }

    #[test]
    fn wraps_words() {
        assert_eq!(shown("Should the dishwasher run now?", 14), ["Should the", "dishwasher run", "now?"]);
        assert_eq!(shown("a\n\nb\n", 9), ["a", "", "b"]);
        assert_eq!(shown("", 9), Vec::<String>::new());
        assert_eq!(shown("\n", 9), [""]);
        assert_eq!(shown("one   two", 4), ["one", "two"]);
    }

    #[test]
    fn long_words_are_cut_at_the_edge() {
        assert_eq!(shown("see abcdefghijkl.", 6), ["see", "abcdef", "ghijkl", "."]);
    }

    #[test]
    fn lists_and_indented_lines_hang() {
        assert_eq!(shown("- start at 20:00", 12), ["- start at", "  20:00"]);
        assert_eq!(shown("12. start at 20:00", 14), ["12. start at", "    20:00"]);
        assert_eq!(shown("    deep text here", 12), ["    deep", "    text", "    here"]);
        assert_eq!(shown("2026 is the year", 12), ["2026 is the", "year"]);
    }

    #[test]
    fn wide_text_breaks_between_characters_but_not_before_a_full_stop() {
        assert_eq!(shown("日本語です", 4), ["日本", "語で", "す"]);
        assert_eq!(shown("日本。語", 4), ["日", "本。", "語"]);
    }

    #[test]
    fn an_emoji_is_never_cut() {
        let family = "👩\u{200d}👩\u{200d}👧";
        assert_eq!(shown(&format!("ab{family}"), 3), ["ab", family]);
        assert_eq!(shown(family, 1), [family]);
    }

    #[test]
    fn another_width_wraps_again_from_the_source() {
        let buffer = StreamBuffer::from("one two three");
        assert_eq!(buffer.row_count(5), 3);
        assert_eq!(buffer.row_count(20), 1);
        assert_eq!(buffer.row_count(5), 3);
    }

    #[test]
    fn rows_are_found_by_offset() {
        let buffer = StreamBuffer::from("one two three");
        assert_eq!([0, 3, 4, 8, 99].map(|offset| buffer.row_of(5, offset)), [0, 0, 1, 2, 2]);
    }

    #[test]
    fn the_tail_is_all_that_is_wrapped_again() {
        let mut buffer = StreamBuffer::from("word ".repeat(1_000).as_str());
        let before = buffer.row_count(20);
        let head = buffer.rows(20, 0..before - UNSETTLED_ROWS);
        buffer.push("more");
        assert_eq!(buffer.rows(20, 0..head.len()), head);
        assert_eq!(buffer.row_count(20), before + 1);
    }

    fn awkward_text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => "[a-z]{1,9}",
            3 => Just(" ".to_owned()),
            1 => "[ \t]{2,5}",
            1 => Just("\n".to_owned()),
            1 => Just("\r\n".to_owned()),
            1 => Just("- ".to_owned()),
            1 => Just("12. ".to_owned()),
            1 => Just("日本。".to_owned()),
            1 => Just("e\u{301}".to_owned()),
            1 => Just("⌚\u{fe0e}❤\u{fe0f}1\u{fe0f}\u{20e3}".to_owned()),
            1 => Just("👩\u{200d}👩\u{200d}👧".to_owned()),
            1 => Just("🇩🇪🇫".to_owned()),
            1 => Just("क्‍षिഈ\u{1b}\u{7}".to_owned()),
        ];
        proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_split_gives_the_rows_of_the_whole(
            text in awkward_text(),
            width in 1u16..24,
            cuts in proptest::collection::vec(1usize..12, 1..40),
        ) {
            let mut buffer = StreamBuffer::new();
            let mut cuts = cuts.iter().cycle();
            let chars: Vec<char> = text.chars().collect();
            let mut at = 0;
            while at < chars.len() {
                let end = (at + cuts.next().copied().unwrap_or(1)).min(chars.len());
                buffer.push(&chars[at..end].iter().collect::<String>());
                at = end;
                let _ = buffer.row_count(width);
            }
            prop_assert_eq!(buffer.rows(width, 0..usize::MAX), wrap(&text, width));
        }

        #[test]
        fn rows_cover_all_ink_and_fit(text in awkward_text(), width in 1u16..24) {
            let rows = wrap(&text, width);
            let mut shown = String::new();
            let mut from = 0;
            for row in &rows {
                prop_assert!(row.start >= from);
                prop_assert!(text.get(from..row.start).unwrap().trim().is_empty());
                from = row.end;
                let line = text.get(row.start..row.end).unwrap();
                shown.push_str(line);
                let columns = row.indent + glyph::glyphs(line)
                    .fold(0, |column, glyph| column + glyph::advance(&glyph, row.indent + column));
                let lone_wide = glyph::glyphs(line).count() == 1;
                prop_assert!(columns <= width || lone_wide, "{line:?} takes {columns} of {width}");
            }
            let ink = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(ink(&shown), ink(&text));
        }
    }
}
