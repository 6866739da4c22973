//! Dates, clock times, amounts of money and numbers in any notation a person may use: readings of what stands in a text.
//!
//! More lenient than [`crate::text::quantity`], which says what a text states: here every reading counts that a known value
//! could be hidden in. English, German and French. Not for comparing: see [`super::super::matcher`].

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::fold::fold;
use crate::text::pattern::compile;

/// A date as it may be read; the day and month may come in either order (`02/03/1980`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date {
    /// Two digits are those of any century. `None` where none is named.
    pub(crate) year: Option<u32>,
    pub(crate) month: u32,
    pub(crate) day: u32,
}

/// A clock time as it may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) hour: u32,
    pub(crate) minute: u32,
    /// Whether the hour may be one of either half of the day.
    pub(crate) either: bool,
}

/// An amount as it may be read, in millionths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) millionths: Vec<i128>,
    /// The currency's letters; `CENT` for the hundredth part of any.
    pub(crate) currency: Option<&'static str>,
    /// What it is paid for, folded: `kwh`, `month`.
    pub(crate) per: Option<String>,
    /// Digits written.
    pub(crate) digits: usize,
    /// No word follows that the number could count.
    pub(crate) bare: bool,
}

const NUMBER: &str =
    r"(?:\d+[.,]\d{4,6}|\d{1,3}(?:[\x20\x{a0}\x{202f}\x{2009}'’.,_]\d{3})+(?:[.,]\d{1,6})?|\d+(?:[.,]\d+)?|[.,]\d+)";
const YEAR: &str = r"(?:(?<y>[12]\d{3}|'?\d{2}(?-u:\b)(?:\s\d{2}(?-u:\b))?))";

static YEAR_FIRST: LazyLock<Option<Regex>> =
    LazyLock::new(|| compile(r"(?<y>[12]\d{3})(?<s>[-./ _]|, ?)(?<m>\d{1,2})(?:[-./ _]|, ?)(?<d>\d{1,2})"));
static DAY_FIRST: LazyLock<Option<Regex>> =
    LazyLock::new(|| compile(r"(?<a>\d{1,2})\s?(?<s>[-./ _|])\s?(?<b>\d{1,2})\s?[-./ _|]\s?(?<y>[12]\d{3}|\d{2})"));
