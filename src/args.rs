//! What the commands take: plain data with clap's derives, used by [`crate::headless`] and [`crate::workbench`].
//!
//! Not for reading what the arguments name, and not for dispatch: that is [`crate::cli`].

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::boundary::finding::Policy;

/// The input flags (`--scenario ID | --question TEXT | --question-file F [--context-file F]`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct InputArgs {
    /// A scenario: question, context, private terms and expectations (`fogline scenarios list`)
    #[arg(long, value_name = "ID", conflicts_with_all = ["question", "question_file", "context_file"])]
    pub scenario: Option<String>,
    /// The question itself. Other users of this machine can see it: use a file for anything private
    #[arg(long, value_name = "TEXT", conflicts_with = "question_file")]
    pub question: Option<String>,
    /// A file with the question; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub question_file: Option<PathBuf>,
    /// A file with the context, the private material; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub context_file: Option<PathBuf>,
}

/// Which models play.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct ModelArgs {
    /// The home side: ollama:NAME, compat:NAME@URL, builtin or rehearsal
    #[arg(long, value_name = "MODEL")]
    pub local: Option<String>,
    /// The cloud side: openai:NAME, compat:NAME@URL or rehearsal
    #[arg(long, value_name = "MODEL")]
    pub cloud: Option<String>,
}

/// What the gate does with findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PolicyArg {
    /// A person decides (workbench only)
    Ask,
    /// Findings are replaced by placeholders
    Mask,
    /// The request is not sent
    Block,
    /// Findings are sent as they are; shown in red
    Allow,
}

impl From<PolicyArg> for Policy {
    fn from(arg: PolicyArg) -> Self {
        match arg {
            PolicyArg::Ask => Self::Ask,
            PolicyArg::Mask => Self::Mask,
            PolicyArg::Block => Self::Block,
            PolicyArg::Allow => Self::Allow,
        }
    }
}

/// What the workbench opens with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Workbench")]
pub struct WorkbenchArgs {
    /// The pattern it starts with
    #[arg(long, value_name = "ID")]
    pub pattern: Option<String>,
    /// Question and context it starts with.
    #[command(flatten)]
    pub input: InputArgs,
    /// Which models play.
    #[command(flatten)]
    pub models: ModelArgs,
    /// What the gate does with findings (default: ask)
    #[arg(long, value_enum)]
    pub policy: Option<PolicyArg>,
    /// The theme
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
}

/// `fogline run`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct RunArgs {
    /// The pattern's id (`fogline patterns list`)
    pub pattern: String,
    /// Question and context.
    #[command(flatten)]
    pub input: InputArgs,
    /// Which models play.
    #[command(flatten)]
    pub models: ModelArgs,
    /// What the gate does with findings (default: block)
    #[arg(long, value_parser = headless_policy(), value_name = "block|mask|allow")]
    pub policy: Option<PolicyArg>,
    /// A value of one of the pattern's params; may be given more than once
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = name_and_value)]
    pub params: Vec<(String, String)>,
    /// A seed for every call that has none of its own
    #[arg(long, value_name = "N")]
    pub seed: Option<i64>,
    /// One JSON object with everything
    #[arg(long, conflicts_with = "events")]
    pub json: bool,
    /// The run's events as JSON lines, as they happen
    #[arg(long)]
    pub events: bool,
    /// Do not keep the run (this version keeps none)
    #[arg(long)]
    pub no_save: bool,
}

/// `fogline compare`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CompareArgs {
    /// Question and context.
    #[command(flatten)]
    pub input: InputArgs,
    /// Which models play.
    #[command(flatten)]
    pub models: ModelArgs,
    /// What the gate does with findings (default: block)
    #[arg(long, value_parser = headless_policy(), value_name = "block|mask|allow")]
    pub policy: Option<PolicyArg>,
    /// The patterns to compare, by id (default: all there are)
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    pub patterns: Vec<String>,
    /// How often each pattern runs
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub repeat: u32,
    /// How many runs at once (default: 1, because they share the local server)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=64))]
    pub jobs: Option<u32>,
    /// Keeps finished runs, with their answers, in this file and goes on from it when started again
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// A value of a param, for every pattern that has it; may be given more than once
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = name_and_value)]
    pub params: Vec<(String, String)>,
    /// A seed for every call that has none of its own; each repetition takes the next one
    #[arg(long, value_name = "N")]
    pub seed: Option<i64>,
    /// One JSON object with everything
    #[arg(long, conflicts_with = "markdown")]
    pub json: bool,
    /// The table and the answers as Markdown
    #[arg(long)]
    pub markdown: bool,
}

/// `fogline guard`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct GuardArgs {
    /// A JSON object of private values: `{"PERSON_1": "…"}`
    #[arg(long, value_name = "FILE")]
    pub vault: Option<PathBuf>,
    /// Reads `{"id", "text"}` lines and answers line by line
    #[arg(long)]
    pub jsonl: bool,
    /// Without the names model: patterns and vault only
    #[arg(long)]
    pub no_names: bool,
}

/// `fogline rehearse`.
#[derive(Debug, Clone, PartialEq, Args)]
pub struct RehearseArgs {
    /// Where to listen; loopback only
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
    /// Tokens per second; 0 = as fast as possible
    #[arg(long, value_name = "TOKENS_PER_S")]
    pub rate: Option<f64>,
    /// Pad or cut answers to about this many tokens
    #[arg(long, value_name = "N")]
    pub tokens: Option<usize>,
    /// What goes wrong on purpose
    #[arg(long, value_name = "KIND")]
    pub fault: Option<String>,
}

/// All policies but `ask`: there is nobody to ask.
fn headless_policy() -> impl clap::builder::TypedValueParser<Value = PolicyArg> {
    use clap::builder::TypedValueParser as _;
    clap::builder::PossibleValuesParser::new(["block", "mask", "allow"]).map(|word| match word.as_str() {
        "mask" => PolicyArg::Mask,
        "allow" => PolicyArg::Allow,
        _ => PolicyArg::Block,
    })
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.trim().to_owned())),
        _ => Err("write NAME=VALUE, like threshold=0.4".to_owned()),
    }
}
