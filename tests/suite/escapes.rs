//! A corpus of strings that would steer a terminal, and every way they can come: answers, thinking, model names, error bodies,
//! headers, event names, file names, titles, arguments. What the program writes is text, or nothing: no title, no clipboard,
//! no cursor, no colour, nothing hidden.
//!
//! The corpus is `tests/fixtures/hostile.json`, written with JSON escapes so that looking at it is safe.

use std::fmt::Write as _;
use std::num::NonZeroU16;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use fogline::rehearsal::{Options, Rehearsal};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::process::Command;
use vt100::Parser;

use super::pty::{Heard, Home, Term};
use super::tap::Tap;
use super::terminal::assert_tidy;

const BIN: &str = env!("CARGO_BIN_EXE_fogline");

#[derive(Deserialize)]
struct Hostile {
    id: String,
    text: String,
}

fn corpus() -> Vec<Hostile> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Each string between two words that have to be seen, so that what it swallows is missed.
fn lines() -> Vec<String> {
    corpus().iter().map(|one| format!("before-{0} {1} after-{0}\n", one.id, one.text)).collect()
}

/// All of them as one text.
fn all() -> String {
    lines().concat()
}

/// Characters that steer a terminal or hide from a reader; written down here once more, on purpose.
fn steers(c: char) -> bool {
    let code = c as u32;
    (c.is_control() && c != '\n')
        || matches!(code, 0xad | 0x34f | 0x61c | 0x115f | 0x1160 | 0x200b | 0x200e | 0x200f | 0x2028..=0x202e)
        || matches!(code, 0x2060..=0x206f | 0x3164 | 0xfeff | 0xffa0 | 0xfff9..=0xfffb)
        || matches!(code, 0x1_d173..=0x1_d17a | 0xe_0000..=0xe_0fff)
}

/// A terminal of this size that remembers what it was asked for.
fn terminal(rows: u16, columns: u16) -> Parser<Heard> {
    let cells = |count| NonZeroU16::new(count).unwrap();
    Parser::new_with_callbacks(cells(rows), cells(columns), 0, Heard::default())
}

/// No character of these bytes is anything but text, and a terminal that shows them is asked for nothing.
#[track_caller]
fn assert_text_only(what: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{what}: not UTF-8"));
    // A tab is text; the escapes of a terminal know it as one.
    if let Some((at, c)) = text.char_indices().find(|(_, c)| steers(*c) && *c != '\t') {
        let around: String = text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
        panic!("{what}: U+{:04X} after {around:?}", c as u32);
    }
    let marks = |c: char| matches!(c as u32, 0x300..=0x36f | 0x20d0..=0x20ff);
    let longest = text.split(|c| !marks(c)).map(|run| run.chars().count()).max().unwrap_or(0);
    assert!(longest <= 16, "{what}: {longest} marks on one letter");
    let mut parser = terminal(60, 200);
    parser.process(text.replace('\n', "\r\n").as_bytes());
    let heard = parser.callbacks();
    assert_eq!((&heard.titles, &heard.clipboard, &heard.unknown), (&vec![], &vec![], &vec![]), "{what}");
    assert_eq!(heard.bells, 0, "{what}");
    let screen = parser.screen();
    assert!(!screen.hide_cursor() && !screen.alternate_screen() && !screen.bracketed_paste(), "{what}");
    for (row, column) in (0..60).flat_map(|row| (0..200).map(move |column| (row, column))) {
        let cell = screen.cell(row, column).unwrap();
        let plain = cell.fgcolor() == vt100::Color::Default && cell.bgcolor() == vt100::Color::Default;
        assert!(plain && !cell.bold() && !cell.inverse(), "{what}: colour at {row}:{column}");
    }
}

/// Every string is there: both words around it, in order.
#[track_caller]
fn assert_all_seen(what: &str, text: &str) {
    let mut rest = text;
    for one in corpus() {
        for word in [format!("before-{} ", one.id), format!(" after-{}", one.id)] {
            let at = rest.find(word.trim_end()).unwrap_or_else(|| panic!("{what}: {word:?} is missing"));
            rest = &rest[at + word.trim_end().len()..];
        }
    }
}

