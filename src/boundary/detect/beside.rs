//! What stands beside a name and belongs to it: the title before it, letters behind it, how old somebody is; the other names of a
//! roll call; the lines above an address. Needs the names and addresses found before.

use std::ops::Range;

use super::{Hit, name};
use crate::boundary::finding::Class::{Identifier, Quantity};

/// More names than this in one text are left as they were found.
const MOST: usize = 2_000;

/// Words at the head of a line behind which people are listed, in small letters.
const ROLLS: &str = "present|attendees|in attendance|attending|apologies|absent|excused|participants|panel|members|members present|invited|\
    on call|on duty|witnesses|companion|occupants|passengers|children|child|siblings|dependants|dependents|family|\
    household|parents|guardians|emergency contacts|contacts|signatories|trustees|directors|tenants|the tenant(s)|tenant(s)|parties|\
    speakers|reviewers|authors|approvers|cc|bcc|to|injured person|requester|requested by|submitted by|vet|driver|supervisor|tutor|\
    anwesend|anwesende|teilnehmer|teilnehmende|entschuldigt|abwesend|gäste|protokoll|protokollführung|zeugen|kinder|familie|\
    zur person|ansprechpartner|geschäftsführer|geschäftsführung|\
    présents|présent|présente|présentes|excusés|excusé|absents|participants|témoins|enfants|étaient présents|secrétaire|président|\
    asisten|asistentes|presentes|ausentes|excusan|excusan su asistencia|participantes|testigos|hijos|menores|firmantes|comparecen|\
    comparece|reunidos|vocales|convocados";

/// Titles that go with a name, without their full stop, beside [`name::TITLES`].
const MORE_TITLES: &[&str] = &[
    "Professor",
    "Sir",
    "Lady",
    "Lord",
    "Dame",
    "Rev",
    "Hon",
    "Capt",
    "Lt",
    "Col",
    "Gen",
    "Judge",
    "Justice",
    "MR",
    "MRS",
    "MS",
    "DR",
    "Hr",
    "Fr",
    "Mademoiselle",
    "Maître",
    "Me",
    "M",
    "Señor",
    "Señora",
    "Señorita",
    "D",
    "Dña",
    "Sig",
    "Signor",
    "Signora",
    "Dipl",
    "med",
    "jur",
    "phil",
    "dr",
    "prof",
    "mr",
    "mrs",
    "herr",
    "frau",
    "mme",
    "sra",
    "don",
    "doña",
    "señor",
    "señora",
    "la",
    "el",
];

fn is_title(word: &str) -> bool {
    name::TITLES.contains(&word) || MORE_TITLES.contains(&word)
}

/// Mere forms of address, which tell no more than a pronoun does. The English ones with their full stop are not among them: whoever marks
/// titles in texts marks those.
const FORMS: &[&str] = &[
    "Mr",
    "Mrs",
    "Ms",
    "Mx",
    "mr",
    "mrs",
    "MR",
    "MRS",
    "MS",
    "Herr",
    "Herrn",
    "Frau",
    "herr",
    "frau",
    "Hr.",
    "Fr.",
    "Hr",
    "Fr",
    "Mme",
    "Mme.",
    "Mlle",
    "Mlle.",
    "M",
    "M.",
    "Me",
    "mme",
    "Monsieur",
    "Madame",
    "Mademoiselle",
    "Sr",
    "Sr.",
    "Sra",
    "Sra.",
    "Srta",
    "Srta.",
    "sra",
    "Señor",
    "Señora",
    "Señorita",
    "señor",
    "señora",
    "Don",
    "Doña",
    "don",
    "doña",
    "D",
    "D.",
    "Dña",
    "Dña.",
    "Sig",
    "Sig.",
    "Signor",
    "Signora",
    "la Sra.",
    "el Sr.",
    "D.ª",
];

