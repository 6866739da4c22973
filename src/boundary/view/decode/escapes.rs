//! Escapes of addresses, markup, mails and programs, and UTF-8 that was taken for Latin-1. Not for codes in runs: see
//! [`mod@super::runs`] and [`mod@super::codes`].

use super::{digits, hex};
use crate::boundary::view::Derived;

/// The text with every escape read; `None` if there is none. Bytes are read together, so that a character in several
/// escapes (`%C3%BC`) is one.
pub(super) fn escapes(text: &str) -> Option<Derived> {
    let bytes = text.as_bytes();
    let points = text.contains("U+");
    if !points && !bytes.iter().any(|byte| matches!(byte, b'%' | b'\\' | b'&' | b'=' | b'<')) {
        return None;
    }
    // Where an address of the web is escaped, an equals sign gives a value: `q=Felix%20X` says no `\xfe`.
    let percent =
        bytes.windows(3).any(|three| matches!(three, [b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()));
    let mut derived: Option<Derived> = None;
    let (mut at, mut copied) = (0, 0);
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        let mark = match rest {
            [b'=', ..] => !percent,
            [b'%' | b'\\' | b'&' | b'<', ..] | [b'{', b'\\', ..] => true,
            [b'U', b'+', ..] => points,
            _ => false,
        };
        if !mark {
            at += 1;
            continue;
        }
        let Some((piece, length)) = escape(rest) else {
            at += 1;
            continue;
        };
        let out = derived.get_or_insert_with(|| Derived::with_capacity(text.len()));
        out.keep(text.get(copied..at).unwrap_or_default(), copied);
        out.push(&piece, &(at..at + length));
        at += length;
        copied = at;
    }
    if let Some(out) = &mut derived {
        out.keep(text.get(copied..).unwrap_or_default(), copied);
    }
    derived
}

/// One escape (or several that make one character) at the front: what it says and how long it is.
fn escape(rest: &[u8]) -> Option<(String, usize)> {
    match rest {
        [b'&', b'#', b'x' | b'X', tail @ ..] => numeric(tail, 16, 3),
        [b'&', b'#', tail @ ..] => numeric(tail, 10, 2),
        [b'&', tail @ ..] => named(tail),
        // A comment shows nothing either: `Mar<!-- -->ta`.
        [b'<', b'!', b'-', b'-', tail @ ..] => {
            let length = tail.windows(3).take(60).position(|three| three == b"-->")?;
            Some((String::new(), length + 7))
        }
        // A tag of HTML shows nothing: `<b>Mar</b>ta`.
        [b'<', b'/' | b'a'..=b'z' | b'A'..=b'Z', tail @ ..] => {
            let length = tail.iter().take(60).position(|byte| matches!(byte, b'>' | b'<'))?;
            (tail.get(length) == Some(&b'>')).then(|| (String::new(), length + 3))
        }
        // `U+0051`, `%u0051`
        [b'U', b'+', tail @ ..] | [b'%', b'u', tail @ ..] => Some((char::from_u32(hex(tail, 4)?)?.to_string(), 6)),
        // Accents of LaTeX: `\'e`, `\"{o}`, `{\c c}`.
        [b'{', b'\\', ..] => {
            let (piece, length) = accent(rest.get(1..)?)?;
            (rest.get(length + 1) == Some(&b'}')).then_some((piece, length + 2))
        }
        [b'\\', b'\'' | b'"' | b'`' | b'^' | b'~', ..] => accent(rest),
        [b'\\', b'u' | b'U', b'{', tail @ ..] => {
            numeric(tail, 16, 3).filter(|(_, length)| rest.get(length - 1) == Some(&b'}'))
        }
        [b'\\', b'u', tail @ ..] => {
            let high = hex(tail, 4)?;
            let pair = tail.get(4..).and_then(|low| match low {
                [b'\\', b'u', low @ ..] => hex(low, 4),
                _ => None,
            });
            match (high, pair) {
                (0xd800..=0xdbff, Some(low @ 0xdc00..=0xdfff)) => {
                    let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                    Some((char::from_u32(code)?.to_string(), 12))
                }
                _ => Some((char::from_u32(high)?.to_string(), 6)),
            }
        }
        [b'\\', b'U', tail @ ..] => Some((char::from_u32(hex(tail, 8)?)?.to_string(), 10)),
        [b'\\', b'x', ..] => bytes(rest, b"\\x", 16, 2),
        [b'%', ..] => bytes(rest, b"%", 16, 2),
        [b'=', b'\n', ..] => Some((String::new(), 2)),
        // Written in capitals, except by a few: `name=Eduard` says no `\xed`.
        [b'=', a, b, ..] => {
            let small = a.is_ascii_lowercase() || b.is_ascii_lowercase();
            let said = bytes(rest, b"=", 16, 2)?;
            (!small || said.0.is_ascii() && a.is_ascii_digit()).then_some(said)
        }
        [b'\\', b'0'..=b'3', ..] => bytes(rest, b"\\", 8, 3),
        [b'\\', b'n' | b't' | b'r', ..] => Some((" ".to_owned(), 2)),
        [b'\\', b'/', ..] => Some(("/".to_owned(), 2)),
        _ => None,
    }
}

