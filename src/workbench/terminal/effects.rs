//! What can be done at once for an effect, and the link to a running engine. What takes the terminal away is done by
//! [`super::runtime`].

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Instant;

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;
use tokio::sync::{mpsc, watch};

use crate::compare::{self, Cell, Progress};
use crate::config::Settings;
use crate::engine::event::{RunId, Stamped};
use crate::engine::tokens::Ratios;
use crate::engine::{self, RunHandle, RunRequest};
use crate::model::client::{LocalModel, ModelInfo};
use crate::setup::Setup;
use crate::workbench::app::action::CompareSpec;
use crate::workbench::app::{RunSpec, Sides, Ways};

/// The run that is followed, and what runs are made of.
#[derive(Debug, Default)]
pub struct Engine {
    ratios: Ratios,
    setup: Option<Setup>,
    followed: Option<Followed>,
    comparing: Option<watch::Sender<bool>>,
}

#[derive(Debug)]
struct Followed {
    handle: RunHandle,
    growth: watch::Receiver<usize>,
    seen: usize,
}

impl Engine {
    /// Takes the models that were chosen; says what the screen has to know.
    pub fn take(&mut self, setup: Setup) -> Sides {
        let local = match &setup.models.local {
            LocalModel::Served(client) => client.info().clone(),
            LocalModel::Builtin => ModelInfo::builtin(),
        };
        let cloud = &setup.models.cloud;
        let sides = Sides {
            local,
            cloud: cloud.info().clone(),
            notes: setup.notes.clone(),
            ways: Box::new(Ways { far: setup.far.clone(), proxy: cloud.proxy() }),
        };
        self.setup = Some(setup);
        sides
    }

    /// Starts a run and follows it.
    ///
    /// # Errors
    /// When no models were chosen.
    pub fn start(&mut self, spec: RunSpec, settings: &Settings) -> Result<RunId, String> {
        let Some(setup) = &self.setup else { return Err("no models were chosen: F5 looks for them".to_owned()) };
        let request = RunRequest::new(spec.pattern, spec.input, setup.models.clone()).with_settings(settings);
        let limits = request.limits.after(spec.spent_usd, 1);
        let handle = engine::start(RunRequest {
            expectations: spec.expectations,
            params: spec.params,
            policy: spec.policy,
            hold: spec.hold,
            attended: true,
            limits,
            ratios: self.ratios.clone(),
            ..request
        });
        let id = handle.id.clone();
        self.followed = Some(Followed { growth: handle.log.watch(), handle, seen: 0 });
        Ok(id)
    }

    /// Makes the runs of a comparison; what happens comes through the channel, which closes after the last one.
    ///
    /// # Errors
    /// When no models were chosen.
    pub fn compare(&mut self, spec: CompareSpec, settings: &Settings) -> Result<mpsc::Receiver<Progress>, String> {
        let Some(setup) = &self.setup else { return Err("no models were chosen: F5 looks for them".to_owned()) };
        let CompareSpec { comparison, policy, spent_usd } = spec;
        let (models, ratios) = (setup.models.clone(), self.ratios.clone());
        let cells = comparison.cells();
        let settings = settings.clone();
        let request = move |cell: &Cell, spent_here: f64| {
            let request = comparison.request(cell, &models, &settings, (spent_usd + spent_here, 1))?;
            Some(RunRequest { ratios: ratios.clone(), policy, ..request })
        };
        let (stop, stopped) = watch::channel(false);
        self.comparing = Some(stop);
        Ok(compare::start(cells, 1, Arc::new(request), stopped))
    }

    /// Stops the comparison.
    pub fn stop_comparing(&self) {
        if let Some(stop) = &self.comparing {
            stop.send_replace(true);
        }
    }

    /// The handle of a run, if it is the one that is followed.
    #[must_use]
    pub fn handle(&self, run: &RunId) -> Option<&RunHandle> {
        self.followed.as_ref().map(|followed| &followed.handle).filter(|handle| handle.id == *run)
    }

    /// Waits until the followed run's log has grown; for ever where there is none.
    pub async fn grown(&mut self) {
        if let Some(followed) = &mut self.followed {
            let seen = followed.seen;
            if followed.growth.wait_for(|length| *length > seen).await.is_ok() {
                return;
            }
        }
        std::future::pending::<()>().await;
    }

    /// What the log holds that was not seen yet.
    pub fn events(&mut self) -> Vec<Arc<Stamped>> {
        let Some(followed) = &mut self.followed else { return Vec::new() };
        let events = followed.handle.log.since(followed.seen);
        followed.seen += events.len();
        events
    }

    /// The followed run and its age in milliseconds.
    #[must_use]
    pub fn age(&self, now: Instant) -> Option<(RunId, u64)> {
        let handle = &self.followed.as_ref()?.handle;
        let age = now.saturating_duration_since(handle.log.started()).as_millis();
        Some((handle.id.clone(), u64::try_from(age).unwrap_or(u64::MAX)))
    }

    /// Stops the followed run.
    pub fn cancel(&self) {
        if let Some(followed) = &self.followed {
            followed.handle.cancel();
        }
    }
}

/// Sends text to the terminal's clipboard (OSC 52). Whether it arrives, the terminal does not say.
///
/// # Errors
/// When the terminal cannot be written.
pub fn copy(text: &str) -> io::Result<()> {
    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
}

/// Rings the bell.
///
/// # Errors
/// When the terminal cannot be written.
pub fn bell() -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(b"\x07")?;
    stdout.flush()
}
