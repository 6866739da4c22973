//! Short numbers behind a word for a telephone, postcodes behind labels, places by their degrees, addresses of a house's own web.

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::check::{alone, alone_number, context, digits, uniform, value};
use super::trigger::Need::{Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;
use crate::text::quantity;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "PHONE",
        class: Identifier,
        name: "phone-extension",
        reason: "an extension behind the word for one",
        look: Cue(
            "ext|ext.|extn|extension|durchwahl|dw|dw.|nebenstelle|apparat|klappe|poste|p.|extensión|interno|anexo|int.|fax|x",
        ),
        check: extension,
        hits: &[
            ("first aider, ext. 2204", "2204"),
            ("until four, extension 5518.", "5518"),
            ("Durchwahl: 311", "311"),
            ("· Fax -311", "311"),
            ("poste 4402", "4402"),
        ],
        misses: &[
            "ext. 4 of the file",
            "extension 1.5",
            "poste 12",
            "fax machine 2000",
            "ext4 8192",
            "extension 2024-01-01",
            "x 2204",
            "int. 500 g",
            "extension 30 days",
            "p. 2204",
        ],
    },
    Row {
        kind: "PHONE",
        class: Identifier,
        name: "phone-told",
        reason: "a number behind a word for a telephone",
        look: Cue(
            "tel|tel.|tél|tél.|tlf|tlf.|tfno|tfno.|tfn|telf|telf.|teléf.|teléfono|telefono|téléphone|telephone|phone|phone number|telefon|telefonnummer|\
                telefon-nr|telefonnr|fon|fone|mob|mob.|mobile|mobil|mobilnummer|handy|handynummer|handynr|cell|cel|cel.|celular|móvil|movil|port.|portable|\
                gsm|natel|fax|fax.|téléc.|landline|festnetz|fixe|fijo|rufnummer|rückruf|callback|ligne directe|direct line|hotline|whatsapp|wa|wsp|signal|t|t.|\
                f.|m.|h:|w:|c:|ring|ring me|call|call me|text|llama|llámame|llamadme|llamar al|llame al|appelez|appelle|appeler|joignable au|ruf|erreichbar unter|unter|bin unter|\
                au|al|contact|contacto|kontakt|emergency contact|urgence|notfall|ice|avisar a|avisemos al|tel nr|phone_number|phonenumber|mobile_number|contact_number|msisdn",
        ),
        check: phone_told,
        hits: &[
            ("Tel.: 08191-555 42", "08191-555 42"),
            ("bin unter 01577/5550143 da", "01577/5550143"),
            ("Ligne directe : 05.57.00.41.83", "05.57.00.41.83"),
            ("T. 94 655 01 20", "94 655 01 20"),
            ("móvil 600123987", "600123987"),
            ("\"phone\": \"4155550143\"", "4155550143"),
            ("ring me on 496 0718", "496 0718"),
            ("Tel. +49 (0)4421 555-310", "+49 (0)4421 555-310"),
        ],
        misses: &[
            "call 911",
            "tel aviv 2024",
            "au 12 mars 2024",
            "al 100000",
            "t. 20240101",
            "signal 1000000 Hz",
            "text 12345678 chars",
            "unter 1.500.000 Euro",
            "call 2026-11-22",
            "contact 10.0.0.1",
            "m. 12345678",
            "call foo(12345678)",
            "unter 100 000 Menschen",
        ],
    },
    Row {
        kind: "POSTCODE",
        class: Identifier,
        name: "postcode-key",
        reason: "stands behind a word for a postcode",
        look: Pattern(
            &[Digits(1), Words(&["zip", "post", "plz", "c.p", "cp", "cap", "p.lz"])],
            r"(?i:(?-u:\b)(?:state/)?zip(?:[ _]?code)?|post(?:al)?[ _]?code|postal|postcode|plz|plz/ort|postleitzahl|code postal|código postal|codigo postal|c\.p\.?|cp)[\x22']?(?:/(?i:town|city|ort))?\s*[:=]?\s*[\x22']?(?:[\p{L} .]{2,24},\s*[A-Z]{2}\s+)?(?<v>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z][ -]?\d[A-Z]\d|(?:[A-Z]{1,3}-)?\d{4,5}(?:-\d{3,4})?(?-u:\b))",
        ),
        check: alone,
        hits: &[
            ("\"postal\":\"L1H 4R2\"}", "L1H 4R2"),
            ("City/State/Zip: Flagstaff, AZ 86001", "86001"),
            ("C.P. 28045", "28045"),
            ("PLZ: D-82319", "D-82319"),
        ],
        misses: &["zip file 1234", "post 12", "postal service 2024", "cp 12 a b", "unzip 12345"],
    },
    Row {
        kind: "POSTCODE",
        class: Identifier,
        name: "postcode-shape",
        reason: "the shape of a Canadian or Dutch postcode",
        look: Pattern(
            &[Digits(3)],
            r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d|[1-9]\d{3} [A-Z]{2}(?-u:\b)[ ]+[A-Z]\p{Ll}{2,}",
        ),
        check: |seen| {
            let end = seen.span.start + 7;
            let span = seen.span.start..end.min(seen.span.end);
            let dutch = value(seen).len() > 7;
            let whole = Seen { text: seen.text, span: span.clone(), whole: span.clone() };
            alone(&whole).filter(|_| {
                !dutch
                    || super::before(seen.text, span.start).ends_with([',', '\n'])
                    || super::before(seen.text, span.start).ends_with(", ")
            })
        },
        hits: &[("Ottawa K1A 0B1", "K1A 0B1"), ("Damrak 1, 1012 LG Amsterdam", "1012 LG")],
        misses: &["K1A 0B", "A4B 5C6D", "in 2024 AD Rome"],
    },
    Row {
        kind: "POSTCODE",
        class: Identifier,
        name: "postcode-town",
        reason: "a postcode before its town",
        look: Pattern(&[Digits(4)], r"(?:(?:D|A|CH|F|E|B|L|I|NL|DE|FR|ES|AT)-)?\d{4,5}[ ]\p{Lu}[\p{L}’'.-]{2,30}"),
        check: town,
        hits: &[
            ("Hauptstr. 4, 80331 München", "80331"),
            ("D-80331 München", "D-80331"),
            ("75011 Paris", "75011"),
            ("A-1070 Wien", "A-1070"),
            ("c/ Mayor 3, 28045 Madrid, España", "28045"),
        ],
        misses: &[
            "10000 Euro",
            "50000 Menschen, 3",
            "in 2024 Berlin",
            "wir haben 12345 Zeilen Code",
            "2024 Berlin",
            "RFC 12345 Section",
            "1000 Seiten",
        ],
    },
    Row {
        kind: "POSTCODE",
        class: Identifier,
        name: "postcode-irish",
        reason: "the shape of an Irish postcode, or a UK one in small letters behind a comma",
        look: Pattern(
            &[Digits(2)],
            r"[ACDEFHKNPRTVWXY]\d[0-9W] [0-9ACDEFHKNPRTVWXY]{4}|, [a-pr-uwyz]{1,2}\d{1,2}[a-z]? \d[abd-hjlnp-uw-z]{2}",
        ),
        check: |seen| {
            let comma = if value(seen).starts_with(',') { 2 } else { 0 };
            let span = seen.span.start + comma..seen.span.end;
            let whole = Seen { text: seen.text, span: span.clone(), whole: span.clone() };
            let mixed = comma > 0
                || digits(value(seen)).len() >= 3
                    && value(seen).get(4..)?.bytes().any(|byte| byte.is_ascii_uppercase());
            alone(&whole).filter(|_| mixed)
        },
        hits: &[("Dublin D02 X285", "D02 X285"), ("4 high st, leeds, ls6 2ab", "ls6 2ab")],
        misses: &["A12 1234", "size, m10 4cm", "D02 2024"],
    },
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

