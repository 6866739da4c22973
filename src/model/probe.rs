//! One small question to a server, answered within a short time: what setup and doctor ask. No retries, no streams.

use std::time::Duration;

use futures::StreamExt;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::Value;
use url::Url;

use super::event::ModelError;
use super::failure::Words;
use super::key::host_of;
use super::redact::Redactor;
use super::transport::{http_client, root_cause};

/// Most of an answer that is read, in bytes.
const LIMIT: usize = 4 * 1024 * 1024;

/// The question.
pub(super) struct Question<'a> {
    pub(super) url: Url,
    /// What the server should speak: `Ollama /api/tags`.
    pub(super) protocol: &'a str,
    /// Asked with POST where there is a body, else with GET.
    pub(super) body: Option<Value>,
    pub(super) key: Option<(HeaderName, HeaderValue)>,
    pub(super) redactor: Redactor,
    /// What to do when nothing answers.
    pub(super) advice: &'a str,
    /// The whole of it: connection, answer and body.
    pub(super) timeout: Duration,
    /// Whether it is on the home side: no proxy then.
    pub(super) local: bool,
}

impl Question<'_> {
    /// Asks.
    pub(super) async fn ask(self) -> Result<Value, ModelError> {
        let (redactor, timeout, place) = (self.redactor.clone(), self.timeout, host_of(&self.url));
        let unanswered = self.unanswered(format!("no answer within {} ms", timeout.as_millis()));
        let asked = tokio::time::timeout(timeout, self.exchange(place)).await;
        asked.unwrap_or(Err(unanswered)).map_err(|error| redactor.error(error))
    }

    async fn exchange(self, place: String) -> Result<Value, ModelError> {
        let http = http_client(&self.url, self.local).map_err(|detail| self.unanswered(detail))?;
        let mut request = match &self.body {
            Some(body) => http.post(self.url.clone()).header("content-type", "application/json").body(body.to_string()),
            None => http.get(self.url.clone()),
        };
        if let Some((name, value)) = self.key.clone() {
            request = request.header(name, value);
        }
        let response = request.send().await.map_err(|error| self.unanswered(root_cause(&error)))?;
        let status = response.status();
        let mut body = Vec::new();
        let mut chunks = response.bytes_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|error| self.unanswered(root_cause(&error)))?;
            body.extend_from_slice(&chunk);
            if body.len() > LIMIT {
                return Err(self.garbled(place, format!("its answer is larger than {LIMIT} bytes")));
            }
        }
        if !status.is_success() {
            let words = Words::of_body(&body);
            let (status, kind) = (status.as_u16(), words.kind(status.as_u16()));
            return Err(ModelError::Status { place, status, kind, message: words.sentence(), advice: String::new() });
        }
        serde_json::from_slice(&body).map_err(|_| self.garbled(place, "its answer is not JSON".to_owned()))
    }

    fn unanswered(&self, detail: String) -> ModelError {
        ModelError::Connect { place: host_of(&self.url), detail, advice: self.advice.to_owned() }
    }

    fn garbled(&self, place: String, detail: String) -> ModelError {
        ModelError::Protocol { place, protocol: self.protocol.to_owned(), detail }
    }
}

/// The cleaned text at a path of keys; `None` where there is none or an empty one.
pub(super) fn word(value: &Value, path: &str) -> Option<String> {
    let text = value.pointer(path)?.as_str()?;
    (!text.is_empty()).then(|| crate::text::clean::clean(text).into_owned())
}
