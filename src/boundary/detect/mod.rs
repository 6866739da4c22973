//! Detectors: patterns of secrets and identifiers, each with a rule that confirms it.
//!
//! A detector is one [`Row`] in `secret.rs`, `contact.rs`, `number.rs` or `place.rs`, with what it has to find and what it
//! has to leave alone beside it; one test runs over all rows. Finds what has a shape. Names have none: they come from the
//! vault. Quantities are found by [`crate::text::quantity`].

mod check;
mod contact;
mod number;
mod place;
mod secret;

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexSet, RegexSetBuilder};

use super::finding::Class;

/// One detector.
struct Row {
    /// What it finds, in capitals.
    kind: &'static str,
    class: Class,
    /// Its name.
    name: &'static str,
    /// Why a finding is one, in words a person understands.
    reason: &'static str,
    /// What it looks like. A group `v` narrows the finding to the value.
    pattern: &'static str,
    /// Confirms a match and may correct its span; `None` rejects it.
    check: fn(&Seen<'_>) -> Option<Range<usize>>,
    /// Texts with the span that has to be found in them.
    #[cfg_attr(not(test), expect(dead_code, reason = "the table's own test reads it"))]
    hits: &'static [(&'static str, &'static str)],
    /// Texts it must leave alone.
    #[cfg_attr(not(test), expect(dead_code, reason = "the table's own test reads it"))]
    misses: &'static [&'static str],
}

/// A match to be confirmed.
struct Seen<'t> {
    text: &'t str,
    /// The value: group `v` if the pattern has one.
    span: Range<usize>,
    /// The whole match.
    whole: Range<usize>,
}

/// A confirmed match.
pub(super) struct Hit {
    pub(super) kind: &'static str,
    pub(super) class: Class,
    pub(super) detector: &'static str,
    pub(super) reason: &'static str,
    /// Bytes of the text.
    pub(super) span: Range<usize>,
}

/// The detectors could not be built. A gate without detectors decides nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unusable;

