//! fogline: a terminal workbench for hybrid local-cloud LLM patterns.
//!
//! The crate is a library plus a thin binary. ARCHITECTURE.md has the map; in short, arrows point down only:
//! [`workbench`] and [`headless`] -> [`engine`] -> [`pattern`], [`boundary`], [`model`] -> [`text`].
//! `boundary` never imports `model`; the cloud clients of `model` take only what `boundary` has cleared.

pub mod args;
pub mod boundary;
pub mod cli;
pub mod compare;
pub mod config;
pub mod crash;
pub mod engine;
pub mod files;
pub mod headless;
pub mod model;
pub mod pattern;
pub mod rehearsal;
pub mod scenario;
pub mod setup;
pub mod text;
pub mod workbench;
