//! Plan-then-Ground over real sockets: what crosses, what is refused, what is computed, and what the user is asked.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fogline::boundary::finding::Policy;
use fogline::boundary::gate::Gate;
use fogline::boundary::request::texts;
use fogline::boundary::vault::Vault;
use fogline::engine::event::{Input, RunEvent, Status};
use fogline::engine::ground::{FUNCTIONS, Grounded, SlotSource};
use fogline::engine::record::RunRecord;
use fogline::engine::{RunRequest, start};
use fogline::pattern::Pattern;
use fogline::pattern::library::Library;
use fogline::rehearsal::{Options, Rehearsal};
use fogline::scenario::{self, Scenario};
use fogline::text::quantity;
use serde_json::{Value, json};

use super::following::{finish, until};
use super::pattern_escalate::models;
use super::scripted::{Say, Scripted};

fn pattern() -> Arc<Pattern> {
    Arc::clone(Library::load(None).find("plan-then-ground").unwrap())
}

fn scenario(id: &str) -> Scenario {
    scenario::Library::load(None).find(id).unwrap().as_ref().clone()
}

/// A run of a scenario against the rehearsal servers, its context changed first.
async fn rehearsed(scenario: &Scenario, context: &str) -> RunRecord {
    let rehearsal = Rehearsal::start_anywhere(Options::instant()).await.unwrap();
    let input = Input { context: context.to_owned(), ..Input::from(scenario) };
    let request = RunRequest {
        policy: Policy::Mask,
        expectations: scenario.expectations.clone(),
        ..RunRequest::new(pattern(), input, models(&rehearsal, false))
    };
    finish(&start(request)).await
}

fn grounded(record: &RunRecord) -> Grounded {
    let result = record.stage("ground").unwrap().result.clone().unwrap();
    serde_json::from_value(result.reply.unwrap()).unwrap()
}

fn shown(record: &RunRecord, step: u32) -> String {
    grounded(record).steps.iter().find(|computed| computed.id == step).unwrap().shown.clone()
}

fn answer(record: &RunRecord) -> &str {
    &record.end.as_ref().unwrap().answer
}

