//! Ways to reach a person or a machine: e-mail, phone, network addresses, user names in paths.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::Look::Pattern;
use super::check::{alone, alone_number, context, digits, uniform, value};
use super::trigger::Need::{Byte, Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;
use crate::text::quantity;

const PHONE_WORDS: &[&str] = &[
    "phone",
    "tel",
    "telephone",
    "mobile",
    "cell",
    "call",
    "fax",
    "handy",
    "telefon",
    "telefonnummer",
    "rufnummer",
    "téléphone",
    "portable",
    "mobil",
    "whatsapp",
    "sms",
    "text me",
    "number is",
    "reach me",
    "contact",
    "desk",
    "direct",
    "answering",
    "messages to",
    "registered",
    "durchwahl",
    "festnetz",
    "anruf",
    "numéro",
    "fixe",
    "teléfono",
    "telefono",
    "móvil",
    "movil",
    "celular",
    "llamar",
];

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "EMAIL",
        class: Identifier,
        name: "email",
        reason: "an e-mail address",
        look: Pattern(
            &[Words(&["@", "%40", "＠", "[at]", "(at)"])],
            r"[\p{L}\p{M}\p{N}._%+'’-]+(?:@|%40|＠|[ ]?[\[(]at[\])][ ]?)(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?(?:\.|[ ]?[\[(]dot[\])][ ]?))+\p{L}[\p{L}\p{M}]{1,23}",
        ),
        check: email,
        hits: &[
            ("write to anna.k+x@example.co.uk", "anna.k+x@example.co.uk"),
            ("maría@correo.es", "maría@correo.es"),
            ("?to=anna%40example.com&x", "anna%40example.com"),
            ("anna [at] example [dot] com", "anna [at] example [dot] com"),
            ("'bob@x.org'", "bob@x.org"),
            ("o'brien@x.org", "o'brien@x.org"),
            ("ana@xn--exmple-cua.com", "ana@xn--exmple-cua.com"),
        ],
        misses: &["foo@bar", "@types/node@18.2.0", "user@", "a @ b.c", "3 apples @ 2.50"],
    },
    Row {
        kind: "PHONE",
        class: Identifier,
        name: "phone-international",
        reason: "a phone number with its country code",
        look: Pattern(
            &[Digits(8)],
            r"(?:\+|(?-u:\b)00)[1-9]\d{0,2}(?:(?:[ ][-/–][ ]|[ .\-/\x{a0}\x{2011}])?\(?\d{1,5}\)?){1,9}(?:[ ]?(?:x|ext\.?)[ ]?\d{1,6})?",
        ),
        // `00` alone is a weak mark: it takes a whole number behind it.
        check: |seen| phone(seen, if value(seen).starts_with('+') { 8 } else { 11 }..=15),
        hits: &[
            ("+49 30 1234567", "+49 30 1234567"),
            ("+1 (675) 658-2723", "+1 (675) 658-2723"),
            ("+33 (0)1 23 45 67 89", "+33 (0)1 23 45 67 89"),
            ("0049 171 1234567", "0049 171 1234567"),
            ("+14155552671", "+14155552671"),
            ("+49 30 1234567 18:30", "+49 30 1234567"),
            ("0049 30 1234567. 90 min", "0049 30 1234567"),
            ("+44 20 7946 0958 ext 12", "+44 20 7946 0958 ext 12"),
        ],
        misses: &["+5 %", "1+1=2", "+10 to +20", "00:00-06:00", "+1234", "C++11", "2000+ 1500+", "/009695399/x"],
    },
    Row {
        kind: "PHONE",
        class: Identifier,
        name: "phone-north-america",
        reason: "a North American phone number",
        look: Pattern(
            &[Digits(10)],
            r"(?:1[ .-])?(?:\(\d{3}\)[ .-]?|\d{3}[ .-])\d{3}[ .-]\d{4}(?:[ ]?(?:x|ext\.?)[ ]?\d{1,6})?",
        ),
        check: |seen| alone_number(seen).and_then(|span| one_kind_of_gap(seen, span)),
        hits: &[
            ("call 905-674-3793", "905-674-3793"),
            ("(415) 555-2671", "(415) 555-2671"),
            ("415.555.2671", "415.555.2671"),
            ("1-800-555-0199 x12", "1-800-555-0199 x12"),
        ],
        misses: &["4155-555-2671", "978-3-16-148410-0", "123-45-6789", "2026-11-22", "555-123.4567"],
    },
    Row {
        kind: "PHONE",
        class: Identifier,
        name: "phone-national",
        reason: "a phone number with its trunk zero",
        look: Pattern(&[Digits(9)], r"\(?0\d{1,5}\)?(?:(?:[ ][-/–][ ]|[ ./\-])\d{2,8}){1,5}"),
        check: |seen| {
            phone(seen, 9..=12).and_then(|span| one_kind_of_gap(seen, span)).filter(|_| !is_plain_list(value(seen)))
        },
        hits: &[
            ("07700 063 966", "07700 063 966"),
            ("01 23 45 67 89", "01 23 45 67 89"),
            ("030/12345678", "030/12345678"),
            ("0494 92 82 32", "0494 92 82 32"),
            ("(030) 123 45 67", "(030) 123 45 67"),
            ("01.23.45.67.89", "01.23.45.67.89"),
        ],
        misses: &[
            "01.02.2026",
            "0.22 0.12",
            "00:00-06:00",
            "01-02-2026 12:00",
            "0.123456789",
            "001 002 003 004",
            "06.30 07.00 10",
            "0 1 2 3 4 5 6 7 8 9",
        ],
    },
    Row {
        kind: "PHONE",
        class: Identifier,
        name: "phone-labelled",
        reason: "a number behind a word for a telephone",
        look: Pattern(&[Digits(7), Words(PHONE_WORDS)], r"\(?\d[\d ().\-/\x{a0}]{4,18}\d"),
        check: |seen| if context(seen, 24, PHONE_WORDS) { phone(seen, 7..=13) } else { None },
        hits: &[
            ("Tel: 467 3395", "467 3395"),
            ("call me at 4155552671", "4155552671"),
            ("phone number is (37) 788-063", "(37) 788-063"),
            ("mobile 699 956 915", "699 956 915"),
        ],
        misses: &["phone: 12:30", "call at 2026-11-22", "version 467 3395", "call 911", "phone support 1.234.567"],
    },
    Row {
        kind: "IP",
        class: Identifier,
        name: "ipv4",
        reason: "a network address",
        look: Pattern(&[Digits(4), Byte(b'.')], r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}"),
        check: ipv4,
        hits: &[
            ("from 41.173.96.26", "41.173.96.26"),
            ("http://192.168.1.17:8080/x", "192.168.1.17"),
            ("10.0.0.1/24", "10.0.0.1"),
        ],
        misses: &["127.0.0.1", "0.0.0.0", "version 1.2.3.4", "v1.2.3.4", "1.2.3.4.5", "256.1.1.1", "255.255.255.0"],
    },
    Row {
        kind: "IP",
        class: Identifier,
        name: "ipv6",
        reason: "a network address",
        look: Pattern(&[Byte(b':'), Digits(1)], r"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}"),
        check: ipv6,
        hits: &[
            ("2001:db8:85a3::8a2e:370:7334", "2001:db8:85a3::8a2e:370:7334"),
            ("[fe80::1ff:fe23:4567:890a]", "fe80::1ff:fe23:4567:890a"),
        ],
        misses: &["12:30:45", "std::fd::Cafe", "::1", "a::b", "00:1A:2B:3C:4D:5E", "::", "dead::beef"],
    },
    Row {
        kind: "MAC",
        class: Identifier,
        name: "mac",
        reason: "a hardware address",
        look: Pattern(
            &[Digits(1)],
            r"[0-9A-Fa-f]{2}(?:(?::[0-9A-Fa-f]{2}){5}|(?:-[0-9A-Fa-f]{2}){5})|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}",
        ),
        check: mac,
        hits: &[
            ("00:1A:2B:3C:4D:5E", "00:1A:2B:3C:4D:5E"),
            ("3c-22-fb-9a-00-01", "3c-22-fb-9a-00-01"),
            ("001a.2b3c.4d5e", "001a.2b3c.4d5e"),
        ],
        misses: &["00:00:00:00:00:00", "12:30:45", "00:1A:2B:3C:4D:5E:6F:70", "1234.5678.9012"],
    },
    Row {
        kind: "USERNAME",
        class: Identifier,
        name: "home-path",
        reason: "a user name in a path",
        look: Pattern(
            &[Words(&["/home/", "/users/", "\\users\\"])],
            r"(?:/home/|/Users/|[A-Za-z]:\\+Users\\+)(?<v>[\p{L}\p{N}][\p{L}\p{N}._-]{1,40})",
        ),
        check: |seen| {
            let lower = value(seen).to_lowercase();
            let name = value(seen).trim_end_matches('.');
            let common = [
                "user", "username", "shared", "public", "ubuntu", "root", "runner", "default", "you", "me", "name",
                "app", "node",
            ];
            (!common.contains(&lower.trim_end_matches('.'))).then(|| seen.span.start..seen.span.start + name.len())
        },
        hits: &[
            ("/home/mark/x.txt", "mark"),
            ("C:\\Users\\Maya\\Desktop", "Maya"),
            ("/Users/anna.k/Documents", "anna.k"),
        ],
        misses: &["/home/user/x", "/Users/Shared/", "/homepage/mark"],
    },
];

