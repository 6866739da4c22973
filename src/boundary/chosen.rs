//! Masking what a person chose, and nothing else: first which placeholder each finding would get, then the draft with
//! those in place. What is masked has the placeholder that was shown, or is not masked at all.

use serde_json::Value;

use super::finding::{Class, Finding};
use super::gate::{Refusal, Report};
use super::request::Draft;
use super::vault::{Origin, Told, Vault};

/// The text a finding stands for, if it lies in one of the text fields: what can be masked.
#[must_use]
pub fn value<'a>(draft: &'a Draft, finding: &Finding) -> Option<&'a str> {
    draft.text_fields.iter().find(|pointer| **pointer == finding.field)?;
    let text = draft.body.pointer(&finding.field)?.as_str()?;
    let (start, end) = bytes(text, finding)?;
    text.get(start..end)
}

/// The bytes of a finding in the text of its field.
#[must_use]
pub fn bytes(text: &str, finding: &Finding) -> Option<(usize, usize)> {
    in_bytes(text, (finding.start, finding.end))
}

/// Those of them that its placeholder takes the place of: a possessive stays, as under the policy `mask`.
#[must_use]
pub fn replaced(text: &str, finding: &Finding) -> Option<(usize, usize)> {
    in_bytes(text, finding.bare.unwrap_or((finding.start, finding.end)))
}

fn in_bytes(text: &str, (start, end): (usize, usize)) -> Option<(usize, usize)> {
    let byte = |chars: usize| {
        let mut places = text.char_indices().map(|(byte, _)| byte).chain(std::iter::once(text.len()));
        places.nth(chars)
    };
    let (start, end) = (byte(start)?, byte(end)?);
    (start < end).then_some((start, end))
}

/// Gives every finding that the policies act on, and that lies in a text field, the placeholder that masking would put in
/// its place. The vault stays as it is.
pub fn propose(draft: &Draft, report: &mut Report, vault: &Vault) {
    let mut trial = vault.clone();
    trial.reserve(&draft.text());
    for finding in &mut report.findings {
        if !finding.class.acted_on() || finding.placeholder.is_some() {
            continue;
        }
        if let Some(value) = value(draft, finding) {
            finding.placeholder = trial.add(&finding.kind, value, Origin::Detector);
        }
    }
}

/// What a detector said of a finding a person has masked.
fn told(finding: &Finding) -> Told {
    let (detector, reason) = (finding.detector.clone(), finding.reason.clone());
    Told { detector, reason, is_guarded: finding.is_guarded(), in_input: false }
}

