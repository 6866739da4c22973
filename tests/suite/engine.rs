//! The engine over real sockets: what a run logs, what leaves the machine, and what stops it.

use std::sync::Arc;

use fogline::boundary::finding::{Class, Policy, Verdict};
use fogline::boundary::gate::Gate;
use fogline::boundary::request::sha256_hex;
use fogline::boundary::scan::{Detect, Span};
use fogline::engine::event::{Approval, Decision, Failure, Field, Input, RunEvent, Stamped, Status};
use fogline::engine::record::{Phase, RunRecord};
use fogline::engine::{RunHandle, RunRequest, start};
use fogline::pattern::library::Library;
use fogline::pattern::{Pattern, Source};

use super::following::{finish, until};
use super::scripted::{Say, Scripted};

const ABSTRACTION: &str = r#"{"problem": "It is 18:30. load_A takes 90 min and must end by 22:30.", "target": "start of load_A", "mapping": {"load_A": "dishwasher", "person_A": "Maya"}}"#;
const LEAKY: &str =
    r#"{"problem": "Maya wants load_A done by 22:30.", "target": "start", "mapping": {"load_A": "dishwasher"}}"#;

fn pattern(id: &str) -> Arc<Pattern> {
    Arc::clone(Library::load(None).find(id).unwrap())
}

fn parsed(text: &str) -> Arc<Pattern> {
    Arc::new(fogline::pattern::file::parse("test.toml", text, Source::Builtin).unwrap())
}

fn request(server: &Scripted, pattern: Arc<Pattern>, policy: Policy) -> RunRequest {
    let input = Input {
        question: "Should the dishwasher run now or later?".into(),
        context: "It is 18:30. 90 min. Not after 22:30: Maya sleeps.".into(),
        terms: vec!["Maya".into(), "dishwasher".into()],
        scenario: None,
    };
    RunRequest { policy, ..RunRequest::new(pattern, input, server.models()) }
}

async fn approval(handle: &RunHandle, after: u64) -> Approval {
    until(handle, |event| match event {
        RunEvent::ApprovalWanted { approval, .. } if approval.id > after => Some((**approval).clone()),
        _ => None,
    })
    .await
}

fn status(record: &RunRecord) -> Status {
    record.end.as_ref().unwrap().status
}

#[tokio::test]
async fn a_run_goes_from_prompt_to_reframed_answer() {
    let server = Scripted::start(
        &[Say::Text(ABSTRACTION), Say::Text("Later: start the dishwasher at 20:00.")],
        &[Say::Text("load_A: start at 20:00.")],
    )
    .await;
    let handle = start(request(&server, pattern("sanitize-and-solve"), Policy::Block));
    let record = finish(&handle).await;

    assert_eq!(status(&record), Status::Done, "{:?}", record.end);
    assert_eq!(record.end.as_ref().unwrap().answer, "Later: start the dishwasher at 20:00.");
    let cloud = server.of("/v1/responses");
    assert_eq!(cloud.len(), 1);
    let [crossing] = record.crossed.as_slice() else { panic!("one crossing, not {}", record.crossed.len()) };
    assert_eq!(crossing.body.as_bytes(), &cloud[0].body[..], "what the log says crossed is what arrived");
    assert_eq!(crossing.sha256, sha256_hex(&cloud[0].body));
    assert_eq!(crossing.bytes, cloud[0].body.len());
    assert!(!crossing.body.contains("Maya") && !crossing.body.contains("dishwasher"));
    assert_eq!(record.gate[0].verdict, Verdict::Cleared);
    assert!(record.facts.as_ref().unwrap().kept.iter().any(|fact| fact == "22:30"));
    assert_eq!(record.unsupported.as_deref(), Some(&[][..]));
    let solve = record.stage("solve").unwrap().result.as_ref().unwrap();
    assert_eq!((solve.usage.input, solve.usage.output, solve.usage.reasoning), (200, 40, 8));
    assert!((solve.cost_usd.unwrap() - (200.0 * 2.5 + 40.0 * 15.0) / 1e6).abs() < 1e-9);
    let local = server.of("/api/chat");
    assert!(
        local[1].json()["messages"].to_string().contains("load_A: start at 20:00."),
        "the reframe sees the solution"
    );
}

