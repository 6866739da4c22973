//! What grammar puts to a value: plural, possessive and case endings, compounds, an elided word in front.

use std::ops::Range;

use super::neighbour::{Neighbour, is_word, neighbours_after, neighbours_before, word_start};
use super::{Form, LONGEST_ENDING, Nature, Place};
use crate::boundary::matcher::inflect::{self, Stem};
use crate::boundary::matcher::lists::{COMPOUNDS, ELIDED, is_generic};
use crate::boundary::view::Edge;
use crate::boundary::words::{self, is_common, is_name};

impl Place<'_> {
    /// With a case, plural or possessive ending (`ending` bytes of the view, or an apostrophe and an s) and an elided word in
    /// front (`d’Étienne`): one word with the value, so that nothing of it is left beside a placeholder.
    pub(super) fn with_grammar(&self, bytes: Range<usize>, ending: usize) -> Range<usize> {
        if matches!(self.rule.form, Form::Digits | Form::Beside | Form::Groups | Form::Exact | Form::Tail) {
            return bytes;
        }
        let mut whole = bytes;
        if ending > 0 {
            if let Some(with) = self.view.back(self.span.start..self.span.end + ending, self.text) {
                whole.end = with.end;
            }
        } else {
            let rest = self.text.get(whole.end..).unwrap_or_default();
            let possessive = ["'s", "’s", "'S", "’S"]
                .iter()
                .find(|mark| rest.strip_prefix(**mark).is_some_and(|rest| !rest.starts_with(|c: char| is_word(c))));
            whole.end += possessive.map_or(0, |mark| mark.len());
        }
        let head = self.text.get(..whole.start).unwrap_or_default();
        if let Some(word) = head.strip_suffix(['\'', '’']) {
            let start = word_start(word);
            if word.get(start..).is_some_and(|word| ELIDED.contains(&word.to_lowercase().as_str())) {
                whole.start = start;
            }
        }
        whole
    }

    /// How long the plural, possessive or case ending is that the letters behind the place are; `None` if they are none.
    pub(super) fn ending(&self, length: usize) -> Option<usize> {
        let rest = self.view.text().get(self.span.end..).unwrap_or_default();
        let mut ending = String::new();
        for (offset, c) in rest.char_indices() {
            match self.view.edge(self.span.end + offset) {
                Edge::None | Edge::Inside => {}
                Edge::Hard => break,
                Edge::Hump if offset > 0 => break,
                Edge::Hump | Edge::Digit => return None,
            }
            ending.push(c);
            if ending.len() > LONGEST_ENDING {
                return None;
            }
        }
        if matches!(self.rule.form, Form::Digits | Form::Beside | Form::Initial | Form::Tail) {
            return None;
        }
        // Behind a name without its own ending an s makes another word: `Thorns` is no Thorne.
        if ending == "s" && matches!(self.rule.form, Form::Stem { .. }) {
            return None;
        }
        if ending == "s" {
            return (!matches!(self.known.nature, Nature::Id | Nature::Path)).then_some(ending.len());
        }
        if length < 4 {
            return None;
        }
        let name = self.known.nature == Nature::Person;
        if name {
            return self.case(length, &ending).then_some(ending.len());
        }
        let allowed: &[&str] = match length {
            // `Mayan` is no plural of Maya; of a long or ordinary word endings are.
            ..6 if self.known.words.last().is_some_and(|word| word.capital) => &["es"],
            _ => &[
                "es", "n", "en", "e", "er", "ern", "x", "ns", "sche", "schen", "ois", "oise", "oises", "ais", "aise",
                "aises",
            ],
        };
        // `Nightjarprojekt`: German joins a name and what it names in one word.
        let compound = || {
            let what = ending.strip_suffix('s').unwrap_or(&ending);
            self.known.nature == Nature::Phrase
                && length >= 5
                && ending.len() >= 4
                && (is_generic(&ending) || is_generic(what))
        };
        if !allowed.contains(&ending.as_str()) && !compound() {
            return None;
        }
        // `Marken` are no Marks, `Hansen` is no Hans.
        let said = self.view.text().get(self.span.clone()).unwrap_or_default();
        let last = self.known.words.last().map(|word| word.folded.as_str()).unwrap_or_default();
        let last = if said.ends_with(last) { last } else { said };
        let whole = format!("{last}{ending}");
        let other = self.known.words.last().is_some_and(|word| word.capital) && (is_common(&whole) || is_name(&whole));
        (!other).then_some(ending.len())
    }

    /// Whether letters behind a name are an ending of one of its cases, or name what it is joined with in one word.
    fn case(&self, length: usize, ending: &str) -> bool {
        let said = self.view.text().get(self.span.clone()).unwrap_or_default();
        let start = self.view.start(self.span.start).unwrap_or_default();
        let capital = self.text.get(start..).and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase);
        let whole = format!("{said}{ending}");
        let stem = match self.rule.form {
            Form::Stem { stem, .. } => stem,
            _ => Stem::Whole,
        };
        let rare = |word: &str| !is_common(word) && !is_name(word);
        // `quattrocchiesque`, `lacôtienne`: written small as often as not.
        if inflect::is_derived(stem, ending)
            && length >= if stem == Stem::Derived { inflect::SHORTEST } else { inflect::SHORTEST + 1 }
            && !words::is_word(said)
            && !words::is_word(&whole)
            && !is_name(&whole)
        {
            return true;
        }
        if !inflect::takes(stem, ending) {
            // `Quastenbergprozess`: never with a name that is a word, which makes words (`Winterreifen`).
            let what = ending.strip_suffix('s').filter(|what| is_generic(what)).unwrap_or(ending);
            return stem == Stem::Whole
                && capital
                && length >= 6
                && ending.len() >= 4
                && rare(said)
                && rare(&whole)
                && (is_common(what) || is_generic(what) || COMPOUNDS.contains(&what));
        }
        // Beside the person's other name there is no doubt.
        if self.is_beside_own() {
            return !(length < inflect::SHORTEST - 1 && inflect::is_weak(ending));
        }
        if stem == Stem::Whole && inflect::is_weak(ending) && ending.len() > 1 {
            // Of a given name German makes `Fritzens`, and `Hansen` is another.
            let given = self.rule.form == Form::Given;
            return (!given || matches!(ending, "ens" | "es"))
                && (length >= inflect::SHORTEST || ending == "ens")
                && rare(&whole);
        }
        let single = ending.len() == 1;
        let long = if single && stem == Stem::Whole { 6 } else { inflect::SHORTEST };
        // A name that is a word makes words: it takes an ending no word of English, German or French has.
        let short = ending.len() < 3 && ending != "em";
        let word = is_common(said) && (short || matches!(stem, Stem::Feminine | Stem::Neuter | Stem::Mobile));
        let telling = length + 1 >= inflect::SHORTEST && ending.len() >= 3;
        capital && (length >= long || telling) && rare(&whole) && !word
    }

    /// Whether one of the value's other names stands beside this one.
    fn is_beside_own(&self) -> bool {
        let Some(bytes) = self.view.back(self.span.clone(), self.text) else { return false };
        let word_end = self
            .text
            .get(bytes.end..)
            .and_then(|rest| rest.find(|c: char| !is_word(c)))
            .map_or(self.text.len(), |length| bytes.end + length);
        let own = |word: Option<&Neighbour<'_>>| {
            word.is_some_and(|word| word.folded.len() >= 3 && self.known.has_case(&word.folded))
        };
        own(neighbours_before(self.text, bytes.start).first()) || own(neighbours_after(self.text, word_end).first())
    }
}
