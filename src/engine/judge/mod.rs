//! Judging two answers: what a review is, and what several reviews come to.
//!
//! Pure. One review per order of the labels: a reviewer that prefers whatever stands first contradicts itself, and that
//! is shown as a tie, not hidden (position bias: arXiv 2406.07791). Not for calling models: that is the engine's stage of
//! kind `judge`.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Which candidate, in the order the pattern lists them; never the label a reviewer saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Candidate {
    /// The first one listed.
    First,
    /// The second one listed.
    Second,
}

/// Who comes out ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Winner {
    /// The first candidate.
    First,
    /// The second candidate.
    Second,
    /// Neither.
    Tie,
}

/// What a claim is to the two answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Both say it.
    Agreed,
    /// They contradict each other.
    Conflicting,
    /// Only one says it.
    OnlyInOne,
}

/// A quotation, found word for word in an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Whose answer.
    pub of: Candidate,
    /// Bytes of that answer's text.
    pub span: Range<usize>,
}

/// One claim, with where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The claim in the reviewer's words.
    pub text: String,
    /// What it is to the two answers.
    pub relation: Relation,
    /// Where it stands: at least one quotation, each verified.
    pub quotes: Vec<Quote>,
}

/// One review: one reviewer, one order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// Who was shown as A.
    pub shown_first: Candidate,
    /// Whom the reviewer prefers.
    pub winner: Winner,
    /// How sure it says it is, 0..1; `None` where it did not say.
    pub confidence: Option<f64>,
    /// Scores per line of the rubric, 1..10, for the first and the second candidate.
    pub scores: BTreeMap<String, (f64, f64)>,
    /// The reason, in the reviewer's words.
    pub reason: String,
    /// Claims whose quotations were found.
    pub claims: Vec<Claim>,
    /// Claims left out because what they quote stands in neither answer.
    pub dropped: u32,
}

/// What a reviewer's two reviews come to: the `reply` of a stage of kind `judge`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The stages whose answers were compared.
    pub candidates: [String; 2],
    /// The reviews, one per order.
    pub reviews: Vec<Review>,
    /// Whom both orders prefer; a flip is a tie.
    pub winner: Winner,
    /// Whether the two orders contradict each other.
    pub flipped: bool,
    /// Claims of all reviews, merged where their quotations overlap.
    pub claims: Vec<Claim>,
    /// Claims left out, over all reviews.
    pub dropped: u32,
    /// Mean of all scores this reviewer gave, 1..10: lower is harsher.
    pub mean_score: Option<f64>,
}
