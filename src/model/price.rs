//! What tokens cost, from `genai-prices`: offline, by model, date and service tier.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::client::ModelInfo;
use super::event::Usage;

/// US dollars.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
pub struct Usd(pub f64);

/// Price of a model at a moment. `None` where the price is unknown. Local models cost 0; simulated cloud models are
/// priced by the list price of the name they carry.
#[must_use]
pub fn cost(model: &ModelInfo, local: bool, usage: Usage, tier: Option<&str>, at: Timestamp) -> Option<Usd> {
    let _ = (model, local, usage, tier, at);
    todo!()
}
