//! The panes: which a pattern needs, on which side of the line they stand, and the text each has gathered.
//!
//! Text is only ever appended, so that no frame costs more for a longer transcript. Not for drawing.

use super::checklist::Checklist;
use super::scroll::Scroll;
use crate::boundary::facts::Facts;
use crate::pattern::{Pattern, Side};
use crate::text::stream::StreamBuffer;

/// What a pane shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Question and context, as the user writes them.
    Raw,
    /// What crosses the line for a cloud stage: a preview while the abstraction is written, then exactly what was sent.
    Crossing {
        /// The local stage whose public fields it is made of; `None` where private values are revealed as they are.
        producer: Option<String>,
        /// The cloud stage it is for.
        consumer: String,
    },
    /// What a stage wrote.
    Stage(String),
    /// A cloud stage's answer with the private values put back.
    Restored(String),
}

/// What a part of a pane's text is, where it is not simply what a model wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// An attempt that did not do, kept visible.
    Discarded,
    /// A line of the workbench: why an attempt did not do, why a stage was skipped.
    Note,
    /// A heading of a checklist.
    Heading,
    /// What is well.
    Good,
    /// What failed.
    Bad,
    /// What is secondary.
    Faint,
}

/// A part of a pane's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it is.
    pub part: Part,
}

/// What went wrong in a pane's stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// In a word or two.
    pub what: &'static str,
    /// The reason and the next step.
    pub detail: String,
    /// Whether a part of the answer is there.
    pub partial: bool,
}

/// What goes out in a request a person decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Decided {
    /// Values that go as their placeholders.
    pub masked: usize,
}

/// A pane.
#[derive(Debug, Clone)]
pub struct Pane {
    /// What it shows.
    pub role: Role,
    /// Its name.
    pub title: String,
    /// On which side of the line it stands.
    pub side: Side,
    /// Its text, oldest first.
    pub text: StreamBuffer,
    /// Parts of the text that are not simply what a model wrote, in order.
    pub marks: Vec<Mark>,
    /// Where the current attempt begins in the text.
    pub body_start: usize,
    /// The model's thinking in the current attempt.
    pub thinking: StreamBuffer,
    /// Whether thinking is unfolded.
    pub unfolded: bool,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// Where it is looked at.
    pub scroll: Scroll,
    /// Whether a crossing pane shows exactly what was sent.
    pub sent: bool,
    /// What a person let go out here, when they decided on it.
    pub decided: Option<Decided>,
    /// What became of the quantities of the input in what crossed.
    pub facts: Option<Facts>,
    /// Of what was sent, the pattern's own instructions, word for word; apart from the text, so that they do not stand
    /// before what is about the user. Empty where anything in them is not the pattern's.
    pub instructions: StreamBuffer,
}

impl Pane {
    fn new(role: Role, title: &str, side: Side) -> Self {
        Self {
            role,
            title: title.to_owned(),
            side,
            text: StreamBuffer::new(),
            marks: Vec::new(),
            body_start: 0,
            thinking: StreamBuffer::new(),
            unfolded: false,
            problem: None,
            scroll: Scroll::default(),
            sent: false,
            decided: None,
            facts: None,
            instructions: StreamBuffer::new(),
        }
    }

    /// The stage whose timings and errors belong here; `None` for the raw prompt.
    #[must_use]
    pub fn stage(&self) -> Option<&str> {
        match &self.role {
            Role::Raw => None,
            Role::Crossing { producer, consumer } => Some(producer.as_deref().unwrap_or(consumer)),
            Role::Stage(stage) | Role::Restored(stage) => Some(stage),
        }
    }

    /// Whether a stage's text and errors are shown here: where it writes, not where its answer is put back.
    #[must_use]
    pub fn is_home_of(&self, stage: &str) -> bool {
        match &self.role {
            Role::Crossing { producer, .. } => producer.as_deref() == Some(stage),
            Role::Stage(id) => id == stage,
            Role::Raw | Role::Restored(_) => false,
        }
    }

    /// What was written so far did not do: it stays, marked as such, above the reason.
    pub fn discard(&mut self, reason: &str) {
        if self.text.text().len() > self.body_start {
            self.mark(self.body_start, Part::Discarded);
            if !self.text.text().ends_with('\n') {
                self.text.push("\n");
            }
        }
        self.note(reason);
        self.thinking.clear();
    }

