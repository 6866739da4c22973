//! Theme files: palette, roles, inheritance. Nothing in a file is ignored silently.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ratatui::style::{Color, Modifier, Style};
use toml::{Table, Value};

use super::Theme;
use super::depth::{self, Depth, Rgb};
use super::role::Role;

/// The themes in the program and in the user's folder, by name (the file's stem).
#[derive(Debug, Clone)]
pub struct Library {
    files: BTreeMap<String, File>,
}

#[derive(Debug, Clone)]
struct File {
    origin: String,
    text: String,
}

/// Why a theme cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// No such theme.
    #[error("no theme `{name}`{wanted_by}: choose one of {known}")]
    Unknown {
        /// The name asked for.
        name: String,
        /// Which theme inherits it, if one does.
        wanted_by: String,
        /// Those there are.
        known: String,
    },
    /// Inheritance goes round.
    #[error("theme `{name}` inherits itself ({chain}): remove one `inherits` line")]
    Cycle {
        /// The theme asked for.
        name: String,
        /// The way round.
        chain: String,
    },
    /// Not TOML.
    #[error("{origin}: {message}")]
    Syntax {
        /// The file.
        origin: String,
        /// What the parser says, with line and column.
        message: String,
    },
}

#[derive(Debug, Default)]
struct Merged {
    palette: BTreeMap<String, Swatch>,
    roles: BTreeMap<String, Look>,
    background: Option<String>,
    warnings: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
struct Swatch {
    rgb: Rgb,
    /// Which of the 256 colours to use, where the nearest one has another hue.
    index: Option<u8>,
    ansi: Option<Color>,
}

#[derive(Debug, Clone, Default)]
struct Look {
    fg: Option<String>,
    bg: Option<String>,
    underline: Option<String>,
    mods: Modifier,
    mono: Option<Modifier>,
}

impl Library {
    /// The themes in the program: `fog` (dark, default), `daylight` (light), `contrast` (high contrast).
    #[must_use]
    pub fn builtin() -> Self {
        let files = [
            ("fog", include_str!("../../../themes/fog.toml")),
            ("daylight", include_str!("../../../themes/daylight.toml")),
            ("contrast", include_str!("../../../themes/contrast.toml")),
        ];
        let files = files.map(|(name, text)| {
            (name.to_owned(), File { origin: format!("themes/{name}.toml"), text: text.to_owned() })
        });
        Self { files: files.into() }
    }

    /// Adds a theme, or replaces the one with the same name.
    pub fn add(&mut self, name: &str, origin: &str, text: &str) {
        self.files.insert(name.to_owned(), File { origin: origin.to_owned(), text: text.to_owned() });
    }

    /// Adds every `*.toml` of a folder; a file replaces the built-in theme with its name. A folder that does not exist adds
    /// nothing. Returns what could not be read.
    pub fn add_dir(&mut self, dir: &Path) -> Vec<String> {
        let entries = match std::fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
            Err(error) => return vec![format!("themes in {} not read: {error}", dir.display())],
        };
        let mut problems = Vec::new();
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            let Some(name) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
            if path.extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            match std::fs::read_to_string(&path) {
                Ok(text) => self.add(name, &path.display().to_string(), &text),
                Err(error) => problems.push(format!("theme {} not read: {error}", path.display())),
            }
        }
        problems
    }

    /// The names, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.files.keys().map(String::as_str).collect()
    }

    /// Resolves a theme for a depth. The second value lists what the files say that is not understood.
    ///
    /// # Errors
    /// The theme or one it inherits does not exist, is not TOML, or inherits itself.
    pub fn load(&self, name: &str, depth: Depth) -> Result<(Theme, Vec<String>), ThemeError> {
        let mut chain: Vec<(String, &File, Table)> = Vec::new();
        let mut next = Some(name.to_owned());
        while let Some(current) = next {
            if chain.iter().any(|(seen, ..)| *seen == current) {
                let mut way: Vec<&str> = chain.iter().map(|(seen, ..)| seen.as_str()).collect();
                way.push(&current);
                return Err(ThemeError::Cycle { name: name.to_owned(), chain: way.join(" -> ") });
            }
            let file = self.files.get(&current).ok_or_else(|| ThemeError::Unknown {
                name: current.clone(),
                wanted_by: chain.last().map_or_else(String::new, |(by, ..)| format!(" (inherited by `{by}`)")),
                known: self.names().join(", "),
            })?;
            let table: Table = file.text.parse().map_err(|error: toml::de::Error| ThemeError::Syntax {
                origin: file.origin.clone(),
                message: error.to_string().trim_end().to_owned(),
            })?;
            next = table.get("inherits").and_then(Value::as_str).map(str::to_owned);
            chain.push((current, file, table));
        }
        let mut merged = Merged::default();
        for (_, file, table) in chain.iter().rev() {
            merged.overlay(&file.origin, table);
        }
        let origin = chain.first().map_or(name, |(_, file, _)| file.origin.as_str());
        let theme = merged.resolve(name, origin, depth);
        Ok((theme, merged.warnings))
    }
}

