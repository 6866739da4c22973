//! Marks words in what has been drawn: the user's private words, and placeholders.
//!
//! Works on the visible cells, so it costs the screen and not the text. It is a reading aid: what is private, and whether
//! it leaked, is said by the gate's counters.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The visible text of an area with the cell of every byte. Rows are joined by a blank, so that a term that was wrapped is
/// found.
struct Visible {
    text: String,
    cells: Vec<(u16, u16)>,
}

impl Visible {
    fn of(buf: &Buffer, area: Rect) -> Self {
        let mut visible = Self { text: String::new(), cells: Vec::new() };
        for y in area.top()..area.bottom() {
            let mut end = 0;
            let from = visible.text.len();
            for x in area.left()..area.right() {
                let symbol = buf.cell((x, y)).map_or(" ", ratatui::buffer::Cell::symbol);
                // Lower case must not change lengths, or cells and bytes part.
                let lower = symbol.to_lowercase();
                let symbol = if lower.len() == symbol.len() { lower.as_str() } else { symbol };
                visible.text.push_str(symbol);
                visible.cells.extend(std::iter::repeat_n((x, y), symbol.len()));
                if symbol != " " {
                    end = visible.text.len() - from;
                }
            }
            visible.text.truncate(from + end);
            visible.cells.truncate(from + end);
            visible.text.push(' ');
            visible.cells.push((area.right(), y));
        }
        visible
    }

    fn paint(&self, buf: &mut Buffer, range: std::ops::Range<usize>, style: Style) {
        for (x, y) in self.cells.get(range).unwrap_or_default() {
            if let Some(cell) = buf.cell_mut((*x, *y)).filter(|cell| cell.symbol() != " ") {
                cell.set_style(style);
            }
        }
    }
}

/// Lays `style` over every whole-word occurrence of the terms, ignoring case.
pub fn terms(buf: &mut Buffer, area: Rect, terms: &[String], style: Style) {
    let area = area.intersection(buf.area);
    if terms.is_empty() || area.is_empty() {
        return;
    }
    let visible = Visible::of(buf, area);
    for term in terms {
        let term = term.to_lowercase();
        if term.trim().is_empty() {
            continue;
        }
        for (start, found) in visible.text.match_indices(term.as_str()) {
            let end = start + found.len();
            let before = visible.text.get(..start).and_then(|text| text.chars().next_back());
            let after = visible.text.get(end..).and_then(|text| text.chars().next());
            if !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric) {
                visible.paint(buf, start..end, style);
            }
        }
    }
}

/// Lays `style` over every placeholder (`[PERSON_1]`).
pub fn placeholders(buf: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buf.area);
    let visible = Visible::of(buf, area);
    let mut from = 0;
    while let Some(open) = visible.text.get(from..).and_then(|rest| rest.find('[')) {
        let start = from + open;
        from = start + 1;
        let Some(length) = visible.text.get(from..).and_then(|rest| rest.find(']')) else { break };
        let inside = visible.text.get(from..from + length).unwrap_or_default();
        let is_placeholder = inside.rsplit_once('_').is_some_and(|(kind, number)| {
            !kind.is_empty()
                && kind.chars().all(|c| c.is_ascii_alphabetic() || c == '_')
                && !number.is_empty()
                && number.chars().all(|c| c.is_ascii_digit())
        });
        if is_placeholder {
            visible.paint(buf, start..from + length + 1, style);
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Modifier;

    use super::*;

    fn marked(lines: &[&str], words: &[&str]) -> String {
        let mut buf = Buffer::with_lines(lines.iter().copied());
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let area = buf.area;
        let style = Style::new().add_modifier(Modifier::UNDERLINED);
        terms(&mut buf, area, &words, style);
        placeholders(&mut buf, area, style);
        buf.content()
            .iter()
            .map(|cell| if cell.modifier.contains(Modifier::UNDERLINED) { cell.symbol() } else { "." })
            .collect()
    }

    #[test]
    fn whole_words_are_marked_whatever_their_case() {
        assert_eq!(marked(&["Maya's EV, EVERY ev"], &["Maya", "EV"]), "Maya...EV........ev");
    }

    #[test]
    fn a_term_that_was_wrapped_is_marked_on_both_rows() {
        assert_eq!(marked(&["the robot  ", "vacuum runs"], &["robot vacuum"]), "....robot..vacuum.....");
    }

    #[test]
    fn placeholders_are_marked_and_other_brackets_are_not() {
        assert_eq!(marked(&["[PERSON_1] [x] [a_b]"], &[]), "[PERSON_1]..........");
    }
}
