//! What ends in brackets: groups, bars, calls, indices, blocks, derivatives and folds, and what stands between their
//! parts.
//!
//! Must not know what a name means. Invariants: a bracket is closed by its own sign; a part is finished before
//! the separator behind it is passed.

use super::expression::{Fold, Form, Frame, Indexed, Parser, Slice, Stage, Step, Value};
use super::token::{Token, TokenKind};
use super::tree::{self, Kind, NodeId};
use crate::notation::{self, Level};
use crate::text::Span;

impl Parser<'_, '_> {
    /// Whether the closing sign ahead can close something.
    pub(super) fn closes(&self, token: Token) -> bool {
        match token.kind {
            TokenKind::Bar => self.is_in_bars(),
            _ => self.open > 0,
        }
    }

    /// Passes the closing bracket ahead, with `value` in front of it.
    pub(super) fn close(&mut self, value: Value, token: Token) -> Step<Value> {
        let value = self.part(value);
        let fits = match self.stack.last() {
            Some(Frame::Fold(fold)) if fold.stage != Stage::Body => {
                return Err(Box::new(self.unfinished_fold(token)));
            }
            Some(frame) => frame.closing() == self.cursor.text(token.span),
            None => false,
        };
        if !fits {
            return Err(Box::new(self.mismatched(token)));
        }
        let close = self.cursor.advance().span;
        Ok(match self.pop_bracket() {
            Some(Frame::Call {
                name,
                order,
                mut arguments,
                semicolons,
                ..
            }) => {
                arguments.push(value.id);
                self.call(name, order, arguments, semicolons, close)
            }
            Some(Frame::Group { open }) => Value {
                id: value.id,
                outer: open.to(close),
                form: Form::Other,
            },
            Some(Frame::Bars { open }) => {
                let call = self.call_of(open, value);
                let span = open.to(close);
                self.nodes[call.id.0 as usize].span = span;
                Value {
                    outer: span,
                    ..call
                }
            }
            Some(Frame::Index {
                base,
                mut indices,
                slice,
                ..
            }) => {
                indices.push(self.index_part(slice, value));
                self.index(base, indices, close)
            }
            Some(Frame::Block {
                open,
                mut entries,
                rows,
            }) => {
                entries.push(value.id);
                let span = open.to(close);
                if let Some(diagnostic) = self.nested_rows(span, &entries, &rows) {
                    return Err(Box::new(diagnostic));
                }
                self.push_node(Kind::Block { entries, rows }, span)
            }
            Some(Frame::Derivative {
                start, variables, ..
            }) => {
                let derivative = tree::Derivative {
                    variables,
                    operand: value.id,
                };
                self.push_node(Kind::Derivative(Box::new(derivative)), start.to(close))
            }
            Some(Frame::Fold(fold)) => self.fold(&fold, value, close),
            Some(Frame::Indexed(own)) => self.indexed(&own, value, close),
            // Nothing but brackets is left on the stack by the reduction above.
            _ => value,
        })
    }

    pub(super) fn call(
        &mut self,
        name_span: Span,
        order: u32,
        arguments: Vec<NodeId>,
        semicolons: Vec<u32>,
        close: Span,
    ) -> Value {
        let name = self.cursor.text(name_span).to_owned();
        let kind = match order {
            0 => Kind::Call {
                name,
                name_span,
                arguments,
                semicolons: (!semicolons.is_empty()).then(|| Box::new(semicolons)),
            },
            _ => Kind::Derived {
                name,
                name_span,
                order,
                arguments,
            },
        };
        self.push_node(kind, name_span.to(close))
    }

    fn index(&mut self, base: Value, indices: Vec<NodeId>, close: Span) -> Value {
        let node = &mut self.nodes[base.id.0 as usize];
        // What an index means depends on the name, which is not a value of its own then.
        if let Kind::Name(name) = &mut node.kind
            && node.span == base.outer
        {
            node.kind = Kind::Base(std::mem::take(name));
        }
        let kind = Kind::Entry {
            base: base.id,
            indices,
        };
        self.push_node(kind, base.outer.to(close))
    }

    fn fold(&mut self, fold: &Fold, body: Value, close: Span) -> Value {
        let (Some(low), Some(high)) = (fold.low, fold.high) else {
            // A fold in its body has both.
            return body;
        };
        let kind = Kind::Fold(Box::new(tree::Fold {
            name: self.cursor.text(fold.name).to_owned(),
            name_span: fold.name,
            variable: self.cursor.text(fold.variable).to_owned(),
            variable_span: fold.variable,
            low,
            high,
            filter: fold.filter,
            first: NodeId(fold.first as u32),
            body: body.id,
        }));
        self.push_node(kind, fold.name.to(close))
    }

    fn indexed(&mut self, own: &Indexed, body: Value, close: Span) -> Value {
        let text = |span: &Span| self.cursor.text(*span).to_owned();
        let letters = own.letters.iter().map(|span| (text(span), *span));
        let kind = Kind::Indexed(Box::new(tree::Indexed {
            name: text(&own.name),
            name_span: own.name,
            letters: letters.collect(),
            first: NodeId(own.first as u32),
            body: body.id,
        }));
        self.push_node(kind, own.name.to(close))
    }

    /// Finishes the operators of an argument, an entry or another part between brackets, and its name.
    fn part(&mut self, value: Value) -> Value {
        let value = self.reduce(value, Level::Or);
        let Some(&Frame::Named { name }) = self.stack.last() else {
            return value;
        };
        self.stack.pop();
        let kind = Kind::Named {
            name: self.cursor.text(name).to_owned(),
            name_span: name,
            value: value.id,
        };
        self.push_node(kind, name.to(value.outer))
    }

