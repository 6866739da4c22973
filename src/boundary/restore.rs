//! Puts private values back into an answer while it streams.
//!
//! One pass over what was received: restored text is never looked at again, nothing is restored inside URLs, and only what
//! may still become a known placeholder is held back. Unknown placeholders are reported, not guessed.

use std::collections::VecDeque;

use zeroize::Zeroizing;

use super::vault::Vault;

/// Something restore has to tell.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// A placeholder form this run never minted.
    Unknown {
        /// As it stood in the answer.
        text: String,
    },
    /// A placeholder that was minted but came back bent (case, missing bracket); restored all the same.
    Lenient {
        /// The placeholder as minted.
        placeholder: String,
    },
}

/// One placeholder that may be restored.
struct Known {
    placeholder: String,
    kind: Vec<char>,
    number: Vec<char>,
    value: Zeroizing<String>,
}

/// Streaming restore over the placeholders that crossed. Holds back only the longest suffix that could still become one.
pub struct Restorer {
    known: Vec<Known>,
    held: VecDeque<char>,
    /// The last character received and dealt with: a bare placeholder has to begin a word.
    last: Option<char>,
    in_url: bool,
    watch: Watch,
    notes: Vec<Note>,
}

impl std::fmt::Debug for Restorer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let placeholders: Vec<_> = self.known.iter().map(|known| &known.placeholder).collect();
        f.debug_struct("Restorer")
            .field("placeholders", &placeholders)
            .field("notes", &self.notes)
            .finish_non_exhaustive()
    }
}

/// What stands at the front of the held text.
enum Front {
    /// Nothing known can begin here.
    Literal,
    /// It may become something known: wait.
    Unsure,
    /// `length` characters are a placeholder, bent or not; `suffix` of them (`'s` inside the brackets) stay.
    Placeholder { known: usize, length: usize, suffix: Vec<char>, bent: bool },
    /// A URL begins.
    Url,
}

impl Restorer {
    /// Restores only `placeholders` (those of [`super::gate::Cleared::placeholders`]) with the vault's values.
    #[must_use]
    pub fn new(vault: &Vault, placeholders: &[String]) -> Self {
        let known = placeholders.iter().filter_map(|placeholder| {
            let (kind, number) = placeholder.strip_prefix('[')?.strip_suffix(']')?.rsplit_once('_')?;
            Some(Known {
                placeholder: placeholder.clone(),
                kind: kind.chars().collect(),
                number: number.chars().collect(),
                value: Zeroizing::new(vault.value_of(placeholder)?.to_owned()),
            })
        });
        Self {
            known: known.collect(),
            held: VecDeque::new(),
            last: None,
            in_url: false,
            watch: Watch::default(),
            notes: Vec::new(),
        }
    }

    /// Feeds a piece of the answer as received; returns the restored text that is certain so far.
    pub fn push(&mut self, piece: &str) -> String {
        self.held.extend(piece.chars());
        self.drain(false)
    }

    /// Ends the stream; returns the rest and everything there is to tell.
    #[must_use]
    pub fn finish(mut self) -> (String, Vec<Note>) {
        let rest = self.drain(true);
        (rest, self.notes)
    }

    fn drain(&mut self, ended: bool) -> String {
        let mut out = String::new();
        while let Some(front) = self.held.front().copied() {
            if self.in_url {
                self.in_url = !front.is_whitespace();
                self.literal(&mut out, false);
                continue;
            }
            match self.look(front, ended) {
                Front::Unsure => break,
                Front::Literal => self.literal(&mut out, true),
                Front::Url => {
                    self.in_url = true;
                    self.watch = Watch::default();
                    self.literal(&mut out, false);
                }
                Front::Placeholder { known, length, suffix, bent } => {
                    self.restore(known, length, &suffix, bent, &mut out);
                }
            }
        }
        out
    }

    /// Passes one character on as it is.
    fn literal(&mut self, out: &mut String, watched: bool) {
        let Some(c) = self.held.pop_front() else { return };
        out.push(c);
        self.last = Some(c);
        if watched
            && let Some(text) = self.watch.push(c)
            && !self.notes.iter().any(|note| matches!(note, Note::Unknown { text: known } if *known == text))
        {
            self.notes.push(Note::Unknown { text });
        }
    }

    fn restore(&mut self, known: usize, length: usize, suffix: &[char], bent: bool, out: &mut String) {
        self.watch = Watch::default();
        self.last = self.held.drain(..length).next_back();
        let Some(known) = self.known.get(known) else { return };
        out.push_str(&known.value);
        out.extend(suffix);
        let told = |note: &Note| matches!(note, Note::Lenient { placeholder } if *placeholder == known.placeholder);
        if bent && !self.notes.iter().any(told) {
            self.notes.push(Note::Lenient { placeholder: known.placeholder.clone() });
        }
    }

