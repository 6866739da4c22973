//! JSON as models write it: found in prose and fences, small slips forgiven; and one field of it while it streams.
//!
//! Which object counts: models think aloud before they answer, so it is the **last complete object** that is not inside
//! `<think>…</think>` (or Gemma's thought channel), and a non-empty one before an empty one. What is forgiven: prose and
//! fences around it, trailing commas, comments, single or typographic quotes around keys and strings, unquoted keys, raw line
//! breaks inside strings, Python's `True`, `False` and `None`. Not for deciding whether the fields are right: that is
//! [`crate::pattern::contract`].

mod mend;
mod stream;

pub use stream::FieldStream;

use serde_json::Value;

/// Objects nested deeper than this are not read: no contract needs it, and it keeps hostile replies off the stack.
const MAX_DEPTH: usize = 64;

/// How many opening braces are tried before giving up, so that a reply of nothing but braces costs little.
const MAX_CANDIDATES: usize = 256;

/// The last complete, non-empty JSON object in `text`, read leniently (see the module's page).
///
/// # Errors
/// What is wrong, in words suited to be told to the model; never echoes the text.
pub fn object(text: &str) -> Result<Value, String> {
    let (mut found, broken) = objects(text);
    let chosen = found.iter().rposition(|value| value.as_object().is_some_and(|map| !map.is_empty()));
    match chosen.or_else(|| found.len().checked_sub(1)) {
        Some(index) => Ok(found.swap_remove(index)),
        None => Err(broken.unwrap_or_else(|| "there is no JSON object in the reply".to_owned())),
    }
}

