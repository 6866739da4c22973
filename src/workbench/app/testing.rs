//! What the tests of the workbench begin with: patterns, a scenario, a model, and the log of a dishwasher run.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use super::{Action, Catalog, Effect, Model, Sides, Start, update};
use crate::boundary::facts::Facts;
use crate::boundary::finding::{Class, Finding, Policy, Verdict};
use crate::boundary::trust::Reach;
use crate::engine::event::{
    Approval, Channel, Failure, Field, Input, RunEvent, RunId, StageResult, Stamped, Status, Timings,
};
use crate::model::client::ModelInfo;
use crate::model::event::{Finish, ModelError, Usage};
use crate::pattern::{Direction, FieldKind, Pattern, Purpose, ReplyContract, Side, Source, Stage, StageKind, Trigger};
use crate::scenario::{Expectation, Scenario};
use crate::workbench::keys::Chord;

pub(crate) fn stage(id: &str, title: &str, side: Side, needs: &[&str]) -> Stage {
    Stage {
        id: id.to_owned(),
        title: title.to_owned(),
        side,
        kind: StageKind::Call,
        system: None,
        prompt: "{{ question }}".to_owned(),
        needs: needs.iter().map(|need| (*need).to_owned()).collect(),
        when: None,
        background: false,
        think: None,
        effort: None,
        verbosity: None,
        temperature: None,
        seed: None,
        max_output_tokens: None,
        samples: None,
        logprobs: false,
        reveals: Vec::new(),
        reply: None,
        schema: None,
        pane: None,
        builtin: None,
        candidates: Vec::new(),
        rubric: Vec::new(),
        plan: None,
    }
}

pub(crate) fn pattern(id: &str, stages: Vec<Stage>) -> Pattern {
    Pattern {
        id: id.to_owned(),
        name: id.to_owned(),
        summary: String::new(),
        direction: Direction::LocalFirst,
        trigger: Some(Trigger::Always),
        purpose: vec![Purpose::Privacy],
        answer: stages.last().map(|stage| vec![stage.id.clone()]).unwrap_or_default(),
        first_answer: None,
        params: BTreeMap::new(),
        signals: Vec::new(),
        stages,
        source: Source::Builtin,
    }
}

pub(crate) fn sanitize() -> Pattern {
    let mut first = stage("abstract", "Sanitized abstraction", Side::Local, &[]);
    first.reply = Some(ReplyContract {
        fields: vec![("problem".to_owned(), FieldKind::Text), ("mapping".to_owned(), FieldKind::Map)],
        public: vec!["problem".to_owned()],
    });
    first.pane = Some("problem".to_owned());
    let solve = stage("solve", "Cloud answer", Side::Cloud, &["abstract"]);
    let reframe = stage("reframe", "Reframed answer", Side::Local, &["abstract", "solve"]);
    Pattern { name: "Sanitize-and-Solve".to_owned(), ..pattern("sanitize-and-solve", vec![first, solve, reframe]) }
}

pub(crate) fn local_only() -> Pattern {
    pattern("local-only", vec![stage("reply", "Local answer", Side::Local, &[])])
}

pub(crate) fn cloud_only() -> Pattern {
    let mut reply = stage("reply", "Cloud answer", Side::Cloud, &[]);
    reply.reveals = vec!["question".to_owned(), "context".to_owned()];
    pattern("cloud-only", vec![reply])
}

pub(crate) fn scenario() -> Scenario {
    Scenario {
        id: "dishwasher".to_owned(),
        name: "Dishwasher".to_owned(),
        summary: "A household plan with a trap.".to_owned(),
        pattern: "sanitize-and-solve".to_owned(),
        question: "Should the dishwasher run now or later?".to_owned(),
        context: "It is 18:30.\nMaya is a light sleeper.\n".to_owned(),
        terms: vec!["Maya".to_owned(), "dishwasher".to_owned()],
        expectations: vec![Expectation::NoTermCrossed { name: "no private term crossed".to_owned() }],
    }
}

