//! Addresses of pages that lead to somebody: in a house's own web, of a profile, behind a word for somebody's page. Public
//! pages are left alone (`online.rs` says which those are).

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::check::value;
use super::trigger::Need::Words;
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "URL",
        class: Identifier,
        name: "url-of-a-house",
        reason: "an address in a house's own web, or the page of somebody",
        look: Pattern(
            &[Words(&["://", "www.", "/"])],
            r#"(?:https?://|www\.|(?:instagram|facebook|linkedin|twitter|tiktok|etsy|patreon)\.com/|linktr\.ee/|t\.me/|wa\.me/)[^\s<>"'`{}|\\^\[\]()]{4,400}"#,
        ),
        check: house,
        hits: &[
            (
                "reach https://intranet.vogelpark.example/hr/payslips from",
                "https://intranet.vogelpark.example/hr/payslips",
            ),
            ("lives at http://wiki.int.stonecrop.example/onboarding.", "http://wiki.int.stonecrop.example/onboarding"),
            ("www.harms-reederei.example/team/petersen", "www.harms-reederei.example/team/petersen"),
            ("https://instagram.com/mosstam.paints", "https://instagram.com/mosstam.paints"),
        ],
        misses: &[
            "https://docs.rs/regex/latest",
            "https://wiki.archlinux.org/title/Rust",
            "https://www.bbc.com/news/article",
            "https://blog.rust-lang.org/2024/x",
            "https://twitter.com/search",
            "https://github.com/rust-lang/rust",
            "https://example.com/team/x",
        ],
    },
    Row {
        kind: "URL",
        class: Identifier,
        name: "page-told",
        reason: "the address of a page behind a word for somebody's own",
        look: Cue(
            "shop url|url|website|web site|site|homepage|webseite|site web|página|página web|web|portfolio|profile|profil|perfil|linktree|my shop|blog|etsy|linkedin|facebook|instagram|visit|host|wiki|link",
        ),
        check: page,
        hits: &[
            ("my shop url knitty.example/shop/wennaknits now", "knitty.example/shop/wennaknits"),
            ("LinkedIn: linkedin.com/in/t-okafor", "linkedin.com/in/t-okafor"),
        ],
        misses: &[
            "url path/to/x",
            "web and/or mobile",
            "site index.html",
            "url: /api/v1/users",
            "website docs.rs/regex",
            "blog 12/2024",
        ],
    },
];

/// Labels of hosts that only a house of its own has.
const INNER: &[&str] = &[
    "intranet",
    "int",
    "internal",
    "intern",
    "corp",
    "lan",
    "vpn",
    "sso",
    "jira",
    "confluence",
    "sharepoint",
    "grafana",
    "jenkins",
    "gitlab",
    "hr",
    "erp",
    "sap",
    "intra",
    "extranet",
    "citrix",
    "owa",
    "staff",
    "kibana",
    "vault",
    "staging",
    "stage",
    "preprod",
    "backoffice",
    "crm",
    "ticket",
    "tickets",
    "helpdesk",
];
/// Parts of a path behind which somebody is.
const SOMEBODY: &[&str] = &[
    "/team/",
    "/staff/",
    "/shop/",
    "/equipe/",
    "/équipe/",
    "/equipo/",
    "/mitarbeiter/",
    "/payslip",
    "/author/",
    "/autor/",
    "/auteur/",
    "/portfolio/",
    "/personen/",
    "/persona/",
    "/doctor/",
    "/aerzte/",
    "/booking/",
    "/reset",
    "/invite",
    "/invoice",
    "/order/",
    "/claims/",
    "/case/",
    "/cases/",
    "/ticket/",
    "/tickets/",
    "/patients/",
    "/customers/",
    "/customer/",
    "/clients/",
    "/employees/",
    "/d/",
    "/share/",
    "/s/",
];
/// Sites whose first part of a path is somebody's name.
const PROFILES: &[&str] = &[
    "instagram.com",
    "facebook.com",
    "fb.com",
    "twitter.com",
    "x.com",
    "tiktok.com",
    "t.me",
    "linktr.ee",
    "onlyfans.com",
    "snapchat.com",
    "twitch.tv",
    "vk.com",
    "patreon.com",
    "paypal.me",
    "venmo.com",
    "wa.me",
    "bsky.app",
    "linkedin.com",
    "soundcloud.com",
    "strava.com",
    "etsy.com",
];
const NOT_PROFILES: &[&str] = &[
    "search",
    "explore",
    "home",
    "login",
    "signup",
    "about",
    "help",
    "settings",
    "hashtag",
    "reel",
    "reels",
    "p",
    "watch",
    "events",
    "groups",
    "company",
    "jobs",
    "pages",
    "legal",
    "policies",
    "privacy",
    "i",
    "feed",
    "directory",
    "developers",
    "business",
    "share",
    "sharer",
    "intent",
    "learning",
    "pulse",
];

