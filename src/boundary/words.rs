//! Word lists: words so common in English, German or French (or in programs) that they point at nobody, given and family names,
//! given names that are nothing else, and the words of spelling alphabets.
//!
//! All hold folded words (lower case, no accents), one per line, sorted by byte, and are searched where they lie: nothing is
//! built when the program starts. Sources: `assets/words/README.md`. Not for judging a text: see [`super::matcher`].

use std::cmp::Ordering;

const COMMON: &str = include_str!("../../assets/words/common.txt");
const NAMES: &str = include_str!("../../assets/words/names.txt");
const GIVEN: &str = include_str!("../../assets/words/given.txt");
const MAKERS: &str = include_str!("../../assets/words/makers.txt");
const TECHNICAL: &str = include_str!("../../assets/words/technical.txt");
const SPELLING: &str = include_str!("../../assets/words/spelling.txt");

/// Whether a folded word is an everyday word of English, German or French.
pub(super) fn is_common(word: &str) -> bool {
    holds(COMMON, word)
}

/// Whether a folded word is an everyday word, or one of programs and their documentation (`macro`, `args`).
pub(super) fn is_everyday(word: &str) -> bool {
    is_common(word) || holds(TECHNICAL, word)
}

/// Whether a folded word is somebody's given or family name. It may be an everyday word too (`rose`, `koch`).
pub(super) fn is_name(word: &str) -> bool {
    holds(NAMES, word)
}

/// Whether a folded word is a given name and no word of the languages these lists were made for, no town and no product.
pub(super) fn is_given(word: &str) -> bool {
    holds(GIVEN, word)
}

/// Whether a folded word is a maker of cars, machines or telephones: what stands behind it is a model, whatever it sounds like.
pub(super) fn is_maker(word: &str) -> bool {
    holds(MAKERS, word)
}

/// Whether a folded word is a noun put together from others, as German has them (`langzeittherapie`): it ends with an everyday word.
/// Names of towns are put together as well, from other words.
pub(super) fn is_compound(word: &str) -> bool {
    (5..=12).any(|length| {
        let cut = word.len().saturating_sub(length);
        cut >= 4
            && word
                .get(cut..)
                .is_some_and(|end| is_common(end) && !is_name(end) && !TOWN_ENDS.iter().any(|town| end.ends_with(town)))
    })
}

/// How names of towns end, folded.
const TOWN_ENDS: &[&str] = &[
    "burg", "berg", "dorf", "stadt", "kirchen", "kirche", "hausen", "haus", "heim", "furt", "bach", "feld", "felde",
    "wald", "thal", "brucken", "bruck", "hafen", "munde", "stein", "ingen", "werder", "rode", "roda", "wald", "weiler",
    "holz", "horn", "born", "brunn", "munster", "mouth", "ford", "field", "town", "pool", "wood", "land", "bridge",
    "port", "worth", "water", "church", "castle", "haven", "gate", "side", "stone", "brook", "chester", "well", "hill",
    "ville", "mont", "court", "island", "beach", "springs", "falls", "creek", "lake", "river", "house", "market",
];

/// Whether a folded word is one of a spelling alphabet (`quebec`, `nordpol`): it stands for its first letter.
pub(super) fn is_spelling(word: &str) -> bool {
    holds(SPELLING, word)
}

/// Binary search over the bytes of a sorted list of lines.
fn holds(list: &str, word: &str) -> bool {
    let list = list.as_bytes();
    let (mut low, mut high) = (0, list.len());
    while low < high {
        let middle = low.midpoint(high);
        let head = list.get(low..middle).unwrap_or_default();
        let start = head.iter().rposition(|byte| *byte == b'\n').map_or(low, |at| low + at + 1);
        let tail = list.get(start..high).unwrap_or_default();
        let length = tail.iter().position(|byte| *byte == b'\n').unwrap_or(tail.len());
        match tail.get(..length).unwrap_or_default().cmp(word.as_bytes()) {
            Ordering::Equal => return true,
            Ordering::Less => low = start + length + 1,
            Ordering::Greater => high = start,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        for (list, look) in [(COMMON, is_common as fn(&str) -> bool), (NAMES, is_name), (GIVEN, is_given)] {
            let lines: Vec<&str> = list.lines().collect();
            assert!(lines.is_sorted() && lines.len() > 9_000);
            assert!(lines.iter().all(|line| look(line)));
            for other in ["", "kowalskij", "zzzzzz", "aaaaaa", "Mark", "\n"] {
                assert!(!look(other), "{other}");
            }
        }
        for list in [TECHNICAL, SPELLING, MAKERS] {
            let lines: Vec<&str> = list.lines().collect();
            assert!(lines.is_sorted() && lines.iter().all(|line| holds(list, line)));
        }
        assert!(is_everyday("macro") && is_everyday("project") && !is_everyday("kowalski"));
        assert!(is_spelling("quebec") && is_spelling("nordpol") && !is_spelling("zero"));
        assert!(is_common("project") && is_common("mark") && !is_common("kowalski") && !is_common("anna"));
        assert!(GIVEN.lines().all(|line| !is_everyday(line) && !is_spelling(line)));
        assert!(
            is_compound("langzeittherapie")
                && !is_compound("wolfsburg")
                && !is_compound("portsmouth")
                && is_maker("skoda")
        );
        assert!(is_name("anna") && is_name("mark") && !is_name("project"));
    }
}
