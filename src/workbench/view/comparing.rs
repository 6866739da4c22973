//! The compare view: a row for each pattern, and below it what the chosen one answered.
//!
//! Not for the figures: [`crate::compare::table`] makes the cells.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::overlay::{borrowed, hints};
use super::widgets::paint::{self, Piece};
use super::widgets::{numbers, overlay};
use crate::boundary::finding::Policy;
use crate::compare::table::{HEADS, Row};
use crate::engine::event::Status;
use crate::text::{glyph, stream};
use crate::workbench::app::Model;
use crate::workbench::app::comparing::{Comparing, Stand, policy};
use crate::workbench::keys::{Command, Context, table::key_of};
use crate::workbench::theme::{Role, Theme};

/// Columns of [`HEADS`] in the order in which they go where room is short.
const FIRST_TO_GO: [usize; 8] = [10, 4, 8, 2, 5, 9, 7, 6];
/// What the columns take at least, so that they stand still while figures come in.
const WIDTHS: [u16; 11] = [NAME, 7, 7, 7, 6, 5, 7, 5, 5, 6, 12];
/// Columns between two columns.
const GAP: u16 = 2;
/// The mark before a name: cursor and tick.
const MARK: u16 = 4;
/// Rows that are kept for what the chosen pattern answered: a rule and a few lines.
const DETAIL: u16 = 5;
/// A pattern's name is not cut shorter than this.
const NAME: u16 = 12;

/// Draws it over `body`.
pub fn draw(model: &Model, body: Rect, buf: &mut Buffer, theme: &Theme) {
    let comparing = &model.comparing;
    let keys = keys_now(comparing);
    let title = vec![Piece::new("Compare", Role::Focus, 0), Piece::new("patterns on this prompt", Role::Text, 1)];
    let inside = overlay::open(body, title, &borrowed(&keys), buf, theme);
    if inside.height < 4 || inside.width < 30 {
        return;
    }
    let rows = comparing.rows(model);
    state(model, inside, buf, theme);
    let table = Rect { y: inside.y + 2, height: inside.height - 2, ..inside };
    more(comparing, rows.len(), table, buf, theme);
    let used = draw_table(comparing, &rows, table, buf, theme);
    let rest = Rect { y: table.y + used, height: table.height.saturating_sub(used), ..inside };
    if rest.height >= 3 {
        paint::fill(buf, Rect { height: 1, ..rest }, "─", theme.style(Role::Border));
        let below = Rect { y: rest.y + 1, height: rest.height - 1, ..rest };
        if let Some(row) = rows.get(comparing.chosen) {
            detail(model, row, below, buf, theme);
        }
    }
}

/// The keys that do something: what is under way can be stopped and left, and what ended can be saved.
fn keys_now(comparing: &Comparing) -> Vec<(String, &'static str)> {
    let key = |command| key_of(Context::Compare, command);
    if comparing.is_on() {
        return vec![(key(Command::Interrupt), "stop"), (key(Command::Back), "back, it goes on")];
    }
    let mut keys = hints(Context::Compare);
    if !comparing.outcomes.is_empty() {
        keys.insert(1.min(keys.len()), (key(Command::Save), "save"));
    }
    keys
}

/// Rows of the table in view: all that there are, as long as some room is left for an answer.
fn rows_in_view(count: usize, room: u16) -> u16 {
    let count = u16::try_from(count).unwrap_or(u16::MAX);
    let heads = 1;
    if count + heads + DETAIL <= room { count } else { (room / 2).max(4).min(room.saturating_sub(heads)).min(count) }
}

/// The first row in view.
fn first_in_view(comparing: &Comparing, height: u16) -> usize {
    (comparing.chosen + 1).saturating_sub(usize::from(height))
}

/// Which rows are in view, where that is not all of them.
fn more(comparing: &Comparing, count: usize, table: Rect, buf: &mut Buffer, theme: &Theme) {
    let height = rows_in_view(count, table.height);
    if usize::from(height) < count {
        let first = first_in_view(comparing, height);
        let text = format!("{} to {} of {count}", first + 1, first + usize::from(height));
        paint::put_right(buf, table.x, table.right(), table.y - 1, &text, theme.style(Role::Dim));
    }
}

