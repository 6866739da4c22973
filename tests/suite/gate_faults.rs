//! What happens when the gate cannot look: nothing leaves, the reason is shown, the exit code says so. The cloud here is a
//! bare socket that counts what reaches it.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fogline::boundary::finding::{Policy, Verdict};
use fogline::boundary::gate::Gate;
use fogline::boundary::scan::{Detect, Span};
use fogline::boundary::trust::Reach;
use fogline::engine::event::{Failure, Input, Status};
use fogline::engine::record::RunRecord;
use fogline::engine::{RunRequest, start};
use fogline::headless::guard::guard;
use fogline::headless::{Exit, report};
use fogline::model::client::{CloudClient, Models, Server};
use fogline::model::responses::Account;
use fogline::pattern::library::Library;

use super::following::finish;
use super::scripted::{Say, Scripted};

/// The abstraction of the local model; only it says `load_A`, so that a detector can fail on the cloud's request alone.
const ABSTRACTION: &str = r#"{"problem": "load_A takes 90 min and must end by 22:30.", "target": "start", "mapping": {"load_A": "dishwasher"}}"#;

/// Listens, and counts connections and bytes. Says nothing.
struct Counter {
    url: url::Url,
    connections: Arc<AtomicUsize>,
    bytes: Arc<AtomicUsize>,
}

impl Counter {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap()).parse().unwrap();
        let (connections, bytes) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let counter = Self { url, connections: Arc::clone(&connections), bytes: Arc::clone(&bytes) };
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                let bytes = Arc::clone(&bytes);
                tokio::spawn(async move {
                    let mut buffer = [0; 4096];
                    while let Ok(count) = tokio::io::AsyncReadExt::read(&mut stream, &mut buffer).await {
                        if count == 0 {
                            return;
                        }
                        bytes.fetch_add(count, Ordering::SeqCst);
                    }
                });
            }
        });
        counter
    }

    /// Connections and bytes so far.
    fn counted(&self) -> (usize, usize) {
        (self.connections.load(Ordering::SeqCst), self.bytes.load(Ordering::SeqCst))
    }
}

/// How a detector fails.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    Panics,
    Hangs,
    Fails,
}

/// Fails on texts that hold `on`; quiet otherwise.
#[derive(Debug)]
struct Broken {
    fault: Fault,
    on: &'static str,
    never: Mutex<Receiver<()>>,
}

impl Detect for Broken {
    fn find(&self, text: &str) -> Result<Vec<Span>, String> {
        if !text.contains(self.on) {
            return Ok(Vec::new());
        }
        match self.fault {
            Fault::Panics => panic!("a detector's defect"),
            Fault::Fails => Err("its weights cannot be loaded".to_owned()),
            Fault::Hangs => {
                let _ = self.never.lock().unwrap().recv();
                Ok(Vec::new())
            }
        }
    }
}

/// A gate with a broken detector. Whoever holds the sender keeps it hanging.
fn broken(fault: Fault, on: &'static str) -> (Gate, mpsc::Sender<()>) {
    let (hold, never) = mpsc::channel();
    let detector = Broken { fault, on, never: Mutex::new(never) };
    let gate = Gate::default().with_detector(Arc::new(detector));
    // Long enough for a detector that answers, however busy the machine; what hangs is waited for this long.
    let gate = if fault == Fault::Hangs { gate.with_timeout(Duration::from_millis(300)) } else { gate };
    (gate, hold)
}

fn input(context: &str) -> Input {
    Input {
        question: "Should the dishwasher run now or later?".into(),
        context: context.into(),
        terms: vec!["dishwasher".into()],
        scenario: None,
    }
}

fn request(home: &Scripted, cloud: &Counter, gate: Gate, policy: Policy, context: &str) -> RunRequest {
    let server = Server::new(cloud.url.clone(), Reach::Loopback, Duration::from_secs(20));
    let cloud = CloudClient::responses(&server, "gpt-5.4", Account::default()).unwrap();
    let models = Models { local: home.models().local, cloud };
    let pattern = Arc::clone(Library::load(None).find("sanitize-and-solve").unwrap());
    RunRequest { policy, gate, ..RunRequest::new(pattern, input(context), models) }
}

