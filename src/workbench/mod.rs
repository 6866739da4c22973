//! The terminal user interface. Consumes the run log, never the models.
//!
//! [`app`] is the workbench as data and one pure `update`; [`keys`] is the command table; [`layout`] says where
//! everything stands; [`view`] draws; [`terminal`] carries effects out and owns the terminal.

pub mod app;
pub mod keys;
pub mod layout;
pub mod scene;
pub mod terminal;
pub mod theme;
pub mod view;

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use crate::args::WorkbenchArgs;
use crate::boundary::finding::Policy;
use crate::config::Settings;
use crate::headless::input;
use crate::{pattern, scenario};

use app::draft::Draft;
use app::{Catalog, Model, Refused, Start};
use terminal::runtime::Runtime;
use terminal::screen::Screen;
use terminal::{capability, files};
use theme::Library;

/// How long tasks may take to end when the program does.
const LAST_WORDS: Duration = Duration::from_millis(200);
/// The theme where the one in the settings cannot be used.
const FALLBACK_THEME: &str = "fog";
/// Exit code of wrong usage or settings.
const USAGE: u8 = 2;

/// Runs the workbench on this process's terminal until the user leaves it. Builds its own tokio runtime. Both sides' models are
/// in the settings already. Errors go to stderr; the exit code is 0, 1 when the terminal failed, 2 for wrong usage, or 128 + the number of the signal that
/// ended it.
#[must_use]
pub fn run(settings: &Settings, args: &WorkbenchArgs) -> ExitCode {
    if !(std::io::stdout().is_terminal() && std::io::stdin().is_terminal()) {
        eprintln!(
            "fogline: the workbench needs a terminal on standard input and output; for scripts there is `fogline run PATTERN` \
             (`fogline run --help`)"
        );
        return ExitCode::from(USAGE);
    }
    match prepare(settings, args) {
        Ok(prepared) => prepared.run(),
        Err(reason) => {
            eprintln!("fogline: {reason}");
            ExitCode::from(USAGE)
        }
    }
}

/// Everything read and checked; the terminal is still untouched.
struct Prepared {
    start: Start,
    settings: Settings,
    themes: Library,
    depth: theme::Depth,
}

fn prepare(settings: &Settings, args: &WorkbenchArgs) -> Result<Prepared, String> {
    let depth = capability::depth(|name| std::env::var(name).ok())?;
    if depth != theme::Depth::None {
        // crossterm keeps NO_COLOR by itself; an override has to win over it.
        crossterm::style::force_color_output(true);
    }
    let patterns = pattern::library::Library::load(Some(&settings.config_dir));
    let scenarios = scenario::Library::load(Some(&settings.config_dir));
    let catalog = catalog(&patterns, &scenarios);
    // Their errors have their own place; the status line only says where.
    let list = keys::table::key_of(keys::Context::Editor, keys::Command::Patterns);
    let mut problems: Vec<String> = match catalog.refused.as_slice() {
        [] => Vec::new(),
        [file] => vec![format!("{} does not check: {list} says why", file.name)],
        files => vec![format!("{} pattern files do not check: {list} says why", files.len())],
    };
    problems.extend(scenarios.problems.iter().map(ToString::to_string));
    let mut themes = Library::builtin();
    problems.extend(themes.add_dir(&settings.config_dir.join("themes")));
    let mut theme = settings.theme.clone();
    if let Err(error) = themes.load(&theme, depth) {
        problems.push(error.to_string());
        FALLBACK_THEME.clone_into(&mut theme);
    }
    let id = args.input.scenario.as_deref();
    let scenario = id.map(|id| scenarios.find(id)).transpose()?.map(|found| (**found).clone());
    let written = if scenario.is_some() { None } else { written(settings, args)? };
    let wanted = args.pattern.as_deref().or(scenario.as_ref().map(|scenario| scenario.pattern.as_str()));
    let chosen = match wanted {
        Some(id) => patterns.find(id)?,
        None => patterns.patterns.first().ok_or("there is no pattern to run: `fogline patterns check` says why")?,
    };
    let start = Start {
        pattern: Arc::clone(chosen),
        scenario,
        written,
        draft: settings.drafts.then(|| files::load_draft(&settings.state_dir)).flatten(),
        policy: args.policy.map(Policy::from).or(settings.policy).unwrap_or(Policy::Ask),
        terms: settings.terms.clone(),
        keep_drafts: settings.drafts,
        mouse: settings.mouse,
        themes: themes.names().iter().map(ToString::to_string).collect(),
        theme,
        notice: problems.into_iter().next(),
        catalog,
    };
    Ok(Prepared { start, settings: settings.clone(), themes, depth })
}

/// The patterns and scenarios there are now, the user's files included.
pub(crate) fn read_catalog(config_dir: &Path) -> Catalog {
    let (patterns, scenarios) =
        (pattern::library::Library::load(Some(config_dir)), scenario::Library::load(Some(config_dir)));
    catalog(&patterns, &scenarios)
}

fn catalog(patterns: &pattern::library::Library, scenarios: &scenario::Library) -> Catalog {
    let mut refused: Vec<Refused> = Vec::new();
    for problem in &patterns.problems {
        let path = Path::new(&problem.file);
        let name = path.file_name().map_or_else(|| problem.file.clone(), |name| name.to_string_lossy().into_owned());
        let place = refused.iter().position(|file| file.name == name).unwrap_or_else(|| {
            refused.push(Refused { name, reason: format!("{}\n", problem.file) });
            refused.len() - 1
        });
        if let Some(file) = refused.get_mut(place) {
            let _ = write!(file.reason, "\nline {}: {}", problem.line, problem.message);
        }
    }
    Catalog {
        patterns: patterns.patterns.clone(),
        scenarios: scenarios.scenarios.iter().map(|scenario| (**scenario).clone()).collect(),
        refused,
    }
}

/// Question and context named by flags.
fn written(settings: &Settings, args: &WorkbenchArgs) -> Result<Option<Draft>, String> {
    // Standard input is the keyboard here: `-` reads nothing.
    let loaded = input::load(&args.input, settings, std::io::empty()).map_err(|error| error.to_string())?;
    Ok(loaded.map(|loaded| Draft {
        question: loaded.input.question,
        context: loaded.input.context,
        scenario: None,
        pattern: args.pattern.clone(),
    }))
}

impl Prepared {
    fn run(self) -> ExitCode {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = match runtime {
            Ok(runtime) => runtime,
            Err(error) => {
                eprintln!("the workbench cannot start its tasks: {error}");
                return ExitCode::FAILURE;
            }
        };
        let ended = runtime.block_on(async {
            let screen = Screen::open(self.settings.mouse)?;
            let model = Model::new(self.start);
            Runtime::new(model, self.settings, screen, self.themes, self.depth).run().await
        });
        runtime.shutdown_timeout(LAST_WORDS);
        match ended {
            Ok(code) => ExitCode::from(code),
            Err(error) => {
                eprintln!("the terminal failed: {error}. What you wrote is kept as a draft");
                ExitCode::FAILURE
            }
        }
    }
}
