//! How old somebody is, and when they were born.

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::check::{alone, value};
use super::trigger::Need::{Byte, Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::{Identifier, Quantity};
use crate::text::quantity::{self, Measure};

pub(super) const ROWS: &[Row] = &[
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
        kind: "AGE",
        class: Quantity,
        name: "age-and-sex",
        reason: "how old somebody is and of what sex, as people put it in brackets",
        look: Pattern(
            &[Digits(2), Byte(b'(')],
            r"\((?:[mfwdMFWD][,/ ]{0,2}(?<v>\d{2})|(?<w>\d{2})[ ,/]{0,2}[mfwdMFWD])\)",
        ),
        check: |seen| {
            let whole = seen.text.get(seen.whole.clone())?;
            let at = whole.find(|c: char| c.is_ascii_digit())?;
            let years: u32 = whole.get(at..at + 2)?.parse().ok()?;
            (years > 11).then_some(seen.whole.start + at..seen.whole.start + at + 2)
        },
        hits: &[("ich (w, 27) bin", "27"), ("my gf (24F) said", "24"), ("I (31m)", "31")],
        misses: &["f (x, 27)", "(m 5)", "(10m)", "27 f"],
    },
    Row {
        kind: "AGE",
        class: Quantity,
        name: "age-short",
        reason: "how old somebody is, as notes write it",
        look: Pattern(
            &[
                Digits(1),
                Words(&[
                    "yo", "y/o", "y.o", "yr", "wk", "mo", "week", "month", "day", "mos", "m", "f", "w", "ans", "mois",
                    "años", "meses", "jahr", "lebensj", "monat", "woche", "a", "j",
                ]),
            ],
            r"\d{1,3}(?:[ -]?(?:y/o|yo|y\.o\.?|yrs?[ -]olds?|yrs?\.?[ ]old|weeks?[ -]olds?|months?[ -]olds?|days?[ -]olds?|wks?[ -]olds?|mo[ -]old|yr|Y/?O|YRS?(?:[ ]OLD)?|J\.|LJ|a\.|j\.)(?:[ ]?[MFmfw](?-u:\b))?|[ ]?y(?:[ ]?\d{1,2}[ ]?(?:mo?|m))?|[MFmf]|\.[ ]Lebensjahr|[ -](?:Monate|Wochen|Tage)[ ]alt|[ -](?:monatiges?|wöchiges?|monatige[rs]?)|[ ](?:mois|semaines|jours)|[ ](?:meses|semanas|días)[ ]de[ ](?:edad|vida)|[ ](?:A|AÑOS|ANS|JAHRE))",
        ),
        check: short_age,
        hits: &[
            ("67 yo F with", "67 yo F"),
            ("Pt: 58M, Dimitrios", "58M"),
            ("Kai, 4 y 2 mo, here", "4 y 2 mo"),
            ("this pleasant 63 yr old\nlady", "63 yr old"),
            ("im 72. Lebensjahr", "72. Lebensjahr"),
            ("a 9-week-old boy", "9-week-old"),
            ("Edad: 29 A", "29 A"),
        ],
        misses: &[
            "12M users",
            "5 m wide",
            "a 10m cable",
            "3 mois de travail",
            "200M",
            "in 10 yr we",
            "20 A fuse",
            "5f",
            "64m",
        ],
    },
    Row {
        kind: "AGE",
        class: Quantity,
        name: "age-told",
        reason: "a number that says how old somebody is",
        look: Cue(
            "age/sex|dad|mum|mom|mother|father|husband|wife|partner|boyfriend|girlfriend|grandma|grandpa|gran|nan|mutter|vater|mann|frau|freund|freundin|oma|opa|\
                mère|père|mari|femme|madre|padre|marido|mujer|novio|novia|abuela|abuelo|frère|sœur|hermano|hermana|bruder|schwester|son|daughter|baby|toddler|sohn|tochter|fils|fille|hijo|hija|kid|brother|sister|ich bin|soy|tengo|j'ai|tengo|in his|in her|in their|age|aged|alter|edad|âge|âgé|âgée|age:|alter:|edad:|turning|who is|im alter von|de edad|il a|elle a|tiene|cumple|cumplió|ist|she's|he's|i'm|he is|she is",
        ),
        check: told,
        hits: &[
            ("\"age\": 47,", "47"),
            ("Alter: 72", "72"),
            ("who is twenty-six, can", "twenty-six"),
            ("im Alter von 34 Jahren", "34 Jahren"),
            ("elle a 45 ans", "45 ans"),
            ("tiene 45 años", "45 años"),
        ],
        misses: &[
            "age 2026",
            "age: unknown",
            "who is 3rd",
            "he is 45 minutes late",
            "it is 18:30",
            "tiene 45 euros",
            "she is 1.70 m",
            "Alter: 200",
            "age of 5.5",
            "he is 5 km away",
        ],
    },
    Row {
        kind: "AGE",
        class: Quantity,
        name: "age-spelled",
        reason: "how old somebody is, in words",
        look: Pattern(
            &[Words(&["year-old", "years old", "jährig", " ans", " años", "years of age"])],
            r"(?i:(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)(?:-year-olds?| years old| years of age)|(?:(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und)?(?:zwan|drei|vier|fünf|sech|sieb|acht|neun)[zß]ige?jährige[rnms]?|(?:vingt|trente|quarante|cinquante|soixante(?:-dix)?|quatre-vingt(?:-dix)?)(?:-(?:et-)?\p{L}{2,6})? ans|(?:veinti\p{L}{2,6}|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)(?: y \p{L}{2,6})? años)",
        ),
        check: alone,
        hits: &[
            ("a sixteen-year-old", "sixteen-year-old"),
            ("tiene ochenta y dos años", "ochenta y dos años"),
            ("à quarante-deux ans,", "quarante-deux ans"),
            ("die zweiundsiebzigjährige Frau", "zweiundsiebzigjährige"),
        ],
        misses: &["two years", "quarante euros", "a year-old story"],
    },
    Row {
        kind: "AGE",
        class: Quantity,
        name: "age-apposed",
        reason: "a number behind a name, as ages are written",
        look: Pattern(&[Digits(2)], r"\p{Lu}[\p{L}’'-]{1,24}(?:,[ ](?<v>\d{2})(?:,|[ ]\()|[ ]\((?<w>\d{1,2})(?:,|\)))"),
        check: |seen| {
            let span = if seen.span == seen.whole {
                let open = value(seen).rfind('(')? + seen.span.start + 1;
                open..seen.span.end - 1
            } else {
                seen.span.clone()
            };
            let years: u32 = seen.text.get(span.clone())?.parse().ok()?;
            let word = value(&Seen { text: seen.text, span: seen.whole.clone(), whole: seen.whole.clone() });
            let name = word.split([',', ' ']).next().unwrap_or_default();
            let lead = super::before(seen.text, seen.whole.start);
            let first = lead.is_empty() || lead.ends_with('\n') || lead.ends_with(": ");
            let known = super::name::is_given(name)
                || first && years >= 18 && value(seen).len() == 2
                || super::before(seen.text, seen.whole.start).ends_with(' ') && two_capitals(seen);
            ((16..=104).contains(&years) && known && !super::name::is_no_name(name)).then_some(span)
        },
        hits: &[("Maria, 81, came up", "81"), ("Cabeza de Vaca Prieto (22, permiso", "22")],
        misses: &["in Table, 12, we", "Chapter (12)", "on May, 12, we", "Version (22)"],
    },
    Row {
        kind: "BIRTHDATE",
        class: Identifier,
        name: "birth-told",
        reason: "a date behind a word for a birth",
        look: Cue(
            "dob|d.o.b|d.o.b.|date of birth|birth date|birthdate|birth|birthday|born|born on|b.|bday|geb|geb.|geboren|geboren am|geburtsdatum|geb.-datum|\
                geb.datum|gebdat|geb.dat|geb-dat|née|né|né le|née le|né(e) le|date de naissance|naissance|ddn|nacido|nacida|nacido el|nacida el|nacimiento|\
                f. nac|f. nac.|f.nac|f.nac.|fec. nac|fec. nac.|fecha nac|fecha_nac|fecha nac.|f. de nacimiento|fecha de nacimiento|fn|fdn|f.n|f.n.|nac|nac.|*|date_of_birth|birth_date|d. o. b",
        ),
        check: birth,
        hits: &[
            ("DOB 03/09/1971  NHS", "03/09/1971"),
            ("Date of birth: 6 / 17 / 1993", "6 / 17 / 1993"),
            ("DATE OF BIRTH: 250679", "250679"),
            ("born Fourth March 2024 at", "Fourth March 2024"),
            ("nacido el 11-5-1995, vive", "11-5-1995"),
            ("F. nac.: 4/7/62", "4/7/62"),
            ("geb. 3.4.71 in", "3.4.71"),
            ("née le 12 mars 1980", "12 mars 1980"),
            ("\"birth_date\": \"1980-03-12\"", "1980-03-12"),
        ],
        misses: &[
            "born in 1980",
            "b. 12 items",
            "birth of 1000 stars",
            "geb. Müller",
            "fn main() { 12 }",
            "born 12 minutes later",
            "birthday party at 18:30",
            "née Dupont",
            "dob unknown",
        ],
    },
    Row {
        kind: "BIRTHDATE",
        class: Identifier,
        name: "birth-star",
        reason: "a date behind the sign for a birth",
        look: Pattern(
            &[Digits(4), Words(&["*"])],
            r"\*[ ]?(?<v>\d{1,2}\.[ ]?\d{1,2}\.[ ]?(?:19|20)?\d{2}|(?:19|20)\d{2}-\d{2}-\d{2})",
        ),
        check: alone,
        hits: &[("Frau Weber (* 12.3.1980)", "12.3.1980"), ("Weber, Jo *03.04.1971", "03.04.1971")],
        misses: &["2 * 12.3.1", "* 12.3 kg", "**12.03.**"],
    },
];

