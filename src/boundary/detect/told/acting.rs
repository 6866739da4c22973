//! People by what they say and do: a name before what people do, or behind a word for speaking or making.

use std::ops::Range;

use super::super::Look::Cue;
use super::super::name::{self, Name};
use super::super::{Row, Seen, before};
use super::{fits, name_at, start};
use crate::boundary::finding::Class::Identifier;

pub(in super::super) const ROWS: &[Row] = &[
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-acting",
        reason: "a name before what people do",
        look: Cue(
            "said|says|told|tells|asked|asks|replied|replies|explained|explains|added|answered|whispered|shouted|insisted|\
                admitted|confirmed|denies|denied|testified|testifies|claims|claimed|complained|complains|phoned|rang|texted|\
                emailed|messaged|called|thinks|wants|wanted|lives|lived|works|worked|began|moved|married|died|joined|left|\
                resigned|retired|signed|agreed|attended|arrived|wrote|writes|paid|owes|owed|reports|reported|presented|\
                presents|was born|is a|was diagnosed|was admitted|was seen|was discharged|is allergic|takes|flew|knocked|knocks|\
                will be|has been|suffers|underwent|gave|had given|sent|sends|drives|drove|\
                sagte|sagt|meinte|erklärte|fragte|antwortete|wohnt|arbeitet|möchte|klagte|klagt|hat|ist|war|wurde|rief|schrieb|\
                bestätigte|wird|kam|\
                a dit|dit|explique|a expliqué|déclare|a déclaré|habite|travaille|souhaite|demande|a demandé|m'a|nous a|est née|\
                est né|a répondu|a signé|a été|se plaint|\
                dijo|dice|explicó|explica|pregunta|preguntó|vive|trabaja|declara|declaró|manifiesta|manifestó|refiere|solicita|\
                nació|firmó|llamó|llama|acude|presenta|quiere|ha sido|fue|está",
        ),
        check: acting,
        hits: &[
            ("Rashid said no", "Rashid"),
            ("Then Rashid read it. Oyelowo lives on the left", "Oyelowo"),
            ("Hijacinta Godina said", "Hijacinta Godina"),
            ("Zdeněk Hrubý arrived late", "Zdeněk Hrubý"),
            ("Lóa F Sigmundsdóttir lives at", "Lóa F Sigmundsdóttir"),
            ("Cayetana Quiroga vive en", "Cayetana Quiroga"),
        ],
        misses: &[
            "Everyone said so",
            "The Court said",
            "Customer Support called",
            "Nothing lives there",
            "Der Vertrag hat",
            "My Boss asked",
            "Kubernetes wants",
            "Docker Desktop is a",
            "Bonn hat",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-quoted",
        reason: "a name behind a word for speaking or making",
        look: Cue(
            "said|says|asked|replied|explained|added|told|met|meet|directed by|written by|produced by|starring|sung by|\
                performed by|composed by|painted by|arranged by|built by|seen by|examined by|treated by|reviewed by|signed by|witnessed by|\
                issued to|payable to|addressed to|registered to|belongs to|owned by|on behalf of|in the name of|accompanied by|\
                represented by|driven by|reported by|taken by|certify that|\
                sagte|meinte|vertreten durch|unterzeichnet von|ausgestellt auf|zugunsten von|in vertretung|\
                a dit|dit|au nom de|à l'attention de|à l’attention de|représenté par|représentée par|signé par|assisté de|\
                déposition de|\
                dijo|a nombre de|en nombre de|a favor de|representado por|representada por|asistido por|firmado por|a la atención de|\
                identificado como|identificada como|acredita ser|conducido por|conducida por",
        ),
        check: quoted,
        hits: &[
            ("\"so jealous!\" said Erle to", "Erle"),
            ("film directed by Wacława Adamska and", "Wacława Adamska"),
            ("issued to Folasade Ruth Olanrewaju, expiring", "Folasade Ruth Olanrewaju"),
            ("à l'attention de Bao Lefèvre", "Bao Lefèvre"),
            ("conducido por Noelia Cabeza de Vaca (", "Noelia Cabeza de Vaca"),
            ("quien acredita ser Xu Meiling,", "Xu Meiling"),
        ],
        misses: &[
            "he said Monday",
            "written by Customer Support",
            "reported by Machine Learning Team",
            "he told Them",
            "met Opera",
            "dit Non",
            "owned by Root",
        ],
    },
];

