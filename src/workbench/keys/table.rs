//! The one command table. A command is added by one variant and one row here; a test refuses keys that clash.

use crossterm::event::KeyCode;

use super::chord::{Chord, ctrl, function, key, named};

/// Everything a key can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // Each variant's row says what it does, in the words the user reads.
pub enum Command {
    Run,
    Back,
    Interrupt,
    Compare,
    CompareStart,
    CompareTick,
    CompareMore,
    CompareLess,
    HoldNext,
    Review,
    Policy,
    Models,
    Patterns,
    Params,
    Scenarios,
    OpenFile,
    ExternalEditor,
    Undo,
    Redo,
    EditInput,
    NextPane,
    PreviousPane,
    FocusPane,
    Zoom,
    Thinking,
    Diff,
    Copy,
    Save,
    Theme,
    Mouse,
    Help,
    Suspend,
    Quit,
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Follow,
    NextChange,
    PreviousChange,
    NextValue,
    PreviousValue,
    ResetValue,
    Changes,
    AcceptChange,
    RejectChange,
    AcceptAll,
    RejectAll,
    Choose,
    Yes,
    No,
    SendRequest,
    ToggleFinding,
    MaskRequest,
    EditRequest,
    BlockRequest,
    NextFinding,
    PreviousFinding,
    FindingsUp,
    FindingsDown,
    FirstFinding,
    LastFinding,
    NextField,
    PreviousField,
    SubmitEdit,
    GiveValue,
    LookAway,
    Desk,
    DeskPart,
    NextClaim,
    PreviousClaim,
    Blind,
    VoteLeft,
    VoteRight,
    VoteTie,
}

/// What has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// The question or the context is being written.
    Editor,
    /// A pane that is read has focus.
    Pane,
    /// The diff fills the body.
    Diff,
    /// The desk fills the body: two answers side by side.
    Desk,
    /// The changes of a refinement fill the body.
    Hunks,
    /// The gate asks.
    Approval,
    /// A field of the held request is being written.
    ApprovalEdit,
    /// A word is typed that lets a private value pass.
    ApprovalWord,
    /// A value a run asks for is being written.
    Asked,
    /// A pattern is being chosen by the three questions.
    Patterns,
    /// The params of the pattern are open.
    Params,
    /// A list to choose from is open.
    List,
    /// A path is being written.
    Prompt,
    /// A yes-or-no question is open.
    Confirm,
    /// Patterns are compared.
    Compare,
    /// The help is open.
    Help,
}

impl Context {
    /// Every context.
    pub const ALL: [Self; 16] = [
        Self::Editor,
        Self::Pane,
        Self::Diff,
        Self::Desk,
        Self::Hunks,
        Self::Approval,
        Self::ApprovalEdit,
        Self::ApprovalWord,
        Self::Asked,
        Self::Patterns,
        Self::Params,
        Self::List,
        Self::Prompt,
        Self::Confirm,
        Self::Compare,
        Self::Help,
    ];

    /// Whether characters are text here. Then they are never commands.
    #[must_use]
    pub fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Editor
                | Self::ApprovalEdit
                | Self::ApprovalWord
                | Self::Asked
                | Self::Prompt
                | Self::Patterns
                | Self::List
        )
    }

    /// What the keymap page calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Editor => "writing",
            Self::Pane => "panes",
            Self::Diff => "diff",
            Self::Desk => "desk",
            Self::Hunks => "changes",
            Self::Approval => "the gate asks",
            Self::ApprovalEdit => "editing a held request",
            Self::ApprovalWord => "letting a private value pass",
            Self::Asked => "a missing value",
            Self::Patterns => "choosing a pattern",
            Self::Params => "params",
            Self::List => "lists",
            Self::Prompt => "path",
            Self::Confirm => "question",
            Self::Compare => "comparing patterns",
            Self::Help => "help",
        }
    }
}

/// Where help and the keymap page put a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// Starting and stopping.
    Run,
    /// The line.
    Gate,
    /// Question and context.
    Write,
    /// Looking around.
    Look,
    /// Lists and questions.
    Choose,
    /// The program itself.
    Program,
}

