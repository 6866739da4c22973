//! Question and context from the command line: a scenario, text, files or standard input.

use std::io::Read;
use std::path::Path;

use crate::args::InputArgs;
use crate::config::Settings;
use crate::engine::event::Input;
use crate::files::{self, ReadError};
use crate::scenario::{Expectation, Library};
use crate::text::clean::clean;

/// What a run needs of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Loaded {
    /// Question, context and terms (the settings' and the scenario's).
    pub input: Input,
    /// The scenario's expectations.
    pub expectations: Vec<Expectation>,
}

/// Reads what the flags name. `None` where they name nothing.
///
/// # Errors
/// Names the flag or file, and for bytes that are not UTF-8 the offset.
pub fn load(args: &InputArgs, settings: &Settings, stdin: impl Read) -> Result<Option<Loaded>, ReadError> {
    if let Some(id) = &args.scenario {
        return scenario(id, settings).map(Some);
    }
    if *args == InputArgs::default() {
        return Ok(None);
    }
    let mut stdin = Some(stdin);
    let mut read = |flag: &str, path: &Path| -> Result<String, ReadError> {
        let text = if path == Path::new("-") {
            let stream = stdin.take().ok_or_else(|| {
                ReadError::Missing(format!(
                    "{flag} -: standard input is read for the question already, give a file for one of them"
                ))
            })?;
            files::read_from(stream, "standard input")
        } else {
            files::read_text(path)
        };
        text.map_err(|error| match error {
            ReadError::Missing(why) => ReadError::Missing(format!("{flag}: {why}")),
            ReadError::Unreadable(why) => ReadError::Unreadable(format!("{flag}: {why}")),
        })
    };
    let question = match (&args.question, &args.question_file) {
        (Some(text), _) => text.clone(),
        (None, Some(path)) => read("--question-file", path)?,
        (None, None) => {
            return Err(ReadError::Missing(
                "--context-file alone asks nothing: add --question-file FILE or --question TEXT".to_owned(),
            ));
        }
    };
    let question = clean(&question).trim().to_owned();
    if question.is_empty() {
        return Err(ReadError::Missing("the question is empty: write one".to_owned()));
    }
    let context = match &args.context_file {
        Some(path) => clean(&read("--context-file", path)?).trim_end().to_owned(),
        None => String::new(),
    };
    let input = Input { question, context, terms: settings.terms.clone(), scenario: None };
    Ok(Some(Loaded { input, expectations: Vec::new() }))
}

fn scenario(id: &str, settings: &Settings) -> Result<Loaded, ReadError> {
    let library = Library::load(Some(&settings.config_dir));
    let scenario = library
        .find(id)
        .map_err(|error| ReadError::Missing(format!("--scenario: {}", super::unknown(&error, &library.problems))))?;
    let mut input = Input::from(&**scenario);
    input.terms.extend(settings.terms.iter().filter(|term| !scenario.terms.contains(term)).cloned());
    Ok(Loaded { input, expectations: scenario.expectations.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Dirs, Flags};
    use std::path::PathBuf;

    fn settings(dir: &Path) -> Settings {
        let dirs = Dirs { config: dir.to_path_buf(), state: dir.to_path_buf() };
        let file = (Path::new("config.toml"), "[gate]\nterms = [\"Heron\", \"Maya\"]\n");
        Settings::resolve(Some(file), &|_| None, &Flags::default(), &dirs).unwrap()
    }

    fn given(args: &InputArgs, stdin: &str) -> Result<Option<Loaded>, String> {
        let dir = tempfile::tempdir().unwrap();
        load(args, &settings(dir.path()), stdin.as_bytes()).map_err(|error| error.to_string())
    }

    fn path(text: &str) -> PathBuf {
        PathBuf::from(text)
    }

    #[test]
    fn a_scenario_brings_its_terms_and_expectations() {
        let args = InputArgs { scenario: Some("dishwasher".into()), ..InputArgs::default() };
        let loaded = given(&args, "").unwrap().unwrap();
        assert_eq!(loaded.input.scenario.as_deref(), Some("dishwasher"));
        assert_eq!(loaded.input.terms.iter().filter(|term| *term == "Maya").count(), 1);
        assert!(loaded.input.terms.contains(&"Heron".to_owned()) && !loaded.expectations.is_empty());
        let args = InputArgs { scenario: Some("dishwahser".into()), ..InputArgs::default() };
        assert!(given(&args, "").unwrap_err().contains("no scenario `dishwahser` (did you mean `dishwasher`?)"));
    }

    #[test]
    fn text_files_and_standard_input() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("context.txt");
        std::fs::write(&file, "one\r\ntwo \u{1b}[31m\n").unwrap();
        let args = InputArgs { question_file: Some(path("-")), context_file: Some(file), ..InputArgs::default() };
        let loaded = given(&args, " When?\n").unwrap().unwrap();
        assert_eq!(loaded.input.question, "When?");
        assert!(loaded.input.context.starts_with("one\ntwo"), "{:?}", loaded.input.context);
        assert!(!loaded.input.context.contains('\u{1b}'));
        assert_eq!(given(&InputArgs::default(), "ignored"), Ok(None));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let bad = dir.path().join("bad.txt");
        std::fs::write(&bad, b"ab\xff").unwrap();
        let question = Some("q".to_owned());
        for (args, part) in [
            (
                InputArgs { question_file: Some(path("-")), context_file: Some(path("-")), ..InputArgs::default() },
                "standard input is read for the question already",
            ),
            (InputArgs { context_file: Some(path("-")), ..InputArgs::default() }, "asks nothing"),
            (InputArgs { question: Some(" ".into()), ..InputArgs::default() }, "the question is empty"),
            (
                InputArgs {
                    question: question.clone(),
                    context_file: Some(path("/nowhere/x")),
                    ..InputArgs::default()
                },
                "--context-file: cannot open /nowhere/x: there is no such file",
            ),
            (
                InputArgs { question: question.clone(), context_file: Some(dir.path().into()), ..InputArgs::default() },
                "it is a directory",
            ),
            (
                InputArgs { question, context_file: Some(bad), ..InputArgs::default() },
                "bad.txt is not UTF-8: the byte at offset 2",
            ),
        ] {
            let error = given(&args, "x").unwrap_err();
            assert!(error.contains(part), "{error}");
        }
    }
}
