//! A buffer as text, with its styles: what snapshot tests compare. Not for people's eyes in the program.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};

use super::super::theme::{Role, Theme};

/// The lines of the buffer between `│`, then for every line the runs of styled cells as `columns name`, where the name is
/// that of the roles with this style, or the style spelled out. Cells in the base style are left out. Deterministic.
#[must_use]
pub fn dump(buffer: &Buffer, theme: &Theme) -> String {
    let names = names(theme);
    let area = buffer.area;
    let mut text = String::new();
    let mut styles = String::new();
    for y in area.top()..area.bottom() {
        let mut line = String::new();
        let mut runs: Vec<Run> = Vec::new();
        let mut hidden = 0u16;
        for x in area.left()..area.right() {
            let Some(cell) = buffer.cell((x, y)) else { continue };
            if hidden > 0 {
                hidden -= 1;
                if let Some(run) = runs.last_mut() {
                    run.end = x;
                }
                continue;
            }
            line.push_str(cell.symbol());
            hidden = crate::text::glyph::width(cell.symbol()).saturating_sub(1);
            let name = name(cell, theme, &names);
            let seen = is_seen(cell, theme);
            match runs.last_mut() {
                Some(run) if run.name == name => {
                    run.end = x;
                    run.seen |= seen;
                }
                _ => runs.push(Run { start: x, end: x, name, seen }),
            }
        }
        let _ = writeln!(text, "│{line}│");
        let runs: Vec<String> = runs
            .into_iter()
            .filter(|run| run.seen && !run.name.is_empty())
            .map(|run| {
                let (start, end) = (run.start - area.left(), run.end - area.left());
                if start == end { format!("{start} {}", run.name) } else { format!("{start}-{end} {}", run.name) }
            })
            .collect();
        if !runs.is_empty() {
            let _ = writeln!(styles, "{:>2}: {}", y - area.top(), runs.join(", "));
        }
    }
    format!("{text}{styles}")
}

struct Run {
    start: u16,
    end: u16,
    name: String,
    seen: bool,
}

type Names = BTreeMap<String, String>;

/// Roles that share a style share a name, joined by `/`.
fn names(theme: &Theme) -> Names {
    let mut names = Names::new();
    for role in Role::ALL {
        let style = theme.base().patch(theme.style(*role));
        let name = names.entry(spell(style)).or_default();
        if !name.is_empty() {
            name.push('/');
        }
        name.push_str(role.key());
    }
    names
}

fn name(cell: &Cell, theme: &Theme, names: &Names) -> String {
    let spelled = spell(cell.style());
    if spelled == spell(theme.base()) {
        return String::new();
    }
    names.get(&spelled).cloned().unwrap_or(spelled)
}

/// Whether a cell shows more than an empty background. The text colour of a space would be noise.
fn is_seen(cell: &Cell, theme: &Theme) -> bool {
    let lined = cell.modifier.intersects(Modifier::REVERSED | Modifier::UNDERLINED);
    cell.symbol() != " " || lined || (cell.bg != Color::Reset && Some(cell.bg) != theme.base().bg)
}

fn spell(style: Style) -> String {
    let mut parts = Vec::new();
    let color = |color: Option<Color>| color.filter(|color| *color != Color::Reset).map(|color| color.to_string());
    parts.extend(color(style.fg));
    parts.extend(color(style.bg).map(|bg| format!("on {bg}")));
    parts.extend(color(style.underline_color).map(|line| format!("line {line}")));
    parts.extend(style.add_modifier.iter_names().map(|(name, _)| name.to_lowercase()));
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::super::super::theme::Depth;
    use super::*;

    #[test]
    fn lines_then_runs_by_role() {
        let theme = Theme::fog(Depth::True);
        let mut buffer = Buffer::empty(Rect::new(3, 5, 6, 2));
        buffer.set_style(buffer.area, theme.base());
        buffer.set_string(3, 5, "日 a b", theme.style(Role::Leak));
        buffer.set_string(4, 6, "x", Style::new().fg(Color::Red));
        assert_eq!(dump(&buffer, &theme), "│日 a b│\n│ x    │\n 0: 0-5 leak\n 1: 1 Red on #14171C\n");
    }
}
