//! Numbers with a unit: lengths of time, energy, percentages and other amounts, from one table of units. Money is in `money.rs`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::number::{Exact, NUMBER};
use super::sight::{Sight, Words};
use super::{Measure, Quantity, each, each_in, pattern, push};
use crate::text::pattern::{Captures, Match, Regex};

/// A unit: spellings, what it measures, its base unit, and how many base units it is (numerator, denominator).
pub(super) type Unit = (&'static [&'static str], Measure, &'static str, i128, i128);

/// Spellings of four letters and more match in any case, shorter ones exactly as they stand here.
const UNITS: &[Unit] = &[
    (&["ms", "milliseconds", "Millisekunden"], Measure::Duration, "min", 1, 60_000),
    (
        &[
            "s", "sec", "secs", "second", "seconds", "Sek.", "Sekunde", "Sekunden", "seconde", "secondes", "segundo",
            "segundos",
        ],
        Measure::Duration,
        "min",
        1,
        60,
    ),
    (
        &["min", "mins", "Min", "min.", "Min.", "minute", "minutes", "Minute", "Minuten", "minuto", "minutos"],
        Measure::Duration,
        "min",
        1,
        1,
    ),
    (
        &["h", "hr", "hrs", "hour", "hours", "Stunde", "Stunden", "Std.", "Std", "heure", "heures", "hora", "horas"],
        Measure::Duration,
        "min",
        60,
        1,
    ),
    (&["day", "days", "Tag", "Tage", "Tagen", "jour", "jours", "día", "días"], Measure::Duration, "min", 1440, 1),
    (
        &["week", "weeks", "wk", "wks", "Woche", "Wochen", "semaine", "semaines", "semana", "semanas"],
        Measure::Duration,
        "min",
        10_080,
        1,
    ),
    (&["month", "months", "Monat", "Monate", "Monaten", "mois", "meses"], Measure::Duration, "month", 1, 1),
    (
        &["year", "years", "yr", "yrs", "Jahr", "Jahre", "Jahren", "ans", "année", "années", "año", "años"],
        Measure::Duration,
        "month",
        12,
        1,
    ),
    (&["Wh", "wh"], Measure::Energy, "kWh", 1, 1000),
    (&["kWh", "kwh", "KWh", "KWH", "kW h", "kW·h"], Measure::Energy, "kWh", 1, 1),
    (&["MWh", "mwh", "MWH"], Measure::Energy, "kWh", 1000, 1),
    (&["GWh", "gwh"], Measure::Energy, "kWh", 1_000_000, 1),
    (&["W", "watt", "watts"], Measure::Energy, "kW", 1, 1000),
    (&["kW", "kw", "KW", "kilowatt", "kilowatts"], Measure::Energy, "kW", 1, 1),
    (&["MW", "megawatt", "megawatts"], Measure::Energy, "kW", 1000, 1),
    (&["kJ"], Measure::Energy, "kJ", 1, 1),
    (&["MJ"], Measure::Energy, "kJ", 1000, 1),
    (&["kcal"], Measure::Energy, "kcal", 1, 1),
    (&["%", "percent", "per cent", "pct", "Prozent", "pour cent", "por ciento"], Measure::Percent, "%", 1, 1),
    (&["‰"], Measure::Percent, "%", 1, 10),
    (&["ng"], Measure::Amount, "mg", 1, 1_000_000),
    (&["µg", "μg", "mcg", "ug", "micrograms", "Mikrogramm"], Measure::Amount, "mg", 1, 1000),
    (&["mg", "milligrams", "milligram", "Milligramm"], Measure::Amount, "mg", 1, 1),
    (&["g", "gr", "gram", "grams", "Gramm", "grammes"], Measure::Amount, "mg", 1000, 1),
    (&["kg", "Kg", "KG", "kilo", "kilos", "kilograms", "Kilogramm"], Measure::Amount, "mg", 1_000_000, 1),
    (&["tonnes", "tons", "Tonnen"], Measure::Amount, "t", 1, 1),
    (&["lb", "lbs"], Measure::Amount, "lb", 1, 1),
    (&["oz", "ounces"], Measure::Amount, "oz", 1, 1),
    (&["µl", "µL", "μL"], Measure::Amount, "mL", 1, 1000),
    (&["ml", "mL", "ML", "millilitres", "milliliters", "Milliliter"], Measure::Amount, "mL", 1, 1),
    (&["cl", "cL"], Measure::Amount, "mL", 10, 1),
    (&["dl", "dL"], Measure::Amount, "mL", 100, 1),
    (&["l", "L", "litre", "litres", "liter", "liters"], Measure::Amount, "mL", 1000, 1),
    (&["gal", "gallon", "gallons"], Measure::Amount, "gal", 1, 1),
    (&["µm", "μm"], Measure::Amount, "m", 1, 1_000_000),
    (&["mm"], Measure::Amount, "m", 1, 1000),
    (&["cm"], Measure::Amount, "m", 1, 100),
    (&["m", "meters", "metres", "meter", "metre"], Measure::Amount, "m", 1, 1),
    (&["km", "Km", "kilometers", "kilometres", "Kilometer"], Measure::Amount, "m", 1000, 1),
    (&["ft", "feet"], Measure::Amount, "ft", 1, 1),
    (&["inch", "inches"], Measure::Amount, "in", 1, 1),
    (&["mi", "mile", "miles"], Measure::Amount, "mi", 1, 1),
    (&["m²", "m2", "sqm", "qm"], Measure::Amount, "m²", 1, 1),
    (&["km²", "km2"], Measure::Amount, "m²", 1_000_000, 1),
    (&["m³", "m3"], Measure::Amount, "m³", 1, 1),
    (&["°C", "° C", "degrees Celsius", "degrees C", "Grad Celsius", "Grad"], Measure::Amount, "°C", 1, 1),
    (&["°F", "° F", "degrees Fahrenheit", "degrees F"], Measure::Amount, "°F", 1, 1),
    (&["mmHg", "mm Hg"], Measure::Amount, "mmHg", 1, 1),
    (&["bar"], Measure::Amount, "bar", 1, 1),
    (&["hPa"], Measure::Amount, "hPa", 1, 1),
    (&["kPa"], Measure::Amount, "hPa", 10, 1),
    (&["psi"], Measure::Amount, "psi", 1, 1),
    (&["nmol"], Measure::Amount, "mmol", 1, 1_000_000),
    (&["µmol", "μmol", "umol"], Measure::Amount, "mmol", 1, 1000),
    (&["mmol"], Measure::Amount, "mmol", 1, 1),
    (&["mol"], Measure::Amount, "mmol", 1000, 1),
    (&["mEq"], Measure::Amount, "mEq", 1, 1),
    (&["IU", "I.E.", "IE", "UI"], Measure::Amount, "IU", 1, 1),
    (&["mIU"], Measure::Amount, "IU", 1, 1000),
    (&["U", "units"], Measure::Amount, "U", 1, 1),
    (&["tablet", "tablets", "Tabletten", "comprimés"], Measure::Amount, "tablet", 1, 1),
    (&["capsule", "capsules"], Measure::Amount, "capsule", 1, 1),
    (&["bpm", "beats per minute"], Measure::Amount, "bpm", 1, 1),
    (&["kph", "kmh"], Measure::Amount, "m/min", 1000, 60),
    (&["mph"], Measure::Amount, "mi/min", 1, 60),
    (&["Hz"], Measure::Amount, "Hz", 1, 1),
    (&["kHz"], Measure::Amount, "Hz", 1000, 1),
    (&["MHz"], Measure::Amount, "Hz", 1_000_000, 1),
    (&["GHz"], Measure::Amount, "Hz", 1_000_000_000, 1),
    (&["V", "volts", "volt"], Measure::Amount, "V", 1, 1),
    (&["kV"], Measure::Amount, "V", 1000, 1),
    (&["mAh"], Measure::Amount, "Ah", 1, 1000),
    (&["Ah"], Measure::Amount, "Ah", 1, 1),
    (&["kB", "KB"], Measure::Amount, "MB", 1, 1000),
    (&["MB"], Measure::Amount, "MB", 1, 1),
    (&["GB"], Measure::Amount, "MB", 1000, 1),
    (&["TB"], Measure::Amount, "MB", 1_000_000, 1),
    (&["tokens", "token"], Measure::Amount, "token", 1, 1),
];

