//! Patterns with more stages than four: how their panes share the screen, and what becomes of stages that are skipped.

use std::collections::BTreeMap;
use std::sync::Arc;

use fogline::boundary::finding::Policy;
use fogline::engine::event::{Channel, Input, RunEvent, RunId, StageResult, Stamped, Status, Timings};
use fogline::model::client::ModelInfo;
use fogline::model::event::{Finish, Usage};
use fogline::pattern::{Pattern, Side, Source, file};
use fogline::workbench::keys::chord::{ctrl, key};
use fogline::workbench::scene::Scene;
use fogline::workbench::theme::Depth;

use super::screens::SIZES;
use super::snapshots::{snapshot, theme};

/// Two answer, two review, one sums up, one asks the cloud again, one puts it into words: seven stages, ten panes.
const SEVEN: &str = r#"
id = "seven"
name = "Seven stages"
direction = "both"
trigger = "always"
purpose = ["reliability"]
answer = ["words", "again"]
[[stage]]
id = "local_answer"
title = "Local answer"
side = "local"
prompt = "{{ question }}"
[[stage]]
id = "cloud_answer"
title = "Cloud answer"
side = "cloud"
reveals = ["question"]
prompt = "{{ question }}"
[[stage]]
id = "local_review"
title = "Local review"
side = "local"
prompt = "{{ local_answer.text }} {{ cloud_answer.text }}"
[[stage]]
id = "cloud_review"
title = "Cloud review"
side = "cloud"
reveals = ["local_answer.text"]
prompt = "{{ local_answer.text }} {{ cloud_answer.text }}"
[[stage]]
id = "verdict"
title = "Verdict"
side = "local"
prompt = "{{ local_review.text }} {{ cloud_review.text }}"
[[stage]]
id = "again"
title = "Second opinion"
side = "cloud"
when = "false"
needs = ["verdict"]
reveals = ["question"]
prompt = "{{ question }}"
[[stage]]
id = "words"
title = "In your words"
side = "local"
prompt = "{{ verdict.text }}"
"#;

/// An attempt at home, and the cloud only if needed.
const TWO: &str = r#"
id = "two"
name = "Only if needed"
direction = "local-first"
trigger = "conditional"
purpose = ["cost"]
answer = ["escalate", "attempt"]
[[stage]]
id = "attempt"
title = "Local attempt"
side = "local"
prompt = "{{ question }}"
[[stage]]
id = "escalate"
title = "Cloud answer"
side = "cloud"
when = "false"
needs = ["attempt"]
reveals = ["question"]
prompt = "{{ question }}"
"#;

fn pattern(text: &str) -> Arc<Pattern> {
    Arc::new(file::parse("test.toml", text, Source::Builtin).unwrap())
}

fn info(name: &str) -> ModelInfo {
    ModelInfo {
        name: name.to_owned(),
        provider: "ollama".to_owned(),
        place: "here".to_owned(),
        proxied: false,
        reach: None,
        simulated: true,
    }
}

/// The log of a run in which the stages named in `skipped` do not run, up to and with the stage `until`, which is still
/// writing unless it is the last.
fn log(pattern: &Pattern, skipped: &[&str], until: &str) -> Vec<Arc<Stamped>> {
    let mut events = vec![RunEvent::RunStarted {
        pattern: Box::new(pattern.clone()),
        input: Input { question: "Should it run now?".to_owned(), ..Input::default() },
        local: info("gemma4:e4b"),
        cloud: info("gpt-5.4"),
        usd_per_million: None,
        policy: Policy::Mask,
        params: BTreeMap::new(),
        at: "2026-01-05T18:30:00Z".parse().unwrap(),
    }];
    for stage in &pattern.stages {
        let id = stage.id.clone();
        if skipped.contains(&id.as_str()) {
            events.push(RunEvent::StageSkipped { stage: id, reason: "its condition does not hold".to_owned() });
            continue;
        }
        events.push(RunEvent::StageStarted { stage: id.clone(), side: stage.side, model: "m".to_owned() });
        events.push(RunEvent::RequestSent {
            stage: id.clone(),
            call: 0,
            attempt: 1,
            side: stage.side,
            destination: "http://127.0.0.1:1/v1/responses".to_owned(),
            bytes: 512,
            sha256: "a1b2c3d4e5f6a7b8".to_owned(),
            body: (stage.side == Side::Cloud).then(|| format!("{{\"input\": \"what {id} is asked\"}}")),
        });
        let text =
            format!("{} says: start at 20:00, because the cheap band that ends in time begins there.", stage.title);
        events.push(RunEvent::Delta {
            stage: id.clone(),
            call: 0,
            attempt: 1,
            channel: Channel::Answer,
            text: text.clone(),
        });
        if id == until && Some(stage) != pattern.stages.last() {
            break;
        }
        let result = StageResult {
            status: Status::Done,
            finish: Some(Finish::Stop),
            text,
            restored: None,
            reply: None,
            usage: Usage { input: 200, cached: 0, output: 40, reasoning: 0 },
            estimated: false,
            ms: Timings { first: Some(300), first_answer: Some(300), total: 1_500 },
            cost_usd: Some(if stage.side == Side::Cloud { 0.001 } else { 0.0 }),
            failure: None,
            notes: Vec::new(),
        };
        events.push(RunEvent::StageFinished { stage: id, result: Box::new(result) });
    }
    if until == "end" {
        events.push(RunEvent::RunFinished {
            status: Status::Done,
            answer: "Start at 20:00.".to_owned(),
            failure: None,
            total_ms: 9_000,
            cost_usd: Some(0.002),
            cloud_only_usd: None,
        });
    }
    let run = RunId("many".to_owned());
    let stamp = |(seq, event)| Arc::new(Stamped { run: run.clone(), seq: seq as u64, ms: 500 * seq as u64, event });
    events.into_iter().enumerate().map(stamp).collect()
}

fn everywhere(name: &str, pattern: &Arc<Pattern>, log: &[Arc<Stamped>], then: impl Fn(Scene) -> Scene) {
    let theme = theme("fog", Depth::True);
    for (width, height) in SIZES {
        let scene = then(Scene::open_on(pattern, width, height).play(log, ctrl('r'), |_| false));
        snapshot(&format!("many_{name}_{width}x{height}"), &scene.draw(width, height, &theme), &theme);
    }
}

#[test]
fn ten_panes_share_the_screen_while_a_stage_writes() {
    let seven = pattern(SEVEN);
    everywhere("writing", &seven, &log(&seven, &[], "cloud_review"), |scene| scene);
}

#[test]
fn ten_panes_after_the_run_with_one_looked_at() {
    let seven = pattern(SEVEN);
    let log = log(&seven, &["again"], "end");
    everywhere("ended", &seven, &log, |scene| scene.press(esc()).press(key('4')));
}

#[test]
fn a_cloud_that_was_not_needed_leaves_its_side_empty_and_the_timeline_says_why() {
    let two = pattern(TWO);
    everywhere("skipped", &two, &log(&two, &["escalate"], "end"), |scene| scene);
}

fn esc() -> fogline::workbench::keys::Chord {
    fogline::workbench::keys::chord::named(crossterm::event::KeyCode::Esc)
}
