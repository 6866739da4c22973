//! User names where programs put them: the lines of a log, the arguments of a command. Not for what people write (`login.rs`).

use std::ops::Range;

use super::super::Look::Pattern;
use super::super::check::value;
use super::super::trigger::Need::{Byte, Words};
use super::super::{Row, Seen};
use super::COMMON;
use crate::boundary::finding::Class::Identifier;

pub(in super::super) const ROWS: &[Row] = &[
    Row {
        kind: "USERNAME",
        class: Identifier,
        name: "user-in-log",
        reason: "the user a line of a log names",
        look: Pattern(
            &[Words(&[
                "password for ",
                "publickey for ",
                "interactive for ",
                "session opened for",
                "session closed for",
                "invalid user ",
                "new user",
                "sudo: ",
                "user nt",
                "account name:",
                "by user ",
                "logged in",
                "login as",
                "as user ",
            ])],
            r"(?:(?i:failed|accepted) [a-z/-]{3,24} for (?:(?:invalid )?user )?|[Ii]nvalid user |session (?:opened|closed) for user |new user: name=|sudo:[ ]+|Account Name:[ \t]+|[Ll]ogin as |as user |user )(?<v>[A-Za-z_][A-Za-z0-9._-]{2,31})(?: from | by |[ ]*:[ ]*TTY|,|\(| logged in|\r?\n|$| port| on | has | signed)",
        ),
        check: user,
        hits: &[
            ("sshd[20817]: Failed password for jvandermeer from 198.51.100.23", "jvandermeer"),
            ("Accepted publickey for mkrause from 10.0.0.1", "mkrause"),
            ("09:15:02 sudo: achebe : TTY=pts/1", "achebe"),
            ("session opened for user t.okafor by (uid=0)", "t.okafor"),
            ("Invalid user pgarcia from 10.0.0.1", "pgarcia"),
        ],
        misses: &[
            "Failed password for root from 10.0.0.1",
            "Accepted publickey for git from 10.0.0.1",
            "Failed password for invalid user admin from",
            "the user has logged in",
            "sudo: command not found",
            "each user signed",
        ],
    },
    Row {
        kind: "USERNAME",
        class: Identifier,
        name: "user-argument",
        reason: "the user among the arguments of a command",
        look: Pattern(
            &[
                Byte(b'-'),
                Words(&[
                    "psql",
                    "pg_dump",
                    "pg_restore",
                    "mysql",
                    "curl ",
                    "smbclient",
                    "ldapsearch",
                    "svn ",
                    "docker login",
                    "ssh ",
                    "kinit",
                    "sshpass",
                ]),
            ],
            r#"(?:psql|pg_dump|pg_restore|mysql|mysqldump|curl|smbclient|ldapsearch|svn|docker login|ssh|kinit|sshpass)(?-u:\b)[^\n|;]{0,80}?[ ](?:-U|-u|-l|--user(?:name)?)[ =]?["']?(?<v>[A-Za-z][A-Za-z0-9._-]{2,30})"#,
        ),
        check: user,
        hits: &[
            ("curl -u tparker:Sn0w#19 -X POST", "tparker"),
            ("pg_dump -h 10.20.0.8 -U nour_backup paie", "nour_backup"),
            ("mysql -u jlopez -p", "jlopez"),
            ("ssh -l mkrause host", "mkrause"),
        ],
        misses: &[
            "curl -u $USER:$PASS",
            "mysql -u root -p",
            "psql -U postgres",
            "curl -L https://x",
            "docker login -u username",
        ],
    },
    Row {
        kind: "HANDLE",
        class: Identifier,
        name: "handle-reddit",
        reason: "the name of an account on Reddit",
        look: Pattern(&[Words(&["u/"])], r"/?u/(?:[A-Za-z0-9]+[_-][A-Za-z0-9_-]{2,20}|[A-Za-z_-]{2,18}\d{1,6})"),
        check: |seen| {
            let before = super::super::before(seen.text, seen.span.start);
            let glued =
                before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':' | '~'));
            let behind = seen.text.get(seen.span.end..)?;
            let file = behind.strip_prefix('.').is_some_and(|next| next.starts_with(char::is_alphanumeric));
            (!glued && !file && !behind.starts_with('/')).then(|| seen.span.clone())
        },
        hits: &[("his name there is u/crumb_theodore", "u/crumb_theodore"), ("posted by /u/kiwi77", "/u/kiwi77")],
        misses: &["lru/cache_key", "https://x.org/u/some_one", "n/a or u/s", "src/u/mod_test.rs", "u/l"],
    },
];

fn user(seen: &Seen<'_>) -> Option<Range<usize>> {
    let kept = value(seen).trim_end_matches(['.', '-']);
    let lower = kept.to_lowercase();
    let known =
        COMMON.contains(&lower.as_str()) || crate::boundary::words::is_everyday(&lower) || lower.starts_with("your");
    (!known && kept.len() > 2).then(|| seen.span.start..seen.span.start + kept.len())
}
