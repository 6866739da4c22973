//! The run on screen: its record, its panes, what it asks, and how the session's costs grow from it.
//!
//! Folds engine events; an event of any other run is dropped. Not for starting anything: that is an effect.

use std::sync::Arc;

use serde_json::Value;

use super::action::Effect;
use super::approval::Held;
use super::asked::Asked;
use super::checklist;
use super::hunks::Offer;
use super::pane::{Pane, Problem, Role, panes_of, restored_pane, sent_fields};
use super::passed::Passed;
use super::scroll::Scroll;
use crate::engine::event::{Channel, Failure, RunEvent, RunId, StageResult, Stamped, Status};
use crate::engine::record::{Phase, RunRecord, StageRecord};
use crate::pattern::{Pattern, Side, Stage, StageKind};
use crate::workbench::layout::Member;

/// Where the run on screen stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Nothing has run yet.
    Idle,
    /// Asked for; starts as soon as the models are chosen.
    WaitingForModels,
    /// Asked for; not started yet.
    Starting,
    /// Under way.
    On,
    /// Being stopped.
    Stopping,
    /// Ended.
    Ended,
}

/// The run on screen.
#[derive(Debug, Clone)]
pub struct Run {
    /// Where it stands.
    pub stand: Stand,
    /// Its identifier; events of another one are dropped.
    pub id: Option<RunId>,
    /// The fold of its log.
    pub record: Option<RunRecord>,
    /// Its panes; before a run, those its pattern will fill.
    pub panes: Vec<Pane>,
    /// Requests that wait for a person, oldest first.
    pub held: Vec<Held>,
    /// What was let pass in a request that was edited, by its stage, until the gate asks about it again.
    pub passes: Option<(String, Vec<Passed>)>,
    /// Values the run waits for, oldest first.
    pub asked: Vec<Asked>,
    /// What was given last, by its slot: should it not do, it is there to be mended.
    pub given: Option<(String, String)>,
    /// Milliseconds since its start, by event or tick, whichever is later.
    pub now_ms: u64,
    /// The editor's revision it was started from.
    pub revision: u64,
    /// Whether the next cloud request is to be held.
    pub hold_next: bool,
    /// The refinement on offer, and what was decided about it.
    pub offer: Option<Offer>,
    /// Whether a new run is to start as soon as this one has been stopped.
    pub again: bool,
    /// Grows with every event, so that what is derived from the run knows when it is stale.
    pub version: u64,
}

/// What folding an event means beyond the run itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// USD spent, and whether on a simulated model.
    pub spent: Option<(f64, bool)>,
    /// A request now waits for a person.
    pub asks: bool,
    /// What became of decisions on it before it was edited.
    pub told: Option<String>,
    /// A value is now asked for.
    pub wants: bool,
    /// A stage began: the pane to look at where only one fits.
    pub began: Option<usize>,
    /// A refinement is on offer now.
    pub offers: bool,
    /// The run ended.
    pub ended: Option<Status>,
}

impl Run {
    /// No run yet, with the panes of a pattern.
    #[must_use]
    pub fn idle(pattern: &Pattern) -> Self {
        Self {
            stand: Stand::Idle,
            id: None,
            record: None,
            panes: panes_of(pattern),
            held: Vec::new(),
            passes: None,
            asked: Vec::new(),
            given: None,
            now_ms: 0,
            revision: 0,
            hold_next: false,
            offer: None,
            again: false,
            version: 0,
        }
    }

    /// Whether a run is asked for or under way.
    #[must_use]
    pub fn is_on(&self) -> bool {
        matches!(self.stand, Stand::WaitingForModels | Stand::Starting | Stand::On | Stand::Stopping)
    }

    /// Clears the screen for a new run of a pattern. What the user folded stays folded where the panes are the same.
    pub fn prepare(&mut self, pattern: &Pattern, revision: u64) {
        let mut panes = panes_of(pattern);
        for pane in &mut panes {
            if let Some(before) = self.panes.iter().find(|before| before.role == pane.role) {
                pane.unfolded = before.unfolded;
            }
        }
        let (hold_next, version) = (self.hold_next, self.version + 1);
        *self = Self { hold_next, version, revision, stand: Stand::Starting, panes, ..Self::idle(pattern) };
    }

