//! The scenario file format: TOML in, a checked [`Scenario`] or all that is wrong with it out.

use regex::Regex;

use super::check::clock;
use super::{Expectation, Scenario};
use crate::text::located::{Problem, Reader, Table, one_of};
use crate::text::quantity;

/// Reads and checks a scenario file. `file` is its name in messages.
///
/// # Errors
/// Everything wrong with it, in file order, each with its line.
pub fn parse(file: &str, text: &str) -> Result<Scenario, Vec<Problem>> {
    let reader = Reader::new(file, text);
    let Some(parsed) = reader.parse() else { return Err(reader.into_problems()) };
    let root = Table::root(&reader, &parsed);
    let scenario = read(&root);
    root.finish();
    if reader.is_clean() { Ok(scenario) } else { Err(reader.into_problems()) }
}

fn read(root: &Table<'_, '_>) -> Scenario {
    let required = |key: &'static str, hint: &str| root.required_text(key, hint).unwrap_or_default();
    let id = required("id", "give the scenario a short name, `id = \"my-case\"`");
    let name = required("name", "say what people call it");
    let pattern = required("pattern", "which pattern does it demonstrate? `fogline patterns list` shows them");
    let question = required("question", "say what is asked");
    let summary = root.text("summary").unwrap_or_default();
    let context = root.text("context").unwrap_or_default();
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if !id.chars().all(fine) {
        root.complain_about("id", format!("`{id}` is no scenario id: small letters, digits, `-` and `_`"));
    }
    let terms = terms(root);
    let mut expectations: Vec<Expectation> = Vec::new();
    for mut table in root.tables("expect") {
        if let Some(expectation) = expectation(&mut table, !terms.is_empty()) {
            if expectations.iter().any(|other| other.name() == expectation.name()) {
                table.complain_about("name", "two expectations have this name");
            }
            expectations.push(expectation);
            table.finish();
        }
    }
    Scenario {
        id,
        name,
        summary: summary.trim().to_owned(),
        pattern,
        question: question.trim().to_owned(),
        context: context.trim().to_owned(),
        terms,
        expectations,
    }
}

/// The private words, blanks refused: an empty term would be found everywhere.
fn terms(root: &Table<'_, '_>) -> Vec<String> {
    let mut terms: Vec<String> = Vec::new();
    for term in root.list("terms").unwrap_or_default() {
        let text = term.get_ref().trim();
        if text.chars().count() < 2 {
            root.complain(term.span(), "a term needs at least two characters");
        } else if terms.iter().any(|held| held.to_lowercase() == text.to_lowercase()) {
            root.complain(term.span(), format!("the term `{text}` stands there twice (case does not count)"));
        } else {
            terms.push(text.to_owned());
        }
    }
    terms
}

/// The kinds of expectation by their spelling.
const KINDS: [(&str, Kind); 4] = [
    ("time_between", Kind::TimeBetween),
    ("answer", Kind::Answer),
    ("no_term_crossed", Kind::NoTermCrossed),
    ("facts_kept", Kind::FactsKept),
];

#[derive(Clone, Copy)]
enum Kind {
    TimeBetween,
    Answer,
    NoTermCrossed,
    FactsKept,
}

fn expectation(table: &mut Table<'_, '_>, has_terms: bool) -> Option<Expectation> {
    let name = table.required_text("name", "say what the screen calls it")?;
    table.call(format!("expectation `{name}`"));
    if !table.has("check") {
        let known: Vec<&str> = KINDS.iter().map(|(word, _)| *word).collect();
        table.complain(table.span(), format!("`check` is missing: it has to be {}", one_of(&known)));
    }
    match table.word("check", &KINDS)? {
        Kind::TimeBetween => {
            let pattern = regex(table, "pattern", 1)?;
            let unless = if table.has("unless") { Some(regex(table, "unless", 0)?) } else { None };
            Some(Expectation::TimeBetween { name, pattern, unless, from: time(table, "from")?, to: time(table, "to")? })
        }
        Kind::Answer => {
            let pattern = regex(table, "pattern", 0)?;
            Some(Expectation::Answer { name, pattern, absent: table.flag("absent").unwrap_or_default() })
        }
        Kind::NoTermCrossed => {
            if !has_terms {
                table.complain(table.span(), "the scenario has no `terms`, so this would always pass");
            }
            Some(Expectation::NoTermCrossed { name })
        }
        Kind::FactsKept => {
            let facts = table.list("facts").unwrap_or_default();
            if facts.is_empty() {
                table.complain(table.span(), "`facts` is missing: which quantities have to cross?");
            }
            for fact in &facts {
                if quantity::find(fact.get_ref()).len() != 1 {
                    let message = format!(
                        "`{}` is not one quantity: write a time, amount with unit, price, duration or date",
                        fact.get_ref()
                    );
                    table.complain(fact.span(), message);
                }
            }
            Some(Expectation::FactsKept { name, facts: facts.into_iter().map(toml::Spanned::into_inner).collect() })
        }
    }
}

