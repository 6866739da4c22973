//! `fogline doctor`: what is reachable, what is missing, what would play and why, and what to type next.
//!
//! Probes as [`crate::setup`] does (loopback and configured hosts, 300 ms) and starts nothing. Never shows a key.

use std::fmt::Write as _;

use tokio::time::Instant;

use crate::boundary::trust::Reach;
use crate::config::Settings;
use crate::model::key::host_of;
use crate::model::ollama_api::OllamaModel;
use crate::model::reference::ModelRef;
use crate::model::transport::proxy_for;
use crate::setup::probe::{self, Identity, Ollama};
use crate::setup::rule::{self, Choice, Cloud, Home};
use crate::text::clean::clean;

/// What doctor has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// For people, several lines, ends with a newline.
    pub text: String,
    /// Whether the sides as named could run.
    pub ok: bool,
}

/// Looks around and reports.
pub async fn report(settings: &Settings, local: Option<&ModelRef>, cloud: Option<&ModelRef>) -> Report {
    let local = local.or(settings.local.as_ref());
    let cloud = cloud.or(settings.cloud.as_ref());
    let (found, ollama, ollama_reach, openai_reach) = tokio::join!(
        probe::look(settings, local, cloud),
        probe::ollama(&settings.ollama, None, Instant::now() + probe::BUDGET),
        probe::reach(&settings.ollama),
        probe::reach(&settings.openai),
    );
    let choice = rule::decide(&crate::setup::situation(settings, local, cloud, &found));
    let mut text = home(settings, &ollama, ollama_reach);
    text.push('\n');
    text.push_str(&sky(settings, openai_reach, found.cloud_identity == Identity::StandIn));
    text.push('\n');
    match &choice {
        Ok(choice) => text.push_str(&plays(choice)),
        Err(refusal) => {
            let _ = writeln!(text, "Would play: nothing\n  {refusal}");
        }
    }
    text.push('\n');
    text.push_str(&next(settings, &ollama, choice.is_ok()));
    Report { text, ok: choice.is_ok() }
}

fn badge(reach: Reach) -> &'static str {
    match reach {
        Reach::Loopback => "loopback",
        Reach::Lan => "local network",
        Reach::Internet => "internet",
    }
}

fn home(settings: &Settings, ollama: &Ollama, reach: Reach) -> String {
    let mut text = format!("Home: Ollama at {} ({})\n", host_of(&settings.ollama), badge(reach));
    match ollama {
        Ollama::Answers { version, models, simulated, .. } => {
            let _ = writeln!(text, "  answers, version {version}");
            if *simulated {
                text.push_str("  it is a rehearsal stand-in: everything it says is simulated\n");
            }
            if models.is_empty() {
                text.push_str("  no models\n");
            }
            let width = models.iter().map(|model| model.name.chars().count()).max().unwrap_or(0);
            for model in models {
                let _ = writeln!(text, "  {:width$}  {}", model.name, about(model));
            }
        }
        Ollama::Silent(why) => {
            let _ = writeln!(text, "  does not answer: {why}");
        }
        Ollama::NotAsked => text.push_str("  not asked\n"),
    }
    text
}

fn about(model: &OllamaModel) -> String {
    if rule::is_forwarded(model) {
        return format!("forwarded to {}: refused as local", model.remote_host.as_deref().unwrap_or("a cloud"));
    }
    let mut parts = Vec::new();
    parts.extend(model.bytes.map(|bytes| format!("{:6.1} GB", bytes as f64 / 1e9)));
    parts.extend(model.parameters.clone());
    parts.extend(model.context_length.map(|tokens| format!("context {tokens}")));
    parts.join("  ")
}

fn sky(settings: &Settings, reach: Reach, stand_in: bool) -> String {
    let mut text = format!("Cloud: OpenAI at {} ({})\n", host_of(&settings.openai), badge(reach));
    let _ = writeln!(text, "  base URL {}", clean(settings.openai.as_str()));
    if let Some(proxy) = proxy_for(&settings.openai, false) {
        let _ = writeln!(text, "  through the proxy {proxy} (HTTPS_PROXY, HTTP_PROXY or ALL_PROXY)");
    }
    if stand_in {
        text.push_str("  it is a rehearsal stand-in: everything it says is simulated\n");
    }
    text.push_str(match &settings.openai_key {
        Some(key) if key.fits(&settings.openai) => "  key: set, sent to this host only (not tested)\n",
        Some(_) => "  key: set, but for another host, so it is not sent\n",
        None => "  key: not set\n",
    });
    if !settings.compat_keys.is_empty() {
        let hosts: Vec<&str> = settings.compat_keys.iter().map(|(key, _)| key.host.as_str()).collect();
        let _ = writeln!(text, "  keys of other servers: {}", hosts.join(", "));
    }
    text
}

fn plays(choice: &Choice) -> String {
    let simulated = |simulated: bool| if simulated { "  simulated" } else { "" };
    let home = match &choice.home {
        Home::Ollama { model, .. } => format!("{model} (ollama)"),
        Home::Compat { model, base, .. } => format!("{model} (compatible server at {})", host_of(base)),
        Home::Builtin => "builtin (no model: detectors mask, the vault restores)".to_owned(),
        Home::Rehearsal => format!("{} (rehearsal stand-in)", rule::LOCAL_MODEL),
    };
    let cloud = match &choice.cloud {
        Cloud::OpenAi { model, base, .. } => format!("{model} ({})", host_of(base)),
        Cloud::Compat { model, base, .. } => format!("{model} (compatible server at {})", host_of(base)),
        Cloud::Rehearsal => format!("{} (rehearsal stand-in)", rule::CLOUD_MODEL),
    };
    let mut text = "Would play:\n".to_owned();
    let _ = writeln!(text, "  home   {home}{}", simulated(choice.home.simulated()));
    let _ = writeln!(text, "  cloud  {cloud}{}", simulated(choice.cloud.simulated()));
    text.push_str("Because:\n");
    for note in &choice.notes {
        let _ = writeln!(text, "  {note}");
    }
    text
}

fn next(settings: &Settings, ollama: &Ollama, ok: bool) -> String {
    let mut steps: Vec<String> = Vec::new();
    match ollama {
        Ollama::Answers { models, simulated: false, .. } => {
            let local = |model: &OllamaModel| model.name.starts_with("gemma4") && !rule::is_forwarded(model);
            if !models.iter().any(local) {
                steps.push(format!("ollama pull {}", rule::LOCAL_MODEL));
            }
        }
        Ollama::Answers { .. } | Ollama::NotAsked => {}
        Ollama::Silent(_) => {
            steps.push(format!("ollama serve   (then: ollama pull {})", rule::LOCAL_MODEL));
        }
    }
    if settings.openai_key.is_none() {
        steps.push("export OPENAI_API_KEY=…".to_owned());
    }
    if ok {
        steps.push("fogline run sanitize-and-solve --scenario dishwasher".to_owned());
    }
    let mut text = "Next:\n".to_owned();
    for step in steps {
        let _ = writeln!(text, "  {step}");
    }
    text
}
