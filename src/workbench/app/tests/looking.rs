//! Focus, scrolling, folding, zoom, lists, diff, help.

use crossterm::event::KeyCode;

use crate::engine::event::Channel;
use crate::workbench::app::overlay::Overlay;
use crate::workbench::app::testing::*;
use crate::workbench::app::*;
use crate::workbench::keys::chord::{ctrl, function, key, named};
use crate::workbench::keys::{self, Context};

/// A model that reads the answer pane while a long answer streams into it.
fn reading() -> (Model, crate::engine::event::RunId) {
    let mut model = model();
    let run = begin(&mut model, "a");
    feed(&mut model, &run, whole());
    press(&mut model, named(KeyCode::Tab));
    press(&mut model, key('x'));
    press(&mut model, ctrl('u'));
    model.look.focus = Focus::Pane(3);
    let long = "line\n".repeat(80);
    model.run.panes[3].text.push(&long);
    (model, run)
}

#[test]
fn scrolling_up_leaves_follow_and_only_asking_returns_to_it() {
    let (mut model, run) = reading();
    assert!(model.run.panes[3].scroll.follow);
    press(&mut model, named(KeyCode::Up));
    assert!(!model.run.panes[3].scroll.follow);
    let at = model.run.panes[3].scroll.offset();
    feed(&mut model, &run, vec![delta("reframe", Channel::Answer, "more\nmore\n")]);
    assert_eq!(model.run.panes[3].scroll.offset(), at, "what arrives does not move what is read");
    for _ in 0..20 {
        press(&mut model, named(KeyCode::PageDown));
    }
    assert!(!model.run.panes[3].scroll.follow, "arriving at the end is not asking");
    press(&mut model, named(KeyCode::End));
    assert!(model.run.panes[3].scroll.follow);
    press(&mut model, named(KeyCode::Home));
    assert_eq!(model.run.panes[3].scroll.offset(), 0);
    press(&mut model, key('f'));
    assert!(model.run.panes[3].scroll.follow);
}

#[test]
fn the_wheel_scrolls_the_pane_under_it_and_a_click_focuses() {
    let (mut model, _) = reading();
    let layout = crate::workbench::layout::Layout::of(&model);
    let area = layout.full(3).unwrap().area;
    model.look.focus = Focus::Question;
    update(&mut model, Action::Wheel { up: true, column: area.x + 3, row: area.y + 3 });
    assert!(!model.run.panes[3].scroll.follow);
    update(&mut model, Action::Click { column: area.x + 3, row: area.y + 3 });
    assert_eq!(model.look.focus, Focus::Pane(3));
}

#[test]
fn numbers_focus_panes_and_tab_goes_round() {
    let mut model = model();
    press(&mut model, named(KeyCode::Esc));
    press(&mut model, key('3'));
    assert_eq!(model.look.focus, Focus::Pane(2));
    press(&mut model, key('9'));
    assert_eq!(model.look.focus, Focus::Pane(2));
    assert!(model.status.as_ref().unwrap().text.contains("1 to 4"));
    press(&mut model, key('1'));
    assert_eq!(model.look.focus, Focus::Question);
    press(&mut model, named(KeyCode::BackTab));
    assert_eq!(model.look.focus, Focus::Pane(3));
}

#[test]
fn thinking_is_folded_until_asked_for_and_stays_as_chosen_in_the_next_run() {
    let mut model = model();
    let run = begin(&mut model, "a");
    feed(&mut model, &run, opening());
    assert!(!model.run.panes[1].unfolded);
    model.look.focus = Focus::Pane(1);
    press(&mut model, key('t'));
    assert!(model.run.panes[1].unfolded && !model.run.panes[2].unfolded);
    feed(&mut model, &run, vec![finished(crate::engine::event::Status::Done)]);
    begin(&mut model, "b");
    assert!(model.run.panes[1].unfolded);
}

#[test]
fn zoom_and_diff_are_left_with_escape() {
    let mut model = model();
    press(&mut model, ctrl('d'));
    assert!(model.look.diff.is_none() && model.status.is_some(), "nothing has crossed yet");
    let run = begin(&mut model, "a");
    feed(&mut model, &run, whole());
    press(&mut model, ctrl('f'));
    press(&mut model, ctrl('d'));
    assert_eq!(model.context(), Context::Diff);
    press(&mut model, named(KeyCode::Esc));
    assert!(model.look.diff.is_none() && model.look.zoom);
    press(&mut model, named(KeyCode::Esc));
    assert!(!model.look.zoom);
}

#[test]
fn the_list_narrows_as_one_types_and_chooses_what_is_under_the_cursor() {
    let mut model = model();
    press(&mut model, ctrl('p'));
    for letter in "cloud".chars() {
        press(&mut model, key(letter));
    }
    press(&mut model, named(KeyCode::Enter));
    assert_eq!(model.pattern.id, "cloud-only");
    assert_eq!(model.run.panes.len(), 3);
    press(&mut model, ctrl('p'));
    for letter in "zzz".chars() {
        press(&mut model, key(letter));
    }
    press(&mut model, named(KeyCode::Enter));
    assert!(matches!(model.overlays.last(), Some(Overlay::Patterns(_))), "nothing to choose, nothing closed");
}

