//! Numbers behind a word that ends in “number”, and codes told within a few words of the document they are on.

use std::ops::Range;

use super::super::Look::{Cue, Pattern};
use super::super::check::{alone, digits};
use super::super::trigger::Need::Digits;
use super::super::{Row, Seen, before};
use super::code::{code, is_telling, is_year, window};
use crate::boundary::finding::Class::Identifier;
use crate::text::quantity;

pub(in super::super) const ROWS: &[Row] = &[
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
];

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
    let head = before(seen.text, seen.whole.start);
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

/// What follows a word for a number.
struct Behind<'t> {
    rest: &'t str,
    from: usize,
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
        Some(Self { rest, from: seen.whole.end + line.len() - rest.len() })
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
