//! What somebody is called on a system or in a chat: user names, handles, the names before the lines of a chat.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::check::{alone, context, value};
use super::trigger::Need::{Byte, Words};
use super::{Hit, Row, Seen};
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
    Row {
        kind: "HANDLE",
        class: Identifier,
        name: "handle-at",
        reason: "a name with an at sign, as people are called online",
        look: Pattern(&[Byte(b'@')], r"@[A-Za-z0-9_][A-Za-z0-9._]{2,29}"),
        check: at_name,
        hits: &[
            ("from: @wenna_knits (DM)", "@wenna_knits"),
            ("cuyo perfil es @rubio_del_barrio_86. Que", "@rubio_del_barrio_86"),
            ("his insta is @dev.in.slough if", "@dev.in.slough"),
            ("follow me: @kiwi77", "@kiwi77"),
            ("schreib @lena_m90 an", "@lena_m90"),
        ],
        misses: &[
            "@types/node",
            "@Override",
            "@app.route(\"/x\")",
            "@media screen",
            "@pytest.fixture",
            "a@b.com",
            "@staticmethod",
            "npm i react@18.2.0",
            "@org.junit.Test",
            "@user_name",
            "SELECT @row_number",
            "@dataclass_transform(x)",
            "meet @ noon",
            "@tailwind base",
            "    @lru_cache\n    def f",
        ],
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
        && is_odd(&lower);
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

/// Decorators and keywords with an at sign.
const PROGRAM: &[&str] = &[
    "override",
    "param",
    "return",
    "returns",
    "media",
    "import",
    "font",
    "property",
    "staticmethod",
    "classmethod",
    "deprecated",
    "test",
    "autowired",
    "click",
    "input",
    "update",
    "everyone",
    "here",
    "channel",
    "latest",
    "next",
    "supports",
    "keyframes",
    "charset",
    "apply",
    "tailwind",
    "layer",
    "include",
    "mixin",
    "extend",
    "dataclass",
    "user_name",
    "username",
    "row_number",
    "row",
    "lru_cache",
    "functools",
    "pytest",
    "app",
    "router",
    "types",
    "angular",
    "babel",
    "vue",
    "google",
    "angular",
];

/// A name behind an at sign: marked by what people put into names, or in a place where people are named.
fn at_name(seen: &Seen<'_>) -> Option<Range<usize>> {
    let before = super::before(seen.text, seen.span.start);
    let written = value(seen).trim_end_matches(['.', '_']);
    let name = written.strip_prefix('@')?;
    let next = seen.text.get(seen.span.start + written.len()..)?;
    let lower = name.to_lowercase();
    let first = lower.split(['.', '_']).next().unwrap_or_default();
    if before.ends_with(|c: char| {
        c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '%' | ')' | ']' | '@' | ':' | '+')
    }) || next.starts_with(['/', '(', '@', '-'])
        || next.starts_with(|c: char| c.is_alphanumeric())
        || PROGRAM.contains(&lower.as_str())
        || (PROGRAM.contains(&first) && lower.contains('.'))
        || lower.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return None;
    }
    let lead = before.rsplit('\n').next().unwrap_or(before);
    let starts = lead.trim().is_empty();
    // A line of its own is a decorator; `SELECT @x`, `SET @x`, `DECLARE @x` is a variable.
    let alone_in_line =
        starts && next.trim_start_matches([' ', '\t']).chars().next().is_none_or(|c| c == '\n' || c == '\r');
    let last = lead.trim_end().rsplit(' ').next().unwrap_or_default().to_lowercase();
    let variable = matches!(
        last.as_str(),
        "select" | "set" | "declare" | "=" | "where" | "in" | "and" | "into" | "exec" | ">" | "<" | "+"
    ) && (last != "and" && last != "in" || next.trim_start().starts_with(['=', ',', '<', '>', ')']));
    let marked = name.bytes().any(|byte| byte.is_ascii_digit()) || name.contains('_') || name.contains('.');
    let social = context(
        seen,
        60,
        &[
            "insta",
            "instagram",
            "twitter",
            "tiktok",
            "telegram",
            "snap",
            "dm",
            "follow",
            "handle",
            "profile",
            "perfil",
            "profil",
            "mastodon",
            "bluesky",
            "threads",
            "discord",
            "ig",
            "arroba",
            "twitch",
            "facebook",
            "fb",
            "linkedin",
            "x:",
            "from:",
            "tag",
            "cc",
            "paging",
            "ping",
            "slack",
            "thanks",
            "hey",
            "hi",
            "hola",
            "salut",
            "hallo",
            "danke",
            "gracias",
            "merci",
            "ask",
        ],
    );
    let java = name.chars().next().is_some_and(char::is_uppercase) && !name.contains(['_', '.']) && starts;
    let package = lower.starts_with("org.") || lower.starts_with("com.") || lower.starts_with("javax.");
    ((marked || social) && !alone_in_line && !variable && !java && !package)
        .then(|| seen.span.start..seen.span.start + written.len())
}

