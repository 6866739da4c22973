//! Runs one stage: renders it, calls its model (through the gate, if that is in the cloud), reads the reply.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::context::Context;
use super::crossing;
use super::event::{Channel, Failure, RunEvent, StageResult, Status, Timings};
use super::grounding;
use super::judging;
use super::log::millis;
use super::reply::{self, Reply, Restoring};
use crate::boundary::request::{Draft, sha256_hex};
use crate::boundary::restore::Restorer;
use crate::boundary::vault::Vault;
use crate::model::builtin;
use crate::model::call::{Call, Message, Role, Schema};
use crate::model::client::{LocalClient, LocalModel};
use crate::model::event::{Finish, ModelError, Usage};
use crate::pattern::template::{self, Rendered, StageValue, Values};
use crate::pattern::{BuiltinAct, FieldKind, ReplyContract, Side, Stage, StageKind};

/// A stage that failed before a model said anything.
pub(super) fn failed(failure: Failure) -> StageResult {
    let status = match &failure {
        Failure::Gate { .. } => Status::Blocked,
        Failure::Model { error } if error.is_truncation() => Status::Truncated,
        _ => Status::Failed,
    };
    StageResult {
        status,
        finish: None,
        text: String::new(),
        restored: None,
        reply: None,
        usage: Usage::default(),
        estimated: false,
        ms: Timings::default(),
        cost_usd: Some(0.0),
        failure: Some(failure),
        notes: Vec::new(),
    }
}

impl StageValue {
    /// What a stage that is done leaves for later templates.
    pub(super) fn of(side: Side, result: &StageResult) -> Self {
        let (text, restored, reply) = (result.text.clone(), result.restored.clone(), result.reply.clone());
        Self { side, text, restored, reply }
    }
}

/// A stage that went well so far.
fn done(text: String) -> StageResult {
    StageResult { status: Status::Done, text, failure: None, finish: Some(Finish::Stop), ..failed_shape() }
}

fn failed_shape() -> StageResult {
    failed(Failure::Pattern { reason: String::new() })
}

/// Runs a stage to its end.
pub(super) async fn run(context: &Context, stage: &Stage, values: &Values) -> StageResult {
    let started = Instant::now();
    context.emit(RunEvent::StageStarted {
        stage: stage.id.clone(),
        side: stage.side,
        model: context.model(stage.side).name,
    });
    let rendered = match template::render(&context.request.pattern, stage, values) {
        Ok(rendered) => rendered,
        Err(error) => return failed(Failure::Pattern { reason: error.to_string() }),
    };
    let mut waited = Duration::ZERO;
    let without_a_model = stage.side == Side::Local && matches!(context.request.models.local, LocalModel::Builtin);
    let mut result = if stage.kind == StageKind::Ground {
        grounding::run(context, stage, values, rendered, &mut waited).await
    } else if without_a_model {
        without_model(context, stage, values).await
    } else if stage.kind == StageKind::Judge {
        judging::run(context, stage, values, rendered, &mut waited).await
    } else {
        let call = call(context, stage, rendered);
        ask(context, stage, 0, call, stage.reply.as_ref().map(Form::from).as_ref(), &mut waited).await
    };
    result.ms.total = millis(started.elapsed().saturating_sub(waited));
    if stage.side == Side::Local {
        result.cost_usd = context.cost(Side::Local, result.usage, None, result.ms.total);
    }
    result
}

/// Reads a reply, or says, in words for the model and the user, why it does not do.
pub(super) type Reader = Box<dyn Fn(&str) -> Result<Value, String> + Send + Sync>;

/// How a reply has to look, and how it is read.
pub(super) struct Form {
    /// Appended to the system prompt.
    pub(super) instructions: String,
    /// Reads it.
    pub(super) read: Reader,
}

