//! More forms of addresses: in small letters, at a corner, by kilometre and lot, in the grids of Latin America.

use super::Look::{Cue, Pattern};
use super::check::{alone, context};
use super::trigger::Need::{Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "street-small",
        reason: "a street with a house number in small letters",
        look: Pattern(
            &[
                Digits(1),
                Words(&[
                    " st", " rd", " road", " ave", " lane", " ln", " drive", " dr", " court", " ct", " blvd",
                    " terrace", " close", " way", " high st",
                ]),
            ],
            r"(?:(?:flat|apt|unit) \d{1,4}[a-z]?,? )?\d{1,5}[a-z]? (?:[nsew]\.? )?(?:[a-z]{3,}|\d{1,3}(?:st|nd|rd|th))(?: [a-z]{3,})? (?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|blvd|boulevard|terrace|close)(?-u:\b)\.?(?:,? (?:apt|unit|flat|suite|ste|#)\.? ?[a-z0-9]{1,5}(?-u:\b))?(?:, [a-z]{3,}(?: [a-z]{3,})?)?(?:,? [A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}(?-u:\b)|,? [a-z]{2} \d{5}(?-u:\b))?",
        ),
        check: |seen| {
            let told = ["at", "to", "address", "live", "lives", "living", "my", "flat", "from", "in", "is"];
            let written = seen.text.get(seen.span.clone())?;
            let unit = ["apt", "unit", "flat", "suite"].iter().any(|word| written.contains(word));
            let counted = ["day", "min", "hour", "step", "people", "more", "kids", "cars", "small", "big"]
                .iter()
                .any(|word| written.split(' ').nth(1).is_some_and(|next| next.starts_with(word)));
            alone(seen).filter(|_| !counted && (unit || written.contains(", ") || context(seen, 14, &told)))
        },
        hits: &[
            ("lease was at 416 w elm st apt 3. can", "416 w elm st apt 3"),
            ("kk: flat 9, 112 high st, paisley, PA1 2BS", "flat 9, 112 high st, paisley, PA1 2BS"),
        ],
        misses: &["3 kids drive home", "10 more lanes", "i have 2 small st", "5 step drive"],
    },
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "street-german-small",
        reason: "a street with a house number",
        look: Pattern(
            &[Digits(1), Words(&["str", "gasse"])],
            r"\p{Ll}{4,}(?:straße|strasse|str\.?|gasse)[ ]\d{1,4}[a-z]?(?-u:\b)(?:[ ]\d{1,2}\.[ ]?(?:stock|og|etage))?",
        ),
        check: alone,
        hits: &[("aus der bergmannstr 18 4.stock, heizung", "bergmannstr 18 4.stock")],
        misses: &["einbahnstr", "die straße 5"],
    },
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "street-spanish-small",
        reason: "a street with a house number",
        look: Pattern(
            &[
                Digits(1),
                Words(&[
                    "calle",
                    "avenida",
                    "avda",
                    "av.",
                    "plaza",
                    "paseo",
                    "camino",
                    "carretera",
                    "ronda",
                    "rúa",
                    "carrer",
                ]),
            ],
            r"(?:[Cc]alle|[Aa]venida|[Aa]vda\.?|[Aa]v\.|[Pp]laza|[Pp]aseo|[Cc]amino|[Cc]arretera|[Rr]onda|[Rr]úa|[Cc]arrer)[ ](?:(?:de los|de las|de la|de|del|do|da)[ ])?\p{Lu}[\p{L}\p{M}'’-]+(?:[ ](?:(?:de la|de|del|la)[ ])?\p{Lu}[\p{L}\p{M}'’-]+){0,3},?[ ](?:n\.?[º°][ ]?|núm\.?[ ]|número[ ])?\d{1,5}(?:,?[ ](?:piso|bajo|dto\.?|dpto\.?|depto\.?|local|portal|esc\.?|planta|puerta|apto\.?|int\.?)[ ]?[\x22']?[\dA-Z]{0,4}[\x22']?){0,3}(?:,[ ](?:\d{1,2}[.ºª°]{1,2}[ ]?\p{L}{0,4}\.?|bajo|ático))?",
        ),
        check: |seen| {
            let kept = seen.text.get(seen.span.clone())?.trim_end_matches([' ', ',', '.']);
            alone(seen).map(|span| span.start..span.start + kept.len())
        },
        hits: &[
            ("sigues en la avenida de la Borbolla 50 no", "avenida de la Borbolla 50"),
            ("consta, calle del Pozo, número 5, bajo, con", "calle del Pozo, número 5, bajo"),
            ("instalación: Av. Gaona 4417 piso 6 dto. \"B\", C1407", "Av. Gaona 4417 piso 6 dto. \"B\""),
        ],
        misses: &["la calle 5", "plaza de Toros", "avenida 12"],
    },
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "street-grid",
        reason: "an address in a grid of numbered streets",
        look: Pattern(
            &[
                Digits(2),
                Words(&[
                    "carrera",
                    "calle",
                    "cra",
                    "cll",
                    "kr ",
                    "cl ",
                    "diagonal",
                    "transversal",
                    "avenida",
                    "county road",
                    "county rd",
                    "rr ",
                    "hwy",
                    "highway",
                    "route",
                ]),
            ],
            r"(?:Carrera|Calle|Cra\.?|Cll\.?|Kr|Cl|Diagonal|Transversal|Avenida)[ ]\d{1,3}[ ]?[A-Z]{0,2}[ ]?(?:#|No\.?|N°|Nº|n°)[ ]?\d{1,3}[A-Z]{0,2}[ ]?-[ ]?\d{1,3}(?:,?[ ](?:apto|apt|int|of|casa|torre)\.?[ ]?\d{1,5})?|\d{1,6}[ ](?:[NSEW]\.?[ ])?(?:County Road|County Rd|Farm Road|State Route|State Highway|US Highway|Highway|Hwy|Route|CR|FM)[ ]\d{1,5}|(?:RR|R\.R\.|Rural Route)[ ]?\d{1,3},?[ ](?:Box|BOX)[ ]\d{1,5}",
        ),
        check: alone,
        hits: &[
            ("Dirección: Carrera 15 # 93-47, apto 502, Bogotá", "Carrera 15 # 93-47, apto 502"),
            ("residence at 2290 County Road 14 and", "2290 County Road 14"),
            ("RR 2 BOX 88, VINCENTOWN", "RR 2 BOX 88"),
        ],
        misses: &["Calle 13 is a band", "Highway 61 Revisited", "the 5 Route"],
    },
    Row {
        kind: "ADDRESS",
        class: Identifier,
        name: "corner",
        reason: "a corner of two streets",
        look: Cue("corner of"),
        check: |seen: &Seen<'_>| {
            let line = seen.text.get(seen.span.clone())?;
            let end = line.find(['.', '?', '!', ';', '(', '"', ':']).unwrap_or(line.len()).min(80);
            let kept = line.get(..end)?;
            let (first, second) = kept.split_once(" and ").or_else(|| kept.split_once(" & "))?;
            let capital = |text: &str| {
                text.split(' ')
                    .find(|word| !word.is_empty())
                    .and_then(|word| word.chars().next())
                    .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
            };
            if !capital(first) || !capital(second) || first.split(' ').count() > 6 {
                return None;
            }
            // The second street ends where the words with a capital or a number do.
            let mut length = 0;
            for word in second.split(' ') {
                let fits = word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
                if !fits {
                    break;
                }
                length += word.len() + usize::from(length > 0);
                if word.ends_with(',') {
                    break;
                }
            }
            let start = seen.whole.start - if seen.text.get(..seen.whole.start)?.ends_with("the ") { 4 } else { 0 };
            let from = seen.span.end - line.len() + (kept.len() - second.len());
            let kept = second.get(..length)?.trim_end_matches(',');
            Some(start..from + kept.len())
        },
        hits: &[(
            "is at the corner of Dalbraut 99 and Frederikke Coves today",
            "the corner of Dalbraut 99 and Frederikke Coves",
        )],
        misses: &["the corner of the room and the door", "corner of my eye"],
    },
];
