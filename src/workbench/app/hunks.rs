//! The refinement on offer: what it changes, and which changes a person accepts. An annotation of the run on screen, beside
//! its record, which never changes. Nothing here replaces a text by itself.
//!
//! Not for the merge (that is [`crate::engine::refine`]) and not for drawing.

use std::ops::Range;

use super::Model;
use super::action::Effect;
use super::command::{note, quiet};
use super::pane::Role;
use super::scroll::{Scroll, Step};
use super::session::Status;
use crate::engine::record::RunRecord;
use crate::engine::refine::{Change, Piece, Refinement, Revision};
use crate::text::stream::StreamBuffer;
use crate::workbench::layout::Layout;
use crate::workbench::view::widgets::hunks;

/// What a person decided about a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Nothing yet: the draft's words stand.
    Open,
    /// The refinement's words stand.
    Accepted,
    /// The draft's words stand.
    Rejected,
}

/// What a stretch of the marked text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Words of the draft that an open change would take out.
    Removed,
    /// Words of the refinement, offered or accepted.
    Added,
    /// Words of the draft that were kept against the refinement.
    Kept,
    /// The signs around a change.
    Sign,
}

/// A refinement on offer.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The stage that drafted.
    pub draft: String,
    /// How much changes.
    pub change: Change,
    /// Milliseconds until the draft was there.
    pub draft_ms: u64,
    /// Milliseconds until the refinement was.
    pub refined_ms: u64,
    /// What the refinement cost, USD; `None` where the price is unknown.
    pub cost_usd: Option<f64>,
    /// One per change, in order.
    pub choices: Vec<Choice>,
    /// The change looked at.
    pub chosen: usize,
    /// Both texts in one, with the changes marked.
    pub marked: StreamBuffer,
    /// What the stretches of `marked` are, in order.
    pub marks: Vec<(Range<usize>, Mark)>,
    /// Where each change stands in `marked`.
    pub places: Vec<Range<usize>>,
    /// The text as decided so far.
    pub merged: StreamBuffer,
    /// Where each change begins in `merged`.
    pub merged_at: Vec<usize>,
    revision: Revision,
}

impl Offer {
    /// The offer of a run, once its refinement is there.
    #[must_use]
    pub fn of(record: &RunRecord) -> Option<Self> {
        let refinement = Refinement::of(record)?;
        let revision = refinement.revision();
        let mut offer = Self {
            draft: refinement.draft.id.clone(),
            change: revision.change(),
            draft_ms: refinement.draft_ms(),
            refined_ms: refinement.refined_ms(),
            cost_usd: refinement.cost_usd(),
            choices: vec![Choice::Open; revision.hunks().count()],
            chosen: 0,
            marked: StreamBuffer::new(),
            marks: Vec::new(),
            places: Vec::new(),
            merged: StreamBuffer::new(),
            merged_at: Vec::new(),
            revision,
        };
        offer.mark();
        Some(offer)
    }

    /// How many changes were decided this way.
    #[must_use]
    pub fn count(&self, choice: Choice) -> usize {
        self.choices.iter().filter(|made| **made == choice).count()
    }

    /// Writes both texts down as decided.
    fn mark(&mut self) {
        let (mut text, mut merged) = (String::new(), String::new());
        self.marks.clear();
        self.places.clear();
        self.merged_at.clear();
        for piece in self.revision.pieces() {
            match piece {
                Piece::Same(range) => {
                    let same = self.revision.draft().get(range.clone()).unwrap_or_default();
                    text.push_str(same);
                    merged.push_str(same);
                }
                Piece::Hunk { draft, refined } => {
                    let choice = self.choices.get(self.places.len()).copied().unwrap_or(Choice::Open);
                    let before = self.revision.draft().get(draft.clone()).unwrap_or_default();
                    let after = self.revision.refined().get(refined.clone()).unwrap_or_default();
                    let start = text.len();
                    self.merged_at.push(merged.len());
                    merged.push_str(if choice == Choice::Accepted { after } else { before });
                    for (part, mark) in written(choice, before, after) {
                        let from = text.len();
                        text.push_str(part);
                        self.marks.push((from..text.len(), mark));
                    }
                    self.places.push(start..text.len());
                }
            }
        }
        self.marked = StreamBuffer::from(text.as_str());
        self.merged = StreamBuffer::from(merged.as_str());
    }

    fn choose(&mut self, choice: Choice) {
        if let Some(made) = self.choices.get_mut(self.chosen) {
            *made = choice;
        }
        let open = |from: usize, to: usize| (from..to).find(|at| self.choices.get(*at) == Some(&Choice::Open));
        self.chosen = open(self.chosen, self.choices.len()).or_else(|| open(0, self.chosen)).unwrap_or(self.chosen);
        self.mark();
    }

    fn choose_all(&mut self, choice: Choice) {
        self.choices.fill(choice);
        self.mark();
    }
}

