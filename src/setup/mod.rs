//! Which models play: probes what is there, applies the rule that a simulated local side never feeds a real cloud,
//! starts rehearsal servers where needed, and builds the clients.
//!
//! Not for running anything, and not for reading settings: that is [`crate::config`].

pub mod probe;
pub mod rule;

use url::Url;

use crate::boundary::trust::Reach;
use crate::config::Settings;
use crate::model::client::{ClientError, CloudClient, LocalClient, LocalModel, Models, Server};
use crate::model::key::{ApiKey, KeyHeader, host_of};
use crate::model::ollama::OllamaOptions;
use crate::model::reference::ModelRef;
use crate::model::responses::Account;
use crate::rehearsal::{self, Options, Rehearsal};

use rule::{Cloud, Home, Situation};

/// Models ready to run, and what has to be said about the choice.
#[derive(Debug)]
pub struct Setup {
    /// Both sides.
    pub models: Models,
    /// Where the home side is, if that is on the internet and nobody has said that it is theirs: ask before anything goes there.
    pub far: Option<String>,
    /// One line each: what was found, what is simulated and why, what to type next.
    pub notes: Vec<String>,
    /// Keeps in-process rehearsal servers alive.
    pub rehearsal: Option<Rehearsal>,
}

/// Why no setup could be made; each names the thing, the place and the next step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SetupError(pub String);

impl From<ClientError> for SetupError {
    fn from(error: ClientError) -> Self {
        Self(error.0)
    }
}

/// Chooses both sides. A side that is named (by flag, else in the settings) is taken or refused with the reason; one that
/// is not is chosen by what is there: probes loopback and configured hosts only, for at most 300 ms.
///
/// # Errors
/// A named model that cannot be used (unreachable is not an error here: the run will say so), a simulated local side
/// with a real cloud, an Ollama model that is forwarded to a remote host, a home side on the internet without encryption,
/// or with it where the settings do not say that it is the user's: here nobody can be asked.
pub async fn choose(
    settings: &Settings,
    local: Option<&ModelRef>,
    cloud: Option<&ModelRef>,
) -> Result<Setup, SetupError> {
    let setup = choose_to_ask(settings, local, cloud).await?;
    setup.far.as_deref().map_or(Ok(()), |place| Err(rule::far_refused(place)))?;
    Ok(setup)
}

/// [`choose`] where a person is there to be asked about [`Setup::far`].
///
/// # Errors
/// As [`choose`], but not for a home side on the internet that nobody has said is theirs.
pub async fn choose_to_ask(
    settings: &Settings,
    local: Option<&ModelRef>,
    cloud: Option<&ModelRef>,
) -> Result<Setup, SetupError> {
    choose_at_pace(settings, local, cloud, Options::default()).await
}

/// [`choose_to_ask`], with stand-ins (where any are needed) that behave as `options` say.
///
/// # Errors
/// As [`choose`].
pub async fn choose_at_pace(
    settings: &Settings,
    local: Option<&ModelRef>,
    cloud: Option<&ModelRef>,
    options: Options,
) -> Result<Setup, SetupError> {
    let local = local.or(settings.local.as_ref());
    let cloud = cloud.or(settings.cloud.as_ref());
    let found = probe::look(settings, local, cloud).await;
    let choice = rule::decide(&situation(settings, local, cloud, &found))?;
    let rehearsal = if choice.home == Home::Rehearsal || choice.cloud == Cloud::Rehearsal {
        let started = Rehearsal::start_anywhere(options).await;
        Some(started.map_err(|error| SetupError(format!("the rehearsal servers did not start: {error}")))?)
    } else {
        None
    };
    let local = build_home(settings, &choice.home, &found, rehearsal.as_ref())?;
    let cloud = build_cloud(settings, &choice.cloud, &found, rehearsal.as_ref())?;
    let mut notes = choice.notes;
    if let Some(proxy) = cloud.proxy() {
        notes.push(format!(
            "Cloud requests go through the proxy {proxy}, as HTTPS_PROXY or ALL_PROXY says; add {} to NO_PROXY to go straight.",
            cloud.info().place
        ));
    }
    Ok(Setup { models: Models { local, cloud }, far: choice.far, notes, rehearsal })
}

