//! Whether two spellings are one person's. Pure; what is done about it is the vault's.

use zeroize::Zeroizing;

use crate::boundary::matcher::{TITLES, is_person, words};
use crate::boundary::words::{is_common, is_name};

/// The words of a name in the order they are spoken, without titles: `Okonkwo, Chidinma` is `chidinma okonkwo`.
pub(super) fn named(name: &str) -> Vec<Zeroizing<String>> {
    let part = |part: &str| {
        let all = words(part).into_iter().map(|(word, _)| Zeroizing::new(word));
        all.filter(|word| !TITLES.contains(&word.as_str())).collect::<Vec<_>>()
    };
    match name.split_once(',').filter(|(_, given)| !given.contains(',')) {
        Some((family, given)) => {
            let mut all = part(given);
            all.extend(part(family));
            all
        }
        None => part(name),
    }
}

/// Whether a private value may be somebody's name: a person, or a term whose words are all written as names and none of
/// which is mostly something else (`Whitcombe`, not `Project Marta` or `dishwasher`).
pub(super) fn may_be_name(kind: &str, value: &str) -> bool {
    if is_person(kind) {
        return true;
    }
    let all = words(value);
    let ordinary = |word: &str| is_common(word) || word.strip_suffix('s').is_some_and(is_common);
    let fits = |(word, capital): &(String, bool)| *capital && (!ordinary(word) || is_name(word));
    kind == "TERM" && !all.is_empty() && all.len() <= 4 && all.iter().all(fits) && !value.contains(char::is_numeric)
}

/// Whether the first of two spellings is the fuller one: more names, or more letters in as many, as `Marta Kowalski` has
/// before `M. Kowalski`.
pub(super) fn is_fuller(a: &str, b: &str) -> bool {
    let (a, b) = (named(a), named(b));
    a.len() > b.len() || (a.len() == b.len() && letters(&a) > letters(&b))
}

fn letters(name: &[Zeroizing<String>]) -> usize {
    name.iter().map(|word| word.len()).sum()
}

/// Whether two names can be one person's: every word of the shorter one stands in the longer one, in the same order, in full
/// or as an initial; and at least one of them in full.
pub(super) fn are_one(a: &[Zeroizing<String>], b: &[Zeroizing<String>]) -> bool {
    let (long, short) = if (a.len(), letters(a)) >= (b.len(), letters(b)) { (a, b) } else { (b, a) };
    if short.is_empty() {
        return false;
    }
    let mut full = false;
    let mut rest = long.iter();
    for word in short {
        let initial = word.len() == 1;
        let mut fits = false;
        for other in rest.by_ref() {
            if other == word
                || (initial && other.starts_with(word.as_str()))
                || (other.len() == 1 && word.starts_with(other.as_str()))
            {
                full |= other == word && !initial;
                fits = true;
                break;
            }
        }
        if !fits {
            return false;
        }
    }
    full
}

/// Whether a private value of the user's (`Whitcombe`) is a part of the name of a person (`Eleanor Whitcombe`).
pub(in crate::boundary) fn is_part_of_name(kind: &str, value: &str, name: &str) -> bool {
    may_be_name(kind, value) && are_one(&named(name), &named(value))
}
