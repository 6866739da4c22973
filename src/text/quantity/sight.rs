//! What stands in a text that its quantities need. One pass answers for all patterns: one that cannot match is neither run nor
//! compiled. Every answer may be yes too often, never no too often.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// What one pass over a text saw.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sight {
    /// A digit anywhere.
    pub(super) digit: bool,
    /// `6 p`: a half of the day behind a digit.
    pub(super) half: bool,
    /// `8h`, `8 Std`: hours behind a digit.
    pub(super) hours: bool,
    /// `8 Uhr`, `8 o'clock`.
    pub(super) clock: bool,
    /// `1/2`.
    pub(super) slash: bool,
    /// Runs of digits before a colon and another digit.
    pub(super) colons: Vec<Range<usize>>,
    /// Runs of digits before what may stand between the parts of a date: `1-2`, `1/2`, `1. 2`.
    pub(super) parts: Vec<Range<usize>>,
    /// Runs of digits.
    pub(super) runs: Vec<Range<usize>>,
    /// Numbers with their separators: `1,234.50`, `1 234`.
    pub(super) numbers: Vec<Range<usize>>,
}

impl Sight {
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut sight = Self::default();
        let mut at = 0;
        while let Some(gap) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
            let start = at + gap;
            let length =
                bytes.get(start..).map_or(1, |rest| rest.iter().take_while(|byte| byte.is_ascii_digit()).count());
            at = start + length;
            sight.run(bytes, start..at);
        }
        sight
    }

    /// Takes in a run of digits and what stands behind it.
    fn run(&mut self, bytes: &[u8], run: Range<usize>) {
        self.digit = true;
        self.runs.push(run.clone());
        match self.numbers.last_mut() {
            // Glued by a mark, or in groups of three.
            Some(last) if bytes.get(last.end..run.start).is_some_and(|gap| is_within(gap, run.len())) => {
                last.end = run.end;
            }
            _ => self.numbers.push(run.clone()),
        }
        let Some([next, rest @ ..]) = bytes.get(run.end..) else { return };
        let digit = rest.first().is_some_and(u8::is_ascii_digit);
        let part = match next {
            b'/' | b'-' => digit,
            b'.' => digit || rest.first().is_some_and(|byte| is_gap(*byte)),
            _ => false,
        };
        self.slash |= *next == b'/' && digit;
        if part {
            self.parts.push(run.clone());
        }
        if *next == b':' && digit {
            self.colons.push(run.clone());
        }
        let mut behind = bytes.get(run.end..).unwrap_or_default();
        // White space that is not ASCII has up to three bytes.
        while let [first, tail @ ..] = behind
            && is_gap(*first)
        {
            behind = tail;
        }
        match behind.first() {
            Some(b'a' | b'A' | b'p' | b'P') => self.half = true,
            Some(b'h' | b'H') => self.hours = true,
            Some(b's' | b'S') => self.hours |= matches!(behind.get(1), Some(b't' | b'T')),
            Some(b'U' | b'o') => self.clock = true,
            _ => {}
        }
    }

    /// A number with its sign, and with the one before it where the two may be the ends of a range.
    pub(super) fn with_low(&self, at: usize, text: &str, number: &Range<usize>) -> Range<usize> {
        let low = at.checked_sub(1).and_then(|before| self.numbers.get(before));
        let low = low.filter(|low| number.start - low.end <= LONGEST_GAP);
        let from = low.map_or(number.start, |low| low.start);
        let head = text.get(..from).unwrap_or_default();
        head.len() - head.strip_suffix(['-', '−']).map_or(0, |rest| head.len() - rest.len())..number.end
    }
}

/// What may stand between the ends of a range, in bytes: ` oder `, ` – `.
const LONGEST_GAP: usize = 8;

/// Whether a gap between two runs of digits, the second of a length, may stand inside one number.
fn is_within(gap: &[u8], length: usize) -> bool {
    match gap {
        b"." | b"," => true,
        b" " | b"'" | [0xc2, 0xa0] | [0xe2, 0x80, 0xaf | 0x89 | 0x99] => length == 3,
        _ => false,
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

    /// Every place of one of the words, the longest where several begin.
    pub(super) fn all_in(&self, text: &str) -> Vec<Range<usize>> {
        self.0.iter().flat_map(|words| words.find_iter(text)).map(|word| word.range()).collect()
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
        assert_eq!(Sight::new("no number at all: h / - p"), Sight::default());
        for text in ["6 pm", "6pm", "6\u{a0}p.m."] {
            assert!(Sight::new(text).half, "{text}");
        }
        for text in ["1h30", "17-20 h", "2 Std.", "2\u{202f}heures"] {
            assert!(Sight::new(text).hours, "{text}");
        }
        assert!(Sight::new("18 Uhr").clock && Sight::new("6 o'clock").clock);
        assert_eq!(Sight::new("at 18:30:05").colons, [3..5, 6..8]);
        assert_eq!(Sight::new("22.11.2026 or 22. 11. 2026").parts, [0..2, 3..5, 14..16, 18..20]);
        assert!(Sight::new("120/80").slash && !Sight::new("22. November").slash);
    }

    #[test]
    fn numbers_keep_their_separators() {
        let numbers = |text: &str| -> Vec<String> {
            Sight::new(text).numbers.into_iter().filter_map(|number| text.get(number)).map(str::to_owned).collect()
        };
        assert_eq!(numbers("1,234.50 and 1 234 567 or 2\u{202f}500"), ["1,234.50", "1 234 567", "2\u{202f}500"]);
        assert_eq!(numbers("5-10 mg, 20 to 30 %"), ["5", "10", "20", "30"]);
        let text = "from -5 to 10 mg";
        let sight = Sight::new(text);
        assert_eq!(sight.with_low(1, text, &sight.numbers[1]), 5..13);
    }
}
