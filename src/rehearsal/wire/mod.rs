//! The wire protocols of the stand-ins: from a request's bytes to a [`super::frames::Plan`]. Pure; the facts are those of
//! the servers' own sources and documentation.

pub(super) mod chat;
pub(super) mod ollama;
pub(super) mod openai;
pub(super) mod responses;

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use super::frames::{Timeline, Utterance};
use super::mind::Voice;
use super::mind::{self, Asked};
use super::options::{Fault, Options};

/// What a protocol needs to answer.
pub(super) struct Stage<'a> {
    /// How the stand-ins behave.
    pub(super) options: &'a Options,
    /// When the request came.
    pub(super) now: jiff::Timestamp,
    /// The key as it was sent, if one was.
    pub(super) key: Option<String>,
    /// Numbers for ids.
    pub(super) counter: &'a AtomicU64,
}

impl Stage<'_> {
    fn id(&self, prefix: &str) -> String {
        format!("{prefix}_rehearsal_{:012x}", self.counter.fetch_add(1, Ordering::Relaxed))
    }

    fn timeline(&self, voice: Voice) -> Timeline {
        Timeline::new(match voice {
            Voice::Local => self.options.local_pace(),
            Voice::Cloud => self.options.cloud_pace(),
        })
    }

    fn utter(&self, asked: &Asked) -> Utterance {
        let mut spoken = mind::speak(asked);
        if self.options.fault == Some(Fault::SplitUtf8) && !spoken.contract {
            spoken.answer.push_str("\n\n(Split on purpose: caf\u{e9}, 20 \u{b0}C, \u{20ac}0.26, \u{1f557}.)");
        }
        Utterance::new(asked, &spoken, self.options.tokens)
    }

    fn unfinished(&self) -> bool {
        self.options.fault == Some(Fault::NoTerminal)
    }
}

/// A message's text: a string, or the text parts of a list.
fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let texts: Vec<&str> = parts.iter().filter_map(|part| part.get("text")?.as_str()).collect();
            texts.join("\n")
        }
        _ => String::new(),
    }
}

/// Sorts messages into an [`Asked`] by their roles.
fn hear(asked: &mut Asked, messages: &[Value]) {
    for message in messages {
        let text = text_of(message.get("content").unwrap_or(&Value::Null));
        match message.get("role").and_then(Value::as_str) {
            Some("system" | "developer") => {
                if !asked.system.is_empty() {
                    asked.system.push('\n');
                }
                asked.system.push_str(&text);
            }
            Some("user") | None => asked.user.push(text),
            Some(_) => asked.other_chars += text.chars().count(),
        }
    }
}

fn asked(voice: Voice, model: &str) -> Asked {
    Asked {
        voice,
        model: model.to_owned(),
        system: String::new(),
        user: Vec::new(),
        other_chars: 0,
        thinks: false,
        limit: None,
        schema: None,
        seed: 0,
    }
}

/// The seed of a request; negative ones (Ollama takes them) by their size.
fn seed(value: Option<&Value>) -> u64 {
    value.and_then(Value::as_i64).map_or(0, i64::unsigned_abs)
}

fn limit(value: Option<&Value>) -> Option<usize> {
    value.and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok())
}

/// A log-probability for a token: not a model's, but the same for the same token, and lower for rarer-looking ones.
fn logprob(token: &str) -> f64 {
    let hash = token.bytes().fold(7_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte)));
    -f64::from(hash % 400) / 1000.0
}

fn token_logprobs(token: &str, top: u64, doubt: f64) -> Value {
    let own = logprob(token) * doubt;
    let alternatives: Vec<Value> = (0..top)
        .map(|rank| {
            let (text, value) =
                if rank == 0 { (token.to_owned(), own) } else { (format!("{token}{rank}"), own - 1.5 * rank as f64) };
            serde_json::json!({"token": text, "logprob": value, "bytes": text.as_bytes()})
        })
        .collect();
    serde_json::json!({"token": token, "logprob": own, "bytes": token.as_bytes(), "top_logprobs": alternatives})
}
