//! The rule that decides which models play, free of IO: **a simulated local side never feeds a real cloud**.

use url::Url;

use super::SetupError;
use super::probe::{Found, Identity, Ollama};
use crate::boundary::trust::Reach;
use crate::model::key::host_of;
use crate::model::ollama_api::OllamaModel;
use crate::model::reference::ModelRef;

/// The cloud model when none is named.
pub const CLOUD_MODEL: &str = crate::rehearsal::CLOUD_MODEL;
/// The local model when Ollama has it.
pub const LOCAL_MODEL: &str = crate::rehearsal::LOCAL_MODEL;

/// What plays at home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Home {
    /// A model on the Ollama server of the settings.
    Ollama {
        /// Its name.
        model: String,
        /// Whether it thinks, where told.
        thinks: Option<bool>,
        /// Whether that server is a stand-in.
        simulated: bool,
    },
    /// A model behind an OpenAI-compatible server.
    Compat {
        /// Its name.
        model: String,
        /// Base URL.
        base: Url,
        /// Whether that server is a stand-in.
        simulated: bool,
    },
    /// No model.
    Builtin,
    /// The stand-in, in this process.
    Rehearsal,
}

impl Home {
    /// Whether nobody real answers.
    #[must_use]
    pub fn simulated(&self) -> bool {
        match self {
            Self::Ollama { simulated, .. } | Self::Compat { simulated, .. } => *simulated,
            Self::Builtin => false,
            Self::Rehearsal => true,
        }
    }
}

/// What plays in the cloud.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cloud {
    /// A model of the Responses API.
    OpenAi {
        /// Its name.
        model: String,
        /// Base URL.
        base: Url,
        /// Whether that server is a stand-in.
        simulated: bool,
    },
    /// A model behind an OpenAI-compatible server.
    Compat {
        /// Its name.
        model: String,
        /// Base URL.
        base: Url,
        /// Whether that server is a stand-in.
        simulated: bool,
    },
    /// The stand-in, in this process.
    Rehearsal,
}

impl Cloud {
    /// Whether nobody real answers.
    #[must_use]
    pub fn simulated(&self) -> bool {
        match self {
            Self::OpenAi { simulated, .. } | Self::Compat { simulated, .. } => *simulated,
            Self::Rehearsal => true,
        }
    }
}

/// Everything the rule looks at.
#[derive(Debug, Clone)]
pub struct Situation<'a> {
    /// The home side as named.
    pub local: Option<&'a ModelRef>,
    /// The cloud side as named.
    pub cloud: Option<&'a ModelRef>,
    /// Base URL of Ollama.
    pub ollama: &'a Url,
    /// Base URL of OpenAI.
    pub openai: &'a Url,
    /// Hosts there is a key for.
    pub keys: Vec<String>,
    /// Hosts on the internet that are the user's own.
    pub own_hosts: &'a [String],
    /// What the probes found.
    pub found: &'a Found,
}

/// What plays, and what has to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Home.
    pub home: Home,
    /// Cloud.
    pub cloud: Cloud,
    /// Where home is, if that is on the internet and nobody has said that it is theirs: to be asked about.
    pub far: Option<String>,
    /// Sentences.
    pub notes: Vec<String>,
}

/// Applies the rule.
///
/// # Errors
/// A named side that cannot play, a simulated home named together with a real cloud, or a home on the internet without
/// encryption.
pub fn decide(situation: &Situation<'_>) -> Result<Choice, SetupError> {
    let mut notes = Vec::new();
    let named_home = situation.local.map(|name| home(situation, name, &mut notes)).transpose()?;
    let cloud = match situation.cloud {
        Some(name) => named_cloud(situation, name, &mut notes)?,
        None => free_cloud(situation, named_home.as_ref(), &mut notes),
    };
    let home = match named_home {
        Some(home) => home,
        None => free_home(situation, &cloud, &mut notes),
    };
    if home.simulated() && !cloud.simulated() {
        return Err(SetupError(
            "a simulated local model never feeds a real cloud: name a real local model (--local ollama:gemma4:e4b), \
             use --local builtin, or simulate the cloud too (--cloud rehearsal)"
                .to_owned(),
        ));
    }
    let far = far(situation, &home, &mut notes)?;
    Ok(Choice { home, cloud, far, notes })
}

/// Says how far away home is. Whoever is asked at home gets everything, and no gate looks.
///
/// # Errors
/// Over the internet without encryption.
fn far(situation: &Situation<'_>, home: &Home, notes: &mut Vec<String>) -> Result<Option<String>, SetupError> {
    let base = match home {
        Home::Ollama { .. } => situation.ollama,
        Home::Compat { base, .. } => base,
        Home::Builtin | Home::Rehearsal => return Ok(None),
    };
    let place = host_of(base);
    let encrypted = base.scheme() == "https";
    match situation.found.home_reach.unwrap_or(Reach::Internet) {
        Reach::Loopback => Ok(None),
        Reach::Lan => {
            let read = if encrypted { "" } else { ", unencrypted: others on it may read along" };
            notes.push(format!("{place} is on your network, not on this machine{read}."));
            Ok(None)
        }
        Reach::Internet if !encrypted => Err(SetupError(format!(
            "{place} is on the internet or unknown: to play at home it needs https:// (or a tunnel that ends here), else use \
             --cloud. It would get question and context, unencrypted"
        ))),
        Reach::Internet => {
            notes.push(format!("{place} is on the internet: what is called local here leaves your network."));
            let own = |host: &String| host.eq_ignore_ascii_case(&place) || base.host_str() == Some(host);
            Ok((!situation.own_hosts.iter().any(own)).then_some(place))
        }
    }
}

