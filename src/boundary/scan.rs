//! Everything the gate notices in one text: vault values, detectors and quantities, with overlaps resolved.
//!
//! Not for requests: see [`super::gate`].

use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use super::both::both;
use super::detect;
use super::finding::{Class, Finding};
use super::mention;
use super::restore::shapes;
use super::vault::Vault;
use super::view::fold::is_invisible;
use crate::text::quantity::{self, Quantity};

/// Something that finds private spans in a text and is not a row of the detector table: a names model, a test's fault.
pub trait Detect: fmt::Debug + Send + Sync {
    /// Every span it found, in any order.
    ///
    /// # Errors
    /// Why it cannot tell, without any of the text; the gate then refuses.
    fn find(&self, text: &str) -> Result<Vec<Span>, String>;

    /// The same for as long as it is `wanted`: one that is slow asks now and then, and stops.
    ///
    /// # Errors
    /// As [`Detect::find`].
    fn find_while(&self, text: &str, wanted: &dyn Fn() -> bool) -> Result<Vec<Span>, String> {
        let _ = wanted;
        self.find(text)
    }

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
    /// What of it a placeholder takes the place of, where grammar has put something to a private value: `Anna` of `Anna's`.
    pub bare: Option<Range<usize>>,
    /// Whether a private value of this run is one because a detector found it, and for no other reason.
    pub detected: bool,
}

/// Spans in reading order as findings of `field`, in characters. One pass: a long text may have thousands.
pub(super) fn findings(spans: &[Span], text: &str, field: &str) -> Vec<Finding> {
    let (mut at, mut chars) = (0, 0);
    let mut count = |to: usize| {
        chars += text.get(at..to).map_or(0, |between| between.chars().count());
        at = to;
        chars
    };
    let finding = |span: &Span| {
        let start = count(span.bytes.start);
        let bare = span.bare.as_ref().map(|bare| (count(bare.start), count(bare.end)));
        Finding {
            class: span.class,
            kind: span.kind.clone(),
            detector: span.detector.clone(),
            reason: span.reason.clone(),
            field: field.to_owned(),
            start,
            end: count(span.bytes.end),
            placeholder: span.placeholder.clone(),
            bare,
            detected: span.detected,
        }
    };
    spans.iter().map(finding).collect()
}

/// Whether no text was looked at yet: the first look builds what later ones find ready, so more of it is done side by side.
static COLD: AtomicBool = AtomicBool::new(true);

/// The private values of this run in `text`. Overlaps are included.
pub(super) fn known(text: &str, vault: &Vault) -> Vec<Span> {
    let span = |hit: super::vault::Hit<'_>| Span {
        class: Class::Vault,
        kind: hit.entry.kind.clone(),
        detector: "vault".to_owned(),
        reason: hit.reason,
        bare: Some(hit.bare).filter(|bare| *bare != hit.bytes),
        bytes: hit.bytes,
        placeholder: hit.placeholder,
        detected: hit.entry.is_only_detected(),
    };
    vault.find(text).into_iter().map(span).collect()
}

/// What a look at the detector table finds.
pub(super) struct Detected {
    hits: Result<Vec<detect::Hit>, detect::Unusable>,
    quantities: Vec<Quantity>,
}

/// Everything in `text` that needs no vault to be noticed.
pub(super) fn detected(text: &str) -> Detected {
    if text.is_empty() {
        return Detected { hits: Ok(Vec::new()), quantities: Vec::new() };
    }
    let cold = COLD.swap(false, Ordering::Relaxed);
    let (hits, quantities) = both(cold, || detect::find(text), || quantity::find(text));
    Detected { hits, quantities }
}

