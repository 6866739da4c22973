//! Setup and doctor against servers on loopback: a stand-in, a server that could be a real Ollama, and nothing at all.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::{get, post};
use fogline::config::Settings;
use fogline::headless::{doctor, rehearse};
use fogline::model::client::LocalModel;
use fogline::model::key::ApiKey;
use fogline::model::reference::ModelRef;
use fogline::rehearsal::{Options, Rehearsal};
use fogline::setup::{Setup, SetupError, choose_at_pace};
use serde_json::{Value, json};
use url::Url;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

/// Nothing listens on port 1.
pub fn bare() -> Settings {
    Settings {
        local: None,
        cloud: None,
        ollama: url("http://127.0.0.1:1"),
        openai: url("https://api.openai.com/v1"),
        openai_key: None,
        openai_org: None,
        openai_project: None,
        compat_keys: Vec::new(),
        own_hosts: Vec::new(),
        num_ctx: 16384,
        contexts: Vec::new(),
        keep_alive: None,
        policy: None,
        ask_always: false,
        local_names: false,
        terms: Vec::new(),
        run_usd: None,
        session_usd: None,
        idle_local: Duration::from_secs(5),
        idle_cloud: Duration::from_secs(5),
        attempts: 3,
        electricity: None,
        theme: "dark".to_owned(),
        mouse: false,
        drafts: false,
        config_dir: PathBuf::new(),
        state_dir: PathBuf::new(),
    }
}

fn with_key(settings: Settings) -> Settings {
    // An address that is not asked in these tests, so that nothing leaves the machine.
    let openai = url("http://127.0.0.1:2/v1");
    Settings { openai_key: Some(ApiKey::bound_to("sk-secret-1234", &openai)), openai, ..settings }
}

/// A server that answers as Ollama does.
async fn ollama(models: Value, shown: Value) -> Url {
    let router = Router::new()
        .route("/api/version", get(|| async { json!({"version": "0.33.0"}).to_string() }))
        .route("/api/tags", get(move || async move { json!({"models": models}).to_string() }))
        .route("/api/show", post(move || async move { shown.to_string() }));
    let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let base = url(&format!("http://{}", listener.local_addr().unwrap()));
    tokio::spawn(async move { axum::serve(listener, router).await });
    base
}

fn gemma() -> Value {
    json!([{"name": "llama3:8b", "size": 4_700_000_000_u64}, {"name": "gemma4:e4b", "size": 9_608_350_718_u64,
        "details": {"parameter_size": "8.0B"}}])
}

async fn choose(settings: &Settings, local: Option<&str>, cloud: Option<&str>) -> Result<Setup, SetupError> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let read = |name: Option<&str>| name.map(|name| name.parse::<ModelRef>().unwrap());
    choose_at_pace(settings, read(local).as_ref(), read(cloud).as_ref(), Options::instant()).await
}

/// `name simulated? / name simulated?`
fn sides(setup: &Setup) -> String {
    let mark = |simulated: bool| if simulated { " simulated" } else { "" };
    let home = match &setup.models.local {
        LocalModel::Served(client) => format!("{}{}", client.info().name, mark(client.info().simulated)),
        LocalModel::Builtin => "builtin".to_owned(),
    };
    let cloud = setup.models.cloud.info();
    format!("{home} / {}{}", cloud.name, mark(cloud.simulated))
}

#[tokio::test]
async fn a_bare_machine_rehearses_on_both_sides() {
    let begun = Instant::now();
    let setup = choose(&bare(), None, None).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(2));
    assert_eq!(sides(&setup), "gemma4:e4b simulated / gpt-5.4 simulated");
    let rehearsal = setup.rehearsal.as_ref().unwrap();
    assert!(rehearsal.address.ip().is_loopback());
    let notes = setup.notes.join(" ");
    assert!(notes.contains("OPENAI_API_KEY") && notes.contains("ollama serve"), "{notes}");
}

#[tokio::test]
async fn a_key_without_a_local_model_means_builtin_at_home() {
    let setup = choose(&with_key(bare()), None, None).await.unwrap();
    assert_eq!(sides(&setup), "builtin / gpt-5.4");
    assert!(setup.rehearsal.is_none());
    assert!(setup.notes.join(" ").contains("no model"), "{:?}", setup.notes);
}

#[tokio::test]
async fn an_ollama_with_a_gemma_plays_for_real() {
    let settings =
        Settings { ollama: ollama(gemma(), json!({"capabilities": ["completion", "thinking"]})).await, ..bare() };
    assert_eq!(sides(&choose(&settings, None, None).await.unwrap()), "gemma4:e4b / gpt-5.4 simulated");
    let settings = with_key(settings);
    assert_eq!(sides(&choose(&settings, None, None).await.unwrap()), "gemma4:e4b / gpt-5.4");
    assert_eq!(sides(&choose(&settings, None, Some("rehearsal")).await.unwrap()), "gemma4:e4b / gpt-5.4 simulated");
    assert_eq!(
        sides(&choose(&settings, Some("rehearsal"), None).await.unwrap()),
        "gemma4:e4b simulated / gpt-5.4 simulated"
    );
    let refused = choose(&settings, Some("rehearsal"), Some("openai:gpt-5.4")).await.unwrap_err();
    assert!(refused.0.contains("never feeds a real cloud"), "{refused}");
    let named = Settings { local: Some(ModelRef::Builtin), ..settings };
    assert_eq!(sides(&choose(&named, None, None).await.unwrap()), "builtin / gpt-5.4", "settings name it");
    assert_eq!(
        sides(&choose(&named, Some("ollama:llama3:8b"), None).await.unwrap()),
        "llama3:8b / gpt-5.4",
        "the flag wins"
    );
}

