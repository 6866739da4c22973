//! Mistyped values: words of a text within a bounded edit distance of a word of a value.
//!
//! Never for short words, numbers, or words that are words or names of their own.

use strsim::osa_distance;
use zeroize::Zeroizing;

use super::inflect::is_case_of;
use super::lists::{PARTICLES, TITLES};
use super::needle::{Known, Nature};
use super::{Found, How};
use crate::boundary::view::{Edge, View};
use crate::boundary::words::{is_common, is_everyday, is_name, is_word};

/// A word of a value that may be mistyped.
struct Target {
    entry: usize,
    /// Its place among the words of the value.
    place: usize,
    word: Zeroizing<String>,
    letters: u32,
    /// It says who or what is meant without the other words.
    alone: bool,
    /// How many slips it may have.
    bound: usize,
}

/// The words of all values that are long enough, by length.
pub(super) struct Typos {
    by_length: Vec<Vec<Target>>,
}

const SHORTEST: usize = 5;
/// A name of so many letters takes two that changed places, and another name of the same person beside it.
const SWAPPED: usize = 4;
const LONGEST: usize = 32;
/// Characters of a text that tell whether it uses capitals.
const WIDEST_LOOK: usize = 200;

impl Typos {
    pub(super) fn new(known: &[Known]) -> Self {
        let mut by_length: Vec<Vec<Target>> = (0..=LONGEST).map(|_| Vec::new()).collect();
        for (entry, known) in known.iter().enumerate() {
            if !matches!(known.nature, Nature::Person | Nature::Phrase | Nature::Address) {
                continue;
            }
            for (place, word) in known.words.iter().enumerate() {
                let text = word.folded.as_str();
                let short = takes_swaps(known) && text.len() == SWAPPED;
                if text.len() > LONGEST
                    || text.len() < SHORTEST && !short
                    || !text.bytes().all(|byte| byte.is_ascii_lowercase())
                {
                    continue;
                }
                let single = known.words.len() == 1;
                let alone = !short && single || (known.nature == Nature::Person && !is_common(text) && text.len() >= 5);
                let bound = if short {
                    1
                } else if single {
                    bound(text.len(), known.nature)
                } else {
                    bound(text.len(), Nature::Person)
                };
                let word = Zeroizing::new(text.to_owned());
                let target = Target { entry, place, letters: letters(text), alone, bound, word };
                if let Some(list) = by_length.get_mut(text.len()) {
                    list.push(target);
                }
            }
        }
        Self { by_length }
    }

    /// Adds every mistyped value of the text.
    pub(super) fn find(&self, view: &View, text: &str, known: &[Known], found: &mut Vec<Found>) {
        if self.by_length.iter().all(Vec::is_empty) {
            return;
        }
        let words = words(view);
        for (index, span) in words.iter().enumerate() {
            let Some(word) = view.text().get(span.clone()) else { continue };
            if word.len() < SWAPPED || word.len() > LONGEST + 2 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                continue;
            }
            let mask = letters(word);
            for length in word.len().saturating_sub(3)..=(word.len() + 2).min(LONGEST) {
                for target in self.by_length.get(length).into_iter().flatten() {
                    let other = (mask ^ target.letters).count_ones() as usize;
                    let short = target.word.len() == SWAPPED;
                    if short && (other > 0 || word.len() != SWAPPED || !is_transposed(word, &target.word)) {
                        continue;
                    }
                    if other > target.bound * 2 + 1 || !is_typo(word, &target.word, target.bound) {
                        continue;
                    }
                    let Some(entry) = known.get(target.entry) else { continue };
                    let Some(reach) = reach(entry, target, index, &words, view, text) else { continue };
                    if let Some(bytes) = view.back(reach, text) {
                        let part = entry.words.len() > 1;
                        let bare = bytes.clone();
                        found.push(Found { bytes, bare, entry: target.entry, how: How::Typo, part });
                    }
                }
            }
        }
    }
}

