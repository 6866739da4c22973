//! The comparison of patterns on the prompt in the editor: what is ticked, how it goes, what came of it.
//!
//! Not for making runs (an effect) and not for the figures: [`crate::compare`] has both.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::action::{CompareSpec, Effect};
use super::editor::Field;
use super::overlay::{Overlay, Prompt, Purpose};
use super::scroll::Step;
use super::session::{Setup, Status};
use super::update::run_input;
use super::{Model, command};
use crate::boundary::finding::Policy;
use crate::compare::table::{self, Row};
use crate::compare::{Cell, Comparison, Outcome, Progress};
use crate::engine::event::Status as End;

/// Most repetitions that can be asked for here; `fogline compare` takes more.
const MOST: u32 = 20;

/// Where the comparison stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stand {
    /// Nothing was run yet.
    #[default]
    Choosing,
    /// Runs are being made.
    On,
    /// Runs under way are being stopped.
    Stopping,
    /// Every run ended, or was stopped.
    Ended,
}

/// The comparison.
#[derive(Debug, Clone)]
pub struct Comparing {
    /// Where it stands.
    pub stand: Stand,
    /// Ids of the patterns that are left out.
    pub left_out: Vec<String>,
    /// How often each pattern runs.
    pub repeat: u32,
    /// The row under the cursor.
    pub chosen: usize,
    /// What is being compared, or was.
    pub comparison: Option<Comparison>,
    /// The policy its runs have.
    pub policy: Policy,
    /// Runs that ended.
    pub outcomes: Vec<Outcome>,
    /// Runs under way.
    pub under_way: Vec<Cell>,
    /// The editor's revision it was started from.
    pub revision: u64,
}

impl Default for Comparing {
    fn default() -> Self {
        Self {
            stand: Stand::Choosing,
            left_out: Vec::new(),
            repeat: 1,
            chosen: 0,
            comparison: None,
            policy: Policy::Mask,
            outcomes: Vec::new(),
            under_way: Vec::new(),
            revision: 0,
        }
    }
}

impl Comparing {
    /// Whether runs are being made.
    #[must_use]
    pub fn is_on(&self) -> bool {
        matches!(self.stand, Stand::On | Stand::Stopping)
    }

    /// Whether a pattern is ticked.
    #[must_use]
    pub fn takes(&self, id: &str) -> bool {
        !self.left_out.iter().any(|out| out == id)
    }

    /// The rows to show: of what is compared, else of every pattern there is to tick.
    #[must_use]
    pub fn rows(&self, model: &Model) -> Vec<Row> {
        let all = Comparison {
            patterns: model.catalog.patterns.clone(),
            repeat: self.comparison.as_ref().map_or(self.repeat, |comparison| comparison.repeat),
            input: crate::engine::event::Input::default(),
            params: BTreeMap::new(),
            expectations: Vec::new(),
        };
        table::rows(&all, &self.outcomes)
    }
}

/// What the gate does in a comparison: nobody is asked, so `ask` becomes `mask`.
#[must_use]
pub fn policy(session: Policy) -> Policy {
    if session == Policy::Ask { Policy::Mask } else { session }
}

/// Opens the view.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if !model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Compare)) {
        model.overlays.push(Overlay::Compare);
    }
    Vec::new()
}

