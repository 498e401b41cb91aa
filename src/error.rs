//! The one public error: a kind to decide on, diagnostics to show.

use crate::text::{Diagnostic, Severity, Span, render};
use std::fmt;

/// Why an input was refused or a derivative could not be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    kind: &'static str,
    diagnostics: Vec<Diagnostic>,
    source: String,
}

impl Error {
    /// An error about no particular place of the input.
    pub(crate) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        let diagnostic = Diagnostic::error(kind, Span::default(), message);
        Error {
            kind,
            diagnostics: vec![diagnostic],
            source: String::new(),
        }
    }

    /// The errors of an input text; `diagnostics` holds at least one error.
    pub(crate) fn of_source(source: &str, diagnostics: Vec<Diagnostic>) -> Self {
        let first = diagnostics
            .iter()
            .find(|diagnostic| diagnostic.severity == Severity::Error);
        let kind = first.map_or("error", |diagnostic| diagnostic.kind);
        Error {
            kind,
            diagnostics,
            source: source.to_owned(),
        }
    }

    /// What went wrong, as a word that stays the same between versions: `syntax`, `number`, `name`,
    /// `arity`, `type`, `shape`, `limit`, `variable`, `derivative`, `request`, `backend`.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// All errors and remarks, their places counted in the text that was read.
    pub(crate) fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The first error's message, one line.
    pub fn message(&self) -> &str {
        self.first().map_or("", |diagnostic| &diagnostic.message)
    }

    /// The bytes of the input that the first error is about, where there are any.
    pub fn span(&self) -> Option<(usize, usize)> {
        let span = self.first()?.span;
        (!self.source.is_empty()).then_some((span.start as usize, span.end as usize))
    }

    /// Whether a name is the matter: unknown, taken, or a variable that is missing.
    pub fn is_name(&self) -> bool {
        matches!(self.kind, "name" | "variable")
    }

    /// Whether the text could not be read.
    pub fn is_syntax(&self) -> bool {
        matches!(self.kind, "syntax" | "number")
    }

    /// Whether a limit was reached.
    pub fn is_limit(&self) -> bool {
        self.kind == "limit"
    }

    /// All errors and remarks, with the lines of the input and carets. `origin` names the input.
    pub fn render(&self, origin: &str, color: bool) -> String {
        if self.source.is_empty() {
            return format!("error: {}\n", self.message());
        }
        render(&self.source, origin, &self.diagnostics, color)
    }

    fn first(&self) -> Option<&Diagnostic> {
        self.diagnostics
            .iter()
            .find(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Error {}
