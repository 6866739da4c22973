//! What one screen cell shows: grapheme clusters and their width in columns.
//!
//! The one place that decides how wide text is, so that wrapping, painting and truncating always agree. Not for cleaning
//! control characters (see [`super::clean`]); what slips through has no width and is not painted.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns between tab stops.
pub const TAB: u16 = 4;

/// What kind of thing a grapheme cluster is to a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Ends the line.
    Newline,
    /// White space that a row may break after.
    Space,
    /// Advances to the next tab stop; otherwise a space.
    Tab,
    /// Anything that shows.
    Ink,
}

/// One grapheme cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph<'a> {
    /// Offset of its first byte.
    pub byte: usize,
    /// The cluster as it stands in the text.
    pub text: &'a str,
    /// What it is.
    pub kind: Kind,
    /// Columns it takes; for a tab depends on where it stands (see [`advance`]).
    pub width: u16,
}

impl<'a> Glyph<'a> {
    /// What to put into the cell: variation selector 16 is left out, because terminals disagree about the width it gives.
    #[must_use]
    pub fn symbol(&self) -> Cow<'a, str> {
        strip_vs16(self.text)
    }

    /// Offset of the byte after it.
    #[must_use]
    pub fn end(&self) -> usize {
        self.byte + self.text.len()
    }
}

/// The grapheme cluster that starts at `byte`, which must be a cluster boundary; `None` at the end of the text.
#[must_use]
pub fn at(text: &str, byte: usize) -> Option<Glyph<'_>> {
    let bytes = text.as_bytes();
    let first = *bytes.get(byte)?;
    // Most text is ASCII followed by ASCII, which no combining mark can extend: no segmentation needed.
    if first.is_ascii() && first != b'\r' && bytes.get(byte + 1).is_none_or(u8::is_ascii) {
        let (kind, width) = match first {
            b'\n' => (Kind::Newline, 0),
            b'\t' => (Kind::Tab, 0),
            b' ' => (Kind::Space, 1),
            0x21..=0x7e => (Kind::Ink, 1),
            _ => (Kind::Ink, 0),
        };
        return Some(Glyph { byte, text: text.get(byte..=byte)?, kind, width });
    }
    let cluster = text.get(byte..)?.graphemes(true).next()?;
    let kind = match cluster {
        "\n" | "\r\n" => Kind::Newline,
        "\t" => Kind::Tab,
        _ if is_space(cluster) => Kind::Space,
        _ => Kind::Ink,
    };
    let width = if matches!(kind, Kind::Newline | Kind::Tab) { 0 } else { cluster_width(cluster) };
    Some(Glyph { byte, text: cluster, kind, width })
}

/// The grapheme clusters of `text`.
pub fn glyphs(text: &str) -> impl Iterator<Item = Glyph<'_>> {
    let mut byte = 0;
    std::iter::from_fn(move || {
        let glyph = at(text, byte)?;
        byte = glyph.end();
        Some(glyph)
    })
}

/// Columns `glyph` takes when it starts at column `column`: its width, or the way to the next tab stop.
#[must_use]
pub fn advance(glyph: &Glyph<'_>, column: u16) -> u16 {
    if glyph.kind == Kind::Tab { TAB - column % TAB } else { glyph.width }
}

/// Columns a single line of text takes.
#[must_use]
pub fn width(text: &str) -> u16 {
    glyphs(text).fold(0, |column: u16, glyph| column.saturating_add(advance(&glyph, column)))
}

/// `text` cut to at most `columns`, with `…` where something was cut.
#[must_use]
pub fn truncate(text: &str, columns: u16) -> Cow<'_, str> {
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut column: u16 = 0;
    let mut keep = 0;
    for glyph in glyphs(text) {
        let next = column.saturating_add(advance(&glyph, column));
        if next > columns {
            return Cow::Owned(format!("{}…", text.get(..keep).unwrap_or_default().trim_end()));
        }
        if next < columns {
            keep = glyph.end();
        }
        column = next;
    }
    Cow::Borrowed(text)
}

fn cluster_width(cluster: &str) -> u16 {
    if cluster.chars().all(char::is_control) {
        return 0;
    }
    // No cluster is wider than two cells on a terminal, whatever the sum over its scalars says.
    u16::try_from(strip_vs16(cluster).width()).unwrap_or(2).min(2)
}

fn is_space(cluster: &str) -> bool {
    let mut chars = cluster.chars();
    let glue = ['\u{a0}', '\u{202f}', '\u{2007}'];
    matches!((chars.next(), chars.next()), (Some(c), None) if c.is_whitespace() && !glue.contains(&c))
}

fn strip_vs16(cluster: &str) -> Cow<'_, str> {
    if cluster.contains('\u{fe0f}') { Cow::Owned(cluster.replace('\u{fe0f}', "")) } else { Cow::Borrowed(cluster) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths() {
        for (text, columns) in [
            ("plain", 5),
            ("e\u{301}te\u{301}", 3),
            ("日本", 4),
            ("❤\u{fe0f}", 1),
            ("👩\u{200d}👩\u{200d}👧", 2),
            ("🇩🇪", 2),
            ("a\tb", 5),
            ("\u{1b}", 0),
            ("", 0),
        ] {
            assert_eq!(width(text), columns, "{text:?}");
        }
    }

    #[test]
    fn symbols_carry_no_variation_selector() {
        let heart = at("❤\u{fe0f}", 0).unwrap();
        assert_eq!(heart.symbol(), "❤");
        assert_eq!(heart.end(), "❤\u{fe0f}".len());
    }

    #[test]
    fn truncation_marks_what_it_cut() {
        for (text, columns, want) in [
            ("gpt-5.4", 7, "gpt-5.4"),
            ("gpt-5.4", 6, "gpt-5…"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
            ("two words", 5, "two…"),
            ("x", 0, ""),
        ] {
            let cut = truncate(text, columns);
            assert_eq!(cut, want);
            assert!(width(&cut) <= columns);
        }
    }
}
