//! How the name of a company, a project, a place or a thing may be written, and which of its words stands for it.

use super::{Form, How, Maker, words};
use crate::boundary::matcher::lists::{BESIDE, COMPANIES, PARTICLES, TITLES, is_generic};
use crate::boundary::words::{is_common, is_name, is_word};

/// What German compounds end in that say what a house deals in.
const SORTS: &[&str] = &[
    "haus",
    "markt",
    "betrieb",
    "laden",
    "handel",
    "dienst",
    "zentrum",
    "schule",
    "klinik",
    "praxis",
    "werkstatt",
    "verlag",
    "hof",
];

/// Houses that are called after the place they stand in more often than after somebody.
#[rustfmt::skip]
const PLACED: &[&str] = &[
    "stadtwerke", "klinik", "klinikum", "krankenhaus", "hospital", "hopital", "clinic", "clinique", "school", "schule", "ecole",
    "university", "universitat", "universite", "college", "lycee", "gymnasium", "grundschule", "academy", "akademie", "bank",
    "banque", "sparkasse", "club", "verein", "association", "institute", "institut", "centre", "center", "zentrum", "kita",
    "creche", "kindergarten", "nursery", "mairie", "gemeinde", "stadt", "amtsgericht", "landgericht", "residence", "seniorenheim",
    "pflegeheim", "heim", "filiale", "standort", "energie", "transport", "cafe", "hotel", "farm", "farms",
];

