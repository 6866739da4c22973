//! Facts that point at somebody only together: age, place, employer or work, and condition; or the exact times of a routine.
//!
//! No single span of a group need be private, so no policy masks it: it is shown, under `ask` it is asked about, and a person
//! decides whether the values can be coarser (`07:45` -> `in the morning`, `67` -> `in the sixties`). What is rare among the
//! people of a place is not known here.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use serde::{Deserialize, Serialize};

use crate::boundary::finding::Finding;
use crate::boundary::matcher::is_person;

/// Facts of one text that stand together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// What they are, in capitals, each once: `AGE`, `PLACE`, `WORK`, `CONDITION`, `BIRTHDATE`, `ROUTINE`.
    pub kinds: Vec<String>,
    /// Which findings of the list belong to it (indices), in reading order.
    pub findings: Vec<usize>,
    /// Where its facts stand: the field as in [`Finding::field`], and characters of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// Spans of its facts, in reading order, in characters.
    pub spans: Vec<(usize, usize)>,
    /// What each of the spans is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
    /// Why, in words a person understands; never contains a value.
    pub why: String,
}

impl Group {
    /// This group as one of `field`, whose findings stand in a longer list from index `from` on.
    #[must_use]
    pub fn within(mut self, field: &str, from: usize) -> Self {
        field.clone_into(&mut self.field);
        for index in &mut self.findings {
            *index += from;
        }
        self
    }

    /// This group once some findings of the list it belongs to are masked; `None` where what is left of it points at
    /// nobody.
    #[must_use]
    pub fn without(&self, findings: &[Finding], is_masked: impl Fn(usize) -> bool) -> Option<Self> {
        let masked = |index: &usize| is_masked(*index);
        let gone: Vec<&Finding> =
            self.findings.iter().filter(|at| masked(at)).filter_map(|at| findings.get(*at)).collect();
        if gone.is_empty() {
            return Some(self.clone());
        }
        let stays =
            |(start, end): &(usize, usize)| !gone.iter().any(|finding| finding.start < *end && *start < finding.end);
        let (spans, facts): (Vec<_>, Vec<_>) =
            self.spans.iter().copied().zip(self.facts.iter().cloned()).filter(|(span, _)| stays(span)).unzip();
        let kinds = each_once(facts.iter().map(String::as_str));
        let why = why(&kinds, facts.len())?;
        let left = self.findings.iter().copied().filter(|at| !is_masked(*at)).collect();
        Some(Self { kinds, findings: left, field: self.field.clone(), spans, facts, why })
    }
}

fn each_once<'k>(kinds: impl Iterator<Item = &'k str>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for kind in kinds {
        if !once.iter().any(|known| known == kind) {
            once.push(kind.to_owned());
        }
    }
    once
}

/// Why facts of these kinds point at somebody together; `None` where they do not. `count` is how many facts they are.
fn why(kinds: &[String], count: usize) -> Option<String> {
    let has = |kind: &str| kinds.iter().any(|known| known == kind);
    if has("ROUTINE") {
        return (count >= 2).then(|| "exact times of a routine say where somebody is".to_owned());
    }
    let names = [("AGE", "age"), ("PLACE", "place"), ("WORK", "work"), ("CONDITION", "condition")];
    let there: Vec<&str> = names.into_iter().filter(|(kind, _)| has(kind)).map(|(_, name)| name).collect();
    if has("BIRTHDATE") && !there.is_empty() {
        return Some(format!("a date of birth with {} points at one person", there.join(", ")));
    }
    (there.len() >= 3).then(|| format!("few people share all of these: {}", there.join(", ")))
}

/// How close facts have to stand to be about one person, in characters.
const NEAR: usize = 400;

/// One fact that says a little about somebody.
struct Fact {
    kind: &'static str,
    /// Bytes.
    bytes: Range<usize>,
}

