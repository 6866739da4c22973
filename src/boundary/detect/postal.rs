//! Addresses by their postcode: what stands before a postcode with its town, over commas and the end of a line, as long as it reads
//! like the parts of an address. Finds streets whose kind no list names (`Hinterer Anger 238`, `Los Alerces 0312`).

use std::sync::LazyLock;

use super::{Hit, name};
use crate::boundary::finding::Class::Identifier;
use crate::text::pattern::{self, Regex};

/// More postcodes than this in one text are a table.
const MOST: usize = 300;

/// How far before a postcode an address begins, in bytes.
const REACH: usize = 120;

/// A postcode with its town (Germany, France, Spain, Italy, Austria and others), or a British or Canadian one.
static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern::compile(concat!(
        r"(?-u:\b)(?:(?:[A-Z]{1,2}-)?(?<code>\d{4,5})[ ](?:(?:L['’]|Le |La |Les |O |El |Los |Las |Bad |St\. |Sankt )?\p{Lu}[\p{L}\p{M}'’-]+)(?:[ ](?:de la|de los|de|del|do|sur|am|an der|im|ob der|lès|en|le|la)[ ]\p{L}[\p{L}\p{M}'’-]+|[ -]\p{Lu}[\p{L}\p{M}'’-]+){0,3}(?-u:\b)(?:[ ]\(\p{Lu}[\p{L}\p{M} ]+\))?|",
        r"(?<uk>[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2})(?-u:\b)|(?<ca>[A-Z]\d[A-Z][ ]\d[A-Z]\d)(?-u:\b)|(?<us>[A-Z]{2} \d{5})(?-u:\b))"
    ))
});

/// Words a street has, in small letters and whole.
const STREETS: &str = "street|st|road|rd|avenue|ave|lane|ln|drive|dr|close|court|ct|way|place|pl|terrace|square|sq|crescent|cres|gardens|grove|row|\
    mews|hill|park|view|walk|rise|green|parade|steps|boulevard|blvd|highway|hwy|house|cottage|flat|apt|suite|unit|floor|box|\
    rue|chemin|allée|impasse|quai|place|cours|route|calle|avenida|plaza|paseo|camino|carretera|ronda|polígono|parcela|urbanización|via|\
    piso|bajo|portal|bât|bâtiment|résidence|lieu-dit|hinterer|straße|strasse|weg|platz|gasse|allee";

static KNOWN: LazyLock<name::Set> = LazyLock::new(|| name::set(STREETS));

/// Adds addresses that end in a postcode.
pub(super) fn find(text: &str, found: &mut Vec<Hit>) {
    let digits = text.bytes().filter(u8::is_ascii_digit).take(3).count();
    if digits < 3 {
        return;
    }
    let Some(regex) = CODE.as_ref() else { return };
    for captures in regex.captures_iter(text).take(MOST) {
        let Some(whole) = captures.get(0) else { continue };
        // `in 2024 Berlin …`: years are no postcodes of four digits.
        if captures
            .name("code")
            .is_some_and(|code| code.len() == 4 && (code.as_str().starts_with("19") || code.as_str().starts_with("20")))
        {
            continue;
        }
        let town = if captures.name("us").is_some() { before_state(text, whole.start()) } else { Some(whole.start()) };
        let Some(start) = town.and_then(|town| begins(text, town)) else { continue };
        found.push(Hit {
            kind: "ADDRESS",
            class: Identifier,
            detector: "address-by-postcode",
            reason: "the lines of an address before a postcode",
            span: start..whole.end(),
        });
    }
}

/// Where the town before the letters of an American state begins.
fn before_state(text: &str, at: usize) -> Option<usize> {
    let head = super::before(text, at);
    let bare = head.strip_suffix(' ')?;
    let bare = bare.strip_suffix(',').unwrap_or(bare);
    let inside = |c: &char| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-');
    let length: usize = bare.chars().rev().take_while(inside).map(char::len_utf8).sum();
    let town = bare.get(bare.len() - length..)?.trim_start_matches(' ');
    let fits = town.starts_with(char::is_uppercase) && (3..=31).contains(&town.chars().count());
    fits.then(|| at - (head.len() - bare.len()) - town.len())
}

