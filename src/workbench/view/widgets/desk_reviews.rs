//! The reviews on the desk: what they come to, both orders of each reviewer with scores, and the list of claims.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::desk::{role, sign};
use super::frame::{self, Frame};
use super::numbers;
use super::paint::{self, Piece};
use crate::engine::judge::{Candidate, Claim, Named, Report, Review, Winner};
use crate::pattern::Side;
use crate::text::stream;
use crate::workbench::app::board::{Board, Reviewer};
use crate::workbench::app::desk::{Blind, DeskLook};
use crate::workbench::theme::{Role, Theme};

/// A line of the reviews.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it says, left to right.
    pub pieces: Vec<(String, Role)>,
    /// The claim it is about.
    pub claim: Option<usize>,
}

/// Draws the reviews in a frame.
pub fn render(look: &DeskLook, area: Rect, buf: &mut Buffer, theme: &Theme) {
    let inside = frame::inner(area);
    let lines = lines(look, inside.width);
    let height = usize::from(inside.height);
    let top = look.reviews.top(lines.len(), height);
    let below = lines.len().saturating_sub(top + height);
    let mut corner = Vec::new();
    if below > 0 {
        corner.push(Piece::new(format!("↓ {below}"), Role::Dim, 0));
    }
    let bottom = if look.blind.hides() { Vec::new() } else { dropped(look.board.standing.dropped) };
    Frame { title: vec![Piece::new("Reviews", Role::Title, 0)], bottom, corner, thumb: None }.render(
        area,
        buf,
        theme,
        Role::Border,
    );
    for (y, line) in (inside.top()..inside.bottom()).zip(lines.iter().skip(top)) {
        let mut column = inside.x;
        for (text, role) in &line.pieces {
            column = paint::put(buf, column, y, inside.right(), text, theme.style(*role));
        }
    }
}

fn dropped(count: u32) -> Vec<Piece> {
    if count == 0 {
        return Vec::new();
    }
    let words =
        numbers::count(count as usize, "claim left out: its quotation is", "claims left out: their quotations are");
    vec![Piece::new(format!("{words} in neither answer"), Role::Warning, 0)]
}

/// All lines at a width. What they cost is bounded by the reviews, whatever the answers' length.
#[must_use]
pub fn lines(look: &DeskLook, width: u16) -> Vec<Line> {
    let board = &look.board;
    let mut out = Lines { width, lines: Vec::new() };
    if look.blind.hides() {
        out.wrapped("", "The reviews are hidden with the names: choose first, then they are shown.", Role::Dim, None);
        return out.lines;
    }
    let named = board.titles();
    if let Blind::Revealed { vote, .. } = look.blind {
        out.wrapped(
            "You      ",
            &format!("{} (chosen with the names hidden)", choice(vote, &named)),
            Role::Focus,
            None,
        );
    }
    let (words, role) = standing(board, &named);
    out.wrapped("Together ", &words, role, None);
    let harsher = board.harsher();
    for (place, reviewer) in board.reviewers.iter().enumerate() {
        let by = harsher.filter(|(harsh, _)| *harsh == place).map(|(_, by)| by);
        out.reviewer(reviewer, &named, by);
    }
    if !board.standing.claims.is_empty() {
        out.lines.push(Line { pieces: Vec::new(), claim: None });
    }
    for (place, claim) in board.standing.claims.iter().enumerate() {
        out.claim(place, claim, &named, look.claim == Some(place));
    }
    out.lines
}

fn choice(winner: Winner, named: &Named) -> String {
    winner.candidate().map_or_else(|| "a tie".to_owned(), |candidate| format!("prefer {}", named.of(candidate)))
}

/// What the reviewers come to, in a sentence.
fn standing(board: &Board, named: &Named) -> (String, Role) {
    let done: Vec<&Reviewer> = board.reviewers.iter().filter(|reviewer| reviewer.missing.is_none()).collect();
    if done.len() < board.reviewers.len() {
        let words =
            numbers::count(board.reviewers.len() - done.len(), "reviewer is not done", "reviewers are not done");
        return (format!("{words}: nothing is settled yet"), Role::Dim);
    }
    let has_say = done.iter().filter(|reviewer| reviewer.report.winner != Winner::Tie).count();
    match board.standing.winner.candidate() {
        Some(candidate) if has_say == done.len() => {
            (format!("all reviewers prefer {} in both orders", named.of(candidate)), Role::Ok)
        }
        Some(candidate) => {
            (format!("{} is preferred, by one reviewer; the other comes to a tie", named.of(candidate)), Role::Ok)
        }
        None if board.standing.divided => {
            ("the reviewers prefer different answers: neither stands above the other".to_owned(), Role::Warning)
        }
        None => ("no reviewer has a preference that holds in both orders: a tie".to_owned(), Role::Text),
    }
}

/// What a reviewer's two orders come to.
fn verdict(report: &Report, named: &Named) -> (String, Role) {
    if report.flipped {
        let first = report.reviews.iter().all(|review| review.winner == review.shown_first.into());
        let which = if first { "whatever is shown first" } else { "whatever is shown last" };
        return (format!("⇄ flipped, prefers {which}: a tie"), Role::Warning);
    }
    match report.winner.candidate() {
        Some(candidate) => (format!("prefers {} in both orders", named.of(candidate)), Role::Ok),
        None if report.reviews.iter().all(|review| review.winner == Winner::Tie) => {
            ("a tie in both orders".to_owned(), Role::Text)
        }
        None => ("a preference in one order only: a tie".to_owned(), Role::Text),
    }
}

