//! One case or more per view, and what stands beside them.
#![allow(clippy::string_slice)]

use proptest::prelude::*;

use super::*;

fn hits(values: &[&str], text: &str) -> Vec<String> {
    let values: Vec<(&str, &str)> = values.iter().map(|value| ("TERM", *value)).collect();
    Matcher::new(&values).find(text).into_iter().map(|found| text[found.bytes].to_owned()).collect()
}

#[test]
fn finds_a_value_however_it_is_written() {
    let table: &[(&str, &str, &str)] = &[
        ("vacuum", "Vacuum, docked", "Vacuum"),
        ("vacuum", "two vacuums.", "vacuum"),
        ("vacuum", "the vacuum's dock", "vacuum"),
        ("EV", "the EV.", "EV"),
        ("EV", "EVs and", "EV"),
        ("robot vacuum", "a robot-vacuum here", "robot-vacuum"),
        ("robot vacuum", "a ROBOT\n  VACUUM", "ROBOT\n  VACUUM"),
        ("robot vacuum", "robot_vacuum", "robot_vacuum"),
        ("dishwasher", "dish washer", "dish washer"),
        ("dishwasher", "dish\u{200b}washer", "dish\u{200b}washer"),
        ("Maya", "M\u{200b}aya is", "M\u{200b}aya"),
        ("Müller", "Frau MULLER kam", "MULLER"),
        ("Muller", "Frau Mu\u{308}ller kam", "Mu\u{308}ller"),
        ("Straße 5", "STRASSE 5", "STRASSE 5"),
        ("松本", "それは松本さんです", "松本"),
        ("+49 30 1234567", "ring 0049 (30) 123-4567? no: +493012.34567", "493012.34567"),
        ("4111 1111 1111 1111", "card 4111-1111.1111/1111", "4111-1111.1111/1111"),
        ("Mark", "mark_ev", "mark"),
        ("anna@example.com", "ANNA@EXAMPLE.COM", "ANNA@EXAMPLE.COM"),
    ];
    for (value, text, expected) in table {
        let found = hits(&[value], text);
        assert!(found.iter().any(|hit| hit == expected), "{value} in {text:?}: {found:?}");
    }
}

#[test]
fn leaves_other_words_alone() {
    for (value, text) in [
        ("EV", "every level, revenue, EVA"),
        ("EV", "the V8 and e v and E-vitamin"),
        ("Mark", "market, remark, Denmark, Markus"),
        ("Anna", "an nature; Annas2"),
        ("Maya", "Mayan"),
        ("an", "â\u{301}nd"),
        ("123456", "91234567"),
    ] {
        assert_eq!(hits(&[value], text), Vec::<String>::new(), "{value} in {text:?}");
    }
}
