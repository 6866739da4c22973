//! Detectors: patterns of secrets and identifiers, each with a rule that confirms it.
//!
//! A detector is one [`Row`] in one of the files beside or below this one, with what it has to find and what it has to leave alone
//! in the same place; one test runs over all rows. A row is a pattern or a *cue* (words behind or before which a value
//! stands). Most are of two tiers: a *valid* row takes what a checksum or a unique form proves, a *shape* row what looks like
//! it in a context that says so. What needs the text as a whole (columns of a table, names that occur again) is in `table.rs`,
//! `list.rs`, `goes_on.rs` and `again.rs`. Quantities are found by [`crate::text::quantity`]; names without any cue by a model, not here.

mod again;
mod age;
mod beside;
mod caseless;
mod check;
mod coded;
mod contact;
mod dwelling;
mod employer;
mod goes_on;
pub mod group;
mod identity;
mod illness;
mod labelled;
mod letter;
mod list;
mod lock;
mod login;
mod name;
mod national;
mod number;
mod online;
mod organisation;
mod page;
mod person;
mod place;
mod postal;
mod postcode;
mod reach;
mod record;
mod said;
mod secret;
mod table;
mod tax;
mod telephone;
mod told;
mod town;
mod trigger;
mod vehicle;

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, OnceLock};

use super::both::both;
use super::finding::Class;
use crate::text::pattern::{self, Regex, RegexSet};
use trigger::{Need, Sight, Triggers};

/// One detector.
struct Row {
    /// What it finds, in capitals.
    kind: &'static str,
    class: Class,
    /// Its name.
    name: &'static str,
    /// Why a finding is one, in words a person understands.
    reason: &'static str,
    /// What it looks for.
    look: Look,
    /// Confirms a match and may correct its span; `None` rejects it.
    check: fn(&Seen<'_>) -> Option<Range<usize>>,
    /// Texts with the span that has to be found in them.
    #[cfg_attr(not(test), expect(dead_code, reason = "the table's own test reads it"))]
    hits: &'static [(&'static str, &'static str)],
    /// Texts it must leave alone.
    #[cfg_attr(not(test), expect(dead_code, reason = "the table's own test reads it"))]
    misses: &'static [&'static str],
}

/// What a row looks for.
enum Look {
    /// A regular expression, with classes as [`pattern::compile`] reads them; run only where every need is met. A group `v`
    /// narrows the finding to the value.
    Pattern(&'static [Need], &'static str),
    /// Whole words in lower case, set apart by `|`. The match is the word, the span to be confirmed what follows it in its line.
    Cue(&'static str),
    /// Every word with a capital. The match is the word, the span to be confirmed what follows it in its line.
    Capital,
}

/// A match to be confirmed.
struct Seen<'t> {
    text: &'t str,
    /// The value: group `v` if the pattern has one, or what follows a cue.
    span: Range<usize>,
    /// The whole match, or the cue.
    whole: Range<usize>,
}

/// A confirmed match.
#[derive(Debug, Clone)]
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

/// All tables. What proves itself by a checksum stands first: of two findings of the same span the first names it.
const TABLES: [&[Row]; 38] = [
    secret::ROWS,
    national::ROWS,
    tax::ROWS,
    number::ROWS,
    identity::ROWS,
    contact::ROWS,
    record::ROWS,
    labelled::ROWS,
    labelled::numbered::ROWS,
    labelled::form::ROWS,
    vehicle::ROWS,
    lock::ROWS,
    online::ROWS,
    online::link::ROWS,
    login::ROWS,
    login::handle::ROWS,
    login::log::ROWS,
    said::ROWS,
    telephone::ROWS,
    postcode::ROWS,
    reach::ROWS,
    page::ROWS,
    age::ROWS,
    illness::ROWS,
    place::ROWS,
    dwelling::ROWS,
    town::ROWS,
    person::ROWS,
    person::key::ROWS,
    person::given::ROWS,
    person::shape::ROWS,
    told::ROWS,
    told::acting::ROWS,
    told::called::ROWS,
    told::office::ROWS,
    organisation::ROWS,
    employer::ROWS,
    organisation::trade::ROWS,
];

