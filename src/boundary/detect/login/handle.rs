//! Handles: names with an at sign, as people are called online. Not the decorators, packages and variables of programs.

use std::ops::Range;

use super::super::Look::Pattern;
use super::super::check::{context, value};
use super::super::trigger::Need::Byte;
use super::super::{Row, Seen, before};
use crate::boundary::finding::Class::Identifier;

pub(in super::super) const ROWS: &[Row] = &[Row {
    kind: "HANDLE",
    class: Identifier,
    name: "handle-at",
    reason: "a name with an at sign, as people are called online",
    look: Pattern(&[Byte(b'@')], r"@[A-Za-z0-9_](?:[A-Za-z0-9._]|-[A-Za-z0-9]){2,37}"),
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
}];

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
    let before = before(seen.text, seen.span.start);
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