#[tokio::test]
async fn a_contract_not_met_is_told_to_the_model_and_asked_again() {
    let server = Scripted::start(
        &[
            Say::Text("I would rather chat."),
            Say::Text("{\"problem\": 3}"),
            Say::Text(ABSTRACTION),
            Say::Text("At 20:00."),
        ],
        &[Say::Text("20:00")],
    )
    .await;
    let handle = start(request(&server, pattern("sanitize-and-solve"), Policy::Block));
    let record = finish(&handle).await;

    assert_eq!(status(&record), Status::Done);
    let stage = record.stage("abstract").unwrap();
    assert_eq!(stage.failed.len(), 2, "failed attempts stay visible");
    assert_eq!(stage.failed[0].text, "I would rather chat.");
    assert_eq!(stage.result.as_ref().unwrap().usage.input, 300, "every attempt counts");
    let second = server.of("/api/chat")[1].json()["messages"].to_string();
    assert!(second.contains("I would rather chat.") && second.contains("cannot be used"), "{second}");
}

#[tokio::test]
async fn a_contract_never_met_ends_the_run_and_nothing_crosses() {
    let server = Scripted::start(&[Say::Text("no")], &[Say::Text("20:00")]).await;
    let handle = start(request(&server, pattern("sanitize-and-solve"), Policy::Block));
    let record = finish(&handle).await;

    assert_eq!(status(&record), Status::Failed);
    assert!(matches!(record.end.as_ref().unwrap().failure, Some(Failure::Contract { attempts: 3, .. })));
    assert!(server.of("/v1/responses").is_empty());
    let skipped = record.stage("solve").unwrap().skipped.as_deref().unwrap();
    assert!(skipped.contains("`abstract`"), "{skipped}");
}

#[tokio::test]
async fn a_leak_is_blocked_headless() {
    let server = Scripted::start(&[Say::Text(LEAKY)], &[Say::Text("20:00")]).await;
    let handle = start(request(&server, pattern("sanitize-and-solve"), Policy::Block));
    let record = finish(&handle).await;

    assert_eq!(status(&record), Status::Blocked);
    assert!(server.of("/v1/responses").is_empty(), "nothing on the wire");
    assert_eq!(record.gate[0].verdict, Verdict::Blocked);
    assert!(record.gate[0].findings.iter().any(|finding| finding.class.acted_on()));
    let failure = record.end.as_ref().unwrap().failure.as_ref().unwrap().to_string();
    assert!(!failure.contains("Maya"), "an error never carries a vault value: {failure}");
}

#[tokio::test]
async fn a_leak_is_masked_and_the_answer_restored_while_it_streams() {
    let server = Scripted::start(
        &[Say::Text(LEAKY), Say::Text("Tell Maya: 20:00.")],
        &[Say::Text("Tell [TERM_1] to start load_A at 20:00.")],
    )
    .await;
    let handle = start(request(&server, pattern("sanitize-and-solve"), Policy::Mask));
    let record = finish(&handle).await;

    assert_eq!(status(&record), Status::Done, "{:?}", record.end);
    assert_eq!(record.gate[0].verdict, Verdict::Masked);
    let body = String::from_utf8(server.of("/v1/responses")[0].body.to_vec()).unwrap();
    assert!(body.contains("[TERM_1]") && !body.contains("Maya"), "{body}");
    let solve = record.stage("solve").unwrap();
    let result = solve.result.as_ref().unwrap();
    assert_eq!(result.text, "Tell [TERM_1] to start load_A at 20:00.", "as received");
    assert_eq!(result.restored.as_deref(), Some("Tell Maya to start load_A at 20:00."));
    assert_eq!(solve.restored, "Tell Maya to start load_A at 20:00.", "the same, piece by piece");
}

#[tokio::test]
async fn ask_waits_for_a_person_and_sends_what_they_saw() {
    let server = Scripted::start(&[Say::Text(LEAKY), Say::Text("At 20:00.")], &[Say::Text("20:00")]).await;
    let handle = start(request(&server, pattern("sanitize-and-solve"), Policy::Ask));
    let asked = approval(&handle, 0).await;
    assert!(server.of("/v1/responses").is_empty(), "nothing leaves while a person is asked");
    assert!(asked.fields.iter().any(|field| field.text.contains("Maya")));
    assert!(!asked.headers.iter().any(|(name, _)| name == "authorization"));
    handle.decide(asked.id, Decision::Send);
    let record = finish(&handle).await;

    assert_eq!(status(&record), Status::Done);
    assert_eq!(record.gate[0].verdict, Verdict::Approved);
    let sent = &server.of("/v1/responses")[0];
    assert_eq!(sha256_hex(&sent.body), asked.sha256, "what was approved is exactly what was sent");
}

