//! What lies on the desk: two answers, what the reviewers claim of them, and what each review said. Made from the record
//! when it changes, looked at many times. Not for drawing, and not for what reviews come to ([`crate::engine::judge`]).

use std::ops::Range;

use crate::engine::event::Status;
use crate::engine::judge::{Candidate, Claim, Compared, Named, Relation, Report, Standing, together};
use crate::engine::record::{Phase, RunRecord, StageRecord};
use crate::pattern::{Side, Stage, StageKind};
use crate::text::diff::{self, Kind};
use crate::text::parallel::Parallel;
use crate::text::sentence;

/// A stretch of an answer that a claim is about; those of an answer are sorted and do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The claim, by its place in the list.
    pub claim: usize,
    /// What it is to the two answers.
    pub relation: Relation,
}

/// One of the two answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What the screen calls it.
    pub title: String,
    /// Where it was written.
    pub side: Side,
    /// The model's name.
    pub model: String,
    /// Whether it is a stand-in.
    pub simulated: bool,
    /// What differs from the other answer, word by word; sorted.
    pub changed: Vec<Range<usize>>,
    /// What claims are about.
    pub regions: Vec<Region>,
    /// Where each claim's quotations begin, with the claim; sorted.
    pub starts: Vec<(usize, usize)>,
}

/// A reviewer with what it said so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Reviewer {
    /// What the screen calls the stage.
    pub title: String,
    /// Where it judges.
    pub side: Side,
    /// The model's name.
    pub model: String,
    /// Whether it is a stand-in.
    pub simulated: bool,
    /// What its reviews come to so far.
    pub report: Report,
    /// What stands in the place of reviews that are not there: that they are under way, or why they are not.
    pub missing: Option<String>,
}

/// See the module.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// The two texts, sentence by sentence, the leading one first.
    pub texts: Parallel,
    /// The candidate that stands first.
    pub leading: Candidate,
    /// The first candidate.
    pub first: Answer,
    /// The second candidate.
    pub second: Answer,
    /// The reviewers in the order of the pattern.
    pub reviewers: Vec<Reviewer>,
    /// What they come to together.
    pub standing: Standing,
}

/// The judges of a run and the two stages they compare; `None` until both have an answer.
fn compared(record: &RunRecord) -> Option<(Vec<&Stage>, [&StageRecord; 2])> {
    let judges: Vec<&Stage> = record.pattern.stages.iter().filter(|stage| stage.kind == StageKind::Judge).collect();
    let answered = |id: &String| {
        let stage = record.stage(id)?;
        (stage.result.as_ref()?.status == Status::Done).then_some(stage)
    };
    let [first, second] = judges.first()?.candidates.as_slice() else { return None };
    Some((judges, [first.iter().find_map(answered)?, second.iter().find_map(answered)?]))
}

/// Whether there are two answers to lay side by side. Costs the stages, not their texts.
#[must_use]
pub fn can_be_laid(record: &RunRecord) -> bool {
    compared(record).is_some()
}

impl Board {
    /// Lays out what a run has come to so far, `leading` first; `None` until both answers are there.
    #[must_use]
    pub fn of(record: &RunRecord, leading: Candidate) -> Option<Self> {
        let (judges, [first, second]) = compared(record)?;
        let (first, second) = (answer_of(record, first), answer_of(record, second));
        let reviewers: Vec<Reviewer> =
            judges.iter().filter_map(|judge| reviewer(record, judge, (&first, &second))).collect();
        let standing = together(reviewers.iter().map(|reviewer| &reviewer.report));
        let lined = |candidate| match candidate {
            Candidate::First => sentence::per_line(&first.text),
            Candidate::Second => sentence::per_line(&second.text),
        };
        let (a, b) = (lined(leading), lined(leading.other()));
        let segments = diff::words(&a, &b);
        let changed = |kind: Kind, of: fn(&diff::Segment) -> &Range<usize>| -> Vec<Range<usize>> {
            segments.iter().filter(|segment| segment.kind == kind).map(|segment| of(segment).clone()).collect()
        };
        let side = |candidate, compared: &Compared| {
            let changed = if candidate == leading {
                changed(Kind::Removed, |segment| &segment.a)
            } else {
                changed(Kind::Added, |segment| &segment.b)
            };
            let stage = record.pattern.stages.iter().find(|stage| stage.id == compared.stage);
            let side = stage.map_or(Side::Local, |stage| stage.side);
            let model = record.stage(&compared.stage).map(|stage| stage.model.clone()).unwrap_or_default();
            let simulated = if side == Side::Local { record.local.simulated } else { record.cloud.simulated };
            let (regions, starts) = regions(&standing.claims, candidate);
            Answer { title: compared.title.clone(), side, model, simulated, changed, regions, starts }
        };
        let pairs = diff::pairs(&a, &b, &segments);
        Some(Self {
            leading,
            first: side(Candidate::First, &first),
            second: side(Candidate::Second, &second),
            texts: Parallel::new(&a, &b, pairs),
            reviewers,
            standing,
        })
    }

    /// One of the answers.
    #[must_use]
    pub fn answer(&self, candidate: Candidate) -> &Answer {
        match candidate {
            Candidate::First => &self.first,
            Candidate::Second => &self.second,
        }
    }

    /// The titles of the answers.
    #[must_use]
    pub fn titles(&self) -> Named {
        Named { first: self.first.title.clone(), second: self.second.title.clone() }
    }

    /// Claims of a kind.
    #[must_use]
    pub fn count(&self, relation: Relation) -> usize {
        self.standing.claims.iter().filter(|claim| claim.relation == relation).count()
    }

