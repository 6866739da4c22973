//! Words that stand for letters, read as letters: `Quebec Uniform Alfa`, `M comme Marcel`, `S as in Sam`, `double L`.
//!
//! The words of some twenty spelling alphabets stand in `assets/words/spelling.txt`; behind `as in` and its like any word with
//! the right initial does. Digits and number words between are kept, for [`super::spoken`] to read. Not for deciding whether
//! the letters are a value: letters one by one are matched like any that are spaced out.

use std::ops::Range;

use super::spoken::{is_number, near};
use super::{Derived, View, Words};
use crate::boundary::words::is_spelling;

/// Letters that make a run worth reading, if words say them all; one more where they do not.
const FEWEST: usize = 3;
/// The longest gap between two words of a run (`, \n> `).
const WIDEST: usize = 6;

/// Words between a letter and the word that explains it.
const AS_IN: &[&str] =
    &["as", "like", "for", "wie", "comme", "de", "d", "como", "come", "di", "van", "jak", "ako", "gibi", "of", "som"];
/// A letter said twice.
const TWICE: &[&str] = &["double", "doppel", "zweimal", "twice", "doble", "doppio", "dubbel"];
/// The same, in front of a plural only: `two Ls`, but `C two R`.
const TWO: &[&str] = &["two", "zwei", "deux", "dos", "due", "twee"];
/// Words between letters that are none.
const FILLERS: &[&str] = &[
    "and",
    "und",
    "et",
    "y",
    "then",
    "dann",
    "puis",
    "luego",
    "capital",
    "uppercase",
    "upper",
    "lowercase",
    "lower",
    "small",
    "big",
    "gross",
    "grosses",
    "klein",
    "kleines",
    "majuscule",
    "minuscule",
    "mayuscula",
    "minuscula",
    "case",
    "letter",
    "lettre",
    "letra",
    "buchstabe",
    "umlaut",
    "stop",
    "dash",
    "hyphen",
    "strich",
    "bindestrich",
    "tiret",
    "guion",
    "space",
    "leerzeichen",
    "espace",
    "espacio",
    "nochmal",
    "again",
    "encore",
    "another",
    "accent",
    "aigu",
    "grave",
    "acute",
    "circonflexe",
    "trema",
    "cedille",
    "diaeresis",
];

/// A piece of a run: what it says (`None`: as it stands), and where.
struct Piece {
    says: Option<&'static str>,
    bytes: Range<usize>,
    /// It is a letter.
    letter: bool,
}

/// The text with its spelling words as letters, where they stand in runs; `None` if nothing is spelled.
pub(crate) fn read(text: &str, view: &View) -> Option<Derived> {
    let mut reader = Reader { text, view, run: Vec::new(), evidence: 0, pending: 0, out: None, copied: 0 };
    let mut words = view.words();
    let mut ahead = words.next();
    while let Some(span) = ahead {
        let next = words.next();
        let used = reader.take(&span, next.as_ref(), &words);
        ahead = next;
        for _ in 0..used {
            ahead = words.next();
        }
    }
    reader.flush();
    let mut out = reader.out?;
    near(text, reader.copied..text.len(), &mut out);
    Some(out)
}

struct Reader<'t> {
    text: &'t str,
    view: &'t View,
    run: Vec<Piece>,
    /// Letters of the run that were said by something else than themselves.
    evidence: usize,
    /// Pieces at the end of the run that only count with a letter behind them.
    pending: usize,
    out: Option<Derived>,
    copied: usize,
}

