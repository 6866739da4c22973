//! A pane: a streaming text in a frame whose borders carry title, model and counters.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame::{self, Frame};
use super::numbers;
use super::paint::{self, Piece, Span};
use crate::pattern::Side;
use crate::text::glyph;
use crate::text::stream::{self, StreamBuffer};
use crate::workbench::theme::{Role, Theme};

/// Frames of the spinner, one per [`Waiting::tick`].
const SPINNER: [&str; 8] = ["⠋", "⠙", "⠸", "⠴", "⠦", "⠇", "⠏", "⠹"];

/// Everything a pane shows.
#[derive(Debug, Clone)]
pub struct Pane<'a> {
    /// The digit that focuses it; 0 for none.
    pub number: u8,
    /// Its title.
    pub title: &'a str,
    /// Which side of the line it is on: gives border and title their colour.
    pub side: Side,
    /// A remark after the title (`all the cloud sees`).
    pub note: &'a str,
    /// The same in fewer words, where there is no room for it; may be empty.
    pub short_note: &'a str,
    /// The model's name, if a model wrote it.
    pub model: &'a str,
    /// Whether that model is simulated: always said.
    pub simulated: bool,
    /// Whether keys go to it.
    pub focused: bool,
    /// The text.
    pub text: &'a StreamBuffer,
    /// What parts of the text mean; sorted by start, not overlapping.
    pub spans: &'a [Span],
    /// The first row shown; ignored while following.
    pub top: usize,
    /// Whether the end stays in view.
    pub following: bool,
    /// Whether text is still coming.
    pub streaming: bool,
    /// Counters for the bottom border, most important first. See [`Piece::priority`].
    pub badges: Vec<Piece>,
    /// Shown in place of the text while nothing has come yet.
    pub waiting: Option<Waiting<'a>>,
    /// What the empty pane says.
    pub empty: &'a str,
    /// The model's thinking.
    pub thinking: Option<Thinking<'a>>,
    /// The pattern's instructions that were sent above the text.
    pub instructions: Option<Instructions<'a>>,
    /// What went wrong, pinned to the pane's bottom.
    pub problem: Option<Problem<'a>>,
}

/// Something that has not begun.
#[derive(Debug, Clone, Copy)]
pub struct Waiting<'a> {
    /// What is going on, as a phrase (`waiting for the first token`, `still thinking`).
    pub what: &'a str,
    /// For how long, in milliseconds.
    pub ms: u64,
    /// Turns the spinner; any growing number.
    pub tick: u64,
}

/// A model's thinking, collapsed to one line or open.
#[derive(Debug, Clone, Copy)]
pub struct Thinking<'a> {
    /// How many tokens.
    pub tokens: u64,
    /// Whether that is an estimate.
    pub estimated: bool,
    /// Whether it is open.
    pub open: bool,
    /// Whether it is said that it stayed home: it stands beside a text that crossed.
    pub stayed_home: bool,
    /// The thinking itself.
    pub text: &'a StreamBuffer,
}

/// The pattern's instructions in a request, collapsed to one line or open.
#[derive(Debug, Clone, Copy)]
pub struct Instructions<'a> {
    /// Whether they are open.
    pub open: bool,
    /// The instructions themselves.
    pub text: &'a StreamBuffer,
}

/// A text that folds to its first line.
struct Fold<'a> {
    head: String,
    open: bool,
    text: &'a StreamBuffer,
    role: Role,
}

impl Fold<'_> {
    fn rows(&self, width: u16) -> usize {
        1 + if self.open { self.text.row_count(indented(width)) } else { 0 }
    }
}

/// A failure, where it happened.
#[derive(Debug, Clone, Copy)]
pub struct Problem<'a> {
    /// `✗` for a failure, `!` for what needs attention.
    pub mark: &'a str,
    /// What happened, in a word or two (`stream cut`, `rate limited`); the text above is kept.
    pub what: &'a str,
    /// The server's own words, or the next step.
    pub detail: &'a str,
    /// Key and label of the way out (`r`, `retry`), if there is one.
    pub action: Option<(&'a str, &'a str)>,
    /// [`Role::Error`], or [`Role::Warning`] for partial results.
    pub role: Role,
}

