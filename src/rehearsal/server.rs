//! The listener: records what comes in, asks the protocol for a plan, applies the fault, and sends it in time.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use tokio::sync::watch;

use super::frames::{self, Plan};
use super::options::{Fault, Options};
use super::wire::{Stage, chat, ollama, openai, responses};

/// Requests kept, the newest.
const KEPT: usize = 256;
/// And no more than this many bytes of them.
const KEPT_BYTES: usize = 32 * 1024 * 1024;
/// Largest request read, bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// A request the stand-ins received. `Debug` shows neither header values nor the body.
#[derive(Clone)]
pub struct Received {
    /// When it had arrived in full.
    pub at: Instant,
    /// Its method.
    pub method: String,
    /// Its path.
    pub path: String,
    /// Its headers with lower-case names, in no particular order.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Bytes,
}

impl Received {
    /// The first value of a header; names in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Received({} {}, {} bytes)", self.method, self.path, self.body.len())
    }
}

/// What the handlers share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) options: Options,
    pub(super) received: Mutex<VecDeque<Received>>,
    pub(super) stop: watch::Receiver<()>,
    /// Whether a fault that strikes once has struck.
    struck: AtomicBool,
    counter: AtomicU64,
    /// Context window of the last chat; 0 = nothing loaded.
    loaded: AtomicU64,
}

impl Shared {
    pub(super) fn new(options: Options, stop: watch::Receiver<()>) -> Self {
        Self {
            options,
            received: Mutex::default(),
            stop,
            struck: AtomicBool::new(false),
            counter: AtomicU64::new(1),
            loaded: AtomicU64::new(0),
        }
    }

    fn record(&self, received: Received) {
        if let Ok(mut all) = self.received.lock() {
            all.push_back(received);
            while all.len() > KEPT
                || all.len() > 1 && all.iter().map(|kept| kept.body.len()).sum::<usize>() > KEPT_BYTES
            {
                all.pop_front();
            }
        }
    }
}

/// A generating endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Protocol {
    Ollama,
    Responses,
    Chat,
}

impl Protocol {
    fn plan(self, stage: &Stage<'_>, body: &[u8]) -> Plan {
        match self {
            Self::Ollama => ollama::chat(stage, body),
            Self::Responses => responses::respond(stage, body),
            Self::Chat => chat::respond(stage, body),
        }
    }

    fn status(self, stage: &Stage<'_>, status: u16) -> Plan {
        match self {
            Self::Ollama => ollama::fault(status),
            Self::Responses | Self::Chat => openai::fault(stage, status),
        }
    }

    fn error_record(self) -> String {
        match self {
            Self::Ollama => ollama::error_record(),
            Self::Responses => responses::error_record(),
            Self::Chat => chat::error_record(),
        }
    }
}

/// Breaks a plan on purpose.
fn strike(shared: &Shared, protocol: Protocol, stage: &Stage<'_>, mut plan: Plan) -> Plan {
    let Some(fault) = &shared.options.fault else { return plan };
    match fault {
        Fault::Status(status) => return protocol.status(stage, *status),
        Fault::StatusOnce(status) => {
            if !shared.struck.swap(true, Ordering::SeqCst) {
                return protocol.status(stage, *status);
            }
        }
        Fault::Billing => {
            return match protocol {
                Protocol::Ollama => ollama::error(429, "you have reached your usage limit, upgrade for more"),
                Protocol::Responses | Protocol::Chat => openai::billing(),
            };
        }
        Fault::Slow => plan.delay(Duration::from_mins(2)),
        Fault::SlowFor(seconds) => plan.delay(Duration::from_secs(*seconds)),
        Fault::SplitUtf8 => plan.split_characters(),
        Fault::CutAt(_) => {}
        // Refusals of the request itself stay as they are.
        _ if plan.status != 200 => {}
        Fault::Garbage => plan.garble(),
        Fault::NoTerminal => plan.frames.retain(|frame| !frame.terminal),
        Fault::ErrorRecord => {
            if plan.frames.len() == 1 {
                return protocol.status(stage, 500);
            }
            plan.break_off(protocol.error_record());
        }
    }
    plan
}