/// A letter behind a command of LaTeX for its accent. Only two dots make another letter of it.
fn accent(rest: &[u8]) -> Option<(String, usize)> {
    let mark = *rest.get(1)?;
    let (letter, length) = match rest.get(2..)? {
        [b'{', letter, b'}', ..] => (*letter, 5),
        [b' ', letter, ..] if mark.is_ascii_alphabetic() => (*letter, 4),
        [letter, ..] if !mark.is_ascii_alphabetic() => (*letter, 3),
        _ => return None,
    };
    let known = matches!(mark, b'\'' | b'"' | b'`' | b'^' | b'~' | b'c' | b'v' | b'k' | b'H' | b'u' | b'r');
    (known && letter.is_ascii_alphabetic()).then(|| {
        let mut marked = char::from(letter).to_string();
        if mark == b'"' {
            marked.push('\u{308}');
        }
        (marked, length)
    })
}

/// `77;` behind `&#`: `head` bytes of the escape come before.
fn numeric(tail: &[u8], radix: u32, head: usize) -> Option<(String, usize)> {
    let length = tail.iter().take(8).take_while(|byte| char::from(**byte).is_digit(radix)).count();
    let code = (length > 0).then(|| digits(tail, radix, length))??;
    let closed = matches!(tail.get(length), Some(b';' | b'}'));
    Some((char::from_u32(code)?.to_string(), head + length + usize::from(closed)))
}

/// One byte, or all that make one character.
fn bytes(rest: &[u8], mark: &[u8], radix: u32, length: usize) -> Option<(String, usize)> {
    let one = |rest: &[u8]| {
        let tail = rest.strip_prefix(mark)?;
        u8::try_from(digits(tail, radix, length)?).ok()
    };
    let step = mark.len() + length;
    let first = one(rest)?;
    let wanted = match first {
        0..=0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        // Not UTF-8: Latin-1, as old programs write it.
        _ => return Some((char::from(first).to_string(), step)),
    };
    let read: Vec<u8> = (0..wanted).map_while(|index| one(rest.get(index * step..)?)).collect();
    match std::str::from_utf8(&read) {
        Ok(text) if read.len() == wanted => Some((text.to_owned(), wanted * step)),
        _ => Some((char::from(first).to_string(), step)),
    }
}

/// The named entities of letters and marks that occur in names and addresses.
fn named(tail: &[u8]) -> Option<(String, usize)> {
    let end = tail.iter().take(10).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(tail.get(..end)?).ok()?;
    let text = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" | "rsquo" | "lsquo" => "'",
        "nbsp" | "ensp" | "emsp" | "thinsp" | "Tab" | "NewLine" => " ",
        "shy" | "zwnj" | "zwj" => "",
        "szlig" => "ß",
        "aelig" | "AElig" => "ae",
        "oelig" | "OElig" => "oe",
        "euro" => "€",
        "pound" => "£",
        "yen" => "¥",
        "cent" => "¢",
        "commat" => "@",
        "period" => ".",
        "comma" => ",",
        "colon" => ":",
        "sol" => "/",
        "lowbar" => "_",
        "hyphen" | "dash" | "ndash" | "mdash" => "-",
        "num" => "#",
        "percnt" => "%",
        "plus" => "+",
        "lpar" => "(",
        "rpar" => ")",
        _ => {
            // `uuml`, `eacute`: the letter comes first, its accent makes no difference.
            let (letter, accent) = name.split_at_checked(1)?;
            let known = matches!(
                accent,
                "uml"
                    | "acute"
                    | "grave"
                    | "circ"
                    | "tilde"
                    | "ring"
                    | "cedil"
                    | "slash"
                    | "caron"
                    | "strok"
                    | "ogon"
                    | "dot"
            );
            return (known && letter.bytes().all(|byte| byte.is_ascii_alphabetic())).then(|| {
                let marked = match accent {
                    "uml" => format!("{letter}\u{308}"),
                    _ => letter.to_owned(),
                };
                (marked, end + 2)
            });
        }
    };
    Some((text.to_owned(), end + 2))
}

/// UTF-8 that was taken for Latin-1: `MaÃ«lys`.
pub(super) fn misread(text: &str) -> Option<Derived> {
    if !text.contains(['Ã', 'Ä', 'Å', 'Â']) {
        return None;
    }
    let mut out: Option<Derived> = None;
    let mut copied = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let Some((next_at, next)) = chars.peek().copied() else { break };
        let (first, second) = (u32::from(c), latin(next));
        if !(0xc2..=0xdf).contains(&first) || !(0x80..=0xbf).contains(&second) {
            continue;
        }
        let Some(said) = char::from_u32((first & 0x1f) << 6 | (second & 0x3f)) else { continue };
        let out = out.get_or_insert_with(|| Derived::with_capacity(text.len()));
        out.keep(text.get(copied..at).unwrap_or_default(), copied);
        copied = next_at + next.len_utf8();
        out.push(&said.to_string(), &(at..copied));
        chars.next();
    }
    if let Some(out) = &mut out {
        out.keep(text.get(copied..).unwrap_or_default(), copied);
    }
    out
}

/// The byte a character is in Windows' Latin-1.
fn latin(c: char) -> u32 {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let code = u32::from(c);
    if code < 0x100 {
        return code;
    }
    HIGH.chars().position(|other| other == c).and_then(|at| u32::try_from(at).ok()).map_or(0, |at| 0x80 + at)
}
