//! From a held request to the approval view.

use super::screen::reach_words;
use super::widgets::approval::{ApprovalView, Found, Together, Word};
use super::widgets::footer::Hint;
use crate::boundary::finding::Finding;
use crate::workbench::app::Model;
use crate::workbench::app::approval::Held;
use crate::workbench::app::found;

/// What is shown of the request.
#[must_use]
pub fn view<'a>(model: &'a Model, held: &'a Held, hints: Vec<Hint<'a>>) -> ApprovalView<'a> {
    let cloud = model.run.record.as_ref().map(|record| &record.cloud);
    let approval = &held.approval;
    let found: Vec<Found<'a>> = held.found.iter().filter_map(|found| row(held, found)).collect();
    let sha256 = match (held.is_edited(), found.iter().any(|found| found.masked)) {
        (true, _) => "changes with the edit",
        (false, true) => "known when it goes",
        (false, false) => &approval.sha256,
    };
    ApprovalView {
        stage: format!("{} · e edits the {}", held.stage, held.field_name()),
        model: cloud.map(|cloud| cloud.name.as_str()).unwrap_or_default(),
        simulated: cloud.is_some_and(|cloud| cloud.simulated),
        destination: &approval.destination,
        reach: cloud.map(reach_words).unwrap_or_default(),
        headers: &approval.headers,
        bytes: held.bytes() as u64,
        sha256,
        tokens: approval.tokens,
        cost_usd: approval.cost_usd,
        reveals: &approval.reveals,
        marked: &held.marked,
        quantities: approval.findings.iter().filter(|finding| !finding.class.acted_on()).count(),
        together: together(held),
        selected: held.finding,
        top: held.scroll.offset(),
        word: held.typing.as_deref().map(|typed| Word { wanted: held.word(), typed, count: held.passing().count() }),
        found,
        hints,
    }
}

/// Facts that stand together, in fields that were not edited.
fn together(held: &Held) -> Vec<Together<'_>> {
    let edited = |pointer: &str| {
        let place = held.fields.iter().position(|field| field.pointer == pointer);
        place.is_some_and(|place| held.is_field_edited(place))
    };
    let groups = held.approval.groups.iter().filter(|group| !edited(&group.field));
    groups.map(|group| Together { kinds: group.kinds.join(", "), why: &group.why }).collect()
}

fn row<'a>(held: &'a Held, found: &'a found::Found) -> Option<Found<'a>> {
    let first: &Finding = held.approval.findings.get(*found.places.first()?)?;
    let place = if first.field.is_empty() { String::new() } else { format!(" ({})", first.field) };
    let places = found.places.iter().filter_map(|place| *held.marked.places.get(*place)?);
    Some(Found {
        kind: &found.kind,
        count: found.places.len(),
        value: found.value.as_deref().unwrap_or_default(),
        placeholder: first.placeholder.as_deref().unwrap_or_default(),
        masked: found.masked,
        detector: &first.detector,
        reason: format!("{}{place}", first.reason),
        places: places.collect(),
    })
}
