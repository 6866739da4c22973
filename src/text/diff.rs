//! Word-level differences: which words two texts share, and which lines belong together. Alignment only, no painting.
//!
//! Words are Unicode words (UAX #29); white space and punctuation are tokens of their own. Deterministic: what bounds the
//! work on large inputs is the number of tokens, never the clock, so that a replay shows the same difference.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// In both texts.
    Same,
    /// Only in the first.
    Removed,
    /// Only in the second.
    Added,
}

/// A stretch of both texts. Segments in order cover both texts without gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// What became of it.
    pub kind: Kind,
    /// Its bytes in the first text; empty for [`Kind::Added`].
    pub a: Range<usize>,
    /// Its bytes in the second text; empty for [`Kind::Removed`].
    pub b: Range<usize>,
}

/// Most token comparisons spent on one difference (quadratic in the worst case); beyond it, stretches without an anchor
/// count as replaced.
const BUDGET: usize = 40_000_000;

/// How often a stretch is cut at anchors within anchors.
const DEPTH: usize = 40;

/// The difference of two texts, word by word. Removed comes before added. White space alone between two changes counts as
/// changed, because `the [-old-] [+new+]` reads better than alternating single words.
#[must_use]
pub fn words(a: &str, b: &str) -> Vec<Segment> {
    let (tokens_a, tokens_b) = (tokens(a), tokens(b));
    let mut budget = BUDGET;
    let mut ops = Vec::new();
    align(&tokens_a, &tokens_b, (0, 0), &mut budget, DEPTH, &mut ops);
    let offsets = |tokens: &[&str]| -> Vec<usize> {
        let ends = tokens.iter().scan(0, |end, token| {
            *end += token.len();
            Some(*end)
        });
        std::iter::once(0).chain(ends).collect()
    };
    let (at_a, at_b) = (offsets(&tokens_a), offsets(&tokens_b));
    let byte = |offsets: &[usize], index: usize| offsets.get(index).copied().unwrap_or_default();
    let mut segments: Vec<Segment> = Vec::new();
    for op in ops {
        let range_a = byte(&at_a, op.a.start)..byte(&at_a, op.a.end);
        let range_b = byte(&at_b, op.b.start)..byte(&at_b, op.b.end);
        push(&mut segments, Segment { kind: op.kind, a: range_a, b: range_b });
    }
    tidy(&segments, a)
}

/// Word-level tokens that concatenate to the text. A clock time is one token, though the standard cuts at its colon, and so
/// is an amount with its currency sign.
pub(super) fn tokens(text: &str) -> Vec<&str> {
    let is_currency = |token: &str| matches!(token, "$" | "€" | "£" | "¥");
    let digit_at_end = |token: &str| token.ends_with(|c: char| c.is_ascii_digit());
    let mut tokens: Vec<&str> = Vec::new();
    for (at, token) in text.split_word_bound_indices() {
        if let [.., number, ":"] = tokens.as_slice()
            && digit_at_end(number)
            && token.starts_with(|c: char| c.is_ascii_digit())
        {
            let start = at - 1 - number.len();
            let whole = text.get(start..at + token.len()).unwrap_or(token);
            tokens.truncate(tokens.len() - 2);
            tokens.push(whole);
        } else if let Some(sign) = tokens.last_mut().filter(|last| is_currency(last))
            && token.starts_with(|c: char| c.is_ascii_digit())
        {
            *sign = text.get(at - sign.len()..at + token.len()).unwrap_or(token);
        } else {
            tokens.push(token);
        }
    }
    tokens
}

/// An aligned stretch, counted in tokens.
#[derive(Debug, Clone)]
struct Op {
    kind: Kind,
    a: Range<usize>,
    b: Range<usize>,
}