/// Whether short words of a value are looked for with two letters swapped.
fn takes_swaps(known: &Known) -> bool {
    known.nature == Nature::Person && known.words.len() > 1
}

/// The span of the view that is the value: the word, and its neighbours where they are the value's other words. `None` where
/// the word alone says nothing.
fn reach(
    known: &Known,
    target: &Target,
    index: usize,
    words: &[std::ops::Range<usize>],
    view: &View,
    text: &str,
) -> Option<std::ops::Range<usize>> {
    let span = words.get(index)?.clone();
    let same = |at: Option<usize>, place: Option<usize>| {
        let span = words.get(at?)?;
        let wanted = known.words.get(place?)?.folded.as_str();
        let found = view.text().get(span.clone())?;
        (found == wanted || (wanted.len() >= SHORTEST && is_typo(found, wanted, bound(wanted.len(), known.nature))))
            .then(|| span.clone())
    };
    // The words on either side, as far as they are the value's.
    let mut helpers = Vec::new();
    let mut before = None;
    for back in 1..=target.place.min(index) {
        let Some(span) = same(index.checked_sub(back), target.place.checked_sub(back)) else { break };
        helpers.push(span.clone());
        before = Some(span);
    }
    let mut after = None;
    for on in 1..known.words.len().saturating_sub(target.place) {
        let Some(span) = same(Some(index + on), Some(target.place + on)) else { break };
        helpers.push(span.clone());
        after = Some(span);
    }
    // A particle confirms nothing: `Peter van der Broekhuizen` is not Pieter van den Broek.
    let confirms =
        |span: &std::ops::Range<usize>| view.text().get(span.clone()).is_some_and(|word| !PARTICLES.contains(&word));
    let helped = helpers.iter().any(confirms);
    let word = view.text().get(span.clone())?;
    // A name of its own is a slip only beside another name of the same person.
    if !helped && (is_name(word.strip_suffix('s').unwrap_or(word)) || is_name(word)) {
        return None;
    }
    // Without a neighbour to confirm it, a name of five or six letters takes two that changed places, or one said twice: `Marta` and
    // `Maria`, `Nowak` and `nowa` are two.
    let said =
        word.strip_suffix('s').filter(|said| osa_distance(said, &target.word) < osa_distance(word, &target.word));
    let said = said.unwrap_or(word);
    let sure = target.word.len() >= 7 || is_transposed(said, &target.word) || is_doubled(said, &target.word);
    // A word without a capital, in a text that has them, is more likely one of its own than a slip in a name: `brassard`.
    let named = known.words.get(target.place).is_some_and(|word| word.capital);
    let swapped = said.len() == target.word.len() && !is_transposed(said, &target.word);
    let small = named && (swapped || target.word.len() < 8) && {
        let at = view.start(span.start)?;
        let lower = text.get(at..)?.chars().next().is_some_and(char::is_lowercase);
        lower && text.chars().take(WIDEST_LOOK).any(char::is_uppercase)
    };
    if !(helped || target.alone && sure && !small) {
        return None;
    }
    // Two slips in a word that is no name need another word beside it.
    if !helped && osa_distance(word, &target.word) > bound(target.word.len(), known.nature) && said == word {
        return None;
    }
    // The case of a name is judged as one.
    if !helped && known.nature == Nature::Person && is_case_of(&target.word, word) {
        return None;
    }
    // Behind the given name of another it is that other's: `Jan Skowronek`.
    if !helped && known.nature == Nature::Person && is_led_by_stranger(known, index, words, view, text) {
        return None;
    }
    // What an apostrophe cuts off is no word: `aren't`.
    let end = view.back(span.clone(), text)?.end;
    let mut rest = text.get(end..)?.chars();
    if !helped && matches!(rest.next(), Some('\'' | '’')) && rest.next().is_some_and(|c| c != 's' && c.is_alphabetic())
    {
        return None;
    }
    let start = before.map_or(span.start, |before| before.start);
    let end = after.map_or(span.end, |after| after.end);
    Some(start..end)
}

