//! OpenAI's Responses API (`/v1/responses`, openai-openapi 2.3).
//!
//! `store:false` always, and no obfuscation padding. Reasoning models from GPT-5 on take `temperature` and log-probabilities
//! only without reasoning: with an effort other than `none` they are left out. Responses has no `seed`: it is left out.

use std::collections::HashSet;

use serde_json::{Map, Value, json};
use url::Url;

use super::call::{Call, Effort};
use super::event::{Completion, FailureKind, Finish, ModelEvent, Usage};
use super::failure::Words;
use super::logprob;
use super::protocol::{
    Decoder, Framed, Framing, Protocol, Reader, Texts, Trouble, common_headers, count_at, error_record, event_json,
    has_error, join, put_given, text_at,
};
use super::sse::SseParser;
use crate::boundary::request::Draft;
use crate::text::clean::clean;

/// Headers that name the payer: `OPENAI_ORG_ID` and `OPENAI_PROJECT_ID`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Sent as `openai-organization`.
    pub organization: Option<String>,
    /// Sent as `openai-project`.
    pub project: Option<String>,
}

/// The protocol for one model.
#[derive(Debug, Clone)]
pub struct Responses {
    endpoint: Url,
    model: String,
    account: Account,
}

impl Responses {
    /// For `model` on the server at `base` (`/v1` included).
    #[must_use]
    pub fn new(base: &Url, model: &str, account: Account) -> Self {
        Self { endpoint: join(base, "responses"), model: model.to_owned(), account }
    }
}

/// Whether a model of this name takes sampling parameters at this effort. GPT-5.1 and later: only without reasoning
/// (OpenAI, latest-model guide). A model that reasons by default and is asked for no effort answers with its own error.
pub(super) fn takes_sampling(model: &str, effort: Option<Effort>) -> bool {
    let name = model.rsplit('/').next().unwrap_or(model).to_ascii_lowercase();
    let generation = name.strip_prefix("gpt-").and_then(|rest| rest.split(['.', '-']).next()?.parse::<u32>().ok());
    let o_series = name.strip_prefix('o').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let reasons = o_series || generation.is_some_and(|number| (5..100).contains(&number));
    !reasons || matches!(effort, None | Some(Effort::None))
}

/// Account headers on top of the common ones.
pub(super) fn headers(account: &Account) -> Vec<(String, String)> {
    let mut headers = common_headers("text/event-stream");
    let named = [("openai-organization", &account.organization), ("openai-project", &account.project)];
    headers.extend(named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?))));
    headers
}

impl Protocol for Responses {
    fn name(&self) -> &'static str {
        "OpenAI /v1/responses"
    }

    fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    fn draft(&self, call: &Call) -> Draft {
        let sampling = takes_sampling(&self.model, call.effort);
        let mut body = Map::new();
        body.insert("model".into(), json!(self.model));
        if let Some(system) = &call.system {
            body.insert("instructions".into(), json!(system));
        }
        body.insert("input".into(), json!(call.messages));
        for (name, value) in [("stream", true), ("store", false)] {
            body.insert(name.into(), json!(value));
        }
        body.insert("stream_options".into(), json!({ "include_obfuscation": false }));
        body.insert("truncation".into(), json!("disabled"));
        let mut text = Map::new();
        if let Some(verbosity) = call.verbosity {
            text.insert("verbosity".into(), json!(verbosity));
        }
        if let Some(schema) = &call.schema {
            let format = json!({ "type": "json_schema", "name": schema.name, "strict": true, "schema": schema.schema });
            text.insert("format".into(), format);
        }
        let top_logprobs = call.top_logprobs.filter(|_| sampling);
        let given = [
            ("reasoning", call.effort.map(reasoning)),
            ("text", (!text.is_empty()).then_some(Value::Object(text))),
            ("max_output_tokens", call.max_output_tokens.map(|value| json!(value))),
            ("temperature", call.temperature.filter(|_| sampling).map(|value| json!(value))),
            ("include", top_logprobs.map(|_| json!(["message.output_text.logprobs"]))),
            ("top_logprobs", top_logprobs.map(|count| json!(count))),
        ];
        put_given(&mut body, given);
        let instructions = call.system.iter().map(|_| "/instructions".to_owned());
        let text_fields =
            instructions.chain((0..call.messages.len()).map(|at| format!("/input/{at}/content"))).collect();
        Draft {
            destination: self.endpoint.clone(),
            headers: headers(&self.account),
            body: Value::Object(body),
            text_fields,
        }
    }

    fn decoder(&self, sent: &[u8]) -> Box<dyn Decoder> {
        let sent = serde_json::from_slice::<Value>(sent).unwrap_or_default();
        let reader = ResponsesReader { limit: count_at(&sent, "/max_output_tokens"), ..ResponsesReader::default() };
        Box::new(Framed::new(self, Framing::Sse(SseParser::default()), reader))
    }

    fn advice(&self, failure: Option<FailureKind>, words: &str) -> String {
        advice(&self.endpoint, &self.model, failure, words)
    }
}

