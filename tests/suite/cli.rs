//! The command line as a shell sees it: streams, exit codes, files of the user's own.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const TRANSLATE: &str = r#"
id = "translate"
name = "Translate"
summary = "Translate at home, ask abroad, translate back."
direction = "local-first"
trigger = "always"
purpose = ["privacy"]
answer = "back"
[[stage]]
id = "there"
side = "local"
prompt = "Translate, without names: {{ question }}"
[stage.reply]
english = "text"
names = "map"
public = ["english"]
[[stage]]
id = "ask"
side = "cloud"
prompt = "{{ there.english }}"
[[stage]]
id = "back"
side = "local"
prompt = "Translate back: {{ ask.text }} {{ there.names }}"
"#;

/// The program with nothing of this machine's settings.
fn fogline(config: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fogline"));
    command.env_clear().env("HOME", config).env("FOGLINE_CONFIG", config.join("config.toml"));
    command
}

/// A config directory with these files and an empty settings file.
fn home(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("config.toml"), "").unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

fn run(dir: &tempfile::TempDir, args: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = fogline(dir.path()).args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn patterns_check_refuses_what_would_leak_by_file_stage_value_and_line() {
    let leaky = TRANSLATE.replace("{{ there.english }}", "{{ there.english }} {{ context }}");
    let dir = home(&[("leaky.toml", &leaky)]);
    let file = dir.path().join("leaky.toml");
    let (code, out, err) = run(&dir, &["patterns", "check", file.to_str().unwrap()]);
    assert_eq!((code, out.as_str()), (2, ""));
    let line = leaky.lines().position(|line| line.contains("{{ context }}")).unwrap() + 1;
    assert!(err.starts_with(&format!("{}:{line}:", file.display())), "{err}");
    assert!(
        err.contains("stage `ask`: cloud stage uses the private value `context`: declare `reveals = [\"context\"]`"),
        "{err}"
    );
    assert!(err.ends_with("leaky.toml: 1 problem\n"), "{err}");
}

#[test]
fn patterns_check_says_what_a_good_file_tells_the_cloud() {
    let dir = home(&[("good.toml", TRANSLATE)]);
    let file = dir.path().join("good.toml");
    let (code, out, err) = run(&dir, &["patterns", "check", file.to_str().unwrap()]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(
        out.ends_with(
            "fine. The cloud sees only the field english that the local model wrote. (2 local calls, 1 cloud call)\n"
        ),
        "{out}"
    );
    let mut child = fogline(dir.path())
        .args(["patterns", "check", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(TRANSLATE.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stdout.starts_with(b"standard input: fine."));
    let (code, _, err) = run(&dir, &["patterns", "check", "/nowhere.toml"]);
    assert_eq!(code, 2);
    assert!(err.contains("cannot open /nowhere.toml: there is no such file"), "{err}");
}

#[test]
fn a_users_own_patterns_join_override_and_never_take_others_down() {
    let mine = include_str!("../../assets/patterns/local-only.toml").replace("Local only", "My local");
    let dir = home(&[
        ("patterns/translate.toml", TRANSLATE),
        ("patterns/local-only.toml", &mine),
        ("patterns/broken.toml", "id = \n"),
        ("patterns/twice.toml", TRANSLATE),
    ]);
    let (code, out, err) = run(&dir, &["patterns", "list", "--json"]);
    assert_eq!(code, 0);
    let rows: Value = serde_json::from_str(&out).unwrap();
    let ids: Vec<&str> = rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    let shipped = fogline::pattern::library::Library::load(None).patterns;
    let wanted: Vec<&str> = shipped.iter().map(|pattern| pattern.id.as_str()).chain(["translate"]).collect();
    assert_eq!(ids, wanted);
    let row = |id: &str| &rows[ids.iter().position(|known| *known == id).unwrap()];
    assert_eq!(row("local-only")["name"], "My local");
    assert_eq!(row("translate")["tells_cloud"], "The cloud sees only the field english that the local model wrote.");
    assert_eq!(rows[0]["calls"], serde_json::json!({"local": 2, "cloud": 1}));
    assert!(err.contains("broken.toml:1:") && err.contains("`translate` is the id of"), "{err}");
    assert_eq!(run(&dir, &["patterns", "check"]).0, 2);
}

#[test]
fn what_patterns_show_prints_is_a_pattern_file() {
    let dir = home(&[]);
    let (code, out, _) = run(&dir, &["patterns", "show", "sanitize-and-solve"]);
    assert_eq!(code, 0);
    assert!(
        out.starts_with("# local-first · always · privacy · 2 local calls, 1 cloud call\n# The cloud sees only"),
        "{out}"
    );
    let file = dir.path().join("copy.toml");
    std::fs::write(&file, &out).unwrap();
    assert_eq!(run(&dir, &["patterns", "check", file.to_str().unwrap()]).0, 0);
    let (code, out, err) = run(&dir, &["patterns", "show", "sanitise-and-solve"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("did you mean `sanitize-and-solve`?"), "{err}");
}

#[test]
fn scenarios_are_listed_and_shown() {
    let dir = home(&[(
        "scenarios/mine.toml",
        "id = \"mine\"\nname = \"Mine\"\npattern = \"local-only\"\nquestion = \"Why?\"\n",
    )]);
    let (code, out, err) = run(&dir, &["scenarios", "list"]);
    let shipped = fogline::scenario::Library::load(None).scenarios.len();
    assert_eq!((code, err.as_str(), out.lines().count()), (0, "", shipped + 1));
    let (code, out, _) = run(&dir, &["scenarios", "show", "dishwasher", "--json"]);
    assert_eq!(code, 0);
    let scenario: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(scenario["question"], "Should the dishwasher run now or later?");
    assert_eq!(scenario["expectations"].as_array().unwrap().len(), 3);
    assert!(run(&dir, &["scenarios", "show", "mine"]).1.contains("Question\nWhy?\n"));
    assert_eq!(run(&dir, &["scenarios", "show", "none"]).0, 2);
}

#[test]
fn config_shows_where_values_come_from_and_never_a_key() {
    let dir = home(&[("config.toml", "[limits]\nrun_usd = 0.1\n")]);
    let output = fogline(dir.path()).args(["config", "show"]).env("OPENAI_API_KEY", "sk-secret").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && !text.contains("sk-secret"), "{text}");
    assert!(text.contains("set, only for api.openai.com") && text.contains("$OPENAI_API_KEY"), "{text}");
    let limit = text.lines().find(|line| line.starts_with("limits.run_usd")).unwrap();
    assert!(limit.contains("$0.1") && limit.ends_with("config.toml:2"), "{limit}");
    let (code, out, _) = run(&dir, &["config", "path"]);
    assert_eq!((code, out.trim_end()), (0, dir.path().join("config.toml").to_str().unwrap()));
}

#[test]
fn bad_settings_stop_what_needs_them_and_nothing_else() {
    let dir = home(&[("config.toml", "[gate]\npolicy = \"allow\"\n")]);
    for args in [&["config", "check"][..], &["run", "local-only", "--scenario", "dishwasher"]] {
        let (code, out, err) = run(&dir, args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains("config.toml:2:10: [gate]: `policy`: `allow` cannot be set for good"), "{err}");
    }
    assert_eq!(run(&dir, &["patterns", "list"]).0, 0);
    let (code, _, err) = run(&dir, &["--config", "/nowhere/x.toml", "config", "check"]);
    assert_eq!(code, 2);
    assert!(err.contains("cannot open /nowhere/x.toml: there is no such file: name another with --config"), "{err}");
    let (code, out, _) = run(&dir, &["config", "example"]);
    std::fs::write(dir.path().join("config.toml"), &out).unwrap();
    assert_eq!((code, run(&dir, &["config", "check"]).0), (0, 0));
}

#[test]
fn usage_errors_exit_2_and_help_0() {
    let dir = home(&[]);
    for (args, code) in [
        (&["--help"][..], 0),
        (&["--version"], 0),
        (&["run", "--help"], 0),
        (&["nonsense"], 2),
        (&["run"], 2),
        (&["--scenario", "dishwasher", "patterns", "list"], 2),
        (&["run", "p", "--local", "nonsense"], 2),
    ] {
        let (found, out, err) = run(&dir, args);
        assert_eq!(found, code, "{args:?}");
        assert_eq!(out.is_empty(), code != 0, "{args:?}: {err}");
    }
}

#[test]
fn completions_and_manual_are_made() {
    let dir = home(&[]);
    for shell in ["bash", "zsh", "fish"] {
        let (code, out, _) = run(&dir, &["completions", shell]);
        assert!(code == 0 && out.contains("scenario"), "{shell}");
    }
    let (code, out, _) = run(&dir, &["man"]);
    assert!(code == 0 && out.contains(".TH fogline"));
    for part in [".SH \"FOGLINE RUN\"", ".SH \"FOGLINE GUARD\"", "no\\-save"] {
        assert!(out.contains(part), "{part}");
    }
}

#[test]
fn a_reader_that_has_gone_away_is_no_error() {
    let dir = home(&[]);
    let mut child =
        fogline(dir.path()).args(["completions", "zsh"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

/// A signal during the probes, before the run has begun, still ends in the whole report and exit 130.
#[test]
fn a_signal_before_the_run_begins_is_reported_too() {
    let dir = home(&[]);
    // A server that accepts and stays silent keeps the probes waiting for their whole time.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let child = fogline(dir.path())
        .args(["run", "sanitize-and-solve", "--scenario", "dishwasher", "--json"])
        .env("OLLAMA_HOST", silent.local_addr().unwrap().to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _probe = silent.accept().unwrap();
    let id = rustix::process::Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
    let output = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), report["status"].as_str()), (Some(130), Some("cancelled")));
    assert_eq!(report["crossed"], serde_json::json!([]));
}

#[test]
fn guard_says_nothing_to_a_reader_that_has_gone_away() {
    let dir = home(&[]);
    let mut child = fogline(dir.path())
        .arg("guard")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    drop(child.stdin.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn a_pattern_file_cannot_hang_the_program() {
    for bomb in [
        "{{ [1]|batch(1000000000, 0)|list|length }}",
        "{{ [1]|slice(1000000000, 0)|list|length }}",
        "{{ 'x'|indent(2000000000) }}",
        "{{ '%01000000000d'|format(1) }}",
        "{% set n = namespace(x='aaaaaaaa') %}{% for i in range(50) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    ] {
        let text = TRANSLATE.replace("{{ there.english }}", &format!("{{{{ there.english }}}}{bomb}"));
        let dir = home(&[("bomb.toml", &text)]);
        let (code, _, err) = run(&dir, &["patterns", "check", dir.path().join("bomb.toml").to_str().unwrap()]);
        assert_eq!(code, 2, "{bomb}: {err}");
        assert!(err.contains("stage `ask`") && err.contains("unknown"), "{bomb}: {err}");
    }
}
