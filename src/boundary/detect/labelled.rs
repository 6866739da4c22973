//! Numbers behind a label: what a record, an account or a document is known by, in whatever spelling, cell or line it stands.
//!
//! Not for numbers that prove themselves (`number.rs`, `national.rs`) and not for people, who are named rather than numbered.

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::check::{alone, digits};
use super::trigger::Need::{Byte, Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;
use crate::text::quantity;

pub(super) const ROWS: &[Row] = &[
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
                pedido|número de pedido|référence|referencia|\
                req|requisition|hosp|hospital|unit|utr|national insurance|nino|medicaid|medicare|mbi|hicn|pol|record locator|locator|\
                pnr|payroll|staff|certificate|barcode|frequent traveller|frequent flyer|asset tag|service tag|s/n|sn|oln|dl|driver|crime ref|\
                our ref|your ref|our reference|your reference|paye ref|paye reference|matter|incident|permit|title|folio|entry|\
                quote|quoting|enrolment|enrollment|pupil|applicant|application|claimant|consignment|waybill|mandate|sap|\
                unser zeichen|ihr zeichen|unsere zeichen|geschäftszeichen|gz|geschäfts|gesch|schaden|schadens|vers|versicherung|mitglied|\
                pat|pat.-id|patienten|fall|fallnr|vorgang|personal|pers|kd|rg|re|rechn|rechnungs|vertrags|sv|svn|sozialversicherung|\
                steueridentifikationsnummer|aufenthaltstitel|perso|pass|reisepassnummer|fahrgestell|fin|bescheid|beitrags|beleg|\
                kassenzeichen|buchungszeichen|betriebsnummer|matrikel|inventar|seriennummer|sendung|sendungs|sendungsnummer|vollmacht|akte|\
                réf|n/réf|v/réf|nos réf|vos réf|assuré|assurée|assuré sous le|allocataire|sinistre|demande|identifiant|ipp|iep|nip|procédure|\
                rg|pv|procès-verbal|titre de séjour|pièce d'identité|cni|fiscal|spi|référence dossier|bon|devis|avis|contribuable|chèque|\
                carte|série|parcelle|boleta|caso|orden|abonado|asegurado|afiliado|afiliación|procedimiento|autos|nig|diligencias|atestado|\
                registro|nuss|naf|tie|cédula|c.c|c.i|dui|cuit|cuil|rut|run|legajo|nº ref|s/ref|n/ref|siniestro|recibo|folio|historia|\
                nhc|n.h.c|licencia|permiso|carnet|tarjeta|bastidor|socio|empleado|nómina|solicitud|justificante|albarán|colegiado|\
                expte|exp|padrón|catastral|localizador|reserva|envío|seguimiento|partida|tomo|protocolo|buchung|buchungsnummer|\
                buchungscode|referenz|rma|po|p.o|uhid|mitgl|mitgl.-nr|kontonr|vertragskonto|zähler|blz|bankleitzahl|clabe|aba|s/c|rib|ccc|zeichen|ausweis-nr|dossier n|hospitalier|contract|agreement|accnt|acc|cust|agent",
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
            ("Hosp No:  B 118 204", "B 118 204"),
            ("Policy NCP 448 0917 / Loss", "NCP 448 0917"),
            ("Schaden-Nr. KH 24.118.7703-2", "KH 24.118.7703-2"),
            ("Geschäfts-Nr.: 7 C 1184/23", "7 C 1184/23"),
            ("Employer identification number (EIN)   58-2207713", "58-2207713"),
            ("Versichertennummer\nA 123 456 789", "A 123 456 789"),
            ("| Policy no. | HX-20418 |", "HX-20418"),
            ("Record locator R7XK2M", "R7XK2M"),
            ("dossier TQKLMB", "TQKLMB"),
            ("National Insurance number: QQ 41 08 26 C", "QQ 41 08 26 C"),
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
            "Personal\n2024-01-01",
            "the driver 1600 km",
            "unit 12345 euros",
            "order: ASC, DESC",
        ],
    },
    Row {
        kind: "RECORD",
        class: Identifier,
        name: "number-word",
        reason: "stands behind a word that ends in “number”",
        look: Pattern(
            &[Digits(4)],
            r"(?:[Nn]umbers?|NUMBER|nummer|NUMMER|[Nn]uméro|NUMÉRO|NUMERO|[Nn]úmero|NÚMERO|[Nn]úm|NÚM|[Nn]ro|[Nn]um|NUM|[Nn][Rr]|[Nn][Oo]|[Nn][°º]|N\.º|n\.º|№|zeichen|ZEICHEN)",
        ),
        check: numbered,
        hits: &[
            ("Ihre Schadennummer: 24-118-7703", "24-118-7703"),
            ("Fallnr. 2024118", "2024118"),
            ("payroll no 008817", "008817"),
            ("par chèque n° 4418027 que", "4418027"),
            ("sous le n° M 0883 4417 B,", "M 0883 4417 B"),
            ("durch Titel Nr. YZ4K7R19P.", "YZ4K7R19P"),
            ("número de abonado: 7700418", "7700418"),
            ("Boleta N°12447", "12447"),
        ],
        misses: &[
            "version number 123456",
            "model no. XPS-93201",
            "Artikelnummer 1234567",
            "the number 12345 is odd",
            "there were no 12345 things",
            "Seitennummer 1234",
            "Ley nº 39/2015",
            "no. 1 in 2024",
            "issue number 123456",
            "pronoun 123456",
        ],
    },
    Row {
        kind: "RECORD",
        class: Identifier,
        name: "document-told",
        reason: "a number told with the document it is on",
        look: Cue(
            "passport|reisepass|passeport|pasaporte|driving licence|driver's license|driver's licence|driving license|führerschein|\
                permis|permiso|carnet|licencia|id card|identity card|personalausweis|ausweis|pièce d'identité|carte d'identité|\
                dni|nie|cédula|visa|residence permit|aufenthaltstitel|titre de séjour|serial|account|konto|compte|cuenta|tracking",
        ),
        check: told,
        hits: &[
            ("your current passport (L8027745K) and", "L8027745K"),
            ("con pasaporte rumano 054417208.", "054417208"),
            ("my passport so I used last year's: N1442087, issued", "N1442087"),
            ("Serial on the sticker says GX7-2109-004418B", "GX7-2109-004418B"),
            ("den Führerschein (J430A0X8K71) mit", "J430A0X8K71"),
        ],
        misses: &[
            "passport control at 10:30 in 2024",
            "visa for 90 days, 2024-01-01",
            "account for 100000 users",
            "serial port COM1 at 115200",
            "a serial killer of the 1970s",
        ],
    },
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
            let written = super::check::value(seen);
            let prefix = written.split(['-', '/']).next().unwrap_or_default();
            let public = [
                "CVE", "ISO", "IEC", "EN", "DIN", "RFC", "PEP", "CWE", "ANSI", "IEEE", "GHSA", "MS", "KB", "COVID",
                "ECO", "BOE", "COM", "EU", "CE", "UE",
            ];
            let glued = super::before(seen.text, seen.span.start).ends_with(['-', '/', '.']);
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
        check: |seen| alone(seen).filter(|span| !super::before(seen.text, span.start).ends_with(['-', '/', '.'])),
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
            let near = super::check::context(seen, 48, &told);
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
            alone(seen).filter(|_| {
                super::check::context(seen, 40, &["rib", "ccc", "cuenta", "compte", "clabe", "konto", "account"])
            })
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
            let before = super::before(seen.text, seen.whole.start).trim_end().to_lowercase();
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

