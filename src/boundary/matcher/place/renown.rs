//! Whether a part of a name stands for something public that happens to be called so: a dynasty, a theorem, a program, a people of
//! a film. Places are [`super::public`]'s.
//!
//! Only a theorem and its like make a rare name another's; the rest is asked for names of many and everyday words, and only of what stands right beside them: without such a neighbour a name
//! is its bearer's. A title in front or the person's other name beside it says that the person is meant.

use std::ops::Range;

use super::neighbour::{Join, Neighbour, neighbours_after, neighbours_before};
use super::{Form, Place};
use crate::boundary::matcher::lists::{ARTICLES, PUBLIC_PEOPLE, TITLES};
use crate::boundary::view::fold::fold;

/// Bytes around a name that may say which film is spoken of.
const NEAR: usize = 200;

/// What is called after whoever found it: no private person has one, so that it tells behind a rare name too.
#[rustfmt::skip]
const FINDINGS: &[&str] = &[
    "theorem", "theorems", "theoreme", "lemma", "lemme", "conjecture", "conjectures", "vermutung", "equation", "equations",
    "gleichung", "gleichungen", "inequality", "ungleichung", "inegalite", "paradox", "paradoxon", "paradoxe", "distribution",
    "verteilung", "transform", "transformee", "polynomial", "polynomials", "polynom", "polynome", "manifold",
];

/// What is called after somebody famous, or is a people of its own, behind the name.
#[rustfmt::skip]
const THINGS_BEHIND: &[&str] = &[
    "dynasty", "dynasties", "dynastie", "empire", "emperor", "emperors", "kaiser", "kaisern", "kaiserreich", "rulers",
    "collective", "kollektiv", "kollektivs", "algorithm", "algorithms", "algorithmus", "transformation", "cipher",
];

/// The same in front of it, where an `of` may stand between.
#[rustfmt::skip]
const THINGS_BEFORE: &[&str] = &[
    "dynastie", "dynasty", "dynastien", "empereur", "empereurs", "algorithme", "algorithmus", "collectif",
];

/// Houses whose products are called by names.
#[rustfmt::skip]
const HOUSES: &[&str] = &[
    "google", "microsoft", "apple", "amazon", "facebook", "netflix", "nasa", "ibm", "oracle", "intel", "nvidia", "openai",
    "github", "gitlab", "mozilla", "adobe", "sony", "nintendo", "disney", "lego", "ikea", "twitter", "uber", "airbnb",
    "linkedin", "samsung", "spotify", "alphabet",
];

/// What stands behind the name of a program and no person.
#[rustfmt::skip]
const EDITIONS: &[&str] = &[
    "free", "freeware", "pro", "lite", "community", "enterprise", "ultimate", "edition", "sdk", "cli", "ide", "api",
    "server", "studio", "os",
];

const MANAGERS: &[&str] = &[
    "apt", "get", "aptitude", "dpkg", "dnf", "yum", "zypper", "pacman", "apk", "brew", "snap", "flatpak", "pip",
    "pip3", "pipx", "conda", "npm", "yarn", "pnpm", "cargo", "gem", "composer", "docker", "podman", "nix", "choco",
    "winget", "scoop",
];
const COMMANDS: &[&str] = &[
    "install",
    "i",
    "add",
    "remove",
    "rm",
    "purge",
    "uninstall",
    "reinstall",
    "update",
    "upgrade",
    "search",
    "show",
    "info",
    "pull",
    "download",
];

const FILMS: &[&str] = &[
    "Star Trek",
    "Starfleet",
    "Sternenflotte",
    "Star Wars",
    "Doctor Who",
    "Harry Potter",
    "Game of Thrones",
    "Tolkien",
];

