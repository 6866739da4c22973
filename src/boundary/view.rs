//! Views: a text folded so that a private value is found however it is written, with the way back to the original.
//!
//! Each view is a rule for what a character becomes. More views (leet, decoded, canonical amounts) join here: one more
//! variant of [`Fold`] and the needles it is for. Not for matching itself: see [`super::matcher`].

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zeroize::Zeroizing;

/// How a text is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    /// Case, diacritics, compatibility forms, spaces, hyphens, underscores and invisible characters make no difference.
    Words,
    /// Only letters and digits count: for phone numbers, cards and accounts that are regrouped freely.
    Squashed,
}

/// A folded text. Every byte of it knows the original character it came from.
pub(super) struct View {
    text: Zeroizing<String>,
    origin: Vec<(usize, usize)>,
}

impl View {
    /// Folds `text`.
    pub(super) fn new(fold: Fold, text: &str) -> Self {
        let mut folded = Zeroizing::new(String::with_capacity(text.len()));
        let mut origin = Vec::with_capacity(text.len());
        for (start, c) in text.char_indices() {
            let before = folded.len();
            fold.push(c, &mut folded);
            let from = (start, start + c.len_utf8());
            origin.extend(std::iter::repeat_n(from, folded.len() - before));
        }
        Self { text: folded, origin }
    }

    /// The folded text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the original that a span of the folded text came from.
    pub(super) fn back(&self, span: Range<usize>) -> Option<Range<usize>> {
        let (start, _) = *self.origin.get(span.start)?;
        let (_, end) = *self.origin.get(span.end.checked_sub(1)?)?;
        Some(start..end)
    }
}

/// The folded form alone, for use as a key.
pub(super) fn key(fold: Fold, text: &str) -> Zeroizing<String> {
    let mut folded = Zeroizing::new(String::with_capacity(text.len()));
    for c in text.chars() {
        fold.push(c, &mut folded);
    }
    folded
}

impl Fold {
    fn push(self, c: char, out: &mut String) {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c.is_ascii() {
            if self == Self::Words && !c.is_ascii_whitespace() && !c.is_ascii_control() && c != '-' && c != '_' {
                out.push(c);
            }
        } else if !is_invisible(c) && !is_separator(c) {
            self.push_folded(c, out);
        }
    }

    fn push_folded(self, c: char, out: &mut String) {
        for part in std::iter::once(c).nfkd().filter(|part| !is_combining_mark(*part)) {
            match part {
                'ß' | 'ẞ' => out.push_str("ss"),
                'æ' | 'Æ' => out.push_str("ae"),
                'œ' | 'Œ' => out.push_str("oe"),
                'ø' | 'Ø' => out.push('o'),
                'ł' | 'Ł' => out.push('l'),
                'đ' | 'Đ' => out.push('d'),
                'ı' => out.push('i'),
                '’' | '‘' | 'ʼ' if self == Self::Words => out.push('\''),
                _ if part.is_alphanumeric() => out.extend(part.to_lowercase().filter(|c| !is_combining_mark(*c))),
                _ if self == Self::Words && !part.is_whitespace() && !is_separator(part) => out.push(part),
                _ => {}
            }
        }
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{ff0d}')
}

/// Whether a character shows nothing: zero-width, direction marks, soft hyphen, variation selectors, tags.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_what_makes_no_difference() {
        for (text, expected) in [
            ("Robot Vacuum", "robotvacuum"),
            ("ro\u{200b}bot-va\u{ad}cuum", "robotvacuum"),
            ("Müller", "muller"),
            ("Mu\u{308}ller", "muller"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("Ｍａｙａ", "maya"),
            ("O’Brien", "o'brien"),
            ("a.b@c.d", "a.b@c.d"),
        ] {
            assert_eq!(key(Fold::Words, text).as_str(), expected, "{text}");
        }
        assert_eq!(key(Fold::Squashed, "+49 (30) 123-45.67").as_str(), "49301234567");
    }

    proptest! {
        #[test]
        fn every_folded_byte_leads_back_to_characters(text in "\\PC{0,40}") {
            for fold in [Fold::Words, Fold::Squashed] {
                let view = View::new(fold, &text);
                let whole = key(fold, &text);
                prop_assert_eq!(view.text(), whole.as_str());
                for at in 0..view.text().len() {
                    let back = view.back(at..at + 1).unwrap();
                    prop_assert!(text.get(back).is_some_and(|part| part.chars().count() == 1));
                }
            }
        }
    }
}
