//! What can happen to the workbench, and what it asks of the world. Both are data.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use super::Catalog;
use super::editor::Field;
use crate::boundary::finding::Policy;
use crate::compare::{Comparison, Progress};
use crate::engine::event::{Decision, Input, RunId, Stamped};
use crate::model::client::ModelInfo;
use crate::pattern::Pattern;
use crate::scenario::Expectation;
use crate::workbench::keys::Chord;

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Action {
    /// A key was pressed.
    Key(Chord),
    /// Text was pasted; cleaned of control characters.
    Paste(String),
    /// The screen has this size now.
    Resize {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// The wheel turned over a cell.
    Wheel {
        /// Towards the beginning.
        up: bool,
        /// Column of the cell.
        column: u16,
        /// Row of the cell.
        row: u16,
    },
    /// A cell was clicked.
    Click {
        /// Column of the cell.
        column: u16,
        /// Row of the cell.
        row: u16,
    },
    /// The run asked for exists now.
    RunStarted(RunId),
    /// The run asked for cannot be started; why and what to do.
    RunRefused(String),
    /// An event of a run.
    Engine(RunId, Arc<Stamped>),
    /// Milliseconds since the run started; at most ten times a second and only while a run is on.
    Tick {
        /// The run that is on.
        run: RunId,
        /// Its age.
        ms: u64,
    },
    /// The models were chosen, or why not.
    ModelsChosen(Result<Sides, String>),
    /// A file to be opened as context was read (cleaned), or why not.
    FileRead {
        /// The file, as the user wrote it.
        path: String,
        /// Its text.
        result: Result<String, String>,
    },
    /// Something happened in the comparison.
    Compared(Progress),
    /// The comparison's last run ended.
    CompareEnded,
    /// The comparison cannot be started; why and what to do.
    CompareRefused(String),
    /// Patterns and scenarios were read again.
    CatalogRead(Box<Catalog>),
    /// A pane was written to a file, or why not.
    Saved {
        /// The file.
        path: PathBuf,
        /// Bytes written.
        result: Result<usize, SaveError>,
    },
    /// The external editor returned.
    Edited {
        /// The text it was opened on.
        field: Field,
        /// The new text (cleaned); `None` where it was left as it was.
        result: Result<Option<String>, String>,
    },
    /// Something the user should know, in the status line.
    Notice(String),
    /// Something that went wrong outside a run, in the status line.
    Trouble(String),
}

/// Both sides as chosen, and what has to be said about the choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    /// The home side.
    pub local: ModelInfo,
    /// The cloud side.
    pub cloud: ModelInfo,
    /// One line each.
    pub notes: Vec<String>,
    /// How they are reached.
    pub ways: Box<Ways>,
}

/// What there is to know of the way to both sides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ways {
    /// Where home is, if that is on the internet and nobody has said that it is theirs: asked about before a run.
    pub far: Option<String>,
    /// The proxy cloud requests go through: host and port.
    pub proxy: Option<String>,
}

/// Why a file was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveError {
    /// It is there already; nothing was touched.
    Exists,
    /// The system's words and what to do.
    Failed(String),
}

/// What a run is started with.
#[derive(Debug, Clone, PartialEq)]
pub struct RunSpec {
    /// The pattern.
    pub pattern: Arc<Pattern>,
    /// The user's input.
    pub input: Input,
    /// What is checked on the outcome.
    pub expectations: Vec<Expectation>,
    /// Values of params that differ from the defaults.
    pub params: BTreeMap<String, Value>,
    /// What the gate does with findings.
    pub policy: Policy,
    /// Whether the first cloud request is held for a person.
    pub hold: bool,
    /// USD spent in this session so far on models that are not simulated.
    pub spent_usd: f64,
}

/// What a comparison is started with.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareSpec {
    /// Patterns, repetitions, input and checks.
    pub comparison: Comparison,
    /// What the gate does with findings; never `Ask`.
    pub policy: Policy,
    /// USD spent in this session so far on models that are not simulated.
    pub spent_usd: f64,
}

/// Something the runtime is asked to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Start a run; answered by [`Action::RunStarted`] or [`Action::RunRefused`].
    StartRun(Box<RunSpec>),
    /// Make the runs of a comparison; answered by [`Action::Compared`] for each and [`Action::CompareEnded`].
    Compare(Box<CompareSpec>),
    /// Stop the comparison: runs under way are cancelled.
    StopCompare,
    /// Stop a run.
    Cancel(RunId),
    /// Decide on an approval.
    Decide {
        /// The run.
        run: RunId,
        /// The approval.
        id: u64,
        /// What was decided.
        decision: Decision,
    },
    /// Give a run a value it asks for; empty = it stays missing.
    Answer {
        /// The run.
        run: RunId,
        /// Which asking.
        id: u64,
        /// The value. Private.
        text: String,
    },
    /// Hold the next cloud request of a run, or take that back.
    HoldNext {
        /// The run.
        run: RunId,
        /// Whether it is to be held.
        held: bool,
    },
    /// Look which models are there; answered by [`Action::ModelsChosen`].
    ChooseModels,
    /// Read the user's pattern and scenario files again; answered by [`Action::CatalogRead`].
    ReadCatalog,
    /// Read a file; answered by [`Action::FileRead`].
    ReadFile(String),
    /// Write text to a file of mode 0600; answered by [`Action::Saved`].
    Save {
        /// The file.
        path: PathBuf,
        /// What to write.
        text: String,
        /// Whether a file that is there may be replaced.
        replace: bool,
    },
    /// Send text to the terminal's clipboard.
    Copy(String),
    /// Open `$EDITOR` on a text; answered by [`Action::Edited`].
    OpenEditor {
        /// Which text.
        field: Field,
        /// The text.
        text: String,
    },
    /// Question or context changed: write the draft soon.
    DraftChanged,
    /// Let the program (or the terminal) have the mouse.
    Mouse(bool),
    /// Ring the bell: somebody is waited for.
    Bell,
    /// Suspend to the shell.
    Suspend,
    /// Leave.
    Quit,
}