/// How a pane's content and its room compare; what scrolling needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Rows of content.
    pub rows: usize,
    /// Rows in view.
    pub height: u16,
    /// Columns of text.
    pub width: u16,
}

impl Extent {
    /// The largest first row that still fills the view.
    #[must_use]
    pub fn last_top(self) -> usize {
        self.rows.saturating_sub(usize::from(self.height))
    }

    /// Rows a pane that is followed moves at a time while text arrives. A pane beside another cannot be scrolled by the
    /// terminal: each move writes it whole, and line by line that is most of what a slow connection gets.
    #[must_use]
    pub fn leap(self) -> usize {
        usize::from(self.height / 3).max(1)
    }
}

impl<'a> Pane<'a> {
    /// An empty pane with this title.
    #[must_use]
    pub fn new(number: u8, title: &'a str, side: Side, text: &'a StreamBuffer) -> Self {
        Self {
            number,
            title,
            side,
            note: "",
            short_note: "",
            model: "",
            simulated: false,
            focused: false,
            text,
            spans: &[],
            top: 0,
            following: false,
            streaming: false,
            badges: Vec::new(),
            waiting: None,
            empty: "",
            thinking: None,
            instructions: None,
            problem: None,
        }
    }

    /// Rows of content and of room in `area`.
    #[must_use]
    pub fn extent(&self, area: Rect) -> Extent {
        let inside = frame::inner(area);
        let height = inside.height.saturating_sub(self.problem_rows(inside));
        let rows = self.folded_rows(inside.width) + self.text.row_count(inside.width);
        Extent { rows, height, width: inside.width }
    }

    /// The first row [`Pane::render`] would show in `area`.
    #[must_use]
    pub fn first_row(&self, area: Rect) -> usize {
        let last_top = self.extent(area).last_top();
        match (self.following, self.streaming) {
            (true, true) => last_top.next_multiple_of(self.extent(area).leap()),
            (true, false) => last_top,
            (false, _) => self.top.min(last_top),
        }
    }

    /// The byte of the text at which content row `row` starts, for areas as wide as `area`: keeps a place over a resize.
    #[must_use]
    pub fn row_of(&self, area: Rect, byte: usize) -> usize {
        let width = frame::inner(area).width;
        self.folded_rows(width) + self.text.row_of(width, byte)
    }

