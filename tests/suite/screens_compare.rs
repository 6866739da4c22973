//! The compare view and the list of patterns over the whole screen, styles included, with what is shipped.

use crossterm::event::KeyCode;
use fogline::compare::{Cell, Outcome, Progress};
use fogline::engine::event::{RunEvent, Status};
use fogline::engine::record::RunRecord;
use fogline::workbench::app::{Action, Sides};
use fogline::workbench::keys::chord::{ctrl, function, key, named};
use fogline::workbench::scene::Scene;

use super::screens::{SIZES, log};
use super::screens_signals::{at, text};

/// The view as it opens, with the models of a recording.
fn choosing((width, height): (u16, u16)) -> Scene {
    let log = log("dishwasher");
    let RunEvent::RunStarted { local, cloud, .. } = &log[0].event else { panic!("a run starts") };
    let sides = Sides { local: local.clone(), cloud: cloud.clone(), notes: Vec::new(), ways: Box::default() };
    Scene::open(width, height).unwrap().then(Action::ModelsChosen(Ok(sides))).press(function(9))
}

/// What a recorded run came to.
fn outcome(name: &str) -> Outcome {
    let record = RunRecord::replay(&log(name)).unwrap();
    Outcome::of(Cell { pattern: record.pattern.id.clone(), repeat: 1 }, &record).unwrap()
}

/// Two recorded runs ended, a third is under way.
fn under_way(size: (u16, u16)) -> Scene {
    let scene = choosing(size).press(key('r'));
    let ended =
        ["dishwasher", "dishwasher-plan"].map(|name| Action::Compared(Progress::Ended(Box::new(outcome(name)))));
    let began = Cell { pattern: "escalate-on-hard".to_owned(), repeat: 1 };
    ended.into_iter().fold(scene, Scene::then).then(Action::Compared(Progress::Began(began)))
}

/// The third failed, and the rest was stopped.
fn ended(size: (u16, u16)) -> Scene {
    let failed = Outcome {
        cell: Cell { pattern: "escalate-on-hard".to_owned(), repeat: 1 },
        status: Status::Failed,
        answer: String::new(),
        first_useful_ms: None,
        cost_usd: Some(0.0),
        verdict: None,
        error: Some("the local model does not answer at 127.0.0.1:11434: is Ollama running?".to_owned()),
        ..outcome("dishwasher")
    };
    let scene = under_way(size).then(Action::Compared(Progress::Ended(Box::new(failed)))).press(ctrl('c'));
    scene.then(Action::CompareEnded)
}

#[test]
fn that_the_next_request_is_held_stands_in_the_header_with_both_models() {
    for size in [SIZES[0], SIZES[1]] {
        let screen = text(&choosing(size).press(named(KeyCode::Esc)).press(ctrl('k')), size);
        let header = screen.lines().next().unwrap();
        for words in ["gemma4:e4b", "gpt-5.4", "both simulated", "holds the next"] {
            assert!(header.contains(words), "{words}: {header}");
        }
    }
}

#[test]
fn before_a_comparison() {
    at(&SIZES, "compare_choosing", |size| choosing(size).press(named(KeyCode::Down)).press(key(' ')).press(key('+')));
}

#[test]
fn while_patterns_are_compared() {
    at(&SIZES, "compare_on", under_way);
    let screen = text(&under_way(SIZES[0]), SIZES[0]);
    for words in ["2 of 7 runs done", "running", "waits", "simulated", "^C stop"] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
    let behind = text(&under_way(SIZES[0]).press(named(KeyCode::Esc)), SIZES[0]);
    assert!(behind.contains("F9 comparing …") && !behind.contains("^R run "), "it goes on behind the panes:\n{behind}");
}

#[test]
fn after_a_comparison() {
    let chosen = |size| ended(size).press(key('j')).press(key('j'));
    at(&SIZES, "compare_ended", chosen);
    let screen = text(&chosen(SIZES[1]), SIZES[1]);
    assert!(screen.contains("failed") && screen.contains("is Ollama running?"), "{screen}");
    assert!(screen.contains("w save") && !screen.contains("1 to"), "every row is in view:\n{screen}");
    let small = text(&chosen(SIZES[2]), SIZES[2]);
    assert!(small.contains("1 to 4 of 7"), "what is out of view is said:\n{small}");
    assert!(!screen.contains("waits"), "what was stopped waits for nothing:\n{screen}");
}

#[test]
fn the_shipped_patterns_to_choose_from() {
    at(&SIZES, "patterns", |(width, height)| Scene::open(width, height).unwrap().press(ctrl('p')));
    let asked = |(width, height)| {
        let scene = Scene::open(width, height).unwrap().press(ctrl('p')).press(named(KeyCode::Right));
        (0..4).fold(scene, |scene, _| scene.press(named(KeyCode::Down)))
    };
    at(&SIZES, "patterns_asked", asked);
    let screen = text(&asked(SIZES[0]), SIZES[0]);
    assert!(screen.contains("4 of 7 fit") && screen.contains("acts cloud-first"), "{screen}");
}
