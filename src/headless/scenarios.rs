//! `fogline scenarios list | show`.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;

use super::{Exit, complain, note, print};
use crate::scenario::{Library, Scenario};
use crate::text::clean::escape_json;

/// The commands.
#[derive(Debug, Clone, PartialEq, Eq, clap::Subcommand)]
pub enum ScenariosCommand {
    /// Every scenario
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// A scenario's question, context, terms and expectations
    Show {
        /// Its id
        id: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// Runs one of them. `config_dir` is where the user's scenarios are.
#[must_use]
pub fn scenarios(command: &ScenariosCommand, config_dir: &Path) -> Exit {
    let library = Library::load(Some(config_dir));
    for problem in &library.problems {
        note(problem);
    }
    match command {
        ScenariosCommand::List { json: true } => {
            let rows: Vec<_> = library
                .scenarios
                .iter()
                .map(|one| json!({"id": one.id, "name": one.name, "summary": one.summary, "pattern": one.pattern}))
                .collect();
            print(&format!("{}\n", escape_json(&json!(rows).to_string())))
        }
        ScenariosCommand::List { json: false } => {
            let width = library.scenarios.iter().map(|scenario| scenario.id.len()).max().unwrap_or_default();
            let mut text = String::new();
            for scenario in &library.scenarios {
                let _ = writeln!(text, "{:width$}  {}  ({})", scenario.id, scenario.summary, scenario.pattern);
            }
            print(&text)
        }
        ScenariosCommand::Show { id, json } => match library.find(id) {
            Ok(scenario) if *json => print(&format!("{}\n", escape_json(&json!(**scenario).to_string()))),
            Ok(scenario) => print(&readable(scenario)),
            Err(error) => {
                complain(error);
                Exit::Usage
            }
        },
    }
}

fn readable(scenario: &Scenario) -> String {
    let mut text = format!("{}: {}\n{}\n", scenario.id, scenario.name, scenario.summary);
    let _ = write!(
        text,
        "Pattern: {}\n\nQuestion\n{}\n\nContext\n{}\n",
        scenario.pattern, scenario.question, scenario.context
    );
    let _ = write!(text, "\nPrivate terms\n{}\n\nExpected\n", scenario.terms.join(", "));
    for expectation in &scenario.expectations {
        let _ = writeln!(text, "- {}", expectation.name());
    }
    text
}
