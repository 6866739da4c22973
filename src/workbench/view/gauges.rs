//! From the run's signals to the gauges under the pane of the stage they measure.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::widgets::gauges::{Gauge, Gauges, Reading};
use super::widgets::paint::Piece;
use crate::engine::event::Status;
use crate::engine::record::{Phase, RunRecord};
use crate::pattern::template::{Kind, paths};
use crate::pattern::{Param, Pattern, Side, SignalSpec};
use crate::workbench::app::Model;
use crate::workbench::app::pane::{Pane, Role as PaneRole};
use crate::workbench::theme::{Role, Theme};

/// Rows a pane keeps for its own text beside gauges, and beside gauges with a row for each detail.
const KEEP: (u16, u16) = (6, 11);

/// Parts the room of a pane: for the pane itself, and for the gauges under it (empty where it has none, or no room).
#[must_use]
pub fn split(model: &Model, pane: &Pane, area: Rect) -> (Rect, Rect) {
    let rows = gauges(model, pane).map_or(0, |gauges| {
        let fits = |rows: u16, keep: u16| area.height >= rows + keep;
        match () {
            () if fits(gauges.tall_rows(area.width), KEEP.1) => gauges.tall_rows(area.width),
            () if fits(gauges.rows(), KEEP.0) => gauges.rows(),
            () => 0,
        }
    });
    let height = area.height - rows;
    (Rect { height, ..area }, Rect { y: area.y + height, height: rows, ..area })
}

/// Draws the gauges of a pane into what [`split`] left for them.
pub fn draw(model: &Model, pane: &Pane, area: Rect, buf: &mut Buffer, theme: &Theme) {
    if let Some(gauges) = gauges(model, pane).filter(|_| !area.is_empty()) {
        gauges.render(area, buf, theme);
    }
}

/// What a pane that is one line says about its signals: the hardest, against the threshold.
#[must_use]
pub fn badge(model: &Model, pane: &Pane) -> Option<Piece> {
    let record = model.run.record.as_ref()?;
    let PaneRole::Stage(stage) = &pane.role else { return None };
    let measured = measured(&record.pattern, stage);
    let values = record.signals.iter().filter(|signal| measured.iter().any(|spec| spec.id == signal.id));
    let hardest = values.filter_map(|signal| signal.value).reduce(f64::max)?;
    let role = if threshold(model).is_some_and(|threshold| hardest >= threshold) { Role::Warning } else { Role::Ok };
    Some(Piece::new(format!("how hard: {hardest:.2}"), role, 0))
}

fn gauges<'a>(model: &'a Model, pane: &Pane) -> Option<Gauges<'a>> {
    let PaneRole::Stage(stage) = &pane.role else { return None };
    let record = model.run.record.as_ref();
    let pattern = record.map_or(&*model.pattern, |record| &record.pattern);
    let signals = measured(pattern, stage);
    let gauges = signals.iter().map(|spec| gauge(record, spec)).collect();
    let threshold = threshold(model);
    let mut title = Vec::new();
    if let Some(threshold) = threshold {
        title.push(Piece::new(format!("threshold {threshold:.2}"), Role::Dim, 2));
    }
    title.extend(record.and_then(verdict));
    (!signals.is_empty()).then_some(Gauges { gauges, threshold, title })
}

/// The signals shown under a stage: those that measure it; under the first measured one those about the input too.
fn measured<'a>(pattern: &'a Pattern, stage: &str) -> Vec<&'a SignalSpec> {
    let first = pattern.signals.iter().find(|signal| !signal.of.is_empty());
    let is_first = first.is_some_and(|signal| signal.of == stage);
    pattern.signals.iter().filter(|signal| signal.of == stage || signal.of.is_empty() && is_first).collect()
}

fn gauge<'a>(record: Option<&'a RunRecord>, spec: &'a SignalSpec) -> Gauge<'a> {
    let had = record.and_then(|record| record.signals.iter().find(|signal| signal.id == spec.id));
    let (reading, detail) = match had {
        Some(signal) => (signal.value.map_or(Reading::Absent, Reading::Value), signal.detail.as_str()),
        None => (Reading::Pending, ""),
    };
    Gauge { name: &spec.id, reading, detail }
}

/// The number from 0 to 1 that the conditions set against signals, as it is in the run (or would be).
fn threshold(model: &Model) -> Option<f64> {
    let record = model.run.record.as_ref();
    let pattern = record.map_or(&*model.pattern, |record| &record.pattern);
    let judged = pattern.stages.iter().filter_map(|stage| paths(stage.when.as_deref()?, Kind::Expression).ok());
    let judged = judged.filter(|paths| paths.iter().any(|path| path.starts_with("signals")));
    let names: Vec<String> =
        judged.flatten().filter_map(|path| Some(path.strip_prefix("params.")?.to_owned())).collect();
    let name = names.iter().find(|name| matches!(pattern.params.get(*name), Some(Param::Number { .. })))?;
    match (record.and_then(|record| record.params.get(name)?.as_f64()), pattern.params.get(name)) {
        (Some(value), _) => Some(value),
        (None, Some(Param::Number { default, .. })) => Some(*default),
        _ => None,
    }
}

/// What came of the signals.
fn verdict(record: &RunRecord) -> Option<Piece> {
    let judged = record.pattern.stages.iter().find(|stage| {
        stage.side == Side::Cloud && stage.when.as_deref().is_some_and(|when| when.contains("signals"))
    })?;
    let stage = record.stage(&judged.id)?;
    Some(match (stage.phase, &stage.skipped) {
        (Phase::Waiting, _) => return None,
        (Phase::Ended(Status::Skipped), Some(why)) if why.contains("cannot be judged") => {
            Piece::new("cannot be judged, stays home", Role::Warning, 1)
        }
        (Phase::Ended(Status::Skipped), _) => Piece::new("easy: stays home", Role::Ok, 1),
        _ => Piece::new("hard: goes to the cloud", Role::Warning, 1),
    })
}
