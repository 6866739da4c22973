//! Numbers of files, tickets and accounts by the form they have, most with a word near them that says so. Those that prove
//! themselves by a checksum are in `number.rs`.

use super::super::Look::Pattern;
use super::super::Row;
use super::super::before;
use super::super::check::{alone, context, digits, value};
use super::super::trigger::Need::{Byte, Digits, Words};
use super::code::{code, window};
use crate::boundary::finding::Class::Identifier;

pub(in super::super) const ROWS: &[Row] = &[
    Row {
        kind: "RECORD",
        class: Identifier,
        name: "record-with-year",
        reason: "the form of a file number: capitals, a year and a number",
        look: Pattern(
            &[Digits(7)],
            r"[A-Z]{1,6}[-/](?:19|20)\d{2}[-/]\d{3,7}(?:[-/][A-Z0-9]{1,4})?|[A-Z]{1,5}/\d{5,8}/(?:(?:19|20)?\d{2}|[A-Z]{2})",
        ),
        check: |seen| {
            let written = value(seen);
            let prefix = written.split(['-', '/']).next().unwrap_or_default();
            let public = [
                "CVE", "ISO", "IEC", "EN", "DIN", "RFC", "PEP", "CWE", "ANSI", "IEEE", "GHSA", "MS", "KB", "COVID",
                "ECO", "BOE", "COM", "EU", "CE", "UE",
            ];
            let glued = before(seen.text, seen.span.start).ends_with(['-', '/', '.']);
            let legal = prefix == "KB" && written.matches('-').count() == 2;
            alone(seen).filter(|_| !glued && (legal || !public.contains(&prefix)))
        },
        hits: &[
            ("Leisure plc - KB-2023-004417", "KB-2023-004417"),
            ("re: HH/5509921/BK", "HH/5509921/BK"),
            ("F-2024-0081", "F-2024-0081"),
        ],
        misses: &["CVE-2024-12345", "A-2024-01", "X-ABC-2024-1234", "ISO-2015-9001"],
    },
    Row {
        kind: "RECORD",
        class: Identifier,
        name: "ticket-prefix",
        reason: "the number of a ticket or an order with its prefix",
        look: Pattern(
            &[Digits(6)],
            r"(?:INC|REQ|RITM|CHG|TASK|PRB|CAS|TKT|SCTASK)-?\d{6,10}|(?:SO|PO|WO|RMA|SR|BE|RE|AB|LS|KD|GS)-\d{5,10}",
        ),
        check: |seen| alone(seen).filter(|span| !before(seen.text, span.start).ends_with(['-', '/', '.'])),
        hits: &[("INC0048812 opened", "INC0048812"), ("SO-118204 shipped", "SO-118204")],
        misses: &["INC12", "ISO-118204", "CVE-118204", "VINC0048812"],
    },
    Row {
        kind: "ACCOUNT",
        class: Identifier,
        name: "number-ending",
        reason: "the last digits of a card or an account",
        look: Pattern(
            &[
                Digits(4),
                Words(&[
                    "end",
                    "xx",
                    "**",
                    "••",
                    "termin",
                    "finiss",
                    "acaba",
                    "last four",
                    "last 4",
                    "letzte",
                    "visa",
                    "mastercard",
                    "amex",
                    "últim",
                    "derni",
                    "*",
                ]),
            ],
            r"(?:(?i:ending(?:[ ](?:in|with))?|ends[ ](?:in|with)|endet auf|endend auf|endziffern?|se terminant par|finissant par|termina(?:da|do)?[ ]en|acaba(?:da|do)?[ ]en|last (?:four|4)(?:[ ]digits)?|letzten?[ ](?:vier|4)(?:[ ]Ziffern)?|últimos cuatro|quatre derniers)[ :]{1,3}|[xX*•]{3,4}(?:[ -]?[xX*•]{4}){0,2}[ -]?|(?i:visa|mastercard|amex|card|karte|carte|tarjeta)[ ][*•x]{1,4}[ ]?)(?<v>\d{4})",
        ),
        check: |seen| {
            let told = [
                "card",
                "visa",
                "account",
                "acct",
                "konto",
                "karte",
                "carte",
                "compte",
                "tarjeta",
                "cuenta",
                "mastercard",
                "amex",
                "iban",
                "debit",
                "credit",
            ];
            let masked = seen.text.get(seen.whole.start..seen.span.start)?.contains(['*', '•', 'x', 'X']);
            let near = context(seen, 48, &told);
            let own = seen.text.get(seen.whole.clone())?.to_lowercase();
            alone(seen).filter(|_| near || (masked && own.len() > 8) || told.iter().any(|word| own.starts_with(word)))
        },
        hits: &[
            ("card ending 8812", "8812"),
            ("carte se terminant par 4471", "4471"),
            ("xxxx-xxxx-xxxx-4471", "4471"),
            ("Visa *4471", "4471"),
        ],
        misses: &["ending 2024", "2**1000", "the years ending in 1999", "a * 4471", "week ending 0505"],
    },
    Row {
        kind: "ACCOUNT",
        class: Identifier,
        name: "bank-account-groups",
        reason: "the groups of a bank account behind a word for one",
        look: Pattern(
            &[Digits(14), Words(&["rib", "ccc", "cuenta", "compte", "clabe", "konto"])],
            r"\d{5}[ ]\d{5}[ ][0-9A-Z]{11}[ ]\d{2}|\d{4}[ -]\d{4}[ -]\d{2}[ -]\d{10}|\d{18}",
        ),
        check: |seen| {
            alone(seen).filter(|_| context(seen, 40, &["rib", "ccc", "cuenta", "compte", "clabe", "konto", "account"]))
        },
        hits: &[
            ("RIB : 30002 00550 0000157841Z 25", "30002 00550 0000157841Z 25"),
            ("CCC 2100 0418 45 0200051332", "2100 0418 45 0200051332"),
            ("CLABE 032180000118359719", "032180000118359719"),
        ],
        misses: &["30002 00550 0000157841Z 25", "032180000118359719"],
    },
    Row {
        kind: "ACCOUNT",
        class: Identifier,
        name: "uk-account",
        reason: "a sort code with an account number",
        look: Pattern(&[Digits(14), Byte(b'-')], r"\d{2}-\d{2}-\d{2}[ ,/]{1,3}\d{8}"),
        check: alone,
        hits: &[("we hold (30-96-17 00709943) was", "30-96-17 00709943")],
        misses: &["30-96-17 0070994", "12-30-96-17 007099431"],
    },
    Row {
        kind: "RECORD",
        class: Identifier,
        name: "hash-number",
        reason: "a number behind a number sign and a word for a record",
        look: Pattern(&[Digits(4), Byte(b'#')], r"#"),
        check: |seen| {
            let before = before(seen.text, seen.whole.start).trim_end().to_lowercase();
            let told =
                ["ticket", "case", "claim", "req", "mrn", "order", "acct", "account", "policy", "member", "ref", "id"];
            let named = told.iter().any(|word| before.ends_with(word));
            let from = seen.whole.end;
            let written = code(window(seen.text, from));
            (named && digits(written).len() >= 4).then(|| from..from + written.len())
        },
        hits: &[("Ticket #884120 (priority", "884120"), ("MRN#0047712", "0047712")],
        misses: &["#884120", "issue #10442", "fixed in #1234567", "color #112233"],
    },
];
