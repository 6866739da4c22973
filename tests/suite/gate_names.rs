//! The names model in the gate, and the local model's own list of names.

use std::sync::Arc;

use fogline::boundary::finding::{Policy, Verdict};
use fogline::boundary::gate::Gate;
use fogline::boundary::vault::Vault;
use fogline::engine::event::{Input, RunEvent, Status};
use fogline::engine::record::RunRecord;
use fogline::engine::{RunHandle, RunRequest, start};
use fogline::pattern::library::Library;
use fogline::pattern::{Pattern, Side};

use super::scripted::{Say, Scripted};

fn pattern(id: &str) -> Arc<Pattern> {
    Arc::clone(Library::load(None).find(id).unwrap())
}

fn request(server: &Scripted, id: &str, policy: Policy, context: &str) -> RunRequest {
    let input = Input {
        question: "When should the lease be signed?".into(),
        context: context.into(),
        terms: Vec::new(),
        scenario: None,
    };
    RunRequest { policy, ..RunRequest::new(pattern(id), input, server.models()) }
}

async fn finish(handle: &RunHandle) -> (RunRecord, Vec<String>) {
    let mut growth = handle.log.watch();
    let mut seen = 0;
    let mut notices = Vec::new();
    loop {
        for stamped in handle.log.since(seen) {
            seen += 1;
            match &stamped.event {
                RunEvent::Notice { text } => notices.push(text.clone()),
                RunEvent::RunFinished { .. } => return (RunRecord::replay(&handle.log.since(0)).unwrap(), notices),
                _ => {}
            }
        }
        growth.wait_for(|length| *length > seen).await.unwrap();
    }
}

#[cfg(feature = "names")]
#[tokio::test]
async fn a_name_no_pattern_finds_is_masked_and_comes_back() {
    let server = Scripted::start(&[Say::Text("unused")], &[Say::Text("[PERSON_1] signs on Monday.")]).await;
    let context = "The tenant is Katharina Schönfeld. Schoenfeld wants to move in by 1 March.";
    let request = RunRequest { gate: Gate::standard(), ..request(&server, "cloud-only", Policy::Mask, context) };
    let (record, _) = finish(&start(request)).await;
    assert_eq!(record.end.as_ref().unwrap().status, Status::Done, "{:?}", record.end);
    assert_eq!(record.gate[0].verdict, Verdict::Masked);
    let sent = String::from_utf8(server.of("/v1/responses")[0].body.to_vec()).unwrap();
    assert!(sent.contains("The tenant is [PERSON_1]."), "{sent}");
    assert!(!sent.contains("Katharina") && !sent.contains("enfeld"), "and no other spelling of it: {sent}");
    assert_eq!(record.end.as_ref().unwrap().answer, "Katharina Schönfeld signs on Monday.");
}

#[cfg(feature = "names")]
#[tokio::test]
async fn a_name_the_local_model_left_in_stays_home() {
    const LEAKY: &str = r#"{"problem": "Katharina Schönfeld has to sign load_A by 22:30.", "target": "when", "mapping": {"load_A": "lease"}}"#;
    let server = Scripted::start(&[Say::Text(LEAKY)], &[Say::Text("unused")]).await;
    let request = RunRequest {
        gate: Gate::standard(),
        ..request(&server, "sanitize-and-solve", Policy::Block, "The lease ends at 22:30.")
    };
    let (record, _) = finish(&start(request)).await;
    assert_eq!(record.end.as_ref().unwrap().status, Status::Blocked);
    let found: Vec<_> = record.gate[0].findings.iter().map(|f| (f.kind.as_str(), f.detector.as_str())).collect();
    assert!(found.contains(&("PERSON", "names")), "{found:?}");
    assert!(server.of("/v1/responses").is_empty());
}

#[cfg(feature = "names")]
#[test]
fn what_patterns_tell_the_cloud_holds_no_names() {
    let gate = Gate::standard();
    let library = Library::load(None);
    for pattern in &library.patterns {
        for stage in pattern.stages.iter().filter(|stage| stage.side == Side::Cloud) {
            let form = stage.reply.as_ref().map(fogline::pattern::ReplyContract::instructions);
            for text in [stage.system.as_ref(), Some(&stage.prompt), form.as_ref()].into_iter().flatten() {
                let found = gate.inspect_text(text, &Vault::default()).unwrap();
                let found: Vec<_> = found.iter().filter(|finding| finding.class.acted_on()).collect();
                assert!(found.is_empty(), "{} / {}: {found:?} in {text}", pattern.id, stage.id);
            }
        }
    }
}

#[tokio::test]
async fn what_the_local_model_lists_is_private() {
    const LISTS: &str =
        r#"{"people": ["Ottoline"], "organisations": ["Brandtwerk"], "places": [], "other": ["Not There"]}"#;
    const LEAKY: &str =
        r#"{"problem": "brandtwerk wants it by 22:30.", "target": "when", "mapping": {"load_A": "lease"}}"#;
    let server = Scripted::start(&[Say::Text(LISTS), Say::Text(LEAKY)], &[Say::Text("unused")]).await;
    let context = "Ottoline rents from Brandtwerk.";
    let request = RunRequest { local_names: true, ..request(&server, "sanitize-and-solve", Policy::Block, context) };
    let (record, notices) = finish(&start(request)).await;
    assert_eq!(record.end.as_ref().unwrap().status, Status::Blocked, "{:?}", record.end);
    assert!(record.gate[0].findings.iter().any(|finding| finding.placeholder.as_deref() == Some("[ORG_1]")));
    assert!(notices.iter().any(|notice| notice.contains("named 2 private value(s)") && notice.contains("1 do not")));
    assert!(notices.iter().all(|notice| !notice.contains("Brandtwerk")), "{notices:?}");
    let asked = server.of("/api/chat")[0].json();
    assert!(asked["messages"].to_string().contains("Ottoline rents"), "it reads the input as it is");
}

#[tokio::test]
async fn a_list_that_fails_is_told_and_stops_nothing() {
    const ABSTRACTION: &str =
        r#"{"problem": "load_A must end by 22:30.", "target": "when", "mapping": {"load_A": "lease"}}"#;
    for broken in [Say::Text("Sure! Here are some names."), Say::Refuse(400, "no such model Ottoline")] {
        let server =
            Scripted::start(&[broken, Say::Text(ABSTRACTION), Say::Text("At 20:00.")], &[Say::Text("20:00")]).await;
        let request = request(&server, "sanitize-and-solve", Policy::Block, "Ottoline rents here until 22:30.");
        let request = RunRequest { local_names: true, ..request };
        let (record, notices) = finish(&start(request)).await;
        assert_eq!(record.end.as_ref().unwrap().status, Status::Done, "{:?}", record.end);
        assert!(notices.iter().any(|notice| notice.contains("could not list names")), "{notices:?}");
    }
}