/// The names before the lines of a chat (`[21:03] mossy_tam: …`), where they are no names of people but of accounts, and
/// those names wherever they stand again.
pub(super) fn find(text: &str, found: &mut Vec<Hit>) {
    let mut speakers: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(span) = speaker(line)
            && let Some(name) = line.get(span.clone())
        {
            let places = speakers.entry(name).or_default();
            places.push(at + span.start..at + span.end);
        }
        at += line.len();
    }
    for (_, places) in speakers {
        for span in places {
            found.push(hit("chat-name", "who writes in a chat", span));
        }
    }
    again(text, found);
}

/// A name before a line of a chat: a time first, and a name in small letters that has a mark or a digit in it, or a `<name>`.
fn speaker(line: &str) -> Option<Range<usize>> {
    let bare = line.trim_start();
    let lead = line.len() - bare.len();
    let opened = bare.trim_start_matches(['[', '(']);
    let timed = opened.len() < bare.len() || opened.starts_with(|c: char| c.is_ascii_digit());
    let behind = if timed {
        let end = bare
            .find(['<', ']', ')'])
            .filter(|end| *end < 40)
            .or_else(|| bare.find(" - ").map(|at| at + 2))
            .or_else(|| bare.find(' '))?;
        let stamp = bare.get(..end)?;
        if !(stamp.contains(':') && stamp.bytes().filter(u8::is_ascii_digit).count() >= 3) || stamp.len() > 40 {
            return None;
        }
        bare.get(end..)?.trim_start_matches([']', ')', ' ', '-'])
    } else {
        bare
    };
    let marked = behind.starts_with('<');
    let behind_mark = behind.trim_start_matches(['<', '@']);
    let from = lead + bare.len() - behind_mark.len();
    let end = behind_mark.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '|')))?;
    let name = behind_mark.get(..end)?;
    let rest = behind_mark.get(end..)?;
    let closes =
        if marked { rest.starts_with('>') } else { rest.starts_with(": ") || (rest.starts_with(':') && timed) };
    let odd = name.contains(['_', '.']) && name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        || (name.bytes().any(|byte| byte.is_ascii_digit()) && name.chars().any(char::is_alphabetic))
        || (name.chars().all(char::is_lowercase) && name.len() >= 3);
    let word = COMMON.contains(&name.to_lowercase().as_str()) || super::name::is_no_name(&capitalised(name));
    let program = [
        "debug",
        "info",
        "warn",
        "error",
        "trace",
        "fatal",
        "kernel",
        "systemd",
        "assistant",
        "note",
        "todo",
        "http",
        "https",
        "warning",
        "cron",
        "sshd",
        "localhost",
    ]
    .contains(&name.to_lowercase().as_str());
    ((timed || marked) && closes && odd && !program && !word && name.len() <= 24 && !name.ends_with(['.', '-']))
        .then_some(from..from + name.len())
}

/// User names and handles found, wherever else they stand as a word.
fn again(text: &str, found: &mut Vec<Hit>) {
    let mut names: Vec<&str> = found
        .iter()
        .filter(|hit| matches!(hit.kind, "USERNAME" | "HANDLE"))
        .filter_map(|hit| text.get(hit.span.clone()))
        .map(|name| name.trim_start_matches('@'))
        .filter(|name| name.len() >= 4)
        .collect();
    // `hpetrov2` was made because there is an `hpetrov`.
    let stems: Vec<&str> = names
        .iter()
        .map(|name| name.trim_end_matches(|c: char| c.is_ascii_digit()))
        .filter(|stem| stem.len() >= 5)
        .collect();
    names.extend(stems);
    names.sort_unstable();
    names.dedup();
    names.truncate(MOST);
    let Some(words) = (!names.is_empty()).then(|| aho_corasick::AhoCorasick::new(&names).ok()).flatten() else {
        return;
    };
    let mut more: Vec<Range<usize>> = Vec::new();
    for place in words.find_overlapping_iter(text) {
        let span = place.range();
        let seen = Seen { text, span: span.clone(), whole: span.clone() };
        let before = super::before(text, span.start).chars().next_back();
        let after = text.get(span.end..).and_then(|rest| rest.chars().next());
        if alone(&seen).is_some() && before != Some('@') && !matches!(after, Some('@' | '-')) && before != Some('-') {
            more.push(span);
        }
    }
    more.retain(|span| !found.iter().any(|hit| hit.span.start <= span.start && span.end <= hit.span.end));
    for span in more {
        found.push(hit("user-again", "a user name that this text gives elsewhere", span));
    }
}

/// More names than this in one text are not followed up.
const MOST: usize = 60;

fn hit(detector: &'static str, reason: &'static str, span: Range<usize>) -> Hit {
    Hit { kind: "USERNAME", class: Identifier, detector, reason, span }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn names(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, &mut found);
        found.into_iter().map(|hit| &text[hit.span]).collect()
    }

    #[test]
    fn who_writes_in_a_chat() {
        assert_eq!(names("[21:03] mossy_tam: did u\n[21:04] kk.d: nope\n[21:05] Sole: ok"), ["kk.d", "mossy_tam"]);
        assert_eq!(names("12:04 <zed99> hi\n12:05 <Anna> ho"), ["zed99"]);
        for text in ["10:00 error: no", "[1] note: x", "14:30: tea", "[12:00:01] info: up", "12:00 lunch", "key: value"]
        {
            assert_eq!(names(text), Vec::<&str>::new(), "{text}");
        }
    }
}
