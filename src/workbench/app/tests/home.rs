//! A home side that is on the internet: asked about once before anything goes there.

use crossterm::event::KeyCode;

use crate::boundary::trust::Reach;
use crate::workbench::app::overlay::{Overlay, Question};
use crate::workbench::app::testing::*;
use crate::workbench::app::*;
use crate::workbench::keys::chord::{ctrl, function, key, named};

fn far() -> Sides {
    let mut far = sides();
    far.local.reach = Some(Reach::Internet);
    far.local.place = "203.0.113.7:9".to_owned();
    far.ways.far = Some(far.local.place.clone());
    far
}

fn asks(model: &Model) -> bool {
    matches!(model.overlays.last(), Some(Overlay::Confirm(Question::FarHome { place, .. })) if place == "203.0.113.7:9")
}

#[test]
fn nothing_goes_there_before_a_yes_and_one_is_enough() {
    let mut model = model();
    update(&mut model, Action::ModelsChosen(Ok(far())));
    assert_eq!(press(&mut model, ctrl('r')), []);
    assert!(asks(&model));
    press(&mut model, key('n'));
    assert_eq!((model.run.stand, model.overlays.len()), (Stand::Idle, 0), "no is no");
    press(&mut model, ctrl('r'));
    press(&mut model, named(KeyCode::Esc));
    assert!(!model.run.is_on());
    press(&mut model, ctrl('r'));
    let effects = press(&mut model, key('y'));
    assert!(matches!(effects.as_slice(), [Effect::StartRun(_)]), "{effects:?}");
    let mut again = model.clone();
    again.run.stand = Stand::Ended;
    assert!(matches!(press(&mut again, ctrl('r')).as_slice(), [Effect::StartRun(_)]), "asked once");
    again.run.stand = Stand::Ended;
    let mut other = far();
    other.ways.far = Some("198.51.100.4".to_owned());
    update(&mut again, Action::ModelsChosen(Ok(other)));
    assert_eq!(press(&mut again, ctrl('r')), [], "another place is another question");
}

#[test]
fn a_run_that_waited_for_the_models_and_a_comparison_ask_too() {
    let mut model = Model::new(start());
    press(&mut model, ctrl('r'));
    assert_eq!(update(&mut model, Action::ModelsChosen(Ok(far()))), []);
    assert!(asks(&model) && !model.run.is_on());
    let effects = press(&mut model, key('y'));
    assert!(matches!(effects.as_slice(), [Effect::StartRun(_)]), "{effects:?}");

    let mut model = super::super::testing::model();
    update(&mut model, Action::ModelsChosen(Ok(far())));
    press(&mut model, function(9));
    assert_eq!(press(&mut model, key('r')), []);
    assert!(asks(&model));
    let effects = press(&mut model, key('y'));
    assert!(matches!(effects.as_slice(), [Effect::Compare(_)]), "{effects:?}");
}