struct Lines {
    width: u16,
    lines: Vec<Line>,
}

impl Lines {
    /// A head, then text wrapped behind it.
    fn wrapped(&mut self, head: &str, text: &str, role: Role, claim: Option<usize>) {
        let indent = crate::text::glyph::width(head);
        let room = self.width.saturating_sub(indent).max(8);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for (nth, row) in stream::wrap(&text, room).into_iter().enumerate() {
            let piece = text.get(row.start..row.end).unwrap_or_default().to_owned();
            let lead = if nth == 0 { head.to_owned() } else { " ".repeat(indent.into()) };
            self.lines.push(Line { pieces: vec![(lead, Role::Dim), (piece, role)], claim });
        }
    }

    fn reviewer(&mut self, reviewer: &Reviewer, named: &Named, harsher: Option<f64>) {
        let side = if reviewer.side == Side::Local { Role::Home } else { Role::Cloud };
        let mut pieces = vec![(reviewer.title.clone(), side), (format!(" {}", reviewer.model), Role::Dim)];
        if reviewer.simulated {
            pieces.push((" simulated".to_owned(), Role::Simulated));
        }
        let report = &reviewer.report;
        if reviewer.missing.is_none() {
            let (words, role) = verdict(report, named);
            pieces.push(("  ".to_owned(), Role::Dim));
            pieces.push((words, role));
        }
        if let Some(mean) = report.mean_score {
            let harsh = harsher.map(|by| format!(", harsher by {by:.1}")).unwrap_or_default();
            pieces.push((format!("  mean {mean:.1} of 10{harsh}"), Role::Dim));
        }
        if report.dropped > 0 {
            pieces.push((format!("  {} left out", report.dropped), Role::Warning));
        }
        self.fitted(pieces);
        for review in &report.reviews {
            self.review(review, named);
        }
        if let Some(missing) = &reviewer.missing {
            self.wrapped("  ", missing, Role::Dim, None);
        }
    }

    /// One line where it fits; else the pieces that do not fit go on the next.
    fn fitted(&mut self, pieces: Vec<(String, Role)>) {
        let mut line: Vec<(String, Role)> = Vec::new();
        let mut used = 0_u16;
        for (text, role) in pieces {
            let width = crate::text::glyph::width(&text);
            if used > 0 && used.saturating_add(width) > self.width {
                self.lines.push(Line { pieces: std::mem::take(&mut line), claim: None });
                line.push(("  ".to_owned(), Role::Dim));
                line.push((text.trim_start().to_owned(), role));
                used = width + 2;
            } else {
                used = used.saturating_add(width);
                line.push((text, role));
            }
        }
        self.lines.push(Line { pieces: line, claim: None });
    }

    fn review(&mut self, review: &Review, named: &Named) {
        let other = review.shown_first.other();
        let label = match review.winner.candidate() {
            Some(candidate) if candidate == review.shown_first => format!("prefers A, {}", named.of(candidate)),
            Some(candidate) => format!("prefers B, {}", named.of(candidate)),
            None => "a tie".to_owned(),
        };
        let sure = review.confidence.map(|sure| format!(" ({:.0} % sure)", sure * 100.0)).unwrap_or_default();
        let mut pieces = vec![
            (format!("  A {}, B {}: ", named.of(review.shown_first), named.of(other)), Role::Dim),
            (format!("{label}{sure}"), if review.winner == Winner::Tie { Role::Dim } else { Role::Text }),
        ];
        for (name, (first, second)) in &review.scores {
            let (a, b) = if review.shown_first == Candidate::First { (first, second) } else { (second, first) };
            pieces.push((format!("  {} {a:.0}:{b:.0}", name.replace('_', " ")), Role::Dim));
        }
        self.fitted(pieces);
        if !review.reason.is_empty() {
            self.wrapped("    ", &named.words(&review.reason), Role::Dim, None);
        }
    }

    fn claim(&mut self, place: usize, claim: &Claim, named: &Named, chosen: bool) {
        let mark = if chosen { "▸" } else { " " };
        let start = self.lines.len();
        let of = match (claim.stands_in(Candidate::First), claim.stands_in(Candidate::Second)) {
            (true, false) => format!(" ({} only)", named.of(Candidate::First)),
            (false, true) => format!(" ({} only)", named.of(Candidate::Second)),
            _ => String::new(),
        };
        let disputed = if claim.disputed { ", which disagree about it" } else { "" };
        let said = numbers::count(claim.reviews as usize, "review", "reviews");
        let text = format!("{}{of} ({said}{disputed})", named.words(&claim.text));
        let head = format!("{mark}{}{:<3} ", sign(claim.relation), place + 1);
        self.wrapped(&head, &text, if chosen { Role::Selection } else { Role::Text }, Some(place));
        if let Some((_, lead)) = self.lines.get_mut(start).and_then(|line| line.pieces.first_mut()) {
            *lead = if chosen { Role::Focus } else { role(claim.relation) };
        }
    }
}
