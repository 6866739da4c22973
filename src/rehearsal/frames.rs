//! A response as a list of frames, each with the moment it is sent; sending it, and breaking it on purpose.
//!
//! Everything a stand-in says is known before the first byte leaves, so the protocols only build lists.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures::stream;
use tokio::sync::watch;
use tokio::time::Instant;

use super::mind::{Asked, Spoken};
use super::options::Pace;

/// Bytes and the moment, counted from the request, at which they are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    /// When.
    pub(super) at: Duration,
    /// What.
    pub(super) bytes: Bytes,
    /// Whether it belongs to the terminal record.
    pub(super) terminal: bool,
}

/// A whole response.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    /// HTTP status.
    pub(super) status: u16,
    /// `content-type`.
    pub(super) content_type: &'static str,
    /// More headers.
    pub(super) headers: Vec<(&'static str, String)>,
    /// The body.
    pub(super) frames: Vec<Frame>,
    /// Whether even the headers wait for the first frame, as Ollama's do.
    pub(super) hold_headers: bool,
}

impl Plan {
    /// A response in one piece, at once.
    pub(super) fn json(status: u16, body: &serde_json::Value) -> Self {
        let bytes = Bytes::from(body.to_string());
        Self {
            status,
            content_type: "application/json; charset=utf-8",
            headers: Vec::new(),
            frames: vec![Frame { at: Duration::ZERO, bytes, terminal: false }],
            hold_headers: true,
        }
    }

    /// The same, later.
    pub(super) fn at(mut self, at: Duration) -> Self {
        for frame in &mut self.frames {
            frame.at = at;
        }
        self
    }

    /// The same with a header.
    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Everything later by `by`, headers included.
    pub(super) fn delay(&mut self, by: Duration) {
        self.hold_headers = true;
        for frame in &mut self.frames {
            frame.at += by;
        }
    }

    /// An error record in the middle, and nothing after it.
    pub(super) fn break_off(&mut self, record: String) {
        self.frames.truncate(self.frames.len().div_ceil(2));
        let at = self.frames.last().map_or(Duration::ZERO, |frame| frame.at);
        self.frames.push(Frame { at, bytes: Bytes::from(record), terminal: false });
    }

    /// Something that is no protocol, in the place of the body.
    pub(super) fn garble(&mut self) {
        let at = self.frames.first().map_or(Duration::ZERO, |frame| frame.at);
        let junk: &[u8] = b"<html>\xff\xfe 502 {{{ not the protocol\n\ndata: {\"half\": \n\n\x00\x01\x02 ]]\n\n";
        self.frames = vec![Frame { at, bytes: Bytes::from_static(junk), terminal: false }];
    }

    /// Every multi-byte character split over two frames.
    pub(super) fn split_characters(&mut self) {
        let mut out = Vec::new();
        for frame in self.frames.drain(..) {
            let mut rest = frame.bytes.clone();
            // A lead byte of UTF-8 has its two top bits set.
            while let Some(lead) = rest.iter().position(|byte| *byte >= 0xC0) {
                let bytes = rest.split_to(lead + 1);
                out.push(Frame { bytes, ..frame.clone() });
            }
            out.push(Frame { bytes: rest, ..frame });
        }
        self.frames = out;
    }
}

/// When each token is spoken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Timeline(Pace);

impl Timeline {
    pub(super) fn new(pace: Pace) -> Self {
        Self(pace)
    }

    /// From the request to the first token.
    pub(super) fn first(self) -> Duration {
        Duration::try_from_secs_f64(self.0.first_token_s.clamp(0.0, 3600.0)).unwrap_or_default()
    }

    /// How long `tokens` tokens take.
    pub(super) fn speaking(self, tokens: usize) -> Duration {
        if self.0.rate <= 0.0 {
            return Duration::ZERO;
        }
        Duration::try_from_secs_f64(tokens as f64 / self.0.rate).unwrap_or_default()
    }

    /// From the request to token `index` (from 0).
    pub(super) fn token(self, index: usize) -> Duration {
        self.first() + self.speaking(index)
    }
}

/// What is said, in tokens, within the limits of the request.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Utterance {
    /// Thinking.
    pub(super) thinking: Vec<String>,
    /// The answer.
    pub(super) answer: Vec<String>,
    /// Whether the output limit cut it.
    pub(super) cut: bool,
    /// How unsure it is said.
    pub(super) doubt: f64,
}

