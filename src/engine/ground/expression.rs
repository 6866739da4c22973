//! The expressions of a plan: minijinja's, with `$2` for the result of a step, and less of it: no fields, no lists, no
//! filters but `default`, and the functions of [`super::functions`].
//!
//! Read before they are compiled, so that what is wrong can be said in the plan's own words, and so that a slot may be
//! called like a function or a keyword.

use std::collections::BTreeSet;

use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value, filters, tests};

use super::functions;

/// Instructions an expression may take; a long one needs a few dozen.
const FUEL: u64 = 10_000;

/// Longest expression, bytes.
const MAX_LENGTH: usize = 1000;

const KEYWORDS: [&str; 12] = ["and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False"];

/// A piece of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'s> {
    Space(&'s str),
    /// With its quotes.
    Quoted(&'s str),
    /// Digits of `$2`.
    Step(&'s str),
    Word(&'s str),
    Number(&'s str),
    Other(char),
}

/// Cuts an expression into pieces; nothing of it is lost.
fn tokens(source: &str) -> Result<Vec<Token<'_>>, String> {
    let mut tokens = Vec::new();
    let mut rest = source;
    let run = |rest: &str, fits: fn(char) -> bool| rest.find(|c| !fits(c)).unwrap_or(rest.len());
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            c if c.is_whitespace() => {
                let length = run(rest, char::is_whitespace);
                (Token::Space(rest.get(..length).unwrap_or_default()), length)
            }
            '"' | '\'' => {
                let length = quoted_length(rest, first).ok_or("a quoted text does not end")?;
                (Token::Quoted(rest.get(..length).unwrap_or_default()), length)
            }
            '$' => {
                let length = 1 + run(rest.get(1..).unwrap_or_default(), |c| c.is_ascii_digit());
                let digits = rest.get(1..length).unwrap_or_default();
                if digits.is_empty() || digits.len() > 6 {
                    return Err("`$` stands for the result of a step, and its number is missing: write `$1`".to_owned());
                }
                (Token::Step(digits), length)
            }
            c if c.is_ascii_digit() => {
                let length = run(rest, |c| c.is_ascii_digit() || c == '.' || c == '_');
                (Token::Number(rest.get(..length).unwrap_or_default()), length)
            }
            c if c.is_alphabetic() || c == '_' => {
                let length = run(rest, |c| c.is_alphanumeric() || c == '_');
                (Token::Word(rest.get(..length).unwrap_or_default()), length)
            }
            c => (Token::Other(c), c.len_utf8()),
        };
        tokens.push(token);
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(tokens)
}

/// Bytes of the quoted text at the front, quotes included; `None` where it does not end.
fn quoted_length(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The expression with every quoted text changed; one that cannot be cut up stays as it is.
pub(super) fn each_quoted(source: &str, change: &mut impl FnMut(&str) -> String) -> String {
    let Ok(tokens) = tokens(source) else { return source.to_owned() };
    let mut out = String::new();
    for token in tokens {
        match token {
            Token::Space(text) | Token::Word(text) | Token::Number(text) => out.push_str(text),
            Token::Step(digits) => {
                out.push('$');
                out.push_str(digits);
            }
            Token::Other(c) => out.push(c),
            Token::Quoted(text) => {
                let inside = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
                let changed = change(inside);
                if changed == inside {
                    out.push_str(text);
                } else {
                    out.push('"');
                    out.push_str(&changed.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "));
                    out.push('"');
                }
            }
        }
    }
    out
}

/// An expression that was read: what it uses, and itself in minijinja's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expression {
    /// The slots it uses.
    pub(super) slots: BTreeSet<String>,
    /// Those of them for which it says what to take when they are missing.
    pub(super) optional: BTreeSet<String>,
    /// The steps whose results it uses.
    pub(super) steps: BTreeSet<u32>,
    /// Whether it uses `result`.
    pub(super) result: bool,
    compiled: String,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong with it and what to write instead. Its words are the plan's own, never a value.
    pub(super) fn read(source: &str) -> Result<Self, String> {
        if source.len() > MAX_LENGTH {
            return Err(format!("it is longer than {MAX_LENGTH} bytes: split it into several steps"));
        }
        let tokens: Vec<Token<'_>> =
            tokens(source)?.into_iter().filter(|token| !matches!(token, Token::Space(_))).collect();
        if tokens.is_empty() {
            return Err("it is empty".to_owned());
        }
        let mut read = Self {
            slots: BTreeSet::new(),
            optional: BTreeSet::new(),
            steps: BTreeSet::new(),
            result: false,
            compiled: String::new(),
        };
        let mut pieces: Vec<String> = Vec::with_capacity(tokens.len());
        for (index, token) in tokens.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|index| tokens.get(index)).copied();
            let after = tokens.get(index + 1..).unwrap_or_default();
            pieces.push(match token {
                Token::Word(word) => read.word(word, before, after, tokens.get(..index).unwrap_or_default())?,
                Token::Step(digits) => {
                    read.steps.insert(digits.parse().map_err(|_| format!("`${digits}` is no step"))?);
                    format!("step_{digits}")
                }
                Token::Quoted(text) | Token::Number(text) | Token::Space(text) => (*text).to_owned(),
                Token::Other(c) if "[]{}.;:?\\`@#".contains(*c) => {
                    return Err(format!("`{c}` is not part of the language: use the functions listed"));
                }
                Token::Other(c) => c.to_string(),
            });
        }
        read.compiled = glue(&pieces);
        environment().compile_expression(&read.compiled).map_err(|_| {
            "it is no expression: check its brackets and operators (+ - * / == != < <= > >= and or not, x if c else y)"
                .to_owned()
        })?;
        Ok(read)
    }

    fn word(
        &mut self,
        word: &str,
        before: Option<Token<'_>>,
        after: &[Token<'_>],
        all_before: &[Token<'_>],
    ) -> Result<String, String> {
        let calls = after.first() == Some(&Token::Other('('));
        if before == Some(Token::Other('|')) {
            return match word {
                "default" => Ok(word.to_owned()),
                _ => Err(format!("there is no filter `{word}`: the only one is `default`")),
            };
        }
        if before == Some(Token::Word("is")) || (before == Some(Token::Word("not")) && all_before.len() >= 2) {
            let asked = all_before.get(all_before.len().saturating_sub(2)) == Some(&Token::Word("is"));
            if before == Some(Token::Word("is")) || asked {
                return match word {
                    "not" | "defined" | "undefined" => Ok(word.to_owned()),
                    _ => {
                        Err(format!("there is no test `is {word}`: the only ones are `is defined` and `is undefined`"))
                    }
                };
            }
        }
        if KEYWORDS.contains(&word) {
            return Ok(word.to_owned());
        }
        if calls {
            let Some(function) = functions::named(word) else {
                let names = functions::FUNCTIONS.map(|function| function.name);
                let hint = crate::text::located::suggestion(word, &names);
                return Err(format!("there is no function `{word}`{hint}; there are {}", names.join(", ")));
            };
            let given = arguments(after);
            if given < function.least || function.most.is_some_and(|most| given > most) {
                return Err(format!("`{word}` takes other inputs: write `{}`", function.form));
            }
            return Ok(format!("fn_{word}"));
        }
        if word == "result" {
            self.result = true;
            return Ok("the_result".to_owned());
        }
        self.slots.insert(word.to_owned());
        let defaults = after.first() == Some(&Token::Other('|')) && after.get(1) == Some(&Token::Word("default"));
        let asks = after.first() == Some(&Token::Word("is"));
        if defaults || asks {
            self.optional.insert(word.to_owned());
        }
        Ok(format!("slot_{word}"))
    }

    /// Evaluates it. `value` gives the values by the names of slots, `$2` and `result`; a name without one is missing.
    ///
    /// # Errors
    /// Why there is no result. May tell values: private.
    pub(super) fn eval(&self, value: impl Fn(&str) -> Option<Value>) -> Result<Value, String> {
        let mut names: Vec<(String, Value)> = Vec::new();
        let slots = self.slots.iter().map(|slot| (format!("slot_{slot}"), slot.clone()));
        let steps = self.steps.iter().map(|step| (format!("step_{step}"), format!("${step}")));
        for (name, known_as) in slots.chain(steps).chain([("the_result".to_owned(), "result".to_owned())]) {
            if let Some(value) = value(&known_as) {
                names.push((name, value));
            }
        }
        let environment = environment();
        let expression = environment.compile_expression(&self.compiled).map_err(|error| error.kind().to_string())?;
        expression.eval(Value::from_pairs(names)).map_err(|error| match error.kind() {
            ErrorKind::OutOfFuel => "it does not come to an end".to_owned(),
            ErrorKind::UndefinedError => "a value it needs is missing".to_owned(),
            kind => error.detail().map_or_else(|| kind.to_string(), in_words),
        })
    }
}

/// An error of the expression language in the words of people.
fn in_words(detail: &str) -> String {
    if detail.starts_with("unable to calculate") {
        "it divides by zero, or a number is too large".to_owned()
    } else if detail.starts_with("tried to use") && detail.contains("undefined") {
        "a value it needs is missing".to_owned()
    } else if detail.starts_with("tried to use") {
        "it calculates with something that is no number".to_owned()
    } else {
        detail.to_owned()
    }
}

/// How many inputs the call has whose bracket is the first of `after`.
fn arguments(after: &[Token<'_>]) -> usize {
    let mut depth = 0_usize;
    let mut count = 0;
    let mut any = false;
    for token in after {
        match token {
            Token::Other('(') => {
                any |= depth > 0;
                depth += 1;
            }
            Token::Other(')') if depth <= 1 => break,
            Token::Other(')') => depth -= 1,
            Token::Other(',') if depth == 1 => count += 1,
            _ => any = true,
        }
    }
    if any { count + 1 } else { 0 }
}

/// Puts pieces together with spaces where two of them would run into one, and none inside an operator.
fn glue(pieces: &[String]) -> String {
    let mut out = String::new();
    let mut operator = false;
    for piece in pieces {
        let is_operator = piece.len() == 1 && piece.chars().all(|c| "=<>!*/".contains(c));
        let joined = operator && is_operator;
        if !out.is_empty() && !joined {
            out.push(' ');
        }
        out.push_str(piece);
        operator = is_operator;
    }
    out
}

/// What expressions are compiled in: strict, fuelled, with the functions of a plan and nothing else.
fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.add_filter("default", filters::default);
    environment.add_test("defined", tests::is_defined);
    environment.add_test("undefined", tests::is_undefined);
    functions::add_to(&mut environment);
    environment
}

#[cfg(test)]
mod tests_of_expressions {
    use super::*;

    fn eval(source: &str) -> Result<String, String> {
        let value = |name: &str| match name {
            "energy" => Some(Value::from(1.5)),
            "cost" => Some(Value::from(4)),
            "name" => Some(Value::from("Halle \"B\"")),
            "$2" => Some(Value::from(2.0)),
            "result" => Some(Value::from(10)),
            _ => None,
        };
        Expression::read(source)?.eval(value).map(|value| value.to_string())
    }

    #[test]
    fn arithmetic_comparisons_choices_and_names_that_mean_something_elsewhere() {
        for (source, expected) in [
            ("energy * $2", "3.0"),
            ("energy**2", "2.25"),
            ("7 // 2", "3"),
            ("cost + 1", "5"),
            ("result >= 10 and not (cost < 4)", "True"),
            ("\"yes\" if energy != 1.5 else 'no'", "no"),
            ("gone|default(energy)", "1.5"),
            ("gone is defined", "False"),
            ("gone is not defined", "True"),
            ("name == \"Halle \\\"B\\\"\"", "True"),
            ("max(energy, $2, cost)", "4.0"),
        ] {
            assert_eq!(eval(source).as_deref(), Ok(expected), "{source}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_in_the_plans_own_words() {
        for (source, part) in [
            ("sqrt(energy)", "there is no function `sqrt`"),
            ("minn(energy, 2)", "did you mean `min`"),
            ("energy|tojson", "no filter `tojson`"),
            ("energy is number", "no test `is number`"),
            ("table.rows", "`.` is not part"),
            ("[1, 2]", "`[` is not part"),
            ("energy * ", "no expression"),
            ("\"open", "does not end"),
            ("$ + 1", "number is missing"),
            ("round()", "`round` takes other inputs"),
            ("abs(energy, 2)", "`abs` takes other inputs"),
            ("  ", "empty"),
        ] {
            let error = Expression::read(source).unwrap_err();
            assert!(error.contains(part), "{source}: {error}");
        }
        assert_eq!(eval("gone + 1"), Err("a value it needs is missing".to_owned()));
    }

    #[test]
    fn what_it_uses_is_known() {
        let read = Expression::read("first_after(now, due|default(now), $3) + cost").unwrap();
        assert_eq!(read.slots.iter().map(String::as_str).collect::<Vec<_>>(), ["cost", "due", "now"]);
        assert_eq!(read.optional.iter().map(String::as_str).collect::<Vec<_>>(), ["due"]);
        assert_eq!(read.steps.iter().copied().collect::<Vec<_>>(), [3]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_never_more(source in "[a-z$0-9_ ()+*/,|<>=!\"'.\\[\\]-]{0,60}") {
            if let Ok(read) = Expression::read(&source) {
                let _ = read.eval(|_| Some(Value::from(2.0)));
            }
            let mut same = |text: &str| text.to_owned();
            proptest::prop_assert_eq!(each_quoted(&source, &mut same), source);
        }
    }

    #[test]
    fn quoted_texts_change_and_stay_one_text() {
        let mut change = |text: &str| text.replace("[TERM_1]", "the \"A\" team");
        let changed = each_quoted("value_of(spent, \"[TERM_1]\") - $1", &mut change);
        assert_eq!(changed, "value_of(spent, \"the \\\"A\\\" team\") - $1");
        assert!(Expression::read(&changed).is_ok());
    }
}
