//! What has to be written so that the terminal shows the next frame instead of the one it shows. Pure: bytes out, no IO.
//!
//! Written for slow lines. Colours and attributes are left as they are between two changes, and between two frames; of
//! colours only the half that changed is named; a small gap between two changes on a row is written again where that is
//! shorter than moving over it.

use std::io::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};

use crate::text::glyph;

/// A move over cells costs at least this many bytes.
const GAP: u16 = 4;
/// Attributes and the codes that switch them on.
const ATTRIBUTES: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// How the next character will look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Pen {
    fg: Color,
    bg: Color,
    underline: Color,
    attributes: Modifier,
}

impl Pen {
    fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, underline: cell.underline_color, attributes: cell.modifier }
    }
}

/// What the terminal shows, and how it stands.
#[derive(Debug, Default)]
pub struct Painter {
    shown: Option<Buffer>,
    pen: Pen,
    /// Where the next character goes; unknown after a wide one and at the end of a row.
    at: Option<Position>,
    cursor: Option<bool>,
}

impl Painter {
    /// Nothing is known of the terminal any more: the next frame is written whole.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// The bytes from what is shown to `next`, with the cursor at a place or hidden. Empty where nothing changed.
    pub fn frame(&mut self, mut next: Buffer, cursor: Option<Position>) -> Vec<u8> {
        heal(&mut next);
        let mut out = Vec::new();
        let mut shown = match self.shown.take() {
            Some(shown) if shown.area == next.area => shown,
            _ => {
                // Clearing fills with the current background.
                out.extend_from_slice(b"\x1b[0m\x1b[2J");
                *self = Self { cursor: self.cursor, ..Self::default() };
                Buffer::empty(next.area)
            }
        };
        spoil_halves(&mut shown, &next);
        for (x, y, cell) in shown.diff(&next) {
            self.go(Position { x, y }, &next, &mut out);
            self.dress(Pen::of(cell), &mut out);
            out.extend_from_slice(cell.symbol().as_bytes());
            let known = glyph::width(cell.symbol()) == 1 && x + 1 < next.area.right();
            self.at = known.then_some(Position { x: x + 1, y });
        }
        if let Some(place) = cursor
            && self.at != Some(place)
        {
            move_to(place, &mut out);
            self.at = Some(place);
        }
        if self.cursor != Some(cursor.is_some()) {
            out.extend_from_slice(if cursor.is_some() { b"\x1b[?25h" } else { b"\x1b[?25l" });
            self.cursor = Some(cursor.is_some());
        }
        self.shown = Some(next);
        out
    }

    /// Moves to a cell, by writing what stands between where that is shorter.
    fn go(&mut self, to: Position, next: &Buffer, out: &mut Vec<u8>) {
        let Some(at) = self.at.filter(|at| at.y == to.y && at.x <= to.x) else { return move_to(to, out) };
        let gap = to.x - at.x;
        if gap == 0 {
            return;
        }
        let between = || (at.x..to.x).filter_map(|x| next.cell((x, to.y)));
        if gap <= GAP && between().all(|cell| cell.symbol().len() == 1 && Pen::of(cell) == self.pen) {
            between().for_each(|cell| out.extend_from_slice(cell.symbol().as_bytes()));
        } else {
            let _ = write!(out, "\x1b[{gap}C");
        }
    }

    /// Makes the next character look like this.
    fn dress(&mut self, pen: Pen, out: &mut Vec<u8>) {
        if pen == self.pen {
            return;
        }
        let mut codes = Vec::new();
        if !pen.attributes.contains(self.pen.attributes) {
            // Some attributes share the code that ends them: all are ended.
            codes.push("0".to_owned());
            self.pen = Pen::default();
        }
        let added = pen.attributes.difference(self.pen.attributes);
        codes.extend(ATTRIBUTES.iter().filter(|(one, _)| added.contains(*one)).map(|(_, code)| code.to_string()));
        if pen.fg != self.pen.fg {
            codes.push(colour(pen.fg, 30));
        }
        if pen.bg != self.pen.bg {
            codes.push(colour(pen.bg, 40));
        }
        if pen.underline != self.pen.underline {
            codes.push(underline(pen.underline));
        }
        let _ = write!(out, "\x1b[{}m", codes.join(";"));
        self.pen = pen;
    }
}

