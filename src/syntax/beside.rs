//! What to say where two values stand side by side: a product without its sign, a call without brackets, the words of
//! another notation.
//!
//! Must not change the place of the parser. Invariant: what is proposed can be typed.

use super::expression::{Form, Frame, Parser, Value};
use super::refusal::SHORT;
use super::token::{Token, TokenKind, exponent as exponent_of};
use super::tree::{Binary, Kind};
use crate::codes;
use crate::text::{Diagnostic, quote};

impl Parser<'_, '_> {
    /// Two values with nothing between them: a product without its `*`, or a call without brackets.
    pub(super) fn side_by_side(&self, value: Value, token: Token) -> Diagnostic {
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
        if let Some(help) = self.other_notation(value, token) {
            return about(codes::MISSING_OPERATOR, "two values stand side by side")
                .with_related(value.outer, "a value")
                .with_help(help);
        }
        if is_name && (self.is_function)(left) && (self.is_function)(right) && is_short {
            let call = quote(&format!("{left}({right}(...))"));
            return Diagnostic::error(
                codes::MISSING_CALL_BRACKETS,
                token.span,
                "a function of a function needs brackets",
            )
            .with_label("expected `(`")
            .with_related(value.outer, "a function")
            .with_help(format!("write {call}"));
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
        let tail = self.factor(token);
        let right = tail.as_str();
        let product = quote(&format!("{left}*{tail}"));
        let help = match (is_product, is_name) {
            _ if !is_short => "write `*` between them".to_owned(),
            (false, true) if matches!(self.stack.last(), Some(Frame::Call { .. })) => {
                let both = quote(&format!("{left}, {right}"));
                format!("write {both} for two arguments, {product} for a product")
            }
            (false, true) if tail.len() == self.cursor.text(token.span).len() => {
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

    /// What to write where the words of another notation are recognised.
    fn other_notation(&self, value: Value, token: Token) -> Option<String> {
        let (left, right) = (self.cursor.text(value.outer), self.cursor.text(token.span));
        let mut ahead = *self.cursor;
        ahead.advance();
        let next = ahead.token();
        let is_short = left.len() + right.len() <= SHORT;
        if let Some(Frame::Block { .. }) = self.innermost()
            && is_short
            && matches!(token.kind, TokenKind::Name | TokenKind::Number)
        {
            let both = quote(&format!("[{left}, {right}]"));
            return Some(format!("entries of a row stand between `,`: write {both}"));
        }
        if right == "in" {
            return Some("a range stands first: write `sum(i in 1..10, i*x)`".to_owned());
        }
        if left == "if" || right == "if" || matches!(right, "then" | "else") {
            return Some("a choice is written `if(condition, value, otherwise)`".to_owned());
        }
        if self.is_below_differential(left) {
            let argument = if right.len() <= SHORT { right } else { "u" };
            let help = quote(&format!("d/{left}({argument})"));
            return Some(format!(
                "a derivative is written with brackets, such as {help}"
            ));
        }
        if token.kind == TokenKind::Name && next.kind == TokenKind::Equals && right.len() <= SHORT {
            let head = quote(&format!("{right} = ..."));
            return Some(format!(
                "a definition is written {head}, without a word before it"
            ));
        }
        let is_infix = token.kind == TokenKind::Name
            && (self.is_function)(right)
            && !(self.is_function)(left)
            && matches!(next.kind, TokenKind::Name | TokenKind::Number);
        if is_infix && left.len() + right.len() <= SHORT {
            let call = quote(&format!("{right}({left}, {})", self.cursor.text(next.span)));
            return Some(format!("{} is a function: write {call}", quote(right)));
        }
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let grouped = is_digits(left) && is_digits(right) && right.len() == 3;
        (grouped && left.len() <= SHORT)
            .then(|| format!("digits can't be grouped: write `{left}{right}`"))
    }

    /// Whether `name` stands below a `d` like the differential of a derivative: `d/dx`.
    fn is_below_differential(&self, name: &str) -> bool {
        let Some(Frame::Infix {
            operator: Binary::Divide,
            left,
            ..
        }) = self.stack.last()
        else {
            return false;
        };
        self.cursor.text(left.outer) == "d" && name.len() > 1 && name.starts_with('d')
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
    pub(super) fn bracketed(&self, token: Token) -> &str {
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
    pub(super) fn power_of_function(&self, value: Value, token: Token) -> Option<Diagnostic> {
        let power = |frame: &&Frame| {
            matches!(
                frame,
                Frame::Infix {
                    operator: Binary::Power | Binary::PowerElementwise,
                    ..
                }
            )
        };
        // A sign may stand in front of the exponent; raised digits are part of the value.
        let base = match (value.form, &self.nodes[value.id.0 as usize].kind) {
            (Form::Raised, Kind::Binary { left, .. }) => self.nodes[left.0 as usize].span,
            _ => match self.stack.iter().rev().take(2).find(power) {
                Some(Frame::Infix { left, .. }) => left.outer,
                _ => return None,
            },
        };
        let name = self.cursor.text(base);
        if !(self.is_function)(name) || name.len() > SHORT || token.kind == TokenKind::Number {
            return None;
        }
        let exponent = self.cursor.text(base.to(value.outer));
        let exponent = match value.form {
            Form::Raised => exponent_of(&exponent[name.len()..]),
            _ => exponent[name.len()..]
                .trim_start_matches(['^', '*', ' '])
                .to_owned(),
        };
        let argument = match token.kind {
            TokenKind::Name => self.cursor.text(token.span),
            _ => self.bracketed(token),
        };
        let message = format!("the power of {} stands behind its argument", quote(name));
        let inverse = (exponent == "-1")
            .then_some("the inverse function has a name of its own, such as `asin`");
        let argument = argument.trim_start_matches('(').trim_end_matches(')');
        let fixed = format!("{name}({argument})^{exponent}");
        let diagnostic = Diagnostic::error(codes::POWER_OF_FUNCTION, token.span, message)
            .with_label("the argument")
            .with_related(base, "a function without its argument")
            .with_help(match fixed.len() <= 2 * SHORT {
                true => format!("write {}", quote(&fixed)),
                false => "write the call first, and the power behind it".to_owned(),
            });
        Some(match inverse {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        })
    }
}
