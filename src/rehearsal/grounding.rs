//! What the stand-ins do for Plan-then-Ground: the cloud one plans for two kinds of questions, from the question alone; the
//! local one reads the values that are asked for out of the text it is given; and passes computed results on.
//!
//! Generic on purpose, like [`super::problem`]: what is not found is null, and a question of another kind gets no plan.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value, json};

use super::clock;
use super::mind::{Asked, Spoken, Voice};
use super::problem::{self, Problem};
use crate::text::quantity::{self, Measure};

struct Rules {
    /// "Should the dishwasher run now or later?", "When should the EV charge?"
    when: Regex,
    /// "Which department is furthest over its budget for the third quarter, and by how much?"
    over: Regex,
    /// `- "slot": a number in kWh: what it is`
    field: Regex,
}

static RULES: LazyLock<Option<Rules>> = LazyLock::new(|| {
    Some(Rules {
        when: Regex::new(
            r"(?i)\b(?:should|can|shall|do)\s+(?:i\s+|we\s+)?(?:run\s+|start\s+|charge\s+)?(?:the|my|our)?\s*(?P<thing>\[?[\p{L}\d_][\p{L}\d_\] -]*?)\s*(?:\b(?:run|start|charge|be\s+\w+)\b[^?]*)?(?:\bnow\s+or\s+later\b|\?)",
        )
        .ok()?,
        over: Regex::new(
            r"(?i)\bwhich\s+(?P<kind>\p{L}+)\s+is\s+(?:the\s+)?(?:furthest|farthest|most)\s+(?:over|above)\s+(?:its|their|the)\s+(?P<limit>\p{L}+)(?P<period>[^,?]*)",
        )
        .ok()?,
        field: Regex::new(r#"(?m)^- "(?P<slot>[a-z][a-z0-9_]*)": (?P<kind>[^:\n]+(?:\{[^\n]*\})?): (?P<meaning>[^\n]+)$"#)
            .ok()?,
    })
});

/// A plan, or the values of one, where the request asks for them.
pub(super) fn speak(asked: &Asked) -> Option<Spoken> {
    let properties = asked.schema.as_ref().and_then(|schema| schema.get("properties"));
    let wants_plan = properties.is_some_and(|fields| fields.get("needs").is_some() && fields.get("steps").is_some());
    if wants_plan {
        return plan(asked.prompt());
    }
    if asked.voice == Voice::Local && asked.system.contains("write null where the text does not say") {
        return Some(fill(asked));
    }
    None
}

fn slot(name: &str, kind: &str, unit: &str, meaning: impl Into<String>) -> Value {
    json!({"slot": name, "type": kind, "unit": unit, "meaning": meaning.into()})
}

fn step(id: u32, operation: &str, output: impl Into<String>, (kind, unit): (&str, &str), check: &str) -> Value {
    let inputs: Vec<&str> = operation
        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
        .filter(|word| word.starts_with('$') || SLOTS.contains(word))
        .collect();
    json!({"id": id, "operation": operation, "inputs": inputs, "output": output.into(), "type": kind, "unit": unit, "check": check})
}

/// Slots of the plans below.
const SLOTS: [&str; 8] = ["now", "run_time", "energy", "tariff", "ready_by", "quiet_from", "spent", "allowed"];

fn plan(prompt: &str) -> Option<Spoken> {
    let rules = RULES.as_ref()?;
    let question = prompt.split_once("Question:").map_or(prompt, |(_, question)| question).trim();
    let (thinking, plan) = if let Some(found) = rules.over.captures(question) {
        over(&found)
    } else {
        let found = rules.when.captures(question).filter(|_| is_about_time(question))?;
        schedule(found.name("thing")?.as_str().trim())
    };
    Some(Spoken { thinking, answer: plan.to_string(), contract: true, ..Spoken::default() })
}

fn is_about_time(question: &str) -> bool {
    let lower = question.to_lowercase();
    let runs =
        ["run", "start", "charge"].iter().any(|verb| lower.split_whitespace().any(|word| word.starts_with(verb)));
    lower.contains("now or later") || (lower.starts_with("when ") && runs)
}

fn schedule(thing: &str) -> (String, Value) {
    let needs = [
        slot("now", "time", "", "the current time"),
        slot("run_time", "duration", "min", format!("how long {thing} takes for a run")),
        slot("energy", "number", "kWh", format!("the energy {thing} uses in a run")),
        slot(
            "tariff",
            "table",
            "currency/kWh",
            "the price of energy: a row is a period of the day, its number the price",
        ),
        slot("ready_by", "time", "", format!("the deadline: when {thing} has to be finished")),
        slot("quiet_from", "time", "", format!("the quiet hour: from when on {thing} must not be running")),
    ];
    let steps = [
        step(
            1,
            "first_after(now, ready_by|default(now), quiet_from|default(now))",
            "latest end that keeps every limit",
            ("time", ""),
            "",
        ),
        step(2, "cheapest_start(tariff, run_time, now, $1)", "cheapest start", ("time", ""), ""),
        step(
            3,
            "$2 + run_time",
            "end when started then",
            ("time", ""),
            "minutes_until(now, result) <= minutes_until(now, $1) or $1 == now",
        ),
        step(4, "cost(tariff, $2, run_time, energy)", "cost when started then", ("money", "currency"), "result >= 0"),
        step(5, "cost(tariff, now, run_time, energy)", "cost when started now", ("money", "currency"), "result >= $4"),
        step(6, "$5 - $4", "saving", ("money", "currency"), ""),
        step(7, "$2 != now", "waiting is better", ("yes_no", ""), ""),
    ];
    let thinking = format!(
        "A start has to be found for {thing}. What decides it is known without any value: the time now, how long a run takes \
         and what it uses, the price over the day, and every limit. The earlier of the limits binds; both may be absent."
    );
    (
        thinking,
        json!({"goal": format!("The cheapest start for {thing} within its limits, compared with starting now."), "needs": needs, "steps": steps, "if_missing": "ask"}),
    )
}

fn over(found: &regex::Captures<'_>) -> (String, Value) {
    let group = |name: &str| found.name(name).map_or("", |group| group.as_str().trim());
    let (kind, limit, period) = (group("kind"), group("limit"), group("period"));
    let period = if period.is_empty() { String::new() } else { format!(" {period}") };
    let needs = [
        slot(
            "spent",
            "table",
            "currency",
            format!(
                "every amount booked or spent{period}, refunds as negative amounts: a row is a booking, its name the {kind}, its number the amount"
            ),
        ),
        slot(
            "allowed",
            "table",
            "currency",
            format!("the {limit} of every {kind}{period}: a row's name is the {kind}, its number the {limit}"),
        ),
    ];
    let steps = [
        step(
            1,
            "subtract(totals(spent), allowed)",
            format!("how far each {kind} is over its {limit}"),
            ("table", "currency"),
            "",
        ),
        step(2, "largest($1)", format!("the {kind} furthest over"), ("text", ""), ""),
        step(3, "value_of($1, $2)", "by how much", ("money", "currency"), "result == max($1) and result > 0"),
        step(4, "value_of(spent, $2)", "what it spent", ("money", "currency"), ""),
        step(5, "value_of(allowed, $2)", format!("its {limit}"), ("money", "currency"), "result > 0"),
        step(6, "round($3 / $5 * 100, 1)", format!("share of the {limit}"), ("number", "%"), ""),
        step(7, "count(above($1, 0))", format!("how many are over their {limit}"), ("number", ""), ""),
    ];
    let thinking = format!(
        "Two tables decide it: what was spent and the {limit}, both by {kind}. Bookings of one {kind} have to be added up \
         first, or the largest booking would win instead of the largest sum."
    );
    (
        thinking,
        json!({"goal": format!("The {kind} furthest over its {limit}{period}, and by how much."), "needs": needs, "steps": steps, "if_missing": "ask"}),
    )
}

/// The values asked for, as far as they can be read.
fn fill(asked: &Asked) -> Spoken {
    let prompt = asked.prompt();
    let context = prompt.split_once("Private context:").map_or(prompt, |(_, context)| context);
    let problem = problem::read(prompt);
    let mut values = Map::new();
    let mut missing: Vec<String> = Vec::new();
    let fields = RULES.as_ref().into_iter().flat_map(|rules| rules.field.captures_iter(&asked.system));
    for field in fields {
        let part = |name: &str| field.name(name).map_or("", |group| group.as_str());
        let (slot, kind, meaning) = (part("slot"), part("kind"), part("meaning"));
        let value = if kind.starts_with("a list") {
            rows(problem.as_ref(), context, slot, meaning)
        } else {
            single(problem.as_ref(), context, kind, &meaning.to_lowercase())
        };
        if value.is_none() {
            missing.push(slot.to_owned());
        }
        values.insert(slot.to_owned(), value.unwrap_or_default());
    }
    let found = values.len() - missing.len();
    let rest = if missing.is_empty() { String::new() } else { format!(" Not in the text: {}.", missing.join(", ")) };
    Spoken {
        thinking: format!("{found} of {} values stand in the text; they are copied as they are.{rest}", values.len()),
        answer: format!("```json\n{}\n```", serde_json::to_string_pretty(&Value::Object(values)).unwrap_or_default()),
        contract: true,
        ..Spoken::default()
    }
}

/// One value, by what its meaning speaks of.
fn single(problem: Option<&Problem>, context: &str, kind: &str, meaning: &str) -> Option<Value> {
    let says = |words: &[&str]| words.iter().any(|word| meaning.contains(word));
    let load = problem.and_then(|problem| problem.loads.get(problem.target));
    let time = |minute: Option<u32>| minute.map(|minute| json!(clock::format(minute)));
    if kind.starts_with("a time") {
        return if says(&["current time", "time now"]) {
            time(problem.and_then(|problem| problem.now).or_else(|| now(context)))
        } else if says(&["quiet", "not be running", "must not run"]) {
            time(load?.cut_off)
        } else if says(&["deadline", "finished", "ready", "done"]) {
            let now = problem?.now.unwrap_or(0);
            let until = |minute: &u32| (minute + clock::DAY - now) % clock::DAY;
            time(load?.deadlines.iter().copied().min_by_key(until))
        } else if says(&["earliest", "not before"]) {
            time(load?.earliest)
        } else {
            None
        };
    }
    if kind.starts_with("a length of time") {
        return load?.minutes.map(|minutes| json!(format!("{minutes} min")));
    }
    if kind.starts_with("a number in kWh") {
        return load?.kwh.map(|kwh| json!(format!("{kwh} kWh")));
    }
    None
}

fn now(context: &str) -> Option<u32> {
    let rules = clock::rules()?;
    clock::time_of(&rules.now.captures(context)?)
}

/// Rows of a tariff, or of the list whose heading speaks of the same as the meaning.
fn rows(problem: Option<&Problem>, context: &str, slot: &str, meaning: &str) -> Option<Value> {
    if meaning.contains("period of the day") {
        let problem = problem.filter(|problem| !problem.tariff.is_empty())?;
        let row = |period: &problem::Period| {
            let price = format!("{:.5}", period.price as f64 / 100_000.0);
            let price = price.trim_end_matches('0').trim_end_matches('.');
            json!({"from": clock::format(period.from), "to": clock::format(period.to), "value": format!("{}{price}", problem.currency)})
        };
        return Some(problem.tariff.iter().map(row).collect());
    }
    let wanted = words(&format!("{slot} {meaning}"));
    let mut best: Option<(usize, Value)> = None;
    for block in blocks(context) {
        let heading = words(block.heading);
        let score = wanted.iter().filter(|word| heading.contains(word)).count();
        let what = words(meaning.split(':').next().unwrap_or_default());
        // What is asked for is named before the colon; what a row is, behind it.
        let score = 3 * what.iter().filter(|word| heading.contains(word)).count() + score;
        let rows = block.rows(meaning);
        if let Some(rows) = rows.filter(|_| score > 0)
            && best.as_ref().is_none_or(|(least, _)| score > *least)
        {
            best = Some((score, rows));
        }
    }
    best.map(|(_, rows)| rows)
}

/// Words that tell one thing from another.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 3)
        .map(|word| word.to_lowercase().trim_end_matches('s').to_owned())
        .collect();
    words.sort();
    words.dedup();
    words
}