fn two_capitals(seen: &Seen<'_>) -> bool {
    let before = super::before(seen.text, seen.whole.start);
    let word = before.trim_end().rsplit(' ').next().unwrap_or_default();
    word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().any(char::is_lowercase)
        && !super::name::is_no_name(word)
        && !word.ends_with([',', '.', ':'])
}

/// Short forms that are also other things (`12M users`, `20 A fuse`) need a person or an end behind them.
fn short_age(seen: &Seen<'_>) -> Option<Range<usize>> {
    let span = alone(seen)?;
    let written = value(seen);
    let count = written.bytes().take_while(u8::is_ascii_digit).count();
    let years: u32 = written.get(..count)?.parse().ok()?;
    let unit = written.get(count..)?.trim();
    let next = seen.text.get(span.end..)?;
    let before = super::before(seen.text, span.start);
    let head = before.trim_end().to_lowercase();
    if before.ends_with(['.', ',', '/', '-', '$', '€', '£', '+']) || !(1..=115).contains(&years) {
        return None;
    }
    let told = ["old", "yo", "y/o", "y.o", "lebensjahr", "alt", "lj", "edad", "vida"]
        .iter()
        .any(|word| unit.to_lowercase().contains(word));
    let starts = head.is_empty()
        || before.ends_with('\n')
        || before.ends_with(", ")
        || head.ends_with(['(', ':', '/', '-', '.']);
    let person = [
        " with",
        " w/",
        " presents",
        " here",
        " patient",
        " pt",
        " male",
        " female",
        " man",
        " woman",
        " admitted",
        " c/o",
        " who",
        " known",
        " s/p",
        " p/w",
    ];
    let goes = next.starts_with([',', ';', ')', '\n']) || person.iter().any(|word| next.starts_with(word));
    let fits = told
        || match unit {
            "M" | "F" | "m" | "f" => {
                (18..=104).contains(&years)
                    && (starts || head.ends_with(" a"))
                    && goes
                    && unit.chars().all(char::is_uppercase)
                    || person.iter().skip(2).any(|word| next.starts_with(word)) && count == 2
            }
            "yr" | "J." | "a." | "j." => starts && goes && count == 2,
            "A" | "AÑOS" | "ANS" | "JAHRE" => {
                head.ends_with("edad:") || head.ends_with("edad") || head.ends_with("age:") || head.ends_with("alter:")
            }
            "mois" | "semaines" | "jours" => {
                head.ends_with("âgé de")
                    || head.ends_with("âgée de")
                    || (starts && before.ends_with(", ") && next.starts_with(','))
            }
            _ => {
                unit.starts_with('y') && (starts || head.ends_with(" a")) && goes
                    || unit.contains("jährig")
                    || unit.contains("monatig")
            }
        };
    fits.then_some(span)
}

