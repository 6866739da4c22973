//! What is left behind when the program itself fails: no memory image, no message that quotes private text.
//!
//! Not for giving the terminal back: the workbench's own hook does that first ([`crate::workbench`]).

use std::io::{IsTerminal as _, Write as _};

/// Sets up both, for the whole process. Call it first thing.
///
/// # Errors
/// When the error reporter is installed already.
pub fn prepare() -> color_eyre::Result<()> {
    keep_no_image();
    install_hooks()
}

/// Memory holds keys and private text, and a core file would write them to disk. The limit stops core files; where the
/// system pipes them to a collector, which no limit stops (core(5)), not being dumpable does. That also keeps other
/// programs of the same user from reading this one's memory.
fn keep_no_image() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    // What fails here fails on systems that do not have it; there is nothing to fall back to.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
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
