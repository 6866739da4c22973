//! Judges one place where a needle stands: is it the value, or does it only share letters with it?
//!
//! The rules that keep innocent text clear live here: words end where they end, pieces are not glued across ordinary words, a
//! name that is an everyday word too has to be used as a name, and another person's full name is not this one's.

mod beside;
mod ending;
mod field;
mod joint;
mod neighbour;
mod part;
mod public;
mod renown;
mod usage;

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use self::beside::{is_told_to_end, number_beside, stands_beside};
use self::usage::used_as_name;
use super::How;
use super::needle::{Form, Known, Nature, Rule};
use crate::boundary::view::fold::{is_invisible, is_unspaced};
use crate::boundary::view::{Edge, View};

/// Letters behind a value that may still be an ending, or the rest of a compound.
const LONGEST_ENDING: usize = 14;

/// A place of a needle in a view.
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    pub(super) view: &'a View,
    /// Bytes of the view.
    pub(super) span: Range<usize>,
    pub(super) breaks: u64,
    pub(super) rule: Rule,
    pub(super) known: &'a Known,
    /// Number words were read as digits: their grouping says nothing.
    pub(super) spoken: bool,
    /// The text was decoded from something else: what stands in it is there on purpose.
    pub(super) decoded: bool,
}

/// What stands between the characters of a place where the value has nothing.
#[derive(Default)]
struct Gaps {
    /// Characters.
    count: usize,
    /// Separators where the value has none.
    foreign: usize,
    /// Separators at all.
    all: usize,
    /// Foreign separators beside a digit, where number words were read: their grouping says nothing.
    said: usize,
    /// Every foreign separator, without invisible characters; runs of spaces as one.
    marks: Vec<String>,
    /// The longest separator where the value has one.
    own: usize,
    /// A place of the value's own where nothing separates.
    glued: bool,
}

