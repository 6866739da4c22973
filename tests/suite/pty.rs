//! The real program on a pseudo-terminal, and what a terminal makes of its bytes.
//!
//! Nothing here waits for time: [`Term::until`] waits until the screen shows what is asked for, or a deadline passes. The
//! one bounded wait is [`Term::bytes_while_idle`], which has to see that nothing comes.

use std::ffi::OsStr;
use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use fogline::rehearsal::Rehearsal;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use vt100::{MouseProtocolMode, Parser, Screen};

/// Long enough for a debug build on a busy machine; only a failing test waits this long.
const DEADLINE: Duration = Duration::from_secs(30);
/// Silence after which a screen counts as settled.
const SETTLED: Duration = Duration::from_millis(250);

/// What a terminal was asked to do beyond showing text.
#[derive(Debug, Default)]
pub struct Heard {
    pub titles: Vec<String>,
    pub clipboard: Vec<String>,
    pub bells: usize,
    /// Sequences the terminal does not know, but for the private modes below.
    pub unknown: Vec<String>,
    /// Private modes the terminal model has no word for, and whether they are on.
    pub modes: std::collections::BTreeMap<u16, bool>,
}

impl vt100::Callbacks for Heard {
    fn audible_bell(&mut self, _: &mut Screen) {
        self.bells += 1;
    }

    fn set_window_icon_name(&mut self, _: &mut Screen, name: &[u8]) {
        self.titles.push(String::from_utf8_lossy(name).into_owned());
    }

    fn set_window_title(&mut self, _: &mut Screen, title: &[u8]) {
        self.titles.push(String::from_utf8_lossy(title).into_owned());
    }

    fn copy_to_clipboard(&mut self, _: &mut Screen, _: &[u8], data: &[u8]) {
        self.clipboard.push(String::from_utf8_lossy(data).into_owned());
    }

    fn paste_from_clipboard(&mut self, _: &mut Screen, _: &[u8]) {
        self.unknown.push("asks for the clipboard".to_owned());
    }

    fn unhandled_control(&mut self, _: &mut Screen, byte: u8) {
        self.unknown.push(format!("control {byte:#x}"));
    }

    fn unhandled_escape(&mut self, _: &mut Screen, first: Option<u8>, second: Option<u8>, byte: u8) {
        self.unknown.push(format!("escape {first:?} {second:?} {byte:#x}"));
    }

    fn unhandled_csi(
        &mut self,
        _: &mut Screen,
        first: Option<u8>,
        second: Option<u8>,
        params: &[&[u16]],
        letter: char,
    ) {
        match (first, letter, params) {
            (Some(b'?'), 'h' | 'l', [[mode]]) => drop(self.modes.insert(*mode, letter == 'h')),
            // Underline colour, which the terminal model does not know.
            (None, 'm', _) => {}
            _ => self.unknown.push(format!("csi {first:?} {second:?} {params:?} {letter}")),
        }
    }

    fn unhandled_osc(&mut self, _: &mut Screen, params: &[&[u8]]) {
        self.unknown
            .push(format!("osc {:?}", params.iter().map(|part| String::from_utf8_lossy(part)).collect::<Vec<_>>()));
    }
}

/// A home directory of its own, and the environment the program gets: nothing of this machine's settings.
pub struct Home {
    dir: tempfile::TempDir,
    vars: Vec<(String, String)>,
}

