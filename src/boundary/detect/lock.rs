//! What opens something: PINs, door codes, keys of a network, and passwords told in a sentence.

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::check::is_year;
use super::trigger::Need::Words;
use super::{Row, Seen};
use crate::boundary::finding::Class::Secret;
use crate::text::quantity;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "CODE",
        class: Secret,
        name: "code-labelled",
        reason: "stands behind a word for a code that opens something",
        look: Cue(
            "pin|pin code|pin-code|pin number|puk|tan|otp|cvv|cvc|cvv2|security code|passcode|access code|door code|gate code|entry code|\
                alarm code|padlock|padlock code|lock code|key code|keypad|keypad code|keysafe|key safe|lockbox|lock box|safe code|\
                combination|combo|verification code|one-time code|2fa code|voicemail code|türcode|tür-code|torcode|zugangscode|\
                haustürcode|alarmcode|alarmanlage|schlüsselsafe|schlüsseltresor|tresorcode|sicherheitscode|prüfziffer|kartenprüfnummer|geheimzahl|\
                code pin|code de la porte|code porte|code d'entrée|code de l'immeuble|code du portail|code portail|code d'accès|\
                code de la boîte à clés|boîte à clés|code alarme|code de l'alarme|digicode|interphone|cryptogramme|code secret|cadenas|\
                código de la puerta|código del portal|código de acceso|código del portón|código de la alarma|código alarma|\
                código de seguridad|código pin|clave de acceso|candado|caja fuerte|cuarto de contadores|portero automático|código sms|\
                wlan-schlüssel|wlan-passwort|wifi|wi-fi|wlan|clé wifi|code wifi|code de la wifi|clave wifi|clave del wifi|wifi key|wifi password|\
                network key|wpa key|wpa2|router|schlüsselbox|schlüsselkasten|letterbox|front door|back door|side gate|alarm|safe|tresor|gate|garage|portail|digicode|alarma|alarme|screen lock|unlock code|bildschirmsperre|\
                entsperrcode|code de déverrouillage|código de desbloqueo|locker|locker code|bike lock|cadenas du local|pincode|code",
        ),
        check: code,
        hits: &[
            ("New padlock code is 4190. Not", "4190"),
            ("expires 11/26, security code 318", "318"),
            ("Field gate padlock 0852.", "0852"),
            ("Code de la porte : B2580, puis", "B2580"),
            ("PIN: 4471", "4471"),
            ("cuarto de contadores pasa a ser 2580A. Sin", "2580A"),
            ("la wifi, g le code : chaton1962", "chaton1962"),
            ("wifi key: Hw8k-22Lm-Qx", "Hw8k-22Lm-Qx"),
            ("Türcode ist 1470#", "1470"),
            ("Der Schlüsselkasten am Heim hat jetzt den Code 5820#.", "5820"),
            ("Le cadenas du local est passé à 0916.", "0916"),
            ("code de l'immeuble c B4702", "B4702"),
            ("Schlüsselsafe 4-7-1-1.", "4-7-1-1"),
            ("sin PIN (era 2580) no", "2580"),
            ("{\"pin\": \"8042\"}", "8042"),
            ("ELSTER-PIN ist Rhabarber-77.", "Rhabarber-77"),
            ("Screen lock 261190 handed", "261190"),
        ],
        misses: &[
            "pin 13 of the board",
            "the code is 200",
            "error code: 404",
            "code 1234567",
            "wifi at 2.4 GHz",
            "the router is at 192.168.1.1",
            "code: E0308",
            "tan 45 is 1",
            "WLAN 802.11",
            "combination of 2024 and",
            "the code works in 2024",
            "status code 500",
            "zip code 90210",
            "keypad with 12 keys",
            "OTP expires after 300 seconds",
            "the door to code 1234 lines",
            "pin the version to 1-2-3",
        ],
    },
    Row {
        kind: "PASSWORD",
        class: Secret,
        name: "password-told",
        reason: "a mix of letters and digits a few words behind a word for a password",
        look: Cue(
            "password|passwd|pwd|pw|passphrase|passwort|kennwort|losung|mot de passe|mdp|contraseña|clave|pass|secret|temp password|\
                first-login password|startpasswort|initialpasswort|einmalpasswort|passwords|login|credentials|zugangsdaten|wifi",
        ),
        check: told,
        hits: &[
            ("the temporary password you gave me on the phone (Spring!2024welcome) is", "Spring!2024welcome"),
            ("my password which was purlONE-knit2 and i", "purlONE-knit2"),
            ("First-login password Badger-Lintel-41, she", "Badger-Lintel-41"),
            ("mdp Soleil!44 pour", "Soleil!44"),
            ("pw: k3tchup", "k3tchup"),
            ("das Kennwort war Igel-Haus7", "Igel-Haus7"),
        ],
        misses: &[
            "password of 12 characters",
            "password must have 8-16 characters",
            "the password policy ISO27001",
            "a password hash (SHA256) of",
            "pass 3 of 5",
            "clave 12",
            "password reset on 2024-05-01",
            "password: [PASSWORD_1]",
            "password field is required by v2.1",
            "login page in HTML5",
            "secret santa 2024",
            "pw=getenv(\"X1\")",
            "login with OAuth2 or Base64",
        ],
    },
    Row {
        kind: "PASSWORD",
        class: Secret,
        name: "password-argument",
        reason: "a password among the arguments of a command",
        look: Pattern(
            &[Words(&[
                "mysql",
                "mysqldump",
                "curl",
                "sshpass",
                "wget",
                "psql",
                "ldapsearch",
                "--password",
                "smbclient",
                "redis-cli",
            ])],
            r#"(?:sshpass[ ]-p[ ]?|mysql(?:dump)?\b[^\n|;]{0,80}[ ]-p|curl[ ][^\n|;]{0,80}-u[ ]?[^\s:]{1,40}:|redis-cli[ ][^\n|;]{0,60}-a[ ]|ldapsearch[ ][^\n|;]{0,120}-w[ ]|--password[ =])["']?(?<v>[^\s"'-][^\s"'»]{3,60})"#,
        ),
        check: |seen| {
            let written = super::check::value(seen);
            let kept = written.trim_end_matches(['.', ',', ';']);
            (!written.starts_with(['$', '<', '{', '[', '-', '*']))
                .then(|| seen.span.start..seen.span.start + kept.len())
        },
        hits: &[
            ("mysql -u root -pS3cr3t!", "S3cr3t!"),
            ("curl -u admin:S3cr3t! http://x", "S3cr3t!"),
            ("sshpass -p tiger9 ssh x", "tiger9"),
        ],
        misses: &["mysql -u root -p", "curl -u $USER:$PASS", "--password $PW", "curl -X POST -H a:b"],
    },
    Row {
        kind: "SECRET",
        class: Secret,
        name: "phrase-labelled",
        reason: "stands behind a word for a secret phrase, answer or licence key",
        look: Pattern(
            &[Words(&[
                "phrase",
                "answer",
                "maiden",
                "licen",
                "product key",
                "serial key",
                "activation",
                "geheimnis",
                "sicherheitsfrage",
                "mädchenname",
                "recovery",
                "clave de producto",
            ])],
            r#"(?i:(?:seed|recovery|secret|backup)[ ]?(?:phrase|words)|passphrase)["']?[ ]?(?::|=|is|was)?[ ]?["'](?<v>[^"'\n]{8,160})["']|(?i:(?:seed|recovery) phrase)[ ]?[:=][ ]?(?<w>(?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8})|(?i:(?:security|secret) (?:question )?answer|mother's maiden name|mädchenname der mutter)[ ]?(?:is|:|=|lautet)?[ ]?(?<x>\p{Lu}[\p{L}'-]{2,24})|(?i:licen[cs]e key|product key|serial key|activation (?:key|code)|clave de producto|produktschlüssel|lizenzschlüssel)[ ]?(?:is|:|=)?[ ]?(?<y>[A-Z0-9]{4,8}(?:-[A-Z0-9]{4,8}){2,7})"#,
        ),
        check: |seen| {
            if seen.span != seen.whole {
                return Some(seen.span.clone());
            }
            // One of the other forms: its value is what stands at the end.
            let whole = seen.text.get(seen.whole.clone())?;
            let answer = whole.len() < 80;
            let start = if answer { whole.rfind([' ', ':', '='])? + 1 } else { whole.find([':', '='])? + 1 };
            let value = whole.get(start..)?;
            let lead = value.len() - value.trim_start().len();
            Some(seen.whole.start + start + lead..seen.whole.end)
        },
        hits: &[
            ("passphrase \"correct horse battery\"", "correct horse battery"),
            ("security answer: Fluffy", "Fluffy"),
            ("license key XK4T9-22LMQ-88ZZP-1A2B3", "XK4T9-22LMQ-88ZZP-1A2B3"),
        ],
        misses: &["the phrase \"break a leg\"", "security answers are hashed", "license key: see below", "answer: Yes"],
    },
    Row {
        kind: "SECRET",
        class: Secret,
        name: "secret-key",
        reason: "the value of a key whose name is one of secrets",
        look: Pattern(
            &[Words(&[
                "key",
                "secret",
                "token",
                "session",
                "cookie",
                "sig",
                "salt",
                "pass",
                "pwd",
                "dsn",
                "credential",
            ])],
            r#"(?i:[A-Za-z0-9_.-]*(?:api_?key|_key|-key|accountkey|sharedaccesskey|\"auth|secret|token|session(?:_?id)?|sessid|cookie|credential|signature|_salt|_pass|_pw|pwd|passwd))["']?\s*(?::=|=>|[:=])\s*["']?(?<v>[A-Za-z0-9_+/=.~!@#$%^*-]{6,200})"#,
        ),
        check: |seen| {
            let kept = super::check::value(seen).trim_end_matches(['.', ',', ';', ')', '!', '?', '*']);
            let digits = kept.bytes().filter(u8::is_ascii_digit).count();
            let letters = kept.bytes().filter(u8::is_ascii_alphabetic).count();
            let program =
                ["environ", "getenv", "process.", "config.", "your", "xxx", "example", "changeme", "self.", "os."];
            let lower = kept.to_lowercase();
            let fits = digits >= 2 && letters >= 2 && kept.len() >= 8
                || (digits >= 1 && letters >= 2 && kept.contains(['!', '@', '#', '$', '%', '^', '*']));
            let before = super::before(seen.text, seen.whole.start);
            let other = program.iter().any(|word| lower.contains(word))
                || kept.contains("::")
                || before.ends_with(['$', '{', '<', '.', ':']);
            (fits && !other && !quantity::is_bare(kept) && !is_name(kept))
                .then(|| seen.span.start..seen.span.start + kept.len())
        },
        hits: &[
            ("session=rst_8fQ02LmXc7Vd;", "rst_8fQ02LmXc7Vd"),
            ("STRIPE_KEY=ab51Nq0XyKw2mTf", "ab51Nq0XyKw2mTf"),
            ("\"refresh_token\": \"1//0gK3x9Qz\"", "1//0gK3x9Qz"),
            ("ftp_pass: Ostsee!7", "Ostsee!7"),
        ],
        misses: &[
            "primary_key: user_id_2",
            "foreign_key=table_12",
            "max_tokens: 4096",
            "session: 2024-05-01",
            "token=${TOKEN_1}",
            "keyboard: qwertz105",
            "partition_key = \"year_2024\"",
            "tokens: 12k",
        ],
    },
];

