//! The larger classes of errors: few enough to decide on.

use std::fmt;

/// What sort of thing is wrong. Each [`Row`](super::Row) belongs to one; there may be more in later versions.
///
/// ```
/// let error = symdiff::Function::parse("2e3x").unwrap_err();
/// assert_eq!(error.kind(), symdiff::ErrorKind::Syntax);
/// assert_eq!(error.kind().name(), "syntax");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text cannot be read.
    Syntax,
    /// A number cannot be read.
    Number,
    /// A name is unknown, taken, or used for what it is not.
    Name,
    /// A call has too few or too many arguments.
    Arity,
    /// A condition stands where a number belongs, or the other way round.
    Type,
    /// Vectors and matrices do not fit together.
    Shape,
    /// A limit is reached.
    Limit,
    /// A variable is missing, given twice, or none.
    Variable,
    /// There is no derivative.
    Derivative,
    /// What is asked for, or a value that is given, is not possible.
    Request,
    /// Native code cannot be made.
    Backend,
    /// A file cannot be read or written.
    File,
    /// Somebody wanted it to stop.
    Interrupt,
}

impl ErrorKind {
    /// The word that the JSON forms use; it stays the same between versions.
    ///
    /// ```
    /// assert_eq!(symdiff::ErrorKind::Derivative.name(), "derivative");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            ErrorKind::Syntax => "syntax",
            ErrorKind::Number => "number",
            ErrorKind::Name => "name",
            ErrorKind::Arity => "arity",
            ErrorKind::Type => "type",
            ErrorKind::Shape => "shape",
            ErrorKind::Limit => "limit",
            ErrorKind::Variable => "variable",
            ErrorKind::Derivative => "derivative",
            ErrorKind::Request => "request",
            ErrorKind::Backend => "backend",
            ErrorKind::File => "file",
            ErrorKind::Interrupt => "interrupt",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
