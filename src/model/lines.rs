//! Lines out of bytes that arrive in any split, with a bound on how long one may get. Shared by [`super::sse`] and
//! [`super::ndjson`]; knows nothing of either.

/// A record grew past the bound: whoever sends it does not speak the protocol, or means harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("one record is larger than {limit} bytes")]
pub struct Oversize {
    /// The bound, in bytes.
    pub limit: usize,
}

/// Most bytes of one record: a whole Responses reply comes in one (`response.completed`), so this is generous.
pub const RECORD_LIMIT: usize = 8 * 1024 * 1024;

/// Splits at LF, CR LF and lone CR.
#[derive(Debug)]
pub(super) struct Lines {
    partial: Vec<u8>,
    limit: usize,
    /// The line before ended with CR: an LF that comes next belongs to it.
    after_cr: bool,
    /// Nothing was read yet: a byte order mark may come.
    at_start: bool,
}

impl Lines {
    pub(super) fn new(limit: usize) -> Self {
        Self { partial: Vec::new(), limit, after_cr: false, at_start: true }
    }

    /// Bytes of a line that has not ended.
    pub(super) fn pending(&self) -> usize {
        self.partial.len()
    }

    /// Calls `line` for every line that ends in `bytes`, without its terminator. Stops at the first error.
    pub(super) fn feed(
        &mut self,
        mut bytes: &[u8],
        mut line: impl FnMut(&[u8]) -> Result<(), Oversize>,
    ) -> Result<(), Oversize> {
        while let Some(first) = bytes.first() {
            if std::mem::take(&mut self.after_cr) && *first == b'\n' {
                bytes = bytes.get(1..).unwrap_or_default();
                continue;
            }
            let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let (head, rest) = bytes.split_at_checked(end.unwrap_or(bytes.len())).unwrap_or((bytes, &[]));
            if self.partial.len() + head.len() > self.limit {
                return Err(Oversize { limit: self.limit });
            }
            let Some((terminator, rest)) = rest.split_first() else {
                self.partial.extend_from_slice(head);
                return Ok(());
            };
            self.after_cr = *terminator == b'\r';
            if self.partial.is_empty() {
                line(self.without_mark(head))?;
            } else {
                self.partial.extend_from_slice(head);
                let mut whole = std::mem::take(&mut self.partial);
                line(self.without_mark(&whole))?;
                whole.clear();
                self.partial = whole;
            }
            bytes = rest;
        }
        Ok(())
    }

    fn without_mark<'a>(&mut self, line: &'a [u8]) -> &'a [u8] {
        if std::mem::take(&mut self.at_start) { line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line) } else { line }
    }
}
