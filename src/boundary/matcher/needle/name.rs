//! How a person's name may be written: in another order, with initials, in part, without its accents.

use super::{Form, How, Maker, rotate};
use crate::boundary::matcher::inflect;
use crate::boundary::matcher::lists::{COMPANIES, PARTICLES, TITLES};
use crate::boundary::words::{is_common, is_name};

impl Maker<'_> {
    pub(super) fn person(&mut self, all: &[(String, bool)]) {
        let every: Vec<&str> = all.iter().map(|(word, _)| word.as_str()).collect();
        let named: Vec<&str> = every.iter().copied().filter(|word| !TITLES.contains(word)).collect();
        if named.is_empty() {
            self.spellings(&every, Form::Whole, How::Same);
            return;
        }
        self.spellings(&named, Form::Whole, How::Same);
        self.spellings(&every, Form::Whole, How::Same);
        self.turned(&named);
        let (Some(first), Some(last)) = (named.first().copied(), named.last().copied()) else { return };
        if named.len() < 2 {
            self.cases(last, Form::Family);
            return;
        }
        let middle = named.get(1..named.len() - 1).unwrap_or_default();
        let family: Vec<&str> =
            std::iter::successors(Some(named.len() - 1), |at| at.checked_sub(1).filter(|at| *at > 0))
                .take_while(|at| *at == named.len() - 1 || named.get(*at).is_some_and(|word| PARTICLES.contains(word)))
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .filter_map(|at| named.get(at).copied())
                .collect();
        // The other way round, and without the names between.
        let mut turned = family.clone();
        turned.extend(named.iter().take(named.len() - family.len()));
        self.spellings(&turned, Form::Whole, How::Order);
        self.spellings(&[last, first], Form::Whole, How::Order);
        self.spellings(&[first, last], Form::Whole, How::Part);
        let mut short = vec![first];
        short.extend(&family);
        self.spellings(&short, Form::Whole, How::Part);
        // Initials.
        let initial = |word: &'_ str| word.chars().next().filter(char::is_ascii).map(String::from);
        if let (Some(f), Some(l)) = (initial(first), initial(last)) {
            let mut with = vec![f.as_str()];
            with.extend(&family);
            self.spellings(&with, Form::Initial, How::Initial);
            self.spellings(&[f.as_str(), last], Form::Initial, How::Initial);
            self.spellings(&[last, f.as_str()], Form::Initial, How::Initial);
            self.spellings(&[first, l.as_str()], Form::Initial, How::Initial);
            let between: Vec<String> = middle.iter().filter_map(|word| initial(word)).collect();
            if !between.is_empty() {
                let between: Vec<&str> = between.iter().map(String::as_str).collect();
                for head in [f.as_str(), first] {
                    let all: Vec<&str> = std::iter::once(head).chain(between.iter().copied()).chain([last]).collect();
                    self.spellings(&all, Form::Initial, How::Initial);
                }
            }
        }
        // One name of several.
        for (at, word) in named.iter().enumerate() {
            if word.chars().count() < 3 && word.is_ascii() || PARTICLES.contains(word) || COMPANIES.contains(word) {
                continue;
            }
            let form = if at + 1 == named.len() { Form::Family } else { Form::Given };
            self.spellings(&[word], form, How::Part);
            self.cases(word, form);
            if word.len() >= 6 {
                let back: String = word.chars().rev().collect();
                if !is_common(&back) && !is_name(&back) {
                    self.push(&back, 0, Form::Exact, How::Reversed);
                }
                let rotated: String = word.chars().map(rotate).collect();
                self.push(&rotated, 0, Form::Exact, How::Rotated);
            }
        }
    }

    /// What other languages decline of a name.
    fn cases(&mut self, word: &str, form: Form) {
        let given = form == Form::Given;
        for (stem, sort) in inflect::stems(word) {
            self.push(&stem, 0, Form::Stem { stem: sort, given }, How::Part);
        }
        if let Some(turned) = inflect::turned(word)
            && turned.len() >= 6
            && !is_common(&turned)
            && !is_name(&turned)
        {
            self.push(&turned, 0, form, How::Part);
        }
    }
}
