//! From what the gate noticed to spans on the screen.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::paint::Span;
use crate::boundary::finding::{Class, Finding};
use crate::engine::event::Field;
use crate::text::chars::Chars;
use crate::text::stream::StreamBuffer;
use crate::workbench::theme::Role;

/// The text fields of a request as one text, with what the gate noticed marked in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    /// The fields below each other; each under its pointer where there are several.
    pub text: StreamBuffer,
    /// The marks; sorted, not overlapping. Of overlapping findings the one acted on wins.
    pub spans: Vec<Span>,
    /// For each finding the bytes of it in `text`, if it lies in a field shown here.
    pub places: Vec<Option<(usize, usize)>>,
}

/// Spans that do not overlap: the first to come stays.
#[derive(Default)]
struct Apart(BTreeMap<usize, Span>);

impl Apart {
    fn add(&mut self, span: Span) {
        let before = self.0.range(..span.end).next_back();
        if span.start < span.end && before.is_none_or(|(_, other)| other.end <= span.start) {
            self.0.insert(span.start, span);
        }
    }
}

/// Lays the fields out and marks the findings, whose offsets count characters within their field. Findings at `masked`
/// (sorted) are placeholders by now; those from `unmarked` on are only looked up. `rest` is what else goes, below
/// everything.
#[must_use]
pub fn mark(fields: &[Field], findings: &[Finding], masked: &[usize], unmarked: usize, rest: &str) -> Marked {
    let mut text = String::new();
    let mut shown: HashMap<&str, (usize, Chars<'_>)> = HashMap::new();
    let mut spans = Apart::default();
    let mut heading = |text: &mut String, words: std::fmt::Arguments<'_>| {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        let _ = text.write_fmt(words);
        spans.add(Span { start, end: text.len(), role: Role::Border });
        text.push('\n');
    };
    for field in fields {
        if fields.len() > 1 {
            heading(&mut text, format_args!("── {} ── {} ──", field_name(&field.pointer), field.pointer));
        }
        shown.entry(&field.pointer).or_insert((text.len(), Chars::new(&field.text)));
        text.push_str(&field.text);
    }
    if !rest.is_empty() {
        heading(&mut text, format_args!("── the rest of the request ──"));
        text.push_str(rest);
    }
    let place = |finding: &Finding| {
        let (base, chars) = shown.get(finding.field.as_str())?;
        let byte = |char| base + chars.byte(char).unwrap_or(chars.end());
        Some((byte(finding.start), byte(finding.end)))
    };
    let places: Vec<Option<(usize, usize)>> = findings.iter().map(place).collect();
    let mut wanted: Vec<(Span, bool)> = findings
        .iter()
        .zip(&places)
        .take(unmarked)
        .enumerate()
        .filter_map(|(at, (finding, place))| {
            let (start, end) = (*place)?;
            let role = match finding.class {
                Class::Quantity => Role::Quantity,
                _ if masked.binary_search(&at).is_ok() => Role::Placeholder,
                _ => Role::Leak,
            };
            Some((Span { start, end, role }, finding.class.acted_on()))
        })
        .collect();
    wanted.extend(placeholders(&text).into_iter().map(|span| (span, false)));
    // Those acted on first, so that nothing harmless covers them.
    wanted.sort_by_key(|(span, acted_on)| (!acted_on, span.start));
    for (span, _) in wanted {
        spans.add(span);
    }
    Marked { text: StreamBuffer::from(text.as_str()), spans: spans.0.into_values().collect(), places }
}

/// What a person calls a text field of a request; the pointer beside it says exactly which one it is.
#[must_use]
pub fn field_name(pointer: &str) -> &'static str {
    match pointer.split('/').nth(1) {
        Some("instructions" | "system") => "instructions",
        Some("input" | "prompt") => "prompt",
        Some("messages") => "message",
        _ => "field",
    }
}

/// More bytes than this are between no placeholder's brackets.
const LONGEST_PLACEHOLDER: usize = 80;

/// Every placeholder (`[PERSON_1]`) in `text`.
#[must_use]
pub fn placeholders(text: &str) -> Vec<Span> {
    text.match_indices('[')
        .filter_map(|(start, _)| {
            let inside = text.get(start + 1..)?;
            let length = inside.bytes().take(LONGEST_PLACEHOLDER).position(|byte| byte == b']')?;
            let (kind, number) = inside.get(..length)?.rsplit_once('_')?;
            let is_kind = !kind.is_empty() && kind.chars().all(|c| c.is_ascii_uppercase() || c == '_');
            let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
            let end = start + length + 2;
            (is_kind && is_number).then_some(Span { start, end, role: Role::Placeholder })
        })
        .collect()
}