/// A change as it is written into the marked text. The signs say the same as the colours, for screens without any.
fn written<'a>(choice: Choice, before: &'a str, after: &'a str) -> Vec<(&'a str, Mark)> {
    let mut parts = match (choice, before.is_empty(), after.is_empty()) {
        (Choice::Open, true, _) => vec![("‹+ ", Mark::Sign), (after, Mark::Added)],
        (Choice::Open, _, true) => vec![("‹− ", Mark::Sign), (before, Mark::Removed)],
        (Choice::Open, ..) => {
            vec![("‹", Mark::Sign), (before, Mark::Removed), (" → ", Mark::Sign), (after, Mark::Added)]
        }
        (Choice::Accepted, ..) => vec![("‹✓ ", Mark::Sign), (after, Mark::Added)],
        (Choice::Rejected, ..) => vec![("‹✗ ", Mark::Sign), (before, Mark::Kept)],
    };
    parts.push(("›", Mark::Sign));
    parts
}

/// Opens the view of the changes, or closes it.
pub(super) fn toggle(model: &mut Model) -> Vec<Effect> {
    if model.look.hunks.take().is_some() {
        return Vec::new();
    }
    let Some(offer) = &model.run.offer else {
        return note(model, |model| match model.run.refining() {
            Some(_) => "the refinement is not there yet".to_owned(),
            None => "there is no refinement to look at: Draft-then-Refine makes one".to_owned(),
        });
    };
    if offer.choices.is_empty() {
        return note(model, |_| "the refinement is the draft, word for word".to_owned());
    }
    model.look.diff = None;
    model.look.desk = None;
    model.look.hunks = Some(Scroll::START);
    reveal(model);
    Vec::new()
}

/// Decides about the change looked at and goes on to the next open one; or about all.
pub(super) fn decide(model: &mut Model, choice: Choice, all: bool) -> Vec<Effect> {
    let Some(offer) = &mut model.run.offer else { return Vec::new() };
    if all {
        offer.choose_all(choice);
    } else {
        offer.choose(choice);
    }
    if offer.count(Choice::Open) == 0 {
        let (accepted, of) = (offer.count(Choice::Accepted), offer.choices.len());
        model.status =
            Some(Status::note(format!("{accepted} of {of} changes accepted; the draft pane shows the result")));
    }
    model.run.annotate();
    reveal(model);
    Vec::new()
}

/// Goes to the next change, or the one before.
pub(super) fn jump(model: &mut Model, forward: bool) -> Vec<Effect> {
    if let Some(offer) = &mut model.run.offer {
        let last = offer.choices.len().saturating_sub(1);
        offer.chosen = if forward { (offer.chosen + 1).min(last) } else { offer.chosen.saturating_sub(1) };
    }
    quiet(|| reveal(model))
}

/// Scrolls the text with the changes.
pub(super) fn scroll(model: &mut Model, step: Step) {
    let area = Layout::of(model).body;
    if let (Some(scroll), Some(offer)) = (&mut model.look.hunks, &model.run.offer) {
        let (rows, height) = hunks::extent(&offer.marked, area);
        scroll.step(step, rows, height.into());
    }
}

/// Scrolls so that the change looked at can be seen.
fn reveal(model: &mut Model) {
    let area = Layout::of(model).body;
    let (Some(scroll), Some(offer)) = (&mut model.look.hunks, &model.run.offer) else { return };
    let Some(place) = offer.places.get(offer.chosen) else { return };
    let (rows, height) = hunks::extent(&offer.marked, area);
    let row = offer.marked.row_of(hunks::columns(area).0.width, place.start);
    let top = scroll.top(rows, height.into());
    if !(top..top + usize::from(height)).contains(&row) {
        *scroll = Scroll::at(row.saturating_sub(usize::from(height) / 3));
    }
}

/// The text as decided, with the name it is copied and saved by.
pub(super) fn result(model: &Model) -> Option<(String, String)> {
    let offer = model.run.offer.as_ref()?;
    Some(("answer".to_owned(), offer.merged.text().to_owned()))
}

impl super::Run {
    /// Milliseconds a background stage has been under way, while one is and the first answer is there.
    #[must_use]
    pub fn refining(&self) -> Option<u64> {
        let record = self.record.as_ref().filter(|record| record.end.is_none())?;
        let first = record.stage(record.pattern.first_answer.as_deref()?)?;
        first.result.as_ref()?;
        let behind = record.pattern.stages.iter().filter(|stage| stage.background);
        let started = behind.filter_map(|stage| {
            let stage = record.stage(&stage.id).filter(|stage| stage.result.is_none())?;
            // Time in which a person looked at the request counts in no timing.
            stage.started_ms.map(|started| started + stage.asked_ms)
        });
        started.min().map(|started| self.now_ms.saturating_sub(started))
    }

    /// Writes what was decided about the refinement into the draft's pane: the person asked for it there.
    fn annotate(&mut self) {
        let Some(offer) = &self.offer else { return };
        let record = self.record.as_ref();
        let title =
            record.and_then(|record| Some(record.pattern.stage(&offer.draft)?.title.clone())).unwrap_or_default();
        let (accepted, of) = (offer.count(Choice::Accepted), offer.choices.len());
        let home = Role::Stage(offer.draft.clone());
        if let Some(pane) = self.panes.iter_mut().find(|pane| pane.role == home) {
            pane.title = if accepted == 0 { title } else { format!("{title}, {accepted} of {of} changes accepted") };
            pane.marks.clear();
            pane.body_start = 0;
            pane.text = offer.merged.clone();
        }
    }
}
