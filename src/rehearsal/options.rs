//! How the stand-ins behave: their pace and what goes wrong on purpose.

use std::fmt;
use std::str::FromStr;

/// What goes wrong on purpose. Faults touch the generating endpoints only, so that probing still works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The connection is closed after this many bytes of the body.
    CutAt(usize),
    /// The stream ends without its terminal record.
    NoTerminal,
    /// An error record in the middle of the stream.
    ErrorRecord,
    /// An HTTP error status (401, 404, 429, 500, 503 …) with the protocol's error body; 429 with `retry-after`.
    Status(u16),
    /// An HTTP error status for the first request only.
    StatusOnce(u16),
    /// HTTP 429 whose code says that the credit is used up: waiting does not help.
    Billing,
    /// Silence of two minutes before the first byte.
    Slow,
    /// Silence of this many seconds before the first byte.
    SlowFor(u64),
    /// Bytes that are not the protocol.
    Garbage,
    /// Chunks that split multi-byte characters.
    SplitUtf8,
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || {
            format!(
                "unknown fault `{text}`: use one of cut:BYTES, no-terminal, error-record, 401, 404, 429, 429-once, \
                 429-billing, 500, 503 (any status from 400 to 599, also with -once), slow, slow:SECONDS, garbage, \
                 split-utf8"
            )
        };
        let status =
            |digits: &str| digits.parse::<u16>().ok().filter(|status| (400..600).contains(status)).ok_or_else(unknown);
        match text {
            "no-terminal" => Ok(Self::NoTerminal),
            "error-record" => Ok(Self::ErrorRecord),
            "429-billing" => Ok(Self::Billing),
            "slow" => Ok(Self::Slow),
            "garbage" => Ok(Self::Garbage),
            "split-utf8" => Ok(Self::SplitUtf8),
            _ => {
                if let Some(bytes) = text.strip_prefix("cut:") {
                    bytes.parse().map(Self::CutAt).map_err(|_| unknown())
                } else if let Some(seconds) = text.strip_prefix("slow:") {
                    seconds.parse().map(Self::SlowFor).map_err(|_| unknown())
                } else if let Some(code) = text.strip_suffix("-once") {
                    status(code).map(Self::StatusOnce)
                } else {
                    status(text).map(Self::Status)
                }
            }
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CutAt(bytes) => write!(f, "cut:{bytes}"),
            Self::NoTerminal => f.write_str("no-terminal"),
            Self::ErrorRecord => f.write_str("error-record"),
            Self::Status(status) => write!(f, "{status}"),
            Self::StatusOnce(status) => write!(f, "{status}-once"),
            Self::Billing => f.write_str("429-billing"),
            Self::Slow => f.write_str("slow"),
            Self::SlowFor(seconds) => write!(f, "slow:{seconds}"),
            Self::Garbage => f.write_str("garbage"),
            Self::SplitUtf8 => f.write_str("split-utf8"),
        }
    }
}

/// How fast a stand-in speaks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Seconds to the first token.
    pub first_token_s: f64,
    /// Tokens per second; 0 = as fast as possible.
    pub rate: f64,
}

/// How the stand-ins behave.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Tokens per second of the local stand-in; 0 = as fast as possible.
    pub rate: f64,
    /// Seconds to the first token of the local stand-in.
    pub first_token_s: f64,
    /// Pace of the cloud stand-in; `None` = that of the local one.
    pub cloud: Option<Pace>,
    /// When set, plain answers are padded or cut to about this many tokens (for measuring). Replies under a JSON
    /// contract keep their length: half an object is none.
    pub tokens: Option<usize>,
    /// What goes wrong.
    pub fault: Option<Fault>,
}

impl Default for Options {
    /// A laptop with a small model, and a cloud: the dishwasher case takes about ten seconds.
    fn default() -> Self {
        Self {
            rate: 62.0,
            first_token_s: 0.6,
            cloud: Some(Pace { first_token_s: 0.5, rate: 80.0 }),
            tokens: None,
            fault: None,
        }
    }
}

impl Options {
    /// As fast as possible, nothing wrong: for tests.
    #[must_use]
    pub fn instant() -> Self {
        Self { rate: 0.0, first_token_s: 0.0, cloud: None, tokens: None, fault: None }
    }

    /// The same with both stand-ins at this many tokens per second; 0 also means no wait for the first token.
    #[must_use]
    pub fn at_rate(self, rate: f64) -> Self {
        let wait = |seconds: f64| if rate == 0.0 { 0.0 } else { seconds };
        let cloud = self.cloud.map(|pace| Pace { first_token_s: wait(pace.first_token_s), rate });
        Self { rate, first_token_s: wait(self.first_token_s), cloud, ..self }
    }

    /// The same with a fault.
    #[must_use]
    pub fn with_fault(self, fault: Fault) -> Self {
        Self { fault: Some(fault), ..self }
    }

    /// Pace of the local stand-in.
    #[must_use]
    pub fn local_pace(&self) -> Pace {
        Pace { first_token_s: self.first_token_s, rate: self.rate }
    }

    /// Pace of the cloud stand-in.
    #[must_use]
    pub fn cloud_pace(&self) -> Pace {
        self.cloud.unwrap_or_else(|| self.local_pace())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_read_and_written_alike() {
        for text in [
            "cut:120",
            "no-terminal",
            "error-record",
            "401",
            "404",
            "429",
            "429-once",
            "429-billing",
            "500",
            "503",
            "slow",
            "slow:3",
            "garbage",
            "split-utf8",
        ] {
            let fault: Fault = text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(fault.to_string(), text);
        }
    }

    #[test]
    fn an_unknown_fault_lists_what_there_is() {
        for text in ["", "cut:", "cut:x", "200", "99999", "flaky", "x-once"] {
            let error = text.parse::<Fault>().unwrap_err();
            assert!(error.contains("no-terminal"), "{error}");
        }
    }
}
