//! The gate: looks at every string of a drafted request, and makes the only type a cloud client can send.

mod cleared;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

pub use self::cleared::Cleared;

use super::detect::group::{self, Group};
use super::finding::{Class, Finding, Policy, Verdict};
pub use super::looking::Stop;
use super::looking::{self, Text};
use super::request::{Draft, sha256_hex};
use super::scan::{self, Detect, Span};
use super::vault::{Told, Vault};
use super::walk;

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
    /// What could not look at it, and why; only ever under `allow`, else the gate has not decided.
    pub unlooked: Option<String>,
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
    patience: Duration,
    /// How long a look with the detector table may take, apart from the time its size warrants.
    table_patience: Duration,
    stop: Stop,
    /// Whether a detector that fails is passed over, and said so, rather than nothing sent.
    lenient: bool,
}

/// Requests larger than this are not decided on, in bytes of the serialised body.
pub const LIMIT: usize = 8 << 20;

/// Masking a value can make another spelling of it known to the vault, so it is repeated; more rounds than this mean that
/// something is wrong.
const MASK_ROUNDS: usize = 5;

/// How long a look may take, apart from the time its size warrants.
const PATIENCE: Duration = Duration::from_secs(30);

/// The detector table, the vault and nothing else: see [`Gate::standard`] for what plays in earnest.
impl Default for Gate {
    fn default() -> Self {
        let (patience, table_patience) = (PATIENCE, PATIENCE);
        Self { limit: LIMIT, extra: Vec::new(), patience, table_patience, stop: Stop::default(), lenient: false }
    }
}

impl Gate {
    /// The gate of real runs: everything there is, the names model included where the program holds it (feature `names`).
    /// Making it loads nothing.
    #[must_use]
    pub fn standard() -> Self {
        #[cfg(feature = "names")]
        return Self::default().with_detector(super::names::detector());
        #[cfg(not(feature = "names"))]
        Self::default()
    }

    /// A gate under this policy. Only `allow`, where findings are sent all the same, also passes over a detector that
    /// fails, and says so ([`Report::unlooked`]); under every other policy nothing is sent then.
    #[must_use]
    pub fn under(mut self, policy: Policy) -> Self {
        self.lenient = policy == Policy::Allow;
        self
    }

    /// A gate that gives the detectors that are no row of the table this long for a look, and a second more per KB; it
    /// refuses what takes longer. Default: 30 s.
    #[must_use]
    pub fn with_timeout(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// A gate that gives a look with the detector table this long, and a second more per 64 KB. Default: 30 s.
    #[must_use]
    pub fn with_table_timeout(mut self, patience: Duration) -> Self {
        self.table_patience = patience;
        self
    }

    /// A gate whose looks end, undecided, as soon as `stop` is set: nobody waits for them any more.
    #[must_use]
    pub fn with_stop(mut self, stop: Stop) -> Self {
        self.stop = stop;
        self
    }

    /// Lets the detectors that are slow the first time (the names model) read texts ahead, so that looking at them later
    /// is quick. Blocks; changes nothing else.
    ///
    /// # Errors
    /// [`Refusal::Undecided`] when one of them fails, as looking would.
    pub fn read_ahead(&self, texts: Vec<String>) -> Result<(), Refusal> {
        let slow: Vec<_> = self.extra.iter().filter(|detector| detector.reads_prose()).cloned().collect();
        let texts = texts.into_iter().filter(|text| text.len() <= self.limit);
        let texts = texts.map(|text| Text { text, prose: true }).collect();
        let (_, failed) = looking::ask(&slow, texts, self.patience, &self.stop);
        self.passed_over(&failed).map(|_| ())
    }

    /// Lets the detectors get ready (load what they need), without waiting for them.
    pub fn prepare(&self) {
        self.extra.iter().for_each(|detector| detector.prepare());
    }

    /// Whether a detector is slow the first time it sees a text.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.extra.iter().any(|detector| detector.reads_prose())
    }

    /// A gate that refuses bodies (or texts) of more than `limit` bytes.
    #[must_use]
    pub fn with_limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// A gate that asks one more detector. If it fails, panics or hangs, nothing is cleared (but see [`Gate::under`]).
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
        let parts = walk::parts(draft)?;
        let texts = parts.iter().filter(|part| !part.only_vault);
        let texts = texts.map(|part| Text { text: part.text.clone(), prose: draft.text_fields.contains(&part.field) });
        let (extra, failed) = looking::ask(&self.extra, texts.collect(), self.patience, &self.stop);
        let unlooked = self.passed_over(&failed)?;
        let mut extra = extra.into_iter();
        let looks = parts.iter().map(|part| Look {
            text: part.text.clone(),
            only_vault: part.only_vault,
            extra: if part.only_vault { Vec::new() } else { extra.next().unwrap_or_default() },
        });
        let looked = self.spans(looks.collect(), vault)?;
        for (part, spans) in parts.into_iter().zip(looked) {
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
        Ok(Report { findings, groups, bytes: body.len(), sha256: sha256_hex(&body), unlooked })
    }

