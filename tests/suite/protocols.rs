//! The three protocols as the tests of requests and answers use them.

use fogline::model::chat::Chat;
use fogline::model::ollama::{Ollama, OllamaOptions};
use fogline::model::responses::{Account, Responses};
use url::Url;

pub fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

/// Ollama with every option given.
pub fn ollama() -> Ollama {
    let options = OllamaOptions { num_ctx: 16384, keep_alive: Some("10m".into()), thinks: None };
    Ollama::new(&url("http://127.0.0.1:11434"), "gemma4:e4b", options)
}

/// OpenAI itself.
pub fn responses() -> Responses {
    Responses::new(&url("https://api.openai.com/v1"), "gpt-5.4", Account::default())
}

/// A compatible server on this machine.
pub fn chat() -> Chat {
    Chat::new(&url("http://127.0.0.1:8080/v1/"), "qwen")
}
