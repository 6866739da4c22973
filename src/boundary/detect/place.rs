//! Where somebody lives: street addresses in English, German, French, Italian and Spanish forms, and coordinates.

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::check::{alone, digits, value};
use super::trigger::Need::{Byte, Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;

/// One to four capitalised words.
macro_rules! town {
    () => {
        r"(?:St\.?[ ])?\p{Lu}[\p{L}\p{M}'’-]*(?:[ ]\p{Lu}[\p{L}\p{M}'’-]*){0,3}"
    };
}

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "street-english",
        reason: "a street with a house number",
        look: Pattern(
            &[Digits(1)],
            concat!(
                r"\d{1,6}[A-Za-z]?(?:-\d{1,4})?[ ]+(?:(?:\p{Lu}[\p{L}\p{M}'’.-]*|\d{1,3}(?:st|nd|rd|th))[ ]+){1,4}?",
                r"(?:Street|STREET|St|ST|Avenue|AVENUE|Ave|AVE|Road|ROAD|Rd|RD|Boulevard|BOULEVARD|Blvd|BLVD|Lane|LANE|Ln|LN|Drive|DRIVE|Dr|DR|Court|COURT|Ct|CT|Circle|CIRCLE|Cir|CIR|Way|WAY|Place|PLACE|Pl|PL|Terrace|TERRACE|Ter|Square|SQUARE|Sq|SQ|Highway|HIGHWAY|Hwy|HWY|Parkway|Pkwy|PKWY|Trail|Trl|Close|Crescent|Mews|Alley|Grove|Gardens|Row)(?-u:\b)\.?",
                r"(?:,?\s+(?:Apt|Apartment|Suite|Ste|Unit|Floor|Flat|Fl|Room|Rm|APT|SUITE|UNIT)\.?[ ]*#?[A-Za-z0-9-]+|,?[ ]+#[ ]?\w+)?",
                r"(?:,?\s+",
                town!(),
                r",?[ ]+[A-Z]{2}(?-u:\b)(?:[ ]+\d{5}(?:-\d{4})?)?|,[ ]+",
                town!(),
                r",?[ ]+[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2})?"
            ),
        ),
        check: street,
        hits: &[
            ("778 Hickory Ln, Springfield, CA 11510", "778 Hickory Ln, Springfield, CA 11510"),
            ("lives at 12 Main Street", "12 Main Street"),
            ("221B Baker Street, London NW1 6XE", "221B Baker Street, London NW1 6XE"),
            ("7398 Hawthorn Circle, Bristol, NC 37098", "7398 Hawthorn Circle, Bristol, NC 37098"),
            ("350 5th Avenue, Suite 501, New York, NY 10118", "350 5th Avenue, Suite 501, New York, NY 10118"),
        ],
        misses: &[
            "10 Downing",
            "5 Star Way of life",
            "18:30 Big Drive",
            "in 2026 The Way",
            "3 kids drive home",
            "the 4 Main points",
            "Step 4 Close",
        ],
    },
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "street-german",
        reason: "a street with a house number",
        look: Pattern(
            &[Digits(1)],
            concat!(
                r"(?:\p{Lu}[\p{L}\p{M}-]*(?:straße|strasse|str\.|weg|platz|gasse|allee|damm|ufer|chaussee)|(?:\p{Lu}[\p{L}\p{M}]+(?:er|es)?[ -])(?:Straße|Strasse|Str\.|Landstraße|Landstr\.|Hauptstraße|Hauptstr\.|Platz|Allee|Weg|Ring|Gasse|Damm|Ufer|Chaussee)|(?:Am|An der|An dem|Auf dem|Auf der|Im|In der|Unter den|Zum|Zur)[ ]\p{Lu}\p{Ll}{3,})",
                r"[ ]\d{1,4}(?:[ ]?[a-z](?-u:\b)|(?-u:\b))(?:[-–/]\d{1,4})?(?:,?\s+(?:D-|A-|CH-)?\d{4,5}[ ]",
                town!(),
                r")?"
            ),
        ),
        check: german_street,
        hits: &[
            ("Hauptstraße 5, 10115 Berlin", "Hauptstraße 5, 10115 Berlin"),
            ("Lindenweg 12a", "Lindenweg 12a"),
            ("Frankfurter Allee 100", "Frankfurter Allee 100"),
            ("Müllerstr. 17", "Müllerstr. 17"),
            ("on Ziegelgasse 19 street", "Ziegelgasse 19"),
            ("Unter den Linden 77, 10117 Berlin", "Unter den Linden 77, 10117 Berlin"),
        ],
        misses: &[
            "Frühling 2026",
            "Am Montag 5",
            "unterwegs 5",
            "Arbeitsplatz",
            "Im November 2026",
            "Zum Beispiel 3 Stunden",
            "Am Ende 12",
            "Auf der Autobahn 130 km",
        ],
    },
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "street-french",
        reason: "a street with a house number",
        look: Pattern(
            &[Digits(1)],
            concat!(
                r"\d{1,4}(?:[ ]?(?:bis|ter|quater))?,?[ ]+(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Bb]d|[Pp]lace|[Aa]llée|[Cc]hemin|[Ii]mpasse|[Qq]uai|[Cc]ours|[Rr]oute|[Ss]quare|[Pp]assage)[ ]+(?:(?:de la|de l['’]|du|des|de|d['’]|la|le|les|l['’])[ ]?){0,2}\p{Lu}[\p{L}\p{M}'’-]+(?:[ ](?:(?:de|du|des|la|le)[ ])?\p{Lu}[\p{L}\p{M}'’-]+){0,3}",
                r"(?:,?\s+(?:F-)?\d{5}[ ]",
                town!(),
                r")?"
            ),
        ),
        check: sentence,
        hits: &[
            ("12 rue de la Paix, 75002 Paris", "12 rue de la Paix, 75002 Paris"),
            ("5 bis avenue Victor Hugo", "5 bis avenue Victor Hugo"),
            ("10, boulevard Saint-Michel", "10, boulevard Saint-Michel"),
        ],
        misses: &["12 rue", "3 place your order", "2 cours de musique", "5 routes"],
    },
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "street-southern",
        reason: "a street with a house number",
        look: Pattern(
            &[Digits(1)],
            concat!(
                r"(?:Calle|C/|C\.|Avenida|Avda\.?|Av\.|Plaza|Plza\.|Pza\.|Paseo|Pº|Ronda|Carretera|Ctra\.|Camino|Travesía|Via|Viale|Piazza|Corso|Rua|Ulica|ul\.)[ ](?:(?:de los|de las|de la|de|del|di|della|dei|da|do)[ ])?\p{Lu}[\p{L}\p{M}'’-]+(?:[ ](?:(?:de|la|del|de la)[ ])?\p{Lu}[\p{L}\p{M}'’-]+){0,3},?[ ](?:n\.?º[ ]?)?\d{1,4}(?:[ ]?[a-zA-Z](?-u:\b))?",
                r"(?:,[ ]\d{1,2}\.?[ºª°](?:[ ]?[A-Z](?-u:\b)|[ ](?:izq|dcha)\.?)?)?(?:,?\s+\d{5}[ ]",
                town!(),
                r")?"
            ),
        ),
        check: alone,
        hits: &[
            ("Calle de Alcalá 42", "Calle de Alcalá 42"),
            ("Av. de América 22, 3º B, 28028 Madrid por", "Av. de América 22, 3º B, 28028 Madrid"),
            ("Via Giuseppe Verdi, 12", "Via Giuseppe Verdi, 12"),
            ("ul. Marszałkowska 10", "ul. Marszałkowska 10"),
        ],
        misses: &["Via email 5", "Plaza 42", "via Rome 12"],
    },
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "street-northern",
        reason: "a street with a house number",
        look: Pattern(
            &[
                Digits(1),
                Words(&[
                    "straat", "laan", "plein", "kade", "gracht", "gata", "väg", "gade", "vej", "vegen", "veien",
                    "stræde", "katu", "ntie", "utca", "tér", "út",
                ]),
            ],
            r"(?:\p{Lu}[\p{L}\p{M}'’-]*(?:straat|laan|plein|kade|gracht|gata|gatan|väg|vägen|gade|vej|vegen|veien|stræde|katu|ntie)|\p{Lu}[\p{L}\p{M}'’-]+[ ](?:utca|tér|út))[ ]\d{1,4}(?:[ ]?[a-zA-Z](?-u:\b))?",
        ),
        check: |seen| {
            let words = ["brigade", "renegade", "stockade", "blockade"];
            let head = value(seen).split(' ').next()?.to_lowercase();
            alone(seen).filter(|_| !words.contains(&head.as_str()))
        },
        hits: &[
            ("op Prinsengracht 263 in", "Prinsengracht 263"),
            ("Storgatan 12 B", "Storgatan 12 B"),
            ("Mannerheimintie 4", "Mannerheimintie 4"),
            ("Váci utca 19", "Váci utca 19"),
        ],
        misses: &["Brigade 12", "Facade 5", "Stockade 3", "the gata 5", "tér 5"],
    },
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "address-labelled",
        reason: "stands behind the word address",
        look: Pattern(
            &[Digits(1), Words(&["address", "anschrift", "wohnhaft", "adresse"])],
            r"(?i:(?-u:\b)(?:(?:billing|shipping|home|postal|mailing|street|delivery|residential) )?address|anschrift|wohnhaft in|adresse)(?i:\s+is)?\s*:\s*(?<v>[\p{L}\d][^\n\r\t;|<>{}\x22]{6,90})",
        ),
        check: labelled,
        hits: &[
            ("Address: 45 Oak Hollow, Springfield, CA 11510", "45 Oak Hollow, Springfield, CA 11510"),
            ("Adresse : Puruntie 82, 53650 Lappeenranta", "Puruntie 82, 53650 Lappeenranta"),
        ],
        misses: &[
            "address: to be decided",
            "email address: a@b.co 12",
            "the address 12 Main",
            "address: x",
            "IP address: 10.0.0.7 on port 8",
            "address: u64, y: *mut u32",
        ],
    },
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "flat-number",
        reason: "the flat in an address",
        look: Pattern(
            &[Digits(1), Words(&["apt", "apartment", "suite", "ste"])],
            r"(?:Apt|Apartment|Suite|Ste|APT|SUITE)\.?[ ]#?\d{1,5}[A-Z]?",
        ),
        check: |seen| {
            // `Test Suite 12`: the flat begins a line or follows a comma or a number.
            let before = seen.text.get(..seen.span.start)?.trim_end_matches([' ', '\t']);
            let placed = before
                .chars()
                .next_back()
                .is_none_or(|c| matches!(c, ',' | '\n' | '\r' | ':' | '>' | '?' | '|') || c.is_ascii_digit());
            alone(seen).filter(|_| placed)
        },
        hits: &[("5 Foo, Apt. 595", "Apt. 595")],
        misses: &["Test Suite 12", "the Suite 2 build"],
    },
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "us-military",
        reason: "a postal address of the US forces",
        look: Pattern(
            &[Digits(5)],
            r"(?:(?i:PSC|Unit|CMR)[ ]\d{1,5},?[ ]+(?i:Box)[ ]\d{1,5}\s+|(?:USNS|USS|USCGC|USNV|USNV)[ ][\p{L}'’ -]{2,30}\s+)?(?i:APO|FPO|DPO),?[ ](?i:A[AEP])[ ]\d{5}(?:-\d{4})?",
        ),
        check: alone,
        hits: &[
            ("at PSC 1437, Box 3833\nAPO AA 66791", "PSC 1437, Box 3833\nAPO AA 66791"),
            ("FPO AP 93757", "FPO AP 93757"),
        ],
        misses: &["PSC 12", "APO 12345", "Unit 5, Box 7"],
    },
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "address-told",
        reason: "stands behind words for where somebody lives",
        look: Cue(
            "live at|lives at|lived at|living at|located at|reside at|resides at|residing at|resident at|address is|\
                domiciled at|moved to|wohne in der|wohnt in der|wohne am|wohnt am|wohnhaft|wohnhaft in|habite au|habite|\
                demeurant|demeurant au|domicilié|domicilié au|domiciliée au|résidant au|vive en|vivo en|domiciliado en|\
                domiciliada en|con domicilio en|reside en|residente en",
        ),
        check: told,
        hits: &[
            ("She lives at 48 Upper Orchard, Leeds.", "48 Upper Orchard, Leeds"),
            ("wohnhaft in Am Anger 3, 06108 Halle", "Am Anger 3, 06108 Halle"),
            ("con domicilio en Gran Vía 12, 28013 Madrid,", "Gran Vía 12, 28013 Madrid"),
        ],
        misses: &[
            "lives at home with 3 cats",
            "moved to 5 other teams",
            "located at the end, 5 km away",
            "address is 10.0.0.7",
            "moved to version 1.2",
            "reside at 0x7fff",
        ],
    },
    Row {
        kind: "CITY",
        class: Identifier,
        name: "city-told",
        reason: "a town behind words for living there",
        look: Cue(
            "live in|lives in|lived in|living in|live near|lives near|grew up in|grown up in|moved here from|originally from|\
                born and raised in|flew to|flying to|wohne in|wohnt in|lebe in|lebt in|aufgewachsen in|stamme aus|stammt aus|\
                habite à|habitons à|habitant à|vis à|vit à|née à|né à|grandi à|vivo en|vive en|vivimos en|crecí en|nací en|\
                nacida en|nacido en",
        ),
        check: town_told,
        hits: &[
            ("We live in Huddersfield.", "Huddersfield"),
            ("er ist aufgewachsen in Bad Homburg,", "Bad Homburg"),
            ("j'habite à Clermont-Ferrand depuis", "Clermont-Ferrand"),
            ("she flew to St. Gallen on", "St. Gallen"),
        ],
        misses: &[
            "I live in Germany",
            "lives in Room 5",
            "live in the city",
            "lives in Monday",
            "live in Python 3",
            "live in United States",
        ],
    },
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "po-box",
        reason: "a post office box",
        look: Pattern(
            &[Digits(2), Words(&["box", "postfach", "apartado", "postale", "bp "])],
            r"(?:P\.?[ ]?O\.?[ ]?Box|PO BOX|Postfach|Apartado|Boîte postale|BP)[ ](?:No\.?[ ]|#)?\d{2,7}",
        ),
        check: |seen| alone(seen).filter(|_| !value(seen).starts_with("BP") || digits(value(seen)).len() > 3),
        hits: &[("P.O. Box 1234", "P.O. Box 1234"), ("PO Box 77", "PO Box 77"), ("Postfach 10 11", "Postfach 10")],
        misses: &["Box 12", "BP 120", "POBox"],
    },
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "us-town",
        reason: "a town with state and postcode",
        look: Pattern(
            &[Digits(5)],
            concat!(
                town!(),
                r",[ ](?:AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC)[ ]\d{5}(?:-\d{4})?"
            ),
        ),
        check: alone,
        hits: &[("in Springfield, IL 62704", "Springfield, IL 62704")],
        misses: &["Springfield, IL", "Hello, OK 12", "in 12345"],
    },
    Row {
        kind: "POSTCODE",
        class: Identifier,
        name: "uk-postcode",
        reason: "a UK postcode",
        look: Pattern(
            &[Digits(1)],
            r"(?:GIR 0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY]) \d[ABD-HJLNP-UW-Z]{2})",
        ),
        check: alone,
        hits: &[("London SW1A 1AA", "SW1A 1AA"), ("M1 1AE", "M1 1AE")],
        misses: &["SW1A1AA1", "A4 210 mm", "B2 4x", "H2 2OI"],
    },
    Row {
        kind: "POSTCODE",
        class: Identifier,
        name: "postcode-labelled",
        reason: "stands behind a word for a postcode",
        look: Pattern(
            &[Digits(1), Words(&["zip", "post", "plz", "c.p."])],
            r"(?i:(?-u:\b)zip(?:[ ]?code)?|post(?:al)?[ ]?code|plz|postleitzahl|code postal|código postal|c\.p\.)[\x22']?(?i:\s+is)?[ ]?[:=]?[ ]*[\x22']?(?<v>[A-Z]{0,2}\d[A-Z0-9]{0,5}(?:[ -]?\d[A-Z0-9]{1,3})?)",
        ),
        check: |seen| alone(seen).filter(|_| value(seen).len() >= 4),
        hits: &[
            ("ZIP 62704", "62704"),
            ("zip code: 62704-1234", "62704-1234"),
            ("PLZ: 10115", "10115"),
            ("{\"zip\":\"78701\"}", "78701"),
            ("postcode SW1A 1AA", "SW1A 1AA"),
        ],
        misses: &["zip file 1234", "unzip 12345 files", "zip 7"],
    },
    Row {
        kind: "COORDINATES",
        class: Identifier,
        name: "coordinates",
        reason: "a place by latitude and longitude",
        look: Pattern(&[Digits(4), Byte(b'.')], r"-?\d{1,2}\.\d{4,8}°?[ ]?[NS]?,[ ]?-?\d{1,3}\.\d{4,8}"),
        check: alone,
        hits: &[("52.520008, 13.404954", "52.520008, 13.404954"), ("at -33.8688,151.2093", "-33.8688,151.2093")],
        misses: &["52.52, 13.40", "3.14159", "0.1234 0.5678"],
    },
];

