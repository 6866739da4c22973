//! The three questions a pattern answers (who acts first, when the cloud is called, why the work is split), their
//! possible answers, and which patterns an answer leaves out, with the reason. Pure; not for drawing.

use crate::pattern::{Direction, Pattern, Purpose, Trigger};

/// One of the three questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// Who acts first.
    Direction,
    /// When the cloud is called.
    Trigger,
    /// Why the work is split.
    Purpose,
}

/// What an answer asks of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Anything,
    Direction(Direction),
    Trigger(Option<Trigger>),
    Purpose(Purpose),
}

/// An answer to one of the questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// In a word or two.
    pub label: &'static str,
    /// In a sentence.
    pub meaning: &'static str,
    wanted: Wanted,
}

const fn answer(label: &'static str, wanted: Wanted, meaning: &'static str) -> Answer {
    Answer { label, meaning, wanted }
}

const ANYBODY: &str = "Every pattern fits.";

const DIRECTIONS: &[Answer] = &[
    answer("any", Wanted::Anything, ANYBODY),
    answer(
        "local",
        Wanted::Direction(Direction::LocalFirst),
        "The local model reads first. The cloud gets at most what the pattern lets across the line.",
    ),
    answer(
        "cloud",
        Wanted::Direction(Direction::CloudFirst),
        "The cloud begins, and what it says is carried out or finished at home.",
    ),
    answer("both", Wanted::Direction(Direction::Both), "Both work at once, each without seeing the other's answer."),
];

const TRIGGERS: &[Answer] = &[
    answer("any", Wanted::Anything, ANYBODY),
    answer("every run", Wanted::Trigger(Some(Trigger::Always)), "Each run calls the cloud, and costs what that costs."),
    answer(
        "if needed",
        Wanted::Trigger(Some(Trigger::Conditional)),
        "Only when a condition holds, for example when a question turns out to be hard. Other runs stay home.",
    ),
    answer(
        "background",
        Wanted::Trigger(Some(Trigger::Optional)),
        "You read the local answer at once; the cloud works behind it, and you decide what to take over.",
    ),
    answer("never", Wanted::Trigger(None), "Nothing leaves this machine."),
];

const PURPOSES: &[Answer] = &[
    answer("any", Wanted::Anything, ANYBODY),
    answer(
        "privacy",
        Wanted::Purpose(Purpose::Privacy),
        "Private details stay home; the cloud gets what it needs to help.",
    ),
    answer("cost", Wanted::Purpose(Purpose::Cost), "Fewer paid tokens: the local model does what it can."),
    answer("latency", Wanted::Purpose(Purpose::Latency), "Less waiting: something useful is on screen sooner."),
    answer(
        "reliability",
        Wanted::Purpose(Purpose::Reliability),
        "More trust: one model checks what the other one says.",
    ),
];

impl Axis {
    /// Every question, in the order they are asked.
    pub const ALL: [Self; 3] = [Self::Direction, Self::Trigger, Self::Purpose];

    /// As it is asked.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Direction => "Who should act first?",
            Self::Trigger => "When may the cloud be called?",
            Self::Purpose => "Why split the work?",
        }
    }

    /// In as few words as it can be asked.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::Direction => "Who first?",
            Self::Trigger => "Cloud when?",
            Self::Purpose => "Why split?",
        }
    }

    /// Its answers; the first one leaves nothing out.
    #[must_use]
    pub fn answers(self) -> &'static [Answer] {
        match self {
            Self::Direction => DIRECTIONS,
            Self::Trigger => TRIGGERS,
            Self::Purpose => PURPOSES,
        }
    }
}

impl Answer {
    /// Why a pattern does not fit this answer, as a few words about the pattern; `None` = it fits.
    #[must_use]
    pub fn refuses(&self, pattern: &Pattern) -> Option<String> {
        match self.wanted {
            Wanted::Anything => None,
            Wanted::Direction(wanted) => (pattern.direction != wanted).then(|| {
                match pattern.direction {
                    Direction::LocalFirst => "acts local-first",
                    Direction::CloudFirst => "acts cloud-first",
                    Direction::Both => "both sides act at once",
                }
                .to_owned()
            }),
            Wanted::Trigger(wanted) => (pattern.trigger != wanted).then(|| {
                match pattern.trigger {
                    Some(Trigger::Always) => "calls the cloud on every run",
                    Some(Trigger::Conditional) => "calls the cloud only if needed",
                    Some(Trigger::Optional) => "calls the cloud in the background",
                    None => "never calls the cloud",
                }
                .to_owned()
            }),
            Wanted::Purpose(wanted) => (!pattern.purpose.contains(&wanted)).then(|| {
                let purposes: Vec<&str> = pattern.purpose.iter().map(|purpose| word(*purpose)).collect();
                match purposes.as_slice() {
                    [] => "names no purpose".to_owned(),
                    [one] => format!("is for {one}"),
                    [first @ .., last] => format!("is for {} and {last}", first.join(", ")),
                }
            }),
        }
    }
}

/// A purpose as people write it.
#[must_use]
pub fn word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Privacy => "privacy",
        Purpose::Cost => "cost",
        Purpose::Latency => "latency",
        Purpose::Reliability => "reliability",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::app::testing::{cloud_only, local_only, sanitize};

    fn reason(axis: Axis, label: &str, pattern: &Pattern) -> Option<String> {
        axis.answers().iter().find(|answer| answer.label == label).unwrap().refuses(pattern)
    }

    #[test]
    fn what_does_not_fit_says_what_it_does_instead() {
        let cloud = Pattern { direction: Direction::CloudFirst, ..cloud_only() };
        assert_eq!(reason(Axis::Direction, "local", &cloud).as_deref(), Some("acts cloud-first"));
        assert_eq!(reason(Axis::Trigger, "never", &cloud).as_deref(), Some("calls the cloud on every run"));
        let local = Pattern { trigger: None, purpose: Vec::new(), ..local_only() };
        assert_eq!(reason(Axis::Trigger, "if needed", &local).as_deref(), Some("never calls the cloud"));
        assert_eq!(reason(Axis::Purpose, "cost", &local).as_deref(), Some("names no purpose"));
        let two = Pattern { purpose: vec![Purpose::Cost, Purpose::Latency], ..sanitize() };
        assert_eq!(reason(Axis::Purpose, "privacy", &two).as_deref(), Some("is for cost and latency"));
    }

    #[test]
    fn every_pattern_fits_one_answer_of_each_of_the_first_two_questions() {
        for direction in [Direction::LocalFirst, Direction::CloudFirst, Direction::Both] {
            for trigger in [Some(Trigger::Always), Some(Trigger::Conditional), Some(Trigger::Optional), None] {
                let pattern = Pattern { direction, trigger, ..sanitize() };
                for axis in [Axis::Direction, Axis::Trigger] {
                    let fits = axis.answers().iter().skip(1).filter(|answer| answer.refuses(&pattern).is_none());
                    assert_eq!(fits.count(), 1, "{axis:?} {direction:?} {trigger:?}");
                    assert_eq!(axis.answers()[0].refuses(&pattern), None);
                }
            }
        }
    }
}
