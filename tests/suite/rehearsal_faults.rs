//! Each fault of the stand-ins, as a raw client sees it, in each protocol.

use fogline::rehearsal::{Fault, Options};
use serde_json::{Value, json};

use super::rehearsal::{chat_request, client, get, lines, ollama_request, post, responses_request, start, value};

const PROBLEM: &str = "It is 18:30. load_A: 90 min, 1.2 kWh. 17:00-20:00 $0.45, 20:00-17:00 $0.22";

fn requests() -> [(&'static str, Value); 3] {
    [
        ("/api/chat", ollama_request("", PROBLEM)),
        ("/v1/responses", responses_request(PROBLEM)),
        ("/v1/chat/completions", chat_request("gpt-5.4", PROBLEM)),
    ]
}

async fn body(response: &mut reqwest::Response) -> (Vec<u8>, bool) {
    let mut all = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => all.extend_from_slice(&chunk),
            Ok(None) => return (all, true),
            Err(_) => return (all, false),
        }
    }
}

fn terminal(text: &str) -> bool {
    text.contains("\"done\":true") || text.contains("event: response.completed") || text.contains("[DONE]")
}

#[tokio::test]
async fn a_cut_delivers_exactly_that_many_bytes_and_breaks() {
    for at in [1, 120, 777] {
        let rehearsal = start(Options::instant().with_fault(Fault::CutAt(at))).await;
        for (path, request) in requests() {
            let mut response = post(&rehearsal, path, &request).await;
            let (bytes, clean) = body(&mut response).await;
            assert_eq!(bytes.len(), at, "{path}");
            assert!(!clean, "{path} broke off");
        }
    }
}

#[tokio::test]
async fn no_terminal_ends_cleanly_without_the_last_record() {
    let rehearsal = start(Options::instant().with_fault(Fault::NoTerminal)).await;
    for (path, request) in requests() {
        let mut response = post(&rehearsal, path, &request).await;
        let (bytes, clean) = body(&mut response).await;
        let text = String::from_utf8(bytes).unwrap();
        assert!(clean && !terminal(&text) && !text.contains("\"finish_reason\":\"stop\""), "{path}: {text}");
        assert!(text.len() > 500, "{path} said something");
    }
    let mut whole = ollama_request("", PROBLEM);
    whole["stream"] = json!(false);
    let whole = value(post(&rehearsal, "/api/chat", &whole).await).await;
    assert_eq!(whole["done"], false);
}

#[tokio::test]
async fn an_error_record_comes_in_the_middle_with_status_200() {
    let rehearsal = start(Options::instant().with_fault(Fault::ErrorRecord)).await;
    for (path, request) in requests() {
        let response = post(&rehearsal, path, &request).await;
        assert_eq!(response.status(), 200, "{path}");
        let text = response.text().await.unwrap();
        assert!(!terminal(&text), "{path}");
        let last = text.trim_end().lines().last().unwrap().trim_start_matches("data: ").to_owned();
        let last: Value = serde_json::from_str(&last).unwrap();
        match path {
            "/api/chat" => {
                assert!(
                    last["error"].as_str().unwrap().starts_with("an error was encountered while running the model")
                );
                assert!(lines(&text).len() > 3);
            }
            "/v1/responses" => assert_eq!((&last["type"], &last["code"]), (&json!("error"), &json!("server_error"))),
            _ => assert_eq!(last["error"]["type"], "server_error"),
        }
    }
}

#[tokio::test]
async fn statuses_carry_each_protocols_error_body() {
    for status in [400, 401, 403, 404, 429, 500, 502, 503] {
        let rehearsal = start(Options::instant().with_fault(Fault::Status(status))).await;
        for (path, request) in requests() {
            let response = post(&rehearsal, path, &request).await;
            assert_eq!(response.status(), status, "{path}");
            assert_eq!(response.headers().contains_key("retry-after"), status == 429, "{path} {status}");
            let error = value(response).await["error"].clone();
            if path == "/api/chat" {
                assert!(error.is_string(), "{status}: {error}");
            } else {
                assert_eq!(error.as_object().unwrap().len(), 4, "{status}: {error}");
            }
        }
        assert_eq!(get(&rehearsal, "/api/tags").await.status(), 200, "probing still works");
    }
}

#[tokio::test]
async fn a_wrong_key_is_echoed_in_part_as_openai_does() {
    let rehearsal = start(Options::instant().with_fault(Fault::Status(401))).await;
    let request = client().post(format!("{}/responses", rehearsal.openai())).body(responses_request("x").to_string());
    let response = request.header("authorization", "Bearer sk-proj-abcdefghijklmnXTMA").send().await.unwrap();
    let message = value(response).await["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("sk-proj-") && message.contains("XTMA") && !message.contains("abcdefgh"), "{message}");
}

#[tokio::test]
async fn once_is_once_and_billing_is_not_a_rate_limit() {
    let rehearsal = start(Options::instant().with_fault(Fault::StatusOnce(503))).await;
    let (path, request) = &requests()[1];
    assert_eq!(post(&rehearsal, path, request).await.status(), 503);
    assert_eq!(post(&rehearsal, path, request).await.status(), 200);
    let rehearsal = start(Options::instant().with_fault(Fault::Billing)).await;
    let response = post(&rehearsal, path, request).await;
    assert!(!response.headers().contains_key("retry-after"));
    let error = value(response).await["error"].clone();
    assert_eq!((&error["type"], &error["code"]), (&json!("insufficient_quota"), &json!("credit_balance_exhausted")));
}

#[tokio::test(start_paused = true)]
async fn slow_means_silence_before_the_first_byte() {
    for (fault, seconds) in [(Fault::SlowFor(7), 7), (Fault::Slow, 120)] {
        let rehearsal = start(Options::instant().with_fault(fault)).await;
        for (path, request) in requests() {
            let begun = tokio::time::Instant::now();
            let response = post(&rehearsal, path, &request).await;
            assert!(begun.elapsed().as_secs() >= seconds, "{path}: not even headers");
            assert!(terminal(&response.text().await.unwrap()));
        }
    }
}

#[tokio::test]
async fn garbage_is_no_protocol() {
    let rehearsal = start(Options::instant().with_fault(Fault::Garbage)).await;
    for (path, request) in requests() {
        let bytes = post(&rehearsal, path, &request).await.bytes().await.unwrap();
        assert!(std::str::from_utf8(&bytes).is_err(), "{path}");
    }
}

#[tokio::test]
async fn split_characters_arrive_in_pieces_and_whole_in_the_end() {
    let rehearsal = start(Options::instant().with_fault(Fault::SplitUtf8)).await;
    for (path, request) in requests() {
        let mut response = post(&rehearsal, path, &request).await;
        let mut split = false;
        let mut all = Vec::new();
        while let Some(chunk) = response.chunk().await.unwrap() {
            split |= std::str::from_utf8(&chunk).is_err();
            all.extend_from_slice(&chunk);
        }
        assert!(split, "{path}: a chunk ends inside a character");
        let text = String::from_utf8(all).unwrap();
        assert!(terminal(&text) && text.contains('\u{1f557}') && text.contains('\u{20ac}'), "{path}");
    }
}
