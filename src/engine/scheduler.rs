//! Runs the stage graph: stages with no path between them at once, each as a task; cancelling aborts them all.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};

use super::closing;
use super::condition::{self, Need, WhyNot};
use super::context::Context;
use super::crossing;
use super::desk::Desk;
use super::event::{Failure, RunEvent, StageResult, Status};
use super::handle::RunRequest;
use super::log::RunLog;
use super::naming;
use super::spend::per_million;
use super::{signals, stage};
use crate::boundary::gate::Refusal;
use crate::boundary::vault::Vault;
use crate::pattern::template::{self, StageValue, Values};
use crate::pattern::{Side, Stage};

/// How the stages of a run ended so far.
pub(super) type Ended = BTreeMap<String, StageResult>;

/// Runs a pattern from the first event to the last.
pub(super) async fn run(request: RunRequest, log: RunLog, desk: Arc<Desk>) {
    let mut cancelled = desk.cancellation();
    let context = Arc::new(Context::new(request, log, desk));
    let params = params(&context);
    begin(&context, &params);
    let values = Values {
        question: context.request.input.question.clone(),
        context: context.request.input.context.clone(),
        params,
        ..Values::default()
    };
    let mut walk = Walk {
        context: Arc::clone(&context),
        values,
        ended: Ended::new(),
        skipped: BTreeSet::new(),
        tasks: JoinSet::new(),
        running: HashMap::new(),
    };
    let whole = async {
        if let Err(reason) = walk.fill_vault().await {
            walk.may_go_on(reason)?;
        }
        if walk.context.request.local_names {
            naming::ask(&walk.context).await;
        }
        walk.values.signals = signals::of_input(&walk.context, &walk.values);
        walk.read_ahead().await;
        walk.all().await;
        Ok::<_, String>(())
    };
    let played = tokio::select! {
        // First, so that a run cancelled already starts no stage.
        biased;
        () = stopped(&mut cancelled) => None,
        played = whole => Some(played),
    };
    match played {
        Some(Ok(())) => closing::finish(&walk.context, &walk.ended, &walk.skipped),
        Some(Err(reason)) => closing::refuse(&context, Failure::Gate { reason }),
        None => {
            // Aborts every stage task and waits until it is gone: its socket is closed, and it logs nothing more.
            walk.tasks.shutdown().await;
            closing::cancelled(&context);
        }
    }
}

fn begin(context: &Context, params: &BTreeMap<String, Value>) {
    let request = &context.request;
    let cloud = context.model(Side::Cloud);
    let started = RunEvent::RunStarted {
        pattern: Box::new((*request.pattern).clone()),
        input: request.input.clone(),
        local: context.model(Side::Local),
        usd_per_million: per_million(&cloud, context.at),
        cloud,
        policy: request.policy,
        params: params.clone(),
        at: context.at,
    };
    context.log.push(context.log.started(), started);
}

