//! The whole screen: header, panes on both sides of the line, timeline, footer, and what lies over them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::widgets::desk::DeskView;
use super::widgets::fog_line::{Crossing, FogLine};
use super::widgets::footer::{Footer, Hint, Toast};
use super::widgets::header::{Header, Health, ModelBadge};
use super::widgets::paint::{self, Piece};
use super::widgets::timeline::{Stage, Timeline, axis};
use super::widgets::too_small;
use super::{counters, hunks, overlay, panes, params, raw};
use crate::boundary::trust::Reach;
use crate::engine::event::Status;
use crate::engine::record::{Phase, StageRecord};
use crate::model::client::ModelInfo;
use crate::pattern::Side;
use crate::text::glyph;
use crate::workbench::app::pane::Role as PaneRole;
use crate::workbench::app::{Model, Setup, Tone};
use crate::workbench::keys::{self, Command, Context};
use crate::workbench::layout::{Layout, Place, SMALLEST, Shape};
use crate::workbench::theme::{Role, Theme};

/// Draws everything; gives where the cursor belongs, if anywhere.
pub fn draw(model: &Model, area: Rect, buf: &mut Buffer, theme: &Theme) -> Option<Position> {
    paint::clear(buf, area, theme);
    let layout = Layout::of(model);
    if layout.too_small {
        too_small::render(area, SMALLEST, buf, theme);
        return None;
    }
    header(model, layout.header, buf, theme);
    let mut cursor = None;
    if let Some(desk) = &model.look.desk {
        DeskView::new(desk).render(layout.desk(), buf, theme);
    } else if model.look.diff.is_some() {
        overlay::diff(model, layout.body, buf, theme);
    } else if model.look.hunks.is_some() {
        hunks::draw(model, layout.body, buf, theme);
    } else {
        for place in &layout.panes {
            cursor = pane(model, *place, buf, theme).or(cursor);
        }
        if !layout.fog.is_empty() {
            fog(model, &layout, buf, theme);
        }
        panes::draw_strip(model, layout.strip, buf, theme);
        let ended = model.run.record.as_ref().is_some_and(|record| record.end.is_some());
        vacant(ended, layout.vacant, buf, theme);
    }
    if !layout.timeline.is_empty() && model.look.desk.is_none() {
        timeline(model, layout.timeline, buf, theme);
    }
    footer(model, layout.footer, buf, theme);
    if model.overlays.is_empty() { cursor } else { overlay::draw(model, layout.body, buf, theme) }
}

fn pane(model: &Model, place: Place, buf: &mut Buffer, theme: &Theme) -> Option<Position> {
    match (place.shape, place.pane) {
        (Shape::Line, pane) => panes::draw_line(model, pane, place.area, buf, theme),
        (Shape::Full, 0) => return raw::draw(model, place.area, buf, theme),
        (Shape::Full, pane) => panes::draw(model, pane, place.area, buf, theme),
    }
    None
}

fn vacant(ended: bool, area: Rect, buf: &mut Buffer, theme: &Theme) {
    if area.is_empty() {
        return;
    }
    let text = if ended { "nothing crossed the line" } else { "nothing crosses the line" };
    let x = area.x + area.width.saturating_sub(glyph::width(text)) / 2;
    paint::put(buf, x, area.y + area.height / 2, area.right(), text, theme.style(Role::Dim));
}

fn header(model: &Model, area: Rect, buf: &mut Buffer, theme: &Theme) {
    let shown = model.run.record.as_ref().filter(|_| model.run.is_on());
    let pattern = shown.map_or(&*model.pattern, |record| &record.pattern);
    let axes = counters::axes(pattern);
    let session = counters::session(&model.session);
    let uses = |side| pattern.stages.iter().any(|stage| stage.side == side);
    let sides = match (&model.run.record, model.setup.sides()) {
        (Some(record), _) if model.run.is_on() => Some((&record.local, &record.cloud)),
        (_, Some(sides)) => Some((&sides.local, &sides.cloud)),
        _ => None,
    };
    let health = match &model.setup {
        Setup::Choosing => Health::Unknown,
        Setup::Chosen(_) => Health::Ready,
        Setup::Failed(_) => Health::Down,
    };
    let models = match sides {
        Some((local, cloud)) => [(Side::Local, local), (Side::Cloud, cloud)]
            .into_iter()
            .filter(|(side, _)| uses(*side))
            .map(|(side, info)| badge(side, info, health))
            .collect(),
        None => [(Side::Local, "local"), (Side::Cloud, "cloud")]
            .into_iter()
            .filter(|(side, _)| uses(*side))
            .map(|(side, name)| ModelBadge { side, name, reach: "", simulated: false, health })
            .collect(),
    };
    let policy = shown.map_or(model.session.policy, |record| record.policy);
    let params = match shown {
        Some(record) => {
            let defaults = record.pattern.default_params();
            params::turned(record.params.iter().filter(|(name, value)| defaults.get(*name) != Some(*value)))
        }
        None => params::turned(model.session.params.of(pattern).iter()),
    };
    let holds = model.run.hold_next;
    let header =
        Header { pattern: &pattern.name, params: &params, axes: &axes, models, policy, session: &session, holds };
    header.render(area, buf, theme);
}

