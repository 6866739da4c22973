//! Writing: paste, undo, files, editors, drafts.

use std::path::PathBuf;

use crossterm::event::KeyCode;

use crate::workbench::app::draft::Draft;
use crate::workbench::app::overlay::{Overlay, Question};
use crate::workbench::app::testing::*;
use crate::workbench::app::*;
use crate::workbench::keys::Context;
use crate::workbench::keys::chord::{ctrl, key, named};

#[test]
fn a_paste_never_submits_whatever_it_contains() {
    let mut model = model();
    let before = model.editor.text(Field::Question);
    let effects = update(&mut model, Action::Paste("run\n\n\u{12}q\ny\n".to_owned()));
    assert_eq!(effects, [Effect::DraftChanged]);
    assert_eq!(model.run.stand, Stand::Idle);
    press(&mut model, ctrl('u'));
    assert_eq!(model.editor.text(Field::Question), before, "one undo step");
}

#[test]
fn a_paste_over_a_pane_that_is_read_does_nothing_and_says_why() {
    let mut model = model();
    press(&mut model, named(KeyCode::Esc));
    assert_eq!(model.context(), Context::Pane);
    assert_eq!(update(&mut model, Action::Paste("q\ny".to_owned())), []);
    assert!(model.status.is_some());
}

#[test]
fn enter_is_a_new_line_in_both_fields() {
    let mut model = model();
    for field in [Field::Question, Field::Context] {
        let lines = model.editor.area(field).lines().len();
        assert_eq!(press(&mut model, named(KeyCode::Enter)), [Effect::DraftChanged]);
        assert_eq!(model.editor.area(field).lines().len(), lines + 1);
        press(&mut model, named(KeyCode::Tab));
    }
}

#[test]
fn letters_are_text_while_writing_and_commands_while_reading() {
    let mut model = model();
    press(&mut model, key('q'));
    assert!(model.editor.text(Field::Question).starts_with('q'));
    press(&mut model, named(KeyCode::Esc));
    assert_eq!(press(&mut model, key('q')), [Effect::Quit]);
}

#[test]
fn a_file_becomes_the_context_and_undo_takes_it_back() {
    let mut model = model();
    let before = model.editor.text(Field::Context);
    press(&mut model, ctrl('o'));
    for letter in "~/n".chars() {
        press(&mut model, key(letter));
    }
    assert_eq!(press(&mut model, named(KeyCode::Enter)), [Effect::ReadFile("~/n".to_owned())]);
    update(
        &mut model,
        Action::FileRead { path: "~/n".to_owned(), result: Err("no file ~/n: check the name".to_owned()) },
    );
    let Some(Overlay::Prompt(prompt)) = model.overlays.last() else { panic!() };
    assert_eq!(prompt.error.as_deref(), Some("no file ~/n: check the name"));
    assert_eq!(prompt.path(), "~/n", "what was typed stays");
    update(&mut model, Action::FileRead { path: "~/n".to_owned(), result: Ok("new\ncontext".to_owned()) });
    assert!(model.overlays.is_empty());
    assert_eq!(model.editor.text(Field::Context), "new\ncontext");
    for _ in 0..2 {
        press(&mut model, ctrl('u'));
    }
    assert_eq!(model.editor.text(Field::Context), before);
}

#[test]
fn a_pane_is_saved_under_a_name_and_nothing_is_replaced_unasked() {
    let mut model = model();
    let run = begin(&mut model, "a");
    feed(&mut model, &run, whole());
    press(&mut model, named(KeyCode::Esc));
    let effects = press(&mut model, key('w'));
    assert_eq!(effects, []);
    let effects = press(&mut model, named(KeyCode::Enter));
    let path = PathBuf::from("fogline-reframed-answer.txt");
    let text = "Run it later: start at 20:00.".to_owned();
    assert_eq!(effects, [Effect::Save { path: path.clone(), text: text.clone(), replace: false }]);
    update(&mut model, Action::Saved { path: path.clone(), result: Err(SaveError::Exists) });
    assert!(matches!(model.overlays.last(), Some(Overlay::Confirm(Question::Replace { .. }))));
    assert_eq!(press(&mut model, key('y')), [Effect::Save { path: path.clone(), text, replace: true }]);
    update(&mut model, Action::Saved { path, result: Ok(30) });
    assert!(model.overlays.is_empty() && model.status.as_ref().unwrap().text.contains("30 bytes"));
}

