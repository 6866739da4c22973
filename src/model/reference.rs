//! How a person names a model: `ollama:gemma4:e4b`, `openai:gpt-5.4`, `compat:MODEL@URL`, `builtin`, `rehearsal`.

use serde::{Deserialize, Serialize};
use url::Url;

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

impl std::str::FromStr for ModelRef {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let _ = text;
        todo!()
    }
}
