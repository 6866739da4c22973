//! The workbench as data: [`Model`], what happens to it ([`Action`]), what it asks for ([`Effect`]), and [`update()`],
//! which is pure: no IO, no clock, nothing async. Split by slice; each file holds one and its tests.
//!
//! Not for drawing ([`super::view`]) and not for carrying effects out ([`super::terminal`]).

pub mod action;
pub mod approval;
pub mod asked;
pub mod axes;
pub mod board;
mod catalog;
pub mod checklist;
mod command;
pub mod comparing;
pub mod desk;
pub mod diff;
pub mod draft;
pub mod editor;
pub mod found;
mod gate;
pub mod hunks;
pub mod look;
pub mod measured;
pub mod overlay;
pub mod pane;
pub mod params;
pub mod passed;
pub mod picking;
pub mod run;
pub mod scroll;
pub mod session;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
pub mod together;
pub mod update;

use std::sync::Arc;

pub use action::{Action, Effect, RunSpec, SaveError, Sides, Ways};
pub use editor::{Editor, Field};
pub use look::{Focus, Look};
pub use overlay::Overlay;
pub use run::{Run, Stand};
pub use session::{Session, Setup, Status, Tone};
pub use update::update;

use crate::boundary::finding::Policy;
use crate::pattern::Pattern;
use crate::scenario::Scenario;
use crate::workbench::keys::Context;

/// What there is to choose from.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// Patterns in the order of the list.
    pub patterns: Vec<Arc<Pattern>>,
    /// Scenarios in the order of the list.
    pub scenarios: Vec<Scenario>,
    /// The user's pattern files that do not check; listed after the patterns, with what is wrong.
    pub refused: Vec<Refused>,
}

/// A pattern file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The file's name.
    pub name: String,
    /// Every complaint about it: file, line and what to do, one per line.
    pub reason: String,
}

/// What the workbench begins with.
#[derive(Debug, Clone)]
pub struct Start {
    /// What there is to choose from.
    pub catalog: Catalog,
    /// The pattern to begin with.
    pub pattern: Arc<Pattern>,
    /// The scenario to begin with, where the user named one; it then comes before a draft.
    pub scenario: Option<Scenario>,
    /// Question and context the command line brings; come before a draft.
    pub written: Option<draft::Draft>,
    /// What was being written last time.
    pub draft: Option<draft::Draft>,
    /// What the gate does with findings.
    pub policy: Policy,
    /// The user's own private words.
    pub terms: Vec<String>,
    /// Whether drafts are kept.
    pub keep_drafts: bool,
    /// Whether the program has the mouse.
    pub mouse: bool,
    /// Names of the themes.
    pub themes: Vec<String>,
    /// The theme to begin with.
    pub theme: String,
    /// Something to say at once (a pattern file that was refused, for example).
    pub notice: Option<String>,
}

/// The whole workbench.
#[derive(Debug, Clone)]
pub struct Model {
    /// What there is to choose from.
    pub catalog: Catalog,
    /// The pattern of the next run (and of the panes).
    pub pattern: Arc<Pattern>,
    /// Question and context.
    pub editor: Editor,
    /// The run on screen.
    pub run: Run,
    /// How it is looked at.
    pub look: Look,
    /// What lies over the panes; the last one has the keys.
    pub overlays: Vec<Overlay>,
    /// The models.
    pub setup: Setup,
    /// What outlives a run.
    pub session: Session,
    /// Patterns compared on one prompt.
    pub comparing: comparing::Comparing,
    /// One line for the user, until the next key.
    pub status: Option<Status>,
}

impl Model {
    /// The workbench as it opens: the draft where there is one, else the scenario, so that one key runs it.
    #[must_use]
    pub fn new(start: Start) -> Self {
        let Start {
            catalog,
            mut pattern,
            scenario,
            written,
            draft,
            policy,
            terms,
            keep_drafts,
            mouse,
            themes,
            theme,
            notice,
        } = start;
        let mut editor = Editor::default();
        let mut status = notice.map(Status::trouble);
        let had_draft = draft.is_some();
        if let Some(draft) = &draft {
            editor.restore(draft, &catalog.scenarios);
        }
        // Over a draft these are one undo step each: nothing that was typed is lost by starting with something else.
        match (scenario, written) {
            (Some(scenario), _) => editor.load(&scenario),
            (None, Some(written)) => editor.restore(&written, &catalog.scenarios),
            (None, None) if had_draft => {
                let wanted = draft.and_then(|draft| draft.pattern);
                if let Some(found) = catalog.patterns.iter().find(|known| wanted.as_ref() == Some(&known.id)) {
                    pattern = Arc::clone(found);
                }
                status = status.or_else(|| Some(Status::note("your draft is back; examples are under ^E")));
            }
            (None, None) => {
                if let Some(first) = catalog.scenarios.first() {
                    editor.load(first);
                }
            }
        }
        let run = Run::idle(&pattern);
        Self {
            catalog,
            pattern,
            editor,
            run,
            look: Look {
                width: 0,
                height: 0,
                focus: Focus::Question,
                last_pane: None,
                zoom: false,
                spotlight: None,
                diff: None,
                desk: None,
                hunks: None,
                mouse,
                themes,
                theme,
            },
            overlays: Vec::new(),
            setup: Setup::Choosing,
            session: Session::new(policy, terms, keep_drafts),
            comparing: comparing::Comparing::default(),
            status,
        }
    }

    /// What has the keys.
    #[must_use]
    pub fn context(&self) -> Context {
        match self.overlays.last() {
            Some(overlay) => overlay.context(self.run.held.first()),
            None if self.look.diff.is_some() => Context::Diff,
            None if self.look.desk.is_some() => Context::Desk,
            None if self.look.hunks.is_some() => Context::Hunks,
            None if self.look.focus.writes() => Context::Editor,
            None => Context::Pane,
        }
    }

    /// The draft worth keeping, if drafts are kept and there is one.
    #[must_use]
    pub fn draft(&self) -> Option<draft::Draft> {
        if !self.session.keep_drafts {
            return None;
        }
        self.editor.draft().map(|draft| draft::Draft { pattern: Some(self.pattern.id.clone()), ..draft })
    }

    /// Places in the catalog of the scenarios that the list shows.
    #[must_use]
    pub fn listed(&self, filter: &str) -> Vec<usize> {
        overlay::matching(self.catalog.scenarios.iter().map(|scenario| scenario.name.as_str()), filter)
    }

    /// Whether something crosses, or is about to, that the raw prompt can be compared with.
    #[must_use]
    pub fn can_compare(&self) -> bool {
        update::crossing_with_text(self).is_some()
    }

    /// Whether there are two answers to lay on the desk.
    #[must_use]
    pub fn can_judge(&self) -> bool {
        desk::can_open(self)
    }

    /// Whether a pane has thinking, or instructions, to unfold.
    #[must_use]
    pub fn has_thinking(&self) -> bool {
        self.run.panes.iter().any(|pane| !pane.thinking.is_empty() || !pane.instructions.is_empty())
    }

    /// Whether what is on screen was made from another text than the one in the editor.
    #[must_use]
    pub fn is_edited_since_run(&self) -> bool {
        self.run.record.is_some() && self.run.revision != self.editor.revision
    }
}