/// Every complete top-level object in reading order, and what was wrong with the last piece that looked like one.
#[must_use]
pub fn objects(text: &str) -> (Vec<Value>, Option<String>) {
    let text = without_thinking(text);
    let mut found = Vec::new();
    let mut broken = None;
    let mut rest = text.as_str();
    for _ in 0..MAX_CANDIDATES {
        let Some((_, from)) = rest.find('{').and_then(|at| rest.split_at_checked(at)) else { break };
        match close(from) {
            Close::At(length) => {
                let (candidate, after) = from.split_at_checked(length).unwrap_or((from, ""));
                match read(candidate) {
                    Ok(value) => {
                        found.push(value);
                        rest = after;
                    }
                    Err(error) => {
                        broken = Some(error);
                        // What stands inside a broken object is a part of it, not the reply.
                        rest = if looks_like_object(from) { after } else { from.get(1..).unwrap_or_default() };
                    }
                }
            }
            Close::Never { in_string } => {
                // A brace in prose may swallow the object behind it, so look again one brace later.
                let place = if in_string { "inside a string" } else { "before its last closing brace" };
                broken = Some(format!("the JSON object breaks off {place}: close it"));
                if looks_like_object(from) {
                    break;
                }
                rest = from.get(1..).unwrap_or_default();
            }
            Close::TooDeep => {
                broken = Some(format!("the JSON object is nested more than {MAX_DEPTH} levels deep: make it flat"));
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    (found, broken)
}

/// Whether a key follows the opening brace, as in an object and unlike a brace in prose.
fn looks_like_object(text: &str) -> bool {
    let inside = text.strip_prefix('{').unwrap_or(text).trim_start();
    inside.starts_with(['"', '\'', '“', '”'])
}

/// The text without inline thinking. Thinking that never ends takes everything after it.
fn without_thinking(text: &str) -> String {
    const MARKS: [(&str, &str); 3] =
        [("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<|channel>thought", "<channel|>")];
    let mut kept = text.to_owned();
    for (open, shut) in MARKS {
        while let Some((before, inside)) = kept.split_once(open) {
            let after = inside.split_once(shut).map_or("", |(_, after)| after);
            kept = format!("{before}{after}");
        }
        // Some templates open the thought for the model: only the closing mark is left in the reply.
        if let Some((_, after)) = kept.rsplit_once(shut) {
            kept = after.to_owned();
        }
    }
    kept
}

enum Close {
    At(usize),
    Never { in_string: bool },
    TooDeep,
}

/// The length of the object that begins with the first character of `text`.
fn close(text: &str) -> Close {
    let mut scan = mend::Scan::default();
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if scan.step(c, text.get(at + c.len_utf8()..).unwrap_or_default()) {
            continue;
        }
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Close::TooDeep;
        }
        if depth == 0 {
            return Close::At(at + c.len_utf8());
        }
    }
    Close::Never { in_string: scan.in_string() }
}

/// Reads one balanced candidate: strictly, then as JSON5 after mending.
fn read(candidate: &str) -> Result<Value, String> {
    if let Ok(value) = serde_json::from_str::<Value>(candidate) {
        return Ok(value);
    }
    let mended = mend::mend(candidate);
    match json5::from_str::<Value>(&mended) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err("the reply is not a JSON object".to_owned()),
        Err(error) => {
            let place = error.position().map(|at| format!(" at line {} of it", at.line + 1)).unwrap_or_default();
            Err(format!("the JSON object cannot be read{place}: check quotes, commas and colons"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn what_models_write() {
        let wanted = json!({"problem": "a \"b\" {c}", "n": 1});
        for text in [
            r#"{"problem": "a \"b\" {c}", "n": 1}"#,
            "Sure! Here it is:\n```json\n{\"problem\": \"a \\\"b\\\" {c}\", \"n\": 1}\n```\nHope it helps.",
            r#"{"problem": "a \"b\" {c}", "n": 1,}"#,
            r#"{'problem': 'a "b" {c}', n: 1} // done"#,
            "{“problem”: “a \"b\" {c}”, “n”: 1}",
            r#"I replace {names} by ids. {"problem": "a \"b\" {c}", "n": 1}"#,
            r#"<think>{"problem": "draft"}</think>{"problem": "a \"b\" {c}", "n": 1}"#,
            r#"{"problem": "draft"}</think>{"problem": "a \"b\" {c}", "n": 1}"#,
            r#"First {"problem": "draft"} then better: {"problem": "a \"b\" {c}", "n": 1} and {}."#,
            r#"it's {"problem": "a \"b\" {c}", "n": 1} isn't it"#,
        ] {
            assert_eq!(object(text).as_ref(), Ok(&wanted), "{text}");
        }
    }

    #[test]
    fn line_breaks_in_strings_and_python_words_are_forgiven() {
        assert_eq!(
            object("{\"a\": \"x\n\ty\", \"b\": True, \"c\": None}"),
            Ok(json!({"a": "x\n\ty", "b": true, "c": null}))
        );
        assert_eq!(object(r#"{"a": "True story", "b": [1, 2,]}"#), Ok(json!({"a": "True story", "b": [1, 2]})));
    }

    #[test]
    fn errors_say_what_to_mend_and_echo_nothing() {
        for (text, part) in [
            ("no braces", "no JSON object"),
            (r#"{"secret": "Maya"#, "inside a string"),
            (r#"{"secret": ["Maya", 1"#, "closing brace"),
            (r#"{"secret" "Maya"}"#, "cannot be read"),
            (r#"{"secret" "x", "mapping": {"load_A": "Maya"}}"#, "cannot be read"),
            (r#"{"secret": "x", "mapping": {"load_A": "Maya"}"#, "closing brace"),
            ("<think>{\"secret\": 1}", "no JSON object"),
        ] {
            let error = object(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
            assert!(!error.contains("Maya") && !error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn hostile_nesting_is_refused_not_followed() {
        let deep = format!("{}{}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
        assert!(object(&deep).is_err());
        assert!(object(&"{".repeat(100_000)).is_err());
    }

    proptest! {
        #[test]
        fn any_object_is_found_in_any_prose(a in ".{0,40}", b in any::<i64>(), before in "[^{}<\"'“]{0,30}", after in "[^{}<]{0,30}") {
            let value = json!({"a": a, "b": b});
            prop_assert_eq!(object(&format!("{before}{value}{after}")), Ok(value));
        }

        #[test]
        fn nothing_panics(text in "[{}\\[\\]\"':,a\\\\“” \n]{0,200}") {
            let _ = object(&text);
        }
    }
}
