//! Texts inside texts: escapes, Base64, hexadecimal and other character codes, and letters hidden in invisible tags.
//!
//! Only looks where something of the kind stands. What comes out knows which characters said it. Not for matching.

mod codes;
mod escapes;
mod runs;

use self::codes::{codes, morse, places};
use self::escapes::{escapes, misread};
use self::runs::runs;
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

/// What stands in every text in Morse code that spells a name.
const MORSE: &[&str] = &[".- ", "-. ", ".. ", "-- ", "·", "•", "−", "–. "];

/// Everything that is written inside `text`.
pub(crate) fn all(text: &str) -> Vec<(Code, Derived)> {
    let mut found = Vec::new();
    if let Some(derived) = escapes(text) {
        found.push((Code::Escapes, derived));
    }
    runs(text, &mut found);
    codes(text, &mut found);
    // No prose has a dot or a dash as a word of its own next to another.
    if MORSE.iter().any(|mark| text.contains(mark)) {
        morse(text, &mut found);
    }
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

fn hex(bytes: &[u8], length: usize) -> Option<u32> {
    digits(bytes, 16, length)
}

fn digits(bytes: &[u8], radix: u32, length: usize) -> Option<u32> {
    let text = std::str::from_utf8(bytes.get(..length)?).ok()?;
    text.bytes().all(|byte| byte.is_ascii_alphanumeric()).then(|| u32::from_str_radix(text, radix).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
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
            "115 141 162 164 141 40 113 157 167 141 154 163 153 151",
            "0100110101100001011100100111010001100001001000000100101101101111011101110110000101101100011100110110101101101001",
            "Mar<!-- x -->ta Kowalski",
            "q=Marta%20Kowalski&r=Fe",
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
        assert!(says("-- .- .-. - .- / -.- --- .-- .- .-.. ... -.- ..", "marta kowalski"));
        assert!(says("·− ·−· − ·−· ··", "artri") && all("Wait ... what - no -- well. - a - b .. / . / -").is_empty());
        assert!(!says("name=Felix =Ed", "lix\u{ed}") && all("name=Eduard").is_empty());
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
