//! Numbers behind a label: records, accounts, licences, plates, codes; and what is said of somebody's age and illness.

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::check::{alone, digits, value};
use super::trigger::Need::{Byte, Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::{Identifier, Quantity};

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "RECORD",
        class: Identifier,
        name: "record-prefix",
        reason: "a record number with its prefix",
        look: Pattern(
            &[Digits(4)],
            r"(?:MRN|EMP|POL|NID|INV|ACCT|ACC|CUST|CUS|PAT|PT|CLM|CLAIM|SSN|DOB|MEM|MBR|CASE|LIC|PNR|NHS|STU|VIN|DL|PASS|TAX|EIN|ORD|REF|BADGE|USR|UID|DEA|NPI|MED|RX|INS|PRN|HIST|NHC|EXP|KD|KV|DOS)[-#_:][A-Z]{0,3}-?\d{4,14}(?:-\d{1,6})?",
        ),
        check: alone,
        hits: &[
            ("MRN-1027369", "MRN-1027369"),
            ("EMP-19336", "EMP-19336"),
            ("INV-298716", "INV-298716"),
            ("CLM-2024-00123", "CLM-2024-00123"),
        ],
        misses: &["EMP-12", "PROJ-1234", "TEMP-19336", "POLY-1234"],
    },
    Row {
        kind: "RECORD",
        class: Identifier,
        name: "record-labelled",
        reason: "a number behind a word for a personal record",
        look: Cue(
            "medical record|record|mrn|patient|employee|emp|policy|account|acct|a/c|customer|client|member|membership|\
                passport|driver's license|driver’s license|drivers license|driver license|driving licence|driver's licence|\
                driving license|license|licence|license plate|licence plate|number plate|plate|registration|insurance|invoice|\
                case|case no|docket|claim|nhs|tax|vat|ein|tin|itin|national id|id card|identity card|student|badge|subscriber|\
                group|beneficiary|order|reference|ref|confirmation|booking|reservation|ticket|tracking|routing|sort code|npi|\
                dea|bar|file|serial|imei|voter|visa|green card|prescription|specimen|accession|chart|encounter|id|user id|\
                loan|parcel|apn|deed|bsn|cpf|rfc|curp|nie|dni|nif|cif|nir|siret|siren|pesel|ahv|svnr|steuer-id|steuer-idnr|\
                idnr|ust-idnr|hrb|konto|kontonummer|kunden|kundennummer|kundennr|versicherten|versichertennummer|\
                versicherungs|versicherungsnummer|versicherungsschein|ausweis|ausweisnummer|reisepass|personalausweis|\
                personalnummer|steuer|steuernummer|steuer-identifikationsnummer|sozialversicherungsnummer|\
                rentenversicherungsnummer|aktenzeichen|az|rechnung|rechnungsnummer|rechnungsnr|vertragsnummer|mitgliedsnummer|\
                patientennummer|fallnummer|führerschein|kennzeichen|matrikelnummer|vorgangsnummer|dossier|passeport|permis|\
                permis de conduire|numéro de client|numéro de dossier|numéro de sécurité sociale|sécurité sociale|n° client|\
                compte|facture|contrat|police|adhérent|matricule|immatriculation|plaque|carte d'identité|carte vitale|\
                pasaporte|expediente|historia clínica|póliza|cuenta|factura|número de cliente|seguridad social|matrícula|\
                carné de conducir|permiso de conducir|nº de expediente|número de afiliación|tarjeta sanitaria|\
                número de historia|contrato|nss|commande|numéro de commande|bestellung|bestellnummer|auftrag|auftragsnummer|vertrag|\
                pedido|número de pedido|référence|referencia",
        ),
        check: record,
        hits: &[
            ("account number 12345678", "12345678"),
            ("EIN: 66-5521355", "66-5521355"),
            ("my driver's license number is 2270-66-1551", "2270-66-1551"),
            ("Passport No. C01X00T47", "C01X00T47"),
            ("Kundennummer: 4711-8932", "4711-8932"),
            ("policy number POL7781234", "POL7781234"),
            ("{\"account_number\": \"00123456\"}", "00123456"),
            ("N° de dossier : 2024/00871", "2024/00871"),
            ("Case No. 2:21-cv-04455", "2:21-cv-04455"),
            ("<medical mrn=\"AB-77812\"/>", "AB-77812"),
            ("Número de historia clínica: HC-448120", "HC-448120"),
            ("license plate is 7ABC123", "7ABC123"),
            ("Kennzeichen: B-MW 1234", "B-MW 1234"),
            ("the device serial is C02XK1ZZJGH5;", "C02XK1ZZJGH5"),
            ("(ref. MTG8842017)", "MTG8842017"),
            ("meine Kundennummer lautet 88-401937", "88-401937"),
            ("Expediente 418/2025", "418/2025"),
        ],
        misses: &[
            "account for 2026",
            "case 12",
            "patient 67",
            "policy 2026-11-22",
            "insurance 1200",
            "in case 3.141592",
            "patient 120/80",
            "tax 2025/2026",
            "order: 12:30",
            "see ref. 12",
            "License: Apache-2.0",
            "Vertrag von 2025",
            "id: 42",
            "record 100 m",
            "file: v1.2.3.4",
            "group 1234 people",
        ],
    },
    Row {
        kind: "RECORD",
        class: Identifier,
        name: "german-court-file",
        reason: "the file number of a German court",
        look: Pattern(
            &[Digits(3), Byte(b'/')],
            r"(?:[IVX]{1,4}|\d{1,3})[ ](?:[A-Z]|Ca|Ga|Sa|BV|StR|ZR|ZB|AR|Js|Ds|Ls|Cs|OWi|Ns|Qs|AZR|BvR|BvL|Vk)[ ](?:\([A-Za-z]+\)[ ])?\d{1,6}/\d{2}(?:\d{2})?",
        ),
        check: |seen| alone(seen),
        hits: &[
            ("Aktenzeichen: 4 Ca 318/25.", "4 Ca 318/25"),
            ("VIII ZR 185/14", "VIII ZR 185/14"),
            ("12 O 4711/2023", "12 O 4711/2023"),
        ],
        misses: &["4 of 318/25", "4 Ca 318", "12 V 5/6", "1 A 12.5/25"],
    },
    Row {
        // What a question is about: reported, never acted on.
        kind: "CONDITION",
        class: Quantity,
        name: "condition-labelled",
        reason: "stands behind a word for a diagnosis",
        look: Cue(
            "diagnosis|primary diagnosis|diagnosed with|diagnoses|condition|suffers from|history of|diagnose|hauptdiagnose|\
                leidet an|erkrankt an|diagnostic|atteint de|atteinte de|souffre de|diagnóstico|diagnosticado de|\
                diagnosticada de|diagnosticado con|diagnosticada con|padece|sufre de|enfermedad",
        ),
        check: condition,
        hits: &[
            ("Diagnosis: Acute Bronchitis", "Acute Bronchitis"),
            ("diagnosed with multiple sclerosis in 2019", "multiple sclerosis"),
            ("{\"diagnosis\": \"Type 2 Diabetes\"}", "Type 2 Diabetes"),
            ("Diagnóstico: Hipertensión arterial", "Hipertensión arterial"),
        ],
        misses: &[
            "a history of the town",
            "condition: new",
            "Diagnosis: see above",
            "condition = true",
            "the condition that",
        ],
    },
    Row {
        // Points at somebody only beside other things: reported, never acted on.
        kind: "AGE",
        class: Quantity,
        name: "age",
        reason: "how old somebody is",
        look: Pattern(
            &[Words(&["year", "jahr", "jähr", " ans", "años", "aged", "turned", "âgé"])],
            concat!(
                r"(?:\d{1,3}|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)[ -](?:years?[ -]olds?|year[ -]old|years of age|Jahre alt|años de edad|ans(?-u:\b))",
                r"|\d{1,3}[- ]jährige[nrs]?|(?:(?i:aged)|turned|âgée? de)[ ](?<v>\d{1,3}|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)"
            ),
        ),
        check: |seen| {
            let behind = seen.text.get(seen.span.end..)?;
            let years = value(seen).bytes().take_while(u8::is_ascii_digit).count();
            alone(seen).filter(|_| {
                years < 4 && !behind.starts_with(['.', '%', ':']) || behind.len() < 2 || behind.starts_with(". ")
            })
        },
        hits: &[
            ("She is 81 years old", "81 years old"),
            ("a 29-year-old teacher", "29-year-old"),
            ("turned thirty-four in June", "thirty-four"),
            ("ein 45-jähriger Patient", "45-jähriger"),
        ],
        misses: &["5 years of work", "turned 90% of", "the year 45", "it turned 18:30"],
    },
    Row {
        kind: "PLATE",
        class: Identifier,
        name: "plate-german",
        reason: "the shape of a German licence plate",
        look: Pattern(&[Digits(1), Byte(b'-')], r"[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ ]\d{1,4}[EH]?"),
        check: |seen| alone(seen).filter(|span| !seen.text.get(..span.start).is_some_and(|head| head.ends_with('-'))),
        hits: &[("der Wagen B-MW 1234 steht", "B-MW 1234"), ("HH-AB 77", "HH-AB 77")],
        misses: &["A-B-C 123", "B-MW1234", "DIN-EN-ISO 9001"],
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
            let car = [
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
            ];
            let unique = value(seen).bytes().filter(|byte| *byte == b'-').count() == 2;
            alone(seen).filter(|_| unique || super::check::context(seen, 32, &car))
        },
        hits: &[("AB-123-CD", "AB-123-CD"), ("mi coche 1234 BCD", "1234 BCD"), ("registration LK21 ABC", "LK21 ABC")],
        misses: &["1234 BCD", "in 2026 THX", "LK21 ABC"],
    },
    Row {
        kind: "UUID",
        class: Identifier,
        name: "uuid",
        reason: "a unique id of a record",
        look: Pattern(
            &[Byte(b'-'), Digits(1)],
            r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
        ),
        check: |seen| alone(seen).filter(|_| value(seen).chars().any(|c| c != '0' && c != '-')),
        hits: &[("id 550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-446655440000")],
        misses: &[
            "00000000-0000-0000-0000-000000000000",
            "550e8400-e29b-41d4-a716",
            "x550e8400-e29b-41d4-a716-446655440000",
        ],
    },
];

