//! API keys: secret, bound to one host, redacted from everything.

use reqwest::header::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

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

/// The header a key travels in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeyHeader {
    /// `authorization: Bearer KEY`.
    #[default]
    Bearer,
    /// `api-key: KEY` (Azure).
    ApiKey,
}

impl std::str::FromStr for KeyHeader {
    type Err = String;
    /// Reads `authorization` (or `bearer`) and `api-key`, as in [`crate::config::Settings::compat_keys`].
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "authorization" | "bearer" => Ok(Self::Bearer),
            "api-key" => Ok(Self::ApiKey),
            _ => Err(format!("`{text}` is not a header for keys: use `authorization` or `api-key`")),
        }
    }
}

impl ApiKey {
    /// A key bound to the host of `base`. Surrounding space (a newline from a file) is dropped.
    #[must_use]
    pub fn bound_to(secret: &str, base: &Url) -> Self {
        Self { secret: secret.trim().into(), host: host_of(base) }
    }

    /// Whether it may be sent to `destination`.
    #[must_use]
    pub fn fits(&self, destination: &Url) -> bool {
        let host = destination.host_str().unwrap_or_default();
        let with_port = destination.port_or_known_default().map(|port| format!("{host}:{port}"));
        let names = [Some(host_of(destination)), with_port];
        !host.is_empty() && names.iter().flatten().any(|name| self.host.eq_ignore_ascii_case(name))
    }

    /// The header that carries it, marked sensitive; `None` where it has characters no header can carry.
    pub(super) fn header(&self, form: KeyHeader) -> Option<(HeaderName, HeaderValue)> {
        let secret = self.secret.expose_secret();
        if secret.is_empty() || !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        let (name, text) = match form {
            KeyHeader::Bearer => (reqwest::header::AUTHORIZATION, zeroize::Zeroizing::new(format!("Bearer {secret}"))),
            KeyHeader::ApiKey => (HeaderName::from_static("api-key"), zeroize::Zeroizing::new(secret.to_owned())),
        };
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        Some((name, value))
    }
}

/// Host of a URL, with the port where it is not the scheme's own: what keys are bound to and what errors call a server.
#[must_use]
pub fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Whether a URL names this machine by address or as `localhost`. Resolves nothing.
#[must_use]
pub fn names_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => {
            address.is_loopback() || address.to_ipv4_mapped().is_some_and(|address| address.is_loopback())
        }
        Some(url::Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn a_key_fits_its_host_only() {
        let key = ApiKey::bound_to("sk-abc\n", &url("https://api.openai.com/v1"));
        assert_eq!((key.host.as_str(), key.secret.expose_secret()), ("api.openai.com", "sk-abc"));
        for (destination, fits) in [
            ("https://api.openai.com/v1/responses", true),
            ("https://API.OpenAI.com:443/v1", true),
            ("https://api.openai.com:8443/v1", false),
            ("https://api.openai.com.evil.example/v1", false),
            ("https://api.openai.com@evil.example/v1", false),
            ("https://evil.example/api.openai.com", false),
        ] {
            assert_eq!(key.fits(&url(destination)), fits, "{destination}");
        }
        let with_port = ApiKey { host: "api.openai.com:443".into(), ..key.clone() };
        assert!(with_port.fits(&url("https://api.openai.com/v1")) && !with_port.fits(&url("http://api.openai.com/v1")));
        assert!(!ApiKey { host: String::new(), ..key }.fits(&url("https://api.openai.com/v1")));
    }

    #[test]
    fn debug_and_headers_hide_it() {
        let key = ApiKey::bound_to("sk-abc", &url("http://127.0.0.1:9/v1"));
        let (name, value) = key.header(KeyHeader::Bearer).unwrap();
        assert_eq!((name.as_str(), value.to_str().unwrap()), ("authorization", "Bearer sk-abc"));
        assert_eq!(key.header(KeyHeader::ApiKey).unwrap().1.to_str().unwrap(), "sk-abc");
        assert!(!format!("{key:?} {value:?}").contains("sk-abc"));
        for bad in ["", "a b", "a\nb", "ключ"] {
            assert!(ApiKey { secret: bad.into(), host: String::new() }.header(KeyHeader::Bearer).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn loopback_names() {
        for (text, loopback) in [
            ("http://127.0.0.1:11434", true),
            ("http://127.9.9.9", true),
            ("http://[::1]:1", true),
            ("http://[::ffff:127.0.0.1]", true),
            ("http://localhost.", true),
            ("http://x.localhost", true),
            ("http://10.0.0.1", false),
            ("http://localhost.example.com", false),
            ("http://127.0.0.1.example.com", false),
            ("file:///x", false),
        ] {
            assert_eq!(names_loopback(&url(text)), loopback, "{text}");
        }
    }
}
