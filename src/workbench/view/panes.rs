//! From the model's panes to the pane widget: which title, counters, waiting line and problem each shows.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::widgets::numbers;
use super::widgets::paint::{self, Piece, Span};
use super::widgets::pane::{Instructions, Pane as Widget, Problem, Thinking, Waiting};
use super::{alarms, counters, facts, gauges, highlight, hunks};
use crate::engine::event::Status;
use crate::engine::record::{Phase, RunRecord, StageRecord};
use crate::model::client::ModelInfo;
use crate::pattern::{Side, StageKind};
use crate::workbench::app::pane::{Pane, Part, Role as PaneRole};
use crate::workbench::app::{Focus, Model, Stand};
use crate::workbench::keys::{Command, table::key_of};
use crate::workbench::theme::{Role, Theme};

/// Milliseconds a frame of the spinner stands.
const SPIN_MS: u64 = 120;

/// Rows of a pane's text and rows in view, in `area`.
#[must_use]
pub fn extent(model: &Model, place: usize, area: Rect) -> (usize, usize) {
    let Some(pane) = model.run.panes.get(place) else { return (0, 0) };
    let (area, _) = gauges::split(model, pane, area);
    let parts = Parts::of(model, place, pane);
    let extent = parts.widget(model, place, pane).extent(area);
    (extent.rows, extent.height.into())
}

/// Draws a pane that a model writes.
pub fn draw(model: &Model, place: usize, area: Rect, buf: &mut Buffer, theme: &Theme) {
    let Some(pane) = model.run.panes.get(place) else { return };
    let (area, below) = gauges::split(model, pane, area);
    gauges::draw(model, pane, below, buf, theme);
    let parts = Parts::of(model, place, pane);
    let widget = parts.widget(model, place, pane);
    let height = widget.extent(area).height;
    widget.render(area, buf, theme);
    let text = Rect { height, ..super::widgets::frame::inner(area) };
    let terms = model.run.record.as_ref().map(|record| record.input.terms.as_slice()).unwrap_or_default();
    // The same word is a private span at home and a leak where the cloud can see it. A review is read at home, whoever wrote
    // it: its report has the private values put back.
    let at_home = pane.side == Side::Local || is_report(model, pane);
    let role = if at_home { Role::Private } else { Role::Leak };
    highlight::terms(buf, text, terms, theme.style(role));
    highlight::placeholders(buf, text, theme.style(Role::Placeholder));
}

/// Draws a pane as one line: number, name, where it stands.
pub fn draw_line(model: &Model, place: usize, area: Rect, buf: &mut Buffer, theme: &Theme) {
    let Some(pane) = model.run.panes.get(place) else { return };
    let side = if pane.side == Side::Local { Role::Home } else { Role::Cloud };
    let focused = model.look.focus.pane() == place;
    let mark = if focused { "▸" } else { " " };
    let mut pieces =
        vec![Piece::new(format!("{mark}{} {}", place + 1, pane.title), if focused { Role::Focus } else { side }, 0)];
    let stage = pane.stage().and_then(|id| model.run.stage(id));
    match (&pane.problem, stage) {
        (Some(problem), _) => pieces.push(Piece::new(format!("✗ {}", problem.what), Role::Error, 1)),
        (None, Some(stage)) => {
            let asks = model.run.asked.iter().any(|asked| asked.stage == stage.id);
            let word = if asks { Some("waits for a value from you") } else { phase_word(stage) };
            if let Some(word) = word {
                pieces.push(Piece::new(word, Role::Dim, 2));
            }
            let badges = match &pane.role {
                PaneRole::Crossing { consumer, .. } if pane.sent => {
                    model.run.record.as_ref().map(|record| counters::crossing_badges(record, consumer, pane))
                }
                PaneRole::Crossing { producer: None, .. } => None,
                _ => Some(counters::stage_badges(stage)),
            };
            let told = hunks::badge(model, pane).or_else(|| gauges::badge(model, pane));
            for badge in told.into_iter().chain(badges.unwrap_or_default()) {
                pieces.push(Piece { priority: badge.priority + 2, ..badge });
            }
        }
        (None, None) if place == 0 => {
            let notices = model.run.record.as_ref().map_or(0, |record| record.notices.len());
            if notices > 0 {
                pieces.push(Piece::new(
                    format!("! {}", numbers::count(notices, "notice", "notices")),
                    Role::Warning,
                    1,
                ));
            }
            let (words, role) = super::screen::home_words(model);
            if role == Role::Error {
                pieces.push(Piece::new(words, role, 1));
            }
            let bytes = model.editor.bytes(crate::workbench::app::Field::Context) as u64;
            pieces.push(Piece::new(format!("context {}", numbers::bytes(bytes)), Role::Dim, 2));
        }
        (None, None) => {}
    }
    paint::clear(buf, area, theme);
    let pieces = paint::fit(pieces, 3, area.width.saturating_sub(2));
    paint::put_pieces(buf, area.x + 1, area.y, area.right(), &pieces, " · ", theme.style(Role::Dim), theme);
}

