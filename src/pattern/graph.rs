//! The stage graph: which stage needs which, in what order they may run, and whether every name means something.

use std::collections::BTreeSet;

use super::template::{Kind, Syntax, line_of, paths, unknown_call};
use super::{Pattern, Side, SignalKind, Stage, StageKind};
use crate::text::located::suggestion;

/// Names that mean something in templates already, so that no stage, param or signal can carry them.
const RESERVED: [&str; 48] = [
    "and",
    "as",
    "autoescape",
    "block",
    "break",
    "call",
    "caller",
    "context",
    "continue",
    "debug",
    "dict",
    "do",
    "elif",
    "else",
    "endfor",
    "endif",
    "extends",
    "false",
    "filter",
    "for",
    "from",
    "if",
    "import",
    "in",
    "include",
    "is",
    "kwargs",
    "loop",
    "macro",
    "namespace",
    "none",
    "not",
    "null",
    "or",
    "params",
    "question",
    "range",
    "raw",
    "recursive",
    "self",
    "set",
    "signals",
    "super",
    "text",
    "true",
    "undefined",
    "varargs",
    "with",
];

/// Something wrong with a pattern: where (stage by index, key, line within the key's text) and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Index of the stage; `None` = the pattern itself.
    pub stage: Option<usize>,
    /// Index of the signal, where it is about one.
    pub signal: Option<usize>,
    /// The key it is about; empty = the stage, signal or pattern as a whole.
    pub key: &'static str,
    /// Line within the key's text, from 1, where it is a template.
    pub line: Option<usize>,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl Fault {
    pub(super) fn at(stage: usize, key: &'static str, message: impl Into<String>) -> Self {
        Self { stage: Some(stage), signal: None, key, line: None, message: message.into() }
    }

    pub(super) fn in_text(stage: usize, key: &'static str, line: usize, message: impl Into<String>) -> Self {
        Self { stage: Some(stage), signal: None, key, line: Some(line), message: message.into() }
    }

    pub(super) fn general(key: &'static str, message: impl Into<String>) -> Self {
        Self { stage: None, signal: None, key, line: None, message: message.into() }
    }

    fn of_signal(signal: usize, key: &'static str, message: impl Into<String>) -> Self {
        Self { signal: Some(signal), ..Self::general(key, message) }
    }
}

/// Why `id` cannot name a stage, field, param or signal.
#[must_use]
pub fn bad_id(id: &str) -> Option<String> {
    let mut chars = id.chars();
    let begins = chars.next().is_some_and(|c| c.is_ascii_lowercase());
    if !begins || !chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        return Some(format!(
            "`{id}` is not an id: small letters, digits and `_`, a letter first (`-` would read as minus)"
        ));
    }
    RESERVED.contains(&id).then(|| format!("`{id}` means something in templates already: choose another id"))
}

/// A stage's sources: key, text, kind.
fn sources(stage: &Stage) -> impl Iterator<Item = (&'static str, &str, Kind)> {
    [
        ("system", stage.system.as_deref(), Kind::Template),
        ("prompt", Some(stage.prompt.as_str()), Kind::Template),
        ("when", stage.when.as_deref(), Kind::Expression),
    ]
    .into_iter()
    .filter_map(|(key, text, kind)| Some((key, text?, kind)))
}

/// The stages whose output a stage uses: in its templates and condition, as candidates, plan, or through a signal. In
/// file order.
#[must_use]
pub fn uses(pattern: &Pattern, stage: &Stage) -> Vec<String> {
    let mut used: BTreeSet<String> = stage.candidates.iter().flatten().cloned().chain(stage.plan.clone()).collect();
    for (_, source, kind) in sources(stage) {
        for path in paths(source, kind).unwrap_or_default() {
            let (root, rest) = path.split_once('.').unwrap_or((&path, ""));
            if root == "signals" {
                let name = rest.split('.').next().unwrap_or_default();
                let meant = pattern.signals.iter().filter(|signal| name.is_empty() || signal.id == name);
                used.extend(meant.map(|signal| signal.of.clone()));
            } else {
                used.insert(root.to_owned());
            }
        }
    }
    pattern.stages.iter().filter(|other| used.contains(&other.id)).map(|other| other.id.clone()).collect()
}

