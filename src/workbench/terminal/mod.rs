//! The terminal side of the workbench: modes, frames, signals, files, and the loop that carries effects out.
//!
//! Not for what anything means: that is [`super::app`]. Nothing here draws; it calls [`super::view`].

pub mod capability;
pub mod effects;
pub mod external;
pub mod files;
pub mod frame_gate;
pub mod painter;
pub mod runtime;
pub mod screen;
pub mod signals;
