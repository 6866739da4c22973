//! Where a held request goes and what it weighs and costs: the block above the list of the approval view.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::approval::{ApprovalView, Cost};
use super::numbers;
use super::paint::{self, Piece};
use crate::text::{glyph, stream};
use crate::workbench::theme::{Role, Theme};

/// Columns of the labels.
const LABEL: u16 = 9;
/// Rows from which everything there is to say is said.
const ROOMY: u16 = 16;
/// Rows of the whole block below which an address has one, beside those of its host.
const SHORT_OF_ROWS: u16 = 12;
/// Rows an address may take; its host is never cut for them.
const ADDRESS: usize = 4;

/// A row: its label, and what stands behind it.
pub(super) type Fact = (&'static str, Vec<Piece>);

impl ApprovalView<'_> {
    /// The rows that fit a block of this size, one row of the list left below them.
    pub(super) fn facts(&self, width: u16, height: u16) -> Vec<Fact> {
        let room = width.saturating_sub(LABEL).max(1);
        let roomy = height >= ROOMY;
        let mut rows = self.address(room, if height < SHORT_OF_ROWS { 1 } else { ADDRESS });
        let size = format!("{} · ~{} tok", numbers::bytes(self.tally.bytes as u64), numbers::tokens(self.tokens));
        let weight = std::iter::once(Piece::new(size, Role::Text, 0)).chain(self.cost.pieces());
        rows.extend(flow(weight.collect(), room).into_iter().enumerate().map(label("size")));
        if roomy {
            let hash = match (self.sha256.get(..8), self.sha256.get(self.sha256.len().saturating_sub(8)..)) {
                (Some(head), Some(tail)) if self.sha256.len() > 32 => format!("{head}…{tail}"),
                _ => self.sha256.to_owned(),
            };
            rows.push(("sha256", vec![Piece::new(hash, Role::Dim, 0)]));
            let headers: Vec<String> = self.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            let pieces = [headers.join(", "), "key not shown".to_owned()].map(|text| Piece::new(text, Role::Dim, 0));
            rows.extend(flow(pieces.to_vec(), room).into_iter().enumerate().map(label("headers")));
        }
        rows.push(("reveals", vec![Piece::new(self.reveals.join(", "), Role::Private, 0)]));
        rows.retain(|(_, pieces)| pieces.iter().any(|piece| !piece.text.is_empty()));
        // One row of the list is always to be seen, with its summary; where to comes before how much.
        let summary = self.summary_rows(Rect::new(0, 0, width, height));
        let kept = usize::from(height.saturating_sub(summary + if self.count > 0 { 2 } else { 0 }).max(1));
        for less in ["size", "reveals"] {
            if rows.len() > kept {
                let is_first = std::cell::Cell::new(false);
                rows.retain(|(label, _)| {
                    is_first.set(*label == less || (is_first.get() && label.is_empty()));
                    !is_first.get()
                });
            }
        }
        rows.truncate(kept.max(usize::from(height.div_ceil(2))));
        rows
    }

    /// The address, wrapped: the host whole whatever the width, and where that really is behind it.
    fn address(&self, room: u16, most: usize) -> Vec<Fact> {
        let mut lines: Vec<String> = stream::wrap(self.destination, room)
            .into_iter()
            .filter_map(|row| self.destination.get(row.start..row.end).map(str::to_owned))
            .collect();
        let host = self
            .destination
            .split_once("://")
            .map_or(0, |(scheme, rest)| scheme.len() + 3 + rest.find('/').unwrap_or(rest.len()));
        let most = most.max(host.div_ceil(usize::from(room)));
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = format!("{}…", glyph::truncate(last, room.saturating_sub(1)));
            }
        }
        let mut rows: Vec<Vec<Piece>> = lines.into_iter().map(|line| vec![Piece::new(line, Role::Cloud, 0)]).collect();
        let reach = Piece::new(self.reach.as_str(), Role::Warning, 0);
        let fits = |row: &Vec<Piece>| paint::joined_width(row, 3) + 3 + glyph::width(&reach.text) <= room;
        match rows.last_mut().filter(|row| fits(row)) {
            Some(row) => row.push(reach),
            None => rows.extend(wrapped(&reach, room)),
        }
        rows.into_iter().enumerate().map(label("to")).collect()
    }

    /// Draws them. Returns the next free row.
    pub(super) fn draw_facts(&self, area: Rect, buf: &mut Buffer, theme: &Theme) -> u16 {
        let facts = self.facts(area.width, area.height);
        let mut y = area.y;
        let x = area.x + LABEL.min(area.width);
        for (label, pieces) in facts {
            if y < area.bottom() {
                let pieces = paint::fit(pieces, 3, area.right().saturating_sub(x));
                paint::put(buf, area.x, y, area.right(), label, theme.style(Role::Dim));
                paint::put_pieces(buf, x, y, area.right(), &pieces, " · ", theme.style(Role::Dim), theme);
                y += 1;
            }
        }
        y
    }
}

impl Cost {
    fn pieces(self) -> Vec<Piece> {
        let Some(input) = self.input else { return vec![Piece::new("price unknown", Role::Text, 0)] };
        let dollars = |value: f64| format!("~{}", numbers::usd(value));
        let mut pieces = vec![Piece::new(format!("input {}", dollars(input)), Role::Text, 0)];
        match (self.usual, self.most, self.per_million) {
            (Some(usual), most, _) => {
                pieces.push(Piece::new(format!("answer {} as before", dollars(usual)), Role::Text, 0));
                pieces.extend(most.map(|most| Piece::new(format!("at most {}", dollars(most)), Role::Text, 0)));
            }
            (None, Some(most), _) => {
                pieces.push(Piece::new(format!("answer up to {}", dollars(most)), Role::Text, 0));
            }
            (None, None, Some(million)) => {
                let text = format!("answer ~{} per 1000 tok", numbers::usd(million / 1000.0));
                pieces.push(Piece::new(text, Role::Text, 0));
            }
            (None, None, None) => {}
        }
        pieces
    }
}

/// Gives the first of several rows a label.
fn label(name: &'static str) -> impl FnMut((usize, Vec<Piece>)) -> Fact {
    move |(at, pieces)| (if at == 0 { name } else { "" }, pieces)
}

/// A piece on as many rows as it needs.
fn wrapped(piece: &Piece, width: u16) -> Vec<Vec<Piece>> {
    let rows = stream::wrap(&piece.text, width.max(1)).into_iter();
    rows.filter_map(|row| Some(vec![Piece::new(piece.text.get(row.start..row.end)?, piece.role, 0)])).collect()
}

/// Pieces side by side on as many rows as they need; one too wide for a row is wrapped.
pub(super) fn flow(pieces: Vec<Piece>, width: u16) -> Vec<Vec<Piece>> {
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces.into_iter().filter(|piece| !piece.text.is_empty()) {
        let wide = glyph::width(&piece.text);
        match rows.last_mut().filter(|row| paint::joined_width(row, 3) + 3 + wide <= width) {
            Some(row) => row.push(piece),
            None if wide <= width => rows.push(vec![piece]),
            None => rows.extend(wrapped(&piece, width)),
        }
    }
    rows
}