/// Words between a label and its value.
const LINKS: &str = "identification|identifier|registration|reference|number|numbers|nummer|numéro|número|clínica|card|code|plate|\
    record|num|no|nr|nº|n°|no.|nr.|num.|id|ref|ref.|is|ist|est|es|was|de|du|client|fiscal|licence|license|\
    le|lautet|lauten|sanitaria|social|conduire|security|policy|member|file|docket|civil|account";

fn record(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let mut rest = line;
    let mut labelled = false;
    // `(ref. MTG8842017)`, `Az. 12345/25`.
    if let Some(next) = rest.strip_prefix(". ") {
        rest = next;
    }
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    for _ in 0..5 {
        let bare = rest.trim_start_matches([' ', '\t', '\u{a0}', '_', '"', '\'', '-', '(', '*']);
        let lower = bare.get(..bare.len().min(24)).unwrap_or(bare).to_lowercase();
        if let Some(link) = LINKS
            .split('|')
            .find(|link| lower.strip_prefix(*link).is_some_and(|next| !next.starts_with(char::is_alphanumeric)))
        {
            labelled |= !matches!(link, "is" | "ist" | "est" | "es" | "was" | "de" | "du" | "client");
            rest = bare.get(link.len()..)?.trim_start_matches('.');
        } else if let Some(next) = bare.strip_prefix([':', '#', '=']) {
            labelled = true;
            rest = next;
        } else {
            rest = bare;
            break;
        }
    }
    let rest = rest.trim_start_matches([' ', '\t', '\u{a0}', '"', '\'', '>', '[', '`', '*']);
    let from = seen.span.end - rest.len();
    let mut end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | ':' | '_' | ' ')))
        .unwrap_or(rest.len())
        .min(32);
    // Groups go on over a space as long as they hold digits: `B-MW 1234`, `12 345 678`.
    let written = rest.get(..end)?;
    let mut kept = 0;
    for (index, group) in written.split(' ').enumerate() {
        let counts = group.bytes().filter(u8::is_ascii_digit).count();
        let letters = group.bytes().any(|byte| byte.is_ascii_lowercase());
        let ends = group.ends_with([':', '.', '/']);
        let go_on = if index == 0 { !letters || counts >= 2 } else { counts >= 2 && !letters && group.len() <= 6 };
        if !go_on || group.is_empty() {
            break;
        }
        kept += group.len() + usize::from(index > 0);
        if ends {
            break;
        }
    }
    // A first group without digits needs the second.
    end = kept.min(end);
    let kept = rest.get(..end)?.trim_end_matches(['.', '-', '/', ':', ' ', '_']);
    let mut span = from..from + kept.len();
    // Later groups that are quantities or dates are not its own (`ref 12345 90 min`).
    if let Some((first, _)) = kept.split_once(' ')
        && digits(first).len() >= 6
    {
        span.end = span.start + first.len();
    }
    let kept = seen.text.get(span.clone())?;
    let count = digits(kept).len();
    let weak = matches!(
        label.as_str(),
        "order"
            | "file"
            | "group"
            | "bar"
            | "record"
            | "reference"
            | "ref"
            | "id"
            | "az"
            | "police"
            | "de"
            | "serial"
            | "registration"
            | "ticket"
            | "case"
            | "tax"
            | "visa"
            | "specimen"
            | "plate"
            | "chart"
            | "auftrag"
            | "vertrag"
            | "bestellung"
            | "pedido"
            | "commande"
            | "référence"
            | "referencia"
    );
    let least = match (labelled, weak) {
        (true, false) => 4,
        (true, true) | (false, false) => 6,
        (false, true) => 7,
    };
    // A plate has few digits and letters beside them.
    let plate =
        (label.contains("plate") || label == "kennzeichen" || label == "matrícula" || label == "immatriculation")
            && count >= 2
            && kept.bytes().any(|byte| byte.is_ascii_uppercase());
    let whole = Seen { text: seen.text, span: span.clone(), whole: seen.whole.clone() };
    let quantity = crate::text::quantity::is_bare(kept)
        || (kept.contains('/')
            && count < 9
            && !labelled
            && !matches!(label.as_str(), "expediente" | "aktenzeichen" | "dossier" | "docket"))
        || kept.parse::<f64>().is_ok_and(|_| kept.contains('.'))
        || kept.parse::<std::net::IpAddr>().is_ok()
        || (kept.contains(':') && !kept.bytes().any(|byte| byte.is_ascii_alphabetic()));
    let mixed = kept.bytes().any(|byte| byte.is_ascii_uppercase());
    let small = kept.bytes().any(|byte| byte.is_ascii_lowercase());
    // A code of capitals and digits is no word: `serial is C02XK1ZZJGH5`.
    let code = mixed && count >= 4 && kept.len() >= 8 && !small;
    let enough = count >= least
        || (code && (labelled || !weak || count >= 6 || kept.len() >= 10))
        || plate
        || (labelled && !weak && mixed && !small && count >= 2 && kept.len() >= 6);
    (alone(&whole).is_some() && enough && !quantity && kept.len() <= 28).then_some(span)
}