/// What is said where a home on the internet cannot be asked about.
#[must_use]
pub fn far_refused(place: &str) -> SetupError {
    let host = place.rsplit_once(':').map_or(place, |(host, _)| host);
    SetupError(format!(
        "{place} is on the internet: as a local model it would get question and context, and no gate would look. If it is \
         yours, say so in the settings (`fogline config path`): [models] own_hosts = [\"{host}\"]; else name it with --cloud"
    ))
}

/// Whether a model's name says that Ollama only forwards it.
#[must_use]
pub fn is_cloud_name(model: &str) -> bool {
    let tag = model.rsplit_once(':').map_or(model, |(_, tag)| tag);
    tag == "cloud" || tag.ends_with("-cloud")
}

/// Whether Ollama forwards a model to another host, as far as the server or the name tells.
#[must_use]
pub fn is_forwarded(model: &OllamaModel) -> bool {
    model.remote_host.is_some() || is_cloud_name(&model.name)
}

fn forwarded(model: &str, host: &str) -> SetupError {
    SetupError(format!(
        "`{model}` is not local: Ollama forwards it to {host}. Choose a model that runs here (`ollama pull {LOCAL_MODEL}`)"
    ))
}

fn home(situation: &Situation<'_>, name: &ModelRef, notes: &mut Vec<String>) -> Result<Home, SetupError> {
    match name {
        ModelRef::Builtin => {
            notes.push("Home has no model: detectors mask, the vault restores.".to_owned());
            Ok(Home::Builtin)
        }
        ModelRef::Rehearsal => {
            notes.push("Home is simulated, as named.".to_owned());
            Ok(Home::Rehearsal)
        }
        ModelRef::Compat { model, base } => {
            let simulated = situation.found.home_identity == Identity::StandIn;
            if let Identity::Ollama { forwards_to } = &situation.found.home_identity {
                if let Some(host) = forwards_to {
                    return Err(forwarded(model, host));
                }
                if is_cloud_name(model) {
                    return Err(forwarded(model, "a cloud"));
                }
            }
            notes.push(format!("Home: {model} at {}{}.", host_of(base), stand_in(simulated)));
            Ok(Home::Compat { model: model.clone(), base: base.clone(), simulated })
        }
        ModelRef::OpenAi { model, .. } => Err(SetupError(format!(
            "`openai:{model}` is a cloud model, not a local one: use --cloud openai:{model}, and for a local server \
             --local compat:{model}@http://127.0.0.1:8080/v1"
        ))),
        ModelRef::Ollama { model } => named_ollama(situation, model, notes),
    }
}

fn named_ollama(situation: &Situation<'_>, model: &str, notes: &mut Vec<String>) -> Result<Home, SetupError> {
    let place = host_of(situation.ollama);
    if is_cloud_name(model) {
        return Err(forwarded(model, "a cloud"));
    }
    if is_ollama_cloud(situation.ollama) {
        return Err(SetupError(format!(
            "{place} is Ollama's cloud, not a local server: unset OLLAMA_HOST or set it to your own machine"
        )));
    }
    let mut thinks = None;
    let mut simulated = false;
    match &situation.found.ollama {
        Ollama::Answers { models, simulated: stands_in, .. } => {
            simulated = *stands_in;
            let same = |name: &str| name == model || name.strip_suffix(":latest") == Some(model);
            if let Some(known) = models.iter().find(|known| same(&known.name)) {
                if let Some(host) = &known.remote_host {
                    return Err(forwarded(model, host));
                }
                thinks = known.thinks();
                notes.push(format!("Home: {model} on Ollama at {place}{}.", stand_in(simulated)));
            } else {
                notes.push(format!("Ollama at {place} has no model `{model}`: run `ollama pull {model}`."));
            }
        }
        Ollama::Silent(why) => notes.push(format!("Ollama at {place} does not answer ({why}): run `ollama serve`.")),
        Ollama::NotAsked => {}
    }
    Ok(Home::Ollama { model: model.to_owned(), thinks, simulated })
}

fn stand_in(simulated: bool) -> &'static str {
    if simulated { " (a rehearsal stand-in: simulated)" } else { "" }
}

fn is_ollama_cloud(base: &Url) -> bool {
    base.host_str().is_some_and(|host| host == "ollama.com" || host.ends_with(".ollama.com"))
}

