//! What is there: asks loopback and configured hosts, all at once, within 300 ms.

use std::time::Duration;

use tokio::time::Instant;
use url::{Host, Url};

use crate::boundary::trust::{self, Reach};
use crate::config::Settings;
use crate::model::event::ModelError;
use crate::model::ollama_api::{self, OllamaModel};
use crate::model::reference::ModelRef;
use crate::rehearsal;

/// All the time probing may take.
pub const BUDGET: Duration = Duration::from_millis(300);

/// The Ollama server of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ollama {
    /// It answers.
    Answers {
        /// Its version.
        version: String,
        /// Its models, forwarded ones included.
        models: Vec<OllamaModel>,
        /// How far away it is.
        reach: Reach,
        /// Whether it is a rehearsal stand-in.
        simulated: bool,
    },
    /// It does not, and why.
    Silent(String),
    /// Nobody wanted to know.
    NotAsked,
}

/// What the probes found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The Ollama server.
    pub ollama: Ollama,
    /// Reach of the named compatible local server.
    pub local_reach: Option<Reach>,
    /// Whether the named compatible local server is a stand-in.
    pub local_stand_in: bool,
    /// Whether the cloud's server is a stand-in.
    pub cloud_stand_in: bool,
}

/// How far away a server is; a name that does not resolve in time counts as far.
pub async fn reach(url: &Url) -> Reach {
    let url = url.clone();
    let asked = tokio::time::timeout(BUDGET, tokio::task::spawn_blocking(move || trust::reach(&url))).await;
    asked.ok().and_then(Result::ok).unwrap_or(Reach::Internet)
}

/// Probes what a choice between these depends on.
pub async fn look(settings: &Settings, local: Option<&ModelRef>, cloud: Option<&ModelRef>) -> Found {
    let deadline = Instant::now() + BUDGET;
    let home_base = match local {
        Some(ModelRef::Compat { base, .. }) => Some(base),
        _ => None,
    };
    let cloud_base = match cloud {
        None | Some(ModelRef::OpenAi { base: None, .. }) => Some(&settings.openai),
        Some(ModelRef::OpenAi { base: Some(base), .. } | ModelRef::Compat { base, .. }) => Some(base),
        Some(_) => None,
    };
    let named = match local {
        Some(ModelRef::Ollama { model }) => Some(model.as_str()),
        _ => None,
    };
    let (ollama, local_reach, local_stand_in, cloud_stand_in) = tokio::join!(
        async {
            if local.is_none() || named.is_some() {
                ollama(&settings.ollama, named, deadline).await
            } else {
                Ollama::NotAsked
            }
        },
        async {
            match home_base {
                Some(base) => Some(reach(base).await),
                None => None,
            }
        },
        stands_in(home_base, deadline),
        stands_in(cloud_base, deadline),
    );
    Found { ollama, local_reach, local_stand_in, cloud_stand_in }
}

fn left(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1))
}

/// The Ollama server; of `named`, and of the models it might choose, also whether they are forwarded.
pub async fn ollama(base: &Url, named: Option<&str>, deadline: Instant) -> Ollama {
    let (version, models, reach) =
        tokio::join!(ollama_api::version(base, left(deadline)), ollama_api::tags(base, left(deadline)), reach(base));
    let mut models = match models {
        Ok(models) => models,
        Err(error) => return Ollama::Silent(short(&error)),
    };
    let version = version.unwrap_or_else(|_| "of unknown version".to_owned());
    // `/api/tags` of older servers does not tell of forwarding; `/api/show` does.
    let asked = models.iter_mut().filter(|model| match named {
        Some(name) => model.name == name || model.name.strip_suffix(":latest") == Some(name),
        None => model.name.starts_with("gemma4"),
    });
    let shown = asked.map(|model| async {
        if let Ok(told) = ollama_api::show(base, &model.name, left(deadline)).await {
            model.remote_host = model.remote_host.take().or(told.remote_host);
            if !told.capabilities.is_empty() {
                model.capabilities = told.capabilities;
            }
            model.context_length = model.context_length.or(told.context_length);
        }
    });
    futures::future::join_all(shown).await;
    let simulated = rehearsal::is_stand_in_version(&version);
    Ollama::Answers { version, models, reach, simulated }
}

/// The system's words of a connection error, the server's of another.
fn short(error: &ModelError) -> String {
    match error {
        ModelError::Connect { detail, .. } => detail.clone(),
        ModelError::Status { status, message, .. } => format!("HTTP {status}: {message}"),
        other => other.to_string(),
    }
}

/// Whether a server on this machine is a rehearsal stand-in. Other machines are not asked: the stand-ins listen on
/// loopback only.
async fn stands_in(base: Option<&Url>, deadline: Instant) -> bool {
    let Some(base) = base.filter(|base| is_loopback(base)) else { return false };
    let Ok(origin) = base.join("/") else { return false };
    let version = ollama_api::version(&origin, left(deadline)).await;
    version.is_ok_and(|version| rehearsal::is_stand_in_version(&version))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
