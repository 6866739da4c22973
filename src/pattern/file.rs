//! The pattern file format: TOML in, a checked [`Pattern`] or all that is wrong with it out.
//!
//! | key | value |
//! |---|---|
//! | `id`, `name`, `summary` | the id may carry hyphens |
//! | `direction` | `local-first`, `cloud-first`, `both` |
//! | `trigger` | `always`, `conditional`, `optional`; left out where no stage runs on the cloud |
//! | `purpose` | any of `privacy`, `cost`, `latency`, `reliability` |
//! | `answer` | a stage or a list; the first one that ran is what the user reads |
//! | `first_answer` | the stage shown first |
//! | `[params]` | `name = 0.5`, `{ default, min, max, doc }` or `{ default, choices, doc }` |
//! | `[[signal]]` | `id`, `kind`, `of`; `quantile`, `floor` / `samples` / `prompt` / `expr` by kind |
//! | `[[stage]]` | below, in file order |
//!
//! | key of a stage | value |
//! |---|---|
//! | `id`, `title`, `side` | an id is `[a-z][a-z0-9_]*` and no reserved word |
//! | `system`, `prompt` | templates over `question`, `context`, `params`, `signals` and earlier stages |
//! | `needs` | stages to wait for; else read off the templates |
//! | `when` | an expression; an error in it keeps the run at home |
//! | `reveals` | cloud: `question`, `context`, `STAGE`, `STAGE.text`, `STAGE.field` |
//! | `[stage.reply]` | local: `field = "text"`, `map`, `list`, `number` or `bool`; `public = [fields]` |
//! | `[stage.schema]` | cloud: a strict JSON schema |
//! | `pane` | the public text field shown while the reply streams |
//! | `builtin` | local: `mask` or `restore`, what the model-less side does |
//! | `think`; `effort`, `verbosity` | local; cloud |
//! | `temperature`, `seed`, `max_output_tokens`, `samples`, `logprobs`, `background` | of the call |
//! | `kind` | `call`, `judge` (`candidates`, `rubric`), `ground` (`plan`) |
//! | `candidates` | `["a", "b"]`; in the place of a stage a list, of which the first that ran counts: `["a", ["b", "c"]]` |
//! | `rubric` | what a judge scores, one line each; what stands before the colon is its name |

mod parts;
mod stage;

use super::graph::Fault;
use super::{Direction, Pattern, Purpose, Side, Source, Stage, Trigger, flow, graph};
use crate::text::located::{Problem, Reader, Table, one_of};

/// Largest pattern file read, bytes; a prompt collection stays far below.
pub const MAX_BYTES: usize = 1 << 20;

/// Reads and checks a pattern file. `file` is its name in messages.
///
/// # Errors
/// Everything wrong with it, in file order, each with its line.
pub fn parse(file: &str, text: &str, source: Source) -> Result<Pattern, Vec<Problem>> {
    let reader = Reader::new(file, text);
    if text.len() > MAX_BYTES {
        reader.complain(0..0, format!("the file is larger than {MAX_BYTES} bytes: it is no pattern"));
        return Err(reader.into_problems());
    }
    let Some(parsed) = reader.parse() else { return Err(reader.into_problems()) };
    let root = Table::root(&reader, &parsed);
    let pattern = read(&reader, &root, source);
    root.finish();
    if reader.is_clean() { Ok(pattern) } else { Err(reader.into_problems()) }
}

fn read(reader: &Reader<'_>, root: &Table<'_, '_>, source: Source) -> Pattern {
    let id = root.required_text("id", "give the pattern a short name, `id = \"my-pattern\"`");
    if let Some(wrong) = id.as_deref().and_then(bad_pattern_id) {
        root.complain_about("id", wrong);
    }
    let name = root.required_text("name", "say what people call it");
    let summary = root.text("summary").unwrap_or_default();
    if !root.has("direction") {
        root.complain(0..0, "`direction` is missing: who acts first, `local-first`, `cloud-first` or `both`?");
    }
    let direction = root.word(
        "direction",
        &[("local-first", Direction::LocalFirst), ("cloud-first", Direction::CloudFirst), ("both", Direction::Both)],
    );
    let trigger = root.word(
        "trigger",
        &[("always", Trigger::Always), ("conditional", Trigger::Conditional), ("optional", Trigger::Optional)],
    );
    let answer = root.list("answer").unwrap_or_default();
    if answer.is_empty() {
        root.complain(root.span_of("answer"), "`answer` is missing: name the stage whose text the user reads");
    }
    let mut pattern = Pattern {
        id: id.unwrap_or_default(),
        name: name.unwrap_or_default(),
        summary: summary.trim().to_owned(),
        direction: direction.unwrap_or(Direction::LocalFirst),
        trigger,
        purpose: purposes(root),
        answer: answer.into_iter().map(toml::Spanned::into_inner).collect(),
        first_answer: root.text("first_answer"),
        params: parts::params(root),
        signals: parts::signals(root),
        stages: Vec::new(),
        source,
    };
    let mut tables = root.tables("stage");
    let stages: Vec<Option<Stage>> = tables.iter_mut().map(stage::read).collect();
    let stages: Option<Vec<Stage>> = stages.into_iter().collect();
    if let Some(stages) = stages {
        pattern.stages = stages;
        let declared: Vec<bool> = tables.iter().map(|table| table.has("needs")).collect();
        infer_needs(&mut pattern, &declared);
        let mut faults = graph::check(&pattern);
        faults.extend(flow::check(&pattern));
        check_axes(&pattern, direction.is_some(), &mut faults);
        report(reader, root, &tables, faults);
    }
    tables.into_iter().for_each(Table::finish);
    pattern
}