pub(crate) fn start() -> Start {
    Start {
        catalog: Catalog {
            patterns: vec![Arc::new(sanitize()), Arc::new(local_only()), Arc::new(cloud_only())],
            scenarios: vec![scenario()],
            refused: Vec::new(),
        },
        pattern: Arc::new(sanitize()),
        scenario: None,
        written: None,
        draft: None,
        policy: Policy::Ask,
        terms: vec!["Mark".to_owned()],
        keep_drafts: true,
        mouse: false,
        themes: vec!["fog".to_owned(), "daylight".to_owned()],
        theme: "fog".to_owned(),
        notice: None,
    }
}

pub(crate) fn info(name: &str) -> ModelInfo {
    ModelInfo {
        name: name.to_owned(),
        provider: "ollama".to_owned(),
        place: "127.0.0.1:11434".to_owned(),
        reach: Some(Reach::Loopback),
        simulated: true,
        proxied: false,
    }
}

pub(crate) fn sides() -> Sides {
    Sides {
        local: info("gemma4:e4b"),
        cloud: info("gpt-5.4"),
        notes: vec!["both sides are simulated".to_owned()],
        ways: Box::default(),
    }
}

/// A workbench of 120x40 with its models chosen and nothing run.
pub(crate) fn model() -> Model {
    let mut model = Model::new(start());
    update(&mut model, Action::Resize { width: 120, height: 40 });
    update(&mut model, Action::ModelsChosen(Ok(sides())));
    model.status = None;
    model
}

pub(crate) fn press(model: &mut Model, chord: Chord) -> Vec<Effect> {
    update(model, Action::Key(chord))
}

/// Presses the run key and answers with a run's identifier.
pub(crate) fn begin(model: &mut Model, id: &str) -> RunId {
    let effects = press(model, crate::workbench::keys::chord::ctrl('r'));
    assert!(matches!(effects.as_slice(), [Effect::StartRun(_)]), "{effects:?}");
    let id = RunId(id.to_owned());
    update(model, Action::RunStarted(id.clone()));
    id
}

/// Feeds events as those of a run, a tenth of a second apart, and gives every effect.
pub(crate) fn feed(model: &mut Model, run: &RunId, events: Vec<RunEvent>) -> Vec<Effect> {
    let from = model.run.now_ms;
    let mut effects = Vec::new();
    for (seq, event) in events.into_iter().enumerate() {
        let stamped = Stamped { run: run.clone(), seq: seq as u64, ms: from + 100 * seq as u64, event };
        effects.extend(update(model, Action::Engine(run.clone(), Arc::new(stamped))));
    }
    effects
}

pub(crate) fn started() -> RunEvent {
    let scenario = scenario();
    RunEvent::RunStarted {
        pattern: Box::new(sanitize()),
        input: Input {
            question: scenario.question,
            context: scenario.context,
            terms: scenario.terms,
            scenario: Some(scenario.id),
        },
        local: info("gemma4:e4b"),
        cloud: info("gpt-5.4"),
        usd_per_million: Some((2.5, 10.0)),
        policy: Policy::Ask,
        params: BTreeMap::new(),
        at: "2026-01-05T18:30:00Z".parse().unwrap(),
    }
}

pub(crate) fn delta(stage: &str, channel: Channel, text: &str) -> RunEvent {
    RunEvent::Delta { stage: stage.to_owned(), call: 0, attempt: 1, channel, text: text.to_owned() }
}

pub(crate) fn stage_started(stage: &str, side: Side) -> RunEvent {
    RunEvent::StageStarted { stage: stage.to_owned(), side, model: "model".to_owned() }
}

pub(crate) fn sent(stage: &str, side: Side) -> RunEvent {
    let body = json!({"model": "gpt-5.4", "instructions": "Solve.", "input": [{"role": "user", "content": PROBLEM}]});
    RunEvent::RequestSent {
        stage: stage.to_owned(),
        call: 0,
        attempt: 1,
        side,
        destination: "http://127.0.0.1:9/v1/responses".to_owned(),
        bytes: 847,
        sha256: "a1b2c3d4e5f6".to_owned(),
        body: (side == Side::Cloud).then(|| body.to_string()),
    }
}

pub(crate) fn done(stage: &str, cost: f64) -> RunEvent {
    RunEvent::StageFinished { stage: stage.to_owned(), result: Box::new(result(Status::Done, cost)) }
}

