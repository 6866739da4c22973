//! `fogline config path | show | check | example`.

use std::fmt::Write as _;

use super::{Exit, complain, counted, note, print};
use crate::config::{self, Dirs, Flags};

/// The commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Subcommand)]
pub enum ConfigCommand {
    /// Where the settings file is
    Path,
    /// The settings in force, and where each came from; keys are never shown
    Show,
    /// Whether file and environment can be read
    Check,
    /// A settings file with every key explained
    Example,
}

/// Runs one of them.
#[must_use]
pub fn config(command: ConfigCommand, flags: &Flags) -> Exit {
    let env = |name: &str| std::env::var(name).ok();
    let (path, named) = config::file_in_force(&env, flags, &Dirs::system());
    match command {
        ConfigCommand::Example => return print(config::EXAMPLE),
        ConfigCommand::Path => {
            if !path.exists() {
                complain("there is no such file yet: `fogline config example` prints one to start from");
            }
            return print(&format!("{}\n", path.display()));
        }
        ConfigCommand::Show | ConfigCommand::Check => {}
    }
    let resolved = match config::load(flags) {
        Ok(resolved) => resolved,
        Err(error) => {
            note(&error);
            complain(format!("{} with the settings", counted(error.0.len(), "problem")));
            return Exit::Usage;
        }
    };
    if command == ConfigCommand::Check {
        let file = if named || path.exists() { path.display().to_string() } else { "no settings file".to_owned() };
        return print(&format!("{file}: fine\n"));
    }
    let mut text = String::new();
    let key_width = resolved.rows.iter().map(|row| row.key.len()).max().unwrap_or_default();
    let value_width = resolved.rows.iter().map(|row| row.value.chars().count()).max().unwrap_or_default().min(48);
    for row in &resolved.rows {
        let _ = writeln!(text, "{:key_width$}  {:value_width$}  {}", row.key, row.value, row.origin);
    }
    let settings = &resolved.settings;
    let _ = writeln!(text, "{:key_width$}  {}", "config directory", settings.config_dir.display());
    let _ = writeln!(text, "{:key_width$}  {}", "state directory", settings.state_dir.display());
    print(&text)
}
