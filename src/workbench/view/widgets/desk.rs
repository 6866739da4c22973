//! The desk on the screen: two answers level with each other, what is claimed of them marked in both, and the reviews.
//!
//! A mark says what a passage is (`=` both say it, `≠` they contradict each other, `+` only here), with the claim's number;
//! colour repeats it. Words that differ are bold. Not for what lies on the desk: that is `app::board`.

use std::cmp::Reverse;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::desk_reviews;
use super::diff::columns;
use super::frame::{self, Frame};
use super::numbers;
use super::paint::{self, Piece};
use crate::engine::judge::{Candidate, Relation};
use crate::pattern::Side;
use crate::text::glyph;
use crate::text::parallel::{Layout, Line};
use crate::text::stream::Row;
use crate::workbench::app::board::Answer;
use crate::workbench::app::desk::{Blind, DeskLook, Part};
use crate::workbench::app::scroll::Scroll;
use crate::workbench::theme::{Role, Theme};

/// The width from which the answers stand side by side.
const SIDE_BY_SIDE: u16 = 100;
/// The height from which answers and reviews have room for each other.
const BOTH_FROM: u16 = 24;
/// Columns for the marks before a text.
const MARGIN: u16 = 4;

/// See the module.
pub struct DeskView<'a> {
    look: &'a DeskLook,
}

/// The sign of a relation: what is seen where colour is not.
#[must_use]
pub fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Agreed => "=",
        Relation::Conflicting => "≠",
        Relation::OnlyInOne => "+",
    }
}

/// The role of a relation.
#[must_use]
pub fn role(relation: Relation) -> Role {
    match relation {
        Relation::Agreed => Role::Ok,
        Relation::Conflicting => Role::Warning,
        Relation::OnlyInOne => Role::Placeholder,
    }
}

fn border(side: Side) -> Role {
    if side == Side::Local { Role::HomeBorder } else { Role::CloudBorder }
}

fn side_role(side: Side) -> Role {
    if side == Side::Local { Role::Home } else { Role::Cloud }
}

impl<'a> DeskView<'a> {
    /// The desk as it is looked at.
    #[must_use]
    pub fn new(look: &'a DeskLook) -> Self {
        Self { look }
    }

    /// Whether answers and reviews are shown together in `area`.
    #[must_use]
    pub fn has_room_for_both(area: Rect) -> bool {
        area.width >= SIDE_BY_SIDE && area.height >= BOTH_FROM
    }

    /// Where the answers and the reviews stand; either may be empty.
    fn areas(&self, area: Rect) -> (Rect, Rect) {
        let none = Rect { height: 0, ..area };
        match self.look.part {
            Part::Reviews => (none, area),
            Part::Both if Self::has_room_for_both(area) => {
                let wanted = self.review_rows(area.width) as u16 + 2;
                // The reviews get what the answers leave, and nearly half in any case.
                let answers = self.look.board.texts.row_count(layout(area)) as u16;
                let left = area.height.saturating_sub(answers.saturating_add(2));
                let rows = wanted.min(left.max(area.height * 45 / 100)).max(5);
                let above = Rect { height: area.height - rows, ..area };
                (above, Rect { y: above.bottom(), height: rows, ..area })
            }
            Part::Both | Part::Answers => (area, none),
        }
    }

    fn review_rows(&self, width: u16) -> usize {
        desk_reviews::lines(self.look, frame::inner(Rect::new(0, 0, width, 3)).width).len()
    }

    /// Rows of what scrolls in `area`, and rows in view.
    #[must_use]
    pub fn extent(&self, area: Rect) -> (usize, usize) {
        let (answers, reviews) = self.areas(area);
        if self.look.part == Part::Reviews {
            return (self.review_rows(reviews.width), frame::inner(reviews).height.into());
        }
        (self.look.board.texts.row_count(layout(answers)), frame::inner(answers).height.into())
    }

    /// Rows of the answers in view.
    #[must_use]
    pub fn answers_height(&self, area: Rect) -> usize {
        frame::inner(self.areas(area).0).height.into()
    }

    /// The row of the next difference (or the one before) as seen from row `from`, else from the first row in view.
    #[must_use]
    pub fn step(&self, area: Rect, from: Option<usize>, top: usize, forward: bool) -> Option<usize> {
        let (texts, layout) = (&self.look.board.texts, layout(self.areas(area).0));
        let differs = |row: usize| texts.rows(layout, row..row + 1).first().is_some_and(|line| !line.same);
        match (from, forward) {
            (None, true) if top == 0 && differs(0) => Some(0),
            (from, true) => texts.next_difference(layout, from.unwrap_or(top)),
            (from, false) => texts.previous_difference(layout, from.unwrap_or(top)),
        }
    }

    /// The row on which a claim's first quotation begins.
    #[must_use]
    pub fn row_of_claim(&self, area: Rect, claim: usize) -> Option<usize> {
        let layout = layout(self.areas(area).0);
        let quotes = &self.look.board.standing.claims.get(claim)?.quotes;
        let row = |quote: &crate::engine::judge::Quote| {
            self.look.board.texts.row_of(layout, quote.of != self.look.leading(), quote.span.start)
        };
        quotes.iter().find_map(row)
    }

