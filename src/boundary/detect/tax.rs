//! Numbers of taxpayers, companies and the insured with check digits, and the shapes that only they have.

use super::Look::Pattern;
use super::Row;
use super::check::{alone, alone_number, context, digits, luhn, uniform, value};
use super::trigger::Need::{Byte, Digits, Words};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "cl-rut",
        reason: "a Chilean tax number (its check digit holds)",
        look: Pattern(&[Digits(7), Byte(b'-')], r"\d{1,2}\.?\d{3}\.?\d{3}-[\dKk]"),
        check: |seen| {
            let dotted = value(seen).contains('.') || context(seen, 24, &["rut", "run", "rol"]);
            alone_number(seen).filter(|_| dotted && rut(value(seen)))
        },
        hits: &[("RUT 16.482.937-5", "16.482.937-5"), ("RUT: 9.775.204-4", "9.775.204-4")],
        misses: &["16.482.937-6", "1.234-5", "9775204-4"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "ar-cuit",
        reason: "an Argentine tax number (its check digit holds)",
        look: Pattern(&[Digits(11)], r"(?:20|23|24|27|30|33|34)-?\d{8}-?\d"),
        check: |seen| {
            let written = value(seen);
            let shaped = written.matches('-').count() == 2;
            let told = context(seen, 24, &["cuit", "cuil"]);
            alone_number(seen).filter(|_| (shaped && eleven(&digits(written))) || told)
        },
        hits: &[("CUIL 20-28417733-9, abonado", "20-28417733-9"), ("20-12345678-6", "20-12345678-6")],
        misses: &["20-12345678-5", "20123456786", "20-1234567-8"],
    },
    Row {
        kind: "TAX_ID",
        class: Identifier,
        name: "fr-siret",
        reason: "a French company number (its checksum holds)",
        look: Pattern(
            &[Digits(9), Words(&["sire", "rcs", "r.c.s", "tva", "ape", "naf"])],
            r"\d{3}[ ]?\d{3}[ ]?\d{3}(?:[ ]?\d{5})?",
        ),
        check: |seen| {
            let found = digits(value(seen));
            alone_number(seen).filter(|_| {
                !uniform(&found) && context(seen, 48, &["siret", "siren", "rcs", "r.c.s", "tva"]) && luhn(&found)
            })
        },
        hits: &[("SIREN 732 829 320", "732 829 320"), ("SIRET : 732 829 320 00074", "732 829 320 00074")],
        misses: &["SIREN 732 829 321", "732 829 320"],
    },
    Row {
        kind: "TAX_ID",
        class: Identifier,
        name: "es-cif",
        reason: "a Spanish company number (its check character holds)",
        look: Pattern(&[Digits(7)], r"[ABCDEFGHJNPQRSUVW]-?\d{7}-?[0-9A-J]"),
        check: |seen| {
            let told = context(seen, 20, &["cif", "nif", "c.i.f", "n.i.f"]);
            alone(seen).filter(|_| told || (cif(value(seen)) && value(seen).starts_with(['A', 'B'])))
        },
        hits: &[("CIF B82944174, con", "B82944174"), ("A58818501", "A58818501")],
        misses: &["B82944171", "A1234567", "C12345678"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "es-dni-labelled",
        reason: "a Spanish identity number behind the word for it",
        look: Pattern(
            &[Digits(7), Words(&["dni", "nif", "nie", "d.n.i", "n.i.f", "n.i.e", "permiso", "carnet", "carné"])],
            r"(?i:dni|nif|nie|d\.n\.i\.?|n\.i\.f\.?|n\.i\.e\.?|permiso|carn[eé]t?)[ ]?(?i:n[º°o]\.?|núm\.?|número)?[ ]?[:=]?[ ]*(?<v>(?:[XYZ][ -]?)?\d{1,2}[. ]?\d{3}[. ]?\d{2,3}[ -]?[A-Za-z])",
        ),
        check: alone,
        hits: &[
            ("permiso 50127783-L), y", "50127783-L"),
            ("con NIE X-4418250-L.", "X-4418250-L"),
            ("DNI: 12.345.678-A", "12.345.678-A"),
        ],
        misses: &["DNI 1234", "permiso 12345678"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "mx-curp",
        reason: "the shape of a Mexican population or tax code",
        look: Pattern(
            &[Digits(6)],
            r"[A-Z]{4}\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:[HMX][A-Z]{5}[A-Z0-9]\d|[A-Z0-9]{3})|[A-Z]{3,4}\d{6}[HM][A-Z]{5,6}\d{1,2}",
        ),
        check: |seen| {
            let long = value(seen).len() >= 16;
            alone(seen).filter(|_| long || context(seen, 20, &["rfc", "r.f.c", "curp"]))
        },
        hits: &[("Nicté,EXCN880412MYNKNC07,", "EXCN880412MYNKNC07"), ("RFC GODE561231GR8", "GODE561231GR8")],
        misses: &["GODE561231GR8", "ABCD123456", "BUILD201231ABC"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "co-cedula",
        reason: "an identity number behind the word for it",
        look: Pattern(
            &[
                Digits(6),
                Words(&["c.c", "cc", "cédula", "cedula", "c.i", "t.i", "dni", "documento", "d.n.i", "cni", "ausweis"]),
            ],
            r"(?i:c\.c\.?|cc|c[ée]dula(?:[ ]de[ ](?:ciudadanía|identidad))?|c\.i\.?|documento(?:[ ]de[ ]identidad)?|dni|d\.n\.i\.?)[ ]?(?i:n[º°o]\.?|núm\.?|número)?[ ]?[:=]?[ ]*(?<v>\d{1,3}(?:[.]\d{3}){2,3})",
        ),
        check: alone_number,
        hits: &[("C.C. 1.144.082.517      Edad", "1.144.082.517"), ("DNI 28.417.733", "28.417.733")],
        misses: &["CC 1.144", "cost 1.144.082"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "es-social-security",
        reason: "the shape of a Spanish social security number",
        look: Pattern(
            &[Digits(12), Words(&["ss", "nuss", "naf", "seguridad", "afilia"])],
            r"\d{2}[ /-]?\d{7,8}[ /-]?\d{2}",
        ),
        check: |seen| {
            alone_number(seen)
                .filter(|_| context(seen, 32, &["nss", "nuss", "naf", "seguridad social", "afiliación", "s.s", "ss"]))
        },
        hits: &[("NUSS 28/12345678/40", "28/12345678/40"), ("Seguridad Social: 281234567840", "281234567840")],
        misses: &["281234567840", "less 28/12345678/40"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "fr-nir-labelled",
        reason: "a French social security number behind the words for it",
        look: Pattern(
            &[Digits(13), Words(&["sécu", "secu", "nir", "ss", "insee", "assur", "vitale", "nss"])],
            r"[12][ .]?\d{2}[ .]?\d{2}[ .]?(?:\d{2}|2[AB])[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{2})?",
        ),
        check: |seen| {
            alone_number(seen).filter(|_| {
                context(
                    seen,
                    40,
                    &["sécurité sociale", "sécu", "secu", "nir", "n° ss", "ss", "insee", "assuré", "vitale", "nss"],
                )
            })
        },
        hits: &[
            ("N° de sécurité sociale : 2 84 07 75 112 043 71.", "2 84 07 75 112 043 71"),
            ("NIR 1840775112043", "1840775112043"),
        ],
        misses: &["1 84 07 75 112 043 71", "unless 1840775112043"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "de-insurance-shape",
        reason: "the shape of a German insurance number",
        look: Pattern(
            &[Digits(8), Words(&["sv", "sozialvers", "rentenvers", "versich", "rvnr", "kvnr", "krankenvers"])],
            r"\d{2}[ ]?\d{6}[ ]?[A-Z][ ]?\d{3}|[A-Z][ ]?\d{3}[ ]?\d{3}[ ]?\d{3}",
        ),
        check: |seen| {
            alone(seen).filter(|_| {
                context(
                    seen,
                    36,
                    &[
                        "sv",
                        "sv-nr",
                        "sv-nummer",
                        "sozialversicherung",
                        "rentenversicherung",
                        "versichert",
                        "versicherten",
                        "rvnr",
                        "kvnr",
                        "krankenversich",
                    ],
                )
            })
        },
        hits: &[("SV-Nummer 65 170892 D 014, Konf", "65 170892 D 014"), ("Versicherten-Nr. A123456789", "A123456789")],
        misses: &["65 170892 D 014", "A123456789"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "at-svnr",
        reason: "an Austrian insurance number (its check digit holds)",
        look: Pattern(
            &[Digits(10), Words(&["sv", "svnr", "sozialvers", "vers"])],
            r"\d{3}\d[ /-]?(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}",
        ),
        check: |seen| {
            alone_number(seen).filter(|_| {
                context(
                    seen,
                    32,
                    &[
                        "sv",
                        "svnr",
                        "sv-nr",
                        "sv-nummer",
                        "sozialversicherungsnummer",
                        "vers.-nr",
                        "vsnr",
                        "versicherungsnummer",
                    ],
                ) && austrian(&digits(value(seen)))
            })
        },
        hits: &[("SVNR 1237 010180", "1237 010180")],
        misses: &["SVNR 1238 010180", "1237 010180"],
    },
    Row {
        kind: "TAX_ID",
        class: Identifier,
        name: "vat-number",
        reason: "the shape of a VAT number of the European Union",
        look: Pattern(
            &[Digits(7), Words(&["vat", "ust", "uid", "tva", "iva", "mwst", "btw"])],
            r"(?:ATU\d{8}|BE[01]\d{9}|DE[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}|ES[A-Z0-9]\d{7}[A-Z0-9]|FR[ ]?[A-Z0-9]{2}[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}|GB[ ]?\d{3}[ ]?\d{4}[ ]?\d{2}|IT\d{11}|NL\d{9}B\d{2}|PL\d{10}|PT\d{9}|IE\d[A-Z0-9]\d{5}[A-Z]{1,2}|CHE-?\d{3}\.\d{3}\.\d{3}|LU\d{8})",
        ),
        check: alone,
        hits: &[
            ("USt-IdNr.: DE 123 456 789", "DE 123 456 789"),
            ("VAT GB 123 4567 89", "GB 123 4567 89"),
            ("UID ATU12345678", "ATU12345678"),
        ],
        misses: &["VAT DE 123", "UST 123456789"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "de-id-card",
        reason: "the shape of a German document number, or of a French one, beside a word for it",
        look: Pattern(
            &[Digits(4), Words(&["ausweis", "perso", "aufenthalt", "pass", "identit", "cni"])],
            r"[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}\d?|[A-Z0-9]{2,3}[A-Z]\d[A-Z0-9]{4,5}\d",
        ),
        check: |seen| {
            let words = [
                "ausweis",
                "personalausweis",
                "perso",
                "aufenthaltstitel",
                "reisepass",
                "passnummer",
                "pass",
                "identité",
                "cni",
                "passport",
                "passeport",
                "pasaporte",
            ];
            let written = value(seen);
            let mixed = digits(written).len() >= 3 && written.bytes().any(|byte| byte.is_ascii_uppercase());
            alone(seen).filter(|_| mixed && context(seen, 40, &words))
        },
        hits: &[
            ("Aufenthaltstitel Nr. YZ4K7R19P.", "YZ4K7R19P"),
            ("pièce d'identité, n° D2H6862M2, évid", "D2H6862M2"),
        ],
        misses: &["YZ4K7R19P", "Ausweis KONTROLLE"],
    },
];

/// Eleven minus the weighted sum by eleven (Chile), weights two to seven from the right.
fn rut(text: &str) -> bool {
    let Some((body, check)) = text.rsplit_once('-') else { return false };
    let found = digits(body);
    let sum: u32 = found.iter().rev().zip([2, 3, 4, 5, 6, 7, 2, 3]).map(|(digit, weight)| digit * weight).sum();
    let expected = match 11 - sum % 11 {
        11 => '0',
        10 => 'K',
        digit => char::from_digit(digit, 10).unwrap_or(' '),
    };
    found.len() >= 7 && check.to_uppercase().starts_with(expected)
}

/// The last digit of an Argentine number.
fn eleven(found: &[u32]) -> bool {
    let Some((last, body)) = found.split_last() else { return false };
    let sum: u32 = body.iter().zip([5, 4, 3, 2, 7, 6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
    found.len() == 11 && (11 - sum % 11) % 11 == *last
}

/// The check character of a Spanish company: a digit or the letter of that place.
fn cif(text: &str) -> bool {
    let plain: Vec<char> = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let found = digits(&plain.iter().skip(1).take(7).collect::<String>());
    let sum: u32 = found
        .iter()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { *digit })
        .sum();
    let check = (10 - sum % 10) % 10;
    let Some(last) = plain.get(8) else { return false };
    plain.len() == 9
        && found.len() == 7
        && (last.to_digit(10) == Some(check) || "JABCDEFGHI".chars().nth(check as usize) == Some(*last))
}

/// The fourth digit checks the others (Austria).
fn austrian(found: &[u32]) -> bool {
    let weights = [3, 7, 9, 0, 5, 8, 4, 2, 1, 6];
    let sum: u32 = found.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
    found.len() == 10 && found.get(3) == Some(&(sum % 11))
}
