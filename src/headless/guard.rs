//! `fogline guard`: the gate alone. Text in, findings out, as JSON.
//!
//! All classes are reported; the verdict is `findings` only where there is something that policies act on, so that a text
//! of times and prices is `clear`. Nothing is called clear that could not be read or decided on.

use std::collections::HashSet;
use std::fmt;
use std::io::{self, BufRead, Read as _, Write};
use std::path::{Path, PathBuf};

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::Exit;
use crate::boundary::finding::Finding;
use crate::boundary::gate::{Gate, LIMIT};
use crate::boundary::group::{self, Group};
use crate::boundary::vault::{Origin, Vault};
use crate::text::clean::escape_json;

/// Why guard stopped before the end of its input. What was printed before stands; nothing else is claimed clear.
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
    /// Input could not be read or output not be written.
    #[error("reading the input or writing the findings: {0}")]
    Io(#[from] io::Error),
}

impl GuardError {
    /// How the command ends.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Vault { .. } => Exit::Usage,
            Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
            Self::Io(_) => Exit::Failed,
        }
    }
}

/// What guard made of its whole input.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Texts looked at.
    pub texts: usize,
    /// Texts with something that policies act on.
    pub found: usize,
    /// Texts that could not be read or decided on.
    pub refused: usize,
    /// Why the first of them was, with its line.
    pub first_refusal: Option<String>,
}

impl Tally {
    /// How the command ends: what could not be decided counts as blocked.
    #[must_use]
    pub fn exit(&self) -> Exit {
        if self.refused > 0 { Exit::Blocked } else { Exit::Done }
    }
}

/// One answer.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    verdict: &'static str,
    findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<Group>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// A line longer than this is not kept, so that no input fills the memory. JSON may write one byte as six (`\u0041`).
const LONGEST_LINE: usize = LIMIT * 6 + 1024;

/// Reads a text (or, with `jsonl`, lines of `{"id", "text"}`) and writes one JSON object per text, each as soon as it is known.
/// `vault` is a file with a JSON object `{"PERSON_1": "…"}`; `gate` looks. A text that cannot be read or decided on is
/// answered with the verdict `refused` and the reason, and the next line is read.
///
/// # Errors
/// See [`GuardError`].
pub fn guard(
    mut input: impl BufRead,
    mut output: impl Write,
    vault: Option<&Path>,
    jsonl: bool,
    gate: &Gate,
) -> Result<Tally, GuardError> {
    let vault = vault.map(read_vault).transpose()?.unwrap_or_default();
    let mut tally = Tally::default();
    let mut line = 0;
    let mut bytes = Vec::new();
    loop {
        let whole = if jsonl { read_line(&mut input, &mut bytes)? } else { read_all(&mut input, &mut bytes)? };
        if jsonl && whole == Read::Nothing {
            break;
        }
        line += 1;
        if jsonl && whole == Read::Whole && bytes.trim_ascii().is_empty() {
            continue;
        }
        let (id, text) = match whole {
            Read::TooLong => (Value::Null, Err(too_long(if jsonl { LONGEST_LINE } else { LIMIT }))),
            _ if jsonl => record(&bytes),
            _ => (Value::Null, plain(&bytes)),
        };
        let findings = text.and_then(|text| {
            let findings = gate.inspect_text(&text, &vault).map_err(|refusal| refusal.to_string())?;
            let groups = group::groups(&text, &findings);
            Ok((findings, groups))
        });
        tally.texts += 1;
        let answer = match findings {
            Ok((findings, groups)) => {
                let acted = findings.iter().any(|finding| finding.class.acted_on());
                tally.found += usize::from(acted);
                Answer { id: &id, verdict: if acted { "findings" } else { "clear" }, findings, groups, reason: None }
            }
            Err(reason) => {
                tally.refused += 1;
                let place = if jsonl { format!("line {line} of the input: {reason}") } else { reason.clone() };
                tally.first_refusal.get_or_insert(place);
                Answer { id: &id, verdict: "refused", findings: Vec::new(), groups: Vec::new(), reason: Some(reason) }
            }
        };
        let written = serde_json::to_string(&answer).map_err(io::Error::from)?;
        writeln!(output, "{}", escape_json(&written))?;
        // A pipe reads along: an answer never waits for the next line.
        output.flush()?;
        if !jsonl {
            break;
        }
    }
    Ok(tally)
}

/// What reading came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    Nothing,
    Whole,
    TooLong,
}

