//! From the value a run asks for to its prompt.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::widgets::asked::AskedView;
use super::widgets::footer::Hint;
use crate::engine::ground::SlotKind;
use crate::workbench::app::Model;
use crate::workbench::app::asked::{Asked, stays_home};
use crate::workbench::keys::{self, Command, Context};
use crate::workbench::theme::Theme;

/// Draws the prompt; gives where the cursor belongs.
pub fn draw(model: &Model, body: Rect, buf: &mut Buffer, theme: &Theme) -> Option<Position> {
    let asked = model.run.asked.first()?;
    let pattern = model.run.record.as_ref().map_or(&*model.pattern, |record| &record.pattern);
    let home = stays_home(pattern, &asked.stage);
    let hints = hints();
    let value = asked.line.lines().first().map(String::as_str).unwrap_or_default();
    let column = asked.line.cursor().1;
    let cursor = value.char_indices().nth(column).map_or(value.len(), |(byte, _)| byte);
    let what = what(asked);
    let back = keys::table::key_of(Context::Asked, Command::Back);
    let warning = if value.is_empty() {
        format!("no value yet: {back} leaves it missing, and steps that need it are left out")
    } else {
        format!("{back} again leaves it missing: steps that need it are left out")
    };
    let view = AskedView {
        name: &asked.slot.slot,
        what: &what,
        why: &asked.why,
        promise: if home {
            "What you write stays home: code computes with it here, and it is not sent to the cloud."
        } else {
            "A cloud stage of this pattern reveals what is computed with it: the gate looks first."
        },
        leaves_home: !home,
        value,
        cursor,
        placeholder: placeholder(asked.slot.kind),
        warning: asked.leaving.then_some(warning.as_str()),
        hints: hints.iter().map(|(key, label)| Hint { key, label }).collect(),
    };
    Some(view.render(body, buf, theme))
}

fn what(asked: &Asked) -> String {
    let slot = &asked.slot;
    let meaning = if slot.meaning.is_empty() { slot.slot.replace('_', " ") } else { slot.meaning.clone() };
    let unit = match (slot.kind, slot.unit.as_str()) {
        (SlotKind::Time, _) => ", as a time of day".to_owned(),
        (SlotKind::YesNo, _) => ", yes or no".to_owned(),
        (_, "") => String::new(),
        (_, unit) => format!(", in {unit}"),
    };
    format!("{meaning}{unit}")
}

fn placeholder(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Time => "HH:MM",
        SlotKind::Duration => "for example 90 min or 1.5 h",
        SlotKind::YesNo => "yes or no",
        SlotKind::Table => "rows with ; between: 08:00-20:00 0.30; 20:00-08:00 0.20",
        SlotKind::Text => "a name or a few words",
        SlotKind::Number | SlotKind::Money => "a number",
    }
}

fn hints() -> Vec<(String, &'static str)> {
    let rows = keys::footer(Context::Asked).into_iter();
    let mut hints: Vec<_> =
        rows.filter(|(command, ..)| *command != Command::Help).map(|(_, key, hint)| (key, hint)).collect();
    hints.push((keys::table::key_of(Context::Asked, Command::Back), "leave missing"));
    hints
}
