//! The scenarios there are: the shipped ones, embedded, joined or overridden by the user's own files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Scenario, file};
use crate::files;
use crate::text::located::{Problem, suggestion};

/// The shipped files, in the order they are listed.
const SHIPPED: [(&str, &str); 7] = [
    ("dishwasher.toml", include_str!("../../assets/scenarios/dishwasher.toml")),
    ("clinic.toml", include_str!("../../assets/scenarios/clinic.toml")),
    ("support-return.toml", include_str!("../../assets/scenarios/support-return.toml")),
    ("support-refund.toml", include_str!("../../assets/scenarios/support-refund.toml")),
    ("letter.toml", include_str!("../../assets/scenarios/letter.toml")),
    ("budget.toml", include_str!("../../assets/scenarios/budget.toml")),
    ("clause.toml", include_str!("../../assets/scenarios/clause.toml")),
];

/// Where in the config directory a user's scenarios are.
#[must_use]
pub fn directory(config_dir: &Path) -> PathBuf {
    config_dir.join("scenarios")
}

/// Every scenario that can be chosen, and what was wrong with the files that cannot.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// Shipped scenarios in their order (or the user's version of them), then the user's own by file name.
    pub scenarios: Vec<Arc<Scenario>>,
    /// What was wrong. A bad file never takes the others down.
    pub problems: Vec<Problem>,
}

impl Library {
    /// Loads the shipped scenarios and, where there is a config directory, `scenarios/*.toml` in it.
    #[must_use]
    pub fn load(config_dir: Option<&Path>) -> Self {
        let mut library = Self::default();
        let shipped = SHIPPED.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let own = config_dir.map(directory).map(|dir| files::toml_files(&dir)).unwrap_or_default();
        library.problems.extend(own.problems);
        let own = own.files.into_iter().map(|(path, text)| (path.display().to_string(), text));
        for (name, text) in shipped.chain(own) {
            match file::parse(&name, &text) {
                Err(problems) => library.problems.extend(problems),
                Ok(scenario) => match library.scenarios.iter_mut().find(|held| held.id == scenario.id) {
                    Some(held) => *held = Arc::new(scenario),
                    None => library.scenarios.push(Arc::new(scenario)),
                },
            }
        }
        library
    }

    /// The scenario of this id.
    ///
    /// # Errors
    /// Names the closest ids and how to see them all.
    pub fn find(&self, id: &str) -> Result<&Arc<Scenario>, String> {
        self.scenarios.iter().find(|scenario| scenario.id == id).ok_or_else(|| {
            let known: Vec<&str> = self.scenarios.iter().map(|scenario| scenario.id.as_str()).collect();
            let hint = suggestion(id, &known);
            format!("no scenario `{id}`{hint}: `fogline scenarios list` shows {}", known.join(", "))
        })
    }
}
