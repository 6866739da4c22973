//! Cross-Check over real sockets: who is asked when, what a review comes to, and what crosses.

use std::sync::Arc;
use std::time::Duration;

use fogline::boundary::finding::Policy;
use fogline::boundary::request::texts;
use fogline::boundary::trust::Reach;
use fogline::engine::event::{Decision, Field, Input, RunEvent, Status};
use fogline::engine::judge::{Candidate, Relation, Report, Winner};
use fogline::engine::record::RunRecord;
use fogline::engine::{RunRequest, start};
use fogline::model::client::{CloudClient, LocalClient, LocalModel, Models, Server};
use fogline::model::ollama::OllamaOptions;
use fogline::model::responses::Account;
use fogline::pattern::Pattern;
use fogline::pattern::library::Library as Patterns;
use fogline::rehearsal::{CLOUD_MODEL, LOCAL_MODEL, Options, Rehearsal};
use fogline::scenario::Library as Scenarios;
use serde_json::Value;

use super::following::finish;
use super::scripted::{Say, Scripted};

fn pattern() -> Arc<Pattern> {
    Arc::clone(Patterns::load(None).find("cross-check").unwrap())
}

/// Two rehearsal servers, one a side.
struct Stage {
    local: Rehearsal,
    cloud: Rehearsal,
}

impl Stage {
    async fn set() -> Self {
        let local = Rehearsal::start_anywhere(Options::instant()).await.unwrap();
        Self { local, cloud: Rehearsal::start_anywhere(Options::instant()).await.unwrap() }
    }

    /// The same in the other protocol of clouds.
    fn chat(&self, scenario: &str) -> RunRequest {
        let mut request = self.request(scenario, &[]);
        let server = Server::new(self.cloud.openai(), Reach::Loopback, Duration::from_secs(20));
        request.models.cloud = CloudClient::compat(&server, CLOUD_MODEL).unwrap();
        request
    }

    fn request(&self, scenario: &str, params: &[(&str, &str)]) -> RunRequest {
        let scenario = Arc::clone(Scenarios::load(None).find(scenario).unwrap());
        let server = |url| Server::new(url, Reach::Loopback, Duration::from_secs(20));
        let options = OllamaOptions { num_ctx: 16_384, keep_alive: None, thinks: None };
        let local = LocalClient::ollama(&server(self.local.ollama()), LOCAL_MODEL, options).unwrap();
        let cloud = CloudClient::responses(&server(self.cloud.openai()), CLOUD_MODEL, Account::default()).unwrap();
        let models = Models { local: LocalModel::Served(local), cloud };
        let params = params.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
        RunRequest {
            policy: Policy::Mask,
            expectations: scenario.expectations.clone(),
            params,
            ..RunRequest::new(pattern(), Input::from(&*scenario), models)
        }
    }
}

fn report(record: &RunRecord, stage: &str) -> Report {
    let result = record.stage(stage).unwrap().result.as_ref().unwrap();
    assert_eq!(result.status, Status::Done, "{stage}: {:?}", result.failure);
    let report: Report = serde_json::from_value(result.reply.clone().unwrap()).unwrap();
    assert_eq!(report.prose(), result.text);
    report
}

fn quoted<'r>(report: &'r Report, text: &str) -> Vec<(Candidate, &'r str)> {
    let claim = report.claims.iter().find(|claim| claim.text == text).unwrap_or_else(|| panic!("{:#?}", report.claims));
    claim
        .quotes
        .iter()
        .map(|quote| (quote.of, report.compared(quote.of).text.get(quote.span.range()).unwrap()))
        .collect()
}