fn is_wide(cell: &Cell) -> bool {
    cell.symbol().len() > 1 && glyph::width(cell.symbol()) == 2
}

/// Where something was drawn over the second half of a wide character (the edge of an overlay), the first half is blanked:
/// no terminal can show half a character.
fn heal(next: &mut Buffer) {
    for place in next.area.positions() {
        let half = Position { x: place.x + 1, y: place.y };
        let whole = next.cell(half).is_some_and(|half| matches!(half.symbol(), " " | ""));
        if let Some(cell) = next.cell_mut(place)
            && is_wide(cell)
            && !whole
        {
            cell.set_symbol(" ");
        }
    }
}

/// Where half of a wide character is written over, terminals put a blank of their own choice into the other half: it has
/// to be written, whatever stood there.
fn spoil_halves(shown: &mut Buffer, next: &Buffer) {
    for place in shown.area.positions() {
        let half = Position { x: place.x + 1, y: place.y };
        if shown.cell(place).is_some_and(|cell| is_wide(cell) && next.cell(place) != Some(cell))
            && let Some(cell) = shown.cell_mut(half)
        {
            // A private character: nothing that is drawn.
            cell.set_symbol("\u{10fffd}");
        }
    }
}

fn move_to(place: Position, out: &mut Vec<u8>) {
    let _ = write!(out, "\x1b[{};{}H", place.y + 1, place.x + 1);
}

/// The code of a colour (ECMA-48, 8.3.117; 256 and true colours as xterm has them); `base` is 30 for text and 40 for the
/// ground.
fn colour(colour: Color, base: u8) -> String {
    let named = match colour {
        Color::Reset => 9,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
        Color::Indexed(index) => return format!("{};5;{index}", base + 8),
        Color::Rgb(red, green, blue) => return format!("{};2;{red};{green};{blue}", base + 8),
    };
    (base + named).to_string()
}

/// The code of an underline's colour. It knows no names: they are the first sixteen of the palette.
fn underline(wanted: Color) -> String {
    match wanted {
        Color::Reset => "59".to_owned(),
        Color::Rgb(red, green, blue) => format!("58;2;{red};{green};{blue}"),
        Color::Indexed(index) => format!("58;5;{index}"),
        named => {
            let code: u8 = colour(named, 0).parse().unwrap_or_default();
            format!("58;5;{}", if code >= 60 { code - 52 } else { code })
        }
    }
}