/// All spans of `text`, in reading order, not overlapping, from what was found in it: by the table, of the `vault`, and `extra`
/// by further detectors.
///
/// # Errors
/// Which part could not decide, and why.
pub(super) fn spans(
    text: &str,
    vault: &Vault,
    detected: Detected,
    known: Vec<Span>,
    extra: Vec<Span>,
) -> Result<Vec<Span>, String> {
    let Detected { hits: detected, quantities } = detected;
    let mut found = known;
    for hit in detected.map_err(|_| "the detectors could not be built".to_owned())? {
        found.push(Span {
            class: hit.class,
            kind: hit.kind.to_owned(),
            detector: hit.detector.to_owned(),
            reason: hit.reason.to_owned(),
            bytes: hit.span,
            placeholder: None,
            bare: None,
            detected: false,
        });
    }
    found.extend(extra.into_iter().filter(|span| text.get(span.bytes.clone()).is_some()));
    // White space alone hides nothing.
    found.retain(|span| text.get(span.bytes.clone()).is_some_and(|said| !said.trim().is_empty()));
    for span in found.iter_mut().filter(|span| span.class.acted_on() && span.class != Class::Vault) {
        span.bytes = widened(text, &span.bytes);
    }
    drop_placeholders(text, vault, &mut found);
    let found = mention::at_terms(text, mention::with_nicknames(text, found));
    // What is only told must neither lengthen nor soften what is acted on.
    let (acted, only_told): (Vec<Span>, Vec<Span>) = found.into_iter().partition(|span| span.class.acted_on());
    let mut kept = merge(acted);
    kept.extend(merge(only_told));
    let told: Vec<Range<usize>> =
        kept.iter().filter(|span| !span.class.acted_on()).map(|span| span.bytes.clone()).collect();
    for quantity in quantities {
        // A detector's reading of the same place (`Type 2 diabetes`) stands. They are in order and apart.
        let after = told.partition_point(|other| other.end <= quantity.start);
        if told.get(after).is_some_and(|other| other.start < quantity.end) {
            continue;
        }
        kept.push(Span {
            class: Class::Quantity,
            kind: quantity.measure.kind().to_owned(),
            detector: "quantity".to_owned(),
            reason: String::new(),
            bytes: quantity.start..quantity.end,
            placeholder: None,
            bare: None,
            detected: false,
        });
    }
    Ok(without_hidden_quantities(kept))
}

/// How far a span is made wider over characters nobody sees, in characters of the word behind them.
const WIDEST: usize = 64;

/// A span with the rest of the word it stands in, where a control or an invisible character cuts that in two: `ma\0ria@…`.
fn widened(text: &str, span: &Range<usize>) -> Range<usize> {
    let unseen = |c: char| (c.is_control() && !c.is_whitespace()) || is_invisible(c);
    let word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let gained = |chars: &mut dyn Iterator<Item = char>| {
        let (mut length, mut sure, mut hidden) = (0, 0, false);
        for c in chars.take(WIDEST) {
            length += c.len_utf8();
            if unseen(c) {
                hidden = true;
            } else if !hidden || !word(c) {
                break;
            } else if c.is_alphanumeric() {
                sure = length;
            }
        }
        sure
    };
    let before = text.get(..span.start).map_or(0, |head| gained(&mut head.chars().rev()));
    let after = text.get(span.end..).map_or(0, |rest| gained(&mut rest.chars()));
    span.start - before..span.end + after
}

/// The placeholders of `vault` that stand in `text`, with their bytes, in reading order.
pub(super) fn placeholders(text: &str, vault: &Vault) -> Vec<(Range<usize>, String)> {
    let known = |(bytes, ..): (Range<usize>, &str, usize)| {
        let placeholder = text.get(bytes.clone())?;
        vault.entry_of(placeholder)?;
        Some((bytes, placeholder.to_owned()))
    };
    shapes(text).filter_map(known).collect()
}

