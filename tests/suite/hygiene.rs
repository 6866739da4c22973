//! What stays behind and what goes along: memory images, panic messages, keys, plain http, models that only look local.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::sync::Arc;

use fogline::boundary::finding::Policy;
use fogline::boundary::gate::Gate;
use fogline::boundary::scan::{Detect, Span};
use fogline::boundary::trust::{Reach, reach};
use fogline::engine::event::{Input, RunEvent};
use fogline::engine::{RunRequest, start};
use fogline::pattern::library::Library;
use fogline::rehearsal::{Options, Rehearsal};
use rustix::process::{Pid, Signal, kill_process};

use super::scripted::{Say, Scripted};
use super::tap::Tap;

const BIN: &str = env!("CARGO_BIN_EXE_fogline");
const SECRET: &str = "Maren Oltmanns, 0421 883 0917";

/// The program in a home of its own.
fn fogline(dir: &tempfile::TempDir) -> Command {
    std::fs::write(dir.path().join("config.toml"), "").unwrap();
    let mut command = Command::new(BIN);
    command.env_clear().env("HOME", dir.path()).env("FOGLINE_CONFIG", dir.path().join("config.toml"));
    command.env("OLLAMA_HOST", "127.0.0.1:1").current_dir(dir.path());
    command
}

fn ended(command: &mut Command) -> (i32, String, String) {
    let output = command.stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_crash_leaves_no_image_of_the_memory() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("config.toml"), "").unwrap();
    // A shell that would allow one, so that it is the program that does not.
    let mut child = Command::new("sh")
        .args(["-c", "ulimit -c unlimited; exec \"$0\" rehearse --listen 127.0.0.1:0", BIN])
        .env_clear()
        .env("HOME", dir.path())
        .env("FOGLINE_CONFIG", dir.path().join("config.toml"))
        .current_dir(dir.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(!line.is_empty(), "it is up");
    if cfg!(target_os = "linux") {
        let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        let values: Vec<&str> = core.split_whitespace().skip(4).take(2).collect();
        assert_eq!(values, ["0", "0"], "{core}");
    }
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, Signal::ABORT).unwrap();
    let status = child.wait().unwrap();
    assert_eq!((status.signal(), status.core_dumped()), (Some(Signal::ABORT.as_raw()), false));
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["config.toml"], "no core file either");
}

/// Runs in a process of its own, for the hook is the process's: see the test below.
#[test]
#[ignore = "started by a_panic_says_where_and_never_what"]
fn child_that_panics() {
    fogline::crash::prepare().unwrap();
    let task = std::thread::spawn(|| panic!("cannot read the prompt `{SECRET}`"));
    assert!(task.join().is_err());
    SECRET.parse::<u8>().map_err(|_| SECRET).unwrap();
}

#[test]
fn a_panic_says_where_and_never_what() {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "suite::hygiene::child_that_panics", "--ignored", "--nocapture"]);
    let (exit, stdout, stderr) = ended(child.env("RUST_BACKTRACE", "full"));
    assert_ne!(exit, 0);
    assert_eq!(stderr.matches("stopped by a bug at tests/suite/hygiene.rs:").count(), 2, "{stderr}");
    for part in ["Maren", "Oltmanns", "0917"] {
        assert!(!stderr.contains(part) && !stdout.contains(part), "{stdout}\n{stderr}");
    }
}

/// Quotes the text it was given as it goes down.
#[derive(Debug)]
struct Blabs;

impl Detect for Blabs {
    fn find(&self, text: &str) -> Result<Vec<Span>, String> {
        std::panic::panic_any(format!("cannot look at `{text}`"))
    }
}

#[tokio::test]
async fn a_detector_that_panics_over_a_text_does_not_quote_it_into_the_log() {
    let server = Scripted::start(&[Say::Text("-")], &[Say::Text("20:00")]).await;
    let pattern = Arc::clone(Library::load(None).find("cloud-only").unwrap());
    let input = Input { question: format!("May {SECRET} leave?"), ..Input::default() };
    let request = RunRequest::new(pattern, input, server.models());
    let handle =
        start(RunRequest { policy: Policy::Mask, gate: Gate::default().with_detector(Arc::new(Blabs)), ..request });
    let mut growth = handle.log.watch();
    while !handle.log.since(0).iter().any(|stamped| matches!(stamped.event, RunEvent::RunFinished { .. })) {
        growth.changed().await.unwrap();
    }
    assert!(server.arrived().is_empty(), "what cannot be looked at is not sent");
    for stamped in handle.log.since(0) {
        if !matches!(stamped.event, RunEvent::RunStarted { .. }) {
            let said = serde_json::to_string(&*stamped).unwrap();
            assert!(!said.contains("Oltmanns") && !said.contains("cannot look at"), "{said}");
        }
    }
}

