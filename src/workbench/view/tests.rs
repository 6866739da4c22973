//! The composed screen: what a user must be able to read, at every size, in every state.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::draw;
use crate::boundary::facts::compare;
use crate::boundary::finding::Policy;
use crate::boundary::restore::Note;
use crate::boundary::trust::Reach;
use crate::engine::event::{RunEvent, Status};
use crate::workbench::app::testing::*;
use crate::workbench::app::*;
use crate::workbench::keys::chord::{ctrl, key, named as named_key};
use crate::workbench::theme::{Depth, Theme};

fn lines(model: &mut Model, width: u16, height: u16) -> Vec<String> {
    update(model, Action::Resize { width, height });
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    draw(model, area, &mut buffer, &Theme::fog(Depth::None));
    (0..height)
        .map(|y| (0..width).filter_map(|x| buffer.cell((x, y))).map(ratatui::buffer::Cell::symbol).collect())
        .collect()
}

fn screen(model: &mut Model, width: u16, height: u16) -> String {
    lines(model, width, height).join("\n")
}

/// The workbench in each state a user meets.
fn states() -> Vec<(&'static str, Model)> {
    let fresh = model();
    let mut on = model();
    let run = begin(&mut on, "a");
    feed(&mut on, &run, opening());
    let mut held = on.clone();
    feed(&mut held, &run, vec![approval(7, "Maya sleeps")]);
    let mut editing = held.clone();
    press(&mut editing, key('e'));
    let mut ended = model();
    let run = begin(&mut ended, "a");
    feed(&mut ended, &run, whole());
    let mut compared = ended.clone();
    press(&mut compared, ctrl('d'));
    let mut failed = model();
    let run = begin(&mut failed, "a");
    let mut events = opening();
    events.extend([cut("abstract"), finished(Status::Truncated)]);
    feed(&mut failed, &run, events);
    let mut listed = model();
    press(&mut listed, ctrl('p'));
    let mut asked = model();
    press(&mut asked, ctrl('o'));
    let mut local = model();
    local.pattern = std::sync::Arc::new(local_only());
    local.run = Run::idle(&local.pattern);
    vec![
        ("fresh", fresh),
        ("on", on),
        ("held", held),
        ("editing", editing),
        ("ended", ended),
        ("compared", compared),
        ("failed", failed),
        ("listed", listed),
        ("asked", asked),
        ("local only", local),
    ]
}

#[test]
fn no_size_and_no_state_breaks_the_screen() {
    for (name, mut model) in states() {
        for width in [0, 1, 3, 39, 40, 41, 79, 80, 99, 100, 120, 240] {
            for height in [0, 1, 2, 9, 10, 12, 24, 29, 30, 40, 90] {
                let lines = lines(&mut model, width, height);
                assert_eq!(lines.len(), usize::from(height), "{name}");
            }
        }
    }
}

#[test]
fn what_is_simulated_is_said_at_every_usable_size_and_in_every_state() {
    for (name, mut model) in states() {
        for (width, height) in [(120, 40), (80, 24), (40, 12)] {
            assert!(lines(&mut model, width, height)[0].contains("simulated"), "{name} at {width}x{height}");
        }
    }
}

#[test]
fn the_four_panes_stand_where_the_line_puts_them() {
    let (_, mut model) = states().swap_remove(4);
    let shown = lines(&mut model, 120, 40);
    let column = |title: &str| {
        let line = shown.iter().find(|line| line.contains(title)).unwrap_or_else(|| panic!("no {title}"));
        line.find(title).map(|byte| line.get(..byte).unwrap().chars().count()).unwrap()
    };
    assert!(column("1 Raw prompt") < 55 && column("4 Reframed answer") < 55);
    assert!(column("2 Sanitized abstraction") > 55 && column("3 Cloud answer") > 55);
    let all = shown.join("\n");
    for said in
        ["as sent ─ simulated", "847 B", "0 leaks", "facts 1 kept 0 altered 1 dropped", "of cloud-only ~$0.0061"]
    {
        assert!(all.contains(said), "{said}\n{all}");
    }
    let roomy = screen(&mut model, 200, 60);
    assert!(roomy.contains("all the cloud sees ─ simulated"), "{roomy}");
}

#[test]
fn the_thinking_that_stayed_home_never_stands_beside_what_was_sent_unless_asked_for() {
    let (_, mut model) = states().swap_remove(4);
    assert!(!screen(&mut model, 120, 40).contains("thinking ~"));
    model.run.panes[1].unfolded = true;
    let screen = screen(&mut model, 120, 40);
    assert!(screen.contains("A person, a machine.") && screen.contains("tok, stayed home"), "{screen}");
}

