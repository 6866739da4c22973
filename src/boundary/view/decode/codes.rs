//! Characters as a list of codes, one after the other, or as their places in the alphabet. Not for runs without a mark
//! between: see [`mod@super::runs`].

use std::ops::Range;

use super::Code;
use crate::boundary::view::Derived;

/// Letters by their place in the alphabet: `17-21-1-19-20`. Only lists of five and more, all joined in one way.
pub(super) fn places(text: &str) -> Option<Derived> {
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

/// Character codes one after the other: `77 97 114 107`, `4d 61 72`, `0x4d,0x61`, `01001101 01100001`.
pub(super) fn codes(text: &str, found: &mut Vec<(Code, Derived)>) {
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
        let likely = matches!(bare.len(), 2 | 3 | 4 | 7 | 8) && bare.bytes().all(|byte| byte.is_ascii_hexdigit());
        let gap = list.last().and_then(|(last, _)| text.get(last.end..start)).unwrap_or_default();
        // `chr(77), chr(97)`
        if token == "chr" || token == "CHR" || token == "char" {
            continue;
        }
        let call = gap.len() <= 12 && gap.starts_with(')') && gap.ends_with('(');
        if !likely || !call && (gap.len() > 3 || gap.chars().any(|c| !" ,:;-.\t\n\\".contains(c))) {
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
    let radix = if all(&|token| matches!(token.len(), 7 | 8) && token.bytes().all(|byte| matches!(byte, b'0' | b'1'))) {
        2
    } else if all(&|token| token.len() == 2) || all(&|token| matches!(token.len(), 2 | 4)) {
        16
    } else if all(&|token| token.len() <= 3 && token.bytes().all(|byte| byte.is_ascii_digit())) {
        10
    } else {
        return;
    };
    let octal = all(&|token| token.len() <= 3 && token.bytes().all(|byte| matches!(byte, b'0'..=b'7')));
    let radixes: &[u32] = match radix {
        16 => &[16, 10],
        10 if octal => &[10, 8],
        2 => &[2],
        _ => &[10],
    };
    for radix in radixes.iter().copied() {
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

/// The letters of Morse code, in pairs of the signs and what they say.
const MORSE: &[(&str, &str)] = &[
    (".-", "a"),
    ("-...", "b"),
    ("-.-.", "c"),
    ("-..", "d"),
    (".", "e"),
    ("..-.", "f"),
    ("--.", "g"),
    ("....", "h"),
    ("..", "i"),
    (".---", "j"),
    ("-.-", "k"),
    (".-..", "l"),
    ("--", "m"),
    ("-.", "n"),
    ("---", "o"),
    (".--.", "p"),
    ("--.-", "q"),
    (".-.", "r"),
    ("...", "s"),
    ("-", "t"),
    ("..-", "u"),
    ("...-", "v"),
    (".--", "w"),
    ("-..-", "x"),
    ("-.--", "y"),
    ("--..", "z"),
    (".-.-", "ae"),
    ("---.", "oe"),
    ("..--", "ue"),
    ("...--..", "ss"),
    ("-----", "0"),
    (".----", "1"),
    ("..---", "2"),
    ("...--", "3"),
    ("....-", "4"),
    (".....", "5"),
    ("-....", "6"),
    ("--...", "7"),
    ("---..", "8"),
    ("----.", "9"),
];

/// Dots and dashes of Morse code, letters apart by spaces, words by strokes: `-- .- .-. - .-`. Only runs of five letters and more.
pub(super) fn morse(text: &str, found: &mut Vec<(Code, Derived)>) {
    let sign = |c: char| match c {
        '.' | '·' | '•' => Some('.'),
        '-' | '−' | '–' | '_' => Some('-'),
        _ => None,
    };
    let mut derived = Derived::with_capacity(16);
    let (mut letters, mut dashes) = (0, 0);
    let mut token = String::new();
    let (mut start, mut gap) = (0, 0);
    let mut flush = |derived: &mut Derived, letters: &mut usize, dashes: &mut usize| {
        let said = std::mem::replace(derived, Derived::with_capacity(16));
        // A row of dots is none.
        if *letters >= 5 && *dashes > 0 {
            found.push((Code::Codes, said));
        }
        (*letters, *dashes) = (0, 0);
    };
    for (at, c) in text.char_indices().chain([(text.len(), ' '), (text.len(), '\n')]) {
        if let Some(c) = sign(c) {
            if token.is_empty() {
                start = at;
            }
            token.push(c);
            gap = 0;
            continue;
        }
        if !token.is_empty() {
            match MORSE.iter().find(|(signs, _)| *signs == token) {
                Some((signs, letter)) if c.is_whitespace() || matches!(c, '/' | '|' | ',') => {
                    derived.push(letter, &(start..at));
                    letters += 1;
                    dashes += usize::from(signs.contains('-'));
                }
                _ => flush(&mut derived, &mut letters, &mut dashes),
            }
            token.clear();
        }
        let stroke = matches!(c, '/' | '|');
        gap += 1;
        if letters > 0 && (stroke || c == '\n' || gap == 3) && !derived.text.ends_with(' ') {
            derived.push(" ", &(at..at));
        }
        if c == '\n' && gap > 1 || !(c.is_whitespace() || stroke) || gap > 5 {
            flush(&mut derived, &mut letters, &mut dashes);
        }
    }
    flush(&mut derived, &mut letters, &mut dashes);
}
