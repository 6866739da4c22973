//! People by the shape of what stands there: a family name with the given name behind a comma, a name with an age behind it, names of
//! Eastern Asia in Latin letters. No word announces these; those are in `person.rs`.

use std::ops::Range;

use super::super::Look::Capital;
use super::super::name::{self, Set};
use super::super::{Row, Seen, before};
use crate::boundary::finding::Class::Identifier;
use crate::boundary::view::fold::fold;
use crate::boundary::words;

pub(in super::super) const ROWS: &[Row] = &[
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-reversed",
        reason: "a family name with a given name behind the comma",
        look: Capital,
        check: reversed,
        hits: &[
            ("pt Kowalski, Jadwiga, DOB", "Kowalski, Jadwiga"),
            ("Pat. Papadopoulos, Eleni *1.4.57", "Papadopoulos, Eleni"),
            ("(Mehta, Priya J.)", "Mehta, Priya J"),
        ],
        misses: &[
            "In Hamburg, Anna went",
            "Yesterday, Samantha called",
            "Leeds, Nicholas said",
            "Monday, Peter",
            "However, Emma is",
            "the Street, Emma",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-aged",
        reason: "a name with somebody's age behind it",
        look: Capital,
        check: aged,
        hits: &[
            ("Bed 4 – Okonkwo, 71, admitted", "Okonkwo"),
            ("hi, ich bin Sunniva, 34, Hebamme", "Sunniva"),
            ("la voisine, Maïté, 76 ans, a fait", "Maïté"),
            ("with Radoslava (29), a nurse", "Radoslava"),
            ("Torvald Okkonen (36, from Oulu", "Torvald Okkonen"),
        ],
        misses: &[
            "Table, 12, shows",
            "Figure (34)",
            "Rust (18), Java (25), Python (30)",
            "Section, 14, ends",
            "Kubernetes (25), Docker",
            "In Paris, 34 people",
            "Room 5 – Projector, 71, broken",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-eastern",
        reason: "a family and a given name of Eastern Asia",
        look: Capital,
        check: eastern,
        hits: &[
            ("that was Li Wei I think", "Li Wei"),
            ("review: Jing Huang (Data", "Jing Huang"),
            ("épouse Nguyễn Thị Mai, n°", "Nguyễn Thị Mai"),
            ("mit Zhang Xiaoming.", "Zhang Xiaoming"),
        ],
        misses: &[
            "in Hong Kong",
            "Feng Shui",
            "Ping Pong",
            "Ma Bell",
            "Tang Dynasty",
            "Long Beach",
            "Li Battery",
            "He Can",
            "Song Title",
        ],
    },
];

/// Words before a word with a capital that make it a part of something else.
fn glued(head: &str) -> bool {
    head.chars().next_back().is_some_and(|c| {
        c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '’' | '/' | '@' | '#' | '`' | ':' | '.' | '&')
    })
}

fn reversed(seen: &Seen<'_>) -> Option<Range<usize>> {
    let family = seen.text.get(seen.whole.clone())?;
    let behind = seen.text.get(seen.whole.end..seen.span.end)?.strip_prefix(", ")?;
    let given = name::word(behind);
    let plain = fold(family);
    // A town or an adverb stands before a comma as well: the family name has to be a known one that is nothing else.
    if family.chars().count() < 3
        || !given.chars().next().is_some_and(char::is_uppercase)
        || words::is_everyday(&plain)
        || name::is_given(family)
        || name::is_no_name(family)
        || !name::is_telling_given(given)
        || glued(before(seen.text, seen.whole.start))
    {
        return None;
    }
    // A word no list has: only where somebody is about to be named.
    let head = before(seen.text, seen.whole.start).trim_end();
    let last = head.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default();
    let last = last.trim_end_matches('.').to_lowercase();
    let named = head.ends_with([':', '(', '|', '\t', '–', '•', '*'])
        || ["pt", "pat", "patient", "patientin", "client", "name", "re", "mr", "mrs", "ms", "herr", "frau"]
            .contains(&last.as_str());
    if !words::is_name(&plain) && !named {
        return None;
    }
    let mut end = seen.whole.end + 2 + given.len();
    let rest = seen.text.get(end..)?;
    // `Mehta, Kiran J.`; what goes on as a sentence is about somebody else.
    let initial = rest.strip_prefix(' ').and_then(|rest| {
        let mut chars = rest.chars();
        let first = chars.next().filter(|c| c.is_uppercase())?;
        chars.next().is_none_or(|next| next == '.').then(|| 1 + first.len_utf8())
    });
    end += initial.unwrap_or(0);
    let rest = seen.text.get(end..)?;
    let ends = rest.is_empty() || !rest.starts_with(' ') || rest.starts_with(" *") || rest.starts_with(" (");
    let ends = ends && !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '_' | '@' | '-'));
    ends.then_some(seen.whole.start..end)
}

