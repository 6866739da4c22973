//! Numbers by which states and makers know people, cars and devices, that `national.rs` and `number.rs` do not prove: a shape nothing
//! else has, or a looser shape behind a word for the number, because people mistype what has a check digit.

use super::Look::Pattern;
use super::Row;
use super::check::{alone, alone_number, context, digits, luhn, uniform, value};
use super::trigger::Need::{Byte, Digits, Words};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "dotted-id",
        reason: "a number of an identity card behind its label",
        look: Pattern(&[Digits(7), Byte(b'.')], r"\d{1,3}(?:\.\d{3}){2,3}(?:-[\dA-Z])?"),
        check: |seen| {
            let words = [
                "dni",
                "d.n.i",
                "documento",
                "cédula",
                "cedula",
                "c.c",
                "cc",
                "identidad",
                "c.i",
                "nif",
                "le",
                "lc",
                "bi",
                "rg",
            ];
            alone_number(seen).filter(|_| context(seen, 20, &words))
        },
        hits: &[("C.C. 1.144.082.517", "1.144.082.517"), ("DNI 28.417.733", "28.417.733")],
        misses: &["1.144.082.517", "pagó 1.250.000", "la cuenta de 3.000.000"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "uk-nino-labelled",
        reason: "the shape of a UK national insurance number behind its label",
        look: Pattern(
            &[Digits(6), Words(&["national insurance", "nino", "ni n", "nin"])],
            r"[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]?",
        ),
        check: |seen| alone(seen).filter(|_| context(seen, 32, &["national insurance", "nino", "ni", "nin"])),
        hits: &[("National Insurance number: QQ 41 08 26 C", "QQ 41 08 26 C")],
        misses: &["QQ 41 08 26 C"],
    },
    Row {
        kind: "TAX_ID",
        class: Identifier,
        name: "us-ein",
        reason: "the shape of a US employer number behind its label",
        look: Pattern(
            &[Digits(9), Byte(b'-'), Words(&["ein", "employer id", "tax id", "fein", "itin", "tin"])],
            r"\d{2}-\d{7}|9\d{2}-\d{2}-\d{4}",
        ),
        check: |seen| {
            alone_number(seen).filter(|_| context(seen, 56, &["ein", "employer id", "tax id", "fein", "itin", "tin"]))
        },
        hits: &[("Employer identification number (EIN)   58-2207713", "58-2207713")],
        misses: &["58-2207713", "being 58-2207713"],
    },
    Row {
        kind: "TAX_ID",
        class: Identifier,
        name: "uk-utr",
        reason: "ten digits behind the word for a UK tax reference",
        look: Pattern(
            &[Digits(10), Words(&["utr", "taxpayer", "tax reference"])],
            r"\d{3,5}[ ]?\d{3,5}(?:[ ]?\d{2,5})?",
        ),
        check: |seen| {
            alone_number(seen)
                .filter(|_| digits(value(seen)).len() == 10 && context(seen, 32, &["utr", "taxpayer", "tax reference"]))
        },
        hits: &[("Your UTR: 60318 77294", "60318 77294"), ("UTR 4091 727 355", "4091 727 355")],
        misses: &["60318 77294", "UTR 60318"],
    },
    Row {
        kind: "TAX_ID",
        class: Identifier,
        name: "de-tax-number",
        reason: "the shape of a German tax number, or eleven digits behind the word for one",
        look: Pattern(&[Digits(10)], r"\d{2,3}/\d{3}/\d{4,5}|[1-9]\d[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}"),
        check: |seen| {
            let slashed = value(seen).contains('/') && digits(value(seen)).len() >= 10;
            let told = context(seen, 32, &["steuer", "idnr", "st.-nr", "stnr", "st.nr", "id-nr", "finanzamt"]);
            alone_number(seen).filter(|_| told && (slashed || digits(value(seen)).len() == 11))
        },
        hits: &[("Steuernummer 131/249/60718", "131/249/60718"), ("Steuer-IdNr. 47 836 025 146, SV", "47 836 025 146")],
        misses: &["131/249/60718", "Tel. 47 836 025 146"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "fr-document",
        reason: "the shape of a French passport or licence behind a word for one",
        look: Pattern(&[Digits(6)], r"\d{2}[A-Z]{2}\d{5}|[A-Z]\d[A-Z]\d{4}[A-Z]\d"),
        check: |seen| {
            let words =
                ["passeport", "permis", "identité", "passport", "licence", "carte", "nouveau", "pièce", "pasaporte"];
            alone(seen).filter(|_| context(seen, 60, &words))
        },
        hits: &[
            ("Mon passeport, l'ancien était 14CV27731, le", "14CV27731"),
            ("pièce d'identité, n° D2H6862M2, volée", "D2H6862M2"),
        ],
        misses: &["14CV27731", "Bauteil 14CV27731"],
    },
    Row {
        kind: "PASSPORT",
        class: Identifier,
        name: "passport-labelled",
        reason: "a number behind a word for a passport",
        look: Pattern(
            &[Digits(6), Words(&["passport", "reisepass", "passeport", "pasaporte", "passaporto", "passnummer"])],
            r"[A-Z]{0,3}\d{6,9}[A-Z]?|[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}",
        ),
        check: |seen| {
            let words = ["passport", "reisepass", "passeport", "pasaporte", "passaporto", "passnummer"];
            alone_number(seen).filter(|_| digits(value(seen)).len() >= 4 && context(seen, 60, &words))
        },
        hits: &[
            ("needed your passport so I used last year's: N1442087, issued", "N1442087"),
            ("con pasaporte rumano 054417208.", "054417208"),
            ("passport number 562719043 a", "562719043"),
        ],
        misses: &["order 562719043", "passport in 2026", "passport to 1234"],
    },
    Row {
        kind: "LICENSE",
        class: Identifier,
        name: "uk-driver-number",
        reason: "the shape of a UK driver number",
        look: Pattern(&[Digits(6)], r"[A-Z9]{5}\d{6}[A-Z9]{2}[A-Z0-9]{3}"),
        check: |seen| alone(seen).filter(|_| value(seen).bytes().filter(u8::is_ascii_uppercase).count() >= 4),
        hits: &[("DRIVER NUMBER: STJOH756259PA9KL", "STJOH756259PA9KL"), ("MORGA657054SM9IJ", "MORGA657054SM9IJ")],
        misses: &["STJOH756259PA9", "99999123456999AB"],
    },
    Row {
        kind: "DEVICE",
        class: Identifier,
        name: "imei",
        reason: "the number of a phone (its check digit holds, or it stands behind its label)",
        look: Pattern(
            &[Digits(14), Words(&["imei", "imsi", "iccid", "esn", "meid"])],
            r"\d{2}[ -]?\d{6}[ -]?\d{6}[ -]?\d{1,2}|\d{14,20}",
        ),
        check: |seen| {
            let told = || context(seen, 24, &["imei", "imsi", "iccid", "esn", "meid"]);
            alone_number(seen)
                .filter(|_| !uniform(&digits(value(seen))) && (luhn(&digits(value(seen))) || told()) && told())
        },
        hits: &[("IMEI 490154203237518", "490154203237518"), ("IMEI: 35-209900-176148-1", "35-209900-176148-1")],
        misses: &["490154203237518", "IMEI 12"],
    },
];
