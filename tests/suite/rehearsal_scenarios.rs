//! The shipped scenarios, stage by stage over real sockets: the prompts of the shipped patterns, the stand-ins' replies,
//! the scenarios' own checks. The engine is not in this: what is tested is what the stand-ins make of real requests.

use std::collections::BTreeMap;

use fogline::pattern::Pattern;
use fogline::pattern::library::Library as Patterns;
use fogline::pattern::template::{StageValue, Values, render};
use fogline::rehearsal::{Options, Rehearsal};
use fogline::scenario::{Library as Scenarios, Scenario, check};
use serde_json::{Value, json};

use super::rehearsal::{ollama_request, post, start, value};

fn pattern(id: &str) -> Pattern {
    Patterns::load(None).find(id).unwrap().as_ref().clone()
}

fn scenario(id: &str) -> Scenario {
    Scenarios::load(None).find(id).unwrap().as_ref().clone()
}

/// Runs the stages of a pattern in file order; `edit` changes what a cloud stage is asked.
async fn play(
    rehearsal: &Rehearsal,
    pattern: &Pattern,
    question: &str,
    context: &str,
    edit: impl Fn(&str) -> String,
) -> (BTreeMap<String, String>, Vec<String>) {
    let mut values = Values { question: question.to_owned(), context: context.to_owned(), ..Values::default() };
    let mut texts = BTreeMap::new();
    let mut crossed = Vec::new();
    for stage in &pattern.stages {
        let rendered = render(pattern, stage, &values).unwrap();
        let mut system = rendered.system.unwrap_or_default();
        let text = if stage.side == fogline::pattern::Side::Local {
            if let Some(contract) = &stage.reply {
                system = format!("{system}\n{}", contract.instructions());
            }
            let mut request = ollama_request(&system, &rendered.prompt);
            request["stream"] = json!(false);
            let reply = value(post(rehearsal, "/api/chat", &request).await).await;
            reply["message"]["content"].as_str().unwrap().to_owned()
        } else {
            let body = json!({"model": "gpt-5.4", "instructions": system,
                "input": [{"role": "user", "content": edit(&rendered.prompt)}]});
            crossed.push(body.to_string());
            let reply = value(post(rehearsal, "/v1/responses", &body).await).await;
            let message = reply["output"].as_array().unwrap().iter().find(|item| item["type"] == "message").unwrap();
            message["content"][0]["text"].as_str().unwrap().to_owned()
        };
        let reply = stage.reply.as_ref().map(|contract| contract.read(&text).unwrap());
        texts.insert(stage.id.clone(), text.clone());
        values.stages.insert(stage.id.clone(), StageValue { side: stage.side, text, restored: None, reply });
    }
    (texts, crossed)
}

fn failed(scenario: &Scenario, answer: &str, crossed: &[String]) -> Vec<String> {
    check::evaluate(&scenario.expectations, &scenario.terms, answer, crossed)
        .into_iter()
        .filter(|(_, pass, _)| !pass)
        .map(|(name, _, detail)| format!("{name}: {detail}"))
        .collect()
}

fn unchanged(text: &str) -> String {
    text.to_owned()
}

#[tokio::test]
async fn both_scenarios_pass_their_own_checks_through_sanitize_and_solve() {
    let rehearsal = start(Options::instant()).await;
    let pattern = pattern("sanitize-and-solve");
    for id in ["dishwasher", "clinic"] {
        let scenario = scenario(id);
        let (texts, crossed) = play(&rehearsal, &pattern, &scenario.question, &scenario.context, unchanged).await;
        let answer = &texts["reframe"];
        assert_eq!(failed(&scenario, answer, &crossed), Vec::<String>::new(), "{id}\n{texts:#?}");
        assert!(!answer.contains("load_A") && !answer.contains("person_A"), "{answer}");
        insta::assert_snapshot!(
            format!("rehearsal_{id}"),
            format!("{}\n\n=====\n\n{}\n\n=====\n\n{answer}", texts["abstract"], texts["solve"])
        );
    }
}

