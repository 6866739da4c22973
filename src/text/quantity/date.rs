//! Calendar dates, months of a year and weekdays; English, German, French and Spanish.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::sight::{Sight, Words};
use super::{Measure, Quantity, each, each_in, pattern, push};
use crate::text::pattern::{Captures, Regex};

/// Month names by their beginnings; English and German ones only with a capital (`may`, `march` are words).
const MONTHS: &str = r"(?:[Ee]nero|[Ff]ebrero|[Mm]arzo|[Aa]bril|[Mm]ayo|[Jj]unio|[Jj]ulio|[Aa]gosto|[Ss]ep?tiembre|[Oo]ctubre|[Nn]oviembre|[Dd]iciembre|Jan(?:uary|uar)?|JAN(?:UARY)?|janvier|janv|Feb(?:ruary|ruar)?|FEB(?:RUARY)?|février|févr|Mar(?:ch)?|MAR(?:CH)?|März|mars|Apr(?:il)?|APR(?:IL)?|avril|avr|May|MAY|Mai|mai|Jun[ei]?|JUNE?|juin|Jul[yi]?|JULY?|juillet|juil|Aug(?:ust)?|AUG(?:UST)?|août|Sept?(?:ember)?|SEPT?(?:EMBER)?|septembre|Oct(?:ober)?|OCT(?:OBER)?|Okt(?:ober)?|octobre|Nov(?:ember)?|NOV(?:EMBER)?|novembre|Dec(?:ember)?|DEC(?:EMBER)?|Dez(?:ember)?|décembre|déc)";

/// What stands in every month's name; without it, beside a number, their patterns are not worth running.
static MONTH_STEMS: Words = Words::new(|| {
    let stems = [
        "Jan", "Feb", "Mar", "Mär", "Apr", "May", "Mai", "Jun", "Jul", "Aug", "Sep", "Oct", "Okt", "Nov", "Dec", "Dez",
        "jan", "fév", "mar", "avr", "mai", "jui", "aoû", "ene", "Ene", "feb", "abr", "Abr", "may", "jun", "jul", "ago",
        "Ago", "dic", "Dic", "sep", "oct", "nov", "déc", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP",
        "OCT", "NOV", "DEC",
    ];
    AhoCorasick::new(stems).ok()
});
/// How far the number of a day or year may stand from the stem of its month.
const REACH: usize = 20;
static ISO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?<y>[12]\d{3})(?:-(?<m>\d{2})-(?<d>\d{2})|/(?<m2>\d{1,2})/(?<d2>\d{1,2})|\.(?<m3>\d{2})\.(?<d3>\d{2}))(?:T(?<time>\d{2}:\d{2})(?::(?<s>\d{2}))?(?:[.,]\d{1,9})?(?<zone>Z|[+-]\d{2}:?\d{2})?)?",
    )
});
static NUMERIC: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?<a>\d{1,2})(?:/(?<b>\d{1,2})/(?<y>\d{4}|\d{2})|\.\s?(?<b2>\d{1,2})\.\s?(?<y2>\d{4}|\d{2})|-(?<b3>\d{1,2})-(?<y3>\d{4}))",
    )
});
static DAY_MONTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[\s-]+(?:(?:of|de)\s+)?(?<month>{MONTHS})(?-u:\b)\.?(?:(?:,?\s+(?:del?\s+)?|-)(?<y>[12]\d{{3}})(?-u:\b))?"
    ))
});
static MONTH_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?<month>{MONTHS})\.?\s+(?<d>\d{{1,2}})(?-u:\b)(?:,?\s+(?<y>[12]\d{{3}})(?-u:\b))?|(?<month2>{MONTHS})\.?\s+(?<d2>\d{{1,2}})(?:st|nd|rd|th)(?:,?\s+(?<y2>[12]\d{{3}})(?-u:\b))?"
    ))
});
static MONTH_YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!(r"(?<month>{MONTHS})\.?,?\s+(?:de\s+)?(?<y>[12]\d{{3}})")));
static WEEKDAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?<w1>Monday|MONDAY|Montag|[Ll]undi|[Ll]unes)|(?<w2>Tuesday|TUESDAY|Dienstag|[Mm]ardi|[Mm]artes)|(?<w3>Wednesday|WEDNESDAY|Mittwoch|[Mm]ercredi|[Mm]iércoles)|(?<w4>Thursday|THURSDAY|Donnerstag|[Jj]eudi|[Jj]ueves)|(?<w5>Friday|FRIDAY|Freitag|[Vv]endredi|[Vv]iernes)|(?<w6>Saturday|SATURDAY|Samstag|Sonnabend|[Ss]amedi|[Ss]ábado)|(?<w7>Sunday|SUNDAY|Sonntag|[Dd]imanche|[Dd]omingo)",
    )
});

/// Weekdays.
pub(super) fn words(text: &str, found: &mut Vec<Quantity>) {
    each(WEEKDAY.as_ref(), text, |captures| {
        let Some(day) = (1..=7).find(|day| captures.name(&format!("w{day}")).is_some()) else { return false };
        push(found, text, span(captures), Measure::Date, format!("weekday {day}"));
        true
    });
}

/// Every date written with digits.
pub(super) fn find(text: &str, sight: &Sight, found: &mut Vec<Quantity>) {
    in_figures(text, sight, found);
    if MONTH_STEMS.stand_beside_digits(text, REACH) {
        with_month(text, found);
    }
}