/// One to three words with a capital, none of them a country: those are what questions are about.
fn town_told(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let bare = line.strip_prefix(' ')?;
    let from = seen.span.end - bare.len();
    let saint = ["St. ", "Bad "].iter().find(|word| bare.starts_with(**word)).map_or(0, |word| word.len());
    let town = super::name::at(seen.text, &(from + saint..seen.span.end))?;
    let written = seen.text.get(from..town.span.end)?;
    let behind = seen.text.get(town.span.end..)?;
    let numbered = behind.strip_prefix(' ').is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    let loud = written.len() < 4 && !written.chars().any(char::is_lowercase);
    (town.words <= 3 && !numbered && !loud && !super::goes_on::is_country(written)).then_some(from..town.span.end)
}

/// A span that stands alone, without the full stop of its sentence.
fn sentence(seen: &Seen<'_>) -> Option<Range<usize>> {
    let span = alone(seen)?;
    Some(span.start..span.start + value(seen).trim_end_matches('.').len())
}

fn street(seen: &Seen<'_>) -> Option<Range<usize>> {
    let span = sentence(seen)?;
    let written = value(seen);
    let before = seen.text.get(..span.start)?.chars().next_back();
    let year = written
        .split(' ')
        .next()
        .and_then(|number| number.parse::<u32>().ok())
        .is_some_and(|n| (1900..2100).contains(&n));
    // `18:30 Big Drive`, `1.5 Mile Road`, `in 2026 The Way`.
    let glued = before.is_some_and(|c| matches!(c, ':' | '.' | ',' | '-' | '$' | '€' | '£'));
    let listed = super::before(seen.text, span.start).trim_end().to_lowercase();
    let counted = ["step", "in", "chapter", "section", "part", "top", "the"]
        .iter()
        .any(|word| listed.ends_with(&format!(" {word}")) || listed == *word);
    let complete = written.contains(',');
    // `5 Star Way of life`: the sentence goes on with a small word right behind.
    let rest = seen.text.get(span.end..)?;
    let loose = ["Way", "Place", "Close", "Row", "Court", "Square", "Drive", "Circle", "Trail", "Grove", "Gardens"]
        .iter()
        .any(|kind| written.ends_with(kind));
    let on = loose
        && rest.strip_prefix(' ').is_some_and(|rest| ["of ", "to ", "for "].iter().any(|word| rest.starts_with(word)));
    (!glued && (complete || !(year && counted)) && (complete || !(counted && listed.ends_with("step"))) && !on)
        .then_some(span)
}

