//! What setup and doctor ask a server that speaks OpenAI's protocols: which models it has.

use std::time::Duration;

use serde_json::Value;
use url::Url;

use super::event::ModelError;
use super::key::{ApiKey, KeyHeader, host_of};
use super::probe::{Question, word};
use super::protocol::join;
use super::redact::Redactor;

/// The names of the models at `base` (`/v1` included), `GET /models`. The key is sent only to its own host. `local`: on the
/// home side, so no proxy.
///
/// # Errors
/// When nothing answers within `timeout`, with an error status, or not as OpenAI does.
pub async fn models(
    base: &Url,
    key: Option<(&ApiKey, KeyHeader)>,
    local: bool,
    timeout: Duration,
) -> Result<Vec<String>, ModelError> {
    let protocol = "OpenAI /v1/models";
    let url = join(base, "models");
    let key = key.filter(|(key, _)| key.fits(&url));
    let question = Question {
        protocol,
        body: None,
        redactor: Redactor::new(key.map(|(key, _)| key.secret.clone())),
        key: key.and_then(|(key, form)| key.header(form)),
        advice: "Start the server, or correct its URL",
        timeout,
        local,
        url,
    };
    let value = question.ask().await?;
    let list = value.get("data").and_then(Value::as_array).ok_or_else(|| ModelError::Protocol {
        place: host_of(base),
        protocol: protocol.to_owned(),
        detail: "its answer has no list of models".to_owned(),
    })?;
    Ok(list.iter().filter_map(|entry| word(entry, "/id")).collect())
}
