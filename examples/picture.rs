//! Makes the README's picture, `assets/workbench.svg`: the real frame buffer at the end of the recorded dishwasher run.
//!
//! `cargo run --example picture`

use std::path::Path;

use fogline::workbench::keys::chord::ctrl;
use fogline::workbench::scene::{Scene, recording};
use fogline::workbench::theme::{Depth, Theme};
use fogline::workbench::view::svg::svg;

const WIDTH: u16 = 120;
const HEIGHT: u16 = 40;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let log = recording(&std::fs::read_to_string(root.join("assets/recordings/dishwasher.jsonl"))?)?;
    let theme = Theme::fog(Depth::True);
    let screen = Scene::open(WIDTH, HEIGHT)?.play(&log, ctrl('r'), |_| false).draw(WIDTH, HEIGHT, &theme);
    let path = root.join("assets/workbench.svg");
    std::fs::write(
        &path,
        svg(&screen, &theme, "fogline: Sanitize-and-Solve on the dishwasher case, both models simulated"),
    )?;
    println!("{}", path.display());
    Ok(())
}
