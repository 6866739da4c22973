//! What a server's error says, in every spelling seen on the wire, and what kind of failure it is.
//!
//! Not for advice: each protocol has its own.

use serde_json::Value;

use super::event::FailureKind;

/// The words of an error, with what else helps to judge it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Words {
    /// What the server said.
    pub(super) message: String,
    /// Its code: `rate_limit_exceeded`. Servers that put the HTTP status there give nothing new.
    pub(super) code: Option<String>,
    /// Its type: `insufficient_quota`.
    pub(super) class: Option<String>,
}

/// `error` codes and types that no waiting mends (OpenAI help centre, article 5955604).
const BILLING: [&str; 6] = [
    "insufficient_quota",
    "credit_balance_exhausted",
    "organization_spend_limit_exceeded",
    "project_spend_limit_exceeded",
    "organization_usage_limit_exceeded",
    "billing_hard_limit_reached",
];
const CONTEXT_CODES: [&str; 2] = ["context_length_exceeded", "exceed_context_size_error"];
const CONTEXT_WORDS: [&str; 5] = [
    "exceeds the available context size",
    "longer than the context length",
    "maximum context length",
    "exceeds the context window",
    "exceed the context",
];

impl Words {
    /// Reads the body of an error answer.
    pub(super) fn of_body(body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let text = text.trim();
        match serde_json::from_str::<Value>(text) {
            Ok(value) => Self::of_json(&value).unwrap_or_else(|| Self::plain(text)),
            Err(_) if text.starts_with('<') => Self::plain("an HTML page instead of an answer"),
            Err(_) if text.is_empty() => Self::plain("no message"),
            Err(_) => Self::plain(text),
        }
    }

    /// Reads `{"error":"…"}`, `{"error":{"message","code","type"}}`, `{"message"}`, `{"detail"}`, and any of these once
    /// more as a JSON string inside the message (Ollama passes its runner's body on like that). `None` where there is no
    /// error in it.
    pub(super) fn of_json(value: &Value) -> Option<Self> {
        Self::nested(value, 3)
    }

    pub(super) fn plain(message: &str) -> Self {
        Self { message: message.to_owned(), ..Self::default() }
    }

    fn nested(value: &Value, depth: u8) -> Option<Self> {
        let object = value.as_object()?;
        let error = object.get("error").filter(|error| !error.is_null());
        if let Some(text) = error.and_then(Value::as_str) {
            return Some(Self::unpack(Self::plain(text), depth));
        }
        if let Some(inner) = error.filter(|error| error.is_object()) {
            let words = Self::fields(inner).unwrap_or_else(|| Self::plain(&inner.to_string()));
            return Some(Self::unpack(words, depth));
        }
        Self::fields(value).map(|words| Self::unpack(words, depth))
    }

    fn fields(object: &Value) -> Option<Self> {
        let message = ["message", "detail"].iter().find_map(|name| object.get(name)).filter(|text| !text.is_null())?;
        let message = message.as_str().map(str::to_owned).or_else(|| complaints(message));
        let message = message.unwrap_or_else(|| "it gave no reason in words".to_owned());
        let word = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(Self { message, code: word("code"), class: word("type") })
    }

    fn unpack(self, depth: u8) -> Self {
        let Some(depth) = depth.checked_sub(1) else { return self };
        let start = self.message.find('{');
        let inner = start.and_then(|start| self.message.get(start..));
        let inner = inner.and_then(|text| serde_json::from_str::<Value>(text.trim()).ok());
        inner.and_then(|value| Self::nested(&value, depth)).unwrap_or(self)
    }

    /// One sentence: the message, with the code where it adds something.
    pub(super) fn sentence(&self) -> String {
        let message = self.message.trim();
        let code = self.code.as_deref().filter(|code| !message.contains(code) && !code.is_empty());
        let mut out =
            code.map_or_else(|| message.to_owned(), |code| format!("{} ({code})", message.trim_end_matches('.')));
        if !out.ends_with(['.', '!', '?']) {
            out.push('.');
        }
        out
    }

