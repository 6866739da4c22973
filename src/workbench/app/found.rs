//! What the gate noticed in a held request, as a person decides on it: findings of the same value together, each masked
//! or let pass, and the text as it then goes. Pure; nothing here decides what is private.

use std::collections::HashMap;

use crate::boundary::finding::Finding;
use crate::engine::event::Field;
use crate::text::chars::Chars;

/// Findings of one value. One decision for all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Their places among the findings of the request.
    pub places: Vec<usize>,
    /// The value as it stands first, where that is in one of the text fields.
    pub value: Option<String>,
    /// Whether it goes as its placeholder.
    pub masked: bool,
    /// Whether letting it pass takes more than one key: what the user or the local model called private, and secrets.
    pub guarded: bool,
    /// What it is, in capitals.
    pub kind: String,
}

impl Found {
    /// Whether it can be masked at all.
    #[must_use]
    pub fn can_be_masked(&self) -> bool {
        self.value.is_some()
    }
}

/// The fields by their pointers, each with its characters counted.
fn indexed(fields: &[Field]) -> HashMap<&str, Chars<'_>> {
    fields.iter().map(|field| (field.pointer.as_str(), Chars::new(&field.text))).collect()
}

/// Findings a policy acts on, those of the same value (in whatever spelling: they share a placeholder) together, in
/// reading order. All that can be masked are.
#[must_use]
pub fn grouped(fields: &[Field], findings: &[Finding]) -> Vec<Found> {
    let texts = indexed(fields);
    let mut groups: Vec<Found> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (place, finding) in findings.iter().enumerate().filter(|(_, finding)| finding.class.acted_on()) {
        // Without a placeholder there is nothing to put in its place.
        let value = finding.placeholder.as_deref().and_then(|placeholder| {
            let text = texts.get(finding.field.as_str())?.slice(finding.start, finding.end)?;
            Some((placeholder, text))
        });
        let guarded = finding.is_guarded();
        let same = value.and_then(|(placeholder, _)| known.get(placeholder)).and_then(|place| groups.get_mut(*place));
        if let Some(group) = same {
            group.places.push(place);
            group.guarded |= guarded;
            continue;
        }
        if let Some((placeholder, _)) = value {
            known.insert(placeholder, groups.len());
        }
        groups.push(Found {
            places: vec![place],
            masked: value.is_some(),
            value: value.map(|(_, text)| text.to_owned()),
            guarded,
            kind: finding.kind.clone(),
        });
    }
    groups
}