fn aged(seen: &Seen<'_>) -> Option<Range<usize>> {
    let rest = seen.text.get(seen.whole.end..seen.span.end)?;
    // One more word with a capital, then the age.
    let second = rest.strip_prefix(' ').filter(|next| next.starts_with(char::is_uppercase)).map(name::word);
    let end = seen.whole.end + second.map_or(0, |word| 1 + word.len());
    let rest = seen.text.get(end..seen.span.end)?;
    let bracket = rest.starts_with(" (");
    let number = rest.strip_prefix(", ").or_else(|| rest.strip_prefix(" ("))?;
    let count = number.bytes().take_while(u8::is_ascii_digit).count();
    let years: u32 = number.get(..count)?.parse().ok()?;
    let tail = number.get(count..)?;
    let unit = ["ans", "años", "jahre", "jährig", "yrs", "years", "y/o", "j.", "yo"]
        .iter()
        .any(|unit| tail.trim_start().get(..unit.len()).is_some_and(|head| head.eq_ignore_ascii_case(unit)));
    let closed = tail.starts_with(',') || bracket && tail.starts_with(')');
    if !(2..=110).contains(&years) || !(unit || closed && years > 15) || glued(before(seen.text, seen.whole.start)) {
        return None;
    }
    let span = seen.whole.start..end;
    let written = seen.text.get(span.clone())?;
    let (rare, words_in) = name::rare_words(written);
    let listed = written.split(' ').any(name::is_listed);
    let head = before(seen.text, seen.whole.start).trim_end();
    // A word nobody has listed: only where an age says so, or where people are presented: `ich bin Sunniva, 34, …`.
    let told = unit
        || ["bin", "am", "i'm", "suis", "soy", "–", "-"].iter().any(|word| {
            head.strip_suffix(word)
                .is_some_and(|left| left.ends_with([' ', '\n']) || left.ends_with(|c: char| c.is_ascii_digit()))
                && (!matches!(*word, "–" | "-")
                    || head.trim_end_matches(['–', '-', ' ']).ends_with(|c: char| c.is_ascii_digit()))
        });
    let telling = if listed {
        !bracket || words_in == 2 || unit || is_only_name(written)
    } else {
        told && is_strange(written) || words_in == 2 && bracket && tail.starts_with(", from")
    };
    (rare == words_in && words_in > 0 && telling && !name::ends_as_organisation(written)).then_some(span)
}

/// Whether a word is a given name that is nothing else.
fn is_only_name(written: &str) -> bool {
    written.split(' ').any(name::is_telling_given)
}

/// Whether no list at all has a word: neither everyday words nor those of programs.
fn is_strange(written: &str) -> bool {
    written.split(' ').all(|word| {
        let plain = fold(word);
        let doing = ["tor", "ter", "ers", "ing", "ung", "tion"].iter().any(|end| plain.ends_with(end));
        !words::is_everyday(&plain) && !doing
    })
}

static FAMILIES: std::sync::LazyLock<Set> = std::sync::LazyLock::new(|| name::set(CHINESE));
/// Chinese and Korean family names in Latin letters, in small letters.
const CHINESE: &str = "wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|zhu|hu|guo|lin|gao|luo|zheng|liang|xie|tang|deng|cao|peng|zeng|xiao|tian|\
    dong|pan|yuan|cai|jiang|yu|du|ye|cheng|wei|su|lu|ding|ren|shen|yao|lu|fu|zhong|cui|tan|liao|fan|jin|shi|jia|xia|qin|fang|bai|zou|\
    meng|xiong|qiu|hou|yin|xue|yan|duan|lei|long|tao|mao|hao|gong|shao|wan|qian|kong|xiang|hsu|hsieh|chang|tsai|chiang|kim|park|choi|jung|\
    kang|cho|yoon|jang|lim|ma|he|song|lai|qi|niu|nie|ou|pang";
