//! Quantities in free text: times, money with unit, durations, energy, percentages, dates, amounts.
//!
//! English, German and French notations. Every quantity has a canonical form, exact (no floating point), so that the same
//! quantity written in another way compares equal. Not for arithmetic, and not for bare numbers: a number without a unit
//! says nothing that could be checked.

mod calendar;
mod clock;
mod date;
mod lasting;
mod money;
mod number;
mod pay;
mod sight;
mod unit;

use std::ops::Range;

use sight::Sight;

use super::pattern::{Captures, Regex, compile as pattern};

/// What a quantity measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// A clock time.
    Time,
    /// An amount of money, per unit where one is named.
    Money,
    /// A length of time.
    Duration,
    /// Energy or power.
    Energy,
    /// A percentage.
    Percent,
    /// A calendar date.
    Date,
    /// Another number with a unit (mg, ml/min, km …).
    Amount,
}

impl Measure {
    /// Its name as the kind of a finding: `TIME`, `MONEY` …
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Time => "TIME",
            Self::Money => "MONEY",
            Self::Duration => "DURATION",
            Self::Energy => "ENERGY",
            Self::Percent => "PERCENT",
            Self::Date => "DATE",
            Self::Amount => "AMOUNT",
        }
    }
}

/// One quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// What it measures.
    pub measure: Measure,
    /// A canonical form: equal for equal quantities in any notation (`6.30 pm` = `18:30`, `1,5 h` = `90 min`).
    pub canonical: String,
    /// As written.
    pub text: String,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// Every quantity in reading order, not overlapping: where two readings compete, the longer one stands.
#[must_use]
pub fn find(text: &str) -> Vec<Quantity> {
    let mut found = Vec::new();
    clock::words(text, &mut found);
    date::words(text, &mut found);
    calendar::words(text, &mut found);
    lasting::words(text, &mut found);
    let sight = Sight::new(text);
    if sight.digit {
        clock::find(text, &sight, &mut found);
        date::find(text, &sight, &mut found);
        unit::find(text, &sight, &mut found);
        money::find(text, &sight, &mut found);
        pay::find(text, &sight, &mut found);
        calendar::find(text, &sight, &mut found);
    }
    found.sort_by(|a, b| (b.end - b.start).cmp(&(a.end - a.start)).then(a.start.cmp(&b.start)));
    let mut taken = std::collections::BTreeMap::<usize, usize>::new();
    found.retain(|quantity| {
        let before = taken.range(..quantity.end).next_back();
        let free = before.is_none_or(|(_, end)| *end <= quantity.start);
        if free {
            taken.insert(quantity.start, quantity.end);
        }
        free
    });
    found.sort_by_key(|quantity| quantity.start);
    found
}

/// Whether the whole text is nothing but one quantity, or a range of two.
#[must_use]
pub fn is_bare(text: &str) -> bool {
    let text = text.trim();
    let found = find(text);
    let covered: usize = found.iter().map(|quantity| quantity.end - quantity.start).sum();
    let rest = text.len().saturating_sub(covered);
    !found.is_empty() && found.len() <= 2 && rest <= (found.len() - 1) * 4
}

/// Whether the whole text is one number in any notation, without a unit.
#[must_use]
pub fn is_number(text: &str) -> bool {
    number::Exact::parse(text.trim()).is_some()
}

/// The canonical form of a text that is one number in any notation, without a unit: equal for equal numbers (`1,5` =
/// `1.50`). `None` if it is none.
#[must_use]
pub fn canonical_number(text: &str) -> Option<String> {
    number::Exact::parse(text.trim()).map(|number| number.to_string())
}

/// The number a text is, in any notation and without a unit; `None` if it is anything else.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    number::Exact::parse(text.trim()).and_then(|exact| exact.to_string().parse().ok())
}

