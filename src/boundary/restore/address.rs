//! Whether a place of a streamed text lies inside an address: there nothing is put back, because whoever follows an address
//! sends it. Decides by what was received before alone, so that it holds nothing back and every split gives the same.

/// Longest stretch before a place that says whether an address begins; a host has at most 253 characters (RFC 1035).
const LONGEST: usize = 280;
/// Schemes whose address goes on without slashes.
const SCHEMES: &[&str] = &["mailto", "sip", "sips", "xmpp", "javascript"];
/// Attributes of markup that hold an address.
const ATTRIBUTES: &[&str] = &["src", "href", "srcset", "action", "poster", "background"];

/// Follows a text as it was received, character by character.
#[derive(Debug, Default)]
pub(super) struct Address {
    state: State,
    /// What was received since the last white space, at most [`LONGEST`] characters.
    run: Vec<char>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// In plain text.
    #[default]
    Outside,
    /// In an address that ends with the word it stands in; brackets of either kind that it opened itself.
    Plain { round: u32, square: u32 },
    /// Between the brackets of `](…)` or `url(…)`; those opened within.
    Link { round: u32 },
    /// Behind `href=`: before the address, which may be quoted.
    Attribute,
    /// In a quoted attribute.
    Quoted(char),
}

impl Address {
    /// Whether the next character stands inside an address.
    pub(super) fn is_inside(&self) -> bool {
        self.state != State::Outside
    }

    /// Takes the next character.
    pub(super) fn push(&mut self, c: char) {
        self.state = self.after(c);
        // In an attribute there may be spaces around the sign.
        if c.is_whitespace() && !self.before_sign(c) {
            self.run.clear();
        } else {
            if self.run.len() >= LONGEST {
                self.run.drain(..LONGEST / 2);
            }
            self.run.push(c);
        }
    }

    /// Whether a space stands between an attribute and its sign: `href = "…"`.
    fn before_sign(&self, c: char) -> bool {
        c == ' ' && self.ends_in_attribute()
    }

    fn after(&self, c: char) -> State {
        let last = self.run.last().copied();
        match self.state {
            State::Outside => self.begins(c),
            State::Plain { .. } | State::Attribute if c.is_whitespace() => {
                if self.state == State::Attribute && c == ' ' { State::Attribute } else { State::Outside }
            }
            State::Attribute if matches!(c, '"' | '\'' | '`') => State::Quoted(c),
            State::Attribute if c == '>' => State::Outside,
            State::Attribute => State::Plain { round: 0, square: 0 },
            State::Plain { round, square } => match c {
                '<' | '>' => State::Outside,
                // A quotation mark behind a sign opens something inside the address; behind a letter it ends it.
                '"' | '\'' | '`' if last.is_none_or(char::is_alphanumeric) || last == Some('/') => State::Outside,
                '(' if last == Some(']') => State::Link { round: 0 },
                '(' => State::Plain { round: round + 1, square },
                ')' if round == 0 => State::Outside,
                ')' => State::Plain { round: round - 1, square },
                '[' => State::Plain { round, square: square + 1 },
                ']' if square == 0 => State::Outside,
                ']' => State::Plain { round, square: square - 1 },
                _ => self.state,
            },
            State::Link { round } => match c {
                '\n' => State::Outside,
                '(' => State::Link { round: round + 1 },
                ')' if round == 0 => State::Outside,
                ')' => State::Link { round: round - 1 },
                _ => self.state,
            },
            State::Quoted(quote) => {
                if c == quote || c == '\n' {
                    State::Outside
                } else {
                    self.state
                }
            }
        }
    }

    /// Where a character of plain text leads.
    fn begins(&self, c: char) -> State {
        let plain = State::Plain { round: 0, square: 0 };
        let begins = match c {
            '(' if self.run.last() == Some(&']') || self.ends_in("url") => return State::Link { round: 0 },
            '=' if self.ends_in_attribute() => return State::Attribute,
            // `//host`, `any:/…` and what browsers read as that.
            '/' if self.run.last() == Some(&'/') => true,
            '/' | '\\' if self.ends_in_scheme(|scheme| scheme.len() > 1) => true,
            '/' | '?' | '#' => self.ends_in_host(),
            '.' => self.ends_in("www"),
            ':' => SCHEMES.iter().any(|scheme| self.ends_in(scheme)),
            _ => false,
        };
        if begins { plain } else { State::Outside }
    }

    /// The letters at the end of what was received.
    fn word(&self, length: usize) -> (&[char], Option<char>) {
        let at = self.run.len().saturating_sub(length);
        (self.run.get(at..).unwrap_or_default(), at.checked_sub(1).and_then(|at| self.run.get(at)).copied())
    }

