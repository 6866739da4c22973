//! The models: what is asked of them ([`call`]), what they answer ([`event`]), and the clients that carry both over
//! HTTP. Not for deciding what may be sent to a cloud: that is [`crate::boundary`], and the cloud client's `send` takes
//! only what the gate has cleared.

pub mod builtin;
pub mod call;
pub mod chat;
pub mod client;
pub mod event;
mod failure;
pub mod key;
pub mod lines;
mod logprob;
pub mod ndjson;
pub mod ollama;
pub mod ollama_api;
pub mod openai_api;
pub mod price;
mod probe;
pub mod protocol;
pub mod redact;
pub mod reference;
pub mod responses;
pub mod retry;
pub mod sse;
pub mod transport;