/// Everything the cloud was told, decoded.
fn crossed(record: &RunRecord) -> String {
    let bodies = record.crossed.iter().map(|crossing| serde_json::from_str::<Value>(&crossing.body).unwrap());
    bodies.flat_map(|body| texts(&body).unwrap()).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn it_works_on_the_dishwasher_and_on_a_judgement_two_models_see_differently() {
    let stage = Stage::set().await;
    for (scenario, mode) in [("dishwasher", "both"), ("dishwasher", "check"), ("clause", "both"), ("clause", "check")] {
        let record = finish(&start(stage.request(scenario, &[("mode", mode)]))).await;
        let end = record.end.clone().unwrap();
        assert_eq!(end.status, Status::Done, "{scenario} {mode}: {:?}", end.failure);
        assert!(end.answer.starts_with("Answer: "), "{scenario} {mode}: {}", end.answer);
        for check in &record.checks {
            assert!(check.pass, "{scenario} {mode}: {check:?}\n{}", end.answer);
        }
        // The promise: question, context and the local answer, each masked.
        let told = crossed(&record).to_lowercase();
        assert_eq!(record.crossed.len(), 3, "one answer, two reviews");
        for term in &record.input.terms {
            let words = format!(r"\b{}\b", regex::escape(&term.to_lowercase()));
            assert!(!regex::Regex::new(&words).unwrap().is_match(&told), "{scenario} {mode}: {term} crossed");
        }
        let ran = if mode == "both" { "cloud_answer" } else { "cloud_check" };
        for judge in ["local_review", "cloud_review"] {
            assert_eq!(report(&record, judge).second.stage, ran, "{scenario} {mode}");
        }
    }
}

#[tokio::test]
async fn the_notice_clause_has_a_conflict_a_flip_and_a_dropped_claim() {
    let record = finish(&start(Stage::set().await.request("clause", &[]))).await;
    let (local, cloud) = (report(&record, "local_review"), report(&record, "cloud_review"));
    assert!(local.flipped, "{:#?}", local.reviews);
    assert_eq!(local.winner, Winner::Tie, "a flip is a tie");
    assert!(local.text_says("A tie: the two orders contradict each other"));
    assert!(local.dropped > 0, "one quotation is in words of its own");
    assert_eq!((cloud.winner, cloud.flipped), (Winner::Second, false));
    let conflict = cloud.claims.iter().find(|claim| claim.relation == Relation::Conflicting).unwrap();
    let said: Vec<&str> =
        conflict.quotes.iter().map(|quote| cloud.compared(quote.of).text.get(quote.span.range()).unwrap()).collect();
    assert!(said[0].starts_with("Yes, Harrowgate Ovens may rely"), "{said:?}");
    assert!(said[1].starts_with("No, Harrowgate Ovens may probably not rely"), "{said:?}");
    assert_eq!(record.stages.iter().map(|stage| stage.reviews.len()).sum::<usize>(), 4, "each order is an event");
}

#[tokio::test]
async fn a_cloud_that_speaks_chat_completions_reviews_as_well() {
    let stage = Stage::set().await;
    let record = finish(&start(stage.chat("clause"))).await;
    assert_eq!(record.end.as_ref().unwrap().status, Status::Done, "{:?}", record.end);
    assert!(stage.cloud.received().iter().all(|request| request.path.ends_with("/chat/completions")));
    let cloud = report(&record, "cloud_review");
    assert_eq!((cloud.winner, cloud.reviews.len()), (Winner::Second, 2));
}

trait Says {
    fn text_says(&self, words: &str) -> bool;
}

impl Says for Report {
    fn text_says(&self, words: &str) -> bool {
        self.prose().contains(words)
    }
}

#[tokio::test]
async fn both_answers_are_asked_for_before_either_is_there() {
    let server = Scripted::start(&[Say::Hang("x")], &[Say::Hang("y")]).await;
    let input = Input { question: "When?".into(), context: "It is 18:30.".into(), ..Input::default() };
    let handle = start(RunRequest { policy: Policy::Mask, ..RunRequest::new(pattern(), input, server.models()) });
    let mut growth = handle.log.watch();
    loop {
        let log = handle.log.since(0);
        let speaks =
            |id: &str| log.iter().any(|event| matches!(&event.event, RunEvent::Delta { stage, .. } if stage == id));
        if speaks("local_answer") && speaks("cloud_answer") {
            break;
        }
        growth.wait_for(|length| *length > log.len()).await.unwrap();
    }
    handle.cancel();
    assert_eq!(finish(&handle).await.end.unwrap().status, Status::Cancelled);
}

#[tokio::test]
async fn the_local_request_waits_for_the_gate_but_for_no_person() {
    let stage = Stage::set().await;
    let handle = start(stage.request("dishwasher", &[]));
    finish(&handle).await;
    let log = handle.log.since(0);
    let place = |what: &dyn Fn(&RunEvent) -> bool| log.iter().position(|event| what(&event.event)).unwrap();
    let gate = place(&|event| matches!(event, RunEvent::Gate { stage, .. } if stage == "cloud_answer"));
    for id in ["local_answer", "cloud_answer"] {
        let sent = place(&|event| matches!(event, RunEvent::RequestSent { stage, .. } if stage == id));
        assert!(gate < sent, "{id} is sent when the gate is through with what leaves beside it");
    }

    let handle = start(RunRequest { policy: Policy::Ask, ..stage.request("dishwasher", &[]) });
    let mut growth = handle.log.watch();
    loop {
        let log = handle.log.since(0);
        // Nobody decides: the local answer comes all the same.
        if log
            .iter()
            .any(|event| matches!(&event.event, RunEvent::StageFinished { stage, .. } if stage == "local_answer"))
        {
            assert!(log.iter().any(|event| matches!(&event.event, RunEvent::ApprovalWanted { .. })));
            break;
        }
        growth.wait_for(|length| *length > log.len()).await.unwrap();
    }
    handle.cancel();
    assert_eq!(finish(&handle).await.end.unwrap().status, Status::Cancelled);
}

/// A measurement, so not among the tests that run with others: `cargo test --test all -- --ignored within_50_ms`. That the
/// requests do not wait for each other is tested above.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures time: run it alone"]
async fn the_two_requests_arrive_within_50_ms_of_each_other() {
    let stage = Stage::set().await;
    let mut apart = Vec::new();
    // The best of a few: what is measured is the engine, not what else the machine does.
    for _ in 0..5 {
        let (before_local, before_cloud) = (stage.local.received().len(), stage.cloud.received().len());
        finish(&start(stage.request("dishwasher", &[]))).await;
        let (local, cloud) = (stage.local.received()[before_local].at, stage.cloud.received()[before_cloud].at);
        apart.push(local.max(cloud) - local.min(cloud));
    }
    println!("apart: {apart:?}");
    assert!(apart.iter().min().unwrap() < &Duration::from_millis(50), "{apart:?}");
}

const LOCAL_ANSWER: &str = "Start the dishwasher at 20:00. Maya sleeps from 22:30.";
const CLOUD_ANSWER: &str = "Start [TERM_2] at 20:30. It is done before [TERM_1] sleeps.";
/// Prefers what stands first; one claim quotes what nobody said.
const PREFERS_A: &str = r#"{"claims": [
    {"claim": "The start", "relation": "conflicting", "quote_a": "start the dishwasher at 20:00", "quote_b": "Start dishwasher at 20:30"},
    {"claim": "Nobody said it", "relation": "agreed", "quote_a": "costs nothing", "quote_b": "free of charge"}],
    "reason": "Answer A is direct.", "scores": {"correct": {"A": 8, "B": 6}, "complete": {"A": 8, "B": 6}, "clear": {"A": 8, "B": 6}},
    "verdict": "A", "verdict_confidence": 0.6}"#;
