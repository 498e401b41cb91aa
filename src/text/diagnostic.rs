//! Diagnostics as data: what is wrong, where, and what would be right. Rendering is next door.

use super::{Code, Span};

/// Whether the input is refused or merely remarked upon.
///
/// ```
/// let f = symdiff::Function::parse("1e-9999 + x")?;
/// assert_eq!(f.notes()[0].severity, symdiff::Severity::Note);
/// # Ok::<(), symdiff::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The input is refused.
    Error,
    /// The input is accepted, with a remark.
    Note,
}

/// One message about one input.
///
/// ```
/// let error = symdiff::Function::parse("(x + y").err().expect("a bracket is open");
/// let diagnostic = &error.diagnostics()[0];
/// assert_eq!(diagnostic.code.name(), "unclosed-bracket");
/// assert_eq!(diagnostic.related[0].0, symdiff::Span { start: 0, end: 1 });
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Refusal or remark.
    pub severity: Severity,
    /// The stable name of what is wrong, such as `unclosed-bracket`.
    pub code: Code,
    /// One line that says what is wrong, without place.
    pub message: String,
    /// Where.
    pub span: Span,
    /// A few words at the caret; empty for none.
    pub label: String,
    /// Other places that matter, such as the opening bracket.
    pub related: Vec<(Span, String)>,
    /// What would be right: expected tokens, a near name, another reading.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error `code` at `span`.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Error,
            code,
            message: message.into(),
            span,
            label: String::new(),
            related: Vec::new(),
            help: Vec::new(),
        }
    }

    /// A remark `code` at `span`.
    pub fn note(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Note,
            ..Self::error(code, span, message)
        }
    }

    /// The same with words at the caret.
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same with one more line of help.
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// The same with one more place.
    pub fn with_related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push((span, message.into()));
        self
    }
}
