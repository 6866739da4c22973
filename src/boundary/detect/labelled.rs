//! Numbers behind a label: what a record, an account or a document is known by, in whatever spelling, cell or line it stands.
//!
//! Not for numbers that prove themselves (`number.rs`, `national.rs`) and not for people, who are named rather than numbered.

mod code;
pub(super) mod form;
pub(super) mod numbered;

use std::ops::Range;
use std::sync::LazyLock;

use super::Look::Cue;
use super::check::{alone, digits, is_year};
use super::{Row, Seen, name};
use crate::boundary::finding::Class::Identifier;
use crate::text::quantity;
use code::is_telling;
pub(super) use code::{code, window};

pub(super) const ROWS: &[Row] = &[Row {
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
                buchungscode|referenz|rma|po|p.o|uhid|mitgl|mitgl.-nr|kontonr|vertragskonto|zähler|blz|bankleitzahl|clabe|aba|s/c|rib|ccc|zeichen|ausweis-nr|dossier n|hospitalier|contract|agreement|accnt|acc|cust|agent|\
                cliente|nmls|cro|gmc|nmc|hcpc|sia|rx|réservation|denuncia|kunde|kundin|batch|charge|blatt|grundbuch|warrant|crime number|incident number|\
                log number|n° étranger|étranger|assurance vie|ligne|kv|lanr|bsnr|warranty|trip|consignment note|geschäftsnummer|despido|parte|\
                numéro étranger|agdref|depósito|préstamo|prêt|darlehen|kredit|girokonto|sparkonto|depot",
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
        ("N.º cliente C00417", "C00417"),
        ("(n.º empleado 0884)", "0884"),
        ("Ihr Girokonto 4410 227 803 weist", "4410 227 803"),
        ("Rx #6620184-03", "6620184-03"),
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
}];

/// Words between a label and its value.
static LINKS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "identification|identifier|registration|reference|number|numbers|nummer|numéro|número|clínica|card|code|plate|\
    record|num|no|nr|nº|n°|no.|nr.|num.|id|ref|ref.|is|ist|est|es|was|de|du|client|fiscal|licence|license|\
    le|lautet|lauten|sanitaria|social|conduire|security|policy|member|file|docket|civil|account|n0|n0.|nro|nro.|núm|núm.|n.º|№|\
    idnr|idnr.|id-nr|la|el|sous|sous le|unter|der|die|das|bearing|reads|says|with|tag|locator|civil|verbal|ordinario|cliente|\
    identificación|identité|identidad|réf|réf.|juicio|ending|ending in|endend auf|terminada en|terminado en|se terminant par|\
    finissant par|claim|case|invoice|paye|utr|ein|mark|insurance|ss|actuel|actual|que|et|y|and|pol|pol.".split('|').collect()
});

/// Links that make no label of what they follow.
const LIGHT: &str =
    "is|ist|est|es|was|de|du|client|le|la|el|der|die|das|with|que|et|y|and|unter|sous|sous le|says|reads|cliente";

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
        let lower = bare.get(..bare.ceil_char_boundary(24)).unwrap_or(bare).to_lowercase();
        let joint = LINKS
            .iter()
            .copied()
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
static WEAK: LazyLock<name::Set> = LazyLock::new(|| {
    name::set(
        "order|file|group|bar|record|reference|ref|id|az|police|de|serial|registration|ticket|case|tax|visa|specimen|plate|\
    chart|auftrag|vertrag|bestellung|pedido|commande|référence|referencia|unit|driver|dl|title|entry|quote|quoting|matter|incident|\
    permit|application|pers|personal|pass|fall|schaden|re|rg|fin|bon|avis|devis|demande|carte|série|orden|caso|exp|carnet|permiso|\
    permis|licencia|tarjeta|registro|historia|recibo|run|tie|po|p.o|contract|agreement|agent|staff|certificate|acc|pat|vers|versicherung|\
    akte|beleg|mandate|sap|sn|req|title|partida|tomo|bescheid|sendung|hospital|hosp|pol|quoting|buchung|reserva|zeichen|fiscal|charge|blatt|batch|trip|ligne|kunde|kundin|parte|sia|cro|depot|warrant|\
    procédure|autos|protocolo|folio|barcode|locator|license|licence|insurance|steuer|ausweis|compte|contrat|contrato|facture|\
    factura|rechnung|dossier|policy|account|patient|customer|client|student|member",
    )
});

/// Labels that are the name of a number: nothing more has to say that one follows.
static NUMBERS: LazyLock<name::Set> = LazyLock::new(|| {
    name::set(
        "s/n|sn|utr|ein|nss|nuss|nhs|imei|mrn|nie|dni|nif|cif|pnr|oln|nino|req|ipp|iep|nip|curp|rut|cuit|cuil|az|gz|asset tag|service tag|\
    sort code|record locator|pat.-id|our ref|your ref|our reference|your reference|n/réf|v/réf|nos réf|vos réf|unser zeichen|ihr zeichen|badge|legajo|uhid|rma|blz|bankleitzahl|clabe|aba|s/c|ccc|autos|vertragskonto|idnr|steuer-id|svnr|ahv|bsn|cpf|pesel|siret|siren|nir|hrb|npi|nhc|nig|expte|atestado|medicaid|mbi|matricule",
    )
});

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
    let weak = WEAK.contains(label.as_str());
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
        || NUMBERS.contains(label.as_str())
        || label.ends_with("nummer")
        || label.ends_with("zeichen")
        || numbered(super::before(seen.text, seen.whole.start));
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
    let plate = ["plate", "kennzeichen", "matrícula", "immatriculation", "plaque", "registration"];
    let fits = is_telling(kept, count, least, labelled, weak)
        || locator(&label, rest, labelled) == Some(kept.len())
        || (plate.iter().any(|word| label.contains(word))
            && count >= 2
            && kept.bytes().any(|byte| byte.is_ascii_uppercase()));
    let whole = Seen { text: seen.text, span: span.clone(), whole: seen.whole.clone() };
    if !fits || kept.len() > 30 || alone(&whole).is_none() {
        return None;
    }
    // `Orden ECO/805/2003`: a decree.
    let decree =
        label == "orden" && kept.matches('/').count() == 2 && kept.starts_with(|c: char| c.is_ascii_uppercase());
    let quantity = decree
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
        || is_year(kept)
        || quantity::is_bare(kept);
    (!quantity).then_some(span)
}

/// Whether the word for a number stands before its label: `N.º cliente C00417`.
fn numbered(head: &str) -> bool {
    let head = head.trim_end();
    head.len() >= 2
        && ["n.º", "nº", "n°", "n.°", "N.º", "Nº", "N°", "núm.", "Núm.", "numéro", "número", "num.", "№"]
            .iter()
            .any(|word| head.strip_suffix(word).is_some_and(|left| !left.ends_with(char::is_alphanumeric)))
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