struct Compiled {
    set: RegexSet,
    rows: Vec<(&'static Row, Regex)>,
}

static COMPILED: LazyLock<Option<Compiled>> = LazyLock::new(|| {
    let rows: Vec<&'static Row> =
        [secret::ROWS, contact::ROWS, number::ROWS, place::ROWS].into_iter().flatten().collect();
    // The set is one automaton for all patterns: it needs room, or it falls back to the slow engine on real text.
    let set = RegexSetBuilder::new(rows.iter().map(|row| row.pattern))
        .size_limit(64 << 20)
        .dfa_size_limit(32 << 20)
        .build()
        .ok()?;
    let rows = rows.into_iter().map(|row| Some((row, Regex::new(row.pattern).ok()?))).collect::<Option<Vec<_>>>()?;
    Some(Compiled { set, rows })
});

/// Runs every detector over `text`. Overlaps are included.
pub(super) fn find(text: &str) -> Result<Vec<Hit>, Unusable> {
    let compiled = COMPILED.as_ref().ok_or(Unusable)?;
    let mut found = Vec::new();
    for index in compiled.set.matches(text) {
        if let Some((row, regex)) = compiled.rows.get(index) {
            run(row, regex, text, &mut found);
        }
    }
    Ok(found)
}

fn run(row: &'static Row, regex: &Regex, text: &str, found: &mut Vec<Hit>) {
    let narrowed = regex.captures_len() > 1;
    let mut at = 0;
    while at <= text.len() {
        let seen = if narrowed {
            regex.captures_at(text, at).and_then(|captures| {
                let whole = captures.get(0)?.range();
                let span = captures.name("v").map_or(whole.clone(), |value| value.range());
                Some(Seen { text, span, whole })
            })
        } else {
            regex.find_at(text, at).map(|whole| Seen { text, span: whole.range(), whole: whole.range() })
        };
        let Some(seen) = seen else { return };
        let confirmed = (row.check)(&seen).filter(|span| !span.is_empty());
        // Nothing that stands alone begins within a run of digits.
        let rest = text.as_bytes().get(seen.whole.start..).unwrap_or_default();
        let behind_digits = seen.whole.start + rest.iter().take_while(|byte| byte.is_ascii_digit()).count().max(1);
        at = confirmed.as_ref().map_or(behind_digits, |span| span.end.max(seen.whole.start + 1));
        while at < text.len() && !text.is_char_boundary(at) {
            at += 1;
        }
        if let Some(span) = confirmed {
            let Row { kind, class, name, reason, .. } = *row;
            found.push(Hit { kind, class, detector: name, reason, span });
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    #[test]
    fn every_row_finds_its_hits_whole_and_leaves_its_misses() {
        let compiled = COMPILED.as_ref().expect("all patterns compile");
        let mut wrong = Vec::new();
        for (row, regex) in &compiled.rows {
            assert!(!row.hits.is_empty() && !row.misses.is_empty(), "{} has no examples", row.name);
            for (text, span) in row.hits {
                // Beside letters of any script and punctuation the span stays the same.
                for text in [(*text).to_owned(), format!("é {text}"), format!("«{text}»"), format!("{text}.")] {
                    let mut found = Vec::new();
                    run(row, regex, &text, &mut found);
                    let spans: Vec<_> = found.iter().map(|hit| &text[hit.span.clone()]).collect();
                    if !spans.contains(span) {
                        wrong.push(format!("{}: {text:?} gives {spans:?}, wanted {span:?}", row.name));
                    }
                }
            }
            for text in row.misses {
                let mut found = Vec::new();
                run(row, regex, text, &mut found);
                if let Some(hit) = found.first() {
                    wrong.push(format!("{}: {text:?} gives {:?}", row.name, &text[hit.span.clone()]));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn names_are_unique_and_kinds_are_neutral_capitals() {
        let rows: Vec<_> = [secret::ROWS, contact::ROWS, number::ROWS, place::ROWS].into_iter().flatten().collect();
        for (index, row) in rows.iter().enumerate() {
            assert!(rows.iter().skip(index + 1).all(|other| other.name != row.name), "{} twice", row.name);
            assert!(row.kind.chars().all(|c| c.is_ascii_uppercase() || c == '_'), "{}", row.kind);
            assert!(row.class.acted_on());
        }
    }

    #[test]
    fn ordinary_text_is_clear() {
        for text in [
            "Should the dishwasher run now or later? It is 18:30.",
            "Tariff per kWh: 17:00-20:00 $0.45, 20:00-00:00 $0.22, 00:00-06:00 $0.12, 06:00-17:00 $0.25",
            "load_A: 1.2 kWh, 90 min, finish by 06:30, not after 22:30. Wanted: the cheapest start.",
            "Version 1.2.3.4 of the tool needs Rust 1.95 and 16 GB of memory; see section 4.2.1 and RFC 6901.",
            "In 2026 the team shipped 1,234,567 units in 12 countries, up 4.5 % from 2025-11-22.",
            "The token limit is 272000; temperature 0.7, seed 1234567890, top_p 0.9.",
            "Secret santa is on 12/24/2026. The password must be at least 12 characters long.",
            "fn main() { let x = a::b::c(1, 2); println!(\"{x:?}\"); } // 0xdeadbeef",
            "commit 3f2a9c1d0b7e4f56a8c9d0e1f2a3b4c5d6e7f809, build 20261122183000, ticket PROJ-1234",
            "Die Lösung ist einfach: zuerst 20 Minuten warten, dann um 20:00 Uhr starten. Frühling 2026.",
            "Le lave-vaisselle consomme 1,2 kWh et dure 1h30 ; le tarif est de 0,22 € par kWh.",
            "eGFR 58 mL/min, HbA1c 7.2 %, BP 142/88 mmHg, creatinine 1.3 mg/dL, age 67, 80 kg.",
            "The bearer of bad news said: api keys are rotated; access tokens expire after 3600 s.",
            "ISBN 978-3-16-148410-0 and DOI 10.1000/182 are fine. Phone support is free.",
            "3 Big ideas, 10 Downing, 5 Star Way of life, 2 Main points, Via email, Unit 5 of the course",
        ] {
            let found: Vec<_> = find(text).unwrap().into_iter().map(|hit| (hit.detector, &text[hit.span])).collect();
            assert_eq!(found, vec![], "{text}");
        }
    }
}
