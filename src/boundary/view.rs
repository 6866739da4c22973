//! Views: a text folded so that a private value is found however it is written, with the way back to the original.
//!
//! A view holds letters and digits only and knows what stood between them. Texts that say something else than they show
//! (escapes, Base64, number words) are read into other texts first: see [`decode`] and [`spoken`]. Not for matching itself:
//! see [`super::matcher`].

pub(super) mod alphabet;
pub(super) mod decode;
pub(super) mod fold;
pub(super) mod measure;
pub(super) mod quantity;
pub(super) mod signs;
pub(super) mod spoken;

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use zeroize::Zeroizing;

/// What stands in front of a byte of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// A letter or digit of the same word.
    None,
    /// Another byte of the same character.
    Inside,
    /// A hump (`getName`), or a script without spaces.
    Hump,
    /// A letter meets a digit.
    Digit,
    /// Something that is neither letter nor digit, or the end of the text.
    Hard,
}

/// How a view reads characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As letters and digits.
    Plain,
    /// Digits and signs as the letters they are drawn like, and letters that are mistaken for each other as one.
    Leet,
}

/// A folded text. Every byte of it knows the original character it came from.
pub(super) struct View {
    text: Zeroizing<String>,
    from: Vec<u32>,
    edges: Vec<Edge>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Upper,
    Lower,
    Digit,
    Unspaced,
}

impl View {
    /// Folds `text`.
    pub(super) fn new(reading: Reading, text: &str) -> Self {
        let mut folded = Zeroizing::new(String::with_capacity(text.len() + 8));
        let mut from = Vec::with_capacity(text.len());
        let mut edges = Vec::with_capacity(text.len() + 1);
        let mut last: Option<Shape> = None;
        // Two capitals before a small letter: the second begins a word (`HTTPServer`).
        let mut capitals: Option<usize> = None;
        let mut drawn_to = 0;
        for (start, c) in text.char_indices() {
            // The rest of a letter drawn with several signs.
            if start < drawn_to {
                continue;
            }
            let before = folded.len();
            match reading {
                Reading::Plain => fold::push(c, &mut folded),
                Reading::Leet => match drawn(text, start, c) {
                    Some((letter, length)) => {
                        folded.push_str(letter);
                        drawn_to = start + length;
                    }
                    None => push_leet(c, &mut folded),
                },
            }
            if folded.len() == before {
                if !fold::is_invisible(c) && !is_combining_mark(c) {
                    last = None;
                }
                continue;
            }
            let shape = if fold::is_unspaced(c) {
                Shape::Unspaced
            } else if reading == Reading::Plain && folded.as_bytes().get(before).is_some_and(u8::is_ascii_digit) {
                Shape::Digit
            } else if c.is_uppercase() {
                Shape::Upper
            } else {
                Shape::Lower
            };
            let edge = match (last, shape) {
                (None, _) => Edge::Hard,
                (Some(Shape::Unspaced), _) | (_, Shape::Unspaced) | (Some(Shape::Lower), Shape::Upper) => Edge::Hump,
                (Some(Shape::Digit), Shape::Digit) => Edge::None,
                (Some(Shape::Digit), _) | (_, Shape::Digit) => Edge::Digit,
                _ => Edge::None,
            };
            if shape == Shape::Lower
                && last == Some(Shape::Upper)
                && let Some(slot) = capitals.and_then(|at| edges.get_mut(at))
                && *slot == Edge::None
            {
                *slot = Edge::Hump;
            }
            capitals = (shape == Shape::Upper && last == Some(Shape::Upper)).then_some(before);
            last = Some(shape);
            let start = u32::try_from(start).unwrap_or(u32::MAX);
            for byte in before..folded.len() {
                from.push(start);
                edges.push(if byte == before { edge } else { Edge::Inside });
            }
        }
        edges.push(Edge::Hard);
        Self { text: folded, from, edges }
    }

    /// The folded text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Its words: what stands between marks.
    pub(super) fn words(&self) -> Words<'_> {
        Words { view: self, at: 0 }
    }

    /// What stands in front of a byte; behind the last one, the end.
    pub(super) fn edge(&self, at: usize) -> Edge {
        self.edges.get(at).copied().unwrap_or(Edge::Hard)
    }

    /// First byte of the original character that a byte of the view came from.
    pub(super) fn start(&self, at: usize) -> Option<usize> {
        self.from.get(at).map(|start| *start as usize)
    }

    /// The bytes of the original that a span of the view came from, with the marks that stand on its last letter.
    pub(super) fn back(&self, span: Range<usize>, original: &str) -> Option<Range<usize>> {
        let start = self.start(span.start)?;
        let last = self.start(span.end.checked_sub(1)?)?;
        let mut end = last + original.get(last..)?.chars().next()?.len_utf8();
        for c in original.get(end..)?.chars() {
            if !is_combining_mark(c) {
                break;
            }
            end += c.len_utf8();
        }
        Some(start..end)
    }
}

/// The words of a view, by its bytes.
#[derive(Clone)]
pub(super) struct Words<'v> {
    view: &'v View,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let end = self.view.text().len();
        if start >= end {
            return None;
        }
        self.at = (start + 1..end).find(|at| self.view.edge(*at) == Edge::Hard).unwrap_or(end);
        Some(start..self.at)
    }
}

