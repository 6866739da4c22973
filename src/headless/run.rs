//! `fogline run`: one run of a pattern, for scripts. The answer (or JSON) goes to stdout, everything else to stderr.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde_json::Value;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::args::{PolicyArg, RunArgs};
use crate::boundary::finding::Policy;
use crate::config::Settings;
use crate::engine::event::{RunEvent, Stamped};
use crate::engine::record::{RunEnd, RunRecord};
use crate::engine::{RunHandle, RunRequest, start};
use crate::files::ReadError;
use crate::model::client::Models;
use crate::pattern::Pattern;
use crate::pattern::library::Library;
use crate::setup::{self, Setup};
use crate::text::clean::{clean, escape_json};

use super::{Exit, complain, input, note, report, unknown};

/// `fogline run` from arguments to exit.
pub async fn command(settings: &Settings, args: &RunArgs) -> Exit {
    let request = match prepare(settings, args) {
        Ok(request) => request,
        Err((exit, problem)) => {
            complain(problem);
            return exit;
        }
    };
    let (mut interrupt, setup) = match begin(settings).await {
        Ok(begun) => begun,
        Err(exit) => return exit,
    };
    let output = match (args.json, args.events) {
        (true, _) => Output::Json,
        (_, true) => Output::Events,
        _ => Output::Text,
    };
    match run(request(setup.models.clone()), output, &mut interrupt).await {
        Ok(exit) => exit,
        // A reader that has gone away has seen what it wanted; the run was cancelled.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Interrupted,
        Err(error) => {
            complain(format!("cannot write the result: {error}"));
            Exit::Failed
        }
    }
}

/// What every command that makes runs begins with: signals heard (from here on one ends the runs, not the process, and what
/// they had is reported), models chosen, and what has to be said of the choice said.
pub(super) async fn begin(settings: &Settings) -> Result<(Interrupt, Setup), Exit> {
    let interrupt = Interrupt::listen().map_err(|error| {
        complain(format!("cannot listen for signals: {error}"));
        Exit::Failed
    })?;
    // Both sides are in the settings already: flags are their last layer.
    let setup = setup::choose(settings, None, None).await.map_err(|error| {
        complain(error);
        Exit::Usage
    })?;
    setup.notes.iter().for_each(note);
    Ok((interrupt, setup))
}

/// What the gate does where nobody can be asked: as the flag says, else the settings, else block.
pub(super) fn policy_of(settings: &Settings, flag: Option<PolicyArg>) -> Policy {
    flag.map(Policy::from).or(settings.policy.filter(|policy| *policy != Policy::Ask)).unwrap_or(Policy::Block)
}

/// Everything but the models; an error says which argument is wrong and what it may be. A text that cannot be read is one
/// that the gate cannot decide on.
fn prepare(settings: &Settings, args: &RunArgs) -> Result<impl FnOnce(Models) -> RunRequest, (Exit, String)> {
    let usage = |problem: String| (Exit::Usage, problem);
    let library = Library::load(Some(&settings.config_dir));
    let pattern = Arc::clone(library.find(&args.pattern).map_err(|error| usage(unknown(&error, &library.problems)))?);
    let params = params(&pattern, &args.params).map_err(usage)?;
    let loaded = input::load(&args.input, settings, io::stdin()).map_err(|error| match error {
        ReadError::Unreadable(why) => (Exit::Blocked, format!("the gate cannot decide, so nothing is sent: {why}")),
        ReadError::Missing(why) => usage(why),
    })?;
    let nothing =
        "nothing to ask: add --scenario ID, --question-file FILE or --question TEXT (`fogline scenarios list`)";
    let loaded = loaded.ok_or_else(|| usage(nothing.to_owned()))?;
    let policy = policy_of(settings, args.policy);
    let (seed, settings) = (args.seed, settings.clone());
    Ok(move |models| {
        let request = RunRequest::new(pattern, loaded.input, models).with_settings(&settings);
        RunRequest { expectations: loaded.expectations, params, seed, policy, ..request }
    })
}

