//! Draft-then-Refine on the rehearsal servers: the draft comes first, the refinement is an offer.

use fogline::boundary::finding::Policy;
use fogline::engine::event::{Channel, RunEvent, Status};
use fogline::engine::record::RunRecord;
use fogline::engine::refine::Refinement;
use fogline::engine::{RunRequest, start};
use fogline::headless::report;
use fogline::rehearsal::Options;

use super::pattern_escalate::{RESPONSES, end, ended, models, request, until};
use super::scripted::{Say, Scripted};

async fn played(scenario: &str) -> RunRecord {
    let rehearsal = super::rehearsal::start(Options::instant()).await;
    ended(&start(request("draft-then-refine", scenario, models(&rehearsal, false)))).await
}

#[tokio::test]
async fn the_draft_can_be_read_before_the_cloud_says_anything() {
    let rehearsal = super::rehearsal::start(Options::instant()).await;
    let handle = start(request("draft-then-refine", "letter", models(&rehearsal, false)));
    let record = ended(&handle).await;
    assert_eq!(end(&record).0, Status::Done, "{:?}", record.end);
    let log = handle.log.since(0);
    let answer = |stage: &str| {
        log.iter().position(|stamped| {
            matches!(&stamped.event, RunEvent::Delta { stage: of, channel: Channel::Answer, .. } if of == stage)
        })
    };
    let whole = log.iter().position(
        |stamped| matches!(&stamped.event, RunEvent::StageFinished { stage, result } if stage == "draft" && result.status == Status::Done),
    );
    assert!(answer("draft").unwrap() < whole.unwrap() && whole.unwrap() < answer("refine").unwrap());

    let refinement = Refinement::of(&record).unwrap();
    assert!(refinement.draft_ms() <= refinement.refined_ms());
    assert!(refinement.cost_usd().unwrap() > 0.0);
    let json = report::json(&record);
    assert_eq!(json["refinement"]["material"], true);
    assert!(json["refinement"]["changed_words"].as_u64().unwrap() > 5, "{}", json["refinement"]);
    assert!(json["stages"].as_array().unwrap().iter().all(|stage| stage["ms"]["total"].is_u64()));
}

#[tokio::test]
async fn every_hunk_can_be_taken_or_left() {
    for scenario in ["letter", "dishwasher"] {
        let record = played(scenario).await;
        assert!(record.checks.iter().all(|check| check.pass), "{scenario}: {:?}", record.checks);
        let draft = record.stage("draft").unwrap().result.as_ref().unwrap();
        let refined = record.stage("refine").unwrap().result.as_ref().unwrap();
        assert!(refined.restored.is_some(), "private values crossed as placeholders and are put back");
        let revision = Refinement::of(&record).unwrap().revision();
        assert!(revision.hunks().count() >= 3, "{scenario}");
        assert_eq!(revision.merge(|_| false), draft.text, "byte for byte");
        assert_eq!(&revision.merge(|_| true), refined.restored.as_ref().unwrap());
        assert_eq!(revision.merge(|_| true), end(&record).1);
    }
}

#[tokio::test]
async fn no_material_change_is_an_outcome() {
    // Nothing in this draft is what the stand-in knows to mend.
    let record = played("support-return").await;
    assert_eq!(end(&record).0, Status::Done);
    let change = Refinement::of(&record).unwrap().revision().change();
    assert_eq!((change.changed_words, change.material), (0, false));
    assert!(change.words > 10);
    assert!(report::summary(&record).contains("no material change (0 of"), "{}", report::summary(&record));
    assert_eq!(report::json(&record)["refinement"]["material"], false);
}

#[tokio::test]
async fn a_refinement_that_fails_leaves_the_draft_and_is_not_hidden() {
    let draft = "Dear Mr Koroma, may we pay on 11 December 2026?";
    for (cloud, policy, wanted) in [
        (Say::Cut("Dear Mr"), Policy::Mask, Status::Truncated),
        (Say::Refuse(400, "no"), Policy::Mask, Status::Failed),
        (Say::Text("x"), Policy::Block, Status::Blocked),
    ] {
        let server = Scripted::start(&[Say::Text(draft)], &[cloud]).await;
        let asked = RunRequest { policy, ..request("draft-then-refine", "letter", server.models()) };
        let record = ended(&start(asked)).await;
        assert_eq!(end(&record), (wanted, draft));
        assert!(record.notices[0].starts_with("`refine` ") && record.notices[0].ends_with("is what `draft` wrote"));
        assert_eq!(Refinement::of(&record), None);
        assert_eq!(server.of(RESPONSES).is_empty(), policy == Policy::Block);
        assert_ne!(report::exit(record.end.as_ref().unwrap()), fogline::headless::Exit::Done);
    }
}

#[tokio::test]
async fn stopping_a_refinement_keeps_the_whole_draft() {
    let server = Scripted::start(&[Say::Text("Dear Mr Koroma, may we?")], &[Say::Hang("Dear ")]).await;
    let handle = start(request("draft-then-refine", "letter", server.models()));
    until(&handle, |stamped| {
        matches!(&stamped.event, RunEvent::Delta { stage, .. } if stage == "refine").then_some(())
    })
    .await;
    handle.cancel();
    let record = ended(&handle).await;
    server.quiet().await;
    assert_eq!(end(&record), (Status::Cancelled, "Dear Mr Koroma, may we?"));
}
