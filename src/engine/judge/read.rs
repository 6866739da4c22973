//! From what a reviewer wrote, in labels and quotations, to a [`Review`] in candidates and bytes.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Candidate, Claim, Quote, Relation, Review, Winner, form, quote};
use crate::text::soft_json;

/// How relations are written by reviewers, the word of the form first.
pub(super) const RELATIONS: [(&str, Relation); 3] =
    [("agreed", Relation::Agreed), ("conflicting", Relation::Conflicting), ("only_in_one", Relation::OnlyInOne)];

/// More claims than this are not read: a review that makes more says nothing.
const MOST_CLAIMS: usize = 48;

/// The label an answer was shown under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Label {
    /// The first one shown.
    A,
    /// The second one shown.
    B,
}

/// A claim as a reviewer made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidClaim {
    /// The claim.
    pub text: String,
    /// What it is to the two answers.
    pub relation: Relation,
    /// What it quotes from A and from B; empty = nothing.
    pub quotes: [String; 2],
}

/// What a reviewer said, in the labels it saw. Nothing in it is verified yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Whom it prefers; `None` = neither.
    pub better: Option<Label>,
    /// How sure it is, 0..1.
    pub confidence: Option<f64>,
    /// Scores of A and B per line of the rubric, 1..10.
    pub scores: BTreeMap<String, (f64, f64)>,
    /// Why.
    pub reason: String,
    /// Its claims.
    pub claims: Vec<SaidClaim>,
}

/// What was shown to a reviewer, and the way back from there to what the user reads.
pub struct Shown<'a> {
    /// Who was shown as A.
    pub first: Candidate,
    /// The answers A and B as the reviewer saw them.
    pub answers: [&'a str; 2],
    /// From bytes of a candidate's answer as it was shown to bytes of it as the user reads it.
    pub place: &'a dyn Fn(Candidate, Range<usize>) -> Range<usize>,
    /// From a reviewer's words to what the user reads: private values put back.
    pub words: &'a dyn Fn(&str) -> String,
}

impl Said {
    /// Reads a review leniently.
    ///
    /// # Errors
    /// What is missing, in words for the model.
    pub fn read(text: &str, rubric: &[String]) -> Result<Self, String> {
        let value = soft_json::object(text)?;
        let verdict = value.get("verdict").ok_or("\"verdict\" is missing: \"A\", \"B\" or \"tie\".")?;
        let better = better(verdict)?;
        let given = value.get("scores");
        let mut scores = BTreeMap::new();
        let mut missing = Vec::new();
        for name in form::criteria(rubric) {
            let pair = given.and_then(|given| given.get(&name));
            let one = |label: &str| score(pair?.get(label)?);
            match (one("A"), one("B")) {
                (Some(a), Some(b)) => drop(scores.insert(name, (a, b))),
                _ => missing.push(format!("\"{name}\": {{\"A\": …, \"B\": …}}")),
            }
        }
        if !missing.is_empty() {
            return Err(format!("\"scores\" has to give 1 to 10 for both answers: {}.", missing.join(", ")));
        }
        let claims = match value.get("claims") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(claims)) => claims.iter().filter_map(claim).take(MOST_CLAIMS).collect(),
            Some(_) => return Err("\"claims\" has to be a list.".to_owned()),
        };
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        let confidence = ["verdict_confidence", "confidence"].iter().find_map(|key| confidence(value.get(key)?));
        Ok(Self { better, confidence, scores, reason: text("reason"), claims })
    }

    /// The review: labels become candidates, quotations become bytes of the answers. A claim with no quotation that can be
    /// found is left out and counted.
    #[must_use]
    pub fn review(&self, shown: &Shown<'_>) -> Review {
        let of = |label: Label| match label {
            Label::A => shown.first,
            Label::B => shown.first.other(),
        };
        let scores = self.scores.iter().map(|(name, (a, b))| {
            let pair = if shown.first == Candidate::First { (*a, *b) } else { (*b, *a) };
            (name.clone(), pair)
        });
        let words = |text: &str| (shown.words)(&by_candidate(text, shown.first));
        let claims: Vec<Claim> = self
            .claims
            .iter()
            .filter_map(|claim| {
                let mut quotes: Vec<Quote> = [Label::A, Label::B]
                    .into_iter()
                    .zip(&claim.quotes)
                    .filter_map(|(label, quote)| find(quote, label, shown))
                    .map(|(label, span)| Quote { of: of(label), span: (shown.place)(of(label), span).into() })
                    .filter(|quote| quote.span.start < quote.span.end)
                    .collect();
                quotes.sort();
                quotes.dedup();
                let text = words(&claim.text);
                let claim = Claim { text, relation: claim.relation, quotes, reviews: 1, disputed: false };
                (!claim.quotes.is_empty()).then_some(claim)
            })
            .collect();
        Review {
            shown_first: shown.first,
            winner: self.better.map_or(Winner::Tie, |label| of(label).into()),
            confidence: self.confidence,
            scores: scores.collect(),
            reason: words(&self.reason),
            dropped: (self.claims.len() - claims.len()) as u32,
            claims,
        }
    }
}

