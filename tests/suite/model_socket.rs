//! The local clients over real sockets, with every fault a server or network can show. (The cloud client is tested beside
//! its code: outside the crate only the gate can make what it sends.)

use std::time::Duration;

use fogline::boundary::trust::Reach;
use fogline::model::call::{Call, Message, Role};
use fogline::model::client::{LocalClient, Server as At};
use fogline::model::event::{EventStream, FailureKind, Finish, ModelError, ModelEvent, Timed};
use fogline::model::ollama::OllamaOptions;
use fogline::model::{ollama_api, openai_api};
use futures::StreamExt;
use url::Url;

use super::scripted_server::{Script, Server, answer, stream, unmarked_stream};

const IDLE: Duration = Duration::from_secs(20);

fn at(base: Url, idle: Duration) -> At {
    At::new(base, Reach::Loopback, idle)
}

fn ollama(base: Url, idle: Duration) -> LocalClient {
    let options = OllamaOptions { num_ctx: 4096, keep_alive: None, thinks: None };
    LocalClient::ollama(&at(base, idle), "gemma4:e4b", options).unwrap()
}

fn compat(base: Url) -> LocalClient {
    LocalClient::compat(&at(base, IDLE), "qwen").unwrap()
}

fn send(client: &LocalClient) -> EventStream {
    let messages = vec![Message { role: Role::User, content: "When?".into() }];
    client.send(client.draft(&Call { messages, ..Call::default() }))
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/model/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Everything the stream says, and its error. Checks that nothing follows an error or the terminal record, and that time
/// never runs backwards.
async fn drain(mut events: EventStream) -> (Vec<ModelEvent>, Option<ModelError>) {
    let mut told: Vec<Timed> = Vec::new();
    let mut error = None;
    while let Some(item) = events.next().await {
        assert!(error.is_none() && !told.iter().any(|timed| matches!(timed.event, ModelEvent::Finished(_))));
        match item {
            Ok(timed) => {
                assert!(told.last().is_none_or(|last| last.at <= timed.at));
                told.push(timed);
            }
            Err(failure) => error = Some(failure),
        }
    }
    (told.into_iter().map(|timed| timed.event).collect(), error)
}

fn answer_of(events: &[ModelEvent]) -> String {
    events
        .iter()
        .filter_map(|event| if let ModelEvent::Answer(text) = event { Some(text.as_str()) } else { None })
        .collect()
}

fn finish_of(events: &[ModelEvent]) -> Option<Finish> {
    events.iter().find_map(|event| if let ModelEvent::Finished(end) = event { Some(end.finish) } else { None })
}

fn retries(events: &[ModelEvent]) -> Vec<(u32, u64, &str)> {
    let retry = |event| match event {
        &ModelEvent::Retrying { retry, wait, ref reason } => Some((retry, wait.as_millis() as u64, reason.as_str())),
        _ => None,
    };
    events.iter().filter_map(retry).collect()
}

#[tokio::test]
async fn both_local_protocols_stream_over_a_socket() {
    for size in [1, 7, 4096] {
        let server = Server::start(vec![Script::Say(vec![stream(&fixture("ollama.ndjson"), size)])]).await;
        let (events, error) = drain(send(&ollama(server.url(""), IDLE))).await;
        assert_eq!(
            (answer_of(&events).as_str(), finish_of(&events), error),
            ("Run it later: 20:00 🌙", Some(Finish::Stop), None)
        );
        let request = &server.requests()[0];
        assert!(request.head.starts_with("POST /api/chat HTTP/1.1"), "{}", request.head);
        assert!(request.head.contains("content-type: application/json") && !request.head.contains("authorization"));
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(
            (&body["truncate"], &body["shift"], &body["options"]["num_ctx"]),
            (&false.into(), &false.into(), &4096.into())
        );

        let server = Server::start(vec![Script::Say(vec![stream(&fixture("chat-llamacpp.sse"), size)])]).await;
        let (events, error) = drain(send(&compat(server.url("/v1")))).await;
        assert_eq!(
            (answer_of(&events).as_str(), finish_of(&events), error),
            ("Später um 20:00", Some(Finish::Length), None)
        );
        assert!(server.requests()[0].head.starts_with("POST /v1/chat/completions"));
    }
}

#[tokio::test]
async fn cut_anywhere_on_the_wire_is_truncated_never_done() {
    for (whole, native) in [
        (stream(&fixture("ollama.ndjson"), 40), true),
        (unmarked_stream(&fixture("ollama.ndjson")), true),
        (unmarked_stream(&fixture("chat-vllm.sse")), false),
    ] {
        let head = whole.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
        // A chunked body that lost only its last chunk's frame has lost nothing it says.
        let last = if whole.ends_with(b"\r\n0\r\n\r\n") { whole.len() - b"\r\n0\r\n\r\n".len() } else { whole.len() };
        let cuts: Vec<usize> = (head..last).step_by(13).chain([head + 1, last - 2, last - 1]).collect();
        let scripts = cuts.iter().map(|cut| Script::Say(vec![whole[..*cut].to_vec()])).collect();
        let server = Server::start(scripts).await;
        let client = if native { ollama(server.url(""), IDLE) } else { compat(server.url("/v1")) };
        for cut in cuts {
            let (events, error) = drain(send(&client)).await;
            assert_eq!(finish_of(&events), None, "cut at {cut}");
            assert!(error.as_ref().is_some_and(ModelError::is_truncation), "cut at {cut}: {error:?}");
        }
    }
}

#[tokio::test]
async fn error_statuses_say_what_to_do() {
    for (status, body, expected, words) in [
        (404, r#"{"error":"model 'gemma4:e4b' not found"}"#, FailureKind::NotFound, "Run `ollama pull gemma4:e4b`"),
        (
            400,
            r#"{"error":"the prompt is longer than the context length currently available to the model"}"#,
            FailureKind::ContextLength,
            "raise `num_ctx` (now 4096)",
        ),
        (401, r#"{"error":"unauthorized","signin_url":"https://x"}"#, FailureKind::Auth, "runs on this machine"),
        (418, "\u{1b}[2Jshort and stout", FailureKind::BadRequest, "␛[2Jshort and stout"),
    ] {
        let server = Server::start(vec![answer(status, "", body)]).await;
        let (events, error) = drain(send(&ollama(server.url(""), IDLE))).await;
        let error = error.unwrap();
        assert!(
            events.is_empty() && matches!(&error, ModelError::Status { kind, .. } if *kind == expected),
            "{error:?}"
        );
        assert!(
            error.to_string().contains(words) && error.to_string().contains(&server.address.to_string()),
            "{error}"
        );
        assert_eq!(server.requests().len(), 1, "{status} is not tried again");
    }
}

#[tokio::test]
async fn overload_is_tried_again_and_shown() {
    let busy = |status, headers| answer(status, headers, r#"{"error":"server busy, please try again"}"#);
    let whole = Script::Say(vec![stream(&fixture("ollama.ndjson"), 99)]);
    let server =
        Server::start(vec![busy(503, "retry-after-ms: 1\r\n"), busy(500, "retry-after-ms: 2\r\n"), whole]).await;
    let (events, error) = drain(send(&ollama(server.url(""), IDLE))).await;
    let reasons = ["503: server busy, please try again.", "500: server busy, please try again."];
    assert_eq!(retries(&events), [(1, 1, reasons[0]), (2, 2, reasons[1])]);
    assert_eq!((finish_of(&events), error), (Some(Finish::Stop), None));
    let bodies: Vec<Vec<u8>> = server.requests().into_iter().map(|request| request.body).collect();
    assert!(bodies.len() == 3 && bodies.iter().all(|body| *body == bodies[0]), "retries send the same bytes");

    let server = Server::start(vec![busy(503, "retry-after-ms: 1\r\n")]).await;
    let (events, error) = drain(send(&ollama(server.url(""), IDLE))).await;
    assert_eq!((events.len(), server.requests().len()), (2, 3), "two retries, then the error stands");
    assert!(matches!(error, Some(ModelError::Status { status: 503, .. })));
}

#[tokio::test]
async fn a_wait_of_hours_is_not_waited_for() {
    let server = Server::start(vec![answer(429, "retry-after: 7200\r\n", r#"{"error":"too many"}"#)]).await;
    let (events, error) = drain(send(&ollama(server.url(""), IDLE))).await;
    assert!(events.is_empty() && error.unwrap().to_string().contains("asks to wait 7200 s"));
}

#[tokio::test]
async fn nothing_is_tried_again_once_the_answer_began() {
    let broken = b"{\"message\":{\"content\":\"par\"},\"done\":false}\n{\"error\":\"an error was encountered while running the model\"}\n";
    let server = Server::start(vec![Script::Say(vec![stream(broken, 11)])]).await;
    let (events, error) = drain(send(&ollama(server.url(""), IDLE))).await;
    assert_eq!(events, [ModelEvent::Answer("par".into())]);
    assert!(
        matches!(&error, Some(ModelError::MidStream { message, .. }) if message.contains("while running the model")),
        "{error:?}"
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn garbage_is_named() {
    let garbage = Script::Say(vec![b"\x00\x01\x02 not http at all\r\n\r\n".to_vec()]);
    for (script, words) in
        [(garbage, "cannot reach"), (answer(200, "", "<html>hi</html>"), "does not speak Ollama /api/chat")]
    {
        let server = Server::start(vec![script]).await;
        let (events, error) = drain(send(&ollama(server.url(""), IDLE))).await;
        assert!(events.is_empty());
        let error = error.unwrap().to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Server::start(vec![Script::Say(vec![stream(&fixture("ollama.ndjson"), 99)])]).await;
    for status in [301, 302, 307, 308] {
        let location = format!("location: http://user:secret@{}/api/chat?token=abc\r\n", other.address);
        let server = Server::start(vec![answer(status, &location, "")]).await;
        let (events, error) = drain(send(&ollama(server.url(""), IDLE))).await;
        let error = error.unwrap().to_string();
        assert!(
            events.is_empty() && error.contains(&format!("points to http://{}/api/chat,", other.address)),
            "{error}"
        );
        assert!(!error.contains("secret") && !error.contains("abc"), "{error}");
    }
    assert!(other.requests().is_empty(), "no byte of the prompt went there");
}

#[tokio::test]
async fn silence_ends_a_request_and_waiting_does_not() {
    let idle = Duration::from_millis(60);
    let headers = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let begun = format!("{headers}29\r\n{{\"message\":{{\"content\":\"p\"}},\"done\":false}}\n\r\n");
    for (bytes, said) in [(String::new(), ""), (headers.to_owned(), ""), (begun, "p")] {
        let server = Server::start(vec![Script::Hang(bytes.into_bytes())]).await;
        let (events, error) = drain(send(&ollama(server.url(""), idle))).await;
        assert_eq!(answer_of(&events), said);
        assert!(matches!(error, Some(ModelError::Idle { idle: silent, .. }) if silent == idle), "{error:?}");
    }
    // Twice the silence allowed, but it is the transport that waits.
    let idle = Duration::from_millis(400);
    let busy = answer(503, "retry-after-ms: 800\r\n", "{}");
    let server = Server::start(vec![busy, Script::Say(vec![stream(&fixture("ollama.ndjson"), 4096)])]).await;
    let (events, error) = drain(send(&ollama(server.url(""), idle))).await;
    assert_eq!((finish_of(&events), error), (Some(Finish::Stop), None));
}

#[tokio::test]
async fn dropping_the_stream_closes_the_socket() {
    let begun = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n29\r\n{\"message\":{\"content\":\"p\"},\"done\":false}\n\r\n".to_vec();
    let mut server = Server::start(vec![Script::Hang(begun)]).await;
    let mut events = send(&ollama(server.url(""), IDLE));
    assert!(matches!(events.next().await, Some(Ok(Timed { event: ModelEvent::Answer(_), .. }))));
    drop(events);
    tokio::time::timeout(IDLE, server.client_hung_up()).await.expect("the client closes the connection");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named_with_the_next_step() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let (events, error) = drain(send(&ollama(Url::parse(&format!("http://{free}")).unwrap(), IDLE))).await;
    let error = error.unwrap().to_string();
    assert!(events.is_empty(), "a local server that is not running is not waited for");
    assert!(error.contains(&format!("cannot reach {free}: Connection refused")), "{error}");
    assert!(error.contains("`ollama serve`"), "{error}");
}

#[tokio::test]
async fn drafts_for_another_server_are_refused() {
    let server = Server::start(vec![answer(200, "", "")]).await;
    let client = ollama(server.url(""), IDLE);
    let mut draft = client.draft(&Call::default());
    draft.destination = server.url("/elsewhere");
    let (_, error) = drain(client.send(draft)).await;
    assert!(error.unwrap().to_string().contains("Nothing was sent"));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn what_setup_asks() {
    let tags = r#"{"models":[
        {"name":"gemma4:e4b","size":9600000000,"details":{"parameter_size":"8.0B"},"capabilities":["completion","thinking"]},
        {"name":"gemma4:cloud","size":384,"remote_host":"https://ollama.com:443","remote_model":"gemma4:31b"},{"odd":1}]}"#;
    let show = r#"{"details":{"parameter_size":"8.0B"},"model_info":{"general.architecture":"gemma4","gemma4.context_length":131072},"capabilities":["completion"]}"#;
    let second = Duration::from_secs(5);
    let server = Server::start(vec![
        answer(200, "", r#"{"version":"0.32.15"}"#),
        answer(200, "", tags),
        answer(200, "", show),
        answer(404, "", r#"{"error":"model 'x' not found"}"#),
        answer(200, "", r#"{"object":"list","data":[{"id":"gpt-5.4"},{"id":"gpt-5.4-mini"}]}"#),
        answer(200, "", "Ollama is running"),
        Script::Hang(vec![]),
    ])
    .await;
    let base = server.url("");
    assert_eq!(ollama_api::version(&base, second).await.unwrap(), "0.32.15");
    let models = ollama_api::tags(&base, second).await.unwrap();
    assert_eq!(models.len(), 2);
    assert_eq!((models[0].bytes, models[0].thinks(), &models[0].remote_host), (Some(9_600_000_000), Some(true), &None));
    assert_eq!((models[1].thinks(), models[1].remote_host.as_deref()), (None, Some("https://ollama.com:443")));
    let shown = ollama_api::show(&base, "gemma4:e4b", second).await.unwrap();
    assert_eq!(
        (shown.context_length, shown.thinks(), shown.parameters.as_deref()),
        (Some(131_072), Some(false), Some("8.0B"))
    );
    assert!(matches!(ollama_api::show(&base, "x", second).await, Err(ModelError::Status { status: 404, .. })));
    let names = openai_api::models(&server.url("/v1"), None, true, second).await.unwrap();
    assert_eq!(names, ["gpt-5.4", "gpt-5.4-mini"]);
    assert!(matches!(ollama_api::version(&base, second).await, Err(ModelError::Protocol { .. })));
    let silent = ollama_api::version(&base, Duration::from_millis(30)).await.unwrap_err().to_string();
    assert!(silent.contains("no answer within 30 ms"), "{silent}");
    let heads: Vec<String> =
        server.requests().iter().map(|request| request.head.lines().next().unwrap().to_owned()).collect();
    assert_eq!(heads[..3], ["GET /api/version HTTP/1.1", "GET /api/tags HTTP/1.1", "POST /api/show HTTP/1.1"]);
    assert_eq!(heads[4], "GET /v1/models HTTP/1.1");
}

/// Runs in a process of its own, with a proxy in its environment: see the test below.
#[tokio::test]
#[ignore = "started by proxies_in_the_environment_are_not_used"]
async fn child_with_a_proxy() {
    let base: Url = std::env::var("FOGLINE_TEST_SERVER").unwrap().parse().unwrap();
    let (events, error) = drain(send(&ollama(base.clone(), IDLE))).await;
    assert_eq!((finish_of(&events), error), (Some(Finish::Stop), None));
    assert_eq!(ollama_api::version(&base, IDLE).await.unwrap(), "1");
}

#[tokio::test]
async fn proxies_in_the_environment_are_not_used() {
    let proxy = Server::start(vec![answer(502, "", "the proxy saw it")]).await;
    let server = Server::start(vec![
        Script::Say(vec![stream(&fixture("ollama.ndjson"), 99)]),
        answer(200, "", r#"{"version":"1"}"#),
    ])
    .await;
    let mut child = tokio::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "suite::model_socket::child_with_a_proxy", "--ignored", "--nocapture"]);
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        child.env(name, proxy.url("").as_str());
    }
    child.env_remove("NO_PROXY").env_remove("no_proxy").env("FOGLINE_TEST_SERVER", server.url("").as_str());
    let output = child.output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!((server.requests().len(), proxy.requests().len()), (2, 0));
}
