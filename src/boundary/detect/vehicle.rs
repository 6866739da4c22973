//! Vehicles: licence plates of the countries whose languages the gate reads, and vehicle numbers without a check digit.

use std::ops::Range;
use std::sync::LazyLock;

use super::Look::{Cue, Pattern};
use super::check::{alone, context, digits, value};
use super::trigger::Need::{Byte, Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;
use crate::text::pattern::Regex;
use crate::text::{pattern, quantity};

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "PLATE",
        class: Identifier,
        name: "plate-german",
        reason: "the shape of a German licence plate",
        look: Pattern(&[Digits(1), Byte(b'-')], r"[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ ]\d{1,4}[EH]?"),
        check: |seen| alone(seen).filter(|span| !super::before(seen.text, span.start).ends_with('-')),
        hits: &[("der Wagen B-MW 1234 steht", "B-MW 1234"), ("HH-AB 77", "HH-AB 77")],
        misses: &["A-B-C 123", "B-MW1234", "DIN-EN-ISO 9001"],
    },
    Row {
        kind: "PLATE",
        class: Identifier,
        name: "plate-hyphens",
        reason: "the shape of a licence plate that nothing else has",
        look: Pattern(
            &[Digits(3), Byte(b'-')],
            r"(?:[A-Z]{2}-\d{3}-[A-Z]{2}|[1-9]-[A-Z]{3}-\d{3}|[A-Z]{1,2}-\d{4}-[A-Z]{1,2})",
        ),
        check: |seen| {
            let glued = |c: Option<char>| c.is_some_and(|c| matches!(c, '-' | '/'));
            let after = seen.text.get(seen.span.end..)?.chars().next();
            alone(seen).filter(|span| !glued(after) && !glued(super::before(seen.text, span.start).chars().next_back()))
        },
        hits: &[
            ("AB-123-CD", "AB-123-CD"),
            ("en Belgique, 1-XHV-208, je crois", "1-XHV-208"),
            ("M-7702-ZK", "M-7702-ZK"),
        ],
        misses: &["AB-123-CDE", "A-AB-123-CD", "1-ABC-1234", "12-XHV-208"],
    },
    Row {
        kind: "PLATE",
        class: Identifier,
        name: "plate-french-spanish",
        reason: "a licence plate behind a word for a car",
        look: Pattern(
            &[Digits(2)],
            r"(?:[A-Z]{2}-\d{3}-[A-Z]{2}|\d{4}[ -]?[BCDFGHJKLMNPRSTVWXYZ]{3}|[A-Z]{2}\d{2}[ ][A-Z]{3})",
        ),
        check: |seen| {
            let unique = value(seen).bytes().filter(|byte| *byte == b'-').count() == 2;
            alone(seen).filter(|_| unique || context(seen, 48, CARS))
        },
        hits: &[("AB-123-CD", "AB-123-CD"), ("mi coche 1234 BCD", "1234 BCD"), ("registration LK21 ABC", "LK21 ABC")],
        misses: &["1234 BCD", "in 2026 THX", "LK21 ABC"],
    },
    Row {
        kind: "PLATE",
        class: Identifier,
        name: "plate-told",
        reason: "has the shape of a licence plate and stands behind a word for one",
        look: Cue(
            "registration|registration mark|reg|reg.|plate|plates|tag|license plate|licence plate|number plate|index|vrm|kennzeichen|kfz|\
                kfz-kennzeichen|versicherungskennzeichen|nummernschild|immatriculation|immatriculé|immatriculée|plaque|matrícula|matricula|\
                placa|placas|patente|dominio|car|vehicle|van|truck|lorry|scooter|motorbike|motorcycle|pickup|suv|sedan|auto|wagen|\
                pkw|lkw|fahrzeug|roller|anhänger|voiture|véhicule|camion|camionnette|fourgon|moto|utilitaire|coche|vehículo|furgoneta|camión|\
                ciclomotor|turismo|corsa|golf|polo|passat|clio|megane|twingo|ibiza|leon|fiesta|focus|transit|corolla|yaris|civic|accord|\
                tesla|volvo|audi|bmw|mercedes|opel|vauxhall|ford|toyota|honda|renault|peugeot|citroën|citroen|dacia|seat|skoda|fiat|\
                nissan|hyundai|kia|mazda|suzuki|volkswagen|vw|sprinter|berlingo|partner|kangoo|octavia",
        ),
        check: plate,
        hits: &[
            ("his grey Corsa index LK18 WXB in", "LK18 WXB"),
            ("blue Toyota Corolla, tag 7ABX 224, driver", "7ABX 224"),
            ("white box truck, 9K04417, driver", "9K04417"),
            ("Versicherungskennzeichen 418 KLM", "418 KLM"),
            ("REGISTRATION MARK: YD67 KPO", "YD67 KPO"),
            ("the license plate (KHB-4471) and", "KHB-4471"),
            ("Roller mit dem Kennzeichen W-12345 A", "W-12345 A"),
        ],
        misses: &[
            "tag v1.2.3",
            "plate 12 mm",
            "index 1234",
            "the car does 0-100 km/h in 9 s",
            "registration opens 12 MAY",
            "BMW 320D",
            "Golf 8 GTI",
            "the van left at 10 AM",
            "car number 1234567",
            "a truck of 2000 KG",
        ],
    },
    Row {
        kind: "VIN",
        class: Identifier,
        name: "vin-shape",
        reason: "seventeen characters behind a word for a vehicle number, or of a European maker",
        look: Pattern(&[Digits(4)], r"[A-HJ-NPR-Z0-9]{17}"),
        check: |seen| {
            let labels =
                ["vin", "chassis", "fin", "fahrgestell", "bastidor", "châssis", "identification", "frame", "e"];
            let maker = [
                "WVW", "WBA", "WDB", "WDD", "WAU", "WV1", "WV2", "WF0", "W0L", "VF1", "VF3", "VF7", "VSS", "VS6",
                "TMB", "ZFA", "SAJ", "SAL", "SB1", "YV1", "JTD", "JHM",
            ];
            let written = value(seen);
            let mixed = digits(written).len() >= 5 && written.bytes().filter(u8::is_ascii_alphabetic).count() >= 4;
            let made =
                maker.iter().any(|maker| written.starts_with(maker)) && written.ends_with(|c: char| c.is_ascii_digit());
            alone(seen).filter(|_| mixed && (made || context(seen, 32, &labels)))
        },
        hits: &[
            ("VIN / CHASSIS: WVWZZZ1KZ8W204417", "WVWZZZ1KZ8W204417"),
            ("con bastidor VSSZZZ6JZER118204.", "VSSZZZ6JZER118204"),
        ],
        misses: &["ABCDEFGH123456789", "hash A1B2C3D4E5F6G7H8J"],
    },
    Row {
        kind: "PLATE",
        class: Identifier,
        name: "plate-key",
        reason: "the value of a key for a licence plate",
        look: Pattern(
            &[Words(&["plate", "kennzeichen", "immatric", "matricula", "placa"])],
            r#"(?i:\w*(?:plate|kennzeichen|immatriculation|matricula|placa))["']?\s*[:=]\s*["']?(?<v>[A-Z0-9ÄÖÜ]{1,4}(?:[ -]?[A-Z0-9]{1,5}){1,2})"#,
        ),
        check: |seen| alone(seen).filter(|_| is_plate(value(seen))),
        hits: &[("\"licence_plate\": \"KA-LT 4471\"", "KA-LT 4471"), ("placa=ABC-1234", "ABC-1234")],
        misses: &["template: A1", "boilerplate = 12", "plate: 20"],
    },
];

