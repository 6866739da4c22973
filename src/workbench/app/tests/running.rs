//! Starting, following, stopping and repeating a run.

use crate::engine::event::{Channel, RunEvent, RunId, Status};
use crate::engine::record::Phase;
use crate::pattern::Side;
use crate::workbench::app::overlay::{Overlay, Question};
use crate::workbench::app::testing::*;
use crate::workbench::app::*;
use crate::workbench::keys::chord::{ctrl, key, named};
use crossterm::event::KeyCode;

#[test]
fn one_key_runs_the_example_that_is_loaded_at_start() {
    let mut model = model();
    let effects = press(&mut model, ctrl('r'));
    let [Effect::StartRun(spec)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(spec.pattern.id, "sanitize-and-solve");
    assert_eq!(spec.input.question, scenario().question);
    assert_eq!(spec.input.terms, ["Mark", "Maya", "dishwasher"]);
    assert_eq!(spec.expectations, scenario().expectations);
}

#[test]
fn another_question_is_run_without_the_checks_of_the_example_but_with_its_private_words() {
    let mut model = model();
    press(&mut model, key('X'));
    let effects = press(&mut model, ctrl('r'));
    let [Effect::StartRun(spec)] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(spec.expectations.is_empty());
    assert_eq!(spec.input.scenario, None);
    assert!(spec.input.terms.contains(&"Maya".to_owned()));
}

#[test]
fn every_stage_is_read_in_its_pane_and_what_crossed_is_shown_as_sent() {
    let mut model = model();
    let run = begin(&mut model, "a");
    feed(&mut model, &run, opening());
    let crossing = &model.run.panes[1];
    assert_eq!(crossing.body(), PROBLEM, "the preview, and no JSON");
    assert!(!crossing.sent);
    assert_eq!(crossing.thinking.text(), "A person, a machine. Keep the times.");
    feed(&mut model, &run, whole().split_off(6));
    assert_eq!(model.run.panes[1].whole(), format!("Solve.\n\n{PROBLEM}"));
    assert!(model.run.panes[1].sent);
    assert_eq!(model.run.panes[2].body(), "load_A 20:00-21:30");
    assert_eq!(model.run.panes[3].body(), "Run it later: start at 20:00.");
    assert_eq!(model.run.stand, Stand::Ended);
}

#[test]
fn a_run_asked_for_before_the_models_are_known_starts_when_they_are() {
    let mut model = Model::new(start());
    assert_eq!(press(&mut model, ctrl('r')), []);
    assert_eq!(model.run.stand, Stand::WaitingForModels);
    let effects = update(&mut model, Action::ModelsChosen(Ok(sides())));
    assert!(matches!(effects.as_slice(), [Effect::StartRun(_)]), "{effects:?}");
}

#[test]
fn without_models_the_reason_stands_where_the_answer_would_have_been() {
    let mut model = Model::new(start());
    press(&mut model, ctrl('r'));
    update(&mut model, Action::ModelsChosen(Err("no key for api.openai.com: set OPENAI_API_KEY".to_owned())));
    let problem = model.run.panes[3].problem.as_ref().unwrap();
    assert!(problem.detail.contains("OPENAI_API_KEY"));
    assert!(!model.run.is_on());
    assert_eq!(press(&mut model, ctrl('r')), [], "no run without models");
    assert!(model.status.as_ref().unwrap().text.contains("F5"));
}

#[test]
fn escape_asks_before_it_stops_and_only_yes_stops() {
    let mut model = model();
    let run = begin(&mut model, "a");
    feed(&mut model, &run, opening());
    assert_eq!(press(&mut model, named(KeyCode::Esc)), []);
    assert!(matches!(model.overlays.last(), Some(Overlay::Confirm(Question::StopRun))));
    assert_eq!(press(&mut model, named(KeyCode::Enter)), [], "a stray Enter stops nothing");
    assert_eq!(press(&mut model, key('n')), []);
    assert_eq!(model.run.stand, Stand::On);
    press(&mut model, named(KeyCode::Esc));
    assert_eq!(press(&mut model, key('y')), [Effect::Cancel(run.clone())]);
    feed(&mut model, &run, vec![finished(Status::Cancelled)]);
    assert_eq!(model.run.stand, Stand::Ended);
    assert_eq!(model.run.panes[1].body(), PROBLEM, "what had arrived stays");
}

#[test]
fn the_question_whether_to_stop_goes_away_with_the_run() {
    let mut model = model();
    let run = begin(&mut model, "a");
    press(&mut model, named(KeyCode::Esc));
    feed(&mut model, &run, whole());
    assert!(model.overlays.is_empty());
}

#[test]
fn ctrl_c_stops_a_run_at_once_and_quits_only_when_pressed_twice_without_one() {
    let mut model = model();
    let run = begin(&mut model, "a");
    assert_eq!(press(&mut model, ctrl('c')), [Effect::Cancel(run.clone())]);
    feed(&mut model, &run, vec![started(), finished(Status::Cancelled)]);
    assert_eq!(press(&mut model, ctrl('c')), []);
    assert_eq!(press(&mut model, named(KeyCode::Tab)), []);
    assert_eq!(press(&mut model, ctrl('c')), [], "another key in between disarms it");
    assert_eq!(press(&mut model, ctrl('c')), [Effect::Quit]);
}

#[test]
fn a_run_stopped_before_it_exists_is_cancelled_as_soon_as_it_does() {
    let mut model = model();
    press(&mut model, ctrl('r'));
    assert_eq!(press(&mut model, ctrl('c')), []);
    let effects = update(&mut model, Action::RunStarted(RunId("a".to_owned())));
    assert_eq!(effects, [Effect::Cancel(RunId("a".to_owned()))]);
}

#[test]
fn late_events_of_another_run_never_reach_the_screen() {
    let mut model = model();
    let first = begin(&mut model, "first");
    feed(&mut model, &first, opening());
    press(&mut model, ctrl('c'));
    feed(&mut model, &first, vec![finished(Status::Cancelled)]);
    let second = begin(&mut model, "second");
    feed(&mut model, &second, vec![started(), stage_started("abstract", Side::Local)]);
    feed(&mut model, &first, vec![delta("abstract", Channel::Preview, "old text"), done("solve", 9.0)]);
    assert!(model.run.panes.iter().all(|pane| pane.text.is_empty()));
    assert!(model.session.simulated_usd.abs() < f64::EPSILON);
    update(&mut model, Action::Tick { run: first, ms: 99_999 });
    assert!(model.run.now_ms < 99_999);
}

#[test]
fn a_stream_that_was_cut_is_kept_named_and_repeated_with_one_key() {
    let mut model = model();
    let run = begin(&mut model, "a");
    let mut events = whole();
    let solved = events.iter().position(|event| *event == done("solve", 0.0039)).unwrap();
    events.truncate(solved);
    events.extend([cut("solve"), finished(Status::Truncated)]);
    feed(&mut model, &run, events);
    let pane = &model.run.panes[2];
    assert_eq!(pane.body(), "load_A 20:00-21:30", "the partial answer stays");
    let problem = pane.problem.as_ref().unwrap();
    assert_eq!(problem.what, "interrupted");
    assert!(problem.detail.contains("the stream ended without its final record") && problem.partial);
    assert_eq!(model.editor.text(Field::Question), scenario().question, "the prompt stays");
    let effects = press(&mut model, ctrl('r'));
    assert!(matches!(effects.as_slice(), [Effect::StartRun(_)]));
    assert!(model.run.panes.iter().all(|pane| pane.problem.is_none() && pane.text.is_empty()));
}

#[test]
fn a_failure_that_no_stage_showed_is_shown_all_the_same() {
    let mut model = model();
    let run = begin(&mut model, "a");
    let failure = crate::engine::event::Failure::Pattern { reason: "stage `solve`: undefined value".to_owned() };
    let RunEvent::RunFinished { answer, total_ms, cost_usd, cloud_only_usd, .. } = finished(Status::Failed) else {
        panic!()
    };
    let end = RunEvent::RunFinished {
        status: Status::Failed,
        failure: Some(failure),
        answer,
        total_ms,
        cost_usd,
        cloud_only_usd,
    };
    feed(&mut model, &run, vec![started(), end]);
    assert!(model.run.panes[3].problem.as_ref().unwrap().detail.contains("undefined value"));
}

#[test]
fn failed_attempts_stay_visible_above_the_next_one() {
    let mut model = model();
    let run = begin(&mut model, "a");
    let again = RunEvent::Attempt {
        stage: "abstract".to_owned(),
        call: 0,
        attempt: 2,
        reason: Some("`target` is missing".to_owned()),
    };
    let mut events = opening();
    events.extend([again, delta("abstract", Channel::Preview, "Second try.")]);
    feed(&mut model, &run, events);
    let pane = &model.run.panes[1];
    assert_eq!(pane.text.text(), format!("{PROBLEM}\nattempt 2: `target` is missing\nSecond try."));
    assert_eq!(pane.body(), "Second try.");
}

#[test]
fn what_stages_cost_adds_up_over_the_session_real_and_simulated_apart() {
    let mut model = model();
    for id in ["a", "b"] {
        let run = begin(&mut model, id);
        feed(&mut model, &run, whole());
    }
    assert!((model.session.simulated_usd - 0.0078).abs() < 1e-9);
    assert!(model.session.spent_usd.abs() < f64::EPSILON);
    assert_eq!(model.session.runs, 2);
}

#[test]
fn time_passes_only_for_the_run_that_is_on() {
    let mut model = model();
    let run = begin(&mut model, "a");
    feed(&mut model, &run, opening());
    update(&mut model, Action::Tick { run: run.clone(), ms: 4_000 });
    assert_eq!(model.run.now_ms, 4_000);
    feed(&mut model, &run, vec![finished(Status::Done)]);
    update(&mut model, Action::Tick { run, ms: 9_000 });
    assert_eq!(model.run.now_ms, 4_000);
}

#[test]
fn a_second_run_key_does_not_start_a_second_run() {
    let mut model = model();
    begin(&mut model, "a");
    assert_eq!(press(&mut model, ctrl('r')), []);
    assert!(model.status.is_some());
}

#[test]
fn while_one_pane_fits_the_stage_under_way_is_shown_until_the_user_does_something() {
    let mut model = model();
    update(&mut model, Action::Resize { width: 80, height: 24 });
    let run = begin(&mut model, "a");
    feed(&mut model, &run, opening());
    assert_eq!(model.look.shown(), 1);
    feed(&mut model, &run, whole().split_off(6));
    assert_eq!(model.look.shown(), 3, "the answer at the end");
    press(&mut model, key('x'));
    assert_eq!(model.look.shown(), 0, "typing brings the editor back at once");
    assert!(model.editor.text(Field::Question).contains('x'));
    assert!(model.is_edited_since_run());
    assert_eq!(model.run.stage("reframe").unwrap().phase, Phase::Ended(Status::Done));
}

#[test]
fn a_cloud_answer_with_values_put_back_gets_a_pane_at_home_where_it_is_the_answer() {
    let mut model = model();
    let run = begin(&mut model, "a");
    let mut pattern = cloud_only();
    pattern.answer = vec!["reply".to_owned()];
    let RunEvent::RunStarted { input, local, cloud, usd_per_million, policy, params, at, .. } = started() else {
        panic!()
    };
    let first = RunEvent::RunStarted {
        pattern: Box::new(pattern.clone()),
        input,
        local,
        cloud,
        usd_per_million,
        policy,
        params,
        at,
    };
    model.run.panes = pane::panes_of(&pattern);
    let events = vec![
        first,
        stage_started("reply", Side::Cloud),
        delta("reply", Channel::Answer, "Ask [PERSON_1]."),
        delta("reply", Channel::Restored, "Ask Maya."),
    ];
    feed(&mut model, &run, events);
    let home = model.run.panes.last().unwrap();
    assert_eq!((home.side, home.body()), (Side::Local, "Ask Maya."));
    assert!(model.run.panes.iter().filter(|pane| pane.side == Side::Cloud).all(|pane| !pane.body().contains("Maya")));
}