impl Place<'_> {
    /// The bytes of the text, if this is the value: as it stands there, and with what grammar has put to it.
    pub(super) fn judge(&self) -> Option<(Range<usize>, Range<usize>)> {
        let bytes = self.view.back(self.span.clone(), self.text)?;
        let gaps = self.gaps()?;
        let form = self.rule.form;
        let unspaced = self.text.get(bytes.clone())?.chars().any(is_unspaced);
        let ending = self.edges(&gaps, unspaced)?;
        if gaps.own > 5 {
            return None;
        }
        let joined = match form {
            Form::Digits | Form::Beside => self.digits(&gaps, &bytes),
            Form::Groups => gaps.foreign == gaps.said && (!gaps.glued) && !self.touches_digits(&bytes),
            Form::Exact => gaps.foreign == 0,
            _ => self.letters(&gaps, &bytes),
        };
        if !joined {
            return None;
        }
        if self.rule.how == How::Leet && !self.is_leet(&bytes) {
            return None;
        }
        let fits = match form {
            // The stem alone is no name.
            Form::Stem { .. } if ending == 0 => false,
            Form::Given | Form::Family | Form::Word | Form::Stem { .. } => self.part(&bytes, &gaps, ending),
            Form::Initial => self.initial(&bytes, &gaps),
            Form::Beside => stands_beside(self.text, &bytes, &self.known.companions),
            Form::Street => !number_beside(self.text, &bytes),
            Form::Tail => gaps.foreign == 0 && is_told_to_end(self.text.get(..bytes.start).unwrap_or_default()),
            // The account of an IBAN, but not at the end of another.
            Form::Digits if self.rule.part && !self.known.companions.is_empty() => {
                let head = self.text.get(..bytes.start).unwrap_or_default().trim_end_matches([' ', '-', '.']);
                self.known.nature == Nature::Phone
                    || !head.ends_with(|c: char| c.is_ascii_digit())
                    || stands_beside(self.text, &bytes, &self.known.companions)
            }
            // The value itself, in any case, is found whatever else the word may mean: that is the promise. Only a bent
            // spelling of an everyday word has to be used as a name.
            Form::Whole if self.known.is_ambiguous() && gaps.foreign == 0 => {
                self.decoded || self.is_written_out(&bytes) || used_as_name(self.text, &bytes, false, false)
            }
            _ => true,
        };
        fits.then(|| {
            let bare = self.with_plus(bytes);
            (bare.clone(), self.with_grammar(bare, ending))
        })
    }

    /// Whether the text has the value's own letters here, case aside.
    fn is_written_out(&self, bytes: &Range<usize>) -> bool {
        let Some(inside) = self.text.get(bytes.clone()) else { return false };
        self.known.words.first().is_some_and(|word| inside.to_lowercase() == word.folded.as_str())
    }

    /// A telephone number or a path with the marks in front of it.
    fn with_plus(&self, bytes: Range<usize>) -> Range<usize> {
        let head = self.text.get(..bytes.start).unwrap_or_default();
        // A path with its root, which may be an escape that says so.
        if self.known.nature == Nature::Path {
            return head.strip_suffix(['/', '\\']).unwrap_or(head).len()..bytes.end;
        }
        let start =
            if self.known.nature == Nature::Phone { head.trim_end_matches(['+', '(']).len() } else { bytes.start };
        start..bytes.end
    }

    fn gaps(&self) -> Option<Gaps> {
        let mut gaps = Gaps { count: 1, ..Gaps::default() };
        for at in self.span.start + 1..self.span.end {
            let edge = self.view.edge(at);
            if edge == Edge::Inside {
                continue;
            }
            gaps.count += 1;
            let offset = at - self.span.start;
            let own = offset < 64 && self.breaks & (1 << offset) != 0;
            if edge != Edge::Hard {
                gaps.glued |= own;
                continue;
            }
            gaps.all += 1;
            let mark = self.between(at)?;
            if own {
                gaps.own = gaps.own.max(mark.chars().count());
            } else {
                gaps.foreign += 1;
                let digit = |at: usize| self.view.text().as_bytes().get(at).is_some_and(u8::is_ascii_digit);
                gaps.said += usize::from(self.spoken && mark == " " && (digit(at) || digit(at - 1)));
                gaps.marks.push(mark);
            }
        }
        Some(gaps)
    }

    /// What stands before a byte of the view, visibly; runs of spaces as one.
    fn between(&self, at: usize) -> Option<String> {
        let left = self.view.back(at.checked_sub(1)?..at, self.text)?.end;
        let right = self.view.start(at)?;
        let mut mark = String::new();
        // A line broken inside a value begins again with what every line begins with: `> `, `# `, spaces.
        let mut between = self.text.get(left..right)?;
        let broken;
        if let Some((end, begin)) = between.split_once('\n') {
            let begin = begin.trim_start_matches([' ', '\t', '>', '#', '*', '|', '/']);
            let hyphen = end.trim_end().ends_with(['-', '‐', '¬', '\\', '=']);
            broken = if hyphen { format!("-{begin}") } else { format!("{end} {begin}") };
            between = &broken;
        }
        for c in between.chars() {
            if is_invisible(c) || is_combining_mark(c) || (c.is_whitespace() && mark.ends_with(' ')) {
                continue;
            }
            mark.push(if c.is_whitespace() { ' ' } else { c });
        }
        Some(mark)
    }

    /// Whether the value begins and ends where words do; a plural or possessive ending may follow.
    /// `None` if it does not; else how many bytes of the view such an ending has.
    fn edges(&self, gaps: &Gaps, unspaced: bool) -> Option<usize> {
        let length = gaps.count;
        let strict = matches!(self.rule.form, Form::Exact | Form::Groups);
        let soft = |edge: Edge| match edge {
            Edge::Hard => true,
            Edge::Hump => unspaced || (!strict && length >= 4),
            Edge::Digit => !strict && length >= 5,
            Edge::None | Edge::Inside => false,
        };
        let (before, after) = (self.view.edge(self.span.start), self.view.edge(self.span.end));
        // A part of a longer number is none.
        if self.rule.form == Form::Beside && (before != Edge::Hard || after != Edge::Hard) {
            return None;
        }
        // Digits in the middle of hexadecimal noise are nobody's number.
        if self.rule.form == Form::Digits && before == Edge::Digit && after == Edge::Digit {
            return None;
        }
        // `pin4711`
        let led = self.rule.form == Form::Digits && length >= 4 && before == Edge::Digit && after == Edge::Hard && {
            let head = self.view.text().get(..self.span.start).unwrap_or_default();
            head.chars().rev().take(2).filter(|c| c.is_alphabetic()).count() == 2
        };
        if !(soft(before) || led) {
            return None;
        }
        if soft(after) {
            return Some(0);
        }
        if strict || after != Edge::None || gaps.foreign > 0 { None } else { self.ending(length) }
    }
}
