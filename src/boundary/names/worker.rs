//! The one thread of the process that loads the names model and runs it. Nobody waits for it who does not ask it.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::memo::{self, Key, Memo};
use super::network::Network;
use super::spans::{self, Found};
use super::words::words;

/// How often who waits looks whether somebody waits for it.
const TICK: Duration = Duration::from_millis(20);

/// What stands in a sentence, or why that is not known.
type Read = Result<Arc<[Found]>, String>;

/// A sentence to be read.
struct Job {
    place: usize,
    key: Key,
    sentence: String,
    answer: Sender<(usize, Read)>,
    wanted: Arc<AtomicBool>,
}

struct Worker {
    jobs: Sender<Job>,
    memo: Mutex<Memo>,
}

/// `None` where the thread could not be started.
static WORKER: LazyLock<Option<Worker>> = LazyLock::new(|| {
    let (jobs, waiting) = mpsc::channel();
    let work = move || work(&waiting);
    thread::Builder::new().name("names".to_owned()).spawn(work).ok()?;
    Some(Worker { jobs, memo: Mutex::default() })
});

/// Tells the thread that nobody waits any more, however the waiting ends.
struct Wanted(Arc<AtomicBool>);

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Starts loading, without waiting for it.
pub(super) fn prepare() {
    LazyLock::force(&WORKER);
}

/// What stands in each of some sentences, as bytes of the sentence. Waits for the model, unless it has read them before.
///
/// # Errors
/// What went wrong, without any of the text; also that nobody waits any more, as `still` says.
pub(super) fn read(sentences: &[&str], still: &dyn Fn() -> bool) -> Result<Vec<Arc<[Found]>>, String> {
    let worker = WORKER.as_ref().ok_or("its thread cannot be started")?;
    let wanted = Wanted(Arc::new(AtomicBool::new(true)));
    let (answer, answers) = mpsc::channel();
    let mut found: Vec<Option<Arc<[Found]>>> = Vec::with_capacity(sentences.len());
    for (place, sentence) in sentences.iter().enumerate() {
        let key = memo::key(sentence);
        let known = worker.memo.lock().unwrap_or_else(PoisonError::into_inner).get(&key);
        if known.is_none() {
            let (sentence, answer, wanted) = ((*sentence).to_owned(), answer.clone(), Arc::clone(&wanted.0));
            let job = Job { place, key, sentence, answer, wanted };
            worker.jobs.send(job).map_err(|_| "its thread is gone")?;
        }
        found.push(known);
    }
    drop(answer);
    loop {
        match answers.recv_timeout(TICK) {
            Ok((place, read)) => {
                if let Some(slot) = found.get_mut(place) {
                    *slot = Some(read?);
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
        if !still() {
            return Err("it was stopped".to_owned());
        }
    }
    found.into_iter().collect::<Option<Vec<_>>>().ok_or_else(|| "its thread is gone".to_owned())
}

fn work(waiting: &Receiver<Job>) {
    let network = std::panic::catch_unwind(Network::load).unwrap_or_else(|_| Err("loading it panicked".to_owned()));
    for job in waiting {
        let wanted = || job.wanted.load(Ordering::Relaxed);
        if !wanted() {
            continue;
        }
        let known = memo(|memo| memo.get(&job.key)).flatten();
        let read = known.map_or_else(|| one(&network, &job.sentence, &wanted), Ok);
        if let Ok(found) = &read {
            memo(|memo| memo.put(job.key, Arc::clone(found)));
        }
        // Whoever asked may have gone.
        let _ = job.answer.send((job.place, read));
    }
}

/// `None` where there is no thread.
fn memo<T>(act: impl FnOnce(&mut Memo) -> T) -> Option<T> {
    Some(act(&mut WORKER.as_ref()?.memo.lock().unwrap_or_else(PoisonError::into_inner)))
}

fn one(network: &Result<Network, String>, sentence: &str, wanted: &dyn Fn() -> bool) -> Result<Arc<[Found]>, String> {
    let network = network.as_ref().map_err(String::clone)?;
    let words = words(sentence);
    let guesses = std::panic::catch_unwind(AssertUnwindSafe(|| network.guess(&words, wanted)))
        .map_err(|_| "it panicked".to_owned())??;
    Ok(spans::spans(sentence, &words, &guesses).into())
}

/// Whether a sentence was read.
#[cfg(test)]
pub(super) fn known(key: &Key) -> bool {
    memo(|memo| memo.get(key)).flatten().is_some()
}
