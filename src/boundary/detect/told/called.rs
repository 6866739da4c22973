//! People by what they are called: behind words for a name or a nickname, in small letters, behind initials, or by a family or
//! given name that the lists know.

use std::ops::Range;

use super::super::Look::{Capital, Cue, Pattern};
use super::super::name;
use super::super::trigger::Need::Byte;
use super::super::{Row, Seen, before};
use super::{closed, fits, name_at, start};
use crate::boundary::finding::Class::Identifier;

pub(in super::super) const ROWS: &[Row] = &[
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-nickname",
        reason: "a name behind words for what somebody is called",
        look: Cue(
            "she's called|he's called|she’s called|he’s called|she is called|he is called|people call me|call me|calls him|calls her|i know as|know him as|know her as|knew him as|call him|\
                call her|call them|known as|goes by|nicknamed|alias|aka|a.k.a.|née|née:|geborene|nata|real name|preferred name|\
                name only as|man named|woman named|boy named|girl named|named|formerly|er heißt|sie heißt|heißt|namens|genannt|\
                nennen alle|nennen ihn|nennen sie|prénom|prénommé|prénommée|dénommé|dénommée|nommé|nommée|surnommé|surnommée|\
                s'appelle|s’appelle|s'appeler|se llama|llamado|llamada|que llaman|apodado|apodada|de nombre|se hace llamar",
        ),
        check: nickname,
        hits: &[
            ("One of them I know as Skip; he", "Skip"),
            ("She's called Hristina, please", "Hristina"),
            ("Bartholomew, née Eze)", "Eze"),
            ("un livreur, prénom Idriss, scooter", "Idriss"),
            ("al que llaman Rubio, despedido", "Rubio"),
            ("den nennen alle Keule.", "Keule"),
            ("a man named Torvald came", "Torvald"),
        ],
        misses: &[
            "known as Machine Learning",
            "a file named Config",
            "call me Monday",
            "heißt Brutto",
            "née le 3 mai",
            "se llama así",
            "aka The Best",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-small",
        reason: "a given name in small letters behind words for somebody",
        look: Cue(
            "this is|here is|hier is|hier ist|hier spricht|my name is|my name's|i'm|im|i am|ich bin|ich heiße|ich heisse|mein name ist|c'est|c’est|\
                je suis|je m'appelle|je m’appelle|soy|me llamo|mi nombre es|call me|tell|told|ask|asked|auntie|aunt|uncle|tante|onkel|tía|tío|\
                tata|hi|hey|hello|hallo|hola|salut|slt|coucou|my wife|my husband|my son|my daughter|my brother|my sister|my friend|my boss|\
                meine frau|mein mann|mein sohn|meine tochter|ma femme|mon mari|mon fils|ma fille|mi mujer|mi marido|mi hijo|mi hija|\
                mr|mrs|ms|dr|herr|frau|mme|señor|señora|sra|don|doña|thanks|cheers|regards|love|danke|gracias|merci|grüße|lg|bises|besos",
        ),
        check: small,
        hits: &[
            ("herr vogel hier is chantal aus", "chantal"),
            ("my name is gergő kovács", "gergő kovács"),
            ("hi samantha, can", "samantha"),
        ],
        misses: &[
            "this is great",
            "i'm sure",
            "ask me",
            "hi there",
            "im happy",
            "soy alto",
            "thanks again",
            "this is java",
            "frau ist",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-initials",
        reason: "a family name behind initials",
        look: Pattern(
            &[Byte(b'.')],
            r"(?:\p{Lu}\.[ \-]?){1,3}(?:(?:van|von|de|der|den|del|la|al|el|ter|du|di)[ ]){0,2}\p{Lu}[\p{L}\p{M}'’]+(?:-[\p{L}\p{M}'’]+)*(?:[ ](?:van|von|de|der|den)){0,2}(?:[ ]\p{Lu}\p{Ll}+)?(?-u:\b)",
        ),
        check: initials,
        hits: &[
            ("Sgd. P. K. Mensah", "P. K. Mensah"),
            ("Panel: J. Ferncastle, Umar", "J. Ferncastle"),
            ("ask W.J.M. Achterhuis-van der Berg", "W.J.M. Achterhuis-van der Berg"),
            ("Médico remitente: J. Zuluaga", "J. Zuluaga"),
        ],
        misses: &[
            "A. Introduction",
            "the U.S. Army",
            "E. Coli",
            "B. Methods and Results",
            "plan B. Then Monday",
            "vitamin D. Milk",
            "C. Xylophon",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-listed-name",
        reason: "two words with a capital, one of them a family or given name",
        look: Capital,
        check: listed,
        hits: &[
            ("we met Guadalupe Arriaga there", "Guadalupe Arriaga"),
            ("gegen Marko Pfennig, Inhaber", "Marko Pfennig"),
            ("with Umar Siddiq.", "Umar Siddiq"),
            ("asked Teofil Nowak", "Teofil Nowak"),
        ],
        misses: &[
            "the Washington Post",
            "San Francisco Bay",
            "Buenos Aires",
            "New Delhi",
            "Santa Monica",
            "Rio Grande",
            "Hamilton Road",
            "the Peterson Institute",
            "Lake Ontario",
        ],
    },
];

fn nickname(seen: &Seen<'_>) -> Option<Range<usize>> {
    let (at, _) = start(seen)?;
    let (found, from) = name_at(seen.text, at, seen.span.end)?;
    let written = seen.text.get(found.span.clone())?;
    let cue = seen.text.get(seen.whole.clone())?.to_lowercase();
    let (rare, count) = name::rare_words(written);
    // What things are called, too: the word has to be a known name.
    let things =
        ["known as", "named", "formerly", "heißt", "namens", "genannt", "alias", "aka", "a.k.a.", "nommé", "nommée"]
            .contains(&cue.as_str())
            || ["se llama", "llamado", "llamada", "s'appelle", "s’appelle"].contains(&cue.as_str());
    let listed = written.split([' ', '\u{a0}']).any(name::is_listed);
    let next = seen.text.get(found.span.end..)?;
    let ends = next.is_empty() || next.starts_with([',', '.', ';', ')', '"', '\n', '”', '»', '!', '?']);
    let one = count <= 1 && written.chars().count() > 2 && if things { rare == 1 && listed } else { ends || rare == 1 };
    (found.words <= 3 && fits(seen.text, &found) && (one || count >= 2 && rare == count && (listed || !things)))
        .then_some(from..found.span.end)
}

/// Given names in small letters that are little else, with a family name behind where one follows.
fn small(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let rest = line.trim_start_matches(['.', ',']).strip_prefix([' ', '\u{a0}'])?;
    let word = name::word(rest);
    let cue = seen.text.get(seen.whole.clone())?.to_lowercase();
    let titled = ["mr", "mrs", "ms", "dr", "herr", "frau", "mme", "señor", "señora", "sra", "don", "doña"]
        .contains(&cue.as_str());
    let known = name::is_small_given(word) || titled && name::is_listed(word);
    if !word.starts_with(char::is_lowercase) || !known {
        return None;
    }
    let from = seen.span.end - rest.len();
    let behind = rest.get(word.len()..)?;
    let next = behind.strip_prefix(' ').map(name::word).unwrap_or_default();
    let family = next.starts_with(char::is_lowercase) && name::is_listed(next);
    let end = from + word.len() + if family { 1 + next.len() } else { 0 };
    closed(seen.text, end).then_some(from..end)
}

fn initials(seen: &Seen<'_>) -> Option<Range<usize>> {
    let head = seen.text.get(..seen.span.start)?;
    if head.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '@')) {
        return None;
    }
    let written = seen.text.get(seen.span.clone())?;
    let dots = written.matches('.').count();
    let family = written.rsplit('.').next()?.trim();
    let last = family.split(' ').next_back()?;
    // The word behind may begin the next thing: it has to be a known name to count.
    let (mut end, mut kept) = (seen.span.end, family);
    if let Some((head, _)) = family.rsplit_once(' ').filter(|(head, _)| {
        !name::is_listed(last) && !head.ends_with(" der") && !head.ends_with(" van") && !head.ends_with(" de")
    }) {
        let shorter = head
            .trim_end_matches(" der")
            .trim_end_matches(" den")
            .trim_end_matches(" de")
            .trim_end_matches(" van")
            .trim_end_matches(" von");
        if shorter.chars().any(char::is_uppercase) {
            end -= family.len() - shorter.len();
            kept = shorter;
        }
    }
    let (rare, count) = name::rare_words(kept);
    let opens = head.trim_end_matches([' ', '\t']).chars().next_back().is_none_or(|c| c == '\n');
    let listed = kept.split([' ', '-']).any(name::is_listed);
    let loud = !kept.chars().any(char::is_lowercase);
    let behind = seen.text.get(end..)?;
    let glued = behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '('));
    (rare == count
        && count > 0
        && kept.chars().count() > 2
        && !glued
        && (listed
            || !loud
                && (dots > 1
                    || !opens
                        && (head.trim_end().ends_with([':', ',', ';', '('])
                            || TO.iter().any(|word| head.ends_with(word)))))
        && !name::ends_as_organisation(kept))
    .then_some(seen.span.start..end)
}

