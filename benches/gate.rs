//! How long the gate takes: a request of 2 KB against a vault of 100 values (bar: p95 under 1 ms), and a text of 1 MB
//! (bar: under half a second).
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fogline::boundary::facts;
use fogline::boundary::gate::Gate;
use fogline::boundary::request::Draft;
use fogline::boundary::vault::{Origin, Vault};
use serde_json::json;

const PROSE: &str = "It is 18:30. The load has to be finished before 06:30 and must not run after 22:30, because somebody sleeps \
    lightly. One cycle takes 90 min and uses 1.2 kWh; charging takes 120 min and 14 kWh. Prices per kWh are $0.45 from 17:00 \
    to 20:00, $0.22 until 00:00, $0.12 until 06:00 and $0.25 after that. What should run first, and what does it cost? ";

/// As dense as texts get: something to find in every sentence.
const DENSE: &str = "Ms Person 17 (person17@example.com, +49 30 1234567) of 778 Hickory Ln, Springfield, CA 11510 paid $1,250.00 on \
    2026-11-22 with card 4111 1111 1111 1111 from 192.168.1.17; IBAN DE89 3704 0044 0532 0130 00, SSN 460-89-9847. ";

fn vault(size: usize) -> Vault {
    let mut vault = Vault::default();
    for number in 0..size {
        let value = format!("Person {number}");
        vault.add("PERSON", if number % 3 == 0 { "Anna Kovač " } else { &value }, Origin::Term);
        vault.add("PERSON", &format!("Name{} Surname{number}", number * 7), Origin::Term);
    }
    vault
}

fn draft(text: &str) -> Draft {
    Draft {
        destination: "https://api.openai.com/v1/responses".parse().unwrap_or_else(|_| unreachable!()),
        headers: vec![("content-type".into(), "application/json".into())],
        body: json!({"model": "gpt-5.4", "input": [{"role": "user", "content": text}], "stream": true}),
        text_fields: vec!["/input/0/content".into()],
    }
}

fn of_size(piece: &str, bytes: usize) -> String {
    piece.chars().cycle().take(bytes).collect()
}

fn gate(criterion: &mut Criterion) {
    let gate = Gate::default();
    let vault = vault(60);
    assert!(vault.entries().len() >= 100);
    for (name, piece) in [("prose", PROSE), ("dense", DENSE)] {
        let small = draft(&of_size(piece, 2_000));
        let mut group = criterion.benchmark_group(format!("gate/{name}"));
        group.throughput(Throughput::Bytes(2_000));
        group.bench_function("2 KB, 100 vault values", |bencher| {
            bencher.iter(|| black_box(gate.inspect(black_box(&small), &vault)));
        });
        let large = of_size(piece, 1 << 20);
        group.throughput(Throughput::Bytes(1 << 20));
        group.sample_size(10);
        group.bench_function("1 MB, 100 vault values", |bencher| {
            bencher.iter(|| black_box(gate.inspect_text(black_box(&large), &vault)));
        });
    }
    let prose = of_size(PROSE, 2_000);
    criterion.bench_function("facts, 2 KB", |bencher| {
        bencher.iter(|| black_box(facts::compare("", black_box(&prose), black_box(&prose))));
    });
}

criterion_group!(benches, gate);
criterion_main!(benches);
