//! `run`, `guard`, `patterns`, `scenarios`, `doctor` and `rehearse` for scripts: results to stdout, the rest to stderr,
//! exit codes. Not for anything that draws.

pub mod compare;
pub mod config;
pub mod doctor;
pub mod guard;
pub mod input;
pub mod patterns;
pub mod rehearse;
pub mod report;
pub mod run;
pub mod scenarios;

use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::text::clean::clean;
use crate::text::located::Problem;

/// How a command ended, as the shell sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done (checks may have failed: they are in the output).
    Done,
    /// Failed.
    Failed,
    /// Wrong usage, settings or files.
    Usage,
    /// The gate kept it home.
    Blocked,
    /// A model or its server failed.
    Model,
    /// Interrupted by the user.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Blocked => 3,
            Exit::Model => 4,
            Exit::Interrupted => 130,
        })
    }
}

/// What to say where a pattern or scenario is not known: a file of that name may be among those that could not be read.
fn unknown(error: &str, problems: &[Problem]) -> String {
    let problems: Vec<String> = problems.iter().map(|problem| format!("\n  {problem}")).collect();
    format!("{error}{}", problems.concat())
}

/// `1 problem`, `2 problems`.
fn counted<N: Copy + Display + PartialEq + From<u8>>(number: N, what: &str) -> String {
    let one = number == N::from(1);
    format!("{number} {what}{}", if one { "" } else { "s" })
}

/// Writes a result to standard output. A reader that has gone away (`| head`) ends the command quietly; a full disk does
/// not. Text only reaches it, whoever's words are in it.
#[must_use]
pub fn print(text: &str) -> Exit {
    let mut out = io::stdout().lock();
    match out.write_all(clean(text).as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Exit::Done,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(error) => {
            complain(format!("cannot write the result: {error}"));
            Exit::Failed
        }
    }
}

/// Says something to the person at the terminal: text only, whoever's words are in it. Nobody listening is no error.
pub fn complain(text: impl Display) {
    let _ = writeln!(io::stderr().lock(), "fogline: {}", clean(&text.to_string()));
}

/// Says something as it is, without a prefix (compiler-like lines `file:line:column: …`).
pub fn note(text: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{}", clean(&text.to_string()));
}