    /// Draws it.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let extent = self.extent(area);
        let top = self.first_row(area);
        let line = match (self.focused, self.side) {
            (true, _) => Role::Focus,
            (false, Side::Local) => Role::HomeBorder,
            (false, Side::Cloud) => Role::CloudBorder,
        };
        paint::clear(buf, area, theme);
        self.frame(area, extent, top).render(area, buf, theme, line);
        let inside = frame::inner(area);
        if inside.width == 0 || inside.height == 0 {
            return;
        }
        let body = Rect { height: extent.height, ..inside };
        self.body(body, top, buf, theme);
        self.problem(Rect { y: body.bottom(), height: inside.height - body.height, ..inside }, buf, theme);
    }

    fn frame(&self, area: Rect, extent: Extent, top: usize) -> Frame {
        let name = match (self.number, self.focused) {
            (0, false) => self.title.to_owned(),
            // The mark takes the place of the blank before the number: focus shows without colour, and nothing moves.
            (0, true) => format!("▸{}", self.title),
            (number, false) => format!("{number} {}", self.title),
            (number, true) => format!("▸{number} {}", self.title),
        };
        let side = if self.side == Side::Local { Role::Home } else { Role::Cloud };
        let simulated = if self.simulated { "simulated" } else { "" };
        let mut note = (self.note, 3);
        // Whether it was sent and whether it is simulated are said even where the title has to be cut for it.
        let wide = glyph::width(&name) + said(self.note) + said(self.model) + said(simulated);
        if wide > frame::title_room(area) && !self.short_note.is_empty() {
            note = (self.short_note, 1);
        }
        let kept = said(simulated) + if note.1 == 1 { said(note.0) } else { 0 };
        let name = if kept > 0 {
            glyph::truncate(&name, frame::title_room(area).saturating_sub(kept).max(4)).into_owned()
        } else {
            name
        };
        let title = vec![
            Piece::new(name, if self.focused { Role::Focus } else { side }, 0),
            Piece::new(note.0, Role::Dim, note.1),
            Piece::new(self.model, Role::Text, 2),
            Piece::new(simulated, Role::Simulated, 1),
        ];
        let below = extent.rows.saturating_sub(top + usize::from(extent.height));
        let corner = match (self.streaming && self.following, below) {
            (true, _) => vec![Piece::new("following", Role::Dim, 0)],
            (false, 0) if top > 0 => vec![Piece::new(format!("↑ {top}"), Role::Dim, 0)],
            (false, 0) => Vec::new(),
            (false, below) => vec![Piece::new(format!("↓ {below}"), Role::Dim, 0)],
        };
        Frame { title, bottom: self.badges.clone(), corner, thumb: thumb(extent, top) }
    }

    /// What stands folded above the text.
    fn folds(&self) -> Vec<Fold<'a>> {
        let thinking = self.thinking.map(|thinking| {
            let count = numbers::estimated(&numbers::tokens(thinking.tokens), thinking.estimated);
            let place = if thinking.stayed_home { ", stayed home" } else { "" };
            let head = format!("thinking {count} tok{place}");
            Fold { head, open: thinking.open, text: thinking.text, role: Role::Thinking }
        });
        let instructions = self.instructions.map(|instructions| {
            let size = numbers::bytes(instructions.text.text().len() as u64);
            let head = format!("the pattern's instructions {size}");
            Fold { head, open: instructions.open, text: instructions.text, role: Role::Dim }
        });
        thinking.into_iter().chain(instructions).collect()
    }

    fn folded_rows(&self, width: u16) -> usize {
        self.folds().iter().map(|fold| fold.rows(width)).sum()
    }

    fn body(&self, area: Rect, top: usize, buf: &mut Buffer, theme: &Theme) {
        let mut y = area.top();
        let mut first = top;
        for fold in self.folds() {
            let rows = fold.rows(area.width);
            if first < rows {
                let room = Rect { y, height: area.bottom().saturating_sub(y), ..area };
                y = fold_body(&fold, room, first, buf, theme);
            }
            first = first.saturating_sub(rows);
        }
        let room = usize::from(area.bottom().saturating_sub(y));
        for row in self.text.rows(area.width, first..first + room) {
            let base = theme.base();
            paint::put_row(buf, area.x, y, area.right(), self.text.text(), row, self.spans, base, theme);
            y += 1;
        }
        if self.text.is_empty() && y < area.bottom() {
            self.nothing_yet(Rect { y, height: area.bottom() - y, ..area }, buf, theme);
        }
    }

    fn nothing_yet(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let dim = theme.style(Role::Dim);
        let Some(waiting) = self.waiting else {
            for (y, row) in (area.top()..area.bottom()).zip(stream::wrap(self.empty, area.width)) {
                paint::put_row(buf, area.x, y, area.right(), self.empty, row, &[], dim, theme);
            }
            return;
        };
        let turn = usize::try_from(waiting.tick % SPINNER.len() as u64).unwrap_or(0);
        let spinner = SPINNER.get(turn).copied().unwrap_or("·");
        let x = paint::put(buf, area.x, area.y, area.right(), spinner, theme.style(Role::Focus));
        let text = format!(" {}  {}", waiting.what, numbers::seconds(waiting.ms));
        paint::put(buf, x, area.y, area.right(), &glyph::truncate(&text, area.width.saturating_sub(1)), dim);
    }

    /// Rows of the pinned problem block: a rule, the words, at most half of the pane.
    fn problem_rows(&self, inside: Rect) -> u16 {
        let Some(problem) = self.problem else { return 0 };
        let words = stream::wrap(&problem_text(problem), inside.width).len();
        let action = u16::from(problem.action.is_some());
        let wanted = u16::try_from(words).unwrap_or(u16::MAX).saturating_add(action);
        // The words before the text: a failure must not be cut to nothing in a small pane.
        let most = if self.text.is_empty() { inside.height.saturating_sub(1) } else { inside.height / 2 };
        wanted.min(most.max(3)).min(inside.height)
    }

    fn problem(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let Some(problem) = self.problem.filter(|_| area.height > 0) else { return };
        let text = problem_text(problem);
        let head = problem.mark.len() + 1 + problem.what.len();
        let spans = [Span { start: 0, end: head, role: problem.role }];
        let action_rows = u16::from(problem.action.is_some() && area.height > 1);
        let rows = stream::wrap(&text, area.width);
        let room = usize::from(area.height - action_rows);
        let cut = rows.len() > room;
        for (index, (y, row)) in (area.top()..area.bottom() - action_rows).zip(rows).enumerate() {
            paint::put_row(buf, area.x, y, area.right(), &text, row, &spans, theme.style(Role::Text), theme);
            if cut && index + 1 == room {
                paint::put_right(buf, area.x, area.right(), y, " …", theme.style(Role::Dim));
            }
        }
        if let Some((key, label)) = problem.action.filter(|_| action_rows > 0) {
            let y = area.bottom() - 1;
            let x = paint::put(buf, area.x, y, area.right(), key, theme.style(Role::Key));
            paint::put(buf, x, y, area.right(), &format!(" {label}"), theme.style(Role::Dim));
        }
    }
}