/// The fields with the findings at `masked` (sorted) replaced by their placeholders, and all findings where they stand
/// then.
#[must_use]
pub fn as_masked(fields: &[Field], findings: &[Finding], masked: &[usize]) -> (Vec<Field>, Vec<Finding>) {
    let mut by_field: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, finding) in findings.iter().enumerate() {
        by_field.entry(&finding.field).or_default().push(place);
    }
    let mut moved = findings.to_vec();
    let written = fields.iter().map(|field| {
        let mut here = by_field.get(field.pointer.as_str()).cloned().unwrap_or_default();
        here.sort_by_key(|place| findings.get(*place).map(|finding| finding.start));
        let chars = Chars::new(&field.text);
        let mut text = String::new();
        let (mut at, mut shift) = (0, 0_isize);
        for place in here {
            let Some(finding) = findings.get(place) else { continue };
            if let Some(moved) = moved.get_mut(place) {
                moved.start = finding.start.saturating_add_signed(shift);
                moved.end = finding.end.saturating_add_signed(shift);
            }
            let masks = finding.placeholder.as_deref().filter(|_| masked.binary_search(&place).is_ok());
            // As the gate replaces it: a possessive stays.
            let (from, to) = finding.bare.unwrap_or((finding.start, finding.end));
            let Some((placeholder, (start, end))) = masks.zip(chars.bytes(from, to)) else { continue };
            if start < at {
                continue;
            }
            text.push_str(field.text.get(at..start).unwrap_or_default());
            text.push_str(placeholder);
            at = end;
            let length = placeholder.chars().count();
            if let Some(moved) = moved.get_mut(place) {
                moved.start = from.saturating_add_signed(shift);
                moved.end = moved.start + length;
                moved.bare = None;
            }
            shift += length.cast_signed() - (to - from).cast_signed();
        }
        text.push_str(field.text.get(at..).unwrap_or_default());
        Field { pointer: field.pointer.clone(), text }
    });
    let written = written.collect();
    (written, moved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary::finding::Class;

    fn finding(class: Class, kind: &str, start: usize, end: usize, placeholder: &str) -> Finding {
        Finding {
            class,
            kind: kind.to_owned(),
            detector: "test".to_owned(),
            reason: String::new(),
            field: "/i".to_owned(),
            start,
            end,
            placeholder: (!placeholder.is_empty()).then(|| placeholder.to_owned()),
            bare: None,
            detected: false,
        }
    }

    fn request() -> (Vec<Field>, Vec<Finding>) {
        let text = "Grüße an Maya um 22:30, MAYA schläft; a@b.co";
        let fields = vec![Field { pointer: "/i".to_owned(), text: text.to_owned() }];
        let findings = vec![
            finding(Class::Vault, "PERSON", 9, 13, "[PERSON_1]"),
            finding(Class::Quantity, "TIME", 17, 22, ""),
            finding(Class::Vault, "PERSON", 24, 28, "[PERSON_1]"),
            finding(Class::Identifier, "EMAIL", 38, 44, "[EMAIL_1]"),
            Finding { field: "header:x".to_owned(), ..finding(Class::Secret, "KEY", 0, 4, "") },
        ];
        (fields, findings)
    }

    #[test]
    fn the_same_value_is_decided_on_once_and_what_can_be_masked_is() {
        let (fields, findings) = request();
        let groups = grouped(&fields, &findings);
        let outline: Vec<(&[usize], Option<&str>, bool, bool)> = groups
            .iter()
            .map(|group| (group.places.as_slice(), group.value.as_deref(), group.masked, group.guarded))
            .collect();
        let want: [(&[usize], Option<&str>, bool, bool); 3] =
            [(&[0, 2], Some("Maya"), true, true), (&[3], Some("a@b.co"), true, false), (&[4], None, false, true)];
        assert_eq!(outline, want);
    }

    #[test]
    fn the_text_is_shown_as_it_goes_and_every_finding_where_it_then_stands() {
        let (fields, findings) = request();
        let (sent, moved) = as_masked(&fields, &findings, &[0, 3]);
        assert_eq!(sent[0].text, "Grüße an [PERSON_1] um 22:30, MAYA schläft; [EMAIL_1]");
        let chars = Chars::new(&sent[0].text);
        let at: Vec<&str> = moved[..4].iter().map(|found| chars.slice(found.start, found.end).unwrap()).collect();
        assert_eq!(at, ["[PERSON_1]", "22:30", "MAYA", "[EMAIL_1]"]);
        assert_eq!(as_masked(&fields, &findings, &[]), (fields, findings));
    }

    #[test]
    fn a_possessive_stays_beside_its_placeholder() {
        let fields = vec![Field { pointer: "/i".to_owned(), text: "Is Maya's EV full, Maya?".to_owned() }];
        let mut findings = vec![
            finding(Class::Vault, "PERSON", 3, 9, "[PERSON_1]"),
            finding(Class::Vault, "PERSON", 19, 23, "[PERSON_1]"),
        ];
        findings[0].bare = Some((3, 7));
        let (sent, moved) = as_masked(&fields, &findings, &[0, 1]);
        assert_eq!(sent[0].text, "Is [PERSON_1]'s EV full, [PERSON_1]?");
        let chars = Chars::new(&sent[0].text);
        let shown = |finding: &Finding| chars.slice(finding.start, finding.end) == Some("[PERSON_1]");
        assert!(moved.iter().all(shown), "{moved:?}");
    }
}
