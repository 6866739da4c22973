//! Rules that confirm a match: boundaries, checksums, context.

use std::ops::Range;

use super::Seen;

/// Whether nothing that belongs to a word or number touches the span, in any script.
pub(super) fn alone(seen: &Seen<'_>) -> Option<Range<usize>> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let before = seen.text.get(..seen.span.start)?.chars().next_back();
    let after = seen.text.get(seen.span.end..)?.chars().next();
    (!before.is_some_and(word) && !after.is_some_and(word)).then(|| seen.span.clone())
}

/// As [`alone`], and not glued to a longer number by `.`, `-`, `/`, `:` or `+`.
pub(super) fn alone_number(seen: &Seen<'_>) -> Option<Range<usize>> {
    let span = alone(seen)?;
    let mut back = seen.text.get(..span.start)?.chars().rev();
    let (last, second) = (back.next(), back.next());
    let glue = |c: char| matches!(c, '.' | '-' | '/' | ':' | '+' | '=');
    let glued_before = last.is_some_and(|c| glue(c) && c != ':' && c != '=')
        && second.is_some_and(|c| c.is_ascii_digit() || (last == Some('-') && c.is_alphanumeric()));
    let mut ahead = seen.text.get(span.end..)?.chars();
    let (next, following) = (ahead.next(), ahead.next());
    let glued_after = next.is_some_and(glue) && following.is_some_and(|c| c.is_ascii_digit());
    (!glued_before && !glued_after).then_some(span)
}

/// Whether four digits may be a year of our time.
pub(super) fn is_year(written: &str) -> bool {
    written.len() == 4 && (written.starts_with("19") || written.starts_with("20"))
}

/// The digits of a text.
pub(super) fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// The text of the span.
pub(super) fn value<'t>(seen: &Seen<'t>) -> &'t str {
    seen.text.get(seen.span.clone()).unwrap_or_default()
}

/// Whether one of `words` (lower case) begins a word within `reach` characters before the match, in the same line or the
/// line above.
pub(super) fn context(seen: &Seen<'_>, reach: usize, words: &[&str]) -> bool {
    let before = seen.text.get(..seen.whole.start).unwrap_or_default();
    let start = before.char_indices().rev().nth(reach.saturating_sub(1)).map_or(0, |(at, _)| at);
    let near = before.get(start..).unwrap_or_default().to_lowercase();
    let whole_line = start == 0;
    words.iter().any(|word| {
        near.match_indices(word).any(|(at, _)| {
            let begins = near.get(..at).and_then(|head| head.chars().next_back());
            let ends = near.get(at + word.len()..).and_then(|tail| tail.chars().next());
            // A word cut off by the reach does not count as a beginning.
            let starts_word = begins.map_or(whole_line || start > 0, |c| !c.is_alphanumeric());
            starts_word && !(word.len() < 5 && ends.is_some_and(char::is_alphabetic))
        })
    })
}

/// Luhn's checksum (ISO/IEC 7812-1).
pub(super) fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { *digit } else { digit * 2 % 10 + digit / 5 })
        .sum();
    !digits.is_empty() && sum.is_multiple_of(10)
}

/// Remainder of an ISO 7064 mod-97 string (letters count 10 to 35), as IBANs are checked (ISO 13616).
pub(super) fn mod97(text: impl Iterator<Item = char>) -> Option<u32> {
    let mut rest = 0_u32;
    for c in text {
        let value = c.to_digit(36)?;
        rest = (rest * if value > 9 { 100 } else { 10 } + value) % 97;
    }
    Some(rest)
}

/// Whether every digit is the same.
pub(super) fn uniform(digits: &[u32]) -> bool {
    digits.windows(2).all(|pair| pair.first() == pair.last())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    #[test]
    fn checksums() {
        assert!(
            luhn(&digits("4111111111111111")) && !luhn(&digits("4111111111111112")) && luhn(&digits("378282246310005"))
        );
        let iban = |text: &str| mod97(text[4..].chars().chain(text[..4].chars()));
        assert_eq!(iban("DE89370400440532013000"), Some(1));
        assert_ne!(iban("DE89370400440532013001"), Some(1));
        assert!(uniform(&[1, 1, 1]) && !uniform(&[1, 2, 1]));
    }

    #[test]
    fn context_needs_a_whole_word() {
        let seen = |text: &'static str| Seen { text, span: text.len()..text.len(), whole: text.len()..text.len() };
        assert!(context(&seen("my card is "), 20, &["card"]));
        assert!(context(&seen("SSN: "), 20, &["ssn"]));
        assert!(!context(&seen("discard "), 20, &["card"]));
        assert!(!context(&seen("telling "), 20, &["tel"]));
        assert!(!context(&seen("card and then very many other words "), 20, &["card"]));
    }
}
