//! A buffer as a standalone SVG picture: what the README shows is what the program draws.
//!
//! Deterministic: the same buffer and theme give the same bytes. Not an animation, not a terminal emulator.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::super::theme::{Rgb, Theme};
use super::shape;
use crate::text::glyph;

/// Width of a cell in the picture's units.
pub(super) const CELL: f64 = 8.4;
/// Height of a cell.
pub(super) const LINE: f64 = 18.0;
/// From the top of a cell to the baseline of its text.
const BASELINE: f64 = 13.5;
/// Empty frame around the screen.
const MARGIN: f64 = 12.0;

/// What a cell looks like, resolved to shades.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Paint {
    ink: Rgb,
    paper: Rgb,
    line: Rgb,
    mods: Modifier,
}

/// The picture. Box drawing and blocks are drawn as shapes, so that they join whatever the font; every other run of cells with one style is one text element with its width fixed, so that columns stay aligned
/// whatever monospaced font the viewer has.
#[must_use]
pub fn svg(buffer: &Buffer, theme: &Theme, title: &str) -> String {
    let area = buffer.area;
    let width = f64::from(area.width) * CELL + 2.0 * MARGIN;
    let height = f64::from(area.height) * LINE + 2.0 * MARGIN;
    let ground = hex(theme.paper(theme.base().bg.unwrap_or(Color::Reset)));
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" role=\"img\">\n<title>{}</title>\n<style>text{{font:14px ui-monospace,'DejaVu Sans \
         Mono','JetBrains Mono',Menlo,Consolas,monospace}}</style>\n<rect width=\"100%\" \
         height=\"100%\" rx=\"8\" fill=\"{ground}\"/>",
        escape(title)
    );
    for y in area.top()..area.bottom() {
        for run in runs(buffer, theme, y) {
            run.write(&mut out, &ground, f64::from(y - area.top()), area.left());
        }
    }
    out.push_str("</svg>\n");
    out
}

struct Run {
    start: u16,
    columns: u16,
    text: String,
    paint: Paint,
    shape: bool,
}

fn runs(buffer: &Buffer, theme: &Theme, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = buffer.area.left();
    while let Some(cell) = buffer.cell((x, y)).filter(|_| x < buffer.area.right()) {
        let paint = paint(cell, theme);
        let columns = glyph::width(cell.symbol()).max(1);
        let shape = shape::is_drawn(cell.symbol());
        // Wide clusters stand alone: fonts disagree about their advance, and one must not push its neighbours.
        match runs.last_mut() {
            Some(run) if run.paint == paint && run.shape == shape && columns == 1 && !run.wide() => {
                run.columns += 1;
                run.text.push_str(cell.symbol());
            }
            _ => runs.push(Run { start: x, columns, text: cell.symbol().to_owned(), paint, shape }),
        }
        x = x.saturating_add(columns);
    }
    runs
}

fn paint(cell: &Cell, theme: &Theme) -> Paint {
    let (mut ink, mut paper) = (theme.ink(cell.fg), theme.paper(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) {
        (ink, paper) = (paper, ink);
    }
    if cell.modifier.contains(Modifier::DIM) {
        let mix = |a: u8, b: u8| u8::midpoint(a, b);
        ink = (mix(ink.0, paper.0), mix(ink.1, paper.1), mix(ink.2, paper.2));
    }
    let line = if cell.underline_color == Color::Reset { ink } else { theme.ink(cell.underline_color) };
    let drawn = Modifier::BOLD | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
    Paint { ink, paper, line, mods: cell.modifier & drawn }
}

impl Run {
    fn wide(&self) -> bool {
        self.columns == 2 && glyph::glyphs(&self.text).count() == 1
    }

    fn write(&self, out: &mut String, ground: &str, row: f64, left: u16) {
        let x = f64::from(self.start - left) * CELL + MARGIN;
        let y = row * LINE + MARGIN;
        let width = f64::from(self.columns) * CELL;
        let paper = hex(self.paint.paper);
        if paper != ground {
            let _ = writeln!(
                out,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{LINE:.1}\" fill=\"{paper}\"/>"
            );
        }
        for (flag, at) in [(Modifier::UNDERLINED, BASELINE + 2.5), (Modifier::CROSSED_OUT, BASELINE - 4.0)] {
            if self.paint.mods.contains(flag) {
                let _ = writeln!(
                    out,
                    "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"1\" fill=\"{}\"/>",
                    y + at,
                    hex(self.paint.line)
                );
            }
        }
        let ink = hex(self.paint.ink);
        if self.shape {
            shape::write(out, &self.text, (x, y), &ink);
            return;
        }
        // Viewers disagree about leading, trailing and repeated spaces: the first two are left out, the last made firm.
        let lead = self.text.len() - self.text.trim_start_matches(' ').len();
        let text = self.text.trim_matches(' ');
        if text.is_empty() {
            return;
        }
        let columns = f64::from(glyph::width(text));
        let mut attributes = String::new();
        if self.paint.mods.contains(Modifier::BOLD) {
            attributes.push_str(" font-weight=\"bold\"");
        }
        if self.paint.mods.contains(Modifier::ITALIC) {
            attributes.push_str(" font-style=\"italic\"");
        }
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"{ink}\" textLength=\"{:.1}\" \
             lengthAdjust=\"spacingAndGlyphs\"{attributes}>{}</text>",
            x + lead as f64 * CELL,
            y + BASELINE,
            columns * CELL,
            escape(&text.replace("  ", "\u{a0}\u{a0}"))
        );
    }
}

fn hex((r, g, b): Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::super::super::theme::Depth;
    use super::*;

    fn picture(draw: impl FnOnce(&mut Buffer)) -> String {
        let theme = Theme::fog(Depth::True);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
        buffer.set_style(buffer.area, theme.base());
        draw(&mut buffer);
        svg(&buffer, &theme, "a <b> & \"c\"")
    }

    #[test]
    fn text_is_escaped_and_runs_are_joined() {
        let out = picture(|buffer| buffer.set_string(0, 0, "a<b>&", Style::new()));
        assert!(out.contains("<title>a &lt;b&gt; &amp; &quot;c&quot;</title>"), "{out}");
        assert!(out.contains(">a&lt;b&gt;&amp;</text>"), "{out}");
        assert_eq!(out.matches("<text ").count(), 1);
    }

    #[test]
    fn wide_characters_take_two_columns_and_stand_alone() {
        let out = picture(|buffer| buffer.set_string(0, 0, "a日b", Style::new()));
        assert!(out.contains("textLength=\"16.8\" lengthAdjust=\"spacingAndGlyphs\">日</text>"), "{out}");
        assert!(out.contains("<text x=\"37.2\""), "b stands in the fourth column: {out}");
    }

    #[test]
    fn reverse_bold_and_underline_are_drawn() {
        let style = Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD | Modifier::UNDERLINED);
        let out = picture(|buffer| buffer.set_string(0, 1, "leak", style));
        assert!(out.contains("fill=\"#d7dae0\"/>"), "the text colour became the background: {out}");
        assert!(out.contains("fill=\"#14171c\" textLength=\"33.6\""), "{out}");
        assert!(out.contains("font-weight=\"bold\""), "{out}");
        assert!(out.contains("height=\"1\" fill=\"#14171c\""), "{out}");
    }
}