fn german_street(seen: &Seen<'_>) -> Option<Range<usize>> {
    let span = sentence(seen)?;
    let written = value(seen);
    let head = written.split(|c: char| c.is_ascii_digit()).next()?.trim_end();
    let preposition =
        ["Am ", "An ", "Auf ", "Im ", "In ", "Unter ", "Zum ", "Zur "].iter().any(|word| head.starts_with(word));
    // `Am Ende 12`, `Im November 2026`: a preposition needs the postcode behind it to make an address.
    let postcode = digits(written.split_once(',').map_or("", |(_, rest)| rest)).len() >= 4;
    (!preposition || postcode).then_some(span)
}

/// A number and words with capitals, in either order, up to the end of the clause.
fn told(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let value = line.trim_start_matches([' ', ':', ',']);
    let from = seen.span.end - value.len();
    let mut end = value.len();
    for stop in [
        ". ", "; ", " (", "! ", "? ", " and ", " und ", " et ", " y ", " in case", " for ", " with ", " since ",
        " until ", " when ", " after ", " who ", " - ",
    ] {
        if let Some(at) = value.find(stop) {
            end = end.min(at);
        }
    }
    // Pieces between commas belong to it as long as they hold a capital or a postcode.
    let mut kept = 0;
    for (index, piece) in value.get(..end)?.split(',').enumerate() {
        let words: Vec<&str> = piece.split_whitespace().collect();
        let capital = words.iter().any(|word| word.chars().next().is_some_and(char::is_uppercase));
        let number = words.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        let address = if index == 0 {
            capital && words.len() <= 7
        } else {
            (capital || number)
                && words.len() <= 5
                && words.first().is_some_and(|word| !word.starts_with(char::is_lowercase))
        };
        if !address {
            break;
        }
        kept += piece.len() + usize::from(index > 0);
    }
    let kept = value.get(..kept)?.trim_end_matches(['.', ',', ' ', '»', '"', '\'', '!', '?']);
    let first = kept.split_whitespace().next()?;
    let begins = first.chars().next().is_some_and(|c| c.is_ascii_digit() || c.is_uppercase());
    let number = kept.split([' ', ',']).any(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 8);
    let letters = kept.chars().filter(|c| c.is_alphabetic()).count();
    (begins
        && number
        && letters >= 4
        && !kept.contains(['@', '=', '_', '/', ':'])
        && !crate::text::quantity::is_bare(kept))
    .then_some(from..from + kept.len())
}

fn labelled(seen: &Seen<'_>) -> Option<Range<usize>> {
    let written = value(seen);
    let before = super::before(seen.text, seen.whole.start).trim_end().to_lowercase();
    let other = ["email", "e-mail", "mail", "ip", "mac", "web", "wallet", "memory", "network"]
        .iter()
        .any(|word| before.ends_with(word));
    // Up to the end of the sentence or the next label.
    let mut end = written.len();
    for stop in [". ", "  ", " - ", ", and ", " (", "! ", "? ", " Phone", " Email", " Tel"] {
        if let Some(at) = written.find(stop) {
            end = end.min(at);
        }
    }
    let kept = written.get(..end)?.trim_end_matches(['.', ',', ' ', '»', '"', '\'', ')']);
    let count = digits(kept).len();
    let letters = kept.chars().filter(|c| c.is_alphabetic()).count();
    (!other && count >= 1 && letters >= 4 && !kept.contains(['@', '*', '=', '_']))
        .then(|| seen.span.start..seen.span.start + kept.len())
}