/// Words between a label and its value.
const LINKS: &str = "identification|identifier|registration|reference|number|numbers|nummer|numéro|número|clínica|card|code|plate|\
    record|num|no|nr|nº|n°|no.|nr.|num.|id|ref|ref.|is|ist|est|es|was|de|du|client|fiscal|licence|license|\
    le|lautet|lauten|sanitaria|social|conduire|security|policy|member|file|docket|civil|account|n0|n0.|nro|nro.|núm|núm.|n.º|№|\
    idnr|idnr.|id-nr|la|el|sous|sous le|unter|der|die|das|bearing|reads|says|with|tag|locator|civil|verbal|ordinario|cliente|\
    identificación|identité|identidad|réf|réf.|juicio|ending|ending in|endend auf|terminada en|terminado en|se terminant par|\
    finissant par|claim|case|invoice|paye|utr|ein|mark|insurance|ss|actuel|actual|que|et|y|and|pol|pol.";

/// Links that make no label of what they follow.
const LIGHT: &str =
    "is|ist|est|es|was|de|du|client|le|la|el|der|die|das|with|que|et|y|and|unter|sous|sous le|says|reads|cliente";

/// How much of a text is read for one value, in bytes.
const WINDOW: usize = 96;

/// The text at `from`, as much as one value may take.
pub(super) fn window(text: &str, from: usize) -> &str {
    let mut end = (from + WINDOW).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text.get(from..end).unwrap_or_default()
}

