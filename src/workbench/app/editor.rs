//! Question and context: what the user writes.
//!
//! Wraps two text areas with the shortcuts off, so that every chord belongs to the command table. Enter is a new line and
//! a paste is text: nothing here can start a run.

use crossterm::event::{KeyCode, KeyEvent};
use tui_textarea::{CursorMove, CursorRenderMode, TextArea, WrapMode};

use super::draft::Draft;
use crate::scenario::Scenario;
use crate::workbench::keys::Chord;

/// Above this many bytes a text is not wrapped: wrapping is done again on every key, and has to stay unnoticeable.
const WRAP_LIMIT: usize = 200_000;

/// One of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The ask.
    Question,
    /// The private material.
    Context,
}

/// Both texts and where they came from.
#[derive(Debug, Clone)]
pub struct Editor {
    /// The ask.
    pub question: TextArea<'static>,
    /// The private material.
    pub context: TextArea<'static>,
    /// The scenario that was loaded last, with its own texts.
    pub scenario: Option<Scenario>,
    /// Grows with every change.
    pub revision: u64,
    /// Bytes of both texts, kept so that no frame counts them.
    bytes: [usize; 2],
}

impl Default for Editor {
    fn default() -> Self {
        Self { question: area(""), context: area(""), scenario: None, revision: 0, bytes: [0; 2] }
    }
}

impl Editor {
    /// Takes question and context of a scenario.
    pub fn load(&mut self, scenario: &Scenario) {
        self.replace(Field::Question, scenario.question.trim());
        self.replace(Field::Context, scenario.context.trim());
        self.scenario = Some(scenario.clone());
    }

    /// Takes up a draft; `scenarios` are those known now.
    pub fn restore(&mut self, draft: &Draft, scenarios: &[Scenario]) {
        self.replace(Field::Question, &draft.question);
        self.replace(Field::Context, &draft.context);
        self.scenario =
            draft.scenario.as_ref().and_then(|id| scenarios.iter().find(|scenario| scenario.id == *id)).cloned();
    }

    /// The text as it is.
    #[must_use]
    pub fn text(&self, field: Field) -> String {
        self.area(field).lines().join("\n")
    }

    /// The text area.
    #[must_use]
    pub fn area(&self, field: Field) -> &TextArea<'static> {
        match field {
            Field::Question => &self.question,
            Field::Context => &self.context,
        }
    }

    /// Size of the text in bytes.
    #[must_use]
    pub fn bytes(&self, field: Field) -> usize {
        match (field, self.bytes) {
            (Field::Question, [bytes, _]) | (Field::Context, [_, bytes]) => bytes,
        }
    }

    /// Whether both texts are those of the scenario.
    #[must_use]
    pub fn is_pristine(&self) -> bool {
        match &self.scenario {
            Some(scenario) => {
                self.text(Field::Question) == scenario.question.trim()
                    && self.text(Field::Context) == scenario.context.trim()
            }
            None => self.question.is_empty() && self.context.is_empty(),
        }
    }

    /// The draft worth keeping; `None` where everything can be had again from the scenario.
    #[must_use]
    pub fn draft(&self) -> Option<Draft> {
        (!self.is_pristine()).then(|| Draft {
            question: self.text(Field::Question),
            context: self.text(Field::Context),
            scenario: self.scenario.as_ref().map(|scenario| scenario.id.clone()),
            pattern: None,
        })
    }

    /// Puts a whole new text in place of one field, as one undo step.
    pub fn replace(&mut self, field: Field, text: &str) {
        let area = self.area_mut(field);
        if area.is_empty() {
            // The first text is where undo ends, not at an empty page.
            *area = self::area(text);
        } else {
            select_everything(area);
            area.insert_str(text);
            area.move_cursor(CursorMove::Top);
            area.move_cursor(CursorMove::Head);
            // Nothing of another text may stay behind: rather lose the way back than that.
            if !holds(area, text) {
                *area = self::area(text);
            }
        }
        self.changed(field);
    }

    /// Types or moves. Returns whether the text changed.
    pub fn key(&mut self, field: Field, chord: Chord) -> bool {
        let changed = edit(self.area_mut(field), chord);
        if changed {
            self.changed(field);
        }
        changed
    }

    /// Pastes: text, whatever it contains, and one undo step.
    pub fn paste(&mut self, field: Field, text: &str) -> bool {
        let changed = self.area_mut(field).insert_str(text);
        if changed {
            self.changed(field);
        }
        changed
    }

    /// Undoes the last change.
    pub fn undo(&mut self, field: Field) -> bool {
        let changed = self.area_mut(field).undo();
        if changed {
            self.changed(field);
        }
        changed
    }

    /// Undoes the last undo.
    pub fn redo(&mut self, field: Field) -> bool {
        let changed = self.area_mut(field).redo();
        if changed {
            self.changed(field);
        }
        changed
    }

    /// The scenario's private words and expectations that still belong to what is written: the words as long as the
    /// scenario is loaded; the expectations as long as the question is its own (editing the context is the experiment).
    #[must_use]
    pub fn expectations_apply(&self) -> bool {
        self.scenario.as_ref().is_some_and(|scenario| self.text(Field::Question).trim() == scenario.question.trim())
    }

    fn area_mut(&mut self, field: Field) -> &mut TextArea<'static> {
        match field {
            Field::Question => &mut self.question,
            Field::Context => &mut self.context,
        }
    }

    fn changed(&mut self, field: Field) {
        self.revision += 1;
        let area = self.area_mut(field);
        let bytes = area.lines().iter().map(|line| line.len() + 1).sum::<usize>().saturating_sub(1);
        let mode = if bytes > WRAP_LIMIT { WrapMode::None } else { WrapMode::Word };
        if area.wrap_mode() != mode {
            area.set_wrap_mode(mode);
        }
        let [question, context] = self.bytes;
        self.bytes = match field {
            Field::Question => [bytes, context],
            Field::Context => [question, bytes],
        };
    }
}

