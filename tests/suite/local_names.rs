//! The local model's own list of names, and requests that are read ahead of the stages that send them.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, OnceLock};

use fogline::boundary::finding::Policy;
use fogline::boundary::gate::Gate;
use fogline::boundary::scan::{Detect, Span};
use fogline::engine::event::{Input, RunEvent, Status};
use fogline::engine::log::RunLog;
use fogline::engine::record::RunRecord;
use fogline::engine::{RunHandle, RunRequest, start};
use fogline::pattern::library::Library;
use fogline::pattern::{Pattern, Source};

use super::scripted::{Say, Scripted};

/// A shipped pattern.
pub fn pattern(id: &str) -> Arc<Pattern> {
    Arc::clone(Library::load(None).find(id).unwrap())
}

/// A run of it over a context.
pub fn request(server: &Scripted, id: &str, policy: Policy, context: &str) -> RunRequest {
    let input = Input {
        question: "When should the lease be signed?".into(),
        context: context.into(),
        terms: Vec::new(),
        scenario: None,
    };
    RunRequest { policy, ..RunRequest::new(pattern(id), input, server.models()) }
}

/// What a run came to, and what it noticed on its way.
pub async fn finish(handle: &RunHandle) -> (RunRecord, Vec<String>) {
    let record = super::following::finish(handle).await;
    let notices = record.notices.clone();
    (record, notices)
}

#[tokio::test]
async fn what_the_local_model_lists_is_private() {
    const LISTS: &str =
        r#"{"people": ["Ottoline"], "organisations": ["Brandtwerk"], "places": [], "other": ["Not There"]}"#;
    const LEAKY: &str =
        r#"{"problem": "brandtwerk wants it by 22:30.", "target": "when", "mapping": {"load_A": "lease"}}"#;
    let server = Scripted::start(&[Say::Text(LISTS), Say::Text(LEAKY)], &[Say::Text("unused")]).await;
    let context = "Ottoline rents from Brandtwerk.";
    let request = RunRequest { local_names: true, ..request(&server, "sanitize-and-solve", Policy::Block, context) };
    let (record, notices) = finish(&start(request)).await;
    assert_eq!(record.end.as_ref().unwrap().status, Status::Blocked, "{:?}", record.end);
    assert!(record.gate[0].findings.iter().any(|finding| finding.placeholder.as_deref() == Some("[ORG_1]")));
    assert!(notices.iter().any(|notice| notice.contains("named 2 private value(s)") && notice.contains("1 do not")));
    assert!(notices.iter().all(|notice| !notice.contains("Brandtwerk")), "{notices:?}");
    let asked = server.of("/api/chat")[0].json();
    assert!(asked["messages"].to_string().contains("Ottoline rents"), "it reads the input as it is");
}

#[tokio::test]
async fn a_list_that_fails_is_told_and_stops_nothing() {
    const ABSTRACTION: &str =
        r#"{"problem": "load_A must end by 22:30.", "target": "when", "mapping": {"load_A": "lease"}}"#;
    for broken in [Say::Text("Sure! Here are some names."), Say::Refuse(400, "no such model Ottoline")] {
        let server =
            Scripted::start(&[broken, Say::Text(ABSTRACTION), Say::Text("At 20:00.")], &[Say::Text("20:00")]).await;
        let request = request(&server, "sanitize-and-solve", Policy::Block, "Ottoline rents here until 22:30.");
        let request = RunRequest { local_names: true, ..request };
        let (record, notices) = finish(&start(request)).await;
        assert_eq!(record.end.as_ref().unwrap().status, Status::Done, "{:?}", record.end);
        assert!(notices.iter().any(|notice| notice.contains("could not list names")), "{notices:?}");
    }
}

/// A model that is slow with every text it has not seen: notes those it first sees when a stage has begun.
#[derive(Debug, Default)]
struct Slow {
    seen: Mutex<HashSet<String>>,
    late: Mutex<Vec<String>>,
    log: OnceLock<RunLog>,
}

impl Detect for Slow {
    fn find(&self, text: &str) -> Result<Vec<Span>, String> {
        let begun =
            |log: &RunLog| log.since(0).iter().any(|stamped| matches!(stamped.event, RunEvent::StageStarted { .. }));
        if self.seen.lock().unwrap().insert(text.to_owned()) && self.log.get().is_some_and(begun) {
            self.late.lock().unwrap().push(text.to_owned());
        }
        Ok(Vec::new())
    }

    fn reads_prose(&self) -> bool {
        true
    }
}

#[tokio::test]
async fn requests_of_the_first_wave_are_read_before_it_starts() {
    let both = r#"
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
id = "abroad"
side = "cloud"
reveals = ["question", "context"]
system = "Answer in one line."
prompt = "Question: {{ question }} Context: {{ context }}"
[[stage]]
id = "merge"
side = "local"
prompt = "{{ home.text }} {{ abroad.text }}"
"#;
    let both = Arc::new(fogline::pattern::file::parse("both.toml", both, Source::Builtin).unwrap());
    for policy in [Policy::Mask, Policy::Allow] {
        let server = Scripted::start(&[Say::Text("At ten.")], &[Say::Text("At nine.")]).await;
        let slow = Arc::new(Slow::default());
        let request = request(&server, "cloud-only", policy, "Ottoline, mail ottoline@example.com, rents here.");
        let gate = Gate::default().with_detector(slow.clone());
        let handle = start(RunRequest { pattern: Arc::clone(&both), gate, ..request });
        slow.log.set(handle.log.clone()).unwrap();
        let (record, _) = finish(&handle).await;
        assert_eq!(record.end.as_ref().unwrap().status, Status::Done, "{:?}", record.end);
        assert_eq!(server.of("/v1/responses").len(), 1);
        assert!(slow.seen.lock().unwrap().iter().any(|text| text.starts_with("Question: When")));
        assert_eq!(*slow.late.lock().unwrap(), Vec::<String>::new(), "under {policy}");
    }
}