/// A day without its year counts only beside a word for being born.
static NO_YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| compile(r"(?<a>\d{1,2})(?:(?<s>/)|\.\s?)(?<b>\d{1,2})\.?"));
static COMPACT: LazyLock<Option<Regex>> = LazyLock::new(|| compile(r"\d{8}"));
static DAY_MONTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)(?<d>\d{{1,2}})(?:st|nd|rd|th|er|e|\.)?[\s\-/._]*(?:(?:day\s)?of\s|de\s)?(?:the\s)?(?<month>\p{{L}}{{3,10}})\.?(?:,?[\s\-/._]*(?:of\s|de\s|in\s|im\sjahr\s)?{YEAR})?"
    ))
});
static MONTH_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)(?<month>\p{{L}}{{3,10}})\.?[\s\-/_]*(?:the\s)?(?<d>\d{{1,2}})(?:st|nd|rd|th)?(?:(?:,\s*|[\s\-/_]+|\sof\s|\sin\s){YEAR})?"
    ))
});
static YEAR_MONTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?i)(?<y>[12]\d{3}),?[\s\-/._]*(?:on\s|the\s|le\s|am\s)?(?<month>\p{L}{3,10})\.?[\s\-/._]*(?<d>\d{1,2})(?:st|nd|rd|th)?",
    )
});
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
static AMOUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    const NAMES: &str = r"us[-\s]?dollars?|us\s?\$|€|\$|£|¥|zł|eur(?:os?)?|usd|dollars?|gbp|pounds?(?:\ssterling)?|pfund|livres?(?:\ssterling)?|chf|sfr|(?:schweizer\s)?franken|(?:swiss\s)?francs?(?:\ssuisses?)?|fr|pln|zloty|złoty(?:ch)?|sek|nok|dkk|kronen|kroner|kronor|try|lira|jpy|yen";
    const CENTS: &str = r"cents?|ct|cts|centimes?|pence|rappen|groszy|öre|c|p";
    compile(&format!(
        r"(?i)(?:(?<before>{NAMES})\.?\s?)?(?<n>{NUMBER})(?:[.,][-–—]{{1,2}})?(?:\s?(?<times>k(?-u:\b)|k(?:€|\$|£|eur)|tsd(?-u:\b)\.?|t(?:€|eur)|thousand(?-u:\b)|tausend(?-u:\b)|mille(?-u:\b)|mio(?-u:\b)\.?|million(?:en|s)?(?-u:\b)|mn(?-u:\b)|mln(?-u:\b)|bn(?-u:\b)|billion(?-u:\b)|mrd(?-u:\b)\.?|milliarden?(?-u:\b)|milliards?(?-u:\b)|m(?-u:\b)|grand(?-u:\b)))?(?:[\s\x{{a0}}\x{{202f}}-]?(?:d['’]\s?|de\s)?(?<after>€|\$|£|¥|¢|(?:{NAMES}|{CENTS}|bucks|quid)(?-u:\b))(?<rest>\s?(?:(?:and|und|et|y)\s)?(?<cents>\d{{1,2}}(?-u:\b))(?:\s?(?:cents?|ct|centimes?|pence)(?-u:\b))?)?)?(?:\s?(?:/|(?-u:\b)per(?-u:\b)|(?-u:\b)pro(?-u:\b)|(?-u:\b)par(?-u:\b)|(?-u:\b)je(?-u:\b)|(?-u:\b)por(?-u:\b)|(?-u:\b)an?(?-u:\b)|(?-u:\b)le(?-u:\b)|(?-u:\b)la(?-u:\b)|(?-u:\b)(?:à\s)?l['’]|(?-u:\b)die(?-u:\b)|(?-u:\b)das(?-u:\b)|(?-u:\b)der(?-u:\b)|(?-u:\b)im(?-u:\b))\s?(?<per>\p{{L}}+)|\s(?<often>monatlich|monthly|mensuels?|j[äa]hrlich|yearly|annually|annuels?|w[öo]chentlich|weekly|t[äa]glich|daily|st[üu]ndlich|hourly)(?-u:\b)|\s(?<one>each|apiece|pi[èe]ce|a\spop|p\.?\s?p\.?|ea)(?-u:\b))?"
    ))
});

