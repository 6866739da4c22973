//! How a person comes to a pattern and sets its params, through the real terminal.

use super::pty::Home;
use super::terminal::{assert_tidy, opened, stand_ins};

/// A pattern of the user's own: it asks the cloud what the local model let through, if a param says so.
const OWN: &str = r#"
id = "ask-if-hard"
name = "Ask if hard"
summary = "Answers at home; asks the cloud where the threshold says so."
direction = "local-first"
trigger = "conditional"
purpose = ["cost"]
answer = ["ask", "attempt"]

[params]
threshold = { default = 0.9, min = 0, max = 1, doc = "asks the cloud where this is under a half" }

[[stage]]
id = "attempt"
title = "Local answer"
side = "local"
prompt = "{{ question }} {{ context }}"

[[stage]]
id = "ask"
title = "Cloud answer"
side = "cloud"
when = "params.threshold < 0.5"
needs = ["attempt"]
reveals = ["question"]
prompt = "{{ question }}"
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn three_questions_lead_to_a_pattern_of_ones_own_with_its_promise() {
    let stand_ins = stand_ins().await;
    let home = Home::new().models(&stand_ins);
    home.file("config/fogline/patterns/own.toml", OWN);
    home.file("config/fogline/patterns/broken.toml", "id = \"broken\"\nname = \"Broken\"\n");
    let mut term = opened(&home, 120, 40);
    term.ctrl('p').see("Who should act first?").see("Ask if hard").see("yours");
    assert!(term.shows("If it is called, the cloud sees your question as it is."), "{}", term.text());
    assert!(term.shows("broken.toml") && term.shows("does not check: line 1"), "{}", term.text());
    // Local first; only if needed.
    term.keys("\x1b[C\r\x1b[C\x1b[C").see("calls the cloud on every run");
    term.keys("\r\r").see("asks the cloud where the threshold says so");
    term.keys("\r").lose("Choose a pattern").see("Request to cloud answer");
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_param_turned_changes_the_next_run_and_is_said_in_the_header() {
    let stand_ins = stand_ins().await;
    let home = Home::new().models(&stand_ins);
    home.file("config/fogline/patterns/own.toml", OWN);
    let mut term = home.open_with(100, 30, &["--pattern", "ask-if-hard", "--policy", "mask"]);
    term.see("simulated").ctrl('r').see("skipped").see("run again");
    let asked = |stand_ins: &fogline::rehearsal::Rehearsal| {
        stand_ins.received().into_iter().filter(|request| request.path == "/v1/responses").count()
    };
    assert_eq!(asked(&stand_ins), 0);
    // F2: the params; left until the bound, which is where it stops.
    term.keys("\x1bOQ").see("Params of Ask if hard").see("0 to 1");
    term.keys(&"\x1b[D".repeat(40)).see("default 0.9").keys("\r").lose("Params of");
    term.see("threshold 0").ctrl('r').until("the cloud is asked", |_| asked(&stand_ins) == 1);
    term.lose("skipped").see("run again");
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_tidy(&term);
}
