//! Every shipped pattern on every shipped scenario, over real sockets: how the run ends, and that what crossed keeps the
//! line the pattern promises. What each pattern does in particular is tested in its own file.

use std::collections::BTreeSet;
use std::sync::Arc;

use fogline::boundary::finding::Policy;
use fogline::boundary::request::texts;
use fogline::engine::event::Status;
use fogline::engine::record::RunRecord;
use fogline::engine::{RunRequest, start};
use fogline::pattern::library::Library;
use fogline::pattern::{Pattern, Side};
use fogline::rehearsal::{Options, Rehearsal};
use fogline::scenario::{self, Scenario};

use super::pattern_escalate::{end, ended, models, request};
use super::pattern_plan::{threes, words};

fn patterns() -> Vec<Arc<Pattern>> {
    Library::load(None).patterns
}

fn scenarios() -> Vec<Arc<Scenario>> {
    scenario::Library::load(None).scenarios
}

async fn played(rehearsal: &Rehearsal, pattern: &str, scenario: &str, policy: Policy) -> RunRecord {
    ended(&start(RunRequest { policy, ..request(pattern, scenario, models(rehearsal, false)) })).await
}

/// Everything readable that crossed, and the stages it crossed for.
fn crossed(record: &RunRecord) -> (String, Vec<&str>) {
    let bodies = record.crossed.iter().map(|crossing| serde_json::from_str(&crossing.body).unwrap());
    let text: Vec<String> = bodies.flat_map(|body| texts(&body).unwrap()).collect();
    (text.join("\n"), record.crossed.iter().map(|crossing| crossing.stage.as_str()).collect())
}

fn no_term_crossed(record: &RunRecord, of: &str) {
    let told = words(&crossed(record).0);
    for term in &record.input.terms {
        let term = words(term);
        assert!(!told.windows(term.len()).any(|some| some == term), "{of}: {term:?} crossed");
    }
}

/// Sequences of three words that only the context holds, not one of `others`.
fn only_in_the_context(record: &RunRecord, others: &[&str]) -> BTreeSet<Vec<String>> {
    let mut only = threes(&record.input.context);
    for other in others {
        only = only.difference(&threes(other)).cloned().collect();
    }
    assert!(only.len() > 20, "there is something to look for");
    only
}

/// What the pattern promises about the line, beyond what its own tests look at.
fn keeps_its_promise(record: &RunRecord, scenario: &Scenario) {
    let (told, stages) = crossed(record);
    let told = threes(&told);
    match record.pattern.id.as_str() {
        "local-only" => assert!(stages.is_empty()),
        "cloud-only" => assert_eq!(stages, ["reply"]),
        "plan-then-ground" => super::pattern_plan::keeps_its_promise(record, scenario),
        "draft-then-refine" => {
            assert_eq!(stages, ["refine"]);
            let draft = &record.stage("draft").unwrap().text;
            let only = only_in_the_context(record, &[&record.input.question, draft]);
            assert_eq!(told.intersection(&only).next(), None, "the context does not cross, only the draft of it");
        }
        "sanitize-and-solve" => {
            assert_eq!(stages, ["solve"]);
            let reply = record.stage("abstract").unwrap().result.as_ref().unwrap().reply.clone().unwrap();
            let public = [reply["problem"].as_str().unwrap(), reply["target"].as_str().unwrap()];
            let only = only_in_the_context(record, &public);
            assert_eq!(told.intersection(&only).next(), None, "only what home declared public crosses");
        }
        "escalate-on-hard" => assert!(stages.is_empty() || stages == ["escalate"], "{stages:?}"),
        "cross-check" => {
            assert_eq!(stages.first(), Some(&"cloud_answer"));
            assert!(stages.iter().skip(1).all(|stage| *stage == "cloud_review") && stages.len() == 3, "{stages:?}");
        }
        other => panic!("{other} is shipped, and no promise of its is tested here"),
    }
}

#[tokio::test]
async fn every_pattern_answers_the_dishwasher_and_keeps_its_promise() {
    let rehearsal = super::rehearsal::start(Options::instant()).await;
    let patterns = patterns();
    assert_eq!(patterns.len(), 7);
    for pattern in patterns {
        let record = played(&rehearsal, &pattern.id, "dishwasher", Policy::Mask).await;
        let (status, answer) = end(&record);
        assert_eq!(status, Status::Done, "{}: {:?}", pattern.id, record.end);
        assert!(!answer.trim().is_empty(), "{}", pattern.id);
        for term in ["Maya", "Mark", "dishwasher", "EV", "robot vacuum", "vacuum"] {
            assert!(record.input.terms.iter().any(|have| have == term), "{term}");
        }
        no_term_crossed(&record, &pattern.id);
        keeps_its_promise(&record, scenario::Library::load(None).find("dishwasher").unwrap());
        let failed: Vec<_> = record.checks.iter().filter(|check| !check.pass).collect();
        assert!(failed.is_empty() && record.checks.len() == 3, "{}: {failed:?}\n{answer}", pattern.id);
    }
}

#[tokio::test]
async fn every_pattern_ends_on_every_scenario_and_says_why_where_it_has_no_answer() {
    let rehearsal = super::rehearsal::start(Options::instant()).await;
    for scenario in scenarios() {
        for pattern in patterns() {
            let of = format!("{} on {}", pattern.id, scenario.id);
            let masked = played(&rehearsal, &pattern.id, &scenario.id, Policy::Mask).await;
            no_term_crossed(&masked, &of);
            explained(&masked, &of);
        }
    }
}

#[tokio::test]
async fn under_block_every_pattern_is_done_or_names_what_it_kept_back() {
    let rehearsal = super::rehearsal::start(Options::instant()).await;
    let mut blocked = 0;
    for scenario in ["dishwasher", "budget"] {
        for pattern in patterns() {
            let of = format!("{} on {scenario}", pattern.id);
            let record = played(&rehearsal, &pattern.id, scenario, Policy::Block).await;
            no_term_crossed(&record, &of);
            explained(&record, &of);
            let status = end(&record).0;
            assert!(matches!(status, Status::Done | Status::Blocked), "{of}: {:?}", record.end);
            if status == Status::Blocked {
                blocked += 1;
                let sides = pattern.stages.iter().filter(|stage| stage.side == Side::Cloud);
                let kept = sides.filter(|stage| record.crossed.iter().all(|crossing| crossing.stage != stage.id));
                assert!(kept.count() > 0, "{of}: something was kept back");
            }
        }
    }
    assert!(blocked >= 5, "cloud only, cross-check and others meet private words: {blocked}");
}

/// A run that is done has an answer; one that is not says why, in words that hold no private term.
fn explained(record: &RunRecord, of: &str) {
    let end = record.end.as_ref().unwrap();
    if end.status == Status::Done {
        assert!(!end.answer.trim().is_empty(), "{of}");
        return;
    }
    let reason = end.failure.as_ref().map(ToString::to_string).unwrap_or_default();
    assert!(!reason.is_empty(), "{of}: {end:?}");
    for term in &record.input.terms {
        assert!(!reason.contains(term.as_str()), "{of}: {reason}");
    }
}
