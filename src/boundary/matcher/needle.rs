//! From a private value to everything it may be written as.
//!
//! What a value is (a name, a number to be regrouped, an address …) decides how freely it may be rewritten and still be
//! recognised. Not for judging a place in a text: see [`super::place`].

use std::net::Ipv4Addr;

use zeroize::Zeroizing;

use super::How;
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
    Phrase,
    /// Looked for by what it amounts to, not by how it is spelled.
    Quantity,
}

/// What the matcher keeps of a value.
pub(super) struct Known {
    pub(super) nature: Nature,
    /// Its words, without titles.
    pub(super) words: Vec<Word>,
}

impl Known {
    /// A value that is looked for by what it amounts to.
    pub(super) fn quantity() -> Self {
        Self { nature: Nature::Quantity, words: Vec::new() }
    }

    /// Whether a folded word is one of the value's, or the initial of one.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|own| own.folded.as_str() == word || (word.len() == 1 && own.folded.starts_with(word)))
    }

    /// Whether the value is one word that is an everyday word too, written as a name.
    pub(super) fn is_ambiguous(&self) -> bool {
        match self.words.as_slice() {
            [word] => word.capital && is_common(&word.folded),
            _ => false,
        }
    }
}

/// Titles and forms of address: no part of a name, and a sign that one follows.
pub(crate) const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "sir",
    "madam",
    "dame",
    "lord",
    "lady",
    "dr",
    "prof",
    "professor",
    "doctor",
    "herr",
    "herrn",
    "frau",
    "hr",
    "fr",
    "fraulein",
    "doktor",
    "professorin",
    "familie",
    "fam",
    "family",
    "m",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "mademoiselle",
    "docteur",
    "me",
    "maitre",
    "rev",
    "father",
    "sister",
    "brother",
    "ing",
    "dipl",
    "mag",
    "msc",
    "phd",
    "jr",
    "sr",
    "senor",
    "senora",
    "signor",
    "signora",
    "sig",
    "dott",
    "don",
    "dona",
    "pan",
    "pani",
    "colonel",
    "captain",
];
const PARTICLES: &[&str] = &[
    "von", "van", "der", "den", "de", "du", "des", "di", "da", "dos", "del", "della", "la", "le", "el", "al", "bin",
    "ibn", "zu", "zum", "zur", "vom", "ter", "ten", "st", "saint", "and", "und", "et", "of",
];
const COMPANIES: &[&str] = &[
    "gmbh",
    "ag",
    "kg",
    "ohg",
    "ug",
    "se",
    "ev",
    "mbh",
    "inc",
    "llc",
    "ltd",
    "plc",
    "corp",
    "co",
    "sa",
    "sarl",
    "sas",
    "sasu",
    "bv",
    "nv",
    "gbr",
    "kgaa",
    "limited",
    "incorporated",
    "corporation",
    "company",
    "group",
    "gruppe",
    "holding",
];

