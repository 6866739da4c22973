//! Dates that need a word beside them to be dates, and amounts that need one to be pay: reported, never acted on. Dates and money with a
//! form of their own are found by [`crate::text::quantity`].

use std::ops::Range;

use super::Look::Pattern;
use super::check::{alone, context, value};
use super::trigger::Need::{Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::{Identifier, Quantity};

const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan ",
    "feb ", "mar ", "apr ", "jun ", "jul ", "aug ", "sept ", "sep ", "oct ", "nov ", "dec ", "jänner", "feber", "janvier", "février",
    "mars", "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre", "enero", "febrero", "marzo", "abril", "mayo",
    "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre", "märz", "mai", "juni", "juli", "oktober", "dezember",
    "januar", "februar",
];

/// Names of months in all four languages, short English ones with a number beside them.
macro_rules! months {
    () => {
        r"(?i:jan(?:uary|uar|vier)?|feb(?:ruary|ruar|rero)?|feber|jänner|mar(?:ch|s|zo)?|märz|apr(?:il)?|avril|abril|may|mai|mayo|june?|juni|juin|junio|july?|juli|juillet|julio|aug(?:ust)?|août|agosto|sept?(?:ember|embre|iembre)?|oct(?:ober|obre|ubre)?|oktober|nov(?:ember|embre|iembre)?|dec(?:ember)?|dezember|décembre|diciembre|enero|février|febrero)"
    };
}

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "DATE",
        class: Quantity,
        name: "date-day-month-small",
        reason: "a day and a month",
        look: Pattern(
            &[Digits(1), Words(MONTHS)],
            concat!(
                r"(?:the |le |el |vom |am )?\d{1,2}(?:st|nd|rd|th|er|\.)?(?: (?:and|und|et|y|to|-|–) \d{1,2}(?:st|nd|rd|th|\.)?)?[ ](?:of |de )?",
                months!(),
                r"(?-u:\b)\.?(?:,? (?:de |del )?\d{4}(?-u:\b))?|",
                months!(),
                r"\.?[ ]\d{1,2}(?:st|nd|rd|th)?(?-u:\b)(?:,? \d{4}(?-u:\b))?"
            ),
        ),
        check: |seen| {
            let written = value(seen);
            let day = written.split(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty())?.parse::<u32>().ok()?;
            let lower = written.to_lowercase();
            // `may 5 people`, `10 mar`: words that are months only beside an ordinal or a capital.
            let word = ["may", "mar", "march", "mai", "jan", "mars"]
                .iter()
                .any(|month| lower.split(|c: char| !c.is_alphabetic()).any(|part| part == *month));
            let sure = written.chars().any(char::is_uppercase)
                || ["st ", "nd ", "rd ", "th ", " of ", " de "].iter().any(|mark| lower.contains(mark));
            alone(seen).filter(|_| (1..=31).contains(&day) && (!word || sure)).map(|span| trimmed(seen, &span))
        },
        hits: &[
            ("cut off since the 3rd of march", "the 3rd of march"),
            ("starts aug 12, 52k", "aug 12"),
            ("that on 27 and 28 September KP", "27 and 28 September"),
            ("steht seit 19. Jänner. DI", "19. Jänner"),
            ("return on the 29th of May. Record", "the 29th of May"),
        ],
        misses: &["you may 5 times", "10 mar", "45 march", "decide 12", "version jan"],
    },
    Row {
        kind: "DATE",
        class: Quantity,
        name: "date-weekday-short",
        reason: "the weekday of a date",
        look: Pattern(
            &[Digits(1)],
            r"(?-u:\b)(?<v>(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun|Mo|Di|Mi|Do|Fr|Sa|So|lun|mar|mer|jeu|ven|sam|dim))[.,]{0,2} \d{1,2}(?:[./]\d{1,2}|[.]? \p{Lu}?\p{Ll}{2,})",
        ),
        check: |seen| alone(seen),
        hits: &[("Date: Tue 14 Nov 2023 at", "Tue")],
        misses: &["Sun is up", "Mo 5", "the Fri"],
    },
    Row {
        kind: "DATE",
        class: Quantity,
        name: "date-in-numbers",
        reason: "a day and a month in numbers, behind a word for a date",
        look: Pattern(
            &[Digits(2)],
            r"\d{1,2}/\d{1,2}|\d{1,2}\.\d{1,2}\.|\d{1,2} ?[./] ?\d{1,2} ?[./] ?\d{2,4}|\d{2} \d{2} (?:19|20)\d{2}",
        ),
        check: |seen| {
            let parts: Vec<u32> =
                value(seen).split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
            let (a, b) = (*parts.first()?, *parts.get(1)?);
            let calendar = (1..=31).contains(&a) && (1..=31).contains(&b) && (a <= 12 || b <= 12) && (a, b) != (24, 7);
            let next = seen.text.get(seen.span.end..)?;
            let glued = next.starts_with(['/', '-', '%']) || next.starts_with(|c: char| c.is_ascii_digit())
                || seen.text.get(..seen.span.start)?.ends_with(['/', '-', ':', '.', '$', '€', ',']);
            let before = seen.text.get(..seen.span.start)?;
            let cue = before.trim_end_matches([' ', ':', '(']).rsplit([' ', '\n', '\t', '(', '[']).next()?.to_lowercase();
            // `6 / 17 / 1993`, `01 09 2022` have the form of a date; two numbers alone need the word right before them.
            let whole = parts.len() == 3 && value(seen).contains([' ', '.']);
            let told = DATE_CUES.contains(&cue.as_str()) || (whole && context(seen, 40, &["date", "dob", "birth", "datum", "fecha", "geb", "naissance", "biopsy", "of"]));
            alone(seen).filter(|_| calendar && !glued && told && before.ends_with([' ', ':', '('])).map(|span| trimmed(seen, &span))
        },
        hits: &[
            ("was performed on 02/18 by", "02/18"),
            ("der sich vom 03.04. bis", "03.04"),
            ("Privas, le 14/02 vers", "14/02"),
            ("saw him Sunday 5/12.", "5/12"),
            ("Date of birth: 6 / 17 / 1993", "6 / 17 / 1993"),
        ],
        misses: &["add 1/2 cup", "on 24/7", "BP 120/80", "on 45/12", "version 1.2.", "about 3/4 of"],
    },
    Row {
        kind: "DATE",
        class: Quantity,
        name: "date-holiday",
        reason: "a day of the year by its name",
        look: Pattern(
            &[Words(&["christmas", "boxing day", "new year", "easter", "thanksgiving", "labor day", "heiligabend", "silvester", "weihnacht", "pfingst", "noël", "navidad", "nochebuena", "reyes"])],
            r"Christmas (?:Day|Eve)|Boxing Day|New Year['’]s (?:Day|Eve)|Easter (?:Sunday|Monday|Saturday)|Good Friday|Thanksgiving Day|Labor Day|Heiligabend|Silvester|(?:Erster|Zweiter|ersten|zweiten) Weihnachtsfeiertag|Pfingst(?:sonntag|montag)|Oster(?:sonntag|montag)|le jour de Noël|Nochebuena|Nochevieja|día de Reyes",
        ),
        check: alone,
        hits: &[("came to us on Christmas Day with", "Christmas Day")],
        misses: &["a Christmas tree", "new year plans"],
    },
    Row {
        kind: "DATE",
        class: Quantity,
        name: "date-year",
        reason: "a year behind a word for a time",
        look: Pattern(
            &[Digits(4)],
            r"(?-u:\b)(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Ff]rom|[Ii]m Jahr|[Ss]eit|[Dd]epuis|[Ee]n|[Dd]esde|[Aa]ct of|born|circa|anno|year|año|année) (?<v>(?:1[89]\d\d|20[0-4]\d))(?-u:\b)",
        ),
        check: |seen| {
            let next = seen.text.get(seen.span.end..)?;
            let number = next.starts_with(['-', ':', '/', '%', '_']) || (next.starts_with(['.', ',']) && next.get(1..)?.starts_with(|c: char| c.is_ascii_digit()));
            alone(seen).filter(|_| !number)
        },
        hits: &[("was founded in 2002. Since", "2002"), ("child, J.T.Q., born in 2016.", "2016")],
        misses: &["in 2002-05-06", "in 1,200", "in 2345", "from 2000.5"],
    },
    Row {
        kind: "DATE",
        class: Quantity,
        name: "date-in-words",
        reason: "a date written in words",
        look: Pattern(
            &[Words(&["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "teenth", "twentieth", "thirtieth"])],
            concat!(
                r"(?:the )?(?i:(?:twenty|thirty)[- ])?(?i:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|[a-z]{3,5}teenth|twentieth|thirtieth)(?: day)?(?: of)? ",
                r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:,? \d{4})?"
            ),
        ),
        check: alone,
        hits: &[("born Fourth March 2024 at", "Fourth March 2024"), ("on the twelfth of May, 2023.", "the twelfth of May, 2023")],
        misses: &["the first of many", "third party"],
    },
    Row {
        kind: "MONEY",
        class: Quantity,
        name: "money-told",
        reason: "an amount behind a word for pay",
        look: Pattern(
            &[
                Digits(2),
                Words(&["wage", "salary", "compensation", "withheld", "gross", "income", "earn", "gehalt", "brutto", "netto", "lohn", "salaire", "loyer", "rémunération", "salario", "sueldo", "retribución", "nómina", "miete", "plus"]),
            ],
            r"\d{1,3}(?:[.,]\d{3})*[.,]\d{2}|\d{1,3}(?:[.,]\d{3})+(?:,-)?|\d{2,3}[kK]",
        ),
        check: |seen| {
            let words = ["wage", "wages", "salary", "compensation", "withheld", "gross", "income", "earn", "earns", "gehalt", "bruttogehalt", "brutto", "netto", "lohn", "salaire", "loyer", "rémunération", "salario", "sueldo", "retribución", "nómina", "miete", "job", "starts"];
            alone(seen).filter(|_| context(seen, 48, &words))
        },
        hits: &[("1 Wages, tips, other compensation   38,114.62", "38,114.62"), ("Monatslohn brutto 3.870,50", "3.870,50")],
        misses: &["about 38,114.62", "salary in 2024", "a price of 52k"],
    },
    Row {
        kind: "MONEY",
        class: Quantity,
        name: "money-with-its-terms",
        reason: "an amount with what it is paid for",
        look: Pattern(
            &[
                Digits(2),
                Words(&["eur", "€", "$", "£", "usd", "gbp", "chf", "ghs", "inr", "ngn", "cad", "aud", "zar", "mxn", "dollar", "pound", "pesos", "franc"]),
            ],
            r"(?:(?:EUR|USD|GBP|CHF|GHS|INR|NGN|CAD|AUD|ZAR|MXN|[€£$])[ ]?)?\d{1,3}(?:[., '’\x{202f}\x{a0}]?\d{3})*(?:[.,](?:\d{1,2}|-|–))?[ ]?(?:[kK](?-u:\b))?[ ]?(?:EUR|Euro|euros?|USD|GBP|CHF|GHS|dollars?|pounds?|pesos|francs?|[€£$])?(?:[ ](?:brutto|netto|brutos?|netos?|bruts?|nets?|gross|net)){0,1}(?:[ ](?:anuales|mensuales|annuels?|mensuels?|annual|monatlich|jährlich|pa|p\.a\.|per annum|per year|a year|per month|a month|per hour|an hour|per week|a week|im Monat|pro Monat|im Jahr|pro Jahr|par mois|par an|al mes|al año|por mes))?",
        ),
        check: |seen| {
            let written = value(seen);
            let kept = written.trim_end_matches(['.', ',', ' ', '-', '–', '\'']);
            let told = kept.chars().next().is_some_and(|c| !c.is_ascii_digit()) || kept.chars().next_back().is_some_and(|c| !c.is_ascii_digit() && c != 'k' && c != 'K');
            let span = seen.span.start..seen.span.start + kept.len();
            let part = Seen { text: seen.text, span: span.clone(), whole: seen.whole.clone() };
            let currency = ["€", "$", "£", "EUR", "Euro", "euro", "USD", "GBP", "CHF", "GHS", "INR", "NGN", "CAD", "AUD", "ZAR", "MXN", "dollar", "pound", "pesos", "franc"].iter().any(|mark| kept.contains(mark));
            (told && currency && super::check::alone_number(&part).is_some()).then_some(span)
        },
        hits: &[
            ("Retribución: 23.400 euros brutos anuales en", "23.400 euros brutos anuales"),
            ("beträgt 3.240,- EUR und", "3.240,- EUR"),
            ("a final salary of\nGHS 2,850.00 per mon", "GHS 2,850.00"),
            ("brute de 2 412,77 €.", "2 412,77 €"),
        ],
        misses: &["the 23.400 units", "Euro 2024", "a dollar a day"],
    },
    Row {
        kind: "AGE",
        class: Quantity,
        name: "age-short",
        reason: "how old somebody is",
        look: Pattern(
            &[Digits(1)],
            r"\d{1,3}[ -]?(?:yo|y/o|y\.o\.|yrs? old|year old|yr-old)(?-u:\b)|(?-u:\b)(?:[Aa]ge|Edad|edad|Alter|[ÂA]ge|Âge)[ ]?[:=][ ]?(?<v>\d{1,3})(?-u:\b)(?:[ ](?:A|ans|años|Jahre|years|y))?|\d{1,2}[ ]?y[ ]\d{1,2}[ ]?mo|(?:^|\n)\d{1,3}[MFmfw](?-u:\b)",
        ),
        check: |seen| {
            let span = alone(seen).or_else(|| value(seen).starts_with('\n').then(|| seen.span.clone()))?;
            let skipped = value(seen).len() - value(seen).trim_start().len();
            let number: u32 = value(seen).trim_start().split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
            (1..=120).contains(&number).then_some(span.start + skipped..span.end)
        },
        hits: &[("this pleasant 63 yr old lady", "63 yr old"), ("Edad: 29 A", "29"), ("Kai, 4 y 2 mo, here", "4 y 2 mo")],
        misses: &["page: 29", "5 years of work", "200 yo"],
    },
    Row {
        kind: "BIRTHDATE",
        class: Identifier,
        name: "birth-date-loose",
        reason: "a date behind a word for a birth",
        look: Pattern(
            &[Digits(6), Words(&["dob", "d.o.b", "birth", "born", "geb", "naissance", "nacimiento", "né le", "née le", "nacid"])],
            r"(?i:(?-u:\b)dob|d\.o\.b\.?|date of birth|birth ?date|born(?: on)?|geb(?:oren|\.)(?: am)?|geburtsdatum|née? le|date de naissance|nacid[oa] el|(?:fecha|f\.) de nacimiento|nacimiento)[\x22']?[ ]{0,3}[:=(]?[ \t]{0,4}[\x22']?(?<v>\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?\d{2,4}|\d{1,2}[- ]\p{L}{3,9}[- ]\d{2,4}|\d{6}|\d{8})(?-u:\b)",
        ),
        check: alone,
        hits: &[("DATE OF BIRTH: 250679", "250679"), ("Date of birth: 6 / 17 / 1993", "6 / 17 / 1993"), ("nacido el 11-02-1988", "11-02-1988")],
        misses: &["born 123", "dob unknown", "born in 250679 cases"],
    },
];

/// Words right before a day and a month in numbers.
const DATE_CUES: &[&str] = &[
    "on", "by", "since", "until", "till", "dated", "due", "dose", "dex", "sunday", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "le", "du", "au", "el", "del", "al", "am", "vom", "bis", "zum", "ab", "seit", "den", "lundi", "mardi", "mercredi",
    "jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "montag",
    "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
];

/// Without the full stop at the end.
fn trimmed(seen: &Seen<'_>, span: &Range<usize>) -> Range<usize> {
    let kept = seen.text.get(span.clone()).unwrap_or_default().trim_end_matches(['.', ',', ' ']);
    span.start..span.start + kept.len()
}