/// What a character stands for where letters are replaced by digits and signs. `i` and `l` become one letter.
fn push_leet(c: char, out: &mut String) {
    match c {
        '0' => out.push('o'),
        '1' | '!' | '|' | '¡' | '¦' => out.push('i'),
        '2' => out.push('z'),
        '3' | '€' => out.push('e'),
        '4' | '@' => out.push('a'),
        '5' | '$' | '§' => out.push('s'),
        '6' | '9' => out.push('g'),
        '7' | '+' => out.push('t'),
        '8' => out.push('b'),
        _ => {
            let before = out.len();
            fold::push(c, out);
            if out.get(before..) == Some("l") {
                out.truncate(before);
                out.push('i');
            }
        }
    }
}

/// A letter drawn with several signs (`\/\/`, `|-|`, `()`), or with a bracket that nothing closes: what it is and how long.
fn drawn(text: &str, start: usize, c: char) -> Option<(&'static str, usize)> {
    const DRAWN: &[(&str, &str)] = &[
        ("\\/\\/", "w"),
        ("|\\/|", "m"),
        ("/\\/\\", "m"),
        ("|\\|", "n"),
        ("|-|", "h"),
        ("|_|", "u"),
        ("|<", "k"),
        ("|)", "d"),
        ("|3", "b"),
        ("/\\", "a"),
        ("()", "o"),
        ("vv", "w"),
        ("VV", "w"),
    ];
    if !matches!(c, '\\' | '/' | '|' | '(' | 'v' | 'V') {
        return None;
    }
    let rest = text.get(start..)?;
    if let Some((signs, letter)) = DRAWN.iter().find(|(signs, _)| rest.starts_with(signs)) {
        // A call of a function ends in brackets.
        let call = *signs == "()" && !rest.get(2..).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        return (!call).then_some((letter, signs.len()));
    }
    // `(opper`: a bracket that opens what is said closes again.
    let open = c == '('
        && rest.get(1..).is_some_and(|rest| rest.starts_with(char::is_alphabetic))
        && !rest.chars().take(CLOSES).any(|c| c == ')');
    open.then_some(("c", 1))
}

/// So far behind an open bracket the one that closes it is looked for.
const CLOSES: usize = 240;

/// A value as the leet reading sees it.
pub(super) fn leet(text: &str) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(text.len()));
    text.chars().for_each(|c| push_leet(c, &mut out));
    out
}

/// A text that another text says, with the way back: for each byte the bytes of the other that it came from.
pub(super) struct Derived {
    pub(super) text: Zeroizing<String>,
    pub(super) from: Vec<(u32, u32)>,
}

impl Derived {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: Zeroizing::new(String::with_capacity(bytes)), from: Vec::with_capacity(bytes) }
    }

    /// Appends `piece`, all of it said by `source`.
    pub(super) fn push(&mut self, piece: &str, source: &Range<usize>) {
        self.text.push_str(piece);
        let source = (u32::try_from(source.start).unwrap_or(u32::MAX), u32::try_from(source.end).unwrap_or(u32::MAX));
        self.from.extend(std::iter::repeat_n(source, piece.len()));
    }

    /// Appends a piece of the other text as it stands there.
    pub(super) fn keep(&mut self, piece: &str, start: usize) {
        for (at, c) in piece.char_indices() {
            let mut buffer = [0; 4];
            self.push(c.encode_utf8(&mut buffer), &(start + at..start + at + c.len_utf8()));
        }
    }

    /// The bytes of the other text that a span came from.
    pub(super) fn back(&self, span: &Range<usize>) -> Option<Range<usize>> {
        let (start, _) = *self.from.get(span.start)?;
        let (_, end) = *self.from.get(span.end.checked_sub(1)?)?;
        Some(start as usize..end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn knows_what_stands_between() {
        let view = View::new(Reading::Plain, "ab-c getNameNow HTTPServer x9 松本");
        let starts: Vec<_> = (0..view.text().len())
            .filter(|at| matches!(view.edge(*at), Edge::Hard | Edge::Hump))
            .filter_map(|at| view.text().get(at..)?.chars().next())
            .collect();
        assert_eq!(starts, ['a', 'c', 'g', 'n', 'n', 'h', 's', 'x', '松', '本']);
        assert_eq!(view.edge(view.text().find('9').unwrap()), Edge::Digit);
    }

    #[test]
    fn leet_reads_digits_as_letters() {
        for (text, value) in [
            ("|-|arriet \\/\\/ood", "Harriet Wood"),
            ("(opper L@ntern", "Copper Lantern"),
            ("Winterb()urne", "Winterbourne"),
            ("vvinter", "winter"),
        ] {
            assert_eq!(View::new(Reading::Leet, text).text(), leet(value).as_str(), "{text}");
        }
        assert_eq!(View::new(Reading::Leet, "marco() (see below)").text(), "marcoseebeiow");
        let view = View::new(Reading::Leet, "M4rt@ K0wa|sk1");
        assert_eq!(view.text(), leet("Marta Kowalski").as_str());
    }

    proptest! {
        #[test]
        fn every_folded_byte_leads_back_to_characters(text in "\\PC{0,40}") {
            for reading in [Reading::Plain, Reading::Leet] {
                let view = View::new(reading, &text);
                for at in 0..view.text().len() {
                    let back = view.back(at..at + 1, &text).unwrap();
                    let part = text.get(back).unwrap();
                    prop_assert_eq!(part.chars().filter(|c| !is_combining_mark(*c)).count().max(1), 1);
                }
            }
        }
    }
}