    /// Replaces the text by a checklist; where it is looked at stays.
    pub fn show(&mut self, shown: &Checklist) {
        self.text = StreamBuffer::from(shown.text.as_str());
        self.marks.clone_from(&shown.marks);
        self.body_start = 0;
    }

    /// A line of the workbench.
    pub fn note(&mut self, line: &str) {
        let start = self.text.text().len();
        self.text.push(line);
        self.mark(start, Part::Note);
        self.text.push("\n");
        self.body_start = self.text.text().len();
    }

    fn mark(&mut self, start: usize, part: Part) {
        self.marks.push(Mark { start, end: self.text.text().len(), part });
    }

    /// Replaces the text by what was sent: its text fields in order. `instructions` are those the pattern declares; a
    /// first field that is exactly that is set apart, any other is text like the rest.
    pub fn show_sent(&mut self, fields: &[String], instructions: Option<&str>) {
        let fixed = instructions.map(str::trim).filter(|fixed| !fixed.is_empty());
        let (apart, rest) = match fields.split_first() {
            Some((first, rest)) if !rest.is_empty() && fixed == Some(first.as_str()) => (first.as_str(), rest),
            _ => ("", fields),
        };
        self.instructions = StreamBuffer::from(apart);
        self.text = StreamBuffer::from(rest.join("\n\n").as_str());
        self.marks.clear();
        self.body_start = 0;
        self.scroll = Scroll::START;
        self.sent = true;
    }

    /// The text of the current attempt: what is read and compared.
    #[must_use]
    pub fn body(&self) -> &str {
        self.text.text().get(self.body_start..).unwrap_or_default()
    }

