//! From a private value to everything it may be written as.
//!
//! What a value is (a name, a number to be regrouped, an address …) decides how freely it may be rewritten and still be
//! recognised. Not for judging a place in a text: see [`super::place`].

mod address;
mod name;
mod number;
mod online;
mod phrase;

use std::net::Ipv4Addr;

use zeroize::Zeroizing;

use super::How;
use super::inflect::{self, Stem};
use super::lists::{COMPANIES, TITLES};
use crate::boundary::view::fold::fold;
use crate::boundary::view::leet;
use crate::boundary::words::{is_common, is_name};

/// What makes a place a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) form: Form,
    pub(super) how: How,
    /// It may stand for another value that shares this part.
    pub(super) part: bool,
}

/// What a needle is of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// All of it.
    Whole,
    /// A given name.
    Given,
    /// A family name.
    Family,
    /// What is left of a name without its own ending: another has to follow.
    Stem {
        /// How it is declined.
        stem: Stem,
        /// Whether it is a given name.
        given: bool,
    },
    /// A word that stands for the whole (`Nightingale` of `Project Nightingale`).
    Word,
    /// The name of a street, without its number.
    Street,
    /// An initial with a family name, or a given name with an initial.
    Initial,
    /// The last four digits of a long number, where the text says so.
    Tail,
    /// Digits that may be regrouped at will.
    Digits,
    /// The same, but only where another part of the value stands nearby: a subscriber's number beside its area code.
    Beside,
    /// Groups that have to stand as they are (`192.168.1.17`).
    Groups,
    /// Only as it is, between spaces or marks.
    Exact,
}

/// One spelling to look for, folded.
pub(super) struct Needle {
    pub(super) text: Zeroizing<String>,
    pub(super) entry: usize,
    pub(super) breaks: u64,
    pub(super) rule: Rule,
}

/// One word of a value.
pub(super) struct Word {
    pub(super) folded: Zeroizing<String>,
    /// Whether it is written with a capital.
    pub(super) capital: bool,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    Person,
    Email,
    Number,
    Phone,
    Id,
    Groups,
    Address,
    /// Of a file or directory.
    Path,
    Phrase,
    /// Looked for by what it amounts to, not by how it is spelled.
    Quantity,
}

/// What the matcher keeps of a value.
pub(super) struct Known {
    pub(super) nature: Nature,
    /// Its words, without titles.
    pub(super) words: Vec<Word>,
    /// Digits beside which a part of it says enough.
    pub(super) companions: Vec<Zeroizing<String>>,
    /// The whole of it folded, where it is compared as one: an address of the network, an id.
    pub(super) whole: Zeroizing<String>,
}

impl Known {
    /// A value that is looked for by what it amounts to.
    pub(super) fn quantity() -> Self {
        Self { nature: Nature::Quantity, words: Vec::new(), companions: Vec::new(), whole: Zeroizing::default() }
    }

    /// Whether a folded word is one of the value's, or the initial of one.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|own| own.folded.as_str() == word || (word.len() == 1 && own.folded.starts_with(word)))
    }

    /// The same, or one of its names in another case (`Grażyny`).
    pub(super) fn has_case(&self, word: &str) -> bool {
        self.has(word)
            || self.nature == Nature::Person && self.words.iter().any(|own| inflect::is_case_of(&own.folded, word))
    }

    /// Whether the value is one word that is an everyday word too, written as a name.
    pub(super) fn is_ambiguous(&self) -> bool {
        match self.words.as_slice() {
            [word] => word.capital && is_common(&word.folded),
            _ => false,
        }
    }
}

/// Whether a kind is that of people.
pub(crate) fn is_person(kind: &str) -> bool {
    ["PERSON", "NAME", "PATIENT", "CUSTOMER_NAME", "CONTACT", "PEOPLE", "HUMAN"]
        .iter()
        .any(|known| kind.contains(known))
        && ![
            "FILE", "HOST", "USER", "DOMAIN", "PRODUCT", "PROJECT", "COMPANY", "CODE", "BRAND", "PLACE", "STREET",
            "SHIP",
        ]
        .iter()
        .any(|other| kind.contains(other))
}

/// The words of a text: runs of letters and digits, folded.
pub(crate) fn words(text: &str) -> Vec<(String, bool)> {
    let pieces = text.split(|c: char| !(c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)));
    let word = |piece: &str| (fold(piece), piece.chars().next().is_some_and(char::is_uppercase));
    pieces.map(word).filter(|(folded, _)| !folded.is_empty()).collect()
}