/// Grown-up relatives; behind these only a number in brackets is an age.
const KIN: &str = "dad|mum|mom|mother|father|husband|wife|partner|boyfriend|girlfriend|grandma|grandpa|gran|nan|mutter|vater|mann|frau|freund|freundin|\
    oma|opa|mère|père|mari|femme|madre|padre|marido|mujer|novio|novia|abuela|abuelo|frère|sœur|hermano|hermana|bruder|schwester";

const TENS: &str = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety";

/// A number behind a cue, with its word for years; a quantity of anything else is none.
fn told(seen: &Seen<'_>) -> Option<Range<usize>> {
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let line = super::labelled::window(seen.text, seen.whole.end);
    let line = line.split(['\n', '\r']).next()?;
    let mut rest = line.trim_start_matches(['"', '\'']);
    let assigned = rest.trim_start().starts_with([':', '=', '|']);
    rest = rest.trim_start_matches([' ', ':', '=', '"', '\'', '|', '\t']);
    for word in ["of ", "von ", "de ", "is ", "ist "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let from = seen.whole.end + line.len() - rest.len();
    let child = matches!(
        label.as_str(),
        "son"
            | "daughter"
            | "baby"
            | "toddler"
            | "sohn"
            | "tochter"
            | "fils"
            | "fille"
            | "hijo"
            | "hija"
            | "kid"
            | "brother"
            | "sister"
    );
    let grown = KIN.split('|').any(|kin| kin == label);
    // `in his 60s`, `in her mid-forties`.
    if label.starts_with("in ") {
        let mid = ["early ", "mid-", "mid ", "late "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        let lead = rest.len() - mid.len();
        let word = mid.split([' ', ',', '.', ';', ')']).next()?;
        let tens = [
            "teens",
            "twenties",
            "thirties",
            "forties",
            "fifties",
            "sixties",
            "seventies",
            "eighties",
            "nineties",
            "20s",
            "30s",
            "40s",
            "50s",
            "60s",
            "70s",
            "80s",
            "90s",
        ];
        return tens.contains(&word).then(|| from..from + lead + word.len());
    }
    // `my son (7)`, `my daughter is 3`.
    if child || grown {
        let told = line.trim_start().starts_with("is ") || line.trim_start().starts_with("ist ");
        let number = rest.trim_start_matches(['(', ',', ' ']);
        let start = from + rest.len() - number.len();
        let count = number.bytes().take_while(u8::is_ascii_digit).count();
        let next = number.get(count..)?;
        let years: u32 = number.get(..count)?.parse().ok()?;
        let apposed = rest.starts_with('(') && next.starts_with(')') || rest.starts_with(',') && next.starts_with(',');
        let ends = next.is_empty()
            || next == "."
            || [", ", ". ", ";", " and ", " und "].iter().any(|mark| next.starts_with(mark));
        return ((1..=if grown { 104 } else { 60 }).contains(&years)
            && (!grown || rest.starts_with('('))
            && (apposed || (told && ends)))
            .then_some(start..start + count);
    }
    let firm = matches!(
        label.as_str(),
        "age/sex"
            | "age"
            | "aged"
            | "alter"
            | "edad"
            | "âge"
            | "âgé"
            | "âgée"
            | "im alter von"
            | "turning"
            | "cumple"
            | "cumplió"
    );
    let spelled = rest.split([',', '.', ' ', ';']).next().unwrap_or_default();
    let lower = spelled.to_lowercase();
    let tens =
        TENS.split('|').any(|tens| lower == tens || lower.strip_prefix(tens).is_some_and(|ones| ones.starts_with('-')));
    if tens && lower.len() < 14 {
        let next = rest.get(spelled.len()..)?;
        return (firm
            || next.starts_with([',', '.', ';'])
            || next.starts_with(" and ")
            || next.starts_with(" years old"))
        .then_some(from..from + spelled.len());
    }
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    let years: u32 = rest.get(..count)?.parse().ok()?;
    let next = rest.get(count..)?;
    let word = ["years old", "years", "Jahre alt", "Jahren", "Jahre", "ans", "años", "yrs", "J.", "year", "A "]
        .iter()
        .find(|word| next.trim_start().starts_with(**word));
    let next = next.strip_prefix("/F").or_else(|| next.strip_prefix("/M")).unwrap_or(next);
    let ends = next.is_empty()
        || next.starts_with(['"', ',', ';', ')', '\'', '|', '}', '\t', ' ', '»', '\n'])
        || (next.starts_with('.') && !next.get(1..).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit())));
    let other = quantity::find(rest.get(..rest.len().min(20)).unwrap_or(rest))
        .first()
        .is_some_and(|first| first.start == 0 && first.measure != Measure::Duration);
    let small = label == "age" && !assigned && word.is_none() && !next.starts_with([',', '.', ')']) && !next.is_empty();
    let fits = (1..=115).contains(&years) && !other && ends;
    match word {
        Some(word) if fits => {
            let gap = next.len() - next.trim_start().len();
            (firm
                || next.trim_start().starts_with("years old")
                || next.trim_start().starts_with("ans")
                || next.trim_start().starts_with("años")
                || next.trim_start().starts_with("Jahre")
                || next.trim_start().starts_with("Jahre"))
            .then(|| from..from + count + gap + word.trim_end().len())
        }
        None => {
            (fits && firm && !small && !matches!(label.as_str(), "turning" | "cumple")).then_some(from..from + count)
        }
        _ => None,
    }
}

