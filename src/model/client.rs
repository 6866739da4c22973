//! The two clients. They share protocols and transport; what they accept is what tells them apart: the local client
//! sends a [`Draft`], the cloud client only what the gate has cleared.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::call::Call;
use super::event::EventStream;
use crate::boundary::gate::Cleared;
use crate::boundary::request::Draft;
use crate::boundary::trust::Reach;

/// What the screen and the log say about a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelInfo {
    /// Its name, cleaned: `gemma4:e4b`.
    pub name: String,
    /// Who serves it: `ollama`, `openai`, `compat`, `builtin`.
    pub provider: String,
    /// Host and port; empty for `builtin`.
    pub place: String,
    /// How far away it is; `None` for `builtin`.
    pub reach: Option<Reach>,
    /// Whether it is a rehearsal stand-in. Then it is labelled simulated everywhere.
    pub simulated: bool,
}

/// A model on the home side, served over HTTP.
#[derive(Debug, Clone)]
pub struct LocalClient {}

impl LocalClient {
    /// About the model.
    #[must_use]
    pub fn info(&self) -> &ModelInfo {
        todo!()
    }
    /// The request as it will be sent. Pure.
    #[must_use]
    pub fn draft(&self, call: &Call) -> Draft {
        let _ = call;
        todo!()
    }
    /// Sends it and streams the reply.
    #[must_use]
    pub fn send(&self, draft: Draft) -> EventStream {
        let _ = draft;
        todo!()
    }
}

/// A model on the cloud side.
#[derive(Debug, Clone)]
pub struct CloudClient {}

impl CloudClient {
    /// About the model.
    #[must_use]
    pub fn info(&self) -> &ModelInfo {
        todo!()
    }
    /// The request as it would be sent, without the key. Pure.
    #[must_use]
    pub fn draft(&self, call: &Call) -> Draft {
        let _ = call;
        todo!()
    }
    /// Sends exactly the cleared bytes (retries send them again) and streams the reply. A cleared request for another
    /// destination than this client's is refused.
    #[must_use]
    pub fn send(&self, cleared: Arc<Cleared>) -> EventStream {
        let _ = cleared;
        todo!()
    }
}

/// The home side of a run.
#[derive(Debug, Clone)]
pub enum LocalModel {
    /// A served model.
    Served(LocalClient),
    /// No model: detectors mask, the vault restores.
    Builtin,
}

/// Both sides of a run.
#[derive(Debug, Clone)]
pub struct Models {
    /// Home.
    pub local: LocalModel,
    /// Cloud.
    pub cloud: CloudClient,
}
