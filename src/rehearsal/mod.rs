//! Stand-in models that speak the real wire protocols on loopback, for a machine with no Ollama and no key.
//!
//! They work from the request they get, never from a stage id: the cloud one schedules the loads it is given, the local
//! one plays the shipped scenarios with the numbers of the request, and both say so when they have nothing to say. What
//! they say is simulated, and whoever starts them has to say that.
//!
//! Not a test double for [`crate::model`] alone: the same servers run in `fogline rehearse` and behind the workbench.

mod advice;
mod clock;
mod fallback;
mod frames;
mod grounding;
mod mind;
mod options;
mod problem;
mod review;
mod schedule;
mod script;
mod server;
mod wire;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

pub use options::{Fault, Options, Pace};
pub use server::Received;

/// The `server` header of every answer: how a stand-in is told from a server.
pub const SERVER: &str = "fogline-rehearsal";
/// Name of the local stand-in's model.
pub const LOCAL_MODEL: &str = wire::ollama::MODEL;
/// Name of the cloud stand-in's model.
pub const CLOUD_MODEL: &str = wire::openai::MODEL;

/// Running stand-in servers (one listener, both protocols); they stop when this is dropped.
#[derive(Debug)]
pub struct Rehearsal {
    /// Where they listen.
    pub address: SocketAddr,
    ollama: Url,
    openai: Url,
    shared: Arc<server::Shared>,
    /// Dropping it stops the listener and breaks every answer under way.
    _running: watch::Sender<()>,
}

impl Rehearsal {
    /// Starts them on `listen` (port 0 = any).
    ///
    /// # Errors
    /// When the address cannot be bound, or is not loopback.
    pub async fn start(listen: SocketAddr, options: Options) -> io::Result<Self> {
        if !listen.ip().is_loopback() {
            let message = format!(
                "the rehearsal servers listen on this machine only, and {} is not a loopback address: use 127.0.0.1:{}",
                listen.ip(),
                listen.port()
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let listener = TcpListener::bind(listen).await.map_err(|error| {
            io::Error::new(error.kind(), format!("cannot listen on {listen}: {error}; choose another --listen address"))
        })?;
        let address = listener.local_addr()?;
        let url = |path: &str| Url::parse(&format!("http://{address}{path}")).map_err(io::Error::other);
        let (ollama, openai) = (url("")?, url("/v1")?);
        // Tokens are small packets that must not wait for each other.
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let (running, stop) = watch::channel(());
        let shared = Arc::new(server::Shared::new(options, stop.clone()));
        let router = Router::new().fallback(server::handle).with_state(Arc::clone(&shared));
        let mut until = stop;
        tokio::spawn(async move {
            let stopped = async move {
                let _ = frames::stopped(&mut until).await;
            };
            let _ = axum::serve(listener, router).with_graceful_shutdown(stopped).await;
        });
        Ok(Self { address, ollama, openai, shared, _running: running })
    }

    /// Starts them on any free port of 127.0.0.1.
    ///
    /// # Errors
    /// When no port can be bound.
    pub async fn start_anywhere(options: Options) -> io::Result<Self> {
        Self::start(SocketAddr::from(([127, 0, 0, 1], 0)), options).await
    }

    /// Base URL of the Ollama side.
    #[must_use]
    pub fn ollama(&self) -> Url {
        self.ollama.clone()
    }

    /// Base URL of the OpenAI side, `/v1` included.
    #[must_use]
    pub fn openai(&self) -> Url {
        self.openai.clone()
    }

    /// What they received, oldest first; the newest few hundred requests.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.shared.received.lock().map(|all| all.iter().cloned().collect()).unwrap_or_default()
    }
}

/// Whether the version an Ollama server gives is that of a stand-in.
#[must_use]
pub fn is_stand_in_version(version: &str) -> bool {
    version.ends_with("-rehearsal")
}