/// Whether a kind is that of people.
pub(crate) fn is_person(kind: &str) -> bool {
    ["PERSON", "NAME", "PATIENT", "CUSTOMER_NAME", "CONTACT", "PEOPLE", "HUMAN"]
        .iter()
        .any(|known| kind.contains(known))
        && !["FILE", "HOST", "USER", "DOMAIN", "PRODUCT", "PROJECT", "COMPANY"].iter().any(|other| kind.contains(other))
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
    Known { nature, words }
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
    if address && digits > 0 && letters >= 4 && !is(&["ID", "KEY", "SECRET"]) {
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
            Nature::Person => self.person(&words(value)),
            Nature::Email => self.email(value),
            Nature::Phone => self.phone(value),
            Nature::Number | Nature::Id => self.id(value, nature),
            Nature::Groups => self.groups(value),
            Nature::Address => self.address(value),
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
            let rotate = |c: char| match c {
                'a'..='m' => char::from(c as u8 + 13),
                'n'..='z' => char::from(c as u8 - 13),
                _ => c,
            };
            let rotated: Vec<String> = words.iter().map(|word| word.chars().map(rotate).collect()).collect();
            let rotated: Vec<&str> = rotated.iter().map(String::as_str).collect();
            self.join(&rotated, Form::Exact, How::Rotated);
        }
    }

    fn person(&mut self, all: &[(String, bool)]) {
        let every: Vec<&str> = all.iter().map(|(word, _)| word.as_str()).collect();
        let named: Vec<&str> = every.iter().copied().filter(|word| !TITLES.contains(word)).collect();
        if named.is_empty() {
            self.spellings(&every, Form::Whole, How::Same);
            return;
        }
        self.spellings(&named, Form::Whole, How::Same);
        self.spellings(&every, Form::Whole, How::Same);
        self.turned(&named);
        let (Some(first), Some(last)) = (named.first().copied(), named.last().copied()) else { return };
        if named.len() < 2 {
            return;
        }
        let middle = named.get(1..named.len() - 1).unwrap_or_default();
        let family: Vec<&str> =
            std::iter::successors(Some(named.len() - 1), |at| at.checked_sub(1).filter(|at| *at > 0))
                .take_while(|at| *at == named.len() - 1 || named.get(*at).is_some_and(|word| PARTICLES.contains(word)))
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .filter_map(|at| named.get(at).copied())
                .collect();
        // The other way round, and without the names between.
        let mut turned = family.clone();
        turned.extend(named.iter().take(named.len() - family.len()));
        self.spellings(&turned, Form::Whole, How::Order);
        self.spellings(&[last, first], Form::Whole, How::Order);
        self.spellings(&[first, last], Form::Whole, How::Part);
        let mut short = vec![first];
        short.extend(&family);
        self.spellings(&short, Form::Whole, How::Part);
        // Initials.
        let initial = |word: &'_ str| word.chars().next().filter(char::is_ascii).map(String::from);
        if let (Some(f), Some(l)) = (initial(first), initial(last)) {
            let mut with = vec![f.as_str()];
            with.extend(&family);
            self.spellings(&with, Form::Initial, How::Initial);
            self.spellings(&[f.as_str(), last], Form::Initial, How::Initial);
            self.spellings(&[last, f.as_str()], Form::Initial, How::Initial);
            self.spellings(&[first, l.as_str()], Form::Initial, How::Initial);
            let between: Vec<String> = middle.iter().filter_map(|word| initial(word)).collect();
            if !between.is_empty() {
                let between: Vec<&str> = between.iter().map(String::as_str).collect();
                for head in [f.as_str(), first] {
                    let all: Vec<&str> = std::iter::once(head).chain(between.iter().copied()).chain([last]).collect();
                    self.spellings(&all, Form::Initial, How::Initial);
                }
            }
        }
        // One name of several.
        for (at, word) in named.iter().enumerate() {
            if word.chars().count() < 3 && word.is_ascii() || PARTICLES.contains(word) || COMPANIES.contains(word) {
                continue;
            }
            let form = if at + 1 == named.len() { Form::Family } else { Form::Given };
            self.spellings(&[word], form, How::Part);
            if word.len() >= 6 {
                let back: String = word.chars().rev().collect();
                if !is_common(&back) && !is_name(&back) {
                    self.push(&back, 0, Form::Exact, How::Reversed);
                }
            }
        }
    }

    fn email(&mut self, value: &str) {
        let Some((local, domain)) = value.rsplit_once('@') else { return };
        let local_words = words(local);
        let domain_words = words(domain);
        // Only the dots are said: a hyphen stays one.
        let spoken = |part: &str, dot: &str| {
            let mut all: Vec<String> = Vec::new();
            for (at, piece) in part.split('.').enumerate() {
                if at > 0 && !dot.is_empty() {
                    all.push(dot.to_owned());
                }
                all.extend(words(piece).into_iter().map(|(word, _)| word));
            }
            all
        };
        for at in ["", "at", "ät", "arobase", "klammeraffe", "affe"] {
            for (left, right) in [
                ("", ""),
                ("", "dot"),
                ("dot", "dot"),
                ("", "punkt"),
                ("punkt", "punkt"),
                ("", "point"),
                ("point", "point"),
            ] {
                let mut all = spoken(local, left);
                if !at.is_empty() {
                    all.push(fold(at));
                }
                all.extend(spoken(domain, right));
                let all: Vec<&str> = all.iter().map(String::as_str).collect();
                self.join(&all, Form::Whole, How::Same);
            }
        }
        let plain: Vec<&str> = local_words.iter().chain(&domain_words).map(|(word, _)| word.as_str()).collect();
        self.turned(&plain);
        let local: Vec<&str> = local_words.iter().map(|(word, _)| word.as_str()).collect();
        let joined = local.concat();
        if joined.len() >= 6
            && local.iter().any(|word| word.len() >= 4 && !is_common(word) && (local.len() > 1 || !is_name(word)))
        {
            self.spellings(&local, Form::Whole, How::Part);
        }
    }

    fn phone(&mut self, value: &str) {
        let international = value.trim_start().starts_with('+') || value.trim_start().starts_with("00");
        // `+49 (0) 170`: the zero is only dialled at home.
        let value = value.replace("(0)", "");
        let digits: String = value.chars().filter(char::is_ascii_digit).collect();
        let digits = digits.strip_prefix("00").unwrap_or(&digits);
        let (country, rest) = if international {
            digits.split_at_checked(country_code(digits)).unwrap_or(("", digits))
        } else {
            ("", digits)
        };
        let rest = rest.strip_prefix('0').unwrap_or(rest);
        let codes: Vec<&str> = if country.is_empty() { vec!["49", "33", "44", "41", "43", "1"] } else { vec![country] };
        self.push(digits, 0, Form::Digits, How::Same);
        for code in codes {
            for head in [
                code.to_string(),
                format!("00{code}"),
                format!("{code}0"),
                format!("00{code}0"),
                format!("0{code}"),
                format!("011{code}"),
            ] {
                self.push(&format!("{head}{rest}"), 0, Form::Digits, How::Same);
            }
        }
        self.push(&format!("0{rest}"), 0, Form::Digits, How::Same);
        self.tail(digits);
        if rest.len() >= 7 {
            self.push(rest, 0, Form::Digits, How::Same);
        }
        for text in [digits.to_owned(), format!("0{rest}")] {
            let back: String = text.chars().rev().collect();
            self.push(&back, 0, Form::Digits, How::Reversed);
        }
    }

    fn id(&mut self, value: &str, nature: Nature) {
        let pieces = words(value);
        let pieces: Vec<&str> = pieces.iter().map(|(word, _)| word.as_str()).collect();
        let (text, breaks) = joined(&pieces);
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let form = if nature == Nature::Number || digits >= 6 || text.len() >= 10 { Form::Digits } else { Form::Whole };
        self.push(&text, breaks, form, How::Same);
        // `KD dash two zero four seven`
        if pieces.len() > 1 && value.contains('-') {
            for hyphen in HYPHENS {
                let said: Vec<&str> = pieces.iter().flat_map(|piece| [*hyphen, *piece]).skip(1).collect();
                self.join(&said, form, How::Same);
            }
        }
        self.tail(&text);
        // The number without its letters.
        let figures: String = text.chars().filter(char::is_ascii_digit).collect();
        let longest = pieces
            .iter()
            .filter(|piece| piece.bytes().all(|byte| byte.is_ascii_digit()))
            .max_by_key(|piece| piece.len());
        if figures.len() < text.len() {
            if figures.len() >= 8 {
                self.push(&figures, 0, Form::Digits, How::Part);
            }
            if let Some(longest) = longest.filter(|longest| longest.len() >= 6) {
                self.push(longest, 0, Form::Digits, How::Part);
            }
        }
        let count = text.chars().count();
        if count >= 6 {
            let back: String = text.chars().rev().collect();
            self.push(&back, 0, if form == Form::Digits { form } else { Form::Exact }, How::Reversed);
        }
    }

    /// The last four digits of a card, an account or a telephone.
    fn tail(&mut self, text: &str) {
        let long = text.bytes().filter(u8::is_ascii_digit).count() >= 9;
        if let Some(tail) = text.len().checked_sub(4).and_then(|at| text.get(at..)).filter(|_| long) {
            self.push(tail, 0, Form::Tail, How::Part);
        }
    }

    fn groups(&mut self, value: &str) {
        let pieces = words(value);
        let plain: Vec<&str> = pieces.iter().map(|(word, _)| word.as_str()).collect();
        self.join(&plain, Form::Groups, How::Same);
        for dot in ["dot", "punkt", "point"] {
            let all: Vec<&str> = plain
                .iter()
                .enumerate()
                .flat_map(|(at, word)| if at > 0 { vec![dot, *word] } else { vec![*word] })
                .collect();
            self.join(&all, Form::Groups, How::Same);
        }
        let back: Vec<String> = plain.iter().rev().map(|word| word.chars().rev().collect()).collect();
        let back: Vec<&str> = back.iter().map(String::as_str).collect();
        self.join(&back, Form::Groups, How::Reversed);
    }

    fn address(&mut self, value: &str) {
        let all = words(value);
        let every: Vec<&str> = all.iter().map(|(word, _)| word.as_str()).collect();
        self.street_spellings(&every, Form::Whole, How::Same);
        self.turned(&every);
        // Each part between commas that has a street and a number stands for the whole.
        for part in value.split([',', ';', '\n']) {
            let part = words(part);
            let part: Vec<&str> = part.iter().map(|(word, _)| word.as_str()).collect();
            let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 5;
            let (numbers, names): (Vec<&str>, Vec<&str>) = part.iter().copied().partition(|word| number(word));
            let [house] = numbers.as_slice() else { continue };
            let postcode = house.len() >= 4 && part.first() == Some(house);
            if names.concat().len() < 4 || postcode {
                continue;
            }
            self.street_spellings(&part, Form::Whole, How::Part);
            // The number on the other side.
            let mut other: Vec<&str> = names.clone();
            if part.first() == Some(house) {
                other.push(house);
            } else {
                other.insert(0, house);
            }
            self.street_spellings(&other, Form::Whole, How::Order);
            let distinct = names.iter().any(|name| name.len() >= 4 && !is_common(name) && !is_street(name));
            if distinct && (names.len() > 1 || names.concat().len() >= 8) {
                self.street_spellings(&names, Form::Street, How::Part);
            }
        }
    }

    /// With the usual ways to write a street short and in full.
    fn street_spellings(&mut self, words: &[&str], form: Form, how: How) {
        self.spellings(words, form, how);
        for (long, short) in STREETS {
            for (from, to) in [(long, short), (short, long)] {
                let replaced: Vec<String> = words
                    .iter()
                    .map(|word| {
                        let glued = *long == "strasse" && word.len() > from.len() + 2;
                        match word.strip_suffix(from) {
                            Some("") => (*to).to_owned(),
                            Some(stem) if glued => format!("{stem}{to}"),
                            _ => (*word).to_owned(),
                        }
                    })
                    .collect();
                let replaced: Vec<&str> = replaced.iter().map(String::as_str).collect();
                if replaced != words {
                    self.spellings(&replaced, form, how);
                }
            }
        }
    }

    fn phrase(&mut self, kind: &str, value: &str, all: &[(String, bool)]) {
        let every: Vec<&str> = all.iter().map(|(word, _)| word.as_str()).collect();
        self.spellings(&every, Form::Whole, How::Same);
        if value.contains('&') || value.contains('+') {
            for and in ["and", "und", "et"] {
                let with = value.replace(['&', '+'], &format!(" {and} "));
                let with = words(&with);
                let with: Vec<&str> = with.iter().map(|(word, _)| word.as_str()).collect();
                self.spellings(&with, Form::Whole, How::Same);
            }
        }
        if let Some((last, head)) = every.split_last()
            && let Some(stem) = last.strip_suffix('y')
            && stem.len() > 3
        {
            let plural = format!("{stem}ies");
            let all: Vec<&str> = head.iter().copied().chain([plural.as_str()]).collect();
            self.join(&all, Form::Whole, How::Same);
        }
        self.turned(&every);
        let short: Vec<&str> = every.iter().copied().filter(|word| !COMPANIES.contains(word)).collect();
        if short.len() < every.len() && short.concat().len() >= 4 {
            let plain = short.len() == 1 && short.iter().all(|word| is_common(word));
            self.spellings(&short, if plain { Form::Word } else { Form::Whole }, How::Part);
        }
        if every.len() < 2 {
            return;
        }
        // The name behind the word for what it is: `Clinique Sainte-Aurore`.
        let named: Vec<&str> = every.iter().copied().skip_while(|word| is_generic(word)).collect();
        let sorts = every.len() - named.len();
        if sorts > 0
            && named.len() > 1
            && named.concat().len() >= 8
            && all.iter().skip(sorts).all(|(_, capital)| *capital)
        {
            self.spellings(&named, Form::Whole, How::Part);
        }
        // The name of a place without what it lies beside.
        if ["PLACE", "CITY", "TOWN", "VILLAGE", "LOCATION", "ORT"].iter().any(|name| kind.contains(name))
            && let Some((head, capital)) = all.first()
            && every.get(1).is_some_and(|word| BESIDE.contains(word))
            && *capital
            && head.len() >= 5
            && !is_common(head)
        {
            self.spellings(&[head], Form::Word, How::Part);
        }
        // The word that makes a name of it stands for the whole: the first of a company's, and what a project is called.
        let organisation = ["ORG", "COMPANY", "EMPLOYER", "CLIENT"].iter().any(|name| kind.contains(name));
        let project = ["PROJECT", "CODENAME", "OPERATION"].iter().any(|name| kind.contains(name))
            || every
                .first()
                .is_some_and(|first| matches!(*first, "project" | "projekt" | "projet" | "operation" | "codename"));
        for (at, (word, capital)) in all.iter().enumerate() {
            let generic = GENERIC.contains(&word.as_str())
                || COMPANIES.contains(&word.as_str())
                || TITLES.contains(&word.as_str());
            let distinct = *capital && word.len() >= 5 && !generic;
            if distinct && ((organisation && at == 0) || (project && !is_common(word))) {
                self.spellings(&[word], Form::Word, How::Part);
            }
        }
    }
}

