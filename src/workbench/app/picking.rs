//! Choosing a pattern: three questions first, then the list of patterns, those that fit lit up.
//!
//! The cursor goes through one column: the questions, then the entries. Not for drawing, and not for what choosing means
//! to a run: that is `super::command`.

use super::Catalog;
use super::Model;
use super::axes::{Answer, Axis};
use super::scroll::Step;
use crate::pattern::Pattern;

/// Rows of the column that are questions.
const QUESTIONS: usize = Axis::ALL.len();

/// A pattern being chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picking {
    /// Where the cursor is: a question, or after them an entry among those the filter leaves.
    pub at: usize,
    /// The answer to each question, by its place; 0 = any.
    answers: [usize; QUESTIONS],
    /// What was typed to narrow the list.
    pub filter: String,
}

/// What a row of the list stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A pattern, by its place in the catalog.
    Pattern(usize),
    /// A file that does not check, by its place in the catalog.
    Refused(usize),
}

impl Picking {
    /// The question under the cursor.
    #[must_use]
    pub fn question(&self) -> Option<Axis> {
        Axis::ALL.get(self.at).copied()
    }

    /// The place of the entry under the cursor, among those listed.
    #[must_use]
    pub fn listed_at(&self) -> Option<usize> {
        self.at.checked_sub(QUESTIONS)
    }

    /// The place of the answer given to a question.
    #[must_use]
    pub fn place(&self, axis: Axis) -> usize {
        Axis::ALL.iter().zip(self.answers).find(|(known, _)| **known == axis).map_or(0, |(_, place)| place)
    }

    /// The answer given to a question.
    #[must_use]
    pub fn answer(&self, axis: Axis) -> Option<&'static Answer> {
        axis.answers().get(self.place(axis))
    }

    /// Gives the question under the cursor its next answer, or the one before. Stops at both ends.
    pub fn turn(&mut self, forward: bool) {
        let Some(axis) = self.question() else { return };
        let last = axis.answers().len().saturating_sub(1);
        if let Some(place) = self.answers.get_mut(self.at) {
            *place = if forward { (*place + 1).min(last) } else { place.saturating_sub(1) };
        }
    }

    /// Everything about a pattern that does not fit the answers, in the order of the questions.
    #[must_use]
    pub fn reasons(&self, pattern: &Pattern) -> Vec<String> {
        let answers = Axis::ALL.into_iter().filter_map(|axis| self.answer(axis));
        answers.filter_map(|answer| answer.refuses(pattern)).collect()
    }

    /// The entries the filter leaves: patterns, then files that do not check.
    #[must_use]
    pub fn entries(&self, catalog: &Catalog) -> Vec<Entry> {
        let wanted = self.filter.to_lowercase();
        let holds = |name: &str| name.to_lowercase().contains(&wanted);
        let patterns =
            catalog.patterns.iter().enumerate().filter(|(_, pattern)| holds(&pattern.name) || holds(&pattern.id));
        let refused = catalog.refused.iter().enumerate().filter(|(_, file)| holds(&file.name));
        patterns
            .map(|(place, _)| Entry::Pattern(place))
            .chain(refused.map(|(place, _)| Entry::Refused(place)))
            .collect()
    }

    /// The entry under the cursor.
    #[must_use]
    pub fn entry(&self, catalog: &Catalog) -> Option<Entry> {
        self.entries(catalog).get(self.listed_at()?).copied()
    }

    /// Of the entries listed, the first pattern that fits the answers.
    fn first_fitting(&self, catalog: &Catalog) -> Option<usize> {
        self.entries(catalog).iter().position(|entry| match entry {
            Entry::Pattern(place) => {
                catalog.patterns.get(*place).is_some_and(|pattern| self.reasons(pattern).is_empty())
            }
            Entry::Refused(_) => false,
        })
    }

    /// Moves the cursor through the column.
    pub fn step(&mut self, step: Step, catalog: &Catalog) {
        let last = (QUESTIONS + self.entries(catalog).len()).saturating_sub(1);
        self.at = match step {
            Step::Up(by) => self.at.saturating_sub(by),
            Step::Down(by) => (self.at + by).min(last),
            Step::PageUp | Step::Top => 0,
            Step::PageDown | Step::Follow => last,
        };
    }

    /// From a question to the next one, from the last one to the first pattern that fits.
    pub fn go_on(&mut self, catalog: &Catalog) {
        let fitting = self.first_fitting(catalog).unwrap_or(0);
        self.at = if self.at + 1 < QUESTIONS { self.at + 1 } else { QUESTIONS + fitting };
    }

    /// Narrows the list by one letter, or widens it again. The cursor goes to the first pattern that fits.
    pub fn typed(&mut self, letter: Option<char>, catalog: &Catalog) {
        match letter {
            Some(letter) => self.filter.push(letter),
            None => drop(self.filter.pop()),
        }
        self.at = QUESTIONS + self.first_fitting(catalog).unwrap_or(0);
    }

    /// Puts the cursor on an entry again after the catalog changed; where it is gone, as near as can be.
    fn keep(&mut self, entry: Option<Entry>, catalog: &Catalog) {
        let entries = self.entries(catalog);
        if self.at >= QUESTIONS {
            let found = entries.iter().position(|known| Some(*known) == entry).map(|place| QUESTIONS + place);
            self.at = found.unwrap_or(self.at).min((QUESTIONS + entries.len()).saturating_sub(1));
        }
    }
}

