//! A draft that is being refined: what is said, what stays, and what a person makes of it.

use std::sync::Arc;

use crossterm::event::KeyCode;

use crate::engine::event::{Channel, RunEvent, Status};
use crate::pattern::{Pattern, Side};
use crate::workbench::app::hunks::Choice;
use crate::workbench::app::overlay::{Overlay, Question};
use crate::workbench::app::testing::*;
use crate::workbench::app::*;
use crate::workbench::keys::Context;
use crate::workbench::keys::chord::{ctrl, key, named};

const DRAFT: &str = "Dear Ms Lindqvist,\n\nI need two more weeks. Can we pay on 11 December?\n";
const REFINED: &str = "Dear Ms Lindqvist,\n\nI ask for two more weeks. May we pay on 11 December?\n";

fn draft_then_refine() -> Pattern {
    let draft = stage("draft", "Draft", Side::Local, &[]);
    let mut refine = stage("refine", "Refinement", Side::Cloud, &["draft"]);
    refine.background = true;
    refine.reveals = vec!["question".to_owned()];
    Pattern {
        answer: vec!["refine".to_owned(), "draft".to_owned()],
        first_answer: Some("draft".to_owned()),
        ..pattern("draft-then-refine", vec![draft, refine])
    }
}

fn ended(stage: &str, text: &str) -> RunEvent {
    let result = crate::engine::event::StageResult { text: text.to_owned(), ..result(Status::Done, 0.002) };
    RunEvent::StageFinished { stage: stage.to_owned(), result: Box::new(result) }
}

/// A draft that is there, and its refinement under way.
fn refining() -> (Model, crate::engine::event::RunId) {
    let mut model = model();
    model.pattern = Arc::new(draft_then_refine());
    model.run = Run::idle(&model.pattern);
    let run = begin(&mut model, "a");
    let RunEvent::RunStarted { input, local, cloud, usd_per_million, policy, params, at, .. } = started() else {
        panic!("a run starts")
    };
    let pattern = Box::new(draft_then_refine());
    let begun = RunEvent::RunStarted { pattern, input, local, cloud, usd_per_million, policy, params, at };
    let events = vec![
        begun,
        stage_started("draft", Side::Local),
        delta("draft", Channel::Answer, DRAFT),
        ended("draft", DRAFT),
        stage_started("refine", Side::Cloud),
        sent("refine", Side::Cloud),
        delta("refine", Channel::Answer, "Dear"),
    ];
    feed(&mut model, &run, events);
    (model, run)
}

fn refined(text: &str) -> (Model, crate::engine::event::RunId) {
    let (mut model, run) = refining();
    feed(&mut model, &run, vec![ended("refine", text), finished(Status::Done)]);
    (model, run)
}

fn shown(model: &Model) -> &str {
    model.run.panes[1].body()
}

#[test]
fn what_is_read_stays_when_the_refinement_comes() {
    let (mut model, run) = refining();
    assert_eq!(model.look.spotlight, Some(1), "the draft is looked at, not what runs behind it");
    let panes = model.run.panes.len();
    feed(&mut model, &run, vec![delta("refine", Channel::Restored, "Dear Ms Lindqvist")]);
    assert_eq!(model.run.panes.len(), panes, "no pane pushes the draft aside");
    feed(&mut model, &run, vec![ended("refine", REFINED), finished(Status::Done)]);
    assert_eq!((shown(&model), model.look.spotlight), (DRAFT, Some(1)));
    let said = &model.status.as_ref().unwrap().text;
    assert!(said.starts_with("the refinement is ready: 3 of 14 words changed"), "{said}");
    assert_eq!(model.run.panes[1].title, "Draft");
}

#[test]
fn changes_are_accepted_and_rejected_one_by_one() {
    let (mut model, _) = refined(REFINED);
    press(&mut model, named(KeyCode::Esc));
    press(&mut model, key('m'));
    assert_eq!(model.context(), Context::Hunks);
    let offer = model.run.offer.as_ref().unwrap();
    assert!(
        offer.marked.text().contains("I ‹need → ask for› two more weeks. ‹Can → May› we pay"),
        "{}",
        offer.marked.text()
    );

    press(&mut model, key('x'));
    press(&mut model, key('a'));
    let offer = model.run.offer.as_ref().unwrap();
    assert_eq!(offer.choices, [Choice::Rejected, Choice::Accepted]);
    assert!(offer.marked.text().contains("I ‹✗ need› two more weeks. ‹✓ May› we pay"), "{}", offer.marked.text());
    assert_eq!(shown(&model), DRAFT.replace("Can we", "May we"));
    assert_eq!(model.run.panes[1].title, "Draft, 1 of 2 changes accepted");
    let effects = press(&mut model, key('y'));
    assert_eq!(effects, [Effect::Copy(DRAFT.replace("Can we", "May we"))], "what is copied is what was decided");

    press(&mut model, key('X'));
    assert_eq!((shown(&model), model.run.panes[1].title.as_str()), (DRAFT, "Draft"), "byte for byte");
    press(&mut model, key('A'));
    assert_eq!(shown(&model), REFINED);
    let record = model.run.record.as_ref().unwrap();
    assert_eq!(record.stage("draft").unwrap().result.as_ref().unwrap().text, DRAFT, "the record never changes");
    press(&mut model, named(KeyCode::Esc));
    assert_ne!(model.context(), Context::Hunks);
    press(&mut model, key('2'));
    assert_eq!(press(&mut model, key('y')), [Effect::Copy(REFINED.to_owned())]);
}