/// Words before somebody with initials, in a sentence.
const TO: &[&str] = &[
    " to ",
    " from ",
    " by ",
    " with ",
    " an ",
    " von ",
    " für ",
    " bei ",
    " schrieb ",
    " par ",
    " à ",
    " pour ",
    " por ",
    " para ",
    " con ",
];

/// Words behind or before a name that make it a place or a house, beside [`name::ROADS`].
const PLACES: &[&str] = &[
    "post", "times", "county", "city", "state", "river", "valley", "beach", "bay", "island", "islands", "hills",
    "hill", "creek", "grande", "straße", "strasse", "platz", "weg", "allee", "gasse", "airlines", "award", "prize",
    "medal", "test", "score", "scale", "syndrome", "disease", "theorem", "method", "law", "effect", "index",
];
const BEFORE_PLACES: &[&str] = &[
    "lake",
    "mount",
    "san",
    "santa",
    "saint",
    "st",
    "port",
    "fort",
    "new",
    "los",
    "las",
    "el",
    "rio",
    "sierra",
    "cape",
    "river",
    "calle",
    "avenida",
    "plaza",
    "rue",
    "via",
    "place",
    "hurricane",
    "rua",
];

fn is_place(word: &str) -> bool {
    name::ROADS.contains(&word) || PLACES.contains(&word)
}

