//! Holding, looking at, editing and deciding on cloud requests.

use crossterm::event::KeyCode;

use crate::boundary::finding::{Class, Finding, Policy};
use crate::engine::event::{Decision, Field, RunEvent, RunId};
use crate::workbench::app::approval::Held;
use crate::workbench::app::overlay::Overlay;
use crate::workbench::app::testing::*;
use crate::workbench::app::*;
use crate::workbench::keys::Context;
use crate::workbench::keys::chord::{ctrl, function, key, named};

/// A workbench whose run holds a request that says `text`.
fn asked(text: &str) -> (Model, RunId) {
    let mut model = model();
    let run = begin(&mut model, "a");
    let mut events = opening();
    events.push(approval(7, text));
    feed(&mut model, &run, events);
    (model, run)
}

fn decided(run: &RunId, decision: Decision) -> Vec<Effect> {
    vec![Effect::Decide { run: run.clone(), id: 7, decision }]
}

fn masked() -> Decision {
    let field = |pointer: &str, text: &str| Field { pointer: pointer.to_owned(), text: text.to_owned() };
    let fields = vec![field("/instructions", "Solve."), field("/input/0/content", "[PERSON_1] sleeps")];
    Decision::MaskSome { findings: vec![0], fields }
}

#[test]
fn a_request_is_sent_masked_or_blocked_with_one_key() {
    for (letter, decision) in [('s', masked()), ('m', masked()), ('b', Decision::Block)] {
        let (mut model, run) = asked("Maya sleeps");
        assert_eq!(model.context(), Context::Approval);
        assert_eq!(press(&mut model, key(letter)), decided(&run, decision));
        assert!(model.overlays.is_empty(), "nothing is asked twice");
    }
}

#[test]
fn a_private_value_passes_only_where_its_kind_is_typed() {
    let (mut model, run) = asked("Maya sleeps");
    assert_eq!(model.run.held[0].marked.text.text().matches("[PERSON_1] sleeps").count(), 1, "shown as it would go");
    press(&mut model, key(' '));
    assert!(model.run.held[0].marked.text.text().contains("Maya sleeps"));
    assert_eq!(press(&mut model, key('s')), []);
    assert_eq!(model.context(), Context::ApprovalWord);
    // Keys that decide elsewhere are letters here, and a wrong word sends nothing.
    for letter in "sb".chars() {
        assert_eq!(press(&mut model, key(letter)), []);
    }
    assert_eq!(press(&mut model, named(KeyCode::Enter)), []);
    assert!(model.status.as_ref().unwrap().text.contains("not PERSON"));
    press(&mut model, named(KeyCode::Esc));
    assert_eq!(model.context(), Context::Approval, "Esc takes back the question, not the request");
    press(&mut model, key('s'));
    update(&mut model, Action::Paste("PERSON".to_owned()));
    assert_eq!(press(&mut model, named(KeyCode::Enter)), [], "a paste is not typing");
    for letter in "person".chars() {
        press(&mut model, key(letter));
    }
    assert_eq!(press(&mut model, named(KeyCode::Enter)), decided(&run, Decision::Send));
}

#[test]
fn what_was_let_pass_can_be_masked_again() {
    let (mut model, run) = asked("Maya sleeps");
    press(&mut model, key(' '));
    press(&mut model, key(' '));
    assert_eq!(press(&mut model, key('s')), decided(&run, masked()));
}

#[test]
fn an_identifier_let_pass_takes_one_key_more_and_a_secret_outside_the_text_a_word() {
    let (mut model, run) = asked("Maya sleeps");
    let held = model.run.held[0].clone();
    let mut approval = held.approval.clone();
    approval.findings[0].class = Class::Identifier;
    model.run.held = vec![Held::new("solve", &approval)];
    press(&mut model, key(' '));
    assert_eq!(press(&mut model, key('s')), decided(&run, Decision::Send));

    let (mut model, _) = asked("Maya sleeps");
    let mut approval = held.approval;
    approval.findings[0] = Finding {
        class: Class::Secret,
        kind: "TOKEN".to_owned(),
        field: "header:x-note".to_owned(),
        placeholder: None,
        bare: None,
        detected: false,
        ..approval.findings[0].clone()
    };
    model.run.held = vec![Held::new("solve", &approval)];
    press(&mut model, key(' '));
    assert!(model.status.as_ref().unwrap().text.contains("cannot be masked"));
    assert_eq!(press(&mut model, key('m')), []);
    assert_eq!(press(&mut model, key('s')), []);
    assert_eq!((model.context(), model.run.held[0].word()), (Context::ApprovalWord, "TOKEN"));
}

