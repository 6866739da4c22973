//! When a frame may be drawn: a pure rate limiter over "something changed".
//!
//! What a person typed is echoed at once; what only streams in waits for company. With nothing changed there is no
//! deadline: the program sleeps. Holds no clock; the runtime tells it the time.

use std::time::{Duration, Instant};

/// How soon a change wants to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Text is streaming or time passes.
    Stream,
    /// A person did something.
    Input,
}

/// Shortest time between two frames when a person types.
const INPUT: Duration = Duration::from_millis(16);
/// Shortest time between two frames when text only streams. Each costs some 150 bytes besides the text.
const STREAM: Duration = Duration::from_millis(90);

/// The rate limiter.
#[derive(Debug, Clone, Default)]
pub struct FrameGate {
    drawn: Option<Instant>,
    wanted: Option<Urgency>,
}

impl FrameGate {
    /// Something changed.
    pub fn want(&mut self, urgency: Urgency) {
        self.wanted = Some(self.wanted.map_or(urgency, |wanted| wanted.max(urgency)));
    }

    /// When the next frame may be drawn; `None` while nothing changed.
    #[must_use]
    pub fn deadline(&self, now: Instant) -> Option<Instant> {
        let pause = match self.wanted? {
            Urgency::Input => INPUT,
            Urgency::Stream => STREAM,
        };
        Some(self.drawn.map_or(now, |drawn| (drawn + pause).max(now)))
    }

    /// Whether a frame may be drawn now.
    #[must_use]
    pub fn is_due(&self, now: Instant) -> bool {
        self.deadline(now).is_some_and(|deadline| deadline <= now)
    }

    /// A frame was drawn.
    pub fn drew(&mut self, now: Instant) {
        self.drawn = Some(now);
        self.wanted = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_changed_means_no_frame_ever() {
        let start = Instant::now();
        let mut gate = FrameGate::default();
        assert_eq!(gate.deadline(start), None);
        gate.want(Urgency::Input);
        assert!(gate.is_due(start));
        gate.drew(start);
        assert_eq!(gate.deadline(start + Duration::from_mins(1)), None);
    }

    #[test]
    fn a_key_is_echoed_at_once_even_while_text_streams() {
        let start = Instant::now();
        let mut gate = FrameGate::default();
        gate.want(Urgency::Stream);
        gate.drew(start);
        gate.want(Urgency::Stream);
        let later = start + Duration::from_millis(20);
        assert!(!gate.is_due(later));
        gate.want(Urgency::Input);
        assert!(gate.is_due(later));
    }

    #[test]
    fn streaming_alone_draws_at_most_twelve_frames_a_second() {
        let start = Instant::now();
        let mut gate = FrameGate::default();
        let mut frames = 0;
        for ms in 0..1_000 {
            let now = start + Duration::from_millis(ms);
            gate.want(Urgency::Stream);
            if gate.is_due(now) {
                gate.drew(now);
                frames += 1;
            }
        }
        assert_eq!(frames, 12);
    }
}