impl Pattern {
    /// The stage of this name.
    #[must_use]
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// Stages in an order in which each comes after all it needs; file order where that leaves a choice. Shorter than
    /// the pattern only where there is a cycle, which no checked pattern has.
    #[must_use]
    pub fn order(&self) -> Vec<&Stage> {
        let mut order: Vec<&Stage> = Vec::with_capacity(self.stages.len());
        let mut done = BTreeSet::new();
        while let Some(next) = self.stages.iter().find(|stage| is_ready(stage, &done)) {
            done.insert(next.id.clone());
            order.push(next);
        }
        order
    }

    /// The stages that are not in `done` (finished or skipped) and whose needs all are, in file order. The caller keeps
    /// account of those already started.
    #[must_use]
    pub fn ready(&self, done: &BTreeSet<String>) -> Vec<&Stage> {
        self.stages.iter().filter(|stage| is_ready(stage, done)).collect()
    }

    /// Every stage that has to come before `id`, however far back.
    #[must_use]
    pub fn ancestors(&self, id: &str) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let mut open: Vec<&str> = vec![id];
        while let Some(next) = open.pop() {
            for need in self.stage(next).into_iter().flat_map(|stage| &stage.needs) {
                if found.insert(need.as_str()) {
                    open.push(need);
                }
            }
        }
        found
    }
}

fn is_ready(stage: &Stage, done: &BTreeSet<String>) -> bool {
    !done.contains(&stage.id) && stage.needs.iter().all(|need| done.contains(need))
}

/// Everything wrong with names and graph.
#[must_use]
pub fn check(pattern: &Pattern) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_ids(pattern, &mut faults);
    check_signals(pattern, &mut faults);
    for (index, stage) in pattern.stages.iter().enumerate() {
        check_sources(pattern, index, stage, &mut faults);
        check_links(pattern, index, stage, &mut faults);
    }
    check_answer(pattern, &mut faults);
    check_cycles(pattern, &mut faults);
    if faults.is_empty() {
        // These two walk the graph and try the templates, which says little while names are wrong.
        check_reached(pattern, &mut faults);
        for (index, stage) in pattern.stages.iter().enumerate() {
            if let Some((key, line, message)) = unknown_call(pattern, stage) {
                faults.push(Fault::in_text(index, key, line, message));
            }
        }
    }
    faults
}

fn check_ids(pattern: &Pattern, faults: &mut Vec<Fault>) {
    if pattern.stages.is_empty() {
        faults.push(Fault::general("", "the pattern has no [[stage]]"));
    }
    let mut seen = BTreeSet::new();
    for (index, stage) in pattern.stages.iter().enumerate() {
        if let Some(wrong) = bad_id(&stage.id) {
            faults.push(Fault::at(index, "id", wrong));
        }
        if !seen.insert(stage.id.as_str()) {
            faults.push(Fault::at(index, "id", format!("there are two stages `{}`", stage.id)));
        }
    }
    for (index, signal) in pattern.signals.iter().enumerate() {
        if let Some(wrong) = bad_id(&signal.id) {
            faults.push(Fault::of_signal(index, "id", wrong));
        }
        if signal.of.is_empty() && signal.kind == SignalKind::Rule {
            continue;
        }
        if pattern.stage(&signal.of).is_none() {
            let hint = suggestion(&signal.of, &ids(pattern));
            let message = format!("signal `{}` measures stage `{}`, which does not exist{hint}", signal.id, signal.of);
            faults.push(Fault::of_signal(index, "of", message));
        }
    }
}