#[test]
fn what_only_a_detector_found_in_the_input_passes_without_a_word() {
    let (mut model, run) = asked("Maya sleeps");
    let mut approval = model.run.held[0].approval.clone();
    approval.findings[0].detected = true;
    model.run.held = vec![Held::new("solve", &approval)];
    press(&mut model, key(' '));
    assert_eq!(press(&mut model, key('s')), decided(&run, Decision::Send));
}

#[test]
fn the_editor_opens_at_the_finding() {
    let (mut model, _) = asked("Maya sleeps");
    model.run.held[0].approval.findings[0].start = 5;
    press(&mut model, key('e'));
    assert_eq!(model.run.held[0].writing.as_ref().unwrap().cursor(), (0, 5));
}

#[test]
fn looking_away_decides_nothing_and_the_request_can_be_found_again() {
    let (mut model, _) = asked("Maya sleeps");
    assert_eq!(press(&mut model, named(KeyCode::Esc)), []);
    assert!(model.overlays.is_empty() && model.run.held.len() == 1);
    assert!(model.status.as_ref().unwrap().text.contains("^L"));
    press(&mut model, ctrl('l'));
    assert_eq!(model.context(), Context::Approval);
}

#[test]
fn an_edit_goes_to_the_gate_as_the_changed_fields_only() {
    let (mut model, run) = asked("Maya sleeps");
    press(&mut model, key('e'));
    assert_eq!(model.context(), Context::ApprovalEdit);
    for _ in 0..4 {
        press(&mut model, named(KeyCode::Delete));
    }
    press(&mut model, key('s'));
    assert_eq!(model.run.held.len(), 1, "letters are text while a field is written");
    update(&mut model, Action::Paste("he\nand".to_owned()));
    let effects = press(&mut model, ctrl('s'));
    let [Effect::Decide { id: 7, decision: Decision::Edit { fields }, .. }] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(fields.len(), 1);
    assert_eq!((fields[0].pointer.as_str(), fields[0].text.as_str()), ("/input/0/content", "she\nand sleeps"));
    feed(&mut model, &run, vec![approval(8, "she\nand sleeps")]);
    assert_eq!(model.run.held[0].id(), 8, "what comes back from the gate is asked anew");
    assert_eq!(model.context(), Context::Approval);
}

#[test]
fn an_edit_that_was_closed_is_kept_and_never_sent_unseen_by_the_gate() {
    let (mut model, _) = asked("Maya sleeps");
    press(&mut model, key('e'));
    press(&mut model, key('X'));
    press(&mut model, named(KeyCode::Esc));
    assert_eq!(model.context(), Context::Approval);
    assert!(model.run.held[0].is_edited());
    assert!(model.run.held[0].found.is_empty(), "old offsets mark nothing in a new text");
    assert!(model.run.held[0].marked.text.text().contains("XMaya"), "and mask nothing in it");
    let effects = press(&mut model, key('m'));
    assert!(matches!(effects.as_slice(), [Effect::Decide { decision: Decision::Edit { .. }, .. }]), "{effects:?}");
}

/// An approval with findings of one-word values at these places of the prompt.
fn with(id: u64, text: &str, values: &[(&str, &str)]) -> RunEvent {
    let RunEvent::ApprovalWanted { stage, mut approval } = approval(id, text) else { panic!("an approval") };
    let first = approval.findings.remove(0);
    for (kind, value) in values {
        for (start, _) in text.match_indices(value) {
            approval.findings.push(Finding {
                class: Class::Identifier,
                kind: (*kind).to_owned(),
                placeholder: Some(format!("[{kind}_{}]", value.to_uppercase())),
                start,
                end: start + value.len(),
                ..first.clone()
            });
        }
    }
    RunEvent::ApprovalWanted { stage, approval }
}

