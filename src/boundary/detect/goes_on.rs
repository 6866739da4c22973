//! Addresses that go on: over a comma or the end of a line to the flat, the postcode, the town and the country; and back from a
//! flat to the street before it.
//!
//! Rows of the table find the street. What stands around it is told by its shape alone, so this is for beside an address
//! found, and for nowhere else.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Hit, name};
use crate::boundary::finding::Class::Identifier;
use crate::text::pattern::{self, Captures, Regex};

/// More addresses than this in one text are left as they were found.
const MOST: usize = 200;

/// How far an address goes on, in pieces.
const PIECES: usize = 6;

/// One more piece: what sets it apart, then a flat, a postcode with its town, or a town with its postcode.
static PIECE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern::compile(concat!(
        r"\A(?<gap>,?[ \t]*\r?\n[ \t>?|]*|,[ ]+|[ ]+)(?:",
        r"(?<flat>(?:Apt|Apartment|Suite|Ste|Unit|Floor|Flat|Room|APT|SUITE|UNIT)\.?[ ]#?[A-Za-z0-9-]{1,6})|",
        r"(?<code>(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?)(?:[ ](?<of>\p{Lu}[\p{L}\p{M}'’.-]*(?:[ ]\p{Lu}[\p{L}\p{M}'’.-]*){0,3}))?|",
        r"(?<town>\p{Lu}[\p{L}\p{M}'’-]+(?:[ ](?:de|del|la|le|les|sur|am|an|der|upon|nad|\(?\p{Lu}[\p{L}\p{M}'’-]*\)?)){0,4})",
        r"(?<end>,?[ ](?:[A-Z]{2}[ ])?\d{4,6}(?:-\d{3,4})?|[ ][A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2})?)",
    ))
});

/// Countries by the names that stand below an address.
static COUNTRIES: LazyLock<name::Set> = LazyLock::new(|| name::set(COUNTRY_NAMES));
const COUNTRY_NAMES: &str = "Austria|Österreich|Autriche|Belgium|Belgique|België|Canada|Croatia|Cyprus|Czech Republic|Denmark|Danmark|England|\
    Estonia|Finland|France|Francia|Frankreich|Germany|Deutschland|Allemagne|Alemania|Greece|Hungary|Iceland|India|Ireland|Italy|\
    Italia|Japan|Latvia|Lithuania|Luxembourg|Mexico|México|Netherlands|Nederland|New Zealand|Norway|Poland|Polska|Portugal|\
    Romania|Scotland|Slovakia|Slovenia|South Africa|Spain|España|Espagne|Sweden|Switzerland|Schweiz|Suisse|Tunisia|UK|USA|\
    United Kingdom|United States|Wales|Australia|Brazil|Brasil|China|Turkey|Türkei|Turquie|Ukraine|Russia|Israel|Egypt|Kenya|Nigeria|Argentina|Chile|\
    Colombia|Peru|Singapore|Malaysia|Thailand|Vietnam|Philippines|Pakistan|Bangladesh|Indonesia|South Korea|Taiwan|Europe|\
    Europa|Asia|Africa|America|Great Britain|Großbritannien|Italien|Spanien|Portugal|Polen|Niederlande|Belgien|Royaume-Uni|\
    Estados Unidos|Malta|Cuba|Greenland|Bulgaria|Serbia|Morocco|Algeria";

/// Whether this is the name of a country.
pub(super) fn is_country(written: &str) -> bool {
    COUNTRIES.contains(written)
}

/// Adds addresses that reach further than what was found of them.
pub(super) fn find(text: &str, found: &mut Vec<Hit>) {
    let known: Vec<(&'static str, Range<usize>)> = found
        .iter()
        .filter(|hit| hit.kind == "ADDRESS")
        .map(|hit| (hit.detector, hit.span.clone()))
        .take(MOST)
        .collect();
    for (detector, span) in known {
        let start = back(text, span.start, detector == "flat-number").unwrap_or(span.start);
        let end = on(text, span.end, detector == "flat-number");
        if start < span.start || end > span.end {
            found.push(Hit {
                kind: "ADDRESS",
                class: Identifier,
                detector: "address-goes-on",
                reason: "an address with its flat, postcode and town",
                span: start..end,
            });
        }
    }
}

/// Where the address that was found up to `end` really ends.
fn on(text: &str, end: usize, flat: bool) -> usize {
    let Some(regex) = PIECE.as_ref() else { return end };
    let (mut at, mut sure) = (end, end);
    for _ in 0..PIECES {
        let Some(rest) = text.get(at..) else { break };
        // The full stop of an abbreviation (`5 Oak St.`) is its own.
        let Some(captures) = regex.captures(rest) else { break };
        let Some(whole) = captures.get(0) else { break };
        let Some(fits) = fits(&captures, rest.get(whole.end()..).unwrap_or_default(), flat) else { break };
        at += whole.end();
        if fits {
            sure = at;
        }
    }
    sure
}

/// Whether a piece proves itself; `None` where the address has ended before it.
fn fits(captures: &Captures<'_>, behind: &str, flat: bool) -> Option<bool> {
    let gap = captures.name("gap")?.as_str();
    let next = behind.trim_start_matches([' ', '\t']).chars().next();
    let line_ends = next.is_none_or(|c| matches!(c, '\n' | '\r'));
    let closes = line_ends || next.is_some_and(|c| matches!(c, ',' | '.' | ';' | ')' | '"' | '\''));
    // What is glued to the piece makes it something else.
    if behind.chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '@' | ':' | '/')) {
        return None;
    }
    if captures.name("flat").is_some() {
        return Some(true);
    }
    let below = gap.contains('\n');
    if captures.name("code").is_some() {
        let town = captures.name("of").is_some();
        let first = captures.name("of").and_then(|town| town.as_str().split(' ').next()).unwrap_or_default();
        return (!name::is_no_name(first) && (town || closes) && (!below || closes)).then_some(true);
    }
    let town = captures.name("town")?.as_str();
    let last = town.rsplit(' ').next()?;
    if name::is_no_name(town.split(' ').next()?) || last.chars().all(char::is_lowercase) {
        return None;
    }
    let country = is_country(town);
    let proven = captures.name("end").is_some() || country;
    let loud = flat && town.len() > 2 && town.chars().all(|c| c.is_uppercase() || c == ' ');
    match (below, gap.starts_with(',')) {
        // A line of its own; whether it belongs is told by a postcode or a country on it or below it.
        (true, _) => closes.then_some(proven),
        (false, true) => closes.then_some(true),
        (false, false) => (proven || loud).then_some(true),
    }
}