fn listed(seen: &Seen<'_>) -> Option<Range<usize>> {
    let first = seen.text.get(seen.whole.clone())?;
    // Most words with a capital stand alone; asking the lists costs more than looking at the next word.
    let next = seen.text.get(seen.whole.end..seen.span.end)?.trim_start_matches([' ', '\u{a0}', '.']);
    if !next.starts_with(char::is_alphabetic)
        || first.chars().count() < 2
        || !first.chars().any(char::is_lowercase)
        || !name::is_rare(first)
    {
        return None;
    }
    let head = before(seen.text, seen.whole.start);
    if head
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '’' | '/' | '@' | '#' | '.' | '`' | '&'))
    {
        return None;
    }
    let last = head.trim_end_matches([' ', '\u{a0}']).rsplit([' ', '\n', '\t', '(']).next().unwrap_or_default();
    // Within a longer run of words with a capital it may be part of anything.
    let run = last.chars().next().is_some_and(char::is_uppercase)
        && name::word(last).len() == last.len()
        && head.ends_with(' ');
    if run
        || name::is_maker(first)
        || name::is_maker(last)
        || BEFORE_PLACES.contains(&first.to_lowercase().as_str())
        || BEFORE_PLACES.contains(&last.to_lowercase().as_str())
    {
        return None;
    }
    let found = name::at(seen.text, &(seen.whole.start..seen.span.end)).filter(|found| found.words > 1)?;
    let written = seen.text.get(found.span.clone())?;
    let (rare, count) = name::rare_words(written);
    let given = name::is_telling_given(first);
    let listed = written.split([' ', '\u{a0}']).filter(|word| name::is_listed(word)).count();
    let next = name::word(seen.text.get(found.span.end..)?.trim_start_matches([' ', '\u{a0}'])).to_lowercase();
    let end = written.rsplit([' ', '\u{a0}']).next()?.to_lowercase();
    let place = is_place(&next) || is_place(&end) || name::is_house(&next);
    let opens = head.trim_end().ends_with(['.', '!', '?', ':', '\n']) || head.trim().is_empty();
    // At the beginning of a sentence the first word may be any: it has to be a name itself.
    let proven = given || name::is_listed(first) || (listed > 0 && !opens);
    ((2..=4).contains(&count) && rare == count && proven && !place && fits(seen.text, &found)).then_some(found.span)
}
