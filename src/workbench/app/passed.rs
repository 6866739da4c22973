//! What a person let pass in a request they then edited: the gate looks again and asks again, and a decision on a value the
//! edit did not touch stands. Pure.

use super::found::Found;

/// A value that was let pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// What it is, in capitals.
    pub kind: String,
    /// The value as it stood first.
    pub value: String,
    /// How often it stood there.
    pub count: usize,
}

impl Passed {
    /// The decision on a value.
    #[must_use]
    pub fn of(found: &Found) -> Self {
        let value = found.value.clone().unwrap_or_default();
        Self { kind: found.kind.clone(), value, count: found.places.len() }
    }

    /// Whether it is a decision on this value.
    #[must_use]
    pub fn is_about(&self, found: &Found) -> bool {
        found.value.as_deref() == Some(&self.value)
    }

    /// Whether it still is what was decided on: of the same kind, at no more places than were seen.
    #[must_use]
    pub fn is_still(&self, found: &Found) -> bool {
        self.is_about(found) && found.kind == self.kind && found.places.len() <= self.count
    }
}

/// What became of the decisions, in a sentence; `None` where there were none.
#[must_use]
pub fn told(kept: usize, reset: &[&Passed]) -> Option<String> {
    let kept = match kept {
        0 => String::new(),
        1 => "1 value you let pass still passes".to_owned(),
        kept => format!("{kept} values you let pass still pass"),
    };
    let names: Vec<&str> = reset.iter().map(|passed| passed.value.as_str()).take(3).collect();
    let more = if reset.len() > names.len() { ", …" } else { "" };
    let reset = if reset.is_empty() {
        String::new()
    } else {
        format!("not as you saw it any more, so masked again: {}{more}", names.join(", "))
    };
    let parts: Vec<String> = [kept, reset].into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