static BY_SPELLING: LazyLock<HashMap<String, &'static Unit>> = LazyLock::new(|| {
    let mut map = HashMap::new();
    for unit in UNITS {
        for spelling in unit.0 {
            map.insert((*spelling).to_owned(), unit);
            if is_long(spelling) {
                map.insert(spelling.to_lowercase(), unit);
            }
        }
    }
    map
});

pub(super) fn is_long(spelling: &str) -> bool {
    spelling.chars().filter(|c| c.is_alphabetic()).count() >= 4
}

/// What may be a unit: the spellings of more than a word, signs, or any one word. The table decides, not the pattern: an alternation
/// of all spellings, three times over, took longer to compile than everything else at a cold start.
pub(super) const LOOSE: &str = r"(?:kW[ ·]h|(?i:per|pour) cent|(?i:por ciento)|degrees (?i:celsius|fahrenheit|C|F)(?-u:\b)|Grad Celsius|mm Hg|beats per minute|I\.E\.|° ?[CF](?-u:\b)|[%‰]|[A-Za-zµμ][A-Za-zµμà-ÿ]*[²³23]?\.?)";

/// The unit a word is, and the end of its spelling: a full stop that is no part of it belongs to the sentence.
pub(super) fn resolve(word: Match<'_>) -> Option<(&'static Unit, usize)> {
    let written = word.as_str();
    let bare = written.strip_suffix('.').unwrap_or(written);
    look_up(written).map(|unit| (unit, word.end())).or_else(|| Some((look_up(bare)?, word.start() + bare.len())))
}

