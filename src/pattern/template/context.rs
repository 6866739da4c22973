//! What a template's context contains.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object};
use serde_json::Value as Json;

use super::{StageValue, Values};
use crate::pattern::flow::may_cross;
use crate::pattern::{FieldKind, Param, Pattern, Side, Stage};

/// A finished stage as a template sees it: fields by name, readable text when it is printed whole.
struct StageObject {
    fields: BTreeMap<String, Value>,
    whole: String,
}

impl fmt::Debug for StageObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StageObject")
    }
}

impl Object for StageObject {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.fields.get(key.as_str()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.fields.keys().map(Value::from).collect())
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.whole)
    }
}

/// A stage with those of its fields that `visible` lets through.
fn stage_object(text: &str, reply: Option<&Json>, visible: impl Fn(&str) -> bool) -> Value {
    let mut fields = BTreeMap::new();
    let mut whole = String::new();
    for (name, value) in reply.and_then(Json::as_object).into_iter().flatten() {
        if visible(name) {
            whole.push_str(&readable(name, value));
            fields.insert(name.clone(), from_json(value));
        }
    }
    if visible("text") {
        if fields.is_empty() {
            text.clone_into(&mut whole);
        }
        fields.insert("text".to_owned(), Value::from(text));
    }
    Value::from_object(StageObject { fields, whole: whole.trim_end().to_owned() })
}

fn readable(name: &str, value: &Json) -> String {
    let scalar = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let lines: Vec<String> = match value {
        Json::Object(map) => map.iter().map(|(key, value)| format!("- {key}: {}", scalar(value))).collect(),
        Json::Array(items) => items.iter().map(|item| format!("- {}", scalar(item))).collect(),
        other => return format!("{name}: {}\n", scalar(other)),
    };
    format!("{name}:\n{}\n", lines.join("\n"))
}

fn from_json(value: &Json) -> Value {
    match value {
        Json::Null => Value::from(()),
        Json::Bool(flag) => Value::from(*flag),
        Json::Number(number) => number.as_i64().map_or_else(|| Value::from(number.as_f64()), Value::from),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => items.iter().map(from_json).collect(),
        Json::Object(map) => Value::from_pairs(map.iter().map(|(key, value)| (key.as_str(), from_json(value)))),
    }
}

fn params(values: &Values) -> Value {
    Value::from_pairs(values.params.iter().map(|(name, value)| (name.as_str(), from_json(value))))
}

/// What a model wrote, unable to end the block it stands in: prompts fence it with lines of `<<<` and `>>>`, so a line of
/// nothing else is written `> > >`. Everything but such a line stays as it is.
fn within_its_fence(text: &str) -> Cow<'_, str> {
    let is_fence = |line: &str| {
        let line = line.trim();
        line.len() >= 3 && (line.bytes().all(|byte| byte == b'<') || line.bytes().all(|byte| byte == b'>'))
    };
    if !text.lines().any(is_fence) {
        return Cow::Borrowed(text);
    }
    let spaced = |line: &str| line.replace('<', "< ").replace('>', "> ").trim_end_matches(' ').to_owned();
    let lines = text.split('\n').map(|line| if is_fence(line) { spaced(line) } else { line.to_owned() });
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// The same for every string of a reply.
fn reply_within_its_fence(reply: &Json) -> Json {
    match reply {
        Json::String(text) => Json::from(within_its_fence(text)),
        Json::Array(items) => items.iter().map(reply_within_its_fence).collect(),
        Json::Object(map) => {
            let pairs = map.iter();
            Json::Object(pairs.map(|(key, value)| (key.clone(), reply_within_its_fence(value))).collect())
        }
        other => other.clone(),
    }
}

/// Home sees everything; a cloud answer with the private values put back. What models wrote is data there.
pub(super) fn for_local(values: &Values) -> Value {
    let mut context: BTreeMap<String, Value> = BTreeMap::new();
    for (id, value) in &values.stages {
        let text = within_its_fence(value.restored.as_ref().unwrap_or(&value.text));
        let reply = value.reply.as_ref().map(reply_within_its_fence);
        context.insert(id.clone(), stage_object(&text, reply.as_ref(), |_| true));
    }
    context.insert("question".to_owned(), Value::from(values.question.as_str()));
    context.insert("context".to_owned(), Value::from(values.context.as_str()));
    context.insert("params".to_owned(), params(values));
    let signals = values.signals.iter().map(|(name, value)| (name.as_str(), Value::from(*value)));
    context.insert("signals".to_owned(), Value::from_pairs(signals));
    Value::from_pairs(context)
}

/// The cloud's templates see the params, public values, and what the stage declares it reveals. Nothing else is in the
/// context, so nothing else can come out. Signals are never among them.
pub(super) fn for_cloud(pattern: &Pattern, stage: &Stage, values: &Values) -> Value {
    let reveals = |name: &str| stage.reveals.iter().any(|revealed| revealed == name);
    let mut context: BTreeMap<String, Value> = BTreeMap::new();
    for (id, value) in &values.stages {
        let Some(of) = pattern.stage(id) else { continue };
        let object = stage_object(&value.text, value.reply.as_ref(), |field| may_cross(of, field, &stage.reveals));
        context.insert(id.clone(), object);
    }
    if reveals("question") {
        context.insert("question".to_owned(), Value::from(values.question.as_str()));
    }
    if reveals("context") {
        context.insert("context".to_owned(), Value::from(values.context.as_str()));
    }
    context.insert("params".to_owned(), params(values));
    Value::from_pairs(context)
}

/// Made-up values for every name a pattern may use, for trial runs.
pub(super) fn made_up(pattern: &Pattern) -> Values {
    let mut values = Values { question: "q".to_owned(), context: "c".to_owned(), ..Values::default() };
    for (name, param) in &pattern.params {
        let default = match param {
            Param::Number { default, .. } => Json::from(*default),
            Param::Choice { default, .. } => Json::from(default.as_str()),
        };
        values.params.insert(name.clone(), default);
    }
    values.signals = pattern.signals.iter().map(|signal| (signal.id.clone(), 0.5)).collect();
    for stage in &pattern.stages {
        let reply = stage.reply.as_ref().map(|contract| {
            let field = |(name, kind): &(String, FieldKind)| (name.clone(), made_up_field(*kind));
            Json::Object(contract.fields.iter().map(field).collect())
        });
        let restored = (stage.side == Side::Cloud).then(|| "t".to_owned());
        let value = StageValue { side: stage.side, text: "t".to_owned(), restored, reply };
        values.stages.insert(stage.id.clone(), value);
    }
    values
}

fn made_up_field(kind: FieldKind) -> Json {
    match kind {
        FieldKind::Text => Json::from("t"),
        FieldKind::Map => serde_json::json!({"id_a": "t"}),
        FieldKind::List => serde_json::json!(["t"]),
        FieldKind::Number => Json::from(1),
        FieldKind::Bool => Json::from(true),
    }
}
