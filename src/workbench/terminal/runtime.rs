//! The loop: waits for keys, the run's log, results of background work, signals and time; feeds `update`; carries its
//! effects out; draws at most one frame for all of it. Idle, it waits for ever and draws nothing.

use std::io;
use std::task::Poll;
use std::time::{Duration, Instant};

use crossterm::event::{Event, EventStream, KeyCode, KeyEventKind, MouseButton, MouseEventKind};
use futures::StreamExt as _;
use tokio::sync::mpsc;
use tokio::time::{sleep_until, timeout};

use super::effects::{self, Engine};
use super::external::{self, Ended};
use super::files;
use super::frame_gate::{FrameGate, Urgency};
use super::screen::Screen;
use super::signals::{self, Signals, Wish};
use crate::config::Settings;
use crate::engine::RunHandle;
use crate::engine::event::RunId;
use crate::setup::{self, Setup, SetupError};
use crate::text::clean::{Cleaner, clean};
use crate::workbench::app::action::CompareSpec;
use crate::workbench::app::{Action, Effect, Model, update};
use crate::workbench::keys::Chord;
use crate::workbench::theme::{Depth, Library, Theme};
use crate::workbench::view;

/// Time between two ticks while a run is on.
const TICK: Duration = Duration::from_millis(100);
/// How long a draft may be unwritten.
const DRAFT: Duration = Duration::from_secs(1);
/// How long a stopped run may take to close its sockets when the program ends.
const GOODBYE: Duration = Duration::from_millis(300);

/// What background work sends back.
enum Message {
    Models(Box<Result<Setup, SetupError>>),
    Action(Action),
}

/// The workbench on a terminal.
pub struct Runtime {
    model: Model,
    settings: Settings,
    engine: Engine,
    screen: Screen,
    frames: FrameGate,
    themes: Library,
    theme: Theme,
    depth: Depth,
    draft_due: Option<Instant>,
    next_tick: Option<Instant>,
    has_focus: bool,
    /// What was typed last decides on joiners.
    cleaner: Cleaner,
    outbox: mpsc::UnboundedSender<Message>,
    inbox: mpsc::UnboundedReceiver<Message>,
    /// Effects that take the terminal away; done between two waits, when nothing reads it.
    takeovers: Vec<Effect>,
    exit: Option<u8>,
}

/// What the loop woke up for.
enum Wake {
    Terminal(Option<io::Result<Event>>),
    Message(Message),
    Signal(Wish),
    Log,
    Time,
}

impl Runtime {
    /// A workbench that has not drawn yet.
    #[must_use]
    pub fn new(model: Model, settings: Settings, screen: Screen, themes: Library, depth: Depth) -> Self {
        let (outbox, inbox) = mpsc::unbounded_channel();
        let theme = themes.load(&model.look.theme, depth).map_or_else(|_| Theme::fog(depth), |(theme, _)| theme);
        Self {
            model,
            settings,
            engine: Engine::default(),
            screen,
            frames: FrameGate::default(),
            themes,
            theme,
            depth,
            draft_due: None,
            next_tick: None,
            has_focus: true,
            cleaner: Cleaner::default(),
            outbox,
            inbox,
            takeovers: Vec::new(),
            exit: None,
        }
    }

    /// Runs until the user or a signal ends it; gives the exit code.
    ///
    /// # Errors
    /// When the terminal cannot be read or written any more.
    pub async fn run(mut self) -> io::Result<u8> {
        let mut signals = Signals::listen()?;
        let mut events = Some(EventStream::new());
        let (width, height) = self.screen.size()?;
        self.act(Action::Resize { width, height }, Urgency::Input);
        self.choose_models();
        loop {
            if let Some(code) = self.exit {
                self.store_draft();
                if self.model.run.is_on() {
                    self.engine.cancel();
                    let _ = timeout(GOODBYE, self.engine.grown()).await;
                }
                return Ok(code);
            }
            let now = Instant::now();
            if self.frames.is_due(now) {
                self.draw()?;
                self.frames.drew(Instant::now());
            }
            let stream = events.get_or_insert_with(EventStream::new);
            match self.wake(stream, &mut signals).await {
                Wake::Terminal(event) => {
                    self.terminal(event);
                    // Polled with this task's waker: the reader wakes whoever asked last, and one that nobody listens to
                    // would be the end of typing.
                    while let Poll::Ready(event) = futures::poll!(stream.next()) {
                        self.terminal(event);
                        if self.exit.is_some() {
                            break;
                        }
                    }
                }
                Wake::Message(message) => self.message(message),
                Wake::Signal(wish) => self.signal(wish)?,
                Wake::Log | Wake::Time => {}
            }
            self.catch_up();
            for effect in std::mem::take(&mut self.takeovers) {
                // Dropped, not paused: two readers of one terminal steal each other's bytes.
                events = None;
                self.take_over(effect, &mut signals).await?;
            }
        }
    }

