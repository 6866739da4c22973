//! Snapshots of screens, styles included.

use fogline::workbench::theme::{Depth, Library, Theme};
use fogline::workbench::view::dump::dump;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A shipped theme.
pub fn theme(name: &str, depth: Depth) -> Theme {
    Library::builtin().load(name, depth).expect("a shipped theme").0
}

/// An empty screen in the theme's colours, drawn on by `draw`.
pub fn screen(width: u16, height: u16, theme: &Theme, draw: impl FnOnce(Rect, &mut Buffer)) -> Buffer {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    buffer.set_style(area, theme.base());
    draw(area, &mut buffer);
    buffer
}

/// Compares the screen, styles included, with `tests/snapshots/NAME.snap`.
pub fn snapshot(name: &str, buffer: &Buffer, theme: &Theme) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, dump(buffer, theme)));
}