/// Reads one value and adds everything it may be written as.
pub(super) fn add(entry: usize, kind: &str, value: &str, out: &mut Vec<Needle>) -> Known {
    let nature = nature(kind, value);
    let all = words(value);
    let first = out.len();
    let mut maker = Maker { entry, out, first };
    maker.all(nature, kind, value);
    let expanded = Zeroizing::new(with_umlauts(value));
    if *expanded != value {
        maker.all(nature, kind, &expanded);
    }
    let kept = all.into_iter().filter(|(word, _)| nature != Nature::Person || !TITLES.contains(&word.as_str()));
    let words = kept.map(|(folded, capital)| Word { folded: Zeroizing::new(folded), capital }).collect();
    let companions = match nature {
        Nature::Phone => number::area(value),
        Nature::Id | Nature::Number => number::account(value),
        _ => Vec::new(),
    };
    let whole =
        Zeroizing::new(if matches!(nature, Nature::Email | Nature::Id) { value.to_lowercase() } else { String::new() });
    Known { nature, words, companions, whole }
}

/// What a value is, by its kind and its look.
fn nature(kind: &str, value: &str) -> Nature {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    let is = |names: &[&str]| names.iter().any(|name| kind.contains(name));
    let longest = value.split(|c: char| !c.is_alphabetic()).map(|run| run.chars().count()).max().unwrap_or(0);
    if value.contains('@') && value.contains('.') && !value.contains(char::is_whitespace) {
        return Nature::Email;
    }
    if online::is_path(value) {
        return Nature::Path;
    }
    if value.parse::<Ipv4Addr>().is_ok() {
        return Nature::Groups;
    }
    if letters == 0 && digits >= 3 {
        let phone = is(&["PHONE", "TEL", "MOBILE", "FAX", "HANDY", "CELL"])
            || value.starts_with('+')
            || value.starts_with("00");
        return if phone && digits >= 6 { Nature::Phone } else { Nature::Number };
    }
    let address =
        is(&["ADDRESS", "ADRESSE", "STREET"]) || (digits > 0 && longest >= 4 && value.contains(char::is_whitespace));
    if address
        && digits > 0
        && letters >= 4
        && !is(&[
            "ID", "KEY", "SECRET", "IBAN", "ACCOUNT", "PLATE", "PASSPORT", "LICEN", "POLICY", "SERIAL", "CUSTOMER",
            "PATIENT",
        ])
    {
        return Nature::Address;
    }
    if digits > 0 {
        return Nature::Id;
    }
    let words = words(value);
    let name = (2..=4).contains(&words.len())
        && words.iter().all(|(_, capital)| *capital)
        && words.iter().all(|(word, _)| !COMPANIES.contains(&word.as_str()))
        && words.first().is_some_and(|(word, _)| is_name(word) && !is_common(word));
    if is_person(kind) || (name && !is(&["ORG", "COMPANY", "PROJECT", "PLACE", "CITY", "PRODUCT", "DEVICE"])) {
        return Nature::Person;
    }
    Nature::Phrase
}

struct Maker<'o> {
    entry: usize,
    out: &'o mut Vec<Needle>,
    /// Where its own needles begin.
    first: usize,
}

