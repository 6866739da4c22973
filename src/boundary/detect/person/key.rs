//! People under the keys of data: JSON, XML and SQL say `first`, `family` or `nom` and put one word behind it. Not for the labels of forms
//! (`person.rs`) and not for columns (`table.rs`).

use std::ops::Range;

use super::super::Look::Pattern;
use super::super::name;
use super::super::trigger::Need::Words;
use super::super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;

pub(in super::super) const ROWS: &[Row] = &[Row {
    kind: "PERSON",
    class: Identifier,
    name: "person-key",
    reason: "the value of a key whose name is one for a part of a name",
    look: Pattern(
        &[Words(&[
            "\"first\"",
            "\"last\"",
            "\"given\"",
            "\"family\"",
            "\"forename\"",
            "<given",
            "<family",
            "<first",
            "<last",
            "<surname",
            "<forename",
            "<vorname",
            "<nachname",
            "<nom>",
            "<prenom>",
            "<apellido",
            "nom=",
            "prenom=",
            "vorname=",
            "nachname=",
            "apellido",
            "nombre=",
            "firstname=",
            "lastname=",
            "first_name=",
            "last_name=",
            "surname=",
            "nom =",
            "prenom =",
            "nombre =",
            "vorname =",
            "nachname =",
            "name =",
        ])],
        concat!(
            r#"(?:"(?:first|last|given|family|forename|middle)"\s?:\s?"|<(?i:given|family|first|last|surname|forename|vorname|nachname|nom|prenom|apellidos?)(?:[Nn]ame)?>|"#,
            r#"(?-u:\b)(?i:nom|prenom|prénom|vorname|nachname|nombre|apellidos?|first_?name|last_?name|surname|familienname|nom_famille)[ ]?=[ ]?['"])"#,
            r#"(?<v>[\p{L}][\p{L}\p{M}’ .'-]{1,48}?)["'<]"#
        ),
    ),
    check: part,
    hits: &[
        ("{\"first\": \"Siobhán\", \"last\": \"O'Rourke\"}", "O'Rourke"),
        ("<family>Tupou-Harris</family>", "Tupou-Harris"),
        ("SET nom='Rakotomalala', prenom='Hery'", "Hery"),
        ("\"family\": \"van der Ploeg\"", "van der Ploeg"),
    ],
    misses: &[
        "{\"first\": \"2024\", \"last\": \"page\"}",
        "\"last\": \"Updated\"",
        "nom = 'string'",
        "<family>Arial</family",
        "\"first\": \"Monday\"",
        "\"family\": \"Sans Serif\"",
        "prenom=NULL",
    ],
}];

fn part(seen: &Seen<'_>) -> Option<Range<usize>> {
    let mut span = seen.span.clone();
    // `O'Rourke` between double quotes: the mark that closes is the one that opened.
    let opened = seen.text.get(..span.start)?.chars().next_back()?;
    let closes = if opened == '>' { '<' } else { opened };
    let line = seen.text.get(span.start..)?;
    let end = line.find(closes).filter(|end| *end <= 50)?;
    span.end = span.start + end;
    let written = seen.text.get(span.clone())?;
    let bare = written.get(name::lead(written)..)?;
    let (rare, count) = name::rare_words(written);
    let font = [
        "Arial",
        "Helvetica",
        "Verdana",
        "Georgia",
        "Times",
        "Courier",
        "Roboto",
        "Inter",
        "Consolas",
        "Menlo",
        "Calibri",
        "Ubuntu",
    ];
    let fits = bare.chars().next().is_some_and(char::is_uppercase)
        && rare == count
        && count <= 4
        && !written.contains(['\n', '=', ':'])
        && !font.iter().any(|font| written.starts_with(font))
        && !written.ends_with("Serif");
    fits.then_some(span)
}
