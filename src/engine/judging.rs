//! A stage of kind `judge`: one review per order of the labels, read into one report. Not for what reviews come to: that
//! is [`super::judge`].

use std::ops::Range;
use std::time::Duration;

use super::context::Context;
use super::event::{Failure, RunEvent, StageResult, Status};
use super::judge::form::{self, Labelled};
use super::judge::{Candidate, Compared, Report, Review, Said, Shown};
use super::stage::{self, Form, ask, call, failed};
use crate::boundary::readable::{self, Alignment};
use crate::boundary::request::texts;
use crate::model::call::{Call, Schema};
use crate::pattern::template::{self, Rendered, Values};
use crate::pattern::{Side, Stage};

/// An answer to be compared: as it is shown to this stage's model (before the gate), and as the user reads it.
struct Answer {
    shown: String,
    read: Compared,
}

/// Runs a judge stage to its end: two calls, one after the other, so that a small machine serves one at a time and a
/// person is asked about one at a time.
pub(super) async fn run(
    context: &Context,
    stage: &Stage,
    values: &Values,
    rendered: Rendered,
    waited: &mut Duration,
) -> StageResult {
    let answers = match answers(context, stage, values) {
        Ok(answers) => answers,
        Err(reason) => return failed(Failure::Pattern { reason }),
    };
    let form = form_of(stage);
    let prompt = rendered.prompt.clone();
    let base = call(context, stage, rendered);
    let mut reviews: Vec<Review> = Vec::new();
    let mut so_far: Option<StageResult> = None;
    for (number, first) in (0..).zip(Candidate::BOTH) {
        let [a, b] = in_order(first, &answers);
        let labelled = Labelled::new(&prompt, &a.shown, &b.shown);
        let result = ask(context, stage, number, asked(stage, &base, &labelled), Some(&form), waited).await;
        let said = result.reply.clone().and_then(|reply| serde_json::from_value::<Said>(reply).ok());
        let result = match so_far.take() {
            Some(before) => together(&before, result),
            None => result,
        };
        let (Status::Done, Some(said)) = (result.status, said) else { return result };
        let review = match stage.side {
            Side::Local => {
                let answers = [a.read.text.as_str(), b.read.text.as_str()];
                said.review(&Shown { first, answers, place: &|_, span| span, words: &str::to_owned })
            }
            Side::Cloud => crossed_review(context, stage, number, &said, first, &labelled, &answers),
        };
        context.emit(RunEvent::Review { stage: stage.id.clone(), call: number, review: Box::new(review.clone()) });
        reviews.push(review);
        so_far = Some(result);
    }
    let Some(mut result) = so_far else {
        return failed(Failure::Pattern { reason: format!("stage `{}` made no review", stage.id) });
    };
    let [first, second] = answers;
    let report = Report::new(first.read, second.read, reviews);
    result.text = report.prose();
    result.restored = None;
    match serde_json::to_value(&report) {
        Ok(value) => result.reply = Some(value),
        Err(error) => {
            result.status = Status::Failed;
            result.failure =
                Some(Failure::Pattern { reason: format!("the report cannot be written as JSON: {error}") });
        }
    }
    result
}

/// The two answers: of each entry the first that ran, and only what may cross where the reviewer is in the cloud.
fn answers(context: &Context, stage: &Stage, values: &Values) -> Result<[Answer; 2], String> {
    let pattern = &context.request.pattern;
    let answer = |entry: &Vec<String>| -> Result<Answer, String> {
        let ran = entry.iter().find_map(|id| Some((pattern.stage(id)?, values.stages.get(id)?)));
        let (of, value) = ran.ok_or_else(|| format!("none of {} ran", entry.join(", ")))?;
        let text = value.restored.clone().unwrap_or_else(|| value.text.clone());
        let shown = template::answer_for(stage, of, value)
            .ok_or_else(|| format!("`{}` may not be shown to the cloud: add it to `reveals`", of.id))?;
        Ok(Answer { shown, read: Compared { stage: of.id.clone(), title: of.title.clone(), text } })
    };
    match stage.candidates.as_slice() {
        [first, second] => Ok([answer(first)?, answer(second)?]),
        _ => Err(format!("stage `{}` has to compare two answers", stage.id)),
    }
}

/// The answers as A and B.
fn in_order(first: Candidate, [one, two]: &[Answer; 2]) -> [&Answer; 2] {
    match first {
        Candidate::First => [one, two],
        Candidate::Second => [two, one],
    }
}

fn form_of(stage: &Stage) -> Form {
    let rubric = stage.rubric.clone();
    Form {
        instructions: form::instructions(&stage.rubric),
        read: Box::new(move |text| {
            let said = Said::read(text, &rubric)?;
            serde_json::to_value(said).map_err(|error| error.to_string())
        }),
    }
}

fn asked(stage: &Stage, base: &Call, labelled: &Labelled) -> Call {
    let mut call = base.clone();
    if let Some(message) = call.messages.first_mut() {
        message.content.clone_from(&labelled.text);
    }
    if stage.side == Side::Cloud {
        call.schema = Some(Schema { name: stage.id.clone(), schema: form::schema(&stage.rubric) });
    }
    call
}

/// A review from the cloud: its quotations are looked for in what the reviewer was shown, which is what crossed, and
/// marked where the user reads the same passage.
fn crossed_review(
    context: &Context,
    stage: &Stage,
    number: u32,
    said: &Said,
    first: Candidate,
    labelled: &Labelled,
    answers: &[Answer; 2],
) -> Review {
    let crossed = crossed_texts(context, stage, number);
    let seen = crossed.iter().find_map(|text| labelled.seen(text));
    // Where a person rewrote the request so that the answers cannot be told in it, nothing that is quoted can be verified.
    let seen = seen.unwrap_or_default();
    let vault = context.vault();
    let known = crossed.iter().flat_map(|text| readable::placeholders(text, &vault)).collect::<Vec<_>>();
    let [a, b] = in_order(first, answers);
    let [seen_a, seen_b] = seen;
    let to_a = Alignment::new(seen_a, &a.read.text, &vault);
    let to_b = Alignment::new(seen_b, &b.read.text, &vault);
    let place = |candidate: Candidate, span: Range<usize>| {
        if candidate == first { to_a.readable(&span) } else { to_b.readable(&span) }
    };
    let words = |text: &str| readable::restore(text, &vault, &known);
    said.review(&Shown { first, answers: seen, place: &place, words: &words })
}

/// Every text of the request as it crossed.
fn crossed_texts(context: &Context, stage: &Stage, number: u32) -> Vec<String> {
    let log = context.log.since(0);
    let body = log.iter().rev().find_map(|stamped| match &stamped.event {
        RunEvent::RequestSent { stage: sender, call, side: Side::Cloud, body: Some(body), .. }
            if *sender == stage.id && *call == number =>
        {
            serde_json::from_str(body).ok()
        }
        _ => None,
    });
    body.and_then(|body: serde_json::Value| texts(&body)).unwrap_or_default()
}

/// Two calls of one stage as one result: how the later one ended, what both used.
fn together(before: &StageResult, after: StageResult) -> StageResult {
    StageResult {
        usage: stage::sum(before.usage, after.usage),
        estimated: before.estimated || after.estimated,
        cost_usd: before.cost_usd.zip(after.cost_usd).map(|(before, after)| before + after),
        ms: super::event::Timings {
            first: before.ms.first.or(after.ms.first),
            first_answer: before.ms.first_answer.or(after.ms.first_answer),
            total: after.ms.total,
        },
        notes: before.notes.iter().cloned().chain(after.notes.iter().cloned()).collect(),
        ..after
    }
}
