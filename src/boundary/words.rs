//! Word lists: words so common in English, German or French (or in programs) that they point at nobody, rarer words of these
//! languages, given and family names, given names that are nothing else, makers, and the words of spelling alphabets.
//!
//! All hold folded words (lower case, no accents), one per line, sorted by byte. Each becomes a set when it is first asked; most
//! words of a text are asked for. Sources: `assets/words/README.md`. Not for judging a text: see [`super::matcher`].

use std::collections::HashSet;
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

/// A fixed list of words. Nobody chooses what stands in it, so that its hash need only be quick.
type List = LazyLock<HashSet<&'static str, FxBuildHasher>>;

fn list(lines: &'static str) -> HashSet<&'static str, FxBuildHasher> {
    // Room for all of them at once: words have seven letters or so.
    let mut words = HashSet::with_capacity_and_hasher(lines.len() / 8, FxBuildHasher);
    words.extend(lines.lines());
    words
}

static COMMON: List = LazyLock::new(|| list(include_str!("../../assets/words/common.txt")));
static RARE: List = LazyLock::new(|| list(include_str!("../../assets/words/rare.txt")));
static NAMES: List = LazyLock::new(|| list(include_str!("../../assets/words/names.txt")));
static GIVEN: List = LazyLock::new(|| list(include_str!("../../assets/words/given.txt")));
static MAKERS: List = LazyLock::new(|| list(include_str!("../../assets/words/makers.txt")));
static TECHNICAL: List = LazyLock::new(|| list(include_str!("../../assets/words/technical.txt")));
static SPELLING: List = LazyLock::new(|| list(include_str!("../../assets/words/spelling.txt")));

/// Whether a folded word is an everyday word of English, German or French.
pub(super) fn is_common(word: &str) -> bool {
    COMMON.contains(word)
}

/// Whether a folded word is an everyday word, or one of programs and their documentation (`macro`, `args`).
pub(super) fn is_everyday(word: &str) -> bool {
    is_common(word) || TECHNICAL.contains(word)
}

/// Whether a folded word is one of these languages at all, however rare (`marsh`, `lantern`). Somebody may be called so: only
/// for words that are not written as names.
pub(super) fn is_word(word: &str) -> bool {
    is_everyday(word) || RARE.contains(word)
}

/// Whether a folded word is somebody's given or family name. It may be an everyday word too (`rose`, `koch`).
pub(super) fn is_name(word: &str) -> bool {
    NAMES.contains(word)
}

/// Whether a folded word is a given name and no word of the languages these lists were made for, no town and no product.
pub(super) fn is_given(word: &str) -> bool {
    GIVEN.contains(word)
}

/// Whether a folded word is a maker of cars, machines or telephones: what stands behind it is a model, whatever it sounds like.
pub(super) fn is_maker(word: &str) -> bool {
    MAKERS.contains(word)
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
    SPELLING.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_hold_no_word_twice() {
        let all = [
            (include_str!("../../assets/words/common.txt"), &COMMON),
            (include_str!("../../assets/words/rare.txt"), &RARE),
            (include_str!("../../assets/words/names.txt"), &NAMES),
            (include_str!("../../assets/words/given.txt"), &GIVEN),
            (include_str!("../../assets/words/makers.txt"), &MAKERS),
            (include_str!("../../assets/words/technical.txt"), &TECHNICAL),
            (include_str!("../../assets/words/spelling.txt"), &SPELLING),
        ];
        for (text, set) in all {
            let lines: Vec<&str> = text.lines().collect();
            assert!(lines.is_sorted() && lines.len() == set.len());
            for line in lines {
                assert!(!line.is_empty() && line == line.to_lowercase(), "{line}");
            }
        }
    }

    #[test]
    fn words_are_of_their_kinds() {
        assert!(is_everyday("macro") && is_everyday("project") && !is_everyday("kowalski"));
        assert!(is_spelling("quebec") && is_spelling("nordpol") && !is_spelling("zero"));
        assert!(is_common("project") && is_common("mark") && !is_common("kowalski") && !is_common("anna"));
        assert!(is_word("marsh") && is_word("lantern") && is_word("project") && !is_word("harriet"));
        assert!(GIVEN.iter().all(|name| !is_everyday(name) && !is_spelling(name)));
        assert!(
            is_compound("langzeittherapie")
                && !is_compound("wolfsburg")
                && !is_compound("portsmouth")
                && is_maker("skoda")
        );
        assert!(is_name("anna") && is_name("mark") && !is_name("project"));
    }
}
