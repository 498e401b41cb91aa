//! What to say where an expression cannot go on: the words of the parser, apart from its work.
//!
//! Must not change the place of the parser. Invariants: a message points at the exact place and at what is
//! related to it, says what could stand there, and, where it can, what was probably meant.

use super::cursor::Cursor;
use super::expression::{Frame, Parser, Value};
use super::token::{Token, TokenKind};
use super::tree::{Binary, Kind, Unary};
use crate::codes;
use crate::text::{Code, Diagnostic, Span, quote};

/// What can begin a value.
const VALUE: &str = "expected a number, a name or `(`";

/// Longer pieces of the input are not repeated in a help text.
const SHORT: usize = 24;

impl Parser<'_, '_> {
    fn error(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code, self.cursor.place(), message)
    }

    /// The opening bracket that is open and was opened last.
    fn innermost(&self) -> Option<Span> {
        self.stack.iter().rev().find_map(|frame| match frame {
            Frame::Group { open } | Frame::Call { open, .. } => Some(*open),
            Frame::Prefix { .. } | Frame::Infix { .. } => None,
        })
    }

    /// Points at the bracket that is still open, if there is one.
    fn with_opening(&self, diagnostic: Diagnostic) -> Diagnostic {
        match self.innermost() {
            Some(open) => diagnostic.with_related(open, "opened here"),
            None => diagnostic,
        }
    }

    /// Points at the operator that waits for a value, if there is one.
    fn with_operator(&self, diagnostic: Diagnostic) -> Diagnostic {
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
        match token.kind {
            TokenKind::Wrong(mistake) => self.wrong_bracket(token).unwrap_or_else(|| {
                let diagnostic = self.cursor.unexpected(codes::MISSING_OPERAND, "");
                match mistake.bracket() {
                    -1 => self.with_operator(diagnostic),
                    _ => diagnostic,
                }
            }),
            TokenKind::Close if self.open == 0 && top.is_none() => stray(token),
            TokenKind::Close => match top {
                Some(Frame::Group { .. }) => {
                    let message = "expected an expression between `(` and `)`";
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
        let open = self.innermost().filter(|_| mistake.bracket() < 0)?;
        let found = self.cursor.text(token.span);
        Some(
            Diagnostic::error(
                codes::MISMATCHED_BRACKET,
                token.span,
                format!("`(` is closed by {}", quote(found)),
            )
            .with_label("expected `)`")
            .with_related(open, "opened here")
            .with_help("write `)`"),
        )
    }

    /// What to say when an operator or an end should stand where `token` does, behind `value`.
    pub(super) fn no_operator(&self, value: Value, token: Token) -> Diagnostic {
        let error = |code, message: &str| Diagnostic::error(code, token.span, message);
        let diagnostic = match token.kind {
            TokenKind::Number | TokenKind::Name | TokenKind::Open => {
                self.side_by_side(value, token)
            }
            TokenKind::Not if self.cursor.text(token.span) == "!" => {
                error(codes::FACTORIAL, "there is no factorial").with_help("write `factorial(x)` for x!")
            }
            TokenKind::Not => error(codes::MISSING_OPERATOR, "expected an operator, found `not`")
                .with_help("write `and not` or `or not`"),
            TokenKind::Close => return stray(token),
            TokenKind::Comma => error(
                codes::COMMA_OUTSIDE_CALL,
                "a `,` separates only the arguments of a call",
            )
            .with_help(
                "a decimal point is written `.`; several results stand on lines of their own or between `;`",
            ),
            TokenKind::Equals if self.open > 0 => {
                error(codes::EQUALS_IN_BRACKETS, "`=` can't stand inside brackets")
                    .with_help("compare with `<`, `<=`, `>` or `>=`; define a name in a statement of its own")
            }
            TokenKind::Equals => self.misplaced_equals(value, token),
            TokenKind::Colon => error(
                codes::MISPLACED_COLON,
                "a `:` declares the shape of a name at the start of a statement",
            )
            .with_help("write `x: scalar`, `x: vector(3)` or `A: matrix(3, 3)`"),
            TokenKind::End | TokenKind::Semicolon => {
                let diagnostic = self.cursor.unexpected(codes::UNCLOSED_BRACKET, "`)`");
                return self.with_opening(diagnostic.with_help("close the bracket"));
            }
            TokenKind::Wrong(_) => {
                return self
                    .wrong_bracket(token)
                    .or_else(|| self.entry(value, token))
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

    /// `x[1]`, which other languages read as an entry.
    fn entry(&self, value: Value, token: Token) -> Option<Diagnostic> {
        let is_name = matches!(self.nodes[value.id.0 as usize].kind, Kind::Name(_));
        let is_against = value.outer.end == token.span.start;
        (is_name && is_against && self.cursor.text(token.span) == "[").then(|| {
            let message = "a formula speaks of whole vectors, not of their entries";
            Diagnostic::error(codes::OTHER_BRACKETS, token.span, message).with_help(
                "declare the vector, `x: vector(3)`, or give each entry a name, such as `x1`",
            )
        })
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
            .with_help("for the equation a = b write the difference `a - b`")
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

    /// Two values with nothing between them: a product without its `*`, or a call without brackets.
    fn side_by_side(&self, value: Value, token: Token) -> Diagnostic {
        let (left, right) = (self.cursor.text(value.outer), self.cursor.text(token.span));
        let kind = &self.nodes[value.id.0 as usize].kind;
        let is_bracketed = left.starts_with('(');
        let is_name = matches!(kind, Kind::Name(_)) && !is_bracketed;
        if is_name && right.starts_with('.') && value.outer.end == token.span.start {
            let message = "a name has no decimal point";
            return Diagnostic::error(codes::STRAY_POINT, token.span, message)
                .with_label("expected an operator")
                .with_help("write `*` for a product, or `_` in a name");
        }
        if let Some(diagnostic) = self.power_of_function(value, token) {
            return diagnostic;
        }
        if let Some(diagnostic) = self.new_statement(token) {
            return diagnostic;
        }
        let is_short = left.len() <= SHORT && right.len() <= SHORT;
        let about = |code, message: &str| {
            Diagnostic::error(code, token.span, message).with_label("expected an operator")
        };
        if token.line_start {
            return about(codes::MISSING_OPERATOR, "two values stand side by side")
                .with_related(value.outer, "a value")
                .with_help(
                    "close the bracket before this line, or write an operator between the two",
                );
        }
        if is_name && (self.is_function)(left) && is_short {
            let message = format!("the argument of {} needs brackets", quote(left));
            return Diagnostic::error(codes::MISSING_CALL_BRACKETS, token.span, message)
                .with_label("expected `(`")
                .with_related(value.outer, "a function")
                .with_help(format!("write {}", quote(&format!("{left}({right})"))));
        }
        let is_number = matches!(kind, Kind::Number(_));
        let is_product = match token.kind {
            TokenKind::Open => true,
            TokenKind::Name => is_number || is_bracketed,
            _ => is_bracketed,
        };
        let tail = if token.kind == TokenKind::Open {
            self.bracketed(token)
        } else {
            right
        };
        let product = quote(&format!("{left}*{tail}"));
        let help = match (is_product, is_name) {
            _ if !is_short => "write `*` between them".to_owned(),
            (false, true) => {
                let call = quote(&format!("{left}({right})"));
                format!("write {call} for a call, {product} for a product")
            }
            _ => format!("write {product}"),
        };
        let diagnostic = if is_product {
            about(codes::MISSING_PRODUCT_SIGN, "a product needs its `*`")
        } else {
            about(codes::MISSING_OPERATOR, "two values stand side by side")
        };
        diagnostic
            .with_related(value.outer, "a value")
            .with_help(help)
    }

    /// A definition or a declaration on the next line, where a bracket is still open.
    fn new_statement(&self, token: Token) -> Option<Diagnostic> {
        let mut ahead = *self.cursor;
        ahead.advance();
        let is_head = token.kind == TokenKind::Name
            && token.line_start
            && matches!(ahead.token().kind, TokenKind::Equals | TokenKind::Colon);
        is_head.then(|| {
            let behind = self.cursor.behind();
            let message = "expected `)`, found the next statement";
            self.with_opening(Diagnostic::error(codes::UNCLOSED_BRACKET, behind, message))
                .with_related(token.span, "this begins a statement")
                .with_help("close the bracket")
        })
    }

    /// The bracket that begins with `token`, if it is short.
    fn bracketed(&self, token: Token) -> &str {
        let rest = &self.cursor.source()[token.span.start as usize..];
        let mut open = 0;
        for (place, letter) in rest.char_indices().take(SHORT) {
            match letter {
                '(' => open += 1,
                ')' if open == 1 => return &rest[..=place],
                ')' => open -= 1,
                '\n' => break,
                _ => {}
            }
        }
        "(...)"
    }

    /// `sin^2(x)` and `sin^2 x`.
    fn power_of_function(&self, value: Value, token: Token) -> Option<Diagnostic> {
        let power = |frame: &&Frame| {
            matches!(
                frame,
                Frame::Infix {
                    operator: Binary::Power,
                    ..
                }
            )
        };
        // A sign may stand in front of the exponent.
        let Some(Frame::Infix { left, .. }) = self.stack.iter().rev().take(2).find(power) else {
            return None;
        };
        let name = self.cursor.text(left.outer);
        if !(self.is_function)(name) || name.len() > SHORT || token.kind == TokenKind::Number {
            return None;
        }
        let exponent = self.cursor.text(left.outer.to(value.outer));
        let exponent = exponent[name.len()..].trim_start_matches(['^', '*', ' ']);
        let argument = match token.kind {
            TokenKind::Name => self.cursor.text(token.span),
            _ => self.bracketed(token),
        };
        let message = format!("the power of {} stands behind its argument", quote(name));
        let argument = argument.trim_start_matches('(').trim_end_matches(')');
        let fixed = format!("{name}({argument})^{exponent}");
        Some(
            Diagnostic::error(codes::POWER_OF_FUNCTION, token.span, message)
                .with_label("the argument")
                .with_related(left.outer, "a function without its argument")
                .with_help(match fixed.len() <= 2 * SHORT {
                    true => format!("write {}", quote(&fixed)),
                    false => "write the call first, and the power behind it".to_owned(),
                }),
        )
    }
}

/// A closing bracket where none is open.
fn stray(token: Token) -> Diagnostic {
    let message = "stray `)`: no bracket is open here";
    Diagnostic::error(codes::STRAY_BRACKET, token.span, message)
        .with_help("remove it, or open a bracket before")
}

/// More brackets and operators than may wait at once.
pub(super) fn too_deep(cursor: &Cursor, nesting: usize) -> Diagnostic {
    let message = format!("the expression nests deeper than the limit of {nesting}");
    Diagnostic::error(codes::TOO_DEEP, cursor.token().span, message)
        .with_help("name a part of it with a definition, such as `s = ...`")
}
