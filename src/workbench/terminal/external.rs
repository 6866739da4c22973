//! `$EDITOR` on a text: the terminal is given back, the editor runs, what it wrote is read.

use std::path::Path;

use super::files::EditFile;
use super::signals::Signals;
use crate::workbench::app::Field;

/// How the editor ended.
#[derive(Debug)]
pub enum Ended {
    /// It returned: the new text, or `None` where it is as it was.
    Returned(Result<Option<String>, String>),
    /// A signal ends the program, with this exit code.
    Signal(u8),
}

/// The editor the user named: `$VISUAL`, else `$EDITOR`, else `vi`.
#[must_use]
pub fn command(var: impl Fn(&str) -> Option<String>) -> String {
    ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| var(name))
        .find(|value| !value.trim().is_empty())
        .unwrap_or_else(|| "vi".to_owned())
}

/// Runs the editor on `text` and waits for it. The terminal must have been given back.
pub async fn edit(state_dir: &Path, field: Field, text: &str, signals: &mut Signals) -> Ended {
    let name = match field {
        Field::Question => "question.md",
        Field::Context => "context.md",
    };
    let file = match EditFile::create(state_dir, name, text) {
        Ok(file) => file,
        Err(error) => {
            return Ended::Returned(Err(format!("no file for the editor in {}: {error}", state_dir.display())));
        }
    };
    let editor = command(|name| std::env::var(name).ok());
    // Through the shell, because people set EDITOR="code --wait".
    let child = tokio::process::Command::new("sh")
        .arg("-c")
        .arg(format!("{editor} \"$1\""))
        .arg("fogline")
        .arg(file.path())
        .kill_on_drop(true)
        .status();
    let status = tokio::select! {
        status = child => status,
        code = signals.end() => return Ended::Signal(code),
    };
    Ended::Returned(match status {
        Ok(status) if status.success() => {
            file.read().map(|new| (new != text.strip_suffix('\n').unwrap_or(text)).then_some(new))
        }
        Ok(status) => Err(format!("`{editor}` ended with {status}: the text is as it was. Is EDITOR set right?")),
        Err(error) => Err(format!("`{editor}` could not be started: {error}. Set EDITOR to your editor")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editor_is_the_one_the_user_named() {
        let named = |vars: &[(&str, &str)]| {
            command(|name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(named(&[("EDITOR", "nano"), ("VISUAL", "code --wait")]), "code --wait");
        assert_eq!(named(&[("EDITOR", "nano"), ("VISUAL", " ")]), "nano");
        assert_eq!(named(&[]), "vi");
    }
}
