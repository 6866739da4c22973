//! Newline-delimited JSON out of bytes that arrive in any split (Ollama's stream). Hands out lines; what is in them is the
//! protocol's business.
//!
//! A record counts only once its newline is read, so a stream cut anywhere never shows one that was not whole.

use super::lines::{Lines, Oversize, RECORD_LIMIT};

/// The parser.
#[derive(Debug)]
pub struct NdjsonParser {
    lines: Lines,
}

impl Default for NdjsonParser {
    fn default() -> Self {
        Self::with_limit(RECORD_LIMIT)
    }
}

impl NdjsonParser {
    /// A parser that takes records of up to `limit` bytes.
    #[must_use]
    pub fn with_limit(limit: usize) -> Self {
        Self { lines: Lines::new(limit) }
    }

    /// Feeds bytes; appends the records they complete to `out`, without line endings, byte order mark and blank lines.
    /// Bytes that are not UTF-8 are replaced.
    ///
    /// # Errors
    /// [`Oversize`]; the records before it are in `out`. Nothing useful can follow.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<String>) -> Result<(), Oversize> {
        self.lines.feed(bytes, |line| {
            let line = line.trim_ascii();
            if !line.is_empty() {
                out.push(String::from_utf8_lossy(line).into_owned());
            }
            Ok(())
        })
    }

    /// Whether a record was begun and has not ended: at the end of the stream, whether it was cut.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.lines.pending() > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(pieces: &[&[u8]]) -> (Vec<String>, bool) {
        let mut parser = NdjsonParser::default();
        let mut out = Vec::new();
        for piece in pieces {
            parser.feed(piece, &mut out).unwrap();
        }
        let pending = parser.is_pending();
        (out, pending)
    }

    #[test]
    fn the_format() {
        let table: [(&str, &[&str], bool); 6] = [
            ("{\"a\":1}\n{\"b\":2}\n", &["{\"a\":1}", "{\"b\":2}"], false),
            ("{}\r\n\r\n  {}\r\n", &["{}", "{}"], false),
            ("\u{feff}{}\n", &["{}"], false),
            ("{}\n{\"cut", &["{}"], true),
            ("{}", &[], true),
            ("\n \n", &[], false),
        ];
        for (text, expected, pending) in table {
            assert_eq!(
                parse(&[text.as_bytes()]),
                (expected.iter().map(|s| (*s).to_owned()).collect(), pending),
                "{text:?}"
            );
        }
    }

    #[test]
    fn memory_is_bounded() {
        let mut parser = NdjsonParser::with_limit(100);
        let mut out = Vec::new();
        parser.feed(b"{}\n", &mut out).unwrap();
        let fed: Result<Vec<()>, Oversize> = [b'x'; 200].chunks(9).map(|piece| parser.feed(piece, &mut out)).collect();
        assert_eq!((fed, out.len()), (Err(Oversize { limit: 100 }), 1));
    }

    proptest! {
        #[test]
        fn every_split_gives_the_same_records(
            lines in proptest::collection::vec("[a-zé🙂{}\" ]{0,8}(\n|\r\n|\n\n)", 0..10),
            tail in "[a-z]{0,4}",
            cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..8),
        ) {
            let bytes = (lines.concat() + &tail).into_bytes();
            let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            at.extend([0, bytes.len()]);
            at.sort_unstable();
            let pieces: Vec<&[u8]> = at.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
            prop_assert_eq!(parse(&pieces), parse(&[&bytes]));
        }
    }
}