/// Words right behind an age.
const BEHIND_AGE: &[&str] = &[
    "-year-old",
    " year old",
    " years old",
    "-years-old",
    " y/o",
    " yo ",
    " years of age",
    " jahre alt",
    "-jährige",
    " ans",
    " años",
    "-jahrig",
];
/// What notes write behind an age: `67F, lives in …`.
const SEXES: &[&str] =
    &["f,", "m,", "f with", "m with", "f)", "m)", "f presents", "m presents", " f,", " m,", "yo,", "yo "];
/// Words right before an age.
const BEFORE_AGE: &[&str] = &[
    "aged ",
    "age ",
    "age: ",
    "age of ",
    "alter: ",
    "alter von ",
    "âgé de ",
    "âgée de ",
    "edad: ",
    "edad de ",
    "turned ",
    "agé de ",
];
/// Words that announce a condition.
const CONDITIONS: &str = "diagnosed with|diagnosis:|diagnosis of|diagnose:|suffers from|suffering from|living with|leidet an|erkrankt an|atteint de|\
    atteinte de|souffre de|diagnostic de|diagnosticado de|diagnosticada de|padece|sufre de|sarcoidosis|lupus|\
    huntington|cystic fibrosis|hemophilia|haemophilia|multiple sclerosis|myasthenia|scleroderma|narcolepsy|\
    sickle cell|marfan|ehlers|porphyria|acromegaly|schizophrenia|hiv|mukoviszidose|sarkoidose|mucoviscidose|\
    fibrosis quística|amyotrophic lateral sclerosis|amyotrophe lateralsklerose";
/// Work that few people of a place do, or that is named with an employer.
const WORK: &str = "works as|worked as|works at|works for|employed at|employed by|teacher at|nurse at|arbeitet als|arbeitet bei|\
    travaille comme|travaille chez|trabaja como|trabaja en|mayor of|headmaster|headteacher|priest of|pastor of|\
    judge at|professor at|bürgermeister|airline pilot|pilot for|pilot at|sheriff|lighthouse keeper|only doctor|coach of|captain of|chair of|\
    ceo of";
/// Words that make times a routine.
const ROUTINES: &str = "every day|every week|every morning|every evening|every monday|every tuesday|every wednesday|every thursday|\
    every friday|every night|each day|each morning|daily|weekdays|on weekdays|usually|always|mondays|tuesdays|\
    wednesdays|thursdays|fridays|saturdays|sundays|jeden tag|jeden morgen|jeden abend|täglich|werktags|montags|\
    dienstags|mittwochs|donnerstags|freitags|immer um|tous les jours|tous les matins|chaque jour|chaque matin|\
    cada día|todos los días|todas las mañanas|school run|picks up|drops off|leaves home|leaves the house|gets home";

/// What an anchor of a routine says of a person by itself.
const ERRANDS: &[&str] = &["school run", "picks up", "drops off", "leaves home", "leaves the house", "gets home"];
/// Words for somebody, beside which times are a routine of theirs.
const SOMEBODY: &[&str] = &[
    "i", "my", "he", "she", "him", "her", "his", "mother", "father", "son", "daughter", "husband", "wife", "child",
    "patient", "ich", "mein", "meine", "er", "ihr", "ihre", "mutter", "vater", "sohn", "tochter", "mann", "frau", "je",
    "mon", "ma", "il", "elle", "mère", "père", "fils", "fille", "yo", "mi", "él", "ella", "madre", "padre", "hijo",
    "hija",
];
/// Words beside which times are those of a house, a line or a price.
const PUBLIC: &[&str] = &[
    "open",
    "opens",
    "opening",
    "closed",
    "closes",
    "hours",
    "shop",
    "store",
    "office",
    "tariff",
    "bus",
    "train",
    "geöffnet",
    "öffnet",
    "öffnungszeiten",
    "geschlossen",
    "schließt",
    "laden",
    "sprechstunde",
    "tarif",
    "ouvert",
    "ouverte",
    "fermé",
    "horaires",
    "abierto",
    "abierta",
    "cerrado",
    "horario",
    "kwh",
];
/// Words right before a place somebody lives in.
const LIVES: &[&str] = &[
    "lives in",
    "live in",
    "lived in",
    "living in",
    "resident of",
    "residing in",
    "resides in",
    "from",
    "based in",
    "moved to",
    "born in",
    "grew up in",
    "home in",
    "wohnt in",
    "wohnhaft in",
    "lebt in",
    "aus",
    "habite à",
    "habite",
    "vit à",
    "née à",
    "né à",
    "vive en",
    "reside en",
    "de",
];

