//! `fogline rehearse`: the stand-in servers alone, until Ctrl-C. Prints where they are and what to type to use them.

use std::io::{self, Write};
use std::net::SocketAddr;

use crate::args::RehearseArgs;
use crate::rehearsal::{CLOUD_MODEL, LOCAL_MODEL, Options, Rehearsal};

/// Runs the servers until `until` ends (Ctrl-C, in the binary) and tells `out` where they are.
///
/// # Errors
/// When the address is not loopback or cannot be bound, or `out` cannot be written to.
pub async fn run<F>(listen: SocketAddr, options: Options, out: &mut impl Write, until: F) -> io::Result<()>
where
    F: Future<Output = io::Result<()>>,
{
    let fault = options.fault.clone();
    let rehearsal = Rehearsal::start(listen, options).await?;
    out.write_all(guide(&rehearsal, fault.map(|fault| fault.to_string()).as_deref()).as_bytes())?;
    out.flush()?;
    until.await
}

/// What the arguments say about pace and faults.
///
/// # Errors
/// Names the argument that cannot be used, and what it may be.
pub fn options(args: &RehearseArgs) -> Result<Options, String> {
    let mut options = Options { tokens: args.tokens, ..Options::default() };
    if let Some(rate) = args.rate {
        if !rate.is_finite() || rate < 0.0 {
            return Err(format!("--rate {rate}: give tokens per second, 0 for as fast as possible"));
        }
        options = options.at_rate(rate);
    }
    options.fault = args.fault.as_deref().map(str::parse).transpose().map_err(|error| format!("--fault: {error}"))?;
    Ok(options)
}

/// Ends at Ctrl-C.
///
/// # Errors
/// When the signal cannot be listened for.
pub async fn interrupted() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// What a person needs to point something at the servers.
fn guide(rehearsal: &Rehearsal, fault: Option<&str>) -> String {
    let (ollama, openai) = (rehearsal.ollama(), rehearsal.openai());
    let ollama = ollama.as_str().trim_end_matches('/');
    let fault = fault.map(|fault| format!("  on purpose  {fault}\n")).unwrap_or_default();
    format!(
        "Rehearsal stand-ins are listening; everything they say is simulated.\n\
         \x20 Ollama      {ollama}      model {LOCAL_MODEL}\n\
         \x20 OpenAI      {openai}   model {CLOUD_MODEL}\n\
         {fault}\n\
         To use them from another terminal:\n\
         \x20 OLLAMA_HOST={ollama} OPENAI_BASE_URL={openai} OPENAI_API_KEY=rehearsal fogline\n\
         \x20 fogline run sanitize-and-solve --scenario dishwasher \\\n\
         \x20   --local compat:{LOCAL_MODEL}@{openai} --cloud openai:{CLOUD_MODEL}@{openai}\n\
         Ctrl-C stops them.\n"
    )
}
