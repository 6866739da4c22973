//! Makes KEYS.md, the keymap page, from the command table.
//!
//! `cargo run --example keys`

use std::path::Path;

fn main() -> std::io::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("KEYS.md");
    std::fs::write(&path, fogline::workbench::keys::docs::markdown())?;
    println!("{}", path.display());
    Ok(())
}