/// Signals measure what runs at home, with what is there when it has ended.
fn check_signals(pattern: &Pattern, faults: &mut Vec<Fault>) {
    for (index, signal) in pattern.signals.iter().enumerate() {
        let mut wrong = |key: &'static str, message: String| {
            faults.push(Fault::of_signal(index, key, format!("signal `{}` {message}", signal.id)));
        };
        let measured = pattern.stage(&signal.of);
        if let Some(stage) = measured {
            if stage.side == Side::Cloud {
                wrong(
                    "of",
                    format!("measures cloud stage `{}`: hardness is judged at home, measure a local one", stage.id),
                );
            }
            if stage.kind != StageKind::Call {
                wrong("of", format!("measures stage `{}`, which is no plain call", stage.id));
            }
            if signal.kind == SignalKind::LogprobQuantile && !stage.logprobs {
                wrong("of", format!("needs log-probabilities: write `logprobs = true` in stage `{}`", stage.id));
            }
        }
        let mut known = pattern.ancestors(&signal.of);
        known.extend(measured.map(|stage| stage.id.as_str()));
        for (key, kind) in [("prompt", Kind::Template), ("expr", Kind::Expression)] {
            let source = signal.settings.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
            for path in paths(source, kind).unwrap_or_default() {
                let root = path.split('.').next().unwrap_or_default();
                if let Some(unknown) = unknown_path(pattern, &path) {
                    wrong(key, format!("cannot be computed: {unknown}"));
                } else if root == "signals" {
                    wrong(key, format!("uses `{path}`: combine signals in a stage's `when`"));
                } else if pattern.stage(root).is_some() && !known.contains(root) {
                    wrong(key, format!("uses `{path}`, which need not be there yet: write `of = \"{root}\"`"));
                }
            }
        }
    }
    for (index, stage) in pattern.stages.iter().enumerate() {
        let compared =
            pattern.signals.iter().any(|signal| signal.kind == SignalKind::Agreement && signal.of == stage.id);
        if stage.samples.is_some() && !compared {
            let message = "nobody compares these samples: add a signal of kind `agreement`, or leave `samples` out";
            faults.push(Fault::at(index, "samples", message));
        }
    }
}

fn ids(pattern: &Pattern) -> Vec<&str> {
    pattern.stages.iter().map(|stage| stage.id.as_str()).collect()
}

fn check_sources(pattern: &Pattern, index: usize, stage: &Stage, faults: &mut Vec<Fault>) {
    for (key, source, kind) in sources(stage) {
        match paths(source, kind) {
            Err(Syntax { line, message }) => faults.push(Fault::in_text(index, key, line, message)),
            Ok(paths) => {
                for path in paths {
                    if let Some(wrong) = unknown_path(pattern, &path) {
                        faults.push(Fault::in_text(index, key, line_of(source, &path), wrong));
                    }
                }
            }
        }
    }
}

/// Why a path means nothing in this pattern.
fn unknown_path(pattern: &Pattern, path: &str) -> Option<String> {
    let (root, rest) = path.split_once('.').unwrap_or((path, ""));
    let field = rest.split('.').next().unwrap_or_default();
    let among = |what: &str, known: &[&str]| {
        let missing = !field.is_empty() && !known.contains(&field);
        missing.then(|| format!("there is no {what} `{field}`{}", suggestion(field, known)))
    };
    match root {
        "question" | "context" => (!field.is_empty()).then(|| format!("`{root}` is a text, it has no field `{field}`")),
        "params" => among("param", &pattern.params.keys().map(String::as_str).collect::<Vec<_>>()),
        "signals" => among("signal", &pattern.signals.iter().map(|signal| signal.id.as_str()).collect::<Vec<_>>()),
        _ => match pattern.stage(root) {
            None => {
                let mut known = ids(pattern);
                known.extend(["question", "context", "params", "signals"]);
                Some(format!("unknown name `{root}`{}", suggestion(root, &known)))
            }
            Some(stage) => {
                let fields = fields(stage)?;
                let mut known: Vec<&str> = fields.iter().map(String::as_str).collect();
                known.push("text");
                let missing = !field.is_empty() && !known.contains(&field);
                missing.then(|| format!("stage `{root}` has no field `{field}`{}", suggestion(field, &known)))
            }
        },
    }
}

/// The fields of a stage's reply; `None` where the file does not say (judge and ground replies have a form of their own).
fn fields(stage: &Stage) -> Option<Vec<String>> {
    if stage.kind != StageKind::Call {
        return None;
    }
    if let Some(reply) = &stage.reply {
        return Some(reply.fields.iter().map(|(name, _)| name.clone()).collect());
    }
    let properties = stage.schema.as_ref().and_then(|schema| schema.get("properties")?.as_object());
    Some(properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default())
}