impl Merged {
    fn overlay(&mut self, origin: &str, table: &Table) {
        for (key, value) in table {
            match (key.as_str(), value) {
                ("inherits" | "about", Value::String(_)) => {}
                ("palette", Value::Table(colors)) => {
                    for (name, value) in colors {
                        match swatch(value) {
                            Ok(swatch) => drop(self.palette.insert(name.clone(), swatch)),
                            Err(problem) => self.warnings.push(format!("{origin}: palette.{name}: {problem}")),
                        }
                    }
                }
                ("roles", Value::Table(roles)) => self.overlay_roles(origin, roles),
                ("inherits" | "about", _) => self.warnings.push(format!("{origin}: {key}: not a text")),
                ("palette" | "roles", _) => self.warnings.push(format!("{origin}: {key}: not a table")),
                _ => self.warnings.push(format!(
                    "{origin}: unknown key `{key}`: a theme has `about`, `inherits`, `palette` and `roles`"
                )),
            }
        }
    }

    fn overlay_roles(&mut self, origin: &str, roles: &Table) {
        for (name, value) in roles {
            let place = format!("{origin}: roles.{name}");
            if name == "background" {
                match value.as_str() {
                    Some(color) => self.background = Some(color.to_owned()),
                    None => self.warnings.push(format!("{place}: not the name of a palette colour")),
                }
            } else if Role::from_key(name).is_none() {
                let known: Vec<&str> = Role::ALL.iter().map(|role| role.key()).collect();
                self.warnings.push(format!("{place}: unknown role: choose one of background, {}", known.join(", ")));
            } else {
                let look = look(&place, value, &mut self.warnings);
                self.roles.insert(name.clone(), look);
            }
        }
    }

    fn resolve(&mut self, name: &str, origin: &str, depth: Depth) -> Theme {
        let mut missing = BTreeSet::new();
        let text_look = self.roles.get(Role::Text.key()).cloned().unwrap_or_default();
        let palette = &self.palette;
        let mut find = |wanted: Option<&String>| {
            let wanted = wanted?;
            let found = palette.get(wanted).copied();
            if found.is_none() {
                missing.insert(wanted.clone());
            }
            found
        };
        let ground_text = find(text_look.fg.as_ref());
        let ground_back = find(self.background.as_ref());
        let mut absent = Vec::new();
        let styles = Role::ALL
            .iter()
            .map(|role| {
                let look = self.roles.get(role.key()).cloned().unwrap_or_else(|| {
                    absent.push(role.key());
                    text_look.clone()
                });
                let fg = find(look.fg.as_ref());
                let bg = find(look.bg.as_ref());
                let underline = find(look.underline.as_ref());
                style(&look, fg.or(ground_text), bg, underline, depth)
            })
            .collect();
        let base = style(&text_look, ground_text, ground_back, None, depth);
        let dark = Swatch { rgb: (0, 0, 0), index: None, ansi: None };
        let light = Swatch { rgb: (255, 255, 255), index: None, ansi: None };
        let theme = Theme {
            name: name.to_owned(),
            depth,
            base,
            ground: (ground_text.unwrap_or(light).rgb, ground_back.unwrap_or(dark).rgb),
            styles,
        };
        self.warnings.extend(missing.iter().map(|color| format!("{origin}: no colour `{color}` in the palette")));
        self.warnings.extend(absent.iter().map(|role| format!("{origin}: role `{role}` is missing, shown as `text`")));
        if self.background.is_none() {
            self.warnings.push(format!("{origin}: `background` is missing in roles"));
        }
        theme
    }
}

fn style(look: &Look, fg: Option<Swatch>, bg: Option<Swatch>, underline: Option<Swatch>, depth: Depth) -> Style {
    if depth == Depth::None {
        return Style::new().add_modifier(look.mono.unwrap_or(look.mods));
    }
    let mut style = Style::new().add_modifier(look.mods);
    style.fg = fg.map(|swatch| swatch.at(depth));
    style.bg = bg.map(|swatch| swatch.at(depth));
    if depth >= Depth::Ansi256 {
        style.underline_color = underline.map(|swatch| swatch.at(depth));
    }
    style
}

