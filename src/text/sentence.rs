//! Sentences on lines of their own, byte for byte as long as before: so that two texts can be laid side by side sentence by
//! sentence, and every span of the text is a span of what is shown.

use unicode_segmentation::UnicodeSegmentation;

/// Longest abbreviation with a capital that ends no sentence: `Mr.`, `Dr.`, `Art.`
const ABBREVIATION: usize = 3;

/// The text with a line break in the place of the blank between two sentences (UAX #29) of a line. Nothing else changes,
/// and no byte moves.
#[must_use]
pub fn per_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sentence in text.split_sentence_bounds() {
        match sentence.strip_suffix(' ') {
            Some(body) if ends(body) => {
                out.push_str(body);
                out.push('\n');
            }
            _ => out.push_str(sentence),
        }
    }
    // What follows the last sentence is no new line.
    if out.ends_with('\n') && text.ends_with(' ') {
        out.pop();
        out.push(' ');
    }
    out
}

fn ends(sentence: &str) -> bool {
    let Some(body) = sentence.strip_suffix('.') else { return sentence.ends_with(['!', '?', '”', '"', ')', '…']) };
    let word = body.rsplit(char::is_whitespace).next().unwrap_or_default();
    let letters = word.chars().all(char::is_alphabetic) && !word.is_empty();
    let short = word.chars().count() <= ABBREVIATION && word.starts_with(char::is_uppercase);
    // A number alone is that of a list item.
    let number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()) && body.trim() == word;
    // `No.` alone is an answer.
    !(letters && short && body.trim() != word || number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sentences_get_lines() {
        assert_eq!(
            per_line("One is here. Two, e.g. this? Yes! “So.” End. "),
            "One is here.\nTwo, e.g. this?\nYes!\n“So.”\nEnd. "
        );
        assert_eq!(per_line("On day 2 Mr. Pryce said so. No. Never."), "On day 2 Mr. Pryce said so.\nNo.\nNever.");
        assert_eq!(per_line("1. First\n2. Second 3.5 kWh at 20:00"), "1. First\n2. Second 3.5 kWh at 20:00");
        assert_eq!(per_line(""), "");
    }

    proptest! {
        #[test]
        fn no_byte_moves(text in "[A-Za-z日. !?\n”]{0,80}") {
            let lined = per_line(&text);
            prop_assert_eq!(lined.len(), text.len());
            for ((at, before), (there, after)) in text.char_indices().zip(lined.char_indices()) {
                prop_assert_eq!(at, there);
                prop_assert!(before == after || (before == ' ' && after == '\n'));
            }
        }
    }
}