/// All rows, each with its pattern, which is compiled when a text first needs it.
struct Detectors {
    triggers: Triggers,
    rows: Vec<(&'static Row, OnceLock<Option<Regex>>)>,
    /// The places of the patterns that need no word.
    wordless: Vec<usize>,
    /// The rows that look at every word with a capital.
    capital: Vec<&'static Row>,
}

static DETECTORS: LazyLock<Option<Detectors>> = LazyLock::new(|| {
    let rows: Vec<&'static Row> = TABLES.into_iter().flatten().collect();
    let words: Vec<Vec<&'static str>> = rows.iter().map(|row| row.look.words()).collect();
    let triggers = Triggers::new(&words)?;
    let wordless = rows.iter().enumerate().filter(|(_, row)| row.look.is_wordless()).map(|(place, _)| place).collect();
    let capital = rows.iter().copied().filter(|row| matches!(row.look, Look::Capital)).collect();
    let rows = rows.into_iter().map(|row| (row, OnceLock::new())).collect();
    Some(Detectors { triggers, rows, wordless, capital })
});

/// The patterns that need no word, so that many texts with digits may hold them, as one: in their order.
static AT_ONCE: OnceLock<Option<RegexSet>> = OnceLock::new();

fn at_once() -> Option<&'static RegexSet> {
    let wordless = || TABLES.into_iter().flatten().filter(|row| row.look.is_wordless());
    AT_ONCE.get_or_init(|| pattern::compile_set(wordless().filter_map(|row| row.look.source()))).as_ref()
}

/// So few patterns are compiled sooner than a thread begins.
const FEW: usize = 4;

/// From so many bytes on, patterns that need no word are asked all at once first which of them match.
const LONG: usize = 512;

impl Detectors {
    /// The places of all patterns that are worth running over `text`, compiled, in order.
    fn worth(&self, text: &str, sight: &Sight) -> Result<Vec<usize>, Unusable> {
        let met = |place: &usize| match self.rows.get(*place).map(|(row, _)| &row.look) {
            Some(Look::Pattern(needs, _)) => needs.iter().all(|need| sight.meets(*place, *need)),
            _ => false,
        };
        let mut places: Vec<usize> =
            self.wordless.iter().chain(sight.worded()).copied().filter(|place| met(place)).collect();
        places.sort_unstable();
        if text.len() < LONG {
            self.compile(&places);
            return Ok(places);
        }
        let matching = at_once().ok_or(Unusable)?.matching(text);
        places
            .retain(|place| self.wordless.binary_search(place).map_or(true, |at| matching.binary_search(&at).is_ok()));
        self.compile(&places);
        Ok(places)
    }

    /// Compiles the patterns at `places`, on two threads where it is much: a first look is mostly that.
    fn compile(&self, places: &[usize]) {
        let missing: Vec<_> = places
            .iter()
            .filter_map(|place| self.rows.get(*place))
            .filter(|(_, regex)| regex.get().is_none())
            .collect();
        let next = AtomicUsize::new(0);
        let some = || {
            while let Some((row, regex)) = missing.get(next.fetch_add(1, Ordering::Relaxed)) {
                regex.get_or_init(|| row.look.source().and_then(pattern::compile));
            }
        };
        if !missing.is_empty() {
            both(missing.len() > FEW, some, some);
        }
    }
}

/// How much of a line behind a cue is looked at, in bytes.
const REACH: usize = 240;

impl Look {
    /// The words that have to stand in a text.
    fn words(&self) -> Vec<&'static str> {
        match self {
            Self::Pattern(needs, _) => needs
                .iter()
                .filter_map(|need| if let Need::Words(words) = need { Some(words.iter().copied()) } else { None })
                .flatten()
                .collect(),
            Self::Cue(words) => words.split('|').collect(),
            Self::Capital => Vec::new(),
        }
    }

    /// Whether it is a pattern that needs no word.
    fn is_wordless(&self) -> bool {
        matches!(self, Self::Pattern(needs, _) if !needs.iter().any(|need| matches!(need, Need::Words(_))))
    }

    /// The regular expression, if it is one.
    fn source(&self) -> Option<&'static str> {
        match self {
            Self::Pattern(_, source) => Some(source),
            Self::Cue(_) | Self::Capital => None,
        }
    }
}

