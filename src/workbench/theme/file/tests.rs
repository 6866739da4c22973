use ratatui::style::{Color, Modifier, Style};

use super::super::depth::distance;
use super::super::role::Kind;
use super::super::{contrast, rgb};
use super::*;

const DEPTHS: [Depth; 4] = [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True];

fn each_theme(mut check: impl FnMut(&Theme)) {
    let library = Library::builtin();
    for name in library.names() {
        for depth in DEPTHS {
            let (theme, warnings) = library.load(name, depth).unwrap();
            assert_eq!(warnings, Vec::<String>::new(), "{name}");
            check(&theme);
        }
    }
}

fn pair(theme: &Theme, role: Role) -> (Rgb, Rgb) {
    let style = theme.style(role);
    let back = style.bg.or(theme.base().bg).unwrap();
    (rgb(style.fg.unwrap()).unwrap(), rgb(back).unwrap())
}

#[test]
fn every_theme_file_is_built_in() {
    let mut on_disk: Vec<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/themes"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    on_disk.sort();
    assert_eq!(Library::builtin().names(), on_disk);
}

#[test]
fn text_has_contrast() {
    each_theme(|theme| {
        let wanted = match (theme.depth(), theme.name()) {
            (Depth::None, _) => return,
            // The terminal chooses these shades; of xterm's, the greys allow no more than 4:1 on white.
            (Depth::Ansi16, _) => 4.0,
            (_, "contrast") => 7.0,
            _ => 4.5,
        };
        for role in Role::ALL.iter().filter(|role| role.kind() == Kind::Text) {
            let (text, back) = pair(theme, *role);
            let found = contrast(text, back);
            let place = format!("{} {:?} {}", theme.name(), theme.depth(), role.key());
            assert!(found >= wanted, "{place}: {found:.2} < {wanted}");
        }
    });
}

#[test]
fn lines_can_be_seen_but_stay_behind_the_text() {
    each_theme(|theme| {
        if theme.depth() < Depth::Ansi256 {
            return;
        }
        let (text, back) = pair(theme, Role::Text);
        for role in [Role::Border, Role::HomeBorder, Role::CloudBorder, Role::Fog, Role::Track] {
            let (line, _) = pair(theme, role);
            let found = contrast(line, back);
            assert!(found >= 1.5, "{} {}: {found:.2}", theme.name(), role.key());
            assert!(found < contrast(text, back), "{} {}", theme.name(), role.key());
        }
    });
}

/// Roles that can stand side by side in one text.
const TOGETHER: [&[Role]; 4] = [
    &[Role::Text, Role::Private, Role::Placeholder, Role::Crossed, Role::Leak, Role::LeakChosen],
    &[Role::Stayed, Role::Crossed, Role::Rewritten, Role::Text],
    &[Role::Removed, Role::Added, Role::Text],
    &[Role::Text, Role::Selection],
];

#[test]
fn roles_that_meet_look_different() {
    each_theme(|theme| {
        for group in TOGETHER {
            for (index, a) in group.iter().enumerate() {
                for b in &group[index + 1..] {
                    let place = format!("{} {:?}: {} and {}", theme.name(), theme.depth(), a.key(), b.key());
                    assert!(differ(theme, theme.style(*a), theme.style(*b)), "{place}");
                }
            }
        }
    });
}

fn differ(theme: &Theme, a: Style, b: Style) -> bool {
    let shade = |color: Option<Color>, or: Option<Color>| color.or(or).and_then(rgb).unwrap_or_default();
    let far = |a, b| distance(a, b) > 2_000;
    a.add_modifier != b.add_modifier
        || far(shade(a.fg, theme.base().fg), shade(b.fg, theme.base().fg))
        || far(shade(a.bg, theme.base().bg), shade(b.bg, theme.base().bg))
}

#[test]
fn without_colour_nothing_is_coloured() {
    each_theme(|theme| {
        if theme.depth() == Depth::None {
            let styles = Role::ALL.iter().map(|role| theme.style(*role)).chain([theme.base()]);
            for style in styles {
                assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None));
            }
        }
    });
}

fn with(files: &[(&str, &str)]) -> Library {
    let mut library = Library::builtin();
    for (name, text) in files {
        library.add(name, &format!("{name}.toml"), text);
    }
    library
}

#[test]
fn a_user_theme_inherits_and_changes_one_colour() {
    let library = with(&[("mine", "inherits = \"fog\"\n[palette]\nmist = \"#ffffff\"\n")]);
    let (theme, warnings) = library.load("mine", Depth::True).unwrap();
    assert_eq!(warnings, Vec::<String>::new());
    assert_eq!(theme.style(Role::Text).fg, Some(Color::Rgb(255, 255, 255)));
    assert_eq!(theme.style(Role::Leak), Theme::fog(Depth::True).style(Role::Leak));
}

#[test]
fn cycles_and_missing_parents_are_named() {
    let library = with(&[("a", "inherits = \"b\""), ("b", "inherits = \"a\""), ("c", "inherits = \"nowhere\"")]);
    let message = library.load("a", Depth::True).unwrap_err().to_string();
    assert_eq!(message, "theme `a` inherits itself (a -> b -> a): remove one `inherits` line");
    let message = library.load("c", Depth::True).unwrap_err().to_string();
    assert!(message.starts_with("no theme `nowhere` (inherited by `c`): choose one of a, b, c, contrast"), "{message}");
}

#[test]
fn what_is_not_understood_is_said() {
    let text = r##"
        inherits = "fog"
        colour = 1
        [palette]
        mist = "white"
        odd = { rgb = "#000000", ansi = "pink" }
        low = { rgb = "#000000", index = 3 }
        [roles]
        leek = "red"
        leak = { fg = "rde", mods = ["blink"], glow = true }
    "##;
    let (theme, warnings) = with(&[("mine", text)]).load("mine", Depth::True).unwrap();
    for part in [
        "mine.toml: unknown key `colour`",
        "mine.toml: palette.mist: `white` is not a colour",
        "mine.toml: palette.odd: unknown ANSI colour `pink`",
        "mine.toml: palette.low: `index` is not a number from 16 to 255",
        "mine.toml: roles.leek: unknown role",
        "mine.toml: roles.leak: unknown attribute \"blink\"",
        "mine.toml: roles.leak.glow: not understood",
        "mine.toml: no colour `rde` in the palette",
    ] {
        assert!(warnings.iter().any(|warning| warning.starts_with(part)), "{part}: {warnings:#?}");
    }
    assert_eq!(warnings.len(), 8, "{warnings:#?}");
    assert_eq!(theme.style(Role::Leak).add_modifier, Modifier::empty());
    assert_eq!(theme.style(Role::Leak).fg, theme.style(Role::Text).fg);
}

#[test]
fn syntax_errors_name_file_and_line() {
    let message = with(&[("mine", "inherits = \n")]).load("mine", Depth::True).unwrap_err().to_string();
    assert!(message.starts_with("mine.toml: TOML parse error at line 1"), "{message}");
}

#[test]
fn a_folder_of_themes_is_read() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("dusk.toml"), "inherits = \"fog\"").unwrap();
    std::fs::write(dir.path().join("notes.txt"), "not a theme").unwrap();
    let mut library = Library::builtin();
    assert_eq!(library.add_dir(dir.path()), Vec::<String>::new());
    assert_eq!(library.names(), ["contrast", "daylight", "dusk", "fog"]);
    assert_eq!(library.add_dir(&dir.path().join("missing")), Vec::<String>::new());
}
