//! Ollama's native `/api/chat` (api/types.go, server/routes.go of v0.33). Not its `/v1`, which loses the text of an error in
//! mid-stream and has no `num_ctx`.
//!
//! `truncate:false` and `shift:false` always: otherwise Ollama drops the oldest of a long prompt, or half the window,
//! without a word. Options that make it reload the model (`num_ctx`) belong to the settings and stay constant.

use serde_json::{Map, Value, json};
use url::Url;

use super::call::{Call, Think};
use super::event::{Completion, FailureKind, Finish, ModelEvent, Usage};
use super::failure::Words;
use super::logprob;
use super::ndjson::NdjsonParser;
use super::protocol::{
    Decoder, Framed, Framing, Protocol, Reader, Texts, Trouble, chat_messages, common_headers, count_at, has_error,
    join, put_given, text_at,
};
use crate::boundary::request::Draft;

/// What the settings say about a model on an Ollama server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OllamaOptions {
    /// Context window in tokens.
    pub num_ctx: u32,
    /// How long the model stays loaded, as written: `5m`, `-1`, `3600`.
    pub keep_alive: Option<String>,
    /// Whether the model has the capability `thinking` (from `/api/show`); `Some(false)` leaves `think` out, which such a
    /// model would refuse. `None` = not known.
    pub thinks: Option<bool>,
}

/// The protocol for one model.
#[derive(Debug, Clone)]
pub struct Ollama {
    endpoint: Url,
    model: String,
    options: OllamaOptions,
}

impl Ollama {
    /// For `model` on the server at `base` (no `/api`).
    #[must_use]
    pub fn new(base: &Url, model: &str, options: OllamaOptions) -> Self {
        Self { endpoint: join(base, "api/chat"), model: model.to_owned(), options }
    }

    fn keep_alive(&self) -> Option<Value> {
        let text = self.options.keep_alive.as_deref()?.trim();
        Some(text.parse::<i64>().map_or_else(|_| json!(text), |seconds| json!(seconds)))
    }
}

impl Protocol for Ollama {
    fn name(&self) -> &'static str {
        "Ollama /api/chat"
    }

    fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    fn draft(&self, call: &Call) -> Draft {
        let (messages, text_fields) = chat_messages(call);
        let mut options = Map::new();
        options.insert("num_ctx".into(), json!(self.options.num_ctx));
        let given = [
            ("temperature", call.temperature.map(|value| json!(value))),
            ("seed", call.seed.map(|value| json!(value))),
            ("num_predict", call.max_output_tokens.map(|value| json!(value))),
        ];
        put_given(&mut options, given);
        let mut body = Map::new();
        body.insert("model".into(), json!(self.model));
        body.insert("messages".into(), json!(messages));
        for (name, value) in [("stream", true), ("truncate", false), ("shift", false)] {
            body.insert(name.into(), json!(value));
        }
        body.insert("options".into(), Value::Object(options));
        let think = call.think.filter(|_| self.options.thinks != Some(false)).map(|think| match think {
            Think::Off => json!(false),
            Think::On => json!(true),
            level => json!(level),
        });
        let given = [
            ("think", think),
            ("format", call.schema.as_ref().map(|schema| schema.schema.clone())),
            ("keep_alive", self.keep_alive()),
            ("logprobs", call.top_logprobs.map(|_| json!(true))),
            ("top_logprobs", call.top_logprobs.map(|count| json!(count))),
        ];
        put_given(&mut body, given);
        Draft {
            destination: self.endpoint.clone(),
            headers: common_headers("application/x-ndjson"),
            body: Value::Object(body),
            text_fields,
        }
    }

    fn decoder(&self, _: &[u8]) -> Box<dyn Decoder> {
        Box::new(Framed::new(self, Framing::Ndjson(NdjsonParser::default()), OllamaReader::default()))
    }

    fn advice(&self, failure: Option<FailureKind>, words: &str) -> String {
        let model = &self.model;
        match failure {
            None => "Start it with `ollama serve`, or set OLLAMA_HOST to where it runs".to_owned(),
            Some(FailureKind::NotFound) if words.contains("model") => {
                format!("Run `ollama pull {model}`, or choose one that `ollama list` shows.")
            }
            Some(FailureKind::NotFound) => "Is this an Ollama server? Set OLLAMA_HOST to its address.".to_owned(),
            Some(FailureKind::ContextLength) => {
                format!("Shorten the context, or raise `num_ctx` (now {}).", self.options.num_ctx)
            }
            Some(FailureKind::BadRequest) if words.contains("does not support thinking") => {
                format!("Leave `think` out of the stage, or choose a model that thinks instead of {model}.")
            }
            Some(FailureKind::Auth) => {
                format!("Ollama forwards {model} to a remote host: choose a model that runs on this machine.")
            }
            Some(FailureKind::Overload) => {
                "Its queue is full or the model is loading: try again in a moment.".to_owned()
            }
            Some(FailureKind::Server) => "The server's own log (`ollama serve`) says more.".to_owned(),
            Some(_) => String::new(),
        }
    }
}

#[derive(Debug, Default)]
struct OllamaReader {
    texts: Texts,
    /// Thinking began and no answer has come: records without any text (the server buffers) belong to it.
    thinking: bool,
}

impl Reader for OllamaReader {
    fn record(&mut self, _: &str, data: &str, out: &mut Vec<ModelEvent>) -> Result<(), Trouble> {
        let value: Value = serde_json::from_str(data)
            .ok()
            .filter(Value::is_object)
            .ok_or_else(|| Trouble::Garbled("a line is not a JSON object".to_owned()))?;
        if has_error(&value) {
            return Err(Trouble::Broke(Words::of_json(&value).unwrap_or_default()));
        }
        let thinking = text_at(&value, "/message/thinking");
        let answer = text_at(&value, "/message/content");
        self.thinking = answer.is_empty() && (self.thinking || !thinking.is_empty());
        self.texts.thinking(thinking, out);
        self.texts.answer(answer, out);
        out.extend(logprob::event(value.get("logprobs"), self.thinking));
        if value.get("done").and_then(Value::as_bool) == Some(true) {
            let finish = match text_at(&value, "/done_reason") {
                "length" => Finish::Length,
                _ => Finish::Stop,
            };
            let (input, output) = (count_at(&value, "/prompt_eval_count"), count_at(&value, "/eval_count"));
            let usage = (input.is_some() || output.is_some()).then(|| Usage {
                input: input.unwrap_or(0),
                output: output.unwrap_or(0),
                ..Usage::default()
            });
            let model = Some(text_at(&value, "/model")).filter(|name| !name.is_empty());
            let model = model.map(|name| crate::text::clean::clean(name).into_owned());
            out.push(ModelEvent::Finished(Completion { finish, usage, model, service_tier: None }));
        }
        Ok(())
    }

    fn missing(&self) -> String {
        "its record `done` never came (Ollama before 0.34 stops like this when a model repeats itself)".to_owned()
    }
}
