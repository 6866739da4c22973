//! The gate from outside: what a cloud client may send, and what it may not.

use std::sync::Arc;

use fogline::boundary::finding::{Class, Policy, Verdict};
use fogline::boundary::gate::{Authority, Gate, Refusal};
use fogline::boundary::request::Draft;
use fogline::boundary::restore::Restorer;
use fogline::boundary::scan::{Detect, Span};
use fogline::boundary::vault::{Origin, Vault};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const CLEAN: &str = "Current time 18:30. load_A: 1.2 kWh, 90 min, finish by 06:30, not after 22:30. \
    load_B: 14 kWh, 120 min, finish by 07:00. Prices: 17:00-20:00 $0.45/kWh, 20:00-00:00 $0.22/kWh.";

fn responses(text: &str) -> Draft {
    Draft {
        destination: "https://api.openai.com/v1/responses".parse().unwrap(),
        headers: vec![
            ("content-type".into(), "application/json".into()),
            ("accept".into(), "text/event-stream".into()),
            ("user-agent".into(), "fogline/0.1.0".into()),
            ("openai-organization".into(), "org-Ab12Cd34Ef56Gh78Ij90".into()),
        ],
        body: json!({
            "model": "gpt-5.4", "instructions": "Solve the problem with the facts given.",
            "input": [{"role": "user", "content": text}],
            "stream": true, "store": false, "reasoning": {"effort": "medium", "summary": "auto"},
            "text": {"verbosity": "low"}, "max_output_tokens": 2048, "truncation": "disabled", "seed": 4_155_552_671_u64,
        }),
        text_fields: vec!["/instructions".into(), "/input/0/content".into()],
    }
}

fn household() -> Vault {
    let mut vault = Vault::default();
    vault.set_terms(&["Maya", "Mark", "dishwasher", "EV", "robot vacuum", "vacuum"]);
    vault
}

fn refused(result: Result<impl std::fmt::Debug, Refusal>) -> Refusal {
    result.unwrap_err()
}

#[test]
fn a_normal_request_is_clear_whatever_the_policy() {
    for policy in [Policy::Ask, Policy::Mask, Policy::Block, Policy::Allow] {
        for destination in [
            "https://api.openai.com/v1/responses",
            "http://127.0.0.1:8080/v1/responses",
            "http://192.168.1.9:8000/v1/responses",
        ] {
            let mut draft = responses(CLEAN);
            draft.destination = destination.parse().unwrap();
            let body = serde_json::to_vec(&draft.body).unwrap();
            let cleared = Gate::default().clear(draft, &mut household(), Authority::Policy(policy)).unwrap();
            assert_eq!(cleared.verdict(), Verdict::Cleared);
            assert_eq!(cleared.body().as_ref(), body);
            let hash = Sha256::digest(&body).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
            assert_eq!(cleared.sha256(), hash);
            assert_eq!(cleared.destination().as_str(), destination);
            assert!(cleared.findings().iter().all(|finding| finding.class == Class::Quantity));
            assert!(cleared.findings().len() > 10, "quantities are reported");
            assert!(cleared.placeholders().is_empty());
        }
    }
}

#[test]
fn what_policies_act_on_is_kept_home() {
    let text = "Mark charges at 07:00; mail mark@example.com";
    for policy in [Policy::Ask, Policy::Block] {
        let refusal = refused(Gate::default().clear(responses(text), &mut household(), Authority::Policy(policy)));
        let Refusal::Findings { policy: named, findings } = &refusal else { panic!("{refusal}") };
        assert_eq!(*named, policy);
        let got: Vec<_> =
            findings.iter().map(|f| (f.class, f.kind.as_str(), f.field.as_str(), f.start, f.end)).collect();
        assert_eq!(
            got,
            [(Class::Vault, "TERM", "/input/0/content", 0, 4), (Class::Vault, "EMAIL", "/input/0/content", 28, 44)]
        );
        assert_eq!(findings[0].placeholder.as_deref(), Some("[TERM_2]"));
        assert!(!format!("{refusal} {refusal:?}").contains("mark@"), "a refusal never shows what was found");
    }
    let allowed = Gate::default().clear(responses(text), &mut household(), Authority::Policy(Policy::Allow)).unwrap();
    assert_eq!(allowed.verdict(), Verdict::Allowed);
}

#[test]
fn masked_requests_restore_to_what_was_meant() {
    let mut vault = household();
    let text = "MARK's EV and the robot-vacuum: ask mark@example.com, then Mark@Example.com, by 07:00 at $0.12/kWh.";
    let cleared = Gate::default().clear(responses(text), &mut vault, Authority::Policy(Policy::Mask)).unwrap();
    assert_eq!(cleared.verdict(), Verdict::Masked);
    let body: Value = serde_json::from_slice(cleared.body()).unwrap();
    let sent = body["input"][0]["content"].as_str().unwrap();
    assert_eq!(sent, "[TERM_2]'s [TERM_4] and the [TERM_5]: ask [EMAIL_1], then [EMAIL_1], by 07:00 at $0.12/kWh.");
    assert!(cleared.text().ends_with(sent) && cleared.text().starts_with("Solve the problem"));
    assert_eq!(cleared.placeholders(), ["[TERM_2]", "[TERM_4]", "[TERM_5]", "[EMAIL_1]"]);
    assert_eq!(
        cleared.findings().iter().filter(|f| f.class.acted_on()).count(),
        5,
        "findings are those before masking"
    );
    let mut restorer = Restorer::new(&vault, cleared.placeholders());
    let mut answer = restorer.push("[TERM_2] starts the [TERM_4]; [TERM_1] sleeps.");
    let (rest, notes) = restorer.finish();
    answer.push_str(&rest);
    assert_eq!(answer, "Mark starts the EV; [TERM_1] sleeps.", "what did not cross is not restored");
    assert_eq!(notes.len(), 1);
}

