//! What the user does at the line: hold, look, edit, decide; and the policy of the next run.

use super::Model;
use super::action::Effect;
use super::approval::{Held, Row, Sending};
use super::command::note;
use super::overlay::Overlay;
use super::pane::Decided;
use super::run::Stand;
use super::scroll::Step;
use super::session::Status;
use crate::boundary::finding::Policy;
use crate::engine::event::Decision;
use crate::workbench::keys::{Command, Context, table::key_of};

pub(super) fn with_held(model: &mut Model, change: impl FnOnce(&mut Held)) -> Vec<Effect> {
    if let Some(held) = model.run.held.first_mut() {
        change(held);
    }
    Vec::new()
}

pub(super) fn hold_next(model: &mut Model) -> Vec<Effect> {
    model.run.hold_next = !model.run.hold_next;
    let held = model.run.hold_next;
    model.status = Some(Status::note(if held {
        "the next cloud request is held for you"
    } else {
        "the next cloud request goes as the policy says"
    }));
    match (model.run.stand, model.run.id.clone()) {
        (Stand::On, Some(id)) => vec![Effect::HoldNext { run: id, held }],
        _ => Vec::new(),
    }
}

pub(super) fn review(model: &mut Model) -> Vec<Effect> {
    if model.run.held.is_empty() && !model.run.asked.is_empty() {
        return super::command::quiet(|| model.overlays.push(Overlay::Asked));
    }
    if model.run.held.is_empty() {
        let hold = key_of(model.context(), Command::HoldNext);
        return note(model, |_| format!("no request is held; {hold} holds the next one"));
    }
    model.overlays.push(Overlay::Approval);
    crate::workbench::view::overlay::reveal_finding(model);
    Vec::new()
}

pub(super) fn policy_words(model: &Model) -> &'static str {
    match model.session.policy {
        Policy::Ask => "ask you about findings",
        Policy::Mask => "mask what it finds",
        Policy::Block => "block requests with findings",
        Policy::Allow => "let findings pass",
    }
}

pub(super) fn send(model: &mut Model) -> Vec<Effect> {
    let Some(held) = model.run.held.first_mut() else { return Vec::new() };
    held.close();
    match held.send() {
        Sending::Decided(decision) => {
            if matches!(decision, Decision::Edit { .. }) {
                model.status = Some(Status::note("the gate looks at the edited request, then asks again"));
            }
            decide(model, decision)
        }
        Sending::Asks => {
            if held.typing.as_ref().is_some_and(|typed| !typed.trim().is_empty()) {
                let text = format!("that is not {}: nothing was sent", held.word());
                model.status = Some(Status::trouble(text));
            }
            held.typing = Some(String::new());
            Vec::new()
        }
    }
}

/// Moves in the list of what was found; where that has nowhere to go, in the text.
pub(super) fn step(model: &mut Model, step: Step) -> Vec<Effect> {
    let height = crate::workbench::view::overlay::list_height(model);
    let moved = model.run.held.first_mut().is_some_and(|held| held.step(step, height));
    if moved {
        crate::workbench::view::overlay::reveal_finding(model);
    } else {
        super::command::scroll(model, Context::Approval, step);
    }
    Vec::new()
}

/// Masks the value looked at, or lets it pass.
pub(super) fn toggle(model: &mut Model) -> Vec<Effect> {
    let Some(held) = model.run.held.first_mut() else { return Vec::new() };
    let text = match held.at(held.row) {
        None => "nothing was found that could be masked",
        Some(Row::Together(_)) => "these facts are one row each where they can be masked; e makes the others coarser",
        Some(Row::Value(found)) if !found.can_be_masked() => {
            "it stands outside the text: it cannot be masked, only blocked or let pass"
        }
        Some(Row::Value(_)) => {
            held.toggle();
            return Vec::new();
        }
    };
    note(model, |_| text.to_owned())
}

pub(super) fn mask(model: &mut Model) -> Vec<Effect> {
    let Some(held) = model.run.held.first_mut() else { return Vec::new() };
    if held.is_edited() {
        return send(model);
    }
    if held.found.is_empty() {
        return note(model, |_| "nothing was found that could be masked".to_owned());
    }
    if !held.mask_all() {
        return note(model, |_| {
            "something stands outside the text and cannot be masked: block it, or send it".to_owned()
        });
    }
    send(model)
}

pub(super) fn decide(model: &mut Model, decision: Decision) -> Vec<Effect> {
    let (Some(run), false) = (model.run.id.clone(), model.run.held.is_empty()) else { return Vec::new() };
    let held = model.run.held.remove(0);
    if matches!(decision, Decision::Send | Decision::MaskSome { .. }) {
        let decided = Decided { masked: held.tally.values - held.tally.passing };
        for pane in model.run.crossing(&held.stage) {
            pane.decided = Some(decided);
        }
    }
    // The gate looks at the edit and asks again: what was let pass is not to be decided twice.
    model.run.passes = matches!(decision, Decision::Edit { .. }).then(|| (held.stage.clone(), held.passes()));
    if model.run.held.is_empty() {
        model.overlays.retain(|overlay| !matches!(overlay, Overlay::Approval));
    }
    vec![Effect::Decide { run, id: held.id(), decision }]
}