    fn look(&self, front: char, ended: bool) -> Front {
        let mut unsure = false;
        if front.eq_ignore_ascii_case(&'h') {
            match url(&self.held, ended) {
                Some(true) => return Front::Url,
                None => unsure = true,
                Some(false) => {}
            }
        }
        let begins_word = !self.last.is_some_and(|c| c.is_alphanumeric() || c == '_');
        if front != '[' && front != '\\' && !(begins_word && front.is_ascii_uppercase()) {
            return if unsure { Front::Unsure } else { Front::Literal };
        }
        for (index, known) in self.known.iter().enumerate() {
            match Form::read(known, &self.held, ended) {
                Read::Yes { length, suffix, bent } => {
                    return Front::Placeholder { known: index, length, suffix, bent };
                }
                Read::Maybe => unsure = true,
                Read::No => {}
            }
        }
        if unsure { Front::Unsure } else { Front::Literal }
    }
}

/// Whether `http://` or `https://` begins here; `None` if more text decides.
fn url(held: &VecDeque<char>, ended: bool) -> Option<bool> {
    let mut open = false;
    for scheme in ["http://", "https://"] {
        let matching = scheme.chars().zip(held).take_while(|(want, have)| have.eq_ignore_ascii_case(want)).count();
        if matching == scheme.len() {
            return Some(true);
        }
        open |= matching == held.len();
    }
    if open && !ended { None } else { Some(false) }
}

enum Read {
    Yes { length: usize, suffix: Vec<char>, bent: bool },
    Maybe,
    No,
}

