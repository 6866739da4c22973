//! The cloud client over real sockets. Requests go in where [`super::CloudClient::send`] hands them on, because outside the
//! gate nothing can make what it takes.

#[path = "../../../tests/suite/scripted_server.rs"]
mod scripted_server;

use std::time::Duration;

use futures::StreamExt;
use secrecy::ExposeSecret;

use self::scripted_server::{Script, Server as Scripted, answer, stream, unmarked_stream};
use super::*;
use crate::model::call::{Effort, Message, Role};
use crate::model::event::{FailureKind, Finish, ModelError, ModelEvent};

const KEY: &str = "sk-proj-Abcdef0123456789ghijKLMNopqrXTMA";
const IDLE: Duration = Duration::from_secs(20);

fn server_at(base: Url) -> Server {
    let key = ApiKey::bound_to(KEY, &base);
    Server::new(base, Reach::Loopback, IDLE).with_key(key, KeyHeader::Bearer)
}

/// A client that waits a millisecond where it would wait half a second.
fn impatient(mut client: CloudClient) -> CloudClient {
    Arc::get_mut(&mut client.wire).unwrap().line.retry.base = Duration::from_millis(1);
    client
}

fn openai(base: Url) -> CloudClient {
    let account = Account { organization: Some("org-1".into()), project: None };
    impatient(CloudClient::responses(&server_at(base), "gpt-5.4", account).unwrap())
}

fn send(client: &CloudClient) -> EventStream {
    let messages = vec![Message { role: Role::User, content: "When?".into() }];
    let draft = client.draft(&Call { messages, effort: Some(Effort::Low), ..Call::default() });
    client.wire.send(&draft.destination, &draft.headers, Bytes::from(draft.body.to_string()))
}

