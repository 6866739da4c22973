//! The names model in the gate.

use fogline::boundary::finding::{Policy, Verdict};
use fogline::boundary::gate::Gate;
use fogline::boundary::vault::Vault;
use fogline::engine::event::Status;
use fogline::engine::{RunRequest, start};
use fogline::pattern::Side;
use fogline::pattern::library::Library;

use super::local_names::{finish, request};
use super::scripted::{Say, Scripted};

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
    assert!(found.iter().any(|(kind, _)| *kind == "PERSON"), "{found:?}");
    assert!(server.of("/v1/responses").is_empty());
}

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
