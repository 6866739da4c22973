//! The gate: looks at every string of a drafted request, and makes the only type a cloud client can send.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;
use url::Url;

use super::detect::group::{self, Group};
use super::finding::{Class, Finding, Policy, Verdict};
use super::request::{Draft, sha256_hex};
use super::scan::{self, Detect, Span};
use super::vault::{Origin, Vault};
use super::walk;

/// A request the gate has cleared: these bytes, to this destination, and nothing else. Only [`Gate::clear`] makes one.
#[derive(Debug)]
pub struct Cleared {
    destination: Url,
    headers: Vec<(String, String)>,
    body: Bytes,
    sha256: String,
    verdict: Verdict,
    findings: Vec<Finding>,
    placeholders: Vec<String>,
    text: String,
}

impl Cleared {
    /// Where it goes.
    #[must_use]
    pub fn destination(&self) -> &Url {
        &self.destination
    }
    /// Headers but the key.
    #[must_use]
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }
    /// The exact bytes.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }
    /// SHA-256 of the bytes, lower-case hex.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
    /// How it was cleared.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }
    /// What was noticed in the bytes that go (or, if masked, in the bytes before masking).
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
    /// The placeholders that crossed, in order of first appearance: what restore may put back.
    #[must_use]
    pub fn placeholders(&self) -> &[String] {
        &self.placeholders
    }
    /// The text fields as they go, joined: what facts are compared with.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// On whose authority a request is cleared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authority {
    /// The run's policy; `Ask` never clears anything the policies act on.
    Policy(Policy),
    /// A person saw exactly this draft. `sha256` is that of the bytes shown; other bytes are refused.
    Person {
        /// Hash of the bytes that were shown.
        sha256: String,
    },
}

/// What the gate saw in a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Findings in reading order.
    pub findings: Vec<Finding>,
    /// Facts that point at somebody only together; nothing acts on them.
    pub groups: Vec<Group>,
    /// Size of the serialised body in bytes.
    pub bytes: usize,
    /// SHA-256 of the serialised body, lower-case hex.
    pub sha256: String,
}

/// Why a request was not cleared. Never contains the value found.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// The policy acts on what was found.
    #[error(
        "{} and the policy `{policy}` keeps them home: {}", found(findings), advice(*policy)
    )]
    Findings {
        /// The policy in force.
        policy: Policy,
        /// What was found.
        findings: Vec<Finding>,
    },
    /// The gate could not decide: nothing is sent.
    #[error("the gate cannot decide, so nothing is sent: {0}")]
    Undecided(String),
    /// What a person approved is not what would be sent.
    #[error("the request changed after it was approved, so nothing is sent: run it again and look at what it says now")]
    Changed,
}

/// What a person can do about findings under a policy.
fn advice(policy: Policy) -> &'static str {
    match policy {
        Policy::Block => "mask them (`--policy mask`), or decide on the request in the workbench",
        Policy::Mask => "they stand where nothing can be masked (the name of a field, a header, the address)",
        Policy::Ask | Policy::Allow => "a person has to decide on the request",
    }
}

/// What was found, by kind and without a value: `the request holds 2 x TERM, 1 x EMAIL,`.
fn found(findings: &[Finding]) -> String {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for finding in findings {
        match kinds.iter_mut().find(|(kind, _)| *kind == finding.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((&finding.kind, 1)),
        }
    }
    let kinds: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} x {kind}")).collect();
    format!("the request holds {},", kinds.join(", "))
}

/// The gate. Cheap to clone; detectors are compiled once per process.
#[derive(Debug, Clone)]
pub struct Gate {
    limit: usize,
    extra: Vec<Arc<dyn Detect>>,
}

/// Requests larger than this are not decided on, in bytes of the serialised body.
pub const LIMIT: usize = 8 << 20;

/// Masking a value can make another spelling of it known to the vault, so it is repeated; more rounds than this mean that
/// something is wrong.
const MASK_ROUNDS: usize = 5;

