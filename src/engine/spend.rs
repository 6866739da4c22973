//! Spend caps. They stop a request *before* it is sent, and bound its output so that it cannot exceed the cap either.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::handle::Limits;
use crate::model::client::ModelInfo;
use crate::model::event::Usage;
use crate::model::price;

/// A cap errs on the safe side: it counts input at two characters per token.
const CAUTIOUS_CHARS_PER_TOKEN: usize = 2;
/// Fewer output tokens than this are not worth a request.
const WORTHWHILE_OUTPUT: u64 = 256;

/// What a run has spent and promised.
#[derive(Debug, Default)]
pub(super) struct Purse(Mutex<Account>);

#[derive(Debug, Default)]
struct Account {
    /// Spent and reserved, USD.
    usd: f64,
    /// Requests that hold a reservation.
    holding: usize,
    /// Cloud stages that have not ended.
    open: usize,
}

/// What a request may cost at most; give it back with [`Purse::settle`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reserved {
    /// The reservation, USD.
    usd: f64,
    /// The bound on output tokens that makes it hold; `None` where no cap is set.
    pub(super) max_output_tokens: Option<u32>,
}

/// Price of a million tokens in USD, for small requests. `None` where unknown.
pub(super) fn per_million(model: &ModelInfo, at: Timestamp) -> Option<(f64, f64)> {
    let thousand = |usage| price::cost(model, false, usage, None, at).map(|usd| usd.0 * 1000.0);
    Some((thousand(Usage { input: 1000, ..Usage::default() })?, thousand(Usage { output: 1000, ..Usage::default() })?))
}

impl Purse {
    fn account(&self) -> MutexGuard<'_, Account> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many cloud stages have not ended yet: they share what is left of a cap, so that the first request does not
    /// reserve what one beside or behind it needs.
    pub(super) fn to_come(&self, open: usize) {
        self.account().open = open;
    }

    /// Reserves what a request of `chars` characters may cost. `wanted` is the pattern's own bound on output tokens.
    ///
    /// # Errors
    /// Says which cap is in the way, what was spent and what the request may cost.
    pub(super) fn reserve(
        &self,
        limits: &Limits,
        model: &ModelInfo,
        chars: usize,
        wanted: Option<u32>,
        at: Timestamp,
    ) -> Result<Reserved, String> {
        let (cap, setting) = match (limits.run_usd, limits.session_usd) {
            (None, None) => return Ok(Reserved { usd: 0.0, max_output_tokens: wanted }),
            (Some(run), Some(session)) if session < run => (session, "session_usd"),
            (None, Some(session)) => (session, "session_usd"),
            (Some(run), _) => (run, "run_usd"),
        };
        let Some((input, output)) = per_million(model, at) else {
            return Err(format!(
                "the price of {} is unknown, so the spend cap `{setting}` cannot be kept: remove the cap, or choose \
                 a model with a known price",
                model.name
            ));
        };
        let mut account = self.account();
        let left = cap - account.usd;
        let share = left / account.open.saturating_sub(account.holding).max(1) as f64;
        let reading = (chars / CAUTIOUS_CHARS_PER_TOKEN) as f64 * input / 1e6;
        let affords = |usd: f64| if output > 0.0 { ((usd - reading) * 1e6 / output).max(0.0) as u64 } else { u64::MAX };
        let wanted = wanted.map_or(u64::MAX, u64::from);
        let least = WORTHWHILE_OUTPUT.min(wanted);
        // A share too small for an answer takes the least one from the others.
        let bound = affords(share).max(affords(left).min(least));
        if bound < least {
            return Err(format!(
                "the spend cap `{setting}` (${:.4} left) does not cover this request: reading it may cost ${reading:.4}, \
                 and an answer of {least} tokens ${:.4}. Raise the cap, or shorten the input",
                left.max(0.0),
                least as f64 * output / 1e6
            ));
        }
        let bound = bound.min(wanted).min(u64::from(u32::MAX));
        let usd = reading + bound as f64 * output / 1e6;
        account.usd += usd;
        account.holding += 1;
        Ok(Reserved { usd, max_output_tokens: Some(bound as u32) })
    }

    /// Replaces a reservation by what was really spent. An unknown price keeps the reservation.
    pub(super) fn settle(&self, reserved: Reserved, usd: Option<f64>) {
        let mut account = self.account();
        account.usd += usd.unwrap_or(reserved.usd) - reserved.usd;
        account.holding = account.holding.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reserve(purse: &Purse, cap: f64, wanted: Option<u32>) -> Result<Reserved, String> {
        let limits = Limits { run_usd: Some(cap), ..Limits::default() };
        let model = ModelInfo { name: "gpt-5.4".into(), provider: "openai".into(), ..ModelInfo::builtin() };
        purse.reserve(&limits, &model, 1000, wanted, "2026-11-22T08:00:00Z".parse().unwrap())
    }

    #[test]
    fn requests_side_by_side_share_what_is_left() {
        let purse = Purse::default();
        purse.to_come(2);
        let first = reserve(&purse, 1.0, None).unwrap();
        let second = reserve(&purse, 1.0, None).unwrap();
        assert!((first.usd - 0.5).abs() < 1e-3 && (second.usd - 0.5).abs() < 1e-3, "{first:?} {second:?}");
        assert!(first.usd + second.usd <= 1.0, "together they keep the cap");
        purse.settle(first, Some(0.01));
        purse.settle(second, None);
        purse.to_come(1);
        let last = reserve(&purse, 1.0, None).unwrap();
        assert!((last.usd - 0.49).abs() < 1e-3, "what was given back counts, what is unknown stays reserved: {last:?}");
    }

    #[test]
    fn a_small_share_still_gets_an_answer_and_the_cap_holds() {
        let purse = Purse::default();
        purse.to_come(3);
        let mut total = 0.0;
        let error = loop {
            match reserve(&purse, 0.012, None) {
                Ok(reserved) => total += reserved.usd,
                Err(error) => break error,
            }
        };
        assert!(total > 0.0 && total <= 0.012, "{total}");
        assert!(error.contains("`run_usd`") && error.contains("an answer of 256 tokens"), "{error}");
        assert_eq!(reserve(&Purse::default(), 1.0, Some(10)).unwrap().max_output_tokens, Some(10));
    }
}