/// Aligns two token lists: common ends first; small rests by `similar`; large ones at tokens that occur once in both.
fn align<T: Eq + Hash + Ord>(
    a: &[T],
    b: &[T],
    (from_a, from_b): (usize, usize),
    budget: &mut usize,
    depth: usize,
    ops: &mut Vec<Op>,
) {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (head_a, a) = a.split_at_checked(head).unwrap_or((&[], a));
    let (_, b) = b.split_at_checked(head).unwrap_or((&[], b));
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, _) = a.split_at_checked(a.len() - tail).unwrap_or((a, &[]));
    let (b, _) = b.split_at_checked(b.len() - tail).unwrap_or((b, &[]));
    let same = |a: usize, b: usize, len: usize, ops: &mut Vec<Op>| {
        if len > 0 {
            ops.push(Op { kind: Kind::Same, a: a..a + len, b: b..b + len });
        }
    };
    same(from_a, from_b, head_a.len(), ops);
    let (from_a, from_b) = (from_a + head, from_b + head);
    middle(a, b, (from_a, from_b), budget, depth, ops);
    same(from_a + a.len(), from_b + b.len(), tail, ops);
}

fn middle<T: Eq + Hash + Ord>(
    a: &[T],
    b: &[T],
    (from_a, from_b): (usize, usize),
    budget: &mut usize,
    depth: usize,
    ops: &mut Vec<Op>,
) {
    let size = a.len() + b.len();
    if a.is_empty() || b.is_empty() {
        replaced(from_a..from_a + a.len(), from_b..from_b + b.len(), ops);
        return;
    }
    let cost = size.saturating_mul(size);
    if size <= 4_000 && cost <= *budget {
        *budget -= cost;
        for op in capture_diff_slices(Algorithm::Myers, a, b) {
            let (range_a, range_b) = (op.old_range(), op.new_range());
            let range_a = from_a + range_a.start..from_a + range_a.end;
            let range_b = from_b + range_b.start..from_b + range_b.end;
            if matches!(op, DiffOp::Equal { .. }) {
                ops.push(Op { kind: Kind::Same, a: range_a, b: range_b });
            } else {
                replaced(range_a, range_b, ops);
            }
        }
        return;
    }
    let anchors = if depth > 0 { anchors(a, b) } else { Vec::new() };
    if anchors.is_empty() {
        replaced(from_a..from_a + a.len(), from_b..from_b + b.len(), ops);
        return;
    }
    let (mut last_a, mut last_b) = (0, 0);
    for (index_a, index_b) in anchors.into_iter().chain([(a.len(), b.len())]) {
        let gap_a = a.get(last_a..index_a).unwrap_or_default();
        let gap_b = b.get(last_b..index_b).unwrap_or_default();
        // Gaps are shorter than the whole, so this ends; an anchor itself is found as common head of the next gap.
        align(gap_a, gap_b, (from_a + last_a, from_b + last_b), budget, depth - 1, ops);
        (last_a, last_b) = (index_a, index_b);
    }
}

fn replaced(a: Range<usize>, b: Range<usize>, ops: &mut Vec<Op>) {
    if !a.is_empty() {
        ops.push(Op { kind: Kind::Removed, b: b.start..b.start, a: a.clone() });
    }
    if !b.is_empty() {
        ops.push(Op { kind: Kind::Added, a: a.end..a.end, b });
    }
}

/// Places of tokens that occur once in each list, in an order that rises in both (longest such sequence, as in patience
/// sorting). The place (0, 0) is never one: common heads are gone by then.
fn anchors<T: Eq + Hash + Ord>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    fn once<T: Eq + Hash>(list: &[T]) -> HashMap<&T, Option<usize>> {
        let mut places: HashMap<&T, Option<usize>> = HashMap::with_capacity(list.len());
        for (index, token) in list.iter().enumerate() {
            places.entry(token).and_modify(|place| *place = None).or_insert(Some(index));
        }
        places
    }
    let (once_a, once_b) = (once(a), once(b));
    let mut pairs: Vec<(usize, usize)> =
        once_a.iter().filter_map(|(token, place)| Some(((*place)?, (*once_b.get(*token)?)?))).collect();
    pairs.sort_unstable();
    // piles[k] is the pair that ends the best rising sequence of length k + 1; back links rebuild it.
    let mut piles: Vec<usize> = Vec::new();
    let mut back: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, (_, place_b)) in pairs.iter().enumerate() {
        let pile = piles.partition_point(|top| pairs.get(*top).is_some_and(|(_, other)| other < place_b));
        back.push(pile.checked_sub(1).and_then(|below| piles.get(below).copied()));
        if let Some(top) = piles.get_mut(pile) {
            *top = index;
        } else {
            piles.push(index);
        }
    }
    let mut chain = Vec::new();
    let mut at = piles.last().copied();
    while let Some(index) = at {
        chain.extend(pairs.get(index).copied());
        at = back.get(index).copied().flatten();
    }
    chain.reverse();
    chain
}