    /// The draft with everything the policies act on replaced by placeholders in its text fields (minting vault entries
    /// for what detectors found). Quantities stay.
    ///
    /// # Errors
    /// [`Refusal::Undecided`] as [`Gate::inspect`]; [`Refusal::Findings`] for findings outside the text fields.
    pub fn mask(&self, draft: &Draft, vault: &mut Vault) -> Result<Draft, Refusal> {
        self.serialise(draft)?;
        let mut masked = draft.clone();
        vault.reserve(&draft.text());
        for pointer in &draft.text_fields {
            let Some(Value::String(text)) = masked.body.pointer_mut(pointer) else {
                let why = format!("the text field `{pointer}` is not a string of the request");
                return Err(Refusal::Undecided(why));
            };
            *text = self.masked(text, vault, false)?;
        }
        let report = self.inspect(&masked, vault)?;
        let left: Vec<Finding> = report.findings.into_iter().filter(|finding| finding.class.acted_on()).collect();
        if left.is_empty() { Ok(masked) } else { Err(Refusal::Findings { policy: Policy::Mask, findings: left }) }
    }

    /// Masks plain text of the user's (for the model-less local side and to fill the vault): the text with placeholders.
    /// What cannot have one (white space alone) stays.
    ///
    /// # Errors
    /// As [`Gate::inspect`].
    pub fn mask_text(&self, text: &str, vault: &mut Vault) -> Result<String, Refusal> {
        self.masked(text, vault, true)
    }

    fn masked(&self, text: &str, vault: &mut Vault, in_input: bool) -> Result<String, Refusal> {
        vault.reserve(text);
        let mut masked = text.to_owned();
        for _ in 0..MASK_ROUNDS {
            let mut acted = self.look(&masked, vault)?;
            acted.retain(|span| span.class.acted_on());
            if acted.is_empty() {
                break;
            }
            let mut out = String::with_capacity(masked.len());
            let mut at = 0;
            for span in acted {
                let value = masked.get(span.bytes.clone()).unwrap_or_default();
                let told = || Told {
                    detector: span.detector.clone(),
                    reason: span.reason.clone(),
                    is_guarded: span.class == Class::Secret || (span.class == Class::Vault && !span.detected),
                    in_input,
                };
                let placeholder = span.placeholder.clone().or_else(|| vault.add_found(&span.kind, value, told()));
                let Some(placeholder) = placeholder else { continue };
                // Endings stay: `[PERSON_1]'s`.
                let bytes = span.bare.clone().unwrap_or(span.bytes);
                out.push_str(masked.get(at..bytes.start).unwrap_or_default());
                out.push_str(&placeholder);
                at = bytes.end;
            }
            out.push_str(masked.get(at..).unwrap_or_default());
            masked = out;
        }
        Ok(masked)
    }

    /// The text with the vault's values replaced by their placeholders. Finds nothing new and mints nothing.
    ///
    /// # Errors
    /// As [`Gate::inspect`].
    pub fn hide(&self, text: &str, vault: &Vault) -> Result<String, Refusal> {
        let look = Look { text: text.to_owned(), only_vault: true, extra: Vec::new() };
        let spans = self.spans(vec![look], vault)?.into_iter().next().unwrap_or_default();
        let mut hidden = text.to_owned();
        for span in spans.into_iter().rev() {
            let bytes = span.bare.unwrap_or(span.bytes);
            hidden.replace_range(bytes, span.placeholder.as_deref().unwrap_or("[PRIVATE]"));
        }
        Ok(hidden)
    }

    /// Findings in plain text, `field` empty.
    ///
    /// # Errors
    /// As [`Gate::inspect`].
    pub fn inspect_text(&self, text: &str, vault: &Vault) -> Result<Vec<Finding>, Refusal> {
        Ok(scan::findings(&self.look(text, vault)?, text, ""))
    }

