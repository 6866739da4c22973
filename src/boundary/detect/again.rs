//! Names found once, everywhere else they stand in the text: written out again, by their parts, and inside an e-mail address.
//!
//! Somebody found behind `Patient:` is the same somebody three sentences on. So the parts of a name found are looked for as
//! whole words with a capital, and an address such as `anna.schmidt42@example.org` makes a name of `Anna Schmidt`.

use std::ops::Range;

use super::Hit;
use super::name;
use crate::boundary::finding::Class::Identifier;

/// More names than this in one text are not followed up: it is a list, and its cells were found already.
const MOST: usize = 200;

/// Adds what the hits so far make known. `capitals` are the words of the text with a capital.
pub(super) fn find(text: &str, capitals: &[Range<usize>], found: &mut Vec<Hit>) {
    let mut known: Vec<Known<'_>> = Vec::new();
    for hit in found.iter() {
        let Some(written) = text.get(hit.span.clone()) else { continue };
        match hit.kind {
            "PERSON" | "ORG" => {
                if hit.kind == "PERSON" || written.contains(' ') {
                    add(&mut known, hit.kind, written);
                }
                if hit.kind == "PERSON" {
                    for part in written.split([' ', '\u{a0}', ',']).filter(|part| is_telling(part)) {
                        add(&mut known, hit.kind, part);
                    }
                }
            }
            "EMAIL" => {
                let local = written.split(['@', '%']).next().unwrap_or_default();
                let parts: Vec<&str> =
                    local.split(['.', '_', '-']).map(|part| part.trim_matches(|c: char| c.is_ascii_digit())).collect();
                if let [first, .., last] = parts.as_slice()
                    && first.chars().count() > 1
                    && last.chars().count() > 2
                    && parts.iter().all(|part| part.chars().all(char::is_alphabetic))
                {
                    known.push(Known { kind: "PERSON", written: first, second: Some(last) });
                }
            }
            _ => {}
        }
    }
    known.truncate(MOST);
    if known.is_empty() {
        return;
    }
    let mut more = Vec::new();
    for known in &known {
        known.find(text, capitals, &mut more);
    }
    more.retain(|hit: &Hit| {
        !found
            .iter()
            .any(|other| other.kind == hit.kind && other.span.start <= hit.span.start && hit.span.end <= other.span.end)
    });
    found.append(&mut more);
}

/// A name to look for.
struct Known<'t> {
    kind: &'static str,
    written: &'t str,
    /// The word that follows within two words (from an address: `anna.schmidt` finds `Anna M. Schmidt`).
    second: Option<&'t str>,
}

fn add<'t>(known: &mut Vec<Known<'t>>, kind: &'static str, written: &'t str) {
    if !known.iter().any(|other| other.second.is_none() && other.written == written) {
        known.push(Known { kind, written, second: None });
    }
}

/// Whether a part of a name says who it is: long enough, with a capital, and no word of sentences.
fn is_telling(part: &str) -> bool {
    part.chars().count() > 2
        && part.chars().next().is_some_and(char::is_uppercase)
        && !part.ends_with('.')
        && !name::is_no_name(part)
}

impl Known<'_> {
    fn find(&self, text: &str, words: &[Range<usize>], more: &mut Vec<Hit>) {
        let first = name::word(self.written);
        let first = if first.is_empty() { self.written } else { first };
        for (index, word) in words.iter().enumerate() {
            let Some(written) = text.get(word.clone()) else { continue };
            let span = match self.second {
                None if written == first
                    || text.get(word.start..).is_some_and(|rest| rest.starts_with(self.written)) =>
                {
                    let end = word.start + self.written.len();
                    let whole = text.get(word.start..end) == Some(self.written)
                        && !text
                            .get(end..)
                            .and_then(|rest| rest.chars().next())
                            .is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '@');
                    whole.then_some(word.start..end)
                }
                Some(second) if alike(written, first) => words
                    .get(index + 1..(index + 4).min(words.len()))
                    .into_iter()
                    .flatten()
                    .find(|next| text.get((*next).clone()).is_some_and(|written| alike(written, second)))
                    .filter(|next| {
                        text.get(word.end..next.start).is_some_and(|gap| {
                            gap.len() < 16
                                && gap.starts_with([' ', '\u{a0}'])
                                && !gap.contains('\n')
                                && gap.split_whitespace().all(name::is_part)
                        })
                    })
                    .map(|next| word.start..next.end),
                _ => None,
            };
            if let Some(span) = span {
                more.push(Hit {
                    kind: self.kind,
                    class: Identifier,
                    detector: "named-again",
                    reason: "a name that this text gives elsewhere",
                    span,
                });
            }
        }
    }
}

/// Equal but for case and the marks an address leaves out (`jose.garcia` is `José García`).
fn alike(written: &str, plain: &str) -> bool {
    use unicode_normalization::UnicodeNormalization as _;
    // Folding costs more than the rest: most words differ in their first letter or their length.
    let first = |text: &str| text.chars().next().map(|c| c.to_ascii_lowercase()).filter(char::is_ascii);
    if first(written).zip(first(plain)).is_some_and(|(a, b)| a != b) || written.len().abs_diff(plain.len()) > 6 {
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
            people("Send it to Tuğba Yıldırım (tugba.yildirim7@example.org)"),
            Vec::<String>::new(),
            "dotless i is another letter"
        );
        assert_eq!(people("Ask Íñigo R. Montoyà: inigo.montoya@example.org"), ["Íñigo R. Montoyà"]);
        assert_eq!(people("Jörg Kräher, joerg.kraeher@example.de"), ["Jörg Kräher"]);
        assert_eq!(people("See info.desk@example.org, Info and Desk"), Vec::<String>::new());
    }
}
