//! Where strings begin and end in JSON as models write it, and turning it into JSON5.

/// Follows strings character by character.
#[derive(Debug, Default)]
pub(super) struct Scan {
    open: Option<char>,
    escaped: bool,
    /// The last character outside strings that is not white space: a single quote opens a string only where a value or key may
    /// stand.
    last: Option<char>,
}

impl Scan {
    /// Feeds a character with what follows it; whether it is part of a string (quotes included).
    pub(super) fn step(&mut self, c: char, rest: &str) -> bool {
        if let Some(open) = self.open {
            if self.escaped {
                self.escaped = false;
            } else if c == '\\' {
                self.escaped = true;
            } else if closes(open, c, rest) {
                self.open = None;
                self.last = Some(c);
            }
            return true;
        }
        let opens = match c {
            '"' | '“' | '”' => true,
            '\'' => matches!(self.last, Some('{' | '[' | ',' | ':')),
            _ => false,
        };
        if opens {
            self.open = Some(c);
        } else if !c.is_whitespace() {
            self.last = Some(c);
        }
        opens
    }

    pub(super) fn in_string(&self) -> bool {
        self.open.is_some()
    }
}

/// A plain double quote always closes; the others also stand inside texts (it's, “so-called”), so they close only before
/// a comma, a colon or a bracket.
fn closes(open: char, c: char, rest: &str) -> bool {
    match open {
        '"' => c == '"',
        '\'' => c == '\'' && ends_value(rest),
        _ => matches!(c, '”' | '“' | '"') && ends_value(rest),
    }
}

fn ends_value(rest: &str) -> bool {
    matches!(rest.trim_start().chars().next(), None | Some(',' | ':' | '}' | ']'))
}

/// The candidate as JSON5: typographic quotes made plain, raw control characters in strings escaped, Python's words
/// replaced.
pub(super) fn mend(candidate: &str) -> String {
    let mut mended = String::with_capacity(candidate.len() + 16);
    let mut word = String::new();
    let mut scan = Scan::default();
    for (at, c) in candidate.char_indices() {
        let opened = scan.open;
        let escaped = scan.escaped;
        let in_string = scan.step(c, candidate.get(at + c.len_utf8()..).unwrap_or_default());
        if !in_string && (c.is_alphanumeric() || c == '_') {
            word.push(c);
            continue;
        }
        flush(&mut word, &mut mended);
        if !in_string {
            mended.push(c);
            continue;
        }
        match (opened, scan.open) {
            (None, Some('\'')) | (Some('\''), None) => mended.push('\''),
            // An opening or closing quote of any other kind.
            (None, _) | (Some(_), None) => mended.push('"'),
            _ if escaped && c == '\n' => mended.push('n'),
            (Some('“' | '”'), _) if c == '"' && !escaped => mended.push_str("\\\""),
            (Some('\''), _) if c == '\'' && !escaped => mended.push_str("\\'"),
            _ => match c {
                '\n' => mended.push_str("\\n"),
                '\r' => mended.push_str("\\r"),
                '\t' => mended.push_str("\\t"),
                '\u{2028}' => mended.push_str("\\u2028"),
                '\u{2029}' => mended.push_str("\\u2029"),
                c if c.is_control() && (c as u32) < 0x20 => mended.push(' '),
                c => mended.push(c),
            },
        }
    }
    flush(&mut word, &mut mended);
    mended
}

fn flush(word: &mut String, mended: &mut String) {
    mended.push_str(match word.as_str() {
        "True" => "true",
        "False" => "false",
        "None" => "null",
        other => other,
    });
    word.clear();
}
