//! The whole screen of Escalate-on-Hard and Draft-then-Refine, styles included, from recorded runs.

use crossterm::event::KeyCode;
use fogline::engine::event::{RunEvent, Stamped};
use fogline::workbench::keys::chord::{ctrl, key, named};
use fogline::workbench::scene::Scene;
use fogline::workbench::theme::{Depth, Theme};

use super::screens::log;
use super::snapshots::{snapshot, theme};

const SIZES: [(u16, u16); 2] = [(120, 40), (80, 24)];

/// Plays the recording of a scenario.
fn played(scenario: &str, (width, height): (u16, u16), until: impl Fn(&Stamped) -> bool) -> Scene {
    Scene::on(scenario, width, height).unwrap().play(&log(scenario), ctrl('r'), until)
}

/// Draws a scene at each size and compares it with what was settled on.
pub fn at(sizes: &[(u16, u16)], name: &str, set: impl Fn((u16, u16)) -> Scene) {
    let theme = theme("fog", Depth::True);
    for &(width, height) in sizes {
        let screen = set((width, height)).draw(width, height, &theme);
        snapshot(&format!("screen_{name}_{width}x{height}"), &screen, &theme);
    }
}

fn everywhere(name: &str, set: impl Fn((u16, u16)) -> Scene) {
    at(&SIZES, name, set);
}

pub fn text(scene: &Scene, (width, height): (u16, u16)) -> String {
    let buffer = scene.draw(width, height, &Theme::plain());
    let rows = buffer.content.chunks(usize::from(width));
    rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>() + "\n").collect()
}

fn never(_: &Stamped) -> bool {
    false
}

#[test]
fn signals_fill_in_while_they_are_measured() {
    let disagreed = |stamped: &Stamped| matches!(&stamped.event, RunEvent::Signal { id, .. } if id == "disagreement");
    everywhere("escalate_measuring", |size| played("support-refund", size, disagreed));
    let screen = text(&played("support-refund", SIZES[0], disagreed), SIZES[0]);
    assert!(screen.contains("How hard ─ threshold 0.50") && screen.contains("0.86 ▲"), "{screen}");
    assert!(screen.contains("self_check   ──────┃────── …"), "what is not measured yet says so:\n{screen}");
}

#[test]
fn a_hard_question_went_to_the_cloud() {
    everywhere("escalate_hard", |size| played("support-refund", size, never));
    let screen = text(&played("support-refund", SIZES[0], never), SIZES[0]);
    assert!(screen.contains("hard: goes to the cloud") && screen.contains("Refund €25.20"), "{screen}");
}

#[test]
fn an_easy_question_stayed_home() {
    everywhere("escalate_easy", |size| played("support-return", size, never));
    for size in SIZES {
        let screen = text(&played("support-return", size, never), size);
        assert!(screen.contains("easy: stays home"), "{screen}");
        assert!(screen.contains("Yes, the customer can return it until"), "{screen}");
    }
}

#[test]
fn every_signal_has_its_detail_where_there_is_room() {
    let zoomed =
        |size| played("support-refund", size, never).press(named(KeyCode::Esc)).press(key('2')).press(key('z'));
    everywhere("escalate_zoom", zoomed);
    let screen = text(&zoomed(SIZES[0]), SIZES[0]);
    for detail in ["the rule does not hold", "0 of 3 samples say the same", "confidence 0.30: The answer leaves out"] {
        assert!(screen.contains(detail), "{detail}:\n{screen}");
    }
}

#[test]
fn the_draft_is_read_while_it_is_refined() {
    let refining = |stamped: &Stamped| matches!(&stamped.event, RunEvent::Delta { stage, text, .. } if stage == "refine" && text.contains("due"));
    everywhere("draft_refining", |size| played("letter", size, refining));
    let screen = text(&played("letter", SIZES[0], refining), SIZES[0]);
    assert!(screen.contains("I am writing to you because of invoice no.") && screen.contains("refining"), "{screen}");
}

#[test]
fn a_badge_says_that_the_refinement_is_ready() {
    everywhere("draft_ready", |size| played("letter", size, never));
    for size in SIZES {
        let screen = text(&played("letter", size, never), size);
        assert!(screen.contains("We can't pay it on that day"), "the draft stays:\n{screen}");
        assert!(screen.contains("refinement ready: 32 of 66 words changed"), "{screen}");
    }
}

#[test]
fn the_changes_are_decided_one_by_one() {
    let decided = |size| {
        let scene = played("letter", size, never).press(named(KeyCode::Esc)).press(key('m'));
        scene.press(key('a')).press(key('x')).press(key('n'))
    };
    everywhere("draft_changes", decided);
    let screen = text(&decided(SIZES[0]), SIZES[0]);
    assert!(screen.contains("1 accepted, 1 rejected, 7 open") || screen.contains("change 4 of 9"), "{screen}");
    assert!(screen.contains("What you get") && screen.contains("I am writing about invoice"), "{screen}");
}
