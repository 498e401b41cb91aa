//! A piece of a typed text, and how what is said about it finds its place.
//!
//! Invariant: a place in a composed text that is not in the typed piece never reaches a person.

use super::reply::Reply;
use crate::codes;
use crate::error::Error;
use crate::text::{Code, Diagnostic, Severity, Span};

/// The part `start..end` of a text that has a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a> {
    /// The whole text.
    pub(super) source: &'a str,
    /// What it is called.
    pub(super) origin: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'a> Input<'a> {
    pub(super) fn whole(source: &'a str, origin: &'a str) -> Self {
        Input {
            source,
            origin,
            start: 0,
            end: source.len(),
        }
    }

    pub(super) fn text(&self) -> &'a str {
        &self.source[self.start..self.end]
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// The part at these places, counted from the start of this one.
    pub(super) fn part(&self, start: usize, end: usize) -> Self {
        Input {
            start: self.start + start,
            end: self.start + end,
            ..*self
        }
    }

    /// The same without blanks around it.
    pub(super) fn trimmed(&self) -> Self {
        let text = self.text();
        let end = text.trim_end().len();
        let start = text[..end].len() - text[..end].trim_start().len();
        self.part(start, end)
    }

    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    /// A refusal of all of it.
    pub(super) fn refuse(&self, message: impl Into<String>, help: &str) -> Reply {
        self.refuse_with(codes::INVALID_ARGUMENT, message, help)
    }

    /// A refusal of all of it, with a code.
    pub(super) fn refuse_with(&self, code: Code, message: impl Into<String>, help: &str) -> Reply {
        let mut diagnostic = Diagnostic::error(code, self.span(), message);
        if !help.is_empty() {
            diagnostic = diagnostic.with_help(help);
        }
        Reply::refusal(self, vec![diagnostic])
    }

    /// A diagnostic about a text in which this piece stands after `before` bytes, moved to its place. None:
    /// it is about what stands in front of it.
    pub(super) fn place(&self, diagnostic: &Diagnostic, before: usize) -> Option<Diagnostic> {
        let length = self.end - self.start;
        let moved = |span: Span| {
            let start = (span.start as usize).checked_sub(before)?;
            let end = (span.end as usize).saturating_sub(before);
            let within = |place: usize| self.start + place.min(length);
            Some(Span::new(within(start), within(end)))
        };
        let mut placed = diagnostic.clone();
        placed.span = moved(diagnostic.span)?;
        placed
            .related
            .retain_mut(|(span, _)| moved(*span).map(|to| *span = to).is_some());
        Some(placed)
    }

    /// An error of a text in which this piece stands after `before` bytes.
    pub(super) fn explain(&self, error: &Error, before: usize) -> Reply {
        if error.span().is_none() {
            return Reply::Failure(error.clone());
        }
        let placed: Vec<Diagnostic> = error
            .diagnostics()
            .iter()
            .filter_map(|diagnostic| self.place(diagnostic, before))
            .collect();
        let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
        if placed.iter().any(is_error) {
            return Reply::refusal(self, placed);
        }
        // A definition that was right when it was made is wrong with what it mentions today.
        let first = error.diagnostics().iter().find(|one| is_error(one));
        let code = first.map_or(codes::INVALID_ARGUMENT, |one| one.code);
        let mut diagnostic = Diagnostic::error(code, self.span(), error.message());
        diagnostic.label = "in a definition that this needs".to_owned();
        Reply::refusal(self, vec![diagnostic])
    }
}
