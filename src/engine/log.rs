//! The lossless log of a run: one writer side, any number of readers that follow by index. A slow reader never holds
//! anybody up.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::event::{RunEvent, RunId, Stamped};

/// A duration as the log and its readers count it.
pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The log. Cloning gives another handle on the same log.
#[derive(Debug, Clone)]
pub struct RunLog {
    run: RunId,
    started: Instant,
    events: Arc<Mutex<Vec<Arc<Stamped>>>>,
    length: watch::Sender<usize>,
}

impl RunLog {
    /// An empty log for a run that starts at `started`.
    #[must_use]
    pub fn new(run: RunId, started: Instant) -> Self {
        Self { run, started, events: Arc::default(), length: watch::Sender::new(0) }
    }

    /// Appends an event that happened at `at` (where its bytes were read). `ms` never runs backwards.
    pub fn push(&self, at: Instant, event: RunEvent) {
        let ms = millis(at.saturating_duration_since(self.started));
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        // Nothing follows the end of a run.
        if matches!(events.last().map(|last| &last.event), Some(RunEvent::RunFinished { .. })) {
            return;
        }
        let ms = events.last().map_or(ms, |last| ms.max(last.ms));
        let seq = events.len() as u64;
        events.push(Arc::new(Stamped { run: self.run.clone(), seq, ms, event }));
        let length = events.len();
        drop(events);
        self.length.send_replace(length);
    }

    /// When the run started.
    #[must_use]
    pub fn started(&self) -> Instant {
        self.started
    }

    /// Everything from `index` on.
    #[must_use]
    pub fn since(&self, index: usize) -> Vec<Arc<Stamped>> {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.get(index..).map(<[_]>::to_vec).unwrap_or_default()
    }

    /// Notices growth: the value is the length.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<usize> {
        self.length.subscribe()
    }
}
