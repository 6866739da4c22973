//! One key with its modifiers, in the form the command table and the terminal agree on.
//!
//! Not for sequences: every command is one chord, because a sequence cannot be seen in a footer.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with its modifiers, normalised: no Shift on characters (the character says it), Ctrl letters in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The key.
    pub code: KeyCode,
    /// Ctrl and Alt; Shift only on keys that are not characters.
    pub modifiers: KeyModifiers,
}

/// A plain character.
#[must_use]
pub const fn key(letter: char) -> Chord {
    Chord { code: KeyCode::Char(letter), modifiers: KeyModifiers::NONE }
}

/// A character with Ctrl.
#[must_use]
pub const fn ctrl(letter: char) -> Chord {
    Chord { code: KeyCode::Char(letter), modifiers: KeyModifiers::CONTROL }
}

/// A key that is no character.
#[must_use]
pub const fn named(code: KeyCode) -> Chord {
    Chord { code, modifiers: KeyModifiers::NONE }
}

/// A function key.
#[must_use]
pub const fn function(number: u8) -> Chord {
    Chord { code: KeyCode::F(number), modifiers: KeyModifiers::NONE }
}

impl Chord {
    /// A character without Ctrl or Alt: typing, wherever text is taken.
    #[must_use]
    pub fn is_typing(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && self.modifiers.is_empty()
    }

    /// Reaches the program over any line: a Ctrl letter that no terminal or multiplexer keeps for itself, or a function
    /// key.
    #[must_use]
    pub fn is_global(self) -> bool {
        match self.code {
            // Backspace, Tab, Enter twice and Esc are these letters on the wire; a and b are the prefixes of screen and tmux.
            KeyCode::Char(letter) => {
                self.modifiers == KeyModifiers::CONTROL && !matches!(letter, 'a' | 'b' | 'h' | 'i' | 'j' | 'm' | '[')
            }
            KeyCode::F(1..=12) | KeyCode::Esc | KeyCode::Tab | KeyCode::BackTab => self.modifiers.is_empty(),
            _ => false,
        }
    }
}

impl From<KeyEvent> for Chord {
    fn from(event: KeyEvent) -> Self {
        let mut modifiers = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match event.code {
            KeyCode::Char(letter) => {
                modifiers.remove(KeyModifiers::SHIFT);
                if modifiers.contains(KeyModifiers::CONTROL) {
                    KeyCode::Char(letter.to_ascii_lowercase())
                } else {
                    KeyCode::Char(letter)
                }
            }
            KeyCode::BackTab => {
                modifiers.remove(KeyModifiers::SHIFT);
                KeyCode::BackTab
            }
            KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => {
                modifiers.remove(KeyModifiers::SHIFT);
                KeyCode::BackTab
            }
            code => code,
        };
        Self { code, modifiers }
    }
}

impl fmt::Display for Chord {
    /// As footer and help write it: `^R`, `F1`, `Tab`, `?`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("Alt-")?;
        }
        if self.modifiers.contains(KeyModifiers::SHIFT) {
            f.write_str("Shift-")?;
        }
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            f.write_str("^")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(letter) if self.modifiers.contains(KeyModifiers::CONTROL) => {
                write!(f, "{}", letter.to_ascii_uppercase())
            }
            KeyCode::Char(letter) => write!(f, "{letter}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Esc => f.write_str("Esc"),
            KeyCode::Enter => f.write_str("Enter"),
            KeyCode::Tab => f.write_str("Tab"),
            KeyCode::BackTab => f.write_str("Shift-Tab"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::Home => f.write_str("Home"),
            KeyCode::End => f.write_str("End"),
            KeyCode::Delete => f.write_str("Del"),
            KeyCode::Backspace => f.write_str("Backspace"),
            other => write!(f, "{other:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_that_spell_a_key_differently_mean_the_same_chord() {
        let spelled = |code, modifiers| Chord::from(KeyEvent::new(code, modifiers));
        assert_eq!(spelled(KeyCode::Char('R'), KeyModifiers::CONTROL | KeyModifiers::SHIFT), ctrl('r'));
        assert_eq!(spelled(KeyCode::Char('?'), KeyModifiers::SHIFT), key('?'));
        assert_eq!(spelled(KeyCode::Tab, KeyModifiers::SHIFT), named(KeyCode::BackTab));
        assert_eq!(spelled(KeyCode::BackTab, KeyModifiers::SHIFT), named(KeyCode::BackTab));
    }

    #[test]
    fn chords_read_as_people_write_them() {
        for (chord, text) in [
            (ctrl('r'), "^R"),
            (key('?'), "?"),
            (key('G'), "G"),
            (function(1), "F1"),
            (named(KeyCode::PageDown), "PgDn"),
            (Chord { code: KeyCode::Char('1'), modifiers: KeyModifiers::ALT }, "Alt-1"),
        ] {
            assert_eq!(chord.to_string(), text);
        }
    }
}
