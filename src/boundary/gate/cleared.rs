//! What the gate makes of a request that may leave. Its fields are the gate's alone to set: a cloud client takes nothing else.

use bytes::Bytes;
use url::Url;

use crate::boundary::detect::group::Group;
use crate::boundary::finding::{Finding, Verdict};

/// A request the gate has cleared: these bytes, to this destination, and nothing else. Only [`Gate::clear`](super::Gate::clear) makes one.
#[derive(Debug)]
pub struct Cleared {
    pub(super) destination: Url,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
    pub(super) sha256: String,
    pub(super) verdict: Verdict,
    pub(super) findings: Vec<Finding>,
    pub(super) groups: Vec<Group>,
    pub(super) placeholders: Vec<String>,
    pub(super) text: String,
    pub(super) unlooked: Option<String>,
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
    /// Facts of what goes that point at somebody only together, as places of [`Cleared::findings`]: what was masked is no
    /// part of them.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
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
    /// What could not look at it, and why; only ever under `allow`.
    #[must_use]
    pub fn unlooked(&self) -> Option<&str> {
        self.unlooked.as_deref()
    }
}
