//! Layered settings: defaults < file < environment < flags. Every error names file, key and line.
//!
//! Not for finding out what is reachable: that is [`crate::setup`].

use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::boundary::finding::Policy;
use crate::model::key::ApiKey;
use crate::model::reference::ModelRef;

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
    /// Context window of local models in tokens; constant through a comparison.
    pub num_ctx: u32,
    /// Ollama's `keep_alive`, as written.
    pub keep_alive: Option<String>,
    /// What the gate does with findings; `None` = `ask` in the workbench, `block` headless. Never `allow`.
    pub policy: Option<Policy>,
    /// Under `ask`: ask even when nothing was found.
    pub ask_always: bool,
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
