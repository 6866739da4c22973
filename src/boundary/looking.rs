//! Looking with a time limit, on threads of its own: at a text with the detector table, and with detectors that may fail.
//!
//! What hangs keeps its thread until the process ends, and nothing waits for it. Not for what is looked for.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SendError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::scan::{Detect, Span};

/// Tells everybody who looks for somebody that it is not wanted any more. Copies are one.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Stops, for good.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was stopped.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// One text to be looked at.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) text: String,
    /// Whether people or models wrote it.
    pub(super) prose: bool,
}

/// What a detector found, text by text; why not, if not.
type Answer = Result<Vec<Vec<Span>>, String>;

/// A further second for every so many bytes of text, for detectors that read like models do.
const BYTES_PER_SECOND: usize = 1 << 10;
/// The same for the detector table.
const TABLE_BYTES_PER_SECOND: usize = 1 << 16;
/// How often who waits looks whether it is wanted still.
const TICK: Duration = Duration::from_millis(20);

/// Asks every detector about every text. `patience` is how long a look may take, apart from the time its size warrants.
/// Returns what was found, text by text, and why detectors could not tell.
pub(super) fn ask(
    detectors: &[Arc<dyn Detect>],
    texts: Vec<Text>,
    patience: Duration,
    stop: &Stop,
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
    // However the waiting ends, whoever still looks is told.
    let wanted = Unwanted(Stop::default());
    let asked: Vec<_> = detectors.iter().map(|detector| begin(detector, &texts, &wanted.0)).collect();
    for (detector, answer) in detectors.iter().zip(asked) {
        let left = limit.saturating_sub(begun.elapsed());
        let answer = answer.and_then(|answer| wait(&answer, left, stop).unwrap_or_else(|why| Err(why.said(limit))));
        match answer {
            Ok(spans) => found.iter_mut().zip(spans).for_each(|(all, new)| all.extend(new)),
            Err(why) => failed.push(format!("{} {why}", detector.name())),
        }
    }
    (found, failed)
}

struct Unwanted(Stop);

impl Drop for Unwanted {
    fn drop(&mut self) {
        self.0.stop();
    }
}

