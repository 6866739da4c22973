//! What the gate asks about and what it tells: requests nothing was found in, facts that point at somebody together, names
//! of one letter, placeholders nobody minted.

use std::sync::Arc;

use fogline::boundary::finding::Policy;
use fogline::boundary::restore::Note;
use fogline::engine::event::{Approval, Decision, Input, RunEvent, Status};
use fogline::engine::record::RunRecord;
use fogline::engine::{RunHandle, RunRequest, start};
use fogline::headless::report;
use fogline::model::client::LocalModel;
use fogline::pattern::Pattern;
use fogline::pattern::library::Library;

use super::following::{finish, until};
use super::scripted::{Say, Scripted};

fn pattern(id: &str) -> Arc<Pattern> {
    Arc::clone(Library::load(None).find(id).unwrap())
}

fn request(server: &Scripted, id: &str, policy: Policy, context: &str) -> RunRequest {
    let input = Input { question: "What now?".into(), context: context.into(), ..Input::default() };
    RunRequest { policy, ..RunRequest::new(pattern(id), input, server.models()) }
}

fn without_a_model(mut request: RunRequest) -> RunRequest {
    request.models.local = LocalModel::Builtin;
    request
}

async fn asked(handle: &RunHandle) -> Approval {
    until(handle, |event| match event {
        RunEvent::ApprovalWanted { approval, .. } => Some((**approval).clone()),
        _ => None,
    })
    .await
}

fn done(record: &RunRecord) {
    assert_eq!(record.end.as_ref().unwrap().status, Status::Done, "{:?}", record.end);
}

#[tokio::test]
async fn what_detectors_alone_masked_is_seen_before_it_goes_even_where_they_found_nothing() {
    let server = Scripted::start(&[], &[Say::Text("At 20:00.")]).await;
    let context = "The woman who runs the bakery in the square asks. 90 min.";
    let handle = start(without_a_model(request(&server, "sanitize-and-solve", Policy::Ask, context)));
    let approval = asked(&handle).await;
    assert!(approval.only_detectors && approval.reveals.is_empty());
    assert!(!approval.findings.iter().any(|finding| finding.class.acted_on()), "{:?}", approval.findings);
    assert!(server.of("/v1/responses").is_empty());
    handle.decide(approval.id, Decision::Send);
    done(&finish(&handle).await);
    // A model that abstracts is trusted to have done so where nothing is found.
    let abstraction = r#"{"problem": "load_A takes 90 min.", "target": "start", "mapping": {"load_A": "oven"}}"#;
    let server = Scripted::start(&[Say::Text(abstraction), Say::Text("-")], &[Say::Text("At 20:00.")]).await;
    let record = finish(&start(request(&server, "sanitize-and-solve", Policy::Ask, context))).await;
    done(&record);
}

#[tokio::test]
async fn facts_that_point_at_somebody_together_are_asked_about_and_told() {
    let abstraction = r#"{"problem": "A 67-year-old lighthouse keeper, diagnosed with sarcoidosis.", "target": "advice", "mapping": {}}"#;
    let server = Scripted::start(&[Say::Text(abstraction), Say::Text("-")], &[Say::Text("Rest.")]).await;
    let handle = start(request(&server, "sanitize-and-solve", Policy::Ask, "-"));
    let approval = asked(&handle).await;
    assert!(!approval.findings.iter().any(|finding| finding.class.acted_on()), "{:?}", approval.findings);
    assert_eq!(approval.groups[0].kinds, ["AGE", "WORK", "CONDITION"]);
    handle.decide(approval.id, Decision::Send);
    let record = finish(&handle).await;
    done(&record);
    assert_eq!(record.gate[0].groups, approval.groups);
    let json = report::json(&record);
    assert_eq!(json["gate"][0]["groups"][0]["why"], "few people share all of these: age, work, condition");
}

