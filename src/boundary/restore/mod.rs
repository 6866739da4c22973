//! Puts private values back into an answer while it streams.
//!
//! One pass over what was received: restored text is never looked at again, nothing is restored inside an address, and only
//! what may still become a known placeholder is held back. What is not put back is reported, not guessed.

mod address;
mod form;
mod watch;

use std::collections::VecDeque;

use zeroize::Zeroizing;

pub(super) use self::watch::shapes;

use self::address::Address;
use self::form::{Form, Read};
use self::watch::{Seen, Watch};
use super::vault::Vault;

/// Something restore has to tell.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// A placeholder form this run never minted.
    Unknown {
        /// As it stood in the answer.
        text: String,
    },
    /// A placeholder that was minted but came back bent (case, missing bracket); restored all the same.
    Lenient {
        /// The placeholder as minted.
        placeholder: String,
    },
    /// A placeholder that stands inside an address, where nothing is put back: whoever follows the address would send it.
    InAddress {
        /// The placeholder as minted.
        placeholder: String,
    },
}

/// One placeholder that may be restored.
struct Known {
    placeholder: String,
    kind: Vec<char>,
    number: Vec<char>,
    value: Zeroizing<String>,
}

/// Streaming restore over the placeholders that crossed. Holds back only the longest suffix that could still become one.
pub struct Restorer {
    known: Vec<Known>,
    /// Placeholders that are none of this run's but stand in its texts.
    strange: Vault,
    held: VecDeque<char>,
    /// The last character received and dealt with: a bare placeholder has to begin a word.
    last: Option<char>,
    address: Address,
    watch: Watch,
    notes: Vec<Note>,
}

impl std::fmt::Debug for Restorer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let placeholders: Vec<_> = self.known.iter().map(|known| &known.placeholder).collect();
        f.debug_struct("Restorer")
            .field("placeholders", &placeholders)
            .field("notes", &self.notes)
            .finish_non_exhaustive()
    }
}

/// What stands at the front of the held text.
enum Front {
    /// Nothing known can begin here.
    Literal,
    /// It may become something known: wait.
    Unsure,
    /// `length` characters are a placeholder, bent or not; `suffix` of them (`'s` inside the brackets) stay.
    Placeholder { known: usize, length: usize, suffix: Vec<char>, bent: bool },
}

impl Restorer {
    /// Restores only `placeholders` (those of [`super::gate::Cleared::placeholders`]) with the vault's values.
    #[must_use]
    pub fn new(vault: &Vault, placeholders: &[String]) -> Self {
        let known = placeholders.iter().filter_map(|placeholder| {
            let (kind, number) = placeholder.strip_prefix('[')?.strip_suffix(']')?.rsplit_once('_')?;
            Some(Known {
                placeholder: placeholder.clone(),
                kind: kind.chars().collect(),
                number: number.chars().collect(),
                value: Zeroizing::new(vault.value_of(placeholder)?.to_owned()),
            })
        });
        Self {
            known: known.collect(),
            strange: vault.clone(),
            held: VecDeque::new(),
            last: None,
            address: Address::default(),
            watch: Watch::new(vault),
            notes: Vec::new(),
        }
    }

    /// Feeds a piece of the answer as received; returns the restored text that is certain so far.
    pub fn push(&mut self, piece: &str) -> String {
        self.held.extend(piece.chars());
        self.drain(false)
    }

    /// Ends the stream; returns the rest and everything there is to tell.
    #[must_use]
    pub fn finish(mut self) -> (String, Vec<Note>) {
        let rest = self.drain(true);
        if let Some(seen) = self.watch.finish() {
            self.seen(seen);
        }
        (rest, self.notes)
    }

    fn drain(&mut self, ended: bool) -> String {
        let mut out = String::new();
        while let Some(front) = self.held.front().copied() {
            if self.address.is_inside() {
                self.literal(&mut out);
                continue;
            }
            match self.look(front, ended) {
                Front::Unsure => break,
                Front::Literal => self.literal(&mut out),
                Front::Placeholder { known, length, suffix, bent } => {
                    self.restore(known, length, &suffix, bent, &mut out);
                }
            }
        }
        out
    }

    /// Passes one character on as it is.
    fn literal(&mut self, out: &mut String) {
        let Some(c) = self.held.pop_front() else { return };
        out.push(c);
        self.last = Some(c);
        let inside = self.address.is_inside();
        if let Some(seen) = self.watch.push(c, inside) {
            self.seen(seen);
        }
        self.address.push(c);
    }

    /// Notes a placeholder that was not put back.
    fn seen(&mut self, seen: Seen) {
        let minted = format!("[{}_{}]", seen.kind, seen.number);
        let known = self.known.iter().any(|known| known.placeholder == minted);
        if known && seen.inside {
            self.note(Note::InAddress { placeholder: minted });
        } else if known || !self.strange.is_reserved(&seen.kind, seen.number) {
            self.note(Note::Unknown { text: seen.text });
        }
    }

    fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn restore(&mut self, known: usize, length: usize, suffix: &[char], bent: bool, out: &mut String) {
        self.watch.reset();
        for c in self.held.drain(..length) {
            self.address.push(c);
            self.last = Some(c);
        }
        let Some(known) = self.known.get(known) else { return };
        out.push_str(&known.value);
        out.extend(suffix);
        if bent {
            self.note(Note::Lenient { placeholder: known.placeholder.clone() });
        }
    }

    fn look(&self, front: char, ended: bool) -> Front {
        let begins_word = !self.last.is_some_and(|c| c.is_alphanumeric() || c == '_');
        if front != '[' && front != '\\' && !(begins_word && front.is_ascii_uppercase()) {
            return Front::Literal;
        }
        let mut unsure = false;
        for (index, known) in self.known.iter().enumerate() {
            match Form::read(known, &self.held, ended) {
                Read::Yes { length, suffix, bent } => {
                    return Front::Placeholder { known: index, length, suffix, bent };
                }
                Read::Maybe => unsure = true,
                Read::No => {}
            }
        }
        if unsure { Front::Unsure } else { Front::Literal }
    }
}

#[cfg(test)]
mod tests;