impl Utterance {
    /// Splits into tokens, pads or cuts to `wanted` answer tokens, and applies the request's own limit.
    pub(super) fn new(asked: &Asked, spoken: &Spoken, wanted: Option<usize>) -> Self {
        let mut thinking = if asked.thinks { tokens(&spoken.thinking) } else { Vec::new() };
        let mut answer = tokens(&spoken.answer);
        if let Some(wanted) = wanted.filter(|_| !spoken.contract) {
            let mut again = answer.clone();
            if let Some(first) = again.first_mut() {
                first.insert_str(0, "\n\n");
            }
            while answer.len() < wanted && !again.is_empty() {
                answer.extend(again.iter().take(wanted - answer.len()).cloned());
            }
            answer.truncate(wanted);
        }
        let limit = asked.limit.unwrap_or(usize::MAX);
        let cut = thinking.len() + answer.len() > limit;
        thinking.truncate(limit);
        answer.truncate(limit - thinking.len());
        Self { thinking, answer, cut, doubt: spoken.doubt }
    }

    /// Tokens written.
    pub(super) fn len(&self) -> usize {
        self.thinking.len() + self.answer.len()
    }
}

/// Text in pieces about as long as a model's tokens: a word with the space before it, in parts of six characters at most.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut piece = String::new();
    let mut length = 0;
    let mut last = ' ';
    for c in text.chars() {
        let begins = (c.is_whitespace() && !last.is_whitespace())
            || (!c.is_alphanumeric() && last.is_alphanumeric())
            || length >= 6;
        if begins && !piece.is_empty() {
            out.push(std::mem::take(&mut piece));
            length = 0;
        }
        piece.push(c);
        length += 1;
        last = c;
    }
    if !piece.is_empty() {
        out.push(piece);
    }
    out
}

struct Sending {
    frames: VecDeque<Frame>,
    start: Instant,
    left: Option<usize>,
    stop: watch::Receiver<()>,
    broken: bool,
}

/// The body: frames at their moments. With `cut`, the connection breaks after that many bytes; when `stop` closes, it
/// breaks at once.
pub(super) fn body(frames: Vec<Frame>, start: Instant, cut: Option<usize>, stop: watch::Receiver<()>) -> Body {
    let sending = Sending { frames: frames.into(), start, left: cut, stop, broken: false };
    Body::from_stream(stream::unfold(sending, |mut sending| async move {
        if sending.broken {
            return None;
        }
        if sending.left == Some(0) {
            // Let the bytes before the cut reach the socket first.
            for _ in 0..4 {
                tokio::task::yield_now().await;
            }
            sending.broken = true;
            return Some((Err(io::Error::other("cut on purpose")), sending));
        }
        let mut frame = sending.frames.pop_front()?;
        if !wait(sending.start + frame.at, &mut sending.stop).await {
            sending.broken = true;
            return Some((Err(io::Error::other("the rehearsal has ended")), sending));
        }
        if let Some(left) = &mut sending.left {
            frame.bytes.truncate(*left);
            *left -= frame.bytes.len();
        }
        Some((Ok(frame.bytes), sending))
    }))
}

/// Waits until `until`; false when the servers stop first.
pub(super) async fn wait(until: Instant, stop: &mut watch::Receiver<()>) -> bool {
    if stop.has_changed().is_err() {
        return false;
    }
    if until <= Instant::now() {
        return true;
    }
    tokio::select! {
        () = tokio::time::sleep_until(until) => true,
        _ = stopped(stop) => false,
    }
}

/// Ends when the servers are dropped.
pub(super) async fn stopped(stop: &mut watch::Receiver<()>) -> Option<Infallible> {
    while stop.changed().await.is_ok() {}
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn tokens_lose_nothing(text in "\\PC{0,200}") {
            proptest::prop_assert_eq!(tokens(&text).concat(), text);
        }
    }

    #[test]
    fn tokens_are_about_four_characters() {
        let text = "Run it later: start the dishwasher at 20:00, and it is done at 21:30. That costs $0.264 instead of $0.540.";
        let mean = text.len() as f64 / tokens(text).len() as f64;
        assert!((3.0..5.0).contains(&mean), "{mean}");
    }

    #[test]
    fn splitting_characters_keeps_the_bytes() {
        let text = "caf\u{e9} \u{20ac}5 \u{1f557}";
        let mut plan = Plan::json(200, &serde_json::json!(text));
        let before = plan.frames[0].bytes.clone();
        plan.split_characters();
        assert_eq!(plan.frames.len(), 4);
        assert!(plan.frames.iter().any(|frame| std::str::from_utf8(&frame.bytes).is_err()));
        assert_eq!(plan.frames.iter().flat_map(|frame| frame.bytes.to_vec()).collect::<Vec<u8>>(), before.to_vec());
    }
}
