//! Where a text that may grow is looked at. Following its end is an explicit state, not a distance from the bottom.

/// A position in a text of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scroll {
    top: usize,
    /// Whether the end is followed.
    pub follow: bool,
}

impl Default for Scroll {
    fn default() -> Self {
        Self { top: 0, follow: true }
    }
}

/// How to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Towards the beginning, in rows; leaves following.
    Up(usize),
    /// Towards the end, in rows. Arriving there does not begin to follow: that is asked for.
    Down(usize),
    /// A page (less one row of overlap) towards the beginning.
    PageUp,
    /// A page towards the end.
    PageDown,
    /// The beginning.
    Top,
    /// The end, and follow it.
    Follow,
}

impl Scroll {
    /// At the beginning, not following: for texts that do not grow.
    pub const START: Self = Self { top: 0, follow: false };

    /// The first row to show of `rows`, `height` at a time.
    #[must_use]
    pub fn top(&self, rows: usize, height: usize) -> usize {
        let last = rows.saturating_sub(height);
        if self.follow { last } else { self.top.min(last) }
    }

    /// The row that was scrolled to; means nothing while following, and may lie beyond the end.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.top
    }

    /// Moves within `rows`, of which `height` are shown.
    pub fn step(&mut self, step: Step, rows: usize, height: usize) {
        let top = self.top(rows, height);
        let last = rows.saturating_sub(height);
        let page = height.saturating_sub(1).max(1);
        (self.top, self.follow) = match step {
            Step::Up(by) => (top.saturating_sub(by), self.follow && last == 0),
            Step::Down(by) => ((top + by).min(last), self.follow),
            Step::PageUp => (top.saturating_sub(page), self.follow && last == 0),
            Step::PageDown => ((top + page).min(last), self.follow),
            Step::Top => (0, self.follow && last == 0),
            Step::Follow => (last, true),
        };
    }

    /// At a row, not following.
    #[must_use]
    pub fn at(row: usize) -> Self {
        Self { top: row, follow: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scrolling_up_leaves_follow_and_arriving_at_the_end_does_not_take_it_up_again() {
        let mut scroll = Scroll::default();
        assert_eq!(scroll.top(100, 10), 90);
        scroll.step(Step::Up(1), 100, 10);
        assert!(!scroll.follow);
        assert_eq!(scroll.top(100, 10), 89);
        assert_eq!(scroll.top(200, 10), 89, "what arrives does not move what is read");
        scroll.step(Step::Down(5), 100, 10);
        assert_eq!(scroll.top(100, 10), 90);
        assert!(!scroll.follow);
        scroll.step(Step::Follow, 100, 10);
        assert_eq!(scroll.top(200, 10), 190);
    }

    #[test]
    fn a_text_that_fits_stays_followed() {
        let mut scroll = Scroll::default();
        scroll.step(Step::Up(1), 3, 10);
        assert!(scroll.follow);
        assert_eq!(scroll.top(3, 10), 0);
    }

    #[test]
    fn pages_overlap_by_a_row() {
        let mut scroll = Scroll::START;
        scroll.step(Step::PageDown, 100, 10);
        assert_eq!(scroll.top(100, 10), 9);
        scroll.step(Step::PageUp, 100, 10);
        assert_eq!(scroll.top(100, 10), 0);
    }
}
