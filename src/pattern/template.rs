//! Templates and conditions (minijinja), rendered with a context that *contains* only what the stage may see.
//!
//! This is the guarantee behind the labels: a cloud stage's context is built from public and revealed values alone, so no
//! trick of the template language can reach more. There is no loader (no includes), no `debug()`, undefined names are
//! errors, and fuel is limited. Errors are made from names in the template, never from values.

mod context;
mod source;

pub use source::{Kind, Syntax, line_of, paths};

use std::collections::BTreeMap;

use minijinja::{Error, ErrorKind};
use serde_json::Value;

use super::flow::may_cross;
use super::{Pattern, Side, Stage};
use source::environment;

/// What a finished stage left for later templates.
#[derive(Debug, Clone, PartialEq)]
pub struct StageValue {
    /// Its side.
    pub side: Side,
    /// The answer as received.
    pub text: String,
    /// A cloud answer with private values put back; local stages see this one as `text`.
    pub restored: Option<String>,
    /// The parsed reply (contract or schema).
    pub reply: Option<Value>,
}

/// Everything a run knows when a stage is rendered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Values {
    /// The ask.
    pub question: String,
    /// The private material.
    pub context: String,
    /// Values of the params.
    pub params: BTreeMap<String, Value>,
    /// Values of signals that could be had.
    pub signals: BTreeMap<String, f64>,
    /// Finished stages.
    pub stages: BTreeMap<String, StageValue>,
}

/// A rendered stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// System prompt, contract instructions not included.
    pub system: Option<String>,
    /// Prompt.
    pub prompt: String,
}

/// Why a template or condition failed. Never contains a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("stage `{stage}`, {part}: {detail}")]
pub struct TemplateError {
    /// The stage.
    pub stage: String,
    /// `prompt`, `system` or `when`.
    pub part: String,
    /// What was wrong.
    pub detail: String,
}

/// Renders a stage's templates. A cloud stage gets a context with public and revealed values only.
///
/// Line breaks at both ends are trimmed, so that an empty `{{ context }}` leaves no gap behind.
///
/// # Errors
/// On undefined values, exhausted fuel, or anything else minijinja refuses.
pub fn render(pattern: &Pattern, stage: &Stage, values: &Values) -> Result<Rendered, TemplateError> {
    let visible = match stage.side {
        Side::Local => context::for_local(values),
        Side::Cloud => context::for_cloud(pattern, stage, values),
    };
    let part = |part: &'static str, source: &str| {
        environment()
            .render_str(source, visible.clone())
            .map(|text| text.trim_start_matches('\n').trim_end().to_owned())
            .map_err(|error| explain(stage, part, &error, source, Kind::Template, &visible))
    };
    let system = stage.system.as_deref().map(|source| part("system", source)).transpose()?;
    Ok(Rendered { system, prompt: part("prompt", &stage.prompt)? })
}

/// A finished stage's answer as another stage may see it: at home as the user reads it; in the cloud as it was received,
/// and only where it may cross. `None` = it may not.
#[must_use]
pub fn answer_for(stage: &Stage, of: &Stage, value: &StageValue) -> Option<String> {
    match stage.side {
        Side::Local => Some(value.restored.as_ref().unwrap_or(&value.text).clone()),
        Side::Cloud => may_cross(of, "text", &stage.reveals).then(|| value.text.clone()),
    }
}

/// Evaluates a stage's `when`; a stage without one always runs. Sees everything (its outcome is one bit, decided at home).
///
/// A name that has no value is an error even where the language would let it pass as "less than": the caller keeps the
/// run at home then. `x is defined` and `x|default(…)` are how a pattern says that it has thought of it.
///
/// # Errors
/// As [`render`].
pub fn condition(pattern: &Pattern, stage: &Stage, values: &Values) -> Result<bool, TemplateError> {
    let _ = pattern;
    let Some(source) = stage.when.as_deref() else { return Ok(true) };
    let visible = context::for_local(values);
    let missing: Vec<String> = missing(source, Kind::Expression, &visible)
        .into_iter()
        .filter(|path| !source::is_guarded(source, path))
        .collect();
    if !missing.is_empty() {
        let detail = no_value(&missing);
        return Err(TemplateError { stage: stage.id.clone(), part: "when".to_owned(), detail });
    }
    let env = environment();
    env.compile_expression(source)
        .and_then(|expression| expression.eval(visible.clone()))
        .map(|value| value.is_true())
        .map_err(|error| explain(stage, "when", &error, source, Kind::Expression, &visible))
}

