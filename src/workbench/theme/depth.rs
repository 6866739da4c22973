//! How many colours the terminal has, and the nearest one it can show.

use ratatui::style::Color;

/// How many colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// None: bold, underline and reverse carry the meaning.
    None,
    /// The 16 ANSI colours, in whatever shade the terminal gives them.
    Ansi16,
    /// The fixed 256-colour palette.
    Ansi256,
    /// 24 bits.
    True,
}

impl Depth {
    /// Reads the depth from the environment: `NO_COLOR` (no-color.org: present and not empty), `COLORTERM`, `TERM`,
    /// `TERM_PROGRAM`. SSH does not pass `COLORTERM` on, so callers offer a setting that overrides this.
    #[must_use]
    pub fn detect(var: impl Fn(&str) -> Option<String>) -> Self {
        let get = |name: &str| var(name).unwrap_or_default();
        let term = get("TERM");
        if !get("NO_COLOR").is_empty() || term == "dumb" {
            return Self::None;
        }
        let truecolor_term = ["-direct", "-truecolor"].iter().any(|end| term.ends_with(end))
            || ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm"]
                .iter()
                .any(|name| term.starts_with(name));
        if matches!(get("COLORTERM").as_str(), "truecolor" | "24bit") || truecolor_term {
            Self::True
        } else if term.contains("256color") || get("TERM_PROGRAM") == "Apple_Terminal" {
            Self::Ansi256
        } else {
            Self::Ansi16
        }
    }

    /// The depth a setting names: `truecolor`, `256`, `16` or `none`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "truecolor" | "24bit" => Some(Self::True),
            "256" => Some(Self::Ansi256),
            "16" => Some(Self::Ansi16),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

/// Red, green, blue.
pub type Rgb = (u8, u8, u8);

/// The names of the 16 ANSI colours with xterm's default shades.
pub(super) const ANSI: [(&str, Color, Rgb); 16] = [
    ("black", Color::Black, (0, 0, 0)),
    ("red", Color::Red, (205, 0, 0)),
    ("green", Color::Green, (0, 205, 0)),
    ("yellow", Color::Yellow, (205, 205, 0)),
    ("blue", Color::Blue, (0, 0, 238)),
    ("magenta", Color::Magenta, (205, 0, 205)),
    ("cyan", Color::Cyan, (0, 205, 205)),
    ("gray", Color::Gray, (229, 229, 229)),
    ("dark-gray", Color::DarkGray, (127, 127, 127)),
    ("light-red", Color::LightRed, (255, 0, 0)),
    ("light-green", Color::LightGreen, (0, 255, 0)),
    ("light-yellow", Color::LightYellow, (255, 255, 0)),
    ("light-blue", Color::LightBlue, (92, 92, 255)),
    ("light-magenta", Color::LightMagenta, (255, 0, 255)),
    ("light-cyan", Color::LightCyan, (0, 255, 255)),
    ("white", Color::White, (255, 255, 255)),
];

/// The ANSI colour with this name.
pub(super) fn ansi_named(name: &str) -> Option<Color> {
    ANSI.iter().find(|(known, ..)| *known == name).map(|(_, color, _)| *color)
}

/// The shade of a colour: xterm's defaults for the ANSI colours; `None` for the terminal's own default.
#[must_use]
pub fn rgb(color: Color) -> Option<Rgb> {
    match color {
        Color::Rgb(r, g, b) => Some((r, g, b)),
        Color::Indexed(index) => Some(indexed(index)),
        Color::Reset => None,
        named => ANSI.iter().find(|(_, known, _)| *known == named).map(|(.., shade)| *shade),
    }
}

/// The nearest colour of the 6x6x6 cube and the grey ramp (16 to 255; the first 16 are the user's own shades).
#[must_use]
pub fn nearest_256(target: Rgb) -> Color {
    let best = (16..=255u8).min_by_key(|index| distance(indexed(*index), target)).unwrap_or(16);
    Color::Indexed(best)
}

/// The nearest ANSI colour by xterm's default shades.
#[must_use]
pub fn nearest_16(target: Rgb) -> Color {
    ANSI.iter().min_by_key(|(.., shade)| distance(*shade, target)).map_or(Color::Reset, |(_, color, _)| *color)
}

fn indexed(index: u8) -> Rgb {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match index {
        0..=15 => ANSI.get(usize::from(index)).map_or((0, 0, 0), |(.., shade)| *shade),
        16..=231 => {
            let cube = index - 16;
            (level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        }
        232.. => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

/// Squared distance weighted as the eye does ("redmean", <https://www.compuphase.com/cmetric.htm>).
pub(super) fn distance(a: Rgb, b: Rgb) -> i32 {
    let (r, g, blue) =
        (i32::from(a.0) - i32::from(b.0), i32::from(a.1) - i32::from(b.1), i32::from(a.2) - i32::from(b.2));
    let mean = i32::midpoint(i32::from(a.0), i32::from(b.0));
    (((512 + mean) * r * r) >> 8) + 4 * g * g + (((767 - mean) * blue * blue) >> 8)
}

/// Contrast ratio of two colours, 1 to 21 (WCAG 2.2, section 1.4.3).
#[must_use]
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance((r, g, b): Rgb) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_from_the_environment() {
        for (vars, want) in [
            (vec![("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], Depth::True),
            (vec![("TERM", "xterm-256color")], Depth::Ansi256),
            (vec![("TERM", "screen")], Depth::Ansi16),
            (vec![("TERM", "xterm-kitty")], Depth::True),
            (vec![("TERM", "dumb"), ("COLORTERM", "truecolor")], Depth::None),
            (vec![("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("NO_COLOR", "1")], Depth::None),
            (vec![("TERM", "xterm-256color"), ("NO_COLOR", "")], Depth::Ansi256),
            (vec![], Depth::Ansi16),
        ] {
            let found = Depth::detect(|name| vars.iter().find(|(key, _)| *key == name).map(|(_, v)| (*v).to_owned()));
            assert_eq!(found, want, "{vars:?}");
        }
    }

    #[test]
    fn colours_fall_to_the_nearest() {
        assert_eq!(nearest_256((255, 0, 0)), Color::Indexed(196));
        assert_eq!(nearest_256((8, 8, 8)), Color::Indexed(232));
        assert_eq!(nearest_16((250, 10, 10)), Color::LightRed);
    }

    #[test]
    fn contrast_of_known_pairs() {
        assert!((contrast((0, 0, 0), (255, 255, 255)) - 21.0).abs() < 0.01);
        assert!((contrast((118, 118, 118), (255, 255, 255)) - 4.54).abs() < 0.01);
    }
}