/// Ended by the gate with exit 3, for this reason.
fn refused(record: &RunRecord, reason: &str) {
    let end = record.end.as_ref().unwrap();
    assert_eq!(end.status, Status::Blocked, "{:?}", end.failure);
    assert_eq!(report::exit(end), Exit::Blocked);
    let Some(Failure::Gate { reason: shown }) = &end.failure else { panic!("{:?}", end.failure) };
    assert!(shown.contains("cannot") && shown.contains(reason), "{shown}");
}

#[tokio::test]
async fn a_detector_that_fails_on_the_input_keeps_everything_home() {
    for (fault, reason) in
        [(Fault::Panics, "it panicked"), (Fault::Hangs, "did not finish within"), (Fault::Fails, "weights")]
    {
        for policy in [Policy::Block, Policy::Mask, Policy::Ask] {
            let home = Scripted::start(&[Say::Text(ABSTRACTION)], &[Say::Text("unused")]).await;
            let cloud = Counter::start().await;
            let (gate, _hold) = broken(fault, "dishwasher");
            let record = finish(&start(request(&home, &cloud, gate, policy, "90 min."))).await;
            refused(&record, reason);
            assert_eq!(cloud.counted(), (0, 0), "{fault:?} under {policy}");
            assert!(home.arrived().is_empty());
        }
    }
}

#[tokio::test]
async fn a_detector_that_fails_on_the_request_keeps_it_home() {
    for (fault, reason) in
        [(Fault::Panics, "it panicked"), (Fault::Hangs, "did not finish within"), (Fault::Fails, "weights")]
    {
        let home = Scripted::start(&[Say::Text(ABSTRACTION)], &[Say::Text("unused")]).await;
        let cloud = Counter::start().await;
        let (gate, _hold) = broken(fault, "load_A");
        let record = finish(&start(request(&home, &cloud, gate, Policy::Block, "90 min."))).await;
        refused(&record, reason);
        assert_eq!(record.gate[0].verdict, Verdict::Blocked);
        assert!(record.gate[0].reason.as_ref().unwrap().contains(reason), "the request's own report says why");
        assert_eq!(cloud.counted(), (0, 0), "{fault:?}");
        assert_eq!(home.arrived().len(), 1, "the home side was asked before");
    }
}

#[tokio::test]
async fn only_allow_passes_over_a_detector_that_fails_and_says_so() {
    for (fault, reason) in
        [(Fault::Panics, "it panicked"), (Fault::Hangs, "did not finish within"), (Fault::Fails, "weights")]
    {
        let home = Scripted::start(&[Say::Text(ABSTRACTION), Say::Text("At 20:00.")], &[Say::Text("20:00")]).await;
        let (gate, _hold) = broken(fault, "load_A");
        let pattern = Arc::clone(Library::load(None).find("sanitize-and-solve").unwrap());
        let request = RunRequest::new(pattern, input("90 min."), home.models());
        let record = finish(&start(RunRequest { policy: Policy::Allow, gate, ..request })).await;
        assert_eq!(record.end.as_ref().unwrap().status, Status::Done, "{:?}", record.end);
        assert!(record.gate[0].reason.as_ref().unwrap().contains(reason), "{:?}", record.gate);
        assert_eq!(home.of("/v1/responses").len(), 1);
    }
}

#[tokio::test]
async fn a_look_that_takes_too_long_keeps_everything_home() {
    for policy in [Policy::Block, Policy::Mask, Policy::Ask] {
        let home = Scripted::start(&[Say::Text(ABSTRACTION)], &[Say::Text("unused")]).await;
        let cloud = Counter::start().await;
        // Longer than it takes to see whether it is done, and not so long that its size warrants a second more.
        let context = "All is quiet in the house of Anna Weber, 12 Elm Street. ".repeat(1_000);
        let gate = Gate::default().with_table_timeout(Duration::ZERO);
        let record = finish(&start(request(&home, &cloud, gate, policy, &context))).await;
        refused(&record, "a detector did not finish within 0 s");
        assert_eq!(cloud.counted(), (0, 0), "{policy}");
        assert!(home.arrived().is_empty());
    }
}

#[tokio::test]
async fn twenty_megabytes_are_refused_before_anything_leaves() {
    for policy in [Policy::Block, Policy::Mask, Policy::Ask, Policy::Allow] {
        let home = Scripted::start(&[Say::Text(ABSTRACTION)], &[Say::Text("unused")]).await;
        let cloud = Counter::start().await;
        let context = "All is quiet in the house. ".repeat(20 * (1 << 20) / 27 + 1);
        let record = finish(&start(request(&home, &cloud, Gate::default(), policy, &context))).await;
        refused(&record, "bytes are more than");
        assert_eq!(cloud.counted(), (0, 0), "{policy}");
        assert!(home.arrived().is_empty());
    }
}