/// What an entry is called from one reading of the files to the next.
pub(super) fn id_of(catalog: &Catalog, entry: Entry) -> Option<String> {
    match entry {
        Entry::Pattern(place) => catalog.patterns.get(place).map(|pattern| pattern.id.clone()),
        Entry::Refused(place) => catalog.refused.get(place).map(|file| file.name.clone()),
    }
}

/// Puts the cursor on the entry of this name in the catalog as it is now.
pub(super) fn stay_on(model: &mut Model, id: Option<&str>) {
    let catalog = std::mem::take(&mut model.catalog);
    if let Some(super::Overlay::Patterns(picking)) = model.overlays.last_mut() {
        let entries = picking.entries(&catalog);
        let found = entries.into_iter().find(|entry| id_of(&catalog, *entry).as_deref() == id);
        picking.keep(found, &catalog);
    }
    model.catalog = catalog;
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::pattern::{Direction, Purpose, Trigger};
    use crate::workbench::app::Refused;
    use crate::workbench::app::testing::{cloud_only, local_only, sanitize};

    fn catalog() -> Catalog {
        let local = Pattern { trigger: None, purpose: Vec::new(), ..local_only() };
        let cloud = Pattern { direction: Direction::CloudFirst, purpose: vec![Purpose::Cost], ..cloud_only() };
        Catalog {
            patterns: [sanitize(), local, cloud].into_iter().map(Arc::new).collect(),
            scenarios: Vec::new(),
            refused: vec![Refused { name: "mine.toml".to_owned(), reason: "line 3: no".to_owned() }],
        }
    }

    fn fitting(picking: &Picking, catalog: &Catalog) -> Vec<String> {
        let fits = catalog.patterns.iter().filter(|pattern| picking.reasons(pattern).is_empty());
        fits.map(|pattern| pattern.id.clone()).collect()
    }

    #[test]
    fn answers_leave_patterns_out_and_taking_them_back_brings_them_back() {
        let catalog = catalog();
        let mut picking = Picking::default();
        assert_eq!(fitting(&picking, &catalog).len(), 3);
        picking.turn(true);
        assert_eq!(fitting(&picking, &catalog), ["sanitize-and-solve", "local-only"]);
        picking.at = 1;
        picking.turn(true);
        assert_eq!(picking.answer(Axis::Trigger).unwrap().label, "every run");
        assert_eq!(fitting(&picking, &catalog), ["sanitize-and-solve"]);
        assert_eq!(picking.reasons(&catalog.patterns[2]), ["acts cloud-first"]);
        for _ in 0..9 {
            picking.turn(false);
        }
        picking.at = 0;
        picking.turn(false);
        assert_eq!(fitting(&picking, &catalog).len(), 3);
    }

    #[test]
    fn the_last_question_leads_to_the_first_pattern_that_fits() {
        let catalog = catalog();
        let mut picking = Picking::default();
        picking.turn(true);
        picking.turn(true);
        for at in [1, 2, 5] {
            picking.go_on(&catalog);
            assert_eq!(picking.at, at);
        }
        assert_eq!(picking.entry(&catalog), Some(Entry::Pattern(2)), "cloud-first");
    }

    #[test]
    fn typing_narrows_patterns_and_refused_files_and_the_cursor_stays_inside() {
        let catalog = catalog();
        let mut picking = Picking::default();
        for letter in "MINE".chars() {
            picking.typed(Some(letter), &catalog);
        }
        assert_eq!(picking.entry(&catalog), Some(Entry::Refused(0)));
        picking.typed(Some('x'), &catalog);
        assert_eq!((picking.entries(&catalog).len(), picking.entry(&catalog)), (0, None));
        for _ in 0..9 {
            picking.typed(None, &catalog);
        }
        assert_eq!(picking.entries(&catalog).len(), 4);
        picking.step(Step::Down(99), &catalog);
        assert_eq!(picking.entry(&catalog), Some(Entry::Refused(0)));
        picking.step(Step::Up(99), &catalog);
        assert_eq!(picking.question(), Some(Axis::Direction));
    }

    #[test]
    fn a_trigger_that_never_calls_is_an_answer_of_its_own() {
        let catalog = catalog();
        let mut picking = Picking { at: 1, ..Picking::default() };
        (0..9).for_each(|_| picking.turn(true));
        assert_eq!(picking.answer(Axis::Trigger).unwrap().label, "never");
        assert_eq!(fitting(&picking, &catalog), ["local-only"]);
        assert_eq!(catalog.patterns[0].trigger, Some(Trigger::Always));
    }
}
