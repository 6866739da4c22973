//! What somebody is called on a system: names of accounts behind their words, users of commands and addresses of servers. Handles
//! and the names of a chat are in the files beside this one.

pub(super) mod chat;
pub(super) mod handle;
pub(super) mod log;

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::check::value;
use super::trigger::Need::Words;
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "USERNAME",
        class: Identifier,
        name: "user-told",
        reason: "stands behind a word for the name of an account",
        look: Cue(
            "login|log-in|logon|account|user|username|user name|userid|user id|uid|benutzer|benutzername|benutzerkennung|nutzer|nutzername|\
                kennung|anmeldename|konto|utilisateur|identifiant|nom d'utilisateur|compte|session de|usuario|nombre de usuario|cuenta|\
                signed in as|logged in as|log in as|login as|logged on as|angemeldet als|connecté en tant que|conectado como|screen name|nick|\
                nickname|gamertag|pseudo|alias|apodo|su|sudo -u|for user|by user|owner|actor|author|assignee|reporter|samaccountname|upn",
        ),
        check: user,
        hits: &[
            ("My login is wachterh and the", "wachterh"),
            ("admin login is olgapetrenko, only", "olgapetrenko"),
            ("Account is hpetrov2 because", "hpetrov2"),
            ("\"nutzer\":\"s.obermoser\",", "s.obermoser"),
            ("user=jdoe rhost=10.0.0.1", "jdoe"),
            ("Failed password for user mkrause9 from", "mkrause9"),
            ("mein Benutzer ist kerstin_b", "kerstin_b"),
            ("usuario: pgarcia", "pgarcia"),
            ("logged in as t.okafor", "t.okafor"),
        ],
        misses: &[
            "the login is broken",
            "account is closed",
            "user: required",
            "user=admin",
            "user is not found",
            "account: savings",
            "username: String",
            "owner: self",
            "user=$USER",
            "user = request.user",
            "login: here",
            "user: null,",
            "account is locked",
            "nick of time",
            "user: User,",
            "su casa",
            "author = None",
            "user=get_user(1)",
            "user_id = user.id",
            "login is required",
        ],
    },
    Row {
        kind: "USERNAME",
        class: Identifier,
        name: "user-at-host",
        reason: "the user of a command or an address of a server",
        look: Pattern(
            &[Words(&["ssh ", "scp ", "sftp ", "rsync ", "://", "chown ", "psql ", "mysql "])],
            r"(?:(?:ssh|scp|sftp|rsync)[ ](?:-\S+[ ](?:[^-@\s]\S*[ ])?){0,3}(?:[^\s@]+[ ])?|[a-z][a-z0-9+]{1,15}://)(?<v>[A-Za-z_][A-Za-z0-9._-]{1,31})(?::[^\s@/]{0,80})?@[A-Za-z0-9\[]|(?:psql|mysql)[^\n]{0,60}[ ](?:-U|-u)[ ]?(?<w>[a-z][a-z0-9._-]{2,30})",
        ),
        check: |seen| {
            let lower = value(seen).to_lowercase();
            (seen.span != seen.whole && !COMMON.contains(&lower.as_str())).then(|| seen.span.clone())
        },
        hits: &[
            ("ssh mkrause@10.4.2.17", "mkrause"),
            ("postgres://cortez_app:h7@172.31.8.14/x", "cortez_app"),
            ("scp dump.sql tvdberg@backup.corp:/x", "tvdberg"),
        ],
        misses: &["ssh git@github.com", "ssh root@10.0.0.1", "https://docs.rs/@x", "ssh keys @ home"],
    },
];

/// Names of users that stand for nobody.
const COMMON: &[&str] = &[
    "admin",
    "root",
    "user",
    "users",
    "username",
    "git",
    "guest",
    "test",
    "postgres",
    "mysql",
    "ubuntu",
    "ec2-user",
    "nobody",
    "system",
    "self",
    "none",
    "null",
    "true",
    "false",
    "string",
    "str",
    "required",
    "optional",
    "here",
    "unknown",
    "me",
    "you",
    "anonymous",
    "public",
    "default",
    "id",
    "name",
    "email",
    "deploy",
    "www-data",
    "daemon",
    "administrator",
    "new",
    "closed",
    "open",
    "blocked",
    "locked",
    "active",
    "inactive",
    "the",
    "not",
    "a",
    "an",
    "in",
    "on",
    "is",
    "was",
    "has",
    "int",
    "bool",
    "number",
    "object",
    "undefined",
    "text",
    "varchar",
    "this",
    "author",
    "owner",
    "demo",
    "example",
    "foo",
    "bar",
    "sa",
    "oracle",
    "runner",
    "node",
    "app",
    "pi",
    "vagrant",
    "docker",
    "jenkins",
    "support",
    "info",
    "service",
    "localhost",
    "savings",
    "current",
    "checking",
];