/// What a hyphen is called.
const HYPHENS: &[&str] = &["dash", "hyphen", "minus", "strich", "bindestrich", "tiret"];
/// Words between the name of a place and what tells it from its namesakes (`sur-Lèze`, `am Main`, `upon Tyne`).
const BESIDE: &[&str] = &[
    "sur", "sous", "les", "lez", "en", "devant", "pres", "am", "an", "im", "bei", "ob", "vor", "upon", "on", "under",
    "by", "in", "near", "next",
];

/// Words that say what sort of thing is named, not which.
const GENERIC: &[&str] = &[
    "project",
    "projekt",
    "projet",
    "operation",
    "team",
    "company",
    "firma",
    "societe",
    "bank",
    "banque",
    "hospital",
    "klinik",
    "klinikum",
    "krankenhaus",
    "hopital",
    "clinic",
    "clinique",
    "school",
    "schule",
    "ecole",
    "university",
    "universitat",
    "universite",
    "college",
    "institute",
    "institut",
    "institution",
    "foundation",
    "stiftung",
    "fondation",
    "verein",
    "club",
    "association",
    "logistik",
    "logistics",
    "logistique",
    "versicherung",
    "insurance",
    "assurance",
    "assurances",
    "software",
    "solutions",
    "systems",
    "systeme",
    "services",
    "consulting",
    "partners",
    "partner",
    "partenaires",
    "brothers",
    "gebruder",
    "gebrueder",
    "freres",
    "sohne",
    "soehne",
    "sons",
    "fils",
    "associates",
    "industries",
    "industrie",
    "energy",
    "energie",
    "stadtwerke",
    "werke",
    "works",
    "international",
    "global",
    "deutschland",
    "germany",
    "france",
    "europe",
    "europa",
    "pharma",
    "medical",
    "health",
    "digital",
    "media",
    "technologies",
    "technology",
    "technik",
    "engineering",
    "maschinenbau",
    "automotive",
    "transport",
    "transporte",
    "spedition",
    "immobilien",
    "immobilier",
    "properties",
    "capital",
    "finance",
    "finanz",
    "financial",
    "holding",
    "apotheke",
    "pharmacy",
    "pharmacie",
    "praxis",
    "kanzlei",
    "verlag",
    "publishing",
    "editions",
    "hotel",
    "restaurant",
    "cafe",
    "code",
    "codename",
    "initiative",
    "program",
    "programme",
    "programm",
    "plan",
    "phase",
    "version",
    "street",
    "road",
    "avenue",
    "vertrag",
    "konto",
    "kunde",
    "kunden",
    "gruppe",
    "filiale",
    "standort",
    "termin",
    "budget",
    "studie",
];