/// The next line, without more of it in memory than may be looked at; the rest of one that is too long is skipped.
fn read_line(input: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<Read> {
    bytes.clear();
    let read = input.by_ref().take(LONGEST_LINE as u64).read_until(b'\n', bytes)?;
    if read == 0 {
        return Ok(Read::Nothing);
    }
    if read < LONGEST_LINE || bytes.ends_with(b"\n") {
        return Ok(Read::Whole);
    }
    bytes.clear();
    input.skip_until(b'\n')?;
    Ok(Read::TooLong)
}

/// Everything, up to what the gate looks at.
fn read_all(input: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<Read> {
    let read = input.by_ref().take(LIMIT as u64 + 1).read_to_end(bytes)?;
    Ok(if read > LIMIT { Read::TooLong } else { Read::Whole })
}

fn too_long(limit: usize) -> String {
    format!("more than the {limit} bytes the gate looks at, so it cannot decide; split the text")
}

fn plain(bytes: &[u8]) -> Result<String, String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(without_mark(text).to_owned()),
        Err(error) => {
            let head = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = head.split(|byte| *byte == b'\n').count();
            Err(format!("not valid UTF-8 in line {line}; convert the text first"))
        }
    }
}

/// A text without the mark some editors put before UTF-8 (U+FEFF).
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The id, as far as it can be told, and the text of a line.
fn record(bytes: &[u8]) -> (Value, Result<String, String>) {
    let shape = "each line is {\"id\": …, \"text\": \"…\"}";
    let Ok(text) = std::str::from_utf8(bytes) else {
        return (Value::Null, Err("not valid UTF-8; convert the file first".to_owned()));
    };
    let mut value: Value = match serde_json::from_str(without_mark(text)) {
        Ok(value) => value,
        Err(error) => return (Value::Null, Err(format!("not JSON (column {}); {shape}", error.column()))),
    };
    let Some(object) = value.as_object_mut() else {
        return (Value::Null, Err(format!("not a JSON object; {shape}")));
    };
    let text = match object.remove("text") {
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err("`text` is not a string".to_owned()),
        None => Err(format!("there is no `text`; {shape}")),
    };
    (object.remove("id").unwrap_or(Value::Null), text)
}

fn read_vault(path: &Path) -> Result<Vault, GuardError> {
    let fail = |reason: String| GuardError::Vault { path: path.to_owned(), reason };
    let bytes = zeroize::Zeroizing::new(std::fs::read(path).map_err(|error| fail(error.to_string()))?);
    let shape = "it is an object {\"PERSON_1\": \"…\"}";
    let text = std::str::from_utf8(&bytes).map_err(|_| fail("not valid UTF-8; convert the file first".to_owned()))?;
    let pairs: Pairs = serde_json::from_str(without_mark(text)).map_err(|error| {
        let what = if error.is_data() { "not a JSON object" } else { "not JSON" };
        fail(format!("{what} (line {}); {shape}", error.line()))
    })?;
    let mut vault = Vault::default();
    let mut seen = HashSet::new();
    for (placeholder, value) in &pairs.0 {
        if !seen.insert(placeholder.as_str()) {
            return Err(fail(format!("`{placeholder}` stands in it twice: take one out or rename it")));
        }
        let Some(text) = value.as_str() else {
            return Err(fail(format!("`{placeholder}` is not a string")));
        };
        if vault.add_as(placeholder, text, Origin::Given).is_none() {
            let why = "is empty, a single letter, or a second value of the same placeholder";
            return Err(fail(format!("the value of `{placeholder}` {why}: take it out or rename it")));
        }
    }
    Ok(vault)
}

