//! Expressions by operator precedence, with a stack of its own instead of recursion.
//!
//! Must not know statements, nor what a name means. Invariants: each token is pushed and popped once, so
//! the time is linear; operands go into the arena before what uses them; the depth of the stack is bounded
//! by a limit, not by the stack of the thread.

use super::cursor::{Cursor, Outcome, Refusal};
use super::refusal::too_deep;
use super::token::{Token, TokenKind};
use super::tree::{Binary, Kind, Node, NodeId, Unary};
use super::{IsFunction, Limits};
use crate::codes;
use crate::notation::{Associativity, Level};
use crate::text::{Diagnostic, Span};

/// How an operand was written, where it matters for what may stand beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A number without brackets: a name or a bracket behind it is multiplied by it.
    Number,
    /// With raised digits at its end.
    Raised,
    Other,
}

/// A finished operand.
#[derive(Clone, Copy)]
pub(super) struct Value {
    pub(super) id: NodeId,
    /// Its text with the brackets around it.
    pub(super) outer: Span,
    pub(super) form: Form,
}

/// How far a fold is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Low,
    High,
    Filter,
    Body,
}

/// `sum(i in low..high if filter, body)`, while it is read.
pub(super) struct Fold {
    pub(super) name: Span,
    pub(super) open: Span,
    pub(super) variable: Span,
    pub(super) stage: Stage,
    pub(super) low: Option<NodeId>,
    pub(super) high: Option<NodeId>,
    pub(super) filter: Option<NodeId>,
    /// How many nodes there were before filter and body.
    pub(super) first: usize,
}

/// `tensor(i, j: body)`, while its body is read.
pub(super) struct Indexed {
    pub(super) name: Span,
    pub(super) open: Span,
    pub(super) letters: Vec<Span>,
    /// How many nodes there were before the body.
    pub(super) first: usize,
}

/// `start:end by step`, while it is read.
#[derive(Clone, Copy)]
pub(super) struct Slice {
    /// Where it begins.
    pub(super) at: Span,
    pub(super) start: Option<NodeId>,
    pub(super) end: Option<NodeId>,
    /// Whether `by` is passed.
    pub(super) is_at_step: bool,
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
    /// A sign such as `√`, which takes the next value without operators.
    CallSign {
        at: Span,
    },
    Group {
        open: Span,
    },
    Bars {
        open: Span,
    },
    Call {
        name: Span,
        /// How many `'` stand behind the name.
        order: u32,
        open: Span,
        arguments: Vec<NodeId>,
        semicolons: Vec<u32>,
    },
    Index {
        base: Value,
        open: Span,
        indices: Vec<NodeId>,
        /// The slice whose end or step is being read.
        slice: Option<Slice>,
    },
    /// `[a, b; c, d]`
    Block {
        open: Span,
        entries: Vec<NodeId>,
        rows: Vec<u32>,
    },
    /// `name =` in front of an argument.
    Named {
        name: Span,
    },
    Derivative {
        start: Span,
        open: Span,
        variables: Vec<(String, Span, u32)>,
    },
    Fold(Box<Fold>),
    Indexed(Box<Indexed>),
}

impl Frame {
    /// How tightly an operator binds; nothing for brackets, which end only where they are closed.
    pub(super) fn level(&self) -> Option<Level> {
        match self {
            Frame::Prefix {
                operator: Unary::Not,
                ..
            } => Some(Level::Not),
            Frame::Prefix { .. } => Some(Level::Sign),
            Frame::Infix { operator, .. } => Some(operator.notation().level),
            _ => None,
        }
    }

    /// The opening bracket, if it is one.
    pub(super) fn opening(&self) -> Option<Span> {
        match self {
            Frame::Group { open }
            | Frame::Bars { open }
            | Frame::Call { open, .. }
            | Frame::Index { open, .. }
            | Frame::Block { open, .. }
            | Frame::Derivative { open, .. } => Some(*open),
            Frame::Fold(fold) => Some(fold.open),
            Frame::Indexed(own) => Some(own.open),
            Frame::Prefix { .. }
            | Frame::Infix { .. }
            | Frame::CallSign { .. }
            | Frame::Named { .. } => None,
        }
    }

    /// What closes it, if it is a bracket.
    pub(super) fn closing(&self) -> &'static str {
        match self {
            Frame::Bars { .. } => "|",
            Frame::Index { .. } | Frame::Block { .. } => "]",
            _ => ")",
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
    pub(super) notes: &'p mut Vec<Diagnostic>,
    pub(super) limits: &'p Limits,
    /// For messages, and for `d/dx(u)`, which is a quotient where `dx` is a function.
    pub(super) is_function: IsFunction<'p>,
    pub(super) stack: Vec<Frame>,
    /// How many frames of the stack are brackets.
    pub(super) open: usize,
}

/// What a step of this parser returns.
pub(super) type Step<T> = Result<T, Box<Diagnostic>>;

impl Parser<'_, '_> {
    fn run(&mut self) -> Step<NodeId> {
        let mut value = self.operand()?;
        loop {
            let token = self.cursor.token();
            value = self.call_signs(value, token)?;
            if self.open == 0 && self.cursor.at_statement_end() {
                return Ok(self.reduce(value, Level::Or).id);
            }
            value = match token.kind {
                TokenKind::Quote => self.transpose(value),
                TokenKind::Superscript => self.superscript(value, token)?,
                TokenKind::OpenSquare if value.form != Form::Number => {
                    self.push_frame(Frame::Index {
                        base: value,
                        open: token.span,
                        indices: Vec::new(),
                        slice: None,
                    })?;
                    self.operand()?
                }
                TokenKind::Colon if self.slices(token) => {
                    let start = self.reduce(value, Level::Or);
                    match self.slice(Some(start), token) {
                        Some(whole) => whole,
                        None => self.operand()?,
                    }
                }
                TokenKind::Infix(operator) => {
                    self.infix(value, operator, token)?;
                    self.operand()?
                }
                TokenKind::Close | TokenKind::CloseSquare | TokenKind::Bar
                    if self.closes(token) =>
                {
                    self.close(value, token)?
                }
                TokenKind::Comma | TokenKind::Semicolon | TokenKind::Range if self.open > 0 => {
                    self.separator(value, token)?;
                    self.operand()?
                }
                TokenKind::Name if self.begins_filter(token) || self.begins_step(token) => {
                    self.separator(value, token)?;
                    self.operand()?
                }
                _ if self.is_factor(value, token) => {
                    self.juxtaposed(value, token)?;
                    self.operand()?
                }
                _ => return Err(Box::new(self.no_operator(value, token))),
            };
        }
    }

