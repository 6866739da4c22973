//! Reads a scheduling problem out of free text: loads, their limits, a tariff, the current time and what is asked.
//!
//! Heuristic on purpose: it reads what people and models write (lists, sentences, names or ids), and what it does not
//! find is absent, never assumed. Solving is [`super::schedule`].

use regex::Captures;

use super::clock::{self, Rules};

/// Something that runs for a while.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Load {
    /// As the request calls it: `load_A`, `Dishwasher`.
    pub(super) name: String,
    /// How long it runs, minutes.
    pub(super) minutes: Option<u32>,
    /// What it uses, kWh.
    pub(super) kwh: Option<f64>,
    /// Not before (minute of the day).
    pub(super) earliest: Option<u32>,
    /// Start no later than.
    pub(super) latest_start: Option<u32>,
    /// Must have ended by.
    pub(super) deadlines: Vec<u32>,
    /// Must not run after.
    pub(super) cut_off: Option<u32>,
}

/// A period of the tariff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    /// First minute of the day.
    pub(super) from: u32,
    /// Minute after the last; may lie before `from` (over midnight).
    pub(super) to: u32,
    /// Price per kWh in 1/100000 of the currency.
    pub(super) price: u64,
}

/// What could be read.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Problem {
    /// The current time.
    pub(super) now: Option<u32>,
    /// The loads in reading order.
    pub(super) loads: Vec<Load>,
    /// The tariff in reading order.
    pub(super) tariff: Vec<Period>,
    /// Sign of the currency.
    pub(super) currency: String,
    /// The load that is asked about (index into `loads`).
    pub(super) target: usize,
    /// Whether loads go by ids rather than names.
    pub(super) ids: bool,
}

/// Reads `text`; `None` when it holds no load or no tariff.
pub(super) fn read(text: &str) -> Option<Problem> {
    let rules = clock::rules()?;
    let text = plain(text);
    let (tariff, currency, rest) = tariff(rules, &text);
    if tariff.is_empty() {
        return None;
    }
    let now = rules.now.captures(&rest);
    let minute = now.as_ref().and_then(clock::time_of);
    let rest = match now.as_ref().and_then(|found| found.get(0)) {
        Some(found) => blank(&rest, &[(found.start(), found.end())]),
        None => rest,
    };
    let segments = segments(rules, &rest);
    let names = loads(rules, &segments);
    if names.is_empty() {
        return None;
    }
    let ids = names.iter().all(|name| rules.id.is_match(name));
    let mut loads: Vec<Load> = names.into_iter().map(|name| Load { name, ..Load::default() }).collect();
    assign(rules, &segments, &mut loads);
    let target = target(&text, &loads);
    Some(Problem { now: minute, loads, tariff, currency, target, ids })
}

/// Dashes, spaces and emphasis made plain.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '*' | '`' | '\r'))
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
            '\u{2019}' => '\'',
            other => other,
        })
        .collect()
}

/// The text with byte ranges replaced by a mark that no rule reads, line breaks kept.
fn blank(text: &str, ranges: &[(usize, usize)]) -> String {
    text.char_indices()
        .map(|(at, c)| {
            let inside = ranges.iter().any(|&(from, to)| at >= from && at < to);
            if inside && c != '\n' { ' ' } else { c }
        })
        .collect()
}

fn price_of(found: &Captures<'_>) -> Option<(u64, Option<String>)> {
    let pick = |names: &[&str]| names.iter().find_map(|name| found.name(name)).map(|m| m.as_str().to_owned());
    let mut value = clock::number(&pick(&["p1", "p2", "p3", "p4"])?)?;
    if found.name("cents").is_some() {
        value /= 100.0;
    }
    let sign = pick(&["sign", "unit"]).map(|unit| match unit.to_ascii_lowercase().as_str() {
        "€" | "eur" | "euro" | "euros" => "€".to_owned(),
        "£" | "gbp" => "£".to_owned(),
        _ => "$".to_owned(),
    });
    (value.is_finite() && value < 1000.0).then(|| ((value * 100_000.0).round() as u64, sign))
}

