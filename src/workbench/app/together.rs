//! Facts of a held request that point at somebody only together, as a person decides on them: which of them still stand in
//! the text, which are masked, and whether what is left still points at somebody. Pure.

use crate::boundary::finding::{Class, Finding};
use crate::boundary::group::Group;
use crate::engine::event::Field;
use crate::text::chars::Chars;

/// A group of facts as the request would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// Its place among the groups of the request.
    pub place: usize,
    /// What its facts that go as written are, each once.
    pub kinds: Vec<String>,
    /// Why these point at somebody.
    pub why: String,
    /// They, in reading order.
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
    /// The same where it then stands.
    pub moved: &'a [Finding],
}

/// The groups that still point at somebody with these findings masked.
#[must_use]
pub fn groups(groups: &[Group], request: Outgoing<'_>) -> Vec<Together> {
    groups.iter().enumerate().filter_map(|(place, group)| one(place, group, request)).collect()
}

fn one(place: usize, group: &Group, request: Outgoing<'_>) -> Option<Together> {
    let is_masked = |at: usize| request.masked.binary_search(&at).is_ok();
    let left = group.without(request.findings, is_masked)?;
    let field = request.fields.iter().find(|field| field.pointer == group.field)?;
    let chars = Chars::new(&field.text);
    let here = |at: &usize| request.findings.get(*at).is_some_and(|finding| finding.field == group.field);
    let hidden: Vec<usize> = request.masked.iter().copied().filter(here).collect();
    // Placeholders before a fact have moved it, each by what it is longer or shorter than what it replaced.
    let shift = |start: usize| -> isize {
        let before = hidden.iter().filter_map(|at| request.findings.get(*at).zip(request.moved.get(*at)));
        let moves = before.filter(|(was, _)| was.end <= start).map(|(was, is)| {
            let (from, to) = was.bare.unwrap_or((was.start, was.end));
            (is.end - is.start).cast_signed() - (to - from).cast_signed()
        });
        moves.sum()
    };
    let open = left.spans.iter().map(|(start, end)| {
        let by = shift(*start);
        fact(&group.field, start.saturating_add_signed(by), end.saturating_add_signed(by))
    });
    let over = |at: &&usize| {
        let overlaps =
            |finding: &Finding| group.spans.iter().any(|(start, end)| finding.start < *end && *start < finding.end);
        request.findings.get(**at).is_some_and(overlaps)
    };
    let masked: Vec<Finding> = hidden.iter().filter(over).filter_map(|at| request.moved.get(*at).cloned()).collect();
    let mut placeholders: Vec<String> = Vec::new();
    for placeholder in masked.iter().filter_map(|finding| finding.placeholder.clone()) {
        if !placeholders.contains(&placeholder) {
            placeholders.push(placeholder);
        }
    }
    let mut spans: Vec<Finding> = open.chain(masked).collect();
    spans.sort_by_key(|span| span.start);
    let mut end = 0;
    spans.retain(|span| {
        let apart = span.start >= end;
        end = end.max(span.end);
        apart
    });
    Some(Together {
        place,
        open: left.spans.iter().filter_map(|(start, end)| chars.slice(*start, *end).map(str::to_owned)).collect(),
        kinds: left.kinds,
        why: left.why,
        masked: placeholders,
        spans,
    })
}

/// A place in a field, as what looks for places takes it.
fn fact(field: &str, start: usize, end: usize) -> Finding {
    Finding {
        class: Class::Quantity,
        kind: String::new(),
        detector: String::new(),
        reason: String::new(),
        field: field.to_owned(),
        start,
        end,
        placeholder: None,
        bare: None,
        detected: false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::found::as_masked;
    use super::*;
    use crate::boundary::group;

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
        let request = Outgoing { fields: &fields, findings: &findings, masked, moved: &moved };
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
        assert!(open.contains(&"67".to_owned()) && open.contains(&"works at Initech".to_owned()), "{open:?}");
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
            let (_, moved) = as_masked(&fields, &findings, masked);
            let request = Outgoing { fields: &fields, findings: &findings, masked, moved: &moved };
            assert_eq!(groups(&all, request).len(), left, "{masked:?}");
        }
    }
}
