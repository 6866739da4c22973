//! The terminal's modes, and frames as single writes.
//!
//! [`Screen`] sets the terminal up and restores it when dropped; the panic hook restores it first. A frame is written
//! whole, inside a synchronized update, so that no half of it is ever seen.

use std::io::{self, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{SetCursorStyle, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture,
};
use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode, size,
};
use crossterm::{execute, queue};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::painter::{Painter, blank};

/// Whether the terminal is in the modes of the workbench.
static ACTIVE: AtomicBool = AtomicBool::new(false);

/// The terminal in the modes of the workbench.
pub struct Screen {
    painter: Painter,
    mouse: bool,
}

impl std::fmt::Debug for Screen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Screen").field("mouse", &self.mouse).finish_non_exhaustive()
    }
}

impl Screen {
    /// Sets the terminal up.
    ///
    /// # Errors
    /// When the terminal refuses a mode or its size cannot be read.
    pub fn open(mouse: bool) -> io::Result<Self> {
        install_panic_hook();
        enter(mouse)?;
        Ok(Self { painter: Painter::default(), mouse })
    }

    /// Columns and rows.
    ///
    /// # Errors
    /// When the size cannot be read.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        size()
    }

    /// Draws a frame: `paint` fills the buffer and says where the cursor belongs.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    pub fn draw(&mut self, paint: impl FnOnce(Rect, &mut Buffer) -> Option<Position>) -> io::Result<()> {
        let (width, height) = self.size()?;
        let mut buffer = blank(width, height);
        let cursor = paint(buffer.area, &mut buffer);
        let frame = self.painter.frame(buffer, cursor);
        if frame.is_empty() {
            return Ok(());
        }
        let mut whole = Vec::with_capacity(frame.len() + 16);
        queue!(whole, BeginSynchronizedUpdate)?;
        whole.extend_from_slice(&frame);
        queue!(whole, EndSynchronizedUpdate)?;
        let mut stdout = io::stdout().lock();
        stdout.write_all(&whole)?;
        stdout.flush()
    }

    /// Lets the program, or the terminal, have the mouse.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        if on { execute!(io::stdout(), EnableMouseCapture) } else { execute!(io::stdout(), DisableMouseCapture) }
    }

    /// Gives the terminal back for a while.
    pub fn leave(&mut self) {
        restore();
    }

    /// Takes the terminal again and draws everything anew with the next frame.
    ///
    /// # Errors
    /// As [`Screen::open`].
    pub fn enter(&mut self) -> io::Result<()> {
        enter(self.mouse)?;
        self.painter.forget();
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

fn enter(mouse: bool) -> io::Result<()> {
    // Once in raw mode a second call does nothing, and a shell that stopped the program has changed the modes since.
    disable_raw_mode()?;
    enable_raw_mode()?;
    ACTIVE.store(true, Ordering::SeqCst);
    let mut stdout = io::stdout();
    let opened =
        execute!(stdout, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, SetCursorStyle::SteadyBar);
    let opened = opened.and_then(|()| if mouse { execute!(stdout, EnableMouseCapture) } else { Ok(()) });
    opened.inspect_err(|_| restore())
}

/// Undoes every mode, in any state, once. Errors have nowhere to go: the terminal may be gone.
pub fn restore() {
    if !ACTIVE.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = execute!(
        io::stdout(),
        EndSynchronizedUpdate,
        SetAttribute(Attribute::Reset),
        DisableMouseCapture,
        DisableFocusChange,
        DisableBracketedPaste,
        SetCursorStyle::DefaultUserShape,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}

/// A panic of the workbench restores the terminal before anything is printed. One of a background task does not touch the
/// screen: the run's log says that the task is gone. Panic messages could carry what a user wrote, so only the place is
/// printed.
fn install_panic_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let workbench = std::thread::current().id();
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !ACTIVE.load(Ordering::SeqCst) {
                before(info);
            } else if std::thread::current().id() == workbench {
                restore();
                let place = info.location().map(ToString::to_string).unwrap_or_default();
                eprintln!("fogline stopped at {place}: a bug. What you wrote is kept as a draft.");
            }
        }));
    });
}
