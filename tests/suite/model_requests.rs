//! What the three protocols make of a call, and of an error status.

use fogline::boundary::request::Draft;
use fogline::model::call::{Call, Effort, Message, Role, Schema, Think, Verbosity};
use fogline::model::chat::Chat;
use fogline::model::event::{FailureKind, ModelError};
use fogline::model::ollama::{Ollama, OllamaOptions};
use fogline::model::protocol::Protocol;
use fogline::model::responses::{Account, Responses};
use serde_json::json;

use super::protocols::{chat, ollama, responses, url};

fn call() -> Call {
    Call {
        system: Some("Be brief.".into()),
        messages: vec![
            Message { role: Role::User, content: "When?".into() },
            Message { role: Role::Assistant, content: "{".into() },
            Message { role: Role::User, content: "Again.".into() },
        ],
        think: Some(Think::High),
        temperature: Some(0.0),
        seed: Some(7),
        max_output_tokens: Some(512),
        schema: Some(Schema { name: "plan".into(), schema: json!({ "type": "object" }) }),
        top_logprobs: Some(2),
        ..Call::default()
    }
}

fn messages() -> serde_json::Value {
    json!([
        { "role": "system", "content": "Be brief." }, { "role": "user", "content": "When?" },
        { "role": "assistant", "content": "{" }, { "role": "user", "content": "Again." },
    ])
}

/// Every text of the draft is reachable by its pointers, in reading order.
fn texts(draft: &Draft) -> Vec<&str> {
    draft.text_fields.iter().map(|pointer| draft.body.pointer(pointer).unwrap().as_str().unwrap()).collect()
}

#[test]
fn ollama_requests() {
    let draft = ollama().draft(&call());
    assert_eq!(draft.destination.as_str(), "http://127.0.0.1:11434/api/chat");
    assert_eq!(
        draft.body,
        json!({
            "model": "gemma4:e4b", "messages": messages(), "stream": true, "truncate": false, "shift": false, "think": "high",
            "options": { "num_ctx": 16384, "temperature": 0.0, "seed": 7, "num_predict": 512 },
            "keep_alive": "10m", "format": { "type": "object" }, "logprobs": true, "top_logprobs": 2,
        })
    );
    assert_eq!(texts(&draft), ["Be brief.", "When?", "{", "Again."]);
    let bare = ollama().draft(&Call { messages: call().messages, ..Call::default() });
    assert_eq!(bare.body["options"], json!({ "num_ctx": 16384 }));
    assert!(bare.body.get("think").is_none() && bare.body.get("format").is_none());
    for (keep_alive, sent) in [("-1", json!(-1)), ("3600", json!(3600)), ("5m", json!("5m"))] {
        let options = OllamaOptions { num_ctx: 1, keep_alive: Some(keep_alive.into()), thinks: Some(false) };
        let draft = Ollama::new(&url("http://h:1/ollama/"), "m", options).draft(&call());
        assert_eq!(draft.destination.as_str(), "http://h:1/ollama/api/chat");
        assert_eq!(draft.body["keep_alive"], sent);
        assert!(draft.body.get("think").is_none(), "a model that does not think refuses `think`");
    }
}

#[test]
fn responses_requests() {
    let account = Account { organization: Some("org-1".into()), project: Some("proj_1".into()) };
    let with = |effort, verbosity| Call { effort, verbosity, ..call() };
    let protocol = Responses::new(&url("https://api.openai.com/v1"), "gpt-5.4", account);
    let draft = protocol.draft(&with(Some(Effort::Medium), Some(Verbosity::Low)));
    assert_eq!(draft.destination.as_str(), "https://api.openai.com/v1/responses");
    assert_eq!(
        draft.body,
        json!({
            "model": "gpt-5.4", "instructions": "Be brief.", "input": messages().as_array().unwrap()[1..].to_vec(),
            "stream": true, "store": false, "stream_options": { "include_obfuscation": false }, "truncation": "disabled",
            "reasoning": { "effort": "medium", "summary": "auto" }, "max_output_tokens": 512,
            "text": { "verbosity": "low", "format": { "type": "json_schema", "name": "plan", "strict": true, "schema": { "type": "object" } } },
        })
    );
    assert_eq!(texts(&draft), ["Be brief.", "When?", "{", "Again."]);
    assert!(draft.headers.contains(&("openai-organization".into(), "org-1".into())));
    assert!(draft.headers.contains(&("openai-project".into(), "proj_1".into())));
    assert!(!draft.headers.iter().any(|(name, _)| name == "authorization"));

    let free = protocol.draft(&with(Some(Effort::None), None)).body;
    assert_eq!(free["reasoning"], json!({ "effort": "none" }));
    assert_eq!((&free["temperature"], &free["top_logprobs"]), (&json!(0.0), &json!(2)));
    assert_eq!(free["include"], json!(["message.output_text.logprobs"]));
    assert!(free.get("seed").is_none(), "Responses has no seed");
    let older = Responses::new(&url("https://api.openai.com/v1"), "gpt-4.1", Account::default());
    assert_eq!(older.draft(&with(Some(Effort::Low), None)).body["temperature"], json!(0.0));
}