const CLOUD_FIRST: &str = r#"{"claims": [
    {"claim": "The start", "relation": "conflicting", "quote_a": "Start the [TERM_2] at 20:00", "quote_b": "Start [TERM_2] at 20:30"},
    {"claim": "Sleep counts", "relation": "agreed", "quote_a": "[TERM_1] sleeps", "quote_b": "before [TERM_1] sleeps"}],
    "reason": "Answer B leaves no slack for [TERM_1].", "scores": {"correct": {"A": 5, "B": 4}, "complete": {"A": 5, "B": 4}, "clear": {"A": 5, "B": 4}},
    "verdict": "A", "verdict_confidence": 0.9}"#;
const CLOUD_SECOND: &str = r#"{"claims": [
    {"claim": "When it starts", "relation": "conflicting", "quote_a": "at 20:30", "quote_b": "at 20:00"}],
    "reason": "Answer B keeps the limit.", "scores": {"correct": {"A": 4, "B": 5}, "complete": {"A": 4, "B": 5}, "clear": {"A": 4, "B": 5}},
    "verdict": "B", "verdict_confidence": 0.7}"#;

fn request(server: &Scripted) -> RunRequest {
    let input = Input {
        question: "When should the dishwasher start?".into(),
        context: "It is 18:30. Maya sleeps from 22:30.".into(),
        terms: vec!["Maya".into(), "dishwasher".into()],
        scenario: None,
    };
    RunRequest { policy: Policy::Mask, ..RunRequest::new(pattern(), input, server.models()) }
}

