//! The passage of one cloud request: drafted, held against the spend cap, looked at by the gate, decided on, cleared.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::context::Context;
use super::event::{Approval, Decision, Failure, Field, RunEvent};
use super::spend::{Reserved, per_million};
use super::stage::reading;
use crate::boundary::chosen;
use crate::boundary::facts;
use crate::boundary::finding::{Finding, Policy, Verdict};
use crate::boundary::gate::{Authority, Cleared, Refusal, Report};
use crate::boundary::group::Group;
use crate::boundary::request::Draft;
use crate::boundary::vault::Vault;
use crate::model::call::Call;
use crate::model::client::LocalModel;
use crate::pattern::{BuiltinAct, Side, Stage, flow};

/// A request ready to leave.
pub(super) struct Sent {
    pub(super) cleared: Arc<Cleared>,
    pub(super) reserved: Reserved,
    /// Characters the model reads.
    pub(super) chars: usize,
}

/// Brings a call to where it may be sent, or says why it may not. Adds the time a person took to `waited`.
pub(super) async fn pass(
    context: &Context,
    stage: &Stage,
    mut call: Call,
    waited: &mut Duration,
) -> Result<Sent, Failure> {
    let chars = reading(&call);
    let cloud = context.model(Side::Cloud);
    let reserved = context
        .purse
        .reserve(&context.request.limits, &cloud, chars, call.max_output_tokens, context.at)
        .map_err(|reason| Failure::Spend { reason })?;
    call.max_output_tokens = reserved.max_output_tokens;
    let draft = context.request.models.cloud.draft(&call);
    match decide(context, stage, draft, waited).await {
        Ok((cleared, edited)) => {
            let (reserved, chars) = if edited { after_edit(context, &cleared, reserved)? } else { (reserved, chars) };
            let unlooked = cleared.unlooked().map(str::to_owned);
            let noticed = (cleared.findings().to_vec(), cleared.groups().to_vec());
            report(context, stage, cleared.verdict(), noticed, unlooked);
            compare_facts(context, stage, &cleared);
            Ok(Sent { cleared: Arc::new(cleared), reserved, chars })
        }
        Err(refused) => {
            context.purse.settle(reserved, Some(0.0));
            let noticed = (refused.findings, Vec::new());
            report(context, stage, Verdict::Blocked, noticed, Some(refused.reason.clone()));
            Err(Failure::Gate { reason: refused.reason })
        }
    }
}

/// A person may have made the request longer than what the cap was asked about: asks it again.
fn after_edit(context: &Context, cleared: &Cleared, reserved: Reserved) -> Result<(Reserved, usize), Failure> {
    let chars = cleared.text().chars().count();
    context.purse.settle(reserved, Some(0.0));
    let (limits, cloud) = (&context.request.limits, context.model(Side::Cloud));
    let bound = reserved.max_output_tokens;
    let again = context.purse.reserve(limits, &cloud, chars, bound, context.at);
    match again {
        // How much may be written stands in the request already; to say it anew would be to ask anew.
        Ok(again) if again.max_output_tokens >= bound => Ok((again, chars)),
        Ok(again) => {
            context.purse.settle(again, Some(0.0));
            let reason = "the edit made the request longer than the spend cap covers: shorten it, or raise the cap";
            Err(Failure::Spend { reason: reason.to_owned() })
        }
        Err(reason) => Err(Failure::Spend { reason }),
    }
}

/// Why a request stays home, with what was noticed in it.
struct Refused {
    reason: String,
    findings: Vec<Finding>,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let reason = refusal.to_string();
        let findings = match refusal {
            Refusal::Findings { findings, .. } => findings,
            _ => Vec::new(),
        };
        Self { reason, findings }
    }
}

fn undecided(detail: &str) -> Refused {
    Refusal::Undecided(detail.to_owned()).into()
}

