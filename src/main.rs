//! The binary: arguments in, exit code out, nothing else.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

fn main() -> color_eyre::Result<ExitCode> {
    install_hooks()?;
    Ok(fogline::cli::run(std::env::args_os()))
}

/// A panic's message may quote private text (a prompt, a vault value), so it is never printed: the place has to do. The
/// workbench puts its own hook before this one, to give the terminal back first.
fn install_hooks() -> color_eyre::Result<()> {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || !std::io::stderr().is_terminal();
    let builder =
        if plain { color_eyre::config::HookBuilder::blank() } else { color_eyre::config::HookBuilder::default() };
    let (_, errors) = builder.into_hooks();
    errors.install()?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!(" at {}:{}", place.file(), place.line())).unwrap_or_default();
        let _ = writeln!(
            std::io::stderr().lock(),
            "fogline: stopped by a bug{place} (version {}). The message is withheld: it could quote private text. \
             Please report the place.",
            env!("CARGO_PKG_VERSION"),
        );
    }));
    Ok(())
}
