//! Whether a word that is an everyday word too is used as a name, and whether a text reads as German.

use std::ops::Range;

use super::neighbour::{Join, Neighbour, neighbours_after, neighbours_before, starts_sentence};
use crate::boundary::matcher::lists::{ARTICLES, TITLES, USERS, VERBS, is_german_noun};
use crate::boundary::view::fold::fold;

/// Whether a word that is an everyday word too is used as a name here. Family names that are German nouns need more than
/// a capital in German text. `plural`: an s stands behind it.
pub(super) fn used_as_name(text: &str, bytes: &Range<usize>, family: bool, plural: bool) -> bool {
    let Some(inside) = text.get(bytes.clone()) else { return false };
    let (before, after) = (text.get(..bytes.start).unwrap_or_default(), text.get(bytes.end..).unwrap_or_default());
    let (left, right) = (before.chars().next_back(), after.chars().next());
    // In logins, mail addresses and home directories case says nothing.
    let chunk_start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let chunk_end = bytes.end + after.find(char::is_whitespace).unwrap_or(after.len());
    let chunk = text.get(chunk_start..chunk_end).unwrap_or_default();
    let dotted = right == Some('.') && after.chars().nth(1).is_some_and(char::is_alphanumeric)
        || left == Some('.') && before.chars().rev().nth(1).is_some_and(char::is_alphanumeric);
    if left.is_some_and(|c| matches!(c, '@' | '~'))
        || right == Some('@')
        || dotted && chunk.contains('@')
        || matches!(left, Some('/' | '\\')) && is_users(before.trim_end_matches(['/', '\\']))
    {
        return true;
    }
    let mut chars = inside.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    if !capital {
        return false;
    }
    let shouting = inside.chars().count() > 1 && chars.all(|c| !c.is_lowercase());
    let previous = neighbours_before(text, bytes.start);
    let next = neighbours_after(text, bytes.end);
    if previous.first().is_some_and(|word| TITLES.contains(&word.folded.as_str())) {
        return true;
    }
    // In capitals it is a heading, or a constant of a program.
    if shouting {
        return false;
    }
    // `Marks Auto`, `Müllers Vertrag`
    let genitive = after.strip_prefix("s ").is_some_and(|rest| rest.starts_with(char::is_uppercase));
    let possessive = after.starts_with("'s") || after.starts_with("’s") || genitive;
    if possessive {
        return true;
    }
    // `at the Marchands`, `bei Kochs`: a family; but `des Winters`, and `the Marks Group`.
    if plural
        && previous
            .first()
            .is_some_and(|word| ["the", "die", "bei", "les", "los", "las", "gli"].contains(&word.folded.as_str()))
        && !next.first().is_some_and(|word| word.capital)
    {
        return !(starts_sentence(text, bytes.start) || is_german(before, after) && is_german_noun(&fold(inside)));
    }
    // `5 Mark`, `Mark II`, `May 3`, `the Mark`
    let figure = |word: &Neighbour<'_>| word.folded.starts_with(|c: char| c.is_ascii_digit());
    let roman = |word: &Neighbour<'_>| word.word.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) && word.word != "I";
    let article = |word: &Neighbour<'_>| ARTICLES.contains(&word.folded.as_str());
    if previous.first().is_some_and(|word| figure(word) || article(word))
        || next.first().is_some_and(|word| figure(word) || roman(word))
    {
        return false;
    }
    if family && is_german(before, after) || is_on_a_label(&previous) {
        return false;
    }
    if !starts_sentence(text, bytes.start) {
        return !(is_german(before, after) && is_german_noun(&fold(inside)));
    }
    // At the beginning of a sentence every word has a capital: it takes a verb, or a comma after a greeting.
    next.first().is_some_and(|word| VERBS.contains(&word.folded.as_str()) && word.join == Join::Space)
}

/// Whether a word is what goods are labelled with: `a wine labelled Rose`, but `a folder labelled Rose`.
fn is_on_a_label(before: &[Neighbour<'_>]) -> bool {
    const LABELLED: &[&str] = &[
        "labelled",
        "labeled",
        "marked",
        "branded",
        "called",
        "named",
        "etiquete",
        "etiquetee",
        "namens",
        "nomme",
        "nommee",
        "appele",
        "appelee",
        "intitule",
    ];
    #[rustfmt::skip]
    const GOODS: &[&str] = &[
        "wine", "wines", "beer", "bottle", "bottles", "jar", "jars", "tea", "cheese", "jam", "soap", "candle", "perfume",
        "paint", "colour", "color", "shade", "lipstick", "fabric", "seeds", "plant", "apple", "wein", "flasche", "farbe",
        "tee", "sorte", "vin", "bouteille", "couleur", "teinte", "the",
    ];
    let is = |at: usize, list: &[&str]| {
        before.get(at).is_some_and(|word| word.join == Join::Space && list.contains(&word.folded.as_str()))
    };
    is(0, LABELLED) && is(1, GOODS)
}

/// Whether a path ends in a directory that holds one for each person.
fn is_users(path: &str) -> bool {
    let last = path.rsplit(['/', '\\']).next().unwrap_or_default();
    last.len() <= 12 && USERS.contains(&fold(last).as_str())
}

/// Whether the words around read as German, where every noun has a capital.
pub(super) fn is_german(before: &str, after: &str) -> bool {
    const GERMAN: &[&str] = &[
        "der", "die", "das", "den", "dem", "und", "ist", "nicht", "ein", "eine", "einen", "mit", "fur", "auf", "ich",
        "wir", "im", "zu", "zum", "zur", "von", "vom", "bei", "beim", "auch", "wird", "war", "hat", "sich", "aus",
        "nach", "uber", "sie", "er", "es", "als", "wie", "einem", "einer", "am", "wenn", "noch", "nur", "kann",
        "haben", "sind", "dass",
    ];
    let count = |words: &mut dyn Iterator<Item = &str>| {
        words.take(8).filter(|word| GERMAN.contains(&fold(word).as_str())).count()
    };
    count(&mut before.rsplit(char::is_whitespace)) + count(&mut after.split(char::is_whitespace)) >= 2
}
