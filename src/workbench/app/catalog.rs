//! The patterns and scenarios after their files were read again. Not for reading them: that is an effect.

use super::overlay::Overlay;
use super::picking::{id_of, stay_on};
use super::run::Run;
use super::session::Status;
use super::{Catalog, Model};

/// Takes the files as they are now. The run on screen keeps the pattern it was made with.
pub(super) fn take(model: &mut Model, catalog: Catalog) {
    let under_cursor = match model.overlays.last() {
        Some(Overlay::Patterns(picking)) => {
            picking.entry(&model.catalog).and_then(|entry| id_of(&model.catalog, entry))
        }
        Some(Overlay::List { chosen, filter }) => {
            let place = model.listed(filter).get(*chosen).copied();
            place.and_then(|place| scenario_id(&model.catalog, place))
        }
        _ => None,
    };
    model.catalog = catalog;
    let again = model.catalog.patterns.iter().find(|pattern| pattern.id == model.pattern.id);
    if let Some(again) = again.filter(|again| ***again != *model.pattern).cloned() {
        if model.run.record.is_none() && !model.run.is_on() {
            let hold_next = model.run.hold_next;
            model.run = Run { hold_next, ..Run::idle(&again) };
        }
        model.status = Some(Status::note(format!("{} changed and was read again; the next run uses it", again.name)));
        model.pattern = again;
    }
    stay_on(model, under_cursor.as_deref());
    if let Some(Overlay::List { filter, .. }) = model.overlays.last() {
        let places = model.listed(filter);
        let found = places.iter().position(|place| scenario_id(&model.catalog, *place) == under_cursor);
        if let Some(Overlay::List { chosen, .. }) = model.overlays.last_mut() {
            *chosen = found.unwrap_or(*chosen).min(places.len().saturating_sub(1));
        }
    }
}

fn scenario_id(catalog: &Catalog, place: usize) -> Option<String> {
    catalog.scenarios.get(place).map(|scenario| scenario.id.clone())
}