#[tokio::test]
async fn what_reviewers_say_is_verified_by_code_and_shown_in_the_readers_words() {
    let server = Scripted::start(
        &[
            Say::Text(LOCAL_ANSWER),
            Say::Text(PREFERS_A),
            Say::Text("not json"),
            Say::Text(PREFERS_A),
            Say::Text("Answer: 20:00."),
        ],
        &[Say::Text(CLOUD_ANSWER), Say::Text(CLOUD_FIRST), Say::Text(CLOUD_SECOND)],
    )
    .await;
    let record = finish(&start(request(&server))).await;
    assert_eq!(record.end.as_ref().unwrap().answer, "Answer: 20:00.");
    let (local, cloud) = (report(&record, "local_review"), report(&record, "cloud_review"));

    assert!(local.flipped && local.winner == Winner::Tie, "A in both orders is a flip, and a flip is a tie");
    assert_eq!(local.dropped, 2, "in each order one claim quotes what stands in neither answer");
    // In the second order A was the cloud's answer, and what was quoted from A stands in B: it is found there.
    assert_eq!(local.claims.len(), 1);
    assert_eq!(local.claims[0].reviews, 2);
    assert_eq!(local.mean_score, Some(7.0));

    assert_eq!((cloud.winner, cloud.flipped), (Winner::First, false), "the same preference under both labels");
    assert_eq!(cloud.mean_score, Some(4.5), "the harsher one");
    assert_eq!(cloud.second.text, "Start dishwasher at 20:30. It is done before Maya sleeps.");
    assert_eq!(
        quoted(&cloud, "The start"),
        [(Candidate::First, "Start the dishwasher at 20:00"), (Candidate::Second, "Start dishwasher at 20:30")]
    );
    assert_eq!(
        quoted(&cloud, "Sleep counts"),
        [(Candidate::First, "Maya sleeps"), (Candidate::Second, "before Maya sleeps")]
    );
    assert_eq!(cloud.reviews[0].reason, "The second answer leaves no slack for Maya.");
    assert_eq!(cloud.reviews[1].reason, "The first answer keeps the limit.", "B was the first answer then");
    assert_eq!(cloud.claims.iter().find(|claim| claim.relation == Relation::Conflicting).unwrap().reviews, 2, "merged");

    let told = crossed(&record);
    assert!(!told.contains("Maya") && !told.contains("dishwasher"), "{told}");
    let last = server.of("/api/chat").last().unwrap().json().to_string();
    assert!(last.contains("Only the cloud reviewer has a preference: the first answer."), "{last}");
    // The record survives a replay with its reviews.
    assert_eq!(record.stage("cloud_review").unwrap().reviews, cloud.reviews);
    assert_eq!(
        record.stage("local_review").unwrap().failed.len(),
        0,
        "attempts of the other order are not the first call's"
    );
}

#[tokio::test]
async fn one_proposes_and_the_other_checks() {
    let server = Scripted::start(
        &[Say::Text(LOCAL_ANSWER), Say::Text(PREFERS_A), Say::Text(PREFERS_A), Say::Text("Answer: 20:00.")],
        &[Say::Text(CLOUD_ANSWER), Say::Text(CLOUD_FIRST), Say::Text(CLOUD_SECOND)],
    )
    .await;
    let mut request = request(&server);
    request.params.insert("mode".into(), "check".into());
    let record = finish(&start(request)).await;
    assert_eq!(record.end.as_ref().unwrap().status, Status::Done);
    assert!(record.stage("cloud_answer").unwrap().skipped.is_some());
    let check = &record.crossed[0];
    assert_eq!(check.stage, "cloud_check");
    assert!(check.body.contains("Start the [TERM_2] at 20:00. [TERM_1] sleeps"), "{}", check.body);
    assert_eq!(report(&record, "cloud_review").second.stage, "cloud_check");
}

