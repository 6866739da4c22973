//! The table of a comparison: a row for each pattern, medians where it ran more than once; as JSON, Markdown and text.

use std::fmt::Write as _;

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use super::{Comparison, Outcome, Share, Spread};
use crate::boundary::finding::Verdict;
use crate::engine::event::Status;

/// A pattern's row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The pattern's id.
    pub pattern: String,
    /// What people call it.
    pub name: String,
    /// Its runs so far, in order of repetition.
    pub outcomes: Vec<Outcome>,
    /// How many runs there are to be.
    pub wanted: u32,
}

/// Rows in the order of the patterns, from all outcomes so far.
#[must_use]
pub fn rows(comparison: &Comparison, outcomes: &[Outcome]) -> Vec<Row> {
    let row = |pattern: &std::sync::Arc<crate::pattern::Pattern>| {
        let mut own: Vec<Outcome> = outcomes.iter().filter(|o| o.cell.pattern == pattern.id).cloned().collect();
        own.sort_by_key(|outcome| outcome.cell.repeat);
        own.dedup_by_key(|outcome| outcome.cell.repeat);
        Row { pattern: pattern.id.clone(), name: pattern.name.clone(), outcomes: own, wanted: comparison.repeat }
    };
    comparison.patterns.iter().map(row).collect()
}

/// Heads of the columns; all but the first and the last stand right.
pub const HEADS: [&str; 11] =
    ["pattern", "status", "useful", "total", "tokens", "bytes", "cost", "leaks", "facts", "checks", "gate"];

impl Row {
    /// Runs that came to an answer.
    fn done(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.iter().filter(|outcome| outcome.status == Status::Done)
    }

    /// Median and spread of a figure over the runs that were done.
    pub fn spread(&self, figure: impl Fn(&Outcome) -> Option<f64>) -> Option<Spread> {
        Spread::of(self.done().filter_map(figure))
    }

    /// The cells of this row, as people read them, in the order of [`HEADS`]; `spread` adds smallest and largest.
    #[must_use]
    pub fn cells(&self, spread: bool) -> [String; 11] {
        let seconds = |ms: f64| format!("{:.1} s", ms / 1000.0);
        let whole = |number: f64| format!("{number:.0}");
        let none = || "–".to_owned();
        let figure = |figures: Option<Spread>, show: &dyn Fn(f64) -> String| {
            figures.map_or_else(none, |figures| {
                let (median, min, max) = (show(figures.median), show(figures.min), show(figures.max));
                if !spread || min == max { median } else { format!("{median} ({min} to {max})") }
            })
        };
        let ms = |ms: Option<u64>| ms.map(|ms| ms as f64);
        let estimated = self.done().any(|outcome| outcome.estimated);
        let cost = if self.done().count() > 0 && self.done().all(|outcome| outcome.cost_usd.is_none()) {
            "unknown".to_owned()
        } else {
            figure(self.spread(|o| o.cost_usd), &|usd| format!("${usd:.4}"))
        };
        // These are not averaged: one leak or one failed check in one run is what counts.
        let leaks: usize = self.outcomes.iter().map(|outcome| outcome.leaks).sum();
        let facts = self.done().filter_map(|outcome| outcome.facts).reduce(add);
        let checks = self.done().map(|outcome| outcome.checks).reduce(add).filter(|checks| checks.of > 0);
        let share = |share: Option<Share>| share.map_or_else(none, |share| format!("{}/{}", share.part, share.of));
        [
            self.name.clone(),
            self.status(),
            figure(self.spread(|o| ms(o.first_useful_ms)), &seconds),
            figure(self.spread(|o| ms(Some(o.total_ms))), &seconds),
            format!(
                "{}{}",
                if estimated { "~" } else { "" },
                figure(self.spread(|o| Some(o.cloud_tokens as f64)), &whole)
            ),
            figure(self.spread(|o| Some(o.bytes as f64)), &whole),
            cost,
            if self.outcomes.is_empty() { none() } else { leaks.to_string() },
            share(facts),
            share(checks),
            self.gate(),
        ]
    }

    /// How its runs ended: `done`, `3 of 5 done, 2 blocked`.
    #[must_use]
    pub fn status(&self) -> String {
        let mut kinds: Vec<(Status, usize)> = Vec::new();
        for outcome in &self.outcomes {
            match kinds.iter_mut().find(|(status, _)| *status == outcome.status) {
                Some((_, count)) => *count += 1,
                None => kinds.push((outcome.status, 1)),
            }
        }
        match kinds.as_slice() {
            [] => "not run".to_owned(),
            [(status, count)] if *count == self.wanted as usize => word(*status).to_owned(),
            several => {
                let parts: Vec<String> = several.iter().map(|(s, count)| format!("{count} {}", word(*s))).collect();
                format!("{} of {}", parts.join(", "), self.wanted)
            }
        }
    }