impl Section {
    /// Every section in reading order.
    pub const ALL: [Self; 6] = [Self::Run, Self::Gate, Self::Write, Self::Look, Self::Choose, Self::Program];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Run => "Run",
            Self::Gate => "The line",
            Self::Write => "Question and context",
            Self::Look => "Look",
            Self::Choose => "Lists and questions",
            Self::Program => "Program",
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The command.
    pub command: Command,
    /// Its name in docs.
    pub id: &'static str,
    /// One or two words for the footer.
    pub hint: &'static str,
    /// One line for help and docs.
    pub doc: &'static str,
    /// Where it stands.
    pub section: Section,
    /// Where it works.
    pub contexts: &'static [Context],
    /// Its keys. Plain characters work only where characters are not text.
    pub keys: &'static [Chord],
    /// Footer order, smaller first; 0 = not in the footer.
    pub footer: u8,
}

impl Row {
    /// The keys that work in a context.
    pub fn keys_in(&self, context: Context) -> impl Iterator<Item = Chord> + '_ {
        let here = self.contexts.contains(&context);
        self.keys.iter().copied().filter(move |chord| here && !(context.takes_text() && chord.is_typing()))
    }

    /// The keys as a person reads them: `1-9` rather than nine keys.
    #[must_use]
    pub fn label(&self, context: Option<Context>) -> String {
        if self.command == Command::FocusPane {
            return "1-9".to_owned();
        }
        let keys: Vec<String> = match context {
            Some(context) => self.keys_in(context).map(|chord| chord.to_string()).collect(),
            None => self.keys.iter().map(ToString::to_string).collect(),
        };
        keys.join(" ")
    }
}

use Context::{
    Approval, ApprovalEdit, ApprovalWord, Asked, Compare as CompareContext, Confirm, Desk, Diff, Editor,
    Help as HelpContext, Hunks, List, Pane, Params, Patterns, Prompt,
};