/// Evaluates an expression at home, strictly, as [`condition`] does; `owner` and `part` name it in an error.
///
/// # Errors
/// As [`render`].
pub fn evaluate(owner: &str, part: &str, source: &str, values: &Values) -> Result<minijinja::Value, TemplateError> {
    let visible = context::for_local(values);
    let error = |detail: String| TemplateError { stage: owner.to_owned(), part: part.to_owned(), detail };
    let missing: Vec<String> = missing(source, Kind::Expression, &visible)
        .into_iter()
        .filter(|path| !source::is_guarded(source, path))
        .collect();
    if !missing.is_empty() {
        return Err(error(no_value(&missing)));
    }
    let env = environment();
    env.compile_expression(source)
        .and_then(|expression| expression.eval(visible.clone()))
        .map_err(|failed| error(failed.kind().to_string()))
}

/// The filter, test or function a template uses that does not exist, if a trial run with made-up values meets one.
#[must_use]
pub fn unknown_call(pattern: &Pattern, stage: &Stage) -> Option<(&'static str, usize, String)> {
    let values = context::made_up(pattern);
    let visible = match stage.side {
        Side::Local => context::for_local(&values),
        Side::Cloud => context::for_cloud(pattern, stage, &values),
    };
    let parts = [("system", stage.system.as_deref()), ("prompt", Some(stage.prompt.as_str()))];
    parts.into_iter().find_map(|(part, source)| {
        let error = environment().render_str(source?, visible.clone()).err()?;
        let known = !matches!(
            error.kind(),
            ErrorKind::UnknownFilter | ErrorKind::UnknownTest | ErrorKind::UnknownFunction | ErrorKind::UnknownMethod
        );
        // The detail of these kinds is the name as it stands in the template.
        (!known).then(|| (part, error.line().unwrap_or(1), error.to_string().replace(" (in <string>:", " (line ")))
    })
}

/// The paths of a template that have no value in the context it would get.
fn missing(source: &str, kind: Kind, visible: &minijinja::Value) -> Vec<String> {
    let has = |path: &String| {
        let mut value = visible.clone();
        path.split('.').all(|name| {
            value = value.get_attr(name).unwrap_or_default();
            !value.is_undefined()
        })
    };
    paths(source, kind).map(|paths| paths.into_iter().filter(|path| !has(path)).collect()).unwrap_or_default()
}

fn no_value(missing: &[String]) -> String {
    let names: Vec<String> = missing.iter().map(|path| format!("`{path}`")).collect();
    let have = if names.len() == 1 { "has" } else { "have" };
    format!(
        "{} {have} no value here (a stage that did not run, a signal that could not be had, or a private value \
             that is not revealed): guard it with `is defined`",
        names.join(", ")
    )
}

/// An error in words made from the template's own names. minijinja's details may quote values, so they are left out.
fn explain(
    stage: &Stage,
    part: &str,
    error: &Error,
    source: &str,
    kind: Kind,
    visible: &minijinja::Value,
) -> TemplateError {
    let missing = missing(source, kind, visible);
    let detail = match error.kind() {
        ErrorKind::UndefinedError if !missing.is_empty() => no_value(&missing),
        ErrorKind::OutOfFuel => "it does not come to an end: simplify its loops".to_owned(),
        kind => kind.to_string(),
    };
    let line = error.line().filter(|_| part != "when").map(|line| format!("line {line}: ")).unwrap_or_default();
    TemplateError { stage: stage.id.clone(), part: part.to_owned(), detail: format!("{line}{detail}") }
}

#[cfg(test)]
mod tests;
