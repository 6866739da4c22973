//! Token log-probabilities, which Ollama and OpenAI spell alike: `[{token, logprob, top_logprobs: [{token, logprob}]}]`.

use serde_json::Value;

use super::event::{ModelEvent, TokenLogprob};
use super::protocol::text_at;
use crate::text::clean::clean;

/// The event for a list of tokens; `None` for no list or an empty one. Entries without a number are left out.
pub(super) fn event(list: Option<&Value>, thinking: bool) -> Option<ModelEvent> {
    let tokens: Vec<TokenLogprob> = list?.as_array()?.iter().filter_map(token).collect();
    (!tokens.is_empty()).then_some(ModelEvent::Logprobs { tokens, thinking })
}

fn token(entry: &Value) -> Option<TokenLogprob> {
    let (token, logprob) = pair(entry)?;
    let top = entry.get("top_logprobs").and_then(Value::as_array);
    let top = top.map(|list| list.iter().filter_map(pair).collect()).unwrap_or_default();
    Some(TokenLogprob { token, logprob, top })
}

fn pair(entry: &Value) -> Option<(String, f64)> {
    Some((clean(text_at(entry, "/token")).into_owned(), entry.get("logprob")?.as_f64()?))
}