/// One line: what the runs are made with, and how far they are.
fn state(model: &Model, inside: Rect, buf: &mut Buffer, theme: &Theme) {
    let comparing = &model.comparing;
    let ticked = model.catalog.patterns.iter().filter(|pattern| comparing.takes(&pattern.id)).count();
    let wanted = comparing.comparison.as_ref().map_or(0, |comparison| comparison.cells().len());
    let (text, role) = match comparing.stand {
        Stand::Choosing => (format!("{ticked} ticked"), Role::Text),
        Stand::On => (format!("{} of {wanted} runs done", comparing.outcomes.len()), Role::Focus),
        Stand::Stopping => ("stopping".to_owned(), Role::Warning),
        Stand::Ended => (format!("{} of {wanted} runs", comparing.outcomes.len()), Role::Ok),
    };
    let in_force = if comparing.stand == Stand::Choosing { policy(model.session.policy) } else { comparing.policy };
    let asked = if model.session.policy == Policy::Ask { "nobody is asked here" } else { "" };
    let policy_role = if in_force == Policy::Allow { Role::Leak } else { Role::Dim };
    let mut pieces = vec![
        Piece::new(text, role, 0),
        Piece::new(numbers::count(comparing.repeat as usize, "run each", "runs each"), Role::Dim, 1),
        Piece::new(format!("policy {in_force}"), policy_role, 1),
        Piece::new(asked, Role::Dim, 2),
    ];
    if comparing.outcomes.iter().any(|outcome| outcome.simulated) {
        pieces.push(Piece::new("simulated", Role::Simulated, 0));
    }
    if comparing.stand != Stand::Choosing && comparing.revision != model.editor.revision {
        pieces.push(Piece::new("of an earlier prompt", Role::Warning, 0));
    }
    let pieces = paint::fit(pieces, 3, inside.width);
    let between = theme.style(Role::Dim);
    paint::put_pieces(buf, inside.x, inside.y, inside.right(), &pieces, " · ", between, theme);
}

/// Draws the table; gives the rows it took.
fn draw_table(comparing: &Comparing, rows: &[Row], area: Rect, buf: &mut Buffer, theme: &Theme) -> u16 {
    let cells: Vec<[String; 11]> = rows.iter().map(|row| shown(comparing, row)).collect();
    let mut widths = WIDTHS;
    for row in &cells {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(glyph::width(cell));
        }
    }
    let kept = kept(&widths, area.width);
    let figures: u16 = (1..HEADS.len()).filter(|at| has(&kept, *at)).map(|at| width(&widths, at) + GAP).sum();
    let name = width(&widths, 0).min(area.width.saturating_sub(MARK + figures));
    let height = rows_in_view(rows.len(), area.height);
    let first = first_in_view(comparing, height);
    let mut line = |y: u16, cells: &[String; 11], role: &dyn Fn(usize, &str) -> Role, chosen: bool| {
        let style = |at: usize, cell: &str| {
            if chosen { theme.style(Role::Selection) } else { theme.style(role(at, cell)) }
        };
        let mut x = area.x + MARK;
        for (at, cell) in cells.iter().enumerate().filter(|(at, _)| has(&kept, *at)) {
            let right = x + if at == 0 { name } else { width(&widths, at) };
            if matches!(at, 0 | 1 | 10) {
                paint::put(buf, x, y, right, &glyph::truncate(cell, right - x), style(at, cell));
            } else {
                paint::put_right(buf, x, right, y, cell, style(at, cell));
            }
            x = right + GAP;
        }
    };
    line(area.y, &HEADS.map(str::to_owned), &|_, _| Role::Dim, false);
    let mut y = area.y + 1;
    let chosen_at = comparing.chosen;
    let mut marks = Vec::new();
    for (index, (row, cells)) in rows.iter().zip(&cells).enumerate().skip(first).take(height.into()) {
        marks.push((y, index == chosen_at, comparing.takes(&row.pattern)));
        line(y, cells, &|at, cell| cell_role(row, at, cell), index == chosen_at);
        y += 1;
    }
    for (y, chosen, ticked) in marks {
        let style = if chosen { Role::Focus } else { Role::Dim };
        paint::put(buf, area.x, y, area.right(), if chosen { "▸" } else { " " }, theme.style(style));
        let (tick, role) = if ticked { ("✓", Role::Ok) } else { ("·", Role::Dim) };
        paint::put(buf, area.x + 2, y, area.right(), tick, theme.style(role));
    }
    y - area.y
}

