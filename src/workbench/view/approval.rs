//! From a held request to the approval view.

use super::screen::reach_words;
use super::widgets::approval::{ApprovalView, Cost, Word};
use super::widgets::approval_list::{Found, Row, Together};
use super::widgets::footer::Hint;
use crate::boundary::finding::Finding;
use crate::workbench::app::Model;
use crate::workbench::app::approval::{self, Held};
use crate::workbench::app::{found, together};

/// Rows made before the one looked at, and behind it: more than any screen shows, and no more for a longer list.
const WINDOW: usize = 128;

/// What is shown of the request.
#[must_use]
pub fn view<'a>(model: &'a Model, held: &'a Held, hints: Vec<Hint<'a>>) -> ApprovalView<'a> {
    let cloud = model.run.record.as_ref().map(|record| &record.cloud);
    let approval = &held.approval;
    let sha256 = match (held.is_edited(), held.tally.passing < held.tally.values) {
        (true, _) => "changes with the edit",
        (false, true) => "known when it goes",
        (false, false) => &approval.sha256,
    };
    let proxy = model.setup.sides().and_then(|sides| sides.ways.proxy.as_deref());
    let reach = match (cloud, proxy) {
        (Some(cloud), Some(proxy)) if cloud.proxied => format!("through the proxy {proxy}"),
        (cloud, _) => cloud.map(reach_words).unwrap_or_default().to_owned(),
    };
    let first = held.row.saturating_sub(WINDOW);
    let rows = (first..held.rows().min(held.row + WINDOW)).filter_map(|row| Some(self::row(held, held.at(row)?)));
    ApprovalView {
        stage: format!("{} · e edits the {}", held.stage, held.field_name()),
        model: cloud.map(|cloud| cloud.name.as_str()).unwrap_or_default(),
        simulated: cloud.is_some_and(|cloud| cloud.simulated),
        destination: &approval.destination,
        reach,
        headers: &approval.headers,
        sha256,
        tokens: approval.tokens,
        cost: cost(model, held),
        reveals: &approval.reveals,
        marked: &held.marked,
        edited: held.is_edited(),
        only_detectors: approval.only_detectors,
        tally: held.tally,
        rows: (first, rows.collect()),
        count: held.rows(),
        groups: held.together.len(),
        selected: held.row,
        chosen: &held.chosen,
        top: held.scroll.offset(),
        word: held.typing.as_deref().map(|typed| Word {
            wanted: held.word(),
            typed,
            count: held.tally.guarded,
            kinds: held.passing_kinds(),
        }),
        hints,
    }
}

/// What input and answer may cost: the answer as long as the stage's before, and as long as the request allows.
fn cost(model: &Model, held: &Held) -> Cost {
    let record = model.run.record.as_ref();
    let per_million = record.and_then(|record| record.usd_per_million).map(|(_, output)| output);
    let usual = record.and_then(|record| model.session.measured.of(&record.pattern)?.output_tokens(&held.stage));
    let priced = |tokens: Option<u64>| Some(tokens? as f64 * per_million? / 1e6);
    Cost { input: held.approval.cost_usd, usual: priced(usual), most: priced(held.max_output_tokens), per_million }
}

fn row<'a>(held: &'a Held, row: approval::Row<'a>) -> Row<'a> {
    match row {
        approval::Row::Together(group) => Row::Together(facts(group)),
        approval::Row::Value(found) => Row::Value(value(held, found)),
    }
}

fn facts(shown: &together::Together) -> Together<'_> {
    Together { kinds: shown.kinds.join(", "), why: &shown.why, open: &shown.open, masked: &shown.masked }
}

fn value<'a>(held: &'a Held, found: &'a found::Found) -> Found<'a> {
    let first: Option<&Finding> = found.places.first().and_then(|place| held.approval.findings.get(*place));
    Found {
        kind: &found.kind,
        count: found.places.len(),
        value: found.value.as_deref().unwrap_or_default(),
        placeholder: first.and_then(|first| first.placeholder.as_deref()).unwrap_or_default(),
        masked: found.masked,
        detail: first.map(|first| detail(held, first, found.guarded)).unwrap_or_default(),
    }
}

/// Why it was found, by which detector, where if that is not to be seen in the text, and what passing it takes.
fn detail(held: &Held, first: &Finding, guarded: bool) -> String {
    let shown = held.fields.iter().any(|field| field.pointer == first.field);
    let place = if shown { "" } else { first.field.as_str() };
    // That a value is one of this run says who told the run of it, in its reason.
    let by = if first.detector.is_empty() || first.detector == "vault" {
        String::new()
    } else {
        format!("by `{}`", first.detector)
    };
    let word = if guarded { "passes only by a typed word" } else { "" };
    let parts = [first.reason.as_str(), &by, place, word];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