    fn gate(&self) -> String {
        let mut seen: Vec<&str> = Vec::new();
        for outcome in &self.outcomes {
            let verdict = outcome.verdict.map_or("nothing sent", verdict);
            if !seen.contains(&verdict) {
                seen.push(verdict);
            }
        }
        if seen.is_empty() { "–".to_owned() } else { seen.join(", ") }
    }

    fn json(&self) -> Value {
        let ms = |ms: Option<u64>| ms.map(|ms| ms as f64);
        json!({
            "pattern": self.pattern, "name": self.name, "wanted": self.wanted, "runs": self.outcomes,
            "first_useful_ms": self.spread(|o| ms(o.first_useful_ms)),
            "total_ms": self.spread(|o| ms(Some(o.total_ms))),
            "cloud_tokens": self.spread(|o| Some(o.cloud_tokens as f64)),
            "bytes": self.spread(|o| Some(o.bytes as f64)),
            "cost_usd": self.spread(|o| o.cost_usd),
        })
    }
}

fn add(a: Share, b: Share) -> Share {
    Share { part: a.part + b.part, of: a.of + b.of }
}

/// A status in a word.
#[must_use]
pub fn word(status: Status) -> &'static str {
    match status {
        Status::Done => "done",
        Status::Skipped => "skipped",
        Status::Blocked => "blocked",
        Status::Failed => "failed",
        Status::Truncated => "truncated",
        Status::Cancelled => "cancelled",
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Cleared => "cleared",
        Verdict::Masked => "masked",
        Verdict::Approved => "approved",
        Verdict::Allowed => "allowed",
        Verdict::Blocked => "blocked",
    }
}

/// The rows as JSON: every run, and median, smallest and largest of each figure over the runs that were done.
#[must_use]
pub fn json(rows: &[Row]) -> Value {
    rows.iter().map(Row::json).collect()
}

/// What has to be known to read the table.
const LEGEND: [&str; 3] = [
    "useful: until the first whole answer. tokens: read and written by the cloud model. bytes: over the line.",
    "leaks: findings sent as they were. facts: quantities of the input that crossed.",
    "Figures are medians (smallest to largest) of the runs that were done.",
];

/// What every reader has to be told beside the figures: what is simulated, and why runs have no answer.
#[must_use]
pub fn remarks(rows: &[Row]) -> Vec<String> {
    let mut remarks = Vec::new();
    if rows.iter().flat_map(|row| &row.outcomes).any(|outcome| outcome.simulated) {
        remarks.push("SIMULATED: stand-in models; times are theirs, costs are list prices.".to_owned());
    }
    for row in rows {
        if let Some((outcome, error)) = row.outcomes.iter().find_map(|o| Some((o, o.error.as_deref()?))) {
            remarks.push(format!("{}: {}: {error}", row.name, word(outcome.status)));
        }
    }
    remarks
}

/// The answer in one line of at most `width` columns.
fn first_line(answer: &str, width: usize) -> String {
    let line = answer.lines().find(|line| !line.trim().is_empty()).unwrap_or("no answer").trim();
    let mut short = String::new();
    for c in line.chars() {
        if short.width() + 2 > width {
            short.push('…');
            break;
        }
        short.push(c);
    }
    short
}

/// As Markdown: the table, remarks, and each pattern's first answer in full.
#[must_use]
pub fn markdown(rows: &[Row]) -> String {
    let mut text = format!("| {} |\n|:--|:--|--:|--:|--:|--:|--:|--:|--:|--:|:--|\n", HEADS.join(" | "));
    for row in rows {
        let cells: Vec<String> = row.cells(true).iter().map(|cell| cell.replace('|', "\\|")).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    let _ = writeln!(text, "\n{}", LEGEND.join("\n"));
    for remark in remarks(rows) {
        let _ = writeln!(text, "\n- {remark}");
    }
    for row in rows {
        let Some(outcome) = row.outcomes.iter().find(|outcome| !outcome.answer.is_empty()) else { continue };
        let quoted: Vec<String> = outcome.answer.trim().lines().map(|line| format!("> {line}")).collect();
        let _ = writeln!(text, "\n### {}\n\n{}", row.name, quoted.join("\n"));
    }
    text
}

/// As text for a terminal: aligned columns, then remarks, then the first line of each answer.
#[must_use]
pub fn text(rows: &[Row]) -> String {
    let mut lines: Vec<[String; 11]> = vec![HEADS.map(str::to_owned)];
    lines.extend(rows.iter().map(|row| row.cells(true)));
    let mut widths = [0; 11];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.width());
        }
    }
    let mut text = String::new();
    for line in &lines {
        let cells: Vec<String> =
            line.iter().zip(widths).enumerate().map(|(at, (c, width))| pad(c, width, at)).collect();
        let _ = writeln!(text, "{}", cells.join("  ").trim_end());
    }
    let _ = writeln!(text, "\n{}", LEGEND.join("\n"));
    for remark in remarks(rows) {
        let _ = writeln!(text, "{remark}");
    }
    text.push('\n');
    let name = widths.first().copied().unwrap_or_default();
    for row in rows {
        let answer = row.outcomes.iter().find(|outcome| !outcome.answer.is_empty()).map_or("", |o| o.answer.as_str());
        let _ = writeln!(text, "{}  {}", pad(&row.name, name, 0), first_line(answer, 100));
    }
    text
}