impl Form {
    /// Says in a call's system prompt how its reply has to look.
    pub(super) fn join(&self, call: &mut Call) {
        let system = call.system.take().map(|system| format!("{}\n\n{}", system.trim_end(), self.instructions));
        call.system = Some(system.unwrap_or_else(|| self.instructions.clone()));
    }
}

impl From<&ReplyContract> for Form {
    fn from(contract: &ReplyContract) -> Self {
        let instructions = contract.instructions();
        let contract = contract.clone();
        let read = move |text: &str| contract.read(text).map_err(|error| error.to_string());
        Self { instructions, read: Box::new(read) }
    }
}

/// One call of a stage, and where a form has to be met, as many attempts as it takes; through the gate, if the stage is
/// in the cloud. `number` is which call of the stage it is, from 0. The result's cost is set for cloud calls only.
pub(super) async fn ask(
    context: &Context,
    stage: &Stage,
    number: u32,
    mut call: Call,
    form: Option<&Form>,
    waited: &mut Duration,
) -> StageResult {
    if let Some(form) = form {
        form.join(&mut call);
    }
    match (stage.side, &context.request.models.local) {
        (Side::Cloud, _) => cloud(context, stage, number, call, form, waited).await,
        (Side::Local, LocalModel::Served(client)) => local(context, client, stage, number, call, form).await,
        (Side::Local, LocalModel::Builtin) => failed(needs_a_model(stage)),
    }
}

fn needs_a_model(stage: &Stage) -> Failure {
    Failure::Pattern {
        reason: format!(
            "stage `{}` needs a local model, and there is none: start Ollama and run `ollama pull gemma4:e4b`, \
             or name one with --local",
            stage.id
        ),
    }
}

/// The call a stage describes, its form not included.
pub(super) fn call(context: &Context, stage: &Stage, rendered: Rendered) -> Call {
    Call {
        system: rendered.system,
        messages: vec![Message { role: Role::User, content: rendered.prompt }],
        think: stage.think,
        effort: stage.effort,
        verbosity: stage.verbosity,
        temperature: stage.temperature,
        seed: stage.seed.or(context.request.seed),
        max_output_tokens: stage.max_output_tokens,
        schema: stage.schema.clone().map(|schema| Schema { name: stage.id.clone(), schema }),
        // One alternative each, though nobody reads it: llama.cpp gives none at all where none is asked for.
        top_logprobs: stage.logprobs.then_some(1),
    }
}

/// Characters a model reads of a call.
pub(super) fn reading(call: &Call) -> usize {
    let messages: usize = call.messages.iter().map(|message| message.content.chars().count()).sum();
    messages + call.system.as_ref().map_or(0, |system| system.chars().count())
}

async fn cloud(
    context: &Context,
    stage: &Stage,
    number: u32,
    call: Call,
    form: Option<&Form>,
    waited: &mut Duration,
) -> StageResult {
    let passed = crossing::pass(context, stage, call, waited).await;
    context.together.looked_at(&stage.id);
    let sent = match passed {
        Ok(sent) => sent,
        Err(failure) => return failed(failure),
    };
    context.emit(RunEvent::Attempt { stage: stage.id.clone(), call: number, attempt: 1, reason: None });
    let cleared = &sent.cleared;
    context.emit(RunEvent::RequestSent {
        stage: stage.id.clone(),
        call: number,
        attempt: 1,
        side: Side::Cloud,
        destination: cleared.destination().to_string(),
        bytes: cleared.body().len(),
        sha256: cleared.sha256().to_owned(),
        body: Some(String::from_utf8_lossy(cleared.body()).into_owned()),
    });
    // What a judge writes is read by the engine, which puts the values back in what it reads. Placeholders nobody minted are
    // watched for in any answer.
    let is_shown = stage.kind != StageKind::Judge && !cleared.placeholders().is_empty();
    let restoring = Restoring { restorer: Restorer::new(&context.vault(), cleared.placeholders()), is_shown };
    let stream = context.request.models.cloud.send(Arc::clone(cleared));
    let reply = reply::collect(context, stage, (number, 1), stream, Some(restoring)).await;
    let mut result = from_reply(context, Side::Cloud, sent.chars, &reply);
    result.cost_usd = context.cost(Side::Cloud, result.usage, reply.tier.as_deref(), 0);
    context.purse.settle(sent.reserved, result.cost_usd);
    if let Some(form) = form.filter(|_| result.status == Status::Done) {
        match (form.read)(&result.text) {
            Ok(value) => result.reply = Some(value),
            Err(detail) => fail(&mut result, contract_failure(&detail, 1)),
        }
    } else if result.status == Status::Done && stage.schema.is_some() {
        match serde_json::from_str(&result.text) {
            Ok(value) => result.reply = Some(value),
            Err(_) => fail(&mut result, contract_failure("the reply is not the JSON its schema asks for", 1)),
        }
    }
    result
}

