//! A day with the time of it as one private value: an appointment, in any notation of both. Not for either of them alone, which
//! says little: [`super::Given`] asks for them where they are values of their own.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil;
use jiff::tz::TimeZone;

use super::Readings;
use crate::boundary::view::fold::fold;
use crate::boundary::view::quantity::{self as view, Clock, Date};
use crate::text::pattern::{Regex, compile};

/// So many bytes may stand between the day and the time.
const WIDEST: usize = 48;
/// So many words.
const WORDS: usize = 5;

/// A day with a time.
pub(super) struct Moment {
    pub(super) date: Date,
    pub(super) clock: Clock,
}

/// Day and time as programs write them: `2026-11-17T15:45:00.000+01:00`, `20261117T154500Z`, `202611171545`.
static STAMP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?<y>[12]\d{3})(?:-(?<m>\d\d)-(?<d>\d\d)|(?<m2>\d\d)(?<d2>\d\d))[T _-]?(?<h>\d\d)[:.]?(?<n>\d\d)(?:[:.]?(?<s>\d\d)(?:[.,]\d{1,9})?)?(?:\s?(?:Z(?-u:\b)|UTC|GMT|[+-]\d\d:?\d\d(?-u:\b)))?",
    )
});
/// What may stand behind a time that belongs to it: seconds, a zone, the word for the hour.
static TAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?i)^(?::00(?:[.,]0+)?)?\s?(?:Z(?-u:\b)|(?:UTC|GMT|CES?T|MES?Z)(?-u:\b)|uhr(?-u:\b)|(?:UTC|GMT)?[+-]\d\d:?\d\d(?-u:\b))?",
    )
});

impl Moment {
    /// Reads a value that is a day and a time and nothing else.
    pub(super) fn read(value: &str) -> Option<Self> {
        if let Some((span, moment)) = written(value).next()
            && span == (0..value.len())
        {
            return Some(moment);
        }
        let clocks = view::clocks(value, false);
        for (day, date) in view::dates(value) {
            if date.year.is_none_or(|year| year < 32) {
                continue;
            }
            for (time, clock) in &clocks {
                let Some((whole, between)) = joined(value, &day, time) else { continue };
                let rest = [value.get(..whole.start), Some(between), value.get(whole.end..)];
                if rest.into_iter().flatten().all(says_nothing) {
                    return Some(Self { date, clock: *clock });
                }
            }
        }
        None
    }

    fn is_day(&self, other: &Date) -> bool {
        other.day == self.date.day
            && other.month == self.date.month
            && match (self.date.year, other.year) {
                (Some(year), Some(other)) => view::is_year(year, other),
                (year, other) => year == other,
            }
    }

    fn is_time(&self, other: &Clock) -> bool {
        let hour = if other.either || self.clock.either {
            other.hour % 12 == self.clock.hour % 12
        } else {
            other.hour == self.clock.hour
        };
        hour && other.minute == self.clock.minute
    }

    /// Adds every place where both stand written by a program.
    pub(super) fn stamped(&self, readings: &Readings<'_>, add: &mut impl FnMut(Range<usize>)) {
        for (span, other) in readings.written() {
            if self.is_day(&other.date) && self.is_time(&other.clock) {
                add(span.clone());
            }
        }
        // Seconds since 1970, wherever on earth the clock stands.
        let Some(begins) = begins(&self.date) else { return };
        let said = begins + i64::from(self.clock.hour) * 3600 + i64::from(self.clock.minute) * 60;
        for run in readings.runs.stamps.iter().filter(|run| matches!(run.len(), 10 | 13)) {
            let Some(seconds) = readings.text.get(run.clone()).and_then(seconds) else { continue };
            if (seconds - said).abs() <= 14 * 3600 && (seconds - said) % 3600 == 0 {
                add(run.clone());
            }
        }
    }

