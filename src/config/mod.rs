//! Layered settings: defaults < file < environment < flags. Every error names file, key and line (or the variable, or the
//! flag) and the next step.
//!
//! [`load`] reads the world; [`fn@resolve`] is the pure core. Not for finding out what is reachable: that is [`crate::setup`].

mod file;
mod ollama_host;
mod resolve;

pub use ollama_host::parse as parse_ollama_host;
pub use resolve::{Origin, Resolved, Row, resolve};

use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use crate::boundary::finding::Policy;
use crate::files;
use crate::model::key::ApiKey;
use crate::model::reference::ModelRef;

/// The documented example: every key with its default.
pub const EXAMPLE: &str = include_str!("../../assets/config/example.toml");

/// Everything that can be set, resolved.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The home side, where named; else chosen by [`crate::setup`].
    pub local: Option<ModelRef>,
    /// The cloud side, where named; else chosen by [`crate::setup`].
    pub cloud: Option<ModelRef>,
    /// Base URL of the Ollama server (`OLLAMA_HOST`; an unspecified address becomes loopback).
    pub ollama: Url,
    /// Base URL of OpenAI, `/v1` included (`OPENAI_BASE_URL`).
    pub openai: Url,
    /// `OPENAI_API_KEY`, bound to the host of `openai`.
    pub openai_key: Option<ApiKey>,
    /// `OPENAI_ORG_ID`, sent as `OpenAI-Organization`.
    pub openai_org: Option<String>,
    /// `OPENAI_PROJECT_ID`, sent as `OpenAI-Project`.
    pub openai_project: Option<String>,
    /// Keys of OpenAI-compatible servers, each bound to its host, with the header they travel in (`authorization` as
    /// a bearer token, or `api-key` as it is).
    pub compat_keys: Vec<(ApiKey, String)>,
    /// Hosts on the internet that are the user's own: they may play at home without being asked about.
    pub own_hosts: Vec<String>,
    /// Context window of local models in tokens; constant through a comparison.
    pub num_ctx: u32,
    /// Context windows of single models, where they differ: name and tokens.
    pub contexts: Vec<(String, u32)>,
    /// Ollama's `keep_alive`, as written.
    pub keep_alive: Option<String>,
    /// What the gate does with findings; `None` = `ask` in the workbench, `block` headless. Never `allow`.
    pub policy: Option<Policy>,
    /// Under `ask`: ask even when nothing was found.
    pub ask_always: bool,
    /// Whether the local model lists the names of the input before the first stage of a run.
    pub local_names: bool,
    /// The user's own private words.
    pub terms: Vec<String>,
    /// Most a run may spend, USD.
    pub run_usd: Option<f64>,
    /// Most a session may spend, USD.
    pub session_usd: Option<f64>,
    /// Silence after which a local stage fails.
    pub idle_local: Duration,
    /// Silence after which a cloud stage fails.
    pub idle_cloud: Duration,
    /// Attempts at a soft JSON contract.
    pub attempts: u32,
    /// Power draw of the local machine while it answers, watts, and price per kWh in USD.
    pub electricity: Option<(f64, f64)>,
    /// Name of the theme.
    pub theme: String,
    /// Whether the mouse is captured.
    pub mouse: bool,
    /// Whether editor drafts are kept on disk.
    pub drafts: bool,
    /// Where config, patterns, scenarios and themes of the user are.
    pub config_dir: PathBuf,
    /// Where drafts are.
    pub state_dir: PathBuf,
}

/// What the command line says about settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--config FILE`.
    pub config: Option<PathBuf>,
    /// `--local MODEL`.
    pub local: Option<String>,
    /// `--cloud MODEL`.
    pub cloud: Option<String>,
    /// `--theme NAME`.
    pub theme: Option<String>,
}

/// Where a user's files are when nothing else is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dirs {
    /// Config, patterns, scenarios, themes.
    pub config: PathBuf,
    /// Drafts.
    pub state: PathBuf,
}

impl Dirs {
    /// The system's places (XDG on Linux and macOS); under the working directory where there is no home.
    #[must_use]
    pub fn system() -> Self {
        use etcetera::BaseStrategy as _;
        match etcetera::choose_base_strategy() {
            Ok(base) => Self {
                config: base.config_dir().join("fogline"),
                state: base.state_dir().unwrap_or_else(|| base.data_dir()).join("fogline"),
            },
            Err(_) => Self { config: PathBuf::from(".fogline"), state: PathBuf::from(".fogline/state") },
        }
    }
}

/// Everything wrong with the settings, one line each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct ConfigError(pub Vec<String>);

/// The settings file in force and whether the user named it (then it has to exist).
#[must_use]
pub fn file_in_force(env: &dyn Fn(&str) -> Option<String>, flags: &Flags, dirs: &Dirs) -> (PathBuf, bool) {
    let named =
        flags.config.clone().or_else(|| env("FOGLINE_CONFIG").filter(|name| !name.is_empty()).map(PathBuf::from));
    match named {
        Some(path) => (path, true),
        None => (dirs.config.join("config.toml"), false),
    }
}

/// Where the user's files are. A settings file that was named takes its directory along: patterns, scenarios and themes
/// are looked for beside it. Does not read the file, so that `patterns list` works while it is broken.
#[must_use]
pub fn directories(flags: &Flags) -> Dirs {
    let mut dirs = Dirs::system();
    let (path, named) = file_in_force(&|name| std::env::var(name).ok(), flags, &dirs);
    if named {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        dirs.config = parent.unwrap_or(Path::new(".")).to_path_buf();
    }
    dirs
}

/// Reads file and environment and resolves everything.
///
/// # Errors
/// Everything wrong, in one go.
pub fn load(flags: &Flags) -> Result<Resolved, ConfigError> {
    let env = |name: &str| std::env::var(name).ok();
    let dirs = directories(flags);
    let (path, named) = file_in_force(&env, flags, &dirs);
    let text = if named || path.exists() {
        Some(files::read_text(&path).map_err(|error| {
            let next = if named { ": name another with --config or FOGLINE_CONFIG" } else { "" };
            ConfigError(vec![format!("{error}{next}")])
        })?)
    } else {
        None
    };
    let file = text.as_deref().map(|text| (path.as_path(), text));
    resolve(file, &env, flags, &dirs)
}

impl Settings {
    /// Context window of a local model in tokens: its own, where it has one, else the one of all.
    #[must_use]
    pub fn num_ctx_of(&self, model: &str) -> u32 {
        self.contexts.iter().rev().find(|(name, _)| name == model).map_or(self.num_ctx, |(_, tokens)| *tokens)
    }

    /// The pure core: settings from a file's text, an environment and flags.
    ///
    /// # Errors
    /// Everything wrong, each naming file, key and line, the variable, or the flag, and the next step.
    pub fn resolve(
        file: Option<(&Path, &str)>,
        env: &dyn Fn(&str) -> Option<String>,
        flags: &Flags,
        dirs: &Dirs,
    ) -> Result<Self, ConfigError> {
        resolve(file, env, flags, dirs).map(|resolved| resolved.settings)
    }
}
