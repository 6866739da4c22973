//! Telephone numbers that only their word tells: extensions, and numbers of any grouping behind a word for a telephone. Numbers
//! that are phone numbers by their form are in `contact.rs` and `reach.rs`.

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::check::{alone, alone_number, digits, uniform};
use super::trigger::Need::Digits;
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;
use crate::text::quantity;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "PHONE",
        class: Identifier,
        name: "phone-spanish",
        reason: "a Spanish telephone number behind words for reaching somebody",
        look: Pattern(&[Digits(9)], r"[6-9]\d{2}[ .]\d{3}[ .]\d{3}|[6-9]\d{2}[ .]\d{2}[ .]\d{2}[ .]\d{2}"),
        check: |seen| {
            let head = super::before(seen.text, seen.span.start);
            let told = super::check::context(
                seen,
                40,
                &[
                    "en el", "línea", "linea", "llam", "tel", "móvil", "movil", "atender", "contact", "whatsapp",
                    "número", "fijo", "avis",
                ],
            );
            let glued = head.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '/' | '+' | '€' | '$'));
            super::check::alone_number(seen).filter(|_| told && !glued)
        },
        hits: &[("le atenderá en el 976 555 310.", "976 555 310"), ("línea 633 555 471", "633 555 471")],
        misses: &["total 976 555 310", "población de 633 555 471 personas", "el año 900 100 200"],
    },
    Row {
        kind: "PHONE",
        class: Identifier,
        name: "phone-extension",
        reason: "an extension behind the word for one",
        look: Cue(
            "ext|ext.|extn|extension|durchwahl|dw|dw.|nebenstelle|apparat|klappe|poste|p.|extensión|interno|anexo|int.|fax|x",
        ),
        check: extension,
        hits: &[
            ("first aider, ext. 2204", "2204"),
            ("until four, extension 5518.", "5518"),
            ("Durchwahl: 311", "311"),
            ("· Fax -311", "311"),
            ("poste 4402", "4402"),
        ],
        misses: &[
            "ext. 4 of the file",
            "extension 1.5",
            "poste 12",
            "fax machine 2000",
            "ext4 8192",
            "extension 2024-01-01",
            "x 2204",
            "int. 500 g",
            "extension 30 days",
            "p. 2204",
        ],
    },
    Row {
        kind: "PHONE",
        class: Identifier,
        name: "phone-told",
        reason: "a number behind a word for a telephone",
        look: Cue(
            "tel|tel.|tél|tél.|tlf|tlf.|tfno|tfno.|tfn|telf|telf.|teléf.|teléfono|telefono|téléphone|telephone|phone|phone number|telefon|telefonnummer|\
                telefon-nr|telefonnr|fon|fone|mob|mob.|mobile|mobil|mobilnummer|handy|handynummer|handynr|cell|cel|cel.|celular|móvil|movil|port.|portable|\
                gsm|natel|fax|fax.|téléc.|landline|festnetz|fixe|fijo|rufnummer|rückruf|callback|ligne directe|direct line|hotline|whatsapp|wa|wsp|signal|t|t.|\
                f.|m.|h:|w:|c:|ring|ring me|call|call me|text|llama|llámame|llamadme|llamar al|llame al|appelez|appelle|appeler|joignable au|ruf|erreichbar unter|unter|bin unter|\
                au|al|contact|contacto|kontakt|emergency contact|urgence|notfall|ice|avisar a|avisemos al|tel nr|phone_number|phonenumber|mobile_number|contact_number|msisdn",
        ),
        check: phone_told,
        hits: &[
            ("Tel.: 08191-555 42", "08191-555 42"),
            ("bin unter 01577/5550143 da", "01577/5550143"),
            ("Ligne directe : 05.57.00.41.83", "05.57.00.41.83"),
            ("T. 94 655 01 20", "94 655 01 20"),
            ("móvil 600123987", "600123987"),
            ("\"phone\": \"4155550143\"", "4155550143"),
            ("ring me on 496 0718", "496 0718"),
            ("Tel. +49 (0)4421 555-310", "+49 (0)4421 555-310"),
        ],
        misses: &[
            "call 911",
            "tel aviv 2024",
            "au 12 mars 2024",
            "al 100000",
            "t. 20240101",
            "signal 1000000 Hz",
            "text 12345678 chars",
            "unter 1.500.000 Euro",
            "call 2026-11-22",
            "contact 10.0.0.1",
            "m. 12345678",
            "call foo(12345678)",
            "unter 100 000 Menschen",
        ],
    },
];