#[test]
fn findings_outside_the_text_are_not_masked_away() {
    let cases: Vec<(&str, Draft)> = vec![
        ("/metadata/note", {
            let mut d = responses(CLEAN);
            d.body["metadata"] = json!({"note": "for Maya"});
            d
        }),
        ("key:/metadata", {
            let mut d = responses(CLEAN);
            d.body["metadata"] = json!({"Maya": "x"});
            d
        }),
        ("/user", {
            let mut d = responses(CLEAN);
            d.body["user"] = json!("mark@example.com");
            d
        }),
        ("header:x-user", {
            let mut d = responses(CLEAN);
            d.headers.push(("x-user".into(), "Maya".into()));
            d
        }),
        ("url:query", {
            let mut d = responses(CLEAN);
            d.destination = "https://h.example/v1?u=m%61ya%40example.com".parse().unwrap();
            d
        }),
        ("url:path", {
            let mut d = responses(CLEAN);
            d.destination = "https://h.example/home/Mark/x".parse().unwrap();
            d
        }),
        ("url:login", {
            let mut d = responses(CLEAN);
            d.destination = "https://maya:pw1@h.example/".parse().unwrap();
            d
        }),
    ];
    for (field, draft) in cases {
        let refusal = refused(Gate::default().clear(draft, &mut household(), Authority::Policy(Policy::Mask)));
        let Refusal::Findings { findings, .. } = refusal else { panic!("{field}: {refusal}") };
        assert!(findings.iter().all(|finding| finding.field == field), "{field}: {findings:?}");
    }
}

#[test]
fn a_private_key_never_stands_in_a_finding() {
    let mut draft = responses(CLEAN);
    draft.body["metadata"] = json!({"Maya": {"x": "mark@example.com"}});
    let report = Gate::default().inspect(&draft, &household()).unwrap();
    assert!(report.findings.iter().any(|finding| finding.field == "/metadata/*/x"));
    assert!(!format!("{:?}", report.findings).contains("Maya"));
}

#[test]
fn an_approval_is_bound_to_the_bytes() {
    let gate = Gate::default();
    let mut vault = household();
    let report = gate.inspect(&responses("Mark at 07:00"), &vault).unwrap();
    let person = Authority::Person { sha256: report.sha256.clone() };
    let cleared = gate.clear(responses("Mark at 07:00"), &mut vault, person.clone()).unwrap();
    assert_eq!((cleared.verdict(), cleared.sha256()), (Verdict::Approved, report.sha256.as_str()));
    assert_eq!(report.bytes, cleared.body().len());
    assert_eq!(refused(gate.clear(responses("Mark at 07:01"), &mut vault, person)), Refusal::Changed);
}

#[derive(Debug)]
struct Broken(bool);

impl Detect for Broken {
    fn find(&self, text: &str) -> Result<Vec<Span>, String> {
        assert!(!self.0 || text.is_empty(), "a fault");
        Err("the names model is not loaded".to_owned())
    }
}

#[test]
fn what_cannot_be_decided_is_refused() {
    let mut too_deep = responses(CLEAN);
    for _ in 0..100 {
        too_deep.body = json!([too_deep.body]);
    }
    let mut no_field = responses("Mark");
    no_field.text_fields.push("/nowhere".into());
    let cases = [
        ("panic", Gate::default().with_detector(Arc::new(Broken(true))), responses(CLEAN)),
        ("error", Gate::default().with_detector(Arc::new(Broken(false))), responses(CLEAN)),
        ("size", Gate::default().with_limit(200), responses(CLEAN)),
        ("depth", Gate::default(), too_deep),
        ("field", Gate::default(), no_field),
    ];
    for (name, gate, draft) in cases {
        let refusal = refused(gate.clear(draft, &mut household(), Authority::Policy(Policy::Mask)));
        assert!(matches!(refusal, Refusal::Undecided(_)), "{name}: {refusal}");
    }
}

#[test]
fn text_is_masked_for_the_model_less_side() {
    let mut vault = household();
    let gate = Gate::default();
    let masked = gate.mask_text("Maya: +49 30 1234567, then 0049 30 1234567. 90 min.", &mut vault).unwrap();
    assert_eq!(masked, "[TERM_1]: [PHONE_1], then [PHONE_2]. 90 min.");
    assert!(gate.inspect_text(&masked, &vault).unwrap().iter().all(|finding| !finding.class.acted_on()));
    vault.add("PERSON", "x y", Origin::Term);
    assert_eq!(gate.mask_text(&masked, &mut vault).unwrap(), masked, "masking twice changes nothing");
}
