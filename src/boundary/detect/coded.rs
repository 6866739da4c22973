//! Codes that stand for somebody's case, order or card in a text about somebody, with no word beside them that says so: capitals and
//! digits in a form that no word, unit or standard has. And towns in such a text, behind a preposition.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Hit, goes_on, name};
use crate::boundary::finding::Class::Identifier;
use crate::boundary::view::fold::fold;
use crate::boundary::words;
use crate::text::pattern::{self, Regex};

/// More than this in one text is a list of goods.
const MOST: usize = 200;

static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern::compile(concat!(
        r"[A-Z]{1,5}[-/#][A-Z0-9]{0,6}[-/.]?\d{3,}(?:[-/.][A-Z0-9]{1,8}){0,3}|[A-Z]{1,4}\d{6,12}[A-Z]?|#[A-Z]{0,3}-?\d{5,10}|",
        r"\d{2}-\d{2}-\d{2}[ ,/]{1,2}\d{7,8}|\d{2,4}-\d{3,5}-\d{4,8}|[A-Z]{2,5}-\d{2,4}-\d{2,6}"
    ))
});

/// What has the form of a code and is known to everybody.
const STANDARDS: &[&str] = &[
    "ISO", "RFC", "DIN", "EN-", "IEC", "IEEE", "UTF", "SHA", "CVE", "GHSA", "PEP", "JSR", "JEP", "KB", "ICD", "DSM",
    "ISBN", "ISSN", "DOI", "PROJ", "JIRA", "COVID", "RS-", "MD-", "AES", "RSA", "TLS", "GPT", "RTX", "GTX", "USB",
    "HTTP", "ASCII", "MIL", "ANSI", "ASTM", "ATA",
];

/// Words before a town that say that somebody is, goes or is called there.
const PREPOSITIONS: &[&str] =
    &["in", "near", "outside", "from", "aus", "nach", "à", "vers", "de", "en", "desde", "hasta", "at"];

/// What stands there and is no town: tools, trades of a firm, titles of works.
static NO_TOWNS: LazyLock<name::Set> = LazyLock::new(|| {
    name::set(
        "excel|word|python|java|rust|react|docker|kubernetes|github|gitlab|linux|windows|android|slack|teams|zoom|outlook|gmail|jira|\
    confluence|salesforce|sap|azure|aws|google|facebook|instagram|whatsapp|netflix|amazon|microsoft|apple|internet|english|spanish|french|german|\
    postman|sharepoint|dropbox|debian|ubuntu|chrome|firefox|notion|figma|trello|navidad|pascua|semana|matemáticas|lengua|plástica|música|inglés|\
    historia|ciencias|filosofía|química|física|biología|mathe|deutsch|englisch|sport|kunst|erlass|absprache|rücksprache|bedarf|wunsch|elternzeit|teilzeit|rente|urlaub|kur|reha|betracht|anspruch|frage|kraft|höhe|vertretung|absprache|zukunft|ordnung|anlage|abs|art|nr",
    )
});

/// Adds codes and towns, where the text is about somebody.
pub(super) fn find(text: &str, capitals: &[Range<usize>], found: &mut Vec<Hit>) {
    let somebody = found.iter().filter(|hit| hit.class.acted_on() && hit.kind != "URL" && hit.kind != "IP").count();
    if somebody == 0 {
        return;
    }
    codes(text, found);
    if found.iter().any(|hit| matches!(hit.kind, "PERSON" | "BIRTHDATE" | "PHONE" | "EMAIL")) {
        towns(text, capitals, found);
    }
}

fn codes(text: &str, found: &mut Vec<Hit>) {
    let Some(regex) = CODE.as_ref().filter(|_| text.bytes().filter(u8::is_ascii_digit).take(3).count() == 3) else {
        return;
    };
    for code in regex.find_iter(text).take(MOST) {
        let written = code.as_str().trim_end_matches(['.', '-', '/']);
        let end = code.start() + written.len();
        let before = text.get(..code.start()).and_then(|head| head.chars().next_back());
        let behind = text.get(end..).unwrap_or_default();
        let glue = |c: char| {
            c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | '@' | '=' | '+' | '\\' | '#' | '$' | '€' | '&')
        };
        let glued = before.is_some_and(glue)
            || behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '/' | '(' | '%'))
            || behind.starts_with(['.', '-'])
                && behind.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()));
        let digits = written.bytes().filter(u8::is_ascii_digit).count();
        let known = STANDARDS.iter().any(|head| written.trim_start_matches('#').starts_with(head));
        // `2024-05-06` is a day, `12-345-6789` may be anything.
        let day = crate::text::quantity::is_bare(written);
        if glued || known || day || digits < 4 {
            continue;
        }
        found.push(Hit {
            kind: "RECORD",
            class: Identifier,
            detector: "code-of-somebody",
            reason: "a code in a text about somebody",
            span: code.start()..end,
        });
    }
}

