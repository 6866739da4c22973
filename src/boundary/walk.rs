//! Every piece of text a request carries: strings, keys and numbers of the body, headers, path and query of the URL.
//!
//! Not for judging them: see [`super::gate`].

use serde_json::Value;

use super::gate::{Refusal, undecodable};
use super::request::Draft;

/// Deeper bodies are not decided on; no provider's request comes near.
const DEEPEST: usize = 64;

/// One piece of text with the name of its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// A JSON pointer (RFC 6901), `key:POINTER-OF-THE-OBJECT`, `header:NAME`, `url:path` or `url:query`.
    pub(super) field: String,
    pub(super) text: String,
    /// Numbers of the body: patterns of digits mean nothing there (a seed is no phone number), known values do.
    pub(super) only_vault: bool,
}

/// All of them: text fields in reading order, then the rest of the body, headers and URL.
pub(super) fn parts(draft: &Draft) -> Result<Vec<Part>, Refusal> {
    let mut parts = body_parts(&draft.body)?;
    let place = |field: &str| draft.text_fields.iter().position(|text| text == field).unwrap_or(usize::MAX);
    parts.sort_by_key(|part| place(&part.field));
    for (name, value) in &draft.headers {
        parts.push(Part { field: format!("header:{name}"), text: value.clone(), only_vault: false });
        parts.push(Part { field: "header-name".to_owned(), text: name.clone(), only_vault: false });
    }
    let url = &draft.destination;
    let mut add = |field: &str, text: String| parts.push(Part { field: field.to_owned(), text, only_vault: false });
    add("url:path", decoded(url.path()).ok_or_else(|| undecodable("the path of the destination"))?);
    for piece in [url.query(), url.fragment()].into_iter().flatten() {
        add("url:query", decoded(piece).ok_or_else(|| undecodable("the query of the destination"))?);
    }
    if !url.username().is_empty() || url.password().is_some() {
        // Shown to the detectors the way they know logins in addresses.
        add("url:login", format!("{}://{}:{}@host", url.scheme(), url.username(), url.password().unwrap_or_default()));
    }
    Ok(parts)
}

/// Those of a body.
pub(super) fn body_parts(value: &Value) -> Result<Vec<Part>, Refusal> {
    let mut parts = Vec::new();
    body(value, &mut String::new(), 0, &mut parts)?;
    Ok(parts)
}

fn body(value: &Value, path: &mut String, depth: usize, parts: &mut Vec<Part>) -> Result<(), Refusal> {
    if depth > DEEPEST {
        return Err(Refusal::Undecided(format!("the body is nested deeper than {DEEPEST} levels")));
    }
    let part = |field: &str, text: String, only_vault| Part { field: field.to_owned(), text, only_vault };
    match value {
        Value::String(text) => parts.push(part(path, text.clone(), false)),
        Value::Number(number) => parts.push(part(path, number.to_string(), true)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                within(path, &index.to_string(), |path| body(item, path, depth + 1, parts))?;
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                parts.push(part(&format!("key:{path}"), key.clone(), false));
                let escaped = key.replace('~', "~0").replace('/', "~1");
                within(path, &escaped, |path| body(item, path, depth + 1, parts))?;
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
    Ok(())
}

/// Runs `inner` with one more segment on the pointer.
fn within(
    path: &mut String,
    segment: &str,
    inner: impl FnOnce(&mut String) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let length = path.len();
    path.push('/');
    path.push_str(segment);
    let result = inner(path);
    path.truncate(length);
    result
}

/// A pointer with `*` in place of every segment that is one of `keys`.
pub(super) fn without_keys(field: &str, keys: &[String]) -> String {
    if keys.is_empty() {
        return field.to_owned();
    }
    let escaped: Vec<String> = keys.iter().map(|key| key.replace('~', "~0").replace('/', "~1")).collect();
    let segments = field.split('/').map(|segment| if escaped.iter().any(|key| key == segment) { "*" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

/// Percent-decoded, `+` as a space; `None` if what comes out is no UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, tail)) = rest.split_first() {
        rest = tail;
        let pair = match tail {
            [high, low, ..] if *byte == b'%' => hex(*high).zip(hex(*low)),
            _ => None,
        };
        if let Some((high, low)) = pair {
            bytes.push(high * 16 + low);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(if *byte == b'+' { b' ' } else { *byte });
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_every_place() {
        let draft = Draft {
            destination: "https://h.example/v1/a%20b?q=M%C3%BCller+x".parse().unwrap(),
            headers: vec![("user-agent".into(), "fogline".into())],
            body: json!({"b": [{"x/y~z": "text"}], "a": "first", "n": 42}),
            text_fields: vec!["/b/0/x~1y~0z".into()],
        };
        let parts = parts(&draft).unwrap();
        let got: Vec<_> = parts.iter().map(|part| (part.field.as_str(), part.text.as_str())).collect();
        assert_eq!(got[0], ("/b/0/x~1y~0z", "text"), "text fields come first");
        for expected in [
            ("/a", "first"),
            ("key:", "a"),
            ("key:/b/0", "x/y~z"),
            ("/n", "42"),
            ("header:user-agent", "fogline"),
            ("url:path", "/v1/a b"),
            ("url:query", "q=Müller x"),
        ] {
            assert!(got.contains(&expected), "{expected:?} in {got:?}");
        }
    }

    #[test]
    fn refuses_what_it_cannot_read() {
        let mut draft = Draft {
            destination: "https://h.example/v1?q=%ff%fe".parse().unwrap(),
            headers: vec![],
            body: json!(null),
            text_fields: vec![],
        };
        assert!(matches!(parts(&draft), Err(Refusal::Undecided(_))));
        draft.destination = "https://h.example/".parse().unwrap();
        for _ in 0..70 {
            draft.body = json!([draft.body]);
        }
        assert!(matches!(parts(&draft), Err(Refusal::Undecided(_))));
    }
}