async fn drain(events: EventStream) -> (Vec<ModelEvent>, Option<ModelError>) {
    let mut told = Vec::new();
    let mut error = None;
    for item in events.collect::<Vec<_>>().await {
        match item {
            Ok(timed) => told.push(timed.event),
            Err(failure) => error = Some(failure),
        }
    }
    (told, error)
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/model/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn finished(events: &[ModelEvent]) -> Option<Finish> {
    events.iter().find_map(|event| if let ModelEvent::Finished(end) = event { Some(end.finish) } else { None })
}

#[tokio::test]
async fn a_reply_streams_and_the_key_travels_in_its_header_only() {
    let scripted = Scripted::start(vec![Script::Say(vec![stream(&fixture("responses.sse"), 17)])]).await;
    let (events, error) = drain(send(&openai(scripted.url("/v1")))).await;
    assert_eq!((finished(&events), error), (Some(Finish::Stop), None));
    let request = &scripted.requests()[0];
    assert!(request.head.starts_with("POST /v1/responses HTTP/1.1"));
    assert!(
        request.head.contains(&format!("authorization: Bearer {KEY}"))
            && request.head.contains("openai-organization: org-1")
    );
    assert!(!String::from_utf8_lossy(&request.body).contains("sk-"));

    let scripted = Scripted::start(vec![Script::Say(vec![stream(&fixture("chat-openai.sse"), 17)])]).await;
    let base = scripted.url("/openai/v1");
    let server =
        Server::new(base.clone(), Reach::Loopback, IDLE).with_key(ApiKey::bound_to(KEY, &base), KeyHeader::ApiKey);
    let (events, error) = drain(send(&CloudClient::compat(&server, "gpt-5.4").unwrap())).await;
    assert_eq!((finished(&events), error), (Some(Finish::Stop), None));
    let head = &scripted.requests()[0].head;
    assert!(head.contains(&format!("api-key: {KEY}")) && !head.contains("authorization"), "{head}");
}

#[tokio::test]
async fn no_error_shows_the_key() {
    let echo = format!(
        r#"{{"error":{{"message":"Incorrect API key provided: {KEY} (sk-proj-****XTMA).","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}}}"#
    );
    let broken = format!(
        "event: error\ndata: {{\"type\":\"error\",\"message\":\"upstream said: Authorization: Bearer {KEY}\"}}\n\n"
    );
    let busy = answer(503, "retry-after-ms: 1\r\n", &format!(r#"{{"error":{{"message":"busy for {KEY}"}}}}"#));
    for (scripts, words) in [
        (vec![answer(401, "", &echo)], "Incorrect API key provided"),
        (vec![answer(401, "", &format!("proxy says no to {KEY}"))], "proxy says no"),
        (vec![Script::Say(vec![stream(broken.as_bytes(), 9)])], "upstream said"),
        (vec![busy], "busy for"),
        (vec![answer(307, &format!("location: /{KEY}\r\n"), "")], "redirects are not followed"),
    ] {
        let scripted = Scripted::start(scripts).await;
        let client = openai(scripted.url("/v1"));
        let (events, error) = drain(send(&client)).await;
        let error = error.unwrap();
        let shown = format!("{events:?} {error} {error:?} {client:?}");
        assert!(shown.contains(words) && shown.contains("[redacted]"), "{shown}");
        assert!(!shown.contains(KEY) && !shown.contains("XTMA"), "{shown}");
    }
}

#[tokio::test]
async fn dropping_the_stream_closes_the_socket_before_and_after_the_first_byte() {
    for begun in [&b""[..], b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n: hi\n\r\n"] {
        let mut scripted = Scripted::start(vec![Script::Hang(begun.to_vec())]).await;
        let mut events = send(&openai(scripted.url("/v1")));
        let reading = async { drop(events.next().await) };
        tokio::select! {
            () = reading => panic!("nothing was said"),
            () = async { while scripted.requests().is_empty() { tokio::task::yield_now().await } } => {}
        }
        drop(events);
        tokio::time::timeout(IDLE, scripted.client_hung_up()).await.expect("the client closes the connection");
    }
}

#[tokio::test]
async fn auth_and_billing_are_never_tried_again() {
    let error = |kind: &str, code: &str| {
        format!(r#"{{"error":{{"message":"No.","type":"{kind}","param":null,"code":"{code}"}}}}"#)
    };
    for (status, body, expected) in [
        (401, error("invalid_request_error", "invalid_api_key"), FailureKind::Auth),
        (403, error("forbidden", "unsupported_country_region_territory"), FailureKind::Auth),
        (429, error("insufficient_quota", "credit_balance_exhausted"), FailureKind::Billing),
        (429, error("insufficient_quota", "organization_spend_limit_exceeded"), FailureKind::Billing),
        (404, error("invalid_request_error", "model_not_found"), FailureKind::NotFound),
        (400, error("invalid_request_error", "context_length_exceeded"), FailureKind::ContextLength),
    ] {
        let scripted =
            Scripted::start(vec![answer(status, "retry-after-ms: 1\r\nx-should-retry: true\r\n", &body)]).await;
        let (events, error) = drain(send(&openai(scripted.url("/v1")))).await;
        assert!(matches!(error, Some(ModelError::Status { kind, .. }) if kind == expected), "{error:?}");
        let asked_again = matches!(expected, FailureKind::NotFound);
        assert_eq!(
            (events.is_empty(), scripted.requests().len()),
            (!asked_again, if asked_again { 3 } else { 1 }),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_rate_limit_is_waited_for() {
    let limit =
        r#"{"error":{"message":"Rate limit reached.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}"#;
    let whole = Script::Say(vec![stream(&fixture("responses.sse"), 999)]);
    let scripted = Scripted::start(vec![answer(429, "retry-after: 0.002\r\n", limit), whole]).await;
    let (events, error) = drain(send(&openai(scripted.url("/v1")))).await;
    let expected = ModelEvent::Retrying {
        retry: 1,
        wait: Duration::from_millis(2),
        reason: "429: Rate limit reached (rate_limit_exceeded).".into(),
    };
    assert_eq!((events.first(), finished(&events), error), (Some(&expected), Some(Finish::Stop), None));
    assert_eq!(scripted.requests()[0].body, scripted.requests()[1].body);
}

#[tokio::test]
async fn a_cloud_that_does_not_answer_is_tried_again() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let (events, error) = drain(send(&openai(Url::parse(&format!("http://{free}/v1")).unwrap()))).await;
    assert_eq!(events.len(), 2);
    assert!(matches!(error, Some(ModelError::Connect { .. })), "{error:?}");

    let closed = Script::Say(vec![]);
    let whole = Script::Say(vec![unmarked_stream(&fixture("responses.sse"))]);
    let scripted = Scripted::start(vec![closed, whole]).await;
    let (events, error) = drain(send(&openai(scripted.url("/v1")))).await;
    assert!(matches!(events.first(), Some(ModelEvent::Retrying { retry: 1, .. })));
    assert_eq!((finished(&events), error), (Some(Finish::Stop), None));
}

#[tokio::test]
async fn requests_for_another_place_are_refused_and_not_sent() {
    let own = Scripted::start(vec![answer(200, "", "")]).await;
    let other = Scripted::start(vec![answer(200, "", "")]).await;
    let client = openai(own.url("/v1"));
    for destination in [other.url("/v1/responses"), own.url("/v1/chat/completions"), own.url("/v1/responses?x=1")] {
        let (events, error) = drain(client.wire.send(&destination, &[], Bytes::new())).await;
        assert!(events.is_empty() && error.unwrap().to_string().contains("Nothing was sent"), "{destination}");
    }
    assert!(own.requests().is_empty() && other.requests().is_empty());
}

#[tokio::test]
async fn headers_of_a_request_cannot_replace_the_key() {
    let scripted = Scripted::start(vec![Script::Say(vec![stream(&fixture("responses.sse"), 999)])]).await;
    let client = openai(scripted.url("/v1"));
    let forged = [("authorization".to_owned(), "Bearer other".to_owned()), ("x-note".to_owned(), "ok".to_owned())];
    drain(client.wire.send(&scripted.url("/v1/responses"), &forged, Bytes::from_static(b"{}"))).await;
    let head = &scripted.requests()[0].head;
    assert!(
        head.contains(&format!("authorization: Bearer {KEY}"))
            && !head.contains("other")
            && head.contains("x-note: ok")
    );
    let bad = [("x-note".to_owned(), "a\r\nb: c".to_owned())];
    let (_, error) = drain(client.wire.send(&scripted.url("/v1/responses"), &bad, Bytes::new())).await;
    assert!(error.unwrap().to_string().contains("`x-note` cannot be sent"));
}

#[test]
fn clients_that_must_not_be_made() {
    let url = |text: &str| Url::parse(text).unwrap();
    let server = |base: &str| Server::new(url(base), Reach::Internet, IDLE);
    let foreign = ApiKey::bound_to(KEY, &url("https://api.openai.com/v1"));
    let bent = ApiKey::bound_to("sk a\nb", &url("https://api.openai.com/v1"));
    for (server, words) in [
        (server("http://api.openai.com/v1"), "use https://"),
        (server("http://192.168.1.7:8000/v1"), "name it with --local"),
        (server("ftp://host/v1"), "use http:// or https://"),
        (server("https://user:hunter2@api.openai.com/v1"), "holds a user name or password"),
        (
            server("https://gpu.example.com/v1").with_key(foreign, KeyHeader::Bearer),
            "the key belongs to api.openai.com",
        ),
        (server("https://api.openai.com/v1").with_key(bent, KeyHeader::Bearer), "copy it again"),
    ] {
        for error in [
            CloudClient::responses(&server, "m", Account::default()).unwrap_err(),
            CloudClient::compat(&server, "m").unwrap_err(),
        ] {
            assert!(error.0.contains(words), "{error}");
            assert!(!error.0.contains("hunter2") && !error.0.contains(KEY));
        }
    }
    let home = server("http://192.168.1.7:8000/v1");
    assert!(LocalClient::compat(&home, "m").is_ok(), "a server the user names as theirs may be plain http");
}

#[test]
fn what_a_client_says_about_its_model() {
    let base = Url::parse("http://127.0.0.1:9/v1").unwrap();
    let server = Server::new(base, Reach::Loopback, IDLE).simulated(true);
    let client = CloudClient::responses(&server, "gpt-5.4\u{1b}[0m", Account::default()).unwrap();
    let expected = ModelInfo {
        name: "gpt-5.4␛[0m".into(),
        provider: "openai".into(),
        place: "127.0.0.1:9".into(),
        reach: Some(Reach::Loopback),
        simulated: true,
        proxied: false,
    };
    assert_eq!(*client.info(), expected);
    let key = ApiKey::bound_to(KEY, &Url::parse("https://h").unwrap());
    assert_eq!(key.secret.expose_secret(), KEY);
    assert!(!format!("{server:?} {key:?}").contains(KEY));
}