/// What the servers say, per place where a server can say something.
#[derive(Default)]
struct Words {
    model: String,
    version: String,
    answer: Vec<String>,
    thinking: Vec<String>,
    /// Names of events nobody knows.
    events: Vec<String>,
    /// The body of an error, with its status.
    error: Option<(u16, String)>,
    /// An error record in the middle of a stream.
    record: Option<String>,
    /// Lines put into the stream as they are.
    raw: Vec<String>,
}

async fn answer(State(words): State<Arc<Words>>, uri: Uri) -> Response {
    let kind = |kind: &str, body: String| ([("content-type", kind.to_owned())], body).into_response();
    match uri.path() {
        "/api/version" => kind("application/json", json!({"version": words.version}).to_string()),
        "/api/tags" => {
            let named = |name: &str| json!({"name": name, "model": name, "details": {"parameter_size": name}});
            let mut models = vec![named("gemma4:e4b"), named(&words.model)];
            models.extend(words.events.iter().map(|name| named(name)));
            kind("application/json", json!({"models": models}).to_string())
        }
        "/api/show" => kind("application/json", json!({"details": {"parameter_size": words.model}}).to_string()),
        path => {
            if let Some((status, body)) = &words.error {
                return (axum::http::StatusCode::from_u16(*status).unwrap(), body.clone()).into_response();
            }
            let (ollama, mut body) = (path == "/api/chat", String::new());
            let kind_of = if ollama { "application/x-ndjson" } else { "text/event-stream" };
            let mut put = |value: &Value| {
                let _ = match (ollama, value["type"].as_str()) {
                    (true, _) => writeln!(body, "{value}"),
                    (false, name) => write!(body, "event: {}\ndata: {value}\n\n", name.unwrap_or_default()),
                };
            };
            let piece = |channel: &str, text: &str| match (ollama, channel) {
                (true, _) => {
                    json!({"model": words.model, "message": {"role": "assistant", channel: text}, "done": false})
                }
                (false, "thinking") => json!({"type": "response.reasoning_summary_text.delta", "delta": text}),
                (false, _) => json!({"type": "response.output_text.delta", "delta": text}),
            };
            words.thinking.iter().for_each(|text| put(&piece("thinking", text)));
            words.answer.iter().for_each(|text| put(&piece("content", text)));
            for name in words.events.iter().filter(|_| !ollama) {
                let line = name.replace(['\n', '\r'], " ");
                let _ = write!(body, "event: {line}\ndata: {}\n\n", json!({"type": line, "delta": line}));
            }
            words.raw.iter().for_each(|line| body.push_str(line));
            let end = match (&words.record, ollama) {
                (Some(record), true) => json!({"error": record}),
                (Some(record), false) => json!({"type": "error", "code": record, "message": record}),
                (None, true) => {
                    json!({"model": words.model, "message": {"role": "assistant", "content": ""}, "done": true,
                    "done_reason": "stop", "prompt_eval_count": 9, "eval_count": 5})
                }
                (None, false) => json!({"type": "response.completed", "response": {"status": "completed",
                    "model": words.model, "usage": {"input_tokens": 9, "output_tokens": 5, "total_tokens": 14}}}),
            };
            let _ = match (ollama, end["type"].as_str()) {
                (true, _) => writeln!(body, "{end}"),
                (false, name) => write!(body, "event: {}\ndata: {end}\n\n", name.unwrap_or_default()),
            };
            kind(kind_of, body)
        }
    }
}

/// A server that says them, as both sides.
async fn serve(words: Words) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let words = Words { version: or(words.version, "0.12.0"), model: or(words.model, "gemma4:e4b"), ..words };
    let router = Router::new().fallback(answer).with_state(Arc::new(words));
    tokio::spawn(async move { axum::serve(listener, router).await });
    base
}

fn or(text: String, default: &str) -> String {
    if text.is_empty() { default.to_owned() } else { text }
}

/// Runs the program against a server; the exit code, what it wrote to standard output, and to standard error.
async fn run(dir: &Path, base: &str, args: &[impl AsRef<std::ffi::OsStr>]) -> (i32, String, String) {
    let mut command = Command::new(BIN);
    command
        .env_clear()
        .env("HOME", dir)
        .env("FOGLINE_CONFIG", dir.join("config.toml"))
        .env("OLLAMA_HOST", base)
        .env("OPENAI_BASE_URL", format!("{base}/v1"))
        .env("OPENAI_API_KEY", "sk-test-not-a-key")
        .args(args)
        .stdin(Stdio::null());
    let output = command.output().await.unwrap();
    assert_text_only("standard output", &output.stdout);
    assert_text_only("standard error", &output.stderr);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn home() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("config.toml"), "").unwrap();
    dir
}