/// The loop of looking, asking and editing. Also tells whether a person edited the request.
async fn decide(
    context: &Context,
    stage: &Stage,
    mut draft: Draft,
    waited: &mut Duration,
) -> Result<(Cleared, bool), Refused> {
    let request = &context.request;
    let mut edited = false;
    loop {
        context.read_ahead(prose(&draft)).await?;
        let gate = request.gate.clone();
        let looked = draft.clone();
        let look = move |vault: &mut Vault| {
            let mut report = gate.inspect(&looked, vault)?;
            chosen::propose(&looked, &mut report, vault);
            Ok::<Report, Refusal>(report)
        };
        let report = context.with_vault(look).await.map_err(|e| undecided(&e))??;
        let acted_on = report.findings.iter().any(|finding| finding.class.acted_on());
        let held = context.desk.take_hold();
        // What goes as it is, what points at somebody only together, and what no model made an abstraction of is seen first,
        // whether or not something was found in it.
        let seen_first = acted_on
            || !report.groups.is_empty()
            || !stage.reveals.is_empty()
            || is_by_detectors_alone(context, stage)
            || request.ask_always;
        // A request edited by a person is always shown again: what is sent is what was seen.
        let ask = held || edited || (request.policy == Policy::Ask && seen_first);
        if !ask {
            return Ok((clear(context, draft, Authority::Policy(request.policy)).await?, edited));
        }
        let (sha256, noticed) = (report.sha256.clone(), report.findings.clone());
        match ask_person(context, stage, &draft, report, waited).await {
            Some(Decision::Send) => {
                return Ok((clear(context, draft, Authority::Person { sha256 }).await?, edited));
            }
            Some(Decision::Mask) => {
                return Ok((clear(context, draft, Authority::Policy(Policy::Mask)).await?, edited));
            }
            Some(Decision::MaskSome { findings, fields }) => {
                match mask_some(context, &draft, noticed, &findings, fields).await? {
                    Some(cleared) => return Ok((cleared, edited)),
                    None => edited = true,
                }
            }
            Some(Decision::Edit { fields }) => {
                for field in fields {
                    // Only text fields may be rewritten; anything else in an edit is not for a person to change.
                    if draft.text_fields.contains(&field.pointer)
                        && let Some(target) = draft.body.pointer_mut(&field.pointer)
                    {
                        *target = Value::String(field.text);
                    }
                }
                edited = true;
            }
            Some(Decision::Block) | None => {
                return Err(Refused { reason: "kept home: the request was not approved".into(), findings: Vec::new() });
            }
        }
    }
}

/// Whether a request is made of what the model-less home side masked: detectors found what they know, and nobody abstracted.
fn is_by_detectors_alone(context: &Context, stage: &Stage) -> bool {
    let request = &context.request;
    let masked = |id: &String| {
        let made = request.pattern.stage(id);
        made.is_some_and(|made| made.side == Side::Local && made.builtin == Some(BuiltinAct::Mask))
    };
    matches!(request.models.local, LocalModel::Builtin) && stage.needs.iter().any(masked)
}

/// The draft with some of the findings masked, cleared; `None` where that is not what the person saw.
async fn mask_some(
    context: &Context,
    draft: &Draft,
    noticed: Vec<Finding>,
    places: &[usize],
    seen: Vec<Field>,
) -> Result<Option<Cleared>, Refused> {
    let (gate, draft) = (context.request.gate.clone(), draft.clone());
    let acted_on = |findings: &[Finding]| findings.iter().filter(|finding| finding.class.acted_on()).count();
    let chosen: Vec<Finding> = places.iter().filter_map(|place| noticed.get(*place).cloned()).collect();
    let kept = acted_on(&noticed).saturating_sub(acted_on(&chosen));
    let mask = move |vault: &mut Vault| chosen::mask(&draft, vault, &chosen).ok();
    let masked = context.with_vault(mask).await.map_err(|e| undecided(&e))?;
    let Some(masked) = masked.filter(|masked| text_fields(masked) == seen) else { return Ok(None) };
    context.read_ahead(prose(&masked)).await?;
    let clear = move |vault: &mut Vault| {
        let report = gate.inspect(&masked, vault)?;
        // A value learnt by masking may stand in the text in another spelling, too.
        if acted_on(&report.findings) > kept {
            return Ok(None);
        }
        gate.clear(masked, vault, Authority::Person { sha256: report.sha256 }).map(Some)
    };
    let cleared: Result<Option<Cleared>, Refusal> = context.with_vault(clear).await.map_err(|e| undecided(&e))?;
    Ok(cleared?)
}

