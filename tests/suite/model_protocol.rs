//! What the three protocols read out of recorded streams: in any split, cut anywhere, and broken in every known way.

use fogline::model::event::{Finish, ModelError, ModelEvent, TokenLogprob, Usage};
use fogline::model::protocol::Protocol;
use proptest::prelude::*;

use super::protocols::{chat, ollama, responses};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/model/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Feeds the pieces and then ends the stream.
fn decode<'a>(
    protocol: &dyn Protocol,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> (Vec<ModelEvent>, Option<ModelError>) {
    let mut decoder = protocol.decoder(br#"{"max_output_tokens":512}"#);
    let mut events = Vec::new();
    for piece in pieces {
        if let Err(error) = decoder.feed(piece, &mut events) {
            return (events, Some(error));
        }
        if finished(&events) {
            return (events, None);
        }
    }
    (events, Some(decoder.end()))
}

fn finished(events: &[ModelEvent]) -> bool {
    events.iter().any(|event| matches!(event, ModelEvent::Finished(_)))
}

/// Thinking, answer, tokens with log-probabilities of each, and the terminal record.
#[derive(Debug, PartialEq)]
struct Told {
    thinking: String,
    answer: String,
    thinking_tokens: usize,
    tokens: Vec<TokenLogprob>,
    finish: Finish,
    usage: Option<Usage>,
    model: Option<String>,
    tier: Option<String>,
}

fn told(events: Vec<ModelEvent>) -> Told {
    let mut told = Told {
        thinking: String::new(),
        answer: String::new(),
        thinking_tokens: 0,
        tokens: vec![],
        finish: Finish::Filter,
        usage: None,
        model: None,
        tier: None,
    };
    for event in events {
        match event {
            ModelEvent::Thinking(text) => told.thinking += &text,
            ModelEvent::Answer(text) => told.answer += &text,
            ModelEvent::Logprobs { tokens, thinking: true } => told.thinking_tokens += tokens.len(),
            ModelEvent::Logprobs { tokens, thinking: false } => told.tokens.extend(tokens),
            ModelEvent::Finished(end) => {
                (told.finish, told.usage, told.model, told.tier) = (end.finish, end.usage, end.model, end.service_tier);
            }
            ModelEvent::Retrying { .. } => panic!("decoders do not retry"),
        }
    }
    told
}

fn recordings() -> Vec<(Box<dyn Protocol>, &'static str, Told)> {
    let told =
        |thinking: &str, answer: &str, finish, usage: (u64, u64, u64, u64), model: &str, tier: Option<&str>| Told {
            thinking: thinking.into(),
            answer: answer.into(),
            thinking_tokens: 0,
            tokens: vec![],
            finish,
            usage: Some(Usage { input: usage.0, cached: usage.1, output: usage.2, reasoning: usage.3 }),
            model: Some(model.into()),
            tier: tier.map(Into::into),
        };
    let token = |token: &str, logprob, top: &[(&str, f64)]| TokenLogprob {
        token: token.into(),
        logprob,
        top: top.iter().map(|(token, logprob)| ((*token).into(), *logprob)).collect(),
    };
    vec![
        (
            Box::new(ollama()),
            "ollama.ndjson",
            Told {
                thinking_tokens: 2,
                tokens: vec![token("Run", -0.01, &[("Run", -0.01), ("Start", -4.7)])],
                ..told(
                    "The user wants a start — später?",
                    "Run it later: 20:00 🌙",
                    Finish::Stop,
                    (11, 0, 18, 0),
                    "gemma4:e4b",
                    None,
                )
            },
        ),
        (
            Box::new(responses()),
            "responses.sse",
            Told {
                tokens: vec![token(" –", -0.1, &[])],
                ..told(
                    "**Comparing tariffs**\n\nChecking the cut-off",
                    "Start load_A at 20:00 – it ends by 21:30.",
                    Finish::Stop,
                    (340, 128, 205, 64),
                    "gpt-5.4-2026-03-05",
                    Some("default"),
                )
            },
        ),
        (
            Box::new(chat()),
            "chat-openai.sse",
            Told {
                tokens: vec![token("Start at", -0.3, &[("Start at", -0.3)])],
                ..told("", "Start at 20:00 ✔", Finish::Stop, (340, 128, 205, 64), "gpt-5.4-2026-03-05", Some("default"))
            },
        ),
        (
            Box::new(chat()),
            "chat-llamacpp.sse",
            told("Hmm, größer.", "Später um 20:00", Finish::Length, (237, 236, 35, 0), "Qwen2.5-Coder-1.5B", None),
        ),
        (
            Box::new(chat()),
            "chat-real-llamacpp.sse",
            told(
                "",
                "I'm here to help with any creative writing project. What",
                Finish::Length,
                (41, 40, 12, 0),
                "SmolLM2-135M-Instruct",
                None,
            ),
        ),
        (
            Box::new(responses()),
            "responses-real-llamacpp.sse",
            told("", "One colour is blue.", Finish::Stop, (21, 3, 6, 0), "SmolLM2-135M-Instruct", None),
        ),
        (
            Box::new(chat()),
            "chat-vllm.sse",
            told("Let me see", "20:00", Finish::Stop, (20, 0, 10, 0), "google/gemma-4-E4B-it", None),
        ),
    ]
}

#[test]
fn recorded_streams_say_what_the_model_said() {
    for (protocol, name, expected) in recordings() {
        let (events, error) = decode(protocol.as_ref(), [fixture(name).as_slice()]);
        assert_eq!((told(events), error), (expected, None), "{name}");
    }
}

#[test]
fn split_at_every_byte_they_say_the_same() {
    for (protocol, name, expected) in recordings() {
        let bytes = fixture(name);
        assert_eq!(told(decode(protocol.as_ref(), bytes.chunks(1)).0), expected, "{name}, byte by byte");
        let (whole, _) = decode(protocol.as_ref(), [bytes.as_slice()]);
        for at in 0..bytes.len() {
            let (head, tail) = bytes.split_at(at);
            assert_eq!(decode(protocol.as_ref(), [head, tail]), (whole.clone(), None), "{name}, split at {at}");
        }
    }
}

#[test]
fn cut_at_every_byte_they_are_truncated() {
    for (protocol, name, _) in recordings() {
        let bytes = fixture(name);
        // The last LF of CR LF ends nothing: the line was over with its CR.
        let whole = bytes.len() - usize::from(bytes.ends_with(b"\r\n"));
        for at in 0..whole {
            let (events, error) = decode(protocol.as_ref(), [&bytes[..at]]);
            assert!(!finished(&events), "{name}, cut at {at}");
            assert!(error.is_some_and(|error| error.is_truncation()), "{name}, cut at {at}");
        }
    }
}

proptest! {
    #[test]
    fn bytes_turned_bad_never_panic_and_never_come_after_the_end(
        which in 0usize..7, at in any::<prop::sample::Index>(), byte in any::<u8>(), size in 1usize..60,
    ) {
        let (protocol, name, _) = recordings().swap_remove(which);
        let mut bytes = fixture(name);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let (events, error) = decode(protocol.as_ref(), bytes.chunks(size));
        prop_assert_eq!(finished(&events), error.is_none());
        prop_assert!(matches!(events.last(), Some(ModelEvent::Finished(_))) == error.is_none());
    }
}

#[test]
fn errors_in_mid_stream_keep_the_servers_words() {
    let chunk = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"par\"}}]}\n\n";
    let delta =
        "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"par\"}\n\n";
    let line = "{\"message\":{\"content\":\"par\"},\"done\":false}\n";
    let table: Vec<(Box<dyn Protocol>, String, &str)> = vec![
        (
            Box::new(ollama()),
            format!("{line}{{\"error\":\"an error was encountered while running the model: out of memory\"}}\n"),
            "an error was encountered while running the model: out of memory.",
        ),
        (
            Box::new(responses()),
            format!(
                "{delta}event: error\ndata: {{\"type\":\"error\",\"code\":\"server_error\",\"message\":\"Boom\",\"param\":null}}\n\n"
            ),
            "Boom (server_error).",
        ),
        (
            Box::new(responses()),
            format!("{delta}event: error\ndata: {{\"error\":{{\"message\":\"Boom\",\"code\":\"x\"}}}}\n\n"),
            "Boom (x).",
        ),
        (Box::new(responses()), format!("{delta}event: error\ndata: just words\n\n"), "just words."),
        (
            Box::new(responses()),
            format!("{delta}data: {{\"error\":{{\"message\":\"Bare\",\"code\":500}}}}\n\n"),
            "Bare.",
        ),
        (
            Box::new(responses()),
            format!(
                "{delta}data: {{\"type\":\"response.failed\",\"response\":{{\"status\":\"failed\",\"error\":{{\"code\":\"rate_limit_exceeded\",\"message\":\"Too fast\"}}}}}}\n\n"
            ),
            "Too fast (rate_limit_exceeded).",
        ),
        (
            Box::new(chat()),
            format!(
                "{chunk}data: {{\"error\":{{\"code\":500,\"message\":\"context shift is disabled\",\"type\":\"server_error\"}}}}\n\ndata: [DONE]\n\n"
            ),
            "context shift is disabled.",
        ),
        (
            Box::new(chat()),
            format!(
                "{chunk}error: {{\"code\":400,\"message\":\"the request exceeds the available context size\",\"type\":\"invalid_request_error\"}}\n\ndata: [DONE]\n\n"
            ),
            "the request exceeds the available context size.",
        ),
        (
            Box::new(chat()),
            format!(
                "{chunk}data: {{\"object\":\"error\",\"message\":\"too long\",\"type\":\"BadRequestError\",\"code\":400}}\n\n"
            ),
            "too long.",
        ),
        (Box::new(chat()), format!("{chunk}data: {{\"error\":\"plain\"}}\n\n"), "plain."),
    ];
    for (protocol, stream, words) in table {
        let (events, error) = decode(protocol.as_ref(), stream.as_bytes().chunks(5));
        assert_eq!(events, [ModelEvent::Answer("par".into())], "{stream}");
        assert!(
            matches!(&error, Some(ModelError::MidStream { message, .. }) if message == words),
            "{stream}: {error:?}"
        );
    }
}

#[test]
fn what_is_not_the_protocol_is_said_to_be_so() {
    let json_error = r#"{"error":{"message":"no such model"}}"#;
    let table: Vec<(Box<dyn Protocol>, &str, &str)> = vec![
        (
            Box::new(ollama()),
            "<!DOCTYPE html><html>",
            "127.0.0.1:11434 does not speak Ollama /api/chat: what it sent is not a stream of this protocol",
        ),
        (Box::new(ollama()), "<html>\n", "a line is not a JSON object"),
        (Box::new(ollama()), "[1]\n", "a line is not a JSON object"),
        (Box::new(chat()), "\u{1}\u{2}garbage\u{fffd}", "127.0.0.1:8080 does not speak OpenAI /v1/chat/completions"),
        (Box::new(chat()), "data: {oops\n\n", "the data of an event is not JSON"),
        (Box::new(chat()), r#"{"choices":[{"message":{"content":"whole"}}]}"#, "one JSON document instead of a stream"),
        (Box::new(chat()), json_error, "broke off: no such model."),
        (Box::new(responses()), json_error, "api.openai.com broke off: no such model."),
    ];
    for (protocol, stream, words) in table {
        let (events, error) = decode(protocol.as_ref(), [stream.as_bytes()]);
        let error = error.unwrap();
        assert!(events.is_empty() && error.to_string().contains(words), "{stream}: {error}");
        assert!(!error.is_truncation());
    }
}

#[test]
fn ends_that_are_no_ends_are_truncated_with_the_reason() {
    let answer = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":";
    let table: Vec<(Box<dyn Protocol>, String, &str)> = vec![
        (
            Box::new(ollama()),
            "{\"message\":{\"content\":\"x\"},\"done\":false}\n".into(),
            "its record `done` never came",
        ),
        (
            Box::new(chat()),
            format!("data: {answer}\"stop\"}}]}}\n\n"),
            "a finish reason came, but its final record `[DONE]` never came",
        ),
        (Box::new(chat()), format!("data: {answer}null}}]}}\n\ndata: [DONE]\n\n"), "[DONE] without a finish reason"),
        (Box::new(chat()), format!("data: {answer}null}}]}}\n\ndata: {{\"cho"), "in the middle of a record"),
        (Box::new(responses()), "data: {\"type\":\"response.created\"}\n\n".into(), "`response.completed` never came"),
        (Box::new(responses()), "data: [DONE]\n\n".into(), "[DONE] without its record"),
        (Box::new(responses()), String::new(), "before anything came"),
    ];
    for (protocol, stream, words) in table {
        let (events, error) = decode(protocol.as_ref(), [stream.as_bytes()]);
        let error = error.unwrap();
        assert!(error.is_truncation() && error.to_string().contains(words), "{stream}: {error}");
        assert!(!finished(&events));
    }
}

#[test]
fn finish_reasons() {
    let ollama_end = |reason: &str| format!("{{\"message\":{{\"content\":\"\"}},\"done\":true{reason}}}\n");
    let chat_end = |delta: &str, reason: &str| {
        format!(
            "data: {{\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":\"{reason}\"}}]}}\n\ndata: [DONE]\n\n"
        )
    };
    let response_end = |kind: &str, reason: &str| {
        format!(
            "data: {{\"type\":\"response.{kind}\",\"response\":{{\"status\":\"{kind}\",\"incomplete_details\":{reason}}}}}\n\n"
        )
    };
    let refusal = "data: {\"type\":\"response.refusal.delta\",\"delta\":\"No.\"}\n\n";
    let table: Vec<(Box<dyn Protocol>, String, Finish)> = vec![
        (Box::new(ollama()), ollama_end(",\"done_reason\":\"stop\""), Finish::Stop),
        (Box::new(ollama()), ollama_end(",\"done_reason\":\"length\""), Finish::Length),
        (Box::new(ollama()), ollama_end(""), Finish::Stop),
        (Box::new(ollama()), ollama_end(",\"done_reason\":\"\""), Finish::Stop),
        (Box::new(chat()), chat_end("{}", "stop"), Finish::Stop),
        (Box::new(chat()), chat_end("{}", "length"), Finish::Length),
        (Box::new(chat()), chat_end("{}", "content_filter"), Finish::Filter),
        (Box::new(chat()), chat_end("{\"refusal\":\"No.\"}", "stop"), Finish::Refusal),
        (Box::new(responses()), response_end("completed", "null"), Finish::Stop),
        (Box::new(responses()), response_end("incomplete", "{\"reason\":\"max_output_tokens\"}"), Finish::Length),
        (Box::new(responses()), response_end("incomplete", "{\"reason\":\"content_filter\"}"), Finish::Filter),
        (
            Box::new(responses()),
            "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"usage\":{\"output_tokens\":512}}}\n\n".into(),
            Finish::Length,
        ),
        (Box::new(responses()), format!("{refusal}{}", response_end("completed", "null")), Finish::Refusal),
    ];
    for (protocol, stream, finish) in table {
        let (events, error) = decode(protocol.as_ref(), [stream.as_bytes()]);
        assert_eq!(error, None, "{stream}");
        assert_eq!(told(events).finish, finish, "{stream}");
    }
}

#[test]
fn metrics_that_are_zero_are_absent() {
    let line = "{\"message\":{\"content\":\"x\"},\"done\":true,\"done_reason\":\"stop\",\"eval_count\":3}\n";
    let usage = told(decode(&ollama(), [line.as_bytes()]).0).usage;
    assert_eq!(usage, Some(Usage { output: 3, ..Usage::default() }));
}

#[test]
fn commentary_and_servers_without_deltas() {
    let commentary = "data: {\"type\":\"response.output_item.added\",\"item\":{\"id\":\"m0\",\"type\":\"message\",\"phase\":\"commentary\"}}\n\n\
        data: {\"type\":\"response.output_text.delta\",\"item_id\":\"m0\",\"delta\":\"looking\"}\n\n";
    let whole = "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"20:00\"}]}]}}\n\n";
    let told = told(decode(&responses(), [commentary.as_bytes(), whole.as_bytes()]).0);
    assert_eq!((told.thinking.as_str(), told.answer.as_str()), ("looking", "20:00"));
}

#[test]
fn texts_are_cleaned_across_pieces() {
    let stream = "{\"message\":{\"content\":\"a\\r\"},\"done\":false}\n{\"message\":{\"content\":\"\\nb\\u001b[2J\\u202e\"},\"done\":false}\n";
    let (events, _) = decode(&ollama(), [stream.as_bytes()]);
    assert_eq!(events, [ModelEvent::Answer("a\n".into()), ModelEvent::Answer("b␛[2J".into())]);
}