fn error(record: &RunRecord) -> String {
    record.end.as_ref().unwrap().failure.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// The words of a text, in lower case.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Every sequence of three words.
pub fn threes(text: &str) -> BTreeSet<Vec<String>> {
    words(text).windows(3).map(<[String]>::to_vec).collect()
}

fn quantities(text: &str) -> BTreeSet<String> {
    quantity::find(text).into_iter().map(|quantity| quantity.canonical).collect()
}

/// The pattern's promise: no private term, and nothing that only the context says.
pub fn keeps_its_promise(record: &RunRecord, scenario: &Scenario) {
    assert_eq!(record.crossed.len(), 1, "one request crosses");
    let body: Value = serde_json::from_str(&record.crossed[0].body).unwrap();
    let crossed = texts(&body).unwrap().join("\n");
    let mut vault = Vault::default();
    vault.set_terms(&scenario.terms);
    Gate::default().mask_text(&scenario.context, &mut vault).unwrap();
    let told = words(&crossed);
    for entry in vault.entries() {
        let value = words(entry.value());
        assert!(!told.windows(value.len()).any(|three| three == value), "a private value crossed: {}", entry.value());
    }
    let (context, question) = (&scenario.context, &scenario.question);
    let only: BTreeSet<String> = quantities(context).difference(&quantities(question)).cloned().collect();
    assert!(!only.is_empty(), "the check has something to look for");
    assert_eq!(quantities(&crossed).intersection(&only).cloned().collect::<Vec<_>>(), Vec::<String>::new());
    let only: BTreeSet<Vec<String>> = threes(context).difference(&threes(question)).cloned().collect();
    assert!(only.len() > 20, "the check has something to look for");
    assert_eq!(threes(&crossed).intersection(&only).cloned().collect::<Vec<_>>(), Vec::<Vec<String>>::new());
}

#[tokio::test]
async fn the_question_crosses_and_nothing_that_only_the_context_says() {
    for id in ["dishwasher", "budget"] {
        let scenario = scenario(id);
        let record = rehearsed(&scenario, &scenario.context).await;
        assert_eq!(record.end.as_ref().unwrap().status, Status::Done, "{id}: {}", error(&record));
        assert!(!answer(&record).is_empty());
        keeps_its_promise(&record, &scenario);
        let failed: Vec<_> = record.checks.iter().filter(|check| !check.pass).collect();
        assert!(failed.is_empty() && record.checks.len() == 3, "{id}: {failed:?}");
        assert_eq!(record.unsupported, Some(Vec::new()), "{id}: the answer says nothing that was not computed");
        assert_eq!(record.facts, None, "no fact of the context was ever to cross");
        let grounded = grounded(&record);
        assert!(grounded.slots.iter().all(|slot| slot.source == SlotSource::Context), "{id}: {:?}", grounded.slots);
        assert!(grounded.steps.iter().all(|step| step.value.is_some() && step.check != Some(false)), "{id}");
        assert_eq!(grounded.slots, record.stage("ground").unwrap().grounded.slots, "the events say the same");
    }
}

#[tokio::test]
async fn one_number_changed_in_the_context_changes_the_answer_accordingly() {
    let scenario = scenario("dishwasher");
    let (before, costs) = ("20:00-00:00 $0.22", "uses 1.2 kWh");
    for (from, to, expected) in [
        ("", "", ["20:00", "21:30", "$0.264", "$0.54"]),
        // A longer cycle ends later, and started now its last minutes are cheap; twice the energy costs twice as much.
        ("takes 90 min and", "takes 105 min and", ["20:00", "21:45", "$0.264", "$0.501"]),
        (costs, "uses 2.4 kWh", ["20:00", "21:30", "$0.528", "$1.08"]),
        // An evening dearer than the afternoon: now is best.
        (before, "20:00-00:00 $0.50", ["18:30", "20:00", "$0.54", "$0.54"]),
        // In bed at half past one: then midnight is within reach.
        ("at about 22:30", "at about 01:30", ["00:00", "01:30", "$0.144", "$0.54"]),
    ] {
        let context = scenario.context.replacen(from, to, usize::from(!from.is_empty()));
        let record = rehearsed(&scenario, &context).await;
        let found = [2, 3, 4, 5].map(|step| shown(&record, step));
        assert_eq!(found, expected, "{from} -> {to}: {}", error(&record));
        assert!(answer(&record).contains(expected[0]) && answer(&record).contains(expected[2]), "{}", answer(&record));
        assert_eq!(answer(&record).contains("Run it later"), expected[0] != "18:30", "{}", answer(&record));
    }
    let scenario = self::scenario("budget");
    let record = rehearsed(&scenario, &scenario.context.replace("Marketing | -€2,600", "Marketing | -€3,600")).await;
    assert_eq!((shown(&record, 2), shown(&record, 3)), ("Calibration".into(), "€1,400".into()));
    assert!(answer(&record).contains("Calibration") && answer(&record).contains("€1,400"), "{}", answer(&record));
}

/// A plan as a cloud would write it.
fn plan(needs: &[(&str, &str, &str)], steps: &[(u32, &str)], if_missing: &str) -> &'static str {
    let needs: Vec<Value> = needs
        .iter()
        .map(|(slot, kind, meaning)| json!({"slot": slot, "type": kind, "unit": "", "meaning": meaning}))
        .collect();
    let steps: Vec<Value> = steps
        .iter()
        .map(|(id, operation)| {
            json!({"id": id, "operation": operation, "inputs": [], "output": format!("result {id}"), "type": "number", "unit": "", "check": ""})
        })
        .collect();
    let plan = json!({"goal": "A number.", "needs": needs, "steps": steps, "if_missing": if_missing}).to_string();
    Box::leak(plan.into_boxed_str())
}

const NEEDS: &[(&str, &str, &str)] =
    &[("crates", "number", "how many crates [TERM_1] takes"), ("size", "number", "how large one is")];

fn asking(server: &Scripted, attended: bool) -> RunRequest {
    let input = Input {
        question: "How much does Rosa carry?".into(),
        context: "Rosa takes 12 crates of 30 bottles.".into(),
        terms: vec!["Rosa".into()],
        scenario: None,
    };
    RunRequest { policy: Policy::Mask, attended, ..RunRequest::new(pattern(), input, server.models()) }
}