/// Periods, the currency's sign, and the text without them. Rows are written period first or price first; the reading
/// that finds more rows is right, for the other one is off by one.
fn tariff(rules: &Rules, text: &str) -> (Vec<Period>, String, String) {
    let scan = |pattern: &regex::Regex, price_last: bool| {
        let mut periods = Vec::new();
        let mut spans = Vec::new();
        let mut currency = None;
        for found in pattern.captures_iter(text) {
            let Some(whole) = found.get(0) else { continue };
            let after = text.get(whole.end()..).unwrap_or_default().trim_start().to_ascii_lowercase();
            // `window 20:00-22:30: 1.2 kWh` is no price.
            if price_last && (after.starts_with("kwh") || after.starts_with("min")) {
                continue;
            }
            if let (Some((from, to)), Some((price, sign))) = (clock::range_of(&found), price_of(&found)) {
                periods.push(Period { from, to, price });
                spans.push((whole.start(), whole.end()));
                currency = currency.or(sign);
            }
        }
        (periods, spans, currency)
    };
    let first = scan(&rules.period_price, true);
    let second = scan(&rules.price_period, false);
    let (periods, spans, currency) = if second.0.len() > first.0.len() { second } else { first };
    (periods, currency.unwrap_or_else(|| "$".to_owned()), blank(text, &spans))
}

/// One statement: a sentence or a clause of a line.
#[derive(Debug)]
struct Segment {
    text: String,
    /// Whether it begins a new paragraph or heading, which ends what "it" may mean.
    fresh: bool,
}

fn segments(rules: &Rules, text: &str) -> Vec<Segment> {
    let mut out = Vec::new();
    let mut fresh = true;
    for line in text.lines() {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || "-*•>|#".contains(c)).trim_end();
        if line.is_empty() {
            fresh = true;
            continue;
        }
        for sentence in sentences(line) {
            for piece in split_at_ids(rules, sentence) {
                out.push(Segment { text: piece.to_owned(), fresh });
                fresh = false;
            }
        }
    }
    out
}

/// Splits at `.`, `;`, `!`, `?` before a space.
fn sentences(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut last = ' ';
    for (at, c) in line.char_indices() {
        if c.is_whitespace() && ".;!?".contains(last) {
            out.push(line.get(from..at).unwrap_or_default().trim());
            from = at;
        }
        last = c;
    }
    out.push(line.get(from..).unwrap_or_default().trim());
    out.retain(|sentence| !sentence.is_empty());
    out
}

fn stem(found: &Captures<'_>) -> String {
    ["stem1", "stem2", "stem3"]
        .iter()
        .find_map(|name| found.name(name))
        .map(|stem| stem.as_str().to_ascii_lowercase())
        .unwrap_or_default()
}

/// `load_A: …, load_B: …` in one sentence: a piece for each. Ids of another kind (`person_A`) do not split.
fn split_at_ids<'t>(rules: &Rules, sentence: &'t str) -> Vec<&'t str> {
    let ids: Vec<_> = rules.id.captures_iter(sentence).collect();
    let Some(first) = ids.first() else { return vec![sentence] };
    if sentence.ends_with('?') {
        return vec![sentence];
    }
    let first_stem = stem(first);
    let mut out = Vec::new();
    let mut from = 0;
    for id in ids.iter().skip(1).filter(|id| stem(id) == first_stem) {
        let at = id.get(0).map_or(from, |whole| whole.start());
        out.push(sentence.get(from..at).unwrap_or_default());
        from = at;
    }
    out.push(sentence.get(from..).unwrap_or_default());
    out
}

fn id_in(rules: &Rules, text: &str) -> Option<String> {
    rules.id.find(text).map(|found| found.as_str().to_owned())
}

/// What a statement is about, by its own words.
fn subject(rules: &Rules, text: &str) -> Option<String> {
    if let Some(id) = id_in(rules, text) {
        return Some(id);
    }
    if rules.continues.is_match(text) {
        return None;
    }
    let found = rules.label.captures(text).or_else(|| rules.subject.captures(text))?;
    Some(found.name("name")?.as_str().trim().to_owned())
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// The names of everything that has a duration or an energy, in reading order.
fn loads(rules: &Rules, segments: &[Segment]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut current: Option<String> = None;
    for segment in segments {
        if let Some(name) = subject(rules, &segment.text) {
            current = Some(name);
        } else if segment.fresh && !rules.continues.is_match(&segment.text) {
            current = None;
        }
        if segment.text.ends_with('?')
            || !(rules.energy.is_match(&segment.text) || rules.duration.is_match(&segment.text))
        {
            continue;
        }
        if let Some(name) = &current
            && !names.iter().any(|known| same(known, name))
        {
            names.push(name.clone());
        }
    }
    names
}

/// First place where `name` stands as a whole word, ignoring case.
fn mention(text: &str, name: &str) -> Option<usize> {
    let text = text.to_lowercase();
    let name = name.to_lowercase();
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(&name).map(|(at, _)| at).find(|&at| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|tail| tail.chars().next());
        !word(before) && !word(after)
    })
}

