//! What a frame costs while four panes stream, each with a transcript of 1 MB.
//!
//! Claim checked here: a frame costs the rows on the screen, not the transcript.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use fogline::pattern::Side;
use fogline::text::stream::StreamBuffer;
use fogline::workbench::theme::{Depth, Role, Theme};
use fogline::workbench::view::widgets::fog_line::{Crossing, FogLine};
use fogline::workbench::view::widgets::paint::{Piece, Span};
use fogline::workbench::view::widgets::pane::Pane;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const SCREEN: Rect = Rect { x: 0, y: 0, width: 120, height: 40 };

fn transcript(bytes: usize) -> String {
    let sentence = "The dishwasher takes 90 min and must not run after 22:30 because Maya is a light sleeper.\n";
    sentence.repeat(bytes / sentence.len())
}

fn frame(buffer: &mut Buffer, texts: &[StreamBuffer], spans: &[Span], theme: &Theme) {
    buffer.set_style(SCREEN, theme.base());
    for ((number, text), (x, y)) in (1..).zip(texts).zip([(0, 1), (62, 1), (62, 18), (0, 18)]) {
        let side = if x == 0 { Side::Local } else { Side::Cloud };
        Pane {
            model: "gpt-5.4",
            simulated: true,
            following: true,
            streaming: true,
            spans,
            badges: vec![Piece::new("first 0.6 s", Role::Dim, 1), Piece::new("81 tok/s", Role::Dim, 2)],
            ..Pane::new(number, "Cloud answer", side, text)
        }
        .render(Rect::new(x, y, 58, 17), buffer, theme);
    }
    let crossing = Crossing { row: 8, outward: true, bytes: Some(847), sha256: None, moving: true, leak: false };
    FogLine { crossings: vec![crossing] }.render(Rect::new(58, 1, 4, 34), buffer, theme);
}

fn draw(c: &mut Criterion) {
    let theme = Theme::fog(Depth::True);
    let mut group = c.benchmark_group("draw");
    for (name, bytes) in [("1 kB", 1_000), ("1 MB", 1_000_000)] {
        let source = transcript(bytes);
        let mut texts = [(); 4].map(|()| StreamBuffer::from(source.as_str()));
        let spans: Vec<Span> = source
            .match_indices("Maya")
            .map(|(start, word)| Span { start, end: start + word.len(), role: Role::Private })
            .collect();
        let mut buffer = Buffer::empty(SCREEN);
        frame(&mut buffer, &texts, &spans, &theme);
        group.bench_function(format!("four panes with {name} each, a token in each per frame"), |b| {
            let mut tokens = ["word ", "and ", "then\n"].into_iter().cycle();
            b.iter(|| {
                for text in &mut texts {
                    text.push(tokens.next().unwrap_or_default());
                }
                frame(&mut buffer, &texts, &spans, &theme);
                black_box(&buffer);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, draw);
criterion_main!(benches);
