//! Files the workbench reads and writes: drafts, saved panes, contexts, and the file `$EDITOR` works on.
//!
//! Whatever may hold private text is written with mode 0600 in directories of mode 0700.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::text::clean::clean;
use crate::workbench::app::SaveError;
use crate::workbench::app::draft::Draft;

/// The largest file that is taken as context, bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// `~` and `~/…` as the home directory; everything else as it is.
#[must_use]
pub fn expand(path: &str) -> PathBuf {
    let home = || std::env::var_os("HOME").map(PathBuf::from);
    match (path, path.strip_prefix("~/")) {
        ("~", _) => home().unwrap_or_else(|| PathBuf::from(path)),
        (_, Some(rest)) => home().map_or_else(|| PathBuf::from(path), |home| home.join(rest)),
        _ => PathBuf::from(path),
    }
}

/// Reads a text file to be used as context, cleaned of control characters.
///
/// # Errors
/// Names the file, what is wrong with it, and what to do.
pub fn read_context(path: &str) -> Result<String, String> {
    let place = expand(path);
    let trouble = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound => format!("no file {path}: check the name"),
        io::ErrorKind::PermissionDenied => format!("{path} may not be read: check its permissions"),
        _ => format!("{path} cannot be read: {error}"),
    };
    let file = File::open(&place).map_err(|error| trouble(&error))?;
    let about = file.metadata().map_err(|error| trouble(&error))?;
    if !about.is_file() {
        return Err(format!("{path} is not a file: name a text file"));
    }
    if about.len() > LARGEST {
        return Err(format!("{path} has {} bytes: the limit is {LARGEST}", about.len()));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes).map_err(|error| trouble(&error))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{path} is not UTF-8 text: convert it first"))?;
    Ok(clean(text.strip_prefix('\u{feff}').unwrap_or(&text)).into_owned())
}

/// Writes text to a file of mode 0600; without `replace` never touches a file that is there.
///
/// # Errors
/// [`SaveError::Exists`], or the system's words.
pub fn save(path: &Path, text: &str, replace: bool) -> Result<usize, SaveError> {
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    if replace {
        options.create(true)
    } else {
        options.create_new(true)
    };
    let mut text = text.to_owned();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let written = options.open(path).and_then(|mut file| {
        // A file that is replaced keeps the mode it had; nobody else may read the text, not even for a moment.
        if file.metadata()?.is_file() {
            file.set_permissions(Permissions::from_mode(0o600))?;
            file.set_len(0)?;
        }
        file.write_all(text.as_bytes())
    });
    match written {
        Ok(()) => Ok(text.len()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(SaveError::Exists),
        Err(error) => Err(SaveError::Failed(format!("{} cannot be written: {error}", path.display()))),
    }
}

/// Makes a directory (and those above it) that only its owner may enter.
///
/// # Errors
/// The system's.
pub fn private_dir(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// Where the draft is.
#[must_use]
pub fn draft_path(state_dir: &Path) -> PathBuf {
    state_dir.join("draft.json")
}

/// The draft of last time, cleaned of control characters; `None` where there is none (or it cannot be read: it is then left
/// alone).
#[must_use]
pub fn load_draft(state_dir: &Path) -> Option<Draft> {
    let draft: Draft = serde_json::from_str(&fs::read_to_string(draft_path(state_dir)).ok()?).ok()?;
    Some(Draft { question: clean(&draft.question).into_owned(), context: clean(&draft.context).into_owned(), ..draft })
}

/// Writes the draft so that a crash leaves the old one or the new one; `None` removes it.
///
/// # Errors
/// The system's.
pub fn store_draft(state_dir: &Path, draft: Option<&Draft>) -> io::Result<()> {
    let path = draft_path(state_dir);
    let Some(draft) = draft else {
        return match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    };
    private_dir(state_dir)?;
    let beside = state_dir.join(format!("draft.{}.tmp", std::process::id()));
    let written = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&beside)
        .and_then(|mut file| {
            file.write_all(serde_json::to_string(draft).map_err(io::Error::other)?.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// The file `$EDITOR` works on: in a private directory, gone when dropped.
#[derive(Debug)]
pub struct EditFile {
    dir: PathBuf,
    path: PathBuf,
}

impl EditFile {
    /// Writes `text` to a new file called `name`.
    ///
    /// # Errors
    /// The system's.
    pub fn create(state_dir: &Path, name: &str, text: &str) -> io::Result<Self> {
        private_dir(state_dir)?;
        let stamp = jiff::Timestamp::now().as_nanosecond();
        let dir = state_dir.join(format!("edit-{}-{stamp}", std::process::id()));
        DirBuilder::new().mode(0o700).create(&dir)?;
        let file = Self { path: dir.join(name), dir };
        let mut open = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file.path)?;
        open.write_all(text.as_bytes())?;
        if !text.ends_with('\n') {
            open.write_all(b"\n")?;
        }
        Ok(file)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is in it now, cleaned and without the newline at its end.
    ///
    /// # Errors
    /// Names what is wrong.
    pub fn read(&self) -> Result<String, String> {
        let text = read_context(&self.path.to_string_lossy())?;
        Ok(text.strip_suffix('\n').unwrap_or(&text).to_owned())
    }
}

impl Drop for EditFile {
    fn drop(&mut self) {
        // Editors leave backups beside the file; the directory is ours alone.
        let _ = fs::remove_dir_all(&self.dir);
    }
}
