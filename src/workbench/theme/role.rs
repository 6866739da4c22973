//! What colours mean. Widgets name roles, never colours.

macro_rules! roles {
    ($($variant:ident, $key:literal, $kind:ident, $doc:literal;)+) => {
        /// A meaning that a theme gives a style.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role {
            $(#[doc = $doc] $variant,)+
        }

        impl Role {
            /// Every role, in the order of the theme tables.
            pub const ALL: &'static [Role] = &[$(Role::$variant,)+];

            /// Its key in a theme file.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Role::$variant => $key,)+ }
            }

            /// Whether it colours text to be read, or lines and fills.
            #[must_use]
            pub fn kind(self) -> Kind {
                match self { $(Role::$variant => Kind::$kind,)+ }
            }
        }
    };
}

/// What a role is used on; decides which contrast it must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text to be read.
    Text,
    /// Borders, textures, bars: seen, not read.
    Line,
}

roles! {
    Text, "text", Text, "Plain text.";
    Dim, "dim", Text, "Secondary text: counters, labels, hints.";
    Title, "title", Text, "Names of things: program, panes, headings.";
    Border, "border", Line, "Borders without focus, rules.";
    Home, "home", Text, "The local side.";
    HomeBorder, "home-border", Line, "Borders of the local side.";
    Cloud, "cloud", Text, "The cloud side.";
    CloudBorder, "cloud-border", Line, "Borders of the cloud side.";
    Fog, "fog", Line, "The texture of the line between home and cloud.";
    Crossing, "crossing", Text, "Arrows and byte counts on the line.";
    Focus, "focus", Text, "What has the focus.";
    Selection, "selection", Text, "The chosen row; selected text.";
    Key, "key", Text, "A key to press.";
    Private, "private", Text, "A private span.";
    Placeholder, "placeholder", Text, "A placeholder that stands for a private value.";
    Crossed, "crossed", Text, "What crossed verbatim, on both sides.";
    Stayed, "stayed", Text, "What stayed home.";
    Rewritten, "rewritten", Text, "What only the abstraction says.";
    Removed, "removed", Text, "Only in the first of two texts.";
    Added, "added", Text, "Only in the second of two texts.";
    Quantity, "quantity", Text, "A time, price, amount: reported, not acted on.";
    Leak, "leak", Text, "A private value where the cloud can see it.";
    LeakChosen, "leak-chosen", Text, "The leak looked at.";
    Error, "error", Text, "What failed.";
    Warning, "warning", Text, "What needs attention.";
    Ok, "ok", Text, "What is well.";
    Simulated, "simulated", Text, "The mark of simulated models and prices.";
    Thinking, "thinking", Text, "A model's thinking.";
    Prefill, "prefill", Line, "The part of a bar before the first token.";
    Decode, "decode", Line, "The part of a bar while tokens come.";
    Wait, "wait", Line, "The part of a bar spent waiting for a person.";
    Track, "track", Line, "The empty part of a bar.";
}

impl Role {
    /// The role with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.key() == key)
    }
}