impl Home {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
        let pairs = [
            ("HOME", at("")),
            ("XDG_CONFIG_HOME", at("config")),
            ("XDG_STATE_HOME", at("state")),
            ("XDG_DATA_HOME", at("data")),
            ("XDG_CACHE_HOME", at("cache")),
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("LANG", "C.UTF-8".to_owned()),
            ("TERM", "xterm-256color".to_owned()),
            ("COLORTERM", "truecolor".to_owned()),
            // Nothing listens there: what plays does not depend on what this machine happens to serve.
            ("OLLAMA_HOST", "127.0.0.1:1".to_owned()),
        ];
        let vars = pairs.map(|(name, value)| (name.to_owned(), value)).to_vec();
        Self { dir, vars }
    }

    pub fn var(mut self, name: &str, value: &str) -> Self {
        self.vars.retain(|(known, _)| known != name);
        self.vars.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.vars.retain(|(known, _)| known != name);
        self
    }

    /// Both sides are these stand-ins.
    pub fn models(self, rehearsal: &Rehearsal) -> Self {
        self.servers(rehearsal.ollama().as_str(), rehearsal.openai().as_str())
    }

    /// Both sides are these servers.
    pub fn servers(self, ollama: &str, openai: &str) -> Self {
        self.var("OLLAMA_HOST", ollama).var("OPENAI_BASE_URL", openai).var("OPENAI_API_KEY", "sk-test-not-a-real-key")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file into the home directory.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn draft(&self) -> PathBuf {
        self.path("state/fogline/draft.json")
    }

    /// The workbench on a terminal of this size.
    pub fn open(&self, columns: u16, rows: u16) -> Term {
        self.open_with(columns, rows, &[])
    }

    pub fn open_with(&self, columns: u16, rows: u16, args: &[&str]) -> Term {
        self.spawn(columns, rows, Path::new(env!("CARGO_BIN_EXE_fogline")).as_os_str(), args)
    }

    /// Any program on a terminal, in this home.
    pub fn spawn(&self, columns: u16, rows: u16, program: &OsStr, args: &[&str]) -> Term {
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        for (name, value) in &self.vars {
            command.env(name, value);
        }
        command.cwd(self.dir.path());
        Term::spawn(command, columns, rows)
    }
}

/// The terminal's own modes: input, output, control and local flags.
type Flags = [u32; 4];

/// A running program and its terminal.
pub struct Term {
    parser: Parser<Heard>,
    /// Every byte the program wrote.
    pub bytes: Vec<u8>,
    output: Receiver<Vec<u8>>,
    keys: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    /// Kept open, so that the modes can be looked at when the program is gone.
    slave: Option<Box<dyn SlavePty + Send>>,
    child: Box<dyn Child + Send + Sync>,
    cooked: Flags,
    pub began: Instant,
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn flags(master: &dyn MasterPty) -> Flags {
    let modes = master.get_termios().expect("a terminal has modes");
    [modes.input_flags.bits(), modes.output_flags.bits(), modes.control_flags.bits(), modes.local_flags.bits()]
        .map(|bits| u32::try_from(u64::from(bits)).unwrap())
}

impl Term {
    fn spawn(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let cooked = flags(&*pair.master);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (send, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || send.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let began = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        Self {
            parser: Parser::new_with_callbacks(cells(rows), cells(columns), 0, Heard::default()),
            bytes: Vec::new(),
            output,
            keys: pair.master.take_writer().unwrap(),
            master: pair.master,
            slave: Some(pair.slave),
            child,
            cooked,
            began,
        }
    }

    pub fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    pub fn heard(&self) -> &Heard {
        self.parser.callbacks()
    }

    /// The text on screen.
    pub fn text(&self) -> String {
        self.screen().contents()
    }

    pub fn shows(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// Columns of a band of rows, as text.
    pub fn part(&self, columns: std::ops::Range<u16>, rows: std::ops::Range<u16>) -> String {
        let width = columns.end - columns.start;
        let all: Vec<String> = self.screen().rows(columns.start, width).collect();
        all[usize::from(rows.start)..usize::from(rows.end).min(all.len())].join("\n")
    }

    fn take(&mut self, piece: &[u8]) {
        self.bytes.extend_from_slice(piece);
        self.parser.process(piece);
    }

    /// Waits until the terminal is in a state; the test fails with the screen if it never is.
    #[track_caller]
    pub fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) -> &mut Self {
        let deadline = Instant::now() + DEADLINE;
        loop {
            // Whatever is there already is taken before looking: half a frame is no screen.
            while let Ok(piece) = self.output.try_recv() {
                self.take(&piece);
            }
            if holds(self) {
                return self;
            }
            match self.output.recv_timeout(Duration::from_millis(20)) {
                Ok(piece) => self.take(&piece),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => panic!("the program ended before: {what}\n{}", self.text()),
            }
            assert!(Instant::now() < deadline, "never: {what}\n{}\n{:?}", self.text(), self.heard());
        }
    }

    /// Waits until the screen shows this.
    #[track_caller]
    pub fn see(&mut self, text: &str) -> &mut Self {
        self.until(&format!("the screen shows {text:?}"), |term| term.shows(text))
    }

    /// Waits until the screen no longer shows this.
    #[track_caller]
    pub fn lose(&mut self, text: &str) -> &mut Self {
        self.until(&format!("the screen loses {text:?}"), |term| !term.shows(text))
    }

    /// Waits until nothing has been written for a while.
    pub fn settle(&mut self) -> &mut Self {
        let deadline = Instant::now() + DEADLINE;
        while let Ok(piece) = self.output.recv_timeout(SETTLED) {
            self.take(&piece);
            assert!(Instant::now() < deadline, "the screen never settles\n{}", self.text());
        }
        self
    }

    /// What is written in this much time when nothing happens.
    pub fn bytes_while_idle(&mut self, time: Duration) -> usize {
        let (deadline, before) = (Instant::now() + time, self.bytes.len());
        while let Some(left) = deadline.checked_duration_since(Instant::now()) {
            if let Ok(piece) = self.output.recv_timeout(left) {
                self.take(&piece);
            }
        }
        self.bytes.len() - before
    }

    /// Types.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        self
    }