/// The code a text begins with: groups of letters and digits with single spaces between, as long as they belong together
/// (`KH 24.118.7703-2`, `QQ 41 08 26 C`). Empty if it begins with none.
pub(super) fn code(rest: &str) -> &str {
    let (mut end, mut at, mut counted) = (0, 0, 0_usize);
    for _ in 0..9 {
        let Some(tail) = rest.get(at..) else { break };
        let stop = tail
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | ':' | '_')))
            .unwrap_or(tail.len());
        let group = tail.get(..stop).unwrap_or_default();
        let bare = group.trim_end_matches(['.', ':', '/', '-', '_']);
        let behind = tail.get(stop..).unwrap_or_default();
        let numbers = bare.bytes().filter(u8::is_ascii_digit).count();
        let small = bare.bytes().any(|byte| byte.is_ascii_lowercase());
        if bare.is_empty() || behind.starts_with(['@', '%', '€', '$', '£', '°']) {
            break;
        }
        let fits = if numbers > 0 {
            let first = counted == 0;
            (if first { !small || numbers >= 2 } else { !small && bare.len() <= 8 && !is_other(bare) })
                && !((!first || end == 0 && at > 0 || numbers < 6) && is_quantity(tail, bare))
                // A short number behind a long one that a word follows counts something.
                && !(!first && counted >= 6 && numbers < 3 && behind.starts_with(' ') && behind.trim_start().starts_with(char::is_alphabetic))
        } else {
            // Letters begin a code, or stand between or behind its numbers.
            let on =
                behind.strip_prefix([' ', '\u{a0}']).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
            let last = counted > 0 && !behind.starts_with([' ', '\u{a0}', '\'', '’']) && bare.len() <= 3;
            !small && bare.len() <= 4 && ((on && stop == bare.len() && !is_word(bare)) || last)
        };
        if !fits {
            break;
        }
        counted += numbers;
        if counted > 0 {
            end = at + bare.len();
        }
        let gap = behind.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}')).map_or(0, char::len_utf8);
        if gap == 0 || group.len() != bare.len() {
            break;
        }
        at += stop + gap;
    }
    rest.get(..end.min(34)).unwrap_or_default()
}

/// A date or a time is no group of a number.
fn is_other(group: &str) -> bool {
    group.contains(':') || group.matches(['/', '.']).count() == 2 || (group.contains('.') && group.len() > 5)
}

/// Capitals that are words of a form, not the beginning of a code.
fn is_word(group: &str) -> bool {
    matches!(
        group,
        "NO" | "NR"
            | "IN"
            | "ON"
            | "AT"
            | "OF"
            | "TO"
            | "FOR"
            | "AND"
            | "THE"
            | "IST"
            | "VOM"
            | "DE"
            | "DU"
            | "EL"
            | "LE"
            | "AM"
            | "PM"
    )
}

/// Whether a number is the beginning of a quantity or a date.
fn is_quantity(rest: &str, group: &str) -> bool {
    let telling = rest.get(group.len()..).is_some_and(|next| {
        next.trim_start_matches([' ', '\u{a0}']).starts_with(|c: char| c.is_alphabetic() || "%°€$£".contains(c))
    }) || group.contains(['/', '.', ':', '-']);
    if !telling {
        return false;
    }
    let mut end = 28.min(rest.len());
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let near = rest.get(..end).and_then(|near| near.split(['\n', ',', ';']).next()).unwrap_or_default();
    quantity::find(near).first().is_some_and(|first| first.start == 0 && first.end >= group.len())
}

/// What follows a label, behind the words and marks that join the two.
struct Behind<'t> {
    rest: &'t str,
    from: usize,
    /// A mark or a word says that a number follows.
    labelled: bool,
    /// It stands in the next line.
    below: bool,
}

