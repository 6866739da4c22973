//! Stand-in models that speak the real wire protocols on loopback, for a machine with no Ollama and no key.
//!
//! They work from the request they get, never from a stage id. What they say is simulated, and whoever starts them has
//! to say so.

use std::net::SocketAddr;

use url::Url;

/// What goes wrong on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The connection is closed after this many bytes of the body.
    CutAt(usize),
    /// The stream ends without its terminal record.
    NoTerminal,
    /// An error record in the middle of the stream.
    ErrorRecord,
    /// An HTTP error status (401, 404, 429, 500, 503 …) with the protocol's error body; 429 with `retry-after`.
    Status(u16),
    /// An HTTP error status for the first request only.
    StatusOnce(u16),
    /// Long silence before the first byte.
    Slow,
    /// Bytes that are not the protocol.
    Garbage,
    /// Chunks that split multi-byte characters.
    SplitUtf8,
}

/// How the stand-ins behave.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Tokens per second; 0 = as fast as possible.
    pub rate: f64,
    /// Seconds to the first token.
    pub first_token_s: f64,
    /// When set, answers are padded or cut to about this many tokens (for measuring).
    pub tokens: Option<usize>,
    /// What goes wrong.
    pub fault: Option<Fault>,
}

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
