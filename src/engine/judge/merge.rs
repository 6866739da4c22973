//! What several reviews come to: one verdict, and claims merged where their quotations overlap. Order makes no difference.

use super::{Claim, Quote, Relation, Report, Review, Span, Winner};

/// Whom all reviews prefer, and whether two of them contradict each other. A contradiction is a tie, and so is anything
/// short of all.
pub(super) fn verdict(reviews: &[Review]) -> (Winner, bool) {
    let said = |winner: Winner| reviews.iter().any(|review| review.winner == winner);
    let flipped = said(Winner::First) && said(Winner::Second);
    match reviews.first() {
        Some(first) if reviews.iter().all(|review| review.winner == first.winner) => (first.winner, false),
        _ => (Winner::Tie, flipped),
    }
}

/// Merges claims about the same passages. Sorted by relation, then by place.
pub(super) fn claims<'a>(claims: impl Iterator<Item = &'a Claim>) -> Vec<Claim> {
    // A canonical order first, so that what comes out does not depend on how they came in.
    let mut all: Vec<&Claim> = claims.collect();
    all.sort_by(|a, b| (&a.quotes, a.relation, &a.text).cmp(&(&b.quotes, b.relation, &b.text)));
    let mut group: Vec<usize> = (0..all.len()).collect();
    for (at, one) in all.iter().enumerate() {
        for (other, two) in all.iter().enumerate().skip(at + 1) {
            if same_passages(one, two) {
                let (keep, gone) = match (group.get(at), group.get(other)) {
                    (Some(one), Some(two)) => (*one.min(two), *one.max(two)),
                    _ => continue,
                };
                group.iter_mut().filter(|name| **name == gone).for_each(|name| *name = keep);
            }
        }
    }
    let mut names = group.clone();
    names.sort_unstable();
    names.dedup();
    let members =
        |name: usize| all.iter().zip(&group).filter(move |(_, group)| **group == name).map(|(claim, _)| *claim);
    let mut merged: Vec<Claim> =
        names.into_iter().filter_map(|name| merge(&members(name).collect::<Vec<_>>())).collect();
    merged.sort_by(|a, b| (a.relation, &a.quotes, &a.text).cmp(&(b.relation, &b.quotes, &b.text)));
    merged
}

/// Whether two claims are about the same passages: in each answer both quote, the quotations overlap. By half of the
/// shorter where both say the same of them; by half of the longer where they do not, for a whole sentence may be agreed
/// on and one figure in it not.
fn same_passages(one: &Claim, two: &Claim) -> bool {
    let same_relation = one.relation == two.relation;
    let mut shared = false;
    for candidate in super::Candidate::BOTH {
        let of = |claim: &Claim| -> Vec<Span> {
            claim.quotes.iter().filter(|quote| quote.of == candidate).map(|quote| quote.span).collect()
        };
        let (a, b) = (of(one), of(two));
        if a.is_empty() || b.is_empty() {
            continue;
        }
        if !a.iter().any(|a| b.iter().any(|b| overlap(*a, *b, same_relation))) {
            return false;
        }
        shared = true;
    }
    shared
}

fn overlap(a: Span, b: Span, of_shorter: bool) -> bool {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let (a, b) = (a.range().len(), b.range().len());
    let measure = if of_shorter { a.min(b) } else { a.max(b) };
    common > 0 && common * 2 >= measure
}

