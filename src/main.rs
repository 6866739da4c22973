//! The binary: arguments in, exit code out, nothing else.

use std::process::ExitCode;

fn main() -> color_eyre::Result<ExitCode> {
    fogline::crash::prepare()?;
    Ok(fogline::cli::run(std::env::args_os()))
}