#[test]
fn guard_refuses_what_a_detector_cannot_judge() {
    for (fault, reason) in
        [(Fault::Panics, "it panicked"), (Fault::Hangs, "did not finish within"), (Fault::Fails, "weights")]
    {
        let (gate, _hold) = broken(fault, "dishwasher");
        let lines =
            b"{\"id\":1,\"text\":\"fine\"}\n{\"id\":2,\"text\":\"the dishwasher\"}\n{\"id\":3,\"text\":\"fine\"}\n";
        let mut output = Vec::new();
        let tally = guard(lines.as_slice(), &mut output, None, true, &gate).unwrap();
        assert_eq!(tally.exit(), Exit::Blocked);
        let shown = tally.first_refusal.unwrap();
        assert!(shown.contains("line 2") && shown.contains(reason) && !shown.contains("dishwasher"), "{shown}");
        let output = String::from_utf8(output).unwrap();
        let verdicts: Vec<serde_json::Value> = output
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["verdict"].clone())
            .collect();
        assert_eq!(verdicts, ["clear", "refused", "clear"], "nothing is claimed of what was not looked at: {output}");
    }
}

/// The program with nothing of this machine's settings, fed with bytes.
fn fogline(args: &[&str], stdin: &[u8]) -> (Option<i32>, String, String) {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_fogline"));
    command.env_clear().env("HOME", home.path()).args(args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes = stdin.to_vec();
    // A reader that stops early closes the pipe.
    let feed = std::thread::spawn(move || drop(pipe.write_all(&bytes)));
    let output = child.wait_with_output().unwrap();
    feed.join().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn twenty_megabytes() -> Vec<u8> {
    b"All is quiet in the house. ".repeat(20 * (1 << 20) / 27 + 1)
}

#[test]
fn guard_exits_with_3_on_what_it_cannot_read() {
    let mut not_utf8 = b"fine\nmail anna@example.com ".to_vec();
    not_utf8.push(0xff);
    let mut line = b"{\"id\":1,\"text\":\"".to_vec();
    line.extend(twenty_megabytes());
    line.extend(b"\"}\n");
    let cases: &[(&[&str], Vec<u8>, &str)] = &[
        (&["guard"], not_utf8.clone(), "not valid UTF-8 in line 2"),
        (&["guard", "--jsonl"], not_utf8, "line 1 of the input: not JSON"),
        (&["guard", "--jsonl"], b"{\"id\":1,\"text\":\"\xff\"}\n".to_vec(), "line 1 of the input: not valid UTF-8"),
        (&["guard"], twenty_megabytes(), "bytes the gate looks at"),
        (&["guard", "--jsonl"], line, "bytes are more than"),
    ];
    for (args, stdin, reason) in cases {
        let (code, stdout, stderr) = fogline(args, stdin);
        assert_eq!(code, Some(3), "{args:?}: {stderr}");
        let claims = |line: &str| !line.contains("\"verdict\":\"refused\"") || !line.contains("\"findings\":[]");
        assert!(!stdout.lines().any(claims), "nothing is claimed of it: {stdout}");
        assert!(stderr.contains(reason) && !stderr.contains("anna"), "{stderr}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn run_exits_with_3_on_what_it_cannot_read() {
    let cloud = Counter::start().await;
    let model = format!("compat:some-model@{}", cloud.url);
    let question = ["run", "sanitize-and-solve", "--local", "builtin", "--cloud", &model];
    for (stdin, reason) in [(b"when \xff?".to_vec(), "is not UTF-8"), (twenty_megabytes(), "is larger than")] {
        let args: Vec<&str> = question.iter().copied().chain(["--question-file", "-"]).collect();
        let (code, stdout, stderr) = tokio::task::block_in_place(|| fogline(&args, &stdin));
        assert_eq!((code, stdout.as_str()), (Some(3), ""), "{stderr}");
        assert!(stderr.contains("nothing is sent") && stderr.contains(reason), "{stderr}");
        assert_eq!(cloud.counted(), (0, 0));
    }
}
