//! Reading TOML so that every complaint names file, place and line, and all complaints come at once.
//!
//! Strings are cleaned of control characters on the way. A [`Table`] is read key by key; [`Table::finish`] refuses the keys
//! nobody asked for, with a suggestion. Not for deciding what a value means: that is the reader's business
//! ([`crate::pattern::file`], [`crate::scenario`], [`crate::config`]).

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::clean::clean;

/// One complaint about a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as the user knows it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Character in the line, from 1.
    pub column: usize,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names and values in it are those of the file.
        f.write_str(&clean(&format!("{}:{}:{}: {}", self.file, self.line, self.column, self.message)))
    }
}

/// The text of a file and the complaints about it so far.
#[derive(Debug)]
pub struct Reader<'t> {
    file: String,
    text: &'t str,
    problems: RefCell<Vec<Problem>>,
}

impl<'t> Reader<'t> {
    /// Begins to read `text`, which the user knows as `file`.
    #[must_use]
    pub fn new(file: impl Into<String>, text: &'t str) -> Self {
        Self { file: file.into(), text, problems: RefCell::default() }
    }

    /// Parses the text; a syntax error becomes a problem and `None`.
    #[must_use]
    pub fn parse(&self) -> Option<Spanned<DeTable<'t>>> {
        match DeTable::parse(self.text) {
            Ok(table) => Some(table),
            Err(error) => {
                self.complain(error.span().unwrap_or(0..0), error.message().to_owned());
                None
            }
        }
    }

    /// Adds a complaint about a byte range.
    pub fn complain(&self, span: Range<usize>, message: impl Into<String>) {
        let (line, column) = place(self.text, span.start);
        self.complain_at(line, column, message);
    }

    /// Adds a complaint about a line and column.
    pub fn complain_at(&self, line: usize, column: usize, message: impl Into<String>) {
        let problem = Problem { file: self.file.clone(), line, column, message: message.into() };
        self.problems.borrow_mut().push(problem);
    }

    /// Line and column of a byte offset, from 1.
    #[must_use]
    pub fn place(&self, offset: usize) -> (usize, usize) {
        place(self.text, offset)
    }

    /// The line on which the content of a string value begins: a multi-line string begins after its first newline.
    #[must_use]
    pub fn content_line(&self, span: &Range<usize>) -> usize {
        let raw = self.text.get(span.clone()).unwrap_or_default();
        let opened = raw.strip_prefix("\"\"\"").or_else(|| raw.strip_prefix("'''"));
        let trimmed = opened.is_some_and(|rest| rest.starts_with('\n') || rest.starts_with("\r\n"));
        self.place(span.start).0 + usize::from(trimmed)
    }

    /// Whether nothing was complained about.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.problems.borrow().is_empty()
    }

    /// All complaints, in file order.
    #[must_use]
    pub fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort();
        problems.dedup();
        problems
    }
}

/// Line and column (characters) of a byte offset, both from 1.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// ` (did you mean `x`?)` for the closest of `known`, or nothing.
#[must_use]
pub fn suggestion(word: &str, known: &[&str]) -> String {
    let close = similar::get_close_matches(word, known, 1, 0.6);
    close.first().map(|best| format!(" (did you mean `{best}`?)")).unwrap_or_default()
}

/// A list of words for a message: `` `a`, `b` or `c` ``.
#[must_use]
pub fn one_of(words: &[&str]) -> String {
    match words.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => format!("`{last}`"),
        Some((last, rest)) => {
            let rest: Vec<String> = rest.iter().map(|word| format!("`{word}`")).collect();
            format!("{} or `{last}`", rest.join(", "))
        }
    }
}

/// A table being read. `what` names it in messages ("stage solve"); empty for the file itself.
#[derive(Debug)]
pub struct Table<'a, 't> {
    reader: &'a Reader<'t>,
    keys: &'a DeTable<'t>,
    span: Range<usize>,
    what: String,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'a, 't> Table<'a, 't> {
    /// The whole file.
    #[must_use]
    pub fn root(reader: &'a Reader<'t>, table: &'a Spanned<DeTable<'t>>) -> Self {
        Self::new(reader, table.get_ref(), 0..0, String::new())
    }

    fn new(reader: &'a Reader<'t>, keys: &'a DeTable<'t>, span: Range<usize>, what: String) -> Self {
        Self { reader, keys, span, what, asked: RefCell::default() }
    }

    /// Names the table in messages from now on.
    pub fn call(&mut self, what: impl Into<String>) {
        self.what = what.into();
    }

    /// Where the table begins.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Where a key's value stands; the table's own place if it is absent.
    #[must_use]
    pub fn span_of(&self, key: &str) -> Range<usize> {
        self.keys.get(key).map_or_else(|| self.span(), Spanned::span)
    }

    /// Whether the key is there.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Complains about a byte range, naming this table.
    pub fn complain(&self, span: Range<usize>, message: impl fmt::Display) {
        self.reader.complain(span, self.named(message));
    }

    /// A message that names this table.
    #[must_use]
    pub fn named(&self, message: impl fmt::Display) -> String {
        if self.what.is_empty() { message.to_string() } else { format!("{}: {message}", self.what) }
    }

    /// Complains about a key's value.
    pub fn complain_about(&self, key: &str, message: impl fmt::Display) {
        self.complain(self.span_of(key), message);
    }

    fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().insert(key);
        self.keys.get(key)
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let found = value.get_ref().type_str();
        self.complain(value.span(), format!("`{key}` has to be {wanted}, not {}", article(found)));
    }

