//! What stands beside a number: another digit, a currency, a house number, words that say it is the end of one.

use std::ops::Range;

use zeroize::Zeroizing;

use super::neighbour::{Neighbour, neighbours_after, neighbours_before};
use crate::boundary::view::fold::fold;

/// Whether a text ends in words (or a mask) behind which the last digits of a number follow.
pub(super) fn is_told_to_end(before: &str) -> bool {
    const WORDS: &[&str] = &[
        "ending",
        "endingin",
        "endingwith",
        "endsin",
        "endswith",
        "lastfour",
        "last4",
        "lastfourdigits",
        "last4digits",
        "endetauf",
        "endendauf",
        "endungauf",
        "endung",
        "letztenvier",
        "letztevierziffern",
        "letztenvierziffern",
        "terminantpar",
        "finissantpar",
        "finitpar",
        "terminepar",
        "quatrederniers",
        "derniers chiffres",
        "quatredernierschiffres",
        "finishingin",
    ];
    let trimmed = before.trim_end_matches([' ', '-', ':', '.', '…', '(', '#', '"']);
    let masked = trimmed.chars().rev().take_while(|c| matches!(c, '*' | 'x' | 'X' | '•' | '●' | '#')).count() >= 2;
    let head: String = trimmed.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
    let head = fold(&head);
    masked
        || before.ends_with('…')
        || WORDS.iter().any(|words| {
            head.ends_with(words)
                || head.strip_suffix("is").is_some_and(|head| head.ends_with(words))
                || head.strip_suffix("sind").is_some_and(|head| head.ends_with(words))
                || head.strip_suffix("are").is_some_and(|head| head.ends_with(words))
        })
}

/// Whether a digit with a decimal mark stands right beside a span: `4711.50`, `1,4711`.
pub(super) fn decimal_beside(text: &str, bytes: &Range<usize>) -> bool {
    let mut after = text.get(bytes.end..).unwrap_or_default().chars();
    let mut before = text.get(..bytes.start).unwrap_or_default().chars().rev();
    let mark = |c: Option<char>| c.is_some_and(|c| matches!(c, '.' | ','));
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    (mark(after.next()) && digit(after.next())) || (mark(before.next()) && digit(before.next()))
}

/// Whether a currency stands beside a span.
pub(super) fn amount_beside(text: &str, bytes: &Range<usize>) -> bool {
    const MONEY: &[&str] =
        &["eur", "euro", "euros", "usd", "chf", "gbp", "dollar", "dollars", "kwh", "km", "kg", "percent", "prozent"];
    let sign = |c: Option<char>| c.is_some_and(|c| "€$£¥%".contains(c));
    let after = text.get(bytes.end..).unwrap_or_default();
    let before = text.get(..bytes.start).unwrap_or_default();
    let word = |word: Option<&str>| word.is_some_and(|word| MONEY.contains(&fold(word).as_str()));
    sign(after.trim_start().chars().next())
        || sign(before.trim_end().chars().next_back())
        || word(after.split_whitespace().next())
        || word(before.split_whitespace().next_back())
}

/// Whether a house number stands beside a street: then it is another house, or the whole address is found anyway.
pub(super) fn number_beside(text: &str, bytes: &Range<usize>) -> bool {
    let digit = |word: &Neighbour<'_>| word.folded.starts_with(|c: char| c.is_ascii_digit());
    neighbours_after(text, bytes.end).first().is_some_and(digit)
        || neighbours_before(text, bytes.start).first().is_some_and(digit)
}

/// Whether one of some groups of digits stands near a span: in another field, or behind a label.
pub(super) fn stands_beside(text: &str, bytes: &Range<usize>, companions: &[Zeroizing<String>]) -> bool {
    let said = text.get(bytes.clone()).unwrap_or_default();
    let mut before: Vec<&str> = text.get(..bytes.start).unwrap_or_default().rsplit(not_digit).take(GROUPS).collect();
    before.extend(text.get(bytes.end..).unwrap_or_default().split(not_digit).take(GROUPS));
    before.iter().any(|group| *group != said && companions.iter().any(|other| other.as_str() == *group))
}

/// So many pieces without digits may stand between two parts of a number.
const GROUPS: usize = 48;

fn not_digit(c: char) -> bool {
    !c.is_ascii_digit()
}