/// Claims about the same passages as one: in the words that say most with least, with every passage, and the relation most
/// reviews give; where they are even, the one that warns.
fn merge(claims: &[&Claim]) -> Option<Claim> {
    let count = |relation: Relation| -> u32 {
        claims.iter().filter(|claim| claim.relation == relation).map(|claim| claim.reviews).sum()
    };
    // `max_by_key` gives the last of equals, and the one that warns comes first in the order.
    let relation =
        [Relation::Agreed, Relation::OnlyInOne, Relation::Conflicting].into_iter().max_by_key(|r| count(*r))?;
    let fitting = claims.iter().filter(|claim| claim.relation == relation);
    let words =
        fitting.min_by_key(|claim| (std::cmp::Reverse(claim.quotes.len()), claim.text.chars().count(), &claim.text))?;
    let mut quotes: Vec<Quote> = claims.iter().flat_map(|claim| claim.quotes.clone()).collect();
    quotes.sort();
    let mut joined: Vec<Quote> = Vec::new();
    for quote in quotes {
        match joined.last_mut().filter(|last| last.of == quote.of && quote.span.start < last.span.end) {
            Some(last) => last.span.end = last.span.end.max(quote.span.end),
            None => joined.push(quote),
        }
    }
    Some(Claim {
        text: words.text.clone(),
        relation,
        quotes: joined,
        reviews: claims.iter().map(|claim| claim.reviews).sum(),
        disputed: claims.iter().any(|claim| claim.disputed || claim.relation != relation),
    })
}

/// What several reviewers come to together.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Whom the reviewers prefer: all who prefer anybody prefer the same.
    pub winner: Winner,
    /// Whether one prefers the first and another the second answer.
    pub divided: bool,
    /// The claims of all, merged.
    pub claims: Vec<Claim>,
    /// Claims left out, over all.
    pub dropped: u32,
}

