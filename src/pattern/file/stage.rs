//! One `[[stage]]` of a pattern file.

use std::collections::BTreeSet;

use super::parts;
use crate::model::call::{Effort, Think, Verbosity};
use crate::pattern::{BuiltinAct, FieldKind, Side, Stage, StageKind};
use crate::text::located::Table;

const THINK: [(&str, Think); 5] =
    [("off", Think::Off), ("on", Think::On), ("low", Think::Low), ("medium", Think::Medium), ("high", Think::High)];

const EFFORT: [(&str, Effort); 7] = [
    ("none", Effort::None),
    ("minimal", Effort::Minimal),
    ("low", Effort::Low),
    ("medium", Effort::Medium),
    ("high", Effort::High),
    ("xhigh", Effort::Xhigh),
    ("max", Effort::Max),
];

const VERBOSITY: [(&str, Verbosity); 3] =
    [("low", Verbosity::Low), ("medium", Verbosity::Medium), ("high", Verbosity::High)];

/// Reads a stage, `needs` as declared; what is wrong goes to the reader. `None` only where the side is unknown, because every other check
/// depends on it.
pub(super) fn read(table: &mut Table<'_, '_>) -> Option<Stage> {
    let id = table.required_text("id", "templates name stages by it").unwrap_or_default();
    table.call(format!("stage `{id}`"));
    if !table.has("side") {
        table.complain(table.span(), "`side` is missing: `local` (at home) or `cloud`?");
    }
    let side = table.word("side", &[("local", Side::Local), ("cloud", Side::Cloud)])?;
    let kind = table
        .word("kind", &[("call", StageKind::Call), ("judge", StageKind::Judge), ("ground", StageKind::Ground)])
        .unwrap_or_default();
    let prompt = if kind == StageKind::Call {
        table.required_text("prompt", "say what the model is asked")
    } else {
        table.text("prompt")
    };
    let names = |key: &'static str| -> Vec<String> {
        table.list(key).unwrap_or_default().into_iter().map(toml::Spanned::into_inner).collect()
    };
    let stage = Stage {
        title: table.text("title").unwrap_or_else(|| title(&id)),
        side,
        kind,
        system: table.text("system"),
        prompt: prompt.unwrap_or_default(),
        needs: names("needs"),
        when: table.text("when"),
        background: table.flag("background").unwrap_or_default(),
        think: table.word("think", &THINK),
        effort: table.word("effort", &EFFORT),
        verbosity: table.word("verbosity", &VERBOSITY),
        temperature: table.number("temperature", 0.0, 2.0),
        seed: table.whole("seed", 0, i64::MAX),
        max_output_tokens: whole(table, "max_output_tokens", 1, 1_000_000),
        samples: whole(table, "samples", 1, 16),
        logprobs: table.flag("logprobs").unwrap_or_default(),
        reveals: names("reveals"),
        reply: parts::reply(table),
        schema: parts::schema(table),
        pane: table.text("pane"),
        builtin: table.word("builtin", &[("mask", BuiltinAct::Mask), ("restore", BuiltinAct::Restore)]),
        candidates: parts::candidates(table),
        rubric: names("rubric"),
        plan: table.text("plan"),
        id,
    };
    check_side(table, side);
    check_kind(table, &stage);
    check_pane(table, &stage);
    Some(stage)
}

fn whole(table: &Table<'_, '_>, key: &'static str, min: i64, max: i64) -> Option<u32> {
    table.whole(key, min, max).and_then(|number| u32::try_from(number).ok())
}

/// `first_try` reads as `First try`.
fn title(id: &str) -> String {
    let words = id.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Keys that mean something on one side only.
fn check_side(table: &Table<'_, '_>, side: Side) {
    let (foreign, other) = match side {
        Side::Local => ([("effort", "think"), ("verbosity", "system"), ("schema", "reply")].as_slice(), "cloud"),
        Side::Cloud => ([("think", "effort"), ("builtin", ""), ("reply", "schema")].as_slice(), "local"),
    };
    for (key, instead) in foreign {
        if table.has(key) {
            let instead = match *instead {
                "" => "leave it out".to_owned(),
                "system" => "say how long the answer may be in `system`".to_owned(),
                instead => format!("use `{instead}`"),
            };
            table.complain_about(key, format!("`{key}` is for {other} stages: {instead}"));
        }
    }
}

fn check_kind(table: &Table<'_, '_>, stage: &Stage) {
    let kind_keys = [("candidates", StageKind::Judge), ("rubric", StageKind::Judge), ("plan", StageKind::Ground)];
    for (key, kind) in kind_keys {
        if table.has(key) && stage.kind != kind {
            let kind = if kind == StageKind::Judge { "judge" } else { "ground" };
            table.complain_about(key, format!("`{key}` is for stages with `kind = \"{kind}\"`"));
        }
    }
    match stage.kind {
        StageKind::Call => {}
        StageKind::Judge => {
            let mut seen = BTreeSet::new();
            let twice = !stage.candidates.iter().flatten().all(|id| seen.insert(id));
            if stage.candidates.len() != 2 || twice || stage.candidates.iter().any(Vec::is_empty) {
                let message = "a judge compares two stages: `candidates = [\"a\", \"b\"]`, or of several the first that \
                               ran: `[\"a\", [\"b\", \"c\"]]`; each stage once";
                table.complain_about("candidates", message);
            }
        }
        StageKind::Ground => {
            if stage.side == Side::Cloud {
                table.complain_about("side", "a ground stage works on private values: `side = \"local\"`");
            }
            if stage.plan.is_none() {
                table.complain(table.span(), "`plan` is missing: which stage's plan is carried out?");
            }
        }
    }
}

/// What is shown while a reply streams has to be a public text: it stands on the cloud's side of the screen.
fn check_pane(table: &Table<'_, '_>, stage: &Stage) {
    let Some(pane) = &stage.pane else { return };
    let reply = stage.reply.as_ref();
    let is_text =
        reply.is_some_and(|reply| reply.fields.iter().any(|(name, kind)| name == pane && *kind == FieldKind::Text));
    let is_public = reply.is_some_and(|reply| reply.public.contains(pane));
    if !(is_text && is_public) {
        table.complain_about(
            "pane",
            format!("`pane` names `{pane}`: it has to be a public text field of `[stage.reply]`"),
        );
    }
}
