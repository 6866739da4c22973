//! A text as the words the names model reads: BERT's cleaning and splitting, with every word's place in the text.
//!
//! Follows `BertNormalizer` and `BertPreTokenizer` of Hugging Face Tokenizers (lower case, accents stripped). Written out
//! because those of `rten-text` leave out the cleaning and the splitting of Chinese, and lose places within a word.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One word, or one mark of punctuation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Bytes of the text.
    pub(super) bytes: Range<usize>,
    /// As the model reads it.
    pub(super) read: String,
}

static PUNCTUATION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{P}$").ok());

/// The words of a text, in order. Spaces, controls and characters without width are between words, not in them.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    // Whether the next character may go on with the last word.
    let mut open = false;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            open = false;
        } else if c.is_control() || is_invisible(c) || c == '\u{fffd}' {
            // Taken out before splitting: what stands around it is one word.
        } else if is_punctuation(c) || is_han(c) {
            words.push(Word { bytes: at..at + c.len_utf8(), read: read(c) });
            open = false;
        } else {
            let end = at + c.len_utf8();
            match words.last_mut() {
                Some(word) if open => {
                    word.read.push_str(&read(c));
                    word.bytes.end = end;
                }
                _ => words.push(Word { bytes: at..end, read: read(c) }),
            }
            open = true;
        }
    }
    for word in &mut words {
        if !word.read.is_ascii() && word.read.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            word.read = word.read.chars().map(latin).collect();
        }
    }
    words.retain(|word| !word.read.is_empty());
    words
}

/// The Latin letter that a small Cyrillic or Greek one looks like: beside Latin letters it is one in disguise.
fn latin(c: char) -> char {
    const ALIKE: [(&str, char); 20] = [
        ("аα", 'a'),
        ("ь", 'b'),
        ("сϲ", 'c'),
        ("ԁ", 'd'),
        ("еє", 'e'),
        ("ɡ", 'g'),
        ("һн", 'h'),
        ("іι", 'i'),
        ("јϳ", 'j'),
        ("кκ", 'k'),
        ("ӏ", 'l'),
        ("м", 'm'),
        ("п", 'n'),
        ("оο", 'o'),
        ("рρ", 'p'),
        ("ѕ", 's'),
        ("тτ", 't'),
        ("υ", 'u'),
        ("ѵν", 'v'),
        ("хχ", 'x'),
    ];
    if c == 'у' || c == 'γ' {
        return 'y';
    }
    ALIKE.iter().find(|(alike, _)| alike.contains(c)).map_or(c, |(_, latin)| *latin)
}

/// A character without accents, in lower case.
fn read(c: char) -> String {
    std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Format characters: joiners, direction marks, soft hyphens.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_punctuation(c: char) -> bool {
    if c.is_ascii() || c.is_alphanumeric() {
        return c.is_ascii_punctuation();
    }
    PUNCTUATION.as_ref().is_some_and(|punctuation| punctuation.is_match(c.encode_utf8(&mut [0; 4])))
}

/// Ideographs, which are words of their own.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    #[test]
    fn splits_and_folds_like_the_models_own_tokenizer() {
        let table: &[(&str, &[(&str, &str)])] = &[
            ("", &[]),
            (" \t\n", &[]),
            ("Zoë O'Brien,", &[("Zoë", "zoe"), ("O", "o"), ("'", "'"), ("Brien", "brien"), (",", ",")]),
            ("Łódź 42b", &[("Łódź", "łodz"), ("42b", "42b")]),
            ("裕子 松本", &[("裕", "裕"), ("子", "子"), ("松", "松"), ("本", "本")]),
            ("Ma\u{200b}ya", &[("Ma\u{200b}ya", "maya")]),
            ("«İpek»", &[("«", "«"), ("İpek", "ipek"), ("»", "»")]),
            ("Zoe\u{308}", &[("Zoe\u{308}", "zoe")]),
            ("Тhоmas Иван", &[("Тhоmas", "thomas"), ("Иван", "иван")]),
            ("a+b", &[("a", "a"), ("+", "+"), ("b", "b")]),
        ];
        for (text, expected) in table {
            let words = words(text);
            let got: Vec<_> = words.iter().map(|word| (&text[word.bytes.clone()], word.read.as_str())).collect();
            assert_eq!(got, *expected, "{text}");
        }
    }
}