fn assign(rules: &Rules, segments: &[Segment], loads: &mut [Load]) {
    let mut current: Option<usize> = None;
    for segment in segments {
        let text = segment.text.as_str();
        if text.ends_with('?') {
            continue;
        }
        let named = loads
            .iter()
            .enumerate()
            .filter_map(|(index, load)| mention(text, &load.name).map(|at| (at, index)))
            .min()
            .map(|(_, index)| index);
        current = match named {
            Some(index) => Some(index),
            None if rules.continues.is_match(text) => current,
            None => None,
        };
        if let Some(load) = current.and_then(|index| loads.get_mut(index)) {
            quantities(rules, text, load);
        }
    }
}

fn quantities(rules: &Rules, text: &str, load: &mut Load) {
    if load.minutes.is_none()
        && let Some(found) = rules.duration.captures(text)
    {
        let value = |name: &str| found.name(name).and_then(|m| clock::number(m.as_str()));
        let minutes = value("minutes").or_else(|| value("hours").map(|h| h * 60.0 + value("rest").unwrap_or(0.0)));
        load.minutes = minutes.filter(|m| *m >= 1.0 && *m <= 36.0 * 60.0).map(|m| m.round() as u32);
    }
    if load.kwh.is_none() {
        load.kwh = rules.energy.captures(text).and_then(|found| clock::number(found.name("kwh")?.as_str()));
    }
    if let Some(found) = rules.window.captures(text)
        && let (Some(whole), Some((from, to))) = (found.get(0), clock::range_of(&found))
    {
        load.earliest = load.earliest.or(Some(from));
        load.deadlines.push(to);
        let rest = blank(text, &[(whole.start(), whole.end())]);
        limits(rules, &rest, load);
    } else {
        limits(rules, text, load);
    }
}

/// Sorts the clock times of a statement by the words before them (or, failing that, right after them).
fn limits(rules: &Rules, text: &str, load: &mut Load) {
    let times: Vec<_> = rules.time.captures_iter(text).collect();
    let mut from = 0;
    for (index, found) in times.iter().enumerate() {
        let (Some(whole), Some(minute)) = (found.get(0), clock::time_of(found)) else { continue };
        let before = text.get(from..whole.start()).unwrap_or_default();
        let next = times.get(index + 1).and_then(|next| next.get(0)).map_or(text.len(), |next| next.start());
        let after = text.get(whole.end()..next).unwrap_or_default();
        from = whole.end();
        if rules.earliest.is_match(before) {
            load.earliest = Some(minute);
        } else if rules.latest_start.is_match(before) {
            load.latest_start = Some(minute);
        } else if rules.cut_off.is_match(before) {
            load.cut_off = Some(minute);
        } else if rules.deadline.is_match(before) || rules.by_then.is_match(after) {
            load.deadlines.push(minute);
        }
    }
}

/// The load a question, or a line that says what is wanted, names first.
fn target(text: &str, loads: &[Load]) -> usize {
    let wanted = |line: &&str| {
        let line = line.trim_start().to_ascii_lowercase();
        line.starts_with("wanted") || line.starts_with("target")
    };
    let first_named = |line: &str| {
        let named =
            loads.iter().enumerate().filter_map(|(index, load)| mention(line, &load.name).map(|at| (at, index)));
        named.min().map(|(_, index)| index)
    };
    let lines = text.lines().filter(wanted);
    let questions = text.lines().flat_map(sentences).filter(|sentence| sentence.ends_with('?'));
    lines.chain(questions).find_map(first_named).unwrap_or(0)
}

#[cfg(test)]
#[path = "problem_tests.rs"]
mod tests;
