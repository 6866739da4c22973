//! What stands in a text that its quantities need. One pass answers for all patterns: one that cannot match is neither run nor
//! compiled. Every answer may be yes too often, never no too often.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// What one pass over a text saw.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sight {
    /// A digit anywhere.
    pub(super) digit: bool,
    /// `8:3`: a colon between digits.
    pub(super) colon: bool,
    /// `6 p`: a half of the day behind a digit.
    pub(super) half: bool,
    /// `8h`, `8 Std`: hours behind a digit.
    pub(super) hours: bool,
    /// `8 Uhr`, `8 o'clock`.
    pub(super) clock: bool,
    /// `1-2`, `1/2`, `1. 2`: what may stand between the parts of a date.
    pub(super) parts: bool,
    /// `1/2`.
    pub(super) slash: bool,
}

impl Sight {
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut sight = Self::default();
        for (at, byte) in bytes.iter().enumerate() {
            if !byte.is_ascii_digit() {
                continue;
            }
            sight.digit = true;
            let Some([next, rest @ ..]) = bytes.get(at + 1..) else { continue };
            let digit = rest.first().is_some_and(u8::is_ascii_digit);
            match next {
                b':' => sight.colon |= digit,
                b'/' => {
                    sight.slash |= digit;
                    sight.parts |= digit;
                }
                b'-' => sight.parts |= digit,
                b'.' => sight.parts |= digit || rest.first().is_some_and(|byte| is_gap(*byte)),
                _ => {}
            }
            // White space that is not ASCII has up to three bytes.
            let mut behind = bytes.get(at + 1..).unwrap_or_default();
            while let [first, tail @ ..] = behind
                && is_gap(*first)
            {
                behind = tail;
            }
            match behind.first() {
                Some(b'a' | b'A' | b'p' | b'P') => sight.half = true,
                Some(b'h' | b'H') => sight.hours = true,
                Some(b's' | b'S') => sight.hours |= matches!(behind.get(1), Some(b't' | b'T')),
                Some(b'U' | b'o') => sight.clock = true,
                _ => {}
            }
        }
        sight
    }
}

/// White space, or a byte of it.
fn is_gap(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte >= 0x80
}

/// Words without which nothing of a sort stands in a text.
pub(super) struct Words(LazyLock<Option<AhoCorasick>>);

impl Words {
    /// `build` makes the automaton when it is first asked.
    pub(super) const fn new(build: fn() -> Option<AhoCorasick>) -> Self {
        Self(LazyLock::new(build))
    }

    /// Whether one of the words stands in the text, also inside another.
    pub(super) fn stand_in(&self, text: &str) -> bool {
        self.0.as_ref().is_none_or(|words| words.is_match(text))
    }

    /// Whether a digit stands within `reach` bytes of one of the words.
    pub(super) fn stand_beside_digits(&self, text: &str, reach: usize) -> bool {
        let bytes = text.as_bytes();
        self.0.as_ref().is_none_or(|words| {
            words.find_iter(text).any(|word| {
                let near = word.start().saturating_sub(reach)..(word.end() + reach).min(bytes.len());
                bytes.get(near).is_some_and(|near| near.iter().any(u8::is_ascii_digit))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_what_patterns_need() {
        let none = Sight::default();
        assert_eq!(Sight::new("no number at all: h / - p"), none);
        let digit = Sight { digit: true, ..none };
        assert_eq!(Sight::new("load 5, 6"), digit);
        assert_eq!(Sight::new("18:30"), Sight { colon: true, ..digit });
        for text in ["6 pm", "6pm", "6\u{a0}p.m."] {
            assert_eq!(Sight::new(text), Sight { half: true, ..digit }, "{text}");
        }
        for text in ["1h30", "17-20 h", "2 Std.", "2\u{202f}heures"] {
            assert!(Sight::new(text).hours, "{text}");
        }
        assert!(Sight::new("18 Uhr").clock && Sight::new("6 o'clock").clock);
        assert!(
            Sight::new("22.11.2026").parts && Sight::new("22. 11. 2026").parts && !Sight::new("22. November").slash
        );
        assert_eq!(Sight::new("120/80"), Sight { parts: true, slash: true, ..digit });
    }
}