/// Where a model's server is, by the address its name stands for.
pub(super) fn reach_words(info: &ModelInfo) -> &'static str {
    match info.reach {
        _ if info.proxied => "through a proxy",
        Some(Reach::Loopback) => "loopback",
        Some(Reach::Lan) => "LAN",
        Some(Reach::Internet) => "internet",
        None => "in this program",
    }
}

/// Where the raw prompt goes, as its title says: who plays at home reads all of it.
pub(super) fn home_words(model: &Model) -> (String, Role) {
    let record = model.run.record.as_ref();
    let home = record.map(|record| &record.local).or(model.setup.sides().map(|sides| &sides.local));
    let pattern = record.map_or(&*model.pattern, |record| &record.pattern);
    let read = pattern.stages.iter().any(|stage| stage.side == Side::Local);
    match home.filter(|_| read) {
        Some(home) if home.reach == Some(Reach::Internet) => {
            (format!("goes to {} (internet)", home.place), Role::Error)
        }
        Some(home) if home.reach == Some(Reach::Lan) => ("stays on your network".to_owned(), Role::Dim),
        _ => ("stays home".to_owned(), Role::Dim),
    }
}

fn badge(side: Side, info: &ModelInfo, health: Health) -> ModelBadge<'_> {
    ModelBadge { side, name: &info.name, reach: reach_words(info), simulated: info.simulated, health }
}

fn fog(model: &Model, layout: &Layout, buf: &mut Buffer, theme: &Theme) {
    FogLine { crossings: crossings(model, layout) }.render(layout.fog, buf, theme);
}

/// One arrow per pane that something crosses into: out beside what the cloud sees, back beside what the cloud wrote.
fn crossings(model: &Model, layout: &Layout) -> Vec<Crossing> {
    let record = model.run.record.as_ref();
    let leak = record.is_some_and(|record| counters::leaks(record) > 0);
    let mut crossings = Vec::new();
    for (place, pane) in model.run.panes.iter().enumerate() {
        let Some(shown) = layout.panes.iter().find(|shown| shown.pane == place) else { continue };
        // Beside a line there is room for the arrow and nothing else.
        let (half, room) = if shown.shape == Shape::Full { (shown.area.height / 2 - 1, true) } else { (0, false) };
        let row = shown.area.y - layout.fog.y + half;
        match &pane.role {
            PaneRole::Crossing { consumer, .. } => {
                let sent = record.map(|record| {
                    record
                        .crossed
                        .iter()
                        .filter(|crossing| crossing.stage == *consumer)
                        .map(|crossing| crossing.bytes as u64)
                        .sum()
                });
                let moving = model
                    .run
                    .stage(consumer)
                    .is_some_and(|stage| stage.phase == Phase::Prefill && stage.sent_ms.is_some());
                crossings.push(Crossing {
                    row,
                    outward: true,
                    bytes: sent.filter(|bytes: &u64| room && *bytes > 0),
                    moving,
                    sha256: record
                        .and_then(|record| record.crossed.iter().rev().find(|crossing| crossing.stage == *consumer))
                        .filter(|_| room)
                        .map(|crossing| crossing.sha256.clone()),
                    leak: leak && pane.sent,
                });
            }
            PaneRole::Stage(id) if pane.side == Side::Cloud => {
                let stage = model.run.stage(id);
                let bytes = stage
                    .map(|stage| (stage.text.len() + stage.thinking.len()) as u64)
                    .filter(|bytes| room && *bytes > 0);
                let moving = stage.is_some_and(|stage| matches!(stage.phase, Phase::Answering | Phase::Thinking));
                crossings.push(Crossing { row, outward: false, bytes, sha256: None, moving, leak: false });
            }
            _ => {}
        }
    }
    crossings
}

fn timeline(model: &Model, area: Rect, buf: &mut Buffer, theme: &Theme) {
    let (stages, totals, axis_ms) = if let Some(record) = &model.run.record {
        let stages = record.stages.iter().map(|stage| bar(stage, model.run.now_ms)).collect();
        let end = record.end.as_ref().map_or(model.run.now_ms, |_| record.now_ms);
        (stages, counters::totals(record, model.run.now_ms), axis(end))
    } else {
        let stages = model.pattern.stages.iter().map(|stage| planned(&stage.id, stage.side)).collect();
        (stages, not_run_yet(model), axis(0))
    };
    Timeline { stages, axis_ms, totals }.render(area, buf, theme);
}