fn reasoning(effort: Effort) -> Value {
    if effort == Effort::None { json!({ "effort": effort }) } else { json!({ "effort": effort, "summary": "auto" }) }
}

/// Advice for OpenAI itself and for servers that speak its protocols.
pub(super) fn advice(endpoint: &Url, model: &str, failure: Option<FailureKind>, words: &str) -> String {
    let openai = endpoint.host_str().is_some_and(|host| host == "api.openai.com" || host.ends_with(".api.openai.com"));
    match failure {
        None if openai => "Check the network (and HTTPS_PROXY, if one is needed)".to_owned(),
        None => "Start the server, or correct the URL in the model's name".to_owned(),
        Some(FailureKind::Auth) if openai => {
            "Set OPENAI_API_KEY to a valid key that may use this model (and OPENAI_PROJECT_ID, if it is bound to one)."
                .to_owned()
        }
        Some(FailureKind::Auth) => {
            "Check this server's key: OPENAI_API_KEY where OPENAI_BASE_URL names it, else `api_key_env` of its \
             [[servers.compat]] in the settings."
                .to_owned()
        }
        Some(FailureKind::Billing) => {
            "No retry will help: add credit or raise the limit in the account's billing settings.".to_owned()
        }
        Some(FailureKind::RateLimit) => "Wait a little, or choose a smaller model.".to_owned(),
        Some(FailureKind::Overload) => "The server is overloaded or still loading: try again in a moment.".to_owned(),
        Some(FailureKind::NotFound) if words.contains("model") => {
            format!("Check the name `{model}`: `{}` lists what there is.", models_url(endpoint))
        }
        Some(FailureKind::NotFound) => format!("Nothing is served at {endpoint}: the base URL should end with `/v1`."),
        Some(FailureKind::ContextLength) => format!("Shorten the context: {model} cannot hold it."),
        Some(FailureKind::BadRequest | FailureKind::Server) => String::new(),
    }
}

fn models_url(endpoint: &Url) -> String {
    let url = endpoint.as_str();
    let base = url.strip_suffix("/responses").or_else(|| url.strip_suffix("/chat/completions")).unwrap_or(url);
    format!("{base}/models")
}

#[derive(Debug, Default)]
struct ResponsesReader {
    texts: Texts,
    refused: bool,
    /// Output items that are commentary, not the answer (`phase`).
    commentary: HashSet<String>,
    /// The `max_output_tokens` asked for: servers other than OpenAI's call a reply `completed` that they cut there.
    limit: Option<u64>,
}

