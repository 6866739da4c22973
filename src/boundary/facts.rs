//! Facts: the quantities of the input that an abstraction keeps, alters or drops.
//!
//! Values are compared, not spellings: `6.30 pm` is kept where `18:30` crossed. Not a judgement: a dropped fact may be a
//! distractor, and only a reader knows.

use serde::{Deserialize, Serialize};

use crate::text::quantity::{self, Measure, Quantity};

/// Facts of an input against what crossed. Each fact as written in the input, in reading order, once per value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Same value in what crossed.
    pub kept: Vec<String>,
    /// The same kind of quantity stands there with another value (`"22:30 -> 23:30"`).
    pub altered: Vec<String>,
    /// Not there.
    pub dropped: Vec<String>,
    /// Where each of them stands in the input, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
}

/// What became of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It crossed with the same value.
    Kept,
    /// It crossed with another value.
    Altered,
    /// It did not cross.
    Dropped,
}

/// The part of the input a fact came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// What was asked.
    Question,
    /// The private context.
    Context,
}

/// Where a fact stands first, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The fact as written there.
    pub fact: String,
    /// What became of it.
    pub fate: Fate,
    /// For an altered fact what it became, as written in what crossed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub became: Option<String>,
    /// The part of the input.
    pub source: Source,
    /// The line of that part, from 1.
    pub line: usize,
    /// First character of that line that belongs to the fact, from 0.
    pub column: usize,
}

/// Compares the quantities of the input with those of `crossed`. A fact that is gone counts as altered where a quantity of
/// the same measure and unit crossed that the input does not know: each such quantity explains the fact nearest to it.
#[must_use]
pub fn compare(question: &str, context: &str, crossed: &str) -> Facts {
    let asked = quantity::find(question).into_iter().map(|fact| (Source::Question, fact));
    let given = quantity::find(context).into_iter().map(|fact| (Source::Context, fact));
    let mut known: Vec<(Source, Quantity)> = Vec::new();
    for (source, fact) in asked.chain(given) {
        if !known.iter().any(|(_, other)| equal(other, &fact)) {
            known.push((source, fact));
        }
    }
    let there = unique(quantity::find(crossed));
    let kept = |fact: &Quantity| there.iter().any(|other| same(fact, other));
    let gone: Vec<&Quantity> = known.iter().map(|(_, fact)| fact).filter(|fact| !kept(fact)).collect();
    let new: Vec<&Quantity> = there.iter().filter(|other| !known.iter().any(|(_, fact)| same(fact, other))).collect();
    let pairs = pair(&gone, &new);
    let mut facts = Facts::default();
    let mut lost = 0;
    for (source, fact) in &known {
        let mut became = None;
        let fate = if kept(fact) {
            facts.kept.push(fact.text.clone());
            Fate::Kept
        } else {
            let other = pairs.iter().find(|(gone, _)| *gone == lost).and_then(|(_, at)| new.get(*at));
            lost += 1;
            became = other.map(|other| other.text.clone());
            if let Some(other) = &became {
                facts.altered.push(format!("{} -> {other}", fact.text));
                Fate::Altered
            } else {
                facts.dropped.push(fact.text.clone());
                Fate::Dropped
            }
        };
        let text = if *source == Source::Question { question } else { context };
        let before = text.get(..fact.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        facts.places.push(Place {
            fact: fact.text.clone(),
            fate,
            became,
            source: *source,
            line: before.matches('\n').count() + 1,
            column: line.chars().count(),
        });
    }
    facts
}

/// Quantities of `answer`, as written, that occur in none of `sources`.
#[must_use]
pub fn unsupported(answer: &str, sources: &[&str]) -> Vec<String> {
    let known: Vec<Quantity> = sources.iter().flat_map(|source| quantity::find(source)).collect();
    let stated = unique(quantity::find(answer));
    stated.into_iter().filter(|fact| !known.iter().any(|other| same(fact, other))).map(|fact| fact.text).collect()
}

/// Once per value, first spelling first.
fn unique(found: Vec<Quantity>) -> Vec<Quantity> {
    let mut kept: Vec<Quantity> = Vec::new();
    for quantity in found {
        if !kept.iter().any(|other| equal(other, &quantity)) {
            kept.push(quantity);
        }
    }
    kept
}

fn equal(a: &Quantity, b: &Quantity) -> bool {
    a.measure == b.measure && a.canonical == b.canonical
}

/// Same value. A price may leave out what it is paid per (`Tariff per kWh … $0.45`), a date its year.
fn same(a: &Quantity, b: &Quantity) -> bool {
    if a.measure != b.measure {
        return false;
    }
    if a.canonical == b.canonical {
        return true;
    }
    match a.measure {
        Measure::Money => {
            let (whole_a, per_a) = split(&a.canonical, '/');
            let (whole_b, per_b) = split(&b.canonical, '/');
            whole_a == whole_b && (per_a.is_none() || per_b.is_none())
        }
        Measure::Date => {
            let without_year = |q: &Quantity| q.canonical.strip_prefix("--").map(str::to_owned);
            let day = |q: &Quantity| q.canonical.get(5..10).map(str::to_owned);
            match (without_year(a), without_year(b)) {
                (Some(short), None) => day(b) == Some(short),
                (None, Some(short)) => day(a) == Some(short),
                _ => false,
            }
        }
        _ => false,
    }
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(head, tail)| (head, Some(tail)))
}

/// Pairs facts that are gone with new quantities of the same measure and unit: nearest values first, then reading order.
fn pair(gone: &[&Quantity], new: &[&Quantity]) -> Vec<(usize, usize)> {
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for (left, fact) in gone.iter().enumerate() {
        for (right, other) in new.iter().enumerate() {
            if let Some(distance) = distance(fact, other) {
                candidates.push((distance, left, right));
            }
        }
    }
    candidates.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, left, right) in candidates {
        if pairs.iter().all(|(taken_left, taken_right)| *taken_left != left && *taken_right != right) {
            pairs.push((left, right));
        }
    }
    pairs
}

