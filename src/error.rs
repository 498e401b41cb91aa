//! The one public error: a code and a kind to decide on, diagnostics to show.
//!
//! Must not know who raises it. Invariant: it holds at least one diagnostic that refuses something.

use crate::codes::{self, ErrorKind};
use crate::text::{Code, Diagnostic, RenderOptions, Severity, Span, render};
use std::fmt;

/// Why an input was refused or a derivative could not be made.
///
/// All errors of an input come together, with remarks. [`kind`](Error::kind) and [`code`](Error::code) are those of the
/// first one.
///
/// ```
/// use symdiff::{ErrorKind, Function, RenderOptions};
///
/// let error = Function::parse("2*(x + 1").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Syntax);
/// assert_eq!(error.code(), "unclosed-bracket");
/// assert_eq!(error.to_string(), "expected `)`, found the end of the input");
/// assert_eq!(error.span(), Some(8..8));
/// println!("{}", error.render(&RenderOptions::default()));
/// ```
#[derive(Clone, PartialEq)]
pub struct Error {
    diagnostics: Vec<Diagnostic>,
    /// The input that the spans are of; none for an error about no place of an input.
    source: Option<String>,
}

impl Error {
    /// An error about no particular place of an input.
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Error {
            diagnostics: vec![Diagnostic::error(code, Span::default(), message)],
            source: None,
        }
    }

    /// The errors of an input text; `diagnostics` holds at least one error.
    pub(crate) fn of_source(source: &str, diagnostics: Vec<Diagnostic>) -> Self {
        debug_assert!(diagnostics.iter().any(is_error));
        Error {
            diagnostics,
            source: Some(source.to_owned()),
        }
    }

    /// The same with one more line of help.
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        if let Some(last) = self.diagnostics.last_mut() {
            last.help.push(help.into());
        }
        self
    }

    /// What exactly is wrong, as words that stay the same between versions; `symdiff explain` and
    /// `docs/errors.md` say more about each.
    ///
    /// ```
    /// let error = symdiff::Function::parse("sinn(x)").unwrap_err();
    /// assert_eq!(error.code(), "unknown-function");
    /// ```
    pub fn code(&self) -> &'static str {
        self.first().code.name()
    }

    /// What sort of thing is wrong.
    ///
    /// ```
    /// use symdiff::{ErrorKind, Function};
    ///
    /// let what_to_do = |text: &str| match Function::parse(text).err().map(|error| error.kind()) {
    ///     None => "differentiate",
    ///     Some(ErrorKind::Syntax | ErrorKind::Number) => "correct the text",
    ///     Some(ErrorKind::Limit) => "ask for less",
    ///     Some(_) => "look at the names",
    /// };
    /// assert_eq!(what_to_do("x^2"), "differentiate");
    /// assert_eq!(what_to_do("x^^2"), "correct the text");
    /// ```
    pub fn kind(&self) -> ErrorKind {
        // Codes are made nowhere but in the table.
        codes::find(self.code()).map_or(ErrorKind::Request, |row| row.kind)
    }

    /// The first error's message: one line, without place.
    ///
    /// ```
    /// let error = symdiff::Function::parse("sin(x, y)").unwrap_err();
    /// assert_eq!(error.message(), "`sin` takes 1 argument, not 2");
    /// ```
    pub fn message(&self) -> &str {
        &self.first().message
    }

    /// The bytes of the input that the first error is about, where it is about an input.
    ///
    /// ```
    /// let text = "x + foo(y)";
    /// let error = symdiff::Function::parse(text).unwrap_err();
    /// assert_eq!(&text[error.span().unwrap()], "foo");
    /// ```
    pub fn span(&self) -> Option<std::ops::Range<usize>> {
        self.source.as_ref()?;
        let span = self.first().span;
        Some(span.start as usize..span.end as usize)
    }

    /// All errors and remarks, in the order of their places.
    ///
    /// ```
    /// let error = symdiff::Function::parse("foo(x); bar(y)").unwrap_err();
    /// let codes: Vec<&str> = error.diagnostics().iter().map(|one| one.code.name()).collect();
    /// assert_eq!(codes, ["unknown-function", "unknown-function"]);
    /// ```
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The input that the spans are of, where the error is about an input.
    ///
    /// ```
    /// let error = symdiff::Function::parse("x +").unwrap_err();
    /// assert_eq!(error.input(), Some("x +"));
    /// ```
    pub fn input(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Whether the text could not be read.
    ///
    /// ```
    /// assert!(symdiff::Function::parse("x +").unwrap_err().is_syntax());
    /// ```
    pub fn is_syntax(&self) -> bool {
        matches!(self.kind(), ErrorKind::Syntax | ErrorKind::Number)
    }

    /// Whether a name is the matter: unknown, taken, or a variable that is missing.
    ///
    /// ```
    /// assert!(symdiff::Function::parse("sinn(x)").unwrap_err().is_name());
    /// ```
    pub fn is_name(&self) -> bool {
        matches!(self.kind(), ErrorKind::Name | ErrorKind::Variable)
    }

    /// Whether a function has too few or too many arguments, or a condition and a number are confused.
    ///
    /// ```
    /// assert!(symdiff::Function::parse("sin(x, y)").unwrap_err().is_argument());
    /// ```
    pub fn is_argument(&self) -> bool {
        matches!(self.kind(), ErrorKind::Arity | ErrorKind::Type)
    }

    /// Whether vectors and matrices do not fit together.
    ///
    /// ```
    /// let error = symdiff::Function::parse("x: vector(3); x*x").unwrap_err();
    /// assert!(error.is_shape());
    /// ```
    pub fn is_shape(&self) -> bool {
        self.kind() == ErrorKind::Shape
    }

    /// Whether a limit was reached. The library can set others, in [`ReadOptions`](crate::ReadOptions).
    ///
    /// ```
    /// assert!(symdiff::Function::parse("1e99999").unwrap_err().is_limit());
    /// ```
    pub fn is_limit(&self) -> bool {
        self.kind() == ErrorKind::Limit
    }

    /// Whether a function has no derivative where one is asked for.
    ///
    /// ```
    /// let f = symdiff::Function::parse("polygamma(n, x)")?;
    /// assert!(f.compile().unwrap_err().is_derivative());
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn is_derivative(&self) -> bool {
        self.kind() == ErrorKind::Derivative
    }

    /// Whether what was asked for is not possible: a gradient of several results, a slice of the wrong length.
    ///
    /// ```
    /// let f = symdiff::Function::parse("x*y")?.compile()?;
    /// assert!(f.call(&[1.0], &mut [0.0; 3]).unwrap_err().is_request());
    /// # Ok::<(), symdiff::Error>(())
    /// ```
    pub fn is_request(&self) -> bool {
        self.kind() == ErrorKind::Request
    }

    /// Whether native code could not be made.
    ///
    /// ```
    /// assert!(!symdiff::Function::parse("x +").unwrap_err().is_backend());
    /// ```
    pub fn is_backend(&self) -> bool {
        self.kind() == ErrorKind::Backend
    }

    /// All errors and remarks, with the lines of the input and carets under what they are about.
    ///
    /// ```
    /// use symdiff::RenderOptions;
    ///
    /// let error = symdiff::Function::parse("x + foo(y)").unwrap_err();
    /// let drawn = error.render(&RenderOptions::default().with_origin("model.txt"));
    /// let lines: Vec<&str> = drawn.lines().collect();
    /// assert_eq!(lines[0], "error[unknown-function]: there is no function `foo`");
    /// assert_eq!(lines[1], " --> model.txt:1:5");
    /// assert_eq!(lines[3], "1 | x + foo(y)");
    /// assert_eq!(lines[4], "  |     ^^^ unknown function");
    /// ```
    pub fn render(&self, options: &RenderOptions) -> String {
        render(self.input(), &self.diagnostics, options)
    }

    /// What can be done about the first error, a line each.
    ///
    /// ```
    /// let error = symdiff::Function::parse("1e99999").unwrap_err();
    /// assert!(error.help()[1].contains("--max-number-bits"));
    /// ```
    pub fn help(&self) -> &[String] {
        &self.first().help
    }

    fn first(&self) -> &Diagnostic {
        let mut all = self.diagnostics.iter();
        // Every constructor is given an error.
        all.find(|diagnostic| is_error(diagnostic))
            .unwrap_or(&self.diagnostics[0])
    }
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

/// As a test that fails shows it: code, message and place, but not the whole input.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.code())
            .field("message", &self.message())
            .field("span", &self.span())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {}
