//! `fogline compare`: patterns and baselines on the same input, one table. The table goes to stdout, progress to stderr.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::watch;

use super::run::{begin, policy_of};
use super::{Exit, complain, input, note, unknown};
use crate::args::CompareArgs;
use crate::boundary::finding::Policy;
use crate::compare::state::{State, fingerprint};
use crate::compare::table::{self, Row};
use crate::compare::{self, Cell, Comparison, Maker, Outcome, Progress};
use crate::config::Settings;
use crate::engine::RunRequest;
use crate::model::client::{ModelInfo, Models};
use crate::pattern::Pattern;
use crate::pattern::library::Library;

/// `fogline compare` from arguments to exit.
pub async fn command(settings: &Settings, args: &CompareArgs) -> Exit {
    let comparison = match prepare(settings, args) {
        Ok(comparison) => comparison,
        Err(problem) => {
            complain(problem);
            return Exit::Usage;
        }
    };
    let (mut interrupt, setup) = match begin(settings).await {
        Ok(begun) => begun,
        Err(exit) => return exit,
    };
    let policy = policy_of(settings, args.policy);
    let mut state = match open_state(args, &comparison, &setup.models, policy) {
        Ok(state) => state,
        Err(problem) => {
            complain(problem);
            return Exit::Usage;
        }
    };
    let mut outcomes = state.as_ref().map(|state| state.outcomes.clone()).unwrap_or_default();
    let mut cells = comparison.cells();
    let wanted = cells.len();
    cells.retain(|cell| !outcomes.iter().any(|outcome| outcome.cell == *cell));
    if cells.len() < wanted {
        note(format!("{} of {wanted} runs are in the state file already", wanted - cells.len()));
    }
    let maker = maker(settings, args, &comparison, setup.models.clone(), policy);
    let (stop, stopped) = watch::channel(false);
    let mut told = compare::start(cells, jobs(args) as usize, maker, stopped);
    let mut interrupted = false;
    loop {
        let progress = tokio::select! {
            progress = told.recv() => progress,
            () = interrupt.came(), if !interrupted => {
                interrupted = true;
                note("stopping: runs under way are cancelled");
                stop.send_replace(true);
                continue;
            }
        };
        match progress {
            None => break,
            Some(Progress::Began(cell)) => note(format!("{}  began", label(&cell, args.repeat))),
            Some(Progress::Ended(outcome)) => {
                let kept = state.as_mut().map_or(Ok(()), |state| state.keep(&outcome));
                outcomes.push(*outcome);
                tell(outcomes.last(), args.repeat, outcomes.len(), wanted);
                if let Err(error) = kept {
                    complain(error);
                    stop.send_replace(true);
                    return Exit::Failed;
                }
            }
        }
    }
    let rows = table::rows(&comparison, &outcomes);
    let exit = super::print(&show(args, &comparison, &setup.models, policy, &rows));
    advise(&rows, policy);
    if interrupted && args.state.is_some() {
        note("stopped; the same command goes on from the state file");
    }
    if interrupted { Exit::Interrupted } else { exit }
}

/// What is compared; an error says which argument is wrong and what it may be.
fn prepare(settings: &Settings, args: &CompareArgs) -> Result<Comparison, String> {
    let library = Library::load(Some(&settings.config_dir));
    let mut patterns: Vec<Arc<Pattern>> = Vec::new();
    for id in &args.patterns {
        let pattern = library.find(id).map_err(|error| unknown(&error, &library.problems))?;
        if !patterns.iter().any(|known| known.id == pattern.id) {
            patterns.push(Arc::clone(pattern));
        }
    }
    if args.patterns.is_empty() {
        patterns = library.patterns;
    }
    let mut params: BTreeMap<String, Value> = BTreeMap::new();
    for (name, text) in &args.params {
        let mut having = patterns.iter().filter(|pattern| pattern.params.contains_key(name)).peekable();
        if having.peek().is_none() {
            return Err(format!("--param {name}: none of the patterns compared has it (`fogline patterns show ID`)"));
        }
        for pattern in having {
            params.insert(name.clone(), pattern.read_param(name, text)?);
        }
    }
    let loaded = input::load(&args.input, settings, io::stdin()).map_err(|error| error.to_string())?.ok_or(
        "nothing to ask: add --scenario ID, --question-file FILE or --question TEXT (`fogline scenarios list`)",
    )?;
    Ok(Comparison { patterns, repeat: args.repeat, input: loaded.input, params, expectations: loaded.expectations })
}

