//! What a pattern tells the cloud, how many calls it makes, and whether this version can run it: read off the labels.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;

use super::template::{Kind, paths};
use super::{FieldKind, Param, Pattern, Side, SignalKind, SignalSpec, Stage, StageKind, Trigger};
use crate::text::located::{one_of, suggestion};

/// Joins `a`, `b` and `c`.
fn list(words: &[String]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

impl Pattern {
    /// One plain line on what the cloud is told, before the gate, read off the labels and the templates.
    #[must_use]
    pub fn tells_cloud(&self) -> String {
        let clouds: Vec<&Stage> = self.stages.iter().filter(|stage| stage.side == Side::Cloud).collect();
        if clouds.is_empty() {
            return "Nothing is sent.".to_owned();
        }
        let revealed: BTreeSet<&str> =
            clouds.iter().flat_map(|stage| stage.reveals.iter().map(String::as_str)).collect();
        let mut parts = Vec::new();
        let mut as_is = String::new();
        match (revealed.contains("question"), revealed.contains("context")) {
            (true, true) => {
                parts.push("your question and context".to_owned());
                " as they are".clone_into(&mut as_is);
            }
            (true, false) => {
                parts.push("your question".to_owned());
                " as it is".clone_into(&mut as_is);
            }
            (false, true) => {
                parts.push("your context".to_owned());
                " as it is".clone_into(&mut as_is);
            }
            (false, false) => {}
        }
        let inputs = parts.len();
        let private = |stage: &&Stage| stage.side == Side::Local || stage.kind == StageKind::Judge;
        for stage in self.stages.iter().filter(private) {
            if let Some(part) = Self::told_of(stage, &clouds, &revealed) {
                parts.push(part);
            }
        }
        if let Some(first) = parts.first_mut()
            && inputs > 0
        {
            first.push_str(&as_is);
        }
        let when = match self.trigger {
            Some(Trigger::Conditional | Trigger::Optional) => "If it is called, the",
            _ => "The",
        };
        let only = if inputs == 0 { "only " } else { "" };
        if parts.is_empty() {
            return format!("{when} cloud sees only the pattern's own instructions.");
        }
        format!("{when} cloud sees {only}{}.", list(&parts))
    }

    /// What the cloud is told of one local stage.
    fn told_of(stage: &Stage, clouds: &[&Stage], revealed: &BTreeSet<&str>) -> Option<String> {
        if stage.kind == StageKind::Judge {
            let is_told = |name: &&str| name.split('.').next() == Some(stage.id.as_str());
            return revealed.iter().any(is_told).then(|| format!("the review of the two answers in `{}`", stage.id));
        }
        if revealed.contains(stage.id.as_str()) {
            return Some(format!("everything the local model wrote in `{}`", stage.id));
        }
        let mut fields: Vec<String> = Vec::new();
        let names = stage.reply.iter().flat_map(|reply| reply.fields.iter().map(|(name, _)| name));
        for name in names {
            let path = format!("{}.{name}", stage.id);
            let public = stage.reply.as_ref().is_some_and(|reply| reply.public.contains(name));
            if revealed.contains(path.as_str()) || (public && clouds.iter().any(|cloud| uses(cloud, &path))) {
                fields.push(name.clone());
            }
        }
        let text = revealed.contains(format!("{}.text", stage.id).as_str());
        let fields = match fields.as_slice() {
            [] => None,
            [one] => Some(format!("the field {one} that the local model wrote")),
            many => Some(format!("the fields {} that the local model wrote", list(many))),
        };
        match (text, fields) {
            (true, None) => Some(format!("the local model's text of `{}`", stage.id)),
            (true, Some(fields)) => Some(format!("the local model's text of `{}`, {fields}", stage.id)),
            (false, fields) => fields,
        }
    }

    /// Most model calls a run makes, local and cloud, when nothing is retried. Of the stages a judge takes the first that
    /// ran of, one counts where each has a condition: they are there in place of each other.
    #[must_use]
    pub fn model_calls(&self) -> (u32, u32) {
        let (mut local, mut cloud) = (0, 0);
        let conditional = |id: &String| self.stage(id).is_some_and(|stage| stage.when.is_some());
        let entries = self.stages.iter().flat_map(|stage| &stage.candidates);
        let instead: BTreeSet<&String> =
            entries.filter(|entry| entry.iter().all(conditional)).flat_map(|entry| entry.iter().skip(1)).collect();
        for stage in self.stages.iter().filter(|stage| !instead.contains(&stage.id)) {
            let calls = match stage.kind {
                // One per order of the candidates.
                StageKind::Judge => 2,
                StageKind::Call | StageKind::Ground => 1,
            };
            match stage.side {
                Side::Local => local += calls,
                Side::Cloud => cloud += calls,
            }
        }
        // Signals measure local stages.
        for signal in &self.signals {
            local += match signal.kind {
                SignalKind::SelfCheck => 1,
                SignalKind::Agreement => self.further_samples(signal),
                SignalKind::LogprobQuantile | SignalKind::Rule => 0,
            };
        }
        (local, cloud)
    }

    /// How often an agreement signal asks its stage again: as the signal says, else so that the stage's own `samples` are
    /// reached with the answer, else three times.
    #[must_use]
    pub fn further_samples(&self, signal: &SignalSpec) -> u32 {
        let own =
            signal.settings.get("samples").and_then(Value::as_u64).and_then(|samples| u32::try_from(samples).ok());
        let of_stage = || self.stage(&signal.of)?.samples.map(|samples| samples.saturating_sub(1).max(1));
        own.or_else(of_stage).unwrap_or(3)
    }

    /// The values of all params where nothing is said.
    #[must_use]
    pub fn default_params(&self) -> BTreeMap<String, Value> {
        let default = |param: &Param| match param {
            Param::Number { default, .. } => Value::from(*default),
            Param::Choice { default, .. } => Value::from(default.as_str()),
        };
        self.params.iter().map(|(name, param)| (name.clone(), default(param))).collect()
    }

    /// Reads a param's value as a user writes it.
    ///
    /// # Errors
    /// Names the param and what it takes.
    pub fn read_param(&self, name: &str, text: &str) -> Result<Value, String> {
        let Some(param) = self.params.get(name) else {
            let known: Vec<&str> = self.params.keys().map(String::as_str).collect();
            let hint = suggestion(name, &known);
            let has = if known.is_empty() { "it has none".to_owned() } else { format!("it has {}", known.join(", ")) };
            return Err(format!("pattern `{}` has no param `{name}`{hint}: {has}", self.id));
        };
        match param {
            Param::Number { min, max, .. } => {
                let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
                let number = number.ok_or_else(|| format!("param `{name}` takes a number, not `{text}`"))?;
                if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) {
                    let bound = |bound: &Option<f64>| bound.map_or_else(|| "any".to_owned(), |bound| bound.to_string());
                    return Err(format!("param `{name}` is {number}: it takes {} to {}", bound(min), bound(max)));
                }
                Ok(Value::from(number))
            }
            Param::Choice { choices, .. } => {
                let known: Vec<&str> = choices.iter().map(String::as_str).collect();
                if known.contains(&text) {
                    Ok(Value::from(text))
                } else {
                    Err(format!("param `{name}` cannot be `{text}`: it takes {}", one_of(&known)))
                }
            }
        }
    }
}

/// Whether a cloud stage's templates use a path, or the whole it belongs to.
fn uses(cloud: &Stage, path: &str) -> bool {
    let root = path.split('.').next().unwrap_or_default();
    let sources = [cloud.system.as_deref().unwrap_or_default(), &cloud.prompt];
    sources
        .iter()
        .flat_map(|source| paths(source, Kind::Template).unwrap_or_default())
        .any(|used| used == path || used == root || used.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')))
}

impl FieldKind {
    /// Every kind with its spelling in pattern files.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("text", Self::Text),
        ("map", Self::Map),
        ("list", Self::List),
        ("number", Self::Number),
        ("bool", Self::Bool),
    ];
}
