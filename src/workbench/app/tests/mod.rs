//! The workbench without a terminal: actions in, model and effects out.

mod asking;
mod gate;
mod home;
mod input;
mod looking;
mod refining;
mod running;