fn in_figures(text: &str, sight: &Sight, found: &mut Vec<Quantity>) {
    each_in(ISO.as_ref(), text, sight.parts.iter().cloned(), |captures| {
        let (Some(y), Some(m), Some(d)) =
            (number(captures, &["y"]), number(captures, &["m", "m2", "m3"]), number(captures, &["d", "d2", "d3"]))
        else {
            return false;
        };
        let time = captures.name("time").map(|time| time.as_str()).unwrap_or_default();
        let seconds = captures.name("s").map(|s| s.as_str()).filter(|s| *s != "00").unwrap_or_default();
        let zone = captures.name("zone").map(|zone| zone.as_str()).unwrap_or_default();
        let suffix = match (time, seconds) {
            ("", _) => String::new(),
            (_, "") => format!("T{time}{zone}"),
            _ => format!("T{time}:{seconds}{zone}"),
        };
        push_date(text, span(captures), Some(y), m, Some(d), &suffix, found)
    });
    each_in(NUMERIC.as_ref(), text, sight.parts.iter().cloned(), |captures| {
        let (Some(a), Some(b)) = (number(captures, &["a"]), number(captures, &["b", "b2", "b3"])) else { return false };
        let Some(written) = ["y", "y2", "y3"].iter().find_map(|name| captures.name(name)) else { return false };
        let Ok(year) = written.as_str().parse::<u32>() else { return false };
        let year = match written.len() {
            // `1.2.30` is a version; `01.02.30` is a date.
            2 if captures.name("y2").is_some() && !two_digits(captures) => return false,
            2 if year < 70 => 2000 + year,
            2 => 1900 + year,
            _ if (1000..3000).contains(&year) => year,
            _ => return false,
        };
        // With slashes the month comes first unless it cannot; with dots and hyphens the day does.
        let month_first = if captures.name("b").is_some() { a <= 12 } else { b > 12 };
        let (m, d) = if month_first { (a, b) } else { (b, a) };
        push_date(text, span(captures), Some(year), m, Some(d), "", found)
    });
}

fn with_month(text: &str, found: &mut Vec<Quantity>) {
    each(DAY_MONTH.as_ref(), text, |captures| {
        let (Some(d), Some(m)) = (number(captures, &["d"]), month(captures)) else { return false };
        push_date(text, span(captures), number(captures, &["y"]), m, Some(d), "", found)
    });
    each(MONTH_DAY.as_ref(), text, |captures| {
        let (Some(d), Some(m)) = (number(captures, &["d", "d2"]), month(captures)) else { return false };
        push_date(text, span(captures), number(captures, &["y", "y2"]), m, Some(d), "", found)
    });
    each(MONTH_YEAR.as_ref(), text, |captures| {
        let (Some(y), Some(m)) = (number(captures, &["y"]), month(captures)) else { return false };
        push_date(text, span(captures), Some(y), m, None, "", found)
    });
}

fn two_digits(captures: &Captures<'_>) -> bool {
    ["a", "b2"].iter().all(|name| captures.name(name).is_some_and(|part| part.len() == 2))
}

fn number(captures: &Captures<'_>, names: &[&str]) -> Option<u32> {
    names.iter().find_map(|name| captures.name(name))?.as_str().parse().ok()
}

/// The span without a trailing dot or comma that belongs to the sentence.
fn span(captures: &Captures<'_>) -> Range<usize> {
    captures.get(0).map_or(0..0, |whole| whole.start()..whole.start() + whole.as_str().trim_end_matches('.').len())
}

/// 1 to 12 from a month's name.
fn month(captures: &Captures<'_>) -> Option<u32> {
    month_of(["month", "month2"].iter().find_map(|name| captures.name(name))?.as_str())
}

/// 1 to 12 from a month's name in any case.
pub(super) fn month_of(name: &str) -> Option<u32> {
    let name = name.to_lowercase();
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
    let table: [&[&str]; 12] = [
        &["jan", "jän", "ene"],
        &["feb", "fév"],
        &["mar", "mär"],
        &["apr", "avr", "abr"],
        &["may", "mai"],
        &["jun", "juin"],
        &["jul", "juil"],
        &["aug", "aoû", "ago"],
        &["sep"],
        &["oct", "okt"],
        &["nov"],
        &["dec", "dez", "déc", "dic"],
    ];
    (1_u32..).zip(table).find(|(_, prefixes)| starts(prefixes)).map(|(month, _)| month)
}

pub(super) fn push_date(
    text: &str,
    span: Range<usize>,
    year: Option<u32>,
    month: u32,
    day: Option<u32>,
    suffix: &str,
    found: &mut Vec<Quantity>,
) -> bool {
    let longest = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    if day.is_some_and(|day| day == 0 || day > longest) {
        return false;
    }
    let canonical = match (year, day) {
        (Some(year), Some(day)) => format!("{year}-{month:02}-{day:02}{suffix}"),
        (Some(year), None) => format!("{year}-{month:02}"),
        (None, Some(day)) => format!("--{month:02}-{day:02}"),
        (None, None) => return false,
    };
    push(found, text, span, Measure::Date, canonical);
    true
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_pattern_compiles() {
        for regex in
            [&super::ISO, &super::NUMERIC, &super::DAY_MONTH, &super::MONTH_DAY, &super::MONTH_YEAR, &super::WEEKDAY]
        {
            assert!(regex.is_some());
        }
    }
}
