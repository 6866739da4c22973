//! The stand-in servers over real sockets: protocol shapes, and that they work from the request they get.

use std::net::SocketAddr;

use fogline::rehearsal::{Fault, Options, Rehearsal, SERVER};
use serde_json::{Value, json};

/// A client that talks to loopback only.
pub fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

pub async fn start(options: Options) -> Rehearsal {
    Rehearsal::start_anywhere(options).await.unwrap()
}

pub async fn post(rehearsal: &Rehearsal, path: &str, body: &Value) -> reqwest::Response {
    post_raw(rehearsal, path, body.to_string()).await
}

pub async fn post_raw(rehearsal: &Rehearsal, path: &str, body: String) -> reqwest::Response {
    let url = format!("http://{}{path}", rehearsal.address);
    client().post(url).header("content-type", "application/json").body(body).send().await.unwrap()
}

pub async fn get(rehearsal: &Rehearsal, path: &str) -> reqwest::Response {
    client().get(format!("http://{}{path}", rehearsal.address)).send().await.unwrap()
}

pub async fn value(response: reqwest::Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

pub fn ollama_request(system: &str, prompt: &str) -> Value {
    json!({"model": "gemma4:e4b", "messages": [{"role": "system", "content": system}, {"role": "user", "content": prompt}]})
}

pub fn responses_request(prompt: &str) -> Value {
    json!({"model": "gpt-5.4", "instructions": "Solve the problem.", "input": [{"role": "user", "content": prompt}],
        "stream": true, "store": false, "reasoning": {"effort": "medium", "summary": "auto"}})
}

pub fn chat_request(model: &str, prompt: &str) -> Value {
    json!({"model": model, "messages": [{"role": "user", "content": prompt}], "stream": true,
        "stream_options": {"include_usage": true}})
}

/// Records of an NDJSON body.
pub fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// `data:` payloads of a server-sent events body; checks that `event:` equals the type.
pub fn events(text: &str) -> Vec<Value> {
    text.split("\n\n")
        .filter(|block| !block.is_empty() && *block != "data: [DONE]")
        .map(|block| {
            let data = block.lines().find_map(|line| line.strip_prefix("data: ")).unwrap();
            let data: Value = serde_json::from_str(data).unwrap();
            if let Some(kind) = block.lines().find_map(|line| line.strip_prefix("event: ")) {
                assert_eq!(data["type"], kind);
            }
            data
        })
        .collect()
}

fn concat(values: &[Value], pointer: &str) -> String {
    values.iter().filter_map(|value| value.pointer(pointer)?.as_str()).collect()
}

const PROBLEM: &str = "Current time: 18:30\nload_A: 90 min, 1.2 kWh, finish by 06:30, not running after 22:30\n\
    17:00-20:00 $0.45\n20:00-00:00 $0.22\n00:00-06:00 $0.12\n06:00-17:00 $0.25\n\nWanted: when should load_A start?";

#[tokio::test]
async fn only_loopback_addresses_are_listened_on() {
    let error = Rehearsal::start(SocketAddr::from(([0, 0, 0, 0], 0)), Options::instant()).await.unwrap_err();
    assert!(error.to_string().contains("not a loopback address"), "{error}");
    let taken = start(Options::instant()).await;
    let error = Rehearsal::start(taken.address, Options::instant()).await.unwrap_err();
    assert!(error.to_string().contains("--listen"), "{error}");
}

#[tokio::test]
async fn base_urls_join_with_the_paths_of_both_protocols() {
    let rehearsal = start(Options::instant()).await;
    assert_eq!(rehearsal.ollama().as_str(), format!("http://{}/", rehearsal.address));
    assert_eq!(rehearsal.openai().as_str(), format!("http://{}/v1", rehearsal.address));
}

#[tokio::test]
async fn ollama_tells_what_it_has() {
    let rehearsal = start(Options::instant()).await;
    let root = get(&rehearsal, "/").await;
    assert_eq!(root.headers()["server"], SERVER);
    assert_eq!(root.text().await.unwrap(), "Ollama is running");
    let version = value(get(&rehearsal, "/api/version").await).await;
    assert!(version["version"].as_str().unwrap().ends_with("-rehearsal"));
    let tags = value(get(&rehearsal, "/api/tags").await).await;
    assert_eq!(tags["models"][0]["name"], "gemma4:e4b");
    assert!(tags["models"][0]["size"].is_u64() && tags["models"][0].get("remote_host").is_none());
    let show = value(post(&rehearsal, "/api/show", &json!({"model": "gemma4:e4b"})).await).await;
    assert!(show["capabilities"].as_array().unwrap().contains(&json!("thinking")));
    assert_eq!(show["model_info"]["gemma4.context_length"], 131_072);
    let missing = post(&rehearsal, "/api/show", &json!({"model": "llama9"})).await;
    assert_eq!(missing.status(), 404);
    assert_eq!(value(missing).await, json!({"error": "model 'llama9' not found"}));

    assert_eq!(value(get(&rehearsal, "/api/ps").await).await["models"], json!([]));
    let mut request = ollama_request("", "hello");
    request["options"] = json!({"num_ctx": 16384});
    post(&rehearsal, "/api/chat", &request).await;
    assert_eq!(value(get(&rehearsal, "/api/ps").await).await["models"][0]["context_length"], 16384);
    assert_eq!(get(&rehearsal, "/api/nothing").await.status(), 404);
}

#[tokio::test]
async fn ollama_streams_thinking_then_answer_then_one_done_record() {
    let rehearsal = start(Options::instant()).await;
    let response = post(&rehearsal, "/api/chat", &ollama_request("", PROBLEM)).await;
    assert_eq!(response.headers()["content-type"], "application/x-ndjson");
    let records = lines(&response.text().await.unwrap());
    let (last, before) = records.split_last().unwrap();
    assert!(before.iter().all(|record| record["done"] == false && record.get("eval_count").is_none()));
    let answer_from = before.iter().position(|record| record["message"].get("thinking").is_none()).unwrap();
    assert!(answer_from > 3, "it thinks first");
    assert!(before[answer_from..].iter().all(|record| record["message"].get("thinking").is_none()));
    assert!(concat(&records, "/message/content").starts_with("load_A: start at 20:00"));
    assert_eq!((&last["done"], &last["done_reason"]), (&json!(true), &json!("stop")));
    assert_eq!(last["eval_count"], before.len());
    let prompt = last["prompt_eval_count"].as_u64().unwrap();
    assert!((PROBLEM.len() as u64 / 4..PROBLEM.len() as u64 / 4 + 20).contains(&prompt), "{prompt}");
    for zero in ["total_duration", "load_duration", "prompt_eval_duration", "eval_duration"] {
        assert!(last.get(zero).is_none(), "{zero} is 0, so it is absent");
    }
}

#[tokio::test]
async fn ollama_without_streaming_without_thinking_and_with_a_limit() {
    let rehearsal = start(Options { rate: 100_000.0, ..Options::instant() }).await;
    let mut request = ollama_request("", PROBLEM);
    request["stream"] = json!(false);
    let whole = value(post(&rehearsal, "/api/chat", &request).await).await;
    assert!(whole["message"]["thinking"].as_str().unwrap().contains("18:30"));
    assert!(whole["eval_duration"].as_u64().unwrap() > 0);
    request["think"] = json!(false);
    let whole = value(post(&rehearsal, "/api/chat", &request).await).await;
    assert!(whole["message"].get("thinking").is_none());
    assert_eq!(whole["done"], true);
    request["options"] = json!({"num_predict": 5});
    let whole = value(post(&rehearsal, "/api/chat", &request).await).await;
    assert_eq!((&whole["done_reason"], &whole["eval_count"]), (&json!("length"), &json!(5)));
    request["messages"] = json!([]);
    let load = value(post(&rehearsal, "/api/chat", &request).await).await;
    assert_eq!(load["done_reason"], "load");
}

#[tokio::test]
async fn ollama_refuses_in_its_own_words() {
    let rehearsal = start(Options::instant()).await;
    for (body, status, says) in [
        (r#"{"model":"#.to_owned(), 400, "unexpected EOF"),
        (String::new(), 400, "missing request body"),
        ("hello".to_owned(), 400, "looking for beginning of value"),
        ("{}".to_owned(), 400, "model is required"),
        (json!({"model": "llama9", "messages": []}).to_string(), 404, "model 'llama9' not found"),
        (
            json!({"model": "gemma4:e4b", "messages": [], "think": "xhigh"}).to_string(),
            400,
            "invalid think value: \"xhigh\"",
        ),
        (json!({"model": "gemma4:e4b", "messages": [], "top_logprobs": 21}).to_string(), 400, "between 0 and 20"),
    ] {
        let response = post_raw(&rehearsal, "/api/chat", body.clone()).await;
        assert_eq!(response.status(), status, "{body}");
        let error = value(response).await;
        assert!(error["error"].as_str().unwrap().contains(says), "{body}: {error}");
        assert_eq!(error.as_object().unwrap().len(), 1, "{error}");
    }
    let mut long = ollama_request("", &"word ".repeat(4000));
    long["options"] = json!({"num_ctx": 4096});
    long["truncate"] = json!(false);
    let error = value(post(&rehearsal, "/api/chat", &long).await).await;
    let inner: Value = serde_json::from_str(error["error"].as_str().unwrap()).unwrap();
    assert_eq!(inner["error"]["type"], "exceed_context_size_error");
}

#[tokio::test]
async fn responses_send_their_events_in_order_and_numbered() {
    let rehearsal = start(Options::instant()).await;
    let response = post(&rehearsal, "/v1/responses", &responses_request(PROBLEM)).await;
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/event-stream"));
    assert!(response.headers().contains_key("x-request-id"));
    let events = events(&response.text().await.unwrap());
    for (number, event) in events.iter().enumerate() {
        assert_eq!(event["sequence_number"], number);
    }
    let mut kinds: Vec<&str> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    kinds.dedup();
    assert_eq!(
        kinds,
        [
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed",
        ]
    );
    let deltas: Vec<Value> =
        events.iter().filter(|event| event["type"] == "response.output_text.delta").cloned().collect();
    let text = concat(&deltas, "/delta");
    assert!(text.starts_with("load_A: start at 20:00, end at 21:30. Cost $0.264 instead of $0.540 now"), "{text}");
    assert!(deltas.iter().all(|delta| delta["obfuscation"].is_string() && delta["item_id"].is_string()));
    assert!(events[0]["response"]["usage"].is_null());
    let last = &events.last().unwrap()["response"];
    assert_eq!(last["status"], "completed");
    assert_eq!(last["output"][1]["content"][0]["text"], text);
    let usage = &last["usage"];
    assert!(usage["output_tokens_details"]["reasoning_tokens"].as_u64().unwrap() > 5);
    assert_eq!(
        usage["total_tokens"].as_u64().unwrap(),
        usage["input_tokens"].as_u64().unwrap() + usage["output_tokens"].as_u64().unwrap()
    );
}

#[tokio::test]
async fn responses_heed_effort_summary_limit_and_padding() {
    let rehearsal = start(Options::instant()).await;
    let mut request = responses_request(PROBLEM);
    request["reasoning"] = json!({"effort": "high"});
    request["stream_options"] = json!({"include_obfuscation": false});
    let silent = events(&post(&rehearsal, "/v1/responses", &request).await.text().await.unwrap());
    assert!(silent.iter().all(|event| !event["type"].as_str().unwrap().contains("summary")));
    assert!(silent.iter().all(|event| event.get("obfuscation").is_none()));
    let usage = &silent.last().unwrap()["response"]["usage"];
    assert!(usage["output_tokens_details"]["reasoning_tokens"].as_u64().unwrap() > 5, "thinking is paid for unseen");

    request["reasoning"] = json!({"effort": "none", "summary": "auto"});
    let plain = events(&post(&rehearsal, "/v1/responses", &request).await.text().await.unwrap());
    assert_eq!(plain.last().unwrap()["response"]["usage"]["output_tokens_details"]["reasoning_tokens"], 0);

    request["max_output_tokens"] = json!(8);
    let cut = events(&post(&rehearsal, "/v1/responses", &request).await.text().await.unwrap());
    let last = cut.last().unwrap();
    assert_eq!(last["type"], "response.incomplete");
    assert_eq!(last["response"]["incomplete_details"]["reason"], "max_output_tokens");
    assert_eq!(last["response"]["usage"]["output_tokens"], 8);

    request["stream"] = json!(false);
    let whole = value(post(&rehearsal, "/v1/responses", &request).await).await;
    assert_eq!((&whole["object"], &whole["status"]), (&json!("response"), &json!("incomplete")));
}

#[tokio::test]
async fn openai_refuses_in_its_own_words() {
    let rehearsal = start(Options::instant()).await;
    let effort = |level: &str| {
        let mut request = responses_request("hi");
        request["reasoning"]["effort"] = json!(level);
        request.to_string()
    };
    let mut hot = responses_request("hi");
    hot["temperature"] = json!(0.2);
    for (path, body, status, code, says) in [
        ("/v1/responses", "{".to_owned(), 400, None, "could not parse the JSON body"),
        ("/v1/chat/completions", "[1,".to_owned(), 400, None, "could not parse the JSON body"),
        ("/v1/responses", "{}".to_owned(), 400, None, "you must provide a model parameter"),
        ("/v1/responses", json!({"model": "gpt-5.4"}).to_string(), 400, Some("missing_required_parameter"), "'input'"),
        (
            "/v1/responses",
            json!({"model": "claude", "input": "x"}).to_string(),
            404,
            Some("model_not_found"),
            "`claude`",
        ),
        (
            "/v1/responses",
            effort("minimal"),
            400,
            Some("unsupported_value"),
            "'none', 'low', 'medium', 'high', and 'xhigh'",
        ),
        ("/v1/responses", hot.to_string(), 400, Some("unsupported_parameter"), "'temperature'"),
        (
            "/v1/chat/completions",
            json!({"model": "gpt-5.4", "messages": [], "max_tokens": 5}).to_string(),
            400,
            Some("unsupported_parameter"),
            "max_completion_tokens",
        ),
        ("/v1/audio", "{}".to_owned(), 404, None, "Invalid URL (POST /v1/audio)"),
    ] {
        let response = post_raw(&rehearsal, path, body.clone()).await;
        assert_eq!(response.status(), status, "{path} {body}");
        let error = value(response).await["error"].clone();
        assert!(error["message"].as_str().unwrap().contains(says), "{error}");
        assert_eq!(error["code"].as_str(), code, "{error}");
        assert_eq!(error.as_object().unwrap().len(), 4, "all four keys: {error}");
    }
}

#[tokio::test]
async fn chat_streams_chunks_then_usage_then_done() {
    let rehearsal = start(Options::instant()).await;
    let text = post(&rehearsal, "/v1/chat/completions", &chat_request("gpt-5.4", PROBLEM)).await.text().await.unwrap();
    assert!(text.ends_with("data: [DONE]\n\n"));
    let chunks = events(&text);
    assert_eq!(chunks[0]["choices"][0]["delta"]["role"], "assistant");
    assert!(concat(&chunks, "/choices/0/delta/content").starts_with("load_A: start at 20:00"));
    assert_eq!(chunks[chunks.len() - 2]["choices"][0]["finish_reason"], "stop");
    let last = chunks.last().unwrap();
    assert_eq!(last["choices"], json!([]));
    assert!(last["usage"]["prompt_tokens"].as_u64().unwrap() > 30);
    assert!(chunks[..chunks.len() - 1].iter().all(|chunk| chunk["usage"].is_null()));
    assert!(chunks.iter().all(|chunk| chunk.pointer("/choices/0/delta/reasoning_content").is_none()));

    let local =
        post(&rehearsal, "/v1/chat/completions", &chat_request("gemma4:e4b", PROBLEM)).await.text().await.unwrap();
    let local = events(&local);
    assert!(
        concat(&local, "/choices/0/delta/reasoning_content").contains("18:30"),
        "a local server shows its thinking"
    );

    let mut whole = chat_request("gpt-5.4", PROBLEM);
    whole["stream"] = json!(false);
    let whole = value(post(&rehearsal, "/v1/chat/completions", &whole).await).await;
    assert_eq!(whole["choices"][0]["finish_reason"], "stop");
    assert_eq!(value(get(&rehearsal, "/v1/models").await).await["data"][0]["id"], "gpt-5.4");
}

#[tokio::test]
async fn a_stand_in_says_plainly_what_it_is_and_quotes_nothing() {
    let rehearsal = start(Options::instant()).await;
    let secret = "Write a poem about Maya Lindqvist and her cat.";
    let mut cloud = responses_request(secret);
    cloud["stream"] = json!(false);
    let cloud = value(post(&rehearsal, "/v1/responses", &cloud).await).await.to_string();
    let mut local = ollama_request("", secret);
    local["stream"] = json!(false);
    let local = value(post(&rehearsal, "/api/chat", &local).await).await.to_string();
    for answer in [cloud, local] {
        assert!(answer.contains("rehearsal stand-in"), "{answer}");
        assert!(!answer.contains("Lindqvist") && !answer.contains("poem"), "{answer}");
    }
}

#[tokio::test]
async fn what_came_in_can_be_read_back() {
    let rehearsal = start(Options::instant()).await;
    let request = responses_request("first");
    let response = client()
        .post(format!("{}/responses", rehearsal.openai()))
        .header("authorization", "Bearer sk-secret-1234")
        .body(request.to_string())
        .send()
        .await
        .unwrap();
    drop(response);
    get(&rehearsal, "/api/tags").await;
    let received = rehearsal.received();
    assert_eq!(received.len(), 2);
    assert_eq!((received[0].method.as_str(), received[0].path.as_str()), ("POST", "/v1/responses"));
    assert_eq!(received[0].body, request.to_string());
    assert_eq!(received[0].header("authorization"), Some("Bearer sk-secret-1234"));
    assert!(!format!("{received:?}").contains("secret"));
}

#[tokio::test]
async fn padding_and_cutting_to_a_number_of_tokens() {
    for wanted in [5, 2000] {
        let rehearsal = start(Options { tokens: Some(wanted), ..Options::instant() }).await;
        let mut request = ollama_request("", PROBLEM);
        request["think"] = json!(false);
        let records = lines(&post(&rehearsal, "/api/chat", &request).await.text().await.unwrap());
        assert_eq!(records.last().unwrap()["eval_count"], wanted);
    }
}

#[tokio::test]
async fn dropping_the_rehearsal_breaks_what_is_under_way() {
    let rehearsal = start(Options { rate: 0.001, ..Options::instant() }).await;
    let address = rehearsal.address;
    let mut response = post(&rehearsal, "/api/chat", &ollama_request("", PROBLEM)).await;
    assert!(response.chunk().await.unwrap().is_some());
    drop(rehearsal);
    assert!(response.chunk().await.is_err(), "the answer breaks off");
    let again = client().get(format!("http://{address}/")).send().await;
    assert!(again.is_err(), "nothing listens any more");
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_paced() {
    let options = Options { rate: 50.0, first_token_s: 20.0, ..Options::instant() };
    let rehearsal = start(options).await;
    let mut request = ollama_request("", PROBLEM);
    request["think"] = json!(false);
    request["options"] = json!({"num_predict": 40});
    let begun = tokio::time::Instant::now();
    let mut response = post(&rehearsal, "/api/chat", &request).await;
    assert!(begun.elapsed().as_secs() >= 20, "headers wait for the first record");
    let mut chunks = 0;
    while response.chunk().await.unwrap().is_some() {
        chunks += 1;
    }
    assert!(begun.elapsed().as_millis() >= 20_800, "40 tokens at 50 a second: {:?}", begun.elapsed());
    assert!(chunks > 20, "it comes in pieces: {chunks}");
}

#[test]
fn the_default_pace_differs_by_side() {
    let options = Options::default();
    assert!(options.cloud_pace().rate > options.local_pace().rate);
    assert_eq!(options.with_fault(Fault::Slow).fault, Some(Fault::Slow));
}
