//! What others wrote (files, models, servers, a draft on disk) never steers the terminal: it is text on the screen, or nothing.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::pty::{Home, Term};
use super::terminal::{assert_tidy, opened, stand_ins};

/// Clears the screen, sets the title, writes the clipboard, rings, moves (C1 and its UTF-8 form), turns text around, hides
/// letters, asks the terminal to answer: then a word that has to be seen.
const EVIL: &str = "\x1b[2J\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\u{9b}31m\u{9d}2;owned\u{9c}\x1bc\x1b[6n\x07\x08\x08\r\u{202e}\u{2066}\u{200b}\x7fseen";

/// No byte of it got through as anything but text.
#[track_caller]
fn assert_harmless(term: &Term) {
    let written = String::from_utf8_lossy(&term.bytes);
    let steers =
        |c: &char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert_eq!(written.chars().find(steers), None);
    assert_eq!(term.heard().bells, 0);
    assert!(
        !written.contains("\x1bc") && !written.contains("\x1b[6n"),
        "an escape sequence of another's reached the terminal"
    );
}

/// An Ollama and an OpenAI whose every word is hostile.
struct Hostile {
    refuses: bool,
}

async fn answer(State(server): State<Arc<Hostile>>, uri: Uri) -> Response {
    let kind = |kind: &str, body: String| ([("content-type", kind.to_owned())], body).into_response();
    let lines = |values: &[Value]| values.iter().map(|value| format!("{value}\n")).collect::<Vec<_>>().concat();
    let events = |values: &[Value]| {
        values
            .iter()
            .map(|value| format!("event: {}\ndata: {value}\n\n", value["type"].as_str().unwrap()))
            .collect::<Vec<_>>()
            .concat()
    };
    match uri.path() {
        "/api/version" => kind("application/json", json!({"version": format!("0.12.0 {EVIL}")}).to_string()),
        "/api/tags" => kind(
            "application/json",
            json!({"models": [{"name": "gemma4:e4b", "model": "gemma4:e4b"}, {"name": EVIL, "model": EVIL}]})
                .to_string(),
        ),
        "/api/show" => kind("application/json", "{}".to_owned()),
        "/api/chat" => kind(
            "application/x-ndjson",
            lines(&[
                json!({"model": EVIL, "message": {"role": "assistant", "content": "", "thinking": format!("thought {EVIL}")}, "done": false}),
                json!({"model": EVIL, "message": {"role": "assistant", "content": format!("home {EVIL}")}, "done": false}),
                json!({"model": EVIL, "message": {"role": "assistant", "content": " end of it"}, "done": true,
                       "done_reason": "stop", "prompt_eval_count": 10, "eval_count": 5}),
            ]),
        ),
        _ if server.refuses => {
            let said =
                json!({"error": {"message": format!("refused {EVIL}"), "type": EVIL, "code": "invalid_api_key"}});
            (axum::http::StatusCode::UNAUTHORIZED, said.to_string()).into_response()
        }
        _ => kind(
            "text/event-stream",
            events(&[
                json!({"type": "response.reasoning_summary_text.delta", "delta": format!("thought {EVIL}")}),
                json!({"type": "response.output_text.delta", "delta": format!("cloud {EVIL}")}),
                json!({"type": "response.output_text.delta", "delta": " end of it"}),
                json!({"type": "response.completed", "response": {"status": "completed", "model": EVIL,
                    "usage": {"input_tokens": 20, "output_tokens": 4, "total_tokens": 24}}}),
            ]),
        ),
    }
}

/// A home whose servers are hostile, and whose question is.
async fn home(refuses: bool) -> Home {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer).with_state(Arc::new(Hostile { refuses }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Home::new().servers(&base, &format!("{base}/v1"))
}

fn open(home: &Home, pattern: &str) -> Term {
    let question = home.file("question.txt", &format!("ask {EVIL}"));
    let context = home.file("context.txt", &format!("told {EVIL}"));
    let files = [question.to_str().unwrap().to_owned(), context.to_str().unwrap().to_owned()];
    let mut term =
        home.open_with(120, 40, &["--pattern", pattern, "--question-file", &files[0], "--context-file", &files[1]]);
    term.see("Raw prompt").see("gpt-5.4 at 127.0.0.1").see("␛[2J␛]0;owned");
    term
}

fn close(mut term: Term) {
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_harmless(&term);
    assert_tidy(&term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_local_models_words_are_text() {
    let home = home(false).await;
    let mut term = open(&home, "local-only");
    term.ctrl('r').see("home").see("end of it").see("cloud-only ~").ctrl('t').see("thought");
    term.settle();
    close(term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_held_and_what_the_cloud_says_is_text() {
    let home = home(false).await;
    let mut term = open(&home, "cloud-only");
    term.ctrl('r').see("Send this to the cloud?").see("ask ␛[2J␛]0;owned").keys("e").see("hand to the gate");
    term.keys("\x1b").see("s send").keys("s").see("cloud").see("end of it").see("run again");
    term.ctrl('d').settle();
    term.keys("\x1b").settle();
    close(term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_a_server_refuses_with_is_text() {
    let home = home(true).await;
    let mut term = open(&home, "cloud-only");
    term.ctrl('r').see("Send this to the cloud?").keys("s").see("refused").see("401");
    assert!(!term.shows("sk-test"), "{}", term.text());
    close(term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn files_of_the_users_own_are_text() {
    let stand_ins = stand_ins().await;
    let evil = toml::Value::String(EVIL.to_owned()).to_string();
    let text = |before: &str| toml::Value::String(format!("{before} {EVIL}")).to_string();
    let scenario = format!(
        "id = \"aaa\"\npattern = \"local-only\"\nname = {}\nsummary = {evil}\nquestion = {}\ncontext = {}\n",
        text("AAA"),
        text("asked"),
        text("told"),
    );
    let home = Home::new().models(&stand_ins);
    home.file("config/fogline/scenarios/aaa.toml", &scenario);
    // A file name is another's text too: this one is no scenario, and is said to be none.
    home.file(&format!("config/fogline/scenarios/{}.toml", EVIL.replace('/', "")), "this is not TOML");
    let mut term = opened(&home, 120, 40);
    term.see("scenarios/␛[2J␛]0;owned")
        .ctrl('e')
        .see("AAA")
        .keys("AAA")
        .until("one is left", |term| !term.shows("Clinic"))
        .keys("\r")
        .see("asked");
    term.see("␛[2J").ctrl('r').see("cloud-only ~").settle();
    close(term);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_draft_and_a_pasted_or_typed_text_are_text() {
    let stand_ins = stand_ins().await;
    let home = Home::new().models(&stand_ins).var("EDITOR", "cp \"$HOME/evil.txt\"");
    home.file("evil.txt", &format!("elsewhere {EVIL}"));
    let draft = json!({"question": format!("drafted {EVIL}"), "context": EVIL});
    home.file("state/fogline/draft.json", &draft.to_string());
    let mut term = opened(&home, 120, 40);
    term.see("drafted")
        .see("␛[2J␛]0;owned")
        .paste(&format!("pasted {}", EVIL.replace("\x1b[6n", "")))
        .see("pasted ␛[2J␛]0;owned");
    // As a terminal without bracketed paste sends it.
    term.keys("typed\u{202e}\u{200b}\u{9b}").see("typed").settle();
    term.ctrl('g').see("elsewhere").see("␛[2J␛]0;owned").settle();
    close(term);
}
