//! The words of a text for those who colour, complete or continue it: kinds and places, no meaning.
//!
//! Must not know what a name means. Invariants: the words stand in the order of the text and do not overlap;
//! any text has words, also one that is not finished or wrong.

use super::token::{Lexer, TokenKind};
use crate::text::Span;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// A number.
    Number,
    /// A name.
    Name,
    /// An operator between, before or behind operands.
    Operator,
    /// `'`
    Transpose,
    /// Raised digits.
    Superscript,
    /// `|`
    Bar,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `[`
    OpenSquare,
    /// `]`
    CloseSquare,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `=`
    Equals,
    /// `;`
    Semicolon,
    /// No word of the language.
    Wrong,
}

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it is.
    pub kind: WordKind,
    /// Where it is.
    pub span: Span,
}

impl Word {
    /// Whether an operand may end with this word.
    pub fn ends_operand(self) -> bool {
        matches!(
            self.kind,
            WordKind::Number
                | WordKind::Name
                | WordKind::Close
                | WordKind::CloseSquare
                | WordKind::Superscript
                | WordKind::Transpose
        )
    }
}

/// All words of `source`, comments left out.
pub fn words(source: &str) -> impl Iterator<Item = Word> {
    let mut lexer = Lexer::new(source);
    std::iter::from_fn(move || {
        let token = lexer.next();
        let kind = match token.kind {
            TokenKind::Number => WordKind::Number,
            TokenKind::Name => WordKind::Name,
            TokenKind::Infix(_)
            | TokenKind::Not
            | TokenKind::CallSign
            | TokenKind::Partial
            | TokenKind::Range => WordKind::Operator,
            TokenKind::Quote => WordKind::Transpose,
            TokenKind::Superscript => WordKind::Superscript,
            TokenKind::Bar => WordKind::Bar,
            TokenKind::OpenSquare => WordKind::OpenSquare,
            TokenKind::CloseSquare => WordKind::CloseSquare,
            TokenKind::Open => WordKind::Open,
            TokenKind::Close => WordKind::Close,
            TokenKind::Comma => WordKind::Comma,
            TokenKind::Colon => WordKind::Colon,
            TokenKind::Equals => WordKind::Equals,
            TokenKind::Semicolon => WordKind::Semicolon,
            TokenKind::Wrong(_) => WordKind::Wrong,
            TokenKind::End => return None,
        };
        let span = token.span;
        Some(Word { kind, span })
    })
}

/// Whether a text that is read line by line goes on in another line: a bracket is open, or the last word
/// waits for an operand.
#[derive(Clone, Debug, Default)]
pub struct Continuation {
    open: usize,
    waits: bool,
    wrong: bool,
}

impl Continuation {
    /// Reads one more line.
    pub fn read(&mut self, line: &str) {
        for word in words(line) {
            match word.kind {
                WordKind::Wrong => self.wrong = true,
                WordKind::Open | WordKind::OpenSquare => self.open += 1,
                WordKind::Close | WordKind::CloseSquare if self.open == 0 => self.wrong = true,
                WordKind::Close | WordKind::CloseSquare => self.open -= 1,
                _ => {}
            }
            self.waits = matches!(
                word.kind,
                WordKind::Operator | WordKind::Equals | WordKind::Colon
            );
        }
    }

    /// A text that is wrong already is not unfinished, so that nobody is kept from being told.
    pub fn is_unfinished(&self) -> bool {
        !self.wrong && (self.open > 0 || self.waits)
    }
}

/// Whether a line that begins like this goes on with the statement above it.
pub fn continues_line_above(line: &str) -> bool {
    matches!(Lexer::new(line).next().kind, TokenKind::Infix(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_texts_wait_for_more() {
        let is_unfinished = |text: &str| {
            let mut continuation = Continuation::default();
            text.lines().for_each(|line| continuation.read(line));
            continuation.is_unfinished()
        };
        for text in [
            "(x",
            "x +",
            "s =",
            "f(x,",
            "if(x < 0,",
            "x + # why",
            "2^",
            "not",
            "(x +\ny",
            "x[1,",
            "2x +",
            "√",
        ] {
            assert!(is_unfinished(text), "{text}");
        }
        for text in [
            "", "x", "(x)", "x)", "x + $", "{x", "x'", "2e3x +", "# (", "x;", "x[1]", "√x²",
        ] {
            assert!(!is_unfinished(text), "{text}");
        }
    }

    #[test]
    fn a_line_that_begins_with_an_operator_goes_on() {
        for text in ["+ y", "  - y", "and x", "^2"] {
            assert!(continues_line_above(text), "{text}");
        }
        for text in ["y", "", "# + y", "!c", "(-y)"] {
            assert!(!continues_line_above(text), "{text}");
        }
    }
}
