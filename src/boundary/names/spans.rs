//! From words and guesses to spans: whole words, names of several words as one, and no word that only looks like a name.
//! Pure.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::common::{is_also_a_word, is_no_name};
use super::label::{Family, Guess, Label};
use super::words::Word;
use crate::boundary::view::fold::fold;
use crate::boundary::words;

/// Something found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Bytes of the text.
    pub(super) bytes: Range<usize>,
    pub(super) what: What,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Person,
    Address,
    City,
    Region,
    Number(&'static str),
}

impl What {
    /// Its kind in findings and placeholders.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Address => "ADDRESS",
            Self::City => "CITY",
            Self::Region => "REGION",
            Self::Number(kind) => kind,
        }
    }
}

/// A name written in small letters has to be this sure: ordinary words are, mostly.
const SURE_IN_LOWER_CASE: f32 = 0.95;

/// Words that stand between the parts of one name.
const PARTICLES: &[&str] = &[
    "af", "al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e", "el", "ibn",
    "la", "las", "le", "los", "of", "ten", "ter", "van", "vom", "von", "y", "zu", "zum", "zur",
];

/// How sure the model has to be of a word beside a name to take it as a part of it.
const BESIDE: f32 = 0.05;

/// How firmly a word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hold {
    /// As a name.
    Firm,
    /// As a part of one beside it.
    Beside,
    /// Only between parts of one: an initial; a number, at the head of an address too.
    Between,
}

/// A word that counts.
struct Part {
    bytes: Range<usize>,
    label: Label,
    hold: Hold,
}

/// Parts that belong together.
struct Group {
    family: Family,
    parts: Vec<Part>,
}

/// The spans in one sentence.
pub(super) fn spans(text: &str, words: &[Word], guesses: &[Guess]) -> Vec<Found> {
    let mut groups: Vec<Group> = Vec::new();
    for (word, guess) in words.iter().zip(guesses) {
        let Some((family, label, hold)) = counts(text, word, *guess) else { continue };
        let bytes = whole(text, word.bytes.clone());
        let last = groups.last().and_then(|group| group.parts.last()).map(|part| part.bytes.clone());
        let gap = last.map(|last| {
            let before = text.get(last.clone()).unwrap_or_default();
            (before, text.get(last.end..bytes.start).unwrap_or_default())
        });
        let part = Part { bytes, label, hold };
        match groups.last_mut() {
            Some(group) if group.family == family && gap.is_some_and(|(before, gap)| joins(family, before, gap)) => {
                group.parts.push(part);
            }
            _ => groups.push(Group { family, parts: vec![part] }),
        }
    }
    groups.iter().filter_map(|group| found(text, group)).collect()
}

/// Whether a word counts, as what and how firmly.
fn counts(text: &str, word: &Word, guess: Guess) -> Option<(Family, Label, Hold)> {
    let written = text.get(word.bytes.clone())?;
    let mut chars = written.chars();
    let first = chars.next()?;
    // A part of an identifier (`load_A`, `[PERSON_1]`) is no name.
    let before = text.get(..word.bytes.start)?.chars().next_back();
    let after = text.get(word.bytes.end..)?.chars().next();
    if !first.is_alphanumeric() || before == Some('_') || after == Some('_') {
        return None;
    }
    if let Some((label, (family, least))) = guess.label.and_then(|label| Some((label, label.family()?))) {
        let named = matches!(label, Label::Given | Label::Surname | Label::City | Label::State);
        let small = first.is_lowercase() && guess.sure < SURE_IN_LOWER_CASE;
        let least = if matches!(label, Label::City | Label::State) && opens_line(text, word.bytes.start) {
            least.max(SURE_IN_LOWER_CASE)
        } else {
            least
        };
        if guess.sure >= least && !(named && (first.is_numeric() || small)) {
            return Some((family, label, Hold::Firm));
        }
        let beside = matches!(family, Family::Person | Family::Place) && !(named && first.is_numeric());
        if beside && guess.sure >= BESIDE && !first.is_lowercase() && written.chars().count() > 1 {
            return Some((family, label, Hold::Beside));
        }
    }
    if first.is_uppercase() && chars.next().is_none() {
        return Some((Family::Person, Label::Given, Hold::Between));
    }
    let number = written.len() <= 6 && written.bytes().all(|byte| byte.is_ascii_digit());
    number.then_some((Family::Place, Label::Building, Hold::Between))
}

/// Whether a place opens a line or an item of a list, where any word has a capital (`- Kettle, 49 €`).
fn opens_line(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
    head.ends_with(['\n', '-', '*', '•'])
}