fn named_cloud(situation: &Situation<'_>, name: &ModelRef, notes: &mut Vec<String>) -> Result<Cloud, SetupError> {
    let simulated = situation.found.cloud_identity == Identity::StandIn;
    match name {
        ModelRef::Rehearsal => {
            notes.push("Cloud is simulated, as named.".to_owned());
            Ok(Cloud::Rehearsal)
        }
        ModelRef::OpenAi { model, base } => {
            let base = base.as_ref().unwrap_or(situation.openai);
            let place = host_of(base);
            if !simulated && !situation.keys.contains(&place) {
                if place == "api.openai.com" {
                    return Err(SetupError(format!(
                        "openai:{model} needs a key: set OPENAI_API_KEY, or use --cloud rehearsal"
                    )));
                }
                notes.push(format!("There is no key for {place}: it is asked without one."));
            }
            notes.push(format!("Cloud: {model} at {place}{}.", stand_in(simulated)));
            Ok(Cloud::OpenAi { model: model.clone(), base: base.clone(), simulated })
        }
        ModelRef::Compat { model, base } => {
            notes.push(format!("Cloud: {model} at {}{}.", host_of(base), stand_in(simulated)));
            Ok(Cloud::Compat { model: model.clone(), base: base.clone(), simulated })
        }
        ModelRef::Ollama { model } => Err(SetupError(format!(
            "`ollama:{model}` is a local model, not a cloud one: use --local ollama:{model}, and for an Ollama on another \
             machine --cloud compat:{model}@https://HOST/v1"
        ))),
        ModelRef::Builtin => Err(SetupError(
            "`builtin` is no cloud model: use --cloud openai:gpt-5.4 with a key, or --cloud rehearsal".to_owned(),
        )),
    }
}

fn free_cloud(situation: &Situation<'_>, home: Option<&Home>, notes: &mut Vec<String>) -> Cloud {
    let place = host_of(situation.openai);
    if !situation.keys.contains(&place) {
        notes.push("Cloud is simulated, because there is no OPENAI_API_KEY: set it to ask GPT-5.4.".to_owned());
        return Cloud::Rehearsal;
    }
    let simulated = situation.found.cloud_identity == Identity::StandIn;
    if !simulated && home.is_some_and(Home::simulated) {
        notes.push("Cloud is simulated too: a simulated local model never feeds a real cloud.".to_owned());
        return Cloud::Rehearsal;
    }
    notes.push(format!("Cloud: {CLOUD_MODEL} at {place}{}.", stand_in(simulated)));
    Cloud::OpenAi { model: CLOUD_MODEL.to_owned(), base: situation.openai.clone(), simulated }
}

fn free_home(situation: &Situation<'_>, cloud: &Cloud, notes: &mut Vec<String>) -> Home {
    let place = host_of(situation.ollama);
    let mut missing = String::new();
    match &situation.found.ollama {
        Ollama::Answers { reach: Reach::Internet, .. } => {
            missing =
                format!("OLLAMA_HOST points at {place}, which is on the internet; name it with --local if it is yours");
        }
        Ollama::Answers { simulated: true, .. } if !cloud.simulated() => {
            missing = format!(
                "the Ollama at {place} is a rehearsal stand-in, and a simulated model never feeds a real cloud"
            );
        }
        Ollama::Answers { models, simulated, version, .. } => {
            let here = |model: &&OllamaModel| {
                !is_forwarded(model)
                    && (model.capabilities.is_empty() || model.capabilities.iter().any(|can| can == "completion"))
            };
            let usable: Vec<_> = models.iter().filter(here).collect();
            let preferred = [LOCAL_MODEL, "gemma4:latest"]
                .iter()
                .find_map(|name| usable.iter().find(|model| model.name == *name))
                .or_else(|| usable.iter().find(|model| model.name.starts_with("gemma4")));
            let refused: Vec<&str> =
                models.iter().filter(|model| is_forwarded(model)).map(|model| model.name.as_str()).collect();
            if !refused.is_empty() {
                notes.push(format!("Not local, because Ollama forwards them to a cloud: {}.", refused.join(", ")));
            }
            if let Some(model) = preferred.or(usable.first()) {
                notes.push(format!("Home: {} on Ollama {version} at {place}{}.", model.name, stand_in(*simulated)));
                if preferred.is_none() {
                    notes.push(format!("There is no Gemma 4 among its models: run `ollama pull {LOCAL_MODEL}`."));
                }
                return Home::Ollama { model: model.name.clone(), thinks: model.thinks(), simulated: *simulated };
            }
            missing = format!("Ollama at {place} has no model that runs here: run `ollama pull {LOCAL_MODEL}`");
        }
        Ollama::Silent(_) => {
            missing = format!("no Ollama answers at {place}: run `ollama serve` and `ollama pull {LOCAL_MODEL}`");
        }
        Ollama::NotAsked => {}
    }
    if cloud.simulated() {
        notes.push(format!("Home is simulated: {missing}."));
        Home::Rehearsal
    } else {
        notes.push(format!("Home has no model (detectors mask, the vault restores): {missing}."));
        Home::Builtin
    }
}

#[cfg(test)]
#[path = "rule_tests.rs"]
mod tests;