impl Maker<'_> {
    fn all(&mut self, nature: Nature, kind: &str, value: &str) {
        match nature {
            Nature::Person => self.person(value, &words(value)),
            Nature::Email => self.email(value),
            Nature::Phone => self.phone(value),
            Nature::Number | Nature::Id => self.id(value, nature),
            Nature::Groups => self.groups(value),
            Nature::Address => self.address(value),
            Nature::Path => self.path(value),
            Nature::Phrase => self.phrase(kind, value, &words(value)),
            Nature::Quantity => {}
        }
    }

    fn push(&mut self, text: &str, breaks: u64, form: Form, how: How) {
        let known = |needle: &Needle| needle.text.as_str() == text;
        if text.len() < 2 || self.out.iter().skip(self.first).any(known) {
            return;
        }
        let text = Zeroizing::new(text.to_owned());
        self.out.push(Needle {
            text,
            entry: self.entry,
            breaks,
            rule: Rule { form, how, part: matches!(how, How::Part | How::Initial) },
        });
    }

    /// Words one after the other, as one needle with its breaks.
    fn join(&mut self, words: &[&str], form: Form, how: How) {
        let (text, breaks) = joined(words);
        self.push(&text, breaks, form, how);
    }

    /// The same with every way to write umlauts.
    fn spellings(&mut self, words: &[&str], form: Form, how: How) {
        self.join(words, form, how);
        let other: Vec<Zeroizing<String>> = words.iter().map(|word| Zeroizing::new(without_umlauts(word))).collect();
        let other: Vec<&str> = other.iter().map(|word| word.as_str()).collect();
        if other != words {
            self.join(&other, form, how);
        }
    }

    /// Read from its end, and with letters thirteen on.
    fn turned(&mut self, words: &[&str]) {
        let (text, _) = joined(words);
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let long = text.chars().count() >= if letters == 0 { 7 } else { 5 };
        if !long {
            return;
        }
        let back: Vec<String> = words.iter().rev().map(|word| word.chars().rev().collect()).collect();
        let back: Vec<&str> = back.iter().map(String::as_str).collect();
        let turned = back.concat();
        if turned != *text && !is_common(&turned) && !is_name(&turned) {
            self.join(&back, Form::Exact, How::Reversed);
            if let [word] = back.as_slice()
                && !is_common(word)
            {
                self.push(word, 0, Form::Exact, How::Reversed);
            }
        }
        if letters >= 5 && text.is_ascii() {
            let rotated: Vec<String> = words.iter().map(|word| word.chars().map(rotate).collect()).collect();
            let rotated: Vec<&str> = rotated.iter().map(String::as_str).collect();
            self.join(&rotated, Form::Exact, How::Rotated);
        }
    }
}

/// A small letter thirteen places on.
fn rotate(c: char) -> char {
    match c {
        'a'..='m' => char::from(c as u8 + 13),
        'n'..='z' => char::from(c as u8 - 13),
        _ => c,
    }
}

/// Words one after the other with the places between them as bits.
fn joined(words: &[&str]) -> (Zeroizing<String>, u64) {
    let mut text = Zeroizing::new(String::with_capacity(words.iter().map(|word| word.len()).sum()));
    let mut breaks = 0;
    for word in words {
        if !text.is_empty() && text.len() < 64 {
            breaks |= 1 << text.len();
        }
        text.push_str(word);
    }
    (text, breaks)
}

/// `Müller` as `Mueller`.
fn with_umlauts(value: &str) -> String {
    value
        .chars()
        .map(String::from)
        .map(|c| match c.as_str() {
            "ä" | "Ä" => "ae".to_owned(),
            "ö" | "Ö" | "ø" | "Ø" => "oe".to_owned(),
            "ü" | "Ü" => "ue".to_owned(),
            "å" | "Å" => "aa".to_owned(),
            _ => c,
        })
        .collect()
}

/// `mueller` as `muller`, and (where the value was folded from an umlaut nothing can be known) itself.
fn without_umlauts(word: &str) -> String {
    if word.len() < 5 {
        return word.to_owned();
    }
    let short = word.replace("ue", "u").replace("oe", "o").replace("ae", "a");
    // `Michael`, `Samuel`, `Daniele`, `Joel` are no umlauts.
    if is_name(word) && !is_name(&short) { word.to_owned() } else { short }
}

/// Needles as the leet reading sees them: whole values and names, of letters, long enough not to be met by chance.
pub(super) fn leets(needles: &[Needle]) -> Vec<Needle> {
    let letters = |needle: &&Needle| {
        let text = needle.text.as_str();
        let digits = needle.rule.form == Form::Digits && text.len() >= 6;
        text.is_ascii() && text.len() >= 4 && (digits || text.bytes().any(|byte| byte.is_ascii_alphabetic()))
    };
    let direct = |needle: &&Needle| {
        matches!(needle.rule.form, Form::Whole | Form::Given | Form::Family | Form::Word | Form::Street | Form::Digits)
            && !matches!(needle.rule.how, How::Rotated | How::Reversed)
    };
    let turn = |needle: &Needle| Needle {
        text: leet(&needle.text),
        entry: needle.entry,
        breaks: needle.breaks,
        rule: Rule { how: How::Leet, ..needle.rule },
    };
    let mut found: Vec<Needle> = needles.iter().filter(letters).filter(direct).map(turn).collect();
    // `ph` for an f.
    let spelled =
        |needle: &Needle| Needle { text: Zeroizing::new(needle.text.replace('f', "ph")), breaks: 0, ..turn(needle) };
    let single = |needle: &&Needle| needle.text.contains('f') && needle.text.len() >= 5;
    let more: Vec<Needle> = found.iter().filter(single).map(spelled).collect();
    found.extend(more);
    found
}
