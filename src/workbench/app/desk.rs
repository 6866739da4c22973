//! The desk as it is being looked at: which part, which claim, whether the names are hidden. Not for what lies on it
//! ([`super::board`]) and not for drawing.

use super::Model;
use super::action::Effect;
use super::board::{self, Board};
use super::command::{note, quiet};
use super::scroll::{Scroll, Step};
use super::session::Status;
use crate::engine::event::RunEvent;
use crate::engine::judge::{Candidate, Winner};
use crate::workbench::keys::{Command, Context, table::key_of};
use crate::workbench::layout::Layout;
use crate::workbench::view::widgets::desk::DeskView;

/// What has the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The answers and, where there is room, the reviews below them.
    Both,
    /// The answers alone.
    Answers,
    /// The reviews alone.
    Reviews,
}

/// Whether names are hidden, so that they do not judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blind {
    /// They are shown.
    Off,
    /// They are hidden, and which answer stands first was shuffled.
    Hidden {
        /// Whether the second candidate stands first.
        swapped: bool,
    },
    /// They were hidden until the user chose.
    Revealed {
        /// Whether the second candidate stood first.
        swapped: bool,
        /// What the user chose.
        vote: Winner,
    },
}

impl Blind {
    /// Who stands first.
    #[must_use]
    pub fn leading(self) -> Candidate {
        let swapped = matches!(self, Self::Hidden { swapped: true } | Self::Revealed { swapped: true, .. });
        if swapped { Candidate::Second } else { Candidate::First }
    }

    /// Whether names are hidden now.
    #[must_use]
    pub fn hides(self) -> bool {
        matches!(self, Self::Hidden { .. })
    }
}

/// See the module.
#[derive(Debug, Clone)]
pub struct DeskLook {
    /// What lies on it.
    pub board: Board,
    /// What has the room.
    pub part: Part,
    /// Where the answers are looked at: one position for both.
    pub scroll: Scroll,
    /// Where the reviews are looked at.
    pub reviews: Scroll,
    /// The claim looked at, by its place in the list.
    pub claim: Option<usize>,
    /// The difference gone to last, as a row at the width it was gone to.
    pub difference: Option<usize>,
    /// Whether names are hidden.
    pub blind: Blind,
}

impl DeskLook {
    /// The candidate that stands on the left, or first.
    #[must_use]
    pub fn leading(&self) -> Candidate {
        self.board.leading
    }
}

/// Opens or closes it.
pub(super) fn toggle(model: &mut Model) -> Vec<Effect> {
    if model.look.desk.take().is_some() {
        return Vec::new();
    }
    match model.run.record.as_ref().and_then(|record| Board::of(record, Candidate::First)) {
        Some(board) => quiet(|| {
            model.look.diff = None;
            model.look.hunks = None;
            model.look.desk = Some(DeskLook {
                board,
                part: Part::Both,
                scroll: Scroll::START,
                reviews: Scroll::START,
                claim: None,
                difference: None,
                blind: Blind::Off,
            });
        }),
        None => note(model, |model| match &model.run.record {
            Some(record) if record.pattern.stages.iter().any(|stage| !stage.candidates.is_empty()) => {
                "the desk compares two answers: they are not there yet".to_owned()
            }
            _ => "the desk compares two answers: run Cross-Check first".to_owned(),
        }),
    }
}

/// Lays the desk anew where an event changed what lies on it; where it is looked at stays.
pub(super) fn refresh(model: &mut Model, event: &RunEvent) {
    let matters = matches!(
        event,
        RunEvent::Review { .. }
            | RunEvent::StageStarted { .. }
            | RunEvent::StageSkipped { .. }
            | RunEvent::StageFinished { .. }
    );
    let Some(desk) = model.look.desk.as_mut().filter(|_| matters) else { return };
    match model.run.record.as_ref().and_then(|record| Board::of(record, desk.blind.leading())) {
        Some(board) => {
            desk.claim = desk.claim.filter(|claim| *claim < board.standing.claims.len());
            desk.board = board;
        }
        None => model.look.desk = None,
    }
}

/// Whether there is something to lay on it.
pub(super) fn can_open(model: &Model) -> bool {
    model.run.record.as_ref().is_some_and(board::can_be_laid)
}

/// Does what a key of the desk asks for.
pub(super) fn perform(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::NextClaim | Command::PreviousClaim => choose(model, command == Command::NextClaim),
        Command::DeskPart => quiet(|| turn(model)),
        Command::Blind => blind(model),
        Command::VoteLeft | Command::VoteRight | Command::VoteTie => vote(model, command),
        _ => Vec::new(),
    }
}

fn turn(model: &mut Model) {
    let area = Layout::of(model).desk();
    if let Some(desk) = &mut model.look.desk {
        let roomy = DeskView::has_room_for_both(area);
        desk.part = match desk.part {
            Part::Both if roomy => Part::Answers,
            Part::Both | Part::Answers => Part::Reviews,
            Part::Reviews => Part::Both,
        };
    }
}