/// Where the address that was found from `start` on really begins, if before it.
fn back(text: &str, start: usize, flat: bool) -> Option<usize> {
    let head = super::before(text, start);
    if !flat {
        // `Flat 3, 220 Marlborough Road`; the number of a house before a street that has another.
        let line = head.rsplit('\n').next()?;
        let bare = line.trim_end_matches([' ', ',']);
        let gap = line.len() - bare.len();
        let number = bare.rsplit([' ', '(', '>', '"', ':']).next()?;
        let short = (1..=6).contains(&number.len()) && number.starts_with(|c: char| c.is_ascii_digit());
        let digits = number.bytes().all(|byte| byte.is_ascii_digit());
        let before = bare.strip_suffix(number)?;
        let flat = ["Flat ", "Apt ", "Apt. ", "Unit ", "Suite ", "Apartment "]
            .iter()
            .find(|word| before.ends_with(**word))
            .filter(|_| short);
        if let Some(flat) = flat {
            return Some(start - gap - number.len() - flat.len());
        }
        let street = text.get(start..)?.starts_with(|c: char| c.is_uppercase()) || digits && number.len() > 2;
        return (short && digits && gap == 1 && !line.ends_with(',') && street).then(|| start - 1 - number.len());
    }
    let trimmed = head.trim_end_matches([' ', '\t', ',', '>', '?', '|', '\n', '\r']);
    if head.get(trimmed.len()..)?.matches('\n').count() > 1 {
        return None;
    }
    let line = trimmed.rsplit('\n').next()?;
    let (mut at, mut first, mut capitals, mut numbers) = (start - (head.len() - trimmed.len()), None, 0, None);
    for (index, token) in line.rsplit(' ').take(9).enumerate() {
        let word = token.trim_matches([',', '.', '(', ')', '>', '"']);
        let number = (1..=6).contains(&word.len()) && word.starts_with(|c: char| c.is_ascii_digit());
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let sentence = index > 0 && token.ends_with('.') && word.chars().count() > 4;
        if word.is_empty() || sentence || token.contains([':', '@']) || (capital && name::is_no_name(word)) {
            break;
        }
        if !(number || name::is_part(word)) {
            break;
        }
        at = at.checked_sub(token.len() + usize::from(index > 0))?;
        if capital {
            capitals += 1;
            first = Some(at);
        }
        if number {
            numbers = Some(at);
        }
        if token.starts_with(['"', '>', '(']) {
            break;
        }
    }
    let (first, number) = (first?, numbers?);
    // A number first is that of the house; else the street stands first.
    let begins = if number < first || capitals == 0 { number } else { first.min(number) };
    let written = text.get(begins..start)?;
    let skipped = written.len() - written.trim_start_matches([' ', '"', '>', '(']).len();
    (capitals > 0).then_some(begins + skipped)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::super::find;

    fn addresses(text: &str) -> Vec<String> {
        let mut spans: Vec<_> =
            find(text).unwrap().into_iter().filter(|hit| hit.kind == "ADDRESS").map(|hit| hit.span).collect();
        spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let mut end = 0;
        spans.retain(|span| {
            let new = span.end > end;
            end = end.max(span.end);
            new
        });
        spans.into_iter().map(|span| text[span].to_owned()).collect()
    }

    #[test]
    fn an_address_goes_on_to_its_country() {
        for (text, expected) in [
            (
                "to 12 Elm Street\nSuite 4\nBarrow\nEngland 12345\nThanks",
                "12 Elm Street\nSuite 4\nBarrow\nEngland 12345",
            ),
            ("at 9 Oak Road, Flat 7, Ely, England.", "9 Oak Road, Flat 7, Ely, England"),
            ("Flat 3, 220 Marlborough Road, Cardiff CF23 5BT from", "Flat 3, 220 Marlborough Road, Cardiff CF23 5BT"),
            (
                "is 928 Lipova 14\n Suite 112\n Brno\n Czech Republic 51034",
                "928 Lipova 14\n Suite 112\n Brno\n Czech Republic 51034",
            ),
            ("lived in 416 Kiannonkatu 98 Apt. 934 OULU now", "416 Kiannonkatu 98 Apt. 934 OULU"),
            ("Lindenweg 12a, 53111 Bonn, Deutschland, und", "Lindenweg 12a, 53111 Bonn, Deutschland"),
        ] {
            assert_eq!(addresses(text), [expected], "{text}");
        }
    }

    #[test]
    fn it_ends_where_something_else_begins() {
        for (text, expected) in [
            ("12 Elm Street\nAnna Weber\nPhone: 5", "12 Elm Street"),
            ("12 Elm Street\n\nDear Sir", "12 Elm Street"),
            ("12 Elm Street, Peter came", "12 Elm Street"),
            ("12 Elm Street\n5000 units", "12 Elm Street"),
        ] {
            assert_eq!(addresses(text), [expected], "{text}");
        }
    }
}