/// Runs every detector over `text`. Overlaps are included.
pub(super) fn find(text: &str) -> Result<Vec<Hit>, Unusable> {
    // What a first look at a long text builds takes two threads.
    let side_by_side = text.len() >= LONG && AT_ONCE.get().is_none();
    let prepare = || {
        if side_by_side {
            at_once();
        }
    };
    let (detectors, ()) = both(side_by_side, || DETECTORS.as_ref(), prepare);
    let detectors = detectors.ok_or(Unusable)?;
    let is_cue = |place: usize| detectors.rows.get(place).is_some_and(|(row, _)| matches!(row.look, Look::Cue(_)));
    let sight = detectors.triggers.look(text, detectors.rows.len(), is_cue);
    let mut found = Vec::new();
    for place in detectors.worth(text, &sight)? {
        if let Some((row, compiled)) = detectors.rows.get(place) {
            run(row, compiled.get().and_then(Option::as_ref).ok_or(Unusable)?, text, &mut found);
        }
    }
    for (place, cue) in sight.cues() {
        if let Some((row, _)) = detectors.rows.get(*place) {
            follow(row, cue.clone(), text, &mut found);
        }
    }
    let capitals = name::capitals(text);
    for word in &capitals {
        let seen = behind(text, word.clone());
        for row in &detectors.capital {
            confirm(row, &seen, &mut found);
        }
    }
    // What stands in a text of one word (a key, a header, a model's name) is told by the rows.
    if !text.contains([' ', '\n', '\t', '\u{a0}', ',', ';', '|']) {
        return Ok(found);
    }
    table::find(text, &mut found);
    list::find(text, &capitals, &mut found);
    letter::find(text, &mut found);
    caseless::find(text, &mut found);
    postal::find(text, &mut found);
    goes_on::find(text, &mut found);
    login::chat::find(text, &mut found);
    illness::find(text, &mut found);
    beside::rolls(text, &mut found);
    again::find(text, &capitals, &mut found);
    beside::titles(text, &mut found);
    coded::find(text, &capitals, &mut found);
    Ok(found)
}

/// Runs a row's pattern.
fn run(row: &'static Row, regex: &Regex, text: &str, found: &mut Vec<Hit>) {
    let narrowed = regex.has_groups();
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
            found.push(row.hit(span));
        }
    }
}

/// Looks at what follows a cue.
fn follow(row: &'static Row, cue: Range<usize>, text: &str, found: &mut Vec<Hit>) {
    confirm(row, &behind(text, cue), found);
}

/// A cue with what follows it in its line.
fn behind(text: &str, cue: Range<usize>) -> Seen<'_> {
    let end = text.ceil_char_boundary(cue.end + REACH);
    let rest = text.as_bytes().get(cue.end..end).unwrap_or_default();
    let line = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
    Seen { text, span: cue.end..cue.end + line, whole: cue }
}

fn confirm(row: &'static Row, seen: &Seen<'_>, found: &mut Vec<Hit>) {
    if let Some(span) = (row.check)(seen).filter(|span| !span.is_empty()) {
        found.push(row.hit(span));
    }
}

/// So much of a text, in bytes, is looked at before a place: a whole head would make a long text quadratic.
const BEHIND: usize = 160;

/// What stands right before a place, as far as it may say something about it.
fn before(text: &str, at: usize) -> &str {
    text.get(text.ceil_char_boundary(at.saturating_sub(BEHIND))..at).unwrap_or_default()
}

/// The lines of a text by their bytes, without the marks that end them.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..start + line.trim_end_matches(['\n', '\r']).len()
    })
}

impl Hit {
    /// Somebody's name, found by something else than a row.
    fn person(detector: &'static str, reason: &'static str, span: Range<usize>) -> Self {
        Self { kind: "PERSON", class: Class::Identifier, detector, reason, span }
    }
}