#[test]
fn what_was_let_pass_still_passes_after_an_edit_that_left_it_alone() {
    let values = [("PERSON", "Maya"), ("PERSON", "Mark"), ("PLACE", "Leeds")];
    let (mut model, run) = asked("x");
    model.run.held.clear();
    feed(&mut model, &run, vec![with(7, "Maya and Mark of Leeds", &values)]);
    for _ in 0..3 {
        press(&mut model, key(' '));
        press(&mut model, key('n'));
    }
    press(&mut model, key('e'));
    update(&mut model, Action::Paste("So: Mark, ".to_owned()));
    let effects = press(&mut model, ctrl('s'));
    assert!(matches!(effects.as_slice(), [Effect::Decide { decision: Decision::Edit { .. }, .. }]), "{effects:?}");
    feed(&mut model, &run, vec![with(8, "So: Mark, Maya and Mark", &values)]);
    let found = &model.run.held[0].found;
    let fates: Vec<_> = found.iter().map(|found| (found.value.as_deref().unwrap(), found.masked)).collect();
    assert_eq!(fates, [("Maya", false), ("Mark", true)], "Mark stands at a place nobody has seen");
    let told = &model.status.as_ref().unwrap().text;
    assert!(told.contains("1 value you let pass still passes") && told.contains("masked again: Mark"), "{told}");
    assert!(!told.contains("Leeds"), "what is gone is no question any more");
    // Another request of the stage is decided on its own.
    press(&mut model, key('b'));
    feed(&mut model, &run, vec![with(9, "Maya", &values)]);
    assert!(model.run.held[0].found[0].masked);
}

#[test]
fn a_group_is_a_row_of_the_list_until_too_few_of_its_facts_are_left() {
    let text = "Born 1970-02-01, lives in 10115.";
    let values = [("BIRTHDATE", "1970-02-01"), ("POSTCODE", "10115")];
    let (mut model, run) = asked("x");
    model.run.held.clear();
    let RunEvent::ApprovalWanted { stage, mut approval } = with(7, text, &values) else { panic!("an approval") };
    let groups = crate::boundary::group::groups(text, &approval.findings);
    approval.groups = groups.into_iter().map(|group| group.within("/input/0/content", 0)).collect();
    feed(&mut model, &run, vec![RunEvent::ApprovalWanted { stage, approval }]);
    let shown = |model: &Model| {
        let held = &model.run.held[0];
        let text = held.marked.text.text();
        let chosen: Vec<String> =
            held.chosen.iter().map(|(from, to)| text.get(*from..*to).unwrap().to_owned()).collect();
        (held.together.len(), held.rows(), chosen)
    };
    assert_eq!(shown(&model).0, 0, "with all of it masked nothing points at anybody");
    press(&mut model, key(' '));
    press(&mut model, key('n'));
    press(&mut model, key(' '));
    assert_eq!(shown(&model).0, 1, "both facts go as written");
    press(&mut model, named(KeyCode::Home));
    assert_eq!(shown(&model), (1, 3, vec!["1970-02-01".to_owned(), "10115".to_owned()]));
    press(&mut model, key(' '));
    assert!(model.status.as_ref().unwrap().text.contains("one row each"));
    press(&mut model, named(KeyCode::End));
    press(&mut model, key(' '));
    assert_eq!(shown(&model), (0, 2, vec!["[POSTCODE_10115]".to_owned()]), "the cursor stays on its value");
}

#[test]
fn a_list_of_thousands_is_paged_and_costs_no_key_more_than_a_moment() {
    let names: Vec<String> = (0..3000).map(|at| format!("Nö{at:04}")).collect();
    let text = names.join(" ");
    let (mut model, run) = asked("x");
    model.run.held.clear();
    let RunEvent::ApprovalWanted { stage, mut approval } = with(7, &text, &[]) else { panic!("an approval") };
    approval.findings = (0..3000)
        .map(|at| Finding {
            class: Class::Identifier,
            kind: "PERSON".to_owned(),
            detector: "names".to_owned(),
            reason: "a name".to_owned(),
            field: "/input/0/content".to_owned(),
            start: at * 7,
            end: at * 7 + 6,
            placeholder: Some(format!("[PERSON_{}]", at + 1)),
            bare: None,
            detected: false,
        })
        .collect();
    feed(&mut model, &run, vec![RunEvent::ApprovalWanted { stage, approval }]);
    let began = std::time::Instant::now();
    press(&mut model, key(' '));
    press(&mut model, key('n'));
    let keys = began.elapsed();
    assert!(keys < std::time::Duration::from_millis(700), "two keys took {keys:?} unoptimised");
    press(&mut model, named(KeyCode::PageDown));
    let page = model.run.held[0].row;
    assert!((5..100).contains(&page), "{page}");
    press(&mut model, named(KeyCode::End));
    assert_eq!(model.run.held[0].row, 2999);
    let top = model.run.held[0].scroll.offset();
    assert!(top > 0, "the text follows");
    press(&mut model, named(KeyCode::PageUp));
    press(&mut model, named(KeyCode::Home));
    assert_eq!(model.run.held[0].row, 0);
    assert!(model.run.held[0].marked.text.text().contains("Nö0000 [PERSON_2]"));
}

