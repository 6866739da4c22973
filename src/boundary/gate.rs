//! The gate: looks at every string of a drafted request, and makes the only type a cloud client can send.

use bytes::Bytes;
use url::Url;

use super::finding::{Finding, Policy, Verdict};
use super::request::Draft;
use super::vault::Vault;

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
    /// Size of the serialised body in bytes.
    pub bytes: usize,
    /// SHA-256 of the serialised body, lower-case hex.
    pub sha256: String,
}

/// Why a request was not cleared. Never contains the value found.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// The policy acts on what was found.
    #[error("{} finding(s) the policy `{policy}` does not let pass", findings.len())]
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
    #[error("the request changed after it was approved")]
    Changed,
}

/// The gate. Cheap to clone; detectors are compiled once per process.
#[derive(Debug, Clone, Default)]
pub struct Gate {}

impl Gate {
    /// Looks at every string (and key) of the body, at the headers and the URL. Never changes anything.
    ///
    /// # Errors
    /// [`Refusal::Undecided`] on oversize or undecodable input, or when a detector fails.
    pub fn inspect(&self, draft: &Draft, vault: &Vault) -> Result<Report, Refusal> {
        let _ = (draft, vault);
        todo!()
    }

    /// The draft with everything the policies act on replaced by placeholders in its text fields (minting vault entries
    /// for what detectors found). Quantities stay.
    ///
    /// # Errors
    /// [`Refusal::Undecided`] as [`Gate::inspect`]; [`Refusal::Findings`] for findings outside the text fields.
    pub fn mask(&self, draft: &Draft, vault: &mut Vault) -> Result<Draft, Refusal> {
        let _ = (draft, vault);
        todo!()
    }

    /// Masks plain text (for the model-less local side and `guard`): the text with placeholders.
    ///
    /// # Errors
    /// As [`Gate::inspect`].
    pub fn mask_text(&self, text: &str, vault: &mut Vault) -> Result<String, Refusal> {
        let _ = (text, vault);
        todo!()
    }

    /// Findings in plain text, `field` empty.
    ///
    /// # Errors
    /// As [`Gate::inspect`].
    pub fn inspect_text(&self, text: &str, vault: &Vault) -> Result<Vec<Finding>, Refusal> {
        let _ = (text, vault);
        todo!()
    }

    /// Clears a draft, or says why not. `Policy(Mask)` masks first and rescans what comes out.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub fn clear(&self, draft: Draft, vault: &mut Vault, authority: Authority) -> Result<Cleared, Refusal> {
        let _ = (draft, vault, authority);
        todo!()
    }
}