const CARS: &[&str] = &[
    "car",
    "vehicle",
    "plate",
    "auto",
    "wagen",
    "fahrzeug",
    "voiture",
    "véhicule",
    "immatricul",
    "coche",
    "vehículo",
    "matrícula",
    "registration",
    "reg",
    "license",
    "licence",
    "kennzeichen",
    "seat",
    "renault",
    "opel",
    "ford",
    "furgoneta",
    "turismo",
    "moto",
    "matricula",
    "placa",
    "golf",
    "ibiza",
    "corsa",
    "toyota",
    "peugeot",
    "citroën",
    "audi",
    "bmw",
    "mercedes",
    "van",
    "lorry",
];

/// What plates look like: two or three groups of capitals and digits, or one of both.
static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern::compile(
        r"[A-ZÄÖÜ]{1,3}[ -][A-Z]{1,2}[ -]?\d{1,4}[EH]?|[A-Z]{2}\d{2}[ ]?[A-Z]{3}|[A-Z]\d{1,3}[ ]?[A-Z]{3}|[A-Z]{3}[ -]\d{3,4}|[A-Z]{3}[ ]?\d{1,3}[A-Z]|[A-Z]{2}[ -]?\d{3}[ -]?[A-Z]{2}|\d{4}[ -]?[BCDFGHJKLMNPRSTVWXYZ]{3}|\d[A-Z]{3}[ ]?\d{3}|\d{3}[ -][A-Z]{3}|[A-Z]{1,2}[ -]\d{3,5}[ ]?[A-Z]{1,2}|\d{1,2}[A-Z]{1,3}\d{3,5}|\d-[A-Z]{3}-\d{3}|\d{2}-[A-Z]{2,3}-\d{1,2}|[A-Z]{2}-\d{2}-[A-Z]{2}|[A-Z]{2}[ ]\d{5,6}|[A-Z]{2,3}[ ]?\d{4,5}",
    )
});

fn is_plate(text: &str) -> bool {
    digits(text).len() >= 2 && text.chars().any(|c| c.is_ascii_uppercase()) && text.len() <= 11
}

/// The first plate within a few words behind its cue; a quantity in capitals (`12 MAY`, `2000 KG`) is none.
fn plate(seen: &Seen<'_>) -> Option<Range<usize>> {
    let window = super::labelled::window(seen.text, seen.whole.end);
    let window = window.split(['\n', '\r']).next()?;
    let regex = SHAPE.as_ref()?;
    let mut at = 0;
    while let Some(found) = regex.find_at(window, at) {
        let span = seen.whole.end + found.start()..seen.whole.end + found.end();
        let here = Seen { text: seen.text, span: span.clone(), whole: span.clone() };
        let glued = super::before(seen.text, span.start).ends_with(['-', '.', '/', '#'])
            || seen.text.get(span.end..)?.starts_with(['-', '/']);
        let between = window.get(..found.start())?;
        let near = between.len() <= 40
            && !between.contains(['.', ';', '!', '?'])
            && between.bytes().filter(u8::is_ascii_digit).count() <= 4;
        let label = seen.text.get(seen.whole.clone())?.to_lowercase();
        let firm = ["regist", "plate", "kennz", "matr", "placa", "tag", "vrm"].iter().any(|word| label.contains(word));
        let written = found.as_str();
        let groups = written.contains([' ', '-']);
        let enough = written.len() >= 6 && (groups || firm || (digits(written).len() >= 4 && between.len() <= 12));
        if near && !glued && enough && is_plate(written) && alone(&here).is_some() && quantity::find(written).is_empty()
        {
            return Some(span);
        }
        at = found.end();
        if !near {
            break;
        }
    }
    None
}
