//! A server that says what a test tells it to, over a real socket, in both wire protocols.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use fogline::boundary::trust::Reach;
use fogline::model::client::{CloudClient, LocalClient, LocalModel, Models, Server};
use fogline::model::ollama::OllamaOptions;
use fogline::model::responses::Account;
use futures::StreamExt;
use serde_json::{Value, json};
use url::Url;

/// What a request is answered with.
#[derive(Debug, Clone)]
pub enum Say {
    /// This text, then the terminal record.
    Text(&'static str),
    /// This text, and then silence until the client hangs up.
    Hang(&'static str),
    /// This text, then the end of the stream without the terminal record.
    Cut(&'static str),
    /// An error status with this message.
    Refuse(u16, &'static str),
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub path: String,
    pub body: Bytes,
}

impl Arrived {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

#[derive(Default)]
struct Shared {
    local: Mutex<VecDeque<Say>>,
    cloud: Mutex<VecDeque<Say>>,
    arrived: Mutex<Vec<Arrived>>,
    open: Mutex<usize>,
}

/// The server; both queues are answered in order, the last entry again and again.
#[derive(Clone)]
pub struct Scripted {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// Counts a response body as open until it is dropped.
struct Open(Arc<Shared>);

impl Drop for Open {
    fn drop(&mut self) {
        *self.0.open.lock().unwrap() -= 1;
    }
}

impl Scripted {
    pub async fn start(local: &[Say], cloud: &[Say]) -> Self {
        let shared = Arc::new(Shared {
            local: Mutex::new(local.iter().cloned().collect()),
            cloud: Mutex::new(cloud.iter().cloned().collect()),
            ..Shared::default()
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, shared }
    }

    pub fn arrived(&self) -> Vec<Arrived> {
        self.shared.arrived.lock().unwrap().clone()
    }

    pub fn of(&self, path: &str) -> Vec<Arrived> {
        self.arrived().into_iter().filter(|arrived| arrived.path == path).collect()
    }

    /// Waits until every response body has been dropped: the client hung up.
    pub async fn quiet(&self) {
        while *self.shared.open.lock().unwrap() > 0 {
            tokio::task::yield_now().await;
        }
    }

    fn server(&self, path: &str) -> Server {
        let base = Url::parse(&format!("http://{}{path}", self.address)).unwrap();
        Server::new(base, Reach::Loopback, Duration::from_secs(20))
    }

    pub fn models(&self) -> Models {
        let options = OllamaOptions { num_ctx: 4096, keep_alive: None, thinks: None };
        Models {
            local: LocalModel::Served(LocalClient::ollama(&self.server(""), "gemma4:e4b", options).unwrap()),
            cloud: CloudClient::responses(&self.server("/v1"), "gpt-5.4", Account::default()).unwrap(),
        }
    }
}

async fn answer(State(shared): State<Arc<Shared>>, uri: Uri, body: Bytes) -> Response {
    let path = uri.path().to_owned();
    let is_local = path == "/api/chat";
    shared.arrived.lock().unwrap().push(Arrived { path, body });
    let say = {
        let mut queue = if is_local { shared.local.lock().unwrap() } else { shared.cloud.lock().unwrap() };
        if queue.len() > 1 { queue.pop_front().unwrap() } else { queue.front().cloned().expect("nothing to say") }
    };
    let (text, terminal, hang) = match say {
        Say::Text(text) => (text, true, false),
        Say::Hang(text) => (text, false, true),
        Say::Cut(text) => (text, false, false),
        Say::Refuse(status, message) => {
            let body = json!({"error": {"message": message, "type": "invalid_request_error"}}).to_string();
            return Response::builder().status(status).body(Body::from(body)).unwrap();
        }
    };
    let pieces: Vec<String> = text.split_inclusive(' ').map(str::to_owned).collect();
    let mut frames: Vec<String> =
        pieces.iter().map(|piece| if is_local { ollama_delta(piece) } else { responses_delta(piece) }).collect();
    if terminal {
        frames.push(if is_local { ollama_end() } else { responses_end() });
    }
    *shared.open.lock().unwrap() += 1;
    let open = Open(shared);
    let frames = futures::stream::iter(frames).map(move |frame| {
        let _keep = &open;
        Ok::<_, std::io::Error>(Bytes::from(frame))
    });
    let body =
        if hang { Body::from_stream(frames.chain(futures::stream::pending())) } else { Body::from_stream(frames) };
    let kind = if is_local { "application/x-ndjson" } else { "text/event-stream" };
    Response::builder().header("content-type", kind).body(body).unwrap()
}

fn ollama_delta(text: &str) -> String {
    json!({"model": "gemma4:e4b", "message": {"role": "assistant", "content": text}, "done": false}).to_string() + "\n"
}

fn ollama_end() -> String {
    json!({"model": "gemma4:e4b", "message": {"role": "assistant", "content": ""}, "done": true, "done_reason": "stop",
           "prompt_eval_count": 100, "eval_count": 20})
    .to_string()
        + "\n"
}

fn event(value: &Value) -> String {
    format!("event: {}\ndata: {value}\n\n", value["type"].as_str().unwrap())
}

fn responses_delta(text: &str) -> String {
    event(&json!({"type": "response.output_text.delta", "delta": text}))
}

fn responses_end() -> String {
    event(&json!({"type": "response.completed", "response": {"status": "completed", "model": "gpt-5.4",
        "usage": {"input_tokens": 200, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 40,
                  "output_tokens_details": {"reasoning_tokens": 8}, "total_tokens": 240}}}))
}
