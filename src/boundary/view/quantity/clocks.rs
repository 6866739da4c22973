//! Clock times in figures and phrases. Not for spans of time.

use std::ops::Range;
use std::sync::LazyLock;

use super::{each, near_end, number};
use crate::boundary::view::fold::fold;
use crate::text::pattern::{Captures, Regex, compile};

/// A clock time as it may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) hour: u32,
    pub(crate) minute: u32,
    /// Whether the hour may be one of either half of the day.
    pub(crate) either: bool,
}

static CLOCK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?i)(?<h>\d{1,2})\s?(?<s>:|\.|h|uhr|heures?)\s?(?<m>[0-5]\d)(?::(?<sec>[0-5]\d))?(?:\s?(?<half>[ap]\.?\s?m(?-u:\b)\.?|uhr|hrs?(?-u:\b)|hours|h(?-u:\b)|o['’]?clock|min(?:utes)?(?-u:\b)))?",
    )
});
static MILITARY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?i)(?<h>[01]\d|2[0-3])\s?(?<m>[0-5]\d)(?:\s?(?<half>hrs?(?-u:\b)|hours?(?-u:\b)|h(?-u:\b)|uhr|[ap]\.?m(?-u:\b)\.?))?",
    )
});
static HOUR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?i)(?<h>\d{1,2})\s?(?<half>[ap]\.?\s?m(?-u:\b)\.?|o['’]?clock|uhr(?-u:\b)|h(?-u:\b)|heures?(?-u:\b))(?:\s(?:und\s|et\s)?(?<m>\d{1,2})(?-u:\b)(?:\s?min(?:ut(?:es?|en))?(?-u:\b))?)?",
    )
});
static SPACED: LazyLock<Option<Regex>> =
    LazyLock::new(|| compile(r"(?i)(?<h>\d{1,2})[\s-](?<m>[0-5]\d)\s?(?<half>[ap]\.?\s?m(?-u:\b)\.?)"));
static PHRASE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?i)(?<part>quarter|viertel|half|\d{1,2}(?:\s?(?:minutes?|mins?|minuten))?)\s(?<way>to|of|before|till|til|vor|past|after|nach)\s(?<h>\d{1,2})|half\s(?<h4>\d{1,2})|(?<german>dreiviertel|halb|drei viertel|3 viertel|viertel)\s(?<h2>\d{1,2})|(?<h3>\d{1,2})\s?(?:heures?|h)\s(?<french>moins\s(?:le\s)?quart|et\squart|et\sdemie?|moins\s(?<minus>\d{1,2}))",
    )
});
static NOON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(r"(?i)(?-u:\b)(?:(?<noon>noon|midday|midi)|(?<night>midnight|mitternacht|minuit))(?-u:\b)")
});
static HALVES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?i)^[\s,]*(?:(?<am>in the morning|morgens|früh|in der früh|am morgen|du matin|vormittags|a\.?m(?-u:\b))|(?<pm>in the (?:evening|afternoon)|at night|tonight|abends|am abend|nachmittags|du soir|de l['’]après-midi|p\.?m(?-u:\b)))",
    )
});

