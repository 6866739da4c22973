//! Judging two answers: what a review is, and what several reviews come to.
//!
//! Pure. One review per order of the labels: a reviewer that prefers whatever stands first contradicts itself, and that
//! is shown as a tie, not hidden (position bias: arXiv 2406.07791). What a reviewer claims counts only where its
//! quotations are found, by code, in the answers. Not for calling models: that is the engine's stage of kind `judge`.

pub mod form;
mod merge;
mod prose;
pub mod quote;
mod read;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use merge::{Standing, together};
pub use prose::Named;
pub use read::{Label, Said, SaidClaim, Shown};

/// Which candidate, in the order the pattern lists them; never the label a reviewer saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Candidate {
    /// The first one listed.
    First,
    /// The second one listed.
    Second,
}

impl Candidate {
    /// Both, in order.
    pub const BOTH: [Self; 2] = [Self::First, Self::Second];

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
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

impl Winner {
    /// The candidate ahead, if one is.
    #[must_use]
    pub fn candidate(self) -> Option<Candidate> {
        match self {
            Self::First => Some(Candidate::First),
            Self::Second => Some(Candidate::Second),
            Self::Tie => None,
        }
    }
}

impl From<Candidate> for Winner {
    fn from(candidate: Candidate) -> Self {
        match candidate {
            Candidate::First => Self::First,
            Candidate::Second => Self::Second,
        }
    }
}

/// What a claim is to the two answers. In the order in which one prevails where reviews do not agree about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// They contradict each other.
    Conflicting,
    /// Only one says it.
    OnlyInOne,
    /// Both say it.
    Agreed,
}

/// A quotation, found word for word in an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Quote {
    /// Whose answer.
    pub of: Candidate,
    /// Bytes of that answer's text as the user reads it.
    pub span: Span,
}

/// Bytes of a text. Sorted by where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

impl Span {
    /// Its bytes. In order, whatever a file says.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end.max(self.start)
    }
}

/// One claim, with where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The claim in a reviewer's words.
    pub text: String,
    /// What it is to the two answers.
    pub relation: Relation,
    /// Where it stands: at least one quotation, each verified; sorted.
    pub quotes: Vec<Quote>,
    /// How many reviews make it.
    #[serde(default = "one")]
    pub reviews: u32,
    /// Whether reviews disagree about the relation.
    #[serde(default)]
    pub disputed: bool,
}

fn one() -> u32 {
    1
}

impl Claim {
    /// Whether it is quoted from this candidate.
    #[must_use]
    pub fn stands_in(&self, candidate: Candidate) -> bool {
        self.quotes.iter().any(|quote| quote.of == candidate)
    }
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
    /// The reason, in the reviewer's words; the labels it saw are read as `the first answer` and `the second answer`.
    pub reason: String,
    /// Claims whose quotations were found.
    pub claims: Vec<Claim>,
    /// Claims left out because what they quote stands in neither answer.
    pub dropped: u32,
}

impl Review {
    /// Mean of the scores of a candidate; `None` without a score.
    #[must_use]
    pub fn mean_of(&self, candidate: Candidate) -> Option<f64> {
        mean(self.scores.values().map(|(first, second)| match candidate {
            Candidate::First => *first,
            Candidate::Second => *second,
        }))
    }
}

/// An answer that was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// The stage that wrote it.
    pub stage: String,
    /// What the screen calls that stage.
    pub title: String,
    /// The answer as the user reads it: what the quotations' bytes count in.
    pub text: String,
}

/// What a reviewer's two reviews come to: the `reply` of a stage of kind `judge`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The first candidate.
    pub first: Compared,
    /// The second candidate.
    pub second: Compared,
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

impl Report {
    /// What `reviews` come to. The order of the reviews makes no difference but in the list itself.
    #[must_use]
    pub fn new(first: Compared, second: Compared, reviews: Vec<Review>) -> Self {
        let (winner, flipped) = merge::verdict(&reviews);
        let claims = merge::claims(reviews.iter().flat_map(|review| &review.claims));
        let dropped = reviews.iter().map(|review| review.dropped).sum();
        let scores = reviews.iter().flat_map(|review| review.scores.values());
        let mean_score = mean(scores.flat_map(|(first, second)| [*first, *second]));
        Self { first, second, reviews, winner, flipped, claims, dropped, mean_score }
    }

    /// One of the two answers.
    #[must_use]
    pub fn compared(&self, candidate: Candidate) -> &Compared {
        match candidate {
            Candidate::First => &self.first,
            Candidate::Second => &self.second,
        }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}