#[tokio::test]
async fn a_group_that_masking_takes_apart_is_none() {
    let context = "born 1970-02-01, works at Initech GmbH";
    for (policy, groups) in [(Policy::Mask, 0), (Policy::Allow, 1)] {
        let server = Scripted::start(&[], &[Say::Text("Rest.")]).await;
        let record = finish(&start(without_a_model(request(&server, "cloud-only", policy, context)))).await;
        done(&record);
        assert_eq!(record.gate[0].groups.len(), groups, "{:?}", record.gate);
    }
}

#[tokio::test]
async fn a_name_of_one_letter_is_masked_and_no_reason_to_refuse() {
    let context = "Frau M. ist 63 Jahre alt. Mr. B says hi. M. Okafor (M.O.) agreed.";
    for policy in [Policy::Mask, Policy::Allow] {
        let server = Scripted::start(&[], &[Say::Text("[PERSON_1] rests.")]).await;
        let record = finish(&start(without_a_model(request(&server, "cloud-only", policy, context)))).await;
        done(&record);
        let crossed = &record.crossed[0].body;
        assert_eq!(crossed.contains("Mr. B "), policy == Policy::Allow, "{crossed}");
        if policy == Policy::Mask {
            assert_eq!(record.end.as_ref().unwrap().answer, "M. rests.");
        }
    }
    let server = Scripted::start(&[Say::Text("Rest.")], &[]).await;
    done(&finish(&start(request(&server, "local-only", Policy::Block, context))).await);
}

#[tokio::test]
async fn a_placeholder_of_the_input_is_nobody_elses() {
    let server = Scripted::start(&[], &[Say::Text("[PERSON_1] is for [PERSON_2], [PERSON_3].")]).await;
    let context = "Template [PERSON_1] for Anna Kowalski";
    let record = finish(&start(without_a_model(request(&server, "cloud-only", Policy::Mask, context)))).await;
    done(&record);
    assert!(record.crossed[0].body.contains("Template [PERSON_1] for [PERSON_2]"), "{}", record.crossed[0].body);
    let reply = record.stage("reply").unwrap().result.as_ref().unwrap();
    assert_eq!(reply.restored.as_deref(), Some("[PERSON_1] is for Anna Kowalski, [PERSON_3]."));
    assert_eq!(reply.notes, [Note::Unknown { text: "[PERSON_3]".to_owned() }]);
}

#[tokio::test]
async fn an_answer_is_watched_where_nothing_was_masked_too() {
    let server = Scripted::start(&[], &[Say::Text("Ask [person_9] at www.x.example/EMAIL_2.")]).await;
    let record = finish(&start(without_a_model(request(&server, "cloud-only", Policy::Block, "90 min.")))).await;
    done(&record);
    let reply = record.stage("reply").unwrap().result.as_ref().unwrap();
    assert_eq!(reply.restored, None);
    let unknown = |text: &str| Note::Unknown { text: text.to_owned() };
    assert_eq!(reply.notes, [unknown("[person_9]"), unknown("EMAIL_2")]);
    assert_eq!(report::json(&record)["stages"][0]["restore_notes"][0]["text"], "[person_9]");
}

#[tokio::test]
async fn only_what_somebody_called_private_takes_more_than_one_key() {
    let server = Scripted::start(&[], &[Say::Text("-")]).await;
    let mut request =
        request(&server, "cloud-only", Policy::Ask, "Maya writes to ana@example.org. password: hunter2hunter2");
    request.input.terms = vec!["Maya".into()];
    let handle = start(without_a_model(request));
    let approval = asked(&handle).await;
    let told: Vec<(&str, bool)> = approval
        .findings
        .iter()
        .filter(|finding| finding.class.acted_on())
        .map(|finding| (finding.kind.as_str(), finding.is_guarded()))
        .collect();
    assert_eq!(told, [("TERM", true), ("EMAIL", false), ("PASSWORD", true)], "{:?}", approval.findings);
    let mail = approval.findings.iter().find(|finding| finding.kind == "EMAIL").unwrap();
    assert!(mail.reason.starts_with("found in your input: "), "{}", mail.reason);
    handle.decide(approval.id, Decision::Block);
    finish(&handle).await;
}
