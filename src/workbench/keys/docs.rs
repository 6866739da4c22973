//! The keymap page, made from the command table.

use std::fmt::Write as _;

use super::table::{Context, Section, rows};

/// The keymap as Markdown: one table per section with keys, what they do and where they work.
#[must_use]
pub fn markdown() -> String {
    let mut page = String::from(
        "# Keys\n\nMade from the command table in `src/workbench/keys/table.rs`. Letters are commands only where they are \
         not text; every command of the workbench has a chord as well.\n",
    );
    for section in Section::ALL {
        let _ = write!(page, "\n## {}\n\n| key | does | where |\n|---|---|---|\n", section.title());
        for row in rows().iter().filter(|row| row.section == section) {
            let places = if row.contexts.len() == Context::ALL.len() {
                "everywhere".to_owned()
            } else {
                row.contexts.iter().map(|context| context.name()).collect::<Vec<_>>().join(", ")
            };
            let keys = if row.keys.len() > 4 {
                format!("`{}`", row.label(None))
            } else {
                row.keys.iter().map(|chord| format!("`{chord}`")).collect::<Vec<_>>().join(" ")
            };
            let _ = writeln!(page, "| {keys} | {} | {places} |", row.doc);
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_on_the_page() {
        let page = markdown();
        for row in rows() {
            assert!(page.contains(row.doc), "`{}` is missing", row.id);
        }
        assert!(page.contains("| `^R` `r` |"));
    }
}
