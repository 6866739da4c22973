//! Endpoint trust: how far away a server is.
//!
//! By address only: a tunnel or a forwarding proxy on this machine looks like this machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, ToSocketAddrs};

use serde::{Deserialize, Serialize};
use url::{Host, Url};

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

/// Classifies a server by its URL; names are resolved with the system's resolver (blocking). A name with several addresses
/// is as far as its farthest one.
#[must_use]
pub fn reach(url: &Url) -> Reach {
    match url.host() {
        Some(Host::Ipv4(address)) => of_v4(address),
        Some(Host::Ipv6(address)) => of_v6(address),
        Some(Host::Domain(name)) => {
            let port = url.port_or_known_default().unwrap_or(80);
            let resolved =
                (name, port).to_socket_addrs().ok().and_then(|addresses| farthest(addresses.map(|a| a.ip())));
            // RFC 6761: `localhost` is this machine even where no resolver answers.
            let local = name.eq_ignore_ascii_case("localhost");
            resolved.unwrap_or(if local { Reach::Loopback } else { Reach::Internet })
        }
        None => Reach::Internet,
    }
}

/// The worst of several addresses; `None` if there is none.
fn farthest(addresses: impl Iterator<Item = IpAddr>) -> Option<Reach> {
    addresses
        .map(|address| match address {
            IpAddr::V4(address) => of_v4(address),
            IpAddr::V6(address) => of_v6(address),
        })
        .max()
}

fn of_v4(address: Ipv4Addr) -> Reach {
    let [a, b, ..] = address.octets();
    // 0.0.0.0 as a destination reaches this machine; 100.64.0.0/10 is carrier-grade NAT (RFC 6598), used by overlay networks.
    if address.is_loopback() || address.is_unspecified() {
        Reach::Loopback
    } else if address.is_private() || address.is_link_local() || (a == 100 && (64..128).contains(&b)) {
        Reach::Lan
    } else {
        Reach::Internet
    }
}

fn of_v6(address: Ipv6Addr) -> Reach {
    if let Some(mapped) = address.to_ipv4_mapped() {
        of_v4(mapped)
    } else if address.is_loopback() || address.is_unspecified() {
        Reach::Loopback
    } else if address.is_unique_local() || address.is_unicast_link_local() {
        Reach::Lan
    } else {
        Reach::Internet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classifies_addresses() {
        for (url, expected) in [
            ("http://127.0.0.1:11434", Reach::Loopback),
            ("http://127.8.8.8", Reach::Loopback),
            ("http://0.0.0.0:11434", Reach::Loopback),
            ("http://[::1]:8080/v1", Reach::Loopback),
            ("http://[::ffff:127.0.0.1]/", Reach::Loopback),
            ("http://localhost:11434", Reach::Loopback),
            ("http://192.168.1.5", Reach::Lan),
            ("http://10.1.2.3", Reach::Lan),
            ("http://172.31.0.1", Reach::Lan),
            ("http://169.254.1.1", Reach::Lan),
            ("http://100.100.1.1", Reach::Lan),
            ("http://[fd12::1]/", Reach::Lan),
            ("http://[fe80::1]/", Reach::Lan),
            ("http://[::ffff:10.0.0.1]/", Reach::Lan),
            ("http://172.32.0.1", Reach::Internet),
            ("http://100.128.0.1", Reach::Internet),
            ("https://8.8.8.8", Reach::Internet),
            ("https://[2606:4700::1111]/", Reach::Internet),
            ("https://no-such-host.invalid/", Reach::Internet),
            ("data:text/plain,x", Reach::Internet),
        ] {
            assert_eq!(reach(&url.parse().unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn one_far_address_makes_a_name_far() {
        let addresses = |list: &[&str]| list.iter().map(|a| a.parse().unwrap()).collect::<Vec<IpAddr>>().into_iter();
        assert_eq!(farthest(addresses(&["127.0.0.1", "::1"])), Some(Reach::Loopback));
        assert_eq!(farthest(addresses(&["127.0.0.1", "10.0.0.1"])), Some(Reach::Lan));
        assert_eq!(farthest(addresses(&["127.0.0.1", "1.1.1.1"])), Some(Reach::Internet));
        assert_eq!(farthest(addresses(&[])), None);
    }
}