/// Drops what lies inside a placeholder of this vault: `TERM` may be somebody's term.
fn drop_placeholders(text: &str, vault: &Vault, found: &mut Vec<Span>) {
    if found.is_empty() || !text.contains('[') {
        return;
    }
    let known = placeholders(text, vault);
    found.retain(|span| {
        let after = known.partition_point(|(bytes, _)| bytes.end < span.bytes.end);
        known.get(after).is_none_or(|(bytes, _)| bytes.start > span.bytes.start)
    });
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
    // What the user called private, and a secret, stays so inside whatever else it is.
    let plain = |span: &Span| span.detected || !matches!(span.class, Class::Vault | Class::Secret);
    let detected = plain(&longer) && plain(shorter);
    let (held, both) = match (longer.class, shorter.class) {
        (Class::Vault, _) if covers => return Span { detected, ..longer },
        (Class::Vault, Class::Vault) => (longer.placeholder == shorter.placeholder, true),
        (Class::Vault, _) | (_, Class::Vault) => (false, false),
        _ => return Span { bytes: union, bare: None, ..longer },
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
    Span { class: Class::Vault, kind, detector, reason, bytes: union, placeholder, bare: None, detected }
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

    fn spans(text: &str, vault: &Vault, extra: Vec<Span>) -> Result<Vec<Span>, String> {
        super::spans(text, vault, detected(text), known(text, vault), extra)
    }

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
    fn a_name_is_cut_at_the_users_own_term() {
        let mut vault = Vault::default();
        vault.set_terms(&["Harrowgate Ovens", "Whitcombe"]);
        let found = |text: &str, kind: &str, said: &str| {
            let at = text.find(said).unwrap();
            let extra = Span {
                class: Class::Identifier,
                kind: kind.to_owned(),
                detector: "names".to_owned(),
                reason: "a name, by the names model".to_owned(),
                bytes: at..at + said.len(),
                placeholder: None,
                bare: None,
                detected: false,
            };
            let spans = spans(text, &vault, vec![extra]).unwrap();
            spans.into_iter().map(|span| (text[span.bytes].to_owned(), span.kind, span.placeholder)).collect::<Vec<_>>()
        };
        let own = |said: &str, kind: &str, placeholder: Option<&str>| {
            (said.to_owned(), kind.to_owned(), placeholder.map(str::to_owned))
        };
        assert_eq!(
            found("Ask Gideon Pryce of Harrowgate Ovens.", "PERSON", "Gideon Pryce of Harrowgate Ovens"),
            [own("Gideon Pryce", "PERSON", None), own("Harrowgate Ovens", "TERM", Some("[TERM_1]"))]
        );
        assert_eq!(
            found("At Harrowgate Ovens, Gideon Pryce", "PERSON", "Harrowgate Ovens, Gideon Pryce"),
            [own("Harrowgate Ovens", "TERM", Some("[TERM_1]")), own("Gideon Pryce", "PERSON", None)]
        );
        assert_eq!(
            found("Gideon Harrowgate Ovens Pryce", "PERSON", "Gideon Harrowgate Ovens Pryce"),
            [
                own("Gideon", "PERSON", None),
                own("Harrowgate Ovens", "TERM", Some("[TERM_1]")),
                own("Pryce", "PERSON", None)
            ]
        );
        let one = found("Today Eleanor Whitcombe left", "PERSON", "Eleanor Whitcombe");
        assert_eq!(one, [own("Eleanor Whitcombe", "PERSON", None)], "a part of the name is no cut");
        assert_eq!(
            found("Gideon Pryce of Whitcombe", "PERSON", "Gideon Pryce of Whitcombe"),
            [own("Gideon Pryce", "PERSON", None), own("Whitcombe", "TERM", Some("[TERM_2]"))]
        );
    }

    #[test]
    fn a_name_round_a_nickname_is_one() {
        let mut vault = Vault::default();
        let gate = crate::boundary::gate::Gate::default();
        let text = "Margaret \"Peggy\" Sullivan came. Mrs Sullivan: call Peggy. Anna, \"Ben\" and Marta Weber too.";
        let masked = gate.mask_text(text, &mut vault).unwrap();
        assert!(masked.starts_with("[PERSON_1] came. Mrs [PERSON_1]: call [PERSON_1]. "), "{masked}");
        assert!(!masked.contains("Anna") && !masked.contains("Weber"), "{masked}");
        assert!(masked.contains("[PERSON_2]") && masked.contains("[PERSON_3]"), "{masked}");
    }

    #[test]
    fn mentions_end_at_their_separators() {
        let mut vault = Vault::default();
        vault.add_as("PERSON_1", "Tomasz Wyrwicki", crate::boundary::vault::Origin::Given);
        let text = "T. Wyrwicki; WYRWICKI; Tomasz W.";
        let said: Vec<String> = seen(text, &vault).into_iter().map(|(_, _, said)| said).collect();
        assert_eq!(said, ["T. Wyrwicki", "WYRWICKI", "Tomasz W"]);
        let found = spans(text, &vault, Vec::new()).unwrap();
        assert!(found.iter().all(|span| span.placeholder.as_deref() == Some("[PERSON_1]")), "{found:?}");
    }

    #[test]
    fn what_nobody_sees_cuts_no_word_in_two() {
        let vault = Vault::default();
        for text in ["mail ma\0ria@example.com now", "mail m\u{1}a\u{2}ria@example.com now"] {
            let found = seen(text, &vault);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].2.starts_with('m') && found[0].2.ends_with("com"), "{found:?}");
        }
        let found = seen("a\0 ria@example.com", &vault);
        assert_eq!(found[0].2, "ria@example.com");
    }

    #[test]
    fn what_is_only_told_softens_nothing() {
        let mut vault = Vault::default();
        vault.set_terms(&["Marsh"]);
        let text = "Jo Pell has severe Marsh syndrome.";
        let found = seen(text, &vault);
        assert!(found.contains(&expect(Class::Vault, "TERM", "Marsh")), "{found:?}");
        assert!(found.iter().all(|(class, _, _)| class.acted_on()), "{found:?}");
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
