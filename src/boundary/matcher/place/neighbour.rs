//! The words beside a place, and how they are joined to it.

use unicode_normalization::char::is_combining_mark;

use crate::boundary::matcher::lists::TITLES;
use crate::boundary::view::fold::{fold, is_invisible};

/// How a word is joined to the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// By one space.
    Space,
    /// By a hyphen, dot or underscore, as in identifiers.
    Mark,
}

pub(super) struct Neighbour<'t> {
    pub(super) word: &'t str,
    pub(super) folded: String,
    pub(super) capital: bool,
    pub(super) join: Join,
    /// A full stop stands behind it.
    pub(super) stop: bool,
    /// It begins a sentence.
    pub(super) starts_sentence: bool,
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c)
}

pub(super) fn neighbours_after(text: &str, from: usize) -> Vec<Neighbour<'_>> {
    let mut found = Vec::new();
    let mut at = from;
    while found.len() < 3 {
        let Some(rest) = text.get(at..) else { break };
        let mut chars = rest.char_indices();
        let Some((_, first)) = chars.next() else { break };
        let (join, skip) = match first {
            ' ' | '\u{a0}' => (Join::Space, first.len_utf8()),
            '-' | '_' | '.' | '‑' => (Join::Mark, first.len_utf8()),
            // `M. Kowalski`: the stop of an initial.
            _ => break,
        };
        // A stop and a space end a sentence, unless an initial stands before it.
        let start = at + skip;
        let Some(tail) = text.get(start..) else { break };
        let length = tail.find(|c: char| !is_word(c)).unwrap_or(tail.len());
        if length == 0 {
            if first == '.' && found.last().is_some_and(|word: &Neighbour<'_>| word.folded.chars().count() == 1) {
                at = start;
                continue;
            }
            break;
        }
        let Some(word) = tail.get(..length) else { break };
        let stop = tail.get(length..).is_some_and(|rest| rest.starts_with('.'));
        found.push(Neighbour {
            word,
            folded: fold(word),
            capital: word.chars().next().is_some_and(char::is_uppercase),
            join,
            stop,
            starts_sentence: false,
        });
        at = start + length;
    }
    found
}

pub(super) fn neighbours_before(text: &str, until: usize) -> Vec<Neighbour<'_>> {
    let mut found = Vec::new();
    let mut at = until;
    while found.len() < 3 {
        let Some(head) = text.get(..at) else { break };
        let Some(last) = head.chars().next_back() else { break };
        let (join, skip) = match last {
            ' ' | '\u{a0}' => (Join::Space, last.len_utf8()),
            '-' | '_' | '.' | '‑' => (Join::Mark, last.len_utf8()),
            _ => break,
        };
        let mut end = at - skip;
        let mut stop = false;
        if join == Join::Space
            && let Some(inner) = text.get(..end).and_then(|head| head.strip_suffix('.'))
        {
            // Only an initial or a title keeps its stop inside a name.
            let start = word_start(inner);
            let word = inner.get(start..).unwrap_or_default();
            if word.chars().count() != 1 && !TITLES.contains(&fold(word).as_str()) {
                break;
            }
            end -= 1;
            stop = true;
        }
        let Some(head) = text.get(..end) else { break };
        let start = word_start(head);
        let Some(word) = head.get(start..) else { break };
        if word.is_empty() {
            break;
        }
        found.push(Neighbour {
            word,
            folded: fold(word),
            capital: word.chars().next().is_some_and(char::is_uppercase),
            join,
            stop,
            starts_sentence: starts_sentence(text, start),
        });
        at = start;
    }
    found
}

pub(super) fn word_start(head: &str) -> usize {
    head.char_indices().rev().take_while(|(_, c)| is_word(*c)).last().map_or(head.len(), |(at, _)| at)
}

pub(super) fn starts_sentence(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let trimmed = before.trim_end_matches([' ', '\u{a0}', '"', '“', '„', '«', '(', '\'', '*', '-', '>', '#', '•']);
    trimmed.chars().next_back().is_none_or(|c| matches!(c, '.' | '!' | '?' | ':' | ';' | '\n' | '\r' | '…' | '\t'))
}
