//! The settings file: which keys there are, and what they take.

use std::path::Path;

use url::Url;

use super::ollama_host;
use crate::boundary::finding::Policy;
use crate::model::reference::ModelRef;
use crate::text::located::{Problem, Reader, Table};

/// A value with the line it stands on.
#[derive(Debug, Clone)]
pub(super) struct Set<T> {
    pub(super) value: T,
    pub(super) line: usize,
}

/// An OpenAI-compatible server's key, by the name of its variable.
#[derive(Debug, Clone)]
pub(super) struct CompatKey {
    pub(super) url: Url,
    pub(super) variable: String,
    pub(super) header: String,
}

/// What the file says; absent = nothing.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub(super) local: Option<Set<ModelRef>>,
    pub(super) cloud: Option<Set<ModelRef>>,
    pub(super) own_hosts: Option<Set<Vec<String>>>,
    pub(super) num_ctx: Option<Set<u32>>,
    pub(super) contexts: Vec<Set<(String, u32)>>,
    pub(super) keep_alive: Option<Set<String>>,
    pub(super) ollama: Option<Set<Url>>,
    pub(super) openai: Option<Set<Url>>,
    pub(super) compat: Vec<Set<CompatKey>>,
    pub(super) policy: Option<Set<Policy>>,
    pub(super) ask_always: Option<Set<bool>>,
    pub(super) local_names: Option<Set<bool>>,
    pub(super) terms: Option<Set<Vec<String>>>,
    pub(super) run_usd: Option<Set<f64>>,
    pub(super) session_usd: Option<Set<f64>>,
    pub(super) idle_local_s: Option<Set<u64>>,
    pub(super) idle_cloud_s: Option<Set<u64>>,
    pub(super) attempts: Option<Set<u32>>,
    pub(super) electricity: Option<Set<(f64, f64)>>,
    pub(super) theme: Option<Set<String>>,
    pub(super) mouse: Option<Set<bool>>,
    pub(super) drafts: Option<Set<bool>>,
}

/// Names of the policies that can be set; `allow` is not among them on purpose.
pub(super) const POLICIES: [(&str, Policy); 3] =
    [("ask", Policy::Ask), ("mask", Policy::Mask), ("block", Policy::Block)];

/// What is said to somebody who sets `allow` for good.
pub(super) const NO_ALLOW: &str =
    "`allow` cannot be set for good: it has to be named each time the program runs, with `--policy allow`";

/// Reads a settings file.
pub(super) fn read(path: &Path, text: &str) -> Result<Layer, Vec<Problem>> {
    let reader = Reader::new(path.display().to_string(), text);
    let Some(parsed) = reader.parse() else { return Err(reader.into_problems()) };
    let root = Table::root(&reader, &parsed);
    let mut layer = Layer::default();
    for (name, read) in SECTIONS {
        if let Some(table) = root.table(name) {
            read(&reader, &table, &mut layer);
            table.finish();
        }
    }
    root.finish();
    if reader.is_clean() { Ok(layer) } else { Err(reader.into_problems()) }
}