    /// The run asked for exists.
    pub fn started(&mut self, id: RunId) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.stand == Stand::Stopping {
            effects.push(Effect::Cancel(id.clone()));
        } else {
            self.stand = Stand::On;
        }
        self.id = Some(id);
        effects
    }

    /// Folds an event; `None` where it belongs to another run.
    pub fn apply(&mut self, run: &RunId, stamped: &Arc<Stamped>) -> Option<Outcome> {
        if self.id.as_ref() != Some(run) || stamped.run != *run {
            return None;
        }
        match &mut self.record {
            Some(record) => record.apply(stamped),
            None => self.record = RunRecord::begin(stamped),
        }
        self.version += 1;
        self.now_ms = self.now_ms.max(stamped.ms);
        Some(self.fold(&stamped.event))
    }

    fn fold(&mut self, event: &RunEvent) -> Outcome {
        let mut outcome = Outcome::default();
        match event {
            RunEvent::StageStarted { stage, .. } => {
                // What runs behind the first answer takes nobody's eyes off it.
                let behind = self.is_background(stage);
                outcome.began = self.panes.iter().position(|pane| !behind && pane.is_home_of(stage));
            }
            RunEvent::StageSkipped { stage, reason } => {
                self.each_home(stage, |pane| pane.note(&format!("skipped: {reason}")));
            }
            RunEvent::Attempt { stage, call: 0, attempt, reason: Some(reason) } => {
                let line = format!("attempt {attempt}: {reason}");
                self.each_home(stage, |pane| pane.discard(&line));
            }
            // Further calls (samples, the other order of a review) have views of their own.
            RunEvent::Delta { stage, call: 0, channel, text, .. } => self.delta(stage, *channel, text),
            RunEvent::RequestSent { stage, side: Side::Cloud, body, .. } => {
                let fields = sent_fields(body.as_deref().unwrap_or_default());
                let stages = self.record.as_ref().map(|record| record.pattern.stages.as_slice()).unwrap_or_default();
                let spec = stages.iter().find(|spec| spec.id == *stage);
                let instructions = spec.and_then(|spec| spec.system.clone());
                self.hold_next = false;
                for pane in self.crossing(stage) {
                    pane.show_sent(&fields, instructions.as_deref());
                }
            }
            RunEvent::Facts { stage, facts } => {
                for pane in self.crossing(stage) {
                    pane.facts = Some(facts.clone());
                }
            }
            RunEvent::ApprovalWanted { stage, approval } => {
                self.hold_next = false;
                let mut held = Held::new(stage, approval);
                if let Some((_, passes)) = self.passes.take_if(|(before, _)| before == stage) {
                    outcome.told = held.pass_again(&passes);
                }
                self.held.push(held);
                outcome.asks = true;
            }
            RunEvent::ApprovalDecided { id, .. } => self.held.retain(|held| held.id() != *id),
            RunEvent::InputWanted { stage, id, prompt, slot } => {
                let before = self.given.take().filter(|(name, _)| *name == slot.slot).map(|(_, text)| text);
                self.asked.push(Asked::new(stage, *id, prompt, slot, &before.unwrap_or_default()));
                outcome.wants = true;
            }
            RunEvent::InputGiven { id, .. } => self.asked.retain(|asked| asked.id != *id),
            RunEvent::StageFinished { stage, result } => {
                self.held.retain(|held| held.stage != *stage);
                self.asked.retain(|asked| asked.stage != *stage);
                if let (Some(usd), Some(simulated)) = (result.cost_usd, self.simulated(stage)) {
                    outcome.spent = (usd > 0.0).then_some((usd, simulated));
                }
                self.close(stage, result);
                if self.offer.is_none() {
                    self.offer = self.record.as_ref().and_then(Offer::of);
                    outcome.offers = self.offer.is_some();
                }
            }
            RunEvent::RunFinished { status, failure, .. } => {
                self.held.clear();
                self.asked.clear();
                self.hold_next = false;
                self.stand = Stand::Ended;
                self.end(*status, failure.as_ref());
                outcome.ended = Some(*status);
            }
            _ => {}
        }
        self.show_plan(event);
        outcome
    }

    /// Keeps the panes of a plan and of the stage that carries it out up to date. They are made anew, not appended to: a
    /// plan has a few dozen lines, and each of them changes once.
    fn show_plan(&mut self, event: &RunEvent) {
        let stage = match event {
            RunEvent::Delta { stage, call: 0, channel: Channel::Answer, text, .. } if text.contains('}') => stage,
            RunEvent::StageStarted { stage, .. }
            | RunEvent::Slot { stage, .. }
            | RunEvent::Step { stage, .. }
            | RunEvent::InputWanted { stage, .. }
            | RunEvent::InputGiven { stage, .. }
            | RunEvent::Attempt { stage, .. }
            | RunEvent::StageFinished { stage, .. } => stage,
            _ => return,
        };
        let Some(record) = &self.record else { return };
        let Some(shown) = checklist::of_stage(record, stage) else { return };
        let carries_out = !checklist::is_plan(&record.pattern, stage);
        for pane in self.panes.iter_mut().filter(|pane| pane.is_home_of(stage)) {
            pane.show(&shown);
            // Values first, from the top; then the results, at the end. Who has scrolled stays where they are.
            match event {
                RunEvent::StageStarted { .. } if carries_out => pane.scroll = Scroll::START,
                RunEvent::Step { .. } if pane.scroll == Scroll::START => pane.scroll = Scroll::default(),
                _ => {}
            }
        }
    }

    fn delta(&mut self, stage: &str, channel: Channel, text: &str) {
        match channel {
            Channel::Thinking => self.each_home(stage, |pane| pane.thinking.push(text)),
            Channel::Preview => self.each_home(stage, |pane| pane.text.push(text)),
            Channel::Answer => {
                // What a stage with a contract writes is JSON with private fields in it: only its preview is shown. What a
                // judge writes is JSON for the engine.
                if !self.has_contract(stage) && !self.judges(stage) {
                    self.each_home(stage, |pane| pane.text.push(text));
                }
            }
            Channel::Restored => {
                // A refinement is read beside its draft; another pane would push aside what is being read.
                let answers = self.record.as_ref().is_some_and(|record| {
                    record.pattern.first_answer.is_none() && record.pattern.answer.iter().any(|id| id == stage)
                });
                let role = Role::Restored(stage.to_owned());
                if answers && !self.panes.iter().any(|pane| pane.role == role) {
                    self.panes.push(restored_pane(stage));
                }
                for pane in self.panes.iter_mut().filter(|pane| pane.role == role) {
                    pane.text.push(text);
                }
            }
        }
    }

    /// Whether a stage runs behind the first answer.
    #[must_use]
    pub fn is_background(&self, stage: &str) -> bool {
        let record = self.record.as_ref();
        record.and_then(|record| record.pattern.stage(stage)).is_some_and(|stage| stage.background)
    }

    fn has_contract(&self, stage: &str) -> bool {
        let record = self.record.as_ref();
        record.is_some_and(|record| {
            let written = |spec: &Stage| spec.reply.is_some() || spec.kind == StageKind::Ground;
            record.pattern.stages.iter().any(|spec| spec.id == stage && written(spec))
                || checklist::is_plan(&record.pattern, stage)
        })
    }

    fn judges(&self, stage: &str) -> bool {
        let spec = |record: &RunRecord| {
            record.pattern.stages.iter().any(|spec| spec.id == stage && spec.kind == StageKind::Judge)
        };
        self.record.as_ref().is_some_and(spec)
    }

    fn close(&mut self, stage: &str, result: &StageResult) {
        // A contract met without a preview (the pattern names no pane): its public fields are what there is to see.
        if let (Status::Done, Some(reply)) = (result.status, &result.reply) {
            let text = if self.judges(stage) { result.text.clone() } else { self.public_text(stage, reply) };
            self.each_home(stage, |pane| {
                if pane.body().is_empty() {
                    pane.text.push(&text);
                    // It comes whole, so nobody has read along: it begins at its beginning.
                    if pane.scroll.follow {
                        pane.scroll = Scroll::START;
                    }
                }
            });
        }
        let what = match result.status {
            Status::Done | Status::Skipped => return,
            Status::Cancelled => "stopped",
            Status::Truncated => "interrupted",
            Status::Blocked => "not sent",
            Status::Failed => "failed",
        };
        let detail = match (&result.failure, result.status) {
            (Some(failure), _) => failure.to_string(),
            (None, Status::Cancelled) => String::new(),
            (None, _) => "no reason was given".to_owned(),
        };
        self.each_home(stage, |pane| {
            let partial = !pane.body().is_empty() || result.status == Status::Cancelled;
            pane.problem = Some(Problem { what, detail: detail.clone(), partial });
        });
    }

    fn public_text(&self, stage: &str, reply: &Value) -> String {
        let Some(record) = &self.record else { return String::new() };
        let contract = record.pattern.stages.iter().find(|spec| spec.id == stage).and_then(|spec| spec.reply.as_ref());
        let fields = contract.map(|contract| contract.public.as_slice()).unwrap_or_default();
        let texts: Vec<String> = fields
            .iter()
            .filter_map(|field| reply.get(field))
            .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            .collect();
        texts.join("\n\n")
    }

    /// A failure no stage showed (a template, a missing client) is shown in the answer's pane, so that none is silent.
    fn end(&mut self, status: Status, failure: Option<&Failure>) {
        let shown = self.panes.iter().any(|pane| pane.problem.is_some());
        if let (false, Some(failure)) = (shown || status == Status::Done, failure)
            && let Some(pane) = self.panes.iter_mut().rev().find(|pane| pane.role != Role::Raw)
        {
            pane.problem = Some(Problem { what: "failed", detail: failure.to_string(), partial: false });
        }
    }

    fn each_home(&mut self, stage: &str, change: impl Fn(&mut Pane)) {
        self.panes.iter_mut().filter(|pane| pane.is_home_of(stage)).for_each(change);
    }

    pub(super) fn crossing(&mut self, consumer: &str) -> impl Iterator<Item = &mut Pane> {
        self.panes
            .iter_mut()
            .filter(move |pane| matches!(&pane.role, Role::Crossing { consumer: id, .. } if id == consumer))
    }

    fn simulated(&self, stage: &str) -> Option<bool> {
        let record = self.record.as_ref()?;
        Some(match record.stage(stage)?.side {
            Side::Local => record.local.simulated,
            Side::Cloud => record.cloud.simulated,
        })
    }

    /// What the layout has to know of a pane. A stage counts as skipped where it was not needed; one that could not run
    /// because another failed keeps its place, and says so in it.
    #[must_use]
    pub fn member(&self, place: usize) -> Option<Member> {
        let pane = self.panes.get(place)?;
        let stage = pane.stage().and_then(|id| self.stage(id));
        let went_well = |stage: &StageRecord| match stage.phase {
            Phase::Ended(status) => matches!(status, Status::Done | Status::Skipped),
            _ => true,
        };
        let skipped = stage.is_some_and(|stage| stage.phase == Phase::Ended(Status::Skipped))
            && self.record.as_ref().is_some_and(|record| record.stages.iter().all(went_well));
        Some(Member { side: pane.side, skipped, began_ms: stage.and_then(|stage| stage.started_ms) })
    }

    /// A stage of the record.
    #[must_use]
    pub fn stage(&self, id: &str) -> Option<&StageRecord> {
        self.record.as_ref()?.stage(id)
    }

    /// The pane of what the run's checks were made on: its answer, which a refinement is and the first answer is not.
    #[must_use]
    pub fn checked_pane(&self, pattern: &Pattern) -> usize {
        let done = |id: &&String| {
            self.stage(id).and_then(|stage| stage.result.as_ref()).is_some_and(|result| result.status == Status::Done)
        };
        let refined = pattern.answer.iter().find(done).filter(|_| pattern.first_answer.is_some());
        let pane = refined.and_then(|id| self.panes.iter().position(|pane| pane.is_home_of(id)));
        pane.unwrap_or_else(|| self.answer_pane(pattern))
    }

    /// The pane the user reads the answer in: that of the first answer (no refinement takes its place by itself), else of the
    /// first answer stage that was not skipped, with the values put back where there is one.
    #[must_use]
    pub fn answer_pane(&self, pattern: &Pattern) -> usize {
        let first = pattern.first_answer.as_ref();
        if let Some(pane) = first.and_then(|id| self.panes.iter().position(|pane| pane.is_home_of(id))) {
            return pane;
        }
        let restored = self.panes.iter().position(|pane| matches!(pane.role, Role::Restored(_)));
        let was_needed = |id: &&String| self.stage(id).is_none_or(|stage| stage.phase != Phase::Ended(Status::Skipped));
        let home = |id: &String| self.panes.iter().position(|pane| pane.is_home_of(id));
        let ran = pattern.answer.iter().filter(was_needed).find_map(home);
        let written = ran.or_else(|| pattern.answer.iter().find_map(home));
        restored.or(written).unwrap_or_else(|| self.panes.len().saturating_sub(1))
    }
}