#[tokio::test]
async fn an_edit_is_looked_at_again_and_shown_again() {
    let server = Scripted::start(&[Say::Text(ABSTRACTION), Say::Text("At 00:00.")], &[Say::Text("00:00")]).await;
    let mut request = request(&server, pattern("sanitize-and-solve"), Policy::Ask);
    request.hold = true;
    let handle = start(request);
    let first = approval(&handle, 0).await;
    let field = first.fields.iter().find(|field| field.text.contains("22:30")).unwrap().clone();
    let edited = Field { text: field.text.replace(" and must end by 22:30", " and ends before Maya sleeps"), ..field };
    handle.decide(first.id, Decision::Edit { fields: vec![edited] });
    let second = approval(&handle, first.id).await;
    assert!(
        second.findings.iter().any(|finding| finding.class.acted_on()),
        "the edit brought a term in, and it is found"
    );
    handle.decide(first.id, Decision::Send);
    handle.decide(second.id, Decision::Mask);
    let record = finish(&handle).await;

    assert_eq!(status(&record), Status::Done, "{:?}", record.end);
    let body = String::from_utf8(server.of("/v1/responses")[0].body.to_vec()).unwrap();
    assert!(!body.contains("22:30") && !body.contains("Maya"), "{body}");
    assert!(record.facts.as_ref().unwrap().dropped.iter().any(|fact| fact == "22:30"));
    let solve = record.stage("solve").unwrap();
    assert!(solve.asked_ms <= solve.ended_ms.unwrap() - solve.started_ms.unwrap());
}

/// The fields of an approval with the findings at these places masked.
fn masked(asked: &Approval, places: &[usize]) -> Vec<Field> {
    let mut fields = asked.fields.clone();
    for place in places.iter().rev() {
        let finding = &asked.findings[*place];
        let field = fields.iter_mut().find(|field| field.pointer == finding.field).unwrap();
        let chars: Vec<char> = field.text.chars().collect();
        let placeholder = finding.placeholder.clone().unwrap();
        field.text = chars[..finding.start]
            .iter()
            .chain(&placeholder.chars().collect::<Vec<_>>())
            .chain(&chars[finding.end..])
            .collect();
    }
    fields
}

#[tokio::test]
async fn what_a_person_chose_is_masked_the_rest_passes_and_what_they_saw_is_what_is_sent() {
    let server = Scripted::start(&[Say::Text("-")], &[Say::Text("20:00")]).await;
    let mut request = request(&server, pattern("cloud-only"), Policy::Ask);
    let question = "May Maya write to ana@example.org, or to ben@example.org?";
    request.input = Input { question: question.into(), terms: vec!["Maya".into()], ..Input::default() };
    let handle = start(request);
    let asked = approval(&handle, 0).await;
    let places: Vec<usize> =
        (0..asked.findings.len()).filter(|place| asked.findings[*place].class.acted_on()).collect();
    assert_eq!(places.len(), 3, "{:?}", asked.findings);
    let chosen = vec![places[0], places[2]];
    // Something else than what masking gives was seen: nothing is sent, and it is asked again.
    handle.decide(asked.id, Decision::MaskSome { findings: chosen.clone(), fields: asked.fields.clone() });
    let again = approval(&handle, asked.id).await;
    assert!(server.of("/v1/responses").is_empty());
    let fields = masked(&again, &chosen);
    handle.decide(again.id, Decision::MaskSome { findings: chosen, fields: fields.clone() });
    let record = finish(&handle).await;
    assert_eq!(status(&record), Status::Done, "{:?}", record.end);
    let body = String::from_utf8(server.of("/v1/responses")[0].body.to_vec()).unwrap();
    assert!(!body.contains("Maya") && !body.contains("ben@") && body.contains("ana@example.org"), "{body}");
    assert!(fields.iter().any(|field| field.text.contains("[TERM_1]") && field.text.contains("[EMAIL_2]")));
    for field in fields {
        assert!(body.contains(serde_json::to_string(&field.text).unwrap().trim_matches('"')), "{}", field.text);
    }
    let passed: Vec<&str> = record.gate[0]
        .findings
        .iter()
        .filter(|found| found.class.acted_on())
        .map(|found| found.kind.as_str())
        .collect();
    assert_eq!((record.gate[0].verdict, passed), (Verdict::Approved, vec!["EMAIL"]));
}

