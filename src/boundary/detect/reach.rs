//! What leads to a person or a place by its form alone: grouped phone numbers, shared documents and meetings, degrees and
//! coordinates. Not what only a word beside it tells (`telephone.rs`, `page.rs`).

use super::Look::Pattern;
use super::Row;
use super::check::{alone, alone_number, context, digits, uniform, value};
use super::trigger::Need::{Digits, Words};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "PHONE",
        class: Identifier,
        name: "phone-grouped",
        reason: "grouped as phone numbers of Spain are, or the digits of a mobile in France, Germany or the UK",
        look: Pattern(
            &[Digits(9)],
            r"[6789]\d{2}[ .-]\d{2}[ .-]\d{2}[ .-]\d{2}|9\d[ .-]\d{3}[ .-]\d{2}[ .-]\d{2}|[67]\d{2}-\d{3}-\d{3}|07\d{9}|0[67]\d{8}|01[567]\d{8,9}",
        ),
        check: |seen| {
            let written = value(seen);
            let mut gaps = written.chars().filter(|c| !c.is_ascii_digit());
            let first = gaps.next();
            alone_number(seen).filter(|_| gaps.all(|gap| Some(gap) == first) && !uniform(&digits(written)))
        },
        hits: &[
            ("93 418 22 07", "93 418 22 07"),
            ("655 01 82 44", "655 01 82 44"),
            ("0639980417", "0639980417"),
            ("07700900812", "07700900812"),
        ],
        misses: &["655 018 244", "655-01.82 44", "1655 01 82 44", "0839980417", "655 01 8244", "0039980417"],
    },
    Row {
        kind: "URL",
        class: Identifier,
        name: "shared-document",
        reason: "the address of a document, a meeting or a house's space on a service",
        look: Pattern(
            &[Words(&[
                "drive.google",
                "docs.google",
                "zoom.us",
                "meet.google",
                "sharepoint.com",
                "atlassian.net",
                "dropbox.com",
                "wetransfer",
                "teams.microsoft",
                "onedrive",
                "1drv.ms",
                "calendly.com",
                "slack.com",
                "notion.so",
                "\\\\",
            ])],
            r"(?:https?://)?(?:[a-z0-9-]+\.)*(?:(?:drive|docs|meet|calendar)\.google\.com/[^\s<>)\x22']{8,200}|zoom\.us/[jw]/[^\s<>)\x22']{8,200}|(?:sharepoint\.com|atlassian\.net|dropbox\.com|wetransfer\.com|teams\.microsoft\.com|1drv\.ms|calendly\.com|slack\.com|notion\.so)/[^\s<>)\x22']{4,200})|\\\\[A-Za-z][A-Za-z0-9.-]{2,40}\\[^\s<>:\x22|?*]{2,120}",
        ),
        check: |seen| {
            let written = value(seen).trim_end_matches(['.', ',', ';', ':', '!', '?', '»']);
            let before = super::before(seen.text, seen.span.start);
            (!before.ends_with(|c: char| c.is_alphanumeric() || c == '\\'))
                .then(|| seen.span.start..seen.span.start + written.len())
        },
        hits: &[
            ("https://acme.sharepoint.com/sites/hr/", "https://acme.sharepoint.com/sites/hr/"),
            ("https://drive.google.com/file/d/1AbC9xYz/view", "https://drive.google.com/file/d/1AbC9xYz/view"),
            ("liegt auf \\\\fileserver01\\hr\\gehalt", "\\\\fileserver01\\hr\\gehalt"),
        ],
        misses: &["docs.google.com", "use zoom.us", "C:\\\\Windows", "\\\\n\\\\t"],
    },
    Row {
        kind: "COORDINATES",
        class: Identifier,
        name: "coordinates-degrees",
        reason: "a place by latitude and longitude",
        look: Pattern(
            &[Digits(4)],
            r#"\d{1,2}[°º][ ]?\d{1,2}['’′][ ]?(?:\d{1,2}(?:[.,]\d+)?(?:["”″]|''|’’)?)?[ ]?[NSns][ ,/;]{1,3}\d{1,3}[°º][ ]?\d{1,2}['’′][ ]?(?:\d{1,2}(?:[.,]\d+)?(?:["”″]|''|’’)?)?[ ]?[EWOewo]|-?\d{1,2}[.]\d{3,8}[°º]?[ ]?[NS]?[ ,/;]{1,3}-?\d{1,3}[.]\d{3,8}[°º]?[ ]?[EWO]?(?-u:\b)|[NS][ ]?\d{1,2}[°º]?[ ]?\d{1,2}[.,]\d{2,4}['’′]?[ ,/]{1,3}[EWO][ ]?\d{1,3}[°º]?[ ]?\d{1,2}[.,]\d{2,4}['’′]?"#,
        ),
        check: |seen| {
            let written = value(seen);
            let lettered = written.contains(['N', 'S', '°', 'º']);
            let told = context(
                seen,
                32,
                &[
                    "lat",
                    "lon",
                    "gps",
                    "coord",
                    "koordinaten",
                    "coordonn",
                    "coordenadas",
                    "location",
                    "position",
                    "standort",
                    "impact",
                    "geo",
                ],
            );
            let places = |part: &str| {
                part.split('.').nth(1).map_or(0, |tail| tail.bytes().take_while(u8::is_ascii_digit).count())
            };
            let fine = written.split([',', ' ', '/']).filter(|part| part.contains('.')).all(|part| places(part) >= 4);
            alone(seen).filter(|_| lettered || told || (fine && written.contains(',')))
        },
        hits: &[
            ("lat/long 54.6021 N 2.7388 W if", "54.6021 N 2.7388 W"),
            ("Coordenadas 38°59'12\"N 3°22'07\"O. La", "38°59'12\"N 3°22'07\"O"),
            ("impact 34.18432, -118.30771.", "34.18432, -118.30771"),
        ],
        misses: &["0.1234 0.5678", "3.141 2.718", "20°C 30 N", "1.234,5.678", "12.345.678"],
    },
    Row {
        kind: "COORDINATES",
        class: Identifier,
        name: "coordinates-keys",
        reason: "a latitude or longitude behind its key",
        look: Pattern(
            &[Digits(4), Words(&["lat", "lon", "lng"])],
            r#"(?i:(?-u:\b)(?:lat(?:itude)?|long?(?:itude)?|lng|breite|länge|latitud|longitud))["']?\s*[:=]\s*["']?(?<v>-?\d{1,3}\.\d{3,})"#,
        ),
        check: alone,
        hits: &[("{\"lat\": 48.13743, \"lng\"", "48.13743"), ("latitude=-33.8688", "-33.8688")],
        misses: &["flat: 12.345", "lat: 48", "length: 12.3456"],
    },
];
