//! Throughput of everything that touches a byte between the socket and the log: parsers, decoders, cleaning.
#![allow(missing_docs, clippy::unwrap_used)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fogline::model::chat::Chat;
use fogline::model::ndjson::NdjsonParser;
use fogline::model::ollama::{Ollama, OllamaOptions};
use fogline::model::protocol::Protocol;
use fogline::model::sse::SseParser;
use fogline::text::clean::{Cleaner, clean};
use url::Url;

/// What one read from a socket typically brings while tokens trickle in.
const READ: usize = 512;
const TOKENS: usize = 4000;

fn chat_stream() -> Vec<u8> {
    let token = |at: usize| {
        format!(
            "data: {{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1795248000,\"model\":\"qwen\",\
             \"choices\":[{{\"index\":0,\"delta\":{{\"content\":\" größer{at}\"}},\"logprobs\":null,\"finish_reason\":null}}]}}\n\n"
        )
    };
    (0..TOKENS).map(token).collect::<String>().into_bytes()
}

fn ollama_stream() -> Vec<u8> {
    let token = |at: usize| {
        format!(
            "{{\"model\":\"gemma4:e4b\",\"created_at\":\"2026-11-22T08:00:00.000000001Z\",\
             \"message\":{{\"role\":\"assistant\",\"content\":\" größer{at}\"}},\"done\":false}}\n"
        )
    };
    (0..TOKENS).map(token).collect::<String>().into_bytes()
}

fn decode(protocol: &dyn Protocol, bytes: &[u8]) -> usize {
    let mut decoder = protocol.decoder(b"{}");
    let mut events = Vec::new();
    for piece in bytes.chunks(READ) {
        decoder.feed(piece, &mut events).unwrap();
    }
    events.len()
}

fn parsers(c: &mut Criterion) {
    let (sse, ndjson) = (chat_stream(), ollama_stream());
    let mut group = c.benchmark_group("parse");
    group.throughput(Throughput::Bytes(sse.len() as u64));
    group.bench_function("sse", |b| {
        b.iter(|| {
            let (mut parser, mut out) = (SseParser::default(), Vec::new());
            sse.chunks(READ).for_each(|piece| parser.feed(piece, &mut out).unwrap());
            assert_eq!(out.len(), TOKENS);
        });
    });
    let chat = Chat::new(&Url::parse("http://127.0.0.1:8080/v1").unwrap(), "qwen");
    group.bench_function("sse to events", |b| b.iter(|| assert_eq!(decode(&chat, &sse), TOKENS)));
    group.throughput(Throughput::Bytes(ndjson.len() as u64));
    group.bench_function("ndjson", |b| {
        b.iter(|| {
            let (mut parser, mut out) = (NdjsonParser::default(), Vec::new());
            ndjson.chunks(READ).for_each(|piece| parser.feed(piece, &mut out).unwrap());
            assert_eq!(out.len(), TOKENS);
        });
    });
    let options = OllamaOptions { num_ctx: 16384, keep_alive: None, thinks: None };
    let ollama = Ollama::new(&Url::parse("http://127.0.0.1:11434").unwrap(), "gemma4:e4b", options);
    group.bench_function("ndjson to events", |b| b.iter(|| assert_eq!(decode(&ollama, &ndjson), TOKENS)));
    group.finish();
}

fn cleaning(c: &mut Criterion) {
    let plain = "Start the dishwasher at 20:00, it is done by 21:30.\n".repeat(400);
    let accented = "Später starten: größer, wärmer, 20:00 🌙 – fertig.\n".repeat(400);
    let dirty = "\u{1b}[31mred\u{1b}[0m and\u{200b} \u{202e}more\r\n".repeat(400);
    let mut group = c.benchmark_group("clean");
    for (name, text) in [("plain", &plain), ("accented", &accented), ("dirty", &dirty)] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| clean(text).len()));
    }
    group.throughput(Throughput::Bytes(plain.len() as u64));
    group.bench_function("stream of tokens", |b| {
        b.iter(|| {
            let mut cleaner = Cleaner::default();
            plain.split_inclusive(' ').map(|token| cleaner.push(token).len()).sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, parsers, cleaning);
criterion_main!(benches);
