//! Illnesses and injuries: reported, never acted on, because questions are about them.
//!
//! A short list of what things are called (`conditions.txt`), how names of illnesses end in four languages, abbreviations of
//! notes, and codes of ICD-10. The words that belong to it (its kind, stage, side, place) are part of the span.

mod extent;
mod words;

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::check::{alone, context};
use super::trigger::Need::{Digits, Words};
use super::{Hit, Row, Seen};
use crate::boundary::finding::Class::Quantity;
use extent::{backward, forward, joined};
use words::{ABBREVIATIONS, ENDINGS, INJURED, LEXICON, LIMBS, NEEDS_MORE, NOT, PARTS, STEMS, is_generic};

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "CONDITION",
        class: Quantity,
        name: "condition-labelled",
        reason: "stands behind a word for a diagnosis",
        look: Cue(
            "diagnosis|primary diagnosis|diagnosed with|diagnoses|condition|suffers from|history of|diagnose|hauptdiagnose|\
                leidet an|erkrankt an|diagnostic|atteint de|atteinte de|souffre de|diagnóstico|diagnosticado de|\
                diagnosticada de|diagnosticado con|diagnosticada con|padece|sufre de|enfermedad|dx|diag|diagnosen|verdacht auf|v.a.|v. a.|z. n.|\
                z.n.|vorerkrankung|vorerkrankungen|nebendiagnose|antécédents|diagnosticada|motif|jc|ingresa por|ingresado por|ingresada por|\
                suffering from|treated for|being treated for|in behandlung wegen|krankgeschrieben wegen|medical condition|pmh|hx|h/o",
        ),
        check: labelled,
        hits: &[
            ("Diagnosis: Acute Bronchitis", "Acute Bronchitis"),
            ("diagnosed with multiple sclerosis in 2019", "multiple sclerosis"),
            ("{\"diagnosis\": \"Type 2 Diabetes\"}", "Type 2 Diabetes"),
            ("Diagnóstico: Hipertensión arterial", "Hipertensión arterial"),
        ],
        misses: &[
            "a history of the town",
            "condition: new",
            "Diagnosis: see above",
            "condition = true",
            "the condition that",
        ],
    },
    Row {
        kind: "CONDITION",
        class: Quantity,
        name: "icd-code",
        reason: "a code of a diagnosis behind a word for one",
        look: Pattern(
            &[Digits(2), Words(&["icd", "diag", "dx", "cim", "cie-10", "cie10", "krankheit"])],
            r"[A-TV-Z]\d{2}(?:\.\d{1,2})?[GVZLRB]?",
        ),
        check: |seen| {
            alone(seen).filter(|_| {
                context(
                    seen,
                    60,
                    &[
                        "icd",
                        "icd-10",
                        "icd10",
                        "diag",
                        "diagnose",
                        "diagnosis",
                        "diagnósticos",
                        "diagnóstico",
                        "dx",
                        "cim",
                        "cim-10",
                        "cie",
                        "cie-10",
                    ],
                )
            })
        },
        hits: &[("ICD-10: F32.1", "F32.1"), ("Diagnose: I50.13 G", "I50.13"), ("Dx E11.9, on metformin", "E11.9")],
        misses: &["F32.1", "diagonal A10", "ICD 10"],
    },
];

/// A text of fewer bytes is short.
const SHORT_TEXT: usize = 512;

struct Word<'t> {
    written: &'t str,
    span: Range<usize>,
}

/// Adds the illnesses of a text.
pub(super) fn find(text: &str, found: &mut Vec<Hit>) {
    // The ends of what may be in the word of an illness: most texts have none, most words neither. For a short text its words are
    // asked one by one: building the automaton would be a good part of a cold start.
    let stems = if text.len() < SHORT_TEXT { None } else { STEMS.as_ref() };
    let lower = if stems.is_some() { text.to_ascii_lowercase() } else { String::new() };
    let mut ends = stems.into_iter().flat_map(|stems| stems.find_iter(&lower)).map(|stem| stem.end()).peekable();
    if stems.is_some() && ends.peek().is_none() {
        return;
    }
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        let inside = c.is_alphanumeric() || (start.is_some() && matches!(c, '-' | '\'' | '’'));
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                if let Some(written) = text.get(from..at) {
                    let written = written.trim_end_matches(['-', '\'', '’']);
                    words.push(Word { written, span: from..from + written.len() });
                }
                start = None;
            }
            _ => {}
        }
    }
    let mut index = 0;
    while let Some(word) = words.get(index) {
        while ends.next_if(|end| *end <= word.span.start).is_some() {}
        let telling = stems.is_none() || ends.peek().is_some_and(|end| *end <= word.span.end);
        let Some(last) = telling.then(|| head(text, &words, index)).flatten() else {
            index += 1;
            continue;
        };
        let first = backward(text, &words, index);
        let last = forward(text, &words, last);
        if let (Some(from), Some(to)) = (words.get(first), words.get(last))
            && !is_figure(text, &words, first, last)
        {
            let span = from.span.start..to.span.end;
            let linked = found.last_mut().filter(|last| {
                last.detector == "condition-named"
                    && text
                        .get(last.span.end..span.start)
                        .is_some_and(|gap| [" and ", " und ", " et ", " y ", " with "].contains(&gap))
            });
            match linked {
                // `stress and anxiety` is told as one.
                Some(last) => last.span.end = span.end,
                None => found.push(Hit {
                    kind: "CONDITION",
                    class: Quantity,
                    detector: "condition-named",
                    reason: "the name of an illness or injury",
                    span,
                }),
            }
        }
        index = last + 1;
    }
}

