//! Amounts of money: a currency before or behind a number, ranges of them, and what they are paid per. Amounts that only a word
//! such as “salary” makes money are in `pay.rs`.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::number::{Exact, NUMBER, SPACED};
use super::sight::{Sight, Words};
use super::unit::{LOOSE, is_long, resolve};
use super::{Measure, Quantity, each_in, pattern, push};
use crate::text::pattern::{Captures, Regex};

/// Things money is paid per, beside the units above.
const PER: &[&str] = &[
    "person", "people", "head", "night", "item", "piece", "unit", "seat", "user", "share", "Person", "Nacht", "Stück",
    "Einheit", "personne", "nuit", "unité", "mile", "visit", "cycle", "kWh",
];

/// Spellings of currencies before or after an amount, their code, and how many of them make one.
const CURRENCIES: &[(&[&str], &str, i128)] = &[
    (&["$", "US$", "USD", "dollars", "dollar", "bucks", "US dollars"], "USD", 1),
    (&["¢"], "USD", 100),
    (&["€", "EUR", "euros", "euro"], "EUR", 1),
    (&["£", "GBP"], "GBP", 1),
    (&["¥", "JPY", "yen"], "JPY", 1),
    (&["₹", "INR", "rupees"], "INR", 1),
    (&["CHF", "Fr.", "Franken", "francs"], "CHF", 1),
    (&["C$", "CA$", "CAD"], "CAD", 1),
    (&["A$", "AU$", "AUD"], "AUD", 1),
    (&["R$", "BRL", "reais"], "BRL", 1),
    (&["zł", "PLN"], "PLN", 1),
    (&["kr", "SEK"], "SEK", 1),
    (&["NOK"], "NOK", 1),
    (&["DKK"], "DKK", 1),
    (&["Kč", "CZK"], "CZK", 1),
    (&["CNY", "RMB"], "CNY", 1),
    (&["MXN"], "MXN", 1),
    (&["ct", "cts", "cent", "cents", "Ct."], "cent", 1),
];

/// Alternatives of spellings, longest first, ending where a word ends.
fn alternatives<'a>(spellings: impl IntoIterator<Item = &'a str>) -> String {
    let mut all: Vec<&str> = spellings.into_iter().collect();
    all.sort_by_key(|spelling| std::cmp::Reverse(spelling.len()));
    let parts: Vec<String> = all
        .into_iter()
        .map(|spelling| {
            let escaped = regex::escape(spelling);
            let folded = if is_long(spelling) { format!("(?i:{escaped})") } else { escaped };
            let word = spelling.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
            if word { format!(r"{folded}(?-u:\b)") } else { folded }
        })
        .collect();
    format!("(?:{})", parts.join("|"))
}

const TIMES: &str = r"(?:(?<x>[kKM]|bn)(?-u:\b)|\s?(?<word>(?i:thousand|millions?|mio\.|mio|billions?|mrd\.|mrd)))?";

/// The range is a pattern of its own: in `$0.45 - 20:00` it fails, and the price alone has to stand.
static MONEY_RANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let currency = alternatives_before();
    let per = per();
    pattern(&format!(
        r"(?<cur>{currency})\s?(?<low>{NUMBER})[ ]?[-–—][ ]?(?:{currency})?[ ]?(?<n>{NUMBER}){TIMES}{per}"
    ))
});
static MONEY_BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let currency = alternatives_before();
    let per = per();
    pattern(&format!(r"(?<cur>{currency})\s?(?<n>{SPACED}){TIMES}{per}"))
});
static MONEY_AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let currency = alternatives(CURRENCIES.iter().flat_map(|row| row.0.iter().copied()));
    let per = per();
    pattern(&format!(
        r"(?:(?<low>{NUMBER})(?:[ ]?[-–—][ ]?|\s(?:to|or|bis|à)\s))?(?<n>{SPACED}){TIMES}[\s\x{{a0}}\x{{202f}}]?(?<cur>{currency}){per}"
    ))
});

/// Currency spellings in front of an amount: without an ending word boundary (`EUR12`, `$5`).
fn alternatives_before() -> String {
    let mut all: Vec<&str> = CURRENCIES.iter().flat_map(|row| row.0.iter().copied()).filter(|s| !is_long(s)).collect();
    all.sort_by_key(|spelling| std::cmp::Reverse(spelling.len()));
    all.into_iter().map(regex::escape).collect::<Vec<_>>().join("|")
}

/// What an amount of money is paid per, if it is: the word is looked up.
const EACH: &str = r"(?:(?:\s?/\s?|\s(?:per|pro|par|je|a|an|each)\s)(?<per>";

fn per() -> String {
    format!("{EACH}{LOOSE}))?")
}

