//! Clock times, and the durations that look like them (`1h30`).

use std::ops::Range;
use std::sync::LazyLock;

use super::sight::Sight;
use super::{Measure, Quantity, each, each_in, pattern, push};
use crate::text::pattern::{Captures, Regex};

const HALF: &str = r"[aApP](?:\.\s?[mM]\.|[mM](?-u:\b))";

/// `18:30`, with seconds, `am`/`pm`, `Uhr` or `h`.
static COLON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?<h>\d{{1,2}}):(?<m>[0-5]\d)(?::(?<s>[0-5]\d)(?:[.,]\d{{1,6}})?)?(?:\s?(?:(?<half>{HALF})|(?<unit>Uhr|h)(?-u:\b)))?"
    ))
});
/// `6 pm`, `6.30 pm`.
static TWELVE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!(r"(?<h>\d{{1,2}})(?:\.(?<m>[0-5]\d))?\s?(?<half>{HALF})")));
/// `18 Uhr`, `18.30 Uhr`, `18 Uhr 30`, `6 o'clock`.
static NAMED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?<h>\d{1,2})(?:[.:](?<m>[0-5]\d))?\s?(?:Uhr(?:\s(?<m2>[0-5]\d)(?-u:\b))?|o['’]clock)"));
/// `18h30`, `1h30`.
static HOURS_MINUTES: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"(?<h>\d{1,2})\s?[hH](?<m>[0-5]\d)"));
/// `17-20h`, `20-00h`, `5 to 8 pm`, `17 bis 20 Uhr`: the first end borrows the second one's unit.
static RANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?<a>\d{{1,2}})(?:[:.](?<am>[0-5]\d))?(?:[ ]?[-–—][ ]?|\s(?:to|till|until|and|bis|und|à|et)\s)(?<h>\d{{1,2}})(?:[:.](?<m>[0-5]\d))?(?:\s?(?:(?<half>{HALF})|(?<uhr>Uhr)(?-u:\b))|(?<unit>h)(?-u:\b))"
    ))
});
/// `at 20h`, `vers 8h`, `à 8h30`: a preposition of time makes hours a clock time.
static AT_HOUR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:at|by|until|before|after|from|to|à|vers|dès|avant|après|jusqu'à|um|ab|bis|gegen|vor|nach)\s(?<time>(?<h>\d{1,2})\s?h(?<m>[0-5]\d)?)",
    )
});
static WORDS: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?<zero>[Mm]idnight|Mitternacht|[Mm]inuit)|(?<twelve>[Nn]oon|[Mm]idday)"));

/// `midnight`, `noon` and their like.
pub(super) fn words(text: &str, found: &mut Vec<Quantity>) {
    each(WORDS.as_ref(), text, |captures| {
        let Some(whole) = captures.get(0) else { return false };
        let canonical = if captures.name("zero").is_some() { "00:00" } else { "12:00" };
        push(found, text, whole.range(), Measure::Time, canonical.to_owned());
        true
    });
}

/// Every clock time written with digits.
pub(super) fn find(text: &str, sight: &Sight, found: &mut Vec<Quantity>) {
    colons(text, sight, found);
    if sight.half {
        each(TWELVE.as_ref(), text, |captures| {
            let Some(h) = number(captures, "h").filter(|h| (1..=12).contains(h)) else { return false };
            let half = captures.name("half").map(|half| half.as_str());
            clock(text, span(captures), h, number(captures, "m").unwrap_or(0), 0, half, found)
        });
    }
    if sight.clock {
        each(NAMED.as_ref(), text, |captures| {
            let Some(h) = number(captures, "h") else { return false };
            let minutes = number(captures, "m").or_else(|| number(captures, "m2")).unwrap_or(0);
            clock(text, span(captures), h, minutes, 0, None, found)
        });
    }
    if sight.hours {
        each(HOURS_MINUTES.as_ref(), text, |captures| {
            let (Some(h), Some(m)) = (number(captures, "h"), number(captures, "m")) else { return false };
            // One digit is a duration (`1h30`), two are a time (`18h30`); a preposition (`AT_HOUR`) overrules by its length.
            if captures.name("h").is_some_and(|h| h.len() == 1) {
                duration(text, captures, h, m, found)
            } else {
                clock(text, span(captures), h, m, 0, None, found)
            }
        });
        at_hours(text, found);
    }
    if sight.half || sight.clock || sight.hours {
        ranges(text, found);
    }
}