/// Letters behind a name for what somebody is.
const LETTERS: &[&str] = &[
    "MD", "M.D.", "DDS", "DVM", "PhD", "Ph.D.", "RN", "NP", "PA", "PA-C", "DO", "Jr.", "Jr", "Sr.", "II", "III", "IV",
    "Esq.", "Esq", "CPA", "MBA", "LCSW", "QC", "KC", "FRCP", "MRCP", "FRCS", "BSc", "MSc", "LLM", "DPhil", "Mag.",
    "MSW",
];

/// Adds the names of roll calls and the lines above addresses. Runs before names are looked for again.
pub(super) fn rolls(text: &str, found: &mut Vec<Hit>) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line
            .trim_start_matches([' ', '\t', '-', '*', '•', '#', '>'])
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')')
            .trim_start();
        let Some(colon) = bare.find(':').filter(|colon| (2..40).contains(colon)) else { continue };
        let label = bare.get(..colon).unwrap_or_default().trim().to_lowercase();
        if !ROLLS.split('|').any(|roll| roll == label) {
            continue;
        }
        let rest = bare.get(colon + 1..).unwrap_or_default();
        roll(text, start + line.len() - rest.len()..start + line.len(), found);
    }
    blocks(text, found);
}

/// The names of one roll call: pieces between commas, `and` and the like, each of which begins with a name.
fn roll(text: &str, span: Range<usize>, found: &mut Vec<Hit>) {
    let mut at = span.start;
    for _ in 0..60 {
        let Some(rest) = text.get(at..span.end).filter(|rest| !rest.trim().is_empty()) else { return };
        let skipped = rest.len() - rest.trim_start_matches([' ', ',', ';', '\u{a0}', '&', '-', '•']).len();
        let rest = rest.get(skipped..).unwrap_or_default();
        let and = ["and ", "und ", "et ", "y ", "e ", "sowie ", "with "]
            .iter()
            .find(|word| rest.starts_with(**word))
            .map_or(0, |word| word.len());
        let mut from = at + skipped + and;
        while let Some(title) = text.get(from..span.end).and_then(title_before) {
            from += title;
        }
        if let Some(one) = name::at(text, &(from..span.end)) {
            let written = text.get(one.span.clone()).unwrap_or_default();
            let (rare, count) = name::rare_words(written);
            let behind = text.get(one.span.end..span.end).unwrap_or_default();
            let ends = behind.trim().is_empty()
                || behind.starts_with([',', ';', '.', '\n'])
                || behind.trim_start().starts_with(['(', '-', '–', '&', '—'])
                || [" and ", " und ", " et ", " y ", " e ", " sowie ", " who ", " with "]
                    .iter()
                    .any(|word| behind.starts_with(word));
            let one_word = count == 1 && written.chars().count() > 2 && written.chars().any(char::is_lowercase);
            if ends && (rare > 0 || one_word) && one.words <= 4 && !name::ends_as_organisation(written) {
                found.push(Hit::person("person-roll", "a name in a list of people", one.span.clone()));
            }
            from = one.span.end;
        }
        // On to the next piece, over what stands in brackets.
        let Some(rest) = text.get(from..span.end) else { return };
        let mut depth = 0_i32;
        let next = rest.char_indices().find(|(at, c)| {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            depth <= 0
                && (matches!(c, ',' | ';')
                    || rest.get(*at..).is_some_and(|rest| {
                        [" and ", " und ", " et ", " y ", " sowie "].iter().any(|word| rest.starts_with(word))
                    }))
        });
        let Some((gap, _)) = next else { return };
        at = from + gap + 1;
    }
}

/// How long a title with the gap behind it is, where one begins a text.
fn title_before(text: &str) -> Option<usize> {
    let word = name::word(text);
    let plain = word.trim_end_matches('.');
    if !is_title(plain)
        && !["Familie", "Fam", "Eheleute", "Sres", "Sras", "Family", "Famille", "Familia", "Drs"].contains(&plain)
        || plain == "la"
        || plain == "el"
    {
        return None;
    }
    let rest = text.get(word.len()..)?;
    let gap = rest.len() - rest.trim_start_matches(['.', ' ', 'ª', 'º', '\u{a0}']).len();
    let gap = gap + rest.get(gap..).and_then(|rest| rest.strip_prefix("de ")).map_or(0, |_| 3);
    (gap > 0).then_some(word.len() + gap)
}