/// Whether what follows a number may be a unit.
fn has_unit(behind: &str) -> bool {
    let gap = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{a0}' | '\u{2009}' | '\u{202f}');
    let rest = behind.strip_prefix(gap).unwrap_or(behind);
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    if rest.starts_with(['%', '‰', '°']) {
        return true;
    }
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let Some(word) = rest.get(..end).filter(|word| !word.is_empty()) else { return false };
    // With a full stop or an exponent, or the first word of several.
    let longer = || {
        let next = rest.get(end..).and_then(|tail| tail.chars().next()).filter(|c| "²³23.".contains(*c));
        next.is_some_and(|c| look_up(&format!("{word}{c}")).is_some())
    };
    matches!(word, "per" | "Per" | "pour" | "Pour" | "por" | "Por" | "degrees" | "beats" | "I")
        || look_up(word).is_some()
        || longer()
}

/// `5 mg`, `5-10 mg`, `-5 °C`, `120 mg/dL`, `90-minute`.
static AMOUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:(?<low>{NUMBER})(?:[ ]?[-–—][ ]?|\s(?:to|or|bis|oder|à|ou)\s))?(?<n>[-−]?{NUMBER})[\s\x{{a0}}\x{{202f}}]?-?(?<unit>{LOOSE})(?:(?:\s?/\s?|\s(?:per|pro|par)\s)(?<per>{LOOSE})(?:\s?/\s?(?<per2>{LOOSE}))?)?"
    ))
});
/// `1 h 30 min`, `2 hours and 15 minutes`, `1 h 30`.
static COMPOUND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)(?<h>\d{1,3})\s?(?:h|hrs?|hours?|stunden?|std\.?|heures?),?\s(?:and\s|und\s|et\s)?(?:(?<m>[0-5]?\d)\s?(?:minute[sn]?|mins?)(?-u:\b)|(?<bare>[0-5]\d)(?-u:\b))",
    )
});
static PRESSURE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:(?<label>(?i:BP|blood pressure|Blutdruck)\s(?:is\s|was\s|of\s|von\s|:\s?)?)(?<s>\d{2,3})/(?<d>\d{2,3})(?:\s?mm\s?Hg)?|(?<s2>\d{2,3})/(?<d2>\d{2,3})\s?mm\s?Hg)",
    )
});

/// What an age is told by, in small letters.
static AGE_WORDS: Words = Words::new(|| {
    let words = ["age", "gé", "gÉ", "lter", "dad", "turn", "was", "war", "y/o", "yo", "y.o", "hrig"];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
});
/// `aged 67`, `age: 67`, `67 y/o`, `im Alter von 67`: an age is a length of time, whatever it is written as.
static AGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:(?-u:\b)(?:[Aa]ged?|AGE|[Aa]lter|[Ee]dad|[Tt]urn(?:ed|s|ing)?)(?:\s(?:of|von|de|is))?:?\s|[âa]gée?\sde\s|(?-u:\b)(?:when|als|quand)\s(?:he|she|I|er|sie)\s(?:was|war)\s)(?<n>\d{1,3})(?-u:\b)|(?<n2>\d{1,3})(?:\s?(?:y/o|yo|y\.o\.)|-?jährige?[rnms]?)(?-u:\b)",
    )
});

/// Every number with a unit.
pub(super) fn find(text: &str, sight: &Sight, found: &mut Vec<Quantity>) {
    let counted =
        sight.numbers.iter().zip(0..).filter(|(number, _)| has_unit(text.get(number.end..).unwrap_or_default()));
    each_in(AMOUNT.as_ref(), text, counted.map(|(number, at)| sight.with_low(at, text, number)), |captures| {
        amount(text, captures, found)
    });
    if sight.hours {
        compounds(text, found);
    }
    if AGE_WORDS.stand_in(text) {
        ages(text, found);
    }
    if sight.slash {
        pressures(text, found);
    }
}

fn compounds(text: &str, found: &mut Vec<Quantity>) {
    each(COMPOUND.as_ref(), text, |captures| {
        let minutes = captures.name("m").or_else(|| captures.name("bare"));
        // `2 h 30` leaves its minutes without a unit; in `2 hours 14 kWh` the second number has its own.
        let ahead = text.get(span(captures).end..).unwrap_or_default().trim_start().chars().next();
        if captures.name("bare").is_some() && ahead.is_some_and(|c| c.is_alphanumeric() || "%°µ€$£".contains(c)) {
            return false;
        }
        let (Some(h), Some(m)) = (number(captures.name("h")), number(minutes)) else { return false };
        let Some(total) = h.times(60, 1).and_then(|h| h.plus(m)) else { return false };
        push(found, text, span(captures), Measure::Duration, format!("{total} min"));
        true
    });
}

