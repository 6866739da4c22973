//! The terminal user interface. Consumes the run log, never the models.
//!
//! [`app`] is the workbench as data and one pure `update`; [`keys`] is the command table; [`layout`] says where
//! everything stands; [`view`] draws; [`terminal`] carries effects out and owns the terminal.

pub mod app;
pub mod keys;
pub mod layout;
pub mod terminal;
pub mod theme;
pub mod view;
