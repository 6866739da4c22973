//! Carries one request to one server and streams the answer: connection, retries, silence, redirects, redaction.
//!
//! Not for deciding what may be sent ([`crate::boundary`]) nor for reading it ([`super::protocol`]). An exchange is a stream
//! without a task of its own: dropping it closes the socket. Only the clients of [`super::client`] can start one.

use std::collections::VecDeque;
use std::sync::{Arc, Once};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use futures::StreamExt;
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, LOCATION};
use url::Url;

use super::event::{EventStream, FailureKind, ModelError, ModelEvent, Timed};
use super::key::{host_of, names_loopback};
use super::protocol::{Decoder, Protocol};
use super::redact::Redactor;
use super::retry::{RetryPolicy, Verdict, verdict};
use crate::text::clean::clean;

/// Longest wait for a connection.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Most of an error body that is read, in bytes.
const ERROR_BODY_LIMIT: usize = 64 * 1024;

/// An HTTP client for one server. Follows no redirect, decodes no compression, keeps no cookie and never retries on its own.
/// `local` clients and those for loopback addresses use no proxy, whatever the environment says.
///
/// # Errors
/// When the system has no TLS roots (`https` only) or the client cannot be made; says so in words.
pub(super) fn http_client(base: &Url, local: bool) -> Result<reqwest::Client, String> {
    static PROVIDER: Once = Once::new();
    // Fails only where the host program has installed one already, which serves as well.
    PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(CONNECT_TIMEOUT);
    if local || names_loopback(base) {
        // A connection costs nothing here, and a kept one may be closed by the server at the very moment it is used again.
        builder = builder.no_proxy().pool_max_idle_per_host(0);
    }
    if base.scheme() == "http" && (local || names_loopback(base)) {
        // Plain HTTP needs no roots: a machine without any must still reach its own models.
        builder = builder.tls_certs_only([]);
    }
    builder.build().map_err(|error| {
        format!("cannot set up TLS for {}: {}. Install the system's CA certificates", host_of(base), root_cause(&error))
    })
}

/// Host and port of the proxy that a client for `base` uses, as the environment names it (`HTTPS_PROXY`, `HTTP_PROXY`,
/// `ALL_PROXY`, `NO_PROXY`); a login in it is left out. Asks what the HTTP client itself asks.
#[must_use]
pub fn proxy_for(base: &Url, local: bool) -> Option<String> {
    if local || names_loopback(base) {
        return None;
    }
    let matcher = hyper_util::client::proxy::matcher::Matcher::from_system();
    let intercept = matcher.intercept(&http::Uri::try_from(base.as_str()).ok()?)?;
    let proxy = intercept.uri();
    let host = proxy.host()?;
    Some(clean(&proxy.port_u16().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))).into_owned())
}

/// The innermost reason of an error: `Connection refused (os error 111)`.
pub(super) fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

/// What does not change from request to request.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) http: reqwest::Client,
    pub(super) protocol: Arc<dyn Protocol>,
    /// The key's header, already checked against the destination.
    pub(super) key: Option<(HeaderName, HeaderValue)>,
    pub(super) redactor: Redactor,
    /// Longest silence.
    pub(super) idle: Duration,
    pub(super) retry: RetryPolicy,
}

/// Sends these bytes to the protocol's endpoint and streams what comes back. Retries send the same bytes again.
pub(super) fn exchange(line: Line, headers: &[(String, String)], body: Bytes) -> EventStream {
    let redactor = line.redactor.clone();
    let place = host_of(line.protocol.endpoint());
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        match (HeaderName::try_from(name.as_str()), HeaderValue::try_from(value.as_str())) {
            (Ok(name), Ok(value)) => drop(map.insert(name, value)),
            _ => {
                return refused(place, format!("the header `{name}` cannot be sent"), "Correct it in the settings");
            }
        }
    }
    if let Some((name, value)) = line.key.clone() {
        map.insert(name, value);
    }
    let exchange = Exchange { line, headers: map, body, retries: 0, ready: VecDeque::new(), phase: Phase::Send };
    Box::pin(
        futures::stream::unfold(exchange, |mut exchange| async move {
            let item = exchange.next().await?;
            Some((item, exchange))
        })
        .map(move |item| item.map_err(|error| redactor.error(error))),
    )
}

/// A stream that only says why nothing was sent.
pub(super) fn refused(place: String, detail: String, advice: &str) -> EventStream {
    let error = ModelError::Connect { place, detail, advice: advice.to_owned() };
    Box::pin(futures::stream::iter([Err(error)]))
}

struct Exchange {
    line: Line,
    headers: HeaderMap,
    body: Bytes,
    retries: u32,
    ready: VecDeque<Result<Timed, ModelError>>,
    phase: Phase,
}

enum Phase {
    Wait(Duration),
    Send,
    Read { chunks: Chunks, decoder: Box<dyn Decoder> },
    Over,
}

type Chunks = std::pin::Pin<Box<dyn futures::Stream<Item = reqwest::Result<Bytes>> + Send>>;

