//! Numbers said in words, read as digits: `four seven one one` as `4 7 1 1`, `einunddreißig Cent` as `31 Cent`.
//!
//! English, German and French. Grouping is kept as it is said; which grouping means what is not decided here.

use std::ops::Range;

use super::fold::fold;
use super::{Derived, View};

/// What a word is among numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// 0 to 9.
    Unit(u64),
    /// 10 to 19.
    Teen(u64),
    /// 20, 30 … 90.
    Ten(u64),
    /// A whole number in one word.
    Whole(u64),
    /// A power to be multiplied with.
    Times(u64),
    /// `double`, `triple`.
    Repeat(usize),
    And,
    Point,
}

/// So many bytes around a number word are read with it.
const NEAR: usize = 160;

struct Token {
    span: Range<usize>,
    word: Word,
    /// What stands before it: a space, or the sign that ends a number.
    mark: char,
    /// It is a `vingt`, which makes eighty of a four.
    score: bool,
}

/// Whether an O stands alone in a text: what it means among numbers is open.
pub(crate) fn has_o(text: &str) -> bool {
    text.contains(" O ") || text.contains(" o ")
}

/// The text with its number words as digits; `None` if there are none. An O alone is the `letter`, or a nought.
pub(crate) fn read(text: &str, view: &View, letter: bool) -> Option<Derived> {
    if view.text().is_empty() {
        return None;
    }
    let mut derived: Option<Derived> = None;
    let mut copied = 0;
    let mut run: Vec<Token> = Vec::new();
    let mut flush = |run: &mut Vec<Token>, derived: &mut Option<Derived>| {
        while run.last().is_some_and(|token| matches!(token.word, Word::And | Word::Point | Word::Repeat(_))) {
            run.pop();
        }
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
        let (start, end) = (first.span.start, last.span.end);
        let out = derived.get_or_insert_with(|| Derived::with_capacity(text.len()));
        near(text, copied..start, out);
        compose(run, out);
        copied = end;
        run.clear();
    };
    let mut at = 0;
    let mut french = false;
    // A word for a part in front makes what follows no number of its own: `a quarter million`.
    let mut part = false;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find(char::is_alphanumeric)) {
        let start = at + offset;
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let token = rest.get(..length).unwrap_or_default();
        at = start + length;
        let tied = run.last().is_some_and(|last| {
            let gap = text.get(last.span.end..start).unwrap_or_default();
            gap.len() <= 3
                && !gap.is_empty()
                && gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | ',' | '‑' | '.' | '/'))
                && !gap.contains(". ")
        });
        if !tied {
            flush(&mut run, &mut derived);
        }
        if token.len() > 48 || token.len() < 2 && !tied {
            flush(&mut run, &mut derived);
            continue;
        }
        let folded = fold(token);
        let said = match folded.as_str() {
            // `deux cents euros`, but `two cents`.
            "cent" | "cents" if french => Some(Word::Times(100)),
            // `cent dix-huit`
            "cent" if is_followed_in_french(text.get(at..).unwrap_or_default()) => Some(Word::Times(100)),
            // `two o'clock`
            // `oh four three one`: a zero in front of digits.
            "oh" if run.is_empty() && starts_with_digit_word(text.get(at..).unwrap_or_default()) => Some(Word::Unit(0)),
            "o" | "oh" if text.get(at..).is_some_and(|rest| rest.starts_with(['\'', '’'])) => None,
            "o" if letter => None,
            "million" | "millions" | "millionen" if part && run.is_empty() => None,
            // `eine Million`: an article elsewhere.
            "eine" | "einer" if starts_with_power(text.get(at..).unwrap_or_default()) => Some(Word::Unit(1)),
            folded => word(folded, !run.is_empty()),
        };
        // `mille six cents`: six is French where what stands before it is.
        let still = french && !run.is_empty() && matches!(folded.as_str(), "six" | "dix");
        french = still
            || matches!(
                folded.as_str(),
                "deux" | "trois" | "quatre" | "cinq" | "sept" | "huit" | "neuf" | "onze" | "douze" | "mille" | "mil"
            );
        match said {
            Some(word) => {
                let gap = run.last().and_then(|last| text.get(last.span.end..start)).unwrap_or_default();
                let mark = gap.chars().find(|c| matches!(c, '.' | '/' | ',' | '-')).unwrap_or(' ');
                run.push(Token { span: start..at, word, mark, score: folded.starts_with("vingt") });
            }
            None => flush(&mut run, &mut derived),
        }
        part = matches!(
            folded.as_str(),
            "quarter" | "quarters" | "half" | "third" | "viertel" | "halbe" | "halben" | "demi"
        );
    }
    flush(&mut run, &mut derived);
    let mut out = derived?;
    near(text, copied..text.len(), &mut out);
    Some(out)
}

