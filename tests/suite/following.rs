//! Following a run's log in a test, without sleeping.

use fogline::engine::RunHandle;
use fogline::engine::event::{RunEvent, Stamped};
use fogline::engine::record::RunRecord;

/// Waits until something has been logged that the test looks for.
pub async fn until_stamped<T>(handle: &RunHandle, mut look: impl FnMut(&Stamped) -> Option<T>) -> T {
    let mut growth = handle.log.watch();
    let mut seen = 0;
    loop {
        for stamped in handle.log.since(seen) {
            seen += 1;
            if let Some(found) = look(&stamped) {
                return found;
            }
        }
        growth.wait_for(|length| *length > seen).await.unwrap();
    }
}

/// The same for what happened, whenever it was.
pub async fn until<T>(handle: &RunHandle, mut look: impl FnMut(&RunEvent) -> Option<T>) -> T {
    until_stamped(handle, |stamped| look(&stamped.event)).await
}

/// Follows a run to its end.
pub async fn finish(handle: &RunHandle) -> RunRecord {
    until(handle, |event| matches!(event, RunEvent::RunFinished { .. }).then_some(())).await;
    RunRecord::replay(&handle.log.since(0)).unwrap()
}
