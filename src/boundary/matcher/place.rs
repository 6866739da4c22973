//! Judges one place where a needle stands: is it the value, or does it only share letters with it?
//!
//! The rules that keep innocent text clear live here: words end where they end, pieces are not glued across ordinary words, a
//! name that is an everyday word too has to be used as a name, and another person's full name is not this one's.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::How;
use super::needle::{Form, Known, Nature, Rule, TITLES, is_generic};
use crate::boundary::view::fold::{fold, is_invisible, is_unspaced};
use crate::boundary::view::{Edge, View};
use crate::boundary::words::{is_common, is_name};

/// Words of French that lose their vowel before a name.
const ELIDED: &[&str] = &["d", "l", "qu", "j", "m", "t", "s", "n", "c", "jusqu", "lorsqu", "puisqu", "presqu"];
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
            Form::Digits => self.digits(&gaps, &bytes),
            Form::Groups => gaps.foreign == 0 && (!gaps.glued) && !self.touches_digits(&bytes),
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
            Form::Given | Form::Family | Form::Word => self.part(&bytes, &gaps),
            Form::Initial => self.initial(&bytes, &gaps),
            Form::Street => !number_beside(self.text, &bytes),
            Form::Tail => gaps.foreign == 0 && is_told_to_end(self.text.get(..bytes.start).unwrap_or_default()),
            // The value itself, in any case, is found whatever else the word may mean: that is the promise. Only a bent
            // spelling of an everyday word has to be used as a name.
            Form::Whole if self.known.is_ambiguous() && gaps.foreign == 0 => {
                self.decoded || self.is_written_out(&bytes) || used_as_name(self.text, &bytes, false)
            }
            _ => true,
        };
        fits.then(|| {
            let bare = self.with_plus(bytes);
            (bare.clone(), self.with_grammar(bare, ending))
        })
    }

    /// With a case, plural or possessive ending (`ending` bytes of the view, or an apostrophe and an s) and an elided word in
    /// front (`d’Étienne`): one word with the value, so that nothing of it is left beside a placeholder.
    fn with_grammar(&self, bytes: Range<usize>, ending: usize) -> Range<usize> {
        if matches!(self.rule.form, Form::Digits | Form::Groups | Form::Exact | Form::Tail) {
            return bytes;
        }
        let mut whole = bytes;
        if ending > 0 {
            if let Some(with) = self.view.back(self.span.start..self.span.end + ending, self.text) {
                whole.end = with.end;
            }
        } else {
            let rest = self.text.get(whole.end..).unwrap_or_default();
            let possessive = ["'s", "’s"]
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

    /// Whether the text has the value's own letters here, case aside.
    fn is_written_out(&self, bytes: &Range<usize>) -> bool {
        let Some(inside) = self.text.get(bytes.clone()) else { return false };
        self.known.words.first().is_some_and(|word| inside.to_lowercase() == word.folded.as_str())
    }

    /// A telephone number with the marks in front of it.
    fn with_plus(&self, bytes: Range<usize>) -> Range<usize> {
        let head = self.text.get(..bytes.start).unwrap_or_default();
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
        for c in self.text.get(left..right)?.chars() {
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

    /// How long the plural, possessive or case ending is that the letters behind the place are; `None` if they are none.
    fn ending(&self, length: usize) -> Option<usize> {
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
        if matches!(self.rule.form, Form::Digits | Form::Initial | Form::Tail) {
            return None;
        }
        if ending == "s" {
            return (self.known.nature != Nature::Id).then_some(ending.len());
        }
        if length < 4 {
            return None;
        }
        let name = self.known.nature == Nature::Person;
        let allowed: &[&str] = match (name, self.rule.form) {
            (true, Form::Given) => &["ens", "es"],
            (true, _) => &["s", "es", "ens", "n", "sche", "schen", "scher", "sches", "schem"],
            // `Mayan` is no plural of Maya; of a long or ordinary word endings are.
            (false, _) if length < 6 && self.known.words.last().is_some_and(|word| word.capital) => &["es"],
            (false, _) => &[
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

    fn letters(&self, gaps: &Gaps, bytes: &Range<usize>) -> bool {
        let figures =
            self.view.text().get(self.span.clone()).is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        if figures && decimal_beside(self.text, bytes) {
            return false;
        }
        if gaps.foreign == 0 {
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
        let spaced = gaps.marks.iter().any(|mark| mark.contains(' '));
        if !spaced && same && gaps.count >= 5 {
            return true;
        }
        match (gaps.count, gaps.foreign) {
            (4, 1) => !spaced && self.known.nature != Nature::Id,
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

    fn own_places(&self) -> usize {
        self.breaks.count_ones() as usize
    }

    /// `Kowal ski` is a name in two pieces; `just in` is no Justin.
    fn pieces_make_no_words(&self, bytes: &Range<usize>) -> bool {
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

    fn digits(&self, gaps: &Gaps, bytes: &Range<usize>) -> bool {
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

    fn touches_digits(&self, bytes: &Range<usize>) -> bool {
        decimal_beside(self.text, bytes)
    }

    /// Whether what stands there was bent: digits or signs among letters, or one letter drawn like another.
    fn is_leet(&self, bytes: &Range<usize>) -> bool {
        let Some(inside) = self.text.get(bytes.clone()) else { return false };
        if self.rule.form == Form::Digits {
            let digits = inside.bytes().filter(u8::is_ascii_digit).count();
            return digits * 2 >= self.span.len() && inside.contains(['O', 'o', 'I', 'l', 'S', 'B', 'Z']);
        }
        let letters = inside.chars().filter(|c| c.is_alphabetic()).count();
        let bent = inside.chars().filter(|c| c.is_ascii_digit() || "@$!|+€§¡¦".contains(*c)).count();
        let folded = fold(inside);
        if bent > 0 {
            return letters >= 2 && letters * 3 >= self.span.len();
        }
        // `KowaIski`, `Ivlark` …: only if it is no word of its own.
        inside.chars().skip(1).any(|c| c == 'I') && !is_common(&folded) && !is_name(&folded)
            || (self.span.len() >= 5
                && self.breaks == 0
                && !is_common(&folded)
                && !is_name(&folded)
                && folded != *self.view.text())
    }

    /// Whether one name of several stands for this person, and not for another or for a word.
    fn part(&self, bytes: &Range<usize>, gaps: &Gaps) -> bool {
        if gaps.foreign > 0 && !(gaps.all == gaps.count - 1 && gaps.count >= 4) {
            // In pieces, with only a part of the name to go by: not across spaces.
            if gaps.marks.iter().any(|mark| mark.contains(' ')) && gaps.count < 6 {
                return false;
            }
        }
        let Some(inside) = self.text.get(bytes.clone()) else { return false };
        let folded = self.view.text().get(self.span.clone()).unwrap_or_default();
        if is_common(folded) && gaps.foreign == 0 && !used_as_name(self.text, bytes, self.rule.form != Form::Given) {
            return false;
        }
        if self.rule.form == Form::Word {
            let named = is_name(folded);
            let written = inside.chars().any(char::is_uppercase) || (named && !is_common(folded));
            let titled = || {
                neighbours_before(self.text, bytes.start)
                    .first()
                    .is_some_and(|word| TITLES.contains(&word.folded.as_str()))
            };
            return written && !(named && (titled() || self.is_somebody_else(bytes)));
        }
        !self.is_somebody_else(bytes)
    }

    /// Whether the words beside a name make it another person's: `Anna Schmidt` is not Anna Kowalski.
    fn is_somebody_else(&self, bytes: &Range<usize>) -> bool {
        let capital =
            self.text.get(bytes.clone()).and_then(|inside| inside.chars().next()).is_some_and(char::is_uppercase);
        let after = neighbours_after(self.text, bytes.end);
        let before = neighbours_before(self.text, bytes.start);
        let own = |word: &Neighbour<'_>| self.known.has(&word.folded);
        if after.iter().take(2).any(|word| word.folded.len() > 1 && own(word))
            || before.iter().take(2).any(|word| word.folded.len() > 1 && own(word))
        {
            return false;
        }
        let stranger = |word: &Neighbour<'_>, follows: bool| {
            if own(word) || TITLES.contains(&word.folded.as_str()) {
                return false;
            }
            if word.folded.chars().count() == 1 {
                let initial = word.word.chars().all(char::is_uppercase) && word.folded.chars().all(char::is_alphabetic);
                return initial && word.stop;
            }
            if word.folded.chars().count() < 3 || word.folded.chars().any(|c| c.is_ascii_digit()) {
                return false;
            }
            let name = is_name(&word.folded);
            let common = is_common(&word.folded);
            match word.join {
                Join::Mark => name || (!common && capital && word.capital),
                Join::Space if capital && word.capital => {
                    if !follows && word.starts_sentence && common {
                        return name && !STARTERS.contains(&word.folded.as_str());
                    }
                    name || !common
                }
                Join::Space => !capital && !word.capital && name && !common,
            }
        };
        let given = self.rule.form == Form::Given;
        let by_next = after.first().is_some_and(|word| stranger(word, true));
        let by_last = before.first().is_some_and(|word| stranger(word, false));
        // A family name behind makes a given name another's; a given name in front does the same to a family name.
        if given {
            by_next || by_last && before.first().is_some_and(|word| word.join == Join::Mark)
        } else {
            by_last || by_next && after.first().is_some_and(|word| word.join == Join::Mark)
        }
    }

    /// Whether an initial with a name reads as one.
    fn initial(&self, bytes: &Range<usize>, gaps: &Gaps) -> bool {
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
        let upper = pieces.iter().filter(|piece| alone(piece)).all(|piece| piece.chars().all(char::is_uppercase));
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

const STARTERS: &[&str] =
    &["will", "may", "can", "mark", "did", "has", "is", "was", "does", "hat", "ist", "war", "est"];

/// How a word is joined to the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// By one space.
    Space,
    /// By a hyphen, dot or underscore, as in identifiers.
    Mark,
}

struct Neighbour<'t> {
    word: &'t str,
    folded: String,
    capital: bool,
    join: Join,
    /// A full stop stands behind it.
    stop: bool,
    /// It begins a sentence.
    starts_sentence: bool,
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c)
}

fn neighbours_after(text: &str, from: usize) -> Vec<Neighbour<'_>> {
    let mut found = Vec::new();
    let mut at = from;
    while found.len() < 3 {
        let Some(rest) = text.get(at..) else { break };
        let mut chars = rest.char_indices();
        let Some((_, first)) = chars.next() else { break };
        let (join, skip) = match first {
            ' ' | '\u{a0}' => (Join::Space, first.len_utf8()),
            '-' | '_' | '.' | '‑' => (Join::Mark, first.len_utf8()),
            // `M. Kowalski`: the stop of an initial.
            _ => break,
        };
        // A stop and a space end a sentence, unless an initial stands before it.
        let start = at + skip;
        let Some(tail) = text.get(start..) else { break };
        let length = tail.find(|c: char| !is_word(c)).unwrap_or(tail.len());
        if length == 0 {
            if first == '.' && found.last().is_some_and(|word: &Neighbour<'_>| word.folded.chars().count() == 1) {
                at = start;
                continue;
            }
            break;
        }
        let Some(word) = tail.get(..length) else { break };
        let stop = tail.get(length..).is_some_and(|rest| rest.starts_with('.'));
        found.push(Neighbour {
            word,
            folded: fold(word),
            capital: word.chars().next().is_some_and(char::is_uppercase),
            join,
            stop,
            starts_sentence: false,
        });
        at = start + length;
    }
    found
}

fn neighbours_before(text: &str, until: usize) -> Vec<Neighbour<'_>> {
    let mut found = Vec::new();
    let mut at = until;
    while found.len() < 3 {
        let Some(head) = text.get(..at) else { break };
        let Some(last) = head.chars().next_back() else { break };
        let (join, skip) = match last {
            ' ' | '\u{a0}' => (Join::Space, last.len_utf8()),
            '-' | '_' | '.' | '‑' => (Join::Mark, last.len_utf8()),
            _ => break,
        };
        let mut end = at - skip;
        let mut stop = false;
        if join == Join::Space
            && let Some(inner) = text.get(..end).and_then(|head| head.strip_suffix('.'))
        {
            // Only an initial or a title keeps its stop inside a name.
            let start = word_start(inner);
            let word = inner.get(start..).unwrap_or_default();
            if word.chars().count() != 1 && !TITLES.contains(&fold(word).as_str()) {
                break;
            }
            end -= 1;
            stop = true;
        }
        let Some(head) = text.get(..end) else { break };
        let start = word_start(head);
        let Some(word) = head.get(start..) else { break };
        if word.is_empty() {
            break;
        }
        found.push(Neighbour {
            word,
            folded: fold(word),
            capital: word.chars().next().is_some_and(char::is_uppercase),
            join,
            stop,
            starts_sentence: starts_sentence(text, start),
        });
        at = start;
    }
    found
}

fn word_start(head: &str) -> usize {
    head.char_indices().rev().take_while(|(_, c)| is_word(*c)).last().map_or(head.len(), |(at, _)| at)
}

fn starts_sentence(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let trimmed = before.trim_end_matches([' ', '\u{a0}', '"', '“', '„', '«', '(', '\'', '*', '-', '>', '#', '•']);
    trimmed.chars().next_back().is_none_or(|c| matches!(c, '.' | '!' | '?' | ':' | ';' | '\n' | '\r' | '…' | '\t'))
}

/// Whether a word that is an everyday word too is used as a name here. Family names that are German nouns need more than
/// a capital in German text.
fn used_as_name(text: &str, bytes: &Range<usize>, family: bool) -> bool {
    let Some(inside) = text.get(bytes.clone()) else { return false };
    let (before, after) = (text.get(..bytes.start).unwrap_or_default(), text.get(bytes.end..).unwrap_or_default());
    let (left, right) = (before.chars().next_back(), after.chars().next());
    // Inside logins, addresses, paths and identifiers case says nothing.
    let tied = |c: Option<char>| c.is_some_and(|c| matches!(c, '_' | '@' | '\\'));
    let dotted = right == Some('.') && after.chars().nth(1).is_some_and(char::is_alphanumeric)
        || left == Some('.') && before.chars().rev().nth(1).is_some_and(char::is_alphanumeric);
    let chunk_start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let chunk_end = bytes.end + after.find(char::is_whitespace).unwrap_or(after.len());
    let chunk = text.get(chunk_start..chunk_end).unwrap_or_default();
    let path = left == Some('/') && chunk.matches('/').count() >= 2;
    if tied(left) || tied(right) || dotted || path {
        return true;
    }
    let mut chars = inside.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    if !capital {
        return false;
    }
    let shouting = inside.chars().count() > 1 && chars.all(|c| !c.is_lowercase());
    let previous = neighbours_before(text, bytes.start);
    let next = neighbours_after(text, bytes.end);
    if shouting {
        let loud = |word: Option<&Neighbour<'_>>| {
            word.is_some_and(|word| word.word.chars().count() > 1 && word.word.chars().all(|c| !c.is_lowercase()))
        };
        if loud(previous.first()) || loud(next.first()) {
            return false;
        }
    }
    if previous.first().is_some_and(|word| TITLES.contains(&word.folded.as_str())) {
        return true;
    }
    // `Marks Auto`, `Müllers Vertrag`
    let genitive = after.strip_prefix("s ").is_some_and(|rest| rest.starts_with(char::is_uppercase));
    let possessive = after.starts_with("'s") || after.starts_with("’s") || genitive;
    if possessive {
        return true;
    }
    // `5 Mark`, `Mark II`, `May 3`, `the Mark`
    let figure = |word: &Neighbour<'_>| word.folded.starts_with(|c: char| c.is_ascii_digit());
    let roman = |word: &Neighbour<'_>| word.word.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) && word.word != "I";
    let article = |word: &Neighbour<'_>| ARTICLES.contains(&word.folded.as_str());
    if previous.first().is_some_and(|word| figure(word) || article(word))
        || next.first().is_some_and(|word| figure(word) || roman(word))
    {
        return false;
    }
    if family && is_german(before, after) {
        return false;
    }
    if !starts_sentence(text, bytes.start) {
        return !(is_german(before, after) && is_german_noun(&fold(inside)));
    }
    // At the beginning of a sentence every word has a capital: it takes a verb, or a comma after a greeting.
    next.first().is_some_and(|word| VERBS.contains(&word.folded.as_str()) && word.join == Join::Space)
}

/// Whether a text ends in words (or a mask) behind which the last digits of a number follow.
fn is_told_to_end(before: &str) -> bool {
    const WORDS: &[&str] = &[
        "ending",
        "endingin",
        "endingwith",
        "endsin",
        "endswith",
        "lastfour",
        "last4",
        "lastfourdigits",
        "last4digits",
        "endetauf",
        "endendauf",
        "endungauf",
        "endung",
        "letztenvier",
        "letztevierziffern",
        "letztenvierziffern",
        "terminantpar",
        "finissantpar",
        "finitpar",
        "terminepar",
        "quatrederniers",
        "derniers chiffres",
        "quatredernierschiffres",
        "finishingin",
    ];
    let trimmed = before.trim_end_matches([' ', '-', ':', '.', '…', '(', '#', '"']);
    let masked = trimmed.chars().rev().take_while(|c| matches!(c, '*' | 'x' | 'X' | '•' | '●' | '#')).count() >= 2;
    let head: String = trimmed.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
    let head = fold(&head);
    masked
        || before.ends_with('…')
        || WORDS.iter().any(|words| {
            head.ends_with(words)
                || head.strip_suffix("is").is_some_and(|head| head.ends_with(words))
                || head.strip_suffix("sind").is_some_and(|head| head.ends_with(words))
                || head.strip_suffix("are").is_some_and(|head| head.ends_with(words))
        })
}

/// Everyday German nouns among given names.
fn is_german_noun(word: &str) -> bool {
    matches!(
        word,
        "mark"
            | "ernst"
            | "wolf"
            | "rose"
            | "max"
            | "mai"
            | "heide"
            | "engel"
            | "iris"
            | "linde"
            | "viola"
            | "erika"
            | "jasmin"
    )
}

const ARTICLES: &[&str] = &[
    "the", "a", "an", "this", "that", "every", "each", "your", "der", "die", "das", "den", "dem", "des", "ein", "eine",
    "einen", "einem", "einer", "eines", "kein", "keine", "jeder", "le", "la", "les", "un", "une", "ce", "cette",
    "deutsche",
];

const VERBS: &[&str] = &[
    "is",
    "was",
    "has",
    "had",
    "said",
    "says",
    "asked",
    "asks",
    "wants",
    "wanted",
    "needs",
    "needed",
    "lives",
    "lived",
    "works",
    "worked",
    "called",
    "calls",
    "wrote",
    "writes",
    "sent",
    "sends",
    "told",
    "likes",
    "loves",
    "went",
    "goes",
    "comes",
    "came",
    "and",
    "will",
    "would",
    "can",
    "could",
    "does",
    "did",
    "leaves",
    "left",
    "sleeps",
    "pays",
    "paid",
    "owes",
    "takes",
    "took",
    "gets",
    "got",
    "hat",
    "ist",
    "war",
    "sagt",
    "sagte",
    "will",
    "wohnt",
    "arbeitet",
    "und",
    "kommt",
    "geht",
    "a",
    "est",
    "etait",
    "dit",
    "veut",
    "habite",
    "travaille",
    "et",
];

/// Whether the words around read as German, where every noun has a capital.
fn is_german(before: &str, after: &str) -> bool {
    const GERMAN: &[&str] = &[
        "der", "die", "das", "den", "dem", "und", "ist", "nicht", "ein", "eine", "einen", "mit", "fur", "auf", "ich",
        "wir", "im", "zu", "zum", "zur", "von", "vom", "bei", "beim", "auch", "wird", "war", "hat", "sich", "aus",
        "nach", "uber", "sie", "er", "es", "als", "wie", "einem", "einer", "am", "wenn", "noch", "nur", "kann",
        "haben", "sind", "dass",
    ];
    let count = |words: &mut dyn Iterator<Item = &str>| {
        words.take(8).filter(|word| GERMAN.contains(&fold(word).as_str())).count()
    };
    count(&mut before.rsplit(char::is_whitespace)) + count(&mut after.split(char::is_whitespace)) >= 2
}

/// Whether a digit with a decimal mark stands right beside a span: `4711.50`, `1,4711`.
fn decimal_beside(text: &str, bytes: &Range<usize>) -> bool {
    let mut after = text.get(bytes.end..).unwrap_or_default().chars();
    let mut before = text.get(..bytes.start).unwrap_or_default().chars().rev();
    let mark = |c: Option<char>| c.is_some_and(|c| matches!(c, '.' | ','));
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    (mark(after.next()) && digit(after.next())) || (mark(before.next()) && digit(before.next()))
}

/// Whether a currency stands beside a span.
fn amount_beside(text: &str, bytes: &Range<usize>) -> bool {
    const MONEY: &[&str] =
        &["eur", "euro", "euros", "usd", "chf", "gbp", "dollar", "dollars", "kwh", "km", "kg", "percent", "prozent"];
    let sign = |c: Option<char>| c.is_some_and(|c| "€$£¥%".contains(c));
    let after = text.get(bytes.end..).unwrap_or_default();
    let before = text.get(..bytes.start).unwrap_or_default();
    let word = |word: Option<&str>| word.is_some_and(|word| MONEY.contains(&fold(word).as_str()));
    sign(after.trim_start().chars().next())
        || sign(before.trim_end().chars().next_back())
        || word(after.split_whitespace().next())
        || word(before.split_whitespace().next_back())
}

/// Whether a house number stands beside a street: then it is another house, or the whole address is found anyway.
fn number_beside(text: &str, bytes: &Range<usize>) -> bool {
    let digit = |word: &Neighbour<'_>| word.folded.starts_with(|c: char| c.is_ascii_digit());
    neighbours_after(text, bytes.end).first().is_some_and(digit)
        || neighbours_before(text, bytes.start).first().is_some_and(digit)
}