fn fail(result: &mut StageResult, failure: Failure) {
    result.status = Status::Failed;
    result.failure = Some(failure);
}

fn contract_failure(detail: &str, attempts: u32) -> Failure {
    Failure::Contract { detail: detail.to_owned(), attempts }
}

/// What a collected reply says about its stage.
fn from_reply(context: &Context, side: Side, chars: usize, reply: &Reply) -> StageResult {
    let mut result = done(reply.text.clone());
    result.finish = reply.finish;
    result.restored.clone_from(&reply.restored);
    result.notes.clone_from(&reply.notes);
    result.ms.first = reply.first.map(millis);
    result.ms.first_answer = reply.first_answer.map(millis);
    let model = context.model(side).name;
    let ratios = &context.request.ratios;
    if let Some(usage) = reply.usage {
        ratios.learn(&model, chars, usage.input);
        result.usage = usage;
    } else if !reply.error.as_ref().is_some_and(ModelError::is_unanswered) {
        result.estimated = true;
        result.usage = Usage {
            input: ratios.tokens(&model, chars),
            output: ratios.tokens(&model, reply.written),
            ..Usage::default()
        };
    }
    if let Some(error) = &reply.error {
        result.status = if error.is_truncation() { Status::Truncated } else { Status::Failed };
        result.failure = Some(Failure::Model { error: error.clone() });
    } else if reply.text.trim().is_empty() {
        let detail = match reply.finish {
            Some(Finish::Length) => {
                "no answer was written: the output limit was used up before it (raise `max_output_tokens` or `num_ctx`, \
                 or lower `think`)"
            }
            Some(Finish::Filter) => "no answer was written: a content filter stopped it",
            _ => "the model wrote no answer",
        };
        fail(&mut result, contract_failure(detail, 1));
    }
    result
}

/// A served local model: asks, reads, and where a contract is not met tells the model what was wrong and asks again.
async fn local(
    context: &Context,
    client: &LocalClient,
    stage: &Stage,
    number: u32,
    mut call: Call,
    form: Option<&Form>,
) -> StageResult {
    context.together.wait().await;
    let attempts = if form.is_some() { context.request.limits.attempts.max(1) } else { 1 };
    let mut spent = Usage::default();
    let mut estimated = false;
    let mut reason = None;
    let mut attempt = 1;
    loop {
        let why = reason.take();
        context.emit(RunEvent::Attempt { stage: stage.id.clone(), call: number, attempt, reason: why });
        let draft = client.draft(&call);
        announce(context, stage, number, attempt, &draft);
        let reply = reply::collect(context, stage, (number, attempt), client.send(draft), None).await;
        let mut result = from_reply(context, Side::Local, reading(&call), &reply);
        spent = sum(spent, result.usage);
        estimated |= result.estimated;
        result.usage = spent;
        result.estimated = estimated;
        let Some(form) = form else { return result };
        if matches!(result.failure, Some(Failure::Model { .. })) {
            return result;
        }
        let detail = match (form.read)(&result.text) {
            Ok(value) => {
                if let Some(contract) = &stage.reply {
                    learn_mapping(context, contract, &value);
                }
                result.reply = Some(value);
                result.status = Status::Done;
                result.failure = None;
                return result;
            }
            Err(detail) => detail,
        };
        if result.finish == Some(Finish::Length) {
            // Asking again with the cut reply in the conversation leaves even less room.
            let cut =
                format!("the reply was cut at the output limit (raise `max_output_tokens` or `num_ctx`). {detail}");
            fail(&mut result, contract_failure(&cut, attempt));
            return result;
        }
        if attempt >= attempts {
            fail(&mut result, contract_failure(&detail, attempt));
            return result;
        }
        // Only the latest bad reply is kept in the conversation: small models copy what they see.
        call.messages.truncate(1);
        call.messages.push(Message { role: Role::Assistant, content: result.text });
        call.messages.push(Message {
            role: Role::User,
            content: format!(
                "That reply cannot be used: {detail} Write the whole JSON object again, and nothing else."
            ),
        });
        reason = Some(detail);
        attempt += 1;
    }
}