fn behind<'t>(seen: &Seen<'t>) -> Option<Behind<'t>> {
    let line = window(seen.text, seen.whole.end);
    let mut rest = line;
    let mut labelled = false;
    // `(ref. MTG8842017)`, `Az. 12345/25`.
    if let Some(next) = rest.strip_prefix('.').filter(|next| next.starts_with([' ', '-', ':'])) {
        rest = next;
    }
    for _ in 0..7 {
        let bare = rest.trim_start_matches([' ', '\t', '\u{a0}', '_', '"', '\'', '-', '(', '*', ')', '|', '`']);
        let mut near = bare.len().min(24);
        while !bare.is_char_boundary(near) {
            near += 1;
        }
        let lower = bare.get(..near).unwrap_or(bare).to_lowercase();
        let joint = LINKS
            .split('|')
            .filter(|link| {
                lower
                    .strip_prefix(*link)
                    .is_some_and(|next| !next.starts_with(char::is_alphanumeric) || link.ends_with(['°', 'º', '№']))
            })
            .max_by_key(|link| link.len());
        if let Some(link) = joint {
            labelled |= !LIGHT.split('|').any(|light| light == link);
            rest = bare.get(link.len()..)?.trim_start_matches('.');
        } else if let Some(next) = bare.strip_prefix(", ").filter(|_| labelled) {
            rest = next;
        } else if let Some(next) = bare.strip_prefix([':', '#', '=', '：']) {
            labelled = true;
            rest = next;
        } else {
            labelled |= rest.starts_with(['|', '\t']) || rest.starts_with("  ");
            rest = bare;
            break;
        }
    }
    let mut rest = rest.trim_start_matches([' ', '\t', '\u{a0}', '"', '\'', '>', '[', '`', '*', '|', '#', '_', '.']);
    let below = rest.starts_with(['\n', '\r']);
    if below {
        rest = rest.trim_start_matches(['\n', '\r']).trim_start_matches([' ', '\t']);
    }
    Some(Behind { rest, from: seen.whole.end + line.len() - rest.len(), labelled, below })
}

/// Labels that are words of every day: they ask for more of what follows.
const WEAK: &str = "order|file|group|bar|record|reference|ref|id|az|police|de|serial|registration|ticket|case|tax|visa|specimen|plate|\
    chart|auftrag|vertrag|bestellung|pedido|commande|référence|referencia|unit|driver|dl|title|entry|quote|quoting|matter|incident|\
    permit|application|pers|personal|pass|fall|schaden|re|rg|fin|bon|avis|devis|demande|carte|série|orden|caso|exp|carnet|permiso|\
    permis|licencia|tarjeta|registro|historia|recibo|run|tie|po|p.o|contract|agreement|agent|staff|certificate|acc|pat|vers|versicherung|\
    akte|beleg|mandate|sap|sn|req|title|partida|tomo|bescheid|sendung|hospital|hosp|pol|quoting|buchung|reserva|zeichen|fiscal|\
    procédure|autos|protocolo|folio|barcode|locator|license|licence|insurance|steuer|ausweis|compte|contrat|contrato|facture|\
    factura|rechnung|dossier|policy|account|patient|customer|client|student|member";

/// Labels that are the name of a number: nothing more has to say that one follows.
const NUMBERS: &str = "s/n|sn|utr|ein|nss|nuss|nhs|imei|mrn|nie|dni|nif|cif|pnr|oln|nino|req|ipp|iep|nip|curp|rut|cuit|cuil|az|gz|asset tag|service tag|\
    sort code|record locator|pat.-id|our ref|your ref|our reference|your reference|n/réf|v/réf|nos réf|vos réf|unser zeichen|ihr zeichen|badge|legajo|uhid|rma|blz|bankleitzahl|clabe|aba|s/c|ccc|autos|vertragskonto|idnr|steuer-id|svnr|ahv|bsn|cpf|pesel|siret|siren|nir|hrb|npi|nhc|nig|expte|atestado|medicaid|mbi|matricule";

