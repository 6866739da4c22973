use super::*;
use crate::model::ollama_api::OllamaModel;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn model(name: &str) -> OllamaModel {
    OllamaModel { name: name.to_owned(), ..OllamaModel::default() }
}

fn remote(name: &str) -> OllamaModel {
    OllamaModel { remote_host: Some("https://ollama.com:443".to_owned()), ..model(name) }
}

fn answers(models: Vec<OllamaModel>) -> Ollama {
    Ollama::Answers { version: "0.33.0".to_owned(), models, reach: Reach::Loopback, simulated: false }
}

fn stand_in_ollama() -> Ollama {
    let version = "0.33.0-rehearsal".to_owned();
    Ollama::Answers { version, models: vec![model(LOCAL_MODEL)], reach: Reach::Loopback, simulated: true }
}

fn silent() -> Ollama {
    Ollama::Silent("connection refused".to_owned())
}

struct Case {
    local: Option<&'static str>,
    cloud: Option<&'static str>,
    key: bool,
    ollama: Ollama,
    home_identity: Identity,
    cloud_identity: Identity,
}

fn free(key: bool, ollama: Ollama) -> Case {
    Case { local: None, cloud: None, key, ollama, home_identity: Identity::Unknown, cloud_identity: Identity::Unknown }
}

fn named(local: Option<&'static str>, cloud: Option<&'static str>, key: bool, ollama: Ollama) -> Case {
    Case { local, cloud, key, ollama, home_identity: Identity::Unknown, cloud_identity: Identity::Unknown }
}

fn run(case: &Case) -> Result<Choice, String> {
    let read = |name: Option<&str>| name.map(|name| name.parse::<ModelRef>().unwrap());
    let (local, cloud) = (read(case.local), read(case.cloud));
    let (ollama, openai) = (url("http://127.0.0.1:11434"), url("https://api.openai.com/v1"));
    let found = Found {
        ollama: case.ollama.clone(),
        home_reach: Some(match case.local {
            Some(name) if name.contains("203.0.113.7") || name.contains("example.org") => Reach::Internet,
            Some(name) if name.contains("192.168.") => Reach::Lan,
            _ => Reach::Loopback,
        }),
        cloud_reach: None,
        home_identity: case.home_identity.clone(),
        cloud_identity: case.cloud_identity.clone(),
    };
    let keys = if case.key { vec!["api.openai.com".to_owned()] } else { Vec::new() };
    let situation = Situation {
        local: local.as_ref(),
        cloud: cloud.as_ref(),
        ollama: &ollama,
        openai: &openai,
        keys,
        own_hosts: &["gpu.example.org".to_owned()],
        found: &found,
    };
    decide(&situation).map_err(|error| error.0)
}

/// `home / cloud`, short.
fn played(case: &Case) -> String {
    match run(case) {
        Err(error) => format!("refused: {error}"),
        Ok(choice) => {
            let home = match choice.home {
                Home::Ollama { model, .. } | Home::Compat { model, .. } => model,
                Home::Builtin => "builtin".to_owned(),
                Home::Rehearsal => "rehearsal".to_owned(),
            };
            let cloud = match choice.cloud {
                Cloud::OpenAi { model, .. } | Cloud::Compat { model, .. } => model,
                Cloud::Rehearsal => "rehearsal".to_owned(),
            };
            format!("{home} / {cloud}")
        }
    }
}

#[test]
fn the_rule() {
    let gemma = || answers(vec![model("llama3:8b"), model("gemma4:12b"), model("gemma4:e4b")]);
    for (case, want) in [
        (free(false, silent()), "rehearsal / rehearsal"),
        (free(true, silent()), "builtin / gpt-5.4"),
        (free(false, gemma()), "gemma4:e4b / rehearsal"),
        (free(true, gemma()), "gemma4:e4b / gpt-5.4"),
        (free(true, answers(vec![])), "builtin / gpt-5.4"),
        (free(false, answers(vec![model("gemma4:12b"), model("gemma4:latest")])), "gemma4:latest / rehearsal"),
        (free(false, answers(vec![model("llama3:8b"), model("gemma4:26b")])), "gemma4:26b / rehearsal"),
        (free(false, answers(vec![model("llama3:8b")])), "llama3:8b / rehearsal"),
        (free(true, answers(vec![remote("gemma4:e4b"), model("gemma4:31b-cloud")])), "builtin / gpt-5.4"),
        (free(true, answers(vec![remote("gemma4:e4b"), model("llama3:8b")])), "llama3:8b / gpt-5.4"),
        (free(true, stand_in_ollama()), "builtin / gpt-5.4"),
        (free(false, stand_in_ollama()), "gemma4:e4b / rehearsal"),
        (named(Some("rehearsal"), None, true, silent()), "rehearsal / rehearsal"),
        (named(Some("rehearsal"), None, false, silent()), "rehearsal / rehearsal"),
        (named(None, Some("rehearsal"), true, gemma()), "gemma4:e4b / rehearsal"),
        (named(None, Some("rehearsal"), true, silent()), "rehearsal / rehearsal"),
        (named(Some("builtin"), None, true, gemma()), "builtin / gpt-5.4"),
        (named(Some("builtin"), None, false, gemma()), "builtin / rehearsal"),
        (named(Some("ollama:qwen3:4b"), Some("openai:gpt-6-sol"), true, silent()), "qwen3:4b / gpt-6-sol"),
        (named(Some("compat:q@http://127.0.0.1:8080/v1"), None, true, silent()), "q / gpt-5.4"),
        (named(None, Some("compat:m@https://example.com/v1"), false, silent()), "builtin / m"),
    ] {
        let (local, cloud, key) = (case.local, case.cloud, case.key);
        assert_eq!(played(&case), want, "local {local:?} cloud {cloud:?} key {key} {:?}", case.ollama);
    }
}

