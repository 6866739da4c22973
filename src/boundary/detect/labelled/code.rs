//! How a number or a code is read behind its label: how far is looked, what of it is the code, and whether that says enough.

use crate::text::quantity;

/// How much of a text is read for one value, in bytes.
const WINDOW: usize = 96;

/// The text at `from`, as much as one value may take.
pub(in super::super) fn window(text: &str, from: usize) -> &str {
    let mut end = (from + WINDOW).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text.get(from..end).unwrap_or_default()
}

/// The code a text begins with: groups of letters and digits with single spaces between, as long as they belong together
/// (`KH 24.118.7703-2`, `QQ 41 08 26 C`). Empty if it begins with none.
pub(in super::super) fn code(rest: &str) -> &str {
    let (mut end, mut at, mut counted) = (0, 0, 0_usize);
    for _ in 0..9 {
        let Some(tail) = rest.get(at..) else { break };
        let stop = tail
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | ':' | '_')))
            .unwrap_or(tail.len());
        let group = tail.get(..stop).unwrap_or_default();
        let bare = group.trim_end_matches(['.', ':', '/', '-', '_']);
        let behind = tail.get(stop..).unwrap_or_default();
        let numbers = bare.bytes().filter(u8::is_ascii_digit).count();
        let small = bare.bytes().any(|byte| byte.is_ascii_lowercase());
        if bare.is_empty() || behind.starts_with(['@', '%', '€', '$', '£', '°']) {
            break;
        }
        let fits = if numbers > 0 {
            let first = counted == 0;
            (if first { !small || numbers >= 2 } else { !small && bare.len() <= 8 && !is_other(bare) })
                && !((!first || end == 0 && at > 0 || numbers < 6) && is_quantity(tail, bare))
                // A short number behind a long one that a word follows counts something.
                && !(!first && counted >= 6 && numbers < 3 && behind.starts_with(' ') && behind.trim_start().starts_with(char::is_alphabetic))
        } else {
            // Letters begin a code, or stand between or behind its numbers.
            let on =
                behind.strip_prefix([' ', '\u{a0}']).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
            let last = counted > 0 && !behind.starts_with([' ', '\u{a0}', '\'', '’']) && bare.len() <= 3;
            !small && bare.len() <= 4 && ((on && stop == bare.len() && !is_word(bare)) || last)
        };
        if !fits {
            break;
        }
        counted += numbers;
        if counted > 0 {
            end = at + bare.len();
        }
        let gap = behind.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}')).map_or(0, char::len_utf8);
        if gap == 0 || group.len() != bare.len() {
            break;
        }
        at += stop + gap;
    }
    rest.get(..end.min(34)).unwrap_or_default()
}

/// A date or a time is no group of a number.
fn is_other(group: &str) -> bool {
    group.contains(':') || group.matches(['/', '.']).count() == 2 || (group.contains('.') && group.len() > 5)
}

/// Capitals that are words of a form, not the beginning of a code.
fn is_word(group: &str) -> bool {
    matches!(
        group,
        "NO" | "NR"
            | "IN"
            | "ON"
            | "AT"
            | "OF"
            | "TO"
            | "FOR"
            | "AND"
            | "THE"
            | "IST"
            | "VOM"
            | "DE"
            | "DU"
            | "EL"
            | "LE"
            | "AM"
            | "PM"
    )
}

/// Whether a number is the beginning of a quantity or a date.
fn is_quantity(rest: &str, group: &str) -> bool {
    let telling = rest.get(group.len()..).is_some_and(|next| {
        next.trim_start_matches([' ', '\u{a0}']).starts_with(|c: char| c.is_alphabetic() || "%°€$£".contains(c))
    }) || group.contains(['/', '.', ':', '-']);
    if !telling {
        return false;
    }
    let mut end = 28.min(rest.len());
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let near = rest.get(..end).and_then(|near| near.split(['\n', ',', ';']).next()).unwrap_or_default();
    quantity::find(near).first().is_some_and(|first| first.start == 0 && first.end >= group.len())
}

/// Whether a code says enough to be one: so many digits, or capitals and digits that make no word.
pub(super) fn is_telling(kept: &str, count: usize, least: usize, labelled: bool, weak: bool) -> bool {
    let mixed = kept.bytes().any(|byte| byte.is_ascii_uppercase());
    let small = kept.bytes().any(|byte| byte.is_ascii_lowercase());
    let code = mixed && count >= 4 && kept.len() >= 8 && !small;
    count >= least
        || (code && (labelled || !weak || count >= 5 || kept.len() >= 10))
        || (labelled && mixed && !small && count >= if weak { 4 } else { 2 } && kept.len() >= 6)
}

pub(super) fn is_year(kept: &str) -> bool {
    kept.len() == 4 && (kept.starts_with("19") || kept.starts_with("20"))
}
