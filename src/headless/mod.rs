//! `run`, `guard`, `patterns`, `scenarios`, `doctor` and `rehearse` for scripts: results to stdout, the rest to stderr,
//! exit codes. Not for anything that draws.

pub mod guard;
