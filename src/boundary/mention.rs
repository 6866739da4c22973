//! Where the mention of a name begins and ends. What a detector found is cut at the user's own words: in `Gideon Pryce of
//! Harrowgate Ovens`, found as one person, the term `Harrowgate Ovens` keeps its placeholder, and the rest is a finding of its
//! own. What it found in pieces round a nickname (`Margaret "Peggy" O'Sullivan`) is one.
//!
//! A term that is a part of the name it stands in (`Whitcombe` in `Eleanor Whitcombe`) cuts nothing: that is one person.

use std::ops::Range;

use super::finding::Class;
use super::matcher::is_person;
use super::scan::Span;
use super::vault::is_part_of_name;

/// Words (and signs) that tie two names together without being a part of either.
const BETWEEN: &[&str] = &[
    "of", "at", "from", "for", "in", "with", "and", "or", "by", "the", "to", "on", "bei", "beim", "aus", "im", "am",
    "und", "oder", "mit", "vom", "chez", "et", "ou", "avec", "à", "en", "con", "para", "y", "@", "&", "-", "–", "—",
    "/", "|",
];

/// The spans of a text, those of names cut at the terms that stand in them.
pub(super) fn at_terms(text: &str, found: Vec<Span>) -> Vec<Span> {
    let own = |span: &&Span| span.class == Class::Vault && !span.detected && span.placeholder.is_some();
    let mut terms: Vec<(Range<usize>, String)> =
        found.iter().filter(own).map(|span| (span.bytes.clone(), span.kind.clone())).collect();
    if terms.is_empty() {
        return found;
    }
    terms.sort_by_key(|(bytes, _)| (bytes.start, std::cmp::Reverse(bytes.end)));
    let mut all = Vec::with_capacity(found.len());
    for span in found {
        let is_name = is_person(&span.kind) || matches!(span.kind.as_str(), "ORG" | "CITY" | "REGION" | "PLACE");
        if span.class != Class::Identifier || !is_name {
            all.push(span);
            continue;
        }
        let mut rest = span.bytes.start;
        let mut cuts = false;
        let from = terms.partition_point(|(bytes, _)| bytes.start < span.bytes.start);
        let inside = terms.iter().skip(from).take_while(|(bytes, _)| bytes.start < span.bytes.end);
        for (bytes, kind) in inside {
            if bytes.end > span.bytes.end || bytes.start < rest || !stands_apart(text, &span, bytes, kind) {
                continue;
            }
            cuts = true;
            all.extend(piece(text, &span, rest..bytes.start));
            rest = bytes.end;
        }
        if cuts {
            all.extend(piece(text, &span, rest..span.bytes.end));
        } else {
            all.push(span);
        }
    }
    all
}

/// The spans of a text, those of a person found round a quoted nickname as one.
pub(super) fn with_nicknames(text: &str, mut found: Vec<Span>) -> Vec<Span> {
    let is_name = |span: &Span| span.class == Class::Identifier && is_person(&span.kind);
    let mut names: Vec<Range<usize>> =
        found.iter().filter(|span| is_name(span)).map(|span| span.bytes.clone()).collect();
    names.sort_by_key(|bytes| (bytes.start, std::cmp::Reverse(bytes.end)));
    names.dedup_by(|next, kept| next.start < kept.end);
    let gap = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    for three in names.windows(3) {
        let [given, nickname, family] = three else { continue };
        let (before, after) = (gap(given.end, nickname.start), gap(nickname.end, family.start));
        let quoted = QUOTES.iter().any(|(open, close)| {
            before.trim_start() == *open && after.trim_end() == *close && before != *open && after != *close
        });
        let whole = given.start..family.end;
        let all = |span: &&mut Span| is_name(span) && span.bytes == *given;
        if quoted && let Some(span) = found.iter_mut().find(all) {
            span.bytes = whole;
        }
    }
    found
}

/// Marks around a nickname.
const QUOTES: &[(&str, &str)] = &[("\"", "\""), ("'", "'"), ("“", "”"), ("„", "“"), ("‘", "’"), ("«", "»"), ("(", ")")];

/// Whether a term is no part of the name a longer span is.
fn stands_apart(text: &str, span: &Span, term: &Range<usize>, kind: &str) -> bool {
    let said = |bytes: Range<usize>| text.get(bytes).unwrap_or_default();
    let (before, after) = (said(span.bytes.start..term.start), said(term.end..span.bytes.end));
    let silent = |beside: &str| !beside.chars().any(char::is_alphanumeric);
    // The name ends in a full stop, and the value does not.
    if silent(before) && silent(after) {
        return true;
    }
    let person = is_person(&span.kind);
    if person && !is_part_of_name(kind, said(term.clone()), said(span.bytes.clone())) {
        return true;
    }
    let tied = |beside: &str, sign: Option<char>, word: Option<&str>| {
        silent(beside)
            || sign.is_some_and(|sign| matches!(sign, ';' | ':' | '(' | ')') || (sign == ',' && !person))
            || word.is_some_and(|word| BETWEEN.contains(&word.to_lowercase().as_str()))
    };
    tied(before, before.trim_end().chars().next_back(), before.split_whitespace().next_back())
        && tied(after, after.trim_start().chars().next(), after.split_whitespace().next())
}

/// What is left of a span beside a term, without the words that tie the two together.
fn piece(text: &str, span: &Span, bytes: Range<usize>) -> Option<Span> {
    let said = text.get(bytes.clone())?;
    let sign = |c: char| !c.is_alphanumeric();
    let mut left = said.trim_matches(sign);
    loop {
        let first = left.split(char::is_whitespace).next().unwrap_or_default();
        let last = left.rsplit(char::is_whitespace).next().unwrap_or_default();
        let tie = |word: &str| BETWEEN.contains(&word.to_lowercase().as_str());
        let shorter = if tie(first) {
            left.get(first.len()..)
        } else if tie(last) {
            left.get(..left.len() - last.len())
        } else {
            None
        };
        let Some(shorter) = shorter else { break };
        left = shorter.trim_matches(sign);
    }
    let start = bytes.start + (left.as_ptr() as usize - said.as_ptr() as usize);
    (!left.is_empty()).then(|| Span { bytes: start..start + left.len(), ..span.clone() })
}