#[test]
fn chat_requests() {
    let call = Call { effort: Some(Effort::Low), verbosity: Some(Verbosity::Low), ..call() };
    let draft = chat().draft(&call);
    assert_eq!(draft.destination.as_str(), "http://127.0.0.1:8080/v1/chat/completions");
    let format = json!({ "type": "json_schema", "json_schema": { "name": "plan", "strict": true, "schema": { "type": "object" } } });
    assert_eq!(
        draft.body,
        json!({
            "model": "qwen", "messages": messages(), "stream": true, "stream_options": { "include_usage": true },
            "max_tokens": 512, "temperature": 0.0, "seed": 7, "reasoning_effort": "low", "response_format": format,
            "logprobs": true, "top_logprobs": 2, "chat_template_kwargs": { "enable_thinking": true },
        })
    );
    assert_eq!(texts(&draft), ["Be brief.", "When?", "{", "Again."]);
    for base in ["https://api.openai.com/v1", "https://eu.api.openai.com/v1", "https://x.openai.azure.com/openai/v1"] {
        let body = Chat::new(&url(base), "gpt-5.4").draft(&call).body;
        assert_eq!(
            (&body["max_completion_tokens"], &body["store"], &body["verbosity"]),
            (&json!(512), &json!(false), &json!("low"))
        );
        for absent in ["max_tokens", "temperature", "logprobs", "chat_template_kwargs"] {
            assert!(body.get(absent).is_none(), "{absent}");
        }
    }
}

/// Protocol, status, body, kind, and words of the error.
type Row<'a> = (Box<dyn Protocol>, u16, &'a str, FailureKind, &'a str);

#[test]
fn errors_name_the_place_and_the_next_step() {
    let context = json!({ "error": "{\"error\":{\"code\":400,\"message\":\"request (4476 tokens) exceeds the available context size (4096 tokens)\",\"type\":\"exceed_context_size_error\"}}" }).to_string();
    let table: Vec<Row<'_>> = vec![
        (
            Box::new(ollama()),
            404,
            r#"{"error":"model 'gemma4:e4b' not found"}"#,
            FailureKind::NotFound,
            "127.0.0.1:11434 answered 404: model 'gemma4:e4b' not found. Run `ollama pull gemma4:e4b`",
        ),
        (Box::new(ollama()), 404, "404 page not found", FailureKind::NotFound, "Set OLLAMA_HOST"),
        (Box::new(ollama()), 400, &context, FailureKind::ContextLength, "raise `num_ctx` (now 16384)"),
        (
            Box::new(ollama()),
            400,
            r#"{"error":"\"x\" does not support thinking"}"#,
            FailureKind::BadRequest,
            "Leave `think` out",
        ),
        (
            Box::new(responses()),
            401,
            r#"{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}"#,
            FailureKind::Auth,
            "Set OPENAI_API_KEY",
        ),
        (
            Box::new(responses()),
            429,
            r#"{"error":{"message":"No credit","type":"insufficient_quota","code":"credit_balance_exhausted"}}"#,
            FailureKind::Billing,
            "add credit",
        ),
        (
            Box::new(responses()),
            404,
            r#"{"error":{"message":"The model does not exist","code":"model_not_found"}}"#,
            FailureKind::NotFound,
            "https://api.openai.com/v1/models",
        ),
        (Box::new(chat()), 401, r#"{"error":{"message":"Invalid API Key"}}"#, FailureKind::Auth, "[[servers.compat]]"),
        (Box::new(chat()), 404, r#"{"detail":"Not Found"}"#, FailureKind::NotFound, "should end with `/v1`"),
        (
            Box::new(chat()),
            503,
            r#"{"error":{"code":503,"message":"Loading model"}}"#,
            FailureKind::Overload,
            "still loading",
        ),
    ];
    for (protocol, status, body, expected, words) in table {
        let error = protocol.error(status, body.as_bytes());
        assert!(matches!(&error, ModelError::Status { kind, .. } if *kind == expected), "{error:?}");
        assert!(error.to_string().contains(words), "{error}");
    }
}
