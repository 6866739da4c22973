//! Templates as text: the environment they are compiled in, and the names they use.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior};
use regex::Regex;

/// Instructions a template may take; a prompt over a long reply needs a few hundred.
const FUEL: u64 = 200_000;

/// Functions the environment offers; no names of values.
const FUNCTIONS: [&str; 2] = ["range", "dict"];

/// Filters whose result is as large as a number in the template says, before any fuel is spent (constants even while the
/// template compiles): one line of a pattern file could hang the program or use up the memory.
const BOUNDLESS: [&str; 4] = ["batch", "slice", "indent", "format"];

/// What a piece of source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A template with `{{ … }}`.
    Template,
    /// A bare expression.
    Expression,
}

/// A template that does not compile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syntax {
    /// Line in the source, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// The one environment of all templates: strict, without loader, escaping, debug output or endless loops.
pub(super) fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| AutoEscape::None);
    env.set_fuel(Some(FUEL));
    env.remove_global("debug");
    // Lets a loop double a text until the memory is gone.
    env.remove_global("namespace");
    for filter in BOUNDLESS {
        env.remove_filter(filter);
    }
    env
}

/// The paths (`question`, `abstract.problem`, or `abstract` where all of it may be meant) a source takes from its context.
///
/// A name that is indexed (`abstract['mapping']`), looped over, passed on or aliased counts as the whole of it.
///
/// # Errors
/// When the source does not compile, or reaches for another template.
pub fn paths(source: &str, kind: Kind) -> Result<BTreeSet<String>, Syntax> {
    let env = environment();
    let names = match kind {
        Kind::Template => {
            refuse_other_templates(source)?;
            env.template_from_str(source).map_err(|error| syntax(&error))?.undeclared_variables(true)
        }
        Kind::Expression => env.compile_expression(source).map_err(|error| syntax(&error))?.undeclared_variables(true),
    };
    Ok(names.into_iter().filter(|name| !FUNCTIONS.contains(&name.as_str())).collect())
}

fn syntax(error: &Error) -> Syntax {
    // A syntax error is about the source, which is no secret.
    let message = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    Syntax { line: error.line().unwrap_or(1), message }
}

/// Includes and the like would fail when rendered (there is no loader); said early they say why.
fn refuse_other_templates(source: &str) -> Result<(), Syntax> {
    static TAG: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"\{%[-+]?\s*(include|import|from|extends)\b").ok());
    let Some(found) = TAG.as_ref().and_then(|tag| tag.captures(source)) else { return Ok(()) };
    let (start, name) = found.get(1).map_or((0, ""), |name| (name.start(), name.as_str()));
    let line = source.get(..start).unwrap_or_default().matches('\n').count() + 1;
    Err(Syntax { line, message: format!("`{name}` is off: a pattern file stands alone") })
}

/// The first line of `source` (from 1) on which `path` stands; 1 if it cannot be found.
#[must_use]
pub fn line_of(source: &str, path: &str) -> usize {
    let (root, _) = path.split_once('.').unwrap_or((path, ""));
    let line = |wanted: &str| {
        let word = Regex::new(&format!(r"\b{}\b", regex::escape(wanted))).ok()?;
        source.lines().position(|line| word.is_match(line))
    };
    // Prose may hold the same word: a line with template marks goes first.
    let marked = Regex::new(&format!(r"\{{[{{%][^}}]*\b{}\b", regex::escape(path))).ok();
    let marked = marked.and_then(|marked| source.lines().position(|line| marked.is_match(line)));
    marked.or_else(|| line(path)).or_else(|| line(root)).map_or(1, |index| index + 1)
}

/// Whether an expression says what to do when `path` has no value.
pub(super) fn is_guarded(source: &str, path: &str) -> bool {
    let guard = format!(r"\b{}\s*(?:is\s+(?:not\s+)?(?:un)?defined\b|\|\s*default\b)", regex::escape(path));
    Regex::new(&guard).is_ok_and(|guard| guard.is_match(source))
}
