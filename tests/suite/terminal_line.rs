//! What a person writes, keeps and holds at the line, through the real terminal.

use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::pty::{Home, Term};
use super::terminal::{assert_tidy, opened, stand_ins};

/// Requests for an answer that the stand-ins got (looking for models asks other things).
fn asked(rehearsal: &fogline::rehearsal::Rehearsal, path: &str) -> Vec<String> {
    let received = rehearsal.received().into_iter().filter(|request| request.path == path);
    received.map(|request| String::from_utf8_lossy(&request.body).into_owned()).collect()
}

/// The text of the row the cursor is in.
fn cursor_row(term: &Term) -> String {
    let (row, _) = term.screen().cursor_position();
    term.screen().rows(0, 120).nth(usize::from(row)).unwrap()
}

/// Moves the cursor down to the line with this text.
#[track_caller]
fn down_to(term: &mut Term, text: &str) {
    for _ in 0..40 {
        if cursor_row(term).contains(text) {
            return;
        }
        let before = term.screen().cursor_position();
        term.keys("\x1b[B").until("the cursor moves", |term| term.screen().cursor_position() != before);
    }
    panic!("no line with {text:?}\n{}", term.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_edit_at_the_line_that_drops_the_cut_off_changes_the_answer_and_is_seen() {
    let stand_ins = stand_ins().await;
    let home = Home::new().models(&stand_ins);
    let mut term = opened(&home, 120, 40);
    term.ctrl('k').see("is held for you").ctrl('r').see("Send this to the cloud?");
    assert_eq!(asked(&stand_ins, "/v1/responses").len(), 0, "held means not sent");
    // A frame may come in pieces: the cursor is where it belongs only when the last one is there.
    term.keys("e").see("hand to the gate");
    term.until("the cursor is in the text", |term| cursor_row(term).contains("Current time"));
    down_to(&mut term, "not running after 22:30");
    term.keys("\x1b[F").keys(&"\x7f".repeat(", not running after 22:30".len()));
    term.until("the cut-off is gone", |term| !cursor_row(term).contains("not running"));
    assert!(cursor_row(&term).contains("finish by 06:30"), "{}", term.text());
    // The gate looks at the edit and asks again; only then it goes.
    term.ctrl('s').see("s send").until("the edit stands there", |term| !term.part(0..72, 0..40).contains("22:30"));
    assert_eq!(asked(&stand_ins, "/v1/responses").len(), 0);
    term.keys("s").see("3 dropped").see("2 of 3 checks failed").see("wanted start between 20:00 and 21:00: 00:00 is");
    let sent = asked(&stand_ins, "/v1/responses");
    assert!(sent.len() == 1 && !sent[0].contains("22:30") && sent[0].contains("06:30"), "{sent:?}");
    let answer = term.part(0..56, 18..36);
    assert!(answer.contains("dishwasher at 00:00"), "{answer}");
    assert!(term.shows("15 kept 0 altered 3 dropped"), "one fact more than the model left out: {}", term.text());
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn one_value_passes_where_its_word_is_typed_and_the_others_go_as_placeholders() {
    let stand_ins = stand_ins().await;
    let home = Home::new().models(&stand_ins);
    let mut term = home.open_with(120, 40, &["--pattern", "cloud-only"]);
    term.see("simulated").ctrl('r').see("Send this to the cloud?").see("private values masked");
    term.until("it is shown as it would go", |term| !term.part(0..70, 0..36).contains("Maya"));
    let chosen =
        |term: &Term, value: &str| term.text().lines().any(|line| line.contains("▸ mask") && line.contains(value));
    while !chosen(&term, "Maya") {
        let before = term.text();
        term.keys("n").until("the next finding is chosen", |term| term.text() != before);
    }
    term.keys(" ").see("PASS").see("would pass").keys("s").see("and Enter to send it");
    term.keys("sb\r").see("nothing was sent");
    assert_eq!(asked(&stand_ins, "/v1/responses").len(), 0);
    term.keys("term\r").lose("Send this to the cloud?").see("session $0.0");
    let sent = asked(&stand_ins, "/v1/responses");
    let [body] = sent.as_slice() else { panic!("{sent:?}") };
    assert!(body.contains("Maya") && !body.contains("Mark"), "{body}");
    assert!(body.contains("[TERM_"), "{body}");
    assert!(term.see("1 leak").shows("1 leak"));
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_blocked_request_stays_home() {
    let stand_ins = stand_ins().await;
    let home = Home::new().models(&stand_ins);
    let mut term = opened(&home, 80, 24);
    term.ctrl('k').see("held").ctrl('r').see("Send this to the cloud?").keys("b").see("kept home");
    assert_eq!(asked(&stand_ins, "/v1/responses").len(), 0);
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn two_megabytes_pasted_are_text_and_one_undo_step() {
    let stand_ins = stand_ins().await;
    let home = Home::new().models(&stand_ins);
    let mut term = opened(&home, 120, 40);
    // Terminals send what Enter sends for a new line; the control characters, if typed, would run and quit.
    let line = "pasted line of a long meter log, 61 bytes with its end ....\r";
    let text = format!("{}pasted \x12\x11\x03 last\r", line.repeat(2_000_000 / line.len()));
    let began = Instant::now();
    term.paste(&text);
    term.see("2.0 MB").see("pasted ␒␑␃ last");
    println!("2 MB pasted and shown in {:?}", began.elapsed());
    let began = Instant::now();
    term.keys("typed after").see("typed after");
    println!("11 keys after it in {:?}", began.elapsed());
    assert_eq!(asked(&stand_ins, "/api/chat").len(), 0, "a paste never runs anything");
    // Undo of the typing, then of the whole paste at once.
    let mut steps = 0;
    while !term.shows("593 B") {
        let before = term.bytes.len();
        term.ctrl('u').until("undo is shown", |term| term.bytes.len() > before).settle();
        steps += 1;
        assert!(steps <= 12, "{}", term.text());
    }
    assert!(term.shows("Should the dishwasher run now or later?"));
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_was_typed_outlives_a_kill() {
    let stand_ins = stand_ins().await;
    let home = Home::new().models(&stand_ins);
    let mut term = opened(&home, 100, 30);
    term.keys("Please say: ");
    let draft = home.draft();
    let holds = |text: &str| std::fs::read_to_string(&draft).is_ok_and(|draft| draft.contains(text));
    term.until("the draft is written", |_| holds("Please say: Should the dishwasher"));
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&draft), mode(draft.parent().unwrap())), (0o600, 0o700));
    term.signal(Signal::KILL);
    assert_eq!(term.end(), Err("Killed".to_owned()));

    let mut term = opened(&home, 100, 30);
    term.see("Please say: Should the dishwasher").see("your draft is back");
    // What was kept can be undone by hand; once it is as it was, there is nothing to keep.
    term.keys(&"\x1b[3~".repeat("Please say: ".len())).lose("Please say");
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert!(!draft.exists());
    assert_tidy(&term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn drafts_can_be_switched_off() {
    let stand_ins = stand_ins().await;
    let home = Home::new().models(&stand_ins);
    home.file("config/fogline/config.toml", "[screen]\ndrafts = false\n");
    let mut term = opened(&home, 100, 30);
    term.keys("secret ").see("secret Should").ctrl('q').see("yes");
    term.settle().keys("y");
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
    assert!(!home.path("state").exists(), "nothing was written");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn keys_are_shown_while_text_streams() {
    let options = fogline::rehearsal::Options { rate: 200.0, ..fogline::rehearsal::Options::instant() };
    let stand_ins = fogline::rehearsal::Rehearsal::start_anywhere(options).await.unwrap();
    let home = Home::new().models(&stand_ins);
    let mut term = opened(&home, 120, 40);
    term.ctrl('r').see("thinking");
    let mut slowest = Duration::ZERO;
    let mut typed = String::new();
    for letter in "typed".chars() {
        typed.push(letter);
        let began = Instant::now();
        term.keys(&letter.to_string()).see(&format!("{typed}Should the"));
        slowest = slowest.max(began.elapsed());
    }
    assert!(!term.shows("of 3 checks"), "the run was over before the typing");
    println!("slowest key echo while streaming: {slowest:?}");
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
    term.ctrl('c').see("stopped;").ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
}
