//! The desk where a run waits for a person: decisions, inputs, holding and cancelling. Also keeps the time spent waiting.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{oneshot, watch};

use super::event::Decision;
use crate::boundary::gate::Stop;

/// See the module.
#[derive(Debug)]
pub(super) struct Desk {
    next: AtomicU64,
    decisions: Mutex<HashMap<u64, oneshot::Sender<Decision>>>,
    inputs: Mutex<HashMap<u64, oneshot::Sender<String>>>,
    held: AtomicBool,
    cancelled: watch::Sender<bool>,
    stop: Stop,
    clock: Mutex<Clock>,
}

/// How long the whole run stood still because of a person: while every active stage waits.
#[derive(Debug, Default)]
struct Clock {
    active: usize,
    waiting: usize,
    since: Option<Instant>,
    stood: Duration,
}

impl Clock {
    fn change(&mut self, active: isize, waiting: isize) {
        let now = Instant::now();
        if let Some(since) = self.since.take() {
            self.stood += now.saturating_duration_since(since);
        }
        self.active = self.active.saturating_add_signed(active);
        self.waiting = self.waiting.saturating_add_signed(waiting);
        if self.waiting > 0 && self.waiting >= self.active {
            self.since = Some(now);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A poisoned lock means another task panicked; what it guards stays usable.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    pub(super) fn new(held: bool) -> Self {
        Self {
            next: AtomicU64::new(1),
            decisions: Mutex::default(),
            inputs: Mutex::default(),
            held: AtomicBool::new(held),
            cancelled: watch::Sender::new(false),
            stop: Stop::default(),
            clock: Mutex::default(),
        }
    }

    pub(super) fn decide(&self, id: u64, decision: Decision) {
        if let Some(sender) = lock(&self.decisions).remove(&id) {
            // The stage may be gone already; then there is nobody to tell.
            let _ = sender.send(decision);
        }
    }

    pub(super) fn answer(&self, id: u64, text: String) {
        if let Some(sender) = lock(&self.inputs).remove(&id) {
            let _ = sender.send(text);
        }
    }

    /// An input's number and the way its value comes.
    pub(super) fn input_wanted(&self) -> (u64, oneshot::Receiver<String>) {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, receiver) = oneshot::channel();
        lock(&self.inputs).insert(id, sender);
        (id, receiver)
    }

    pub(super) fn hold(&self, hold: bool) {
        self.held.store(hold, Ordering::Relaxed);
    }

    /// Whether the next request is held; asking takes the hold off.
    pub(super) fn take_hold(&self) -> bool {
        self.held.swap(false, Ordering::Relaxed)
    }

    pub(super) fn cancel(&self) {
        // What looks on a thread of its own is not aborted with the tasks.
        self.stop.stop();
        self.cancelled.send_replace(true);
    }

    /// Set when the run is cancelled.
    pub(super) fn stop(&self) -> Stop {
        self.stop.clone()
    }

    pub(super) fn cancellation(&self) -> watch::Receiver<bool> {
        self.cancelled.subscribe()
    }

    /// An approval's number and the way its decision comes.
    pub(super) fn wanted(&self) -> (u64, oneshot::Receiver<Decision>) {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, receiver) = oneshot::channel();
        lock(&self.decisions).insert(id, sender);
        (id, receiver)
    }

    pub(super) fn stage_began(&self) {
        lock(&self.clock).change(1, 0);
    }

    pub(super) fn stage_ended(&self) {
        lock(&self.clock).change(-1, 0);
    }

    /// Marks one stage as waiting for a person until the guard is dropped.
    pub(super) fn waiting(&self) -> Waiting<'_> {
        lock(&self.clock).change(0, 1);
        Waiting { desk: self, since: Instant::now() }
    }

    /// Time during which every active stage waited for a person.
    pub(super) fn stood(&self) -> Duration {
        lock(&self.clock).stood
    }
}

/// See [`Desk::waiting`].
pub(super) struct Waiting<'a> {
    desk: &'a Desk,
    since: Instant,
}

impl Waiting<'_> {
    /// Ends the waiting; how long it was.
    pub(super) fn end(self) -> Duration {
        self.since.elapsed()
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        lock(&self.desk.clock).change(0, -1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_answer_reaches_who_asked_and_nobody_else() {
        let desk = Desk::new(false);
        let ((first, one), (second, other)) = (desk.input_wanted(), desk.input_wanted());
        assert_ne!(first, second);
        desk.answer(second, "41".into());
        desk.answer(second, "too late".into());
        desk.answer(99, "nobody asked".into());
        assert_eq!(other.await.as_deref(), Ok("41"));
        drop(desk);
        assert!(one.await.is_err(), "nobody will answer any more");
    }

    #[tokio::test]
    async fn asking_takes_the_hold_off() {
        let desk = Desk::new(true);
        assert!(desk.take_hold() && !desk.take_hold());
        desk.hold(true);
        desk.hold(false);
        assert!(!desk.take_hold());
    }
}
