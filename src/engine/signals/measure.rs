//! Measures a stage that has ended: reads its log-probabilities, draws samples, has the local model judge its own answer.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{agreement, logprob, rule};
use crate::engine::context::Context;
use crate::engine::event::{RunEvent, StageResult, Status};
use crate::engine::log::millis;
use crate::engine::stage::{self, Form};
use crate::model::call::Think;
use crate::pattern::template::{self, StageValue, Values};
use crate::pattern::{FieldKind, ReplyContract, Side, SignalKind, SignalSpec, Stage};

/// Temperature of samples whose stage asks for less: at 0 every sample is the answer again.
const SAMPLE_TEMPERATURE: f64 = 0.7;

/// Most a self-check may write: one sentence and a number, with room for a model that thinks unasked. Small models that lose
/// the thread would write until the context is full.
const SELF_CHECK_TOKENS: u32 = 2048;

/// Where a pattern gives no `prompt`: what the local model is asked about its own answer. `STAGE` is the stage measured.
const SELF_CHECK: &str = "\
You are given a question, a context and an answer. Check the answer, sentence by sentence, against the context:
- Is every time, amount and name in it supported by the context?
- Does it break or leave out a limit that stands in the context?
- Is anything guessed?
An answer that holds in every sentence has a confidence above 0.7, one with a figure that does not follow below 0.4.

Question:
{{ question }}

Context:
{{ context }}

Answer:
<<<
{{ STAGE.text }}
>>>";

/// A signal: its value where it could be had, and how it came about or why not.
struct Measured {
    value: Option<f64>,
    detail: String,
}

impl Measured {
    fn had(value: f64, detail: impl Into<String>) -> Self {
        Self { value: Some(value.clamp(0.0, 1.0)), detail: detail.into() }
    }

    fn absent(detail: impl Into<String>) -> Self {
        Self { value: None, detail: detail.into() }
    }
}

/// The rules that measure no stage: they are about the input, and hold before anything runs.
pub(in crate::engine) fn of_input(context: &Context, values: &Values) -> BTreeMap<String, f64> {
    let signals = context.request.pattern.signals.iter().filter(|signal| signal.of.is_empty());
    signals.filter_map(|signal| report(context, signal, by_rule(signal, values))).collect()
}

/// Computes the signals of a stage that has ended, cheapest first, and logs them; the values of those that could be had.
/// What the measuring spent is added to the stage's `result`.
pub(in crate::engine) async fn measure(
    context: &Context,
    stage: &Stage,
    values: &Values,
    result: &mut StageResult,
) -> BTreeMap<String, f64> {
    let pattern = &context.request.pattern;
    let mut signals: Vec<&SignalSpec> = pattern.signals.iter().filter(|signal| signal.of == stage.id).collect();
    if signals.is_empty() {
        return BTreeMap::new();
    }
    if result.status != Status::Done {
        let unmeasured = || Measured::absent(format!("`{}` did not finish", stage.id));
        return signals.into_iter().filter_map(|signal| report(context, signal, unmeasured())).collect();
    }
    signals.sort_by_key(|signal| matches!(signal.kind, SignalKind::Agreement | SignalKind::SelfCheck));
    let started = Instant::now();
    let mut values = values.clone();
    values.stages.insert(stage.id.clone(), StageValue::of(stage.side, result));
    let mut further = Further { context, stage, values: &values, next: 1, waited: Duration::ZERO, result };
    let mut had = BTreeMap::new();
    for signal in signals {
        let measured = match signal.kind {
            SignalKind::Rule => by_rule(signal, &values),
            SignalKind::LogprobQuantile => by_logprobs(context, stage, signal),
            SignalKind::Agreement => further.agreement(pattern.further_samples(signal)).await,
            SignalKind::SelfCheck => further.self_check(signal).await,
        };
        had.extend(report(context, signal, measured));
    }
    let took = millis(started.elapsed().saturating_sub(further.waited));
    result.ms.total += took;
    // Only local stages are measured: what they cost is the time they took.
    result.cost_usd = context.cost(Side::Local, result.usage, None, result.ms.total);
    had
}

