//! The two clients. They share protocols and transport; what they accept is what tells them apart: the local client
//! sends a [`Draft`], the cloud client only what the gate has cleared.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use url::Url;

use super::call::Call;
use super::chat::Chat;
use super::event::EventStream;
use super::key::{ApiKey, KeyHeader, host_of, names_loopback};
use super::ollama::{Ollama, OllamaOptions};
use super::protocol::Protocol;
use super::redact::Redactor;
use super::responses::{Account, Responses};
use super::retry::RetryPolicy;
use super::transport::{Line, exchange, http_client, proxy_for, refused};
use crate::boundary::gate::Cleared;
use crate::boundary::request::Draft;
use crate::boundary::trust::Reach;
use crate::text::clean::clean;

/// What the screen and the log say about a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelInfo {
    /// Its name, cleaned: `gemma4:e4b`.
    pub name: String,
    /// Who serves it: `ollama`, `openai`, `compat`, `builtin`.
    pub provider: String,
    /// Host and port; empty for `builtin`.
    pub place: String,
    /// How far away it is; `None` for `builtin`.
    pub reach: Option<Reach>,
    /// Whether it is a rehearsal stand-in. Then it is labelled simulated everywhere.
    pub simulated: bool,
    /// Whether its requests go through a proxy ([`CloudClient::proxy`]); never on the home side.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub proxied: bool,
}

impl ModelInfo {
    /// The model-less local side.
    #[must_use]
    pub fn builtin() -> Self {
        Self {
            name: "builtin".into(),
            provider: "builtin".into(),
            place: String::new(),
            reach: None,
            simulated: false,
            proxied: false,
        }
    }
}

/// Why a client could not be made; names the thing, the place and the next step. Never holds a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ClientError(pub String);

/// What every client is told about its server and itself.
#[derive(Debug, Clone)]
pub struct Server {
    /// Base URL: without `/api` for Ollama, `/v1` included for the OpenAI protocols.
    pub base: Url,
    /// How far away it is (from [`crate::boundary::trust::reach`], which resolves names).
    pub reach: Reach,
    /// Whether it is a rehearsal stand-in.
    pub simulated: bool,
    /// Silence after which a request fails.
    pub idle: Duration,
    /// Its key and the header that travels in, where it wants one.
    pub key: Option<(ApiKey, KeyHeader)>,
}

impl Server {
    /// A server without a key.
    #[must_use]
    pub fn new(base: Url, reach: Reach, idle: Duration) -> Self {
        Self { base, reach, simulated: false, idle, key: None }
    }

    /// The same, labelled a rehearsal stand-in where `simulated`.
    #[must_use]
    pub fn simulated(self, simulated: bool) -> Self {
        Self { simulated, ..self }
    }

    /// The same with a key.
    #[must_use]
    pub fn with_key(self, key: ApiKey, header: KeyHeader) -> Self {
        Self { key: Some((key, header)), ..self }
    }
}

/// What both clients are made of.
#[derive(Debug)]
struct Wire {
    info: ModelInfo,
    line: Line,
}

impl Wire {
    fn new(
        server: &Server,
        model: &str,
        provider: &str,
        protocol: Arc<dyn Protocol>,
        local: bool,
    ) -> Result<Arc<Self>, ClientError> {
        let base = &server.base;
        let place = host_of(base);
        if !matches!(base.scheme(), "http" | "https") || place.is_empty() {
            return Err(ClientError(format!(
                "`{}` is no address of a model server: use http:// or https://",
                clean(base.as_str())
            )));
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err(ClientError(format!(
                "the URL of {place} holds a user name or password: take them out, and name the variable with its key under \
                 [[servers.compat]] in the settings"
            )));
        }
        if !local && base.scheme() == "http" && !names_loopback(base) {
            return Err(ClientError(format!(
                "{place} would get prompts and the key unencrypted: use https:// for a cloud model, or name it with --local if it is yours"
            )));
        }
        let mut key = None;
        let mut secret: Option<SecretString> = None;
        if let Some((api_key, form)) = &server.key {
            if !api_key.fits(protocol.endpoint()) {
                return Err(ClientError(format!(
                    "the key belongs to {}, not to {place}: it is not sent there. Set a key for {place}",
                    clean(&api_key.host)
                )));
            }
            let header = api_key.header(*form).ok_or_else(|| {
                ClientError(format!(
                    "the key for {place} is empty or has characters no header can carry: copy it again"
                ))
            })?;
            secret = Some(api_key.secret.clone());
            key = Some(header);
        }
        let http = http_client(base, local).map_err(ClientError)?;
        let retry = if local { RetryPolicy::local() } else { RetryPolicy::cloud() };
        let info = ModelInfo {
            name: clean(model).into_owned(),
            provider: provider.to_owned(),
            place,
            reach: Some(server.reach),
            simulated: server.simulated,
            proxied: proxy_for(base, local).is_some(),
        };
        let line = Line { http, protocol, key, redactor: Redactor::new(secret), idle: server.idle, retry };
        Ok(Arc::new(Self { info, line }))
    }

