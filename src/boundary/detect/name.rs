//! How names are written: of people and of organisations. Not for where they stand: see `person.rs` and `organisation.rs`.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use crate::boundary::view::fold::fold;
use crate::boundary::words;

/// Given names of English, German, French, Spanish, Italian and Polish, in lower case, none of which is mostly a word or a
/// place.
static GIVEN: LazyLock<Set> = LazyLock::new(|| include_str!("given_names.txt").split_ascii_whitespace().collect());

/// Small words inside names (`de la Cruz`, `van der Berg`, `von Ahn`).
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "das", "di", "del", "della", "dela", "du", "des", "la", "le", "los", "van", "von", "der",
    "den", "ter", "ten", "zu", "zum", "zur", "bin", "ibn", "al", "el", "af", "av", "y", "e", "i", "st", "d'", "d’",
];

/// Titles before a name in every kind of text, without their full stop. Who reads more of them says which beside this list: what
/// is a title before a signature (`M`, `la`) is none in the middle of a sentence.
pub(super) const TITLES: &[&str] = &[
    "Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Herr", "Herrn", "Frau", "Mme", "Mlle", "Monsieur", "Madame", "Sr",
    "Sra", "Srta", "Dra", "Don", "Doña", "Mag", "DI", "Ing", "Sgt",
];

/// What makes a name before it that of a road or of a place in a town, in small letters.
pub(super) const ROADS: &[&str] = &[
    "street",
    "road",
    "avenue",
    "square",
    "park",
    "airport",
    "station",
    "bridge",
    "drive",
    "lane",
    "way",
    "place",
    "court",
    "boulevard",
    "terrace",
    "circle",
    "trail",
];

/// Words with a capital that are no part of a name: what forms, letters and sentences put beside one.
static NO_NAMES: LazyLock<Set> = LazyLock::new(|| include_str!("no_names.txt").split_ascii_whitespace().collect());

/// A fixed list of words. Nobody chooses what stands in it, so that its hash need only be quick: most words of a text are asked for.
pub(super) type Set = HashSet<&'static str, FxBuildHasher>;

/// The members of a list, which are set apart by `|`.
pub(super) fn set(list: &'static str) -> Set {
    list.split('|').collect()
}

/// A name and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// Bytes of the text.
    pub(super) span: Range<usize>,
    /// How many words, particles not counted.
    pub(super) words: usize,
    /// Whether the first word is a known given name.
    pub(super) given: bool,
}

/// Whether a word is a known given name (or two, with a hyphen).
pub(super) fn is_given(word: &str) -> bool {
    let lower: String = if word.is_ascii() {
        word.to_ascii_lowercase()
    } else {
        word.chars().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).collect()
    };
    in_lists(&lower) || lower.split_once('-').is_some_and(|(a, b)| in_lists(a) && (in_lists(b) || b.len() > 2))
}

/// Whether a word in small letters is in one of the lists of given names: the short one, which knows accents, and the long one.
fn in_lists(lower: &str) -> bool {
    GIVEN.contains(lower)
        || if lower.is_ascii() {
            words::is_given(lower)
        } else {
            let plain = fold(lower);
            GIVEN.contains(plain.as_str()) || words::is_given(&plain)
        }
}

/// Given names that are as often something else: tools, ships, sciences, saints of places.
const ALSO: &[&str] = &[
    "maya",
    "rosa",
    "gemma",
    "julia",
    "travis",
    "alice",
    "bob",
    "max",
    "marco",
    "maria",
    "christian",
    "dolores",
    "mercedes",
    "louis",
    "martin",
    "jack",
    "pat",
    "gene",
    "ray",
    "sue",
    "milan",
    "roman",
    "kay",
    "santiago",
    "lorenzo",
    "sofia",
    "carmen",
    "frank",
    "sam",
    "kate",
    "jenny",
    "katrina",
    "andrew",
    "sandra",
    "helena",
    "diana",
    "caroline",
    "eva",
    "leon",
    "marie",
    "jan",
    "kit",
    "ali",
    "nana",
    "mina",
    "laurent",
    "francisco",
    "jose",
    "isabella",
    "marian",
    "marion",
    "elena",
    "ana",
    "rita",
    "monte",
    "lina",
    "lea",
    "nina",
    "pia",
    "tina",
    "reyes",
    "brett",
];