fn key_of(headers: &HeaderMap) -> Option<String> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = bearer.and_then(|value| value.strip_prefix("Bearer "));
    bearer.or_else(|| headers.get("api-key").and_then(|value| value.to_str().ok())).map(str::to_owned)
}

/// Answers any request.
pub(super) async fn handle(State(shared): State<std::sync::Arc<Shared>>, request: Request) -> Response {
    let start = tokio::time::Instant::now();
    let (parts, body) = request.into_parts();
    let method = parts.method.as_str().to_owned();
    let path = parts.uri.path().to_owned();
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return build(ollama::error(413, "http: request body too large"), start, None, shared.stop.clone());
    };
    shared.record(Received {
        at: Instant::now(),
        method: method.clone(),
        path: path.clone(),
        headers: parts
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        body: body.clone(),
    });
    let stage = Stage {
        options: &shared.options,
        now: jiff::Timestamp::now(),
        key: key_of(&parts.headers),
        counter: &shared.counter,
    };
    let mut cut = None;
    let generate = |protocol: Protocol| strike(&shared, protocol, &stage, protocol.plan(&stage, &body));
    let protocol = match (method.as_str(), path.as_str()) {
        ("POST", "/api/chat") => Some(Protocol::Ollama),
        ("POST", "/v1/responses") => Some(Protocol::Responses),
        ("POST", "/v1/chat/completions") => Some(Protocol::Chat),
        _ => None,
    };
    let plan = if let Some(protocol) = protocol {
        if let Some(Fault::CutAt(bytes)) = shared.options.fault {
            cut = Some(bytes);
        }
        let plan = generate(protocol);
        if protocol == Protocol::Ollama && plan.status == 200 {
            shared.loaded.store(ollama::context_of(&body), Ordering::Relaxed);
        }
        plan
    } else {
        other(&shared, &stage, &method, &path, &body)
    };
    let mut stop = shared.stop.clone();
    if plan.hold_headers
        && let Some(first) = plan.frames.first()
    {
        // When the servers stop meanwhile, the body breaks off by itself.
        frames::wait(start + first.at, &mut stop).await;
    }
    build(plan, start, cut, stop)
}

/// Everything that does not generate.
fn other(shared: &Shared, stage: &Stage<'_>, method: &str, path: &str, body: &[u8]) -> Plan {
    match (method, path) {
        ("GET" | "HEAD", "/") => text(200, "Ollama is running"),
        ("GET", "/api/version") => Plan::json(200, &serde_json::json!({"version": ollama::VERSION})),
        ("GET", "/api/tags") => ollama::tags(stage),
        ("POST", "/api/show") => ollama::show(stage, body),
        ("GET", "/api/ps") => {
            ollama::ps(stage, Some(shared.loaded.load(Ordering::Relaxed)).filter(|context| *context > 0))
        }
        ("GET", "/v1/models") => openai::models(stage),
        (_, path) if path.starts_with("/v1") => openai::no_such_path(method, path),
        _ => text(404, "404 page not found"),
    }
}

fn text(status: u16, body: &'static str) -> Plan {
    let mut plan = Plan::json(status, &serde_json::Value::Null);
    plan.content_type = "text/plain; charset=utf-8";
    if let Some(frame) = plan.frames.first_mut() {
        frame.bytes = Bytes::from_static(body.as_bytes());
    }
    plan
}

fn build(plan: Plan, start: tokio::time::Instant, cut: Option<usize>, stop: watch::Receiver<()>) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(plan.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(plan.content_type));
    headers.insert(header::SERVER, HeaderValue::from_static(super::SERVER));
    for (name, value) in plan.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    *response.body_mut() = frames::body(plan.frames, start, cut, stop);
    response
}