fn ages(text: &str, found: &mut Vec<Quantity>) {
    each(AGE.as_ref(), text, |captures| {
        let Some(age) = captures.name("n").or_else(|| captures.name("n2")) else { return false };
        let Some(years) = age.as_str().parse::<u32>().ok().filter(|years| (1..=120).contains(years)) else {
            return false;
        };
        // `turned 90 degrees`.
        let rest = text.get(age.end()..).unwrap_or_default().trim_start();
        if ["deg", "Grad", "°", "%", "times"].iter().any(|other| rest.starts_with(other)) {
            return false;
        }
        push(found, text, age.range(), Measure::Duration, format!("{} month", years * 12));
        true
    });
}

fn pressures(text: &str, found: &mut Vec<Quantity>) {
    each(PRESSURE.as_ref(), text, |captures| {
        let systolic = captures.name("s").or_else(|| captures.name("s2"));
        let diastolic = captures.name("d").or_else(|| captures.name("d2"));
        let (Some(s), Some(d)) = (systolic, diastolic) else { return false };
        let end = captures.get(0).map_or(d.end(), |whole| whole.end());
        let canonical = format!("{}/{} mmHg", s.as_str(), d.as_str());
        // With a label the label belongs to the span: `BP 120/80` reads as one thing.
        let start = captures.get(0).map_or(s.start(), |whole| whole.start());
        push(found, text, start..end, Measure::Amount, canonical);
        true
    });
}

pub(super) fn span(captures: &Captures<'_>) -> Range<usize> {
    captures.get(0).map_or(0..0, |whole| whole.range())
}

fn number(part: Option<Match<'_>>) -> Option<Exact> {
    Exact::parse(part?.as_str())
}

/// Long spellings in any case, short ones as they stand in the table.
pub(super) fn look_up(spelling: &str) -> Option<&'static Unit> {
    let long = || is_long(spelling).then(|| BY_SPELLING.get(&spelling.to_lowercase())).flatten();
    BY_SPELLING.get(spelling).or_else(long).copied()
}

fn amount(text: &str, captures: &Captures<'_>, found: &mut Vec<Quantity>) -> bool {
    let (Some(whole), Some(written), Some(spelling)) = (captures.get(0), captures.name("n"), captures.name("unit"))
    else {
        return false;
    };
    let Some((unit, mut end)) = resolve(spelling) else { return false };
    let Some(value) = Exact::parse(written.as_str()) else { return false };
    let glued = written.end() == spelling.start();
    // `the 90s`, `1980s`: a decade, not seconds. `5G`-like single letters never match, units are case-sensitive.
    if glued
        && text.get(spelling.start()..end) == Some("s")
        && written.as_str().ends_with('0')
        && matches!(written.len(), 2 | 4)
    {
        return false;
    }
    // A line may break between a number and its unit, but a lone letter on the next line is something else.
    let gap = text.get(written.end()..spelling.start()).unwrap_or_default();
    if gap.contains('\n') && end - spelling.start() < 2 {
        return false;
    }
    // `42 U.S.C.`: an abbreviation goes on behind its full stop.
    let rest = text.get(end..).unwrap_or_default();
    if rest
        .strip_prefix('.')
        .unwrap_or(if text.get(..end).is_some_and(|head| head.ends_with('.')) { rest } else { "" })
        .starts_with(char::is_alphabetic)
    {
        return false;
    }
    let mut base = unit.2.to_owned();
    let (mut numerator, mut denominator) = (unit.3, unit.4);
    for name in ["per", "per2"] {
        let Some((per, behind)) = captures.name(name).and_then(resolve) else { break };
        end = behind;
        (numerator, denominator) = (numerator.saturating_mul(per.4), denominator.saturating_mul(per.3));
        base = format!("{base}/{}", per.2);
    }
    let canonical = |value: Exact| value.times(numerator, denominator).map(|value| format!("{value} {base}"));
    let Some(high) = canonical(value) else { return false };
    if let Some(low) = captures.name("low")
        && let Some(canonical) = Exact::parse(low.as_str()).and_then(canonical)
    {
        push(found, text, low.range(), unit.1, canonical);
    }
    let start = if captures.name("low").is_some() { written.start() } else { whole.start() };
    push(found, text, start..end, unit.1, high);
    true
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_pattern_compiles() {
        for regex in [&super::AMOUNT, &super::COMPOUND, &super::PRESSURE, &super::AGE] {
            assert!(regex.is_some());
        }
    }
}