/// The numbers of all panes in one line: the one shown named by its mark, the others with how they stand.
pub fn draw_strip(model: &Model, area: Rect, buf: &mut Buffer, theme: &Theme) {
    if area.is_empty() {
        return;
    }
    paint::clear(buf, area, theme);
    let mut x = area.x + 1;
    // Number, mark and state of each: with many panes there is room for one blank between them.
    let gap = if model.run.panes.len() * 5 + 1 < area.width.into() { 2 } else { 1 };
    for (place, pane) in model.run.panes.iter().enumerate() {
        let stage = pane.stage().and_then(|id| model.run.stage(id));
        let (sign, sign_role) = match (&pane.problem, stage.map(|stage| stage.phase)) {
            (Some(_), _) => ("✗", Role::Error),
            (None, Some(Phase::Asking)) => ("!", Role::Warning),
            (None, Some(Phase::Ended(Status::Skipped))) => ("-", Role::Dim),
            (None, Some(Phase::Ended(_))) => ("✓", Role::Ok),
            (None, Some(Phase::Waiting) | None) => ("", Role::Dim),
            (None, Some(_)) => ("●", Role::Focus),
        };
        let side = if pane.side == Side::Local { Role::Home } else { Role::Cloud };
        let shown = model.look.shown() == place;
        let mark = if shown { "▸" } else { "" };
        let style = theme.style(if shown { Role::Focus } else { side });
        x = paint::put(buf, x, area.y, area.right(), &format!("{mark}{}", place + 1), style);
        x = paint::put(buf, x, area.y, area.right(), sign, theme.style(sign_role)) + gap;
    }
}

fn phase_word(stage: &StageRecord) -> Option<&'static str> {
    match stage.phase {
        Phase::Waiting | Phase::Ended(_) => None,
        Phase::Prefill => Some("waiting for the first token"),
        Phase::Thinking => Some("thinking"),
        Phase::Answering => Some("writing"),
        Phase::Asking => Some("held for you"),
        Phase::Retrying => Some("trying again"),
    }
}

/// What a widget borrows, made beforehand.
struct Parts {
    spans: Vec<Span>,
    model_name: String,
    simulated: bool,
    note: (&'static str, &'static str),
    empty: &'static str,
    waiting: Option<(String, u64)>,
    trouble: Option<Trouble>,
    badges: Vec<Piece>,
    streaming: bool,
    thinking: Option<(u64, bool)>,
}

/// What is pinned to a pane's bottom.
struct Trouble {
    mark: &'static str,
    what: String,
    detail: String,
    retry_key: String,
    role: Role,
}

impl Trouble {
    fn new(mark: &'static str, what: String, detail: String, role: Role) -> Self {
        Self { mark, what, detail, retry_key: String::new(), role }
    }
}

/// What went wrong in a pane's stage; else what restoring its answer had to tell and, in the pane with the answer, which
/// checks it does not pass.
fn trouble(model: &Model, place: usize, pane: &Pane) -> Option<Trouble> {
    if let Some(problem) = &pane.problem {
        let key = key_of(model.context(), Command::Run);
        return Some(Trouble {
            mark: "✗",
            what: problem.what.to_owned(),
            detail: problem.detail.clone(),
            retry_key: if model.run.is_on() { String::new() } else { key },
            role: if problem.partial { Role::Warning } else { Role::Error },
        });
    }
    let record = model.run.record.as_ref()?;
    if matches!(pane.role, PaneRole::Crossing { .. }) && pane.sent {
        let (what, detail) = facts::words(pane.facts.as_ref()?, model.look.zoom)?;
        return Some(Trouble::new("!", what, detail, Role::Warning));
    }
    let checked = model.run.checked_pane(&record.pattern) == place;
    let failed = checked.then(|| counters::failed_checks(record)).flatten();
    let told = match &pane.role {
        PaneRole::Stage(stage) | PaneRole::Restored(stage) => record.stage(stage).and_then(alarms::words),
        PaneRole::Raw | PaneRole::Crossing { .. } => None,
    };
    match (failed, told) {
        (Some((what, detail)), None) => Some(Trouble::new("✗", what, detail, Role::Error)),
        (None, Some((what, detail))) => Some(Trouble::new("!", what, detail, Role::Warning)),
        // The checks look at the answer; what was made up in it may be why they fail.
        (Some((failed, detail)), Some((what, means))) => {
            Some(Trouble::new("!", what, format!("{means}\n✗ {failed}: {detail}"), Role::Error))
        }
        (None, None) => None,
    }
}

