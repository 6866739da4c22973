//! Every widget at sensible sizes, and what must hold for all of them at any size.

use fogline::workbench::theme::{Depth, Library, Theme};
use fogline::workbench::view::svg::svg;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use super::snapshots::{screen, snapshot, theme};
use super::snapshots_scenes::SCENES;

fn draw(name: &str, width: u16, height: u16, theme: &Theme) -> Buffer {
    let (.., scene) = SCENES.iter().find(|(known, ..)| *known == name).expect("a scene");
    screen(width, height, theme, |area, buf| scene(area, buf, theme))
}

#[test]
fn widgets_look_as_they_did() {
    let theme = theme("fog", Depth::True);
    for (name, sizes, scene) in SCENES {
        for (width, height) in *sizes {
            let buffer = screen(*width, *height, &theme, |area, buf| scene(area, buf, &theme));
            snapshot(&format!("{name}_{width}x{height}"), &buffer, &theme);
        }
    }
}

#[test]
fn without_colour_the_meaning_stays() {
    let plain = theme("fog", Depth::None);
    for name in ["pane_leak", "approval", "pattern_picker", "diff_crossing", "diff_changes"] {
        let buffer = draw(name, 120, 18, &plain);
        assert!(buffer.content().iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
        snapshot(&format!("{name}_no_color"), &buffer, &plain);
    }
}

#[test]
fn sixteen_colours() {
    let ansi = theme("fog", Depth::Ansi16);
    snapshot("pane_leak_16_colours", &draw("pane_leak", 64, 10, &ansi), &ansi);
}

#[test]
fn no_size_panics_and_nothing_is_drawn_outside() {
    let theme = theme("fog", Depth::True);
    for (name, _, scene) in SCENES {
        for width in [0, 1, 2, 3, 5, 9, 17, 33, 64, 99, 101, 250] {
            for height in [0, 1, 2, 3, 4, 7, 15, 40] {
                let whole = Rect::new(0, 0, width + 4, height + 4);
                let mut buffer = Buffer::filled(whole, ratatui::buffer::Cell::new("·"));
                let inside = Rect::new(2, 2, width, height);
                scene(inside, &mut buffer, &theme);
                for y in 0..whole.height {
                    for x in 0..whole.width {
                        let out = !inside.contains((x, y).into());
                        let kept = buffer.cell((x, y)).unwrap().symbol() == "·";
                        assert!(!out || kept, "{name} {width}x{height} drew at {x},{y}");
                    }
                }
            }
        }
    }
}

#[test]
fn simulated_is_said_at_every_width() {
    let theme = theme("fog", Depth::True);
    let text = |buffer: &Buffer| buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect::<String>();
    for width in 40..=160 {
        assert!(text(&draw("header", width, 1, &theme)).contains("both simulated"), "header at {width}");
        assert!(text(&draw("header_real", width, 1, &theme)).contains("simulated"), "real header at {width}");
        assert!(text(&draw("header_real", width, 1, &theme)).contains("✗ gate allows all"), "policy at {width}");
        assert!(text(&draw("pane_streaming", width, 10, &theme)).contains("simulated"), "pane at {width}");
        assert!(text(&draw("approval", width, 30, &theme)).contains("simulated"), "approval at {width}");
    }
}

#[test]
fn key_hints_are_whole_at_every_width() {
    let theme = theme("fog", Depth::True);
    let whole =
        ["^R run", "d diff", "z zoom", "s scenarios", "p patterns", "y copy", "t theme", "^X cancel", "f follow"];
    for width in 10..=130 {
        let buffer = draw("footer", width, 1, &theme);
        let line: String = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
        let shown: Vec<&str> = line.split("   ").map(str::trim).filter(|part| !part.is_empty()).collect();
        let known = |part: &&str| whole.contains(part) || ["^Q quit", "? help"].contains(part);
        assert!(shown.iter().all(known), "{width}: {line:?}");
        assert_eq!(shown.last(), Some(&"? help"), "{width}");
    }
}

#[test]
fn a_leak_is_marked_by_more_than_colour_in_every_theme() {
    for name in Library::builtin().names() {
        for depth in [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True] {
            let buffer = draw("pane_leak", 64, 10, &theme(name, depth));
            let leak = buffer.content().iter().filter(|cell| cell.modifier.contains(Modifier::BOLD));
            let leak: String = leak.map(ratatui::buffer::Cell::symbol).collect();
            assert!(leak.contains("Maya") && leak.contains("✗ 1 leak"), "{name} {depth:?}: {leak}");
        }
    }
}

#[test]
fn the_picture_is_the_same_every_time() {
    let theme = theme("fog", Depth::True);
    let picture = || svg(&draw("pane_leak", 64, 10, &theme), &theme, "fogline");
    assert_eq!(picture(), picture());
    assert!(picture().contains("Maya"));
}