/// Logs a signal; its name and value where it has one.
fn report(context: &Context, signal: &SignalSpec, measured: Measured) -> Option<(String, f64)> {
    let Measured { value, detail } = measured;
    // To what is shown of it: 1 - 0.8 is below a threshold of 0.2, and nobody could see why.
    let value = value.map(|value| (value * 1e4).round() / 1e4);
    context.emit(RunEvent::Signal { id: signal.id.clone(), value, detail });
    value.map(|value| (signal.id.clone(), value))
}

fn by_rule(signal: &SignalSpec, values: &Values) -> Measured {
    let expression = signal.settings.get("expr").and_then(Value::as_str).unwrap_or_default();
    match rule::judge(&signal.id, expression, values) {
        Ok(value) if value <= 0.0 => Measured::had(value, "the rule does not hold"),
        Ok(value) if value >= 1.0 => Measured::had(value, "the rule holds"),
        Ok(value) => Measured::had(value, format!("the rule gives {value:.2}")),
        Err(reason) => Measured::absent(format!("the rule cannot be judged: {reason}")),
    }
}

fn setting(signal: &SignalSpec, name: &str) -> Option<f64> {
    signal.settings.get(name).and_then(Value::as_f64)
}

fn by_logprobs(context: &Context, stage: &Stage, signal: &SignalSpec) -> Measured {
    let mut logprobs: Vec<f64> = Vec::new();
    for stamped in context.log.since(0) {
        match &stamped.event {
            // Only the attempt that did counts.
            RunEvent::Attempt { stage: of, call: 0, .. } if *of == stage.id => logprobs.clear(),
            RunEvent::Logprobs { stage: of, call: 0, tokens } if *of == stage.id => {
                logprobs.extend(tokens.iter().map(|token| token.logprob));
            }
            _ => {}
        }
    }
    let share = setting(signal, "quantile").unwrap_or(logprob::QUANTILE);
    let floor = setting(signal, "floor").unwrap_or(logprob::FLOOR);
    let Some(low) = logprob::quantile(&logprobs, share) else {
        let server = context.model(stage.side).place;
        return Measured::absent(format!(
            "no token log-probabilities came from {server} (Ollama gives them from 0.12.11 on)"
        ));
    };
    let detail = format!(
        "{:.0} % of {} tokens had a chance of {:.0} % or less",
        share * 100.0,
        logprobs.len(),
        low.exp() * 100.0
    );
    Measured::had(logprob::hardness(low, floor), detail)
}

/// Makes the further calls of a stage, and keeps account of them.
struct Further<'a> {
    context: &'a Context,
    stage: &'a Stage,
    values: &'a Values,
    /// Number of the next call.
    next: u32,
    waited: Duration,
    result: &'a mut StageResult,
}