    /// The kind of failure that this status with these words is.
    pub(super) fn kind(&self, status: u16) -> FailureKind {
        let is =
            |list: &[&str]| [&self.code, &self.class].into_iter().flatten().any(|word| list.contains(&word.as_str()));
        let message = self.message.to_ascii_lowercase();
        if status == 402 || is(&BILLING) {
            return FailureKind::Billing;
        }
        if matches!(status, 400 | 413 | 422 | 500)
            && (is(&CONTEXT_CODES) || CONTEXT_WORDS.iter().any(|words| message.contains(words)))
        {
            return FailureKind::ContextLength;
        }
        match status {
            401 | 403 | 407 => FailureKind::Auth,
            404 => FailureKind::NotFound,
            429 => FailureKind::RateLimit,
            408 | 409 | 425 | 503 | 529 => FailureKind::Overload,
            500.. => FailureKind::Server,
            _ => FailureKind::BadRequest,
        }
    }
}

/// The reasons in a list of complaints about a request (`FastAPI`'s 422, as vLLM sends it). Such a list also quotes the
/// input complained about, which may be the whole prompt: that is left out.
fn complaints(list: &Value) -> Option<String> {
    let one = |complaint: &Value| {
        let reason = complaint.get("msg")?.as_str()?;
        let place = complaint.get("loc").and_then(Value::as_array).map(|path| {
            let steps = path.iter().map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned));
            steps.collect::<Vec<_>>().join(".")
        });
        Some(place.map_or_else(|| reason.to_owned(), |place| format!("{place}: {reason}")))
    };
    let reasons: Vec<String> = list.as_array()?.iter().filter_map(one).collect();
    (!reasons.is_empty()).then(|| reasons.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_read() {
        for (body, sentence) in [
            (r#"{"error":"model 'x' not found"}"#, "model 'x' not found."),
            (
                r#"{"error":{"message":"Rate limit reached.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}"#,
                "Rate limit reached (rate_limit_exceeded).",
            ),
            (r#"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#, "Loading model."),
            (r#"{"object":"error","message":"too long","code":40303}"#, "too long."),
            (r#"{"detail":"Not Found"}"#, "Not Found."),
            (r#"{"detail":[{"msg":"field required"}]}"#, "field required."),
            (
                r#"{"detail":[{"loc":["body","messages",0],"msg":"too long","input":"Maya is a light sleeper"}]}"#,
                "body.messages.0: too long.",
            ),
            (r#"{"detail":[{"input":"Maya is a light sleeper"}]}"#, "it gave no reason in words."),
            ("upstream connect error", "upstream connect error."),
            ("<html><body>502", "an HTML page instead of an answer."),
            ("", "no message."),
            ("{\"odd\":1}", "{\"odd\":1}."),
        ] {
            assert_eq!(Words::of_body(body.as_bytes()).sentence(), sentence);
        }
    }

    #[test]
    fn a_json_string_inside_the_message_is_unpacked() {
        let inner = r#"{"error":{"code":400,"message":"request (4476 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":4476,"n_ctx":4096}}"#;
        for text in [inner.to_owned(), format!("llama runner: {inner}")] {
            let body = serde_json::json!({ "error": text }).to_string();
            let words = Words::of_body(body.as_bytes());
            assert!(words.sentence().starts_with("request (4476 tokens)"), "{words:?}");
            assert_eq!(words.kind(400), FailureKind::ContextLength);
        }
    }

    #[test]
    fn kinds() {
        let coded = |code: &str| Words { code: Some(code.to_owned()), ..Words::default() };
        let typed = |class: &str| Words { class: Some(class.to_owned()), ..Words::default() };
        for (status, words, kind) in [
            (401, Words::default(), FailureKind::Auth),
            (403, Words::default(), FailureKind::Auth),
            (404, coded("model_not_found"), FailureKind::NotFound),
            (429, coded("rate_limit_exceeded"), FailureKind::RateLimit),
            (429, coded("slow_down"), FailureKind::RateLimit),
            (429, typed("insufficient_quota"), FailureKind::Billing),
            (429, coded("project_spend_limit_exceeded"), FailureKind::Billing),
            (400, coded("context_length_exceeded"), FailureKind::ContextLength),
            (
                400,
                Words::plain("the prompt is longer than the context length currently available"),
                FailureKind::ContextLength,
            ),
            (400, coded("unsupported_value"), FailureKind::BadRequest),
            (409, Words::default(), FailureKind::Overload),
            (503, coded("server_is_overloaded"), FailureKind::Overload),
            (500, Words::default(), FailureKind::Server),
            (502, Words::default(), FailureKind::Server),
            (307, Words::default(), FailureKind::BadRequest),
        ] {
            assert_eq!(words.kind(status), kind, "{status} {words:?}");
        }
    }
}