/// A heading and the list under it.
struct Block<'t> {
    heading: &'t str,
    lines: Vec<&'t str>,
}

fn blocks(context: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for line in context.lines().map(str::trim) {
        match line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
            Some(row) => {
                if let Some(block) = blocks.last_mut() {
                    block.lines.push(row);
                }
            }
            None if line.is_empty() => {}
            None => blocks.push(Block { heading: line, lines: Vec::new() }),
        }
    }
    blocks.retain(|block| !block.lines.is_empty());
    blocks
}

impl Block<'_> {
    /// `{name, value}` for each line: the name from the column the meaning names, or the first; the number from the last
    /// one with an amount. `None` where a line has no amount.
    fn rows(&self, meaning: &str) -> Option<Value> {
        let columns: Vec<&str> = self
            .heading
            .split_once('(')
            .map(|(_, rest)| rest.trim_end_matches([')', ':']).split([',', '|']).map(str::trim).collect())
            .unwrap_or_default();
        let named =
            Regex::new(r"(?i)\bname (?:is )?the (\p{L}+)").ok()?.captures(meaning)?.get(1)?.as_str().to_lowercase();
        let column = columns.iter().position(|column| column.to_lowercase() == named).unwrap_or(0);
        let row = |line: &&str| {
            let cells: Vec<&str> = if line.contains('|') {
                line.split('|').map(str::trim).collect()
            } else {
                let (name, rest) = line.split_once(':')?;
                vec![name.trim(), rest.trim()]
            };
            let amount = cells.iter().rev().find_map(|cell| {
                let money = quantity::find(cell).into_iter().find(|quantity| quantity.measure == Measure::Money)?;
                let sign = cell.get(..money.start).is_some_and(|before| before.trim_end().ends_with(['-', '−']));
                Some(format!("{}{}", if sign { "-" } else { "" }, money.text))
            })?;
            Some(json!({"name": cells.get(column)?, "value": amount}))
        };
        self.lines.iter().map(row).collect::<Option<Vec<Value>>>().map(Value::from)
    }
}

