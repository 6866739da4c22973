//! Which models play: probes what is there, applies the rule that a simulated local side never feeds a real cloud,
//! starts rehearsal servers where needed, and builds the clients.

use crate::config::Settings;
use crate::model::client::Models;
use crate::model::reference::ModelRef;

/// Models ready to run, and what has to be said about the choice.
#[derive(Debug)]
pub struct Setup {
    /// Both sides.
    pub models: Models,
    /// One line each: what was found, what is simulated and why, what to type next.
    pub notes: Vec<String>,
    /// Keeps in-process rehearsal servers alive.
    pub rehearsal: Option<crate::rehearsal::Rehearsal>,
}

/// Why no setup could be made; each names the thing, the place and the next step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SetupError(pub String);

/// Chooses both sides. A side that is named is taken or refused with the reason; one that is not is chosen by what is
/// there: probes loopback and configured hosts only, for at most 300 ms.
///
/// # Errors
/// A named model that cannot be used (unreachable is not an error here: the run will say so), a simulated local side
/// with a real cloud, an Ollama model that is forwarded to a remote host.
pub async fn choose(
    settings: &Settings,
    local: Option<&ModelRef>,
    cloud: Option<&ModelRef>,
) -> Result<Setup, SetupError> {
    let _ = (settings, local, cloud);
    todo!()
}