/// Whether a word is the name of a maker that stands before its models.
pub(super) fn is_maker(word: &str) -> bool {
    words::is_maker(&fold(word))
}

/// Whether a given name in small letters is as often something else: with its accents, or without where only so it is listed.
fn is_also(lower: &str) -> bool {
    ALSO.contains(&lower) || !GIVEN.contains(lower) && ALSO.contains(&fold(lower).as_str())
}

/// Whether a word alone says that it is somebody: a known given name that is little else.
pub(super) fn is_telling_given(word: &str) -> bool {
    word.chars().count() > 2
        && word.chars().skip(1).any(char::is_lowercase)
        && is_given(word)
        && !is_also(&word.to_lowercase())
}

/// Whether a word is listed as a name, given or family, and is no everyday word.
pub(super) fn is_listed(word: &str) -> bool {
    let plain = fold(word);
    is_given(word) && !words::is_common(&plain) || words::is_name(&plain) && !words::is_common(&plain)
}

/// Whether a word in small letters is a given name that is nothing else.
pub(super) fn is_small_given(word: &str) -> bool {
    word.chars().count() > 2 && is_given(word) && !ALSO.contains(&word) && !words::is_common(&fold(word))
}

/// Whether a word in small letters may be a family name: a listed name that is no everyday word.
pub(super) fn is_small_family(word: &str) -> bool {
    let plain = fold(word);
    word.chars().count() > 2
        && (words::is_name(&plain) || is_given(word))
        && !words::is_common(&plain)
        && !is_no_name(word)
}

/// Whether a word can hardly be anything but a name where a name may stand: a known one, or none of the everyday words. What
/// is written in capitals throughout, or ends as the nouns of a doing do, has to be known.
pub(super) fn is_rare(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    if is_no_name(bare) {
        return false;
    }
    let loud = bare.len() > 1 && !bare.chars().any(char::is_lowercase);
    let doing = ["ing", "tion", "tions", "ment", "ung", "heit", "keit", "ción", "ism", "ology"];
    is_given(bare) || {
        let plain = fold(bare);
        let known = words::is_name(&plain);
        known || !(loud || words::is_common(&plain) || (bare.len() > 8 && doing.iter().any(|end| bare.ends_with(end))))
    }
}

/// The words of a name that are rare, and how many there are without particles and initials.
pub(super) fn rare_words(written: &str) -> (usize, usize) {
    let mut counts = (0, 0);
    for word in written.split([' ', '\u{a0}', '\n']) {
        if word.trim_end_matches('.').chars().count() < 2 || PARTICLES.contains(&word) {
            continue;
        }
        counts.0 += usize::from(is_rare(word));
        counts.1 += 1;
    }
    counts
}

/// Whether a word is never part of a name, whatever its capital says.
pub(super) fn is_no_name(word: &str) -> bool {
    NO_NAMES.contains(word.to_lowercase().as_str())
}

/// One word at the beginning of `text`: letters with inner hyphens and apostrophes, or one letter with a full stop.
pub(super) fn word(text: &str) -> &str {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let inner = matches!(c, '-' | '\'' | '’' | '‐') && at > 0 && next.is_some_and(char::is_alphabetic);
        if !(c.is_alphabetic() || is_mark(c) || inner || (at > 0 && is_invisible(c))) {
            break;
        }
        if !is_invisible(c) {
            end = at + c.len_utf8();
        }
    }
    let word = text.get(..end).unwrap_or_default();
    // An initial keeps its full stop.
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    match text.get(..end + 1) {
        Some(dotted) if initial && dotted.ends_with('.') => dotted,
        _ => word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word),
    }
}

