//! What a model answers, free of any provider's spelling.

use std::pin::Pin;
use std::time::{Duration, Instant};

use futures::Stream;
use serde::{Deserialize, Serialize};

/// Why a model stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Finish {
    /// It was done.
    Stop,
    /// The output or context limit was reached.
    Length,
    /// A content filter cut it.
    Filter,
    /// The model refused.
    Refusal,
}

/// Token counts as the provider reported them. `input` includes `cached`, `output` includes `reasoning`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens read.
    pub input: u64,
    /// Of these, served from a cache.
    pub cached: u64,
    /// Tokens written.
    pub output: u64,
    /// Of these, spent on reasoning.
    pub reasoning: u64,
}

/// One token of the answer with its log-probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TokenLogprob {
    /// The token's text.
    pub token: String,
    /// Natural logarithm of its probability.
    pub logprob: f64,
    /// Alternatives, most likely first.
    pub top: Vec<(String, f64)>,
}

/// The terminal record of a reply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Completion {
    /// Why it stopped.
    pub finish: Finish,
    /// Token counts; `None` when the server gave none.
    pub usage: Option<Usage>,
    /// The model that answered, in the server's spelling.
    pub model: Option<String>,
    /// The service tier actually used (priced by).
    pub service_tier: Option<String>,
}

/// One thing a model's stream said. All text is already cleaned of control characters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ModelEvent {
    /// The transport will try again.
    Retrying {
        /// 1 for the first retry.
        retry: u32,
        /// How long it waits before.
        wait: Duration,
        /// The server's own words, redacted.
        reason: String,
    },
    /// A piece of thinking (or of a reasoning summary).
    Thinking(String),
    /// A piece of the answer.
    Answer(String),
    /// Log-probabilities of tokens; `thinking` where they belong to thinking.
    Logprobs {
        /// The tokens.
        tokens: Vec<TokenLogprob>,
        /// Whether they are of the thinking, not the answer.
        thinking: bool,
    },
    /// The terminal record. Nothing follows it.
    Finished(Completion),
}

/// An event with the moment its bytes were read from the socket.
#[derive(Debug, Clone)]
pub struct Timed {
    /// When the bytes were read.
    pub at: Instant,
    /// What they said.
    pub event: ModelEvent,
}

/// A reply as it arrives. Ends after [`ModelEvent::Finished`] or the first error; dropping it closes the socket.
pub type EventStream = Pin<Box<dyn Stream<Item = Result<Timed, ModelError>> + Send>>;

/// What kind of failure an HTTP error status is; decides on retries and on the advice given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// Key missing, wrong or not permitted. Never retried.
    Auth,
    /// Credit or spend limit. Never retried.
    Billing,
    /// Too many requests. Retried after `retry-after`.
    RateLimit,
    /// Overloaded or still loading. Retried.
    Overload,
    /// No such model or path.
    NotFound,
    /// The prompt does not fit the context window.
    ContextLength,
    /// The request was malformed or has an unsupported value.
    BadRequest,
    /// The server failed (5xx). Retried.
    Server,
}

/// Why a model gave no complete answer. Every text is redacted and cleaned; `Display` names the thing, the place and the
/// next step.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum ModelError {
    /// Nothing answered at the address.
    #[error("cannot reach {place}: {detail}. {advice}")]
    Connect {
        /// Host and port.
        place: String,
        /// What the system said.
        detail: String,
        /// What to do next.
        advice: String,
    },
    /// An HTTP error status before the stream began.
    #[error("{place} answered {status}: {message}{}{advice}", if advice.is_empty() { "" } else { " " })]
    Status {
        /// Host and port.
        place: String,
        /// HTTP status.
        status: u16,
        /// Kind of failure.
        kind: FailureKind,
        /// The server's own words, redacted.
        message: String,
        /// What to do next; may be empty.
        advice: String,
    },
    /// An error record inside the stream.
    #[error("{place} broke off: {message}")]
    MidStream {
        /// Host and port.
        place: String,
        /// The server's own words, redacted.
        message: String,
    },
    /// The stream ended without its terminal record.
    #[error("the answer from {place} is truncated: {detail}")]
    Truncated {
        /// Host and port.
        place: String,
        /// What happened, e.g. "the stream ended without its final record".
        detail: String,
    },
    /// Nothing arrived for the idle timeout.
    #[error("{place} sent nothing for {} s: check the server, or raise `idle_local_s` or `idle_cloud_s` under [limits]", idle.as_secs())]
    Idle {
        /// Host and port.
        place: String,
        /// How long it was silent.
        idle: Duration,
    },
    /// The server's bytes are not the protocol.
    #[error("{place} does not speak {protocol}: {detail}")]
    Protocol {
        /// Host and port.
        place: String,
        /// The protocol expected, e.g. "Ollama /api/chat".
        protocol: String,
        /// What was wrong, without the payload.
        detail: String,
    },
}

impl ModelError {
    /// Whether the stream was cut rather than refused: the run ends as *truncated*.
    #[must_use]
    pub fn is_truncation(&self) -> bool {
        matches!(self, Self::Truncated { .. })
    }

    /// Whether no answer was begun: the request was refused or reached nobody, so that it used no tokens.
    #[must_use]
    pub fn is_unanswered(&self) -> bool {
        matches!(self, Self::Connect { .. } | Self::Status { .. })
    }

    /// The error with every text that a server or the system wrote passed through `rewrite`.
    #[must_use]
    pub fn rewritten(mut self, rewrite: impl FnOnce(&str) -> String) -> Self {
        match &mut self {
            Self::Connect { detail: text, .. }
            | Self::Status { message: text, .. }
            | Self::MidStream { message: text, .. }
            | Self::Truncated { detail: text, .. }
            | Self::Protocol { detail: text, .. } => *text = rewrite(text),
            Self::Idle { .. } => {}
        }
        self
    }
}