/// The lines above an address in a block of short lines: a name, and what stands between it and the street if that is one of a house.
fn blocks(text: &str, found: &mut Vec<Hit>) {
    let starts: Vec<usize> =
        found.iter().filter(|hit| hit.kind == "ADDRESS").map(|hit| hit.span.start).take(200).collect();
    let people: std::collections::HashSet<usize> =
        found.iter().filter(|hit| hit.kind == "PERSON").map(|hit| hit.span.end).collect();
    for start in starts {
        let Some(head) = text.get(..start) else { continue };
        // The address opens its line.
        let opened = head.rsplit('\n').next().unwrap_or_default();
        if opened.chars().any(char::is_alphanumeric) {
            continue;
        }
        let mut end = start - opened.len();
        for above in 0..3 {
            let Some(head) =
                text.get(..end).and_then(|head| head.strip_suffix('\n')).map(|head| head.trim_end_matches('\r'))
            else {
                break;
            };
            let line = head.rsplit('\n').next().unwrap_or_default();
            let from = head.len() - line.len();
            end = from;
            let bare = line.trim_start_matches([' ', '\t', '>', '?', '|']).trim_end_matches([' ', ',']);
            let at = from + line.len() - line.trim_start_matches([' ', '\t', '>', '?', '|']).len();
            let words: Vec<&str> = bare.split_whitespace().collect();
            let plain = (1..=6).contains(&words.len())
                && bare.len() < 60
                && !bare.contains([':', '@', '.', '!', '?', '=', '/'])
                && !bare.chars().any(|c| c.is_ascii_digit())
                && words.iter().all(|word| name::is_part(word) || matches!(*word, "&" | "and" | "und" | "of" | "et"));
            if bare.is_empty() || !plain {
                // One blank line may stand between the name and the street.
                if bare.is_empty() && above == 0 {
                    continue;
                }
                break;
            }
            let mut from = at;
            while let Some(title) = text.get(from..at + bare.len()).and_then(title_before) {
                from += title;
            }
            if let Some(one) = name::at(text, &(from..at + bare.len())) {
                let written = text.get(one.span.clone()).unwrap_or_default();
                let (rare, count) = name::rare_words(written);
                let whole = one.span.end == at + bare.len();
                // Between a person and the street stands the house.
                let between = above == 0 && people.contains(&end.saturating_sub(1));
                if whole && between && one.words <= 5 {
                    found.push(Hit {
                        kind: "ORG",
                        class: Identifier,
                        detector: "above-address",
                        reason: "a name above an address",
                        span: one.span,
                    });
                    continue;
                }
                if whole && rare == count && (2..=4).contains(&count) && !name::ends_as_organisation(written) {
                    let listed = written.split(' ').any(name::is_listed);
                    let kind = if listed || written.split(' ').count() == 2 { "PERSON" } else { "ORG" };
                    found.push(Hit {
                        kind,
                        class: Identifier,
                        detector: "above-address",
                        reason: "a name above an address",
                        span: one.span,
                    });
                }
            }
        }
    }
}