impl Place<'_> {
    /// Whether what stands beside it makes it the name of something public. `shared`: others are called so too.
    pub(super) fn is_renowned(&self, bytes: &Range<usize>, shared: bool) -> bool {
        let (head, tail) = (self.text.get(..bytes.start), self.text.get(bytes.end..));
        let (head, tail) = (head.unwrap_or_default(), tail.unwrap_or_default());
        // `théorème d’Euler`, `Euler’s theorem`
        let elided =
            ["d'", "d’", "D'", "D’"].iter().find(|elided| head.ends_with(**elided)).map_or(0, |elided| elided.len());
        let owning = ["'s", "’s"].iter().find(|mark| tail.starts_with(**mark)).map_or(0, |mark| mark.len());
        let before = neighbours_before(self.text, bytes.start - elided);
        let after = neighbours_after(self.text, bytes.end + owning);
        let own = |word: &Neighbour<'_>| {
            word.folded.len() > 1 && self.known.has_case(&word.folded) || TITLES.contains(&word.folded.as_str())
        };
        // `Frau Borg`, `Ida Borg`
        if before.first().is_some_and(own) || after.first().is_some_and(own) {
            return false;
        }
        let behind = |list: &[&str]| after.first().is_some_and(|word| list.contains(&word.folded.as_str()));
        if behind(FINDINGS) || is_named(&before, FINDINGS) {
            return true;
        }
        if !shared {
            return false;
        }
        let capital =
            self.text.get(bytes.clone()).and_then(|inside| inside.chars().next()).is_some_and(char::is_uppercase);
        if !capital {
            return is_package(&before);
        }
        behind(THINGS_BEHIND)
            || is_named(&before, THINGS_BEFORE)
            || after.first().is_some_and(|word| {
                word.capital && word.join == Join::Space && EDITIONS.contains(&word.folded.as_str())
            })
            || self.is_of_a_house(bytes, &after)
            || self.is_of_a_film(bytes, &before)
    }

    /// `Google's Borg`, `le Borg de Google`
    fn is_of_a_house(&self, bytes: &Range<usize>, after: &[Neighbour<'_>]) -> bool {
        let head = self.text.get(..bytes.start).unwrap_or_default().trim_end_matches(' ');
        // `Google's`, `Googles`
        let word = head.strip_suffix(['s', '\'', '’']).map(|head| head.trim_end_matches(['\'', '’']));
        let word = word.and_then(|word| word.rsplit(|c: char| !c.is_alphanumeric()).next());
        word.is_some_and(|word| HOUSES.contains(&fold(word).as_str()))
            || matches!(after, [of, house, ..]
                if matches!(of.folded.as_str(), "de" | "von" | "of" | "by") && HOUSES.contains(&house.folded.as_str()))
    }

    /// `the Borg` in a text about the film they live in; who likes the film has no article.
    fn is_of_a_film(&self, bytes: &Range<usize>, before: &[Neighbour<'_>]) -> bool {
        let article = |word: &Neighbour<'_>| word.join == Join::Space && ARTICLES.contains(&word.folded.as_str());
        if self.rule.form != Form::Family || !before.first().is_some_and(article) {
            return false;
        }
        let (mut from, mut to) = (bytes.start.saturating_sub(NEAR), (bytes.end + NEAR).min(self.text.len()));
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        while !self.text.is_char_boundary(to) {
            to -= 1;
        }
        let near = self.text.get(from..to).unwrap_or_default();
        FILMS.iter().any(|film| near.contains(film))
    }
}

/// `la dynastie Nguyễn`, `théorème de Borg`
fn is_named(before: &[Neighbour<'_>], things: &[&str]) -> bool {
    let thing = |word: Option<&Neighbour<'_>>| {
        word.is_some_and(|word| word.join == Join::Space && things.contains(&word.folded.as_str()))
    };
    let of = before.first().is_some_and(|word| {
        !word.capital && matches!(word.folded.as_str(), "de" | "des" | "du" | "von" | "of" | "der")
    });
    thing(before.first()) || of && thing(before.get(1))
}

/// `apt remove borg`, `docker pull rose`
fn is_package(before: &[Neighbour<'_>]) -> bool {
    matches!(before, [command, manager, ..]
        if command.join == Join::Space
            && COMMANDS.contains(&command.folded.as_str())
            && MANAGERS.contains(&manager.folded.as_str()))
}

/// Whether two words are the name of somebody known to all whose family name is an everyday word.
pub(super) fn is_public_person(given: &str, family: &str) -> bool {
    PUBLIC_PEOPLE.contains(&(given, family))
}
