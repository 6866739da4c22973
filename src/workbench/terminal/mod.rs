//! The terminal side of the workbench: modes, frames, signals, files, and the loop that carries effects out.
//!
//! Not for what anything means ([`super::app`]) nor for what a frame looks like ([`super::view`]): it writes what changed of one.

pub mod capability;
pub mod effects;
pub mod external;
pub mod files;
pub mod frame_gate;
pub mod painter;
pub mod runtime;
pub mod screen;
pub mod signals;