/// The groups of one text. `findings` are those of this text (or field), in reading order, with offsets in its characters.
#[must_use]
pub fn groups(text: &str, findings: &[Finding]) -> Vec<Group> {
    let lower = text.to_ascii_lowercase();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len())).collect();
    let byte = |char: usize| starts.get(char).copied().unwrap_or(text.len());
    let char = |byte: usize| starts.partition_point(|start| *start < byte);
    let spans: Vec<Range<usize>> = findings.iter().map(|finding| byte(finding.start)..byte(finding.end)).collect();
    let mut facts: Vec<Fact> = ages(&lower);
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut people: Vec<usize> = Vec::new();
    for (finding, bytes) in findings.iter().zip(&spans) {
        let kind = match finding.kind.as_str() {
            "POSTCODE" | "ADDRESS" | "COORDINATES" => "PLACE",
            "ORG" => "WORK",
            "BIRTHDATE" => "BIRTHDATE",
            "CONDITION" => "CONDITION",
            "AGE" => "AGE",
            "CITY" | "REGION" => {
                places.push(bytes.clone());
                continue;
            }
            kind => {
                if is_person(kind) {
                    people.push(bytes.start);
                }
                continue;
            }
        };
        facts.push(Fact { kind, bytes: bytes.clone() });
    }
    let (routines, cues): (Vec<Fact>, Vec<Fact>) = cues(text).partition(|fact| fact.kind == "ROUTINE");
    facts.extend(cues.into_iter().filter_map(|cue| with_its_value(text, cue, &spans)));
    let somebody = facts.iter().filter(|fact| matches!(fact.kind, "AGE" | "BIRTHDATE")).map(|fact| fact.bytes.start);
    people.extend(somebody);
    people.sort_unstable();
    for place in places {
        let told = facts.iter().any(|fact| fact.bytes.start < place.end && place.start < fact.bytes.end);
        if !told && is_of_somebody(text, &lower, &place, &people) {
            facts.push(Fact { kind: "PLACE", bytes: place });
        }
    }
    let facts = apart(facts);
    let mut groups = Vec::new();
    let group = |facts: &[&Fact]| {
        let kinds = each_once(facts.iter().map(|fact| fact.kind));
        let why = why(&kinds, facts.len())?;
        let spans: Vec<(usize, usize)> =
            facts.iter().map(|fact| (char(fact.bytes.start), char(fact.bytes.end))).collect();
        let within = |finding: &Finding| spans.iter().any(|(start, end)| finding.start < *end && *start < finding.end);
        let members =
            findings.iter().enumerate().filter(|(_, finding)| within(finding)).map(|(index, _)| index).collect();
        let facts = facts.iter().map(|fact| fact.kind.to_owned()).collect();
        Some(Group { kinds, findings: members, field: String::new(), spans, facts, why })
    };
    let mut at = 0;
    while let Some(first) = facts.get(at) {
        let near: Vec<&Fact> =
            facts.iter().skip(at).take_while(|fact| fact.bytes.start <= first.bytes.start + NEAR).collect();
        if let Some(group) = group(&near) {
            groups.push(group);
            at += near.len();
        } else {
            at += 1;
        }
    }
    let anchors = routines.into_iter().filter(|anchor| is_a_persons(text, &lower, &anchor.bytes, &people)).collect();
    if let Some(routine) = routine(anchors, findings, &spans) {
        groups.extend(group(&routine.iter().collect::<Vec<_>>()));
    }
    groups
}