/// Runs what is ticked, or says why not.
pub(super) fn start(model: &mut Model) -> Vec<Effect> {
    if model.comparing.is_on() {
        return command::note(model, |_| "it is under way: ^C stops it".to_owned());
    }
    if model.run.is_on() {
        return command::note(model, |_| "a run is on: let it end, or stop it first".to_owned());
    }
    if model.editor.bytes(Field::Question) == 0 {
        return command::note(model, |_| "write a question first: Esc goes back".to_owned());
    }
    match &model.setup {
        Setup::Chosen(_) => {}
        Setup::Choosing => return command::note(model, |_| "the models are still being looked for".to_owned()),
        Setup::Failed(reason) => {
            model.status = Some(Status::trouble(reason.clone()));
            return Vec::new();
        }
    }
    if super::update::asks_about_home(model) {
        return Vec::new();
    }
    let patterns: Vec<_> =
        model.catalog.patterns.iter().filter(|pattern| model.comparing.takes(&pattern.id)).map(Arc::clone).collect();
    if patterns.is_empty() {
        return command::note(model, |_| "nothing is ticked: Space ticks a pattern".to_owned());
    }
    let (input, expectations) = run_input(model);
    let params = patterns.iter().flat_map(|pattern| model.session.params.of(pattern)).collect();
    let comparison = Comparison { patterns, repeat: model.comparing.repeat, input, params, expectations };
    let policy = policy(model.session.policy);
    let comparing = &mut model.comparing;
    comparing.stand = Stand::On;
    comparing.policy = policy;
    comparing.outcomes.clear();
    comparing.under_way.clear();
    comparing.revision = model.editor.revision;
    comparing.comparison = Some(comparison.clone());
    let spent_usd = model.session.spent_usd;
    vec![Effect::Compare(Box::new(CompareSpec { comparison, policy, spent_usd }))]
}

/// Stops it; what has ended stays.
pub(super) fn stop(model: &mut Model) -> Vec<Effect> {
    model.comparing.stand = Stand::Stopping;
    model.status = Some(Status::note("stopping; what has ended stays"));
    vec![Effect::StopCompare]
}

/// Takes in what happened.
pub(super) fn progress(model: &mut Model, progress: Progress) {
    match progress {
        Progress::Began(cell) => model.comparing.under_way.push(cell),
        Progress::Ended(outcome) => {
            model.comparing.under_way.retain(|cell| *cell != outcome.cell);
            if let Some(usd) = outcome.cost_usd {
                model.session.spend(usd, outcome.simulated);
            }
            // A run that was stopped has nothing to compare.
            if outcome.status != End::Cancelled {
                model.comparing.outcomes.push(*outcome);
            }
        }
    }
}

/// The last run ended, or none could begin.
pub(super) fn ended(model: &mut Model, refused: Option<String>) {
    let stopped = model.comparing.stand == Stand::Stopping;
    model.comparing.stand = Stand::Ended;
    model.comparing.under_way.clear();
    model.status = Some(match refused {
        Some(reason) => Status::trouble(reason),
        None if stopped => Status::note("stopped; what had ended is kept"),
        None => Status::note("every pattern has run"),
    });
}

/// Moves the cursor.
pub(super) fn step(model: &mut Model, step: Step) {
    let last = model.catalog.patterns.len().saturating_sub(1);
    let chosen = &mut model.comparing.chosen;
    *chosen = match step {
        Step::Up(by) => chosen.saturating_sub(by),
        Step::Down(by) => (*chosen + by).min(last),
        Step::PageUp | Step::Top => 0,
        Step::PageDown | Step::Follow => last,
    };
}

/// Ticks the pattern under the cursor, or takes the tick away.
pub(super) fn tick(model: &mut Model) -> Vec<Effect> {
    if model.comparing.is_on() {
        return command::note(model, |_| "it is under way: ^C stops it".to_owned());
    }
    if let Some(pattern) = model.catalog.patterns.get(model.comparing.chosen) {
        let out = &mut model.comparing.left_out;
        match out.iter().position(|id| *id == pattern.id) {
            Some(place) => drop(out.remove(place)),
            None => out.push(pattern.id.clone()),
        }
    }
    Vec::new()
}

/// More or fewer repetitions.
pub(super) fn repeat(model: &mut Model, more: bool) -> Vec<Effect> {
    if model.comparing.is_on() {
        return command::note(model, |_| "it is under way: ^C stops it".to_owned());
    }
    let repeat = &mut model.comparing.repeat;
    *repeat = if more { (*repeat + 1).min(MOST) } else { (*repeat - 1).max(1) };
    Vec::new()
}

