//! The desk: what a person sees of two answers and their reviews, at every size, with and without colour, names and room.

use std::sync::Arc;

use crossterm::event::KeyCode;
use fogline::engine::event::{RunEvent, Stamped};
use fogline::workbench::keys::chord::{ctrl, key, named};
use fogline::workbench::scene::{Scene, recording};
use fogline::workbench::theme::{Depth, Theme};

use super::snapshots::{snapshot, theme};

fn theme_without_colour() -> Theme {
    theme("fog", Depth::None)
}

fn log() -> Vec<Arc<Stamped>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/recordings/clause.jsonl");
    recording(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn never(_: &Stamped) -> bool {
    false
}

fn after(width: u16, height: u16, log: &[Arc<Stamped>]) -> Scene {
    Scene::open(width, height).unwrap().choose("cross-check", "clause").unwrap().play(log, ctrl('r'), never)
}

/// The screen without its styles.
fn text(scene: &Scene, width: u16, height: u16) -> String {
    let buffer = scene.draw(width, height, &Theme::plain());
    let rows = buffer.content.chunks(usize::from(width));
    rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>() + "\n").collect()
}

#[test]
fn the_panes_of_cross_check() {
    let (log, theme) = (log(), theme("fog", Depth::True));
    for (width, height) in [(120, 40), (80, 24)] {
        let screen = after(width, height, &log).draw(width, height, &theme);
        snapshot(&format!("screen_cross_check_{width}x{height}"), &screen, &theme);
    }
}

#[test]
fn the_desk_after_a_run() {
    let (log, theme) = (log(), theme("fog", Depth::True));
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let screen = after(width, height, &log).press(ctrl('x')).draw(width, height, &theme);
        snapshot(&format!("screen_desk_{width}x{height}"), &screen, &theme);
    }
    let plain = theme_without_colour();
    let screen = after(120, 40, &log).press(ctrl('x')).press(key('c')).draw(120, 40, &plain);
    snapshot("screen_desk_no_color", &screen, &plain);
}

#[test]
fn the_reviews_have_the_room_where_it_is_short() {
    let (log, theme) = (log(), theme("fog", Depth::True));
    let scene = after(80, 24, &log).press(ctrl('x')).press(named(KeyCode::Tab));
    snapshot("screen_desk_reviews_80x24", &scene.draw(80, 24, &theme), &theme);
    let screen = text(&scene, 80, 24);
    for words in ["flipped, prefers whatever is shown first: a tie", "2 claims left out", "harsher by", "clear 8:6"] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    let back = text(&scene.press(named(KeyCode::Tab)), 80, 24);
    assert!(back.contains("1 Local answer") && !back.contains("Reviews"), "{back}");
}

#[test]
fn a_claim_is_shown_where_it_stands_in_both_answers() {
    let scene = after(120, 40, &log()).press(ctrl('x')).press(key('c'));
    let screen = text(&scene, 120, 40);
    assert_eq!(screen.matches("▸≠1").count(), 3, "in both answers and in the list:\n{screen}");
    let next = text(&scene.clone().press(key('c')), 120, 40);
    assert!(next.contains("▸+2"), "{next}");
    assert_eq!(text(&scene.press(key('c')).press(key('C')), 120, 40), screen);
}

#[test]
fn differences_are_gone_through_and_counted_to_the_end() {
    for (width, height, mark) in [(120, 40, "▸≠"), (80, 24, "1▸")] {
        let mut scene = after(width, height, &log()).press(ctrl('x'));
        let mut seen = Vec::new();
        loop {
            scene = scene.press(key('n'));
            let screen = text(&scene, width, height);
            if screen.contains("no difference below") {
                break;
            }
            let line = screen.lines().find(|line| line.contains(mark)).unwrap_or_else(|| panic!("{screen}")).to_owned();
            seen.push(line);
        }
        assert!(seen.len() >= 3, "{seen:#?}");
        assert!(seen[0].contains("Yes, Harrowgate"), "the first one begins with the first line: {seen:#?}");
        let back = text(&scene.press(key('N')), width, height);
        let before = &seen[seen.len() - 2];
        assert!(back.lines().any(|line| line == before), "{before}\n{back}");
    }
}

#[test]
fn with_names_hidden_nothing_on_the_desk_tells_them() {
    for (width, height) in [(120, 40), (80, 24)] {
        let scene = after(width, height, &log()).press(ctrl('x')).press(key('b'));
        if width == 120 {
            let theme = theme("fog", Depth::True);
            snapshot("screen_desk_blind_120x40", &scene.draw(width, height, &theme), &theme);
        }
        let screen = text(&scene, width, height);
        // The header names the models of the run, never which of them wrote what.
        let desk: String = screen.lines().skip(1).collect::<Vec<_>>().join("\n").to_lowercase();
        for name in ["local answer", "cloud answer", "gemma", "gpt", "preferred"] {
            assert!(!desk.contains(name), "{name}\n{screen}");
        }
        let leads_with_no = screen.find("No, Harrowgate").unwrap() < screen.find("Yes, Harrowgate").unwrap();
        let voted = text(&scene.press(key('1')), width, height);
        let chosen = if leads_with_no { "your choice is the cloud answer" } else { "your choice is the local answer" };
        assert!(voted.contains(chosen), "{voted}");
        assert!(voted.contains("★ your choice"), "{voted}");
    }
}