fn push(segments: &mut Vec<Segment>, next: Segment) {
    match segments.last_mut() {
        Some(last) if last.kind == next.kind && last.a.end == next.a.start && last.b.end == next.b.start => {
            last.a.end = next.a.end;
            last.b.end = next.b.end;
        }
        _ => segments.push(next),
    }
}

/// Joins changes that only white space without a newline separates, and puts what was removed before what was added.
fn tidy(segments: &[Segment], a: &str) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    let mut change: Option<(Range<usize>, Range<usize>)> = None;
    let flush = |change: &mut Option<(Range<usize>, Range<usize>)>, out: &mut Vec<Segment>| {
        if let Some((a, b)) = change.take() {
            let start_b = b.start;
            if !a.is_empty() {
                out.push(Segment { kind: Kind::Removed, a: a.clone(), b: start_b..start_b });
            }
            if !b.is_empty() {
                out.push(Segment { kind: Kind::Added, a: a.end..a.end, b });
            }
        }
    };
    for (index, segment) in segments.iter().enumerate() {
        let blank =
            || a.get(segment.a.clone()).is_some_and(|text| text.chars().all(|c| c.is_whitespace() && c != '\n'));
        let between = segment.kind != Kind::Same || (change.is_some() && index + 1 < segments.len() && blank());
        if between {
            let (range_a, range_b) = change.get_or_insert_with(|| (segment.a.clone(), segment.b.clone()));
            range_a.end = segment.a.end;
            range_b.end = segment.b.end;
        } else {
            flush(&mut change, &mut out);
            out.push(segment.clone());
        }
    }
    flush(&mut change, &mut out);
    out
}

/// Two lines (or one) that stand side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// A line of the first text, without its newline.
    pub a: Option<Range<usize>>,
    /// A line of the second text.
    pub b: Option<Range<usize>>,
    /// Whether both are there and equal.
    pub same: bool,
}

/// Lines side by side: each line of `a` with the line of `b` that shares most of its words, in order, where they share at
/// least a third of the shorter one; all others alone. `segments` is what [`words`] gave for the same texts.
#[must_use]
pub fn pairs(a: &str, b: &str, segments: &[Segment]) -> Vec<Pair> {
    let (lines_a, lines_b) = (lines(a), lines(b));
    let mates = mates(a, b, segments, &lines_a, &lines_b);
    let mut out = Vec::new();
    let mut next_b = 0;
    let alone = |range: &Range<usize>| Pair { a: None, b: Some(range.clone()), same: false };
    for (range, mate) in lines_a.iter().zip(mates) {
        let mate = mate.and_then(|mate| Some((mate, lines_b.get(mate)?)));
        if let Some((index, line_b)) = mate {
            out.extend(lines_b.get(next_b..index).unwrap_or_default().iter().map(alone));
            next_b = index + 1;
            let same = a.get(range.clone()) == b.get(line_b.clone());
            out.push(Pair { a: Some(range.clone()), b: Some(line_b.clone()), same });
        } else {
            out.push(Pair { a: Some(range.clone()), b: None, same: false });
        }
    }
    out.extend(lines_b.get(next_b..).unwrap_or_default().iter().map(alone));
    out
}

