//! Numbers of records that show what they are without a label: a prefix, the form of a court's file, a UUID.

use super::Look::Pattern;
use super::Row;
use super::check::{alone, value};
use super::trigger::Need::{Byte, Digits};
use crate::boundary::finding::Class::Identifier;

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