/// Whether a folded word says what sort of thing is named, not which.
pub(super) fn is_generic(word: &str) -> bool {
    GENERIC.contains(&word)
}

const STREETS: &[(&str, &str)] = &[
    ("strasse", "str"),
    ("street", "st"),
    ("road", "rd"),
    ("avenue", "ave"),
    ("avenue", "av"),
    ("lane", "ln"),
    ("drive", "dr"),
    ("boulevard", "blvd"),
    ("boulevard", "bd"),
    ("court", "ct"),
    ("square", "sq"),
    ("place", "pl"),
    ("platz", "pl"),
    ("terrace", "ter"),
];

fn is_street(word: &str) -> bool {
    STREETS.iter().any(|(long, short)| word == *long || word == *short)
        || matches!(word, "rue" | "weg" | "allee" | "gasse" | "way" | "chemin")
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

/// The length of the country code a number begins with (ITU-T E.164).
fn country_code(digits: &str) -> usize {
    let head = |length: usize| digits.get(..length).and_then(|head| head.parse::<u32>().ok()).unwrap_or(0);
    match (head(1), head(2)) {
        (1 | 7, _) => 1,
        (_, 20 | 27 | 30..=34 | 36 | 39..=41 | 43..=49 | 51..=58 | 60..=66 | 81 | 82 | 84 | 86 | 90..=95 | 98) => 2,
        _ => 3,
    }
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
    needles.iter().filter(letters).filter(direct).map(turn).collect()
}
