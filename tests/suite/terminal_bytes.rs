//! What is written to the terminal: which colours, how many bytes, and nothing at all when nothing happens.

use std::time::Duration;

use fogline::rehearsal::{Options, Rehearsal};

use super::pty::{Home, Term};
use super::terminal::{assert_tidy, opened, stand_ins};

/// Every colour and style that was asked for, as `38;5;214` and the like.
fn styles(term: &Term) -> Vec<String> {
    let written = String::from_utf8_lossy(&term.bytes).into_owned();
    let style = regex::Regex::new("\x1b\\[([0-9;:]*)m").unwrap();
    let mut styles: Vec<String> = style.captures_iter(&written).map(|found| found[1].to_owned()).collect();
    styles.sort();
    styles.dedup();
    styles
}

/// Whether a style sets a colour (rather than bold, underline, or the default).
fn is_colour(style: &str) -> bool {
    style
        .split(['m', ';'])
        .next()
        .and_then(|first| first.parse::<u16>().ok())
        .is_some_and(|first| matches!(first, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107))
}

/// A run and a look at most views, in an environment.
async fn styles_of_a_run(home: Home) -> (String, Vec<String>) {
    let stand_ins = stand_ins().await;
    let home = home.models(&stand_ins);
    let mut term = opened(&home, 120, 40);
    term.ctrl('r').see("3 of 3 checks").ctrl('d').settle();
    term.keys("\x1b").settle();
    term.ctrl('p').see("Who should act first?").keys("\x1b").settle();
    let text = term.text();
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
    (text, styles(&term))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn no_color_means_none() {
    let (text, styles) = styles_of_a_run(Home::new().var("NO_COLOR", "1")).await;
    assert!(!styles.iter().any(|style| is_colour(style)), "{styles:?}");
    assert!(styles.iter().any(|style| style == "1"), "what is told by colour elsewhere is told by weight: {styles:?}");
    assert!(text.contains("✓ 0 leaks"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_terminal_that_does_not_say_truecolor_gets_none() {
    for (term, most) in [("screen", 16), ("xterm-256color", 256)] {
        let (_, styles) = styles_of_a_run(Home::new().without("COLORTERM").var("TERM", term)).await;
        let colours: Vec<&String> = styles.iter().filter(|style| is_colour(style)).collect();
        assert!(!colours.is_empty());
        assert!(!colours.iter().any(|style| style.contains("8;2;") || style.contains("8:2:")), "{term}: {colours:?}");
        if most == 16 {
            // crossterm writes the sixteen colours as the first sixteen of the palette.
            let palette = colours.iter().filter_map(|style| style.split_once("8;5;")?.1.parse::<u16>().ok());
            assert!(palette.clone().all(|colour| colour < 16), "{term}: {colours:?}");
        }
    }
    let (_, styles) = styles_of_a_run(Home::new()).await;
    assert!(styles.iter().any(|style| style.contains("38;2;")), "{styles:?}");
}

/// Nothing is written, and the processor is left alone.
#[track_caller]
fn assert_idle(term: &mut Term) {
    term.settle();
    let (_, before) = term.process();
    assert_eq!(term.bytes_while_idle(Duration::from_secs(1)), 0);
    let (_, after) = term.process();
    // Ticks are of 10 ms: one may have been begun before.
    assert!(after - before <= 1, "{} ticks while idle", after - before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn idle_it_writes_nothing_and_computes_nothing() {
    let stand_ins = stand_ins().await;
    let home = Home::new().models(&stand_ins);
    let mut term = opened(&home, 120, 40);
    assert_idle(&mut term);
    term.ctrl('r').see("3 of 3 checks");
    assert_idle(&mut term);
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_streaming_answer_costs_less_than_ten_times_its_text() {
    const TOKENS: usize = 400;
    let options = Options { rate: 100.0, tokens: Some(TOKENS), ..Options::instant() };
    let stand_ins = Rehearsal::start_anywhere(options).await.unwrap();
    let home = Home::new().models(&stand_ins);
    let question = home.file("question.txt", "Tell me something long.");
    let args = ["--pattern", "local-only", "--question-file", question.to_str().unwrap()];
    let mut term = home.open_with(120, 40, &args);
    term.see("simulated").settle();
    let (before, (_, ticks)) = (term.bytes.len(), term.process());
    let began = std::time::Instant::now();
    term.ctrl('r').see("cloud-only ~").settle();
    let (after, (_, ticks_after)) = (term.bytes.len(), term.process());
    let took = began.elapsed();
    // The text as it was streamed: save the pane and look.
    let path = home.path("answer.txt");
    term.keys("\x1b").settle();
    term.ctrl('s')
        .see("fogline-")
        .keys(&"\x7f".repeat(40))
        .keys(path.to_str().unwrap())
        .keys("\r")
        .see("bytes saved to");
    let text = std::fs::read_to_string(&path).unwrap();
    let written = after - before;
    println!(
        "{TOKENS} tokens, {} bytes of text: {written} bytes to the terminal ({:.1} times) in {took:?}, {} ms of processor time",
        text.len(),
        written as f64 / text.len() as f64,
        (ticks_after - ticks) * 10,
    );
    assert!(text.len() > TOKENS, "{text}");
    assert!(written < 10 * text.len(), "{written} bytes for {} bytes of text", text.len());
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
}
