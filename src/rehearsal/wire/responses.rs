//! OpenAI's Responses protocol (`POST /v1/responses`): server-sent events in their documented order, numbered.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::{Stage, openai};
use crate::rehearsal::frames::{Frame, Plan, Utterance};
use crate::rehearsal::mind::Asked;

/// An `error` event in the middle of a stream.
pub(in crate::rehearsal) fn error_record() -> String {
    let event = json!({"type": "error", "code": "server_error", "param": null, "sequence_number": 9999,
        "message": "The server had an error while processing your request. Sorry about that!"});
    format!("event: error\ndata: {event}\n\n")
}

/// `POST /v1/responses`.
pub(in crate::rehearsal) fn respond(stage: &Stage<'_>, body: &[u8]) -> Plan {
    openai::headers(stage, answer(stage, body).unwrap_or_else(|refusal| refusal))
}

/// What stays the same through all events of a response.
struct Envelope {
    id: String,
    model: String,
    created: i64,
    effort: String,
    summary: Option<Value>,
    request: Value,
}

impl Envelope {
    fn object(&self, status: &str, incomplete: Option<&str>, output: &[Value], usage: &Value) -> Value {
        let echo = |name: &str, default: Value| self.request.get(name).cloned().unwrap_or(default);
        let verbosity = self.request.pointer("/text/verbosity").cloned().unwrap_or(json!("medium"));
        let format = self.request.pointer("/text/format").cloned().unwrap_or(json!({"type": "text"}));
        json!({
            "id": self.id, "object": "response", "created_at": self.created, "status": status, "background": false,
            "error": null, "incomplete_details": incomplete.map(|reason| json!({"reason": reason})),
            "instructions": echo("instructions", Value::Null), "max_output_tokens": echo("max_output_tokens", Value::Null),
            "metadata": {}, "model": self.model, "output": output, "parallel_tool_calls": true,
            "previous_response_id": null, "reasoning": {"effort": self.effort, "summary": self.summary},
            "service_tier": if status == "in_progress" { "auto" } else { "default" }, "store": echo("store", json!(true)),
            "temperature": echo("temperature", json!(1.0)), "text": {"format": format, "verbosity": verbosity},
            "tool_choice": "auto", "tools": [], "top_logprobs": echo("top_logprobs", json!(0)),
            "top_p": echo("top_p", json!(1.0)), "truncation": echo("truncation", json!("disabled")), "usage": usage,
            "user": null,
        })
    }
}

fn usage(asked: &Asked, said: &Utterance) -> Value {
    let (input, output) = (asked.input_tokens(), said.len() as u64);
    json!({"input_tokens": input, "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": output, "output_tokens_details": {"reasoning_tokens": said.thinking.len()},
        "total_tokens": input + output})
}

/// Events with their numbers.
#[derive(Default)]
struct Events(Vec<Frame>);

impl Events {
    fn push(&mut self, at: Duration, kind: &str, payload: Value) {
        let mut event = match payload {
            Value::Object(map) => map,
            _ => Map::new(),
        };
        event.insert("type".to_owned(), json!(kind));
        event.insert("sequence_number".to_owned(), json!(self.0.len()));
        let terminal = matches!(kind, "response.completed" | "response.incomplete");
        let bytes = Bytes::from(format!("event: {kind}\ndata: {}\n\n", Value::Object(event)));
        self.0.push(Frame { at, bytes, terminal });
    }
}

