//! `fogline compare` as a shell sees it: the table, the state file, stopping and going on.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use fogline::rehearsal::{Options, Pace, Rehearsal};
use serde_json::Value;

/// The program with stand-ins of this test at both ends.
fn compare(stand_ins: &Rehearsal, home: &Path, args: &[&str]) -> Command {
    std::fs::write(home.join("config.toml"), "").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_fogline"));
    command.env_clear().env("HOME", home).env("FOGLINE_CONFIG", home.join("config.toml"));
    command.env("OLLAMA_HOST", stand_ins.ollama().as_str());
    let cloud = format!("compat:gpt-5.4@{}", stand_ins.openai());
    command.args(["compare", "--scenario", "dishwasher", "--policy", "mask", "--local", "ollama:gemma4:e4b"]);
    command.args(["--cloud", &cloud]).args(args).current_dir(home);
    command
}

fn at_once() -> Options {
    Options { rate: 0.0, first_token_s: 0.0, cloud: None, ..Options::default() }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

fn finish(mut command: Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

const THREE: &str = "sanitize-and-solve,local-only,cloud-only";

#[tokio::test(flavor = "multi_thread")]
async fn every_pattern_has_its_row() {
    let stand_ins = Rehearsal::start_anywhere(at_once()).await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let (code, out, err) = finish(compare(&stand_ins, home.path(), &["--patterns", THREE, "--json", "--repeat", "2"]));
    assert_eq!(code, 0, "{err}");
    let table: Value = serde_json::from_str(&out).unwrap();
    let rows = table["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(table["simulated"], true);
    for row in rows {
        let runs = row["runs"].as_array().unwrap();
        assert_eq!(runs.len(), 2, "{row:#}");
        for run in runs {
            assert_eq!(run["status"], "done", "{run:#}");
            assert!(run["answer"].as_str().unwrap().contains("20:00"), "{run:#}");
            assert_eq!(run["leaks"], 0);
            assert_eq!(run["checks"]["part"], run["checks"]["of"], "{run:#}");
        }
    }
    // What never leaves costs nothing and crosses nothing; what does is counted.
    let (local, cloud) = (&rows[1], &rows[2]);
    assert_eq!(local["pattern"], "local-only");
    assert_eq!((&local["bytes"]["median"], &local["cost_usd"]["median"]), (&Value::from(0.0), &Value::from(0.0)));
    assert!(cloud["bytes"]["median"].as_f64().unwrap() > 500.0 && cloud["cost_usd"]["min"].as_f64().unwrap() > 0.0);
    let (code, out, _) = finish(compare(&stand_ins, home.path(), &["--patterns", THREE, "--markdown"]));
    assert_eq!(code, 0);
    assert!(out.starts_with("| pattern | status |") && out.contains("\n### Cloud only\n"), "{out}");
}

/// Starts it and waits until it says that a run ended.
fn until_one_ended(mut command: Command) -> Child {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let ended = lines.find(|line| line.as_ref().is_ok_and(|line| line.contains("[1/")));
    assert!(ended.is_some(), "it ended before a run did");
    // Its further progress has to go somewhere.
    std::thread::spawn(move || lines.for_each(drop));
    child
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_comparison_goes_on_where_it_was() {
    // The cloud answers at once; the home side is too slow to end before it is stopped.
    let cloud = Some(Pace { first_token_s: 0.0, rate: 0.0 });
    let slow = Options { rate: 1.0, first_token_s: 0.0, cloud, ..Options::default() };
    let stand_ins = Rehearsal::start_anywhere(slow).await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let state = home.path().join("state.jsonl");
    let args = ["--patterns", "cloud-only,sanitize-and-solve", "--state", "state.jsonl", "--json"];
    let mut child = until_one_ended(compare(&stand_ins, home.path(), &args));
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let kept = std::fs::read_to_string(&state).unwrap();
    assert_eq!(kept.lines().count(), 2, "what is compared, and the run that ended: {kept}");
    assert!(!kept.contains("Maya") && !kept.contains("Should the"), "the file repeats no input");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&state).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    // A crash can leave half a line behind.
    std::fs::write(&state, format!("{kept}{{\"pattern\":\"sani")).unwrap();

    let stand_ins = Rehearsal::start_anywhere(at_once()).await.unwrap();
    // Stand-ins are the same models wherever they listen.
    let (code, out, err) = finish(compare(&stand_ins, home.path(), &args));
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("1 of 2 runs are in the state file already"), "{err}");
    let table: Value = serde_json::from_str(&out).unwrap();
    let statuses: Vec<&Value> = table["rows"].as_array().unwrap().iter().map(|row| &row["runs"][0]["status"]).collect();
    assert_eq!(statuses, ["done", "done"]);
    let crossed = || stand_ins.received().iter().filter(|received| received.path.ends_with("/completions")).count();
    assert_eq!(crossed(), 1, "only the pattern that was missing asked the cloud");
    assert_eq!(std::fs::read_to_string(&state).unwrap().lines().count(), 3);

    // With everything there, nobody is asked again; another question is another comparison.
    let (code, _, err) = finish(compare(&stand_ins, home.path(), &args));
    assert_eq!((code, err.contains("2 of 2 runs")), (0, true), "{err}");
    assert_eq!(crossed(), 1);
    let (code, out, err) = finish(compare(&stand_ins, home.path(), &[&args[..], &["--param", "x=1"]].concat()));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("none of the patterns compared has it"), "{err}");
    let mut other = compare(&stand_ins, home.path(), &args);
    other.args(["--seed", "7"]);
    let (code, _, err) = finish(other);
    assert_eq!(code, 2);
    assert!(err.contains("the state of another comparison") && err.contains("state.jsonl"), "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_file_that_is_none_is_left_alone() {
    let stand_ins = Rehearsal::start_anywhere(at_once()).await.unwrap();
    let home = tempfile::tempdir().unwrap();
    for content in ["dear diary\n", "no line break"] {
        std::fs::write(home.path().join("diary.txt"), content).unwrap();
        let (code, _, err) = finish(compare(&stand_ins, home.path(), &["--state", "diary.txt"]));
        assert_eq!(code, 2);
        assert!(err.contains("no state of a comparison: name another file"), "{err}");
        assert_eq!(std::fs::read_to_string(home.path().join("diary.txt")).unwrap(), content);
    }
}