fn open_state(
    args: &CompareArgs,
    comparison: &Comparison,
    models: &Models,
    policy: Policy,
) -> Result<Option<State>, String> {
    let Some(path) = &args.state else { return Ok(None) };
    // Stand-ins listen on another port every time: they are told by name.
    let place = |info: &ModelInfo| {
        if info.simulated { format!("{} simulated", info.name) } else { format!("{} at {}", info.name, info.place) }
    };
    let (local, cloud) = (place(&models.local.info()), place(models.cloud.info()));
    let of = fingerprint(comparison, &[&local, &cloud], &policy.to_string(), args.seed);
    State::open(path, &of).map(Some).map_err(|error| error.to_string())
}

/// One run at a time, unless told otherwise: they share the local server.
fn jobs(args: &CompareArgs) -> u32 {
    args.jobs.unwrap_or(1)
}

fn maker(settings: &Settings, args: &CompareArgs, comparison: &Comparison, models: Models, policy: Policy) -> Maker {
    let (settings, comparison, seed) = (settings.clone(), comparison.clone(), args.seed);
    let jobs = jobs(args);
    Arc::new(move |cell: &Cell, spent_usd: f64| {
        let request = comparison.request(cell, &models, &settings, (spent_usd, jobs))?;
        // Repetitions with one seed would be the same run again and again.
        let seed = seed.map(|seed| seed.saturating_add(i64::from(cell.repeat) - 1));
        Some(RunRequest { seed, policy, ..request })
    })
}

fn label(cell: &Cell, repeat: u32) -> String {
    if repeat > 1 { format!("{} #{}", cell.pattern, cell.repeat) } else { cell.pattern.clone() }
}

fn tell(outcome: Option<&Outcome>, repeat: u32, ended: usize, wanted: usize) {
    let Some(outcome) = outcome else { return };
    let cost = outcome.cost_usd.map_or_else(|| "cost unknown".to_owned(), |usd| format!("${usd:.4}"));
    note(format!(
        "{}  {} after {:.1} s, {cost}  [{ended}/{wanted}]",
        label(&outcome.cell, repeat),
        table::word(outcome.status),
        outcome.total_ms as f64 / 1000.0,
    ));
}

fn show(args: &CompareArgs, comparison: &Comparison, models: &Models, policy: Policy, rows: &[Row]) -> String {
    if args.json {
        let object = json!({
            "scenario": comparison.input.scenario, "policy": policy, "repeat": comparison.repeat,
            "models": {"local": models.local.info(), "cloud": models.cloud.info()},
            "simulated": models.local.info().simulated || models.cloud.info().simulated,
            "params": comparison.params, "rows": table::json(rows),
        });
        return format!("{object:#}\n");
    }
    if args.markdown { table::markdown(rows) } else { table::text(rows) }
}

/// The next step where the policy kept runs home.
fn advise(rows: &[Row], policy: Policy) {
    let blocked =
        rows.iter().flat_map(|row| &row.outcomes).filter(|o| o.status == crate::engine::event::Status::Blocked);
    let blocked = blocked.count();
    if policy == Policy::Block && blocked > 0 {
        note(format!(
            "{} kept home by the policy `block`: --policy mask replaces what was found and sends the rest",
            super::counted(blocked as u64, "run") + if blocked == 1 { " was" } else { " were" }
        ));
    }
}