    /// A string.
    pub fn text(&self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(key, value, "a string");
        }
        text.map(|text| clean(text).into_owned())
    }

    /// A string that has to be there and say something.
    pub fn required_text(&self, key: &'static str, hint: &str) -> Option<String> {
        if !self.has(key) {
            self.complain(self.span(), format!("`{key}` is missing: {hint}"));
            return None;
        }
        let text = self.text(key)?;
        if text.trim().is_empty() {
            self.complain_about(key, format!("`{key}` is empty: {hint}"));
            return None;
        }
        Some(text)
    }

    /// One of a few words.
    pub fn word<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let hint = suggestion(&text, &known);
            self.complain_about(key, format!("`{key}` cannot be `{text}`{hint}: it has to be {}", one_of(&known)));
        }
        found
    }

    /// A number within bounds (integers too).
    pub fn number(&self, key: &'static str, min: f64, max: f64) -> Option<f64> {
        let value = self.get(key)?;
        let Some(number) = as_number(value.get_ref()) else {
            self.wrong_type(key, value, "a number");
            return None;
        };
        if !number.is_finite() || number < min || number > max {
            self.complain(value.span(), format!("`{key}` is {number}: it has to lie {}", bounds(min, max)));
            return None;
        }
        Some(number)
    }

    /// A whole number within bounds.
    pub fn whole(&self, key: &'static str, min: i64, max: i64) -> Option<i64> {
        let value = self.get(key)?;
        let number = value.get_ref().as_integer().and_then(|it| i64::from_str_radix(it.as_str(), it.radix()).ok());
        let Some(number) = number else {
            self.wrong_type(key, value, "a whole number");
            return None;
        };
        if number < min || number > max {
            let span = bounds(min as f64, max as f64);
            self.complain(value.span(), format!("`{key}` is {number}: it has to lie {span}"));
            return None;
        }
        Some(number)
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(key, value, "`true` or `false`");
        }
        flag
    }

    /// A list of strings with their places; a single string counts as a list of one.
    pub fn list(&self, key: &'static str) -> Option<Vec<Spanned<String>>> {
        let value = self.get(key)?;
        if let Some(text) = value.get_ref().as_str() {
            return Some(vec![Spanned::new(value.span(), clean(text).into_owned())]);
        }
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of strings");
            return None;
        };
        let mut list = Vec::with_capacity(array.len());
        for item in array {
            match item.get_ref().as_str() {
                Some(text) => list.push(Spanned::new(item.span(), clean(text).into_owned())),
                None => self.wrong_type(key, item, "a list of strings"),
            }
        }
        Some(list)
    }

    /// A list whose items are strings or lists of strings; a string counts as a list of one.
    pub fn nested(&self, key: &'static str) -> Option<Vec<Vec<Spanned<String>>>> {
        const WANTED: &str = "a list of strings, or of lists of strings";
        let value = self.get(key)?;
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, WANTED);
            return None;
        };
        let text = |item: &Spanned<DeValue<'_>>| {
            let text = item.get_ref().as_str();
            if text.is_none() {
                self.wrong_type(key, item, WANTED);
            }
            text.map(|text| Spanned::new(item.span(), clean(text).into_owned()))
        };
        let entry = |item: &Spanned<DeValue<'_>>| match item.get_ref().as_array() {
            Some(inner) => inner.iter().filter_map(text).collect(),
            None => text(item).into_iter().collect(),
        };
        Some(array.iter().map(entry).collect())
    }

    /// A table.
    pub fn table(&self, key: &'static str) -> Option<Table<'a, 't>> {
        let value = self.get(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(key, value, "a table");
            return None;
        };
        let what = if self.what.is_empty() { format!("[{key}]") } else { format!("{}, `{key}`", self.what) };
        Some(Self::new(self.reader, table, value.span(), what))
    }

    /// An array of tables (`[[key]]`); absent = none.
    pub fn tables(&self, key: &'static str) -> Vec<Table<'a, 't>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, &format!("one or more tables: write [[{key}]]"));
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(array.len());
        for (index, item) in array.into_iter().enumerate() {
            match item.get_ref().as_table() {
                Some(table) => {
                    let what = format!("[[{key}]] number {}", index + 1);
                    tables.push(Self::new(self.reader, table, item.span(), what));
                }
                None => self.wrong_type(key, item, &format!("a table: write [[{key}]]")),
            }
        }
        tables
    }

    /// Every key with its value, in file order, all counted as asked for.
    #[must_use]
    pub fn entries(&self) -> Vec<(Spanned<String>, &'a Spanned<DeValue<'t>>)> {
        let mut entries: Vec<_> = self.keys.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries.into_iter().map(|(key, value)| (Spanned::new(key.span(), key.get_ref().to_string()), value)).collect()
    }

    /// A table below this one, of an entry of [`Table::entries`].
    #[must_use]
    pub fn below(&self, value: &'a Spanned<DeValue<'t>>, what: String) -> Option<Table<'a, 't>> {
        value.get_ref().as_table().map(|table| Self::new(self.reader, table, value.span(), what))
    }

    /// Refuses the keys nobody asked for.
    pub fn finish(self) {
        let asked = self.asked.borrow();
        let known: Vec<&str> = asked.iter().copied().collect();
        for key in self.keys.keys() {
            if !asked.contains(key.get_ref().as_ref()) {
                let hint = suggestion(key.get_ref(), &known);
                let hint = if hint.is_empty() { format!("; known are {}", known.join(", ")) } else { hint };
                self.complain(key.span(), format!("unknown key `{}`{hint}", key.get_ref()));
            }
        }
    }
}