fn email(seen: &Seen<'_>) -> Option<Range<usize>> {
    let written = value(seen);
    let kept = written.trim_start_matches(['\'', '’', '.', '-', '%', '+', '_']);
    let start = seen.span.end - kept.len();
    let next = seen.text.get(seen.span.end..)?.chars().next();
    let named = kept.chars().next().is_some_and(char::is_alphanumeric);
    (named && !next.is_some_and(|c| c.is_alphanumeric() || c == '_')).then_some(start..seen.span.end)
}

/// A phone number: so many digits, not a date, a time or a price. Where the pattern ran into the next number
/// (`+49 30 1234567 18:30`), groups are taken off its end until the rest is one.
fn phone(seen: &Seen<'_>, count: std::ops::RangeInclusive<usize>) -> Option<Range<usize>> {
    let mut written = value(seen);
    while digits(written).len() >= *count.start() {
        let span = seen.span.start..seen.span.start + written.len();
        let part = Seen { text: seen.text, span: span.clone(), whole: seen.whole.clone() };
        let found = digits(written.split(['x', 'e']).next().unwrap_or(written));
        let ordinary = count.contains(&found.len()) && !uniform(&found) && balanced(written);
        // The costly question last: most numbers have failed before it.
        let amount = || quantity::is_bare(written) || (written.contains('.') && quantity::is_number(written));
        if ordinary && alone_number(&part).is_some() && !amount() {
            return Some(span);
        }
        written = written
            .rsplit_once([' ', '\u{a0}', '/'])
            .map_or("", |(head, _)| head.trim_end_matches([' ', '-', '–', '/']));
    }
    None
}

