//! Scripted replies of the stand-ins: `assets/rehearsal/*.toml`, embedded.
//!
//! A script answers a request in which all its `contains` stand and all its `captures` match; its texts are templates
//! over what was captured, so an edited prompt gets a reply about the edited numbers, and a prompt that is really
//! another one gets none.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, Value};
use regex::Regex;
use serde::Deserialize;

use super::clock::{self, DAY};
use super::mind::{Asked, Spoken, Voice};

/// Every embedded file with its name.
const FILES: &[(&str, &str)] = &[
    ("dishwasher.toml", include_str!("../../assets/rehearsal/dishwasher.toml")),
    ("clinic.toml", include_str!("../../assets/rehearsal/clinic.toml")),
    ("support.toml", include_str!("../../assets/rehearsal/support.toml")),
    ("letter.toml", include_str!("../../assets/rehearsal/letter.toml")),
    ("self-check.toml", include_str!("../../assets/rehearsal/self-check.toml")),
    ("plan-then-ground.toml", include_str!("../../assets/rehearsal/plan-then-ground.toml")),
    ("clause.toml", include_str!("../../assets/rehearsal/clause.toml")),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    script: Vec<Source>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    id: String,
    /// Which stand-in says it; both, where absent.
    voice: Option<Voice>,
    /// All of these stand in the request (system prompt included), case ignored.
    contains: Vec<String>,
    /// None of these does.
    #[serde(default)]
    absent: Vec<String>,
    /// Each must match the user's part; group 1 is the value.
    #[serde(default)]
    captures: BTreeMap<String, String>,
    /// May match; else none.
    #[serde(default)]
    optional: BTreeMap<String, String>,
    /// All matches, as lists of their named groups; at least one.
    #[serde(default)]
    every: BTreeMap<String, String>,
    /// Template of the thinking.
    #[serde(default)]
    thinking: String,
    /// Template of the reply. `seed` in it is the request's: how samples of one answer differ.
    reply: String,
    /// How unsure it is said: a template that gives a number, what the log-probabilities are multiplied by. Absent = 1.
    doubt: Option<String>,
}

struct Script {
    source: Source,
    captures: Vec<(String, Regex)>,
    optional: Vec<(String, Regex)>,
    every: Vec<(String, Regex)>,
}

fn compile(patterns: &BTreeMap<String, String>) -> Result<Vec<(String, Regex)>, String> {
    patterns
        .iter()
        .map(|(name, pattern)| match Regex::new(pattern) {
            Ok(regex) => Ok((name.clone(), regex)),
            Err(error) => Err(format!("{name}: {error}")),
        })
        .collect()
}

fn load() -> Result<Vec<Script>, String> {
    let mut scripts = Vec::new();
    for (name, text) in FILES {
        let file: File = toml::from_str(text).map_err(|error| format!("{name}: {error}"))?;
        for source in file.script {
            let place = |detail: String| format!("{name}: script `{}`: {detail}", source.id);
            let captures = compile(&source.captures).map_err(place)?;
            let optional = compile(&source.optional).map_err(place)?;
            let every = compile(&source.every).map_err(place)?;
            scripts.push(Script { source, captures, optional, every });
        }
    }
    Ok(scripts)
}

static SCRIPTS: LazyLock<Vec<Script>> = LazyLock::new(|| load().unwrap_or_default());

fn first(regex: &Regex, text: &str) -> Option<String> {
    let found = regex.captures(text)?;
    found.get(1).or_else(|| found.get(0)).map(|group| group.as_str().trim().to_owned())
}

/// The weekday and time some hours after another: `("Tuesday", "09:40", 48)` -> `Thursday, 09:40`. A day that is none stays.
fn later(day: &str, time: &str, hours: &str) -> String {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let read = || {
        let (hour, minute) = time.split_once(':')?;
        let begin: u32 = DAYS.iter().position(|name| *name == day)?.try_into().ok()?;
        let minutes = begin * DAY + hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()?;
        let at = minutes + hours.parse::<u32>().ok().filter(|hours| *hours < 10_000)? * 60;
        let name = DAYS.get((at / DAY % 7) as usize)?;
        Some(format!("{name}, {}", clock::format(at)))
    };
    read().unwrap_or_else(|| format!("{hours} h after {day}, {time}"))
}

