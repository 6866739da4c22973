//! The signals the workbench answers.

use std::io;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::timeout;

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Save and end, with the exit code the shell gives this signal.
    End(u8),
    /// Suspend.
    Suspend,
    /// The program was continued: take the terminal again.
    Continue,
}

/// The signals, listened to.
#[derive(Debug)]
pub struct Signals {
    terminate: Signal,
    hang_up: Signal,
    interrupt: Signal,
    stop: Signal,
    proceed: Signal,
}

impl Signals {
    /// Begins to listen.
    ///
    /// # Errors
    /// When a handler cannot be installed.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            stop: signal(SignalKind::from_raw(rustix::process::Signal::TSTP.as_raw()))?,
            proceed: signal(SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()))?,
        })
    }

    /// The next one.
    pub async fn next(&mut self) -> Wish {
        tokio::select! {
            _ = self.terminate.recv() => Wish::End(143),
            _ = self.hang_up.recv() => Wish::End(129),
            _ = self.interrupt.recv() => Wish::End(130),
            _ = self.stop.recv() => Wish::Suspend,
            _ = self.proceed.recv() => Wish::Continue,
        }
    }

    /// The next one that ends the program, with its exit code; while an editor has the terminal, the others are its own.
    pub async fn end(&mut self) -> u8 {
        tokio::select! {
            _ = self.terminate.recv() => 143,
            _ = self.hang_up.recv() => 129,
        }
    }

    /// After [`suspend`]: takes the signal that continued the program, so that the terminal is not taken twice.
    pub async fn continued(&mut self) {
        let _ = timeout(Duration::from_millis(200), self.proceed.recv()).await;
    }
}

/// Stops this program and everything in its foreground job, as the terminal's own suspend key would; returns when it is
/// continued.
///
/// # Errors
/// The system's.
pub fn suspend() -> io::Result<()> {
    rustix::process::kill_current_process_group(rustix::process::Signal::STOP).map_err(io::Error::from)
}
