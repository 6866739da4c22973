//! Ollama's native protocol (api/types.go and server/routes.go of ollama/ollama): NDJSON records, metrics that are
//! absent when zero, headers that wait for the first record.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::Stage;
use crate::rehearsal::frames::{Frame, Plan, Utterance};
use crate::rehearsal::mind::{Asked, Voice};

/// The version the stand-in gives: its suffix tells it from a server.
pub(in crate::rehearsal) const VERSION: &str = "0.33.0-rehearsal";
/// The model it lists.
pub(in crate::rehearsal) const MODEL: &str = "gemma4:e4b";
const CONTEXT: u64 = 131_072;

/// `{"error": …}` with a status.
pub(in crate::rehearsal) fn error(status: u16, message: &str) -> Plan {
    Plan::json(status, &json!({"error": message}))
}

/// The error body of an injected status, in the server's words.
pub(in crate::rehearsal) fn fault(status: u16) -> Plan {
    match status {
        401 => Plan::json(
            401,
            &json!({"error": "unauthorized", "signin_url": "https://ollama.com/connect?name=rehearsal&key=none"}),
        ),
        403 => error(403, "ollama cloud is disabled: remote model is unavailable"),
        404 => error(404, &format!("model '{MODEL}' not found")),
        429 => error(429, "too many requests, slow down").header("retry-after", "1"),
        503 => error(503, "server busy, please try again.  maximum pending requests exceeded"),
        500 => error(
            500,
            "model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details",
        ),
        other => error(other, "injected by the rehearsal"),
    }
}

/// An error record in the middle of a stream.
pub(in crate::rehearsal) fn error_record() -> String {
    let message =
        "an error was encountered while running the model: CUDA error: an illegal memory access was encountered";
    format!("{}\n", json!({"error": message}))
}

/// Parses a body the way Go's decoder complains.
fn parse(body: &[u8]) -> Result<Value, Plan> {
    let text = String::from_utf8_lossy(body);
    if text.trim().is_empty() {
        return Err(error(400, "missing request body"));
    }
    serde_json::from_slice(body).map_err(|failure| {
        if failure.is_eof() {
            return error(400, "unexpected EOF");
        }
        let lines = text.lines().nth(failure.line().saturating_sub(1)).unwrap_or_default();
        let culprit = lines.chars().nth(failure.column().saturating_sub(1)).unwrap_or(' ');
        error(400, &format!("invalid character '{culprit}' looking for beginning of value"))
    })
}

fn details() -> Value {
    json!({"parent_model": "", "format": "gguf", "family": "gemma4", "families": ["gemma4"],
        "parameter_size": "8.0B", "quantization_level": "Q4_K_M"})
}