#[test]
fn refusals_say_what_to_do() {
    for (case, says) in [
        (named(Some("rehearsal"), Some("openai:gpt-5.4"), true, silent()), "never feeds a real cloud"),
        (named(Some("rehearsal"), Some("compat:m@https://example.com/v1"), false, silent()), "--cloud rehearsal"),
        (named(Some("ollama:gemma4:e4b"), Some("openai:gpt-5.4"), true, stand_in_ollama()), "never feeds a real cloud"),
        (named(Some("ollama:gemma4:31b-cloud"), None, true, silent()), "is not local"),
        (named(Some("ollama:gemma4:cloud"), None, false, silent()), "is not local"),
        (named(Some("ollama:mine"), None, false, answers(vec![remote("mine:latest")])), "https://ollama.com:443"),
        (named(Some("openai:gpt-5.4"), None, true, silent()), "--cloud openai:gpt-5.4"),
        (named(None, Some("ollama:gemma4:e4b"), true, silent()), "--local ollama:gemma4:e4b"),
        (named(None, Some("builtin"), true, silent()), "--cloud rehearsal"),
        (named(None, Some("openai:gpt-5.4"), false, silent()), "set OPENAI_API_KEY"),
    ] {
        let played = played(&case);
        assert!(played.starts_with("refused") && played.contains(says), "{played}");
    }
}

#[test]
fn a_compatible_server_is_known_by_what_it_is() {
    let case = |home_identity: Identity, model: &'static str, cloud: &'static str| Case {
        home_identity,
        ..named(Some(model), Some(cloud), true, silent())
    };
    let plain = "compat:gemma4:e4b@http://127.0.0.1:8080/v1";
    let ollama = |host: Option<&str>| Identity::Ollama { forwards_to: host.map(str::to_owned) };
    assert_eq!(played(&case(Identity::Unknown, plain, "openai:gpt-5.4")), "gemma4:e4b / gpt-5.4");
    assert_eq!(played(&case(ollama(None), plain, "openai:gpt-5.4")), "gemma4:e4b / gpt-5.4");
    let stand_in = played(&case(Identity::StandIn, plain, "openai:gpt-5.4"));
    assert!(stand_in.contains("never feeds a real cloud"), "{stand_in}");
    assert_eq!(played(&case(Identity::StandIn, plain, "rehearsal")), "gemma4:e4b / rehearsal");
    let forwarded = played(&case(ollama(Some("https://ollama.com:443")), plain, "openai:gpt-5.4"));
    assert!(forwarded.contains("https://ollama.com:443"), "{forwarded}");
    let cloud = "compat:gemma4:31b-cloud@http://127.0.0.1:11434/v1";
    assert!(played(&case(ollama(None), cloud, "openai:gpt-5.4")).contains("is not local"));
}

#[test]
fn what_is_simulated_is_said() {
    let notes = |case: &Case| run(case).unwrap().notes.join("\n");
    let both = notes(&free(false, silent()));
    assert!(both.contains("Cloud is simulated, because there is no OPENAI_API_KEY"), "{both}");
    assert!(both.contains("Home is simulated: no Ollama answers at 127.0.0.1:11434"), "{both}");
    let keyed = notes(&free(true, silent()));
    assert!(keyed.contains("Home has no model (detectors mask, the vault restores)"), "{keyed}");
    let forwarded = notes(&free(false, answers(vec![remote("gemma4:e4b"), model("llama3:8b")])));
    assert!(forwarded.contains("forwards them to a cloud: gemma4:e4b"), "{forwarded}");
    assert!(forwarded.contains("no Gemma 4"), "{forwarded}");
    let stand_in = notes(&Case { cloud_identity: Identity::StandIn, ..free(true, stand_in_ollama()) });
    assert_eq!(stand_in.matches("simulated").count(), 2, "{stand_in}");
}

#[test]
fn a_home_on_the_internet_is_encrypted_and_asked_about() {
    let home = |name: &'static str| run(&named(Some(name), Some("rehearsal"), false, silent()));
    let refused = home("compat:g@http://203.0.113.7:9/v1").unwrap_err();
    assert!(
        refused.contains("unencrypted") && refused.contains("https://") && refused.contains("--cloud"),
        "{refused}"
    );
    assert!(home("compat:g@http://gpu.example.org/v1").is_err(), "one's own host needs encryption, too");
    let asked = home("compat:g@https://203.0.113.7:9/v1").unwrap();
    assert_eq!(asked.far.as_deref(), Some("203.0.113.7:9"));
    assert!(asked.notes.join(" ").contains("leaves your network"));
    assert_eq!(home("compat:g@https://gpu.example.org/v1").unwrap().far, None, "named in the settings");
    let lan = home("compat:g@http://192.168.1.5:8080/v1").unwrap();
    assert_eq!(lan.far, None);
    assert!(lan.notes.join(" ").contains("on your network") && lan.notes.join(" ").contains("unencrypted"));
    let said = far_refused("203.0.113.7:9").0;
    assert!(said.contains("own_hosts = [\"203.0.113.7\"]") && said.contains("no gate would look"), "{said}");
}
