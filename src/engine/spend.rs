//! Spend caps. They stop a request *before* it is sent, and bound its output so that it cannot exceed the cap either.

use std::sync::{Mutex, PoisonError};

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
pub(super) struct Purse {
    usd: Mutex<f64>,
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
        let mut spent = self.usd.lock().unwrap_or_else(PoisonError::into_inner);
        let left = cap - *spent;
        let reading = (chars / CAUTIOUS_CHARS_PER_TOKEN) as f64 * input / 1e6;
        let affordable = if output > 0.0 { ((left - reading) * 1e6 / output).max(0.0) as u64 } else { u64::MAX };
        if affordable < WORTHWHILE_OUTPUT.min(wanted.map_or(u64::MAX, u64::from)) {
            return Err(format!(
                "the spend cap `{setting}` (${:.4} left) does not cover this request: reading alone may cost ${reading:.4}. \
                 Raise the cap, or shorten the input",
                left.max(0.0)
            ));
        }
        let bound = affordable.min(wanted.map_or(u64::MAX, u64::from)).min(u64::from(u32::MAX));
        let usd = reading + bound as f64 * output / 1e6;
        *spent += usd;
        Ok(Reserved { usd, max_output_tokens: Some(bound as u32) })
    }

    /// Replaces a reservation by what was really spent. An unknown price keeps the reservation.
    pub(super) fn settle(&self, reserved: Reserved, usd: Option<f64>) {
        let mut spent = self.usd.lock().unwrap_or_else(PoisonError::into_inner);
        *spent += usd.unwrap_or(reserved.usd) - reserved.usd;
    }
}
