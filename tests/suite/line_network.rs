//! Nowhere else: whatever the environment or a server says, the program talks to the two configured servers and to no other.
//! Watched from outside, on the real binary: by listeners that wait where it must not go, and by the kernel's list of its calls
//! that name a destination.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;

use fogline::rehearsal::{Options, Rehearsal};
use tokio::process::Command;

use super::pty::Home;
use super::tap::{Tap, Turn};

const BIN: &str = env!("CARGO_BIN_EXE_fogline");
const PROXIES: [&str; 6] = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
/// The system calls that can name a destination.
const CALLS: &str = "trace=connect,sendto,sendmsg,sendmmsg";
const SECRET: &str = "pr1vate-proxy-passw0rd";

/// A stand-in on both sides, a tap before each side, and a listener that must not be called.
struct Field {
    rehearsal: Rehearsal,
    home: Tap,
    cloud: Tap,
    trap: Tap,
    dir: tempfile::TempDir,
}

fn redirect(status: u16, to: &Tap) -> Turn {
    let reply = format!(
        "HTTP/1.1 {status} Elsewhere\r\nlocation: {}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        to.url("/v1/responses?from=here")
    );
    Turn::Say(reply.into_bytes())
}

impl Field {
    async fn new() -> Self {
        let rehearsal = Rehearsal::start_anywhere(Options::instant()).await.unwrap();
        let trap = Tap::nobody("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
        let home = Tap::before(rehearsal.address, &[]).await;
        let cloud = Tap::before(rehearsal.address, &[]).await;
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("config.toml"), "").unwrap();
        Self { rehearsal, home, cloud, trap, dir }
    }

    /// The program (or a program that watches it) with both sides configured and nothing else of this machine.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("HOME", self.dir.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("FOGLINE_CONFIG", self.dir.path().join("config.toml"))
            .env("OLLAMA_HOST", self.home.url("").as_str())
            .env("OPENAI_BASE_URL", self.cloud.url("/v1").as_str())
            .env("OPENAI_API_KEY", "sk-test-not-a-real-key")
            .stdin(Stdio::null());
        command
    }

    /// The same where the environment names the trap as the proxy for everything.
    fn proxied(&self) -> Command {
        let mut command = self.command(BIN);
        for name in PROXIES {
            command.env(name, format!("http://someone:{SECRET}@{}", self.trap.address));
        }
        command
    }
}

async fn ended(command: &mut Command) -> (i32, String, String) {
    let output = command.output().await.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[tokio::test]
async fn servers_on_this_machine_are_reached_without_the_proxy() {
    let field = Field::new().await;
    for args in [
        &["run", "sanitize-and-solve", "--scenario", "dishwasher"][..],
        &["run", "cloud-only", "--scenario", "clinic", "--policy", "allow", "--json"],
        &["run", "local-only", "--scenario", "dishwasher", "--events"],
        &["doctor"],
    ] {
        let (exit, _, stderr) = ended(field.proxied().args(args)).await;
        assert_eq!(exit, 0, "{args:?}: {stderr}");
    }
    assert_eq!(field.trap.calls(), 0, "{:?}", field.trap.taken());
    assert!(field.home.calls() >= 4 && field.cloud.calls() >= 2);
}

#[tokio::test]
async fn a_cloud_behind_a_proxy_says_so_and_the_home_side_never_is() {
    let field = Field::new().await;
    for name in ["HTTPS_PROXY", "ALL_PROXY"] {
        let trap = format!("http://someone:{SECRET}@{}", field.trap.address);
        let mut command = field.command(BIN);
        command.env(name, &trap).env("OPENAI_BASE_URL", "https://cloud.example/v1");
        // The stand-in at home would be no match for a real cloud; an Ollama that is not one would.
        command.args(["run", "cloud-only", "--question", "Why?", "--policy", "allow", "--local", "builtin"]);
        let (exit, _, stderr) = ended(&mut command).await;
        assert_eq!(exit, 4, "{stderr}");
        let said = format!("through the proxy {}", field.trap.address);
        assert!(stderr.contains(&said), "{name}: {stderr}");
        assert!(!stderr.contains(SECRET), "{stderr}");
    }
    assert!(field.trap.calls() > 0, "what is shown is what happens");
    for raw in field.trap.taken() {
        assert_eq!(raw.line(), "CONNECT cloud.example:443 HTTP/1.1", "a proxy sees the host and nothing else");
        assert!(raw.body.is_empty());
    }
    let mut doctor = field.proxied();
    let (_, stdout, stderr) = ended(doctor.env("OPENAI_BASE_URL", "https://cloud.example/v1").arg("doctor")).await;
    assert!(stdout.contains(&format!("through the proxy {}", field.trap.address)), "{stdout}");
    assert!(!stdout.contains(SECRET) && !stderr.contains(SECRET));
    let mut straight = field.proxied();
    straight.env("OPENAI_BASE_URL", "https://cloud.example/v1").env("NO_PROXY", "cloud.example").arg("doctor");
    let (_, stdout, _) = ended(&mut straight).await;
    assert!(!stdout.contains("through the proxy"), "{stdout}");
}

#[tokio::test]
async fn a_server_that_points_elsewhere_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let field = Field::new().await;
        let away = Tap::before(field.rehearsal.address, &vec![redirect(status, &field.trap); 32]).await;
        let mut command = field.command(BIN);
        command.env("OPENAI_BASE_URL", away.url("/v1").as_str());
        command.args(["run", "cloud-only", "--scenario", "dishwasher", "--policy", "allow", "--local", "builtin"]);
        let (exit, _, stderr) = ended(&mut command).await;
        assert_eq!(exit, 4, "{stderr}");
        assert!(stderr.contains("redirects are not followed") && !stderr.contains("from=here"), "{status}: {stderr}");
        assert!(away.taken().iter().any(|raw| raw.line() == "POST /v1/responses HTTP/1.1"), "{status}");

        let mut command = field.command(BIN);
        command.env("OLLAMA_HOST", away.url("").as_str());
        command.args(["run", "local-only", "--scenario", "dishwasher", "--local", "ollama:gemma4:e4b"]);
        let (exit, _, stderr) = ended(&mut command).await;
        assert_eq!(exit, 4, "{stderr}");
        assert!(stderr.contains("redirects are not followed"), "{status}: {stderr}");
        assert!(away.taken().iter().any(|raw| raw.line() == "POST /api/chat HTTP/1.1"), "{status}");
        assert_eq!(field.trap.calls(), 0, "{status}: {:?}", field.trap.taken());
    }
}

