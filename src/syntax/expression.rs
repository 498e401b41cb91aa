//! Expressions by operator precedence, with a stack of its own instead of recursion.
//!
//! Must not know statements, nor what a name means. Invariants: each token is pushed and popped once, so
//! the time is linear; operands go into the arena before what uses them; the depth of the stack is bounded
//! by a limit, not by the stack of the thread.

use super::cursor::{Cursor, Outcome, Refusal};
use super::number::{Decimal, decimal};
use super::refusal::too_deep;
use super::token::{Token, TokenKind};
use super::tree::{Binary, Kind, Node, NodeId, Unary};
use super::{IsFunction, Limits};
use crate::codes;
use crate::limits;
use crate::notation::{Associativity, Level};
use crate::text::{Diagnostic, Span, quote};
use num_rational::BigRational;
use num_traits::Zero;

/// A finished operand.
#[derive(Clone, Copy)]
pub(super) struct Value {
    pub(super) id: NodeId,
    /// Its text with the brackets around it.
    pub(super) outer: Span,
}

/// Something begun that waits for the operand to its right.
pub(super) enum Frame {
    Prefix {
        operator: Unary,
        at: Span,
    },
    Infix {
        operator: Binary,
        at: Span,
        left: Value,
    },
    Group {
        open: Span,
    },
    Call {
        name: Span,
        open: Span,
        arguments: Vec<NodeId>,
    },
}

impl Frame {
    /// How tightly an operator binds; nothing for brackets, which end only where they are closed.
    fn level(&self) -> Option<Level> {
        match self {
            Frame::Prefix {
                operator: Unary::Not,
                ..
            } => Some(Level::Not),
            Frame::Prefix { .. } => Some(Level::Sign),
            Frame::Infix { operator, .. } => Some(operator.notation().level),
            Frame::Group { .. } | Frame::Call { .. } => None,
        }
    }
}

/// Parses one expression from `cursor` up to the end of the statement, into `nodes`. Remarks go to `notes`.
pub(super) fn expression(
    cursor: &mut Cursor,
    nodes: &mut Vec<Node>,
    notes: &mut Vec<Diagnostic>,
    limits: &Limits,
    is_function: IsFunction<'_>,
) -> Outcome<NodeId> {
    let mut parser = Parser {
        cursor,
        nodes,
        notes,
        limits,
        is_function,
        stack: Vec::new(),
        open: 0,
    };
    parser.run().map_err(|diagnostic| {
        Box::new(Refusal {
            diagnostic: *diagnostic,
            open: parser.open,
        })
    })
}

pub(super) struct Parser<'p, 'a> {
    pub(super) cursor: &'p mut Cursor<'a>,
    pub(super) nodes: &'p mut Vec<Node>,
    notes: &'p mut Vec<Diagnostic>,
    limits: &'p Limits,
    /// For messages alone: what is read does not depend on it.
    pub(super) is_function: IsFunction<'p>,
    pub(super) stack: Vec<Frame>,
    /// How many frames of the stack are brackets.
    pub(super) open: usize,
}

/// What a step of this parser returns.
type Step<T> = Result<T, Box<Diagnostic>>;

impl Parser<'_, '_> {
    fn run(&mut self) -> Step<NodeId> {
        let mut value = self.operand()?;
        loop {
            if self.open == 0 && self.cursor.at_statement_end() {
                return Ok(self.reduce(value, Level::Or).id);
            }
            let token = self.cursor.token();
            value = match token.kind {
                TokenKind::Quote => self.transpose(value),
                TokenKind::Infix(operator) => {
                    self.infix(value, operator, token)?;
                    self.operand()?
                }
                TokenKind::Close if self.open > 0 => self.close(value),
                TokenKind::Comma if self.open > 0 => {
                    self.comma(value)?;
                    self.operand()?
                }
                _ => return Err(Box::new(self.no_operator(value, token))),
            };
        }
    }

    /// Reads signs, opening brackets and names of calls up to a number, a name or an empty call.
    fn operand(&mut self) -> Step<Value> {
        loop {
            let token = self.cursor.token();
            match token.kind {
                TokenKind::Number => return self.number(token),
                TokenKind::Name => {
                    self.cursor.advance();
                    let next = self.cursor.token();
                    if next.kind != TokenKind::Open || (next.line_start && self.open == 0) {
                        let name = self.cursor.text(token.span).to_owned();
                        return Ok(self.push_node(Kind::Name(name), token.span));
                    }
                    self.push_frame(Frame::Call {
                        name: token.span,
                        open: next.span,
                        arguments: Vec::new(),
                    })?;
                    if self.cursor.token().kind == TokenKind::Close {
                        let close = self.cursor.advance().span;
                        self.open -= 1;
                        self.stack.pop();
                        return Ok(self.call(token.span, Vec::new(), close));
                    }
                }
                TokenKind::Open => self.push_frame(Frame::Group { open: token.span })?,
                TokenKind::Infix(Binary::Add) => self.prefix(Unary::Plus, token)?,
                TokenKind::Infix(Binary::Subtract) => self.prefix(Unary::Negate, token)?,
                TokenKind::Not => self.prefix(Unary::Not, token)?,
                _ => return Err(Box::new(self.no_operand(token))),
            }
        }
    }

