//! Quantities that are private values: a date, a time, an amount. Found by what they amount to, in any notation.
//!
//! Only for what the user gave (or a detector found a birthday to be): in a run quantities are what an abstraction is for.

mod moment;

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use self::moment::Moment;
use super::{Found, How};
use crate::boundary::view::fold::fold;
use crate::boundary::view::quantity::{self as view, Amount, Clock, Date, Measured};
use crate::text::pattern::{Regex, compile};
use crate::text::quantity::{self, Measure};

/// One quantity to look for.
pub(super) struct Given {
    entry: usize,
    what: What,
}

enum What {
    Date(Date),
    Clock(Clock),
    /// A day with the time of it.
    Moment(Moment),
    Amount(Amount),
    /// A number with a unit.
    Measured(Measured),
    /// Another quantity, in its canonical form.
    Other(Measure, zeroize::Zeroizing<String>),
}

/// What a text says in numbers, read once for all values, and only if one of them may stand there.
pub(super) struct Readings<'t> {
    text: &'t str,
    /// Its numbers were words.
    said: bool,
    /// Its digits one after the other, whatever stands between.
    digits: String,
    runs: Runs,
    dates: OnceCell<Vec<(Range<usize>, Date)>>,
    clocks: OnceCell<Vec<(Range<usize>, Clock)>>,
    amounts: OnceCell<Vec<(Range<usize>, Amount)>>,
    measured: OnceCell<Vec<Measured>>,
    others: OnceCell<Vec<quantity::Quantity>>,
    written: OnceCell<Vec<(Range<usize>, Moment)>>,
}

impl<'t> Readings<'t> {
    pub(super) fn new(text: &'t str, said: bool) -> Self {
        let digits = text.bytes().filter(u8::is_ascii_digit).map(char::from).collect();
        Self {
            text,
            said,
            digits,
            runs: Runs::new(text),
            dates: OnceCell::new(),
            clocks: OnceCell::new(),
            amounts: OnceCell::new(),
            measured: OnceCell::new(),
            others: OnceCell::new(),
            written: OnceCell::new(),
        }
    }

    fn dates(&self) -> &[(Range<usize>, Date)] {
        self.dates.get_or_init(|| view::dates(self.text))
    }

    fn clocks(&self) -> &[(Range<usize>, Clock)] {
        self.clocks.get_or_init(|| view::clocks(self.text, self.said))
    }

    fn amounts(&self) -> &[(Range<usize>, Amount)] {
        self.amounts.get_or_init(|| view::amounts(self.text))
    }

    fn measured(&self) -> &[Measured] {
        self.measured.get_or_init(|| view::measured(self.text))
    }

    fn others(&self) -> &[quantity::Quantity] {
        self.others.get_or_init(|| quantity::find(self.text))
    }

    fn written(&self) -> &[(Range<usize>, Moment)] {
        self.written.get_or_init(|| moment::written(self.text).collect())
    }

    /// Whether the digits of a number stand here at all; zeros at its ends are written or left out.
    fn has(&self, millionths: i128) -> bool {
        let digits = millionths.unsigned_abs().to_string();
        self.digits.contains(digits.trim_end_matches('0'))
    }

    /// Whether a time may be said here: by its hour with its minutes (or those to the next hour), by a word for parts of an
    /// hour, or in one run of digits (`0745`).
    fn may_say(&self, clock: Clock) -> bool {
        static PARTS: LazyLock<Option<Regex>> =
            LazyLock::new(|| compile("(?i)quart|viert|half|halb|demi|noon|mid|mittern|minuit"));
        let hours = [clock.hour, clock.hour % 12, (clock.hour + 1) % 12, (clock.hour + 1) % 24];
        let hour = hours.iter().any(|hour| *hour == 0 || self.runs.has(*hour));
        let minutes = clock.minute == 0 || self.runs.has(clock.minute) || self.runs.has(60 - clock.minute);
        let compact = || [clock.hour, clock.hour % 12].iter().any(|hour| self.runs.has_long(hour * 100 + clock.minute));
        (hour && minutes) || compact() || (hour && PARTS.as_ref().is_some_and(|parts| parts.is_match(self.text)))
    }

