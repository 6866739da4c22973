//! Slips in values that are compared as a whole: mail addresses, and ids with letters.
//!
//! A digit of an id is never a slip: it is another id. Not for names and phrases: see [`super::typo`].

use strsim::osa_distance;

use super::needle::{Known, Nature};
use super::{Found, How};
use crate::boundary::words::{is_everyday, is_name};

/// Shorter ids are too close to each other.
const SHORTEST_ID: usize = 8;

/// Adds every place where a mail address or an id of the vault stands with a slip.
pub(super) fn find(text: &str, known: &[Known], found: &mut Vec<Found>) {
    let of = |nature: Nature| known.iter().any(|known| known.nature == nature && known.whole.len() >= SHORTEST_ID);
    let (mails, ids) = (text.contains('@') && of(Nature::Email), of(Nature::Id));
    if !(mails || ids) {
        return;
    }
    let part = |c: char| c.is_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '/' | '+' | '%');
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(part)).map(|offset| at + offset) {
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.find(|c: char| !part(c)).unwrap_or(rest.len());
        at = start + length;
        if !(SHORTEST_ID..=80).contains(&length) {
            continue;
        }
        let token = rest.get(..length).unwrap_or_default().trim_end_matches(['.', '-', '/', '_']);
        let mail = token.contains('@');
        let mixed =
            || token.bytes().any(|byte| byte.is_ascii_digit()) && token.bytes().any(|byte| byte.is_ascii_alphabetic());
        if !(mail && mails || !mail && ids && mixed()) {
            continue;
        }
        let mut lower: Option<String> = None;
        for (entry, known) in known.iter().enumerate() {
            let wanted = known.whole.as_str();
            let same = known.nature == if mail { Nature::Email } else { Nature::Id };
            if !same || wanted.len() < SHORTEST_ID || wanted.len().abs_diff(token.len()) > 2 {
                continue;
            }
            let said = lower.get_or_insert_with(|| token.to_lowercase());
            let slip = if mail { is_mail(said, wanted) } else { is_id(said, wanted) };
            if slip {
                let bytes = start..start + token.len();
                found.push(Found { bare: bytes.clone(), bytes, entry, how: How::Typo, part: false });
            }
        }
    }
}

/// Whether an address is another one with a slip: in one of its halves, and the slip makes no other name of it.
fn is_mail(said: &str, wanted: &str) -> bool {
    let (Some((local, domain)), Some((own_local, own_domain))) = (said.rsplit_once('@'), wanted.rsplit_once('@'))
    else {
        return false;
    };
    let bound = |text: &str| match text.len() {
        ..5 => 0,
        5..=9 => 1,
        _ => 2,
    };
    let close = |a: &str, b: &str| osa_distance(a, b) <= bound(b);
    // `marta.` and `maria.` are two people, `example.org` and `example.com` two houses.
    let other = |a: &str, b: &str| {
        let mut pairs = a.split(['.', '-', '_', '+']).zip(b.split(['.', '-', '_', '+'])).filter(|(a, b)| a != b);
        pairs.any(|(a, b)| {
            a.len() < 4 || b.len() < 4 || is_name(a) || is_everyday(a) || a.bytes().any(|byte| byte.is_ascii_digit())
        })
    };
    (local == own_local && domain != own_domain && close(domain, own_domain) && !other(domain, own_domain))
        || (domain == own_domain && local != own_local && close(local, own_local) && !other(local, own_local))
}

/// Whether an id is another one with a slip: its digits are the same in the same order.
fn is_id(said: &str, wanted: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (said, wanted) = (plain(said), plain(wanted));
    if said == wanted || said.len() < SHORTEST_ID || osa_distance(&said, &wanted) != 1 {
        return false;
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    if digits(&said) != digits(&wanted) {
        return false;
    }
    let word = wanted.split(|c: char| !c.is_alphabetic()).any(|run| run.len() >= 5);
    // A letter and a digit that changed places.
    word || wanted.len() > SHORTEST_ID && letters(&said) == letters(&wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_addresses_and_ids() {
        for (said, wanted) in [
            ("kieferhaus.nrod@mail.example", "kieferhaus.nord@mail.example"),
            ("anna.muster@posteo.exmaple", "anna.muster@posteo.example"),
            ("anna.mutser@posteo.example", "anna.muster@posteo.example"),
        ] {
            assert!(is_mail(said, wanted), "{said}");
        }
        for (said, wanted) in [
            ("maria.lopez@mail.example", "marta.lopez@mail.example"),
            ("info2@mail.example", "info1@mail.example"),
            ("anna.muster@posteo.org", "anna.muster@posteo.com"),
            ("jan@mail.example", "jon@mail.example"),
        ] {
            assert!(!is_mail(said, wanted), "{said}");
        }
        assert!(is_id("brixklin-nas04", "brixkiln-nas04") && is_id("c4jx80tr2", "c4jx80t2r"));
        assert!(!is_id("kd-830-4417-93", "kd-830-4417-92") && !is_id("go-kt 4083", "go-tk 4083"));
        assert!(!is_id("brixkiln-nas05", "brixkiln-nas04"));
    }
}
