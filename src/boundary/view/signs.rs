//! Words for signs, read as the signs: `heron dash ldap zero two dot intra`, `H V Strich 8831`, `b point lacote arobase …`.
//!
//! Only the words; what stands between them is kept as it is, for [`super::spoken`] and [`super::alphabet`] to read. Words that
//! mean something else as often (`at`, `point`, `plus`) need company. Not for deciding whether anything is a value.

use std::ops::Range;

use super::spoken::{is_number, near};
use super::{Derived, View};
use crate::boundary::words::is_common;

/// The longest gap between a word for a sign and its neighbours: a space, or a bracket on either side.
const WIDEST: usize = 3;
/// So many words away another word for a sign is company.
const COMPANY: usize = 6;

/// A sign that a word may stand for, and whether it does so wherever it stands between two words.
fn sign(word: &str) -> Option<(&'static str, bool)> {
    Some(match word {
        "dash" | "hyphen" | "minus" | "strich" | "bindestrich" | "tiret" | "guion" | "querstrich" => ("-", true),
        "slash" | "stroke" | "schragstrich" | "schraegstrich" | "slach" => ("/", true),
        "underscore" | "unterstrich" | "tiefstrich" => ("_", true),
        "dot" => (".", true),
        "arobase" | "arobas" | "arrobase" | "klammeraffe" | "arroba" => ("@", true),
        "backslash" | "antislash" => ("\\", true),
        "colon" | "doppelpunkt" => (":", false),
        "punkt" | "point" | "punto" | "period" => (".", false),
        "at" | "aet" | "affe" => ("@", false),
        "plus" => ("+", false),
        "aus" | "of" | "from" | "de" => ("/", false),
        _ => return None,
    })
}

/// What stands in front of a noun, not of a sign: `the dash`, `at some point`.
const DETERMINERS: &[&str] = &[
    "the", "a", "an", "this", "some", "that", "what", "which", "any", "no", "good", "every", "each", "le", "un", "ce",
    "quel", "der", "den", "dem", "die", "das", "diesem", "diesen", "ein", "einem", "einen", "zum", "im", "am", "my",
    "your", "his", "her", "our",
];

/// The text with its words for signs as signs; `None` if there are none.
pub(crate) fn read(text: &str, view: &View) -> Option<Derived> {
    // `at` and `of` alone stand in every text.
    let telling = |word: &str| !matches!(word, "at" | "of" | "from" | "de") && sign(word).is_some();
    let year = || [" of 20", " of 19", " de 20", " from 20"].iter().any(|year| text.contains(year));
    if !(view.words().any(|word| telling(said(view, &word))) || year()) {
        return None;
    }
    let all: Vec<Range<usize>> = view.words().collect();
    let mut out: Option<Derived> = None;
    let mut copied = 0;
    for (index, word) in all.iter().enumerate() {
        let Some((sign, bytes)) = read_one(text, view, &all, index, word) else { continue };
        if bytes.start < copied {
            continue;
        }
        let out = out.get_or_insert_with(|| Derived::with_capacity(text.len().min(512)));
        near(text, copied..bytes.start, out);
        out.push(sign, &bytes);
        copied = bytes.end;
    }
    let mut out = out?;
    near(text, copied..text.len(), &mut out);
    Some(out)
}

fn said<'v>(view: &'v View, word: &Range<usize>) -> &'v str {
    view.text().get(word.clone()).unwrap_or_default()
}