/// A name of an account behind its label: one small word, assigned or told, that is no word of sentences.
fn user(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = super::labelled::window(seen.text, seen.whole.end);
    let line = line.split(['\n', '\r']).next()?;
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let before = super::before(seen.text, seen.whole.start).chars().next_back();
    // `user.account`, `$user`, `self.user`, `/user`.
    if matches!(before, Some('.' | '$' | '/' | '@' | '<' | '-' | '&' | '{')) {
        return None;
    }
    let mut rest = line.trim_start_matches(['"', '\'', '`']);
    let mut assigned = false;
    let mut told = false;
    for _ in 0..4 {
        let bare = rest.trim_start_matches([' ', '\t', '_']);
        if let Some(next) = bare.strip_prefix([':', '=']) {
            assigned = true;
            rest = next;
        } else if let Some(word) = [
            "is ", "ist ", "est ", "es ", "lautet ", "name ", "als ", "name:", "name=", "name\":", "id:", "id=", "was ",
        ]
        .iter()
        .find(|word| bare.starts_with(**word))
        {
            told = true;
            assigned |= word.ends_with([':', '=']);
            rest = bare.get(word.len()..)?;
        } else {
            rest = bare;
            break;
        }
    }
    let quoted = rest.starts_with(['"', '\'', '`']);
    let rest = rest.trim_start_matches(['"', '\'', '`', '«', ' ']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))).unwrap_or(rest.len());
    let written = rest.get(..end)?.trim_end_matches(['.', '-', '_']);
    let next = rest.get(written.len()..)?;
    let lower = written.to_lowercase();
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let letters = written.bytes().filter(u8::is_ascii_alphabetic).count();
    let small = !written.bytes().any(|byte| byte.is_ascii_uppercase());
    let telling = (digits > 0 && digits <= 4) || written.contains(['_', '.']);
    let login = [
        "login",
        "log-in",
        "logon",
        "username",
        "user name",
        "benutzername",
        "benutzerkennung",
        "kennung",
        "anmeldename",
        "identifiant",
        "nombre de usuario",
        "nom d'utilisateur",
        "signed in as",
        "logged in as",
        "log in as",
        "login as",
        "angemeldet als",
        "logged on as",
        "connecté en tant que",
        "conectado como",
        "screen name",
        "gamertag",
        "nick",
        "nickname",
        "pseudo",
        "samaccountname",
        "sudo -u",
        "upn",
    ]
    .contains(&label.as_str());
    let user = matches!(
        label.as_str(),
        "user"
            | "nutzer"
            | "benutzer"
            | "usuario"
            | "utilisateur"
            | "uid"
            | "userid"
            | "user id"
            | "actor"
            | "for user"
            | "by user"
    );
    let code = next.starts_with(['(', '[', ':', '=', '<', '{', '@', '/', '\\', '$']) || written.contains("..");
    let word = super::name::is_no_name(&capitalised(written)) || COMMON.contains(&lower.as_str());
    let key = assigned && (login || user) && (quoted || digits > 0 || telling || small) && letters >= 3;
    let ends = next.is_empty()
        || next.starts_with(['"', '\'', ',', ';', '|', '`', '\t', '}', '.', '»', ')'])
        || next.starts_with(" rhost")
        || next.starts_with(' ');
    let prose = !assigned
        && telling
        && letters >= 3
        && small
        && (login || user || told)
        && !written.starts_with(|c: char| c.is_ascii_digit());
    // `login is wachterh`: a word nobody writes in sentences.
    let odd = told
        && login
        && small
        && letters >= 5
        && !word
        && !written.ends_with("ed")
        && !written.ends_with("ing")
        && (is_odd(&lower) || letters >= 7 && !crate::boundary::words::is_everyday(&lower));
    let path = written.contains('.')
        && (written.split('.').any(|part| {
            matches!(part, "user" | "id" | "name" | "request" | "self" | "com" | "de" | "org" | "py" | "js" | "rs")
        }));
    let named = (key && ends) || prose || odd;
    let from = seen.whole.end + line.len() - rest.len();
    // A type of a program: `user: String`; one word in prose behind a colon goes on.
    let goes_on = assigned
        && !quoted
        && !telling
        && next.starts_with(' ')
        && next.trim_start().starts_with(|c: char| c.is_alphabetic())
        && !next.contains('=');
    (named && !word && !code && !path && !goes_on && (small || quoted || telling) && written.len() <= 32)
        .then_some(from..from + written.len())
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Whether a word ends in a way that words do not: an initial behind a name, or letters that do not go together.
fn is_odd(lower: &str) -> bool {
    let vowels = |c: char| "aeiouyäöüáéíóú".contains(c);
    let mut run = 0;
    let mut longest = 0;
    for c in lower.chars() {
        run = if vowels(c) { 0 } else { run + 1 };
        longest = longest.max(run);
    }
    let tail: Vec<char> = lower.chars().rev().take(2).collect();
    let end = matches!(tail.as_slice(), [last, before] if matches!(last, 'h' | 'j' | 'w' | 'k' | 'b' | 'v') && matches!(before, 'r' | 'n' | 'l' | 'z' | 't' | 'b' | 'm'))
        && !lower.ends_with("th")
        && !lower.ends_with("nk")
        && !lower.ends_with("rk")
        && !lower.ends_with("lk")
        && !lower.ends_with("mb");
    let start: Vec<char> = lower.chars().take(2).collect();
    let beginning = matches!(start.as_slice(), [first, second] if !vowels(*first) && !vowels(*second) && !"rlhwtsnmkpc".contains(*second));
    longest >= 4 || end || beginning
}
