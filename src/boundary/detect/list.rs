//! Names in a list: `Attendees: Gareth, Nkechi and Samantha`. Where two of a list are known given names, or a word before it says
//! that people follow, the others are names as well.

use std::ops::Range;

use super::{Hit, before, name};
use crate::boundary::finding::Class::Identifier;

/// Words before a list of people, in lower case.
const LEADS: &str = "attendees:|participants:|present:|attending:|invitees:|team:|members:|founders:|witnesses:|authors:|signatories:|\
    teilnehmer:|teilnehmende:|anwesend:|anwesend waren|anwesende:|zeugen:|présents :|présents:|participants :|témoins :|asistentes:|\
    participantes:|testigos:";

/// What may stand between two items.
const BETWEEN: &[&str] = &[", and ", ", und ", ", ", " and ", " & ", " und ", " sowie ", " et ", " y ", " e "];

/// Adds the names of lists. `capitals` are the words of the text with a capital.
pub(super) fn find(text: &str, capitals: &[Range<usize>], found: &mut Vec<Hit>) {
    let mut behind = 0;
    for word in capitals {
        if word.start < behind {
            continue;
        }
        let items = items(text, word.start);
        let Some(last) = items.last() else { continue };
        behind = last.span.end;
        let given = items.iter().filter(|item| item.given).count();
        if items.len() < 2 {
            continue;
        }
        let head = before(text, word.start).trim_end_matches([' ', '\n', '-', '*']).to_lowercase();
        let lead = LEADS.split('|').any(|lead| head.ends_with(lead));
        let enough = lead || (items.len() >= 3 && given >= 2 && given * 2 >= items.len());
        if enough {
            found.extend(items.into_iter().map(|item| Hit {
                kind: "PERSON",
                class: Identifier,
                detector: "person-listed",
                reason: "a name in a list of names",
                span: item.span,
            }));
        }
    }
}

/// The items of a list that begins at `start`: names of one to three words, as many as there are.
fn items(text: &str, start: usize) -> Vec<name::Name> {
    let mut items = Vec::new();
    let mut at = start;
    loop {
        let end = text.ceil_char_boundary(at + 80);
        let Some(item) = name::at(text, &(at..end)) else { break };
        let written = text.get(item.span.clone()).unwrap_or_default();
        let loud = written.len() > 1 && !written.chars().any(char::is_lowercase);
        if item.words > 3 || loud || name::ends_as_organisation(written) {
            break;
        }
        let rest = text.get(item.span.end..).unwrap_or_default();
        let next = BETWEEN.iter().find(|mark| rest.starts_with(**mark)).map(|mark| item.span.end + mark.len());
        items.push(item);
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    items
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn names(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, &name::capitals(text), &mut found);
        found.into_iter().map(|hit| &text[hit.span]).collect()
    }

    #[test]
    fn known_names_make_the_rest_names() {
        assert_eq!(names("Attendees: Gareth, Nkechi, Lindqvist and Mia."), ["Gareth", "Nkechi", "Lindqvist", "Mia"]);
        assert_eq!(names("They had Hannah, Oyelaran, and Peter with them"), ["Hannah", "Oyelaran", "Peter"]);
        assert_eq!(names("Anwesend waren Wiebke Janssen und Olaf Petersen"), ["Wiebke Janssen", "Olaf Petersen"]);
        assert_eq!(names("We use Redis, Kafka, Postgres and Hannah."), Vec::<&str>::new());
        assert_eq!(names("Team: Platform"), Vec::<&str>::new());
    }
}