/// Where the address before a postcode begins; `None` if what stands there is none.
fn begins(text: &str, end: usize) -> Option<usize> {
    let low = text.ceil_char_boundary(end.saturating_sub(REACH));
    let head = text.get(low..end)?;
    let bare = head.trim_end_matches([' ', ',', '·', '-', '\n', '\r', '\t', '>', '|']);
    let gap = head.get(bare.len()..)?;
    // A postcode has something between it and the street; British ones follow the town.
    if gap.is_empty() || gap.matches('\n').count() > 1 {
        return None;
    }
    let (mut at, mut start) = (bare.len(), None);
    let (mut number, mut street, mut capital) = (false, false, false);
    for _ in 0..5 {
        let part = head.get(..at)?;
        let cut = part
            .rfind([',', '\n', '·', ':', ';', '|', '(', '"', '\t'])
            .map_or(0, |cut| cut + part.get(cut..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
        let piece = part.get(cut..)?;
        let length = words(piece);
        let kept = piece.get(piece.len() - length..)?;
        let from = low + at - kept.len();
        let first = kept.split(' ').next()?;
        if kept.is_empty() || kept == first && name::is_no_name(first) && !is_street(first) {
            break;
        }
        // Beyond the number only what is a part of an address goes on: a flat, a house, a street.
        let part_of_one = kept.split(' ').any(|word| {
            is_street(word.trim_matches(['.', ',', '\'', '"'])) || word.starts_with(|c: char| c.is_ascii_digit())
        });
        if number && !part_of_one {
            break;
        }
        number |= kept.split([' ', '/', '.']).any(|word| {
            let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
            !year && word.starts_with(|c: char| c.is_ascii_digit())
        });
        street |= kept.split(' ').any(|word| is_street(word.trim_matches(['.', ',', '\'', '"'])));
        capital |= kept.chars().any(char::is_uppercase);
        start = Some(from);
        // Prose before the piece ends the address, as does anything but a comma or one line.
        let whole = kept.len() == piece.trim_start().len();
        let mark = part.get(..cut).and_then(|head| head.chars().next_back());
        let soft = matches!(mark, Some(',' | '·')) || mark == Some('\n') && !(number && street);
        if !whole || !soft || cut == 0 {
            break;
        }
        let mark = mark.map_or(0, char::len_utf8);
        let next = part.get(..cut - mark)?.trim_end_matches([' ', '\r', ',']);
        if next.ends_with(['\n', '.', '!', '?', ':']) || next.is_empty() {
            break;
        }
        at = next.len();
    }
    (capital && (number || street)).then_some(start?)
}

fn is_street(word: &str) -> bool {
    let lower = word.to_lowercase();
    KNOWN.contains(lower.as_str())
        || ["straße", "strasse", "str", "str.", "gasse", "weg", "platz", "allee"]
            .iter()
            .any(|end| lower.ends_with(end) && lower.len() > end.len() + 2)
}

/// How many bytes at the end of a piece read like an address: words with a capital, numbers, small words between those, from the first
/// of them that is a number, a street word or a capital on.
fn words(piece: &str) -> usize {
    let trimmed = piece.trim_start_matches([' ', '>', '?', '\r']);
    let mut kept = 0;
    let mut sure = 0;
    for (index, word) in trimmed.rsplit(' ').enumerate() {
        let bare = word.trim_matches(['.', '\'', '"', '’', '(', ')', '«', '»']);
        let number = bare.starts_with(|c: char| c.is_ascii_digit()) && bare.len() <= 9
            || matches!(bare, "nº" | "n" | "No" | "B" | "bis");
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        let particle = name::is_part(bare)
            || matches!(
                bare,
                "on" | "the" | "of" | "the-" | "número" | "les" | "las" | "los" | "en" | "sur" | "links" | "rechts"
            );
        // A word that ends a sentence is none of the street's.
        let stop = index > 0 && word.ends_with(['.', '!', '?']) && bare.chars().count() > 4;
        if stop || index > 7 || bare.is_empty() || !(number || capital || particle || is_street(bare)) {
            break;
        }
        kept += word.len() + usize::from(index > 0);
        if number || capital || is_street(bare) {
            sure = kept;
        }
    }
    sure
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn seen(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, &mut found);
        found.into_iter().map(|hit| &text[hit.span]).collect()
    }

    #[test]
    fn addresses_end_in_their_postcode() {
        for (text, expected) in [
            ("Familie\nHinterer Anger 238\n86899 Landsberg am Lech\n", "Hinterer Anger 238\n86899 Landsberg am Lech"),
            ("Alter Hafen 12a · 26382 Wilhelmshaven", "Alter Hafen 12a · 26382 Wilhelmshaven"),
            (
                "at Flat 3, Beeching House, Station Road, Lewes, BN7 2UP",
                "Flat 3, Beeching House, Station Road, Lewes, BN7 2UP",
            ),
            (
                "au 14 bis, rue des Trois-Conils, bât. C, 33000 Bordeaux. Code",
                "14 bis, rue des Trois-Conils, bât. C, 33000 Bordeaux",
            ),
            (
                "en Polígono A Granxa, parcela 44, 36475 O Porriño (Pontevedra).",
                "Polígono A Granxa, parcela 44, 36475 O Porriño (Pontevedra)",
            ),
            ("der Versammlung, Neustiftgasse 88/2/14, 1070 Wien", "Neustiftgasse 88/2/14, 1070 Wien"),
        ] {
            assert_eq!(seen(text), [expected], "{text}");
        }
    }

    #[test]
    fn numbers_before_a_capital_are_no_postcodes() {
        for text in [
            "In 2024, 12000 Berliners voted.",
            "on May 5, 2024 Berlin hosted",
            "the index, 10115 Berlin",
            "costs 5,000 or 12345 Euro",
            "a list: 1, 2, 34567 Dalmatians",
        ] {
            assert_eq!(seen(text), Vec::<&str>::new(), "{text}");
        }
    }
}
