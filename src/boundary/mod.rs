//! The line: the one place every cloud request passes.
//!
//! Holds the gate, the detectors, the vault, masking, streaming restore, facts and endpoint trust. Never imports
//! [`crate::model`]: it sees requests as destination, headers and JSON body, and makes the only type that the cloud
//! client can send.

mod both;
pub mod chosen;
mod covered;
mod detect;
pub use detect::group;
pub mod facts;
pub mod finding;
pub mod gate;
mod looking;
mod mapping;
mod matcher;
mod mention;
#[cfg(feature = "names")]
pub mod names;
pub mod readable;
pub mod request;
pub mod restore;
pub mod scan;
pub mod trust;
pub mod vault;
mod view;
mod walk;
mod words;