/// Whether a number of French stands at the front, behind a space or a hyphen.
fn is_followed_in_french(text: &str) -> bool {
    const FRENCH: &[&str] = &[
        "un",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
        "mille",
    ];
    text.strip_prefix([' ', '-']).is_some_and(|rest| FRENCH.contains(&first_word(rest).to_lowercase().as_str()))
}

/// Whether a power of ten in words stands at the front, behind a space.
fn starts_with_power(text: &str) -> bool {
    text.strip_prefix(' ')
        .map(first_word)
        .is_some_and(|next| next.len() <= 9 && matches!(simple(&fold(next)), Some(Word::Times(_))))
}

/// The word at the front of a text, if one begins there.
fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

/// Whether a digit in words stands at the front, behind a space.
fn starts_with_digit_word(text: &str) -> bool {
    let Some(rest) = text.strip_prefix([' ', '-', ',']) else { return false };
    let rest = rest.trim_start();
    let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    length <= 8
        && rest.get(..length).is_some_and(|next| matches!(simple(&fold(next)), Some(Word::Unit(_) | Word::Repeat(_))))
}

/// Keeps what stands between two number words as far as it can say something about them: the rest is read as it is.
pub(super) fn near(text: &str, between: Range<usize>, out: &mut Derived) {
    if between.len() > 2 * NEAR + 2 {
        let (mut end, mut start) = (between.start + NEAR, between.end - NEAR);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        while !text.is_char_boundary(start) {
            start += 1;
        }
        if between.start > 0 {
            out.keep(text.get(between.start..end).unwrap_or_default(), between.start);
            out.push("\n\n", &(end..end));
        }
        if between.end < text.len() {
            out.keep(text.get(start..between.end).unwrap_or_default(), start);
        }
        return;
    }
    out.keep(text.get(between.clone()).unwrap_or_default(), between.start);
}

/// Writes a run of number words as digits.
fn compose(run: &[Token], out: &mut Derived) {
    let mut groups: Vec<(String, Range<usize>, char)> = Vec::new();
    let mut decimals = false;
    let mut points: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(token) = run.get(at) {
        match token.word {
            Word::And => at += 1,
            Word::Point => {
                if !groups.is_empty() {
                    points.push(groups.len());
                    decimals = true;
                }
                at += 1;
            }
            Word::Repeat(times) => {
                if let Some(Token { span, word: Word::Unit(unit), .. }) = run.get(at + 1) {
                    groups.push((unit.to_string().repeat(times), token.span.start..span.end, token.mark));
                    at += 2;
                } else {
                    at += 1;
                }
            }
            _ => {
                let (value, used) = number(run.get(at..).unwrap_or_default());
                let last = run.get(at + used - 1).map_or(token.span.end, |last| last.span.end);
                groups.push((value.to_string(), token.span.start..last, token.mark));
                at += used;
            }
        }
    }
    for (index, (digits, span, sign)) in groups.iter().enumerate() {
        if index > 0 {
            let after_point = decimals && points.first().is_some_and(|first| index > *first);
            let mark = match sign {
                _ if points.contains(&index) => ".",
                '.' => ".",
                '/' => "/",
                _ => " ",
            };
            if !after_point {
                out.push(mark, &(span.start..span.start));
            }
        }
        out.push(digits, span);
    }
}

