//! Numbers that stand for a person or an account: cards, bank accounts, national ids, records.

use std::ops::Range;

use super::Look::Pattern;
use super::check::{alone, alone_number, context, digits, luhn, mod97, uniform, value};
use super::trigger::Need::{Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;

const CARD_WORDS: &[&str] = &[
    "card",
    "credit",
    "debit",
    "visa",
    "mastercard",
    "amex",
    "discover",
    "kreditkarte",
    "karte",
    "kartennummer",
    "carte",
    "cc",
    "tarjeta",
];

/// Lengths of IBANs by country (ISO 13616 registry).
const IBAN_LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BR", 29),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PK", 24),
    ("PL", 28),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("SA", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("XK", 20),
];

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "CARD",
        class: Identifier,
        name: "card",
        reason: "a payment card number (its checksum holds, or it stands behind a word for a card)",
        look: Pattern(&[Digits(12)], r"\d(?:[ \-\x{a0}]?\d){11,18}"),
        check: card,
        hits: &[
            ("4111 1111 1111 1111", "4111 1111 1111 1111"),
            ("378282246310005", "378282246310005"),
            ("5500-0000-0000-0004", "5500-0000-0000-0004"),
            ("my card number is 4111111111111112", "4111111111111112"),
            ("credit card 180016070420458", "180016070420458"),
        ],
        misses: &[
            "4111111111111112",
            "1700000000000",
            "20261122183000",
            "0000 0000 0000 0000",
            "41111111111111111111111",
            "discard 1234567890123",
        ],
    },
    Row {
        kind: "IBAN",
        class: Identifier,
        name: "iban",
        reason: "a bank account number",
        look: Pattern(&[Digits(8)], r"[A-Za-z]{2}\d{2}(?:[ \-\x{a0}]?[A-Za-z0-9]){11,30}"),
        check: iban,
        hits: &[
            ("DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00"),
            ("GB82WEST12345698765432 is mine", "GB82WEST12345698765432"),
            ("gb42nawi04454264788619", "gb42nawi04454264788619"),
            ("IBAN NL83066078317516857465", "NL83066078317516857465"),
            ("IBAN: ES76178259208155285084\nSWIFT", "ES76178259208155285084"),
        ],
        misses: &[
            "DE89 the quick brown fox",
            "ab12cdefghijklmnop",
            "AT20 degrees outside and",
            "XX00123456789012345678",
            "commit de89abcdefabcdef12",
        ],
    },
    Row {
        kind: "BIC",
        class: Identifier,
        name: "bic",
        reason: "a bank's code behind the word for it",
        look: Pattern(
            &[Words(&["swift", "bic"])],
            r"(?i:swift|bic)(?i:[ /-]?(?:code|bic|swift))?[ ]?(?:is|[:=#])?\s*(?<v>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)",
        ),
        check: alone,
        hits: &[("SWIFT: QOPZFRWC", "QOPZFRWC"), ("BIC DEUTDEFF500", "DEUTDEFF500")],
        misses: &["SWIFT LANGUAGES", "BIC pens", "swift answer"],
    },
    Row {
        kind: "SSN",
        class: Identifier,
        name: "us-ssn",
        reason: "the shape of a US social security number",
        look: Pattern(&[Digits(5)], r"[0-9lIOoSBZ]{3}(?:[ .-])[0-9lIOoSBZ]{2}[ .-][0-9lIOoSBZ]{4}"),
        check: ssn,
        hits: &[
            ("SSN 460-89-9847", "460-89-9847"),
            ("864-69-2834", "864-69-2834"),
            ("ssn: 460 89 9847", "460 89 9847"),
            ("SSN l83-74-7931", "l83-74-7931"),
        ],
        misses: &[
            "123-456-7890",
            "12-34-5678",
            "123 45 6789",
            "000-00-0000",
            "1123-45-6789",
            "123-45-67890",
            "OIl-lO-IOlO",
        ],
    },
    Row {
        kind: "SSN",
        class: Identifier,
        name: "us-ssn-labelled",
        reason: "nine digits behind the words social security",
        look: Pattern(&[Digits(9), Words(&["ssn", "social security"])], r"\d{9}"),
        check: |seen| alone_number(seen).filter(|_| context(seen, 32, &["ssn", "social security"])),
        hits: &[("SSN 460899847", "460899847"), ("social security number is 460899847", "460899847")],
        misses: &["order 460899847", "lesson 460899847"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "uk-nino",
        reason: "the shape of a UK national insurance number",
        look: Pattern(&[Digits(6)], r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]"),
        check: alone,
        hits: &[("AB 12 34 56 C", "AB 12 34 56 C"), ("QQ123456C is not one, JG103759A is", "JG103759A")],
        misses: &["AB123456", "AB1234567C", "DA123456C"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "fr-nir",
        reason: "a French social security number (its key holds)",
        look: Pattern(&[Digits(15)], r"[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d{2} ?\d{3} ?\d{3} ?\d{2}"),
        check: |seen| alone_number(seen).filter(|_| nir(&digits(value(seen)))),
        hits: &[("1 84 12 76 451 089 46", "1 84 12 76 451 089 46"), ("184127645108946", "184127645108946")],
        misses: &["184127645108947", "1 84 12 76 451 089"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "es-dni",
        reason: "a Spanish identity number (its letter holds)",
        look: Pattern(&[Digits(7)], r"[XYZ]?\d{7,8}-?[A-Z]"),
        check: |seen| alone(seen).filter(|_| dni(value(seen))),
        hits: &[("12345678Z", "12345678Z"), ("X1234567L", "X1234567L")],
        misses: &["12345678A", "1234567Z", "20261122T"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "it-fiscal-code",
        reason: "the shape of an Italian fiscal code",
        look: Pattern(&[Digits(2)], r"[A-Z]{6}\d{2}[ABCDEHLMPRST]\d{2}[A-Z]\d{3}[A-Z]"),
        check: alone,
        hits: &[("RSSMRA85T10A562S", "RSSMRA85T10A562S")],
        misses: &["RSSMRA85T10A562", "rssmra85t10a562s"],
    },
    Row {
        kind: "BIRTHDATE",
        class: Identifier,
        name: "birth-date",
        reason: "a date behind a word for a birth",
        look: Pattern(
            &[
                Digits(2),
                Words(&["dob", "d.o.b", "birth", "born", "geb", "née", "né le", "naissance", "nacid", "nacimiento"]),
            ],
            r"(?i:(?-u:\b)dob|d\.o\.b\.|date of birth|birth ?date|birthday|born(?: on)?|geb(?:oren)?\.?(?: am)?|geburtsdatum|née? le|date de naissance|nacid[oa] el|fecha de nacimiento|nacimiento)[\x22']?(?:\s+(?:is|ist|est|es))?\s*[:=(]?\s*[\x22']?(?<v>[\p{L}\d][\p{L}\d ,./-]{4,22}\d)",
        ),
        check: |seen| {
            let first = crate::text::quantity::find(value(seen)).into_iter().next()?;
            let date = first.measure == crate::text::quantity::Measure::Date
                && first.start == 0
                && first.text.chars().filter(char::is_ascii_digit).count() >= 5;
            date.then(|| seen.span.start..seen.span.start + first.end)
        },
        hits: &[
            ("DOB: 1988-03-23", "1988-03-23"),
            ("born on 3 March 1980", "3 March 1980"),
            ("geboren am 01.02.1970", "01.02.1970"),
            ("Date of Birth: 07/11/1978", "07/11/1978"),
        ],
        misses: &["born in 1980", "born to run 26.2 miles", "reborn 2026", "date of birth unknown"],
    },
    Row {
        kind: "VIN",
        class: Identifier,
        name: "vin",
        reason: "a vehicle number (its check digit holds)",
        look: Pattern(&[Digits(4)], r"[A-HJ-NPR-Z0-9]{8}[0-9X][A-HJ-NPR-Z0-9]{8}"),
        check: |seen| alone(seen).filter(|_| vin(value(seen))),
        hits: &[("1M8GDM9AXKP042788", "1M8GDM9AXKP042788")],
        misses: &["1M8GDM9A1KP042788", "11111111111111111", "12345678901234567"],
    },
    Row {
        kind: "WALLET",
        class: Identifier,
        name: "bitcoin-address",
        reason: "a Bitcoin address (its checksum holds)",
        look: Pattern(&[Digits(1)], r"[13][1-9A-HJ-NP-Za-km-z]{25,34}"),
        check: |seen| alone(seen).filter(|_| base58_check(value(seen))),
        hits: &[("BTC 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")],
        misses: &["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "3f2a9c1d1b7e4f56a8c9d1e1f2a3"],
    },
    Row {
        kind: "WALLET",
        class: Identifier,
        name: "crypto-address",
        reason: "a cryptocurrency address",
        look: Pattern(&[Words(&["bc1", "0x"])], r"bc1[a-z0-9]{25,60}|0x[0-9a-fA-F]{40}"),
        check: alone,
        hits: &[
            ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
            ("0x52908400098527886E0F7030069857D2E4169EE7", "0x52908400098527886E0F7030069857D2E4169EE7"),
        ],
        misses: &["0xdeadbeef", "bc1", "abc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"],
    },
];

fn card(seen: &Seen<'_>) -> Option<Range<usize>> {
    let span = alone_number(seen)?;
    let found = digits(value(seen));
    let issuer =
        matches!((found.first(), found.get(1)), (Some(4..=6), _) | (Some(3), Some(0 | 4..=8)) | (Some(2), Some(2..=7)));
    let valid = (13..=19).contains(&found.len()) && issuer && luhn(&found);
    (!uniform(&found) && (valid || context(seen, 40, CARD_WORDS))).then_some(span)
}

fn iban(seen: &Seen<'_>) -> Option<Range<usize>> {
    let written = value(seen);
    let country = written.get(..2)?.to_uppercase();
    let length = IBAN_LENGTHS.iter().find(|(code, _)| *code == country).map(|(_, length)| *length)?;
    let labelled = context(seen, 12, &["iban"]);
    // The pattern may run into the next words: cut it where the country's length ends.
    let mut marks = written.char_indices().filter(|(_, c)| c.is_alphanumeric());
    let cut = marks.nth(length - 1).map(|(at, c)| seen.span.start..seen.span.start + at + c.len_utf8());
    let alone_at =
        |span: &Range<usize>| alone(&Seen { text: seen.text, span: span.clone(), whole: seen.whole.clone() }).is_some();
    if let Some(span) = cut.filter(alone_at) {
        let plain: Vec<char> = seen.text.get(span.clone())?.chars().filter(|c| c.is_alphanumeric()).collect();
        let (head, tail) = plain.split_at_checked(4)?;
        let valid = mod97(tail.iter().chain(head).copied()) == Some(1);
        let numbers = plain.iter().filter(|c| c.is_ascii_digit()).count();
        let shape = numbers >= 12 && plain.iter().all(|c| !c.is_ascii_lowercase());
        if valid || shape || labelled {
            return Some(span);
        }
    }
    // A wrong length still names an account where the word IBAN says so, or where it is one run of digits.
    let run = written.split([' ', '\u{a0}']).next()?;
    let span = seen.span.start..seen.span.start + run.len();
    let numbers = run.chars().filter(char::is_ascii_digit).count();
    let shape = numbers >= 14 && numbers + 6 >= run.len() && !run.contains(|c: char| c.is_ascii_lowercase());
    (run.len() >= 15 && (shape || (labelled && numbers >= 8)) && alone_at(&span)).then_some(span)
}

fn ssn(seen: &Seen<'_>) -> Option<Range<usize>> {
    let span = alone_number(seen)?;
    let written = value(seen);
    let labelled = context(seen, 32, &["ssn", "social security", "social"]);
    let misread = written.contains(['l', 'I', 'O', 'o', 'S', 'B', 'Z']);
    let mut gaps = written.chars().filter(|c| !c.is_alphanumeric());
    let (first, second) = (gaps.next()?, gaps.next()?);
    let found = digits(written);
    let plain = first == '-' && !misread;
    (first == second && found.len() >= 5 && ((plain && !uniform(&found)) || labelled)).then_some(span)
}

/// The key of a French number is 97 minus the rest of the first 13 digits (INSEE).
fn nir(found: &[u32]) -> bool {
    let Some((body, key)) = found.split_at_checked(13) else { return false };
    let rest = body.iter().fold(0_u32, |rest, digit| (rest * 10 + digit) % 97);
    let key = key.iter().fold(0, |key, digit| key * 10 + digit);
    key == 97 - rest
}

/// The letter of a Spanish number is its rest by 23; foreigners' numbers begin with X, Y or Z for 0, 1 or 2.
fn dni(text: &str) -> bool {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    if plain.len() != 9 {
        return false;
    }
    let Some((body, letter)) = plain.split_at_checked(8) else { return false };
    let body = body.replacen('X', "0", 1).replacen('Y', "1", 1).replacen('Z', "2", 1);
    let Ok(number) = body.parse::<usize>() else { return false };
    "TRWAGMYFPDXBNJZSQVHLCKE".get(number % 23..=number % 23) == Some(letter)
}

/// `Base58Check`: 25 bytes, the last four the head of a double SHA-256 of the rest.
fn base58_check(text: &str) -> bool {
    use sha2::{Digest as _, Sha256};
    let mut bytes = [0_u8; 25];
    for c in text.bytes() {
        let Some(digit) =
            b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".iter().position(|known| *known == c)
        else {
            return false;
        };
        let mut carry = digit as u32;
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            *byte = (carry & 0xff) as u8;
            carry >>= 8;
        }
        if carry > 0 {
            return false;
        }
    }
    let (body, sum) = bytes.split_at(21);
    Sha256::digest(Sha256::digest(body)).starts_with(sum)
}

/// Check digit of a vehicle identification number (49 CFR 565.15).
fn vin(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let value = |c: char| match c {
        '0'..='9' => c.to_digit(10),
        'A'..='H' => Some(u32::from(c) - u32::from('A') + 1),
        'J'..='R' => Some(u32::from(c) - u32::from('J') + 1),
        'S'..='Z' => Some(u32::from(c) - u32::from('S') + 2),
        _ => None,
    };
    let Some(sum) = text.chars().zip(WEIGHTS).map(|(c, weight)| Some(value(c)? * weight)).sum::<Option<u32>>() else {
        return false;
    };
    let expected = char::from_digit(sum % 11, 10).unwrap_or('X');
    text.chars().any(|c| c.is_ascii_alphabetic()) && text.chars().nth(8) == Some(expected)
}