/// Where a quotation stands: in the answer it is said to be from, else in the other one.
fn find(quote: &str, label: Label, shown: &Shown<'_>) -> Option<(Label, Range<usize>)> {
    let [a, b] = shown.answers;
    let places = match label {
        Label::A => [(Label::A, a), (Label::B, b)],
        Label::B => [(Label::B, b), (Label::A, a)],
    };
    places.into_iter().find_map(|(label, answer)| Some((label, quote::find(quote, answer)?)))
}

/// The labels in a reviewer's words as what they stand for: the other review used them the other way round.
fn by_candidate(text: &str, first: Candidate) -> String {
    static LABEL: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?i:\b(?:the\s+)?(?:answer|response)\s+)[`'\x22“]?([AB])\b[`'\x22”]?").ok());
    let Some(label) = LABEL.as_ref() else { return text.to_owned() };
    let name = |found: &Captures<'_>| {
        let is_a = found.get(1).is_some_and(|label| label.as_str() == "A");
        let candidate = if is_a { first } else { first.other() };
        let name = if candidate == Candidate::First { "the first answer" } else { "the second answer" };
        let begins = found.get(0).is_none_or(|whole| {
            let before = text.get(..whole.start()).unwrap_or_default().trim_end();
            before.is_empty() || before.ends_with(['.', '!', '?', '\n'])
        });
        if begins { name.replacen('t', "T", 1) } else { name.to_owned() }
    };
    label.replace_all(text, name).into_owned()
}

/// The label preferred; `None` is a tie.
fn better(verdict: &Value) -> Result<Option<Label>, &'static str> {
    let text = verdict.as_str().unwrap_or_default().trim().to_lowercase();
    let text = text.strip_prefix("answer").unwrap_or(&text).trim_matches(|c: char| !c.is_alphanumeric());
    match text {
        "a" => Ok(Some(Label::A)),
        "b" => Ok(Some(Label::B)),
        "tie" | "draw" | "equal" | "both" | "neither" | "none" => Ok(None),
        _ => Err("\"verdict\" has to be \"A\", \"B\" or \"tie\"."),
    }
}

/// A number, or the one a text begins with (`7/10`).
fn number(value: &Value) -> Option<f64> {
    let number = value.as_f64().or_else(|| {
        let text = value.as_str()?.trim();
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        text.get(..end)?.parse().ok()
    });
    number.filter(|number| number.is_finite())
}

fn score(value: &Value) -> Option<f64> {
    number(value).map(|score| score.clamp(1.0, 10.0))
}

/// A share; models also write it as parts of ten or of a hundred.
fn confidence(value: &Value) -> Option<f64> {
    let number = number(value).filter(|number| *number >= 0.0)?;
    match number {
        _ if number <= 1.0 => Some(number),
        _ if number <= 10.0 => Some(number / 10.0),
        _ => Some((number / 100.0).min(1.0)),
    }
}

