//! Escalate-on-Hard on the rehearsal servers: what stays home, what goes, and what the signals say.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use fogline::boundary::finding::Policy;
use fogline::boundary::trust::Reach;
use fogline::engine::event::{Input, RunEvent, Status};
use fogline::engine::record::{Phase, RunRecord};
use fogline::engine::signals::hindsight::{Would, would_run};
use fogline::engine::{RunRequest, start};
use fogline::headless::report;
use fogline::model::client::{CloudClient, LocalClient, LocalModel, Models, Server};
use fogline::model::ollama::OllamaOptions;
use fogline::model::responses::Account;
use fogline::pattern::library::Library;
use fogline::pattern::{Pattern, Source};
use fogline::rehearsal::{CLOUD_MODEL, LOCAL_MODEL, Options, Rehearsal};
use fogline::scenario;
use serde_json::{Value, json};

pub use super::following::{finish as ended, until_stamped as until};
use super::scripted::{Say, Scripted};

pub const CHAT: &str = "/api/chat";
pub const RESPONSES: &str = "/v1/responses";

/// Both sides played by one rehearsal; `compat` = the local side speaks chat completions, as llama.cpp does.
pub fn models(rehearsal: &Rehearsal, compat: bool) -> Models {
    let server = |base| Server::new(base, Reach::Loopback, Duration::from_secs(30)).simulated(true);
    let options = OllamaOptions { num_ctx: 16_384, keep_alive: None, thinks: Some(true) };
    let local = if compat {
        LocalClient::compat(&server(rehearsal.openai()), LOCAL_MODEL).unwrap()
    } else {
        LocalClient::ollama(&server(rehearsal.ollama()), LOCAL_MODEL, options).unwrap()
    };
    Models {
        local: LocalModel::Served(local),
        cloud: CloudClient::responses(&server(rehearsal.openai()), CLOUD_MODEL, Account::default()).unwrap(),
    }
}

/// A run of a shipped pattern on a shipped scenario under policy `mask`.
pub fn request(pattern: &str, scenario: &str, models: Models) -> RunRequest {
    let scenarios = scenario::Library::load(None);
    let scenario = scenarios.find(scenario).unwrap();
    RunRequest {
        expectations: scenario.expectations.clone(),
        policy: Policy::Mask,
        ..RunRequest::new(Arc::clone(Library::load(None).find(pattern).unwrap()), Input::from(&**scenario), models)
    }
}

/// The status and answer of a run that has ended.
pub fn end(record: &RunRecord) -> (Status, &str) {
    let end = record.end.as_ref().unwrap();
    (end.status, &end.answer)
}

async fn played(scenario: &str, threshold: Option<f64>, compat: bool) -> (RunRecord, Rehearsal) {
    let rehearsal = super::rehearsal::start(Options::instant()).await;
    let params: BTreeMap<String, Value> =
        threshold.map(|value| ("threshold".to_owned(), json!(value))).into_iter().collect();
    let request = RunRequest { params, ..request("escalate-on-hard", scenario, models(&rehearsal, compat)) };
    (ended(&start(request)).await, rehearsal)
}

fn signal(record: &RunRecord, id: &str) -> Option<f64> {
    record.signals.iter().find(|signal| signal.id == id).unwrap().value
}

#[tokio::test]
async fn an_easy_question_stays_home_and_costs_nothing() {
    for compat in [false, true] {
        let (record, _) = played("support-return", None, compat).await;
        let (status, answer) = end(&record);
        assert_eq!(status, Status::Done, "{:?}", record.end);
        assert!(answer.starts_with("Yes, the customer can return it until 3 December 2026."), "{answer}");
        assert!(record.crossed.is_empty(), "{:?}", record.crossed);
        assert_eq!(record.end.as_ref().unwrap().cost_usd, Some(0.0));
        assert!(record.checks.iter().all(|check| check.pass), "{:?}", record.checks);
        let names: Vec<&str> = record.signals.iter().map(|signal| signal.id.as_str()).collect();
        assert_eq!(names, ["gave_up", "doubt", "disagreement", "self_check"]);
        for signal in &record.signals {
            assert!(signal.value.unwrap() < 0.5, "{signal:?}");
        }
        assert!(record.stage("escalate").unwrap().skipped.as_deref().unwrap().contains("threshold 0.5"));
        assert_eq!(record.stage("attempt").unwrap().further.len(), 4, "three samples and the self-check");
    }
}