/// Notices a word once it is told to: something that was not to be seen before.
#[derive(Debug, Default)]
struct Later(std::sync::atomic::AtomicBool);

impl Detect for Later {
    fn find(&self, text: &str) -> Result<Vec<Span>, String> {
        let start = text.find("sister").filter(|_| self.0.load(std::sync::atomic::Ordering::SeqCst));
        Ok(start.into_iter().map(|start| span(start..start + "sister".len())).collect())
    }
}

fn span(bytes: std::ops::Range<usize>) -> Span {
    Span {
        class: Class::Identifier,
        kind: "RELATIVE".into(),
        detector: "test".into(),
        reason: "noticed late".into(),
        bytes,
        placeholder: None,
        bare: None,
        detected: false,
    }
}

#[tokio::test]
async fn what_is_noticed_only_after_masking_is_asked_about_and_not_sent() {
    let server = Scripted::start(&[Say::Text("-")], &[Say::Text("20:00")]).await;
    let mut request = request(&server, pattern("cloud-only"), Policy::Ask);
    request.input = Input { question: "May my sister ana@example.org come?".into(), ..Input::default() };
    let later = Arc::new(Later::default());
    request.gate = Gate::default().with_detector(Arc::clone(&later) as Arc<dyn Detect>);
    let handle = start(request);
    let asked = approval(&handle, 0).await;
    let found = |asked: &Approval| asked.findings.iter().filter(|finding| finding.class.acted_on()).count();
    assert_eq!(found(&asked), 1, "{:?}", asked.findings);
    let place = asked.findings.iter().position(|finding| finding.class.acted_on()).unwrap();
    later.0.store(true, std::sync::atomic::Ordering::SeqCst);
    handle.decide(asked.id, Decision::MaskSome { fields: masked(&asked, &[place]), findings: vec![place] });
    let again = approval(&handle, asked.id).await;
    assert!(server.of("/v1/responses").is_empty());
    handle.decide(again.id, Decision::Block);
    assert_eq!(status(&finish(&handle).await), Status::Blocked);
}

#[tokio::test]
async fn blocking_keeps_the_request_home() {
    let server = Scripted::start(&[Say::Text(LEAKY)], &[Say::Text("20:00")]).await;
    let handle = start(request(&server, pattern("sanitize-and-solve"), Policy::Ask));
    let asked = approval(&handle, 0).await;
    handle.decide(asked.id, Decision::Block);
    let record = finish(&handle).await;
    assert_eq!(status(&record), Status::Blocked);
    assert!(server.of("/v1/responses").is_empty());
}

#[tokio::test]
async fn declared_reveals_are_asked_about_even_where_nothing_is_found() {
    let server = Scripted::start(&[Say::Text("-")], &[Say::Text("20:00")]).await;
    let mut request = request(&server, pattern("cloud-only"), Policy::Ask);
    request.input = Input { question: "What is a fog line?".into(), ..Input::default() };
    let handle = start(request);
    let asked = approval(&handle, 0).await;
    assert_eq!(asked.reveals, ["question", "context"]);
    handle.decide(asked.id, Decision::Send);
    assert_eq!(status(&finish(&handle).await), Status::Done);
}

#[tokio::test]
async fn cancelling_closes_the_socket_and_keeps_what_came() {
    let server = Scripted::start(&[Say::Text(ABSTRACTION)], &[Say::Hang("load_A starts at ")]).await;
    let handle = start(request(&server, pattern("sanitize-and-solve"), Policy::Block));
    until(&handle, |event| match event {
        RunEvent::Delta { stage, text, .. } if stage == "solve" && text.contains("at") => Some(()),
        _ => None,
    })
    .await;
    handle.cancel();
    let record = finish(&handle).await;
    assert_eq!(status(&record), Status::Cancelled);
    let solve = record.stage("solve").unwrap();
    assert_eq!(solve.phase, Phase::Ended(Status::Cancelled));
    let result = solve.result.as_ref().unwrap();
    assert_eq!(result.text, "load_A starts at ");
    assert!(result.estimated && result.cost_usd.unwrap() > 0.0, "what was used is estimated and priced");
    server.quiet().await;
    let length = handle.log.since(0).len();
    handle.cancel();
    tokio::task::yield_now().await;
    assert_eq!(handle.log.since(0).len(), length, "nothing follows the end");
}

