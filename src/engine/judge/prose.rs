//! A report as text to be read: by the user in a pane, and by the local model that writes the verdict.

use std::fmt::Write as _;

use super::{Candidate, Claim, Relation, Report, Review, Winner};

/// What the two answers are called in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The first candidate.
    pub first: String,
    /// The second candidate.
    pub second: String,
}

impl Named {
    /// The name of a candidate.
    #[must_use]
    pub fn of(&self, candidate: Candidate) -> &str {
        match candidate {
            Candidate::First => &self.first,
            Candidate::Second => &self.second,
        }
    }

    /// A reviewer's words with these names for `the first answer` and `the second answer`.
    #[must_use]
    pub fn words(&self, text: &str) -> String {
        let mut named = text.to_owned();
        for (candidate, nth) in [(Candidate::First, "first"), (Candidate::Second, "second")] {
            for the in ["The", "the"] {
                named = named.replace(&format!("{the} {nth} answer"), self.of(candidate));
            }
        }
        named
    }

    /// Who is ahead, in a word or two.
    #[must_use]
    pub fn winner(&self, winner: Winner) -> &str {
        winner.candidate().map_or("neither", |candidate| self.of(candidate))
    }
}

impl Report {
    /// The titles of the two stages.
    #[must_use]
    pub fn titles(&self) -> Named {
        Named { first: self.first.title.clone(), second: self.second.title.clone() }
    }

    /// What the two orders come to, in a sentence.
    #[must_use]
    pub fn verdict_in_words(&self, named: &Named) -> String {
        if self.flipped {
            return format!(
                "A tie: the two orders contradict each other (shown first, {}).",
                self.reviews
                    .iter()
                    .map(|review| {
                        format!("{}: prefers {}", named.of(review.shown_first), named.winner(review.winner))
                    })
                    .collect::<Vec<_>>()
                    .join("; ")
            );
        }
        let sure: Vec<String> =
            self.reviews.iter().filter_map(|review| Some(format!("{:.0} %", review.confidence? * 100.0))).collect();
        let sure =
            if sure.is_empty() { String::new() } else { format!(" (it says it is {} sure)", sure.join(" and ")) };
        let wins = |candidate: Candidate| self.reviews.iter().any(|review| review.winner == candidate.into());
        let half = Candidate::BOTH.into_iter().find(|candidate| wins(*candidate));
        match (self.winner.candidate(), half) {
            (Some(candidate), _) => format!("Prefers {} in both orders{sure}.", named.of(candidate)),
            (None, Some(candidate)) => {
                format!("A tie: prefers {} in one order, neither in the other.", named.of(candidate))
            }
            (None, None) => format!("A tie in both orders{sure}."),
        }
    }

    /// The whole report as text.
    #[must_use]
    pub fn prose(&self) -> String {
        let named = self.titles();
        let mut text = self.verdict_in_words(&named);
        text.push('\n');
        for review in &self.reviews {
            text.push_str(&review_line(review, &named));
        }
        for relation in [Relation::Agreed, Relation::Conflicting, Relation::OnlyInOne] {
            let claims: Vec<&Claim> = self.claims.iter().filter(|claim| claim.relation == relation).collect();
            if claims.is_empty() {
                continue;
            }
            let _ = writeln!(text, "\n{}", heading(relation));
            for claim in claims {
                self.claim_lines(claim, &named, &mut text);
            }
        }
        if self.dropped > 0 {
            let (claims, they) = if self.dropped == 1 { ("claim", "it quotes") } else { ("claims", "they quote") };
            let _ =
                writeln!(text, "\nLeft out: {} {claims}, because what {they} stands in neither answer.", self.dropped);
        }
        text.trim_end().to_owned()
    }

    fn claim_lines(&self, claim: &Claim, named: &Named, text: &mut String) {
        let disputed = if claim.disputed { " (the reviews disagree about this)" } else { "" };
        let _ = writeln!(text, "- {}{disputed}", named.words(&claim.text));
        for quote in &claim.quotes {
            let words = self.compared(quote.of).text.get(quote.span.range()).unwrap_or_default();
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(text, "  {}: “{words}”", named.of(quote.of));
        }
    }
}

fn heading(relation: Relation) -> &'static str {
    match relation {
        Relation::Agreed => "Both say:",
        Relation::Conflicting => "They contradict each other:",
        Relation::OnlyInOne => "Only one says:",
    }
}

fn review_line(review: &Review, named: &Named) -> String {
    let scores: Vec<String> = review
        .scores
        .iter()
        .map(|(name, (first, second))| format!("{} {first:.0}:{second:.0}", name.replace('_', " ")))
        .collect();
    let reason = named.words(&review.reason);
    let reason = if reason.is_empty() { String::new() } else { format!(" {reason}") };
    format!(
        "{} shown first: prefers {}; {}.{reason}\n",
        named.of(review.shown_first),
        named.winner(review.winner),
        scores.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::engine::judge::{Compared, Quote};

    fn report(winners: [Winner; 2]) -> Report {
        let compared = |stage: &str, text: &str| Compared {
            stage: stage.to_lowercase(),
            title: format!("{stage} answer"),
            text: text.to_owned(),
        };
        let quotes = vec![
            Quote { of: Candidate::First, span: (0..8).into() },
            Quote { of: Candidate::Second, span: (0..9).into() },
        ];
        let claim = Claim {
            text: "When to start: the first answer waits".to_owned(),
            relation: Relation::Conflicting,
            quotes,
            reviews: 1,
            disputed: false,
        };
        let [one, two] = winners;
        let review = |shown_first, winner| Review {
            shown_first,
            winner,
            confidence: Some(0.7),
            scores: BTreeMap::from([("well_argued".to_owned(), (6.0, 8.0))]),
            reason: "The second answer is cheaper.".to_owned(),
            claims: vec![claim.clone()],
            dropped: 1,
        };
        let reviews = vec![review(Candidate::First, one), review(Candidate::Second, two)];
        Report::new(compared("Local", "at 20:00 sharp"), compared("Cloud", "right now"), reviews)
    }

    #[test]
    fn a_report_reads_as_text() {
        let text = report([Winner::Second, Winner::Second]).prose();
        let want = "Prefers Cloud answer in both orders (it says it is 70 % and 70 % sure).
Local answer shown first: prefers Cloud answer; well argued 6:8. Cloud answer is cheaper.
Cloud answer shown first: prefers Cloud answer; well argued 6:8. Cloud answer is cheaper.

They contradict each other:
- When to start: Local answer waits
  Local answer: “at 20:00”
  Cloud answer: “right now”

Left out: 2 claims, because what they quote stands in neither answer.";
        assert_eq!(text, want);
    }

    #[test]
    fn a_flip_says_that_it_is_a_tie() {
        let report = report([Winner::First, Winner::Second]);
        let words = report.verdict_in_words(&report.titles());
        assert_eq!(
            words,
            "A tie: the two orders contradict each other (shown first, Local answer: prefers Local answer; Cloud answer: \
             prefers Cloud answer)."
        );
    }
}