fn house(seen: &Seen<'_>) -> Option<Range<usize>> {
    let written = value(seen).trim_end_matches(['.', ',', ';', ':', '!', '?', '»', '”', '’', '*', '…']);
    let rest = written.split_once("://").map_or(written, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let tail = rest.get(authority.len()..)?;
    let markdown = super::before(seen.text, seen.span.start).ends_with(['(', '[']);
    if written.contains("...") || host.contains(['$', '%', '*']) || !host.contains('.') {
        return None;
    }
    let bare = host.strip_prefix("www.").unwrap_or(&host);
    let public = super::online::is_public(bare);
    let profile = PROFILES.contains(&bare) && {
        let mut parts = tail.split(['/', '?', '#']).filter(|part| !part.is_empty());
        let first = parts.next().unwrap_or_default();
        let last = if matches!(first, "in" | "pub" | "people" | "shop" | "user" | "u") {
            parts.next().unwrap_or_default()
        } else {
            first
        };
        last.len() >= 3 && !NOT_PROFILES.contains(&last.to_lowercase().as_str())
    };
    let labels = bare.split('.').count();
    let inner = !public && labels >= 3 && bare.split('.').take(labels - 2).any(|label| INNER.contains(&label));
    let lower = tail.to_lowercase();
    let somebody = !public
        && SOMEBODY.iter().any(|part| {
            lower.find(part).is_some_and(|at| {
                part.len() > 3 && lower.len() > at + part.len()
                    || part.ends_with("slip")
                    || (part.len() <= 3
                        && lower
                            .get(at + part.len()..)
                            .is_some_and(|id| id.bytes().filter(u8::is_ascii_digit).count() >= 2))
            })
        });
    (profile || inner || (somebody && !markdown)).then(|| seen.span.start..seen.span.start + written.len())
}

fn page(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = super::labelled::window(seen.text, seen.whole.end).split(['\n', '\r']).next()?;
    let rest = line.trim_start_matches(['"', '\'']);
    let rest = rest.trim_start_matches([' ', ':', '=', '"', '\'', '(', '-', '>']);
    let rest =
        ["is ", "ist ", "est ", "es ", "at ", "url "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ')' | '<' | ',' | ';' | '|' | '»'))
        .unwrap_or(rest.len());
    let written = rest.get(..end)?.trim_end_matches(['.', ':', '!', '?']);
    let (host, path) = written.split_once('/').unwrap_or((written, "home"));
    let ending = host.rsplit('.').next()?;
    // Without a path only an ending that no file has.
    let bare = !written.contains('/')
        && !matches!(
            ending,
            "example"
                | "com"
                | "net"
                | "org"
                | "de"
                | "fr"
                | "es"
                | "at"
                | "ch"
                | "it"
                | "uk"
                | "eu"
                | "shop"
                | "online"
        );
    let from = seen.whole.end + line.len() - rest.len();
    let shaped = !bare
        && host.contains('.')
        && !written.contains("://")
        && host.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.')
        && host.split('.').all(|label| !label.is_empty())
        && (2..=8).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphabetic());
    let profile = PROFILES.contains(&host.strip_prefix("www.").unwrap_or(host));
    (shaped && path.len() >= 3 && (profile || !super::online::is_public(host))).then_some(from..from + written.len())
}