const CLOUD: [&str; 7] = ["run", "cloud-only", "--question", "Why?", "--policy", "allow", "--local=builtin"];
const LOCAL: [&str; 5] = ["run", "local-only", "--question", "Why?", "--local=ollama:gemma4:e4b"];

fn with<'a>(args: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [args, more].concat()
}

#[test]
fn the_corpus_is_large_and_hostile() {
    let corpus = corpus();
    let ids: std::collections::BTreeSet<_> = corpus.iter().map(|one| &one.id).collect();
    assert!(corpus.len() >= 60 && ids.len() == corpus.len());
    // It would do harm: a terminal that got it as it is would be retitled, and robbed of its clipboard.
    let mut parser = terminal(24, 80);
    parser.process(all().as_bytes());
    assert!(!parser.callbacks().titles.is_empty() && !parser.callbacks().clipboard.is_empty());
}

#[tokio::test]
async fn answers_and_thinking_are_text() {
    let dir = home();
    let base = serve(Words { answer: lines(), thinking: lines(), ..Words::default() }).await;
    for args in [&CLOUD[..], &LOCAL[..]] {
        let (exit, stdout, stderr) = run(dir.path(), &base, args).await;
        assert_eq!(exit, 0, "{stderr}");
        assert_all_seen("the answer", &stdout);
        let (exit, stdout, _) = run(dir.path(), &base, &with(args, &["--json"])).await;
        assert_eq!(exit, 0);
        let report: Value = serde_json::from_str(&stdout).unwrap();
        assert_all_seen("the answer in JSON", report["answer"].as_str().unwrap());
        let (exit, stdout, _) = run(dir.path(), &base, &with(args, &["--events"])).await;
        assert_eq!(exit, 0);
        assert!(stdout.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
    }
}

#[tokio::test]
async fn names_versions_and_events_of_servers_are_text() {
    let dir = home();
    let words = Words { model: all(), version: all(), events: lines(), ..Words::default() };
    let base = serve(Words { answer: vec!["well".to_owned()], ..words }).await;
    for args in [with(&CLOUD, &["--json"]), with(&LOCAL, &["--json"]), with(&CLOUD, &["--events"])] {
        let (exit, stdout, stderr) = run(dir.path(), &base, &args).await;
        assert!(exit == 0 && stdout.contains("well"), "{stderr}");
    }
    let (_, stdout, _) = run(dir.path(), &base, &["doctor"]).await;
    assert_all_seen("names of models", &stdout);
    // A model of that name is asked for by hand, too.
    for one in corpus().iter().step_by(3).filter(|one| !one.text.contains('\0') && one.text.len() < 1000) {
        let (local, cloud) = (format!("--local=ollama:x{}", one.text), format!("--cloud=openai:x{}", one.text));
        run(dir.path(), &base, &["run", "local-only", "--question=Why?", &local, &cloud]).await;
    }
}

#[tokio::test]
async fn what_a_server_refuses_with_is_text() {
    let dir = home();
    let object = json!({"error": {"message": all(), "type": all(), "code": "x"}}).to_string();
    let flat = json!({"error": all()}).to_string();
    for (status, body) in
        [(400, object.clone()), (401, object), (404, flat), (400, all()), (418, "\x1b]0;x\x07".into())]
    {
        let base = serve(Words { error: Some((status, body)), ..Words::default() }).await;
        for args in [&CLOUD[..], &LOCAL[..]] {
            let (exit, _, stderr) = run(dir.path(), &base, args).await;
            assert!(exit == 4 && stderr.contains(&status.to_string()), "{stderr}");
            run(dir.path(), &base, &with(args, &["--json"])).await;
        }
    }
    let base = serve(Words { record: Some(all()), answer: vec!["half".to_owned()], ..Words::default() }).await;
    for args in [&CLOUD[..], &LOCAL[..]] {
        assert_eq!(run(dir.path(), &base, args).await.0, 4);
        assert_eq!(run(dir.path(), &base, &with(args, &["--events"])).await.0, 4);
    }
}

/// C1 controls as the single bytes they once were: no UTF-8, and to some terminals commands all the same.
#[tokio::test]
async fn raw_bytes_are_text() {
    const RAW: &[u8] = b"\x9b2J\x9d0;owned\x9c\x90q~\x9c\xff\xfe\xc0\x80";
    let dir = home();
    let head = |status: &str| format!("HTTP/1.1 {status}\r\nconnection: close\r\n\r\n").into_bytes();
    let (bad, fine) = (head("400 Bad"), head("200 OK"));
    let replies = [
        [&bad[..], RAW].concat(),
        [&bad[..], b"{\"error\":{\"message\":\"before ", RAW, b" after\"}}"].concat(),
        [&fine[..], RAW, b"\n\n"].concat(),
        [&fine[..], b"event: ", RAW, b"\ndata: {\"type\":\"error\",\"message\":\"", RAW, b"\"}\n\n"].concat(),
        [&fine[..], b"{\"error\":\"", RAW, b"\"}\n"].concat(),
        [&b"HTTP/1.1 400 "[..], RAW, b"\r\nconnection: close\r\n\r\n{}"].concat(),
        [&b"HTTP/1.1 307 X\r\nlocation: http://"[..], RAW, b"/\r\nconnection: close\r\n\r\n"].concat(),
    ];
    let tried = replies.iter().map(async |reply| {
        let tap = Tap::nobody(reply).await;
        let base = format!("http://{}", tap.address);
        for args in [&CLOUD[..], &LOCAL[..]] {
            let (exit, _, stderr) = run(dir.path(), &base, args).await;
            assert_eq!(exit, 4, "{stderr}");
        }
    });
    futures::future::join_all(tried).await;
}

/// What JSON can say that text cannot: halves of a pair, escapes of controls, bytes that are no UTF-8.
#[tokio::test]
async fn broken_json_is_named_and_never_echoed() {
    let dir = home();
    for inner in ["\\udc00\\ud800", "\\u009b31m\\u001b[2J\\u0000", "\u{9b}31m\x1b]0;x\x07", "\\x1b\\u00"] {
        let cloud = format!(
            "event: response.output_text.delta\ndata: {{\"type\":\"response.output_text.delta\",\"delta\":\"{inner}\"}}\n\n"
        );
        let local = format!(
            "{{\"model\":\"{inner}\",\"message\":{{\"role\":\"assistant\",\"content\":\"{inner}\"}},\"done\":false}}\n"
        );
        let noise = format!("{inner}\n\n");
        for (line, args) in [(cloud, &CLOUD[..]), (local, &LOCAL[..]), (noise.clone(), &CLOUD[..]), (noise, &LOCAL[..])]
        {
            let base = serve(Words { answer: vec!["well".to_owned()], raw: vec![line], ..Words::default() }).await;
            let (exit, _, stderr) = run(dir.path(), &base, args).await;
            assert!(exit == 0 || exit == 4, "{inner}: {exit} {stderr}");
        }
    }
}

#[tokio::test]
async fn status_lines_and_headers_are_text() {
    let dir = home();
    // What a header must not hold, and what it may (bytes from 0x80 on).
    let evils = ["\x1b]0;x\x07\x1b[31m\r\x08", "\u{9b}31m\u{9d}0;x\u{9c}\u{202e}\u{200b}"];
    for evil in evils {
        let body = "{\"error\":{\"message\":\"no\"}}";
        let length = body.len();
        let replies = [
            format!("HTTP/1.1 400 {evil}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"),
            format!(
                "HTTP/1.1 400 X\r\nx-request-id: {evil}\r\ncontent-type: {evil}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            ),
            format!("HTTP/1.1 400 X\r\n{evil}: y\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"),
            format!(
                "HTTP/1.1 307 X\r\nlocation: http://evil.example/{evil}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            ),
            format!("HTTP/1.1 307 X\r\nlocation: {evil}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
            format!("HTTP/1.1 200 OK\r\ncontent-type: {evil}\r\nconnection: close\r\n\r\n{evil}\n"),
            format!("{evil}\r\n\r\n"),
        ];
        let tried = replies.iter().map(async |reply| {
            let tap = Tap::nobody(reply).await;
            let base = format!("http://{}", tap.address);
            for args in [&CLOUD[..], &LOCAL[..]] {
                let (exit, _, stderr) = run(dir.path(), &base, args).await;
                assert_eq!(exit, 4, "{reply:?}: {stderr}");
            }
        });
        futures::future::join_all(tried).await;
    }
}

#[tokio::test]
async fn files_titles_names_and_arguments_are_text() {
    let dir = home();
    let rehearsal = Rehearsal::start_anywhere(Options::instant()).await.unwrap();
    let base = format!("http://{}", rehearsal.address);
    for folder in ["patterns", "scenarios"] {
        std::fs::create_dir(dir.path().join(folder)).unwrap();
    }
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut names = 0;
    for (number, one) in corpus().iter().enumerate() {
        let text = quoted(&one.text);
        let titled = |before: &str| quoted(&format!("{before} {} after", one.text));
        let scenario = format!(
            "id = \"s{number}\"\npattern = \"local-only\"\nname = {}\nsummary = {}\nquestion = {}\ncontext = {text}\n",
            titled("name"),
            titled("summary"),
            titled("question"),
        );
        std::fs::write(dir.path().join(format!("scenarios/s{number}.toml")), scenario).unwrap();
        let pattern = format!(
            "id = \"p{number}\"\nname = {}\nsummary = {}\ndirection = \"local-first\"\n\
             purpose = [\"privacy\"]\nanswer = \"a\"\n[[stage]]\nid = \"a\"\ntitle = {}\nside = \"local\"\nprompt = {}\n",
            titled("name"),
            titled("summary"),
            titled("title"),
            titled("prompt"),
        );
        std::fs::write(dir.path().join(format!("patterns/p{number}.toml")), pattern).unwrap();
        // The same as a file name, and as keys and values that are wrong.
        let name = one.text.replace(['/', '\0'], "");
        if name.len() < 200 {
            let path = dir.path().join(std::ffi::OsStr::from_bytes(format!("patterns/x{name}.toml").as_bytes()));
            std::fs::write(path, format!("id = {text}\n{text} = {text}\ndirection = {text}\n")).unwrap();
            names += 1;
        }
    }
    assert!(names > 60);
    for args in [
        &["patterns", "list"][..],
        &["patterns", "list", "--json"],
        &["scenarios", "list"],
        &["scenarios", "list", "--json"],
    ] {
        let (exit, stdout, stderr) = run(dir.path(), &base, args).await;
        assert_eq!(exit, 0, "{stderr}");
        assert!(stdout.contains("after") || stdout.contains("\np93 "), "{stdout}");
    }
    for (number, one) in corpus().iter().enumerate().step_by(12) {
        let (scenario, pattern) = (format!("s{number}"), format!("p{number}"));
        for args in [
            &["patterns", "show", &pattern][..],
            &["patterns", "check", &format!("patterns/p{number}.toml")],
            &["scenarios", "show", &scenario],
            &["scenarios", "show", &scenario, "--json"],
        ] {
            run(dir.path(), &base, args).await;
        }
        if !one.text.contains('\0') && one.text.len() < 1000 {
            for args in [
                &["run", &pattern, "--scenario", &scenario, "--events"][..],
                &["run", &one.text, "--question", "Why?"],
                &["run", "local-only", "--question", &one.text, "--events"],
                &["run", "local-only", "--scenario", &one.text],
                &["run", "local-only", "--question-file", &one.text],
                &["run", "local-only", "--policy", &one.text],
                &["run", "local-only", "--param", &format!("{}=1", one.text), "--question", "x"],
                &["patterns", "check", &one.text],
                &["guard", "--vault", &one.text],
                &["--config", &one.text, "config"],
                &["doctor", "--local", &one.text],
                &["--theme", &one.text, &one.text],
            ] {
                run(dir.path(), &base, args).await;
            }
        }
    }
}

#[tokio::test]
async fn guard_answers_in_text() {
    let dir = home();
    let vault = dir.path().join("vault.json");
    let mut names = serde_json::Map::new();
    let mut input = String::new();
    for (number, one) in corpus().iter().enumerate() {
        names.insert(format!("PERSON_{}", number + 1), json!(format!("Quibbler{number}")));
        let text = format!("{} Quibbler{number} jo@example.org {}", one.text, one.text);
        let _ = writeln!(input, "{}", json!({"id": one.text, "text": text}));
    }
    std::fs::write(&vault, Value::Object(names).to_string()).unwrap();
    std::fs::write(dir.path().join("input"), &input).unwrap();
    let mut command = Command::new(BIN);
    command.args(["guard", "--jsonl", "--vault"]).arg(&vault);
    command.stdin(std::fs::File::open(dir.path().join("input")).unwrap());
    let output = command.output().await.unwrap();
    assert_text_only("guard", &output.stdout);
    assert_text_only("guard", &output.stderr);
    let stdout = String::from_utf8(output.stdout).unwrap();
    let ids: Vec<String> = stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids, corpus().into_iter().map(|one| one.text).collect::<Vec<_>>(), "an id comes back as it was");
    // What is wrong with an input is said without it.
    for wrong in [b"\x1b]0;x\x07\n".to_vec(), b"{\"id\":\"\x9b31m\"}\n".to_vec()] {
        std::fs::write(dir.path().join("input"), wrong).unwrap();
        let mut command = Command::new(BIN);
        command.args(["guard", "--jsonl"]).stdin(std::fs::File::open(dir.path().join("input")).unwrap());
        let output = command.output().await.unwrap();
        assert_eq!(output.status.code(), Some(3));
        assert_text_only("guard", &output.stderr);
    }
}

/// What is between the program's own sequences: nothing that steers, no sequence the workbench has no business with.
#[track_caller]
fn assert_harmless(term: &Term) {
    let written = String::from_utf8_lossy(&term.bytes);
    let bad = |c: char| steers(c) && !matches!(c, '\x1b' | '\r' | '\x08' | '\t');
    assert_eq!(written.chars().find(|c| bad(*c)).map(|c| c as u32), None);
    assert_eq!(term.heard().bells, 0);
    for sequence in ["\x1bc", "\x1b[6n", "\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x1b[3J", "\x1b[c", "\x1b(0"] {
        assert!(!written.contains(sequence), "{sequence:?} reached the terminal");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_workbench_shows_the_corpus_as_text() {
    let words = Words { answer: lines(), thinking: lines(), model: "gemma4:e4b".to_owned(), ..Words::default() };
    let base = serve(Words { version: all(), ..words }).await;
    for (pattern, send) in [("local-only", false), ("cloud-only", true)] {
        let home = Home::new().servers(&base, &format!("{base}/v1"));
        let question = home.file("question.txt", &all());
        let args = ["--pattern", pattern, "--question-file", question.to_str().unwrap(), "--context-file"];
        let mut term = home.open_with(160, 60, &with(&args, &[question.to_str().unwrap()]));
        term.see("before-csi-clear ␛[2J␛[H after-csi-clear").see("gpt-5.4 at 127.0.0.1").ctrl('r');
        if send {
            term.see("Send this to the cloud?").see("before-csi-clear").keys("s");
        }
        term.see("run again").ctrl('t').settle();
        term.ctrl('d').settle();
        term.keys("\x1b").settle();
        term.ctrl('q');
        assert_eq!(term.end(), Ok(0));
        assert_harmless(&term);
        assert_tidy(&term);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_workbench_lists_hostile_names_as_text() {
    let turns = corpus();
    let base = serve(Words { model: all(), events: lines(), ..Words::default() }).await;
    let home = Home::new().servers(&base, &format!("{base}/v1"));
    let quoted = |text: String| toml::Value::String(text).to_string();
    for (number, one) in turns.iter().enumerate() {
        let name = quoted(format!("name {} after", one.text));
        home.file(
            &format!("config/fogline/scenarios/s{number}.toml"),
            &format!(
                "id = \"s{number}\"\npattern = \"local-only\"\nname = {name}\nsummary = {name}\nquestion = \"Why?\"\n"
            ),
        );
        home.file(
            &format!("config/fogline/patterns/p{number}.toml"),
            &format!(
                "id = \"p{number}\"\nname = {name}\nsummary = {name}\ndirection = \"local-first\"\n\
                 purpose = [\"privacy\"]\nanswer = \"a\"\n[[stage]]\nid = \"a\"\ntitle = {name}\nside = \"local\"\nprompt = \"x\"\n"
            ),
        );
    }
    home.file("config/fogline/patterns/\u{9b}31m\u{1b}]0;x\u{7}.toml", "no TOML at all");
    let mut term = home.open(120, 50);
    term.see("Raw prompt").see("gpt-5.4").ctrl('e').see("after").keys("\x1b[6~\x1b[6~\x1b[6~").settle();
    term.keys("\x1b").settle();
    term.ctrl('p').settle();
    term.keys("\x1b[6~\x1b[6~\x1b[6~").settle();
    term.keys("\x1b").settle();
    term.ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_harmless(&term);
    assert_tidy(&term);
}
