//! What begins a value: signs, brackets, names, numbers, and the heads of calls, derivatives and folds.
//!
//! Must not know statements, nor what a name means. Invariant: whatever looks ahead looks at a bounded number of
//! tokens, or at as many as it then passes.

use super::cursor::Cursor;
use super::expression::{Fold, Form, Frame, Indexed, Parser, Stage, Step, Value};
use super::number::{Decimal, decimal};
use super::token::{Token, TokenKind, exponent, is_identifier};
use super::tree::{Binary, Kind, Unary};
use crate::codes;
use crate::limits;
use crate::notation;
use crate::text::{Diagnostic, Span, quote};
use num_rational::BigRational;
use num_traits::Zero;

/// The word between the variable of a fold and its range.
const IN: &str = "in";
/// The most letters for indices that one call has.
const MOST_LETTERS: usize = 16;
/// The letter of a differential.
const DIFFERENTIAL: char = 'd';

/// A variable with its place and the order of the derivative in it.
type Differential = (String, Span, u32);

impl<'a> Parser<'_, 'a> {
    /// Reads signs, opening brackets and heads up to a number, a name or an empty call.
    pub(super) fn operand(&mut self) -> Step<Value> {
        loop {
            let token = self.cursor.token();
            match token.kind {
                TokenKind::Number => return self.number(token),
                TokenKind::Name => {
                    if self.fold_head(token)? || self.letters_head()? {
                        continue;
                    }
                    if self.cursor.text(token.span).starts_with(DIFFERENTIAL)
                        && self.derivative(token)?
                    {
                        continue;
                    }
                    if let Some(value) = self.name(token)? {
                        return Ok(value);
                    }
                }
                TokenKind::Partial => {
                    if !self.derivative(token)? {
                        return Err(Box::new(self.lone_partial(token)));
                    }
                }
                TokenKind::Open => self.push_frame(Frame::Group { open: token.span })?,
                TokenKind::Bar => {
                    if self.is_in_bars() {
                        return Err(Box::new(self.bars_in_bars(token)));
                    }
                    self.push_frame(Frame::Bars { open: token.span })?;
                }
                TokenKind::OpenSquare => self.push_frame(Frame::Block {
                    open: token.span,
                    entries: Vec::new(),
                    rows: vec![0],
                })?,
                TokenKind::Colon
                    if matches!(self.stack.last(), Some(Frame::Index { slice: None, .. })) =>
                {
                    if let Some(whole) = self.slice(None, token) {
                        return Ok(whole);
                    }
                }
                TokenKind::CallSign => self.push_frame(Frame::CallSign { at: token.span })?,
                TokenKind::Infix(Binary::Add) => self.prefix(Unary::Plus, token)?,
                TokenKind::Infix(Binary::Subtract) => self.prefix(Unary::Negate, token)?,
                TokenKind::Not => self.prefix(Unary::Not, token)?,
                _ => return Err(Box::new(self.no_operand(token))),
            }
        }
    }

    /// Passes a name and, if it is called, the opening bracket; the name as a value if it is not called, or the
    /// call if it has no arguments.
    fn name(&mut self, token: Token) -> Step<Option<Value>> {
        self.cursor.advance();
        let mut ahead = *self.cursor;
        let mut order = 0;
        while ahead.token().kind == TokenKind::Quote && !self.ends_here(ahead.token()) {
            ahead.advance();
            order += 1;
        }
        let next = ahead.token();
        let is_argument = matches!(
            self.stack.last(),
            Some(Frame::Call { order: 0, semicolons, .. }) if semicolons.is_empty()
        );
        if next.kind == TokenKind::Equals && is_argument && order == 0 {
            self.push_frame(Frame::Named { name: token.span })?;
            return Ok(None);
        }
        if next.kind != TokenKind::Open || self.ends_here(next) {
            let name = self.cursor.text(token.span).to_owned();
            return Ok(Some(self.push_node(Kind::Name(name), token.span)));
        }
        *self.cursor = ahead;
        self.push_frame(Frame::Call {
            name: token.span,
            order,
            open: next.span,
            arguments: Vec::new(),
            semicolons: Vec::new(),
        })?;
        if self.cursor.token().kind != TokenKind::Close {
            return Ok(None);
        }
        let close = self.cursor.advance().span;
        self.pop_bracket();
        let call = self.call(token.span, order, Vec::new(), Vec::new(), close);
        Ok(Some(call))
    }

    /// Whether a token ends the statement before it, so that it can't belong to a name.
    fn ends_here(&self, token: Token) -> bool {
        token.line_start && self.open == 0
    }

    /// Passes `i in` behind the opening bracket of a call: then the call is a fold.
    fn fold_head(&mut self, token: Token) -> Step<bool> {
        let Some(Frame::Call {
            name,
            order: 0,
            open,
            arguments,
            ..
        }) = self.stack.last()
        else {
            return Ok(false);
        };
        let (name, open) = (*name, *open);
        let mut ahead = *self.cursor;
        ahead.advance();
        let word = ahead.token();
        let is_fold = arguments.is_empty()
            && word.kind == TokenKind::Name
            && self.cursor.text(word.span) == IN;
        if is_fold {
            ahead.advance();
            *self.cursor = ahead;
            self.pop_bracket();
            self.push_bracket(Frame::Fold(Box::new(Fold {
                name,
                open,
                variable: token.span,
                stage: Stage::Low,
                low: None,
                high: None,
                filter: None,
                first: 0,
            })))?;
        }
        Ok(is_fold)
    }

    /// Passes `i, j:` behind the opening bracket of a call: then these are letters for indices.
    fn letters_head(&mut self) -> Step<bool> {
        let Some(Frame::Call {
            name,
            order: 0,
            open,
            arguments,
            ..
        }) = self.stack.last()
        else {
            return Ok(false);
        };
        if !arguments.is_empty() {
            return Ok(false);
        }
        let (name, open) = (*name, *open);
        let mut ahead = *self.cursor;
        let mut letters = Vec::new();
        while ahead.token().kind == TokenKind::Name && letters.len() < MOST_LETTERS {
            letters.push(ahead.advance().span);
            match ahead.advance().kind {
                TokenKind::Comma => {}
                TokenKind::Colon => {
                    *self.cursor = ahead;
                    self.pop_bracket();
                    let first = self.nodes.len();
                    self.push_bracket(Frame::Indexed(Box::new(Indexed {
                        name,
                        open,
                        letters,
                        first,
                    })))?;
                    return Ok(true);
                }
                _ => break,
            }
        }
        Ok(false)
    }

    /// Passes `d/dx(` or `∂²/∂x∂y(`, if that stands here.
    fn derivative(&mut self, first: Token) -> Step<bool> {
        let mut ahead = *self.cursor;
        let Some((variables, order)) = self.differentials(&mut ahead, first) else {
            return Ok(false);
        };
        let open = ahead.token().span;
        let total = variables
            .iter()
            .fold(0u32, |sum, own| sum.saturating_add(own.2));
        if total != order {
            let span = first.span.to(ahead.behind());
            let message = format!(
                "a derivative of order {order} above the line, and of order {total} below it"
            );
            return Err(Box::new(
                Diagnostic::error(codes::DIFFERENTIAL_ORDER, span, message)
                    .with_label("the orders differ")
                    .with_help("write `d^2/dx^2(u)`, or `D(u, x, 2)`"),
            ));
        }
        *self.cursor = ahead;
        self.push_frame(Frame::Derivative {
            start: first.span,
            open,
            variables,
        })?;
        Ok(true)
    }

    /// The variables below the line and the order above it, if a derivative begins here; then `ahead` stands before
    /// its bracket.
    fn differentials(
        &self,
        ahead: &mut Cursor<'a>,
        first: Token,
    ) -> Option<(Vec<Differential>, u32)> {
        let is_partial = first.kind == TokenKind::Partial;
        if !is_partial && self.cursor.text(first.span).len() > 1 {
            return None;
        }
        ahead.advance();
        let order = passed_order(ahead)?;
        let passes = |ahead: &mut Cursor<'a>, kind| {
            let token = ahead.token();
            // A line that begins with an operator goes on with the one above.
            let ends = self.ends_here(token) && !matches!(kind, TokenKind::Infix(_));
            let is_there = token.kind == kind && !ends;
            is_there.then(|| ahead.advance())
        };
        passes(ahead, TokenKind::Infix(Binary::Divide))?;
        let mut variables = Vec::new();
        loop {
            if is_partial {
                passes(ahead, TokenKind::Partial)?;
            }
            let mut span = passes(ahead, TokenKind::Name)?.span;
            if !is_partial {
                // A function whose name begins with a d is divided by, as anywhere.
                let name = ahead.text(span);
                if !name.starts_with(DIFFERENTIAL) || (self.is_function)(name) {
                    return None;
                }
                span = Span::new(span.start as usize + 1, span.end as usize);
            }
            if !is_identifier(ahead.text(span)) {
                return None;
            }
            let mut name = ahead.text(span).to_owned();
            if ahead.token().kind == TokenKind::OpenSquare {
                name.push_str(&literal_index(ahead)?);
            }
            variables.push((name, span, passed_order(ahead)?));
            if !(is_partial && ahead.token().kind == TokenKind::Partial) {
                break;
            }
        }
        let next = ahead.token();
        (next.kind == TokenKind::Open && !self.ends_here(next)).then_some((variables, order))
    }

    fn lone_partial(&self, token: Token) -> Diagnostic {
        let sign = notation::PARTIAL;
        Diagnostic::error(
            codes::LONE_PARTIAL,
            token.span,
            format!("`{sign}` stands only in derivatives"),
        )
        .with_help(format!("write `{sign}/{sign}x(u)`, or `D(u, x)`"))
    }

    fn number(&mut self, token: Token) -> Step<Value> {
        let text = self.cursor.text(token.span);
        let number = self.exact(token.span, text)?;
        self.cursor.advance();
        let mut value = self.push_node(Kind::Number(number), token.span);
        value.form = Form::Number;
        Ok(value)
    }

    /// Raised digits behind `value`.
    pub(super) fn superscript(&mut self, value: Value, token: Token) -> Step<Value> {
        let number = self.exact(token.span, &exponent(self.cursor.text(token.span)))?;
        self.cursor.advance();
        let right = self.push_node(Kind::Number(number), token.span).id;
        let kind = Kind::Binary {
            operator: Binary::Power,
            operator_span: token.span,
            left: value.id,
            right,
        };
        let mut value = self.push_node(kind, value.outer.to(token.span));
        value.form = Form::Raised;
        Ok(value)
    }

    /// The number that `text` spells, perhaps with a minus.
    fn exact(&mut self, span: Span, text: &str) -> Step<BigRational> {
        let bits = self.limits.number_bits as u64;
        let beyond = |code, what: &str| {
            let message = format!("the number {} {what} the limit of {bits} bits", quote(text));
            let diagnostic = Diagnostic::error(code, span, message)
                .with_label("too much for an exact number")
                .with_help("numbers are exact fractions; numerator and denominator are bounded")
                .with_help(limits::NUMBER_BITS.advice(self.limits));
            Err(Box::new(diagnostic))
        };
        let digits = text.trim_start_matches('-');
        let number = match decimal(digits, bits) {
            Decimal::Exact(number) => number,
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
                    let note = Diagnostic::note(codes::NUMBER_VANISHES, span, message);
                    let advice = limits::NUMBER_BITS.advice(self.limits);
                    self.notes.push(note.with_help(advice));
                }
                BigRational::zero()
            }
        };
        Ok(if digits.len() < text.len() {
            -number
        } else {
            number
        })
    }
}

