//! From the model's offer to the view of the changes, and to the badge that tells of it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::widgets::hunks::HunksView;
use super::widgets::numbers;
use super::widgets::paint::{Piece, Span};
use crate::workbench::app::Model;
use crate::workbench::app::hunks::{Choice, Mark, Offer};
use crate::workbench::app::pane::{Pane, Role as PaneRole};
use crate::workbench::keys::{Command, table::key_of};
use crate::workbench::theme::{Role, Theme};

/// Draws the changes into the body.
pub fn draw(model: &Model, body: Rect, buf: &mut Buffer, theme: &Theme) {
    let (Some(scroll), Some(offer)) = (model.look.hunks, &model.run.offer) else { return };
    let chosen = offer.places.get(offer.chosen);
    let spans: Vec<Span> = offer
        .marks
        .iter()
        .map(|(range, mark)| {
            let here = chosen.is_some_and(|place| place.start <= range.start && range.end <= place.end);
            let role = match mark {
                Mark::Sign if here => Role::Focus,
                Mark::Sign => Role::Dim,
                Mark::Removed => Role::Removed,
                Mark::Added => Role::Added,
                Mark::Kept => Role::Text,
            };
            Span {
                start: range.start,
                end: range.end,
                role: if here && *mark != Mark::Sign { Role::Selection } else { role },
            }
        })
        .collect();
    let (accepted, rejected) = (offer.count(Choice::Accepted), offer.count(Choice::Rejected));
    let open = offer.choices.len() - accepted - rejected;
    let title = vec![
        Piece::new(format!("Refinement ─ change {} of {}", offer.chosen + 1, offer.choices.len()), Role::Home, 0),
        Piece::new(format!("{accepted} accepted, {rejected} rejected, {open} open"), Role::Dim, 1),
    ];
    let view = HunksView {
        marked: &offer.marked,
        spans: &spans,
        top: scroll.offset(),
        merged: &offer.merged,
        merged_at: offer.merged_at.get(offer.chosen).copied().unwrap_or_default(),
        title,
        bottom: facts(offer, model),
    };
    view.render(body, buf, theme);
}

/// What the refinement changed, took and cost.
fn facts(offer: &Offer, model: &Model) -> Vec<Piece> {
    let simulated = model.run.record.as_ref().is_some_and(|record| record.cloud.simulated);
    let mut pieces = vec![
        Piece::new(changed(offer), Role::Text, 0),
        Piece::new(format!("draft {}", numbers::seconds(offer.draft_ms)), Role::Dim, 1),
        Piece::new(format!("refined {}", numbers::seconds(offer.refined_ms)), Role::Dim, 1),
        Piece::new(numbers::usd_or_unknown(offer.cost_usd), Role::Dim, 2),
    ];
    if simulated {
        pieces.push(Piece::new("simulated", Role::Simulated, 1));
    }
    pieces
}

/// `30 of 66 words changed`, or that nothing that matters did.
#[must_use]
pub fn changed(offer: &Offer) -> String {
    let change = offer.change;
    if change.material {
        format!("{} of {} words changed", change.changed_words, change.words)
    } else {
        format!("no material change ({} of {} words)", change.changed_words, change.words)
    }
}

/// What stands on the draft's pane about its refinement.
#[must_use]
pub fn badge(model: &Model, pane: &Pane) -> Option<Piece> {
    let record = model.run.record.as_ref()?;
    let first = record.pattern.first_answer.as_ref()?;
    if !matches!(&pane.role, PaneRole::Stage(id) if id == first) {
        return None;
    }
    if let Some(offer) = &model.run.offer {
        let key = key_of(model.context(), Command::Changes);
        let (text, role) = match (offer.count(Choice::Accepted), offer.choices.len()) {
            (_, 0) => ("refined: no change".to_owned(), Role::Ok),
            (0, _) if !offer.change.material => (format!("refined: no material change ({key})"), Role::Ok),
            (0, _) => (format!("refinement ready: {} ({key})", changed(offer)), Role::Focus),
            (accepted, of) => (format!("{accepted} of {of} changes accepted ({key})"), Role::Ok),
        };
        return Some(Piece::new(text, role, 0));
    }
    let ms = model.run.refining()?;
    if model.run.held.iter().any(|held| model.run.is_background(&held.stage)) {
        // A run that is held is not slow: nobody's clock runs while a person looks.
        let key = key_of(model.context(), Command::Review);
        return Some(Piece::new(format!("refinement held for you ({key})"), Role::Warning, 0));
    }
    Some(Piece::new(format!("refining {}", numbers::seconds(ms)), Role::Dim, 0))
}
