//! Chat completions (`POST /v1/chat/completions`), as OpenAI streams them and as llama.cpp does for a local model that
//! thinks (`delta.reasoning_content`).

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::{Stage, openai};
use crate::rehearsal::frames::{Frame, Plan};
use crate::rehearsal::mind::Voice;

/// An error object in the middle of a stream.
pub(in crate::rehearsal) fn error_record() -> String {
    let error = json!({"error": {"message": "The server had an error while processing your request. Sorry about that!",
        "type": "server_error", "param": null, "code": null}});
    format!("data: {error}\n\n")
}

/// `POST /v1/chat/completions`.
pub(in crate::rehearsal) fn respond(stage: &Stage<'_>, body: &[u8]) -> Plan {
    openai::headers(stage, answer(stage, body).unwrap_or_else(|refusal| refusal))
}

fn answer(stage: &Stage<'_>, body: &[u8]) -> Result<Plan, Plan> {
    let (request, model, voice) = openai::parse(body)?;
    let effort = openai::effort(&model, voice, request.get("reasoning_effort"), "reasoning_effort")?;
    openai::sampling(&request, voice, &effort)?;
    if voice == Voice::Cloud && request.get("max_tokens").is_some_and(|value| !value.is_null()) {
        return Err(openai::unsupported("max_tokens", " Use 'max_completion_tokens' instead."));
    }
    let Some(messages) = request.get("messages").and_then(Value::as_array) else {
        return Err(openai::missing("messages"));
    };
    let mut asked = super::asked(voice, &model);
    let switched_off = request.pointer("/chat_template_kwargs/enable_thinking") == Some(&json!(false));
    asked.thinks = effort != "none" && !switched_off;
    asked.limit =
        super::limit(request.get("max_completion_tokens")).or_else(|| super::limit(request.get("max_tokens")));
    asked.seed = super::seed(request.get("seed"));
    asked.schema = request.pointer("/response_format/json_schema/schema").cloned();
    super::hear(&mut asked, messages);

    let streamed = request.get("stream").and_then(Value::as_bool).unwrap_or(false);
    let wants_usage = request.pointer("/stream_options/include_usage") == Some(&json!(true));
    let padded = voice == Voice::Cloud && request.pointer("/stream_options/include_obfuscation") != Some(&json!(false));
    let logprobs = request.get("logprobs") == Some(&json!(true));
    let top = request.get("top_logprobs").and_then(Value::as_u64).unwrap_or(0).min(20);
    // llama.cpp takes "no alternatives" for "no log-probabilities".
    let logprobs = logprobs && (voice == Voice::Cloud || top > 0);
    let said = stage.utter(&asked);
    let timeline = stage.timeline(voice);
    let end = timeline.token(said.len());
    let (input, output) = (asked.input_tokens(), said.len() as u64);
    let usage = json!({"prompt_tokens": input, "completion_tokens": output, "total_tokens": input + output,
        "prompt_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": said.thinking.len()}});
    let finish = if said.cut { "length" } else { "stop" };
    let id = stage.id("chatcmpl");
    let name = openai::served_name(&model);
    let created = stage.now.as_second();
    // OpenAI never streams reasoning here; the servers of local models do.
    let shows_thinking = voice == Voice::Local;

    if !streamed {
        let mut message = json!({"role": "assistant", "content": said.answer.concat(), "refusal": null});
        if let (Some(map), true) = (message.as_object_mut(), shows_thinking && !said.thinking.is_empty()) {
            map.insert("reasoning_content".to_owned(), json!(said.thinking.concat()));
        }
        let finish = if stage.unfinished() { Value::Null } else { json!(finish) };
        let tokens: Vec<Value> =
            said.answer.iter().map(|token| super::token_logprobs(token, top, said.doubt)).collect();
        let logprobs = if logprobs { json!({"content": tokens, "refusal": null}) } else { Value::Null };
        let choice = json!({"index": 0, "message": message, "logprobs": logprobs, "finish_reason": finish});
        let whole = json!({"id": id, "object": "chat.completion", "created": created, "model": name, "choices": [choice],
            "usage": usage, "service_tier": "default", "system_fingerprint": "fp_rehearsal"});
        return Ok(Plan::json(200, &whole).at(end));
    }

    let mut frames: Vec<Frame> = Vec::with_capacity(said.len() + 4);
    let mut chunk = |at: Duration, choices: Value, usage: Option<&Value>, padding: Option<String>, terminal: bool| {
        let mut chunk = json!({"id": id, "object": "chat.completion.chunk", "created": created, "model": name,
            "choices": choices, "service_tier": "default", "system_fingerprint": "fp_rehearsal"});
        if let Some(map) = chunk.as_object_mut() {
            if wants_usage {
                map.insert("usage".to_owned(), usage.cloned().unwrap_or(Value::Null));
            }
            if let Some(padding) = padding {
                map.insert("obfuscation".to_owned(), json!(padding));
            }
        }
        frames.push(Frame { at, bytes: Bytes::from(format!("data: {chunk}\n\n")), terminal });
    };
    let choice = |delta: Value, logprobs: Value, finish: Value| json!([{"index": 0, "delta": delta, "logprobs": logprobs, "finish_reason": finish}]);
    let opening = json!({"role": "assistant", "content": ""});
    chunk(timeline.first(), choice(opening, Value::Null, Value::Null), None, None, false);
    if shows_thinking {
        for (index, token) in said.thinking.iter().enumerate() {
            let delta = json!({"reasoning_content": token});
            chunk(timeline.token(index), choice(delta, Value::Null, Value::Null), None, None, false);
        }
    }
    for (index, token) in said.answer.iter().enumerate() {
        let logprobs = if logprobs {
            json!({"content": [super::token_logprobs(token, top, said.doubt)], "refusal": null})
        } else {
            Value::Null
        };
        let padding = padded.then(|| openai::obfuscation(index, token));
        let at = timeline.token(said.thinking.len() + index);
        chunk(at, choice(json!({"content": token}), logprobs, Value::Null), None, padding, false);
    }
    chunk(end, choice(json!({}), Value::Null, json!(finish)), None, None, true);
    if wants_usage {
        chunk(end, json!([]), Some(&usage), None, true);
    }
    frames.push(Frame { at: end, bytes: Bytes::from_static(b"data: [DONE]\n\n"), terminal: true });
    Ok(Plan {
        status: 200,
        content_type: "text/event-stream; charset=utf-8",
        headers: Vec::new(),
        frames,
        hold_headers: false,
    })
}
