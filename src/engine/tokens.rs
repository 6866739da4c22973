//! Token estimates before a usage record arrives: characters per token, learnt per model. Always shown with `~`.
//!
//! No tokenizer is bundled: they cost megabytes for what is an estimate either way.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::price::{CHARS_PER_TOKEN, estimate_tokens};

/// Fewer characters than this teach nothing about a model.
const ENOUGH: usize = 200;

/// Learnt ratios. Cloning shares them.
#[derive(Debug, Clone, Default)]
pub struct Ratios(Arc<Mutex<HashMap<String, f64>>>);

impl Ratios {
    /// Characters per token of a model, as known so far.
    #[must_use]
    pub fn of(&self, model: &str) -> f64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(model).copied().unwrap_or(CHARS_PER_TOKEN)
    }

    /// Estimated tokens of a text of `chars` characters.
    #[must_use]
    pub fn tokens(&self, model: &str, chars: usize) -> u64 {
        estimate_tokens(chars, self.of(model))
    }

    /// Learns from a usage record: `chars` characters were `tokens` tokens.
    pub fn learn(&self, model: &str, chars: usize, tokens: u64) {
        if chars < ENOUGH || tokens == 0 {
            return;
        }
        // A provider's count can include a template of its own; outside these bounds it says nothing about the text.
        let ratio = (chars as f64 / tokens as f64).clamp(1.0, 8.0);
        let mut ratios = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = ratios.entry(model.to_owned()).or_insert(ratio);
        *known = f64::midpoint(*known, ratio);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_towards_what_was_counted() {
        let ratios = Ratios::default();
        assert_eq!(ratios.tokens("m", 400), 100);
        ratios.learn("m", 600, 200);
        assert!((ratios.of("m") - 3.0).abs() < 1e-9);
        ratios.learn("m", 1000, 200);
        assert!((ratios.of("m") - 4.0).abs() < 1e-9);
        assert!((ratios.of("another") - 4.0).abs() < 1e-9);
    }

    #[test]
    fn short_texts_and_absent_counts_teach_nothing() {
        let ratios = Ratios::default();
        ratios.learn("m", 20, 1);
        ratios.learn("m", 5000, 0);
        assert!((ratios.of("m") - 4.0).abs() < 1e-9);
    }
}