#[tokio::test]
async fn a_hard_question_goes_to_the_cloud_exactly_once() {
    for compat in [false, true] {
        let (record, _) = played("support-refund", None, compat).await;
        let (status, answer) = end(&record);
        assert_eq!(status, Status::Done, "{:?}", record.end);
        assert!(answer.contains("€25.20"), "{answer}");
        let [crossing] = record.crossed.as_slice() else { panic!("{} requests", record.crossed.len()) };
        assert_eq!(crossing.stage, "escalate");
        for term in &record.input.terms {
            assert!(!crossing.body.contains(term.as_str()), "{term}");
        }
        assert!(record.checks.iter().all(|check| check.pass), "{:?}", record.checks);
        assert!(signal(&record, "disagreement").unwrap() > 0.7);
        assert!(signal(&record, "doubt").unwrap() > 0.5, "log-probabilities came over this protocol: {compat}");
        assert!(signal(&record, "self_check").unwrap() > 0.5);
        assert_eq!(signal(&record, "gave_up"), Some(0.0));

        let json = report::json(&record);
        let signals = json["signals"].as_array().unwrap();
        assert_eq!(signals.len(), 4);
        assert!(
            signals.iter().all(|signal| signal["value"].is_f64() && !signal["detail"].as_str().unwrap().is_empty())
        );
    }
}

#[tokio::test]
async fn at_its_ends_the_threshold_means_always_and_never() {
    let (always, _) = played("support-return", Some(0.0), false).await;
    assert_eq!(always.crossed.len(), 1);
    let (never, _) = played("support-refund", Some(1.0), false).await;
    assert_eq!((end(&never).0, never.crossed.len()), (Status::Done, 0));
    assert!(end(&never).1.contains("€31.50"), "the local attempt is the answer");
}

#[tokio::test]
async fn the_dishwasher_is_answered_too() {
    let (record, _) = played("dishwasher", None, false).await;
    assert_eq!(end(&record).0, Status::Done);
    assert!(record.checks.iter().all(|check| check.pass), "{:?}", record.checks);
}

#[tokio::test]
async fn samples_are_drawn_warmer_and_with_other_seeds_than_the_answer() {
    let server =
        Scripted::start(&[Say::Text("Yes."), Say::Text("Yes."), Say::Text("No."), Say::Text("Yes.")], &[]).await;
    let request = RunRequest { seed: Some(40), ..request("escalate-on-hard", "support-return", server.models()) };
    let record = ended(&start(request)).await;
    let asked: Vec<Value> = server.of(CHAT).iter().map(|request| request.json()["options"].clone()).collect();
    let seeds: Vec<i64> = asked.iter().filter_map(|options| options["seed"].as_i64()).collect();
    assert_eq!(seeds[..4], [40, 41, 42, 43]);
    assert!(asked[1..4].iter().all(|options| options["temperature"].as_f64().unwrap() > 0.5), "{asked:?}");
    let disagreement = signal(&record, "disagreement").unwrap();
    assert!((disagreement - 1.0 / 3.0).abs() < 1e-4, "one of three says no: {disagreement}");
}

