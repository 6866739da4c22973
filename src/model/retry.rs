//! When the transport tries again, and how long it waits before. Pure.
//!
//! Follows OpenAI's own clients (two retries, half a second doubling to eight, `x-should-retry`, `retry-after-ms`,
//! `retry-after`) with one difference: what no waiting mends (auth, billing) is never tried again.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::HeaderMap;

use super::event::FailureKind;

/// How often and how patiently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Most retries of one request.
    pub retries: u32,
    /// Wait before the first retry where the server names none; doubles with each.
    pub base: Duration,
    /// Longest such wait.
    pub cap: Duration,
    /// Longest wait a server may ask for; beyond it the transport gives up.
    pub longest: Duration,
    /// Whether to try again when no answer came at all (no connection, or closed before the answer). For clouds: a local
    /// server that refuses a connection is simply not running, and waiting hides that.
    pub unanswered: bool,
}

impl RetryPolicy {
    /// For a server on the home side.
    #[must_use]
    pub fn local() -> Self {
        Self {
            retries: 2,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(8),
            longest: Duration::from_mins(2),
            unanswered: false,
        }
    }

    /// For a cloud.
    #[must_use]
    pub fn cloud() -> Self {
        Self { unanswered: true, ..Self::local() }
    }

    /// The wait before retry number `retry` (from 1) where the server names none. `jitter` in 0..1 takes up to a quarter off.
    #[must_use]
    pub fn backoff(&self, retry: u32, jitter: f64) -> Duration {
        let doubled = self.base.saturating_mul(1_u32.checked_shl(retry.saturating_sub(1)).unwrap_or(u32::MAX));
        doubled.min(self.cap).mul_f64(1.0 - 0.25 * jitter.clamp(0.0, 1.0))
    }
}

/// What to do after an answer with an error status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The error stands.
    GiveUp,
    /// The server asks for a longer wait than the policy allows.
    TooLong(Duration),
    /// Try again after this wait; `None` = the policy's own.
    Retry(Option<Duration>),
}

/// Decides by status, kind and headers. `now` is needed where `retry-after` is a date.
#[must_use]
pub fn verdict(status: u16, kind: FailureKind, headers: &HeaderMap, now: Timestamp, longest: Duration) -> Verdict {
    if matches!(kind, FailureKind::Auth | FailureKind::Billing | FailureKind::ContextLength) {
        return Verdict::GiveUp;
    }
    let wanted = match text(headers, "x-should-retry") {
        Some("true") => true,
        Some("false") => false,
        _ => matches!(status, 408 | 409 | 429 | 500..),
    };
    match (wanted, asked_wait(headers, now)) {
        (false, _) => Verdict::GiveUp,
        (true, Some(wait)) if wait > longest => Verdict::TooLong(wait),
        (true, wait) => Verdict::Retry(wait),
    }
}

/// The wait a server asks for: `retry-after-ms`, else `retry-after` in seconds or as an HTTP date (RFC 9110, 10.2.3).
fn asked_wait(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let number = |name: &str| text(headers, name)?.trim().parse::<f64>().ok().filter(|value| *value >= 0.0);
    let seconds = |value: f64| Duration::try_from_secs_f64(value).unwrap_or(Duration::MAX);
    if let Some(ms) = number("retry-after-ms") {
        return Some(seconds(ms / 1000.0));
    }
    if let Some(value) = number("retry-after") {
        return Some(seconds(value));
    }
    let date = jiff::fmt::rfc2822::parse(text(headers, "retry-after")?.trim()).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(now)).unwrap_or(Duration::ZERO))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderName, HeaderValue};

    const LONGEST: Duration = Duration::from_mins(2);

    fn decide(status: u16, kind: FailureKind, headers: &[(&'static str, &'static str)]) -> Verdict {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        verdict(status, kind, &headers, "2026-11-22T08:00:00Z".parse().unwrap(), LONGEST)
    }

    #[test]
    fn what_is_tried_again() {
        use FailureKind as K;
        let ms = |ms| Verdict::Retry(Some(Duration::from_millis(ms)));
        for (status, kind, headers, expected) in [
            (429, K::RateLimit, &[][..], Verdict::Retry(None)),
            (429, K::Billing, &[("retry-after", "1")], Verdict::GiveUp),
            (429, K::Billing, &[("x-should-retry", "true")], Verdict::GiveUp),
            (401, K::Auth, &[], Verdict::GiveUp),
            (403, K::Auth, &[("x-should-retry", "true")], Verdict::GiveUp),
            (400, K::BadRequest, &[], Verdict::GiveUp),
            (400, K::BadRequest, &[("x-should-retry", "true")], Verdict::Retry(None)),
            (404, K::NotFound, &[], Verdict::GiveUp),
            (500, K::ContextLength, &[], Verdict::GiveUp),
            (408, K::Overload, &[], Verdict::Retry(None)),
            (409, K::Overload, &[], Verdict::Retry(None)),
            (500, K::Server, &[], Verdict::Retry(None)),
            (503, K::Overload, &[("retry-after", "3")], ms(3000)),
            (503, K::Overload, &[("x-should-retry", "false"), ("retry-after", "3")], Verdict::GiveUp),
            (429, K::RateLimit, &[("retry-after", "0.25")], ms(250)),
            (429, K::RateLimit, &[("retry-after-ms", "20"), ("retry-after", "3")], ms(20)),
            (429, K::RateLimit, &[("retry-after", "Sun, 22 Nov 2026 08:00:30 GMT")], ms(30_000)),
            (429, K::RateLimit, &[("retry-after", "Sun, 22 Nov 2026 07:00:30 GMT")], ms(0)),
            (429, K::RateLimit, &[("retry-after", "soon")], Verdict::Retry(None)),
            (429, K::RateLimit, &[("retry-after", "-4")], Verdict::Retry(None)),
            (429, K::RateLimit, &[("retry-after", "120")], ms(120_000)),
            (429, K::RateLimit, &[("retry-after", "121")], Verdict::TooLong(Duration::from_secs(121))),
            (307, K::BadRequest, &[], Verdict::GiveUp),
        ] {
            assert_eq!(decide(status, kind, headers), expected, "{status} {kind:?} {headers:?}");
        }
        assert!(matches!(decide(429, K::RateLimit, &[("retry-after", "1e300")]), Verdict::TooLong(_)));
    }

    #[test]
    fn waits_double_up_to_the_cap() {
        let policy = RetryPolicy::cloud();
        let waits: Vec<u128> = (1..=6).map(|retry| policy.backoff(retry, 0.0).as_millis()).collect();
        assert_eq!(waits, [500, 1000, 2000, 4000, 8000, 8000]);
        assert_eq!(policy.backoff(1, 1.0).as_millis(), 375);
        assert_eq!(policy.backoff(u32::MAX, 0.0).as_secs(), 8);
    }
}