impl Exchange {
    async fn next(&mut self) -> Option<Result<Timed, ModelError>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            match std::mem::replace(&mut self.phase, Phase::Over) {
                Phase::Over => return None,
                Phase::Wait(wait) => {
                    tokio::time::sleep(wait).await;
                    self.phase = Phase::Send;
                }
                Phase::Send => self.send().await,
                Phase::Read { chunks, decoder } => self.read(chunks, decoder).await,
            }
        }
    }

    fn place(&self) -> String {
        host_of(self.line.protocol.endpoint())
    }

    fn fail(&mut self, error: ModelError) {
        self.ready.push_back(Err(error));
    }

    /// Sends the request once. Leaves the phase to read, wait or end in.
    async fn send(&mut self) {
        let url = self.line.protocol.endpoint().clone();
        let request = self.line.http.post(url).headers(self.headers.clone()).body(self.body.clone()).send();
        match tokio::time::timeout(self.line.idle, request).await {
            Err(_) => self.fail(ModelError::Idle { place: self.place(), idle: self.line.idle }),
            Ok(Err(error)) => self.unanswered(&error),
            Ok(Ok(response)) if response.status().is_success() => {
                self.phase = Phase::Read {
                    chunks: Box::pin(response.bytes_stream()),
                    decoder: self.line.protocol.decoder(&self.body),
                };
            }
            Ok(Ok(response)) if response.status().is_redirection() => {
                let error = self.redirect(&response);
                self.fail(error);
            }
            Ok(Ok(response)) => self.answered_badly(response).await,
        }
    }

    fn unanswered(&mut self, error: &reqwest::Error) {
        let detail = match error {
            error if error.is_timeout() => format!("no connection within {} s", CONNECT_TIMEOUT.as_secs()),
            error => root_cause(error),
        };
        if self.line.retry.unanswered && self.may_retry() {
            self.retry(None, &detail);
        } else {
            let advice = self.line.protocol.advice(None, &detail);
            self.fail(ModelError::Connect { place: self.place(), detail, advice });
        }
    }

    fn redirect(&self, response: &reqwest::Response) -> ModelError {
        let to = response.headers().get(LOCATION).map_or("nowhere".into(), |to| String::from_utf8_lossy(to.as_bytes()));
        let base = self.line.protocol.endpoint();
        let to = base.join(&to).map_or_else(
            |_| to.into_owned(),
            |mut url| {
                // The path is enough to act upon; a query or a user name may hold a secret.
                url.set_query(None);
                let _ = (url.set_username(""), url.set_password(None));
                url.to_string()
            },
        );
        ModelError::Status {
            place: self.place(),
            status: response.status().as_u16(),
            kind: FailureKind::BadRequest,
            message: format!("it points to {to}, and redirects are not followed."),
            advice: "If that is the right server, put its URL into the settings.".to_owned(),
        }
    }

    async fn answered_badly(&mut self, response: reqwest::Response) {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = error_body(response, self.line.idle).await;
        let mut error = self.line.protocol.error(status, &body);
        let ModelError::Status { kind, message, advice, .. } = &mut error else { return self.fail(error) };
        match verdict(status, *kind, &headers, Timestamp::now(), self.line.retry.longest) {
            Verdict::Retry(wait) if self.may_retry() => {
                let reason = format!("{status}: {message}");
                self.retry(wait, &reason);
            }
            Verdict::TooLong(wait) => {
                *advice = format!("It asks to wait {} s: try again then.", wait.as_secs());
                self.fail(error);
            }
            Verdict::Retry(_) | Verdict::GiveUp => self.fail(error),
        }
    }

    fn may_retry(&self) -> bool {
        self.retries < self.line.retry.retries
    }

    fn retry(&mut self, wait: Option<Duration>, reason: &str) {
        self.retries += 1;
        let wait = wait.unwrap_or_else(|| self.line.retry.backoff(self.retries, jitter()));
        let reason = self.line.redactor.text(reason);
        let event = ModelEvent::Retrying { retry: self.retries, wait, reason };
        self.ready.push_back(Ok(Timed { at: Instant::now(), event }));
        self.phase = Phase::Wait(wait);
    }

    /// Reads one chunk. Leaves the phase to go on or end in.
    async fn read(&mut self, mut chunks: Chunks, mut decoder: Box<dyn Decoder>) {
        let chunk = tokio::time::timeout(self.line.idle, chunks.next()).await;
        let at = Instant::now();
        match chunk {
            Err(_) => self.fail(ModelError::Idle { place: self.place(), idle: self.line.idle }),
            Ok(None) => self.fail(decoder.end()),
            Ok(Some(Err(error))) => {
                let detail = format!("the connection broke: {}", root_cause(&error));
                self.fail(ModelError::Truncated { place: self.place(), detail });
            }
            Ok(Some(Ok(bytes))) => {
                let mut events = Vec::new();
                let fed = decoder.feed(&bytes, &mut events);
                let finished = matches!(events.last(), Some(ModelEvent::Finished(_)));
                self.ready.extend(events.into_iter().map(|event| Ok(Timed { at, event })));
                match fed {
                    Err(error) => self.fail(error),
                    Ok(()) if finished => {}
                    Ok(()) => self.phase = Phase::Read { chunks, decoder },
                }
            }
        }
    }
}

/// The beginning of an error body; whatever came before it broke or fell silent.
async fn error_body(response: reqwest::Response, idle: Duration) -> Vec<u8> {
    let mut body = Vec::new();
    let mut chunks = response.bytes_stream();
    while let Ok(Some(Ok(bytes))) = tokio::time::timeout(idle, chunks.next()).await {
        body.extend_from_slice(&bytes);
        if body.len() >= ERROR_BODY_LIMIT {
            body.truncate(ERROR_BODY_LIMIT);
            break;
        }
    }
    body
}

/// 0..1, so that clients that failed together do not come back together. Not for anything that needs randomness.
fn jitter() -> f64 {
    let nanos = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
    f64::from(nanos % 1000) / 1000.0
}
