//! What a stand-in says to a request: a script, a schedule, or plainly that it is a stand-in.
//!
//! It sees the request alone, never which stage of which pattern sent it.

use serde::Deserialize;

use super::{advice, fallback, grounding, problem, review, script};

/// Which stand-in is spoken to; told by the model's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Voice {
    /// The local one, in the place of a Gemma.
    Local,
    /// The cloud one, in the place of a GPT.
    Cloud,
}

impl Voice {
    /// The stand-in that answers for `model`, if one does.
    pub(super) fn of(model: &str) -> Option<Self> {
        if model.starts_with("gemma4") {
            Some(Self::Local)
        } else if model.starts_with("gpt-") {
            Some(Self::Cloud)
        } else {
            None
        }
    }
}

/// A request, free of its protocol.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    /// Who is asked.
    pub(super) voice: Voice,
    /// The model's name as asked for.
    pub(super) model: String,
    /// System prompt, developer messages, instructions.
    pub(super) system: String,
    /// What the user said, oldest first.
    pub(super) user: Vec<String>,
    /// Everything else that counts as input (the model's earlier replies), in characters.
    pub(super) other_chars: usize,
    /// Whether the model thinks before it answers.
    pub(super) thinks: bool,
    /// Upper bound of output tokens.
    pub(super) limit: Option<usize>,
    /// A strict schema of the reply.
    pub(super) schema: Option<serde_json::Value>,
    /// Sampling seed; 0 where none is named. What it changes is up to a script.
    pub(super) seed: u64,
}

impl Asked {
    /// The user's first message: the rendered prompt. Later ones are complaints about a reply.
    pub(super) fn prompt(&self) -> &str {
        self.user.first().map_or("", String::as_str)
    }

    /// Input tokens, at four characters each and a few for the frame of each message.
    pub(super) fn input_tokens(&self) -> u64 {
        let chars: usize = self.user.iter().map(|text| text.chars().count()).sum::<usize>()
            + self.system.chars().count()
            + self.other_chars;
        (chars.div_ceil(4) + 4 * (self.user.len() + 1)) as u64
    }
}

/// What is said.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spoken {
    /// Thinking, or a reasoning summary.
    pub(super) thinking: String,
    /// The answer.
    pub(super) answer: String,
    /// Whether the answer is a JSON object somebody parses.
    pub(super) contract: bool,
    /// How unsure it is said: the log-probabilities of its tokens are this many times those of plain speech.
    pub(super) doubt: f64,
}

impl Default for Spoken {
    fn default() -> Self {
        Self { thinking: String::new(), answer: String::new(), contract: false, doubt: 1.0 }
    }
}

const CLOUD: &str = "I am a rehearsal stand-in for a cloud model. I can plan loads against a tariff from the text I am \
                     given, but this request is not such a problem, so I have no answer to it.";
const LOCAL: &str = "I am a rehearsal stand-in for a local model. I can plan loads against a tariff and play the shipped \
                     scenarios, but no model has read this request, so I have no answer to it.";

/// Answers a request.
pub(super) fn speak(asked: &Asked) -> Spoken {
    // Already in the form of the schema.
    if let Some(spoken) = grounding::speak(asked).or_else(|| review::speak(asked)) {
        return spoken;
    }
    let worded = script::speak(asked).or_else(|| grounding::pass_on(asked)).or_else(|| fallback::speak(asked));
    let mut spoken = worded.unwrap_or_else(|| {
        if let Some(problem) = problem::read(asked.prompt()) {
            let advice = advice::advise(&problem);
            return Spoken { thinking: advice.thinking, answer: advice.answer, ..Spoken::default() };
        }
        let (thinking, answer) = match asked.voice {
            Voice::Cloud => ("No loads and no tariff in this request; a stand-in has nothing to reason with.", CLOUD),
            Voice::Local => ("No script fits this request, and a stand-in has nothing to think with.", LOCAL),
        };
        Spoken { thinking: thinking.to_owned(), answer: answer.to_owned(), ..Spoken::default() }
    });
    // What was written for a form of its own fits it already.
    if let Some(schema) = asked.schema.as_ref().filter(|_| !spoken.contract) {
        spoken.answer = fallback::fit(schema, &spoken.answer).to_string();
        spoken.contract = true;
    }
    spoken
}
