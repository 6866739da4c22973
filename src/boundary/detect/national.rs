//! National numbers of people with their check digits. Where the digits alone prove little, a word for the number has to stand
//! before them.

use std::ops::Range;

use super::Look::Pattern;
use super::check::{alone, alone_number, context, digits, luhn, mod97, uniform, value};
use super::trigger::Need::{Byte, Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "de-tax-id",
        reason: "a German tax number (its check digit holds)",
        look: Pattern(&[Digits(11), Words(&["steuer", "idnr", "tax", "tin"])], r"[1-9]\d(?:[ ]?\d{3}){3}"),
        check: |seen| {
            labelled_number(seen, &["steuer", "idnr", "tax id", "tin", "id-nr"])
                .filter(|_| mod_11_10(&digits(value(seen))))
        },
        hits: &[("Steuer-ID: 86 095 742 719", "86 095 742 719"), ("IdNr. 86095742719", "86095742719")],
        misses: &["Steuer-ID: 86 095 742 718", "86095742719"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "de-social-insurance",
        reason: "a German social insurance number (its check digit holds)",
        look: Pattern(&[Digits(9)], r"\d{2}[ ]?\d{6}[ ]?[A-Z][ ]?\d{2}[ ]?\d"),
        check: |seen| alone(seen).filter(|_| german_insurance(value(seen))),
        hits: &[("SV-Nr. 65 170839 J 003", "65 170839 J 003")],
        misses: &["65 170839 J 00 9"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "ch-ahv",
        reason: "a Swiss social insurance number (its check digit holds)",
        look: Pattern(&[Digits(13), Words(&["756"])], r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}"),
        check: |seen| alone_number(seen).filter(|_| ean13(&digits(value(seen)))),
        hits: &[("AHV 756.9217.0769.85", "756.9217.0769.85"), ("7569217076985", "7569217076985")],
        misses: &["756.9217.0769.84"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "uk-nhs",
        reason: "a number of the UK health service (its check digit holds)",
        look: Pattern(&[Digits(10), Words(&["nhs"])], r"\d{3}[ -]?\d{3}[ -]?\d{4}"),
        check: |seen| labelled_number(seen, &["nhs"]).filter(|_| nhs(&digits(value(seen)))),
        hits: &[("NHS number: 943 476 5919", "943 476 5919")],
        misses: &["NHS number: 943 476 5918", "943 476 5919"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "nl-bsn",
        reason: "a Dutch citizen number (its check digit holds)",
        look: Pattern(&[Digits(9), Words(&["bsn", "burgerservice", "sofi"])], r"\d{9}|\d{4}[. ]\d{2}[. ]\d{3}"),
        check: |seen| labelled_number(seen, &["bsn", "burgerservice", "sofi"]).filter(|_| eleven(&digits(value(seen)))),
        hits: &[("BSN 111222333", "111222333")],
        misses: &["BSN 111222334", "111222333"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "be-national-number",
        reason: "a Belgian national number (its check digits hold)",
        look: Pattern(&[Digits(11)], r"\d{2}\.(?:0\d|1[0-2])\.[0-3]\d-\d{3}\.\d{2}"),
        check: |seen| alone_number(seen).filter(|_| belgian(&digits(value(seen)))),
        hits: &[("93.05.18-223.61", "93.05.18-223.61")],
        misses: &["93.05.18-223.62", "93.13.18-223.61"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "pl-pesel",
        reason: "a Polish citizen number (its check digit holds)",
        look: Pattern(&[Digits(11), Words(&["pesel"])], r"\d{11}"),
        check: |seen| {
            labelled_number(seen, &["pesel"])
                .filter(|_| weighted(&digits(value(seen)), &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1], 10))
        },
        hits: &[("PESEL: 44051401359", "44051401359")],
        misses: &["PESEL: 44051401358", "44051401359"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "se-personal-number",
        reason: "a Swedish personal number (its check digit holds)",
        look: Pattern(&[Digits(10)], r"(?:19|20)?\d{2}(?:0\d|1[0-2])[0-3]\d[-+]\d{4}"),
        check: |seen| {
            let found = digits(value(seen));
            let last_ten = found.len().checked_sub(10).and_then(|from| found.get(from..))?;
            alone_number(seen).filter(|_| luhn(last_ten))
        },
        hits: &[("811218-9876", "811218-9876"), ("19811218-9876", "19811218-9876")],
        misses: &["811218-9875", "811318-9876"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "fi-personal-code",
        reason: "a Finnish personal code (its check letter holds)",
        look: Pattern(&[Digits(6)], r"[0-3]\d(?:0\d|1[0-2])\d{2}[-+A-FU-Y]\d{3}[0-9A-Y]"),
        check: |seen| alone(seen).filter(|_| finnish(value(seen))),
        hits: &[("131052-308T", "131052-308T")],
        misses: &["131052-308U", "131352-308T"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "br-cpf",
        reason: "a Brazilian taxpayer number (its check digits hold)",
        look: Pattern(&[Digits(11), Byte(b'.')], r"\d{3}\.\d{3}\.\d{3}-\d{2}"),
        check: |seen| alone_number(seen).filter(|_| cpf(&digits(value(seen)))),
        hits: &[("CPF 529.982.247-25", "529.982.247-25")],
        misses: &["529.982.247-26", "111.111.111-11"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "ca-sin",
        reason: "a Canadian social insurance number (its check digit holds)",
        look: Pattern(&[Digits(9), Words(&["sin", "social insurance"])], r"\d{3}[ -]?\d{3}[ -]?\d{3}"),
        check: |seen| labelled_number(seen, &["sin", "social insurance"]).filter(|_| luhn(&digits(value(seen)))),
        hits: &[("SIN 046 454 286", "046 454 286")],
        misses: &["SIN 046 454 287", "046 454 286"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "pt-nif",
        reason: "a Portuguese taxpayer number (its check digit holds)",
        look: Pattern(&[Digits(9), Words(&["nif", "contribuinte"])], r"[1235689]\d{2}[ ]?\d{3}[ ]?\d{3}"),
        check: |seen| labelled_number(seen, &["nif", "contribuinte"]).filter(|_| portuguese(&digits(value(seen)))),
        hits: &[("NIF 123456789", "123456789")],
        misses: &["NIF 123456780", "123456789"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "in-aadhaar",
        reason: "an Indian Aadhaar number (its check digit holds)",
        look: Pattern(&[Digits(12)], r"[2-9]\d{3}[ -]\d{4}[ -]\d{4}"),
        check: |seen| alone_number(seen).filter(|_| verhoeff(&digits(value(seen)))),
        hits: &[("Aadhaar 2341 2341 2346", "2341 2341 2346")],
        misses: &["2341 2341 2345", "1341 2341 2346"],
    },
];

fn labelled_number(seen: &Seen<'_>, words: &[&str]) -> Option<Range<usize>> {
    alone_number(seen).filter(|_| !uniform(&digits(value(seen))) && context(seen, 32, words))
}

/// ISO 7064 mod 11,10, as the German tax number is checked.
fn mod_11_10(found: &[u32]) -> bool {
    let Some((last, body)) = found.split_last() else { return false };
    let product = body.iter().fold(10, |product, digit| {
        let sum = (digit + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    found.len() == 11 && (11 - product) % 10 == *last
}

/// Digits times weights, divisible by `modulus`.
fn weighted(found: &[u32], weights: &[u32], modulus: u32) -> bool {
    found.len() == weights.len()
        && found.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>().is_multiple_of(modulus)
}

/// Weights of the German social insurance number over its digits, the letter written as two (VKVV § 2).
fn german_insurance(text: &str) -> bool {
    let mut found = Vec::new();
    for c in text.chars().filter(|c| *c != ' ') {
        match c {
            '0'..='9' => found.extend(c.to_digit(10)),
            'A'..='Z' => {
                let number = u32::from(c) - u32::from('A') + 1;
                found.extend([number / 10, number % 10]);
            }
            _ => return false,
        }
    }
    let Some((last, body)) = found.split_last() else { return false };
    let weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
    let crossfoot = |number: u32| number / 10 + number % 10;
    body.len() == weights.len()
        && body.iter().zip(weights).map(|(digit, weight)| crossfoot(digit * weight)).sum::<u32>() % 10 == *last
}

fn ean13(found: &[u32]) -> bool {
    weighted(found, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1], 10)
}

fn nhs(found: &[u32]) -> bool {
    let Some((last, body)) = found.split_last() else { return false };
    let sum: u32 = body.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    found.len() == 10 && (11 - sum % 11) % 11 == *last
}

/// The Dutch eleven test: the last digit counts minus one.
fn eleven(found: &[u32]) -> bool {
    let Some((last, body)) = found.split_last() else { return false };
    let sum: u32 = body.iter().zip((2..=9).rev()).map(|(digit, weight)| digit * weight).sum();
    found.len() == 9 && sum % 11 == *last
}

/// 97 minus the rest of the first nine digits, with a 2 before them for those born since 2000.
fn belgian(found: &[u32]) -> bool {
    let Some((body, key)) = found.split_at_checked(9) else { return false };
    let text = |digits: &[u32]| digits.iter().filter_map(|digit| char::from_digit(*digit, 10)).collect::<String>();
    let key: Option<u32> = text(key).parse().ok();
    ["", "2"].iter().any(|century| mod97(century.chars().chain(text(body).chars())).map(|rest| 97 - rest) == key)
}

/// The rest by 31 of the nine digits chooses the letter.
fn finnish(text: &str) -> bool {
    let Some((body, last)) = text.split_at_checked(text.len().saturating_sub(1)) else { return false };
    let number: String = body.chars().enumerate().filter(|(place, _)| *place != 6).map(|(_, c)| c).collect();
    let Ok(number) = number.parse::<usize>() else { return false };
    let place = number % 31;
    "0123456789ABCDEFHJKLMNPRSTUVWXY".get(place..=place) == Some(last)
}

fn cpf(found: &[u32]) -> bool {
    let check = |count: usize| {
        let sum: u32 =
            found.iter().take(count).zip((2..=count as u32 + 1).rev()).map(|(digit, weight)| digit * weight).sum();
        found.get(count) == Some(&(sum * 10 % 11 % 10))
    };
    found.len() == 11 && !uniform(found) && check(9) && check(10)
}

fn portuguese(found: &[u32]) -> bool {
    let Some((last, body)) = found.split_last() else { return false };
    let sum: u32 = body.iter().zip((2..=9).rev()).map(|(digit, weight)| digit * weight).sum();
    let expected = 11 - sum % 11;
    found.len() == 9 && (if expected >= 10 { 0 } else { expected }) == *last
}

/// Verhoeff's checksum, in the dihedral group of the pentagon.
fn verhoeff(found: &[u32]) -> bool {
    /// The product of two elements: rotations 0 to 4, reflections 5 to 9.
    fn times(a: u32, b: u32) -> u32 {
        match (a < 5, b < 5) {
            (true, true) => (a + b) % 5,
            (true, false) => 5 + (a + b - 5) % 5,
            (false, true) => 5 + (a - 5 + 5 - b) % 5,
            (false, false) => (a - 5 + 5 - (b - 5)) % 5,
        }
    }
    const STEP: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let moved = |digit: u32, times: usize| {
        (0..times).fold(digit, |digit, _| STEP.get(digit as usize).copied().unwrap_or(digit))
    };
    found.iter().rev().enumerate().fold(0, |sum, (place, digit)| times(sum, moved(*digit, place % 8))) == 0
}
