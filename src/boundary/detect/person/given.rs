//! Known given names, alone or with a family name behind them, wherever they stand. Not for names that take a word beside them to be
//! told from others: those are in `person.rs`.

use std::ops::Range;

use super::super::Look::Capital;
use super::super::name;
use super::super::{Row, Seen, before};
use crate::boundary::finding::Class::Identifier;

pub(in super::super) const ROWS: &[Row] = &[
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-pair",
        reason: "a known given name with a family name behind it",
        look: Capital,
        check: pair,
        hits: &[
            ("spoke with Elizabeth Scott today", "Elizabeth Scott"),
            ("Kristina van der Berg", "Kristina van der Berg"),
            ("Paul McCartney's song", "Paul McCartney"),
            ("Jean-Pierre Martin", "Jean-Pierre Martin"),
            ("Daniel J. Whitfield", "Daniel J. Whitfield"),
        ],
        misses: &[
            "Victoria Station is",
            "the Thomas Road",
            "St. Mary Hospital",
            "New York",
            "Sandra and Peter",
            "Monday Morning",
            "Martin Luther University",
            "Marie Curie Institute",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-given",
        reason: "a known given name",
        look: Capital,
        check: lone,
        hits: &[
            ("ask Samantha about it", "Samantha"),
            ("Then Nicholas's car broke", "Nicholas"),
            ("\"Zak\" and others", "Zak"),
            ("We told Emma, who left", "Emma"),
        ],
        misses: &[
            "Hurricane Samantha",
            "Samantha Street",
            "samantha",
            "SAMANTHA",
            "samantha@example.org, Samantha@x",
            "St. Nicholas",
            "Emma.exe",
            "Emma_1",
            "`Emma`",
            "emma::Emma::new()",
            "Alice sends Bob a key",
            "in Julia or Rust",
        ],
    },
];

fn pair(seen: &Seen<'_>) -> Option<Range<usize>> {
    // Asking the lists costs more than looking whether a word follows at all.
    let next = seen.text.get(seen.whole.end..)?.strip_prefix([' ', '\u{a0}', '.'])?;
    if !next.starts_with(|c: char| c.is_alphabetic() || c == ' ') {
        return None;
    }
    if !name::is_given(seen.text.get(seen.whole.clone())?) {
        return None;
    }
    let before = before(seen.text, seen.whole.start);
    if before
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '/' | '@' | '#'))
    {
        return None;
    }
    let last = before.trim_end().rsplit([' ', '\n', '\t', '(']).next().unwrap_or_default();
    if matches!(last, "St." | "St" | "Saint" | "San" | "Santa" | "Sankt" | "Ste." | "Port" | "Fort" | "Mount" | "Lake")
    {
        return None;
    }
    let found = name::at(seen.text, &(seen.whole.start..seen.span.end))?;
    let written = seen.text.get(found.span.clone())?;
    // A house named after somebody is a house, a road a road.
    let next = name::word(seen.text.get(found.span.end..)?.trim_start_matches([' ', '\u{a0}'])).to_lowercase();
    let place = name::ROADS.contains(&next.as_str());
    let house = name::is_house(&next);
    (found.given && found.words >= 2 && !place && !house && !name::ends_as_organisation(written)).then_some(found.span)
}

/// Words that open a sentence before a name and are never part of one.
const OPENERS: &[&str] = &[
    "Bei",
    "Mit",
    "Von",
    "Für",
    "Ohne",
    "Wegen",
    "Laut",
    "Dass",
    "Weil",
    "Wenn",
    "Ob",
    "Nur",
    "Auch",
    "Aber",
    "Und",
    "Oder",
    "Als",
    "Eure",
    "Euer",
    "Dein",
    "Deine",
    "Ihre",
    "Unser",
    "Unsere",
    "Meine",
    "Mein",
    "Ask",
    "Tell",
    "Remind",
    "Meet",
    "Poor",
    "Young",
    "Old",
    "Since",
    "Because",
    "After",
    "Before",
    "While",
    "Though",
    "Avec",
    "Pour",
    "Chez",
    "Sans",
    "Mais",
    "Que",
    "Quand",
    "Demande",
    "Dis",
    "Con",
    "Para",
    "Por",
    "Sin",
    "Pero",
    "Dile",
    "Cuando",
    "Según",
    "Entre",
    "Selon",
    "Comme",
    "Como",
    "Sobre",
    "Desde",
    "Hasta",
    "Both",
    "Maybe",
    "Perhaps",
    "Apparently",
    "Give",
    "Let",
    "Make",
    "Is",
    "Does",
    "Did",
    "Can",
    "Could",
    "Will",
    "Would",
    "Should",
];

/// A known given name alone: nothing with a capital beside it that would make it part of something else.
fn lone(seen: &Seen<'_>) -> Option<Range<usize>> {
    let word = name::word(seen.text.get(seen.whole.clone())?);
    if !name::is_telling_given(word) {
        return None;
    }
    let span = seen.whole.start..seen.whole.start + word.len();
    let before = before(seen.text, span.start);
    if before.chars().next_back().is_some_and(|c| {
        c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '’' | '/' | '@' | '#' | '`' | ':' | '.' | '&')
    }) {
        return None;
    }
    let last = before.strip_suffix([' ', '\u{a0}']).and_then(|head| head.rsplit([' ', '\n', '\t', '(', '"']).next());
    let named = last.is_some_and(|last| {
        let saint = matches!(last, "St." | "Ste." | "Mt.");
        // `L'aide-soignante Joëlle`: the capital is that of the article.
        let bare = last.strip_prefix("L'").or_else(|| last.strip_prefix("L’")).unwrap_or(last);
        saint
            || (bare.chars().next().is_some_and(char::is_uppercase)
                && name::word(bare) == bare
                && !name::is_no_name(bare)
                && !OPENERS.contains(&bare))
    });
    let behind = seen.text.get(span.end..)?;
    let mut next = behind.chars();
    let glued = match next.next() {
        Some(c) if c.is_alphanumeric() || matches!(c, '@' | '_' | '=' | '(' | '/' | '\\' | '`' | '-' | '&') => true,
        Some('.' | ':') => next.next().is_some_and(|c| c.is_alphanumeric() || c == ':'),
        _ => false,
    };
    let following = name::word(behind.strip_prefix([' ', '\u{a0}']).unwrap_or_default());
    let goes_on = following.chars().next().is_some_and(char::is_uppercase) && following != "I";
    (!named && !glued && !goes_on).then_some(span)
}