/// Runs `take` over every match that stands by itself. A match that touches a letter, a digit or an underscore is part of
/// something else (`load_5`, `v1.2`), so the search goes on behind its first run of digits.
fn each(regex: Option<&Regex>, text: &str, mut take: impl FnMut(&Captures<'_>) -> bool) {
    let Some(regex) = regex else { return };
    let mut at = 0;
    while at <= text.len() {
        let Some(captures) = regex.captures_at(text, at) else { return };
        let Some(whole) = captures.get(0) else { return };
        let taken = stands_alone(text, whole.range()) && take(&captures);
        at = if taken && whole.end() > at { whole.end() } else { behind_digits(text, whole.start()) };
    }
}

/// As [`each`], but only for matches that begin in one of `places`, which are in reading order: a pattern that would be tried at
/// every number of a text costs more than finding out where it can stand.
fn each_in(
    regex: Option<&Regex>,
    text: &str,
    places: impl IntoIterator<Item = Range<usize>>,
    mut take: impl FnMut(&Captures<'_>) -> bool,
) {
    let Some(regex) = regex else { return };
    let mut at = 0;
    for place in places {
        at = at.max(place.start);
        if at >= place.end {
            continue;
        }
        let end = text.ceil_char_boundary(place.end + LONGEST);
        while at < place.end
            && let Some(captures) = text.get(..end).and_then(|near| regex.captures_at(near, at))
            && let Some(whole) = captures.get(0).filter(|whole| whole.start() < place.end)
        {
            let taken = stands_alone(text, whole.range()) && take(&captures);
            at = if taken && whole.end() > at { whole.end() } else { behind_digits(text, whole.start()) };
        }
    }
}

/// No quantity is longer than so many bytes behind the place it begins in.
const LONGEST: usize = 120;

/// The position behind the run of digits at `at`, or behind one character.
fn behind_digits(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let step = if digits > 0 { digits } else { rest.chars().next().map_or(1, char::len_utf8) };
    at + step
}

/// Whether a span is not part of a longer word, number, version or identifier.
fn stands_alone(text: &str, span: Range<usize>) -> bool {
    let (Some(before), Some(inside), Some(after)) =
        (text.get(..span.start), text.get(span.clone()), text.get(span.end..))
    else {
        return false;
    };
    let mut back = before.chars().rev();
    let (last, second) = (back.next(), back.next());
    let starts_with_symbol = inside.chars().next().is_some_and(|c| !c.is_alphanumeric());
    let free_before = match last {
        Some(c) if c.is_alphanumeric() => starts_with_symbol && !c.is_ascii_digit(),
        Some('_' | '#' | '@' | '\\') => false,
        // `10.0.0.1:22`, `1.2.3`, `12/11/2026`: a separator glued to a digit continues what stands before it.
        Some('.' | ',' | ':' | '/' | '\'') => !second.is_some_and(|c| c.is_ascii_digit()),
        // `GPT-5 h`, `A-90 min`: an identifier with a hyphen.
        Some('-') => !second.is_some_and(|c| c.is_alphabetic() || c == '_'),
        _ => true,
    };
    let mut ahead = after.chars();
    let (next, following) = (ahead.next(), ahead.next());
    let ends_with_symbol = inside.chars().next_back().is_some_and(|c| !c.is_alphanumeric());
    let free_after = match next {
        Some(c) if c.is_alphanumeric() || c == '_' => ends_with_symbol && !c.is_ascii_digit() && c != '_',
        Some('.' | ',' | ':' | '/') => {
            let digit = following.is_some_and(|c| c.is_ascii_digit());
            !digit || inside.chars().next_back().is_some_and(|c| !c.is_ascii_digit())
        }
        _ => true,
    };
    free_before && free_after
}

fn push(found: &mut Vec<Quantity>, text: &str, span: Range<usize>, measure: Measure, canonical: String) {
    if let Some(written) = text.get(span.clone()) {
        let text = written.to_owned();
        found.push(Quantity { measure, canonical, text, start: span.start, end: span.end });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;
    use proptest::prelude::*;

    fn canon(text: &str) -> Vec<(Measure, String)> {
        find(text).into_iter().map(|q| (q.measure, q.canonical)).collect()
    }

    #[test]
    fn reads_each_notation_as_the_same_quantity() {
        use Measure::{Amount, Date, Duration, Energy, Money, Percent, Time};
        let table: &[(Measure, &str, &[&str])] = &[
            (
                Time,
                "18:30",
                &[
                    "18:30",
                    "6:30 pm",
                    "6.30 pm",
                    "6:30 PM",
                    "6:30 p.m.",
                    "18h30",
                    "18.30 Uhr",
                    "18:30 Uhr",
                    "18:30h",
                    "18:30:00",
                    "18 Uhr 30",
                ],
            ),
            (Time, "00:00", &["0:00", "24:00", "00:00", "midnight", "12 am", "12:00 am", "Mitternacht", "0 Uhr"]),
            (Time, "12:00", &["noon", "12:00", "12 pm", "12 Uhr"]),
            (Time, "06:00", &["6 am", "6am", "06:00", "6:00", "6 o'clock", "6 a.m."]),
            (
                Duration,
                "90 min",
                &[
                    "90 min",
                    "1.5 h",
                    "1,5 h",
                    "1h30",
                    "1 h 30 min",
                    "1 hour 30 minutes",
                    "1 hour and 30 minutes",
                    "90 minutes",
                    "90-minute",
                    "90 Minuten",
                    "1,5 Stunden",
                    "5400 seconds",
                    "ninety minutes",
                    "1:30 h",
                ],
            ),
            (Duration, "120 min", &["2 hours", "two hours", "2 hrs", "2h", "120 mins", "deux heures", "zwei Stunden"]),
            (Duration, "804 month", &["67 years", "67-year", "67 Jahre"]),
            (Duration, "30 min", &["half an hour", "30 min", "0.5 h", "eine halbe Stunde"]),
            (
                Money,
                "0.45 USD/kWh",
                &["$0.45/kWh", "$0.450/kWh", "0.45 $/kWh", "USD 0.45 per kWh", "0.45 USD per kWh", "45 ¢/kWh"],
            ),
            (Money, "0.45 EUR/kWh", &["0,45 € per kWh", "€0.45 / kWh", "0,45 Euro pro kWh", "0.45 EUR/kWh"]),
            (Money, "12.5 EUR", &["EUR 12.50", "12,50 €", "€12.5", "12.50 euros"]),
            (Money, "0.45 USD", &["$0.450", "$0.45", "0.45 dollars"]),
            (Money, "225000 USD", &["$225,000", "$225k", "US$225,000.00", "225 000 USD"]),
            (Money, "1200000 EUR", &["1.200.000 €", "€1.2 million", "1,2 Mio. €"]),
            (Energy, "1.2 kWh", &["1.2 kWh", "1,2 kWh", "1200 Wh", "1.20 kwh", "0.0012 MWh"]),
            (Energy, "2 kW", &["2000 W", "2 kW", "2000 watts"]),
            (Percent, "78 %", &["78 %", "78%", "78 percent", "78 per cent", "78 Prozent", "78,0 %"]),
            (
                Date,
                "2026-11-22",
                &[
                    "2026-11-22",
                    "22 Nov 2026",
                    "22 November 2026",
                    "November 22, 2026",
                    "Nov. 22nd, 2026",
                    "11/22/2026",
                    "22.11.2026",
                    "22/11/2026",
                    "22. November 2026",
                    "22 novembre 2026",
                    "2026/11/22",
                    "22 de noviembre de 2026",
                ],
            ),
            (Date, "--11-22", &["22 Nov", "November 22", "22. November"]),
            (Date, "2026-11", &["November 2026", "Nov 2026"]),
            (Date, "weekday 1", &["Monday", "Montag", "lundi", "lunes"]),
            (Date, "2023-05-03", &["3 de mayo de 2023", "3 mai 2023", "May 3, 2023"]),
            (Duration, "2880 min", &["2 días", "2 days"]),
            (Amount, "500 mg", &["500 mg", "0.5 g", "0,5 g", "500mg", "500000 µg"]),
            (Amount, "120 mg/dL", &["120 mg/dL", "1200 mg/L", "1.2 g/L"]),
            (Amount, "90 mL/min", &["90 mL/min", "90 ml/min", "90 ml per minute"]),
            (Amount, "37.5 °C", &["37.5 °C", "37,5°C", "37.5 degrees Celsius"]),
            (Amount, "120/80 mmHg", &["120/80 mmHg", "BP 120/80", "blood pressure of 120/80 mmHg"]),
            (Amount, "5 km", &["5 km", "5000 m", "5 kilometers"]),
            (Amount, "-5 °C", &["-5 °C", "−5 °C"]),
        ];
        for (measure, canonical, notations) in table {
            let expected = canon(notations[0]);
            assert_eq!(expected.len(), 1, "{} -> {expected:?}", notations[0]);
            for notation in *notations {
                for text in [(*notation).to_owned(), format!("It is {notation}, then."), format!("({notation})")] {
                    let got = canon(&text);
                    assert_eq!(got, vec![(*measure, expected[0].1.clone())], "{text} (want {canonical})");
                }
            }
        }
    }

    #[test]
    fn an_age_is_a_length_of_time() {
        for text in [
            "aged 67",
            "age: 67",
            "at the age of 67",
            "im Alter von 67",
            "âgée de 67 ans",
            "he just turned 67",
            "67 y/o",
            "67-jährige",
            "67-year-old",
        ] {
            assert_eq!(canon(text), [(Measure::Duration, "804 month".to_owned())], "{text}");
        }
        for text in ["page 67", "turned 90 degrees", "age 670", "the village 12"] {
            assert_eq!(canon(text), [], "{text}");
        }
    }

    #[test]
    fn takes_both_ends_of_a_range() {
        let ends = |text: &str| canon(text).into_iter().map(|(_, c)| c).collect::<Vec<_>>();
        for text in [
            "17:00-20:00",
            "17:00–20:00",
            "17-20h",
            "17:00 to 20:00",
            "5-8 pm",
            "5 pm - 8 pm",
            "17-20 Uhr",
            "17 bis 20 Uhr",
        ] {
            assert_eq!(ends(text), ["17:00", "20:00"], "{text}");
        }
        assert_eq!(ends("20-00h"), ["20:00", "00:00"]);
        assert_eq!(ends("11-2 pm"), ["11:00", "14:00"]);
        assert_eq!(ends("5-10 mg"), ["5 mg", "10 mg"]);
        assert_eq!(ends("2-3 h"), ["120 min", "180 min"]);
        assert_eq!(ends("24-48h"), ["1440 min", "2880 min"]);
        assert_eq!(ends("$5-$10"), ["5 USD", "10 USD"]);
        assert_eq!(ends("$5-10"), ["5 USD", "10 USD"]);
        assert_eq!(ends("20 to 30 %"), ["20 %", "30 %"]);
    }

    #[test]
    fn leaves_near_misses_alone() {
        for text in [
            "version 1.2.3",
            "v1.2.3 h",
            "load_5 kWh",
            "load_A",
            "build 12:345",
            "16:9",
            "id 4711",
            "#15 min",
            "gpt-5.4",
            "@CAD97",
            "(.{5})\\1$",
            "x = 1\nm.insert()",
            "call 555-123-4567",
            "10.0.0.1:22",
            "00:1A:2B:3C:4D:5E",
            "00:11:22:33:44:55",
            "25:00",
            "12:60",
            "may",
            "A4",
            "1.2.3 kg",
            "chapter 12",
            "5 people",
            "the 90s",
            "3D",
            "x86_64",
            "2fa",
            "RFC 6901",
            "32/13/2026",
            "31.31.2026",
            "ISO-8601",
            "abc12:30",
            "12:30abc",
            "I am 5",
            "March on",
            "$x",
            "10 Downing",
            "24/7",
        ] {
            assert_eq!(canon(text), vec![], "{text}");
        }
    }

    #[test]
    fn does_not_glue_neighbours() {
        let texts = |text: &str| find(text).into_iter().map(|q| q.text).collect::<Vec<_>>();
        assert_eq!(texts("17:00-20:00 $0.45"), ["17:00", "20:00", "$0.45"]);
        assert_eq!(texts("at 18:30 120 min remain"), ["18:30", "120 min"]);
        assert_eq!(texts("take 2 500 mg tablets"), ["500 mg"]);
        assert_eq!(texts("2026-11-22 18:30"), ["2026-11-22", "18:30"]);
        assert_eq!(texts("2026-11-22T18:30:00Z"), ["2026-11-22T18:30:00Z"]);
        assert_eq!(texts("90 min and 1.2 kWh."), ["90 min", "1.2 kWh"]);
        assert_eq!(
            texts("17:00-20:00 $0.45\n- 20:00-00:00 $0.22 - 20:00"),
            ["17:00", "20:00", "$0.45", "20:00", "00:00", "$0.22", "20:00"]
        );
        assert_eq!(texts("- 5\n- 10 mg"), ["10 mg"]);
        assert_eq!(texts("runs 2 hours 14 kWh"), ["2 hours", "14 kWh"]);
        assert_eq!(texts("runs 2 h 30, then"), ["2 h 30"]);
        assert_eq!(texts("um 6:30 am Montag"), ["6:30 am", "Montag"]);
        assert_eq!(texts("load_A: 1.2 kWh, 90 min, finish by 06:30."), ["1.2 kWh", "90 min", "06:30"]);
    }

    #[test]
    fn knows_bare_quantities() {
        for text in ["18:30", "90 min", "$0.45/kWh", "17:00-20:00", " 78 % ", "2026-11-22"] {
            assert!(is_bare(text), "{text}");
        }
        for text in ["Mark 07:00", "dishwasher", "", "10.0.0.1", "90 min cycle"] {
            assert!(!is_bare(text), "{text}");
        }
        assert!(is_number("1,234.5") && is_number("42") && !is_number("1.2.3") && !is_number("x1"));
    }

    proptest! {
        #[test]
        fn spans_are_ordered_disjoint_and_verbatim(text in "[ -~€°µé:.,/0-9hmkWpE$%-]{0,60}") {
            let mut last = 0;
            for q in find(&text) {
                prop_assert!(q.start >= last && q.end > q.start);
                prop_assert_eq!(&text[q.start..q.end], q.text.as_str());
                last = q.end;
            }
        }

        #[test]
        fn a_clock_time_is_the_same_in_every_notation(h in 0u32..24, m in 0u32..60) {
            let twelve = match h % 12 { 0 => 12, h => h };
            let half = if h < 12 { "am" } else { "pm" };
            let expected = vec![(Measure::Time, format!("{h:02}:{m:02}"))];
            prop_assert_eq!(canon(&format!("{h}:{m:02}")), expected.clone());
            prop_assert_eq!(canon(&format!("{twelve}:{m:02} {half}")), expected.clone());
            prop_assert_eq!(canon(&format!("{twelve}.{m:02}{half}")), expected.clone());
            prop_assert_eq!(canon(&format!("{h:02}.{m:02} Uhr")), expected);
        }
    }
}
