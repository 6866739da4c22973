//! References: what a house writes on its forms to tell one person, case or thing from another, behind a label. Wider than the
//! records of `record.rs` in labels and in how the value is written (`KH 24.118.7703-2`, `B 118 204`, `R7XK2M`), so the label has to be
//! followed by a word or a mark for a number.

use std::ops::Range;

use super::Look::Cue;
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;
use crate::text::quantity;

pub(super) const ROWS: &[Row] = &[Row {
    kind: "RECORD",
    class: Identifier,
    name: "reference",
    reason: "a number behind a word for a personal record",
    look: Cue(
        "req|requisition|applicant|application|application no|bewerbung|candidature|accession|specimen|sample|lab|order|encounter|visit|episode|hosp|hospital|hospital no|clinic no|mrn|\
            chart|patient|pt|medicaid|medicare|nhs|chi|h&c|insurance|policy|pol|claim|member|group|subscriber|certificate|cert|\
            payroll|employee|emp|staff|personnel|badge|asset|asset tag|inventory|tag|serial|serial number|s/n|sn|imei|iccid|\
            imsi|device|device id|udid|meter|account|acct|a/c|acc|customer|cust|client|contract|invoice|inv|bill|receipt|\
            transaction|payment|reference|ref|our ref|your ref|quote|booking|reservation|record locator|locator|pnr|ticket|\
            e-ticket|confirmation|frequent flyer|frequent traveller|loyalty|membership|barcode|tracking|parcel|shipment|\
            consignment|case|case number|docket|cause|file|matter|instrument|deed|apn|parcel no|title|entry|incident|report|\
            crime|crime ref|urn|warrant|citation|summons|bond|licence|license|dl|oln|permit|registration|reg|visa|uscis|\
            alien|a-number|passport|id card|national id|voter|driver number|driver no|utr|paye|paye ref|crn|companies house|\
            vat|ein|tin|itin|fein|npi|dea|clia|dot|usdot|mc|student|student id|candidate|exam|ucas|library card|roll|\
            kunden|kundennr|kunden-nr|kundennummer|mandant|vertrag|vertragsnr|vertrags-nr|police|policennr|versicherungsschein|\
            versicherungs|versicherten|versichertennr|kv|kvnr|vsnr|sv|sv-nummer|rv|rvnr|steuer|steuer-idnr|st|steuernr|\
            schaden|schaden-nr|schadennr|vorgang|vorgangs|aktenzeichen|az|gz|geschäfts|geschäfts-nr|geschäftszeichen|\
            geschäftsnummer|unser zeichen|ihr zeichen|zeichen|rechnung|rechnungs|rechnungs-nr|rechnungsnr|beleg|belegnr|\
            auftrag|auftrags|bestell|bestellung|lieferschein|sendung|sendungs|personal|personalnr|personal-nr|matrikel|\
            matrikelnr|mitglieds|mitgliedsnr|patienten|patientennr|fall|fallnr|fall-nr|aufnahme|ausweis|ausweisnr|reisepass|\
            personalausweis|aufenthaltstitel|führerschein|fahrgestell|fin|seriennummer|seriennr|geräte|zähler|zählernummer|\
            buchung|buchungs|buchungscode|ticketnummer|hrb|hra|kennzeichen|versicherungskennzeichen|konto|ktonr|\
            dossier|ipp|nip|séjour|iep|matricule|adhérent|contrat|police|sinistre|chèque|facture|commande|devis|réf|référence|\
            nos réf|vos réf|réservation|billet|n° client|client|compte|rg|rg n°|pv|procès-verbal|permis|passeport|\
            carte d'identité|pièce d'identité|cni|titre de séjour|carte de séjour|récépissé|numéro de série|n° de série|série|agrément|finess|\
            rpps|adeli|siret|siren|rcs|tva|demande|ticket n°|suivi|colis|parcelle|\
            expediente|exp|historia|historia clínica|nhc|hc|nº historia|cip|cipa|sip|tarjeta sanitaria|episodio|orden|muestra|\
            pedido|factura|boleta|recibo|albarán|presupuesto|contrato|póliza|siniestro|poliza|cliente|abonado|socio|caso|\
            incidencia|solicitud|folio|procedimiento|autos|juicio verbal|diligencias|atestado|nig|rollo|sentencia|protocolo|\
            colegiado|nº colegiado|registro|matrícula|bastidor|serie|número de serie|nss|nuss|cuenta|referencia|ref. catastral|\
            referencia catastral|pasaporte|permiso|carnet|carné|licencia|cédula|cedula|legajo|ruc|nit|reserva|localizador|billete|\
            seguimiento|envío|guía|medidor|cups|nie|dni|nif|cif|nif/nie|rut|curp|rfc|cuit|cuil|c.c|n.i.f|d.n.i|n.i.e|c.i.f",
    ),
    check: reference,
    hits: &[
        ("REQ# Q24-118-00937", "Q24-118-00937"),
        ("invoice TW-2291\nTo:", "TW-2291"),
        ("Hosp No:  B 118 204", "B 118 204"),
        ("Schaden-Nr. KH 24.118.7703-2", "KH 24.118.7703-2"),
        ("Record locator R7XK2M. They", "R7XK2M"),
        ("frequent traveller number, UX 3390 118 204, is", "UX 3390 118 204"),
        ("payroll no 008817. Companion", "008817"),
        ("barcode GVX 2023 118845, two", "GVX 2023 118845"),
        ("Medicaid ID KN40918C.", "KN40918C"),
        ("(asset tag ITS-LT-03391)", "ITS-LT-03391"),
        ("Orden: LQ-0092714      Toma", "LQ-0092714"),
        ("IPP 8004471932", "8004471932"),
        ("Le chèque n° 4418027 que", "4418027"),
        ("N° de série : R52T-80-3GXKF", "R52T-80-3GXKF"),
        ("dossier TQKLMB au nom", "TQKLMB"),
        ("Führerschein (J430A0X8K71) mit", "J430A0X8K71"),
        ("s/n PF-3Q0Z7L, wired", "PF-3Q0Z7L"),
        ("NIG: 28065 42 1 2023 0009917", "28065 42 1 2023 0009917"),
        ("Staff No. HSA/0772", "HSA/0772"),
        ("PV n° 2024/001184", "2024/001184"),
    ],
    misses: &[
        "order: 12:30",
        "case 12",
        "group 1234 people",
        "Order number one",
        "visit 2024-05-06",
        "reference: ISO 9001",
        "file: main.rs",
        "report 2024",
        "tag: v1.2.3",
        "ticket PROJ-1234",
        "case: 42",
        "policy: 30 days",
        "license: MIT",
        "sample 100 mg",
        "title: Top 10",
        "account for 2026",
        "bill: 1,250.00",
        "Auftrag: 3 Stück",
        "st 5 km",
        "serie A 2023",
        "Ref: RFC 6901",
        "matter 3.141592",
        "port: 8080",
        "exam: 2025/2026",
    ],
}];

