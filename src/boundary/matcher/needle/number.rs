//! How a telephone, card, account or customer number may be grouped, and which of its parts stand for it.

use zeroize::Zeroizing;

use super::{Form, How, Maker, Nature, joined, words};
use crate::boundary::matcher::lists::HYPHENS;

impl Maker<'_> {
    pub(super) fn phone(&mut self, value: &str) {
        let international = value.trim_start().starts_with('+') || value.trim_start().starts_with("00");
        // `+49 (0) 170`: the zero is only dialled at home.
        let value = value.replace("(0)", "");
        let digits: String = value.chars().filter(char::is_ascii_digit).collect();
        let digits = digits.strip_prefix("00").unwrap_or(&digits);
        let (country, rest) = if international {
            digits.split_at_checked(country_code(digits)).unwrap_or(("", digits))
        } else {
            ("", digits)
        };
        let rest = rest.strip_prefix('0').unwrap_or(rest);
        let codes: Vec<&str> = if country.is_empty() { vec!["49", "33", "44", "41", "43", "1"] } else { vec![country] };
        self.push(digits, 0, Form::Digits, How::Same);
        for code in codes {
            for head in [
                code.to_string(),
                format!("00{code}"),
                format!("{code}0"),
                format!("00{code}0"),
                format!("0{code}"),
                format!("011{code}"),
            ] {
                self.push(&format!("{head}{rest}"), 0, Form::Digits, How::Same);
            }
        }
        self.push(&format!("0{rest}"), 0, Form::Digits, How::Same);
        // The number behind the area code, where that stands in another field.
        if let Some(area) = area(&value).first()
            && let Some(subscriber) = rest.strip_prefix(area.as_str())
            && subscriber.len() >= 6
        {
            self.push(subscriber, 0, Form::Beside, How::Part);
        }
        self.tail(digits);
        if rest.len() >= 7 {
            self.push(rest, 0, Form::Digits, How::Same);
        }
        for text in [digits.to_owned(), format!("0{rest}")] {
            let back: String = text.chars().rev().collect();
            self.push(&back, 0, Form::Digits, How::Reversed);
        }
    }

    pub(super) fn id(&mut self, value: &str, nature: Nature) {
        let pieces = words(value);
        let pieces: Vec<&str> = pieces.iter().map(|(word, _)| word.as_str()).collect();
        let (text, breaks) = joined(&pieces);
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let form = if nature == Nature::Number || digits >= 6 || text.len() >= 10 { Form::Digits } else { Form::Whole };
        self.push(&text, breaks, form, How::Same);
        // `KD dash two zero four seven`
        if pieces.len() > 1 && value.contains('-') {
            for hyphen in HYPHENS {
                let said: Vec<&str> = pieces.iter().flat_map(|piece| [*hyphen, *piece]).skip(1).collect();
                self.join(&said, form, How::Same);
            }
        }
        // Zeros in front of a running number left out: `ORD-2023-9418`.
        if pieces.len() > 1
            && let Some((last, head)) = pieces.split_last()
            && last.starts_with('0')
            && last.bytes().all(|byte| byte.is_ascii_digit())
        {
            let short = last.trim_start_matches('0');
            if short.len() >= 4 && head.iter().any(|piece| piece.bytes().any(|byte| byte.is_ascii_alphabetic())) {
                self.join(&[head, &[short]].concat(), form, How::Same);
            }
        }
        for other in other_years(value, &pieces) {
            let other: Vec<&str> = other.iter().map(String::as_str).collect();
            self.join(&other, form, How::Same);
        }
        self.host(value);
        self.account(&text);
        self.tail(&text);
        // The number without its letters.
        let figures: String = text.chars().filter(char::is_ascii_digit).collect();
        let longest = pieces
            .iter()
            .filter(|piece| piece.bytes().all(|byte| byte.is_ascii_digit()))
            .max_by_key(|piece| piece.len());
        if figures.len() < text.len() {
            // Seven, where only a letter or two stand for the sort of number.
            let few = text.len() - figures.len() <= 3 && !text.ends_with(|c: char| c.is_ascii_alphabetic());
            if figures.len() >= if few && pieces.len() > 1 { 7 } else { 8 } {
                self.push(&figures, 0, Form::Digits, How::Part);
            }
            if let Some(longest) = longest.filter(|longest| longest.len() >= 6) {
                self.push(longest, 0, Form::Digits, How::Part);
            }
        }
        let count = text.chars().count();
        if count >= 6 {
            let back: String = text.chars().rev().collect();
            self.push(&back, 0, if form == Form::Digits { form } else { Form::Exact }, How::Reversed);
        }
    }

    /// The name of a host without its domain: `heron-ldap02` of `heron-ldap02.intra`.
    fn host(&mut self, value: &str) {
        let Some((name, domain)) = value.split_once('.').filter(|(_, domain)| !domain.is_empty()) else { return };
        let plain = |text: &str, marks: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || marks.contains(c));
        let ends = domain.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
        if !(plain(name, "-_") && plain(domain, "-_.") && ends && letters >= 4 && letters < name.len()) {
            return;
        }
        let pieces = words(name);
        let pieces: Vec<&str> = pieces.iter().map(|(word, _)| word.as_str()).collect();
        if pieces.iter().any(|piece| piece.bytes().any(|byte| byte.is_ascii_digit())) && name.len() >= 6 {
            self.join(&pieces, Form::Whole, How::Part);
            // With a part of its domain.
            let labels: Vec<&str> = domain.split('.').collect();
            for count in 1..labels.len() {
                let with: Vec<(String, bool)> = labels.iter().take(count).flat_map(|label| words(label)).collect();
                let with: Vec<&str> =
                    pieces.iter().copied().chain(with.iter().map(|(word, _)| word.as_str())).collect();
                self.join(&with, Form::Whole, How::Part);
            }
        }
    }

    /// Bank code and account of an IBAN, together and alone.
    fn account(&mut self, iban: &str) {
        let Some((bank, account)) = bank_and_account(iban) else { return };
        let short = account.trim_start_matches('0');
        if let Some(bban) = iban.get(4..).filter(|bban| bban.len() >= 10) {
            self.push(bban, 0, Form::Digits, How::Part);
        }
        if !bank.is_empty() {
            self.push(&format!("{bank}{short}"), 0, Form::Digits, How::Part);
            self.push(bank, 0, Form::Beside, How::Part);
        }
        for account in [account, short] {
            let form = if account.len() >= 8 { Form::Digits } else { Form::Beside };
            if account.len() >= 5 {
                self.push(account, 0, form, How::Part);
            }
        }
    }

    /// The last four digits of a card, an account or a telephone.
    pub(super) fn tail(&mut self, text: &str) {
        let long = text.bytes().filter(u8::is_ascii_digit).count() >= 9;
        if let Some(tail) = text.len().checked_sub(4).and_then(|at| text.get(at..)).filter(|_| long) {
            self.push(tail, 0, Form::Tail, How::Part);
        }
    }
}