    /// Clears a draft, or says why not. `Policy(Mask)` masks first and rescans what comes out.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub fn clear(&self, draft: Draft, vault: &mut Vault, authority: Authority) -> Result<Cleared, Refusal> {
        if authority == Authority::Policy(Policy::Allow) && !self.lenient {
            return self.clone().under(Policy::Allow).clear(draft, vault, authority);
        }
        let mut report = self.inspect(&draft, vault)?;
        let act = report.findings.iter().any(|finding| finding.class.acted_on());
        let (draft, verdict) = match authority {
            Authority::Person { sha256 } if sha256 != report.sha256 => return Err(Refusal::Changed),
            Authority::Person { .. } => (draft, Verdict::Approved),
            Authority::Policy(_) if !act => (draft, Verdict::Cleared),
            Authority::Policy(Policy::Allow) => (draft, Verdict::Allowed),
            Authority::Policy(Policy::Mask) => {
                let masked = |index: usize| report.findings.get(index).is_some_and(|found| found.class.acted_on());
                let left = report.groups.iter().filter_map(|group| group.without(&report.findings, masked));
                report.groups = left.collect();
                (self.mask(&draft, vault)?, Verdict::Masked)
            }
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
            groups: report.groups,
            placeholders,
            unlooked: report.unlooked,
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

    /// Everything noticed in one text that people or models wrote.
    fn look(&self, text: &str, vault: &Vault) -> Result<Vec<Span>, Refusal> {
        self.fits(text.len())?;
        let mut extra = Vec::new();
        if !self.extra.is_empty() {
            let texts = vec![Text { text: text.to_owned(), prose: true }];
            let (found, failed) = looking::ask(&self.extra, texts, self.patience, &self.stop);
            self.passed_over(&failed)?;
            extra = found.into_iter().next().unwrap_or_default();
        }
        let look = Look { text: text.to_owned(), only_vault: false, extra };
        Ok(self.spans(vec![look], vault)?.into_iter().next().unwrap_or_default())
    }

    /// Why detectors could not tell, if that may be passed over.
    fn passed_over(&self, failed: &[String]) -> Result<Option<String>, Refusal> {
        let why = failed.join("; ");
        match (why.is_empty(), self.lenient) {
            (true, _) => Ok(None),
            (false, true) => Ok(Some(why)),
            (false, false) => Err(Refusal::Undecided(why)),
        }
    }

    /// Everything noticed in some texts, on a thread that is given up when it takes too long. A detector that panics decides
    /// nothing.
    fn spans(&self, looks: Vec<Look>, vault: &Vault) -> Result<Vec<Vec<Span>>, Refusal> {
        for look in &looks {
            self.fits(look.text.len())?;
        }
        let bytes = looks.iter().map(|look| look.text.len()).sum();
        let (vault, patience, stop) = (vault.clone(), self.table_patience, self.stop.clone());
        let work = move || {
            let looks: Arc<[Look]> = looks.into();
            let detected = || looks.iter().map(|look| scan::detected(&look.text)).collect::<Vec<_>>();
            let known = |looks: &[Look], vault: &Vault| -> Vec<Vec<Span>> {
                looks.iter().map(|look| scan::known(&look.text, vault)).collect()
            };
            let (detected, known) = if bytes < ASIDE || vault.entries().is_empty() {
                (detected(), known(&looks, &vault))
            } else {
                let (looks, vault) = (Arc::clone(&looks), vault.clone());
                looking::beside(patience, bytes, &stop, detected, move || known(&looks, &vault))?
            };
            let one = |((look, detected), known): ((&Look, _), _)| {
                let mut found = scan::spans(&look.text, &vault, detected, known, look.extra.clone())?;
                if look.only_vault {
                    found.retain(|span| span.class == Class::Vault);
                }
                Ok::<_, String>(found)
            };
            let all: Result<Vec<_>, _> = looks.iter().zip(detected).zip(known).map(one).collect();
            // Before the answer: whoever has it may change the vault, which is copied where it is shared.
            drop(vault);
            all
        };
        looking::within(self.table_patience, bytes, &self.stop, work)
            .and_then(|looked| looked)
            .map_err(Refusal::Undecided)
    }
}

/// From so many bytes on, known values are looked for beside the detectors, on a thread that waits for work.
const ASIDE: usize = 1 << 10;

/// One text to be looked at.
struct Look {
    text: String,
    /// Whether only private values of the run count in it.
    only_vault: bool,
    /// What further detectors found in it.
    extra: Vec<Span>,
}

pub(super) fn undecodable(what: &str) -> Refusal {
    Refusal::Undecided(format!("{what} is not valid UTF-8"))
}
