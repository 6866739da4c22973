//! Server-sent events out of bytes that arrive in any split.
//!
//! Follows the WHATWG's *Server-sent events*, 9.2.6 (any line ending, byte order mark, comments, several `data` lines,
//! unknown fields ignored), with one addition: llama.cpp before September 2025 reports a failure in a field named
//! `error`, which is read as `data` of an event `error`, so that the server's words are not lost. `[DONE]` is data like any
//! other; what it means is the protocol's business.
//!
//! An event counts only once its blank line is read, so a stream cut anywhere never shows an event that was not whole.

use super::lines::{Lines, Oversize, RECORD_LIMIT};

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SseRecord {
    /// Its `event` field; empty where there was none.
    pub event: String,
    /// Its `data` lines joined by newline; never empty. Bytes that are not UTF-8 are replaced.
    pub data: String,
}

/// The parser.
#[derive(Debug)]
pub struct SseParser {
    lines: Lines,
    building: Building,
}

#[derive(Debug)]
struct Building {
    event: String,
    data: String,
    has_data: bool,
    limit: usize,
}

impl Default for SseParser {
    fn default() -> Self {
        Self::with_limit(RECORD_LIMIT)
    }
}

impl SseParser {
    /// A parser that takes events of up to `limit` bytes.
    #[must_use]
    pub fn with_limit(limit: usize) -> Self {
        let building = Building { event: String::new(), data: String::new(), has_data: false, limit };
        Self { lines: Lines::new(limit), building }
    }

    /// Feeds bytes; appends the events they complete to `out`.
    ///
    /// # Errors
    /// [`Oversize`]; the events before it are in `out`. Nothing useful can follow.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<SseRecord>) -> Result<(), Oversize> {
        let building = &mut self.building;
        self.lines.feed(bytes, |line| building.line(line, out))
    }

    /// Whether an event was begun and has not ended: at the end of the stream, whether it was cut.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.lines.pending() > 0 || self.building.has_data
    }
}

impl Building {
    fn line(&mut self, line: &[u8], out: &mut Vec<SseRecord>) -> Result<(), Oversize> {
        if line.is_empty() {
            let event = std::mem::take(&mut self.event);
            let data = std::mem::take(&mut self.data);
            if std::mem::take(&mut self.has_data) && !data.is_empty() {
                out.push(SseRecord { event, data });
            }
            return Ok(());
        }
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let (field, value) = line.split_at_checked(colon).unwrap_or((line, &[]));
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match field {
            b"data" => self.data(value)?,
            b"event" => self.event = String::from_utf8_lossy(value).into_owned(),
            b"error" => {
                "error".clone_into(&mut self.event);
                self.data(value)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn data(&mut self, value: &[u8]) -> Result<(), Oversize> {
        if self.data.len() + value.len() + 1 > self.limit {
            return Err(Oversize { limit: self.limit });
        }
        if self.has_data {
            self.data.push('\n');
        }
        self.has_data = true;
        self.data.push_str(&String::from_utf8_lossy(value));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(pieces: &[&[u8]]) -> Vec<(String, String)> {
        let mut parser = SseParser::default();
        let mut out = Vec::new();
        for piece in pieces {
            parser.feed(piece, &mut out).unwrap();
        }
        out.into_iter().map(|record| (record.event, record.data)).collect()
    }

    #[test]
    fn the_format() {
        let table: [(&str, &[(&str, &str)]); 15] = [
            ("data: a\n\n", &[("", "a")]),
            ("data:a\r\n\r\ndata: b\r\rdata:c\n\n", &[("", "a"), ("", "b"), ("", "c")]),
            ("\u{feff}data: a\n\n", &[("", "a")]),
            ("data: \u{feff}a\n\n", &[("", "\u{feff}a")]),
            ("event: x\ndata: a\ndata: b\n\n", &[("x", "a\nb")]),
            ("data: a\n\ndata: b\n\n", &[("", "a"), ("", "b")]),
            (": comment\n\n:\n\ndata: a\n\n", &[("", "a")]),
            ("event: ping\n\ndata: a\n\n", &[("", "a")]),
            ("id: 7\nretry: 10\nunknown: x\nnothing\ndata: a\n\n", &[("", "a")]),
            ("data:  two\n\n", &[("", " two")]),
            ("data\n\ndata: \n\n", &[]),
            ("data: [DONE]\n\n", &[("", "[DONE]")]),
            ("error: {\"code\":500}\n\n", &[("error", "{\"code\":500}")]),
            ("data: whole\n\ndata: not", &[("", "whole")]),
            ("data: no blank line\n", &[]),
        ];
        for (text, expected) in table {
            let expected: Vec<(String, String)> =
                expected.iter().map(|(event, data)| ((*event).to_owned(), (*data).to_owned())).collect();
            assert_eq!(parse(&[text.as_bytes()]), expected, "{text:?}");
        }
    }

    #[test]
    fn a_cut_is_noticed() {
        for (text, pending) in [("data: a\n\n", false), ("data: a\n", true), ("data: a", true), ("", false)] {
            let mut parser = SseParser::default();
            parser.feed(text.as_bytes(), &mut Vec::new()).unwrap();
            assert_eq!(parser.is_pending(), pending, "{text:?}");
        }
    }

    #[test]
    fn memory_is_bounded() {
        for text in ["data: ".to_owned() + &"x".repeat(200), "data: 0123456789\n".repeat(20)] {
            let mut parser = SseParser::with_limit(100);
            let mut out = Vec::new();
            parser.feed(b"data: before\n\n", &mut out).unwrap();
            let fed: Result<Vec<()>, Oversize> =
                text.as_bytes().chunks(7).map(|piece| parser.feed(piece, &mut out)).collect();
            assert_eq!(fed, Err(Oversize { limit: 100 }));
            assert_eq!(out.len(), 1);
        }
    }

    proptest! {
        #[test]
        fn every_split_gives_the_same_events(
            lines in proptest::collection::vec("(data: ?|event: |: |error: |x)?[a-zé🙂:{}\"]{0,6}(\n|\r\n|\r|\n\n|\r\n\r\n)", 0..12),
            cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..8),
        ) {
            let bytes = lines.concat().into_bytes();
            let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            at.extend([0, bytes.len()]);
            at.sort_unstable();
            let pieces: Vec<&[u8]> = at.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
            prop_assert_eq!(parse(&pieces), parse(&[&bytes]));
        }

        #[test]
        fn line_endings_are_all_the_same(
            lines in proptest::collection::vec("((data: ?|event: |: |)[a-z]{0,4})?", 0..12),
            size in 1usize..6,
        ) {
            let text = lines.join("\n") + "\ndata: end\n\n";
            for ending in ["\r\n", "\r"] {
                let other = text.replace('\n', ending).into_bytes();
                prop_assert_eq!(parse(&other.chunks(size).collect::<Vec<_>>()), parse(&[text.as_bytes()]));
            }
        }

        #[test]
        fn garbage_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), size in 1usize..20) {
            let pieces: Vec<&[u8]> = bytes.chunks(size).collect();
            prop_assert_eq!(parse(&pieces), parse(&[&bytes]));
        }
    }
}