    async fn wake(&mut self, events: &mut EventStream, signals: &mut Signals) -> Wake {
        let frame = self.frames.deadline(Instant::now());
        let deadline = [frame, self.draft_due, self.next_tick].into_iter().flatten().min();
        let time = async {
            match deadline {
                Some(deadline) => sleep_until(deadline.into()).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            event = events.next() => Wake::Terminal(event),
            wish = signals.next() => Wake::Signal(wish),
            Some(message) = self.inbox.recv() => Wake::Message(message),
            () = self.engine.grown() => Wake::Log,
            () = time => Wake::Time,
        }
    }

    /// Everything that waits: the log, finished background work, ticks, drafts.
    fn catch_up(&mut self) {
        while let Ok(message) = self.inbox.try_recv() {
            self.message(message);
        }
        for event in self.engine.events() {
            self.act(Action::Engine(event.run.clone(), event), Urgency::Stream);
        }
        let now = Instant::now();
        if !self.model.run.is_on() {
            self.next_tick = None;
        } else if self.next_tick.is_none_or(|due| due <= now) {
            if let Some((run, ms)) = self.engine.age(now) {
                self.act(Action::Tick { run, ms }, Urgency::Stream);
            }
            self.next_tick = Some(now + TICK);
        }
        if self.draft_due.is_some_and(|due| due <= now) {
            self.store_draft();
        }
    }

    fn act(&mut self, action: Action, urgency: Urgency) {
        self.frames.want(urgency);
        for effect in update(&mut self.model, action) {
            self.perform(effect);
        }
    }

    fn message(&mut self, message: Message) {
        match message {
            Message::Action(action) => self.act(action, Urgency::Input),
            Message::Models(result) => {
                let result = match *result {
                    Ok(setup) => Ok(self.engine.take(setup)),
                    Err(SetupError(reason)) => Err(reason),
                };
                self.act(Action::ModelsChosen(result), Urgency::Input);
            }
        }
    }

    fn signal(&mut self, wish: Wish) -> io::Result<()> {
        match wish {
            Wish::End(code) => self.exit = Some(code),
            Wish::Suspend => self.takeovers.push(Effect::Suspend),
            Wish::Continue => {
                self.screen.enter()?;
                self.frames.want(Urgency::Input);
            }
        }
        Ok(())
    }

    fn terminal(&mut self, event: Option<io::Result<Event>>) {
        let action = match event {
            // The terminal is gone: end as if it had hung up.
            None | Some(Err(_)) => {
                self.exit = Some(129);
                return;
            }
            Some(Ok(Event::Key(key))) if key.kind != KeyEventKind::Release => match self.typed(Chord::from(key)) {
                Some(action) => action,
                None => return,
            },
            Some(Ok(Event::Paste(text))) => Action::Paste(clean(&text).into_owned()),
            Some(Ok(Event::Resize(width, height))) => Action::Resize { width, height },
            Some(Ok(Event::Mouse(mouse))) => {
                let (column, row) = (mouse.column, mouse.row);
                match mouse.kind {
                    MouseEventKind::ScrollUp => Action::Wheel { up: true, column, row },
                    MouseEventKind::ScrollDown => Action::Wheel { up: false, column, row },
                    MouseEventKind::Down(MouseButton::Left) => Action::Click { column, row },
                    _ => return,
                }
            }
            Some(Ok(Event::FocusGained)) => {
                self.has_focus = true;
                return;
            }
            Some(Ok(Event::FocusLost)) => {
                self.has_focus = false;
                return;
            }
            Some(Ok(Event::Key(_))) => return,
        };
        self.act(action, Urgency::Input);
    }

    /// A key as it may be used: a terminal without bracketed paste types what is pasted, hidden characters included.
    fn typed(&mut self, chord: Chord) -> Option<Action> {
        let KeyCode::Char(letter) = chord.code else {
            self.cleaner = Cleaner::default();
            return Some(Action::Key(chord));
        };
        let mut room = [0; 4];
        let letter: &str = letter.encode_utf8(&mut room);
        match self.cleaner.push(letter) {
            cleaned if cleaned == letter => Some(Action::Key(chord)),
            cleaned if cleaned.is_empty() => None,
            cleaned => Some(Action::Paste(cleaned)),
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::StartRun(spec) => match self.engine.start(*spec, &self.settings) {
                Ok(id) => self.act(Action::RunStarted(id), Urgency::Input),
                Err(reason) => self.act(Action::RunRefused(reason), Urgency::Input),
            },
            Effect::Compare(spec) => self.compare(*spec),
            Effect::StopCompare => self.engine.stop_comparing(),
            Effect::Cancel(run) => self.with_run(&run, RunHandle::cancel),
            Effect::Decide { run, id, decision } => self.with_run(&run, |handle| handle.decide(id, decision)),
            Effect::Answer { run, id, text } => self.with_run(&run, |handle| handle.answer(id, text)),
            Effect::HoldNext { run, held } => {
                self.with_run(&run, |handle| if held { handle.hold_next() } else { handle.release() });
            }
            Effect::ChooseModels => self.choose_models(),
            Effect::ReadCatalog => {
                let config = self.settings.config_dir.clone();
                self.aside(move || Action::CatalogRead(Box::new(crate::workbench::read_catalog(&config))));
            }
            Effect::ReadFile(path) => self.aside(move || {
                let result = files::read_context(&path);
                Action::FileRead { path, result }
            }),
            Effect::Save { path, text, replace } => self.aside(move || {
                let path = files::expand(&path.to_string_lossy());
                let result = files::save(&path, &text, replace);
                Action::Saved { path, result }
            }),
            Effect::Copy(text) => {
                if let Err(error) = effects::copy(&text) {
                    self.act(Action::Trouble(format!("the terminal took no clipboard text: {error}")), Urgency::Input);
                }
            }
            Effect::DraftChanged => {
                self.draft_due.get_or_insert_with(|| Instant::now() + DRAFT);
            }
            Effect::Mouse(on) => {
                if let Err(error) = self.screen.set_mouse(on) {
                    self.act(Action::Trouble(format!("the terminal refused the mouse: {error}")), Urgency::Input);
                }
            }
            // Somebody who looks at the screen sees that a request is held.
            Effect::Bell if self.has_focus => {}
            Effect::Bell => drop(effects::bell()),
            Effect::OpenEditor { .. } | Effect::Suspend => self.takeovers.push(effect),
            Effect::Quit => self.exit = Some(0),
        }
    }

    /// Tells the loop what happens in a comparison until it ends.
    fn compare(&mut self, spec: CompareSpec) {
        let mut told = match self.engine.compare(spec, &self.settings) {
            Ok(told) => told,
            Err(reason) => return self.act(Action::CompareRefused(reason), Urgency::Input),
        };
        let outbox = self.outbox.clone();
        tokio::spawn(async move {
            while let Some(progress) = told.recv().await {
                drop(outbox.send(Message::Action(Action::Compared(progress))));
            }
            drop(outbox.send(Message::Action(Action::CompareEnded)));
        });
    }

    fn with_run(&self, run: &RunId, act: impl FnOnce(&RunHandle)) {
        if let Some(handle) = self.engine.handle(run) {
            act(handle);
        }
    }

    /// Does blocking work beside the loop; its result comes back as an action.
    fn aside(&self, work: impl FnOnce() -> Action + Send + 'static) {
        let outbox = self.outbox.clone();
        tokio::task::spawn_blocking(move || drop(outbox.send(Message::Action(work()))));
    }

    /// Looks for models beside the loop: neither the first frame nor a key ever waits for a server.
    fn choose_models(&self) {
        let outbox = self.outbox.clone();
        let settings = self.settings.clone();
        tokio::spawn(async move {
            let result = setup::choose_to_ask(&settings, settings.local.as_ref(), settings.cloud.as_ref()).await;
            drop(outbox.send(Message::Models(Box::new(result))));
        });
    }

    fn draw(&mut self) -> io::Result<()> {
        if self.theme.name() != self.model.look.theme {
            match self.themes.load(&self.model.look.theme, self.depth) {
                Ok((theme, _)) => self.theme = theme,
                Err(error) => {
                    // Draws with the theme there is; the model goes back to it, so that this is said once.
                    self.model.look.theme = self.theme.name().to_owned();
                    self.act(Action::Trouble(error.to_string()), Urgency::Input);
                }
            }
        }
        let (model, theme) = (&self.model, &self.theme);
        self.screen.draw(|area, buffer| view::draw(model, area, buffer, theme))
    }

    /// Gives the terminal to an editor or the shell, and takes it back.
    async fn take_over(&mut self, effect: Effect, signals: &mut Signals) -> io::Result<()> {
        self.store_draft();
        self.screen.leave();
        let mut after = None;
        if let Effect::OpenEditor { field, text } = effect {
            match external::edit(&self.settings.state_dir, field, &text, signals).await {
                Ended::Returned(result) => after = Some(Action::Edited { field, result }),
                Ended::Signal(code) => {
                    self.exit = Some(code);
                    return Ok(());
                }
            }
        } else {
            signals::suspend()?;
            signals.continued().await;
        }
        self.screen.enter()?;
        let (width, height) = self.screen.size()?;
        self.act(Action::Resize { width, height }, Urgency::Input);
        if let Some(action) = after {
            self.act(action, Urgency::Input);
        }
        Ok(())
    }

    fn store_draft(&mut self) {
        if self.draft_due.take().is_none() {
            return;
        }
        let draft = self.model.draft();
        if let Err(error) = files::store_draft(&self.settings.state_dir, draft.as_ref()) {
            let place = files::draft_path(&self.settings.state_dir);
            self.frames.want(Urgency::Input);
            let text = format!("the draft was not saved to {}: {error}", place.display());
            let _ = update(&mut self.model, Action::Trouble(text));
        }
    }
}

/// Whatever ends the workbench, a panic included: what was written is on disk.
impl Drop for Runtime {
    fn drop(&mut self) {
        self.store_draft();
    }
}

impl std::fmt::Debug for Runtime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runtime").finish_non_exhaustive()
    }
}