/// Facts in reading order, those of a kind that overlap or stand side by side as one.
fn apart(mut facts: Vec<Fact>) -> Vec<Fact> {
    facts.sort_by_key(|fact| (fact.bytes.start, std::cmp::Reverse(fact.bytes.end)));
    let mut kept: Vec<Fact> = Vec::new();
    for fact in facts {
        let same = |other: &&mut Fact| other.kind == fact.kind && fact.bytes.start <= other.bytes.end + 1;
        match kept.iter_mut().rev().take(4).find(same) {
            Some(other) => other.bytes.end = other.bytes.end.max(fact.bytes.end),
            None => kept.push(fact),
        }
    }
    kept
}

/// A word that announces a fact, with what it announces where that was found; `None` where a placeholder stands there.
fn with_its_value(text: &str, mut cue: Fact, spans: &[Range<usize>]) -> Option<Fact> {
    let rest = text.get(cue.bytes.end..).unwrap_or_default();
    let value = rest.trim_start();
    let value = ["the ", "a ", "an ", "der ", "die ", "einer ", "la ", "le "]
        .iter()
        .find_map(|article| value.strip_prefix(*article))
        .unwrap_or(value);
    if value.starts_with('[') && value.get(1..2).is_some_and(|c| c.starts_with(|c: char| c.is_ascii_uppercase())) {
        return None;
    }
    let from = cue.bytes.end + (rest.len() - value.len());
    let after = spans.partition_point(|span| span.end <= cue.bytes.end);
    if let Some(span) = spans.get(after).filter(|span| span.start <= from) {
        cue.bytes.end = cue.bytes.end.max(span.end);
    }
    Some(cue)
}

/// The sentence around a place, as far as it is looked at.
fn sentence(text: &str, bytes: &Range<usize>) -> Range<usize> {
    let from = text.ceil_char_boundary(bytes.start.saturating_sub(NEAR / 2));
    let to = text.floor_char_boundary(bytes.end + NEAR / 2);
    let ends = ['.', '!', '?', '\n', ';'];
    // A full stop ends a sentence only before a space: `p.m.`, `07.45`.
    let end = |(at, mark): &(usize, &str)| {
        *mark == "\n" || *mark == ";" || text.get(at + 1..).is_none_or(|rest| rest.starts_with(char::is_whitespace))
    };
    let head = text.get(from..bytes.start).unwrap_or_default();
    let begins = head.rmatch_indices(ends).map(|(at, mark)| (from + at, mark)).find(|found| end(found));
    let tail = text.get(bytes.end..to).unwrap_or_default();
    let stops = tail.match_indices(ends).map(|(at, mark)| (bytes.end + at, mark)).find(|found| end(found));
    begins.map_or(from, |(at, _)| at + 1)..stops.map_or(to, |(at, _)| at)
}

/// Whether a place is told of a person: they live there, or stand in the same sentence.
fn is_of_somebody(text: &str, lower: &str, place: &Range<usize>, people: &[usize]) -> bool {
    let before = lower.get(..place.start).unwrap_or_default().trim_end();
    let told =
        LIVES.iter().any(|words| before.strip_suffix(words).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)));
    let around = sentence(text, place);
    let first = people.partition_point(|at| *at < around.start);
    told || people.get(first).is_some_and(|at| *at < around.end)
}

/// Whether what happens regularly there is somebody's, and not a shop's or a bus line's.
fn is_a_persons(text: &str, lower: &str, anchor: &Range<usize>, people: &[usize]) -> bool {
    let around = sentence(text, anchor);
    let said = lower.get(around.clone()).unwrap_or_default();
    let mut words = said.split(|c: char| !c.is_alphanumeric());
    if words.clone().any(|word| PUBLIC.contains(&word)) {
        return false;
    }
    let first = people.partition_point(|at| *at < around.start);
    ERRANDS.contains(&lower.get(anchor.clone()).unwrap_or_default())
        || people.get(first).is_some_and(|at| *at < around.end)
        || said.contains("[person_")
        || words.any(|word| SOMEBODY.contains(&word))
}

