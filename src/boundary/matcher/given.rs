//! Quantities that are private values: a date, a time, an amount. Found by what they amount to, in any notation.
//!
//! Only for what the user gave (or a detector found a birthday to be): in a run quantities are what an abstraction is for.

use std::ops::Range;

use super::{Found, How};
use crate::boundary::view::fold::fold;
use crate::boundary::view::quantity::{self as view, Amount, Clock, Date};
use crate::text::quantity::{self, Measure};

/// One quantity to look for.
pub(super) struct Given {
    entry: usize,
    what: What,
}

enum What {
    Date(Date),
    Clock(Clock),
    Amount(Amount),
    /// Another quantity, in its canonical form.
    Other(Measure, zeroize::Zeroizing<String>),
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

    /// Adds every place where it stands. `said`: the text's numbers were words.
    pub(super) fn find(&self, text: &str, said: bool, found: &mut Vec<Found>) {
        let mut add =
            |bytes: Range<usize>| found.push(Found { bytes, entry: self.entry, how: How::Quantity, part: false });
        let digits = text.bytes().any(|byte| byte.is_ascii_digit());
        match &self.what {
            What::Date(date) if digits => {
                for (bytes, other) in view::dates(text) {
                    let day = other.month == date.month && other.day == date.day;
                    let year = match (date.year, other.year) {
                        (Some(year), Some(short @ 0..=99)) => year % 100 == short,
                        (Some(year), Some(other)) => year == other,
                        (Some(_), None) => is_birthday(text, &bytes),
                        (None, _) => true,
                    };
                    if day && year {
                        add(bytes);
                    }
                }
            }
            What::Clock(clock) => {
                for (bytes, other) in view::clocks(text, said) {
                    let hour = if other.either { other.hour % 12 == clock.hour % 12 } else { other.hour == clock.hour };
                    if hour && other.minute == clock.minute {
                        add(bytes);
                    }
                }
            }
            What::Amount(amount) if digits => {
                for (bytes, other) in view::amounts(text) {
                    if is_same(amount, &other) {
                        add(bytes);
                    }
                }
            }
            What::Other(measure, canonical) if digits => {
                for other in quantity::find(text) {
                    if other.measure == *measure && *other.canonical == **canonical {
                        add(other.start..other.end);
                    }
                }
            }
            _ => {}
        }
    }
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