const ORDINALS: &str = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|thirty-first|twenty-";

/// A date behind its cue: in digits with any marks, six or eight digits behind a label of a form, or with its day in words.
fn birth(seen: &Seen<'_>) -> Option<Range<usize>> {
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let line = super::labelled::window(seen.text, seen.whole.end);
    let mut rest = line;
    for _ in 0..4 {
        rest =
            rest.trim_start_matches([' ', '\t', '\u{a0}', ':', '=', '"', '\'', '(', ')', '|', '>', '.', '*', '_', '-']);
        if let Some(word) = ["on ", "the ", "am ", "den ", "le ", "el ", "el día ", "is ", "ist ", "(e)"]
            .iter()
            .find(|word| rest.starts_with(**word))
        {
            rest = rest.get(word.len()..)?;
        }
    }
    if let Some(next) = rest.strip_prefix(['\n', '\r']) {
        let short = line.len() - rest.len() < 4;
        rest = if short { next.trim_start() } else { return None };
    }
    let from = seen.whole.end + line.len() - rest.len();
    let rest = rest.split(['\n', '\r']).next()?;
    // `6 / 17 / 1993`: a form's boxes.
    let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ' ' | '/' | '.' | '-'))).unwrap_or(rest.len());
    let boxed = rest.get(..end)?.trim_end_matches([' ', '.', '-', '/']);
    let (mut parts, mut ends) = (Vec::new(), Vec::new());
    let mut at = 0;
    for part in boxed.split(['/', '.', '-', ' ']) {
        if !part.is_empty() {
            parts.push(part);
            ends.push(at + part.len());
        }
        at += part.len() + 1;
    }
    let numbers: Vec<u32> = parts.iter().take(3).filter_map(|part| part.parse().ok()).collect();
    let (day, month) = (|n: u32| (1..=31).contains(&n), |n: u32| (1..=12).contains(&n));
    let year = |part: &str| part.len() == 2 || (part.len() == 4 && (part.starts_with("19") || part.starts_with("20")));
    if let ([a, b, c, ..], [x, y, z], Some(last)) = (parts.as_slice(), numbers.as_slice(), ends.get(2)) {
        let little = a.len() <= 2 && b.len() <= 2 && year(c) && (day(*x) && month(*y) || month(*x) && day(*y));
        let big = a.len() == 4 && year(a) && b.len() <= 2 && c.len() <= 2 && month(*y) && day(*z);
        if little || big {
            return Some(from..from + last);
        }
    }
    let form = matches!(
        label.as_str(),
        "dob"
            | "d.o.b"
            | "d.o.b."
            | "date of birth"
            | "birth date"
            | "birthdate"
            | "geburtsdatum"
            | "date de naissance"
            | "fecha de nacimiento"
            | "date_of_birth"
            | "birth_date"
            | "ddn"
            | "gebdat"
    );
    if form && parts.len() == 1 && matches!(boxed.len(), 6 | 8) {
        return Some(from..from + boxed.len());
    }
    let near = rest.get(..rest.char_indices().nth(40).map_or(rest.len(), |(at, _)| at))?;
    let found = quantity::find(near);
    let lower = near.to_lowercase();
    let ordinal = ORDINALS.split('|').find(|word| lower.starts_with(*word));
    let first = found.first().filter(|first| first.measure == Measure::Date)?;
    let digits = first.text.bytes().filter(u8::is_ascii_digit).count();
    let spelled = ordinal.is_some()
        && first.start > 0
        && first.start < 24
        && digits == 4
        && near.get(..first.start)?.split_whitespace().count() <= 2;
    ((first.start == 0 && digits >= 5) || spelled).then_some(from..from + first.end)
}