#[tokio::test]
async fn a_signal_that_cannot_be_had_is_absent_and_the_others_judge() {
    // A server without log-probabilities, whose model cannot keep to the form of a self-check.
    let answers =
        [Say::Text("Refund €10."), Say::Text("Refund €20."), Say::Text("Refund €30."), Say::Text("Who knows.")];
    let server = Scripted::start(&answers, &[Say::Text("Refund €25.20.")]).await;
    let record = ended(&start(request("escalate-on-hard", "support-refund", server.models()))).await;
    assert_eq!((signal(&record, "doubt"), signal(&record, "self_check")), (None, None));
    let detail = |id: &str| &record.signals.iter().find(|signal| signal.id == id).unwrap().detail;
    assert!(detail("doubt").contains("no token log-probabilities came from"), "{}", detail("doubt"));
    assert!(detail("self_check").contains("did not judge"), "{}", detail("self_check"));
    assert_eq!((end(&record), record.crossed.len()), ((Status::Done, "Refund €25.20."), 1));
    assert!(report::json(&record)["signals"].to_string().contains(r#""value":null"#));
}

#[tokio::test]
async fn a_failed_local_model_sends_nothing() {
    for trouble in [Say::Refuse(400, "no"), Say::Cut("Refund"), Say::Text("  ")] {
        let server = Scripted::start(&[trouble], &[Say::Text("Refund €25.20.")]).await;
        let params = BTreeMap::from([("threshold".to_owned(), json!(0.0))]);
        let asked = RunRequest { params, ..request("escalate-on-hard", "support-refund", server.models()) };
        let record = ended(&start(asked)).await;
        assert!(server.of(RESPONSES).is_empty(), "nothing on the wire");
        assert!(matches!(end(&record).0, Status::Failed | Status::Truncated));
        assert!(record.signals.iter().all(|signal| signal.value.is_none() && signal.detail.contains("did not finish")));
    }
}

#[tokio::test]
async fn an_error_in_judging_keeps_the_run_at_home_and_says_so() {
    let text = r#"
id = "strict"
name = "Strict"
direction = "local-first"
trigger = "conditional"
answer = ["escalate", "attempt"]
[[signal]]
id = "doubt"
kind = "logprob_quantile"
of = "attempt"
[[stage]]
id = "attempt"
side = "local"
logprobs = true
prompt = "{{ question }}"
[[stage]]
id = "escalate"
side = "cloud"
when = "signals.doubt > 0.2"
reveals = ["question"]
prompt = "{{ question }}"
"#;
    let pattern: Arc<Pattern> = Arc::new(fogline::pattern::file::parse("strict.toml", text, Source::Builtin).unwrap());
    let server = Scripted::start(&[Say::Text("Refund €10.")], &[Say::Text("Refund €25.20.")]).await;
    let asked = RunRequest { pattern, ..request("escalate-on-hard", "support-refund", server.models()) };
    let record = ended(&start(asked)).await;
    assert_eq!((end(&record), server.of(RESPONSES).len()), ((Status::Done, "Refund €10."), 0));
    let why = record.stage("escalate").unwrap().skipped.as_deref().unwrap();
    assert!(why.contains("stays home") && why.contains("`signals.doubt` has no value"), "{why}");
}

#[tokio::test]
async fn a_request_kept_home_ends_the_run_as_blocked_with_the_attempt_as_its_answer() {
    let rehearsal = super::rehearsal::start(Options::instant()).await;
    let asked = RunRequest {
        policy: Policy::Block,
        ..request("escalate-on-hard", "support-refund", models(&rehearsal, false))
    };
    let record = ended(&start(asked)).await;
    let (status, answer) = end(&record);
    assert_eq!(status, Status::Blocked);
    assert!(answer.contains("€31.50"), "{answer}");
    assert!(record.crossed.is_empty());
    assert_eq!(record.notices, ["`escalate` was kept home; the answer is what `attempt` wrote"]);
    assert!(!record.checks.is_empty(), "the answer is checked all the same");
}

#[tokio::test]
async fn hindsight_says_what_another_threshold_would_have_done() {
    let would = |record: &RunRecord, threshold: f64| {
        let params = BTreeMap::from([("threshold".to_owned(), json!(threshold))]);
        would_run(record, &params).into_iter().find(|(stage, _)| stage == "escalate").unwrap().1
    };
    let (easy, _) = played("support-return", None, false).await;
    assert_eq!(would(&easy, 0.1), Would::Run);
    assert_eq!(would(&easy, 0.0), Would::Run);
    assert!(matches!(would(&easy, 0.5), Would::Stay(reason) if reason.contains("does not hold")));
    let (hard, _) = played("support-refund", None, false).await;
    assert_eq!(would(&hard, 0.5), Would::Run);
    assert!(matches!(would(&hard, 0.95), Would::Stay(_)));
    assert!(matches!(would(&hard, 1.0), Would::Stay(_)));
    assert_eq!(would_run(&hard, &BTreeMap::new())[0], ("attempt".to_owned(), Would::Run));
    // Its own params: what it says is what happened.
    for record in [&easy, &hard] {
        let ran = record.stage("escalate").unwrap().result.is_some();
        assert_eq!(would_run(record, &BTreeMap::new())[1].1 == Would::Run, ran);
    }
}

#[tokio::test]
async fn a_run_stopped_while_it_samples_keeps_the_attempt() {
    let server = Scripted::start(&[Say::Text("Refund €10."), Say::Hang("Refund")], &[]).await;
    let handle = start(request("escalate-on-hard", "support-refund", server.models()));
    until(&handle, |stamped| matches!(&stamped.event, RunEvent::Delta { call: 1, .. }).then_some(())).await;
    handle.cancel();
    let record = ended(&handle).await;
    server.quiet().await;
    assert_eq!(end(&record), (Status::Cancelled, "Refund €10."));
    assert_eq!(record.stage("attempt").unwrap().phase, Phase::Ended(Status::Cancelled));
    assert!(server.of(RESPONSES).is_empty());
}

/// `FOGLINE_TEST_COMPAT=http://127.0.0.1:8080/v1 cargo test -- --ignored --nocapture real_local_model`, with llama.cpp's server for
/// example. What the signals come to is printed; that they can be had is what is asserted.
#[tokio::test]
#[ignore = "needs a server: FOGLINE_TEST_COMPAT=http://127.0.0.1:8080/v1"]
async fn signals_are_computed_from_a_real_local_model() {
    let base: url::Url = std::env::var("FOGLINE_TEST_COMPAT").expect("FOGLINE_TEST_COMPAT").parse().unwrap();
    let names = fogline::model::openai_api::models(&base, None, true, Duration::from_secs(5)).await.unwrap();
    let server = Server::new(base, Reach::Loopback, Duration::from_mins(5));
    let rehearsal = super::rehearsal::start(Options::instant()).await;
    let local = LocalModel::Served(LocalClient::compat(&server, names.first().expect("a model")).unwrap());
    for scenario in ["support-return", "support-refund"] {
        let models = Models { local: local.clone(), ..models(&rehearsal, true) };
        let record = ended(&start(request("escalate-on-hard", scenario, models))).await;
        println!("{scenario}: {} cloud requests\n{}", record.crossed.len(), record.stage("attempt").unwrap().text);
        for signal in &record.signals {
            println!("  {:<13} {:?} {}", signal.id, signal.value, signal.detail);
        }
        for id in ["gave_up", "doubt", "disagreement"] {
            assert!((0.0..=1.0).contains(&signal(&record, id).unwrap()), "{id}");
        }
    }
}
