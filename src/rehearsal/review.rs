//! What the stand-ins do where two answers are to be reviewed, and where a verdict is to be written from reviews.
//!
//! Both work from the texts in the request. They compare sentences: what both say, what they say with other figures or the
//! other way round, what only one says. A preference comes from what can be seen: how many of the given figures an answer
//! keeps, and whether it names conditions. Where that makes no difference the local stand-in prefers what stands first, as
//! small models do (arXiv 2406.07791), and it puts one quotation into words of its own: both on purpose, so that a flip and
//! a dropped claim can be seen. Neither stand-in has read anything.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value, json};

use super::mind::{Asked, Spoken, Voice};
use crate::text::quantity;

/// The reply, where the request is one of the two kinds.
pub(super) fn speak(asked: &Asked) -> Option<Spoken> {
    if asked.system.contains("\"verdict\"")
        && let Some((facts, [a, b])) = labelled(asked.prompt())
    {
        return Some(review(asked, facts, a, b));
    }
    if asked.voice == Voice::Local { verdict(asked.prompt()) } else { None }
}

/// What stands before the two answers, and the answers.
fn labelled(prompt: &str) -> Option<(&str, [&str; 2])> {
    let start = prompt.rfind("Answer A:\n<<<")?;
    let (facts, rest) = prompt.split_at_checked(start)?;
    let (_, rest) = rest.split_once("<<<")?;
    let (a, rest) = rest.split_once("\n>>>")?;
    let (_, rest) = rest.split_once("Answer B:\n<<<")?;
    let (b, _) = rest.split_once("\n>>>")?;
    let inside = |text| str::trim(str::trim_start_matches(text, '<'));
    Some((facts, [inside(a), inside(b)]))
}

/// The sentences of a text, as they stand in it.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends =
            c == '\n' || matches!(c, '.' | '!' | '?') && chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        if ends {
            let end = at + if c == '\n' { 0 } else { c.len_utf8() };
            found.extend(text.get(start..end).map(str::trim));
            start = at + c.len_utf8();
        }
    }
    found.extend(text.get(start..).map(str::trim));
    found.retain(|sentence| sentence.chars().filter(|c| c.is_alphanumeric()).count() > 8);
    found
}

/// The words that carry a sentence, in small letters.
fn words(text: &str) -> BTreeSet<String> {
    let long = |word: &&str| word.chars().count() > 3 || word.chars().any(|c| c.is_ascii_digit());
    text.split(|c: char| !c.is_alphanumeric()).filter(long).map(str::to_lowercase).collect()
}

fn figures(text: &str) -> BTreeSet<String> {
    quantity::find(text).into_iter().map(|found| found.canonical).collect()
}

/// Whether a sentence denies what it speaks of.
fn denies(text: &str) -> bool {
    static NO: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?i)\b(?:not|no|never|cannot|neither|nor)\b|n['’]t\b").ok());
    NO.as_ref().is_some_and(|no| no.is_match(text))
}

/// Share of words two sentences have in common.
fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    let common = a.intersection(&b).count();
    common as f64 / (a.len() + b.len() - common).max(1) as f64
}

struct Point<'t> {
    relation: &'static str,
    a: &'t str,
    b: &'t str,
}

/// What two texts say to each other, sentence by sentence: conflicts first, a few of each kind.
fn points<'t>(a: &'t str, b: &'t str) -> Vec<Point<'t>> {
    let (in_a, in_b) = (sentences(a), sentences(b));
    let mut taken = BTreeSet::new();
    let mut points: Vec<Point<'t>> = Vec::new();
    for one in in_a {
        let free = in_b.iter().enumerate().filter(|(index, _)| !taken.contains(index));
        let best = free.map(|(index, other)| (index, *other, likeness(one, other))).max_by(|x, y| x.2.total_cmp(&y.2));
        match best.filter(|(.., likeness)| *likeness >= 0.3) {
            None => points.push(Point { relation: "only_in_one", a: one, b: "" }),
            Some((index, other, likeness)) => {
                taken.insert(index);
                let (of_one, of_other) = (figures(one), figures(other));
                let contrary = denies(one) != denies(other)
                    || (of_one.is_disjoint(&of_other) && !of_one.is_empty() && !of_other.is_empty());
                let relation = if contrary { "conflicting" } else { "agreed" };
                if contrary || likeness >= 0.5 || !of_one.is_disjoint(&of_other) {
                    points.push(Point { relation, a: one, b: other });
                }
            }
        }
    }
    let alone = in_b.iter().enumerate().filter(|(index, _)| !taken.contains(index));
    points.extend(alone.map(|(_, other)| Point { relation: "only_in_one", a: "", b: other }));
    let mut kept = Vec::new();
    for relation in ["conflicting", "agreed", "only_in_one"] {
        let of_kind = points.extract_if(.., |point| point.relation == relation);
        kept.extend(of_kind.take(3));
    }
    kept
}

