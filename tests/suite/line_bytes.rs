//! The bytes: for every shipped pattern and every policy, what a capturing server received equals what was cleared, by
//! hash and byte by byte, whatever the network does and whatever a person edits; and where the gate says no, nothing comes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use fogline::boundary::finding::{Policy, Verdict};
use fogline::boundary::request::sha256_hex;
use fogline::boundary::trust::Reach;
use fogline::engine::event::{Approval, Decision, Field, Input, RunEvent, Stamped};
use fogline::engine::{RunHandle, RunRequest, start};
use fogline::model::client::{CloudClient, LocalClient, LocalModel, Models, Server};
use fogline::model::key::{ApiKey, KeyHeader};
use fogline::model::ollama::OllamaOptions;
use fogline::model::responses::Account;
use fogline::pattern::library::Library;
use fogline::pattern::{Pattern, Side};
use fogline::rehearsal::{Options, Rehearsal};
use fogline::scenario::Library as Scenarios;

use super::tap::{Raw, Tap, Turn, come_again};

const KEY: &str = "sk-test-0000-not-a-key";
/// What an edit brings in that was not there.
const BROUGHT_IN: &str = "jo.bloggs@example.org";

/// How a run treats what is found: a policy, and what a person does when asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Block,
    Mask,
    Allow,
    AskSend,
    AskMask,
    AskBlock,
    /// A harmless edit, then send.
    AskEdit,
    /// An edit that brings an address in, then mask.
    AskEditMask,
}

const WAYS: [Way; 8] =
    [Way::Block, Way::Mask, Way::Allow, Way::AskSend, Way::AskMask, Way::AskBlock, Way::AskEdit, Way::AskEditMask];

impl Way {
    fn policy(self) -> Policy {
        match self {
            Self::Block => Policy::Block,
            Self::Mask => Policy::Mask,
            Self::Allow => Policy::Allow,
            _ => Policy::Ask,
        }
    }

    /// What the person says; `again` = the request was edited and is shown once more.
    fn decide(self, approval: &Approval, again: bool) -> Decision {
        let edit = |words: &str| {
            let field = approval.fields.last().unwrap();
            Decision::Edit { fields: vec![Field { text: format!("{} {words}", field.text), ..field.clone() }] }
        };
        match self {
            Self::AskBlock => Decision::Block,
            Self::AskEdit if !again => edit("Be brief."),
            Self::AskEditMask if !again => edit(&format!("Write to {BROUGHT_IN}.")),
            Self::AskMask | Self::AskEditMask => Decision::Mask,
            _ => Decision::Send,
        }
    }
}

/// What the network does to the first requests.
fn weathers() -> [(&'static str, Vec<Turn>); 3] {
    [("fair", vec![]), ("errors", vec![come_again(500), come_again(429)]), ("cut", vec![Turn::HangUp, come_again(503)])]
}

struct Played {
    log: Vec<Arc<Stamped>>,
    taken: Vec<Raw>,
    approved: Vec<Approval>,
    terms: Vec<String>,
}

async fn play(pattern: Arc<Pattern>, scenario: &str, way: Way, turns: &[Turn], more_terms: &[&str]) -> Played {
    let rehearsal = Rehearsal::start_anywhere(Options::instant()).await.unwrap();
    let tap = Tap::before(rehearsal.address, turns).await;
    let idle = Duration::from_secs(20);
    let home = Server::new(rehearsal.ollama(), Reach::Loopback, idle);
    let away = Server::new(tap.url("/v1"), Reach::Loopback, idle)
        .with_key(ApiKey::bound_to(KEY, &tap.url("/v1")), KeyHeader::Bearer);
    let options = OllamaOptions { num_ctx: 8192, keep_alive: None, thinks: None };
    let models = Models {
        local: LocalModel::Served(LocalClient::ollama(&home, fogline::rehearsal::LOCAL_MODEL, options).unwrap()),
        cloud: CloudClient::responses(&away, fogline::rehearsal::CLOUD_MODEL, Account::default()).unwrap(),
    };
    let mut input = Input::from(&**Scenarios::load(None).find(scenario).unwrap());
    input.terms.extend(more_terms.iter().map(|term| (*term).to_owned()));
    let terms = input.terms.clone();
    let request = RunRequest { policy: way.policy(), ask_always: true, ..RunRequest::new(pattern, input, models) };
    let handle = start(request);
    let approved = follow(&handle, way).await;
    Played { log: handle.log.since(0), taken: tap.taken(), approved, terms }
}

/// Plays the person until the run ends; returns what they let pass as they saw it.
async fn follow(handle: &RunHandle, way: Way) -> Vec<Approval> {
    let mut growth = handle.log.watch();
    let (mut seen, mut edited, mut approved) = (0, BTreeMap::<String, bool>::new(), Vec::new());
    loop {
        for stamped in handle.log.since(seen) {
            seen += 1;
            match &stamped.event {
                RunEvent::ApprovalWanted { stage, approval } => {
                    let again = edited.insert(stage.clone(), false).unwrap_or(false);
                    let decision = way.decide(approval, again);
                    match &decision {
                        Decision::Edit { .. } => drop(edited.insert(stage.clone(), true)),
                        Decision::Send => approved.push((**approval).clone()),
                        _ => {}
                    }
                    handle.decide(approval.id, decision);
                }
                RunEvent::InputWanted { id, .. } => handle.answer(*id, "18:30".to_owned()),
                RunEvent::RunFinished { .. } => return approved,
                _ => {}
            }
        }
        growth.wait_for(|length| *length > seen).await.unwrap();
    }
}

/// Whether a text says a word: the whole word, in any case.
fn says(text: &str, word: &str) -> bool {
    let (text, word) = (text.to_lowercase(), word.to_lowercase());
    text.match_indices(&word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        [before, after].into_iter().flatten().all(|c| !c.is_alphanumeric())
    })
}

