//! Makes the recordings in `assets/recordings`: real runs of shipped scenarios against the rehearsal servers, as the
//! lines `fogline run --events` prints.
//!
//! `cargo run --example record` makes all of them, `cargo run --example record -- letter` that one.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fogline::boundary::finding::Policy;
use fogline::boundary::trust::Reach;
use fogline::engine::event::{Input, RunEvent, Stamped};
use fogline::engine::{RunRequest, start};
use fogline::model::client::{CloudClient, LocalClient, LocalModel, Models, Server};
use fogline::model::ollama::OllamaOptions;
use fogline::model::responses::Account;
use fogline::pattern::library::Library;
use fogline::rehearsal::{CLOUD_MODEL, Fault, LOCAL_MODEL, Options, Rehearsal};
use fogline::scenario;
use url::Url;

/// What a recording is of.
struct Take {
    name: &'static str,
    pattern: &'static str,
    scenario: &'static str,
    policy: Policy,
    fault: Option<Fault>,
    /// Holds the request and stops when a person is asked.
    held: bool,
    /// Joins pieces of text that came within a quarter of a second: reviews are long, and nobody looks at every token.
    joined: bool,
    /// What the context leaves out; then the recording stops where the run asks for it.
    without: &'static str,
}

const DISHWASHER: Take = Take {
    name: "dishwasher",
    pattern: "sanitize-and-solve",
    scenario: "dishwasher",
    policy: Policy::Ask,
    fault: None,
    held: false,
    joined: false,
    without: "",
};

/// Under `ask` a person would be asked about the question itself; these recordings are of what comes after.
const PLAN: Take = Take { pattern: "plan-then-ground", policy: Policy::Mask, ..DISHWASHER };

const ESCALATE: Take = Take {
    name: "support-refund",
    pattern: "escalate-on-hard",
    scenario: "support-refund",
    policy: Policy::Mask,
    fault: None,
    held: false,
    joined: false,
    without: "",
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let takes = [
        DISHWASHER,
        Take { name: "dishwasher-held", held: true, ..DISHWASHER },
        Take { name: "dishwasher-cut", fault: Some(Fault::CutAt(24_000)), ..DISHWASHER },
        Take { name: "clause", pattern: "cross-check", scenario: "clause", joined: true, ..ESCALATE },
        Take { name: "support-return", scenario: "support-return", ..ESCALATE },
        Take { name: "support-refund", ..ESCALATE },
        Take { name: "letter", pattern: "draft-then-refine", scenario: "letter", ..ESCALATE },
        Take { name: "dishwasher-plan", ..PLAN },
        Take { name: "dishwasher-plan-asks", without: " and uses 1.2 kWh", ..PLAN },
    ];
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    for (port, take) in (11_435..).step_by(2).zip(takes) {
        if !wanted.is_empty() && !wanted.iter().any(|name| name == take.name) {
            continue;
        }
        let lines = record(port, &take).await?;
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/recordings").join(format!("{}.jsonl", take.name));
        std::fs::write(&path, lines)?;
        println!("{}", path.display());
    }
    Ok(())
}

async fn record(port: u16, take: &Take) -> Result<String, Box<dyn std::error::Error>> {
    // Fixed ports keep recordings comparable. The fault is the cloud's alone.
    let listen = |port| SocketAddr::from(([127, 0, 0, 1], port));
    let home = Rehearsal::start(listen(port), Options::default()).await?;
    let faulty = Options { fault: take.fault.clone(), ..Options::default() };
    let cloud = Rehearsal::start(listen(port + 1), faulty).await?;
    let server = |base: Url| Server::new(base, Reach::Loopback, Duration::from_secs(30)).simulated(true);
    let options = OllamaOptions { num_ctx: 16_384, keep_alive: None, thinks: Some(true) };
    let models = Models {
        local: LocalModel::Served(LocalClient::ollama(&server(home.ollama()), LOCAL_MODEL, options)?),
        cloud: CloudClient::responses(&server(cloud.openai()), CLOUD_MODEL, Account::default())?,
    };
    let scenarios = scenario::Library::load(None);
    let scenario = scenarios.find(take.scenario)?;
    let mut input = Input::from(&**scenario);
    if !take.without.is_empty() {
        input.context = input.context.replacen(take.without, "", 1);
    }
    let patterns = Library::load(None);
    let request = RunRequest {
        expectations: scenario.expectations.clone(),
        policy: take.policy,
        hold: take.held,
        attended: true,
        ..RunRequest::new(Arc::clone(patterns.find(take.pattern)?), input, models)
    };
    let handle = start(request);
    let mut growth = handle.log.watch();
    let mut log: Vec<Stamped> = Vec::new();
    let mut seen = 0;
    loop {
        for stamped in handle.log.since(seen) {
            seen += 1;
            if !(take.joined && join(&mut log, &stamped)) {
                log.push(Stamped { seq: log.len() as u64, ..(*stamped).clone() });
            }
            let last = match stamped.event {
                RunEvent::RunFinished { .. } | RunEvent::InputWanted { .. } => true,
                RunEvent::ApprovalWanted { .. } => take.held,
                _ => false,
            };
            if last {
                handle.cancel();
                let lines: Result<Vec<String>, _> = log.iter().map(serde_json::to_string).collect();
                return Ok(lines?.join("\n") + "\n");
            }
        }
        growth.wait_for(|length| *length > seen).await?;
    }
}

/// Appends a piece of text to the one before it, where there is one it belongs to.
fn join(log: &mut [Stamped], stamped: &Stamped) -> bool {
    const WITHIN_MS: u64 = 250;
    let RunEvent::Delta { stage, call, attempt, channel, text } = &stamped.event else { return false };
    let near = log
        .iter_mut()
        .rev()
        .take_while(|known| known.ms + WITHIN_MS > stamped.ms && matches!(known.event, RunEvent::Delta { .. }));
    for known in near {
        if let RunEvent::Delta { stage: s, call: c, attempt: a, channel: ch, text: before } = &mut known.event
            && (&*s, &*c, &*a, &*ch) == (stage, call, attempt, channel)
        {
            before.push_str(text);
            return true;
        }
    }
    false
}