/// Computed results nobody scripted an answer for: passed on as they are.
pub(super) fn pass_on(asked: &Asked) -> Option<Spoken> {
    let results = asked.prompt().split_once("Looked up and computed:")?.1;
    let results = results.split_once("<<<")?.1.split_once(">>>")?.0;
    let (_, computed) = results.split_once("Computed")?;
    Some(Spoken {
        thinking: "Nobody scripted this: what was computed is passed on as it is.".to_owned(),
        answer: format!(
            "Computed from your values:\n{}\n\n(Passed on by a rehearsal stand-in: no local model has worded this.)",
            computed.trim()
        ),
        ..Spoken::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_of_two_kinds_get_a_plan_and_others_none() {
        for question in [
            "Should the [TERM_1] run now or later?",
            "When should the EV charge?",
            "Should I run the dryer now or later?",
        ] {
            let spoken = plan(&format!("Question:\n{question}")).unwrap_or_else(|| panic!("{question}"));
            assert!(spoken.answer.contains("cheapest_start"), "{question}");
        }
        let spoken = plan("Which team is furthest over its budget this quarter, and by how much?").unwrap();
        assert!(spoken.answer.contains("subtract(totals(spent), allowed)"));
        for question in [
            "How much metformin may she have per day?",
            "What is the capital of France?",
            "When can she take it again?",
            "Should I marry?",
        ] {
            assert_eq!(plan(question), None, "{question}");
        }
    }

    #[test]
    fn a_list_is_read_by_its_heading_and_columns() {
        let context = "Budget for May\n- Kiosk: €100\n- Bakery: €250\n\nBooked in May (date | shop | amount)\n- 2 May | Bakery | €120\n- 9 May | Bakery | -€20\n\nBooked in April (date | shop | amount)\n- 1 April | Kiosk | €900";
        let spent =
            rows(None, context, "spent", "every amount booked or spent in May: a row is a booking, its name the shop");
        assert_eq!(spent, Some(json!([{"name": "Bakery", "value": "€120"}, {"name": "Bakery", "value": "-€20"}])));
        let budget = rows(None, context, "allowed", "the budget of every shop in May: a row's name is the shop");
        assert_eq!(budget, Some(json!([{"name": "Kiosk", "value": "€100"}, {"name": "Bakery", "value": "€250"}])));
        assert_eq!(rows(None, "no lists here", "spent", "x: its name the shop"), None);
    }
}
