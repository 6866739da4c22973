//! What the stages of one run share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use jiff::Timestamp;

use super::desk::Desk;
use super::event::RunEvent;
use super::handle::RunRequest;
use super::log::RunLog;
use super::spend::Purse;
use super::together::Together;
use crate::boundary::gate::Refusal;
use crate::boundary::vault::Vault;
use crate::model::client::ModelInfo;
use crate::model::event::Usage;
use crate::model::price;
use crate::pattern::Side;

/// Shared by the stages of one run.
pub(super) struct Context {
    pub(super) request: RunRequest,
    pub(super) log: RunLog,
    pub(super) desk: Arc<Desk>,
    pub(super) purse: Purse,
    pub(super) together: Together,
    pub(super) at: Timestamp,
    vault: Arc<Mutex<Vault>>,
}

impl Context {
    pub(super) fn new(mut request: RunRequest, log: RunLog, desk: Arc<Desk>) -> Self {
        request.gate = request.gate.under(request.policy).with_stop(desk.stop());
        let (purse, together) = (Purse::default(), Together::default());
        Self { request, log, desk, purse, together, at: Timestamp::now(), vault: Arc::default() }
    }

    /// Appends what happens now.
    pub(super) fn emit(&self, event: RunEvent) {
        self.log.push(Instant::now(), event);
    }

    pub(super) fn vault(&self) -> MutexGuard<'_, Vault> {
        self.vault.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at text with the gate off the async threads: it may be megabytes.
    ///
    /// # Errors
    /// When the work died (it panicked): the caller must treat that as undecided.
    pub(super) async fn with_vault<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vault) -> T + Send + 'static,
    ) -> Result<T, String> {
        let vault = Arc::clone(&self.vault);
        tokio::task::spawn_blocking(move || work(&mut vault.lock().unwrap_or_else(PoisonError::into_inner)))
            .await
            .map_err(|_| "it failed inside".to_owned())
    }

    /// Lets the gate's slow detectors read texts before anything waits for the vault: with it held, nothing else moves.
    ///
    /// # Errors
    /// Why the gate cannot decide on them.
    pub(super) async fn read_ahead(&self, texts: Vec<String>) -> Result<(), Refusal> {
        let gate = self.request.gate.clone();
        if !gate.is_slow() {
            return Ok(());
        }
        let read = tokio::task::spawn_blocking(move || gate.read_ahead(texts)).await;
        read.unwrap_or_else(|_| Err(Refusal::Undecided("it failed inside".to_owned())))
    }

    /// A server's words with the run's private values as placeholders: servers quote the request they complain about, and
    /// error texts are copied into bug reports.
    pub(super) fn without_vault(&self, words: &str) -> String {
        let hidden = self.request.gate.hide(words, &self.vault());
        hidden.unwrap_or_else(|_| "its words cannot be shown: the gate could not look at them".to_owned())
    }

    /// About the model of a side.
    pub(super) fn model(&self, side: Side) -> ModelInfo {
        match side {
            Side::Local => self.request.models.local.info(),
            Side::Cloud => self.request.models.cloud.info().clone(),
        }
    }

    /// What a stage cost: list price in the cloud, the electricity estimate at home.
    pub(super) fn cost(&self, side: Side, usage: Usage, tier: Option<&str>, busy_ms: u64) -> Option<f64> {
        match side {
            Side::Cloud => price::cost(&self.model(side), false, usage, tier, self.at).map(|usd| usd.0),
            Side::Local => Some(
                self.request
                    .electricity
                    .map_or(0.0, |(watts, usd_per_kwh)| watts / 1000.0 * (busy_ms as f64 / 3_600_000.0) * usd_per_kwh),
            ),
        }
    }
}