/// Tokens of two calls together.
pub(super) fn sum(a: Usage, b: Usage) -> Usage {
    Usage {
        input: a.input + b.input,
        cached: a.cached + b.cached,
        output: a.output + b.output,
        reasoning: a.reasoning + b.reasoning,
    }
}

fn announce(context: &Context, stage: &Stage, number: u32, attempt: u32, draft: &Draft) {
    let body = draft.body.to_string();
    context.emit(RunEvent::RequestSent {
        stage: stage.id.clone(),
        call: number,
        attempt,
        side: Side::Local,
        destination: draft.destination.to_string(),
        bytes: body.len(),
        sha256: sha256_hex(body.as_bytes()),
        body: None,
    });
}

/// A local model's mapping tells what is private in this run.
fn learn_mapping(context: &Context, contract: &ReplyContract, reply: &Value) {
    let mut vault = context.vault();
    for (field, kind) in &contract.fields {
        if *kind == FieldKind::Map
            && let Some(mapping) = reply.get(field)
        {
            vault.add_mapping(mapping);
        }
    }
}

/// The model-less home side: detectors mask, the vault restores.
async fn without_model(context: &Context, stage: &Stage, values: &Values) -> StageResult {
    let text = match stage.builtin {
        None => return failed(needs_a_model(stage)),
        Some(BuiltinAct::Mask) => {
            let (input, gate) = (context.request.input.clone(), context.request.gate.clone());
            let contract = stage.reply.clone();
            let mask = move |vault: &mut Vault| {
                builtin::mask(&gate, vault, contract.as_ref(), &input.question, &input.context)
            };
            let masked = context.with_vault(mask).await.map(|masked| masked.map_err(|refusal| refusal.to_string()));
            match masked.and_then(|masked| masked) {
                Ok(text) => text,
                Err(reason) => return failed(Failure::Gate { reason }),
            }
        }
        // What it restores is the latest cloud answer it was given; that text has its private values back already.
        Some(BuiltinAct::Restore) => {
            let cloud =
                stage.needs.iter().rev().filter_map(|need| values.stages.get(need)).find(|v| v.side == Side::Cloud);
            cloud.map(|value| value.restored.clone().unwrap_or_else(|| value.text.clone())).unwrap_or_default()
        }
    };
    context.emit(RunEvent::Delta {
        stage: stage.id.clone(),
        call: 0,
        attempt: 1,
        channel: Channel::Answer,
        text: text.clone(),
    });
    let mut result = done(text);
    if let Some(contract) = &stage.reply {
        match contract.read(&result.text) {
            Ok(value) => result.reply = Some(value),
            Err(error) => fail(&mut result, contract_failure(&error.to_string(), 1)),
        }
    }
    result
}
