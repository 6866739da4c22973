//! How far answers agree: numbers, times and yes/no as values, words by overlap. Pure.
//!
//! Agreement in meaning of several samples tells more about a small model than the probabilities of its tokens do
//! (arXiv 2509.21837). Not for judging which answer is right.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::text::quantity::{self, Measure};

/// Share of common words from which two texts count as saying the same: people and models never use the very same ones.
const SAME_WORDS: f64 = 0.6;
/// What values weigh against words where an answer names any.
const VALUES: f64 = 0.8;
/// Similarity from which a sample counts as saying the same as the answer.
const SAYS_THE_SAME: f64 = 0.5;

/// How far the samples say what the answer says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Mean similarity of the samples to the answer, 0 (nothing in common) to 1.
    pub value: f64,
    /// Samples that say the same as the answer.
    pub same: usize,
    /// Samples compared.
    pub samples: usize,
}

/// Compares samples with an answer; `None` where there is no sample.
#[must_use]
pub fn agreement(answer: &str, samples: &[&str]) -> Option<Agreement> {
    let answer = Said::read(answer);
    let similarities: Vec<f64> = samples.iter().map(|sample| answer.similarity(&Said::read(sample))).collect();
    let samples = similarities.len();
    let same = similarities.iter().filter(|similarity| **similarity >= SAYS_THE_SAME).count();
    (samples > 0).then(|| Agreement { value: similarities.iter().sum::<f64>() / samples as f64, same, samples })
}

/// What a text says that can be compared.
struct Said {
    /// Values of the first sentence: there the answer stands.
    lead: Vec<Value>,
    /// Values of the whole text.
    all: Vec<Value>,
    /// A yes or no it begins with.
    decision: Option<bool>,
    /// Whether its first sentence denies something.
    denies: bool,
    /// Its words, without those that every text has.
    words: BTreeSet<String>,
}

impl Said {
    fn read(text: &str) -> Self {
        let lead = first_sentence(text);
        let spoken: Vec<String> = lead.unicode_words().map(str::to_lowercase).collect();
        let decision = spoken.first().and_then(|word| yes_or_no(word));
        let denies = spoken.iter().any(|word| is_denial(word));
        let words = text.unicode_words().map(str::to_lowercase).filter(|word| carries(word)).collect();
        Self { lead: values(lead), all: values(text), decision, denies, words }
    }

    /// 0 (nothing in common) to 1 (the same).
    fn similarity(&self, other: &Self) -> f64 {
        let decided = self.decision.zip(other.decision);
        if decided.is_some_and(|(a, b)| a != b) {
            return 0.0;
        }
        let mut words = (dice(&self.words, &other.words) / SAME_WORDS).min(1.0);
        if decided.is_none() && self.denies != other.denies {
            words /= 2.0;
        }
        let values = if self.lead.is_empty() || other.lead.is_empty() {
            overlap(&self.all, &other.all)
        } else {
            overlap(&self.lead, &other.lead)
        };
        match (values, decided) {
            (Some(values), _) => VALUES * values + (1.0 - VALUES) * words,
            (None, Some(_)) => f64::midpoint(1.0, words),
            (None, None) => words,
        }
    }
}

/// The first sentence that says anything.
fn first_sentence(text: &str) -> &str {
    let mut sentences = text.split_sentence_bounds().map(str::trim);
    sentences.find(|sentence| sentence.chars().any(char::is_alphanumeric)).unwrap_or_default()
}

fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "yes" | "yeah" | "correct" | "true" | "ja" | "oui" | "sí" => Some(true),
        "no" | "nope" | "incorrect" | "false" | "nein" | "non" => Some(false),
        _ => None,
    }
}

/// Whether a word denies. Used for drafts too: a lost `not` turns a sentence round.
pub(in crate::engine) fn is_denial(word: &str) -> bool {
    const DENIALS: [&str; 16] = [
        "no", "not", "never", "none", "neither", "nor", "cannot", "without", "nicht", "nein", "kein", "keine", "nie",
        "ne", "pas", "non",
    ];
    DENIALS.contains(&word) || word.ends_with("n't") || word.ends_with("n’t")
}

/// Whether a word says anything by itself.
fn carries(word: &str) -> bool {
    const EVERYWHERE: [&str; 34] = [
        "the", "and", "for", "that", "this", "with", "from", "are", "was", "were", "has", "have", "had", "its", "you",
        "your", "she", "her", "his", "they", "their", "will", "would", "can", "may", "but", "because", "der", "die",
        "das", "und", "ist", "les", "des",
    ];
    word.chars().count() > 2 && !EVERYWHERE.contains(&word)
}

/// One quantity or number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine) struct Value {
    measure: Option<Measure>,
    canonical: String,
}

