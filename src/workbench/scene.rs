//! Scenes: the workbench after a list of things that happened, drawn without a terminal. The snapshots and the README's
//! picture are made of the same scenes, so neither can show what the program does not.
//!
//! Not for the running program: that is [`super::terminal`].

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::app::{Action, Catalog, Model, Run, Sides, Start, update};
use super::keys::Chord;
use super::theme::{Library, Theme};
use super::view;
use crate::boundary::finding::Policy;
use crate::engine::event::{RunEvent, Stamped};
use crate::pattern::{self, Pattern};
use crate::scenario;

/// Why a scene cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SceneError(String);

/// Reads a recording: one event a line, as `fogline run --events` prints them.
///
/// # Errors
/// Names the line that is no event.
pub fn recording(text: &str) -> Result<Vec<Arc<Stamped>>, SceneError> {
    let line = |(index, line): (usize, &str)| {
        serde_json::from_str(line).map(Arc::new).map_err(|error| SceneError(format!("line {}: {error}", index + 1)))
    };
    text.lines().enumerate().map(line).collect()
}

/// A workbench in some state.
#[derive(Debug, Clone)]
pub struct Scene {
    model: Model,
}

impl Scene {
    /// The workbench as it opens on a machine with nothing: shipped patterns, the first scenario.
    ///
    /// # Errors
    /// When no pattern was shipped.
    pub fn open(width: u16, height: u16) -> Result<Self, SceneError> {
        let patterns = pattern::library::Library::load(None).patterns;
        let first = patterns.first().cloned().ok_or_else(|| SceneError("no pattern is shipped".to_owned()))?;
        Ok(Self::open_on(&first, width, height))
    }

    /// The same with another pattern chosen.
    #[must_use]
    pub fn open_on(pattern: &Arc<Pattern>, width: u16, height: u16) -> Self {
        Self::begin(pattern, None, width, height)
    }

    /// The same, opened on a shipped scenario with its pattern.
    ///
    /// # Errors
    /// When there is no such scenario, or no such pattern.
    pub fn on(scenario: &str, width: u16, height: u16) -> Result<Self, SceneError> {
        let library = scenario::Library::load(None);
        let scenario = library.find(scenario).map_err(SceneError)?;
        let patterns = pattern::library::Library::load(None);
        let pattern = patterns.find(&scenario.pattern).map_err(SceneError)?;
        Ok(Self::begin(pattern, Some((**scenario).clone()), width, height))
    }

    fn begin(pattern: &Arc<Pattern>, scenario: Option<scenario::Scenario>, width: u16, height: u16) -> Self {
        let patterns = pattern::library::Library::load(None).patterns;
        let scenarios = scenario::Library::load(None).scenarios.iter().map(|shipped| (**shipped).clone()).collect();
        let start = Start {
            catalog: Catalog { patterns, scenarios, refused: Vec::new() },
            pattern: Arc::clone(pattern),
            scenario,
            written: None,
            draft: None,
            policy: Policy::Ask,
            terms: Vec::new(),
            keep_drafts: false,
            mouse: false,
            themes: Library::builtin().names().iter().map(ToString::to_string).collect(),
            theme: "fog".to_owned(),
            notice: None,
        };
        Self { model: Model::new(start) }.then(Action::Resize { width, height })
    }

    /// With another shipped pattern and example chosen.
    ///
    /// # Errors
    /// When one of them is not shipped.
    pub fn choose(mut self, pattern: &str, scenario: &str) -> Result<Self, SceneError> {
        let catalog = &self.model.catalog;
        let found = catalog.patterns.iter().find(|known| known.id == pattern).cloned();
        let example = catalog.scenarios.iter().find(|known| known.id == scenario).cloned();
        let (Some(found), Some(example)) = (found, example) else {
            return Err(SceneError(format!("`{pattern}` or `{scenario}` is not shipped")));
        };
        self.model.editor.load(&example);
        self.model.run = Run::idle(&found);
        self.model.pattern = found;
        Ok(self)
    }

    /// After something happened. What it asks of the world is not done.
    #[must_use]
    pub fn then(mut self, action: Action) -> Self {
        update(&mut self.model, action);
        self
    }

    /// After a key.
    #[must_use]
    pub fn press(self, chord: Chord) -> Self {
        self.then(Action::Key(chord))
    }

    /// After the models of a recording were chosen, its run was started and everything in it up to `until` happened (the
    /// event `until` holds for is the last).
    #[must_use]
    pub fn play(self, log: &[Arc<Stamped>], key: Chord, until: impl Fn(&Stamped) -> bool) -> Self {
        let Some(first) = log.first() else { return self };
        let RunEvent::RunStarted { local, cloud, .. } = &first.event else { return self };
        let sides = Sides { local: local.clone(), cloud: cloud.clone(), notes: Vec::new(), ways: Box::default() };
        let run = first.run.clone();
        let mut scene = self.then(Action::ModelsChosen(Ok(sides))).press(key).then(Action::RunStarted(run.clone()));
        for stamped in log {
            scene = scene.then(Action::Engine(run.clone(), Arc::clone(stamped)));
            if until(stamped) {
                break;
            }
        }
        scene
    }

    /// The screen.
    #[must_use]
    pub fn draw(&self, width: u16, height: u16, theme: &Theme) -> Buffer {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        view::draw(&self.model, area, &mut buffer, theme);
        buffer
    }
}