/// Vietnamese family names, in small letters without accents, that are nothing else.
const VIETNAMESE: &[&str] = &["nguyen", "tran", "pham", "huynh", "hoang", "truong", "dinh", "trinh"];

/// Pairs of such syllables that are something else.
const NO_PEOPLE: &[&str] = &[
    "hong kong",
    "feng shui",
    "ping pong",
    "tai chi",
    "wu tang",
    "ying yang",
    "yin yang",
    "ding dong",
    "hang seng",
    "kung fu",
    "chow mein",
];

fn eastern(seen: &Seen<'_>) -> Option<Range<usize>> {
    let first = seen.text.get(seen.whole.clone())?;
    if first.len() > 9 || first.contains(['\'', '’']) || !first.chars().skip(1).any(char::is_lowercase) {
        return None;
    }
    let rest = seen.text.get(seen.whole.end..seen.span.end)?.strip_prefix(' ')?;
    if !rest.starts_with(char::is_uppercase) {
        return None;
    }
    let second = name::word(rest);
    if second.len() > 14
        || !second.chars().next().is_some_and(char::is_uppercase)
        || !second.chars().skip(1).any(char::is_lowercase)
        || glued(before(seen.text, seen.whole.start))
    {
        return None;
    }
    let (a, b) = (fold(first), fold(second));
    let mut end = seen.whole.end + 1 + second.len();
    let closed = |end: usize| {
        let rest = seen.text.get(end..).unwrap_or_default();
        !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '/'))
    };
    if VIETNAMESE.contains(&a.as_str()) {
        // Up to two more syllables: `Nguyễn Thị Mai`.
        for _ in 0..2 {
            let more = seen.text.get(end..).and_then(|rest| rest.strip_prefix(' ')).map(name::word).unwrap_or_default();
            if more.chars().next().is_some_and(char::is_uppercase)
                && more.chars().count() <= 7
                && (2..).contains(&more.len())
            {
                end += 1 + more.len();
            } else {
                break;
            }
        }
        return closed(end).then_some(seen.whole.start..end);
    }
    let pair = format!("{a} {b}");
    let whole = |word: &str| !words::is_everyday(word) || words::is_name(word);
    let chinese = FAMILIES.contains(a.as_str()) && is_pinyin(&b) && !words::is_everyday(&b)
        || FAMILIES.contains(b.as_str()) && is_pinyin(&a) && !words::is_everyday(&a) && whole(&b);
    // A further word with a capital makes it something else.
    let next = seen.text.get(end..)?.strip_prefix(' ').map(name::word).unwrap_or_default();
    let goes_on = next.chars().next().is_some_and(char::is_uppercase) && next != "I";
    (chinese && !goes_on && !NO_PEOPLE.contains(&pair.as_str()) && closed(end)).then_some(seen.whole.start..end)
}

const INITIALS: &[&str] = &[
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y",
    "w", "",
];
const FINALS: &[&str] = &[
    "iang", "iong", "uang", "ang", "eng", "ing", "ong", "ian", "iao", "uai", "uan", "ai", "an", "ao", "ei", "en", "er",
    "ia", "ie", "in", "iu", "ou", "ua", "ue", "ui", "un", "uo", "a", "e", "i", "o", "u",
];

/// Whether a word is made of one or two syllables of Chinese in Latin letters.
fn is_pinyin(word: &str) -> bool {
    (2..=10).contains(&word.len()) && is_syllables(word, 2)
}

fn is_syllables(word: &str, most: usize) -> bool {
    if word.is_empty() || most == 0 {
        return word.is_empty();
    }
    INITIALS
        .iter()
        .filter_map(|initial| word.strip_prefix(initial))
        .any(|rest| FINALS.iter().filter_map(|end| rest.strip_prefix(end)).any(|rest| is_syllables(rest, most - 1)))
}