const PURPOSES: [(&str, Purpose); 4] = [
    ("privacy", Purpose::Privacy),
    ("cost", Purpose::Cost),
    ("latency", Purpose::Latency),
    ("reliability", Purpose::Reliability),
];

fn purposes(root: &Table<'_, '_>) -> Vec<Purpose> {
    let mut purposes = Vec::new();
    for word in root.list("purpose").unwrap_or_default() {
        if let Some((_, purpose)) = PURPOSES.iter().find(|(known, _)| known == word.get_ref()) {
            purposes.push(*purpose);
        } else {
            let known = one_of(&PURPOSES.map(|(word, _)| word));
            root.complain(word.span(), format!("`{}` is no purpose: it has to be {known}", word.get_ref()));
        }
    }
    purposes
}

/// Pattern ids are also file and command names, and may carry hyphens.
fn bad_pattern_id(id: &str) -> Option<String> {
    let fine = id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
    (!fine).then(|| format!("`{id}` is no pattern id: small letters, digits, `-` and `_`, a letter first"))
}

fn infer_needs(pattern: &mut Pattern, declared: &[bool]) {
    let inferred: Vec<Vec<String>> = pattern.stages.iter().map(|stage| graph::uses(pattern, stage)).collect();
    for ((stage, needs), declared) in pattern.stages.iter_mut().zip(inferred).zip(declared) {
        if !declared {
            stage.needs = needs;
        }
    }
}

/// The axes have to fit what the stages do: the picker speaks from them.
fn check_axes(pattern: &Pattern, direction_given: bool, faults: &mut Vec<Fault>) {
    let on = |side: Side| pattern.stages.iter().any(|stage| stage.side == side);
    match (on(Side::Cloud), pattern.trigger) {
        (true, None) => faults.push(Fault::general(
            "trigger",
            "`trigger` is missing: when is the cloud called, `always`, `conditional` or `optional`?",
        )),
        (false, Some(_)) => faults.push(Fault::general("trigger", "no stage runs on the cloud: leave `trigger` out")),
        _ => {}
    }
    let first = |side: Side| pattern.stages.iter().any(|stage: &Stage| stage.side == side && stage.needs.is_empty());
    let wrong = match pattern.direction {
        _ if !direction_given || pattern.stages.is_empty() => None,
        Direction::LocalFirst if !first(Side::Local) => Some("`local-first`, but no local stage can begin"),
        Direction::CloudFirst if !first(Side::Cloud) => Some("`cloud-first`, but no cloud stage can begin"),
        Direction::Both if !(on(Side::Local) && on(Side::Cloud)) => Some("`both`, but one side has no stage"),
        _ => None,
    };
    if let Some(wrong) = wrong {
        faults.push(Fault::general("direction", format!("`direction` says {wrong}")));
    }
}

/// Gives each fault its line in the file.
fn report(reader: &Reader<'_>, root: &Table<'_, '_>, tables: &[Table<'_, '_>], faults: Vec<Fault>) {
    let signals = if faults.iter().any(|fault| fault.signal.is_some()) { root.tables("signal") } else { Vec::new() };
    for fault in faults {
        if let Some(signal) = fault.signal.and_then(|index| signals.get(index)) {
            root.complain(signal.span_of(fault.key), fault.message);
            continue;
        }
        let table = fault.stage.and_then(|index| tables.get(index)).unwrap_or(root);
        let span = table.span_of(fault.key);
        match fault.line {
            Some(line) if table.has(fault.key) => {
                let line = reader.content_line(&span) + line - 1;
                reader.complain_at(line, 1, table.named(&fault.message));
            }
            _ => table.complain(span, fault.message),
        }
    }
}

#[cfg(test)]
mod tests;