fn record(seen: &Seen<'_>) -> Option<Range<usize>> {
    let Behind { rest, from, labelled, below } = behind(seen)?;
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let kept = code(rest);
    if kept.is_empty() {
        let quiet = seen.text.get(seen.whole.clone())?.bytes().any(|byte| byte.is_ascii_lowercase());
        return locator(&label, rest, labelled).filter(|_| quiet).map(|length| from..from + length);
    }
    let span = from..from + kept.len();
    if below {
        // A label above its value: both alone in their lines, or in columns.
        let behind = rest.get(kept.len()..)?;
        let behind = behind.trim_start_matches(['.', ',', ';', ')', '»', '"']);
        let free = behind.is_empty() || behind.starts_with(['\n', '\r', '\t', '|']) || behind.starts_with("  ");
        if !free {
            return None;
        }
    }
    let count = digits(kept).len();
    let weak = WEAK.split('|').any(|word| word == label);
    let firm = matches!(
        label.as_str(),
        "account"
            | "patient"
            | "customer"
            | "client"
            | "member"
            | "policy"
            | "dossier"
            | "compte"
            | "license"
            | "licence"
            | "student"
            | "steuer"
            | "facture"
            | "factura"
            | "rechnung"
            | "contrat"
            | "contrato"
            | "insurance"
            | "ausweis"
            | "staff"
            | "hosp"
            | "pol"
            | "certificate"
            | "barcode"
    );
    let weak = weak && !firm;
    let labelled = labelled
        || NUMBERS.split('|').any(|word| word == label)
        || label.ends_with("nummer")
        || label.ends_with("zeichen");
    let told = seen.text.get(seen.whole.end..from)?.to_lowercase();
    // `Group #:`, `order no.`: said to be a number.
    let weak = weak
        && !(told.contains('#')
            || [" no", "nr", "n°", "nº", "number", "nummer", "num", " id"].iter().any(|word| told.contains(word)));
    let least = match (labelled, weak) {
        (true, false) => 4,
        (true, true) | (false, false) => 6,
        (false, true) => 7,
    };
    let quantity = quantity::is_bare(kept)
        || (kept.contains('/')
            && count < 9
            && !labelled
            && !kept.bytes().any(|byte| byte.is_ascii_uppercase())
            && !matches!(
                label.as_str(),
                "expediente" | "aktenzeichen" | "dossier" | "docket" | "diligencias" | "expte" | "autos"
            ))
        || kept.parse::<f64>().is_ok_and(|_| kept.contains('.'))
        || kept.parse::<std::net::IpAddr>().is_ok()
        || (kept.contains(':') && !kept.bytes().any(|byte| byte.is_ascii_alphabetic()))
        || is_year(kept);
    // `Orden ECO/805/2003`: a decree.
    let decree =
        label == "orden" && kept.matches('/').count() == 2 && kept.starts_with(|c: char| c.is_ascii_uppercase());
    let quantity = quantity || decree;
    let plate = ["plate", "kennzeichen", "matrícula", "immatriculation", "plaque", "registration"];
    let fits = is_telling(kept, count, least, labelled, weak)
        || locator(&label, rest, labelled) == Some(kept.len())
        || (plate.iter().any(|word| label.contains(word))
            && count >= 2
            && kept.bytes().any(|byte| byte.is_ascii_uppercase()));
    let whole = Seen { text: seen.text, span: span.clone(), whole: seen.whole.clone() };
    (alone(&whole).is_some() && fits && !quantity && kept.len() <= 30).then_some(span)
}

/// Whether a code says enough to be one: so many digits, or capitals and digits that make no word.
fn is_telling(kept: &str, count: usize, least: usize, labelled: bool, weak: bool) -> bool {
    let mixed = kept.bytes().any(|byte| byte.is_ascii_uppercase());
    let small = kept.bytes().any(|byte| byte.is_ascii_lowercase());
    let code = mixed && count >= 4 && kept.len() >= 8 && !small;
    count >= least
        || (code && (labelled || !weak || count >= 5 || kept.len() >= 10))
        || (labelled && mixed && !small && count >= if weak { 4 } else { 2 } && kept.len() >= 6)
}

fn is_year(kept: &str) -> bool {
    kept.len() == 4 && (kept.starts_with("19") || kept.starts_with("20"))
}