/// The name that ends right before a place: walks back over words with a capital, initials and particles.
fn ending_at(text: &str, end: usize) -> Option<Name> {
    let head = before(text, end);
    let line =
        head.rsplit(['\n', '\r', '\t', '|', ':', ';', '"', '“', '«', '<', '>', '(', '=', ',', '.', '!', '?']).next()?;
    // An initial keeps its full stop, which ended the search: a name of two words is enough without it.
    let line_start = end - line.len();
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut at = line.trim_end_matches([' ', '\u{a0}']).len();
    if line.len() - at > 1 {
        return None;
    }
    while words.len() < 5 {
        let part = line.get(..at)?;
        let from = part.rfind([' ', '\u{a0}', '\'', '’', '*', '_', '-']).map_or(0, |gap| {
            let mark = part.get(gap..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            // A hyphen or an apostrophe within a word belongs to it.
            let within = part.get(gap..).is_some_and(|rest| !rest.starts_with([' ', '\u{a0}']));
            if within { part.rfind([' ', '\u{a0}']).map_or(0, |gap| gap + 1) } else { gap + mark }
        });
        let word = part.get(from..)?.trim_start_matches(['*', '_', '\'', '’', '-']);
        if word.is_empty() || !name::is_part(word) || name::word(word).len() != word.len() || name::is_no_name(word) {
            break;
        }
        words.push(line_start + at - word.len()..line_start + at);
        let Some(left) = part.get(..from).filter(|left| left.ends_with([' ', '\u{a0}'])) else { break };
        at = left.trim_end_matches([' ', '\u{a0}']).len();
        if from - at > 1 {
            break;
        }
    }
    // Particles and words of a sentence's beginning at the front are none of its own.
    while let Some(first) = words.last() {
        let written = text.get(first.clone())?;
        let opens =
            written.chars().next().is_some_and(char::is_lowercase) || !name::is_rare(written) && written.len() > 1;
        if !opens {
            break;
        }
        words.pop();
    }
    let (first, last) = (words.last()?, words.first()?);
    let given = name::is_given(text.get(first.clone())?);
    Some(Name { span: first.start..last.end, words: words.len(), given })
}

/// Words for doing that firms and programs do as well, or that are as often other words.
const WEAK: &[&str] = &[
    "is a",
    "has been",
    "will be",
    "hat",
    "ist",
    "war",
    "wird",
    "wurde",
    "fue",
    "está",
    "presenta",
    "presents",
    "presented",
    "reports",
    "reported",
    "wants",
    "takes",
    "works",
    "worked",
    "left",
    "called",
    "began",
    "moved",
    "joined",
    "signed",
    "sends",
    "sent",
    "gave",
    "confirmed",
    "claims",
    "claimed",
    "added",
    "explains",
    "explained",
    "says",
    "dit",
    "demande",
    "explique",
    "explica",
    "dice",
    "kam",
    "ha sido",
    "a été",
    "writes",
    "paid",
    "presenta",
    "llama",
    "refiere",
    "a dit",
    "thinks",
];

/// What only people do: one rare word before it is enough.
const HUMAN: &[&str] = &[
    "lives",
    "lived",
    "married",
    "died",
    "phoned",
    "rang",
    "texted",
    "whispered",
    "shouted",
    "testified",
    "was born",
    "was diagnosed",
    "was admitted",
    "was discharged",
    "is allergic",
    "knocked",
    "knocks",
    "wohnt",
    "habite",
    "vive",
    "nació",
    "est née",
    "est né",
];

fn acting(seen: &Seen<'_>) -> Option<Range<usize>> {
    let found = ending_at(seen.text, seen.whole.start)?;
    let written = seen.text.get(found.span.clone())?;
    let verb = seen.text.get(seen.whole.clone())?;
    if verb.chars().next().is_some_and(char::is_uppercase) || found.span.end == seen.whole.start {
        return None;
    }
    let (rare, count) = name::rare_words(written);
    let weak = WEAK.contains(&verb);
    let last = written.rsplit([' ', '\u{a0}']).next()?;
    let listed = written.split([' ', '\u{a0}']).any(name::is_listed);
    // A known name, or two words that no everyday text has; before what only people do, one such word.
    let small = last.chars().skip(1).any(char::is_lowercase) && last.chars().count() > 2;
    let proven = if count >= 2 {
        rare == count && (listed || !weak)
    } else {
        rare == 1 && (listed && (name::is_telling_given(last) || !weak) || small && HUMAN.contains(&verb))
    };
    let glued = seen.text.get(..found.span.start)?.ends_with(['_', '/', '@', '#', '`', '-']);
    (proven && !glued && fits(seen.text, &found)).then_some(found.span)
}

fn quoted(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    if line.starts_with([',', ':']) {
        return None;
    }
    let (at, _) = start(seen)?;
    let (found, from) = name_at(seen.text, at, seen.span.end)?;
    let written = seen.text.get(found.span.clone())?;
    let (rare, count) = name::rare_words(written);
    let verb = seen.text.get(seen.whole.clone())?.to_lowercase();
    let head = seen.text.get(..seen.whole.start)?.trim_end();
    let speech = ["said", "says", "asked", "replied", "added", "sagte", "meinte", "dit", "dijo"]
        .contains(&verb.as_str())
        && head.ends_with(['"', '”', '’', ',', '!', '?', '»', '“', '\'']);
    let listed = written.split([' ', '\u{a0}']).any(name::is_listed);
    let one = count == 1 && rare == 1 && (speech || listed && verb.contains(' '));
    let pair = count >= 2 && rare == count;
    (fits(seen.text, &found) && (one || pair || from < found.span.start)).then_some(from..found.span.end)
}