    /// Types a letter with Ctrl held.
    pub fn ctrl(&mut self, letter: char) -> &mut Self {
        let control = char::from(u8::try_from(letter).unwrap() & 0x1f);
        self.keys(&control.to_string())
    }

    /// Pastes as terminals do: in brackets, while the program's output goes on being read.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        let whole = format!("\x1b[200~{text}\x1b[201~");
        let mut keys = std::mem::replace(&mut self.keys, Box::new(std::io::sink()));
        let sent = std::thread::spawn(move || {
            keys.write_all(whole.as_bytes()).unwrap();
            keys.flush().unwrap();
            keys
        });
        self.until("the paste is taken", |_| sent.is_finished());
        self.keys = sent.join().unwrap();
        self
    }

    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        // What the program wrote for the old size still belongs to it.
        while let Ok(piece) = self.output.try_recv() {
            self.take(&piece);
        }
        self.parser.set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).unwrap();
        self
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.child.process_id().unwrap().cast_signed()).unwrap()
    }

    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        kill_process(self.pid(), signal).unwrap();
        self
    }

    /// The process's state and its processor time in ticks.
    pub fn process(&self) -> (char, u64) {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid().as_raw_nonzero())).unwrap();
        let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
        (fields[0].chars().next().unwrap(), fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap())
    }

    /// Waits for the end: the exit code, or the signal's name.
    #[track_caller]
    pub fn end(&mut self) -> Result<u32, String> {
        let deadline = Instant::now() + DEADLINE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if let Ok(piece) = self.output.recv_timeout(Duration::from_millis(10)) {
                self.take(&piece);
            }
            assert!(Instant::now() < deadline, "the program does not end\n{}", self.text());
        };
        let modes = flags(&*self.master);
        // With the last end of the terminal closed the reader comes to its end.
        self.slave = None;
        while let Ok(piece) = self.output.recv() {
            self.take(&piece);
        }
        // Only what no program can answer may leave the terminal as it is.
        assert!(status.signal() == Some("Killed") || modes == self.cooked, "the terminal's modes were left changed");
        status.signal().map_or_else(|| Ok(status.exit_code()), |name| Err(name.to_owned()))
    }

    /// Whether keys reach the program one by one.
    pub fn is_raw(&self) -> bool {
        flags(&*self.master) != self.cooked
    }

    /// Whether the terminal hands keys over without waiting for a line, and without showing them itself.
    pub fn sends_keys_at_once(&self) -> bool {
        let local = self.master.get_termios().unwrap().local_flags.bits();
        let (canonical, echo) = (0o2, 0o10);
        local & (canonical | echo) == 0
    }

    /// The terminal's device.
    pub fn tty(&self) -> PathBuf {
        self.master.tty_name().unwrap()
    }

    /// Every mode of the terminal that is still the program's.
    pub fn modes_left(&self) -> Vec<&'static str> {
        let screen = self.screen();
        let other = |mode| self.heard().modes.get(&mode).copied().unwrap_or_default();
        let modes = [
            (screen.alternate_screen(), "alternate screen"),
            (screen.bracketed_paste(), "bracketed paste"),
            (screen.hide_cursor(), "hidden cursor"),
            (screen.mouse_protocol_mode() != MouseProtocolMode::None, "mouse"),
            (screen.cursor_style() != vt100::CursorStyle::Default, "cursor style"),
            (other(1004), "focus reports"),
            (other(2026), "synchronized update"),
        ];
        modes.into_iter().filter(|(on, _)| *on).map(|(_, name)| name).collect()
    }
}

impl Drop for Term {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