/// The number the words begin with, and how many of them say it.
fn number(run: &[Token]) -> (u64, usize) {
    let mut total = 0_u64;
    let mut part: Option<u64> = None;
    let mut used = 0;
    let mut last: Option<Word> = None;
    // Whether the unit before stands in a ten already: `quatre-vingt-quatre vingt-sept` are two numbers.
    let mut full = false;
    for (at, token) in run.iter().enumerate() {
        // A sign ends a number, except behind a thousand: `one thousand, two hundred`.
        if at > 0
            && !matches!(token.mark, ' ' | '-')
            && !(token.mark == ',' && matches!(last, Some(Word::Times(1000..))))
        {
            break;
        }
        let was_full = full;
        full = matches!((token.word, last), (Word::Unit(_), Some(Word::Ten(_))));
        match (token.word, last) {
            (Word::And, Some(Word::Ten(_) | Word::Times(_))) => {
                // Only with a number behind it.
                if !matches!(
                    run.get(at + 1).map(|next| next.word),
                    Some(Word::Unit(_) | Word::Teen(_) | Word::Ten(_) | Word::Whole(_))
                ) {
                    break;
                }
                continue;
            }
            // `quatre-vingt`
            (Word::Ten(20), Some(Word::Unit(4))) if token.score && !was_full => part = part.map(|part| part + 76),
            // `soixante quatre-vingt-quatorze`: the hyphen ties the four to what follows.
            (Word::Unit(4), Some(Word::Ten(_)))
                if token.mark == ' '
                    && run.get(at + 1).is_some_and(|next| next.mark == '-' && matches!(next.word, Word::Ten(20))) =>
            {
                break;
            }
            (Word::Unit(unit), Some(Word::Ten(_))) if unit > 0 => part = part.map(|part| part + unit),
            (Word::Teen(teen), Some(Word::Ten(60 | 80))) => part = part.map(|part| part + teen),
            (Word::Unit(unit), Some(Word::Teen(10))) if unit >= 7 && part.is_some_and(|part| part >= 10) => {
                part = part.map(|part| part + unit);
            }
            (Word::Times(100), Some(Word::Unit(_) | Word::Teen(_) | Word::Whole(_))) => {
                part = part.map(|part| part * 100);
            }
            (Word::Times(100), None | Some(Word::Times(1000))) => part = Some(100),
            (Word::Unit(small) | Word::Teen(small) | Word::Ten(small) | Word::Whole(small), Some(Word::Times(_)))
                if small > 0 =>
            {
                part = Some(part.unwrap_or(0) + small);
            }
            (Word::Times(times), Some(_)) if times >= 1000 => {
                total += part.take().unwrap_or(1).saturating_mul(times);
            }
            (Word::Times(times), None) => total = times,
            (Word::Unit(value) | Word::Teen(value) | Word::Ten(value) | Word::Whole(value), None) => part = Some(value),
            _ => break,
        }
        last = Some(match (token.word, last) {
            (Word::Ten(20), Some(Word::Unit(4))) if token.score && !was_full => Word::Ten(80),
            (word, _) => word,
        });
        used = at + 1;
    }
    (total + part.unwrap_or(0), used.max(1))
}

/// Whether a folded word is a number among others.
pub(super) fn is_number(folded: &str) -> bool {
    matches!(word(folded, true), Some(Word::Unit(_) | Word::Teen(_) | Word::Ten(_) | Word::Whole(_)))
}

/// What a folded word is; `within` a run some short words are numbers too.
fn word(word: &str, within: bool) -> Option<Word> {
    if within {
        match word {
            "oh" | "o" => return Some(Word::Unit(0)),
            "and" | "und" | "et" => return Some(Word::And),
            "point" | "komma" | "virgule" | "dot" | "punkt" => return Some(Word::Point),
            _ => {}
        }
    }
    if let Some(simple) = simple(word) {
        return Some(simple);
    }
    ordinal(word).or_else(|| german(word).map(Word::Whole))
}