/// Two exact times or more near a word for what happens regularly.
fn routine(anchors: Vec<Fact>, findings: &[Finding], spans: &[Range<usize>]) -> Option<Vec<Fact>> {
    let times = findings.iter().zip(spans).filter(|(finding, _)| finding.kind == "TIME").map(|(_, bytes)| bytes);
    let mut anchors: Vec<usize> = anchors.into_iter().map(|anchor| anchor.bytes.start).collect();
    anchors.sort_unstable();
    let close = |time: &&Range<usize>| {
        let from = anchors.partition_point(|anchor| anchor + NEAR / 2 < time.start);
        anchors.get(from).is_some_and(|anchor| *anchor <= time.start + NEAR / 2)
    };
    let near: Vec<&Range<usize>> = times.filter(close).collect();
    (near.len() >= 2).then(|| near.into_iter().map(|bytes| Fact { kind: "ROUTINE", bytes: bytes.clone() }).collect())
}

/// All words that announce a fact as one automaton, and what each announces: a list of them looked for one by one took a fifth of
/// a look at a request.
static CUES: LazyLock<Option<(AhoCorasick, Vec<&'static str>)>> = LazyLock::new(|| {
    let lists = [(CONDITIONS, "CONDITION"), (WORK, "WORK"), (ROUTINES, "ROUTINE")];
    let (words, kinds): (Vec<&str>, Vec<&str>) =
        lists.into_iter().flat_map(|(list, kind)| list.split('|').map(move |word| (word, kind))).unzip();
    Some((AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()?, kinds))
});

/// Facts told by a word: `CONDITION`, `WORK`, `ROUTINE`.
fn cues(text: &str) -> impl Iterator<Item = Fact> + '_ {
    CUES.iter().flat_map(move |(words, kinds)| {
        words.find_overlapping_iter(text).filter_map(move |word| {
            let bytes = word.range();
            let kind = kinds.get(word.pattern().as_usize()).copied()?;
            let before = text.get(..bytes.start).and_then(|head| head.chars().next_back());
            let after = text.get(bytes.end..).and_then(|tail| tail.chars().next());
            let whole = !before.is_some_and(char::is_alphanumeric)
                && (bytes.len() > 4 || !after.is_some_and(char::is_alphanumeric));
            whole.then_some(Fact { kind, bytes })
        })
    })
}

/// Ages: one to three digits with a word for an age before or behind.
fn ages(lower: &str) -> Vec<Fact> {
    let mut found = Vec::new();
    let bytes = lower.as_bytes();
    let mut at = 0;
    while let Some(start) =
        bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)).map(|gap| at + gap)
    {
        let length = bytes.get(start..).map_or(1, |rest| rest.iter().take_while(|byte| byte.is_ascii_digit()).count());
        at = start + length;
        let (Some(before), Some(behind)) = (lower.get(..start), lower.get(at..)) else { continue };
        let age = lower
            .get(start..at)
            .and_then(|digits| digits.parse::<u32>().ok())
            .is_some_and(|age| (1..=120).contains(&age));
        if !age {
            continue;
        }
        let announced = BEFORE_AGE.iter().any(|word| before.ends_with(word))
            || BEHIND_AGE.iter().any(|word| behind.starts_with(word))
            || (SEXES.iter().any(|sex| behind.starts_with(sex))
                && !before.ends_with(|c: char| c.is_alphanumeric() || "$€£.,-".contains(c)));
        if announced {
            found.push(Fact { kind: "AGE", bytes: start..at });
        }
    }
    found
}

#[cfg(test)]
mod tests;
