//! One case or more per view, and what stands beside them.
#![allow(clippy::string_slice, clippy::format_collect)]

mod disguises;
mod near_misses;
mod renowned;
mod widened;

use proptest::prelude::*;

use self::disguises::DISGUISES;
use self::near_misses::{NEAR_MISSES_1, NEAR_MISSES_2, NEAR_MISSES_3};
use self::renowned::{NEAR_WIDENED_4, WIDENED_4};
use self::widened::{NEAR_WIDENED, WIDENED};
use super::*;

fn hits(values: &[&str], text: &str) -> Vec<String> {
    let values: Vec<(&str, &str)> = values.iter().map(|value| ("TERM", *value)).collect();
    Matcher::new(&values).find(text).into_iter().map(|found| text[found.bytes].to_owned()).collect()
}

#[test]
fn finds_a_value_however_it_is_written() {
    let table: &[(&str, &str, &str)] = &[
        ("vacuum", "Vacuum, docked", "Vacuum"),
        ("vacuum", "two vacuums.", "vacuums"),
        ("vacuum", "the vacuum's dock", "vacuum's"),
        ("EV", "the EV.", "EV"),
        ("EV", "EVs and", "EVs"),
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
        ("+49 30 1234567", "ring 0049 (30) 123-4567? no: +493012.34567", "+493012.34567"),
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

#[test]
fn every_disguise_is_found_and_covered() {
    let mut missed = Vec::new();
    for (kind, value, texts) in DISGUISES.iter().chain(WIDENED).chain(WIDENED_4) {
        let matcher = Matcher::new(&[(kind, value)]);
        for text in *texts {
            let framed = format!("– {text} –");
            let plain = matcher.find(text);
            let inside = matcher.find(&framed);
            if plain.is_empty() || inside.is_empty() {
                missed.push(format!("{value}: {text}"));
            }
            assert!(
                plain.iter().all(|found| text.get(found.bytes.clone()).is_some_and(|said| !said.is_empty())),
                "{text}"
            );
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn near_misses_stay_clear() {
    let mut wrong = Vec::new();
    for (values, texts) in [NEAR_MISSES_1, NEAR_MISSES_2, NEAR_MISSES_3, NEAR_WIDENED, NEAR_WIDENED_4] {
        let matcher = Matcher::new(values);
        for text in texts {
            for found in matcher.find(text) {
                wrong.push(format!("{text}: {:?} is {:?}", &text[found.bytes], values.get(found.entry)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_disguise_is_covered_from_end_to_end() {
    for (kind, value, text, expected) in [
        ("PERSON", "Marta Kowalski", "so Mar\u{200b}ta  KOWALSKI!", "Mar\u{200b}ta  KOWALSKI"),
        ("PERSON", "Marta Kowalski", "x M. Kowalski's y", "M. Kowalski's"),
        ("PERSON", "Marta Kowalski", "x M-a-r-t-a K-o-w-a-l-s-k-i y", "M-a-r-t-a K-o-w-a-l-s-k-i"),
        ("PERSON", "Jürgen Müller", "x Ju\u{308}rgen%20M%C3%BCller y", "Ju\u{308}rgen%20M%C3%BCller"),
        ("PERSON", "Zoë", "x Zoe\u{308}\u{301}, y", "Zoe\u{308}\u{301}"),
        ("PHONE", "+49 170 1234567", "x +49 (0)170/12 34 567 y", "+49 (0)170/12 34 567"),
        ("ID", "4711", "x four seven one one y", "four seven one one"),
        ("PERSON", "Marta Kowalski", "x TWFydGEgS293YWxza2k= y", "TWFydGEgS293YWxza2k="),
        ("MONEY", "0.31 EUR/kWh", "x 31 cents per kWh y", "31 cents per kWh"),
        ("DATE", "1980-02-03", "x February 3rd, 1980 y", "February 3rd, 1980"),
        ("TIME", "07:45", "x quarter to eight y", "quarter to eight"),
    ] {
        let found = Matcher::new(&[(kind, value)]).find(text);
        let said: Vec<&str> = found.iter().map(|found| &text[found.bytes.clone()]).collect();
        assert!(said.contains(&expected), "{value} in {text:?}: {said:?}");
    }
}

#[test]
fn reasons_tell_the_disguise_and_never_the_value() {
    for (kind, value, text, expected) in [
        ("PERSON", "Marta Kowalski", "Marta Kowalski", ""),
        ("PERSON", "Marta Kowalski", "MARTA KOWALSKI", "in other case"),
        ("PERSON", "Marta Kowalski", "Маrtа Kоwаlѕki", "letters replaced by look-alikes, or other accents"),
        ("PERSON", "Jürgen Müller", "Jurgen Muller", "without its accents"),
        ("PERSON", "Marta Kowalski", "M4rt4 K0walsk1", "letters replaced by digits or signs"),
        ("PERSON", "Marta Kowalski", "Marta Kowal\u{ad}ski", "with invisible characters in it"),
        ("PERSON", "Marta Kowalski", "M. Kowalski", "with an initial"),
        ("PERSON", "Marta Kowalski", "Kowalski, Marta", "its parts in another order"),
        ("PERSON", "Marta Kowalski", "Marta%20Kowalski", "behind escapes (percent, HTML or backslash)"),
        ("PERSON", "Marta Kowalski", "TWFydGEgS293YWxza2k=", "behind Base64"),
        ("PERSON", "Marta Kowalski", "atraM iksa, ikslawoK", "written backwards"),
        ("CARD", "4111 1111 1111 1111", "4111-1111-1111-1111", "grouped in another way"),
        ("TIME", "07:45", "7h45", "the same quantity written in another way"),
    ] {
        let found = Matcher::new(&[(kind, value)]).find(text);
        let reasons: Vec<&str> =
            found.iter().map(|found| found.how.reason(value, &text[found.bytes.clone()])).collect();
        assert!(reasons.contains(&expected), "{text}: {reasons:?}");
    }
}

/// A value bent in one way.
fn bent(value: &str, way: usize) -> String {
    let between = |mark: &str| value.chars().map(String::from).collect::<Vec<_>>().join(mark);
    match way {
        0 => value.to_uppercase(),
        1 => between("\u{200b}"),
        2 => between("-"),
        3 => between(" "),
        4 => value.chars().rev().collect(),
        5 => value.bytes().map(|byte| format!("%{byte:02X}")).collect(),
        6 => value.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect(),
        7 => value.chars().map(|c| format!("&#{};", u32::from(c))).collect(),
        8 => value.bytes().map(|byte| format!("{byte:02x}")).collect(),
        9 => value.replace(' ', "_"),
        10 => value
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii_graphic()).unwrap_or(c))
            .collect(),
        11 => base64::Engine::encode(&base64::prelude::BASE64_STANDARD, value),
        _ => value.to_owned(),
    }
}

proptest! {
    #[test]
    fn every_name_is_found_in_every_disguise(first in "[A-Z][a-z]{4,9}", last in "[A-Z][a-z]{4,9}", way in 0usize..13, before in "[a-z ,.]{0,20}", after in "[a-z ,.]{0,20}") {
        let value = format!("{first} {last}");
        let text = format!("{before} {} {after}", bent(&value, way));
        let found = Matcher::new(&[("PERSON", &value)]).find(&text);
        let from = before.len() + 1;
        let to = text.len() - after.len() - 1;
        let covered = (from..to).filter(|at| text.is_char_boundary(*at)).filter(|at| {
            text[*at..].chars().next().is_some_and(char::is_alphanumeric)
        });
        // A text of spaced or hyphened letters may run into the letters beside it.
        let open = matches!(way, 3 | 4);
        for at in covered {
            prop_assert!(open || found.iter().any(|hit| hit.bytes.contains(&at)), "{text:?} at {at}: {found:?}");
        }
    }

    #[test]
    fn any_text_leads_back_to_characters(text in "\\PC{0,60}", value in "[A-Za-z0-9 äß]{2,12}") {
        for found in Matcher::new(&[("TERM", &value)]).find(&text) {
            prop_assert!(text.get(found.bytes).is_some_and(|said| !said.is_empty()));
        }
    }
}
