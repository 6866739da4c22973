//! Word lists: words so common in English, German or French (or in programs) that they point at nobody, rarer words of these
//! languages, given and family names, given names that are nothing else, makers, and the words of spelling alphabets.
//!
//! All hold folded words (lower case, no accents), one per line, sorted by byte, and are searched where they lie: nothing is
//! built when the program starts, and little when one is first asked. Sources: `assets/words/README.md`. Not for judging a text:
//! see [`super::matcher`].

use std::cmp::Ordering;
use std::sync::LazyLock;

/// A list, with the place where the words of each beginning (two letters) start: most words of a text are asked for.
struct List {
    lines: &'static str,
    starts: LazyLock<Vec<u32>, fn() -> Vec<u32>>,
}

/// What a byte may be at the beginning of a word: something before `a`, a letter, something behind `z`.
const SORTS: usize = 28;

/// The place of a word's beginning among all. In the order of the words.
fn beginning(word: &[u8]) -> usize {
    let sort = |at: usize| match word.get(at) {
        None | Some(..b'a') => 0,
        Some(letter @ b'a'..=b'z') => usize::from(letter - b'a') + 1,
        Some(_) => SORTS - 1,
    };
    sort(0) * SORTS + sort(1)
}

/// For each beginning the byte where its words start, and behind them all the end.
fn starts(lines: &str) -> Vec<u32> {
    let mut starts = Vec::with_capacity(SORTS * SORTS + 1);
    let mut at = 0;
    for line in lines.split_inclusive('\n') {
        let beginning = beginning(line.trim_end().as_bytes());
        while starts.len() <= beginning {
            starts.push(at);
        }
        at += line.len() as u32;
    }
    starts.resize(SORTS * SORTS + 1, at);
    starts
}

impl List {
    /// Whether it holds a word: a binary search over the lines that begin as it does.
    fn holds(&self, word: &str) -> bool {
        let word = word.as_bytes();
        let at = beginning(word);
        let bound = |at: usize| self.starts.get(at).copied().unwrap_or_default() as usize;
        let list = self.lines.as_bytes();
        let (mut low, mut high) = (bound(at), bound(at + 1));
        while low < high {
            let middle = low.midpoint(high);
            let head = list.get(low..middle).unwrap_or_default();
            let start = head.iter().rposition(|byte| *byte == b'\n').map_or(low, |at| low + at + 1);
            let tail = list.get(start..high).unwrap_or_default();
            let length = tail.iter().position(|byte| *byte == b'\n').unwrap_or(tail.len());
            match tail.get(..length).unwrap_or_default().cmp(word) {
                Ordering::Equal => return true,
                Ordering::Less => low = start + length + 1,
                Ordering::Greater => high = start,
            }
        }
        false
    }
}

macro_rules! list {
    ($name:literal) => {{
        const LINES: &str = include_str!(concat!("../../assets/words/", $name));
        List { lines: LINES, starts: LazyLock::new(|| starts(LINES)) }
    }};
}

static COMMON: List = list!("common.txt");
static RARE: List = list!("rare.txt");
static NAMES: List = list!("names.txt");
static GIVEN: List = list!("given.txt");
static MAKERS: List = list!("makers.txt");
static TECHNICAL: List = list!("technical.txt");
static SPELLING: List = list!("spelling.txt");

/// Whether a folded word is an everyday word of English, German or French.
pub(super) fn is_common(word: &str) -> bool {
    COMMON.holds(word)
}

/// Whether a folded word is an everyday word, or one of programs and their documentation (`macro`, `args`).
pub(super) fn is_everyday(word: &str) -> bool {
    is_common(word) || TECHNICAL.holds(word)
}

/// Whether a folded word is one of these languages at all, however rare (`marsh`, `lantern`). Somebody may be called so: only
/// for words that are not written as names.
pub(super) fn is_word(word: &str) -> bool {
    is_everyday(word) || RARE.holds(word)
}

/// Whether a folded word is somebody's given or family name. It may be an everyday word too (`rose`, `koch`).
pub(super) fn is_name(word: &str) -> bool {
    NAMES.holds(word)
}

/// Whether a folded word is a given name and no word of the languages these lists were made for, no town and no product.
pub(super) fn is_given(word: &str) -> bool {
    GIVEN.holds(word)
}

/// Whether a folded word is a maker of cars, machines or telephones: what stands behind it is a model, whatever it sounds like.
pub(super) fn is_maker(word: &str) -> bool {
    MAKERS.holds(word)
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
    SPELLING.holds(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        for list in [&COMMON, &RARE, &NAMES, &GIVEN, &MAKERS, &TECHNICAL, &SPELLING] {
            let lines: Vec<&str> = list.lines.lines().collect();
            assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "sorted, none twice");
            for line in lines {
                assert!(!line.is_empty() && line == line.to_lowercase() && list.holds(line), "{line}");
                assert!(!list.holds(&format!("{line}\n")) && !list.holds(&line.to_uppercase()), "{line}");
            }
            for other in ["", "a", "~", "é", "kowalskij", "zzzzzz", "aaaaaa", "Mark", "\n"] {
                assert_eq!(list.holds(other), list.lines.lines().any(|line| line == other), "{other}");
            }
        }
    }

    #[test]
    fn words_are_of_their_kinds() {
        assert!(is_everyday("macro") && is_everyday("project") && !is_everyday("kowalski"));
        assert!(is_spelling("quebec") && is_spelling("nordpol") && !is_spelling("zero"));
        assert!(is_common("project") && is_common("mark") && !is_common("kowalski") && !is_common("anna"));
        assert!(is_word("marsh") && is_word("lantern") && is_word("project") && !is_word("harriet"));
        assert!(GIVEN.lines.lines().all(|name| !is_everyday(name) && !is_spelling(name)));
        assert!(
            is_compound("langzeittherapie")
                && !is_compound("wolfsburg")
                && !is_compound("portsmouth")
                && is_maker("skoda")
        );
        assert!(is_name("anna") && is_name("mark") && !is_name("project"));
    }
}