    /// Whether a date may stand here: its day and its year do, or somebody is born, or eight digits are one.
    fn may_date(&self, date: Date) -> bool {
        static BORN: LazyLock<Option<Regex>> = LazyLock::new(|| compile("(?i)born|birth|dob|geb|naiss|anniv|n[eé]"));
        let year = |year: u32| self.runs.has(year % 100) || self.runs.has_long(year);
        self.runs.eight
            || !self.runs.stamps.is_empty()
            || (self.runs.has(date.day)
                && (date.year.is_none_or(year) || BORN.as_ref().is_some_and(|born| born.is_match(self.text))))
    }
}

/// Which numbers stand in a text as runs of digits: the short ones, the four-digit ones, whether one has eight, and where those
/// stand that may be a day or a count of seconds.
struct Runs {
    short: [bool; 100],
    long: Vec<u32>,
    eight: bool,
    /// Those long enough for a count of seconds, or six digits long.
    stamps: Vec<Range<usize>>,
}

impl Runs {
    fn new(text: &str) -> Self {
        let mut runs = Self { short: [false; 100], long: Vec::new(), eight: false, stamps: Vec::new() };
        let mut end = 0;
        for bytes in text.as_bytes().chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()) {
            let start = end;
            end += bytes.len();
            let Some(run) = text.get(start..end).filter(|run| run.starts_with(|c: char| c.is_ascii_digit())) else {
                continue;
            };
            match (run.len(), run.parse::<u32>()) {
                (1 | 2, Ok(number)) => {
                    if let Some(seen) = runs.short.get_mut(number as usize) {
                        *seen = true;
                    }
                }
                (3 | 4, Ok(number)) => runs.long.push(number),
                (8, _) => runs.eight = true,
                (6 | 9 | 10 | 12..=14, _) => runs.stamps.push(start..end),
                _ => {}
            }
        }
        runs.long.sort_unstable();
        runs
    }

    /// A number below a hundred.
    fn has(&self, number: u32) -> bool {
        self.short.get(number as usize).copied().unwrap_or(false)
    }

    /// A number of three or four digits, zeros in front included.
    fn has_long(&self, number: u32) -> bool {
        self.long.binary_search(&number).is_ok()
    }
}

impl Given {
    /// Reads a value; `None` if it is no quantity.
    pub(super) fn read(entry: usize, kind: &str, value: &str) -> Option<Self> {
        let value = value.trim();
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        if digits == 0 {
            return None;
        }
        let is = |names: &[&str]| names.iter().any(|name| kind.contains(name));
        let whole = |span: &Range<usize>| span.start == 0 && span.end == value.len();
        let plain = value.bytes().all(|byte| byte.is_ascii_digit());
        let made = |what| Some(Self { entry, what });
        if is(&["PHONE", "CARD", "IBAN", "ACCOUNT", "SSN", "TAX", "PASSPORT", "IP", "PIN", "CODE"]) {
            return None;
        }
        let dated = is(&["DATE", "BIRTH", "DOB", "GEBURT", "NAISSANCE", "DAY"]);
        if (!plain || dated)
            && let Some((_, date)) = view::dates(value)
                .into_iter()
                .find(|(span, date)| whole(span) && date.year.is_some_and(|year| year > 31))
        {
            // Where the order of day and month is open the first reading stands: day first, unless that makes no date.
            return made(What::Date(date));
        }
        if (!plain || is(&["TIME", "CLOCK", "HOUR"]))
            && let Some((_, clock)) = view::clocks(value, false).into_iter().find(|(span, _)| whole(span))
            && (value.contains(':')
                || is(&["TIME", "CLOCK", "HOUR", "UHR", "HEURE"])
                || value.chars().any(char::is_alphabetic))
        {
            return made(What::Clock(Clock { either: false, ..clock }));
        }
        if digits >= 6
            && !plain
            && let Some(moment) = Moment::read(value)
        {
            return made(What::Moment(moment));
        }
        if let Some((_, amount)) = view::amounts(value).into_iter().find(|(span, amount)| {
            whole(span)
                && (amount.currency.is_some()
                    || !plain && amount.per.is_none()
                    || is(&["MONEY", "AMOUNT", "NUMBER", "SALARY", "PRICE"]))
        }) {
            let first = amount.millionths.first().copied()?;
            if amount.currency.is_some() || quantity::is_number(value) || plain {
                return made(What::Amount(Amount { millionths: vec![first], ..amount }));
            }
        }
        if let Some(measured) = view::measured(value).into_iter().find(|measured| whole(&measured.bytes)) {
            let first = measured.millionths.first().copied();
            if let (Some(first), Some(_)) = (first, &measured.unit) {
                return made(What::Measured(Measured { millionths: vec![first], ..measured }));
            }
        }
        if !quantity::is_bare(value) {
            return None;
        }
        let mut found = quantity::find(value).into_iter();
        let (first, second) = (found.next()?, found.next());
        if second.is_some() {
            return None;
        }
        made(What::Other(first.measure, zeroize::Zeroizing::new(first.canonical)))
    }

