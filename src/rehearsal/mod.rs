//! Stand-in models that speak the real wire protocols on loopback, for a machine with no Ollama and no key.
//!
//! They work from the request they get, never from a stage id. What they say is simulated, and whoever starts them has
//! to say so.

mod advice;
mod clock;
mod options;
mod problem;
mod schedule;

use std::net::SocketAddr;

use url::Url;

pub use options::{Fault, Options, Pace};

/// Running stand-in servers (one listener, both protocols); they stop when this is dropped.
#[derive(Debug)]
pub struct Rehearsal {
    /// Where they listen.
    pub address: SocketAddr,
}

impl Rehearsal {
    /// Starts them on `listen` (port 0 = any).
    ///
    /// # Errors
    /// When the address cannot be bound, or is not loopback.
    pub async fn start(listen: SocketAddr, options: Options) -> std::io::Result<Self> {
        let _ = (listen, options);
        todo!()
    }

    /// Base URL of the Ollama side.
    #[must_use]
    pub fn ollama(&self) -> Url {
        todo!()
    }

    /// Base URL of the OpenAI side, `/v1` included.
    #[must_use]
    pub fn openai(&self) -> Url {
        todo!()
    }
}
