//! Numbers as people read them, in few and steady columns. `~` marks what is estimated.

/// A byte count in at most three digits, apart from its unit: `847` `B`, `1.2` `kB`. Units are powers of 1000.
#[must_use]
pub fn bytes_parts(bytes: u64) -> (String, &'static str) {
    let mut value = bytes as f64;
    for unit in ["B", "kB", "MB", "GB"] {
        if value < 999.5 || unit == "GB" {
            let digits = usize::from(unit != "B" && value < 9.95);
            return (format!("{value:.digits$}"), unit);
        }
        value /= 1000.0;
    }
    (bytes.to_string(), "B")
}

/// A byte count: `847 B`, `1.2 kB`.
#[must_use]
pub fn bytes(count: u64) -> String {
    let (number, unit) = bytes_parts(count);
    format!("{number} {unit}")
}

/// US dollars: `$0`, `$0.0039`, `$1.24`; `<$0.0001` where four digits would show nothing.
#[must_use]
pub fn usd(value: f64) -> String {
    if value == 0.0 {
        "$0".to_owned()
    } else if value < 0.000_05 {
        "<$0.0001".to_owned()
    } else if value < 0.999_95 {
        format!("${value:.4}")
    } else {
        format!("${value:.2}")
    }
}

/// US dollars, or `$?` where no price is known.
#[must_use]
pub fn usd_or_unknown(value: Option<f64>) -> String {
    value.map_or_else(|| "$?".to_owned(), usd)
}

/// A duration from milliseconds: `0.4 s`, `102 s`, `17 min`.
#[must_use]
pub fn seconds(ms: u64) -> String {
    match ms {
        0..=99_949 => format!("{:.1} s", ms as f64 / 1000.0),
        99_950..=999_499 => format!("{:.0} s", ms as f64 / 1000.0),
        _ => format!("{:.0} min", ms as f64 / 60_000.0),
    }
}

/// A token count: `812`, `9999`, `12.3k`, `1.2M`.
#[must_use]
pub fn tokens(count: u64) -> String {
    match count {
        0..=9_999 => count.to_string(),
        10_000..=99_949 => format!("{:.1}k", count as f64 / 1e3),
        99_950..=999_499 => format!("{:.0}k", count as f64 / 1e3),
        _ => format!("{:.1}M", count as f64 / 1e6),
    }
}

/// Tokens per second: `52 tok/s`, `8.1 tok/s`.
#[must_use]
pub fn rate(per_second: f64) -> String {
    if per_second < 9.95 { format!("{per_second:.1} tok/s") } else { format!("{per_second:.0} tok/s") }
}

/// `text`, with the mark of an estimate in front where it is one.
#[must_use]
pub fn estimated(text: &str, is_estimate: bool) -> String {
    if is_estimate { format!("~{text}") } else { text.to_owned() }
}

/// `1 leak`, `2 leaks`: a count with its noun.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_take_at_most_three_digits() {
        for (count, want) in [
            (0, "0 B"),
            (847, "847 B"),
            (999, "999 B"),
            (1_000, "1.0 kB"),
            (1_249, "1.2 kB"),
            (9_949, "9.9 kB"),
            (9_960, "10 kB"),
            (999_499, "999 kB"),
            (999_600, "1.0 MB"),
            (12_000_000, "12 MB"),
        ] {
            assert_eq!(bytes(count), want);
            assert!(bytes_parts(count).0.len() <= 3);
        }
    }

    #[test]
    fn money() {
        for (value, want) in
            [(0.0, "$0"), (0.000_001, "<$0.0001"), (0.0039, "$0.0039"), (0.999_99, "$1.00"), (1.236, "$1.24")]
        {
            assert_eq!(usd(value), want);
        }
        assert_eq!(usd_or_unknown(None), "$?");
    }

    #[test]
    fn times_and_tokens() {
        assert_eq!(
            [0, 410, 6_200, 99_949, 99_950, 1_020_000].map(seconds),
            ["0.0 s", "0.4 s", "6.2 s", "99.9 s", "100 s", "17 min"]
        );
        assert_eq!([301, 9_999, 12_345, 99_950, 1_200_000].map(tokens), ["301", "9999", "12.3k", "100k", "1.2M"]);
        assert_eq!([8.14, 52.4].map(rate), ["8.1 tok/s", "52 tok/s"]);
        assert_eq!(estimated("212", true), "~212");
        assert_eq!([count(1, "leak", "leaks"), count(0, "leak", "leaks")], ["1 leak", "0 leaks"]);
    }
}