/// Every reading of a clock time. `said`: the numbers were words.
pub(crate) fn clocks(text: &str, said: bool) -> Vec<(Range<usize>, Clock)> {
    let mut found: Vec<(Range<usize>, Clock)> = Vec::new();
    let mut add = |span: Range<usize>, hour: u32, minute: u32, half: Option<char>, either: bool| {
        let mut span = span;
        let rest = text.get(span.end..).unwrap_or_default();
        let later = HALVES.as_ref().and_then(|halves| halves.captures(rest));
        // `Viertel vor vier am 17.11.`: a German day follows.
        let german = || {
            let said = text.get(span.clone()).unwrap_or_default().to_lowercase();
            ["viertel", "halb", " vor ", " nach ", "uhr"].iter().any(|word| said.contains(word))
        };
        let day = |later: &Captures<'_>| later.get(0).is_some_and(|half| half.as_str().ends_with("am"));
        let later = later.filter(|later| !(day(later) && german()));
        let half = half.or_else(|| {
            let later = later.as_ref()?;
            span.end += later.get(0)?.end();
            Some(if later.name("am").is_some() { 'a' } else { 'p' })
        });
        let hour = match half {
            Some('a') if hour <= 12 => hour % 12,
            Some('p') if hour <= 12 => hour % 12 + 12,
            _ => hour,
        };
        if hour <= 24 && minute < 60 {
            found.push((span, Clock { hour: hour % 24, minute, either: either && half.is_none() && hour <= 12 }));
        }
    };
    let half_of = |c: &Captures<'_>| {
        c.name("half")
            .and_then(|half| half.as_str().chars().next())
            .map(|c| c.to_ascii_lowercase())
            .filter(|c| matches!(c, 'a' | 'p'))
    };
    each(&CLOCK, text, |c, span| {
        let (Some(h), Some(m)) = (number(c, "h"), number(c, "m")) else { return };
        if number(c, "sec").is_some_and(|sec| sec != 0) {
            return;
        }
        let dotted = c.name("s").is_some_and(|mark| mark.as_str() == ".");
        if !dotted || c.name("half").is_some() || is_time_context(text, &span) {
            add(span, h, m, half_of(c), false);
        }
    });
    each(&MILITARY, text, |c, span| {
        let (Some(h), Some(m)) = (number(c, "h"), number(c, "m")) else { return };
        let marked = c.name("half").is_some();
        let zero = h < 10 && is_said_as_time(text, &span);
        let tight = !text.get(span.clone()).unwrap_or_default().starts_with(|c: char| c.is_ascii_digit())
            || !text.get(span.start..span.start + 3).is_some_and(|head| head.contains(' '));
        if marked || said || (tight && (zero || is_time_context(text, &span))) {
            add(span, h, m, half_of(c), false);
        }
    });
    each(&SPACED, text, |c, span| {
        if let (Some(h), Some(m)) = (number(c, "h"), number(c, "m")) {
            add(span, h, m, half_of(c), false);
        }
    });
    if said {
        // `seven forty-five`
        static TWO: LazyLock<Option<Regex>> = LazyLock::new(|| compile(r"(?<h>\d{1,2}) (?<m>[1-5]\d|0 [1-9])(?-u:\b)"));
        each(&TWO, text, |c, span| {
            if let (Some(h), Some(m)) = (number(c, "h"), number(c, "m")) {
                add(span, h, m, None, true);
            }
        });
    }
    each(&HOUR, text, |c, span| {
        let Some(h) = number(c, "h") else { return };
        let mark = c.name("half").map(|half| half.as_str().to_lowercase()).unwrap_or_default();
        let full = mark.starts_with('h') || mark == "uhr";
        match number(c, "m") {
            Some(m) if full => add(span, h, m, None, false),
            Some(_) => {}
            None => add(span, h, 0, half_of(c), mark.starts_with('o')),
        }
    });
    each(&PHRASE, text, |c, span| {
        let hour = number(c, "h").or_else(|| number(c, "h2")).or_else(|| number(c, "h3"));
        // `half five` is what the British say.
        if let Some(hour @ 1..=12) = number(c, "h4") {
            return add(span, hour, 30, None, true);
        }
        let Some(hour) = hour.filter(|hour| (1..=24).contains(hour)) else { return };
        let before = |minutes: u32| if hour == 1 { (12, 60 - minutes) } else { (hour - 1, 60 - minutes) };
        let (h, m) = if let Some(part) = c.name("part") {
            let minutes = match part.as_str().to_lowercase().as_str() {
                "quarter" | "viertel" => 15,
                "half" => 30,
                other => match other.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok())
                {
                    Some(minutes @ 1..=59) => minutes,
                    _ => return,
                },
            };
            let way = c.name("way").map(|way| way.as_str().to_lowercase()).unwrap_or_default();
            if matches!(way.as_str(), "past" | "after" | "nach") { (hour, minutes) } else { before(minutes) }
        } else if let Some(german) = c.name("german") {
            // `fünf vor halb sechs` is read as a whole.
            let head = near_end(text.get(..span.start).unwrap_or_default(), 8).trim_end().to_lowercase();
            if head.ends_with(" vor") || head.ends_with(" nach") {
                return;
            }
            before(match german.as_str().to_lowercase().as_str() {
                "halb" => 30,
                "viertel" => 45,
                _ => 15,
            })
        } else {
            let french = c.name("french").map(|french| french.as_str().to_lowercase()).unwrap_or_default();
            match number(c, "minus") {
                Some(minutes @ 1..=59) => before(minutes),
                _ if french.starts_with("moins") => before(15),
                _ if french.ends_with("quart") => (hour, 15),
                _ => (hour, 30),
            }
        };
        add(span, h, m, None, true);
    });
    each(&NOON, text, |c, span| add(span, if c.name("noon").is_some() { 12 } else { 0 }, 0, None, false));
    found
}

