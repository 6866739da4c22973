//! Numbers by which states and makers know people, cars and devices, that `national.rs` and `number.rs` do not prove: a shape nothing
//! else has, or a looser shape behind a word for the number, because people mistype what has a check digit.

use std::ops::Range;

use super::Look::Pattern;
use super::check::{alone, alone_number, context, digits, luhn, uniform, value};
use super::trigger::Need::{Byte, Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "mx-curp-rfc",
        reason: "the shape of a Mexican population or tax number",
        look: Pattern(
            &[Digits(6)],
            r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d|[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{2}[0-9A]",
        ),
        check: |seen| {
            let date = value(seen).trim_start_matches(|c: char| !c.is_ascii_digit()).get(2..6)?;
            let (month, day) = (date.get(..2)?.parse::<u32>().ok()?, date.get(2..)?.parse::<u32>().ok()?);
            let long = value(seen).len() > 13;
            let told = || context(seen, 40, &["rfc", "curp", "contribuyente", "fiscal"]);
            alone(seen).filter(|_| (1..=12).contains(&month) && (1..=31).contains(&day) && (long || told()))
        },
        hits: &[("Nicté,EXCN880412MYNKNC07,12", "EXCN880412MYNKNC07"), ("RFC: GODE561231GR8", "GODE561231GR8")],
        misses: &["GODE561231GR8", "ABCD991399HXXXXX01", "BUILD240101A12"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "cl-rut",
        reason: "a Chilean tax number (its check digit holds, or it stands behind its label)",
        look: Pattern(&[Digits(7), Byte(b'-')], r"\d{1,2}\.?\d{3}\.?\d{3}-[\dkK]"),
        check: |seen| {
            let told = || context(seen, 24, &["rut", "r.u.t", "run"]);
            alone_number(seen).filter(|_| (value(seen).contains('.') && chilean(value(seen))) || told())
        },
        hits: &[("RUT 16.482.937-5", "16.482.937-5"), ("12.345.678-5", "12.345.678-5"), ("RUT: 9.775.204-4", "9.775.204-4")],
        misses: &["12.345.678-1", "1234567-8", "30686957-1"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "ar-cuit",
        reason: "an Argentine tax number (its check digit holds, or it stands behind its label)",
        look: Pattern(&[Digits(11), Byte(b'-')], r"(?:20|2[3-7]|30|33|34)-\d{8}-\d"),
        check: |seen| {
            alone_number(seen).filter(|_| argentine(&digits(value(seen))) || context(seen, 24, &["cuit", "cuil"]))
        },
        hits: &[("20-12345678-6", "20-12345678-6"), ("CUIL 20-28417733-9, abonado", "20-28417733-9")],
        misses: &["20-12345678-1", "12-12345678-6"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "dotted-id",
        reason: "a number of an identity card behind its label",
        look: Pattern(&[Digits(7), Byte(b'.')], r"\d{1,3}(?:\.\d{3}){2,3}(?:-[\dA-Z])?"),
        check: |seen| {
            let words =
                ["dni", "d.n.i", "documento", "cédula", "cedula", "c.c", "cc", "identidad", "c.i", "nif", "le", "lc", "bi", "rg"];
            alone_number(seen).filter(|_| context(seen, 20, &words))
        },
        hits: &[("C.C. 1.144.082.517", "1.144.082.517"), ("DNI 28.417.733", "28.417.733")],
        misses: &["1.144.082.517", "pagó 1.250.000", "la cuenta de 3.000.000"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "es-dni-labelled",
        reason: "the shape of a Spanish identity number behind its label",
        look: Pattern(
            &[Digits(7), Words(&["dni", "d.n.i", "nif", "n.i.f", "nie", "n.i.e", "documento", "identidad"])],
            r"[XYZ]?-?\d{7,8}[ -]?[A-Z]|\d{2}\.\d{3}\.\d{3}-?[A-Z]",
        ),
        check: |seen| {
            alone(seen).filter(|_| {
                context(seen, 32, &["dni", "d.n.i", "nif", "n.i.f", "nie", "n.i.e", "documento", "identidad"])
            })
        },
        hits: &[("con NIF 23661905B, en", "23661905B"), ("DNI: 12.345.678-A", "12.345.678-A")],
        misses: &["pedido 23661905B", "23661905B"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "es-cif",
        reason: "a Spanish company number (its check character holds, or it stands behind its label)",
        look: Pattern(&[Digits(7)], r"[ABCDEFGHJNPQRSUVW]-?\d{7}[0-9A-J]"),
        check: |seen| alone(seen).filter(|_| spanish_house(value(seen)) && context(seen, 40, CIF) || context(seen, 8, CIF)),
        hits: &[("CIF B82944174, con", "B82944174"), ("C.I.F.: B-12345674", "B-12345674")],
        misses: &["B82944174", "pieza A1234567B"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "de-social-insurance-labelled",
        reason: "the shape of a German social insurance number behind its label",
        look: Pattern(
            &[Digits(9), Words(&["sv-", "sozialvers", "rentenvers", "rvnr", "vsnr", "svnr", "sv nummer"])],
            r"\d{2}[ ]?\d{6}[ ]?[A-Z][ ]?\d{3}",
        ),
        check: |seen| {
            alone(seen).filter(|_| context(seen, 40, &["sv", "sozialvers", "rentenvers", "rvnr", "vsnr", "svnr"]))
        },
        hits: &[("SV-Nummer 65 170892 D 014, Konfession", "65 170892 D 014")],
        misses: &["65 170892 D 014"],
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
        look: Pattern(&[Digits(9), Byte(b'-'), Words(&["ein", "employer id", "tax id", "fein", "itin", "tin"])], r"\d{2}-\d{7}|9\d{2}-\d{2}-\d{4}"),
        check: |seen| alone_number(seen).filter(|_| context(seen, 56, &["ein", "employer id", "tax id", "fein", "itin", "tin"])),
        hits: &[("Employer identification number (EIN)   58-2207713", "58-2207713")],
        misses: &["58-2207713", "being 58-2207713"],
    },
    Row {
        kind: "TAX_ID",
        class: Identifier,
        name: "uk-utr",
        reason: "ten digits behind the word for a UK tax reference",
        look: Pattern(&[Digits(10), Words(&["utr", "taxpayer", "tax reference"])], r"\d{3,5}[ ]?\d{3,5}(?:[ ]?\d{2,5})?"),
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
        name: "fr-nir-labelled",
        reason: "the shape of a French social security number behind its label",
        look: Pattern(
            &[Digits(13), Words(&["sécurité sociale", "securite sociale", "nir", "n° ss", "insee", "assuré", "sécu"])],
            r"[123478][ .]?\d{2}[ .]?\d{2}[ .]?(?:\d{2}|2[AB])[ .]?\d{3}[ .]?\d{3}(?:[ .|/]{0,3}\d{2})?",
        ),
        check: |seen| {
            alone_number(seen).filter(|_| {
                context(seen, 40, &["sécurité sociale", "securite sociale", "nir", "n° ss", "insee", "assuré", "sécu"])
            })
        },
        hits: &[("N° de sécurité sociale : 2 99 05 69 123 456 78", "2 99 05 69 123 456 78")],
        misses: &["2 99 05 69 123 456 78"],
    },
    Row {
        kind: "NATIONAL_ID",
        class: Identifier,
        name: "fr-document",
        reason: "the shape of a French passport or licence behind a word for one",
        look: Pattern(&[Digits(6)], r"\d{2}[A-Z]{2}\d{5}|[A-Z]\d[A-Z]\d{4}[A-Z]\d"),
        check: |seen| {
            let words = ["passeport", "permis", "identité", "passport", "licence", "carte", "nouveau", "pièce", "pasaporte"];
            alone(seen).filter(|_| context(seen, 60, &words))
        },
        hits: &[("Mon passeport, l'ancien était 14CV27731, le", "14CV27731"), ("pièce d'identité, n° D2H6862M2, volée", "D2H6862M2")],
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
        kind: "VIN",
        class: Identifier,
        name: "vin-shape",
        reason: "the shape of a vehicle number",
        look: Pattern(&[Digits(4)], r"[A-HJ-NPR-Z0-9]{17}"),
        check: |seen| {
            let written = value(seen);
            let letters = written.bytes().filter(u8::is_ascii_uppercase).count();
            let tail = written.get(13..)?.bytes().all(|byte| byte.is_ascii_digit());
            let told = || context(seen, 40, &["vin", "chassis", "châssis", "fin", "fahrgestell", "bastidor", "vehicle"]);
            alone(seen).filter(|_| letters >= 2 && digits(written).len() >= 4 && (told() || tail && letters >= 4))
        },
        hits: &[
            ("VIN / CHASSIS: WVWZZZ1KZ8W204417", "WVWZZZ1KZ8W204417"),
            ("con bastidor VSSZZZ6JZER118204.", "VSSZZZ6JZER118204"),
            ("FIN: WVWZZZAUZHW107723", "WVWZZZAUZHW107723"),
        ],
        misses: &["12345678901234567", "ABCDEFGHJKLMNPRST", "A1B2C3D4E5F6G7H8J"],
    },
    Row {
        kind: "DEVICE",
        class: Identifier,
        name: "imei",
        reason: "the number of a phone (its check digit holds, or it stands behind its label)",
        look: Pattern(&[Digits(14), Words(&["imei", "imsi", "iccid", "esn", "meid"])], r"\d{2}[ -]?\d{6}[ -]?\d{6}[ -]?\d{1,2}|\d{14,20}"),
        check: |seen| {
            let told = || context(seen, 24, &["imei", "imsi", "iccid", "esn", "meid"]);
            alone_number(seen).filter(|_| !uniform(&digits(value(seen))) && (luhn(&digits(value(seen))) || told()) && told())
        },
        hits: &[("IMEI 490154203237518", "490154203237518"), ("IMEI: 35-209900-176148-1", "35-209900-176148-1")],
        misses: &["490154203237518", "IMEI 12"],
    },
    Row {
        kind: "PLATE",
        class: Identifier,
        name: "plate-of-a-car",
        reason: "a licence plate near a word for a vehicle",
        look: Pattern(
            &[Digits(2)],
            r"[A-Z]{2}\d{2}[ ]?[A-Z]{3}|\d{4}[ -]?[BCDFGHJKLMNPRSTVWXYZ]{3}|[A-Z]{1,2}-\d{4}-[A-Z]{1,2}|\d[ -][A-Z]{3}[ -]\d{3}|\d[A-Z]{3}[ ]?\d{3}|\d[A-Z]\d{5}|[A-Z]{3}[ -]?\d{3,4}|[A-Z]{2}[ -]\d{3}[ -][A-Z]{2}|\d{3}[ -][A-Z]{3}|[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[ ]?\d{1,4}[EH]?|[A-Z]{2}[ ]?\d{3}[ ]?[A-Z]{2}",
        ),
        check: |seen| {
            let letters = value(seen).bytes().filter(u8::is_ascii_uppercase).count();
            let other = ["GBP", "USD", "CHF", "PLN", "TB", "GB", "KW", "PS", "KM"].iter().any(|unit| value(seen).ends_with(unit));
            let year = value(seen).split([' ', '-']).any(|part| part.len() == 4 && (part.starts_with("19") || part.starts_with("20")) && part.bytes().all(|byte| byte.is_ascii_digit()));
            alone(seen).filter(|_| letters > 0 && !other && !(year && value(seen).len() == 8 && value(seen).starts_with(|c: char| c.is_ascii_uppercase())) && context(seen, 48, VEHICLES))
        },
        hits: &[
            ("parked his grey Corsa index LK18 WXB in", "LK18 WXB"),
            ("blue Toyota Corolla, tag 7ABX224", "7ABX224"),
            ("un Seat Ibiza 4418 LBX, conducido", "4418 LBX"),
            ("una furgoneta M-7702-ZK cuyo", "M-7702-ZK"),
            ("une Audi immatriculée en Belgique, 1-XHV-208, je", "1-XHV-208"),
            ("REGISTRATION MARK: YD67 KPO", "YD67 KPO"),
        ],
        misses: &["LK18 WXB", "1234 BCD", "in 2026 THX", "flight BA 2490", "the car cost 1500 GBP", "Golf GTI 2021"],
    },
    Row {
        kind: "COORDINATES",
        class: Identifier,
        name: "coordinates-marked",
        reason: "a place by latitude and longitude",
        look: Pattern(
            &[Digits(4)],
            r#"\d{1,2}°[ ]?\d{1,2}['′’][ ]?(?:\d{1,2}(?:[.,]\d+)?["″”][ ]?)?[NS][ ,;]{0,3}\d{1,3}°[ ]?\d{1,2}['′’][ ]?(?:\d{1,2}(?:[.,]\d+)?["″”][ ]?)?[EWO]|\d{1,2}\.\d{3,8}[ ]?°?[ ]?[NS][ ,;]{1,3}\d{1,3}\.\d{3,8}[ ]?°?[ ]?[EWO]|-?\d{1,2}\.\d{4,8},?[ ]+-?\d{1,3}\.\d{4,8}"#,
        ),
        check: |seen| {
            let marked = value(seen).contains(['N', 'S', '°']);
            alone_number(seen).filter(|_| marked || context(seen, 32, &["lat", "gps", "coord", "location", "position", "standort", "ubicación"]))
        },
        hits: &[
            ("Coordenadas 38°59'12\"N 3°22'07\"O. La", "38°59'12\"N 3°22'07\"O"),
            ("lat/long 54.6021 N 2.7388 W if", "54.6021 N 2.7388 W"),
        ],
        misses: &["0.1234 0.5678", "38°C, 3 h", "1.2345 2.3456"],
    },
];

const CIF: &[&str] = &["cif", "c.i.f", "nif", "n.i.f"];

/// Words for vehicles and their plates; makers that are no everyday words.
const VEHICLES: &[&str] = &[
    "car", "vehicle", "plate", "plates", "registration", "reg", "index", "tag", "truck", "van", "motorbike", "motorcycle",
    "scooter", "license plate", "licence plate", "vrm", "auto", "wagen", "pkw", "lkw", "fahrzeug", "kennzeichen", "roller",
    "versicherungskennzeichen", "voiture", "véhicule", "immatricul", "camion", "camionnette", "moto", "coche", "turismo",
    "vehículo", "matrícula", "furgoneta", "ciclomotor", "patente", "targa", "toyota", "corsa", "audi", "bmw", "opel",
    "volkswagen", "vw", "renault", "peugeot", "citroën", "seat", "skoda", "fiat", "nissan", "honda", "hyundai", "mercedes", "kia",
    "volvo", "mazda", "dacia", "tesla", "clio", "ibiza", "golf", "polo", "passat", "fiesta", "astra", "dodge", "chevrolet", "chevy",
];

/// Modulo 11 with weights 2 to 7, `K` for ten.
fn chilean(text: &str) -> bool {
    let Some((body, check)) = text.rsplit_once('-') else { return false };
    let sum: u32 = digits(body).iter().rev().zip([2, 3, 4, 5, 6, 7].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    let expected = match 11 - sum % 11 {
        11 => '0',
        10 => 'k',
        rest => char::from_digit(rest, 10).unwrap_or('x'),
    };
    check.to_lowercase().starts_with(expected)
}

/// Modulo 11 over the first ten digits.
fn argentine(found: &[u32]) -> bool {
    let Some((last, body)) = found.split_last() else { return false };
    let sum: u32 = body.iter().zip([5, 4, 3, 2, 7, 6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
    found.len() == 11 && (11 - sum % 11) % 11 == *last
}

/// The control character of a Spanish company: a digit or its letter, by Luhn over the seven digits.
fn spanish_house(text: &str) -> bool {
    let plain: Vec<char> = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let Some((check, body)) = plain.split_last() else { return false };
    let body: Vec<u32> = body.iter().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = body
        .iter()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { *digit })
        .sum();
    let control = (10 - sum % 10) % 10;
    let letter = "JABCDEFGHI".chars().nth(control as usize);
    body.len() == 7 && (check.to_digit(10) == Some(control) || Some(*check) == letter)
}
