//! What the gate notices, and what it does about it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The class of a finding. Policies act on all but `Quantity`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Keys, passwords, tokens.
    Secret,
    /// Something that points at a person or an account: e-mail, phone, card, IBAN, address.
    Identifier,
    /// A value of this run's vault.
    Vault,
    /// A time, price, duration, amount: what an abstraction is for. Reported, never acted on.
    Quantity,
}

impl Class {
    /// Whether the policies `block` and `mask` act on it.
    #[must_use]
    pub fn acted_on(self) -> bool {
        self != Self::Quantity
    }
}

/// One span the gate noticed. Carries no text of its own, so that it can be logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Its class.
    pub class: Class,
    /// What it is, in capitals: `EMAIL`, `PERSON`, `TIME` …
    pub kind: String,
    /// The detector that found it.
    pub detector: String,
    /// Why, in words a person understands; never contains the value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Where: a JSON pointer into the request body (`/input/0/content`), or `header:NAME`; empty for plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// First character (not byte) of the span within the field.
    pub start: usize,
    /// Character after the last one.
    pub end: usize,
    /// The placeholder that stands for it, where the vault has one; in what a person is asked, the one it would get.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// The characters its placeholder takes the place of, where grammar has put something to a private value: `Anna` of
    /// `Anna's`. Otherwise all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bare: Option<(usize, usize)>,
    /// Whether a private value of this run is one because a detector found it, and for no other reason.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub detected: bool,
}

impl Finding {
    /// Whether letting it pass takes more than one key: what the user or the local model called private, and secrets.
    #[must_use]
    pub fn is_guarded(&self) -> bool {
        match self.class {
            Class::Secret => true,
            Class::Vault => !self.detected,
            Class::Identifier | Class::Quantity => false,
        }
    }
}

/// What the gate does with findings it acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// A person decides (workbench default).
    Ask,
    /// They are replaced by placeholders.
    Mask,
    /// The request is not sent (headless default).
    Block,
    /// They are sent; must be named each time the program runs.
    Allow,
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ask => "ask",
            Self::Mask => "mask",
            Self::Block => "block",
            Self::Allow => "allow",
        })
    }
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing to act on; sent as it was.
    Cleared,
    /// Findings were replaced; sent.
    Masked,
    /// A person saw it and sent it.
    Approved,
    /// Findings were sent because the user named `allow`.
    Allowed,
    /// Not sent.
    Blocked,
}
