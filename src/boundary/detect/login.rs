//! Names people go by in programs: user names behind words for them, handles with an at sign, and pages that belong to a house.

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::check::{alone, value};
use super::trigger::Need::{Byte, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "USERNAME",
        class: Identifier,
        name: "user-name-told",
        reason: "a user name behind words for one",
        look: Cue(
            "login is|username is|user name is|user id is|userid is|my user is|account is|logged in as|signed in as|logged on as|log in as|\
                sign in as|login as|ssh as|user|username|user name|user_id|userid|user id|uid|login|samaccountname|account name|screenname|\
                nickname|gamertag|steam id|skype id|telegram|discord|\
                kennung|kennung ist|benutzerkennung|benutzer|nutzer|nutzername|benutzername ist|benutzername lautet|anmeldename|angemeldet als|\
                identifiant|identifiant est|mon identifiant est|utilisateur|pseudo|connecté en tant que|\
                usuario|mi usuario es|usuario es|nombre de usuario es|conectado como|alias",
        ),
        check: told,
        hits: &[
            ("My login is wachterh and", "wachterh"),
            ("Account is hpetrov2 because", "hpetrov2"),
            ("\"nutzer\":\"s.obermoser\",\"quelle\"", "s.obermoser"),
            ("user=jmartin42 action", "jmartin42"),
            ("logged in as k.lindqvist from", "k.lindqvist"),
        ],
        misses: &[
            "login is required",
            "user: admin",
            "account is closed",
            "user_id: 42",
            "user = None",
            "username: string",
            "account is overdue",
            "logged in as root",
            "user.name = x",
            "user: what is it?",
            "alias ll='ls -l'",
        ],
    },
    Row {
        kind: "HANDLE",
        class: Identifier,
        name: "handle-at",
        reason: "a name somebody goes by online",
        look: Pattern(&[Byte(b'@')], r"@[A-Za-z0-9][A-Za-z0-9_.]{2,29}"),
        check: |seen| {
            let kept = value(seen).trim_end_matches(['.', '_']);
            let head = seen.text.get(..seen.span.start)?;
            let next = seen.text.get(seen.span.start + kept.len()..)?;
            let before = head.chars().next_back();
            // At the beginning of a line stands what decorates a function; behind a letter an e-mail address.
            let placed = matches!(before, Some(' ' | '(' | ':' | ',' | '"')) && !head.trim_end_matches([' ', '\t']).ends_with('\n') && !head.trim().is_empty();
            let personal = kept.contains('_') || kept.contains('.') || kept.bytes().any(|byte| byte.is_ascii_digit());
            let code = next.starts_with(['(', '/', '@', '-', ':', '\\']) || kept.get(1..)?.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            (placed && personal && !code && kept.len() > 4 && !next.starts_with(char::is_alphanumeric)).then(|| seen.span.start..seen.span.start + kept.len())
        },
        hits: &[
            ("from: @wenna_knits (DM)", "@wenna_knits"),
            ("cuyo perfil es @rubio_del_barrio_86. Que", "@rubio_del_barrio_86"),
            ("dm me on insta @mosstam.p", "@mosstam.p"),
        ],
        misses: &["x\n@lru_cache(1)", "anna@x_y.com", "npm i @types/node_x", "3 apples @ 2.50", "@app_route", "version @1.2.3", "meet @noon"],
    },
    Row {
        kind: "URL",
        class: Identifier,
        name: "url-of-a-house",
        reason: "an address inside a house, or a page about somebody",
        look: Pattern(
            &[Words(&["intranet", "/hr", "/team", "/staff", "/shop/", ".int.", "wiki.", "vpn.", "portal.", "/patients", "/clients", "/employees", "/people", ".example"])],
            r"(?:https?://|www\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[A-Za-z0-9._~%/-]*)?",
        ),
        check: |seen| {
            let kept = value(seen).trim_end_matches(['.', '/', '-']);
            let bare = kept.split_once("://").map_or(kept, |(_, rest)| rest);
            let host = bare.split('/').next()?;
            let path = bare.get(host.len()..)?;
            let labels: Vec<&str> = host.split('.').collect();
            let inside = labels.iter().any(|label| ["intranet", "int", "internal", "vpn", "corp"].contains(label)) || labels.first().is_some_and(|label| ["wiki", "portal", "hr", "jira", "gitlab"].contains(label)) && labels.len() > 2;
            let about = ["/hr/", "/team/", "/staff/", "/shop/", "/patients/", "/clients/", "/employees/", "/people/"].iter().any(|part| path.contains(part) && !path.ends_with(part));
            let reserved = labels.last() == Some(&"example") && labels.len() > 1 && labels.first().is_some_and(|label| label.len() > 3);
            let head = seen.text.get(..seen.span.start)?;
            let glued = head.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '@' | '.' | '/' | '-' | '_' | '\\' | '$'));
            let next = seen.text.get(seen.span.start + kept.len()..)?;
            let known = ["github.com", "wikipedia.org", "docs.rs", "google.com", "microsoft.com"].iter().any(|known| host.ends_with(known));
            (!glued && !known && (inside || about || reserved) && host.contains('.') && !next.starts_with(['@', '(', '_'])).then(|| seen.span.start..seen.span.start + kept.len())
        },
        hits: &[
            ("cannot reach https://intranet.vogelpark.example/hr/payslips from", "https://intranet.vogelpark.example/hr/payslips"),
            ("my shop url knitty.example/shop/wennaknits now", "knitty.example/shop/wennaknits"),
            ("wiki lives at http://wiki.int.stonecrop.org/onboarding.", "http://wiki.int.stonecrop.org/onboarding"),
        ],
        misses: &["https://en.wikipedia.org/wiki/Staff", "see docs.rs/x/team", "a@intranet.x.example", "foo.int.bar()"],
    },
    Row {
        kind: "PHONE",
        class: Identifier,
        name: "phone-extension",
        reason: "the extension of a telephone",
        look: Pattern(
            &[Words(&["ext", "durchwahl", "poste", "fax"])],
            r"(?-u:\b)(?:(?i:extension|ext\.?|durchwahl|poste|interno)[ ]?[:#]?[ ]?(?<v>\d{3,5})|(?:Fax|fax|DW)[ ](?:-)(?<w>\d{2,4}))(?-u:\b)",
        ),
        check: alone,
        hits: &[("meetings until four, extension 5518.", "5518"), ("first aider, ext. 2204", "2204")],
        misses: &["extension 2", "the poste 12", "text 2204", "next 5518"],
    },
    Row {
        kind: "PHONE",
        class: Identifier,
        name: "phone-spanish",
        reason: "the shape of a Spanish or French phone number behind words for one",
        look: Pattern(
            &[Words(&["tel", "tfno", "tlf", "móvil", "movil", "avise", "llam", "whatsapp", "t. ", "contacto", "número", "fono", "cel", "dr ", "joindre", "appel"])],
            r"[6789]\d{2}[ .-]?\d{3}[ .-]?\d{3}|[6789]\d{2}(?:[ .-]\d{2}){3}|\d{2}[ .-]\d{3}[ .-]\d{2}[ .-]\d{2}|[6789]\d[ .-]\d{3}[ .-]\d{2}[ .-]\d{2}",
        ),
        check: |seen| {
            let words = ["tel", "teléfono", "tfno", "tlf", "móvil", "movil", "avise", "avisemos", "avisen", "llam", "whatsapp", "t", "contacto", "número", "fono", "cel", "celular", "dr", "al"];
            super::check::alone_number(seen).filter(|_| super::check::context(seen, 40, &words))
        },
        hits: &[
            ("que si empeora le avisemos al 655 01 82 44, aunque", "655 01 82 44"),
            ("T. 94 655 01 20", "94 655 01 20"),
            ("el dr manzano? 600123987, pero", "600123987"),
        ],
        misses: &["pedido 655018244", "655 01 82 44", "llamada 12 345 67"],
    },
];

