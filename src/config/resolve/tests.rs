//! The layers over each other, and what is refused with which words.

use super::*;
use crate::boundary::finding::Policy;
use secrecy::ExposeSecret;

fn dirs() -> Dirs {
    Dirs { config: "/c".into(), state: "/s".into() }
}

fn with(file: &str, env: &[(&str, &str)], flags: &Flags) -> Result<Resolved, ConfigError> {
    let env = |name: &str| env.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    resolve(Some((Path::new("/c/config.toml"), file)), &env, flags, &dirs())
}

fn wrong(file: &str, env: &[(&str, &str)]) -> String {
    with(file, env, &Flags::default()).unwrap_err().to_string()
}

fn row(resolved: &Resolved, key: &str) -> (String, String) {
    let row = resolved.rows.iter().find(|row| row.key == key).unwrap();
    (row.value.clone(), row.origin.to_string())
}

#[test]
fn defaults_need_nothing() {
    let settings = Settings::resolve(None, &|_| None, &Flags::default(), &dirs()).unwrap();
    assert_eq!(settings.ollama.as_str(), "http://127.0.0.1:11434/");
    assert_eq!(settings.openai.as_str(), "https://api.openai.com/v1");
    assert_eq!((settings.num_ctx, settings.attempts, settings.drafts, settings.mouse), (16_384, 3, true, false));
    assert!(settings.openai_key.is_none() && settings.policy.is_none() && settings.local.is_none());
    assert_eq!(settings.config_dir, Path::new("/c"));
}

#[test]
fn a_model_may_have_a_context_window_of_its_own() {
    let file = "[models]\nnum_ctx = 8192\n[[models.context]]\nmodel = \"gemma4:31b\"\nnum_ctx = 65536\n";
    let settings = with(file, &[], &Flags::default()).unwrap().settings;
    assert_eq!((settings.num_ctx_of("gemma4:31b"), settings.num_ctx_of("gemma4:e4b")), (65_536, 8_192));
    let error = wrong("[[models.context]]\nmodel = \"gemma4:31b\"\n", &[]);
    assert!(error.contains("config.toml:1") && error.contains("num_ctx"), "{error}");
}