fn answer(stage: &Stage<'_>, body: &[u8]) -> Result<Plan, Plan> {
    let (request, model, voice) = openai::parse(body)?;
    let effort = openai::effort(&model, voice, request.pointer("/reasoning/effort"), "reasoning.effort")?;
    openai::sampling(&request, voice, &effort)?;
    let mut asked = super::asked(voice, &model);
    asked.thinks = effort != "none";
    asked.limit = super::limit(request.get("max_output_tokens"));
    asked.schema = request.pointer("/text/format/schema").cloned();
    if let Some(instructions) = request.get("instructions").and_then(Value::as_str) {
        instructions.clone_into(&mut asked.system);
    }
    match request.get("input") {
        Some(Value::String(text)) => asked.user.push(text.clone()),
        Some(Value::Array(items)) => super::hear(&mut asked, items),
        _ => return Err(openai::missing("input")),
    }
    let streamed = request.get("stream").and_then(Value::as_bool).unwrap_or(false);
    let padded = request.pointer("/stream_options/include_obfuscation") != Some(&json!(false));
    let summary = request.pointer("/reasoning/summary").filter(|value| !value.is_null()).cloned();
    let head = Envelope {
        id: stage.id("resp"),
        model: openai::served_name(&model),
        created: stage.now.as_second(),
        effort,
        summary,
        request,
    };
    let said = stage.utter(&asked);
    let timeline = stage.timeline(voice);
    let end = timeline.token(said.len());
    let usage = usage(&asked, &said);
    let (status, reason) = if said.cut { ("incomplete", Some("max_output_tokens")) } else { ("completed", None) };

    let reasoning_id = stage.id("rs");
    let message_id = stage.id("msg");
    let thinking = said.thinking.concat();
    let shown = head.summary.is_some() && !thinking.is_empty();
    let parts = if shown { json!([{"type": "summary_text", "text": thinking}]) } else { json!([]) };
    let reasoning = json!({"id": reasoning_id, "type": "reasoning", "summary": parts});
    let text = said.answer.concat();
    let part = json!({"type": "output_text", "text": text, "annotations": [], "logprobs": []});
    let message = json!({"id": message_id, "type": "message", "status": status, "role": "assistant",
        "phase": "final_answer", "content": [part]});
    let mut output = Vec::new();
    if !said.thinking.is_empty() {
        output.push(reasoning.clone());
    }
    if !said.answer.is_empty() || !said.cut {
        output.push(message.clone());
    }
    if !streamed {
        let status = if stage.unfinished() { "in_progress" } else { status };
        return Ok(Plan::json(200, &head.object(status, reason, &output, &usage)).at(end));
    }

    let mut events = Events::default();
    let running = head.object("in_progress", None, &[], &Value::Null);
    events.push(Duration::ZERO, "response.created", json!({"response": running}));
    events.push(Duration::ZERO, "response.in_progress", json!({"response": running}));
    let mut index = 0;
    if !said.thinking.is_empty() {
        let at = timeline.first();
        let begun = json!({"id": reasoning_id, "type": "reasoning", "summary": []});
        events.push(at, "response.output_item.added", json!({"output_index": 0, "item": begun}));
        if shown {
            let place = json!({"item_id": reasoning_id, "output_index": 0, "summary_index": 0});
            let with = |more: Value| merge(&place, more);
            let kind = "response.reasoning_summary_part";
            events.push(at, &format!("{kind}.added"), with(json!({"part": {"type": "summary_text", "text": ""}})));
            for (number, token) in said.thinking.iter().enumerate() {
                let mut delta = json!({"delta": token});
                pad(&mut delta, padded, number, token);
                events.push(timeline.token(number), "response.reasoning_summary_text.delta", with(delta));
            }
            let at = timeline.token(said.thinking.len());
            events.push(at, "response.reasoning_summary_text.done", with(json!({"text": thinking})));
            events.push(at, &format!("{kind}.done"), with(json!({"part": {"type": "summary_text", "text": thinking}})));
        }
        let at = timeline.token(said.thinking.len());
        events.push(at, "response.output_item.done", json!({"output_index": 0, "item": reasoning}));
        index = 1;
    }
    if output.len() > index {
        let at = timeline.token(said.thinking.len());
        let begun = json!({"id": message_id, "type": "message", "status": "in_progress", "role": "assistant",
            "phase": "final_answer", "content": []});
        events.push(at, "response.output_item.added", json!({"output_index": index, "item": begun}));
        let place = json!({"item_id": message_id, "output_index": index, "content_index": 0});
        let with = |more: Value| merge(&place, more);
        let empty = json!({"type": "output_text", "text": "", "annotations": [], "logprobs": []});
        events.push(at, "response.content_part.added", with(json!({"part": empty})));
        for (number, token) in said.answer.iter().enumerate() {
            let mut delta = json!({"delta": token, "logprobs": []});
            pad(&mut delta, padded, number, token);
            events.push(timeline.token(said.thinking.len() + number), "response.output_text.delta", with(delta));
        }
        events.push(end, "response.output_text.done", with(json!({"text": text, "logprobs": []})));
        events.push(end, "response.content_part.done", with(json!({"part": part})));
        events.push(end, "response.output_item.done", json!({"output_index": index, "item": message}));
    }
    let last = head.object(status, reason, &output, &usage);
    events.push(end, &format!("response.{status}"), json!({"response": last}));
    Ok(Plan {
        status: 200,
        content_type: "text/event-stream; charset=utf-8",
        headers: Vec::new(),
        frames: events.0,
        hold_headers: false,
    })
}

fn merge(place: &Value, more: Value) -> Value {
    let mut map = place.as_object().cloned().unwrap_or_default();
    if let Value::Object(more) = more {
        map.extend(more);
    }
    Value::Object(map)
}

fn pad(delta: &mut Value, padded: bool, index: usize, token: &str) {
    if let (true, Some(map)) = (padded, delta.as_object_mut()) {
        map.insert("obfuscation".to_owned(), json!(openai::obfuscation(index, token)));
    }
}