/// The index of the last word of an illness that begins at `index`.
fn head(text: &str, words: &[Word<'_>], index: usize) -> Option<usize> {
    let word = words.get(index)?;
    let written = word.written;
    let length = written.len();
    if length < 3 || written.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if length <= 10 && written.bytes().any(|byte| byte.is_ascii_uppercase()) && ABBREVIATIONS.contains(written) {
        // `CHF 5'850`, `100 CAD`: a currency has its sum beside it.
        let number =
            |word: Option<&Word<'_>>| word.is_some_and(|word| word.written.starts_with(|c: char| c.is_ascii_digit()));
        let sum = matches!(written, "CHF" | "CAD" | "TOC")
            && (number(words.get(index + 1)) || number(index.checked_sub(1).and_then(|before| words.get(before))));
        return (!sum).then_some(index);
    }
    // `broken wrist`, `torn left ACL`, `ACL tear`.
    let near = |place: usize| {
        words
            .get(place)
            .filter(|_| place > 0)
            .zip(words.get(place.wrapping_sub(1)))
            .is_some_and(|(second, first)| joined(text, first, second))
    };
    if INJURED.contains(&written) {
        let side = usize::from(
            words.get(index + 1).is_some_and(|word| matches!(word.written, "left" | "right" | "my" | "his" | "her")),
        );
        let part = index + 1 + side;
        if near(index + 1)
            && near(part)
            && words.get(part).is_some_and(|word| LIMBS.contains(&word.written.to_lowercase().as_str()))
        {
            return Some(part);
        }
    }
    if LIMBS.contains(&written.to_lowercase().as_str())
        && near(index + 1)
        && words.get(index + 1).is_some_and(|next| {
            matches!(
                next.written,
                "tear"
                    | "rupture"
                    | "strain"
                    | "sprain"
                    | "fracture"
                    | "dislocation"
                    | "replacement"
                    | "injury"
                    | "contusion"
                    | "impingement"
            )
        })
    {
        return Some(index + 1);
    }
    let lower = written.to_lowercase().replace('’', "'");
    // The elision of French belongs to the word before.
    let bare = lower.strip_prefix("d'").or_else(|| lower.strip_prefix("l'")).unwrap_or(&lower);
    if let Some(phrases) = LEXICON.get(bare) {
        for phrase in phrases {
            let count = phrase.split(' ').count();
            let end = index + count - 1;
            let same =
                words.get(index..=end).is_some_and(|words| {
                    words.iter().zip(phrase.split(' ')).skip(1).all(|(word, part)| {
                        word.written.to_lowercase().replace('’', "'") == part.trim_end_matches('\'')
                    }) && words
                        .first()
                        .zip(words.last())
                        .and_then(|(first, last)| text.get(first.span.start..last.span.end))
                        .is_some_and(|gap| gap.len() <= phrase.len() + 8)
                });
            if same {
                return Some(end);
            }
        }
    }
    if is_generic(bare) {
        let before = index
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .filter(|before| joined(text, before, word))
            .map(|before| before.written.to_lowercase());
        let romance = [
            "syndrome",
            "trouble",
            "trastorno",
            "síndrome",
            "maladie",
            "enfermedad",
            "insuffisance",
            "insuficiencia",
            "lésion",
            "lesión",
        ]
        .contains(&bare);
        let fits = !NEEDS_MORE.contains(&bare)
            || before.is_some_and(|before| PARTS.contains(before.as_str()) || before.ends_with("'s"))
            || (romance && forward(text, words, index) > index);
        return fits.then_some(index);
    }
    let ends = length >= 7 && ENDINGS.iter().any(|ending| bare.ends_with(ending) && bare.len() >= ending.len() + 2);
    (ends && !NOT.contains(bare)).then_some(index)
}

/// `the Great Depression`, `stroke width`, `brush stroke`, `cancer research`: other things, or a subject.
fn is_figure(text: &str, words: &[Word<'_>], first: usize, last: usize) -> bool {
    let before = first
        .checked_sub(1)
        .and_then(|index| words.get(index))
        .map(|word| word.written.to_lowercase())
        .unwrap_or_default();
    let (word, behind) = (words.get(last), words.get(last + 1));
    let joined = word.zip(behind).is_some_and(|(word, behind)| joined(text, word, behind));
    let next = behind.filter(|_| joined).map(|word| word.written.to_lowercase()).unwrap_or_default();
    let written = words.get(first).map(|word| word.written.to_lowercase()).unwrap_or_default();
    matches!(
        before.as_str(),
        "great" | "brush" | "key" | "breast-stroke" | "economic" | "computer" | "roof" | "tropical" | "back"
    ) || matches!(
        next.as_str(),
        "width"
            | "color"
            | "colour"
            | "style"
            | "research"
            | "researchers"
            | "glasses"
            | "vaccine"
            | "vaccines"
            | "unit"
            | "ward"
            | "clinic"
            | "centre"
            | "center"
    ) || (matches!(written.as_str(), "burns" | "gota" | "angina" | "zona" | "flu" | "gout" | "reflux")
        && (first == last)
        && !matches!(
            before.as_str(),
            "has" | "had" | "with" | "un" | "tiene" | "la" | "of" | "the" | "mit" | "eine" | "une" | "de" | "son"
        ))
        || (matches!(written.as_str(), "zona" | "gota" | "tumor" | "burns")
            && matches!(before.as_str(), "la" | "una" | "de" | "esta" | "the"))
}

/// Up to six words behind a label, or up to four behind words of a sentence.
fn labelled(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let bare = line.trim_start_matches([' ', '"', '\'']);
    let value = bare.strip_prefix([':', '=', '>']).map(|value| value.trim_start_matches([' ', '"', '\'']));
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let phrase = [" with", " from", " an", " de", " con", " por", " for"].iter().any(|end| label.ends_with(end))
        || label == "padece";
    let written = match value {
        Some(value) => value,
        None if phrase => bare,
        None => return None,
    };
    let end =
        written.find(|c: char| !(c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’'))).unwrap_or(written.len());
    let mut kept = written.get(..end)?;
    for stop in [
        " in ", " at ", " and ", " since ", " on ", " last ", " when ", " und ", " seit ", " et ", " depuis ", " y ",
        " desde ", " by ", " for ", " with ", " who ", " after ",
    ] {
        kept = kept.find(stop).and_then(|at| kept.get(..at)).unwrap_or(kept);
    }
    let kept = kept.trim_end();
    let words = kept.split(' ').count();
    let first = kept.chars().next()?;
    let medical = value.is_none() || first.is_uppercase();
    let plain = ["None", "Unknown", "Pending", "Normal", "New", "Good", "Stable", "See", "The", "Used", "N"]
        .iter()
        .any(|word| kept.split(' ').next() == Some(word));
    let from = seen.span.end - written.len();
    (kept.len() >= 4
        && words <= 6
        && medical
        && !plain
        && first.is_alphabetic()
        && !(label == "condition" && value.is_some() && words < 2))
        .then_some(from..from + kept.len())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn named(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, &mut found);
        found.into_iter().map(|hit| &text[hit.span]).collect()
    }

    #[test]
    fn illnesses_with_what_belongs_to_them() {
        for (text, wanted) in [
            ("1) essential hypertension, uncontrolled", "essential hypertension"),
            ("confirmed acute cholecystitis. Lap", "acute cholecystitis"),
            ("He had Graves' disease in his", "Graves' disease"),
            ("with diabetes mellitus type 2. Please", "diabetes mellitus type 2"),
            ("Injury: spiral fracture of left tibia, conf", "spiral fracture of left tibia"),
            ("he had hepatitis C.", "hepatitis C"),
            ("that the complex regional pain syndrome predates", "complex regional pain syndrome"),
            ("Hx CKD stage 3, lives", "CKD stage 3"),
            ("- dekompensierte Herzinsuffizienz NYHA III", "dekompensierte Herzinsuffizienz NYHA III"),
            ("- chronische Niereninsuffizienz Stadium G3b", "chronische Niereninsuffizienz Stadium G3b"),
            ("la endométriose profonde. Sa", "endométriose profonde"),
            ("eu un cancer du sein à 47 ans", "cancer du sein"),
            ("con anemia ferropénica. V", "anemia ferropénica"),
            ("era alergia a la proteína de la leche", "alergia a la proteína de la leche"),
            ("sesiones, trastorno de pánico\n", "trastorno de pánico"),
            ("un traumatismo craneoencefálico leve. Ve", "traumatismo craneoencefálico leve"),
            ("new atrial fibrillation was", "atrial fibrillation"),
            ("mein kleiner hat bronchitis und", "bronchitis"),
        ] {
            assert_eq!(named(text), [wanted], "{text}");
        }
    }

    #[test]
    fn other_words_are_none() {
        for text in [
            "the diagnosis and prognosis of empathy in academia",
            "stroke width 2 px, brush stroke",
            "the Great Depression of 1929",
            "a disk failure, a network disorder",
            "Telepathie und Diagnose einer Störung",
            "la photosynthèse, une académie, la simpatía",
            "hypothesis testing, osmosis, a syndrome",
            "zona de Madrid, una gota",
        ] {
            assert_eq!(named(text), Vec::<&str>::new(), "{text}");
        }
    }
}
