//! The command line: arguments, dispatch, exit codes, nothing else.
//!
//! The contract scripts rely on is in README.md: results to stdout, everything else to stderr; exit 0 done, 1 failed,
//! 2 usage or settings, 3 blocked by the gate, 4 a model or its server failed, 130 interrupted.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::args::{CompareArgs, GuardArgs, ModelArgs, RehearseArgs, RunArgs, WorkbenchArgs};
use crate::boundary::gate::Gate;
use crate::config::{self, Flags, Settings};
use crate::headless::config::ConfigCommand;
use crate::headless::patterns::PatternsCommand;
use crate::headless::scenarios::ScenariosCommand;
use crate::headless::{self, Exit};
use crate::text::clean::clean;
use crate::workbench;

/// A terminal workbench for hybrid local-cloud LLM patterns.
///
/// Without a command it opens the workbench.
#[derive(Debug, Clone, PartialEq, Parser)]
#[command(name = "fogline", version, about, long_about = None, max_term_width = 100)]
pub struct Cli {
    /// The settings file; patterns, scenarios and themes are looked for beside it
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What the workbench opens with.
    #[command(flatten)]
    pub workbench: WorkbenchArgs,
    /// A command for scripts.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Clone, PartialEq, Subcommand)]
pub enum Command {
    /// Runs a pattern once
    Run(RunArgs),
    /// Runs patterns and baselines on the same input and prints one table
    Compare(CompareArgs),
    /// The patterns there are
    Patterns {
        /// Which command.
        #[command(subcommand)]
        command: PatternsCommand,
    },
    /// The scenarios there are
    Scenarios {
        /// Which command.
        #[command(subcommand)]
        command: ScenariosCommand,
    },
    /// The gate alone: text on standard input, findings out
    Guard(GuardArgs),
    /// What is reachable, what is missing, what to type next
    Doctor(ModelArgs),
    /// The stand-in servers alone, on loopback
    Rehearse(RehearseArgs),
    /// The settings
    Config {
        /// Which command.
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Shell completions, to standard output
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// The manual page, to standard output
    Man,
}

/// Runs the program with these arguments (the program's own name first).
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are errors to clap too; it knows which stream and code they take. It quotes arguments as
            // they are, though: those that would steer a terminal are shown as text, without clap's colours.
            let said = error.render().to_string();
            match clean(&said) {
                Cow::Owned(harmless) => headless::note(harmless.trim_end()),
                Cow::Borrowed(_) => drop(error.print()),
            }
            return u8::try_from(error.exit_code()).map_or(Exit::Usage.into(), ExitCode::from);
        }
    };
    dispatch(cli)
}

fn dispatch(cli: Cli) -> ExitCode {
    let Cli { config, workbench, command } = cli;
    let Some(command) = command else {
        return with_settings(config, &workbench.models, workbench.theme.clone(), |settings| {
            open(settings, &workbench)
        });
    };
    if workbench != WorkbenchArgs::default() {
        headless::complain("options of a command stand behind it: `fogline run PATTERN --scenario ID`");
        return Exit::Usage.into();
    }
    let flags = Flags { config: config.clone(), ..Flags::default() };
    match command {
        Command::Patterns { command } => {
            headless::patterns::patterns(&command, &config::directories(&flags).config).into()
        }
        Command::Scenarios { command } => {
            headless::scenarios::scenarios(&command, &config::directories(&flags).config).into()
        }
        Command::Config { command } => headless::config::config(command, &flags).into(),
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "fogline", &mut text);
            headless::print(&String::from_utf8_lossy(&text)).into()
        }
        Command::Man => man(),
        Command::Run(args) => {
            let models = args.models.clone();
            with_settings(config, &models, None, |settings| run_pattern(settings, &args))
        }
        Command::Compare(args) => {
            let models = args.models.clone();
            with_settings(config, &models, None, |settings| {
                block_on(headless::compare::command(settings, &args)).map_or_else(|failed| failed, Into::into)
            })
        }
        Command::Doctor(models) => with_settings(config, &models, None, doctor),
        Command::Guard(args) => guard(&args),
        Command::Rehearse(args) => rehearse(&args),
    }
}

/// Loads the settings, or says what is wrong with them.
fn with_settings(
    config: Option<PathBuf>,
    models: &ModelArgs,
    theme: Option<String>,
    then: impl FnOnce(&Settings) -> ExitCode,
) -> ExitCode {
    let flags = Flags { config, local: models.local.clone(), cloud: models.cloud.clone(), theme };
    match config::load(&flags) {
        Ok(resolved) => then(&resolved.settings),
        Err(error) => {
            headless::note(error);
            headless::complain("the settings cannot be used: `fogline config example` shows what they may be");
            Exit::Usage.into()
        }
    }
}

fn man() -> ExitCode {
    match manual() {
        Ok(page) => headless::print(&page).into(),
        Err(error) => {
            headless::complain(format!("cannot write the manual page: {error}"));
            Exit::Failed.into()
        }
    }
}

/// One page: the program, then a section for each command with its own parts as subsections.
fn manual() -> std::io::Result<String> {
    let mut program = Cli::command();
    program.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(program.clone()).render(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        let title = format!("fogline {}", command.get_name()).to_uppercase();
        let man = clap_mangen::Man::new(command.clone());
        let mut part = Vec::new();
        man.render_synopsis_section(&mut part)?;
        man.render_description_section(&mut part)?;
        if command.get_arguments().next().is_some() {
            man.render_options_section(&mut part)?;
        }
        if command.has_subcommands() {
            man.render_subcommands_section(&mut part)?;
        }
        let _ = writeln!(page, ".SH \"{title}\"");
        page.push_str(&String::from_utf8_lossy(&part).replace(".SH ", ".SS "));
    }
    Ok(page)
}