fn width(widths: &[u16; 11], at: usize) -> u16 {
    widths.get(at).copied().unwrap_or_default()
}

fn has(kept: &[bool; 11], at: usize) -> bool {
    kept.get(at).copied().unwrap_or_default()
}

/// The columns there is room for.
fn kept(widths: &[u16; 11], room: u16) -> [bool; 11] {
    let mut kept = [true; 11];
    for gone in FIRST_TO_GO {
        let figures: u16 = (1..HEADS.len()).filter(|at| has(&kept, *at)).map(|at| width(widths, at) + GAP).sum();
        if MARK + width(widths, 0).max(NAME) + figures <= room {
            break;
        }
        if let Some(column) = kept.get_mut(gone) {
            *column = false;
        }
    }
    kept
}

/// A row's cells; while it runs the status says so.
fn shown(comparing: &Comparing, row: &Row) -> [String; 11] {
    let mut cells = row.cells(false);
    let running = comparing.under_way.iter().any(|cell| cell.pattern == row.pattern);
    let compared = comparing.comparison.as_ref().is_some_and(|c| c.patterns.iter().any(|p| p.id == row.pattern));
    if let Some(status) = cells.get_mut(1) {
        if running {
            "running".clone_into(status);
        } else if row.outcomes.is_empty() {
            let waits = compared && comparing.stand == Stand::On;
            (if waits { "waits" } else { "–" }).clone_into(status);
        }
    }
    cells
}

fn cell_role(row: &Row, at: usize, cell: &str) -> Role {
    if cell == "–" {
        return Role::Dim;
    }
    let done = row.outcomes.iter().all(|outcome| outcome.status == Status::Done);
    match at {
        0 => Role::Title,
        1 if cell == "running" => Role::Focus,
        1 if row.outcomes.is_empty() => Role::Dim,
        1 => {
            if done {
                Role::Ok
            } else {
                Role::Warning
            }
        }
        7 if cell != "0" => Role::Leak,
        9 if row.outcomes.iter().any(|outcome| outcome.checks.part < outcome.checks.of) => Role::Error,
        10 => Role::Dim,
        _ => Role::Text,
    }
}

/// What the chosen pattern tells the cloud, and what it answered.
fn detail(model: &Model, row: &Row, area: Rect, buf: &mut Buffer, theme: &Theme) {
    let mut y = area.y;
    let mut say = |text: &str, role: Role| {
        for line in stream::wrap(text, area.width) {
            if y >= area.bottom() {
                let cut = theme.style(Role::Dim);
                paint::put_right(buf, area.x, area.right(), area.bottom() - 1, " …", cut);
                return;
            }
            paint::put_row(buf, area.x, y, area.right(), text, line, &[], theme.style(role), theme);
            y += 1;
        }
    };
    if let Some(pattern) = model.catalog.patterns.iter().find(|pattern| pattern.id == row.pattern) {
        say(&pattern.tells_cloud(), Role::Dim);
    }
    if row.outcomes.len() > 1 {
        let cells = row.cells(true);
        let spread = [("useful", 2), ("total", 3), ("cost", 6)];
        let spread: Vec<String> =
            spread.iter().filter_map(|(name, at)| Some(format!("{name} {}", cells.get(*at)?))).collect();
        say(&spread.join(" · "), Role::Text);
    }
    if let Some(error) = row.outcomes.iter().find_map(|outcome| outcome.error.as_deref()) {
        say(error, Role::Error);
    }
    match row.outcomes.iter().find(|outcome| !outcome.answer.is_empty()) {
        Some(outcome) => say(&format!("\n{}", outcome.answer.trim()), Role::Text),
        None if row.outcomes.is_empty() => {}
        None => say("it came to no answer", Role::Dim),
    }
}
