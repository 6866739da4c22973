//! The workbench without a terminal: actions in, model and effects out.

mod gate;
mod input;
mod looking;
mod refining;
mod running;
