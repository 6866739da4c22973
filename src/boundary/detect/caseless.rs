//! Names in texts that tell nothing by their capitals: notes and chats written small throughout, lines written in capitals. There a given
//! name that is nothing else says that it is somebody, and a title what stands behind it. Not for texts with capitals: the rows
//! read those.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Hit, lines, name};

/// More than this in one text are left.
const MOST: usize = 200;

/// Of so many letters at most one is a capital in a text that is written small.
const SMALL: usize = 60;

/// Given names that are words as well where everything is small: in Spanish and French, and in programs.
static ALSO: LazyLock<name::Set> = LazyLock::new(|| {
    name::set(
        "amparo|pilar|angel|ángel|rosario|consuelo|dolores|mercedes|nieves|luz|mar|rocio|rocío|soledad|remedios|esperanza|gloria|estrella|\
    aurora|alba|blanca|clara|flor|socorro|milagros|concepción|encarnación|asunción|trinidad|reyes|santos|salvador|victoria|\
    rose|marguerite|violette|capucine|prune|iris|cerise|blanche|claire|aimé|désiré|constant|prudence|clémence|pierre|olive|ambre|jean|fleur|\
    jasmine|hugo|jenkins|travis|celery|karma|mocha|chai|sinatra|jekyll|cassandra|ansible|ruby|perl|linus|django|jasper|hudson|celeste|carmen|\
    sol|paz|inma|cruz|domingo|abril|julio|augusto|leo|león|virgen|bella|perla|gema|jade|ida|ines|sara|lara|mara|nora|dora|nati|vera|emma|ella|\
    mona|nele|mia|lena|luca|luna|dani|toni|andy|eddy|willi|willy|ute|inge|ole|ines|pepe|nadia|tom|tim|ben|dan|ken|lars|uli|kim|joe|jim|rob|manuel|esteban|rita|elena|marina|celia|delia|otto|ciro|dario|romeo|lino|remo|gala|dejan",
    )
});

/// Titles behind which a word written small is a name, if it is none of the everyday ones.
const TITLES: &[&str] = &[
    "herr",
    "herrn",
    "frau",
    "monsieur",
    "madame",
    "mme",
    "mr",
    "mrs",
    "ms",
    "dr",
    "señor",
    "señora",
    "señorita",
    "doña",
    "fräulein",
    "familie",
];

/// Adds the names.
pub(super) fn find(text: &str, found: &mut Vec<Hit>) {
    let (mut capitals, mut letters) = (0_usize, 0_usize);
    for byte in text.bytes() {
        capitals += usize::from(byte.is_ascii_uppercase());
        letters += usize::from(byte.is_ascii_alphabetic());
    }
    if letters < 20 {
        return;
    }
    if capitals * SMALL <= letters {
        small(text, 0, found);
        return;
    }
    chat(text, found);
    if capitals * 12 > letters {
        loud(text, found);
    }
}

/// Whole words of a text with where they stand, without those that are part of an address, a path or a program's name.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let start = at + rest.find(char::is_alphabetic)?;
            let word = name::word(text.get(start..)?);
            let end = start + word.len().max(1);
            let before = text.get(..start)?.chars().next_back();
            let after = text.get(end..)?;
            at = if word.is_empty() { start + text.get(start..)?.chars().next()?.len_utf8() } else { end };
            let part =
                |c: char| c.is_alphanumeric() || matches!(c, '_' | '/' | '@' | '\\' | '#' | '`' | '$' | '-' | '=');
            let dotted =
                after.starts_with('.') && after.get(1..).is_some_and(|next| next.starts_with(char::is_alphanumeric));
            let glued = before.is_some_and(|c| part(c) || c == '.')
                || after.starts_with(part)
                || after.starts_with("::")
                || after.starts_with('(')
                || dotted;
            if !word.is_empty() && !glued {
                return Some(start..end);
            }
        }
    })
}

/// What somebody writes small in a talk with others: `user: hey its dwayne`.
fn chat(text: &str, found: &mut Vec<Hit>) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some((speaker, said)) = line.split_once(": ") else { continue };
        let plain = speaker.len() < 24
            && !speaker.is_empty()
            && speaker.chars().all(|c| c.is_alphanumeric() || " [],._-/".contains(c));
        let small_only = !said.chars().any(char::is_uppercase) && said.split_whitespace().count() >= 5;
        if plain && small_only {
            small(said, start + line.len() - said.len(), found);
        }
    }
}