    /// Adds every place where the one stands beside the other.
    pub(super) fn find(
        &self,
        text: &str,
        dates: &[(Range<usize>, Date)],
        clocks: &[(Range<usize>, Clock)],
        add: &mut impl FnMut(Range<usize>),
    ) {
        let mut times: Vec<&Range<usize>> =
            clocks.iter().filter(|(_, clock)| self.is_time(clock)).map(|(span, _)| span).collect();
        if times.is_empty() {
            return;
        }
        times.sort_by_key(|span| span.start);
        for (day, _) in dates.iter().filter(|(_, date)| self.is_day(date)) {
            // Only those near enough, so that a long list of appointments is read once.
            let first = times.partition_point(|time| time.start + 2 * WIDEST < day.start);
            for time in times.iter().skip(first).take_while(|time| time.start <= day.end + WIDEST) {
                let Some((whole, between)) = joined(text, day, time) else { continue };
                let words = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
                if words > WORDS || between.contains(|c: char| c.is_ascii_digit()) {
                    continue;
                }
                add(whole.start..whole.end + tail(text.get(whole.end..).unwrap_or_default()));
            }
        }
    }
}

/// How much of what stands behind a time belongs to it.
fn tail(rest: &str) -> usize {
    let found = TAIL.as_ref().and_then(|tail| tail.find_at(rest, 0)).map_or("", |found| found.as_str());
    found.trim_end().len()
}

/// Day and time as one span, and what stands between them.
fn joined<'t>(text: &'t str, day: &Range<usize>, time: &Range<usize>) -> Option<(Range<usize>, &'t str)> {
    let between = if day.end <= time.start {
        day.end..time.start
    } else if time.end <= day.start {
        time.end..day.start
    } else {
        return None;
    };
    if between.len() > WIDEST {
        return None;
    }
    Some((day.start.min(time.start)..day.end.max(time.end), text.get(between)?))
}

/// Whether nothing but marks, words that join a day to its time, names of days and zones stand in a text.
fn says_nothing(text: &str) -> bool {
    #[rustfmt::skip]
    const JOINTS: &[&str] = &[
        "", "at", "on", "the", "um", "am", "den", "der", "gegen", "ab", "a", "le", "des", "de", "t", "z", "uhr", "h", "00",
        "utc", "gmt", "cet", "cest", "mez", "mesz", "from", "by",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "montag", "dienstag", "mittwoch",
        "donnerstag", "freitag", "samstag", "sonnabend", "sonntag", "lundi", "mardi", "mercredi", "jeudi", "vendredi",
        "samedi", "dimanche", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo", "di", "mi", "do", "fr", "sa", "so",
    ];
    text.split(|c: char| !c.is_alphanumeric()).all(|word| JOINTS.contains(&fold(word).as_str()))
}