#[tokio::test]
async fn without_a_second_answer_nothing_is_compared_and_the_local_answer_is_kept() {
    let server = Scripted::start(&[Say::Text(LOCAL_ANSWER)], &[Say::Refuse(400, "no")]).await;
    let record = finish(&start(request(&server))).await;
    assert_eq!(record.end.as_ref().unwrap().answer, LOCAL_ANSWER);
    for judge in ["local_review", "cloud_review"] {
        let why = record.stage(judge).unwrap().skipped.clone().unwrap();
        assert_eq!(why, "it compares `cloud_answer` or `cloud_check`, which did not run or finish");
    }
    assert!(record.stage("verdict").unwrap().skipped.is_some());
}

#[tokio::test]
async fn a_review_cut_short_is_no_review() {
    let server = Scripted::start(
        &[Say::Text(LOCAL_ANSWER), Say::Text(PREFERS_A)],
        &[Say::Text(CLOUD_ANSWER), Say::Text(CLOUD_FIRST), Say::Cut(CLOUD_SECOND)],
    )
    .await;
    let record = finish(&start(request(&server))).await;
    let stage = record.stage("cloud_review").unwrap();
    let result = stage.result.as_ref().unwrap();
    assert_eq!((result.status, result.reply.is_none()), (Status::Truncated, true));
    assert_eq!(stage.reviews.len(), 1, "the order that came in is kept");
    assert!(result.usage.input > 200 && result.estimated, "what both calls used is counted: {:?}", result.usage);
    assert_eq!(record.end.as_ref().unwrap().answer, LOCAL_ANSWER);
}

#[tokio::test]
async fn what_a_person_took_out_of_a_request_cannot_be_quoted() {
    let server = Scripted::start(
        &[Say::Text(LOCAL_ANSWER), Say::Text(PREFERS_A), Say::Text(PREFERS_A), Say::Text("Answer: 20:00.")],
        &[Say::Text(CLOUD_ANSWER), Say::Text(CLOUD_FIRST), Say::Text(CLOUD_SECOND)],
    )
    .await;
    let handle = start(RunRequest { policy: Policy::Ask, ..request(&server) });
    let mut growth = handle.log.watch();
    let mut seen = 0;
    let mut edited = false;
    loop {
        let log = handle.log.since(seen);
        seen += log.len();
        for stamped in &log {
            let RunEvent::ApprovalWanted { stage, approval } = &stamped.event else { continue };
            let decision = if stage == "cloud_review" && !edited {
                edited = true;
                let fields = approval.fields.iter().cloned().map(|field| Field {
                    text: field.text.replace("Start the dishwasher at 20:00.", "(left out)"),
                    ..field
                });
                Decision::Edit { fields: fields.collect() }
            } else {
                Decision::Mask
            };
            handle.decide(approval.id, decision);
        }
        if matches!(log.last().map(|last| &last.event), Some(RunEvent::RunFinished { .. })) {
            break;
        }
        growth.wait_for(|length| *length > seen).await.unwrap();
    }
    let record = finish(&handle).await;
    let cloud = report(&record, "cloud_review");
    let [first, second] = cloud.reviews.as_slice() else { panic!("{cloud:#?}") };
    let start = first.claims.iter().find(|claim| claim.text == "The start").unwrap();
    let quoted: Vec<Candidate> = start.quotes.iter().map(|quote| quote.of).collect();
    assert_eq!(quoted, [Candidate::Second], "the reviewer did not see the other passage");
    let sleeps = first.claims.iter().find(|claim| claim.text == "Sleep counts").unwrap();
    let span = sleeps.quotes[0].span.range();
    assert_eq!(cloud.first.text.get(span), Some("Maya sleeps"), "what was left is found where the user reads it");
    assert_eq!(second.claims[0].quotes.len(), 2, "the request that was not edited");
}
