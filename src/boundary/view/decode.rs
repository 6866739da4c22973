//! Texts inside texts: escapes, Base64, hexadecimal and other character codes, and letters hidden in invisible tags.
//!
//! Only looks where something of the kind stands. What comes out knows which characters said it. Not for matching.

use std::ops::Range;

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::Derived;

/// How a text was written inside another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    /// `%4D`, `\u004d`, `&#77;`, `\x4d`, `=4D`, `&uuml;`.
    Escapes,
    Base64,
    Base32,
    Hex,
    /// `77 97 114`, `01001101`.
    Codes,
    /// Unicode tag characters.
    Tags,
}

impl Code {
    /// Whether nothing of what was written can be read without decoding it.
    pub(crate) fn is_opaque(self) -> bool {
        self != Self::Escapes
    }

    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Escapes => "behind escapes (percent, HTML or backslash)",
            Self::Base64 => "behind Base64",
            Self::Base32 => "behind Base32",
            Self::Hex => "behind hexadecimal",
            Self::Codes => "as character codes",
            Self::Tags => "in invisible tag characters",
        }
    }
}

/// Everything that is written inside `text`.
pub(crate) fn all(text: &str) -> Vec<(Code, Derived)> {
    let mut found = Vec::new();
    if let Some(derived) = escapes(text) {
        found.push((Code::Escapes, derived));
    }
    runs(text, &mut found);
    codes(text, &mut found);
    if let Some(derived) = places(text) {
        found.push((Code::Codes, derived));
    }
    if let Some(derived) = misread(text) {
        found.push((Code::Escapes, derived));
    }
    if text.contains('\u{e0001}') || text.chars().any(|c| matches!(c, '\u{e0020}'..='\u{e007e}')) {
        let mut derived = Derived::with_capacity(64);
        for (at, c) in text.char_indices() {
            if let Some(shown) =
                u32::from(c).checked_sub(0xe_0000).filter(|code| (0x20..0x7f).contains(code)).and_then(char::from_u32)
            {
                let mut buffer = [0; 4];
                derived.push(shown.encode_utf8(&mut buffer), &(at..at + c.len_utf8()));
            }
        }
        found.push((Code::Tags, derived));
    }
    found
}