/// Passes the order of a derivative behind `d`, `∂` or a variable, `²` or `^2`; 1 where there is none. None: a power that is no
/// order.
fn passed_order(ahead: &mut Cursor<'_>) -> Option<u32> {
    let text = match ahead.token().kind {
        TokenKind::Superscript => exponent(ahead.text(ahead.token().span)),
        TokenKind::Infix(Binary::Power) => {
            ahead.advance();
            match ahead.token().kind {
                TokenKind::Number => ahead.text(ahead.token().span).to_owned(),
                _ => return None,
            }
        }
        _ => return Some(1),
    };
    ahead.advance();
    text.parse().ok().filter(|order| *order > 0)
}

/// Passes `[1]` or `[1, 2]` and returns it without blanks.
fn literal_index(ahead: &mut Cursor<'_>) -> Option<String> {
    let mut text = "[".to_owned();
    loop {
        ahead.advance();
        let number = ahead.token();
        let digits = ahead.text(number.span);
        if number.kind != TokenKind::Number || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        text.push_str(digits);
        ahead.advance();
        match ahead.token().kind {
            TokenKind::Comma => text.push(','),
            TokenKind::CloseSquare => break,
            _ => return None,
        }
    }
    ahead.advance();
    text.push(']');
    Some(text)
}
