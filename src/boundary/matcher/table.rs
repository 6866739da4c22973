//! Needles: what is looked for, in memory that is wiped, and where they stand in a view.
//!
//! A value begins where a word, a hump or a group of digits begins, so only those places are looked at: a filter over the
//! first three bytes, then one hash per length that begins so. Cheap to build (it is built again whenever the vault grows), and
//! no automaton keeps pieces of values in tables that cannot be wiped.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::ops::Range;

use rustc_hash::FxBuildHasher;
use zeroize::Zeroizing;

use super::needle::{Needle, Rule};
use crate::boundary::view::{Edge, View};

const SLOTS: usize = 4096;
/// Lengths are bits of a word; longer needles are looked up by their first bytes.
const LONGEST: usize = 63;

/// All needles of one reading.
pub(super) struct Table {
    arena: Zeroizing<Vec<u8>>,
    rows: Vec<Row>,
    by_hash: HashMap<u64, Vec<u32>, FxBuildHasher>,
    lengths: Vec<u64>,
    hasher: FxBuildHasher,
}

/// Where a needle lies in the arena, and what it stands for.
pub(super) struct Row {
    span: Range<usize>,
    /// The entry it stands for.
    pub(super) entry: usize,
    /// Where the value itself has separators: bit n is the one before byte n.
    pub(super) breaks: u64,
    /// What makes a place one.
    pub(super) rule: Rule,
}

impl Table {
    pub(super) fn new(needles: &[Needle]) -> Self {
        // Sized before: a vector that grows leaves copies of what it held behind.
        let total = needles.iter().map(|needle| needle.text.len()).sum();
        let mut table = Self {
            arena: Zeroizing::new(Vec::with_capacity(total)),
            rows: Vec::with_capacity(needles.len()),
            by_hash: HashMap::with_capacity_and_hasher(needles.len(), FxBuildHasher),
            lengths: vec![0; SLOTS],
            hasher: FxBuildHasher,
        };
        for needle in needles {
            let bytes = needle.text.as_bytes();
            let length = bytes.len().min(LONGEST);
            let (Some(slot), Some(head)) = (slot(bytes, length), bytes.get(..length)) else { continue };
            let start = table.arena.len();
            table.arena.extend_from_slice(bytes);
            let row = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
            table.rows.push(Row {
                span: start..start + bytes.len(),
                entry: needle.entry,
                breaks: needle.breaks,
                rule: needle.rule,
            });
            table.by_hash.entry(table.hasher.hash_one(head)).or_default().push(row);
            if let Some(lengths) = table.lengths.get_mut(slot) {
                *lengths |= 1 << length;
            }
        }
        table
    }

    /// Calls `seen` for every place of the view where a needle stands at the beginning of a word.
    pub(super) fn find(&self, view: &View, mut seen: impl FnMut(Range<usize>, &Row)) {
        if self.rows.is_empty() {
            return;
        }
        let bytes = view.text().as_bytes();
        for start in 0..bytes.len() {
            if matches!(view.edge(start), Edge::None | Edge::Inside) {
                continue;
            }
            let rest = bytes.get(start..).unwrap_or_default();
            let mut lengths = 0;
            for prefix in [2, 3] {
                lengths |= slot(rest, prefix).and_then(|slot| self.lengths.get(slot)).copied().unwrap_or_default();
            }
            while lengths != 0 {
                let length = lengths.trailing_zeros() as usize;
                lengths &= lengths - 1;
                let Some(head) = rest.get(..length) else { break };
                let Some(rows) = self.by_hash.get(&self.hasher.hash_one(head)) else { continue };
                for row in rows.iter().filter_map(|row| self.rows.get(*row as usize)) {
                    let wanted = self.arena.get(row.span.clone()).unwrap_or_default();
                    if !wanted.is_empty() && rest.starts_with(wanted) {
                        seen(start..start + wanted.len(), row);
                    }
                }
            }
        }
    }
}

/// The place in the filter of a needle (or text) of `length` bytes: needles of two bytes have places of their own.
fn slot(bytes: &[u8], length: usize) -> Option<usize> {
    let (first, second) = (usize::from(*bytes.first()?), usize::from(*bytes.get(1)?));
    let third = if length > 2 { usize::from(*bytes.get(2)?) } else { 0 };
    Some((first.wrapping_mul(961) ^ second.wrapping_mul(31) ^ third.wrapping_mul(7)) % SLOTS)
}
