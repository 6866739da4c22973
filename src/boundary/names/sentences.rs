//! A text in the parts the names model reads: sentences (Unicode annex 29), as it was taught on such. Pure.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Shorter sentences are read with the one after them: a line "Name:" says nothing alone, and every reading has its price.
const SHORT: usize = 120;

/// Words a full stop belongs to. With single letters, what stands after them goes on with the sentence.
const ABBREVIATIONS: &[&str] = &[
    "abs", "apt", "av", "ave", "blvd", "bzw", "ca", "capt", "col", "dept", "dipl", "dna", "dr", "dra", "fr", "frl",
    "gen", "geb", "hr", "hon", "ing", "jr", "lt", "maj", "me", "messrs", "mlle", "mme", "mr", "mrs", "ms", "mt", "mx",
    "no", "nr", "ph", "pl", "prof", "rd", "rev", "sgt", "sr", "sra", "srta", "st", "ste", "str", "tel", "vs",
];

/// The parts, in order; together they are the whole text.
pub(super) fn parts(text: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for (start, sentence) in text.split_sentence_bound_indices() {
        let end = start + sentence.len();
        match parts.last_mut() {
            Some(part) if text.get(part.clone()).is_some_and(goes_on) => part.end = end,
            _ => parts.push(start..end),
        }
    }
    parts
}

/// Whether what comes after `part` belongs to it.
fn goes_on(part: &str) -> bool {
    let said = part.trim_end();
    let gap = part.get(said.len()..).unwrap_or_default();
    if gap.matches('\n').count() > 1 {
        return false;
    }
    if said.len() < SHORT {
        return true;
    }
    let Some(before) = said.strip_suffix('.') else { return false };
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.chars().count() == 1 && word.chars().all(char::is_alphabetic)
        || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            (
                "The appointment of the new tenant with the caretaker and the two neighbours of the house was moved by Dr. Anna Weber to Monday. It is at ten, says Mr. J. R. Ewing.",
                &[
                    "The appointment of the new tenant with the caretaker and the two neighbours of the house was moved by Dr. Anna Weber to Monday. ",
                    "It is at ten, says Mr. J. R. Ewing.",
                ],
            ),
            ("It is late. Dr. Weber left.", &["It is late. Dr. Weber left."]),
            ("Name:\nAnna Weber\nCity: Bonn", &["Name:\nAnna Weber\nCity: Bonn"]),
            ("Dear Anna,\n\nit works.", &["Dear Anna,\n\n", "it works."]),
        ];
        for (text, expected) in table {
            let parts = parts(text);
            let got: Vec<_> = parts.iter().map(|part| &text[part.clone()]).collect();
            assert_eq!(got, *expected);
            assert_eq!(got.concat(), *text, "nothing is left out");
        }
    }
}