/// The draft with these findings replaced by their placeholders; what was not in the vault yet is now.
///
/// # Errors
/// [`Refusal::Changed`] where a finding no longer lies where it was, has no placeholder, or its placeholder stands for
/// something else by now.
pub fn mask(draft: &Draft, vault: &mut Vault, chosen: &[Finding]) -> Result<Draft, Refusal> {
    let mut masked = draft.clone();
    let mut places: Vec<(&Finding, &str)> = Vec::new();
    for finding in chosen {
        let (value, placeholder) = value(draft, finding).zip(finding.placeholder.as_deref()).ok_or(Refusal::Changed)?;
        // What the vault knows may stand here in another spelling than the one it keeps.
        let known = finding.class == Class::Vault && vault.value_of(placeholder).is_some();
        let mut taken = || vault.add_found_as(placeholder, value, Origin::Detector, Some(told(finding)));
        if !known && taken().as_deref() != Some(placeholder) {
            return Err(Refusal::Changed);
        }
        places.push((finding, placeholder));
    }
    // From the end, so that the offsets before stay right.
    places.sort_by_key(|(finding, _)| std::cmp::Reverse(finding.start));
    for (finding, placeholder) in places {
        let Some(Value::String(text)) = masked.body.pointer_mut(&finding.field) else { return Err(Refusal::Changed) };
        let (start, end) = replaced(text, finding).ok_or(Refusal::Changed)?;
        text.replace_range(start..end, placeholder);
    }
    Ok(masked)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::boundary::gate::Gate;

    fn draft(text: &str) -> Draft {
        Draft {
            destination: "http://127.0.0.1:1/v1".parse().unwrap(),
            headers: Vec::new(),
            body: json!({"model": "m", "input": text}),
            text_fields: vec!["/input".to_owned()],
        }
    }

    fn looked(draft: &Draft, vault: &Vault) -> Report {
        let mut report = Gate::default().inspect(draft, vault).unwrap();
        propose(draft, &mut report, vault);
        report.findings.retain(|finding| finding.class.acted_on());
        report
    }

    #[test]
    fn the_placeholder_proposed_is_the_one_that_masking_gives() {
        let mut vault = Vault::default();
        vault.set_terms(&["Maya"]);
        let draft = draft("Grüße an Maya: ana@example.org, ben@example.org, ana@example.org");
        let report = looked(&draft, &vault);
        let proposed: Vec<&str> = report.findings.iter().filter_map(|found| found.placeholder.as_deref()).collect();
        assert_eq!(proposed, ["[TERM_1]", "[EMAIL_1]", "[EMAIL_2]", "[EMAIL_1]"]);
        assert_eq!(vault.entries().len(), 1, "looking changes nothing");
        let all = mask(&draft, &mut vault, &report.findings).unwrap();
        assert_eq!(all.body["input"], "Grüße an [TERM_1]: [EMAIL_1], [EMAIL_2], [EMAIL_1]");
        let mut fresh = Vault::default();
        fresh.set_terms(&["Maya"]);
        assert_eq!(Gate::default().mask(&draft, &mut fresh).unwrap(), all, "as the policy would have masked it");
    }

    #[test]
    fn only_what_was_chosen_is_masked_and_only_that_is_learnt() {
        let mut vault = Vault::default();
        vault.set_terms(&["Maya"]);
        let draft = draft("Maya, ana@example.org, ben@example.org");
        let report = looked(&draft, &vault);
        let masked = mask(&draft, &mut vault, &report.findings[2..]).unwrap();
        assert_eq!(masked.body["input"], "Maya, ana@example.org, [EMAIL_2]");
        assert_eq!(vault.value_of("[EMAIL_1]"), None);
        assert_eq!(vault.value_of("[EMAIL_2]"), Some("ben@example.org"));
    }

    #[test]
    fn a_persons_choice_masks_as_the_policy_does() {
        let mut vault = Vault::default();
        vault.set_terms(&["Maya Chen", "Kittery"]);
        for text in
            ["It is Maya Chen's, from Kittery Primary, and d’Étienne's.", "[TERM_1] is Frau M., not Maya Chen's"]
        {
            let draft = draft(text);
            let report = looked(&draft, &vault);
            let mut fresh = vault.clone();
            let chosen = mask(&draft, &mut vault, &report.findings).unwrap();
            assert_eq!(Gate::default().mask(&draft, &mut fresh).unwrap().body, chosen.body);
            assert!(chosen.body["input"].as_str().unwrap().contains("[TERM_1]'s"), "{}", chosen.body);
        }
    }

    #[test]
    fn a_placeholder_taken_meanwhile_masks_nothing() {
        let mut vault = Vault::default();
        let draft = draft("ana@example.org");
        let report = looked(&draft, &vault);
        vault.add("EMAIL", "eve@example.org", Origin::Detector);
        assert_eq!(mask(&draft, &mut vault, &report.findings), Err(Refusal::Changed));
        let mut nowhere = report.findings.clone();
        nowhere[0].end = 99;
        assert_eq!(mask(&draft, &mut Vault::default(), &nowhere), Err(Refusal::Changed));
        nowhere[0].field = "header:x".to_owned();
        assert_eq!(mask(&draft, &mut Vault::default(), &nowhere), Err(Refusal::Changed));
    }
}