pub(crate) fn result(status: Status, cost: f64) -> StageResult {
    StageResult {
        status,
        finish: Some(Finish::Stop),
        text: String::new(),
        restored: None,
        reply: None,
        usage: Usage { input: 812, cached: 0, output: 301, reasoning: 120 },
        estimated: false,
        ms: Timings { first: Some(1900), first_answer: Some(2500), total: 6200 },
        cost_usd: Some(cost),
        failure: None,
        notes: Vec::new(),
    }
}

pub(crate) fn cut(stage: &str) -> RunEvent {
    let error = ModelError::Truncated {
        place: "api.openai.com".to_owned(),
        detail: "the stream ended without its final record".to_owned(),
    };
    let failure = Some(Failure::Model { error });
    RunEvent::StageFinished {
        stage: stage.to_owned(),
        result: Box::new(StageResult { failure, finish: None, ..result(Status::Truncated, 0.001) }),
    }
}

pub(crate) fn finished(status: Status) -> RunEvent {
    RunEvent::RunFinished {
        status,
        answer: "Run it later: start at 20:00.".to_owned(),
        failure: None,
        total_ms: 11_900,
        cost_usd: Some(0.0039),
        cloud_only_usd: Some(0.0061),
    }
}

pub(crate) const PROBLEM: &str = "Current time 18:30.\nload_A: 1.2 kWh, 90 min, not after 22:30.";

pub(crate) fn approval(id: u64, text: &str) -> RunEvent {
    let finding = Finding {
        class: Class::Vault,
        kind: "PERSON".to_owned(),
        detector: "vault".to_owned(),
        reason: "one of your private words".to_owned(),
        field: "/input/0/content".to_owned(),
        start: 0,
        end: 4,
        placeholder: Some("[PERSON_1]".to_owned()),
        bare: None,
        detected: false,
    };
    RunEvent::ApprovalWanted {
        stage: "solve".to_owned(),
        approval: Box::new(Approval {
            id,
            destination: "http://127.0.0.1:9/v1/responses".to_owned(),
            headers: Vec::new(),
            fields: vec![
                Field { pointer: "/instructions".to_owned(), text: "Solve.".to_owned() },
                Field { pointer: "/input/0/content".to_owned(), text: text.to_owned() },
            ],
            body: "{}".to_owned(),
            bytes: 847,
            sha256: "a1b2c3d4".to_owned(),
            findings: vec![finding],
            groups: Vec::new(),
            only_detectors: false,
            reveals: Vec::new(),
            tokens: 212,
            cost_usd: Some(0.0005),
        }),
    }
}

/// From the start to the abstraction being written.
pub(crate) fn opening() -> Vec<RunEvent> {
    vec![
        started(),
        stage_started("abstract", Side::Local),
        sent("abstract", Side::Local),
        delta("abstract", Channel::Thinking, "A person, a machine. Keep the times."),
        delta("abstract", Channel::Answer, "{\"problem\": \""),
        delta("abstract", Channel::Preview, PROBLEM),
    ]
}

/// A whole run of the dishwasher case that goes well.
pub(crate) fn whole() -> Vec<RunEvent> {
    let mut events = opening();
    events.extend([
        done("abstract", 0.0),
        stage_started("solve", Side::Cloud),
        RunEvent::Gate {
            stage: "solve".to_owned(),
            verdict: Verdict::Cleared,
            findings: Vec::new(),
            groups: Vec::new(),
            reason: None,
        },
        RunEvent::Facts {
            stage: "solve".to_owned(),
            facts: Facts { kept: vec!["18:30".to_owned()], dropped: vec!["06:30".to_owned()], ..Facts::default() },
        },
        sent("solve", Side::Cloud),
        delta("solve", Channel::Answer, "load_A 20:00-21:30"),
        done("solve", 0.0039),
        stage_started("reframe", Side::Local),
        sent("reframe", Side::Local),
        delta("reframe", Channel::Answer, "Run it later: start at 20:00."),
        done("reframe", 0.0),
        RunEvent::Check { name: "start between 20:00 and 21:00".to_owned(), pass: true, detail: "20:00".to_owned() },
        finished(Status::Done),
    ]);
    events
}