impl Parts {
    fn of(model: &Model, place: usize, pane: &Pane) -> Self {
        let record = model.run.record.as_ref();
        let stage = pane.stage().and_then(|id| model.run.stage(id));
        let info = info_of(model, pane);
        let crossing = matches!(pane.role, PaneRole::Crossing { .. });
        let badges = match (&pane.role, record, stage) {
            (PaneRole::Crossing { consumer, .. }, Some(record), _) if pane.sent => {
                counters::crossing_badges(record, consumer, pane)
            }
            (PaneRole::Restored(_), Some(_), Some(stage)) => alarms::badge(stage).into_iter().collect(),
            // What nobody has sent yet has no figures: those of the stage stand on its answer.
            (PaneRole::Restored(_) | PaneRole::Crossing { producer: None, .. }, _, _) => Vec::new(),
            (_, Some(_), Some(stage)) => {
                hunks::badge(model, pane).into_iter().chain(counters::stage_badges(stage)).collect()
            }
            _ => Vec::new(),
        };
        let spans = pane.marks.iter().map(|mark| Span {
            start: mark.start,
            end: mark.end,
            role: match mark.part {
                Part::Discarded | Part::Faint => Role::Dim,
                Part::Note => Role::Warning,
                Part::Heading => Role::Title,
                Part::Good => Role::Ok,
                Part::Bad => Role::Error,
            },
        });
        Self {
            spans: spans.collect(),
            model_name: if crossing && pane.sent {
                String::new()
            } else {
                info.map(|info| info.name.clone()).unwrap_or_default()
            },
            simulated: match (&pane.role, record) {
                // The words are the user's, what they say is the cloud's.
                (PaneRole::Restored(_), Some(record)) => record.cloud.simulated,
                _ => info.is_some_and(|info| info.simulated),
            },
            note: if pane.side == Side::Cloud && is_report(model, pane) && !pane.text.is_empty() {
                ("names put back at home", "names put back")
            } else {
                note(pane, record.is_some())
            },
            empty: empty(model, pane),
            waiting: stage.and_then(|stage| waiting(model, pane, stage)),
            trouble: trouble(model, place, pane),
            badges,
            streaming: stage.is_some_and(|stage| matches!(stage.phase, Phase::Thinking | Phase::Answering)),
            thinking: stage
                // Beside the text that was sent, thinking would look as if it had crossed: it is shown only when asked for.
                .filter(|_| !pane.thinking.is_empty() && (pane.unfolded || !pane.sent))
                .map(|stage| counters::thinking_tokens(stage, pane.thinking.text().len())),
        }
    }

    fn widget<'a>(&'a self, model: &Model, place: usize, pane: &'a Pane) -> Widget<'a> {
        let thinking = self.thinking.map(|(tokens, estimated)| Thinking {
            tokens,
            estimated,
            open: pane.unfolded,
            stayed_home: pane.sent,
            text: &pane.thinking,
        });
        let instructions =
            (!pane.instructions.is_empty()).then_some(Instructions { open: pane.unfolded, text: &pane.instructions });
        let problem = self.trouble.as_ref().map(|trouble| Problem {
            mark: trouble.mark,
            what: &trouble.what,
            detail: &trouble.detail,
            action: (!trouble.retry_key.is_empty()).then_some((trouble.retry_key.as_str(), "runs again")),
            role: trouble.role,
        });
        Widget {
            note: self.note.0,
            short_note: self.note.1,
            model: &self.model_name,
            simulated: self.simulated,
            focused: model.look.focus == Focus::Pane(place),
            spans: &self.spans,
            top: pane.scroll.offset(),
            following: pane.scroll.follow,
            streaming: self.streaming,
            badges: self.badges.clone(),
            waiting: self.waiting.as_ref().map(|(what, ms)| Waiting { what, ms: *ms, tick: *ms / SPIN_MS }),
            empty: self.empty,
            thinking,
            instructions,
            problem,
            ..Widget::new(place as u8 + 1, &pane.title, pane.side, &pane.text)
        }
    }
}

