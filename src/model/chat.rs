//! Chat completions as OpenAI defined and llama.cpp, vLLM, LM Studio and Azure speak them (`/v1/chat/completions`).
//!
//! The terminal record is `[DONE]` after a `finish_reason`: all these servers send it, and a body that ends without it may
//! have lost its end, whatever came before. The usage record stands between the two.
//!
//! Two dialects, told apart by host. OpenAI and Azure get `max_completion_tokens`, `store:false` and `verbosity`; everybody
//! else gets `max_tokens`, which all of them know, and `chat_template_kwargs.enable_thinking` where a stage says how to think.

use serde_json::{Map, Value, json};
use url::Url;

use super::call::{Call, Think};
use super::event::{Completion, FailureKind, Finish, ModelEvent, Usage};
use super::logprob;
use super::protocol::{
    Decoder, Framed, Framing, Protocol, Reader, Texts, Trouble, chat_messages, count_at, error_record, event_json,
    has_error, join, put_given, text_at,
};
use super::responses::{Account, advice, headers, takes_sampling};
use super::sse::SseParser;
use crate::boundary::request::Draft;
use crate::text::clean::clean;

/// The protocol for one model.
#[derive(Debug, Clone)]
pub struct Chat {
    endpoint: Url,
    model: String,
}

impl Chat {
    /// For `model` on the server at `base` (`/v1` included).
    #[must_use]
    pub fn new(base: &Url, model: &str) -> Self {
        Self { endpoint: join(base, "chat/completions"), model: model.to_owned() }
    }

    fn is_openai(&self) -> bool {
        self.endpoint.host_str().is_some_and(|host| {
            host == "api.openai.com" || host.ends_with(".api.openai.com") || host.ends_with(".openai.azure.com")
        })
    }
}

impl Protocol for Chat {
    fn name(&self) -> &'static str {
        "OpenAI /v1/chat/completions"
    }

    fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    fn draft(&self, call: &Call) -> Draft {
        let openai = self.is_openai();
        let sampling = takes_sampling(&self.model, call.effort);
        let (messages, text_fields) = chat_messages(call);
        let mut body = Map::new();
        body.insert("model".into(), json!(self.model));
        body.insert("messages".into(), json!(messages));
        body.insert("stream".into(), json!(true));
        let schema = call.schema.as_ref().map(|schema| {
            let schema = json!({ "name": schema.name, "strict": true, "schema": schema.schema });
            json!({ "type": "json_schema", "json_schema": schema })
        });
        let top_logprobs = call.top_logprobs.filter(|_| sampling);
        let stream_options = if openai {
            json!({ "include_usage": true, "include_obfuscation": false })
        } else {
            json!({ "include_usage": true })
        };
        let template = call.think.filter(|_| !openai).map(|think| json!({ "enable_thinking": think != Think::Off }));
        let given = [
            ("stream_options", Some(stream_options)),
            ("store", openai.then_some(Value::Bool(false))),
            (
                if openai { "max_completion_tokens" } else { "max_tokens" },
                call.max_output_tokens.map(|value| json!(value)),
            ),
            ("temperature", call.temperature.filter(|_| sampling).map(|value| json!(value))),
            ("seed", call.seed.map(|value| json!(value))),
            ("reasoning_effort", call.effort.map(|effort| json!(effort))),
            ("verbosity", call.verbosity.filter(|_| openai).map(|verbosity| json!(verbosity))),
            ("response_format", schema),
            ("logprobs", top_logprobs.map(|_| json!(true))),
            ("top_logprobs", top_logprobs.map(|count| json!(count))),
            ("chat_template_kwargs", template),
        ];
        put_given(&mut body, given);
        Draft {
            destination: self.endpoint.clone(),
            headers: headers(&Account::default()),
            body: Value::Object(body),
            text_fields,
        }
    }

    fn decoder(&self, _: &[u8]) -> Box<dyn Decoder> {
        Box::new(Framed::new(self, Framing::Sse(SseParser::default()), ChatReader::default()))
    }

    fn advice(&self, failure: Option<FailureKind>, words: &str) -> String {
        advice(&self.endpoint, &self.model, failure, words)
    }
}

#[derive(Debug, Default)]
struct ChatReader {
    texts: Texts,
    refused: bool,
    finish: Option<Finish>,
    usage: Option<Usage>,
    model: Option<String>,
    service_tier: Option<String>,
}

impl Reader for ChatReader {
    fn record(&mut self, event: &str, data: &str, out: &mut Vec<ModelEvent>) -> Result<(), Trouble> {
        if data.trim() == "[DONE]" {
            let finish = self
                .finish
                .ok_or_else(|| Trouble::Short("the server said [DONE] without a finish reason".to_owned()))?;
            let finish = if self.refused && finish == Finish::Stop { Finish::Refusal } else { finish };
            let (model, service_tier) = (self.model.take(), self.service_tier.take());
            out.push(ModelEvent::Finished(Completion { finish, usage: self.usage, model, service_tier }));
            return Ok(());
        }
        let value = event_json(event, data)?;
        let failed = event == "error"
            || text_at(&value, "/object") == "error"
            || text_at(&value, "/type") == "error"
            || has_error(&value);
        if failed {
            return Err(error_record(&value));
        }
        self.keep("/model", &value);
        self.keep("/service_tier", &value);
        if let Some(usage) = value.get("usage").filter(|usage| usage.is_object()) {
            self.usage = Some(Usage {
                input: count_at(usage, "/prompt_tokens").unwrap_or(0),
                cached: count_at(usage, "/prompt_tokens_details/cached_tokens").unwrap_or(0),
                output: count_at(usage, "/completion_tokens").unwrap_or(0),
                reasoning: count_at(usage, "/completion_tokens_details/reasoning_tokens").unwrap_or(0),
            });
        }
        let choices = value.get("choices").and_then(Value::as_array).into_iter().flatten();
        for choice in choices.filter(|choice| count_at(choice, "/index").unwrap_or(0) == 0) {
            self.choice(choice, out);
        }
        Ok(())
    }

    fn missing(&self) -> String {
        let came = if self.finish.is_some() { "a finish reason came, but " } else { "" };
        format!("{came}its final record `[DONE]` never came")
    }
}

impl ChatReader {
    fn keep(&mut self, path: &str, value: &Value) {
        let text = text_at(value, path);
        if !text.is_empty() {
            let slot = if path == "/model" { &mut self.model } else { &mut self.service_tier };
            *slot = Some(clean(text).into_owned());
        }
    }

    fn choice(&mut self, choice: &Value, out: &mut Vec<ModelEvent>) {
        let thinking = ["/delta/reasoning_content", "/delta/reasoning"].map(|path| text_at(choice, path));
        let thinking = thinking.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
        let answer = text_at(choice, "/delta/content");
        let refusal = text_at(choice, "/delta/refusal");
        self.refused |= !refusal.is_empty();
        self.texts.thinking(thinking, out);
        self.texts.answer(answer, out);
        self.texts.answer(refusal, out);
        let of_thinking = answer.is_empty() && !thinking.is_empty();
        out.extend(logprob::event(choice.pointer("/logprobs/content"), of_thinking));
        match text_at(choice, "/finish_reason") {
            "" => {}
            "length" | "max_tokens" => self.finish = Some(Finish::Length),
            "content_filter" => self.finish = Some(Finish::Filter),
            _ => self.finish = Some(Finish::Stop),
        }
    }
}