type Section = fn(&Reader<'_>, &Table<'_, '_>, &mut Layer);

const SECTIONS: [(&str, Section); 6] = [
    ("models", models),
    ("servers", servers),
    ("gate", gate),
    ("limits", limits),
    ("electricity", electricity),
    ("screen", screen),
];

/// The value with the line of its key.
fn set<T>(reader: &Reader<'_>, table: &Table<'_, '_>, key: &str, value: Option<T>) -> Option<Set<T>> {
    value.map(|value| Set { value, line: reader.place(table.span_of(key).start).0 })
}

/// A value that has to be read from a string by `read`.
fn parsed<T>(table: &Table<'_, '_>, key: &'static str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
    let text = table.text(key)?;
    read(&text).map_err(|error| table.complain_about(key, format!("`{key}`: {error}"))).ok()
}

fn models(reader: &Reader<'_>, table: &Table<'_, '_>, layer: &mut Layer) {
    layer.local = set(reader, table, "local", parsed(table, "local", str::parse));
    layer.cloud = set(reader, table, "cloud", parsed(table, "cloud", str::parse));
    let mut hosts: Vec<String> = Vec::new();
    for host in table.list("own_hosts").unwrap_or_default() {
        let text = host.get_ref().trim();
        if text.is_empty() || text.contains(['/', '@', ' ']) {
            table.complain(host.span(), "an own host is a host name or address alone, like gpu.example.org");
        } else {
            hosts.push(text.to_owned());
        }
    }
    layer.own_hosts = set(reader, table, "own_hosts", table.has("own_hosts").then_some(hosts));
    layer.num_ctx = set(reader, table, "num_ctx", window(table));
    for context in table.tables("context") {
        let model = context.required_text("model", "the name of a local model, like gemma4:31b");
        if !context.has("num_ctx") {
            context.complain(context.span(), "`num_ctx` is missing: this model's context window in tokens");
        }
        if let (Some(model), Some(tokens)) = (model, window(&context)) {
            let line = reader.place(context.span().start).0;
            layer.contexts.push(Set { value: (model, tokens), line });
        }
        context.finish();
    }
    layer.keep_alive = set(reader, table, "keep_alive", table.text("keep_alive"));
}

/// A context window, tokens.
fn window(table: &Table<'_, '_>) -> Option<u32> {
    whole(table, "num_ctx", 512, 4_194_304)
}

fn whole<T: TryFrom<i64>>(table: &Table<'_, '_>, key: &'static str, min: i64, max: i64) -> Option<T> {
    table.whole(key, min, max).and_then(|number| T::try_from(number).ok())
}

fn servers(reader: &Reader<'_>, table: &Table<'_, '_>, layer: &mut Layer) {
    layer.ollama = set(reader, table, "ollama", parsed(table, "ollama", ollama_host::parse));
    layer.openai = set(reader, table, "openai", parsed(table, "openai", base_url));
    for key in ["openai_key", "api_key", "openai_api_key", "key"] {
        if table.has(key) {
            table.complain_about(
                key,
                "a key does not belong in a file: set OPENAI_API_KEY, or `api_key_env` of [[servers.compat]]",
            );
        }
    }
    for compat in table.tables("compat") {
        if !compat.has("url") {
            compat.complain(compat.span(), "`url` is missing: the server's base URL, `/v1` included");
        }
        let url = parsed(&compat, "url", base_url);
        let variable = compat.required_text("api_key_env", "the name of the environment variable that holds the key");
        if variable.as_deref().is_some_and(|name| !is_variable(name)) {
            // Whatever stands there may be the key itself, so it is not repeated.
            compat.complain_about(
                "api_key_env",
                "that is no name of an environment variable; the key itself does not belong in a file",
            );
        }
        let words = [("authorization", "authorization"), ("api-key", "api-key")];
        let header = compat.word("header", &words).unwrap_or("authorization").to_owned();
        if let (Some(url), Some(variable)) = (url, variable) {
            let line = reader.place(compat.span().start).0;
            layer.compat.push(Set { value: CompatKey { url, variable, header }, line });
        }
        compat.finish();
    }
}

fn is_variable(name: &str) -> bool {
    let fine = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    name.chars().all(fine) && !name.starts_with(|c: char| c.is_ascii_digit()) && name.len() <= 64
}

/// A server's base URL.
pub(super) fn base_url(text: &str) -> Result<Url, String> {
    let hint = "write it whole, like https://api.openai.com/v1";
    let url = Url::parse(text.trim()).map_err(|error| format!("that is no URL ({error}): {hint}"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(format!("the URL has to begin with http:// or https://: {hint}"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a user name or password does not belong in a URL: use the key's variable".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(format!("the URL has to end with its path: {hint}"));
    }
    Ok(url)
}

fn gate(reader: &Reader<'_>, table: &Table<'_, '_>, layer: &mut Layer) {
    let policy = parsed(table, "policy", policy);
    layer.policy = set(reader, table, "policy", policy);
    layer.ask_always = set(reader, table, "ask_always", table.flag("ask_always"));
    layer.local_names = set(reader, table, "local_names", table.flag("local_names"));
    let mut terms: Vec<String> = Vec::new();
    for term in table.list("terms").unwrap_or_default() {
        let text = term.get_ref().trim();
        if text.chars().count() < 2 {
            table.complain(term.span(), "a term needs at least two characters");
        } else {
            terms.push(text.to_owned());
        }
    }
    layer.terms = set(reader, table, "terms", table.has("terms").then_some(terms));
}

/// A policy by name; `allow` is refused.
pub(super) fn policy(text: &str) -> Result<Policy, String> {
    if text == "allow" {
        return Err(NO_ALLOW.to_owned());
    }
    let known = POLICIES.map(|(word, _)| word);
    let found = POLICIES.iter().find(|(word, _)| *word == text).map(|(_, policy)| *policy);
    found.ok_or_else(|| {
        let hint = crate::text::located::suggestion(text, &known);
        format!("`{text}` is no policy{hint}: it has to be {}", crate::text::located::one_of(&known))
    })
}

fn limits(reader: &Reader<'_>, table: &Table<'_, '_>, layer: &mut Layer) {
    layer.run_usd = set(reader, table, "run_usd", table.number("run_usd", 0.0, 1e6));
    layer.session_usd = set(reader, table, "session_usd", table.number("session_usd", 0.0, 1e6));
    layer.idle_local_s = set(reader, table, "idle_local_s", whole(table, "idle_local_s", 1, 86_400));
    layer.idle_cloud_s = set(reader, table, "idle_cloud_s", whole(table, "idle_cloud_s", 1, 86_400));
    layer.attempts = set(reader, table, "attempts", whole(table, "attempts", 1, 10));
}

fn electricity(reader: &Reader<'_>, table: &Table<'_, '_>, layer: &mut Layer) {
    let watts = table.number("watts", 0.0, 100_000.0);
    let price = table.number("usd_per_kwh", 0.0, 1000.0);
    for key in ["watts", "usd_per_kwh"] {
        if !table.has(key) {
            table.complain(table.span(), format!("`{key}` is missing: both `watts` and `usd_per_kwh` are needed"));
        }
    }
    layer.electricity = set(reader, table, "watts", watts.zip(price));
}

fn screen(reader: &Reader<'_>, table: &Table<'_, '_>, layer: &mut Layer) {
    layer.theme = set(reader, table, "theme", table.text("theme"));
    layer.mouse = set(reader, table, "mouse", table.flag("mouse"));
    layer.drafts = set(reader, table, "drafts", table.flag("drafts"));
}