fn simple(word: &str) -> Option<Word> {
    Some(match word {
        "zero" | "null" | "nil" | "nought" | "naught" => Word::Unit(0),
        "one" | "eins" | "ein" | "un" | "une" => Word::Unit(1),
        "two" | "zwei" | "zwo" | "deux" => Word::Unit(2),
        "three" | "drei" | "trois" => Word::Unit(3),
        "four" | "vier" | "quatre" => Word::Unit(4),
        "five" | "funf" | "fuenf" | "cinq" => Word::Unit(5),
        "six" | "sechs" => Word::Unit(6),
        "seven" | "sieben" | "sept" => Word::Unit(7),
        "eight" | "acht" | "huit" => Word::Unit(8),
        "nine" | "neun" | "neuf" => Word::Unit(9),
        "ten" | "zehn" | "dix" => Word::Teen(10),
        "eleven" | "elf" | "onze" => Word::Teen(11),
        "twelve" | "zwolf" | "zwoelf" | "douze" => Word::Teen(12),
        "thirteen" | "dreizehn" | "treize" => Word::Teen(13),
        "fourteen" | "vierzehn" | "quatorze" => Word::Teen(14),
        "fifteen" | "funfzehn" | "fuenfzehn" | "quinze" => Word::Teen(15),
        "sixteen" | "sechzehn" | "seize" => Word::Teen(16),
        "seventeen" | "siebzehn" => Word::Teen(17),
        "eighteen" | "achtzehn" => Word::Teen(18),
        "nineteen" | "neunzehn" => Word::Teen(19),
        "twenty" | "vingt" | "vingts" => Word::Ten(20),
        "thirty" | "trente" => Word::Ten(30),
        "forty" | "fourty" | "quarante" => Word::Ten(40),
        "fifty" | "cinquante" => Word::Ten(50),
        "sixty" | "soixante" => Word::Ten(60),
        "seventy" | "septante" => Word::Ten(70),
        "eighty" | "huitante" | "octante" => Word::Ten(80),
        "ninety" | "nonante" => Word::Ten(90),
        // German says the unit first: `zwanzig vier` are two numbers.
        "zwanzig" => Word::Whole(20),
        "dreissig" => Word::Whole(30),
        "vierzig" => Word::Whole(40),
        "funfzig" | "fuenfzig" => Word::Whole(50),
        "sechzig" => Word::Whole(60),
        "siebzig" => Word::Whole(70),
        "achtzig" => Word::Whole(80),
        "neunzig" => Word::Whole(90),
        "hundred" | "hundert" => Word::Times(100),
        "thousand" | "tausend" | "mille" | "mil" => Word::Times(1000),
        "million" | "millionen" | "millions" => Word::Times(1_000_000),
        "double" | "doppel" => Word::Repeat(2),
        "triple" => Word::Repeat(3),
        _ => return None,
    })
}

fn ordinal(word: &str) -> Option<Word> {
    const ENGLISH: &[(&str, &str)] = &[
        ("first", "one"),
        ("second", "two"),
        ("third", "three"),
        ("fifth", "five"),
        ("eighth", "eight"),
        ("ninth", "nine"),
        ("twelfth", "twelve"),
    ];
    const OTHER: &[(&str, u64)] = &[
        ("premier", 1),
        ("premiere", 1),
        ("erste", 1),
        ("ersten", 1),
        ("erster", 1),
        ("dritte", 3),
        ("dritten", 3),
        ("dritter", 3),
        ("siebte", 7),
        ("siebten", 7),
        ("siebter", 7),
    ];
    if let Some((_, cardinal)) = ENGLISH.iter().find(|(ordinal, _)| *ordinal == word) {
        return simple(cardinal);
    }
    if let Some((_, value)) = OTHER.iter().find(|(ordinal, _)| *ordinal == word) {
        return Some(Word::Whole(*value));
    }
    if let Some(stem) = word.strip_suffix("tieth") {
        return simple(&format!("{stem}ty"));
    }
    if let Some(stem) = word.strip_suffix("th").filter(|stem| stem.len() >= 3) {
        return simple(stem);
    }
    for ending in ["ste", "sten", "ster", "te", "ten", "ter"] {
        if let Some(value) = word.strip_suffix(ending).filter(|stem| stem.len() >= 3).and_then(german) {
            return Some(Word::Whole(value));
        }
    }
    None
}

/// How German number words begin.
const HEADS: &[&str] =
    &["ein", "zw", "dr", "vie", "fun", "fue", "sec", "sie", "ach", "neu", "zeh", "elf", "hun", "tau", "nul"];