#[test]
fn a_vote_counts_only_where_names_are_hidden() {
    let voted = text(&after(120, 40, &log()).press(ctrl('x')).press(key('1')), 120, 40);
    assert!(voted.contains("b hides them"), "{voted}");
}

#[test]
fn before_both_answers_are_there_the_desk_says_so() {
    let log = log();
    let first =
        |stamped: &Stamped| matches!(&stamped.event, RunEvent::StageFinished { stage, .. } if stage == "local_answer");
    let scene = Scene::open(120, 40).unwrap().choose("cross-check", "clause").unwrap().play(&log, ctrl('r'), first);
    let screen = text(&scene.press(ctrl('x')), 120, 40);
    assert!(screen.contains("they are not there yet"), "{screen}");
    let idle = text(&Scene::open(120, 40).unwrap().press(ctrl('x')), 120, 40);
    assert!(idle.contains("run Cross-Check first"), "{idle}");
}

#[test]
fn reviews_come_in_while_the_desk_is_open() {
    let log = log();
    let is_review = |stamped: &&Arc<Stamped>| matches!(stamped.event, RunEvent::Review { .. });
    let until = log.iter().position(|stamped| is_review(&stamped)).unwrap();
    let run = log[0].run.clone();
    let mut scene = Scene::open(120, 40).unwrap().choose("cross-check", "clause").unwrap();
    scene = scene.play(&log[..until], ctrl('r'), never).press(ctrl('x'));
    assert!(text(&scene, 120, 40).contains("2 reviewers are not done"), "{}", text(&scene, 120, 40));
    assert!(!text(&scene, 120, 40).contains("prefers A"));
    for stamped in &log[until..] {
        scene = scene.then(fogline::workbench::app::Action::Engine(run.clone(), Arc::clone(stamped)));
        if matches!(stamped.event, RunEvent::Review { .. }) {
            break;
        }
    }
    let screen = text(&scene, 120, 40);
    assert!(screen.contains("prefers") && screen.contains("in the other order"), "{screen}");
}

/// The log with other answers; what is quoted of them lies anywhere then.
fn with_answers(local: &str, cloud: &str) -> Vec<Arc<Stamped>> {
    let swap = |stamped: &Arc<Stamped>| {
        let mut stamped = (**stamped).clone();
        if let RunEvent::StageFinished { stage, result } = &mut stamped.event {
            match stage.as_str() {
                "local_answer" => local.clone_into(&mut result.text),
                "cloud_answer" => result.restored = Some(cloud.to_owned()),
                _ => {}
            }
        }
        Arc::new(stamped)
    };
    log().iter().map(swap).collect()
}

#[test]
fn wide_characters_and_long_answers_stay_level() {
    let sentence =
        |n: usize, end: &str| format!("条項は書面による通知を求めている、と契約は言う。It says so {n} times {end}.");
    let local: Vec<String> = (0..400).map(|n| sentence(n, "today")).collect();
    let cloud: Vec<String> = (0..400).map(|n| sentence(n, if n % 50 == 7 { "tomorrow" } else { "today" })).collect();
    let log = with_answers(&local.join(" "), &cloud.join(" "));
    let theme = theme("fog", Depth::True);
    let scene = after(120, 40, &log).press(ctrl('x')).press(key('n')).press(key('n'));
    snapshot("screen_desk_wide_120x40", &scene.draw(120, 40, &theme), &theme);
    let screen = text(&scene, 120, 40);
    let level = screen.lines().find(|line| line.contains("57 times tomorrow")).unwrap();
    assert!(level.contains("57 times today"), "the second difference, level in both:\n{screen}");
    let end = text(&scene.press(named(KeyCode::End)), 120, 40);
    assert!(end.contains("399 times today"), "{end}");
}

#[test]
fn hostile_answers_do_no_harm() {
    for (local, cloud) in [("", "x"), ("\n\n\n", "…"), ("日", "\u{200d}\u{fe0f}e\u{301}"), ("- a\n- b", "a\tb")] {
        let log = with_answers(local, cloud);
        for (width, height) in [(120, 40), (80, 24), (40, 12), (40, 10)] {
            let scene = after(width, height, &log).press(ctrl('x'));
            for keys in ["n", "N", "c", "c", "b", "1", "b", "0"] {
                let scene = scene.clone().press(key(keys.chars().next().unwrap()));
                let _ = text(&scene.press(named(KeyCode::PageDown)).press(named(KeyCode::Tab)), width, height);
            }
        }
    }
}
