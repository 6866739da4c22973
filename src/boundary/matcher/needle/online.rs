//! How an address of the network may be written or said: e-mail, and numbers in groups that stand as they are.

use super::{Form, How, Maker, words};
use crate::boundary::view::fold::fold;
use crate::boundary::words::{is_common, is_name};

impl Maker<'_> {
    pub(super) fn email(&mut self, value: &str) {
        let Some((local, domain)) = value.rsplit_once('@') else { return };
        let local_words = words(local);
        let domain_words = words(domain);
        // Only the dots are said: a hyphen stays one.
        let spoken = |part: &str, dot: &str| {
            let mut all: Vec<String> = Vec::new();
            for (at, piece) in part.split('.').enumerate() {
                if at > 0 && !dot.is_empty() {
                    all.push(dot.to_owned());
                }
                all.extend(words(piece).into_iter().map(|(word, _)| word));
            }
            all
        };
        for at in ["", "at", "ät", "arobase", "klammeraffe", "affe"] {
            for (left, right) in [
                ("", ""),
                ("", "dot"),
                ("dot", "dot"),
                ("", "punkt"),
                ("punkt", "punkt"),
                ("", "point"),
                ("point", "point"),
            ] {
                let mut all = spoken(local, left);
                if !at.is_empty() {
                    all.push(fold(at));
                }
                all.extend(spoken(domain, right));
                let all: Vec<&str> = all.iter().map(String::as_str).collect();
                self.join(&all, Form::Whole, How::Same);
            }
        }
        let plain: Vec<&str> = local_words.iter().chain(&domain_words).map(|(word, _)| word.as_str()).collect();
        self.turned(&plain);
        let local: Vec<&str> = local_words.iter().map(|(word, _)| word.as_str()).collect();
        let joined = local.concat();
        if joined.len() >= 6
            && local.iter().any(|word| word.len() >= 4 && !is_common(word) && (local.len() > 1 || !is_name(word)))
        {
            self.spellings(&local, Form::Whole, How::Part);
        }
    }

    pub(super) fn groups(&mut self, value: &str) {
        let pieces = words(value);
        let plain: Vec<&str> = pieces.iter().map(|(word, _)| word.as_str()).collect();
        self.join(&plain, Form::Groups, How::Same);
        for dot in ["dot", "punkt", "point"] {
            let all: Vec<&str> = plain
                .iter()
                .enumerate()
                .flat_map(|(at, word)| if at > 0 { vec![dot, *word] } else { vec![*word] })
                .collect();
            self.join(&all, Form::Groups, How::Same);
        }
        let back: Vec<String> = plain.iter().rev().map(|word| word.chars().rev().collect()).collect();
        let back: Vec<&str> = back.iter().map(String::as_str).collect();
        self.join(&back, Form::Groups, How::Reversed);
    }
}