#[tokio::test]
async fn both_scenarios_are_answered_by_the_baselines_too() {
    let rehearsal = start(Options::instant()).await;
    for id in ["dishwasher", "clinic"] {
        let scenario = scenario(id);
        for baseline in ["local-only", "cloud-only"] {
            let pattern = pattern(baseline);
            let (texts, _) = play(&rehearsal, &pattern, &scenario.question, &scenario.context, unchanged).await;
            // What crossed is not judged here: cloud-only shows the cloud everything.
            let about_answer: Vec<_> =
                failed(&scenario, &texts["reply"], &[]).into_iter().filter(|line| !line.contains("cross")).collect();
            assert_eq!(about_answer, Vec::<String>::new(), "{id} {baseline}\n{}", texts["reply"]);
        }
    }
}

#[tokio::test]
async fn the_dishwasher_follows_every_edit() {
    let rehearsal = start(Options::instant()).await;
    let pattern = pattern("sanitize-and-solve");
    let scenario = scenario("dishwasher");
    let edited = |from: &str, to: &str| {
        assert!(scenario.context.contains(from), "{from}");
        scenario.context.replace(from, to)
    };
    for (context, says) in [
        (edited("about 22:30", "about 23:00"), "start the dishwasher at 20:00"),
        (edited("takes 90 min", "takes 180 min"), "start the dishwasher at 19:30"),
        (edited("about 22:30", "about 21:00"), "start the dishwasher at 19:30"),
        (edited("It is 18:30", "It is 20:40"), "Run it now: start the dishwasher at 20:40"),
        (edited("uses 1.2 kWh", "uses 2.4 kWh"), "That costs $0.528"),
        (edited("00:00 $0.22", "00:00 $0.30"), "That costs $0.360"),
    ] {
        let (texts, crossed) = play(&rehearsal, &pattern, &scenario.question, &context, unchanged).await;
        assert!(texts["reframe"].contains(says), "{says}\n{texts:#?}");
        assert!(crossed[0].contains("load_A"), "the script was used");
    }
    // Without the line, and with the limit lost on the way: midnight.
    let without: String =
        scenario.context.lines().filter(|line| !line.contains("22:30")).collect::<Vec<_>>().join("\n");
    let (texts, _) = play(&rehearsal, &pattern, &scenario.question, &without, unchanged).await;
    assert!(texts["reframe"].starts_with("Run it later: start the dishwasher at 00:00"), "{}", texts["reframe"]);
    let lose = |prompt: &str| prompt.replace(", not running after 22:30", "");
    let (texts, crossed) = play(&rehearsal, &pattern, &scenario.question, &scenario.context, lose).await;
    assert!(texts["solve"].starts_with("load_A: start at 00:00"), "{}", texts["solve"]);
    let failed = failed(&scenario, &texts["reframe"], &crossed);
    assert_eq!(failed.len(), 2, "time and fact: {failed:?}");
    // No time fits: said, not invented.
    let tight = edited("takes 90 min", "takes 300 min");
    let (texts, _) = play(&rehearsal, &pattern, &scenario.question, &tight, unchanged).await;
    assert!(texts["solve"].contains("no time fits"), "{}", texts["solve"]);
    assert!(
        texts["reframe"].contains("no time fits") && texts["reframe"].contains("dishwasher"),
        "{}",
        texts["reframe"]
    );
}