    /// Whether it is also looked for by its digits, one after the other: those of a day and a time tell enough.
    pub(super) fn has_spelling(&self, value: &str) -> bool {
        matches!(self.what, What::Moment(_)) && !value.contains(char::is_alphabetic)
    }

    /// Adds every place where it stands.
    pub(super) fn find(&self, readings: &Readings<'_>, found: &mut Vec<Found>) {
        let text = readings.text;
        let mut add = |bytes: Range<usize>| {
            found.push(Found { bare: bytes.clone(), bytes, entry: self.entry, how: How::Quantity, part: false });
        };
        let digits = !readings.digits.is_empty();
        match &self.what {
            What::Date(date) if digits && readings.may_date(*date) => {
                compact(readings, date, &mut add);
                for (bytes, other) in readings.dates() {
                    let day = other.month == date.month && other.day == date.day;
                    let year = match (date.year, other.year) {
                        (Some(year), Some(other)) => view::is_year(year, other),
                        (Some(_), None) => is_birthday(text, bytes),
                        (None, _) => true,
                    };
                    if day && year {
                        add(with_midnight(text, bytes));
                    }
                }
            }
            What::Clock(clock) if readings.may_say(*clock) => {
                for (bytes, other) in readings.clocks() {
                    let hour = if other.either { other.hour % 12 == clock.hour % 12 } else { other.hour == clock.hour };
                    if hour && other.minute == clock.minute {
                        add(bytes.clone());
                    }
                }
            }
            What::Moment(moment) if digits => {
                if readings.runs.eight || !readings.runs.stamps.is_empty() || readings.runs.has(moment.date.day) {
                    moment.stamped(readings, &mut add);
                }
                if readings.may_date(moment.date) && readings.may_say(moment.clock) {
                    moment.find(text, readings.dates(), readings.clocks(), &mut add);
                }
            }
            What::Amount(amount) if digits && amount.millionths.iter().any(|value| readings.has(*value)) => {
                for (bytes, other) in readings.amounts() {
                    if is_same(amount, other) {
                        add(bytes.clone());
                    }
                }
            }
            What::Measured(known) if digits && known.millionths.iter().any(|value| readings.has(*value)) => {
                for other in readings.measured() {
                    if is_measure(known, other, text) {
                        add(other.bytes.clone());
                    }
                }
            }
            What::Other(measure, canonical) if digits => {
                for other in readings.others() {
                    if other.measure == *measure && *other.canonical == **canonical {
                        add(other.start..other.end);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether two numbers with units are one. A long number alone is, where its unit stands nearby (`usage_kwh = 23_871`).
fn is_measure(known: &Measured, other: &Measured, text: &str) -> bool {
    let value = known.millionths.first().copied().unwrap_or_default();
    if other.unit.is_some() {
        return known.unit == other.unit && other.millionths.contains(&value);
    }
    if !other.millionths.iter().any(|alone| alone.checked_mul(known.factor) == Some(value)) {
        return false;
    }
    let near = |text: &str, back: bool| {
        let split = |c: char| !c.is_alphabetic();
        let is_unit = |word: &str| view::unit(word).is_some_and(|(unit, factor)| known.is_in(&unit, factor));
        if back {
            text.rsplit(split).filter(|word| !word.is_empty()).take(3).any(is_unit)
        } else {
            text.split(split).filter(|word| !word.is_empty()).take(3).any(is_unit)
        }
    };
    let (before, after) = (text.get(..other.bytes.start), text.get(other.bytes.end..));
    other.digits >= 4 && (near(before.unwrap_or_default(), true) || near(after.unwrap_or_default(), false))
}

/// Whether two amounts are one: a currency or what is paid for may be left out, but never be another.
fn is_same(known: &Amount, other: &Amount) -> bool {
    let value = known.millionths.first().copied().unwrap_or_default();
    if !other.millionths.contains(&value) {
        return false;
    }
    let cent = |currency: Option<&str>| currency == Some("CENT");
    let currency = match (known.currency, other.currency) {
        (Some(a), Some(b)) => a == b || cent(Some(a)) || cent(Some(b)),
        _ => true,
    };
    let per = match (&known.per, &other.per) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    if !currency || !per {
        return false;
    }
    if other.currency.is_some() && known.currency.is_some() || (known.per.is_some() && known.per == other.per) {
        return true;
    }
    // A number alone says little unless it is a long one that counts nothing else.
    (other.digits >= 5 || (other.digits >= 4 && value % 1_000_000 != 0))
        && (other.bare || known.currency.is_none() && other.currency.is_some())
}

/// A date in figures without a mark: six digits beside a word for being born, and seconds since 1970 at a full hour of the day.
fn compact(readings: &Readings<'_>, date: &Date, add: &mut impl FnMut(Range<usize>)) {
    let Some(year) = date.year else { return };
    let short = year % 100;
    for run in &readings.runs.stamps {
        let digits = readings.text.get(run.clone()).unwrap_or_default();
        let here = match digits.len() {
            6 => {
                let orders =
                    [(short, date.month, date.day), (date.day, date.month, short), (date.month, date.day, short)];
                orders.iter().any(|(a, b, c)| format!("{a:02}{b:02}{c:02}") == digits)
                    && is_birthday(readings.text, run)
            }
            9 | 10 | 12 | 13 => {
                let seconds = moment::seconds(digits).filter(|seconds| seconds % 3600 == 0);
                seconds
                    .zip(moment::begins(date))
                    .is_some_and(|(seconds, begins)| (0..86_400).contains(&(seconds - begins)))
            }
            _ => false,
        };
        if here {
            add(run.clone());
        }
    }
}

/// A date with the midnight that programs write behind it: `1986-03-17T00:00:00Z`.
fn with_midnight(text: &str, bytes: &Range<usize>) -> Range<usize> {
    static MIDNIGHT: LazyLock<Option<Regex>> =
        LazyLock::new(|| compile(r"^[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?"));
    let rest = text.get(bytes.end..).unwrap_or_default();
    let length = MIDNIGHT.as_ref().and_then(|midnight| midnight.find_at(rest, 0)).map_or(0, |found| found.len());
    bytes.start..bytes.end + length
}

/// Whether a day without a year stands beside a word for being born.
fn is_birthday(text: &str, bytes: &Range<usize>) -> bool {
    const WORDS: &[&str] = &[
        "born",
        "birth",
        "birthday",
        "birthdate",
        "dob",
        "geboren",
        "geburtstag",
        "geb",
        "geburtsdatum",
        "ne",
        "nee",
        "naissance",
        "anniversaire",
    ];
    let before = text.get(..bytes.start).unwrap_or_default();
    let after = text.get(bytes.end..).unwrap_or_default();
    let word = |word: &str| WORDS.contains(&fold(word).as_str());
    let split = |c: char| !c.is_alphanumeric();
    before.rsplit(split).filter(|word| !word.is_empty()).take(6).any(word)
        || after.split(split).filter(|word| !word.is_empty()).take(5).any(word)
}
