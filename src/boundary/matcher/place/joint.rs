//! Whether the pieces of a place belong together: letters spaced out, digits regrouped, signs for letters.

use std::ops::Range;

use super::beside::{amount_beside, decimal_beside};
use super::{Form, Gaps, Nature, Place};
use crate::boundary::view::fold::fold;
use crate::boundary::words::{is_common, is_name, is_word};

impl Place<'_> {
    pub(super) fn letters(&self, gaps: &Gaps, bytes: &Range<usize>) -> bool {
        let figures =
            self.view.text().get(self.span.clone()).is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        if figures && decimal_beside(self.text, bytes) {
            return false;
        }
        if gaps.foreign == 0 || gaps.foreign == gaps.said && gaps.count >= 6 {
            return true;
        }
        // `"Quasten" + "berg"`: one string, whatever a program puts between its pieces.
        if gaps.count >= 5 && gaps.foreign <= 4 && gaps.marks.iter().all(|mark| is_concatenation(mark)) {
            return true;
        }
        let short = gaps.marks.iter().all(|mark| mark.chars().count() <= 3);
        if !short {
            return false;
        }
        let same = gaps.marks.windows(2).all(|pair| matches!(pair, [a, b] if a.trim() == b.trim()));
        // Letter by letter.
        let places = gaps.count - 1;
        if gaps.all == places || (gaps.foreign + self.own_places() == places && gaps.foreign >= 2) {
            return gaps.count >= 4 || (gaps.count == 3 && same);
        }
        // `B M X 4471`: the letters of an id one by one, its figures together.
        let plain = |mark: &String| matches!(mark.as_str(), " " | "-" | "." | "/" | "_" | ", " | ",");
        if self.known.nature == Nature::Id
            && gaps.count >= 6
            && gaps.foreign <= 4
            && gaps.marks.iter().all(plain)
            && self.pieces_are_single(bytes)
        {
            return true;
        }
        // `C4 KX 92 RT 7`: letters and figures in groups of anybody's making.
        if self.known.nature == Nature::Id && gaps.count >= 7 && gaps.marks.iter().all(plain) && self.is_grouped(bytes)
        {
            return true;
        }
        let spaced = gaps.marks.iter().any(|mark| mark.contains(' '));
        if !spaced && same && gaps.count >= 5 {
            return true;
        }
        match (gaps.count, gaps.foreign) {
            (4, 1) => {
                // `len(a` is no Lena.
                let bracket =
                    |mark: &String| mark.contains(['(', ')', '[', ']', '{', '}', '<', '>', '=', ',', ';', ':']);
                !spaced && self.known.nature != Nature::Id && !gaps.marks.iter().any(bracket)
            }
            (5.., 1 | 2) => {
                let tight = gaps.marks.iter().all(|mark| {
                    mark.chars().count() <= 2
                        && mark != ". "
                        && !mark.contains([',', ';', '!', '?', ':', '(', ')', '"'])
                });
                tight && (!spaced || self.pieces_make_no_words(bytes))
            }
            _ => false,
        }
    }

    pub(super) fn own_places(&self) -> usize {
        self.breaks.count_ones() as usize
    }

    /// Whether what an id is cut into are single letters and figures, or its own pieces.
    fn pieces_are_single(&self, bytes: &Range<usize>) -> bool {
        let inside = self.text.get(bytes.clone()).unwrap_or_default();
        inside.split(|c: char| !c.is_alphanumeric()).map(fold).all(|piece| {
            piece.len() <= 1
                || piece.bytes().all(|byte| byte.is_ascii_digit())
                || self.known.words.iter().any(|own| *own.folded == piece)
        })
    }

    /// Whether a place of letters and figures mixed is cut into pieces none of which is a word: `call 7 at 5` is no number.
    fn is_grouped(&self, bytes: &Range<usize>) -> bool {
        let inside = self.text.get(bytes.clone()).unwrap_or_default();
        let figures = inside.bytes().filter(u8::is_ascii_digit).count();
        let letters = inside.chars().filter(|c| c.is_alphabetic()).count();
        let small = !inside.chars().any(char::is_uppercase);
        figures >= 3
            && letters >= 2
            && inside.split(|c: char| !c.is_alphanumeric()).all(|piece| {
                let letters = piece.chars().count();
                let word = || !piece.contains(|c: char| c.is_ascii_digit()) && is_common(&fold(piece));
                letters < 2 || !(small || letters > 2) || !word() || self.known.has(&fold(piece))
            })
    }

    /// `Kowal ski` is a name in two pieces; `just in` is no Justin.
    pub(super) fn pieces_make_no_words(&self, bytes: &Range<usize>) -> bool {
        let Some(inside) = self.text.get(bytes.clone()) else { return false };
        let pieces: Vec<String> =
            inside.split(char::is_whitespace).map(fold).filter(|piece| !piece.is_empty()).collect();
        let capital = self.known.words.iter().any(|word| word.capital);
        let own = |piece: &String| self.known.words.iter().any(|word| word.folded.as_str() == piece);
        let foreign: Vec<&String> = pieces.iter().filter(|piece| !own(piece)).collect();
        if foreign.len() < pieces.len() && foreign.len() == 2 && self.span.len() >= 9 {
            // Its other words stand there as they are.
            return true;
        }
        if capital || self.known.nature == Nature::Person {
            // `un petit jean`: words without a capital, each of which is one of its own.
            let small = !inside.chars().any(char::is_uppercase);
            !foreign.iter().all(|piece| is_common(piece) || piece.len() < 2 || (small && is_name(piece)))
        } else {
            foreign.iter().all(|piece| piece.chars().count() >= 3)
        }
    }

    pub(super) fn digits(&self, gaps: &Gaps, bytes: &Range<usize>) -> bool {
        let phone = self.known.nature == Nature::Phone;
        let numeric =
            self.view.text().get(self.span.clone()).is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        if numeric && decimal_beside(self.text, bytes) && !phone {
            return false;
        }
        if gaps.foreign == 0 {
            return true;
        }
        let one_by_one = gaps.all == gaps.count - 1;
        let plain =
            |mark: &String| mark.chars().count() <= 3 && mark.chars().all(|c| " -./()[]+_·•:*–—\\|~'’#‑".contains(c));
        if one_by_one {
            return gaps.marks.iter().all(|mark| plain(mark) || mark.trim() == ",");
        }
        if gaps.count >= 6
            && gaps.marks.iter().any(|mark| is_concatenation(mark))
            && gaps.marks.iter().all(|mark| plain(mark) || is_concatenation(mark))
        {
            return true;
        }
        let pauses = || gaps.marks.iter().all(|mark| mark.trim().chars().all(|c| ",-".contains(c)));
        let read_out = self.spoken && pauses();
        if !(gaps.marks.iter().all(plain) || read_out) {
            return false;
        }
        if self.spoken || gaps.count >= 10 || !numeric {
            return true;
        }
        if gaps.count < 6 {
            return false;
        }
        // `4711.88` is an amount.
        let Some(inside) = self.text.get(bytes.clone()) else { return false };
        let decimals = inside.rsplit_once('.').is_some_and(|(_, tail)| tail.len() <= 2) && gaps.foreign == 1;
        !decimals && !amount_beside(self.text, bytes)
    }

    pub(super) fn touches_digits(&self, bytes: &Range<usize>) -> bool {
        decimal_beside(self.text, bytes)
    }

    /// Whether what stands there was bent: digits or signs among letters, or one letter drawn like another.
    pub(super) fn is_leet(&self, bytes: &Range<usize>) -> bool {
        let Some(inside) = self.text.get(bytes.clone()) else { return false };
        // `br1xk1ln-n4s04` is read like a word.
        let wordy = self.known.words.iter().any(|word| {
            word.folded.len() >= 4
                && word.folded.bytes().filter(u8::is_ascii_alphabetic).count() * 2 > word.folded.len()
        });
        if self.rule.form == Form::Digits && !wordy {
            let digits = inside.bytes().filter(u8::is_ascii_digit).count();
            return digits * 2 >= self.span.len() && inside.contains(['O', 'o', 'I', 'l', 'S', 'B', 'Z']);
        }
        let letters = inside.chars().filter(|c| c.is_alphabetic()).count();
        let bent = inside.chars().filter(|c| c.is_ascii_digit() || "@$!|+€§¡¦(".contains(*c)).count()
            + inside.matches("\\/\\/").count();
        let folded = fold(inside);
        if bent > 0 {
            return letters >= 2 && letters * 3 >= self.span.len();
        }
        // `KowaIski`, `Ivlark` …: only if it is no word of its own.
        inside.chars().skip(1).any(|c| c == 'I') && !is_common(&folded) && !is_name(&folded)
            || (self.span.len() >= 5
                && self.breaks == 0
                && !is_word(&folded)
                && !is_name(&folded)
                && !self.known.has(&folded))
    }
}

/// Whether a mark joins two strings in a program: `" + "`, `' . '`, `" \\\n "`, `" "`, `" & "`.
fn is_concatenation(mark: &str) -> bool {
    let quote = |c: char| matches!(c, '"' | '\'' | '`' | '“' | '”');
    mark.chars().count() <= 12
        && mark.starts_with(quote)
        && mark.ends_with(quote)
        && mark.chars().filter(|c| quote(*c)).count() <= 4
        && mark.len() > 1
        && mark.chars().all(|c| quote(c) || c.is_whitespace() || "+.&|\\~{}$".contains(c))
}