impl Row {
    fn hit(&self, span: Range<usize>) -> Hit {
        Hit { kind: self.kind, class: self.class, detector: self.name, reason: self.reason, span }
    }
}

/// What a search for names finds in a text.
#[cfg(test)]
fn names(find: fn(&str, &mut Vec<Hit>), text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    find(text, &mut found);
    found.into_iter().filter_map(|hit| text.get(hit.span)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    #[test]
    fn every_row_finds_its_hits_whole_and_leaves_its_misses() {
        let mut wrong = Vec::new();
        for row in TABLES.into_iter().flatten() {
            let detectors = DETECTORS.as_ref().expect("the words fit");
            let alone = |text: &str| {
                let mut found = Vec::new();
                match &row.look {
                    Look::Pattern(needs, source) => {
                        let place = detectors.rows.iter().position(|(other, _)| other.name == row.name).unwrap();
                        let sight = detectors.triggers.look(text, detectors.rows.len(), |_| false);
                        if needs.iter().all(|need| sight.meets(place, *need)) {
                            run(row, &pattern::compile(source).expect(row.name), text, &mut found);
                        }
                    }
                    Look::Capital => {
                        for word in name::capitals(text) {
                            follow(row, word, text, &mut found);
                        }
                    }
                    Look::Cue(words) => {
                        let triggers = Triggers::new(&[words.split('|').collect()]).unwrap();
                        for (_, cue) in triggers.look(text, 1, |_| true).cues() {
                            follow(row, cue.clone(), text, &mut found);
                        }
                    }
                }
                found
            };
            assert!(!row.hits.is_empty() && !row.misses.is_empty(), "{} has no examples", row.name);
            for (text, span) in row.hits {
                // Beside letters of any script and punctuation the span stays the same.
                for text in [(*text).to_owned(), format!("é {text}"), format!("«{text}»"), format!("{text}.")] {
                    let found = alone(&text);
                    let spans: Vec<_> = found.iter().map(|hit| &text[hit.span.clone()]).collect();
                    if !spans.contains(span) {
                        wrong.push(format!("{}: {text:?} gives {spans:?}, wanted {span:?}", row.name));
                    }
                }
            }
            for text in row.misses {
                let found = alone(text);
                if let Some(hit) = found.first() {
                    wrong.push(format!("{}: {text:?} gives {:?}", row.name, &text[hit.span.clone()]));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn words_are_in_lower_case() {
        for row in TABLES.into_iter().flatten() {
            let loud: Vec<_> =
                row.look.words().into_iter().filter(|word| word.contains(|c: char| c.is_ascii_uppercase())).collect();
            assert!(loud.is_empty(), "{}: {loud:?}", row.name);
        }
    }

    #[test]
    fn names_are_unique_and_kinds_are_neutral_capitals() {
        let rows: Vec<&Row> = TABLES.into_iter().flatten().collect();
        for (index, row) in rows.iter().enumerate() {
            assert!(rows.iter().skip(index + 1).all(|other| other.name != row.name), "{} twice", row.name);
            assert!(row.kind.chars().all(|c| c.is_ascii_uppercase() || c == '_'), "{}", row.kind);
            assert!(row.class.acted_on() || matches!(row.kind, "CONDITION" | "AGE" | "DATE" | "MONEY"));
        }
    }

    #[test]
    fn everyday_prompts_are_clear() {
        for line in include_str!("../../../tests/eval/benign.jsonl").lines() {
            let row: serde_json::Value = serde_json::from_str(line).expect("a JSON object a line");
            let text = row["text"].as_str().expect("a text");
            let acted: Vec<_> = find(text).unwrap().into_iter().filter(|hit| hit.class.acted_on()).collect();
            let found: Vec<_> = acted.into_iter().map(|hit| (hit.detector, &text[hit.span])).collect();
            assert_eq!(found, vec![], "{text}");
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
            let acted = find(text).unwrap().into_iter().filter(|hit| hit.class.acted_on());
            let found: Vec<_> = acted.map(|hit| (hit.detector, &text[hit.span])).collect();
            assert_eq!(found, vec![], "{text}");
        }
    }
}
