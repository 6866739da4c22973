//! Ways to find somebody online: handles, addresses on the web and hosts.

pub(super) mod link;

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::check::{alone, value};
use super::trigger::Need::{Byte, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "HANDLE",
        class: Identifier,
        name: "handle",
        reason: "a name somebody goes by online",
        look: Cue(
            "twitter|instagram|insta|telegram|github|gitlab|mastodon|tiktok|snapchat|discord|skype|linkedin|facebook|\
                handle|username|user name|login|nickname|screen name|benutzername|nutzername|nom d'utilisateur|identifiant|\
                nombre de usuario|usuario",
        ),
        check: handle,
        hits: &[
            ("Twitter: @anna_k", "@anna_k"),
            ("username: jdoe42", "jdoe42"),
            ("Benutzername = mkrause", "mkrause"),
            ("handle is @zed.99", "@zed.99"),
        ],
        misses: &[
            "username: required",
            "login: here",
            "GitHub: the home",
            "username = None",
            "username: String",
            "login = true",
            "Twitter is down",
        ],
    },
    Row {
        kind: "URL",
        class: Identifier,
        name: "url",
        reason: "an address on the web that names a site, a house or somebody",
        look: Pattern(
            &[Words(&["://", "www."])],
            r#"(?:(?:https?|ftp|sftp|ssh|smb|ldaps?)://|www\.)[^\s<>"'`{}|\\^\[\]()]{3,400}"#,
        ),
        check: url,
        hits: &[
            ("see https://www.wvlyxc.com/ now", "https://www.wvlyxc.com/"),
            ("my site www.anna-schmidt.de.", "www.anna-schmidt.de"),
            ("http://intranet.corp:8080/hr?id=7)", "http://intranet.corp:8080/hr?id=7"),
        ],
        misses: &[
            "https://docs.rs/regex",
            "https://en.wikipedia.org/wiki/Rust",
            "http://localhost:8080/x",
            "https://example.com/",
            "https://github.com/rust-lang/rust",
            "http://127.0.0.1:11434/api",
            "https://img.shields.io/badge/license-MIT-blue.svg",
            "[ci](https://ci.example.dev/)",
            "[serde]: https://serde.example/",
        ],
    },
    Row {
        kind: "URL",
        class: Identifier,
        name: "domain",
        reason: "a host on the web",
        look: Pattern(
            &[
                Byte(b'.'),
                Words(&[
                    ".com",
                    ".org",
                    ".net",
                    ".de",
                    ".fr",
                    ".es",
                    ".uk",
                    ".eu",
                    ".info",
                    ".biz",
                    ".ch",
                    ".nl",
                    ".pl",
                    ".ca",
                    ".au",
                    ".internal",
                    ".local",
                    ".corp",
                    ".lan",
                    ".intranet",
                ]),
            ],
            r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+(?:com|org|net|de|fr|es|uk|eu|info|biz|ch|nl|pl|ca|au|internal|local|corp|lan|intranet)",
        ),
        check: domain,
        hits: &[
            ("My website is anna-schmidt.de", "anna-schmidt.de"),
            ("db01.prod.internal is down", "db01.prod.internal"),
            ("Website: www2.Foo-Bar.com", "www2.Foo-Bar.com"),
        ],
        misses: &[
            "example.com",
            "github.com",
            "foo.company",
            "self.local_var",
            "a@b.com",
            "obj.com()",
            "foo.net",
            "crate.internal::x",
            "asp.net",
        ],
    },
];

fn handle(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let bare = line.trim_start_matches([' ', '\t', '"', '\'']);
    let (assigned, rest) = match bare.strip_prefix([':', '=']) {
        Some(rest) => (true, rest),
        None => (false, bare.strip_prefix("handle").unwrap_or(bare).trim_start().strip_prefix("is ").unwrap_or(bare)),
    };
    let rest = rest.trim_start_matches([' ', '\t', '"', '\'']);
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '@' | '.' | '_' | '-'))).unwrap_or(rest.len());
    let written = rest.get(..end)?.trim_end_matches(['.', '-']);
    let from = seen.span.end - rest.len();
    let next = rest.get(written.len()..)?.trim_start();
    let named = written.strip_prefix('@').is_some_and(|name| name.len() >= 3 && !name.contains('@'));
    let digit = written.bytes().any(|byte| byte.is_ascii_digit());
    let program = [
        "required", "none", "null", "true", "false", "string", "str", "here", "optional", "unknown", "self", "user",
        "username", "admin", "root",
    ]
    .contains(&written.to_lowercase().as_str());
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let login = [
        "username",
        "user name",
        "login",
        "benutzername",
        "nutzername",
        "identifiant",
        "usuario",
        "nombre de usuario",
        "nickname",
        "screen name",
        "nom d'utilisateur",
    ]
    .contains(&label.as_str());
    // Prose behind the colon goes on with words; a login stands at the end.
    let plain = assigned
        && login
        && written.len() >= 4
        && !written.contains('@')
        && (digit
            || written.contains(['_', '.'])
            || (next.is_empty() || next.starts_with([',', ';', '"', '\'', '<', '|', '.', '»'])));
    ((named && (assigned || line.starts_with(' '))) || plain)
        .then_some(from..from + written.len())
        .filter(|_| !program && !next.starts_with('('))
}

