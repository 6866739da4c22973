//! `fogline guard`: the gate alone. Text in, findings out, as JSON.
//!
//! All classes are reported; the verdict is `findings` only where there is something that policies act on, so that a text
//! of times and prices is `clear`. Nothing is called clear that could not be read or decided on.

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use super::Exit;
use crate::boundary::finding::Finding;
use crate::boundary::gate::{Gate, Refusal};
use crate::boundary::vault::{Origin, Vault};
use crate::text::clean::escape_json;

/// Why guard stopped. What was printed before stands; nothing else is claimed clear.
#[derive(Debug, thiserror::Error)]
pub enum GuardError {
    /// The vault file could not be used.
    #[error("the vault file {}: {reason}", path.display())]
    Vault {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, without its values.
        reason: String,
    },
    /// A line (from 1) of the input could not be used.
    #[error("line {line} of the input: {reason}")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What is wrong with it, without its text.
        reason: String,
    },
    /// The gate could not decide.
    #[error("{place}: {refusal}")]
    Refused {
        /// Which text.
        place: String,
        /// Why.
        refusal: Refusal,
    },
    /// Input could not be read or output not be written.
    #[error("reading the input or writing the findings: {0}")]
    Io(#[from] io::Error),
}

impl GuardError {
    /// How the command ends: what could not be decided counts as blocked.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Vault { .. } => Exit::Usage,
            Self::Line { .. } | Self::Refused { .. } => Exit::Blocked,
            Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
            Self::Io(_) => Exit::Failed,
        }
    }
}

/// One answer.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    verdict: &'static str,
    findings: Vec<Finding>,
}

/// Reads a text (or, with `jsonl`, lines of `{"id", "text"}`) and writes one JSON object per text. `vault` is a file with a
/// JSON object `{"PERSON_1": "…"}`. Returns whether anything was found that policies act on.
///
/// # Errors
/// See [`GuardError`]; the first one ends it.
pub fn guard(
    mut input: impl BufRead,
    mut output: impl Write,
    vault: Option<&Path>,
    jsonl: bool,
) -> Result<bool, GuardError> {
    let vault = vault.map(read_vault).transpose()?.unwrap_or_default();
    let gate = Gate::default();
    let mut any = false;
    let mut line = 0;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let read = if jsonl { input.read_until(b'\n', &mut bytes)? } else { input.read_to_end(&mut bytes)? };
        if jsonl && read == 0 {
            break;
        }
        line += 1;
        if jsonl && bytes.trim_ascii().is_empty() {
            continue;
        }
        let (id, text) = if jsonl { record(&bytes, line)? } else { (Value::Null, plain(&bytes)?) };
        let place = if jsonl { format!("line {line} of the input") } else { "the input".to_owned() };
        let findings = gate.inspect_text(&text, &vault).map_err(|refusal| GuardError::Refused { place, refusal })?;
        let acted = findings.iter().any(|finding| finding.class.acted_on());
        any |= acted;
        let answer = Answer { id: &id, verdict: if acted { "findings" } else { "clear" }, findings };
        let line = serde_json::to_string(&answer).map_err(io::Error::from)?;
        writeln!(output, "{}", escape_json(&line))?;
        if !jsonl {
            break;
        }
    }
    output.flush()?;
    Ok(any)
}

fn plain(bytes: &[u8]) -> Result<String, GuardError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let head = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = head.split(|byte| *byte == b'\n').count();
            Err(GuardError::Line { line, reason: "not valid UTF-8; convert the text first".to_owned() })
        }
    }
}