/// Spellings of currencies.
static CURRENCY_WORDS: Words = Words::new(|| {
    let words = CURRENCIES.iter().flat_map(|row| row.0.iter().copied());
    let kind = aho_corasick::MatchKind::LeftmostLongest;
    AhoCorasick::builder().ascii_case_insensitive(true).match_kind(kind).build(words).ok()
});

/// Every amount with a currency.
pub(super) fn find(text: &str, sight: &Sight, found: &mut Vec<Quantity>) {
    let signs: Vec<Range<usize>> = CURRENCY_WORDS.all_in(text);
    if signs.is_empty() {
        return;
    }
    each_in(MONEY_RANGE.as_ref(), text, signs.iter().cloned(), |captures| money(text, captures, found));
    each_in(MONEY_BEFORE.as_ref(), text, signs.iter().cloned(), |captures| money(text, captures, found));
    // Between a number and its currency stands at most how many thousands it is.
    let paid = sight.numbers.iter().zip(0..).filter(|(number, _)| {
        let next = signs.partition_point(|sign| sign.start < number.end);
        signs.get(next).is_some_and(|sign| sign.start - number.end < 16)
    });
    each_in(MONEY_AFTER.as_ref(), text, paid.map(|(number, at)| sight.with_low(at, text, number)), |captures| {
        money(text, captures, found)
    });
}

fn money(text: &str, captures: &Captures<'_>, found: &mut Vec<Quantity>) -> bool {
    let (Some(whole), Some(written), Some(currency)) = (captures.get(0), captures.name("n"), captures.name("cur"))
    else {
        return false;
    };
    let spelling = currency.as_str();
    let Some((_, code, parts)) = CURRENCIES.iter().find(|(spellings, ..)| {
        spellings.iter().any(|known| *known == spelling || (is_long(known) && known.eq_ignore_ascii_case(spelling)))
    }) else {
        return false;
    };
    let word = captures.name("word").map(|word| word.as_str().to_lowercase()).unwrap_or_default();
    let times = match (captures.name("x").map(|x| x.as_str()), word.get(..2)) {
        (Some("k" | "K"), _) | (_, Some("th")) => 1000,
        (Some("M"), _) | (_, Some("mi")) => 1_000_000,
        (Some("bn"), _) | (_, Some("bi" | "mr")) => 1_000_000_000,
        _ => 1,
    };
    let paid_per = captures.name("per").and_then(|word| {
        let (written, bare) = (word.as_str(), word.as_str().trim_end_matches('.'));
        let known = PER.iter().any(|known| *known == bare || (is_long(known) && known.eq_ignore_ascii_case(bare)));
        resolve(word)
            .map(|(unit, end)| ((unit.2, unit.3, unit.4), end))
            .or_else(|| known.then(|| ((bare, 1, 1), word.end() - (written.len() - bare.len()))))
    });
    let per = paid_per.map(|(per, _)| per);
    // A word that money is not paid per (`$5 a joke`) is the sentence's.
    let end = match (paid_per, captures.name("per")) {
        (Some((_, end)), _) => end,
        (None, Some(_)) => ["cur", "x", "word", "n"]
            .iter()
            .filter_map(|name| captures.name(name))
            .map(|part| part.end())
            .max()
            .unwrap_or(0),
        (None, None) => whole.end(),
    };
    let canonical = |value: Exact| {
        let (numerator, denominator) = per.map_or((1, 1), |(_, numerator, denominator)| (denominator, numerator));
        let value = value.times(times, *parts)?.times(numerator, denominator)?;
        Some(per.map_or_else(
            || format!("{value} {code}"),
            |(unit, ..)| format!("{value} {code}/{}", unit.to_lowercase().replace("kwh", "kWh")),
        ))
    };
    let Some(high) = Exact::parse(written.as_str()).and_then(canonical) else { return false };
    let before = currency.start() < written.start();
    if let Some(low) = captures.name("low")
        && let Some(canonical) = Exact::parse(low.as_str()).and_then(canonical)
    {
        let start = if before { whole.start() } else { low.start() };
        push(found, text, start..low.end(), Measure::Money, canonical);
        // The second end may carry its own sign of currency: `$5-$10`.
        let between = text.get(low.end()..written.start()).unwrap_or_default();
        let own = between
            .char_indices()
            .find(|(_, c)| !c.is_whitespace() && !"-–—".contains(*c))
            .map(|(at, _)| low.end() + at);
        let start = own.filter(|_| before).unwrap_or(written.start());
        push(found, text, start..end, Measure::Money, high);
        return true;
    }
    push(found, text, whole.start()..end, Measure::Money, high);
    true
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_pattern_compiles() {
        for regex in [&super::MONEY_RANGE, &super::MONEY_BEFORE, &super::MONEY_AFTER] {
            assert!(regex.is_some());
        }
    }
}
