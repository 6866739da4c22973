//! Asking detectors that may fail, on threads of their own and for a limited time.
//!
//! For what is not a row of the detector table: those are regular expressions of linear time and are simply run. A detector
//! that hangs keeps its thread until the process ends, and nothing waits for it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::scan::{Detect, Span};

/// One text to be looked at.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) text: String,
    /// Whether people or models wrote it.
    pub(super) prose: bool,
}

/// What a detector found, text by text; why not, if not.
type Answer = Result<Vec<Vec<Span>>, String>;

/// A further second for every so many bytes of text.
const BYTES_PER_SECOND: usize = 1 << 10;

/// Asks every detector about every text. `patience` is how long a look may take, apart from the time its size warrants.
/// Returns what was found, text by text, and why detectors could not tell.
pub(super) fn ask(
    detectors: &[Arc<dyn Detect>],
    texts: Vec<Text>,
    patience: Duration,
) -> (Vec<Vec<Span>>, Vec<String>) {
    let mut found = vec![Vec::new(); texts.len()];
    let mut failed = Vec::new();
    if detectors.is_empty() || texts.is_empty() {
        return (found, failed);
    }
    let bytes: usize = texts.iter().map(|text| text.text.len()).sum();
    let limit = patience.saturating_add(Duration::from_secs((bytes / BYTES_PER_SECOND) as u64));
    let begun = Instant::now();
    let texts: Arc<[Text]> = texts.into();
    let asked: Vec<_> = detectors.iter().map(|detector| begin(detector, &texts)).collect();
    for (detector, answer) in detectors.iter().zip(asked) {
        let left = limit.saturating_sub(begun.elapsed());
        match answer.and_then(|answer| wait(&answer, left, limit)) {
            Ok(spans) => found.iter_mut().zip(spans).for_each(|(all, new)| all.extend(new)),
            Err(why) => failed.push(format!("{} {why}", detector.name())),
        }
    }
    (found, failed)
}

fn begin(detector: &Arc<dyn Detect>, texts: &Arc<[Text]>) -> Result<Receiver<Answer>, String> {
    let (detector, texts) = (Arc::clone(detector), Arc::clone(texts));
    let (answer, answers) = mpsc::channel();
    let look = move || {
        let all = || texts.iter().map(|text| one(&*detector, text)).collect::<Answer>();
        let found =
            std::panic::catch_unwind(AssertUnwindSafe(all)).unwrap_or_else(|_| Err("failed (it panicked)".to_owned()));
        // Whoever asked may have given up.
        let _ = answer.send(found);
    };
    thread::Builder::new()
        .name("detector".to_owned())
        .spawn(look)
        .map_err(|error| format!("could not be asked: {error}"))?;
    Ok(answers)
}

fn one(detector: &dyn Detect, text: &Text) -> Result<Vec<Span>, String> {
    if text.text.trim().is_empty() || (detector.reads_prose() && !text.prose) {
        return Ok(Vec::new());
    }
    detector.find(&text.text).map_err(|why| format!("failed: {why}"))
}

fn wait(answer: &Receiver<Answer>, left: Duration, limit: Duration) -> Answer {
    match answer.recv_timeout(left) {
        Ok(answer) => answer,
        Err(RecvTimeoutError::Timeout) => Err(format!("did not finish within {:.0} s", limit.as_secs_f32().ceil())),
        Err(RecvTimeoutError::Disconnected) => Err("failed (its thread is gone)".to_owned()),
    }
}