impl Maker<'_> {
    pub(super) fn phrase(&mut self, kind: &str, value: &str, all: &[(String, bool)]) {
        let every: Vec<&str> = all.iter().map(|(word, _)| word.as_str()).collect();
        self.spellings(&every, Form::Whole, How::Same);
        if value.contains('&') || value.contains('+') {
            for and in ["and", "und", "et"] {
                let with = value.replace(['&', '+'], &format!(" {and} "));
                let with = words(&with);
                let with: Vec<&str> = with.iter().map(|(word, _)| word.as_str()).collect();
                self.spellings(&with, Form::Whole, How::Same);
                let short: Vec<&str> = with.iter().copied().filter(|word| !COMPANIES.contains(word)).collect();
                if short.len() < with.len() {
                    self.spellings(&short, Form::Whole, How::Part);
                }
            }
        }
        if let Some((last, head)) = every.split_last()
            && let Some(stem) = last.strip_suffix('y')
            && stem.len() > 3
        {
            let plural = format!("{stem}ies");
            let all: Vec<&str> = head.iter().copied().chain([plural.as_str()]).collect();
            self.join(&all, Form::Whole, How::Same);
        }
        self.turned(&every);
        let short: Vec<&str> = every.iter().copied().filter(|word| !COMPANIES.contains(word)).collect();
        if short.len() < every.len() && short.concat().len() >= 4 {
            let plain = short.len() == 1 && short.iter().all(|word| is_common(word));
            self.spellings(&short, if plain { Form::Word } else { Form::Whole }, How::Part);
        }
        if every.len() < 2 {
            return;
        }
        // The name behind the word for what it is: `Clinique Sainte-Aurore`.
        let named: Vec<&str> = every.iter().copied().skip_while(|word| is_generic(word)).collect();
        let named: Vec<&str> = if named.len() < every.len() {
            named.into_iter().skip_while(|word| PARTICLES.contains(word)).collect()
        } else {
            named
        };
        let sorts = every.len() - named.len();
        if sorts > 0
            && named.len() > 1
            && named.concat().len() >= 8
            && all.iter().skip(sorts).all(|(_, capital)| *capital)
        {
            // Three lime trees are no clinic: what is left has to be written as a name.
            self.spellings(&named, Form::Word, How::Part);
        }
        self.saints(&every);
        self.eponym(&every);
        // Without the word for what it is behind: `Halvorsen Marine`, `St Oswald`.
        let sorts = every.iter().rev().take_while(|word| is_generic(word) || COMPANIES.contains(word)).count();
        let head = every.get(..every.len() - sorts).unwrap_or_default();
        if sorts > 0 && head.len() > 1 && head.concat().len() >= 8 && all.iter().all(|(_, capital)| *capital) {
            self.spellings(head, Form::Word, How::Part);
        }
        if let (Some((sort, head)), true) = (every.split_last(), sorts > 0) {
            self.spellings(&[head, &["s", *sort]].concat(), Form::Whole, How::Same);
        }
        // The name of a place without what it lies beside.
        if ["PLACE", "CITY", "TOWN", "VILLAGE", "LOCATION", "ORT"].iter().any(|name| kind.contains(name))
            && let Some((head, capital)) = all.first()
            && every.get(1).is_some_and(|word| BESIDE.contains(word))
            && *capital
            && head.len() >= 5
            && !is_common(head)
        {
            self.spellings(&[head], Form::Word, How::Part);
        }
        // The word that makes a name of it stands for the whole: the first of a company's, and what a project is called.
        let organisation = ["ORG", "COMPANY", "EMPLOYER", "CLIENT"].iter().any(|name| kind.contains(name));
        let project = ["PROJECT", "CODENAME", "OPERATION"].iter().any(|name| kind.contains(name))
            || every
                .first()
                .is_some_and(|first| matches!(*first, "project" | "projekt" | "projet" | "operation" | "codename"));
        // `Ateliers Verdonnet`: behind words for what it is, unless half the town is called so.
        let ahead =
            |word: &&&str| is_generic(word) || is_common(word) || PARTICLES.contains(*word) || TITLES.contains(*word);
        let led = every.iter().take_while(ahead);
        // Schools, hospitals and banks are called after their town.
        let placed = led.clone().any(|word| PLACED.contains(word));
        let behind = if placed { 0 } else { led.count() };
        for (at, (word, capital)) in all.iter().enumerate() {
            let generic = is_generic(word) || COMPANIES.contains(&word.as_str()) || TITLES.contains(&word.as_str());
            // `Möbelhaus Eichgrund`: the second word is the name.
            let deals = SORTS.iter().any(|sort| word.len() > sort.len() + 2 && word.ends_with(sort))
                && all.get(at + 1).is_some_and(|(next, capital)| *capital && next.len() >= 5 && !is_generic(next));
            let distinct = *capital && word.len() >= 5 && !generic && !deals;
            if distinct
                && ((organisation
                    && (at == 0
                        || at == behind && word.len() >= 6 && !is_word(word) && !is_name(word)
                        || all.first().is_some_and(|(first, _)| SORTS.iter().any(|sort| first.ends_with(sort)))
                            && at == 1
                            && !is_common(word)))
                    || (project && !is_common(word)))
            {
                self.spellings(&[word], Form::Word, How::Part);
            }
        }
    }

    /// A saint in the name, in full and in short.
    fn saints(&mut self, every: &[&str]) {
        const SAINTS: &[&[&str]] = &[&["st", "saint", "sankt", "san"], &["ste", "sainte", "santa"]];
        for (at, word) in every.iter().enumerate() {
            for other in
                SAINTS.iter().filter(|all| all.contains(word)).copied().flatten().filter(|other| *other != word)
            {
                let mut all = every.to_vec();
                if let Some(slot) = all.get_mut(at) {
                    *slot = other;
                }
                self.spellings(&all, Form::Whole, How::Same);
            }
        }
    }

    /// A disease called after somebody, as other languages and short speech call it: `Morbus Crohn`, `Crohn's`.
    fn eponym(&mut self, every: &[&str]) {
        const SORTS: &[&str] =
            &["disease", "syndrome", "krankheit", "syndrom", "maladie", "morbus", "enfermedad", "sindrome", "morbo"];
        let sort = every.iter().find(|word| SORTS.contains(word));
        let named: Vec<&str> = every
            .iter()
            .copied()
            .filter(|word| !SORTS.contains(word) && *word != "s" && !PARTICLES.contains(word))
            .collect();
        let ([name], Some(_)) = (named.as_slice(), sort) else { return };
        if name.len() < 4 || is_common(name) {
            return;
        }
        for other in ["disease", "syndrome", "krankheit", "syndrom"] {
            self.spellings(&[name, other], Form::Whole, How::Part);
            self.spellings(&[name, "s", other], Form::Whole, How::Part);
            self.spellings(&[&format!("{name}sche"), other], Form::Whole, How::Part);
        }
        for sort in ["morbus", "m", "maladie", "syndrome", "enfermedad", "sindrome", "morbo"] {
            for of in ["", "de", "d", "di", "von"] {
                let words: Vec<&str> = [sort, of, name].into_iter().filter(|word| !word.is_empty()).collect();
                if sort != "m" || of.is_empty() {
                    self.spellings(&words, Form::Whole, How::Part);
                }
            }
        }
        // `her Crohn's is back`
        self.join(&[name, "s"], Form::Word, How::Part);
    }
}