#[tokio::test]
async fn a_plan_that_cannot_be_carried_out_is_refused_by_name_before_anything_private_is_read() {
    for (steps, expected) in [
        (
            vec![(1, "crates * $2"), (2, "$1 + size")],
            "step 1: uses `$2`, a cycle: step 1 waits for step 2, which waits for step 1",
        ),
        (vec![(1, "crates + $1")], "step 1: uses its own result `$1`, a cycle"),
        (vec![(1, "crates"), (2, "$1 * $9")], "step 2: uses `$9`, and there is no step 9: there are $1, $2"),
        (vec![(1, "crates * weight")], "step 1: uses `weight`, which no slot of `needs` gives"),
        (vec![(1, "sqrt(crates)")], "there is no function `sqrt`"),
    ] {
        let server = Scripted::start(&[Say::Text("never asked")], &[Say::Text(plan(NEEDS, &steps, "ask"))]).await;
        let record = finish(&start(asking(&server, true))).await;
        assert_eq!(record.end.as_ref().unwrap().status, Status::Failed);
        assert!(error(&record).contains(expected), "{}", error(&record));
        assert!(!error(&record).contains("Rosa"), "an error text holds no private value");
        assert!(server.of("/api/chat").is_empty(), "the local model was not asked");
    }
}

#[tokio::test]
async fn placeholders_in_a_plan_become_the_users_words_before_the_local_model_reads_it() {
    let operation = "crates * size if \"[TERM_1]\" == \"Rosa\" else 0";
    let server = Scripted::start(
        &[Say::Text("{\"crates\": \"12 crates\", \"size\": 30}"), Say::Text("Rosa carries 360.")],
        &[Say::Text(plan(NEEDS, &[(1, operation)], "ask"))],
    )
    .await;
    let record = finish(&start(asking(&server, false))).await;
    assert_eq!(record.end.as_ref().unwrap().status, Status::Done, "{}", error(&record));
    assert!(!record.crossed[0].body.contains("Rosa"));
    let asked = server.of("/api/chat")[0].json()["messages"].to_string();
    assert!(asked.contains("how many crates Rosa takes"), "{asked}");
    assert_eq!(shown(&record, 1), "360");
}

#[tokio::test]
async fn a_value_the_input_does_not_hold_is_marked_and_said() {
    let server = Scripted::start(
        &[Say::Text("{\"crates\": 13, \"size\": 30}"), Say::Text("Rosa carries 391 kg.")],
        &[Say::Text(plan(NEEDS, &[(1, "crates * size")], "ask"))],
    )
    .await;
    let record = finish(&start(asking(&server, false))).await;
    let sources: Vec<SlotSource> = grounded(&record).slots.iter().map(|slot| slot.source).collect();
    assert_eq!(sources, [SlotSource::Unsupported, SlotSource::Context]);
    assert!(record.notices.iter().any(|notice| notice.contains("`crates`")), "{:?}", record.notices);
    assert_eq!(record.unsupported, Some(vec!["391 kg".to_owned()]), "a number the answer brought in is flagged");
}

const HALF: &str = "{\"crates\": 12, \"size\": null}";

#[tokio::test]
async fn a_missing_value_is_asked_for_until_it_can_be_read_and_the_wait_counts_in_no_timing() {
    let waited = Duration::from_millis(60);
    let server = Scripted::start(
        &[Say::Text(HALF), Say::Text("Rosa carries 288.")],
        &[Say::Text(plan(NEEDS, &[(1, "crates * size")], "ask"))],
    )
    .await;
    let handle = start(asking(&server, true));
    let asks_for = |after: u64| {
        move |event: &RunEvent| match event {
            RunEvent::InputWanted { id, prompt, slot, .. } if *id > after => {
                Some((*id, prompt.clone(), slot.slot.clone()))
            }
            _ => None,
        }
    };
    let (first, why, slot) = until(&handle, asks_for(0)).await;
    assert_eq!(slot, "size");
    assert!(why.contains("step 1"), "{why}");
    // A person takes their time: so long at least that it would show in a timing.
    let since = Instant::now();
    while since.elapsed() < waited {
        tokio::task::yield_now().await;
    }
    handle.answer(first, "rather large".into());
    let (second, why, _) = until(&handle, asks_for(first)).await;
    assert!(why.contains("could not be read") && !why.contains("rather large"), "{why}");
    handle.answer(second, "24".into());
    let record = finish(&handle).await;

    assert_eq!(record.end.as_ref().unwrap().status, Status::Done, "{}", error(&record));
    assert_eq!(shown(&record, 1), "288");
    let slot = &grounded(&record).slots[1];
    assert_eq!((slot.source, slot.shown.as_str()), (SlotSource::User, "24"));
    let waited = u64::try_from(waited.as_millis()).unwrap();
    let wall = handle.log.since(0).last().unwrap().ms;
    assert!(record.end.as_ref().unwrap().ms + waited <= wall + 1, "the run's time holds the waiting");
    let stage = record.stage("ground").unwrap();
    let spent = stage.ended_ms.unwrap() - stage.started_ms.unwrap();
    assert!(stage.result.as_ref().unwrap().ms.total + waited <= spent + 1, "the stage's time holds the waiting");
}