fn record(bytes: &[u8], line: usize) -> Result<(Value, String), GuardError> {
    let fail = |reason: &str| GuardError::Line { line, reason: reason.to_owned() };
    let text = std::str::from_utf8(bytes).map_err(|_| fail("not valid UTF-8; convert the file first"))?;
    let mut value: Value = serde_json::from_str(text).map_err(|error| {
        fail(&format!("not JSON (column {}); each line is {{\"id\": …, \"text\": \"…\"}}", error.column()))
    })?;
    let object =
        value.as_object_mut().ok_or_else(|| fail("not a JSON object; each line is {\"id\": …, \"text\": \"…\"}"))?;
    match object.remove("text") {
        Some(Value::String(text)) => Ok((object.remove("id").unwrap_or(Value::Null), text)),
        Some(_) => Err(fail("`text` is not a string")),
        None => Err(fail("there is no `text`; each line is {\"id\": …, \"text\": \"…\"}")),
    }
}

fn read_vault(path: &Path) -> Result<Vault, GuardError> {
    let fail = |reason: String| GuardError::Vault { path: path.to_owned(), reason };
    let bytes = zeroize::Zeroizing::new(std::fs::read(path).map_err(|error| fail(error.to_string()))?);
    let value: Value = serde_json::from_slice(&bytes)
        .map_err(|error| fail(format!("not JSON (line {}); it is an object {{\"PERSON_1\": \"…\"}}", error.line())))?;
    let object = value.as_object().ok_or_else(|| fail("not a JSON object; it is {\"PERSON_1\": \"…\"}".to_owned()))?;
    let mut vault = Vault::default();
    for (placeholder, value) in object {
        let Some(text) = value.as_str() else {
            return Err(fail(format!("`{placeholder}` is not a string")));
        };
        if vault.add_as(placeholder, text, Origin::Term).is_none() {
            let why = "is empty, a bare quantity, a single letter, or a second value of the same placeholder";
            return Err(fail(format!("the value of `{placeholder}` {why}: take it out or rename it")));
        }
    }
    Ok(vault)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(input: &[u8], jsonl: bool) -> (Result<bool, GuardError>, Vec<Value>) {
        let mut output = Vec::new();
        let result = guard(input, &mut output, None, jsonl);
        let lines = String::from_utf8(output).unwrap();
        (result, lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    #[test]
    fn answers_plain_text_once() {
        let (any, lines) = run("Grüße, mail anna@example.com at 18:30\n".as_bytes(), false);
        assert!(any.unwrap());
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0]["verdict"], "findings");
        let kinds: Vec<_> = lines[0]["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| (f["kind"].clone(), f["start"].clone(), f["end"].clone()))
            .collect();
        assert_eq!(kinds, [("EMAIL".into(), 12.into(), 28.into()), ("TIME".into(), 32.into(), 37.into())]);
        let (any, lines) = run(b"", false);
        assert!(!any.unwrap());
        assert_eq!(lines[0]["verdict"], "clear");
    }

    #[test]
    fn answers_line_by_line() {
        let (any, lines) =
            run(b"{\"id\":7,\"text\":\"at 18:30\"}\n\n{\"id\":\"b\",\"text\":\"4111 1111 1111 1111\"}", true);
        assert!(any.unwrap());
        let got: Vec<_> = lines.iter().map(|line| (line["id"].clone(), line["verdict"].clone())).collect();
        assert_eq!(got, [(7.into(), "clear".into()), ("b".into(), "findings".into())]);
    }

    #[test]
    fn names_the_line_it_cannot_read() {
        let cases: &[(&[u8], bool, &str)] = &[
            (b"{\"id\":1,\"text\":\"x\"}\nnot json secret", true, "line 2"),
            (b"{\"id\":1}", true, "line 1"),
            (b"{\"id\":1,\"text\":4}", true, "line 1"),
            (b"[1]", true, "line 1"),
            (b"ok\n\nbad \xff", false, "line 3"),
            (b"{\"id\":1,\"text\":\"\xff\"}", true, "line 1"),
        ];
        for (input, jsonl, expected) in cases {
            let (result, lines) = run(input, *jsonl);
            let error = result.unwrap_err().to_string();
            assert!(error.contains(expected) && !error.contains("secret"), "{error}");
            assert!(lines.iter().all(|line| line["id"] == 1), "nothing is claimed of the bad line");
        }
    }
}
