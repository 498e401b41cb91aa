//! Places in an input text.

/// A range of bytes `start..end` of the input.
///
/// ```
/// let text = "x + foo(y)";
/// let error = symdiff::Function::parse(text).err().expect("no such function");
/// let span = error.diagnostics()[0].span;
/// assert_eq!(&text[span.start as usize..span.end as usize], "foo");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        // Inputs are limited to far less than 4 GiB before anything makes a span.
        Span {
            start: start as u32,
            end: end as u32,
        }
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}
