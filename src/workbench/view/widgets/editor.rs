//! The frame around a text editor, and how the editor itself looks.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use tui_textarea::TextArea;

use super::frame::{self, Frame};
use super::paint::{self, Piece};
use crate::workbench::theme::{Depth, Role, Theme};

/// An editor's frame.
#[derive(Debug, Clone)]
pub struct Editor<'a> {
    /// The digit that focuses it; 0 for none.
    pub number: u8,
    /// Its title.
    pub title: &'a str,
    /// A remark after the title (`never leaves this machine`).
    pub note: &'a str,
    /// Whether keys go to it.
    pub focused: bool,
    /// Counters for the bottom border.
    pub badges: Vec<Piece>,
}

impl Editor<'_> {
    /// Draws the frame; the text area goes into the returned inside.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) -> Rect {
        paint::clear(buf, area, theme);
        let number = if self.number > 0 { format!("{} ", self.number) } else { String::new() };
        let mark = if self.focused { "▸" } else { "" };
        let name = format!("{mark}{number}{}", self.title);
        let title = vec![
            Piece::new(name, if self.focused { Role::Focus } else { Role::Home }, 0),
            Piece::new(self.note, Role::Dim, 1),
        ];
        let frame = Frame { title, bottom: self.badges.clone(), ..Frame::default() };
        frame.render(area, buf, theme, if self.focused { Role::Focus } else { Role::HomeBorder });
        frame::inner(area)
    }
}

/// Gives a text area the theme's looks. Call it when the theme or the focus changes.
pub fn dress(text: &mut TextArea<'_>, focused: bool, theme: &Theme) {
    text.set_style(theme.base().patch(theme.style(Role::Text)));
    text.set_cursor_line_style(Style::new());
    text.set_selection_style(theme.style(Role::Selection));
    text.set_placeholder_style(theme.style(Role::Dim));
    let cursor = theme.style(Role::Focus);
    // A block in the accent colour; without focus no cursor at all, so that there is never a question which is live.
    let cursor = match (focused, theme.depth()) {
        (false, _) => Style::new(),
        (true, Depth::None) => Style::new().add_modifier(ratatui::style::Modifier::REVERSED),
        (true, _) => Style { fg: theme.base().bg, bg: cursor.fg, ..Style::new() },
    };
    text.set_cursor_style(cursor);
}
