//! Facts of a held request that point at somebody only together, as a person decides on them: which of them still stand in
//! the text, which are masked, and whether what is left still points at somebody. Pure.

use crate::boundary::finding::Finding;
use crate::boundary::group::{self, Group};
use crate::engine::event::Field;
use crate::text::chars::Chars;

/// A group of facts as the request would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// Its place among the groups of the request.
    pub place: usize,
    /// Its facts that go as written, in reading order.
    pub open: Vec<String>,
    /// The placeholders that stand for the others.
    pub masked: Vec<String>,
    /// Where all of them stand in the request as it would go; sorted, not overlapping.
    pub spans: Vec<Finding>,
}

/// A request as it would go.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    /// The fields before anything is masked.
    pub fields: &'a [Field],
    /// What was noticed in them.
    pub findings: &'a [Finding],
    /// Which of that is masked, sorted.
    pub masked: &'a [usize],
    /// The fields with the placeholders in place.
    pub sent: &'a [Field],
    /// What was noticed, where it then stands.
    pub moved: &'a [Finding],
}

/// The groups that still point at somebody with these findings masked. Costs the text of the fields that have one.
#[must_use]
pub fn groups(groups: &[Group], request: Outgoing<'_>) -> Vec<Together> {
    let seen = groups.iter().enumerate().filter_map(|(place, group)| one(place, group, request));
    seen.collect()
}

fn one(place: usize, group: &Group, request: Outgoing<'_>) -> Option<Together> {
    let find = |fields: &'_ [Field]| fields.iter().position(|field| field.pointer == group.field);
    let (before, after) = (request.fields.get(find(request.fields)?)?, request.sent.get(find(request.sent)?)?);
    let here = |finding: &Finding| finding.field == group.field;
    let hidden: Vec<usize> =
        request.masked.iter().copied().filter(|at| request.findings.get(*at).is_some_and(here)).collect();
    let chars = Chars::new(&before.text);
    let mut shown = Together { place, open: Vec::new(), masked: Vec::new(), spans: Vec::new() };
    let mut open = Vec::new();
    for (start, end) in &joined(&group.spans) {
        let over = |at: &&usize| {
            request.findings.get(**at).is_some_and(|finding| finding.start < *end && *start < finding.end)
        };
        let moved = if let Some(at) = hidden.iter().find(over) {
            let moved = request.moved.get(*at)?.clone();
            shown.masked.extend(moved.placeholder.clone().filter(|placeholder| !shown.masked.contains(placeholder)));
            moved
        } else {
            // Placeholders before it have moved it, each by what it is longer or shorter than its value.
            let shift: isize = hidden
                .iter()
                .filter_map(|at| request.findings.get(*at).zip(request.moved.get(*at)))
                .filter(|(was, _)| was.end <= *start)
                .map(|(was, is)| (is.end - is.start).cast_signed() - (was.end - was.start).cast_signed())
                .sum();
            let (start_now, end_now) = (start.saturating_add_signed(shift), end.saturating_add_signed(shift));
            open.push((start_now, end_now));
            shown.open.extend(chars.slice(*start, *end).map(str::to_owned));
            fact(&group.field, start_now, end_now)
        };
        if shown.spans.last().is_none_or(|last| last.end <= moved.start) {
            shown.spans.push(moved);
        }
    }
    // Facts without a finding (an age, the word before a condition) are found in the text itself.
    let left: Vec<Finding> = (0..request.moved.len())
        .filter(|at| hidden.binary_search(at).is_err())
        .filter_map(|at| request.moved.get(at).filter(|finding| here(finding)).cloned())
        .collect();
    let still = group::groups(&after.text, &left);
    let touches = |other: &Group| other.spans.iter().any(|(s, e)| open.iter().any(|(from, to)| s < to && from < e));
    (hidden.is_empty() || still.iter().any(touches)).then_some(shown)
}

