//! A plan that fills in, and the values the user is asked for.

use crossterm::event::KeyCode;
use serde_json::{Value, json};

use crate::engine::event::{Channel, RunEvent, RunId, Status};
use crate::engine::ground::{Computed, Filled, Slot, SlotKind, SlotSource};
use crate::pattern::{Pattern, Side, StageKind};
use crate::workbench::app::overlay::Overlay;
use crate::workbench::app::testing::*;
use crate::workbench::app::*;
use crate::workbench::keys::Context;
use crate::workbench::keys::chord::{ctrl, key, named};

fn planned() -> Pattern {
    let mut plan = stage("plan", "Plan", Side::Cloud, &[]);
    plan.reveals = vec!["question".to_owned()];
    let mut ground = stage("ground", "Checklist", Side::Local, &["plan"]);
    (ground.kind, ground.plan) = (StageKind::Ground, Some("plan".to_owned()));
    pattern("plan-then-ground", vec![plan, ground, stage("answer", "Answer", Side::Local, &["ground"])])
}

fn plan() -> Value {
    let slot = |name: &str, unit: &str, meaning: &str| json!({"slot": name, "type": "number", "unit": unit, "meaning": meaning});
    let step = |id: u32, operation: &str, output: &str| json!({"id": id, "operation": operation, "inputs": [], "output": output, "type": "number", "unit": "", "check": "result > 0"});
    json!({
        "goal": "What it uses.",
        "needs": [slot("runs", "", "how often [TERM_1] runs"), slot("energy", "kWh", "what a run uses")],
        "steps": [step(1, "runs * energy", "energy in all")],
        "if_missing": "ask",
    })
}

fn wanted(id: u64, why: &str) -> RunEvent {
    let slot =
        Slot { slot: "energy".into(), kind: SlotKind::Number, unit: "kWh".into(), meaning: "what a run uses".into() };
    RunEvent::InputWanted { stage: "ground".into(), id, prompt: why.into(), slot }
}

fn filled(slot: &str, shown: &str, source: SlotSource) -> RunEvent {
    let filled = Filled { slot: slot.into(), value: Some(json!(1)), shown: shown.into(), source, note: None };
    RunEvent::Slot { stage: "ground".into(), filled }
}

/// A run whose plan is there and whose grounding has begun.
fn grounding() -> (Model, RunId) {
    let mut model = model();
    model.pattern = std::sync::Arc::new(planned());
    let run = begin(&mut model, "a");
    let RunEvent::RunStarted { input, local, cloud, usd_per_million, policy, params, at, .. } = started() else {
        unreachable!()
    };
    let begun =
        RunEvent::RunStarted { pattern: Box::new(planned()), input, local, cloud, usd_per_million, policy, params, at };
    let mut result = result(Status::Done, 0.001);
    result.text = plan().to_string();
    result.restored = Some(plan().to_string().replace("[TERM_1]", "the dishwasher"));
    result.reply = Some(plan());
    let text = plan().to_string();
    let (head, tail) = text.split_at(text.find("\"steps\"").unwrap());
    let events = vec![
        begun,
        stage_started("plan", Side::Cloud),
        delta("plan", Channel::Answer, head),
        delta("plan", Channel::Answer, tail),
        RunEvent::StageFinished { stage: "plan".into(), result: Box::new(result) },
        stage_started("ground", Side::Local),
        delta("ground", Channel::Answer, "{\"runs\": 3}"),
        filled("runs", "3", SlotSource::Context),
    ];
    feed(&mut model, &run, events);
    (model, run)
}

fn body(model: &Model, stage: &str) -> String {
    model.run.panes.iter().find(|pane| pane.is_home_of(stage)).unwrap().body().to_owned()
}

fn write(model: &mut Model, text: &str) {
    for letter in text.chars() {
        assert_eq!(press(model, key(letter)), []);
    }
}

#[test]
fn the_plan_stands_without_values_on_the_cloud_side_and_fills_in_at_home() {
    let (mut model, run) = grounding();
    let cloud = body(&model, "plan");
    assert!(cloud.contains("runs: number\n  how often [TERM_1] runs") && cloud.contains("runs * energy"), "{cloud}");
    assert!(cloud.contains("A value nobody finds: ask"), "{cloud}");
    let home = body(&model, "ground");
    assert!(home.contains("✓ runs    3") && home.contains("· energy  what a run uses"), "{home}");
    assert!(home.contains("Values 1 of 2") && home.contains("Steps 0 of 1"), "{home}");
    assert!(!home.contains('{'), "what the model writes is JSON, and is not shown:\n{home}");

    feed(&mut model, &run, vec![wanted(4, "Step 1 needs it.")]);
    assert!(body(&model, "ground").contains("? energy  you are asked"));
    let computed = Computed { id: 1, value: Some(json!(3.6)), shown: "3.6".into(), check: Some(false), problem: None };
    feed(
        &mut model,
        &run,
        vec![filled("energy", "1.2 kWh", SlotSource::User), RunEvent::Step { stage: "ground".into(), computed }],
    );
    let home = body(&model, "ground");
    assert!(home.contains("✓ energy  1.2 kWh  given by you"), "{home}");
    assert!(home.contains("✗ 1 energy in all: 3.6  check does not hold: result > 0"), "{home}");
    for pane in model.run.panes.iter().filter(|pane| pane.side == Side::Cloud) {
        assert!(!pane.body().contains("1.2 kWh") && !pane.body().contains("the dishwasher"), "{}", pane.body());
    }
}

