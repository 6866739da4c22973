//! Hardness from token log-probabilities: a low quantile of the answer's. Pure.
//!
//! A quantile, not a sum or a mean: those mostly measure how long an answer is ("Language model cascades: token-level
//! uncertainty and beyond", ICLR 2024).

/// Quantile where the pattern names none: the least certain tenth of the tokens.
pub const QUANTILE: f64 = 0.1;
/// Log-probability (natural) that counts as entirely uncertain where the pattern names none: a chance of 5 %.
pub const FLOOR: f64 = -3.0;

/// What stands for a token that had no chance at all: servers give minus infinity, or a number like -9999.
const IMPOSSIBLE: f64 = -1000.0;

/// The `quantile` (0..1) of natural log-probabilities, between neighbours by straight line; `None` where there is none
/// that is a number.
#[must_use]
pub fn quantile(logprobs: &[f64], quantile: f64) -> Option<f64> {
    let mut sorted: Vec<f64> =
        logprobs.iter().filter(|value| !value.is_nan()).map(|value| value.max(IMPOSSIBLE)).collect();
    sorted.sort_by(f64::total_cmp);
    let place = quantile.clamp(0.0, 1.0) * (sorted.len().checked_sub(1)?) as f64;
    let (low, high) = (sorted.get(place.floor() as usize)?, sorted.get(place.ceil() as usize)?);
    Some(low + (high - low) * place.fract())
}

/// Scales a log-probability to hardness: 0 at 0 (certain), 1 at `floor` (a negative log-probability) and below.
#[must_use]
pub fn hardness(logprob: f64, floor: f64) -> f64 {
    if floor < 0.0 { (logprob / floor).clamp(0.0, 1.0) } else { f64::from(u8::from(logprob < 0.0)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_low_quantile_sees_the_few_uncertain_tokens() {
        let mut logprobs = vec![-0.01; 18];
        logprobs.extend([-2.0, -2.4]);
        let low = quantile(&logprobs, 0.1).unwrap();
        assert!(low < -0.15, "{low}");
        assert_eq!(quantile(&logprobs, 0.0), Some(-2.4));
        assert_eq!(quantile(&logprobs, 1.0), Some(-0.01));
        assert_eq!(quantile(&[-1.0, -2.0], 0.5), Some(-1.5));
        assert_eq!(quantile(&[], 0.1), None);
        assert_eq!(quantile(&[f64::NAN], 0.1), None);
    }

    #[test]
    fn it_is_scaled_between_certain_and_the_floor() {
        for (logprob, floor, wanted) in [
            (0.0, -3.0, 0.0),
            (-1.5, -3.0, 0.5),
            (-3.0, -3.0, 1.0),
            (-9.0, -3.0, 1.0),
            (-0.1, 0.0, 1.0),
            (0.0, 0.0, 0.0),
        ] {
            assert!((hardness(logprob, floor) - wanted).abs() < 1e-9, "{logprob} {floor}");
        }
        assert!(hardness(f64::NEG_INFINITY, FLOOR) >= 1.0);
    }

    proptest! {
        #[test]
        fn it_lies_among_the_values_and_rises_with_the_quantile(
            values in proptest::collection::vec(-20.0_f64..0.0, 1..60), a in 0.0_f64..1.0, b in 0.0_f64..1.0,
        ) {
            let (low, high) = (a.min(b), a.max(b));
            let (at_low, at_high) = (quantile(&values, low).unwrap(), quantile(&values, high).unwrap());
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            prop_assert!(at_low <= at_high + 1e-9 && at_low >= least - 1e-9 && at_high <= 0.0);
        }
    }
}
