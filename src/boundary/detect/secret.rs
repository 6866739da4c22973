//! Secrets: keys, tokens, passwords. Never checked over the network.

use std::ops::Range;

use super::Look::Pattern;
use super::check::{alone, value};
use super::trigger::Need::{Byte, Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::Secret;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "PRIVATE_KEY",
        class: Secret,
        name: "private-key",
        reason: "a private key block",
        look: Pattern(
            &[Words(&["-----begin"])],
            r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?s:.*?)(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|\z)",
        ),
        check: |seen| Some(seen.span.clone()),
        hits: &[(
            "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----",
        )],
        misses: &["-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----", "BEGIN PRIVATE KEY"],
    },
    Row {
        kind: "API_KEY",
        class: Secret,
        name: "api-key-prefix",
        reason: "starts like an API key of a known service",
        // OpenAI, Anthropic, OpenRouter; Stripe; GitHub; GitLab; Google; Hugging Face; npm; PyPI; SendGrid; DigitalOcean; Shopify; Square.
        look: Pattern(
            &[Words(&[
                "sk-",
                "k_live_",
                "k_test_",
                "ghp_",
                "gho_",
                "ghu_",
                "ghs_",
                "ghr_",
                "github_pat_",
                "glpat-",
                "gldt-",
                "glrt-",
                "glptt-",
                "aiza",
                "ya29.",
                "gocspx-",
                "hf_",
                "npm_",
                "pypi-",
                "sg.",
                "_v1_",
                "shpat",
                "shpca",
                "shppa",
                "shpss",
                "sq0",
                "xai-",
                "gsk_",
                "r8_",
            ])],
            r"sk-(?:[a-z0-9]{2,8}-)*[A-Za-z0-9_-]{16,}|[rsp]k_(?:live|test)_[A-Za-z0-9]{10,}|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{20,}|gl(?:pat|dt|rt|ptt)-[A-Za-z0-9_-]{16,}|AIza[A-Za-z0-9_-]{30,}|ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{20,}|hf_[A-Za-z0-9]{20,}|npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{40,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|do[opr]_v1_[a-f0-9]{40,}|shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{20,}|sq0[a-z]{3}-[A-Za-z0-9_-]{20,}|xai-[A-Za-z0-9]{40,}|gsk_[A-Za-z0-9]{40,}|r8_[A-Za-z0-9]{30,}",
        ),
        check: |seen| alone(seen).filter(|_| looks_random(value(seen))),
        hits: &[
            ("key sk-proj-Ab12Cd34Ef56Gh78Ij90Kl12", "sk-proj-Ab12Cd34Ef56Gh78Ij90Kl12"),
            ("sk-Ab12Cd34Ef56Gh78Ij90Kl12Mn34", "sk-Ab12Cd34Ef56Gh78Ij90Kl12Mn34"),
            ("sk-ant-api03-Ab12Cd34Ef56Gh78-Ij90", "sk-ant-api03-Ab12Cd34Ef56Gh78-Ij90"),
            ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"),
            ("use sk_live_4eC39HqLyjWDarjtT1zdp7dc now", "sk_live_4eC39HqLyjWDarjtT1zdp7dc"),
            ("AIzaSyA1234567890abcdefghijklmnopqrstuv", "AIzaSyA1234567890abcdefghijklmnopqrstuv"),
        ],
        misses: &[
            "sk-learn-contrib-extensions-package",
            "task-force-of-the-year-award",
            "ghp_token",
            "sk-...",
            "risk-1234567890123456789",
        ],
    },
    Row {
        kind: "TOKEN",
        class: Secret,
        name: "token-prefix",
        reason: "starts like a token of a known service",
        // Grafana; Docker; Postman; Linear; Notion; Supabase; Tailscale; HashiCorp; Figma; Doppler; Sentry; age; Atlassian; Airtable; Netlify.
        look: Pattern(
            &[Words(&[
                "glsa_",
                "glc_",
                "dckr_pat_",
                "pmak-",
                "lin_api_",
                "ntn_",
                "sbp_",
                "tskey-",
                "hvs.",
                "figd_",
                "dp.pt.",
                "sntrys_",
                "age-secret-key",
                "atatt3",
                "whsec_",
                "nfp_",
                "rnd_",
                "eaac",
                "dapi",
                "sk_",
                "pat_",
                "key-",
                "live_",
            ])],
            r"(?:glsa_|glc_|dckr_pat_|PMAK-|lin_api_|ntn_|sbp_|tskey-[a-z]+-|hvs\.|figd_|dp\.pt\.|sntrys_|AGE-SECRET-KEY-1|ATATT3|whsec_|nfp_|rnd_|EAAC|dapi)[A-Za-z0-9_=-]{16,}|(?:[a-z]{1,8}_)?(?:sk|pat|live|secret)_[A-Za-z0-9]{16,}|key-[0-9a-f]{32}",
        ),
        check: |seen| alone(seen).filter(|_| looks_random(value(seen))),
        hits: &[
            ("token?? glsa_Qk3TzP0vB7nYx1LrMw8sDfHj_4b2e91aa is in main", "glsa_Qk3TzP0vB7nYx1LrMw8sDfHj_4b2e91aa"),
            ("lin_api_9f8e7d6c5b4a39281706f5e4", "lin_api_9f8e7d6c5b4a39281706f5e4"),
        ],
        misses: &["glsa_token", "secret_key_of_the_service", "live_updates_are_enabled_now", "hvs.example"],
    },
    Row {
        kind: "SECRET",
        class: Secret,
        name: "secret-named",
        reason: "the value of a setting whose name is one of secrets",
        look: Pattern(
            &[Words(&[
                "pass",
                "mot_de_passe",
                "motdepasse",
                "mdp",
                "jeton",
                "clave",
                "contrase",
                "preshared",
                "psk",
                "schluessel",
                "zugangs",
                "geheim",
            ])],
            r#"(?i:(?-u:\b)pass|mot_?de_?passe|mdp|jeton(?:_\w{1,16})?|clave(?:_\w{1,16})?|contrase(?:ñ|n|ny)a|pre-?shared_?key|psk|wpa_passphrase|zugangsschluessel|geheim(?:nis|wort))["']?(?:\s{0,3}[:=]\s{0,3}(?:["'](?<v>[^"'\n]{4,80})["']|(?<w>[^\s"',;]{6,80}))|[ ](?<x>[A-Za-z0-9+/]{24,64}=?))"#,
        ),
        check: named,
        hits: &[
            ("PASS = \"Winter-in-Wismar!9\"", "Winter-in-Wismar!9"),
            ("  mot_de_passe: 'Camembert*2plateaux'", "Camembert*2plateaux"),
            ("jeton_api: hl_3e9Tq7WmZx1LpVb", "hl_3e9Tq7WmZx1LpVb"),
            ("PresharedKey k3Jq9sXv0LrTzWm5pYbN8uHcE2aGfD4i.", "k3Jq9sXv0LrTzWm5pYbN8uHcE2aGfD4i"),
        ],
        misses: &[
            "password=PASS, timeout=5",
            "pass: 12 of 14 tests",
            "pass = true",
            "pass: \"required\"",
            "clave: primaria",
            "psk = ${WIFI_PSK}",
            "jeton: int",
            "pass = os.environ[\"X1\"]",
        ],
    },
    Row {
        kind: "API_KEY",
        class: Secret,
        name: "aws-key-id",
        reason: "an AWS access key id",
        look: Pattern(
            &[Words(&["akia", "asia", "aroa", "aida", "abia", "acca"])],
            r"(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}",
        ),
        check: alone,
        hits: &[("AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE")],
        misses: &["AKIA", "AKIAIOSFODNN7EXAMPLEX", "XAKIAIOSFODNN7EXAMPLE"],
    },
    Row {
        kind: "TOKEN",
        class: Secret,
        name: "slack-token",
        reason: "a Slack token or webhook",
        look: Pattern(
            &[Words(&["xox", "hooks.slack"])],
            r"xox[abeprs]-[A-Za-z0-9-]{10,}|https://hooks\.slack\.com/services/[A-Za-z0-9/]{20,}",
        ),
        check: alone,
        hits: &[("xoxb-123456789012-abcdefGHIJ", "xoxb-123456789012-abcdefGHIJ")],
        misses: &["xox-files", "xoxb-1"],
    },
    Row {
        kind: "TOKEN",
        class: Secret,
        name: "jwt",
        reason: "a JSON web token",
        look: Pattern(&[Words(&["eyj", "eya"])], r"ey[A-Za-z0-9_-]{10,}\.ey[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?"),
        check: alone,
        hits: &[(
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        )],
        misses: &["eyebrow.eyelash", "eyJhbGciOiJIUzI1NiJ9"],
    },
    Row {
        kind: "TOKEN",
        class: Secret,
        name: "telegram-token",
        reason: "a Telegram bot token",
        look: Pattern(&[Words(&[":aa"]), Digits(8)], r"\d{8,10}:AA[A-Za-z0-9_-]{32,34}"),
        check: alone,
        hits: &[("123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw7", "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw7")],
        misses: &["123456789:AAH", "12:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw7"],
    },
    Row {
        kind: "TOKEN",
        class: Secret,
        name: "bearer",
        reason: "a credential in an authorization header",
        look: Pattern(
            &[Words(&["bearer", "basic", "authorization"])],
            r"(?i:bearer|basic|authorization:\s*token)\s+(?<v>[A-Za-z0-9._~+/-]{16,}={0,2})",
        ),
        check: |seen| trimmed(seen).filter(|_| looks_random(value(seen))),
        hits: &[
            ("Authorization: Bearer a1B2c3D4e5F6g7H8i9J0", "a1B2c3D4e5F6g7H8i9J0"),
            ("authorization: Basic dXNlcjpwYXNzd29yZDE=", "dXNlcjpwYXNzd29yZDE="),
        ],
        misses: &[
            "the bearer of congratulations",
            "Bearer token",
            "basic understanding-of-things",
            "Bearer YOUR_API_TOKEN_HERE",
        ],
    },
    Row {
        kind: "PASSWORD",
        class: Secret,
        name: "password-assignment",
        reason: "stands behind a word for a password",
        look: Pattern(
            &[Words(&["pass", "kennwort", "contrase", "pwd"])],
            r#"(?i:pass(?:word|wd|phrase|code)|passwort|kennwort|mot de passe|contraseña|\w*(?:db|user|root|admin|my)_?pass|pwd|\w+_(?:password|passwd|pwd))["']?(?:\s*(?::=|=>|[:=])\s*|\s+(?:is|was|lautet|ist|est)\s*:?\s+)(?<v>"[^"\n]{3,80}"|'[^'\n]{3,80}'|[^\s"',;]{4,80})"#,
        ),
        check: password,
        hits: &[
            ("password: hunter2", "hunter2"),
            ("dbPass=Tr0ub4dor&3", "Tr0ub4dor&3"),
            ("DB_PASSWORD = \"s3cr3t value\"", "s3cr3t value"),
            ("the password is Xk9!pq2", "Xk9!pq2"),
            ("Passwort: geheim", "geheim"),
            ("{\"password\":\"letmein\"}", "letmein"),
            ("mot de passe : soleil42", "soleil42"),
        ],
        misses: &[
            "the password is required",
            "password: must have 8 characters",
            "password = os.environ[\"X\"]",
            "password=${DB_PASS}",
            "password: ********",
            "password: <your password>",
            "forgot password? click here",
            "passing: 12 of 14",
            "password: null",
            "Password: [PASSWORD_1]",
            "fn f(password: &[u8])",
            "hash_password::<sha2::Sha512>(x)",
        ],
    },
    Row {
        kind: "SECRET",
        class: Secret,
        name: "secret-assignment",
        reason: "stands behind a word for a key or token and looks random",
        look: Pattern(
            &[Words(&["key", "secret", "token"])],
            r#"(?i:api[_ -]?key|secret(?:[_ -]?(?:access[_ -]?)?key)?|access[_ -]?(?:key|token)|auth[_ -]?token|client[_ -]?secret|private[_ -]?key|token|signing[_ -]?key)["']?(?:\s*(?::=|=>|[:=])\s*|\s+is\s*:?\s+)["']?(?<v>[A-Za-z0-9_+/=.~-]{8,200})"#,
        ),
        check: |seen| trimmed(seen).filter(|span| looks_random(seen.text.get(span.clone()).unwrap_or_default())),
        hits: &[
            ("api_key = 9f8e7d6c5b4a39281706f5e4", "9f8e7d6c5b4a39281706f5e4"),
            ("\"client_secret\": \"Zx81-kkPq_77aB\"", "Zx81-kkPq_77aB"),
            (
                "aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            ),
        ],
        misses: &[
            "token: 12345678",
            "secret: ingredient",
            "api key is required",
            "token = get_token_from_store",
            "access token: see-section-4",
        ],
    },
    Row {
        kind: "PASSWORD",
        class: Secret,
        name: "sql-identified-by",
        reason: "a password in a database statement",
        look: Pattern(
            &[Words(&["identified", "with password"])],
            r#"(?i:identified\s+by|with\s+password)\s+(?:'(?<v>[^'\n]{1,80})'|"[^"\n]{1,80}")"#,
        ),
        check: |seen| Some(seen.span.clone()),
        hits: &[("CREATE USER x IDENTIFIED BY 'pa55'", "pa55")],
        misses: &["identified by experts", "with password protection"],
    },
    Row {
        kind: "CREDENTIAL",
        class: Secret,
        name: "url-login",
        reason: "a user name and password inside an address",
        look: Pattern(
            &[Words(&["://"]), Byte(b'@')],
            r"[A-Za-z][A-Za-z0-9+.-]{1,20}://(?<v>[^\s/@:\x22']{1,80}:[^\s/@\x22']{1,120})@[^\s/@]",
        ),
        check: |seen| Some(seen.span.clone()).filter(|_| !value(seen).contains(['$', '{', '<', '['])),
        hits: &[("postgres://app:s3cret@db.internal/x", "app:s3cret"), ("https://maya:pw@example.com/", "maya:pw")],
        misses: &[
            "https://example.com:8080/@x",
            "https://user@example.com",
            "postgres://${USER}:${PASS}@db/x",
            "see http://a.b/c:d@e",
        ],
    },
];