/// Whether this machine lets one program watch another; says so where it does not.
async fn can_trace() -> bool {
    let tried = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).stderr(Stdio::null()).status().await;
    let works = tried.is_ok_and(|status| status.success());
    if !works {
        println!("skipped: strace is missing or may not trace here (apt-get install strace; CAP_SYS_PTRACE)");
    }
    works
}

/// Where a traced program connected to, as `strace` wrote it: `127.0.0.1:8080`, `[::1]:80`, or a socket file.
fn destinations(trace: &str) -> BTreeSet<String> {
    let part = |line: &str, before: &str, after: &str| -> Option<String> {
        let rest = &line[line.find(before)? + before.len()..];
        Some(rest[..rest.find(after)?].to_owned())
    };
    let calls = trace.lines().filter(|line| line.contains("connect(") || line.contains("sa_family=AF_"));
    calls
        .map(|line| {
            if line.contains("sa_family=AF_INET,") {
                let host = part(line, "inet_addr(\"", "\"").unwrap();
                format!("{host}:{}", part(line, "sin_port=htons(", ")").unwrap())
            } else if line.contains("sa_family=AF_INET6") {
                let host = part(line, "inet_pton(AF_INET6, \"", "\"").unwrap();
                format!("[{host}]:{}", part(line, "sin6_port=htons(", ")").unwrap())
            } else {
                line.to_owned()
            }
        })
        .collect()
}

fn traced(path: &Path) -> BTreeSet<String> {
    let trace = std::fs::read_to_string(path).unwrap();
    assert!(trace.contains("+++ exited with"), "the trace covers the program to its end");
    destinations(&trace)
}

fn places(addresses: &[SocketAddr]) -> BTreeSet<String> {
    addresses.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn the_kernel_saw_no_other_destination() {
    if !can_trace().await {
        return;
    }
    let field = Field::new().await;
    let file = field.dir.path().join("trace");
    let both = places(&[field.home.address, field.cloud.address]);
    // The gate works on the text alone; with a text full of names of hosts it looks none of them up.
    let text = field.dir.path().join("text");
    std::fs::write(&text, "Mail jo@example.org, see https://example.com/x?y=z and ftp.example.net, 8.8.8.8.").unwrap();
    for (args, expected) in [
        (&["run", "sanitize-and-solve", "--scenario", "dishwasher"][..], both.clone()),
        (&["run", "cloud-only", "--scenario", "clinic", "--policy", "mask", "--json"], both.clone()),
        (&["doctor"], both.clone()),
        (&["guard"], BTreeSet::new()),
        (&["patterns", "list"], BTreeSet::new()),
    ] {
        let mut command = field.command("strace");
        command.args(["-f", "-e", CALLS, "-o", file.to_str().unwrap(), BIN]).args(args);
        command.stdin(std::fs::File::open(&text).unwrap());
        let (exit, _, stderr) = ended(&mut command).await;
        assert_eq!(exit, 0, "{args:?}: {stderr}");
        assert_eq!(traced(&file), expected, "{args:?}");
    }
    assert_eq!(field.trap.calls(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_workbench_goes_nowhere_else_either() {
    if !can_trace().await {
        return;
    }
    let field = Field::new().await;
    let home = Home::new().servers(field.home.url("").as_str(), field.cloud.url("/v1").as_str());
    let file = home.path("trace");
    let args = ["-f", "-e", CALLS, "-o", file.to_str().unwrap(), BIN, "--scenario", "dishwasher"];
    let mut term = home.spawn(120, 40, "strace".as_ref(), &args);
    term.see("gpt-5.4").ctrl('r').see("20:00").see("run again").ctrl('q');
    assert_eq!(term.end(), Ok(0));
    assert_eq!(traced(&file), places(&[field.home.address, field.cloud.address]));
}
