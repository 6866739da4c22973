//! How the workbench is being looked at: size, focus, zoom, diff, theme. Nothing here is lost when it changes.

use super::desk::DeskLook;
use super::diff::DiffLook;
use super::scroll::Scroll;

/// What has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The question is being written.
    Question,
    /// The context is being written.
    Context,
    /// A pane that is read, by its place (0 is the raw prompt).
    Pane(usize),
}

impl Focus {
    /// The place of the pane it stands in.
    #[must_use]
    pub fn pane(self) -> usize {
        match self {
            Self::Question | Self::Context => 0,
            Self::Pane(place) => place,
        }
    }

    /// Whether text is being written.
    #[must_use]
    pub fn writes(self) -> bool {
        matches!(self, Self::Question | Self::Context)
    }

    /// The next one of `panes` panes, or the one before.
    #[must_use]
    pub fn step(self, panes: usize, forward: bool) -> Self {
        // Question, context, then every pane but the raw prompt they stand in.
        let stops = panes.max(1) + 1;
        let at = match self {
            Self::Question | Self::Pane(0) => 0,
            Self::Context => 1,
            Self::Pane(place) => place + 1,
        };
        match (if forward { at + 1 } else { at + stops - 1 }) % stops {
            0 => Self::Question,
            1 => Self::Context,
            stop => Self::Pane(stop - 1),
        }
    }
}

/// How the workbench is looked at.
#[derive(Debug, Clone)]
pub struct Look {
    /// Columns of the screen.
    pub width: u16,
    /// Rows of the screen.
    pub height: u16,
    /// What has the focus.
    pub focus: Focus,
    /// The pane that had it before writing began.
    pub last_pane: Option<usize>,
    /// Whether the focused pane has the whole screen.
    pub zoom: bool,
    /// Where only one pane fits: the one to show although another has the focus, until the user does something.
    pub spotlight: Option<usize>,
    /// The diff, where it fills the body.
    pub diff: Option<DiffLook>,
    /// The desk with the two answers of a Cross-Check, where it fills the body.
    pub desk: Option<DeskLook>,
    /// The changes of a refinement, where they fill the body, and where they are looked at.
    pub hunks: Option<Scroll>,
    /// Whether the program has the mouse.
    pub mouse: bool,
    /// Names of the themes.
    pub themes: Vec<String>,
    /// The theme in use.
    pub theme: String,
}

impl Look {
    /// The pane that is shown large where only one fits.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.spotlight.unwrap_or(self.focus.pane())
    }

    /// Goes on to the next theme.
    pub fn next_theme(&mut self) {
        let at = self.themes.iter().position(|name| *name == self.theme);
        let next = at.map_or(0, |at| (at + 1) % self.themes.len().max(1));
        if let Some(name) = self.themes.get(next) {
            self.theme.clone_from(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn focus_goes_round_every_stop_and_back() {
        let mut focus = Focus::Question;
        let mut seen = Vec::new();
        for _ in 0..5 {
            focus = focus.step(4, true);
            seen.push(focus);
        }
        assert_eq!(seen, [Focus::Context, Focus::Pane(1), Focus::Pane(2), Focus::Pane(3), Focus::Question]);
        assert_eq!(Focus::Question.step(4, false), Focus::Pane(3));
        assert_eq!(Focus::Question.step(1, true), Focus::Context);
        assert_eq!(Focus::Context.step(1, true), Focus::Question);
    }
}
