//! `fogline patterns list | show | check`.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Exit, complain, counted, note, print};
use crate::files;
use crate::pattern::library::{Library, directory, shipped_source};
use crate::pattern::{Direction, Pattern, Purpose, Source, Trigger, file};
use crate::text::clean::escape_json;

/// The commands.
#[derive(Debug, Clone, PartialEq, Eq, clap::Subcommand)]
pub enum PatternsCommand {
    /// Every pattern, with what it tells the cloud
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// A pattern's file, to read or to start your own from
    Show {
        /// Its id
        id: String,
    },
    /// Checks files (or, without any, all of yours): names, graph, and what may flow where
    Check {
        /// Pattern files, here or in your patterns directory; - reads standard input
        files: Vec<PathBuf>,
    },
}

/// Runs one of them. `config_dir` is where the user's patterns are.
#[must_use]
pub fn patterns(command: &PatternsCommand, config_dir: &Path) -> Exit {
    match command {
        PatternsCommand::List { json } => list(config_dir, *json),
        PatternsCommand::Show { id } => show(id, config_dir),
        PatternsCommand::Check { files } if files.is_empty() => check_all(config_dir),
        PatternsCommand::Check { files } => {
            let mut exit = Exit::Done;
            for file in files {
                let one = check(&found(file, config_dir));
                if one != Exit::Done {
                    exit = one;
                }
            }
            exit
        }
    }
}

fn list(config_dir: &Path, as_json: bool) -> Exit {
    let library = Library::load(Some(config_dir));
    for problem in &library.problems {
        note(problem);
    }
    if as_json {
        let rows: Vec<Value> = library.patterns.iter().map(|pattern| row(pattern)).collect();
        return print(&format!("{}\n", escape_json(&Value::from(rows).to_string())));
    }
    let width = library.patterns.iter().map(|pattern| pattern.id.len()).max().unwrap_or_default();
    let mut text = String::new();
    for pattern in &library.patterns {
        let _ = writeln!(text, "{:width$}  {}  ({})", pattern.id, axes(pattern), calls(pattern));
        let _ = writeln!(text, "{:width$}  {}", "", pattern.tells_cloud());
        if let Source::File(path) = &pattern.source {
            let _ = writeln!(text, "{:width$}  {}", "", path.display());
        }
    }
    print(&text)
}

fn row(pattern: &Pattern) -> Value {
    let (local, cloud) = pattern.model_calls();
    json!({
        "id": pattern.id,
        "name": pattern.name,
        "summary": pattern.summary,
        "direction": pattern.direction,
        "trigger": pattern.trigger,
        "purpose": pattern.purpose,
        "tells_cloud": pattern.tells_cloud(),
        "calls": {"local": local, "cloud": cloud},
        "stages": pattern.stages.iter().map(|stage| json!({"id": stage.id, "side": stage.side})).collect::<Vec<_>>(),
        "source": pattern.source,
    })
}

/// `local-first · always · privacy`.
fn axes(pattern: &Pattern) -> String {
    let direction = match pattern.direction {
        Direction::LocalFirst => "local-first",
        Direction::CloudFirst => "cloud-first",
        Direction::Both => "both sides",
    };
    let trigger = pattern.trigger.map(|trigger| match trigger {
        Trigger::Always => "always",
        Trigger::Conditional => "conditional",
        Trigger::Optional => "optional",
    });
    let purpose = pattern.purpose.iter().map(|purpose| match purpose {
        Purpose::Privacy => "privacy",
        Purpose::Cost => "cost",
        Purpose::Latency => "latency",
        Purpose::Reliability => "reliability",
    });
    let words: Vec<&str> = std::iter::once(direction).chain(trigger).chain(purpose).collect();
    words.join(" · ")
}

fn calls(pattern: &Pattern) -> String {
    let (local, cloud) = pattern.model_calls();
    match (local, cloud) {
        (local, 0) => counted(local, "local call"),
        (0, cloud) => counted(cloud, "cloud call"),
        (local, cloud) => format!("{}, {}", counted(local, "local call"), counted(cloud, "cloud call")),
    }
}

fn show(id: &str, config_dir: &Path) -> Exit {
    let library = Library::load(Some(config_dir));
    let pattern = match library.find(id) {
        Ok(pattern) => pattern,
        Err(error) => {
            for problem in &library.problems {
                note(problem);
            }
            complain(error);
            return Exit::Usage;
        }
    };
    let source = match &pattern.source {
        Source::Builtin => shipped_source(id).map(str::to_owned).ok_or_else(|| format!("`{id}` has no file")),
        Source::File(path) => files::read_text(path).map_err(|error| error.to_string()),
    };
    match source {
        // A comment, so that the output still is a pattern file.
        Ok(source) => {
            print(&format!("# {} · {}\n# {}\n{source}", axes(pattern), calls(pattern), pattern.tells_cloud()))
        }
        Err(error) => {
            complain(error);
            Exit::Failed
        }
    }
}

/// A name that is no file here may be that of a file among the user's patterns.
fn found(file: &Path, config_dir: &Path) -> PathBuf {
    let own = directory(config_dir).join(file);
    let bare = file.components().count() == 1 && file != Path::new("-");
    if bare && !file.exists() && own.exists() { own } else { file.to_path_buf() }
}

fn check(path: &Path) -> Exit {
    let (name, text) = if path == Path::new("-") {
        ("standard input".to_owned(), files::read_from(io::stdin().lock(), "standard input"))
    } else {
        (path.display().to_string(), files::read_text(path))
    };
    let text = match text {
        Ok(text) => text,
        Err(error) => {
            complain(error);
            return Exit::Usage;
        }
    };
    match file::parse(&name, &text, Source::File(path.to_path_buf())) {
        Ok(pattern) => print(&format!("{name}: fine. {}\n", said(&pattern))),
        Err(problems) => {
            problems.iter().for_each(note);
            complain(format!("{name}: {}", counted(problems.len(), "problem")));
            Exit::Usage
        }
    }
}

fn said(pattern: &Pattern) -> String {
    format!("{} ({})", pattern.tells_cloud(), calls(pattern))
}

fn check_all(config_dir: &Path) -> Exit {
    let library = Library::load(Some(config_dir));
    let mut text = String::new();
    for pattern in &library.patterns {
        let _ = writeln!(text, "{}: fine. {}", pattern.id, said(pattern));
    }
    library.problems.iter().for_each(note);
    match print(&text) {
        Exit::Done if !library.problems.is_empty() => Exit::Usage,
        exit => exit,
    }
}
