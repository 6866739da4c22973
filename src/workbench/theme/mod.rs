//! Themes: what every [`Role`] looks like at the terminal's colour depth.
//!
//! A theme is one TOML file (see `themes/` and [`Library`]). Meaning never depends on colour alone: every role may name
//! attributes for terminals without colour, and the widgets add marks. Not for layout.

mod depth;
mod file;
mod role;

use ratatui::style::{Color, Style};

pub use depth::{Depth, Rgb, contrast, nearest_16, nearest_256, rgb};
pub use file::{Library, ThemeError};
pub use role::{Kind, Role};

/// A resolved theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    name: String,
    depth: Depth,
    base: Style,
    /// Text and background in 24 bits, whatever the depth: what a terminal's default colours are drawn as in pictures.
    ground: (Rgb, Rgb),
    styles: Vec<Style>,
}

impl Theme {
    /// The default theme without files: for tests and benches.
    #[must_use]
    pub fn fog(depth: Depth) -> Self {
        Library::builtin().load("fog", depth).map_or_else(|_| Self::plain(), |(theme, _)| theme)
    }

    /// No colours, no attributes: the last resort when no theme can be read.
    #[must_use]
    pub fn plain() -> Self {
        Self {
            name: "plain".to_owned(),
            depth: Depth::None,
            base: Style::new(),
            ground: ((0xd7, 0xda, 0xe0), (0x14, 0x17, 0x1c)),
            styles: Vec::new(),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The depth it was resolved for.
    #[must_use]
    pub fn depth(&self) -> Depth {
        self.depth
    }

    /// Plain text on the background: fill the screen with it first.
    #[must_use]
    pub fn base(&self) -> Style {
        self.base
    }

    /// The style of a role. Sets no background unless the role has one, so that it can be laid over anything.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// The shade a foreground colour is drawn in pictures.
    #[must_use]
    pub fn ink(&self, color: Color) -> Rgb {
        rgb(color).unwrap_or(self.ground.0)
    }

    /// The shade a background colour is drawn in pictures.
    #[must_use]
    pub fn paper(&self, color: Color) -> Rgb {
        rgb(color).unwrap_or(self.ground.1)
    }
}