/// Words and marks between a label and its value.
const LINKS: &[&str] = &[
    "number", "numbers", "no", "nr", "num", "nummer", "id", "code", "ref", "reference", "nº", "n°", "nº.", "n.º", "numéro", "número",
    "card", "certificate", "serial", "is", "are", "was", "lautet", "ist", "est", "es", "identification", "record", "policy",
    "de", "du", "client", "série", "serie", "patient", "probate", "in", "quote", "under", "sous", "le", "la",
];

/// Labels behind which a code of capitals alone counts.
const CODES: &[&str] = &["record locator", "locator", "pnr", "localizador", "buchungscode", "dossier", "reserva", "confirmation"];

/// Labels behind which a value with digits and capitals counts without anything between them.
const CLOSE: &[&str] = &[
    "s/n", "sn", "asset tag", "invoice", "inv", "medicaid", "ipp", "nig", "oln", "barcode", "mrn", "nhc", "hc", "imei", "passport",
    "pasaporte", "passeport", "reisepass", "permiso", "permis", "policy", "pol", "claim", "utr", "docket", "siniestro", "expediente",
    "certificate", "folio", "abonado", "matricule", "record locator", "locator", "pnr", "dossier", "localizador", "vorgang",
    "führerschein", "aktenzeichen", "az", "badge", "cif", "nif", "nie", "dni", "rut", "curp", "rfc", "cuit", "cuil", "fin", "bastidor",
    "n° client", "driver number", "versicherungskennzeichen", "juicio verbal", "diligencias", "boleta", "crn", "npi", "dea", "kv", "c.c",
    "booking", "siret", "siren", "accession", "specimen", "account", "acct", "iep", "nip", "sip", "cip", "tracking", "rechnung", "rechnungs",
    "aufenthaltstitel", "ausweis", "personalausweis", "pv", "facture", "factura", "póliza", "contrato", "medicare", "license", "licence",
    "chi", "visa", "steuernr", "kundennummer", "kundennr", "schaden", "schadennr", "caso", "orden", "pedido", "sinistre", "contrat",
];