/// Whether a word belongs to the one before it, with this between them.
fn joins(family: Family, before: &str, gap: &str) -> bool {
    let plain = |c: char, marks: &str| marks.contains(c) || (c.is_whitespace() && c != '\n');
    let marks = match family {
        Family::Person => ".'’-‐‑",
        Family::Place => ",.'’-‐‑#/°º\n",
        Family::Number(_) => "-./",
    };
    let mut between = gap.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).peekable();
    if between.peek().is_some() {
        return !matches!(family, Family::Number(_))
            && !gap.contains('\n')
            && between.all(|word| PARTICLES.contains(&word.to_lowercase().as_str()));
    }
    // A full stop after an initial or an abbreviation goes on; after a word it ends the sentence.
    let letters = before.chars().count();
    let stops = gap.contains('.') && letters > if family == Family::Person { 2 } else { 4 };
    if stops && !matches!(family, Family::Number(_)) {
        return false;
    }
    let limit = if matches!(family, Family::Place) { 8 } else { 2 };
    gap.chars().count() <= limit && gap.chars().all(|c| plain(c, marks)) && gap.matches('\n').count() <= 1
}

/// What a group is; `None` for what only looks private.
fn found(text: &str, group: &Group) -> Option<Found> {
    let has = |label: Label| group.parts.iter().any(|part| part.label == label && part.hold != Hold::Between);
    let kept = |part: &Part| part.hold != Hold::Between;
    let first = group.parts.iter().position(kept)?;
    let last = group.parts.iter().rposition(kept)?;
    // The number of a house may stand at either end of its street.
    let whole = matches!(group.family, Family::Place) && has(Label::Street);
    let parts = if whole { group.parts.as_slice() } else { group.parts.get(first..=last)? };
    if !parts.iter().any(|part| part.hold == Hold::Firm) {
        return None;
    }
    let bytes = parts.first()?.bytes.start..parts.iter().map(|part| part.bytes.end).max()?;
    let written = text.get(bytes.clone())?;
    let letters = written.chars().filter(|c| c.is_alphabetic()).count();
    let digits = written.chars().filter(char::is_ascii_digit).count();
    let what = match group.family {
        Family::Person => What::Person,
        Family::Place if has(Label::Street) => What::Address,
        Family::Place if has(Label::City) => What::City,
        Family::Place if has(Label::State) => What::Region,
        // A number alone is too little: those with a shape are found by it.
        Family::Place => return None,
        Family::Number(Label::Phone) if digits < 7 => return None,
        Family::Number(_) if digits < 4 => return None,
        Family::Number(label) => What::Number(number(label)),
    };
    let named = matches!(what, What::Person | What::City | What::Region | What::Address);
    let small = written.chars().next().is_some_and(char::is_lowercase);
    let common = |word: &str| is_common(word) || (small && is_also_a_word(word));
    let lower = written.to_lowercase();
    let only_common = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(common);
    // What only looks like a name: ordinary words in small letters, or a single one shouted; no street without a capital.
    let plain: Vec<String> =
        written.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).map(fold).collect();
    let known = plain.iter().any(|word| words::is_name(word));
    let ordinary = !known && plain.iter().all(|word| words::is_common(word));
    let mixed = plain.iter().any(|word| words::is_common(word));
    let loud = plain.len() == 1 && letters < 6 && !written.chars().any(char::is_lowercase) && written.is_ascii();
    // A noun put together from others, a maker with its model: a model that knows English names takes either for one.
    let thing = !known && plain.len() == 1 && plain.iter().all(|word| words::is_compound(word))
        || plain.first().is_some_and(|word| words::is_maker(word) && letters > 0);
    // `TOP 1`, `ASA 325`: an item of a list or a dose, no street.
    let item = digits > 0 && (1..=4).contains(&letters) && !written.chars().any(char::is_lowercase);
    let weak = match what {
        What::Person | What::City | What::Region if thing => true,
        What::Person => small && !known && (mixed || plain.len() == 1) || ordinary || loud && !known,
        What::City | What::Region => small && mixed,
        What::Address if thing && plain.len() < 4 || item => true,
        What::Address => {
            let capital = |word: &str| word.chars().count() > 2 && word.chars().next().is_some_and(char::is_uppercase);
            digits == 0 && plain.len() < 2
                || small && plain.len() < 2
                || digits > 0 && !written.split([' ', ',', '\n', '.']).any(capital) && !small
        }
        What::Number(_) => is_day(written) || is_hash(written),
    };
    if weak {
        return None;
    }
    // Ideographs are names of one or two characters; elsewhere a single letter is an initial at most.
    let short = letters < 2 && written.is_ascii();
    // The model learnt on Latin letters: what it takes for a town in a script without capitals is a guess.
    let guessed =
        matches!(what, What::City | What::Region) && !written.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    if named && (short || only_common || guessed) { None } else { Some(Found { bytes, what }) }
}