/// What a person may read and rewrite, in reading order.
fn text_fields(draft: &Draft) -> Vec<Field> {
    let texts = draft.text_fields.iter().filter_map(|pointer| Some((pointer, draft.body.pointer(pointer)?.as_str()?)));
    texts.map(|(pointer, text)| Field { pointer: pointer.clone(), text: text.to_owned() }).collect()
}

/// Lets the gate's slow detectors read the request a call will become, and what it becomes when it is masked.
pub(super) async fn read_ahead(context: &Context, call: &Call) {
    let draft = context.request.models.cloud.draft(call);
    let gate = context.request.gate.clone();
    let masks = context.request.policy == Policy::Mask;
    // What fails here fails again, and is told, when the request is looked at.
    if context.read_ahead(prose(&draft)).await.is_ok() && masks {
        let _ = context.with_vault(move |vault| gate.mask(&draft, vault)).await;
    }
}

/// What people and models wrote in a draft.
fn prose(draft: &Draft) -> Vec<String> {
    let fields = draft.text_fields.iter().filter_map(|pointer| draft.body.pointer(pointer)?.as_str());
    fields.map(str::to_owned).collect()
}

async fn clear(context: &Context, draft: Draft, authority: Authority) -> Result<Cleared, Refused> {
    let gate = context.request.gate.clone();
    let cleared =
        context.with_vault(move |vault| gate.clear(draft, vault, authority)).await.map_err(|e| undecided(&e))?;
    Ok(cleared?)
}

async fn ask_person(
    context: &Context,
    stage: &Stage,
    draft: &Draft,
    report: Report,
    waited: &mut Duration,
) -> Option<Decision> {
    let (id, decision) = context.desk.wanted();
    let cloud = context.model(Side::Cloud);
    let fields = text_fields(draft);
    let chars = fields.iter().map(|field| field.text.chars().count()).sum();
    let tokens = context.request.ratios.tokens(&cloud.name, chars);
    let approval = Approval {
        id,
        destination: draft.destination.to_string(),
        headers: draft.headers.clone(),
        fields,
        body: draft.body.to_string(),
        bytes: report.bytes,
        sha256: report.sha256,
        findings: report.findings,
        groups: report.groups,
        only_detectors: is_by_detectors_alone(context, stage),
        reveals: stage.reveals.clone(),
        tokens,
        cost_usd: per_million(&cloud, context.at).map(|(input, _)| tokens as f64 * input / 1e6),
    };
    let waiting = context.desk.waiting();
    context.together.looked_at(&stage.id);
    context.emit(RunEvent::ApprovalWanted { stage: stage.id.clone(), approval: Box::new(approval) });
    let decision = decision.await.ok();
    *waited += waiting.end();
    if let Some(decision) = &decision {
        context.emit(RunEvent::ApprovalDecided { stage: stage.id.clone(), id, decision: decision.clone() });
    }
    decision
}

fn report(
    context: &Context,
    stage: &Stage,
    verdict: Verdict,
    (findings, groups): (Vec<Finding>, Vec<Group>),
    reason: Option<String>,
) {
    context.emit(RunEvent::Gate { stage: stage.id.clone(), verdict, findings, groups, reason });
}

/// Facts of the input against what a person or a model wrote in the request.
fn compare_facts(context: &Context, stage: &Stage, cleared: &Cleared) {
    if !flow::carries_context(&context.request.pattern, stage) {
        return;
    }
    let input = &context.request.input;
    let facts = facts::compare(&input.question, &input.context, cleared.text());
    context.emit(RunEvent::Facts { stage: stage.id.clone(), facts });
}
