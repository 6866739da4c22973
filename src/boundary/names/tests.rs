#![allow(clippy::string_slice)]

use super::*;

fn seen(text: &str) -> Vec<(String, String)> {
    let found = detector().find(text).unwrap();
    found.into_iter().map(|span| (span.kind, text[span.bytes].to_owned())).collect()
}

#[test]
fn finds_what_no_pattern_finds() {
    let table: &[(&str, &[(&str, &str)])] = &[
        ("My name is Alex Rivera and I am from Springfield.", &[("PERSON", "Alex Rivera"), ("CITY", "Springfield")]),
        (
            "The patient, Jean-Luc O'Brien, lives at 42 Elm Street, Springfield, CA 90210.",
            &[("PERSON", "Jean-Luc O'Brien"), ("ADDRESS", "42 Elm Street, Springfield, CA 90210")],
        ),
        ("Bitte rufen Sie Frau Katharina Schönfeld an.", &[("PERSON", "Katharina Schönfeld")]),
    ];
    for (text, expected) in table {
        let got = seen(text);
        let got: Vec<_> = got.iter().map(|(kind, text)| (kind.as_str(), text.as_str())).collect();
        assert_eq!(got, *expected, "{text}");
    }
}

#[test]
fn ordinary_text_holds_no_names() {
    for text in [
        "Should the dishwasher run now or later? It is 18:30.",
        "Tariff per kWh: 17:00-20:00 $0.45, 20:00-00:00 $0.22, 00:00-06:00 $0.12, 06:00-17:00 $0.25",
        "load_A: 1.2 kWh, 90 min, finish by 06:30, not after 22:30. Wanted: the cheapest start.",
        "person_A must not be woken before 06:30; person_B works from home on Tuesday.",
        "In 2026 the team shipped 1,234,567 units in 12 countries, up 4.5 % from 2025-11-22.",
        "fn main() { let x = a::b::c(1, 2); println!(\"{x:?}\"); } // 0xdeadbeef",
        "commit 3f2a9c1d0b7e4f56a8c9d0e1f2a3b4c5d6e7f809, build 20261122183000, ticket PROJ-1234",
        "Die Lösung ist einfach: zuerst 20 Minuten warten, dann um 20:00 Uhr starten.",
        "Le lave-vaisselle consomme 1,2 kWh et dure 1h30 ; le tarif est de 0,22 € par kWh.",
        "eGFR 58 mL/min, HbA1c 7.2 %, BP 142/88 mmHg, creatinine 1.3 mg/dL, age 67, 80 kg.",
        "[PERSON_1] lives at [ADDRESS_1] with [PERSON_2]'s cat and wants [TERM_1] by Friday.",
        "Write a Python script that reads a CSV file and prints the mean of each column.",
    ] {
        assert_eq!(seen(text), [], "{text}");
    }
}

#[test]
fn a_long_text_is_read_to_its_end() {
    let filler = "The weather stayed dry and the harvest was brought in without delay. ".repeat(60);
    let text = format!("{filler}After that, Katharina Schönfeld signed the lease. {filler}Katharina left.");
    let got: Vec<_> = seen(&text).into_iter().map(|(_, name)| name).collect();
    assert_eq!(got, ["Katharina Schönfeld", "Katharina"]);
    // One sentence without an end, longer than the network reads at once.
    let list = "apples and pears and plums and ".repeat(120);
    let text = format!("We sell {list} also we wrote to Katharina Schönfeld about {list} more");
    assert!(seen(&text).iter().any(|(kind, name)| kind == "PERSON" && name.contains("Schönfeld")));
}

#[test]
fn what_nobody_waits_for_is_not_read_on() {
    let day =
        |day: i32| format!("On day {day} the boat of the harbour master was {day} miles out at sea, and it rained. ");
    let text = (0..400).map(day).collect::<Vec<_>>().concat();
    let asked = std::time::Instant::now();
    assert_eq!(Names.find_while(&text, &|| asked.elapsed().as_millis() < 50), Err("it was stopped".to_owned()));
    let last = sentences::parts(&text).pop().unwrap();
    seen("Anna left the boat.");
    assert!(!worker::known(&memo::key(&text[last])), "the sentences that were waiting are left out");
}

#[test]
fn a_sentence_is_read_once() {
    let text = "The keys were handed to Katharina Schönfeld at the door of the house in the evening.";
    let before = seen(text);
    let parts = sentences::parts(text);
    let key = memo::key(&text[parts[0].clone()]);
    assert!(worker::known(&key), "what was read is remembered");
    assert_eq!(seen(text), before);
}
