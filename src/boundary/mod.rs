//! The line: the one place every cloud request passes.
//!
//! Holds the gate, the detectors, the vault, masking, streaming restore, facts and endpoint trust. Never imports
//! [`crate::model`]: it sees requests as destination, headers and JSON body, and makes the only type that the cloud
//! client can send.

pub mod chosen;
mod detect;
pub mod facts;
pub mod finding;
pub mod gate;
mod mapping;
mod matcher;
pub mod request;
pub mod restore;
pub mod scan;
pub mod trust;
pub mod vault;
mod view;
mod walk;
