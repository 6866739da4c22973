//! The terminal user interface. Consumes the run log, never the models.
