//! What is there: asks loopback and configured hosts, all at once, within 300 ms.

use std::time::Duration;

use tokio::time::Instant;
use url::Url;

use crate::boundary::trust::{self, Reach};
use crate::config::Settings;
use crate::model::event::ModelError;
use crate::model::key::names_loopback;
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
    /// How far away the home side's server is, where one was looked at.
    pub home_reach: Option<Reach>,
    /// How far away the cloud side's server is, where one was looked at.
    pub cloud_reach: Option<Reach>,
    /// Who the named compatible local server is.
    pub home_identity: Identity,
    /// Who the cloud's server is.
    pub cloud_identity: Identity,
}

/// Who serves an OpenAI-compatible URL on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Identity {
    /// Not on this machine, or it does not say.
    #[default]
    Unknown,
    /// A rehearsal stand-in.
    StandIn,
    /// An Ollama; with the host it forwards the named model to, if it does.
    Ollama {
        /// The remote host.
        forwards_to: Option<String>,
    },
}

/// How far away a server is; a name that does not resolve in time counts as far.
///
/// On a thread of its own: the system's resolver can hang for half a minute, and a runtime would wait for its own
/// blocking threads when the program ends.
pub async fn reach(url: &Url) -> Reach {
    let url = url.clone();
    let (tell, told) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || tell.send(trust::reach(&url)));
    tokio::time::timeout(BUDGET, told).await.ok().and_then(Result::ok).unwrap_or(Reach::Internet)
}

async fn reach_of(base: Option<&Url>) -> Option<Reach> {
    match base {
        Some(base) => Some(reach(base).await),
        None => None,
    }
}

/// Probes what a choice between these depends on, and nothing else.
pub async fn look(settings: &Settings, local: Option<&ModelRef>, cloud: Option<&ModelRef>) -> Found {
    let deadline = Instant::now() + BUDGET;
    let compat = match local {
        Some(ModelRef::Compat { base, model }) => Some((base, model.as_str())),
        _ => None,
    };
    let named = match local {
        Some(ModelRef::Ollama { model }) => Some(model.as_str()),
        _ => None,
    };
    let asks_ollama = local.is_none() || named.is_some();
    let home_base = compat.map(|(base, _)| base).or(asks_ollama.then_some(&settings.ollama));
    let cloud_base = match cloud {
        // Without a key it is not a candidate, and its name need not be resolved.
        None => settings.openai_key.as_ref().filter(|key| key.fits(&settings.openai)).map(|_| &settings.openai),
        Some(ModelRef::OpenAi { base: None, .. }) => Some(&settings.openai),
        Some(ModelRef::OpenAi { base: Some(base), .. } | ModelRef::Compat { base, .. }) => Some(base),
        Some(_) => None,
    };
    let (ollama, home_reach, cloud_reach, home_identity, cloud_identity) = tokio::join!(
        async { if asks_ollama { ollama(&settings.ollama, named, deadline).await } else { Ollama::NotAsked } },
        reach_of(home_base),
        reach_of(cloud_base),
        identity(compat, deadline),
        identity(cloud_base.map(|base| (base, "")), deadline),
    );
    Found { ollama, home_reach, cloud_reach, home_identity, cloud_identity }
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

/// Who serves `base`, and whether an Ollama there forwards `model`. Other machines are not asked: stand-ins listen on
/// loopback only, and a question would tell a stranger what runs here.
async fn identity(server: Option<(&Url, &str)>, deadline: Instant) -> Identity {
    let Some((base, model)) = server.filter(|(base, _)| names_loopback(base)) else { return Identity::Unknown };
    let Ok(origin) = base.join("/") else { return Identity::Unknown };
    let Ok(version) = ollama_api::version(&origin, left(deadline)).await else { return Identity::Unknown };
    if rehearsal::is_stand_in_version(&version) {
        return Identity::StandIn;
    }
    let shown = if model.is_empty() { None } else { ollama_api::show(&origin, model, left(deadline)).await.ok() };
    Identity::Ollama { forwards_to: shown.and_then(|shown| shown.remote_host) }
}