#[test]
fn a_change_is_gone_to_and_decided_again() {
    let (mut model, _) = refined(REFINED);
    press(&mut model, named(KeyCode::Esc));
    press(&mut model, key('m'));
    press(&mut model, key('n'));
    press(&mut model, key('n'));
    press(&mut model, key('a'));
    press(&mut model, key('N'));
    press(&mut model, key('a'));
    assert_eq!(shown(&model), REFINED);
    press(&mut model, key('x'));
    assert_eq!(model.run.offer.as_ref().unwrap().count(Choice::Rejected), 1, "a mind can be changed");
}

#[test]
fn no_change_is_an_outcome_that_is_said() {
    let (mut model, _) = refined(DRAFT);
    assert!(model.status.as_ref().unwrap().text.contains("no material change (0 of 14 words)"));
    press(&mut model, named(KeyCode::Esc));
    press(&mut model, key('m'));
    assert_ne!(model.context(), Context::Hunks, "there is nothing to decide");
    assert!(model.status.as_ref().unwrap().text.contains("word for word"));
}

#[test]
fn another_run_asks_whether_the_refinement_goes_on() {
    let (mut model, run) = refining();
    assert_eq!(press(&mut model, ctrl('r')), []);
    assert!(matches!(model.overlays.last(), Some(Overlay::Confirm(Question::StartOver))));
    assert_eq!(press(&mut model, key('n')), []);
    assert_eq!((model.run.stand, shown(&model)), (Stand::On, DRAFT), "it is kept");

    press(&mut model, ctrl('r'));
    assert_eq!(press(&mut model, key('y')), [Effect::Cancel(run.clone())], "nothing starts before the other has ended");
    let effects = feed(&mut model, &run, vec![finished(Status::Cancelled)]);
    assert!(matches!(effects.as_slice(), [Effect::StartRun(_)]), "{effects:?}");
    assert_eq!(model.run.stand, Stand::Starting);
}

#[test]
fn what_ends_behind_the_draft_leaves_it_in_view() {
    for status in [Status::Cancelled, Status::Failed, Status::Blocked] {
        let (mut model, run) = refining();
        update(&mut model, Action::Resize { width: 80, height: 24 });
        let pane = model.run.answer_pane(&model.pattern);
        model.look.spotlight = Some(pane);
        let result = crate::engine::event::StageResult { text: String::new(), ..result(status, 0.0) };
        let events =
            vec![RunEvent::StageFinished { stage: "refine".to_owned(), result: Box::new(result) }, finished(status)];
        feed(&mut model, &run, events);
        assert_eq!(model.look.shown(), pane, "{status:?}: the draft is what there is to read");
        assert!(
            model.run.panes.iter().any(|pane| pane.problem.is_some()),
            "and the refinement's line says what became of it"
        );
    }
}

#[test]
fn a_request_that_is_held_does_not_count_as_refining() {
    let (mut model, run) = refining();
    let RunEvent::ApprovalWanted { approval, .. } = approval(7, "Maya sleeps") else { panic!("an approval") };
    feed(&mut model, &run, vec![RunEvent::ApprovalWanted { stage: "refine".to_owned(), approval }]);
    let draft = model.run.panes.iter().find(|pane| pane.is_home_of("draft")).unwrap();
    let badge = crate::workbench::view::hunks::badge(&model, draft).unwrap();
    assert_eq!(badge.text, "refinement held for you (^L)");
}

#[test]
fn a_run_that_still_drafts_is_not_asked_about() {
    let mut model = model();
    let run = begin(&mut model, "a");
    feed(&mut model, &run, opening());
    press(&mut model, ctrl('r'));
    assert!(model.overlays.is_empty());
    assert!(model.status.as_ref().unwrap().text.contains("Esc stops it"));
}

#[test]
fn the_request_of_a_refinement_does_not_cover_the_draft() {
    let (mut model, run) = refining();
    let RunEvent::ApprovalWanted { approval, .. } = approval(7, "Maya sleeps") else { panic!("an approval") };
    feed(&mut model, &run, vec![RunEvent::ApprovalWanted { stage: "refine".to_owned(), approval }]);
    assert!(model.overlays.is_empty());
    assert!(model.status.as_ref().unwrap().text.contains("held at the line"));
    press(&mut model, ctrl('l'));
    assert!(matches!(model.overlays.last(), Some(Overlay::Approval)));
}
