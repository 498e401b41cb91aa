//! The place of the parser in the text: one token ahead, and the refusals that it raises there.
//!
//! Must not know the grammar. Invariant: a refusal is raised in front of the token that it is about, so
//! whoever goes on after it sees that token first.

use super::token::{Lexer, Token, TokenKind};
use crate::text::{Code, Diagnostic, Span, quote};

/// Why a statement is refused.
pub(super) struct Refusal {
    /// What to say.
    pub diagnostic: Diagnostic,
    /// How many brackets are open where it happened.
    pub open: usize,
}

/// A result that is small while all is well.
pub(super) type Outcome<T> = Result<T, Box<Refusal>>;

/// Refuses with `diagnostic`, outside of brackets.
pub(super) fn refuse<T>(diagnostic: Diagnostic) -> Outcome<T> {
    Err(Box::new(Refusal {
        diagnostic,
        open: 0,
    }))
}

/// A place in the text.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    source: &'a str,
    lexer: Lexer<'a>,
    token: Token,
    behind: usize,
}

impl<'a> Cursor<'a> {
    /// The place in front of the first token.
    pub fn new(source: &'a str) -> Self {
        let mut lexer = Lexer::new(source);
        let token = lexer.next();
        Cursor {
            source,
            lexer,
            token,
            behind: 0,
        }
    }

    /// The token ahead.
    pub fn token(&self) -> Token {
        self.token
    }

    /// Passes the token ahead and returns it.
    pub fn advance(&mut self) -> Token {
        let passed = self.token;
        self.behind = passed.span.end as usize;
        self.token = self.lexer.next();
        passed
    }

    /// The whole input.
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &'a str {
        &self.source[span.start as usize..span.end as usize]
    }

    /// The empty span behind the token passed last.
    pub fn behind(&self) -> Span {
        Span::new(self.behind, self.behind)
    }

    /// Whether the token ahead ends a statement that is complete outside of brackets. A line that begins
    /// with an infix operator goes on with the statement before it.
    pub fn at_statement_end(&self) -> bool {
        match self.token.kind {
            TokenKind::End | TokenKind::Semicolon => true,
            TokenKind::Infix(_) => false,
            _ => self.token.line_start,
        }
    }

    /// The token ahead, if it is of `kind` and on the same line as the one before.
    pub fn same_line(&self, kind: TokenKind) -> bool {
        self.token.kind == kind && !self.token.line_start
    }

    /// Where to point for the token ahead: behind the last word if there is nothing left to point at.
    pub fn place(&self) -> Span {
        match self.token.kind {
            TokenKind::End => self.behind(),
            _ => self.token.span,
        }
    }

    /// The token ahead in words.
    pub fn found(&self) -> String {
        match self.token.kind {
            TokenKind::End => "the end of the input".to_owned(),
            _ => quote(self.text(self.token.span)),
        }
    }

    /// An error about the token ahead: `expected` names what should stand there. A token that is wrong by
    /// itself speaks for itself.
    pub fn unexpected(&self, code: Code, expected: &str) -> Diagnostic {
        match self.token.kind {
            TokenKind::Wrong(mistake) => mistake.diagnose(self.source, self.token.span),
            _ => Diagnostic::error(
                code,
                self.place(),
                format!("expected {expected}, found {}", self.found()),
            ),
        }
    }
}