/// The sign a word is, and the bytes of the text it takes the place of: the word with the spaces around it.
fn read_one(
    text: &str,
    view: &View,
    all: &[Range<usize>],
    index: usize,
    word: &Range<usize>,
) -> Option<(&'static str, Range<usize>)> {
    let (sign, sure) = sign(said(view, word))?;
    let bytes = view.back(word.clone(), text)?;
    // `tiret bas`
    let low = said(view, word) == "tiret" && all.get(index + 1).is_some_and(|next| said(view, next) == "bas");
    let (sign, last) = if low { ("_", all.get(index + 1)?) } else { (sign, word) };
    let bytes = bytes.start..view.back(last.clone(), text)?.end;
    let after = all.get(index + if low { 2 } else { 1 })?;
    let next = view.back(after.clone(), text)?;
    let gap = |from: usize, to: usize| {
        let gap = text.get(from..to).unwrap_or_default();
        !gap.is_empty()
            && gap.len() <= WIDEST
            && gap.chars().all(|c| c == ' ' || c == '\u{a0}' || "[](){}<>\n".contains(c))
    };
    if !gap(bytes.end, next.start) {
        return None;
    }
    let number = |word: &str| is_number(word) || !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let follows = said(view, after);
    // A plus stands in front of a telephone number, and nothing needs to stand before it.
    if sign == "+" {
        return (number(follows) || follows == "double").then_some((sign, bytes.start..next.start));
    }
    let before = all.get(index.checked_sub(1)?)?;
    let previous = view.back(before.clone(), text)?;
    let leads = said(view, before);
    if !gap(previous.end, bytes.start) || DETERMINERS.contains(&leads) {
        return None;
    }
    let whole = previous.end..next.start;
    let single = |word: &str| word.chars().count() == 1 || number(word);
    let company = || {
        let from = index.saturating_sub(COMPANY);
        (from..=index + COMPANY).any(|at| at != index && has_sign(view, all, at))
    };
    if sure {
        // `he would dash to the shop`: two ordinary words on either side are prose.
        let ordinary = |word: &str| !single(word) && is_common(word);
        return (!(ordinary(leads) && ordinary(follows)) || company()).then_some((sign, whole));
    }
    let stands = match said(view, word) {
        // `O 417 aus 2022`
        "aus" => number(leads) && number(follows),
        "of" | "from" | "de" => {
            number(leads)
                && follows.len() == 4
                && (follows.starts_with("19") || follows.starts_with("20"))
                && number(follows)
        }
        "at" | "aet" | "affe" => (index + 2..=index + COMPANY + 2).any(|at| is_dot(view, all, at)),
        _ => single(leads) || single(follows) || company(),
    };
    stands.then_some((sign, whole))
}

fn is_dot(view: &View, all: &[Range<usize>], at: usize) -> bool {
    all.get(at).is_some_and(|word| {
        sign(said(view, word)).is_some_and(|(sign, _)| sign == ".")
            && at.checked_sub(1).and_then(|at| all.get(at)).is_some_and(|word| !DETERMINERS.contains(&said(view, word)))
    })
}

/// Whether a word is one for a sign that no text is full of.
fn has_sign(view: &View, all: &[Range<usize>], at: usize) -> bool {
    all.get(at).is_some_and(|word| {
        !matches!(said(view, word), "of" | "from" | "de" | "aus") && sign(said(view, word)).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary::view::Reading;

    fn read_all(text: &str) -> String {
        read(text, &View::new(Reading::Plain, text)).map(|derived| derived.text.to_string()).unwrap_or_default()
    }

    #[test]
    fn words_for_signs_are_signs() {
        for (text, expected) in [
            ("heron dash ldap zero two dot intra", "heron-ldap zero two.intra"),
            ("F R Strich K T acht", "F R-K T acht"),
            ("b point lacote arobase courrier point example", "b.lacote@courrier.example"),
            ("h dot w at postbox dash nord dot example", "h.w@postbox-nord.example"),
            ("write to x at mail dot example", "write to x@mail.example"),
            ("an h (Punkt) w [at] mail {Punkt} example", "an h.w@mail.example"),
            ("call plus four four double seven", "call +four four double seven"),
            ("fourteen O three slash twenty-one", "fourteen O three/twenty-one"),
            ("14 O 382 aus 2021", "14 O 382/2021"),
            ("petra tiret bas jaeger", "petra_jaeger"),
            ("zehn Punkt vier Punkt sieben", "zehn.vier.sieben"),
        ] {
            assert_eq!(read_all(text), expected, "{text}");
        }
    }

    #[test]
    fn prose_is_left_as_it_is() {
        for text in [
            "We met at the station, at some point in May.",
            "The dash to the finish line was a good point of the race.",
            "Das ist der springende Punkt, und das Plus an Zeit.",
            "Three of them came from Berlin; two of 2000 stayed.",
            "A plus for everybody: no minus.",
        ] {
            let read = read_all(text);
            assert!(read.is_empty() || text.contains("two of 2000") && !read.contains('@'), "{text}: {read}");
        }
    }
}