fn reference(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    // The head of an address or a path is no label.
    if seen.text.get(..seen.whole.start)?.ends_with(['/', '.', '@', '\\', '#']) {
        return None;
    }
    let mut rest = line;
    let (mut linked, mut marked) = (label.ends_with("nr") || label.ends_with("no") || label.ends_with("nummer"), false);
    for _ in 0..6 {
        let bare = rest.trim_start_matches([' ', '\t', '\u{a0}', '"', '\'', '*', '_', '(', ')', ',', '-']);
        if let Some(next) = bare.strip_prefix([':', '#', '=', '.', '№']) {
            marked |= !bare.starts_with('.');
            rest = next;
            continue;
        }
        let word = bare.split(|c: char| !(c.is_alphabetic() || matches!(c, 'º' | '°' | '.'))).next().unwrap_or_default();
        let plain = word.trim_end_matches('.').to_lowercase();
        let shouted = plain.trim_end_matches(['0']);
        if plain.is_empty() || !LINKS.contains(&shouted) || bare.get(word.len()..).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit() && word != "n°" && word != "nº")) {
            rest = bare;
            break;
        }
        linked |= !["is", "are", "was", "ist", "est", "es", "de", "du", "in", "le", "la", "client", "patient"].contains(&plain.as_str());
        rest = bare.get(word.len()..)?;
    }
    let from = seen.span.end - rest.len();
    let length = value(rest)?;
    let written = rest.get(..length)?;
    let span = from..from + length;
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let capitals = written.bytes().filter(u8::is_ascii_uppercase).count();
    let close = CLOSE.contains(&label.as_str());
    let code = digits == 0 || capitals > 0 && digits > 0 && length <= 8 && !written.contains([' ', '-', '/', '.']);
    let enough = match (linked || marked, close) {
        _ if digits == 0 => CODES.contains(&label.as_str()) && (5..=8).contains(&capitals),
        (true, true) => digits >= 4 || capitals > 0 && digits >= 2 && length >= 5,
        (true, false) => digits >= 5 || linked && digits >= 4 || capitals > 0 && digits >= 3 && length >= 6,
        (false, true) if CODES.contains(&label.as_str()) => code && (5..=8).contains(&length) || digits >= 5,
        (false, true) => digits >= 6 || capitals > 0 && digits >= 3 && length >= 6,
        (false, false) => false,
    };
    let standard = ["ISO", "RFC", "DIN", "EN ", "IEC", "IEEE", "UTF", "SHA", "RS-", "PROJ", "CVE", "HTTP", "COVID", "DSM", "ICD"]
        .iter()
        .any(|head| written.starts_with(head));
    let number = written.replace([' ', '\u{a0}'], "");
    let amount = quantity::is_bare(written)
        || (written.contains(['.', ',']) && number.parse::<f64>().is_ok())
        || number.parse::<std::net::IpAddr>().is_ok()
        || year(&number)
        || rest.get(length..).is_some_and(|behind| behind.starts_with([':', '%', '°', '€', '$']) || unit(behind));
    (enough && !standard && !amount && (code || digits >= 3) && length <= 34).then_some(span)
}

/// How many bytes of `rest` are one value: groups of capitals, digits and marks, as long as they go on.
fn value(rest: &str) -> Option<usize> {
    let mut kept = 0;
    let mut seen_digit = false;
    for (index, group) in rest.split(' ').enumerate().take(8) {
        let end = group.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '_'))).unwrap_or(group.len());
        let ended = end < group.len();
        let token = group.get(..end)?.trim_end_matches(['.', '-', '/', '_']);
        let stopped = ended || token.len() < end;
        let digits = token.bytes().filter(u8::is_ascii_digit).count();
        let small = token.bytes().any(|byte| byte.is_ascii_lowercase());
        let fits = if index == 0 {
            !token.is_empty() && (!small || digits >= 2 && token.len() <= 24) && (digits > 0 || token.len() <= 3 && !stopped || (5..=8).contains(&token.len()))
        } else {
            // A letter may close it; digits go on. What has small letters is the next word.
            !small && !token.is_empty() && (digits > 0 && token.len() <= 16 || token.len() == 1 && seen_digit && token.bytes().all(|byte| byte.is_ascii_uppercase()))
        };
        if !fits {
            break;
        }
        // A long first number is whole; what follows is the next thing.
        if index > 0 && digits > 0 && kept >= 8 && !rest.get(..kept)?.contains(' ') && rest.get(..kept)?.bytes().filter(u8::is_ascii_digit).count() >= 6 {
            break;
        }
        seen_digit |= digits > 0;
        kept += usize::from(index > 0) + token.len();
        if stopped {
            break;
        }
    }
    let written = rest.get(..kept)?;
    // `KH` without its number.
    (kept >= 3 && (seen_digit || !written.contains(' '))).then_some(kept)
}

/// `2025`, `2025/2026`.
fn year(number: &str) -> bool {
    number.split(['/', '-']).all(is_year)
}

fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20")) && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word for a unit or for things counted follows.
fn unit(behind: &str) -> bool {
    let word = behind.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    behind.starts_with(' ')
        && ["people", "mg", "ml", "kg", "km", "m", "min", "days", "tage", "jours", "días", "stück", "users", "items", "units", "euros", "eur", "usd", "dollars", "years", "months", "weeks", "hours", "requests", "rows", "times"]
            .contains(&word.to_lowercase().as_str())
}