#[tokio::test]
async fn a_model_that_ollama_forwards_is_not_local() {
    let show = json!({"remote_host": "https://ollama.com:443", "remote_model": "gemma4:31b"});
    let settings = with_key(Settings { ollama: ollama(json!([{"name": "gemma4:mine"}]), show).await, ..bare() });
    let setup = choose(&settings, None, None).await.unwrap();
    assert_eq!(sides(&setup), "builtin / gpt-5.4", "only /api/show tells, and it is asked");
    assert!(setup.notes.join(" ").contains("gemma4:mine"), "{:?}", setup.notes);
    let refused = choose(&settings, Some("ollama:gemma4:mine"), None).await.unwrap_err();
    assert!(refused.0.contains("https://ollama.com:443"), "{refused}");
    let refused = choose(&bare(), Some("ollama:gemma4:31b-cloud"), None).await.unwrap_err();
    assert!(refused.0.contains("is not local"), "{refused}");
}

#[tokio::test]
async fn a_stand_in_is_recognised_wherever_it_is_configured() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let stand_in = Rehearsal::start_anywhere(Options::instant()).await.unwrap();
    // As the Ollama of the settings, with a real cloud: it may not play.
    let settings = with_key(Settings { ollama: stand_in.ollama(), ..bare() });
    assert_eq!(sides(&choose(&settings, None, None).await.unwrap()), "builtin / gpt-5.4");
    let refused = choose(&settings, Some("ollama:gemma4:e4b"), None).await;
    assert_eq!(sides(&refused.unwrap()), "gemma4:e4b simulated / gpt-5.4 simulated", "the free side follows");
    let both = choose(&settings, Some("ollama:gemma4:e4b"), Some("openai:gpt-5.4")).await.unwrap_err();
    assert!(both.0.contains("never feeds a real cloud"), "{both}");
    // As the cloud too, by address: labelled, and allowed.
    let key = Some(ApiKey::bound_to("rehearsal", &stand_in.openai()));
    let settings = Settings { openai: stand_in.openai(), openai_key: key, ..settings };
    assert_eq!(sides(&choose(&settings, None, None).await.unwrap()), "gemma4:e4b simulated / gpt-5.4 simulated");
    let compat = format!("compat:gemma4:e4b@{}", stand_in.openai());
    let cloud = format!("openai:gpt-5.4@{}", stand_in.openai());
    assert_eq!(
        sides(&choose(&bare(), Some(&compat), Some(&cloud)).await.unwrap()),
        "gemma4:e4b simulated / gpt-5.4 simulated"
    );
}

#[tokio::test]
async fn a_server_that_never_answers_costs_no_more_than_the_budget() {
    // Bound but not accepting: connections hang in the backlog.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let settings = Settings { ollama: url(&format!("http://{}", listener.local_addr().unwrap())), ..bare() };
    let begun = Instant::now();
    let setup = choose(&settings, None, None).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert_eq!(sides(&setup), "gemma4:e4b simulated / gpt-5.4 simulated");
}

#[tokio::test]
async fn doctor_says_what_is_there_and_what_to_type_and_never_the_key() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let report = doctor::report(&bare(), None, None).await;
    assert!(report.ok);
    for says in [
        "does not answer",
        "key: not set",
        "ollama serve",
        "export OPENAI_API_KEY",
        "simulated",
        "--scenario dishwasher",
    ] {
        assert!(report.text.contains(says), "{says}\n{}", report.text);
    }
    let models = json!([{"name": "gemma4:e4b", "size": 9_608_350_718_u64, "details": {"parameter_size": "8.0B"}},
        {"name": "gemma4:31b-cloud", "remote_host": "https://ollama.com:443"}]);
    let settings = with_key(Settings { ollama: ollama(models, json!({})).await, ..bare() });
    let report = doctor::report(&settings, None, None).await;
    for says in ["version 0.33.0", "9.6 GB", "forwarded to https://ollama.com:443", "(loopback)", "key: set"] {
        assert!(report.text.contains(says), "{says}\n{}", report.text);
    }
    assert!(!report.text.contains("sk-secret"), "{}", report.text);
    let read = |name: &str| name.parse::<ModelRef>().unwrap();
    let refused = doctor::report(&settings, Some(&read("rehearsal")), Some(&read("openai:gpt-5.4"))).await;
    assert!(!refused.ok && refused.text.contains("never feeds a real cloud"), "{}", refused.text);
}

#[tokio::test]
async fn rehearse_prints_where_it_listens_and_what_to_type() {
    let mut out = Vec::new();
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    rehearse::run(any, Options::instant(), &mut out, async { Ok(()) }).await.unwrap();
    let text = String::from_utf8(out).unwrap();
    for says in [
        "simulated",
        "OLLAMA_HOST=http://127.0.0.1:",
        "OPENAI_BASE_URL=http://127.0.0.1:",
        "/v1",
        "--local compat:gemma4:e4b@",
    ] {
        assert!(text.contains(says), "{says}\n{text}");
    }
    let public = SocketAddr::from(([0, 0, 0, 0], 0));
    assert!(rehearse::run(public, Options::instant(), &mut Vec::new(), async { Ok(()) }).await.is_err());
}