/// Takes the reviewers together. A reviewer that flipped, or sees a tie, has no say in who is ahead.
#[must_use]
pub fn together<'a>(reports: impl Iterator<Item = &'a Report> + Clone) -> Standing {
    let said = |winner: Winner| reports.clone().any(|report| report.winner == winner);
    let (first, second) = (said(Winner::First), said(Winner::Second));
    let winner = match (first, second) {
        (true, false) => Winner::First,
        (false, true) => Winner::Second,
        _ => Winner::Tie,
    };
    let reviews = reports.clone().flat_map(|report| &report.reviews);
    Standing {
        winner,
        divided: first && second,
        claims: claims(reviews.flat_map(|review| &review.claims)),
        dropped: reports.map(|report| report.dropped).sum(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::engine::judge::{Candidate, Compared};

    fn quote(of: Candidate, start: usize, end: usize) -> Quote {
        Quote { of, span: (start..end).into() }
    }

    fn claim(text: &str, relation: Relation, quotes: &[Quote]) -> Claim {
        Claim { text: text.to_owned(), relation, quotes: quotes.to_vec(), reviews: 1, disputed: false }
    }

    fn review(shown_first: Candidate, winner: Winner) -> Review {
        Review {
            shown_first,
            winner,
            confidence: None,
            scores: BTreeMap::from([("correct".to_owned(), (6.0, 8.0))]),
            reason: String::new(),
            claims: Vec::new(),
            dropped: 1,
        }
    }

    fn report(winners: [Winner; 2]) -> Report {
        let compared = |stage: &str| Compared { stage: stage.into(), title: stage.into(), text: stage.into() };
        let [one, two] = winners;
        let reviews = vec![review(Candidate::First, one), review(Candidate::Second, two)];
        Report::new(compared("a"), compared("b"), reviews)
    }

    #[test]
    fn a_flip_is_a_tie_and_so_is_half_a_preference() {
        for (winners, want, flipped) in [
            ([Winner::First, Winner::First], Winner::First, false),
            ([Winner::First, Winner::Second], Winner::Tie, true),
            ([Winner::Second, Winner::First], Winner::Tie, true),
            ([Winner::Second, Winner::Tie], Winner::Tie, false),
            ([Winner::Tie, Winner::Tie], Winner::Tie, false),
        ] {
            let report = report(winners);
            assert_eq!((report.winner, report.flipped), (want, flipped), "{winners:?}");
            assert_eq!((report.mean_score, report.dropped), (Some(7.0), 2));
        }
    }

    #[test]
    fn reviewers_together() {
        let (flip, first, second) = (
            report([Winner::First, Winner::Second]),
            report([Winner::First, Winner::First]),
            report([Winner::Second, Winner::Second]),
        );
        let of = |reports: &[&Report]| {
            let standing = together(reports.iter().copied());
            (standing.winner, standing.divided)
        };
        assert_eq!(of(&[&flip, &second]), (Winner::Second, false), "a flip has no say");
        assert_eq!(of(&[&first, &second]), (Winner::Tie, true));
        assert_eq!(of(&[&first, &first]), (Winner::First, false));
        assert_eq!(of(&[]), (Winner::Tie, false));
    }

    #[test]
    fn claims_about_the_same_passage_are_one() {
        use Candidate::{First, Second};
        let one = claim("starts at eight", Relation::Conflicting, &[quote(First, 0, 10), quote(Second, 5, 9)]);
        let two = claim("start", Relation::Conflicting, &[quote(First, 2, 12), quote(Second, 5, 9)]);
        let far = claim("start", Relation::Conflicting, &[quote(First, 0, 10), quote(Second, 40, 50)]);
        let merged = claims([&one, &two, &far].into_iter());
        assert_eq!(merged.len(), 2);
        let both = merged.iter().find(|claim| claim.reviews == 2).unwrap();
        assert_eq!((both.text.as_str(), both.disputed), ("start", false));
        assert_eq!(both.quotes, [quote(First, 0, 12), quote(Second, 5, 9)]);
    }

    #[test]
    fn a_sentence_agreed_on_does_not_swallow_the_figure_in_dispute() {
        let whole = claim("run later", Relation::Agreed, &[quote(Candidate::First, 0, 60)]);
        let figure = claim("time", Relation::Conflicting, &[quote(Candidate::First, 30, 35)]);
        assert_eq!(claims([&whole, &figure].into_iter()).len(), 2);
        let same = claim("later", Relation::Agreed, &[quote(Candidate::First, 10, 60)]);
        let other = claim("not later", Relation::Conflicting, &[quote(Candidate::First, 0, 60)]);
        let merged = claims([&whole, &same, &other].into_iter());
        assert_eq!((merged.len(), merged[0].relation, merged[0].disputed), (1, Relation::Agreed, true), "two to one");
        let even = claims([&whole, &other].into_iter());
        assert_eq!((even[0].relation, even[0].disputed), (Relation::Conflicting, true), "even: what warns");
    }

    fn any_claim() -> impl Strategy<Value = Claim> {
        let quote = (prop::bool::ANY, 0usize..20, 1usize..8).prop_map(|(first, start, length)| {
            quote(if first { Candidate::First } else { Candidate::Second }, start, start + length)
        });
        let relation = prop::sample::select(vec![Relation::Agreed, Relation::Conflicting, Relation::OnlyInOne]);
        ("[a-c]{1,2}", relation, prop::collection::vec(quote, 1..3)).prop_map(|(text, relation, mut quotes)| {
            quotes.sort();
            quotes.dedup();
            claim(&text, relation, &quotes)
        })
    }

    proptest! {
        #[test]
        fn merging_does_not_depend_on_the_order(all in prop::collection::vec(any_claim(), 0..8), seed in 0usize..5040) {
            let mut shuffled = all.clone();
            let mut rest = seed;
            for at in (1..shuffled.len()).rev() {
                shuffled.swap(at, rest % (at + 1));
                rest /= at + 1;
            }
            let merged = claims(all.iter());
            prop_assert_eq!(&merged, &claims(shuffled.iter()));
            prop_assert_eq!(merged.iter().map(|claim| claim.reviews).sum::<u32>() as usize, all.len(), "none is lost");
            for claim in &all {
                for quote in &claim.quotes {
                    let covers = |kept: &Quote| {
                        kept.of == quote.of && kept.span.start <= quote.span.start && quote.span.end <= kept.span.end
                    };
                    prop_assert!(merged.iter().any(|claim| claim.quotes.iter().any(covers)), "no passage is lost");
                }
            }
        }
    }
}