    fn number(&mut self, token: Token) -> Step<Value> {
        let text = self.cursor.text(token.span);
        let bits = self.limits.number_bits as u64;
        let beyond = |code, what: &str| {
            let message = format!("the number {} {what} the limit of {bits} bits", quote(text));
            let diagnostic = Diagnostic::error(code, token.span, message)
                .with_label("too much for an exact number")
                .with_help("numbers are exact fractions; numerator and denominator are bounded")
                .with_help(limits::NUMBER_BITS.advice(self.limits));
            Err(Box::new(diagnostic))
        };
        let value = match decimal(text, bits) {
            Decimal::Exact(value) => value,
            Decimal::TooLarge => return beyond(codes::NUMBER_TOO_LARGE, "exceeds"),
            Decimal::TooPrecise => {
                return beyond(codes::NUMBER_TOO_PRECISE, "has more digits than");
            }
            Decimal::Vanishing => {
                let message = format!(
                    "the number {} is too small for the limit of {bits} bits and reads as 0",
                    quote(text)
                );
                if self.notes.len() < self.limits.errors {
                    let note = Diagnostic::note(codes::NUMBER_VANISHES, token.span, message);
                    let advice = limits::NUMBER_BITS.advice(self.limits);
                    self.notes.push(note.with_help(advice));
                }
                BigRational::zero()
            }
        };
        self.cursor.advance();
        Ok(self.push_node(Kind::Number(value), token.span))
    }

    fn push_node(&mut self, kind: Kind, span: Span) -> Value {
        // An input is shorter than 4 GiB and every node has a token of its own.
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node { kind, span });
        Value { id, outer: span }
    }

    /// Passes the token ahead, which begins `frame`.
    fn push_frame(&mut self, frame: Frame) -> Step<()> {
        if self.stack.len() >= self.limits.nesting {
            return Err(Box::new(too_deep(self.cursor, self.limits)));
        }
        self.open += usize::from(matches!(frame, Frame::Group { .. } | Frame::Call { .. }));
        self.stack.push(frame);
        self.cursor.advance();
        Ok(())
    }

    fn prefix(&mut self, operator: Unary, token: Token) -> Step<()> {
        let above = self.stack.last().and_then(Frame::level);
        if operator == Unary::Not && above > Some(Level::Not) {
            let found = self.cursor.found();
            let message = format!("{found} binds more loosely than the operator before it");
            let diagnostic = Diagnostic::error(codes::LOOSE_NOT, token.span, message)
                .with_help("put the condition in brackets: `(not c)`");
            return Err(Box::new(diagnostic));
        }
        self.push_frame(Frame::Prefix {
            operator,
            at: token.span,
        })
    }

    fn infix(&mut self, value: Value, operator: Binary, token: Token) -> Step<()> {
        let notation = operator.notation();
        // What the left operand may have without brackets is finished first.
        let left = self.reduce(value, notation.left());
        if let Some(Frame::Infix {
            operator: before, ..
        }) = self.stack.last()
            && notation.associativity == Associativity::None
            && before.notation().level == notation.level
        {
            return Err(Box::new(self.chained(left, token)));
        }
        self.push_frame(Frame::Infix {
            operator,
            at: token.span,
            left,
        })
    }

    /// Finishes the operators on top of the stack that bind at least as tightly as `level`.
    fn reduce(&mut self, mut value: Value, level: Level) -> Value {
        while let Some(frame) = self.stack.pop_if(|frame| frame.level() >= Some(level)) {
            value = match frame {
                Frame::Prefix { operator, at } => {
                    self.push_node(Kind::Unary(operator, value.id), at.to(value.outer))
                }
                Frame::Infix {
                    operator,
                    at: operator_span,
                    left,
                } => {
                    let (span, left, right) = (left.outer.to(value.outer), left.id, value.id);
                    self.push_node(
                        Kind::Binary {
                            operator,
                            operator_span,
                            left,
                            right,
                        },
                        span,
                    )
                }
                // Brackets have no level.
                Frame::Group { .. } | Frame::Call { .. } => value,
            };
        }
        value
    }

    fn transpose(&mut self, value: Value) -> Value {
        let quote = self.cursor.advance().span;
        self.push_node(
            Kind::Unary(Unary::Transpose, value.id),
            value.outer.to(quote),
        )
    }

    /// Passes the closing bracket ahead, with `value` in front of it.
    fn close(&mut self, value: Value) -> Value {
        let value = self.reduce(value, Level::Or);
        self.open -= 1;
        let close = self.cursor.advance().span;
        match self.stack.pop() {
            Some(Frame::Call {
                name,
                mut arguments,
                ..
            }) => {
                arguments.push(value.id);
                self.call(name, arguments, close)
            }
            Some(Frame::Group { open }) => Value {
                id: value.id,
                outer: open.to(close),
            },
            // Nothing but brackets is left on the stack by the reduction above.
            _ => value,
        }
    }

    fn call(&mut self, name_span: Span, arguments: Vec<NodeId>, close: Span) -> Value {
        let name = self.cursor.text(name_span).to_owned();
        let kind = Kind::Call {
            name,
            name_span,
            arguments,
        };
        self.push_node(kind, name_span.to(close))
    }

    fn comma(&mut self, value: Value) -> Step<()> {
        let value = self.reduce(value, Level::Or);
        if let Some(Frame::Call { arguments, .. }) = self.stack.last_mut() {
            arguments.push(value.id);
            self.cursor.advance();
            return Ok(());
        }
        Err(Box::new(self.no_operator(value, self.cursor.token())))
    }
}
