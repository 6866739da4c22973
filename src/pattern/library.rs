//! The patterns there are: the shipped ones, embedded in the binary, joined or overridden by the user's own files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Pattern, Source, file};
use crate::files;
use crate::text::located::{Problem, suggestion};

/// The shipped files, in the order they are listed.
const SHIPPED: [(&str, &str); 7] = [
    ("sanitize-and-solve.toml", include_str!("../../assets/patterns/sanitize-and-solve.toml")),
    ("plan-then-ground.toml", include_str!("../../assets/patterns/plan-then-ground.toml")),
    ("escalate-on-hard.toml", include_str!("../../assets/patterns/escalate-on-hard.toml")),
    ("draft-then-refine.toml", include_str!("../../assets/patterns/draft-then-refine.toml")),
    ("cross-check.toml", include_str!("../../assets/patterns/cross-check.toml")),
    ("local-only.toml", include_str!("../../assets/patterns/local-only.toml")),
    ("cloud-only.toml", include_str!("../../assets/patterns/cloud-only.toml")),
];

/// The file of a shipped pattern, as text.
#[must_use]
pub fn shipped_source(id: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(name, _)| name.strip_suffix(".toml") == Some(id)).map(|(_, text)| *text)
}

/// Where in the config directory a user's patterns are.
#[must_use]
pub fn directory(config_dir: &Path) -> PathBuf {
    config_dir.join("patterns")
}

/// Every pattern that can be chosen, and what was wrong with the files that cannot.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// Shipped patterns in their order (or the user's version of them), then the user's own by id.
    pub patterns: Vec<Arc<Pattern>>,
    /// What was wrong. A bad file never takes the others down.
    pub problems: Vec<Problem>,
}

impl Library {
    /// Loads the shipped patterns and, where there is a config directory, `patterns/*.toml` in it.
    #[must_use]
    pub fn load(config_dir: Option<&Path>) -> Self {
        let mut library = Self::default();
        for (name, text) in SHIPPED {
            library.add(file::parse(name, text, Source::Builtin));
        }
        let own = config_dir.map(directory).map(|dir| files::toml_files(&dir)).unwrap_or_default();
        library.problems.extend(own.problems);
        for (path, text) in own.files {
            let name = path.display().to_string();
            library.add(file::parse(&name, &text, Source::File(path)));
        }
        let shipped = SHIPPED.len();
        if let Some(own) = library.patterns.get_mut(shipped..) {
            own.sort_by(|a, b| a.id.cmp(&b.id));
        }
        library
    }

    fn add(&mut self, parsed: Result<Pattern, Vec<Problem>>) {
        let pattern = match parsed {
            Ok(pattern) => pattern,
            Err(problems) => {
                self.problems.extend(problems);
                return;
            }
        };
        let place = self.patterns.iter_mut().find(|held| held.id == pattern.id);
        match place {
            None => self.patterns.push(Arc::new(pattern)),
            Some(held) if held.source == Source::Builtin => *held = Arc::new(pattern),
            Some(held) => {
                let (Source::File(first), Source::File(second)) = (&held.source, &pattern.source) else { return };
                let message = format!(
                    "`{}` is the id of {} too, which is used: give one of them another id",
                    pattern.id,
                    first.display()
                );
                self.problems.push(Problem { file: second.display().to_string(), line: 1, column: 1, message });
            }
        }
    }

    /// The pattern of this id.
    ///
    /// # Errors
    /// Names the closest ids and how to see them all.
    pub fn find(&self, id: &str) -> Result<&Arc<Pattern>, String> {
        self.patterns.iter().find(|pattern| pattern.id == id).ok_or_else(|| {
            let known: Vec<&str> = self.patterns.iter().map(|pattern| pattern.id.as_str()).collect();
            let hint = suggestion(id, &known);
            format!("no pattern `{id}`{hint}: `fogline patterns list` shows {}", known.join(", "))
        })
    }
}