/// Scrolls what has the room: both answers together, or the reviews.
pub(super) fn scroll(model: &mut Model, step: Step) {
    let area = Layout::of(model).desk();
    if let Some(desk) = &mut model.look.desk {
        let (rows, height) = DeskView::new(desk).extent(area);
        let at = if desk.part == Part::Reviews { &mut desk.reviews } else { &mut desk.scroll };
        at.step(step, rows, height);
    }
}

/// Goes to the next difference, or the one before, as seen from the one gone to last, if that is still in view.
pub(super) fn jump(model: &mut Model, forward: bool) -> Vec<Effect> {
    let area = Layout::of(model).desk();
    let Some(desk) = &mut model.look.desk else { return Vec::new() };
    if desk.part == Part::Reviews {
        desk.part = Part::Both;
    }
    let view = DeskView::new(desk);
    let (rows, height) = view.extent(area);
    let top = desk.scroll.top(rows, height);
    let from = desk.difference.filter(|row| (top..top + height).contains(row));
    let Some(row) = view.step(area, from, top, forward) else {
        return note(model, |_| format!("no difference {}", if forward { "below" } else { "above" }));
    };
    desk.difference = Some(row);
    if !(top..top + height).contains(&row) {
        // Some lines above it, so that what leads there can be read.
        desk.scroll = Scroll::at(row.saturating_sub(height / 4));
    }
    Vec::new()
}

/// Chooses the next claim, or the one before, and brings its passage into view.
fn choose(model: &mut Model, forward: bool) -> Vec<Effect> {
    let area = Layout::of(model).desk();
    let Some(desk) = &mut model.look.desk else { return Vec::new() };
    let count = desk.board.standing.claims.len();
    if count == 0 {
        return note(model, |_| "no claims yet: the reviews make them".to_owned());
    }
    let next = match (desk.claim, forward) {
        (None, true) => 0,
        (None, false) => count - 1,
        (Some(claim), true) => (claim + 1) % count,
        (Some(claim), false) => (claim + count - 1) % count,
    };
    desk.claim = Some(next);
    let view = DeskView::new(desk);
    if let Some(row) = view.row_of_claim(area, next) {
        // A third of the view above it, so that what leads there can be read.
        let lead = view.answers_height(area) / 3;
        desk.scroll = Scroll::at(row.saturating_sub(lead));
    }
    let view = DeskView::new(desk);
    if let Some(scroll) = view.reveal_claim(area, next) {
        desk.reviews = scroll;
    }
    Vec::new()
}

/// Hides the names and shuffles the order, or shows them again.
fn blind(model: &mut Model) -> Vec<Effect> {
    let swapped = shuffled(model);
    let (Some(desk), Some(record)) = (&mut model.look.desk, &model.run.record) else { return Vec::new() };
    let shown = desk.blind != Blind::Off;
    desk.blind = if shown { Blind::Off } else { Blind::Hidden { swapped } };
    desk.part = Part::Both;
    desk.claim = None;
    desk.difference = None;
    if let Some(board) = Board::of(record, desk.blind.leading()) {
        desk.board = board;
    }
    if shown {
        return Vec::new();
    }
    let keys = [Command::VoteLeft, Command::VoteRight, Command::VoteTie].map(|vote| key_of(Context::Desk, vote));
    let [left, right, tie] = keys;
    note(model, |_| format!("names hidden, order shuffled: {left} or {right} for the better answer, {tie} for a tie"))
}

/// A toss of a coin that comes out the same when the same run is replayed, and differently for the next one.
fn shuffled(model: &Model) -> bool {
    let id = model.run.id.as_ref().map(|id| id.0.as_str()).unwrap_or_default();
    let hash = id
        .bytes()
        .chain((model.run.version % 251).to_le_bytes())
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash >> 16) & 1 == 1
}

fn vote(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(desk) = &mut model.look.desk else { return Vec::new() };
    let Blind::Hidden { swapped } = desk.blind else {
        let key = key_of(Context::Desk, Command::Blind);
        return note(model, |_| format!("a vote counts where the names are hidden: {key} hides them"));
    };
    let leading = desk.leading();
    let vote = match command {
        Command::VoteLeft => leading.into(),
        Command::VoteRight => leading.other().into(),
        _ => Winner::Tie,
    };
    desk.blind = Blind::Revealed { swapped, vote };
    desk.reviews = Scroll::START;
    let standing = desk.board.standing.winner;
    let named = desk.board.titles();
    let reviewed = desk.board.reviewers.iter().any(|reviewer| !reviewer.report.reviews.is_empty());
    let agree = match (reviewed, vote == standing) {
        (false, _) => "nobody has reviewed them yet".to_owned(),
        (true, true) => "the reviewers see it as you do".to_owned(),
        (true, false) => format!("the reviewers: {}", named.winner(standing)),
    };
    let yours = match vote.candidate() {
        Some(candidate) => format!("your choice is the {}", named.of(candidate).to_lowercase()),
        None => "you see a tie".to_owned(),
    };
    model.status = Some(Status::note(format!("{yours}; {agree}")));
    Vec::new()
}
