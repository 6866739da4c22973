//! How long the gate takes: a request of 2 KB against a vault of 100 values (bar: p95 under 1 ms), and a text of 1 MB
//! (bar: under half a second). Beside criterion's means it prints percentiles of single passes: a mean hides the slow ones.
#![allow(missing_docs)]

use std::hint::black_box;
use std::time::Instant;

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

/// A hundred values of every sort the views know: names, addresses, numbers, and quantities given by the user.
fn vault() -> Vault {
    let mut vault = Vault::default();
    let mut add = |kind: &str, value: String| {
        vault.add(kind, &value, Origin::Given);
    };
    for number in 0..35 {
        add(
            "PERSON",
            format!(
                "Anna{} Kovač{}",
                ["lie", "belle", "maria", "lena", "rosa"].get(number % 5).unwrap_or(&"x"),
                "abcdefghijklmnopqrstuvwxyzabcdefghijk".get(number..=number).unwrap_or("x")
            ),
        );
    }
    for number in 0..15 {
        add(
            "TERM",
            format!(
                "{} appliance",
                ["robot", "garden", "kitchen", "cellar", "attic"]
                    .get(number % 5)
                    .unwrap_or(&"x")
                    .repeat(1 + number / 5)
            ),
        );
        add("EMAIL", format!("person{number}.surname{}@example.com", number * 7));
        add("PHONE", format!("+49 30 12345{:02}", number * 3));
    }
    for number in 0..8 {
        add("ADDRESS", format!("{} Hickory{} Lane", 700 + number, "abcdefgh".get(number..=number).unwrap_or("x")));
        add("ID", format!("KD-2024-{:05}", number * 1777));
    }
    for value in ["1980-02-03", "07:45", "0.31 EUR/kWh", "58,400 EUR"] {
        add("QUANTITY", value.to_owned());
    }
    vault
}

/// Single passes over 2 KB, and building the matcher anew, as after every addition: mean, median and 95th percentile.
fn percentiles(name: &str, mut pass: impl FnMut()) {
    let mut times: Vec<f64> = (0..2_000)
        .map(|_| {
            let started = Instant::now();
            pass();
            started.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
    let mean = times.iter().sum::<f64>() / times.len() as f64;
    println!("{name}: mean {mean:.3} ms, median {:.3} ms, p95 {:.3} ms, p99 {:.3} ms", at(0.5), at(0.95), at(0.99));
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
    let vault = vault();
    assert!(vault.entries().len() >= 95, "{}", vault.entries().len());
    for (name, piece) in [("prose", PROSE), ("dense", DENSE)] {
        let small = draft(&of_size(piece, 2_000));
        percentiles(&format!("gate/{name}, 2 KB, 100 vault values"), || {
            let _ = black_box(gate.inspect(black_box(&small), &vault));
        });
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
    percentiles("a vault of 100 values filled, its matcher built, one word looked at", || {
        let vault = self::vault();
        let _ = black_box(gate.inspect_text("word", &vault));
    });
    let prose = of_size(PROSE, 2_000);
    criterion.bench_function("facts, 2 KB", |bencher| {
        bencher.iter(|| black_box(facts::compare("", black_box(&prose), black_box(&prose))));
    });
}

criterion_group!(benches, gate);
criterion_main!(benches);