/// Where the workbench itself, and no overlay, has the keys.
const BASE: &[Context] = &[Editor, Pane, Diff, Desk];
const READING: &[Context] = &[Pane, Diff];
const SCROLLING: &[Context] = &[Pane, Diff, Desk, Hunks, HelpContext, Patterns, Params, List];
const JUMPING: &[Context] = &[Pane, Diff, Desk, Hunks, HelpContext, Patterns, Params, List, CompareContext];
const MOVING: &[Context] = &[Pane, Diff, Desk, Hunks, Approval, HelpContext, Patterns, Params, List, CompareContext];
const EVERYWHERE: &[Context] = &Context::ALL;

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row(Command::Run, "run", "run", "run the pattern, again or for the first time", Section::Run, BASE, &[ctrl('r'), key('r')], 10),
    row(Command::Back, "back", "back", "one step back; asks before it stops a run", Section::Run, EVERYWHERE, &[named(KeyCode::Esc)], 0),
    row(Command::Interrupt, "interrupt", "stop", "stop the run; with none on, twice quits", Section::Run, EVERYWHERE, &[ctrl('c')], 0),
    row(Command::Patterns, "patterns", "patterns", "choose a pattern", Section::Run, BASE, &[ctrl('p'), key('p')], 30),
    row(Command::Params, "params", "params", "turn the params of the pattern", Section::Run, BASE, &[function(2), key('v')], 35),
    row(Command::Scenarios, "scenarios", "examples", "load an example scenario", Section::Run, BASE, &[ctrl('e'), key('s')], 40),
    row(Command::Models, "models", "models", "look again which models are there", Section::Run, BASE, &[function(5), key('R')], 0),
    row(Command::Compare, "compare", "compare", "compare patterns on this prompt", Section::Run, &[Editor, Pane, Diff], &[function(9), key('c')], 36),
    row(Command::CompareStart, "compare-start", "run", "run the patterns that are ticked", Section::Run, &[CompareContext], &[key('r'), named(KeyCode::Enter), ctrl('r')], 10),
    row(Command::CompareTick, "compare-tick", "tick", "compare this pattern, or leave it out", Section::Run, &[CompareContext], &[key(' '), key('x')], 20),
    row(Command::CompareMore, "compare-more", "more runs", "one more run of each", Section::Run, &[CompareContext], &[key('+'), key('=')], 30),
    row(Command::CompareLess, "compare-less", "fewer", "one run less of each", Section::Run, &[CompareContext], &[key('-')], 31),
    row(Command::HoldNext, "hold-next", "hold", "hold the next cloud request to look at it", Section::Gate, BASE, &[ctrl('k'), key('H')], 60),
    row(Command::Review, "review", "review", "look at what waits for you", Section::Gate, BASE, &[ctrl('l'), key('l')], 5),
    row(Command::Policy, "policy", "policy", "what the gate does: ask, mask or block", Section::Gate, BASE, &[function(4), key('P')], 0),
    row(Command::SendRequest, "send", "send", "send it as shown; an edit goes to the gate", Section::Gate, &[Approval], &[key('s'), key('S')], 10),
    row(Command::ToggleFinding, "mask-or-pass", "mask/pass", "mask this value, or let it pass", Section::Gate, &[Approval], &[key(' ')], 15),
    row(Command::MaskRequest, "mask-all", "mask all", "mask everything that was found, and send", Section::Gate, &[Approval], &[key('m')], 20),
    row(Command::EditRequest, "edit", "edit", "edit the text of the chosen field", Section::Gate, &[Approval], &[key('e')], 30),
    row(Command::BlockRequest, "block", "block", "do not send; the run ends", Section::Gate, &[Approval], &[key('b')], 40),
    row(Command::NextFinding, "next-finding", "finding", "next finding", Section::Gate, &[Approval], &[key('n')], 50),
    row(Command::PreviousFinding, "previous-finding", "", "finding before", Section::Gate, &[Approval], &[key('N')], 0),
    row(Command::FindingsDown, "findings-down", "", "a page of findings on", Section::Gate, &[Approval], &[named(KeyCode::PageDown)], 0),
    row(Command::FindingsUp, "findings-up", "", "a page of findings back", Section::Gate, &[Approval], &[named(KeyCode::PageUp)], 0),
    row(Command::FirstFinding, "first-finding", "", "first finding", Section::Gate, &[Approval], &[named(KeyCode::Home)], 0),
    row(Command::LastFinding, "last-finding", "", "last finding", Section::Gate, &[Approval], &[named(KeyCode::End)], 0),
    row(Command::PageDown, "text-down", "", "one page of the text down", Section::Gate, &[Approval], &[key('d'), ctrl('d')], 0),
    row(Command::PageUp, "text-up", "", "one page of the text up", Section::Gate, &[Approval], &[key('u'), ctrl('u')], 0),
    row(Command::Follow, "text-end", "", "to the end of the text", Section::Gate, &[Approval], &[key('G')], 0),
    row(Command::Top, "text-top", "", "to the beginning of the text", Section::Gate, &[Approval], &[key('g')], 0),
    row(Command::NextField, "next-field", "field", "next field to edit", Section::Gate, &[Approval], &[named(KeyCode::Tab)], 60),
    row(Command::PreviousField, "previous-field", "", "field to edit before", Section::Gate, &[Approval], &[named(KeyCode::BackTab)], 0),
    row(Command::SubmitEdit, "submit-edit", "hand to the gate", "hand the edit to the gate, which looks again", Section::Gate, &[ApprovalEdit], &[ctrl('s'), ctrl('r')], 10),
    row(Command::GiveValue, "give", "give", "give the value; it stays home", Section::Choose, &[Asked], &[named(KeyCode::Enter)], 10),
    row(Command::LookAway, "look-away", "look away", "read the panes; what you wrote stays", Section::Choose, &[Asked], &[ctrl('l')], 20),
    row(Command::EditInput, "write", "write", "write in the question", Section::Write, READING, &[key('i'), named(KeyCode::Enter)], 0),
    row(Command::OpenFile, "open-file", "open", "open a file as context", Section::Write, BASE, &[ctrl('o'), key('o')], 50),
    row(Command::ExternalEditor, "editor", "$EDITOR", "write the focused text in $EDITOR", Section::Write, &[Editor, Pane], &[ctrl('g'), key('e')], 55),
    row(Command::Undo, "undo", "undo", "undo; a paste is one step", Section::Write, &[Editor, ApprovalEdit, Asked], &[ctrl('u')], 0),
    row(Command::Redo, "redo", "redo", "redo", Section::Write, &[Editor, ApprovalEdit, Asked], &[ctrl('y')], 0),
    row(Command::NextPane, "next-pane", "next pane", "focus the next pane", Section::Look, &[Editor, Pane], &[named(KeyCode::Tab)], 25),
    row(Command::PreviousPane, "previous-pane", "", "focus the pane before", Section::Look, &[Editor, Pane], &[named(KeyCode::BackTab)], 0),
    row(Command::FocusPane, "focus-pane", "pane", "focus the pane with this number", Section::Look, READING, &[key('1'), key('2'), key('3'), key('4'), key('5'), key('6'), key('7'), key('8'), key('9')], 0),
    row(Command::Zoom, "zoom", "zoom", "the pane on the whole screen, and back", Section::Look, &[Editor, Pane], &[ctrl('f'), key('z')], 45),
    row(Command::Diff, "diff", "diff", "raw prompt against what crossed", Section::Look, BASE, &[ctrl('d'), key('d')], 20),
    row(Command::NextChange, "next-change", "next", "next place where the two texts differ", Section::Look, &[Diff, Desk, Hunks], &[key('n')], 12),
    row(Command::PreviousChange, "previous-change", "before", "place before where they differ", Section::Look, &[Diff, Desk, Hunks], &[key('N')], 13),
    row(Command::Desk, "desk", "desk", "two answers side by side, with their reviews", Section::Look, BASE, &[ctrl('x'), key('x')], 15),
    row(Command::NextClaim, "next-claim", "claim", "next claim, and where it stands", Section::Look, &[Desk], &[key('c')], 14),
    row(Command::PreviousClaim, "previous-claim", "", "claim before", Section::Look, &[Desk], &[key('C')], 0),
    row(Command::DeskPart, "desk-part", "reviews", "answers and reviews, or one of them alone", Section::Look, &[Desk], &[named(KeyCode::Tab)], 11),
    row(Command::Blind, "blind", "blind", "hide names and shuffle, or show them again", Section::Look, &[Desk], &[key('b')], 17),
    row(Command::VoteLeft, "vote-first", "", "names hidden: the first answer is better", Section::Look, &[Desk], &[key('1')], 0),
    row(Command::VoteRight, "vote-second", "", "names hidden: the second one is better", Section::Look, &[Desk], &[key('2')], 0),
    row(Command::VoteTie, "vote-tie", "", "names hidden: neither is better", Section::Look, &[Desk], &[key('0')], 0),
    row(Command::Changes, "changes", "changes", "accept or reject what a refinement changed", Section::Look, &[Editor, Pane, Diff, Hunks], &[function(8), key('m')], 15),
    row(Command::AcceptChange, "accept-change", "accept", "accept this change, on to the next", Section::Look, &[Hunks], &[key('a')], 5),
    row(Command::RejectChange, "reject-change", "reject", "reject this change: the draft's words stay", Section::Look, &[Hunks], &[key('x')], 6),
    row(Command::AcceptAll, "accept-all", "accept all", "accept every change: the refinement", Section::Look, &[Hunks], &[key('A')], 7),
    row(Command::RejectAll, "reject-all", "reject all", "reject every change: the draft", Section::Look, &[Hunks], &[key('X')], 8),
    row(Command::Thinking, "thinking", "thinking", "show or fold the thinking of the pane", Section::Look, &[Editor, Pane], &[ctrl('t'), key('t')], 65),
    row(Command::Follow, "follow", "follow", "to the end, and follow what arrives", Section::Look, JUMPING, &[named(KeyCode::End), key('f'), key('G')], 0),
    row(Command::Top, "top", "", "to the beginning", Section::Look, JUMPING, &[named(KeyCode::Home), key('g')], 0),
    row(Command::Up, "up", "", "one line or entry up", Section::Look, MOVING, &[named(KeyCode::Up), key('k')], 0),
    row(Command::Down, "down", "", "one line or entry down", Section::Look, MOVING, &[named(KeyCode::Down), key('j')], 0),
    row(Command::PageUp, "page-up", "", "one page up", Section::Look, SCROLLING, &[named(KeyCode::PageUp)], 0),
    row(Command::PageDown, "page-down", "", "one page down", Section::Look, SCROLLING, &[named(KeyCode::PageDown)], 0),
    row(Command::PageDown, "page-on", "", "one page down", Section::Look, &[Pane, Diff, Desk, Hunks, HelpContext], &[key(' ')], 0),
    row(Command::Copy, "copy", "copy", "copy the pane to the terminal's clipboard", Section::Look, &[Editor, Pane, Hunks], &[function(7), key('y')], 0),
    row(Command::Save, "save", "save", "save the pane to a file", Section::Look, &[Editor, Pane, Hunks, CompareContext], &[ctrl('s'), key('w')], 0),
    row(Command::Choose, "choose", "choose", "take it", Section::Choose, &[Patterns, Params, List, Prompt, ApprovalWord], &[named(KeyCode::Enter)], 10),
    row(Command::NextValue, "next-value", "value", "next answer or value", Section::Choose, &[Patterns, Params], &[named(KeyCode::Right)], 20),
    row(Command::PreviousValue, "previous-value", "", "answer or value before", Section::Choose, &[Patterns, Params], &[named(KeyCode::Left)], 0),
    row(Command::ResetValue, "reset-value", "default", "back to what the pattern says", Section::Choose, &[Params], &[named(KeyCode::Delete), key('d')], 30),
    row(Command::Yes, "yes", "yes", "yes", Section::Choose, &[Confirm], &[key('y')], 10),
    row(Command::No, "no", "no", "no", Section::Choose, &[Confirm], &[key('n')], 20),
    row(Command::Theme, "theme", "theme", "next theme", Section::Program, BASE, &[function(3), key('T')], 0),
    row(Command::Mouse, "mouse", "mouse", "mouse for the program, or for the terminal", Section::Program, BASE, &[function(6), key('M')], 0),
    row(Command::Help, "help", "help", "every key that works here", Section::Program, EVERYWHERE, &[function(1), key('?')], 90),
    row(Command::Suspend, "suspend", "", "suspend to the shell", Section::Program, EVERYWHERE, &[ctrl('z')], 0),
    row(Command::Quit, "quit", "quit", "quit; asks while a run is on", Section::Program, BASE, &[ctrl('q'), key('q')], 80),
];

