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
/// Rows of the timeline that say something: fewer are not worth their room.
const LEAST_TIMELINE: u16 = 3;
/// Rows below which a pane beside others is better shown as a line: border and a few rows of text.
const LEAST_PANE: u16 = 7;
/// Rows the one large pane keeps before the others become a strip of numbers.
const LEAST_LARGE: u16 = 6;

/// What the layout has to know of a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// On which side of the line it stands.
    pub side: Side,
    /// Whether its stage was skipped: then it takes no room unless it is looked at.
    pub skipped: bool,
    /// When its stage began, milliseconds into the run. Where not all have room, the latest have it.
    pub began_ms: Option<u64>,
}

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
    /// The panes that are shown.
    pub panes: Vec<Place>,
    /// The numbers of all panes, where the others do not even fit as lines; else empty.
    pub strip: Rect,
    /// Bars and totals; empty where there is no room.
    pub timeline: Rect,
    /// Keys, or the status line.
    pub footer: Rect,
}

impl Layout {
    /// The layout of a model.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let members: Vec<Member> = (0..model.run.panes.len()).filter_map(|place| model.run.member(place)).collect();
        let size = Rect::new(0, 0, model.look.width, model.look.height);
        Self::arrange(size, &members, model.pattern.stages.len(), model.look.shown(), model.look.zoom)
    }

    /// Places panes on a screen; `shown` is the one that gets the room where only one can have it.
    #[must_use]
    pub fn arrange(screen: Rect, members: &[Member], stages: usize, shown: usize, zoom: bool) -> Self {
        if screen.width < SMALLEST.0 || screen.height < SMALLEST.1 {
            return Self { too_small: true, ..Self::default() };
        }
        let wide = screen.width >= WIDE.0 && screen.height >= WIDE.1;
        let (header, rest) = top(screen, 1);
        let (rest, footer) = bottom(rest, 1);
        let visible: Vec<usize> = (0..members.len())
            .filter(|place| *place == shown || members.get(*place).is_some_and(|member| !member.skipped))
            .collect();
        let bars = stages as u16 + 1;
        let room = if wide {
            (rest.height / 4).max(4)
        } else if screen.height >= TIMELINE_FROM {
            rest.height.saturating_sub(visible.len() as u16 + 7)
        } else {
            0
        };
        let timeline_rows = if zoom || bars.min(room) < LEAST_TIMELINE.min(bars) { 0 } else { bars.min(room) };
        let (body, timeline) = bottom(rest, timeline_rows);
        let layout = Self { header, body, timeline, footer, ..Self::default() };
        if zoom {
            let place = Place { pane: shown, area: body, shape: Shape::Full };
            Self { panes: vec![place], ..layout }
        } else if wide {
            layout.columns(members, &visible, shown)
        } else {
            layout.stack(&visible, shown)
        }
    }

    /// Home on the left, cloud on the right, in the order of the data: down on one side, up on the other where the
    /// answer comes home (1 and 4 left, 2 and 3 right). What has no room as a pane is one line, in its place.
    fn columns(mut self, members: &[Member], visible: &[usize], shown: usize) -> Self {
        let body = self.body;
        let half = body.width.saturating_sub(FOG) / 2;
        let left = Rect { width: half, ..body };
        self.fog = Rect { x: body.x + half, width: FOG, ..body };
        let right = Rect { x: body.x + half + FOG, width: body.width - half - FOG, ..body };
        for (side, column) in [(Side::Local, left), (Side::Cloud, right)] {
            let of = |place: &usize| members.get(*place).copied();
            let mut here: Vec<usize> = visible.to_vec();
            here.retain(|place| of(place).is_some_and(|member| member.side == side));
            if here.is_empty() {
                self.vacant = column;
            }
            let count = here.len() as u16;
            let fits = |full: u16| full * LEAST_PANE + (count - full) <= column.height;
            let full = (1..=count).rev().find(|full| fits(*full)).unwrap_or(count.min(1));
            // The one looked at, then the latest to begin, then in the order of the data.
            let mut wanted = here.clone();
            let began = |place: &usize| of(place).and_then(|member| member.began_ms);
            wanted.sort_by_key(|place| (*place != shown, std::cmp::Reverse(began(place))));
            wanted.truncate(full.into());
            let (mut rest, mut left, mut lines) = (column, full, count - full);
            for pane in here {
                let (height, shape) = if wanted.contains(&pane) {
                    let height = rest.height.saturating_sub(lines).div_ceil(left.max(1));
                    left = left.saturating_sub(1);
                    (height, Shape::Full)
                } else {
                    lines = lines.saturating_sub(1);
                    (1, Shape::Line)
                };
                let (area, below) = top(rest, height);
                self.panes.push(Place { pane, area, shape });
                rest = below;
            }
        }
        self.panes.sort_by_key(|place| place.pane);
        self
    }

    /// One below the other: the shown one large, the others as one line each, in their order; or all others as numbers in
    /// one line, where the shown one would be too small.
    fn stack(mut self, visible: &[usize], shown: usize) -> Self {
        let lines = visible.len().saturating_sub(1) as u16;
        if lines > 1 && self.body.height < lines + LEAST_LARGE {
            let (strip, area) = top(self.body, 1);
            self.strip = strip;
            self.panes.push(Place { pane: shown, area, shape: Shape::Full });
            return self;
        }
        let large = self.body.height.saturating_sub(lines);
        let mut rest = self.body;
        for pane in visible.iter().copied() {
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

    fn members(sides: &[Side]) -> Vec<Member> {
        sides.iter().map(|side| Member { side: *side, skipped: false, began_ms: None }).collect()
    }

    fn at(width: u16, height: u16, shown: usize, zoom: bool) -> Layout {
        Layout::arrange(Rect::new(0, 0, width, height), &members(&SANITIZE), 3, shown, zoom)
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
        let layout = Layout::arrange(Rect::new(0, 0, 120, 40), &members(&[Side::Local, Side::Local]), 1, 0, false);
        assert!(layout.vacant.width > 50);
    }

    /// Nine panes, five of them on the cloud's side, that began one after the other.
    fn nine() -> Vec<Member> {
        let sides = (0..9).map(|n| if n % 2 == 0 { Side::Cloud } else { Side::Local });
        sides.enumerate().map(|(n, side)| Member { side, skipped: false, began_ms: Some(n as u64) }).collect()
    }

    #[test]
    fn where_a_column_is_too_short_the_earliest_panes_are_lines_and_the_shown_one_never_is() {
        let screen = Rect::new(0, 0, 120, 30);
        let layout = Layout::arrange(screen, &nine(), 7, 0, false);
        let full: Vec<usize> = (0..9).filter(|pane| layout.full(*pane).is_some()).collect();
        assert_eq!(full, [0, 5, 7, 8], "{layout:?}");
        assert_eq!(layout.panes.len(), 9);
        assert!(layout.panes.iter().all(|place| place.shape == Shape::Line || place.area.height >= LEAST_PANE));
        let tall = Layout::arrange(Rect::new(0, 0, 120, 60), &nine(), 7, 0, false);
        assert!(tall.panes.iter().all(|place| place.shape == Shape::Full), "{tall:?}");
    }

    #[test]
    fn a_skipped_stage_takes_no_room_unless_it_is_looked_at() {
        let mut members = nine();
        members[2].skipped = true;
        for (width, height) in [(120, 40), (80, 24)] {
            let screen = Rect::new(0, 0, width, height);
            let layout = Layout::arrange(screen, &members, 5, 8, false);
            assert!(layout.panes.iter().all(|place| place.pane != 2));
            assert!(Layout::arrange(screen, &members, 5, 2, false).full(2).is_some());
        }
        let all: Vec<Member> =
            nine().into_iter().map(|member| Member { skipped: member.side == Side::Cloud, ..member }).collect();
        let layout = Layout::arrange(Rect::new(0, 0, 120, 40), &all, 5, 1, false);
        assert!(!layout.vacant.is_empty(), "a side on which everything was skipped is vacant");
    }

    #[test]
    fn where_not_even_lines_fit_the_others_are_numbers() {
        let layout = Layout::arrange(Rect::new(0, 0, 40, 12), &nine(), 7, 4, false);
        assert_eq!((layout.strip.height, layout.panes.len()), (1, 1));
        assert_eq!(layout.full(4).unwrap().area.height, 9);
        assert!(layout.timeline.is_empty());
        let roomy = Layout::arrange(Rect::new(0, 0, 80, 24), &nine(), 7, 4, false);
        assert!(roomy.strip.is_empty() && roomy.full(4).unwrap().area.height >= LEAST_LARGE, "{roomy:?}");
        assert!(roomy.timeline.height >= LEAST_TIMELINE);
    }

    proptest! {
        #[test]
        fn nothing_overlaps_and_nothing_leaves_the_screen(
            width in 0u16..200, height in 0u16..80, count in 1usize..12, stages in 1usize..9, shown in 0usize..12, zoom: bool,
            skipped in 0u16..4096,
        ) {
            let screen = Rect::new(0, 0, width, height);
            let member = |n: usize| Member {
                side: if n % 3 == 0 { Side::Local } else { Side::Cloud },
                skipped: skipped >> n & 1 == 1,
                began_ms: (n % 4 > 0).then_some(n as u64),
            };
            let members: Vec<Member> = (0..count).map(member).collect();
            let shown = shown.min(count - 1);
            let layout = Layout::arrange(screen, &members, stages, shown, zoom);
            prop_assert!(layout.too_small || layout.full(shown).is_some(), "the shown one is shown");
            let mut taken: Vec<Rect> = layout.panes.iter().map(|place| place.area).collect();
            taken.extend([layout.header, layout.fog, layout.strip, layout.timeline, layout.footer]);
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