/// Makes names longer by the titles and letters around them, and adds the ages behind them.
pub(super) fn titles(text: &str, found: &mut Vec<Hit>) {
    let people: Vec<Range<usize>> = found
        .iter()
        .filter(|hit| hit.kind == "PERSON" && !matches!(hit.detector, "chat-speaker"))
        .map(|hit| hit.span.clone())
        .take(MOST)
        .collect();
    for span in people {
        let start = before(text, span.start);
        let end = behind(text, span.end);
        // A title says little alone and stays when the name is masked (`Mrs [PERSON_1]`): it is told, not acted on.
        for beside in [start..span.start, span.end..end] {
            let written = text.get(beside.clone()).unwrap_or_default();
            let bare = written.trim_matches([' ', ',', '\u{a0}']);
            if let Some(gap) = written.find(bare).filter(|_| !bare.is_empty() && !FORMS.contains(&bare)) {
                found.push(Hit {
                    kind: "TITLE",
                    class: Quantity,
                    detector: "title-of-person",
                    reason: "a title beside a name",
                    span: beside.start + gap..beside.start + gap + bare.len(),
                });
            }
        }
        found.extend(house(text, &(start..end)));
        if let Some(age) = age(text, end) {
            found.push(Hit {
                kind: "AGE",
                class: Quantity,
                detector: "age-behind-name",
                reason: "how old somebody is",
                span: age,
            });
        }
    }
}

/// The house a person is of: `Rościsław Dudek of Lexisnexis`, `Panjiva's Riku Andou`.
fn house(text: &str, person: &Range<usize>) -> Option<Hit> {
    let org = |span| Hit {
        kind: "ORG",
        class: Identifier,
        detector: "org-of-person",
        reason: "a name beside that of somebody who is of it",
        span,
    };
    let rare = |span: &Range<usize>| {
        text.get(span.clone()).is_some_and(|written| {
            written.split([' ', '-', '&']).any(|word| word.chars().count() > 2 && name::is_rare(word))
                && !super::goes_on::is_country(written)
        })
    };
    let rest = text.get(person.end..)?;
    if let Some(gap) = [" of ", " from ", " at ", " bei ", " von der ", " chez ", " de chez ", " de la empresa "]
        .iter()
        .find(|gap| rest.starts_with(**gap))
    {
        let from = person.end + gap.len();
        let end = text.ceil_char_boundary(from + 120);
        let end = text.get(from..end)?.find('\n').map_or(end, |line| from + line);
        let (span, _) = super::organisation::house(text, &(from..end))?;
        return rare(&span).then(|| org(span));
    }
    let head = text.get(..person.start)?;
    let owner = head.strip_suffix("'s ").or_else(|| head.strip_suffix("’s "))?;
    let mut from = owner.len();
    for word in owner.rsplit(' ').take(4) {
        if !word.chars().next().is_some_and(char::is_uppercase)
            || name::word(word).len() != word.len()
            || name::is_no_name(word)
        {
            break;
        }
        from -= word.len() + usize::from(from < owner.len());
    }
    let span = from..owner.len();
    (!span.is_empty() && rare(&span)).then(|| org(span))
}

/// Where the titles before a name begin.
fn before(text: &str, start: usize) -> usize {
    let mut at = start;
    for _ in 0..3 {
        let Some(head) = text.get(..at) else { break };
        let bare = head.trim_end_matches([' ', '\u{a0}']);
        if head.len() - bare.len() > 1 || bare.len() == head.len() && !bare.ends_with('.') {
            break;
        }
        let word_end = bare.trim_end_matches(['.', 'ª']);
        let word = word_end.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let dotted = word_end.len() < bare.len();
        let short = matches!(
            word,
            "M" | "Me"
                | "D"
                | "Fr"
                | "Hr"
                | "DI"
                | "Col"
                | "Gen"
                | "Sig"
                | "Ing"
                | "Lt"
                | "med"
                | "jur"
                | "phil"
                | "Hon"
        );
        let small = word.starts_with(char::is_lowercase);
        let from = word_end.len() - word.len();
        let glued = text.get(..from).is_some_and(|head| {
            head.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '’' | '.'))
        });
        if !is_title(word)
            || matches!(word, "la" | "el")
            || (short && !dotted && word != "DI")
            || glued
            || small && !dotted && word.len() < 4
        {
            break;
        }
        at = from;
    }
    at
}

