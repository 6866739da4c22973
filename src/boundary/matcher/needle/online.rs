//! How an address of the network or of a file may be written or said: e-mail, path, numbers in groups that stand as they are.

use super::{Form, How, Maker, words};
use crate::boundary::view::fold::fold;
use crate::boundary::words::{is_common, is_everyday, is_name};

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
        // `(a)`, and how the leet reading sees the sign.
        let mut bent: Vec<&str> = local_words.iter().map(|(word, _)| word.as_str()).collect();
        bent.push("a");
        bent.extend(domain_words.iter().map(|(word, _)| word.as_str()));
        self.join(&bent, Form::Whole, How::Same);
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

    /// A path: all of it, what follows the directory of all users, and the user's name.
    pub(super) fn path(&mut self, value: &str) {
        let all = words(value);
        let every: Vec<&str> = all.iter().map(|(word, _)| word.as_str()).collect();
        self.join(&every, Form::Whole, How::Same);
        let Some(users) = every.iter().take(3).position(|word| matches!(*word, "home" | "users")) else { return };
        let rest = every.get(users + 1..).unwrap_or_default();
        if rest.len() > 1 {
            self.join(rest, Form::Whole, How::Part);
        }
        // Drive and directory left out in front: `home/x`, `Users\\x`.
        if users > 0 {
            self.join(every.get(users..).unwrap_or_default(), Form::Whole, How::Part);
        }
        let piece = value.split(['/', '\\']).filter(|piece| !piece.is_empty());
        let Some(user) = piece.skip_while(|piece| !matches!(fold(piece).as_str(), "home" | "users")).nth(1) else {
            return;
        };
        let user = words(user);
        let user: Vec<&str> = user.iter().map(|(word, _)| word.as_str()).collect();
        let name = user.concat();
        let shared =
            ["public", "runner", "default", "shared", "ubuntu", "vagrant", "guest", "build", "jenkins", "user"];
        if name.len() >= 4 && !shared.contains(&name.as_str()) {
            let everyday = is_everyday(&name) || is_name(&name);
            self.join(&user, if everyday { Form::Word } else { Form::Whole }, How::Part);
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

/// Whether a value is the path of a file or directory.
pub(super) fn is_path(value: &str) -> bool {
    let drive = matches!(value.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    let rooted = drive || value.starts_with(['/', '~']) || value.starts_with("\\\\");
    rooted && !value.contains(' ') && value.matches(['/', '\\']).count() >= 2
}