#[test]
fn three_answers_lead_to_a_pattern_and_any_pattern_can_be_taken_all_the_same() {
    let mut model = model();
    let local = Pattern { trigger: None, purpose: Vec::new(), ..local_only() };
    model.catalog.patterns = [sanitize(), cloud_only(), local].into_iter().map(std::sync::Arc::new).collect();
    press(&mut model, ctrl('p'));
    assert_eq!(model.context(), Context::Patterns);
    // Who acts first: the local side. When is the cloud called: never.
    press(&mut model, named(KeyCode::Right));
    press(&mut model, named(KeyCode::Enter));
    for _ in 0..4 {
        press(&mut model, named(KeyCode::Right));
    }
    press(&mut model, named(KeyCode::Enter));
    press(&mut model, named(KeyCode::Enter));
    press(&mut model, named(KeyCode::Enter));
    assert_eq!((model.pattern.id.as_str(), model.overlays.len()), ("local-only", 0));
    press(&mut model, ctrl('p'));
    press(&mut model, named(KeyCode::Right));
    for _ in 0..4 {
        press(&mut model, named(KeyCode::Down));
    }
    press(&mut model, named(KeyCode::Enter));
    assert_eq!(model.pattern.id, "cloud-only", "dimmed is not forbidden");
}

#[test]
fn an_example_brings_its_pattern_and_undo_brings_the_own_text_back() {
    let mut model = model();
    press(&mut model, key('x'));
    let own = model.editor.text(Field::Question);
    model.pattern = std::sync::Arc::new(cloud_only());
    press(&mut model, ctrl('e'));
    press(&mut model, named(KeyCode::Enter));
    assert_eq!(model.editor.text(Field::Question), scenario().question);
    assert_eq!(model.pattern.id, "sanitize-and-solve");
    for _ in 0..2 {
        press(&mut model, ctrl('u'));
    }
    assert_eq!(model.editor.text(Field::Question), own);
}

#[test]
fn themes_and_the_mouse_switch_live() {
    let mut model = model();
    press(&mut model, function(3));
    assert_eq!(model.look.theme, "daylight");
    press(&mut model, function(3));
    assert_eq!(model.look.theme, "fog");
    assert_eq!(press(&mut model, function(6)), [Effect::Mouse(true)]);
}

#[test]
fn help_shows_the_keys_of_the_place_it_was_asked_from() {
    let mut model = model();
    press(&mut model, function(1));
    assert!(matches!(model.overlays.last(), Some(Overlay::Help { context: Context::Editor, .. })));
    press(&mut model, key('?'));
    assert!(model.overlays.is_empty(), "the key that opened it closes it");
    let shown = keys::help(Context::Editor);
    let keys: Vec<&str> = shown.iter().flat_map(|(_, rows)| rows).map(|(key, _)| key.as_str()).collect();
    assert!(keys.contains(&"^R") && !keys.contains(&"^R r"), "{keys:?}");
}

#[test]
fn opening_the_list_reads_the_files_again_and_shows_what_does_not_check() {
    let mut model = model();
    assert_eq!(press(&mut model, ctrl('p')), [Effect::ReadCatalog]);
    for _ in 0..4 {
        press(&mut model, named(KeyCode::Down));
    }
    let mut own = local_only();
    own.id = "aaa".to_owned();
    let mut edited = sanitize();
    edited.name = "Sanitize, edited".to_owned();
    let refused = Refused { name: "broken.toml".to_owned(), reason: "line 3: `answer` is missing".to_owned() };
    let catalog = Catalog {
        patterns: [own, edited, local_only()].into_iter().map(std::sync::Arc::new).collect(),
        scenarios: vec![scenario()],
        refused: vec![refused],
    };
    update(&mut model, Action::CatalogRead(Box::new(catalog)));
    assert_eq!(model.pattern.name, "Sanitize, edited", "the next run uses the file as it is");
    let under_cursor = |model: &Model| match model.overlays.last() {
        Some(Overlay::Patterns(picking)) => picking.entry(&model.catalog),
        _ => None,
    };
    assert_eq!(under_cursor(&model), Some(picking::Entry::Pattern(2)), "the cursor stays on Local only");
    press(&mut model, named(KeyCode::Down));
    assert_eq!(press(&mut model, named(KeyCode::Enter)), []);
    assert!(!model.overlays.is_empty(), "a file that does not check cannot be chosen");
    assert!(model.status.as_ref().unwrap().text.contains("does not check"));
}

#[test]
fn a_pattern_read_again_leaves_the_run_on_screen_as_it_was() {
    let mut model = model();
    let run = begin(&mut model, "a");
    feed(&mut model, &run, whole());
    let mut edited = sanitize();
    edited.stages.truncate(2);
    let catalog = Catalog { patterns: vec![std::sync::Arc::new(edited)], ..Catalog::default() };
    update(&mut model, Action::CatalogRead(Box::new(catalog)));
    assert_eq!(model.run.panes.len(), 4);
    assert_eq!(model.run.panes[3].body(), "Run it later: start at 20:00.");
    assert_eq!(model.pattern.stages.len(), 2);
}
