//! The parts of the screen, each a struct of plain view data with `render`. They keep no state and know no keys.

pub mod approval;
mod approval_facts;
pub mod approval_list;
pub mod asked;
pub mod desk;
pub mod desk_reviews;
pub mod diff;
pub mod fog_line;
pub mod footer;
pub mod frame;
pub mod gauges;
pub mod header;
pub mod help;
pub mod hunks;
pub mod marks;
pub mod numbers;
pub mod overlay;
pub mod paint;
pub mod pane;
pub mod params;
pub mod pattern_picker;
pub mod picker;
pub mod prompt;
pub mod timeline;
pub mod too_small;
