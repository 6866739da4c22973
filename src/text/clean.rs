//! Cleaning on arrival: nothing a model, server or file says may steer a terminal or hide from the reader.
//!
//! Two rules. **Controls are shown**: each one becomes a visible glyph (ESC is `␛`), so an escape sequence stands there as
//! plain text, is never acted upon, and the reader sees that something was there. **Invisible characters are dropped**:
//! whatever Unicode calls *default ignorable* (bidi controls, zero-width and tag characters, fillers) could hide text
//! from the reader or split a word under a detector's eyes. Joiners and emoji variation selectors stay where they have a
//! meaning: right after an emoji or a letter of a script that joins.
//!
//! Combining marks are let through up to a number no script needs: a flood of them would paint over the lines around it.
//!
//! Not for wrapping or display width: that is the view's business.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_normalization::char::is_combining_mark;

/// Most combining marks on one character. Scripts need up to five or so; Unicode's stream-safe format allows 30 (UAX #15).
const MOST_MARKS: u8 = 8;

/// The text with ESC, C0 (but newline and tab), C1, DEL made visible, and with bidi controls, zero-width and tag characters
/// dropped; CR LF, lone CR, NEL and the Unicode line and paragraph separators become newline. Idempotent; borrows where
/// there is nothing to do.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return Cow::Borrowed(text);
    }
    let mut cleaner = Cleaner::default();
    let changed = text.char_indices().find(|(_, c)| !cleaner.keeps(*c));
    let Some((head, tail)) = changed.and_then(|(at, _)| text.split_at_checked(at)) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(head);
    cleaner.append(tail, &mut out);
    Cow::Owned(out)
}

/// JSON text with every character that [`clean`] would change (but line breaks and tabs between values) written as an escape:
/// it means the same, and a terminal it is printed on shows text only. Serialised JSON has such characters in strings alone.
#[must_use]
pub fn escape_json(json: &str) -> Cow<'_, str> {
    let mut cleaner = Cleaner::default();
    if json.chars().all(|c| cleaner.keeps(c)) {
        return Cow::Borrowed(json);
    }
    cleaner = Cleaner::default();
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if cleaner.keeps(c) {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    Cow::Owned(out)
}

/// Cleans a stream piece by piece. However the stream is split, the pieces together equal [`clean`] of the whole, and no
/// piece is held back.
#[derive(Debug, Clone, Default)]
pub struct Cleaner {
    /// The last character let through: decides on joiners.
    last: Option<char>,
    /// The last character read was CR, already written as newline: an LF now belongs to it.
    after_cr: bool,
    /// Combining marks let through since the last character that is none.
    marks: u8,
}

/// What becomes of one character.
enum Fate {
    Keep,
    Drop,
    Become(char),
    /// A C1 control, shown as its seven-bit form: `␛` and this letter (ECMA-48, 5.3).
    Escape(char),
}

impl Cleaner {
    /// Feeds a piece, returns it cleaned.
    pub fn push(&mut self, piece: &str) -> String {
        let mut out = String::with_capacity(piece.len());
        self.append(piece, &mut out);
        out
    }

    fn append(&mut self, piece: &str, out: &mut String) {
        for c in piece.chars() {
            match self.fate(c) {
                Fate::Keep => self.put(c, out),
                Fate::Become(other) => self.put(other, out),
                Fate::Escape(letter) => {
                    self.put('␛', out);
                    self.put(letter, out);
                }
                Fate::Drop => {}
            }
            self.after_cr = c == '\r';
        }
    }

    /// Whether `c` stays as it is; then it is taken note of.
    fn keeps(&mut self, c: char) -> bool {
        let keeps = matches!(self.fate(c), Fate::Keep);
        if keeps {
            self.note(c);
        }
        keeps
    }

    /// Remembers a character that was let through.
    fn note(&mut self, c: char) {
        self.last = Some(c);
        if is_combining_mark(c) {
            self.marks += 1;
        } else if !is_invisible(c) {
            self.marks = 0;
        }
    }

    fn put(&mut self, c: char, out: &mut String) {
        self.note(c);
        out.push(c);
    }

    fn fate(&self, c: char) -> Fate {
        match c {
            '\n' if self.after_cr => Fate::Drop,
            '\n' | '\t' | ' '..='~' => Fate::Keep,
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Become('\n'),
            '\0'..='\u{1f}' => Fate::Become(picture(c)),
            '\u{7f}' => Fate::Become('␡'),
            '\u{80}'..='\u{9f}' => Fate::Escape(char::from((c as u32 - 0x40) as u8)),
            '\u{200c}' | '\u{200d}' if self.last.is_some_and(|last| is_emoji(last) || is_joining_script(last)) => {
                Fate::Keep
            }
            '\u{fe0e}' | '\u{fe0f}' if self.last.is_some_and(is_emoji) => Fate::Keep,
            c if is_invisible(c) => Fate::Drop,
            c if self.marks >= MOST_MARKS && is_combining_mark(c) => Fate::Drop,
            _ => Fate::Keep,
        }
    }
}