    /// Whether what was received ends in a whole word, in any case.
    fn ends_in(&self, wanted: &str) -> bool {
        let (word, before) = self.word(wanted.len());
        word.len() == wanted.len()
            && word.iter().zip(wanted.chars()).all(|(have, want)| have.eq_ignore_ascii_case(&want))
            && !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    }

    fn ends_in_attribute(&self) -> bool {
        let spaces = self.run.iter().rev().take_while(|c| **c == ' ').count();
        let named = Self { state: State::Outside, run: Vec::new() };
        if spaces == 0 {
            return ATTRIBUTES.iter().any(|name| self.ends_in(name));
        }
        let run = self.run.get(..self.run.len() - spaces).unwrap_or_default().to_vec();
        Self { run, ..named }.ends_in_attribute()
    }

    /// Whether what was received ends in a scheme (RFC 3986) and its colon.
    fn ends_in_scheme(&self, fits: impl Fn(&[char]) -> bool) -> bool {
        let Some((':', before)) = self.run.split_last().map(|(last, before)| (*last, before)) else { return false };
        let part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        let length = before.iter().rev().take_while(|c| part(c)).count();
        let scheme = before.get(before.len() - length..).unwrap_or_default();
        scheme.first().is_some_and(char::is_ascii_alphabetic) && fits(scheme)
    }

    /// Whether what was received ends in the name of a host: labels with dots between them, the last one of letters, or
    /// four numbers; a port may stand behind it.
    fn ends_in_host(&self) -> bool {
        let part = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '.' | ':' | '_');
        let length = self.run.iter().rev().take_while(|c| part(c)).count();
        let run: String = self.run.get(self.run.len() - length..).unwrap_or_default().iter().collect();
        let host = match run.rsplit_once(':') {
            Some((host, digits)) if digits.chars().all(|c| c.is_ascii_digit()) => host.to_owned(),
            Some((_, host)) => host.to_owned(),
            None => run,
        };
        let host = host.strip_suffix('.').unwrap_or(&host);
        let labels: Vec<&str> = host.split('.').collect();
        let Some((last, before)) = labels.split_last() else { return false };
        if before.is_empty() {
            return last.eq_ignore_ascii_case("localhost");
        }
        let numbers = labels.len() == 4 && labels.iter().all(|label| label.parse::<u8>().is_ok());
        let named = last.chars().count() >= 2 && last.chars().all(|c| c.is_alphabetic() || c == '-');
        before.iter().all(|label| !label.is_empty()) && (numbers || named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the word `then` stands inside an address.
    fn inside(text: &str) -> bool {
        let mut address = Address::default();
        let at = text.find("then").unwrap();
        text.get(..at).unwrap().chars().for_each(|c| address.push(c));
        address.is_inside()
    }

    #[test]
    fn what_an_address_is() {
        for text in [
            "see https://x.example/a?b=then",
            "(https://then.example)",
            "hxxps://x/then",
            "https:/evil/then",
            "https:\\\\evil\\then",
            "https://x/?q='then'",
            "https://x/?q=\"then\"",
            "https://en.example/a_(b)then",
            "www.evil.example/then",
            "WWW.then",
            "to mailto:then",
            "a (//then/x)",
            "[click](evil then)",
            "[click](evil \"then\")",
            "[a](b(c)then)",
            "[https://x.example](then)",
            "evil.example/p?q=then",
            "evil.example?then",
            "EVIL.example:80#then",
            "evil.example./then",
            "10.0.0.17/then",
            "localhost:8080/then",
            "<img src=x.png?then>",
            "<img src = 'a then'>",
            "<a HREF=\"then\">",
            "url(a then)",
            "javascript:then",
        ] {
            assert!(inside(text), "{text}");
        }
    }

    #[test]
    fn where_an_address_ends_and_what_is_none() {
        for text in [
            "https://x then",
            "(https://x.example)then",
            "<ftp://x/a>then",
            "\"hxxps://x/a\"then",
            "'https://x/a'then",
            "`www.x.example`then",
            "[a](b)then",
            "[a](b(c))then",
            "[a](b\nthen",
            "[https://x.example](https://y.example)then",
            "[see https://x.example]then",
            "<img src=x>then",
            "<a href = \"a b\">then",
            "url(a b)then",
            "and/or/then",
            "e.g./then",
            "v1.2/then",
            "p.m./then",
            "C:\\Users\\then",
            "Name:then",
            "is it so?then",
            "[PERSON_1] (then)",
            "f(then)",
            "source=then",
            "5/6#then",
            "awww.then",
        ] {
            assert!(!inside(text), "{text}");
        }
    }
}
