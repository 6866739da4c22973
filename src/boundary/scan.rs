//! Everything the gate notices in one text: vault values, detectors and quantities, with overlaps resolved.
//!
//! Not for requests: see [`super::gate`].

use std::fmt;
use std::ops::Range;

use super::detect;
use super::finding::{Class, Finding};
use super::vault::Vault;
use crate::text::quantity;

/// Something that finds private spans in a text and is not a row of the detector table: a names model, a test's fault.
pub trait Detect: fmt::Debug + Send + Sync {
    /// Every span it found, in any order.
    ///
    /// # Errors
    /// Why it cannot tell, without any of the text; the gate then refuses.
    fn find(&self, text: &str) -> Result<Vec<Span>, String>;

    /// Gets ready without anybody waiting for it: it will be asked soon.
    fn prepare(&self) {}

    /// What it is called where it fails.
    fn name(&self) -> &'static str {
        "a detector"
    }

    /// Whether it is a model that reads what people write: slow the first time it sees a text, quick from then on, and not
    /// made for the rest of a request (keys, headers, the address), which it is not asked about.
    fn reads_prose(&self) -> bool {
        false
    }
}

/// One span found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its class.
    pub class: Class,
    /// What it is, in capitals: `PERSON`, `EMAIL`.
    pub kind: String,
    /// The detector that found it.
    pub detector: String,
    /// Why, in words a person understands; never contains the value.
    pub reason: String,
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// The placeholder of the vault entry it is.
    pub placeholder: Option<String>,
}

/// Spans in reading order as findings of `field`, in characters. One pass: a long text may have thousands.
pub(super) fn findings(spans: &[Span], text: &str, field: &str) -> Vec<Finding> {
    let (mut at, mut chars) = (0, 0);
    let mut count = |to: usize| {
        chars += text.get(at..to).map_or(0, |between| between.chars().count());
        at = to;
        chars
    };
    let finding = |span: &Span| Finding {
        class: span.class,
        kind: span.kind.clone(),
        detector: span.detector.clone(),
        reason: span.reason.clone(),
        field: field.to_owned(),
        start: count(span.bytes.start),
        end: count(span.bytes.end),
        placeholder: span.placeholder.clone(),
    };
    spans.iter().map(finding).collect()
}

/// All spans of `text`, in reading order, not overlapping; `extra` is what further detectors found in it.
///
/// # Errors
/// Which part could not decide, and why.
pub(super) fn spans(text: &str, vault: &Vault, extra: Vec<Span>) -> Result<Vec<Span>, String> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for hit in vault.find(text) {
        found.push(Span {
            class: Class::Vault,
            kind: hit.entry.kind.clone(),
            detector: "vault".to_owned(),
            reason: hit.reason,
            bytes: hit.bytes,
            placeholder: hit.placeholder,
        });
    }
    for hit in detect::find(text).map_err(|_| "the detectors could not be built".to_owned())? {
        found.push(Span {
            class: hit.class,
            kind: hit.kind.to_owned(),
            detector: hit.detector.to_owned(),
            reason: hit.reason.to_owned(),
            bytes: hit.span,
            placeholder: None,
        });
    }
    found.extend(extra.into_iter().filter(|span| !span.bytes.is_empty() && text.get(span.bytes.clone()).is_some()));
    drop_placeholders(text, vault, &mut found);
    let mut kept = merge(found);
    let told: Vec<Range<usize>> =
        kept.iter().filter(|span| !span.class.acted_on()).map(|span| span.bytes.clone()).collect();
    for quantity in quantity::find(text) {
        // A detector's reading of the same place (`Type 2 diabetes`) stands.
        if told.iter().any(|other| other.start < quantity.end && quantity.start < other.end) {
            continue;
        }
        kept.push(Span {
            class: Class::Quantity,
            kind: quantity.measure.kind().to_owned(),
            detector: "quantity".to_owned(),
            reason: String::new(),
            bytes: quantity.start..quantity.end,
            placeholder: None,
        });
    }
    Ok(without_hidden_quantities(kept))
}

/// The placeholders of `vault` that stand in `text`, with their bytes, in reading order.
pub(super) fn placeholders(text: &str, vault: &Vault) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('[')).map(|open| at + open) {
        at = open + 1;
        let Some(rest) = text.get(open..) else { break };
        let shape = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        let Some(name) = rest.get(1..).and_then(|rest| rest.split_once(']')).map(|(name, _)| name) else { break };
        if name.chars().all(shape)
            && let Some(placeholder) = rest.get(..name.len() + 2)
            && vault.value_of(placeholder).is_some()
        {
            found.push((open..open + placeholder.len(), placeholder.to_owned()));
            at = open + placeholder.len();
        }
    }
    found
}

/// Drops what lies inside a placeholder of this vault: `TERM` may be somebody's term.
fn drop_placeholders(text: &str, vault: &Vault, found: &mut Vec<Span>) {
    if found.is_empty() || !text.contains('[') {
        return;
    }
    let known = placeholders(text, vault);
    found.retain(|span| !known.iter().any(|(bytes, _)| bytes.start <= span.bytes.start && span.bytes.end <= bytes.end));
}

