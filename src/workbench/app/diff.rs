//! The diff as it is being looked at. Not for computing it: that is [`crate::text::diff`].

use super::scroll::Scroll;

/// The diff, where it fills the body.
#[derive(Debug, Clone)]
pub struct DiffLook {
    /// Where it is looked at.
    pub scroll: Scroll,
    /// The change that was jumped to last.
    pub change: Option<usize>,
}

impl Default for DiffLook {
    fn default() -> Self {
        Self { scroll: Scroll::START, change: None }
    }
}