/// The length of the country code a number begins with (ITU-T E.164).
fn country_code(digits: &str) -> usize {
    let head = |length: usize| digits.get(..length).and_then(|head| head.parse::<u32>().ok()).unwrap_or(0);
    match (head(1), head(2)) {
        (1 | 7, _) => 1,
        (_, 20 | 27 | 30..=34 | 36 | 39..=41 | 43..=49 | 51..=58 | 60..=66 | 81 | 82 | 84 | 86 | 90..=95 | 98) => 2,
        _ => 3,
    }
}

/// The area code of a telephone number as its owner groups it, without and with the zero dialled in front. Empty where the
/// grouping does not tell.
pub(super) fn area(value: &str) -> Vec<Zeroizing<String>> {
    let plain = value.replace("(0)", " ");
    let international = plain.trim_start().starts_with('+') || plain.trim_start().starts_with("00");
    let mut groups = plain.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
    if international {
        let country = groups.next().unwrap_or_default().trim_start_matches('0');
        if country.len() > 3 {
            return Vec::new();
        }
    }
    let area = groups.next().unwrap_or_default().trim_start_matches('0');
    if !(2..=5).contains(&area.len()) || groups.next().is_none() {
        return Vec::new();
    }
    vec![Zeroizing::new(area.to_owned()), Zeroizing::new(format!("0{area}"))]
}

/// What says enough beside the one or the other half of an IBAN: its bank code and its account.
pub(super) fn account(value: &str) -> Vec<Zeroizing<String>> {
    let text: String = words(value).into_iter().map(|(word, _)| word).collect();
    let Some((bank, account)) = bank_and_account(&text) else { return Vec::new() };
    let short = account.trim_start_matches('0');
    [bank, account, short]
        .into_iter()
        .filter(|part| part.len() >= 5)
        .map(|part| Zeroizing::new(part.to_owned()))
        .collect()
}

/// Bank code and account number of a folded IBAN, by the rules of its country (ISO 13616 registry); `None` if it is none.
fn bank_and_account(iban: &str) -> Option<(&str, &str)> {
    let (country, check) = (iban.get(..2)?, iban.get(2..4)?);
    let shaped =
        country.bytes().all(|byte| byte.is_ascii_lowercase()) && check.bytes().all(|byte| byte.is_ascii_digit());
    if !shaped || !(15..=34).contains(&iban.len()) || !iban.is_ascii() {
        return None;
    }
    let (bank, account) = match (country, iban.len()) {
        ("de", 22) => (4..12, 12..22),
        ("at", 20) => (4..9, 9..20),
        ("ch", 21) => (4..9, 9..21),
        ("fr", 27) => (4..14, 14..25),
        ("es", 24) => (4..12, 14..24),
        ("nl", 18) => (4..4, 8..18),
        ("be", 16) => (4..7, 7..16),
        ("it", 27) => (5..15, 15..27),
        ("pl", 28) => (4..12, 12..28),
        ("gb", 22) => (8..14, 14..22),
        ("dk", 18) => (4..8, 8..18),
        ("lu", 20) => (4..7, 7..20),
        ("tr", 26) => (4..9, 10..26),
        _ => return None,
    };
    Some((iban.get(bank)?, iban.get(account)?))
}

/// The pieces of a file number with its year in full or short: `2087/24`, `2087/2024`.
fn other_years(value: &str, pieces: &[&str]) -> Vec<Vec<String>> {
    let digits = |piece: &str| !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_digit());
    let rest = |at: usize| {
        pieces.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, piece)| piece.len()).sum::<usize>()
    };
    let with = |at: usize, year: String| {
        let replace = |(other, piece): (usize, &&str)| if other == at { year.clone() } else { (*piece).to_owned() };
        pieces.iter().enumerate().map(replace).collect::<Vec<String>>()
    };
    let mut found = Vec::new();
    for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| digits(piece)) {
        let full = piece.len() == 4 && (piece.starts_with("19") || piece.starts_with("20"));
        // Only behind a slash are two digits a year for sure.
        let short = piece.len() == 2 && at + 1 == pieces.len() && value.ends_with(&format!("/{piece}"));
        if full && pieces.len() > 1 && rest(at) >= 4 {
            found.push(with(at, piece.get(2..).unwrap_or_default().to_owned()));
        } else if short && rest(at) >= 3 {
            let century = if *piece < "50" { "20" } else { "19" };
            found.push(with(at, format!("{century}{piece}")));
        }
    }
    found
}