/// A date as scripts capture it: `3 November 2026`.
fn date(text: &str) -> Option<jiff::civil::Date> {
    jiff::civil::Date::strptime("%d %B %Y", text).ok()
}

/// The date some days after another: `("3 November 2026", 30)` -> `3 December 2026`. A text that is no date stays.
fn days_after(day: &str, days: &str) -> String {
    let read = || date(day)?.checked_add(jiff::Span::new().try_days(days.parse::<i64>().ok()?).ok()?).ok();
    read().map_or_else(|| format!("{days} days after {day}"), |day| day.strftime("%-d %B %Y").to_string())
}

/// A date as a number that grows by one a day; 0 for a text that is none.
fn day_number(day: &str) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date(day).and_then(|day| epoch.until(day).ok()).map_or(0, |span| span.get_days().into())
}

impl Script {
    fn values(&self, text: &str) -> Option<BTreeMap<String, Value>> {
        let mut values = BTreeMap::new();
        for (name, regex) in &self.captures {
            values.insert(name.clone(), Value::from(first(regex, text)?));
        }
        for (name, regex) in &self.optional {
            values.insert(name.clone(), first(regex, text).map_or(Value::from(()), Value::from));
        }
        for (name, regex) in &self.every {
            let rows: Vec<Value> = regex
                .captures_iter(text)
                .map(|found| {
                    let names = regex.capture_names().flatten();
                    names
                        .filter_map(|n| Some((n.to_owned(), found.name(n)?.as_str().trim().to_owned())))
                        .collect::<BTreeMap<String, String>>()
                        .into()
                })
                .collect();
            if rows.is_empty() {
                return None;
            }
            values.insert(name.clone(), Value::from(rows));
        }
        Some(values)
    }

    fn matches(&self, asked: &Asked) -> bool {
        let all = format!("{}\n{}", asked.system, asked.prompt()).to_lowercase();
        self.source.voice.is_none_or(|voice| voice == asked.voice)
            && self.source.contains.iter().all(|needle| all.contains(&needle.to_lowercase()))
            && !self.source.absent.iter().any(|needle| all.contains(&needle.to_lowercase()))
    }

    fn speak(&self, asked: &Asked) -> Option<Result<Spoken, minijinja::Error>> {
        if !self.matches(asked) {
            return None;
        }
        let mut values = self.values(asked.prompt())?;
        values.insert("seed".to_owned(), Value::from(asked.seed));
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
            environment.set_syntax(syntax);
        }
        environment.add_filter("later", later);
        environment.add_filter("days_after", days_after);
        environment.add_filter("day_number", day_number);
        let render = |template: &str| environment.render_str(template, &values).map(|text| text.trim().to_owned());
        Some(render(&self.source.thinking).and_then(|thinking| {
            let answer = render(&self.source.reply)?;
            let doubt = self.source.doubt.as_deref().map(render).transpose()?;
            let doubt = doubt.and_then(|number| number.parse().ok()).unwrap_or(1.0);
            Ok(Spoken { thinking, contract: answer.starts_with("```json") || answer.starts_with('{'), answer, doubt })
        }))
    }
}

/// The reply of the first script that fits.
pub(super) fn speak(asked: &Asked) -> Option<Spoken> {
    SCRIPTS.iter().find_map(|script| script.speak(asked)?.ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted() {
        assert_eq!(later("Tuesday", "09:40", "48"), "Thursday, 09:40");
        assert_eq!(later("Sunday", "23:30", "1"), "Monday, 00:30");
        assert_eq!(later("someday", "23:30", "1"), "1 h after someday, 23:30");
    }

    #[test]
    fn dates_are_counted() {
        assert_eq!(days_after("3 November 2026", "30"), "3 December 2026");
        assert_eq!(days_after("28 February 2028", "1"), "29 February 2028");
        assert_eq!(days_after("soon", "2"), "2 days after soon");
        assert_eq!(day_number("19 November 2026") - day_number("14 October 2026"), 36);
        assert_eq!(day_number("2 January 1970"), 1);
    }

    #[test]
    fn every_script_loads() {
        assert!(load().is_ok_and(|scripts| !scripts.is_empty()), "{:?}", load().err());
    }
}