/// The proof for one run; returns how many requests arrived.
fn prove(what: &str, way: Way, played: &Played) -> usize {
    // What was cleared, and how often it was tried again, in the run's own words.
    let mut cleared: Vec<(String, &str)> = Vec::new();
    let (mut passed, mut retries) = (0_usize, 0_usize);
    let mut away = BTreeSet::new();
    for stamped in &played.log {
        match &stamped.event {
            RunEvent::StageStarted { stage, side: Side::Cloud, .. } => drop(away.insert(stage.as_str())),
            RunEvent::Gate { verdict, findings, .. } => {
                passed += usize::from(*verdict != Verdict::Blocked);
                if way == Way::Block && findings.iter().any(|finding| finding.class.acted_on()) {
                    assert_eq!(*verdict, Verdict::Blocked, "{what}");
                }
            }
            RunEvent::RequestSent { side: Side::Cloud, stage, sha256, body, bytes, .. } => {
                let body = body.as_deref().unwrap();
                assert_eq!((sha256_hex(body.as_bytes()), body.len()), (sha256.clone(), *bytes), "{what}");
                assert!(cleared.len() < passed, "{what}: {stage} was sent before it was cleared");
                cleared.push((sha256.clone(), body));
            }
            RunEvent::Retry { stage, .. } if away.contains(stage.as_str()) => retries += 1,
            _ => {}
        }
    }
    assert_eq!(passed, cleared.len(), "{what}: every cleared request is sent, and no other");
    let arrived: Vec<String> = played.taken.iter().map(|raw| sha256_hex(&raw.body)).collect();
    let count = |hash: &String| arrived.iter().filter(|other| *other == hash).count();
    assert_eq!(arrived.len(), cleared.len() + retries, "{what}: as many as were cleared, and one more per retry");
    for (hash, _) in &cleared {
        assert!(count(hash) >= cleared.iter().filter(|(other, _)| other == hash).count(), "{what}: {hash} is missing");
    }
    for (raw, hash) in played.taken.iter().zip(&arrived) {
        let (_, body) = cleared.iter().find(|(known, _)| known == hash).expect("what arrived was cleared");
        assert_eq!(raw.body, body.as_bytes(), "{what}");
        assert_eq!(raw.line(), "POST /v1/responses HTTP/1.1", "{what}");
        assert!(!body.contains(KEY), "{what}: the key stands in a header only");
        if matches!(way, Way::Block | Way::Mask | Way::AskMask | Way::AskEditMask) {
            let leaked = played.terms.iter().find(|term| says(body, term));
            assert_eq!(leaked, None, "{what}: a private word crossed");
            assert!(!body.contains(BROUGHT_IN), "{what}: what an edit brought in crossed unmasked");
        }
    }
    // What a person let pass is what arrived, headers included; beside them only the key and what HTTP itself needs.
    for approval in &played.approved {
        assert!(arrived.contains(&approval.sha256), "{what}");
        let raw = &played.taken[arrived.iter().position(|hash| *hash == approval.sha256).unwrap()];
        let mut shown: Vec<String> = approval.headers.iter().map(|(name, _)| name.clone()).collect();
        shown.extend(["authorization", "host", "content-length"].map(str::to_owned));
        shown.sort();
        let mut came = raw.header_names();
        came.sort();
        assert_eq!(came, shown, "{what}");
        for (name, value) in &approval.headers {
            assert!(raw.head.contains(&format!("{name}: {value}")), "{what}: {name}");
        }
        assert_eq!(approval.body.as_bytes(), raw.body, "{what}: shown for approval");
    }
    if way == Way::AskBlock {
        assert!(played.taken.is_empty(), "{what}: a person kept it home");
    }
    played.taken.len()
}

async fn prove_all(turns: &[Turn], weather: &str, ways: &[Way]) -> BTreeMap<String, usize> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let library = Library::load(None);
    let mut runs = tokio::task::JoinSet::new();
    for pattern in &library.patterns {
        for way in ways {
            // The second input calls a private word what every cloud request of the scenario needs.
            for (scenario, terms) in [("dishwasher", &[][..]), ("dishwasher", &["load_A", "kWh"]), ("clinic", &[])] {
                let (pattern, turns, way) = (Arc::clone(pattern), turns.to_vec(), *way);
                let what = format!("{} {scenario}{terms:?} {way:?} {weather}", pattern.id);
                runs.spawn(async move {
                    let id = pattern.id.clone();
                    let played = play(pattern, scenario, way, &turns, terms).await;
                    (id, prove(&what, way, &played))
                });
            }
        }
    }
    let mut arrived = BTreeMap::new();
    while let Some(run) = runs.join_next().await {
        let (id, count) = run.unwrap();
        *arrived.entry(id).or_default() += count;
    }
    // A proof about nothing would be none: whoever must ask the cloud did.
    for pattern in &library.patterns {
        if pattern.stages.iter().any(|stage| stage.side == Side::Cloud && stage.when.is_none()) {
            assert!(arrived[&pattern.id] > 0, "{} never sent anything", pattern.id);
        }
    }
    println!("{weather}: {arrived:?}");
    arrived
}

#[tokio::test]
async fn what_arrives_is_what_was_cleared() {
    let [(name, turns), ..] = weathers();
    prove_all(&turns, name, &WAYS).await;
}

#[tokio::test]
async fn what_arrives_is_what_was_cleared_when_the_server_fails_first() {
    for (name, turns) in weathers().into_iter().skip(1) {
        prove_all(&turns, name, &[Way::Mask, Way::Allow, Way::AskEdit]).await;
    }
}