fn digest() -> String {
    "rehearsal".bytes().chain([0; 23]).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// `GET /api/tags`.
pub(in crate::rehearsal) fn tags(stage: &Stage<'_>) -> Plan {
    Plan::json(
        200,
        &json!({"models": [{"name": MODEL, "model": MODEL, "modified_at": stage.now.to_string(), "size": 9_608_350_718_u64,
            "digest": digest(), "details": details(), "capabilities": ["completion", "tools", "thinking"]}]}),
    )
}

/// `POST /api/show`.
pub(in crate::rehearsal) fn show(stage: &Stage<'_>, body: &[u8]) -> Plan {
    let request = match parse(body) {
        Ok(request) => request,
        Err(plan) => return plan,
    };
    let model = request.get("model").or_else(|| request.get("name")).and_then(Value::as_str).unwrap_or_default();
    if model.is_empty() {
        return error(400, "model is required");
    }
    if Voice::of(model) != Some(Voice::Local) {
        return error(404, &format!("model '{model}' not found"));
    }
    Plan::json(
        200,
        &json!({"modelfile": "# a rehearsal stand-in: there are no weights\n", "parameters": "temperature 1\ntop_k 64\ntop_p 0.95",
            "template": "{{ .Prompt }}", "details": details(), "capabilities": ["completion", "tools", "thinking"],
            "model_info": {"general.architecture": "gemma4", "gemma4.context_length": CONTEXT},
            "modified_at": stage.now.to_string()}),
    )
}

/// `GET /api/ps`: loaded since the first chat, with the context it asked for.
pub(in crate::rehearsal) fn ps(stage: &Stage<'_>, loaded: Option<u64>) -> Plan {
    let models: Vec<Value> = loaded
        .map(|context| {
            let expires = stage.now.checked_add(jiff::SignedDuration::from_secs(300)).unwrap_or(stage.now);
            json!({"name": MODEL, "model": MODEL, "size": 9_608_350_718_u64, "digest": digest(), "details": details(),
                "expires_at": expires.to_string(), "size_vram": 9_608_350_718_u64, "context_length": context})
        })
        .into_iter()
        .collect();
    Plan::json(200, &json!({"models": models}))
}

/// Whether `think` is one Ollama takes, and what it says; absent = a thinking model thinks.
fn thinks(request: &Value) -> Result<bool, Plan> {
    match request.get("think") {
        None | Some(Value::Null) => Ok(true),
        Some(Value::Bool(on)) => Ok(*on),
        Some(Value::String(level)) if matches!(level.as_str(), "low" | "medium" | "high" | "max") => Ok(true),
        Some(other) => {
            let value = other.as_str().map_or_else(|| other.to_string(), str::to_owned);
            Err(error(
                400,
                &format!(
                    "invalid think value: \"{value}\" (must be \"high\", \"medium\", \"low\", \"max\", true, or false)"
                ),
            ))
        }
    }
}

fn overlong(request: &Value, tokens: u64, context: u64) -> Option<Plan> {
    if tokens < context {
        return None;
    }
    if request.get("truncate") == Some(&Value::Bool(false)) {
        let inner = json!({"error": {"code": 400, "message": format!("request ({tokens} tokens) exceeds the available context size ({context} tokens), try increasing it"),
            "type": "exceed_context_size_error", "n_prompt_tokens": tokens, "n_ctx": context}});
        return Some(error(400, &inner.to_string()));
    }
    (request.get("shift") == Some(&Value::Bool(false))).then(|| {
        error(400, "the prompt is longer than the context length currently available to the model; shorten the prompt, or increase the context length")
    })
}

/// The context window a request asks for.
pub(in crate::rehearsal) fn context_of(body: &[u8]) -> u64 {
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    request.pointer("/options/num_ctx").and_then(Value::as_u64).unwrap_or(CONTEXT)
}

/// `POST /api/chat`.
pub(in crate::rehearsal) fn chat(stage: &Stage<'_>, body: &[u8]) -> Plan {
    answer(stage, body).unwrap_or_else(|refusal| refusal)
}

fn answer(stage: &Stage<'_>, body: &[u8]) -> Result<Plan, Plan> {
    let request = parse(body)?;
    let model = request.get("model").and_then(Value::as_str).unwrap_or_default();
    if model.is_empty() {
        return Err(error(400, "model is required"));
    }
    if Voice::of(model) != Some(Voice::Local) {
        return Err(error(404, &format!("model '{model}' not found")));
    }
    let top = request.get("top_logprobs").and_then(Value::as_i64).unwrap_or(0);
    if !(0..=20).contains(&top) {
        return Err(error(400, "top_logprobs must be between 0 and 20"));
    }
    let mut asked = super::asked(Voice::Local, model);
    asked.thinks = thinks(&request)?;
    let streamed = request.get("stream").and_then(Value::as_bool).unwrap_or(true);
    let messages = request.get("messages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let created = |at: Duration| {
        let at = jiff::SignedDuration::try_from(at).unwrap_or_default();
        stage.now.checked_add(at).unwrap_or(stage.now).to_string()
    };
    if messages.is_empty() {
        let reason = if request.get("keep_alive").and_then(Value::as_i64) == Some(0) { "unload" } else { "load" };
        return Ok(Plan::json(
            200,
            &json!({"model": model, "created_at": created(Duration::ZERO), "message": {"role": "assistant", "content": ""},
                "done": true, "done_reason": reason}),
        ));
    }
    super::hear(&mut asked, messages);
    let predicted = request.pointer("/options/num_predict").and_then(Value::as_i64).filter(|limit| *limit >= 0);
    asked.limit = predicted.and_then(|limit| usize::try_from(limit).ok());
    asked.seed = super::seed(request.pointer("/options/seed"));
    asked.schema = request.get("format").filter(|format| format.is_object()).cloned();
    if let Some(refusal) = overlong(&request, asked.input_tokens(), context_of(body)) {
        return Err(refusal);
    }
    let logprobs = request.get("logprobs") == Some(&Value::Bool(true));
    let said = stage.utter(&asked);
    let timeline = stage.timeline(Voice::Local);
    let end = timeline.token(said.len());
    let done = |message: Value| {
        let mut record = Map::new();
        record.insert("model".to_owned(), json!(model));
        record.insert("created_at".to_owned(), json!(created(end)));
        record.insert("message".to_owned(), message);
        record.insert("done".to_owned(), json!(true));
        record.insert("done_reason".to_owned(), json!(if said.cut { "length" } else { "stop" }));
        record.extend(metrics(&asked, &said, timeline.first(), timeline.speaking(said.len())));
        record
    };
    if !streamed {
        let mut message = json!({"role": "assistant", "content": said.answer.concat()});
        if let (Some(map), false) = (message.as_object_mut(), said.thinking.is_empty()) {
            map.insert("thinking".to_owned(), json!(said.thinking.concat()));
        }
        let mut record = done(message);
        if stage.unfinished() {
            // What a server does whose runner gave up quietly.
            record.insert("done".to_owned(), json!(false));
            record.remove("done_reason");
        }
        if logprobs {
            let tokens: Vec<Value> =
                said.answer.iter().map(|token| super::token_logprobs(token, top as u64, said.doubt)).collect();
            record.insert("logprobs".to_owned(), json!(tokens));
        }
        return Ok(Plan::json(200, &Value::Object(record)).at(end));
    }
    let mut frames = Vec::with_capacity(said.len() + 1);
    let pieces = said.thinking.iter().map(|token| (token, true)).chain(said.answer.iter().map(|token| (token, false)));
    for (index, (token, thinking)) in pieces.enumerate() {
        let at = timeline.token(index);
        let message = if thinking {
            json!({"role": "assistant", "content": "", "thinking": token})
        } else {
            json!({"role": "assistant", "content": token})
        };
        let mut record = json!({"model": model, "created_at": created(at), "message": message, "done": false});
        if let (Some(map), true) = (record.as_object_mut(), logprobs) {
            map.insert("logprobs".to_owned(), json!([super::token_logprobs(token, top as u64, said.doubt)]));
        }
        frames.push(line(at, &record, false));
    }
    frames.push(line(end, &Value::Object(done(json!({"role": "assistant", "content": ""}))), true));
    Ok(Plan { status: 200, content_type: "application/x-ndjson", headers: Vec::new(), frames, hold_headers: true })
}

fn line(at: Duration, record: &Value, terminal: bool) -> Frame {
    Frame { at, bytes: Bytes::from(format!("{record}\n")), terminal }
}

/// Metrics; `omitempty`: a zero is absent.
fn metrics(asked: &Asked, said: &Utterance, first: Duration, speaking: Duration) -> Map<String, Value> {
    let nanos = |time: Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    let mut out = Map::new();
    let mut put = |name: &str, value: u64| {
        if value > 0 {
            out.insert(name.to_owned(), json!(value));
        }
    };
    put("total_duration", nanos(first + speaking));
    put("load_duration", nanos(first / 5));
    put("prompt_eval_count", asked.input_tokens());
    put("prompt_eval_duration", nanos(first * 4 / 5));
    put("eval_count", said.len() as u64);
    put("eval_duration", nanos(speaking));
    out
}
