//! Takes keys out of whatever a server says before anybody sees or stores it: a 401 of OpenAI echoes part of the key.
//!
//! Not for private values of a run: those are the vault's, and no error text is made of them.

use secrecy::{ExposeSecret, SecretString};

use super::event::ModelError;
use crate::text::clean::clean;

/// Longest server text kept, in bytes.
const TEXT_LIMIT: usize = 4096;
/// So many characters of a key in a row are taken for a piece of it.
const PIECE: usize = 8;
/// Shorter keys are stand-ins such as `x`: hiding them would hide half of what a server says.
const SHORTEST: usize = 4;
const MARK: &str = "[redacted]";

/// Knows the key of one client. `Debug` does not show it.
#[derive(Clone, Default)]
pub struct Redactor {
    key: Option<SecretString>,
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redactor")
    }
}

impl Redactor {
    /// A redactor for this key, and for anything that looks like one.
    #[must_use]
    pub fn new(key: Option<SecretString>) -> Self {
        Self { key }
    }

    /// The text cleaned, without the key, pieces of it and anything shaped like a key, cut at 4 KB.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let text = clean(text);
        let text = self.without_key(&text);
        let text = without_shapes(&text);
        // A key whose pieces were found one by one is still one key.
        let text = text.replace(&format!("{MARK}{MARK}"), MARK);
        bounded(&text)
    }

    /// The error with every text of the server's treated like [`Redactor::text`].
    #[must_use]
    pub fn error(&self, error: ModelError) -> ModelError {
        error.rewritten(|text| self.text(text))
    }

    fn without_key(&self, text: &str) -> String {
        let Some(key) = self.key.as_ref().map(|key| key.expose_secret().trim().as_bytes()) else {
            return text.to_owned();
        };
        let piece = PIECE.min(key.len());
        if piece < SHORTEST {
            return text.to_owned();
        }
        let mut hidden = vec![false; text.len()];
        for (at, window) in text.as_bytes().windows(piece).enumerate() {
            if key.windows(piece).any(|part| part == window) {
                hidden.iter_mut().skip(at).take(piece).for_each(|flag| *flag = true);
            }
        }
        let mut out = String::with_capacity(text.len());
        let mut inside = false;
        for ((_, c), hide) in text.char_indices().map(|(at, c)| ((at, c), hidden.get(at).copied().unwrap_or(false))) {
            match (hide, inside) {
                (true, false) => out.push_str(MARK),
                (true, true) => {}
                (false, _) => out.push(c),
            }
            inside = hide;
        }
        out
    }
}

/// Hides words shaped like keys: `sk-…`, JSON web tokens, anything starred out, and whatever follows `Bearer`.
fn without_shapes(text: &str) -> String {
    let in_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '*' | '•' | '…');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut after_bearer = false;
    while let Some(c) = rest.chars().next() {
        let length = if in_word(c) { rest.find(|c: char| !in_word(c)).unwrap_or(rest.len()) } else { c.len_utf8() };
        let (word, tail) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = tail;
        if in_word(c) {
            let starred = word.contains("***") && word.contains(|c: char| c.is_ascii_alphanumeric());
            let shaped = ["sk-", "rk-", "pk-"].iter().any(|head| word.starts_with(head)) && word.len() > 8;
            let token = word.starts_with("eyJ") && word.len() > 16;
            let bearer = after_bearer && word.len() > 5;
            out.push_str(if starred || shaped || token || bearer { MARK } else { word });
            after_bearer = word.eq_ignore_ascii_case("bearer");
        } else {
            out.push(c);
        }
    }
    out
}

fn bounded(text: &str) -> String {
    let text = text.trim();
    if text.len() <= TEXT_LIMIT {
        return text.to_owned();
    }
    let end = (0..=TEXT_LIMIT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.split_at_checked(end).map_or_else(String::new, |(head, _)| format!("{head} …"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "sk-proj-Abcdef0123456789ghijKLMNopqrXTMA";

    #[test]
    fn no_form_of_the_key_survives() {
        let redactor = Redactor::new(Some(KEY.into()));
        for text in [
            format!("Incorrect API key provided: {KEY}. You can find"),
            "Incorrect API key provided: sk-proj-****************XTMA. You".to_owned(),
            "key Abcdef01…XTMA and 456789ghijKLMN".to_owned(),
            format!("Authorization: Bearer {KEY}"),
            KEY.replace("789", "\u{200b}789\u{2060}"),
        ] {
            let redacted = redactor.text(&text);
            assert!(redacted.contains("[redacted]"), "{redacted}");
            for piece in KEY.as_bytes().windows(8) {
                assert!(!redacted.contains(std::str::from_utf8(piece).unwrap()), "{redacted}");
            }
            assert!(!redacted.contains("*XTMA"), "{redacted}");
        }
    }

    #[test]
    fn keys_are_known_by_their_shape() {
        let redactor = Redactor::default();
        assert_eq!(redactor.text("bad key sk-abcdefghijkl."), "bad key [redacted].");
        assert_eq!(redactor.text("bearer 0123456789abcdef"), "bearer [redacted]");
        assert_eq!(redactor.text("eyJhbGciOiJIUzI1NiJ9x.y"), "[redacted].y");
        let known = Redactor::new(Some(KEY.into()));
        assert_eq!(known.text("provided: sk-proj-A***************XTMA."), "provided: [redacted].");
    }

    #[test]
    fn stand_in_keys_hide_nothing() {
        assert_eq!(Redactor::new(Some("x".into())).text("next exit"), "next exit");
        assert_eq!(Redactor::new(Some("hunter2".into())).text("no hunter2 here"), "no [redacted] here");
    }

    #[test]
    fn ordinary_words_stay() {
        let redactor = Redactor::new(Some(KEY.into()));
        for text in [
            "model 'gemma4:e4b' not found, try pulling it first",
            "This is **bold**, a sk-ill and *** stars; größer 🙂.",
            "Rate limit reached for gpt-5.4 in organization org-x on tokens per min (TPM)",
        ] {
            assert_eq!(redactor.text(text), text);
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let cut = Redactor::default().text(&"é".repeat(5000));
        assert!(cut.len() < TEXT_LIMIT + 8 && cut.ends_with('…'));
        assert_eq!(Redactor::default().text("\u{1b}[31mred"), "␛[31mred");
    }
}
