//! Dates, clock times, amounts of money and numbers in any notation a person may use: readings of what stands in a text.
//!
//! More lenient than [`crate::text::quantity`], which says what a text states: here every reading counts that a known value
//! could be hidden in. English, German and French. Not for comparing: see [`super::super::matcher`].

mod amounts;
mod clocks;
mod dates;

use std::ops::Range;
use std::sync::LazyLock;

pub(crate) use self::amounts::{Amount, Measured, amounts, measured, unit};
pub(crate) use self::clocks::{Clock, clocks};
pub(crate) use self::dates::{Date, dates, is_year};
use crate::text::pattern::{Captures, Regex};

fn number(captures: &Captures<'_>, name: &str) -> Option<u32> {
    let text = captures.name(name)?.as_str();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The last bytes of a text, so that a look back costs the same in a long one.
fn near_end(text: &str, bytes: usize) -> &str {
    let mut from = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or_default()
}

/// Whether nothing that belongs to a longer number or word touches a span.
fn is_free(text: &str, span: &Range<usize>) -> bool {
    let inside = text.get(span.clone()).unwrap_or_default();
    let mut after = text.get(span.end..).unwrap_or_default().chars();
    let mut before = text.get(..span.start).unwrap_or_default().chars().rev();
    let ends_in_digit = inside.ends_with(|c: char| c.is_ascii_digit());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let (next, previous) = (after.next(), before.next());
    let starts_with_letter = inside.starts_with(char::is_alphabetic);
    let glued =
        if ends_in_digit { digit(next) || letter(next) && !matches!(next, Some('T' | 'Z')) } else { letter(next) };
    let decimal = ends_in_digit && matches!(next, Some('.' | ',' | ':')) && digit(after.next());
    let head = digit(previous) || (starts_with_letter && letter(previous));
    let tail = matches!(previous, Some('.' | ',' | ':')) && digit(before.next());
    let word = !starts_with_letter && letter(previous) && !matches!(previous, Some('T'));
    !(glued || decimal || head || tail || word)
}

fn each(regex: &LazyLock<Option<Regex>>, text: &str, mut seen: impl FnMut(&Captures<'_>, Range<usize>)) {
    let Some(regex) = regex.as_ref() else { return };
    let mut at = 0;
    while let Some(captures) = regex.captures_at(text, at) {
        let Some(whole) = captures.get(0) else { return };
        if is_free(text, &whole.range()) {
            seen(&captures, whole.range());
        }
        // The next match may begin inside this one: `13 3 Feb 1980`.
        let rest = text.get(whole.start()..).unwrap_or_default();
        let run = rest.bytes().take_while(u8::is_ascii_digit).count();
        let step = if run > 0 { run } else { rest.chars().next().map_or(1, char::len_utf8) };
        at = whole.start() + step;
    }
}