/// Reads one known placeholder at the front of a text, in any of the forms models bend it into:
/// `[person_1]`, `[PERSON 1]`, `[PERSON_1`, `PERSON_1]`, `PERSON_1`, `[PERSON_1's]`, `\[PERSON\_1\]`.
struct Form<'t> {
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
    fn read(known: &Known, text: &VecDeque<char>, ended: bool) -> Read {
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
        for (suffix, close) in [("", "]"), ("", "\\]"), ("s", "]"), ("'s", "]"), ("’s", "]"), ("'", "]"), ("’", "]")]
        {
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

/// Watches what is passed on for `[KIND_9]`: the shape of a placeholder, but none that crossed.
#[derive(Default)]
struct Watch {
    shape: Option<String>,
}

impl Watch {
    /// Longer names in brackets are something else.
    const LONGEST: usize = 48;

    /// Feeds a character; returns a whole placeholder shape when it ends.
    fn push(&mut self, c: char) -> Option<String> {
        if c == '[' {
            self.shape = Some("[".to_owned());
            return None;
        }
        let shape = self.shape.as_mut()?;
        shape.push(c);
        if c == ']' {
            return self.shape.take().filter(|shape| is_placeholder(shape));
        }
        if !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_') || shape.len() > Self::LONGEST {
            self.shape = None;
        }
        None
    }
}

fn is_placeholder(shape: &str) -> bool {
    let inner = shape.trim_start_matches('[').trim_end_matches(']');
    inner.rsplit_once('_').is_some_and(|(kind, number)| {
        kind.starts_with(|c: char| c.is_ascii_uppercase())
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;
    use crate::boundary::vault::Origin;
    use proptest::prelude::*;

    fn vault() -> (Vault, Vec<String>) {
        let mut vault = Vault::default();
        let values = [("PERSON", "Anna Müller"), ("PERSON", "Bob [PERSON_1]"), ("API_KEY", "sk-1"), ("PLACE", "Köln")];
        let mut placeholders: Vec<String> =
            values.iter().map(|(kind, value)| vault.add(kind, value, Origin::Term).unwrap()).collect();
        for filler in 3..=12 {
            placeholders.push(vault.add("PERSON", &format!("Person Nr {filler}x"), Origin::Term).unwrap());
        }
        // One that never crossed.
        vault.add("SECRET", "hidden", Origin::Term);
        (vault, placeholders)
    }

    fn restore(pieces: &[&str]) -> (String, Vec<Note>) {
        let (vault, placeholders) = vault();
        let mut restorer = Restorer::new(&vault, &placeholders);
        let mut out = String::new();
        for piece in pieces {
            out.push_str(&restorer.push(piece));
        }
        let (rest, notes) = restorer.finish();
        (out + &rest, notes)
    }

    fn lenient(placeholder: &str) -> Note {
        Note::Lenient { placeholder: placeholder.to_owned() }
    }

    fn unknown(text: &str) -> Note {
        Note::Unknown { text: text.to_owned() }
    }

    #[test]
    fn restores_known_forms() {
        let exact: &[(&str, &str)] = &[
            ("Hi [PERSON_1].", "Hi Anna Müller."),
            ("[PERSON_1][PLACE_1]", "Anna MüllerKöln"),
            ("[PERSON_1]'s, [PERSON_1]s", "Anna Müller's, Anna Müllers"),
            ("**[PERSON_1]**", "**Anna Müller**"),
            ("[PERSON_12]", "Person Nr 12x"),
            ("[[PERSON_1]]", "[Anna Müller]"),
            ("[PERSON_2]", "Bob [PERSON_1]"),
            ("[API_KEY_1]", "sk-1"),
            ("no placeholders, [a link] and x[1]", "no placeholders, [a link] and x[1]"),
            (
                "see https://x.org/[PERSON_1]?q=PERSON_1 for [PLACE_1]",
                "see https://x.org/[PERSON_1]?q=PERSON_1 for Köln",
            ),
            ("HTTP://x/[PERSON_1]\n[PLACE_1]", "HTTP://x/[PERSON_1]\nKöln"),
            (
                "XPERSON_1 person_1 MY_PERSON_1 PERSON_1_2 PERSON_123x",
                "XPERSON_1 person_1 MY_PERSON_1 PERSON_1_2 PERSON_123x",
            ),
            ("http [PLACE_1]", "http Köln"),
        ];
        for (text, expected) in exact {
            assert_eq!(restore(&[text]), ((*expected).to_owned(), vec![]), "{text}");
        }
        let bent: &[(&str, &str, &str)] = &[
            ("[person_1]", "Anna Müller", "[PERSON_1]"),
            ("[Person 1] x", "Anna Müller x", "[PERSON_1]"),
            ("[PERSON-1]", "Anna Müller", "[PERSON_1]"),
            ("[PERSON_1 is", "Anna Müller is", "[PERSON_1]"),
            ("PERSON_1] is", "Anna Müller is", "[PERSON_1]"),
            ("to PERSON_1.", "to Anna Müller.", "[PERSON_1]"),
            ("PERSON_1", "Anna Müller", "[PERSON_1]"),
            ("PERSON_1's", "Anna Müller's", "[PERSON_1]"),
            ("two PERSON_1s.", "two Anna Müllers.", "[PERSON_1]"),
            ("[PERSON_1's] car", "Anna Müller's car", "[PERSON_1]"),
            ("[PERSON_1s]", "Anna Müllers", "[PERSON_1]"),
            ("\\[PERSON\\_1\\]", "Anna Müller", "[PERSON_1]"),
            ("[api_key_1]", "sk-1", "[API_KEY_1]"),
            ("[PERSON_12", "Person Nr 12x", "[PERSON_12]"),
        ];
        for (text, expected, placeholder) in bent {
            assert_eq!(restore(&[text]), ((*expected).to_owned(), vec![lenient(placeholder)]), "{text}");
        }
    }

    #[test]
    fn reports_unknown_placeholders_once_and_keeps_them() {
        let text = "[PERSON_99] [SECRET_1] [PERSON_99] [X_1y] [ABC] [_1] [KIND_] [note_1]";
        assert_eq!(restore(&[text]), (text.to_owned(), vec![unknown("[PERSON_99]"), unknown("[SECRET_1]")]));
        // What a value contains is never looked at again.
        assert_eq!(restore(&["[PERSON_2] [PERSON_2]"]).1, vec![]);
        assert_eq!(restore(&["[person_1] [Person_1]"]).1, vec![lenient("[PERSON_1]")]);
    }

    #[test]
    fn holds_back_only_what_may_become_a_placeholder() {
        let (vault, placeholders) = vault();
        let mut restorer = Restorer::new(&vault, &placeholders);
        assert_eq!(restorer.push("Hello [x] and ["), "Hello [x] and ");
        assert_eq!(restorer.push("PER"), "");
        assert_eq!(restorer.push("IOD] and [UNKNOWN_1"), "[PERIOD] and [UNKNOWN_1");
        assert_eq!(restorer.push("] for [PERSON_1"), "] for ");
        assert_eq!(restorer.push("]!"), "Anna Müller!");
        assert_eq!(restorer.push(" [PLACE_"), " ");
        assert_eq!(restorer.finish(), ("[PLACE_".to_owned(), vec![unknown("[UNKNOWN_1]")]));
    }

    #[test]
    fn debug_shows_no_value() {
        let (vault, placeholders) = vault();
        assert!(!format!("{:?}", Restorer::new(&vault, &placeholders)).contains("Anna"));
    }

    /// The same contract over a whole text, by regular expressions: an independent reading to compare with.
    fn oracle(text: &str) -> (String, Vec<Note>) {
        let (vault, placeholders) = vault();
        let token = regex::Regex::new(
            r"(?P<url>(?i:https?)://\S*)|(?P<open>\\?\[)(?P<k1>(?i:PERSON|API(?:\\?_|[ -])KEY|PLACE))(?:\\?_|[ -])(?P<n1>\d+)(?:(?P<s1>s|['’]s?)\]|(?P<c1>\\?\])|(?P<o1>))|(?P<k2>PERSON|API\\?_KEY|PLACE)\\?_(?P<n2>\d+)(?:(?P<s2>s|['’]s?)\]|(?P<c2>\\?\])|(?P<o2>))|(?P<unknown>\[[A-Z][A-Z0-9_]*_\d+\])",
        )
        .unwrap();
        let shape = regex::Regex::new(r"^\[[A-Z][A-Z0-9_]*_\d+\]").unwrap();
        let (mut out, mut notes, mut at) = (String::new(), Vec::new(), 0);
        let note = |notes: &mut Vec<Note>, note: Note| {
            if !notes.contains(&note) {
                notes.push(note);
            }
        };
        while let Some(captures) = token.captures_at(text, at) {
            let whole = captures.get(0).unwrap();
            out.push_str(&text[at..whole.start()]);
            let skip = |out: &mut String| {
                let first = text[whole.start()..].chars().next().unwrap();
                out.push(first);
                whole.start() + first.len_utf8()
            };
            if captures.name("url").is_some() {
                out.push_str(whole.as_str());
                at = whole.end();
                continue;
            }
            let before = text[..whole.start()].chars().next_back();
            let bare = captures.name("k2").is_some();
            let kind = captures.name("k1").or(captures.name("k2"));
            let number = captures.name("n1").or(captures.name("n2"));
            let placeholder = kind.zip(number).map(|(kind, number)| {
                let kind = kind.as_str().replace('\\', "").replace([' ', '-'], "_").to_uppercase();
                format!("[{kind}_{}]", number.as_str())
            });
            let known = placeholder.clone().filter(|placeholder| placeholders.contains(placeholder));
            let word = |c: char| c.is_alphanumeric() || c == '_';
            let rest: Vec<char> = text[whole.end()..].chars().take(2).collect();
            let open_ended = captures.name("o1").is_some() || captures.name("o2").is_some();
            let ends = !open_ended
                || match rest.as_slice() {
                    ['s'] | [] => true,
                    ['s', next] | [next, ..] => !word(*next),
                };
            if let Some(placeholder) = known.filter(|_| ends && !(bare && before.is_some_and(word))) {
                out.push_str(vault.value_of(&placeholder).unwrap());
                out.push_str(captures.name("s1").or(captures.name("s2")).map_or("", |s| s.as_str()));
                if whole.as_str() != placeholder {
                    note(&mut notes, lenient(&placeholder));
                }
                at = whole.end();
            } else {
                if let Some(shape) = shape.find(&text[whole.start()..]) {
                    note(&mut notes, unknown(shape.as_str()));
                }
                at = skip(&mut out);
            }
        }
        out.push_str(&text[at..]);
        (out, notes)
    }

    fn answer() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            3 => prop::sample::select(vec![
                "[PERSON_1]", "[PERSON_12]", "[person_1]", "[Person 2]", "PERSON_1", "[PERSON_1", "PERSON_1]", "[PLACE_1]",
                "[API_KEY_1]", "API_KEY_1", "[PERSON_1's]", "PERSON_1s", "[SECRET_1]", "[UNKNOWN_1]", "[PERSON_99]", "\\[PERSON\\_1\\]",
                "[[PERSON_1]]", "[PERSON_", "[PERSON_1_2]", "[", "]", "_1", "s", "'s", "\\", "http://", "https://x/", "h", "PER",
            ]).prop_map(str::to_owned),
            2 => prop::sample::select(vec![" ", "\n", ".", ", ", "x", "ü", "1", "word "]).prop_map(str::to_owned),
        ];
        prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]
        #[test]
        fn any_split_gives_the_same(text in answer(), cuts in prop::collection::vec(0usize..80, 0..8)) {
            let whole = restore(&[&text]);
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).filter(|cut| text.is_char_boundary(*cut)).collect();
            cuts.sort_unstable();
            let mut pieces = Vec::new();
            let mut at = 0;
            for cut in cuts {
                pieces.push(&text[at..cut]);
                at = cut;
            }
            pieces.push(&text[at..]);
            prop_assert_eq!(restore(&pieces), whole.clone());
            let single: Vec<String> = text.chars().map(String::from).collect();
            prop_assert_eq!(restore(&single.iter().map(String::as_str).collect::<Vec<_>>()), whole);
        }

        #[test]
        fn agrees_with_a_whole_text_reading(text in answer()) {
            prop_assert_eq!(restore(&[&text]), oracle(&text), "{}", text);
        }
    }

    /// A vault of any size, whose values look like placeholders themselves now and then.
    fn sized(size: usize) -> (Vault, Vec<String>) {
        let mut vault = Vault::default();
        let kinds = ["PERSON", "PLACE", "PERSON_NAME", "P"];
        let mut placeholders = Vec::new();
        for number in 0..size {
            let value = match number % 5 {
                0 => format!("[{}_{}]x{number}", kinds[number % 4], number / 2),
                1 => format!("a[PERSON_{number}"),
                2 => format!("http://h{number}/"),
                _ => format!("value{number}v"),
            };
            placeholders.extend(vault.add(kinds[number % kinds.len()], &value, Origin::Given));
        }
        (vault, placeholders)
    }

    /// A piece of an answer: a placeholder of the vault (or of none), bent in some way, or text between.
    fn piece(kind: usize, number: usize, bend: usize) -> String {
        let kind = ["PERSON", "PLACE", "PERSON_NAME", "P", "UNKNOWN"][kind % 5];
        match bend {
            0..=2 => format!("[{kind}_{number}]"),
            3 => format!("[{}_{number}]", kind.to_lowercase()),
            4 => format!("[{kind} {number}]"),
            5 => format!("[{kind}_{number}"),
            6 => format!("{kind}_{number}]"),
            7 => format!("{kind}_{number}"),
            8 => format!("[{kind}_{number}'s]"),
            9 => format!("\\[{kind}\\_{number}\\]"),
            10 => format!("[[{kind}_{number}]]"),
            11 => format!("[{kind}_[{kind}_{number}]]"),
            12 => format!("https://x/[{kind}_{number}] "),
            13 => format!("[{kind}_{number}_{number}]"),
            14 => format!("[{kind}_0{number}]"),
            15 => format!(" {kind}_{number}s, "),
            16 => "[".to_owned(),
            17 => "\n".to_owned(),
            _ => " wörd ".to_owned(),
        }
    }

    fn run(vault: &Vault, placeholders: &[String], pieces: &[&str]) -> (String, Vec<Note>) {
        let mut restorer = Restorer::new(vault, placeholders);
        let mut out = String::new();
        for piece in pieces {
            out.push_str(&restorer.push(piece));
        }
        let (rest, notes) = restorer.finish();
        (out + &rest, notes)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_split_of_any_answer_gives_the_same(
            size in 0usize..=50,
            parts in prop::collection::vec((0usize..5, 0usize..60, 0usize..20), 0..16),
        ) {
            let (vault, placeholders) = sized(size);
            let text: String = parts.iter().map(|(kind, number, bend)| piece(*kind, *number, *bend)).collect();
            let whole = run(&vault, &placeholders, &[&text]);
            // At every place, and one character at a time.
            for (cut, _) in text.char_indices() {
                let (head, tail) = text.split_at(cut);
                prop_assert_eq!(&run(&vault, &placeholders, &[head, tail]), &whole);
            }
            let single: Vec<String> = text.chars().map(String::from).collect();
            prop_assert_eq!(&run(&vault, &placeholders, &single.iter().map(String::as_str).collect::<Vec<_>>()), &whole);
        }

        #[test]
        fn holds_back_no_more_than_a_beginning_of_something_known(
            size in 0usize..=50,
            parts in prop::collection::vec((0usize..5, 0usize..15, 0usize..20), 0..20),
        ) {
            let (vault, placeholders) = sized(size);
            let longest = placeholders.iter().map(std::string::String::len).max().unwrap_or(0);
            let mut restorer = Restorer::new(&vault, &placeholders);
            for (kind, number, bend) in parts {
                restorer.push(&piece(kind, number, bend));
                // A bent form is a few characters longer: a backslash before each mark, a possessive.
                prop_assert!(restorer.held.len() <= (longest + 8).max("https://".len()), "{:?}", restorer.held.len());
            }
        }
    }
}