impl Reader<'_> {
    /// Takes a word into the run, or ends it. Returns how many of the words behind it were read with it.
    fn take(&mut self, span: &Range<usize>, next: Option<&Range<usize>>, rest: &Words<'_>) -> usize {
        let folded = self.view.text().get(span.clone()).unwrap_or_default();
        let single = folded.len() == 1;
        // Cheap first: most words are neither letters nor of an alphabet, and nothing is being spelled.
        let listed = !single && is_spelling(folded);
        let twice = matches!(folded.len(), 3..=7) && (TWICE.contains(&folded) || TWO.contains(&folded));
        if self.run.is_empty() && !single && !listed && !twice {
            return 0;
        }
        let Some(bytes) = self.view.back(span.clone(), self.text) else { return 0 };
        if !self.is_tied(&bytes) {
            self.flush();
        }
        if twice
            && let Some((letter, whole)) =
                next.and_then(|next| self.letter_of(next, bytes.start, TWO.contains(&folded)))
        {
            // `double u` is a letter of its own, and so is `double v`.
            if matches!((folded, letter), ("double", "u" | "v")) {
                self.push(Some("w"), whole, true);
            } else {
                self.push(Some(letter), whole.clone(), true);
                self.push(Some(letter), whole, true);
            }
            self.evidence += 2;
            return 1;
        }
        if single {
            return self.letter(folded, bytes, next, rest);
        }
        if listed {
            // `S Siegfried`, `S = Siegfried`: one letter, said twice.
            let said = letter(folded);
            let again = folded.len() > 1
                && self.pending == 0
                && self.run.last().is_some_and(|last| last.says.is_none() && last.letter && self.is(last, said));
            if again {
                if let Some(last) = self.run.last_mut() {
                    last.says = Some(said);
                    last.bytes.end = bytes.end;
                }
            } else {
                self.push(Some(said), bytes, true);
            }
            self.evidence += 1;
            self.pending = 0;
            return 0;
        }
        // `X-ray`
        if folded == "ray" && self.run.last().is_some_and(|last| self.is(last, "x")) {
            if let Some(last) = self.run.last_mut() {
                last.says = Some("x");
                last.bytes.end = bytes.end;
            }
            self.evidence += 1;
            return 0;
        }
        if self.run.is_empty() {
            return 0;
        }
        if folded.bytes().all(|byte| byte.is_ascii_digit()) && folded.len() <= 6
            || is_number(folded)
            || twice && next.is_some_and(|next| is_number(self.view.text().get(next.clone()).unwrap_or_default()))
        {
            self.push(None, bytes, false);
            self.pending = 0;
        } else if FILLERS.contains(&folded) && self.pending < 2 {
            self.push(Some(""), bytes, false);
            self.pending += 1;
        } else {
            self.flush();
        }
        0
    }

    /// A letter by itself, or with the word that explains it.
    fn letter(&mut self, folded: &str, bytes: Range<usize>, next: Option<&Range<usize>>, rest: &Words<'_>) -> usize {
        let word = |span: &Range<usize>| self.view.text().get(span.clone()).unwrap_or_default();
        let explained = next.filter(|next| AS_IN.contains(&word(next))).and_then(|_| {
            let mut rest = rest.clone();
            // `as in`, `wie in`, `comme dans`, `de la`
            for used in 1..=3 {
                let span = rest.next()?;
                let said = word(&span);
                // First, since `in` begins with an i too.
                if ["in", "im", "dans", "en", "the", "la", "le", "el", "der", "die", "das"].contains(&said) {
                    continue;
                }
                return (said.len() > 1 && said.starts_with(folded)).then_some((used, span));
            }
            None
        });
        let said = letter(folded);
        if let Some((used, span)) = explained
            && let Some(whole) = self.view.back(span, self.text)
            && whole.end.saturating_sub(bytes.end) <= 40
        {
            self.push(Some(said), bytes.start..whole.end, true);
            self.evidence += 1;
            self.pending = 0;
            return used + 1;
        }
        // `Alfa - A`: said before.
        self.push(None, bytes, !folded.bytes().all(|byte| byte.is_ascii_digit()));
        self.pending = 0;
        0
    }

    /// The letter a word is or stands for, with everything from `start` on.
    fn letter_of(&self, span: &Range<usize>, start: usize, only_plural: bool) -> Option<(&'static str, Range<usize>)> {
        let folded = self.view.text().get(span.clone())?;
        let plural = folded.len() == 2 && folded.ends_with('s');
        if !(plural || !only_plural && (folded.len() == 1 || is_spelling(folded)))
            || folded.bytes().all(|byte| byte.is_ascii_digit())
        {
            return None;
        }
        let bytes = self.view.back(span.clone(), self.text)?;
        (bytes.start.saturating_sub(start) <= 14).then(|| (letter(folded), start..bytes.end))
    }

    fn is(&self, piece: &Piece, letter: &str) -> bool {
        piece.says == Some(letter)
            || piece.says.is_none()
                && self.text.get(piece.bytes.clone()).is_some_and(|said| said.eq_ignore_ascii_case(letter))
    }

    /// Whether a word follows the run closely enough to belong to it.
    fn is_tied(&self, bytes: &Range<usize>) -> bool {
        self.run.last().is_none_or(|last| {
            let gap = self.text.get(last.bytes.end..bytes.start).unwrap_or_default();
            gap.chars().count() <= WIDEST
                && gap.chars().all(|c| c.is_whitespace() || ",-–—/·•;.:=()>|+*\"'‑_".contains(c))
        })
    }

    fn push(&mut self, says: Option<&'static str>, bytes: Range<usize>, letter: bool) {
        if letter {
            self.pending = 0;
        }
        self.run.push(Piece { says, bytes, letter });
    }

    /// Writes the run, if it spells something, and forgets it.
    fn flush(&mut self) {
        let keep = self.run.len().saturating_sub(self.pending);
        self.run.truncate(keep);
        let letters = self.run.iter().filter(|piece| piece.letter).count();
        let long = self.run.len() > FEWEST || self.evidence >= FEWEST;
        let spelled = self.evidence > 0 && letters > 0 && long;
        if let (true, Some(first), Some(last)) = (spelled, self.run.first(), self.run.last()) {
            let (start, end) = (first.bytes.start, last.bytes.end);
            let out = self.out.get_or_insert_with(|| Derived::with_capacity(64));
            near(self.text, self.copied..start, out);
            for (index, piece) in self.run.iter().enumerate() {
                if piece.says == Some("") {
                    continue;
                }
                if index > 0 {
                    out.push(" ", &(piece.bytes.start..piece.bytes.start));
                }
                match piece.says {
                    Some(says) => out.push(says, &piece.bytes),
                    None => out.keep(self.text.get(piece.bytes.clone()).unwrap_or_default(), piece.bytes.start),
                }
            }
            self.copied = end;
        }
        self.run.clear();
        self.evidence = 0;
        self.pending = 0;
    }
}