#[allow(clippy::too_many_arguments)] // The columns of the table.
const fn row(
    command: Command,
    id: &'static str,
    hint: &'static str,
    doc: &'static str,
    section: Section,
    contexts: &'static [Context],
    keys: &'static [Chord],
    footer: u8,
) -> Row {
    Row { command, id, hint, doc, section, contexts, keys, footer }
}

/// The whole table in reading order.
#[must_use]
pub fn rows() -> &'static [Row] {
    ROWS
}

/// The command of a chord in a context.
#[must_use]
pub fn lookup(context: Context, chord: Chord) -> Option<Command> {
    ROWS.iter().find(|row| row.keys_in(context).any(|key| key == chord)).map(|row| row.command)
}

/// The first key of a command in a context, as a person reads it; empty where it has none there.
#[must_use]
pub fn key_of(context: Context, command: Command) -> String {
    let row = ROWS.iter().find(|row| row.command == command);
    row.and_then(|row| preferred(row, context)).map(|chord| chord.to_string()).unwrap_or_default()
}

/// Where letters are commands the letter is the shorter label.
fn preferred(row: &Row, context: Context) -> Option<Chord> {
    if row.command == Command::Run {
        return row.keys_in(context).next();
    }
    row.keys_in(context).find(|chord| chord.is_typing()).or_else(|| row.keys_in(context).next())
}

