//! What to say where an expression cannot go on: the words of the parser, apart from its work.
//!
//! Must not change the place of the parser. Invariants: a message points at the exact place and at what is
//! related to it, says what could stand there, and, where it can, what was probably meant.

use super::cursor::Cursor;
use super::expression::{Frame, Parser, Value};
use super::token::{Token, TokenKind};
use super::tree::{Binary, Kind, Unary};
use crate::codes;
use crate::limits::{self, Limits};
use crate::text::{Code, Diagnostic, quote};

/// What can begin a value.
const VALUE: &str = "expected a number, a name or `(`";

/// Longer pieces of the input are not repeated in a help text.
pub(super) const SHORT: usize = 24;

impl Parser<'_, '_> {
    fn error(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code, self.cursor.place(), message)
    }

    /// Points at the bracket that is still open, if there is one.
    pub(super) fn with_opening(&self, diagnostic: Diagnostic) -> Diagnostic {
        match self.innermost().and_then(Frame::opening) {
            Some(open) => diagnostic.with_related(open, "opened here"),
            None => diagnostic,
        }
    }

    /// Points at the operator that waits for a value, if there is one.
    pub(super) fn with_operator(&self, diagnostic: Diagnostic) -> Diagnostic {
        match self.stack.last() {
            Some(Frame::Infix { at, .. }) => {
                diagnostic.with_related(*at, "needs a value on its right")
            }
            Some(Frame::Prefix { at, .. }) => diagnostic.with_related(*at, "needs a value"),
            _ => diagnostic,
        }
    }

    /// What to say when a value should stand where `token` does.
    pub(super) fn no_operand(&self, token: Token) -> Diagnostic {
        let top = self.stack.last();
        if let Some(diagnostic) = self.reserved_word(token) {
            return diagnostic;
        }
        let unexpected = || {
            self.cursor
                .unexpected(codes::MISSING_OPERAND, "an expression")
                .with_label(VALUE)
        };
        let closes = matches!(token.kind, TokenKind::Close | TokenKind::CloseSquare);
        if let Some(frame) = self.innermost().filter(|_| closes)
            && !self.ends_with(token, frame)
        {
            return self.mismatched(token);
        }
        match token.kind {
            TokenKind::Wrong(mistake) => self.wrong_bracket(token).unwrap_or_else(|| {
                let diagnostic = self.cursor.unexpected(codes::MISSING_OPERAND, "");
                match mistake.bracket() {
                    -1 => self.with_operator(diagnostic),
                    _ => diagnostic,
                }
            }),
            TokenKind::Close | TokenKind::CloseSquare if self.open == 0 && top.is_none() => {
                self.stray(token)
            }
            TokenKind::Close | TokenKind::CloseSquare => match top {
                Some(Frame::Block { entries, rows, .. }) if !entries.is_empty() => {
                    let is_row = rows.last() == Some(&(entries.len() as u32));
                    let sign = if is_row { ";" } else { "," };
                    let message = format!("expected an entry after `{sign}`");
                    self.with_opening(self.error(codes::MISSING_ARGUMENT, message))
                        .with_help(format!("write the entry, or remove the `{sign}`"))
                }
                Some(Frame::Index { slice: Some(_), .. }) => self.with_opening(unexpected()),
                Some(
                    Frame::Group { .. }
                    | Frame::Derivative { .. }
                    | Frame::Index { .. }
                    | Frame::Block { .. },
                ) => {
                    let open = if token.kind == TokenKind::Close {
                        "("
                    } else {
                        "["
                    };
                    let message = format!(
                        "expected an expression between `{open}` and {}",
                        self.cursor.found()
                    );
                    self.with_opening(self.error(codes::EMPTY_BRACKETS, message))
                }
                Some(Frame::Call { .. }) => self
                    .with_opening(
                        self.error(codes::MISSING_ARGUMENT, "expected an argument after `,`"),
                    )
                    .with_help("write the argument, or remove the `,`"),
                _ => self.with_operator(unexpected()),
            },
            TokenKind::Comma => match top {
                Some(Frame::Call { .. }) => self
                    .error(codes::MISSING_ARGUMENT, "expected an argument before `,`")
                    .with_label(VALUE),
                Some(_) => self.with_operator(unexpected()),
                None => unexpected(),
            },
            TokenKind::Quote => self
                .error(codes::QUOTED_TEXT, "expected an expression, found `'`")
                .with_help("`'` transposes the value in front of it; there is no text in quotes"),
            TokenKind::Infix(Binary::Or) if self.cursor.text(token.span) == "||" => self
                .with_operator(unexpected())
                .with_help("`||` is always the word or; write `|(|x|) - 1|` for bars in bars, `norm2(x)` for a norm"),
            TokenKind::Infix(_) => self
                .with_operator(unexpected())
                .with_help(format!("{} needs a value on its left", self.cursor.found())),
            TokenKind::End | TokenKind::Semicolon => {
                self.with_opening(self.with_operator(unexpected()))
            }
            TokenKind::Equals if top.is_none() && self.is_behind("=") => {
                unexpected().with_help("a definition has one `=`")
            }
            TokenKind::Equals if top.is_none() => self
                .error(codes::MISSING_NAME, "expected a name before `=`")
                .with_help("a definition is written `name = ...`"),
            TokenKind::Colon if matches!(self.innermost(), Some(Frame::Index { .. })) => {
                unexpected().with_help("a slice is written `x[1:3]`, with a step `x[1:9 by 2]`")
            }
            _ => self.with_operator(unexpected()),
        }
    }

    /// Whether the token passed last is this one.
    fn is_behind(&self, text: &str) -> bool {
        let passed = &self.cursor.source()[..self.cursor.behind().end as usize];
        passed.ends_with(text)
    }

    /// A word such as `and` in the place of a name that is defined or declared.
    fn reserved_word(&self, token: Token) -> Option<Diagnostic> {
        let is_head = |kind| matches!(kind, TokenKind::Equals | TokenKind::Colon);
        let span = match (token.kind, &self.stack[..]) {
            (TokenKind::Infix(Binary::And | Binary::Or), []) => {
                let mut ahead = *self.cursor;
                ahead.advance();
                is_head(ahead.token().kind).then_some(token.span)
            }
            (
                kind,
                [
                    Frame::Prefix {
                        operator: Unary::Not,
                        at,
                    },
                ],
            ) => is_head(kind).then_some(*at),
            _ => None,
        }?;
        let word = self.cursor.text(span);
        let is_word = word.starts_with(char::is_alphabetic);
        let message = format!("{} is an operator and can't be a name", quote(word));
        is_word.then(|| {
            Diagnostic::error(codes::RESERVED_WORD, span, message).with_help("choose another name")
        })
    }

    /// Another sort of bracket where a round one should be closed.
    fn wrong_bracket(&self, token: Token) -> Option<Diagnostic> {
        let TokenKind::Wrong(mistake) = token.kind else {
            return None;
        };
        (mistake.bracket() < 0 && self.open > 0).then(|| self.mismatched(token))
    }

    /// What to say when an operator or an end should stand where `token` does, behind `value`.
    pub(super) fn no_operator(&self, value: Value, token: Token) -> Diagnostic {
        let error = |code, message: &str| Diagnostic::error(code, token.span, message);
        let diagnostic = match token.kind {
            TokenKind::Number | TokenKind::Name | TokenKind::Open => {
                self.side_by_side(value, token)
            }
            TokenKind::Not if self.cursor.text(token.span) == "!" => {
                error(codes::FACTORIAL, "there is no factorial sign").with_help("write `factorial(x)` for x!")
            }
            TokenKind::Not => error(codes::MISSING_OPERATOR, "expected an operator, found `not`")
                .with_help("write `and not` or `or not`"),
            TokenKind::Close | TokenKind::CloseSquare if self.open == 0 => return self.stray(token),
            TokenKind::Close | TokenKind::CloseSquare => return self.mismatched(token),
            TokenKind::OpenSquare => error(codes::OTHER_BRACKETS, "a number has no entries")
                .with_help("`[` stands behind a name or a value, such as `x[1]`"),
            TokenKind::Range if self.is_named(value) => error(
                codes::EQUALS_IN_BRACKETS,
                "a range begins with `in`, not with `=`",
            )
            .with_help("write `sum(i in 1..10, i*x)`"),
            TokenKind::Range if matches!(self.innermost(), Some(Frame::Index { .. })) => {
                error(codes::MISPLACED_RANGE, "a slice is written with `:`")
                    .with_help("write `x[1:3]`: both ends belong to it")
            }
            TokenKind::Range => error(
                codes::MISPLACED_RANGE,
                "`..` stands only in the range of a sum or product",
            )
            .with_help("write `sum(i in 1..10, i^2)`; a number has one decimal point"),
            TokenKind::Bar if self.is_called(value) => {
                let name = self.cursor.text(value.outer);
                let message = format!("the argument of {} needs brackets", quote(name));
                error(codes::MISSING_CALL_BRACKETS, &message)
                    .with_label("expected `(`")
                    .with_related(value.outer, "a function")
                    .with_help(format!("write {}", quote(&format!("{name}(|x|)"))))
            }
            TokenKind::Bar => error(
                codes::ABSOLUTE_BARS,
                "no bar is open here",
            )
            .with_help("write `|x|` or `abs(x)`; between conditions, did you mean `||`?"),
            TokenKind::Comma if self.open > 0 => self.misplaced_comma(token),
            TokenKind::Comma => error(
                codes::COMMA_OUTSIDE_CALL,
                "a `,` separates only the arguments of a call",
            )
            .with_help(
                "a decimal point is written `.`; several results stand on lines of their own or between `;`",
            ),
            TokenKind::Equals | TokenKind::Colon if self.has_semicolons() => return self.unclosed(),
            TokenKind::Equals if self.open > 0 => {
                error(codes::EQUALS_IN_BRACKETS, "`=` can't stand inside brackets")
                    .with_help("compare with `==` or `<`; define a name in a statement of its own")
            }
            TokenKind::Equals => self.misplaced_equals(value, token),
            TokenKind::Colon if matches!(self.innermost(), Some(Frame::Fold(_))) => {
                return self.unfinished_fold(token);
            }
            TokenKind::Colon if matches!(self.innermost(), Some(Frame::Index { .. })) => {
                error(codes::MISPLACED_COLON, "a slice has one `:`")
                    .with_help("the step of a slice is written `by`: `x[1:9 by 2]`")
            }
            TokenKind::Colon => error(
                codes::MISPLACED_COLON,
                "a `:` declares the shape of a name at the start of a statement",
            )
            .with_help("write `x: scalar`, `x: vector(3)` or `A: matrix(3, 3)`; a slice is written `x[1:3]`"),
            TokenKind::End | TokenKind::Semicolon => return self.unclosed(),
            TokenKind::Wrong(_) => {
                return self
                    .wrong_bracket(token)
                    .unwrap_or_else(|| self.cursor.unexpected(codes::MISSING_OPERATOR, ""));
            }
            _ => self
                .cursor
                .unexpected(codes::MISSING_OPERATOR, "an operator"),
        };
        // On a new line inside brackets the likely mistake is that they were not closed.
        if token.line_start {
            self.with_opening(diagnostic)
        } else {
            diagnostic
        }
    }

    /// Whether `value` is an argument with its name.
    fn is_named(&self, value: Value) -> bool {
        matches!(self.nodes[value.id.0 as usize].kind, Kind::Named { .. })
    }

    /// Whether `value` is the name of a function.
    fn is_called(&self, value: Value) -> bool {
        let name = self.cursor.text(value.outer);
        let is_name = matches!(self.nodes[value.id.0 as usize].kind, Kind::Name(_));
        is_name && name.len() <= SHORT && (self.is_function)(name)
    }

    fn misplaced_equals(&self, value: Value, token: Token) -> Diagnostic {
        let kind = &self.nodes[value.id.0 as usize].kind;
        if matches!(kind, Kind::Call { .. }) && self.stack.is_empty() {
            let message = "the parameters of a function must be names";
            return Diagnostic::error(codes::PARAMETER_NOT_NAME, value.outer, message)
                .with_help("write `f(x, y) = ...`, or `c = ...` if there are none");
        }
        // A statement that begins with a name and `=` is a definition; so this is a second `=`.
        if matches!(kind, Kind::Name(_)) && self.stack.is_empty() {
            let name = self.cursor.text(value.outer);
            let diagnostic = Diagnostic::error(
                codes::MISPLACED_EQUALS,
                token.span,
                "a definition has one `=`",
            );
            return match name.len() <= SHORT {
                true => diagnostic.with_help(format!(
                    "define {} in a statement of its own, above this one",
                    quote(name)
                )),
                false => diagnostic,
            };
        }
        let message = "only a name or `f(x, y)` can stand before `=`";
        Diagnostic::error(codes::MISPLACED_EQUALS, token.span, message)
            .with_related(value.outer, "this is an expression")
            .with_help("for the equation a = b write the difference `a - b`, or `a == b` for an implicit derivative")
    }

    /// A comparison of a comparison; `middle` is what both would share.
    pub(super) fn chained(&self, middle: Value, token: Token) -> Diagnostic {
        let diagnostic = Diagnostic::error(
            codes::CHAINED_COMPARISON,
            token.span,
            "comparisons can't be chained",
        )
        .with_label("second comparison");
        let Some(Frame::Infix { at, left, .. }) = self.stack.last() else {
            return diagnostic;
        };
        let words = [left.outer, *at, middle.outer, token.span].map(|span| self.cursor.text(span));
        let help = match words {
            [a, first, b, second] if a.len() + b.len() <= SHORT => {
                quote(&format!("{a} {first} {b} && {b} {second} ..."))
            }
            _ => "`a < b && b < c`".to_owned(),
        };
        diagnostic
            .with_related(*at, "first comparison")
            .with_help(format!("write both: {help}"))
    }
}

/// More brackets and operators than may wait at once.
pub(super) fn too_deep(cursor: &Cursor, limits: &Limits) -> Diagnostic {
    let nesting = limits.nesting;
    let message = format!("the expression nests deeper than the limit of {nesting}");
    Diagnostic::error(codes::TOO_DEEP, cursor.token().span, message)
        .with_help(limits::NESTING.advice(limits))
        .with_help("name a part of it with a definition, such as `s = ...`")
}