/// Signs of no width, with which a name is written to slip through.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Whether a name is written in a script without capitals (and without spaces between words).
pub(super) fn is_uncased(written: &str) -> bool {
    written
        .chars()
        .filter(|c| *c != ' ')
        .all(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'))
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether a word is written as names are: a capital first (or a script without capitals), and a letter behind it.
fn is_capital(word: &str) -> bool {
    let first = word.strip_prefix("d'").or_else(|| word.strip_prefix("d’")).unwrap_or(word).chars().next();
    first.is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
}

/// Whether a word can stand in a name: with a capital, or a small word between those.
pub(super) fn is_part(word: &str) -> bool {
    is_capital(word) || PARTICLES.contains(&word)
}

/// The name that begins right at the start of `span`, at most five words long. Stops where a word of `NO_NAMES` or another
/// sign stands.
pub(super) fn at(text: &str, span: &Range<usize>) -> Option<Name> {
    let end_of_span = span.end;
    let (mut end, mut at, mut words, mut given) = (span.start, span.start, 0, false);
    while words < 5 {
        let rest = text.get(at..end_of_span)?;
        let word = word(rest);
        let bare = word.trim_end_matches('.');
        if word.is_empty() {
            break;
        }
        let initial = words > 0 && word != "I" && bare.len() == 1;
        // `Solange LE GOFF`: the particle of a family name written as loud as that.
        let particle = || words > 0 && bare.len() <= 3 && lead(rest) == word.len() + 1;
        if is_capital(word)
            && (initial || !is_no_name(bare) || particle())
            && !(words == 0 && word.ends_with('.') && bare.len() == word.len())
        {
            if words == 0 {
                given = is_given(bare);
            }
            words += 1;
            end = at + word.len();
        } else if !(words > 0 && PARTICLES.contains(&word)) {
            break;
        }
        let behind = text.get(at + word.len()..end_of_span)?;
        let gap = behind.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}')).map_or(0, char::len_utf8);
        // Columns are set apart by more than one space.
        if gap == 0 || behind.get(gap..).is_some_and(|next| next.starts_with([' ', '\u{a0}'])) {
            break;
        }
        at += word.len() + gap;
    }
    // A digit or sign glued to it makes it something else (`Berlin2`, `Anna@`).
    let next = text.get(end..)?.chars().next();
    let glued = next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | '_' | '=' | '('));
    (words > 0 && !glued).then_some(Name { span: span.start..end, words, given })
}

/// What stands before a family name and belongs to it, as it is written there.
const LEADS: &[&str] = &[
    "von der ",
    "von dem ",
    "von den ",
    "van der ",
    "van den ",
    "van de ",
    "von und zu ",
    "de la ",
    "de los ",
    "von ",
    "van ",
    "zu ",
    "zur ",
    "vom ",
    "de ",
    "da ",
    "dos ",
    "del ",
    "di ",
    "du ",
    "le ",
    "la ",
    "el ",
    "al ",
    "ter ",
    "ten ",
    "d'",
    "d’",
    "Le ",
    "La ",
    "De ",
    "De La ",
    "Du ",
    "Da ",
    "Di ",
    "Lo ",
    "Van ",
    "Van Der ",
    "Van den ",
    "Von ",
    "El ",
    "Al ",
    "Ben ",
    "Ó ",
    "Ní ",
    "O ",
    "Mac ",
    "St ",
    "LE ",
    "LA ",
    "DE ",
    "DU ",
    "VON ",
    "VAN ",
];

/// How long the small words before a family name are, with the space behind them, where a text begins with such and a capital
/// follows.
pub(super) fn lead(text: &str) -> usize {
    let fits = |lead: &&&str| text.strip_prefix(**lead).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    LEADS.iter().filter(fits).map(|lead| lead.len()).max().unwrap_or(0)
}

/// A name at the start of `span` whose family name stands first: `Schmidt, Anna`.
pub(super) fn reversed(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let family = at(text, span)?;
    let behind = text.get(family.span.end..span.end)?.strip_prefix(", ")?;
    let start = span.end.min(family.span.end + 2);
    let given = at(text, &(start..start + behind.len()))?;
    (given.given && family.words <= 2 && given.words <= 2).then_some(span.start..given.span.end)
}

/// Every word of the text that begins with a capital (or has no case).
pub(super) fn capitals(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(c) = rest.chars().next() else { break };
        if c.is_alphabetic() {
            let word = word(rest).trim_end_matches('.');
            let length = if word.is_empty() { c.len_utf8() } else { word.len() };
            if !c.is_lowercase() {
                words.push(at..at + length);
            }
            let run = rest.char_indices().find(|(_, c)| !c.is_alphanumeric()).map_or(rest.len(), |(end, _)| end);
            at += length.max(run);
        } else {
            // What follows a digit or an underscore is the rest of an identifier.
            let glued = c.is_numeric() || c == '_';
            at += c.len_utf8();
            if glued {
                let rest = text.get(at..).unwrap_or_default();
                at += rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            }
        }
    }
    words
}

