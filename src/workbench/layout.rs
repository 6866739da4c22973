//! Where everything stands: rectangles from the size of the screen and the panes, and nothing else.
//!
//! Shared by drawing and by scrolling, so that a page is what the eye sees. Paints nothing.

use ratatui::layout::Rect;

use super::app::Model;
use crate::pattern::Side;

/// From this size on home and cloud stand side by side.
const WIDE: (u16, u16) = (100, 30);
/// Below this size nothing sensible fits: columns and rows.
pub const SMALLEST: (u16, u16) = (40, 10);
/// Columns of the fog line.
const FOG: u16 = 8;
/// Rows from which the timeline is shown in the stacked form.
const TIMELINE_FROM: u16 = 18;

/// How a pane is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// With borders and text.
    Full,
    /// As one line with its name and counters.
    Line,
}

/// Where a pane stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The pane.
    pub pane: usize,
    /// Its rectangle.
    pub area: Rect,
    /// How it is shown.
    pub shape: Shape,
}

/// Where everything stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// Whether the screen is too small for anything.
    pub too_small: bool,
    /// Name, pattern, models, session.
    pub header: Rect,
    /// The panes, or the diff.
    pub body: Rect,
    /// The fog line; empty where one pane has the body.
    pub fog: Rect,
    /// The side of the body that no pane stands on (nothing crosses); empty where both are in use.
    pub vacant: Rect,
    /// The panes.
    pub panes: Vec<Place>,
    /// Bars and totals; empty where there is no room.
    pub timeline: Rect,
    /// Keys, or the status line.
    pub footer: Rect,
}

impl Layout {
    /// The layout of a model.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let sides: Vec<Side> = model.run.panes.iter().map(|pane| pane.side).collect();
        let size = Rect::new(0, 0, model.look.width, model.look.height);
        Self::arrange(size, &sides, model.pattern.stages.len(), model.look.shown(), model.look.zoom)
    }

    /// Places panes that stand on `sides` on a screen; `shown` is the one that gets the room where only one can have it.
    #[must_use]
    pub fn arrange(screen: Rect, sides: &[Side], stages: usize, shown: usize, zoom: bool) -> Self {
        if screen.width < SMALLEST.0 || screen.height < SMALLEST.1 {
            return Self { too_small: true, ..Self::default() };
        }
        let wide = screen.width >= WIDE.0 && screen.height >= WIDE.1;
        let (header, rest) = top(screen, 1);
        let (rest, footer) = bottom(rest, 1);
        let bars = stages as u16 + 1;
        let has_room = wide || (screen.height >= TIMELINE_FROM && rest.height > bars + sides.len() as u16 + 6);
        let timeline_rows = if has_room && !zoom { bars } else { 0 };
        let (body, timeline) = bottom(rest, timeline_rows);
        let layout = Self { header, body, timeline, footer, ..Self::default() };
        if zoom {
            let place = Place { pane: shown, area: body, shape: Shape::Full };
            Self { panes: vec![place], ..layout }
        } else if wide {
            layout.columns(sides)
        } else {
            layout.stack(sides.len(), shown)
        }
    }

    /// Home on the left, cloud on the right, in the order of the data: down on one side, up on the other where the
    /// answer comes home (1 and 4 left, 2 and 3 right).
    fn columns(mut self, sides: &[Side]) -> Self {
        let body = self.body;
        let half = body.width.saturating_sub(FOG) / 2;
        let left = Rect { width: half, ..body };
        self.fog = Rect { x: body.x + half, width: FOG, ..body };
        let right = Rect { x: body.x + half + FOG, width: body.width - half - FOG, ..body };
        for (side, column) in [(Side::Local, left), (Side::Cloud, right)] {
            let members: Vec<usize> =
                sides.iter().enumerate().filter(|(_, at)| **at == side).map(|(place, _)| place).collect();
            if members.is_empty() {
                self.vacant = column;
            }
            let count = members.len() as u16;
            let mut rest = column;
            for (nth, pane) in members.into_iter().enumerate() {
                let left = count - nth as u16;
                let (area, below) = top(rest, rest.height.div_ceil(left.max(1)));
                self.panes.push(Place { pane, area, shape: Shape::Full });
                rest = below;
            }
        }
        self.panes.sort_by_key(|place| place.pane);
        self
    }

    /// One below the other: the shown one large, the others as one line each, in their order.
    fn stack(mut self, count: usize, shown: usize) -> Self {
        let lines = count.saturating_sub(1) as u16;
        let large = self.body.height.saturating_sub(lines);
        let mut rest = self.body;
        for pane in 0..count {
            let (height, shape) = if pane == shown { (large, Shape::Full) } else { (1, Shape::Line) };
            let (area, below) = top(rest, height);
            self.panes.push(Place { pane, area, shape });
            rest = below;
        }
        self
    }

    /// Where the desk lies: the body and what the timeline would take.
    #[must_use]
    pub fn desk(&self) -> Rect {
        if self.timeline.is_empty() { self.body } else { self.body.union(self.timeline) }
    }

    /// The place of a pane that is shown with its text.
    #[must_use]
    pub fn full(&self, pane: usize) -> Option<Place> {
        self.panes.iter().copied().find(|place| place.pane == pane && place.shape == Shape::Full)
    }

    /// The pane at a cell.
    #[must_use]
    pub fn at(&self, column: u16, row: u16) -> Option<Place> {
        self.panes.iter().copied().find(|place| place.area.contains(ratatui::layout::Position::new(column, row)))
    }
}