    pub(super) fn push_node(&mut self, kind: Kind, span: Span) -> Value {
        // An input is shorter than 4 GiB and every node has a token of its own.
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node { kind, span });
        Value {
            id,
            outer: span,
            form: Form::Other,
        }
    }

    /// Passes the token ahead, which begins `frame`.
    pub(super) fn push_frame(&mut self, frame: Frame) -> Step<()> {
        self.push_bracket(frame)?;
        self.cursor.advance();
        Ok(())
    }

    /// The same for one whose tokens are passed.
    pub(super) fn push_bracket(&mut self, frame: Frame) -> Step<()> {
        if self.stack.len() >= self.limits.nesting {
            return Err(Box::new(too_deep(self.cursor, self.limits)));
        }
        self.open += usize::from(frame.opening().is_some());
        self.stack.push(frame);
        Ok(())
    }

    pub(super) fn pop_bracket(&mut self) -> Option<Frame> {
        self.open -= 1;
        self.stack.pop()
    }

    /// The bracket that was opened last and is still open.
    pub(super) fn innermost(&self) -> Option<&Frame> {
        let is_bracket = |frame: &&Frame| frame.opening().is_some();
        self.stack.iter().rev().find(is_bracket)
    }

    pub(super) fn is_in_bars(&self) -> bool {
        matches!(self.innermost(), Some(Frame::Bars { .. }))
    }

    pub(super) fn prefix(&mut self, operator: Unary, token: Token) -> Step<()> {
        if let Some(Frame::CallSign { at }) = self.stack.last() {
            return Err(Box::new(self.sign_behind_sign(*at, token)));
        }
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
        let is_power = matches!(operator, Binary::Power | Binary::PowerElementwise);
        if is_power && value.form == Form::Raised {
            return Err(Box::new(self.raised_twice(value, token)));
        }
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
    pub(super) fn reduce(&mut self, mut value: Value, level: Level) -> Value {
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
                // Brackets and signs of calls have no level.
                _ => value,
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

    /// Signs such as `√` in front of a value that has its indices.
    fn call_signs(&mut self, mut value: Value, token: Token) -> Step<Value> {
        // The index of a name may be part of it, and belongs to it in any case.
        let node = &self.nodes[value.id.0 as usize];
        let is_name = matches!(node.kind, Kind::Name(_)) && node.span == value.outer;
        if token.kind == TokenKind::OpenSquare && is_name {
            return Ok(value);
        }
        while let Some(Frame::CallSign { at }) = self.stack.last() {
            let at = *at;
            let binds = matches!(
                token.kind,
                TokenKind::Superscript | TokenKind::Infix(Binary::Power | Binary::PowerElementwise)
            );
            if binds || self.is_factor(value, token) {
                return Err(Box::new(self.ambiguous_sign(at, value, token)));
            }
            self.stack.pop();
            value = self.call_of(at, value);
        }
        Ok(value)
    }

    /// A call of what the sign at `sign` stands for.
    pub(super) fn call_of(&mut self, sign: Span, value: Value) -> Value {
        let kind = Kind::Call {
            name: self.cursor.text(sign).to_owned(),
            name_span: sign,
            arguments: vec![value.id],
            semicolons: None,
        };
        self.push_node(kind, sign.to(value.outer))
    }

    /// Whether the token ahead begins a factor of the number in front of it.
    pub(super) fn is_factor(&self, value: Value, token: Token) -> bool {
        let begins = match token.kind {
            TokenKind::Name | TokenKind::Open | TokenKind::CallSign | TokenKind::Partial => true,
            TokenKind::Bar => !self.is_in_bars(),
            _ => false,
        };
        value.form == Form::Number && begins && !token.line_start
    }

    /// A number and a factor of it, without a sign between them.
    fn juxtaposed(&mut self, value: Value, token: Token) -> Step<()> {
        if let Some(diagnostic) = self.power_of_function(value, token) {
            return Err(Box::new(diagnostic));
        }
        let waiting = |frame: &&Frame| !matches!(frame, Frame::Prefix { .. });
        if let Some(Frame::Infix {
            operator:
                operator @ (Binary::Divide
                | Binary::DivideElementwise
                | Binary::Power
                | Binary::PowerElementwise),
            left,
            ..
        }) = self.stack.iter().rev().find(waiting)
        {
            let (operator, left) = (*operator, *left);
            return Err(Box::new(
                self.ambiguous_product(operator, left, value, token),
            ));
        }
        let left = self.reduce(value, Binary::Multiply.notation().left());
        let end = value.outer.end as usize;
        self.push_bracket(Frame::Infix {
            operator: Binary::Multiply,
            at: Span::new(end, end),
            left,
        })
    }
}
