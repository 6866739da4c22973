//! What the two OpenAI protocols share: error bodies, the model list, and what GPT-5.4 refuses.

use serde_json::{Value, json};

use super::Stage;
use crate::rehearsal::frames::Plan;
use crate::rehearsal::mind::Voice;

/// The cloud model the stand-in lists.
pub(in crate::rehearsal) const MODEL: &str = "gpt-5.4";

/// An error body with all four keys.
pub(in crate::rehearsal) fn error(
    status: u16,
    kind: &str,
    code: Option<&str>,
    param: Option<&str>,
    message: &str,
) -> Plan {
    Plan::json(status, &json!({"error": {"message": message, "type": kind, "param": param, "code": code}}))
}

fn invalid(code: Option<&str>, param: Option<&str>, message: &str) -> Plan {
    error(400, "invalid_request_error", code, param, message)
}

/// The error body of an injected status.
pub(in crate::rehearsal) fn fault(stage: &Stage<'_>, status: u16) -> Plan {
    let request = "invalid_request_error";
    match status {
        401 => {
            // The real server echoes part of the key, which is why clients have to redact.
            let key = stage.key.as_deref().unwrap_or_default();
            let head: String = key.chars().take(8).collect();
            let tail: String = key.chars().skip(key.chars().count().saturating_sub(4).max(8)).collect();
            let message = format!(
                "Incorrect API key provided: {head}****************{tail}. You can find your API key at \
                 https://platform.openai.com/account/api-keys."
            );
            error(401, request, Some("invalid_api_key"), None, &message)
        }
        403 => error(403, request, Some("unsupported_country_region_territory"), None, "Country, region, or territory not supported"),
        404 => model_not_found(MODEL),
        429 => error(
            429,
            "requests",
            Some("rate_limit_exceeded"),
            None,
            "Rate limit reached for gpt-5.4 on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 1s.",
        )
        .header("retry-after", "1")
        .header("x-ratelimit-remaining-requests", "0")
        .header("x-ratelimit-reset-requests", "1s"),
        500 => error(
            500,
            "server_error",
            None,
            None,
            "The server had an error while processing your request. Sorry about that!",
        ),
        503 => error(
            503,
            "server_error",
            Some("server_is_overloaded"),
            None,
            "Our servers are currently overloaded. Please try again later.",
        ),
        other => error(other, "server_error", None, None, "injected by the rehearsal"),
    }
}

/// 429 that waiting does not cure.
pub(in crate::rehearsal) fn billing() -> Plan {
    error(
        429,
        "insufficient_quota",
        Some("credit_balance_exhausted"),
        None,
        "You exceeded your current quota, please check your plan and billing details.",
    )
}

fn model_not_found(model: &str) -> Plan {
    let message = format!("The model `{model}` does not exist or you do not have access to it.");
    error(404, "invalid_request_error", Some("model_not_found"), None, &message)
}

/// 404 for a path.
pub(in crate::rehearsal) fn no_such_path(method: &str, path: &str) -> Plan {
    error(404, "invalid_request_error", None, None, &format!("Invalid URL ({method} {path})"))
}

/// The body as JSON, with the model it names and who answers for it.
pub(super) fn parse(body: &[u8]) -> Result<(Value, String, Voice), Plan> {
    let request: Value = serde_json::from_slice(body).map_err(|_| {
        invalid(
            None,
            None,
            "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library \
             correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble \
             figuring out how to fix this, please contact us through our help center at help.openai.com.)",
        )
    })?;
    let Some(model) = request.get("model").and_then(Value::as_str).filter(|model| !model.is_empty()) else {
        return Err(invalid(None, None, "you must provide a model parameter"));
    };
    let model = model.to_owned();
    let voice = Voice::of(&model).ok_or_else(|| model_not_found(&model))?;
    Ok((request, model, voice))
}

/// 400 for a parameter that has to be there.
pub(super) fn missing(param: &str) -> Plan {
    let message = format!("Missing required parameter: '{param}'.");
    invalid(Some("missing_required_parameter"), Some(param), &message)
}

/// 400 for a parameter this model does not take.
pub(super) fn unsupported(param: &str, advice: &str) -> Plan {
    let message = format!("Unsupported parameter: '{param}' is not supported with this model.{advice}");
    invalid(Some("unsupported_parameter"), Some(param), &message)
}

/// Checks the effort against what the model takes; absent is `none`, as GPT-5.4 has it.
pub(super) fn effort(model: &str, voice: Voice, value: Option<&Value>, param: &str) -> Result<String, Plan> {
    let supported: &[&str] = if model.starts_with("gpt-5.4-pro") {
        &["medium", "high", "xhigh"]
    } else if voice == Voice::Cloud {
        &["none", "low", "medium", "high", "xhigh"]
    } else {
        &["none", "minimal", "low", "medium", "high", "xhigh", "max"]
    };
    let given = match value {
        None | Some(Value::Null) => return Ok(if voice == Voice::Cloud { "none" } else { "medium" }.to_owned()),
        Some(value) => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
    };
    if supported.contains(&given.as_str()) {
        return Ok(given);
    }
    let mut list: Vec<String> = supported.iter().map(|level| format!("'{level}'")).collect();
    if let Some(last) = list.last_mut() {
        last.insert_str(0, "and ");
    }
    let message = format!(
        "Unsupported value: '{given}' is not supported with the '{model}' model. Supported values are: {}.",
        list.join(", ")
    );
    Err(invalid(Some("unsupported_value"), Some(param), &message))
}

/// GPT-5.4 takes sampling parameters only without reasoning.
pub(super) fn sampling(request: &Value, voice: Voice, effort: &str) -> Result<(), Plan> {
    if voice == Voice::Cloud && effort != "none" {
        for param in ["temperature", "top_p", "top_logprobs"] {
            if request.get(param).is_some_and(|value| !value.is_null()) {
                return Err(unsupported(param, ""));
            }
        }
    }
    Ok(())
}

/// The name the server gives for a model: OpenAI answers with the dated one.
pub(super) fn served_name(model: &str) -> String {
    if model == MODEL { format!("{MODEL}-2026-03-05") } else { model.to_owned() }
}

/// `GET /v1/models`.
pub(in crate::rehearsal) fn models(stage: &Stage<'_>) -> Plan {
    let model = |id: &str| json!({"id": id, "object": "model", "created": stage.now.as_second(), "owned_by": "fogline-rehearsal"});
    Plan::json(200, &json!({"object": "list", "data": [model(MODEL), model(super::ollama::MODEL)]}))
}

/// Random-looking padding of a delta, as OpenAI sends it to hide lengths.
pub(super) fn obfuscation(index: usize, text: &str) -> String {
    const LETTERS: &str = "qJ7xR2mWv9LkTzB4nYc8HdPs";
    let length = 16_usize.saturating_sub(text.len() % 16);
    LETTERS.chars().cycle().skip(index % 24).take(length).collect()
}

/// Headers of every answer.
pub(super) fn headers(stage: &Stage<'_>, plan: Plan) -> Plan {
    let id = stage.id("req");
    plan.header("x-request-id", id)
        .header("openai-version", "2020-10-01")
        .header("openai-processing-ms", "12")
        .header("x-ratelimit-limit-requests", "500")
        .header("x-ratelimit-remaining-requests", "499")
        .header("x-ratelimit-reset-requests", "120ms")
}