#[test]
fn the_first_line_of_the_request_and_the_bound_on_its_answer_are_shown() {
    let (mut model, run) = asked("x");
    model.run.held.clear();
    let RunEvent::ApprovalWanted { stage, mut approval } = with(7, "x", &[]) else { panic!("an approval") };
    approval.body = r#"{"model":"m","max_output_tokens":1200}"#.to_owned();
    feed(&mut model, &run, vec![RunEvent::ApprovalWanted { stage, approval }]);
    let held = &model.run.held[0];
    assert_eq!(held.max_output_tokens, Some(1200));
    let rest = held.marked.text.text().split("── the rest of the request ──\n").nth(1).unwrap();
    assert!(rest.starts_with("POST http://127.0.0.1:9/v1/responses\n"), "{rest}");
}

#[test]
fn the_other_field_can_be_edited_too() {
    let (mut model, _) = asked("Maya sleeps");
    assert_eq!(model.run.held[0].field_name(), "prompt");
    press(&mut model, named(KeyCode::Tab));
    assert_eq!(model.run.held[0].field_name(), "instructions");
}

#[test]
fn a_request_never_takes_the_keys_from_somebody_who_types() {
    let mut model = model();
    let run = begin(&mut model, "a");
    feed(&mut model, &run, opening());
    press(&mut model, key('x'));
    let effects = feed(&mut model, &run, vec![approval(7, "Maya")]);
    assert_eq!(effects, [Effect::Bell]);
    assert_eq!(model.context(), Context::Editor);
    assert_eq!(press(&mut model, key('s')), [Effect::DraftChanged], "typed, not sent");
    press(&mut model, ctrl('l'));
    assert_eq!(model.context(), Context::Approval);
}

#[test]
fn what_the_gate_decided_otherwise_closes_the_view() {
    let (mut model, run) = asked("Maya");
    let decision = RunEvent::ApprovalDecided { stage: "solve".to_owned(), id: 7, decision: Decision::Block };
    feed(&mut model, &run, vec![decision]);
    assert!(model.overlays.is_empty() && model.run.held.is_empty());
}

#[test]
fn stopping_the_run_closes_the_view() {
    let (mut model, run) = asked("Maya");
    assert_eq!(press(&mut model, ctrl('c')), [Effect::Cancel(run)]);
    assert!(!matches!(model.overlays.last(), Some(Overlay::Approval)));
}

#[test]
fn the_next_request_is_held_before_and_during_a_run() {
    let mut model = model();
    press(&mut model, ctrl('k'));
    let effects = press(&mut model, ctrl('r'));
    let [Effect::StartRun(spec)] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(spec.hold && model.run.hold_next);
    let run = RunId("a".to_owned());
    update(&mut model, Action::RunStarted(run.clone()));
    let mut events = opening();
    events.push(approval(7, "load_A"));
    feed(&mut model, &run, events);
    assert!(!model.run.hold_next, "held once");
    press(&mut model, key('s'));
    assert_eq!(press(&mut model, ctrl('k')), [Effect::HoldNext { run: run.clone(), held: true }]);
    assert_eq!(press(&mut model, ctrl('k')), [Effect::HoldNext { run, held: false }]);
}

#[test]
fn allow_cannot_be_reached_by_a_key() {
    let mut model = model();
    let mut seen = Vec::new();
    for _ in 0..4 {
        press(&mut model, function(4));
        seen.push(model.session.policy);
    }
    assert_eq!(seen, [Policy::Mask, Policy::Block, Policy::Ask, Policy::Mask]);
    model.session.policy = Policy::Allow;
    press(&mut model, function(4));
    assert_eq!(model.session.policy, Policy::Ask);
}