/// The members of a JSON object in order, repeated keys too: a map would keep the last of them and say nothing.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Pairs;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(input: &[u8], jsonl: bool) -> (Tally, Vec<Value>) {
        let mut output = Vec::new();
        let tally = guard(input, &mut output, None, jsonl, &Gate::default()).unwrap();
        let lines = String::from_utf8(output).unwrap();
        (tally, lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    #[test]
    fn answers_plain_text_once() {
        let (tally, lines) = run("Grüße, mail anna@example.com at 18:30\n".as_bytes(), false);
        assert_eq!((tally.found, tally.exit()), (1, Exit::Done));
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0]["verdict"], "findings");
        let kinds: Vec<_> = lines[0]["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| (f["kind"].clone(), f["start"].clone(), f["end"].clone()))
            .collect();
        assert_eq!(kinds, [("EMAIL".into(), 12.into(), 28.into()), ("TIME".into(), 32.into(), 37.into())]);
        let (tally, lines) = run(b"", false);
        assert_eq!((tally.found, tally.refused), (0, 0));
        assert_eq!(lines[0]["verdict"], "clear");
    }

    #[test]
    fn a_mark_before_the_text_is_no_part_of_it() {
        let plain = run("\u{feff}anna@example.com".as_bytes(), false).1;
        assert_eq!((&plain[0]["findings"][0]["start"], &plain[0]["findings"][0]["end"]), (&0.into(), &16.into()));
        let lines = run("\u{feff}{\"id\":1,\"text\":\"at 18:30\"}\n".as_bytes(), true).1;
        assert_eq!((&lines[0]["verdict"], &lines[0]["id"]), (&"clear".into(), &1.into()));
    }

    #[test]
    fn a_vault_file_says_what_it_says_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.json");
        let read = |text: &str| {
            std::fs::write(&path, text).unwrap();
            read_vault(&path).map(|vault| vault.entries().len()).map_err(|error| error.to_string())
        };
        assert_eq!(read("\u{feff}{\"PERSON_1\": \"Anna Weber\"}"), Ok(1));
        let twice =
            read("{\"PERSON_1\": \"Anna Weber\", \"CITY_1\": \"Bonn\", \"PERSON_1\": \"Anna Weber\"}").unwrap_err();
        assert!(twice.contains("`PERSON_1` stands in it twice") && !twice.contains("Anna"), "{twice}");
        assert!(read("[1]").unwrap_err().contains("not a JSON object"));
        assert!(read("{\"PERSON_1\": ").unwrap_err().contains("not JSON (line 1)"));
    }

    #[test]
    fn answers_line_by_line() {
        let (tally, lines) =
            run(b"{\"id\":7,\"text\":\"at 18:30\"}\n\n{\"id\":\"b\",\"text\":\"4111 1111 1111 1111\"}", true);
        assert_eq!((tally.texts, tally.found), (2, 1));
        let got: Vec<_> = lines.iter().map(|line| (line["id"].clone(), line["verdict"].clone())).collect();
        assert_eq!(got, [(7.into(), "clear".into()), ("b".into(), "findings".into())]);
    }

    #[test]
    fn prints_what_points_at_somebody_only_together() {
        let text = "a 67-year-old from ZIP 62704, works at Initech, diagnosed with sarcoidosis";
        let (_, lines) = run(text.as_bytes(), false);
        assert_eq!(lines[0]["groups"][0]["kinds"], serde_json::json!(["AGE", "PLACE", "WORK", "CONDITION"]));
        let (_, lines) = run(b"at 18:30", false);
        assert!(lines[0].get("groups").is_none());
    }

    #[test]
    fn a_line_it_cannot_read_is_refused_and_the_next_one_answered() {
        let cases: &[(&[u8], bool, &str, &str)] = &[
            (b"not json secret", true, "not JSON (column 2)", "line 1 of the input: not JSON"),
            (b"{\"id\":1}", true, "there is no `text`", "line 1"),
            (b"{\"id\":1,\"text\":4}", true, "`text` is not a string", "line 1"),
            (b"[1]", true, "not a JSON object", "line 1"),
            (b"{\"id\":1,\"text\":\"\xff\"}", true, "not valid UTF-8", "line 1"),
            (b"ok\n\nbad \xff", false, "not valid UTF-8 in line 3", "line 3"),
        ];
        for (input, jsonl, reason, place) in cases {
            let mut input = input.to_vec();
            if *jsonl {
                input.extend_from_slice(b"\n{\"id\":9,\"text\":\"fine\"}\n");
            }
            let (tally, lines) = run(&input, *jsonl);
            assert_eq!((tally.refused, tally.exit()), (1, Exit::Blocked));
            assert_eq!(lines[0]["verdict"], "refused");
            assert_eq!(lines[0]["findings"], serde_json::json!([]), "nothing is claimed of it");
            let said = lines[0]["reason"].as_str().unwrap();
            assert!(said.contains(reason) && !said.contains("secret"), "{said}");
            assert!(tally.first_refusal.unwrap().contains(place));
            assert_eq!(lines.len(), if *jsonl { 2 } else { 1 });
            assert!(!jsonl || lines[1]["verdict"] == "clear");
        }
        assert_eq!(run(b"{\"id\":\"k\",\"text\":4}", true).1[0]["id"], "k", "the id is kept where it can be read");
    }

    #[test]
    fn more_than_the_gate_looks_at_is_refused_without_keeping_it() {
        let long = vec![b'a'; LIMIT + 1];
        let (tally, lines) = run(&long, false);
        assert_eq!((tally.refused, lines[0]["verdict"].clone()), (1, "refused".into()));
        assert!(lines[0]["reason"].as_str().unwrap().contains("split the text"));
        let mut jsonl = vec![b' '; LONGEST_LINE + 10];
        jsonl.extend_from_slice(b"\n{\"id\":2,\"text\":\"x\"}");
        let (tally, lines) = run(&jsonl, true);
        assert_eq!((tally.texts, tally.refused, lines[1]["id"].clone()), (2, 1, 2.into()));
    }

    #[test]
    fn each_answer_is_flushed() {
        struct Counting(usize, Vec<u8>);
        impl Write for &mut Counting {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.1.extend_from_slice(bytes);
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                self.0 += 1;
                Ok(())
            }
        }
        let mut output = Counting(0, Vec::new());
        guard(&b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n"[..], &mut output, None, true, &Gate::default()).unwrap();
        assert_eq!(output.0, 2);
    }
}
