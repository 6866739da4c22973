//! Box drawing and block characters as SVG shapes.

use std::fmt::Write as _;

use super::svg::{CELL, LINE};

/// Whether a cell's symbol is drawn as a shape.
pub(super) fn is_drawn(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if block(c).is_some() || path(c).is_some())
}

/// Writes a run of shapes that starts at (`x`, `y`). Equal neighbours that are one long shape become one.
pub(super) fn write(out: &mut String, run: &str, (x, y): (f64, f64), ink: &str) {
    let mut column = 0.0;
    let mut chars = run.chars().peekable();
    while let Some(c) = chars.next() {
        let mut cells = 1.0;
        while matches!(c, '─' | '━' | '█' | '░' | '▒') && chars.next_if_eq(&c).is_some() {
            cells += 1.0;
        }
        let left = x + column * CELL;
        column += cells;
        if let Some((from, to, opacity)) = block(c) {
            let (start, width) = (left + from * CELL, (cells - 1.0 + to - from) * CELL);
            let shade = if opacity < 1.0 { format!(" fill-opacity=\"{opacity}\"") } else { String::new() };
            let _ = writeln!(
                out,
                "<rect x=\"{start:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{LINE:.1}\" fill=\"{ink}\"{shade}/>"
            );
        } else if let Some((steps, thickness)) = path(c) {
            let point = |px: f64, py: f64| format!("{:.1} {:.1}", left + px * CELL * cells, y + py * LINE);
            let mut d = String::new();
            for step in steps {
                let _ = match *step {
                    Step::Move(px, py) => write!(d, "M{}", point(px, py)),
                    Step::Line(px, py) => write!(d, "L{}", point(px, py)),
                    Step::Bend(px, py) => write!(d, "Q{} {}", point(0.5, 0.5), point(px, py)),
                };
            }
            let _ = writeln!(out, "<path d=\"{d}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"{thickness}\"/>");
        }
    }
}

/// A block as the part of the cell it fills (from, to, opacity), left to right.
fn block(c: char) -> Option<(f64, f64, f64)> {
    Some(match c {
        '█' => (0.0, 1.0, 1.0),
        '▉' => (0.0, 0.875, 1.0),
        '▊' => (0.0, 0.75, 1.0),
        '▋' => (0.0, 0.625, 1.0),
        '▌' => (0.0, 0.5, 1.0),
        '▍' => (0.0, 0.375, 1.0),
        '▎' => (0.0, 0.25, 1.0),
        '▏' => (0.0, 0.125, 1.0),
        '▕' => (0.875, 1.0, 1.0),
        '▒' => (0.0, 1.0, 0.5),
        '░' => (0.0, 1.0, 0.25),
        _ => return None,
    })
}

/// A step of a line through the unit cell.
#[derive(Clone, Copy)]
enum Step {
    Move(f64, f64),
    Line(f64, f64),
    /// A curve with its control point in the middle of the cell.
    Bend(f64, f64),
}

/// A box-drawing character as lines, with their thickness.
fn path(c: char) -> Option<(&'static [Step], f64)> {
    use Step::{Bend, Line, Move};
    Some(match c {
        '─' => (&[Move(0.0, 0.5), Line(1.0, 0.5)], 1.2),
        '━' => (&[Move(0.0, 0.5), Line(1.0, 0.5)], 2.4),
        '│' => (&[Move(0.5, 0.0), Line(0.5, 1.0)], 1.2),
        '┃' => (&[Move(0.5, 0.0), Line(0.5, 1.0)], 2.4),
        '╭' => (&[Move(0.5, 1.0), Line(0.5, 0.75), Bend(1.0, 0.5)], 1.2),
        '╮' => (&[Move(0.5, 1.0), Line(0.5, 0.75), Bend(0.0, 0.5)], 1.2),
        '╰' => (&[Move(0.5, 0.0), Line(0.5, 0.25), Bend(1.0, 0.5)], 1.2),
        '╯' => (&[Move(0.5, 0.0), Line(0.5, 0.25), Bend(0.0, 0.5)], 1.2),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_one_line_and_a_bar_one_block() {
        let mut out = String::new();
        write(&mut out, "╰───██", (0.0, 0.0), "#ffffff");
        assert_eq!(out.lines().count(), 3, "{out}");
        assert!(out.contains("d=\"M8.4 9.0L33.6 9.0\""), "{out}");
        assert!(out.contains("x=\"33.6\" y=\"0.0\" width=\"16.8\""), "{out}");
    }

    #[test]
    fn letters_are_not_shapes() {
        assert!(is_drawn("│") && is_drawn("▌"));
        assert!(!is_drawn("l") && !is_drawn("▸") && !is_drawn(""));
    }
}
