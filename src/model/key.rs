//! API keys: secret, bound to one host, redacted from everything.

use secrecy::SecretString;

/// A key and the only host it may be sent to. `Debug` shows neither.
#[derive(Clone)]
pub struct ApiKey {
    /// The key.
    pub secret: SecretString,
    /// Host (and port, where not the scheme's own) it belongs to, e.g. `api.openai.com`.
    pub host: String,
}

impl std::fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ApiKey(redacted)")
    }
}
