//! The state of a comparison in a file, so that one that was stopped goes on where it was.
//!
//! JSON lines: what is compared (as a hash: the file repeats neither question nor context), then one line for each run
//! that ended. Lines are appended as runs end; a line cut by a crash is dropped. The outcomes hold the answers, so the
//! file is readable by its owner only.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Comparison, Outcome};
use crate::boundary::request::sha256_hex;
use crate::engine::event::Status;

/// First line of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Header {
    fogline_compare: u32,
    /// SHA-256 over everything that has to be the same for two outcomes to be comparable.
    of: String,
}

/// Why a state file cannot be used. Names the file and the next step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("--state {}: {what}", path.display())]
pub struct StateError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong, and what to do.
    pub what: String,
}

/// An open state file.
#[derive(Debug)]
pub struct State {
    path: PathBuf,
    file: File,
    /// Runs that ended before, oldest first.
    pub outcomes: Vec<Outcome>,
}

/// What makes two outcomes comparable: input, patterns, params, models and policy. How often and how many at once do not
/// count, so that a finished comparison can be continued with more repetitions.
#[must_use]
pub fn fingerprint(comparison: &Comparison, models: &[&str], policy: &str, seed: Option<i64>) -> String {
    let input = &comparison.input;
    let all = json!({
        "question": input.question, "context": input.context, "terms": input.terms,
        "patterns": comparison.patterns.iter().map(|pattern| &**pattern).collect::<Vec<_>>(),
        "params": comparison.params, "models": models, "policy": policy, "seed": seed,
    });
    sha256_hex(all.to_string().as_bytes())
}

impl State {
    /// Opens the file, or makes it. `of` is the [`fingerprint`] of the comparison.
    ///
    /// # Errors
    /// When it cannot be read or written, is no state file, or is that of another comparison.
    pub fn open(path: &Path, of: &str) -> Result<Self, StateError> {
        let error = |what: String| StateError { path: path.to_path_buf(), what };
        let io = |doing: &str, e: &io::Error| error(format!("cannot {doing} it: {e}"));
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let mut file = options.open(path).map_err(|e| io("open", &e))?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|e| io("read", &e))?;
        // What a crash cut off has no line break yet.
        let whole = text.rfind('\n').map_or(0, |at| at + 1);
        let mut lines = text.get(..whole).unwrap_or_default().lines();
        let mut outcomes = Vec::new();
        if let Some(first) = lines.next() {
            let header: Header = serde_json::from_str(first)
                .map_err(|_| error("it is no state of a comparison: name another file".to_owned()))?;
            if header.of != of {
                let what = "it is the state of another comparison (question, context, patterns, params, models or \
                            policy differ): name another file, or remove this one";
                return Err(error(what.to_owned()));
            }
            for (index, line) in lines.enumerate() {
                let outcome = serde_json::from_str(line)
                    .map_err(|e| error(format!("line {} cannot be read ({e}): remove that line", index + 2)))?;
                outcomes.push(outcome);
            }
        } else if whole < text.len() {
            return Err(error("it is no state of a comparison: name another file".to_owned()));
        }
        let keep = if outcomes.is_empty() && whole == 0 { 0 } else { whole as u64 };
        file.set_len(keep).and_then(|()| file.seek(SeekFrom::Start(keep))).map_err(|e| io("write", &e))?;
        let mut state = Self { path: path.to_path_buf(), file, outcomes };
        if keep == 0 {
            state.line(&Header { fogline_compare: 1, of: of.to_owned() })?;
        }
        Ok(state)
    }

    /// Keeps what a run came to. Runs that were stopped are not kept: they are to be made again.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&mut self, outcome: &Outcome) -> Result<(), StateError> {
        if outcome.status == Status::Cancelled { Ok(()) } else { self.line(outcome) }
    }

    fn line(&mut self, value: &impl Serialize) -> Result<(), StateError> {
        let written = serde_json::to_string(value)
            .map_err(io::Error::other)
            .and_then(|line| self.file.write_all(format!("{line}\n").as_bytes()))
            .and_then(|()| self.file.flush());
        written.map_err(|e| StateError { path: self.path.clone(), what: format!("cannot write it: {e}") })
    }
}