/// Asks where the table is to be saved, as Markdown.
pub(super) fn save(model: &mut Model) -> Vec<Effect> {
    if model.comparing.outcomes.is_empty() {
        return command::note(model, |_| "there is nothing to save yet".to_owned());
    }
    let rows = model.comparing.rows(model);
    let rows: Vec<Row> = rows.into_iter().filter(|row| !row.outcomes.is_empty()).collect();
    let purpose = Purpose::SavePane { text: table::markdown(&rows), title: "the comparison".to_owned() };
    model.overlays.push(Overlay::Prompt(Box::new(Prompt::new(purpose, "fogline-comparison.md"))));
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::app::action::Action;
    use crate::workbench::app::testing::{model as ready, press};
    use crate::workbench::app::update;
    use crate::workbench::keys::Context;
    use crate::workbench::keys::chord::{ctrl, function, key, named};
    use crossterm::event::KeyCode;

    fn outcome(model: &Model, pattern: usize, status: End) -> Outcome {
        let cell = Cell { pattern: model.catalog.patterns[pattern].id.clone(), repeat: 1 };
        Outcome {
            cell,
            run: "r".to_owned(),
            status,
            answer: "20:00".to_owned(),
            simulated: true,
            first_useful_ms: Some(1),
            total_ms: 2,
            cloud_tokens: 3,
            estimated: false,
            bytes: 4,
            cost_usd: Some(0.5),
            leaks: 0,
            facts: None,
            checks: crate::compare::Share::default(),
            verdict: None,
            error: None,
        }
    }

    #[test]
    fn what_is_ticked_runs_on_the_prompt_and_nobody_is_asked() {
        let mut model = ready();
        press(&mut model, function(9));
        assert_eq!(model.context(), Context::Compare);
        press(&mut model, key(' '));
        press(&mut model, key('+'));
        let effects = press(&mut model, key('r'));
        let [Effect::Compare(spec)] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(spec.comparison.patterns.len(), model.catalog.patterns.len() - 1);
        assert_eq!((spec.comparison.repeat, spec.policy), (2, Policy::Mask));
        assert_eq!(spec.comparison.input.question, model.editor.text(Field::Question));
        // It does not begin twice, and a run does not begin beside it.
        assert!(press(&mut model, key('r')).is_empty() && model.comparing.is_on());
        press(&mut model, named(KeyCode::Esc));
        assert!(press(&mut model, ctrl('r')).is_empty());
        assert!(!model.run.is_on());
    }

    #[test]
    fn outcomes_fill_rows_and_are_paid_for() {
        let mut model = ready();
        press(&mut model, function(9));
        press(&mut model, key('r'));
        let done = outcome(&model, 0, End::Done);
        update(&mut model, Action::Compared(Progress::Began(done.cell.clone())));
        assert_eq!(model.comparing.under_way.len(), 1);
        update(&mut model, Action::Compared(Progress::Ended(Box::new(done))));
        let stopped = outcome(&model, 1, End::Cancelled);
        update(&mut model, Action::Compared(Progress::Ended(Box::new(stopped))));
        let effects = press(&mut model, ctrl('c'));
        assert_eq!(effects, [Effect::StopCompare]);
        update(&mut model, Action::CompareEnded);
        let rows = model.comparing.rows(&model);
        assert_eq!((rows[0].outcomes.len(), rows[1].outcomes.len()), (1, 0));
        assert!((model.session.simulated_usd - 1.0).abs() < f64::EPSILON, "stopped runs cost too");
        assert_eq!(model.comparing.stand, Stand::Ended);
        press(&mut model, key('w'));
        assert!(matches!(model.overlays.last(), Some(Overlay::Prompt(_))));
    }

    #[test]
    fn a_comparison_that_cannot_start_says_why() {
        let mut model = ready();
        press(&mut model, function(9));
        press(&mut model, key('r'));
        update(&mut model, Action::CompareRefused("no models".to_owned()));
        assert!(!model.comparing.is_on());
        assert!(model.status.as_ref().is_some_and(|status| status.text.contains("no models")));
    }
}