/// The names of the rubric, as the instructions give them.
fn criteria(system: &str) -> Vec<String> {
    static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#""(\w+)": \{"A": "#).ok());
    let found = NAME.iter().flat_map(|name| name.captures_iter(system));
    found.filter_map(|found| Some(found.get(1)?.as_str().to_owned())).collect()
}

/// Whether a text names something it depends on.
fn is_conditional(text: &str) -> bool {
    const WORDS: [&str; 5] = ["unless", "proved", "depends", "whether", "provided"];
    words(text).iter().any(|word| WORDS.contains(&word.as_str()))
}

/// What can be seen of an answer's quality, 1..10.
fn quality(answer: &str, facts: &str) -> f64 {
    let given = figures(facts);
    let kept = figures(answer).intersection(&given).count().min(6);
    4.0 + kept as f64 / 2.0 + if is_conditional(answer) { 1.0 } else { 0.0 }
}

fn review(asked: &Asked, facts: &str, a: &str, b: &str) -> Spoken {
    let local = asked.voice == Voice::Local;
    let (of_a, of_b) = (quality(a, facts), quality(b, facts));
    // A local stand-in does not see a small difference; then it likes what it read first.
    let blind = if local { 1.5 } else { 0.25 };
    let verdict = match of_a - of_b {
        gap if gap > blind => "A",
        gap if gap < -blind => "B",
        _ if local && a != b => "A",
        _ => "tie",
    };
    let close = (of_a - of_b).abs() <= blind;
    let lean = |label: &str| if local && close && verdict == label { 1.0 } else { 0.0 };
    let score = |quality: f64, label: &str| (quality + lean(label)).round().clamp(1.0, 10.0);
    let scores: Map<String, Value> = criteria(&asked.system)
        .into_iter()
        .map(|name| (name, json!({"A": score(of_a, "A"), "B": score(of_b, "B")})))
        .collect();
    let points = points(a, b);
    let quoted = |text: &str| if local { text.trim_end_matches('.').to_lowercase() } else { text.to_owned() };
    let claims: Vec<Value> = points
        .iter()
        .map(|point| {
            json!({"claim": said(point), "relation": point.relation, "quote_a": quoted(point.a), "quote_b": quoted(point.b)})
        })
        .chain(own_words(a).filter(|_| local))
        .collect();
    let reason = match verdict {
        "tie" => "Answer A and Answer B keep the same figures and name the same conditions.".to_owned(),
        label if local && close => {
            format!("The two are close; Answer {label} states its case more directly.")
        }
        label => {
            let other = if label == "A" { "B" } else { "A" };
            format!(
                "Answer {label} keeps more of the given facts and names what it depends on; Answer {other} does less of both."
            )
        }
    };
    let confidence = if verdict == "tie" {
        0.5
    } else if close {
        0.55
    } else {
        0.8
    };
    let reply = json!({"claims": claims, "reason": reason, "scores": scores, "verdict": verdict, "verdict_confidence": confidence});
    let count = |relation: &str| points.iter().filter(|point| point.relation == relation).count();
    Spoken {
        thinking: format!(
            "Compared sentence by sentence: {} agree, {} conflict, {} stand in one answer alone. A stand-in compares words; it \
             has not judged what they mean.",
            count("agreed"),
            count("conflicting"),
            count("only_in_one")
        ),
        answer: reply.to_string(),
        contract: true,
        ..Spoken::default()
    }
}

/// A claim in a few words: the words of the answer it is about.
fn said(point: &Point<'_>) -> String {
    let start = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().take(9).collect();
        let more = if text.split_whitespace().count() > 9 { " …" } else { "" };
        format!("{}{more}", words.join(" ").trim_end_matches(['.', ',', ':', ';']))
    };
    match (point.a, point.b) {
        (a, "") => start(a),
        ("", b) => start(b),
        (a, b) if point.relation == "conflicting" => format!("“{}” against “{}”", start(a), start(b)),
        (a, _) => start(a),
    }
}

/// A claim whose quotation is put in words of the reviewer's own, as small models do: it stands in neither answer.
fn own_words(a: &str) -> impl Iterator<Item = Value> {
    let first = sentences(a).first().map(|sentence| sentence.split_whitespace().take(4).collect::<Vec<_>>().join(" "));
    first.into_iter().map(|words| {
        json!({"claim": "It is direct", "relation": "only_in_one", "quote_a": format!("in short, the gist is: {words}"), "quote_b": ""})
    })
}

