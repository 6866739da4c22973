//! The names model in the program: finds people, places and some numbers that have no shape a pattern could find.
//!
//! [`detector`] is one more [`Detect`] for the gate. The network runs on a thread of its own (`worker`), is loaded when it
//! is first asked for, and reads no sentence twice (`memo`). What it says becomes spans in `spans`, which is pure. It does
//! not know organisations, and it misses names: it adds to terms, vault and patterns, and replaces none of them.
//!
//! Weights and vocabulary: *Rampart*, National Design Studio, 2026, CC BY 4.0; see `NOTICE`.

mod common;
mod label;
mod memo;
mod network;
mod sentences;
mod spans;
mod words;
mod worker;

use std::sync::Arc;

use super::finding::Class;
use super::scan::{Detect, Span};
use spans::{Found, What};

/// The names model as a detector. All of them share one network.
#[derive(Debug, Clone, Copy)]
struct Names;

/// The detector. Making it loads nothing.
#[must_use]
pub fn detector() -> Arc<dyn Detect> {
    Arc::new(Names)
}

impl Detect for Names {
    fn find(&self, text: &str) -> Result<Vec<Span>, String> {
        self.find_while(text, &|| true)
    }

    fn find_while(&self, text: &str, still: &dyn Fn() -> bool) -> Result<Vec<Span>, String> {
        let parts = sentences::parts(text);
        let sentences: Vec<&str> = parts.iter().map(|part| text.get(part.clone()).unwrap_or_default()).collect();
        let read = worker::read(&sentences, still)?;
        let mut found = Vec::new();
        for (part, read) in parts.iter().zip(&read) {
            let shift =
                |one: &Found| Found { bytes: one.bytes.start + part.start..one.bytes.end + part.start, what: one.what };
            found.extend(read.iter().map(shift));
        }
        Ok(spans::everywhere(text, found).into_iter().map(span).collect())
    }

    fn prepare(&self) {
        worker::prepare();
    }

    fn name(&self) -> &'static str {
        "the names model"
    }

    fn reads_prose(&self) -> bool {
        true
    }
}

fn span(found: Found) -> Span {
    let reason = match found.what {
        What::Person | What::City | What::Region => "a name, by the names model",
        What::Address => "an address, by the names model",
        What::Number(_) => "a number of a person, by the names model",
    };
    Span {
        class: Class::Identifier,
        kind: found.what.kind().to_owned(),
        detector: "names".to_owned(),
        reason: reason.to_owned(),
        bytes: found.bytes,
        placeholder: None,
        bare: None,
        detected: false,
    }
}

#[cfg(test)]
mod tests;
