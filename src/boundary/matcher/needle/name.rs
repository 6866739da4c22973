//! How a person's name may be written: in another order, with initials, in part, without its accents.

use super::{Form, How, Maker, rotate};
use crate::boundary::matcher::inflect;
use crate::boundary::matcher::lists::{COMPANIES, PARTICLES, TITLES};
use crate::boundary::words::{is_common, is_name};

impl Maker<'_> {
    pub(super) fn person(&mut self, value: &str, all: &[(String, bool)]) {
        let every: Vec<&str> = all.iter().map(|(word, _)| word.as_str()).collect();
        let tied = tied(value, all.len());
        let kept = |at: &usize| every.get(*at).is_some_and(|word| !TITLES.contains(word));
        let places: Vec<usize> = (0..every.len()).filter(kept).collect();
        let named: Vec<&str> = places.iter().filter_map(|at| every.get(*at).copied()).collect();
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
        let is_tied = |at: usize| places.get(at).and_then(|at| tied.get(*at)).copied().unwrap_or(false);
        // The family name: with what a hyphen ties to it, and with its particles.
        let mut family_from = named.len() - 1;
        while family_from > 1
            && (is_tied(family_from) || named.get(family_from - 1).is_some_and(|word| PARTICLES.contains(word)))
        {
            family_from -= 1;
        }
        let given_to = (1..family_from).find(|at| !is_tied(*at)).unwrap_or(family_from);
        let (head, family) = named.split_at_checked(family_from).unwrap_or((&[], &named));
        let middle = named.get(1..named.len() - 1).unwrap_or_default();
        // The other way round, and without the names between.
        self.spellings(&[family, head].concat(), Form::Whole, How::Order);
        self.spellings(&[last, first], Form::Whole, How::Order);
        self.spellings(&[first, last], Form::Whole, How::Part);
        self.spellings(&[&[first], family].concat(), Form::Whole, How::Part);
        self.compound(&named, given_to, family_from);
        // Initials.
        let initial = |word: &'_ str| word.chars().next().filter(char::is_ascii).map(String::from);
        if let (Some(f), Some(l)) = (initial(first), initial(last)) {
            self.spellings(&[&[f.as_str()], family].concat(), Form::Initial, How::Initial);
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
            // Half of a given name is somebody else's as often: `Jean` is not Jean-Baptiste.
            if at < given_to && given_to > 1 && is_name(word) {
                continue;
            }
            let form = if at >= family_from { Form::Family } else { Form::Given };
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

    /// Names of several words: a given name or a family name with a hyphen, a family name with particles.
    fn compound(&mut self, named: &[&str], given_to: usize, family_from: usize) {
        let (Some(first), Some(last)) = (named.first().copied(), named.last().copied()) else { return };
        let (given, family) = (named.get(..given_to).unwrap_or_default(), named.get(family_from..).unwrap_or_default());
        let letter = |word: &&str| word.chars().next().filter(char::is_ascii).map(String::from);
        let initials = |words: &[&str]| words.iter().filter_map(letter).collect::<Vec<String>>();
        let (particles, own): (Vec<&str>, Vec<&str>) =
            family.iter().copied().partition(|word| PARTICLES.contains(word));
        // `J.-P. van den Broek`, `Broek, J.-P. van den`, `jpvandenbroek`
        let heads = initials(given);
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        if heads.len() > 1 {
            self.spellings(&[&heads, family].concat(), Form::Initial, How::Initial);
            self.spellings(&[family, &heads].concat(), Form::Initial, How::Initial);
            self.spellings(given, Form::Given, How::Part);
            for half in given {
                self.spellings(&[&[*half], family].concat(), Form::Whole, How::Part);
            }
        }
        if !particles.is_empty() {
            self.spellings(family, Form::Family, How::Part);
            self.spellings(&[&own, given, &particles].concat(), Form::Whole, How::Order);
            self.spellings(&[own.as_slice(), &heads, &particles].concat(), Form::Initial, How::Initial);
            // `v. d. Broek`; the letter of one particle alone may be anybody's initial.
            let short = initials(&particles);
            let short: Vec<&str> = short.iter().map(String::as_str).collect();
            if short.len() > 1 {
                self.spellings(&[&short, own.as_slice()].concat(), Form::Family, How::Part);
            }
            for head in [given, &[first], heads.as_slice()] {
                let form = if head == heads { Form::Initial } else { Form::Whole };
                self.spellings(&[head, &short, &own].concat(), form, How::Part);
            }
        }
        if own.len() > 1 {
            // Both halves, or one of them: `Périer`, `C. Delacroix`, `Chloé D.-P.`
            self.spellings(family, Form::Family, How::Part);
            let short = initials(&own);
            let short: Vec<&str> = short.iter().map(String::as_str).collect();
            self.spellings(&[given, &short].concat(), Form::Initial, How::Initial);
            for name in own.iter().filter(|name| **name != last && name.len() > 2) {
                self.spellings(&[given, &[*name]].concat(), Form::Whole, How::Part);
                self.spellings(&[*name, first], Form::Whole, How::Order);
                self.spellings(&[&heads, &[*name][..]].concat(), Form::Initial, How::Initial);
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

/// For each word of a value, whether a hyphen or an apostrophe ties it to the one in front.
fn tied(value: &str, count: usize) -> Vec<bool> {
    let mut all: Vec<bool> = Vec::with_capacity(count);
    for chunk in value.split_whitespace() {
        let mut pieces = chunk.split(['-', '\u{2010}', '\u{2011}', '\'', '’']);
        all.extend(pieces.next().map(super::words).into_iter().flatten().map(|_| false));
        for piece in pieces {
            let mut first = true;
            all.extend(super::words(piece).into_iter().map(|_| std::mem::take(&mut first)));
        }
    }
    // Words cut in another way than at spaces and hyphens: none is tied.
    if all.len() == count { all } else { vec![false; count] }
}
