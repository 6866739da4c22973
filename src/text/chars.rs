//! Characters of a text to its bytes, many times over: one pass makes an index, after which each question costs a few
//! steps wherever it points. Not for a single question: there a walk from the beginning is as good.

/// Characters between two entries of the index.
const STEP: usize = 64;

/// A text with its index.
#[derive(Debug, Clone)]
pub struct Chars<'a> {
    text: &'a str,
    /// The byte of every [`STEP`]th character; empty where each character is one byte.
    index: Vec<usize>,
}

impl<'a> Chars<'a> {
    /// Reads the text once.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let index = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(byte, _)| byte).step_by(STEP).collect()
        };
        Self { text, index }
    }

    /// The byte at which character `at` begins; the text's length for the place behind the last one, `None` beyond that.
    #[must_use]
    pub fn byte(&self, at: usize) -> Option<usize> {
        if self.index.is_empty() {
            return (at <= self.text.len()).then_some(at);
        }
        let (from, left) = match self.index.get(at / STEP) {
            Some(from) => (*from, at % STEP),
            // The end of a text whose characters are a multiple of the step.
            None if at.is_multiple_of(STEP) => (self.index.get((at / STEP).checked_sub(1)?).copied()?, STEP),
            None => return None,
        };
        let rest = self.text.get(from..)?;
        let mut places = rest.char_indices().map(|(byte, _)| byte).chain(std::iter::once(rest.len()));
        places.nth(left).map(|byte| from + byte)
    }

    /// The byte behind the last character.
    #[must_use]
    pub fn end(&self) -> usize {
        self.text.len()
    }

    /// The bytes of the characters `start..end`; `None` where they are none, or not all in the text.
    #[must_use]
    pub fn bytes(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let (start, end) = (self.byte(start)?, self.byte(end)?);
        (start < end).then_some((start, end))
    }

    /// The characters `start..end`.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Option<&'a str> {
        let (start, end) = self.bytes(start, end)?;
        self.text.get(start..end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_a_walk_from_the_beginning(text in "[aé日😀\n]{0,200}", at in 0_usize..220) {
            let walked = text.char_indices().map(|(byte, _)| byte).chain(std::iter::once(text.len())).nth(at);
            prop_assert_eq!(Chars::new(&text).byte(at), walked);
            let plain = "x".repeat(text.len());
            prop_assert_eq!(Chars::new(&plain).byte(at), (at <= plain.len()).then_some(at));
        }
    }

    #[test]
    fn slices() {
        let text = "Grüße an Zoë";
        assert_eq!(Chars::new(text).slice(9, 12), Some("Zoë"));
        assert_eq!((Chars::new(text).slice(9, 13), Chars::new(text).slice(3, 3)), (None, None));
        let exact = "é".repeat(2 * STEP);
        assert_eq!(Chars::new(&exact).byte(2 * STEP), Some(exact.len()));
        assert_eq!(Chars::new(&exact).byte(3 * STEP), None);
    }
}
