//! What outlives a run: models, policy, private words, what was spent; and the status line.

use super::action::Sides;
use super::measured::Measured;
use super::params::Turned;
use crate::boundary::finding::Policy;

/// The models.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setup {
    /// Being looked for.
    Choosing,
    /// Chosen.
    Chosen(Sides),
    /// None can be used; why, and what to do.
    Failed(String),
}

impl Setup {
    /// Both sides, where chosen.
    #[must_use]
    pub fn sides(&self) -> Option<&Sides> {
        match self {
            Self::Chosen(sides) => Some(sides),
            Self::Choosing | Self::Failed(_) => None,
        }
    }
}

/// What outlives a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// What the gate does with findings in the next run.
    pub policy: Policy,
    /// The user's own private words.
    pub terms: Vec<String>,
    /// Whether drafts are kept.
    pub keep_drafts: bool,
    /// USD spent on real models.
    pub spent_usd: f64,
    /// USD the simulated models would have cost.
    pub simulated_usd: f64,
    /// Runs ended.
    pub runs: u32,
    /// Params turned away from their defaults.
    pub params: Turned,
    /// What finished runs cost and took.
    pub measured: Measured,
    /// The home side on the internet that the user agreed to, by its place.
    pub far_agreed: Option<String>,
    /// Whether the next stop key quits.
    pub quit_armed: bool,
    /// Whether something was typed since the run on screen began: then nothing may take the keys away.
    pub typed: bool,
}

impl Session {
    /// A session that has spent nothing.
    #[must_use]
    pub fn new(policy: Policy, terms: Vec<String>, keep_drafts: bool) -> Self {
        Self {
            policy,
            terms,
            keep_drafts,
            spent_usd: 0.0,
            simulated_usd: 0.0,
            runs: 0,
            params: Turned::default(),
            measured: Measured::default(),
            far_agreed: None,
            quit_armed: false,
            typed: false,
        }
    }

    /// Adds what a stage cost.
    pub fn spend(&mut self, usd: f64, simulated: bool) {
        if simulated {
            self.simulated_usd += usd;
        } else {
            self.spent_usd += usd;
        }
    }

    /// The policy after this one. `allow` is never among them: it has to be named when the program starts.
    pub fn next_policy(&mut self) {
        self.policy = match self.policy {
            Policy::Ask => Policy::Mask,
            Policy::Mask => Policy::Block,
            Policy::Block | Policy::Allow => Policy::Ask,
        };
    }
}

/// How a status line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Note,
    /// Something waits for the user.
    Ask,
    /// Something did not work.
    Trouble,
}

/// One line for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// How it is meant.
    pub tone: Tone,
    /// What it says.
    pub text: String,
}

impl Status {
    /// Something was done.
    #[must_use]
    pub fn note(text: impl Into<String>) -> Self {
        Self { tone: Tone::Note, text: text.into() }
    }

    /// Something waits for the user.
    #[must_use]
    pub fn ask(text: impl Into<String>) -> Self {
        Self { tone: Tone::Ask, text: text.into() }
    }

    /// Something did not work.
    #[must_use]
    pub fn trouble(text: impl Into<String>) -> Self {
        Self { tone: Tone::Trouble, text: text.into() }
    }
}