/// The text with every escape read; `None` if there is none. Bytes are read together, so that a character in several
/// escapes (`%C3%BC`) is one.
fn escapes(text: &str) -> Option<Derived> {
    let bytes = text.as_bytes();
    let points = text.contains("U+");
    if !points && !bytes.iter().any(|byte| matches!(byte, b'%' | b'\\' | b'&' | b'=' | b'<')) {
        return None;
    }
    let mut derived: Option<Derived> = None;
    let (mut at, mut copied) = (0, 0);
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        let mark = match rest {
            [b'%' | b'\\' | b'&' | b'=' | b'<', ..] | [b'{', b'\\', ..] => true,
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
        [b'=', ..] => bytes(rest, b"=", 16, 2),
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

fn hex(bytes: &[u8], length: usize) -> Option<u32> {
    digits(bytes, 16, length)
}

fn digits(bytes: &[u8], radix: u32, length: usize) -> Option<u32> {
    let text = std::str::from_utf8(bytes.get(..length)?).ok()?;
    text.bytes().all(|byte| byte.is_ascii_alphanumeric()).then(|| u32::from_str_radix(text, radix).ok())?
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

/// Runs of Base64 and hexadecimal characters.
fn runs(text: &str, found: &mut Vec<(Code, Derived)>) {
    let bytes = text.as_bytes();
    let member = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=');
    let mut at = 0;
    while at < bytes.len() {
        if !bytes.get(at).copied().is_some_and(member) {
            at += 1;
            continue;
        }
        let start = at;
        let mut line = at;
        while let Some(byte) = bytes.get(at).copied() {
            if member(byte) {
                at += 1;
            } else if matches!(byte, b'\n' | b'\r')
                && at - line >= 40
                && bytes.get(at + 1).is_some_and(|next| member(*next) || *next == b'\n')
            {
                // Base64 of mails and keys is broken into lines.
                at += 1;
                line = at;
            } else {
                break;
            }
        }
        if at - start >= 8 {
            run(text, start..at, found);
        }
    }
}

fn run(text: &str, span: Range<usize>, found: &mut Vec<(Code, Derived)>) {
    let Some(run) = text.get(span.clone()) else { return };
    // A name in front (`data=…`, `token-…`) is no part of it.
    let head = run.trim_end_matches('=').rfind('=').map_or(0, |at| at + 1);
    let (span, run) = (span.start + head..span.end, run.get(head..).unwrap_or_default());
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let hexadecimal = run.strip_prefix("0x").unwrap_or(run);
    if hexadecimal.len() >= 8
        && hexadecimal.len().is_multiple_of(2)
        && hexadecimal.bytes().all(|byte| byte.is_ascii_hexdigit())
    {
        let decoded: Vec<u8> = (0..hexadecimal.len() / 2)
            .filter_map(|index| u8::try_from(hex(hexadecimal.as_bytes().get(index * 2..)?, 2)?).ok())
            .collect();
        printable(&decoded, &span, Code::Hex, found);
    }
    if let Some(decoded) = base32(run) {
        printable(&decoded, &span, Code::Base32, found);
    }
    // Ordinary words: small letters behind the first, or capitals alone.
    let upper = run.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
    let lower = run.bytes().filter(u8::is_ascii_lowercase).count();
    if (upper == 0 || lower == 0) && !(digits > 0 && (upper > 0 || lower > 0) && run.len() >= 12) {
        return;
    }
    let clean: Vec<u8> = run.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=').collect();
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let alphabet = if clean.iter().any(|byte| matches!(byte, b'-' | b'_')) { URL_SAFE } else { STANDARD };
    let engine = GeneralPurpose::new(&alphabet, config);
    // A run may be cut out of a longer one, so it may begin anywhere in a group of four.
    for skip in 0..4 {
        let Some(mut piece) = clean.get(skip..) else { break };
        if piece.len() % 4 == 1 {
            piece = piece.get(..piece.len() - 1).unwrap_or_default();
        }
        if let Ok(decoded) = engine.decode(piece) {
            printable(&decoded, &span, Code::Base64, found);
        }
    }
    // Separators of the address-safe alphabet may also be separators.
    if run.contains(['-', '_', '/', '+']) {
        let mut offset = span.start;
        for piece in run.split(['-', '_', '/', '+']) {
            if piece.len() >= 8 && piece.len() < run.len() {
                self::run(text, offset..offset + piece.len(), found);
            }
            offset += piece.len() + 1;
        }
    }
}

/// What of decoded bytes can be read: each piece of at least four characters, all of it said by `span`.
fn printable(decoded: &[u8], span: &Range<usize>, code: Code, found: &mut Vec<(Code, Derived)>) {
    let mut add = |piece: &str| {
        let letters = piece.chars().filter(|c| c.is_alphanumeric()).count();
        if letters >= 4 {
            let mut derived = Derived::with_capacity(piece.len());
            derived.push(piece, span);
            found.push((code, derived));
        }
    };
    for chunk in decoded.utf8_chunks() {
        for piece in chunk.valid().split(|c: char| c.is_control() && !c.is_whitespace()) {
            add(piece);
        }
    }
    // UTF-16, as Windows writes it.
    let wide = |offset: usize| decoded.get(offset..).unwrap_or_default().iter().step_by(2).all(|byte| *byte == 0);
    if decoded.len() >= 8 && (wide(0) || wide(1)) {
        add(&decoded.iter().filter(|byte| **byte != 0).map(|byte| char::from(*byte)).collect::<String>());
    }
}

/// Letters by their place in the alphabet: `17-21-1-19-20`. Only lists of five and more, all joined in one way.
fn places(text: &str) -> Option<Derived> {
    let mut out: Option<Derived> = None;
    let mut list: Vec<(Range<usize>, u8)> = Vec::new();
    let mut mark = "";
    let mut flush = |list: &mut Vec<(Range<usize>, u8)>| {
        if list.len() >= 5 {
            let out = out.get_or_insert_with(|| Derived::with_capacity(list.len() + 1));
            for (span, place) in list.iter() {
                out.push(&char::from(b'a' + place - 1).to_string(), span);
            }
            if let Some((last, _)) = list.last() {
                out.push(" ", &(last.end..last.end));
            }
        }
        list.clear();
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(offset) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let start = at + offset;
        let length = bytes.get(start..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count();
        at = start + length;
        let place = (length <= 2).then(|| text.get(start..at).and_then(|digits| digits.parse::<u8>().ok())).flatten();
        let gap = list.last().and_then(|(last, _): &(Range<usize>, u8)| text.get(last.end..start)).unwrap_or_default();
        let tied = matches!(gap, "-" | " " | "." | ", " | "," | " - " | "/") && (list.len() == 1 || gap == mark);
        if !list.is_empty() && !tied {
            flush(&mut list);
        }
        mark = gap;
        match place.filter(|place| (1..=26).contains(place)) {
            Some(place) => list.push((start..at, place)),
            None => flush(&mut list),
        }
    }
    flush(&mut list);
    out
}

/// UTF-8 that was taken for Latin-1: `MaÃ«lys`.
fn misread(text: &str) -> Option<Derived> {
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

/// Five bits a letter (RFC 4648): `IRQWG2DTNRQWOZLS`.
fn base32(run: &str) -> Option<Vec<u8>> {
    let clean = run.trim_end_matches('=');
    if clean.len() < 8 || !clean.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7')) {
        return None;
    }
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut out = Vec::with_capacity(clean.len() * 5 / 8);
    for byte in clean.bytes() {
        let value = if byte.is_ascii_uppercase() { byte - b'A' } else { byte - b'2' + 26 };
        bits = (bits << 5 | u32::from(value)) & 0xfff;
        held += 5;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    std::str::from_utf8(&out).is_ok_and(|text| !text.contains(char::is_control)).then_some(out)
}

/// Character codes one after the other: `77 97 114 107`, `4d 61 72`, `0x4d,0x61`, `01001101 01100001`.
fn codes(text: &str, found: &mut Vec<(Code, Derived)>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut list: Vec<(Range<usize>, &str)> = Vec::new();
    let mut flush = |list: &mut Vec<(Range<usize>, &str)>| {
        if list.len() >= 4 {
            read_codes(list, found);
        }
        list.clear();
    };
    while at < bytes.len() {
        if !bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            at += 1;
            continue;
        }
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            at += 1;
        }
        let token = text.get(start..at).unwrap_or_default();
        let bare = token.strip_prefix("0x").unwrap_or(token);
        let likely = matches!(bare.len(), 2 | 3 | 4 | 8) && bare.bytes().all(|byte| byte.is_ascii_hexdigit());
        let gap = list.last().and_then(|(last, _)| text.get(last.end..start)).unwrap_or_default();
        if !likely || gap.len() > 3 || gap.chars().any(|c| !" ,:;-.\t\n\\".contains(c)) {
            flush(&mut list);
        }
        if likely {
            list.push((start..at, bare));
        }
    }
    flush(&mut list);
}

fn read_codes(list: &[(Range<usize>, &str)], found: &mut Vec<(Code, Derived)>) {
    let all = |length: &dyn Fn(&str) -> bool| list.iter().all(|(_, token)| length(token));
    let radix = if all(&|token| token.len() == 8 && token.bytes().all(|byte| matches!(byte, b'0' | b'1'))) {
        2
    } else if all(&|token| token.len() == 2) || all(&|token| matches!(token.len(), 2 | 4)) {
        16
    } else if all(&|token| token.len() <= 3 && token.bytes().all(|byte| byte.is_ascii_digit())) {
        10
    } else {
        return;
    };
    for radix in if radix == 16 { vec![16, 10] } else { vec![radix] } {
        let mut decoded: Vec<u8> = Vec::with_capacity(list.len());
        let mut sources = Vec::with_capacity(list.len());
        for (span, token) in list {
            // A dump in words of two bytes.
            for piece in
                if radix == 16 && token.len() == 4 { [token.get(..2), token.get(2..)] } else { [Some(*token), None] }
            {
                if let Some(byte) = piece.and_then(|piece| u8::from_str_radix(piece, radix).ok()) {
                    decoded.push(byte);
                    sources.push(span.clone());
                }
            }
        }
        let mut derived = Derived::with_capacity(decoded.len());
        let mut offset = 0;
        for chunk in decoded.utf8_chunks() {
            for (at, c) in chunk.valid().char_indices() {
                let (begin, end) = (offset + at, offset + at + c.len_utf8() - 1);
                let (Some(begin), Some(end)) = (sources.get(begin), sources.get(end)) else { continue };
                let mut buffer = [0; 4];
                derived.push(if c.is_control() { " " } else { c.encode_utf8(&mut buffer) }, &(begin.start..end.end));
            }
            offset += chunk.valid().len() + chunk.invalid().len();
        }
        if derived.text.chars().filter(|c| c.is_alphanumeric()).count() >= 4 {
            found.push((if radix == 16 { Code::Hex } else { Code::Codes }, derived));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    fn says(text: &str, wanted: &str) -> bool {
        all(text).iter().any(|(_, derived)| derived.text.contains(wanted))
    }

    #[test]
    fn reads_every_escape() {
        for text in [
            "Marta%20Kowalski",
            "Marta\\u0020Kowalski",
            "Marta&#32;Kowalski",
            "Marta&#x20;Kowalski",
            "Marta&nbsp;Kowalski",
            "Marta\\x20Kowalski",
            "%4Darta Kowalski",
            "=4Darta=20Kowalski",
            "\\115arta Kowalski",
            "\\u{4d}arta Kowalski",
            "%u004Darta Kowalski",
            "4d 61 72 74 61 20 4b 6f 77 61 6c 73 6b 69",
            "4D:61:72:74:61:20:4B:6F:77:61:6C:73:6B:69",
            "0x4d,0x61,0x72,0x74,0x61,0x20,0x4b,0x6f,0x77,0x61,0x6c,0x73,0x6b,0x69",
            "77 97 114 116 97 32 75 111 119 97 108 115 107 105",
            "01001101 01100001 01110010 01110100 01100001 00100000 01001011 01101111 01110111 01100001 01101100 01110011 01101011 01101001",
            "x=4d61727461204b6f77616c736b69;",
            "4d61 7274 6120 4b6f 7761 6c73 6b69",
            "JVQXE5DBEBFW653BNRZWW2I=",
            "U+004darta Kowalski",
            "<b>Mar</b>ta <i class='x'>Kowalski</i>",
        ] {
            assert!(says(text, "Marta Kowalski"), "{text}");
        }
        assert!(says("JÃ¼rgen", "Jürgen") && says("{\\'E}tienne", "Etienne") && says("Ma\\'e", "Mae"));
        assert!(says("13-1-18-20-1", "marta") && !says("1, 2, 3, 40, 5", "abc"));
        assert!(says("J%C3%BCrgen", "Jürgen") && says("J%FCrgen", "Jürgen") && says("\\ud83d\\ude00x", "😀x"));
        assert!(all("The dishwasher runs internationally, 100% sure, a = b & c.").is_empty());
    }

    proptest! {
        #[test]
        fn finds_base64_at_any_place(before in "[a-z ]{0,7}", after in "[a-z ]{0,7}", cut in 0usize..4) {
            let said = format!("{before}Marta Kowalski{after}");
            for encoded in [BASE64_STANDARD.encode(&said), BASE64_URL_SAFE_NO_PAD.encode(&said)] {
                prop_assert!(says(&encoded, "Marta Kowalski"), "{}", encoded);
                // Cut at the front: the rest of the name still stands there.
                prop_assert!(says(encoded.get(cut..).unwrap_or_default(), "Kowalski"), "{}", encoded);
            }
        }

        #[test]
        fn leads_back_into_the_text(text in "[%\\\\&#;x0-9a-fü ]{0,40}") {
            for (_, derived) in all(&text) {
                prop_assert_eq!(derived.text.len(), derived.from.len());
                for at in 0..derived.text.len() {
                    let back = derived.back(&(at..at + 1)).unwrap();
                    prop_assert!(text.get(back).is_some());
                }
            }
        }
    }
}
