//! What tokens cost, from `genai-prices`: offline, by model, date and service tier. Also the estimate of tokens that
//! stands in until a server reports its own.

use genai_prices::{Calculator, PriceRequest, UsageKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::client::ModelInfo;
use super::event::Usage;

/// US dollars.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
pub struct Usd(pub f64);

/// Characters per token before anything was learnt about a model.
pub const CHARS_PER_TOKEN: f64 = 4.0;

/// Price of a model at a moment. `None` where the price is unknown. Local models cost 0; simulated cloud models are
/// priced by the list price of the name they carry.
#[must_use]
pub fn cost(model: &ModelInfo, local: bool, usage: Usage, tier: Option<&str>, at: Timestamp) -> Option<Usd> {
    if local || model.provider == "builtin" {
        return Some(Usd(0.0));
    }
    let tokens = genai_prices::Usage::from([
        (UsageKey::INPUT_TOKENS, count(usage.input.max(usage.cached))),
        (UsageKey::CACHE_READ_TOKENS, count(usage.cached)),
        (UsageKey::OUTPUT_TOKENS, count(usage.output)),
    ]);
    let url = format!("https://{}", model.place);
    let price = |name: &str| {
        let mut request = PriceRequest::new(name, &tokens).with_timestamp(at);
        request = if model.provider == "openai" || model.simulated {
            request.with_provider_id("openai")
        } else {
            request.with_provider_api_url(&url)
        };
        if let Some(tier) = tier {
            request = request.with_price_context("service_tier", tier);
        }
        Calculator::bundled().calculate(&request).ok()
    };
    let price = price(&model.name).or_else(|| price(undated(&model.name)?))?;
    Some(Usd(price.total_price))
}

/// Estimated tokens of a text of so many characters, rounded up; a ratio that makes no sense counts as the usual one.
#[must_use]
pub fn estimate_tokens(chars: usize, chars_per_token: f64) -> u64 {
    let ratio = if chars_per_token.is_finite() && chars_per_token >= 0.5 { chars_per_token } else { CHARS_PER_TOKEN };
    (chars as f64 / ratio).ceil() as u64
}

fn count(tokens: u64) -> f64 {
    tokens as f64
}

/// A name without its date: `gpt-5.4-mini-2026-03-17` is `gpt-5.4-mini`.
fn undated(name: &str) -> Option<&str> {
    let (head, date) = name.split_at_checked(name.len().checked_sub("-2026-01-01".len())?)?;
    let shaped =
        date.chars().enumerate().all(|(at, c)| if matches!(at, 0 | 5 | 8) { c == '-' } else { c.is_ascii_digit() });
    (shaped && !head.is_empty()).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(name: &str, provider: &str, place: &str) -> ModelInfo {
        ModelInfo { name: name.into(), provider: provider.into(), place: place.into(), ..ModelInfo::builtin() }
    }

    fn price(model: &ModelInfo, local: bool, usage: Usage, tier: Option<&str>) -> Option<f64> {
        let at = "2026-11-22T08:00:00Z".parse().unwrap();
        cost(model, local, usage, tier, at).map(|usd| (usd.0 * 1e6).round() / 1e6)
    }

    fn usage(input: u64, cached: u64, output: u64) -> Usage {
        Usage { input, cached, output, reasoning: 0 }
    }

    #[test]
    fn list_prices() {
        let gpt = model("gpt-5.4", "openai", "api.openai.com");
        let both = usage(1000, 0, 1000);
        for (model, usage, tier, expected) in [
            (&gpt, both, None, Some(0.0175)),
            (&gpt, both, Some("default"), Some(0.0175)),
            (&gpt, both, Some("priority"), Some(0.035)),
            (&gpt, both, Some("flex"), Some(0.00875)),
            (&gpt, usage(100_000, 80_000, 10_000), None, Some(0.22)),
            (&gpt, usage(300_000, 0, 10_000), None, Some(1.725)),
            (&gpt, Usage::default(), None, Some(0.0)),
            (&model("gpt-5.4-2026-03-05", "openai", "api.openai.com"), both, None, Some(0.0175)),
            (&model("gpt-5.4-mini-2031-01-31", "openai", "api.openai.com"), both, None, Some(0.00525)),
            (&model("gpt-5.4", "compat", "api.openai.com"), both, None, Some(0.0175)),
            (&model("qwen", "compat", "gpu.example.com"), both, None, None),
            (&model("no-such-model", "openai", "api.openai.com"), both, None, None),
        ] {
            assert_eq!(price(model, false, usage, tier), expected, "{model:?} {usage:?} {tier:?}");
        }
    }

    #[test]
    fn home_is_free_and_stand_ins_carry_the_list_price() {
        assert_eq!(price(&model("gemma4:e4b", "ollama", "127.0.0.1:11434"), true, usage(9, 0, 9), None), Some(0.0));
        assert_eq!(price(&ModelInfo::builtin(), true, Usage::default(), None), Some(0.0));
        let stand_in = ModelInfo { simulated: true, ..model("gpt-5.4", "openai", "127.0.0.1:4444") };
        assert_eq!(price(&stand_in, false, usage(1000, 0, 1000), None), Some(0.0175));
    }

    #[test]
    fn estimates() {
        for (chars, ratio, tokens) in
            [(0, 4.0, 0), (1, 4.0, 1), (848, 4.0, 212), (9, 3.0, 3), (8, 0.0, 2), (8, f64::NAN, 2)]
        {
            assert_eq!(estimate_tokens(chars, ratio), tokens);
        }
    }
}
