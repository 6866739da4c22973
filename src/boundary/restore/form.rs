//! Reads one known placeholder in any of the forms models bend it into. Not for unknown ones: see [`super::watch`].

use std::collections::VecDeque;

use super::Known;

/// What the front of a text is.
pub(super) enum Read {
    Yes { length: usize, suffix: Vec<char>, bent: bool },
    Maybe,
    No,
}

/// Reads one known placeholder at the front of a text, in any of the forms models bend it into:
/// `[person_1]`, `[PERSON 1]`, `[PERSON_1`, `PERSON_1]`, `PERSON_1`, `[PERSON_1's]`, `[PERSON_1 ]`, `\[PERSON\_1\]`.
pub(super) struct Form<'t> {
    text: &'t VecDeque<char>,
    at: usize,
    ended: bool,
}

/// What the text says about one wanted character.
enum Step {
    Same,
    Other,
    /// The text ends here and goes on later.
    Out,
}

impl Form<'_> {
    /// Reads `known` at the front of a text; with `ended` nothing more comes.
    pub(super) fn read(known: &Known, text: &VecDeque<char>, ended: bool) -> Read {
        let mut form = Form { text, at: 0, ended };
        form.known(known)
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.text.get(self.at + ahead).copied()
    }

    fn step(&mut self, wanted: impl Fn(char) -> bool) -> Step {
        match self.peek(0) {
            Some(c) if wanted(c) => {
                self.at += 1;
                Step::Same
            }
            Some(_) => Step::Other,
            None if self.ended => Step::Other,
            None => Step::Out,
        }
    }

    fn known(&mut self, known: &Known) -> Read {
        let mut bent = false;
        if matches!(self.step(|c| c == '\\'), Step::Same) {
            bent = true;
        }
        let bracket = match self.step(|c| c == '[') {
            Step::Same => true,
            Step::Out => return Read::Maybe,
            Step::Other if bent => return Read::No,
            Step::Other => false,
        };
        bent |= !bracket;
        for wanted in known.kind.iter().chain(['_'].iter()) {
            if *wanted == '_' && self.peek(0) == Some('\\') && (self.peek(1).is_none_or(|c| c == '_')) {
                self.at += 1;
                bent = true;
            }
            // Without a bracket only the exact spelling counts: `person_1` may be anybody's variable.
            let same = |c: char| match wanted {
                '_' => c == '_' || (bracket && matches!(c, ' ' | '-')),
                letter => c == *letter || (bracket && c.eq_ignore_ascii_case(letter)),
            };
            let have = self.peek(0);
            match self.step(same) {
                Step::Same => bent |= have != Some(*wanted),
                Step::Other => return Read::No,
                Step::Out => return Read::Maybe,
            }
        }
        for wanted in &known.number {
            match self.step(|c| c == *wanted) {
                Step::Same => {}
                Step::Other => return Read::No,
                Step::Out => return Read::Maybe,
            }
        }
        self.ending(bent)
    }

    /// Behind the number: the bracket, a possessive or plural in it, or neither.
    fn ending(&mut self, bent: bool) -> Read {
        let length = self.at;
        let mut unsure = false;
        for (suffix, close) in [
            ("", "]"),
            ("", "\\]"),
            ("", " ]"),
            ("", ")]"),
            ("s", "]"),
            ("'s", "]"),
            ("’s", "]"),
            ("'", "]"),
            ("’", "]"),
        ] {
            self.at = length;
            let mut read = Step::Same;
            for wanted in suffix.chars().chain(close.chars()) {
                read = self.step(|c| c == wanted);
                if !matches!(read, Step::Same) {
                    break;
                }
            }
            match read {
                Step::Same => {
                    let bent = bent || suffix.len() + close.len() > 1;
                    return Read::Yes { length: self.at, suffix: suffix.chars().collect(), bent };
                }
                Step::Out => unsure = true,
                Step::Other => {}
            }
        }
        self.at = length;
        if unsure {
            return Read::Maybe;
        }
        // No bracket follows. The number has to end here; a plural `s` may follow it.
        let word = |c: char| c.is_alphanumeric() || c == '_';
        match (self.peek(0), self.peek(1)) {
            (Some('s'), None) if !self.ended => return Read::Maybe,
            (Some('s'), next) if !next.is_some_and(word) => {}
            (Some(c), _) if word(c) => return Read::No,
            _ => {}
        }
        Read::Yes { length, suffix: Vec::new(), bent: true }
    }
}
