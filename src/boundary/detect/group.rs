//! Facts that point at somebody only together: age, place, employer or work, and condition; or the exact times of a routine.
//!
//! No single span of a group need be private, so nothing acts on it: it is shown, and a person decides whether the values can be
//! coarser (`07:45` -> `in the morning`, `67` -> `in the sixties`). What is rare among the people of a place is not known here.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use serde::{Deserialize, Serialize};

use crate::boundary::finding::Finding;

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
const CONDITIONS: &str = "diagnosed with|diagnosis|diagnose|suffers from|suffering from|living with|leidet an|erkrankt an|atteint de|\
    atteinte de|souffre de|diagnostic|diagnosticado de|diagnosticada de|padece|sufre de|sarcoidosis|lupus|\
    huntington|cystic fibrosis|hemophilia|haemophilia|multiple sclerosis|myasthenia|scleroderma|narcolepsy|\
    sickle cell|marfan|ehlers|porphyria|acromegaly|schizophrenia|hiv|mukoviszidose|sarkoidose|mucoviscidose|\
    fibrosis quística|als ";
/// Work that few people of a place do, or that is named with an employer.
const WORK: &str = "works as|worked as|works at|works for|employed at|employed by|teacher at|nurse at|arbeitet als|arbeitet bei|\
    travaille comme|travaille chez|trabaja como|trabaja en|mayor of|headmaster|headteacher|priest of|pastor of|\
    judge at|professor at|bürgermeister|pilot|sheriff|lighthouse keeper|only doctor|coach of|captain of|chair of|\
    ceo of";
/// Words that make times a routine.
const ROUTINES: &str = "every day|every week|every morning|every evening|every monday|every tuesday|every wednesday|every thursday|\
    every friday|every night|each day|each morning|daily|weekdays|on weekdays|usually|always|mondays|tuesdays|\
    wednesdays|thursdays|fridays|saturdays|sundays|jeden tag|jeden morgen|jeden abend|täglich|werktags|montags|\
    dienstags|mittwochs|donnerstags|freitags|immer um|tous les jours|tous les matins|chaque jour|chaque matin|\
    cada día|todos los días|todas las mañanas|school run|picks up|drops off|leaves home|leaves the house|gets home";

/// The groups of one text. `findings` are those of this text (or field), in reading order, with offsets in its characters.
#[must_use]
pub fn groups(text: &str, findings: &[Finding]) -> Vec<Group> {
    let lower = text.to_ascii_lowercase();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len())).collect();
    let byte = |char: usize| starts.get(char).copied().unwrap_or(text.len());
    let mut facts: Vec<Fact> = Vec::new();
    for finding in findings {
        let kind = match finding.kind.as_str() {
            "POSTCODE" | "ADDRESS" | "COORDINATES" => "PLACE",
            "ORG" => "WORK",
            "BIRTHDATE" => "BIRTHDATE",
            "CONDITION" => "CONDITION",
            _ => continue,
        };
        facts.push(Fact { kind, bytes: byte(finding.start)..byte(finding.end) });
    }
    facts.extend(ages(&lower));
    let (routines, cues): (Vec<Fact>, Vec<Fact>) = cues(text).partition(|fact| fact.kind == "ROUTINE");
    facts.extend(cues);
    facts.sort_by_key(|fact| fact.bytes.start);
    let mut groups = Vec::new();
    let char = |byte: usize| starts.partition_point(|start| *start < byte);
    let group = |facts: &[&Fact], why: &str| {
        let mut kinds: Vec<String> = Vec::new();
        for fact in facts {
            if !kinds.iter().any(|kind| kind == fact.kind) {
                kinds.push(fact.kind.to_owned());
            }
        }
        let spans: Vec<(usize, usize)> =
            facts.iter().map(|fact| (char(fact.bytes.start), char(fact.bytes.end))).collect();
        let within = |finding: &Finding| spans.iter().any(|(start, end)| finding.start < *end && *start < finding.end);
        let members =
            findings.iter().enumerate().filter(|(_, finding)| within(finding)).map(|(index, _)| index).collect();
        Group { kinds, findings: members, field: String::new(), spans, why: why.to_owned() }
    };
    let mut at = 0;
    while let Some(first) = facts.get(at) {
        let near: Vec<&Fact> =
            facts.iter().skip(at).take_while(|fact| fact.bytes.start <= first.bytes.start + NEAR).collect();
        let has = |kind: &str| near.iter().any(|fact| fact.kind == kind);
        let different = ["AGE", "PLACE", "WORK", "CONDITION"].iter().filter(|kind| has(kind)).count();
        if different >= 3 {
            groups.push(group(&near, "few people share all of these: age, place, work, condition"));
        } else if has("BIRTHDATE") && (has("PLACE") || different >= 1) {
            groups.push(group(&near, "a date of birth with one more fact points at one person"));
        } else {
            at += 1;
            continue;
        }
        at += near.len();
    }
    if let Some(routine) = routine(&routines, findings, &byte) {
        groups.push(group(&routine.iter().collect::<Vec<_>>(), "exact times of a routine say where somebody is"));
    }
    groups
}

