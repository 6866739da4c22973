//! Names found once, everywhere else they stand in the text: written out again, by their parts, and inside an e-mail address.
//!
//! Somebody found behind `Patient:` is the same somebody three sentences on. So the parts of a name found are looked for as
//! whole words with a capital, and an address such as `anna.schmidt42@example.org` makes a name of `Anna Schmidt`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Hit;
use super::name;
use crate::boundary::covered::Covered;
use crate::boundary::finding::Class::Identifier;

/// More names than this in one text are not followed up: it is a list, and its cells were found already.
const MOST: usize = 200;

/// Adds what the hits so far make known. `capitals` are the words of the text with a capital.
pub(super) fn find(text: &str, capitals: &[Range<usize>], found: &mut Vec<Hit>) {
    let known = known(text, found);
    if known.is_empty() {
        return;
    }
    // By what their first word is (or, in an address, begins with): a long text has many words and many names.
    let mut whole: HashMap<&str, Vec<&Known<'_>>> = HashMap::new();
    let mut pairs: HashMap<Option<char>, Vec<&Known<'_>>> = HashMap::new();
    for known in &known {
        match known.second {
            None => whole.entry(known.first_word()).or_default().push(known),
            Some(_) => pairs.entry(initial(known.written)).or_default().push(known),
        }
    }
    let mut more = Vec::new();
    for (index, word) in capitals.iter().enumerate() {
        let Some(written) = text.get(word.clone()) else { continue };
        let begins = if pairs.is_empty() { None } else { initial(written) };
        // A letter that is not ASCII may be folded to any.
        let folded = if begins.is_some() { pairs.get(&begins) } else { None };
        let open: Vec<&&Known<'_>> = match begins {
            Some(_) => folded.into_iter().chain(pairs.get(&None)).flatten().collect(),
            None => pairs.values().flatten().collect(),
        };
        for known in whole.get(written).into_iter().flatten().chain(open) {
            if let Some(span) = known.at(text, capitals, index, word) {
                more.push(known.hit(span));
            }
        }
    }
    let covered = Covered::new(found.iter().map(|hit| (hit.kind, hit.span.clone())));
    more.retain(|hit: &Hit| !covered.holds(&hit.kind, &hit.span));
    found.append(&mut more);
}

/// The first letter in lower case, if it is ASCII: one that is not may be folded to any.
fn initial(written: &str) -> Option<char> {
    written.chars().next().map(|c| c.to_ascii_lowercase()).filter(char::is_ascii)
}

/// A name to look for.
struct Known<'t> {
    kind: &'static str,
    written: &'t str,
    /// The word that follows within two words (from an address: `anna.schmidt` finds `Anna M. Schmidt`).
    second: Option<&'t str>,
}

/// The names the hits so far give, each once.
fn known<'t>(text: &'t str, found: &[Hit]) -> Vec<Known<'t>> {
    let mut known: Vec<Known<'_>> = Vec::new();
    let mut met: HashSet<&str> = HashSet::new();
    for hit in found {
        let Some(written) = text.get(hit.span.clone()) else { continue };
        let parts = written.split([' ', '\u{a0}', ',']).filter(|part| hit.kind == "PERSON" && is_telling(part));
        match hit.kind {
            "PERSON" | "ORG" => {
                let whole = (hit.kind == "PERSON" || written.contains(' ')).then_some(written);
                let new = whole.into_iter().chain(parts).filter(|name| met.insert(name));
                known.extend(new.map(|written| Known { kind: hit.kind, written, second: None }));
            }
            "EMAIL" => known.extend(addressee(written)),
            _ => {}
        }
        if known.len() >= MOST {
            break;
        }
    }
    known
}

/// The name in an address: `anna.schmidt42@example.org`.
fn addressee(address: &str) -> Option<Known<'_>> {
    let local = address.split(['@', '%']).next()?;
    let parts: Vec<&str> =
        local.split(['.', '_', '-']).map(|part| part.trim_matches(|c: char| c.is_ascii_digit())).collect();
    let [first, .., last] = parts.as_slice() else { return None };
    let spelled = first.chars().count() > 1
        && last.chars().count() > 2
        && parts.iter().all(|part| part.chars().all(char::is_alphabetic));
    spelled.then_some(Known { kind: "PERSON", written: first, second: Some(last) })
}

