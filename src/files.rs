//! Reading text files a user names, with errors that name the file, the place and the next step.
//!
//! Not for watching or writing anything.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::text::located::Problem;

/// Largest text read, bytes. Questions and contexts beyond it fit no model's window.
pub const MAX_BYTES: u64 = 16 << 20;

/// Why a text could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is nothing to read, or it is not what was asked for.
    #[error("{0}")]
    Missing(String),
    /// It is there, and no text that can be looked at: too large, or not UTF-8.
    #[error("{0}")]
    Unreadable(String),
}

/// Reads a UTF-8 file of at most [`MAX_BYTES`]. A byte order mark is dropped.
///
/// # Errors
/// Names the file and, for bytes that are not UTF-8, the offset of the first.
pub fn read_text(path: &Path) -> Result<String, ReadError> {
    let name = path.display().to_string();
    let file =
        File::open(path).map_err(|error| ReadError::Missing(format!("cannot open {name}: {}", cause(&error))))?;
    read_from(file, &name)
}

/// Reads UTF-8 from a stream that the user knows as `name`.
///
/// # Errors
/// As [`read_text`].
pub fn read_from(stream: impl Read, name: &str) -> Result<String, ReadError> {
    let mut bytes = Vec::new();
    let failed = |error: io::Error| ReadError::Missing(format!("cannot read {name}: {}", cause(&error)));
    stream.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::Unreadable(format!(
            "{name} is larger than {} MiB: give a smaller text",
            MAX_BYTES >> 20
        )));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        ReadError::Unreadable(format!(
            "{name} is not UTF-8: the byte at offset {at} cannot be read. Convert it, e.g. with iconv -t UTF-8"
        ))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The system's words for an error, without its number.
fn cause(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        _ => error.to_string(),
    }
}

/// The TOML files of a directory.
#[derive(Debug, Clone, Default)]
pub struct TomlFiles {
    /// Path and text, by name.
    pub files: Vec<(PathBuf, String)>,
    /// Files that could not be read.
    pub problems: Vec<Problem>,
}

/// Reads `*.toml` of a directory, hidden files excepted; a directory that does not exist has none.
#[must_use]
pub fn toml_files(dir: &Path) -> TomlFiles {
    let mut found = TomlFiles::default();
    let mut complain = |path: &Path, message: String| {
        found.problems.push(Problem { file: path.display().to_string(), line: 1, column: 1, message });
    };
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return found,
        Err(error) => {
            complain(dir, format!("cannot list the directory: {}", cause(&error)));
            return found;
        }
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        !hidden && path.extension().is_some_and(|extension| extension == "toml")
    });
    paths.sort();
    for path in paths {
        match read_text(&path) {
            Ok(text) => found.files.push((path, text)),
            Err(error) => {
                found.problems.push(Problem {
                    file: path.display().to_string(),
                    line: 1,
                    column: 1,
                    message: error.to_string(),
                });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_utf_8_are_named_by_offset() {
        let error = read_from(&b"abc\xffdef"[..], "standard input").unwrap_err().to_string();
        assert!(error.contains("standard input is not UTF-8") && error.contains("offset 3"), "{error}");
    }

    #[test]
    fn a_byte_order_mark_is_dropped() {
        assert_eq!(read_from("\u{feff}id".as_bytes(), "x").unwrap(), "id");
    }

    #[test]
    fn too_much_is_refused_without_reading_it_all() {
        let error = read_from(io::repeat(b'a'), "x").unwrap_err().to_string();
        assert!(error.contains("larger than 16 MiB"), "{error}");
    }

    #[test]
    fn a_directory_gives_its_toml_files_in_order() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b.toml", "a.toml", "c.txt", ".hidden.toml"] {
            std::fs::write(dir.path().join(name), name).unwrap();
        }
        std::fs::write(dir.path().join("bad.toml"), b"\xff").unwrap();
        let found = toml_files(dir.path());
        let texts: Vec<&str> = found.files.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, ["a.toml", "b.toml"]);
        assert_eq!(found.problems.len(), 1);
        assert!(toml_files(&dir.path().join("none")).files.is_empty());
    }
}