/// The value of one of three forms: in quotes, bare, or behind a space where it can be nothing but a key.
fn named(seen: &Seen<'_>) -> Option<Range<usize>> {
    let whole = seen.text.get(seen.whole.clone())?;
    let span = if seen.span == seen.whole {
        let gap = whole.rfind([':', '=', ' ']).filter(|gap| gap + 1 < whole.len())?;
        // Padding at the end of a key is no sign of its beginning.
        let gap = if whole.ends_with('=') { whole.trim_end_matches('=').rfind([':', '=', ' '])? } else { gap };
        let value = whole.get(gap + 1..)?.trim_end_matches(['.', ',', ';', ')', '»', '”']);
        seen.whole.start + gap + 1..seen.whole.start + gap + 1 + value.len()
    } else {
        seen.span.clone()
    };
    let written = seen.text.get(span.clone())?;
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let letters = written.chars().filter(|c| c.is_alphabetic()).count();
    let marks = written.bytes().filter(|byte| b"!@#$%^&*+~?-_".contains(byte)).count();
    let told = digits > 0 && letters >= 3 || marks > 0 && letters >= 3 && digits + marks >= 2;
    let code = written.contains(['(', ')', '[', '{', '<', ' ']) || written.contains("::");
    (told && !code && !is_hint(written) && written.len() >= 6).then_some(span)
}