/// What stands behind `user` in programs and is nobody.
const NOBODY: &[&str] = &[
    "required", "none", "null", "true", "false", "string", "str", "here", "optional", "unknown", "self", "user", "username", "admin", "root",
    "administrator", "guest", "test", "anonymous", "closed", "open", "locked", "overdue", "blocked", "disabled", "enabled", "active",
    "inactive", "invalid", "missing", "empty", "deleted", "suspended", "broken", "requerido", "obligatorio", "erforderlich", "system", "postgres",
    "ubuntu", "nobody", "default", "example", "name", "input", "value", "info", "already", "still", "being", "with", "from", "what", "that",
];

fn told(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let cue = seen.text.get(seen.whole.clone())?.to_lowercase();
    let spoken = cue.contains(' ') && [" is", " as", " ist", " es", " est", " als", " que", " lautet", " como"].iter().any(|end| cue.ends_with(end));
    let bare = line.trim_start_matches(['"', '\'', ' ', '\t']);
    let assigned = bare.starts_with([':', '=']);
    if !(assigned || spoken && line.starts_with(' ')) {
        return None;
    }
    let rest = bare.trim_start_matches([':', '=', ' ', '"', '\'', '`', '\t']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))).unwrap_or(rest.len());
    let written = rest.get(..end)?.trim_end_matches(['.', '-']);
    let next = rest.get(written.len()..)?;
    let lower = written.to_lowercase();
    let letters = written.bytes().filter(u8::is_ascii_alphabetic).count();
    let digit = written.bytes().any(|byte| byte.is_ascii_digit());
    let marked = written.contains(['.', '_']);
    let small = !written.bytes().any(|byte| byte.is_ascii_uppercase());
    let common = crate::boundary::words::is_common(&lower);
    let quoted = line.trim_start_matches(['"', '\'']).starts_with([':', '=']) && rest.len() < bare.len() && bare.contains(['"', '\'']);
    let fits = letters >= 3 && (digit || marked || (small && !common && (spoken || quoted)));
    let alone = next.is_empty() || next.starts_with([' ', ',', '"', '\'', ';', '}', '.', ')', '\n', '&', '`', ']', '»']);
    let from = seen.span.end - rest.len();
    (fits && alone && !NOBODY.contains(&lower.as_str()) && written.len() >= 4 && written.len() <= 32 && !next.starts_with(".("))
        .then_some(from..from + written.len())
}