/// Six capitals or digits behind a word for a booking.
fn locator(label: &str, rest: &str, labelled: bool) -> Option<usize> {
    let word = [
        "locator",
        "booking",
        "reservation",
        "pnr",
        "dossier",
        "localizador",
        "reserva",
        "buchungscode",
        "confirmation",
    ]
    .iter()
    .any(|word| label.contains(word));
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let written = rest.get(..end)?;
    let capitals = written.len() == 6 && written.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    // A word in capitals is one only where the label says that a code follows.
    let mixed = written.bytes().any(|byte| byte.is_ascii_digit());
    (word && capitals && (labelled || mixed || label.contains("dossier") || label.contains("loca") || label == "pnr"))
        .then_some(end)
}

/// Words before or behind “number” that make it no number of a person or a record.
const NO_RECORD: &str = "version|page|seite|página|chapter|kapitel|capítulo|chapitre|line|zeile|ligne|línea|issue|pull|bug|rfc|isbn|issn|\
    port|step|schritt|figure|fig|table|tabelle|section|article|artikel|artículo|artículos|model|modell|modèle|modelo|part|teile|track|episode|\
    volume|vol|edition|week|build|zimmer|phone|telephone|telefon|tel|téléphone|teléfono|fax|handy|mobile|mobil|rufnummer|ruf|haus|\
    atomic|prime|random|real|whole|seed|maximum|total|error|fehler|exit|status|law|ley|loi|gesetz|real decreto|decreto|product|produkt|\
    produit|producto|item|lot|batch|catalog|catalogue|large|small|same|certain|minimum|magic|even|odd|rational|complex|flight|flug|\
    vol|train|zug|bus|linie|house|iteration|line|rule|regel|règlement|reglamento|directive|richtlinie|directiva|verordnung|question|\
    frage|aufgabe|exercise|ejercicio|exercice|test|reference implementation|ordinal|cardinal|serial port|sinfonie|symphony|opus|op|color|colour|commit|cas|ean|gtin|upc|sku|verkehrszeichen|vorzeichen|lesezeichen";

fn numbered(seen: &Seen<'_>) -> Option<Range<usize>> {
    let mark = seen.text.get(seen.whole.clone())?;
    let lower = mark.to_lowercase();
    let sign = mark.ends_with(['°', 'º', '№']);
    let head = super::before(seen.text, seen.whole.start);
    let head = head.rsplit('\n').next().unwrap_or(head);
    let glued = head.ends_with(char::is_alphabetic);
    let compound = matches!(lower.as_str(), "nummer" | "nr" | "zeichen");
    let next = seen.text.get(seen.whole.end..)?.chars().next();
    if (glued && !compound) || (!sign && next.is_some_and(char::is_alphanumeric)) || (lower == "zeichen" && !glued) {
        return None;
    }
    // `there were no 12345 things`: a word of sentences unless it is marked as more.
    let dotted = next == Some('.') || next == Some(':') || next == Some('#') || sign;
    let noun = head.trim_end_matches([' ', '-', '_', '.', '\u{a0}']);
    let noun = noun.rsplit(|c: char| !(c.is_alphanumeric() || c == '\'')).next().unwrap_or_default().to_lowercase();
    let function = [
        "", "the", "a", "this", "that", "any", "el", "la", "un", "une", "le", "die", "der", "das", "eine", "ein",
        "were", "was", "is", "are", "with", "by", "has", "have", "there", "of", "los", "les", "des", "und", "and",
        "or", "in", "to", "says", "see", "at",
    ];
    let bare = function.contains(&noun.as_str());
    if (lower == "no" && !dotted || lower.starts_with("number")) && bare {
        return None;
    }
    // `Verordnung (EU) Nr. 2016/679`.
    let law = [
        "verordnung",
        "directive",
        "richtlinie",
        "ley ",
        "loi ",
        "règlement",
        "reglamento",
        "directiva",
        "decreto",
        "décret",
        "gesetz",
        "regulation",
        "act ",
    ];
    let lead = head.get(head.char_indices().rev().nth(28).map_or(0, |(at, _)| at)..).unwrap_or_default().to_lowercase();
    if law.iter().any(|word| lead.contains(word)) {
        return None;
    }
    let near = Behind::at(seen)?;
    let told = seen.text.get(seen.whole.end..near.from)?.to_lowercase();
    let ordinary = |words: &str| {
        let compound = compound && glued;
        NO_RECORD.split('|').any(|no| words == no || (compound && (words.starts_with(no) || words.ends_with(no))))
    };
    if ordinary(&noun)
        || told.split(|c: char| !c.is_alphanumeric()).any(|word| NO_RECORD.split('|').any(|no| no == word))
    {
        return None;
    }
    let kept = code(near.rest);
    let count = digits(kept).len();
    let span = near.from..near.from + kept.len();
    let whole = Seen { text: seen.text, span: span.clone(), whole: seen.whole.clone() };
    let quantity = quantity::is_bare(kept)
        || is_year(kept)
        || kept.parse::<f64>().is_ok_and(|_| kept.contains('.'))
        || (kept.contains('/') && count < 7)
        || (kept.contains(':') && !kept.bytes().any(|byte| byte.is_ascii_alphabetic()));
    let plain = bare && told.trim_matches([' ', '.', ':', '#', '"', '\'']).is_empty();
    // `the number 1000000` is one of mathematics.
    if plain && matches!(lower.as_str(), "numéro" | "número" | "numero" | "nummer") && !glued {
        return None;
    }
    let least = if plain { 7 } else { 5 };
    (alone(&whole).is_some() && !quantity && is_telling(kept, count, least, !plain || sign, plain && !sign))
        .then_some(span)
}