#[test]
fn copying_says_where_the_text_went() {
    let mut model = model();
    let effects = press(&mut model, crate::workbench::keys::chord::function(7));
    assert!(matches!(effects.as_slice(), [Effect::Copy(text)] if text.contains("dishwasher")));
    assert!(model.status.as_ref().unwrap().text.contains("sent to the terminal's clipboard"));
}

#[test]
fn the_editor_opens_on_the_focused_text_and_its_result_is_one_undo_step() {
    let mut model = model();
    let effects = press(&mut model, ctrl('g'));
    let text = model.editor.text(Field::Question);
    assert_eq!(effects, [Effect::OpenEditor { field: Field::Question, text: text.clone() }]);
    let edited = Action::Edited { field: Field::Question, result: Ok(Some("Now?".to_owned())) };
    assert_eq!(update(&mut model, edited), [Effect::DraftChanged]);
    assert_eq!(model.editor.text(Field::Question), "Now?");
    let failed = Action::Edited { field: Field::Question, result: Err("`nope` could not be started".to_owned()) };
    assert_eq!(update(&mut model, failed), []);
    assert_eq!(model.editor.text(Field::Question), "Now?");
}

#[test]
fn every_change_asks_for_the_draft_to_be_written_unless_drafts_are_off() {
    let mut model = model();
    assert_eq!(press(&mut model, key('x')), [Effect::DraftChanged]);
    assert_eq!(press(&mut model, named(KeyCode::Left)), [], "moving changes nothing");
    let draft = model.draft().unwrap();
    assert_eq!(draft.pattern.as_deref(), Some("sanitize-and-solve"));
    model.session.keep_drafts = false;
    assert_eq!(press(&mut model, key('x')), []);
    assert_eq!(model.draft(), None);
}

#[test]
fn a_draft_is_back_at_the_next_start_and_an_example_named_then_is_an_undo_step_over_it() {
    let draft = Draft {
        question: "my question".to_owned(),
        context: "my context".to_owned(),
        scenario: None,
        pattern: Some("cloud-only".to_owned()),
    };
    let model = Model::new(Start { draft: Some(draft.clone()), ..start() });
    assert_eq!(model.editor.text(Field::Question), "my question");
    assert_eq!(model.pattern.id, "cloud-only");
    let mut model = Model::new(Start { draft: Some(draft), scenario: Some(scenario()), ..start() });
    assert_eq!(model.editor.text(Field::Question), scenario().question);
    while model.editor.text(Field::Question) != "my question" {
        press(&mut model, ctrl('u'));
        assert!(model.status.is_none(), "undo ended before the draft was back");
    }
}

#[test]
fn quitting_asks_only_where_something_would_be_lost() {
    let mut model = model();
    press(&mut model, key('x'));
    assert_eq!(press(&mut model, ctrl('q')), [Effect::Quit], "the draft is kept");
    model.session.keep_drafts = false;
    assert_eq!(press(&mut model, ctrl('q')), []);
    assert!(matches!(model.overlays.last(), Some(Overlay::Confirm(Question::QuitUnsaved))));
    assert_eq!(press(&mut model, key('y')), [Effect::Quit]);
}

#[test]
fn quitting_while_a_run_is_on_asks_and_then_stops_it_first() {
    let mut model = model();
    let run = begin(&mut model, "a");
    assert_eq!(press(&mut model, ctrl('q')), []);
    assert_eq!(press(&mut model, key('y')), [Effect::Cancel(run), Effect::Quit]);
}

#[test]
fn an_empty_question_is_not_run() {
    let mut model = model();
    model.editor.replace(Field::Question, "");
    assert_eq!(press(&mut model, ctrl('r')), []);
    assert!(model.status.as_ref().unwrap().text.contains("^E"));
}
