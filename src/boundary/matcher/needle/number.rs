//! How a telephone, card, account or customer number may be grouped, and which of its parts stand for it.

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
        self.tail(&text);
        // The number without its letters.
        let figures: String = text.chars().filter(char::is_ascii_digit).collect();
        let longest = pieces
            .iter()
            .filter(|piece| piece.bytes().all(|byte| byte.is_ascii_digit()))
            .max_by_key(|piece| piece.len());
        if figures.len() < text.len() {
            if figures.len() >= 8 {
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