fn number(captures: &Captures<'_>, name: &str) -> Option<u32> {
    let text = captures.name(name)?.as_str();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Whether nothing that belongs to a longer number or word touches a span.
fn is_free(text: &str, span: &Range<usize>) -> bool {
    let inside = text.get(span.clone()).unwrap_or_default();
    let mut after = text.get(span.end..).unwrap_or_default().chars();
    let mut before = text.get(..span.start).unwrap_or_default().chars().rev();
    let ends_in_digit = inside.ends_with(|c: char| c.is_ascii_digit());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let (next, previous) = (after.next(), before.next());
    let starts_with_letter = inside.starts_with(char::is_alphabetic);
    let glued =
        if ends_in_digit { digit(next) || letter(next) && !matches!(next, Some('T' | 'Z')) } else { letter(next) };
    let decimal = ends_in_digit && matches!(next, Some('.' | ',' | ':')) && digit(after.next());
    let head = digit(previous) || (starts_with_letter && letter(previous));
    let tail = matches!(previous, Some('.' | ',' | ':')) && digit(before.next());
    let word = !starts_with_letter && letter(previous) && !matches!(previous, Some('T'));
    !(glued || decimal || head || tail || word)
}

fn each(regex: &LazyLock<Option<Regex>>, text: &str, mut seen: impl FnMut(&Captures<'_>, Range<usize>)) {
    let Some(regex) = regex.as_ref() else { return };
    let mut at = 0;
    while let Some(captures) = regex.captures_at(text, at) {
        let Some(whole) = captures.get(0) else { return };
        if is_free(text, &whole.range()) {
            seen(&captures, whole.range());
        }
        // The next match may begin inside this one: `13 3 Feb 1980`.
        let rest = text.get(whole.start()..).unwrap_or_default();
        let run = rest.bytes().take_while(u8::is_ascii_digit).count();
        let step = if run > 0 { run } else { rest.chars().next().map_or(1, char::len_utf8) };
        at = whole.start() + step;
    }
}

/// Every reading of a date.
pub(crate) fn dates(text: &str) -> Vec<(Range<usize>, Date)> {
    let mut found = Vec::new();
    let mut add = |span: Range<usize>, year: Option<u32>, month: Option<u32>, day: Option<u32>| {
        if let (Some(month @ 1..=12), Some(day @ 1..=31)) = (month, day) {
            found.push((span, Date { year, month, day }));
        }
    };
    each(&YEAR_FIRST, text, |c, span| add(span, number(c, "y"), number(c, "m"), number(c, "d")));
    each(&DAY_FIRST, text, |c, span| {
        add(span.clone(), number(c, "y"), number(c, "b"), number(c, "a"));
        // Months come first with slashes and hyphens, never with dots.
        if c.name("s").is_some_and(|mark| matches!(mark.as_str(), "/" | "-")) {
            add(span, number(c, "y"), number(c, "a"), number(c, "b"));
        }
    });
    each(&NO_YEAR, text, |c, span| {
        add(span.clone(), None, number(c, "b"), number(c, "a"));
        if c.name("s").is_some() {
            add(span, None, number(c, "a"), number(c, "b"));
        }
    });
    each(&COMPACT, text, |c, span| {
        let digits = c.get(0).map(|whole| whole.as_str()).unwrap_or_default();
        let part = |range: Range<usize>| digits.get(range).and_then(|part| part.parse().ok());
        add(span.clone(), part(0..4), part(4..6), part(6..8));
        add(span, part(4..8), part(2..4), part(0..2));
    });
    for regex in [&DAY_MONTH, &MONTH_DAY, &YEAR_MONTH] {
        each(regex, text, |c, span| {
            let Some(name) = c.name("month").and_then(|name| month(&fold(name.as_str()))) else { return };
            add(span, number(c, "y"), Some(name), number(c, "d"));
        });
    }
    found
}

fn month(name: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "january", "januar", "janvier", "janv", "janner", "jaenner"],
        &["feb", "february", "februar", "fevrier", "fevr", "fev", "febr"],
        &["mar", "march", "marz", "maerz", "mars", "mrz"],
        &["apr", "april", "avril", "avr"],
        &["may", "mai"],
        &["jun", "june", "juni", "juin"],
        &["jul", "july", "juli", "juillet", "juil"],
        &["aug", "august", "aout"],
        &["sep", "sept", "september", "septembre"],
        &["oct", "october", "okt", "oktober", "octobre"],
        &["nov", "november", "novembre"],
        &["dec", "december", "dez", "dezember", "decembre"],
    ];
    MONTHS.iter().position(|names| names.contains(&name)).and_then(|at| u32::try_from(at + 1).ok())
}