/// For each line of `a` the line of `b` it goes with; rising.
fn mates(
    a: &str,
    b: &str,
    segments: &[Segment],
    lines_a: &[Range<usize>],
    lines_b: &[Range<usize>],
) -> Vec<Option<usize>> {
    let ink = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let line_of = |lines: &[Range<usize>], byte: usize| lines.partition_point(|line| line.end < byte);
    let mut shared: HashMap<(usize, usize), usize> = HashMap::new();
    for segment in segments.iter().filter(|segment| segment.kind == Kind::Same) {
        let text = a.get(segment.a.clone()).unwrap_or_default();
        let mut at = 0;
        for part in text.split_inclusive('\n') {
            let key = (line_of(lines_a, segment.a.start + at), line_of(lines_b, segment.b.start + at));
            *shared.entry(key).or_default() += ink(part);
            at += part.len();
        }
    }
    let mut best: Vec<Option<(usize, usize)>> = vec![None; lines_a.len()];
    for ((line_a, line_b), count) in shared {
        let size = |text: &str, lines: &[Range<usize>], line: usize| {
            lines.get(line).and_then(|range| text.get(range.clone())).map_or(0, ink)
        };
        let enough = count * 3 >= size(a, lines_a, line_a).min(size(b, lines_b, line_b)) && count > 0;
        if let Some(place) = best.get_mut(line_a).filter(|_| enough) {
            // Of equal counts the earlier line: the order of a hash map must not show.
            let better = place.is_none_or(|(other, had)| (count, other) > (had, line_b));
            if better {
                *place = Some((line_b, count));
            }
        }
    }
    // The same words may point one line of `b` at two of `a`: the first keeps it, and the order must rise.
    let mut floor = 0;
    best.into_iter()
        .map(|mate| {
            let (line, _) = mate.filter(|(line, _)| *line >= floor)?;
            floor = line + 1;
            Some(line)
        })
        .collect()
}