#[test]
fn an_error_stands_in_its_pane_with_the_way_out() {
    let (_, mut model) = states().swap_remove(6);
    for (width, height) in [(120, 40), (80, 24)] {
        let screen = screen(&mut model, width, height);
        assert!(screen.contains("interrupted") && screen.contains("^R"), "{screen}");
        assert!(screen.contains("load_A"), "what had arrived stays: {screen}");
    }
}

#[test]
fn the_held_request_is_shown_word_for_word_with_where_it_goes() {
    let (_, mut model) = states().swap_remove(2);
    for (width, height) in [(120, 40), (80, 24)] {
        let screen = screen(&mut model, width, height);
        for said in
            ["[PERSON_1] sleeps", "http://127.0.0.1:9/v1/", "loopback", "Maya → [PERSON_1]", "s send masked", "b block"]
        {
            assert!(screen.contains(said), "{said}\n{screen}");
        }
    }
}

#[test]
fn allow_is_never_said_quietly() {
    let mut model = model();
    model.session.policy = Policy::Allow;
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        assert!(lines(&mut model, width, height)[0].contains("allow"), "{width}x{height}");
    }
}

#[test]
fn the_footer_shows_the_keys_that_work() {
    let mut model = model();
    assert!(lines(&mut model, 120, 40)[39].contains("^R run"));
    press(&mut model, crate::workbench::keys::chord::named(crossterm::event::KeyCode::Esc));
    let footer = lines(&mut model, 120, 40)[39].clone();
    assert!(!footer.contains("d diff") && footer.contains("p patterns") && footer.contains("? help"), "{footer}");
    let run = begin(&mut model, "a");
    assert!(lines(&mut model, 120, 40)[39].contains("Esc stop"));
    feed(&mut model, &run, whole());
    assert!(lines(&mut model, 120, 40)[39].contains("d diff"), "now there is something to compare");
}

#[test]
fn a_note_leaves_the_first_key_in_sight() {
    let mut model = model();
    update(&mut model, Action::Notice("Cloud is simulated, because ".repeat(4)));
    assert!(lines(&mut model, 80, 24)[23].starts_with(" ^R run   Cloud is"));
    update(&mut model, Action::Trouble("the draft was not saved ".repeat(4)));
    assert!(lines(&mut model, 80, 24)[23].starts_with(" ✗ the draft"), "trouble has the whole line");
}

#[test]
fn nothing_crosses_in_a_pattern_without_a_cloud() {
    let (_, mut model) = states().swap_remove(9);
    assert!(screen(&mut model, 120, 40).contains("nothing crosses the line"));
}

#[test]
fn the_same_log_draws_the_same_screen() {
    let (_, mut first) = states().swap_remove(4);
    let (_, mut second) = states().swap_remove(4);
    assert_eq!(screen(&mut first, 120, 40), screen(&mut second, 120, 40));
}

/// A run that ended with this added before its end.
fn ended_with(extra: Vec<crate::engine::event::RunEvent>) -> Model {
    let mut model = model();
    let run = begin(&mut model, "a");
    let mut events = whole();
    let end = events.pop();
    events.extend(extra);
    events.extend(end);
    feed(&mut model, &run, events);
    model
}

#[test]
fn a_check_that_does_not_hold_says_what_was_found_where_the_answer_is() {
    let check = |name: &str, detail: &str| crate::engine::event::RunEvent::Check {
        name: name.to_owned(),
        pass: false,
        detail: detail.to_owned(),
    };
    let mut one = ended_with(vec![check("start before 21:00", "00:00 is outside")]);
    for (width, height) in [(120, 40), (80, 24)] {
        let screen = screen(&mut one, width, height);
        assert!(screen.contains("✗ check failed: wanted start before 21:00: 00:00"), "{screen}");
    }
    let mut two =
        ended_with(vec![check("start before 21:00", "00:00 is outside"), check("22:30 crossed", "it did not")]);
    let screen = screen(&mut two, 120, 40);
    for said in
        ["✗ 2 checks failed:", "wanted start before 21:00: 00:00 is outside", "wanted 22:30 crossed: it did not"]
    {
        assert!(screen.contains(said), "{said}\n{screen}");
    }
}

#[test]
fn what_the_run_has_to_tell_about_the_input_stands_below_it() {
    let text = "term 1 of 3 is not protected: a term needs two letters or digits".to_owned();
    let mut model = ended_with(vec![crate::engine::event::RunEvent::Notice { text }]);
    let wide = screen(&mut model, 120, 40);
    assert!(wide.contains("! term 1 of 3 is not protected"), "{wide}");
    let narrow = screen(&mut model, 80, 24);
    assert!(narrow.contains("! 1 notice"), "where the prompt is one line, it says that there is one: {narrow}");
}