#[test]
fn a_cloud_over_plain_http_is_refused_and_this_machine_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let ask = ["run", "cloud-only", "--question", "Why?", "--policy", "allow", "--local", "builtin"];
    for base in ["http://10.9.8.7/v1", "http://cloud.example/v1", "http://127.0.0.1.cloud.example/v1"] {
        let (exit, _, stderr) =
            ended(fogline(&dir).env("OPENAI_BASE_URL", base).env("OPENAI_API_KEY", "sk-x").args(ask));
        assert_eq!(exit, 2, "{stderr}");
        assert!(stderr.contains("unencrypted") && stderr.contains("https://"), "{base}: {stderr}");
        let cloud = format!("compat:m@{base}");
        let (exit, _, stderr) = ended(fogline(&dir).args(ask).args(["--cloud", cloud.as_str()]));
        assert_eq!(exit, 2, "{stderr}");
        assert!(stderr.contains("unencrypted"), "{base}: {stderr}");
    }
    // Nobody listens there; it is tried all the same.
    let (exit, _, stderr) =
        ended(fogline(&dir).env("OPENAI_BASE_URL", "http://127.0.0.1:1/v1").env("OPENAI_API_KEY", "sk-x").args(ask));
    assert_eq!(exit, 4, "{stderr}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_goes_to_its_own_host_only() {
    const KEY: &str = "sk-test-0000-bound-to-one-host";
    let rehearsal = Rehearsal::start_anywhere(Options::instant()).await.unwrap();
    let (own, other) = (Tap::before(rehearsal.address, &[]).await, Tap::before(rehearsal.address, &[]).await);
    let dir = tempfile::tempdir().unwrap();
    let command = |cloud: &str| {
        let mut command = fogline(&dir);
        command.env("OPENAI_BASE_URL", own.url("/v1").as_str()).env("OPENAI_API_KEY", KEY);
        command.args(["run", "cloud-only", "--scenario", "dishwasher", "--policy", "allow", "--json"]);
        command.args(["--local", "builtin", "--cloud", cloud]);
        command
    };
    let elsewhere = format!("compat:gpt-5.4@{}", other.url("/v1"));
    for cloud in ["openai:gpt-5.4", elsewhere.as_str()] {
        let (exit, stdout, stderr) = ended(&mut command(cloud));
        assert_eq!(exit, 0, "{stderr}");
        assert!(!stdout.contains(KEY) && !stderr.contains(KEY), "it is printed nowhere");
    }
    let posts =
        |tap: &Tap| -> Vec<_> { tap.taken().into_iter().filter(|raw| raw.line().starts_with("POST /v1/")).collect() };
    let (own_posts, other_posts) = (posts(&own), posts(&other));
    assert!(own_posts.len() == 1 && own_posts[0].head.contains(&format!("Bearer {KEY}")));
    assert_eq!(other_posts.len(), 1);
    let shown = |tap: &Tap| tap.taken().iter().filter(|raw| raw.head.contains(KEY)).count();
    assert_eq!((shown(&own), shown(&other)), (1, 0), "on the one request that needs it, and on no probe");
    assert!(own.taken().iter().chain(&other.taken()).all(|raw| !String::from_utf8_lossy(&raw.body).contains(KEY)));
}

#[test]
fn how_far_a_server_is_comes_from_the_address_its_name_has() {
    // A name is whatever the resolver says, not what it looks like.
    assert_eq!(reach(&"http://localhost:11434".parse().unwrap()), Reach::Loopback);
    assert_eq!(reach(&"http://127.0.0.1.invalid/".parse().unwrap()), Reach::Internet);
    assert_eq!(reach(&"http://localhost.invalid/".parse().unwrap()), Reach::Internet);
    // This machine's own name, where it has an address: the same as that address.
    let name = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    let addresses = std::net::ToSocketAddrs::to_socket_addrs(&(name.trim(), 80)).map(Iterator::collect::<Vec<_>>);
    let Ok(addresses) = addresses else { return println!("skipped: this machine's name has no address") };
    let far = addresses.iter().map(|address| reach(&format!("http://{address}").parse().unwrap())).max();
    assert_eq!(Some(reach(&format!("http://{}", name.trim()).parse().unwrap())), far, "{addresses:?}");
}
