//! The pattern file CONTRIBUTING.md walks through, run as it stands there.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The first TOML block of the page.
fn example() -> String {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CONTRIBUTING.md")).unwrap();
    let (_, rest) = page.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

fn fogline(home: &Path, args: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fogline"));
    command.env_clear().env("HOME", home).env("FOGLINE_CONFIG", home.join("config.toml"));
    let output = command.args(args).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap_or_else(|| panic!("{said}")), String::from_utf8(output.stdout).unwrap())
}

fn home(pattern: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("config.toml"), "").unwrap();
    std::fs::create_dir(home.path().join("patterns")).unwrap();
    std::fs::write(home.path().join("patterns/ask-in-english.toml"), pattern).unwrap();
    home
}

#[test]
fn the_example_checks_shows_its_promise_and_runs() {
    let home = home(&example());
    let (code, checked) = fogline(home.path(), &["patterns", "check", "ask-in-english.toml"]);
    assert_eq!(code, 0, "found by its bare name, though it is not where the command runs");
    assert!(checked.contains("fine. The cloud sees only the field english"), "{checked}");
    let (code, list) = fogline(home.path(), &["patterns", "list"]);
    assert_eq!(code, 0);
    assert!(list.contains("ask-in-english") && list.contains("The cloud sees only the field english"), "{list}");
    std::fs::write(home.path().join("q.txt"), "Kann Anna Weber (anna.weber@example.org) um 18:30 nach Wien fahren?")
        .unwrap();
    let file = home.path().join("q.txt");
    let run = ["run", "ask-in-english", "--policy", "mask", "--json", "--question-file", file.to_str().unwrap()];
    let (code, out) = fogline(home.path(), &run);
    assert_eq!(code, 0, "{out}");
    let run: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&run["status"], &run["simulated"]), (&Value::from("done"), &Value::from(true)));
    let crossed = run["crossed"].as_array().unwrap();
    assert_eq!(crossed.len(), 1);
    let body = crossed[0]["body"].as_str().unwrap();
    assert!(body.contains("18:30") && !body.contains("example.org"), "{body}");
}

#[test]
fn the_example_refuses_what_the_page_says_it_refuses() {
    let home = home(&example().replace("{{ there.english }}", "{{ question }}"));
    let file = home.path().join("patterns/ask-in-english.toml");
    let output = Command::new(env!("CARGO_BIN_EXE_fogline"))
        .env_clear()
        .env("HOME", home.path())
        .args(["patterns", "check", file.to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("private value `question`"), "{said}");
}