#[tokio::test]
async fn cancelling_while_a_person_is_asked_sends_nothing() {
    let server = Scripted::start(&[Say::Text(LEAKY)], &[Say::Text("20:00")]).await;
    let handle = start(request(&server, pattern("sanitize-and-solve"), Policy::Ask));
    approval(&handle, 0).await;
    handle.cancel();
    let record = finish(&handle).await;
    assert_eq!(status(&record), Status::Cancelled);
    assert!(record.approvals.is_empty());
    assert!(server.of("/v1/responses").is_empty());
}

#[tokio::test]
async fn a_stream_without_its_end_is_truncated_never_done() {
    let server = Scripted::start(&[Say::Text(ABSTRACTION)], &[Say::Cut("load_A starts at 20:00")]).await;
    let handle = start(request(&server, pattern("sanitize-and-solve"), Policy::Block));
    let record = finish(&handle).await;
    assert_eq!(status(&record), Status::Truncated);
    assert_eq!(
        record.stage("solve").unwrap().result.as_ref().unwrap().text,
        "load_A starts at 20:00",
        "the partial is kept"
    );
    assert!(record.stage("reframe").unwrap().skipped.is_some());
}

#[tokio::test]
async fn a_refused_request_costs_nothing_and_its_words_hold_no_private_value() {
    let server = Scripted::start(
        &[Say::Text(ABSTRACTION)],
        &[Say::Refuse(400, "cannot read 'load_A of MAYA, beside the dish washer'")],
    )
    .await;
    let record = finish(&start(request(&server, pattern("sanitize-and-solve"), Policy::Block))).await;
    let end = record.end.as_ref().unwrap();
    assert_eq!((end.status, end.cost_usd), (Status::Failed, Some(0.0)), "nothing was read, so nothing is owed");
    let solve = record.stage("solve").unwrap().result.as_ref().unwrap();
    assert_eq!((solve.usage.input, solve.usage.output, solve.estimated), (0, 0, false));
    let words = end.failure.as_ref().unwrap().to_string();
    assert!(words.contains("answered 400: cannot read 'load_A of [TERM_1], beside the [TERM_2]'."), "{words}");
    assert!(!words.ends_with(' '), "{words:?}");
}

#[tokio::test]
async fn a_run_cancelled_at_once_sends_nothing_and_costs_nothing() {
    let server = Scripted::start(&[Say::Text(ABSTRACTION)], &[Say::Text("20:00")]).await;
    let handle = start(request(&server, pattern("sanitize-and-solve"), Policy::Block));
    handle.cancel();
    let record = finish(&handle).await;
    assert_eq!(status(&record), Status::Cancelled);
    assert!(server.arrived().is_empty());
    let cost = record.end.as_ref().unwrap().cost_usd.unwrap();
    assert_eq!(cost.to_bits(), 0.0_f64.to_bits(), "zero, and not minus zero: {cost:?}");
}

#[tokio::test]
async fn cancelling_does_not_wait_for_the_gate() {
    /// Says that it looks, and looks until told to stop.
    #[derive(Debug)]
    struct Slow(std::sync::Mutex<std::sync::mpsc::Receiver<()>>, tokio::sync::Notify);
    impl fogline::boundary::scan::Detect for Slow {
        fn find(&self, _: &str) -> Result<Vec<fogline::boundary::scan::Span>, String> {
            self.1.notify_one();
            let _ = self.0.lock().unwrap().recv();
            Ok(Vec::new())
        }
    }
    let server = Scripted::start(&[Say::Text(ABSTRACTION)], &[Say::Text("20:00")]).await;
    let (release, wait) = std::sync::mpsc::channel();
    let slow = Arc::new(Slow(std::sync::Mutex::new(wait), tokio::sync::Notify::new()));
    let mut request = request(&server, pattern("sanitize-and-solve"), Policy::Block);
    request.gate = Gate::default().with_detector(slow.clone());
    let handle = start(request);
    slow.1.notified().await;
    handle.cancel();
    let record = finish(&handle).await;
    assert_eq!(status(&record), Status::Cancelled);
    drop(release);
    assert!(server.arrived().is_empty());
}