fn balanced(text: &str) -> bool {
    text.matches('(').count() == text.matches(')').count()
}

/// Groups of a phone number are separated in one way; a list of other numbers rarely is.
fn one_kind_of_gap(seen: &Seen<'_>, span: Range<usize>) -> Option<Range<usize>> {
    let written = seen.text.get(span.clone())?;
    let behind = written.rsplit_once(')').map_or(written, |(_, rest)| rest).trim_start_matches([' ', '.', '-']);
    let behind = behind.split(['x', 'e']).next().unwrap_or(behind).trim_end();
    let mut gaps = behind.chars().filter(|c| !c.is_ascii_digit());
    let first = gaps.next();
    let slash_first = first == Some('/') || behind.starts_with('0');
    gaps.all(|gap| Some(gap) == first || (slash_first && first == Some('/') && matches!(gap, ' ' | '-')))
        .then_some(span)
}

/// `001 002 003 004`, `06.30 07.00 10`: every group starts with a zero, or pairs with a decimal point.
fn is_plain_list(text: &str) -> bool {
    let groups: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    groups.len() > 2 && groups.iter().all(|group| group.len() > 2 && group.starts_with("00"))
}

fn ipv4(seen: &Seen<'_>) -> Option<Range<usize>> {
    let span = alone(seen)?;
    let before = super::before(seen.text, span.start);
    let after = seen.text.get(span.end..)?;
    let glued = before.ends_with('.') && before.trim_end_matches('.').ends_with(|c: char| c.is_ascii_digit());
    let longer = after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let address: Ipv4Addr = value(seen).parse().ok()?;
    let nobody = address.is_loopback() || address.is_unspecified() || address.octets().first() == Some(&255);
    let version = context(seen, 12, &["version", "v", "ver", "release", "section", "firmware"]);
    (!glued && !longer && !nobody && !version).then_some(span)
}

fn ipv6(seen: &Seen<'_>) -> Option<Range<usize>> {
    let span = alone(seen)?;
    let written = value(seen);
    let address: Ipv6Addr = written.parse().ok()?;
    let groups = written.split(':').filter(|group| !group.is_empty()).count();
    let digit = written.chars().any(|c| c.is_ascii_digit());
    let glued = seen.text.get(span.end..)?.starts_with(':') || seen.text.get(..span.start)?.ends_with(':');
    (groups >= 3 && digit && !glued && !address.is_loopback() && !address.is_unspecified()).then_some(span)
}

fn mac(seen: &Seen<'_>) -> Option<Range<usize>> {
    let span = alone(seen)?;
    let written = value(seen);
    // Part of a longer chain of pairs, all zeros, or groups of decimal digits.
    let chained =
        seen.text.get(span.end..)?.starts_with([':', '-']) || seen.text.get(..span.start)?.ends_with([':', '-']);
    let empty = written.chars().all(|c| c == '0' || !c.is_alphanumeric());
    let decimal = written.contains('.') && !written.chars().any(|c| c.is_ascii_alphabetic());
    (!chained && !empty && !decimal).then_some(span)
}
