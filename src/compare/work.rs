//! Makes the runs of a comparison, a few at a time.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::{Cell, Outcome};
use crate::engine::event::RunEvent;
use crate::engine::record::RunRecord;
use crate::engine::{self, RunRequest};

/// What happens while the runs are made.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// A run began.
    Began(Cell),
    /// A run ended; stopped ones too.
    Ended(Box<Outcome>),
}

/// Makes a request for a run, told what this comparison has spent so far on models that are not simulated, in USD.
pub type Maker = Arc<dyn Fn(&Cell, f64) -> Option<RunRequest> + Send + Sync>;

/// Makes the runs on the current tokio runtime, at most `jobs` at once (at least 1), and tells of each. When `stop` turns
/// true, runs under way are cancelled (they still end, as cancelled) and no other begins. The channel closes after the
/// last one.
#[must_use]
pub fn start(cells: Vec<Cell>, jobs: usize, request: Maker, stop: watch::Receiver<bool>) -> mpsc::Receiver<Progress> {
    let (tell, told) = mpsc::channel(64);
    tokio::spawn(async move {
        let mut waiting = cells.into_iter();
        let mut under_way = JoinSet::new();
        let mut spent = 0.0;
        loop {
            while under_way.len() < jobs.max(1) && !*stop.borrow() {
                let Some(cell) = waiting.next() else { break };
                let Some(request) = request(&cell, spent) else { continue };
                // Nobody listening any more: the runs are still brought to their end, so that no socket stays open.
                let _ = tell.send(Progress::Began(cell.clone())).await;
                under_way.spawn(run(cell, request, stop.clone()));
            }
            match under_way.join_next().await {
                None => return,
                Some(Ok(Some(outcome))) => {
                    if !outcome.simulated {
                        spent += outcome.cost_usd.unwrap_or_default();
                    }
                    let _ = tell.send(Progress::Ended(Box::new(outcome))).await;
                }
                // A run that left no end in its log is a defect; it is missing from the table, which says so.
                Some(Ok(None) | Err(_)) => {}
            }
        }
    });
    told
}

async fn run(cell: Cell, request: RunRequest, mut stop: watch::Receiver<bool>) -> Option<Outcome> {
    let handle = engine::start(request);
    let mut growth = handle.log.watch();
    let mut seen = 0;
    let mut stopping = false;
    loop {
        let ended = handle.log.since(seen);
        seen += ended.len();
        if ended.last().is_some_and(|last| matches!(last.event, RunEvent::RunFinished { .. })) {
            return Outcome::of(cell, &RunRecord::replay(&handle.log.since(0))?);
        }
        tokio::select! {
            grown = growth.wait_for(|length| *length > seen) => { grown.ok()?; }
            stopped = stop.wait_for(|stop| *stop), if !stopping => {
                stopping = true;
                // Nobody is left who could stop it: it runs to its end.
                if stopped.is_ok() {
                    handle.cancel();
                }
            }
        }
    }
}