/// A regular expression with at least `groups` groups.
fn regex(table: &Table<'_, '_>, key: &'static str, groups: usize) -> Option<String> {
    let source = table.required_text(key, "a regular expression over the answer")?;
    match Regex::new(&source) {
        // The first lines of regex's message draw the expression; the last says what is wrong.
        Err(error) => {
            let words = error.to_string();
            let last = words.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            table.complain_about(key, format!("`{key}` is no regular expression: {last}"));
            None
        }
        Ok(regex) if regex.captures_len() <= groups => {
            table.complain_about(key, format!("`{key}` has no group around the time: write `(\\d{{1,2}}:\\d{{2}})`"));
            None
        }
        Ok(_) => Some(source),
    }
}

fn time(table: &Table<'_, '_>, key: &'static str) -> Option<String> {
    let text = table.required_text(key, "a time, `HH:MM`")?;
    if clock(&text).is_none() {
        table.complain_about(key, format!("`{key}` is `{text}`: it has to be a time, `HH:MM`"));
        return None;
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
id = "x"
name = "X"
pattern = "local-only"
question = "When?"
terms = ["Maya"]
[[expect]]
name = "start"
check = "time_between"
pattern = '(\d+:\d\d)'
from = "20:00"
to = "21:00"
[[expect]]
name = "kept"
check = "facts_kept"
facts = ["22:30", "41 mL/min"]
[[expect]]
name = "none"
check = "no_term_crossed"
"#;

    fn check(text: &str) -> Vec<String> {
        parse("x.toml", text).err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_good_file_is_read() {
        let scenario = parse("x.toml", GOOD).unwrap();
        assert_eq!(scenario.terms, ["Maya"]);
        assert_eq!(scenario.expectations.len(), 3);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (from, to, part) in [
            ("question = \"When?\"\n", "", "`question` is missing"),
            ("terms = [", "termz = [", "x.toml:6:1: unknown key `termz` (did you mean `terms`?)"),
            ("[\"Maya\"]", "[\"Maya\", \"maya\"]", "x.toml:6:18: the term `maya` stands there twice"),
            ("[\"Maya\"]", "[\" \"]", "at least two characters"),
            ("[\"Maya\"]", "[]", "the scenario has no `terms`"),
            (
                r"(\d+:\d\d)",
                r"(\d+",
                "x.toml:10:11: expectation `start`: `pattern` is no regular expression: unclosed group",
            ),
            (r"(\d+:\d\d)", r"\d+:\d\d", "no group around the time"),
            ("\"20:00\"", "\"25:00\"", "x.toml:11:8: expectation `start`: `from` is `25:00`"),
            ("\"22:30\"", "\"soon\"", "`soon` is not one quantity"),
            ("check = \"facts_kept\"", "check = \"fact_kept\"", "did you mean `facts_kept`"),
            ("name = \"kept\"", "name = \"start\"", "two expectations have this name"),
            ("id = \"x\"", "id = \"X 1\"", "no scenario id"),
        ] {
            let text = GOOD.replacen(from, to, 1);
            assert_ne!(text, GOOD, "{from}");
            let found = check(&text);
            assert!(found.iter().any(|line| line.contains(part)), "{from} -> {to}: {found:?}");
        }
    }
}