/// The spans in reading order, those that overlap as one.
fn joined(spans: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut sorted = spans.to_vec();
    sorted.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (start, end) in sorted {
        match joined.last_mut().filter(|(_, last)| start < *last) {
            Some((_, last)) => *last = end.max(*last),
            None => joined.push((start, end)),
        }
    }
    joined
}

/// A place in a field, as what looks for places takes it.
fn fact(field: &str, start: usize, end: usize) -> Finding {
    Finding {
        class: crate::boundary::finding::Class::Quantity,
        kind: String::new(),
        detector: String::new(),
        reason: String::new(),
        field: field.to_owned(),
        start,
        end,
        placeholder: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::found::as_masked;
    use super::*;
    use crate::boundary::finding::Class;

    const TEXT: &str = "Für Zoë: a 67-year-old from 10115, works at Initech, diagnosed with sarcoidosis.";

    fn finding(kind: &str, value: &str) -> Finding {
        let start = TEXT.find(value).map(|byte| TEXT.get(..byte).unwrap().chars().count()).unwrap();
        Finding {
            class: Class::Identifier,
            kind: kind.to_owned(),
            placeholder: Some(format!("[{kind}_1]")),
            ..fact("/i", start, start + value.chars().count())
        }
    }

    fn shown(masked: &[usize]) -> Option<(Vec<String>, Vec<String>, Vec<String>)> {
        let fields = [Field { pointer: "/i".to_owned(), text: TEXT.to_owned() }];
        let findings = [finding("PERSON", "Zoë"), finding("POSTCODE", "10115"), finding("ORG", "Initech")];
        let found: Vec<Group> = group::groups(TEXT, &findings).into_iter().map(|group| group.within("/i", 0)).collect();
        assert_eq!(found.len(), 1);
        let (sent, moved) = as_masked(&fields, &findings, masked);
        let request = Outgoing { fields: &fields, findings: &findings, masked, sent: &sent, moved: &moved };
        let shown = groups(&found, request).pop()?;
        let chars = Chars::new(&sent[0].text);
        let spans = shown.spans.iter().map(|span| chars.slice(span.start, span.end).unwrap().to_owned());
        Some((shown.open, shown.masked, spans.collect()))
    }

    #[test]
    fn says_what_of_it_is_masked_and_where_the_rest_stands() {
        let (open, masked, spans) = shown(&[]).unwrap();
        assert_eq!(masked, Vec::<String>::new());
        assert_eq!(open, spans);
        assert!(open.contains(&"67".to_owned()) && open.contains(&"Initech".to_owned()), "{open:?}");
        let (open, masked, spans) = shown(&[0, 1]).unwrap();
        assert_eq!(masked, ["[POSTCODE_1]"]);
        assert!(!open.contains(&"10115".to_owned()) && open.contains(&"67".to_owned()));
        assert!(spans.contains(&"67".to_owned()) && spans.contains(&"[POSTCODE_1]".to_owned()), "{spans:?}");
    }

    #[test]
    fn is_gone_when_too_few_of_its_facts_are_left() {
        let text = "Born 1970-02-01, lives in 10115.";
        let at = |value: &str| text.find(value).unwrap();
        let found = |kind: &str, value: &str| Finding {
            class: Class::Identifier,
            kind: kind.to_owned(),
            placeholder: Some(format!("[{kind}_1]")),
            ..fact("/i", at(value), at(value) + value.len())
        };
        let findings = [found("BIRTHDATE", "1970-02-01"), found("POSTCODE", "10115")];
        let fields = [Field { pointer: "/i".to_owned(), text: text.to_owned() }];
        let all: Vec<Group> = group::groups(text, &findings).into_iter().map(|group| group.within("/i", 0)).collect();
        for (masked, left) in [(&[][..], 1), (&[0], 0), (&[1], 0), (&[0, 1], 0)] {
            let (sent, moved) = as_masked(&fields, &findings, masked);
            let request = Outgoing { fields: &fields, findings: &findings, masked, sent: &sent, moved: &moved };
            assert_eq!(groups(&all, request).len(), left, "{masked:?}");
        }
    }
}