/// Hosts everybody reads: nothing is learnt from an address there, unless it has a query.
const PUBLIC: &str = "localhost|example.com|example.org|example.net|github.com|gitlab.com|githubusercontent.com|github.io|\
    wikipedia.org|wikimedia.org|rust-lang.org|docs.rs|python.org|nodejs.org|\
    mozilla.org|w3.org|ietf.org|rfc-editor.org|iso.org|stackoverflow.com|stackexchange.com|google.com|\
    googleapis.com|microsoft.com|apple.com|openai.com|anthropic.com|ollama.com|huggingface.co|arxiv.org|doi.org|\
    youtube.com|youtu.be|schema.org|json-schema.org|apache.org|gnu.org|kernel.org|debian.org|ubuntu.com|\
    docker.com|kubernetes.io|cloudflare.com|amazonaws.com|amazon.com|bbc.com|bbc.co.uk|nytimes.com|reddit.com|\
    medium.com|readthedocs.io|jquery.com|bootstrapcdn.com|creativecommons.org|europa.eu|who.int|nih.gov|\
    un.org";

/// Endings of hosts that only a house of its own knows.
const PRIVATE_ENDINGS: &str = ".internal|.local|.corp|.lan|.intranet|.home|.private";

pub(super) fn is_public(host: &str) -> bool {
    let host = host.to_lowercase();
    PUBLIC.split('|').any(|known| host == known || host.strip_suffix(known).is_some_and(|head| head.ends_with('.')))
}

fn url(seen: &Seen<'_>) -> Option<Range<usize>> {
    let written = value(seen).trim_end_matches(['.', ',', ';', ':', '!', '?', '»', '”', '’', '*', '…']);
    let before = seen.text.get(..seen.span.start)?.chars().next_back();
    let rest = written.split_once("://").map_or(written, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let named = host.contains('.') && !host.starts_with('.') && host.chars().any(char::is_alphabetic);
    let template = written.contains("...") || host.contains(['$', '%', '*']);
    let query = rest.split_once('?').is_some_and(|(_, query)| query.contains('='));
    let tail = rest.get(authority.len()..)?;
    // A page of the web is read by many; a bare host is somebody's site, and some parts of an address are somebody's.
    let bare = matches!(tail, "" | "/")
        && !is_public(host)
        && !matches!(before, Some('(' | '<' | '"' | '[' | '='))
        && !seen.text.get(..seen.span.start)?.ends_with("]: ");
    let private = PRIVATE_ENDINGS.split('|').any(|ending| host.ends_with(ending)) || !host.contains('.');
    let lower = tail.to_lowercase();
    let personal =
        ["/~", "/user", "/profile", "/u/", "/in/", "/people/", "/members/", "/account", "/patient", "/employee"]
            .iter()
            .any(|part| lower.contains(part))
            || (query
                && ["name=", "user=", "email=", "id=", "token=", "phone=", "account=", "ssn=", "key=", "session"]
                    .iter()
                    .any(|part| lower.contains(part)));
    let fits = private || (bare && named) || (personal && named && (!is_public(host) || query));
    (!before.is_some_and(char::is_alphanumeric) && host != "localhost" && !template && fits)
        .then_some(seen.span.start..seen.span.start + written.len())
}

fn domain(seen: &Seen<'_>) -> Option<Range<usize>> {
    let span = alone(seen)?;
    let host = value(seen);
    let before = seen.text.get(..span.start)?.chars().next_back();
    let next = seen.text.get(span.end..)?.chars().next();
    let glued = before.is_some_and(|c| matches!(c, '@' | '.' | '/' | '-' | ':' | '$' | '\\'))
        || next.is_some_and(|c| matches!(c, '(' | ':' | '@' | '=' | '-' | '%'));
    let followed =
        seen.text.get(span.end..)?.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let private = PRIVATE_ENDINGS.split('|').any(|ending| host.ends_with(ending));
    // Two labels are also written by programs (`foo.net`): the longer ones, or a word for a site before it, make a host.
    let web = [
        "website", "site", "homepage", "domain", "web", "visit", "url", "host", "server", "webseite", "internet",
        "página",
    ];
    let long = host.split('.').next().is_some_and(|name| name.len() >= 6 || name.contains('-'))
        || host.matches('.').count() >= 2;
    let fits = if private {
        host.matches('.').count() >= 2 || host.contains('-')
    } else {
        long || super::check::context(seen, 24, &web)
    };
    (!glued && !followed && fits && !is_public(host)).then_some(span)
}
