//! Dates in any order and notation. Not for what a date is of.

use std::ops::Range;
use std::sync::LazyLock;

use super::{each, number};
use crate::boundary::view::fold::fold;
use crate::text::pattern::{Regex, compile};

/// A date as it may be read; the day and month may come in either order (`02/03/1980`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date {
    /// Two digits are those of any century. `None` where none is named.
    pub(crate) year: Option<u32>,
    pub(crate) month: u32,
    pub(crate) day: u32,
}

/// Whether a year may be written so: in full, or by its last two digits.
pub(crate) fn is_year(year: u32, written: u32) -> bool {
    if written < 100 { year % 100 == written } else { year == written }
}

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