/// Two exact times or more near a word for what happens regularly.
fn routine(anchors: &[Fact], findings: &[Finding], byte: &impl Fn(usize) -> usize) -> Option<Vec<Fact>> {
    let times: Vec<Range<usize>> = findings
        .iter()
        .filter(|finding| finding.kind == "TIME")
        .map(|finding| byte(finding.start)..byte(finding.end))
        .collect();
    let mut anchors: Vec<usize> = anchors.iter().map(|anchor| anchor.bytes.start).collect();
    anchors.sort_unstable();
    let close = |time: &&Range<usize>| {
        let from = anchors.partition_point(|anchor| anchor + NEAR / 2 < time.start);
        anchors.get(from).is_some_and(|anchor| *anchor <= time.start + NEAR / 2)
    };
    let near: Vec<&Range<usize>> = times.iter().filter(close).collect();
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
        let announced = BEFORE_AGE.iter().any(|word| before.ends_with(word))
            || BEHIND_AGE.iter().any(|word| behind.starts_with(word));
        if age && announced {
            found.push(Fact { kind: "AGE", bytes: start..at });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;
    use crate::boundary::finding::Class;

    fn finding(text: &str, kind: &str, value: &str) -> Finding {
        let at = text.find(value).expect(value);
        let start = text[..at].chars().count();
        Finding {
            class: Class::Identifier,
            kind: kind.to_owned(),
            detector: String::new(),
            reason: String::new(),
            field: String::new(),
            start,
            end: start + value.chars().count(),
            placeholder: None,
        }
    }

    #[test]
    fn three_facts_about_one_person_stand_together() {
        let text = "Für Zoë: a 67-year-old from 10115, works at Initech, diagnosed with sarcoidosis.";
        let findings = [finding(text, "POSTCODE", "10115"), finding(text, "ORG", "Initech")];
        let found = groups(text, &findings);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].kinds, ["AGE", "PLACE", "WORK", "CONDITION"]);
        assert_eq!(found[0].findings, [0, 1]);
        let (start, end) = found[0].spans[0];
        assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), "67");
    }

    #[test]
    fn facts_alone_or_far_apart_do_not() {
        for text in [
            "a 67-year-old with a cough",
            "diagnosed with asthma at age 12",
            "The 20 years old tree. He works at night.",
            "67 mg, 80 kg, 12 years of data",
        ] {
            assert_eq!(groups(text, &[]), [], "{text}");
        }
        let far = format!("aged 67. {} works at the mill, diagnosed with lupus", "x ".repeat(300));
        assert_eq!(groups(&far, &[]), []);
    }

    #[test]
    fn routines_and_birth_dates() {
        let text = "She leaves home at 07:45 every day and is back at 16:10.";
        let findings = [finding(text, "TIME", "07:45"), finding(text, "TIME", "16:10")];
        assert_eq!(groups(text, &findings)[0].kinds, ["ROUTINE"]);
        assert_eq!(groups("The bus goes at 07:45 and 16:10.", &findings), []);
        let text = "born 1970-02-01, lives in 10115";
        let findings = [finding(text, "BIRTHDATE", "1970-02-01"), finding(text, "POSTCODE", "10115")];
        assert_eq!(groups(text, &findings)[0].kinds, ["BIRTHDATE", "PLACE"]);
    }
}