/// `text` is what is read, and begins at `offset` of the whole.
fn small(text: &str, offset: usize, found: &mut Vec<Hit>) {
    // Code and lists of files are small as well, and are no notes: those have signs no note has.
    let signs = text.bytes().filter(|byte| b"{}<>=;_|\\`$[]".contains(byte)).count();
    if signs * 40 > text.len() {
        return;
    }
    let most = found.len() + MOST;
    let mut title = 0;
    let mut done = 0;
    for word in words(text) {
        let Some(written) = text.get(word.clone()) else { continue };
        let titled = title > 0 && text.get(title..word.start).is_some_and(|gap| matches!(gap, " " | ". "));
        title = 0;
        if word.start < done || !written.starts_with(char::is_lowercase) {
            continue;
        }
        if TITLES.contains(&written) {
            title = word.end;
            continue;
        }
        let end = if titled {
            let lead = text.get(word.start..).map_or(0, particle);
            let family = name::word(text.get(word.start + lead..).unwrap_or_default());
            let known = name::is_small_family(family) || family.chars().count() > 4 && name::is_rare(family);
            known.then(|| word.start + lead + family.len())
        } else {
            (name::is_small_given(written) && !ALSO.contains(written)).then(|| {
                // A family name behind it that is nothing else.
                let next =
                    text.get(word.end..).and_then(|rest| rest.strip_prefix(' ')).map(name::word).unwrap_or_default();
                let family = next.starts_with(char::is_lowercase) && name::is_small_family(next);
                word.end + if family { 1 + next.len() } else { 0 }
            })
        };
        let Some(end) = end else { continue };
        done = end;
        found.push(Hit::person(
            "person-written-small",
            "a given name in a text without capitals",
            offset + word.start..offset + end,
        ));
        if found.len() >= most {
            return;
        }
    }
}

/// How long the small words before a family name are, where everything is small.
fn particle(text: &str) -> usize {
    [
        "von der ", "van der ", "van de ", "de la ", "von ", "van ", "da ", "de ", "del ", "di ", "le ", "el ", "al ",
        "zu ",
    ]
    .iter()
    .filter(|lead| text.starts_with(**lead))
    .map(|lead| lead.len())
    .max()
    .unwrap_or(0)
}

fn loud(text: &str, found: &mut Vec<Hit>) {
    let most = found.len() + MOST;
    for bytes in lines(text) {
        let start = bytes.start;
        let line = text.get(bytes).unwrap_or_default();
        let letters = line.bytes().filter(u8::is_ascii_alphabetic).count();
        let lower = line.bytes().filter(u8::is_ascii_lowercase).count();
        // A line of its own in capitals; a heading of one or two words is none.
        if letters < 12 || lower * 20 > letters || line.split_whitespace().count() < 4 {
            continue;
        }
        let mut done = 0;
        for word in words(line) {
            let Some(written) = line.get(word.clone()) else { continue };
            let plain = written.to_lowercase();
            if word.start < done || written.chars().count() < 3 || !name::is_small_given(&plain) {
                continue;
            }
            let next = line.get(word.end..).and_then(|rest| rest.strip_prefix(' ')).map(name::word).unwrap_or_default();
            let family = next.chars().count() > 2 && name::is_rare(next) && name::is_small_family(&next.to_lowercase());
            done = word.end + if family { 1 + next.len() } else { 0 };
            found.push(Hit::person(
                "person-written-loud",
                "a given name in a line of capitals",
                start + word.start..start + done,
            ));
            if found.len() >= most {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn names(text: &str) -> Vec<&str> {
        super::super::names(find, text)
    }

    #[test]
    fn names_without_capitals() {
        for (text, expected) in [
            ("na du, hast schon gehört? dominika ist schwanger, von emre!!", vec!["dominika", "emre"]),
            ("ok merci, je passe vendredi avec maëlys lindgren, on regarde le match", vec!["maëlys lindgren"]),
            ("der herr wittkowski von nebenan liegt im krankenhaus mit", vec!["wittkowski"]),
            ("le badge est chez la gardienne madame da silva et le code", vec!["da silva"]),
            ("BITTE DEN SCHLÜSSEL BEI ROSWITHA ABGEBEN, DANKE", vec!["ROSWITHA"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn other_small_texts() {
        for text in [
            "please install jenkins, hugo and travis on the build server for me",
            "let dwayne = names.iter().map(|dwayne| dwayne.len()); return dwayne;",
            "We met dwayne. Then We left. And So It Goes On With Capitals In It.",
            "the pilar of the bridge, un mar de nieves, con amparo y consuelo",
            "INSERT INTO TABLE VALUES WHERE SELECT",
            "herr der ringe ist ein film, frau ist ein wort, und so geht es weiter",
        ] {
            assert_eq!(names(text), Vec::<&str>::new(), "{text}");
        }
    }
}
