//! Endpoint trust: how far away a server is.

use serde::{Deserialize, Serialize};
use url::Url;

/// How far a server is from this machine, by address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// This machine.
    Loopback,
    /// A private or link-local network.
    Lan,
    /// Anywhere else, or not resolvable.
    Internet,
}

/// Classifies a server by its URL; names are resolved with the system's resolver (blocking).
#[must_use]
pub fn reach(url: &Url) -> Reach {
    let _ = url;
    todo!()
}
