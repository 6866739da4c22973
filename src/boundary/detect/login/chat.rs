//! The names before the lines of a chat, and names of accounts and handles wherever else they stand in the same text. Needs what
//! the rows found before.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::check::alone;
use super::super::name::is_no_name;
use super::super::{Hit, Seen, before};
use super::{COMMON, capitalised};
use crate::boundary::finding::Class::Identifier;

/// The names before the lines of a chat (`[21:03] mossy_tam: …`), where they are no names of people but of accounts, and
/// those names wherever they stand again.
pub(in super::super) fn find(text: &str, found: &mut Vec<Hit>) {
    let mut speakers: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(span) = speaker(line)
            && let Some(name) = line.get(span.clone())
        {
            let places = speakers.entry(name).or_default();
            places.push(at + span.start..at + span.end);
        }
        at += line.len();
    }
    for (_, places) in speakers {
        for span in places {
            found.push(hit("chat-name", "who writes in a chat", span));
        }
    }
    again(text, found);
}

/// A name before a line of a chat: a time first, and a name in small letters that has a mark or a digit in it, or a `<name>`.
fn speaker(line: &str) -> Option<Range<usize>> {
    let bare = line.trim_start();
    let lead = line.len() - bare.len();
    let opened = bare.trim_start_matches(['[', '(']);
    let timed = opened.len() < bare.len() || opened.starts_with(|c: char| c.is_ascii_digit());
    let behind = if timed {
        let end = bare
            .find(['<', ']', ')'])
            .filter(|end| *end < 40)
            .or_else(|| bare.find(" - ").map(|at| at + 2))
            .or_else(|| bare.find(' '))?;
        let stamp = bare.get(..end)?;
        if !(stamp.contains(':') && stamp.bytes().filter(u8::is_ascii_digit).count() >= 3) || stamp.len() > 40 {
            return None;
        }
        bare.get(end..)?.trim_start_matches([']', ')', ' ', '-'])
    } else {
        bare
    };
    let marked = behind.starts_with('<');
    let behind_mark = behind.trim_start_matches(['<', '@']);
    let from = lead + bare.len() - behind_mark.len();
    let end = behind_mark.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '|')))?;
    let name = behind_mark.get(..end)?;
    let rest = behind_mark.get(end..)?;
    let closes =
        if marked { rest.starts_with('>') } else { rest.starts_with(": ") || (rest.starts_with(':') && timed) };
    let odd = name.contains(['_', '.']) && name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        || (name.bytes().any(|byte| byte.is_ascii_digit()) && name.chars().any(char::is_alphabetic))
        || (name.chars().all(char::is_lowercase) && name.len() >= 3);
    let word = COMMON.contains(&name.to_lowercase().as_str()) || is_no_name(&capitalised(name));
    let program = [
        "debug",
        "info",
        "warn",
        "error",
        "trace",
        "fatal",
        "kernel",
        "systemd",
        "assistant",
        "note",
        "todo",
        "http",
        "https",
        "warning",
        "cron",
        "sshd",
        "localhost",
    ]
    .contains(&name.to_lowercase().as_str());
    ((timed || marked) && closes && odd && !program && !word && name.len() <= 24 && !name.ends_with(['.', '-']))
        .then_some(from..from + name.len())
}

/// User names and handles found, wherever else they stand as a word.
fn again(text: &str, found: &mut Vec<Hit>) {
    let mut names: Vec<&str> = found
        .iter()
        .filter(|hit| matches!(hit.kind, "USERNAME" | "HANDLE"))
        .filter_map(|hit| text.get(hit.span.clone()))
        .map(|name| name.trim_start_matches('@'))
        .filter(|name| name.len() >= 4)
        .collect();
    // `hpetrov2` was made because there is an `hpetrov`.
    let stems: Vec<&str> = names
        .iter()
        .map(|name| name.trim_end_matches(|c: char| c.is_ascii_digit()))
        .filter(|stem| stem.len() >= 5)
        .collect();
    names.extend(stems);
    names.sort_unstable();
    names.dedup();
    names.truncate(MOST);
    let Some(words) = (!names.is_empty()).then(|| aho_corasick::AhoCorasick::new(&names).ok()).flatten() else {
        return;
    };
    let mut more: Vec<Range<usize>> = Vec::new();
    for place in words.find_overlapping_iter(text) {
        let span = place.range();
        let seen = Seen { text, span: span.clone(), whole: span.clone() };
        let before = before(text, span.start).chars().next_back();
        let after = text.get(span.end..).and_then(|rest| rest.chars().next());
        if alone(&seen).is_some() && before != Some('@') && !matches!(after, Some('@' | '-')) && before != Some('-') {
            more.push(span);
        }
    }
    more.retain(|span| !found.iter().any(|hit| hit.span.start <= span.start && span.end <= hit.span.end));
    for span in more {
        found.push(hit("user-again", "a user name that this text gives elsewhere", span));
    }
}

/// More names than this in one text are not followed up.
const MOST: usize = 60;

fn hit(detector: &'static str, reason: &'static str, span: Range<usize>) -> Hit {
    Hit { kind: "USERNAME", class: Identifier, detector, reason, span }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn names(text: &str) -> Vec<&str> {
        super::super::super::names(find, text)
    }

    #[test]
    fn who_writes_in_a_chat() {
        assert_eq!(names("[21:03] mossy_tam: did u\n[21:04] kk.d: nope\n[21:05] Sole: ok"), ["kk.d", "mossy_tam"]);
        assert_eq!(names("12:04 <zed99> hi\n12:05 <Anna> ho"), ["zed99"]);
        for text in ["10:00 error: no", "[1] note: x", "14:30: tea", "[12:00:01] info: up", "12:00 lunch", "key: value"]
        {
            assert_eq!(names(text), Vec::<&str>::new(), "{text}");
        }
    }
}