/// Words stand left, figures right.
fn pad(cell: &str, width: usize, column: usize) -> String {
    let space = " ".repeat(width.saturating_sub(cell.width()));
    if matches!(column, 0 | 1 | 10) { format!("{cell}{space}") } else { format!("{space}{cell}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Cell;

    fn outcome(repeat: u32, status: Status, total_ms: u64) -> Outcome {
        Outcome {
            cell: Cell { pattern: "p".to_owned(), repeat },
            run: "r".to_owned(),
            status,
            answer: "\nRun it | later.\nBecause.".to_owned(),
            simulated: false,
            first_useful_ms: Some(total_ms / 2),
            total_ms,
            cloud_tokens: 100,
            estimated: false,
            bytes: 900,
            cost_usd: Some(0.0039),
            leaks: 0,
            facts: Some(Share { part: 9, of: 11 }),
            checks: Share { part: 2, of: 3 },
            verdict: Some(Verdict::Masked),
            error: None,
        }
    }

    fn row(outcomes: Vec<Outcome>, wanted: u32) -> Row {
        Row { pattern: "p".to_owned(), name: "P".to_owned(), outcomes, wanted }
    }

    #[test]
    fn a_single_run_has_plain_figures() {
        let cells = row(vec![outcome(1, Status::Done, 12_000)], 1).cells(true);
        let want = ["P", "done", "6.0 s", "12.0 s", "100", "900", "$0.0039", "0", "9/11", "2/3", "masked"];
        assert_eq!(cells, want.map(str::to_owned));
    }

    #[test]
    fn medians_are_of_the_runs_that_were_done_and_the_rest_is_counted() {
        let mut leaking = outcome(4, Status::Blocked, 1);
        leaking.leaks = 2;
        leaking.verdict = Some(Verdict::Blocked);
        let runs = vec![outcome(1, Status::Done, 1000), outcome(2, Status::Done, 3000), outcome(3, Status::Done, 8000)];
        let row = row(runs.into_iter().chain([leaking]).collect(), 5);
        let cells = row.cells(true);
        assert_eq!(cells[1], "3 done, 1 blocked of 5");
        assert_eq!(cells[3], "3.0 s (1.0 s to 8.0 s)");
        assert_eq!(row.cells(false)[3], "3.0 s");
        assert_eq!((cells[7].as_str(), cells[9].as_str(), cells[10].as_str()), ("2", "6/9", "masked, blocked"));
        assert_eq!(row.json()["total_ms"]["max"], 8000.0);
    }

    #[test]
    fn what_did_not_run_says_so() {
        let cells = row(Vec::new(), 2).cells(true);
        assert_eq!((cells[1].as_str(), cells[2].as_str(), cells[10].as_str()), ("not run", "–", "–"));
    }

    #[test]
    fn an_unknown_price_is_no_zero() {
        let mut run = outcome(1, Status::Done, 1000);
        run.cost_usd = None;
        assert_eq!(row(vec![run], 1).cells(true)[6], "unknown");
    }

    #[test]
    fn tables_line_up_and_escape() {
        let rows = [row(vec![outcome(1, Status::Done, 12_000)], 1)];
        let markdown = markdown(&rows);
        assert!(markdown.contains("| P | done | 6.0 s |") && markdown.contains("> Run it | later."), "{markdown}");
        let text = text(&rows);
        let mut lines = text.lines();
        let (head, line) = (lines.next().unwrap(), lines.next().unwrap());
        assert_eq!(head.find("total").unwrap() + "total".len(), line.find("12.0 s").unwrap() + "12.0 s".len());
        assert!(text.contains("P        Run it | later.\n"), "{text}");
    }
}