#[tokio::test]
async fn a_spend_cap_stops_the_request_before_it_is_sent() {
    let server = Scripted::start(&[Say::Text(ABSTRACTION)], &[Say::Text("20:00")]).await;
    let mut request = request(&server, pattern("sanitize-and-solve"), Policy::Block);
    request.limits.run_usd = Some(0.001);
    let record = finish(&start(request)).await;
    assert!(matches!(record.end.as_ref().unwrap().failure, Some(Failure::Spend { .. })), "{:?}", record.end);
    assert!(server.of("/v1/responses").is_empty());
}

#[tokio::test]
async fn a_spend_cap_bounds_the_output_it_can_still_pay() {
    let server = Scripted::start(&[Say::Text(ABSTRACTION), Say::Text("At 20:00.")], &[Say::Text("20:00")]).await;
    let mut request = request(&server, pattern("sanitize-and-solve"), Policy::Block);
    request.limits.run_usd = Some(0.05);
    let record = finish(&start(request)).await;
    assert_eq!(status(&record), Status::Done);
    let bound = server.of("/v1/responses")[0].json()["max_output_tokens"].as_u64().unwrap();
    // $0.05 at $15 per million output tokens is 3333 tokens, less what reading costs.
    assert!((2_500..=3_333).contains(&bound), "{bound}");
}

#[tokio::test]
async fn an_edit_cannot_outgrow_the_cap() {
    let server = Scripted::start(&[Say::Text(ABSTRACTION)], &[Say::Text("20:00")]).await;
    let mut request = request(&server, pattern("sanitize-and-solve"), Policy::Block);
    request.limits.run_usd = Some(0.05);
    request.hold = true;
    let handle = start(request);
    let first = approval(&handle, 0).await;
    let mut field = first.fields.last().unwrap().clone();
    field.text.push_str(&" and so on".repeat(4_000));
    handle.decide(first.id, Decision::Edit { fields: vec![field] });
    let second = approval(&handle, first.id).await;
    handle.decide(second.id, Decision::Send);
    let record = finish(&handle).await;
    assert!(matches!(record.end.as_ref().unwrap().failure, Some(Failure::Spend { .. })), "{:?}", record.end);
    assert!(server.of("/v1/responses").is_empty());
}

#[tokio::test]
async fn stages_with_no_path_between_them_run_at_once() {
    let both = parsed(
        r#"
id = "both"
name = "Both"
direction = "both"
trigger = "always"
purpose = ["reliability"]
answer = "merge"
[[stage]]
id = "home"
side = "local"
prompt = "{{ question }}"
[[stage]]
id = "away"
side = "cloud"
reveals = ["question"]
prompt = "{{ question }}"
[[stage]]
id = "merge"
side = "local"
prompt = "{{ home.text }} {{ away.text }}"
"#,
    );
    let server = Scripted::start(&[Say::Text("home says so"), Say::Text("merged")], &[Say::Text("away says so")]).await;
    let record = finish(&start(request(&server, both, Policy::Mask))).await;
    assert_eq!(status(&record), Status::Done, "{:?}", record.end);
    let events = |id: &str| record.stage(id).unwrap().clone();
    let (home, away, merge) = (events("home"), events("away"), events("merge"));
    assert!(home.started_ms.unwrap() <= away.ended_ms.unwrap() && away.started_ms.unwrap() <= home.ended_ms.unwrap());
    assert!(merge.started_ms.unwrap() >= home.ended_ms.unwrap().max(away.ended_ms.unwrap()));
}

#[tokio::test]
async fn replaying_the_log_gives_the_same_record_and_survives_json() {
    let server = Scripted::start(
        &[Say::Text(LEAKY), Say::Text("Tell Maya: 20:00.")],
        &[Say::Text("Tell [TERM_1]: 20:00, not [TERM_9].")],
    )
    .await;
    let handle = start(request(&server, pattern("sanitize-and-solve"), Policy::Mask));
    let record = finish(&handle).await;
    let log = handle.log.since(0);
    let read: Vec<Arc<Stamped>> = log
        .iter()
        .map(|stamped| Arc::new(serde_json::from_str(&serde_json::to_string(&**stamped).unwrap()).unwrap()))
        .collect();
    assert_eq!(log, read, "every event survives JSON");
    assert_eq!(RunRecord::replay(&read).unwrap(), record);
    assert!(log.windows(2).all(|pair| pair[0].ms <= pair[1].ms && pair[0].seq + 1 == pair[1].seq));
}
