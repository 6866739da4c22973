//! What the names model found in sentences it has read, so that it reads none twice. Keeps hashes, never text.

use std::collections::HashMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::spans::Found;

/// Sentences kept for sure; twice as many at most.
const KEPT: usize = 8_192;

/// What stands for a sentence: its SHA-256.
pub(super) type Key = [u8; 32];

/// Two generations: when the younger is full it becomes the older, and the older is forgotten.
#[derive(Default)]
pub(super) struct Memo {
    young: HashMap<Key, Arc<[Found]>>,
    old: HashMap<Key, Arc<[Found]>>,
}

/// The key of a sentence.
pub(super) fn key(sentence: &str) -> Key {
    Sha256::digest(sentence).into()
}

impl Memo {
    /// What was found in a sentence, if it was read.
    pub(super) fn get(&mut self, key: &Key) -> Option<Arc<[Found]>> {
        if let Some(found) = self.young.get(key) {
            return Some(Arc::clone(found));
        }
        let found = self.old.remove(key)?;
        self.put(*key, Arc::clone(&found));
        Some(found)
    }

    /// Remembers what was found in one.
    pub(super) fn put(&mut self, key: Key, found: Arc<[Found]>) {
        if self.young.len() >= KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_is_asked_for_and_stays_bounded() {
        let mut memo = Memo::default();
        let none: Arc<[Found]> = Arc::from([]);
        memo.put(key("kept"), Arc::clone(&none));
        for at in 0..5 * KEPT {
            memo.put(key(&at.to_string()), Arc::clone(&none));
            if at % 1_000 == 0 {
                assert!(memo.get(&key("kept")).is_some(), "{at}");
            }
        }
        assert!(memo.young.len() + memo.old.len() <= 2 * KEPT);
        assert!(memo.get(&key("0")).is_none());
        assert!(memo.get(&key("never read")).is_none());
    }
}
