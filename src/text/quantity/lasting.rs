//! Lengths of time in words: `two hours`, `half an hour`. Those with a number in digits are in `unit.rs`.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::number::Exact;
use super::sight::Words;
use super::unit::{is_long, look_up, span};
use super::{Measure, Quantity, each, pattern, push, stands_alone};
use crate::text::pattern::Regex;

/// Number words, only read in front of a word for a length of time.
const WORDS: &[(&str, i128)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("fifteen", 15),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("forty-five", 45),
    ("fifty", 50),
    ("sixty", 60),
    ("ninety", 90),
    ("zwei", 2),
    ("drei", 3),
    ("vier", 4),
    ("fünf", 5),
    ("sechs", 6),
    ("acht", 8),
    ("zehn", 10),
    ("zwölf", 12),
    ("deux", 2),
    ("trois", 3),
    ("quatre", 4),
    ("cinq", 5),
    ("huit", 8),
    ("dix", 10),
];

/// What stands in every length of time in words.
static UNITS_OF_TIME: Words = Words::new(|| {
    let words = [
        "minute", "hour", "second", "day", "week", "month", "year", "stunde", "sekunde", "tag", "woche", "monat",
        "jahr", "heure", "jour", "semaine", "mois", "ann", "mins", "secs",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
});
/// Number words, in the order of [`WORDS`].
static NUMBER_WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = WORDS.iter().map(|(word, _)| *word);
    let kind = aho_corasick::MatchKind::LeftmostLongest;
    AhoCorasick::builder().ascii_case_insensitive(true).match_kind(kind).build(words).ok()
});
static HALF_HOUR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)(?<quarter>(?:a\s)?quarter\sof\san\shour|(?:eine\s)?viertelstunde|un\squart\sd['’]heure)|half\s(?:an\s)?hour|(?:eine\s)?halbe\sstunde|une\sdemi-heure",
    )
});

/// Durations in words.
pub(super) fn words(text: &str, found: &mut Vec<Quantity>) {
    if !UNITS_OF_TIME.stand_in(text) {
        return;
    }
    each(HALF_HOUR.as_ref(), text, |captures| {
        let minutes = if captures.name("quarter").is_some() { 15 } else { 30 };
        push(found, text, span(captures), Measure::Duration, format!("{minutes} min"));
        true
    });
    for word in NUMBER_WORDS.iter().flat_map(|words| words.find_iter(text)) {
        let Some((_, value)) = WORDS.get(word.pattern().as_usize()) else { continue };
        let rest = text.get(word.end()..).unwrap_or_default();
        let Some(unit) = rest.strip_prefix(|c: char| c.is_whitespace() || c == '-') else { continue };
        let start = word.end() + rest.len() - unit.len();
        let end = start + unit.find(|c: char| !c.is_alphabetic()).unwrap_or(unit.len());
        let unit = text.get(start..end).filter(|unit| is_long(unit)).and_then(look_up);
        let Some(unit) = unit.filter(|unit| unit.1 == Measure::Duration) else { continue };
        let Some(scaled) = Exact::new(*value, 1).and_then(|number| number.times(unit.3, unit.4)) else { continue };
        if stands_alone(text, word.start()..end) {
            push(found, text, word.start()..end, unit.1, format!("{scaled} {}", unit.2));
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_pattern_compiles() {
        assert!(super::HALF_HOUR.is_some());
    }
}