    /// Where the reviews have to be looked at so that a claim is in view; `None` where it is.
    #[must_use]
    pub fn reveal_claim(&self, area: Rect, claim: usize) -> Option<Scroll> {
        let (_, reviews) = self.areas(area);
        let inside = frame::inner(reviews);
        let lines = desk_reviews::lines(self.look, inside.width);
        let row = lines.iter().position(|line| line.claim == Some(claim))?;
        let last = lines.iter().rposition(|line| line.claim == Some(claim)).unwrap_or(row);
        let height = usize::from(inside.height);
        let top = self.look.reviews.top(lines.len(), height);
        if row < top || last >= top + height {
            return Some(Scroll::at((last + 1).saturating_sub(height).min(row)));
        }
        None
    }

    /// Draws it.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let area = area.intersection(buf.area);
        if area.width < 8 || area.height < 3 {
            return;
        }
        paint::clear(buf, area, theme);
        let (answers, reviews) = self.areas(area);
        if answers.height >= 3 {
            self.answers(answers, buf, theme);
        }
        if reviews.height >= 3 {
            desk_reviews::render(self.look, reviews, buf, theme);
        }
    }

    fn answers(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let height = usize::from(frame::inner(area).height);
        let texts = &self.look.board.texts;
        let rows = texts.row_count(layout(area));
        let top = self.look.scroll.top(rows, height);
        let lines = texts.rows(layout(area), top..top + height);
        let below = rows.saturating_sub(top + height);
        let corner = if below > 0 { vec![Piece::new(format!("↓ {below}"), Role::Dim, 0)] } else { Vec::new() };
        if area.width >= SIDE_BY_SIDE {
            self.side_by_side(area, (top, &lines), corner, buf, theme);
        } else {
            self.inline(area, (top, &lines), corner, buf, theme);
        }
    }

    /// What an answer is called now.
    fn title(&self, candidate: Candidate) -> Vec<Piece> {
        let answer = self.look.board.answer(candidate);
        let leads = candidate == self.look.leading();
        if self.look.blind.hides() {
            let name = if leads { "Answer 1" } else { "Answer 2" };
            return vec![Piece::new(name, Role::Title, 0), Piece::new("name hidden", Role::Dim, 1)];
        }
        let mut pieces = vec![
            Piece::new(answer.title.clone(), side_role(answer.side), 0),
            Piece::new(answer.model.clone(), Role::Dim, 3),
        ];
        if answer.simulated {
            pieces.push(Piece::new("simulated", Role::Simulated, 0));
        }
        if let Blind::Revealed { vote, .. } = self.look.blind
            && vote.candidate() == Some(candidate)
        {
            pieces.push(Piece::new("★ your choice", Role::Focus, 1));
        }
        if self.look.board.standing.winner.candidate() == Some(candidate) {
            pieces.push(Piece::new("✓ preferred", Role::Ok, 2));
        }
        pieces
    }

    fn border(&self, candidate: Candidate) -> Role {
        // A border in the colour of a side would give the name away.
        if self.look.blind.hides() { Role::Border } else { border(self.look.board.answer(candidate).side) }
    }

    fn legend(&self) -> Vec<Piece> {
        let board = &self.look.board;
        let count = |relation: Relation, words: &str, priority: u8| {
            Piece::new(format!("{} {} {words}", sign(relation), board.count(relation)), role(relation), priority)
        };
        vec![
            count(Relation::Conflicting, "in conflict", 0),
            count(Relation::Agreed, "agreed", 1),
            count(Relation::OnlyInOne, "only in one", 2),
        ]
    }

    fn side_by_side(
        &self,
        area: Rect,
        (top, lines): (usize, &[Line]),
        corner: Vec<Piece>,
        buf: &mut Buffer,
        theme: &Theme,
    ) {
        let (left, gutter, right) = columns(area);
        let leading = self.look.leading();
        let differing = |candidate| {
            let count = self.look.board.answer(candidate).changed.len();
            vec![Piece::new(numbers::count(count, "place differs", "places differ"), Role::Dim, 0)]
        };
        let framed =
            [(leading, left, self.legend(), Vec::new()), (leading.other(), right, differing(leading.other()), corner)];
        for (candidate, area, bottom, corner) in framed {
            let frame = Frame { title: self.title(candidate), bottom, corner, thumb: None };
            frame.render(area, buf, theme, self.border(candidate));
            let inside = frame::inner(area);
            for (y, line) in (inside.top()..inside.bottom()).zip(lines) {
                let row = if candidate == leading { line.a } else { line.b };
                if let Some(row) = row {
                    self.row(candidate, row, inside, y, buf, theme);
                }
            }
        }
        let inside = frame::inner(left);
        for ((y, line), row) in (inside.top()..inside.bottom()).zip(lines).zip(top..) {
            if self.look.difference == Some(row) {
                paint::put(buf, gutter.x, y, gutter.right(), "▸", theme.style(Role::Focus));
            }
            let (mark, role) = if line.same { ("=", Role::Dim) } else { ("≠", Role::Warning) };
            let has_text =
                line.a.is_some_and(|row| row.start < row.end) || line.b.is_some_and(|row| row.start < row.end);
            if line.first && has_text {
                paint::put(buf, gutter.x + 1, y, gutter.right(), mark, theme.style(role));
            }
        }
    }

    fn inline(&self, area: Rect, (top, lines): (usize, &[Line]), corner: Vec<Piece>, buf: &mut Buffer, theme: &Theme) {
        let leading = self.look.leading();
        let mut title: Vec<Piece> = Vec::new();
        for (candidate, key) in [(leading, "1"), (leading.other(), "2")] {
            let mut pieces = self.title(candidate).into_iter().filter(|piece| piece.role != Role::Dim);
            title.extend(pieces.next().map(|piece| Piece { text: format!("{key} {}", piece.text), ..piece }));
            title.extend(pieces);
        }
        Frame { title, bottom: self.legend(), corner, thumb: None }.render(area, buf, theme, Role::Border);
        let inside = frame::inner(area);
        // Which answer a row is of stands before it: 1, 2, or = for both.
        let text = Rect { x: inside.x + 2, width: inside.width.saturating_sub(2), ..inside };
        for ((y, line), nth) in (inside.top()..inside.bottom()).zip(lines).zip(top..) {
            let of = if line.a.is_some() { leading } else { leading.other() };
            let Some(row) = line.a.or(line.b) else { continue };
            let (mark, role) = match (line.same, of == leading) {
                (true, _) => ("=", Role::Dim),
                (false, true) => ("1", self.title_role(leading)),
                (false, false) => ("2", self.title_role(leading.other())),
            };
            if row.start < row.end {
                paint::put(buf, inside.x, y, inside.right(), mark, theme.style(role));
            }
            if self.look.difference == Some(nth) {
                paint::put(buf, inside.x + 1, y, inside.right(), "▸", theme.style(Role::Focus));
            }
            self.row(of, row, text, y, buf, theme);
        }
    }

    fn title_role(&self, candidate: Candidate) -> Role {
        if self.look.blind.hides() { Role::Title } else { side_role(self.look.board.answer(candidate).side) }
    }

    /// A row of an answer with its margin.
    fn row(&self, candidate: Candidate, row: Row, inside: Rect, y: u16, buf: &mut Buffer, theme: &Theme) {
        let board = &self.look.board;
        let answer = board.answer(candidate);
        if let Some((claim, relation)) = self.label(answer, row) {
            let chosen = self.look.claim == Some(claim);
            let style = theme.style(if chosen { Role::Focus } else { role(relation) });
            let text = format!("{}{}{}", if chosen { "▸" } else { "" }, sign(relation), claim + 1);
            paint::put(buf, inside.x, y, inside.x + MARGIN, &glyph::truncate(&text, MARGIN), style);
        }
        let text = if candidate == self.look.leading() { board.texts.a() } else { board.texts.b() };
        let looked_at: Vec<_> = self
            .look
            .claim
            .and_then(|claim| board.standing.claims.get(claim))
            .into_iter()
            .flat_map(|claim| claim.quotes.iter().filter(|quote| quote.of == candidate).map(|quote| quote.span.range()))
            .collect();
        let style = |byte: usize| -> Style {
            let mut style = theme.base();
            let after = answer.changed.partition_point(|range| range.end <= byte);
            if answer.changed.get(after).is_some_and(|range| range.start <= byte) {
                style = style.patch(theme.style(Role::Title)).add_modifier(Modifier::BOLD);
            }
            let after = answer.regions.partition_point(|region| region.end <= byte);
            if let Some(region) = answer.regions.get(after).filter(|region| region.start <= byte) {
                style = style.patch(theme.style(role(region.relation))).add_modifier(Modifier::UNDERLINED);
            }
            if looked_at.iter().any(|range| range.contains(&byte)) {
                style = style.patch(theme.style(Role::Selection));
            }
            style
        };
        paint::put_row_by(buf, (inside.x + MARGIN, y), inside.right(), text, row, style);
    }

    /// The claim whose quotation begins in a row: the one looked at, else the most serious one.
    fn label(&self, answer: &Answer, row: Row) -> Option<(usize, Relation)> {
        let claims = &self.look.board.standing.claims;
        let from = answer.starts.partition_point(|(start, _)| *start < row.start);
        let here = answer.starts.get(from..)?.iter().take_while(|(start, _)| *start < row.end.max(row.start + 1));
        let known = here.filter_map(|(_, claim)| Some((*claim, claims.get(*claim)?.relation)));
        known.min_by_key(|(claim, relation)| (Reverse(self.look.claim == Some(*claim)), *relation, *claim))
    }
}

fn layout(area: Rect) -> Layout {
    let text = |area: Rect, marks: u16| frame::inner(area).width.saturating_sub(MARGIN + marks).max(1);
    if area.width >= SIDE_BY_SIDE {
        // Both columns wrap alike, so that which answer stands left makes no difference to the rows.
        let (a, _, b) = columns(area);
        let width = text(a, 0).min(text(b, 0));
        Layout::Columns(width, width)
    } else {
        Layout::Inline(text(area, 2))
    }
}