fn check_links(pattern: &Pattern, index: usize, stage: &Stage, faults: &mut Vec<Fault>) {
    let candidates: Vec<String> = stage.candidates.iter().flatten().cloned().collect();
    let named = [("needs", &stage.needs), ("candidates", &candidates)];
    let plan: Vec<String> = stage.plan.clone().into_iter().collect();
    for (key, list) in named.into_iter().chain([("plan", &plan)]) {
        for id in list {
            if pattern.stage(id).is_none() {
                let hint = suggestion(id, &ids(pattern));
                faults.push(Fault::at(index, key, format!("`{key}` names stage `{id}`, which does not exist{hint}")));
            }
        }
    }
    let before = pattern.ancestors(&stage.id);
    for used in uses(pattern, stage) {
        if used != stage.id && !before.contains(used.as_str()) {
            let message =
                format!("the stage uses `{used}` but `needs` does not bring it in: add it, or leave `needs` out");
            faults.push(Fault::at(index, "needs", message));
        }
    }
}

fn check_answer(pattern: &Pattern, faults: &mut Vec<Fault>) {
    let first: Vec<String> = pattern.first_answer.clone().into_iter().collect();
    for (key, list) in [("answer", &pattern.answer), ("first_answer", &first)] {
        for id in list {
            if pattern.stage(id).is_none() {
                let hint = suggestion(id, &ids(pattern));
                faults.push(Fault::general(key, format!("`{key}` names stage `{id}`, which does not exist{hint}")));
            }
        }
    }
    if let Some(first) = &pattern.first_answer {
        let behind = pattern.stages.iter().filter(|stage| stage.background);
        let before = pattern.ancestors(first);
        for stage in behind {
            if stage.id == *first || before.contains(stage.id.as_str()) {
                let message = format!("the first answer `{first}` would wait for background stage `{}`", stage.id);
                faults.push(Fault::general("first_answer", message));
            }
        }
    }
}

fn check_cycles(pattern: &Pattern, faults: &mut Vec<Fault>) {
    let ordered: BTreeSet<&str> = pattern.order().iter().map(|stage| stage.id.as_str()).collect();
    let in_cycle = |stage: &&Stage| {
        !ordered.contains(stage.id.as_str()) && pattern.ancestors(&stage.id).contains(stage.id.as_str())
    };
    // One message for a cycle, at its first stage in the file.
    let Some(start) = pattern.stages.iter().find(in_cycle) else { return };
    let mut path = vec![start.id.as_str()];
    let mut at = start;
    while let Some(next) = at.needs.iter().find(|need| {
        *need == &start.id || (!path.contains(&need.as_str()) && pattern.ancestors(need).contains(start.id.as_str()))
    }) {
        path.push(next);
        if *next == start.id {
            break;
        }
        let Some(stage) = pattern.stage(next) else { break };
        at = stage;
    }
    let index = pattern.stages.iter().position(|stage| stage.id == start.id).unwrap_or_default();
    let chain = path.join(" needs ");
    faults.push(Fault::at(index, "", format!("the stages wait for each other: {chain}")));
}

/// Refuses stages that nothing shown to the user depends on: they would cost time and money for nothing.
fn check_reached(pattern: &Pattern, faults: &mut Vec<Fault>) {
    let ends = pattern.answer.iter().chain(&pattern.first_answer).map(String::as_str);
    let shown = pattern.stages.iter().filter(|stage| stage.background || stage.kind == StageKind::Judge);
    let mut reached = BTreeSet::new();
    for end in ends.chain(shown.map(|stage| stage.id.as_str())) {
        reached.insert(end);
        reached.extend(pattern.ancestors(end));
    }
    for (index, stage) in pattern.stages.iter().enumerate() {
        if !reached.contains(stage.id.as_str()) {
            faults.push(Fault::at(
                index,
                "",
                "no answer depends on this stage: use it, name it in `answer`, or remove it",
            ));
        }
    }
}