#[test]
fn the_example_is_a_settings_file_that_changes_nothing() {
    let example = with(crate::config::EXAMPLE, &[], &Flags::default()).unwrap();
    assert!(example.rows.iter().all(|row| row.origin == Origin::Default));
    // And what it comments out is real: uncommented, it is read.
    let open: Vec<&str> = crate::config::EXAMPLE
        .lines()
        .map(|line| {
            let bare = line.strip_prefix("# ").unwrap_or(line);
            let is_key = bare.starts_with('[')
                || bare
                    .split_once(" = ")
                    .is_some_and(|(key, _)| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
            if is_key { bare } else { line }
        })
        .collect();
    let open = with(&open.join("\n"), &[], &Flags::default()).unwrap();
    assert_eq!(open.settings.electricity, Some((90.0, 0.3)));
    assert_eq!(open.rows.iter().filter(|row| matches!(row.origin, Origin::File(..))).count(), 22);
}

#[test]
fn flags_win_over_environment_over_file_over_defaults() {
    let file = "[models]\nlocal = \"ollama:a\"\n[screen]\ntheme = \"light\"\n[servers]\nollama = \"one:1\"\n";
    let flags = Flags { local: Some("ollama:c".into()), ..Flags::default() };
    let resolved = with(file, &[("FOGLINE_LOCAL", "ollama:b"), ("OLLAMA_HOST", "0.0.0.0:9")], &flags).unwrap();
    assert_eq!(row(&resolved, "models.local"), ("ollama:c".into(), "--local".into()));
    assert_eq!(row(&resolved, "servers.ollama"), ("http://127.0.0.1:9/".into(), "$OLLAMA_HOST".into()));
    assert_eq!(row(&resolved, "screen.theme"), ("light".into(), "/c/config.toml:4".into()));
    assert_eq!(row(&resolved, "limits.attempts"), ("3".into(), "default".into()));
}

#[test]
fn keys_come_from_the_environment_are_bound_and_never_shown() {
    let file =
        "[[servers.compat]]\nurl = \"https://x.example:8443/v1\"\napi_key_env = \"X_KEY\"\nheader = \"api-key\"\n";
    let env = [("OPENAI_API_KEY", " sk-secret\n"), ("X_KEY", "x-secret"), ("OPENAI_BASE_URL", "https://eu.example/v1")];
    let resolved = with(file, &env, &Flags::default()).unwrap();
    let key = resolved.settings.openai_key.as_ref().unwrap();
    assert_eq!((key.secret.expose_secret(), key.host.as_str()), ("sk-secret", "eu.example"));
    let (key, header) = &resolved.settings.compat_keys[0];
    assert_eq!(
        (key.secret.expose_secret(), key.host.as_str(), header.as_str()),
        ("x-secret", "x.example:8443", "api-key")
    );
    let shown = format!("{resolved:?}");
    assert!(!shown.contains("secret\"") && !shown.contains("sk-secret") && !shown.contains("x-secret"), "{shown}");
}

#[test]
fn terms_are_counted_not_shown() {
    let resolved =
        with("[gate]\nterms = [\"Maya\", \"Project Heron\"]\npolicy = \"mask\"\n", &[], &Flags::default()).unwrap();
    assert_eq!(resolved.settings.terms, ["Maya", "Project Heron"]);
    assert_eq!(resolved.settings.policy, Some(Policy::Mask));
    assert_eq!(row(&resolved, "gate.terms").0, "2 word(s)");
}

#[test]
fn allow_is_never_a_setting() {
    assert!(
        wrong("[gate]\npolicy = \"allow\"\n", &[])
            .contains("/c/config.toml:2:10: [gate]: `policy`: `allow` cannot be set for good")
    );
    assert!(wrong("", &[("FOGLINE_POLICY", "allow")]).contains("environment variable FOGLINE_POLICY: `allow` cannot"));
}

#[test]
fn errors_name_the_place_and_the_next_step() {
    for (file, part) in [
        ("[modles]\n", "/c/config.toml:1:2: unknown key `modles` (did you mean `models`?)"),
        ("[models]\nnum_cxt = 1\n", ":2:1: [models]: unknown key `num_cxt` (did you mean `num_ctx`?)"),
        ("[models]\nnum_ctx = 5\n", ":2:11: [models]: `num_ctx` is 5: it has to lie between 512"),
        ("[models]\nlocal = \"gemma\"\n", ":2:9: [models]: `local`: "),
        ("[servers]\nopenai = \"api.openai.com\"\n", "[servers]: `openai`: that is no URL"),
        ("[servers]\nopenai_key = \"sk-secret\"\n", "a key does not belong in a file: set OPENAI_API_KEY"),
        (
            "[[servers.compat]]\nurl = \"https://x/v1\"\napi_key_env = \"sk-secret\"\n",
            "no name of an environment variable",
        ),
        ("[electricity]\nwatts = 3\n", "`usd_per_kwh` is missing"),
        ("[gate]\nterms = [\"\"]\n", "at least two characters"),
        ("[gate]\npolicy = \"msak\"\n", "did you mean `mask`?"),
        ("models = 3\n", "`models` has to be a table, not an integer"),
        ("[models\n", "/c/config.toml:1:"),
    ] {
        let error = wrong(file, &[]);
        assert!(error.contains(part), "{file}: {error}");
        assert!(!error.contains("sk-secret"), "{error}");
    }
    assert!(wrong("", &[("OLLAMA_HOST", "ftp://x")]).contains("environment variable OLLAMA_HOST: "));
    assert!(wrong("", &[("OPENAI_API_KEY", "sk secret")]).contains("copy it again"));
}

#[test]
fn everything_wrong_is_said_at_once() {
    let error = wrong("[gate]\npolicy = \"off\"\n[screen]\nmouse = 1\n", &[("OPENAI_BASE_URL", "x")]);
    assert_eq!(error.lines().count(), 3, "{error}");
}
