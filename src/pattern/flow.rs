//! What may flow where: the labels private and public, and the check that a pattern's templates keep to them.
//!
//! The check explains, before anything runs; the guarantee is how [`super::template`] builds a cloud stage's context,
//! from [`may_cross`].

use super::graph::Fault;
use super::template::{Kind, line_of, paths};
use super::{Pattern, Side, Stage, StageKind};

/// Whether a cloud stage that reveals `reveals` may use this field (`text` or a field of the reply) of `of`.
///
/// What a cloud wrote is public; of local output only the fields declared public are, and what is revealed. What a judge
/// came to is private on either side: it is computed at home, from the answers as the user reads them.
#[must_use]
pub fn may_cross(of: &Stage, field: &str, reveals: &[String]) -> bool {
    let public = of.reply.as_ref().is_some_and(|reply| reply.public.iter().any(|name| name == field));
    is_public(of)
        || (public && field != "text")
        || reveals.iter().any(|revealed| {
            *revealed == of.id || revealed.strip_prefix(&of.id).and_then(|rest| rest.strip_prefix('.')) == Some(field)
        })
}

/// Whether a cloud stage is told anything that was made from the context: itself, or what a local stage wrote. Where it is
/// not, no fact of the context was ever to cross, and none is missed.
#[must_use]
pub fn carries_context(pattern: &Pattern, stage: &Stage) -> bool {
    let from_home = |id: &String| pattern.stage(id).is_some_and(|need| need.side == Side::Local);
    stage.reveals.iter().any(|revealed| revealed == "context") || stage.needs.iter().any(from_home)
}

/// Whether everything of a stage is the cloud's own output.
fn is_public(of: &Stage) -> bool {
    of.side == Side::Cloud && of.kind != StageKind::Judge
}

/// Whether the path crosses under these reveals. Paths that name no value of this pattern do not concern this check.
fn crosses(pattern: &Pattern, path: &str, reveals: &[String]) -> bool {
    let (root, rest) = path.split_once('.').unwrap_or((path, ""));
    let field = rest.split('.').next().unwrap_or_default();
    match root {
        "question" | "context" => reveals.iter().any(|revealed| revealed == root),
        "signals" => false,
        _ => pattern.stage(root).is_none_or(|of| {
            // A bare name means all of it.
            if field.is_empty() { is_public(of) || reveals.contains(&of.id) } else { may_cross(of, field, reveals) }
        }),
    }
}

/// Every use of a private value by a cloud stage that does not reveal it, and every entry of `reveals` that is wrong.
#[must_use]
pub fn check(pattern: &Pattern) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, stage) in pattern.stages.iter().enumerate() {
        if stage.side == Side::Cloud {
            check_uses(pattern, index, stage, &mut faults);
            check_reveals(pattern, index, stage, &mut faults);
        } else if !stage.reveals.is_empty() {
            let message = "`reveals` is for cloud stages: a local stage sees everything anyway, leave it out";
            faults.push(Fault::at(index, "reveals", message));
        }
    }
    faults
}

fn check_uses(pattern: &Pattern, index: usize, stage: &Stage, faults: &mut Vec<Fault>) {
    for (key, source) in [("system", stage.system.as_deref().unwrap_or_default()), ("prompt", &stage.prompt)] {
        for path in paths(source, Kind::Template).unwrap_or_default() {
            if !crosses(pattern, &path, &stage.reveals) {
                let line = line_of(source, &path);
                faults.push(Fault::in_text(index, key, line, private_use(pattern, stage, &path)));
            }
        }
    }
    for candidate in stage.candidates.iter().flatten() {
        let path = format!("{candidate}.text");
        if stage.kind == StageKind::Judge && !crosses(pattern, &path, &stage.reveals) {
            faults.push(Fault::at(index, "candidates", private_use(pattern, stage, &path)));
        }
    }
}

/// What is wrong and the two ways out.
fn private_use(pattern: &Pattern, stage: &Stage, path: &str) -> String {
    let (root, rest) = path.split_once('.').unwrap_or((path, ""));
    let field = rest.split('.').next().unwrap_or_default();
    if root == "signals" {
        return format!(
            "cloud stage uses `{path}`: signals are computed at home and never leave it, use them in `when`"
        );
    }
    let value = if field.is_empty() { root.to_owned() } else { format!("{root}.{field}") };
    let mut declared: Vec<String> = stage.reveals.iter().map(|name| format!("\"{name}\"")).collect();
    declared.push(format!("\"{value}\""));
    let declare = format!("declare `reveals = [{}]` (people are told before a run)", declared.join(", "));
    let of = pattern.stage(root);
    let public: Vec<String> = of
        .and_then(|of| of.reply.as_ref())
        .map(|reply| reply.public.iter().map(|name| format!("`{root}.{name}`")).collect())
        .unwrap_or_default();
    let whole = if of.is_some() && field.is_empty() { " as a whole, which is every field of it" } else { "" };
    let instead = if public.is_empty() {
        "use a field a local stage makes public".to_owned()
    } else {
        format!("use what it makes public: {}", public.join(", "))
    };
    format!("cloud stage uses the private value `{value}`{whole}: {declare}, or {instead}")
}

fn check_reveals(pattern: &Pattern, index: usize, stage: &Stage, faults: &mut Vec<Fault>) {
    for entry in &stage.reveals {
        if let Some(wrong) = wrong_entry(pattern, entry) {
            faults.push(Fault::at(index, "reveals", format!("`reveals` names `{entry}`: {wrong}")));
        } else if !is_used(stage, entry) {
            let message = format!(
                "`reveals` names `{entry}`, which the stage does not use: leave it out, so that what people are told stays exact"
            );
            faults.push(Fault::at(index, "reveals", message));
        }
    }
}

fn wrong_entry(pattern: &Pattern, entry: &str) -> Option<String> {
    if matches!(entry, "question" | "context") {
        return None;
    }
    let (root, field) = entry.split_once('.').unwrap_or((entry, ""));
    let Some(of) = pattern.stage(root) else {
        return Some("that is neither `question`, `context`, a stage, nor a stage's field".to_owned());
    };
    if is_public(of) {
        return Some("what the cloud wrote is public already, leave it out".to_owned());
    }
    // A judge's report has a form of its own.
    if field.is_empty() || field == "text" || of.kind == StageKind::Judge {
        return None;
    }
    let reply = of.reply.as_ref();
    if !reply.is_some_and(|reply| reply.fields.iter().any(|(name, _)| name == field)) {
        return Some(format!("stage `{root}` has no field `{field}`"));
    }
    let public = reply.is_some_and(|reply| reply.public.iter().any(|name| name == field));
    public.then(|| "that field is public already, leave it out".to_owned())
}

fn is_used(stage: &Stage, entry: &str) -> bool {
    let root = entry.split('.').next().unwrap_or_default();
    let candidate = stage.candidates.iter().flatten().any(|candidate| candidate == root);
    let sources = [stage.system.as_deref().unwrap_or_default(), &stage.prompt];
    let mut used = sources.iter().flat_map(|source| paths(source, Kind::Template).unwrap_or_default());
    candidate
        || used.any(|path| {
            path == entry
                || path == root
                || (root == entry || path.starts_with(&format!("{entry}."))) && path.starts_with(&format!("{root}."))
        })
}
