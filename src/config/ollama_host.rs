//! `OLLAMA_HOST` in every form Ollama itself takes (its `envconfig.Host`).

use std::net::IpAddr;

use url::Url;

/// Base URL of the server that `OLLAMA_HOST` names, as a client has to use it.
///
/// `host`, `host:port`, `:port`, `http://host` (port 80), `https://host` (443), an IP address, IPv6 with or without
/// brackets, a path behind any of them. No port, or one that is none, means 11434 (as in Ollama, which warns and goes on).
/// An unspecified address (`0.0.0.0`, `::`), which a server listens on, becomes loopback.
///
/// # Errors
/// When the result is no URL, or carries a user name, with what to write instead.
pub fn parse(text: &str) -> Result<Url, String> {
    let text = text.trim().trim_matches(['"', '\'']).trim();
    let (scheme, rest, default_port) = match text.split_once("://") {
        Some(("https", rest)) => ("https", rest, 443),
        Some(("http", rest)) => ("http", rest, 80),
        Some((other, _)) => return Err(format!("`{other}` is no scheme for it: write http:// or https://")),
        None if text == "ollama.com" => ("https", text, 443),
        None => ("http", text, 11434),
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    if authority.contains('@') {
        return Err("a user name or password does not belong in it".to_owned());
    }
    let (host, port) = host_and_port(authority);
    let port = port.and_then(|port| port.parse::<u16>().ok()).unwrap_or(default_port);
    let host = match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) if ip.is_unspecified() => "127.0.0.1".to_owned(),
        Ok(IpAddr::V6(ip)) if ip.is_unspecified() => "[::1]".to_owned(),
        Ok(IpAddr::V6(ip)) => format!("[{ip}]"),
        _ if host.is_empty() => "127.0.0.1".to_owned(),
        _ => host.to_owned(),
    };
    Url::parse(&format!("{scheme}://{host}:{port}/{path}"))
        .map_err(|error| format!("it is no address ({error}): write host:port, like 127.0.0.1:11434"))
}

/// Splits `host:port`; a bare IPv6 address has colons but no port.
fn host_and_port(authority: &str) -> (&str, Option<&str>) {
    if let Some(rest) = authority.strip_prefix('[') {
        return match rest.split_once(']') {
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => (rest, None),
        };
    }
    if authority.parse::<IpAddr>().is_ok() {
        return (authority, None);
    }
    match authority.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_ollama_takes() {
        for (text, url) in [
            ("", "http://127.0.0.1:11434/"),
            ("example.com", "http://example.com:11434/"),
            ("example.com:1234", "http://example.com:1234/"),
            ("http://example.com", "http://example.com/"),
            ("http://example.com:1234", "http://example.com:1234/"),
            ("https://example.com", "https://example.com/"),
            ("https://example.com:8443/ollama", "https://example.com:8443/ollama"),
            (":1234", "http://127.0.0.1:1234/"),
            (":", "http://127.0.0.1:11434/"),
            ("0.0.0.0", "http://127.0.0.1:11434/"),
            ("0.0.0.0:5000", "http://127.0.0.1:5000/"),
            ("http://0.0.0.0:5000", "http://127.0.0.1:5000/"),
            ("::", "http://[::1]:11434/"),
            ("[::]:5000", "http://[::1]:5000/"),
            ("::1", "http://[::1]:11434/"),
            ("[2001:db8::1]", "http://[2001:db8::1]:11434/"),
            ("[2001:db8::1]:1234", "http://[2001:db8::1]:1234/"),
            ("192.168.1.7", "http://192.168.1.7:11434/"),
            ("example.com:66000", "http://example.com:11434/"),
            ("example.com:x", "http://example.com:11434/"),
            ("example.com/a/b", "http://example.com:11434/a/b"),
            ("ollama.com", "https://ollama.com/"),
            (" \"example.com:1\" ", "http://example.com:1/"),
        ] {
            assert_eq!(parse(text).as_ref().map(Url::as_str), Ok(url), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_the_next_step() {
        for (text, part) in [
            ("ftp://example.com", "http:// or https://"),
            ("user:pw@example.com", "user name"),
            ("exa mple.com", "host:port"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
            assert!(!error.contains("pw"), "{error}");
        }
    }
}
