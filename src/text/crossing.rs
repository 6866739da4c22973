//! What crossed: the raw prompt against what the cloud got to see, word by word.
//!
//! A word counts as crossed wherever it stands: "stayed home" is a promise, and a word that merely moved has crossed.
//! Words are compared after Unicode compatibility folding (NFKC) and lower-casing, so `MAYA` crossing gives `Maya` away;
//! parts count too, so `Maya's` crosses with `Maya` and with `maya_room`; punctuation and white space are not words. Inflected or translated words are not recognised: this is a comparison of
//! texts, not a detector (the gate is).

use std::collections::HashSet;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::diff;

/// What became of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// In the raw text only.
    Stayed,
    /// In both.
    Crossed,
    /// In what crossed only.
    Rewritten,
}

/// Words of one fate that stand together, with what stands between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Their fate.
    pub fate: Fate,
    /// Their bytes.
    pub range: Range<usize>,
}

/// The comparison.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Crossing {
    /// The raw text's stretches ([`Fate::Stayed`], [`Fate::Crossed`]), in order, not overlapping.
    pub raw: Vec<Stretch>,
    /// The stretches of what crossed ([`Fate::Rewritten`], [`Fate::Crossed`]).
    pub sent: Vec<Stretch>,
    /// How many words of the raw text stayed.
    pub stayed: usize,
    /// How many words of the raw text crossed.
    pub crossed: usize,
    /// How many words of what crossed are new.
    pub rewritten: usize,
    /// How many words of what crossed are the raw text's.
    pub verbatim: usize,
}

impl Crossing {
    /// Words of the raw text that stayed, in percent of all; never rounded up to 100 or down to 0.
    #[must_use]
    pub fn stayed_percent(&self) -> usize {
        percent(self.stayed, self.stayed + self.crossed)
    }

    /// Words of what crossed that are new, in percent of all.
    #[must_use]
    pub fn rewritten_percent(&self) -> usize {
        percent(self.rewritten, self.rewritten + self.verbatim)
    }
}

/// Compares the raw text with what crossed.
#[must_use]
pub fn compare(raw: &str, sent: &str) -> Crossing {
    let (words_raw, words_sent) = (words(raw), words(sent));
    let keys = |words: &[Word]| words.iter().flat_map(Word::keys).map(str::to_owned).collect::<HashSet<String>>();
    let (keys_raw, keys_sent) = (keys(&words_raw), keys(&words_sent));
    let stretches = |words: &[Word], text: &str, others: &HashSet<String>, alone: Fate| {
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut counts = (0, 0);
        for word in words {
            let fate = if word.keys().any(|key| others.contains(key)) { Fate::Crossed } else { alone };
            *(if fate == Fate::Crossed { &mut counts.1 } else { &mut counts.0 }) += 1;
            match stretches.last_mut() {
                Some(last) if last.fate == fate && one_line(text, last.range.end..word.range.start) => {
                    last.range.end = word.range.end;
                }
                _ => stretches.push(Stretch { fate, range: word.range.clone() }),
            }
        }
        (stretches, counts)
    };
    let (raw, (stayed, crossed)) = stretches(&words_raw, raw, &keys_sent, Fate::Stayed);
    let (sent, (rewritten, verbatim)) = stretches(&words_sent, sent, &keys_raw, Fate::Rewritten);
    Crossing { raw, sent, stayed, crossed, rewritten, verbatim }
}

struct Word {
    key: String,
    range: Range<usize>,
}

impl Word {
    /// What it is recognised by: the whole word, and its parts of two letters or more (not the halves of a number).
    fn keys(&self) -> impl Iterator<Item = &str> {
        let parts = self.key.split(|c: char| !c.is_alphanumeric());
        let parts = parts.filter(|part| part.chars().filter(|c| c.is_alphabetic()).count() >= 2);
        std::iter::once(self.key.as_str()).chain(parts)
    }
}

fn words(text: &str) -> Vec<Word> {
    let mut at = 0;
    diff::tokens(text)
        .into_iter()
        .filter_map(|token| {
            let start = at;
            at += token.len();
            let is_word = token.chars().any(char::is_alphanumeric);
            is_word.then(|| Word { key: fold(token), range: start..at })
        })
        .collect()
}

fn fold(word: &str) -> String {
    if word.is_ascii() { word.to_ascii_lowercase() } else { word.nfkc().flat_map(char::to_lowercase).collect() }
}

fn one_line(text: &str, between: Range<usize>) -> bool {
    text.get(between).is_some_and(|between| !between.contains('\n'))
}

fn percent(part: usize, whole: usize) -> usize {
    match (part, whole) {
        (0, _) | (_, 0) => 0,
        _ if part == whole => 100,
        _ => ((part * 200 + whole) / (whole * 2)).clamp(1, 99),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(text: &str, stretches: &[Stretch]) -> Vec<(Fate, String)> {
        stretches.iter().map(|s| (s.fate, text.get(s.range.clone()).unwrap().to_owned())).collect()
    }

    #[test]
    fn names_stay_and_times_cross() {
        let raw = "Maya sleeps at 22:30.";
        let sent = "Not running after 22:30.";
        let crossing = compare(raw, sent);
        assert_eq!(
            marked(raw, &crossing.raw),
            [(Fate::Stayed, "Maya sleeps at".to_owned()), (Fate::Crossed, "22:30".to_owned())]
        );
        assert_eq!(
            marked(sent, &crossing.sent),
            [(Fate::Rewritten, "Not running after".to_owned()), (Fate::Crossed, "22:30".to_owned())]
        );
        assert_eq!((crossing.stayed, crossing.crossed, crossing.rewritten, crossing.verbatim), (3, 1, 3, 1));
        assert_eq!((crossing.stayed_percent(), crossing.rewritten_percent()), (75, 75));
    }

    #[test]
    fn a_moved_or_recased_word_has_crossed() {
        for (raw, sent) in
            [("Maya is first", "last is MAYA"), ("ﬁle 12", "file"), ("Ｍａｙａ", "maya"), ("Maya's room", "maya_2")]
        {
            let crossing = compare(raw, sent);
            assert!(crossing.raw.iter().any(|s| s.fate == Fate::Crossed), "{raw} / {sent}");
        }
    }

    #[test]
    fn the_halves_of_a_time_are_no_words() {
        assert_eq!(compare("22:30", "22:45 and 30 more").crossed, 0);
    }

    #[test]
    fn percentages_never_round_to_a_promise() {
        assert_eq!(
            [percent(999, 1_000), percent(1, 1_000), percent(5, 5), percent(0, 5), percent(0, 0)],
            [99, 1, 100, 0, 0]
        );
    }

    proptest! {
        #[test]
        fn what_stayed_is_nowhere_in_what_crossed(raw in "[a-dA-D \n.]{0,60}", sent in "[a-dA-D \n.]{0,60}") {
            let crossing = compare(&raw, &sent);
            let seen = fold(&sent);
            let seen: Vec<&str> = seen.split(|c: char| !c.is_alphanumeric()).collect();
            for stretch in crossing.raw.iter().filter(|s| s.fate == Fate::Stayed) {
                for word in words(raw.get(stretch.range.clone()).unwrap()).iter().filter(|word| word.key.len() > 1) {
                    prop_assert!(!seen.contains(&word.key.as_str()));
                }
            }
        }
    }
}
