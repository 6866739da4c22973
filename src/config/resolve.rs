//! One layer over the other, with an account of where each value came from.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use super::file::{self, Layer, Set};
use super::{ConfigError, Dirs, Flags, Settings, ollama_host};
use crate::model::key::{ApiKey, host_of};
use crate::model::reference::ModelRef;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Built in.
    Default,
    /// The settings file, with the line.
    File(PathBuf, usize),
    /// An environment variable.
    Environment(String),
    /// A flag.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Environment(name) => write!(f, "${name}"),
            Self::Flag(name) => f.write_str(name),
        }
    }
}

/// One setting as `fogline config show` prints it. Keys (secrets) are never in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name in the settings file.
    pub key: &'static str,
    /// Its value, readable.
    pub value: String,
    /// Where it came from.
    pub origin: Origin,
}

/// Settings with their account.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The settings.
    pub settings: Settings,
    /// One row each.
    pub rows: Vec<Row>,
}

type Candidate<T> = Option<(T, Origin)>;

/// Collects values, rows and complaints.
struct Layers<'a> {
    path: PathBuf,
    env: &'a dyn Fn(&str) -> Option<String>,
    rows: Vec<Row>,
    wrong: Vec<String>,
}

impl Layers<'_> {
    /// A file's value with its origin.
    fn in_file<T>(&self, set: Option<Set<T>>) -> Candidate<T> {
        set.map(|set| (set.value, Origin::File(self.path.clone(), set.line)))
    }

    /// A variable that is set and not empty.
    fn variable(&self, name: &str) -> Option<String> {
        (self.env)(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// A variable read by `read`; what is wrong with it names the variable and never its value.
    fn env_var<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Candidate<T> {
        match read(&self.variable(name)?) {
            Ok(value) => Some((value, Origin::Environment(name.to_owned()))),
            Err(error) => {
                self.wrong.push(format!("environment variable {name}: {error}"));
                None
            }
        }
    }

    /// A flag's value read by `read`.
    fn flag<T>(
        &mut self,
        flag: &'static str,
        text: Option<&String>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Candidate<T> {
        match read(text?) {
            Ok(value) => Some((value, Origin::Flag(flag))),
            Err(error) => {
                self.wrong.push(format!("{flag}: {error}"));
                None
            }
        }
    }

    /// The last candidate that is there, noted in the account.
    fn pick<T, const N: usize>(
        &mut self,
        key: &'static str,
        candidates: [Candidate<T>; N],
        show: impl Fn(&T) -> String,
    ) -> Option<T> {
        let chosen = candidates.into_iter().flatten().last();
        let (value, origin) = match &chosen {
            Some((value, origin)) => (show(value), origin.clone()),
            None => ("not set".to_owned(), Origin::Default),
        };
        self.rows.push(Row { key, value, origin });
        chosen.map(|(value, _)| value)
    }

    /// As [`Layers::pick`] with a default.
    fn pick_or<T: Clone, const N: usize>(
        &mut self,
        key: &'static str,
        default: T,
        candidates: [Candidate<T>; N],
        show: impl Fn(&T) -> String,
    ) -> T {
        let chosen = candidates.into_iter().flatten().last();
        self.pick(key, [Some((default.clone(), Origin::Default)), chosen], show).unwrap_or(default)
    }
}

/// Resolves all layers.
///
/// # Errors
/// Everything wrong in file, environment and flags, in one go.
pub fn resolve(
    file: Option<(&Path, &str)>,
    env: &dyn Fn(&str) -> Option<String>,
    flags: &Flags,
    dirs: &Dirs,
) -> Result<Resolved, ConfigError> {
    let path = file.map(|(path, _)| path.to_path_buf()).unwrap_or_default();
    let mut layers = Layers { path, env, rows: Vec::new(), wrong: Vec::new() };
    let layer = match file.map(|(path, text)| file::read(path, text)) {
        None => Layer::default(),
        Some(Ok(layer)) => layer,
        Some(Err(problems)) => {
            layers.wrong.extend(problems.iter().map(ToString::to_string));
            Layer::default()
        }
    };
    let settings = settings(&mut layers, layer, flags, dirs);
    match settings {
        Some(settings) if layers.wrong.is_empty() => Ok(Resolved { settings, rows: layers.rows }),
        _ => Err(ConfigError(layers.wrong)),
    }
}

fn settings(at: &mut Layers<'_>, file: Layer, flags: &Flags, dirs: &Dirs) -> Option<Settings> {
    let model = |text: &str| text.parse::<ModelRef>();
    let text = |text: &String| text.clone();
    let seconds = |seconds: &u64| format!("{seconds} s");
    let usd = |usd: &f64| format!("${usd}");

    let candidates =
        [at.in_file(file.local), at.env_var("FOGLINE_LOCAL", model), at.flag("--local", flags.local.as_ref(), model)];
    let local = at.pick("models.local", candidates, ToString::to_string);
    let candidates =
        [at.in_file(file.cloud), at.env_var("FOGLINE_CLOUD", model), at.flag("--cloud", flags.cloud.as_ref(), model)];
    let cloud = at.pick("models.cloud", candidates, ToString::to_string);
    let candidates = [at.in_file(file.own_hosts)];
    let own_hosts = at.pick_or("models.own_hosts", Vec::new(), candidates, |hosts| hosts.join(", "));
    let candidates = [at.in_file(file.num_ctx)];
    let num_ctx = at.pick_or("models.num_ctx", 16_384, candidates, u32::to_string);
    let contexts = contexts(at, file.contexts);
    let candidates = [at.in_file(file.keep_alive)];
    let keep_alive = at.pick("models.keep_alive", candidates, text);

    let candidates = [at.in_file(file.ollama), at.env_var("OLLAMA_HOST", ollama_host::parse)];
    let ollama = at.pick_or("servers.ollama", Url::parse("http://127.0.0.1:11434").ok()?, candidates, Url::to_string);
    let candidates = [at.in_file(file.openai), at.env_var("OPENAI_BASE_URL", file::base_url)];
    let openai =
        at.pick_or("servers.openai", Url::parse("https://api.openai.com/v1").ok()?, candidates, Url::to_string);
    let openai_key = key(at, &openai);
    let candidates = [at.env_var("OPENAI_ORG_ID", header_value)];
    let openai_org = at.pick("OPENAI_ORG_ID", candidates, text);
    let candidates = [at.env_var("OPENAI_PROJECT_ID", header_value)];
    let openai_project = at.pick("OPENAI_PROJECT_ID", candidates, text);
    let compat_keys = compat_keys(at, file.compat);

    let candidates = [at.in_file(file.policy), at.env_var("FOGLINE_POLICY", file::policy)];
    let policy = at.pick("gate.policy", candidates, ToString::to_string);
    let candidates = [at.in_file(file.ask_always)];
    let ask_always = at.pick_or("gate.ask_always", false, candidates, bool::to_string);
    let candidates = [at.in_file(file.local_names)];
    let local_names = at.pick_or("gate.local_names", false, candidates, bool::to_string);
    let candidates = [at.in_file(file.terms)];
    // The words themselves are private: only their number is shown.
    let terms = at.pick_or("gate.terms", Vec::new(), candidates, |terms| format!("{} word(s)", terms.len()));

    let candidates = [at.in_file(file.run_usd)];
    let run_usd = at.pick("limits.run_usd", candidates, usd);
    let candidates = [at.in_file(file.session_usd)];
    let session_usd = at.pick("limits.session_usd", candidates, usd);
    let candidates = [at.in_file(file.idle_local_s)];
    let idle_local = at.pick_or("limits.idle_local_s", 300, candidates, seconds);
    let candidates = [at.in_file(file.idle_cloud_s)];
    let idle_cloud = at.pick_or("limits.idle_cloud_s", 120, candidates, seconds);
    let candidates = [at.in_file(file.attempts)];
    let attempts = at.pick_or("limits.attempts", 3, candidates, u32::to_string);
    let candidates = [at.in_file(file.electricity)];
    let electricity = at.pick("electricity", candidates, |(watts, price)| format!("{watts} W at ${price} per kWh"));

    let theme_flag = at.flag("--theme", flags.theme.as_ref(), |text| Ok(text.to_owned()));
    let candidates = [at.in_file(file.theme), at.env_var("FOGLINE_THEME", |text| Ok(text.to_owned())), theme_flag];
    let theme = at.pick_or("screen.theme", "fog".to_owned(), candidates, text);
    let candidates = [at.in_file(file.mouse)];
    let mouse = at.pick_or("screen.mouse", false, candidates, bool::to_string);
    let candidates = [at.in_file(file.drafts)];
    let drafts = at.pick_or("screen.drafts", true, candidates, bool::to_string);

    Some(Settings {
        local,
        cloud,
        ollama,
        openai,
        openai_key,
        openai_org,
        openai_project,
        compat_keys,
        own_hosts,
        num_ctx,
        contexts,
        keep_alive,
        policy,
        ask_always,
        local_names,
        terms,
        run_usd,
        session_usd,
        idle_local: Duration::from_secs(idle_local),
        idle_cloud: Duration::from_secs(idle_cloud),
        attempts,
        electricity,
        theme,
        mouse,
        drafts,
        config_dir: dirs.config.clone(),
        state_dir: dirs.state.clone(),
    })
}

/// The value of a variable that travels in a header; control characters in it would be a request's own business.
fn header_value(text: &str) -> Result<String, String> {
    if text.chars().all(|c| c.is_ascii_graphic()) {
        Ok(text.to_owned())
    } else {
        Err("it holds characters that no header can carry: copy it again".to_owned())
    }
}

fn key(at: &mut Layers<'_>, openai: &Url) -> Option<ApiKey> {
    let host = host_of(openai);
    let candidates = [at.env_var("OPENAI_API_KEY", header_value)];
    let secret = at.pick("OPENAI_API_KEY", candidates, |_| format!("set, only for {host}"))?;
    Some(ApiKey { secret: secret.into(), host })
}

/// Context windows of single models.
fn contexts(at: &mut Layers<'_>, models: Vec<Set<(String, u32)>>) -> Vec<(String, u32)> {
    let mut taken = Vec::with_capacity(models.len());
    for Set { value: (model, tokens), line } in models {
        let value = format!("{model} {tokens}");
        at.rows.push(Row { key: "models.context", value, origin: Origin::File(at.path.clone(), line) });
        taken.push((model, tokens));
    }
    taken
}

fn compat_keys(at: &mut Layers<'_>, servers: Vec<Set<file::CompatKey>>) -> Vec<(ApiKey, String)> {
    let mut keys = Vec::new();
    for Set { value: server, line } in servers {
        let host = host_of(&server.url);
        let secret = at.env_var(&server.variable, header_value).map(|(secret, _)| secret);
        let state = if secret.is_some() { "set" } else { "not set" };
        let value = format!("{host}: ${} ({state}) as {}", server.variable, server.header);
        at.rows.push(Row { key: "servers.compat", value, origin: Origin::File(at.path.clone(), line) });
        // A missing variable is no error: the server may not be used in this session, and says so when it is.
        if let Some(secret) = secret {
            keys.push((ApiKey { secret: secret.into(), host }, server.header));
        }
    }
    keys
}

#[cfg(test)]
mod tests;