#[test]
fn a_pane_without_text_says_what_is_going_on() {
    use crate::engine::event::Channel;
    use crate::pattern::Side;
    let mut model = model();
    let run = begin(&mut model, "a");
    feed(&mut model, &run, vec![started()]);
    assert!(screen(&mut model, 120, 40).contains("the gate reads your input first"));
    feed(&mut model, &run, vec![stage_started("abstract", Side::Local)]);
    assert!(screen(&mut model, 120, 40).contains("waiting for the first token"));
    feed(&mut model, &run, vec![delta("abstract", Channel::Thinking, "Keep the times.")]);
    assert!(screen(&mut model, 120, 40).contains("thinking, nothing written yet"));
    feed(&mut model, &run, vec![delta("abstract", Channel::Answer, "{\"mapping\": {")]);
    let shown = screen(&mut model, 120, 40);
    assert!(shown.contains("writing; what may cross comes next") && !shown.contains("mapping"), "{shown}");
}

#[test]
fn the_cost_is_compared_with_the_cloud_alone_in_words_that_cannot_be_misread() {
    use crate::engine::event::RunEvent;
    for (run_usd, alone_usd, said) in [
        (0.0039, 0.0061, "saved ~36 % of cloud-only ~$0.0061"),
        (0.0032, 0.0017, "~88 % more than cloud-only ~$0.0017"),
        (0.006, 0.002, "~3.0 x cloud-only ~$0.0020"),
        (0.0, 0.002, "saved all of cloud-only ~$0.0020"),
        (0.002, 0.002, "as much as cloud-only ~$0.0020"),
    ] {
        let mut model = model();
        let run = begin(&mut model, "a");
        let mut events = whole();
        if let Some(RunEvent::RunFinished { cost_usd, cloud_only_usd, .. }) = events.last_mut() {
            (*cost_usd, *cloud_only_usd) = (Some(run_usd), Some(alone_usd));
        }
        feed(&mut model, &run, events);
        let screen = screen(&mut model, 120, 40);
        assert!(screen.contains(said), "{said}\n{screen}");
    }
}

#[test]
fn whether_it_was_sent_is_said_in_every_width_that_shows_the_pane() {
    for (state, said) in [(1, "not sent"), (4, "as sent")] {
        let (_, mut model) = states().swap_remove(state);
        model.look.focus = Focus::Pane(1);
        model.look.spotlight = None;
        for (width, height) in [(120, 40), (100, 30), (40, 12)] {
            let screen = screen(&mut model, width, height);
            let title = screen.lines().find(|line| line.contains("2 Sanit")).unwrap_or_default();
            assert!(title.contains(said) && title.contains("simulated"), "{width}x{height}: {title}");
        }
    }
}

#[test]
fn an_answer_put_back_into_the_users_words_is_as_simulated_as_the_cloud_it_came_from() {
    let mut model = model();
    let run = begin(&mut model, "a");
    feed(&mut model, &run, whole());
    model.run.panes.push(pane::restored_pane("solve"));
    let place = model.run.panes.len() - 1;
    model.look.focus = Focus::Pane(place);
    model.look.spotlight = None;
    let shown = screen(&mut model, 80, 24);
    let title = shown.lines().find(|line| line.contains("your words put back")).unwrap();
    assert!(title.contains("simulated"), "{shown}");
}

#[test]
fn a_placeholder_nobody_made_is_named_in_the_pane_of_the_answer_and_among_the_totals() {
    let mut model = model();
    let run = begin(&mut model, "a");
    let mut events = whole();
    for event in &mut events {
        if let RunEvent::StageFinished { stage, result } = event
            && stage == "solve"
        {
            result.notes = vec![
                Note::Unknown { text: "[PERSON_7]".to_owned() },
                Note::Lenient { placeholder: "[PERSON_1]".to_owned() },
                Note::Unknown { text: "[PERSON_7]".to_owned() },
            ];
        }
    }
    feed(&mut model, &run, events);
    for (width, height) in [(120, 40), (80, 24)] {
        let lines = lines(&mut model, width, height);
        let named = lines.iter().filter(|line| line.contains("! unknown placeholder [PERSON_7]")).count();
        assert!(named >= 2, "in the pane and in the totals: {named}\n{}", lines.join("\n"));
    }
    press(&mut model, named_key(crossterm::event::KeyCode::Esc));
    press(&mut model, key('3'));
    press(&mut model, key('z'));
    let screen = screen(&mut model, 120, 40);
    assert!(screen.contains("the model made it up; bent placeholder"), "{screen}");
}