/// A name of a program (`user_id_2`): small words and numbers with underscores or hyphens between.
fn is_name(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_uppercase())
        && text.split(['_', '-', '.']).all(|part| {
            part.bytes().all(|byte| byte.is_ascii_digit()) || part.bytes().all(|byte| byte.is_ascii_lowercase())
        })
}

/// Words between the thing and its code.
const BETWEEN: &[&str] = &[
    "code",
    "is",
    "now",
    "the",
    "new",
    "number",
    "ist",
    "lautet",
    "est",
    "le",
    "la",
    "es",
    "el",
    "pasa",
    "a",
    "ser",
    "=",
    ":",
    "-",
    "g",
    "on",
    "gate",
    "key",
    "password",
    "pw",
    "schlüssel",
    "jetzt",
    "neu",
    "nuevo",
    "nouveau",
    "maintenant",
    "ahora",
    "c'est",
    "clave",
    "clé",
    "padlock",
    "was",
    "still",
    "set",
    "to",
    "safe",
    "por",
    "changed",
    "for",
    "der",
    "die",
    "lock",
    "combi",
    "combination",
    "código",
    "c",
    "du",
    "del",
    "local",
    "passé",
    "à",
    "été",
    "changé",
    "cambió",
    "era",
    "fue",
    "était",
    "war",
    "hat",
    "wurde",
    "auf",
    "geändert",
    "neue",
    "steht",
    "den",
    "our",
    "my",
    "your",
    "mein",
    "unser",
    "notre",
    "mon",
    "mi",
    "gets",
    "becomes",
];

