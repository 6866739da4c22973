//! What streamed text costs: appending and wrapping token by token, wrapping again after a resize, comparing.
//!
//! Claims checked here: a token costs the same at the start and at the end of a long transcript, and a resize of 1 MB stays
//! within one frame.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fogline::text::stream::StreamBuffer;
use fogline::text::{crossing, diff};

const MEGABYTE: usize = 1_000_000;

/// Prose with a paragraph of about 400 characters per line, 1 MB of it.
fn prose() -> String {
    let sentence =
        "The dishwasher takes 90 min and 1.2 kWh, and must not run after 22:30 because Maya is a light sleeper. ";
    let paragraph = format!("{}\n", sentence.repeat(4));
    paragraph.repeat(MEGABYTE / paragraph.len())
}

/// Pieces of four bytes, as a model's tokens are on average.
fn tokens(text: &str) -> Vec<&str> {
    let mut rest = text;
    let mut tokens = Vec::new();
    while let Some((token, after)) = rest.split_at_checked(4) {
        tokens.push(token);
        rest = after;
    }
    tokens.push(rest);
    tokens
}

fn stream(c: &mut Criterion) {
    let text = prose();
    let tokens = tokens(&text);
    let mut group = c.benchmark_group("stream");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("append 1 MB token by token, rows asked after each", |b| {
        b.iter(|| {
            let mut buffer = StreamBuffer::new();
            let mut rows = 0;
            for token in &tokens {
                buffer.push(token);
                rows = buffer.row_count(56);
            }
            black_box(rows)
        });
    });
    let one_line = text.replace('\n', " ");
    let line_tokens = self::tokens(&one_line);
    group.bench_function("append 1 MB without a newline, rows asked after each", |b| {
        b.iter(|| {
            let mut buffer = StreamBuffer::new();
            let mut rows = 0;
            for token in &line_tokens {
                buffer.push(token);
                rows = buffer.row_count(56);
            }
            black_box(rows)
        });
    });
    let buffer = StreamBuffer::from(text.as_str());
    group.bench_function("wrap 1 MB again after a resize", |b| {
        let mut width = 50;
        b.iter(|| {
            width = if width == 50 { 51 } else { 50 };
            black_box(buffer.row_count(width))
        });
    });
    let wide = "食器洗い機は20時に始めます。".repeat(MEGABYTE / 42);
    let wide = StreamBuffer::from(wide.as_str());
    group.bench_function("wrap 1 MB of Japanese again after a resize", |b| {
        let mut width = 50;
        b.iter(|| {
            width = if width == 50 { 51 } else { 50 };
            black_box(wide.row_count(width))
        });
    });
    group.finish();

    let mut group = c.benchmark_group("rows");
    let count = buffer.row_count(56);
    group.bench_function("40 rows out of 1 MB", |b| b.iter(|| black_box(buffer.rows(56, count - 40..count))));
    group.finish();
}

fn compare(c: &mut Criterion) {
    let a = prose();
    let b = a.replace("22:30", "23:30").replace("Maya", "[PERSON_1]");
    let unlike: String = a.split(' ').rev().collect::<Vec<_>>().join(" ");
    let mut group = c.benchmark_group("compare");
    group.sample_size(10);
    group.bench_function("1 MB with 20,000 changed words", |bench| bench.iter(|| black_box(diff::words(&a, &b))));
    group.bench_function("1 MB with its words in reverse", |bench| bench.iter(|| black_box(diff::words(&a, &unlike))));
    group.bench_function("1 MB: what crossed", |bench| bench.iter(|| black_box(crossing::compare(&a, &b))));
    group.finish();
}

criterion_group!(benches, stream, compare);
criterion_main!(benches);