/// The second since 1970 at which a day begins where clocks show UTC; `None` for a date that is none.
pub(super) fn begins(date: &Date) -> Option<i64> {
    let (year, month, day) = (date.year?.try_into().ok()?, date.month.try_into().ok()?, date.day.try_into().ok()?);
    let day = civil::Date::new(year, month, day).ok()?;
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

/// The seconds since 1970 that a run of digits counts; longer ones count milliseconds.
pub(super) fn seconds(digits: &str) -> Option<i64> {
    let number: i64 = digits.parse().ok()?;
    Some(if digits.len() > 10 { number / 1000 } else { number })
}

/// The moments of a text as programs write them.
pub(super) fn written(text: &str) -> impl Iterator<Item = (Range<usize>, Moment)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(c) = STAMP.as_ref()?.captures_at(text, at) {
            let whole = c.get(0)?.range();
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let touched =
                digit(text.get(..whole.start)?.chars().next_back()) || digit(text.get(whole.end..)?.chars().next());
            if touched {
                // The rest of this run of digits begins no stamp either.
                let rest = text.get(whole.start..)?;
                at = whole.start + rest.bytes().take_while(u8::is_ascii_digit).count().max(1);
                continue;
            }
            at = whole.end;
            let figure = |name: &str| c.name(name).and_then(|part| part.as_str().parse::<u32>().ok());
            let (month, day) = (figure("m").or_else(|| figure("m2"))?, figure("d").or_else(|| figure("d2"))?);
            let (hour, minute) = (figure("h")?, figure("n")?);
            if hour < 24 && minute < 60 && (1..=12).contains(&month) && (1..=31).contains(&day) {
                let date = Date { year: figure("y"), month, day };
                return Some((whole, Moment { date, clock: Clock { hour, minute, either: false } }));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use crate::boundary::matcher::Matcher;

    const VALUES: &[&str] = &[
        "2026-11-17 15:45",
        "17.11.2026, 15:45 Uhr",
        "17 November 2026 at 3:45 pm",
        "20261117T154500",
        "mardi 17 novembre 2026 à 15h45",
    ];

    fn found(value: &str, text: &str) -> Vec<String> {
        let matcher = Matcher::new(&[("APPOINTMENT", value)]);
        matcher.find(text).into_iter().filter_map(|hit| text.get(hit.bytes).map(str::to_owned)).collect()
    }

    #[test]
    fn a_day_and_its_time_are_found_in_any_notation() {
        for (text, whole) in [
            ("on 17 November 2026 at 3:45 pm, please", "17 November 2026 at 3:45 pm"),
            ("on Tuesday, November 17th, 2026 at 3.45pm sharp", "November 17th, 2026 at 3.45pm"),
            ("15:45 on 17 November 2026 works", "15:45 on 17 November 2026"),
            ("at a quarter to four on 17 Nov 2026", "quarter to four on 17 Nov 2026"),
            ("11/17/2026 3:45 PM", "11/17/2026 3:45 PM"),
            ("17.11.2026 um 15.45 Uhr wird geladen", "17.11.2026 um 15.45 Uhr"),
            ("17. November 2026, Viertel vor vier, ist", "17. November 2026, Viertel vor vier"),
            ("um Viertel vor vier am 17.11.2026", "Viertel vor vier am 17.11.2026"),
            ("am 17.11.26 (Dienstag), Beginn: drei viertel vier", "17.11.26 (Dienstag), Beginn: drei viertel vier"),
            ("mardi 17 novembre 2026 à 15h45 ;", "17 novembre 2026 à 15h45"),
            ("17/11/26, 15 h 45 – entretien", "17/11/26, 15 h 45"),
            ("le 17 novembre 2026 à quatre heures moins le quart", "17 novembre 2026 à quatre heures moins le quart"),
            ("DTSTART:20261117T154500 here", "20261117T154500"),
            ("start=2026-11-17T15:45:00+01:00", "2026-11-17T15:45:00+01:00"),
            ("at 2026-11-17T15:45:00.000Z.", "2026-11-17T15:45:00.000Z"),
            ("log_202611171545.txt", "202611171545"),
            ("exp: 1794930300", "1794930300"),
            (r#"{"date": "2026-11-17", "time": "15:45"}"#, r#"2026-11-17", "time": "15:45"#),
        ] {
            for value in VALUES {
                let found = found(value, text);
                assert!(found.iter().any(|hit| hit == whole), "{value} in {text}: {found:?}");
            }
        }
    }

    #[test]
    fn the_one_without_the_other_is_nobodys() {
        for text in [
            "on 17 November 2026",
            "at 15:45, or a quarter to four",
            "17 November 2026 at 3:40 pm",
            "18 November 2026 at 15:45",
            "3:45 am on 17 November 2026",
            "2026-11-17T16:45:00",
            "17.11.2025, 15:45 Uhr",
            "20261117T154600, 202611171546, 1794930360",
            "17.11.2026: 9:00 Ankunft, 12:30 Essen; am 18.11.2026 um 15:45 Uhr Abreise",
            "The lease ends on 17 November 2026 and I have to be out of the flat and hand over the keys by 15:45",
        ] {
            for value in VALUES {
                assert_eq!(found(value, text), Vec::<String>::new(), "{value} in {text}");
            }
        }
    }
}
