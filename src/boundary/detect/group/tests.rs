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
        bare: None,
        detected: false,
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

#[test]
fn the_gates_own_ages_and_towns_of_somebody_count() {
    let text = "67F, lives in Kittery Point, retired lighthouse keeper, sarcoidosis";
    let found = groups(text, &[finding(text, "CITY", "Kittery Point")]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].kinds, ["AGE", "PLACE", "WORK", "CONDITION"]);
    let text = "Patient (age not told by a word: 63). She was seen in Kittery Point, diagnosed with lupus.";
    let found = groups(text, &[finding(text, "AGE", "63"), finding(text, "CITY", "Kittery Point")]);
    assert_eq!(found, [], "the town is the clinic's");
    let text = "Anna Weber of Kittery Point, aged 63, diagnosed with lupus.";
    let found = groups(text, &[finding(text, "PERSON", "Anna Weber"), finding(text, "CITY", "Kittery Point")]);
    assert_eq!(found[0].why, "few people share all of these: age, place, condition");
}

#[test]
fn what_is_masked_is_no_part_of_a_group() {
    let text = "born 1970-02-01, aged 55, from ZIP 10115, works at Initech, diagnosed with lupus";
    let findings =
        [finding(text, "BIRTHDATE", "1970-02-01"), finding(text, "POSTCODE", "10115"), finding(text, "ORG", "Initech")];
    let group = groups(text, &findings).remove(0);
    assert_eq!(group.facts, ["BIRTHDATE", "AGE", "PLACE", "WORK", "CONDITION"]);
    assert_eq!(group.findings, [0, 1, 2]);
    let left = group.without(&findings, |index| index == 0).unwrap();
    assert_eq!(left.why, "few people share all of these: age, place, work, condition");
    assert_eq!(left.findings, [1, 2]);
    let left = group.without(&findings, |index| index < 2).unwrap();
    assert_eq!(left.kinds, ["AGE", "WORK", "CONDITION"]);
    assert_eq!(group.without(&findings, |_| true), None, "age and condition alone point at nobody");
    let masked = "aged 55, from ZIP [POSTCODE_1], works at [ORG_1], diagnosed with lupus";
    assert_eq!(groups(masked, &[]), []);
}

#[test]
fn houses_and_projects_are_nobody() {
    for text in [
        "The pilot project at 12 Elm Street is 20 years old and needs a diagnostic of its heating.",
        "The shop is open daily 09:00 to 18:00, on Sundays 10:00 to 16:00.",
        "Unser Laden ist täglich von 09:00 bis 18:00 geöffnet.",
        "Ouvert tous les jours de 09:00 à 18:00.",
    ] {
        let mut findings = Vec::new();
        for time in ["09:00", "18:00", "10:00", "16:00"].into_iter().filter(|time| text.contains(time)) {
            findings.push(finding(text, "TIME", time));
        }
        if text.contains("12 Elm") {
            findings.push(finding(text, "ADDRESS", "12 Elm Street"));
        }
        findings.sort_by_key(|finding| finding.start);
        assert_eq!(groups(text, &findings), [], "{text}");
    }
}
