//! How a postal address may be written: its street in full or short, its parts alone.

use super::{Form, How, Maker, words};
use crate::boundary::matcher::lists::{COMPANIES, STREETS, is_street};
use crate::boundary::words::is_common;

impl Maker<'_> {
    pub(super) fn address(&mut self, value: &str) {
        let all = words(value);
        let every: Vec<&str> = all.iter().map(|(word, _)| word.as_str()).collect();
        self.street_spellings(&every, Form::Whole, How::Same);
        self.turned(&every);
        // The town in front.
        let mut parts: Vec<&str> = value.split([',', ';', '\n']).collect();
        if parts.len() > 1 {
            parts.reverse();
            let turned = words(&parts.join(" "));
            let turned: Vec<&str> = turned.iter().map(|(word, _)| word.as_str()).collect();
            self.street_spellings(&turned, Form::Whole, How::Order);
        }
        // A postcode that a few houses share (`LS6 3QT`, `1017 XN`).
        if let Some((outer, inner)) =
            every.iter().zip(every.iter().skip(1)).find(|(outer, inner)| is_fine(outer, inner))
        {
            self.join(&[outer, inner], Form::Digits, How::Part);
        }
        // Each part between commas that has a street and a number stands for the whole.
        for part in value.split([',', ';', '\n']) {
            let part = words(part);
            let part: Vec<&str> = part.iter().map(|(word, _)| word.as_str()).collect();
            let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 5;
            let (numbers, names): (Vec<&str>, Vec<&str>) = part.iter().copied().partition(|word| number(word));
            let [house] = numbers.as_slice() else { continue };
            let postcode = house.len() >= 4 && part.first() == Some(house);
            if names.concat().len() < 4 || postcode {
                continue;
            }
            self.street_spellings(&part, Form::Whole, How::Part);
            // `Lindenweg Nr. 4`
            if part.last() == Some(house) {
                let numbered: Vec<&str> = names.iter().copied().chain(["nr", *house]).collect();
                self.street_spellings(&numbered, Form::Whole, How::Part);
            }
            // `Birkenhainer 47`: the street without the word for one.
            let own: Vec<&str> = names.iter().copied().filter(|name| !is_street(name)).collect();
            if own.len() < names.len() && own.iter().any(|name| name.len() >= 5 && !is_common(name)) {
                let numbered =
                    if part.first() == Some(house) { [&[*house], own.as_slice()] } else { [own.as_slice(), &[*house]] };
                self.spellings(&numbered.concat(), Form::Whole, How::Part);
            }
            // The number on the other side.
            let mut other: Vec<&str> = names.clone();
            if part.first() == Some(house) {
                other.push(house);
            } else {
                other.insert(0, house);
            }
            self.street_spellings(&other, Form::Whole, How::Order);
            let distinct = names.iter().any(|name| name.len() >= 4 && !is_common(name) && !is_street(name));
            if distinct && (names.len() > 1 || names.concat().len() >= 8) {
                self.street_spellings(&names, Form::Street, How::Part);
            }
        }
    }

    /// With the usual ways to write a street short and in full.
    pub(super) fn street_spellings(&mut self, words: &[&str], form: Form, how: How) {
        self.spellings(words, form, how);
        for (long, short) in STREETS {
            for (from, to) in [(long, short), (short, long)] {
                let replaced: Vec<String> = words
                    .iter()
                    .map(|word| {
                        let glued = *long == "strasse" && word.len() > from.len() + 2;
                        match word.strip_suffix(from) {
                            Some("") => (*to).to_owned(),
                            Some(stem) if glued => format!("{stem}{to}"),
                            _ => (*word).to_owned(),
                        }
                    })
                    .collect();
                let replaced: Vec<&str> = replaced.iter().map(String::as_str).collect();
                if replaced != words {
                    self.spellings(&replaced, form, how);
                }
            }
        }
    }
}

/// Whether two words are a postcode of the UK or the Netherlands, which tells a street.
fn is_fine(outer: &str, inner: &str) -> bool {
    let shape = |word: &str| word.bytes().map(|byte| if byte.is_ascii_digit() { '9' } else { 'a' }).collect::<String>();
    match shape(inner).as_str() {
        "9aa" => matches!(shape(outer).as_str(), "a9" | "a99" | "aa9" | "aa99" | "a9a" | "aa9a"),
        "aa" => shape(outer) == "9999" && !outer.starts_with('0') && !COMPANIES.contains(&inner),
        _ => false,
    }
}