fn begin(detector: &Arc<dyn Detect>, texts: &Arc<[Text]>, gone: &Stop) -> Result<Receiver<Answer>, String> {
    let (detector, texts, gone) = (Arc::clone(detector), Arc::clone(texts), gone.clone());
    let (answer, answers) = mpsc::channel();
    let look = move || {
        let all = || texts.iter().map(|text| one(&*detector, text, &gone)).collect::<Answer>();
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

fn one(detector: &dyn Detect, text: &Text, gone: &Stop) -> Result<Vec<Span>, String> {
    if text.text.trim().is_empty() || (detector.reads_prose() && !text.prose) {
        return Ok(Vec::new());
    }
    detector.find_while(&text.text, &|| !gone.is_stopped()).map_err(|why| format!("failed: {why}"))
}

/// Why there is no answer.
enum Why {
    Late,
    Gone,
    Stopped,
}

impl Why {
    fn said(&self, limit: Duration) -> String {
        match self {
            Self::Late => format!("did not finish within {:.0} s", limit.as_secs_f32().ceil()),
            Self::Gone => "failed (its thread is gone)".to_owned(),
            Self::Stopped => "was stopped".to_owned(),
        }
    }
}

fn wait<T>(answer: &Receiver<T>, left: Duration, stop: &Stop) -> Result<T, Why> {
    let begun = Instant::now();
    loop {
        let rest = left.saturating_sub(begun.elapsed());
        match answer.recv_timeout(rest.min(TICK)) {
            Ok(answer) => return Ok(answer),
            Err(RecvTimeoutError::Disconnected) => return Err(Why::Gone),
            Err(RecvTimeoutError::Timeout) if stop.is_stopped() => return Err(Why::Stopped),
            Err(RecvTimeoutError::Timeout) if rest.is_zero() => return Err(Why::Late),
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// So few bytes are looked at where they are asked about.
const SMALL: usize = 1 << 13;

/// Work for a thread that looks.
type Job = Box<dyn FnOnce() + Send>;

/// Threads that wait for work: a look at a few words costs no thread of its own.
static IDLE: Mutex<Vec<Sender<Job>>> = Mutex::new(Vec::new());
/// So many of them are kept.
const KEPT: usize = 8;

/// Does work with the detector table over so many bytes, for as long as `patience` and its size allow.
///
/// # Errors
/// In words, that it panicked, did not end in time or was stopped. What does not end keeps its thread.
pub(super) fn within<T: Send + 'static>(
    patience: Duration,
    bytes: usize,
    stop: &Stop,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, String> {
    let limit = limit(patience, bytes);
    if bytes <= SMALL && !patience.is_zero() {
        // Linear work over so little ends; handing it over would take as long as doing it.
        let begun = Instant::now();
        let done = std::panic::catch_unwind(AssertUnwindSafe(work));
        return match done {
            Err(_) => Err("a detector failed (it panicked)".to_owned()),
            Ok(_) if stop.is_stopped() => Err(format!("a detector {}", Why::Stopped.said(limit))),
            Ok(_) if begun.elapsed() > limit => Err(format!("a detector {}", Why::Late.said(limit))),
            Ok(value) => Ok(value),
        };
    }
    Begun::of(work)?.end(limit, stop)
}

/// Does one thing here and another on a thread that waits for work, each over so many bytes; the other for as long as `patience` and
/// its size allow.
///
/// # Errors
/// As [`within`], of the other.
pub(super) fn beside<A, B: Send + 'static>(
    patience: Duration,
    bytes: usize,
    stop: &Stop,
    one: impl FnOnce() -> A,
    other: impl FnOnce() -> B + Send + 'static,
) -> Result<(A, B), String> {
    let limit = limit(patience, bytes);
    let other = Begun::of(other)?;
    Ok((one(), other.end(limit, stop)?))
}

/// How long work with the detector table over so many bytes may take.
fn limit(patience: Duration, bytes: usize) -> Duration {
    patience.saturating_add(Duration::from_secs((bytes / TABLE_BYTES_PER_SECOND) as u64))
}

/// Work that a thread has been given.
struct Begun<T> {
    worker: Sender<Job>,
    answers: Receiver<thread::Result<T>>,
}

impl<T: Send + 'static> Begun<T> {
    fn of(work: impl FnOnce() -> T + Send + 'static) -> Result<Self, String> {
        let (answer, answers) = mpsc::channel();
        let job = Box::new(move || {
            // Whoever asked may have given up.
            let _ = answer.send(std::panic::catch_unwind(AssertUnwindSafe(work)));
        });
        Ok(Self { worker: hand_over(job)?, answers })
    }

    /// Waits for it, and keeps the thread if it has ended.
    fn end(self, limit: Duration, stop: &Stop) -> Result<T, String> {
        let done = wait(&self.answers, limit, stop);
        if done.is_ok() {
            let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < KEPT {
                idle.push(self.worker);
            }
        }
        match done {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(_)) => Err("a detector failed (it panicked)".to_owned()),
            Err(why) => Err(format!("a detector {}", why.said(limit))),
        }
    }
}

/// Gives work to a thread that waits for some, or to a new one; the way to it.
fn hand_over(mut job: Job) -> Result<Sender<Job>, String> {
    loop {
        let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let Some(worker) = idle else { break };
        match worker.send(job) {
            Ok(()) => return Ok(worker),
            Err(SendError(back)) => job = back,
        }
    }
    let (worker, jobs) = mpsc::channel::<Job>();
    let work = move || jobs.into_iter().for_each(|job| job());
    let spawned = thread::Builder::new().name("look".to_owned()).spawn(work);
    spawned.map_err(|error| format!("no thread to look on: {error}"))?;
    worker.send(job).map_err(|_| "the thread to look on is gone".to_owned())?;
    Ok(worker)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// More than is looked at where it is asked about.
    const LARGE: usize = SMALL + 1;

    #[test]
    fn what_hangs_or_panics_decides_nothing_and_holds_nobody_up() {
        let stop = Stop::default();
        let soon = Duration::from_millis(50);
        let (hold, never) = mpsc::channel::<()>();
        let late = within(soon, LARGE, &stop, move || never.recv().is_ok());
        assert_eq!(late, Err("a detector did not finish within 1 s".to_owned()));
        assert_eq!(within(Duration::from_mins(1), LARGE, &stop, || 7), Ok(7), "another thread looks");
        let failed = within::<()>(Duration::from_mins(1), LARGE, &stop, || panic!("a detector's defect"));
        assert_eq!(failed, Err("a detector failed (it panicked)".to_owned()));
        drop(hold);
    }

    #[test]
    fn what_hangs_or_panics_beside_something_decides_nothing_either() {
        let stop = Stop::default();
        let here = thread::current().id();
        let both = beside(Duration::from_mins(1), 1, &stop, || 1, move || thread::current().id() != here);
        assert_eq!(both, Ok((1, true)));
        let failed = beside(Duration::from_mins(1), 1, &stop, || 1, || -> u8 { panic!("a detector's defect") });
        assert_eq!(failed, Err("a detector failed (it panicked)".to_owned()));
        let (hold, never) = mpsc::channel::<()>();
        let late = beside(Duration::from_millis(50), 1, &stop, || 1, move || never.recv().is_ok());
        assert_eq!(late, Err("a detector did not finish within 1 s".to_owned()));
        drop(hold);
    }

    #[test]
    fn who_is_stopped_waits_no_longer() {
        let stop = Stop::default();
        let (hold, never) = mpsc::channel::<()>();
        let begun = Instant::now();
        let stopping = stop.clone();
        let stopper = thread::spawn(move || {
            thread::sleep(Duration::from_millis(50));
            stopping.stop();
        });
        let answer = within(Duration::from_mins(10), LARGE, &stop, move || never.recv().is_ok());
        assert_eq!(answer, Err("a detector was stopped".to_owned()));
        assert!(begun.elapsed() < Duration::from_mins(1));
        drop(hold);
        stopper.join().unwrap();
    }

    /// Reads on until nobody wants it.
    #[derive(Debug)]
    struct Slow(Mutex<Sender<&'static str>>);

    impl Detect for Slow {
        fn find(&self, _: &str) -> Result<Vec<Span>, String> {
            Ok(Vec::new())
        }

        fn find_while(&self, _: &str, wanted: &dyn Fn() -> bool) -> Result<Vec<Span>, String> {
            let said = self.0.lock().unwrap();
            said.send("began").unwrap();
            while wanted() {
                thread::sleep(Duration::from_millis(1));
            }
            said.send("ended").unwrap();
            Err("it was stopped".to_owned())
        }
    }

    #[test]
    fn a_model_that_reads_stops_when_the_run_does_and_when_it_is_given_up() {
        for given_up in [false, true] {
            let (said, heard) = mpsc::channel();
            let slow: Arc<dyn Detect> = Arc::new(Slow(Mutex::new(said)));
            let stop = Stop::default();
            let (asked, stopping) = (stop.clone(), stop.clone());
            let patience = Duration::from_millis(if given_up { 1 } else { 600_000 });
            let texts = vec![Text { text: "long".to_owned(), prose: true }];
            let looking = thread::spawn(move || ask(&[slow], texts, patience, &asked).1);
            assert_eq!(heard.recv(), Ok("began"));
            if !given_up {
                stopping.stop();
            }
            let why = looking.join().unwrap().remove(0);
            assert!(why.contains(if given_up { "did not finish" } else { "was stopped" }), "{why}");
            assert_eq!(heard.recv(), Ok("ended"), "it reads nothing more");
        }
    }

    #[test]
    fn threads_are_used_again() {
        let stop = Stop::default();
        let long = Duration::from_mins(1);
        let me = || thread::current().id();
        let threads: std::collections::HashSet<_> = (0..200).map(|_| within(long, LARGE, &stop, me).unwrap()).collect();
        // Other tests look at the same time.
        assert!(threads.len() < 100, "{}", threads.len());
    }
}