/// What stands where the totals will be.
fn not_run_yet(model: &Model) -> Vec<Piece> {
    if model.run.is_on() {
        return Vec::new();
    }
    let key = keys::table::key_of(Context::Editor, Command::Run);
    vec![
        Piece::new("nothing has run, nothing has crossed", Role::Dim, 1),
        Piece::new(format!("{key} runs {}", model.pattern.name), Role::Dim, 0),
    ]
}

fn planned(name: &str, side: Side) -> Stage<'_> {
    Stage {
        name,
        side,
        start: None,
        first: None,
        end: None,
        waited: 0,
        waited_late: 0,
        status: None,
        tokens: None,
        estimated: false,
        cost_usd: None,
        note: "",
    }
}

fn bar(stage: &StageRecord, now_ms: u64) -> Stage<'_> {
    let tokens = counters::tokens(stage);
    let asking = stage.asking_since_ms.map_or(0, |since| now_ms.saturating_sub(since));
    Stage {
        start: stage.started_ms,
        first: stage.first_ms,
        end: stage.started_ms.map(|_| stage.ended_ms.unwrap_or(now_ms)),
        waited: stage.asked_ms - stage.asked_late_ms + if stage.first_ms.is_none() { asking } else { 0 },
        waited_late: stage.asked_late_ms + if stage.first_ms.is_some() { asking } else { 0 },
        status: stage.result.as_ref().map(|result| result.status).or(match stage.phase {
            Phase::Ended(status) => Some(status),
            _ => None,
        }),
        tokens: tokens.map(|(input, output, _)| (input, output)),
        estimated: tokens.is_some_and(|(_, _, estimated)| estimated),
        cost_usd: stage.result.as_ref().and_then(|result| result.cost_usd),
        note: stage.skipped.as_deref().unwrap_or_default(),
        ..planned(&stage.id, stage.side)
    }
}

fn footer(model: &Model, area: Rect, buf: &mut Buffer, theme: &Theme) {
    let context = model.context();
    let rows = keys::footer(context);
    let on = model.run.is_on();
    let held = !model.run.held.is_empty();
    let crosses = model.pattern.stages.iter().any(|stage| stage.side == Side::Cloud);
    let end = model.run.record.as_ref().and_then(|record| record.end.as_ref());
    let failed = end.is_some_and(|end| !matches!(end.status, Status::Done | Status::Skipped | Status::Cancelled));
    let hints: Vec<(String, &str)> = rows
        .iter()
        .filter(|(command, ..)| match command {
            // An overlay carries its own keys.
            _ if !model.overlays.is_empty() => false,
            Command::Review => held || !model.run.asked.is_empty(),
            Command::Params => !model.pattern.params.is_empty(),
            Command::Diff => context == Context::Diff || model.can_compare(),
            Command::Desk => context == Context::Desk || model.can_judge(),
            Command::Help => false,
            Command::Changes => context == Context::Hunks || model.run.offer.is_some(),
            // While a run is on they say nothing but that.
            Command::Patterns | Command::Scenarios | Command::Compare => !on,
            Command::Run => !model.comparing.is_on(),
            Command::HoldNext => crosses,
            Command::Thinking => model.has_thinking(),
            _ => true,
        })
        .map(|(command, key, hint)| match command {
            Command::Diff if context == Context::Diff => (key.clone(), "panes"),
            Command::Desk if context == Context::Desk => (key.clone(), "panes"),
            Command::Changes if context == Context::Hunks => (key.clone(), "panes"),
            // It goes on behind the panes, and no run begins beside it.
            Command::Compare if model.comparing.is_on() => (key.clone(), "comparing …"),
            Command::Run if on => (keys::table::key_of(context, Command::Back), "stop"),
            Command::Run if failed => (key.clone(), "try again"),
            Command::Run if model.run.record.is_some() => (key.clone(), "run again"),
            _ => (key.clone(), *hint),
        })
        // What an overlay's frame has no room for.
        .chain(overlay::more_hints(model))
        .collect();
    let helping = rows.iter().find(|(command, ..)| *command == Command::Help);
    let message = model.status.as_ref().map(|status| Toast {
        text: &status.text,
        role: match status.tone {
            Tone::Note => Role::Text,
            Tone::Ask => Role::Warning,
            Tone::Trouble => Role::Error,
        },
    });
    let footer = Footer {
        hints: hints.iter().map(|(key, label)| Hint { key, label }).collect(),
        last: helping.map(|(_, key, label)| Hint { key, label }),
        toast: message,
    };
    footer.render(area, buf, theme);
}