impl Value {
    /// Whether two values are the same; a date without a year is that date in any year.
    fn is(&self, other: &Self) -> bool {
        let dates = self.measure == Some(Measure::Date) && other.measure == Some(Measure::Date);
        let open = |a: &str, b: &str| a.strip_prefix("--").is_some_and(|day| b.ends_with(day));
        self == other || dates && (open(&self.canonical, &other.canonical) || open(&other.canonical, &self.canonical))
    }
}

/// Every quantity and every bare number of a text, sorted, each once.
pub(in crate::engine) fn values(text: &str) -> Vec<Value> {
    let quantities = quantity::find(text);
    let mut values: Vec<Value> = quantities
        .iter()
        .map(|found| Value { measure: Some(found.measure), canonical: found.canonical.clone() })
        .collect();
    let inside = |at: usize| quantities.iter().any(|found| (found.start..found.end).contains(&at));
    for (at, word) in text.unicode_word_indices() {
        if let Some(canonical) = quantity::canonical_number(word).filter(|_| !inside(at)) {
            values.push(Value { measure: None, canonical });
        }
    }
    values.sort();
    values.dedup();
    values
}

/// Share of values in common (Dice); `None` where neither has any, 0 where only one has.
fn overlap(a: &[Value], b: &[Value]) -> Option<f64> {
    let common = a.iter().filter(|value| b.iter().any(|other| value.is(other))).count().min(b.len());
    let all = a.len() + b.len();
    (all > 0).then(|| 2.0 * common as f64 / all as f64)
}

/// Share of words in common (Dice); two texts without words are the same.
fn dice(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let all = a.len() + b.len();
    if all == 0 { 1.0 } else { 2.0 * a.intersection(b).count() as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(answer: &str, sample: &str) -> f64 {
        agreement(answer, &[sample]).unwrap().value
    }

    #[test]
    fn values_are_compared_as_values() {
        for (a, b) in [
            ("Start it at 20:00, after the peak.", "Start at 8 pm: then the peak is over."),
            ("Refund €25.20.", "We refund 25,20 € to the customer."),
            ("Yes, until 3 December.", "Yes: by 3 December 2026 at the latest."),
            ("The parts add up to 42.", "In sum that is 42 parts."),
            ("It takes 90 min.", "It takes 1.5 h."),
        ] {
            assert!(of(a, b) >= 0.8, "{a} / {b}: {}", of(a, b));
        }
    }

    #[test]
    fn another_value_is_another_answer_whatever_the_words() {
        for (a, b) in [
            ("Start the dishwasher at 20:00.", "Start the dishwasher at 00:00."),
            ("Refund €28.00 for the toaster.", "Refund €15.00 for the toaster."),
            ("Yes, she can return the kettle.", "No, she can return the kettle no more."),
            ("Refund €28.00 for the toaster.", "Refund the toaster."),
            ("The answer is 42.", "The answer is 43."),
        ] {
            assert!(of(a, b) < SAYS_THE_SAME, "{a} / {b}: {}", of(a, b));
        }
    }

    #[test]
    fn words_count_where_there_is_no_value() {
        let a = "Water the plants on the balcony in the evening.";
        assert!(of(a, "In the evening, water the balcony plants.") > 0.9);
        assert!(of(a, "Sell the car before winter.") < 0.2);
        assert!(
            of("The warranty covers the pump.", "The warranty does not cover the pump.")
                < of("The warranty covers the pump.", "The warranty covers the pump too."),
            "a denial weighs"
        );
        assert!(of("Yes.", "Yes, of course.") >= 0.5);
    }

    #[test]
    fn the_first_sentence_decides_and_the_mean_is_taken() {
        let answer = "Start at 20:00. Now it would cost $0.54.";
        let read =
            agreement(answer, &["Start at 20:00. It costs $0.26.", "Start at 00:00. That costs $0.14."]).unwrap();
        assert_eq!((read.same, read.samples), (1, 2));
        assert!((0.4..0.7).contains(&read.value), "{}", read.value);
        assert_eq!(agreement(answer, &[]), None);
    }

    #[test]
    fn a_year_left_out_is_no_other_date() {
        let day = |text: &str| values(text).remove(0);
        assert!(day("on 3 December").is(&day("on 3 December 2026")));
        assert!(!day("on 3 December 2025").is(&day("on 3 December 2026")));
        assert!(!day("on 3 December").is(&day("on 4 December 2026")));
    }

    proptest! {
        #[test]
        fn it_is_symmetric_within_bounds_and_whole_for_the_same_text(a in "[ -~€]{0,80}", b in "[ -~€]{0,80}") {
            let (there, back) = (of(&a, &b), of(&b, &a));
            prop_assert!((0.0..=1.0).contains(&there));
            prop_assert!((there - back).abs() < 1e-9);
            prop_assert!((of(&a, &a) - 1.0).abs() < 1e-9);
        }
    }
}