impl Further<'_> {
    async fn ask(&mut self, stage: &Stage, call: crate::model::call::Call, form: Option<&Form>) -> StageResult {
        let number = self.next;
        self.next += 1;
        let reply = stage::ask(self.context, stage, number, call, form, &mut self.waited).await;
        self.result.usage = stage::sum(self.result.usage, reply.usage);
        self.result.estimated |= reply.estimated;
        reply
    }

    /// Draws samples one after the other: a local server answers one at a time, and the others would only queue.
    async fn agreement(&mut self, wanted: u32) -> Measured {
        let rendered = match template::render(&self.context.request.pattern, self.stage, self.values) {
            Ok(rendered) => rendered,
            Err(error) => return Measured::absent(error.to_string()),
        };
        let stage = Stage { pane: None, logprobs: false, ..self.stage.clone() };
        let mut call = stage::call(self.context, &stage, rendered);
        call.temperature = call.temperature.map(|temperature| temperature.max(SAMPLE_TEMPERATURE));
        let seed = call.seed.unwrap_or_default();
        let form = self.stage.reply.as_ref().map(Form::from);
        let mut samples: Vec<String> = Vec::new();
        let mut lost = None;
        for sample in 1..=wanted {
            let call = crate::model::call::Call { seed: Some(seed.wrapping_add(sample.into())), ..call.clone() };
            let reply = self.ask(&stage, call, form.as_ref()).await;
            match (reply.status, reply.failure) {
                (Status::Done, _) => samples.push(reply.text),
                (_, failure) => lost = failure.or(lost),
            }
        }
        let texts: Vec<&str> = samples.iter().map(String::as_str).collect();
        let lost = lost.map(|failure| failure.to_string());
        let Some(read) = agreement::agreement(&self.result.text, &texts) else {
            return Measured::absent(format!("no sample could be had: {}", lost.unwrap_or_default()));
        };
        let missing = lost.map(|reason| format!("; {} failed: {reason}", wanted as usize - texts.len()));
        let detail = format!(
            "{} of {} samples say the same (agreement {:.2}){}",
            read.same,
            read.samples,
            read.value,
            missing.unwrap_or_default()
        );
        Measured::had(1.0 - read.value, detail)
    }

    async fn self_check(&mut self, signal: &SignalSpec) -> Measured {
        let prompt = signal.settings.get("prompt").and_then(Value::as_str);
        let prompt = prompt.map_or_else(|| SELF_CHECK.replace("STAGE", &self.stage.id), str::to_owned);
        // The same model, asked coldly: no drafts of thoughts, no other form than its own.
        let judge = Stage {
            system: None,
            prompt,
            think: Some(Think::Off),
            temperature: Some(0.0),
            max_output_tokens: Some(SELF_CHECK_TOKENS),
            logprobs: false,
            reply: None,
            pane: None,
            ..self.stage.clone()
        };
        let rendered = match template::render(&self.context.request.pattern, &judge, self.values) {
            Ok(rendered) => rendered,
            Err(error) => return Measured::absent(error.detail),
        };
        let call = stage::call(self.context, &judge, rendered);
        let reply = self.ask(&judge, call, Some(&confidence_form())).await;
        let confidence = reply.reply.as_ref().and_then(|reply| reply.get("confidence")?.as_f64());
        let Some(confidence) = confidence.filter(|_| reply.status == Status::Done) else {
            let reason = reply.failure.map(|failure| failure.to_string()).unwrap_or_default();
            return Measured::absent(format!("the local model did not judge its answer: {reason}"));
        };
        let reason = reply.reply.as_ref().and_then(|reply| reply.get("reason")?.as_str()).unwrap_or_default();
        Measured::had(1.0 - confidence, format!("confidence {confidence:.2}: {}", reason.trim()))
    }
}

/// Reason before number: what is written first weighs on what follows.
fn confidence_form() -> Form {
    let fields = vec![("reason".to_owned(), FieldKind::Text), ("confidence".to_owned(), FieldKind::Number)];
    let contract = ReplyContract { fields, public: Vec::new() };
    let instructions = format!(
        "{}\n\"reason\" is one short sentence. \"confidence\" is a number from 0 (surely wrong) to 1 (surely right).",
        contract.instructions()
    );
    let read = move |text: &str| {
        let mut reply = contract.read(text).map_err(|error| error.to_string())?;
        let said = reply.get("confidence").and_then(Value::as_f64).unwrap_or(f64::NAN);
        // Small models like to count in percent.
        let confidence = if said > 1.0 { said / 100.0 } else { said };
        if !(0.0..=1.0).contains(&confidence) {
            return Err("the field \"confidence\" has to be a number from 0 to 1".to_owned());
        }
        if let Some(fields) = reply.as_object_mut() {
            fields.insert("confidence".to_owned(), json!(confidence));
        }
        Ok(reply)
    };
    Form { instructions, read: Box::new(read) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confidence_is_read_leniently_but_not_guessed() {
        let form = confidence_form();
        let read = |text: &str| (form.read)(text).map(|reply| reply["confidence"].as_f64().unwrap());
        assert_eq!(read(r#"{"reason": "It follows.", "confidence": 0.8}"#), Ok(0.8));
        assert_eq!(read("```json\n{\"reason\": \"r\", \"confidence\": \"85\"}\n```"), Ok(0.85));
        for wrong in [r#"{"reason": "r", "confidence": 300}"#, r#"{"reason": "r", "confidence": -1}"#, "0.9", "{}"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(form.instructions.contains("\"confidence\": a number"));
    }
}