impl Default for Gate {
    fn default() -> Self {
        Self { limit: LIMIT, extra: Vec::new() }
    }
}

impl Gate {
    /// A gate that refuses bodies (or texts) of more than `limit` bytes.
    #[must_use]
    pub fn with_limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// A gate that asks one more detector. If it fails or panics, nothing is cleared.
    #[must_use]
    pub fn with_detector(mut self, detector: Arc<dyn Detect>) -> Self {
        self.extra.push(detector);
        self
    }

    /// Looks at every string (and key) of the body, at the headers and the URL. Never changes anything. The host is not
    /// looked at: it is where the request goes, not what it says.
    ///
    /// # Errors
    /// [`Refusal::Undecided`] on oversize or undecodable input, or when a detector fails.
    pub fn inspect(&self, draft: &Draft, vault: &Vault) -> Result<Report, Refusal> {
        let body = self.serialise(draft)?;
        let mut findings = Vec::new();
        let mut groups = Vec::new();
        let mut private_keys = Vec::new();
        for part in walk::parts(draft)? {
            let spans = self.spans(&part.text, vault, part.only_vault)?;
            let seen = scan::findings(&spans, &part.text, &part.field);
            groups.extend(
                group::groups(&part.text, &seen).into_iter().map(|group| group.within(&part.field, findings.len())),
            );
            findings.extend(seen);
            if part.field.starts_with("key:") && spans.iter().any(|span| span.class.acted_on()) {
                private_keys.push(part.text);
            }
        }
        // A pointer names the keys it passes; findings can be logged, so a private key must not stand in one.
        for finding in &mut findings {
            finding.field = walk::without_keys(&finding.field, &private_keys);
        }
        for group in &mut groups {
            group.field = walk::without_keys(&group.field, &private_keys);
        }
        Ok(Report { findings, groups, bytes: body.len(), sha256: sha256_hex(&body) })
    }

    /// The draft with everything the policies act on replaced by placeholders in its text fields (minting vault entries
    /// for what detectors found). Quantities stay.
    ///
    /// # Errors
    /// [`Refusal::Undecided`] as [`Gate::inspect`]; [`Refusal::Findings`] for findings outside the text fields.
    pub fn mask(&self, draft: &Draft, vault: &mut Vault) -> Result<Draft, Refusal> {
        self.serialise(draft)?;
        let mut masked = draft.clone();
        for pointer in &draft.text_fields {
            let Some(Value::String(text)) = masked.body.pointer_mut(pointer) else {
                let why = format!("the text field `{pointer}` is not a string of the request");
                return Err(Refusal::Undecided(why));
            };
            *text = self.mask_text(text, vault)?;
        }
        let report = self.inspect(&masked, vault)?;
        let left: Vec<Finding> = report.findings.into_iter().filter(|finding| finding.class.acted_on()).collect();
        if left.is_empty() { Ok(masked) } else { Err(Refusal::Findings { policy: Policy::Mask, findings: left }) }
    }

    /// Masks plain text (for the model-less local side and `guard`): the text with placeholders.
    ///
    /// # Errors
    /// As [`Gate::inspect`].
    pub fn mask_text(&self, text: &str, vault: &mut Vault) -> Result<String, Refusal> {
        let mut masked = text.to_owned();
        for _ in 0..MASK_ROUNDS {
            let mut acted = self.spans(&masked, vault, false)?;
            acted.retain(|span| span.class.acted_on());
            if acted.is_empty() {
                break;
            }
            // Minted in reading order, replaced from the end, so that offsets stay right.
            let mut replacements = Vec::new();
            for span in acted {
                let value = masked.get(span.bytes.clone()).unwrap_or_default();
                let placeholder = span.placeholder.or_else(|| vault.add(&span.kind, value, Origin::Detector));
                let Some(placeholder) = placeholder else {
                    return Err(Refusal::Undecided(format!("a {} could not be given a placeholder", span.kind)));
                };
                replacements.push((span.bytes, placeholder));
            }
            for (bytes, placeholder) in replacements.into_iter().rev() {
                masked.replace_range(bytes, &placeholder);
            }
        }
        Ok(masked)
    }

