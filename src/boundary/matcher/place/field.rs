//! Whether a name stands alone in a field: of JSON, CSV, a table, a form, an address of the web.

use std::ops::Range;

use super::Place;
use crate::boundary::matcher::lists::{GIVEN_LABELS, NAME_LABELS};
use crate::boundary::view::fold::fold;
use crate::boundary::words::is_name;

/// Characters around a field that may hold the person's other name.
const NEAR: usize = 80;

impl Place<'_> {
    /// Whether it fills a field whose label says that it is a name, or beside which another field holds the person's other
    /// name: `{"given": "Clara", "family": "Winter"}`.
    pub(super) fn is_field(&self, bytes: &Range<usize>) -> bool {
        let (Some(before), Some(after)) = (self.text.get(..bytes.start), self.text.get(bytes.end..)) else {
            return false;
        };
        let Some(head) = head(before) else { return false };
        let capital =
            self.text.get(bytes.clone()).and_then(|inside| inside.chars().next()).is_some_and(char::is_uppercase);
        let label = label(head).filter(|label| capital && NAME_LABELS.contains(&label.as_str()));
        // What `from` or `name` stand before may be more than a name.
        let vague =
            label.as_ref().is_some_and(|label| matches!(label.as_str(), "name" | "names" | "from" | "to" | "cc"));
        if !closes(after) && (label.is_none() || vague) {
            return false;
        }
        if label.is_some() {
            return !self.has_another_given_name(before, after);
        }
        let near = |text: &str, at: usize| text.is_char_boundary(at);
        let from = (before.len().saturating_sub(NEAR)..=before.len()).find(|at| near(before, *at)).unwrap_or_default();
        let to = (0..=after.len().min(NEAR)).rev().find(|at| near(after, *at)).unwrap_or_default();
        self.holds_own(before.get(from..).unwrap_or_default()) || self.holds_own(after.get(..to).unwrap_or_default())
    }

    /// Whether the field beside it holds the given name of somebody else: `{"first": "Peter", "last": "Frost"}`.
    fn has_another_given_name(&self, before: &str, after: &str) -> bool {
        let stranger = |from: &str, word: &str| {
            let folded = fold(word);
            is_name(&folded)
                && !self.known.has(&folded)
                && head(from).and_then(label).is_some_and(|label| GIVEN_LABELS.contains(&label.as_str()))
        };
        let mut words = before.split(|c: char| !c.is_alphanumeric()).rev().filter(|word| !word.is_empty()).take(4);
        let offset = |text: &str, word: &str| (word.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        words.any(|word| before.get(..offset(before, word)).is_some_and(|from| stranger(from, word)))
            || after
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .take(4)
                .any(|word| after.get(..offset(after, word)).is_some_and(|from| stranger(from, word)))
    }

    /// Whether one of the value's other names fills a field of a text.
    fn holds_own(&self, text: &str) -> bool {
        self.known.words.iter().filter(|word| word.folded.len() >= 3).any(|own| {
            let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.any(|word| {
                let said = self.view.text().get(self.span.clone()).unwrap_or_default();
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                own.folded.as_str() != said
                    && fold(word) == own.folded.as_str()
                    && (start == 0 || text.get(..start).is_some_and(|before| head(before).is_some()))
                    && text.get(start + word.len()..).is_some_and(closes)
            })
        })
    }
}

/// What stands in front of a field that begins here, without what opens it; `None` if none begins.
fn head(before: &str) -> Option<&str> {
    let trimmed = before.trim_end_matches([' ', '\t']);
    let marked = trimmed.trim_end_matches(['"', '\'', '`', '[', '(']);
    if marked.len() < trimmed.len() || trimmed.ends_with([':', '=', ';', ',', '|', '>', '\t']) || before.ends_with('\t')
    {
        Some(marked)
    } else {
        None
    }
}

/// Whether a field ends here.
fn closes(after: &str) -> bool {
    let rest = after.trim_start_matches(' ');
    rest.is_empty() || rest.starts_with(['"', '\'', '`', ']', ')', ';', ',', '|', '<', '\n', '\r', '\t', '}', '&'])
}

/// The name of a field, folded, from what stands in front of its value: `"lastName": `, `nachname=`, `<family>`.
fn label(head: &str) -> Option<String> {
    let name = head.trim_end().strip_suffix([':', '=', '>', '|'])?;
    let name = name.trim_end_matches([' ', '"', '\'', '`', ')', ']', '*']);
    let start = name
        .rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
        .map_or(0, |at| at + name.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let name = name.get(start..)?;
    (!name.is_empty() && name.len() <= 24).then(|| fold(name))
}