/// Every place where one of `terms` stands as a whole word, whatever its case: the private spans of a raw prompt.
/// Of overlapping terms the longest wins. Costs terms times text: call it when one of them changes, not per frame.
#[must_use]
pub fn terms(text: &str, terms: &[String]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut sorted: Vec<&str> = terms.iter().map(String::as_str).filter(|term| !term.trim().is_empty()).collect();
    sorted.sort_by_key(|term| std::cmp::Reverse(term.len()));
    for term in sorted {
        let Ok(pattern) = regex::RegexBuilder::new(&regex::escape(term)).case_insensitive(true).build() else {
            continue;
        };
        for found in pattern.find_iter(text) {
            let (start, end) = (found.start(), found.end());
            let before = text.get(..start).and_then(|text| text.chars().next_back());
            let after = text.get(end..).and_then(|text| text.chars().next());
            let whole = ![before, after].into_iter().flatten().any(char::is_alphanumeric);
            let free = spans.iter().all(|other| end <= other.start || other.end <= start);
            if whole && free {
                spans.push(Span { start, end, role: Role::Private });
            }
        }
    }
    spans.sort_by_key(|span| span.start);
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(class: Class, field: &str, start: usize, end: usize) -> Finding {
        Finding {
            class,
            kind: "X".to_owned(),
            detector: "test".to_owned(),
            reason: String::new(),
            field: field.to_owned(),
            start,
            end,
            placeholder: None,
            bare: None,
            detected: false,
        }
    }

    fn field(pointer: &str, text: &str) -> Field {
        Field { pointer: pointer.to_owned(), text: text.to_owned() }
    }

    fn marked(marked: &Marked) -> Vec<(&str, Role)> {
        marked.spans.iter().map(|span| (marked.text.text().get(span.start..span.end).unwrap(), span.role)).collect()
    }

    #[test]
    fn offsets_are_characters_within_their_field() {
        let fields = [field("/instructions", "Größe"), field("/input", "für Maya um 22:30")];
        let findings = [
            finding(Class::Quantity, "/input", 12, 17),
            finding(Class::Vault, "/input", 4, 8),
            finding(Class::Secret, "header:x", 0, 3),
        ];
        let found = mark(&fields, &findings, &[], usize::MAX, "");
        assert_eq!(
            marked(&found),
            [
                ("── instructions ── /instructions ──", Role::Border),
                ("── prompt ── /input ──", Role::Border),
                ("Maya", Role::Leak),
                ("22:30", Role::Quantity),
            ]
        );
        assert_eq!(found.places[2], None);
        let (start, end) = found.places[1].unwrap();
        assert_eq!(found.text.text().get(start..end), Some("Maya"));
    }

    #[test]
    fn what_is_acted_on_covers_what_is_not() {
        let findings = [finding(Class::Quantity, "/i", 0, 5), finding(Class::Identifier, "/i", 3, 8)];
        let found = mark(&[field("/i", "12 34 56 78")], &findings, &[], usize::MAX, "");
        assert_eq!(marked(&found), [("34 56", Role::Leak)]);
    }

    #[test]
    fn offsets_beyond_the_field_end_with_it() {
        let found = mark(&[field("/i", "short")], &[finding(Class::Vault, "/i", 2, 99)], &[], usize::MAX, "");
        assert_eq!(marked(&found), [("ort", Role::Leak)]);
    }

    #[test]
    fn placeholders_are_found() {
        let text = "[PERSON_1] and [a_1] [X_] [IP_ADDRESS_12] [PERSON_1";
        let found: Vec<&str> = placeholders(text).iter().map(|s| text.get(s.start..s.end).unwrap()).collect();
        assert_eq!(found, ["[PERSON_1]", "[IP_ADDRESS_12]"]);
    }

    #[test]
    fn terms_are_whole_words_in_any_case() {
        let text = "Maya, MAYA's room; Mayall; kids room";
        let list = ["Maya".to_owned(), "room".to_owned(), "kids room".to_owned(), " ".to_owned()];
        let found: Vec<&str> = terms(text, &list).iter().map(|s| text.get(s.start..s.end).unwrap()).collect();
        assert_eq!(found, ["Maya", "MAYA", "room", "kids room"]);
    }
}