/// Two to five digits; no quantity, no page, no version.
fn extension(seen: &Seen<'_>) -> Option<Range<usize>> {
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let line = super::labelled::window(seen.text, seen.whole.end).split(['\n', '\r']).next()?;
    let rest = line.trim_start_matches(['.', ' ', ':', '\u{a0}', '-', '–', '#']);
    let marked = line.get(..line.len() - rest.len())?.contains(['-', '–', ':', '.']);
    let rest = ["no. ", "number ", "nr. ", "is "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    let from = seen.whole.end + line.len() - rest.len();
    let span = from..from + count;
    let least = match label.as_str() {
        "fax" if marked => 2,
        "fax" => 4,
        "x" | "p." | "int." => return None,
        "durchwahl" | "nebenstelle" | "klappe" | "apparat" => 2,
        _ => 3,
    };
    let next = rest.get(count..)?;
    let goes_on = next
        .strip_prefix(['.', ',', '-', '/', ':', ' '])
        .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    let mut end = (count + 10).min(rest.len());
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let quantity = quantity::find(rest.get(..end)?).first().is_some_and(|first| first.start == 0 && first.end > count);
    let here = Seen { text: seen.text, span: span.clone(), whole: seen.whole.clone() };
    (count >= least && count <= 5 && !goes_on && !quantity && alone(&here).is_some()).then_some(span)
}

/// A number of six to thirteen digits right behind its word (or behind one or two small words), in one way of grouping.
fn phone_told(seen: &Seen<'_>) -> Option<Range<usize>> {
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let line = super::labelled::window(seen.text, seen.whole.end).split(['\n', '\r']).next()?;
    let mut rest = line;
    let mut marked = false;
    for _ in 0..4 {
        let bare = rest.trim_start_matches([' ', '\t', '\u{a0}', '"', '\'', '.', '(', '|', '#', '-', '_', '*', '→']);
        if let Some(next) = bare.strip_prefix([':', '=']) {
            marked = true;
            rest = next;
        } else if let Some(word) = [
            "no. ",
            "number ",
            "nr. ",
            "is ",
            "me on ",
            "me at ",
            "on ",
            "at ",
            "me ",
            "her ",
            "him ",
            "au ",
            "al ",
            "unter ",
            "ist ",
            "es ",
            "est ",
            "le ",
            "privat",
            "dienstl",
            "mobil",
            "fijo",
            "móvil",
            "portable",
            "fixe",
            "(home)",
            "(work)",
            "home",
            "work",
            "el ",
            "the office ",
            "us on ",
        ]
        .iter()
        .find(|word| bare.starts_with(**word))
        {
            rest = bare.get(word.len()..)?;
        } else {
            // The opening bracket is the number's.
            rest = if bare.len() < rest.len()
                && rest.trim_end_matches(bare).ends_with('(')
                && bare.find(')').is_some_and(|at| at < 6)
            {
                rest.get(rest.len() - bare.len() - 1..)?
            } else {
                bare
            };
            break;
        }
    }
    let from = seen.whole.end + line.len() - rest.len();
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '/' | '(' | ')' | '+' | '\u{a0}' | '–')))
        .unwrap_or(rest.len());
    let mut written = rest.get(..end)?.trim_end_matches([' ', '.', '-', '/', '(', '+', '\u{a0}', '–']);
    // Two spaces end a number: a column does.
    if let Some(at) = written.find("  ") {
        written = written.get(..at)?.trim_end_matches(['.', '-', '/', ' ']);
    }
    let firm = [
        "tel",
        "tél",
        "tlf",
        "tfn",
        "telf",
        "phone",
        "fon",
        "mob",
        "handy",
        "cel",
        "móv",
        "mov",
        "port",
        "gsm",
        "natel",
        "fax",
        "landline",
        "festnetz",
        "rufn",
        "call me",
        "ring me",
        "direct",
        "whatsapp",
        "hotline",
        "msisdn",
        "contact_n",
    ]
    .iter()
    .any(|word| label.starts_with(word));
    loop {
        let found = digits(written);
        let span = from..from + written.len();
        let here = Seen { text: seen.text, span: span.clone(), whole: seen.whole.clone() };
        let least = if firm { 6 } else { 7 };
        if found.len() < least {
            return None;
        }
        let groups = written.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).count();
        let trunk = written.starts_with(['0', '+', '(']);
        let mobile = found.len() == 9 && written.starts_with(['6', '7', '9']);
        let fits = found.len() <= 15
            && !uniform(&found)
            && (firm && (marked || groups >= 2 || found.len() >= 8)
                || trunk && found.len() >= 8
                || mobile
                || groups >= 2 && marked);
        let balanced = written.matches('(').count() == written.matches(')').count();
        let date = quantity::is_bare(written)
            || (written.contains('.') && quantity::is_number(written))
            || written.parse::<std::net::IpAddr>().is_ok();
        let next = rest.get(written.len()..)?;
        let unit = next.trim_start().starts_with(['€', '$', '%', '£', '°']) || {
            let mut end = (written.len() + 10).min(rest.len());
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            quantity::find(rest.get(..end)?)
                .iter()
                .any(|other| other.start < written.len() && other.end > written.len())
        };
        if fits && balanced && !date && !unit && alone_number(&here).is_some() {
            return Some(span);
        }
        written = written
            .rsplit_once([' ', '\u{a0}'])
            .map_or("", |(head, _)| head.trim_end_matches([' ', '-', '–', '/', '.']));
    }
}

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