/// Whether a part of a name says who it is: long enough, with a capital, and no word of sentences.
fn is_telling(part: &str) -> bool {
    part.chars().count() > 2
        && part.chars().next().is_some_and(char::is_uppercase)
        && !part.ends_with('.')
        && !name::is_no_name(part)
}

impl Known<'_> {
    /// Its first word as [`name::capitals`] has it.
    fn first_word(&self) -> &str {
        let first = name::word(self.written).trim_end_matches('.');
        if first.is_empty() { self.written } else { first }
    }

    /// The span of this name if it begins with the word of that index.
    fn at(&self, text: &str, words: &[Range<usize>], index: usize, word: &Range<usize>) -> Option<Range<usize>> {
        let Some(second) = self.second else {
            let end = word.start + self.written.len();
            let next = text.get(end..).and_then(|rest| rest.chars().next());
            let whole = text.get(word.start..end) == Some(self.written)
                && !next.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '@');
            return whole.then_some(word.start..end);
        };
        if !alike(text.get(word.clone())?, self.written) {
            return None;
        }
        let next = words
            .get(index + 1..(index + 4).min(words.len()))?
            .iter()
            .find(|next| text.get((*next).clone()).is_some_and(|written| alike(written, second)))?;
        let gap = text.get(word.end..next.start)?;
        let tied = gap.len() < 16
            && gap.starts_with([' ', '\u{a0}'])
            && !gap.contains('\n')
            && gap.split_whitespace().all(name::is_part);
        tied.then_some(word.start..next.end)
    }

    fn hit(&self, span: Range<usize>) -> Hit {
        Hit {
            kind: self.kind,
            class: Identifier,
            detector: "named-again",
            reason: "a name that this text gives elsewhere",
            span,
        }
    }
}

/// Equal but for case and the marks an address leaves out (`jose.garcia` is `José García`).
fn alike(written: &str, plain: &str) -> bool {
    use unicode_normalization::UnicodeNormalization as _;
    // Folding costs more than the rest: most words differ in their first letter or their length.
    if initial(written).zip(initial(plain)).is_some_and(|(a, b)| a != b) || written.len().abs_diff(plain.len()) > 6 {
        return false;
    }
    let folded = |text: &str| -> String {
        text.nfd()
            .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
            .flat_map(char::to_lowercase)
            .collect::<String>()
            .replace('ß', "ss")
    };
    let german =
        |text: &str| text.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    folded(written) == folded(plain) || german(written) == plain.to_lowercase()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::super::find;

    fn people(text: &str) -> Vec<String> {
        let mut spans: Vec<_> = find(text)
            .unwrap()
            .into_iter()
            .filter(|hit| hit.kind == "PERSON")
            .map(|hit| (hit.span.start, text[hit.span].to_owned()))
            .collect();
        spans.sort();
        spans.dedup();
        spans.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn a_name_found_once_is_found_again() {
        assert_eq!(people("Mr. Okonkwo called. Okonkwo's car, not okonkwo_2."), ["Okonkwo", "Okonkwo"]);
        assert_eq!(people("Patient: Ngozi Adeyemi. Adeyemi is stable."), ["Ngozi Adeyemi", "Adeyemi"]);
        assert_eq!(
            people("Send it to Xıvrım Qasıl (xivrim.qasil7@example.org)"),
            Vec::<String>::new(),
            "dotless i is another letter"
        );
        assert_eq!(people("Ask Íñigo R. Montoyà: inigo.montoya@example.org"), ["Íñigo R. Montoyà"]);
        assert_eq!(people("Jörg Kräher, joerg.kraeher@example.de"), ["Jörg Kräher"]);
        assert_eq!(people("See info.desk@example.org, Info and Desk"), Vec::<String>::new());
    }
}
