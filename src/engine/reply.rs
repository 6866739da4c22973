//! Reads one reply from a model's stream into the log.

use std::time::{Duration, Instant};

use futures::StreamExt;

use super::context::Context;
use super::event::{Channel, RunEvent};
use super::log::millis;
use crate::boundary::restore::{Note, Restorer};
use crate::model::event::{EventStream, Finish, ModelError, ModelEvent, Usage};
use crate::pattern::Stage;
use crate::text::soft_json::FieldStream;

/// A reply, whole or as far as it came.
#[derive(Debug, Default)]
pub(super) struct Reply {
    /// The answer as received.
    pub(super) text: String,
    /// The answer with private values put back, where somebody reads that.
    pub(super) restored: Option<String>,
    /// What restore had to tell.
    pub(super) notes: Vec<Note>,
    /// Why the model stopped; `None` where it did not say.
    pub(super) finish: Option<Finish>,
    /// Token counts, where the server gave them.
    pub(super) usage: Option<Usage>,
    /// Service tier, where named.
    pub(super) tier: Option<String>,
    /// What went wrong; the reply is partial then.
    pub(super) error: Option<ModelError>,
    /// From request to the first piece of anything.
    pub(super) first: Option<Duration>,
    /// From request to the first piece of the answer.
    pub(super) first_answer: Option<Duration>,
    /// Characters written, thinking included.
    pub(super) written: usize,
}

/// How an answer is put back into the user's words.
pub(super) struct Restoring {
    pub(super) restorer: Restorer,
    /// Whether anybody reads what comes of it; if not, only its notes are kept.
    pub(super) is_shown: bool,
}

/// Follows a stream to its end and logs every piece, stamped where its bytes were read. A reply is named by the number of
/// its call (from 0) and of the attempt (from 1).
pub(super) async fn collect(
    context: &Context,
    stage: &Stage,
    (call, attempt): (u32, u32),
    mut stream: EventStream,
    mut restoring: Option<Restoring>,
) -> Reply {
    let sent = Instant::now();
    let mut reply = Reply::default();
    let mut put_back = String::new();
    let mut preview = stage.pane.as_deref().filter(|_| stage.reply.is_some()).map(FieldStream::new);
    let delta = |at: Instant, channel: Channel, text: String| {
        if !text.is_empty() {
            context.log.push(at, RunEvent::Delta { stage: stage.id.clone(), call, attempt, channel, text });
        }
    };
    while let Some(item) = stream.next().await {
        let timed = match item {
            Ok(timed) => timed,
            Err(error) => {
                reply.error = Some(error.rewritten(|words| context.without_vault(words)));
                break;
            }
        };
        let since = timed.at.saturating_duration_since(sent);
        match timed.event {
            ModelEvent::Retrying { retry, wait, reason } => context.log.push(
                timed.at,
                RunEvent::Retry {
                    stage: stage.id.clone(),
                    retry,
                    wait_ms: millis(wait),
                    reason: context.without_vault(&reason),
                },
            ),
            ModelEvent::Thinking(text) => {
                reply.first.get_or_insert(since);
                reply.written += text.chars().count();
                delta(timed.at, Channel::Thinking, text);
            }
            ModelEvent::Answer(text) => {
                reply.first.get_or_insert(since);
                reply.first_answer.get_or_insert(since);
                reply.written += text.chars().count();
                reply.text.push_str(&text);
                if let Some(Restoring { restorer, is_shown }) = &mut restoring {
                    let piece = restorer.push(&text);
                    if *is_shown {
                        put_back.push_str(&piece);
                        delta(timed.at, Channel::Restored, piece);
                    }
                }
                if let Some(preview) = &mut preview {
                    delta(timed.at, Channel::Preview, preview.push(&text));
                }
                delta(timed.at, Channel::Answer, text);
            }
            ModelEvent::Logprobs { tokens, thinking } => {
                if !thinking {
                    context.log.push(timed.at, RunEvent::Logprobs { stage: stage.id.clone(), call, tokens });
                }
            }
            ModelEvent::Finished(completion) => {
                reply.finish = Some(completion.finish);
                reply.usage = completion.usage;
                reply.tier = completion.service_tier;
            }
        }
    }
    if let Some(Restoring { restorer, is_shown }) = restoring {
        let (rest, notes) = restorer.finish();
        if is_shown {
            put_back.push_str(&rest);
            delta(Instant::now(), Channel::Restored, rest);
            reply.restored = Some(put_back);
        }
        reply.notes = notes;
    }
    if reply.error.is_none() && reply.finish.is_none() {
        // The clients promise an error or a terminal record; should one fail to, the reply is still not done.
        reply.error = Some(ModelError::Truncated {
            place: context.model(stage.side).place,
            detail: "the stream ended without its final record".into(),
        });
    }
    reply
}