/// The hash of a commit or a file: small letters of a hexadecimal number among digits.
fn is_hash(written: &str) -> bool {
    written.len() >= 7
        && written.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        && written.bytes().filter(u8::is_ascii_lowercase).count() >= 2
}

/// Eight digits that are a day: `20240611`.
fn is_day(written: &str) -> bool {
    written.len() == 8
        && written.bytes().all(|byte| byte.is_ascii_digit())
        && (written.starts_with("19") || written.starts_with("20"))
        && written.get(4..6).and_then(|month| month.parse::<u32>().ok()).is_some_and(|month| (1..=12).contains(&month))
}

fn is_common(word: &str) -> bool {
    let letter = word.len() == 1;
    letter || is_no_name(word) || PARTICLES.contains(&word) || word.chars().all(char::is_numeric)
}

fn number(label: Label) -> &'static str {
    match label {
        Label::Phone => "PHONE",
        Label::Passport => "PASSPORT",
        Label::License => "LICENSE",
        _ => "NATIONAL_ID",
    }
}

/// The span with the rest of words that a hyphen or an apostrophe ties to it: `Jean-Luc`, `O'Brien`; not `'s`.
fn whole(text: &str, mut bytes: Range<usize>) -> Range<usize> {
    let joint = |c: char| matches!(c, '-' | '\'' | '’' | '‐' | '‑');
    while let Some(rest) = text.get(bytes.end..) {
        let mut chars = rest.chars();
        let Some(tie) = chars.next().filter(|c| joint(*c)) else { break };
        let tied = chars.as_str();
        let length = tied.find(|c: char| !c.is_alphanumeric()).unwrap_or(tied.len());
        let word = tied.get(..length).unwrap_or_default();
        let possessive = tie != '-' && word.eq_ignore_ascii_case("s");
        if word.is_empty() || possessive || !word.chars().all(char::is_alphabetic) {
            break;
        }
        bytes.end += tie.len_utf8() + length;
    }
    while let Some(head) = text.get(..bytes.start) {
        let mut chars = head.chars();
        if !chars.next_back().is_some_and(joint) {
            break;
        }
        let tied = chars.as_str();
        let start = tied
            .rfind(|c: char| !c.is_alphabetic())
            .map_or(0, |at| at + tied.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
        if start == tied.len()
            || !tied.get(start..).and_then(|word| word.chars().next()).is_some_and(char::is_uppercase)
        {
            break;
        }
        bytes.start = start;
    }
    bytes
}

/// Every further place where a name found in `text` stands as whole words, spelled alike; of a person's name of several
/// words also each word that is no ordinary one. Sorted, without what lies within another.
pub(super) fn everywhere(text: &str, mut found: Vec<Found>) -> Vec<Found> {
    let mut needles: Vec<(String, What)> = Vec::new();
    let mut add = |needle: &str, what: What| {
        if needle.chars().count() >= 2 && !needles.iter().any(|(other, _)| other == needle) {
            needles.push((needle.to_owned(), what));
        }
    };
    for one in &found {
        let Some(written) = text.get(one.bytes.clone()) else { continue };
        add(written, one.what);
        if one.what == What::Person {
            for word in written.split_whitespace() {
                let lower = word.to_lowercase();
                let capital = word.chars().next().is_some_and(char::is_uppercase);
                let alone = !is_common(&lower) && !is_also_a_word(&lower);
                if capital && alone && word.chars().count() >= 3 && word.chars().all(|c| c.is_alphabetic() || c == '-')
                {
                    add(word, one.what);
                }
            }
        }
    }
    let patterns = needles.iter().map(|(needle, _)| needle);
    // Too many to be built is no reason to find less than the model did.
    let Ok(automaton) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns) else {
        return found;
    };
    for hit in automaton.find_iter(text) {
        let bytes = hit.start()..hit.end();
        let Some((_, what)) = needles.get(hit.pattern().as_usize()) else { continue };
        if stands_alone(text, &bytes) {
            found.push(Found { bytes, what: *what });
        }
    }
    found.sort_by(|a, b| a.bytes.start.cmp(&b.bytes.start).then(b.bytes.end.cmp(&a.bytes.end)));
    let mut end = 0;
    found.retain(|one| {
        let new = one.bytes.end > end;
        end = end.max(one.bytes.end);
        new
    });
    found
}

