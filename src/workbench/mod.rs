//! The terminal user interface. Consumes the run log, never the models.

pub mod theme;
pub mod view;