/// Every reading of a clock time. `said`: the numbers were words.
pub(crate) fn clocks(text: &str, said: bool) -> Vec<(Range<usize>, Clock)> {
    let mut found: Vec<(Range<usize>, Clock)> = Vec::new();
    let mut add = |span: Range<usize>, hour: u32, minute: u32, half: Option<char>, either: bool| {
        let mut span = span;
        let rest = text.get(span.end..).unwrap_or_default();
        let later = HALVES.as_ref().and_then(|halves| halves.captures(rest));
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
        static TWO: LazyLock<Option<Regex>> = LazyLock::new(|| compile(r"(?<h>\d{1,2}) (?<m>[1-5]\d)(?-u:\b)"));
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
            let head = text.get(..span.start).unwrap_or_default().trim_end().to_lowercase();
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
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
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
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
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
    BEFORE.contains(&word.as_str()) && (!article || next.is_empty() || AFTER.contains(&next.as_str()))
        || matches!(
            next.as_str(),
            "sharp" | "train" | "zug" | "flight" | "ferry" | "alarm" | "utc" | "gmt" | "cet" | "zulu"
        )
        || word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Every reading of a number or an amount of money.
pub(crate) fn amounts(text: &str) -> Vec<(Range<usize>, Amount)> {
    let mut found = Vec::new();
    each(&AMOUNT, text, |c, span| {
        let Some(n) = c.name("n") else { return };
        let times = c.name("times").map(|times| times.as_str().to_lowercase()).unwrap_or_default();
        let factor = match times.get(..1) {
            None | Some("") => 1,
            Some("k" | "t" | "g") => 1000,
            Some("m") if times == "mille" => 1000,
            Some("b") => 1_000_000_000,
            Some("m") if times.starts_with("mrd") || times.starts_with("milliard") => 1_000_000_000,
            _ => 1_000_000,
        };
        // `k€`: the sign is glued to the letter.
        let glued = times.strip_prefix(['k', 't']).filter(|rest| matches!(*rest, "€" | "$" | "£" | "eur"));
        let after = c.name("after").map(|after| after.as_str());
        // A single small letter is a currency only in front of what is paid for.
        let after = after.filter(|after| {
            !matches!(*after, "c" | "p" | "C" | "P")
                || c.name("per").is_some_and(|per| is_paid_for(&fold(per.as_str())))
        });
        let currency = c.name("before").map(|before| before.as_str()).or(after).or(glued).and_then(currency);
        let cent = after.and_then(self::currency) == Some("CENT");
        let read = numbers(n.as_str());
        let millionths: Vec<i128> = read
            .into_iter()
            .filter_map(|number| number.checked_mul(factor).map(|number| if cent { number / 100 } else { number }))
            .collect();
        // `314 EUR/MWh` is 0.314 EUR/kWh.
        let large = c.name("per").is_some_and(|per| fold(per.as_str()) == "mwh");
        let millionths: Vec<i128> =
            if large { millionths.into_iter().map(|number| number / 1_000).collect() } else { millionths };
        let per = c.name("per").map(|per| if large { "kwh".to_owned() } else { paid_for(&fold(per.as_str())) });
        let per = per.or_else(|| c.name("often").map(|often| paid_for(&fold(often.as_str()))));
        let per = per.or_else(|| c.name("one").map(|_| "unit".to_owned()));
        let tail = text.get(n.end()..).unwrap_or_default();
        let next = tail.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let bare = next.is_empty()
            || [
                "a", "per", "pro", "par", "and", "und", "et", "is", "ist", "was", "im", "in", "on", "or", "oder", "ou",
                "each", "apiece", "for", "fur", "pour", "brutto", "netto", "gross", "net", "brut", "auf", "to", "from",
                "von", "bis",
            ]
            .contains(&fold(next).as_str());
        let bare = bare && !tail.trim_start().starts_with(['%', '°']);
        let digits = n.as_str().bytes().filter(u8::is_ascii_digit).count();
        // `amount_cents: 4825000`: only the name of its field tells.
        if currency.is_none() && digits >= 4 && is_in_cents(text, n.start()) {
            let millionths = millionths.iter().map(|number| number / 100).collect();
            found.push((n.range(), Amount { millionths, currency: Some("CENT"), per: None, digits, bare }));
        }
        // `4 dollars and 25 cents`, `1 € 25`: what follows may also be another number.
        if let (Some(cents), Some(rest)) = (number(c, "cents").filter(|_| !cent), c.name("rest")) {
            let both = millionths.iter().map(|whole| whole + i128::from(cents) * 10_000).collect();
            found.push((span.clone(), Amount { millionths: both, per: per.clone(), currency, digits, bare }));
            found.push((span.start..rest.start(), Amount { millionths, currency, per: None, digits, bare }));
            return;
        }
        // The number alone where what follows is no currency of it.
        let end = if currency.is_none() && per.is_none() && times.is_empty() { n.start()..n.end() } else { span };
        found.push((end, Amount { millionths, currency, per, digits, bare }));
    });
    found
}

/// Whether the name of a field in front says that a number counts the hundredth part of a currency: `price_cents = `.
fn is_in_cents(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default().trim_end_matches([' ', ':', '=', '"', '\'', '(', '>']);
    let name = head.rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).next().unwrap_or_default();
    head.len() < at
        && name.len() <= 40
        && name.split(|c: char| !c.is_alphabetic()).any(|piece| {
            let piece = fold(piece);
            ["cent", "cents", "pence", "rappen", "centimes", "minor", "groszy"].iter().any(|unit| piece.ends_with(unit))
        })
}

fn currency(text: &str) -> Option<&'static str> {
    let said = text.to_lowercase();
    Some(match said.split([' ', '\u{a0}']).next().unwrap_or_default() {
        "€" | "eur" | "euro" | "euros" => "EUR",
        "$" | "us$" | "us" | "usd" | "dollar" | "dollars" | "bucks" => "USD",
        "£" | "gbp" | "pound" | "pounds" | "quid" | "pfund" | "livre" | "livres" => "GBP",
        "¥" | "jpy" | "yen" => "JPY",
        "chf" | "sfr" | "fr" | "swiss" | "schweizer" | "franken" | "franc" | "francs" => "CHF",
        "zł" | "pln" | "zloty" | "złoty" | "złotych" => "PLN",
        "sek" | "nok" | "dkk" | "kronen" | "kroner" | "kronor" => "KR",
        "try" | "lira" => "TRY",
        "cent" | "cents" | "ct" | "cts" | "centime" | "centimes" | "c" | "¢" | "p" | "pence" | "rappen" | "groszy"
        | "öre" => "CENT",
        other if other.starts_with("us") => "USD",
        _ => return None,
    })
}