#[test]
fn where_the_raw_prompt_goes_is_said_in_its_title() {
    for (reach, says) in [
        (Reach::Loopback, "stays home"),
        (Reach::Lan, "stays on your network"),
        (Reach::Internet, "goes to 203.0.113.7:9 (internet)"),
    ] {
        let mut model = model();
        let mut sides = sides();
        (sides.local.reach, sides.local.place) = (Some(reach), "203.0.113.7:9".to_owned());
        update(&mut model, Action::ModelsChosen(Ok(sides)));
        for (width, height) in [(120, 40), (80, 24)] {
            let screen = screen(&mut model, width, height);
            assert!(screen.contains(says), "{reach:?} at {width}: {screen}");
            assert_eq!(screen.contains("stays home"), reach == Reach::Loopback);
        }
    }
}

#[test]
fn an_altered_fact_is_named_beside_what_crossed_and_marked_in_the_diff() {
    let mut model = model();
    let run = begin(&mut model, "a");
    let mut events = whole();
    let context = scenario().context;
    for event in &mut events {
        if let RunEvent::Facts { facts, .. } = event {
            *facts = compare("", &format!("{context}not after 23:30"), &PROBLEM.replace("18:30", "17:30"));
        }
    }
    feed(&mut model, &run, events);
    let named = "crossed altered: ";
    for (width, height) in [(120, 40), (80, 24)] {
        update(&mut model, Action::Resize { width, height });
        press(&mut model, named_key(crossterm::event::KeyCode::Esc));
        press(&mut model, key('2'));
        let screen = screen(&mut model, width, height);
        assert!(screen.contains(named) && screen.contains("18:30 → 17:30 (context line 1)"), "{screen}");
    }
    press(&mut model, key('z'));
    let zoomed = screen(&mut model, 120, 40);
    assert!(zoomed.contains("(context line 1:7)"), "{zoomed}");
    press(&mut model, key('z'));
    press(&mut model, key('d'));
    let diff = screen(&mut model, 120, 40);
    assert!(diff.contains("! altered 18:30 → 17:30"), "{diff}");
}

#[test]
fn no_more_is_said_of_what_crossed_than_is_known() {
    let badge = |terms: &[&str], groups: usize, masked: usize| {
        let mut model = model();
        model.pattern = std::sync::Arc::new(cloud_only());
        model.run = Run::idle(&model.pattern);
        let run = begin(&mut model, "a");
        let RunEvent::RunStarted { local, cloud, usd_per_million, policy, params, at, input, .. } = started() else {
            panic!("a run begins")
        };
        let terms = terms.iter().map(|term| (*term).to_owned()).collect();
        let input = crate::engine::event::Input { terms, ..input };
        let pattern = Box::new(cloud_only());
        let began = RunEvent::RunStarted { pattern, input, local, cloud, usd_per_million, policy, params, at };
        feed(&mut model, &run, vec![began, stage_started("reply", crate::pattern::Side::Cloud)]);
        model.run.panes[1].decided = Some(crate::workbench::app::pane::Decided { masked });
        let group = crate::boundary::group::Group {
            kinds: vec!["ROUTINE".to_owned()],
            findings: Vec::new(),
            field: "/input/0/content".to_owned(),
            spans: Vec::new(),
            facts: Vec::new(),
            why: String::new(),
        };
        let gate = RunEvent::Gate {
            stage: "reply".to_owned(),
            verdict: crate::boundary::finding::Verdict::Approved,
            findings: Vec::new(),
            groups: vec![group; groups],
            reason: None,
        };
        feed(&mut model, &run, vec![gate, sent("reply", crate::pattern::Side::Cloud), done("reply", 0.001)]);
        screen(&mut model, 120, 40)
    };
    let known = badge(&["Maya"], 0, 0);
    assert!(known.contains("✓ 0 leaks") && !known.contains("nothing found"), "{known}");
    let detectors = badge(&[], 0, 0);
    assert!(detectors.contains("✓ nothing found") && !detectors.contains("0 leaks"), "{detectors}");
    let grouped = badge(&[], 2, 0);
    assert!(grouped.contains("✓ nothing found") && grouped.contains("! 2 groups of facts"), "{grouped}");
    let masked = badge(&[], 0, 34);
    assert!(masked.contains("✓ 34 masked") && !masked.contains("nothing found"), "{masked}");
}

#[test]
fn nothing_is_called_clean_that_the_gate_has_not_looked_at() {
    let mut model = model();
    let run = begin(&mut model, "a");
    feed(&mut model, &run, opening());
    feed(&mut model, &run, vec![approval(7, "Maya sleeps")]);
    for chord in [key('e'), key('X'), named_key(crossterm::event::KeyCode::Esc)] {
        press(&mut model, chord);
    }
    for (width, height) in [(120, 40), (80, 24)] {
        let screen = screen(&mut model, width, height);
        assert!(screen.contains("! edited: the gate has not looked at it yet"), "{screen}");
        assert!(!screen.contains("nothing private found"), "{screen}");
    }
}