/// Whether the word in front is a name that is not the value's, right beside this one and as capital as it.
fn is_led_by_stranger(known: &Known, index: usize, words: &[std::ops::Range<usize>], view: &View, text: &str) -> bool {
    // Over the particles of a name: `Sigurd van Velzen`.
    let particle = |at: &usize| {
        words.get(*at).and_then(|span| view.text().get(span.clone())).is_some_and(|word| PARTICLES.contains(&word))
    };
    let first = (index.saturating_sub(3)..index).rev().take_while(particle).last().unwrap_or(index);
    let (Some(before), Some(span)) = (first.checked_sub(1).and_then(|at| words.get(at)), words.get(first)) else {
        return false;
    };
    let named = words.get(index).and_then(|span| view.back(span.clone(), text));
    let (Some(left), Some(right)) = (view.back(before.clone(), text), view.back(span.clone(), text)) else {
        return false;
    };
    let other = view.text().get(before.clone()).unwrap_or_default();
    let capital = |at: usize| text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase);
    text.get(left.end..right.start) == Some(" ")
        && capital(left.start)
        && named.is_some_and(|named| capital(named.start))
        && is_name(other)
        && !known.has_case(other)
        && !TITLES.contains(&other)
}

/// Whether one word is the other with a letter said twice.
fn is_doubled(word: &str, target: &str) -> bool {
    let (long, short) = if word.len() > target.len() { (word, target) } else { (target, word) };
    long.len() == short.len() + 1
        && long.as_bytes().windows(2).enumerate().any(|(at, pair)| {
            matches!(pair, [a, b] if a == b)
                && short.get(..at) == long.get(..at)
                && short.get(at..) == long.get(at + 1..)
        })
}

/// How many slips a word of a length may have.
fn bound(length: usize, nature: Nature) -> usize {
    match length {
        0..=4 => 0,
        5..=8 => 1,
        9..=11 if nature != Nature::Person => 1,
        _ => 2,
    }
}

fn is_typo(word: &str, target: &str, bound: usize) -> bool {
    let close = |word: &str| {
        word != target && word.len().abs_diff(target.len()) <= bound && osa_distance(word, target) <= bound
    };
    // One of its ends stands: slips in the middle are what happens.
    let ends = |word: &str| {
        let (w, t) = (word.as_bytes(), target.as_bytes());
        w.first() == t.first() || w.last() == t.last()
    };
    if word == target {
        return false;
    }
    // A plural or possessive is no slip.
    let ending = word.strip_prefix(target).is_some_and(|ending| matches!(ending, "s" | "es" | "n" | "en" | "e" | "er"));
    // `endometritis` is no slip in `endometriosis`.
    if ending || word.ends_with("itis") != target.ends_with("itis") {
        return false;
    }
    // The distance costs most.
    if ends(word) && close(word) {
        if is_word(word) {
            return false;
        }
        // Every ending of a word of its own is one too.
        let stem = ["s", "n", "en", "es", "e", "er", "in", "ed", "ing"]
            .iter()
            .find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.len() >= 4));
        return !stem.is_some_and(|stem| stem != target && is_everyday(stem));
    }
    word.strip_suffix('s')
        .is_some_and(|stem| ends(stem) && close(stem) && !is_everyday(stem) && !is_name(stem) && !is_everyday(word))
}

fn is_transposed(word: &str, target: &str) -> bool {
    let mut a: Vec<u8> = word.bytes().collect();
    let mut b: Vec<u8> = target.bytes().collect();
    a.sort_unstable();
    b.sort_unstable();
    a == b
}

/// Which letters a word has, as bits.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |mask, byte| mask | 1 << (byte.wrapping_sub(b'a') & 31))
}

/// The words of a view: what stands between marks, humps and digits.
fn words(view: &View) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 1..=view.text().len() {
        if !matches!(view.edge(at), Edge::None | Edge::Inside) {
            found.push(start..at);
            start = at;
        }
    }
    found
}
