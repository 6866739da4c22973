//! Finding a quotation in a text: word for word, else with white space, case, quotation marks, dashes and Markdown's
//! emphasis read as the same. A quotation that is not there is not found, however close it comes.

use std::ops::Range;

/// Fewer letters and digits than this quote nothing.
const LEAST: usize = 2;

/// The bytes of `text` that `quote` quotes: whole words only; the first place, where there are several.
#[must_use]
pub fn find(quote: &str, text: &str) -> Option<Range<usize>> {
    let quote = quote.trim();
    if quote.chars().filter(|c| c.is_alphanumeric()).take(LEAST).count() < LEAST {
        return None;
    }
    let exact = text.match_indices(quote).map(|(start, found)| start..start + found.len());
    exact.into_iter().find(|span| is_whole(text, span)).or_else(|| tolerant(quote, text))
}

fn tolerant(quote: &str, text: &str) -> Option<Range<usize>> {
    let folded = Folded::new(text);
    let wanted = Folded::new(quote).text;
    let wanted = wanted.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '…'));
    let wanted =
        wanted.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\''));
    if wanted.is_empty() {
        return None;
    }
    let found = folded.text.match_indices(wanted);
    found.filter_map(|(start, found)| folded.back(start..start + found.len())).find(|span| is_whole(text, span))
}

/// A text with what makes no difference taken out. Every byte of it knows the character it came from.
struct Folded {
    text: String,
    origin: Vec<(usize, usize)>,
}

impl Folded {
    fn new(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len()) };
        for (start, c) in text.char_indices() {
            let from = (start, start + c.len_utf8());
            match c {
                '*' | '`' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
                _ if c.is_whitespace() => {
                    if !folded.text.ends_with(' ') {
                        folded.push(' ', from);
                    }
                }
                '"' | '\'' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '‛' | '«' | '»' | '‹' | '›' | '´' =>
                {
                    folded.push('\'', from);
                }
                '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-', from),
                _ => c.to_lowercase().for_each(|lower| folded.push(lower, from)),
            }
        }
        folded
    }

    fn push(&mut self, c: char, from: (usize, usize)) {
        self.text.push(c);
        self.origin.extend(std::iter::repeat_n(from, c.len_utf8()));
    }

    fn back(&self, span: Range<usize>) -> Option<Range<usize>> {
        let (start, _) = *self.origin.get(span.start)?;
        let (_, end) = *self.origin.get(span.end.checked_sub(1)?)?;
        Some(start..end)
    }
}

/// Whether a span cuts no word in two. Scripts that put no space between words have no such edge.
fn is_whole(text: &str, span: &Range<usize>) -> bool {
    let side = |outer: Option<char>, inner: Option<char>| !(outer.is_some_and(joins) && inner.is_some_and(joins));
    let before = text.get(..span.start).and_then(|before| before.chars().next_back());
    let after = text.get(span.end..).and_then(|after| after.chars().next());
    let inside = text.get(span.clone()).unwrap_or_default();
    side(before, inside.chars().next()) && side(after, inside.chars().next_back())
}

fn joins(c: char) -> bool {
    let unspaced = matches!(c, '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    c.is_alphanumeric() && !unspaced
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "Run it later: start the **dishwasher** at 20:00.\nIt “ends” at 21:30 – before bed. Straße.";

    fn found(quote: &str) -> Option<&'static str> {
        find(quote, TEXT).and_then(|span| TEXT.get(span))
    }

    #[test]
    fn word_for_word_and_with_small_slips() {
        for (quote, want) in [
            ("start the **dishwasher** at 20:00", "start the **dishwasher** at 20:00"),
            ("Start the dishwasher at 20:00.", "start the **dishwasher** at 20:00"),
            ("20:00. It \"ends\"  at 21:30 - before bed", "20:00.\nIt “ends” at 21:30 – before bed"),
            ("\"run it LATER...\"", "Run it later"),
            ("STRASSE", ""),
            ("straße", "Straße"),
        ] {
            assert_eq!(found(quote).unwrap_or_default(), want, "{quote}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        for quote in ["", " ", "t", "…", "star", "art the", "at 20:0", "start at 20:00", "20.00", "before bed time"] {
            assert_eq!(found(quote), None, "{quote}");
        }
        assert_eq!(find("明日", "では明日の朝に"), Some(6..12), "no spaces between words: no edge to keep");
    }

    proptest! {
        #[test]
        fn any_words_of_a_text_are_found_however_they_are_spaced(
            words in prop::collection::vec("[a-zäß0-9]{2,6}", 1..12), cut in (0usize..12, 1usize..12), gap in "[ \n\t]{1,3}",
        ) {
            let text = words.join(" ");
            let from = cut.0 % words.len();
            let to = (from + cut.1).min(words.len());
            let quote = words[from..to].join(&gap).to_uppercase();
            // Capitals of ß are two letters: that is another spelling, and need not be found.
            if !quote.contains("SS") {
                let span = find(&quote, &text);
                prop_assert_eq!(span.and_then(|span| text.get(span).map(str::to_owned)), Some(words[from..to].join(" ")));
            }
        }

        #[test]
        fn whatever_the_texts_a_span_lies_in_the_text(quote in "\\PC{0,20}", text in "\\PC{0,60}") {
            if let Some(span) = find(&quote, &text) {
                prop_assert!(text.get(span).is_some());
            }
        }
    }
}