/// The letters a word of an alphabet stands for: its first, with the exceptions of German.
fn letter(word: &str) -> &'static str {
    const LETTERS: [&str; 26] = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v",
        "w", "x", "y", "z",
    ];
    match word {
        "eszett" => return "ss",
        "schule" => return "sch",
        "charlotte" | "chocolate" => return "ch",
        "llobregat" => return "ll",
        "igrek" => return "y",
        _ => {}
    }
    let index = word.bytes().next().and_then(|byte| byte.checked_sub(b'a'));
    index.and_then(|index| LETTERS.get(usize::from(index))).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary::view::Reading;

    fn said(text: &str) -> String {
        read(text, &View::new(Reading::Plain, text)).map(|derived| derived.text.to_string()).unwrap_or_default()
    }

    #[test]
    fn reads_spelling_words_as_letters() {
        for (text, expected) in [
            ("Quebec Uniform Alfa Sierra.", "q u a s."),
            ("it is Wilhelm, Ida, Nordpol!", "it is w i n!"),
            ("Zwickau-Unna-Berlin", "z u b"),
            ("S as in Sam, I as in India and O as in the orange", "s i o"),
            ("M comme Marcel, A comme Anatole, R comme Raoul", "m a r"),
            ("B de Barcelona, E de España, L de León", "b e l"),
            ("N wie Nordpol A wie Anton", ""),
            ("H, O, double L, E, R", "H O l l E R"),
            ("H O doppel-L E", "H O l l E"),
            ("H O zweimal Ludwig E", "H O l l E"),
            ("H O two Ls E", "H O l l E"),
            ("Charlie four Juliett X-ray 80 Tango", "c four j x 80 t"),
            ("S (Siegfried) K (Kaufmann) O (Otto)", "s k o)"),
            ("Alfa, small bravo, capital Charlie", "a b c"),
            ("A, double-u, E, R", "A w E R"),
            ("Eszett, Schule, Anton", "ss sch a"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn leaves_prose_alone() {
        for text in [
            "Victor went to the hotel in Lima.",
            "A hotel in Berlin, a golf course and a tango lesson",
            "double the amount, as in the past",
            "Maria and Peter said: I like it as a gift",
            "a b c d",
        ] {
            assert_eq!(said(text), "", "{text}");
        }
    }
}
