//! How a person names a model: `ollama:gemma4:e4b`, `openai:gpt-5.4`, `compat:MODEL@URL`, `builtin`, `rehearsal`.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::text::clean::clean;

/// A model as named by `--local` or `--cloud`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "provider", rename_all = "lowercase")]
pub enum ModelRef {
    /// A model on the Ollama server of the settings.
    Ollama {
        /// Its name with tag.
        model: String,
    },
    /// A model of OpenAI's Responses API (base URL from the settings, or `openai:MODEL@URL`).
    OpenAi {
        /// Its name.
        model: String,
        /// Another base URL, `/v1` included.
        base: Option<Url>,
    },
    /// A model behind an OpenAI-compatible chat completions server.
    Compat {
        /// Its name.
        model: String,
        /// Base URL, `/v1` included.
        base: Url,
    },
    /// No model: detectors mask, the vault restores.
    Builtin,
    /// The stand-in.
    Rehearsal,
}

const FORMS: &str =
    "write `ollama:MODEL`, `openai:MODEL`, `openai:MODEL@URL`, `compat:MODEL@URL`, `builtin` or `rehearsal`";

impl std::str::FromStr for ModelRef {
    type Err = String;

    /// Reads a name. The URL begins after the last `@` that is followed by `http://` or `https://`, so that model names may
    /// hold `:`, `/` and `@`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let shown = clean(text);
        match text {
            "builtin" => return Ok(Self::Builtin),
            "rehearsal" => return Ok(Self::Rehearsal),
            "" => return Err(format!("a model has no name: {FORMS}")),
            _ => {}
        }
        let Some((provider, rest)) = text.split_once(':') else {
            return Err(format!("`{shown}` names no model: {FORMS}"));
        };
        let (model, base) = match ["@http://", "@https://"].iter().filter_map(|mark| rest.rfind(mark)).max() {
            Some(at) => {
                let (model, url) = rest.split_at_checked(at).unwrap_or((rest, ""));
                (model, Some(base_url(url.trim_start_matches('@'))?))
            }
            None => (rest, None),
        };
        let model = model.trim().to_owned();
        if model.is_empty() || model.chars().any(char::is_control) {
            return Err(format!("`{shown}` names no model: {FORMS}"));
        }
        match (provider, base) {
            ("ollama", None) => Ok(Self::Ollama { model }),
            ("ollama", Some(_)) => Err(format!(
                "`{shown}`: the Ollama server is set by OLLAMA_HOST or `ollama` under [servers] in the settings, not in the name; or write `compat:{model}@URL`"
            )),
            ("openai", base) => Ok(Self::OpenAi { model, base }),
            ("compat", Some(base)) => Ok(Self::Compat { model, base }),
            ("compat", None) => {
                Err(format!("`{shown}` has no server: write `compat:{model}@http://127.0.0.1:8080/v1`"))
            }
            _ => Err(format!("`{}` is no provider: {FORMS}", clean(provider))),
        }
    }
}

fn base_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("`{}` is not a URL: {error}", clean(text)))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "a server's URL must not hold a user name or password: keys belong in the environment or config".into()
        );
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(format!("`{}` must end with its path, like `http://127.0.0.1:8080/v1`", clean(text)));
    }
    Ok(url)
}

impl fmt::Display for ModelRef {
    /// The form that [`std::str::FromStr`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ollama { model } => write!(f, "ollama:{model}"),
            Self::OpenAi { model, base: None } => write!(f, "openai:{model}"),
            Self::OpenAi { model, base: Some(base) } => write!(f, "openai:{model}@{base}"),
            Self::Compat { model, base } => write!(f, "compat:{model}@{base}"),
            Self::Builtin => f.write_str("builtin"),
            Self::Rehearsal => f.write_str("rehearsal"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_back() {
        let base = Url::parse("http://127.0.0.1:8080/v1").unwrap();
        let https = Url::parse("https://x.openai.azure.com/openai/v1").unwrap();
        for (text, expected) in [
            ("ollama:gemma4:e4b", ModelRef::Ollama { model: "gemma4:e4b".into() }),
            ("openai:gpt-5.4", ModelRef::OpenAi { model: "gpt-5.4".into(), base: None }),
            (
                "openai:gpt-5.4@http://127.0.0.1:8080/v1",
                ModelRef::OpenAi { model: "gpt-5.4".into(), base: Some(base.clone()) },
            ),
            (
                "compat:Qwen/Qwen3:4b@http://127.0.0.1:8080/v1",
                ModelRef::Compat { model: "Qwen/Qwen3:4b".into(), base: base.clone() },
            ),
            ("compat:a@b@http://127.0.0.1:8080/v1", ModelRef::Compat { model: "a@b".into(), base }),
            (
                "compat:gpt-5.4@https://x.openai.azure.com/openai/v1",
                ModelRef::Compat { model: "gpt-5.4".into(), base: https },
            ),
            ("builtin", ModelRef::Builtin),
            (" rehearsal ", ModelRef::Rehearsal),
        ] {
            let read: ModelRef = text.parse().unwrap();
            assert_eq!(read, expected);
            assert_eq!(read.to_string(), text.trim());
        }
    }

    #[test]
    fn errors_say_what_to_write() {
        for (text, hint) in [
            ("", "write `ollama:MODEL`"),
            ("gpt-5.4", "`gpt-5.4` names no model"),
            ("ollama:", "names no model"),
            ("claude:opus", "`claude` is no provider"),
            ("compat:qwen", "write `compat:qwen@http://127.0.0.1:8080/v1`"),
            ("ollama:x@http://h:1", "OLLAMA_HOST"),
            ("compat:x@http://", "is not a URL"),
            ("compat:x@http://user:pw@h/v1", "user name or password"),
            ("compat:x@http://h/v1?key=1", "must end with its path"),
            ("ollama:a\u{1b}[2J", "names no model"),
        ] {
            let error = text.parse::<ModelRef>().unwrap_err();
            assert!(error.contains(hint), "{text}: {error}");
            assert!(!error.contains('\u{1b}'));
        }
        assert!(!"compat:x@http://user:hunter2@h/v1".parse::<ModelRef>().unwrap_err().contains("hunter2"));
    }
}