/// Key and hint of every command the footer shows in a context, most useful first.
#[must_use]
pub fn footer(context: Context) -> Vec<(Command, String, &'static str)> {
    let mut shown: Vec<&Row> = ROWS.iter().filter(|row| row.footer > 0 && row.contexts.contains(&context)).collect();
    shown.sort_by_key(|row| row.footer);
    shown
        .into_iter()
        .filter_map(|row| preferred(row, context).map(|chord| (row.command, chord.to_string(), row.hint)))
        .collect()
}

/// Sections with their rows (keys, what they do) for a context; sections without a row are left out.
#[must_use]
pub fn help(context: Context) -> Vec<(&'static str, Vec<(String, &'static str)>)> {
    Section::ALL
        .iter()
        .filter_map(|section| {
            let rows: Vec<_> = ROWS
                .iter()
                .filter(|row| row.section == *section && row.keys_in(context).next().is_some())
                .map(|row| (row.label(Some(context)), row.doc))
                .collect();
            (!rows.is_empty()).then(|| (section.title(), rows))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for context in Context::ALL {
            let mut taken: HashMap<Chord, &str> = HashMap::new();
            for row in rows() {
                for chord in row.keys_in(context) {
                    if let Some(other) = taken.insert(chord, row.id) {
                        panic!("{chord} is both `{other}` and `{}` in {}", row.id, context.name());
                    }
                }
            }
        }
    }

    #[test]
    fn every_command_of_the_workbench_can_be_reached_while_writing() {
        // What only moves within a pane, or has its own place where characters are no text, needs no chord.
        let reading = [Command::EditInput, Command::FocusPane];
        for row in rows() {
            let base = row.contexts.contains(&Context::Pane) && row.contexts.contains(&Context::Editor);
            if base && !reading.contains(&row.command) {
                assert!(
                    row.keys.iter().any(|chord| chord.is_global()),
                    "`{}` has no chord that works while writing",
                    row.id
                );
            }
        }
    }

    #[test]
    fn characters_are_text_where_text_is_taken() {
        for context in Context::ALL.into_iter().filter(|context| context.takes_text()) {
            for letter in ('a'..='z').chain('A'..='Z').chain("?1234567890 ".chars()) {
                assert_eq!(lookup(context, key(letter)), None, "`{letter}` in {}", context.name());
            }
        }
    }

    #[test]
    fn ids_are_unique_and_documented() {
        let mut ids = HashSet::new();
        for row in rows() {
            assert!(ids.insert(row.id), "`{}` stands twice", row.id);
            assert!(!row.doc.is_empty() && !row.keys.is_empty() && !row.contexts.is_empty(), "`{}`", row.id);
            assert!(row.doc.len() <= 44, "the help would cut the line of `{}`", row.id);
        }
    }

    #[test]
    fn the_footer_names_the_key_that_works_there() {
        for context in Context::ALL {
            for (command, _, _) in footer(context) {
                let row = rows().iter().find(|row| row.command == command).unwrap();
                let chord = preferred(row, context).unwrap();
                assert_eq!(lookup(context, chord), Some(command));
            }
        }
        assert!(footer(Context::Editor).iter().any(|(command, key, _)| *command == Command::Run && key == "^R"));
        assert!(footer(Context::Pane).iter().any(|(command, key, _)| *command == Command::Diff && key == "d"));
        assert!(footer(Context::Editor).iter().any(|(command, key, _)| *command == Command::Diff && key == "^D"));
    }

    #[test]
    fn help_lists_every_key_of_the_place_and_no_other() {
        for context in Context::ALL {
            let listed: usize = help(context).iter().map(|(_, rows)| rows.len()).sum();
            let working = rows().iter().filter(|row| row.keys_in(context).next().is_some()).count();
            assert_eq!(listed, working, "{}", context.name());
        }
    }
}