fn is_paid_for(word: &str) -> bool {
    !matches!(paid_for(word).as_str(), other if other == word) || word == "kwh"
}

/// What something is paid per, in one word for all languages.
fn paid_for(word: &str) -> String {
    match word {
        "kwh" | "kw" | "kilowatt" | "kilowattstunde" | "kilowattstunden" | "kilowattheure" | "kilowatthour"
        | "kilowattheures" | "kilowatthours" => "kwh",
        "month" | "mo" | "monat" | "mois" | "mth" | "monatlich" | "monthly" | "mensuel" | "mensuels" => "month",
        "year" | "yr" | "annum" | "jahr" | "an" | "annee" | "jahrlich" | "yearly" | "annually" | "annuel"
        | "annuels" => "year",
        "hour" | "hr" | "h" | "stunde" | "std" | "heure" | "stundlich" | "hourly" => "hour",
        "day" | "tag" | "jour" | "taglich" | "daily" => "day",
        "week" | "woche" | "semaine" | "wochentlich" | "weekly" => "week",
        "night" | "nacht" | "nuit" => "night",
        "unit" | "units" | "unite" | "einheit" | "piece" | "pieces" | "pc" | "pcs" | "item" | "each" | "stuck"
        | "stueck" | "stk" | "ea" | "unidad" | "pieza" | "szt" | "exemplar" | "exemplaire" => "unit",
        "person" | "personne" | "persona" | "kopf" | "head" | "pax" | "tete" | "teilnehmer" | "participant" => "person",
        "km" | "kilometer" | "kilometre" | "kilometers" | "kilometres" | "kilometro" => "km",
        "kg" | "kilo" | "kilogramm" | "kilogram" | "kilogramme" | "kilos" | "kilograms" => "kg",
        "l" | "liter" | "litre" | "litro" | "litres" | "liters" => "l",
        "mile" | "mi" | "meile" => "mile",
        "minute" | "min" | "minuten" => "minute",
        "page" | "seite" | "pagina" => "page",
        "word" | "wort" | "mot" => "word",
        "session" | "sitzung" | "seance" => "session",
        other => other,
    }
    .to_owned()
}

/// A number with its unit as it may be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Measured {
    pub(crate) bytes: Range<usize>,
    /// In the unit.
    pub(crate) millionths: Vec<i128>,
    /// The unit that others of its sort are counted in (`wh` for `kWh`); `None` for a number alone.
    pub(crate) unit: Option<String>,
    /// How many of it the written unit is.
    pub(crate) factor: i128,
    /// Digits written.
    pub(crate) digits: usize,
}

impl Measured {
    /// Whether it was written in this unit.
    pub(crate) fn is_in(&self, unit: &str, factor: i128) -> bool {
        self.unit.as_deref() == Some(unit) && self.factor == factor
    }
}