fn towns(text: &str, capitals: &[Range<usize>], found: &mut Vec<Hit>) {
    let mut count = 0;
    for word in capitals {
        let Some(written) = text.get(word.clone()) else { continue };
        let head = super::before(text, word.start);
        let Some(head) = head.strip_suffix([' ', '\u{a0}']) else { continue };
        let preposition = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        if !PREPOSITIONS.contains(&preposition)
            || written.chars().count() < 4
            || !written.chars().skip(1).any(char::is_lowercase)
        {
            continue;
        }
        // French and Spanish `de` stands before everything: a town only where somebody comes from it.
        if preposition == "de"
            && !["viene de", "vient de", "soy de", "es de", "natural de", "vecino de", "vecina de"]
                .iter()
                .any(|told| head.ends_with(told))
        {
            continue;
        }
        let plain = fold(written);
        let known =
            words::is_common(&plain) || words::is_name(&plain) || name::is_given(written) || name::is_no_name(written);
        let noun = words::is_compound(&plain);
        let doing = [
            "ing", "tion", "ment", "ung", "heit", "keit", "schaft", "ción", "ism", "ität", "ity", "zeit", "ship",
            "ware", "hub",
        ]
        .iter()
        .any(|end| plain.ends_with(end));
        let behind = text.get(word.end..).unwrap_or_default();
        let next = behind.strip_prefix(' ').map(name::word).unwrap_or_default();
        // Part of a longer name, a product with its version, a file.
        let longer = next.chars().next().is_some_and(char::is_uppercase)
            || behind.starts_with(['-', '.', '_', '/', '@', '(', ':'])
                && !behind.starts_with(". ")
                && behind != "."
                && !behind.starts_with(".\n");
        let version = behind.strip_prefix(' ').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let inner = written.chars().skip(1).any(char::is_uppercase);
        if known
            || doing
            || noun
            || longer
            || version
            || inner
            || goes_on::is_country(written)
            || NO_TOWNS.contains(written.to_lowercase().as_str())
        {
            continue;
        }
        found.push(Hit {
            kind: "CITY",
            class: Identifier,
            detector: "city-in-passing",
            reason: "what reads like a town in a text about somebody",
            span: word.clone(),
        });
        count += 1;
        if count >= MOST {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::super::find;

    fn seen<'t>(text: &'t str, detector: &str) -> Vec<&'t str> {
        find(text).unwrap().into_iter().filter(|hit| hit.detector == detector).map(|hit| &text[hit.span]).collect()
    }

    #[test]
    fn codes_in_texts_about_somebody() {
        for (text, expected) in [
            ("Subject: Gill v Parks - KB-2023-004417. Mr. Gill's lawyer", vec![]),
            ("Mr. Gill called about C-0093-2271. Anything", vec!["C-0093-2271"]),
            ("Mr. Gill, account 30-96-17 00709943)", vec!["30-96-17 00709943"]),
            ("Mr. Gill runs Node on CVE-2024-12345 and ISO-27001, 2024-05-06", vec![]),
            ("the part C-0093-2271 is here", vec![]),
        ] {
            assert_eq!(seen(text, "code-of-somebody"), expected, "{text}");
        }
    }

    #[test]
    fn towns_in_texts_about_somebody() {
        for (text, expected) in [
            ("Mr. Gill has a flat in Wrexham. It", vec!["Wrexham"]),
            ("Frau Weber fuhr nach Schneizlreuth, um", vec!["Schneizlreuth"]),
            ("Mr. Gill works in Excel and in Kubernetes", vec![]),
            ("a flat in Wrexham", vec![]),
            ("Mr. Gill is in Germany", vec![]),
        ] {
            assert_eq!(seen(text, "city-in-passing"), expected, "{text}");
        }
    }
}