/// What has a code: one of these before the word `code` in its sentence.
const PLACES: &[&str] = &[
    "schlüssel",
    "kasten",
    "tür",
    " tor ",
    "garage",
    "tresor",
    " safe",
    "alarm",
    "spind",
    "schloss",
    "fahrrad",
    "portail",
    "immeuble",
    "porte",
    "badge",
    "cadenas",
    "puerta",
    "portal",
    "candado",
    "gate",
    "door",
    "building",
    "locker",
    "padlock",
    "lockbox",
    "key box",
    "shed",
    "bike",
];

/// The code within a few linking words: three to eight digits, perhaps with a letter, or for a network any mixed word.
fn code(seen: &Seen<'_>) -> Option<Range<usize>> {
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let line = super::labelled::window(seen.text, seen.whole.end);
    let line = line.split(['\n', '\r']).next()?;
    let before = super::before(seen.text, seen.whole.start).to_lowercase();
    let network = ["wifi", "wi-fi", "wlan", "wpa", "router", "network"];
    let net = network.iter().any(|word| label.contains(word))
        || (label == "code"
            && network
                .iter()
                .any(|word| before.get(before.len().saturating_sub(14)..).is_some_and(|near| near.contains(word))));
    // `code` alone is a word of programs: it takes a place or a network before it.
    let near = before.rsplit(['\n', '.']).next().unwrap_or_default();
    if label == "code" && !net && !PLACES.iter().any(|place| near.contains(place)) {
        return None;
    }
    let thing = matches!(
        label.as_str(),
        "wifi"
            | "wi-fi"
            | "wlan"
            | "router"
            | "front door"
            | "back door"
            | "side gate"
            | "alarm"
            | "safe"
            | "tresor"
            | "gate"
            | "garage"
            | "portail"
            | "alarma"
            | "alarme"
            | "letterbox"
            | "interphone"
            | "alarmanlage"
            | "combination"
            | "combo"
            | "tan"
            | "keypad"
            | "pin"
            | "caja fuerte"
            | "otp"
    );
    let mut at = 0;
    let mut said = false;
    for group in line.split_inclusive([' ', '\t', ':', '=', '(']) {
        let bare = group.trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    ':' | '='
                        | '('
                        | ')'
                        | '.'
                        | ','
                        | ';'
                        | '"'
                        | '\''
                        | '«'
                        | '»'
                        | '#'
                        | '*'
                        | '`'
                        | '–'
                        | '}'
                        | '?'
                        | '!'
                )
        });
        said |= group.contains([':', '='])
            || matches!(
                bare.to_lowercase().as_str(),
                "is" | "ist"
                    | "est"
                    | "es"
                    | "lautet"
                    | "code"
                    | "ser"
                    | "key"
                    | "password"
                    | "clave"
                    | "código"
                    | "was"
            );
        if bare.is_empty() || BETWEEN.contains(&bare.to_lowercase().as_str()) {
            at += group.len();
            continue;
        }
        let digits = bare.bytes().filter(u8::is_ascii_digit).count();
        let letters = bare.bytes().filter(u8::is_ascii_alphabetic).count();
        let start = seen.whole.end + at + group.find(bare)?;
        let rest = seen.text.get(start..)?;
        let dial = bare.len() == 8
            && bare.split('-').count() == 3
            && bare.split('-').all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()));
        // `4-7-1-1`, as a code is told that is dialled.
        let spaced = bare.split('-').count() >= 4
            && bare.split('-').all(|part| part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_digit()));
        let personal = matches!(label.as_str(), "pin" | "pin code" | "pin-code" | "puk" | "passcode" | "tan")
            && said
            && digits >= 2
            && letters >= 3
            && !bare.contains(['/', '(', '@']);
        let short = spaced
            || personal
            || dial && (label.starts_with("safe") || label.starts_with("comb") || label == "tresor")
            || (3..=8).contains(&digits)
                && letters <= 2
                && digits + letters == bare.len()
                && !bare.bytes().any(|byte| byte.is_ascii_lowercase());
        let mixed = net && bare.len() >= 6 && digits >= 1 && letters >= 3 && !bare.contains(['/', '(', '@']);
        // `to code 1234 lines`: the verb.
        if label == "code"
            && !said
            && rest.get(bare.len()..)?.strip_prefix(' ').is_some_and(|next| next.starts_with(char::is_alphabetic))
        {
            return None;
        }
        let quantity =
            quantity::find(rest.get(..rest.floor_char_boundary(24))?).first().is_some_and(|first| first.start == 0);
        let tail = rest.get(bare.len()..)?;
        let goes_on =
            tail.strip_prefix(['-', '.', '/', ':']).is_some_and(|next| next.starts_with(|c: char| c.is_alphanumeric()));
        let fits = (short
            && (!net || said)
            && (!thing
                || said
                || digits == 4 && bare.len() == 4 && !is_year(bare) && !net
                || label == "tan" && digits == 6))
            || (mixed && said);
        return (fits && !quantity && !goes_on).then_some(start..start + bare.len());
    }
    None
}

