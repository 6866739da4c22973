//! Exact numbers as people write them: `1,234.5`, `1.234,5`, `0,45`. No floating point.

use std::fmt;

/// An exact fraction in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exact {
    numerator: i128,
    denominator: i128,
}

/// A number with `.`/`,` and no-break or apostrophe grouping.
pub(super) const NUMBER: &str = r"(?:\d{1,3}(?:[\x{a0}\x{202f}\x{2009}'’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)";
/// The same, grouped with plain spaces too. Only for money: `2 500 mg` is two things, `2 500 €` is one.
pub(super) const SPACED: &str = r"(?:\d{1,3}(?:[ \x{a0}\x{202f}\x{2009}'’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)";

impl Exact {
    pub(super) fn new(numerator: i128, denominator: i128) -> Option<Self> {
        let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs());
        let divisor = i128::try_from(divisor).ok().filter(|divisor| *divisor > 0)?;
        (denominator > 0).then_some(Self { numerator: numerator / divisor, denominator: denominator / divisor })
    }

    /// Reads a number. `None` for versions (`1.2.3`), wrong grouping, or more than 18 digits.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let plain: String = text.chars().filter(|c| !" \u{a0}\u{202f}\u{2009}'’".contains(*c)).collect();
        if plain.is_empty() || !plain.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',') {
            return None;
        }
        let (whole, fraction) = match notation(&plain)? {
            Notation::Decimals(mark) => plain.rsplit_once(mark)?,
            Notation::Whole => (plain.as_str(), ""),
        };
        let digits: String = whole.chars().chain(fraction.chars()).filter(char::is_ascii_digit).collect();
        if digits.is_empty() || digits.len() > 18 {
            return None;
        }
        let numerator: i128 = digits.parse().ok()?;
        let denominator = 10_i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
        Self::new(if negative { -numerator } else { numerator }, denominator)
    }

    /// This times `numerator / denominator`.
    pub(super) fn times(self, numerator: i128, denominator: i128) -> Option<Self> {
        Self::new(self.numerator.checked_mul(numerator)?, self.denominator.checked_mul(denominator)?)
    }

    /// The sum.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Self::new(left.checked_add(right)?, self.denominator.checked_mul(other.denominator)?)
    }
}

/// How the digits of a number are split up.
#[derive(Clone, Copy)]
enum Notation {
    /// No decimals; separators, if any, group.
    Whole,
    /// Decimals behind this character.
    Decimals(char),
}

/// Reads the notation; `None` if it is no number.
fn notation(text: &str) -> Option<Notation> {
    let dots = text.matches('.').count();
    let commas = text.matches(',').count();
    let (notation, grouping) = match (dots, commas) {
        (0, 0) => return Some(Notation::Whole),
        (1, 0) => return Some(Notation::Decimals('.')),
        (0, 1) => {
            let (whole, fraction) = text.split_once(',')?;
            // `1,500` is fifteen hundred; `0,500` and `1,50` have decimals.
            let grouped = fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
            return Some(if grouped { Notation::Whole } else { Notation::Decimals(',') });
        }
        (0, _) => (Notation::Whole, ','),
        (_, 0) => (Notation::Whole, '.'),
        _ if text.rfind('.') > text.rfind(',') => (Notation::Decimals('.'), ','),
        _ => (Notation::Decimals(','), '.'),
    };
    let whole = match notation {
        Notation::Decimals(mark) if text.matches(mark).count() > 1 => return None,
        Notation::Decimals(mark) => text.rsplit_once(mark)?.0,
        Notation::Whole => text,
    };
    let mut groups = whole.split(grouping);
    let first = groups.next()?;
    ((1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)).then_some(notation)
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl fmt::Display for Exact {
    /// A decimal without trailing zeros where it ends, a fraction where it does not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.denominator;
        let mut places = 0_usize;
        let mut scaled = self.numerator;
        while rest != 1 {
            // Multiply by ten until the denominator is used up; it never is if it has another prime than 2 and 5.
            let shared = if rest % 10 == 0 {
                10
            } else if rest % 5 == 0 {
                5
            } else if rest % 2 == 0 {
                2
            } else {
                return write!(f, "{}/{}", self.numerator, self.denominator);
            };
            rest /= shared;
            let Some(next) = scaled.checked_mul(10 / shared) else {
                return write!(f, "{}/{}", self.numerator, self.denominator);
            };
            scaled = next;
            places += 1;
        }
        let sign = if scaled < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = places + 1);
        let (whole, fraction) = digits.split_at_checked(digits.len() - places).unwrap_or((&digits, ""));
        if fraction.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        for (text, expected) in [
            ("0.45", "0.45"),
            ("0,450", "0.45"),
            ("1,234", "1234"),
            ("1,234.50", "1234.5"),
            ("1.234,50", "1234.5"),
            ("1 234", "1234"),
            ("1'234.5", "1234.5"),
            ("-5", "-5"),
            ("−0.5", "-0.5"),
            ("1.200.000", "1200000"),
            ("007", "7"),
            ("100", "100"),
            ("0.125", "0.125"),
            ("1.250", "1.25"),
        ] {
            assert_eq!(Exact::parse(text).map(|n| n.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["1.2.3", "1,2,3", "", "-", "1.2,3.4", "x", "1234567890123456789012", "1.23,456.7"] {
            assert_eq!(Exact::parse(text), None, "{text}");
        }
        assert_eq!(Exact::parse("10").and_then(|n| n.times(1, 3)).map(|n| n.to_string()).as_deref(), Some("10/3"));
    }
}