/// Two to five digits; no quantity, no page, no version.
fn extension(seen: &Seen<'_>) -> Option<Range<usize>> {
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let line = super::labelled::window(seen.text, seen.whole.end).split(['\n', '\r']).next()?;
    let rest = line.trim_start_matches(['.', ' ', ':', '\u{a0}', '-', '–', '#']);
    let marked = line.get(..line.len() - rest.len())?.contains(['-', '–', ':', '.']);
    let rest = ["no. ", "number ", "nr. ", "is "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    let from = seen.whole.end + line.len() - rest.len();
    let span = from..from + count;
    let least = match label.as_str() {
        "fax" if marked => 2,
        "fax" => 4,
        "x" | "p." | "int." => return None,
        "durchwahl" | "nebenstelle" | "klappe" | "apparat" => 2,
        _ => 3,
    };
    let next = rest.get(count..)?;
    let goes_on = next
        .strip_prefix(['.', ',', '-', '/', ':', ' '])
        .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    let end = rest.floor_char_boundary(count + 10);
    let quantity = quantity::find(rest.get(..end)?).first().is_some_and(|first| first.start == 0 && first.end > count);
    let here = Seen { text: seen.text, span: span.clone(), whole: seen.whole.clone() };
    (count >= least && count <= 5 && !goes_on && !quantity && alone(&here).is_some()).then_some(span)
}

/// A number of six to thirteen digits right behind its word (or behind one or two small words), in one way of grouping.
fn phone_told(seen: &Seen<'_>) -> Option<Range<usize>> {
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let line = super::labelled::window(seen.text, seen.whole.end).split(['\n', '\r']).next()?;
    let mut rest = line;
    let mut marked = false;
    for _ in 0..4 {
        let bare = rest.trim_start_matches([' ', '\t', '\u{a0}', '"', '\'', '.', '(', '|', '#', '-', '_', '*', '→']);
        if let Some(next) = bare.strip_prefix([':', '=']) {
            marked = true;
            rest = next;
        } else if let Some(word) = [
            "no. ",
            "number ",
            "nr. ",
            "is ",
            "me on ",
            "me at ",
            "on ",
            "at ",
            "me ",
            "her ",
            "him ",
            "au ",
            "al ",
            "unter ",
            "ist ",
            "es ",
            "est ",
            "le ",
            "privat",
            "dienstl",
            "mobil",
            "fijo",
            "móvil",
            "portable",
            "fixe",
            "(home)",
            "(work)",
            "home",
            "work",
            "el ",
            "the office ",
            "us on ",
        ]
        .iter()
        .find(|word| bare.starts_with(**word))
        {
            rest = bare.get(word.len()..)?;
        } else {
            // The opening bracket is the number's.
            rest = if bare.len() < rest.len()
                && rest.trim_end_matches(bare).ends_with('(')
                && bare.find(')').is_some_and(|at| at < 6)
            {
                rest.get(rest.len() - bare.len() - 1..)?
            } else {
                bare
            };
            break;
        }
    }
    let from = seen.whole.end + line.len() - rest.len();
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '/' | '(' | ')' | '+' | '\u{a0}' | '–')))
        .unwrap_or(rest.len());
    let mut written = rest.get(..end)?.trim_end_matches([' ', '.', '-', '/', '(', '+', '\u{a0}', '–']);
    // Two spaces end a number: a column does.
    if let Some(at) = written.find("  ") {
        written = written.get(..at)?.trim_end_matches(['.', '-', '/', ' ']);
    }
    let firm = [
        "tel",
        "tél",
        "tlf",
        "tfn",
        "telf",
        "phone",
        "fon",
        "mob",
        "handy",
        "cel",
        "móv",
        "mov",
        "port",
        "gsm",
        "natel",
        "fax",
        "landline",
        "festnetz",
        "rufn",
        "call me",
        "ring me",
        "direct",
        "whatsapp",
        "hotline",
        "msisdn",
        "contact_n",
    ]
    .iter()
    .any(|word| label.starts_with(word));
    loop {
        let found = digits(written);
        let span = from..from + written.len();
        let here = Seen { text: seen.text, span: span.clone(), whole: seen.whole.clone() };
        let least = if firm { 6 } else { 7 };
        if found.len() < least {
            return None;
        }
        let groups = written.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).count();
        let trunk = written.starts_with(['0', '+', '(']);
        let mobile = found.len() == 9 && written.starts_with(['6', '7', '9']);
        let fits = found.len() <= 15
            && !uniform(&found)
            && (firm && (marked || groups >= 2 || found.len() >= 8)
                || trunk && found.len() >= 8
                || mobile
                || groups >= 2 && marked);
        let balanced = written.matches('(').count() == written.matches(')').count();
        let date = quantity::is_bare(written)
            || (written.contains('.') && quantity::is_number(written))
            || written.parse::<std::net::IpAddr>().is_ok();
        let next = rest.get(written.len()..)?;
        let unit = next.trim_start().starts_with(['€', '$', '%', '£', '°']) || {
            let end = rest.floor_char_boundary(written.len() + 10);
            quantity::find(rest.get(..end)?)
                .iter()
                .any(|other| other.start < written.len() && other.end > written.len())
        };
        if fits && balanced && !date && !unit && alone_number(&here).is_some() {
            return Some(span);
        }
        written = written
            .rsplit_once([' ', '\u{a0}'])
            .map_or("", |(head, _)| head.trim_end_matches([' ', '-', '–', '/', '.']));
    }
}