/// Up to six words behind a label, or up to four behind words of a sentence.
fn condition(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let bare = line.trim_start_matches([' ', '"', '\'']);
    let value = bare.strip_prefix([':', '=', '>']).map(|value| value.trim_start_matches([' ', '"', '\'']));
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let phrase = label.ends_with(" with")
        || label.ends_with(" from")
        || label.ends_with(" an")
        || label.ends_with(" de")
        || label.ends_with(" con")
        || label == "padece";
    let written = match value {
        Some(value) => value,
        None if phrase => bare,
        None => return None,
    };
    let end =
        written.find(|c: char| !(c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’'))).unwrap_or(written.len());
    let mut kept = written.get(..end)?;
    for stop in [
        " in ", " at ", " and ", " since ", " on ", " last ", " when ", " und ", " seit ", " et ", " depuis ", " y ",
        " desde ", " by ", " for ", " with ", " who ", " after ",
    ] {
        kept = kept.find(stop).and_then(|at| kept.get(..at)).unwrap_or(kept);
    }
    let kept = kept.trim_end();
    let words = kept.split(' ').count();
    let first = kept.chars().next()?;
    let medical = value.is_none() || first.is_uppercase();
    let plain = ["None", "Unknown", "Pending", "Normal", "New", "Good", "Stable", "See", "The", "Used", "N"]
        .iter()
        .any(|word| kept.split(' ').next() == Some(word));
    let from = seen.span.end - written.len();
    (kept.len() >= 4
        && words <= 6
        && medical
        && !plain
        && first.is_alphabetic()
        && !(label == "condition" && value.is_some() && words < 2))
        .then_some(from..from + kept.len())
}