/// A frame to paint into.
#[must_use]
pub fn blank(width: u16, height: u16) -> Buffer {
    Buffer::empty(Rect::new(0, 0, width, height))
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use proptest::prelude::*;
    use ratatui::style::Style;

    use super::*;

    const WIDTH: u16 = 24;
    const HEIGHT: u16 = 5;

    fn terminal() -> vt100::Parser {
        vt100::Parser::new(NonZeroU16::new(HEIGHT).unwrap(), NonZeroU16::new(WIDTH).unwrap(), 0)
    }

    /// Text at a place, in one of a few looks.
    fn piece() -> impl Strategy<Value = (u16, u16, String, usize)> {
        (0..WIDTH, 0..HEIGHT, "[a-d ]{0,12}|[漢字é]{1,4}|─{1,9}", 0..6_usize)
    }

    fn look(which: usize) -> Style {
        let plain = Style::new();
        match which {
            0 => plain,
            1 => plain.fg(Color::Red).add_modifier(Modifier::BOLD),
            2 => plain.fg(Color::Rgb(1, 2, 3)).bg(Color::Rgb(4, 5, 6)),
            3 => plain.bg(Color::Indexed(200)).add_modifier(Modifier::UNDERLINED | Modifier::ITALIC),
            4 => plain.fg(Color::LightCyan).add_modifier(Modifier::DIM),
            _ => plain.fg(Color::Rgb(1, 2, 3)).bg(Color::DarkGray).add_modifier(Modifier::REVERSED),
        }
    }

    fn painted(pieces: &[(u16, u16, String, usize)]) -> Buffer {
        let mut buffer = blank(WIDTH, HEIGHT);
        for (x, y, text, which) in pieces {
            // Only one look a cell: the terminal of these tests knows bold or dim, not both.
            buffer.set_string(*x, *y, text, Style::reset().patch(look(*which)));
        }
        buffer
    }

    /// Every cell: what stands there and how it looks. A cell never written looks like a blank.
    fn looks(terminal: &vt100::Parser) -> Vec<(String, vt100::Color, vt100::Color, [bool; 5])> {
        let cells = (0..HEIGHT).flat_map(|row| (0..WIDTH).map(move |column| (row, column)));
        cells
            .map(|(row, column)| {
                let cell = terminal.screen().cell(row, column).unwrap();
                let attributes = [cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse()];
                // Of a blank nobody sees the colour, nor the weight.
                match cell.contents().trim_end() {
                    "" => (
                        String::new(),
                        vt100::Color::Default,
                        cell.bgcolor(),
                        [false, false, false, cell.underline(), cell.inverse()],
                    ),
                    text => (text.to_owned(), cell.fgcolor(), cell.bgcolor(), attributes),
                }
            })
            .collect()
    }

    proptest! {
        #[test]
        fn frame_after_frame_the_terminal_shows_what_one_painted_whole_shows(
            frames in prop::collection::vec((prop::collection::vec(piece(), 0..12), prop::option::of((0..WIDTH, 0..HEIGHT))), 1..6),
        ) {
            let (mut painter, mut terminal) = (Painter::default(), terminal());
            for (pieces, cursor) in frames {
                let cursor = cursor.map(Position::from);
                terminal.process(&painter.frame(painted(&pieces), cursor));
                let mut fresh = self::terminal();
                fresh.process(&Painter::default().frame(painted(&pieces), cursor));
                prop_assert_eq!(looks(&terminal), looks(&fresh));
                prop_assert_eq!(terminal.screen().hide_cursor(), cursor.is_none());
                if let Some(cursor) = cursor {
                    prop_assert_eq!(terminal.screen().cursor_position(), (cursor.y, cursor.x));
                }
                prop_assert!(painter.frame(painted(&pieces), cursor).is_empty());
            }
        }
    }

    #[test]
    fn a_whole_frame_looks_as_it_was_painted() {
        let mut terminal = terminal();
        let pieces = [(1, 1, "red".to_owned(), 1), (4, 1, "rgb".to_owned(), 2), (0, 4, "漢 end".to_owned(), 3)];
        terminal.process(&Painter::default().frame(painted(&pieces), Some(Position::new(2, 3))));
        let cell = |row, column| terminal.screen().cell(row, column).unwrap();
        assert_eq!((cell(1, 1).contents(), cell(1, 1).fgcolor(), cell(1, 1).bold()), ("r", vt100::Color::Idx(1), true));
        assert_eq!(
            (cell(1, 4).fgcolor(), cell(1, 4).bgcolor()),
            (vt100::Color::Rgb(1, 2, 3), vt100::Color::Rgb(4, 5, 6))
        );
        assert!(!cell(1, 4).bold());
        assert_eq!((cell(4, 0).contents(), cell(4, 3).contents(), cell(4, 3).underline()), ("漢", "e", true));
        assert_eq!(terminal.screen().cursor_position(), (3, 2));
    }

    #[test]
    fn what_is_appended_to_a_line_costs_little_more_than_its_text() {
        let mut painter = Painter::default();
        let line = |text: &str| painted(&[(0, 0, "head".to_owned(), 2), (0, 2, text.to_owned(), 2)]);
        painter.frame(line("for a"), Some(Position::ORIGIN));
        let bytes = painter.frame(line("for a local model"), Some(Position::ORIGIN));
        assert_eq!(String::from_utf8_lossy(&bytes), "\x1b[3;6H local model\x1b[1;1H");
    }
}
