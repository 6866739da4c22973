//! Which bytes of a text are covered already, kind by kind: a text of a megabyte may hold thousands of spans.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

/// Spans by what they are, to be asked whether one of them holds another.
pub(super) struct Covered<K>(HashMap<K, Vec<(usize, usize)>>);

impl<K: Eq + Hash> Covered<K> {
    /// Takes spans in any order.
    pub(super) fn new(spans: impl IntoIterator<Item = (K, Range<usize>)>) -> Self {
        let mut lists: HashMap<K, Vec<(usize, usize)>> = HashMap::new();
        for (kind, span) in spans {
            lists.entry(kind).or_default().push((span.start, span.end));
        }
        for list in lists.values_mut() {
            list.sort_unstable();
            // Each with the furthest end up to it, so that one look backwards tells.
            let mut furthest = 0;
            for (_, end) in list {
                furthest = furthest.max(*end);
                *end = furthest;
            }
        }
        Self(lists)
    }

    /// Whether one span of the same kind holds all of this one.
    pub(super) fn holds(&self, kind: &K, span: &Range<usize>) -> bool {
        self.0.get(kind).is_some_and(|spans| {
            let behind = spans.partition_point(|(start, _)| *start <= span.start);
            behind.checked_sub(1).and_then(|at| spans.get(at)).is_some_and(|(_, end)| *end >= span.end)
        })
    }

    /// Whether one span of the same kind has a byte of this one.
    pub(super) fn touches(&self, kind: &K, span: &Range<usize>) -> bool {
        self.0.get(kind).is_some_and(|spans| {
            let before = spans.partition_point(|(start, _)| *start < span.end);
            before.checked_sub(1).and_then(|at| spans.get(at)).is_some_and(|(_, end)| *end > span.start)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_span_has_to_hold_all_of_it() {
        let covered = Covered::new([('a', 4..6), ('a', 0..9), ('a', 10..12), ('b', 0..20)]);
        assert!(covered.holds(&'a', &(5..9)) && covered.holds(&'a', &(10..12)));
        assert!(!covered.holds(&'a', &(8..11)), "two spans side by side hold nothing across them");
        assert!(covered.touches(&'a', &(8..11)) && covered.touches(&'a', &(11..30)));
        assert!(
            !covered.touches(&'a', &(9..10)) && !covered.touches(&'a', &(12..13)) && !covered.touches(&'c', &(0..9))
        );
        assert!(!covered.holds(&'c', &(0..1)) && !covered.holds(&'a', &(13..14)));
    }
}
