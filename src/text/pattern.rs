//! Regular expressions that compile fast.
//!
//! Compiling is most of what a cold start costs, and the tables behind `\d`, `\p{L}` and their like are most of compiling. So
//! they are read here as small classes: ASCII digits, the white space people type, letters as a few ranges of scripts. Not for
//! patterns a user writes: those mean what the `regex` crate says they mean.

use regex::{Regex, RegexSet};

/// What each class is read as. Letters and marks are ranges that leave out the blocks of punctuation and symbols; upper-case
/// letters are those of Latin, Greek and Cyrillic (with the lower-case ones that stand between them).
const CLASSES: &[(&str, &str)] = &[
    (r"\d", "[0-9]"),
    (r"\s", r"[ \t\r\n\x{a0}\x{2009}\x{202f}]"),
    (r"\w", r"[A-Za-z0-9_\x{c0}-\x{1fff}\x{2c00}-\x{2dff}\x{3040}-\x{d7ff}]"),
    (r"\p{Lu}", r"[A-Z\x{c0}-\x{de}\x{100}-\x{17f}\x{386}-\x{42f}]"),
    (r"\p{Ll}", r"[a-z\x{df}-\x{17f}\x{3ac}-\x{3ff}\x{430}-\x{45f}]"),
    (r"\p{L}", r"[A-Za-z\x{c0}-\x{1fff}\x{2c00}-\x{2dff}\x{3040}-\x{d7ff}]"),
    (r"\p{M}", r"[\x{300}-\x{36f}]"),
    (r"\p{N}", "[0-9]"),
];

/// Compiles a pattern whose classes are read as above; `None` if it is wrong.
#[must_use]
pub fn compile(source: &str) -> Option<Regex> {
    Regex::new(&lean(source)).ok()
}

/// Compiles patterns, read in the same way, that are asked all at once which of them match; `None` if one is wrong.
#[must_use]
pub fn compile_set<'s>(sources: impl IntoIterator<Item = &'s str>) -> Option<RegexSet> {
    RegexSet::new(sources.into_iter().map(lean)).ok()
}

fn lean(source: &str) -> String {
    let mut lean = source.to_owned();
    for (class, ranges) in CLASSES {
        lean = lean.replace(class, ranges);
    }
    lean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_hold_what_people_write() {
        let whole = |pattern: &str, text: &str| compile(&format!("^(?:{pattern})$")).unwrap().is_match(text);
        for name in ["Ångström", "Łukasz", "Žižek", "Ольга", "Ἀθηνᾶ", "裕子", "김", "محمد", "Mu\u{308}ller", "ß"]
        {
            assert!(whole(r"[\p{L}\p{M}]+", name), "{name}");
        }
        for other in ["–", "…", "€", "😀", "1", " ", "“"] {
            assert!(!whole(r"\p{L}", other), "{other}");
        }
        for (text, capital) in [("É", true), ("Ö", true), ("Ш", true), ("é", false), ("a", false), ("ш", false)] {
            assert_eq!(whole(r"\p{Lu}", text), capital, "{text}");
        }
        assert!(whole(r"[\d\s]+", "12 \u{a0}3") && !whole(r"\d", "٣") && whole(r"\w+", "naïve_1"));
        assert!(compile("(").is_none());
    }
}
