//! What a protocol is: how a [`Call`] is spelled as a request, and how the bytes of the answer are read. Pure: no sockets,
//! no clock, no keys. One file per protocol implements it: [`super::ollama`], [`super::responses`], [`super::chat`].

use std::fmt::Debug;

use serde_json::{Map, Value, json};
use url::Url;

use super::call::Call;
use super::event::{FailureKind, ModelError, ModelEvent};
use super::failure::Words;
use super::key::host_of;
use super::ndjson::NdjsonParser;
use super::sse::SseParser;
use crate::boundary::request::Draft;
use crate::text::clean::Cleaner;

/// One spelling of calls and answers, for one model on one server.
pub trait Protocol: Debug + Send + Sync {
    /// What errors call it: `Ollama /api/chat`.
    fn name(&self) -> &'static str;
    /// Where requests go.
    fn endpoint(&self) -> &Url;
    /// The request for a call, without the key.
    fn draft(&self, call: &Call) -> Draft;
    /// A decoder for one answer with status 200 to the body `sent`.
    fn decoder(&self, sent: &[u8]) -> Box<dyn Decoder>;
    /// What to do about a failure; `None` where the server cannot be reached. May be empty.
    fn advice(&self, failure: Option<FailureKind>, words: &str) -> String;

    /// The error of an answer with another status. The server's words still have to be redacted.
    fn error(&self, status: u16, body: &[u8]) -> ModelError {
        let words = Words::of_body(body);
        let kind = words.kind(status);
        let advice = self.advice(Some(kind), &words.message);
        ModelError::Status { place: host_of(self.endpoint()), status, kind, message: words.sentence(), advice }
    }
}

/// Reads the bytes of one answer, in any split.
pub trait Decoder: Send {
    /// Feeds bytes; appends what they say to `out`. After [`ModelEvent::Finished`] nothing more is said.
    ///
    /// # Errors
    /// [`ModelError::MidStream`], [`ModelError::Protocol`] or [`ModelError::Truncated`]; what came before is in `out`.
    fn feed(&mut self, bytes: &[u8], out: &mut Vec<ModelEvent>) -> Result<(), ModelError>;
    /// Why a stream that ended here, without [`ModelEvent::Finished`], is no answer.
    fn end(&self) -> ModelError;
}

/// What a record says that is not an event.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// An error record.
    Broke(Words),
    /// Not the protocol: what was wrong, without the payload.
    Garbled(String),
    /// The end was announced, but something it needs never came.
    Short(String),
}

/// Reads the records of one protocol.
pub(super) trait Reader: Send {
    /// One record; `event` is empty for protocols that have none.
    fn record(&mut self, event: &str, data: &str, out: &mut Vec<ModelEvent>) -> Result<(), Trouble>;
    /// What is missing when the stream ends here.
    fn missing(&self) -> String;
}

/// How records are cut out of bytes.
#[derive(Debug)]
pub(super) enum Framing {
    Sse(SseParser),
    Ndjson(NdjsonParser),
}

impl Framing {
    /// Whether these first bytes could begin such a stream.
    fn could_begin(&self, head: &[u8]) -> bool {
        let starts: &[&[u8]] = match self {
            Self::Sse(_) => &[b"data:", b"event:", b":", b"id:", b"retry:", b"error:"],
            Self::Ndjson(_) => &[b"{"],
        };
        let head = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head).trim_ascii_start();
        starts.iter().any(|start| head.starts_with(start) || start.starts_with(head))
    }

    fn is_pending(&self) -> bool {
        match self {
            Self::Sse(parser) => parser.is_pending(),
            Self::Ndjson(parser) => parser.is_pending(),
        }
    }
}

/// A decoder made of a framing and a reader.
pub(super) struct Framed<R> {
    framing: Framing,
    reader: R,
    place: String,
    protocol: &'static str,
    /// The first bytes, until a record came: they tell a cut stream from something else altogether.
    head: Vec<u8>,
    seen_record: bool,
    finished: bool,
}

/// Bytes kept to tell what an answer without records was.
const HEAD_LIMIT: usize = 4096;

impl<R: Reader> Framed<R> {
    pub(super) fn new(protocol: &dyn Protocol, framing: Framing, reader: R) -> Self {
        let (place, protocol) = (host_of(protocol.endpoint()), protocol.name());
        Self { framing, reader, place, protocol, head: Vec::new(), seen_record: false, finished: false }
    }

    fn record(&mut self, event: &str, data: &str, out: &mut Vec<ModelEvent>) -> Result<(), ModelError> {
        self.seen_record = true;
        if self.finished {
            return Ok(());
        }
        let read = self.reader.record(event, data, out);
        self.finished = matches!(out.last(), Some(ModelEvent::Finished(_)));
        read.map_err(|trouble| match trouble {
            Trouble::Broke(words) => ModelError::MidStream { place: self.place.clone(), message: words.sentence() },
            Trouble::Garbled(detail) => self.garbled(detail),
            Trouble::Short(detail) => ModelError::Truncated { place: self.place.clone(), detail },
        })
    }

    fn garbled(&self, detail: String) -> ModelError {
        ModelError::Protocol { place: self.place.clone(), protocol: self.protocol.to_owned(), detail }
    }
}