    /// Sends to this client's own endpoint only: what was meant for another one is refused, and with it the key.
    fn send(&self, destination: &Url, headers: &[(String, String)], body: Bytes) -> EventStream {
        let own = self.line.protocol.endpoint();
        if destination != own {
            let detail = format!("the request was made for {}, not for this client", host_of(destination));
            return refused(host_of(own), detail, "Nothing was sent. Start the run again");
        }
        exchange(self.line.clone(), headers, body)
    }
}

/// A model on the home side, served over HTTP.
#[derive(Debug, Clone)]
pub struct LocalClient {
    wire: Arc<Wire>,
}

impl LocalClient {
    /// A model on an Ollama server, by its native protocol.
    ///
    /// # Errors
    /// See [`ClientError`].
    pub fn ollama(server: &Server, model: &str, options: OllamaOptions) -> Result<Self, ClientError> {
        let protocol = Arc::new(Ollama::new(&server.base, model, options));
        Ok(Self { wire: Wire::new(server, model, "ollama", protocol, true)? })
    }

    /// A model behind an OpenAI-compatible server (llama.cpp, vLLM, LM Studio).
    ///
    /// # Errors
    /// See [`ClientError`].
    pub fn compat(server: &Server, model: &str) -> Result<Self, ClientError> {
        let protocol = Arc::new(Chat::new(&server.base, model));
        Ok(Self { wire: Wire::new(server, model, "compat", protocol, true)? })
    }

    /// About the model.
    #[must_use]
    pub fn info(&self) -> &ModelInfo {
        &self.wire.info
    }

    /// The request as it will be sent. Pure.
    #[must_use]
    pub fn draft(&self, call: &Call) -> Draft {
        self.wire.line.protocol.draft(call)
    }

    /// Sends it and streams the reply. A draft for another destination than this client's is refused.
    #[must_use]
    pub fn send(&self, draft: Draft) -> EventStream {
        let Draft { destination, headers, body, .. } = draft;
        self.wire.send(&destination, &headers, Bytes::from(body.to_string()))
    }
}

/// A model on the cloud side.
#[derive(Debug, Clone)]
pub struct CloudClient {
    wire: Arc<Wire>,
}

impl CloudClient {
    /// A model of OpenAI's Responses API, or of a server that speaks it.
    ///
    /// # Errors
    /// See [`ClientError`]: among others for plain http beyond this machine, and for a key of another host.
    pub fn responses(server: &Server, model: &str, account: Account) -> Result<Self, ClientError> {
        let protocol = Arc::new(Responses::new(&server.base, model, account));
        Ok(Self { wire: Wire::new(server, model, "openai", protocol, false)? })
    }

    /// A model behind an OpenAI-compatible server, Azure's v1 included.
    ///
    /// # Errors
    /// As [`CloudClient::responses`].
    pub fn compat(server: &Server, model: &str) -> Result<Self, ClientError> {
        let protocol = Arc::new(Chat::new(&server.base, model));
        Ok(Self { wire: Wire::new(server, model, "compat", protocol, false)? })
    }

    /// About the model.
    #[must_use]
    pub fn info(&self) -> &ModelInfo {
        &self.wire.info
    }

    /// Host and port of the proxy its requests go through, as the environment names it.
    #[must_use]
    pub fn proxy(&self) -> Option<String> {
        proxy_for(self.wire.line.protocol.endpoint(), false)
    }

    /// The request as it would be sent, without the key. Pure.
    #[must_use]
    pub fn draft(&self, call: &Call) -> Draft {
        self.wire.line.protocol.draft(call)
    }

    /// Sends exactly the cleared bytes (retries send them again) and streams the reply. A cleared request for another
    /// destination than this client's is refused.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "sending uses up the clearance a caller holds")]
    pub fn send(&self, cleared: Arc<Cleared>) -> EventStream {
        self.wire.send(cleared.destination(), cleared.headers(), cleared.body().clone())
    }
}

/// The home side of a run.
#[derive(Debug, Clone)]
pub enum LocalModel {
    /// A served model.
    Served(LocalClient),
    /// No model: detectors mask, the vault restores.
    Builtin,
}

impl LocalModel {
    /// About the model, or about there being none.
    #[must_use]
    pub fn info(&self) -> ModelInfo {
        match self {
            Self::Served(client) => client.info().clone(),
            Self::Builtin => ModelInfo::builtin(),
        }
    }
}

/// Both sides of a run.
#[derive(Debug, Clone)]
pub struct Models {
    /// Home.
    pub local: LocalModel,
    /// Cloud.
    pub cloud: CloudClient,
}

#[cfg(test)]
mod tests;