    /// The text with the vault's values replaced by their placeholders. Finds nothing new and mints nothing.
    ///
    /// # Errors
    /// As [`Gate::inspect`].
    pub fn hide(&self, text: &str, vault: &Vault) -> Result<String, Refusal> {
        let mut hidden = text.to_owned();
        for span in self.spans(text, vault, true)?.into_iter().rev() {
            hidden.replace_range(span.bytes, span.placeholder.as_deref().unwrap_or("[PRIVATE]"));
        }
        Ok(hidden)
    }

    /// Findings in plain text, `field` empty.
    ///
    /// # Errors
    /// As [`Gate::inspect`].
    pub fn inspect_text(&self, text: &str, vault: &Vault) -> Result<Vec<Finding>, Refusal> {
        Ok(scan::findings(&self.spans(text, vault, false)?, text, ""))
    }

    /// Clears a draft, or says why not. `Policy(Mask)` masks first and rescans what comes out.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub fn clear(&self, draft: Draft, vault: &mut Vault, authority: Authority) -> Result<Cleared, Refusal> {
        let report = self.inspect(&draft, vault)?;
        let act = report.findings.iter().any(|finding| finding.class.acted_on());
        let (draft, verdict) = match authority {
            Authority::Person { sha256 } if sha256 != report.sha256 => return Err(Refusal::Changed),
            Authority::Person { .. } => (draft, Verdict::Approved),
            Authority::Policy(_) if !act => (draft, Verdict::Cleared),
            Authority::Policy(Policy::Allow) => (draft, Verdict::Allowed),
            Authority::Policy(Policy::Mask) => (self.mask(&draft, vault)?, Verdict::Masked),
            Authority::Policy(policy @ (Policy::Block | Policy::Ask)) => {
                let findings = report.findings.into_iter().filter(|finding| finding.class.acted_on()).collect();
                return Err(Refusal::Findings { policy, findings });
            }
        };
        let body = self.serialise(&draft)?;
        let text = std::str::from_utf8(&body).map_err(|_| undecodable("the body"))?;
        let mut placeholders: Vec<String> = Vec::new();
        for (_, placeholder) in scan::placeholders(text, vault) {
            if !placeholders.contains(&placeholder) {
                placeholders.push(placeholder);
            }
        }
        Ok(Cleared {
            text: draft.text(),
            destination: draft.destination,
            headers: draft.headers,
            sha256: sha256_hex(&body),
            body: Bytes::from(body),
            verdict,
            findings: report.findings,
            placeholders,
        })
    }

    fn serialise(&self, draft: &Draft) -> Result<Vec<u8>, Refusal> {
        let body = serde_json::to_vec(&draft.body)
            .map_err(|error| Refusal::Undecided(format!("the body is not JSON: {error}")))?;
        self.fits(body.len())?;
        Ok(body)
    }

    fn fits(&self, bytes: usize) -> Result<(), Refusal> {
        if bytes <= self.limit {
            return Ok(());
        }
        Err(Refusal::Undecided(format!("{bytes} bytes are more than the {} it looks at; shorten the text", self.limit)))
    }

    /// Everything noticed in one text. A detector that panics decides nothing.
    fn spans(&self, text: &str, vault: &Vault, only_vault: bool) -> Result<Vec<Span>, Refusal> {
        self.fits(text.len())?;
        let look = || scan::spans(text, vault, &self.extra);
        let mut found = std::panic::catch_unwind(AssertUnwindSafe(look))
            .map_err(|_| Refusal::Undecided("a detector failed (it panicked)".to_owned()))?
            .map_err(Refusal::Undecided)?;
        if only_vault {
            found.retain(|span| span.class == Class::Vault);
        }
        Ok(found)
    }
}

pub(super) fn undecodable(what: &str) -> Refusal {
    Refusal::Undecided(format!("{what} is not valid UTF-8"))
}
