//! Lets stages that start a run at once send at once: the gate needs its time for a cloud request, and a local one does not
//! pass it. Not for a wait on a person: nobody else waits for that.

use std::collections::BTreeSet;

use tokio::sync::watch;

/// The cloud stages that start the run and whose first requests the gate has not been through yet.
#[derive(Default)]
pub(super) struct Together {
    before_the_gate: watch::Sender<BTreeSet<String>>,
}

impl Together {
    /// These cloud stages start now. Each has to be reported to [`Together::looked_at`], however it ends.
    pub(super) fn expect(&self, stages: BTreeSet<String>) {
        self.before_the_gate.send_replace(stages);
    }

    /// The first request of this stage is through the gate, stays home, or waits for a person.
    pub(super) fn looked_at(&self, stage: &str) {
        self.before_the_gate.send_if_modified(|stages| stages.remove(stage));
    }

    /// Waits until the gate is through with all of them; no wait later in the run.
    pub(super) async fn wait(&self) {
        let mut stages = self.before_the_gate.subscribe();
        // The sender is this value itself: it is there as long as somebody waits.
        let _ = stages.wait_for(BTreeSet::is_empty).await;
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[test]
    fn nobody_waits_longer_than_for_the_last_of_them() {
        let together = Together::default();
        assert!(together.wait().now_or_never().is_some(), "nothing is expected");
        together.expect(["a".to_owned(), "b".to_owned()].into());
        let mut wait = Box::pin(together.wait());
        assert!(wait.as_mut().now_or_never().is_none());
        together.looked_at("a");
        together.looked_at("a");
        together.looked_at("another");
        assert!(wait.as_mut().now_or_never().is_none());
        together.looked_at("b");
        assert!(wait.now_or_never().is_some());
    }
}