/// Selects all of a text. The text area's own way there jumps to row and column 65,535, which is not the end of a long text.
fn select_everything(area: &mut TextArea<'static>) {
    area.cancel_selection();
    area.move_cursor(CursorMove::Top);
    area.move_cursor(CursorMove::Head);
    area.start_selection();
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
}

/// The lines a text area makes of a text.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line))
}

/// Whether a text area holds this text and nothing else.
fn holds(area: &TextArea<'static>, text: &str) -> bool {
    lines(text).eq(area.lines().iter().map(String::as_str))
}

/// Puts the cursor at a line and a character of it, both from 0, however far down: it begins anew, so this is for a text
/// nobody has changed yet.
pub fn put_cursor(area: &mut TextArea<'static>, row: usize, column: usize) {
    let lines = area.lines().to_vec();
    area.set_lines(lines, (row, column));
}

/// A text area as the workbench uses it: no shortcuts of its own, soft wrap, no line highlight.
#[must_use]
pub fn area(text: &str) -> TextArea<'static> {
    let mut area = TextArea::new(lines(text).map(str::to_owned).collect());
    area.set_wrap_mode(WrapMode::Word);
    area.set_cursor_line_style(ratatui::style::Style::default());
    area.set_max_histories(500);
    // The terminal draws the cursor: it can be seen in any theme, and screen readers know where it is.
    area.set_cursor_render_mode(CursorRenderMode::Hidden);
    area
}