/// The control picture of a C0 control.
fn picture(c: char) -> char {
    char::from_u32(0x2400 + c as u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Default ignorable code points (Unicode 16, `DerivedCoreProperties.txt`), and the interlinear annotation controls.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Blocks that hold the emoji (skin tones and the emoji selector included); coarser than the property, on purpose: what
/// matters is that no letter of a word is among them.
fn is_emoji(c: char) -> bool {
    let in_block =
        matches!(c, '©' | '®' | '\u{203c}'..='\u{2bff}' | '〰' | '〽' | '㊗' | '㊙' | '\u{1f000}'..='\u{1fbff}');
    c == '\u{fe0f}' || (in_block && !is_invisible(c))
}

/// Scripts in which a joiner changes how a word is written: Arabic, Syriac, N'Ko, Mongolian, and those of South Asia.
fn is_joining_script(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{18af}')
        && !is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_becomes_of_what() {
        for (dirty, expected) in [
            ("plain text, 22:30\n\tüber 🙂", "plain text, 22:30\n\tüber 🙂"),
            ("a\r\nb\rc\r\r\nd\n\re", "a\nb\nc\n\nd\n\ne"),
            ("a\u{85}b\u{2028}c\u{2029}d", "a\nb\nc\nd"),
            ("\u{1b}[31mred\u{1b}[0m", "␛[31mred␛[0m"),
            ("\u{1b}]0;owned\u{7}", "␛]0;owned␇"),
            ("\u{1b}]52;c;aGk=\u{1b}\\", "␛]52;c;aGk=␛\\"),
            ("\u{9b}2J\u{9d}0;x\u{9c}", "␛[2J␛]0;x␛\\"),
            ("\0\u{8}\u{7f}\u{c}", "␀␈␡␌"),
            ("Ma\u{200b}ya", "Maya"),
            ("Ma\u{200d}ya", "Maya"),
            ("Ma\u{fe0f}ya", "Maya"),
            ("M\u{ad}a\u{2060}y\u{feff}a", "Maya"),
            ("\u{202e}evil\u{202c} \u{2066}x\u{2069}\u{200f}", "evil x"),
            ("hi\u{e0048}\u{e0049}\u{e007f}", "hi"),
            ("hi\u{fe01}\u{e0101}", "hi"),
            ("👩\u{200d}🚀 ❤\u{fe0f}\u{200d}🔥", "👩\u{200d}🚀 ❤\u{fe0f}\u{200d}🔥"),
            ("👩\u{200d}\u{200d}🚀", "👩\u{200d}🚀"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("क्\u{200d}ष", "क्\u{200d}ष"),
            ("q\u{307}\u{323} Việt שָׁ", "q\u{307}\u{323} Việt שָׁ"),
        ] {
            assert_eq!(clean(dirty), expected, "{dirty:?}");
        }
    }

    #[test]
    fn a_flood_of_marks_is_dammed_and_the_next_letter_has_its_own() {
        let flood = |letter: char, count: usize| letter.to_string() + &"\u{301}\u{20dd}".repeat(count);
        assert_eq!(clean(&(flood('a', 200) + &flood('b', 3))), flood('a', 4) + &flood('b', 3));
        assert_eq!(clean(&("a".to_owned() + &"\u{301}\u{200b}".repeat(99))), "a".to_owned() + &"\u{301}".repeat(8));
    }

    #[test]
    fn escaped_json_means_the_same_and_shows_nothing_else() {
        let value = serde_json::json!({"a\u{9b}31m": "x\u{7f}\u{202e}\u{e0041}👩\u{200d}🚀\n\u{1b}[0m", "ü": ["\u{2028}", format!("a{}", "\u{301}".repeat(20))]});
        let text = serde_json::to_string_pretty(&value).unwrap();
        let safe = escape_json(&text);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).unwrap(), value);
        assert_eq!(clean(&safe), safe);
        assert!(matches!(escape_json("{\"ü\": 1}\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn borrows_when_there_is_nothing_to_do() {
        for text in ["", "plain", "größer als 22:30 🙂", "👩\u{200d}🚀"] {
            assert!(matches!(clean(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    fn dirty_text() -> impl Strategy<Value = String> {
        let c = prop_oneof![
            any::<char>(),
            proptest::sample::select(vec![
                '\r', '\n', '\u{1b}', '\u{9b}', '\u{85}', '\u{200d}', '\u{200c}', '\u{200b}', '\u{fe0f}', '👩', '❤',
                'a', 'م', '\u{301}', '\u{301}',
            ]),
        ];
        proptest::collection::vec(c, 0..40).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn idempotent_and_harmless(text in dirty_text()) {
            let once = clean(&text).into_owned();
            prop_assert_eq!(&clean(&once), &once);
            let steers = |c: char| (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            prop_assert!(!once.chars().any(steers));
        }

        #[test]
        fn every_split_gives_the_same(text in dirty_text(), cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..6)) {
            let chars: Vec<char> = text.chars().collect();
            let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(chars.len() + 1)).collect();
            at.extend([0, chars.len()]);
            at.sort_unstable();
            let mut cleaner = Cleaner::default();
            let joined: String = at.windows(2).map(|pair| cleaner.push(&chars[pair[0]..pair[1]].iter().collect::<String>())).collect();
            prop_assert_eq!(joined, clean(&text).into_owned());
        }
    }
}