/// What the rule looks at.
pub(crate) fn situation<'a>(
    settings: &'a Settings,
    local: Option<&'a ModelRef>,
    cloud: Option<&'a ModelRef>,
    found: &'a probe::Found,
) -> Situation<'a> {
    let keys = settings.openai_key.iter().chain(settings.compat_keys.iter().map(|(key, _)| key));
    let keys = keys.map(|key| key.host.clone()).collect();
    let own_hosts = &settings.own_hosts;
    Situation { local, cloud, ollama: &settings.ollama, openai: &settings.openai, keys, own_hosts, found }
}

/// The key for a server and the header it travels in, if there is one.
fn key_for(settings: &Settings, base: &Url) -> Option<(ApiKey, KeyHeader)> {
    let compat = settings.compat_keys.iter().filter(|(key, _)| key.fits(base));
    let compat = compat.map(|(key, header)| (key.clone(), header.parse().unwrap_or_default())).next();
    compat.or_else(|| {
        let key = settings.openai_key.as_ref().filter(|key| key.fits(base))?;
        Some((key.clone(), KeyHeader::Bearer))
    })
}

fn with_key(settings: &Settings, server: Server) -> Server {
    match key_for(settings, &server.base) {
        Some((key, header)) => server.with_key(key, header),
        None => server,
    }
}

fn stand_in(base: Option<Url>, idle: std::time::Duration) -> Result<Server, SetupError> {
    let base =
        base.ok_or_else(|| SetupError("the rehearsal servers are not running: start fogline again".to_owned()))?;
    Ok(Server::new(base, Reach::Loopback, idle).simulated(true))
}

fn build_home(
    settings: &Settings,
    home: &Home,
    found: &probe::Found,
    rehearsal: Option<&Rehearsal>,
) -> Result<LocalModel, SetupError> {
    let options = |model: &str, thinks| OllamaOptions {
        num_ctx: settings.num_ctx_of(model),
        keep_alive: settings.keep_alive.clone(),
        thinks,
    };
    let idle = settings.idle_local;
    let reach = found.home_reach.unwrap_or(Reach::Internet);
    Ok(match home {
        Home::Builtin => LocalModel::Builtin,
        Home::Rehearsal => {
            let server = stand_in(rehearsal.map(Rehearsal::ollama), idle)?;
            LocalModel::Served(LocalClient::ollama(
                &server,
                rehearsal::LOCAL_MODEL,
                options(rehearsal::LOCAL_MODEL, Some(true)),
            )?)
        }
        Home::Ollama { model, thinks, simulated } => {
            let server = Server::new(settings.ollama.clone(), reach, idle).simulated(*simulated);
            LocalModel::Served(LocalClient::ollama(&server, model, options(model, *thinks))?)
        }
        Home::Compat { model, base, simulated } => {
            let server = Server::new(base.clone(), reach, idle).simulated(*simulated);
            LocalModel::Served(LocalClient::compat(&with_key(settings, server), model)?)
        }
    })
}

fn build_cloud(
    settings: &Settings,
    cloud: &Cloud,
    found: &probe::Found,
    rehearsal: Option<&Rehearsal>,
) -> Result<CloudClient, SetupError> {
    let account = || Account { organization: settings.openai_org.clone(), project: settings.openai_project.clone() };
    let idle = settings.idle_cloud;
    let reach = found.cloud_reach.unwrap_or(Reach::Internet);
    Ok(match cloud {
        Cloud::Rehearsal => {
            let server = stand_in(rehearsal.map(Rehearsal::openai), idle)?;
            CloudClient::responses(&server, rehearsal::CLOUD_MODEL, Account::default())?
        }
        Cloud::OpenAi { model, base, simulated } => {
            let server = Server::new(base.clone(), reach, idle).simulated(*simulated);
            // Who pays is told to the configured server only.
            let account = if host_of(base) == host_of(&settings.openai) { account() } else { Account::default() };
            CloudClient::responses(&with_key(settings, server), model, account)?
        }
        Cloud::Compat { model, base, simulated } => {
            let server = Server::new(base.clone(), reach, idle).simulated(*simulated);
            CloudClient::compat(&with_key(settings, server), model)?
        }
    })
}