/// Words that look mixed and are no password.
const NO_PASSWORD: &[&str] = &[
    "sha256",
    "sha1",
    "sha512",
    "md5",
    "base64",
    "oauth2",
    "html5",
    "utf8",
    "utf-8",
    "iso27001",
    "aes256",
    "aes-256",
    "sha-256",
    "argon2",
    "argon2id",
    "bcrypt",
    "pbkdf2",
    "ipv4",
    "ipv6",
    "wpa2",
    "wpa3",
    "http2",
    "s3",
    "ec2",
    "oauth2.0",
    "2fa",
    "mfa",
    "u2f",
    "fido2",
    "ntlmv2",
    "sha-2",
    "log4j",
    "k8s",
    "windows11",
    "web3",
    "e2e",
    "i18n",
    "x509",
    "es256",
    "rs256",
    "hs256",
];

/// The first word that mixes letters and digits, within a few words of the same sentence.
fn told(seen: &Seen<'_>) -> Option<Range<usize>> {
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let loose = matches!(
        label.as_str(),
        "pass" | "secret" | "login" | "credentials" | "clave" | "zugangsdaten" | "wifi" | "pwd" | "pw"
    );
    let line = super::labelled::window(seen.text, seen.whole.end);
    let line = line.split(['\n', '\r']).next()?;
    let mut at = 0;
    for (passed, group) in line.split_inclusive([' ', '\t', ':', '=', '/', '(', '"', '\'', '`']).enumerate() {
        let bare = group.trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    ':' | '=' | '(' | ')' | '.' | ',' | ';' | '"' | '\'' | '«' | '»' | '`' | '/' | '?' | '”' | '“'
                )
        });
        let digits = bare.bytes().filter(u8::is_ascii_digit).count();
        let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
        let marks = bare.contains(['!', '#', '$', '%', '&', '*', '+', '?', '_', '-', '.']);
        let capitals = bare.chars().any(char::is_uppercase) && bare.chars().any(char::is_lowercase);
        if digits > 0 && letters >= 3 && bare.len() >= 6 {
            let start = seen.whole.end + at + group.find(bare)?;
            let lower = bare.to_lowercase();
            let known = NO_PASSWORD.contains(&lower.as_str())
                || bare.contains(['(', ')', '[', ']', '{', '}', '<', '>', '$', '@'])
                || quantity::find(bare).iter().any(|found| found.end - found.start + 2 > bare.len())
                // `after-c0-backspace`: words with hyphens, of which one has a digit.
                || (bare.matches('-').count() >= 2 && digits == 1 && !capitals)
                || (bare.starts_with(|c: char| c.is_ascii_digit()) && bare.contains('-') && !capitals);
            let sure = (marks || capitals) && digits + letters >= 6;
            let close = passed <= 3;
            return (!known
                && (sure && !loose
                    || close && (sure || (!loose && letters > 3) || (loose && passed <= 2 && bare.len() >= 7))))
                .then_some(start..start + bare.len());
        }
        at += group.len();
        // The sentence ends, or a password is only talked of.
        if passed > 10 || (group.ends_with(". ")) {
            break;
        }
    }
    None
}
