//! One top-level string field of an object, decoded while the object's text streams in.

/// What the next character means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    /// Before the object.
    Prose,
    /// After a `{` that may begin the object: it does if a quote or `}` follows.
    Opened,
    /// In the object at depth 1, before a key.
    Key,
    /// In a key.
    InKey,
    /// After a key, before its colon.
    Colon,
    /// After the colon, before the value.
    Value,
    /// In the watched string.
    Watched,
    /// In a value that is not watched, `depth` brackets deep.
    Skip { depth: usize, string: bool },
    /// The field is complete.
    Done,
}

/// A place inside an escape sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Escape {
    None,
    /// After the backslash.
    Begun,
    /// In `\uXXXX` with these digits so far.
    Unicode(String),
}

/// Extracts one top-level string field of an object while its text streams in.
///
/// For a *preview* only: it takes the first object that starts with a key in plain double quotes, and stops when the field is
/// complete. What counts in the end is [`super::object`] over the whole text. The result does not depend on how the text is cut into
/// pieces.
#[derive(Debug, Clone)]
pub struct FieldStream {
    name: String,
    state: State,
    escape: Escape,
    /// A first half of a surrogate pair that waits for its second.
    high: Option<u16>,
    key: String,
}

impl FieldStream {
    /// Watches the top-level field `name`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), state: State::Prose, escape: Escape::None, high: None, key: String::new() }
    }

    /// Feeds a piece; returns the newly known decoded text of the field.
    pub fn push(&mut self, piece: &str) -> String {
        let mut text = String::new();
        for c in piece.chars() {
            self.step(c, &mut text);
        }
        text
    }

    /// Whether the field has been read to its end.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.state == State::Done
    }

    fn step(&mut self, c: char, text: &mut String) {
        match &mut self.state {
            State::Done => {}
            State::Prose => {
                if c == '{' {
                    self.state = State::Opened;
                }
            }
            State::Opened => match c {
                '"' => self.begin_key(),
                '{' => {}
                c if c.is_whitespace() => {}
                _ => self.state = State::Prose,
            },
            State::Key => match c {
                '"' => self.begin_key(),
                '}' => self.state = State::Prose,
                _ => {}
            },
            State::InKey => {
                let mut key = std::mem::take(&mut self.key);
                let ended = self.string(c, &mut key);
                self.key = key;
                if ended {
                    self.state = State::Colon;
                }
            }
            State::Colon => match c {
                ':' => self.state = State::Value,
                c if c.is_whitespace() => {}
                _ => self.state = State::Prose,
            },
            State::Value => match c {
                '"' if self.key == self.name => self.state = State::Watched,
                '"' => self.state = State::Skip { depth: 0, string: true },
                '{' | '[' => self.state = State::Skip { depth: 1, string: false },
                ',' => self.state = State::Key,
                '}' => self.state = State::Prose,
                c if c.is_whitespace() => {}
                _ => self.state = State::Skip { depth: 0, string: false },
            },
            State::Watched => {
                if self.string(c, text) {
                    self.state = State::Done;
                }
            }
            State::Skip { .. } => self.skip(c),
        }
    }

    fn begin_key(&mut self) {
        self.key.clear();
        self.state = State::InKey;
    }

    fn skip(&mut self, c: char) {
        let State::Skip { depth, string } = &mut self.state else { return };
        if *string {
            if self.escape == Escape::Begun {
                self.escape = Escape::None;
            } else if c == '\\' {
                self.escape = Escape::Begun;
            } else if c == '"' {
                *string = false;
            }
            return;
        }
        match (c, *depth) {
            ('"', _) => *string = true,
            ('{' | '[', _) => *depth += 1,
            (',', 0) => self.state = State::Key,
            ('}', 0) => self.state = State::Prose,
            ('}' | ']', _) => *depth = depth.saturating_sub(1),
            _ => {}
        }
    }

    /// Decodes one character of a string into `out`; whether it was the closing quote.
    fn string(&mut self, c: char, out: &mut String) -> bool {
        match &mut self.escape {
            Escape::None => match c {
                '\\' => self.escape = Escape::Begun,
                '"' => {
                    self.lone_surrogate(out);
                    return true;
                }
                c => {
                    self.lone_surrogate(out);
                    out.push(c);
                }
            },
            Escape::Begun if c == 'u' => self.escape = Escape::Unicode(String::new()),
            Escape::Begun => {
                self.escape = Escape::None;
                self.lone_surrogate(out);
                out.push(match c {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    c => c,
                });
            }
            Escape::Unicode(digits) => {
                if c.is_ascii_hexdigit() {
                    digits.push(c);
                }
                if digits.len() == 4 || !c.is_ascii_hexdigit() {
                    let unit = u16::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 4);
                    self.escape = Escape::None;
                    self.unit(unit, out);
                    if !c.is_ascii_hexdigit() {
                        return self.string(c, out);
                    }
                }
            }
        }
        false
    }

    /// Adds one UTF-16 unit; `None` = a broken escape.
    fn unit(&mut self, unit: Option<u16>, out: &mut String) {
        if let (Some(high), Some(low @ 0xDC00..=0xDFFF)) = (self.high, unit) {
            self.high = None;
            let joined = char::decode_utf16([high, low]).next();
            out.push(joined.and_then(Result::ok).unwrap_or(char::REPLACEMENT_CHARACTER));
            return;
        }
        self.lone_surrogate(out);
        match unit {
            Some(high @ 0xD800..=0xDBFF) => self.high = Some(high),
            unit => {
                let c = unit.and_then(|unit| char::from_u32(u32::from(unit)));
                out.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
    }

    /// A waiting first half that never got its second becomes U+FFFD.
    fn lone_surrogate(&mut self, out: &mut String) {
        if self.high.take().is_some() {
            out.push(char::REPLACEMENT_CHARACTER);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn whole(name: &str, text: &str) -> String {
        FieldStream::new(name).push(text)
    }

    #[test]
    fn takes_the_top_level_field_only() {
        let text = r#"Here {x}: {"a": {"problem": "inner \" }"}, "b": [1, "]"], "c": -1.5, "problem": "line 1\nline \"2\"", "d": "x"}"#;
        assert_eq!(whole("problem", text), "line 1\nline \"2\"");
        assert_eq!(whole("d", text), "x");
        assert_eq!(whole("none", text), "");
    }

    #[test]
    fn shows_what_is_there_before_the_end() {
        let mut stream = FieldStream::new("problem");
        assert_eq!(stream.push("{\"problem\": \"It is 18"), "It is 18");
        assert_eq!(stream.push(":30.\\"), ":30.");
        assert_eq!(stream.push("nLoad"), "\nLoad");
        assert!(!stream.is_complete());
        assert_eq!(stream.push("\", \"problem\": \"again\"}"), "");
        assert!(stream.is_complete());
    }

    #[test]
    fn surrogates_join_or_are_replaced() {
        assert_eq!(whole("a", r#"{"a": "\ud83d\ude00\u00e9"}"#), "😀é");
        assert_eq!(whole("a", r#"{"a": "\ud83dx\ude00\u12"}"#), "\u{fffd}x\u{fffd}\u{fffd}");
    }

    fn escaped(text: &str) -> String {
        let units: Vec<String> = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        units.concat()
    }

    proptest! {
        #[test]
        fn any_split_gives_the_field_as_a_strict_parser_reads_it(
            wanted in "\\PC{0,30}|[\\\\\"\n\t😀é{}]{0,12}",
            other in "\\PC{0,20}|[\\\\\"{}\\[\\],:]{0,12}",
            spelled in any::<bool>(),
            cuts in prop::collection::vec(0_usize..400, 0..12),
        ) {
            let object = json!({"a": other, "b": {"w": other, "n": [1, other]}, "w": wanted, "z": [other]});
            let text = if spelled {
                format!("{{\"b\": {}, \"w\": \"{}\"}}", object["b"], escaped(&wanted))
            } else {
                format!("```json\n{object}\n```")
            };
            let mut stream = FieldStream::new("w");
            let mut piece = String::new();
            let mut got = String::new();
            for (index, c) in text.chars().enumerate() {
                piece.push(c);
                if cuts.contains(&index) {
                    got.push_str(&stream.push(&std::mem::take(&mut piece)));
                }
            }
            got.push_str(&stream.push(&piece));
            prop_assert_eq!(Value::from(got), object["w"].clone());
        }
    }
}