/// Ends when the run is cancelled; never, where nobody is left who could.
async fn stopped(cancelled: &mut watch::Receiver<bool>) {
    if cancelled.wait_for(|cancelled| *cancelled).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Every param's value: as given, else its default.
fn params(context: &Context) -> BTreeMap<String, Value> {
    let mut params = context.request.pattern.default_params();
    for (name, value) in &context.request.params {
        params.insert(name.clone(), value.clone());
    }
    params
}

/// How a stage's task ended.
struct Ending {
    stage: String,
    result: StageResult,
    /// The signals that measure it, as far as they could be had.
    signals: BTreeMap<String, f64>,
}

struct Walk {
    context: Arc<Context>,
    values: Values,
    ended: Ended,
    skipped: BTreeSet<String>,
    tasks: JoinSet<Ending>,
    running: HashMap<String, AbortHandle>,
}

impl Walk {
    /// The user's terms, and what the detectors find in the input: known before anything is sent, so that it is found in
    /// any spelling later.
    async fn fill_vault(&self) -> Result<(), String> {
        let gate = self.context.request.gate.clone();
        let input = self.context.request.input.clone();
        let unread = |e: &dyn std::fmt::Display| format!("the gate could not read the input: {e}");
        let ahead = self.context.read_ahead(vec![input.question.clone(), input.context.clone()]).await;
        ahead.map_err(|refusal| unread(&refusal))?;
        let prompts = self.prompts();
        let read = move |vault: &mut Vault| {
            // What looks like a placeholder there is somebody else's: `Template [PERSON_1] for Anna`.
            for text in prompts.iter().chain([&input.question, &input.context]).chain(&input.terms) {
                vault.reserve(text);
            }
            let refused = vault.set_terms(&input.terms);
            // Masking mints a vault entry for everything the detectors find; the masked text itself is not needed.
            gate.mask_text(&input.question, vault)?;
            gate.mask_text(&input.context, vault)?;
            Ok::<_, Refusal>((refused, input.terms.len()))
        };
        let read = self.context.with_vault(read).await.map(|read| read.map_err(|refusal| refusal.to_string()));
        let (refused, of) = read.and_then(|read| read).map_err(|e| unread(&e))?;
        for index in refused {
            let text = format!(
                "term {} of {of} is not protected: a term needs two letters or digits, and to be more than a quantity",
                index + 1
            );
            self.context.emit(RunEvent::Notice { text });
        }
        Ok(())
    }

    /// Tells that the input could not be read, and goes on where nothing goes to a cloud.
    fn may_go_on(&self, reason: String) -> Result<(), String> {
        if self.context.request.pattern.stages.iter().any(|stage| stage.side == Side::Cloud) {
            return Err(reason);
        }
        let text = format!("{reason}; nothing of this pattern goes to a cloud, so the run goes on");
        self.context.emit(RunEvent::Notice { text });
        Ok(())
    }

    /// Everything the pattern itself tells a model.
    fn prompts(&self) -> Vec<String> {
        let stages = &self.context.request.pattern.stages;
        stages.iter().flat_map(|stage| stage.system.iter().chain([&stage.prompt])).cloned().collect()
    }

    /// Sees to it that the requests of the stages that start first all leave at once, whichever side they go to: notes which
    /// have to pass the gate, and where it has to read slowly, has it read them now.
    async fn read_ahead(&self) {
        let pattern = &self.context.request.pattern;
        let starts = |stage: &Stage| stage.side == Side::Cloud && stage.needs.is_empty() && !self.comes_later(stage);
        let first: Vec<&Stage> =
            pattern.stages.iter().filter(|stage| starts(stage) && self.why_not(stage).is_none()).collect();
        self.context.together.expect(first.iter().map(|stage| stage.id.clone()).collect());
        if !self.context.request.gate.is_slow() {
            return;
        }
        for stage in first {
            if let Ok(rendered) = template::render(pattern, stage, &self.values) {
                let mut call = stage::call(&self.context, stage, rendered);
                if let Some(contract) = &stage.reply {
                    stage::Form::from(contract).join(&mut call);
                }
                crossing::read_ahead(&self.context, &call).await;
            }
        }
    }

    async fn all(&mut self) {
        loop {
            self.start_ready();
            let Some(joined) = self.tasks.join_next().await else { return };
            let Ending { stage: id, result, signals } = match joined {
                Ok(ending) => ending,
                Err(death) => {
                    let Some(id) =
                        self.running.iter().find(|(_, task)| task.id() == death.id()).map(|(id, _)| id.clone())
                    else {
                        continue;
                    };
                    let reason = "this stage died of a defect in fogline; please report it".to_owned();
                    let result = stage::failed(Failure::Pattern { reason });
                    Ending { stage: id, result, signals: BTreeMap::new() }
                }
            };
            self.running.remove(&id);
            self.context.together.looked_at(&id);
            self.context.desk.stage_ended();
            self.context.emit(RunEvent::StageFinished { stage: id.clone(), result: Box::new(result.clone()) });
            self.values.signals.extend(signals);
            self.settle(id, result);
        }
    }

    /// Starts every stage whose needs are settled; skips those that cannot or need not run. Skipping one can settle
    /// another, so it goes round until nothing changes.
    fn start_ready(&mut self) {
        let pattern = Arc::clone(&self.context.request.pattern);
        let open = pattern.stages.iter().filter(|stage| stage.side == Side::Cloud && !self.over(&stage.id)).count();
        self.context.purse.to_come(open);
        loop {
            let mut changed = false;
            for stage in &pattern.stages {
                let begun = self.over(&stage.id) || self.running.contains_key(&stage.id);
                if begun || !stage.needs.iter().all(|need| self.over(need)) || self.comes_later(stage) {
                    continue;
                }
                changed = true;
                if let Some(reason) = self.why_not(stage) {
                    self.context.emit(RunEvent::StageSkipped { stage: stage.id.clone(), reason });
                    self.skipped.insert(stage.id.clone());
                } else {
                    self.spawn(stage.clone());
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// Whether nothing more comes of a stage: it has ended or was skipped.
    fn over(&self, id: &str) -> bool {
        self.ended.contains_key(id) || self.skipped.contains(id)
    }

    /// Whether a background stage has to wait for the first answer.
    fn comes_later(&self, stage: &Stage) -> bool {
        let first = self.context.request.pattern.first_answer.as_deref();
        stage.background && first.is_some_and(|first| first != stage.id && !self.over(first))
    }

    fn spawn(&mut self, stage: Stage) {
        self.context.desk.stage_began();
        let (context, values) = (Arc::clone(&self.context), self.values.clone());
        let id = stage.id.clone();
        let task = self.tasks.spawn(async move {
            let mut result = stage::run(&context, &stage, &values).await;
            let signals = signals::measure(&context, &stage, &values, &mut result).await;
            Ending { stage: stage.id, result, signals }
        });
        self.running.insert(id, task);
    }

    /// Why a stage with settled needs does not run, if it doesn't. An error in a condition keeps the run at home.
    fn why_not(&self, stage: &Stage) -> Option<String> {
        let need = |id: &str| match self.ended.get(id) {
            Some(result) if result.status == Status::Done => Need::Done,
            Some(_) => Need::Unfinished,
            None => Need::Skipped,
        };
        let why = condition::why_not(&self.context.request.pattern, stage, &self.values, need)?;
        Some(match why {
            WhyNot::Not(reason) | WhyNot::Unjudged(reason) => reason,
        })
    }

    fn settle(&mut self, id: String, result: StageResult) {
        if result.status == Status::Done
            && let Some(stage) = self.context.request.pattern.stage(&id)
        {
            self.values.stages.insert(id.clone(), StageValue::of(stage.side, &result));
        }
        self.ended.insert(id, result);
    }
}