/// Nouns that are counted, in German with a capital.
const COUNTED: &[&str] = &[
    "Euro",
    "Menschen",
    "Einwohner",
    "Stück",
    "Personen",
    "Mitarbeiter",
    "Kilometer",
    "Meter",
    "Zeichen",
    "Dollar",
    "Schritte",
    "Zeilen",
    "Seiten",
    "Wörter",
    "Tage",
    "Stunden",
    "Franken",
    "Teilnehmer",
    "Kunden",
    "Nutzer",
    "Tonnen",
    "Liter",
    "Watt",
    "Section",
    "Uhr",
    "Jahre",
    "Kalorien",
    "Punkte",
    "Dateien",
    "Einträge",
    "Bytes",
    "EUR",
    "USD",
    "CHF",
    "Patienten",
    "Fälle",
    "Besucher",
    "Zuschauer",
    "Exemplare",
    "Token",
    "Tokens",
    "January",
    "Januar",
    "March",
    "März",
];

/// In an address: at the beginning of a line or behind a comma, with the town at the end of the line or before a mark.
fn town(seen: &Seen<'_>) -> Option<Range<usize>> {
    let written = value(seen);
    let (code, town) = written.split_once(' ')?;
    let before = super::before(seen.text, seen.span.start);
    let found = digits(code);
    let prefixed = code.contains('-');
    let starts = before.is_empty()
        || before.ends_with('\n')
        || before.ends_with(", ")
        || before.ends_with("· ")
        || before.ends_with("| ")
        || before.ends_with(" - ")
        || before.ends_with("; ")
        || before.ends_with("in ")
        || before.ends_with("à ")
        || before.ends_with('«')
        || before.ends_with("é ");
    let year = found.len() == 4 && (code.starts_with("19") || code.starts_with("20"));
    let rest = seen.text.get(seen.span.end..)?;
    let line = rest.split('\n').next().unwrap_or_default();
    // Up to three more words of a town's name, and then its end.
    let tail =
        line.trim_start_matches(|c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '/' | '(' | ')' | '.'));
    let ends = line.len() - tail.len() <= 28
        && (tail.is_empty() || tail.starts_with([',', ';', '|', '·', '"', '<', '»', '\r']));
    let span = seen.span.start..seen.span.start + code.len();
    let here = Seen { text: seen.text, span: span.clone(), whole: span.clone() };
    let town = town.trim_end_matches('.');
    let named = town.chars().any(char::is_lowercase) && !COUNTED.contains(&town);
    (alone(&here).is_some()
        && named
        && (prefixed
            || (starts && ends && !year && (found.len() == 5 || before.ends_with(", ") || before.ends_with('\n')))))
    .then_some(span)
}
