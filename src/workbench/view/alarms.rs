//! What restoring an answer had to tell, as it is shown: a mark among the counters, the words in the pane, and a mark among
//! the totals of the run. Placeholders that were never made are an alarm; bent ones are a remark.

use super::widgets::numbers;
use super::widgets::paint::Piece;
use crate::boundary::restore::Note;
use crate::engine::record::{RunRecord, StageRecord};
use crate::workbench::theme::Role;

/// Placeholders named one by one; more are counted.
const NAMED: usize = 4;

/// The notes of one kind, as they are shown.
struct Told {
    /// What one is.
    one: &'static str,
    /// What several are.
    many: &'static str,
    /// The placeholders, each once.
    which: Vec<String>,
    /// What that means.
    means: &'static str,
}

impl Told {
    fn add(&mut self, text: &str) {
        if !self.which.iter().any(|known| known == text) {
            self.which.push(text.to_owned());
        }
    }

    fn noun(&self) -> &'static str {
        if self.which.len() == 1 { self.one } else { self.many }
    }

    /// `unknown placeholder [PERSON_7]`, `2 unknown placeholders`.
    fn short(&self) -> String {
        match self.which.as_slice() {
            [only] => format!("{} {only}", self.noun()),
            several => numbers::count(several.len(), self.one, self.many),
        }
    }

    /// `unknown placeholders [PERSON_7], [X_2]`.
    fn named(&self) -> String {
        let shown: Vec<&str> = self.which.iter().take(NAMED).map(String::as_str).collect();
        let more = self.which.len() - shown.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{} {}{more}", self.noun(), shown.join(", "))
    }
}

/// Alarms, and remarks, of these notes.
fn told<'a>(notes: impl Iterator<Item = &'a Note>) -> (Told, [Told; 2]) {
    let mut unknown = Told {
        one: "unknown placeholder",
        many: "unknown placeholders",
        which: Vec::new(),
        means: "no value of yours stands behind it, the model made it up",
    };
    let mut bent = Told {
        one: "bent placeholder",
        many: "bent placeholders",
        which: Vec::new(),
        means: "came back in another spelling, and was put back all the same",
    };
    let mut left = Told {
        one: "placeholder in an address",
        many: "placeholders in addresses",
        which: Vec::new(),
        means: "nothing is put back there, following it would send it",
    };
    for note in notes {
        match note {
            Note::Unknown { text } => unknown.add(text),
            Note::Lenient { placeholder } => bent.add(placeholder),
            Note::InAddress { placeholder } => left.add(placeholder),
        }
    }
    (unknown, [left, bent])
}

fn of_stage(stage: &StageRecord) -> (Told, [Told; 2]) {
    told(stage.result.iter().flat_map(|result| &result.notes))
}

/// The mark among a pane's counters.
#[must_use]
pub fn badge(stage: &StageRecord) -> Option<Piece> {
    let (unknown, _) = of_stage(stage);
    (!unknown.which.is_empty()).then(|| Piece::new(format!("! {}", unknown.short()), Role::Warning, 0))
}

/// The words at the bottom of a pane: what it is, and what that means with whatever else there is to tell.
#[must_use]
pub fn words(stage: &StageRecord) -> Option<(String, String)> {
    let (unknown, remarks) = of_stage(stage);
    let parts: Vec<&Told> = std::iter::once(&unknown).chain(&remarks).filter(|told| !told.which.is_empty()).collect();
    let (first, rest) = parts.split_first()?;
    let rest: Vec<String> = rest.iter().map(|told| format!("{}: {}", told.named(), told.means)).collect();
    let detail: Vec<String> = std::iter::once(first.means.to_owned()).chain(rest).collect();
    Some((first.named(), detail.join("; ")))
}

/// The mark among the totals of a run.
#[must_use]
pub fn of_run(record: &RunRecord) -> Option<Piece> {
    let notes = record.stages.iter().filter_map(|stage| stage.result.as_ref()).flat_map(|result| &result.notes);
    let (unknown, _) = told(notes);
    (!unknown.which.is_empty()).then(|| Piece::new(format!("! {}", unknown.short()), Role::Warning, 0))
}