impl Swatch {
    fn at(self, depth: Depth) -> Color {
        let (r, g, b) = self.rgb;
        match depth {
            Depth::True => Color::Rgb(r, g, b),
            Depth::Ansi256 => self.index.map_or_else(|| depth::nearest_256(self.rgb), Color::Indexed),
            Depth::Ansi16 => self.ansi.unwrap_or_else(|| depth::nearest_16(self.rgb)),
            Depth::None => Color::Reset,
        }
    }
}

fn swatch(value: &Value) -> Result<Swatch, String> {
    match value {
        Value::String(hex) => Ok(Swatch { rgb: hex_color(hex)?, index: None, ansi: None }),
        Value::Table(table) => {
            if let Some(key) = table.keys().find(|key| !matches!(key.as_str(), "rgb" | "index" | "ansi")) {
                return Err(format!("unknown key `{key}`: a colour has `rgb`, `index` and `ansi`"));
            }
            let hex = table.get("rgb").and_then(Value::as_str).ok_or("`rgb` is missing, as in \"#14171c\"")?;
            let ansi = match table.get("ansi").map(|name| name.as_str().unwrap_or_default()) {
                None => None,
                Some(name) => Some(depth::ansi_named(name).ok_or_else(|| {
                    let known: Vec<&str> = depth::ANSI.iter().map(|(name, ..)| *name).collect();
                    format!("unknown ANSI colour `{name}`: choose one of {}", known.join(", "))
                })?),
            };
            let index = match table.get("index") {
                None => None,
                Some(value) => {
                    let index =
                        value.as_integer().and_then(|index| u8::try_from(index).ok()).filter(|index| *index >= 16);
                    Some(index.ok_or("`index` is not a number from 16 to 255 (below, the shades are the user's own)")?)
                }
            };
            Ok(Swatch { rgb: hex_color(hex)?, index, ansi })
        }
        _ => Err("not a colour: write \"#14171c\", or { rgb = \"#14171c\", ansi = \"black\" }".to_owned()),
    }
}

fn hex_color(hex: &str) -> Result<Rgb, String> {
    let problem = || format!("`{hex}` is not a colour: write # and six hex digits, as in \"#14171c\"");
    let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or_else(problem)?;
    let value = u32::from_str_radix(digits, 16).map_err(|_| problem())?;
    let [_, r, g, b] = value.to_be_bytes();
    Ok((r, g, b))
}

fn look(place: &str, value: &Value, warnings: &mut Vec<String>) -> Look {
    let mut look = Look::default();
    match value {
        Value::String(color) => look.fg = Some(color.clone()),
        Value::Table(table) => {
            for (key, value) in table {
                match (key.as_str(), value) {
                    ("fg", Value::String(color)) => look.fg = Some(color.clone()),
                    ("bg", Value::String(color)) => look.bg = Some(color.clone()),
                    ("underline", Value::String(color)) => look.underline = Some(color.clone()),
                    ("mods", Value::Array(names)) => look.mods = modifiers(place, names, warnings),
                    ("mono", Value::Array(names)) => look.mono = Some(modifiers(place, names, warnings)),
                    _ => warnings.push(format!(
                        "{place}.{key}: not understood: a role has `fg`, `bg`, `underline` (palette colours), `mods` and \
                         `mono` (lists of bold, dim, italic, underlined, reversed, crossed-out)"
                    )),
                }
            }
        }
        _ => warnings.push(format!("{place}: neither a palette colour nor a table")),
    }
    look
}

fn modifiers(place: &str, names: &[Value], warnings: &mut Vec<String>) -> Modifier {
    let mut found = Modifier::empty();
    for name in names {
        match name.as_str() {
            Some("bold") => found |= Modifier::BOLD,
            Some("dim") => found |= Modifier::DIM,
            Some("italic") => found |= Modifier::ITALIC,
            Some("underlined") => found |= Modifier::UNDERLINED,
            Some("reversed") => found |= Modifier::REVERSED,
            Some("crossed-out") => found |= Modifier::CROSSED_OUT,
            _ => warnings.push(format!(
                "{place}: unknown attribute {name}: choose from bold, dim, italic, underlined, reversed, crossed-out"
            )),
        }
    }
    found
}

#[cfg(test)]
mod tests;