impl<R: Reader> Decoder for Framed<R> {
    fn feed(&mut self, bytes: &[u8], out: &mut Vec<ModelEvent>) -> Result<(), ModelError> {
        if !self.seen_record {
            let room = HEAD_LIMIT.saturating_sub(self.head.len());
            self.head.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        }
        let (fed, records) = match &mut self.framing {
            Framing::Sse(parser) => {
                let mut records = Vec::new();
                let fed = parser.feed(bytes, &mut records);
                (fed, records.into_iter().map(|record| (record.event, record.data)).collect::<Vec<_>>())
            }
            Framing::Ndjson(parser) => {
                let mut records = Vec::new();
                let fed = parser.feed(bytes, &mut records);
                (fed, records.into_iter().map(|record| (String::new(), record)).collect())
            }
        };
        for (event, data) in records {
            self.record(&event, &data, out)?;
        }
        if self.finished {
            return Ok(());
        }
        fed.map_err(|oversize| self.garbled(oversize.to_string()))
    }

    fn end(&self) -> ModelError {
        let truncated = |detail: String| ModelError::Truncated { place: self.place.clone(), detail };
        if self.head.is_empty() {
            return truncated("the stream ended before anything came".to_owned());
        }
        if !self.seen_record {
            let whole = serde_json::from_slice::<Value>(&self.head).ok();
            if let Some(words) = whole.as_ref().filter(|body| body.get("error").is_some()).and_then(Words::of_json) {
                return ModelError::MidStream { place: self.place.clone(), message: words.sentence() };
            }
            if whole.is_some() && matches!(self.framing, Framing::Sse(_)) {
                return self.garbled("it sent one JSON document instead of a stream".to_owned());
            }
            if !self.framing.could_begin(&self.head) {
                return self.garbled("what it sent is not a stream of this protocol".to_owned());
            }
        }
        let at = if self.framing.is_pending() { "in the middle of a record" } else { "too early" };
        truncated(format!("the stream ended {at}: {}", self.reader.missing()))
    }
}

/// The two texts of an answer on their way out, cleaned across pieces.
#[derive(Debug, Default)]
pub(super) struct Texts {
    answer: Cleaner,
    thinking: Cleaner,
    /// Whether any answer came.
    pub(super) answered: bool,
}

impl Texts {
    pub(super) fn answer(&mut self, text: &str, out: &mut Vec<ModelEvent>) {
        self.answered |= !text.is_empty();
        let text = self.answer.push(text);
        if !text.is_empty() {
            out.push(ModelEvent::Answer(text));
        }
    }

    pub(super) fn thinking(&mut self, text: &str, out: &mut Vec<ModelEvent>) {
        let text = self.thinking.push(text);
        if !text.is_empty() {
            out.push(ModelEvent::Thinking(text));
        }
    }
}

/// The text at a path of keys; empty where there is none.
pub(super) fn text_at<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

/// The count at a path of keys.
pub(super) fn count_at(value: &Value, path: &str) -> Option<u64> {
    value.pointer(path).and_then(Value::as_u64)
}

/// A call's system prompt and messages as the one list of a chat, with the JSON pointers of their texts in the body.
pub(super) fn chat_messages(call: &Call) -> (Vec<Value>, Vec<String>) {
    let system = call.system.iter().map(|text| json!({ "role": "system", "content": text }));
    let messages: Vec<Value> = system.chain(call.messages.iter().map(|message| json!(message))).collect();
    let text_fields = (0..messages.len()).map(|at| format!("/messages/{at}/content")).collect();
    (messages, text_fields)
}

/// Puts those fields into a body that have a value.
pub(super) fn put_given<const N: usize>(body: &mut Map<String, Value>, fields: [(&str, Option<Value>); N]) {
    body.extend(fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
}

/// The JSON of a server-sent event. Some servers put bare words into an event of the name `error`.
pub(super) fn event_json(event: &str, data: &str) -> Result<Value, Trouble> {
    serde_json::from_str(data).map_err(|_| match event {
        "error" => Trouble::Broke(Words::plain(data)),
        _ => Trouble::Garbled("the data of an event is not JSON".to_owned()),
    })
}

/// The trouble of an error record.
pub(super) fn error_record(value: &Value) -> Trouble {
    Trouble::Broke(Words::of_json(value).unwrap_or_else(|| Words::plain("an error without words")))
}

/// Whether a record has an `error` that is one: some servers send `null` with every record.
pub(super) fn has_error(value: &Value) -> bool {
    value.get("error").is_some_and(|error| !error.is_null())
}

/// Headers every request carries; the key and what HTTP itself needs come on top.
pub(super) fn common_headers(accept: &str) -> Vec<(String, String)> {
    [
        ("content-type", "application/json"),
        ("accept", accept),
        ("user-agent", concat!("fogline/", env!("CARGO_PKG_VERSION"))),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// `base` with `path` appended; `base` may or may not end with a slash.
pub(super) fn join(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    let joined = format!("{}/{}", url.path().trim_end_matches('/'), path.trim_start_matches('/'));
    url.set_path(&joined);
    url
}