    /// Whether one of two reviewers gives lower scores than the other: the harsher one, and by how much.
    #[must_use]
    pub fn harsher(&self) -> Option<(usize, f64)> {
        let means: Vec<f64> = self.reviewers.iter().filter_map(|reviewer| reviewer.report.mean_score).collect();
        let [one, two] = means.as_slice() else { return None };
        let gap = (one - two).abs();
        (gap >= 0.05).then_some((usize::from(one > two), gap))
    }
}

fn answer_of(record: &RunRecord, stage: &StageRecord) -> Compared {
    let result = stage.result.as_ref();
    let text = result.map(|result| result.restored.as_ref().unwrap_or(&result.text).clone()).unwrap_or_default();
    let spec = record.pattern.stages.iter().find(|spec| spec.id == stage.id);
    Compared { stage: stage.id.clone(), title: spec.map(|spec| spec.title.clone()).unwrap_or_default(), text }
}

fn reviewer(record: &RunRecord, judge: &Stage, (first, second): (&Compared, &Compared)) -> Option<Reviewer> {
    let stage = record.stage(&judge.id)?;
    let model = if judge.side == Side::Local { &record.local } else { &record.cloud };
    let result = stage.result.as_ref();
    let missing = match (stage.phase, stage.reviews.len()) {
        (_, 2..) => None,
        (Phase::Waiting, _) => Some("waits for both answers".to_owned()),
        (Phase::Ended(Status::Skipped), _) => stage.skipped.as_ref().map(|why| format!("did not run: {why}")),
        (Phase::Ended(Status::Cancelled), _) => Some("was stopped".to_owned()),
        (Phase::Ended(_), _) => {
            let why = result.and_then(|result| result.failure.as_ref()).map(ToString::to_string);
            Some(format!("is incomplete: {}", why.unwrap_or_else(|| "no reason was given".to_owned())))
        }
        (Phase::Asking, _) => Some("waits for you at the line".to_owned()),
        (_, 0) => Some("reads both answers".to_owned()),
        (_, _) => Some("reads them in the other order".to_owned()),
    };
    Some(Reviewer {
        title: judge.title.clone(),
        side: judge.side,
        model: if stage.model.is_empty() { model.name.clone() } else { stage.model.clone() },
        simulated: model.simulated,
        report: Report::new(first.clone(), second.clone(), stage.reviews.clone()),
        missing,
    })
}

/// What claims are about in an answer. Where two overlap, the more serious one has the passage; of equals the first.
fn regions(claims: &[Claim], candidate: Candidate) -> (Vec<Region>, Vec<(usize, usize)>) {
    let quotes = |claim: usize, of: &Claim| -> Vec<Region> {
        let mine = of.quotes.iter().filter(|quote| quote.of == candidate);
        mine.map(|quote| Region { start: quote.span.start, end: quote.span.range().end, claim, relation: of.relation })
            .collect()
    };
    let mut all: Vec<Region> = claims.iter().enumerate().flat_map(|(place, claim)| quotes(place, claim)).collect();
    let mut starts: Vec<(usize, usize)> = all.iter().map(|region| (region.start, region.claim)).collect();
    starts.sort_unstable();
    all.sort_by_key(|region| (region.relation, region.claim, region.start));
    let mut taken: Vec<Region> = Vec::new();
    for region in all {
        let mut from = region.start;
        let mut pieces = Vec::new();
        taken.sort_by_key(|other| other.start);
        for other in taken.iter().filter(|other| other.end > region.start && other.start < region.end) {
            if from < other.start {
                pieces.push(Region { start: from, end: other.start, ..region });
            }
            from = from.max(other.end);
        }
        if from < region.end {
            pieces.push(Region { start: from, ..region });
        }
        taken.extend(pieces);
    }
    taken.sort_by_key(|region| region.start);
    (taken, starts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::judge::Quote;

    fn claim(relation: Relation, spans: &[(usize, usize)]) -> Claim {
        let quote = |(start, end): &(usize, usize)| Quote { of: Candidate::First, span: (*start..*end).into() };
        Claim { text: "c".into(), relation, quotes: spans.iter().map(quote).collect(), reviews: 1, disputed: false }
    }

    #[test]
    fn a_conflict_keeps_its_passage_within_one_agreed_on() {
        let claims = [claim(Relation::Agreed, &[(0, 20)]), claim(Relation::Conflicting, &[(5, 9)])];
        let (regions, starts) = regions(&claims, Candidate::First);
        let found: Vec<_> = regions.iter().map(|region| (region.start, region.end, region.claim)).collect();
        assert_eq!(found, [(0, 5, 0), (5, 9, 1), (9, 20, 0)]);
        assert_eq!(starts, [(0, 0), (5, 1)]);
    }

    proptest! {
        #[test]
        fn regions_are_sorted_apart_and_cover_every_quotation(
            quotes in prop::collection::vec((0usize..40, 1usize..12, 0usize..3), 0..10),
        ) {
            let relations = [Relation::Agreed, Relation::Conflicting, Relation::OnlyInOne];
            let claims: Vec<Claim> =
                quotes.iter().map(|(start, length, kind)| claim(relations[*kind], &[(*start, start + length)])).collect();
            let (regions, _) = regions(&claims, Candidate::First);
            prop_assert!(regions.windows(2).all(|pair| pair[0].end <= pair[1].start));
            for byte in 0..60 {
                let quoted = quotes.iter().any(|(start, length, _)| (*start..start + length).contains(&byte));
                let covered = regions.iter().any(|region| (region.start..region.end).contains(&byte));
                prop_assert_eq!(quoted, covered);
            }
        }
    }
}