fn problem_text(problem: Problem<'_>) -> String {
    if problem.detail.is_empty() {
        format!("{} {}", problem.mark, problem.what)
    } else {
        // Several lines stand below what they are about.
        let between = if problem.detail.contains('\n') { "\n" } else { " " };
        format!("{} {}:{between}{}", problem.mark, problem.what, problem.detail)
    }
}

/// Thinking hangs two columns, under its mark.
fn indented(width: u16) -> u16 {
    width.saturating_sub(2).max(1)
}

/// Draws what folds, from its row `top` on, and where it is open the rows of it in view. Returns the next free row.
fn fold_body(fold: &Fold<'_>, area: Rect, top: usize, buf: &mut Buffer, theme: &Theme) -> u16 {
    let style = theme.style(fold.role);
    let mut y = area.top();
    if top == 0 && area.height > 0 {
        let mark = if fold.open { "▾" } else { "▸" };
        let head = format!("{mark} {}", fold.head);
        paint::put(buf, area.x, y, area.right(), &glyph::truncate(&head, area.width), style);
        y += 1;
    }
    if fold.open {
        let first = top.saturating_sub(1);
        let room = usize::from(area.bottom().saturating_sub(y));
        for row in fold.text.rows(indented(area.width), first..first + room) {
            paint::put_row(buf, area.x + 2, y, area.right(), fold.text.text(), row, &[], style, theme);
            y += 1;
        }
    }
    y
}

/// Columns a piece of the title takes, with what stands between it and the piece before.
fn said(piece: &str) -> u16 {
    if piece.is_empty() { 0 } else { glyph::width(piece) + 3 }
}

/// Where the scroll thumb stands, if there is anything to scroll.
fn thumb(extent: Extent, top: usize) -> Option<(u16, u16)> {
    let height = usize::from(extent.height);
    if extent.rows <= height || height == 0 {
        return None;
    }
    let rows = (height * height / extent.rows).max(1);
    let last_top = extent.last_top().max(1);
    let first = (height - rows) * top.min(last_top) / last_top;
    Some((u16::try_from(first).ok()?, u16::try_from(rows).ok()?))
}
