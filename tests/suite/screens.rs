//! The whole screen, styles included, in every state of a recorded run and at every size the layout knows.

use std::sync::Arc;

use crossterm::event::KeyCode;
use fogline::engine::event::{Channel, RunEvent, Stamped};
use fogline::workbench::keys::chord::{ctrl, key, named};
use fogline::workbench::scene::{Scene, recording};
use fogline::workbench::theme::{Depth, Theme};
use fogline::workbench::view::svg::svg;

use super::snapshots::{snapshot, theme};

pub const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (40, 12)];

pub fn log(name: &str) -> Vec<Arc<Stamped>> {
    let path = format!("{}/assets/recordings/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    recording(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn never(_: &Stamped) -> bool {
    false
}

fn everywhere(name: &str, set: impl Fn(Scene) -> Scene) {
    let theme = theme("fog", Depth::True);
    for (width, height) in SIZES {
        let screen = set(Scene::open(width, height).unwrap()).draw(width, height, &theme);
        snapshot(&format!("screen_{name}_{width}x{height}"), &screen, &theme);
    }
}

fn text(scene: &Scene, width: u16, height: u16) -> String {
    let buffer = scene.draw(width, height, &Theme::plain());
    let rows = buffer.content.chunks(usize::from(width));
    rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>() + "\n").collect()
}

#[test]
fn before_a_run() {
    everywhere("before", |scene| scene);
}

#[test]
fn while_the_abstraction_streams() {
    let log = log("dishwasher");
    let half = |stamped: &Stamped| {
        matches!(&stamped.event, RunEvent::Delta { stage, channel: Channel::Preview, text, .. }
            if stage == "abstract" && text.contains("22:30"))
    };
    everywhere("abstracting", |scene| scene.play(&log, ctrl('r'), half));
}

#[test]
fn while_the_cloud_answers() {
    let log = log("dishwasher");
    let half = |stamped: &Stamped| {
        matches!(&stamped.event, RunEvent::Delta { stage, channel: Channel::Answer, text, .. }
            if stage == "solve" && text.contains("$0.264"))
    };
    everywhere("solving", |scene| scene.play(&log, ctrl('r'), half));
}

#[test]
fn after_a_run() {
    let log = log("dishwasher");
    everywhere("after", |scene| scene.play(&log, ctrl('r'), never));
}

#[test]
fn the_difference_of_raw_and_abstraction() {
    let log = log("dishwasher");
    everywhere("diff", |scene| scene.play(&log, ctrl('r'), never).press(ctrl('d')));
}

#[test]
fn a_request_held_for_a_person() {
    let log = log("dishwasher-held");
    everywhere("approval", |scene| scene.play(&log, ctrl('r'), never).press(ctrl('l')));
}

/// The scene with Plan-then-Ground chosen in the list of patterns.
fn planning(scene: Scene) -> Scene {
    "plan".chars().fold(scene.press(ctrl('p')), |scene, letter| scene.press(key(letter))).press(named(KeyCode::Enter))
}

#[test]
fn while_a_plan_arrives() {
    let log = log("dishwasher-plan");
    let pieces: Vec<u64> = {
        let piece = |stamped: &&Arc<Stamped>| matches!(&stamped.event, RunEvent::Delta { stage, channel: Channel::Answer, .. } if stage == "plan");
        log.iter().filter(piece).map(|stamped| stamped.seq).collect()
    };
    let half = |stamped: &Stamped| stamped.seq == pieces[pieces.len() * 2 / 3];
    everywhere("planning", |scene| planning(scene).play(&log, ctrl('r'), half));
}

#[test]
fn while_a_plan_fills_in() {
    let log = log("dishwasher-plan");
    let half = |stamped: &Stamped| matches!(&stamped.event, RunEvent::Slot { filled, .. } if filled.slot == "tariff");
    everywhere("grounding", |scene| planning(scene).play(&log, ctrl('r'), half).press(named(KeyCode::Tab)));
}

#[test]
fn after_a_plan_was_carried_out() {
    let log = log("dishwasher-plan");
    everywhere("grounded", |scene| planning(scene).play(&log, ctrl('r'), never));
    let pane = |scene: Scene| planning(scene).play(&log, ctrl('r'), never).press(named(KeyCode::Esc)).press(key('4'));
    everywhere("grounded_checklist", |scene| pane(scene).press(key('z')));
}

#[test]
fn a_value_asked_for() {
    let log = log("dishwasher-plan-asks");
    everywhere("asked", |scene| planning(scene).play(&log, ctrl('r'), never));
    let typed = |scene: Scene| "1.2".chars().fold(planning(scene).play(&log, ctrl('r'), never), |s, c| s.press(key(c)));
    everywhere("asked_leaving", |scene| typed(scene).press(named(KeyCode::Esc)));
}

#[test]
fn no_value_of_the_context_stands_on_the_cloud_side() {
    let log = log("dishwasher-plan");
    let scene = planning(Scene::open(120, 40).unwrap()).play(&log, ctrl('r'), never).press(named(KeyCode::Esc));
    for pane in ['2', '3'] {
        let screen = text(&scene.clone().press(key(pane)).press(key('z')), 120, 60);
        for value in ["90 min", "1.2 kWh", "22:30", "06:30", "$0.22", "dishwasher"] {
            assert!(!screen.contains(value), "pane {pane} shows {value}:\n{screen}");
        }
        assert!(screen.contains("[TERM_3]"), "the placeholder of the dishwasher:\n{screen}");
    }
}

#[test]
fn an_answer_cut_off() {
    let log = log("dishwasher-cut");
    everywhere("cut", |scene| scene.play(&log, ctrl('r'), never).press(named(KeyCode::Tab)));
    let scene = Scene::open(120, 40).unwrap().play(&log, ctrl('r'), never);
    let screen = text(&scene, 120, 40);
    assert!(screen.contains("load_A: start at 20:00"), "the partial answer is kept:\n{screen}");
    assert!(screen.contains("truncated") || screen.contains("interrupted"), "and called what it is:\n{screen}");
}

#[test]
fn the_same_recording_gives_the_same_screen() {
    let log = log("dishwasher");
    let draw = || Scene::open(120, 40).unwrap().play(&log, ctrl('r'), never).draw(120, 40, &theme("fog", Depth::True));
    assert_eq!(draw(), draw());
}

#[test]
fn the_readme_shows_what_the_program_shows() {
    let theme = Theme::fog(Depth::True);
    let screen = Scene::open(120, 40).unwrap().play(&log("dishwasher"), ctrl('r'), never).draw(120, 40, &theme);
    let title = "fogline: Sanitize-and-Solve on the dishwasher case, both models simulated";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/workbench.svg");
    let stored = std::fs::read_to_string(path).unwrap();
    assert!(stored == svg(&screen, &theme, title), "the picture is stale: run `cargo run --example picture`");
}

#[test]
fn the_keymap_page_is_the_command_table() {
    let stored = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/KEYS.md")).unwrap();
    assert!(stored == fogline::workbench::keys::docs::markdown(), "KEYS.md is stale: run `cargo run --example keys`");
}