fn colons(text: &str, sight: &Sight, found: &mut Vec<Quantity>) {
    each_in(COLON.as_ref(), text, sight.colons.iter().cloned(), |captures| {
        let (Some(h), Some(m)) = (number(captures, "h"), number(captures, "m")) else { return false };
        let seconds = number(captures, "s").unwrap_or(0);
        let one_digit = captures.name("h").is_some_and(|h| h.len() == 1);
        if captures.name("unit").is_some_and(|unit| unit.as_str() == "h") && one_digit {
            return duration(text, captures, h, m, found);
        }
        // German `um 18:30 am Montag`: `am` behind an hour past twelve is no half of the day.
        let half = captures.name("half").filter(|_| (1..=12).contains(&h));
        let end = match (half, captures.name("half")) {
            (None, Some(ignored)) => {
                text.get(..ignored.start()).map_or(ignored.start(), |before| before.trim_end().len())
            }
            _ => captures.get(0).map_or(0, |whole| whole.end()),
        };
        let start = captures.get(0).map_or(0, |whole| whole.start());
        clock(text, start..end, h, m, seconds, half.map(|half| half.as_str()), found)
    });
}

fn at_hours(text: &str, found: &mut Vec<Quantity>) {
    each(AT_HOUR.as_ref(), text, |captures| {
        let (Some(time), Some(h)) = (captures.name("time"), number(captures, "h")) else { return false };
        let before = found.len();
        let taken = clock(text, time.range(), h, number(captures, "m").unwrap_or(0), 0, None, found);
        if taken && let Some(added) = found.pop() {
            found.truncate(before);
            found.retain(|other| other.start != added.start || other.end != added.end);
            found.push(added);
        }
        taken
    });
}

fn ranges(text: &str, found: &mut Vec<Quantity>) {
    each(RANGE.as_ref(), text, |captures| {
        let (Some(first), Some(a), Some(h)) = (captures.name("a"), number(captures, "a"), number(captures, "h")) else {
            return false;
        };
        let (Some(last), Some(second)) = (captures.get(0), captures.name("h")) else { return false };
        let am = number(captures, "am").unwrap_or(0);
        let m = number(captures, "m").unwrap_or(0);
        // `2-3h` and `24-48h` are durations; `17-20h` and `20-00h` are not.
        if captures.name("unit").is_some() && (first.len() < 2 || second.len() < 2 || h > 24) {
            return false;
        }
        let first_end = captures.name("am").map_or(first.end(), |minutes| minutes.end());
        let half = captures.name("half").map(|half| half.as_str());
        if half.is_some() && !((1..=12).contains(&a) && (1..=12).contains(&h)) {
            return false;
        }
        // `11-2 pm` starts in the morning.
        let first_half = half.map(|half| if half.starts_with(['p', 'P']) && a % 12 > h % 12 { "am" } else { half });
        clock(text, first.start()..first_end, a, am, 0, first_half, found)
            && clock(text, second.start()..last.end(), h, m, 0, half, found)
    });
}

fn number(captures: &Captures<'_>, name: &str) -> Option<u32> {
    captures.name(name)?.as_str().parse().ok()
}

fn span(captures: &Captures<'_>) -> Range<usize> {
    captures.get(0).map_or(0..0, |whole| whole.range())
}

fn duration(text: &str, captures: &Captures<'_>, h: u32, m: u32, found: &mut Vec<Quantity>) -> bool {
    push(found, text, span(captures), Measure::Duration, format!("{} min", h * 60 + m));
    true
}

/// Adds a clock time if it is one: hours 0 to 24, where 24:00 is 00:00.
fn clock(
    text: &str,
    span: Range<usize>,
    h: u32,
    m: u32,
    s: u32,
    half: Option<&str>,
    found: &mut Vec<Quantity>,
) -> bool {
    let hour = match half {
        Some(half) if half.starts_with(['p', 'P']) => h % 12 + 12,
        Some(_) => h % 12,
        None => h,
    };
    if hour > 24 || (hour == 24 && (m > 0 || s > 0)) {
        return false;
    }
    let hour = hour % 24;
    let canonical = if s == 0 { format!("{hour:02}:{m:02}") } else { format!("{hour:02}:{m:02}:{s:02}") };
    push(found, text, span, Measure::Time, canonical);
    true
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_pattern_compiles() {
        for regex in [
            &super::COLON,
            &super::TWELVE,
            &super::NAMED,
            &super::HOURS_MINUTES,
            &super::RANGE,
            &super::AT_HOUR,
            &super::WORDS,
        ] {
            assert!(regex.is_some());
        }
    }
}