/// Endings that make what stands before them an organisation: legal forms, then kinds of house.
pub(super) const LEGAL_FORMS: &str = "gmbh|ag|kg|kgaa|ug|ohg|e.v.|mbh|ltd|limited|llc|l.l.c.|inc|incorporated|corp|corporation|plc|llp|lp|co|sarl|\
    s.a.r.l.|s.a.s.|sas|sasu|snc|sci|scop|s.l.p.|slp|s.c.p.|gbr|e.k.|eg|pllc|d.o.o.|s.r.o.|kft|eurl|s.a.|sa|s.l.|slu|s.l.u.|b.v.|bv|n.v.|nv|s.p.a.|spa|s.r.l.|srl|oy|ab|aps|a/s|pty|se";
/// See [`LEGAL_FORMS`].
pub(super) const HOUSES: &str = "hospital|hospitals|clinic|clinics|klinik|klinikum|krankenhaus|krankenkasse|clinique|clínica|infirmary|hospice|\
    pharmacy|apotheke|pharmacie|medical center|medical centre|health center|health system|healthcare|university|\
    universität|université|universidad|college|academy|institute|institut|bank|sparkasse|volksbank|credit union|\
    insurance|versicherung|versicherungen|assurances|seguros|foundation|stiftung|fondation|fundación|holdings|\
    industries|technologies|solutions|enterprises|consulting|associates|laboratories|labs|pharmaceuticals|pharma|\
    logistics|financial|group|systems|partners|company|ventures|motors|airlines|airways|brothers|sons|studios|\
    school|schule|gymnasium|kanzlei|praxis|building society|surgery|analytics|robotics";

/// Both, without the full stop at their end.
static ENDINGS: LazyLock<Set> = LazyLock::new(|| {
    LEGAL_FORMS.split('|').chain(HOUSES.split('|')).map(|ending| ending.trim_end_matches('.')).collect()
});

/// Whether a word in lower case is a legal form or a kind of house.
pub(super) fn is_house(word: &str) -> bool {
    ENDINGS.contains(word)
}

/// Whether the last word (or the last two) of a name says that it is an organisation.
pub(super) fn ends_as_organisation(written: &str) -> bool {
    let lower = written.to_lowercase();
    let last = lower.trim_end_matches(['.', ',']);
    last.rmatch_indices([' ', '&', '\u{a0}'])
        .take(2)
        .any(|(at, gap)| last.get(at + gap.len()..).is_some_and(|ending| ENDINGS.contains(ending)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    #[test]
    fn names_end_where_they_end() {
        let seen =
            |text: &str| at(text, &(0..text.len())).map(|name| (text[name.span].to_owned(), name.words, name.given));
        for (text, expected) in [
            ("Anna Schmidt called", Some(("Anna Schmidt", 2, true))),
            ("José María de la Cruz, 45", Some(("José María de la Cruz", 3, true))),
            ("J. R. R. Tolkien wrote", Some(("J. R. R. Tolkien", 4, false))),
            ("Ludwig van Beethoven's", Some(("Ludwig van Beethoven", 2, true))),
            ("O'Brien-Smith SSN 12", Some(("O'Brien-Smith", 1, false))),
            ("裕子 松本 at", Some(("裕子 松本", 2, false))),
            ("MARIE CURIE\nDOB", Some(("MARIE CURIE", 2, true))),
            ("Anna   Berlin", Some(("Anna", 1, true))),
            ("Email: x", None),
            ("the man", None),
            ("anna@x", None),
        ] {
            let expected = expected.map(|(name, words, given): (&str, _, _)| (name.to_owned(), words, given));
            assert_eq!(seen(text), expected, "{text}");
        }
        let text = "Schmidt, Anna (45)";
        assert_eq!(reversed(text, &(0..text.len())), Some(0..13));
        assert_eq!(reversed("Berlin, Germany", &(0..15)), None);
    }

    #[test]
    fn organisations_end_in_their_form() {
        for name in ["Acme GmbH", "Mercy Hospital", "Miller & Co.", "Nova Health System"] {
            assert!(ends_as_organisation(name), "{name}");
        }
        for name in ["Anna Schmidt", "Bank", "Costa"] {
            assert!(!ends_as_organisation(name), "{name}");
        }
    }

    #[test]
    fn the_list_of_names_is_sound() {
        assert!(GIVEN.len() > 1000);
        assert!(GIVEN.iter().all(|name| !NO_NAMES.contains(name) && name.chars().all(|c| !c.is_uppercase())));
    }
}