/// Where the letters behind a name end (`, MD`, `DDS`, `Jr.`).
fn behind(text: &str, end: usize) -> usize {
    let mut at = end;
    for _ in 0..2 {
        let Some(rest) = text.get(at..) else { break };
        let gap = rest.strip_prefix(", ").map_or_else(|| rest.strip_prefix(' ').map_or(0, |_| 1), |_| 2);
        let Some(letters) = rest.get(gap..).filter(|_| gap > 0) else { break };
        let Some(found) = LETTERS
            .iter()
            .filter(|one| letters.strip_prefix(**one).is_some_and(|next| !next.starts_with(char::is_alphanumeric)))
            .max_by_key(|one| one.len())
        else {
            break;
        };
        at += gap + found.trim_end_matches('.').len();
        if found.ends_with('.') {
            break;
        }
    }
    at
}

/// `Tove, 81, came up`, `Noelia Cabeza (22, …`: an age right behind a name.
fn age(text: &str, end: usize) -> Option<Range<usize>> {
    let rest = text.get(end..)?;
    let gap = [", ", " (", " "].iter().find(|gap| rest.starts_with(**gap))?.len();
    let number = rest.get(gap..)?;
    let length = number.bytes().take_while(u8::is_ascii_digit).count();
    let behind = number.get(length..)?;
    let years: u32 = number.get(..length)?.parse().ok()?;
    let set_off = behind.starts_with([',', ')', ';']) && gap == 2
        || behind.starts_with(['.'])
            && gap == 2
            && behind.get(1..).is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '\n']));
    let sex = behind.starts_with(['M', 'F', 'm', 'f', 'w'])
        && behind.get(1..).is_none_or(|rest| !rest.starts_with(char::is_alphanumeric));
    (length <= 3 && (1..=110).contains(&years) && (set_off || sex))
        .then_some(end + gap..end + gap + length + usize::from(sex))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::super::find;

    fn seen(text: &str, kind: &str) -> Vec<String> {
        let mut spans: Vec<_> =
            find(text).unwrap().into_iter().filter(|hit| hit.kind == kind).map(|hit| hit.span).collect();
        spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let mut end = 0;
        spans.retain(|span| {
            let new = span.end > end;
            end = end.max(span.end);
            new
        });
        spans.into_iter().map(|span| text[span].to_owned()).collect()
    }

    #[test]
    fn a_title_is_told_beside_its_name() {
        for (text, name, titles) in [
            ("I saw Mr. Leiva today", "Leiva", vec!["Mr."]),
            ("Frau Dr. Anna Müller ist da", "Anna Müller", vec!["Frau Dr."]),
            ("said Mrs. Kathrine Filemonsen, DDS, who", "Kathrine Filemonsen", vec!["Mrs.", "DDS"]),
            ("la Sra. García López dijo", "García López", vec![]),
            ("Herr Leiva kommt", "Leiva", vec![]),
            ("Dear Karen Miller, MD", "Karen Miller", vec!["MD"]),
        ] {
            assert_eq!(seen(text, "PERSON"), [name], "{text}");
            assert_eq!(seen(text, "TITLE"), titles, "{text}");
        }
    }

    #[test]
    fn roll_calls_and_ages() {
        assert_eq!(
            seen("Present: Gwendolyn Achebe (chair), Pip, Rashid Ul-Haq, Mrs Pike\nEnd", "PERSON"),
            ["Gwendolyn Achebe", "Pip", "Rashid Ul-Haq", "Pike"]
        );
        assert_eq!(seen("Asisten: Fuencisla (1.º A), Li Jun (local).", "PERSON"), ["Fuencisla", "Li Jun"]);
        assert_eq!(seen("To: All Staff\nPresent: yes", "PERSON"), Vec::<String>::new());
        assert_eq!(seen("by Noelia Cabeza (22, licence", "AGE"), ["22"]);
    }

    #[test]
    fn the_lines_above_an_address_are_whose_it_is() {
        assert_eq!(seen("Hi,\n\nFenja Petersen\n12 Elm Street\nLeeds", "PERSON"), ["Fenja Petersen"]);
        assert_eq!(seen("Our Offices\n12 Elm Street\nLeeds", "PERSON"), Vec::<String>::new());
    }
}
