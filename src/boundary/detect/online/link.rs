//! Links that open something for whoever has them: shared documents, bookings, invitations; and the addresses of databases. A page of the
//! web that all may read is left: `online.rs` has the rules for those.

use std::ops::Range;
use std::sync::LazyLock;

use super::super::Look::Pattern;
use super::super::check::value;
use super::super::trigger::Need::Words;
use super::super::{Row, Seen, name};
use crate::boundary::finding::Class::Identifier;

pub(in super::super) const ROWS: &[Row] = &[
    Row {
        kind: "URL",
        class: Identifier,
        name: "link-private",
        reason: "a link with a token in it, which opens something for whoever has it",
        look: Pattern(&[Words(&["://"])], r#"https?://[^\s<>"'`{}|\\^\[\]()]{6,400}"#),
        check: private,
        hits: &[
            (
                "Doc: https://docs.example.net/d/1aZx9-QpostM?share=7fe2",
                "https://docs.example.net/d/1aZx9-QpostM?share=7fe2",
            ),
            ("https://cloud.example.org/s/Zk8QpTr3?pw=1.", "https://cloud.example.org/s/Zk8QpTr3?pw=1"),
            ("Manage: https://fly.example.net/trip/X7QPLM?ln=TANAKA", "https://fly.example.net/trip/X7QPLM?ln=TANAKA"),
            ("blog https://blog.fr/moi?cle=9d2f", "https://blog.fr/moi?cle=9d2f"),
            ("join https://meet.example.net/j/93820174?pwd=aB3", "https://meet.example.net/j/93820174?pwd=aB3"),
        ],
        misses: &[
            "https://docs.rs/regex/1.10.2/regex/",
            "https://shop.example.net/p/blue-shirt?color=red",
            "https://github.com/rust-lang/rust/issues/12345",
            "https://x.org/s/search?q=token",
            "https://x.org/?token=YOUR_TOKEN",
            "https://img.shields.io/badge/token-v1.2-blue",
            "https://x.org/d/2024/05/news",
        ],
    },
    Row {
        kind: "URL",
        class: Identifier,
        name: "database-address",
        reason: "the address of a database",
        look: Pattern(
            &[Words(&[
                "postgres",
                "mysql:",
                "mariadb:",
                "mongodb",
                "redis:",
                "rediss:",
                "amqp",
                "mssql:",
                "sqlserver:",
                "jdbc:",
            ])],
            r#"(?:jdbc:)?(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver)://[^\s<>"'`{}|\\^\[\]()@/]{4,120}(?:/[^\s<>"'`)@]{0,80})?"#,
        ),
        check: |seen| {
            let kept = value(seen).trim_end_matches(['.', ',', ';', ':']);
            let host = kept.split_once("://")?.1.split(['/', ':', '?']).next()?;
            let behind = seen.text.get(seen.span.end..)?;
            let own =
                host.contains('.') && !host.starts_with("127.") && !host.starts_with("0.") && !super::is_public(host);
            (own && !behind.starts_with('@') && !kept.contains(['$', '*']))
                .then(|| seen.span.start..seen.span.start + kept.len())
        },
        hits: &[
            (
                "url: postgres://db-7.internal.karelia.net:5432/billing\n",
                "postgres://db-7.internal.karelia.net:5432/billing",
            ),
            ("DB_URI = \"mysql://db.interno.net:3306/citas\"", "mysql://db.interno.net:3306/citas"),
        ],
        misses: &[
            "postgres://localhost/db",
            "redis://127.0.0.1:6379",
            "mysql://db:3306/x",
            "mongodb://example.com/x",
            "postgres://user@${HOST}/db",
        ],
    },
];

/// Keys of a query behind which stands what opens a link.
static KEYS: LazyLock<name::Set> = LazyLock::new(|| {
    name::set(
        "share|pw|pwd|pass|password|token|key|cle|clé|clave|schluessel|code|auth|authkey|sig|signature|invite|secret|access|accesskey|access_token|\
    tk|hash|session|sid|otp|ticket|t|k|ln|lastname|usp|resourcekey|confirm|verify|reset|uid|ref_token|magic|jwt|apikey|api_key|pnr|booking",
    )
});

/// Parts of a path behind which stands the name of one thing nobody guesses.
static PARTS: LazyLock<name::Set> = LazyLock::new(|| {
    name::set(
        "s|d|f|j|u|e|r|p|share|shared|file|files|folder|folders|doc|document|invite|join|meet|meeting|trip|trips|booking|bookings|reservation|\
    reserva|buchung|order|orders|invoice|rechnung|facture|claim|verify|confirm|reset|unsubscribe|track|tracking|form|forms|view|drive|download|dl|\
    secret|paste|note|notes|pay|payment|ticket|tickets|case|cases|record|records|sign|survey|i|l|t",
    )
});

fn private(seen: &Seen<'_>) -> Option<Range<usize>> {
    let kept = value(seen).trim_end_matches(['.', ',', ';', ':', '!', '?', '»', '”', '’', '*', '…']);
    let rest = kept.split_once("://")?.1;
    let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut parts = page.split('/');
    let host = parts.next()?;
    let local = host.starts_with("localhost") || host.starts_with("127.") || !host.contains('.');
    if local || kept.contains(['$', '*', '%']) && kept.contains(['{', '$', '*']) || kept.contains("...") {
        return None;
    }
    let opened = query.split(['&', '#']).filter_map(|pair| pair.split_once('=')).any(|(key, value)| {
        let key = key.to_lowercase();
        let plain = value.to_lowercase();
        let hint = ["your", "xxx", "token", "example", "test", "foo", "bar", "value", "true", "false"]
            .iter()
            .any(|hint| plain.contains(hint));
        // A short key says little: its value has to look as if nobody chose it.
        let telling = if key.len() <= 2 {
            is_random(value)
        } else {
            value.len() >= 4 && value.bytes().any(|b| b.is_ascii_digit())
        };
        KEYS.contains(key.as_str()) && telling && !hint
    });
    let parts: Vec<&str> = parts.collect();
    // Hosts of examples stand for anybody's.
    let named = (!super::is_public(host) || host.contains("example."))
        && parts.windows(2).any(
            |pair| matches!(pair, [kind, name] if PARTS.contains(kind.to_lowercase().as_str()) && is_random(name)),
        );
    (opened || named).then(|| seen.span.start..seen.span.start + kept.len())
}

/// Whether nobody chose a word: letters and digits mixed without the order of a name or a version.
fn is_random(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let upper = word.bytes().filter(u8::is_ascii_uppercase).count();
    let lower = word.bytes().filter(u8::is_ascii_lowercase).count();
    let plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let mixed = digits > 0 && upper > 0 && word.len() >= 6
        || digits >= 2 && lower >= 2 && word.len() >= 12 && !word.contains('-');
    plain && (mixed || digits >= 8 && digits == word.len())
}
