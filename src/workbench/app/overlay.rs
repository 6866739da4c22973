//! What lies over the panes: help, lists, a path being written, a question, the held request.

use tui_textarea::{CursorMove, TextArea};

use super::approval::Held;
use super::editor::{area, edit};
use super::picking::Picking;
use super::scroll::Scroll;
use crate::workbench::keys::{Chord, Context};

/// Something over the panes.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// Every key that works in a context.
    Help {
        /// The context help was asked from.
        context: Context,
        /// Where it is looked at.
        scroll: Scroll,
    },
    /// A pattern being chosen by the three questions.
    Patterns(Picking),
    /// The params of the pattern.
    Params {
        /// The one under the cursor, in the pattern's order.
        chosen: usize,
    },
    /// The examples to choose from.
    List {
        /// The entry under the cursor, among those the filter leaves.
        chosen: usize,
        /// What was typed to narrow the list.
        filter: String,
    },
    /// A path being written.
    Prompt(Box<Prompt>),
    /// A yes-or-no question.
    Confirm(Question),
    /// The oldest held request.
    Approval,
    /// The value a run asks for.
    Asked,
    /// Patterns compared on one prompt.
    Compare,
}

/// Narrows a list: the places of the names that hold what was typed, ignoring case.
#[must_use]
pub fn matching<'a>(names: impl Iterator<Item = &'a str>, filter: &str) -> Vec<usize> {
    let filter = filter.to_lowercase();
    names.enumerate().filter(|(_, name)| name.to_lowercase().contains(&filter)).map(|(place, _)| place).collect()
}

/// What a path is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A file to read as context.
    OpenContext,
    /// A file to write a pane to.
    SavePane {
        /// What is written.
        text: String,
        /// What the pane is called.
        title: String,
    },
}

/// A path being written.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What it is asked for.
    pub purpose: Purpose,
    /// One line.
    pub line: TextArea<'static>,
    /// Why the last try failed.
    pub error: Option<String>,
}

/// A yes-or-no question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Stop the run?
    StopRun,
    /// Stop a refinement that is under way, and start a new run?
    StartOver,
    /// Quit although a run is on?
    QuitWhileRunning,
    /// Quit although drafts are off and something was written?
    QuitUnsaved,
    /// Run although home is on the internet?
    FarHome {
        /// The model there.
        model: String,
        /// Its host.
        place: String,
    },
    /// Replace a file that is there?
    Replace {
        /// The file.
        path: std::path::PathBuf,
        /// What would be written.
        text: String,
    },
}

impl Prompt {
    /// A prompt with a suggestion.
    #[must_use]
    pub fn new(purpose: Purpose, suggestion: &str) -> Self {
        let mut line = area(suggestion);
        line.move_cursor(CursorMove::End);
        Self { purpose, line, error: None }
    }

    /// The path as written.
    #[must_use]
    pub fn path(&self) -> String {
        self.line.lines().first().map(|line| line.trim().to_owned()).unwrap_or_default()
    }

    /// Types into it.
    pub fn key(&mut self, chord: Chord) {
        if edit(&mut self.line, chord) {
            self.error = None;
        }
    }

    /// Pastes the first line of a text.
    pub fn paste(&mut self, text: &str) {
        self.line.insert_str(text.trim().lines().next().unwrap_or_default());
        self.error = None;
    }
}

impl Overlay {
    /// What the keys mean while it is open, and this request is held.
    #[must_use]
    pub fn context(&self, held: Option<&Held>) -> Context {
        match self {
            Self::Help { .. } => Context::Help,
            Self::Patterns(_) => Context::Patterns,
            Self::Params { .. } => Context::Params,
            Self::List { .. } => Context::List,
            Self::Prompt(_) => Context::Prompt,
            Self::Confirm(_) => Context::Confirm,
            Self::Approval => match held {
                Some(held) if held.writing.is_some() => Context::ApprovalEdit,
                Some(held) if held.typing.is_some() => Context::ApprovalWord,
                _ => Context::Approval,
            },
            Self::Asked => Context::Asked,
            Self::Compare => Context::Compare,
        }
    }
}

impl Question {
    /// What is asked, as a person reads it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::StopRun => "Stop the run? What has arrived stays on screen.".to_owned(),
            Self::StartOver => {
                "The draft is being refined. Stop that and start a new run? (No keeps it going.)".to_owned()
            }
            Self::QuitWhileRunning => "A run is on. Stop it and quit?".to_owned(),
            Self::QuitUnsaved => "Drafts are off: what you wrote will be gone. Quit all the same?".to_owned(),
            Self::FarHome { model, place } => format!(
                "{model} plays at home, but {place} is on the internet. Question and context would go there as they are: no \
                 gate looks at what goes home. Is it yours, and shall it have them? (Asked once while fogline is open.)"
            ),
            Self::Replace { path, .. } => format!("{} is there already. Replace it?", path.display()),
        }
    }
}