impl Reader for ResponsesReader {
    fn record(&mut self, event: &str, data: &str, out: &mut Vec<ModelEvent>) -> Result<(), Trouble> {
        if data.trim() == "[DONE]" {
            return Err(Trouble::Short("the server said [DONE] without its record `response.completed`".to_owned()));
        }
        let value = event_json(event, data)?;
        let kind = Some(text_at(&value, "/type")).filter(|kind| !kind.is_empty()).unwrap_or(event);
        match kind {
            "response.output_text.delta" => {
                let commentary = self.commentary.contains(text_at(&value, "/item_id"));
                if commentary {
                    self.texts.thinking(text_at(&value, "/delta"), out);
                } else {
                    self.texts.answer(text_at(&value, "/delta"), out);
                }
                out.extend(logprob::event(value.get("logprobs"), commentary));
            }
            "response.refusal.delta" => {
                self.refused = true;
                self.texts.answer(text_at(&value, "/delta"), out);
            }
            "response.reasoning_summary_text.delta" | "response.reasoning_text.delta" => {
                self.texts.thinking(text_at(&value, "/delta"), out);
            }
            "response.reasoning_summary_part.added" if count_at(&value, "/summary_index").unwrap_or(0) > 0 => {
                self.texts.thinking("\n\n", out);
            }
            "response.output_item.added" if text_at(&value, "/item/phase") == "commentary" => {
                self.commentary.insert(text_at(&value, "/item/id").to_owned());
            }
            "response.completed" | "response.incomplete" => self.terminal(&value, out),
            "response.failed" | "response.cancelled" => {
                let response = value.get("response").unwrap_or(&value);
                let words = Words::of_json(response);
                return Err(Trouble::Broke(
                    words.unwrap_or_else(|| Words::plain("the server gave up on the response")),
                ));
            }
            _ if kind == "error" || event == "error" || has_error(&value) => return Err(error_record(&value)),
            _ => {}
        }
        Ok(())
    }

    fn missing(&self) -> String {
        "its record `response.completed` never came".to_owned()
    }
}

impl ResponsesReader {
    fn terminal(&mut self, value: &Value, out: &mut Vec<ModelEvent>) {
        let response = value.get("response").unwrap_or(value);
        if !self.texts.answered {
            self.whole_text(response, out);
        }
        let incomplete =
            text_at(value, "/type") == "response.incomplete" || text_at(response, "/status") == "incomplete";
        let usage = response.get("usage").filter(|usage| usage.is_object()).map(|usage| Usage {
            input: count_at(usage, "/input_tokens").unwrap_or(0),
            cached: count_at(usage, "/input_tokens_details/cached_tokens").unwrap_or(0),
            output: count_at(usage, "/output_tokens").unwrap_or(0),
            reasoning: count_at(usage, "/output_tokens_details/reasoning_tokens").unwrap_or(0),
        });
        let at_limit = self.limit.is_some_and(|limit| usage.is_some_and(|usage| usage.output >= limit));
        let finish = match text_at(response, "/incomplete_details/reason") {
            "content_filter" if incomplete => Finish::Filter,
            _ if incomplete || at_limit => Finish::Length,
            _ if self.refused => Finish::Refusal,
            _ => Finish::Stop,
        };
        let word = |path: &str| Some(text_at(response, path)).filter(|text| !text.is_empty());
        out.push(ModelEvent::Finished(Completion {
            finish,
            usage,
            model: word("/model").map(|name| clean(name).into_owned()),
            service_tier: word("/service_tier").map(|tier| clean(tier).into_owned()),
        }));
    }

    /// The answer of a server that sends no deltas, only the whole response at the end.
    fn whole_text(&mut self, response: &Value, out: &mut Vec<ModelEvent>) {
        let items = response.get("output").and_then(Value::as_array).into_iter().flatten();
        let messages =
            items.filter(|item| text_at(item, "/type") == "message" && text_at(item, "/phase") != "commentary");
        for part in messages.filter_map(|item| item.get("content").and_then(Value::as_array)).flatten() {
            self.refused |= text_at(part, "/type") == "refusal";
            self.texts.answer(text_at(part, "/text"), out);
            self.texts.answer(text_at(part, "/refusal"), out);
        }
    }
}