impl<'t> Behind<'t> {
    /// What follows a word for a number, behind up to three words that say of what (`n° de dossier :`).
    fn at(seen: &Seen<'t>) -> Option<Self> {
        let line = window(seen.text, seen.whole.end);
        let mut rest = line.strip_prefix('.').unwrap_or(line);
        if !rest.starts_with([' ', ':', '#', '=', '"', '_', '-', '\t', '\u{a0}', ')'])
            && !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            return None;
        }
        for step in 0..5 {
            let bare = rest.trim_start_matches([' ', '\t', '\u{a0}', '"', '\'', ':', '#', '=', '(', ')', '_', '-']);
            let end = bare.find(|c: char| !(c.is_alphabetic() || c == '’' || c == '\'')).unwrap_or(bare.len());
            let word = bare.get(..end)?;
            let small = word.chars().any(char::is_lowercase) && word.chars().skip(1).all(|c| !c.is_uppercase());
            rest = bare;
            // Not `number and what about 1729`: what a number is of begins with a small word for it.
            let of = [
                "de", "du", "des", "del", "of", "for", "der", "für", "is", "ist", "est", "es", "lautet", "la", "le",
                "el",
            ];
            if step == 0
                && small
                && !of.contains(&word.to_lowercase().as_str())
                && !word.starts_with("d'")
                && !word.starts_with("d’")
            {
                return None;
            }
            if !small || bare.get(end..).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit())) {
                break;
            }
            rest = bare.get(end..)?;
        }
        Some(Self { rest, from: seen.whole.end + line.len() - rest.len(), labelled: true, below: false })
    }
}

/// The first code within a few words of a document.
fn told(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = window(seen.text, seen.whole.end);
    let line = line.split(['\n', '\r']).next()?;
    let end = line.find(". ").unwrap_or(line.len());
    let line = line.get(..end)?;
    let mut at = 0;
    let mut passed = 0;
    for group in line.split([' ', '(', ':', ',', '"']) {
        let bare = group.trim_matches(['.', ')', ';', '!', '?', '\'', '«', '»']);
        let count = digits(bare).len();
        let capitals = bare.bytes().any(|byte| byte.is_ascii_uppercase());
        let shape =
            bare.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'/');
        if count >= 4 && shape {
            let start = seen.whole.end + at + group.find(bare)?;
            let span = start..start + bare.len();
            let whole = Seen { text: seen.text, span: span.clone(), whole: seen.whole.clone() };
            let letters = capitals && bare.len() >= 7 && count >= 5;
            let number = !capitals && count >= 8 && bare.len() == count && passed <= 2;
            return (alone(&whole).is_some() && (letters || number) && !quantity::is_bare(bare)).then_some(span);
        }
        passed += usize::from(!bare.is_empty());
        at += group.len() + 1;
        if passed > 9 || count > 0 {
            break;
        }
    }
    None
}