/// Resolves overlaps among spans that are acted on. The longest wins; one that reaches beyond it makes it longer, so that
/// no character of either stays uncovered.
fn merge(mut found: Vec<Span>) -> Vec<Span> {
    let rank = |class: Class| match class {
        Class::Vault => 0,
        Class::Secret => 1,
        Class::Identifier => 2,
        Class::Quantity => 3,
    };
    found.sort_by(|a, b| {
        a.bytes.start.cmp(&b.bytes.start).then(b.bytes.end.cmp(&a.bytes.end)).then(rank(a.class).cmp(&rank(b.class)))
    });
    let mut kept: Vec<Span> = Vec::new();
    for span in found {
        let Some(last) = kept.last_mut().filter(|last| span.bytes.start < last.bytes.end) else {
            kept.push(span);
            continue;
        };
        let union = last.bytes.start..last.bytes.end.max(span.bytes.end);
        let (longer, shorter) =
            if span.bytes.len() > last.bytes.len() { (span, last.clone()) } else { (last.clone(), span) };
        *last = joined(longer, &shorter, union);
    }
    kept
}

/// Two spans that overlap as one. What holds a private value of this run is one, whatever else it is: only that value's own
/// placeholder does not stand for more than the value.
fn joined(longer: Span, shorter: &Span, union: Range<usize>) -> Span {
    let covers = longer.bytes == union;
    let (held, both) = match (longer.class, shorter.class) {
        (Class::Vault, _) if covers => return longer,
        (Class::Vault, Class::Vault) => (longer.placeholder == shorter.placeholder, true),
        (Class::Vault, _) | (_, Class::Vault) => (false, false),
        _ => return Span { bytes: union, ..longer },
    };
    let (kind, detector, reason) = if both {
        let reason = "two private values of this run that run into each other".to_owned();
        (longer.kind, longer.detector, if held { longer.reason } else { reason })
    } else {
        // Named by what else it is.
        let (value, other) = if longer.class == Class::Vault { (&longer, shorter) } else { (shorter, &longer) };
        let value = value.placeholder.as_deref().unwrap_or("a private value of this run");
        let reason = if other.reason.is_empty() {
            format!("it holds {value}")
        } else {
            format!("{}; it holds {value}", other.reason)
        };
        (other.kind.clone(), other.detector.clone(), reason)
    };
    let placeholder = longer.placeholder.filter(|_| held);
    Span { class: Class::Vault, kind, detector, reason, bytes: union, placeholder }
}

/// Drops quantities that overlap anything else, and sorts.
fn without_hidden_quantities(mut found: Vec<Span>) -> Vec<Span> {
    found.sort_by(|a, b| a.bytes.start.cmp(&b.bytes.start).then(b.class.acted_on().cmp(&a.class.acted_on())));
    let acted: Vec<Range<usize>> =
        found.iter().filter(|span| span.class.acted_on()).map(|span| span.bytes.clone()).collect();
    found.retain(|span| {
        let after = acted.partition_point(|other| other.end <= span.bytes.start);
        span.class.acted_on() || acted.get(after).is_none_or(|other| other.start >= span.bytes.end)
    });
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn seen(text: &str, vault: &Vault) -> Vec<(Class, String, String)> {
        let spans = spans(text, vault, Vec::new()).unwrap();
        spans.into_iter().map(|span| (span.class, span.kind, text[span.bytes].to_owned())).collect()
    }

    fn expect(class: Class, kind: &str, text: &str) -> (Class, String, String) {
        (class, kind.to_owned(), text.to_owned())
    }

    #[test]
    fn longest_wins_and_nothing_stays_uncovered() {
        let mut vault = Vault::default();
        vault.set_terms(&["Maya", "vacuum", "robot vacuum", "Mayfield Road East"]);
        let table = [
            ("mail maya@example.com", vec![expect(Class::Vault, "EMAIL", "maya@example.com")]),
            ("the robot vacuum", vec![expect(Class::Vault, "TERM", "robot vacuum")]),
            ("at 12 Mayfield Road East.", vec![expect(Class::Vault, "ADDRESS", "12 Mayfield Road East")]),
            ("Maya at 18:30", vec![expect(Class::Vault, "TERM", "Maya"), expect(Class::Quantity, "TIME", "18:30")]),
            ("DOB: 1988-03-23", vec![expect(Class::Identifier, "BIRTHDATE", "1988-03-23")]),
        ];
        for (text, expected) in table {
            assert_eq!(seen(text, &vault), expected, "{text}");
        }
    }

    #[test]
    fn placeholders_are_never_findings() {
        let mut vault = Vault::default();
        vault.set_terms(&["term", "Maya"]);
        assert_eq!(seen("[TERM_1] and [TERM_2]'s password: [TERM_1]", &vault), vec![]);
        assert_eq!(seen("[TERM_9]", &vault).len(), 1, "not a placeholder of this vault");
        let found: Vec<_> =
            placeholders("a [TERM_2] [x [TERM_1] ] [TERM_3] [TERM_1", &vault).into_iter().map(|(_, p)| p).collect();
        assert_eq!(found, ["[TERM_2]", "[TERM_1]"]);
    }

    #[test]
    fn findings_count_characters() {
        let vault = Vault::default();
        let text = "Grüße an maría@correo.es, früh 07:00";
        let spans = spans(text, &vault, Vec::new()).unwrap();
        let got: Vec<_> = findings(&spans, text, "/x").iter().map(|finding| (finding.start, finding.end)).collect();
        assert_eq!(got, [(9, 24), (31, 36)]);
    }
}