/// Cuts rows off the top: them, and the rest.
fn top(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    (Rect { height: rows, ..area }, Rect { y: area.y + rows, height: area.height - rows, ..area })
}

/// Cuts rows off the bottom: the rest, and them.
fn bottom(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    top(area, area.height - rows)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SANITIZE: [Side; 4] = [Side::Local, Side::Cloud, Side::Cloud, Side::Local];

    fn at(width: u16, height: u16, shown: usize, zoom: bool) -> Layout {
        Layout::arrange(Rect::new(0, 0, width, height), &SANITIZE, 3, shown, zoom)
    }

    #[test]
    fn home_is_left_of_the_line_and_the_cloud_right_of_it() {
        let layout = at(120, 40, 0, false);
        for place in &layout.panes {
            let home = SANITIZE[place.pane] == Side::Local;
            assert_eq!(place.area.x < layout.fog.x, home);
            assert!(place.area.height >= 12, "{place:?}");
        }
        assert_eq!(layout.timeline.height, 4);
        assert_eq!(layout.panes[0].area.y, layout.panes[1].area.y);
        assert_eq!(layout.panes[3].area.y, layout.panes[2].area.y);
    }

    #[test]
    fn on_a_small_screen_the_shown_pane_is_large_and_the_others_are_lines() {
        for (width, height, rows) in [(80, 24, 15), (40, 12, 7), (120, 24, 15)] {
            let layout = at(width, height, 2, false);
            assert_eq!(layout.full(2).unwrap().area.height, rows);
            assert_eq!(layout.panes.iter().filter(|place| place.shape == Shape::Line).count(), 3);
        }
        assert!(at(39, 24, 0, false).too_small && at(80, 9, 0, false).too_small);
    }

    #[test]
    fn zoom_gives_everything_between_header_and_footer() {
        let layout = at(80, 24, 3, true);
        assert_eq!(layout.panes, [Place { pane: 3, area: Rect::new(0, 1, 80, 22), shape: Shape::Full }]);
    }

    #[test]
    fn a_side_no_pane_stands_on_is_vacant() {
        let layout = Layout::arrange(Rect::new(0, 0, 120, 40), &[Side::Local, Side::Local], 1, 0, false);
        assert!(layout.vacant.width > 50);
    }

    proptest! {
        #[test]
        fn nothing_overlaps_and_nothing_leaves_the_screen(
            width in 0u16..200, height in 0u16..80, count in 1usize..8, stages in 1usize..6, shown in 0usize..8, zoom: bool,
        ) {
            let screen = Rect::new(0, 0, width, height);
            let sides: Vec<Side> = (0..count).map(|n| if n % 3 == 0 { Side::Local } else { Side::Cloud }).collect();
            let layout = Layout::arrange(screen, &sides, stages, shown.min(count - 1), zoom);
            let mut taken: Vec<Rect> = layout.panes.iter().map(|place| place.area).collect();
            taken.extend([layout.header, layout.fog, layout.timeline, layout.footer]);
            let area: u32 = taken.iter().map(|rect| rect.area()).sum();
            let covered = taken.iter().copied().filter(|rect| !rect.is_empty()).reduce(Rect::union).unwrap_or_default();
            prop_assert!(area <= screen.area());
            prop_assert_eq!(covered, covered.intersection(screen));
            for (nth, one) in taken.iter().enumerate() {
                for other in taken.iter().skip(nth + 1) {
                    prop_assert!(one.intersection(*other).is_empty(), "{:?} {:?}", one, other);
                }
            }
        }
    }
}