/// A fenced text below a heading: its title and what it says.
fn fenced<'t>(prompt: &'t str, heading: &str) -> Option<(&'t str, &'t str)> {
    let (_, rest) = prompt.split_once(heading)?;
    let (title, rest) = rest.split_once("):\n<<<\n")?;
    Some((title, rest.split_once("\n>>>")?.0.trim()))
}

/// The points under a heading of the reviews: the quotations of each, as they are given there.
fn under(reviews: &str, heading: &str) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    let mut inside = false;
    for line in reviews.lines() {
        if line.starts_with("- ") {
            if inside {
                found.push(Vec::new());
            }
        } else if let Some(quote) = line.strip_prefix("  ") {
            if let Some(point) = found.last_mut().filter(|_| inside) {
                point.push(quote.trim().to_owned());
            }
        } else {
            inside = line == heading;
        }
    }
    let mut seen = BTreeSet::new();
    // Both reviewers say the same in their own punctuation.
    let key =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    found.retain(|point| point.first().is_some_and(|first| seen.insert(key(first))));
    found
}

fn verdict(prompt: &str) -> Option<Spoken> {
    let (first_title, first) = fenced(prompt, "First answer (")?;
    let (second_title, second) = fenced(prompt, "Second answer (")?;
    let (_, reviews) = prompt.split_once("Review by the local model:")?;
    let opening = |text: &str| sentences(text).first().map(|sentence| (*sentence).to_owned()).unwrap_or_default();
    let standing = reviews.trim_end().lines().next_back().unwrap_or_default();
    let stands = |nth: &str| standing.contains(&format!("the {nth} answer")) && standing.contains("t stands");
    let mut answer = match (stands("first"), stands("second")) {
        (true, _) => format!("Answer: {}", opening(first)),
        (_, true) => format!("Answer: {}", opening(second)),
        _ => format!(
            "Answer: neither stands above the other. {first_title}: {} {second_title}: {}",
            opening(first),
            opening(second)
        ),
    };
    if standing.starts_with("Only the") {
        answer.push_str(" (One reviewer had no preference.)");
    }
    let agreed: Vec<String> = under(reviews, "Both say:")
        .into_iter()
        .filter_map(|point| {
            let (_, quote) = point.first()?.split_once('“')?;
            Some(format!("{}.", quote.trim_end_matches(['”', '.', ';', ','])))
        })
        .collect();
    if !agreed.is_empty() {
        let _ = write!(answer, "\n\nAgreed: {}", agreed.join(" "));
    }
    let conflicts: Vec<String> =
        under(reviews, "They contradict each other:").into_iter().map(|point| point.join(" / ")).collect();
    if conflicts.is_empty() {
        answer.push_str("\n\nIn conflict: the two answers contradict each other in nothing the reviewers found.");
    } else {
        let _ = write!(answer, "\n\nIn conflict: {}.", conflicts.join("; "));
        let both = [first, second].into_iter().flat_map(sentences);
        let open: Vec<&str> = both.filter(|sentence| is_conditional(sentence)).take(1).collect();
        if !open.is_empty() {
            let _ = write!(answer, " To be checked: {}", open.join(" "));
        }
    }
    Some(Spoken {
        thinking: format!("The reviews end with: {standing} What is agreed and what conflicts is copied from them."),
        answer,
        ..Spoken::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "Yes, they may rely on clause 14. Notice was due within 7 days. It costs £2,400.";
    const B: &str = "No, they may not rely on clause 14. Notice was due within 7 days. Witnesses help.";

    #[test]
    fn sentences_are_related_by_what_they_say() {
        let found: Vec<(&str, &str)> = points(A, B).iter().map(|point| (point.relation, point.a)).collect();
        assert_eq!(
            found,
            [
                ("conflicting", "Yes, they may rely on clause 14."),
                ("agreed", "Notice was due within 7 days."),
                ("only_in_one", "It costs £2,400."),
                ("only_in_one", ""),
            ]
        );
    }

    #[test]
    fn the_answers_are_read_from_the_request() {
        let prompt = format!("Question\n\nAnswer A:\n<<<<\n{A}\n>>>>\n\nAnswer B:\n<<<<\n{B}\n>>>>");
        assert_eq!(labelled(&prompt), Some(("Question\n\n", [A, B])));
        assert_eq!(labelled("Answer A: yes"), None);
    }
}
