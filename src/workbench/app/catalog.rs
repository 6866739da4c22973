//! The patterns and scenarios after their files were read again. Not for reading them: that is an effect.

use super::overlay::{ListKind, Overlay};
use super::run::Run;
use super::session::Status;
use super::{Catalog, Model};

/// Takes the files as they are now. The run on screen keeps the pattern it was made with.
pub(super) fn take(model: &mut Model, catalog: Catalog) {
    let under_cursor = match model.overlays.last() {
        Some(Overlay::List { kind, chosen, filter }) => {
            let place = model.listed(*kind, filter).get(*chosen).copied();
            place.and_then(|place| id_of(&model.catalog, *kind, place))
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
    if let Some(Overlay::List { kind, filter, .. }) = model.overlays.last() {
        let places = model.listed(*kind, filter);
        let found = places.iter().position(|place| id_of(&model.catalog, *kind, *place) == under_cursor);
        if let Some(Overlay::List { chosen, .. }) = model.overlays.last_mut() {
            *chosen = found.unwrap_or(*chosen).min(places.len().saturating_sub(1));
        }
    }
}

fn id_of(catalog: &Catalog, kind: ListKind, place: usize) -> Option<String> {
    match kind {
        ListKind::Patterns => catalog.patterns.get(place).map(|pattern| pattern.id.clone()).or_else(|| {
            let place = place.checked_sub(catalog.patterns.len())?;
            catalog.refused.get(place).map(|file| file.name.clone())
        }),
        ListKind::Scenarios => catalog.scenarios.get(place).map(|scenario| scenario.id.clone()),
    }
}
