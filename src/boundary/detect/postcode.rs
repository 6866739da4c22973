//! Postcodes: behind a word for one, by their form, before their town. Streets and the rest of an address are in `place.rs`.

use std::ops::Range;

use super::Look::Pattern;
use super::check::{alone, digits, value};
use super::trigger::Need::{Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "POSTCODE",
        class: Identifier,
        name: "postcode-key",
        reason: "stands behind a word for a postcode",
        look: Pattern(
            &[Digits(1), Words(&["zip", "post", "plz", "c.p", "cp", "cap", "p.lz"])],
            r"(?i:(?-u:\b)(?:state/)?zip(?:[ _]?code)?|post(?:al)?[ _]?code|postal|postcode|plz|plz/ort|postleitzahl|code postal|código postal|codigo postal|c\.p\.?|cp)[\x22']?(?:/(?i:town|city|ort))?\s*[:=]?\s*[\x22']?(?:[\p{L} .]{2,24},\s*[A-Z]{2}\s+)?(?<v>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z][ -]?\d[A-Z]\d|(?:[A-Z]{1,3}-)?\d{4,5}(?:-\d{3,4})?(?-u:\b))",
        ),
        check: alone,
        hits: &[
            ("\"postal\":\"L1H 4R2\"}", "L1H 4R2"),
            ("City/State/Zip: Flagstaff, AZ 86001", "86001"),
            ("C.P. 28045", "28045"),
            ("PLZ: D-82319", "D-82319"),
        ],
        misses: &["zip file 1234", "post 12", "postal service 2024", "cp 12 a b", "unzip 12345"],
    },
    Row {
        kind: "POSTCODE",
        class: Identifier,
        name: "postcode-shape",
        reason: "the shape of a Canadian or Dutch postcode",
        look: Pattern(
            &[Digits(3)],
            r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d|[1-9]\d{3} [A-Z]{2}(?-u:\b)[ ]+[A-Z]\p{Ll}{2,}",
        ),
        check: |seen| {
            let end = seen.span.start + 7;
            let span = seen.span.start..end.min(seen.span.end);
            let dutch = value(seen).len() > 7;
            let whole = Seen { text: seen.text, span: span.clone(), whole: span.clone() };
            alone(&whole).filter(|_| {
                !dutch
                    || super::before(seen.text, span.start).ends_with([',', '\n'])
                    || super::before(seen.text, span.start).ends_with(", ")
            })
        },
        hits: &[("Ottawa K1A 0B1", "K1A 0B1"), ("Damrak 1, 1012 LG Amsterdam", "1012 LG")],
        misses: &["K1A 0B", "A4B 5C6D", "in 2024 AD Rome"],
    },
    Row {
        kind: "POSTCODE",
        class: Identifier,
        name: "postcode-town",
        reason: "a postcode before its town",
        look: Pattern(&[Digits(4)], r"(?:(?:D|A|CH|F|E|B|L|I|NL|DE|FR|ES|AT)-)?\d{4,5}[ ]\p{Lu}[\p{L}’'.-]{2,30}"),
        check: town,
        hits: &[
            ("Hauptstr. 4, 80331 München", "80331"),
            ("D-80331 München", "D-80331"),
            ("75011 Paris", "75011"),
            ("A-1070 Wien", "A-1070"),
            ("c/ Mayor 3, 28045 Madrid, España", "28045"),
        ],
        misses: &[
            "10000 Euro",
            "50000 Menschen, 3",
            "in 2024 Berlin",
            "wir haben 12345 Zeilen Code",
            "2024 Berlin",
            "RFC 12345 Section",
            "1000 Seiten",
        ],
    },
    Row {
        kind: "POSTCODE",
        class: Identifier,
        name: "postcode-irish",
        reason: "the shape of an Irish postcode, or a UK one in small letters behind a comma",
        look: Pattern(
            &[Digits(2)],
            r"[ACDEFHKNPRTVWXY]\d[0-9W] [0-9ACDEFHKNPRTVWXY]{4}|, [a-pr-uwyz]{1,2}\d{1,2}[a-z]? \d[abd-hjlnp-uw-z]{2}",
        ),
        check: |seen| {
            let comma = if value(seen).starts_with(',') { 2 } else { 0 };
            let span = seen.span.start + comma..seen.span.end;
            let whole = Seen { text: seen.text, span: span.clone(), whole: span.clone() };
            let mixed = comma > 0
                || digits(value(seen)).len() >= 3
                    && value(seen).get(4..)?.bytes().any(|byte| byte.is_ascii_uppercase());
            alone(&whole).filter(|_| mixed)
        },
        hits: &[("Dublin D02 X285", "D02 X285"), ("4 high st, leeds, ls6 2ab", "ls6 2ab")],
        misses: &["A12 1234", "size, m10 4cm", "D02 2024"],
    },
];

/// Nouns that are counted, in German with a capital.
const COUNTED: &[&str] = &[
    "Euro",
    "Menschen",
    "Einwohner",
    "Stück",
    "Personen",
    "Mitarbeiter",
    "Kilometer",
    "Meter",
    "Zeichen",
    "Dollar",
    "Schritte",
    "Zeilen",
    "Seiten",
    "Wörter",
    "Tage",
    "Stunden",
    "Franken",
    "Teilnehmer",
    "Kunden",
    "Nutzer",
    "Tonnen",
    "Liter",
    "Watt",
    "Section",
    "Uhr",
    "Jahre",
    "Kalorien",
    "Punkte",
    "Dateien",
    "Einträge",
    "Bytes",
    "EUR",
    "USD",
    "CHF",
    "Patienten",
    "Fälle",
    "Besucher",
    "Zuschauer",
    "Exemplare",
    "Token",
    "Tokens",
    "January",
    "Januar",
    "March",
    "März",
];

/// In an address: at the beginning of a line or behind a comma, with the town at the end of the line or before a mark.
fn town(seen: &Seen<'_>) -> Option<Range<usize>> {
    let written = value(seen);
    let (code, town) = written.split_once(' ')?;
    let before = super::before(seen.text, seen.span.start);
    let found = digits(code);
    let prefixed = code.contains('-');
    let starts = before.is_empty()
        || before.ends_with('\n')
        || before.ends_with(", ")
        || before.ends_with("· ")
        || before.ends_with("| ")
        || before.ends_with(" - ")
        || before.ends_with("; ")
        || before.ends_with("in ")
        || before.ends_with("à ")
        || before.ends_with('«')
        || before.ends_with("é ");
    let year = found.len() == 4 && (code.starts_with("19") || code.starts_with("20"));
    let rest = seen.text.get(seen.span.end..)?;
    let line = rest.split('\n').next().unwrap_or_default();
    // Up to three more words of a town's name, and then its end.
    let tail =
        line.trim_start_matches(|c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '/' | '(' | ')' | '.'));
    let ends = line.len() - tail.len() <= 28
        && (tail.is_empty() || tail.starts_with([',', ';', '|', '·', '"', '<', '»', '\r']));
    let span = seen.span.start..seen.span.start + code.len();
    let here = Seen { text: seen.text, span: span.clone(), whole: span.clone() };
    let town = town.trim_end_matches('.');
    let named = town.chars().any(char::is_lowercase) && !COUNTED.contains(&town);
    (alone(&here).is_some()
        && named
        && (prefixed
            || (starts && ends && !year && (found.len() == 5 || before.ends_with(", ") || before.ends_with('\n')))))
    .then_some(span)
}