fn bounds(min: f64, max: f64) -> String {
    if max >= i64::MAX as f64 { format!("at {min} or above") } else { format!("between {min} and {max}") }
}

fn article(kind: &str) -> String {
    let vowel = kind.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {kind}", if vowel { "an" } else { "a" })
}

/// A TOML number as `f64`.
#[must_use]
pub fn as_number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(it) => i64::from_str_radix(it.as_str(), it.radix()).ok().map(|it| it as f64),
        DeValue::Float(it) => it.as_str().parse().ok(),
        _ => None,
    }
}

/// A TOML value as JSON; dates become strings.
#[must_use]
pub fn as_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(it) => i64::from_str_radix(it.as_str(), it.radix()).map_or(Value::Null, Value::from),
        DeValue::Float(it) => it.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Datetime(date) => Value::from(date.to_string()),
        DeValue::Array(array) => array.iter().map(|item| as_json(item.get_ref())).collect(),
        DeValue::Table(table) => {
            table.iter().map(|(key, value)| (key.get_ref().to_string(), as_json(value.get_ref()))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str, read: impl Fn(&Table<'_, '_>)) -> Vec<String> {
        let reader = Reader::new("x.toml", text);
        if let Some(parsed) = reader.parse() {
            let table = Table::root(&reader, &parsed);
            read(&table);
            table.finish();
        }
        reader.into_problems().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_syntax_error_names_its_line() {
        let found = problems("a = 1\nb = = 2\n", |_| {});
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("x.toml:2:5: "), "{found:?}");
    }

    #[test]
    fn an_unknown_key_comes_with_a_suggestion() {
        let found = problems("titel = 'x'\n", |table| {
            table.text("title");
        });
        assert_eq!(found, ["x.toml:1:1: unknown key `titel` (did you mean `title`?)"]);
    }

    #[test]
    fn all_complaints_come_at_once_and_in_order() {
        let found = problems("b = 'no'\na = 3\nc = [1]\nd = 9\n", |table| {
            table.text("a");
            table.flag("b");
            table.list("c");
            table.number("d", 0.0, 2.0);
        });
        assert_eq!(
            found,
            [
                "x.toml:1:5: `b` has to be `true` or `false`, not a string",
                "x.toml:2:5: `a` has to be a string, not an integer",
                "x.toml:3:6: `c` has to be a list of strings, not an integer",
                "x.toml:4:5: `d` is 9: it has to lie between 0 and 2",
            ]
        );
    }

    #[test]
    fn columns_count_characters() {
        let found = problems("a = { u = 'ü', b = 1 }\n", |table| {
            table.table("a").unwrap().text("b");
        });
        assert_eq!(found, ["x.toml:1:20: [a]: `b` has to be a string, not an integer"]);
    }

    #[test]
    fn a_multi_line_string_begins_after_its_first_newline() {
        let text = "a = \"\"\"\nfirst\n\"\"\"\nb = \"x\"\n";
        let reader = Reader::new("x", text);
        let parsed = reader.parse().unwrap();
        let table = Table::root(&reader, &parsed);
        assert_eq!(reader.content_line(&table.span_of("a")), 2);
        assert_eq!(reader.content_line(&table.span_of("b")), 4);
    }
}