fn params(pattern: &Pattern, given: &[(String, String)]) -> Result<BTreeMap<String, Value>, String> {
    given.iter().map(|(name, text)| Ok((name.clone(), pattern.read_param(name, text)?))).collect()
}

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// The answer to stdout, a summary to stderr.
    Text,
    /// One JSON object.
    Json,
    /// The run's events as JSON lines, as they happen.
    Events,
}

/// Runs a pattern to its end. SIGINT and SIGTERM cancel it; what it had is reported all the same.
///
/// # Errors
/// When stdout cannot be written (a closed pipe cancels the run first).
async fn run(request: RunRequest, output: Output, interrupt: &mut Interrupt) -> io::Result<Exit> {
    let handle = start(request);
    let mut written = Ok(());
    let mut record: Option<RunRecord> = None;
    let mut follow = Follow::new(&handle, interrupt);
    while let Some(events) = follow.next().await {
        for stamped in &events {
            match &mut record {
                Some(record) => record.apply(stamped),
                None => record = RunRecord::begin(stamped),
            }
            if written.is_ok() {
                written = show(output, stamped);
                if written.is_err() {
                    handle.cancel();
                }
            }
        }
    }
    written?;
    let Some((record, end)) = record.as_ref().and_then(|record| Some((record, record.end.as_ref()?))) else {
        return Err(io::Error::other("the run left no end in its log"));
    };
    conclude(output, record, end)?;
    Ok(report::exit(end))
}

fn show(output: Output, stamped: &Stamped) -> io::Result<()> {
    match (output, &stamped.event) {
        (Output::Events, _) => {
            let line = serde_json::to_string(stamped).map_err(io::Error::other)?;
            let mut stdout = io::stdout().lock();
            writeln!(stdout, "{}", escape_json(&line))?;
            stdout.flush()
        }
        (_, RunEvent::Retry { stage, wait_ms, reason, .. }) => {
            let wait = *wait_ms as f64 / 1000.0;
            writeln!(io::stderr(), "{stage}: {}; trying again in {wait:.1} s", clean(reason))
        }
        (_, RunEvent::Attempt { stage, attempt, reason: Some(reason), .. }) => {
            writeln!(io::stderr(), "{stage}: attempt {attempt}, because: {}", clean(reason))
        }
        _ => Ok(()),
    }
}

fn conclude(output: Output, record: &RunRecord, end: &RunEnd) -> io::Result<()> {
    match output {
        Output::Events => Ok(()),
        Output::Json => {
            let text = serde_json::to_string_pretty(&report::json(record)).map_err(io::Error::other)?;
            writeln!(io::stdout().lock(), "{}", escape_json(&text))
        }
        Output::Text => {
            if !end.answer.is_empty() {
                writeln!(io::stdout().lock(), "{}", clean(end.answer.trim_end()))?;
            }
            write!(io::stderr(), "{}", clean(&report::summary(record)))
        }
    }
}

/// Follows a run's log until its last event, and turns signals into a cancel.
struct Follow<'a> {
    handle: &'a RunHandle,
    seen: usize,
    ended: bool,
    interrupt: &'a mut Interrupt,
    interrupted: bool,
}

impl<'a> Follow<'a> {
    fn new(handle: &'a RunHandle, interrupt: &'a mut Interrupt) -> Self {
        Self { handle, seen: 0, ended: false, interrupt, interrupted: false }
    }

    async fn next(&mut self) -> Option<Vec<Arc<Stamped>>> {
        let mut growth = self.handle.log.watch();
        while !self.ended {
            let events = self.handle.log.since(self.seen);
            if let Some(last) = events.last() {
                self.seen += events.len();
                self.ended = matches!(last.event, RunEvent::RunFinished { .. });
                return Some(events);
            }
            let seen = self.seen;
            tokio::select! {
                grown = growth.wait_for(|length| *length > seen) => { grown.ok()?; }
                () = self.interrupt.came(), if !self.interrupted => {
                    self.interrupted = true;
                    self.handle.cancel();
                }
            }
        }
        None
    }
}

/// SIGINT and SIGTERM, from the moment it is made: one that comes while nobody waits is remembered.
pub(super) struct Interrupt {
    interrupt: Signal,
    terminate: Signal,
}

impl Interrupt {
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Ends when the process is asked to stop.
    pub(super) async fn came(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