/// Without the sentence's punctuation at the end.
fn trimmed(seen: &Seen<'_>) -> Option<Range<usize>> {
    let kept = value(seen).trim_end_matches(['.', ',', ';', ')', '!', '?', '»', '…']);
    (!kept.is_empty()).then(|| seen.span.start..seen.span.start + kept.len())
}

/// Letters and digits mixed, and no word of a program or a hint to fill something in.
fn looks_random(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    let cases = text.chars().any(|c| c.is_ascii_lowercase()) && text.chars().any(|c| c.is_ascii_uppercase());
    let mixed = letters >= 2 && (digits >= 2 || (digits == 1 && cases && text.len() >= 20));
    mixed && !is_hint(text)
}

fn is_hint(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["your", "xxxx", "example.", "placeholder", "changeme_", "redacted", "environ", "getenv", "process.env", "config."]
        .iter()
        .any(|hint| lower.contains(hint))
        || text.starts_with(['$', '<', '[', '{', '%', '(', '&', ':'])
        || text.chars().all(|c| matches!(c, '*' | '•' | 'x' | 'X' | '.' | '-' | '_'))
}

fn password(seen: &Seen<'_>) -> Option<Range<usize>> {
    let written = value(seen);
    let quoted = ['"', '\''].into_iter().find_map(|mark| written.strip_prefix(mark)?.strip_suffix(mark));
    let span = match quoted {
        Some(_) => seen.span.start + 1..seen.span.end - 1,
        None => trimmed(seen)?,
    };
    let kept = seen.text.get(span.clone())?;
    let lower = kept.to_lowercase();
    if is_hint(kept)
        || ["null", "none", "true", "false", "undefined", "required", "string", "optional"].contains(&lower.as_str())
    {
        return None;
    }
    // A constant of a program that holds it.
    if quoted.is_none() && kept.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') {
        return None;
    }
    // Prose (`the password is required`, `password: must have …`) goes on with words; a password stands at the end.
    let mixed = kept.chars().any(char::is_numeric) || kept.chars().any(|c| "!@#$%^&*+=~?".contains(c));
    let label = seen.text.get(seen.whole.start..seen.span.start)?;
    let assigned = label.contains([':', '=']);
    let rest = seen.text.get(seen.span.end..)?.trim_start_matches([' ', '\t', '"', '\'']);
    let last = !rest.chars().next().is_some_and(char::is_alphanumeric);
    (quoted.is_some() || mixed || (assigned && last)).then_some(span)
}
