//! The first line: what runs, on which models, under which policy, at what cost.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{self, Piece};
use crate::boundary::finding::Policy;
use crate::pattern::Side;
use crate::workbench::theme::{Role, Theme};

/// The header line.
#[derive(Debug, Clone)]
pub struct Header<'a> {
    /// The pattern's title.
    pub pattern: &'a str,
    /// Its axes (`local-first · always · privacy`).
    pub axes: &'a str,
    /// Params that are not at their default (`threshold 0.7`); empty where all are.
    pub params: &'a str,
    /// Home and cloud model.
    pub models: Vec<ModelBadge<'a>>,
    /// The gate's policy.
    pub policy: Policy,
    /// What the session cost so far (`session $0.0142`), `~` included.
    pub session: &'a str,
    /// Whether the next cloud request will be held.
    pub holds: bool,
}

/// One model in the header.
#[derive(Debug, Clone, Copy)]
pub struct ModelBadge<'a> {
    /// Which side it serves.
    pub side: Side,
    /// Its name.
    pub name: &'a str,
    /// Where it is (`loopback`, `LAN`, `internet`).
    pub reach: &'a str,
    /// Whether it is simulated.
    pub simulated: bool,
    /// Whether it can be used now.
    pub health: Health,
}

/// Whether a model can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// It answered the probe.
    Ready,
    /// Not probed yet.
    Unknown,
    /// It did not answer.
    Down,
}

impl Header<'_> {
    /// Draws it into the first row of `area`.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let area = Rect { height: area.height.min(1), ..area }.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        paint::clear(buf, area, theme);
        let mut pieces = vec![
            Piece::new("fogline", Role::Dim, 7),
            Piece::new(self.pattern, Role::Title, 1),
            Piece::new(self.params, Role::Text, 2),
            Piece::new(self.axes, Role::Dim, 6),
        ];
        let mut right: Vec<Piece> = Vec::new();
        let all_simulated = self.models.len() > 1 && self.models.iter().all(|model| model.simulated);
        for model in &self.models {
            let side = if model.side == Side::Local { Role::Home } else { Role::Cloud };
            let (dot, role) = match model.health {
                Health::Ready => ("●", side),
                Health::Unknown => ("○", Role::Dim),
                Health::Down => ("✗", Role::Error),
            };
            right.push(Piece::new(format!("{dot} {}", model.name), role, 2));
            // What is simulated is always said: its mark outlives everything, and stands where the reach would.
            if model.simulated && !all_simulated {
                right.push(Piece::new("simulated", Role::Simulated, 0));
            } else if !model.simulated {
                right.push(Piece::new(model.reach, Role::Dim, 4));
            }
        }
        right.push(Piece::new(if all_simulated { "both simulated" } else { "" }, Role::Simulated, 0));
        let (policy, role, priority) = match self.policy {
            Policy::Allow => ("✗ gate allows all".to_owned(), Role::Leak, 0),
            // What becomes of a finding is never less worth than what the session cost.
            Policy::Ask => ("gate asks".to_owned(), Role::Dim, 3),
            Policy::Mask => ("gate masks".to_owned(), Role::Text, 3),
            Policy::Block => ("gate blocks".to_owned(), Role::Text, 3),
        };
        right.push(Piece::new(policy, role, priority));
        right.push(Piece::new(if self.holds { "holds the next" } else { "" }, Role::Warning, 1));
        right.push(Piece::new(self.session, Role::Text, 5));

        // Left and right share the line: whatever is least important goes first, on either side.
        let split = pieces.len();
        pieces.append(&mut right);
        let kept = paint::kept(&pieces, 2, area.width.saturating_sub(2));
        let of = |range: std::ops::Range<usize>| -> Vec<Piece> {
            let pairs = pieces.iter().zip(&kept).skip(range.start).take(range.len());
            pairs.filter(|(_, keep)| **keep).map(|(piece, _)| piece.clone()).collect()
        };
        let left = paint::fit(of(0..split), 2, area.width.saturating_sub(2));
        let right = of(split..pieces.len());
        let x = area.x + 1;
        paint::put_pieces(buf, x, area.y, area.right(), &left, "  ", theme.base(), theme);
        let start = area.right().saturating_sub(paint::joined_width(&right, 2) + 1).max(x);
        paint::put_pieces(buf, start, area.y, area.right(), &right, "  ", theme.base(), theme);
    }
}