fn claim(value: &Value) -> Option<SaidClaim> {
    let text = |keys: &[&str]| {
        let found = keys.iter().find_map(|key| value.get(key)?.as_str());
        found.unwrap_or_default().trim().to_owned()
    };
    let claim = text(&["claim", "text"]);
    let relation = text(&["relation"]).to_lowercase();
    let relation = match relation.as_str() {
        word if word.starts_with("agree") || word.starts_with("both") => Relation::Agreed,
        word if word.starts_with("conflict") || word.starts_with("contradict") => Relation::Conflicting,
        _ => Relation::OnlyInOne,
    };
    (!claim.is_empty()).then(|| SaidClaim {
        text: claim,
        relation,
        quotes: [text(&["quote_a", "quote_A"]), text(&["quote_b", "quote_B"])],
    })
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    const A: &str = "Start at 20:00. It costs $0.264.";
    const B: &str = "Start now: it costs $0.540.";

    fn reviewed(said: &Said, first: Candidate, answers: [&str; 2]) -> Review {
        let shown = Shown { first, answers, place: &|_, span| span, words: &str::to_owned };
        said.review(&shown)
    }

    #[test]
    fn a_review_as_models_write_it() {
        let text = r#"Here it is: {'verdict': "Answer B", "scores": {"correct": {"A": "7/10", "B": 12}}, "confidence": 80,
            "claims": [{"claim": "time", "relation": "Contradiction", "quote_a": "start at 20:00", "quote_b": "nowhere"},
                       {"claim": "", "quote_a": "x"}], "reason": " because ",}"#;
        let said = Said::read(text, &["correct: y".to_owned()]).unwrap();
        assert_eq!((said.better, said.confidence), (Some(Label::B), Some(0.8)));
        assert_eq!(said.scores["correct"], (7.0, 10.0));
        assert_eq!(said.claims.len(), 1);
        assert_eq!(said.claims[0].relation, Relation::Conflicting);
    }

    #[test]
    fn what_is_missing_is_said_to_the_model() {
        let read = |text: &str| Said::read(text, &["correct".to_owned()]).unwrap_err();
        assert!(read("{\"scores\": {}}").contains("\"verdict\" is missing"));
        assert!(read("{\"verdict\": \"C\"}").contains("has to be \"A\", \"B\" or \"tie\""));
        assert!(read("{\"verdict\": \"A\"}").contains("\"correct\": {\"A\": …, \"B\": …}"));
        let claims = r#"{"verdict": "A", "scores": {"correct": {"A": 1, "B": 2}}, "claims": "none"}"#;
        assert!(read(claims).contains("has to be a list"));
        assert!(read("I prefer A.").contains("no JSON object"));
    }

    #[test]
    fn a_claim_whose_quotation_is_in_neither_answer_is_dropped_and_counted() {
        let claim = |quotes: [&str; 2]| SaidClaim {
            text: "c".to_owned(),
            relation: Relation::OnlyInOne,
            quotes: quotes.map(str::to_owned),
        };
        let said = Said {
            better: None,
            confidence: None,
            scores: BTreeMap::new(),
            reason: "Answer A says more than answer B.".to_owned(),
            claims: vec![claim(["costs $0.264", ""]), claim(["costs $9", "made up"]), claim(["", ""])],
        };
        let review = reviewed(&said, Candidate::Second, [A, B]);
        assert_eq!((review.claims.len(), review.dropped), (1, 2));
        assert_eq!(review.claims[0].quotes[0].of, Candidate::Second);
        assert_eq!(A.get(review.claims[0].quotes[0].span.range()).unwrap(), "costs $0.264");
        assert_eq!(review.reason, "The second answer says more than the first answer.");
        let moved = reviewed(&Said { claims: vec![claim(["start now", ""])], ..said }, Candidate::First, [A, B]);
        assert_eq!(moved.claims[0].quotes[0].of, Candidate::Second, "it stands in B, whatever was said");
    }

    /// The same said with the labels the other way round.
    fn swapped(said: &Said) -> Said {
        let swap = |label: Label| if label == Label::A { Label::B } else { Label::A };
        Said {
            better: said.better.map(swap),
            scores: said.scores.iter().map(|(name, (a, b))| (name.clone(), (*b, *a))).collect(),
            claims: said
                .claims
                .iter()
                .map(|claim| {
                    let [a, b] = claim.quotes.clone();
                    SaidClaim { quotes: [b, a], ..claim.clone() }
                })
                .collect(),
            ..said.clone()
        }
    }

    pub(in crate::engine::judge) fn any_said() -> impl Strategy<Value = Said> {
        let quote = || {
            prop::sample::select(vec![
                "",
                "20:00",
                "start",
                "Start now",
                "it costs",
                "$0.540",
                "made up",
                "costs $0.264",
            ])
        };
        let relation = prop::sample::select(vec![Relation::Agreed, Relation::Conflicting, Relation::OnlyInOne]);
        let claim = ("[a-d]{1,3}", relation, quote(), quote()).prop_map(|(text, relation, a, b)| SaidClaim {
            text,
            relation,
            quotes: [a.to_owned(), b.to_owned()],
        });
        let better = prop::sample::select(vec![None, Some(Label::A), Some(Label::B)]);
        (better, (1u8..=10, 1u8..=10), prop::collection::vec(claim, 0..6)).prop_map(|(better, (a, b), claims)| Said {
            better,
            confidence: None,
            scores: BTreeMap::from([("correct".to_owned(), (f64::from(a), f64::from(b)))]),
            reason: String::new(),
            claims,
        })
    }

    proptest! {
        #[test]
        fn swapping_labels_swaps_verdicts(said in any_said()) {
            let one = reviewed(&said, Candidate::First, [A, B]);
            let other = reviewed(&said, Candidate::Second, [B, A]);
            // The same words about swapped labels are about the other answer …
            prop_assert_eq!(one.winner.candidate(), other.winner.candidate().map(Candidate::other));
            for (name, (first, second)) in &one.scores {
                prop_assert_eq!(other.scores[name], (*second, *first));
            }
            // … and a reviewer that keeps to what it means comes to the same review in either order.
            let consistent = reviewed(&swapped(&said), Candidate::Second, [B, A]);
            prop_assert_eq!(consistent, Review { shown_first: Candidate::Second, ..one });
        }
    }
}