#[tokio::test]
async fn a_value_nobody_gives_is_missing_and_what_needs_it_is_left_out() {
    let steps = [(1, "crates * 2"), (2, "crates * size"), (3, "crates * size|default(10)")];
    for (if_missing, attended) in [("ask", true), ("skip", false)] {
        let server =
            Scripted::start(&[Say::Text(HALF), Say::Text("Twice: 24.")], &[Say::Text(plan(NEEDS, &steps, if_missing))])
                .await;
        let handle = start(asking(&server, attended));
        if attended {
            let wanted = |event: &RunEvent| match event {
                RunEvent::InputWanted { id, .. } => Some(*id),
                _ => None,
            };
            handle.answer(until(&handle, wanted).await, String::new());
        }
        let record = finish(&handle).await;
        assert_eq!(record.end.as_ref().unwrap().status, Status::Done, "{}", error(&record));
        let grounded = grounded(&record);
        assert_eq!(grounded.slots[1].source, SlotSource::Missing);
        assert_eq!(grounded.steps[0].shown, "24");
        assert!(grounded.steps[1].problem.as_deref().unwrap().contains("`size`"), "{:?}", grounded.steps[1]);
        assert_eq!(grounded.steps[2].shown, "120");
        let summary = fogline::headless::report::summary(&record);
        assert!(summary.contains("1 of 2 values, 2 of 3 steps; missing: size"), "{summary}");
        let told = server.of("/api/chat")[1].json()["messages"].to_string();
        assert!(told.contains("how large one is: missing") && told.contains("not computed"), "{told}");
    }
}

#[tokio::test]
async fn where_nobody_can_be_asked_the_run_ends_and_names_the_slot() {
    for (if_missing, why) in [("ask", "nobody can be asked here"), ("stop", "the plan stops without it")] {
        let server =
            Scripted::start(&[Say::Text(HALF)], &[Say::Text(plan(NEEDS, &[(1, "crates * size")], if_missing))]).await;
        let record = finish(&start(asking(&server, false))).await;
        assert_eq!(record.end.as_ref().unwrap().status, Status::Failed);
        let error = error(&record);
        assert!(error.contains("slot `size` (how large one is)") && error.contains(why), "{error}");
    }
}

#[tokio::test]
async fn values_that_cannot_be_read_are_asked_for_again_and_then_count_as_missing() {
    let server = Scripted::start(
        &[
            Say::Text("No idea."),
            Say::Text("{\"crates\": \"a few\", \"size\": 30}"),
            Say::Text("{\"crates\": [], \"size\": 30}"),
            Say::Text("It depends."),
        ],
        &[Say::Text(plan(NEEDS, &[(1, "size"), (2, "crates * size")], "skip"))],
    )
    .await;
    let record = finish(&start(asking(&server, false))).await;
    assert_eq!(record.end.as_ref().unwrap().status, Status::Done, "{}", error(&record));
    let failed: Vec<&str> =
        record.stage("ground").unwrap().failed.iter().map(|attempt| attempt.reason.as_str()).collect();
    assert_eq!(failed.len(), 2);
    assert!(failed[1].contains("`crates` has to be a number") && !failed[1].contains("a few"), "{failed:?}");
    assert_eq!((shown(&record, 1), grounded(&record).steps[1].value.clone()), ("30".to_owned(), None));
}

#[test]
fn the_prompt_lists_exactly_the_functions_there_are() {
    let pattern = pattern();
    let system = pattern.stages[0].system.as_deref().unwrap();
    let (_, list) = system.split_once("- Functions, and no others:\n").unwrap();
    let listed: Vec<&str> = list.lines().take_while(|line| line.starts_with("  ")).map(str::trim).collect();
    let there: Vec<String> =
        FUNCTIONS.iter().map(|function| format!("{}: {}", function.form, function.gives)).collect();
    assert_eq!(listed, there);
}