/// The lines of a text without their newlines. A newline at the very end opens no line.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            start..start + line.trim_end_matches(['\n', '\r']).len()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn show(a: &str, b: &str) -> String {
        words(a, b)
            .iter()
            .map(|segment| match segment.kind {
                Kind::Same => a.get(segment.a.clone()).unwrap().to_owned(),
                Kind::Removed => format!("[-{}-]", a.get(segment.a.clone()).unwrap()),
                Kind::Added => format!("[+{}+]", b.get(segment.b.clone()).unwrap()),
            })
            .collect()
    }

    #[test]
    fn words_are_the_unit() {
        assert_eq!(show("start at 20:00 today", "start at 21:00 today"), "start at [-20:00-][+21:00+] today");
        assert_eq!(show("costs $0.26 now", "costs $0.264 now"), "costs [-$0.26-][+$0.264+] now");
        assert_eq!(show("", "new"), "[+new+]");
        assert_eq!(show("old", ""), "[-old-]");
        assert_eq!(show("same", "same"), "same");
        assert_eq!(show("", ""), "");
    }

    #[test]
    fn neighbouring_changes_are_one() {
        assert_eq!(show("the old red car", "the new blue car"), "the [-old red-][+new blue+] car");
    }

    #[test]
    fn accents_and_scripts_stay_whole() {
        assert_eq!(show("le cafe\u{301} noir", "le the\u{301} noir"), "le [-cafe\u{301}-][+the\u{301}+] noir");
        assert_eq!(show("Müller, Maß", "Müller, Masse"), "Müller, [-Maß-][+Masse+]");
    }

    #[test]
    fn lines_pair_by_their_words() {
        let (a, b) = ("intro\nload A runs 90 min\nlast line here\n", "load A takes 90 min\nnew\nlast line here");
        let segments = words(a, b);
        let text = |text: &str, range: Option<Range<usize>>| range.map(|range| text.get(range).unwrap().to_owned());
        let shown: Vec<_> =
            pairs(a, b, &segments).into_iter().map(|pair| (text(a, pair.a), text(b, pair.b), pair.same)).collect();
        let line = |text: &str| Some(text.to_owned());
        assert_eq!(
            shown,
            [
                (line("intro"), None, false),
                (line("load A runs 90 min"), line("load A takes 90 min"), false),
                (None, line("new"), false),
                (line("last line here"), line("last line here"), true),
            ]
        );
    }

    #[test]
    fn large_inputs_stay_bounded_and_right() {
        let line = |index: usize, word: &str| format!("{word} line {index} of many with words in it\n");
        let a: String = (0..20_000).map(|index| line(index, "some")).collect();
        let b: String = (0..20_000).map(|index| line(index, if index % 100 == 7 { "odd" } else { "some" })).collect();
        let segments = words(&a, &b);
        assert_eq!(segments.iter().filter(|segment| segment.kind == Kind::Removed).count(), 200);
    }

    #[test]
    fn hopeless_inputs_end_as_replaced() {
        let a = "a b ".repeat(100_000);
        let b = "c d ".repeat(100_000);
        assert_eq!(words(&a, &b).iter().filter(|segment| segment.kind == Kind::Removed).count(), 1);
    }

    fn text() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            Just("load"),
            Just("A"),
            Just(" "),
            Just(" "),
            Just("\n"),
            Just("20:00"),
            Just("日本"),
            Just("é"),
            Just("."),
        ];
        proptest::collection::vec(word, 0..60).prop_map(|words| words.concat())
    }

    proptest! {
        #[test]
        fn a_difference_applies_back(a in text(), b in text()) {
            let segments = words(&a, &b);
            let rebuild = |skip: Kind, pick: fn(&Segment) -> Range<usize>, text: &str| -> String {
                segments.iter().filter(|s| s.kind != skip).map(|s| text.get(pick(s)).unwrap()).collect()
            };
            prop_assert_eq!(rebuild(Kind::Added, |s| s.a.clone(), &a), a.clone());
            prop_assert_eq!(rebuild(Kind::Removed, |s| s.b.clone(), &b), b.clone());
            for segment in segments.iter().filter(|s| s.kind == Kind::Same) {
                prop_assert_eq!(a.get(segment.a.clone()), b.get(segment.b.clone()));
            }
        }

        #[test]
        fn segments_cover_both_texts_in_order(a in text(), b in text()) {
            let (mut at_a, mut at_b) = (0, 0);
            for segment in words(&a, &b) {
                prop_assert_eq!((segment.a.start, segment.b.start), (at_a, at_b));
                (at_a, at_b) = (segment.a.end, segment.b.end);
            }
            prop_assert_eq!((at_a, at_b), (a.len(), b.len()));
        }

        #[test]
        fn anchored_alignment_applies_back(a in text(), b in text()) {
            // The path large inputs take, forced by an empty budget.
            let (tokens_a, tokens_b) = (tokens(&a), tokens(&b));
            let mut ops = Vec::new();
            align(&tokens_a, &tokens_b, (0, 0), &mut 0, DEPTH, &mut ops);
            let (mut at_a, mut at_b) = (0, 0);
            for op in ops {
                prop_assert_eq!((op.a.start, op.b.start), (at_a, at_b));
                if op.kind == Kind::Same {
                    prop_assert_eq!(tokens_a.get(op.a.clone()), tokens_b.get(op.b.clone()));
                }
                (at_a, at_b) = (op.a.end, op.b.end);
            }
            prop_assert_eq!((at_a, at_b), (tokens_a.len(), tokens_b.len()));
        }

        #[test]
        fn every_line_is_paired_once_and_in_order(a in text(), b in text()) {
            let pairs = pairs(&a, &b, &words(&a, &b));
            let of_a: Vec<_> = pairs.iter().filter_map(|pair| pair.a.clone()).collect();
            let of_b: Vec<_> = pairs.iter().filter_map(|pair| pair.b.clone()).collect();
            prop_assert_eq!(of_a, lines(&a));
            prop_assert_eq!(of_b, lines(&b));
        }
    }
}
