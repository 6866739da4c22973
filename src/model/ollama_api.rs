//! What setup and doctor ask an Ollama server: its version, its models, and whether one of them really runs there.

use std::time::Duration;

use serde_json::{Value, json};
use url::Url;

use super::event::ModelError;
use super::probe::{Question, word};
use super::protocol::join;
use super::redact::Redactor;

/// A model that `/api/tags` or `/api/show` tells of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OllamaModel {
    /// Its name with tag.
    pub name: String,
    /// Size on disk in bytes.
    pub bytes: Option<u64>,
    /// Number of parameters, as written: `8.0B`.
    pub parameters: Option<String>,
    /// Longest context in tokens, where told.
    pub context_length: Option<u64>,
    /// `completion`, `thinking`, `vision` …; empty where not told (older servers).
    pub capabilities: Vec<String>,
    /// The host this model is forwarded to: then it is not local, whatever the address says.
    pub remote_host: Option<String>,
}

impl OllamaModel {
    /// Whether it thinks; `None` where the server does not tell.
    #[must_use]
    pub fn thinks(&self) -> Option<bool> {
        (!self.capabilities.is_empty()).then(|| self.capabilities.iter().any(|capability| capability == "thinking"))
    }

    fn read(value: &Value, name: String) -> Self {
        let capabilities = value.get("capabilities").and_then(Value::as_array).into_iter().flatten();
        let info = value.get("model_info").and_then(Value::as_object);
        let told = info.and_then(|info| info.iter().find(|(key, _)| key.ends_with(".context_length")));
        Self {
            name,
            bytes: value.get("size").and_then(Value::as_u64),
            parameters: word(value, "/details/parameter_size"),
            context_length: told
                .map(|(_, value)| value)
                .or(value.pointer("/details/context_length"))
                .and_then(Value::as_u64),
            capabilities: capabilities.filter_map(|entry| word(entry, "")).collect(),
            remote_host: word(value, "/remote_host").or_else(|| word(value, "/remote_model")),
        }
    }
}

/// The server's version, `/api/version`.
///
/// # Errors
/// When nothing answers within `timeout`, or not as Ollama does.
pub async fn version(base: &Url, timeout: Duration) -> Result<String, ModelError> {
    let protocol = "Ollama /api/version";
    let value = ask(base, "api/version", protocol, None, timeout).await?;
    word(&value, "/version").ok_or_else(|| garbled(base, protocol, "no version"))
}

/// The models the server has, `/api/tags`.
///
/// # Errors
/// As [`version`].
pub async fn tags(base: &Url, timeout: Duration) -> Result<Vec<OllamaModel>, ModelError> {
    let protocol = "Ollama /api/tags";
    let value = ask(base, "api/tags", protocol, None, timeout).await?;
    let list =
        value.get("models").and_then(Value::as_array).ok_or_else(|| garbled(base, protocol, "no list of models"))?;
    Ok(list.iter().filter_map(|entry| Some(OllamaModel::read(entry, word(entry, "/name")?))).collect())
}

/// What the server knows about one model, `/api/show`: capabilities, context length, and whether it is forwarded.
///
/// # Errors
/// As [`version`]; a model the server does not have is a [`ModelError::Status`] with 404.
pub async fn show(base: &Url, model: &str, timeout: Duration) -> Result<OllamaModel, ModelError> {
    let body = json!({ "model": model });
    let value = ask(base, "api/show", "Ollama /api/show", Some(body), timeout).await?;
    Ok(OllamaModel::read(&value, model.to_owned()))
}

async fn ask(
    base: &Url,
    path: &str,
    protocol: &str,
    body: Option<Value>,
    timeout: Duration,
) -> Result<Value, ModelError> {
    let url = join(base, path);
    let advice = "Start it with `ollama serve`, or set OLLAMA_HOST to where it runs";
    Question { url, protocol, body, key: None, redactor: Redactor::default(), advice, timeout, local: true }.ask().await
}

fn garbled(base: &Url, protocol: &str, detail: &str) -> ModelError {
    let (place, protocol) = (super::key::host_of(base), protocol.to_owned());
    ModelError::Protocol { place, protocol, detail: format!("its answer has {detail}") }
}
