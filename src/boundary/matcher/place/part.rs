//! Whether a part of a name stands for its bearer, and not for somebody else or for a word.

use std::ops::Range;

use super::neighbour::{Join, Neighbour, neighbours_after, neighbours_before};
use super::renown::is_public_person;
use super::usage::used_as_name;
use super::{Form, Gaps, How, Place};
use crate::boundary::matcher::inflect::is_weak;
use crate::boundary::matcher::lists::{ARTICLES, CASE_COMPOUNDS, COMPOUNDS, PARTICLES, STARTERS, TITLES, is_generic};
use crate::boundary::view::fold::fold;
use crate::boundary::words::{is_common, is_compound, is_everyday, is_name, is_word};

/// Characters of a text that tell whether it uses capitals.
const WIDEST_LOOK: usize = 200;

impl Place<'_> {
    /// Whether one name of several stands for this person, and not for another or for a word.
    pub(super) fn part(&self, bytes: &Range<usize>, gaps: &Gaps, ending: usize) -> bool {
        if gaps.foreign > 0 && !(gaps.all == gaps.count - 1 && gaps.count >= 4) {
            // In pieces, with only a part of the name to go by: not across spaces.
            if gaps.marks.iter().any(|mark| mark.contains(' ')) && gaps.count < 6 {
                return false;
            }
        }
        let Some(inside) = self.text.get(bytes.clone()) else { return false };
        let folded = self.view.text().get(self.span.clone()).unwrap_or_default();
        let ending = self.view.text().get(self.span.end..self.span.end + ending).unwrap_or_default();
        let whole = self.view.back(self.span.start..self.span.end + ending.len(), self.text).unwrap_or(bytes.clone());
        // A case no word of English, German or French has.
        let declined = matches!(self.rule.form, Form::Stem { .. }) || !ending.is_empty() && !is_weak(ending);
        let everyday = is_everyday(folded) || self.is_small_word(bytes, folded);
        // Letter by letter it is spelled, not used.
        let written = gaps.foreign == 0 || gaps.all < gaps.count - 1;
        if everyday && !declined && written {
            let meant = match self.identifier(&whole) {
                Some(named) => named,
                None => {
                    used_as_name(self.text, bytes, self.rule.form != Form::Given, ending == "s")
                        || self.is_field(bytes)
                        || self.has_a_case(bytes)
                }
            };
            if !meant {
                return false;
            }
        }
        let shared = everyday || is_name(folded) || self.rule.form == Form::Word;
        if gaps.foreign == 0 && (self.is_month(bytes, folded) || self.is_small(bytes, folded)) {
            return false;
        }
        if !declined && (shared && self.is_in_a_place_name(&whole) || self.is_public(&whole) || self.is_a_town(&whole))
        {
            return false;
        }
        if !declined && self.rule.form != Form::Word && self.is_renowned(&whole, shared) {
            return false;
        }
        if self.rule.form == Form::Word {
            // `Brauerei Altenfurt`: behind a word for what it is the name may be a town's.
            if self.known.words.first().is_some_and(|first| *first.folded != *folded) && self.is_led_to_a_place(bytes) {
                return false;
            }
            // `LanternLight`: a word of a program, whatever else is called so.
            // Two of it are things: `Magnolias bloom`.
            if is_word(folded) && (self.identifier(&whole) == Some(false) || ending == "s") {
                return false;
            }
            let named = is_name(folded);
            // `trois-tilleuls.pdf`: several words tied by marks are written as one name too.
            let tied = gaps.own > 0 && gaps.foreign == 0 && !inside.contains(char::is_whitespace);
            let written = inside.chars().any(char::is_uppercase)
                || tied
                || self.rule.how == How::Leet
                || !is_word(folded) && self.is_in_an_identifier(&whole)
                || (named && !is_common(folded));
            let titled = || {
                neighbours_before(self.text, bytes.start)
                    .first()
                    .is_some_and(|word| TITLES.contains(&word.folded.as_str()))
            };
            let borne = named || is_word(folded);
            return written && !(named && titled() || borne && self.is_somebody_else(&whole));
        }
        !self.is_somebody_else(&whole)
    }

    /// Whether the word in front leads to where something lies: `in Altenfurt`.
    fn is_led_to_a_place(&self, bytes: &Range<usize>) -> bool {
        const LEADING: &[&str] =
            &["in", "near", "nach", "around", "through", "aus", "en", "visit", "downtown", "outside"];
        neighbours_before(self.text, bytes.start)
            .first()
            .is_some_and(|word| word.join == Join::Space && LEADING.contains(&word.folded.as_str()))
    }

    /// Whether a family name that is a word too is joined to what people have with a court or a lawyer: `Winter-Akte`.
    fn has_a_case(&self, bytes: &Range<usize>) -> bool {
        let capital = self.text.get(bytes.clone()).is_some_and(|inside| inside.starts_with(char::is_uppercase));
        let hyphen = self.text.get(bytes.end..).is_some_and(|rest| rest.starts_with(['-', '‑']));
        capital
            && hyphen
            && self.rule.form == Form::Family
            && neighbours_after(self.text, bytes.end)
                .first()
                .is_some_and(|word| word.capital && CASE_COMPOUNDS.contains(&word.folded.as_str()))
    }

    /// Whether only names from the middle of a longer name stand here, between two of somebody else: `Trần Thị Bảo Ngọc` is not
    /// Nguyễn Thị Bảo Trâm.
    fn is_another_middle(&self, before: &[Neighbour<'_>], after: &[Neighbour<'_>]) -> bool {
        let [first, middle @ .., last] = self.known.words.as_slice() else { return false };
        let said = self.view.text().get(self.span.clone()).unwrap_or_default();
        let outer = |word: &str| *first.folded == *word || *last.folded == *word;
        let inner = |word: &str| middle.iter().any(|own| *own.folded == *word);
        if middle.is_empty() || !inner(said) || outer(said) {
            return false;
        }
        let next = |words: &[Neighbour<'_>]| words.iter().position(|word| !inner(&word.folded));
        let named = |word: &Neighbour<'_>| {
            word.capital && word.join == Join::Space && word.folded.len() > 1 && !outer(&word.folded)
        };
        let family = next(before).and_then(|at| before.get(at));
        let given = next(after).and_then(|at| after.get(at));
        // The given name may be a word of these languages.
        family.is_some_and(|word| named(word) && !is_common(&word.folded)) && given.is_some_and(named)
    }

    /// Whether marks of a name of a file, a host or a program touch it: `morgenroete_plan.xlsx`, `/brackwater`.
    fn is_in_an_identifier(&self, bytes: &Range<usize>) -> bool {
        let before = self.text.get(..bytes.start).and_then(|head| head.chars().next_back());
        let mut after = self.text.get(bytes.end..).unwrap_or_default().chars();
        let mark = |c: Option<char>| c.is_some_and(|c| matches!(c, '_' | '/' | '\\' | '@' | '#'));
        mark(before) || {
            let next = after.next();
            mark(next) || matches!(next, Some('.' | '-')) && after.next().is_some_and(char::is_alphanumeric)
        }
    }

    /// Whether it is a word of a language, however rare, written small: in a text that has capitals, or behind an article.
    fn is_small_word(&self, bytes: &Range<usize>, folded: &str) -> bool {
        let Some(inside) = self.text.get(bytes.clone()) else { return false };
        let before = || neighbours_before(self.text, bytes.start);
        let article = |word: &Neighbour<'_>| word.join == Join::Space && ARTICLES.contains(&word.folded.as_str());
        !inside.chars().any(char::is_uppercase)
            && is_word(folded)
            && (self.text.chars().take(WIDEST_LOOK).any(char::is_uppercase) || before().first().is_some_and(article))
    }

    /// Whether it is a month beside a figure: `12 Jan`, `Mai 2024`.
    fn is_month(&self, bytes: &Range<usize>, folded: &str) -> bool {
        const MONTHS: &[&str] =
            &["jan", "mar", "april", "mai", "may", "june", "juni", "juli", "august", "augusta", "avril"];
        let figure = |word: &Neighbour<'_>| word.folded.starts_with(|c: char| c.is_ascii_digit());
        MONTHS.contains(&folded)
            && (neighbours_before(self.text, bytes.start).first().is_some_and(figure)
                || neighbours_after(self.text, bytes.end).first().is_some_and(figure))
    }

    /// Whether it is a name of three letters without a capital (`ali`, `ken`), in a text that has capitals, with nothing beside
    /// it that makes it one.
    fn is_small(&self, bytes: &Range<usize>, folded: &str) -> bool {
        let Some(inside) = self.text.get(bytes.clone()) else { return false };
        folded.len() <= 3
            && self.rule.form != Form::Word
            && !inside.chars().any(char::is_uppercase)
            && self.text.chars().take(WIDEST_LOOK).any(char::is_uppercase)
            && !used_as_name(self.text, bytes, false, false)
            && self.identifier(bytes) != Some(true)
            && !neighbours_before(self.text, bytes.start)
                .iter()
                .take(1)
                .chain(neighbours_after(self.text, bytes.end).iter().take(1))
                .any(|word| self.known.has_case(&word.folded))
    }

    /// Whether the words beside a name make it another person's: `Anna Schmidt` is not Anna Kowalski.
    pub(super) fn is_somebody_else(&self, bytes: &Range<usize>) -> bool {
        let capital =
            self.text.get(bytes.clone()).and_then(|inside| inside.chars().next()).is_some_and(char::is_uppercase);
        let after = neighbours_after(self.text, bytes.end);
        let before = neighbours_before(self.text, bytes.start);
        // A particle is nobody's own: `Jan van Eyck` is not Jan van den Broek.
        let own =
            |word: &Neighbour<'_>| self.known.has_case(&word.folded) && !PARTICLES.contains(&word.folded.as_str());
        if self.is_another_middle(&before, &after) {
            return true;
        }
        if after.iter().take(2).any(|word| word.folded.len() > 1 && own(word))
            || before.iter().take(2).any(|word| word.folded.len() > 1 && own(word))
        {
            return false;
        }
        let said = self.view.text().get(self.span.clone()).unwrap_or_default();
        let shared = is_name(said) || is_common(said);
        // `Nguyễn Ái Quốc`: two capitals in a row are a name, though the first may be a word.
        let chain = after.get(1).is_some_and(|word| {
            word.capital
                && word.join == Join::Space
                && word.folded.len() > 2
                && !own(word)
                && (!word.word.is_ascii() || !is_common(&word.folded))
        });
        let stranger = |word: &Neighbour<'_>, follows: bool| {
            if own(word) || TITLES.contains(&word.folded.as_str()) {
                return false;
            }
            if word.folded.chars().count() == 1 {
                let initial = word.word.chars().all(char::is_uppercase) && word.folded.chars().all(char::is_alphabetic);
                return initial && word.stop;
            }
            // `Amos Oz`
            let short = word.folded.chars().count();
            let lower = word.word.chars().skip(1).all(char::is_lowercase);
            if short == 2 && follows && capital && word.capital && lower && chain {
                return true;
            }
            if short < 3 && !(short == 2 && follows && word.capital && !is_word(&word.folded))
                || word.folded.chars().any(|c| c.is_ascii_digit())
            {
                return false;
            }
            let name = is_name(&word.folded);
            let common = is_common(&word.folded);
            match word.join {
                // `Hoffmann-Lange` is another name; behind a rare one any word may follow (`Quastenberg-Akte`), behind any other
                // what is joined to names (`Karadeniz-Akte`, `Dossier-Karadeniz`).
                Join::Mark => {
                    name || (shared && !common && capital && word.capital && !is_joined_to_names(&word.folded))
                }
                Join::Space if capital && word.capital => {
                    if !follows && word.starts_sentence && common {
                        return name && !STARTERS.contains(&word.folded.as_str());
                    }
                    name || !common
                }
                Join::Space => !capital && !word.capital && name && !common,
            }
        };
        let given = matches!(self.rule.form, Form::Given | Form::Stem { given: true, .. });
        let public = |word: &Neighbour<'_>| {
            capital && word.capital && word.join == Join::Space && is_public_person(said, &word.folded)
        };
        let by_next = after.first().is_some_and(|word| stranger(word, true) || given && public(word));
        // `Sigurd van Velden`: the name in front of the particles tells whose it is.
        let led = before.iter().find(|word| word.capital || !PARTICLES.contains(&word.folded.as_str()));
        let by_last = led.is_some_and(|word| stranger(word, false));
        // A family name behind makes a given name another's; a given name in front does the same to a family name.
        // `Wolfram von Eschenbach`
        let noble = || {
            let particle = |word: &&Neighbour<'_>| {
                !word.capital
                    && word.join == Join::Space
                    && PARTICLES.contains(&word.folded.as_str())
                    && !matches!(word.folded.as_str(), "and" | "und" | "et" | "of" | "zu" | "zum" | "zur" | "le" | "la")
            };
            let particles = after.iter().take_while(particle).count();
            particles > 0 && after.get(particles).is_some_and(|name| name.capital && !own(name))
        };
        // `Kowalski Jan`: the family name first.
        let first = |word: &Neighbour<'_>| word.capital && is_name(&word.folded) && !is_common(&word.folded);
        if given {
            noble() || by_next || by_last && before.first().is_some_and(|word| word.join == Join::Mark)
        } else {
            by_last || by_next && after.first().is_some_and(|word| word.join == Join::Mark || first(word))
        }
    }

    /// Whether an initial with a name reads as one.
    pub(super) fn initial(&self, bytes: &Range<usize>, gaps: &Gaps) -> bool {
        if gaps.foreign > 0 {
            return gaps.all == gaps.count - 1 && gaps.count >= 5;
        }
        let Some(inside) = self.text.get(bytes.clone()) else { return false };
        let folded = self.view.text().get(self.span.clone()).unwrap_or_default();
        if gaps.glued {
            // `mkowalski`: a login.
            return folded.len() >= 6 && !is_common(folded) && !is_name(folded);
        }
        if folded.len() < 4 {
            return false;
        }
        let pieces: Vec<&str> =
            inside.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty()).collect();
        let alone = |piece: &&str| piece.chars().count() == 1;
        let prose = inside.contains(char::is_whitespace);
        // A particle in short stays small: `C. v. Rheinsberg`.
        let particle = |piece: &str| {
            self.known
                .words
                .iter()
                .any(|word| PARTICLES.contains(&word.folded.as_str()) && word.folded.starts_with(piece))
        };
        let upper = pieces
            .iter()
            .filter(|piece| alone(piece))
            .enumerate()
            .all(|(at, piece)| piece.chars().all(char::is_uppercase) || at > 0 && particle(piece));
        if prose && !upper {
            return false;
        }
        // `Marta K` needs its full stop, or the end of what is said, to be an initial: `Marta I think`.
        let last_alone = pieces.last().is_some_and(alone);
        if last_alone && prose {
            let next = self.text.get(bytes.end..).and_then(|rest| rest.chars().next());
            return next.is_none_or(|c| !c.is_whitespace());
        }
        let rest = pieces.iter().find(|piece| !alone(piece)).map(|piece| fold(piece)).unwrap_or_default();
        // `a mark`, `I will`
        !(prose && is_common(&rest)) || inside.contains('.')
    }
}

/// Whether a word is one that a hyphen joins to somebody's name without making another of it: `Akte`, `Sachbearbeiter`.
fn is_joined_to_names(word: &str) -> bool {
    COMPOUNDS.contains(&word) || is_generic(word) || is_word(word) || is_compound(word)
}