    /// Whether a `:` ahead begins the second part of a slice.
    pub(super) fn slices(&self, token: Token) -> bool {
        let is_bracket = |frame: &&Frame| frame.level().is_none();
        let waiting = self.stack.iter().rev().find(is_bracket);
        token.kind == TokenKind::Colon && matches!(waiting, Some(Frame::Index { slice: None, .. }))
    }

    /// Passes the `:` of a slice, with what stands before it, and perhaps `by`: the slice, if nothing follows.
    pub(super) fn slice(&mut self, start: Option<Value>, token: Token) -> Option<Value> {
        let at = start.map_or(token.span, |start| start.outer);
        let colon = self.cursor.advance().span;
        let begun = Slice {
            at,
            start: start.map(|start| start.id),
            end: None,
            is_at_step: false,
        };
        let next = self.cursor.token();
        if matches!(next.kind, TokenKind::Comma | TokenKind::CloseSquare) {
            let Slice { start, end, .. } = begun;
            let step = None;
            return Some(self.push_node(Kind::Slice { start, end, step }, at.to(colon)));
        }
        // `by` may be a variable too: a word that stands in front of a value is none.
        let mut ahead = *self.cursor;
        ahead.advance();
        let has_step = next.kind == TokenKind::Name
            && self.cursor.text(next.span) == notation::STEP
            && matches!(ahead.token().kind, TokenKind::Number | TokenKind::Name);
        if has_step {
            self.cursor.advance();
        }
        if let Some(Frame::Index { slice, .. }) = self.stack.last_mut() {
            *slice = Some(Slice {
                is_at_step: has_step,
                ..begun
            });
        }
        None
    }

    /// An index, or the slice whose last part `value` is.
    fn index_part(&mut self, slice: Option<Slice>, value: Value) -> NodeId {
        let Some(Slice {
            at,
            start,
            end,
            is_at_step,
        }) = slice
        else {
            return value.id;
        };
        let (end, step) = match is_at_step {
            true => (end, Some(value.id)),
            false => (Some(value.id), None),
        };
        self.push_node(Kind::Slice { start, end, step }, at.to(value.outer))
            .id
    }

    /// Whether `by` begins the step of a slice here.
    pub(super) fn begins_step(&self, token: Token) -> bool {
        let is_end = |frame: &Frame| matches!(frame, Frame::Index { slice: Some(slice), .. } if !slice.is_at_step);
        self.cursor.text(token.span) == notation::STEP && self.innermost().is_some_and(is_end)
    }

    /// Whether `if` begins the filter of a fold here.
    pub(super) fn begins_filter(&self, token: Token) -> bool {
        let is_high =
            |frame: &Frame| matches!(frame, Frame::Fold(fold) if fold.stage == Stage::High);
        self.cursor.text(token.span) == "if" && self.innermost().is_some_and(is_high)
    }

    /// Passes what stands between the parts of a call, an index or a fold.
    pub(super) fn separator(&mut self, value: Value, token: Token) -> Step<()> {
        let value = self.part(value);
        let mut id = value.id;
        if let Some(Frame::Index { slice, .. }) = self.stack.last_mut()
            && token.kind == TokenKind::Comma
        {
            let slice = slice.take();
            id = self.index_part(slice, value);
        }
        let nodes = self.nodes.len();
        let fits = match (self.stack.last_mut(), token.kind) {
            (
                Some(
                    Frame::Call { arguments, .. }
                    | Frame::Index {
                        indices: arguments, ..
                    }
                    | Frame::Block {
                        entries: arguments, ..
                    },
                ),
                TokenKind::Comma,
            ) => {
                arguments.push(id);
                true
            }
            (Some(Frame::Block { entries, rows, .. }), TokenKind::Semicolon) => {
                entries.push(id);
                rows.push(entries.len() as u32);
                true
            }
            (
                Some(Frame::Index {
                    slice: Some(slice), ..
                }),
                TokenKind::Name,
            ) => {
                slice.end = Some(id);
                slice.is_at_step = true;
                true
            }
            (
                Some(Frame::Call {
                    arguments,
                    semicolons,
                    ..
                }),
                TokenKind::Semicolon,
            ) => {
                arguments.push(id);
                semicolons.push(arguments.len() as u32);
                true
            }
            (Some(Frame::Fold(fold)), kind) => fold.next(kind, id, nodes),
            _ => false,
        };
        if fits {
            self.cursor.advance();
            return Ok(());
        }
        Err(Box::new(self.no_operator(value, token)))
    }
}

impl Fold {
    /// Takes `value` for the part before a separator of this kind; false if none of this kind can stand here.
    fn next(&mut self, separator: TokenKind, value: NodeId, nodes: usize) -> bool {
        let (part, next) = match (self.stage, separator) {
            (Stage::Low, TokenKind::Range) => (&mut self.low, Stage::High),
            (Stage::High, TokenKind::Name) => (&mut self.high, Stage::Filter),
            (Stage::High, TokenKind::Comma) => (&mut self.high, Stage::Body),
            (Stage::Filter, TokenKind::Comma) => (&mut self.filter, Stage::Body),
            _ => return false,
        };
        if self.stage == Stage::High {
            self.first = nodes;
        }
        *part = Some(value);
        self.stage = next;
        true
    }
}