fn stands_alone(text: &str, bytes: &Range<usize>) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    !text.get(..bytes.start).is_some_and(|head| head.chars().next_back().is_some_and(part))
        && !text.get(bytes.end..).is_some_and(|tail| tail.chars().next().is_some_and(part))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::super::words::words;
    use super::*;

    /// Words marked `G` (given), `S` (surname), `B`, `R` (street), `C`, `T` (state), `Z`, `P` (phone), `L` (licence); a
    /// small letter is a guess that is not sure.
    fn marked(text: &str, marks: &str) -> Vec<(String, String)> {
        let words = words(text);
        assert_eq!(words.len(), marks.chars().count(), "{words:?}");
        let guess = |mark: char| Guess {
            label: match mark.to_ascii_uppercase() {
                'G' => Some(Label::Given),
                'S' => Some(Label::Surname),
                'B' => Some(Label::Building),
                'R' => Some(Label::Street),
                'C' => Some(Label::City),
                'T' => Some(Label::State),
                'Z' => Some(Label::Postcode),
                'P' => Some(Label::Phone),
                'L' => Some(Label::License),
                _ => None,
            },
            sure: if mark.is_ascii_uppercase() { 0.9 } else { 0.2 },
        };
        let guesses: Vec<Guess> = marks.chars().map(guess).collect();
        let found = everywhere(text, spans(text, &words, &guesses));
        found.into_iter().map(|one| (one.what.kind().to_owned(), text[one.bytes].to_owned())).collect()
    }

    /// A text, its marks, and what has to be found in it.
    type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

    #[test]
    fn words_become_whole_names() {
        let table: &[Case] = &[
            ("I am Anna Weber.", "..GS.", &[("PERSON", "Anna Weber")]),
            ("Anna, Ben", "G.G", &[("PERSON", "Anna"), ("PERSON", "Ben")]),
            ("Anna\nBen", "GG", &[("PERSON", "Anna"), ("PERSON", "Ben")]),
            ("Jean-Luc Picard", "G..S", &[("PERSON", "Jean-Luc Picard")]),
            ("Mary O'Brien's cat", "G..S...", &[("PERSON", "Mary O'Brien")]),
            ("J. R. Ewing", "G.G.S", &[("PERSON", "J. R. Ewing")]),
            ("It was Weber. Anna left", "..S.G.", &[("PERSON", "Weber"), ("PERSON", "Anna")]),
            ("Juan de la Cruz", "G..S", &[("PERSON", "Juan de la Cruz")]),
            ("at 12 Elm Street, Bonn 53111", ".BRR.CZ", &[("ADDRESS", "12 Elm Street, Bonn 53111")]),
            ("in Bonn on Monday", ".C.G", &[("CITY", "Bonn")]),
            ("sure that anna came", "..G.", &[]),
            ("perhaps Anna", ".g", &[]),
            ("Anna Weber", "Gs", &[("PERSON", "Anna Weber")]),
            (
                "so I asked Anna. I asked Anna A. Weber",
                "...G...G..s",
                &[("PERSON", "Anna"), ("PERSON", "Anna A. Weber")],
            ),
            ("864 Elm Street 12 in 2026", ".RR...", &[("ADDRESS", "864 Elm Street 12")]),
            ("in 2026 Bonn", "..C", &[("CITY", "Bonn")]),
            ("load_A and Person A", "G.G.GG", &[]),
            ("[PERSON_1] met [PERSON_2]", ".G.G...G.G.", &[]),
            ("call 5550102 or 12", ".P.P", &[("PHONE", "5550102")]),
            ("plate of mine", "L..", &[]),
            ("松本", "SS", &[("PERSON", "松本")]),
        ];
        for (text, marks, expected) in table {
            let got = marked(text, marks);
            let got: Vec<_> = got.iter().map(|(kind, text)| (kind.as_str(), text.as_str())).collect();
            assert_eq!(got, *expected, "{text}");
        }
    }

    #[test]
    fn later_occurrences_are_found_as_whole_words() {
        let text = "Maya Hill called. Then Maya left; Mayan art, MAYA and a Hill stayed. Hill_Road, Maya";
        let marks = "GS................................";
        let count = words(text).len();
        let got = marked(text, &format!("{:.<count$}", marks.chars().take(count).collect::<String>()));
        let got: Vec<_> = got.into_iter().map(|(_, text)| text).collect();
        assert_eq!(got, ["Maya Hill", "Maya", "Maya"]);
    }
}