/// Whether a word before a number says that a time follows.
fn is_time_context(text: &str, span: &Range<usize>) -> bool {
    const WORDS: &[&str] = &[
        "at", "by", "before", "after", "until", "till", "from", "since", "around", "um", "bis", "vor", "nach", "gegen",
        "ab", "seit", "von", "a", "vers", "avant", "apres", "jusqu", "des",
    ];
    let before = text.get(..span.start).unwrap_or_default().trim_end();
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default().trim_start();
    let unit = after.starts_with(['€', '$', '£', '%'])
        || after.split(|c: char| !c.is_alphabetic()).next().is_some_and(|next| {
            matches!(
                fold(next).as_str(),
                "eur"
                    | "euro"
                    | "euros"
                    | "usd"
                    | "dollars"
                    | "kg"
                    | "km"
                    | "m"
                    | "cm"
                    | "mm"
                    | "kwh"
                    | "percent"
                    | "prozent"
                    | "points"
                    | "l"
                    | "g"
                    | "mg"
            )
        });
    before.len() < text.len() && WORDS.contains(&fold(word).as_str()) && !unit
}

/// Whether four digits with a zero in front are said to be a time: by a word beside them, a date in front, or by standing alone.
fn is_said_as_time(text: &str, span: &Range<usize>) -> bool {
    const BEFORE: &[&str] = &[
        "alarm",
        "alarms",
        "wecker",
        "time",
        "zeit",
        "uhrzeit",
        "heure",
        "start",
        "starts",
        "begin",
        "begins",
        "beginn",
        "departs",
        "departure",
        "dep",
        "arr",
        "arrives",
        "arrival",
        "abfahrt",
        "ankunft",
        "depart",
        "arrivee",
        "boarding",
        "shift",
        "schicht",
        "due",
        "eta",
        "etd",
        "opens",
        "closes",
        "takeoff",
        "wake",
        "call",
        "between",
        "zwischen",
        "entre",
        "and",
        "und",
        "et",
        "to",
        "till",
        "every",
        "daily",
        "taglich",
        "tomorrow",
        "today",
        "morgen",
        "heute",
        "demain",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "the",
        "der",
        "den",
        "le",
    ];
    const DAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const AFTER: &[&str] = &[
        "sharp",
        "train",
        "bus",
        "flight",
        "ferry",
        "shift",
        "alarm",
        "tomorrow",
        "today",
        "tonight",
        "daily",
        "start",
        "departure",
        "local",
        "utc",
        "gmt",
        "cet",
        "est",
        "zulu",
        "zug",
        "bahn",
        "flieger",
        "schicht",
        "morgen",
        "heute",
        "taglich",
        "punktlich",
        "vol",
        "demain",
        "precises",
        "on",
        "am",
        "in",
        "and",
        "und",
        "et",
        "until",
        "to",
        "bis",
        "every",
    ];
    let before = text.get(..span.start).unwrap_or_default().trim_end();
    let after = text.get(span.end..).unwrap_or_default().trim_start();
    let alone = |text: &str| !text.contains(char::is_alphanumeric);
    if alone(before) && alone(after) || is_time_context(text, span) {
        return true;
    }
    let last = before.trim_end_matches([':', '=', '"', '\'', '_', '(', '@', ',', '~', '≈']);
    let word = fold(last.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default());
    let next = fold(after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default());
    // `the 0635 train`, but `the 0635 file`.
    let article = matches!(word.as_str(), "the" | "der" | "den" | "le" | "and" | "und" | "et" | "to");
    let is = |word: &str, list: &[&str]| DAYS.contains(&word) || list.contains(&word);
    is(&word, BEFORE) && (!article || next.is_empty() || is(&next, AFTER))
        || matches!(
            next.as_str(),
            "sharp" | "train" | "zug" | "flight" | "ferry" | "alarm" | "utc" | "gmt" | "cet" | "zulu"
        )
        || word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit())
}