/// The model that writes a pane: that of the run, or the one that will.
fn info_of<'a>(model: &'a Model, pane: &Pane) -> Option<&'a ModelInfo> {
    let stage = pane.stage()?;
    let side = match &pane.role {
        PaneRole::Restored(_) => return None,
        _ => {
            model
                .run
                .record
                .as_ref()
                .map_or(&*model.pattern, |record| &record.pattern)
                .stages
                .iter()
                .find(|spec| spec.id == stage)?
                .side
        }
    };
    match (&model.run.record, side) {
        (Some(record), Side::Local) => Some(&record.local),
        (Some(record), Side::Cloud) => Some(&record.cloud),
        (None, Side::Local) => model.setup.sides().map(|sides| &sides.local),
        (None, Side::Cloud) => model.setup.sides().map(|sides| &sides.cloud),
    }
}

/// The remark in a pane's title, and the same in fewer words.
fn note(pane: &Pane, ran: bool) -> (&'static str, &'static str) {
    match &pane.role {
        PaneRole::Crossing { .. } if pane.sent => ("all the cloud sees", "as sent"),
        PaneRole::Crossing { .. } if ran && !pane.text.is_empty() => ("preview, not sent", "not sent"),
        PaneRole::Crossing { .. } => ("all the cloud will see", "will cross"),
        _ => ("", ""),
    }
}

fn is_ground(model: &Model, stage: &str) -> bool {
    model.pattern.stages.iter().any(|spec| spec.id == stage && spec.kind == StageKind::Ground)
}

fn will_judge(model: &Model, stage: &str) -> bool {
    model.pattern.stages.iter().any(|spec| spec.id == stage && spec.kind == StageKind::Judge)
}

fn empty(model: &Model, pane: &Pane) -> &'static str {
    match (&pane.role, model.run.stand) {
        _ if pane.problem.is_some() => "",
        (_, Stand::WaitingForModels) => "looking for models …",
        (PaneRole::Crossing { producer: Some(_), .. }, _) => "What the local model lets across the line.",
        (PaneRole::Crossing { producer: None, .. }, _) => "The request, exactly as it goes.",
        (PaneRole::Stage(stage), _) if is_ground(model, stage) => {
            "The plan, filled in with your values. They do not cross the line."
        }
        (PaneRole::Stage(stage), _) if will_judge(model, stage) => "Both answers reviewed, once in each order.",
        (PaneRole::Stage(_), _) if pane.side == Side::Cloud => "What the cloud makes of it.",
        (PaneRole::Stage(_), _) => "What the local model makes of it.",
        _ => "",
    }
}

/// Whether a pane shows what a judge's reviews come to.
fn is_report(model: &Model, pane: &Pane) -> bool {
    let record = model.run.record.as_ref();
    matches!(&pane.role, PaneRole::Stage(stage) if record.is_some_and(|record| is_judge(record, stage)))
}

fn is_judge(record: &RunRecord, stage: &str) -> bool {
    record.pattern.stages.iter().any(|spec| spec.id == stage && spec.kind == StageKind::Judge)
}

/// What is going on in a pane that has no text yet, and for how long.
fn waiting(model: &Model, pane: &Pane, stage: &StageRecord) -> Option<(String, u64)> {
    let since = |from: Option<u64>| model.run.now_ms.saturating_sub(from.unwrap_or(model.run.now_ms));
    if pane.sent {
        return None;
    }
    let asked = since(stage.sent_ms.or(stage.started_ms));
    let record = model.run.record.as_ref()?;
    let is_first = record.stages.first().is_some_and(|first| first.id == stage.id);
    if is_first && model.run.is_on() && record.stages.iter().all(|stage| stage.phase == Phase::Waiting) {
        // With a long input this takes a while, and nothing else can be seen of it.
        return Some(("the gate reads your input first".to_owned(), model.run.now_ms));
    }
    match stage.phase {
        Phase::Prefill => Some(("waiting for the first token".to_owned(), asked)),
        Phase::Asking => Some(("the request is held: it waits for you".to_owned(), since(stage.asking_since_ms))),
        Phase::Retrying => {
            let retry = stage.retry.as_ref()?;
            Some((format!("retry {}: {}", retry.number, retry.reason), since(Some(stage.latest_ms))))
        }
        Phase::Thinking => Some(("thinking, nothing written yet".to_owned(), asked)),
        Phase::Answering if is_judge(record, &stage.id) => {
            let order = if stage.reviews.is_empty() { "first" } else { "other" };
            Some((format!("reviewing both answers, in the {order} order"), asked))
        }
        // A contract's text holds private fields and is not shown; the one that may cross comes after them.
        Phase::Answering => Some(("writing; what may cross comes next".to_owned(), asked)),
        Phase::Waiting | Phase::Ended(_) => None,
    }
}