/// The workbench.
fn open(settings: &Settings, args: &WorkbenchArgs) -> ExitCode {
    workbench::run(settings, args)
}

/// Runs an async command. Two threads do: the work is waiting for sockets.
fn block_on<T>(command: impl Future<Output = T>) -> Result<T, ExitCode> {
    match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => {
            let result = runtime.block_on(command);
            // A blocking name look-up must not hold up the exit.
            runtime.shutdown_background();
            Ok(result)
        }
        Err(error) => {
            headless::complain(format!("cannot start: {error}"));
            Err(Exit::Failed.into())
        }
    }
}

fn run_pattern(settings: &Settings, args: &RunArgs) -> ExitCode {
    block_on(headless::run::command(settings, args)).map_or_else(|failed| failed, Into::into)
}

fn doctor(settings: &Settings) -> ExitCode {
    // Both sides are in the settings already: flags are their last layer.
    match block_on(headless::doctor::report(settings, None, None)) {
        Ok(report) => match headless::print(&report.text) {
            Exit::Done if !report.ok => Exit::Usage.into(),
            exit => exit.into(),
        },
        Err(failed) => failed,
    }
}

fn rehearse(args: &RehearseArgs) -> ExitCode {
    let options = match headless::rehearse::options(args) {
        Ok(options) => options,
        Err(problem) => {
            headless::complain(problem);
            return Exit::Usage.into();
        }
    };
    let until = headless::rehearse::interrupted();
    match block_on(headless::rehearse::run(args.listen, options, &mut std::io::stdout(), until)) {
        Ok(Ok(())) => Exit::Interrupted.into(),
        Ok(Err(error)) => {
            headless::complain(error);
            Exit::Failed.into()
        }
        Err(failed) => failed,
    }
}

fn guard(args: &GuardArgs) -> ExitCode {
    let (stdin, stdout) = (std::io::stdin().lock(), std::io::stdout().lock());
    let gate = if args.no_names { Gate::default() } else { Gate::standard() };
    gate.prepare();
    match headless::guard::guard(stdin, stdout, args.vault.as_deref(), args.jsonl, &gate) {
        Ok(tally) => {
            if let Some(first) = &tally.first_refusal {
                let more = if tally.refused > 1 { format!(" (and {} more)", tally.refused - 1) } else { String::new() };
                headless::complain(format!("{first}{more}"));
            }
            tally.exit().into()
        }
        Err(error) => {
            let exit = error.exit();
            // A reader that has gone away (`| head`) is no trouble.
            if exit != Exit::Done {
                headless::complain(&error);
            }
            exit.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::PolicyArg;

    fn parse(args: &[&str]) -> Result<Cli, String> {
        let args = std::iter::once("fogline").chain(args.iter().copied());
        Cli::try_parse_from(args).map_err(|error| error.to_string())
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn run_takes_what_the_contract_says() {
        let cli = parse(&[
            "run",
            "sanitize-and-solve",
            "--scenario",
            "dishwasher",
            "--local",
            "ollama:gemma4:e4b",
            "--cloud",
            "compat:m@http://127.0.0.1:8080/v1",
            "--policy",
            "mask",
            "--param",
            "a=1",
            "--param",
            "b = x=y",
            "--json",
            "--no-save",
            "--config",
            "x.toml",
        ])
        .unwrap();
        assert_eq!(cli.config, Some("x.toml".into()));
        let Some(Command::Run(run)) = cli.command else { panic!("{cli:?}") };
        assert_eq!(run.params, [("a".to_owned(), "1".to_owned()), ("b".to_owned(), "x=y".to_owned())]);
        assert_eq!((run.policy, run.json, run.events, run.no_save), (Some(PolicyArg::Mask), true, false, true));
        assert_eq!(run.models.local.as_deref(), Some("ollama:gemma4:e4b"));
    }

    #[test]
    fn contradictions_are_refused() {
        for (args, part) in [
            (vec!["run", "p", "--scenario", "a", "--question", "b"], "cannot be used with"),
            (vec!["run", "p", "--scenario", "a", "--context-file", "b"], "cannot be used with"),
            (vec!["run", "p", "--question", "a", "--question-file", "b"], "cannot be used with"),
            (vec!["run", "p", "--json", "--events"], "cannot be used with"),
            (vec!["run", "p", "--policy", "ask"], "possible values: block, mask, allow"),
            (vec!["run", "p", "--param", "x"], "NAME=VALUE"),
            (vec!["run"], "PATTERN"),
            (vec!["rehearse", "--listen", "nowhere"], "--listen"),
            (vec!["patterns"], "Usage"),
        ] {
            let error = parse(&args).unwrap_err();
            assert!(error.contains(part), "{args:?}: {error}");
        }
    }

    #[test]
    fn without_a_command_the_workbench_opens() {
        let cli = parse(&["--scenario", "clinic", "--policy", "ask", "--theme", "light"]).unwrap();
        assert_eq!(cli.command, None);
        assert_eq!(cli.workbench.input.scenario.as_deref(), Some("clinic"));
    }
}