static MEASURED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?i)(?<n>(?:\d+[.,]\d{4,6}|\d{1,3}(?:[\x20\x{a0}\x{202f}\x{2009}'’.,_]\d{3})+(?:[.,]\d{1,6})?|\d+(?:[.,]\d+)?|[.,]\d+)(?<e>e[+-]?\d{1,2})?)(?:[\x20\x{a0}\x{202f}\x{2009}-]?(?<u>\p{L}+))?",
    )
});

/// Every number with the unit behind it; one whose next word is no unit stands alone, and counts in every unit.
pub(crate) fn measured(text: &str) -> Vec<Measured> {
    let mut found = Vec::new();
    each(&MEASURED, text, |c, span| {
        let Some(n) = c.name("n") else { return };
        let exponent = c.name("e").map(|e| e.as_str());
        let mantissa = n.as_str().strip_suffix(exponent.unwrap_or_default()).unwrap_or_default();
        let power = exponent.and_then(|e| e.get(1..)).map_or(Some(0), |power| power.parse::<i32>().ok());
        let unit = c.name("u").and_then(|word| unit(word.as_str()));
        let Some(power) = power.filter(|power| power.abs() <= 15) else { return };
        let shift = 10_i128.pow(power.unsigned_abs());
        let (sort, factor) = unit.map_or((None, 1), |(sort, factor)| (Some(sort), factor));
        let scaled = |number: i128| {
            let number = if power < 0 { Some(number / shift) } else { number.checked_mul(shift) };
            number.and_then(|number| number.checked_mul(factor))
        };
        let millionths = numbers(mantissa).into_iter().filter_map(scaled).collect();
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
        let bytes = if sort.is_some() { span } else { n.range() };
        found.push(Measured { bytes, millionths, unit: sort, factor, digits });
    });
    found
}

/// What a unit is counted in, and how many of that it is. `None` for a word that is no unit.
pub(crate) fn unit(word: &str) -> Option<(String, i128)> {
    let folded = fold(word);
    let known = |unit: &str, factor: i128| Some((unit.to_owned(), factor));
    // Prices per kilowatt mean the hour; a number of kilowatts does not.
    if folded == "kw" {
        return known("w", 1_000);
    }
    match paid_for(&folded).as_str() {
        "wh" => known("wh", 1),
        "kwh" => known("wh", 1_000),
        "mwh" | "megawattstunden" | "megawattstunde" | "megawattheures" => known("wh", 1_000_000),
        "gwh" => known("wh", 1_000_000_000),
        "w" | "watt" | "watts" => known("w", 1),
        "mg" | "milligramm" | "milligrams" | "milligrammes" => known("mg", 1),
        "g" | "gramm" | "grams" | "grammes" => known("mg", 1_000),
        "kg" | "kilo" | "kilos" | "kilogramm" | "kilograms" => known("mg", 1_000_000),
        "mm" => known("mm", 1),
        "cm" => known("mm", 10),
        "m" | "meter" | "metres" | "meters" | "metre" => known("mm", 1_000),
        "km" | "kilometer" | "kilometers" | "kilometres" => known("mm", 1_000_000),
        "ml" => known("ml", 1),
        "cl" => known("ml", 10),
        "l" | "liter" | "litre" | "litres" | "liters" => known("ml", 1_000),
        _ => None,
    }
}

/// What a written number may mean, in millionths: `1.200` is twelve hundred or one and a fifth.
pub(crate) fn numbers(text: &str) -> Vec<i128> {
    let plain: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let marks: Vec<char> = plain.chars().filter(|c| !c.is_ascii_digit()).collect();
    let whole = || value(&plain.replace(['.', ','], ""), "");
    let decimal = || plain.rsplit_once(['.', ',']).and_then(|(head, tail)| value(&head.replace(['.', ','], ""), tail));
    let mut found = Vec::new();
    match marks.as_slice() {
        [] => found.extend(whole()),
        [_] => {
            let (head, tail) = plain.split_once(['.', ',']).unwrap_or_default();
            found.extend(decimal());
            if tail.len() == 3 && (1..=3).contains(&head.len()) && !head.starts_with('0') {
                found.insert(0, whole().unwrap_or_default());
            }
        }
        [.., before, last] if before == last => found.extend(whole()),
        _ => found.extend(decimal()),
    }
    found
}

fn value(head: &str, tail: &str) -> Option<i128> {
    if head.len() > 15 || tail.len() > 6 {
        return None;
    }
    let head: i128 = if head.is_empty() { 0 } else { head.parse().ok()? };
    let padded = format!("{tail:0<6}");
    Some(head * 1_000_000 + padded.parse::<i128>().ok()?)
}