/// Types into a text area or moves its cursor; returns whether the text changed.
pub fn edit(area: &mut TextArea<'static>, chord: Chord) -> bool {
    use crossterm::event::KeyModifiers as Held;
    let word = chord.modifiers.intersects(Held::CONTROL | Held::ALT);
    let step = match (chord.code, word) {
        (KeyCode::Left, false) => CursorMove::Back,
        (KeyCode::Left, true) => CursorMove::WordBack,
        (KeyCode::Right, false) => CursorMove::Forward,
        (KeyCode::Right, true) => CursorMove::WordForward,
        (KeyCode::Up, _) => CursorMove::Up,
        (KeyCode::Down, _) => CursorMove::Down,
        (KeyCode::Home, false) => CursorMove::Head,
        (KeyCode::Home, true) => CursorMove::Top,
        (KeyCode::End, false) => CursorMove::End,
        (KeyCode::End, true) => CursorMove::Bottom,
        (KeyCode::PageUp, _) => CursorMove::ParagraphBack,
        (KeyCode::PageDown, _) => CursorMove::ParagraphForward,
        (KeyCode::Backspace, true) => return area.delete_word(),
        (KeyCode::Char('w'), true) if chord.modifiers == Held::CONTROL => return area.delete_word(),
        (KeyCode::Char(_), true) => return false,
        (code, _) => return area.input_without_shortcuts(KeyEvent::new(code, chord.modifiers)),
    };
    area.move_cursor(step);
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::keys::chord::{ctrl, key, named};

    #[test]
    fn a_paste_is_one_undo_step_and_keeps_its_lines() {
        let mut editor = Editor::default();
        editor.replace(Field::Context, "before ");
        editor.key(Field::Context, named(KeyCode::End));
        assert!(editor.paste(Field::Context, "one\ntwo\r\nthree"));
        assert_eq!(editor.text(Field::Context), "before one\ntwo\nthree");
        assert!(editor.undo(Field::Context));
        assert_eq!(editor.text(Field::Context), "before ");
        assert!(editor.redo(Field::Context));
        assert_eq!(editor.text(Field::Context), "before one\ntwo\nthree");
    }

    #[test]
    fn two_megabytes_can_be_pasted_and_typed_into() {
        let mut editor = Editor::default();
        let text = "twenty-odd bytes a line\n".repeat(90_000);
        assert!(editor.paste(Field::Context, &text));
        assert!(editor.key(Field::Context, key('x')));
        assert_eq!(editor.bytes(Field::Context), text.len() + 1);
        assert_eq!(editor.text(Field::Context).len(), text.len() + 1);
    }

    #[test]
    fn chords_are_not_typed() {
        let mut editor = Editor::default();
        assert!(!editor.key(Field::Question, ctrl('r')));
        assert!(editor.question.is_empty());
    }

    #[test]
    fn replacing_is_one_undo_step() {
        let mut editor = Editor::default();
        editor.replace(Field::Question, "first\nversion");
        editor.replace(Field::Question, "second");
        assert_eq!(editor.text(Field::Question), "second");
        while editor.text(Field::Question) != "first\nversion" {
            assert!(editor.undo(Field::Question), "undo ended at {:?}", editor.text(Field::Question));
        }
    }

    #[test]
    fn nothing_of_a_long_text_stays_when_another_takes_its_place() {
        let scenario = crate::workbench::app::testing::scenario();
        let long = [
            "x".repeat(70_000),
            "y\n".repeat(70_000),
            format!("{}\n{}", "a".repeat(70_000), "line\n".repeat(70_000)),
            format!("{}{}", "line\n".repeat(70_000), "é".repeat(70_000)),
        ];
        for (at, text) in long.iter().enumerate() {
            let mut editor = Editor::default();
            let draft = Draft { question: text.clone(), context: text.clone(), ..Draft::default() };
            editor.restore(&draft, &[]);
            assert_eq!(editor.text(Field::Context), *text);
            // Half way in, with something selected: where the cursor was must not matter.
            editor.key(Field::Context, named(KeyCode::Down));
            editor.context.start_selection();
            editor.key(Field::Context, named(KeyCode::Right));
            editor.load(&scenario);
            for (field, want) in [(Field::Question, &scenario.question), (Field::Context, &scenario.context)] {
                assert_eq!(editor.text(field), want.trim(), "text {at}");
                assert_eq!(editor.bytes(field), want.trim().len());
                while editor.text(field) != *text {
                    assert!(editor.undo(field), "the long text is one undo away");
                }
            }
            editor.replace(Field::Context, "");
            assert_eq!(editor.text(Field::Context), "");
        }
    }

    #[test]
    fn the_cursor_is_put_however_far_down() {
        let mut long = area(&format!("{}{}", "line\n".repeat(70_000), "x".repeat(70_000)));
        put_cursor(&mut long, 70_000, 69_000);
        assert_eq!(long.cursor(), (70_000, 69_000));
        edit(&mut long, key('!'));
        assert_eq!(long.lines().last().map(|line| line.find('!')), Some(Some(69_000)));
    }

    #[test]
    fn only_what_cannot_be_had_again_is_a_draft() {
        let mut editor = Editor::default();
        assert_eq!(editor.draft(), None);
        let scenario = crate::workbench::app::testing::scenario();
        editor.load(&scenario);
        assert_eq!(editor.draft(), None);
        editor.key(Field::Question, key('!'));
        let draft = editor.draft().unwrap();
        assert_eq!(draft.scenario.as_deref(), Some(scenario.id.as_str()));
        let mut other = Editor::default();
        other.restore(&draft, &[scenario]);
        assert_eq!(other.text(Field::Question), editor.text(Field::Question));
        assert!(other.scenario.is_some());
    }
}
