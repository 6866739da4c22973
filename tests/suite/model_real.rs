//! The compatible client against a real server, such as llama.cpp's with a small model:
//! `FOGLINE_TEST_COMPAT=http://127.0.0.1:8080/v1 cargo test -- --ignored model_real`

use std::time::Duration;

use fogline::boundary::trust::Reach;
use fogline::model::call::{Call, Message, Role};
use fogline::model::client::{LocalClient, Server};
use fogline::model::event::{Completion, FailureKind, Finish, ModelError, ModelEvent};
use fogline::model::openai_api;
use futures::StreamExt;
use url::Url;

async fn ask(client: &LocalClient, call: &Call) -> Result<(String, usize, Completion), ModelError> {
    let mut events = client.send(client.draft(call));
    let (mut text, mut tokens) = (String::new(), 0);
    while let Some(item) = events.next().await {
        match item?.event {
            ModelEvent::Answer(piece) => text += &piece,
            ModelEvent::Logprobs { tokens: some, .. } => tokens += some.len(),
            ModelEvent::Finished(end) => return Ok((text, tokens, end)),
            ModelEvent::Thinking(_) | ModelEvent::Retrying { .. } => {}
        }
    }
    panic!("the stream ended with neither an end nor an error")
}

fn call(text: &str, seed: i64) -> Call {
    let messages = vec![Message { role: Role::User, content: text.into() }];
    Call { messages, seed: Some(seed), temperature: Some(1.0), max_output_tokens: Some(40), ..Call::default() }
}

#[tokio::test]
#[ignore = "needs a server: FOGLINE_TEST_COMPAT=http://127.0.0.1:8080/v1"]
async fn a_real_server_streams_obeys_the_seed_stops_and_refuses() {
    let base: Url = std::env::var("FOGLINE_TEST_COMPAT").expect("FOGLINE_TEST_COMPAT").parse().unwrap();
    let names = openai_api::models(&base, None, true, Duration::from_secs(5)).await.unwrap();
    let server = Server::new(base, Reach::Loopback, Duration::from_mins(1));
    let client = LocalClient::compat(&server, names.first().expect("a model")).unwrap();

    let story = |seed| call("Tell me a story about the sea.", seed);
    let (first, _, end) = ask(&client, &story(1)).await.unwrap();
    assert!(!first.is_empty() && end.finish == Finish::Length);
    assert_eq!(end.usage.unwrap().output, 40);
    let (again, _, _) = ask(&client, &story(1)).await.unwrap();
    let (other, _, _) = ask(&client, &story(2)).await.unwrap();
    assert_ne!(first, other, "another seed, another text");
    println!("seed 1: {first}\nseed 1: {again}\nseed 2: {other}");

    let (_, tokens, _) = ask(&client, &Call { top_logprobs: Some(1), ..call("Say hi.", 1) }).await.unwrap();
    assert!(tokens > 0);

    let mut dropped = client.send(client.draft(&Call { max_output_tokens: None, ..story(3) }));
    while !matches!(dropped.next().await.unwrap().unwrap().event, ModelEvent::Answer(_)) {}
    drop(dropped);
    ask(&client, &call("Still there?", 1)).await.expect("a dropped stream frees the server");

    let error = ask(&client, &call(&"word ".repeat(300_000), 1)).await.unwrap_err();
    assert!(matches!(error, ModelError::Status { kind: FailureKind::ContextLength, .. }), "{error}");
}