    /// All of it, with the instructions that were sent: what is copied and saved.
    #[must_use]
    pub fn whole(&self) -> String {
        let parts = [self.instructions.text(), self.body()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
    }
}

/// The panes of a pattern in the order of the data: the raw prompt, then stage by stage what crosses and what is
/// written. A local stage whose public fields feed a cloud stage has no pane of its own: what it writes is what crosses.
#[must_use]
pub fn panes_of(pattern: &Pattern) -> Vec<Pane> {
    let mut panes = vec![Pane::new(Role::Raw, "Raw prompt", Side::Local)];
    for stage in &pattern.stages {
        match stage.side {
            Side::Local if feeds_cloud(pattern, &stage.id) => {}
            Side::Local => panes.push(Pane::new(Role::Stage(stage.id.clone()), &stage.title, Side::Local)),
            Side::Cloud => {
                let producer = stage.needs.iter().find(|id| is_public(pattern, id));
                let title = producer
                    .and_then(|id| pattern.stages.iter().find(|stage| stage.id == *id))
                    .map_or_else(|| format!("Request to {}", stage.title.to_lowercase()), |made| made.title.clone());
                let role = Role::Crossing { producer: producer.cloned(), consumer: stage.id.clone() };
                panes.push(Pane::new(role, &title, Side::Cloud));
                panes.push(Pane::new(Role::Stage(stage.id.clone()), &stage.title, Side::Cloud));
            }
        }
    }
    panes
}

/// The pane for a cloud answer with the private values put back.
#[must_use]
pub fn restored_pane(stage: &str) -> Pane {
    Pane::new(Role::Restored(stage.to_owned()), "Answer, your words put back", Side::Local)
}

fn is_public(pattern: &Pattern, id: &str) -> bool {
    let stage = pattern.stages.iter().find(|stage| stage.id == *id);
    stage.is_some_and(|stage| {
        stage.side == Side::Local && stage.reply.as_ref().is_some_and(|reply| !reply.public.is_empty())
    })
}

fn feeds_cloud(pattern: &Pattern, id: &str) -> bool {
    is_public(pattern, id)
        && pattern.stages.iter().any(|stage| {
            stage.side == Side::Cloud
                && stage.needs.iter().find(|need| is_public(pattern, need)) == Some(&id.to_owned())
        })
}

/// The text fields of a request body as a person reads them, in order: what a provider calls instructions, system and
/// messages. A body in no known form is one field, as it is.
#[must_use]
pub fn sent_fields(body: &str) -> Vec<String> {
    let Ok(value) = serde_json::from_str::<serde_json::Value>(body) else { return vec![body.to_owned()] };
    let mut texts = Vec::new();
    for key in ["instructions", "system", "input", "messages"] {
        collect(value.get(key), &mut texts);
    }
    if texts.is_empty() { vec![body.to_owned()] } else { texts }
}

fn collect(value: Option<&serde_json::Value>, texts: &mut Vec<String>) {
    match value {
        Some(serde_json::Value::String(text)) if !text.trim().is_empty() => texts.push(text.trim().to_owned()),
        Some(serde_json::Value::Array(items)) => items.iter().for_each(|item| collect(Some(item), texts)),
        Some(serde_json::Value::Object(fields)) => {
            collect(fields.get("content").or_else(|| fields.get("text")), texts);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::app::testing::{cloud_only, local_only, sanitize};

    fn outline(pattern: &Pattern) -> Vec<(String, Side)> {
        panes_of(pattern).into_iter().map(|pane| (pane.title, pane.side)).collect()
    }

    #[test]
    fn the_abstraction_stands_on_the_cloud_side_because_it_is_what_crosses() {
        let outline = outline(&sanitize());
        let want = [
            ("Raw prompt", Side::Local),
            ("Sanitized abstraction", Side::Cloud),
            ("Cloud answer", Side::Cloud),
            ("Reframed answer", Side::Local),
        ];
        assert_eq!(outline, want.map(|(title, side)| (title.to_owned(), side)));
    }

    #[test]
    fn the_baselines_show_what_they_show_the_cloud() {
        assert_eq!(outline(&local_only()).iter().filter(|(_, side)| *side == Side::Cloud).count(), 0);
        let cloud = outline(&cloud_only());
        assert_eq!(cloud[1], ("Request to cloud answer".to_owned(), Side::Cloud));
    }

    #[test]
    fn what_was_sent_is_read_from_both_protocols() {
        let responses = r#"{"model":"m","instructions":"Solve.","input":[{"role":"user","content":"load_A"}]}"#;
        assert_eq!(sent_fields(responses), ["Solve.", "load_A"]);
        let chat = r#"{"messages":[{"role":"system","content":"Solve."},{"role":"user","content":[{"type":"text","text":"x"}]}]}"#;
        assert_eq!(sent_fields(chat), ["Solve.", "x"]);
        assert_eq!(sent_fields("{\"odd\":1}"), ["{\"odd\":1}"]);
    }

    #[test]
    fn only_instructions_that_are_word_for_word_the_patterns_are_set_apart() {
        let fields = ["Solve.".to_owned(), "load_A".to_owned()];
        for (declared, apart, text) in [
            (Some("Solve.\n"), "Solve.", "load_A"),
            // Written by a template, edited at the gate, or masked: then it may say something about the user.
            (Some("Solve for {{ question }}."), "", "Solve.\n\nload_A"),
            (Some("Solve it."), "", "Solve.\n\nload_A"),
            (None, "", "Solve.\n\nload_A"),
        ] {
            let mut pane = Pane::new(Role::Raw, "x", Side::Local);
            pane.show_sent(&fields, declared);
            assert_eq!((pane.instructions.text(), pane.body()), (apart, text), "{declared:?}");
            assert_eq!(pane.whole(), "Solve.\n\nload_A", "nothing is missing from what is copied");
        }
    }

    #[test]
    fn a_discarded_attempt_stays_above_its_reason() {
        let mut pane = Pane::new(Role::Raw, "x", Side::Local);
        pane.text.push("not json");
        pane.discard("attempt 2: no object");
        pane.text.push("{}");
        assert_eq!(pane.text.text(), "not json\nattempt 2: no object\n{}");
        let text = |mark: &Mark| pane.text.text().get(mark.start..mark.end).unwrap();
        let parts: Vec<(Part, &str)> = pane.marks.iter().map(|mark| (mark.part, text(mark))).collect();
        assert_eq!(parts, [(Part::Discarded, "not json"), (Part::Note, "attempt 2: no object")]);
        assert_eq!(pane.body(), "{}");
    }
}
