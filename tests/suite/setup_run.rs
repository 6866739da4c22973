//! The main job on a bare machine, from setup through the engine: both scenarios, simulated on both sides, over real
//! sockets.

use std::sync::Arc;

use fogline::boundary::finding::Policy;
use fogline::engine::event::{Input, RunEvent, Status};
use fogline::engine::record::RunRecord;
use fogline::engine::{RunRequest, start};
use fogline::pattern::library::Library;
use fogline::rehearsal::Options;
use fogline::scenario::Library as Scenarios;
use fogline::setup::{Setup, choose_at_pace};

use super::setup::bare;

async fn run(setup: &Setup, scenario: &str, pattern: &str, policy: Policy) -> RunRecord {
    let scenario = Arc::clone(Scenarios::load(None).find(scenario).unwrap());
    let pattern = Arc::clone(Library::load(None).find(pattern).unwrap());
    let input = Input::from(&*scenario);
    let request = RunRequest::new(pattern, input, setup.models.clone());
    let handle = start(RunRequest { expectations: scenario.expectations.clone(), policy, ..request });
    let mut growth = handle.log.watch();
    let mut seen = 0;
    loop {
        let events = handle.log.since(seen);
        seen += events.len();
        if events.iter().any(|stamped| matches!(stamped.event, RunEvent::RunFinished { .. })) {
            return RunRecord::replay(&handle.log.since(0)).unwrap();
        }
        growth.wait_for(|length| *length > seen).await.unwrap();
    }
}

#[tokio::test]
async fn a_bare_machine_plays_both_scenarios_to_the_end() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let setup = choose_at_pace(&bare(), None, None, Options::instant()).await.unwrap();
    for scenario in ["dishwasher", "clinic"] {
        let record = run(&setup, scenario, "sanitize-and-solve", Policy::Block).await;
        let end = record.end.as_ref().unwrap();
        assert_eq!(end.status, Status::Done, "{scenario}: {:?} {:?}", end.failure, record.gate);
        let failed: Vec<_> = record.checks.iter().filter(|check| !check.pass).collect();
        assert!(failed.is_empty() && !record.checks.is_empty(), "{scenario}: {failed:?}\n{}", end.answer);
        assert!(record.local.simulated && record.cloud.simulated);
        assert!(end.cost_usd.is_some_and(|cost| cost > 0.0), "priced by the list");
        assert!(record.facts.as_ref().is_some_and(|facts| !facts.kept.is_empty()));
        for stage in &record.stages {
            let result = stage.result.as_ref().unwrap();
            assert!(
                !stage.thinking.is_empty() && !result.estimated && result.usage.output > 0,
                "{scenario} {}",
                stage.id
            );
        }
    }
    // What the rehearsal received is what the record says crossed.
    let received = setup.rehearsal.as_ref().unwrap().received();
    assert_eq!(received.iter().filter(|request| request.path == "/v1/responses").count(), 2);
    assert!(received.iter().all(|request| request.header("authorization").is_none()));
}

#[tokio::test]
async fn the_baselines_run_too() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let setup = choose_at_pace(&bare(), None, None, Options::instant()).await.unwrap();
    for pattern in ["local-only", "cloud-only"] {
        let record = run(&setup, "dishwasher", pattern, Policy::Allow).await;
        let end = record.end.as_ref().unwrap();
        assert_eq!(end.status, Status::Done, "{pattern}: {:?}", end.failure);
        assert!(end.answer.contains("start the dishwasher at 20:00"), "{pattern}: {}", end.answer);
    }
}

/// The default pace is a demonstration's: long enough to watch, short enough to sit through.
#[tokio::test(start_paused = true)]
async fn the_dishwasher_takes_about_ten_seconds_at_the_default_pace() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let setup = choose_at_pace(&bare(), None, None, Options::default()).await.unwrap();
    let begun = tokio::time::Instant::now();
    let record = run(&setup, "dishwasher", "sanitize-and-solve", Policy::Block).await;
    assert_eq!(record.end.as_ref().unwrap().status, Status::Done);
    let seconds = begun.elapsed().as_secs_f64();
    assert!((8.0..12.5).contains(&seconds), "{seconds}");
}