#[tokio::test]
async fn the_clinic_follows_every_edit() {
    let rehearsal = start(Options::instant()).await;
    let pattern = pattern("sanitize-and-solve");
    let scenario = scenario("clinic");
    let edited = |from: &str, to: &str| {
        assert!(scenario.context.contains(from), "{from}");
        scenario.context.replace(from, to)
    };
    for (context, says) in [
        (edited("41 mL/min this", "28 mL/min this"), "may have no metformin now"),
        (edited("41 mL/min this", "52 mL/min this"), "at most 2000 mg"),
        (edited("41 mL/min this", "75 mL/min this"), "may stay on 2550 mg"),
        (edited("again 48 h", "again 72 h"), "Friday, 09:40"),
        (edited("on Tuesday at 09:40", "on Sunday at 11:15"), "Tuesday, 11:15"),
        (edited("44 mL/min: at most 1000", "44 mL/min: at most 750"), "at most 750 mg"),
    ] {
        let (texts, _) = play(&rehearsal, &pattern, &scenario.question, &context, unchanged).await;
        assert!(texts["reframe"].contains(says), "{says}\n{texts:#?}");
    }
    let lose = |prompt: &str| prompt.replace(", 41 mL/min this morning, stable since Friday", "");
    let (texts, crossed) = play(&rehearsal, &pattern, &scenario.question, &scenario.context, lose).await;
    assert!(!failed(&scenario, &texts["reframe"], &crossed).is_empty(), "{texts:#?}");
    assert!(texts["reframe"].contains("this morning's is 41 mL/min"), "{}", texts["reframe"]);
}

#[tokio::test]
async fn the_dishwasher_reply_comes_fenced() {
    let rehearsal = start(Options::instant()).await;
    let scenario = scenario("dishwasher");
    let (texts, _) =
        play(&rehearsal, &pattern("sanitize-and-solve"), &scenario.question, &scenario.context, unchanged).await;
    assert!(texts["abstract"].starts_with("```json\n{") && texts["abstract"].ends_with("```"));
    let reply: Value = serde_json::from_str(texts["abstract"].trim_matches('`').trim_start_matches("json")).unwrap();
    assert_eq!(reply["mapping"], json!({"load_A": "dishwasher", "load_B": "EV"}));
    assert!(!reply["problem"].as_str().unwrap().contains("16:10"), "the distractor is dropped");
}

#[tokio::test]
async fn an_unscripted_prompt_is_masked_by_the_detectors_and_restored() {
    let rehearsal = start(Options::instant()).await;
    let question = "Which of the two should I write to first?";
    let context = "The plumber is at jo.plumber@example.org, the landlord at +49 30 901820. The rent is 940 EUR.";
    let pattern = pattern("sanitize-and-solve");
    let (texts, crossed) = play(&rehearsal, &pattern, question, context, unchanged).await;
    assert!(!crossed[0].contains("jo.plumber") && !crossed[0].contains("901820"), "{}", crossed[0]);
    assert!(crossed[0].contains("email_1") && crossed[0].contains("940 EUR"), "{}", crossed[0]);
    assert!(texts["solve"].contains("I am a rehearsal stand-in for a cloud model"), "{}", texts["solve"]);
    assert!(texts["reframe"].contains("no local model has read this"), "{}", texts["reframe"]);
    // A solution that uses the ids comes back with the names.
    let echo =
        |_: &str| "load email_1: takes 60 min and uses 1 kWh, by 19:00. It is 12:00. 00:00-00:00 $0.10".to_owned();
    let (texts, _) = play(&rehearsal, &pattern, question, context, echo).await;
    assert!(texts["reframe"].contains("jo.plumber@example.org: start at 12:00"), "{texts:#?}");
}

#[tokio::test]
async fn an_unscripted_household_is_still_scheduled_from_its_own_numbers() {
    let rehearsal = start(Options::instant()).await;
    let question = "When should the tumble dryer run?";
    let context = "It is 09:00. The tumble dryer takes 2 hours and uses 3 kWh. It must be finished by 18:00.\n\
        00:00-10:00 $0.30, 10:00-14:00 $0.15, 14:00-24:00 $0.40";
    for (id, stage) in [("local-only", "reply"), ("cloud-only", "reply"), ("sanitize-and-solve", "reframe")] {
        let (texts, _) = play(&rehearsal, &pattern(id), question, context, unchanged).await;
        assert!(texts[stage].contains("Run it later: start the tumble dryer at 10:00"), "{id}: {texts:#?}");
    }
}