/// A German number in one word.
pub(super) fn german(word: &str) -> Option<u64> {
    if word.len() < 3 || word.len() > 48 || !HEADS.iter().any(|head| word.starts_with(head)) {
        return None;
    }
    if let Some((head, tail)) = word.split_once("tausend") {
        let head = if head.is_empty() { 1 } else { german(head)? };
        let tail = if tail.is_empty() { 0 } else { german(tail.strip_prefix("und").unwrap_or(tail))? };
        return (head < 1000 && tail < 1000).then_some(head * 1000 + tail);
    }
    if let Some((head, tail)) = word.split_once("hundert") {
        let head = if head.is_empty() { 1 } else { german(head)? };
        let tail = if tail.is_empty() { 0 } else { german(tail.strip_prefix("und").unwrap_or(tail))? };
        return (head < 100 && tail < 100).then_some(head * 100 + tail);
    }
    match simple(word) {
        Some(Word::Unit(value) | Word::Teen(value) | Word::Ten(value) | Word::Whole(value)) => Some(value),
        Some(_) => None,
        None => tens(word),
    }
}

/// German tens with their unit in front: `siebenundvierzig`.
fn tens(word: &str) -> Option<u64> {
    let at = word.find("und")?;
    let (unit, ten) = (word.get(..at)?, word.get(at + 3..)?);
    match (simple(unit)?, simple(ten)?) {
        (Word::Unit(unit), Word::Ten(ten) | Word::Whole(ten)) if unit > 0 => Some(ten + unit),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary::view::Reading;

    fn said(text: &str) -> String {
        read(text, &View::new(Reading::Plain, text), false).map(|derived| derived.text.to_string()).unwrap_or_default()
    }

    #[test]
    fn reads_numbers_in_three_languages() {
        for (text, expected) in [
            ("four seven one one", "4 7 1 1"),
            ("code forty-seven eleven.", "code 47 11."),
            ("siebenundvierzig elf", "47 11"),
            ("quarante-sept onze", "47 11"),
            ("vier sieben eins eins", "4 7 1 1"),
            ("quatre sept un un", "4 7 1 1"),
            ("thirty-one cents per kWh", "31 cents per kWh"),
            ("einunddreißig Cent", "31 Cent"),
            ("twelve hundred euros", "1200 euros"),
            ("one thousand two hundred euros", "1200 euros"),
            ("tausendzweihundert Euro", "1200 Euro"),
            ("mille deux cents euros", "1200 euros"),
            ("two cents", "2 cents"),
            ("quatre-vingt-dix-sept", "97"),
            ("soixante-quinze", "75"),
            ("quatre-vingts", "80"),
            ("trois mille quatre cent quatre-vingts", "3480"),
            ("zero point three one euros", "0.31 euros"),
            ("null Komma drei eins Euro", "0.31 Euro"),
            ("double four seven", "44 7"),
            ("oh one seven zero", "0 1 7 0"),
            ("oh well, one", "oh well, 1"),
            ("mil neuf cent soixante-dix-neuf", "1979"),
            ("quarter to eight", "quarter to 8"),
            ("third of February nineteen eighty", "3 of February 19 80"),
            ("neunzehnhundertachtzig", "1980"),
            ("dritter Februar", "3 Februar"),
            ("one hundred and five", "105"),
            ("zéro un, quatre-vingt-quatre, vingt-sept", "0 1 84 27"),
            ("un quatre-vingt-quatre vingt-sept soixante trente-cinq", "1 84 27 60 35"),
            ("soixante, dix-sept", "60 17"),
            ("four four twenty seventy-nine", "4 4 20 79"),
            ("quatre-vingt-douze mille six cents dollars", "92600 dollars"),
            ("zweiunddreißighundert", "3200"),
            ("six cents", "6 cents"),
            ("soixante quatre-vingt-quatorze", "60 94"),
            ("cent dix-huit mille quatre cents francs", "118400 francs"),
            ("siebenundsiebzig eins zwanzig vier", "77 1 20 4"),
            ("one cent less", "1 cent less"),
            ("one thousand, two hundred", "1200"),
            ("ten.forty-four.seven", "10.44.7"),
            ("eine Million zweihundert", "1000200"),
            ("one and a quarter million euros", "1 and a quarter million euros"),
            ("a hundred euros, eine Katze", "a 100 euros, eine Katze"),
            ("no numbers here", ""),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }
}
