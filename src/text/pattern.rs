//! Regular expressions that compile fast.
//!
//! Compiling is most of what a cold start costs. Half of it is the search for literals to look for first, which helps no pattern
//! that begins with a digit or a letter of any kind: these go without. Most of the rest are the tables behind `\d`, `\p{L}` and
//! their like, so they are read here as small classes: ASCII digits, the white space people type, letters as a few ranges of
//! scripts. Not for patterns a user writes: those mean what the `regex` crate says they mean.

use std::ops::Range;

use regex_automata::meta::{Builder, Config};
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::{Input, MatchKind, PatternSet, meta};

/// What each class is read as. Letters and marks are ranges that leave out the blocks of punctuation and symbols; upper-case
/// letters are those of Latin, Greek and Cyrillic (with the lower-case ones that stand between them). Words end for `\b` where their
/// ASCII letters do: with the real thing every text with an accent is read by the slow engine.
const CLASSES: &[(&str, &str)] = &[
    (r"\d", "[0-9]"),
    (r"\s", r"[ \t\r\n\x{a0}\x{2009}\x{202f}]"),
    (r"\w", r"[A-Za-z0-9_\x{c0}-\x{1fff}\x{2c00}-\x{2dff}\x{3040}-\x{d7ff}]"),
    (r"\p{Lu}", r"[A-Z\x{c0}-\x{de}\x{100}-\x{17f}\x{386}-\x{42f}]"),
    (r"\p{Ll}", r"[a-z\x{df}-\x{17f}\x{3ac}-\x{3ff}\x{430}-\x{45f}]"),
    (r"\p{L}", r"[A-Za-z\x{c0}-\x{1fff}\x{2c00}-\x{2dff}\x{3040}-\x{d7ff}]"),
    (r"\p{M}", r"[\x{300}-\x{36f}]"),
    (r"\p{N}", "[0-9]"),
    (r"\b", r"(?-u:\b)"),
];

/// A compiled pattern, asked in the words of the `regex` crate.
#[derive(Debug)]
pub struct Regex(meta::Regex);

/// A match.
#[derive(Debug, Clone, Copy)]
pub struct Match<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

/// A match with its groups.
#[derive(Debug)]
pub struct Captures<'t> {
    text: &'t str,
    groups: regex_automata::util::captures::Captures,
}

/// Compiles a pattern whose classes are read as above; `None` if it is wrong.
#[must_use]
pub fn compile(source: &str) -> Option<Regex> {
    Builder::new().configure(Config::new().auto_prefilter(false)).build(&lean(source)).ok().map(Regex)
}

impl Regex {
    /// Whether it stands anywhere in `text`.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    /// The first match that begins at `at` or behind it; what stands before `at` is seen by look-behinds such as `^`.
    #[must_use]
    pub fn find_at<'t>(&self, text: &'t str, at: usize) -> Option<Match<'t>> {
        let found = self.0.search(&from(text, at)?)?;
        Some(Match { text, start: found.start(), end: found.end() })
    }

    /// All matches, in order and apart.
    pub fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        self.0.find_iter(text).map(move |found| Match { text, start: found.start(), end: found.end() })
    }

    /// The first match, with its groups.
    #[must_use]
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.captures_at(text, 0)
    }

    /// As [`Regex::find_at`], with the groups.
    #[must_use]
    pub fn captures_at<'t>(&self, text: &'t str, at: usize) -> Option<Captures<'t>> {
        let mut groups = self.0.create_captures();
        self.0.search_captures(&from(text, at)?, &mut groups);
        groups.is_match().then_some(Captures { text, groups })
    }

    /// All matches with their groups, in order and apart.
    pub fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        self.0.captures_iter(text).map(move |groups| Captures { text, groups })
    }

    /// Whether it has groups.
    #[must_use]
    pub fn has_groups(&self) -> bool {
        self.0.captures_len() > 1
    }
}

/// What is searched from `at` on; `None` behind the end of a text.
fn from(text: &str, at: usize) -> Option<Input<'_>> {
    (at <= text.len()).then(|| Input::new(text).span(at..text.len()))
}

#[expect(clippy::len_without_is_empty, reason = "a match of nothing is one")]
impl<'t> Match<'t> {
    /// Its first byte.
    #[must_use]
    pub fn start(&self) -> usize {
        self.start
    }

    /// The byte behind it.
    #[must_use]
    pub fn end(&self) -> usize {
        self.end
    }

    /// How many bytes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Its bytes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// What it says.
    #[must_use]
    pub fn as_str(&self) -> &'t str {
        self.text.get(self.range()).unwrap_or_default()
    }
}

impl<'t> Captures<'t> {
    /// A group by its number; the whole match is 0.
    #[must_use]
    pub fn get(&self, group: usize) -> Option<Match<'t>> {
        self.groups.get_group(group).map(|span| Match { text: self.text, start: span.start, end: span.end })
    }

    /// A group by its name.
    #[must_use]
    pub fn name(&self, group: &str) -> Option<Match<'t>> {
        self.groups.get_group_by_name(group).map(|span| Match { text: self.text, start: span.start, end: span.end })
    }
}

/// Patterns that are asked all at once which of them match.
#[derive(Debug)]
pub struct RegexSet(meta::Regex);

/// How much memory the states of a set may take: with too little of it every text is read by the slow engine.
const SET_LIMIT: usize = 32 << 20;

/// Compiles patterns, read in the same way, that are asked all at once; `None` if one is wrong.
#[must_use]
pub fn compile_set<'s>(sources: impl IntoIterator<Item = &'s str>) -> Option<RegexSet> {
    let config = Config::new()
        .auto_prefilter(false)
        .match_kind(MatchKind::All)
        .which_captures(WhichCaptures::None)
        .hybrid_cache_capacity(SET_LIMIT);
    let sources: Vec<String> = sources.into_iter().map(lean).collect();
    Builder::new().configure(config).build_many(&sources).ok().map(RegexSet)
}

impl RegexSet {
    /// The places of those that stand anywhere in `text`, in order.
    #[must_use]
    pub fn matching(&self, text: &str) -> Vec<usize> {
        let mut matching = PatternSet::new(self.0.pattern_len());
        self.0.which_overlapping_matches(&Input::new(text), &mut matching);
        matching.iter().map(|pattern| pattern.as_usize()).collect()
    }
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