/// How far two values are apart, 0 to 1; `None` if they cannot be one another altered.
fn distance(a: &Quantity, b: &Quantity) -> Option<f64> {
    if a.measure != b.measure {
        return None;
    }
    if matches!(a.measure, Measure::Time | Measure::Date) {
        let (a, b) = (digits(&a.canonical), digits(&b.canonical));
        let hours = |text: &str| text.get(..4).and_then(|part| part.parse::<f64>().ok()).unwrap_or(0.0);
        return Some(((hours(&a) - hours(&b)).abs() / 10_000.0).min(1.0));
    }
    let (value_a, unit_a) = split(&a.canonical, ' ');
    let (value_b, unit_b) = split(&b.canonical, ' ');
    let unit = |unit: Option<&str>| unit.map(|unit| split(unit, '/').0.to_owned());
    if unit(unit_a) != unit(unit_b) {
        return None;
    }
    let (value_a, value_b): (f64, f64) = (value_a.parse().ok()?, value_b.parse().ok()?);
    let scale = value_a.abs().max(value_b.abs());
    Some(if scale > 0.0 { (value_a - value_b).abs() / scale } else { 0.0 })
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    const CONTEXT: &str = include_str!("../../assets/scenarios/dishwasher.toml");

    fn context() -> String {
        let start = CONTEXT.find("context = \"\"\"").unwrap() + 13;
        let end = CONTEXT[start..].find("\"\"\"").unwrap() + start;
        CONTEXT[start..end].to_owned()
    }

    const ABSTRACTION: &str = "Current time 18:30. load_A: 1.2 kWh, 90 min, finish by 6:30 am, must not run after 22:30. \
        load_B: 14 kWh, 2 h, finish by 07:00. Prices per kWh: 17-20h $0.45; 20-00h $0.22; 00:00-06:00 $0.12; 06:00-17:00 $0.25.";

    #[test]
    fn the_dishwasher_keeps_all_but_the_distractor() {
        let facts = compare("", &context(), ABSTRACTION);
        assert_eq!(facts.dropped, ["16:10", "78 %"]);
        assert_eq!(facts.altered, Vec::<String>::new());
        assert_eq!(
            facts.kept,
            [
                "18:30", "06:30", "22:30", "07:00", "90 min", "1.2 kWh", "120 min", "14 kWh", "17:00", "20:00",
                "$0.45", "00:00", "$0.22", "06:00", "$0.12", "$0.25"
            ]
        );
    }

    #[test]
    fn tells_altered_from_dropped() {
        let changed = ABSTRACTION.replace("22:30", "23:30").replace("1.2 kWh", "1.4 kWh");
        let facts = compare("", &context(), &changed);
        assert_eq!(facts.altered, ["22:30 -> 23:30", "1.2 kWh -> 1.4 kWh"]);
        assert_eq!(facts.dropped, ["16:10", "78 %"]);
        let lost = ABSTRACTION.replace(", must not run after 22:30", "");
        assert_eq!(compare("", &context(), &lost).dropped, ["22:30", "16:10", "78 %"]);
        assert_eq!(compare("", "take 500 mg", "take 5 km").dropped, ["500 mg"], "another unit is not an alteration");
        assert_eq!(compare("", "take 500 mg at 08:00", "take 0.25 g at 08:00").altered, ["500 mg -> 0.25 g"]);
    }

    #[test]
    fn compares_values_not_spellings() {
        let facts = compare(
            "",
            "at 6.30 pm, 1.5 h, $0.450/kWh, 22 Nov 2026, 0:00",
            "18:30 for 90 min at 0.45 USD, 22 Nov; 24:00",
        );
        assert_eq!(facts.kept.len(), 5, "{facts:?}");
        assert_eq!(compare("", "$5/night", "$5/person").kept, Vec::<String>::new());
        assert_eq!(compare("", "", "18:30"), Facts::default());
    }

    #[test]
    fn says_where_each_fact_came_from() {
        let facts =
            compare("When, at 18:30?", "Tariff\nfrüh: 07:00, 90 min at 18:30\nnot after 22:30", "18:30, 90 min, 23:30");
        let places: Vec<_> =
            facts.places.iter().map(|p| (p.fact.as_str(), p.fate, p.source, p.line, p.column)).collect();
        assert_eq!(
            places,
            [
                ("18:30", Fate::Kept, Source::Question, 1, 9),
                ("07:00", Fate::Dropped, Source::Context, 2, 6),
                ("90 min", Fate::Kept, Source::Context, 2, 13),
                ("22:30", Fate::Altered, Source::Context, 3, 10),
            ]
        );
        assert_eq!(facts.places[3].became.as_deref(), Some("23:30"));
        let json = serde_json::to_value(&facts).unwrap();
        assert_eq!(json["kept"], serde_json::json!(["18:30", "90 min"]));
        assert_eq!(json["altered"], serde_json::json!(["22:30 -> 23:30"]));
        let old: Facts = serde_json::from_str(r#"{"kept":["1"],"altered":[],"dropped":[]}"#).unwrap();
        assert_eq!((old.kept.len(), old.places.len()), (1, 0), "runs saved without places can be read");
    }

    #[test]
    fn finds_quantities_nobody_gave() {
        let answer = "Start at 20:00, done at 21:30: it costs $0.264 instead of $0.540.";
        assert_eq!(unsupported(answer, &[&context(), "Start 20:00, $0.264"]), ["21:30", "$0.540"]);
        assert_eq!(unsupported("nothing", &[]), Vec::<String>::new());
    }
}