#[test]
fn a_plan_still_being_written_shows_what_is_complete() {
    let text = plan().to_string();
    let (slots, steps, whole) = checklist::slots_and_steps(text.get(..text.find("\"steps\"").unwrap()).unwrap());
    assert_eq!((slots.len(), steps.len(), whole), (2, 0, None));
    for (at, _) in text.char_indices() {
        let (slots, steps, _) = checklist::slots_and_steps(text.get(..at).unwrap());
        assert!(slots.len() <= 2 && steps.len() <= 1);
    }
}

#[test]
fn what_json_escapes_bring_in_is_cleaned_before_it_is_shown() {
    let text = plan().to_string().replace("how often", "\\u001b[2Jhow\\noften\\u0007");
    let list = checklist::of_plan(&text);
    assert!(!list.text.contains(['\u{1b}', '\u{7}']), "{:?}", list.text);
    assert_eq!(list.text.lines().filter(|line| line.starts_with("often")).count(), 0, "no line of its own");
    let whole: String = list.marks.iter().filter_map(|mark| list.text.get(mark.start..mark.end)).collect();
    assert!(whole.contains("Values it needs"), "marks stay where they belong");
}

#[test]
fn waiting_for_a_value_slows_no_counter_down() {
    let (mut model, run) = grounding();
    let rate = |model: &Model| {
        let stage = model.run.stage("ground").unwrap();
        (stage.asked_ms, stage.asked_late_ms, stage.ended_ms.unwrap() - stage.first_ms.unwrap())
    };
    let given = RunEvent::InputGiven { stage: "ground".into(), id: 4, text: "1.2".into() };
    feed(&mut model, &run, vec![wanted(4, "Step 1 needs it."), given, done("ground", 0.0)]);
    let (asked, late, since_first) = rate(&model);
    assert_eq!((asked, late), (100, 100), "it was asked after the model had begun to write");
    assert!(since_first > late);
}

#[test]
fn what_is_typed_outlives_events_and_enter_gives_it() {
    let (mut model, run) = grounding();
    feed(&mut model, &run, vec![wanted(4, "Step 1 needs it.")]);
    assert_eq!(model.context(), Context::Asked);
    write(&mut model, "1.");
    feed(&mut model, &run, vec![filled("runs", "3", SlotSource::Context), stage_started("answer", Side::Local)]);
    write(&mut model, "2 kWh");
    let answer = |text: &str| vec![Effect::Answer { run: RunId("a".into()), id: 4, text: text.into() }];
    assert_eq!(press(&mut model, named(KeyCode::Enter)), answer("1.2 kWh"));
    assert!(model.overlays.is_empty() && model.run.asked.is_empty());
    // Asked again because it could not be read: what was written is there to be mended.
    let given = RunEvent::InputGiven { stage: "ground".into(), id: 4, text: "1.2 kWh".into() };
    feed(&mut model, &run, vec![given, wanted(5, "That could not be read.")]);
    assert_eq!(model.run.asked[0].text(), "1.2 kWh");
}

#[test]
fn one_esc_asks_first_and_the_second_leaves_the_value_missing() {
    let (mut model, run) = grounding();
    feed(&mut model, &run, vec![wanted(4, "Step 1 needs it.")]);
    write(&mut model, "1");
    assert_eq!(press(&mut model, named(KeyCode::Esc)), []);
    assert!(model.run.asked[0].leaving);
    write(&mut model, "2");
    assert!(!model.run.asked[0].leaving, "typing on takes it back");
    press(&mut model, named(KeyCode::Esc));
    let empty = Effect::Answer { run: RunId("a".into()), id: 4, text: String::new() };
    assert_eq!(press(&mut model, named(KeyCode::Esc)), vec![empty]);
}

#[test]
fn looking_away_keeps_what_was_written() {
    let (mut model, run) = grounding();
    feed(&mut model, &run, vec![wanted(4, "Step 1 needs it.")]);
    write(&mut model, "1.2");
    press(&mut model, ctrl('l'));
    assert!(model.overlays.is_empty());
    assert!(model.status.as_ref().is_some_and(|status| status.text.contains("waits for a value")));
    press(&mut model, ctrl('l'));
    assert!(matches!(model.overlays.last(), Some(Overlay::Asked)));
    assert_eq!(model.run.asked[0].text(), "1.2");
    feed(&mut model, &run, vec![finished(Status::Cancelled)]);
    assert!(model.overlays.is_empty() && model.run.asked.is_empty(), "nobody waits any more");
}

#[test]
fn it_does_not_open_over_what_is_being_written() {
    let (mut model, run) = grounding();
    press(&mut model, key('x'));
    let effects = feed(&mut model, &run, vec![wanted(4, "Step 1 needs it.")]);
    assert!(model.overlays.is_empty() && effects.contains(&Effect::Bell));
    assert!(model.status.as_ref().is_some_and(|status| status.text.contains("waits for a value")));
    update(&mut model, Action::Paste("rows\nof text".into()));
    assert_eq!(model.run.asked[0].text(), "", "a paste goes where one is writing");
}
